"""Where pages live: paths of Markdown files below build/docs, and links between them. The only place that
knows."""

from __future__ import annotations

from functools import lru_cache
from posixpath import commonprefix, dirname

from briefings.model import FOLDERS, SheetModel
from briefings.sheets.load import Sheet
from briefings.text.prose import Kind

HOME = "index.md"
TIMELINE = "timeline.md"
STATEMENTS = "statements.md"
SUPPORT = "support.md"
CORRECTIONS = "corrections.md"
ALL = "all.md"
WRITING = "writing.md"


def page_of(kind: Kind, sheet_id: str) -> str:
    """The page of a sheet: `briefings/us-ai-action-plan.md`."""
    return f"{FOLDERS[kind]}/{sheet_id}.md"


def page_of_sheet(sheet: Sheet[SheetModel]) -> str:
    """The page of a sheet."""
    return page_of(sheet.kind, sheet.id)


def data_of(sheet: Sheet[SheetModel], suffix: str) -> str:
    """A sheet's file of data: `briefings/us-ai-action-plan.json`."""
    return f"{FOLDERS[sheet.kind]}/{sheet.id}.{suffix}"


def index_of(kind: Kind) -> str:
    """The page that lists all sheets of a kind."""
    return f"{FOLDERS[kind]}/index.md"


def part_of(page: str, name: str) -> str:
    """The page of one part of a page that is divided: `timeline/2024.md`, `statements/disputed/2024-03.md`,
    `actors/china/2024.md`."""
    return f"{page.removesuffix('.md')}/{name}.md"


def link_to(page: str, target: str, anchor: str = "") -> str:
    """A link from one page to another (or to a place on it), relative, so that it holds on GitHub and below
    any address."""
    fragment = f"#{anchor}" if anchor else ""
    if page == target and fragment:
        return fragment
    return _from_folder(_folder(page), target) + fragment


@lru_cache(maxsize=100)
def _folder(page: str) -> str:
    return dirname(page) or "."


@lru_cache(maxsize=100_000)
def _from_folder(folder: str, target: str) -> str:
    # Asked for with each link of each page, while there are few folders. Both are plain paths below
    # build/docs, with no dots to resolve.
    start = [] if folder == "." else folder.split("/")
    parts = target.split("/")
    shared = len(commonprefix([start, parts[:-1]]))
    return "../" * (len(start) - shared) + "/".join(parts[shared:])


def address(page: str) -> str:
    """The page's address below the site's root, as engines give it: `briefings/us-ai-action-plan/`."""
    stem = page.removesuffix(".md")
    if stem == "index":
        return ""
    return stem.removesuffix("/index") + "/"


def address_from(page: str, target: str) -> str:
    """The address of a page as another one's HTML must name it, where no engine makes a link of it: inside a
    picture."""
    return "../" * address(page).count("/") + address(target) or "./"


GENERATED = frozenset({HOME, TIMELINE, STATEMENTS, SUPPORT, CORRECTIONS, ALL, WRITING})
"""Pages at the top of the tree that are made from the sheets."""

OTHERS = frozenset({"404", "assets", "media", "pagefind", "search", "sitemap"})
"""What else stands at the top of a site, or is asked for there: no page by hand has such an address."""
