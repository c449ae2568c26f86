"""What changed since an earlier revision: published figures and quotations that are others now, without a correction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path, PurePosixPath
from typing import cast

from briefings import codes
from briefings.catalog import Catalog
from briefings.git import files_at
from briefings.load import Sheet, parse_sheet
from briefings.model import FOLDERS, Briefing
from briefings.model.base import Path as SheetPath
from briefings.model.briefing import Figure, Statement, Value
from briefings.problems import Problem, problem

HINT = "say in `corrections` what was wrong and what is right: `- {date: 2025-08-02, text: …}`"


def base_sheets(root: Path, revision: str) -> tuple[Sheet[Briefing], ...]:
    """The briefings that were published at a git revision; raises `GitError`. Sheets that were broken then are left out."""
    sheets: list[Sheet[Briefing]] = []
    for name, data in files_at(root, revision, f"content/{FOLDERS['briefing']}"):
        path = PurePosixPath(name)
        if path.suffix == ".yml":
            sheet, _ = parse_sheet(data.decode("utf-8-sig", errors="replace"), "briefing", path.stem, name)
            if sheet is not None and not sheet.data.draft and sheet.data.withdrawn is None:
                sheets.append(cast("Sheet[Briefing]", sheet))
    return tuple(sheets)


def changes(base: Iterable[Sheet[Briefing]], now: Catalog) -> Iterator[Problem]:
    """A figure or quotation that was published in `base` and is another now, in a briefing without a new correction."""
    moved = {old: sheet for sheet in now.briefings.values() for old in sheet.data.moved_from}
    said_now = {(entry.statement.speaker, entry.statement.quote) for entry in now.statements}
    for before in base:
        sheet = now.briefings.get(before.id, moved.get(before.id))
        if sheet is None or sheet.text == before.text or _corrected(before.data, sheet.data):
            continue
        yield from _changed_figures(before.data, sheet)
        for was in before.data.statements:
            if was.quote is not None and (was.speaker, was.quote) not in said_now:
                yield _changed_quotation(was, sheet)


def _corrected(before: Briefing, now: Briefing) -> bool:
    """Whether a correction was added, for whatever: which change it speaks of is for people to judge."""
    known = [(correction.date, correction.text) for correction in before.corrections]
    return any((correction.date, correction.text) not in known for correction in now.corrections)


# ── Figures ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def _changed_figures(before: Briefing, sheet: Sheet[Briefing]) -> Iterator[Problem]:
    for was in before.figures:
        index = _same_figure(was, sheet.data.figures)
        if index is None:
            yield _uncorrected(f"“{was.label}” ({_said(was.values[0], was)}) was published and is gone", sheet, ("figures",))
            continue
        now = sheet.data.figures[index]
        given = {_key(value, now) for value in now.values}
        for n, value in enumerate(was.values):
            if _key(value, was) not in given:
                # A value that was mended stands where it stood; one that was taken out leaves its figure as the nearest place.
                path = ("figures", index, "values", n, "value") if n < len(now.values) else ("figures", index)
                yield _uncorrected(f"“{was.label}” was published as {_said(value, was)}, and says something else now", sheet, path)


def _same_figure(was: Figure, now: tuple[Figure, ...]) -> int | None:
    """The figure that has the same id, the same label, or (where it was only renamed) the same values."""
    for n, figure in enumerate(now):
        if was.id is not None and figure.id == was.id:
            return n
    for n, figure in enumerate(now):
        if figure.label == was.label:
            return n
    keys = {_key(value, was) for value in was.values}
    return next((n for n, figure in enumerate(now) if keys <= {_key(value, figure) for value in figure.values}), None)


def _key(value: Value, figure: Figure) -> tuple[object, ...]:
    """What a reader takes from a value; 5.50 and 5.5 are the same."""
    return (value.value, value.qualifier, value.forecast, figure.unit)


def _said(value: Value, figure: Figure) -> str:
    words = (value.qualifier or "", str(value.value), figure.unit, "(forecast)" if value.forecast else "")
    return " ".join(word for word in words if word)


# ── Quotations ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _changed_quotation(was: Statement, sheet: Sheet[Briefing]) -> Problem:
    index = _same_statement(was, sheet.data.statements)
    if index is None:
        return _uncorrected(f"the quotation “{was.quote}” was published and is gone", sheet, ("statements",))
    key = "quote" if sheet.data.statements[index].quote is not None else "text"
    return _uncorrected(f"this was published as “{was.quote}”", sheet, ("statements", index, key))


def _same_statement(was: Statement, now: tuple[Statement, ...]) -> int | None:
    """The statement that has the same id, or the most similar one of the same speaker, if it is similar at all."""
    likeness: dict[int, float] = {}
    for n, statement in enumerate(now):
        if was.id is not None and statement.id == was.id:
            return n
        if statement.speaker == was.speaker:
            likeness[n] = SequenceMatcher(None, was.words, statement.words, autojunk=False).ratio()
    best = max(likeness, key=lambda n: likeness[n], default=None)
    return best if best is not None and likeness[best] > 0.5 else None


def _uncorrected(message: str, sheet: Sheet[Briefing], path: SheetPath) -> Problem:
    return problem(codes.UNCORRECTED_CHANGE, f"{message}; no correction was added", sheet.place(path), HINT)


__all__ = ["base_sheets", "changes"]
