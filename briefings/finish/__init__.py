"""The stage after the engine: what a built site still needs, whichever engine built it. Works on the site before readers see it.

Search, pictures for shared links, metadata, one style sheet without what nothing uses, and a Content-Security-Policy.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from briefings import urls
from briefings.cache import NOTHING, Earlier
from briefings.catalog import Catalog
from briefings.finish import cards, markup, security
from briefings.finish.failure import FinishError
from briefings.finish.metadata import Metadata
from briefings.finish.search import FOLDER, Indexing
from briefings.finish.styles import Uses, used_only, uses_of
from briefings.finish.told import shown_card, tell
from briefings.pages import Page
from briefings.processes import Progress, each, no_progress
from briefings.settings import Settings
from briefings.trace import Ground
from briefings.words import Words

THEME_ONLY = "404.html"
"""The page that holds nothing but the theme: what scripts stand in it are the theme's."""

ENGINE_ONLY = ("assets/javascripts", "assets/stylesheets", "search", "search.json")
"""What engines write for Material's own script and search, which the theme does without."""


class Finishing:
    """What a site still needs after the engine. Begun before it: the search is indexed meanwhile.

    The pages that `earlier` has are in the site as they were, finished. Without `search`, the search finds nothing, and shared links
    have no pictures: what only readers of a published site need.
    """

    def __init__(
        self,
        pages: Sequence[Page],
        ground: Ground,
        words: Words,
        settings: Settings,
        *,
        earlier: Earlier = NOTHING,
        search: bool = True,
        progress: Progress = no_progress,
    ) -> None:
        self._words = words
        self._settings = settings
        self._earlier = earlier
        self._progress = progress
        self._documents = documents_folder(settings) if search else None
        self.told = tell(pages, ground, words, settings, earlier, self._documents, progress)
        self.uses: Mapping[str, str] = {}
        """By page that was not taken over: what of style sheets and scripts it needs."""
        self.styles = ""
        """The one style sheet that all pages name; empty where some name others."""
        self._index: Indexing | None = None
        self._finish: _Finish | None = None

    def __enter__(self) -> Finishing:
        if self._documents is not None and (self.told.changed or FOLDER not in self._earlier.whole):
            self._index = Indexing(self._documents, self._words).__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        if self._index is not None:
            self._index.__exit__(*error)

    def __call__(self, site: Path) -> list[str]:
        """Finish a site that an engine has just written; returns what has no effect in it, each in one line. Raises FinishError."""
        try:
            self._finish = _Finish(site, self._settings, self._earlier, self._progress)
            doubtful, needs, self.styles = self._finish.run(self.told.heads)
            self.uses = {page: needs[file].uses for page in self.told.heads if (file := file_of(page)) in needs}
            if self.told.cards:
                cards.put(self.told.cards, site, self._settings.root / "build" / "cache" / "cards", self._earlier)
            if self._index is not None:
                self._index.put(site)
            elif self._documents is not None:
                self._earlier.keep_folder(FOLDER, site)
        except (OSError, UnicodeDecodeError) as error:
            raise FinishError(f"the site could not be finished: {error}") from error
        return doubtful

    def one(self, page: Page, html: str, catalog: Catalog) -> str:
        """One page, finished as those of the site that was: with its head as it is now, and that site's style sheet."""
        assert self._finish is not None
        metadata = Metadata(catalog, self._words, self._settings)
        head = metadata.head(page, shown_card(metadata, page, self._settings) if self.told.cards else None)
        return self._finish.finished(file_of(page.path), html, head)[0]


def documents_folder(settings: Settings) -> Path:
    """Where the documents are that the search is made from."""
    return settings.root / "build" / "cache" / "search"


def finish(site: Path, pages: Sequence[Page], ground: Ground, words: Words, settings: Settings) -> list[str]:
    """Finish a site that stands already."""
    with Finishing(pages, ground, words, settings) as finishing:
        return finishing(site)


@dataclass(frozen=True, slots=True)
class _Needs:
    """What a page needs of style sheets and scripts."""

    uses: str
    """Classes, variables and scripts, with spaces between; `<` before a script."""
    sheets: tuple[str, ...]


class _Finish:
    """The pages and style sheets of a site that is being finished."""

    def __init__(self, site: Path, settings: Settings, earlier: Earlier, progress: Progress) -> None:
        self.progress = progress
        self.merged: Mapping[tuple[str, ...], str] = {}
        """The one style sheet for each list of them."""
        self.site = site
        self.earlier = earlier
        self.mount = urlsplit(settings.site_url).path or "/"
        kept = {file_of(path) for path in earlier.pages}
        self.files = sorted(file for path in site.rglob("*.html") if (file := path.relative_to(site).as_posix()) not in kept)
        theme_only = (site / THEME_ONLY).read_text(encoding="utf-8")
        self.scripts = security.theme_scripts(theme_only)
        self.styles = security.theme_styles(theme_only)

    def run(self, heads: Mapping[str, str]) -> tuple[list[str], Mapping[str, _Needs], str]:
        """What has no effect, what each page needs, and the one style sheet, if there is one."""
        needs = dict(zip(self.files, each(self.files, lambda n, file: self.needs(file), done=self.done("styles")), strict=True))
        scripts = self.scripts_in(needs)
        self.merged = self.sheets(needs, scripts)
        of_file = {file_of(path): head for path, head in heads.items()}
        doubtful = each(self.files, lambda n, file: self.page(file, of_file.get(file, "")), done=self.done("finish"))
        self.rename_styles(needs)
        self.drop({name for names in self.merged for name in names}, scripts)
        styles = set(self.merged.values())
        return [wrong for found in doubtful for wrong in found], needs, styles.pop() if len(styles) == 1 else ""

    def done(self, stage: str) -> Callable[[int], None]:
        return lambda count: self.progress(stage, count, len(self.files))

    def read(self, file: str) -> str:
        return (self.site / file).read_text(encoding="utf-8")

    # ── A page ──

    def needs(self, file: str) -> _Needs:
        """What a page needs of style sheets and scripts."""
        html = self.read(file)
        scripts = (markup.resolve(file, address, self.mount) for address in markup.scripts(html))
        # No class begins with the mark that tells a script.
        uses = " ".join([uses_of(html), *(f"<{name}" for name in scripts if name)])
        return _Needs(uses, self.sheets_of(file, html))

    def page(self, file: str, head: str) -> list[str]:
        """Finish one page."""
        html, wrong = self.finished(file, self.read(file), head)
        (self.site / file).write_text(html, encoding="utf-8")
        return [f"{file}: {said}" for said in wrong]

    def finished(self, file: str, html: str, head: str) -> tuple[str, list[str]]:
        """A page as it is published, and what has no effect in it."""
        names = self.sheets_of(file, html)
        if names in self.merged:
            there = f'<link rel="stylesheet" href="{self.way_to(file, self.merged[names])}">\n'
            html = markup.STYLESHEET.sub("", html)
            # Where the first stood; nothing before it has a style to override.
            html = html.replace("</title>", "</title>\n" + there, 1)
        if head:
            html = markup.last_in_head(html, head)
        html, wrong = security.secure(html, self.scripts, self.styles)
        return markup.tidy(markup.later(markup.mend(html))), wrong

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

    def rename_styles(self, needs: Mapping[str, _Needs]) -> None:
        """Let the pages that were taken over name the style sheet as it is called now."""
        # They had the same list of sheets as each page then, the one for addresses that do not exist included; it has it still.
        old, new = self.earlier.styles, self.merged.get(needs[THEME_ONLY].sheets, next(iter(self.merged.values()), ""))
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


__all__ = ["FinishError", "Finishing", "documents_folder", "file_of", "finish"]
