"""Fetching texts from a real server on this machine that behaves as servers do, well and badly."""

from __future__ import annotations

import gzip
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from briefings.evidence.client import Client, Limits
from briefings.evidence.fetch import FetchResult, fetch
from briefings.evidence.lock import Lock
from briefings.evidence.prove import prove
from briefings.model.source import Source

WORDS = (
    "The conference opened in Shanghai on Saturday, and the premier spoke of a “global framework” for the technology.",
    "He warned that it could become an exclusive game for a few countries and companies, and called for broad consensus.",
    "Delegates from more than thirty countries, cafés and all, listened for three days — and then went home with a plan.",
)
CP1252 = "text/html; charset=windows-1252"
BOILERPLATE = "Subscribe to our newsletter"


def html(head: str = "", words: tuple[str, ...] = WORDS) -> str:
    paragraphs = "\n".join(f"<p>{paragraph}</p>" for paragraph in words)
    return f"""<!doctype html><html lang="en"><head><title>China proposes a framework</title>{head}</head><body>
    <nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li><li><a href="/tech">Technology</a></li></ul></nav>
    <aside class="newsletter"><form>{BOILERPLATE} <input><button>Join</button></form></aside>
    <article><h1>China proposes a framework</h1>{paragraphs}</article>
    <footer><p>Copyright 2025 The Gazette. <a href="/terms">Terms of use</a></p></footer><script>track("visit")</script></body></html>"""


class Site(ThreadingHTTPServer):
    """Serves one function per path, and keeps a list of what was asked for."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.pages: dict[str, Callable[[Handler], None]] = {}
        self.asked: list[tuple[str, float]] = []
        self.agents: set[str] = set()
        self.closing = threading.Event()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def url(self, path: str) -> str:
        return f"http://{self.host}{path}"

    def serve(self, path: str, body: str | bytes, *, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str) -> str:
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


LIMITS = Limits(connect=2, total=1, largest=200_000, redirects=3, delay=0)


@pytest.fixture
def fetched(site: Site, tmp_path: Path) -> Callable[..., FetchResult]:
    """Fetches one source from the site, and returns its result."""

    def run(url: str | None, *, archived: str | None = None, limits: Limits = LIMITS) -> FetchResult:
        source = Source(title="China proposes a framework", publisher="The Gazette", kind="news", url=url, archived=archived)
        (result,) = fetch({"gazette": source}, tmp_path / "seeds", Client(limits=limits, allowed_hosts={site.host}))
        assert (tmp_path / "seeds" / "gazette.txt").exists() == (result.outcome == "saved")
        return result

    return run


Fetched = Callable[..., FetchResult]


def saved(tmp_path: Path) -> str:
    return (tmp_path / "seeds" / "gazette.txt").read_bytes().decode("utf-8")


def test_an_article_is_saved_without_what_is_around_it(site: Site, fetched: Fetched, tmp_path: Path) -> None:
    result = fetched(site.serve("/article", html()))
    assert (result.outcome, result.from_archive) == ("saved", False)
    assert saved(tmp_path) == "China proposes a framework\n" + "\n".join(WORDS) + "\n"
    assert site.agents == {"briefings/1 (saves texts to verify quotations)"}
    cited = {"gazette": ['a "global framework" for the technology', "an exclusive game for a few countries"]}
    assert prove(cited, tmp_path / "seeds", Lock()).counts() == {"unrecorded": 2}


def test_plain_text_is_saved_as_it_is(site: Site, fetched: Fetched, tmp_path: Path) -> None:
    assert fetched(site.serve("/a.txt", "\r\n".join(WORDS), kind="text/plain")).outcome == "saved"
    assert saved(tmp_path) == "\n".join(WORDS) + "\n"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(site: Site, fetched: Fetched, tmp_path: Path, status: int) -> None:
    site.serve("/new", html())
    site.redirect("/middle", "new", status)
    assert fetched(site.redirect("/old", site.url("/middle"), status)).outcome == "saved"
    assert WORDS[0] in saved(tmp_path)


def test_redirects_in_a_circle_end(site: Site, fetched: Fetched) -> None:
    site.redirect("/b", "/a")
    result = fetched(site.redirect("/a", "/b"))
    assert (result.outcome, result.message) == ("failed", f"{site.url('/a')} redirects in a circle")


def test_redirects_without_end_end(site: Site, fetched: Fetched) -> None:
    for number in range(10):
        site.redirect(f"/{number}", f"/{number + 1}")
    result = fetched(site.url("/0"))
    assert (result.outcome, result.message) == ("failed", f"{site.url('/0')} redirects more than 3 times")
    assert [path for path, _ in site.asked] == ["/robots.txt", "/0", "/1", "/2", "/3"]


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("http://10.0.0.1/secret", "is not fetched: the address of `10.0.0.1` is not public"),
        ("http://169.254.169.254/latest/", "is not fetched: the address of `169.254.169.254` is not public"),
        ("http://[::1]/", "is not fetched: the address of `::1` is not public"),
        ("file:///etc/passwd", "is not fetched: only http and https are, not file"),
        ("ftp://127.0.0.1/", "is not fetched: only http and https are, not ftp"),
    ],
)
def test_redirects_are_checked_as_addresses_are(site: Site, fetched: Fetched, target: str, message: str) -> None:
    result = fetched(site.redirect("/a", target))
    assert (result.outcome, result.message) == ("refused", f"{site.url('/a')} {message}")


def test_another_port_of_this_machine_is_not_allowed_with_the_first(site: Site, fetched: Fetched) -> None:
    result = fetched(site.redirect("/a", f"http://127.0.0.1:{site.server_port + 1}/"))
    assert (result.outcome, result.message) == ("refused", f"{site.url('/a')} is not fetched: the address of `127.0.0.1` is not public")


@pytest.mark.parametrize(
    ("encoding", "kind", "head"),
    [
        ("utf-8", "text/html; charset=iso-8859-1", ""),
        ("utf-8", "text/html", ""),
        ("utf-8", "text/html; charset=no-such-charset", ""),
        ("windows-1252", "text/html; charset=utf-8", ""),
        ("windows-1252", "text/html; charset=iso-8859-1", ""),
        ("windows-1252", "text/html", '<meta charset="windows-1252">'),
        ("windows-1252", "text/html; charset=utf-8", '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">'),
        ("utf-16", "text/html", ""),
        ("utf-8-sig", "text/html", ""),
    ],
)
def test_wrong_and_missing_charsets_are_put_right(
    site: Site, fetched: Fetched, tmp_path: Path, encoding: str, kind: str, head: str
) -> None:
    assert fetched(site.serve("/a", html(head).encode(encoding), kind=kind)).outcome == "saved"
    assert saved(tmp_path) == "China proposes a framework\n" + "\n".join(WORDS) + "\n"


def test_chinese_in_an_old_encoding(site: Site, fetched: Fetched, tmp_path: Path) -> None:
    words = (
        "在上海举行的世界人工智能大会上，李强提出了成立世界人工智能合作组织的建议，并呼吁各国尽快达成共识。" * 2,
        "他说，人工智能不应成为少数国家和企业的独占游戏，中国愿意同各国分享发展经验和产品，帮助南方国家加强能力建设。" * 2,
        "三十多个国家的代表出席了会议，八百多家企业展示了三千多项产品，其中包括四十个大模型和六十个智能机器人。" * 2,
    )
    assert fetched(site.serve("/a", html('<meta charset="gb2312">', words).encode("gb18030"), kind="text/html")).outcome == "saved"
    assert "李强提出了成立世界人工智能合作组织的建议" in saved(tmp_path)


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_taken_from_the_archive(site: Site, fetched: Fetched, tmp_path: Path, status: int) -> None:
    url = site.serve("/a", "gone", status=status)
    result = fetched(url, archived=site.serve("/archive/a", html()))
    assert (result.outcome, result.from_archive) == ("saved", True)
    assert result.message == f"{url} is gone (status {status}); {len(saved(tmp_path)) - 1:,} characters from {site.url('/archive/a')}"


def test_a_host_that_is_gone_is_taken_from_the_archive(site: Site, fetched: Fetched) -> None:
    result = fetched("http://gone.invalid/a", archived=site.serve("/archive/a", html()))
    assert (result.outcome, result.from_archive) == ("saved", True)


def test_a_source_with_an_archived_copy_alone_is_taken_from_there(site: Site, fetched: Fetched) -> None:
    assert fetched(None, archived=site.serve("/archive/a", html())).from_archive


def test_gone_here_and_there_is_gone(site: Site, fetched: Fetched) -> None:
    result = fetched(site.url("/a"), archived=site.url("/archive/a"))
    assert result.outcome == "gone"
    assert result.message == f"{site.url('/a')} is gone (status 404); {site.url('/archive/a')} is gone (status 404)"


@pytest.mark.parametrize(
    ("status", "outcome", "message"),
    [
        (401, "refused", "is not open to all (status 401)"),
        (403, "refused", "is not open to all (status 403)"),
        (429, "failed", "answers with status 429"),
        (500, "failed", "answers with status 500"),
        (503, "failed", "answers with status 503"),
    ],
)
def test_what_is_closed_or_broken_is_not_sought_elsewhere(site: Site, fetched: Fetched, status: int, outcome: str, message: str) -> None:
    result = fetched(site.serve("/a", html(), status=status), archived=site.serve("/archive/a", html()))
    assert (result.outcome, result.message) == (outcome, f"{site.url('/a')} {message}")


def test_an_endless_body_ends(site: Site, fetched: Fetched) -> None:
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
def test_a_slow_answer_ends(site: Site, fetched: Fetched, where: str) -> None:
    def drip(request: Handler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + (b"X-Slow: " if where == "headers" else b"\r\n"))
        while not site.closing.wait(0.05):
            request.wfile.write(b"x")

    site.pages["/a"] = drip
    began = time.monotonic()
    result = fetched(site.url("/a"))
    assert time.monotonic() - began < 10
    assert (result.outcome, result.message) == ("failed", f"{site.url('/a')} took longer than 1 seconds")


def test_a_silent_host_is_left(site: Site, fetched: Fetched) -> None:
    def wait(request: Handler) -> None:
        site.closing.wait(20)

    site.pages["/a"] = wait
    result = fetched(site.url("/a"), limits=Limits(connect=0.2, total=20, delay=0))
    assert (result.outcome, result.message) == ("failed", f"{site.url('/a')} was silent for 0.2 seconds")


def test_a_host_that_takes_no_connection(site: Site, tmp_path: Path) -> None:
    url, host = site.url("/a"), site.host
    site.shutdown()
    site.server_close()
    source = Source(title="A", publisher="B", kind="news", url=url)
    (result,) = fetch({"gazette": source}, tmp_path, Client(limits=LIMITS, allowed_hosts={host}))
    assert result.outcome == "failed"
    assert "has a host that takes no connection" in result.message


def test_an_answer_that_is_no_http(site: Site, fetched: Fetched) -> None:
    def greet(request: Handler) -> None:
        request.wfile.write(b"SSH-2.0-OpenSSH_9.6\r\n")

    site.pages["/a"] = greet
    result = fetched(site.url("/a"))
    assert (result.outcome, result.message) == ("failed", f"{site.url('/a')} could not be read (BadStatusLine)")


def test_a_body_shorter_than_announced(site: Site, fetched: Fetched) -> None:
    result = fetched(site.serve("/a", html(), Content_Length="100000"))
    assert (result.outcome, result.message) == ("failed", f"{site.url('/a')} broke off before its end")


def test_a_compressed_body_is_unfolded_within_the_limit(site: Site, fetched: Fetched) -> None:
    assert fetched(site.serve("/a", gzip.compress(html().encode()), Content_Encoding="gzip")).outcome == "saved"


def test_a_compressed_body_that_unfolds_without_end(site: Site, fetched: Fetched) -> None:
    result = fetched(site.serve("/a", gzip.compress(b"<p>" + b" " * 50_000_000), Content_Encoding="gzip"))
    assert (result.outcome, result.message) == ("failed", f"{site.url('/a')} is larger than 200,000 bytes")


def test_what_robots_txt_disallows_is_not_fetched(site: Site, fetched: Fetched) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /private/\n", kind="text/plain")
    url = site.serve("/private/a", html())
    result = fetched(url, archived=site.serve("/archive/a", html()))
    assert (result.outcome, result.message) == ("refused", f"{url} may not be fetched by programs, says robots.txt of 127.0.0.1")
    assert [path for path, _ in site.asked] == ["/robots.txt"]


def test_robots_txt_holds_for_where_a_page_redirects_to(site: Site, fetched: Fetched) -> None:
    site.serve("/robots.txt", "User-agent: briefings\nDisallow: /private/\n", kind="text/plain")
    site.serve("/private/a", html())
    assert fetched(site.redirect("/a", "/private/a")).outcome == "refused"
    assert [path for path, _ in site.asked] == ["/robots.txt", "/a"]


def test_a_host_whose_robots_txt_fails_is_left_alone(site: Site, fetched: Fetched) -> None:
    site.serve("/robots.txt", "", status=503)
    url = site.serve("/a", html())
    result = fetched(url)
    assert result.outcome == "failed"
    assert result.message == f"{url} was not tried, since robots.txt of its host could not be read: it answers with status 503"


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_host_without_robots_txt_allows_all(site: Site, fetched: Fetched, status: int) -> None:
    site.serve("/robots.txt", "User-agent: *\nDisallow: /\n", status=status)
    assert fetched(site.serve("/a", html())).outcome == "saved"


def test_requests_to_one_host_keep_their_distance(site: Site, tmp_path: Path) -> None:
    sources = {f"s{n}": Source(title="A", publisher="B", kind="news", url=site.serve(f"/{n}", html())) for n in range(3)}
    results = fetch(sources, tmp_path, Client(limits=Limits(delay=0.2), allowed_hosts={site.host}))
    assert [result.outcome for result in results] == ["saved"] * 3
    times = [moment for _, moment in site.asked]
    assert len(times) == 4
    # Three distances of 0.2 seconds; a busy machine notes a request later than it came.
    assert times[-1] - times[0] >= 0.4


def test_a_longer_delay_is_granted_to_hosts_that_ask_for_it(site: Site, tmp_path: Path) -> None:
    site.serve("/robots.txt", "User-agent: *\nCrawl-delay: 7\n", kind="text/plain")
    source = Source(title="A", publisher="B", kind="news", url=site.serve("/a", html()))
    slept: list[float] = []
    fetch({"a": source}, tmp_path, Client(limits=Limits(delay=0), allowed_hosts={site.host}, sleep=slept.append))
    assert slept == [pytest.approx(7, abs=1)]


@pytest.mark.parametrize(
    ("body", "kind", "message"),
    [
        ("%PDF-1.7", "application/pdf", "is no text but application/pdf; save its words by hand"),
        (html(words=("Please enable JavaScript.",)), "text/html", "shows no article to programs; save its words by hand"),
        ("", "text/html", "shows no article to programs; save its words by hand"),
        ("\0" * 500, "text/plain", "is not saved: its text is no text: it has null characters in it"),
    ],
)
def test_what_is_no_article_is_not_saved(site: Site, fetched: Fetched, body: str, kind: str, message: str) -> None:
    result = fetched(site.serve("/a", body, kind=kind))
    assert (result.outcome, result.message) == ("refused", f"{site.url('/a')} {message}")


def test_texts_that_are_held_and_sources_without_address_are_left_alone(site: Site, tmp_path: Path) -> None:
    (tmp_path / "held.txt").write_text("by hand\n")
    sources = {
        "held": Source(title="A", publisher="B", kind="news", url=site.serve("/a", html())),
        "paper": Source(title="A", publisher="B", kind="news"),
    }
    assert fetch(sources, tmp_path, Client(allowed_hosts={site.host})) == []
    assert (tmp_path / "held.txt").read_text() == "by hand\n"
    assert site.asked == []


@pytest.mark.parametrize("library", ["trafilatura", "charset_normalizer"])
def test_without_the_libraries_for_it_it_says_so(site: Site, fetched: Fetched, monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    result = fetched(site.serve("/a", html().encode("windows-1252"), kind="text/html" if library == "charset_normalizer" else CP1252))
    assert result.outcome == "failed"
    assert library in result.message
    assert result.message.endswith("`pip install briefings[fetch]`")


def test_a_page_that_breaks_the_extraction_is_told(site: Site, fetched: Fetched, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr("trafilatura.bare_extraction", fail)
    result = fetched(site.serve("/a", html()))
    assert (result.outcome, result.message) == ("failed", f"{site.url('/a')} could not be taken apart (RecursionError)")


def test_one_failure_does_not_keep_the_others(site: Site, tmp_path: Path) -> None:
    urls = {"a": site.url("/gone"), "b": "ftp://127.0.0.1/b", "c": site.serve("/c", html())}
    sources = {name: Source(title="A", publisher="B", kind="news", url="https://example.org/") for name in urls}
    for name, url in urls.items():
        object.__setattr__(sources[name], "url", url)  # no sheet has such an address
    told: list[FetchResult] = []
    results = fetch(sources, tmp_path, Client(limits=LIMITS, allowed_hosts={site.host}), progress=told.append)
    assert [(result.source, result.outcome) for result in results] == [("a", "gone"), ("b", "refused"), ("c", "saved")]
    assert told == results
