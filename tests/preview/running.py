"""A preview in a thread, over a site of one page with the words of a sheet."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from briefings.html.engine import EngineResult
from briefings.preview import Preview, english
from briefings.problems.codes import UNKNOWN_KEY
from briefings.problems.problem import ContentError, Place, problem
from briefings.store.processes import Progress
from tests.trees import write

LONG = 60.0
"""Seconds that a busy machine may take; what is waited for is there as soon as it can be."""

PROBLEM = problem(
    UNKNOWN_KEY,
    "`titel` is not a key",
    Place("content/sheet.yml", 1, 1, "titel: <b>broken</b>", 5),
    "did you mean `title`?",
)

Outcome = EngineResult | Exception

PAGE = "<!doctype html><title>{name}</title><body><h1>{words}</h1></body></html>"


class Running:
    """A preview of `content/`, `settings.yml` and `later/`, which is not there yet."""

    def __init__(self, root: Path, *, mount: str = "/", page: str = PAGE) -> None:
        self.root = root
        self.page = page
        self.outcomes: list[Outcome] = []
        self.gate = threading.Event()
        """While it is clear, a build does not end."""
        self.gate.set()
        self.builds = 0
        self._changed = threading.Condition()
        watched = [root / "content", root / "settings.yml", root / "later"]
        self.preview = Preview(
            self.rebuild, watched, "127.0.0.1:0", mount=mount, report=self.report, words=english()
        )
        self.url = ""
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self.preview.run, args=[self.ready])
        self._thread.start()
        assert self._ready.wait(LONG)

    def rebuild(
        self, url: str, saved: Collection[Path], progress: Progress
    ) -> Iterator[tuple[EngineResult, bool]]:
        """What a build does: read sheets, write beside them, put the site in its place; or fail."""
        self.builds += 1
        words = " ".join(
            path.read_text(encoding="utf-8") for path in sorted((self.root / "content").rglob("*.yml"))
        )
        assert self.gate.wait(LONG)
        write(self.root, {f"build/{self.builds}.md": words, ".cache/last": words})
        if "broken" in words:
            raise ContentError([PROBLEM])
        if "crash" in words:
            raise KeyError("crash")
        write(
            self.root,
            {
                f"site/{name}": self.page.format(name=name, words=words)
                for name in ("index.html", "404.html", "a/index.html")
            },
        )
        write(self.root, {"site/style.css": "body {}"})
        yield EngineResult(self.root / "site", 3, 1.5, (PROBLEM,) if "lacks" in words else ()), True

    def ready(self, url: str) -> None:
        """The address is known."""
        self.url = url
        self._ready.set()

    def report(self, outcome: Outcome) -> None:
        """A build has ended."""
        with self._changed:
            self.outcomes.append(outcome)
            self._changed.notify_all()

    def outcome(self, number: int) -> Outcome:
        """What came of that build, counted from 0; waits for it."""
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.outcomes) > number, LONG), "no build came"
            return self.outcomes[number]

    def settled(self) -> int:
        """The number of builds once all saves so far are answered, which is when one more save is."""
        last = f"last {self.builds}"
        write(self.root, {"content/last.yml": last})
        until(lambda: last in self.get())
        return self.builds - 1

    def checked(self) -> None:
        """Wait until the files have been looked at from first to last once more."""
        saves = self.preview._saves
        for _ in range(2):
            seen = saves._files
            until(lambda: saves._files is not seen)  # noqa: B023  # called in this round only

    def ask(self, path: str = "", method: str = "GET") -> tuple[int, str, str]:
        """Status, type and text of an answer."""
        request = urllib.request.Request(self.url + path, method=method)
        try:
            with urllib.request.urlopen(request, timeout=LONG) as answer:
                return answer.status, answer.headers["Content-Type"], answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers["Content-Type"], error.read().decode()

    def get(self, path: str = "") -> str:
        """The text of a page, whatever its status."""
        return self.ask(path)[2]

    def news(self) -> Iterator[dict[str, Any]]:
        """The events that an open page receives."""
        address = self.url.split("/", 3)
        with urllib.request.urlopen("/".join(address[:3]) + "/_preview/events", timeout=LONG) as stream:
            for line in stream:
                if line.startswith(b"data: "):
                    yield json.loads(line.removeprefix(b"data: "))

    def close(self) -> None:
        """End it."""
        self.gate.set()
        self.preview.close()
        self._thread.join(LONG)
        assert not self._thread.is_alive()


def until(seen: Callable[[], bool]) -> None:
    """Wait for it to come to pass."""
    deadline = time.monotonic() + LONG
    while not seen():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.01)
