"""The stage after the engine: what a built site still needs, whichever engine built it. Works on the site
before readers see it.

Search, pictures for shared links, metadata, one style sheet without what nothing uses, a
Content-Security-Policy, and the gate that each page has to pass.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.dependencies import Ground
from briefings.html import cards, markup, security
from briefings.html.gate import NOBODYS, Gate, Origin, Verdict
from briefings.html.head import shown_card, tell
from briefings.html.metadata import Metadata
from briefings.html.styles import Uses, used_only, uses_of
from briefings.pages import HandwrittenContext, Page
from briefings.pages.handwritten import HINT, forbidden
from briefings.problems.problem import ContentError, Problem
from briefings.search.failure import FinishError
from briefings.search.pagefind import FOLDER, Indexing
from briefings.settings import Settings
from briefings.store.builds import NOTHING, Earlier
from briefings.store.folders import NewFolder
from briefings.store.processes import Progress, each, no_progress
from briefings.text.allowed import Fault
from briefings.words import Words

THEME_ONLY = "404.html"
"""The page that holds nothing but the theme: what scripts stand in it are the theme's."""

ENGINE_ONLY = ("assets/javascripts", "assets/stylesheets", "search", "search.json")
"""What engines write for Material's own script and search, which the theme does without."""


class Finishing:
    """What a site still needs after the engine. Begun before it: the search is indexed meanwhile.

    The pages that `earlier` has are in the site as they were, finished. Without `search`, the search finds
    nothing, and shared links have no pictures: what only readers of a published site need.
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
        self._pages = pages
        self._ground = ground
        self._documents = (
            NewFolder(settings.search_dir, "search", inside=settings.root, durable=False) if search else None
        )
        self._origins = {file_of(page.path): self._origin(page) for page in pages}
        self.uses: Mapping[str, str] = {}
        """By page that was not taken over: what of style sheets and scripts it needs."""
        self.styles = ""
        """The one style sheet that all pages name; empty where some name others."""
        self._index: Indexing | None = None
        self._finish: _Finish | None = None

    def __enter__(self) -> Finishing:
        with ExitStack() as held:
            if self._documents is not None:
                held.enter_context(self._documents)
            self.told = tell(
                self._pages,
                self._ground,
                self._words,
                self._settings,
                self._earlier,
                self._documents,
                self._progress,
            )
            # From here on they are not needed.
            del self._pages, self._ground
            if self._documents is not None and (self.told.changed or FOLDER not in self._earlier.whole):
                self._index = held.enter_context(
                    Indexing(self._documents.path, self._words, self._documents.work)
                )
            self._held = held.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._held.close()

    def __call__(self, site: Path) -> list[str]:
        """Finish a site that an engine has just written; returns what has no effect in it, each in one line.

        Raises ContentError if a page holds what none may hold, and FinishError.
        """
        try:
            self._finish = _Finish(site, self._settings, self._earlier, self._origins, self._progress)
            doubtful, needs, self.styles = self._finish.run(self.told.heads)
            self.uses = {
                page: needs[file].uses for page in self.told.heads if (file := file_of(page)) in needs
            }
            if self.told.cards:
                cards.put(self.told.cards, site, self._settings.cards_dir, self._earlier)
            if self._index is not None:
                self._index.put(site)
            elif self._documents is not None:
                self._earlier.keep_folder(FOLDER, site)
            if self._documents is not None and (
                self.told.changed or not self._documents.stands(self.told.documents)
            ):
                self._documents.put()
        except (OSError, UnicodeDecodeError) as error:
            raise FinishError(f"the site could not be finished: {error}") from error
        return doubtful

    def one(self, page: Page, html: str, catalog: Catalog) -> str:
        """One page, finished as those of the site that was: with its head as it is now, and that site's style
        sheet.

        Raises ContentError, as for a whole site.
        """
        assert self._finish is not None
        metadata = Metadata(catalog, self._words, self._settings)
        head = metadata.head(page, shown_card(metadata, page, self._settings) if self.told.cards else None)
        finished, verdict = self._finish.finished(file_of(page.path), html, head, self._origin(page))
        problems = list(_problems(file_of(page.path), verdict.faults, self._origin(page), self._settings))
        if problems:
            raise ContentError(problems)
        return finished

    def _origin(self, page: Page) -> Origin:
        handwritten = isinstance(page.context, HandwrittenContext)
        trusted = handwritten and page.path in self._settings.trusted_pages
        return Origin(page.sheet or "", handwritten, trusted, page.redirect or "")


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

    def __init__(
        self,
        site: Path,
        settings: Settings,
        earlier: Earlier,
        origins: Mapping[str, Origin],
        progress: Progress,
    ) -> None:
        self.progress = progress
        self.settings = settings
        self.origins = origins
        self.merged: Mapping[tuple[str, ...], str] = {}
        """The one style sheet for each list of them."""
        self.site = site
        self.earlier = earlier
        self.mount = urlsplit(settings.site_url).path or "/"
        kept = {file_of(path) for path in earlier.pages}
        self.files = sorted(
            file for path in site.rglob("*.html") if (file := path.relative_to(site).as_posix()) not in kept
        )
        self.theme_only = (site / THEME_ONLY).read_text(encoding="utf-8")
        self.policy: security.Policy | None = None
        self.gate: Gate | None = None

    def run(self, heads: Mapping[str, str]) -> tuple[list[str], Mapping[str, _Needs], str]:
        """What has no effect, what each page needs, and the one style sheet, if there is one."""
        needs = dict(
            zip(
                self.files,
                each(self.files, lambda n, file: self.needs(file), done=self.done("styles")),
                strict=True,
            )
        )
        scripts = self.scripts_in(needs)
        self.merged = self.sheets(needs, scripts)
        self.trust(scripts)
        of_file = {file_of(path): head for path, head in heads.items()}
        judged = each(
            self.files, lambda n, file: self.page(file, of_file.get(file, "")), done=self.done("finish")
        )
        verdicts = dict(zip(self.files, judged, strict=True))
        problems = [
            problem
            for file, verdict in verdicts.items()
            for problem in _problems(file, verdict.faults, self.origins.get(file, NOBODYS), self.settings)
        ]
        if problems:
            raise ContentError(sorted(problems, key=lambda problem: problem.order))
        self.rename_styles(needs)
        self.drop({name for names in self.merged for name in names}, scripts)
        styles = set(self.merged.values())
        idle = [f"{file}: {said}" for file, verdict in verdicts.items() for said in verdict.idle]
        return idle, needs, styles.pop() if len(styles) == 1 else ""

    def done(self, stage: str) -> Callable[[int], None]:
        return lambda count: self.progress(stage, count, len(self.files))

    def read(self, file: str) -> str:
        return (self.site / file).read_text(encoding="utf-8")

    # ── A page ──

    def needs(self, file: str) -> _Needs:
        """What a page needs of style sheets and scripts."""
        html = self.read(file)
        scripts = (markup.resolve(file, address, self.mount) for address in markup.scripts(html))
        # The mark that tells a script is no class's first character; only broken HTML, which the gate
        # refuses, has such classes.
        classes = (name for name in uses_of(html).split() if not name.startswith("<"))
        uses = " ".join([*classes, *(f"<{name}" for name in scripts if name and self.has(name))])
        return _Needs(uses, self.sheets_of(file, html))

    def trust(self, scripts: Iterable[str]) -> None:
        """Settle which scripts pages may have: those of the theme and the engine, but no file that came with
        the content."""
        theirs = [name for name in scripts if not (self.settings.docs_dir / name).exists()]
        own = {name: security.digest((self.site / name).read_bytes()) for name in theirs}
        inline = security.theme_scripts(self.theme_only), security.theme_styles(self.theme_only)
        self.policy = security.Policy(*inline, own, self.mount)
        self.gate = Gate(self.theme_only, THEME_ONLY, self.mount, own, frozenset(self.merged.values()))

    def page(self, file: str, head: str) -> Verdict:
        """Finish one page."""
        html, verdict = self.finished(file, self.read(file), head, self.origins.get(file, NOBODYS))
        (self.site / file).write_text(html, encoding="utf-8")
        return verdict

    def finished(self, file: str, html: str, head: str, origin: Origin) -> tuple[str, Verdict]:
        """A page as it is published, and what is wrong with it."""
        assert self.policy is not None and self.gate is not None
        names = self.sheets_of(file, html)
        if names in self.merged:
            there = f'<link rel="stylesheet" href="{self.way_to(file, self.merged[names])}">\n'
            html = markup.STYLESHEET.sub("", html)
            # Where the first stood; nothing before it has a style to override.
            html = html.replace("</title>", "</title>\n" + there, 1)
        if head:
            html = markup.last_in_head(html, head)
        html = markup.tidy(self.policy.apply(file, markup.later(markup.mend(html))))
        return html, self.gate.judge(file, html, origin)

    def way_to(self, file: str, target: str) -> str:
        # The page for addresses that do not exist answers at any depth: only whole paths lead from it.
        return self.mount + target if file == THEME_ONLY else urls.link_to(file, target)

    # ── Style sheets ──

    def used(self, needs: Mapping[str, _Needs]) -> set[str]:
        """What pages use, each combination once, those taken over included."""
        return {*(need.uses for need in needs.values()), *(page.uses for page in self.earlier.pages.values())}

    def scripts_in(self, needs: Mapping[str, _Needs]) -> list[str]:
        """The scripts that pages load."""
        return sorted(
            {name[1:] for uses in self.used(needs) for name in uses.split() if name.startswith("<")}
        )

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
        found = (
            markup.resolve(file, link["address"], self.mount) for link in markup.STYLESHEET.finditer(html)
        )
        # Once they are merged into one, their files are gone.
        merged = {name for names in self.merged for name in names}
        return tuple(name for name in found if name is not None and (name in merged or self.has(name)))

    def has(self, name: str) -> bool:
        """Whether the site has a file. A page may name others; the gate says so of it, and nobody reads
        them."""
        return (self.site / name).is_file()

    def rename_styles(self, needs: Mapping[str, _Needs]) -> None:
        """Let the pages that were taken over name the style sheet as it is called now."""
        # They had the same list of sheets as each page then, the one for addresses that do not exist
        # included; it has it still.
        old, new = (
            self.earlier.styles,
            self.merged.get(needs[THEME_ONLY].sheets, next(iter(self.merged.values()), "")),
        )
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


def _problems(file: str, faults: Iterable[Fault], origin: Origin, settings: Settings) -> Iterator[Problem]:
    """The faults of a page, each where its file has it, or else where the page comes from."""
    hint = HINT if origin.handwritten else "leave it out of the sheet, or of the template of this page"
    for fault in faults:
        source = settings.root / origin.source
        text = source.read_text(encoding="utf-8", errors="replace") if origin.source else ""
        yield forbidden(fault, origin.source or file, text, hint, page=file)


def file_of(path: str) -> str:
    """The HTML file of a page below the site's root."""
    return urls.address(path) + "index.html"


_RELATIVE = re.compile(
    r"""url\((?P<quote>["']?)(?![a-z]+:|/|#)(?P<address>[^"')]+)(?P=quote)\)""", re.IGNORECASE
)


def _with_whole_addresses(css: str, name: str) -> str:
    """A style sheet whose addresses hold in the folder `assets` too."""

    def whole(found: re.Match[str]) -> str:
        target = markup.resolve(name, found["address"], "/")
        return found[0] if target is None else f'url("{urls.link_to("assets/site.css", target)}")'

    return _RELATIVE.sub(whole, css)


__all__ = ["FinishError", "Finishing", "file_of", "finish"]
