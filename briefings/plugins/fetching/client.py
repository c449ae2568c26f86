"""A polite HTTP client: one request at a time, robots.txt, limits on time and size, public hosts only.

Addresses come from sheets, and sheets may come from strangers. So each IP address is checked before the
connection, pages are parsed in `sandbox`, and proxies are not used, as they would hide the IP address.
"""

from __future__ import annotations

import errno
import http.client
import ipaddress
import math
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection
from contextlib import closing, suppress
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from urllib3 import BaseHTTPResponse
from urllib3 import exceptions as http_errors
from urllib3.connection import HTTPConnection, HTTPSConnection

from briefings.plugins.fetching import sandbox
from briefings.plugins.fetching.responses import Failure, FetchError, Response, UnreachableError

AGENT = "briefings"
"""The name of this program in robots.txt files."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits on requests."""

    connect: float = 10
    """Seconds for connecting, and for any silence afterwards."""
    total: float = 30
    """Seconds for one request, from the connection to the last byte."""
    largest: int = 5_000_000
    """Bytes of one page, both as sent and as decompressed."""
    robots: int = 512_000
    """Bytes of a robots.txt that are used: the minimum by RFC 9309."""
    addresses: int = 4
    """IP addresses of one host that are tried."""
    redirects: int = 5
    delay: float = 2
    """Seconds between two requests to one host."""
    longest_delay: float = 30
    """The longest delay that a robots.txt may ask for."""


@dataclass(frozen=True, slots=True)
class _Host:
    """The rules of a host for programs."""

    robots: bytes | None
    """Its robots.txt; None if everything is allowed."""
    delay: float = 0
    """The seconds between two requests that it asks for."""


class Client:
    """Fetches pages, one at a time."""

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        allowed_hosts: Collection[str] = (),
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`allowed_hosts`, such as `127.0.0.1:8000`, may have private addresses; only tests use it."""
        self._limits = limits if limits is not None else Limits()
        self._allowed = frozenset(allowed_hosts)
        self._sleep = sleep
        self._clock = clock
        self._last: dict[str, float] = {}
        self._hosts: dict[str, _Host | FetchError] = {}
        self.reached: list[str] = []
        """The requested addresses whose host accepted a connection, in order."""

    def get(self, url: str) -> Response:
        """The page at an address; raises `FetchError`."""
        visited = [url]
        while True:
            parts = _checked(url)
            self._check_robots(parts)
            response = self._request(parts, self._limits.largest)
            if isinstance(response, Response):
                return response
            url = _target(url, response)
            if url in visited:
                raise FetchError("failed", "redirects in a circle")
            if len(visited) > self._limits.redirects:
                raise FetchError("failed", f"redirects more than {self._limits.redirects} times")
            visited.append(url)

    def can_reach(self, url: str) -> bool:
        """Whether the host of an address accepts a connection; sends no request."""
        try:
            self._connection(_checked(url)).close()
        except FetchError:
            return False
        return True

    def _check_robots(self, parts: SplitResult) -> None:
        """Raises `FetchError` if robots.txt forbids the address or cannot be read."""
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._hosts:
            try:
                self._hosts[origin] = _Host(self._read_robots(origin))
            except FetchError as error:
                # Remember the failure, so that the host is not asked again for each page.
                self._hosts[origin] = error
        host = self._hosts[origin]
        if isinstance(host, FetchError):
            raise host
        if host.robots is None:
            return
        try:
            allowed, delay = sandbox.permission(host.robots, parts.geturl(), AGENT)
        except FetchError as error:
            raise _no_robots(error) from None
        self._hosts[origin] = _Host(host.robots, delay if math.isfinite(delay) else 0)
        if not allowed:
            raise FetchError(
                "refused", f"may not be fetched by programs, according to robots.txt of {parts.hostname}"
            )

    def _read_robots(self, origin: str) -> bytes | None:
        """The robots.txt of a host; None if everything is allowed."""
        # By RFC 9309, a missing file allows everything, and a temporary failure allows nothing.
        url = f"{origin}/robots.txt"
        for _ in range(self._limits.redirects + 1):
            try:
                response = self._request(_checked(url), self._limits.robots, cut=True)
                if isinstance(response, Response):
                    return response.body
                url = _target(url, response)
            except (UnreachableError, _NotPublicError):
                raise
            except FetchError as error:
                if error.failure == "failed":
                    raise _no_robots(error) from None
                return None
        return None

    def _request(self, parts: SplitResult, largest: int, *, cut: bool = False) -> Response | str:
        """Sends one request; returns the page or the target of a redirect. `cut` truncates to `largest`."""
        origin = f"{parts.scheme}://{parts.netloc}"
        self._wait(origin)
        with closing(self._connection(parts)) as connection:
            self.reached.append(parts.geturl())
            with closing(_Watchdog(connection.sock, self._limits.total)) as watchdog:
                try:
                    headers = _HEADERS | {"Host": parts.netloc}
                    connection.request("GET", _path(parts), headers=headers, preload_content=False)
                    with closing(connection.getresponse()) as response:
                        result = self._read(response, parts.geturl(), largest, cut)
                    if watchdog.expired.is_set():
                        raise TimeoutError
                except _NETWORK_ERRORS as error:
                    if watchdog.expired.is_set():
                        message = f"took longer than {self._limits.total:g} seconds"
                    else:
                        message = _reason(error, self._limits)
                    raise FetchError("failed", message) from None
        return result

    def _connection(self, parts: SplitResult) -> HTTPConnection:
        """An open connection to the first IP address of a host that accepts one."""
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        unreachable = UnreachableError("failed", "has a host without an address", host)
        for address in self._addresses(host, port):
            # Connect to the checked address, as a second lookup of the name may lead elsewhere. The
            # certificate must be for the name.
            connection = (
                HTTPSConnection(
                    address,
                    port,
                    timeout=self._limits.connect,
                    server_hostname=host.rstrip("."),
                    cert_reqs="CERT_REQUIRED",
                )
                if parts.scheme == "https"
                else HTTPConnection(address, port, timeout=self._limits.connect)
            )
            try:
                connection.connect()
            except (http_errors.NewConnectionError, http_errors.ConnectTimeoutError) as error:
                connection.close()
                unreachable = UnreachableError("failed", _reason(error, self._limits), host)
            except _NETWORK_ERRORS as error:
                connection.close()
                self.reached.append(parts.geturl())
                raise FetchError("failed", _reason(error, self._limits)) from None
            else:
                return connection
        raise unreachable

    def _read(self, response: BaseHTTPResponse, url: str, largest: int, cut: bool) -> Response | str:
        if response.status in {301, 302, 303, 307, 308}:
            target = response.headers.get("Location")
            if target is None:
                raise FetchError("failed", "redirects without an address")
            return target
        if response.status in {404, 410}:
            raise FetchError("gone", f"is gone (status {response.status})")
        if response.status in {401, 402, 403, 451}:
            raise FetchError("refused", f"is not public (status {response.status})")
        if response.status != 200:
            is_temporary = response.status >= 500 or response.status == 429
            failure: Failure = "failed" if is_temporary else "refused"
            raise FetchError(failure, f"responds with status {response.status}")
        encodings = {name.strip() for name in response.headers.get("Content-Encoding", "").lower().split(",")}
        if not encodings <= _ENCODINGS:
            raise FetchError("failed", "is compressed in a way that cannot be read")
        content_type = response.headers.get("Content-Type", "")
        kind, charset = _KIND.match(content_type), _CHARSET.search(content_type)
        return Response(
            url,
            kind[1].lower() if kind else "",
            charset[1] if charset else None,
            _body(response, largest, cut),
        )

    def _wait(self, origin: str) -> None:
        host = self._hosts.get(origin)
        requested = host.delay if isinstance(host, _Host) else 0
        delay = min(max(self._limits.delay, requested), self._limits.longest_delay)
        if origin in self._last:
            remaining = self._last[origin] + delay - self._clock()
            if remaining > 0:
                self._sleep(remaining)
        self._last[origin] = self._clock()

    def _addresses(self, host: str, port: int) -> list[str]:
        """The IP addresses of a host, all of them public; raises `FetchError`."""
        try:
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            if isinstance(error, OSError) and error.errno == socket.EAI_AGAIN:
                raise UnreachableError(
                    "failed", f"has a host that cannot be looked up for now, `{host}`", host
                ) from None
            raise UnreachableError("gone", f"cannot be found: there is no host `{host}`", host) from None
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in entries))
        if f"{host}:{port}" not in self._allowed and not all(is_public(address) for address in addresses):
            raise _NotPublicError("refused", f"is not fetched: the address of `{host}` is not public")
        return addresses[: self._limits.addresses]


class _NotPublicError(FetchError):
    """The host has an address in a private network."""


_HEADERS = {
    "User-Agent": f"{AGENT}/1 (saves texts to verify quotations)",
    "Accept": "text/html, text/plain;q=0.9, application/pdf;q=0.8",
    "Accept-Encoding": "gzip, deflate",
}
_ENCODINGS = {"", "identity", "gzip", "x-gzip", "deflate"}
_KIND = re.compile(r"\s*([A-Za-z0-9.+_-]{1,60}/[A-Za-z0-9.+_-]{1,60})\s*(?:;|$)")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_QUERY = "/%:@!$&'()*+,;=~-._?"
_NETWORK_ERRORS = (OSError, http.client.HTTPException, http_errors.HTTPError, ValueError)


def _no_robots(error: FetchError) -> FetchError:
    return FetchError(
        "failed", f"was not fetched, since robots.txt of its host could not be read: it {error}"
    )


_HOST = re.compile(r"[a-z0-9._-]{1,253}")


def _checked(url: str) -> SplitResult:
    """A split address with its host in ASCII; raises `FetchError` if it is invalid or must not be fetched."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        ascii_host = host if host.isascii() else host.encode("idna").decode("ascii")
        if ":" in ascii_host:
            ipaddress.IPv6Address(ascii_host)
    except ValueError:
        raise _no_address() from None
    if parts.scheme not in {"http", "https"}:
        scheme = parts.scheme or "an address without either"
        raise FetchError("refused", f"is not fetched: only http and https are, not {scheme}")
    if host == "" or parts.username is not None:
        raise FetchError("refused", "is not fetched: its address has no host, or a name and password")
    if port == 0 or (":" not in ascii_host and _HOST.fullmatch(ascii_host) is None):
        raise _no_address()
    shown = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
    return parts._replace(netloc=shown if port is None else f"{shown}:{port}", fragment="")


def _no_address() -> FetchError:
    return FetchError("refused", "is not fetched: the address is not valid")


def _target(url: str, location: str) -> str:
    """Where a redirect leads to."""
    # Headers are decoded as Latin-1, but many hosts send UTF-8.
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(url, location)
    except ValueError:
        raise _no_address() from None


def _path(parts: SplitResult) -> str:
    query = f"?{quote(parts.query, safe=_QUERY, errors='replace')}" if parts.query else ""
    return quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._", errors="replace") + query


def _body(response: BaseHTTPResponse, largest: int, cut: bool) -> bytes:
    body = bytearray()
    # Decompression is bounded: `read` returns at most as much as it is asked for.
    while len(body) <= largest and (piece := response.read(65536)):
        body += piece
    if len(body) > largest and not cut:
        raise FetchError("failed", f"is larger than {largest:,} bytes")
    return bytes(body[:largest])


_CLOSED = [
    ipaddress.ip_network(network)
    for network in (
        "168.63.129.16/32",  # Azure's own services, on every machine there
        "192.0.0.0/24",  # protocols, and services of some clouds
        "192.88.99.0/24",  # 6to4 relays
        "64:ff9b:1::/48",  # translation within a network
        "100::/64",  # discarded
        "2001::/23",  # protocols, Teredo among them
        "3fff::/20",  # documentation
        "5f00::/16",  # segment routing
    )
]
"""Networks outside the public internet that not every version of Python knows as such."""
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the public internet. Of an IPv6 address that wraps an IPv4 address,
    the latter decides."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if any(ip in network for network in _CLOSED):
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        wrapped = ip.ipv4_mapped or ip.sixtofour
        if wrapped is None and ip in _TRANSLATED:
            wrapped = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if wrapped is not None:
            return is_public(str(wrapped))
        if ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


class _Watchdog:
    """Shuts a connection down after a number of seconds, even if bytes are still arriving."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self.expired = threading.Event()
        # A duplicate, as the connection may release its own socket after the headers or wrap it for TLS.
        self._handle = socket.socket(fileno=socket.dup(connection.fileno()))
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True
        self._timer.start()

    def _end(self) -> None:
        self.expired.set()
        with suppress(OSError):
            self._handle.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Stop watching."""
        self._timer.cancel()
        self._timer.join()
        self._handle.close()


_NO_ROUTE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}


def _reason(error: Exception, limits: Limits) -> str:
    """Why a request failed, as a message about its page."""
    wraps = isinstance(error, http_errors.NewConnectionError | http_errors.ProtocolError)
    cause = error.__cause__ if wraps and error.__cause__ is not None else error
    match cause:
        case ssl.SSLCertVerificationError():
            return f"has an invalid certificate: {cause.verify_message}"
        case ssl.SSLError():
            return "could not be read over a secure connection"
        case http_errors.ConnectTimeoutError() | http_errors.ReadTimeoutError() | TimeoutError():
            return f"was silent for {limits.connect:g} seconds"
        case ConnectionRefusedError():
            return "has a host that refuses connections"
        case OSError() if cause.errno in _NO_ROUTE:
            return "has a host that no route leads to"
        case http.client.IncompleteRead():
            return "ended before it was complete"
        case http_errors.DecodeError():
            return "is compressed in a way that cannot be read"
        case _:
            return f"could not be read ({type(cause).__name__})"
