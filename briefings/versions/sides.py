"""An entry or a sheet in both states, and what it is called in sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from textwrap import shorten
from typing import Any

from briefings.catalog.entries import Entry
from briefings.evidence.reading.names import NO_NAMES, KnownNames
from briefings.model import SheetModel
from briefings.model.about import Weight, weight_of
from briefings.model.base import KeyPath, Prose
from briefings.model.citations import Citation
from briefings.sheets.load import Sheet
from briefings.text import markdown
from briefings.versions.change import Change, ChangeKind

Names = Callable[[str, str], str]
"""The title of a sheet, by its kind and id."""

Paths = tuple[KeyPath | None, KeyPath | None]
"""The paths from an entry to a value before and now; None where there is none."""


@dataclass(frozen=True, slots=True)
class Site:
    """What a comparison knows besides the two states of an entry."""

    names: Names
    language: str | None
    """The language of its sheets; None if their texts need not be read."""
    known: KnownNames = NO_NAMES
    """The actors whose names are found in texts."""
    sources: Mapping[str, Sheet[Any]] = field(default_factory=dict)
    """The sources as they were."""


LONGEST = 160
"""In characters: longer values are cut in sentences."""


@dataclass(frozen=True, slots=True)
class Side:
    """An entry, or a sheet as a whole, in one of the two states."""

    sheet: Sheet[Any]
    data: Any
    """The model: a sheet or an item."""
    path: KeyPath = ()
    name: str = ""
    """What its address ends in: `Entry.name`."""
    citations: tuple[Citation, ...] = ()

    @classmethod
    def of(cls, entry: Entry[Any]) -> Side:
        return cls(entry.sheet, entry.item, entry.path, entry.name, entry.citations)


@dataclass(frozen=True, slots=True)
class Pair:
    """The same entry or sheet in both states; one side is missing if it was added or removed."""

    before: Side | None
    now: Side | None
    around: Sheet[Any]
    """The sheet to show it in, if it is gone."""
    site: Site
    called: str = ""
    """What the entry is called in sentences, if not by its own words."""

    @property
    def both(self) -> tuple[Side, Side]:
        """Both sides, neither of which is missing."""
        assert self.before is not None and self.now is not None
        return self.before, self.now

    @property
    def who(self) -> str:
        """The entry in sentences."""
        return self.called or subject(self.side, self.site.names)

    @property
    def side(self) -> Side:
        """The present side, or else the earlier one."""
        side = self.now or self.before
        assert side is not None
        return side

    def change(
        self,
        kind: ChangeKind,
        what: str,
        sentence: str,
        *,
        weight: Weight | None = None,
        key: str = "",
        old: str = "",
        new: str = "",
        paths: Paths = ((), ()),
    ) -> Change:
        """A change of this entry or of a value in it; its weight follows from what it is about, if none is
        given."""
        was_at, is_at = (
            None if side is None or path is None else (*side.path, *path)
            for side, path in zip((self.before, self.now), paths, strict=True)
        )
        if self.now is not None:
            is_near: KeyPath = (*self.now.path, *(paths[0] or ())[:1])
        else:
            is_near = self.side.path[:1]
        was_in = None if self.before is None else self.before.sheet
        is_in = self.around if self.now is None else self.now.sheet
        return Change(
            kind, what, weight or weight_of(what), was_in, is_in, getattr(self.side.data, "LISTED", False),
            self.side.name, key, old, new, f"{sentence[:1].upper()}{sentence[1:]}.", was_at, is_at, is_near,
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
