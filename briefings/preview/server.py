"""The preview's web server: serves the newest good site, and a stream of events that tells open pages about
new builds and failures. A script for them is added to pages as they are served, never on disk."""

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
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, unquote, urlsplit

from briefings.html.security import digest
from briefings.preview.failures import Failure, english
from briefings.text import escape
from briefings.words import Words

OWN = "/_preview/"
"""The path of the preview's own files, and of its stream of events, `events`."""

FILES = {name: Path(__file__).with_name(name) for name in ("overlay.js", "overlay.css")}

VERSION = "X-Preview-Page"
"""The header from which an open page learns whether it has changed."""

HEARTBEAT = 15.0
"""Seconds after which a silent stream sends a comment, which reveals browsers that disconnected."""

SWAP = 0.2
"""Seconds that a site may be missing while it is replaced by a new one."""

IDLE = 60.0
"""Seconds after which a browser that neither sends nor receives anything is disconnected."""

OTHER_HOST = (
    "This preview answers to localhost, to the address that you reached it at, and to the host that it was "
    "started with: briefings serve --address HOST:PORT"
)
"""The answer to a page of another site whose host name leads here (DNS rebinding)."""

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
"""The types that browsers insist on, since the system's table may differ."""

WAITING = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<body><main><h1>{title}</h1><p>{words}</p></main></body>
</html>
"""


@dataclass(frozen=True, slots=True)
class Request:
    """A request for something besides the site."""

    method: str
    path: str
    """Below the path of whoever answers."""
    headers: Mapping[str, str]
    host: str
    """The host that it names."""
    length: int | None
    """Bytes of its body; None if it does not say."""
    read: Callable[[], bytes]
    """Reads the body. It is not read before, so that whoever answers can refuse it."""


@dataclass(frozen=True, slots=True)
class Response:
    """The answer to a request."""

    status: HTTPStatus
    body: bytes
    type: str
    headers: Mapping[str, str]


class Responder(Protocol):
    """Answers requests below a path of its own, beside the site."""

    path: str
    name: str
    entrance: str
    """What follows its path in the address that is printed for people."""

    def answer(self, request: Request) -> Response:
        """Answer a request whose host is one of the server's."""


def is_loopback(host: str) -> bool:
    """Whether a host is this computer."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Server(ThreadingHTTPServer):
    """Serves a site below `mount`. Threads that wait for news never delay the end of the program."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(
        self,
        host: str,
        port: int,
        mount: str = "/",
        report: Callable[[Exception], None] = lambda error: None,
        responder: Responder | None = None,
        words: Words | None = None,
    ) -> None:
        """`report` is called by other threads with exceptions raised while answering."""
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), _Handler, bind_and_activate=False)
        self._host = host
        self.report = report
        self.mount = mount
        self.responder = responder
        self.words = words or english()
        self.site: Path | None = None
        self.build = ""
        """The id of the build that is served, unique across runs since pages stay open."""
        self.assets = b""
        """A digest of the styles and scripts that all pages load."""
        self._run = secrets.token_hex(4)
        self._number = 0
        self._failure: Failure | None = None
        self._news = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self.serve_forever, args=[0.05], daemon=True)

    @property
    def url(self) -> str:
        """The URL of the front page."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"http://{host}:{self.server_address[1]}{quote(self.mount)}"

    def take(self) -> None:
        """Listen on the address, so that browsers wait instead of being refused. Raises OSError if that
        fails."""
        self.server_bind()
        self.server_activate()

    def start(self) -> None:
        """Answer requests in a thread, unless already closed."""
        with self._news:
            if not self._closed:
                self._thread.start()

    def close(self) -> None:
        """Stop serving, even before it began."""
        with self._news:
            self._closed = True
        if self._thread.is_alive():
            self.shutdown()
        self.server_close()

    def show(self, site: Path, failure: Failure | None = None) -> None:
        """Serve this site from now on, with what is wrong in drafts; open pages that changed reload."""
        files = sorted(file for kind in ("*.css", "*.js") for file in site.glob(f"assets/{kind}"))
        self.assets = blake2b(b"".join(file.name.encode() + file.read_bytes() for file in files)).digest()
        self.tell(failure, site=site)

    def version(self, page: bytes) -> str:
        """A digest of a page with everything that it loads."""
        return blake2b(self.assets + page, digest_size=12).hexdigest()

    def tell(self, failure: Failure | None, site: Path | None = None) -> None:
        """Show a failure over open pages, a new site in their place, or both."""
        with self._news:
            self._number += 1
            number = f"{self._run}-{self._number}"
            self._failure = failure
            if failure is not None:
                state = "preview.no_page" if self.site is None else "preview.last_good"
                note = self.words(state) if site is None else ""
                self._failure = failure | {"id": number, "note": note, "folded": site is not None}
            if site is not None:
                self.site, self.build = site, number
            self._news.notify_all()

    def news(self) -> Iterator[str]:
        """The state that open pages need, as JSON: at once and after each change; in between, a regular empty
        string."""
        known = -1
        while True:
            with self._news:
                if self._number == known:
                    self._news.wait(HEARTBEAT)
                changed, known = self._number != known, self._number
                state = {"build": self.build, "failure": self._failure}
            yield json.dumps(state, ensure_ascii=False) if changed else ""

    def server_bind(self) -> None:
        """Bind without HTTPServer's look-up of this machine's name, which may take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self._host, int(self.server_address[1])

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report errors, except those of browsers that disconnected."""
        error = sys.exception()
        if isinstance(error, Exception) and not isinstance(error, ConnectionError | TimeoutError):
            self.report(error)

    def is_named(self, host: str, local: str) -> bool:
        """Whether a request that arrived at the address `local` names this server as its host.

        Another site could point its own host name here, and then read drafts as its own pages. That name is
        none of ours, and a numeric address cannot be pointed elsewhere.
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
    """An IP address, unwrapped if it is a mapped IPv4 address; raises ValueError."""
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
            responder = self.server.responder
            if responder is not None and parts.path.startswith(responder.path):
                self._respond(responder, unquote(parts.path), str(hosts[0]))
            elif self.command == "POST":
                self._refuse(HTTPStatus.METHOD_NOT_ALLOWED, "Nothing can be sent to a page.")
            else:
                self._answer(unquote(parts.path))
        except (ConnectionError, TimeoutError):
            raise
        except Exception as error:
            self.server.report(error)
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, "This page failed; the terminal says why.")

    do_HEAD = do_POST = do_GET

    def _respond(self, responder: Responder, path: str, host: str) -> None:
        said = self.headers.get("Content-Length", "")
        length = int(said) if said.isascii() and said.isdigit() and len(said) < 12 else None
        headers = {name.lower(): value for name, value in self.headers.items()}
        read = partial(self.rfile.read, length or 0)
        below = path.removeprefix(responder.path)
        answer = responder.answer(Request(self.command, below, headers, host, length, read))
        # A body that was refused is still to come, so nothing else can be read.
        self.close_connection = self.close_connection or self.command == "POST"
        self._send(answer.status, answer.body, answer.type, dict(answer.headers))

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
        # The build is read before the file, so that a page may be newer than its build, and is loaded once
        # more, but is never older.
        build, site = self.server.build, self.server.site
        if site is None:
            self._send_page(HTTPStatus.SERVICE_UNAVAILABLE, self._waiting(), build)
            return
        below = path.removeprefix(self.server.mount)
        file = _file(site, below) or _file(_present(site), below)
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
        self._send_page(HTTPStatus.NOT_FOUND, self._waiting() if page is None else page, build)

    def _waiting(self) -> bytes:
        words = self.server.words
        title, about = escape.html(words("preview.title")), escape.html(words("preview.waiting"))
        return WAITING.format(language=words.language, title=title, words=about).encode()

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
        # Pages that stay open reconnect soon after a restart of the server.
        self.wfile.write(b"retry: 500\n\n")
        for news in self.server.news():
            self.wfile.write(f"data: {news}\n\n".encode() if news else b":\n\n")

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: requests would only clutter the problems of the sheets."""


_ALWAYS = {
    # The next build may come within the second.
    "Cache-Control": "no-store",
    # Pages of other sites must not load anything from here, not even as a picture.
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def _file(site: Path, below: str) -> Path | None:
    """The file of a site at a path; for a folder, its index page."""
    try:
        path = (site / below).resolve()
        if path.is_dir():
            path = (path / "index.html").resolve()
        return path if path.is_relative_to(site.resolve()) and path.is_file() else None
    except (OSError, ValueError, RuntimeError):
        # The name is too long, contains a null character, or is a circular link.
        return None


def _read(file: Path) -> bytes | None:
    """The content of a file; None if it cannot be read."""
    try:
        return file.read_bytes()
    except OSError:
        return None


def _present(site: Path) -> Path:
    """Wait until the site exists: it is missing for an instant while it is replaced."""
    until = time.monotonic() + SWAP
    while not site.is_dir() and time.monotonic() < until:
        time.sleep(0.002)
    return site


def _with_script(page: bytes, build: str, version: str) -> bytes:
    # A page's policy allows scripts by their digests, so the preview's own is added.
    integrity = digest(FILES["overlay.js"].read_bytes())
    page = page.replace(b"script-src ", f"script-src '{integrity}' ".encode(), 1)
    script = (
        f'<script src="{OWN}overlay.js" integrity="{integrity}" data-build="{build}" data-page="{version}"'
        " defer></script>".encode()
    )
    end = page.lower().rfind(b"</body")
    return page + script if end < 0 else page[:end] + script + page[end:]
