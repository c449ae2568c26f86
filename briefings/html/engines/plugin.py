"""A MkDocs plugin that makes builds faster, never different: pages whose Markdown is certain are converted by
`fast`, others as ever.

The engine adds it to the configuration itself: mkdocs.yml names no plugin of ours, and the site builds
without it.
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
"""Of Python-Markdown, with which `fast` gives the same; with any other it is not used."""


class FastPages(BasePlugin):  # type: ignore[type-arg,no-untyped-call]  # upstream's generic configuration, which this plugin has not
    """Gives each page that MkDocs has not made yet to `FastPage`.

    With `only`, which takes a build that MkDocs calls dirty, just these pages are made; without `others`,
    nothing but pages.
    """

    def __init__(
        self, only: Collection[str] | None = None, *, others: bool = True, progress: Progress = no_progress
    ) -> None:
        self.pages: list[FastPage] = []
        self.places: dict[str, Places] = {}
        """What is known of each page that was made; of a build of all pages, upstream knows it itself."""
        self.files: Files | None = None
        self._only = only
        self._others = others
        self._progress = progress
        self._begun = 0
        self._make: Callable[[str | None, File, MkDocsConfig], Page] = Page

    def on_files(self, files: Files, /, *, config: MkDocsConfig) -> Files:
        """Pages are made before the navigation, which takes those that it finds."""
        self._progress("site", 0, 0)
        self.files = files
        permalink = _permalink(config)
        named: dict[str, list[str | None]] = {}
        for path, title in _named(config.nav or []):
            named.setdefault(path, []).append(title)
        links, spill = Links(files), Spill()
        self._make = (
            partial(FastPage, links=links, permalink=permalink or "", spill=spill)
            if permalink is not None
            else Page
        )
        for file in files:
            titles = named.get(file.src_uri, [])
            # MkDocs makes a page anew for each time that the navigation names it; so twice is its own
            # business.
            included = file.is_documentation_page() and file.inclusion.is_included()  # type: ignore[no-untyped-call]  # upstream
            own = file.page is None and len(titles) < 2 and included
            if self._only is not None:
                made = file.src_uri in self._only if file.is_documentation_page() else self._others
                # This is how a dirty build asks whether to make or copy a file.
                file.is_modified = lambda made=made: made  # type: ignore[method-assign,misc]
                if own and not made:
                    OtherPage(titles[0] if titles else None, file, config)
                    continue
            if own and permalink is not None:
                self.pages.append(
                    FastPage(titles[0] if titles else None, file, config, links, permalink, spill)
                )
        return files

    def on_pre_page(self, page: Page, /, *, config: MkDocsConfig, files: Files) -> Page:
        """Each page is told of as it is begun."""
        self._progress("site", self._begun, len(self._only) if self._only is not None else len(files))
        self._begun += 1
        return page

    def on_page_content(self, html: str, /, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """What other pages must know of a page is put down, and what upstream has of it is let go: of
        thousands it would be gigabytes."""
        if self._only is not None:
            self.places[page.file.src_uri] = _places(page)
            page.present_anchor_ids = page.links_to_anchors = None
        return html

    def on_nav(self, nav: Navigation, /, *, config: MkDocsConfig, files: Files) -> Navigation:
        """The navigation and the configuration are remembered, for pages that are made one at a time."""
        self._progress("site", 0, 0)
        self._config, self._nav = config, nav
        return nav

    def on_env(self, env: Environment, /, *, config: MkDocsConfig, files: Files) -> Environment:
        """So are the templates."""
        self._env = env
        return env

    def html(self, path: str) -> str:
        """One page, after a build: as a build of all would make it."""
        assert self.files is not None
        file = self.files.get_file_from_path(path)
        if file is None:
            raise BuildError(f"there was no {path} when the site was made")
        given = file.page.__dict__.get("title") if file.page is not None else None
        page = self._make(given, file, self._config)
        page.read_source(self._config)
        page.render(self._config, self.files)
        page.active = True
        context = get_context(self._nav, (), self._config, page)
        return self._env.get_template(str(page.meta.get("template", "main.html"))).render(context)

    @property
    def some(self) -> bool:
        """Whether it leaves pages out."""
        return self._only is not None

    @property
    def slow(self) -> tuple[str, ...]:
        """The pages that Python-Markdown had to convert."""
        return tuple(page.file.src_uri for page in self.pages if not page.fast)


def _places(page: Page) -> Places:
    anchors = page.present_anchor_ids or set()
    lines = []
    for target, found in (page.links_to_anchors or {}).items():
        for anchor, link in found.items():
            if target != page.file or anchor not in anchors:
                usual = link == link_to(page.file.src_uri, target.src_uri, anchor)
                lines.append(
                    f"{target.src_uri}\t{anchor}" if usual else f"{target.src_uri}\t{anchor}\t{link}"
                )
    return Places(" ".join(sorted(anchors)), "\n".join(lines))


class OtherPage(Page):
    """A page that is not made now; the navigation of those that are may still ask for its title."""

    def __init__(self, title: str | None, file: File, config: MkDocsConfig) -> None:
        super().__init__(title, file, config)
        self._config = config

    @weak_property
    def title(self) -> str | None:
        """As upstream gives it to a page that was read. One that the navigation gives takes its place."""
        if self.markdown is None:
            self.read_source(self._config)
        title: str | None = Page.title.func(self)
        return title


def _permalink(config: MkDocsConfig) -> str | None:
    """The title of headings' links to themselves; None where the configuration asks for something that `fast`
    does not know."""
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


def _named(nav: Any) -> Iterator[tuple[str, str | None]]:
    """Each file that the navigation names, with its title there."""
    if isinstance(nav, str):
        yield posixpath.normpath(nav), None
    elif isinstance(nav, list):
        for entry in nav:
            yield from _named(entry)
    elif isinstance(nav, dict):
        for title, value in nav.items():
            if isinstance(value, str):
                yield posixpath.normpath(value), title
            else:
                yield from _named(value)


_PATH = re.compile(r"[^/\s:?#%&\\][^\s:?#%&\\]*")
"""A relative path that means the same as an address and in the tree of files."""


class Links:
    """Addresses of links between pages, each worked out once."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._known: dict[tuple[str, bool], dict[str, tuple[File, str]]] = {}

    def known_from(self, page: File) -> dict[str, tuple[File, str]]:
        """What was found already from pages like this one, by path.

        All pages of a folder see the same addresses, but for its index, and but for a page that links to
        itself.
        """
        return self._known.setdefault((posixpath.dirname(page.src_uri), page.name == "index"), {})

    def find(self, page: File, address: str) -> tuple[File, str] | None:
        """The file that a relative address leads to from a page, and its address from there; None if it needs
        MkDocs' own care."""
        path = address.partition("#")[0]
        # What is odd, dead or absolute is left to upstream, which knows what to say about it.
        if _PATH.fullmatch(path) is None:
            return None
        target = self._files.src_uris.get(
            posixpath.normpath(posixpath.join(posixpath.dirname(page.src_uri), path))
        )
        if target is None or target.inclusion.is_excluded():  # type: ignore[no-untyped-call]  # upstream
            return None
        found = target, get_relative_url(target.url, page.url)
        if target is not page:
            self.known_from(page)[path] = found
        return found


class Spill:
    """Texts that wait in a file: MkDocs holds each page twice until the last one is read, which for 5,000 of
    them is gigabytes."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  # closed when the pages are gone
        weakref.finalize(self, self._file.close)
        self._last: tuple[int, int, str] | None = None
        self._end = 0
        self._at_end = True

    def put(self, text: str) -> tuple[int, int]:
        """Where the text is from now on."""
        if self._last is not None and self._last[2] is text:
            return self._last[:2]
        data = text.encode("utf-8", "surrogatepass")
        start = self._end
        # Only after a text was read: to look for the end writes out what was to be written together.
        if not self._at_end:
            self._file.seek(start)
            self._at_end = True
        self._end += self._file.write(data)
        self._last = (start, len(data), text)
        return start, len(data)

    def get(self, start: int, length: int) -> str:
        """The text that is there."""
        if self._last is None or self._last[:2] != (start, length):
            self._file.seek(start)
            self._at_end = False
            self._last = (start, length, self._file.read(length).decode("utf-8", "surrogatepass"))
        return self._last[2]


class Spilled:
    """An attribute of a page whose text waits in the page's `spill`."""

    def __set_name__(self, owner: type, name: str) -> None:
        self._place = f"_place_of_{name}"

    def __get__(self, page: FastPage, owner: type) -> str | None:
        place = getattr(page, self._place)
        return None if place is None else page.spill.get(*place)

    def __set__(self, page: FastPage, text: str | None) -> None:
        setattr(page, self._place, None if text is None else page.spill.put(text))


class FastPage(Page):
    """A page that tries the fast way first, and whose texts are not in memory while it waits."""

    markdown = Spilled()
    content = Spilled()

    def __init__(
        self, title: str | None, file: File, config: MkDocsConfig, links: Links, permalink: str, spill: Spill
    ) -> None:
        self.spill = spill
        super().__init__(title, file, config)
        self._links = links
        self._permalink = permalink
        self.fast = False
        """Whether the fast way was certain."""

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """As upstream: content, table of contents, the places that links can lead to, and the links to places
        elsewhere."""
        anchors: dict[File, dict[str, str]] = {}
        # Without a title in front matter, upstream takes one from the text.
        made = (
            None
            if self.markdown is None or "title" not in self.meta
            else fast.convert(self.markdown, self._resolver(anchors), self._permalink)
        )
        if made is None:
            super().render(config, files)
            return
        self.fast = True
        self.content = made.html
        self.toc = get_toc(
            nest_toc_tokens([{"level": h.level, "id": h.id, "name": h.name} for h in made.headings])
        )
        self.present_anchor_ids = set(made.ids)
        self.links_to_anchors = anchors

    def _resolver(self, anchors: dict[File, dict[str, str]]) -> fast.Resolve:
        """What becomes of each link; notes in `anchors` which places they lead to."""
        known = self._links.known_from(self.file)

        def resolve(address: str) -> str | None:
            path, _, anchor = address.partition("#")
            found = known.get(path)
            if found is None:
                if address.startswith(("https://", "http://")):
                    return address
                if not path:
                    if anchor:
                        anchors.setdefault(self.file, {}).setdefault(anchor, address)
                    return address
                found = self._links.find(self.file, address)
                if found is None:
                    return None
            target, url = found
            if target is self.file:
                url = get_relative_url(target.url, target.url)
            if not anchor:
                return url
            anchors.setdefault(target, {}).setdefault(anchor, address)
            return f"{url}#{anchor}"

        return resolve
