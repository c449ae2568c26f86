"""MkDocs with Material, run in this process: for hosts whose plugins or hooks need all pages at once."""

from __future__ import annotations

from pathlib import Path

from mkdocs.commands.build import build

from briefings.html.engines.base import Engine, EngineError
from briefings.html.frame import alone, builds_alone, configuration, noted
from briefings.settings import Settings


class MkDocs(Engine):
    """Builds with the installed MkDocs."""

    def builds_alone(self, settings: Settings) -> bool:
        """Whether the host uses no plugins, hooks or templates of their own."""
        try:
            return builds_alone(alone(settings))
        except EngineError:
            return False

    def write(self, settings: Settings, folder: Path) -> list[str]:
        """Write a whole site into an empty folder; see `Engine`."""
        with noted() as warnings:
            config = configuration(settings, settings.docs_dir, folder)
            # MkDocs' own strict mode is not used: with its log quiet, it counts no warnings.
            config.plugins.on_startup(command="build", dirty=False)
            try:
                build(config)
            finally:
                config.plugins.on_shutdown()
        return warnings
