"""The stage after the engine: what a built site still needs, whichever engine built it. Works on the site before readers see it.

Search, pictures for shared links, metadata, one style sheet without what nothing uses, and a Content-Security-Policy.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from briefings import urls
from briefings.cache import NOTHING, Earlier
from briefings.finish import cards, markup, search, security
from briefings.finish.documents import document_of
from briefings.finish.failure import FinishError
from briefings.finish.metadata import Metadata
from briefings.finish.styles import Uses, used_only, uses_of
from briefings.pages import HandwrittenContext, Page
from briefings.processes import each
from briefings.settings import Settings
from briefings.trace import Ground
from briefings.tree import remove_stale
from briefings.words import Words

THEME_ONLY = "404.html"
"""The page that holds nothing but the theme: what scripts stand in it are the theme's."""

ENGINE_ONLY = ("assets/javascripts", "assets/stylesheets", "search", "search.json")
"""What engines write for Material's own script and search, which the theme does without."""


@dataclass(frozen=True, slots=True)
class Finished:
    """What came of finishing a site."""

    doubtful: list[str]
    """What has no effect in it, each in one line."""
    reads: Mapping[str, tuple[str, ...]]
    """By page that was not taken over: what was read of the catalog for it."""
    uses: Mapping[str, str]
    """By page that was not taken over: what of style sheets and scripts it needs."""
    styles: str
    """The one style sheet that all pages name; empty where some name others."""


def finish(
    site: Path, pages: Iterable[Page], ground: Ground, words: Words, settings: Settings, *, earlier: Earlier = NOTHING, search: bool = True
) -> Finished:
    """Finish a site that an engine has just written. Raises FinishError.

    The pages that `earlier` has are in it as they were, finished. Without `search`, the search finds nothing.
    """
    try:
        return _Finish(site, list(pages), ground, words, settings, earlier).run(search)
    except (OSError, UnicodeDecodeError) as error:
        raise FinishError(f"the site could not be finished: {error}") from error


@dataclass(frozen=True, slots=True)
class _Told:
    """What a page says besides itself."""

    head: str
    """For its head."""
    document: bool | None
    """Whether its document for the search is another than before; None where it has none."""
    reads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Needs:
    """What a page needs of style sheets and scripts."""

    uses: str
    """Classes, variables and scripts, with spaces between; `<` before a script."""
    sheets: tuple[str, ...]


class _Finish:
    """One site that is being finished."""

    def __init__(self, site: Path, pages: Sequence[Page], ground: Ground, words: Words, settings: Settings, earlier: Earlier) -> None:
        self.site = site
        self.pages = pages
        self.ground = ground
        self.words = words
        self.settings = settings
        self.earlier = earlier
        self.fresh = [page for page in pages if page.path not in earlier.pages]
        self.documents = settings.root / "build" / "cache" / "search"
        self.mount = urlsplit(settings.site_url).path or "/"
        kept = {file_of(path) for path in earlier.pages}
        self.files = sorted(file for path in site.rglob("*.html") if (file := path.relative_to(site).as_posix()) not in kept)
        theme_only = (site / THEME_ONLY).read_text(encoding="utf-8")
        self.scripts = security.theme_scripts(theme_only)
        self.styles = security.theme_styles(theme_only)

    def run(self, with_search: bool) -> Finished:
        drawn = self.cards()
        said = each(self.fresh, lambda n, page: self.tell(page, drawn, with_search))
        told = {page.path: of for page, of in zip(self.fresh, said, strict=True)}
        with self.index(told) if with_search else nullcontext() as index:
            needs = dict(zip(self.files, each(self.files, lambda n, file: self.needs(file)), strict=True))
            scripts = self.scripts_in(needs)
            sheets = self.sheets(needs, scripts)
            heads = {file_of(path): of.head for path, of in told.items()}
            doubtful = each(self.files, lambda n, file: self.page(file, heads.get(file, ""), sheets))
            self.rename_styles(sheets)
            self.drop({name for names in sheets for name in names}, scripts)
            if index is not None:
                index.put(self.site)
        return Finished(
            [wrong for found in doubtful for wrong in found],
            {path: of.reads for path, of in told.items()},
            {page.path: needs[file_of(page.path)].uses for page in self.fresh},
            next(iter(sheets.values())) if len(sheets) == 1 else "",
        )

    def read(self, file: str) -> str:
        return (self.site / file).read_text(encoding="utf-8")

    # ── What is told of a page ──

    def cards(self) -> Mapping[str, str]:
        """The picture of each page, by its path; the pictures are written to the site."""
        if not self.settings.site_url:
            return {}
        metadata = Metadata(self.ground.catalog, self.words, self.settings)
        fallback = metadata.site_card()
        own = {page.path: metadata.card(page) or fallback for page in self.pages}
        cache = self.settings.root / "build" / "cache" / "cards"
        drawn = cards.put(dict.fromkeys([fallback, *own.values()]), self.site, cache, self.earlier)
        shown = {path: card if card in drawn else fallback for path, card in own.items()}
        return {path: card.path for path, card in shown.items() if card in drawn}

    def tell(self, page: Page, drawn: Mapping[str, str], with_search: bool) -> _Told:
        """What goes into a page's head; its document is written where Pagefind will read it."""
        trace = self.ground.trace()
        metadata = Metadata(trace.catalog, self.words, self.settings)
        # Its picture has the words of the catalog, too.
        metadata.card(page)
        head = metadata.head(page, drawn.get(page.path))
        body = markup.article(self.read(file_of(page.path))) if isinstance(page.context, HandwrittenContext) else ""
        document = document_of(page, trace.catalog, self.words, body) if with_search else None
        changed = None
        if document is not None:
            file = search.file_of(page.path)
            before = (self.documents / file).read_bytes() if file in self.earlier.documents else None
            changed = search.write_document(self.documents, document, self.words) != before
        return _Told(head, changed, trace.reads)

    def index(self, told: Mapping[str, _Told]) -> AbstractContextManager[search.Indexing | None]:
        """The index of all documents; taken over if they are as they were."""
        found = {search.file_of(path) for path, said in told.items() if said.document is not None}
        found |= self.earlier.documents & {search.file_of(path) for path in self.earlier.pages}
        gone = remove_stale(self.documents, found)
        same = not gone and not any(said.document for said in told.values()) and found == self.earlier.documents
        if same and self.earlier.keep_folder(search.FOLDER, self.site):
            return nullcontext()
        return search.Indexing(self.documents, self.words)

    # ── A page ──

    def needs(self, file: str) -> _Needs:
        """What a page needs of style sheets and scripts."""
        html = self.read(file)
        scripts = (markup.resolve(file, address, self.mount) for address in markup.scripts(html))
        # No class begins with the mark that tells a script.
        uses = " ".join([uses_of(html), *(f"<{name}" for name in scripts if name)])
        return _Needs(uses, self.sheets_of(file, html))

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

    # ── Style sheets ──

    def used(self, needs: Mapping[str, _Needs]) -> set[str]:
        """What pages use, each combination once, those taken over included."""
        return {*(need.uses for need in needs.values()), *(page.uses for page in self.earlier.pages.values())}

    def scripts_in(self, needs: Mapping[str, _Needs]) -> list[str]:
        """The scripts that pages load."""
        return sorted({name[1:] for uses in self.used(needs) for name in uses.split() if name.startswith("<")})

    def sheets(self, needs: Mapping[str, _Needs], scripts: Iterable[str]) -> dict[tuple[str, ...], str]:
        """The one style sheet that stands for each list of them that pages have."""
        uses = Uses()
        for used in self.used(needs):
            uses.add_page(used)
        lists = dict.fromkeys(need.sheets for need in needs.values())
        for script in scripts:
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

    def rename_styles(self, sheets: Mapping[tuple[str, ...], str]) -> None:
        """Let the pages that were taken over name the style sheet as it is called now."""
        old, (new,) = self.earlier.styles, set(sheets.values()) or {""}
        if old == new:
            return
        for path in self.earlier.pages:
            file = self.site / file_of(path)
            html = file.read_text(encoding="utf-8").replace(old, new, 1)
            # Its place is shared with the site that stands, which stays as it is.
            file.unlink()
            file.write_text(html, encoding="utf-8")

    def sheet(self, names: Sequence[str], uses: Uses) -> str:
        """Write the one style sheet; returns its file."""
        css = used_only("\n".join(_with_whole_addresses(self.read(name), name) for name in names), uses)
        digest = hashlib.sha256(css.encode("utf-8")).hexdigest()[:12]
        name = f"assets/site.{digest}.css"
        (self.site / name).write_text(css, encoding="utf-8")
        return name

    def drop(self, sheets: Iterable[str], scripts: Iterable[str]) -> None:
        """Remove what no page of the site asks for."""
        for name in sheets:
            (self.site / name).unlink()
        if any("bundle." in name for name in scripts):
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


__all__ = ["FinishError", "Finished", "finish"]
