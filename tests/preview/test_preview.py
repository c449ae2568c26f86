"""The preview: a save is on the page, a failure leaves the last good one, and nothing else sets off a build."""

from __future__ import annotations

import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from briefings.engines import EngineError, EngineResult
from briefings.preview import Preview


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Running:
    """A preview in a thread, whose site is one page with the words of one sheet."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.outcomes: list[EngineResult | Exception] = []
        self.changed = threading.Condition()
        self.url = ""
        watched = [root / "content", root / "settings.yml", root / "missing"]
        self.preview = Preview(self.rebuild, watched, f"127.0.0.1:{free_port()}", report=self.report)
        self.is_ready = threading.Event()
        self.thread = threading.Thread(target=self.preview.run, args=[self.ready])
        self.thread.start()
        assert self.is_ready.wait(timeout=20)

    def rebuild(self, url: str) -> EngineResult:
        words = " ".join((self.root / name).read_text(encoding="utf-8") for name in ("content/sheet.yml", "settings.yml"))
        if "broken" in words:
            raise ValueError("the sheet is broken")
        for name in ("index.html", "404.html"):
            write(self.root, {f"site/{name}": f"<!doctype html><title>{name}</title><body><p>{words}</body>"})
        return EngineResult(self.root / "site", 2, (), 0.0)

    def ready(self, url: str) -> None:
        self.url = url
        self.is_ready.set()

    def report(self, outcome: EngineResult | Exception) -> None:
        with self.changed:
            self.outcomes.append(outcome)
            self.changed.notify_all()

    def outcome(self, number: int) -> EngineResult | Exception:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.outcomes) > number, timeout=20), "no build came"
            return self.outcomes[number]

    def get(self, path: str = "") -> str:
        with urllib.request.urlopen(self.url + path, timeout=10) as answer:
            text: str = answer.read().decode()
            return text

    def close(self) -> None:
        self.preview.close()
        self.thread.join(timeout=10)
        assert not self.thread.is_alive()


def no_rebuild(url: str) -> EngineResult:
    raise AssertionError("nothing is built")


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[str], Running]]:
    running: list[Running] = []

    def begin(sheet: str) -> Running:
        write(tmp_path, {"content/sheet.yml": sheet, "settings.yml": "A name"})
        running.append(Running(tmp_path))
        return running[0]

    yield begin
    for each in running:
        each.close()


def until(seen: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not seen():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.02)


def test_a_saved_sheet_is_on_the_page(start: Callable[[str], Running]) -> None:
    running = start("First words")
    assert "First words" in running.get()
    write(running.root, {"content/sheet.yml": "Second words"})
    assert isinstance(running.outcome(1), EngineResult)
    until(lambda: "Second words" in running.get())


def test_a_save_by_replacing_the_file_is_seen(start: Callable[[str], Running]) -> None:
    running = start("First words")
    write(running.root, {"other": "Second words"})
    (running.root / "other").rename(running.root / "content" / "sheet.yml")
    until(lambda: "Second words" in running.get())


def test_a_broken_sheet_leaves_the_last_good_page_and_can_be_mended(start: Callable[[str], Running]) -> None:
    running = start("First words")
    write(running.root, {"content/sheet.yml": "broken"})
    assert str(running.outcome(1)) == "the sheet is broken"
    assert "First words" in running.get()
    write(running.root, {"content/sheet.yml": "Mended words"})
    until(lambda: "Mended words" in running.get())


def test_a_preview_of_a_broken_sheet_waits_until_it_is_mended(start: Callable[[str], Running]) -> None:
    running = start("broken")
    assert "There is no page to show yet" in running.get()
    write(running.root, {"content/sheet.yml": "Mended words"})
    until(lambda: "Mended words" in running.get())


def test_what_is_only_read_or_belongs_to_an_editor_sets_off_no_build(start: Callable[[str], Running]) -> None:
    running = start("First words")
    (running.root / "content" / "sheet.yml").read_text(encoding="utf-8")
    write(running.root, {"content/.sheet.yml.swp": "x", "content/sheet.yml~": "x", "other.txt": "x"})
    time.sleep(0.5)
    assert len(running.outcomes) == 1


def test_a_single_file_is_watched_too(start: Callable[[str], Running]) -> None:
    running = start("First words")
    write(running.root, {"settings.yml": "Another Name"})
    until(lambda: "Another Name" in running.get())


def test_a_page_that_is_not_there_is_the_sites_own_404(start: Callable[[str], Running]) -> None:
    running = start("First words")
    with pytest.raises(urllib.error.HTTPError) as caught:
        running.get("nowhere/")
    with caught.value as answer:
        assert (answer.code, "<title>" in answer.read().decode()) == (404, True)


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
