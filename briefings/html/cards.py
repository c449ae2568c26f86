"""The pictures that shared links show: one per briefing, drawn by Typst with the fonts it carries, so that
they are the same everywhere."""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import unicodedata
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from textwrap import shorten

import typst

from briefings.search.failure import FinishError
from briefings.store.builds import Earlier
from briefings.store.files import read, replace

FOLDER = "assets/shared"
"""Of the site: where the pictures lie."""
WIDTH, HEIGHT = 1200, 630

_SCRIPTS = (
    "LATIN ",
    "GREEK ",
    "CYRILLIC ",
    "MODIFIER LETTER ",
    "FEMININE ORDINAL",
    "MASCULINE ORDINAL",
    "MICRO SIGN",
)
"""What the embedded serif has letters for, by the beginning of their Unicode names."""

_BATCH = 100
"""Pictures that are drawn by one call. Of thousands in one, the compiler would hold gigabytes."""

_SEAL = 20
"""Bytes."""

_ROOM = {"above": 70, "title": 190, "below": 90}

_TEMPLATE = """
#set page(width: 600pt, height: 315pt, margin: (x: 44pt, top: 38pt, bottom: 34pt), fill: rgb("#fcfbf8"))
#set text(font: "Libertinus Serif", fill: rgb("#1d1c1a"), hyphenate: false)
#set par(leading: 0.5em)
#let card(above, title, below) = page({
  place(top + left, dx: -44pt, dy: -38pt, rect(width: 12pt, height: 315pt, fill: rgb("#14507a")))
  text(size: 17pt, fill: rgb("#14507a"), weight: "semibold", above)
  v(1fr)
  layout(room => {
    let sizes = (46pt, 40pt, 35pt, 31pt, 27pt, 24pt)
    let fits(size) = measure(width: room.width, text(size: size, weight: "semibold", title)).height < 175pt
    let found = sizes.find(fits)
    text(size: if found == none { 21pt } else { found }, weight: "semibold", title)
  })
  v(1.4fr)
  text(size: 15pt, fill: rgb("#56534d"), below)
})
#for each in json(bytes(sys.inputs.cards)) { card(each.above, each.title, each.below) }
"""


@dataclass(frozen=True, slots=True)
class Card:
    """The words on a picture."""

    above: str
    title: str
    below: str

    @property
    def drawable(self) -> bool:
        """Whether the embedded fonts have all its letters; a system's own would give another picture on every
        machine."""
        return all(
            _is_covered(character) for text in (self.above, self.title, self.below) for character in text
        )

    @property
    def path(self) -> str:
        """The picture's file below the site's root. Others keep a picture under its address, so a new picture
        has a new one."""
        return f"{FOLDER}/{self.digest}.png"

    @property
    def digest(self) -> str:
        """Changes with whatever changes the picture."""
        seen = json.dumps([_TEMPLATE, _version(), asdict(self)], ensure_ascii=False)
        return hashlib.sha256(seen.encode("utf-8")).hexdigest()[:16]


@lru_cache(maxsize=1)
def _version() -> str:
    return importlib.metadata.version("typst")


def _is_covered(character: str) -> bool:
    if not character.isalpha():
        return ord(character) < 0x2C00
    return unicodedata.name(character, "").startswith(_SCRIPTS)


def put(cards: Iterable[Card], site: Path, cache: Path, earlier: Earlier) -> frozenset[Card]:
    """Put the pictures, those that can be drawn, into the site as PNG; returns which.

    What the earlier site or the cache holds is not drawn again, and what nothing needs leaves the cache.
    """
    wanted = {card: cache / f"{card.digest}.png" for card in cards if card.drawable}
    missing: list[Card] = []
    for card, file in wanted.items():
        if earlier.keep(card.path, site):
            continue
        picture = _held(file, card)
        if picture is None:
            missing.append(card)
        else:
            _write(card, picture, site)
    for start in range(0, len(missing), _BATCH):
        batch = missing[start : start + _BATCH]
        for card, picture in zip(batch, _drawn(batch), strict=True):
            replace(wanted[card], picture + _seal(card.digest, picture))
            _write(card, picture, site)
    needed = set(wanted.values())
    for file in cache.glob("*.png"):
        # The seal tells that a picture is ours.
        if file not in needed and _picture(file, file.stem) is not None:
            file.unlink()
    return frozenset(wanted)


def _write(card: Card, picture: bytes, site: Path) -> None:
    (site / FOLDER).mkdir(parents=True, exist_ok=True)
    (site / card.path).write_bytes(picture)


def _held(file: Path, card: Card) -> bytes | None:
    """The picture in the cache; None if there is none, or half of one, or another card's."""
    return _picture(file, card.digest)


def _picture(file: Path, digest: str) -> bytes | None:
    try:
        data = read(file)
    except OSError:
        return None
    picture, seal = data[:-_SEAL], data[-_SEAL:]
    return picture if seal == _seal(digest, picture) else None


def _seal(digest: str, picture: bytes) -> bytes:
    """Stands behind a picture in the cache, and tells whether it is whole and the card's with this digest."""
    return hashlib.blake2b(digest.encode("utf-8", "surrogateescape") + picture, digest_size=_SEAL).digest()


def _drawn(cards: list[Card]) -> list[bytes]:
    inputs = {"cards": json.dumps([_shortened(card) for card in cards], ensure_ascii=False)}
    try:
        # By one call: starting the compiler takes ten times as long as a picture.
        made = typst.compile(
            _TEMPLATE.encode("utf-8"), format="png", ppi=144.0, ignore_system_fonts=True, sys_inputs=inputs
        )
    except RuntimeError as error:
        raise FinishError(f"the pictures for shared links could not be drawn: {error}") from error
    return [made] if isinstance(made, bytes) else list(made or ())


def _shortened(card: Card) -> dict[str, str]:
    """Its words, as many as there is room for in the smallest size."""
    return {name: shorten(text, _ROOM[name], placeholder=" …") for name, text in asdict(card).items()}
