"""The editor: its settings, snippets and tasks, and what the YAML language server makes of our schemas."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from briefings.model import MODELS
from briefings.pages.schemas import schemas
from briefings.problems import codes
from briefings.problems.problem import Place, problem
from briefings.problems.reports import report
from briefings.sheets.load import parse_sheet
from briefings.text.prose import Kind
from tests.trees import base, catalog_of

ROOT = Path(__file__).parents[2]
EDITOR = ROOT / ".vscode"


# ── Settings, snippets and tasks ────────────────────────────────────────────────────────────────────────────


SNIPPETS = json.loads((EDITOR / "briefings.code-snippets").read_text(encoding="utf-8"))

VALUES = {
    "date": "2025-07-26", "as_of": "2025", "published": "2025", "value": "3", "actors": "li-qiang", "speaker": "li-qiang",
    "kind": "news", "url": "https://a.example/", "language": "en",
}  # fmt: skip


def filled(name: str, values: dict[str, str]) -> str:
    """A snippet with values in its places."""
    lines = []
    for line in SNIPPETS[name]["body"][:-1]:
        key = line.removeprefix("- ").strip().partition(":")[0]
        value = values.get(key, "wam-2025" if key == "cite" else "words")
        lines.append(re.sub(r"\$\{\d+[:|][^}]*\}", value, line))
    return "\n".join(lines) + "\n"


HEAD = "title: x\npublished: 2025-07-28\nsummary: x\n"
LISTS = {"event": "timeline", "statement": "statements", "figure": "figures"}


def test_a_filled_snippet_is_valid_and_an_unfilled_one_is_not() -> None:
    for name in SNIPPETS:
        kind: Kind = "source" if name == "source" else "briefing"
        head = "" if name == "source" else f"{HEAD}{LISTS[name]}:\n"
        sheet, problems = parse_sheet(head + filled(name, VALUES), kind, "x", "x.yml")
        assert problems == [] and sheet is not None
        unfilled = dict.fromkeys([*VALUES, "title", "text", "quote"], "…")
        _, problems = parse_sheet(head + filled(name, unfilled), kind, "x", "x.yml")
        assert any(each.severity == "error" for each in problems)


def settings(name: str) -> Any:
    """A file of settings, which may have comments on lines of their own."""
    text = (EDITOR / name).read_text(encoding="utf-8")
    return json.loads(re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE))


def test_each_problem_is_found_by_the_problem_matcher() -> None:
    (matcher,) = [
        each["problemMatcher"] for each in settings("tasks.json")["tasks"] if each["problemMatcher"]
    ]
    pattern = re.compile(matcher["pattern"]["regexp"])
    found = [
        problem(code, "a message: with a colon", Place("content/a b.yml", 3, 7, "text: words", 4), "a hint")
        for code in codes.CODES.values()
    ]
    lines = report(found, "text", color=False, most=None).splitlines()
    matches = [match for line in lines if (match := pattern.match(line)) is not None]
    assert {match[5] for match in matches} == set(codes.CODES)
    for match in matches:
        assert match.group(1, 2, 3, 6) == ("content/a b.yml", "3", "7", "a message: with a colon")


def test_each_schema_is_for_the_sheets_of_its_kind() -> None:
    chosen = settings("settings.json")
    assert set(chosen["yaml.schemas"]) == {f"./build/schemas/{kind}.schema.json" for kind in MODELS}
    # With custom tags, editors would offer `!ENV` before everything else.
    assert "yaml.customTags" not in chosen


# ── The language server ─────────────────────────────────────────────────────────────────────────────────────

SERVER = ROOT / "build/checkers/node_modules/yaml-language-server/bin/yaml-language-server"


class LanguageServer:
    """The YAML language server, which Visual Studio Code and others use, over its standard streams."""

    def __init__(self, root: Path) -> None:
        self.root = root
        schemas_of = {
            f"file://{root}/build/schemas/{kind}.schema.json": f"content/{kind}s/**/*.yml" for kind in MODELS
        }
        self.settings = {
            "yaml": {
                "schemas": schemas_of, "completion": True, "hover": True, "validate": True,
                "schemaStore": {"enable": False},
            }
        }  # fmt: skip
        self.process = subprocess.Popen(
            ["node", str(SERVER), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.calls = self.files = 0
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        self.call(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": f"file://{root}",
                "workspaceFolders": [{"uri": f"file://{root}", "name": "site"}],
                "capabilities": {
                    "textDocument": {
                        "completion": {
                            "completionItem": {"snippetSupport": True, "documentationFormat": ["markdown"]}
                        },
                        "hover": {"contentFormat": ["markdown"]},
                    },
                    "workspace": {"configuration": True},
                },
            },
        )
        self.send(method="initialized", params={})
        self.send(method="workspace/didChangeConfiguration", params={"settings": self.settings})
        # Until it has an answer, the server knows no schema.
        self.messages("title: x\n")

    def send(self, **message: Any) -> None:
        data = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(data), data))
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        length = 0
        while line := self.process.stdout.readline().strip():
            if line.lower().startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            asked = [item["section"] for item in message["params"]["items"]]
            self.send(id=message["id"], result=[self.settings.get(section) for section in asked])
        elif "method" in message and "id" in message:
            self.send(id=message["id"], result=None)
        return message

    def call(self, method: str, params: dict[str, Any]) -> Any:
        self.calls += 1
        self.send(id=self.calls, method=method, params=params)
        while True:
            message = self.receive()
            if message.get("id") == self.calls and "method" not in message:
                return message.get("result")

    def at(self, method: str, text: str) -> Any:
        """The answer for the position of `¦` in a new briefing."""
        before, _, after = text.partition("¦")
        line, column = before.count("\n"), len(before) - before.rfind("\n") - 1
        uri = self.opened(before + after)
        where = {"line": line, "character": column}
        return self.call(f"textDocument/{method}", {"textDocument": {"uri": uri}, "position": where})

    def opened(self, text: str) -> str:
        self.files += 1
        uri = f"file://{self.root}/content/briefings/new-{self.files}.yml"
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self.send(method="textDocument/didOpen", params={"textDocument": document})
        return uri

    def offers(self, text: str) -> dict[str, str]:
        """What is inserted, by label."""
        found = self.at("completion", text)
        items = found["items"] if isinstance(found, dict) else found
        labels = [item["label"] for item in items]
        assert len(labels) == len(set(labels)), "nothing is offered twice"
        return {item["label"]: item["insertText"].strip() for item in items}

    def hover(self, text: str) -> str:
        return str(self.at("hover", text)["contents"]["value"])

    def messages(self, text: str) -> list[str]:
        """What is underlined."""
        uri = self.opened(text)
        while uri not in self.diagnostics:
            self.receive()
        return [each["message"] for each in self.diagnostics[uri]]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    if shutil.which("node") is None or not SERVER.exists():
        pytest.skip("needs Node, and the YAML language server from `make checkers`")
    root = tmp_path_factory.mktemp("site")
    (root / "build/schemas").mkdir(parents=True)
    for kind, text in schemas(catalog_of({})).items():
        (root / f"build/schemas/{kind}.schema.json").write_text(text, encoding="utf-8")
    running = LanguageServer(root)
    yield running
    running.process.kill()
    running.process.communicate()


ACTORS = {"china · China": "china", "huawei · Huawei": "huawei", "li-qiang · Li Qiang": "li-qiang"}
SOURCES = {
    "reuters-2025 · Reuters: China proposes a new body for AI": "reuters-2025",
    "wam-2025 · WAM: Premier opens the conference": "wam-2025",
    "reuters-2025: “…” · Reuters: China proposes a new body for…": 'reuters-2025: "$1"',
    "wam-2025: “…” · WAM: Premier opens the conference": 'wam-2025: "$1"',
}
EVENT = "title: x\ntimeline:\n  - date: 2025\n    title: x\n    "


OFFERED = {
    "title: x\nstatements:\n  - speaker: ¦\n": ACTORS, "title: x\nstatements:\n  - speaker: li¦\n": ACTORS,
    f"{EVENT}actors: [¦]\n": ACTORS, f"{EVENT}actors: [china, ¦]\n": ACTORS, f"{EVENT}actors:\n      - ¦\n": ACTORS,
    f"{EVENT}actors:\n      - li¦\n": ACTORS,
} | {
    f"{EVENT}cite: {cite}\n": SOURCES
    for cite in (
        "¦", "wa¦", "{¦}", "{wa¦}", "[¦]", "[wam-2025, ¦]", "\n      ¦", "\n      - ¦", "\n      - wa¦",
    )
}  # fmt: skip


@pytest.mark.nightly
def test_an_editor_offers_ids_by_name_and_nothing_that_nobody_would_write(server: LanguageServer) -> None:
    for text, expected in OFFERED.items():
        offers = server.offers(text)
        assert {label: o for label, o in offers.items() if not label.startswith("- (array item)")} == expected
    for text in ("¦", "title: x\n¦", f"{EVENT}¦\n", f"{EVENT}status: ¦\n", "title: x\ndraft: ¦\n"):
        offers = server.offers(text)
        assert offers
        for label, inserted in offers.items():
            assert "[object Object]" not in label + inserted
            assert inserted != "null" and not inserted.startswith("!")


HOVERS = {
    "ti¦tle: x\n": "#### title\n\nThe subject of the story, in at most twelve words.\n\nFor example: `",
    f"{EVENT}ci¦te: wam-2025\n": '#### cite\n\nWhere this is reported: a source id, `{source-id: "passage"}`,',
    f"{EVENT}ci¦te: {{wam-2025: x}}\n": "#### cite\n\nWhere this is reported: a source id, `{source-id: ",
    "title: x\nstatements:\n  - spea¦ker: li-qiang\n": "#### speaker\n\nThe id of the actor who said it.\n\n",
    "title: x\ntimeline:\n  - da¦te: 2025-07\n": "#### date\n\nWhen it happened, as an EDTF date:",
}


@pytest.mark.nightly
def test_a_hover_explains_the_key_in_markdown(server: LanguageServer) -> None:
    for text, meaning in HOVERS.items():
        shown = server.hover(text)
        assert shown.startswith(meaning) and len(shown) < 600
        assert "||" not in shown and "\\" not in shown and "Allowed" not in shown


UNDERLINED = {
    f"{EVENT}actors: [nobody]\n": "There is no actor with this id.",
    f"{EVENT}cite: nothing\n": "There is no source with this id.",
    f"{EVENT}cite: {{nothing: x}}\n": "There is no source with this id.",
    f"{EVENT}cite: [wam-2025, nothing]\n": "There is no source with this id.",
    "title: x\ntimeline:\n  - {date: July 2025, title: x}\n": "A date is written like 2025-07-26",
    "title: x\npublished: 2025-07\n": "A full day is needed here, like 2025-07-26.",
    "title: x\npublished: 2025\n": "A full day is needed here, like 2025-07-26.",
}


@pytest.mark.nightly
def test_what_is_wrong_is_underlined_with_the_reason(server: LanguageServer) -> None:
    for text, message in UNDERLINED.items():
        assert any(each.startswith(message) for each in server.messages(text)), text
    assert server.messages(base()["content/briefings/waico.yml"].decode()) == []
