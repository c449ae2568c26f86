"""A server for built sites that sends what GitHub Pages sends: text with gzip, under a project's path,
404.html for what is not there."""

from __future__ import annotations

import gzip
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

COMPRESSED = (
    "text/",
    "application/javascript",
    "application/json",
    "application/xml",
    "image/svg+xml",
    "application/wasm",
)
"""What is sent with gzip: types by their beginning. Others, as PNG and Pagefind's own gzip, go as they
are."""


@dataclass(slots=True)
class Served:
    """A site that is being served, and what it was asked for."""

    url: str
    """Of its front page, ending in a slash."""
    asked: list[tuple[str, int]] = field(default_factory=list)
    """Each request's path below the front page, with the bytes of its answer as sent, head included."""

    def start(self) -> None:
        """Forget what was asked before."""
        self.asked.clear()

    @property
    def bytes(self) -> int:
        """Sent since the start."""
        return sum(size for _, size in self.asked)


@contextmanager
def serve(site: Path, mount: str = "/", port: int = 0) -> Iterator[Served]:
    """Serve a site under a path, `/` or `/project/`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path)
            below = path.removeprefix(mount) if path.startswith(mount) else None
            file = None if below is None else _file(site, below)
            if file is not None and file.is_dir():
                self._send(301, b"", "text/html", {"Location": path + "/"})
            elif file is None:
                missing = site / "404.html"
                self._send(404, missing.read_bytes() if missing.is_file() else b"", "text/html")
            else:
                kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
                self._send(200, file.read_bytes(), kind)
            if below is not None:
                served.asked.append((below, self.sent))

        def _send(self, status: int, body: bytes, kind: str, more: dict[str, str] | None = None) -> None:
            said = f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
            headers = {"Content-Type": said, "Cache-Control": "max-age=600"} | (more or {})
            if kind.startswith(COMPRESSED) and "gzip" in self.headers.get("Accept-Encoding", ""):
                body = gzip.compress(body, 6, mtime=0)
                headers["Content-Encoding"] = "gzip"
            headers["Content-Length"] = str(len(body))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            head = sum(len(name) + len(value) + 4 for name, value in headers.items())
            self.end_headers()
            self.wfile.write(body)
            # With the status line, Server and Date, which every answer has.
            self.sent = head + len(body) + 110

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    served = Served(f"http://127.0.0.1:{server.server_port}{mount}")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield served
    finally:
        server.shutdown()
        server.server_close()


def _file(site: Path, below: str) -> Path | None:
    """The file (or, for a redirect, the folder) that a path leads to."""
    path = (site / below).resolve()
    if not path.is_relative_to(site.resolve()):
        return None
    if path.is_dir():
        index = path / "index.html"
        if not index.is_file():
            return None
        return index if below == "" or below.endswith("/") else path
    return path if path.is_file() else None
