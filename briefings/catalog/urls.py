"""Paths of pages below build/docs, and links between them. No other module builds paths of pages."""

from __future__ import annotations

from functools import lru_cache
from posixpath import commonprefix, dirname
from typing import Protocol

from briefings.model import FOLDERS, SheetModel
from briefings.sheets.load import Sheet
from briefings.text.prose import Kind

HOME = "index.md"
TIMELINE = "timeline.md"
STATEMENTS = "statements.md"
SUPPORT = "support.md"
CHANGES = "changes.md"
CORRECTIONS = "corrections.md"
ALL = "all.md"
DATA = "data.md"


def page_of(kind: Kind, sheet_id: str) -> str:
    """The page of a sheet, given its kind and id: `briefings/second-tram-line.md`."""
    return f"{FOLDERS[kind]}/{sheet_id}.md"


def page_of_sheet(sheet: Sheet[SheetModel]) -> str:
    """The page of a sheet."""
    return page_of(sheet.kind, sheet.id)


def id_of(sheet: Named, name: str) -> str:
    """The id of the entry of a sheet in all formats: its address below the site's root. Where the page has no
    such anchor yet, the address leads to the page."""
    page = address(page_of(sheet.kind, sheet.id))
    return f"{page}#{name}" if name else page


class Named(Protocol):
    """A sheet in any form."""

    @property
    def kind(self) -> Kind: ...
    @property
    def id(self) -> str: ...


def data_of(page: str, suffix: str) -> str:
    """The file of a page in another format, at the page's address with a suffix:
    `briefings/second-tram-line.json`, `briefings.json` for the index, `index.json` for the front page."""
    return f"{address(page).removesuffix('/') or 'index'}.{suffix}"


FEEDS = {"application/atom+xml": "atom", "application/feed+json": "feed.json"}
"""The suffixes of a feed's two files, by their media types."""

EMBEDDED_TIMELINE, EMBEDDED_MEMBERSHIPS = "timeline", "memberships"
"""The names of pictures that are not of an entry; others have the anchor of theirs."""
EMBEDDED = {EMBEDDED_TIMELINE: "part-timeline", EMBEDDED_MEMBERSHIPS: "part-memberships"}
"""The anchors of these on the page."""


def index_of(kind: Kind) -> str:
    """The page that lists all sheets of a kind."""
    return f"{FOLDERS[kind]}/index.md"


def part_of(page: str, name: str) -> str:
    """The page for a part of a divided page: `timeline/2024.md`, `statements/disputed/2024-03.md`,
    `actors/veldhaven/2024.md`."""
    return f"{page.removesuffix('.md')}/{name}.md"


def link_to(page: str, target: str, anchor: str = "") -> str:
    """A relative link to a page or an anchor on it, which works on GitHub and at any address."""
    fragment = f"#{anchor}" if anchor else ""
    if page == target and fragment:
        return fragment
    return _from_folder(_folder(page), target) + fragment


@lru_cache(maxsize=100)
def _folder(page: str) -> str:
    return dirname(page) or "."


@lru_cache(maxsize=100_000)
def _from_folder(folder: str, target: str) -> str:
    # Cached, because every link of every page needs it. The paths contain no dots to resolve.
    start = [] if folder == "." else folder.split("/")
    parts = target.split("/")
    shared = len(commonprefix([start, parts[:-1]]))
    return "../" * (len(start) - shared) + "/".join(parts[shared:])


def address(page: str) -> str:
    """The address of a page below the site's root, as engines publish it: `briefings/second-tram-line/`."""
    stem = page.removesuffix(".md")
    if stem == "index":
        return ""
    return stem.removesuffix("/index") + "/"


GENERATED = frozenset({HOME, TIMELINE, STATEMENTS, SUPPORT, CHANGES, CORRECTIONS, ALL, DATA})
"""Pages in the top folder that are generated from sheets."""

OTHERS = frozenset({"404", "assets", "media", "pagefind", "search", "sitemap"})
"""Other names in the top folder of a site, which hand-written pages cannot have."""
