"""The preview's web server: the newest good site, and a stream of events that tells open pages of the next
build or of what went wrong.

Pages get a script while they are served, never on disk. It is a file of this server, as its styles are, since
a page's policy may allow no others.
"""

from __future__ import annotations

import ipaddress
import json
import mimetypes
import re
import secrets
import socket
import socketserver
import sys
import threading
import time
from collections.abc import Callable, Iterator
from hashlib import blake2b
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from briefings.html.security import digest
from briefings.preview.failures import Failure

OWN = "/_preview/"
"""Below this address are the preview's own files, and its events at `events`."""

FILES = {name: Path(__file__).with_name(name) for name in ("overlay.js", "overlay.css")}

VERSION = "X-Preview-Page"
"""The header by which an open page learns whether it is another now."""

HEARTBEAT = 15.0
"""Seconds after which a silent stream says that it is alive; a browser that went away is noticed so."""

SWAP = 0.2
"""Seconds that a site may be away while a new site takes the place of the old one."""

IDLE = 60.0
"""Seconds after which a browser that sends nothing, or takes nothing, is let go."""

OTHER_HOST = (
    "This preview answers to localhost, to the address that you reached it at, and to the host that it was "
    "started with: briefings serve --address HOST:PORT"
)
"""What a page of another site is told that has its name lead here."""

TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".xml": "application/xml",
}
"""What browsers insist on; a system's own table may have it otherwise."""

WAITING = b"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Preview</title>
<body><main><h1>Preview</h1><p>There is no page to show yet. This page follows by itself.</p></main></body>
</html>
"""


class Server(ThreadingHTTPServer):
    """Serves a site below `mount`. Threads that wait for news end with the program, and hold nothing up."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(
        self, host: str, port: int, mount: str = "/", report: Callable[[Exception], None] = lambda error: None
    ) -> None:
        """`report` is called with what goes wrong in answering, by other threads."""
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), _Handler, bind_and_activate=False)
        self._host = host
        self.report = report
        self.mount = mount
        self.site: Path | None = None
        self.build = ""
        """Names what is served: a page of another build may be out of date. It differs from run to run, as
        pages stay open."""
        self.assets = b""
        """What all pages load, in a digest."""
        self._run = secrets.token_hex(4)
        self._number = 0
        self._failure: Failure | None = None
        self._news = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self.serve_forever, args=[0.05], daemon=True)

    @property
    def url(self) -> str:
        """Of the front page."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self.server_address[1]}{quote(self.mount)}"

    def take(self) -> None:
        """Take the address: from now on browsers wait, instead of being refused. Raises OSError where it is
        not to be had."""
        self.server_bind()
        self.server_activate()

    def start(self) -> None:
        """Answer, in a thread, unless it was closed meanwhile."""
        with self._news:
            if not self._closed:
                self._thread.start()

    def close(self) -> None:
        """Stop serving, also before it began."""
        with self._news:
            self._closed = True
        if self._thread.is_alive():
            self.shutdown()
        self.server_close()

    def show(self, site: Path) -> None:
        """Serve this site from now on; open pages that are others in it follow."""
        files = sorted(file for kind in ("*.css", "*.js") for file in site.glob(f"assets/{kind}"))
        self.assets = blake2b(b"".join(file.name.encode() + file.read_bytes() for file in files)).digest()
        self._tell(None, site=site)

    def version(self, page: bytes) -> str:
        """Names what a page is, with all that it loads."""
        return blake2b(self.assets + page, digest_size=12).hexdigest()

    def tell(self, failure: Failure | None) -> None:
        """Show what went wrong over the pages that are open, or that nothing is wrong any more."""
        self._tell(failure)

    def _tell(self, failure: Failure | None, site: Path | None = None) -> None:
        with self._news:
            self._number += 1
            number = f"{self._run}-{self._number}"
            self._failure = failure
            if failure is not None:
                note = (
                    "There is no good page to show yet."
                    if self.site is None
                    else "The page behind is the last good one."
                )
                self._failure = failure | {"id": number, "note": note}
            if site is not None:
                self.site, self.build = site, number
            self._news.notify_all()

    def news(self) -> Iterator[str]:
        """What a page has to know, as JSON: at once, and after each change; in between an empty text, now and
        then."""
        told = -1
        while True:
            with self._news:
                if self._number == told:
                    self._news.wait(HEARTBEAT)
                changed, told = self._number != told, self._number
                state = {"build": self.build, "failure": self._failure}
            yield json.dumps(state, ensure_ascii=False) if changed else ""

    def server_bind(self) -> None:
        """As the base of bases does it: HTTPServer would ask the network for this machine's name, which may
        take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self._host, int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser may go away in the middle of anything; other errors are reported."""
        error = sys.exception()
        if isinstance(error, Exception) and not isinstance(error, ConnectionError | TimeoutError):
            self.report(error)

    def is_named(self, host: str, local: str) -> bool:
        """Whether a request that arrived at the address `local` names this server as its host.

        A page of another site can have its own name lead here, and would then read drafts as its own pages.
        No such name is one of these; an address in numbers cannot be made to lead elsewhere.
        """
        match = _HOST.fullmatch(host)
        if match is None:
            return False
        name = (match["address"] or match["name"]).lower().removesuffix(".")
        try:
            address = _plain(name)
        except ValueError:
            return name in {"localhost", self._host.lower()} or name.endswith(".localhost")
        return address.is_loopback or name == self._host.lower() or address == _plain(local)


_HOST = re.compile(r"(?:\[(?P<address>[0-9A-Fa-f:.]+)\]|(?P<name>[^:\[\]/@\s]+))(?::[0-9]{1,5})?", re.ASCII)


def _plain(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """An address, as IPv4 where it only wraps one; raises ValueError."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    return (ip.ipv4_mapped or ip) if isinstance(ip, ipaddress.IPv6Address) else ip


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = IDLE
    server: Server

    def do_GET(self) -> None:
        try:
            parts = urlsplit(self.path)
        except ValueError:
            self._refuse(HTTPStatus.BAD_REQUEST, "This address cannot be read.")
            return
        hosts = [*self.headers.get_all("Host", []), *([parts.netloc] if parts.netloc else [])]
        local = str(self.connection.getsockname()[0])
        if not hosts or not all(self.server.is_named(str(host), local) for host in hosts):
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST, OTHER_HOST)
            return
        try:
            self._answer(unquote(parts.path))
        except (ConnectionError, TimeoutError):
            raise
        except Exception as error:
            self.server.report(error)
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, "This page failed; the terminal says why.")

    do_HEAD = do_GET

    def _answer(self, path: str) -> None:
        if path == f"{OWN}events":
            self._events()
        elif path.startswith(OWN):
            file = FILES.get(path.removeprefix(OWN))
            self._send(HTTPStatus.OK, file.read_bytes(), TYPES[file.suffix]) if file else self._missing()
        elif path.startswith(self.server.mount):
            self._page(path)
        elif self.server.mount.startswith(path if path.endswith("/") else path + "/"):
            self._redirect(self.server.mount)
        else:
            self._missing()

    def _refuse(self, status: HTTPStatus, words: str) -> None:
        self.close_connection = True
        self._send(status, f"{words}\n".encode(), TYPES[".txt"], {"Connection": "close"})

    def _page(self, path: str) -> None:
        # The name is read before the file: a page may then be newer than its name, and is loaded once more,
        # but never older.
        build, site = self.server.build, self.server.site
        if site is None:
            self._send_page(HTTPStatus.SERVICE_UNAVAILABLE, WAITING, build)
            return
        below = path.removeprefix(self.server.mount)
        file = _file(site, below) or _file(_standing(site), below)
        body = None if file is None else _read(file)
        if file is None or body is None:
            self._missing()
        elif (
            file.name == "index.html" and below and not path.endswith("/") and not path.endswith("index.html")
        ):
            self._redirect(path + "/")
        else:
            kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
            if file.suffix == ".html":
                self._send_page(HTTPStatus.OK, body, build)
            else:
                self._send(HTTPStatus.OK, body, kind)

    def _missing(self) -> None:
        build, site = self.server.build, self.server.site
        file = None if site is None else _file(site, "404.html")
        page = None if file is None else _read(file)
        self._send_page(HTTPStatus.NOT_FOUND, WAITING if page is None else page, build)

    def _send_page(self, status: HTTPStatus, page: bytes, build: str) -> None:
        version = self.server.version(page)
        self._send(status, _with_script(page, build, version), TYPES[".html"], {VERSION: version})

    def _redirect(self, path: str) -> None:
        self._send(HTTPStatus.FOUND, b"", TYPES[".html"], {"Location": quote(path)})

    def _send(self, status: HTTPStatus, body: bytes, kind: str, more: dict[str, str] | None = None) -> None:
        self.send_response(status)
        headers = {"Content-Type": kind, "Content-Length": str(len(body))} | _ALWAYS | (more or {})
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _events(self) -> None:
        self.send_response(HTTPStatus.OK)
        for name, value in ({"Content-Type": "text/event-stream", "Connection": "close"} | _ALWAYS).items():
            self.send_header(name, value)
        self.end_headers()
        self.close_connection = True
        # After the server was stopped and started again, pages that stayed open are back soon.
        self.wfile.write(b"retry: 500\n\n")
        for news in self.server.news():
            self.wfile.write(f"data: {news}\n\n".encode() if news else b":\n\n")

    def log_message(self, format: str, *args: object) -> None:
        """Requests are no news, and would stand between the problems of the sheets."""


_ALWAYS = {
    # Nothing is kept by the browser: the next build may be here within the second.
    "Cache-Control": "no-store",
    # Pages of other sites load nothing from here, not even as a picture.
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def _file(site: Path, below: str) -> Path | None:
    """The file of a site that an address leads to; of a folder, its front page."""
    try:
        path = (site / below).resolve()
        if path.is_dir():
            path = (path / "index.html").resolve()
        return path if path.is_relative_to(site.resolve()) and path.is_file() else None
    except (OSError, ValueError, RuntimeError):
        # No file can have this name: it is too long, has a null character in it, or leads round in a circle.
        return None


def _read(file: Path) -> bytes | None:
    """What is in a file; None if it cannot be read, or is gone by now."""
    try:
        return file.read_bytes()
    except OSError:
        return None


def _standing(site: Path) -> Path:
    """The site, as soon as it stands: it is away for an instant while a new one takes its place."""
    until = time.monotonic() + SWAP
    while not site.is_dir() and time.monotonic() < until:
        time.sleep(0.002)
    return site


def _with_script(page: bytes, build: str, version: str) -> bytes:
    # A page's policy names its scripts by their digests; the preview's own is one more.
    named = digest(FILES["overlay.js"].read_bytes())
    page = page.replace(b"script-src ", f"script-src '{named}' ".encode(), 1)
    script = (
        f'<script src="{OWN}overlay.js" integrity="{named}" data-build="{build}" data-page="{version}"'
        " defer></script>".encode()
    )
    end = page.lower().rfind(b"</body")
    return page + script if end < 0 else page[:end] + script + page[end:]
