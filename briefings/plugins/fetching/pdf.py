"""The text of a PDF: its lines joined to paragraphs by their places, without page numbers and running heads.

Runs in the process of `sandbox`, so it imports nothing else of the package.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

MOST_PAGES = 200
"""Pages that are read. A report has fewer; a longer document is a book."""

_BREAK = re.compile(r"[^\r\n]+")
_DIVIDED = re.compile("([^\\W\\d_]+)[\u0002\ufffe]([^\\W\\d_]+)")
_DIGIT = re.compile("[0-9]")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CONTROL = re.compile("[\\x00-\\x08\\x0b-\\x1f\ufffe\uffff]")
_STOP = re.compile(r"[.!?…:。！？：][\"'”’»)\]」』]*$")
_PAGE = re.compile(r"\W*(?:[^\W\d_]+\W+)?\d{1,4}(?:\W*[^\W\d_]*\W*\d{1,4})?\W*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page, or several that divided words join. Places are points from the lower left corner."""

    text: str
    left: float
    right: float
    """Where it ends, in its last line."""
    top: float
    bottom: float
    """The top of its last line."""
    size: float
    """The size of its letters."""
    page: int


@dataclass(frozen=True, slots=True)
class Document:
    """What a PDF says."""

    title: str
    """The lines in the largest letters of its first page."""
    text: str
    pages: int
    running: int
    """The lines that were left out: page numbers, and what stands at the edge of several pages."""


def read(body: bytes) -> Document:
    """The text of a PDF. Raises the errors of pypdfium2 if it is none, and ImportError without it."""
    from pypdfium2 import PdfDocument

    with PdfDocument(body) as document:
        count = len(document)
        pages = [[*_lines(document[n], n)] for n in range(min(count, MOST_PAGES))]
    edges = Counter(_mask(line) for page in pages for line in {*page[:2], *page[-2:]})
    kept = [[*_without_edges(page, edges)] for page in pages]
    running = sum(map(len, pages)) - sum(map(len, kept))
    paragraphs = [*_paragraphs([line for page in kept for line in page])]
    text = _undivided("\n".join(" ".join(line.text for line in each) for each in paragraphs))
    return Document(_undivided(_title(paragraphs)), text, count, running)


def _lines(page: Any, number: int) -> Iterator[Line]:
    from pypdfium2.raw import FPDFText_GetFontSize

    layer = page.get_textpage()
    for match in _BREAK.finditer(layer.get_text_range()):
        if not match[0].strip():
            continue
        first = match.start() + len(match[0]) - len(match[0].lstrip())
        left, low, _, top = layer.get_charbox(first, loose=True)
        _, _, right, bottom = layer.get_charbox(match.start() + len(match[0].rstrip()) - 1, loose=True)
        size = FPDFText_GetFontSize(layer, first)
        # The mark of a footnote is raised, so that it joins no number.
        raised = {
            digit.start() for digit in _DIGIT.finditer(match[0])
            if FPDFText_GetFontSize(layer, match.start() + digit.start()) < size * 0.8
        }  # fmt: skip
        words = "".join(c.translate(_RAISED) if n in raised else c for n, c in enumerate(match[0])).strip()
        # A font may be scaled by other means than its size.
        yield Line(words, left, right, top, bottom, size if size > 2 else max(top - low, 1), number)


def _mask(line: Line) -> str:
    """A line without its numbers, as those of running heads count pages."""
    return re.sub(r"\d+", "0", line.text)


def _without_edges(page: Sequence[Line], edges: Counter[str]) -> Iterator[Line]:
    for n, line in enumerate(page):
        is_edge = n < 2 or n >= len(page) - 2
        if not is_edge or not (_PAGE.fullmatch(line.text) or edges[_mask(line)] > 1):
            yield line


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    pitches = [a.bottom - b.top for a, b in pairwise(lines) if a.page == b.page and a.bottom > b.top]
    usual = median(pitches) if pitches else 0
    paragraph: list[Line] = []
    for line in lines:
        if paragraph and _begins(line, paragraph, lines, usual):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    if paragraph:
        yield paragraph


def _begins(line: Line, paragraph: Sequence[Line], lines: Sequence[Line], usual: float) -> bool:
    """Whether a line begins a paragraph: after a gap, in other letters, indented, or after a short line."""
    last = paragraph[-1]
    if abs(line.size - last.size) > last.size / 12:
        return True
    if line.page != last.page or line.top > last.bottom:
        return _STOP.search(last.text) is not None  # the next column
    if last.bottom - line.top > max(usual, last.size * 1.35) * 1.2 or line.left > last.left + line.size / 2:
        return True
    near = (each for each in lines if each.page == last.page and abs(each.left - last.left) < 3 * last.size)
    rights = sorted(each.right for each in near)
    width = rights[len(rights) * 3 // 4] - last.left  # a heading may be wider than its column
    return last.right - last.left < width * (0.8 if _STOP.search(last.text) else 0.6)


def _title(paragraphs: Sequence[Sequence[Line]]) -> str:
    first = [each for each in paragraphs if each[0].page == 0]
    if not first:
        return ""
    largest = max(first, key=lambda each: each[0].size)
    is_larger = largest[0].size > median(line.size for each in first for line in each) * 1.1
    return " ".join(line.text for line in largest) if is_larger else ""


def _undivided(text: str) -> str:
    """The text with its divided words in one piece, and with the hyphens that these have elsewhere."""

    def joined(match: re.Match[str]) -> str:
        hyphened = f"{match[1]}-{match[2]}"
        return hyphened if hyphened in text else match[1] + match[2]

    return _CONTROL.sub("", _DIVIDED.sub(joined, text))
