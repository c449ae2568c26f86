"""Changes since a revision: a fact that was published and says something else now needs a correction."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefings.checks.corrections import uncorrected
from briefings.problems.problem import Problem
from briefings.sheets.git import GitError, file_at, files_at, tracked_files
from briefings.sheets.load import LoadResult
from briefings.versions.revision import Diff, diff
from tests.trees import catalog_of, git, sheets_of

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
        for path, text in files.items():
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            if text is None:
                file.unlink()
            else:
                file.write_bytes(text if isinstance(text, bytes) else text.encode())
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "more", "--allow-empty")
        return self.git("rev-parse", "HEAD").strip()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path)


def since(root: Path, revision: str, now: dict[str, str]) -> Diff:
    return diff(root, LoadResult(tuple(sheets_of(now)), ()), revision, "en")


def found(before: dict[str, str], now: dict[str, str], repository: Repository) -> list[Problem]:
    """What is said of two states of some sheets, by their paths below content/."""
    repository.commit({f"content/{path}": text for path, text in before.items()})
    return [*uncorrected(since(repository.root, "HEAD", now).changes, catalog_of(now))]


def messages(before: str, now: str, repository: Repository) -> list[str]:
    briefing = "briefings/waic.yml"
    return [each.message for each in found({briefing: before}, {briefing: now}, repository)]


def uncorrected_all(said: list[str]) -> list[str]:
    return [f"{each}; no correction was added" for each in said]


# ── What is a change ────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "now",
    [
        HEAD + FIGURE,
        HEAD + "# a remark\n" + FIGURE,
        HEAD
        + "figures:\n  - {label: Guests, unit: people, value: 30.0, note: Without staff., cite: [wam-2025,"
        " reuters-2025]}\n",
        HEAD + "figures:\n  - {label: Visitors, unit: people, value: 30, cite: wam-2025}\n",
        HEAD + "figures:\n  - label: Guests\n    unit: people\n    values: [{value: 40, cite: reuters-2025},"
        " {value: 30, cite: wam-2025}]\n",
        HEAD.replace("It took", "So it took") + FIGURE + QUOTE,
        HEAD
        + FIGURE.replace("30", "40")
        + "corrections: [{date: 2025-08-02, text: There were 40 guests.}]\n",
    ],
    ids=[
        "nothing",
        "a remark",
        "as before, better cited",
        "another label",
        "a value beside it",
        "other words, more",
        "corrected",
    ],
)
def test_what_needs_no_correction(now: str, repository: Repository) -> None:
    assert messages(HEAD + FIGURE, now, repository) == []


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (
            FIGURE.replace("30", "40"),
            "the figure “Guests” changed from 30 people to 40 people; no correction was added",
        ),
        (
            FIGURE.replace("people", "thousands"),
            "the unit of the figure “Guests” changed from “people” to “thousands”; no correction was added",
        ),
        (
            FIGURE.replace("value: 30", "value: 30, qualifier: about"),
            "the figure “Guests” changed from 30 people to about 30 people; no correction was added",
        ),
        (
            FIGURE.replace("value: 30", "value: 30, forecast: true"),
            "the figure “Guests” changed from 30 people to 30 people (forecast); no correction was added",
        ),
        ("", "the figure “Guests” is gone; no correction was added"),
    ],
    ids=["number", "unit", "qualifier", "forecast", "gone"],
)
def test_a_figure_that_changes_needs_one(now: str, said: str, repository: Repository) -> None:
    assert messages(HEAD + FIGURE, HEAD + now, repository) == [said]


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (
            QUOTE.replace("game", "club"),
            ["the quotation by Li Qiang changed from “an exclusive game” to “an exclusive club”"],
        ),
        (
            QUOTE.replace("quote:", "text:").replace("game", "game indeed"),
            [
                "the statement “an exclusive game indeed” by Li Qiang no longer has the quotation “an exclusive game”"
            ],
        ),
        (
            QUOTE.replace("li-qiang", "huawei"),
            ["the speaker of the quotation “an exclusive game” changed from Li Qiang to Huawei"],
        ),
        ("", ["the quotation “an exclusive game” by Li Qiang is gone"]),
        (QUOTE.replace("an exclusive", '"an   exclusive').replace("game", 'game"'), []),
        (
            QUOTE.replace(
                "cite: wam-2025", "status: disputed, note: Others heard it differently., cite: reuters-2025"
            ),
            ["the status of the quotation “an exclusive game” by Li Qiang changed from reported to disputed"],
        ),
        (
            QUOTE.replace("cite: wam-2025", "status: superseded, note: He withdrew it., cite: reuters-2025"),
            [],
        ),
    ],
    ids=["words", "paraphrase", "speaker", "gone", "white space", "status", "superseded"],
)
def test_a_quotation_that_changes_needs_one(now: str, said: list[str], repository: Repository) -> None:
    assert messages(HEAD + QUOTE, HEAD + now, repository) == uncorrected_all(said)


TEXTS = (
    "statements:\n  - {speaker: li-qiang, text: Rules will come this year., status: disputed, note: Others"
    " doubt it., cite: wam-2025}\n  - {speaker: li-qiang, text: Rules will come next year., cite: wam-2025}\n"
)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (TEXTS.replace("Rules will come this year", "There will be rules this year"), []),
        (
            TEXTS.replace("li-qiang, text: Rules will come next", "huawei, text: Rules will come next"),
            ["the speaker of the statement “Rules will come next year.” changed from Li Qiang to Huawei"],
        ),
        (
            TEXTS.replace("status: disputed, note: Others doubt it., ", ""),
            [
                "the status of the statement “Rules will come this year.” by Li Qiang changed from disputed to reported"
            ],
        ),
        # What was taken out is not taken for the similar one beside it, whose status is another.
        (
            "\n".join([*TEXTS.split("\n")[:1], *TEXTS.split("\n")[2:]]),
            ["the statement “Rules will come this year.” by Li Qiang is gone"],
        ),
    ],
    ids=["words", "speaker", "status", "gone"],
)
def test_what_others_said_in_our_words_may_be_reworded_and_no_more(
    now: str, said: list[str], repository: Repository
) -> None:
    assert messages(HEAD + TEXTS, HEAD + now, repository) == uncorrected_all(said)


EVENT = "timeline:\n  - {id: opening, date: 2025-07-26, title: Li Qiang opens the summit, cite: wam-2025}\n"


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (
            EVENT.replace(
                "title: Li Qiang opens the summit", "title: Li Qiang opens the Summit!, text: At nine."
            ),
            [],
        ),
        (EVENT.replace("id: opening, ", ""), []),
        (
            EVENT.replace("opens", "leaves"),
            [
                "the title of the event changed from “Li Qiang opens the summit” to “Li Qiang leaves the summit”"
            ],
        ),
        (
            EVENT.replace("id: opening, ", "").replace("opens", "leaves"),
            [
                "the title of the event changed from “Li Qiang opens the summit” to “Li Qiang leaves the summit”"
            ],
        ),
        (
            EVENT.replace("07-26", "07-27"),
            ["the date of the event “Li Qiang opens the summit” changed from 2025-07-26 to 2025-07-27"],
        ),
        (
            EVENT.replace("cite", "status: contradicted, note: He did not., cite"),
            ["the status of the event “Li Qiang opens the summit” changed from reported to contradicted"],
        ),
        ("", ["the event “Li Qiang opens the summit” is gone"]),
        (
            EVENT.replace(
                "id: opening, date: 2025-07-26, title: Li Qiang opens the summit",
                "date: 2024, title: Robots are shown",
            ),
            ["the event “Li Qiang opens the summit” is gone"],
        ),
    ],
    ids=["punctuation", "id", "title", "title without id", "date", "status", "gone", "another"],
)
def test_an_event_that_changes_needs_one(now: str, said: list[str], repository: Repository) -> None:
    assert messages(HEAD + EVENT, HEAD + now, repository) == uncorrected_all(said)


VOTE = (
    "votes:\n  - {date: 2025-07-01, body: china, title: Harbor act, result: passed, ayes: 31, against: [huawei],"
    " cite: wam-2025}\n"
)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (
            VOTE.replace("passed", "rejected"),
            ["the result of the vote “Harbor act” changed from “passed” to “rejected”"],
        ),
        (VOTE.replace("31", "13"), ["the ayes of the vote “Harbor act” changed from 31 to 13"]),
        (
            VOTE.replace("against: [huawei], ", ""),
            ["Huawei was removed from the named noes of the vote “Harbor act”"],
        ),
        (VOTE.replace("ayes", "noes: 14, ayes"), []),
    ],
    ids=["result", "number", "voter", "one number more"],
)
def test_a_vote_that_changes_needs_one(now: str, said: list[str], repository: Repository) -> None:
    assert messages(HEAD + VOTE, HEAD + now, repository) == uncorrected_all(said)


DOCUMENT = (
    "documents:\n  - {title: Harbor act, date: 2025-07-01, kind: law, number: Act 14, actors: [china],"
    " cite: wam-2025}\n"
)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (
            DOCUMENT.replace("14", "15"),
            ["the number of the document “Harbor act” changed from “Act 14” to “Act 15”"],
        ),
        (
            DOCUMENT.replace("actors: [china]", "declined: [china]"),
            ["China was removed from the actors of the document “Harbor act”"],
        ),
        ("", ["the document “Harbor act” is gone"]),
        (DOCUMENT.replace("Harbor act", "Act on harbors"), []),
    ],
    ids=["number", "signatory", "gone", "words"],
)
def test_a_document_that_changes_needs_one(now: str, said: list[str], repository: Repository) -> None:
    assert messages(HEAD + DOCUMENT, HEAD + now, repository) == uncorrected_all(said)


DETAILED = EVENT.replace(
    "cite", "text: On 3 May Li Qiang told 30 delegates that China and “nobody else” had signed., cite"
)


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("30 delegates", "40 delegates", "… Li Qiang told 40 delegates that China …"),
        ("30 delegates", "at least 30 delegates", "… Li Qiang told at least 30 delegates that …"),
        ("3 May", "4 May", "On 4 May Li Qiang …"),
        ("that China", "that Huawei", "… 30 delegates that Huawei and “nobody else” …"),
        ("nobody else", "all others", "“… that China and “all others” had signed.”"),
        ("30 delegates", "thirty delegates", None),
        ("Li Qiang told", "Premier Li told", None),
        ("told 30 delegates", "let 30 delegates know", None),
        (" told 30 delegates that", " said", None),
    ],
)
def test_other_numbers_dates_and_names_in_the_text_of_a_fact_need_one(
    was: str, now: str, said: str | None, repository: Repository
) -> None:
    got = messages(HEAD + DETAILED, HEAD + DETAILED.replace(was, now), repository)
    assert [message.startswith("the text of the event") for message in got] == [True] * (said is not None)
    assert said is None or said in got[0]


@pytest.mark.parametrize(
    "key", ["matters: It had {} guests.", "in_brief: [{{text: It had {} guests., cite: wam-2025}}]"]
)
def test_what_says_how_things_stand_now_may_change(key: str, repository: Repository) -> None:
    now = HEAD.replace("It took", "All 7 took") + key.format(40)
    assert messages(HEAD + key.format(30), now, repository) == []


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
def test_a_date_may_become_more_exact(was: str, now: str, changed: bool, repository: Repository) -> None:
    event = "timeline:\n  - {{date: {}, title: The conference, cite: wam-2025}}\n"
    assert len(messages(HEAD + event.format(was), HEAD + event.format(now), repository)) == changed


def test_an_event_that_moved_to_another_briefing_is_no_change(repository: Repository) -> None:
    was = {"briefings/waic.yml": HEAD + EVENT.replace("id: opening, ", "")}
    assert found(was, {"briefings/waic.yml": HEAD, "briefings/other.yml": HEAD + EVENT}, repository) == []


def test_a_quotation_that_moved_to_another_briefing_is_no_change(repository: Repository) -> None:
    was = {"briefings/waic.yml": HEAD + QUOTE}
    assert found(was, {"briefings/waic.yml": HEAD, "briefings/other.yml": HEAD + QUOTE}, repository) == []


def test_the_place_is_that_of_the_new_value(repository: Repository) -> None:
    path = "briefings/waic.yml"
    (one,) = found({path: HEAD + FIGURE}, {path: HEAD + FIGURE.replace("30", "40")}, repository)
    place = one.place
    assert (place.path, place.line, place.column, place.width) == (f"content/{path}", 5, 42, 2)
    assert one.severity == "warning"


def test_a_briefing_that_moved_is_compared_with_what_it_was(repository: Repository) -> None:
    now = {"briefings/waic.yml": HEAD + "moved_from: [old-name]\n" + FIGURE.replace("30", "40")}
    repository.commit({"content/briefings/old-name.yml": HEAD + FIGURE})
    assert len([*uncorrected(since(repository.root, "HEAD", now).changes, catalog_of(now))]) == 1


def test_an_old_correction_does_not_excuse_a_new_change(repository: Repository) -> None:
    old = "corrections: [{date: 2025-08-02, text: The day was wrong.}]\n"
    assert len(messages(HEAD + old + FIGURE, HEAD + old + FIGURE.replace("30", "40"), repository)) == 1


@pytest.mark.parametrize("was", ["draft: true\n", "withdrawn: It was wrong.\n"])
def test_what_was_not_published_may_change(was: str, repository: Repository) -> None:
    assert messages(HEAD + was + FIGURE, HEAD, repository) == []


def test_new_and_withdrawn_briefings_are_not_compared(repository: Repository) -> None:
    path = "briefings/waic.yml"
    assert found({path: HEAD + FIGURE}, {path: HEAD + "withdrawn: It was wrong.\n"}, repository) == []
    assert found({"briefings/other.yml": HEAD}, {path: HEAD + FIGURE}, repository) == []


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


def test_a_revision_without_content_has_none(repository: Repository) -> None:
    repository.commit({"README.md": "Nothing yet.\n"})
    assert {each.kind for each in since(repository.root, "HEAD", {}).changes} == {"added"}


def test_earlier_revisions_tags_and_branches_are_found(repository: Repository) -> None:
    first = repository.commit({"content/briefings/one.yml": HEAD})
    repository.git("tag", "-a", "v1", "-m", "one")
    repository.commit({"content/briefings/one.yml": None, "content/briefings/zwei ü.yml": HEAD})
    for revision in (first, first[:10], "v1", "HEAD~1", "main~1"):
        assert [name for name, _ in files_at(repository.root, revision, "content")] == [
            "content/briefings/one.yml"
        ]
    assert dict(files_at(repository.root, "main", "content")) == {
        "content/briefings/zwei ü.yml": HEAD.encode()
    }


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


def test_one_file_is_read_as_it_was(repository: Repository) -> None:
    repository.commit({"seeds/quotes.lock": "one\n", "sub/seeds/quotes.lock": "two\n"})
    repository.commit({"seeds/quotes.lock": None})
    assert file_at(repository.root, "HEAD~1", "seeds/quotes.lock") == b"one\n"
    assert file_at(repository.root / "sub", "HEAD", "seeds/quotes.lock") == b"two\n"
    assert file_at(repository.root, "HEAD", "seeds/quotes.lock") is None
    assert file_at(repository.root, "HEAD", "sub/seeds") is None


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


@pytest.mark.parametrize("revision", ["nowhere", "HEAD~9", "", "--help", "-x", "HEAD:content", "a b"])
def test_a_revision_that_is_not_there_is_said_in_words(revision: str, repository: Repository) -> None:
    repository.commit({"content/briefings/one.yml": HEAD})
    with pytest.raises(GitError, match=r"^git knows no revision “.*”: a branch, a tag or a commit is needed"):
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


def test_tracked_files_are_those_that_git_holds(repository: Repository) -> None:
    repository.commit({"seeds/one.txt": "x", "seeds/ü.txt": "x", "other.txt": "x"})
    (repository.root / "seeds" / "two.txt").write_text("x", encoding="utf-8")
    assert tracked_files(repository.root, "seeds") == frozenset({"seeds/one.txt", "seeds/ü.txt"})
