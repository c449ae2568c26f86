"""A small, polite HTTP client for texts: one request at a time, robots.txt, limits in time and size, public addresses only.

Addresses come from sheets, and sheets from strangers: what it may reach is decided here, before each connection.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, quote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

AGENT = "briefings"
"""The name that robots.txt files may use for this program."""

Why = Literal["gone", "refused", "failed"]
"""gone: the page or its host is no more; refused: not to be fetched, by its host's rules or ours; failed: perhaps another time."""


class FetchError(Exception):
    """A page could not be fetched; says why in words that follow "the page"."""

    def __init__(self, why: Why, message: str) -> None:
        super().__init__(message)
        self.why: Why = why


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a page may ask of us, and we of its host."""

    connect: float = 10
    """Seconds for a connection, and for any silence on it."""
    total: float = 30
    """Seconds for one request, from connecting to the last byte."""
    largest: int = 5_000_000
    """Bytes of one page."""
    redirects: int = 5
    delay: float = 2
    """Seconds between two requests to one host."""
    longest_delay: float = 30
    """At most this is granted to a robots.txt that asks for more."""


@dataclass(frozen=True, slots=True)
class Response:
    """A page as it came."""

    url: str
    """Its address, after redirects."""
    kind: str
    """Its media type, in small letters, as `text/html`."""
    charset: str | None
    """As its header names it, right or wrong."""
    body: bytes


class Client:
    """Fetches pages, one after another."""

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        allowed_hosts: Collection[str] = (),
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`allowed_hosts`, as `127.0.0.1:8000`, may have addresses that are not public; only tests name any."""
        self._limits = limits if limits is not None else Limits()
        self._allowed = frozenset(allowed_hosts)
        self._sleep = sleep
        self._clock = clock
        self._last: dict[str, float] = {}
        self._robots: dict[str, RobotFileParser | None] = {}

    def get(self, url: str) -> Response:
        """The page at an address; raises `FetchError`."""
        seen = [url]
        while True:
            parts = _checked(url)
            if not self._may(parts, url):
                raise FetchError("refused", f"may not be fetched by programs, says robots.txt of {parts.hostname}")
            answer = self._request(parts)
            if isinstance(answer, Response):
                return answer
            url = urljoin(url, answer)
            if url in seen:
                raise FetchError("failed", "redirects in a circle")
            if len(seen) > self._limits.redirects:
                raise FetchError("failed", f"redirects more than {self._limits.redirects} times")
            seen.append(url)

    def _may(self, parts: SplitResult, url: str) -> bool:
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(origin)
        rules = self._robots[origin]
        return rules is None or rules.can_fetch(AGENT, url)

    def _read_robots(self, origin: str) -> RobotFileParser | None:
        """The rules of a host, None where all is allowed."""
        # By RFC 9309: no such file allows all, and a host that cannot answer for now allows nothing.
        url = f"{origin}/robots.txt"
        for _ in range(self._limits.redirects + 1):
            try:
                answer = self._request(_checked(url))
            except FetchError as error:
                if error.why == "failed":
                    raise FetchError("failed", f"was not tried, since robots.txt of its host could not be read: it {error}") from None
                if isinstance(error, _NoHostError | _NotPublicError):
                    raise
                return None
            if isinstance(answer, Response):
                rules = RobotFileParser()
                rules.parse(answer.body.decode("utf-8", errors="replace").lstrip("\ufeff").splitlines())
                return rules
            url = urljoin(url, answer)
        return None

    def _request(self, parts: SplitResult) -> Response | str:
        """One request: the page, or where it redirects to."""
        secure = parts.scheme == "https"
        host, port = parts.hostname or "", parts.port or (443 if secure else 80)
        addresses = self._addresses(host, port)
        self._wait(f"{host}:{port}", f"{parts.scheme}://{parts.netloc}")
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._") + (f"?{quote(parts.query, safe=_QUERY)}" if parts.query else "")
        connection = (_SecureConnection if secure else _PlainConnection)(host, port, addresses, self._limits)
        try:
            connection.request("GET", path, headers=_HEADERS)
            answer = self._read(connection.getresponse(), parts.geturl())
            if connection.watch.expired.is_set():
                raise TimeoutError
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise FetchError("failed", _reason(error, connection.watch.expired.is_set(), self._limits)) from None
        finally:
            connection.watch.close()
            connection.close()
        return answer

    def _read(self, answer: http.client.HTTPResponse, url: str) -> Response | str:
        if answer.status in {301, 302, 303, 307, 308}:
            target = answer.getheader("Location")
            if target is None:
                raise FetchError("failed", "redirects to nowhere")
            return target
        if answer.status in {404, 410}:
            raise FetchError("gone", f"is gone (status {answer.status})")
        if answer.status in {401, 402, 403, 451}:
            raise FetchError("refused", f"is not open to all (status {answer.status})")
        if answer.status != 200:
            passing = answer.status >= 500 or answer.status == 429
            raise FetchError("failed" if passing else "refused", f"answers with status {answer.status}")
        kind = answer.headers.get_content_type().lower()
        charset = answer.headers.get_content_charset()
        return Response(url, kind, charset, self._body(answer))

    def _body(self, answer: http.client.HTTPResponse) -> bytes:
        body = bytearray()
        while chunk := answer.read1(65536):
            body += chunk
            if len(body) > self._limits.largest:
                raise FetchError("failed", f"is larger than {self._limits.largest:,} bytes")
        if answer.length:
            raise http.client.IncompleteRead(b"", answer.length)
        if answer.getheader("Content-Encoding", "identity").lower() in {"gzip", "x-gzip", "deflate"}:
            # Asked for or not, some hosts compress; a small body may unfold to an endless one.
            return self._unfold(bytes(body))
        return bytes(body)

    def _unfold(self, body: bytes) -> bytes:
        try:
            unfolded = zlib.decompressobj(wbits=47).decompress(body, self._limits.largest + 1)
        except zlib.error:
            raise FetchError("failed", "is compressed in a way that cannot be read") from None
        if len(unfolded) > self._limits.largest:
            raise FetchError("failed", f"is larger than {self._limits.largest:,} bytes")
        return unfolded

    def _wait(self, host: str, origin: str) -> None:
        rules = self._robots.get(origin)
        asked = float(rules.crawl_delay(AGENT) or 0) if rules is not None else 0
        delay = min(max(self._limits.delay, asked), self._limits.longest_delay)
        if host in self._last:
            remaining = self._last[host] + delay - self._clock()
            if remaining > 0:
                self._sleep(remaining)
        self._last[host] = self._clock()

    def _addresses(self, host: str, port: int) -> list[str]:
        # The connection is made to these very addresses: a name that is asked for twice may answer differently.
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise _NoHostError("gone", f"cannot be found: there is no host `{host}`") from None
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if f"{host}:{port}" not in self._allowed and not all(is_public(address) for address in addresses):
            raise _NotPublicError("refused", f"is not fetched: the address of `{host}` is not public")
        return addresses


class _NoHostError(FetchError):
    """The name has no address."""


class _NotPublicError(FetchError):
    """The name leads into a private network."""


_HEADERS = {
    "User-Agent": f"{AGENT}/1 (saves texts to verify quotations)",
    "Accept": "text/html, text/plain;q=0.9",
    "Accept-Encoding": "identity",
}
_QUERY = "/%:@!$&'()*+,;=~-._?"


def _checked(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise FetchError("refused", "has an address that is none") from None
    if parts.scheme not in {"http", "https"}:
        raise FetchError("refused", f"is not fetched: only http and https are, not {parts.scheme or 'an address without either'}")
    if not host or parts.username is not None:
        raise FetchError("refused", "is not fetched: its address has no host, or a name and password")
    try:
        ascii_host = host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        raise FetchError("refused", "has an address that is none") from None
    shown = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    return parts._replace(netloc=shown if parts.port is None else f"{shown}:{parts.port}", fragment="")


_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet, also where an IPv6 address only wraps an IPv4 one."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo is not None else None)
        if wrapped is None and ip in _TRANSLATED:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(str(wrapped))
        if ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


class _PlainConnection(http.client.HTTPConnection):
    """Connects to addresses that were checked, not to whatever the name says a moment later."""

    def __init__(self, host: str, port: int, addresses: list[str], limits: Limits) -> None:
        super().__init__(host, port, timeout=limits.connect)
        self._addresses = addresses
        self.watch = _Watch(limits.total)

    def connect(self) -> None:
        self.sock = _open(self._addresses, self.port, self.timeout)
        self.watch.begin(self.sock)


class _SecureConnection(http.client.HTTPSConnection):
    """The same over TLS; the certificate must be that of the name."""

    def __init__(self, host: str, port: int, addresses: list[str], limits: Limits) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(host, port, timeout=limits.connect, context=self._tls)
        self._addresses = addresses
        self.watch = _Watch(limits.total)

    def connect(self) -> None:
        plain = _open(self._addresses, self.port, self.timeout)
        self.watch.begin(plain)
        try:
            self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def _open(addresses: list[str], port: int, timeout: float | None) -> socket.socket:
    for number, address in enumerate(addresses, 1):
        try:
            return socket.create_connection((address, port), timeout)
        except OSError:
            if number == len(addresses):
                raise
    raise OSError("no address")


class _Watch:
    """Ends a connection after so many seconds, however steadily bytes still drip in."""

    def __init__(self, seconds: float) -> None:
        self.expired = threading.Event()
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._handle: socket.socket | None = None

    def begin(self, connection: socket.socket) -> None:
        # A second handle: the first is given up by http.client as soon as the headers are read, or in use by TLS.
        self._handle = socket.socket(fileno=socket.dup(connection.fileno()))
        self._timer.start()

    def _end(self) -> None:
        self.expired.set()
        if self._handle is not None:
            with suppress(OSError):
                self._handle.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._timer.cancel()
        if self._handle is not None:
            self._handle.close()


def _reason(error: Exception, expired: bool, limits: Limits) -> str:
    if expired:
        return f"took longer than {limits.total:g} seconds"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"has a certificate that does not hold: {error.verify_message}"
    if isinstance(error, TimeoutError):
        return f"was silent for {limits.connect:g} seconds"
    if isinstance(error, http.client.IncompleteRead):
        return "broke off before its end"
    if isinstance(error, ConnectionRefusedError):
        return "has a host that takes no connection"
    return f"could not be read ({type(error).__name__})"


__all__ = ["AGENT", "Client", "FetchError", "Limits", "Response", "Why", "is_public"]
