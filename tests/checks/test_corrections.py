"""Changes since a revision: a fact that was published and says something else now needs a correction."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefings.checks.corrections import uncorrected
from briefings.problems.problem import Problem
from briefings.sheets.git import GitError, file_at, files_at, tracked_files
from briefings.sheets.load import LoadResult
from briefings.versions.compare import Diff, compare, diff
from tests.trees import catalog_of, git, sheets_of, write

HEAD = "title: The conference\npublished: 2025-07-28\nsummary: It took place. [@wam-2025]\n"
FIGURE = "figures:\n  - {label: Guests, unit: people, value: 30, cite: wam-2025}\n"
QUOTE = "statements:\n  - {speaker: li-qiang, quote: an exclusive game, cite: wam-2025}\n"


class Repository:
    """A site in a real git repository."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        return git(self.root, *arguments)

    def commit(self, files: dict[str, str | bytes | None]) -> str:
        for path in [path for path, text in files.items() if text is None]:
            (self.root / path).unlink()
        write(self.root, {path: text for path, text in files.items() if text is not None})
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "more", "--allow-empty")
        return self.git("rev-parse", "HEAD").strip()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def since(root: Path, revision: str, now: dict[str, str]) -> Diff:
    return diff(root, LoadResult(tuple(sheets_of(now)), ()), revision, "en")


def found(before: dict[str, str], now: dict[str, str]) -> list[Problem]:
    """What is said of two states of some sheets, by their paths below content/."""
    was, is_now = ({(each.kind, each.id): each for each in sheets_of(files)} for files in (before, now))
    return [*uncorrected(compare(was, is_now, {}, "en"), catalog_of(now))]


def messages(before: str, now: str) -> list[str]:
    briefing = "briefings/waic.yml"
    return [each.message for each in found({briefing: HEAD + before}, {briefing: HEAD + now})]


# ── What is a change ────────────────────────────────────────────────────────────────────────────────────────

TEXTS = (
    "statements:\n  - {speaker: li-qiang, text: Rules will come this year., status: disputed, note: Others"
    " doubt it., cite: wam-2025}\n  - {speaker: li-qiang, text: Rules will come next year., cite: wam-2025}\n"
)
EVENT = "timeline:\n  - {id: opening, date: 2025-07-26, title: Li Qiang opens the summit, cite: wam-2025}\n"
TOLD = "text: On 3 May Li Qiang told 30 delegates that China and “nobody else” had signed., cite"
DETAILED = EVENT.replace("cite", TOLD)
VOTE = (
    "votes:\n  - {date: 2025-07-01, body: china, title: Harbor act, result: passed, ayes: 31, against: [huawei],"
    " cite: wam-2025}\n"
)
DOCUMENT = (
    "documents:\n  - {title: Harbor act, date: 2025-07-01, kind: law, number: Act 14, actors: [china],"
    " cite: wam-2025}\n"
)
MATTERS = "matters: It had 30 guests.\nin_brief: [{text: It had 30 guests., cite: wam-2025}]\n"
CORRECTED = "corrections: [{date: 2025-08-02, text: There were 40 guests.}]\n"

MAY_CHANGE: dict[str, tuple[str, str, str]] = {
    "a remark": (FIGURE, "figures:\n", "# a remark\nfigures:\n"),
    "a note and another source": (FIGURE, "cite: wam-2025", "note: Guests., cite: [wam-2025, reuters-2025]"),
    "the same number": (FIGURE, "30", "30.0"),
    "another label": (FIGURE, "Guests", "Visitors"),
    "a value beside it": (
        FIGURE,
        "value: 30, cite: wam-2025",
        "values: [{value: 40, cite: reuters-2025}, {value: 30, cite: wam-2025}]",
    ),
    "another fact": (FIGURE, FIGURE, FIGURE + QUOTE),
    "a number that is corrected": (FIGURE, FIGURE, FIGURE.replace("30", "40") + CORRECTED),
    "white space in a quotation": (QUOTE, "an exclusive game", '"an   exclusive game"'),
    "a quotation that was superseded": (QUOTE, "cite:", "status: superseded, note: He withdrew it., cite:"),
    "a statement in our words": (TEXTS, "Rules will come this", "There will be rules this"),
    "punctuation of a title": (EVENT, "the summit", "the Summit!, text: At nine."),
    "an id": (EVENT, "id: opening, ", ""),
    "a number in words": (DETAILED, "30 delegates", "thirty delegates"),
    "a name beside its title": (DETAILED, "Li Qiang told", "Premier Li told"),
    "words of a text": (DETAILED, "told 30 delegates", "let 30 delegates know"),
    "a number left out of a text": (DETAILED, " told 30 delegates that", " said"),
    "one number more": (VOTE, "ayes", "noes: 14, ayes"),
    "the title of a document": (DOCUMENT, "Harbor act", "Act on harbors"),
    "how things stand now": (MATTERS, "30", "40"),
}
"""What is published, something in it, and what stands there instead."""

NEED_ONE: dict[str, tuple[str, str, str]] = {
    "a number": (FIGURE, "30", "40"),
    "a unit": (FIGURE, "people", "thousands"),
    "a qualifier": (FIGURE, "value: 30", "value: 30, qualifier: about"),
    "a forecast": (FIGURE, "value: 30", "value: 30, forecast: true"),
    "a figure that is gone": (FIGURE, FIGURE, ""),
    "words of a quotation": (QUOTE, "game", "club"),
    "a quotation that is paraphrased": (QUOTE, "quote: an exclusive game", "text: an exclusive game indeed"),
    "the speaker of a quotation": (QUOTE, "li-qiang", "huawei"),
    "a quotation that is gone": (QUOTE, QUOTE, ""),
    "a disputed quotation": (QUOTE, "cite:", "status: disputed, note: Others heard another word., cite:"),
    "the speaker of a statement": (TEXTS, "li-qiang, text: Rules will come next", "huawei, text: Rules will come next"),
    "a statement that is not disputed": (TEXTS, "status: disputed, note: Others doubt it., ", ""),
    # What was taken out is not taken for the similar one beside it, whose status is another.
    "a statement that is gone": (TEXTS, TEXTS.split("\n")[1] + "\n", ""),
    "a title": (EVENT, "opens", "leaves"),
    "a title without an id": (EVENT, "id: opening, date: 2025-07-26, title: Li Qiang opens", "date: 2025-07-26, title: Li Qiang leaves"),
    "a date": (EVENT, "07-26", "07-27"),
    "a contradicted event": (EVENT, "cite", "status: contradicted, note: He did not., cite"),
    "an event that is gone": (EVENT, EVENT, ""),
    "another event": (EVENT, "id: opening, date: 2025-07-26, title: Li Qiang opens the summit", "date: 2024, title: Robots are shown"),
    "a number in a text": (DETAILED, "30 delegates", "40 delegates"),
    "a qualifier in a text": (DETAILED, "30 delegates", "at least 30 delegates"),
    "a date in a text": (DETAILED, "3 May", "4 May"),
    "a name in a text": (DETAILED, "that China", "that Huawei"),
    "a quotation in a text": (DETAILED, "nobody else", "all others"),
    "the result of a vote": (VOTE, "passed", "rejected"),
    "the ayes of a vote": (VOTE, "31", "13"),
    "a voter": (VOTE, "against: [huawei], ", ""),
    "the number of a document": (DOCUMENT, "14", "15"),
    "a signatory": (DOCUMENT, "actors: [china]", "declined: [china]"),
    "a document that is gone": (DOCUMENT, DOCUMENT, ""),
}  # fmt: skip


@pytest.mark.parametrize("case", MAY_CHANGE.values(), ids=MAY_CHANGE)
def test_what_needs_no_correction(case: tuple[str, str, str]) -> None:
    before, was, now = case
    assert was in before
    assert messages(before, before.replace(was, now)) == []


@pytest.mark.parametrize("case", NEED_ONE.values(), ids=NEED_ONE)
def test_what_needs_a_correction(case: tuple[str, str, str]) -> None:
    """The sentences are those of `briefings diff`, which tests/versions/cases/ has."""
    before, was, now = case
    assert was in before
    (message,) = messages(before, before.replace(was, now))
    assert message.endswith("; no correction was added")


@pytest.mark.parametrize(
    ("was", "now", "changed"),
    [
        ("2025-07", "2025-07-26", False),
        ("2025-07~", "2025-08-02", False),
        ("2025", "2025-07/2025-09", False),
        ("2025-07-01/..", "2025-07-01/2025-07-20", False),
        ("2025-07", "2025-08", True),
        ("2025-07-26", "2025-07", True),
        ("2025-07-01/2025-07-20", "2025-07-01/..", True),
        # Later than the briefing: a plan, which may be made anew.
        ("2025-09-01", "2025-10-01", False),
    ],
)
def test_a_date_may_become_more_exact(was: str, now: str, changed: bool) -> None:
    event = "timeline:\n  - {{date: {}, title: The conference, cite: wam-2025}}\n"
    assert len(messages(event.format(was), event.format(now))) == changed


@pytest.mark.parametrize("fact", [EVENT, QUOTE])
def test_what_moved_to_another_briefing_is_no_change(fact: str) -> None:
    was = {"briefings/waic.yml": HEAD + fact.replace("id: opening, ", "")}
    assert found(was, {"briefings/waic.yml": HEAD, "briefings/other.yml": HEAD + fact}) == []


def test_a_briefing_that_moved_is_compared_with_what_it_was() -> None:
    now = HEAD + "moved_from: [old-name]\n" + FIGURE.replace("30", "40")
    assert len(found({"briefings/old-name.yml": HEAD + FIGURE}, {"briefings/waic.yml": now})) == 1


def test_an_old_correction_does_not_excuse_a_new_change() -> None:
    old = "corrections: [{date: 2025-08-02, text: The day was wrong.}]\n"
    assert len(messages(old + FIGURE, old + FIGURE.replace("30", "40"))) == 1


@pytest.mark.parametrize("was", ["draft: true\n", "withdrawn: It was wrong.\n"])
def test_what_was_not_published_may_change(was: str) -> None:
    assert messages(was + FIGURE, "") == []


def test_new_and_withdrawn_briefings_are_not_compared() -> None:
    path = "briefings/waic.yml"
    assert found({path: HEAD + FIGURE}, {path: HEAD + "withdrawn: It was wrong.\n"}) == []
    assert found({"briefings/other.yml": HEAD}, {path: HEAD + FIGURE}) == []


# ── The revision ────────────────────────────────────────────────────────────────────────────────────────────


def test_sheets_that_were_broken_then_are_left_out(repository: Repository) -> None:
    repository.commit(
        {
            "content/briefings/good.yml": HEAD,
            "content/briefings/bad.yml": "title: [",
            "content/briefings/bytes.yml": b"title: \xff\xfe",
            "content/briefings/notes.txt": "no sheet",
        }
    )
    now = {f"briefings/{name}.yml": HEAD + FIGURE for name in ("good", "bad", "bytes")}
    changed = since(repository.root, "HEAD", now)
    assert {each.sheet for each in changed.changes if each.key or each.anchor} == {"briefing/good"}
    assert [each.place.path for each in changed.unread_before] == [
        "content/briefings/bad.yml",
        "content/briefings/bytes.yml",
    ]


def test_commits_that_the_current_branch_does_not_have_are_left_out(repository: Repository) -> None:
    repository.commit({"content/briefings/one.yml": HEAD, "seeds/quotes.lock": "one\n"})
    repository.git("checkout", "-q", "-b", "mine")
    repository.commit({"content/briefings/mine.yml": HEAD})
    repository.git("checkout", "-q", "main")
    repository.commit({"content/briefings/one.yml": HEAD + FIGURE, "seeds/quotes.lock": "two\n"})
    repository.git("checkout", "-q", "mine")
    assert dict(files_at(repository.root, "main", "content")) == {"content/briefings/one.yml": HEAD.encode()}
    assert file_at(repository.root, "main", "seeds/quotes.lock") == b"one\n"
    # A merge, as the workflow for pull requests checks out, has them all.
    repository.git("merge", "-q", "--no-edit", "main")
    assert file_at(repository.root, "main", "seeds/quotes.lock") == b"two\n"


def test_a_branch_without_a_shared_commit_is_read_as_it_is(repository: Repository) -> None:
    repository.commit({"seeds/quotes.lock": "one\n"})
    repository.git("checkout", "-q", "--orphan", "other")
    assert file_at(repository.root, "main", "seeds/quotes.lock") == b"one\n"
    repository.commit({"seeds/quotes.lock": "two\n"})
    assert file_at(repository.root, "main", "seeds/quotes.lock") == b"one\n"


def test_a_site_in_a_subfolder_of_its_repository(tmp_path: Path) -> None:
    Repository(tmp_path).commit(
        {"sites/ai/content/briefings/waic.yml": HEAD, "content/briefings/other.yml": HEAD}
    )
    changed = since(tmp_path / "sites" / "ai", "HEAD", {"briefings/waic.yml": HEAD + FIGURE})
    assert {each.sheet for each in changed.changes if each.kind != "added" or each.anchor} == {
        "briefing/waic"
    }


def test_branches_that_each_add_an_id_are_merged(repository: Repository) -> None:
    attributes = (Path(__file__).parents[2] / ".gitattributes").read_text(encoding="utf-8")
    repository.commit({".gitattributes": attributes, "content/ids.lock": "actors/a\nactors/z\n"})
    repository.git("checkout", "-q", "-b", "other")
    repository.commit({"content/ids.lock": "actors/a\nactors/c\nactors/z\n"})
    repository.git("checkout", "-q", "main")
    repository.commit({"content/ids.lock": "actors/a\nactors/b\nactors/z\n"})
    repository.git("merge", "-q", "other", "-m", "both")
    lines = (repository.root / "content/ids.lock").read_text(encoding="utf-8").splitlines()
    assert sorted(lines) == ["actors/a", "actors/b", "actors/c", "actors/z"]


def test_a_revision_that_is_not_there_is_said_in_words(repository: Repository) -> None:
    repository.commit({"content/briefings/one.yml": HEAD})
    for revision in ("nowhere", "HEAD~9", "", "--help", "-x", "HEAD:content", "a b"):
        with pytest.raises(GitError, match=r"^git knows no revision “.*”: a branch, a tag or a commit is"):
            since(repository.root, revision, {})


def test_no_repository_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(GitError, match="git cannot answer: not a git repository"):
        since(tmp_path, "HEAD", {})
    assert tracked_files(tmp_path, "seeds") == frozenset()


def test_no_git_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="git is not installed"):
        since(tmp_path, "HEAD", {})
    assert tracked_files(tmp_path, "seeds") == frozenset()
