"""What git says of when entries were added, changed and withdrawn: in feeds, and in the list of changes."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from briefings.sheets import git
from briefings.sheets.load import ReadResult, load, parse_sheet
from briefings.site.session import Session
from briefings.versions import history
from briefings.versions.compare import diff
from tests.exports.feeds.herring import ADDRESS, LATER, QUOTE, Repository, repository
from tests.exports.json_documents import schema_problems, validator

FIRST, SECOND, THIRD = "2025-11-01T09:00:00Z", "2025-11-20T18:30:00Z", "2026-02-03T04:05:06Z"
TITLE = "Die Heringsquote sinkt"
EVENT = f"{TITLE}: Das Meer ist leer"
DISPUTED = f"{TITLE}: Umstritten: Das Meer ist leer"


@pytest.fixture
def herring(tmp_path: Path) -> Repository:
    return repository(tmp_path / "herring")


@pytest.fixture
def grown(herring: Repository) -> Repository:
    """The site with an entry that was added after the first commit."""
    herring.commit(FIRST)
    herring.append(QUOTE, LATER)
    herring.commit(SECOND)
    return herring


def test_an_announced_event_says_so_in_its_title(herring: Repository) -> None:
    herring.commit(FIRST)
    herring.append(QUOTE, LATER.replace("1999-05-01", "2030-05-01").replace("hafen", "rat"))
    herring.commit(SECOND)
    assert herring.times()[0][0] == f"{TITLE}: Angekündigt: Das Meer ist leer"
    (item, *_) = json.loads(herring.files()["index.feed.json"])["items"]
    assert item["_briefings"]["announced"] is True
    html = herring.feed("actors/rat.atom").entries[0].content[0].value
    assert "Das Meer ist leer</a> <strong>Angekündigt</strong>" in html


def test_an_entry_that_comes_later_is_an_item_by_itself(herring: Repository) -> None:
    herring.commit("2025-11-01T10:00:00+01:00")
    assert herring.times() == [(TITLE, FIRST, FIRST)]
    herring.append(QUOTE, LATER)
    herring.append("actors/rat.yml", "roles: [{title: Vorsitz, from: 2025, cite: blatt}]\n")
    herring.commit(SECOND)
    assert herring.times() == [(EVENT, SECOND, SECOND), (TITLE, FIRST, FIRST)]
    assert herring.times("topics/quoten.atom") == herring.times()
    # The event does not concern the council, and the harbor is in the briefing because of it.
    assert herring.times("actors/rat.atom") == [
        ("Rat der EU: Vorsitz", SECOND, SECOND),
        (TITLE, FIRST, FIRST),
    ]
    assert herring.times("actors/hafen.atom") == herring.times()


def test_an_entry_that_changes_later_updates_its_item(grown: Repository) -> None:
    grown.replace(QUOTE, "cite: blatt}", "status: disputed, cite: blatt}")
    grown.commit(THIRD)
    assert grown.times() == [(DISPUTED, SECOND, THIRD), (TITLE, FIRST, FIRST)]
    ids = [item.id for item in grown.feed().entries]
    grown.replace(QUOTE, "Häfen", "Fabriken")
    grown.commit("2026-03-01T00:00:00Z")
    assert grown.times() == [(TITLE, FIRST, "2026-03-01T00:00:00Z"), (DISPUTED, SECOND, THIRD)]
    assert [item.id for item in grown.feed().entries] == ids[::-1]


def test_a_later_point_is_part_of_its_briefing(herring: Repository) -> None:
    herring.commit(FIRST)
    herring.append(QUOTE, "in_brief: [{text: Es gibt weniger Hering., cite: blatt}]\n")
    herring.commit(SECOND)
    assert herring.times() == [(TITLE, FIRST, SECOND)]
    assert herring.changes()[0]["id"] == "briefing/quote#point-es-gibt-weniger-hering"


def test_other_words_for_an_entry_do_not_make_it_new(grown: Repository) -> None:
    grown.replace(QUOTE, "Das Meer ist leer", "Das Meer ist fast leer")
    grown.commit(THIRD)
    assert grown.times()[0] == (f"{TITLE}: Das Meer ist fast leer", SECOND, THIRD)
    change = grown.changes()[0]
    assert (change["op"], change["was"]) == ("MOD", "briefing/quote#event-das-meer-ist-leer")


def test_comments_line_breaks_and_the_order_of_lists_change_nothing(herring: Repository) -> None:
    herring.write("topics/fisch.yml", "name: Fisch\n")
    herring.replace(QUOTE, "topics: [quoten]", "topics: [quoten, fisch]")
    herring.commit(FIRST)
    before = herring.changes()
    herring.replace(QUOTE, "topics: [quoten, fisch]", "topics: [fisch, quoten]")
    herring.replace(QUOTE, "Der [[rat]] senkt", "Der [[rat]]\n  senkt")
    herring.replace(QUOTE, "matters:", "# Kommentar\nmatters:")
    herring.commit(SECOND)
    assert (herring.times(), herring.changes()) == ([(TITLE, FIRST, FIRST)], before)


def test_an_event_that_moves_to_another_briefing_is_the_same(herring: Repository) -> None:
    herring.append(QUOTE, LATER)
    herring.write("briefings/fang.yml", SECOND_BRIEFING)
    herring.commit(FIRST)
    herring.replace(QUOTE, LATER, "")
    herring.append("briefings/fang.yml", f"timeline:\n{LATER}")
    moved = [("MOD", "briefing/fang#event-das-meer-ist-leer", "briefing/quote#event-das-meer-ist-leer")]
    assert newest(herring, None) == moved
    herring.commit(SECOND)
    assert newest(herring, SECOND) == moved
    assert ("Der Fang: Das Meer ist leer", FIRST, SECOND) in herring.times()


def newest(site: Repository, when: str | None) -> list[tuple[str, str, str | None]]:
    """The changes of a commit, or those that are not committed."""
    of = {"commit": None} if when is None else {"when": when}
    return [
        (each["op"], each["id"], each.get("was")) for each in site.changes() if of.items() <= each.items()
    ]


def test_changes_are_those_that_diff_names(herring: Repository) -> None:
    herring.append(QUOTE, LATER)
    herring.commit(FIRST)
    herring.replace(QUOTE, "Das Meer ist leer", "Kein Fisch im Meer")
    herring.replace(QUOTE, "cite: {blatt: der Rat beschloss}", "cite: blatt")
    herring.append(QUOTE, LATER.replace("1999", "2001").replace("leer", "voll"))
    herring.append(QUOTE, "questions: [Und nun?]\n")
    loaded = load(herring.root / "content", root=herring.root)
    changed = {
        f"{each.sheet}#{each.anchor}".removesuffix("#")
        for each in diff(herring.root, loaded, "HEAD", "de").changes
    }
    herring.commit(SECOND)
    assert {each["id"] for each in herring.changes() if each["when"] == SECOND} == changed
    assert len(changed) == 4


def test_a_renamed_sheet_keeps_its_history(grown: Repository) -> None:
    grown.git("mv", f"content/{QUOTE}", "content/briefings/fang.yml")
    grown.append("briefings/fang.yml", "moved_from: [quote]\n")
    grown.commit(THIRD)
    assert grown.times() == [(TITLE, FIRST, THIRD), (EVENT, SECOND, SECOND)]
    assert [each["op"] for each in grown.changes() if each["when"] == THIRD] == ["MOD"]
    assert {each["id"].partition("#")[0] for each in grown.changes()[:2]} == {"briefing/fang"}


@pytest.mark.parametrize(("more", "when"), [("moved_from: [rat]\n", FIRST), ("", SECOND)])
def test_an_actor_can_be_renamed_before_a_commit(grown: Repository, more: str, when: str) -> None:
    """One that does not name its earlier id changed at the last commit."""
    grown.git("mv", "content/actors/rat.yml", "content/actors/council.yml")
    grown.append("actors/council.yml", more)
    for reference in ("[[rat]]", "actors: [rat]"):
        grown.replace(QUOTE, reference, reference.replace("rat", "council"))
    (renamed,) = (each for each in grown.changes() if each["id"] == "actor/council" and each["op"] == "MOD")
    assert (renamed["when"], renamed["commit"]) == (when, None)


def test_a_draft_comes_when_it_is_published(herring: Repository) -> None:
    herring.append(QUOTE, "draft: true\n")
    herring.commit(FIRST)
    assert herring.times() == []
    herring.replace(QUOTE, "draft: true\n", "")
    herring.commit(SECOND)
    assert herring.times() == [(TITLE, SECOND, SECOND)]
    assert {each["op"] for each in herring.changes() if each["id"].startswith("briefing/")} == {"ADD"}


def test_what_is_withdrawn_is_said_and_not_repeated(herring: Repository) -> None:
    herring.write("briefings/fang.yml", SECOND_BRIEFING)
    herring.commit(FIRST)
    herring.append("briefings/fang.yml", "withdrawn: Der Bericht war falsch.\n")
    herring.commit(SECOND)
    assert herring.times() == [(TITLE, FIRST, FIRST)]
    gone = [each for each in herring.changes() if each["id"].startswith("briefing/fang")]
    assert {each["op"] for each in gone if each["when"] == SECOND} == {"DEL"}
    assert {(each["old"], each["new"], each["url"]) for each in gone} == {(None, None, None)}
    assert b"Geheimes" not in herring.files()["data/changes.json"]


SECOND_BRIEFING = """
title: Der Fang
published: 2025-10-31
summary: "Geheimes vom [[rat]]. [@blatt]"
"""


def test_changes_have_the_fields_before_and_since(herring: Repository) -> None:
    first = herring.commit(FIRST)
    herring.append(QUOTE, LATER)
    second = herring.commit(SECOND)
    herring.replace(QUOTE, "Der Rat beschließt", "Der Rat beschließt es")
    herring.replace(QUOTE, LATER, "")
    third = herring.commit(THIRD)
    changes = herring.changes()
    assert changes[:2] == [
        {
            "op": "MOD",
            "kind": "event",
            "id": "briefing/quote#event-beschluss",
            "url": "https://hering.example/netz/briefings/quote/#event-beschluss",
            "when": THIRD,
            "commit": third,
            "old": {
                "id": "beschluss",
                "date": "2025-10-27",
                "title": "Der Rat beschließt",
                "actors": ["rat"],
                "cite": changes[0]["old"]["cite"],
            },
            "new": changes[0]["old"] | {"title": "Der Rat beschließt es"},
        },
        {
            "op": "DEL",
            "kind": "event",
            "id": "briefing/quote#event-das-meer-ist-leer",
            "url": "https://hering.example/netz/briefings/quote/",
            "when": THIRD,
            "commit": third,
            "old": changes[2]["new"],
            "new": None,
        },
    ]
    assert (changes[2]["op"], changes[2]["commit"]) == ("ADD", second)
    assert {(each["op"], each["commit"], each["old"]) for each in changes[3:]} == {("ADD", first, None)}
    assert [each["id"] for each in changes[3:]] == [
        "actor/hafen",
        "actor/rat",
        "briefing/quote",
        "briefing/quote#event-beschluss",
        "source/blatt",
        "topic/quoten",
    ]


def test_the_list_of_changes_follows_its_schema(herring: Repository) -> None:
    herring.commit(FIRST)
    herring.append(QUOTE, LATER)
    herring.write("briefings/fang.yml", SECOND_BRIEFING)
    herring.commit(SECOND)
    herring.replace(QUOTE, "Das Meer ist leer", "Das Meer ist fast leer")
    herring.replace(QUOTE, "Ohne Hering schließen Häfen.", "Ohne Hering schließt der Hafen.")
    herring.append("briefings/fang.yml", "withdrawn: Der Bericht war falsch.\n")
    herring.commit(THIRD)
    herring.append("topics/quoten.yml", "summary: Wer wie viel fangen darf.\n")
    changes = herring.changes()
    assert {each["op"] for each in changes} == {"ADD", "MOD", "DEL"}
    assert [change["commit"] for change in changes].count(None) == 1
    assert [change.keys() for change in changes if "was" in change]
    herring.build()
    site = herring.root / "site"
    document = json.loads((site / "data/changes.json").read_bytes())
    assert document["$schema"] == f"{ADDRESS}data/schemas/changes.schema.json"
    assert document["changes"] == changes
    assert schema_problems(site) == []
    check = validator(site, document["$schema"])
    for broken in ({"old": "x"}, {"url": 1}, {"commit": 1}, {"who": "A"}):
        assert not check.is_valid({**document, "changes": [{**changes[0], **broken}]}), broken
    for key in changes[0].keys() - {"was"}:
        change = {name: value for name, value in changes[0].items() if name != key}
        assert not check.is_valid({**document, "changes": [change]}), key


def test_what_is_not_committed_has_the_day_that_the_sheet_gives(herring: Repository) -> None:
    herring.commit(FIRST)
    herring.append(QUOTE, LATER + "updated: 2025-12-24\n")
    herring.write("briefings/fang.yml", SECOND_BRIEFING)
    assert herring.times() == [
        (TITLE, FIRST, "2025-12-24T00:00:00Z"),
        (EVENT, "2025-12-24T00:00:00Z", "2025-12-24T00:00:00Z"),
        ("Der Fang", "2025-10-31T00:00:00Z", "2025-10-31T00:00:00Z"),
    ]
    assert herring.changes()[0]["commit"] is None


def test_without_git_the_sheets_give_the_days(herring: Repository, tmp_path: Path) -> None:
    assert herring.times() == [(TITLE, "2025-10-30T00:00:00Z", "2025-10-30T00:00:00Z")], "no commit yet"
    herring = repository(tmp_path / "plain", is_repository=False)
    herring.append(QUOTE, LATER + "updated: 2025-12-24\n")
    assert herring.times() == [(TITLE, "2025-10-30T00:00:00Z", "2025-12-24T00:00:00Z")]
    assert herring.changes() == []


def test_a_shallow_clone_does_not_take_everything_for_new(grown: Repository, tmp_path: Path) -> None:
    grown.replace(QUOTE, "title: Das Meer", "status: disputed, title: Das Meer")
    grown.commit(THIRD)
    clone = Repository(tmp_path / "clone")
    source = f"file://{grown.root}"
    subprocess.run(["git", "clone", "-q", "--depth", "2", source, str(clone.root)], check=True)
    assert clone.times() == [(TITLE, "2025-10-30T00:00:00Z", THIRD)]
    assert [each["op"] for each in clone.changes()] == ["MOD"]
    before = git.position(clone.root)
    clone.git("fetch", "-q", "--unshallow")
    assert clone.times() == grown.times() == [(DISPUTED, SECOND, THIRD), (TITLE, FIRST, FIRST)]
    assert git.position(clone.root) != before


def test_a_branch_counts_when_it_is_merged(herring: Repository) -> None:
    herring.commit(FIRST)
    herring.git("checkout", "-q", "-b", "side")
    herring.append(QUOTE, LATER)
    herring.commit("2025-11-02T00:00:00Z")
    herring.git("checkout", "-q", "main")
    (herring.root / "README.md").write_text("x")
    herring.commit("2025-11-03T00:00:00Z")
    herring.git("merge", "-q", "--no-ff", "-m", "x", "side", when=SECOND)
    assert herring.times() == [(EVENT, SECOND, SECOND), (TITLE, FIRST, FIRST)]


def test_versions_that_are_no_sheets_today_are_left_out(herring: Repository) -> None:
    text = (herring.root / "content" / QUOTE).read_text(encoding="utf-8")
    herring.write(QUOTE, text.replace("published:", "erschienen:"))
    herring.commit(FIRST)
    herring.write(QUOTE, text)
    herring.commit(SECOND)
    herring.write(QUOTE, "x: [")
    herring.commit("2025-12-01T00:00:00Z")
    herring.write(QUOTE, text + LATER)
    herring.commit(THIRD)
    assert herring.times() == [(EVENT, THIRD, THIRD), (TITLE, FIRST, FIRST)]


def test_what_lies_before_the_known_history_came_with_its_sheet(
    grown: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    grown.append(QUOTE, LATER.replace("leer", "voll"))
    grown.commit(THIRD)
    monkeypatch.setattr(history, "VERSIONS", 1)
    assert grown.times() == [(EVENT.replace("leer", "voll"), THIRD, THIRD), (TITLE, FIRST, SECOND)]
    assert [each["op"] for each in grown.changes()] == ["ADD"]


def test_a_second_build_reads_only_what_is_new(herring: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def reading(text: str, *place: Any) -> ReadResult:
        read.append(text)
        return parse_sheet(text, *place)

    monkeypatch.setattr("briefings.versions.history.parse_sheet", reading)
    herring.commit(FIRST)
    first = (herring.root / "content" / QUOTE).read_text(encoding="utf-8")
    herring.append(QUOTE, LATER)
    herring.commit(SECOND)
    second = (herring.root / "content" / QUOTE).read_text(encoding="utf-8")
    files = herring.files()
    assert read == [first]
    assert herring.files() == files
    assert read == [first]
    herring.replace(QUOTE, "leer", "voll")
    herring.commit(THIRD)
    herring.files()
    assert read == [first, second]


def test_a_commit_renews_feeds_and_only_pages_that_tell_of_it(herring: Repository) -> None:
    herring.commit(FIRST)
    herring.append(QUOTE, LATER)
    before = herring.build()
    page = herring.root / "site/sources/index.html"
    inode = page.stat().st_ino
    herring.commit(SECOND)
    after = herring.build(before.record)
    assert after.record.inputs.common == before.record.inputs.common
    assert after.record.inputs != before.record.inputs
    assert page.stat().st_ino == inode
    assert SECOND in (herring.root / "site/index.atom").read_text(encoding="utf-8")
    herring.build(folder="site-fresh")
    for fresh in (herring.root / "site-fresh").rglob("*"):
        path = fresh.relative_to(herring.root / "site-fresh")
        # Pagefind writes its index in any order.
        if fresh.suffix in {".atom", ".json"} and path.parts[0] != "pagefind":
            assert (herring.root / "site" / path).read_bytes() == fresh.read_bytes(), path


def test_the_preview_does_not_ask_git(herring: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    herring.commit(FIRST)

    def never(*_: object, **__: object) -> str:
        raise AssertionError("git was asked for the history")

    monkeypatch.setattr(git, "position", never)
    monkeypatch.setattr(git, "changes", never)
    session = Session(herring.root, herring.root / "build/preview", drafts=False)
    assert [complete for _, complete in session.build("http://localhost:8000/", ())] == [True]
    feed = (herring.root / "build/preview/site/index.atom").read_text(encoding="utf-8")
    assert "2025-10-30T00:00:00Z" in feed
