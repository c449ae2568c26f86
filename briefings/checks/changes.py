"""What changed since an earlier revision: published facts that say something else now, without a
correction."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path, PurePosixPath
from textwrap import shorten
from typing import cast

from briefings.catalog.announced import is_announced
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry
from briefings.model import FOLDERS, Briefing, Source
from briefings.model.base import KeyPath
from briefings.model.briefing import Event, Figure, Statement, Status, Value
from briefings.model.dates import Date
from briefings.problems import codes
from briefings.problems.problem import Problem, problem
from briefings.sheets.git import files_at
from briefings.sheets.load import Sheet, parse_sheet
from briefings.sheets.yaml_text import unify_lines
from briefings.text.prose import Kind

HINT = "say in `corrections` what was wrong and what is right: `- {date: 2025-08-02, text: …}`"


def base_sheets(root: Path, revision: str) -> tuple[Sheet[Briefing], ...]:
    """The briefings that were published at a git revision; raises `GitError`. Sheets that were broken then
    are left out."""
    read = (
        parse_sheet(text, kind, stem, path) for path, kind, stem, text in texts_at(root, revision, "briefing")
    )
    return tuple(
        cast("Sheet[Briefing]", sheet)
        for sheet, _ in read
        if sheet is not None and not sheet.data.draft and sheet.data.withdrawn is None
    )


def texts_at(root: Path, revision: str, *kinds: Kind) -> Iterator[tuple[str, Kind, str, str]]:
    """The path, kind, id and text of each sheet of these kinds at a git revision; raises `GitError`."""
    for kind in kinds:
        for name, data in files_at(root, revision, f"content/{FOLDERS[kind]}"):
            path = PurePosixPath(name)
            if path.suffix == ".yml":
                yield name, kind, path.stem, unify_lines(data.decode("utf-8-sig", errors="replace"))


def changes(base: Iterable[Sheet[Briefing]], now: Catalog) -> Iterator[Problem]:
    """What was published in `base` and says something else now, in a briefing without a new correction.

    Compared are figures; quotations; titles, dates and statuses of events; speakers and statuses of
    statements. Prose may be reworded.
    """
    moved = {old: sheet for sheet in now.briefings.values() for old in sheet.data.moved_from}
    quotations = {(entry.item.voice, entry.item.quote) for entry in now.by_kind["statement"]}
    for before in base:
        sheet = now.briefings.get(before.id, moved.get(before.id))
        if sheet is None or sheet.text == before.text or _corrected(before.data, sheet.data):
            continue
        yield from _changed_events(before.data, sheet, now)
        yield from _changed_figures(before.data, sheet)
        yield from _changed_statements(before.data, sheet, quotations)


def _corrected(before: Briefing, now: Briefing) -> bool:
    """Whether a correction was added, for whatever: which change it speaks of is for people to judge."""
    known = [(correction.date, correction.text) for correction in before.corrections]
    return any((correction.date, correction.text) not in known for correction in now.corrections)


# ── Events ──────────────────────────────────────────────────────────────────────────────────────────────────


def _changed_events(before: Briefing, sheet: Sheet[Briefing], now: Catalog) -> Iterator[Problem]:
    events = now.by_kind["event"]
    by_id = {entry.item.id: entry for entry in events if entry.item.id is not None}
    here = [entry for entry in events if entry.sheet is sheet]
    published = {(_plain(entry.title), entry.date) for entry in events}
    earlier = [event for event in before.timeline if isinstance(event, Event)]
    # An event that still has its id or title is that event, and none that another was made of.
    known = {id(entry) for was in earlier if (entry := _kept(was, by_id, here)) is not None}
    for was in earlier:
        entry = _kept(was, by_id, here) or _renamed(was, [entry for entry in here if id(entry) not in known])
        if entry is not None:
            yield from _event_differences(was, before, entry, now.sources)
        elif (_plain(was.title), was.date) not in published:
            yield _uncorrected(
                f"the event “{was.title}” ({was.date.text}) was published and is gone", sheet, ("timeline",)
            )


def _kept(was: Event, by_id: Mapping[str, Entry[Event]], here: Sequence[Entry[Event]]) -> Entry[Event] | None:
    """The event that has the same id, in whichever briefing it is now, or the same title in this briefing."""
    if was.id is not None and was.id in by_id:
        return by_id[was.id]
    same = [entry for entry in here if _plain(entry.item.title) == _plain(was.title)]
    return next((entry for entry in same if entry.item.date == was.date), same[0] if same else None)


def _renamed(was: Event, others: Sequence[Entry[Event]]) -> Entry[Event] | None:
    """The event that has another title now: the most similar one, of the same day if there is one."""
    same_day = [entry for entry in others if entry.item.date == was.date]
    likeness = {id(entry): _likeness(was.title, entry.item.title) for entry in others}
    best = max(same_day or others, key=lambda entry: likeness[id(entry)], default=None)
    return (
        best
        if best is not None and likeness[id(best)] > (LEAST_ALIKE / 2 if same_day else LEAST_ALIKE)
        else None
    )


def _event_differences(
    was: Event, before: Briefing, entry: Entry[Event], sources: Mapping[str, Sheet[Source]]
) -> Iterator[Problem]:
    now, sheet, path = entry.item, entry.sheet, entry.path
    # An announced event is rewritten once it has happened, or postponed; neither corrects a mistake.
    day = before.last_changed
    announced = is_announced(was, sources, written=day, as_of=day)
    if not announced and _plain(was.title) != _plain(now.title):
        message = f"the event “{was.title}” was published under that title, and is “{now.title}” now"
        yield _uncorrected(message, sheet, (*path, "title"))
    if not announced and not _is_within(now.date, was.date):
        message = f"“{now.title}” was published with the date {was.date.text}, and has {now.date.text} now"
        yield _uncorrected(message, sheet, (*path, "date"))
    yield from _changed_status(was.status, now.status, f"“{now.title}”", sheet, path)


def _is_within(now: Date, was: Date) -> bool:
    """Whether a date only says more exactly what the earlier one said: 2025-07-26 instead of 2025-07."""
    first, last = min(part.not_before for part in was.parts), max(part.not_after for part in was.parts)
    after_start = was.earliest is None or (now.earliest is not None and first <= now.earliest)
    before_end = was.latest is None or (now.latest is not None and now.latest <= last)
    return after_start and before_end


def _changed_status(
    was: Status, now: Status, what: str, sheet: Sheet[Briefing], path: KeyPath
) -> Iterator[Problem]:
    # What is superseded was right when it was published.
    if now not in (was, "superseded"):
        place = (*path, "status") if now != "reported" else path
        yield _uncorrected(f"{what} was published as `{was}`, and is `{now}` now", sheet, place)


def _plain(title: str) -> str:
    """A title without what changes nothing in it: capitals and punctuation. Signs of currencies and the like
    stay."""
    return " ".join(re.findall(r"[\w%$€£¥+]+", title.casefold()))


LEAST_ALIKE = 0.5
"""From 0 to 1: texts that are less similar are not versions of each other."""


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


# ── Figures ─────────────────────────────────────────────────────────────────────────────────────────────────


def _changed_figures(before: Briefing, sheet: Sheet[Briefing]) -> Iterator[Problem]:
    for was in before.figures:
        index = _same_figure(was, sheet.data.figures)
        if index is None:
            yield _uncorrected(
                f"“{was.label}” ({_said(was.values[0], was)}) was published and is gone", sheet, ("figures",)
            )
            continue
        now = sheet.data.figures[index]
        given = {_key(value, now) for value in now.values}
        for n, value in enumerate(was.values):
            if _key(value, was) not in given:
                # A value that was edited is where it was; one that was taken out leaves its figure as the
                # nearest place.
                there = n < len(now.values)
                path = ("figures", index, "values", n, now.values[n].key) if there else ("figures", index)
                is_now = f"is {_said(now.values[n], now)} now" if there else "that value is gone"
                yield _uncorrected(
                    f"“{was.label}” was published as {_said(value, was)}, and {is_now}", sheet, path
                )


def _same_figure(was: Figure, now: tuple[Figure, ...]) -> int | None:
    """The figure that has the same id, the same label, or (where it was only renamed) the same values."""
    for n, figure in enumerate(now):
        if was.id is not None and figure.id == was.id:
            return n
    for n, figure in enumerate(now):
        if figure.label == was.label:
            return n
    keys = {_key(value, was) for value in was.values}
    return next(
        (n for n, figure in enumerate(now) if keys <= {_key(value, figure) for value in figure.values}), None
    )


def _key(value: Value, figure: Figure) -> tuple[object, ...]:
    """What a reader takes from a value; 5.50 and 5.5 are the same."""
    return (value.low, value.high, value.qualifier, value.forecast, figure.unit)


def _said(value: Value, figure: Figure) -> str:
    words = (value.qualifier or "", value.headline, figure.unit, "(forecast)" if value.forecast else "")
    return " ".join(word for word in words if word)


# ── Statements ──────────────────────────────────────────────────────────────────────────────────────────────


def _changed_statements(
    before: Briefing, sheet: Sheet[Briefing], quotations: Collection[tuple[str, str | None]]
) -> Iterator[Problem]:
    published = {(was.voice, was.headline) for was in before.statements}
    for was in before.statements:
        others = published - {(was.voice, was.headline)}
        index = _same_statement(was, sheet.data.statements, others)
        now = sheet.data.statements[index] if index is not None else None
        quoted = was.quote is None or (was.voice, was.quote) in quotations
        if now is None or index is None:
            if not quoted:
                yield _uncorrected(
                    f"the quotation “{was.quote}” was published and is gone", sheet, ("statements",)
                )
            continue
        path: KeyPath = ("statements", index)
        if was.voice != now.voice:
            message = (
                f"“{_short(now.headline)}” was published as said by `{was.voice}`, and is said by"
                f" `{now.voice}` now"
            )
            yield _uncorrected(message, sheet, (*path, "speaker" if now.speaker is not None else "source"))
        elif not quoted:
            key = "quote" if now.quote is not None else "text"
            yield _uncorrected(
                f"this was published as “{was.quote}”, and is “{now.headline}” now", sheet, (*path, key)
            )
        yield from _changed_status(was.status, now.status, f"“{_short(now.headline)}”", sheet, path)


def _same_statement(
    was: Statement, now: tuple[Statement, ...], others: Collection[tuple[str, str]]
) -> int | None:
    """The statement that has the same id, the same words (whoever says them), or the most similar words of
    the same speaker.

    Those that `others` (speaker and words) were published as are none that another was made of.
    """
    likeness: dict[int, float] = {}
    for n, statement in enumerate(now):
        if was.id is not None and statement.id == was.id:
            return n
        if statement.voice == was.voice and (statement.voice, statement.headline) not in others:
            likeness[n] = _likeness(was.headline, statement.headline)
    best = max(likeness, key=lambda n: likeness[n], default=None)
    if best is not None and likeness[best] == 1:
        return best
    alike = next(
        (
            n
            for n, each in enumerate(now)
            if each.headline == was.headline and (each.voice, each.headline) not in others
        ),
        None,
    )
    if alike is not None:
        return alike
    return best if best is not None and likeness[best] > LEAST_ALIKE else None


def _short(words: str) -> str:
    return shorten(words, 60, placeholder=" …")


def _uncorrected(message: str, sheet: Sheet[Briefing], path: KeyPath) -> Problem:
    return problem(codes.UNCORRECTED_CHANGE, f"{message}; no correction was added", sheet.place(path), HINT)


__all__ = ["base_sheets", "changes", "texts_at"]
