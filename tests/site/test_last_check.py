"""A check of unchanged content prints the result of the last one; any change makes a new one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from briefings import cli
from briefings.site import stages
from tests.trees import base, recorded

RECORD = "build/cache/check.json"


class Checker:
    """Runs `briefings check` in a project, and counts how often it really checks."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch) -> None:
        self.root = root
        self.checks = 0
        self._capsys = capsys
        self._patch = patch
        really = stages.check

        def check(*arguments: object, **options: object) -> stages.CheckResult:
            self.checks += 1
            return really(*arguments, **options)  # type: ignore[arg-type]

        patch.setattr("briefings.site.stages.check", check)

    def __call__(self, *options: str) -> tuple[object, str, str]:
        self._patch.setattr(sys, "argv", ["briefings", "check", *options])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        return stopped.value.code, *self._capsys.readouterr()

    def really_checks(self, *options: str) -> bool:
        before = self.checks
        self(*options)
        return self.checks > before


@pytest.fixture
def check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Checker]:
    for path, data in base().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    (tmp_path / "seeds").mkdir(exist_ok=True)
    (tmp_path / "content/ids.lock").write_text(recorded(tmp_path), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764028800")
    yield Checker(tmp_path, capsys, monkeypatch)


def no_matters(root: Path) -> None:
    sheet = root / "content/briefings/waico.yml"
    lines = sheet.read_text(encoding="utf-8").splitlines(keepends=True)
    sheet.write_text("".join(line for line in lines if not line.startswith("matters:")), encoding="utf-8")


@pytest.mark.parametrize("options", [[], ["--format", "json"], ["--strict"], ["--all"]], ids=str)
def test_an_unchanged_project_gets_the_same_answer_without_being_checked(
    check: Checker, options: list[str]
) -> None:
    no_matters(check.root)
    first = check(*options)
    assert "missing-matters" in first[1]
    assert check(*options) == first
    assert check.checks == 1


def test_an_unchanged_project_is_answered_without_the_models(check: Checker) -> None:
    check()
    program = """if True:
        import sys
        from briefings.cli import main
        sys.argv = ["briefings", "check"]
        try:
            main()
        finally:
            print("pydantic" in sys.modules)
    """
    run = subprocess.run([sys.executable, "-c", program], cwd=check.root, capture_output=True, text=True)
    assert (run.returncode, run.stdout.splitlines()[-1:]) == (0, ["False"]), run.stderr


CHANGES: dict[str, Callable[[Path], object]] = {
    "a sheet": lambda root: no_matters(root),
    "a new sheet": lambda root: (root / "content/topics/new.yml").write_text("name: New\n"),
    "a sheet less": lambda root: next((root / "content/topics").iterdir()).unlink(),
    "a saved text": lambda root: (root / "seeds/new.txt").write_text("exclusive game"),
    "the lock": lambda root: (root / "seeds/quotes.lock").write_text("{}"),
    "the settings": lambda root: (root / "mkdocs.yml").write_text("site_name: Another name\n"),
    "the theme": lambda root: theme(root).write_text("none"),
    "a link that leads nowhere": lambda root: (root / "content/topics/odd.yml").symlink_to("nowhere"),
    "a link out of the project": lambda root: (root / "content/topics/odd.yml").symlink_to("/dev/null"),
    "a pipe": lambda root: os.mkfifo(root / "content/topics/odd.yml"),
    "an empty folder": lambda root: (root / "content/topics/odd.yml").mkdir(),
    "permissions": lambda root: (root / "content/briefings/waico.yml").chmod(0o600),
    "a damaged record": lambda root: (root / RECORD).write_bytes((root / RECORD).read_bytes()[:-3]),
    "an empty record": lambda root: (root / RECORD).write_bytes(b""),
    "no record": lambda root: (root / RECORD).unlink(),
}


def theme(root: Path) -> Path:
    (root / "theme").mkdir()
    return root / "theme/any.txt"


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_change_is_checked(check: Checker, change: Callable[[Path], object]) -> None:
    check()
    assert not check.really_checks()
    change(check.root)
    assert check.really_checks()


@pytest.mark.parametrize(
    "options", [["--drafts"], ["--error", "missing-matters"], ["--error", "passage-unproved"]], ids=str
)
def test_other_options_are_checked(check: Checker, options: list[str]) -> None:
    check()
    assert check.really_checks(*options)


@pytest.mark.parametrize(
    ("name", "value"), [("CI", "true"), ("SOURCE_DATE_EPOCH", "1764115200"), ("SITE_URL", "https://a.org")]
)
def test_another_environment_is_checked(
    check: Checker, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    check()
    monkeypatch.setenv(name, value)
    assert check.really_checks()


def test_a_comparison_with_a_revision_is_always_made(check: Checker) -> None:
    git(check.root, "init", "-q")
    git(check.root, "add", "content", "mkdocs.yml")
    git(check.root, "-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "First")
    assert all(check.really_checks("--since", "HEAD") for _ in range(2))


def test_a_record_that_git_tracks_is_ignored(check: Checker) -> None:
    check()
    git(check.root, "init", "-q")
    git(check.root, "add", "-f", RECORD)
    assert check.really_checks()
    git(check.root, "rm", "-q", "--cached", RECORD)
    check()
    assert not check.really_checks()


def test_a_text_that_git_tracks_is_checked(check: Checker) -> None:
    (check.root / "seeds/wam-2025.txt").write_text("exclusive game", encoding="utf-8")
    git(check.root, "init", "-q")
    check()
    git(check.root, "add", "-f", "seeds/wam-2025.txt")
    assert check.really_checks()


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=root, check=True, capture_output=True)
