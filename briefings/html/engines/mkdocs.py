"""MkDocs with Material: builds in this process."""

from __future__ import annotations

import logging
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from jinja2 import TemplateError
from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from briefings.catalog.urls import link_to
from briefings.html.engines.base import (
    SOURCE_DATE,
    EngineError,
    EngineResult,
    Finish,
    Places,
    replace_site,
    source_date,
)
from briefings.html.engines.plugin import FastPages
from briefings.html.finish import file_of
from briefings.settings import Settings
from briefings.store.builds import NOTHING, Earlier
from briefings.store.processes import FEW, Progress, available_cores, each, no_progress

FAILURES = (MkDocsException, TemplateError, ValueError, AssertionError, RecursionError)
"""What MkDocs raises. The last three come from Python's parsers of HTML and addresses, which fail on some
hand-written pages; MkDocs names the page in its log."""


class MkDocs:
    """Builds with the installed MkDocs."""

    name = "mkdocs"

    def keeps(self, settings: Settings) -> bool:
        """Not with plugins or hooks of the host's: what such a page depends on, nobody here knows."""
        try:
            return _only_ours(_config(settings, Path(settings.site_dir)))
        except MkDocsException:
            return False

    def build(
        self,
        settings: Settings,
        *,
        site_dir: Path | None = None,
        strict: bool = True,
        as_of: date | None = None,
        finish: Finish | None = None,
        earlier: Earlier = NOTHING,
        durable: bool = True,
        progress: Progress = no_progress,
    ) -> EngineResult:
        """The site in `site_dir`, or else where the settings say; see `Engine`."""
        target = (site_dir or settings.site_dir).absolute()

        def write(folder: Path) -> Made:
            return _write(settings, folder, earlier, progress)

        with _day(as_of):
            return replace_site(
                target, write, strict=strict, inside=settings.root, durable=durable, finish=finish
            )


class Pages:
    """Single pages of a site, one at a time and at once: what all pages share is made ready beforehand.

    Good for as long as no page comes or goes, and the theme and the configuration stay as they are.
    """

    def __init__(self, settings: Settings) -> None:
        self._ready = FastPages(frozenset(), others=False)
        with tempfile.TemporaryDirectory(prefix="briefings-") as folder:
            _make(settings, Path(folder), self._ready)

    def html(self, path: str) -> str:
        """A page as the engine gives it, from its Markdown as it stands. Raises EngineError."""
        with _warnings() as warnings:
            try:
                return self._ready.html(path)
            except FAILURES as error:
                raise EngineError(f"MkDocs failed: {error or type(error).__name__}", warnings) from error


Made = tuple[list[str], dict[str, Places]]
"""What MkDocs warned of, and what is known of the pages that it made."""


def _config(settings: Settings, folder: Path) -> MkDocsConfig:
    # Always given: MkDocs' own default for docs_dir is `docs`.
    own = {"docs_dir": str(settings.docs_dir), "site_dir": str(folder), "site_url": settings.site_url or None}
    return load_config(str(settings.config_file), **own)


def _only_ours(config: MkDocsConfig) -> bool:
    return (
        not config.plugins
        and not config.hooks
        and not any(_tells_the_day(folder) for folder in config.theme.dirs[:1])
    )


def _tells_the_day(theme: str) -> bool:
    """Whether a page shows when it was built: then none stays as it is."""
    return any(
        "build_date" in (text := file.read_text(encoding="utf-8")) or "update_date" in text
        for file in Path(theme).rglob("*.html")
    )


def _write(settings: Settings, folder: Path, earlier: Earlier, progress: Progress) -> Made:
    """Write the site into a folder, but for the pages that an earlier one has; those are put there as they
    are."""
    try:
        config = _config(settings, folder)
    except MkDocsException as error:
        raise EngineError(f"MkDocs failed: {error or type(error).__name__}") from error
    if not _only_ours(config):
        return _make(settings, folder, FastPages())[0], {}
    for page in earlier.pages:
        earlier.keep(file_of(page), folder)
    docs = settings.docs_dir
    sizes = {file.relative_to(docs).as_posix(): file.stat().st_size for file in docs.rglob("*.md")}
    # The longest first, in turns, so that all processes end at about the same time.
    todo = sorted(sizes.keys() - earlier.pages.keys(), key=lambda page: (-sizes[page], page))
    processes = available_cores() if len(todo) > FEW else 1
    shares = [frozenset(todo[n::processes]) for n in range(processes)]
    parts = each(
        shares,
        lambda n, share: _make(settings, folder, FastPages(share, others=n == 0, progress=progress)),
        cores=processes,
    )
    places = {page: found for _, part in parts for page, found in part.items()}
    said = list(dict.fromkeys(warning for warnings, _ in parts for warning in warnings))
    if config.validation.links.anchors >= logging.WARNING:
        said += _dead_anchors(
            {page: Places(known.anchors, known.links) for page, known in earlier.pages.items()} | places
        )
    return said, places


def _make(settings: Settings, folder: Path, pages: FastPages) -> Made:
    """Have MkDocs build. Its own strictness is not used: with its log quiet, it counts nothing and passes
    dead links."""
    with _warnings() as warnings:
        try:
            config = _config(settings, folder)
            # Added here, so that mkdocs.yml names no plugin of ours and other programs can read it.
            config.plugins["briefings/fast"] = pages
            if pages.some:
                # One process sees too little of the others' pages to judge these links; `_dead_anchors` sees
                # all.
                config.validation.links.anchors = logging.DEBUG
            config.plugins.on_startup(command="build", dirty=pages.some)
            try:
                build_site(config, dirty=pages.some)
            finally:
                config.plugins.on_shutdown()
        except FAILURES as error:
            raise EngineError(f"MkDocs failed: {error or type(error).__name__}", warnings) from error
    return warnings, pages.places


def _dead_anchors(pages: Mapping[str, Places]) -> Iterator[str]:
    """Links to places that are not there, in MkDocs' own words."""
    for page, places in sorted(pages.items()):
        for line in filter(None, places.links.split("\n")):
            target, anchor, *written = line.split("\t", 2)
            # Looked for in the text: sets of all places of all pages would take more memory than anything
            # else here.
            if target not in pages or f" {anchor} " in f" {pages[target].anchors} ":
                continue
            link = written[0] if written else link_to(page, target, anchor)
            here, there = (
                "there is no such anchor on this page",
                f"the doc '{target}' does not contain an anchor '#{anchor}'",
            )
            yield f"Doc file '{page}' contains a link '{link}', but {here if target == page else there}."


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """What MkDocs logs as a warning or worse, in the order it came."""
    said: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = " ".join(record.getMessage().split())
            # What it warns of there, that pages may not fit together, is taken care of here.
            if not message.startswith("A 'dirty' build is being performed"):
                said.append(message)

    loggers = [logging.getLogger(name) for name in ("mkdocs", "MARKDOWN", "pymdownx")]
    listener = Listener(level=logging.WARNING)
    before = [logger.propagate for logger in loggers]
    for logger in loggers:
        logger.addHandler(listener)
        logger.propagate = False
    try:
        yield said
    finally:
        for logger, propagate in zip(loggers, before, strict=True):
            logger.removeHandler(listener)
            logger.propagate = propagate


@contextmanager
def _day(as_of: date | None) -> Iterator[None]:
    """MkDocs takes its day from the environment of this process, and from nowhere else."""
    given = SOURCE_DATE in os.environ
    os.environ.update(source_date(as_of))
    try:
        yield
    finally:
        if not given:
            os.environ.pop(SOURCE_DATE, None)
