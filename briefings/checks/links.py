"""Checks links and images in prose and hand-written pages: each leads to an existing page, anchor or file.

Engines find dead links too, but only in built pages, without the sheet and line that a link is from.
"""

from __future__ import annotations

import posixpath
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Protocol
from urllib.parse import unquote, urlsplit

from markdown.util import BLOCK_LEVEL_ELEMENTS

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import references_of
from briefings.model import FOLDERS, SheetModel
from briefings.model.base import KeyPath, Prose
from briefings.model.walk import walk_references
from briefings.pages.handwritten import HandwrittenPage
from briefings.problems import codes
from briefings.problems.problem import Place, Problem, did_you_mean, problem
from briefings.sheets.load import Sheet, once
from briefings.text.prose import references

SHOWN_ELSEWHERE = frozenset({"timeline", "statements", "figures", "corrections"})
"""Keys of a briefing whose prose is also shown in other folders, where relative links would break."""


class Destinations(Protocol):
    """The pages and files that links can lead to, by their paths below build/docs."""

    def __contains__(self, path: object) -> bool: ...

    def __iter__(self) -> Iterator[str]: ...

    def places(self, path: str) -> Collection[str] | None:
        """The anchors on a page; None if they are not known for certain."""
        ...


def link_problems(
    catalog: Catalog, pages: Iterable[HandwrittenPage], destinations: Destinations
) -> Iterator[Problem]:
    """Dead links, and images on other hosts or without a credit, in all published sheets and hand-written
    pages."""
    judge = _Judge(destinations)
    for sheet in catalog.sheets():
        page_path = urls.page_of_sheet(sheet)
        for path, text, link in _links_of(sheet):
            shared = path[0] in SHOWN_ELSEWHERE
            fault = judge.fault(link, page_path, in_sheet=True, shared=shared) or _uncredited(link)
            if fault is not None:
                code, message, hint = fault
                written = text[link.start : link.end]
                place = sheet.place(path, find=written, nth=text.count(written, 0, link.start))
                yield problem(code, message, place, hint)
    for page in pages:
        lines = _Lines(page.body)
        for link in links(page.body):
            fault = judge.fault(link, page.path, in_sheet=False, shared=False) or _uncredited(link)
            if fault is not None:
                code, message, hint = fault
                yield problem(code, message, lines.place(page.sheet, page.line, link), hint)


@once
def _links_of(sheet: Sheet[SheetModel]) -> tuple[tuple[KeyPath, str, Link], ...]:
    """The links in a sheet's prose that may be dead, each with the path and the text of the prose."""
    if not any(_may_be_dead(text) for text in references_of(sheet).prose):
        return ()
    return tuple(
        (path, str(text), link)
        for path, text in walk_references(sheet.data)
        if isinstance(text, Prose) and _may_be_dead(text)
        for link in links(text, markup=False)
    )


def _may_be_dead(text: str) -> bool:
    """Whether a text may have links other than to web addresses; a quick test, as most texts have none."""
    web_links = text.count("](https://") + text.count("](http://")
    return "![" in text or "]:" in text or text.count("](") > web_links


_Fault = tuple[codes.Code, str, str]
"""The code of a problem, its message and its hint."""


def _uncredited(link: Link) -> _Fault | None:
    if not link.image or link.titled:
        return None
    message = f"the image `{link.address}` has no credit"
    hint = f'name who made it, and its licence: `![…]({link.address} "Jane Doe, CC BY 4.0")`'
    return codes.MISSING_CREDIT, message, hint


class _Judge:
    """Decides whether links lead somewhere."""

    def __init__(self, destinations: Destinations) -> None:
        self._destinations = destinations

    def fault(self, link: Link, page: str, *, in_sheet: bool, shared: bool) -> _Fault | None:
        """What is wrong with a link on a page, if anything. `shared`: the text is shown on several pages."""
        try:
            parts = urlsplit(link.address)
        except ValueError:
            return None  # browsers cannot follow it into this site
        if parts.scheme or parts.netloc:
            return _remote(link) if link.image and parts.scheme in ("http", "https", "") else None
        shown = f"`{link.address}`"
        if link.address.startswith(("/", "\\")):
            message = f"{shown} starts at the root of the host, but the site may be served below it"
            near = self._nearest(parts.path.lstrip("/\\"), page, in_sheet=in_sheet)
            return codes.DEAD_LINK, message, near or _advice(link, in_sheet=in_sheet, shared=shared)
        if shared:
            message = f"{shown} is valid on one page only, but this text is shown on several"
            near = self._nearest(_target(page, parts.path), page, in_sheet=True) if parts.path else ""
            hint = near if "[[" in near else _advice(link, in_sheet=True, shared=True)
            return codes.DEAD_LINK, message, hint
        target = _target(page, parts.path) if parts.path else page
        if target not in self._destinations:
            message = f"{shown} leads to no page or file of this site"
            near = self._nearest(target, page, in_sheet=in_sheet)
            return codes.DEAD_LINK, message, near or _advice(link, in_sheet=in_sheet, shared=False)
        places = self._destinations.places(target) if parts.fragment else None
        if places is not None and parts.fragment not in places:
            where = "this page" if target == page else f"the page `{target}`"
            known = unquote(parts.fragment)
            # Not anchors such as `sources_1`, which engines number because another heading is the same.
            offered = (place for place in places if _NUMBERED.search(place) is None)
            hint = did_you_mean(known[:_LONGEST_NAME], offered) or _PLACES
            if known in places:
                hint = f"did you mean `{known}`?"
            return codes.DEAD_LINK, f"there is no anchor `#{parts.fragment}` on {where}", hint
        return None

    def _nearest(self, target: str, page: str, *, in_sheet: bool) -> str:
        """A hint that offers what was probably meant; empty if nothing is similar."""
        stem = unquote(target).strip("/")
        for suffix in ("index.html", ".html", ".md"):
            stem = stem.removesuffix(suffix)
        stem = stem.strip("/")
        name = posixpath.basename(stem)
        guesses = [f"{stem}.md", f"{stem}/index.md" if stem else urls.HOME, f"{name}.md", f"media/{name}"]
        guesses += [f"{folder}/{name}.md" for folder in FOLDERS.values()]
        meant = next((guess for guess in guesses if guess in self._destinations), None)
        if meant is not None:
            return f"did you mean `{_as_written(meant, page, in_sheet=in_sheet)}`?"
        paths = {
            posixpath.basename(path.removesuffix("/index.md")).removesuffix(".md"): path
            for path in self._destinations
        }
        near = did_you_mean(name[:_LONGEST_NAME], paths)
        return _QUOTED.sub(lambda word: f"`{_as_written(paths[word[1]], page, in_sheet=in_sheet)}`", near)


_PLACES = "a heading's anchor is its words in lower case, with hyphens; an event's is `event-` and its id"
_LONGEST_NAME = 100
"""Characters of an address that are compared with existing names."""
_NUMBERED = re.compile(r"_\d+$")
_QUOTED = re.compile(r"`([^`]+)`")


def _remote(link: Link) -> _Fault:
    message = f"the image `{link.address}` is on another host, from which pages load nothing"
    hint = "save it in content/media/ if its licence allows that, or link to the page that shows it"
    return codes.REMOTE_IMAGE, message, hint


def _target(page: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), unquote(path)))


def _as_written(path: str, page: str, *, in_sheet: bool) -> str:
    """How to write a link to a path: in a sheet, by the id of the other sheet if possible."""
    folder, _, name = path.rpartition("/")
    kind = next((kind for kind, each in FOLDERS.items() if each == folder), None)
    if not in_sheet or kind is None or name == "index.md":
        return urls.link_to(page, path)
    sheet_id = name.removesuffix(".md")
    return f"[[{sheet_id}]]" if kind == "actor" else f"[[{kind}:{sheet_id}]]"


def _advice(link: Link, *, in_sheet: bool, shared: bool) -> str:
    if link.image and shared:
        return "move the image to the summary or to a section"
    if link.image:
        return f"put the image into content/media/ and write `{'../' if in_sheet else ''}media/name.jpg`"
    if not in_sheet:
        return (
            "link to a page by its Markdown file, as `briefings/index.md`, and to a file as `media/name.pdf`"
        )
    other = "anything else with its whole address" if shared else "another page as `../about.md`"
    return f"link to another sheet with `[[id]]` or `[[topic:id]]`, and to {other}"


# ── Links in Markdown ───────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Link:
    """The address of a link or an image, and its position in the text."""

    address: str
    start: int
    end: int
    image: bool
    titled: bool = False
    """Whether a title follows the address, which is the credit of an image."""


_FENCE = re.compile(r"(`{3,}|~{3,})")
_LIST = re.compile(r" {0,3}(?:[-*+]|\d{1,9}\.)[ \t]")
_RAW = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)([^\n]*)")
_DEFINITION = re.compile(r"^ {0,3}\[([^\[\]\n]{1,200})\]:[ \t]*<?([^\s<>]++)", re.MULTILINE)
_TOKEN = re.compile(r"\\.|`++|!?\[|\]", re.DOTALL)
_TICKS = re.compile(r"`++")
_FENCE_IN_PROSE = re.compile(r"^[ \t]*(?=```)", re.MULTILINE)
# In angle brackets, or up to the closing bracket with a title. Possessive, for linear time.
_DESTINATION = re.compile(
    r"""\(\s*+(?:<([^<>\n]*+)>\s*+(?=[)"'])|((?:[^()<>\n]++|\([^()<>\n]*+\))*+)(?=\)))"""
)
_TITLE = re.compile(r"""\s+["']""")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_LONGEST_LABEL = 200


def links(text: str, *, markup: bool = True) -> Iterator[Link]:
    """The links and images of a Markdown text: inline ones in order, then those that use a definition.

    Code spans are skipped. So are raw HTML, fenced and indented code with `markup`, for whole pages; in prose
    these are just text. References to sheets are not included, as they were checked before.
    """
    has_definitions = markup and "]:" in text
    definitions = {_label(match[1]): match for match in _DEFINITION.finditer(text)} if has_definitions else {}
    defined_at = {match.start(1) - 1 for match in definitions.values()}
    used: dict[str, bool] = {}
    opaque = [] if markup else _opaque(text)
    for start, end in _blocks(text, markup=markup):
        for pair in _pairs(text, start, end, opaque):
            destination = _DESTINATION.match(text, pair.end, end)
            if destination is not None and destination[1]:
                yield _link(text, destination[1], destination.start(1), image=pair.image)
            elif destination is not None:
                written = _TITLE.split(destination[2] or "", maxsplit=1)[0].rstrip()
                if written:
                    yield _link(text, written, destination.start(2), image=pair.image)
            elif definitions and pair.start not in defined_at and pair.end - pair.start <= _LONGEST_LABEL:
                label = _label(text[pair.start + 1 : pair.end - 1])
                if label in definitions:
                    used[label] = used.get(label, False) or pair.image
    for label, image in used.items():
        yield _link(text, definitions[label][2], definitions[label].start(2), image=image)


def _opaque(text: str) -> list[tuple[int, int]]:
    """The spans of prose that are not Markdown: references to sheets, and the backticks of fences."""
    fences = _FENCE_IN_PROSE.finditer(text) if "```" in text else ()
    spans = [(each.start, each.end) for each in references(text)]
    return sorted([*spans, *((match.end(), match.end() + 3) for match in fences)])


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()


def _link(text: str, written: str, start: int, *, image: bool) -> Link:
    end = start + len(written)
    titled = _TITLE.match(text, end + text.startswith(">", end)) is not None
    # Markdown reads `&#47;` and `\/` in an address as a slash.
    return Link(_ESCAPED.sub(r"\1", unescape(written)), start, end, image, titled)


@dataclass(frozen=True, slots=True)
class _Pair:
    """A pair of brackets."""

    start: int
    end: int
    image: bool


def _pairs(text: str, start: int, end: int, opaque: list[tuple[int, int]]) -> Iterator[_Pair]:
    """The pairs of brackets in a block, outside of code and of `opaque` spans."""
    ticks: defaultdict[int, list[int]] = defaultdict(list)
    for run in _TICKS.finditer(text, start, end):
        ticks[len(run[0])].append(run.start())
    open_: list[tuple[int, bool]] = []
    last: _Pair | None = None
    at = start
    while (token := _TOKEN.search(text, at, end)) is not None:
        at, sign = token.end(), token[0]
        opaque_end = _span_end(opaque, token.start())
        if opaque_end is not None:
            at = opaque_end
        elif sign[0] == "`":
            later = ticks[len(sign)]
            after = bisect_left(later, at)
            at = later[after] + len(sign) if after < len(later) else at
        elif sign[0] == "\\":
            continue
        elif sign == "]" and open_:
            opened, image = open_.pop()
            # In `![words][label]` the label belongs to an image.
            last = _Pair(opened, at, image or (last is not None and last.end == opened and last.image))
            yield last
        elif sign.endswith("["):
            open_.append((at - 1, sign[0] == "!"))


def _span_end(spans: list[tuple[int, int]], at: int) -> int | None:
    """The end of the span that contains a position, if any."""
    n = bisect_right(spans, (at, len(spans) and spans[-1][1])) - 1
    return spans[n][1] if n >= 0 and spans[n][0] <= at < spans[n][1] else None


def _blocks(text: str, *, markup: bool) -> Iterator[tuple[int, int]]:
    """The runs of non-blank lines that can contain links."""
    closing = ""
    """What ends the current fence, comment or raw element."""
    start: int | None = None
    at, was_blank, was_code, in_list = 0, True, False, False
    for line in text.splitlines(keepends=True):
        begin, at = at, at + len(line)
        blank = not line.strip()
        if closing:
            if _ends(line, closing):
                closing = ""
            continue
        opening = _opening(line, was_blank=was_blank) if markup and not blank else ""
        indented = line.startswith(("    ", "\t"))
        # Prose has no indented code: pages print such lines as a paragraph.
        code = markup and indented and not blank and not in_list and (was_code or was_blank)
        if blank or opening or code:
            if start is not None:
                yield start, begin
            start = None
        elif start is None:
            start = begin
        if opening and (opening[0] in "`~" or not _ends(line, opening)):
            closing = opening
        if not blank:
            in_list = _LIST.match(line) is not None or (in_list and (indented or not was_blank))
        was_blank, was_code = blank, code or (blank and was_code)
    if start is not None:
        yield start, len(text)


def _opening(line: str, *, was_blank: bool) -> str:
    """What ends the fence, comment or raw element that a line begins; empty if it begins none."""
    if (fence := _FENCE.match(line)) is not None:
        return fence[1]
    if line.startswith("<!--"):
        return "-->"
    raw = _RAW.match(line) if was_blank else None
    if raw is not None and raw[1].lower() in BLOCK_LEVEL_ELEMENTS and "markdown" not in raw[2]:
        return f"</{raw[1]}>"
    return ""


def _ends(line: str, closing: str) -> bool:
    """Whether a fence, comment or raw element ends on a line."""
    return line.strip() == closing if closing[0] in "`~" else closing in line


class _Lines:
    """Finds the places of links in a page."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)

    def place(self, path: str, first: int, link: Link) -> Place:
        """The place of a link in its file, where the text begins at the line `first`."""
        n = bisect_right(self._starts, link.start) - 1
        column = link.start - self._starts[n] + 1
        return Place(path, first + n, column, self._lines[n], max(1, link.end - link.start))


__all__ = ["Destinations", "Link", "link_problems", "links"]
