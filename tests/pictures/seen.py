"""What a reader sees in a picture that is shown at some width: words with their extent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from briefings.pictures import text

WIDTHS = (300.0, 660.0)
"""The width of a picture on a small phone, and on a desk."""
BOLD = 1.08
"""How much wider bold words are than others, at most."""


@dataclass(frozen=True)
class Word:
    """A line of words in a picture."""

    text: str
    left: float
    right: float
    base: float
    size: float

    def touches(self, other: Word) -> bool:
        """Whether two lines of words overlap."""
        above, below = self.base - self.size * 0.75, self.base + self.size * 0.2
        return (
            self.left < other.right and other.left < self.right
            and above < other.base + other.size * 0.2 and other.base - other.size * 0.75 < below
        )  # fmt: skip


def parse(picture: str) -> ElementTree.Element:
    """The picture as XML, which it must be, too."""
    return ElementTree.fromstring(picture)


def pixels(length: str | None, width: float) -> float:
    """A length in a picture of some width."""
    if length is None:
        return 0.0
    return float(length[:-1]) / 100 * width if length.endswith("%") else float(length)


def words(
    root: ElementTree.Element,
    width: float,
    *,
    mirrored: bool = False,
    size: float = 13.0,
    at: tuple[float, float] = (0.0, 0.0),
) -> Iterator[Word]:
    """All lines of words below an element."""
    size = float(root.get("font-size", size))
    if root.tag == "text":
        content = "".join(root.itertext())
        x = at[0] + pixels(root.get("x"), width) + pixels(root.get("dx"), width)
        room = text.width(content, size) * (BOLD if root.get("class") == "number" else 1)
        start, end = (room, 0.0) if mirrored else (0.0, room)
        before = {"middle": room / 2, "end": end}.get(root.get("text-anchor", ""), start)
        yield Word(content, x - before, x - before + room, at[1] + float(root.get("y", "0")), size)
    if root.tag == "svg":
        at = (at[0] + pixels(root.get("x"), width), at[1] + pixels(root.get("y"), width))
    for child in root:
        yield from words(child, width, mirrored=mirrored, size=size, at=at)


def touching(picture: str, width: float, *, mirrored: bool = False) -> list[tuple[str, str]]:
    """Words that overlap."""
    found = [word for word in words(parse(picture), width, mirrored=mirrored) if word.text]
    return [(a.text, b.text) for n, a in enumerate(found) for b in found[:n] if a.touches(b)]


def outside(picture: str, width: float, *, mirrored: bool = False) -> list[str]:
    """Words that extend beyond the picture."""
    root = parse(picture)
    height = max(float(svg.get("height", "0")) for svg in root.iter("svg"))
    return [
        w.text
        for w in words(root, width, mirrored=mirrored)
        if w.left < -1 or w.right > width + 1 or w.base > height or w.base - w.size * 0.75 < 0
    ]
