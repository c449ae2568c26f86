"""An entry or a sheet in both states, a change of it, and what it is called in sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from textwrap import shorten
from typing import Any, Literal

from briefings.catalog.entries import Entry
from briefings.grammar.names import NO_NAMES, KnownNames
from briefings.model import SheetModel
from briefings.model.about import WEIGHTS, Weight, weight_of
from briefings.model.base import KeyPath, Prose
from briefings.model.citations import Citation
from briefings.problems.problem import Place
from briefings.sheets.load import Sheet
from briefings.text import markdown

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
        sentence = f"{sentence[:1].upper()}{sentence[1:]}."
        return Change(self, kind, what, weight or weight_of(what), key, old, new, sentence, paths)


ChangeKind = Literal["added", "removed", "changed", "moved"]


@dataclass(frozen=True)
class Change:
    """Something that the sheets say now and did not say before, or the other way around."""

    pair: Pair
    kind: ChangeKind
    what: str
    """What it is about: a quotation, a figure, a date, a source, an event, a person (who takes part, roles
    and relations), an address (the id of a sheet, or the anchor of an entry), wording, a detail …"""
    weight: Weight
    """How much it matters."""
    key: str
    """The key whose value changed; empty for an entry or a sheet as a whole."""
    old: str
    """The value before; empty if there was none."""
    new: str
    """The value now; empty if there is none."""
    sentence: str
    paths: Paths

    @property
    def was_in(self) -> Sheet[Any] | None:
        """The earlier sheet; None if it was added."""
        return None if self.pair.before is None else self.pair.before.sheet

    @property
    def is_in(self) -> Sheet[Any]:
        """The present sheet, or the one to show it in."""
        return self.pair.around if self.pair.now is None else self.pair.now.sheet

    @property
    def is_listed(self) -> bool:
        """Whether it is a change of an entry that pages of other sheets list: a fact of its own."""
        return getattr(self.pair.side.data, "LISTED", False)

    @property
    def anchor(self) -> str:
        """The anchor of the entry; empty for the sheet as a whole."""
        return self.pair.side.name

    @cached_property
    def before(self) -> Place | None:
        """Its place in the earlier state."""
        return _place(self.pair.before, self.paths[0])

    @cached_property
    def now(self) -> Place | None:
        """Its place in the present one."""
        return _place(self.pair.now, self.paths[1])

    @cached_property
    def nearest(self) -> Place:
        """Its place in the present one or, if it is gone, the nearest one."""
        now = self.pair.now
        near = self.pair.side.path[:1] if now is None else (*now.path, *(self.paths[0] or ())[:1])
        return self.now or self.is_in.place(near)

    @property
    def sheet(self) -> str:
        """Kind and id of the sheet, such as `briefing/tram`."""
        return f"{self.is_in.kind}/{self.is_in.id}"

    @property
    def fingerprint(self) -> str:
        """A digest that stays the same when lines move, so that a reviewed change can be recognized."""
        parts = (self.kind, self.what, self.sheet, self.anchor, self.key, self.old, self.new)
        return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()

    @property
    def order(self) -> tuple[int, str, int, int, str]:
        """The sort key: weight first, then the place."""
        place = self.nearest
        return (WEIGHTS.index(self.weight), place.path, place.line, place.column, self.sentence)


def _place(side: Side | None, path: KeyPath | None) -> Place | None:
    return None if side is None or path is None else side.sheet.place((*side.path, *path))


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
