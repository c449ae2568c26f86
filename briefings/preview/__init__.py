"""A server on this machine whose pages follow each save. It knows no sheets: what it shows, somebody else makes."""

from __future__ import annotations

import logging
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from mkdocs.livereload import LiveReloadServer
from watchdog.events import FileClosedNoWriteEvent, FileOpenedEvent, FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from briefings.engines.base import EngineError, EngineResult

Rebuild = Callable[[str], EngineResult]
"""Makes a whole good site that will answer at an address, and says where it stands; or raises, and leaves the last one alone."""

Report = Callable[[EngineResult | Exception], None]
"""Told what came of each build: the result, or what `rebuild` raised."""

WAITING = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Preview</title>
<body><p>There is no page to show yet: the terminal says what to mend. This page follows by itself.</p></body></html>
"""


def serve(
    rebuild: Rebuild,
    watch: Sequence[Path],
    address: str,
    *,
    mount: str = "/",
    report: Report,
    ready: Callable[[str], None] = lambda url: None,
) -> None:
    """Serve a preview until interrupted; see `Preview`."""
    preview = Preview(rebuild, watch, address, mount=mount, report=report)
    try:
        preview.run(ready)
    except KeyboardInterrupt:
        pass
    finally:
        preview.close()


class Preview:
    """Builds, serves the newest good site below `mount`, and builds again after each save in one of the watched files and folders.

    After a failure the last good site is served on, and the next save is another try.
    """

    def __init__(self, rebuild: Rebuild, watch: Sequence[Path], address: str, *, mount: str = "/", report: Report) -> None:
        self._rebuild = rebuild
        self._report = report
        host, port = _host_and_port(address)
        self._waiting = Path(tempfile.mkdtemp(prefix="briefings-"))
        for name in ("index.html", "404.html"):
            (self._waiting / name).write_text(WAITING, encoding="utf-8")
        self._server = _Server(self._build, host, port, root=str(self._waiting), mount_path=mount)
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
        shutil.rmtree(self._waiting, ignore_errors=True)

    def _build(self) -> None:
        try:
            result = self._rebuild(self._server.url)
        # Whatever went wrong, the next save may mend it: a preview that dies of a typing error is no preview.
        except Exception as error:
            self._server.keep()
            self._report(error)
        else:
            self._server.root = str(result.site_dir)
            self._report(result)

    def _error_page(self, code: int) -> bytes | None:
        page = Path(self._server.root) / "404.html"
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


def _host_and_port(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    if not host or not port.isdecimal() or int(port) > 65535:
        raise EngineError(f"`{address}` must be host:port, for example localhost:8000")
    return host.strip("[]"), int(port)
