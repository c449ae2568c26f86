"""What a reader sees in a picture: words with their extent, and links with their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

from briefings.pictures import text

XLINK = "{http://www.w3.org/1999/xlink}href"
"""How links that lead out of the page are written."""


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


def words(root: ElementTree.Element, size: float = 13.0) -> Iterator[Word]:
    """All lines of words below an element."""
    size = float(root.get("font-size", size))
    if root.tag == "text":
        content, x = "".join(root.itertext()), float(root.get("x", "0"))
        width = text.width(content, size, bold=int(root.get("font-weight", "400")) >= 600)
        left = {"end": x - width, "middle": x - width / 2}.get(root.get("text-anchor", ""), x)
        yield Word(content, left, left + width, float(root.get("y", "0")), size)
    for child in root:
        yield from words(child, size)


def touching(picture: str) -> list[tuple[str, str]]:
    """Words that overlap."""
    found = [word for word in words(parse(picture)) if word.text]
    return [(a.text, b.text) for n, a in enumerate(found) for b in found[:n] if a.touches(b)]


def outside(picture: str) -> list[str]:
    """Words that extend beyond the picture."""
    root = parse(picture)
    _, _, width, height = map(float, root.get("viewBox", "").split())
    return [
        w.text
        for w in words(root)
        if w.left < -0.5 or w.right > width + 0.5 or w.base > height or w.base - w.size * 0.75 < 0
    ]


def labels(picture: str) -> list[Word]:
    """The words of the links that have any, in order."""
    return [word for link in parse(picture).iter("a") for word in words(link)]


def struck(picture: str) -> list[str]:
    """Words that a vertical line crosses."""
    drawn = " ".join(path.get("d", "") for path in parse(picture).iter("path") if path.get("stroke-opacity"))
    lines = [tuple(map(float, line)) for line in re.findall(r"M([\d.]+) ([\d.]+) ?V([\d.]+)", drawn)]
    assert lines
    return [
        word.text
        for word in labels(picture)
        for x, low, high in lines
        if word.left < x < word.right
        and low < word.base + word.size * 0.2
        and word.base - word.size * 0.75 < high
    ]


def links(picture: str) -> list[tuple[str, str]]:
    """Each link's address with its name."""
    return [
        (link.get("href") or link.get(XLINK) or "", link.findtext("title") or "")
        for link in parse(picture).iter("a")
    ]


def smallest(picture: str) -> float:
    """The size of the smallest words."""
    return min(word.size for word in words(parse(picture)))
