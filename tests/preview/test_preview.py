"""The preview: a save is on the page, a failure leaves the last good one, and open pages are told of both."""

from __future__ import annotations

import errno
import http.client
import re
import socket
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from briefings.html.engine import EngineError, EngineResult
from briefings.preview import Preview
from briefings.preview.failures import MOST, english, failure
from briefings.preview.server import Server
from briefings.problems.problem import ContentError
from briefings.store.processes import Progress
from tests.preview.running import LONG, PAGE, PROBLEM, Running, until
from tests.trees import write

Start = Callable[..., Running]


def test_a_page_is_served_while_a_build_goes_on(start: Start) -> None:
    running = start("First words")
    running.gate.clear()
    write(running.root, {"content/sheet.yml": "Second words"})
    until(lambda: running.builds == 2)
    assert "First words" in running.get()
    running.gate.set()
    until(lambda: "Second words" in running.get())


def test_open_pages_are_told_of_builds_and_of_problems(start: Start) -> None:
    running = start("First words")
    news = running.news()
    first = next(news)
    assert first["failure"] is None
    assert f'data-build="{first["build"]}"' in running.get()
    write(running.root, {"content/sheet.yml": "broken"})
    broken = next(news)
    assert isinstance(running.outcome(1), ContentError)
    assert broken["build"] == first["build"], "the page is still that of the last good build"
    assert "First words" in running.get()
    assert (broken["failure"]["title"], broken["failure"]["note"]) == (
        "1 problem",
        "The page behind is the last good one.",
    )
    write(running.root, {"content/sheet.yml": "broken again"})
    again = next(news)
    assert again["failure"]["id"] != broken["failure"]["id"], (
        "another try, so that a panel that was put away comes back"
    )
    write(running.root, {"content/sheet.yml": "First words"})
    mended = next(news)
    assert (mended["failure"], mended["build"] == first["build"]) == (None, False)
    assert f'data-build="{mended["build"]}"' in running.get()
    news.close()  # type: ignore[attr-defined]  # it is a generator


def test_a_browser_that_goes_away_harms_nobody(start: Start, capfd: pytest.CaptureFixture[str]) -> None:
    running = start("First words")
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", urlsplit(running.url).port or 0)) as gone:
            gone.sendall(b"GET /_preview/events HTTP/1.1\r\nHost: x\r\n\r\n")
            # With something unread, and no time to linger, the other end meets a reset.
            gone.recv(1)
    write(running.root, {"content/sheet.yml": "Second words"})
    until(lambda: "Second words" in running.get())
    write(running.root, {"content/sheet.yml": "Third words"})
    until(lambda: "Third words" in running.get())
    assert capfd.readouterr().err == ""


def test_a_build_that_something_newer_is_saved_during_can_be_given_up(start: Start) -> None:
    running = start("First words")
    asked: list[bool] = []

    def rebuild(url: str, saved: Collection[Path], progress: Progress) -> Iterator[tuple[EngineResult, bool]]:
        assert {path.name for path in saved} == {"sheet.yml"}
        if not asked:
            progress("pages", 0, 1)
            asked.append(True)
            write(running.root, {"content/sheet.yml": "Third words"})
            while True:  # until it is heard of
                progress("pages", 0, 1)
        yield from running.rebuild(url, saved, progress)

    running.preview._rebuild = rebuild
    write(running.root, {"content/sheet.yml": "Second words"})
    running.outcome(1)
    assert "Third words" in running.get()
    assert running.builds == 2


def test_what_was_saved_counts_from_the_last_whole_site(start: Start) -> None:
    running = start("First words")
    told: list[set[str]] = []

    def rebuild(url: str, saved: Collection[Path], progress: Progress) -> Iterator[tuple[EngineResult, bool]]:
        told.append({path.name for path in saved})
        for result, _ in running.rebuild(url, saved, progress):
            # Only a part of it, each time.
            yield result, False

    running.preview._rebuild = rebuild
    write(running.root, {"content/sheet.yml": "Second words"})
    running.outcome(1)
    write(running.root, {"content/other.yml": "Other words"})
    running.outcome(2)
    write(running.root, {"content/sheet.yml": "First words"})
    running.outcome(3)
    assert told == [{"sheet.yml"}, {"sheet.yml", "other.yml"}, {"other.yml"}]


def test_pages_get_their_script_while_they_are_served_and_not_on_disk(start: Start) -> None:
    running = start("First words")
    script = re.compile(
        r'<script src="/_preview/overlay\.js" integrity="sha256-[\w+/]+=" data-build="[\w-]+"'
        r' data-page="[0-9a-f]+" defer></script></body></html>$'
    )
    assert all(script.search(running.get(path)) for path in ("", "a/", "nowhere/"))
    assert "script" not in (running.root / "site/index.html").read_text(encoding="utf-8")
    assert running.get("style.css") == "body {}"


@pytest.mark.parametrize("page", [PAGE.removesuffix("</body></html>"), PAGE.replace("</body>", "</BODY >")])
def test_a_page_gets_its_script_however_it_ends(start: Start, page: str) -> None:
    assert "/_preview/overlay.js" in start("First words", page=page).get()


ANSWERS = {
    "/project/": (200, "text/html; charset=utf-8"),
    "/project/?q=1": (200, "text/html; charset=utf-8"),
    "/project/a/": (200, "text/html; charset=utf-8"),
    "/project/a/index.html": (200, "text/html; charset=utf-8"),
    "/project/style.css": (200, "text/css; charset=utf-8"),
    "/project/nowhere/": (404, "text/html; charset=utf-8"),
    "/project/../settings.yml": (404, "text/html; charset=utf-8"),
    "/project/%2e%2e/settings.yml": (404, "text/html; charset=utf-8"),
    "/elsewhere/": (404, "text/html; charset=utf-8"),
    "/_preview/overlay.js": (200, "text/javascript; charset=utf-8"),
    "/_preview/overlay.css": (200, "text/css; charset=utf-8"),
    "/_preview/server.py": (404, "text/html; charset=utf-8"),
    "/": (302, "/project/"),
    "/project": (302, "/project/"),
    "/project/a": (302, "/project/a/"),
}
"""By path: the status, and where it leads or its type."""


def test_a_site_is_served_below_its_path(start: Start) -> None:
    running = start("First words", mount="/project/")
    assert running.url.endswith("/project/")
    connection = http.client.HTTPConnection(urlsplit(running.url).netloc, timeout=LONG)
    for path, answer in ANSWERS.items():
        for method in ("HEAD", "GET"):
            connection.request(method, path)
            got = connection.getresponse()
            got.read()
            assert (got.status, got.headers["Location"] or got.headers["Content-Type"]) == answer, path
            assert got.headers["Cache-Control"] == "no-store"
    connection.close()


def test_a_page_that_is_not_there_is_the_sites_own_404(start: Start) -> None:
    status, _, text = start("First words").ask("nowhere/")
    assert (status, "<title>404.html</title>" in text) == (404, True)


def test_a_page_is_there_while_a_new_site_takes_the_place_of_the_old(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefings.preview.server.SWAP", LONG)
    running = start("First words")
    site, old = running.root / "site", running.root / "old"
    site.rename(old)
    swap = threading.Timer(0.1, old.rename, [site])
    swap.start()
    assert running.ask()[0] == 200
    swap.join()


# Requests that no browser makes


def exchange(running: Running, data: bytes) -> bytes:
    """What comes back to these bytes, until the server closes the connection."""
    with socket.create_connection(("127.0.0.1", urlsplit(running.url).port or 0), LONG) as connection:
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        answer = bytearray()
        with suppress(ConnectionResetError):
            while piece := connection.recv(65536):
                answer += piece
    return bytes(answer)


def get(path: bytes, host: bytes = b"localhost", more: bytes = b"") -> bytes:
    return b"GET " + path + b" HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n" + more + b"\r\n"


REQUESTS: list[tuple[bytes, int | None]] = [
    (get(b"/%00"), 404),
    (get(b"/a%00/index.html"), 404),
    (get(b"/" + b"x" * 5000), 404),
    (get(b"/" + b"x/" * 5000), 404),
    (get(b"/%"), 404),
    (get(b"/%zz%ff%fe%2"), 404),
    (get(b"/\xff\xfe"), 404),
    (get(b"/%ed%a0%80"), 404),
    (get(b"/%0d%0aX-Evil:%201"), 404),
    (get(b"/../../../../etc/passwd"), 404),
    (get(b"/..%2f..%2f..%2fetc%2fpasswd"), 404),
    (get(b"/%2fetc/passwd"), 404),
    (get(b"/loop"), 404),
    (get(b"/outside/index.html"), 404),
    (get(b"/outside/"), 404),
    (get(b"//evil.example/.."), 302),
    (get(b"*"), 404),
    (get(b"http://["), 400),
    (get(b"http://localhost/"), 200),
    (get(b"http://evil.example/"), 421),
    (get(b"/", more=b"X: " + b"x" * 70_000 + b"\r\n"), 431),
    (get(b"/", more=b"X: x\r\n" * 500), 431),
    (get(b"/" + b"x" * 70_000), 414),
    (get(b"/", more=b"Expect: 100-continue\r\n"), 100),
    (b"GET / HTTP/1.1\r\n\r\n", 421),
    (b"PURGE / HTTP/1.1\r\nHost: localhost\r\n\r\n", 501),
    (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nhello", 405),
    (b"\xff\x00\x1b[31m / HTTP/1.1\r\nHost: localhost\r\n\r\n", 501),
    (b"<script> / HTTP/1.1\r\nHost: localhost\r\n\r\n", 501),
    (b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n", None),
    (b"GET / HTTP/x\r\nHost: localhost\r\n\r\n", None),
    ("GET / HTTP/².1\r\nHost: localhost\r\n\r\n".encode("latin-1"), None),
    (b"GET /\r\n\r\n", None),
    (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", None),
    (b"\r\n\r\n", None),
    (b"GET", None),
    (b"", None),
]
"""Requests with the status of their answers; None for any other than 200."""


def test_no_request_gives_a_traceback(start: Start, capfd: pytest.CaptureFixture[str]) -> None:
    running = start("First words")
    write(running.root, {"secret/index.html": "a secret"})
    (running.root / "site/loop").symlink_to("loop")
    (running.root / "site/outside").symlink_to(running.root / "secret")
    (running.root / "site/b").mkdir()
    for request, status in REQUESTS:
        answer = exchange(running, request)
        if status is None:
            assert b" 200 " not in answer[:20], request[:100]
            assert b"First words" not in answer
        else:
            assert answer.startswith(f"HTTP/1.1 {status} ".encode()), (request[:100], answer[:200])
        assert b"a secret" not in answer
        assert b"X-Evil:" not in answer.partition(b"\r\n\r\n")[0]
    assert "First words" in running.get(), "it goes on serving"
    assert capfd.readouterr() == ("", "")
    assert len(running.outcomes) == 1, "nothing went wrong in the server"


def test_a_mistake_in_the_server_is_reported_and_answered(
    start: Start, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> bytes:
        raise KeyError("a mistake")

    running = start("First words")
    with monkeypatch.context() as patch:
        patch.setattr("briefings.preview.server._with_script", fail)
        assert running.ask()[0] == 500
    assert isinstance(running.outcome(1), KeyError)
    assert "First words" in running.get()
    assert capfd.readouterr() == ("", "")


# Names of other sites that lead here


OWN_NAMES = [
    "localhost", "LOCALHOST", "localhost.", "localhost:1234", "draft.localhost:80", "127.0.0.1", "127.0.0.1:8000",
    "127.1.2.3", "[::1]:8000", "[::ffff:127.0.0.1]",
]  # fmt: skip
OTHER_NAMES = [
    "evil.example", "evil.example:8000", "localhost.evil.example", "notlocalhost", "127.0.0.1.evil.example",
    "192.168.1.5:8000", "0.0.0.0", "[fe80::1]", "[::2]", "[localhost]", "[::1", "::1", "localhost@evil.example",
    "evil.example#localhost", "localhost evil.example", "localhost, evil.example", "127.1", "2130706433", "",
    "localhost:x", "localhost:999999", "\u00b2", "localhost\r\nHost: evil.example",
]  # fmt: skip


def test_only_its_own_names_are_answered(start: Start) -> None:
    running = start("First words")
    for host in OWN_NAMES:
        answer = exchange(running, get(b"/", host.encode()))
        assert (answer.startswith(b"HTTP/1.1 200 "), b"First words" in answer) == (True, True), host
    for host in OTHER_NAMES:
        for path in (b"/", b"/_preview/events", b"/_preview/overlay.js", b"/nowhere"):
            answer = exchange(running, get(path, host.encode("latin-1")))
            assert answer.startswith(b"HTTP/1.1 421 "), (host, path, answer[:100])
            assert answer.endswith(b"briefings serve --address HOST:PORT\n")
    answer = exchange(running, get(b"/"))
    # Other sites load nothing from here.
    assert b"Cross-Origin-Resource-Policy: same-origin\r\nX-Content-Type-Options: nosniff" in answer


@pytest.mark.parametrize(
    ("chosen", "local", "host", "named"),
    [
        ("0.0.0.0", "192.168.1.5", "192.168.1.5:8000", True),
        ("0.0.0.0", "192.168.1.5", "192.168.1.6:8000", False),
        ("0.0.0.0", "192.168.1.5", "laptop.local:8000", False),
        ("0.0.0.0", "127.0.0.1", "0.0.0.0:8000", True),
        ("::", "::ffff:192.168.1.5", "192.168.1.5:8000", True),
        ("::", "fe80::1%eth0", "[fe80::1]:8000", True),
        ("Laptop.local", "192.168.1.5", "laptop.local:8000", True),
        ("Laptop.local", "192.168.1.5", "evil.example:8000", False),
    ],
)
def test_the_chosen_host_and_the_address_reached_are_answered(
    chosen: str, local: str, host: str, named: bool
) -> None:
    server = Server(chosen, 0)
    assert server.is_named(host, local) == named
    server.server_close()


# What the overlay is told


def test_of_very_many_problems_the_first_are_shown() -> None:
    told = failure(ContentError([PROBLEM] * 1234), english())
    assert (told["title"], len(told["problems"])) == ("1,234 problems", MOST)
    assert told["message"] == "Here are the first 50; the terminal lists all."


def test_a_failure_of_the_engine_is_told_with_its_warnings() -> None:
    told = failure(EngineError("MkDocs failed: no theme", ["one", "two"]), english())
    assert (told["title"], told["message"], told["lines"]) == (
        "The site was not built",
        "MkDocs failed: no theme",
        ["one", "two"],
    )


# Addresses


def no_rebuild(url: str, saved: Collection[Path], progress: Progress) -> Iterator[tuple[EngineResult, bool]]:
    raise AssertionError("nothing is built")


@pytest.mark.parametrize(
    ("address", "message"),
    [
        *((address, "must be host:port, for example localhost:8000") for address in (
            "localhost", "localhost:", ":8000", "[]:8000", "localhost:http", "localhost:-1", "localhost:²", "localhost:٣", "",
        )),
        *((f"localhost:{port}", "is not a port: ports are numbers from 1 to 65535, as in localhost:8000") for port in (
            "65536", "70000", "99999", "9" * 5000,
        )),
    ],
)  # fmt: skip
def test_an_address_has_a_host_and_a_port(address: str, message: str) -> None:
    with pytest.raises(EngineError, match=rf"{re.escape(message)}$"):
        Preview(no_rebuild, [], address, report=lambda outcome: None, words=english())


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "port 80 is reserved for the system; choose one from 1024 up"),
        (OSError(errno.EADDRNOTAVAIL, "Cannot assign"), "`127.0.0.1` is not an address of this machine; 127.0.0.1 is, and"),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "there is no host `127.0.0.1`; name an address"),
        (OSError(errno.EAFNOSUPPORT, "Address family not supported"), "127.0.0.1:80 cannot be served: Address family not"),
    ],
)  # fmt: skip
def test_what_keeps_a_server_from_starting_is_said_in_words(
    monkeypatch: pytest.MonkeyPatch, error: OSError, message: str
) -> None:
    def fail(_: object) -> None:
        raise error

    preview = Preview(no_rebuild, [], "127.0.0.1:80", report=lambda outcome: None, words=english())
    monkeypatch.setattr("socketserver.TCPServer.server_bind", fail)
    with pytest.raises(EngineError, match=rf"^{re.escape(message)}"):
        preview.run()
    preview.close()


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_an_address_may_be_of_the_newer_kind() -> None:
    preview = Preview(no_rebuild, [], "[::1]:8000", report=lambda outcome: None, words=english())
    preview.close()
