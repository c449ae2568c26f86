"""AGENTS.md of a new site: what it tells programs to do works as it says, in each language."""

from __future__ import annotations

import json
import re
import shlex
from datetime import date
from pathlib import Path

import pytest
import yaml

from briefings.desk.init import init
from briefings.desk.manifest import Manifest
from briefings.desk.starter import AGENTS, Site, languages
from briefings.desk.tool import Tool
from tests.said import Command, Said

SHEET = "content/briefings/example.yml"


@pytest.mark.parametrize("language", languages())
def test_both_examples_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command, language: str
) -> None:
    init(tmp_path, Site("Library", language, "The library", date(2026, 11, 26)), Tool("briefings==1"))
    monkeypatch.chdir(tmp_path)
    page = Path(AGENTS).read_text(encoding="utf-8")
    blocks = re.findall(r"^```(\w+)\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert [kind for kind, _ in blocks] == ["sh", "yaml", "sh", "json", "sh"]
    (_, find), (_, entry), (_, check), (_, proposed), (_, draft) = blocks

    def run(line: str) -> Said:
        return command(*shlex.split(line)[1:])

    (fact,) = yaml.safe_load(entry)
    assert fact["cite"]["example-gazette"] in run(find).out
    sheet = Path(SHEET).read_text(encoding="utf-8")
    Path(SHEET).write_text(sheet.replace("statements:\n", f"statements:\n{entry}"), encoding="utf-8")
    said = run(check)
    assert (
        said.status,
        [each for each in json.loads(said.out)["problems"] if each["code"] != "stale-lock"],
    ) == (0, [])
    Path("proposed.json").write_text(proposed, encoding="utf-8")
    before = yaml.safe_load(Path(SHEET).read_text(encoding="utf-8"))
    said = run(draft)
    assert said.status == 1 and "48" in said.err and "1 added, 0 changed, 1 refused" in said.err
    after = Path(SHEET).read_text(encoding="utf-8")
    assert yaml.safe_load(after) == before
    assert f"#     drafted: {json.loads(proposed)['by']}\n" in after


def test_the_file_is_ours_and_renewed(tmp_path: Path) -> None:
    init(tmp_path, Site("Tram", "es", "El tranvía", date(2026, 11, 26)), Tool("briefings==1"))
    record = Manifest.read(tmp_path)
    assert AGENTS in record.renewed and AGENTS not in record.owned
    assert (tmp_path / AGENTS).read_text(encoding="utf-8").startswith("# Reglas")
