"""Fetching texts from a local server that behaves well or badly."""

from __future__ import annotations

import gzip
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from briefings.evidence.citations import SourceCitations
from briefings.evidence.fetched import FetchResult
from briefings.evidence.prove import prove
from briefings.evidence.records import Lock
from briefings.model.source import Source
from briefings.plugins.fetching import sandbox
from briefings.plugins.fetching.client import Client, Limits
from briefings.plugins.fetching.extract import permission
from briefings.plugins.fetching.fetch import OfflineError, fetch_texts
from briefings.plugins.fetching.responses import FetchError, Response
from briefings.plugins.fetching.sandbox import Bounds

WORDS = (
    (
        "The conference opened in Shanghai on Saturday, and the premier spoke of a “global framework” for the"
        " technology."
    ),
    (
        "He warned that it could become an exclusive game for a few countries and companies, and called for"
        " broad consensus."
    ),
    (
        "Delegates from more than thirty countries, cafés and all, listened for three days — and then went"
        " home with a plan."
    ),
)
BOILERPLATE = "Subscribe to our newsletter"


def html(head: str = "", words: tuple[str, ...] = WORDS) -> str:
    paragraphs = "\n".join(f"<p>{paragraph}</p>" for paragraph in words)
    return f"""<!doctype html><html lang="en"><head><title>China proposes a framework</title>{head}</head><body>
    <nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/tech">Technology</a></li></ul></nav>
    <aside class="newsletter"><form>{BOILERPLATE} <input><button>Join</button></form></aside>
    <article><h1>China proposes a framework</h1>{paragraphs}</article>
    <footer><p>Copyright 2025 The Gazette. <a href="/terms">Terms of use</a></p></footer><script>track("visit")</script></body></html>"""


class Site(ThreadingHTTPServer):
    """Serves one function per path, and records the requests."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, Callable[[Handler], None]] = {}
        self.asked: list[tuple[str, float]] = []
        self.agents: set[str] = set()
        self.closing = threading.Event()
        self.names: list[str | None] = []
        """The names requested over TLS."""

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def serve(
        self,
        path: str,
        body: str | bytes,
        *,
        kind: str = "text/html; charset=utf-8",
        status: int = 200,
        **headers: str,
    ) -> str:
        data = body.encode() if isinstance(body, str) else body

        def answer(request: Handler) -> None:
            request.send_response(status)
            request.send_header("Content-Type", kind)
            for name, value in headers.items():
                request.send_header(name.replace("_", "-"), value)
            request.end_headers()
            request.wfile.write(data)

        self.pages[path] = answer
        return self.url(path)

    def handle_error(self, request: object, client_address: object) -> None:
        """Silent, as tests make clients hang up or distrust the certificate."""

    def redirect(self, path: str, target: str, status: int = 302) -> str:
        return self.serve(path, "", status=status, Location=target)


class Handler(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.server.asked.append((self.path, time.monotonic()))
        self.server.agents.add(self.headers["User-Agent"])
        page = self.server.pages.get(self.path)
        try:
            if page is None:
                self.send_error(404)
            else:
                page(self)
        except (BrokenPipeError, ConnectionResetError):
            pass

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.closing.set()
    server.shutdown()
    server.server_close()


def news(url: str) -> Source:
    """A source with an address."""
    return Source(title="A", publisher="B", kind="news", url=url)


def fetch(
    sources: Mapping[str, Source],
    folder: Path,
    client: Client,
    progress: Callable[[FetchResult], None] = lambda result: None,
) -> list[FetchResult]:
    return fetch_texts(sources, folder, progress=progress, client=client)


LIMITS = Limits(connect=2, total=1, largest=200_000, redirects=3, delay=0)


@pytest.fixture
def fetched(site: Site, tmp_path: Path) -> Callable[..., FetchResult]:
    """Fetches one source from the site, and returns its result."""

    def run(url: str | None, *, archived: str | None = None, limits: Limits = LIMITS) -> FetchResult:
        source = Source(
            title="China proposes a framework",
            publisher="The Gazette",
            kind="news",
            url=url,
            archived=archived,
        )
        (result,) = fetch(
            {"gazette": source}, tmp_path / "seeds", Client(limits=limits, allowed_hosts={site.host})
        )
        assert (tmp_path / "seeds" / "gazette.txt").exists() == (result.outcome == "saved")
        return result

    return run


Fetched = Callable[..., FetchResult]


def saved(tmp_path: Path) -> str:
    return (tmp_path / "seeds" / "gazette.txt").read_bytes().decode("utf-8")


def test_only_the_article_of_a_page_is_saved(site: Site, fetched: Fetched, tmp_path: Path) -> None:
    result = fetched(site.serve("/article", html()))
    assert result.outcome == "saved"
    assert saved(tmp_path) == "China proposes a framework\n" + "\n".join(WORDS) + "\n"
    assert site.agents == {"briefings/1 (saves texts to verify quotations)"}
    passages = ('a "global framework" for the technology', "an exclusive game for a few countries")
    assert prove({"gazette": SourceCitations(passages)}, tmp_path / "seeds", Lock()).counts() == {
        "verified": 2
    }


def test_plain_text_is_saved_unchanged(site: Site, fetched: Fetched, tmp_path: Path) -> None:
    assert fetched(site.serve("/a.txt", "\r\n".join(WORDS), kind="text/plain")).outcome == "saved"
    assert saved(tmp_path) == "\n".join(WORDS) + "\n"


def test_redirects_are_followed(site: Site, fetched: Fetched, tmp_path: Path) -> None:
    site.serve("/new", html())
    steps = ((301, "new"), (302, site.url("/301")), (303, "/302"), (307, "303"), (308, "/307"))
    for status, target in steps:
        site.redirect(f"/{status}", target, status)
    assert fetched(site.url("/308"), limits=replace(LIMITS, redirects=5)).outcome == "saved"
    assert WORDS[0] in saved(tmp_path)


def test_endless_redirects_fail(site: Site, fetched: Fetched) -> None:
    for number in range(10):
        site.redirect(f"/{number}", f"/{number + 1}")
    result = fetched(site.url("/0"))
    assert (result.outcome, result.message) == ("failed", f"{site.url('/0')} redirects more than 3 times")
    assert [path for path, _ in site.asked] == ["/robots.txt", "/0", "/1", "/2", "/3"]


def test_the_archived_copy_is_saved_if_the_host_is_gone(site: Site, fetched: Fetched) -> None:
    result = fetched("http://gone.invalid/a", archived=site.serve("/archive/a", html()))
    assert (result.outcome, result.page) == ("saved", "unreached")
    assert result.message.endswith(f" characters from {site.url('/archive/a')}")


SEEN = {
    200: ("saved", "seen", ""),
    404: ("saved", "missing", "is gone (status 404); 3"),
    410: ("saved", "missing", "is gone (status 410); 3"),
    401: ("refused", "unreached", "is not public (status 401)"),
    403: ("refused", "unreached", "is not public (status 403)"),
    429: ("failed", "unreached", "responds with status 429"),
    500: ("failed", "unreached", "responds with status 500"),
    503: ("failed", "unreached", "responds with status 503"),
}
"""By status of a page: what becomes of its source, what was seen of it, and what is said."""


def test_the_archived_copy_of_a_page_is_saved_if_that_is_gone(site: Site, tmp_path: Path) -> None:
    archived = site.serve("/archive/a", html())
    sources = {
        f"s{status}": Source(
            title="A", publisher="B", kind="news",
            url=site.serve(f"/{status}", html(), status=status), archived=archived,
        )
        for status in SEEN
    }  # fmt: skip
    for result in fetch(sources, tmp_path, Client(limits=LIMITS, allowed_hosts={site.host})):
        outcome, page, message = SEEN[int(result.source[1:])]
        assert (result.outcome, result.page) == (outcome, page)
        assert message in result.message and (tmp_path / f"{result.source}.txt").exists() == (
            outcome == "saved"
        )


def test_a_source_may_have_only_an_archived_copy(site: Site, fetched: Fetched) -> None:
    result = fetched(None, archived=site.serve("/archive/a", html()))
    assert (result.outcome, result.page) == ("saved", None)


def test_a_source_is_gone_if_page_and_archived_copy_are(site: Site, fetched: Fetched) -> None:
    result = fetched(site.url("/a"), archived=site.url("/archive/a"))
    assert result.outcome == "gone"
    assert (
        result.message
        == f"{site.url('/a')} is gone (status 404); {site.url('/archive/a')} is gone (status 404)"
    )


def test_an_endless_body_is_cut_off(site: Site, fetched: Fetched) -> None:
    def pour(request: Handler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/html")
        request.end_headers()
        while not site.closing.is_set():
            request.wfile.write(b"<p>more and more of it</p>\n" * 100)

    site.pages["/a"] = pour
    result = fetched(site.url("/a"), limits=Limits(connect=5, total=20, largest=200_000, delay=0))
    assert (result.outcome, result.message) == ("failed", f"{site.url('/a')} is larger than 200,000 bytes")


@pytest.mark.parametrize("where", ["headers", "body"])
def test_a_slow_response_times_out(site: Site, fetched: Fetched, where: str) -> None:
    def drip(request: Handler) -> None:
        request.wfile.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
            + (b"X-Slow: " if where == "headers" else b"\r\n")
        )
        while not site.closing.wait(0.05):
            request.wfile.write(b"x")

    site.pages["/a"] = drip
    began = time.monotonic()
    result = fetched(site.url("/a"))
    assert time.monotonic() - began < 10
    assert (result.outcome, result.message) == ("failed", f"{site.url('/a')} took longer than 1 seconds")


def test_a_silent_host_times_out(site: Site, fetched: Fetched) -> None:
    def wait(request: Handler) -> None:
        site.closing.wait(20)

    site.pages["/a"] = wait
    result = fetched(site.url("/a"), limits=Limits(connect=0.2, total=20, delay=0))
    assert (result.outcome, result.message) == ("failed", f"{site.url('/a')} was silent for 0.2 seconds")


def test_a_host_that_refuses_connections(site: Site, tmp_path: Path) -> None:
    closed = closed_port()
    sources = {"closed": news(f"http://{closed}/a"), "open": news(site.serve("/a", html()))}
    results = fetch(sources, tmp_path, Client(limits=LIMITS, allowed_hosts={site.host, closed}))
    assert [(result.source, result.outcome) for result in results] == [
        ("closed", "failed"),
        ("open", "saved"),
    ]
    assert results[0].message == f"http://{closed}/a has a host that refuses connections"


def test_a_compressed_body_within_the_limit_is_read(site: Site, fetched: Fetched) -> None:
    assert (
        fetched(site.serve("/a", gzip.compress(html().encode()), Content_Encoding="gzip")).outcome == "saved"
    )


def test_pages_disallowed_by_robots_txt_are_not_fetched(site: Site, fetched: Fetched) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /private/\n", kind="text/plain")
    url = site.serve("/private/a", html())
    result = fetched(url, archived=site.serve("/archive/a", html()))
    assert (result.outcome, result.message) == (
        "refused",
        f"{url} may not be fetched by programs, according to robots.txt of 127.0.0.1",
    )
    assert [path for path, _ in site.asked] == ["/robots.txt"]


def test_robots_txt_applies_to_targets_of_redirects(site: Site, fetched: Fetched) -> None:
    site.serve("/robots.txt", "User-agent: briefings\nDisallow: /private/\n", kind="text/plain")
    site.serve("/private/a", html())
    assert fetched(site.redirect("/a", "/private/a")).outcome == "refused"
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a"]


def test_a_host_with_a_failing_robots_txt_is_not_asked_for_pages(site: Site, fetched: Fetched) -> None:
    site.serve("/robots.txt", "", status=503)
    url = site.serve("/a", html())
    result = fetched(url)
    assert result.outcome == "failed"
    assert (
        result.message
        == f"{url} was not fetched, since robots.txt of its host could not be read: it responds with status 503"
    )


def test_requests_to_one_host_are_delayed(site: Site, tmp_path: Path) -> None:
    sources = {f"s{n}": news(site.serve(f"/{n}", html())) for n in range(3)}
    results = fetch(sources, tmp_path, Client(limits=Limits(delay=0.2), allowed_hosts={site.host}))
    assert [result.outcome for result in results] == ["saved"] * 3
    times = [moment for _, moment in site.asked]
    assert len(times) == 4
    # Three delays of 0.2 seconds; a busy machine records requests late.
    assert times[-1] - times[0] >= 0.4


def test_sources_with_a_text_or_without_an_address_are_skipped(site: Site, tmp_path: Path) -> None:
    (tmp_path / "held.txt").write_text("by hand\n")
    sources = {"held": news(site.serve("/a", html())), "paper": Source(title="A", publisher="B", kind="news")}
    assert fetch(sources, tmp_path, Client(allowed_hosts={site.host})) == []
    assert (tmp_path / "held.txt").read_text() == "by hand\n"
    assert site.asked == []


# Any source may fail in any way without affecting the others


def raw(*parts: bytes) -> Callable[[Handler], None]:
    """A response that is sent unchanged, followed by nothing."""

    def answer(request: Handler) -> None:
        for part in parts:
            request.wfile.write(part)
        request.close_connection = True

    return answer


def with_body(head: bytes, body: bytes = html().encode()) -> Callable[[Handler], None]:
    return raw(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n", body)


def reset(request: Handler) -> None:
    """Breaks the connection in the middle of the response."""
    request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000\r\n\r\n<p>")
    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    request.connection.close()


def moved(location: bytes) -> Callable[[Handler], None]:
    return raw(b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\nContent-Length: 0\r\n\r\n")


def chunked(body: bytes) -> Callable[[Handler], None]:
    return with_body(HTML + b"\r\nTransfer-Encoding: chunked", body)


def packed(encodings: bytes, body: bytes = b"not packed at all") -> Callable[[Handler], None]:
    return with_body(HTML + b"\r\nContent-Encoding: " + encodings, body)


HTML = b"Content-Type: text/html"
INVALID = "is not fetched: the address is not valid"
PACKED = "is compressed in a way that cannot be read"
LARGE = "is larger than 200,000 bytes"
STATUS = "could not be read (BadStatusLine)"
SHORT = "ended before it was complete"
NO_ARTICLE = "shows no article to programs; save its text by hand"
UNNAMED = "is not text but of an unnamed type; save its text by hand"
ATTRIBUTES = b"<p " + b" ".join(b"a%d" % n for n in range(25_000)) + b">"
CAFE = html().encode("cp1252")
BOMB = gzip.compress(b"<p>" + b" " * 5_000_000)
HOSTILE: dict[str, tuple[Callable[[Handler], None], str, str]] = {
    "location-bracket": (moved(b"http://[::1"), "refused", INVALID),
    "location-port": (moved("http://127.0.0.1:²/".encode()), "refused", INVALID),
    "location-large-port": (moved(b"http://127.0.0.1:99999999999/"), "refused", INVALID),
    "location-nul": (moved(b"http://a\0b/"), "refused", INVALID),
    "location-escape": (moved(b"\x1b]0;x\x07://a"), "gone", "is gone (status 404)"),
    "location-normalizes": (moved("http://a℀b/".encode()), "refused", INVALID),
    "location-empty": (moved(b""), "failed", "redirects in a circle"),
    "location-file": (moved(b"file:///etc/passwd"), "refused", "is not fetched: only http and https are, not file"),
    "location-private": (moved(b"//10.0.0.1/"), "refused", "is not fetched: the address of `10.0.0.1` is not public"),
    "location-metadata": (
        moved(b"//168.63.129.16/"), "refused", "is not fetched: the address of `168.63.129.16` is not public",
    ),
    "location-link-local": (
        moved(b"http://169.254.169.254/latest/"), "refused", "is not fetched: the address of `169.254.169.254` is not public",
    ),
    "location-loopback": (moved(b"http://[::1]/"), "refused", "is not fetched: the address of `::1` is not public"),
    "location-ftp": (moved(b"ftp://127.0.0.1/"), "refused", "is not fetched: only http and https are, not ftp"),
    "location-none": (raw(b"HTTP/1.1 302 Found\r\n\r\n"), "failed", "redirects without an address"),
    "not-http": (raw(b"SSH-2.0-OpenSSH_9.6\r\n"), "failed", STATUS),
    "no-answer": (raw(), "failed", "could not be read (RemoteDisconnected)"),
    "status-words": (raw(b"HTTP/1.1 two hundred OK\r\n\r\n"), "failed", STATUS),
    "status-huge": (raw(b"HTTP/1.1 99999999 OK\r\n\r\n"), "failed", STATUS),
    "status-999": (raw(b"HTTP/1.1 999 No\r\n\r\n"), "failed", "responds with status 999"),
    "status-superscript": (raw("HTTP/1.1 ²00 OK\r\n\r\n".encode()), "failed", STATUS),
    "version": (raw(b"HTTP/9.9 200 OK\r\n\r\n"), "failed", "could not be read (UnknownProtocol)"),
    "line-long": (raw(b"HTTP/1.1 200 " + b"x" * 100_000 + b"\r\n\r\n"), "failed", "could not be read (LineTooLong)"),
    "header-long": (with_body(b"X: " + b"x" * 100_000), "failed", "could not be read (LineTooLong)"),
    "headers-many": (with_body(b"\r\n".join([b"X: x"] * 1000)), "failed", "could not be read (HTTPException)"),
    "continue": (raw(b"HTTP/1.1 100 Continue\r\n\r\n" * 50_000), "failed", "could not be read (RemoteDisconnected)"),
    "chunk-size": (chunked(b"zz\r\nxx\r\n"), "failed", SHORT),
    "chunk-negative": (chunked(b"-5\r\nxx\r\n"), "failed", "could not be read (ValueError)"),
    "chunk-large": (chunked(b"f" * 30 + b"\r\nxx"), "failed", SHORT),
    "length-large": (with_body(HTML + b"\r\nContent-Length: 100000"), "failed", SHORT),
    "reset": (reset, "failed", "could not be read (ConnectionResetError)"),
    "gzip-bad": (packed(b"gzip"), "failed", PACKED),
    "gzip-bomb": (packed(b"gzip", BOMB), "failed", LARGE),
    "gzip-twice": (packed(b"gzip, gzip", gzip.compress(BOMB)), "failed", LARGE),
    "gzip-many": (packed(b", ".join([b"gzip"] * 99)), "failed", PACKED),
    "deflate-bomb": (packed(b"deflate", zlib.compress(b" " * 5_000_000)), "failed", LARGE),
    "brotli": (packed(b"br"), "failed", PACKED),
    "pdf": (with_body(b"Content-Type: application/pdf", b"%PDF-1.7"), "failed", "could not be parsed (PdfiumError)"),
    "type-none": (with_body(b"Content-Type:"), "refused", UNNAMED),
    "type-escape": (with_body(b"Content-Type: text/\x1b[31mhtml"), "refused", UNNAMED),
    "no-words": (with_body(HTML, html(words=("Please enable JavaScript.",)).encode()), "refused", NO_ARTICLE),
    "empty": (with_body(HTML, b""), "refused", NO_ARTICLE),
    "nulls": (with_body(b"Content-Type: text/plain", b"\0" * 500), "refused", "is not saved: its text is not text: it contains null characters"),
    "type-odd": (with_body(b"Content-Type: text/html;;;=;charset"), "saved", ""),
    "charset-undefined": (with_body(HTML + b"; charset=undefined", CAFE), "saved", ""),
    "charset-no-text": (with_body(HTML + b"; charset=zlib", CAFE), "saved", ""),
    "charset-escapes": (with_body(HTML + b"; charset=unicode_escape", CAFE), "saved", ""),
    "charset-nul": (with_body(HTML + b"; charset*=utf-8''a%00b", CAFE), "saved", ""),
    "attributes": (with_body(HTML, ATTRIBUTES), "failed", "takes more than 1 seconds to read"),
    "nested": (with_body(HTML, b"<div>" * 30_000), "refused", NO_ARTICLE),
}  # fmt: skip


def test_each_failure_is_one_line_and_the_others_are_saved(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "BOUNDS", Bounds(cpu=1))
    sources = {}
    for name, (answer, _, _) in HOSTILE.items():
        site.pages[f"/{name}"] = answer
        sources[name] = news(site.url(f"/{name}"))
    sources["zzz"] = news(site.serve("/zzz", html()))
    told: list[FetchResult] = []
    limits = Limits(connect=5, total=5, largest=200_000, delay=0)
    results = fetch(sources, tmp_path, Client(limits=limits, allowed_hosts={site.host}), progress=told.append)
    assert told == results
    assert [result.source for result in results] == sorted(sources)
    wrong = {}
    for result in results[:-1]:
        _, outcome, message = HOSTILE[result.source]
        seen = (
            result.outcome,
            result.message.removeprefix(f"{site.url(f'/{result.source}')} ") if message else "",
        )
        if seen != (outcome, message):
            wrong[result.source] = seen
        assert result.message.isprintable()
    assert wrong == {}
    assert results[-1].outcome == "saved"


@pytest.mark.parametrize(
    ("robots", "outcome", "delay"),
    [
        (f"User-agent: *\nCrawl-delay: {'9' * 400}", "", 0),
        ("User-agent: *\nCrawl-delay: 99999999999", "", 30),
        ("User-agent: *\nCrawl-delay: ²", "", 0),
        ("User-agent: *\nCrawl-delay: nan", "", 0),
        ("User-agent: *\nCrawl-delay: -5", "", 0),
        ("User-agent: *\nCrawl-delay: 0.5", "", 0.5),
        ("User-agent: *\nCrawl-delay: 7\n", "", 7),
        ("User-agent: *\nRequest-rate: ²/1", "", 0),
        ("User-agent: *\nRequest-rate: 1/0", "", 0),
        ("\ufeffUser-agent: *\nDisallow: /a", "refused", 0),
        ("User-agent: *\nDisallow: /*id=1$", "refused", 0),
        ("User-agent: *\nDisallow: /*?id=", "refused", 0),
        ("User-agent: *\nDisallow: /*/print\nDisallow: /*.pdf$", "", 0),
        ("User-agent: *\nDisallow: /\nAllow: /a/*.html", "", 0),
        ("User-agent: other\nDisallow: /\n\nUser-agent: Briefings\nDisallow: /x", "", 0),
        ("User-agent: *\nDisallow: /" + "*a" * 2000 + "$", "", 0),
        ("User-agent: *\nDisallow: /" + "x" * 600_000 + "\nDisallow: /a", "", 0),
        ("\0\x1b\x85" * 1000, "", 0),
    ],
)  # fmt: skip
def test_unusual_and_hostile_robots_txt(
    site: Site, monkeypatch: pytest.MonkeyPatch, robots: str, outcome: str, delay: float
) -> None:
    monkeypatch.setattr(
        sandbox, "permission", lambda body, url, agent: permission(body, url=url, agent=agent)
    )
    site.serve("/robots.txt", robots, kind="text/plain")
    slept: list[float] = []
    client = Client(limits=Limits(delay=0), allowed_hosts={site.host}, sleep=slept.append)
    try:
        client.get(site.serve("/a/page.html?id=1", html()))
        assert outcome == ""
    except FetchError as error:
        assert (error.failure, outcome) == ("refused", "refused")
    assert slept == ([pytest.approx(delay, abs=2)] if delay else [])


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_host_without_robots_txt_allows_everything(site: Site, status: int) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /\n", status=status)
    assert Client(limits=LIMITS, allowed_hosts={site.host}).get(site.serve("/a", html())).body


def test_a_robots_txt_that_takes_long_allows_nothing(
    site: Site, fetched: Fetched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "BOUNDS", Bounds(cpu=1, memory=800_000_000))
    robots = "".join(f"User-agent: a{n}\n" for n in range(9000)) + "Disallow: /x\n" * 20_000
    site.serve("/robots.txt", robots, kind="text/plain")
    result = fetched(site.serve("/a", html()), limits=replace(LIMITS, total=20))
    assert "was not fetched, since robots.txt of its host could not be read: it takes " in result.message


def test_a_host_that_does_not_respond_is_asked_once(site: Site, tmp_path: Path) -> None:
    site.serve("/robots.txt", "", status=503)
    sources = {f"s{n}": news(site.url(f"/{n}")) for n in range(5)}
    results = fetch(sources, tmp_path, Client(limits=LIMITS, allowed_hosts={site.host}))
    assert {result.outcome for result in results} == {"failed"}
    assert [path for path, _ in site.asked] == ["/robots.txt"]


def test_an_unforeseen_error_affects_one_source_only(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Astonished(Client):
        def get(self, url: str) -> Response:
            if url.endswith("/a"):
                raise RuntimeError("line one\nline two")
            return super().get(url)

    sources = {name: news(site.serve(f"/{name}", html())) for name in "ab"}
    results = fetch(sources, tmp_path, Astonished(limits=LIMITS, allowed_hosts={site.host}))
    assert [result.outcome for result in results] == ["failed", "saved"]
    assert results[0].message == f"{site.url('/a')} could not be read (RuntimeError: line one\ufffdline two)"


def test_a_failed_write_affects_one_source_only(site: Site, tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    (tmp_path / "a.txt" / "file").write_text("x")
    sources = {name: news(site.serve(f"/{name}", html())) for name in ("a.", "b")}
    results = fetch(
        {"a": sources["a."], "b": sources["b"]}, tmp_path, Client(limits=LIMITS, allowed_hosts={site.host})
    )
    assert [result.source for result in results if result.outcome == "saved"] == ["b"]


# Whether this machine is online


def closed_port() -> str:
    """A local port where nothing listens, such as `127.0.0.1:1234`."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{other.getsockname()[1]}"


@pytest.fixture
def no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fails to look up any name, as if offline; numeric addresses still work."""
    look_up = socket.getaddrinfo

    def fail(host: str, *arguments: object, **more: object) -> object:
        if host.startswith("127."):
            return look_up(host, *arguments, **more)  # type: ignore[arg-type]
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)


def named(*hosts: str) -> dict[str, Source]:
    return {f"s{n}": news(f"https://{host}/a") for n, host in enumerate(hosts)}


@pytest.mark.usefixtures("no_names")
@pytest.mark.parametrize("count", [1, 2, 3, 200])
def test_offline_no_source_is_recorded_as_gone(tmp_path: Path, count: int) -> None:
    told: list[FetchResult] = []
    with pytest.raises(
        OfflineError, match=r"^no source could be reached \(h0\.example.*this machine seems to be offline"
    ):
        fetch(named(*(f"h{n}.example" for n in range(count))), tmp_path, Client(), progress=told.append)
    assert told == []


def test_offline_with_cached_name_lookups(tmp_path: Path) -> None:
    closed = [closed_port() for _ in range(3)]
    sources = {f"s{n}": news(f"http://{host}/") for n, host in enumerate(closed)}
    with pytest.raises(OfflineError):
        fetch(sources, tmp_path, Client(limits=LIMITS, allowed_hosts=closed))


@pytest.mark.usefixtures("no_names")
def test_a_host_is_gone_if_another_was_reached(site: Site, tmp_path: Path) -> None:
    sources = named("a.example", "b.example") | {
        "s2": news(site.serve("/a", html())),
        "s3": news("https://c.example/"),
    }
    results = fetch(sources, tmp_path, Client(limits=LIMITS, allowed_hosts={site.host}))
    assert [result.outcome for result in results] == ["gone", "gone", "saved", "gone"]


@pytest.mark.usefixtures("no_names")
def test_a_host_is_gone_if_one_with_a_saved_text_can_be_reached(site: Site, tmp_path: Path) -> None:
    (tmp_path / "held.txt").write_text("by hand\n")
    sources = named("a.example", "b.example", "c.example", "d.example")
    sources["held"] = news(site.url("/held"))
    results = fetch(sources, tmp_path, Client(limits=LIMITS, allowed_hosts={site.host}))
    assert [result.outcome for result in results] == ["gone"] * 4
    assert site.asked == [], "it is connected to, and nothing is asked of it"


@pytest.mark.usefixtures("no_names")
def test_losing_the_network_midway_is_noticed(site: Site, tmp_path: Path) -> None:
    sources = {"a": news(site.serve("/a", html()))} | named("a.example", "b.example", "c.example")

    def lose(result: FetchResult) -> None:
        told.append(result)
        site.shutdown()
        site.server_close()

    told: list[FetchResult] = []
    with pytest.raises(OfflineError):
        fetch(sources, tmp_path, Client(limits=LIMITS, allowed_hosts={site.host}), progress=lose)
    assert [(result.source, result.outcome) for result in told] == [("a", "saved")]


# Secure connections: to the checked address, with the certificate of the name


@pytest.fixture
def secure(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The site over TLS, with a trusted certificate for news.example; every name resolves to it."""
    folder = Path(__file__).parent / "certificate"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "news.example.pem", folder / "news.example.key")
    server = Site()
    context.sni_callback = lambda connection, name, _: server.names.append(name)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(folder / "news.example.pem"))
    look_up = socket.getaddrinfo
    monkeypatch.setattr(
        socket, "getaddrinfo", lambda host, *more, **named: look_up("127.0.0.1", *more, **named)
    )
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    yield server
    server.closing.set()
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("name", "outcome", "message"),
    [
        ("news.example", "saved", "characters from https://news.example"),
        ("News.Example.", "saved", "characters from https://News.Example."),
        ("other.example", "failed", "has an invalid certificate: Hostname mismatch"),
    ],
)
def test_the_certificate_must_be_for_the_name(
    secure: Site, tmp_path: Path, name: str, outcome: str, message: str
) -> None:
    secure.serve("/a", html())
    port = secure.server_port
    source = news(f"https://{name}:{port}/a")
    (result,) = fetch(
        {"a": source}, tmp_path, Client(limits=LIMITS, allowed_hosts={f"{name.lower()}:{port}"})
    )
    assert (result.outcome, message in result.message) == (outcome, True), result.message
    assert set(secure.names) == {name.lower().rstrip(".")}


def test_an_untrusted_certificate_is_refused(
    secure: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    port = secure.server_port
    source = news(f"https://news.example:{port}/a")
    (result,) = fetch({"a": source}, tmp_path, Client(limits=LIMITS, allowed_hosts={f"news.example:{port}"}))
    assert (result.outcome, "has an invalid certificate: self-signed certificate" in result.message) == (
        "failed",
        True,
    )


def test_a_host_without_tls_fails(site: Site, tmp_path: Path) -> None:
    source = news(f"https://{site.host}/a")
    (result,) = fetch({"a": source}, tmp_path, Client(limits=LIMITS, allowed_hosts={site.host}))
    assert (result.outcome, "could not be read over a secure connection" in result.message) == (
        "failed",
        True,
    )


def test_an_endless_handshake_times_out(tmp_path: Path) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        host = f"127.0.0.1:{silent.getsockname()[1]}"
        source = news(f"https://{host}/a")
        limits = Limits(connect=0.3, total=1, delay=0)
        (result,) = fetch({"a": source}, tmp_path, Client(limits=limits, allowed_hosts={host}))
    assert (result.outcome, "was silent for 0.3 seconds" in result.message) == ("failed", True)
