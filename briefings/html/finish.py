"""The stage between engine and publication: adds search, social cards, metadata, a trimmed style sheet and a
Content-Security-Policy, and passes each page through the gate."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.dependencies import Digests
from briefings.html import cards, markup, security
from briefings.html.gate import UNKNOWN, Gate, Origin, Verdict
from briefings.html.head import make_heads, shown_card
from briefings.html.metadata import Metadata
from briefings.html.styles import Uses, used_only, uses_of
from briefings.pages import HandwrittenContext, Page
from briefings.pages.handwritten import HINT, forbidden
from briefings.problems.problem import ContentError, Problem
from briefings.search.failure import FinishError
from briefings.search.pagefind import FOLDER, Indexing, file_of
from briefings.settings import Settings
from briefings.sheets.dimensions import Size, size_of
from briefings.store.builds import NO_PREVIOUS_SITE, PreviousSite
from briefings.store.folders import NewFolder
from briefings.store.processes import Progress, each, no_progress
from briefings.store.reading import ReadError, open_content
from briefings.text.allowed import Fault
from briefings.words import Words

THEME_ONLY = "404.html"
"""A page with nothing but the theme in it, so every script in it is the theme's."""

ENGINE_ONLY = ("assets/javascripts", "assets/stylesheets", "search", "search.json")
"""Files that engines write for Material's own script and search, which the theme does not use."""


class Finisher:
    """Finishes a site. Entered before the engine starts, so that the search is indexed while it runs.

    The pages in `earlier` are reused as they are, already finished. Without `search` (in the preview), the
    site has no search index and no social cards.
    """

    def __init__(
        self,
        pages: Sequence[Page],
        digests: Digests,
        words: Words,
        settings: Settings,
        *,
        earlier: PreviousSite = NO_PREVIOUS_SITE,
        search: bool = True,
        progress: Progress = no_progress,
    ) -> None:
        self._words = words
        self._settings = settings
        self._earlier = earlier
        self._progress = progress
        self._pages = pages
        self._digests = digests
        self._documents = (
            NewFolder(settings.search_dir, "search", inside=settings.root, durable=False) if search else None
        )
        self._origins = {file_of(page.path): self._origin(page) for page in pages}
        self.uses: Mapping[str, str] = {}
        """By page that was not reused: the classes, variables and scripts that it uses."""
        self.styles = ""
        """The one style sheet that all pages link; empty if they link different ones."""
        self._index: Indexing | None = None
        self._files: _SiteFiles | None = None

    def __enter__(self) -> Finisher:
        with ExitStack() as stack:
            if self._documents is not None:
                stack.enter_context(self._documents)
            self.heads = make_heads(
                self._pages,
                self._digests,
                self._words,
                self._settings,
                self._earlier,
                self._documents,
                self._progress,
            )
            # Free the catalog before HTML is rendered.
            del self._pages, self._digests
            if self._documents is not None and (self.heads.changed or FOLDER not in self._earlier.whole):
                self._index = stack.enter_context(
                    Indexing(self._documents.path, self.heads.names, self._words, self._documents.work)
                )
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def __call__(self, site: Path) -> list[str]:
        """Finish a site that an engine has just written; return a line for each part without effect.

        Raises ContentError if a page contains something forbidden, and FinishError if the site cannot be read
        or written.
        """
        try:
            self._files = _SiteFiles(site, self._settings, self._earlier, self._origins, self._progress)
            without_effect, needs, self.styles = self._files.run(self.heads.elements)
            self.uses = {
                page: needs[file].uses for page in self.heads.elements if (file := file_of(page)) in needs
            }
            if self.heads.cards:
                cards.add_cards(self.heads.cards, site, self._settings.cards_dir, self._earlier)
            if self._index is not None:
                self._index.put(site)
            elif self._documents is not None:
                self._earlier.keep_folder(FOLDER, site)
            if self._documents is not None and (
                self.heads.changed or not self._documents.has_same_files(self.heads.documents)
            ):
                self._documents.put()
        except (OSError, UnicodeDecodeError) as error:
            raise FinishError(f"the site could not be finished: {error}") from error
        return without_effect

    def finish_page(self, page: Page, html: str, catalog: Catalog) -> str:
        """Finish a single page as part of the site finished last. Raises ContentError if the page contains
        something forbidden."""
        assert self._files is not None
        metadata = Metadata(catalog, self._words, self._settings)
        head = metadata.head(page, shown_card(metadata, page, self._settings) if self.heads.cards else None)
        finished, verdict = self._files.finish_html(file_of(page.path), html, head, self._origin(page))
        problems = list(_problems(file_of(page.path), verdict.faults, self._origin(page), self._settings))
        if problems:
            raise ContentError(problems)
        return finished

    def _origin(self, page: Page) -> Origin:
        handwritten = isinstance(page.context, HandwrittenContext)
        trusted = handwritten and page.path in self._settings.trusted_pages
        return Origin(page.sheet or "", handwritten, trusted, page.redirect or "")


@dataclass(frozen=True, slots=True)
class _Needs:
    """The style sheets, classes, variables and scripts that a page needs."""

    uses: str
    """Classes, variables and scripts, separated by spaces; scripts begin with `<`."""
    sheets: tuple[str, ...]


class _SiteFiles:
    """The pages and style sheets of a site that is being finished."""

    def __init__(
        self,
        site: Path,
        settings: Settings,
        earlier: PreviousSite,
        origins: Mapping[str, Origin],
        progress: Progress,
    ) -> None:
        self.progress = progress
        self.settings = settings
        self.origins = origins
        self.merged: Mapping[tuple[str, ...], str] = {}
        """The merged style sheet for each list of style sheets."""
        self.site = site
        self.earlier = earlier
        self.mount = urlsplit(settings.site_url).path or "/"
        reused = {file_of(path) for path in earlier.pages}
        self.files = sorted(
            file for path in site.rglob("*.html") if (file := path.relative_to(site).as_posix()) not in reused
        )
        self.theme_only = (site / THEME_ONLY).read_text(encoding="utf-8")
        self.policy: security.Policy | None = None
        self.gate: Gate | None = None

    def run(self, heads: Mapping[str, str]) -> tuple[list[str], Mapping[str, _Needs], str]:
        """Finish all pages; return the lines about parts without effect, what each page needs, and the one
        style sheet, if there is just one."""
        all_needs = each(self.files, lambda n, file: self.needs_of(file), done=self.report_progress("styles"))
        needs = dict(zip(self.files, all_needs, strict=True))
        scripts = self.scripts_in(needs)
        self.merged = self.merge_all(needs, scripts)
        self.allow_scripts(scripts)
        of_file = {file_of(path): head for path, head in heads.items()}
        judgments = each(
            self.files,
            lambda n, file: self.finish_file(file, of_file.get(file, "")),
            done=self.report_progress("finish"),
        )
        verdicts = dict(zip(self.files, judgments, strict=True))
        problems = [
            problem
            for file, verdict in verdicts.items()
            for problem in _problems(file, verdict.faults, self.origins.get(file, UNKNOWN), self.settings)
        ]
        if problems:
            raise ContentError(sorted(problems, key=lambda problem: problem.order))
        self.rename_styles(needs)
        self.delete_unused({name for names in self.merged for name in names}, scripts)
        styles = set(self.merged.values())
        without_effect = [
            f"{file}: {line}" for file, verdict in verdicts.items() for line in verdict.without_effect
        ]
        return without_effect, needs, styles.pop() if len(styles) == 1 else ""

    def report_progress(self, stage: str) -> Callable[[int], None]:
        return lambda count: self.progress(stage, count, len(self.files))

    def read(self, file: str) -> str:
        return (self.site / file).read_text(encoding="utf-8")

    # ── A page ──

    def needs_of(self, file: str) -> _Needs:
        """The style sheets, classes, variables and scripts that a page needs."""
        html = self.read(file)
        scripts = (markup.resolve(file, address, self.mount) for address in markup.scripts(html))
        # A leading `<` marks a script. Only broken HTML has classes like that, and the gate refuses it.
        classes = (name for name in uses_of(html).split() if not name.startswith("<"))
        uses = " ".join([*classes, *(f"<{name}" for name in scripts if name and self.has_file(name))])
        return _Needs(uses, self.sheets_of(file, html))

    def allow_scripts(self, scripts: Iterable[str]) -> None:
        """Allow the scripts of the theme and of the engine, but none that came with the content."""
        theirs = [name for name in scripts if not (self.settings.docs_dir / name).exists()]
        own = {name: security.digest((self.site / name).read_bytes()) for name in theirs}
        inline = security.theme_scripts(self.theme_only), security.theme_styles(self.theme_only)
        self.policy = security.Policy(*inline, own, self.mount)
        self.gate = Gate(self.theme_only, THEME_ONLY, self.mount, own, frozenset(self.merged.values()))

    def finish_file(self, file: str, head: str) -> Verdict:
        """Finish one page in place."""
        html, verdict = self.finish_html(file, self.read(file), head, self.origins.get(file, UNKNOWN))
        (self.site / file).write_text(html, encoding="utf-8")
        return verdict

    def finish_html(self, file: str, html: str, head: str, origin: Origin) -> tuple[str, Verdict]:
        """The page as it will be published, and the gate's verdict on it."""
        assert self.policy is not None and self.gate is not None
        names = self.sheets_of(file, html)
        if names in self.merged:
            link = f'<link rel="stylesheet" href="{self.link_to(file, self.merged[names])}">\n'
            html = markup.STYLESHEET.sub("", html)
            # The first style sheet follows the title; no style before it could be overridden.
            html = html.replace("</title>", "</title>\n" + link, 1)
        if head:
            html = markup.last_in_head(html, head)
        html = markup.size_images(html, lambda address: self.image_size(file, address))
        html = markup.tidy(self.policy.apply(file, markup.defer(markup.correct(html))))
        return html, self.gate.judge(file, html, origin)

    def image_size(self, file: str, address: str) -> Size | None:
        """The size of an image in content/media/, by its address on a page."""
        path = markup.resolve(file, unquote(address), self.mount)
        if path is None or not path.startswith("media/"):
            return None
        try:
            with open_content(self.settings.content_dir / path, root=self.settings.root) as stream:
                return size_of(stream, PurePosixPath(path).suffix)
        except (ReadError, OSError):
            return None

    def link_to(self, file: str, target: str) -> str:
        # 404.html is served at any depth, so its links must be absolute.
        return self.mount + target if file == THEME_ONLY else urls.link_to(file, target)

    # ── Style sheets ──

    def all_uses(self, needs: Mapping[str, _Needs]) -> set[str]:
        """The distinct `uses` of all pages, including reused ones."""
        return {*(need.uses for need in needs.values()), *(page.uses for page in self.earlier.pages.values())}

    def scripts_in(self, needs: Mapping[str, _Needs]) -> list[str]:
        """The scripts that pages load."""
        names = {name for uses in self.all_uses(needs) for name in uses.split()}
        return sorted(name[1:] for name in names if name.startswith("<"))

    def merge_all(self, needs: Mapping[str, _Needs], scripts: Iterable[str]) -> dict[tuple[str, ...], str]:
        """Write a merged style sheet for each list of style sheets that pages link."""
        uses = Uses()
        for used in self.all_uses(needs):
            uses.add_page(used)
        lists = dict.fromkeys(need.sheets for need in needs.values())
        for script in scripts:
            uses.add_script(self.read(script))
        merged = {name for names in lists for name in names}
        for sheet in sorted(self.site.rglob("*.css")):
            name = sheet.relative_to(self.site).as_posix()
            if name not in merged and not name.startswith(ENGINE_ONLY):
                uses.add_sheet(sheet.read_text(encoding="utf-8"))
        return {names: self.merge(names, uses) for names in lists if names}

    def sheets_of(self, file: str, html: str) -> tuple[str, ...]:
        """The files of the style sheets that a page links."""
        names = (
            markup.resolve(file, link["address"], self.mount) for link in markup.STYLESHEET.finditer(html)
        )
        # The files of merged style sheets are already deleted.
        merged = {name for names in self.merged for name in names}
        return tuple(name for name in names if name is not None and (name in merged or self.has_file(name)))

    def has_file(self, name: str) -> bool:
        """Whether the site has a file; the gate reports pages that name others."""
        return (self.site / name).is_file()

    def rename_styles(self, needs: Mapping[str, _Needs]) -> None:
        """Update the link to the style sheet in reused pages."""
        # All pages of the earlier site had one list of style sheets, 404.html included.
        old = self.earlier.styles
        new = self.merged.get(needs[THEME_ONLY].sheets, next(iter(self.merged.values()), ""))
        if old == new:
            return
        for path in self.earlier.pages:
            file = self.site / file_of(path)
            html = file.read_text(encoding="utf-8").replace(old, new, 1)
            # The file is a hard link to the published site's, which must not change.
            file.unlink()
            file.write_text(html, encoding="utf-8")

    def merge(self, names: Sequence[str], uses: Uses) -> str:
        """Write a merged style sheet; return its file."""
        css = used_only("\n".join(_with_absolute_addresses(self.read(name), name) for name in names), uses)
        digest = hashlib.sha256(css.encode("utf-8")).hexdigest()[:12]
        name = f"assets/site.{digest}.css"
        (self.site / name).write_text(css, encoding="utf-8")
        return name

    def delete_unused(self, sheets: Iterable[str], scripts: Iterable[str]) -> None:
        """Delete merged style sheets and files that no page loads."""
        for name in sheets:
            (self.site / name).unlink()
        if any("bundle." in name for name in scripts):
            # Material's own script may load the other files.
            return
        for name in ENGINE_ONLY:
            path = self.site / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)


def _problems(file: str, faults: Iterable[Fault], origin: Origin, settings: Settings) -> Iterator[Problem]:
    """A problem for each fault of a page, placed in its source file if it has one."""
    hint = HINT if origin.handwritten else "leave it out of the sheet, or of the template of this page"
    for fault in faults:
        source = settings.root / origin.source
        text = source.read_text(encoding="utf-8", errors="replace") if origin.source else ""
        yield forbidden(fault, origin.source or file, text, hint, page=file)


_RELATIVE = re.compile(
    r"""url\((?P<quote>["']?)(?![a-z]+:|/|#)(?P<address>[^"')]+)(?P=quote)\)""", re.IGNORECASE
)


def _with_absolute_addresses(css: str, name: str) -> str:
    """The style sheet with its relative addresses rewritten for the folder `assets`."""

    def whole(url: re.Match[str]) -> str:
        target = markup.resolve(name, url["address"], "/")
        return url[0] if target is None else f'url("{urls.link_to("assets/site.css", target)}")'

    return _RELATIVE.sub(whole, css)


__all__ = ["FinishError", "Finisher", "file_of"]
