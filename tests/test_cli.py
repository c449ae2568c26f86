"""The command line as its users meet it: what it prints, what it writes, and its exit codes."""

from __future__ import annotations

import errno
import json
import os
import re
import socket
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from briefings import cli
from briefings.cli.output import status_of
from briefings.model import MODELS
from briefings.model.keys import keys_of
from briefings.problems.codes import CODES
from briefings.settings import Settings
from briefings.sheets.load import parse_sheet
from briefings.sheets.yaml_text import read_yaml
from briefings.site import stages
from briefings.site.verify import Comparison, verify
from briefings.store.folders import project_lock
from briefings.text.prose import Kind
from tests.commands import uninstall
from tests.said import Command
from tests.sandbox import PROJECT
from tests.trees import git, write, write_base


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small valid tree, as the working directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764028800")  # 25 November 2025
    return write_base(tmp_path)


@pytest.fixture
def run(project: Path, command: Command) -> Command:
    """Runs a command in the project."""
    return command


def briefing(project: Path) -> Path:
    return project / "content/briefings/waico.yml"


def break_a_sheet(project: Path) -> None:
    file = briefing(project)
    file.write_text(file.read_text(encoding="utf-8").replace("published:", "publishd:"), encoding="utf-8")


def test_a_clean_tree_is_said_to_be_clean_and_a_problem_has_its_place(
    run: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("check") == (0, "", "7 sheets, no problems\n")
    break_a_sheet(project)
    said = run("check")
    assert said.status == 1
    assert "content/briefings/waico.yml:2:1: error[unknown-key]" in said.out
    assert "publishd: 2025-07-28" in said.out
    assert "did you mean `published`?" in said.out
    status, out, _ = run("check", "--format", "json")
    assert status == 1
    assert {p["code"] for p in json.loads(out)["problems"]} == {"unknown-key"}
    page = project / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    status, out, _ = run("check", "--format", "github")
    assert status == 1
    assert "::error file=content/briefings/waico.yml,line=2" in out
    assert "unknown-key" in page.read_text(encoding="utf-8")


def test_a_warning_fails_where_that_is_asked_for(run: Command, project: Path) -> None:
    (project / "content/topics/spare.yml").write_text("name: Spare\n", encoding="utf-8")
    assert run("check").status == 0
    strict = run("check", "--strict")
    assert strict.status == 1
    assert "error[unused-topic]" in strict.out
    said = run("check", "--error", "unused-topic", "--error", "uncited")
    assert said.status == 1
    assert "error[unused-topic]" in said.out and "warning[unrecorded-id]" in said.out
    # Even a code that is off.
    said = run("check", "--error", "passage-unproved")
    assert said.status == 1
    assert "error[passage-unproved]" in said.out


def test_many_problems_are_shown_when_asked_for(run: Command, project: Path) -> None:
    for n in range(30):
        (project / f"content/topics/spare-{n}.yml").write_text(f"name: Spare {n}\n", encoding="utf-8")
    said = run("check").out
    assert said.count("[unused-topic]") == 20
    assert "30 unused-topic (10 of them not shown)" in said
    assert run("check", "--all").out.count("[unused-topic]") == 30


DRAFT = """\
title: A plan
published: 2025-07-28
draft: true
topics: [plans]
summary: It is planned by [[zte]]. [@plan-2025]
in_brief: [{text: It is., cite: {plan-2025: "the plan of the company"}}]
"""


def test_what_drafts_use_is_used_and_they_are_spoken_of(run: Command, project: Path) -> None:
    files = {
        "content/briefings/plan.yml": DRAFT,
        "content/topics/plans.yml": "name: Plans\n",
        "content/actors/zte.yml": "name: ZTE\nkind: company\n",
        "content/sources/plan-2025.yml": "title: x\npublisher: y\nkind: news\n",
        "seeds/plan-2025.txt": "This is the plan of the company.\n",
    }
    write(project, files)
    assert run("verify").status == 0
    run("record")
    said = run("check")
    assert (said.status, said.out) == (0, "")
    assert said.err == "11 sheets, no problems\n1 draft is left out; --drafts shows it\n"
    assert run("generate").out == "1 draft is left out; --drafts shows it\n"
    assert "left out" not in run("generate", "--drafts").out
    assert "left out" not in run("check", "--drafts").err
    # Without the draft nobody uses them.
    (project / "content/briefings/plan.yml").unlink()
    said = run("check")
    for code in ("unused-source", "unmentioned-actor", "unused-topic", "stale-lock"):
        assert f"warning[{code}]" in said.out


def test_changes_of_the_lock_are_counted_in_the_summary(
    run: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = project / "summary.md"
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    git(project, "init", "-q", "-b", "main")
    git(project, "commit", "-q", "--allow-empty", "-m", "before")
    file = briefing(project)
    cited = file.read_text(encoding="utf-8").replace(
        "cite: [wam-2025, reuters-2025]", "cite: {wam-2025: the plan, reuters-2025: a plan}"
    )
    file.write_text(cited, encoding="utf-8")
    (project / "seeds").mkdir()
    (project / "seeds/wam-2025.txt").write_text("It is the plan.\n", encoding="utf-8")
    (project / "seeds/reuters-2025.txt").write_text("It is a plan.\n", encoding="utf-8")
    run("verify")
    said = run("check", "--format", "github", "--since", "HEAD")
    assert said.out.count("::notice file=seeds/quotes.lock,") == 2
    assert "seeds/quotes.lock since HEAD: 2 passages added, in 2 sources" in page.read_text(encoding="utf-8")


WRONG: list[tuple[list[str], str]] = [
    (["chek"], "No such command 'chek'"),
    (["check", "--format", "html"], "is not one of 'text', 'github', 'json'"),
    (["check", "--since", "no-such-revision"], "git"),
    (["new", "actor", "Li Qiang"], "is not an id"),
    (["new", "briefing", "Veldhaven Tram"], "did you mean `veldhaven-tram`?"),
    (["new", "actor", "Müller & Söhne’s"], "did you mean `mueller-soehnes`?"),
    (["new", "topic", "Bu\u0308cherei"], "did you mean `buecherei`?"),
    (["new", "actor", "李强"], "at most 80 characters\n"),
    (["new", "actor", "zte", "--kind", "firm"], "did you mean `company`?"),
    (["new", "actor", "zte", "--country", "UK"], "did you mean `GB`?"),
    (["new", "actor", "zte", "--topic", "ai-governance"], "--topic is not for an actor, which has `--name`, `--kind` or `--country`"),
    (["new", "briefing", "zte", "--topic", "AI governance"], "did you mean `ai-governance`?"),
    (["new", "source", "zte", "--published", "2025-Q3"], "dates are digits, year first"),
    (["check", "--error", "uncitd"], "there is no code `uncitd`; did you mean `uncited`?"),
    (["new", "place", "shanghai"], "is not one of 'briefing', 'actor', 'source', 'topic'"),
    (["new", "actor", "li-qiang"], "already exists"),
    (["new", "source", "wam-2025", "--text", "mkdocs.yml", "--title", "x"], "already exists"),
    (["new", "actor", "xi", "--text", "mkdocs.yml"], "only a source has a text"),
    (["explain", "dangling-referense"], "did you mean `dangling-reference`"),
    (["verify", "--by", "Jo Doe"], "--by goes with --compared SOURCE"),
    (["verify", "--compared", "wam-2025", "--by", "Jo Doe"], "--compared needs --by NAME and --with"),
    (["verify", "--compared", "wam-2025", "--by", "Jo", "--with", "a friend"], "is not one of 'original', 'stored copy'"),
    (["verify", "--compared", "wam-2025", "--by", "Jo", "--with", "original", "--on", "soon"], "--on takes a day such as 2026-11-24"),
    (["verify", "--compared", "wam-2025", "--by", "Jo", "--with", "original", "--on", "2999-01-01"], "is in the future"),
    (["verify", "--compared", "wam-2025", "--by", "Jo", "--with", "original"], "`wam-2025` has no passage to compare"),
    (["verify", "--compared", "wam-2026", "--by", "Jo", "--with", "original"], "did you mean `wam-2025`?"),
    (["verify", "--compared", "wam-2025", "--by", "<b>", "--with", "original", "--passage", "x"], "the name of who compared takes"),
]  # fmt: skip


def test_wrong_usage_is_said_in_words(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    for arguments, words in WRONG:
        said = run(*arguments)
        assert (said.status, words in said.err) == (2, True), arguments
    for epoch in ("", "abc", "-5", "²", "99999999999999"):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        outcome = run("check")
        assert outcome.status == 2
        assert f"SOURCE_DATE_EPOCH is `{epoch}`; it takes seconds since 1970" in outcome.err


def test_outside_a_project_it_says_where_it_looked(
    run: Command, tmp_path_factory: pytest.TempPathFactory
) -> None:
    said = run("-C", str(tmp_path_factory.mktemp("empty")), "check")
    assert said.status == 2
    assert "mkdocs.yml" in said.err


def test_generated_pages_follow_the_sheets(run: Command, project: Path) -> None:
    def files() -> dict[Path, int]:
        every = (file for file in (project / "build").rglob("*") if file.is_file())
        return {file: file.stat().st_mtime_ns for file in every if "cache" not in file.parts}

    spare = project / "content/topics/spare.yml"
    spare.write_text("name: Spare\n", encoding="utf-8")
    assert " 0 files changed" not in run("generate").err
    written = files()
    assert " 0 files changed, 0 removed" in run("generate").err
    assert files() == written
    spare.unlink()
    # The page, its JSON and its two feeds.
    assert "4 removed" in run("generate").err
    assert not (project / "build/docs/topics/spare.md").exists()
    # A broken sheet leaves the last good pages.
    written = files()
    break_a_sheet(project)
    assert run("generate").status == 1
    assert files() == written


NEW: dict[str, tuple[list[str], list[str]]] = {
    "briefing": (["--title", "Veldhaven: a tram", "--topic", "ai-governance"], ["summary"]),
    "actor": (["--name", "Ines #1 Hartog", "--kind", "person"], []),
    "source": (
        ["--title", "The tram", "--publisher", "Post", "--kind", "news", "--url", "https://example.org/"],
        [],
    ),
    "topic": (["--name", "Trams"], []),
}
"""By kind: options for a new sheet, and what is left to be written."""


def test_new_sheets_with_all_that_they_need_are_valid(run: Command, project: Path) -> None:
    for kind, (options, left) in NEW.items():
        said = run("new", kind, "shiny-new", *options)
        assert (said.status, said.out) == (0, f"content/{kind}s/shiny-new.yml\n")
        assert said.err == "".join(f"still to fill in: `{key}`\n" for key in left)
        file = project / said.out.strip()
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("summary:\n", "summary: Written by a person.\n", 1), encoding="utf-8")
        data = str(read_yaml(file.read_text(encoding="utf-8"), "")[0])
        assert all(value in data for value in options[1::2])
    assert run("check", "--drafts").status == 0


def test_what_is_not_given_is_an_error_until_it_is_written(run: Command, project: Path) -> None:
    """Nothing is made up: a name that was guessed from the id would be published unnoticed."""
    for kind in NEW:
        assert run("new", kind, "shiny-new").status == 0
    said = run("check", "--drafts")
    assert said.status == 1
    for kind in NEW:
        keys = keys_of(MODELS[cast("Kind", kind)])
        required = {name for name, field in keys.items() if field.is_required()} - {"published"}
        for key in required | ({"title"} if kind == "source" else set()):
            place = f"content/{kind}s/shiny-new.yml:"
            assert [
                line for line in said.out.splitlines() if place in line and f"`{key}` has no value" in line
            ]
    for kind in NEW:
        if kind != "briefing":
            (project / f"content/{kind}s/shiny-new.yml").unlink()
    # A draft, which stops nothing.
    for command in (["check"], ["generate"], ["generate", "--drafts"]):
        said = run(*command)
        assert (said.status, said.text.count("notice[bad-value]: `title` has no value")) == (0, 1)


def test_a_suggested_key_that_is_not_written_is_an_error(run: Command, project: Path) -> None:
    """Each can be taken out of its comment, and is then refused until the words in it are the curator's."""
    for kind, (options, _) in NEW.items():
        model = MODELS[cast("Kind", kind)]
        file = project / run("new", kind, "shiny-new", *options).out.strip()
        text = file.read_text(encoding="utf-8").replace("summary:\n", "summary: Written by a person.\n", 1)
        suggested = [key for key in keys_of(model) if f"\n# {key}:" in text]
        assert suggested
        for key in suggested:
            taken = re.sub(rf"^# ({key}:.*)(?:\n# (  - .*))?", r"\1\n\2", text, flags=re.MULTILINE)
            data, problems = read_yaml(taken, "sheet.yml")
            assert problems == [] and key in data
            _, problems = parse_sheet(taken, cast("Kind", kind), "shiny-new", "sheet.yml")
            assert problems != [], key


def test_a_source_can_start_from_its_text(run: Command, project: Path) -> None:
    (project / "article.txt").write_text("China proposes a body “for all”, he said.\n", encoding="utf-8")
    said = run("new", "source", "wam-2026", "--text", "article.txt")
    assert said.status == 0
    assert "back up that folder" in said.err
    assert (project / "seeds/wam-2026.txt").read_text(
        encoding="utf-8"
    ) == "China proposes a body “for all”, he said.\n"


def test_a_saved_text_is_never_overwritten_by_itself(run: Command, project: Path) -> None:
    (project / "article.txt").write_text("The only copy of an article.\n", encoding="utf-8")
    (project / "other.txt").write_text("Something else.\n", encoding="utf-8")
    assert run("new", "source", "wam-2025", "--text", "article.txt").status == 0
    said = run("new", "source", "wam-2025", "--text", "other.txt")
    assert said.status == 2
    assert "other.txt is not saved: seeds/wam-2025.txt already contains another text (29 bytes)" in said.err
    assert (project / "seeds/wam-2025.txt").read_text(encoding="utf-8") == "The only copy of an article.\n"
    assert run("new", "source", "wam-2025", "--text", "article.txt").status == 0
    assert run("new", "source", "wam-2025", "--text", "other.txt", "--replace").status == 0
    assert (project / "seeds/wam-2025.txt").read_text(encoding="utf-8") == "Something else.\n"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("letter.pdf", b"%PDF-1.7", "could not be parsed (PdfiumError)"),
        ("letter.txt", b" \n", "contains no words"),
    ],
)
def test_what_is_no_text_is_not_saved(
    run: Command, project: Path, name: str, data: bytes, words: str
) -> None:
    (project / name).write_bytes(data)
    said = run("new", "source", "letter", "--text", name)
    assert said.status == 2
    assert words in said.err
    assert not (project / "seeds").exists()
    assert not (project / "content/sources/letter.yml").exists()


PAGE = f"""<!doctype html><html><head><title>A body for all</title></head><body><nav>Home</nav><article><h1>A body for all</h1>
<p>China proposes a body “for all”, said the premier at the opening of the conference in Shanghai on Saturday.</p>
<p>{"More than thirty countries were represented at the meeting in the city. " * 5}</p></article></body></html>
"""


def test_of_a_page_only_the_words_are_saved(run: Command, project: Path) -> None:
    pytest.importorskip("trafilatura")
    (project / "page.txt").write_text(PAGE, encoding="utf-8")
    said = run("new", "source", "wam-2026", "--text", "page.txt")
    assert said.status == 0, said.err
    text = (project / "seeds/wam-2026.txt").read_text(encoding="utf-8")
    assert text.startswith("A body for all\nChina proposes a body “for all”, said the premier")
    assert "<" not in text and "Home" not in text
    assert "read the saved text to see that the article is complete" in said.err


@pytest.mark.parametrize("name", ["page.html", "PAGE.HTM"])
def test_tags_of_a_short_page_are_not_saved(run: Command, project: Path, name: str) -> None:
    pytest.importorskip("trafilatura")
    (project / name).write_text("<p>A body &amp; no head.</p>", encoding="utf-8")
    said = run("new", "source", "wam-2026", "--text", name)
    assert said.status == 2
    assert "save its text by hand" in said.err
    assert not (project / "seeds").exists()
    assert not (project / "content/sources/wam-2026.yml").exists()


def test_without_its_library_a_page_is_not_saved(
    run: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "page.html").write_text(PAGE, encoding="utf-8")
    uninstall(monkeypatch, "trafilatura")
    said = run("new", "source", "wam-2026", "--text", "page.html")
    assert said.status == 2
    assert "pip install 'briefings[fetch]'" in said.err
    assert not (project / "seeds").exists()


def cite(project: Path, *passages: str, source: str = "wam-2025") -> None:
    """Has the briefing cite passages of a source, and nothing else."""
    file = briefing(project)
    quoted = ", ".join(json.dumps(passage, ensure_ascii=False) for passage in passages)
    text = re.sub(
        r"    cite: .*\n", f"    cite: {{{source}: [{quoted}]}}\n", file.read_text(encoding="utf-8")
    )
    file.write_text(text, encoding="utf-8")


def save(project: Path, text: str, source: str = "wam-2025") -> Path:
    path = project / f"seeds/{source}.txt"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_passages_are_proved_and_recorded(
    run: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cite(project, 'proposes a body "for all"')
    text = save(project, "China proposes a body “for all”, he said.\n")
    # What the text has is fine here, and must be recorded where others build.
    said = run("check")
    assert said.status == 0
    assert "found in the saved text but not yet recorded as found" in said.out
    monkeypatch.setenv("CI", "true")
    assert "error[passage-unrecorded]" in run("check").out
    assert run("verify").err == "2 addresses of entries added to content/ids.lock\n1 passage: 1 verified\n"
    assert run("check").status == 0
    # A clone without the text checks from the lock; a letter changed fails at its line.
    text.unlink()
    assert run("check").status == 0
    cite(project, 'proposed a body "for all"')
    said = run("check")
    assert said.status == 1
    assert "content/briefings/waico.yml:11:" in said.out
    assert "run `briefings verify`" in said.out


def test_offline_nothing_is_fetched_and_nothing_recorded(
    run: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", fail)
    said = run("verify", "--fetch", "--summary", "summary.md")
    assert (said.status, said.out) == (69, "")
    assert re.fullmatch(
        r"no source could be reached \([^)]+\): this machine seems to be offline\..*\n", said.err
    )
    assert not (project / "summary.md").exists()
    assert not (project / "seeds/quotes.lock").exists()


def test_fetching_without_its_libraries_says_what_to_install(
    run: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    uninstall(monkeypatch, "protego")
    said = run("verify", "--fetch")
    assert said.status == 2
    assert said.err == "--fetch needs protego; install it with `pip install 'briefings[fetch]'`\n"


def test_a_passage_whose_text_is_not_held_is_recorded_as_not_checked(run: Command, project: Path) -> None:
    cite(project, "proposes a body")
    assert "error[passage-unrecorded]" in run("check").out
    said = run("verify")
    assert (said.status, said.err) == (
        0,
        "2 addresses of entries added to content/ids.lock\n1 passage: 1 not checked\n",
    )
    assert run("check").status == 0
    cite(project, "proposes a committee")
    assert "error[passage-unrecorded]" in run("check").out


def test_a_comparison_by_reading_is_recorded(run: Command, project: Path) -> None:
    cite(project, "proposes a body", "for all")
    compared = [
        "verify",
        "--compared",
        "wam-2025",
        "--by",
        "Jo Doe",
        "--with",
        "stored copy",
        "--on",
        "2025-11-24",
    ]
    said = run(*compared, "--passage", "proposes  a body")
    assert (
        said.err
        == "recorded as compared: 1 passage\n2 addresses of entries added to content/ids.lock\n2 passages: 1 compared by hand, 1 not checked\n"
    )
    lock = (project / "seeds/quotes.lock").read_text(encoding="utf-8")
    assert '"proposes a body": {"compared": "2025-11-24", "with": "stored copy", "by": "Jo Doe"}' in lock
    assert run(*compared).err.startswith("recorded as compared: 2 passages\n")
    assert run("check").status == 0
    # A text that is here outranks it.
    save(project, "China proposes a body for all.\n")
    assert run(*compared).status == 2
    assert run("verify").err == "2 passages: 2 verified\n"


@pytest.mark.skipif(sys.platform == "win32", reason="the system has no locks of this kind")
def test_proofs_recorded_by_two_commands_at_once_are_all_kept(project: Path) -> None:
    cite(project, "proposes a body", "for all")
    compared = ("--compared", "wam-2025", "--by", "Jo Doe", "--with", "original", "--passage", "for all")
    command = [sys.executable, "-m", "briefings", "verify", *compared]
    settings = Settings.load(project)
    with project_lock(project, lambda: None):
        process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert process.stderr is not None
        said = process.stderr.readline()
        other = Comparison(("wam-2025",), "Ann Lee", "original", date(2025, 11, 24), ("proposes a body",))
        checked = stages.check(settings)
        assert checked.linked is not None
        verify(settings, checked.linked, today=date(2025, 11, 24), comparison=other)
    said += process.communicate(timeout=60)[1]
    assert said == (
        "another command is writing to this project; waiting for it to finish\n"
        "recorded as compared: 1 passage\n2 addresses of entries added to content/ids.lock\n2 passages: 2 compared by hand\n"
    )
    lock = (project / "seeds/quotes.lock").read_text(encoding="utf-8")
    assert "Jo Doe" in lock and "Ann Lee" in lock


def test_a_proof_leaves_the_lock_only_on_purpose(run: Command, project: Path) -> None:
    cite(project, "proposes a body", "for all of us")
    text = save(project, "China proposes a body for all of us.\n")
    assert run("verify").status == 0
    text.unlink()
    cite(project, "proposes a body", "for each of us")
    said = run("verify")
    assert said.status == 1
    assert "    wam-2025: “for all of us”\n" in said.err
    assert "run `briefings verify --prune`" in said.err
    assert '"for all of us": {"offset": 22' in (project / "seeds/quotes.lock").read_text(encoding="utf-8")
    assert run("verify").status == 1
    said = run("verify", "--prune", "--summary", "summary.md")
    assert said.status == 0
    assert "removed from seeds/quotes.lock:\n    wam-2025: “for all of us”\n" in said.err
    assert "for all of us" not in (project / "seeds/quotes.lock").read_text(encoding="utf-8")
    assert "## Pruned: 1" in (project / "summary.md").read_text(encoding="utf-8")


def test_comparisons_survive_an_edit_of_the_source(run: Command, project: Path) -> None:
    cite(project, "proposes a body")
    compared = ("verify", "--compared", "wam-2025", "--by", "Jo Doe", "--with", "original")
    assert run(*compared).status == 0
    lock = (project / "seeds/quotes.lock").read_bytes()
    sheet = project / "content/sources/wam-2025.yml"
    before = sheet.read_text(encoding="utf-8")
    sheet.write_text(
        "title: A\npublisher: Other\nkind: news\nurl: https://other.example/x\n", encoding="utf-8"
    )
    said = run("verify")
    assert said.status == 1
    assert "`wam-2025` was another article (" in said.err
    assert "): its proofs stay in the lock, and do not count;\n" in said.err
    said = run("check")
    assert "“proposes a body” is not recorded" in said.out
    assert "what is recorded of `wam-2025` is of another article" in said.out
    said = run(*compared)
    assert said.status == 2 and "has proofs of another article as `wam-2025`" in said.err
    assert (project / "seeds/quotes.lock").read_bytes() == lock
    sheet.write_text(before, encoding="utf-8")
    assert run("verify").err == "1 passage: 1 compared by hand\n"
    sheet.write_text(
        "title: A\npublisher: Other\nkind: news\nurl: https://other.example/x\n", encoding="utf-8"
    )
    assert run("verify", "--prune").err.endswith("1 passage: 1 not checked\n")


@pytest.mark.parametrize("link", ["summary.md", "reports"])
def test_a_summary_is_not_written_through_a_link(
    run: Command, project: Path, tmp_path_factory: pytest.TempPathFactory, link: str
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "reports"
    outside.mkdir()
    notes = outside / "summary.md"
    notes.write_text("mine", encoding="utf-8")
    (project / link).symlink_to(notes if link.endswith(".md") else outside)
    said = run("verify", "--summary", link if link.endswith(".md") else f"{link}/summary.md")
    assert said.status == 1 and f"{link} is a" in said.err and "link" in said.err
    assert notes.read_text(encoding="utf-8") == "mine"
    assert run("verify", "--summary", str(notes)).status == 0
    assert "mine" not in notes.read_text(encoding="utf-8")


def test_a_text_that_was_replaced_is_named_with_what_it_lacks(run: Command, project: Path) -> None:
    cite(project, "proposes a body", "for all of us")
    save(project, "China proposes a body for all of us.\n")
    assert run("verify").status == 0
    save(project, "China proposes a body.\n")
    # Nothing but the lock itself says that there was another text, until it is committed.
    assert "the lock claims that an earlier text had it" in run("check").out
    for arguments in (["init", "-q"], ["add", "seeds/quotes.lock"], ["commit", "-q", "-m", "x"]):
        git(project, *arguments)
    assert "it does not have “for all of us”, which the earlier one had" in run("check").out
    said = run("verify")
    assert "seeds/wam-2025.txt was replaced, and the new text lacks 1 passage:\n" in said.err
    assert "    “for all of us”\n" in said.err


def test_a_new_site_needs_no_record_of_ids_before_it_is_published(
    run: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lock = project / "content/ids.lock"
    lock.unlink()
    assert "unrecorded-id" not in run("check").out
    monkeypatch.setenv("CI", "true")
    assert "warning[unrecorded-id]" in run("check").out
    monkeypatch.delenv("CI")
    lock.write_text("", encoding="utf-8")
    assert "warning[unrecorded-id]" in run("check").out


def test_published_ids_are_recorded_and_cannot_vanish(run: Command, project: Path) -> None:
    (project / "content/ids.lock").unlink()
    assert run("record").err == "7 ids and 2 addresses of entries added to content/ids.lock\n"
    (project / "content/topics/spare.yml").write_text("name: Spare\n", encoding="utf-8")
    assert run("record").err == "1 id added to content/ids.lock\n"
    (project / "content/topics/spare.yml").write_text("name: Spare\nwithdrawn: x\n", encoding="utf-8")
    assert run("record").err == "content/ids.lock is up to date\n"
    (project / "content/topics/ai-governance.yml").rename(project / "content/topics/governing-ai.yml")
    file = briefing(project)
    file.write_text(
        file.read_text(encoding="utf-8").replace("topics: [ai-governance]", "topics: [governing-ai]"),
        encoding="utf-8",
    )
    said = run("check")
    assert said.status == 1
    assert "moved_from: [ai-governance]" in said.out


def test_every_code_can_be_explained(run: Command) -> None:
    listed = run("explain").out
    for code in CODES.values():
        assert code.id in listed
        said = run("explain", code.id)
        assert (said.status, code.meaning in said.out, code.why in said.out) == (0, True, True)
    assert "passage-unproved (off unless the settings set it)\n" in run("explain", "passage-unproved").out


def test_schemas_complete_the_ids_that_there_are(run: Command, project: Path) -> None:
    assert run("schema").status == 0
    text = (project / "build/schemas/briefing.schema.json").read_text(encoding="utf-8")
    assert '"li-qiang"' in text
    assert '"wam-2025"' in text


def test_no_command_is_described_by_half_a_sentence(run: Command) -> None:
    listed = run("--help").out.partition("Commands:")[2]
    assert listed.count("\n") > len(cli.cli.commands)
    assert "..." not in listed


def test_the_list_says_of_each_command_what_its_own_help_says_first(run: Command) -> None:
    for name, listed in cli.cli.commands.items():
        assert listed.help == (cli.load(name).help or "").partition("\n\n")[0]


def test_every_command_has_an_example_in_its_help(run: Command) -> None:
    for name in cli.cli.commands:
        said = run(name, "--help")
        assert said.status == 0
        assert f"briefings {name}" in said.out.partition("For example:")[2]


def test_what_the_system_refuses_is_said_in_words(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "content/briefings/waico.yml")

    monkeypatch.setattr("briefings.site.stages.check", fails)
    said = run("check")
    assert (said.status, said.err) == (1, "content/briefings/waico.yml: Permission denied\n")


def test_a_mistake_in_the_generator_is_no_traceback(run: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("briefings.site.stages.check", fails)
    said = run("check")
    assert said.status == 70
    assert "mistake in the generator" in said.err


@pytest.mark.parametrize("theme", ["", "theme: mkdocs\n", "theme: {name: mkdocs}\n"])
def test_a_theme_that_the_pages_do_not_fit_is_one_problem_with_a_hint(
    run: Command, project: Path, theme: str
) -> None:
    with (project / "mkdocs.yml").open("a", encoding="utf-8") as stream:
        stream.write(f"{theme}markdown_extensions: [tables, md_in_html]\n")
    said = run("build")
    assert said.status == 1
    assert said.out.startswith(f"mkdocs.yml:{3 if theme else 1}:")
    assert "error[bad-setting]: the theme `mkdocs`" in said.out and "forbidden-html" not in said.out
    assert "write `theme: {name: briefings}`" in said.out


def test_the_site_is_built_with_the_theme_that_comes_with_the_package(run: Command, project: Path) -> None:
    with (project / "mkdocs.yml").open("a", encoding="utf-8") as stream:
        stream.write("theme: {name: material, font: false}\nmarkdown_extensions: [tables, md_in_html]\n")
    assert not (project / "theme").exists()
    said = run("build")
    assert (said.status, said.out) == (0, "")
    assert "China proposes a world AI cooperation organization" in (
        project / "site/briefings/waico/index.html"
    ).read_text(encoding="utf-8")
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
    # One build can make papers.
    paper = project / "site/briefings/waico.pdf"
    assert not paper.exists()
    assert run("build", "--pdf").status == 0
    assert paper.read_bytes().startswith(b"%PDF-1.7")
    assert "waico.pdf" in (project / "site/briefings/waico/index.html").read_text(encoding="utf-8")
    assert "nothing has changed" in run("build", "--pdf").err
    assert run("build").status == 0
    assert not paper.exists()


def test_a_command_that_is_stopped_while_it_starts_says_so() -> None:
    scripts = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    module, _, name = scripts["briefings"].partition(":")
    code = (
        "import sys\nclass Stop:\n    def find_spec(self, name, *_):\n        if name == 'click':\n"
        "            raise KeyboardInterrupt\nsys.meta_path.insert(0, Stop())\n"
        f"from {module} import {name}\n{name}()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "stopped\n")


def test_a_full_disk_is_not_blamed_on_the_file_that_is_copied(capsys: pytest.CaptureFixture[str]) -> None:
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "package/own.css", None, "site/own.css")
    assert status_of(full) == 1
    assert capsys.readouterr().err == "site/own.css: No space left on device\n"
