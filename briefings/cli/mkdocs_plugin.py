"""The plugin that makes `mkdocs build`, `mkdocs serve` and `mkdocs gh-deploy` give the site that `briefings
build` gives: `plugins: [briefings]` in mkdocs.yml.

Before MkDocs reads any Markdown, the sheets are checked and their Markdown is written; the site that MkDocs
then builds is finished as a whole and exchanged with the old one. Imported by MkDocs, and also by
`briefings build`, which reads the same mkdocs.yml and leaves the plugin out.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click
from mkdocs.config.base import LegacyConfig
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.utils import CountHandler

from briefings.cli.build import CONTENTS, target_of, warn
from briefings.cli.generate import check_content
from briefings.cli.output import say, shown, status_of
from briefings.cli.project import settings_of, writing
from briefings.html.engine import failing
from briefings.html.frame import add_words, classes_of_theme
from briefings.settings import CONFIG_FILE, PLUGIN, Settings
from briefings.sheets.git import tracked_files
from briefings.site import hosting, outputs, planning
from briefings.site.handover import Handover, handing_over
from briefings.store.folders import NewFolder
from briefings.text.escape import ascii_address

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

NO_SITE = "no site was built"

log = get_plugin_logger(PLUGIN)


class BriefingsPlugin(BasePlugin[LegacyConfig]):  # type: ignore[no-untyped-call]  # upstream
    """Runs the stages of a build that come before MkDocs' own, and those after it."""

    settings: Settings
    new: NewFolder
    """The site that is being built."""
    handover: Handover

    def __init__(self) -> None:
        self._build = ExitStack()
        """Closed at the end of a build, whether it succeeds or fails."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """With this method, MkDocs keeps the object for all builds of `mkdocs serve`."""
        self._serves = command == "serve"

    @event_priority(100)
    def on_config(self, config: MkDocsConfig) -> None:
        """Read the settings of the project, and add the words of its language for the theme."""
        with _as_messages():
            file = Path(config.config_file_path or "")
            if file.name != CONFIG_FILE:
                raise click.UsageError(f"the plugin `{PLUGIN}` reads its settings from {CONFIG_FILE} only")
            if config.site_url:
                config.site_url = ascii_address(config.site_url)
            self.settings = replace(settings_of(file.parent), site_url=config.site_url or "")
            add_words(config, self.settings)

    @event_priority(100)
    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Check the sheets and write their Markdown, for a site in a new folder."""
        settings = self.settings
        with _as_messages(), failing():
            target = target_of(settings, Path(config.site_dir))
            self._build.enter_context(writing(settings, target))
            committed = tracked_files(settings.root, "seeds", *outputs.names(settings, target))
            found = outputs.obstacles(settings, CONTENTS, committed=committed or (), target=target)
            todo = planning.plan(settings, check_content(settings, found))
            self.new = self._build.enter_context(NewFolder(target, "site", inside=settings.root))
            classes = classes_of_theme(config, settings)
            self.handover = self._build.enter_context(handing_over(settings, todo, classes))
        # Put back at the end, for `mkdocs serve` and `mkdocs gh-deploy`.
        for key, folder in (("docs_dir", settings.docs_dir), ("site_dir", self.new.path)):
            self._build.callback(config.__setitem__, key, config[key])
            config[key] = str(folder)

    @event_priority(-100)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Add the files that MkDocs does not make, and replace the old site with the new one."""
        with _as_messages(), failing():
            self.handover.finish(self.new.path)
            if config.strict and _has_warned():
                raise Abort(NO_SITE)
            self.new.put()
            self._build.close()
        if not self._serves:
            _report(self.settings, self.new.target)

    def on_build_error(self, *, error: Exception) -> None:
        """Leave the old site as it is."""
        self._build.close()

    def on_shutdown(self) -> None:
        """Leave the old site as it is after an interruption."""
        self._build.close()

    def on_serve(
        self, server: LiveReloadServer, /, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> None:
        """Watch what people write, and not the Markdown, which each build writes."""
        settings = self.settings
        if settings.docs_dir == Path(config.docs_dir):
            server.unwatch(config.docs_dir)
        for folder in (settings.content_dir, settings.seeds_dir, settings.root / "theme"):
            if folder.is_dir():
                server.watch(str(folder))


def _report(settings: Settings, site: Path) -> None:
    files = (file for file in site.rglob("*") if file.is_file())
    sizes = {file.relative_to(site).as_posix(): file.stat().st_size for file in files}
    warn(settings, sizes)
    say(f"{hosting.total(sizes)}; the site is in {shown(site)}")


@contextmanager
def _as_messages() -> Iterator[None]:
    """End with errors as messages, like all commands, and without a traceback."""
    try:
        yield
    except click.ClickException:
        raise
    except click.exceptions.Exit:
        raise Abort(NO_SITE) from None
    except Exception as error:
        if status_of(error) == 70 and os.environ.get("BRIEFINGS_TRACEBACK"):
            raise
        raise Abort(NO_SITE) from None


def _has_warned() -> bool:
    """Whether there were warnings, for which MkDocs ends a strict build only when the site is in place."""
    handlers = logging.getLogger(log.logger.name.partition(".")[0]).handlers
    return any(each.get_counts() for each in handlers if isinstance(each, CountHandler))
