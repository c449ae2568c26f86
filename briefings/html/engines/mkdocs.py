"""MkDocs with Material, run in this process."""

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
from briefings.html.engines.base import SOURCE_DATE, Engine, EngineError, EngineOutput, Places, source_date
from briefings.html.engines.plugin import FastPages
from briefings.html.finish import file_of
from briefings.settings import Settings
from briefings.store.builds import PreviousSite
from briefings.store.processes import FEW, Progress, available_cores, each

FAILURES = (MkDocsException, TemplateError, ValueError, AssertionError, RecursionError)
"""What MkDocs raises. The last three come from Python's parsers of HTML and URLs, which fail on some
hand-written pages; MkDocs names the page in its log."""


class MkDocs(Engine):
    """Builds with the installed MkDocs."""

    def keeps(self, settings: Settings) -> bool:
        """Whether the host uses no plugins or hooks: what their pages depend on is unknown."""
        try:
            return _only_ours(_config(settings, Path(settings.site_dir)))
        except MkDocsException:
            return False

    def write(
        self, settings: Settings, folder: Path, as_of: date | None, earlier: PreviousSite, progress: Progress
    ) -> EngineOutput:
        """Write a whole site into an empty folder, reusing pages of the earlier site; see `Engine`."""
        with _day(as_of):
            return _write(settings, folder, earlier, progress)


class Pages:
    """Builds single pages of a site quickly, with everything that all pages share prepared beforehand.

    Valid as long as no page is added or removed, and the theme and the configuration do not change.
    """

    def __init__(self, settings: Settings) -> None:
        self._ready = FastPages(frozenset(), copy_files=False)
        with tempfile.TemporaryDirectory(prefix="briefings-") as folder:
            _make(settings, Path(folder), self._ready)

    def html(self, path: str) -> str:
        """The engine's HTML of a page, from its current Markdown. Raises EngineError."""
        with _warnings() as warnings:
            try:
                return self._ready.html(path)
            except FAILURES as error:
                raise EngineError(f"MkDocs failed: {error or type(error).__name__}", warnings) from error


def _config(settings: Settings, folder: Path) -> MkDocsConfig:
    # docs_dir is always given, since MkDocs defaults to `docs`.
    own = {"docs_dir": str(settings.docs_dir), "site_dir": str(folder), "site_url": settings.site_url or None}
    return load_config(str(settings.config_file), **own)


def _only_ours(config: MkDocsConfig) -> bool:
    return not config.plugins and not config.hooks and not any(map(_shows_build_date, config.theme.dirs[:1]))


def _shows_build_date(theme: str) -> bool:
    """Whether pages show when they were built, so that none can be reused."""
    texts = (file.read_text(encoding="utf-8") for file in Path(theme).rglob("*.html"))
    return any("build_date" in text or "update_date" in text for text in texts)


def _write(settings: Settings, folder: Path, earlier: PreviousSite, progress: Progress) -> EngineOutput:
    """Write the site into a folder; pages of the earlier site are linked there unchanged."""
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
    # Dealt out from the longest to the shortest, so that all processes end at about the same time.
    todo = sorted(sizes.keys() - earlier.pages.keys(), key=lambda page: (-sizes[page], page))
    processes = available_cores() if len(todo) > FEW else 1
    shares = [frozenset(todo[n::processes]) for n in range(processes)]
    parts = each(
        shares,
        lambda n, share: _make(settings, folder, FastPages(share, copy_files=n == 0, progress=progress)),
        cores=processes,
    )
    places = {page: known for _, part in parts for page, known in part.items()}
    messages = list(dict.fromkeys(warning for warnings, _ in parts for warning in warnings))
    if config.validation.links.anchors >= logging.WARNING:
        messages += _dead_anchors(
            {page: Places(known.anchors, known.links) for page, known in earlier.pages.items()} | places
        )
    return messages, places


def _make(settings: Settings, folder: Path, pages: FastPages) -> EngineOutput:
    """Build with MkDocs. Its own strict mode is not used: with its log quiet, it counts no warnings."""
    with _warnings() as warnings:
        try:
            config = _config(settings, folder)
            # Added here, so that mkdocs.yml names no plugin of ours and other programs can read it.
            config.plugins["briefings/fast"] = pages
            if pages.is_partial:
                # Each process knows the anchors of its own pages only; `_dead_anchors` checks all afterwards.
                config.validation.links.anchors = logging.DEBUG
            config.plugins.on_startup(command="build", dirty=pages.is_partial)
            try:
                build_site(config, dirty=pages.is_partial)
            finally:
                config.plugins.on_shutdown()
        except FAILURES as error:
            raise EngineError(f"MkDocs failed: {error or type(error).__name__}", warnings) from error
    return warnings, pages.places


def _dead_anchors(pages: Mapping[str, Places]) -> Iterator[str]:
    """MkDocs' own warnings about links to anchors that do not exist."""
    for page, places in sorted(pages.items()):
        for line in filter(None, places.links.split("\n")):
            target, anchor, *written = line.split("\t", 2)
            # Sets of the anchors of all pages would take more memory than anything else here.
            if target not in pages or f" {anchor} " in f" {pages[target].anchors} ":
                continue
            link = written[0] if written else link_to(page, target, anchor)
            fault = f"the doc '{target}' does not contain an anchor '#{anchor}'"
            if target == page:
                fault = "there is no such anchor on this page"
            yield f"Doc file '{page}' contains a link '{link}', but {fault}."


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """Collect what MkDocs logs as warnings or errors, in order."""
    messages: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            message = " ".join(record.getMessage().split())
            # A dirty build may leave pages that do not fit together, which `earlier` rules out.
            if not message.startswith("A 'dirty' build is being performed"):
                messages.append(message)

    loggers = [logging.getLogger(name) for name in ("mkdocs", "MARKDOWN", "pymdownx")]
    listener = Listener(level=logging.WARNING)
    before = [logger.propagate for logger in loggers]
    for logger in loggers:
        logger.addHandler(listener)
        logger.propagate = False
    try:
        yield messages
    finally:
        for logger, propagate in zip(loggers, before, strict=True):
            logger.removeHandler(listener)
            logger.propagate = propagate


@contextmanager
def _day(as_of: date | None) -> Iterator[None]:
    """Set the date for MkDocs, which takes it only from the environment of this process."""
    given = SOURCE_DATE in os.environ
    os.environ.update(source_date(as_of))
    try:
        yield
    finally:
        if not given:
            os.environ.pop(SOURCE_DATE, None)
