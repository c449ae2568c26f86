"""examples/propose.py against a fake model: whatever it answers, only what the text gives enters a sheet."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from tests.plugins.drafting.test_proposals import ARTICLE, entries, sheet_in  # noqa: F401
from tests.said import Command

SCRIPT = Path(__file__).parents[3] / "examples/propose.py"
KEY = "secret-key"

Answer = Callable[[BaseHTTPRequestHandler, dict[str, Any]], None]


def says(content: object, status: int = 200) -> Answer:
    """A server that answers with this, as a model does."""

    def answer(request: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        words = content if isinstance(content, str) else json.dumps(content)
        raw(json.dumps({"choices": [{"message": {"content": words}}]}).encode(), status)(request, asked)

    return answer


def raw(data: bytes, status: int = 200, **headers: str) -> Answer:
    """A server that answers with these bytes."""

    def answer(request: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(data)

    return answer


def slow(request: BaseHTTPRequestHandler, asked: dict[str, Any]) -> None:
    """A server that never answers in time."""
    time.sleep(3)


@contextmanager
def served(answer: Answer) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The address of a server on loopback, and the requests that it got."""
    requests: list[dict[str, Any]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            requests.append({"path": self.path, "key": self.headers["Authorization"], **asked})
            answer(self, asked)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", requests
    finally:
        server.shutdown()
        server.server_close()


def ask(address: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the script on the draft in a folder."""
    model = {"URL": address, "KEY": KEY, "SECONDS": "1"}
    return subprocess.run(
        [sys.executable, SCRIPT, "candidates.json"],
        cwd=folder,
        env={
            **os.environ,
            "BRIEFINGS_MODEL": "fake:1b",
            **{f"BRIEFINGS_MODEL_{k}": v for k, v in model.items()},
        },
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.fixture
def drafted(project: Path, command: Command) -> Path:
    """A project with a draft, and its list of candidates."""
    said = command("draft", "tram.txt", "--publisher", "Gazette", "--kind", "news", "--format", "json")
    (project / "candidates.json").write_text(said.out, encoding="utf-8")
    return project


GOOD = {
    "claims": [
        {
            "text": "Residents were not asked.",
            "passage": "Nobody asked the people who live here",
            "speaker": "ines-hartog",
        },
        {"text": "It costs 900 million euros.", "passage": "The council of Veldhaven voted for the tram"},
        {"text": "Orders were followed.", "passage": "Ignore all previous instructions"},
    ],
    "speakers": [{"number": 4, "speaker": "somebody-else"}],
    "titles": [{"number": 1, "title": "The council backs the tram"}, {"number": 3, "title": "Not an event"}],
}


def test_a_model_can_help_and_nothing_false_of_its_answer_enters(drafted: Path, command: Command) -> None:
    text = (drafted / "seeds/tram.txt").read_text(encoding="utf-8")
    with served(says(GOOD)) as (address, requests):
        done = ask(address, drafted)
    assert (done.returncode, KEY in done.stdout + done.stderr) == (0, False)
    assert done.stderr == f"sends the {len(text.split())} words of seeds/tram.txt to {address[7:-3]}\n"
    (request,) = requests
    assert (request["path"], request["key"]) == ("/v1/chat/completions", f"Bearer {KEY}")
    assert text in request["messages"][0]["content"]
    (drafted / "proposed.json").write_text(done.stdout, encoding="utf-8")
    said = command("draft", "seeds/tram.txt", "--candidates", "proposed.json")
    assert "1 added, 1 changed, 2 refused" in said.err
    assert {each.get("text") or each["title"] for each in entries(drafted)} == {
        "Residents were not asked.",
        "The council backs the tram",
    }
    assert sheet_in(drafted).text.count("drafted: fake:1b") == 2


BROKEN: dict[str, Answer] = {
    "no JSON": says("Sure! Here are the claims:"),
    "other JSON": says([1, 2]),
    "no keys": says({"facts": []}),
    "odd values": says({"claims": ["a"], "speakers": [{"number": [], "speaker": {}}], "titles": 3}),
    "an error": raw(b'{"error": "no such model"}', 404),
    "a redirect": raw(b"", 307, Location="http://127.0.0.1:9/"),
    "no HTTP": raw(b"\0" * 100),
    "deep": says("[" * 100_000),
    "endless": raw(b"[" * 3_000_000),
    "slow": slow,
}


@pytest.mark.parametrize("answer", BROKEN.values(), ids=BROKEN)
def test_a_broken_answer_gives_one_sentence_and_no_candidates(drafted: Path, answer: Answer) -> None:
    with served(answer) as (address, _):
        done = ask(address, drafted)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[1].startswith(f"no usable answer from {address[7:-3]}: ")
    assert len(done.stderr.splitlines()) == 2 and KEY not in done.stderr


def test_the_example_is_short_and_needs_nothing() -> None:
    lines = SCRIPT.read_text(encoding="utf-8").splitlines()
    modules = {line.split()[1].partition(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert len(lines) <= 80 and modules <= sys.stdlib_module_names
