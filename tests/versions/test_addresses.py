"""Addresses that were published stay: a reworded entry keeps its own, in its sheet and in every format."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from briefings.checks.published import published_problems
from briefings.versions.addresses import IdsLock, published, unrecorded
from tests.exports.feeds.herring import LATER, QUOTE, Repository, repository
from tests.said import Command
from tests.trees import catalog_of

LOCK = "content/ids.lock"
EVENT = "briefings/quote#event-das-meer-ist-leer"
SHEET = "content/briefings/quote.yml"

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def herring(tmp_path: Path) -> Repository:
    """A site with a published event without an id."""
    site = repository(tmp_path / "herring")
    site.append(QUOTE, LATER)
    return site


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, command: Command) -> Run:
    """Runs a command in a site, and returns its exit code and everything that it prints."""

    def once(site: Repository, *arguments: str) -> tuple[int, str]:
        monkeypatch.chdir(site.root)
        said = command(*arguments)
        return said.status, said.text

    return once


@pytest.fixture
def recorded(herring: Repository, run: Run) -> Repository:
    """The same site after its addresses were recorded and committed."""
    assert run(herring, "record")[0] == 0
    herring.commit("2025-11-01T09:00:00Z")
    return herring


def read(site: Repository, path: str) -> str:
    return (site.root / path).read_text(encoding="utf-8")


def lock(site: Repository) -> IdsLock:
    return IdsLock.read(site.root / LOCK, LOCK)


# ── What is recorded ────────────────────────────────────────────────────────────────────────────────────────


def test_sheets_and_entries_are_recorded_sorted_and_never_taken_out(tmp_path: Path) -> None:
    file = tmp_path / "ids.lock"
    for topic in ("zz", "aa"):
        known = IdsLock.read(file, LOCK)
        catalog = catalog_of({f"topics/{topic}.yml": "name: A topic\n"})
        file.write_text(known.text(unrecorded(catalog, known)), encoding="utf-8")
    lines = file.read_text(encoding="utf-8").splitlines()[1:]
    assert lines == sorted(lines)
    assert {"topics/aa", "topics/zz", "briefings/waico", "briefings/waico#event-waic-2025-opening"} <= {
        *lines
    }


def test_moved_and_withdrawn_ids_are_still_answered() -> None:
    catalog = catalog_of(
        {
            "topics/chips.yml": "name: C\nmoved_from: [semis]\n",
            "actors/zte.yml": "name: Z\nkind: company\nwithdrawn: x\n",
        }
    )
    assert {"topics/chips", "topics/semis", "actors/zte"} <= {*published(catalog)}
    known = IdsLock.parse(IdsLock(LOCK, {}).text(unrecorded(catalog, IdsLock(LOCK, {}))).encode(), LOCK)
    assert list(published_problems(catalog, known)) == []


def test_lines_that_are_no_address_are_found() -> None:
    lines = [
        *("briefings/a#", "briefings/a#b c", "briefings/a#<b>", "briefings/A", "pages/a", "x", "=======", "a/b#c"),
        *(f"{one} moved to {other}" for one, other in (
            ("briefings/a", "briefings/b"), ("briefings/a#b", "briefings/b"), ("briefings/a#b", "b#c"),
        )),
    ]  # fmt: skip
    text = "".join(f"{line}\n" for line in ("# x", "topics/a", *lines))
    assert [line for _, line in IdsLock.parse(text.encode(), LOCK).damaged] == lines


def test_verify_records_new_entries_of_a_site_that_has_a_record(herring: Repository, run: Run) -> None:
    run(herring, "verify")
    assert not (herring.root / LOCK).exists()
    run(herring, "record")
    herring.append(QUOTE, LATER.replace("leer", "voll"))
    herring.write("briefings/entwurf.yml", "title: x\npublished: 2025-10-30\nsummary: y\ndraft: true\n")
    status, said = run(herring, "verify")
    assert status == 0
    assert "1 address of entries added to content/ids.lock" in said.replace("addresses", "address")
    assert "event-das-meer-ist-voll" in lock(herring).entries["briefings/quote"]
    assert "entwurf" not in read(herring, LOCK)
    assert "added" not in run(herring, "verify")[1]


def test_where_a_build_publishes_new_entries_must_be_recorded(
    recorded: Repository, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded.append(QUOTE, LATER.replace("leer", "voll"))
    assert "unrecorded-id" not in run(recorded, "check")[1]
    monkeypatch.setenv("CI", "true")
    assert (
        "`briefings/quote#event-das-meer-ist-voll`: published but not yet recorded"
        in run(recorded, "check")[1]
    )


# ── An entry with other words ───────────────────────────────────────────────────────────────────────────────


def ids(site: Repository) -> dict[str, str]:
    """What formats say of the event, by format."""
    site.build()
    folder = site.root / "site"
    entries = json.loads((folder / "briefings/quote.json").read_bytes())["entries"]
    tables = (folder / "data/events.csv").read_text(encoding="utf-8").splitlines()
    calendar = (folder / "actors/hafen.ics").read_text(encoding="utf-8").replace("\r\n ", "").splitlines()
    entities = (folder / "data/entities.ftm.json").read_text(encoding="utf-8").splitlines()
    return {
        "page": next(
            part for part in (folder / "briefings/quote/index.html").read_text().split('"') if "meer" in part
        ),
        "json": next(each["anchor"] for each in entries if "Meer" in each["title"] or "See" in each["title"]),
        "csv": next(row.split(",")[0] for row in tables if "1999-05-01" in row),
        "uid": next(line for line in calendar if line.startswith("UID:")),
        "ftm": next(json.loads(line)["id"] for line in entities if "1999-05-01" in line),
        "feed": next(item.id for item in site.feed().entries if "Meer" in item.title or "See" in item.title),
    }


def test_a_reworded_entry_keeps_its_address_in_every_format(herring: Repository, run: Run) -> None:
    herring.replace(QUOTE, LATER, "")
    run(herring, "record")
    herring.commit("2025-11-01T09:00:00Z")
    herring.append(QUOTE, LATER)
    run(herring, "record")
    herring.commit("2025-11-20T18:30:00Z")
    before = ids(herring)
    herring.replace(QUOTE, "Das Meer ist leer", "Die See ist nun leer")
    status, said = run(herring, "check")
    assert status == 1
    assert "error[address-lost]: `#event-das-meer-ist-leer` was published on this page" in said
    assert f"{SHEET}:8:5" in said
    status, said = run(herring, "record")
    assert status == 0
    assert "“Die See ist nun leer” keeps the address `#event-das-meer-ist-leer`" in said
    assert run(herring, "check")[0] == 0
    assert ids(herring) == before


def test_only_the_anchor_is_added_to_a_sheet(recorded: Repository, run: Run) -> None:
    recorded.replace(QUOTE, "Das Meer ist leer", "Die See ist leer")
    recorded.append(QUOTE, "# Ein Kommentar\nquestions:   ['Und  nun?']\n")
    text = read(recorded, SHEET)
    assert run(recorded, "record")[0] == 0
    anchor = ", anchor: das-meer-ist-leer}"
    assert read(recorded, SHEET).replace(anchor, "}") == text
    assert read(recorded, SHEET).count(anchor) == 1
    assert "event-die-see" not in read(recorded, LOCK)
    before = read(recorded, SHEET), read(recorded, LOCK)
    assert run(recorded, "record") == (0, "content/ids.lock is up to date\n")
    assert (read(recorded, SHEET), read(recorded, LOCK)) == before


def test_an_entry_is_recognized_by_its_last_published_version(herring: Repository, run: Run) -> None:
    herring.append(QUOTE, "figures:\n  - {label: Tonnen Hering, unit: Tonnen, value: 30, cite: blatt}\n")
    run(herring, "record")
    herring.commit("2025-11-01T09:00:00Z")
    herring.replace(QUOTE, "Tonnen Hering", "Fangmenge")
    herring.append(QUOTE, "  - {label: Tonnen Heringe, unit: Tonnen, value: 7, cite: blatt}\n")
    assert run(herring, "record")[0] == 0
    assert "{label: Fangmenge, unit: Tonnen, value: 30, cite: blatt, anchor: tonnen-hering}" in read(
        herring, SHEET
    )
    assert "briefings/quote#figure-tonnen-heringe" in read(herring, LOCK)


def test_without_git_an_entry_is_recognized_by_the_words_of_its_address(tmp_path: Path, run: Run) -> None:
    site = repository(tmp_path / "herring", is_repository=False)
    site.append(QUOTE, LATER)
    run(site, "record")
    site.replace(QUOTE, "Das Meer ist leer", "Das Meer ist fast leer")
    assert run(site, "record")[0] == 0
    assert "anchor: das-meer-ist-leer" in read(site, SHEET)


def test_words_in_other_scripts_can_be_kept(herring: Repository, run: Run) -> None:
    herring.replace(QUOTE, "Das Meer ist leer", "مرحبا بالعالم")
    run(herring, "record")
    herring.commit("2025-11-01T09:00:00Z")
    herring.replace(QUOTE, "مرحبا بالعالم", "مرحبا يا عالم")
    assert run(herring, "record")[0] == 0
    assert run(herring, "check")[0] == 0
    assert 'anchor: "1999-مرحبا-بالعالم"' in read(herring, SHEET)


def test_an_entry_that_gets_an_id_keeps_its_address(recorded: Repository, run: Run) -> None:
    recorded.replace(QUOTE, "date: 1999-05-01", "id: meer, date: 1999-05-01")
    assert run(recorded, "check")[0] == 1
    assert run(recorded, "record")[0] == 0
    assert "{id: meer, date: 1999-05-01, title: Das Meer ist leer" in read(recorded, SHEET)
    assert "anchor: das-meer-ist-leer" in read(recorded, SHEET)


def test_every_kind_of_entry_can_keep_its_address(herring: Repository, run: Run) -> None:
    herring.append(
        QUOTE,
        "in_brief: [{text: Es gibt weniger Hering., cite: blatt}]\n"
        "eras: [{title: Die fetten Jahre, from: 1990, to: 1999}]\n"
        "statements: [{speaker: rat, text: Wir senken die Quote., cite: blatt}]\n"
        "figures: [{label: Tonnen Hering, unit: Tonnen, value: 30, cite: blatt}]\n"
        "documents: [{title: Die Verordnung, date: 2025, kind: law, cite: blatt}]\n"
        "sections: [{heading: Der Hintergrund, text: Lange her.}]\n",
    )
    herring.append(
        "actors/rat.yml",
        "roles: [{title: Der Vorsitz, from: 2025, cite: blatt}]\n"
        "relations: [{kind: partner-of, actor: hafen, cite: blatt}]\n",
    )
    run(herring, "record")
    herring.commit("2025-11-01T09:00:00Z")
    before = lock(herring).addresses
    for old, new in (
        ("Es gibt weniger", "Es gibt viel weniger"),
        ("Die fetten Jahre", "Die guten Jahre"),
        ("Wir senken die", "Wir senken nun die"),
        ("Tonnen Hering", "Hering in Tonnen"),
        ("Die Verordnung", "Die neue Verordnung"),
        ("Der Hintergrund", "Hintergrund"),
    ):
        herring.replace(QUOTE, old, new)
    herring.replace("actors/rat.yml", "Der Vorsitz", "Vorsitz")
    herring.replace("actors/rat.yml", "partner-of", "similar-to")
    status, said = run(herring, "record")
    assert status == 0, said
    assert said.count("keeps the address") == 8
    assert run(herring, "check")[0] == 0
    assert lock(herring).addresses == before


# ── What cannot be kept ─────────────────────────────────────────────────────────────────────────────────────


def test_a_fact_that_was_taken_back_is_withdrawn(recorded: Repository, run: Run) -> None:
    recorded.replace(QUOTE, LATER, "")
    status, said = run(recorded, "record")
    assert status == 1
    assert "restore the entry, or write `anchor: das-meer-ist-leer` where it is now in other words" in said
    status, said = run(recorded, "record", "--withdraw", EVENT)
    assert status == 0
    assert f"`{EVENT}` is withdrawn" in said
    assert f"{EVENT} withdrawn\n" in read(recorded, LOCK)
    assert run(recorded, "check")[0] == 0
    recorded.append(QUOTE, LATER)
    assert run(recorded, "record")[0] == 0
    assert f"{EVENT}\n" in read(recorded, LOCK)


def test_only_a_lost_address_can_be_withdrawn(recorded: Repository, run: Run) -> None:
    before, file = read(recorded, LOCK), "content/ids.lock"
    for address, why in ((EVENT, "an entry has it"), ("briefings/quote#event-x", f"{file} does not have it")):
        status, said = run(recorded, "record", "--withdraw", address)
        assert (status, read(recorded, LOCK)) == (2, before)
        assert f"`{address}` cannot be withdrawn: {why}" in said


def test_an_address_that_was_never_committed_is_no_loss(recorded: Repository, run: Run) -> None:
    recorded.append(QUOTE, LATER.replace("leer", "noch voller Fisch"))
    run(recorded, "verify")
    recorded.replace(QUOTE, "noch voller Fisch", "ganz leer")
    assert run(recorded, "check")[0] == 0
    assert run(recorded, "record")[0] == 0
    assert "anchor" not in read(recorded, SHEET)
    assert "voller" not in read(recorded, LOCK)
    assert "briefings/quote#event-das-meer-ist-ganz-leer" in read(recorded, LOCK)


def test_the_entries_of_a_withdrawn_sheet_are_not_lost(recorded: Repository, run: Run) -> None:
    recorded.append(QUOTE, "withdrawn: Alles falsch.\n")
    assert "address-lost" not in run(recorded, "check")[1]


FANG = "briefings/fang.yml"


@pytest.fixture
def moved(recorded: Repository) -> Repository:
    """The same site, whose event is in another briefing."""
    recorded.write(
        FANG, "title: Der Fang\npublished: 2025-10-31\nsummary: Es gibt keinen. [@blatt]\ntimeline:\n"
    )
    recorded.append(FANG, LATER.replace("date:", "id: das-meer-ist-leer, date:"))
    recorded.replace(QUOTE, LATER, "")
    return recorded


def page(site: Repository, path: str = "briefings/quote") -> str:
    site.build()
    return (site.root / "site" / path / "index.html").read_text(encoding="utf-8")


def test_an_event_that_moved_is_found_where_it_is_shown(moved: Repository, run: Run) -> None:
    moved.append(QUOTE, "  - {event: das-meer-ist-leer}\n")
    assert run(moved, "check")[0] == 0
    assert re.search('id="?event-das-meer-ist-leer', page(moved)) is not None


LEADS = r'<li id="?event-das-meer-ist-leer"?>Umgezogen: <a href="?../{}/#event-das-meer-ist-leer"?>'


REWORDED = ("title: Das Meer ist leer", "title: Kein Fisch ist mehr da")


def test_an_address_leads_to_the_briefing_to_which_its_entry_moved(moved: Repository, run: Run) -> None:
    status, said = run(moved, "check")
    assert status == 1
    assert "content/briefings/fang.yml has such an entry; if it moved there, run `briefings record`" in said
    moved.replace(FANG, *REWORDED)
    status, said = run(moved, "record")
    assert status == 0
    assert f"`{EVENT}` leads to “Der Fang”, where the entry is now" in said
    assert f"{EVENT} moved to briefings/fang#event-das-meer-ist-leer\n" in read(moved, LOCK)
    assert run(moved, "check")[0] == 0
    assert re.search(LEADS.format("fang"), page(moved)) is not None

    moved.commit("2025-11-02T09:00:00Z")
    run(moved, "rename", "briefing", "fang", "beute")
    run(moved, "rename", "briefing", "quote", "fangquote")
    assert run(moved, "record")[0] == 0
    assert re.search(LEADS.format("beute"), page(moved, "briefings/fangquote")) is not None

    moved.commit("2025-11-03T09:00:00Z")
    event = LATER.replace("date:", "id: das-meer-ist-leer, date:").replace(*REWORDED)
    moved.replace("briefings/beute.yml", event, "  - {date: 1999-05-02, title: Ebbe, cite: blatt}\n")
    moved.replace("briefings/fangquote.yml", "timeline:\n", f"timeline:\n{event}")
    assert run(moved, "record")[0] == 0
    assert run(moved, "check")[0] == 0
    assert "Umgezogen: " not in page(moved, "briefings/fangquote")
    assert re.search(LEADS.format("fangquote"), page(moved, "briefings/beute")) is not None


def test_a_fact_that_moved_and_was_withdrawn_leads_to_the_reason(moved: Repository, run: Run) -> None:
    run(moved, "record")
    moved.commit("2025-11-02T09:00:00Z")
    moved.replace(FANG, "timeline:\n" + LATER.replace("date:", "id: das-meer-ist-leer, date:"), "")
    moved.append(
        FANG,
        f"corrections: [{{date: 2025-11-03, text: Es war voll., withdrawn: {EVENT.partition('#')[2]}}}]\n",
    )
    moved.append(FANG, "updated: 2025-11-03\n")
    assert run(moved, "record")[0] == 0
    assert re.search(LEADS.format("fang") + r"Es war voll\.", page(moved)) is not None


def test_a_like_figure_of_another_briefing_is_not_where_one_moved(herring: Repository, run: Run) -> None:
    figure = "figures: [{label: Fang, unit: Tonnen, value: 30, cite: blatt}]\n"
    herring.append(QUOTE, figure)
    herring.write(FANG, "title: Der Fang\npublished: 2025-10-31\nsummary: Es gibt keinen. [@blatt]\n")
    herring.append(FANG, figure.replace("30", "31"))
    run(herring, "record")
    herring.commit("2025-11-01T09:00:00Z")
    herring.replace(QUOTE, figure, "")
    status, said = run(herring, "record")
    assert (status, " moved to " in read(herring, LOCK)) == (1, False)
    assert "address-lost" in said


def test_an_entry_in_a_renamed_sheet_keeps_its_address(recorded: Repository, run: Run) -> None:
    assert run(recorded, "rename", "briefing", "quote", "fang")[0] == 0
    assert run(recorded, "check")[0] == 0
    assert "briefings/fang#event-das-meer-ist-leer" in read(recorded, LOCK)
    recorded.replace("briefings/fang.yml", "Das Meer ist leer", "Die See ist leer")
    assert run(recorded, "check")[0] == 1
    assert run(recorded, "record")[0] == 0
    assert run(recorded, "check")[0] == 0


def test_a_part_keeps_its_address_when_its_actor_is_renamed(herring: Repository, run: Run) -> None:
    herring.append(QUOTE, "actors: [{actor: hafen, role: Leidet}]\n")
    run(herring, "record")
    herring.commit("2025-11-01T09:00:00Z")
    assert run(herring, "rename", "actor", "hafen", "sassnitz")[0] == 0
    assert "{actor: sassnitz, role: Leidet, anchor: hafen}" in read(herring, SHEET)
    assert run(herring, "check")[0] == 0


def test_two_entries_cannot_keep_one_address(recorded: Repository, run: Run) -> None:
    recorded.replace(QUOTE, "cite: blatt}\n", "cite: blatt, anchor: beschluss}\n")
    status, said = run(recorded, "check")
    assert status == 1
    assert "duplicate-anchor" in said


def test_an_anchor_is_letters_of_any_script_digits_and_hyphens(recorded: Repository, run: Run) -> None:
    refused, allowed = (
        ("a b", "-a", "a--b", "a/b", "<b>", "''"),
        ("hering", "يولد-أحرارًا", "मानव-अधिकार", "鲱鱼-2"),
    )
    text, addresses = read(recorded, SHEET), read(recorded, LOCK)
    for anchor in (*refused, *allowed):
        recorded.write(QUOTE, text.replace("cite: blatt}\n", f"cite: blatt, anchor: {anchor}}}\n"))
        status, said = run(recorded, "check")
        assert ("an anchor consists of letters, digits and single hyphens" in said) is (anchor in refused)
        assert status == 1 or anchor in allowed
    old = "briefings/quote\n"
    more = "".join(f"briefings/quote#{anchor} withdrawn\n" for anchor in allowed)
    recorded.write("ids.lock", addresses.replace(old, old + more))
    assert "is not an address" not in run(recorded, "check")[1]


def test_nothing_is_written_if_the_lock_is_damaged(recorded: Repository, run: Run) -> None:
    recorded.replace("ids.lock", "briefings/quote\n", "<<<<<<< HEAD\nbriefings/quote\n")
    recorded.replace(QUOTE, "Das Meer ist leer", "Die See ist leer")
    before = read(recorded, SHEET), read(recorded, LOCK)
    assert run(recorded, "record")[0] == 1
    assert (read(recorded, SHEET), read(recorded, LOCK)) == before


GONE = "neither published nor recorded now"


def _lose(site: Repository, *, file: bool) -> None:
    """Rename a topic by hand and reword an event, and take both out of the record, or the record away."""
    (site.root / "content/topics/quoten.yml").rename(site.root / "content/topics/fang.yml")
    site.replace(QUOTE, "[quoten]", "[fang]")
    site.replace(QUOTE, "Das Meer ist leer", "Die See ist leer")
    if file:
        (site.root / LOCK).unlink()
    else:
        site.replace("ids.lock", "topics/quoten\n", "topics/fang\n")
        site.replace("ids.lock", f"{EVENT}\n", "")


@pytest.mark.parametrize("file", [True, False], ids=["the file", "lines"])
def test_the_record_loses_nothing_unnoticed(recorded: Repository, run: Run, file: bool) -> None:
    _lose(recorded, file=file)
    message = f"`topics/quoten` and 1 more are recorded in HEAD, and {GONE}"
    for command in ("check", "record"):
        status, said = run(recorded, command)
        assert (status, message in said) == (1, True), said
    before = recorded.git("rev-parse", "HEAD")
    later = recorded.commit("2025-11-02T09:00:00Z")
    for arguments in [("--since", "HEAD~1"), ()] if file else [("--since", "HEAD~1")]:
        status, said = run(recorded, "check", *arguments)
        assert (status, GONE in said) == (1, True), said
        assert f"`git checkout {(before[:12] if arguments else later[:7] + '~1')} -- {LOCK}`" in said
    # What the hint says brings back every address, and the usual messages.
    recorded.git("checkout", "-q", "HEAD~1", "--", LOCK)
    recorded.commit("2025-11-03T09:00:00Z")
    said = run(recorded, "check")[1]
    assert "content/topics/quoten.yml was published and is gone" in said
    assert "`#event-das-meer-ist-leer` was published on this page" in said
    recorded.replace("topics/fang.yml", "name:", "moved_from: [quoten]\nname:")
    assert run(recorded, "record")[0] == 0
    assert run(recorded, "check", "--since", "HEAD~2")[0] == 0
    assert EVENT in lock(recorded).addresses


def test_a_record_is_missed_only_where_addresses_are_lost(recorded: Repository, run: Run) -> None:
    (recorded.root / LOCK).unlink()
    assert run(recorded, "check")[0] == 0
    recorded.commit("2025-11-02T09:00:00Z")
    assert run(recorded, "check", "--since", "HEAD~1")[0] == 0
    assert run(recorded, "record")[0] == 0
    assert EVENT in lock(recorded).addresses


def test_an_empty_record_begins_anew(recorded: Repository, run: Run) -> None:
    _lose(recorded, file=True)
    recorded.write("ids.lock", "")
    recorded.commit("2025-11-02T09:00:00Z")
    assert run(recorded, "check")[0] == 0
    assert run(recorded, "record")[0] == 0
