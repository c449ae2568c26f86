"""What changed in meaning: golden cases of each kind of change, the formats, and the command.

`pytest --update-goldens` writes what comes out into the cases and into golden/; the review is the diff.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from briefings.model.about import WEIGHTS
from briefings.sheets.load import load
from briefings.versions.compare import Diff, diff
from briefings.versions.reports import DIFF_FORMATS, report
from tests.goldens import compare
from tests.said import Command, Said
from tests.trees import File, Tree, compare_report, git, write_versions

CASES = {path.stem: path for path in sorted((Path(__file__).parent / "cases").glob("*.md"))}
GOLDEN = Path(__file__).parent / "golden"


def tree(name: str) -> Tree:
    return Tree.read(CASES[name].read_text(encoding="utf-8"))


def compared(files: tuple[File, ...], root: Path) -> Diff:
    write_versions(files, root)
    return diff(root, load(root / "content", root=root), "HEAD", "en")


@pytest.mark.parametrize("name", CASES)
def test_golden_diff(name: str, tmp_path: Path, update_goldens: bool) -> None:
    found = compared(tree(name).files, tmp_path)
    got = report(found)
    compare_report(got, CASES[name], update=update_goldens)
    weights = [WEIGHTS.index(each.weight) for each in found.changes]
    assert weights == sorted(weights)
    assert len({each.fingerprint for each in found.changes}) == len(found.changes)
    for change in found.changes:
        assert (change.before is None) <= (change.kind == "added")
        assert (change.now is None) <= (change.kind == "removed")
        if change.now is not None:
            lines = (tmp_path / change.now.path).read_text(encoding="utf-8").splitlines()
            assert lines[change.now.line - 1] == change.now.text
        if change.before is not None:
            lines = git(tmp_path, "show", f"HEAD:{change.before.path}").splitlines()
            assert lines[change.before.line - 1] == change.before.text


def test_golden_formats(tmp_path: Path, update_goldens: bool) -> None:
    found = compared(tree("events").files, tmp_path)
    for form in DIFF_FORMATS:
        ending = {"markdown": "md", "json": "json"}.get(form, f"{form}.txt")
        file, got = GOLDEN / f"events.{ending}", report(found, form)
        compare(got, file, update=update_goldens)


@pytest.mark.parametrize("name", ["events", "figures", "quotations", "sources"])
def test_a_fingerprint_does_not_depend_on_lines(name: str, tmp_path: Path) -> None:
    files = tree(name).files
    lower = tuple(File(file.path, b"# A remark\n\n" + file.data, file.special) for file in files)
    first, second = (compared(each, tmp_path / str(n)) for n, each in enumerate((files, lower)))
    assert [each.fingerprint for each in first.changes] == [each.fingerprint for each in second.changes]
    assert [each.nearest.line for each in first.changes] != [each.nearest.line for each in second.changes]


# ── Hostile words ───────────────────────────────────────────────────────────────────────────────────────────

HOSTILE = "a\u202eb ##[error]x | <b>*y*</b> %0A::error::z"


@pytest.fixture
def hostile(tmp_path: Path) -> Diff:
    head = "published: 2025-07-28\nsummary: It took place. [@wam-2025]\n"
    texts = (f"title: One\n{head}", f"title: {json.dumps(HOSTILE.replace(chr(0x202E), ''))}\n{head}")
    path = "content/briefings/waic.yml"
    special = (frozenset({"before"}), frozenset[str]())
    files = [File(path, text.encode(), each) for text, each in zip(texts, special, strict=True)]
    return compared(tuple(files), tmp_path)


def test_names_of_files_are_no_markup(tmp_path: Path) -> None:
    head = b"title: One\npublished: 2025-07-28\nsummary: It took place. [@wam-2025]\n"
    before, gone = frozenset({"before"}), frozenset({"before", "gone"})
    found = compared(
        (
            File("content/briefings/a`<b>\x1b[31m.yml", head, gone),
            File("content/briefings/waic.yml", head, before),
            File("content/briefings/`<b>.yml", b"title: [\n"),
        ),
        tmp_path,
    )
    assert found.changes == ()
    assert "<b>" not in report(found, "markdown")
    assert "\x1b" not in report(found)


def test_words_are_no_markup_in_markdown_and_no_command_of_a_workflow(hostile: Diff) -> None:
    assert "##[" not in report(hostile)
    shown = report(hostile, "markdown")
    assert "<b>" not in shown
    assert "*y*" not in shown


def test_a_page_for_a_pull_request_has_an_end(tmp_path: Path) -> None:
    head = b"title: One\npublished: 2025-07-28\nsummary: It took place. [@wam-2025]\n"
    questions = "".join(f"  - What about {n}?\n" for n in range(60))
    path = "content/briefings/waic.yml"
    files = (File(path, head, frozenset({"before"})), File(path, head + f"questions:\n{questions}".encode()))
    found = compared(files, tmp_path)
    assert len(found.changes) == 60
    lines = report(found, "markdown").splitlines()
    assert sum(line.startswith("- **") for line in lines) == 50
    assert lines[-1] == "- and 10 more"


# ── The command ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> Command:
    """Runs `briefings diff` in the tree of a case."""

    def once(name: str, *arguments: str) -> Said:
        write_versions(tree(name).files, tmp_path)
        monkeypatch.chdir(tmp_path)
        return command("diff", *arguments)

    return once


def test_the_last_commit_is_compared_by_default(run: Command) -> None:
    status, out, err = run("another-subject")
    assert (status, out, err) == (0, tree("another-subject").expected, "")


@pytest.mark.parametrize(
    ("name", "severity", "status"),
    [
        ("events", "high", 1),
        ("wording", "high", 0),
        ("wording", "medium", 0),
        ("wording", "low", 1),
        ("nothing", "low", 0),
        ("unread", "low", 0),
    ],
)
def test_fail_on(run: Command, name: str, severity: str, status: int) -> None:
    assert run(name, "HEAD", "--fail-on", severity)[0] == status
