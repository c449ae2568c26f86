"""What time has overtaken: each rule is a small generator of findings, which a curator may act on or not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import entries
from briefings.catalog.standing import cited_passages
from briefings.desk.plans import PLANS, announces, plans
from briefings.evidence.records import Entry as LockEntry
from briefings.evidence.records import Lock, UncheckedRecord
from briefings.model import Actor, Briefing, SheetModel
from briefings.model.base import KeyPath, Prose
from briefings.model.briefing import Event, Figure, Status
from briefings.model.dates import Date
from briefings.model.walk import walk_references
from briefings.problems.problem import Place
from briefings.sheets.load import Sheet

What = Literal["planned", "wording", "role", "questions", "not-archived", "no-text"]
"""What a finding is about, the gravest for readers first."""

WHATS: tuple[What, ...] = get_args(What)

TITLES: dict[What, tuple[str, str]] = {
    "planned": ("planned dates that are past", "say what came of it, or correct the date"),
    "wording": ("plans for dates that are past", "say what came of it"),
    "role": ("offices and relations without an end whose holder or body has one", "give it a `to`"),
    "questions": ("open questions without news", "look for news, then give the day in `checked`"),
    "not-archived": ("sources without an archived copy", "save a copy, and give its address in `archived`"),
    "no-text": ("cited sources whose text is not here", "`briefings new source ID --text FILE` saves it"),
}
"""A title for the findings of each kind, and what to do."""

DAYS = 90


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that may be out of date."""

    what: What
    message: str
    place: Place

    @property
    def order(self) -> tuple[int, Place, str]:
        return WHATS.index(self.what), self.place, self.message


@dataclass(frozen=True, slots=True)
class State:
    """A site on a day."""

    catalog: Catalog
    lock: Lock
    texts: frozenset[str]
    """The ids of sources whose text is saved here."""
    language: str
    today: Date
    days: int
    """After how many days without news an open question is reported."""


def stale(
    catalog: Catalog,
    lock: Lock,
    texts: Iterable[str],
    *,
    language: str,
    today: date,
    days: int = DAYS,
) -> list[Finding]:
    """All findings, the gravest first."""
    state = State(catalog, lock, frozenset(texts), language, Date.parse(today.isoformat()), days)
    return sorted((found for rule in RULES for found in rule(state)), key=lambda found: found.order)


# ── Briefings ───────────────────────────────────────────────────────────────────────────────────────────────


SETTLED: frozenset[Status] = frozenset({"superseded", "contradicted"})
"""Statuses by which a sheet already says what came of a plan."""


def planned(state: State) -> Iterator[Finding]:
    """An event or forecast was in the future when its briefing last changed, or says so, and is past now."""
    for sheet in state.catalog.briefings.values():
        known = _known(sheet.data)
        for entry in entries(sheet):
            if entry.status in SETTLED:
                continue
            if isinstance(entry.item, Event) and entry.item.date.ends_before(state.today):
                title, day = entry.item.title, entry.item.date
                if day.starts_after(known):
                    message = f"“{title}” was still planned when the briefing last changed ({known.text})"
                elif announces(title, state.language):
                    message = f"“{title}” reads as planned"
                else:
                    continue
                yield Finding("planned", f"{message}, for {day.text}", sheet.place((*entry.path, "date")))
            elif isinstance(entry.item, Figure) and all(value.forecast for value in entry.item.values):
                yield from _forecasts(state, sheet, entry.item, entry.path)


def _forecasts(state: State, sheet: Sheet[Briefing], figure: Figure, path: KeyPath) -> Iterator[Finding]:
    """The forecasts of a figure without any measured value."""
    for n, value in enumerate(figure.values):
        if value.as_of is not None and value.as_of.ends_before(state.today):
            message = f"“{figure.label}” has only a forecast, of {value.as_of.text}"
            yield Finding("planned", message, sheet.place((*path, "values", n, "as_of")))


def _known(briefing: Briefing) -> Date:
    """The day up to which a briefing can know of events."""
    days = [day for day in (briefing.published, briefing.updated, briefing.checked) if day is not None]
    return max(days, key=lambda day: day.order)


def wording(state: State) -> Iterator[Finding]:
    """A sentence announces something ("is to", "is due", "will") for a date that is past."""
    sheets: list[Sheet[SheetModel]] = [
        *state.catalog.briefings.values(), *state.catalog.actors.values(), *state.catalog.topics.values(),
    ]  # fmt: skip
    for sheet in sheets:
        dated = {entry.path: entry.item.time for entry in entries(sheet) if entry.path}
        for path, value in walk_references(sheet.data):
            if not isinstance(value, Prose) or path[0] in ("corrections", "questions"):
                continue
            own = next((day for start, day in dated.items() if path[: len(start)] == start), None)
            for mention in plans(value, state.language):
                # In the text of an event, "will" may be about the event itself, told in the present tense.
                told = own is not None and not mention.date.starts_after(own)
                if mention.date.ends_before(state.today) and not told:
                    nth = value.count(mention.written, 0, mention.start)
                    place = sheet.place(path, find=mention.written, nth=nth)
                    yield Finding("wording", f"“{mention.words}”", place)


def questions(state: State) -> Iterator[Finding]:
    """A briefing with open questions has had no event for a while, and nobody has looked for one."""
    latest = date.fromisoformat(state.today.text) - timedelta(days=state.days)
    before = Date.parse(latest.isoformat())
    for sheet in state.catalog.briefings.values():
        if not sheet.data.questions:
            continue
        past = [
            e.item.date
            for e in state.catalog.timelines[sheet.id]
            if not e.item.date.starts_after(state.today)
        ]
        last = max(past, key=lambda day: day.order, default=sheet.data.published)
        checked = sheet.data.checked
        if last.ends_before(before) and (checked is None or checked.ends_before(before)):
            looked = f"; news was last looked for on {checked.text}" if checked is not None else ""
            count = len(sheet.data.questions)
            message = f"{count} open question{'' if count == 1 else 's'}, last event {last.text}{looked}"
            yield Finding("questions", message, sheet.place(("questions",), key=True))


# ── Actors ──────────────────────────────────────────────────────────────────────────────────────────────────


def ended(state: State) -> Iterator[Finding]:
    """An office or relation is listed as current, though one of the two actors is gone or somebody else holds
    the office."""
    actors = state.catalog.actors
    for sheet in actors.values():
        for n, role in enumerate(sheet.data.roles):
            if role.to is not None:
                continue
            body = actors.get(role.organization) if role.organization is not None else None
            why = _gone(state, sheet, body) or _successor(state, sheet, n)
            if why:
                yield Finding("role", f"{sheet.data.name}, {role.title}: {why}", sheet.place(("roles", n)))
        for n, relation in enumerate(sheet.data.relations):
            # One that succeeds, founded or signed something did so for good.
            other = actors[relation.actor]
            if relation.to is None and relation.kind in PASSING and (why := _gone(state, sheet, other)):
                message = f"{sheet.data.name}, {relation.kind} {other.data.name}: {why}"
                yield Finding("role", message, sheet.place(("relations", n)))


PASSING = frozenset(
    {"member-of", "part-of", "subsidiary-of", "owner-of", "regulator-of", "partner-of", "rival-of"}
)
"""Relations that end with one of their actors."""


def _gone(state: State, *sheets: Sheet[Actor] | None) -> str:
    for sheet in sheets:
        if sheet is not None and sheet.data.to is not None and sheet.data.to.ends_before(state.today):
            how = "died" if sheet.data.kind == "person" else "ended"
            return f"{sheet.data.name} {how} in {sheet.data.to.text}"
    return ""


def _successor(state: State, sheet: Sheet[Actor], number: int) -> str:
    """Who has held an office of one person since."""
    role = sheet.data.roles[number]
    if not role.sole or role.organization is None or role.from_ is None:
        return ""
    for other in state.catalog.actors.values():
        for each in other.data.roles:
            if (
                other is not sheet
                and (each.title, each.organization) == (role.title, role.organization)
                and each.from_ is not None
                and each.from_.starts_after(role.from_)
                and not each.from_.starts_after(state.today)
            ):
                return f"{other.data.name} holds it since {each.from_.text}"
    return ""


# ── Sources ─────────────────────────────────────────────────────────────────────────────────────────────────


def not_archived(state: State) -> Iterator[Finding]:
    """A cited source has an address, and no archived copy for the day when the address is gone."""
    for source_id in cited_passages(state.catalog):
        sheet = state.catalog.sources.get(source_id)
        if sheet is not None and sheet.data.url is not None and sheet.data.archived is None:
            yield Finding("not-archived", f"“{sheet.data.headline}”", sheet.place(("url",)))


def no_text(state: State) -> Iterator[Finding]:
    """Passages are cited from a source whose text is not in seeds/."""
    for source_id, cited in cited_passages(state.catalog).items():
        sheet = state.catalog.sources.get(source_id)
        held = not state.texts.isdisjoint((source_id, *cited.earlier_ids))
        if sheet is None or held or not cited.passages:
            continue
        records = _records(state.lock.sources, source_id, cited.earlier_ids)
        unchecked = sum(isinstance(records.get(each, _NONE), UncheckedRecord) for each in cited.passages)
        count = len(cited.passages)
        message = f"“{sheet.data.headline}”: {count} passage{'' if count == 1 else 's'} cited"
        if unchecked:
            message += f", {'not' if unchecked == count else f'{unchecked} not'} checked by anybody"
        yield Finding("no-text", message, sheet.place())


_NONE = UncheckedRecord()


def _records(
    sources: Mapping[str, LockEntry], source_id: str, earlier: Iterable[str]
) -> Mapping[str, object]:
    return next((sources[each].passages for each in (source_id, *earlier) if each in sources), {})


RULES: tuple[Callable[[State], Iterator[Finding]], ...] = (
    planned, wording, ended, questions, not_archived, no_text,
)  # fmt: skip

KNOWN_LANGUAGES = tuple(PLANS)

__all__ = ["DAYS", "KNOWN_LANGUAGES", "TITLES", "WHATS", "Finding", "What", "stale"]
