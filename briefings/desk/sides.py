"""An entry or a sheet in both versions, and what it is called in sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from textwrap import shorten
from typing import Any

from briefings.catalog.entries import Entry
from briefings.desk.change import Change, ChangeKind, What
from briefings.model import SheetModel
from briefings.model.base import KeyPath, Prose
from briefings.model.citations import Citation
from briefings.sheets.load import Sheet
from briefings.text import markdown

Names = Callable[[str, str], str]
"""The title of a sheet, by its kind and id."""

Paths = tuple[KeyPath | None, KeyPath | None]
"""The paths from an entry to a value before and now; None where there is none."""

LONGEST = 160
"""In characters: longer values are cut in sentences."""


@dataclass(frozen=True, slots=True)
class Side:
    """An entry, or a sheet as a whole, in one of the two versions."""

    sheet: Sheet[Any]
    data: Any
    """The model: a sheet or an item."""
    path: KeyPath = ()
    anchor: str = ""
    citations: tuple[Citation, ...] = ()

    @classmethod
    def of(cls, entry: Entry[Any]) -> Side:
        return cls(entry.sheet, entry.item, entry.path, entry.anchor, entry.citations)


@dataclass(frozen=True, slots=True)
class Pair:
    """The same entry or sheet in both versions; one side is missing if it was added or removed."""

    before: Side | None
    now: Side | None
    around: Sheet[Any]
    """The sheet to show it in, if it is gone from the working tree."""
    names: Names
    called: str = ""
    """What the entry is called in sentences, if not by its own words."""

    @property
    def both(self) -> tuple[Side, Side]:
        """Both sides, of which neither is missing."""
        assert self.before is not None and self.now is not None
        return self.before, self.now

    @property
    def who(self) -> str:
        """The entry in sentences."""
        return self.called or subject(self.side, self.names)

    @property
    def side(self) -> Side:
        """The present side, or else the earlier one."""
        side = self.now or self.before
        assert side is not None
        return side

    def change(
        self,
        kind: ChangeKind,
        what: What,
        sentence: str,
        *,
        key: str = "",
        old: str = "",
        new: str = "",
        paths: Paths = ((), ()),
    ) -> Change:
        """A change of this entry or of a value in it."""
        before, now = (
            None if side is None or path is None else side.sheet.place((*side.path, *path))
            for side, path in zip((self.before, self.now), paths, strict=True)
        )
        sheet = self.around if self.now is None else self.now.sheet
        if now is not None:
            nearest = now
        elif self.now is not None:
            nearest = self.now.sheet.place((*self.now.path, *(paths[0] or ())[:1]))
        else:
            nearest = sheet.place(self.side.path[:1])
        return Change(
            kind, what, f"{sheet.kind}/{sheet.id}", sheet.data.headline, self.side.anchor, key, old, new,
            f"{sentence[:1].upper()}{sentence[1:]}.", before, now, nearest,
        )  # fmt: skip


# ── What an entry is called ─────────────────────────────────────────────────────────────────────────────────


def subject(side: Side, names: Names, *, key: str = "") -> str:
    """An entry or a sheet in a few words: `the event “It opens”`, `the quotation “on time” by Ines Hartog`.

    Its own words or its speaker are left out if `key` is about these.
    """
    data = side.data
    if key in _OWN_WORDS and getattr(data, key, None) == data.headline:
        return f"the {_noun(side)}{_said_by(data, names)}"
    if isinstance(data, SheetModel):
        return f"the {_noun(side)} “{cut(data.headline)}”"
    kind = data.KIND
    if kind == "involved":
        return f"the part of {names('actor', data.by or '')}"
    if kind == "relation":
        return f"the relation “{data.headline}” to {names('actor', data.involved[0])}"
    if kind == "correction":
        return f"the correction of {data.time.text if data.time is not None else ''}"
    words = data.headline
    words = markdown.plain(words, names) if isinstance(words, Prose) else words
    said = "" if key in ("speaker", "source") else _said_by(data, names)
    return f"the {_noun(side)} “{cut(words, 70)}”{said}"


def _noun(side: Side) -> str:
    if isinstance(side.data, SheetModel):
        return side.sheet.kind
    return "quotation" if side.data.is_quotation else side.data.NOUN or side.data.KIND


_OWN_WORDS = frozenset({"title", "name", "quote", "text", "label", "heading"})
"""The keys whose value may be what an entry or sheet is called by."""


def _said_by(data: Any, names: Names) -> str:
    voice = getattr(data, "voice", "")
    return f" by {names('actor' if data.by else 'source', voice)}" if voice else ""


def cut(words: str, longest: int = LONGEST) -> str:
    """A text that is not too long for a sentence."""
    return shorten(words, longest, placeholder=" …")
