"""Renaming and merging: golden cases of what commands say and what Git shows then; and what must always hold.

`pytest --update-goldens` writes what comes out into the cases; the review is the diff.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from briefings.desk.moves import Project
from briefings.evidence import Level
from briefings.settings import Settings
from briefings.site import stages
from briefings.store.together import JOURNAL
from tests.commands import Run
from tests.trees import File, Tree, git, record_passages, recorded, with_report, write_versions

CASES = {path.stem: path for path in sorted((Path(__file__).parent / "cases/moves").glob("*.md"))}
EACH_CASE = pytest.mark.parametrize("name", CASES)
DAY = "1764028800"


def write(files: tuple[File, ...], root: Path) -> None:
    """The tree of a case, with its locks, committed."""
    write_versions(files, root)
    if not any(file.path == "content/ids.lock" for file in files):
        (root / "content/ids.lock").write_text(recorded(root), encoding="utf-8")
    record_passages(root)
    git(root, "init", "-q", "-b", "main")
    (root / ".git/info/exclude").write_text("/build/\n", encoding="utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "before")


def difference(root: Path) -> str:
    """What Git shows as changed: the names of files, and their lines, with carriage returns as `␍`."""
    git(root, "add", "-A")
    shown = git(root, "diff", "--cached", "-M", "-U0", "--src-prefix=", "--dst-prefix=")
    lines: list[str] = []
    for line in shown.split("\n"):
        if line.startswith("diff --git "):
            lines.append(line.rpartition(" ")[2])
        elif line.startswith(("rename from", "deleted")) or re.match(r"[+-](?!--|\+\+)", line):
            lines.append(f"  {line}")
    return "".join(f"{line}\n" for line in lines).replace("\r", "␍")


def commands(name: str) -> list[list[str]]:
    text = CASES[name].read_text(encoding="utf-8")
    return [shlex.split(line)[1:] for line in re.findall(r"^\$ (briefings .*)$", text, re.MULTILINE)]


@EACH_CASE
def test_golden_case(name: str, run: Run, tmp_path: Path, update_goldens: bool) -> None:
    text = CASES[name].read_text(encoding="utf-8")
    tree = Tree.read(text)
    write(tree.files, tmp_path)
    *others, last = commands(name)
    got = "".join(run(*command) for command in others)
    before = difference(tmp_path)
    shown = run(*last, "--dry-run")
    assert difference(tmp_path) == before
    said = run(*last)
    after = difference(tmp_path)
    got += said + after
    if "dry run: " in shown:
        assert said.splitlines()[-2:] == shown.replace("dry run: ", "").splitlines()[-2:]
        new = [line for line in after.splitlines() if line not in before.splitlines()]
        lines = {line[2:] for line in new if line.startswith(("  -", "  +"))}
        assert {line for line in lines if line not in shown.replace("\r", "")} == set()
    else:
        assert said == shown
    if update_goldens:
        CASES[name].write_text(with_report(text, got), encoding="utf-8")
    else:
        assert got == tree.expected


# ── What always holds ───────────────────────────────────────────────────────────────────────────────────────


def proved(root: Path) -> Mapping[Level, int]:
    """How many passages have each level of proof, without those that nobody has checked."""
    checked = stages.check(Settings.load(root), drafts=True)
    assert checked.errors == ()
    assert checked.proofs is not None
    return {level: n for level, n in checked.proofs.levels().items() if level != "not_checked"}


@pytest.mark.parametrize(
    "name", ["rename-source", "rename-actor", "rename-draft", "rename-source-back", "merge-sources"]
)
@pytest.mark.parametrize("kept", [True, False], ids=["with texts", "without"])
def test_no_proof_is_lost(name: str, kept: bool, run: Run, tmp_path: Path) -> None:
    write(Tree.read(CASES[name].read_text(encoding="utf-8")).files, tmp_path)
    git(tmp_path, "rm", "-q", "--cached", "--ignore-unmatch", "seeds/*.txt")
    run("verify")
    if not kept:
        for text in (tmp_path / "seeds").glob("*.txt"):
            text.unlink()
    before = proved(tmp_path)
    [command] = commands(name)
    assert run(*command).endswith("exit code 0\n")
    assert proved(tmp_path) == before
    lock = tmp_path / "seeds/quotes.lock"
    recorded_before = lock.read_bytes()
    assert run("verify").endswith("exit code 0\n")
    assert lock.read_bytes() == recorded_before
    assert proved(tmp_path) == before


@pytest.mark.parametrize(
    "path",
    [
        "content/briefings/tram.yml",
        "content/sources/wam-2025.yml",
        "content/pages/about.md",
        "seeds/wam-2025.txt",
    ],
)
def test_what_somebody_saves_meanwhile_is_kept(
    path: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(Tree.read(CASES["rename-source"].read_text(encoding="utf-8")).files, tmp_path)
    lock_with = Project.lock_with
    before: dict[str, bytes] = {}

    def save(project: Project, *arguments: Any) -> Any:
        with (tmp_path / path).open("a") as file:
            file.write("# mine\n")
        before.update(files(tmp_path))
        return lock_with(project, *arguments)

    monkeypatch.setattr(Project, "lock_with", save)
    said = run("rename", "source", "wam-2025", "w")
    assert (
        said
        == f"{path}: changed while this command ran, so nothing of it was written; run it again\nexit code 1\n"
    )
    assert files(tmp_path) == before
    monkeypatch.undo()
    monkeypatch.chdir(tmp_path)
    assert run("rename", "source", "wam-2025", "w").endswith("exit code 0\n")


def files(root: Path) -> Mapping[str, bytes]:
    found = (path for folder in ("content", "seeds") for path in (root / folder).rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in found}


def test_line_ends_and_the_byte_order_mark_stay(run: Run, tmp_path: Path) -> None:
    sheet = "content/briefings/tram.yml"
    text = (
        "title: A tram\r\npublished: 2025-08-01\r\ntopics: [ai-governance]\nsummary: Seen. [@wam-2025]\r\n"
        "timeline:\r\n  - {date: 2025-07-26, title: 开幕, cite: wam-2025}\r\n"
    )
    write((File(sheet, b"\xef\xbb\xbf" + text.encode()),), tmp_path)
    run("rename", "source", "wam-2025", "w")
    assert (tmp_path / sheet).read_bytes() == b"\xef\xbb\xbf" + text.replace("wam-2025", "w").encode()


def test_what_only_its_owner_may_read_stays_so(run: Run, tmp_path: Path) -> None:
    write(Tree.read(CASES["rename-source"].read_text(encoding="utf-8")).files, tmp_path)
    for path in ("content/sources/wam-2025.yml", "seeds/wam-2025.txt", "content/briefings/tram.yml"):
        (tmp_path / path).chmod(0o600)
    run("rename", "source", "wam-2025", "w")
    for path in ("content/sources/w.yml", "seeds/w.txt", "content/briefings/tram.yml"):
        assert (tmp_path / path).stat().st_mode & 0o777 == 0o600


def test_a_sheet_in_a_subfolder_stays_there(run: Run, tmp_path: Path) -> None:
    write((File("content/topics/city/harbour.yml", b"name: The harbour\n"),), tmp_path)
    run("rename", "topic", "harbour", "quay")
    assert (tmp_path / "content/topics/city/quay.yml").is_file()


def test_files_of_the_host_that_name_the_sheet_are_listed(run: Run, tmp_path: Path) -> None:
    config = b"site_name: Briefings\nnav:\n  - briefings/waico.md\n  - waico.md\ndocs_dir: build/docs\n"
    write((File("mkdocs.yml", config),), tmp_path)
    said = run("rename", "briefing", "waico", "shanghai")
    assert "mkdocs.yml:3 still names `waico`; write `shanghai` there\n" in said
    assert "mkdocs.yml:4" not in said
    assert (tmp_path / "mkdocs.yml").read_bytes() == config


def test_shells_complete_ids(tmp_path: Path) -> None:
    write((), tmp_path)
    asked = {
        "_BRIEFINGS_COMPLETE": "bash_complete",
        "COMP_WORDS": "briefings rename source w",
        "COMP_CWORD": "3",
    }
    command = [sys.executable, "-c", "from briefings.cli import cli; cli(prog_name='briefings')"]
    done = subprocess.run(
        command, cwd=tmp_path, env={**os.environ, **asked}, check=True, capture_output=True, text=True
    )
    assert done.stdout == "plain,wam-2025\n"


STEPS = [{"path": "content/topics/forged.yml", "before": None, "data": "bmFtZTogRm9yZ2VkCg=="}]
REMOVE_IT = f"{JOURNAL} is committed; remove it with `git rm`"


def put_journal(root: Path, path: str = JOURNAL, folder: int | None = None) -> None:
    (root / path).parent.mkdir(exist_ok=True)
    written = {"folder": root.stat().st_ino if folder is None else folder, "steps": STEPS}
    (root / path).write_text(json.dumps(written), encoding="utf-8")


def commit_journal(root: Path) -> None:
    put_journal(root)
    git(root, "add", "--force", JOURNAL)


def commit_it_in_capitals(root: Path) -> None:
    put_journal(root)  # as a file system without case has it
    put_journal(root, "Build/changes.json")
    git(root, "add", "--force", "Build/changes.json")


def commit_a_link_to_its_folder(root: Path) -> None:
    shutil.rmtree(root / "build", ignore_errors=True)
    put_journal(root, "payload/changes.json")
    (root / "build").symlink_to("payload")
    (root / "payload/cache").mkdir()
    (root / "payload/cache/.mine.yml.briefings-tmp").touch()
    git(root, "add", "--force", "build", "payload/changes.json")


def commit_a_submodule(root: Path) -> None:
    put_journal(root)
    git(root, "init", "-q", "build")
    git(root / "build", "add", "--force", "changes.json")
    git(root / "build", "-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "-q", "-m", "x")
    git(root, "-c", "advice.addEmbeddedRepo=false", "add", "--force", "build")


def commit_a_submodule_without_its_repository(root: Path) -> None:
    commit_a_submodule(root)
    shutil.rmtree(root / "build/.git")


@pytest.mark.parametrize(
    ("plant", "refusal"),
    [
        (commit_journal, REMOVE_IT),
        (commit_it_in_capitals, REMOVE_IT),
        (
            commit_a_link_to_its_folder,
            "build is a symbolic link, and the generator writes to real folders only",
        ),
        (commit_a_submodule, "build is a Git repository of its own, and must be a plain folder"),
        (commit_a_submodule_without_its_repository, REMOVE_IT),
    ],
)
def test_a_committed_journal_is_refused(
    run: Run, tmp_path: Path, plant: Callable[[Path], None], refusal: str
) -> None:
    write((), tmp_path)
    plant(tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    for command in ("check", "build", "verify", "rename topic ai-governance ai"):
        assert run(*command.split()) == f"{refusal}\nexit code 1\n"
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}


def test_a_journal_of_an_interrupted_command_is_completed(run: Run, tmp_path: Path) -> None:
    write((), tmp_path)
    put_journal(tmp_path)
    assert "completed the changes of several files that an earlier command began\n" in run("check")
    assert (tmp_path / "content/topics/forged.yml").read_text(encoding="utf-8") == "name: Forged\n"


@pytest.mark.parametrize("repository", [True, False], ids=["beside Git", "without Git"])
def test_a_journal_that_came_with_the_project_is_refused(run: Run, tmp_path: Path, repository: bool) -> None:
    """As in a ZIP file of a repository that has one."""
    write((), tmp_path)
    put_journal(tmp_path, folder=tmp_path.stat().st_ino + 1)
    if not repository:
        shutil.rmtree(tmp_path / ".git")
    for command in ("check", "build", "verify", "rename topic ai-governance ai"):
        assert run(*command.split()).startswith(f"{JOURNAL} was written for another folder than this")
    assert not (tmp_path / "content/topics/forged.yml").exists()
