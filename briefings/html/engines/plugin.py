"""A MkDocs plugin that makes builds faster without changing them: `fast` converts the pages that it can.

The engine adds it to the configuration: mkdocs.yml names no plugin of ours, and the site builds without it.
"""

from __future__ import annotations

import posixpath
import re
import tempfile
import weakref
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import partial
from typing import Any

from jinja2 import Environment
from markdown.extensions.toc import nest_toc_tokens
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import BuildError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_relative_url, weak_property

from briefings.catalog.urls import link_to
from briefings.html.engines import fast
from briefings.html.engines.base import Places
from briefings.store.processes import Progress, no_progress

EXTENSIONS = frozenset({"toc", "tables", "fenced_code", "def_list", "md_in_html"})
"""The Python-Markdown extensions that `fast` supports; with any other it is not used."""


class FastPages(BasePlugin):  # type: ignore[type-arg,no-untyped-call]  # upstream's generic configuration, which is not used
    """Makes each page that MkDocs has not made yet a `FastPage`.

    With `only`, just these pages are built, which needs MkDocs' dirty mode. `copy_files`: whether to copy all
    other files.
    """

    def __init__(
        self,
        only: Collection[str] | None = None,
        *,
        copy_files: bool = True,
        progress: Progress = no_progress,
    ) -> None:
        self.pages: list[FastPage] = []
        self.places: dict[str, Places] = {}
        """By page, in a build of some pages; in a build of all, MkDocs checks the links itself."""
        self.files: Files | None = None
        self._only = only
        self._copy_files = copy_files
        self._progress = progress
        self._started = 0
        self._make: Callable[[str | None, File, MkDocsConfig], Page] = Page

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Create the pages before MkDocs builds the navigation, which uses those that exist."""
        self._progress("site", 0, 0)
        self.files = files
        permalink = _permalink(config)
        named: dict[str, list[str | None]] = {}
        for path, title in _named_files(config.nav or []):
            named.setdefault(path, []).append(title)
        links, spill = Links(files), TextSpill()
        self._make = (
            partial(FastPage, links=links, permalink=permalink or "", spill=spill)
            if permalink is not None
            else Page
        )
        for file in files:
            titles = named.get(file.src_uri, [])
            # MkDocs creates a page again for each time that the navigation names it, so leave those to it.
            included = file.is_documentation_page() and file.inclusion.is_included()  # type: ignore[no-untyped-call]  # upstream
            is_ours = file.page is None and len(titles) < 2 and included
            if self._only is not None:
                is_built = file.src_uri in self._only if file.is_documentation_page() else self._copy_files
                # A dirty build asks this whether to build or copy a file.
                file.is_modified = lambda is_built=is_built: is_built  # type: ignore[method-assign,misc]
                if is_ours and not is_built:
                    OtherPage(titles[0] if titles else None, file, config)
                    continue
            if is_ours and permalink is not None:
                self.pages.append(
                    FastPage(titles[0] if titles else None, file, config, links, permalink, spill)
                )
        return files

    def on_pre_page(self, page: Page, /, *, config: MkDocsConfig, files: Files) -> Page:
        """Report each page as it is begun."""
        self._progress("site", self._started, len(self._only) if self._only is not None else len(files))
        self._started += 1
        return page

    def on_page_content(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Note the places of a page in compact form, and free MkDocs' own, which take gigabytes for thousands
        of pages."""
        if self._only is not None:
            self.places[page.file.src_uri] = _places(page)
            page.present_anchor_ids = page.links_to_anchors = None
        return html

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep the navigation and the configuration for `html`."""
        self._progress("site", 0, 0)
        self._config, self._nav = config, nav
        return nav

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """Keep the templates for `html`."""
        self._env = env
        return env

    def html(self, path: str) -> str:
        """The HTML of one page after a build, the same as a full build would give."""
        assert self.files is not None
        file = self.files.get_file_from_path(path)
        if file is None:
            raise BuildError(f"there was no {path} when the site was built")
        given = file.page.__dict__.get("title") if file.page is not None else None
        page = self._make(given, file, self._config)
        page.read_source(self._config)
        page.render(self._config, self.files)
        page.active = True
        context = get_context(self._nav, (), self._config, page)
        return self._env.get_template(str(page.meta.get("template", "main.html"))).render(context)

    @property
    def is_partial(self) -> bool:
        """Whether only some pages are built."""
        return self._only is not None

    @property
    def slow_pages(self) -> tuple[str, ...]:
        """The pages that Python-Markdown had to convert."""
        return tuple(page.file.src_uri for page in self.pages if not page.fast)


def _places(page: Page) -> Places:
    anchors = page.present_anchor_ids or set()
    lines = []
    for target, links in (page.links_to_anchors or {}).items():
        for anchor, link in links.items():
            if target != page.file or anchor not in anchors:
                usual = link == link_to(page.file.src_uri, target.src_uri, anchor)
                lines.append(f"{target.src_uri}\t{anchor}" + ("" if usual else f"\t{link}"))
    return Places(" ".join(sorted(anchors)), "\n".join(lines))


class OtherPage(Page):
    """A page that is not built now; the navigation of other pages may still need its title."""

    def __init__(self, title: str | None, file: File, config: MkDocsConfig) -> None:
        super().__init__(title, file, config)
        self._config = config

    @weak_property
    def title(self) -> str | None:
        """The title that MkDocs gives to a page that was read; a title in the navigation overrides it."""
        if self.markdown is None:
            self.read_source(self._config)
        title: str | None = Page.title.func(self)
        return title


def _permalink(config: MkDocsConfig) -> str | None:
    """The title of headings' links to themselves; None if the configuration uses something that `fast` does
    not support."""
    settings: Mapping[str, Any] = config.mdx_configs or {}
    toc = dict(settings.get("toc") or {})
    title = toc.pop("permalink_title", "Permanent link")
    if (
        not EXTENSIONS.issuperset(config.markdown_extensions)
        or toc != {"permalink": True}
        or not isinstance(title, str)
    ):
        return None
    return None if any(value for name, value in settings.items() if name != "toc") else title


def _named_files(nav: Any) -> Iterator[tuple[str, str | None]]:
    """Each file that the navigation names, with its title there."""
    if isinstance(nav, str):
        yield posixpath.normpath(nav), None
    elif isinstance(nav, list):
        for entry in nav:
            yield from _named_files(entry)
    elif isinstance(nav, dict):
        for title, value in nav.items():
            if isinstance(value, str):
                yield posixpath.normpath(value), title
            else:
                yield from _named_files(value)


_PATH = re.compile(r"[^/\s:?#%&\\][^\s:?#%&\\]*")
"""A relative path that means the same as a URL and as a file path."""


class Links:
    """Resolves links between pages, each only once."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._known: dict[tuple[str, bool], dict[str, tuple[File, str]]] = {}

    def known_from(self, page: File) -> dict[str, tuple[File, str]]:
        """The links that were already resolved from pages like this one, by path.

        All pages of a folder resolve them alike, except for its index and for links of a page to itself.
        """
        return self._known.setdefault((posixpath.dirname(page.src_uri), page.name == "index"), {})

    def find(self, page: File, address: str) -> tuple[File, str] | None:
        """The file that a relative address on a page leads to, and its URL from there; None if MkDocs must
        resolve it."""
        path = address.partition("#")[0]
        # MkDocs resolves odd, dead and absolute links, and warns about them.
        if _PATH.fullmatch(path) is None:
            return None
        joined = posixpath.join(posixpath.dirname(page.src_uri), path)
        target = self._files.src_uris.get(posixpath.normpath(joined))
        if target is None or target.inclusion.is_excluded():  # type: ignore[no-untyped-call]  # upstream
            return None
        resolved = target, get_relative_url(target.url, page.url)
        if target is not page:
            self.known_from(page)[path] = resolved
        return resolved


class TextSpill:
    """Holds texts in a temporary file, as MkDocs keeps two texts of each page to the end: gigabytes for 5,000
    pages."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # closed when the pages are gone
        weakref.finalize(self, self._file.close)
        self._last: tuple[int, int, str] | None = None
        self._end = 0
        self._at_end = True

    def put(self, text: str) -> tuple[int, int]:
        """Write a text; return its position and length."""
        if self._last is not None and self._last[2] is text:
            return self._last[:2]
        data = text.encode("utf-8", "surrogatepass")
        start = self._end
        # Only after a text was read, since seeking flushes the buffer.
        if not self._at_end:
            self._file.seek(start)
            self._at_end = True
        self._end += self._file.write(data)
        self._last = (start, len(data), text)
        return start, len(data)

    def get(self, start: int, length: int) -> str:
        """Read the text at a position."""
        if self._last is None or self._last[:2] != (start, length):
            self._file.seek(start)
            self._at_end = False
            self._last = (start, length, self._file.read(length).decode("utf-8", "surrogatepass"))
        return self._last[2]


class SpilledText:
    """An attribute of a page whose text is held in the page's `spill`."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._place = f"_place_of_{name}"

    def __get__(self, page: FastPage, owner: type) -> str | None:
        place = getattr(page, self._place)
        return None if place is None else page.spill.get(*place)

    def __set__(self, page: FastPage, text: str | None) -> None:
        setattr(page, self._place, None if text is None else page.spill.put(text))


class FastPage(Page):
    """A page that is converted by `fast` if possible, and whose texts are not held in memory."""

    markdown = SpilledText()
    content = SpilledText()

    def __init__(
        self,
        title: str | None,
        file: File,
        config: MkDocsConfig,
        links: Links,
        permalink: str,
        spill: TextSpill,
    ) -> None:
        self.spill = spill
        super().__init__(title, file, config)
        self._links = links
        self._permalink = permalink
        self.fast = False
        """Whether `fast` converted it."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Set what upstream sets: content, table of contents, anchors, and links to anchors elsewhere."""
        anchors: dict[File, dict[str, str]] = {}
        converted = None
        # Without a title in front matter, upstream takes one from the text.
        if self.markdown is not None and "title" in self.meta:
            converted = fast.convert(self.markdown, self._resolver(anchors), self._permalink)
        if converted is None:
            super().render(config, files)
            return
        self.fast = True
        self.content = converted.html
        self.toc = get_toc(
            nest_toc_tokens([{"level": h.level, "id": h.id, "name": h.name} for h in converted.headings])
        )
        self.present_anchor_ids = set(converted.ids)
        self.links_to_anchors = anchors

    def _resolver(self, anchors: dict[File, dict[str, str]]) -> fast.Resolve:
        """A function that resolves links, and notes in `anchors` the ones that lead to anchors."""
        known = self._links.known_from(self.file)

        def resolve(address: str) -> str | None:
            path, _, anchor = address.partition("#")
            link = known.get(path)
            if link is None:
                if address.startswith(("https://", "http://")):
                    return address
                if not path:
                    if anchor:
                        anchors.setdefault(self.file, {}).setdefault(anchor, address)
                    return address
                link = self._links.find(self.file, address)
                if link is None:
                    return None
            target, url = link
            if target is self.file:
                url = get_relative_url(target.url, target.url)
            if not anchor:
                return url
            anchors.setdefault(target, {}).setdefault(anchor, address)
            return f"{url}#{anchor}"

        return resolve
