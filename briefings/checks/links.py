"""Checks links and images in prose and hand-written pages: each leads to an existing page, anchor or file.

Engines find dead links too, but only in built pages, without the sheet and line that a link is from.
"""

from __future__ import annotations

import posixpath
import re
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from typing import Protocol
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.treeprocessors import Treeprocessor

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import references_of
from briefings.checks.handwritten import EXTENSIONS, HandwrittenPage
from briefings.model import FOLDERS, SheetModel
from briefings.model.base import KeyPath
from briefings.problems import codes
from briefings.problems.problem import Place, Problem, did_you_mean, problem
from briefings.sheets.load import Sheet, once
from briefings.text import markdown
from briefings.text.inline import Image
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
    catalog: Catalog,
    pages: Iterable[HandwrittenPage],
    destinations: Destinations,
    extensions: Collection[str] = (),
) -> Iterator[Problem]:
    """Dead links, and images on other hosts or without a credit, in all published sheets and hand-written
    pages, whose Markdown may have more `extensions`."""
    for sheet in catalog.sheets():
        page_path = urls.page_of_sheet(sheet)
        for path, text, link in _links_of(sheet):
            shared = path[0] in SHOWN_ELSEWHERE
            fault = _fault(destinations, link, page_path, in_sheet=True, shared=shared) or _uncredited(link)
            if fault is not None:
                code, message, hint = fault
                place = sheet.place(path)
                if link.start is not None:
                    nth = text.count(link.address, 0, link.start)
                    place = sheet.place(path, find=link.address, nth=nth)
                yield problem(code, message, place, hint)
    for page in pages:
        has_links = "](" in page.body or "]:" in page.body
        for link in links_on_page(page.body, extensions) if has_links else ():
            fault = _fault(destinations, link, page.path, in_sheet=False, shared=False) or _uncredited(link)
            if fault is not None:
                code, message, hint = fault
                yield problem(code, message, _place_on(page, link), hint)
        yield from _references_on(page, catalog)


def _references_on(page: HandwrittenPage, catalog: Catalog) -> Iterator[Problem]:
    """References to sheets, which only sheets can have: a hand-written page shows them as they are."""
    for reference in references(_without_code(page.body)):
        around = page.body[max(0, reference.start - 1) : reference.start], page.body[reference.end :][:1]
        # Other brackets may be around it: `\\[[id]]` and `[[id]](address)`.
        if catalog.has(reference.kind, reference.id) and around[0] != "\\" and around[1] not in tuple("([:"):
            written = page.body[reference.start : reference.end]
            words = reference.label or catalog.name(reference.kind, reference.id)
            target = urls.page_of_sheet(catalog.sheet(reference.kind, reference.id))
            yield problem(
                codes.DEAD_LINK,
                f"`{written}` is a link in sheets only, and plain text on this page",
                _place_on(page, Link(written, False, False, reference.start)),
                f"write `[{words}]({urls.link_to(page.path, target)})`",
            )


def _place_on(page: HandwrittenPage, link: Link) -> Place:
    """Where a page has the address of a link; its first line if it is written in another way."""
    at = link.start or 0
    begin = page.body.rfind("\n", 0, at) + 1
    line = page.line + page.body.count("\n", 0, at)
    text = page.body[begin:].partition("\n")[0]
    return Place(page.sheet, line, at - begin + 1, text, len(link.address) if at else 1)


@once
def _links_of(sheet: Sheet[SheetModel]) -> tuple[tuple[KeyPath, str, Link], ...]:
    """The links in a sheet's prose that may be dead, each with the path and the text of the prose."""
    return tuple(
        (path, str(text), link)
        for path, text in references_of(sheet).prose.items()
        if _may_be_dead(text)
        for link in links_in_prose(text)
    )


def _may_be_dead(text: str) -> bool:
    """Whether a text may have links other than to web addresses; a quick test, as most texts have none."""
    web_links = text.count("](https://") + text.count("](http://")
    return "![" in text or text.count("](") > web_links


_Fault = tuple[codes.Code, str, str]
"""The code of a problem, its message and its hint."""


def _uncredited(link: Link) -> _Fault | None:
    if not link.image or link.titled:
        return None
    message = f"the image `{link.address}` has no credit"
    hint = f'name who made it, and its licence: `![…]({link.address} "Jane Doe, CC BY 4.0")`'
    return codes.MISSING_CREDIT, message, hint


def _fault(
    destinations: Destinations, link: Link, page: str, *, in_sheet: bool, shared: bool
) -> _Fault | None:
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
        near = _nearest(destinations, parts.path.lstrip("/\\"), page, in_sheet=in_sheet)
        return codes.DEAD_LINK, message, near or _advice(link, in_sheet=in_sheet, shared=shared)
    if shared:
        message = f"{shown} is valid on one page only, but this text is shown on several"
        near = _nearest(destinations, _target(page, parts.path), page, in_sheet=True) if parts.path else ""
        hint = near if "[[" in near else _advice(link, in_sheet=True, shared=True)
        return codes.DEAD_LINK, message, hint
    target = _target(page, parts.path) if parts.path else page
    if target not in destinations:
        message = f"{shown} leads to no page or file of this site"
        near = _nearest(destinations, target, page, in_sheet=in_sheet)
        return codes.DEAD_LINK, message, near or _advice(link, in_sheet=in_sheet, shared=False)
    places = destinations.places(target) if parts.fragment else None
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


def _nearest(destinations: Destinations, target: str, page: str, *, in_sheet: bool) -> str:
    """A hint that offers what was probably meant; empty if nothing is similar."""
    stem = unquote(target).strip("/")
    for suffix in ("index.html", ".html", ".md"):
        stem = stem.removesuffix(suffix)
    stem = stem.strip("/")
    name = posixpath.basename(stem)
    guesses = [f"{stem}.md", f"{stem}/index.md" if stem else urls.HOME, f"{name}.md", f"media/{name}"]
    guesses += [f"{folder}/{name}.md" for folder in FOLDERS.values()]
    meant = next((guess for guess in guesses if guess in destinations), None)
    if meant is not None:
        return f"did you mean `{_as_written(meant, page, in_sheet=in_sheet)}`?"
    paths = {
        posixpath.basename(path.removesuffix("/index.md")).removesuffix(".md"): path for path in destinations
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
    """A link or an image."""

    address: str
    image: bool
    titled: bool
    """Whether it has a title, which is the credit of an image."""
    start: int | None
    """Where the text has the address; None if it is written in another way."""


def links_in_prose(text: str) -> Iterator[Link]:
    """The links and images in the prose of a sheet, as pages show them, without references to sheets."""
    found = markdown.links(text)
    yield from _placed(text, ((each.address, isinstance(each, Image), bool(each.title)) for each in found))


def links_on_page(text: str, extensions: Collection[str] = ()) -> Iterator[Link]:
    """The links and images in the Markdown of a hand-written page, as the engine sees them: not those in HTML
    and code."""
    converter = Markdown(extensions=[*EXTENSIONS, *extensions])
    links = _Links(converter)
    converter.treeprocessors.register(links, "links", 0)
    converter.convert(text)
    yield from _placed(text, links.found)


class _Links(Treeprocessor):
    """Collects the links and images of a page."""

    def run(self, root: Element) -> None:
        addresses = ((each, each.get("href" if each.tag == "a" else "src")) for each in root.iter())
        self.found = [
            (unescape(address), each.tag == "img", each.get("title") is not None)
            for each, address in addresses
            if each.tag in ("a", "img") and address
        ]


def _placed(text: str, found: Iterable[tuple[str, bool, bool]]) -> Iterator[Link]:
    """Links with the places of their addresses, which are in the same order."""
    places: defaultdict[str, deque[int]] = defaultdict(deque)
    for written in _WRITTEN.finditer(_without_code(text)):
        places[written[1]].append(written.start(1))
    for address, image, titled in found:
        left = places.get(address)
        yield Link(address, image, titled, left.popleft() if left else None)


def _without_code(text: str) -> str:
    """The text with spaces for what is in code."""
    return _CODE.sub(lambda code: " " * len(code[0]), text)


_CODE = re.compile(
    r"(?<!`)(`++).{1,2000}?(?<!`)\1(?!`)|^(~{3,})[^\n]*\n.{1,2000}?^\2", re.DOTALL | re.MULTILINE
)
_WRITTEN = re.compile(r"(?:\]\(|\]:)\s*+<?((?:[^\s()<>]++|\([^\s()<>]*+\))++)")
