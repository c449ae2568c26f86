"""The command line as its users meet it: what it prints, what it writes, and its exit codes."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import pytest

from briefings import cli
from briefings.codes import CODES
from briefings.model import FOLDERS, MODELS
from briefings.model.keys import keys_of
from briefings.prose import Kind
from briefings.yaml_text import read_yaml
from tests.trees import base, recorded


@dataclass(frozen=True, slots=True)
class Said:
    """What a command left behind."""

    status: int
    out: str
    err: str


Run = Callable[..., Said]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small valid tree, as the working directory."""
    for path, data in base().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    (tmp_path / "content/ids.lock").write_text(recorded(tmp_path), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764028800")  # 25 November 2025
    return tmp_path


@pytest.fixture
def run(project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs the command as from a shell."""

    def once(*arguments: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["briefings", *arguments])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        said = capsys.readouterr()
        status = stopped.value.code
        assert isinstance(status, int)
        assert "Traceback" not in said.out + said.err
        return Said(status, said.out, said.err)

    return once


def briefing(project: Path) -> Path:
    return project / "content/briefings/waico.yml"


def break_a_sheet(project: Path) -> None:
    file = briefing(project)
    file.write_text(file.read_text(encoding="utf-8").replace("published:", "publishd:"), encoding="utf-8")


def test_a_clean_tree_is_said_to_be_clean(run: Run) -> None:
    said = run("check")
    assert (said.status, said.out) == (0, "")
    assert said.err == "7 sheets, no problems\n"


def test_a_problem_is_shown_with_place_line_and_hint(run: Run, project: Path) -> None:
    break_a_sheet(project)
    said = run("check")
    assert said.status == 1
    assert "content/briefings/waico.yml:2:1: error[unknown-key]" in said.out
    assert "publishd: 2025-07-28" in said.out
    assert "did you mean `published`?" in said.out


def test_warnings_fail_only_if_asked(run: Run, project: Path) -> None:
    (project / "content/topics/spare.yml").write_text("name: Spare\n", encoding="utf-8")
    assert run("check").status == 0
    strict = run("check", "--strict")
    assert strict.status == 1
    assert "error[unused-topic]" in strict.out


def test_problems_as_json(run: Run, project: Path) -> None:
    break_a_sheet(project)
    said = run("check", "--format", "json")
    assert said.status == 1
    assert {p["code"] for p in json.loads(said.out)["problems"]} == {"unknown-key", "missing-key"}


def test_the_host_gets_annotations_and_a_summary(run: Run, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    break_a_sheet(project)
    page = project / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    said = run("check", "--format", "github")
    assert said.status == 1
    assert "::error file=content/briefings/waico.yml,line=2" in said.out
    assert "unknown-key" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chek"], "No such command 'chek'"),
        (["check", "--format", "html"], "is not one of 'text', 'github', 'json', 'sarif'"),
        (["check", "--since", "no-such-revision"], "git"),
        (["new", "actor", "Li Qiang"], "is no id"),
        (["new", "place", "shanghai"], "is not one of 'briefing', 'actor', 'source', 'topic'"),
        (["new", "actor", "li-qiang"], "exists already"),
        (["new", "actor", "xi", "--text", "mkdocs.yml"], "only a source has a text"),
        (["explain", "dangling-referense"], "did you mean `dangling-reference`"),
    ],
)
def test_wrong_usage_is_said_in_words(run: Run, arguments: list[str], words: str) -> None:
    said = run(*arguments)
    assert said.status == 2
    assert words in said.err


def test_outside_a_project_it_says_where_it_looked(run: Run, tmp_path_factory: pytest.TempPathFactory) -> None:
    said = run("-C", str(tmp_path_factory.mktemp("empty")), "check")
    assert said.status == 2
    assert "mkdocs.yml" in said.err


def test_a_broken_sheet_leaves_the_last_good_pages(run: Run, project: Path) -> None:
    assert run("generate").status == 0
    page = project / "build/docs/briefings/waico.md"
    before = page.read_bytes()
    break_a_sheet(project)
    assert run("generate").status == 1
    assert page.read_bytes() == before


def test_generating_twice_writes_nothing_the_second_time(run: Run, project: Path) -> None:
    assert "0 files changed" not in run("generate").err
    written = {file: file.stat().st_mtime_ns for file in (project / "build").rglob("*") if file.is_file()}
    assert "0 files changed, 0 removed" in run("generate").err
    assert {file: file.stat().st_mtime_ns for file in (project / "build").rglob("*") if file.is_file()} == written


def test_a_page_whose_sheet_is_gone_is_removed(run: Run, project: Path) -> None:
    (project / "content/topics/spare.yml").write_text("name: Spare\n", encoding="utf-8")
    run("generate")
    assert (project / "build/docs/topics/spare.md").is_file()
    (project / "content/topics/spare.yml").unlink()
    assert "1 removed" in run("generate").err
    assert not (project / "build/docs/topics/spare.md").exists()


@pytest.mark.parametrize("kind", list(FOLDERS))
def test_a_new_sheet_is_valid_as_written(run: Run, project: Path, kind: str) -> None:
    said = run("new", kind, "shiny-new")
    assert said.status == 0
    file = project / said.out.strip()
    assert file == project / f"content/{kind}s/shiny-new.yml"
    assert run("check", "--drafts").status == 0
    # Each key that is only suggested can be taken out of its comment.
    keys = keys_of(MODELS[cast("Kind", kind)])
    text = re.sub(rf"^# (?=(?:{'|'.join(keys)}):|  - )", "", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
    data, problems = read_yaml(text, "sheet.yml")
    assert problems == []
    assert set(data) == set(keys)


def test_a_source_can_start_from_its_text(run: Run, project: Path) -> None:
    (project / "article.txt").write_text("China proposes a body “for all”, he said.\n", encoding="utf-8")
    assert run("new", "source", "wam-2026", "--text", "article.txt").status == 0
    assert (project / "seeds/wam-2026.txt").read_text(encoding="utf-8") == "China proposes a body “for all”, he said.\n"


def test_passages_are_proved_and_recorded(run: Run, project: Path) -> None:
    file = briefing(project)
    cited = file.read_text(encoding="utf-8").replace("cite: [wam-2025, reuters-2025]", 'cite: {wam-2025: "proposes a body \\"for all\\""}')
    file.write_text(cited, encoding="utf-8")
    (project / "seeds").mkdir()
    (project / "seeds/wam-2025.txt").write_text("China proposes a body “for all”, he said.\n", encoding="utf-8")
    assert "error[passage-unrecorded]" in run("check").out
    assert run("verify").err == "1 passage: 1 verified\n"
    assert run("check").status == 0
    # A clone without the text checks from the lock; a letter changed fails at its line.
    (project / "seeds/wam-2025.txt").unlink()
    assert run("check").status == 0
    file.write_text(cited.replace("proposes a body", "proposed a body"), encoding="utf-8")
    said = run("check")
    assert said.status == 1
    assert "content/briefings/waico.yml:10:" in said.out
    assert "run `briefings verify`" in said.out


def test_published_ids_are_recorded_and_cannot_vanish(run: Run, project: Path) -> None:
    (project / "content/ids.lock").unlink()
    assert "warning[unrecorded-id]" in run("check").out
    assert run("record").err == "7 ids added to content/ids.lock\n"
    assert run("record").err == "content/ids.lock is up to date\n"
    (project / "content/topics/ai-governance.yml").rename(project / "content/topics/governing-ai.yml")
    file = briefing(project)
    file.write_text(file.read_text(encoding="utf-8").replace("topics: [ai-governance]", "topics: [governing-ai]"), encoding="utf-8")
    said = run("check")
    assert said.status == 1
    assert "moved_from: [ai-governance]" in said.out


def test_every_code_can_be_explained(run: Run) -> None:
    listed = run("explain").out
    for code in CODES.values():
        assert code.id in listed
        said = run("explain", code.id)
        assert (said.status, code.holds in said.out, code.why in said.out) == (0, True, True)


def test_schemas_complete_the_ids_that_there_are(run: Run, project: Path) -> None:
    assert run("schema").status == 0
    text = (project / "build/schemas/briefing.schema.json").read_text(encoding="utf-8")
    assert '"li-qiang"' in text
    assert '"wam-2025"' in text


def test_every_command_has_an_example_in_its_help(run: Run) -> None:
    for name in cli.cli.commands:
        said = run(name, "--help")
        assert said.status == 0
        assert f"briefings {name}" in said.out.partition("For example:")[2]


def test_a_mistake_in_the_generator_is_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("briefings.build.check", fails)
    said = run("check")
    assert said.status == 70
    assert "mistake in the generator" in said.err


def test_the_site_is_built_with_the_theme_that_comes_with_the_package(run: Run, project: Path) -> None:
    with (project / "mkdocs.yml").open("a", encoding="utf-8") as stream:
        stream.write("theme: {name: material, font: false}\nmarkdown_extensions: [tables, md_in_html]\n")
    assert not (project / "theme").exists()
    said = run("build")
    assert (said.status, said.out) == (0, "")
    assert "China proposes a world AI cooperation organization" in (project / "site/briefings/waico/index.html").read_text(encoding="utf-8")
    # Built again, it stands already; whatever it depends on makes it anew.
    assert run("build").err == "nothing has changed; the site is in site\n"
    (project / "content/topics/spare.yml").write_text("name: Spare\n", encoding="utf-8")
    assert "2 warnings in 2 files" in run("build").out
    again = run("build")
    assert "2 warnings in 2 files" in again.out
    assert "nothing has changed" in again.err
    (project / "site/briefings/waico/index.html").unlink()
    assert "nothing has changed" not in run("build").err
    assert (project / "site/briefings/waico/index.html").is_file()
