"""Citations against texts and lock: each state, what the lock becomes, and that reading writes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from briefings.evidence import lock as locks
from briefings.evidence.fragments import Find
from briefings.evidence.lock import Entry, Found, Gone, Lock
from briefings.evidence.prove import Stale, prove, verify
from briefings.problems import Place

FIRST, LATER, LAST = date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 8)
TEXT = "Li Qiang opened the conference.\nHe said AI should not become “an exclusive game” for a few countries.\nHe said more.\n"
CITED = {"wam": ["an exclusive game", "opened the conference"]}

Write = Callable[..., Path]


@pytest.fixture
def seeds(tmp_path: Path) -> Write:
    """Writes texts, by source id, into a folder of their own."""

    def write(**texts: str) -> Path:
        folder = tmp_path / "seeds"
        folder.mkdir(exist_ok=True)
        for source, text in texts.items():
            (folder / f"{source}.txt").write_text(text, encoding="utf-8")
        return folder

    return write


def verified(folder: Path, cited: dict[str, list[str]] = CITED, lock: Lock | None = None, today: date = FIRST) -> Lock:
    return verify(cited, folder, lock if lock is not None else Lock(), today=today)[1]


def test_with_text_and_lock_a_passage_is_verified(seeds: Write) -> None:
    folder = seeds(wam=TEXT)
    proofs, lock = verify(CITED, folder, Lock(), today=FIRST)
    proof = proofs.of("wam", "an exclusive game")
    assert (proof.state, proof.offset, proof.occurrences, proof.short, proof.cut) == ("verified", 62, 1, False, False)
    assert TEXT[62:].startswith("an exclusive game")
    assert prove(CITED, folder, lock) == proofs
    assert locks.read(folder / "quotes.lock") == lock
    assert proofs.counts() == {"verified": 2}
    holding = proofs.sources["wam"]
    assert (holding.held, holding.sha256 == holding.recorded, holding.checked, holding.changed) == (True, True, FIRST, False)


def test_without_the_text_the_lock_alone_proves_the_same(seeds: Write, tmp_path: Path) -> None:
    cited = {"wam": ["an exclusive game", "He said", "the con"]}
    proofs, lock = verify(cited, seeds(wam=TEXT), Lock(), today=FIRST)
    clone = prove(cited, tmp_path / "clone", lock)
    assert clone.passages == proofs.passages
    assert clone.of("wam", "He said").occurrences == 2
    assert clone.of("wam", "He said").find == Find("He said", after="AI")
    assert clone.of("wam", "the con").cut
    assert clone.of("wam", "the con").find == Find("the conference")
    assert (clone.sources["wam"].held, clone.sources["wam"].recorded) == (False, proofs.sources["wam"].sha256)


def test_neither_text_nor_lock_is_not_held(seeds: Write) -> None:
    proofs = prove(CITED, seeds(), Lock())
    assert proofs.counts() == {"not-held": 2}
    assert proofs.of("wam", "an exclusive game").offset is None


def test_a_text_whose_passages_are_not_in_the_lock_asks_for_verify(seeds: Write) -> None:
    proof = prove(CITED, seeds(wam=TEXT), Lock()).of("wam", "an exclusive game")
    assert (proof.state, proof.offset, proof.occurrences) == ("unrecorded", 62, 1)


def test_one_letter_changed_is_unrecorded_in_a_clone_and_missing_with_the_text(seeds: Write, tmp_path: Path) -> None:
    folder = seeds(wam=TEXT)
    lock = verified(folder)
    edited = {"wam": ["an exclusive gama"]}
    assert prove(edited, tmp_path / "clone", lock).of("wam", "an exclusive gama").state == "unrecorded"
    proof = prove(edited, folder, lock).of("wam", "an exclusive gama")
    assert (proof.state, proof.offset, proof.occurrences) == ("missing", None, 0)
    assert proof.nearest is not None
    assert (proof.nearest.offset, proof.nearest.marked) == (62, "an exclusive [-gama-]{+game+}")


def test_missing_passages_are_not_recorded(seeds: Write) -> None:
    folder = seeds(wam=TEXT)
    lock = verified(folder, {"wam": ["an exclusive game", "an inclusive game"]})
    assert list(lock.sources["wam"].passages) == ["an exclusive game"]


def test_a_hand_written_offset_is_not_believed(seeds: Write) -> None:
    folder = seeds(wam=TEXT)
    entry = verified(folder).sources["wam"]
    forged = Lock({"wam": Entry(entry.sha256, entry.length, FIRST, {"an exclusive game": Found(3), "a free lunch": Found(5)})})
    cited = {"wam": ["an exclusive game", "a free lunch"]}
    proofs = prove(cited, folder, forged)
    assert proofs.of("wam", "an exclusive game").state == "unrecorded"
    assert proofs.of("wam", "a free lunch").state == "missing"
    assert list(verified(folder, cited, forged).sources["wam"].passages) == ["an exclusive game"]


def test_a_changed_text_that_has_the_passage_is_told_by_source(seeds: Write) -> None:
    lock = verified(seeds(wam=TEXT))
    proofs = prove(CITED, seeds(wam="Updated.\n" + TEXT), lock)
    assert proofs.counts() == {"verified": 2}
    assert proofs.of("wam", "an exclusive game").offset == 71
    assert proofs.sources["wam"].changed


def test_a_changed_text_without_the_passage_is_changed_since(seeds: Write, tmp_path: Path) -> None:
    lock = verified(seeds(wam=TEXT))
    folder = seeds(wam=TEXT.replace("exclusive", "inclusive"))
    proof = prove(CITED, folder, lock).of("wam", "an exclusive game")
    assert (proof.state, proof.offset, proof.gone) == ("changed", None, None)
    assert proof.nearest is not None
    assert proof.nearest.marked == "an [-exclusive-]{+inclusive+} game"

    proofs, later = verify(CITED, folder, lock, today=LATER)
    assert later.sources["wam"].passages["an exclusive game"] == Gone(found=FIRST, gone=LATER)
    assert isinstance(later.sources["wam"].passages["opened the conference"], Found)
    assert (proofs.of("wam", "an exclusive game").state, proofs.of("wam", "an exclusive game").gone) == ("changed", LATER)
    assert not proofs.sources["wam"].changed
    clone = prove(CITED, tmp_path / "clone", later).of("wam", "an exclusive game")
    assert (clone.state, clone.gone) == ("changed", LATER)
    # It stays so, whatever later texts lack, and is verified again once a text has it.
    assert verified(seeds(wam="Nothing."), lock=later, today=LAST).sources["wam"].passages["an exclusive game"] == Gone(FIRST, LATER)
    assert prove(CITED, seeds(wam=TEXT), later).of("wam", "an exclusive game").state == "unrecorded"
    assert verify(CITED, seeds(wam=TEXT), later, today=LAST)[0].counts() == {"verified": 2}


def test_verifying_again_changes_no_byte_whatever_the_day(seeds: Write) -> None:
    folder = seeds(wam=TEXT)
    lock = verified(folder)
    before = (folder / "quotes.lock").read_bytes()
    assert verified(folder, lock=lock, today=LATER) == lock
    assert (folder / "quotes.lock").read_bytes() == before


def test_verifying_from_nothing_differs_by_dates_only(seeds: Write) -> None:
    folder = seeds(wam=TEXT)
    verified(folder)
    before = (folder / "quotes.lock").read_text()
    verified(folder, today=LATER)
    assert (folder / "quotes.lock").read_text() == before.replace("2026-11-24", "2026-12-01")


@pytest.mark.parametrize(
    ("cited", "text", "checked"),
    [
        ({"wam": ["an exclusive game"]}, TEXT, FIRST),
        ({"wam": [*CITED["wam"], "a few countries"]}, TEXT, LATER),
        (CITED, TEXT + "More.", LATER),
    ],
    ids=["a passage dropped", "a passage added", "another text"],
)
def test_the_date_moves_with_what_was_found(seeds: Write, cited: dict[str, list[str]], text: str, checked: date) -> None:
    lock = verified(seeds(wam=TEXT))
    assert verified(seeds(wam=text), cited, lock, LATER).sources["wam"].checked == checked


def test_what_is_cited_no_more_is_stale_and_leaves_the_lock(seeds: Write, tmp_path: Path) -> None:
    lock = verified(seeds(wam=TEXT, other=TEXT), {**CITED, "other": ["opened the conference"]})
    cited = {"wam": ["an exclusive game"]}
    assert prove(cited, tmp_path / "clone", lock).stale == (Stale("other", None), Stale("wam", "opened the conference"))
    renewed = verified(tmp_path / "clone", cited, lock, LATER)
    assert {source: list(entry.passages) for source, entry in renewed.sources.items()} == {"wam": ["an exclusive game"]}
    assert prove(cited, tmp_path / "clone", renewed).stale == ()


def test_a_source_without_text_keeps_its_entry(seeds: Write, tmp_path: Path) -> None:
    lock = verified(seeds(wam=TEXT))
    cited = {**CITED, "other": ["opened the conference"]}
    clone = tmp_path / "clone"
    clone.mkdir()
    (clone / "other.txt").write_text(TEXT)
    renewed = verified(clone, cited, lock, LATER)
    assert renewed.sources["wam"] == lock.sources["wam"]
    assert renewed.sources["other"].checked == LATER


def test_a_source_cited_without_passages_has_its_text_recorded(seeds: Write) -> None:
    lock = verified(seeds(wam=TEXT), {"wam": []})
    assert lock.sources["wam"].passages == {}
    assert prove({"wam": []}, seeds(wam=TEXT + "More."), lock).sources["wam"].changed


def test_reading_writes_nothing(seeds: Write) -> None:
    folder = seeds(wam=TEXT)
    prove(CITED, folder, Lock())
    assert [path.name for path in folder.iterdir()] == ["wam.txt"]


def test_unreadable_texts_are_all_told(seeds: Write, tmp_path: Path) -> None:
    folder = seeds(wam=TEXT)
    (folder / "latin.txt").write_bytes(b"caf\xe9")
    (tmp_path / "secret").write_text("an exclusive game")
    (folder / "link.txt").symlink_to(tmp_path / "secret")
    proofs = prove({**CITED, "latin": ["a passage of it"], "link": ["an exclusive game"]}, folder, Lock())
    assert [(p.place, p.message) for p in proofs.problems] == [
        (Place("seeds/latin.txt"), "the saved text seeds/latin.txt is not UTF-8 text (line 1); save it with that encoding"),
        (Place("seeds/link.txt"), "the saved text seeds/link.txt is a link that leads out of seeds/; copy the text itself there"),
    ]
    assert proofs.of("latin", "a passage of it").state == "not-held"
    assert proofs.of("link", "an exclusive game").state == "not-held"


@pytest.mark.parametrize(
    ("passage", "short", "occurrences", "cut"),
    [
        ("He said", True, 2, False),
        ("for a few countries", False, 1, False),
        ("a few countr", False, 1, True),
        ("He said … countries", True, 1, False),
    ],
)
def test_weak_passages_are_marked(seeds: Write, passage: str, short: bool, occurrences: int, cut: bool) -> None:
    proof = prove({"wam": [passage]}, seeds(wam=TEXT), Lock()).of("wam", passage)
    assert (proof.short, proof.occurrences, proof.cut) == (short, occurrences, cut)


@pytest.mark.parametrize("held", [True, False])
def test_doubtful_are_those_that_there_is_something_to_say_about(seeds: Write, tmp_path: Path, held: bool) -> None:
    folder = seeds(wam=TEXT, gone="Nothing else was said there.\n")
    passages = ["an exclusive game", "He said", "the con", "said AI should not become"]
    lock = verified(folder, {"wam": passages, "gone": ["Nothing else was said"]})
    seeds(gone="Something else was said there.\n")
    cited = {"wam": [*passages, "is not there at all"], "gone": ["Nothing else was said"], "unknown": ["whatever it says"]}
    lock = verified(folder, cited, lock, LATER)
    proofs = prove(cited, folder if held else tmp_path / "clone", lock)
    assert proofs.doubtful == {"wam": {"He said", "the con", "is not there at all"}}
    assert {key for key, proof in proofs.passages.items() if proof.doubtful} == {("wam", passage) for passage in proofs.doubtful["wam"]}
    assert proofs.of("gone", "Nothing else was said").state == "changed"
