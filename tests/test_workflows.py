"""The workflows: pinned actions, least rights, and strangers' pages apart from the right to write."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

FOLDER = Path(__file__).parents[1] / ".github/workflows"
FILES = sorted(FOLDER.glob("*.yml"))


def workflow(name: str) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return data


def commands(job: dict[str, Any]) -> str:
    """All that a job runs."""
    return "\n".join(step.get("run", "") for step in job["steps"])


JOBS = [(file.name, name, job) for file in FILES for name, job in workflow(file.name)["jobs"].items()]
EACH_JOB = pytest.mark.parametrize(
    ("file", "name", "job"), JOBS, ids=[f"{file}-{name}" for file, name, _ in JOBS]
)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_action_is_pinned_by_commit_and_says_its_version(file: Path) -> None:
    used = re.findall(r"uses: *(.*)", file.read_text(encoding="utf-8"))
    assert used
    for action in used:
        assert re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", action), action


def test_an_action_is_the_same_commit_everywhere() -> None:
    used = {line for file in FILES for line in re.findall(r"uses: *(.*)", file.read_text(encoding="utf-8"))}
    assert len(used) == len({line.partition("@")[0] for line in used})


WRITES = {
    ("pages.yml", "deploy"): {"pages": "write", "id-token": "write"},
    ("verify.yml", "propose"): {"contents": "write", "pull-requests": "write"},
    ("form.yml", "propose"): {"contents": "write", "pull-requests": "write", "issues": "write"},
    ("release.yml", "publish"): {"id-token": "write"},
}


@EACH_JOB
def test_a_job_has_no_more_rights_than_it_needs(file: str, name: str, job: dict[str, Any]) -> None:
    assert workflow(file)["permissions"] == {}, "rights are given job by job"
    reads = {"contents": "read", "pages": "read"} if file == "pages.yml" else {"contents": "read"}
    assert job["permissions"] == WRITES.get((file, name), reads)
    for step in job["steps"]:
        if step.get("uses", "").startswith("actions/checkout@"):
            assert step["with"]["persist-credentials"] is False


@EACH_JOB
def test_who_can_write_runs_nothing_of_the_project(file: str, name: str, job: dict[str, Any]) -> None:
    if (file, name) in WRITES:
        assert not re.search(r"\b(pip|python|briefings|make|npm|bash|sh|eval|source)\b", commands(job))


@EACH_JOB
def test_only_what_a_job_needs_is_installed(file: str, name: str, job: dict[str, Any]) -> None:
    installed = set(re.findall(r"pip install .*-r (\S+)", commands(job)))
    build, fetch = {"requirements.txt"}, {"requirements-fetch.txt"}
    dev = {"requirements-dev.txt"}
    expected = {
        "release.yml": dev,
        "pages.yml": build,
        "pull-request.yml": build,
        "form.yml": build,
        "verify.yml": fetch,
    }
    assert installed == (set() if (file, name) in WRITES else expected.get(file, set()))
    for line in re.findall(r"pip install.*", commands(job)):
        assert "--no-deps" in line
        assert "--require-hashes" in line or line.endswith("--no-build-isolation -e .")


def test_nothing_that_was_committed_passes_for_a_built_site() -> None:
    steps = workflow("pages.yml")["jobs"]["build"]["steps"]
    clean = next(n for n, step in enumerate(steps) if step.get("run") == "rm -rf build site")
    restore = next(n for n, step in enumerate(steps) if step.get("uses", "").startswith("actions/cache@"))
    assert clean < restore
    steps = workflow("pull-request.yml")["jobs"]["sheets"]["steps"]
    (build,) = [step["run"] for step in steps if step.get("name") == "Build the site"]
    assert build.index("rm -rf build site") < build.index("briefings build")


# The step that opens the pull request, run as GitHub runs it, with a repository of its own and a stand-in for
# `gh`


class Proposal:
    """A clone, the artifact that the other job handed over, and what `gh` was called with."""

    WORKFLOW, FOLDER = "verify.yml", "proofs"

    def __init__(self, root: Path) -> None:
        self.root = root
        self.clone, self.handed, self.calls = root / "clone", root / "temp" / self.FOLDER, root / "calls"
        self.handed.mkdir(parents=True)
        (root / "bin").mkdir()
        (root / "bin/gh").write_text(
            '#!/bin/sh\necho "$*" >> "$CALLS"\n[ "$2" != list ] || echo "$OPEN"\n'
            '[ "$2" != create ] || echo https://github.example/pull/1\n',
            encoding="utf-8",
        )
        (root / "bin/gh").chmod(0o755)
        self.git(root, "init", "--quiet", "--bare", "--initial-branch=main", "origin")
        self.git(root, "clone", "--quiet", "origin", "clone")
        (self.clone / "seeds").mkdir()
        (self.clone / "seeds/quotes.lock").write_text("old\n", encoding="utf-8")
        self.git(self.clone, "checkout", "--quiet", "-b", "main")
        self.git(self.clone, "add", ".")
        self.git(
            self.clone,
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@b.example",
            "commit",
            "--quiet",
            "-m",
            "first",
        )
        self.git(self.clone, "push", "--quiet", "origin", "main")
        self.hand_over("new\n")

    def hand_over(self, lock: str, summary: str = "## Newly verified: 1\n") -> None:
        (self.handed / "quotes.lock").write_text(lock, encoding="utf-8")
        (self.handed / "summary.md").write_text(summary, encoding="utf-8")

    def git(self, folder: Path, *arguments: str) -> str:
        environment = os.environ | {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
        done = subprocess.run(
            ["git", *arguments], cwd=folder, check=True, capture_output=True, text=True, env=environment
        )
        return done.stdout

    def run(self, already_open: int = 0) -> subprocess.CompletedProcess[str]:
        (script,) = [
            step["run"] for step in workflow(self.WORKFLOW)["jobs"]["propose"]["steps"] if "run" in step
        ]
        environment = {
            "PATH": f"{self.root / 'bin'}:{os.environ['PATH']}", "HOME": str(self.root), "LC_ALL": "C",
            "RUNNER_TEMP": str(self.root / "temp"), "GH_TOKEN": "none", "BASE": "main",
            "CALLS": str(self.calls), "OPEN": str(already_open), "ISSUE": "12",
            "GITHUB_WORKSPACE": str(self.clone),
        }  # fmt: skip
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script]
        return subprocess.run(
            command, cwd=self.clone, env=environment, capture_output=True, text=True, check=False
        )

    @property
    def branches(self) -> set[str]:
        """Of the place that is pushed to."""
        return set(self.git(self.root / "origin", "branch", "--format=%(refname:short)").split())


@pytest.fixture
def proposal(tmp_path: Path) -> Proposal:
    return Proposal(tmp_path)


def test_a_changed_lock_is_proposed_and_nothing_else(proposal: Proposal) -> None:
    (proposal.handed / "mkdocs.yml").write_text("hooks: [evil.py]\n", encoding="utf-8")
    done = proposal.run()
    assert done.returncode == 0, done.stderr
    assert proposal.branches == {"main", "verify-texts"}
    origin = proposal.root / "origin"
    assert proposal.git(origin, "diff", "--name-only", "main", "verify-texts") == "seeds/quotes.lock\n"
    assert proposal.git(origin, "show", "verify-texts:seeds/quotes.lock") == "new\n"
    assert "pr create --head verify-texts --base main" in proposal.calls.read_text()
    body = (proposal.root / "temp/body.md").read_text(encoding="utf-8")
    assert body.startswith("## Newly verified: 1\n")
    assert body.endswith("close and reopen it to start them.\n")


def test_an_open_proposal_is_renewed(proposal: Proposal) -> None:
    proposal.run()
    proposal.git(proposal.clone, "checkout", "--quiet", "main")
    proposal.hand_over("newer\n")
    assert proposal.run(already_open=1).returncode == 0
    assert proposal.git(proposal.root / "origin", "show", "verify-texts:seeds/quotes.lock") == "newer\n"
    assert "pr edit verify-texts" in proposal.calls.read_text()


def test_the_same_lock_is_not_proposed(proposal: Proposal) -> None:
    proposal.hand_over("old\n")
    done = proposal.run()
    assert (done.returncode, done.stdout) == (0, "seeds/quotes.lock has not changed.\n")
    assert proposal.branches == {"main"}


def test_without_a_lock_nothing_is_proposed(proposal: Proposal) -> None:
    (proposal.handed / "quotes.lock").unlink()
    assert proposal.run().returncode == 0
    assert proposal.branches == {"main"}


def refuses(proposal: Proposal, said: str) -> None:
    done = proposal.run()
    assert done.returncode == 1
    assert f"::error::{said}" in done.stdout
    assert proposal.branches == {"main"}


def test_what_is_handed_over_must_be_plain_files(proposal: Proposal) -> None:
    (proposal.root / "secret").write_text("secret")
    for name in ("quotes.lock", "summary.md"):
        proposal.hand_over("new\n")
        file = proposal.handed / name
        said = f"{name} is not a plain file of at most 5 MB"
        file.write_bytes(b"x" * 5_000_001)
        refuses(proposal, said)
        for target in (proposal.root / "secret", "nowhere"):
            file.unlink()
            file.symlink_to(target)
            refuses(proposal, said)
        file.unlink()
        file.mkdir()
        refuses(proposal, said)
        file.rmdir()


def test_a_long_summary_is_cut_between_characters(proposal: Proposal) -> None:
    proposal.hand_over("new\n", "x" + "世界" * 40_000)
    assert proposal.run().returncode == 0
    body = (proposal.root / "temp/body.md").read_bytes()
    assert len(body) < 65_536
    assert body.decode("utf-8").count("世") > 9_000


class FormProposal(Proposal):
    """The same for a filled form."""

    WORKFLOW, FOLDER = "form.yml", "form"

    def hand_over(self, lock: str, summary: str = "") -> None:
        files = {
            "answer.md": "Thank you:\n", "pull.md": "Look at it.\n", "path": "content/sources/a.yml\n",
            "sheet.yml": "title: a\n", "quotes.lock": lock,
        }  # fmt: skip
        for name, text in files.items():
            (self.handed / name).write_text(text, encoding="utf-8")


@pytest.fixture
def filled(tmp_path: Path) -> FormProposal:
    return FormProposal(tmp_path)


def test_a_filled_form_is_proposed_and_answered(filled: FormProposal) -> None:
    done = filled.run()
    assert done.returncode == 0, done.stderr
    assert filled.branches == {"main", "form-12"}
    origin = filled.root / "origin"
    changed = filled.git(origin, "diff", "--name-only", "main", "form-12").split()
    assert changed == ["content/sources/a.yml", "seeds/quotes.lock"]
    assert filled.git(origin, "show", "form-12:content/sources/a.yml") == "title: a\n"
    calls = filled.calls.read_text()
    assert "pr create --head form-12 --base main --title Add what issue 12 proposes" in calls
    assert "issue comment 12 --body-file" in calls
    body = (filled.root / "temp/body.md").read_text(encoding="utf-8")
    assert body.startswith("Look at it.\n\nCloses #12.\n")
    answer = (filled.root / "temp/answer.md").read_text(encoding="utf-8")
    assert answer == "Thank you:\nhttps://github.example/pull/1\n"


def test_a_refused_form_is_answered_and_nothing_is_proposed(filled: FormProposal) -> None:
    for name in ("path", "pull.md", "sheet.yml", "quotes.lock"):
        (filled.handed / name).unlink()
    assert filled.run().returncode == 0
    assert filled.branches == {"main"}
    (call,) = filled.calls.read_text().splitlines()
    assert call.startswith("issue comment 12 --body-file") and call.endswith("/form/answer.md")


def test_a_form_that_is_read_again_renews_its_proposal(filled: FormProposal) -> None:
    filled.run()
    filled.git(filled.clone, "checkout", "--quiet", "main")
    (filled.handed / "sheet.yml").write_text("title: b\n")
    calls = filled.calls.read_text().count("issue comment")
    assert filled.run(already_open=1).returncode == 0
    assert filled.git(filled.root / "origin", "show", "form-12:content/sources/a.yml") == "title: b\n"
    assert filled.calls.read_text().count("issue comment") == calls


NO_SHEETS = (
    "mkdocs.yml", ".github/workflows/a.yml", "content/../mkdocs.yml", "content/sources/../../mkdocs.yml",
    "/etc/a.yml", "content/sources/a.yml.sh", "content/sources/$(id).yml", "content/sources/a b.yml",
    "content/.git/a.yml", "content/sources/", "", "content/linked/a.yml", "content/sources/A.yml",
)  # fmt: skip


def test_only_a_sheet_can_be_proposed(filled: FormProposal) -> None:
    (filled.clone / "content").mkdir()
    (filled.clone / "content/linked").symlink_to("../.github")
    for path in NO_SHEETS:
        (filled.handed / "path").write_text(f"{path}\n")
        refuses(filled, "what was passed on is not the path of a sheet")


def test_what_is_made_of_a_form_must_be_plain_files(filled: FormProposal) -> None:
    for name in ("sheet.yml", "path", "pull.md", "quotes.lock"):
        filled.hand_over("new\n")
        (filled.handed / name).unlink()
        (filled.handed / name).symlink_to("/etc/passwd")
        refuses(filled, "")
        (filled.handed / name).unlink()


@pytest.mark.parametrize(("code", "ends"), [(0, 0), (1, 0), (2, 1), (70, 1)])
def test_the_text_of_an_issue_is_never_part_of_a_command(tmp_path: Path, code: int, ends: int) -> None:
    (script,) = [
        step["run"]
        for step in workflow("form.yml")["jobs"]["read"]["steps"]
        if step.get("name") == "Make a sheet of the form"
    ]
    assert "${{" not in script
    text = "$(touch pwned) `touch pwned`; ${{ github.token }}\n'\"\\"
    (tmp_path / "event.json").write_text(json.dumps({"issue": {"body": text}}), encoding="utf-8")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/briefings").write_text(
        f'#!/bin/sh\ncp "$2" read.md; mkdir "$4"; touch "$4/answer.md"; exit {code}\n', encoding="utf-8"
    )
    (tmp_path / "bin/briefings").chmod(0o755)
    environment = {
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "RUNNER_TEMP": str(tmp_path),
        "GITHUB_EVENT_PATH": str(tmp_path / "event.json"), "GITHUB_OUTPUT": str(tmp_path / "output"),
    }  # fmt: skip
    command = ["bash", "-e", "-o", "pipefail", "-c", script]
    done = subprocess.run(command, cwd=tmp_path, env=environment, check=False)
    assert done.returncode == ends
    assert (tmp_path / "read.md").read_text(encoding="utf-8") == f"{text}\n"
    assert not (tmp_path / "pwned").exists()
    if ends == 0:
        assert (tmp_path / "output").read_text() == "answered=true\n"


def test_nothing_that_a_stranger_wrote_is_in_a_workflow() -> None:
    """Only numbers, our own addresses and the name of the default branch are put into a workflow."""
    for file in FILES:
        for expression in re.findall(r"\$\{\{(.*?)\}\}", file.read_text(encoding="utf-8")):
            assert not re.search(r"issue\.(?!number)|comment\.|pull_request\.|head_ref|sender", expression)


@pytest.mark.parametrize(("code", "ends"), [(0, 0), (1, 0), (2, 1), (69, 1), (70, 1)])
def test_a_run_without_network_fails_and_one_with_missing_passages_does_not(
    tmp_path: Path, code: int, ends: int
) -> None:
    (script,) = [
        step["run"]
        for step in workflow("verify.yml")["jobs"]["texts"]["steps"]
        if step.get("name") == "Fetch the texts and verify"
    ]
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin/briefings").write_text(
        f'#!/bin/sh\necho a summary > "$4"\nexit {code}\n', encoding="utf-8"
    )
    (tmp_path / "bin/briefings").chmod(0o755)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/quotes.lock").write_text("lock\n")
    (tmp_path / "temp").mkdir()
    environment = {
        "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "RUNNER_TEMP": str(tmp_path / "temp"),
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
    }  # fmt: skip
    done = subprocess.run(["bash", "-e", "-c", script], cwd=tmp_path, env=environment, check=False)
    assert done.returncode == ends
    assert (tmp_path / "temp/proofs/quotes.lock").exists() == (ends == 0)
