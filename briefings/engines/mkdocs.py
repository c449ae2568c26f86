"""MkDocs with Material: builds in this process."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from jinja2 import TemplateError
from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException

from briefings.engines.base import SOURCE_DATE, EngineError, EngineResult, Finish, replace_site, source_date
from briefings.engines.plugin import FastPages
from briefings.settings import Settings


class MkDocs:
    """Builds with the installed MkDocs."""

    name = "mkdocs"

    def build(
        self,
        settings: Settings,
        *,
        site_dir: Path | None = None,
        strict: bool = True,
        as_of: date | None = None,
        finish: Finish | None = None,
    ) -> EngineResult:
        """The site in `site_dir`, or else where the settings say; see `Engine`."""
        target = (site_dir or settings.site_dir).absolute()
        with _day(as_of):
            return replace_site(target, lambda folder: _write(settings, folder), strict=strict, finish=finish)


def _write(settings: Settings, folder: Path) -> list[str]:
    """Write the site into a folder. MkDocs' own strictness is not used: with its log quiet, it counts nothing and passes dead links."""
    with _warnings() as warnings:
        try:
            config = load_config(str(settings.config_file), site_dir=str(folder), site_url=settings.site_url or None)
            # Added here, so that mkdocs.yml names no plugin of ours and other programs can read it.
            config.plugins["briefings/fast"] = FastPages()
            config.plugins.on_startup(command="build", dirty=False)
            try:
                build_site(config)
            finally:
                config.plugins.on_shutdown()
        except (MkDocsException, TemplateError) as error:
            raise EngineError(f"MkDocs failed: {error or type(error).__name__}", warnings) from error
    return warnings


@contextmanager
def _warnings() -> Iterator[list[str]]:
    """What MkDocs logs as a warning or worse, in the order it came."""
    said: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(" ".join(record.getMessage().split()))

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
