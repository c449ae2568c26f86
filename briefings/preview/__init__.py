"""A local server whose pages follow each save, with an overlay that shows what is wrong. Sites are built by
the `rebuild` that it is given."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path

from briefings.html.engine import EngineError, EngineResult
from briefings.preview.ending import Ending
from briefings.preview.failures import english, failure, unfinished
from briefings.preview.saves import Saves, Snapshot
from briefings.preview.server import Request, Responder, Response, Server, is_loopback
from briefings.store.processes import Progress
from briefings.words import Words

Rebuild = Callable[[str, Collection[Path], Progress], Iterator[tuple[EngineResult, bool]]]
"""Builds a site for a URL, given the files saved since the last complete one. Yields a result whenever there
is more of the site to show, with whether it is complete; or raises, and leaves the last site alone. It calls
the given progress function often, which raises `Superseded` after a save."""

Report = Callable[[EngineResult | Exception], None]
"""Called with the result of each build, or with the exception that `rebuild` raised."""


class Superseded(Exception):  # not an error
    """The build is of no use any more: something was saved meanwhile, or the preview is ending."""


class Preview:
    """Builds a site, serves the newest good one below `mount`, and rebuilds when a watched file, or a file in
    a watched folder, changes.

    Requests wait only for the first build. After a failure, the last good site is served with the error over
    its pages, and the next save triggers another build.
    """

    def __init__(
        self,
        rebuild: Rebuild,
        watch: Sequence[Path],
        address: str,
        *,
        mount: str = "/",
        report: Report,
        responder: Responder | None = None,
        words: Words,
    ) -> None:
        self._rebuild = rebuild
        self._report = report
        self._words = words
        self._host, self._port = _host_and_port(address)
        self._server = Server(self._host, self._port, mount, report, responder, words)
        self._saves = Saves(watch)
        self._whole: Snapshot = {}
        """The files that the last complete site was built from."""

    def run(self, ready: Callable[[str], None] = lambda url: None) -> None:
        """Build, serve, and follow saves until stopped. `ready` is called with the URL before the first
        build."""
        try:
            self._server.take()
        except OSError as error:
            raise EngineError(_cannot_serve(error, self._host, self._port)) from error
        ready(self._server.url)
        # Before any thread is started: only a program with a single thread may fork worker processes, which
        # the long first build needs most.
        self._follow(self._saves.now())
        self._server.start()
        while (files := self._saves.wait()) is not None:
            self._follow(files)

    def stop(self) -> None:
        """End the build that is going on, and the wait for saves. Any thread may call this."""
        self._saves.close()

    def close(self) -> None:
        """Stop watching and serving."""
        self._saves.close()
        self._server.close()

    def _follow(self, files: Snapshot) -> None:
        saved = {
            Path(path)
            for path in files.keys() | self._whole.keys()
            if files.get(path) != self._whole.get(path)
        }
        try:
            for result, whole in self._rebuild(self._server.url, saved, self._ask):
                self._server.show(result.site_dir, unfinished(result.problems, self._words))
                if whole:
                    self._whole = files
                self._report(result)
        except Superseded:
            pass
        # The next save may fix whatever went wrong, so no error ends the preview.
        except Exception as error:
            self._server.tell(failure(error, self._words))
            self._report(error)

    def _ask(self, stage: str, done: int, of: int) -> None:
        if self._saves.closed or self._saves.changed():
            raise Superseded


def _host_and_port(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    if host.strip("[]") == "" or not (port.isascii() and port.isdecimal()):
        raise EngineError(f"`{address}` must be host:port, for example localhost:8000")
    # 0 is for any free port.
    if len(port) > 5 or int(port) > 65535:
        raise EngineError(f"`{port}` is not a port: ports are numbers from 1 to 65535, as in {host}:8000")
    return host.strip("[]"), int(port)


def _cannot_serve(error: OSError, host: str, port: int) -> str:
    shown = f"[{host}]" if ":" in host else host
    if isinstance(error, socket.gaierror | UnicodeError):
        return f"there is no host `{host}`; name an address of this machine: --address 127.0.0.1:{port}"
    match error.errno:
        case errno.EADDRINUSE:
            other = port + 1 if port < 65535 else 8000
            return f"port {port} is in use, perhaps by another preview; choose one: --address {shown}:{other}"
        case errno.EACCES:
            return f"port {port} is reserved for the system; choose one from 1024 up: --address {shown}:8000"
        case errno.EADDRNOTAVAIL:
            return f"`{host}` is not an address of this machine; 127.0.0.1 is, and 0.0.0.0 means all of them"
        case _:
            return f"{shown}:{port} cannot be served: {error.strerror or error}"


__all__ = [
    "Ending", "Preview", "Rebuild", "Report", "Request", "Responder", "Response", "Superseded", "english",
    "is_loopback",
]  # fmt: skip
