"""Social cards, the pictures of shared links: one per briefing, set by Typst with its embedded fonts."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from textwrap import shorten

from briefings.html.sharing import Card
from briefings.plugins.papers import typeset
from briefings.store.builds import PreviousSite
from briefings.store.files import replace
from briefings.store.reading import ReadError, read

FOLDER = "assets/shared"
"""The folder of the site for cards."""

_SCRIPTS = (
    "LATIN ", "GREEK ", "CYRILLIC ", "MODIFIER LETTER ", "FEMININE ORDINAL", "MASCULINE ORDINAL",
    "MICRO SIGN",
)  # fmt: skip
"""Letters that the embedded serif font has, by the beginning of their Unicode names."""

_BATCH = 500
"""Cards drawn by one call, which needs 0.1 MB of memory for each."""

LARGEST = 10_000_000
"""Bytes of a picture in the cache. They have about 30,000."""

_LONGEST = {"above": 70, "title": 190, "below": 90, "number": 60, "fact": 110}

_LONGEST_NAME = 24
"""In a table."""

_COLORS = ("#fcfbf8", "#1d1c1a", "#14507a", "#56534d")
"""The background, and the colors of title, site and date."""

_PALETTE = typeset.shades(*_COLORS)

_TEMPLATE = """
#let (background, ink, accent, muted) = json(bytes(sys.inputs.colors)).map(rgb)
#set page(width: 600pt, height: 315pt, margin: (x: 44pt, top: 38pt, bottom: 34pt), fill: background)
#set text(font: "Libertinus Serif", fill: ink, hyphenate: false)
#set par(leading: 0.5em)
#let sign(state) = if state.starts-with("signed") {
  circle(radius: 5pt, ..if state == "signed" { (fill: accent) } else { (stroke: 1.5pt + accent) })
} else if state.starts-with("declined") {
  text(size: 25pt, weight: "bold", "×")
} else if state == "" { [] } else { text(size: 13pt, fill: muted, "?") }
#let card(above, title, below, number, fact, table) = page({
  place(top + left, dx: -44pt, dy: -38pt, rect(width: 12pt, height: 315pt, fill: accent))
  text(size: 17pt, fill: accent, weight: "semibold", above)
  v(1fr)
  layout(room => {
    let sizes = (46pt, 40pt, 35pt, 31pt, 27pt, 24pt)
    let most = if fact == "" { 175pt } else if table.len() > 0 { 45pt } else { 95pt }
    let fits(size) = measure(width: room.width, text(size: size, weight: "semibold", title)).height < most
    let found = sizes.find(fits)
    text(size: if found == none { 21pt } else { found }, weight: "semibold", title)
  })
  v(1.4fr)
  let large = if number.len() <= 26 { 38pt } else { 24pt }
  if number != "" { block(below: 15pt, text(size: large, fill: accent, weight: "semibold", number)) }
  let said = if number == "" and table.len() == 0 { 25pt } else { 18pt }
  if fact != "" { block(below: 17pt, text(size: said, fill: accent, fact)) }
  if table.len() > 0 {
    let (names, ..rows) = table
    let cells = rows.map(row => (text(size: 14pt, row.first()), ..row.slice(1).map(sign))).flatten()
    let heads = ("", ..names).map(name => text(size: 12pt, fill: muted, name))
    let sides = (left,) + names.map(_ => center)
    block(below: 14pt, grid(
      columns: (1.4fr,) + names.map(_ => 1fr), align: sides.map(side => side + horizon), rows: 18pt,
      stroke: (bottom: 0.5pt + muted), ..heads, ..cells,
    ))
  }
  text(size: 15pt, fill: muted, below)
})
#for each in json(bytes(sys.inputs.cards)) { card(..each.values()) }
"""


class Pictures:
    """See `briefings.html.sharing.Pictures`."""

    width, height = 1200, 630

    def path(self, card: Card) -> str:
        return f"{FOLDER}/{digest(card)}.png" if is_drawable(card) else ""

    def add(self, cards: Iterable[Card], site: Path, cache: Path, earlier: PreviousSite) -> frozenset[Card]:
        """Put the drawable cards into the site as PNG; return which they are. The cache keeps only these."""
        wanted = {card: path for card in cards if (path := self.path(card))}
        missing: list[Card] = []
        for card, path in wanted.items():
            if earlier.keep(path, site):
                continue
            try:
                _write(site / path, read(cache / Path(path).name, largest=LARGEST, root=cache))
            except ReadError:
                missing.append(card)
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            for card, picture in zip(batch, _draw(batch), strict=True):
                replace(cache / Path(wanted[card]).name, picture)
                _write(site / wanted[card], picture)
        needed = {Path(path).name for path in wanted.values()}
        for file in cache.glob("*.png"):
            if _OURS.fullmatch(file.name) is not None and file.name not in needed:
                file.unlink()
        return frozenset(wanted)


PICTURES = Pictures()
_OURS = re.compile(r"[0-9a-f]{16}\.png")


def is_drawable(card: Card) -> bool:
    """Whether the embedded fonts have all its letters; system fonts differ between machines."""
    table = (word for row in card.table for word in row)
    return all(
        map(_is_covered, "".join((card.above, card.title, card.below, card.number, card.fact, *table)))
    )


def digest(card: Card) -> str:
    """A digest of everything that affects the picture."""
    inputs = json.dumps([_TEMPLATE, _COLORS, _PALETTE, _versions(), asdict(card)], ensure_ascii=False)
    return hashlib.sha256(inputs.encode("utf-8")).hexdigest()[:16]


@lru_cache(maxsize=1)
def _versions() -> list[str]:
    return [importlib.metadata.version(package) for package in ("typst", "pypdfium2", "pillow")]


def _is_covered(character: str) -> bool:
    if not character.isalpha():
        return ord(character) < 0x2C00
    return unicodedata.name(character, "").startswith(_SCRIPTS)


def _write(file: Path, picture: bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(picture)


def _draw(cards: list[Card]) -> list[bytes]:
    words = [_shortened(card) for card in cards]
    inputs = {"cards": json.dumps(words, ensure_ascii=False), "colors": json.dumps(_COLORS)}
    # In one call, since starting the compiler takes ten times as long as a picture.
    return typeset.pictures(_TEMPLATE, inputs, _PALETTE)


def _shortened(card: Card) -> dict[str, object]:
    """The words of a card, cut to fit in the smallest size."""
    cut = {name: shorten(getattr(card, name), most, placeholder=" …") for name, most in _LONGEST.items()}
    table = [[shorten(word, _LONGEST_NAME, placeholder=" …") for word in row] for row in card.table]
    return cut | {"table": table}
