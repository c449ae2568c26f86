"""A polite HTTP client for texts: one request at a time, robots.txt, limits on time and size, public hosts.

Addresses come from sheets, and sheets from strangers. urllib3 speaks HTTP and TLS; what may be connected to
is decided here, before each connection. What comes back is read by `confined`. Proxies are not used: behind
one, no address could be checked.
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

from briefings.evidence import sandbox
from briefings.evidence.responses import FetchError, Response, UnreachableError

AGENT = "briefings"
"""The name that robots.txt files may use for this program."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a page may ask of us, and we of its host."""

    connect: float = 10
    """Seconds for a connection, and for any silence on it."""
    total: float = 30
    """Seconds for one request, from the connection to the last byte."""
    largest: int = 5_000_000
    """Bytes of one page, as sent and as decompressed."""
    robots: int = 512_000
    """Bytes of a robots.txt that are heeded, the least that RFC 9309 allows."""
    addresses: int = 4
    """Of one host that are tried."""
    redirects: int = 5
    delay: float = 2
    """Seconds between two requests to one host."""
    longest_delay: float = 30
    """At most this is granted to a robots.txt that asks for more."""


@dataclass(frozen=True, slots=True)
class _Host:
    """What a host says of programs that visit it."""

    robots: bytes | None
    """Its robots.txt; None where all is allowed."""
    delay: float = 0
    """Seconds between two requests that it asks for."""


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
        """`allowed_hosts`, as `127.0.0.1:8000`, may have addresses that are not public; only tests use it."""
        self._limits = limits if limits is not None else Limits()
        self._allowed = frozenset(allowed_hosts)
        self._sleep = sleep
        self._clock = clock
        self._last: dict[str, float] = {}
        self._hosts: dict[str, _Host | FetchError] = {}
        self.reached: list[str] = []
        """Addresses of the requests whose host took a connection, in order."""

    def get(self, url: str) -> Response:
        """The page at an address; raises `FetchError`."""
        visited = [url]
        while True:
            parts = _checked(url)
            self._ask_leave(parts)
            answer = self._request(parts, self._limits.largest)
            if isinstance(answer, Response):
                return answer
            url = _target(url, answer)
            if url in visited:
                raise FetchError("failed", "redirects in a circle")
            if len(visited) > self._limits.redirects:
                raise FetchError("failed", f"redirects more than {self._limits.redirects} times")
            visited.append(url)

    def can_reach(self, url: str) -> bool:
        """Whether the host of an address takes a connection; nothing is asked of it."""
        try:
            parts = _checked(url)
            connection = self._connection(parts)
        except FetchError:
            return False
        connection.close()
        return True

    def _ask_leave(self, parts: SplitResult) -> None:
        """Raises `FetchError` if the host forbids programs this address, or if that cannot be known."""
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._hosts:
            try:
                self._hosts[origin] = _Host(self._read_robots(origin))
            except FetchError as error:
                # A host that does not answer is not asked once more for each of its pages.
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
                "refused", f"may not be fetched by programs, says robots.txt of {parts.hostname}"
            )

    def _read_robots(self, origin: str) -> bytes | None:
        """The robots.txt of a host, None where all is allowed."""
        # By RFC 9309: no such file allows all, and a host that cannot answer for now allows nothing.
        url = f"{origin}/robots.txt"
        for _ in range(self._limits.redirects + 1):
            try:
                answer = self._request(_checked(url), self._limits.robots, cut=True)
                if isinstance(answer, Response):
                    return answer.body
                url = _target(url, answer)
            except (UnreachableError, _NotPublicError):
                raise
            except FetchError as error:
                if error.why == "failed":
                    raise _no_robots(error) from None
                return None
        return None

    def _request(self, parts: SplitResult, largest: int, *, cut: bool = False) -> Response | str:
        """One request: the page, or where it redirects to. With `cut`, what exceeds `largest` is dropped."""
        origin = f"{parts.scheme}://{parts.netloc}"
        self._wait(origin)
        with closing(self._connection(parts)) as connection:
            self.reached.append(parts.geturl())
            with closing(_Watch(connection.sock, self._limits.total)) as watch:
                try:
                    headers = _HEADERS | {"Host": parts.netloc}
                    connection.request("GET", _path(parts), headers=headers, preload_content=False)
                    with closing(connection.getresponse()) as response:
                        answer = self._read(response, parts.geturl(), largest, cut)
                    if watch.expired.is_set():
                        raise TimeoutError
                except _NETWORK_ERRORS as error:
                    if watch.expired.is_set():
                        raise FetchError(
                            "failed", f"took longer than {self._limits.total:g} seconds"
                        ) from None
                    raise FetchError("failed", _reason(error, self._limits)) from None
        return answer

    def _connection(self, parts: SplitResult) -> HTTPConnection:
        """An open connection to the first address of a host that takes one."""
        host, port = _host_and_port(parts)
        addresses = self._addresses(host, port)
        for last, address in ((address == addresses[-1], address) for address in addresses):
            # To this very address: a name that is looked up once more may lead elsewhere.
            # The certificate must be that of the name.
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
                if last:
                    raise UnreachableError("failed", _reason(error, self._limits), host) from None
            except _NETWORK_ERRORS as error:
                connection.close()
                self.reached.append(parts.geturl())
                raise FetchError("failed", _reason(error, self._limits)) from None
            else:
                return connection
        raise UnreachableError("failed", "has a host without an address", host)

    def _read(self, response: BaseHTTPResponse, url: str, largest: int, cut: bool) -> Response | str:
        if response.status in {301, 302, 303, 307, 308}:
            target = response.headers.get("Location")
            if target is None:
                raise FetchError("failed", "redirects to nowhere")
            return target
        if response.status in {404, 410}:
            raise FetchError("gone", f"is gone (status {response.status})")
        if response.status in {401, 402, 403, 451}:
            raise FetchError("refused", f"is not open to all (status {response.status})")
        if response.status != 200:
            passing = response.status >= 500 or response.status == 429
            raise FetchError("failed" if passing else "refused", f"answers with status {response.status}")
        encodings = {name.strip() for name in response.headers.get("Content-Encoding", "").lower().split(",")}
        if not encodings <= _ENCODINGS:
            raise FetchError("failed", "is compressed in a way that cannot be read")
        stated = response.headers.get("Content-Type", "")
        kind, charset = _KIND.match(stated), _CHARSET.search(stated)
        return Response(
            url,
            kind[1].lower() if kind else "",
            charset[1] if charset else None,
            _body(response, largest, cut),
        )

    def _wait(self, origin: str) -> None:
        host = self._hosts.get(origin)
        asked = host.delay if isinstance(host, _Host) else 0
        delay = min(max(self._limits.delay, asked), self._limits.longest_delay)
        if origin in self._last:
            remaining = self._last[origin] + delay - self._clock()
            if remaining > 0:
                self._sleep(remaining)
        self._last[origin] = self._clock()

    def _addresses(self, host: str, port: int) -> list[str]:
        """The addresses of a host, all of them public; raises `FetchError`."""
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
    """The name leads into a private network."""


_HEADERS = {
    "User-Agent": f"{AGENT}/1 (saves texts to verify quotations)",
    "Accept": "text/html, text/plain;q=0.9",
    "Accept-Encoding": "gzip, deflate",
}
_ENCODINGS = {"", "identity", "gzip", "x-gzip", "deflate"}
_KIND = re.compile(r"\s*([A-Za-z0-9.+_-]{1,60}/[A-Za-z0-9.+_-]{1,60})\s*(?:;|$)")
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_QUERY = "/%:@!$&'()*+,;=~-._?"
_NETWORK_ERRORS = (OSError, http.client.HTTPException, http_errors.HTTPError, ValueError)


def _no_robots(error: FetchError) -> FetchError:
    return FetchError("failed", f"was not tried, since robots.txt of its host could not be read: it {error}")


_HOST = re.compile(r"[a-z0-9._-]{1,253}")


def _checked(url: str) -> SplitResult:
    """An address in its parts, the host in ASCII; raises `FetchError` if it is none, or not one to fetch."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        ascii_host = host if host.isascii() else host.encode("idna").decode("ascii")
        if ":" in ascii_host:
            ipaddress.IPv6Address(ascii_host)
    except ValueError:
        raise _no_address() from None
    if parts.scheme not in {"http", "https"}:
        raise FetchError(
            "refused",
            f"is not fetched: only http and https are, not {parts.scheme or 'an address without either'}",
        )
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
    # Headers come as Latin-1, whatever they are; many hosts send UTF-8.
    with suppress(UnicodeError):
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(url, location)
    except ValueError:
        raise _no_address() from None


def _host_and_port(parts: SplitResult) -> tuple[str, int]:
    return parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)


def _path(parts: SplitResult) -> str:
    query = f"?{quote(parts.query, safe=_QUERY, errors='replace')}" if parts.query else ""
    return quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._", errors="replace") + query


def _body(response: BaseHTTPResponse, largest: int, cut: bool) -> bytes:
    body = bytearray()
    # Of a compressed body no more is unfolded at a time than is asked for.
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
"""Networks that are no part of the open internet, whether or not a version of Python knows it."""
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: str) -> bool:
    """Whether an address is one of the open internet, also where an IPv6 address only wraps an IPv4 one."""
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


class _Watch:
    """Ends a connection after so many seconds, however steadily bytes still drip in."""

    def __init__(self, connection: socket.socket, seconds: float) -> None:
        self.expired = threading.Event()
        # A second handle: the connection gives up its own once the headers are read, or uses it for TLS.
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
    """Why a request came to nothing, to be said of its page."""
    wraps = isinstance(error, http_errors.NewConnectionError | http_errors.ProtocolError)
    cause = error.__cause__ if wraps and error.__cause__ is not None else error
    match cause:
        case ssl.SSLCertVerificationError():
            return f"has a certificate that does not hold: {cause.verify_message}"
        case ssl.SSLError():
            return "could not be read over a secure connection"
        case http_errors.ConnectTimeoutError() | http_errors.ReadTimeoutError() | TimeoutError():
            return f"was silent for {limits.connect:g} seconds"
        case ConnectionRefusedError():
            return "has a host that takes no connection"
        case OSError() if cause.errno in _NO_ROUTE:
            return "has a host to which no way leads"
        case http.client.IncompleteRead():
            return "broke off before its end"
        case http_errors.DecodeError():
            return "is compressed in a way that cannot be read"
        case _:
            return f"could not be read ({type(cause).__name__})"


__all__ = ["AGENT", "Client", "Limits", "is_public"]
