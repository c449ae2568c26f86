"""A sheet in words, one line for each value, so that `git diff` compares what it says and not how it is
written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from briefings.catalog.entries import entries
from briefings.model import FOLDERS, SheetModel
from briefings.model.base import Model, Prose
from briefings.model.briefing import Figure, SharedEvent
from briefings.model.citations import Citation
from briefings.model.keys import meaning
from briefings.model.walk import item_fields
from briefings.sheets.load import Sheet, parse_sheet
from briefings.versions.keys import in_words
from briefings.versions.numbers import number
from briefings.versions.sides import Side, subject


def show(text: str) -> str:
    """A sheet in words; a text that is not a sheet as it is.

    The kind is found by trying all: git passes a copy of the file, without its folder.
    """
    for kind in FOLDERS:
        sheet, _ = parse_sheet(text, kind, "sheet", "sheet")
        if sheet is not None:
            return "\n".join(_sheet(sheet)) + "\n"
    return text


def _sheet(sheet: Sheet[SheetModel]) -> Iterator[str]:
    yield f"{sheet.kind} “{sheet.data.headline}”"
    yield from _keys(sheet.data, {name for name, _ in item_fields(type(sheet.data))})
    for each in getattr(sheet.data, "timeline", ()):
        if isinstance(each, SharedEvent):
            yield f"  also the event `{each.event}`"
    for entry in entries(sheet):
        if entry.kind != "summary":
            yield ""
            yield subject(Side.of(entry), _id).removeprefix("the ")
            yield from _keys(entry.item, {"cite", entry.item.PARTS})
            yield from _citations(entry.item.cite if hasattr(entry.item, "cite") else ())
            if isinstance(entry.item, Figure):
                yield from _values(entry.item)


def _id(kind: str, sheet_id: str) -> str:
    return sheet_id


def _keys(part: Model, skipped: set[str]) -> Iterator[str]:
    for name in type(part).model_fields:
        value = getattr(part, name)
        if name in skipped or not (words := _words(value)):
            continue
        first, *rest = words
        yield f"  {meaning(type(part), name).called.removeprefix('the ')}: {first}"
        yield from (f"    {line}" for line in rest)


def _words(value: Any) -> list[str]:
    """A value in lines: each item of a list, and each sentence of prose."""
    if isinstance(value, tuple):
        return [line for each in value for line in _words(each)]
    words = in_words(value, _id)
    if isinstance(value, Prose):
        return _SENTENCE_END.split(words)
    return [words] if words else []


_SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s+")


def _values(figure: Figure) -> Iterator[str]:
    for value in figure.values:
        date = f", as of {value.as_of.text}" if value.as_of is not None else ""
        note = f" ({value.note})" if value.note is not None else ""
        yield f"  {number(value, figure)}{date}{note}"
        if value.derived is not None:
            yield f"  is {value.derived}"
        yield from _citations(value.cite)


def _citations(citations: tuple[Citation, ...]) -> Iterator[str]:
    for citation in citations:
        passage = f": “{citation.passage}”" if citation.passage is not None else ""
        yield f"  cites {citation.source}{passage}"
