"""The preview: a save is on the page, a failure leaves the last good one, and open pages are told of both."""

from __future__ import annotations

import http.client
import re
import socket
import threading
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from briefings.engines import EngineError, EngineResult
from briefings.preview import Preview
from briefings.preview.failures import MOST, failure
from briefings.problems import ContentError
from briefings.processes import Progress
from tests.preview.running import LONG, PAGE, PROBLEM, Running, until, write

Start = Callable[..., Running]


def test_a_saved_sheet_is_on_the_page(start: Start) -> None:
    running = start("First words")
    assert "First words" in running.get()
    write(running.root, {"content/sheet.yml": "Second words"})
    assert isinstance(running.outcome(1), EngineResult)
    until(lambda: "Second words" in running.get())


def test_a_broken_sheet_leaves_the_last_good_page_and_can_be_mended(start: Start) -> None:
    running = start("First words")
    write(running.root, {"content/sheet.yml": "broken"})
    assert isinstance(running.outcome(1), ContentError)
    assert "First words" in running.get()
    write(running.root, {"content/sheet.yml": "Mended words"})
    until(lambda: "Mended words" in running.get())


def test_a_preview_of_a_broken_sheet_waits_until_it_is_mended(start: Start) -> None:
    running = start("broken")
    status, _, text = running.ask()
    assert (status, "There is no page to show yet" in text) == (503, True)
    write(running.root, {"content/sheet.yml": "Mended words"})
    until(lambda: "Mended words" in running.get())


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
    assert broken["build"] == first["build"], "the page is still that of the last good build"
    assert (broken["failure"]["title"], broken["failure"]["note"]) == ("1 problem", "The page behind is the last good one.")
    write(running.root, {"content/sheet.yml": "broken again"})
    again = next(news)
    assert again["failure"]["id"] != broken["failure"]["id"], "another try, so that a panel that was put away comes back"
    write(running.root, {"content/sheet.yml": "Mended words"})
    mended = next(news)
    assert (mended["failure"], mended["build"] == first["build"]) == (None, False)
    news.close()  # type: ignore[attr-defined]  # it is a generator


def test_what_was_broken_and_is_taken_back_needs_no_build(start: Start) -> None:
    running = start("First words")
    write(running.root, {"content/sheet.yml": "broken"})
    running.outcome(1)
    write(running.root, {"content/sheet.yml": "First words"})
    outcome = running.outcome(2)
    assert isinstance(outcome, EngineResult)
    assert (outcome.pages, outcome.seconds, running.builds) == (3, 0.0, 2)
    news = next(running.news())
    assert (news["failure"], news["build"] in running.get()) == (None, True)


def test_what_is_taken_back_is_built_if_the_page_is_not_certainly_made_of_it(start: Start) -> None:
    running = start("First words")
    running.meanwhile = ["Third words", "broken"]
    write(running.root, {"content/sheet.yml": "Second words"})
    assert isinstance(running.outcome(2), ContentError)
    assert "Third words" in running.get()
    write(running.root, {"content/sheet.yml": "Second words"})
    until(lambda: "Second words" in running.get())


def test_without_a_good_page_the_overlay_promises_none(start: Start) -> None:
    assert next(start("broken").news())["failure"]["note"] == "There is no good page to show yet."


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
    script = re.compile(r'<script src="/_preview/overlay\.js" data-build="[\w-]+" data-page="[0-9a-f]+" defer></script></body></html>$')
    assert all(script.search(running.get(path)) for path in ("", "a/", "nowhere/"))
    assert "script" not in (running.root / "site/index.html").read_text(encoding="utf-8")
    assert running.get("style.css") == "body {}"


@pytest.mark.parametrize("page", [PAGE.removesuffix("</body></html>"), PAGE.replace("</body>", "</BODY >")])
def test_a_page_gets_its_script_however_it_ends(start: Start, page: str) -> None:
    assert "/_preview/overlay.js" in start("First words", page=page).get()


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/project/", (200, "text/html; charset=utf-8")),
        ("/project/?q=1", (200, "text/html; charset=utf-8")),
        ("/project/a/", (200, "text/html; charset=utf-8")),
        ("/project/a/index.html", (200, "text/html; charset=utf-8")),
        ("/project/style.css", (200, "text/css; charset=utf-8")),
        ("/project/nowhere/", (404, "text/html; charset=utf-8")),
        ("/project/../settings.yml", (404, "text/html; charset=utf-8")),
        ("/project/%2e%2e/settings.yml", (404, "text/html; charset=utf-8")),
        ("/elsewhere/", (404, "text/html; charset=utf-8")),
        ("/_preview/overlay.js", (200, "text/javascript; charset=utf-8")),
        ("/_preview/overlay.css", (200, "text/css; charset=utf-8")),
        ("/_preview/server.py", (404, "text/html; charset=utf-8")),
        ("/", (302, "/project/")),
        ("/project", (302, "/project/")),
        ("/project/a", (302, "/project/a/")),
    ],
)
def test_a_site_is_served_below_its_path(start: Start, path: str, answer: tuple[int, str]) -> None:
    running = start("First words", mount="/project/")
    assert running.url.endswith("/project/")
    connection = http.client.HTTPConnection(urlsplit(running.url).netloc, timeout=LONG)
    for method in ("HEAD", "GET"):
        connection.request(method, path)
        got = connection.getresponse()
        got.read()
        assert (got.status, got.headers["Location"] or got.headers["Content-Type"]) == answer
        assert got.headers["Cache-Control"] == "no-store"
    connection.close()


def test_a_page_that_is_not_there_is_the_sites_own_404(start: Start) -> None:
    status, _, text = start("First words").ask("nowhere/")
    assert (status, "<title>404.html</title>" in text) == (404, True)


def test_a_page_is_there_while_a_new_site_takes_the_place_of_the_old(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefings.preview.server.SWAP", LONG)
    running = start("First words")
    site, old = running.root / "site", running.root / "old"
    site.rename(old)
    swap = threading.Timer(0.1, old.rename, [site])
    swap.start()
    assert running.ask()[0] == 200
    swap.join()


# What the overlay is told


def test_problems_are_told_with_their_line_and_what_their_code_means() -> None:
    told = failure(ContentError([PROBLEM]))
    assert (told["title"], told["message"], told["lines"]) == ("1 problem", "", [])
    assert told["problems"] == [
        {
            "code": "unknown-key",
            "severity": "error",
            "message": "`titel` is not a key",
            "hint": "did you mean `title`?",
            "path": "content/sheet.yml",
            "line": 1,
            "column": 1,
            "width": 5,
            "text": "titel: <b>broken</b>",
        }
    ]
    assert told["codes"]["unknown-key"] == {key: getattr(PROBLEM.code, key) for key in ("holds", "why", "wrong", "right")}


def test_of_very_many_problems_the_first_are_shown() -> None:
    told = failure(ContentError([PROBLEM] * 1234))
    assert (told["title"], len(told["problems"])) == ("1,234 problems", MOST)
    assert told["message"] == "Here are the first 50; the terminal lists all."


def test_a_failure_of_the_engine_is_told_with_its_warnings() -> None:
    told = failure(EngineError("MkDocs failed: no theme", ["one", "two"]))
    assert (told["title"], told["message"], told["lines"]) == ("The site was not built", "MkDocs failed: no theme", ["one", "two"])


def test_any_other_failure_is_told_with_where_it_happened(start: Start) -> None:
    told = next(start("crash").news())["failure"]
    assert (told["title"], told["message"]) == ("A mistake in the generator, not in your sheets", "KeyError: 'crash'")
    assert "in rebuild" in "".join(told["lines"])


# Addresses


def no_rebuild(url: str, saved: Collection[Path], progress: Progress) -> Iterator[tuple[EngineResult, bool]]:
    raise AssertionError("nothing is built")


@pytest.mark.parametrize("address", ["localhost", "localhost:", ":8000", "localhost:http", "localhost:70000", ""])
def test_an_address_has_a_host_and_a_port(address: str) -> None:
    with pytest.raises(EngineError, match=r"must be host:port, for example localhost:8000$"):
        Preview(no_rebuild, [], address, report=lambda outcome: None)


def test_an_address_in_use_is_told() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        preview = Preview(no_rebuild, [], f"127.0.0.1:{other.getsockname()[1]}", report=lambda outcome: None)
        with pytest.raises(EngineError, match=r"^http://127\.0\.0\.1:\d+/ cannot be served: "):
            preview.run()
        preview.close()


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_an_address_may_be_of_the_newer_kind() -> None:
    preview = Preview(no_rebuild, [], "[::1]:8000", report=lambda outcome: None)
    preview.close()
