"""MkDocs with Material, run in this process: for hosts whose plugins or hooks need all pages at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter

from mkdocs.commands.build import build as build_all

from briefings.html.engine import EngineError, EngineResult, failing, refuse_warnings
from briefings.html.frame import alone, configuration, noted
from briefings.html.frame import builds_alone as frame_suffices
from briefings.settings import Settings
from briefings.store.folders import NewFolder

Finish = Callable[[Path], Iterable[str]]
"""Completes a site before it is published; returns warnings, raises FinishError."""


def builds_alone(settings: Settings) -> bool:
    """Whether `Frame` gives the same pages, each by itself, so that most can be reused: whether the host uses
    no plugins, hooks or templates of their own."""
    try:
        return frame_suffices(alone(settings))
    except EngineError:
        return False


def build(
    settings: Settings,
    *,
    site_dir: Path | None = None,
    strict: bool = True,
    finish: Finish | None = None,
) -> EngineResult:
    """Build the site from the Markdown files in `settings.docs_dir`. Raises EngineError.

    It goes to `site_dir`, which defaults to the one in the settings. It is built beside the target, then
    exchanged with it, so that readers never see half a site and a failure leaves the old one. No component of
    the target's path inside the project may be a link.

    With `strict`, a warning is a failure.
    """
    started = perf_counter()
    target = (site_dir or settings.site_dir).absolute()
    with failing(), NewFolder(target, "site", inside=settings.root) as new:
        warnings = _write(settings, new.path)
        refuse_warnings(warnings, "the engine", strict=strict)
        if not (new.path / "index.html").is_file():
            raise EngineError(
                "the site was not built: the Markdown has no index.md for its front page", warnings
            )
        if finish is not None:
            late = list(finish(new.path))
            refuse_warnings(late, "what follows the engine", strict=strict)
            warnings += late
        pages = sum(1 for _ in new.path.rglob("*.html"))
        new.put()
    return EngineResult(target, pages, tuple(warnings), perf_counter() - started)


def _write(settings: Settings, folder: Path) -> list[str]:
    """Write a whole site into an empty folder; return warnings, each in one line."""
    with noted() as warnings:
        config = configuration(settings, settings.docs_dir, folder)
        # MkDocs' own strict mode is not used: with its log quiet, it counts no warnings.
        config.plugins.on_startup(command="build", dirty=False)
        try:
            build_all(config)
        finally:
            config.plugins.on_shutdown()
    return warnings
