"""The stage after the engine: what a built site still needs, whichever engine built it. Works on the site before readers see it.

Search, pictures for shared links, metadata, one style sheet without what nothing uses, and a Content-Security-Policy.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from briefings import urls
from briefings.catalog import Catalog
from briefings.finish import cards, markup, search, security
from briefings.finish.documents import documents
from briefings.finish.failure import FinishError
from briefings.finish.metadata import Metadata
from briefings.finish.styles import Uses, used_only
from briefings.pages import HandwrittenContext, Page
from briefings.settings import Settings
from briefings.words import Words

THEME_ONLY = "404.html"
"""The page that holds nothing but the theme: what scripts stand in it are the theme's."""

ENGINE_ONLY = ("assets/javascripts", "assets/stylesheets", "search", "search.json")
"""What engines write for Material's own script and search, which the theme does without."""


def finish(site: Path, pages: Iterable[Page], catalog: Catalog, words: Words, settings: Settings) -> list[str]:
    """Finish a site that an engine has just written; returns what is doubtful in it, each in one line. Raises FinishError."""
    try:
        return _Finish(site, list(pages), catalog, words, settings).run()
    except (OSError, UnicodeDecodeError) as error:
        raise FinishError(f"the site could not be finished: {error}") from error


class _Finish:
    """One site that is being finished."""

    def __init__(self, site: Path, pages: Sequence[Page], catalog: Catalog, words: Words, settings: Settings) -> None:
        self.site = site
        self.pages = pages
        self.catalog = catalog
        self.words = words
        self.settings = settings
        self.mount = urlsplit(settings.site_url).path or "/"
        self.files = sorted(file.relative_to(site).as_posix() for file in site.rglob("*.html"))
        theme_only = (site / THEME_ONLY).read_text(encoding="utf-8")
        self.scripts = security.theme_scripts(theme_only)
        self.styles = security.theme_styles(theme_only)
        self.scripts_used: set[str] = set()

    def run(self) -> list[str]:
        written = (page.path for page in self.pages if isinstance(page.context, HandwrittenContext))
        bodies = {path: markup.article(self.read(file_of(path))) for path in written}
        search.write_index(self.site, documents(self.pages, self.catalog, self.words, bodies), self.words)
        heads = self.heads()
        sheets = self.sheets()
        wrong = [said for file in self.files for said in self.page(file, heads.get(file, ""), sheets)]
        self.drop(sheet for names in sheets for sheet in names)
        return wrong

    def read(self, file: str) -> str:
        return (self.site / file).read_text(encoding="utf-8")

    def page(self, file: str, head: str, sheets: Mapping[tuple[str, ...], str]) -> list[str]:
        """Finish one page."""
        html = self.read(file)
        names = self.sheets_of(file, html)
        if names:
            there = f'<link rel="stylesheet" href="{self.way_to(file, sheets[names])}">\n'
            html = markup.STYLESHEET.sub("", html)
            # Where the first stood; nothing before it has a style to override.
            html = html.replace("</title>", "</title>\n" + there, 1)
        if head:
            html = markup.last_in_head(html, head)
        html, wrong = security.secure(html, self.scripts, self.styles)
        (self.site / file).write_text(markup.tidy(markup.later(markup.mend(html))), encoding="utf-8")
        return [f"{file}: {said}" for said in wrong]

    def way_to(self, file: str, target: str) -> str:
        # The page for addresses that do not exist answers at any depth: only whole paths lead from it.
        return self.mount + target if file == THEME_ONLY else urls.link_to(file, target)

    def heads(self) -> dict[str, str]:
        """What each page's head gets, by the page's file; the pictures that are named there are written to the site."""
        metadata = Metadata(self.catalog, self.words, self.settings)
        if not self.settings.site_url:
            return {file_of(page.path): metadata.head(page, None) for page in self.pages}
        fallback = metadata.site_card()
        own = {page.path: metadata.card(page) or fallback for page in self.pages}
        drawn = cards.draw(dict.fromkeys([fallback, *own.values()]), self.settings.root / "build" / "cache" / "cards")
        heads: dict[str, str] = {}
        for page in self.pages:
            card = own[page.path] if own[page.path] in drawn else fallback
            heads[file_of(page.path)] = metadata.head(page, card.path if card in drawn else None)
        (self.site / cards.FOLDER).mkdir(parents=True, exist_ok=True)
        for card, picture in drawn.items():
            (self.site / card.path).write_bytes(picture)
        return heads

    def sheets(self) -> dict[tuple[str, ...], str]:
        """The one style sheet that stands for each list of them that pages have."""
        uses = Uses()
        lists: dict[tuple[str, ...], None] = {}
        for file in self.files:
            html = self.read(file)
            uses.add_page(html)
            lists[self.sheets_of(file, html)] = None
            self.scripts_used.update(name for name in (markup.resolve(file, src, self.mount) for src in markup.scripts(html)) if name)
        for script in sorted(self.scripts_used):
            uses.add_script(self.read(script))
        merged = {name for names in lists for name in names}
        for sheet in sorted(self.site.rglob("*.css")):
            name = sheet.relative_to(self.site).as_posix()
            if name not in merged and not name.startswith(ENGINE_ONLY):
                uses.add_sheet(sheet.read_text(encoding="utf-8"))
        return {names: self.sheet(names, uses) for names in lists if names}

    def sheets_of(self, file: str, html: str) -> tuple[str, ...]:
        """The style sheets of a page, by their files."""
        found = (markup.resolve(file, link["address"], self.mount) for link in markup.STYLESHEET.finditer(html))
        return tuple(name for name in found if name is not None)

    def sheet(self, names: Sequence[str], uses: Uses) -> str:
        """Write the one style sheet; returns its file."""
        css = used_only("\n".join(_with_whole_addresses(self.read(name), name) for name in names), uses)
        digest = hashlib.sha256(css.encode("utf-8")).hexdigest()[:12]
        name = f"assets/site.{digest}.css"
        (self.site / name).write_text(css, encoding="utf-8")
        return name

    def drop(self, sheets: Iterable[str]) -> None:
        """Remove what no page of the site asks for."""
        for name in set(sheets):
            (self.site / name).unlink()
        if "bundle." in "".join(self.scripts_used):
            # Material's script may ask for more of Material's.
            return
        for name in ENGINE_ONLY:
            path = self.site / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


def file_of(path: str) -> str:
    """The HTML file of a page below the site's root."""
    return urls.address(path) + "index.html"


_RELATIVE = re.compile(r"""url\((?P<quote>["']?)(?![a-z]+:|/|#)(?P<address>[^"')]+)(?P=quote)\)""", re.IGNORECASE)


def _with_whole_addresses(css: str, name: str) -> str:
    """A style sheet whose addresses hold in the folder `assets` too."""

    def whole(found: re.Match[str]) -> str:
        target = markup.resolve(name, found["address"], "/")
        return found[0] if target is None else f'url("{urls.link_to("assets/site.css", target)}")'

    return _RELATIVE.sub(whole, css)


__all__ = ["FinishError", "finish"]
