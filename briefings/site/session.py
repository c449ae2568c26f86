"""Rebuilds a site after each save, in one process: first the pages of the saved sheets, then all others."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from briefings.catalog.catalog import Catalog
from briefings.catalog.coverage import Coverage
from briefings.evidence import Proofs
from briefings.exports import Publication, with_files
from briefings.html.engine import EngineResult
from briefings.html.publish import origin_of, refuse_faults
from briefings.pages.planned import of_sheet
from briefings.render.render import Renderer, with_front_matter
from briefings.render.templates import environment
from briefings.search.pagefind import file_of
from briefings.settings import Settings
from briefings.site import outputs, site
from briefings.site import stages as build
from briefings.site.site import Site
from briefings.site.stages import CheckResult
from briefings.store.files import write_if_changed
from briefings.store.processes import Progress, no_progress
from briefings.views.maker import Maker


class Session:
    """Builds Markdown and site in a folder of its own. The search finds nothing and shared links have no
    pictures; everything else is as published."""

    def __init__(self, root: Path, folder: Path, *, drafts: bool) -> None:
        self._root = root
        self._docs = folder / "docs"
        self._target = folder / "site"
        self._drafts = drafts
        self._settings: Settings | None = None
        self._site: Site | None = None
        """The last complete site."""

    def build(
        self, url: str, saved: Collection[Path], progress: Progress = no_progress
    ) -> Iterator[tuple[EngineResult, bool]]:
        """Build the site for an address after these files were saved: if possible first their own pages
        (False), and then the complete site (True).

        Raises ContentError, EngineError and what `progress` raises; the last good site then remains.
        """
        settings = replace(Settings.load(self._root), site_url=url, docs_dir=self._docs)
        if settings != self._settings:
            # The settings changed, so discard every cached result.
            self._settings, self._cache, self._site = settings, build.parse_cache(settings), None
        only_content = all(path.is_relative_to(settings.content_dir) for path in saved)
        follows = self._site is not None and bool(saved) and only_content
        if not follows:
            environment.cache_clear()
        checked = build.check(settings, drafts=self._drafts, cache=self._cache, progress=progress)
        in_drafts = tuple(each for each in checked.problems if each.is_in_draft and each.severity == "notice")
        if follows and checked.catalog is not None and checked.proofs is not None:
            assert checked.coverage is not None, "a linked catalog has coverage"
            quick = self._quick(settings, checked.catalog, checked.proofs, checked.coverage, saved)
            if quick is not None:
                yield replace(quick, problems=in_drafts), False
        self._site = self._whole(settings, checked, progress)
        yield replace(self._site.result, problems=in_drafts), True

    def _quick(
        self,
        settings: Settings,
        catalog: Catalog,
        proofs: Proofs,
        coverage: Coverage,
        saved: Collection[Path],
    ) -> EngineResult | None:
        """Update the pages of these sheets in the last site; None if the save affects the set of pages."""
        assert self._site is not None
        began = perf_counter()
        press = self._site.press
        if press is None:
            return None
        words = self._site.words
        paths = {path.relative_to(settings.root).as_posix() for path in saved}
        sheets = [sheet for sheet in catalog.sheets() if sheet.path in paths]
        maker = Maker(catalog, proofs, coverage, words, colored=tuple(settings.look.topics))
        publication = Publication(maker, settings, ())
        planned = (page for sheet in sheets for page in of_sheet(maker, sheet))
        pages = [page for page, _ in with_files(publication, planned)]
        if len(sheets) < len(paths) or not all(page.path in self._site.pages for page in pages):
            return None
        renderer = Renderer(words, settings)
        for page in pages:
            text = renderer.body(page)
            html, printed = press.page(page, text)
            file = file_of(page.path)
            refuse_faults({file: printed.faults}, {file: origin_of(page)}, settings)
            markdown = with_front_matter(page, text).encode("utf-8")
            write_if_changed(settings.docs_dir / page.path, markdown, inside=settings.root)
            write_if_changed(self._target / file, html, inside=settings.root)
        return EngineResult(self._target, len(pages), perf_counter() - began)

    def _whole(self, settings: Settings, checked: CheckResult, progress: Progress) -> Site:
        options = {"drafts": self._drafts, "site": self._target}
        inputs = outputs.build_inputs(settings, self._target, options, with_history=False)
        last = None if self._site is None else self._site.record
        return site.make(
            settings,
            checked,
            self._target,
            inputs,
            last=last,
            search=False,
            strict=False,
            with_history=False,
            progress=progress,
        )
