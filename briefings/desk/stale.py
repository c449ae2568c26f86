"""What is out of date: each rule is a small generator of findings, which a curator may act on or not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Literal, get_args

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import parts
from briefings.catalog.standing import cited_passages
from briefings.evidence.records import Lock, SourceRecord, UncheckedRecord
from briefings.model import Actor
from briefings.model.actor import Relation, Role
from briefings.model.dates import Date
from briefings.problems.problem import Place, counted
from briefings.sheets.load import Sheet
from briefings.text import escape

What = Literal[
    "announced", "forecast", "role", "questions", "missing", "no-address", "not-archived", "no-text"
]
"""What a finding is about, the most serious for readers first."""

WHATS: tuple[What, ...] = get_args(What)

TITLES: dict[What, tuple[str, str]] = {
    "announced": (
        "announced for a day that has passed, without a report",
        "cite a source that reports it; if it did not take place, give it the status `cancelled`, `moved` or "
        "`postponed`, or remove an office or relation",
    ),
    "forecast": ("forecasts for a day that has passed", "add the number that came true"),
    "role": ("offices and relations without an end whose holder or body has one", "give it a `to`"),
    "questions": ("open questions without news", "look for news, then give the day in `checked`"),
    "missing": (
        "sources whose page is missing",
        "find its new address or an archived copy, and give it in `url` or `archived`",
    ),
    "no-address": (
        "cited sources without a web address, which readers cannot look up",
        "give `url` or `archived`, or say in `note` where it can be read",
    ),
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
    today: Date
    days: int
    """After how many days without news an open question is reported."""


def stale(
    catalog: Catalog,
    lock: Lock,
    texts: Iterable[str],
    *,
    today: date,
    days: int = DAYS,
) -> list[Finding]:
    """All findings, the most serious first."""
    state = State(catalog, lock, frozenset(texts), Date.parse(today.isoformat()), days)
    return sorted((found for rule in RULES for found in rule(state)), key=lambda found: found.order)


# ── Briefings ───────────────────────────────────────────────────────────────────────────────────────────────


def announced(state: State) -> Iterator[Finding]:
    """An announced event, office or relation should have begun by now, but no cited source reports it."""
    for entry in state.catalog.entries:
        # What takes effect on its own has happened once its day has passed.
        if not entry.announced or entry.item.takes_effect:
            continue
        day = entry.date or entry.item.begins
        if day is not None and day.is_past(state.today):
            title = (
                f"“{entry.title}”" if entry.sheet.kind == "briefing" else _tie(state, entry.sheet, entry.item)
            )
            key = "date" if hasattr(entry.item, "date") else "from"
            place = entry.sheet.place((*entry.path, key))
            yield Finding("announced", f"{title}, announced for {day.text}", place)


def forecasts(state: State) -> Iterator[Finding]:
    """A figure has only forecasts, and the day of one has passed."""
    for entry in state.catalog.by_kind["figure"]:
        values = [*parts(entry)]
        if not all(part.item.forecast for part in values):
            continue
        for part in values:
            day = part.item.as_of
            if day is not None and day.ends_before(state.today):
                message = f"“{entry.title}” has only a forecast, for {day.text}"
                yield Finding("forecast", message, entry.sheet.place((*part.path, "as_of")))


def questions(state: State) -> Iterator[Finding]:
    """A briefing with open questions has had no event for a while, and nobody has looked for news."""
    latest = date.fromisoformat(state.today.text) - timedelta(days=state.days)
    before = Date.parse(latest.isoformat())
    for sheet in state.catalog.briefings.values():
        if not sheet.data.questions:
            continue
        past = [
            e.item.date
            for e in state.catalog.timelines[sheet.id]
            if e.happened and not e.item.date.starts_after(state.today)
        ]
        last = max(past, key=lambda day: day.order, default=sheet.data.published)
        checked = sheet.data.checked
        if last.ends_before(before) and (checked is None or checked.ends_before(before)):
            looked = f"; news was last looked for on {checked.text}" if checked is not None else ""
            count = counted(len(sheet.data.questions), "open question")
            message = f"{count}, last event {last.text}{looked}"
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
                yield Finding("role", f"{_tie(state, sheet, role)}: {why}", sheet.place(("roles", n)))
        for n, relation in enumerate(sheet.data.relations):
            # One that succeeds, founded or signed something did so for good.
            other = actors[relation.actor]
            if relation.to is None and relation.kind in PASSING and (why := _gone(state, sheet, other)):
                message = f"{_tie(state, sheet, relation)}: {why}"
                yield Finding("role", message, sheet.place(("relations", n)))


PASSING = frozenset(
    {"member-of", "part-of", "subsidiary-of", "owner-of", "regulator-of", "partner-of", "rival-of"}
)
"""Relations that end with one of their actors."""


def _tie(state: State, sheet: Sheet[Any], item: Role | Relation) -> str:
    other = f" {state.catalog.actors[item.actor].data.name}" if isinstance(item, Relation) else ""
    return f"{sheet.data.name}, {item.headline}{other}"


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
    for entry in state.catalog.by_kind["role"]:
        each = entry.item
        if (
            entry.sheet is not sheet
            and not entry.announced
            and (each.title, each.organization) == (role.title, role.organization)
            and each.from_ is not None
            and each.from_.starts_after(role.from_)
            and not each.from_.starts_after(state.today)
        ):
            return f"{entry.sheet.data.name} has held it since {each.from_.text}"
    return ""


# ── Sources ─────────────────────────────────────────────────────────────────────────────────────────────────


def missing(state: State) -> Iterator[Finding]:
    """The page of a source was there once, or at least its address was given, and its host says that it is
    gone."""
    for sheet in state.catalog.sources.values():
        page = state.lock.pages.get(sheet.id)
        if page is not None and page.missing is not None:
            seen = f", last seen {page.seen}" if page.seen is not None else ""
            copy = "an archived copy is given" if sheet.data.archived else "no archived copy is given"
            message = f"“{sheet.data.headline}”: missing since {page.missing}{seen}; {copy}"
            yield Finding("missing", message, sheet.place(("url",)))


def no_address(state: State) -> Iterator[Finding]:
    """A cited source has no address and no word on where it can be read."""
    for source_id in cited_passages(state.catalog):
        sheet = state.catalog.sources.get(source_id)
        if sheet is not None and not (sheet.data.url or sheet.data.archived or sheet.data.note):
            yield Finding("no-address", f"“{sheet.data.headline}”", sheet.place())


def not_archived(state: State) -> Iterator[Finding]:
    """A cited source has an address, but no archived copy in case it disappears."""
    for source_id in cited_passages(state.catalog):
        sheet = state.catalog.sources.get(source_id)
        if sheet is not None and sheet.data.url is not None and sheet.data.archived is None:
            yield Finding("not-archived", f"“{sheet.data.headline}”", sheet.place(("url",)))


def no_text(state: State) -> Iterator[Finding]:
    """A source with cited passages has no text in seeds/."""
    for source_id, cited in cited_passages(state.catalog).items():
        sheet = state.catalog.sources.get(source_id)
        held = not state.texts.isdisjoint((source_id, *cited.earlier_ids))
        if sheet is None or held or not cited.passages:
            continue
        records = _records(state.lock.sources, source_id, cited.earlier_ids)
        unchecked = sum(isinstance(records.get(each, _NONE), UncheckedRecord) for each in cited.passages)
        count = len(cited.passages)
        message = f"“{sheet.data.headline}”: {counted(count, 'passage')} cited"
        if unchecked:
            message += f", {'not' if unchecked == count else f'{unchecked} not'} checked by anybody"
        yield Finding("no-text", message, sheet.place())


_NONE = UncheckedRecord()


def _records(
    sources: Mapping[str, SourceRecord], source_id: str, earlier: Iterable[str]
) -> Mapping[str, object]:
    return next((sources[each].passages for each in (source_id, *earlier) if each in sources), {})


RULES: tuple[Callable[[State], Iterator[Finding]], ...] = (
    announced, forecasts, ended, questions, missing, no_address, not_archived, no_text,
)  # fmt: skip


# ── The report ──────────────────────────────────────────────────────────────────────────────────────────────


MOST = 20
"""The most findings of a kind that are shown as text, unless all are requested."""


def report(findings: Sequence[Finding], most: int | None = MOST) -> str:
    """The findings in words, ending with a newline."""
    blocks: list[str] = []
    for what, group in groupby(findings, lambda found: found.what):
        every = list(group)
        title, hint = TITLES[what]
        lines = [f"{len(every):,} × {what}: {title}"]
        for found in every[:most]:
            lines.append(escape.terminal(f"{found.place}: {found.message}"))
        if most is not None and len(every) > most:
            lines.append(f"and {len(every) - most:,} more; --all shows them")
        blocks.append("\n".join([*lines, f"    hint: {hint}"]))
    return "\n\n".join(blocks or ["nothing is out of date"]) + "\n"
