"""MkDocs with Material: builds in this process, and serves a preview that follows each save."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import TemplateError
from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config
from mkdocs.exceptions import MkDocsException
from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileClosedNoWriteEvent, FileOpenedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from briefings.engines.base import SOURCE_DATE, EngineError, EngineResult, Finish, replace_site, source_date
from briefings.engines.plugin import FastPages
from briefings.settings import Settings

Report = Callable[[EngineResult | Exception], None]

WAITING = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Preview</title>
<body><p>There is no page to show yet: the terminal says what to mend. This page follows by itself.</p></body></html>
"""


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
            return replace_site(target, lambda folder: _write(settings, folder, settings.site_url), strict=strict, finish=finish)

    def serve(
        self,
        settings: Settings,
        rebuild: Callable[[], None],
        watch: Sequence[Path],
        address: str,
        *,
        report: Report,
        ready: Callable[[str], None] = lambda url: None,
    ) -> None:
        """Serve a preview until interrupted; see `Preview`."""
        preview = Preview(settings, rebuild, watch, address, report=report)
        try:
            preview.run(ready)
        except KeyboardInterrupt:
            pass
        finally:
            preview.close()


class Preview:
    """A server on this machine whose pages follow each save.

    `rebuild` makes the Markdown tree anew. `report` is told what came of each build: the result, or what `rebuild` or the
    engine raised. After a failure the last good site is served on, and the next save is another try.
    """

    def __init__(self, settings: Settings, rebuild: Callable[[], None], watch: Sequence[Path], address: str, *, report: Report) -> None:
        self._settings = settings
        self._rebuild = rebuild
        self._report = report
        host, port = _host_and_port(address)
        self._folder = Path(tempfile.mkdtemp(prefix="briefings-"))
        self._site = self._folder / "site"
        self._site.mkdir()
        for name in ("index.html", "404.html"):
            (self._site / name).write_text(WAITING, encoding="utf-8")
        mount = urlsplit(settings.site_url).path or "/"
        self._server = _Server(self._build, host, port, root=str(self._site), mount_path=mount)
        self._server.error_handler = self._error_page
        for path in watch:
            if path.exists():
                self._server.watch(str(path.absolute()))

    def run(self, ready: Callable[[str], None] = lambda url: None) -> None:
        """Build, then serve until interrupted or closed; `ready` is told the address."""
        # Each page that is not there would be a line in the terminal, in between the problems of the sheets.
        logging.getLogger("mkdocs.livereload").setLevel(logging.ERROR)
        try:
            self._server.server_bind()
            self._server.server_activate()
            self._server.observer.start()
        except OSError as error:
            raise EngineError(f"{self._server.url} cannot be served: {error.strerror or error}") from error
        self._build()
        self._server.serve_thread.start()
        ready(self._server.url)
        self._server.follow()

    def close(self) -> None:
        """Stop serving, and remove the preview's files."""
        self._server.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _build(self) -> None:
        try:
            self._rebuild()
            result = replace_site(self._site, lambda folder: _write(self._settings, folder, self._server.url), strict=False)
        # Whatever went wrong, the next save may mend it: a preview that dies of a typing error is no preview.
        except Exception as error:
            self._server.keep()
            self._report(error)
        else:
            self._report(result)

    def _error_page(self, code: int) -> bytes | None:
        page = self._site / "404.html"
        return page.read_bytes() if code == 404 and page.is_file() else None


class _Server(LiveReloadServer):
    """MkDocs' own preview server, told of saves by the operating system instead of looking twice a second.

    Upstream's inner parts are used where it offers no others; it is frozen, and pyproject.toml holds it below its next major version.
    """

    def __init__(self, builder: Callable[[], None], host: str, port: int, *, root: str, mount_path: str) -> None:
        super().__init__(builder, host, port, root, mount_path=mount_path)
        self.observer = Observer()  # type: ignore[assignment]  # upstream declares its polling one; both are watchdog's BaseObserver

    def watch(self, path: str, func: None = None, *, recursive: bool = True) -> None:
        """Rebuild when a file in this folder, or this file, is saved."""
        self._watched_paths[path] = 1
        if Path(path).is_dir():
            self.observer.schedule(_Saves(self._wish, only=None), path, recursive=recursive)
        else:
            # By way of its folder, since editors save by putting another file in its place.
            self.observer.schedule(_Saves(self._wish, only=path), str(Path(path).parent), recursive=False)

    def _wish(self) -> None:
        with self._rebuild_cond:
            self._want_rebuild = True
            self._rebuild_cond.notify_all()

    def follow(self) -> None:
        """Rebuild after each save, until stopped."""
        self._build_loop()  # type: ignore[no-untyped-call]  # upstream

    def keep(self) -> None:
        """The build failed: what is shown stays shown. Without this, upstream lets every request wait for a build that succeeds."""
        with self._epoch_cond:
            self._wanted_epoch = self._visible_epoch

    def stop(self) -> None:
        """Stop watching and serving; also before either began."""
        if self.observer.is_alive():
            self.observer.stop()
        with self._rebuild_cond:
            self._shutdown = True
            self._rebuild_cond.notify_all()
        if self.serve_thread.is_alive():
            super(LiveReloadServer, self).shutdown()
        self.server_close()


class _Saves(FileSystemEventHandler):
    """Tells of files that were saved, moved or removed; not of those only read, as each rebuild does, nor of editors' own."""

    def __init__(self, wish: Callable[[], None], *, only: str | None) -> None:
        self._wish = wish
        self._only = only

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.is_directory or isinstance(event, FileOpenedEvent | FileClosedNoWriteEvent):
            return
        paths = [Path(os.fsdecode(path)) for path in (event.src_path, event.dest_path) if path]
        if any(not _is_editors_own(path.name) if self._only is None else str(path) == self._only for path in paths):
            self._wish()


def _is_editors_own(name: str) -> bool:
    return name.startswith((".", "#")) or name.endswith(("~", ".swp", ".tmp")) or name == "4913"


def _write(settings: Settings, folder: Path, site_url: str) -> list[str]:
    """Write the site into a folder. MkDocs' own strictness is not used: with its log quiet, it counts nothing and passes dead links."""
    with _warnings() as warnings:
        try:
            config = load_config(str(settings.config_file), site_dir=str(folder), site_url=site_url or None)
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
            # The preview's requests come in other threads, and are not the build's.
            if record.name != "mkdocs.livereload":
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


def _host_and_port(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise EngineError(f"`{address}` must be host:port, for example localhost:8000")
    return host.strip("[]"), int(port)
