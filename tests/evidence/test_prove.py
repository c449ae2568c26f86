"""Proofs by texts and lock, and the updates of the lock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from briefings.evidence import lock as locks
from briefings.evidence.citations import SourceCitations
from briefings.evidence.fragments import TextDirective
from briefings.evidence.prove import Proofs, StaleRecord, prove
from briefings.evidence.records import (
    UNCHECKED,
    ComparedRecord,
    FoundRecord,
    GoneRecord,
    Lock,
    Origin,
    Reading,
    SourceRecord,
)
from briefings.evidence.update import verify
from briefings.grammar.names import KnownNames, NamedActor
from briefings.store.parsed import ParseCache
from tests.evidence.citings import cited, confirming

FIRST, LATER, LAST = date(2026, 11, 24), date(2026, 12, 1), date(2026, 12, 8)
TEXT = (
    "Li Qiang opened the conference.\nHe said AI should not become “an exclusive game” for a few"
    " countries.\nHe said more.\n"
)
CITED = {"wam": ["an exclusive game", "opened the conference"]}
COMPARED = ComparedRecord(FIRST, "stored copy", "Jo Doe")

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


def verified(
    folder: Path, passages: Mapping[str, list[str]] = CITED, lock: Lock | None = None, today: date = FIRST
) -> Lock:
    return verify(cited(passages), folder, lock if lock is not None else Lock(), today=today).lock


def states(proofs: Proofs) -> dict[str, str]:
    return {passage: proof.state for (_, passage), proof in proofs.passages.items()}


def test_without_the_text_the_lock_alone_proves_the_same(seeds: Write, tmp_path: Path) -> None:
    text = TEXT + "It is not a wish. The long plan, signed here, sets up an office… or two.\n"
    passages = {
        "wam": [
            "an exclusive game",
            "He said",
            "a wish",
            "The long plan … sets up an office",
            "an office… or two",
        ]
    }
    recording = verify(cited(passages), seeds(wam=text), Lock(), today=FIRST)
    clone = prove(cited(passages), tmp_path / "clone", recording.lock)
    assert clone.passages == recording.proofs.passages
    assert clone.of("wam", "He said").occurrences == 2
    assert clone.of("wam", "He said").directive == TextDirective("He said", after="AI")
    assert clone.of("wam", "a wish").negation == "not"
    assert [clone.of("wam", passage).level for passage in passages["wam"][-2:]] == ["omissions", "verified"]
    assert (clone.sources["wam"].sha256, clone.sources["wam"].recorded) == (
        None,
        recording.proofs.sources["wam"].sha256,
    )


def test_a_changed_letter_is_unrecorded_without_the_text_and_missing_with_it(
    seeds: Write, tmp_path: Path
) -> None:
    folder = seeds(wam=TEXT)
    lock = verified(folder)
    edited = cited({"wam": ["an exclusive gama"]})
    assert prove(edited, tmp_path / "clone", lock).of("wam", "an exclusive gama").state == "unrecorded"
    proof = prove(edited, folder, lock).of("wam", "an exclusive gama")
    assert (proof.state, proof.offset, proof.occurrences) == ("missing", None, 0)
    assert proof.nearest == "an exclusive [-gama-]{+game+}"


def test_a_forged_offset_is_unrecorded(seeds: Write) -> None:
    folder = seeds(wam=TEXT)
    reading = verified(folder).sources["wam"].reading
    forged = Lock(
        {"wam": SourceRecord({"an exclusive game": FoundRecord(3), "a free lunch": FoundRecord(5)}, reading)}
    )
    passages = {"wam": ["an exclusive game", "a free lunch"]}
    proofs = prove(cited(passages), folder, forged)
    assert proofs.of("wam", "an exclusive game").state == "unrecorded"
    assert proofs.of("wam", "a free lunch").state == "missing"
    assert list(verified(folder, passages, forged).sources["wam"].passages) == ["an exclusive game"]


def test_a_forged_omission_cannot_hide_in_the_lock(seeds: Write, tmp_path: Path) -> None:
    """Dots in a passage mark an omission, unless the lock says that they are in the text."""
    lock = Lock(
        {"wam": SourceRecord({"He said … an exclusive game": FoundRecord(3)}, Reading("a" * 64, 99, FIRST))}
    )
    assert prove(cited({"wam": ["He said … an exclusive game"]}), tmp_path, lock).levels() == {"omissions": 1}


def test_a_changed_text_without_the_passage_is_changed_since(seeds: Write, tmp_path: Path) -> None:
    lock = verified(seeds(wam=TEXT))
    folder = seeds(wam=TEXT.replace("exclusive", "inclusive"))
    before = prove(cited(CITED), folder, lock, confirms=confirming)
    proof = before.of("wam", "an exclusive game")
    assert (proof.state, proof.level, proof.offset, proof.gone) == ("changed", "changed", None, None)
    assert proof.nearest == "an [-exclusive-]{+inclusive+} game"
    assert before.sources["wam"].lost == ("an exclusive game",)

    recording = verify(cited(CITED), folder, lock, today=LATER, confirms=confirming)
    later = recording.lock
    assert later.sources["wam"].passages["an exclusive game"] == GoneRecord(found=FIRST, gone=LATER)
    assert isinstance(later.sources["wam"].passages["opened the conference"], FoundRecord)
    proof = recording.proofs.of("wam", "an exclusive game")
    assert (proof.state, proof.gone) == ("changed", LATER)
    assert not recording.proofs.sources["wam"].changed
    clone = prove(cited(CITED), tmp_path / "clone", later).of("wam", "an exclusive game")
    assert (clone.state, clone.gone) == ("changed", LATER)
    # It stays changed until a text has the passage again.
    last = verify(cited(CITED), seeds(wam="Nothing."), later, today=LAST, confirms=confirming).lock
    assert last.sources["wam"].passages["an exclusive game"] == GoneRecord(FIRST, LATER)
    assert prove(cited(CITED), seeds(wam=TEXT), later).of("wam", "an exclusive game").state == "verified"
    assert verify(cited(CITED), seeds(wam=TEXT), later, today=LAST).proofs.counts() == {"verified": 2}


@pytest.mark.parametrize("another", [False, True], ids=["gone", "found in another text"])
def test_what_only_the_lock_says_of_an_earlier_text_is_not_believed(seeds: Write, another: bool) -> None:
    folder = seeds(wam=TEXT)
    passages = {"wam": [*CITED["wam"], "stole the money"]}
    entry = verified(folder).sources["wam"]
    claim = FoundRecord(3) if another else GoneRecord(FIRST, LATER)
    reading = Reading("a" * 64, 999, FIRST) if another else entry.reading
    forged = Lock({"wam": SourceRecord({**entry.passages, "stole the money": claim}, reading)})
    proofs = prove(cited(passages), folder, forged)
    assert proofs.of("wam", "stole the money").state == "missing"
    assert proofs.of("wam", "stole the money").is_claimed
    assert proofs.sources["wam"].lost == ()
    recording = verify(cited(passages), folder, forged, today=LATER)
    assert recording.proofs.of("wam", "stole the money").state == "missing"
    assert "stole the money" not in recording.lock.sources["wam"].passages
    confirmed = verify(cited(passages), folder, forged, today=LATER, confirms=confirming).proofs
    assert confirmed.of("wam", "stole the money").state == "changed"


def test_a_forged_directive_is_replaced_where_the_text_is(seeds: Write) -> None:
    folder = seeds(wam=TEXT)
    entry = verified(folder).sources["wam"]
    pills = FoundRecord(62, inside="both", directive=TextDirective("buy cheap pills"))
    forged = Lock({"wam": replace(entry, passages={**entry.passages, "an exclusive game": pills})})
    proofs = prove(cited(CITED), folder, forged)
    assert proofs.of("wam", "an exclusive game").directive == TextDirective("an exclusive game")
    assert (proofs.unrecorded, proofs.misrecorded) == ({}, {"wam": ("an exclusive game",)})


@pytest.mark.parametrize(
    ("passage", "directive", "state"),
    [
        ("an exclusive game", TextDirective("buy cheap pills"), "unrecorded"),
        ("an exclusive game", TextDirective("an exclusive", "cheap pills"), "unrecorded"),
        ("an exclusive game", TextDirective("exclusive game"), "unrecorded"),
        ("an exclusive game", TextDirective("an exclusive", "game"), "verified"),
        ("an exclusive game", TextDirective("an exclusive game", before="become"), "verified"),
        ("an “exclusive” game", TextDirective('an "exclusive" game'), "verified"),
        ("an exclusive … of the few", TextDirective("an exclusive", "game of the few"), "verified"),
    ],
)
def test_a_directive_searches_for_words_of_its_passage(
    tmp_path: Path, passage: str, directive: TextDirective, state: str
) -> None:
    lock = Lock(
        {"wam": SourceRecord({passage: FoundRecord(3, directive=directive)}, Reading("a" * 64, 99, FIRST))}
    )
    proofs = prove(cited({"wam": [passage]}), tmp_path, lock)
    assert proofs.of("wam", passage).state == state
    assert (proofs.doubtful != {}) == (state == "unrecorded")
    if state == "unrecorded":
        assert "pills" not in str(proofs.of("wam", passage).directive)


@pytest.mark.parametrize(
    ("passage", "ends"),
    [
        ("Li Qiang opened the conference.", (False, False)),
        ("Li Qiang opened the conference", (False, False)),
        ("opened the conference", (True, False)),
        ("He said AI should not become", (False, True)),
        ("an exclusive game", (True, True)),
        ("Li Qiang … the conference.", (False, False)),
        ("opened the conference. He said AI", (True, True)),
    ],
)
def test_a_proof_says_which_ends_are_inside_a_sentence(
    seeds: Write, tmp_path: Path, passage: str, ends: tuple[bool, bool]
) -> None:
    lock = verified(seeds(wam=TEXT), {"wam": [passage]})
    for folder in (seeds(), tmp_path / "clone"):
        proof = prove(cited({"wam": [passage]}), folder, lock).of("wam", passage)
        assert (proof.begins_inside, proof.ends_inside) == ends


def test_verifying_again_on_another_day_changes_nothing(seeds: Write) -> None:
    folder = seeds(wam=TEXT)
    lock = verified(folder)
    before = (folder / "quotes.lock").read_bytes()
    assert verified(folder, lock=lock, today=LATER) == lock
    assert (folder / "quotes.lock").read_bytes() == before


@pytest.mark.parametrize(
    ("passages", "text", "checked"),
    [
        ({"wam": ["an exclusive game"]}, TEXT, FIRST),
        ({"wam": [*CITED["wam"], "a few countries"]}, TEXT, LATER),
        (CITED, TEXT + "More.", LATER),
    ],
    ids=["a passage dropped", "a passage added", "another text"],
)
def test_the_date_changes_with_the_results(
    seeds: Write, passages: dict[str, list[str]], text: str, checked: date
) -> None:
    lock = verified(seeds(wam=TEXT))
    reading = verified(seeds(wam=text), passages, lock, LATER).sources["wam"].reading
    assert reading is not None
    assert reading.checked == checked


def test_what_is_kept_between_runs_is_that_of_the_same_text_and_names(seeds: Write, tmp_path: Path) -> None:
    texts = TEXT, TEXT.replace("Li Qiang opened", "Bo Ek opened"), TEXT.replace("He said AI", "Bo Ek said AI")
    names = [KnownNames([NamedActor(name, (name,), True)]) for name in ("Li Qiang", "Bo Ek")]
    around = []
    for text, known in [*product(texts, names)] * 2:
        folder, cache = seeds(wam=text), ParseCache(tmp_path / "kept")
        proofs = prove(cited(CITED), folder, Lock(), cache, known=known)
        cache.save()
        assert proofs == prove(cited(CITED), folder, Lock(), known=known)
        around.append(proofs.around("wam", "an exclusive game"))
    assert len(set(around)) == 4, "Li Qiang or nobody before the passage, Bo Ek before or in it"


@pytest.mark.parametrize("held", [True, False])
def test_doubtful_passages_are_those_with_something_to_report(
    seeds: Write, tmp_path: Path, held: bool
) -> None:
    folder = seeds(wam=TEXT, gone="Nothing else was said there.\n")
    passages = ["an exclusive game", "He said", "He said AI should", "said AI should not become"]
    lock = verified(folder, {"wam": passages, "gone": ["Nothing else was said"]})
    seeds(gone="Something else was said there.\n")
    every = {
        "wam": [*passages, "is not there at all"],
        "gone": ["Nothing else was said"],
        "unknown": ["whatever it says"],
    }
    lock = verify(cited(every), folder, lock, today=LATER, confirms=confirming).lock
    proofs = prove(cited(every), folder if held else tmp_path / "clone", lock, confirms=confirming)
    assert proofs.doubtful == {"wam": {"He said", "He said AI should", "is not there at all"}}
    assert {key for key, proof in proofs.passages.items() if proof.is_doubtful} == {
        ("wam", passage) for passage in proofs.doubtful["wam"]
    }
    assert proofs.of("gone", "Nothing else was said").state == "changed"


# ── Renamed sources ─────────────────────────────────────────────────────────────────────────────────────────


def test_proofs_follow_a_renamed_source(seeds: Write, tmp_path: Path) -> None:
    lock = verified(seeds(wam=TEXT))
    renamed = cited({"wam-2025": CITED["wam"]}, moved={"wam-2025": "wam"})
    proofs = prove(renamed, tmp_path / "clone", lock)
    assert proofs.counts() == {"verified": 2}
    assert (proofs.moved, proofs.stale) == ({"wam": "wam-2025"}, ())
    recording = verify(renamed, tmp_path / "clone", lock, today=LATER)
    assert recording.lock.sources == {"wam-2025": lock.sources["wam"]}
    assert (recording.at_risk, recording.proofs.moved) == ((), {})


GAZETTE = Origin("The Gazette", "https://gazette.example/a")


@pytest.mark.parametrize(
    ("origin", "state"),
    [
        (Origin("The Herald", "https://herald.example/b"), "unrecorded"),
        (Origin("The Herald"), "unrecorded"),
        (Origin("The Herald", "https://gazette.example/a"), "verified"),
        (Origin("The Gazette", "https://gazette.example/moved"), "verified"),
        (Origin("the gazette", "http://www.gazette.example/a/#top"), "verified"),
    ],
)
@pytest.mark.parametrize("renamed", [False, True])
def test_proofs_do_not_follow_a_source_to_another_article(
    seeds: Write, tmp_path: Path, origin: Origin, state: str, renamed: bool
) -> None:
    before = {"wam": SourceCitations(tuple(CITED["wam"]), origin=GAZETTE)}
    lock = verify(before, seeds(wam=TEXT), Lock(), today=FIRST).lock
    assert lock.sources["wam"].origin == GAZETTE
    id_ = "herald" if renamed else "wam"
    after = {id_: SourceCitations(tuple(CITED["wam"]), earlier_ids=("wam",) * renamed, origin=origin)}
    proofs = prove(after, tmp_path / "clone", lock)
    assert set(states(proofs).values()) == {state}
    assert (proofs.sources[id_].replaced == GAZETTE) == (state == "unrecorded")
    recording = verify(after, tmp_path / "clone", lock, today=LATER)
    assert set(states(recording.proofs).values()) == {"not-checked" if state == "unrecorded" else "verified"}
    if state == "verified":
        assert recording.set_aside == {}
        return
    assert recording.set_aside == {id_: GAZETTE}
    assert recording.lock.sources["wam"] == lock.sources["wam"]
    if not renamed:
        assert verify(before, tmp_path / "clone", recording.lock, today=LATER).lock == lock
    pruned = verify(after, tmp_path / "clone", recording.lock, today=LATER, prune=True)
    assert (pruned.set_aside, pruned.replaced) == ({}, {id_: GAZETTE})
    assert [each.passage for each in pruned.pruned] == sorted(CITED["wam"])
    assert set(states(pruned.proofs).values()) == {"not-checked"}


def test_a_text_that_has_the_passages_repeats_the_proofs_of_a_source(seeds: Write) -> None:
    lock = verify(
        {"wam": SourceCitations(tuple(CITED["wam"]), origin=GAZETTE)}, seeds(wam=TEXT), Lock(), today=FIRST
    )
    herald = Origin("The Herald", "https://herald.example/b")
    after = {"wam": SourceCitations(tuple(CITED["wam"]), origin=herald)}
    recording = verify(after, seeds(wam=TEXT), lock.lock, today=LATER)
    assert (recording.set_aside, recording.replaced) == ({}, {"wam": GAZETTE})
    assert recording.lock.sources["wam"].origin == herald
    assert set(states(recording.proofs).values()) == {"verified"}


@pytest.mark.parametrize("compared", [False, True])
def test_proofs_do_not_follow_a_source_in_two_steps(seeds: Write, tmp_path: Path, compared: bool) -> None:
    """Without the text, the publisher is edited, and after `verify` the address."""
    passages = tuple(CITED["wam"])
    before = {"wam": SourceCitations(passages, origin=GAZETTE)}
    comparisons = {"wam": dict.fromkeys(passages, COMPARED)} if compared else {}
    folder = seeds() if compared else seeds(wam=TEXT)
    lock = verify(before, folder, Lock(), today=FIRST, comparisons=comparisons).lock
    step = Origin("The Herald", GAZETTE.url)
    halfway = verify({"wam": SourceCitations(passages, origin=step)}, tmp_path / "clone", lock, today=LATER)
    assert halfway.lock.sources["wam"].origin == GAZETTE
    other = {"wam": SourceCitations(passages, origin=Origin("The Herald", "https://herald.example/b"))}
    recording = verify(other, tmp_path / "clone", halfway.lock, today=LATER)
    assert recording.set_aside == {"wam": GAZETTE}
    assert set(states(recording.proofs).values()) == {"not-checked"}


def test_only_proofs_that_were_made_again_have_the_new_publisher(seeds: Write, tmp_path: Path) -> None:
    passages = tuple(CITED["wam"])
    before = {"wam": SourceCitations(passages, origin=GAZETTE)}
    lock = verify(before, seeds(wam=TEXT), Lock(), today=FIRST).lock
    step = {"wam": SourceCitations(passages, origin=Origin("The Herald", GAZETTE.url))}
    one = verify(step, tmp_path / "clone", lock, today=LATER, comparisons={"wam": {passages[0]: COMPARED}})
    assert one.lock.sources["wam"].origin == GAZETTE
    again = verify(step, seeds(wam=TEXT), one.lock, today=LATER)
    assert again.lock.sources["wam"].origin == step["wam"].origin


def test_a_better_record_wins_where_both_ids_have_one(tmp_path: Path) -> None:
    reading = Reading("a" * 64, 99, FIRST)
    lock = Lock(
        {
            "old": SourceRecord({"first": FoundRecord(3), "second": COMPARED}, reading),
            "new": SourceRecord({"first": UNCHECKED, "second": UNCHECKED}),
        }
    )
    proofs = prove(
        {"new": SourceCitations(("first", "second"), earlier_ids=("older", "old"))}, tmp_path, lock
    )
    assert states(proofs) == {"first": "verified", "second": "compared"}


# ── Proofs at risk ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def full(seeds: Write) -> Lock:
    """A lock with every kind of record."""
    lock = verified(seeds(wam=TEXT))
    entry = lock.sources["wam"]
    wam = {
        **entry.passages,
        "it stood there": GoneRecord(FIRST, LATER),
        "somebody read it": COMPARED,
        "nobody read it": UNCHECKED,
    }
    return Lock(
        {
            "wam": SourceRecord(wam, entry.reading),
            "herald": SourceRecord({"somebody read it": COMPARED, "nobody did": UNCHECKED}),
        }
    )


@pytest.mark.parametrize(
    ("passages", "at_risk"),
    [
        (
            {"wam": ["opened the conference"]},
            {"wam": ["an exclusive game", "it stood there", "somebody read it"]},
        ),
        ({}, {"wam": ["an exclusive game", "it stood there", "opened the conference", "somebody read it"]}),
    ],
    ids=["a passage edited", "a source deleted"],
)
def test_no_proof_leaves_the_lock_unless_it_is_pruned(
    full: Lock, tmp_path: Path, passages: dict[str, list[str]], at_risk: dict[str, list[str]]
) -> None:
    clone = tmp_path / "clone"
    kept = verify(cited(passages), clone, full, today=LATER)
    expected = [StaleRecord("herald", "somebody read it"), *(StaleRecord("wam", p) for p in at_risk["wam"])]
    assert list(kept.at_risk) == expected
    for each in expected:
        assert each.passage is not None
        assert (
            kept.lock.sources[each.source].passages[each.passage]
            == full.sources[each.source].passages[each.passage]
        )
    # Unchecked passages are dropped without notice.
    assert "nobody did" not in kept.lock.sources["herald"].passages
    assert verify(cited(passages), clone, kept.lock, today=LATER).at_risk == kept.at_risk
    pruned = verify(cited(passages), clone, kept.lock, today=LATER, prune=True)
    assert (pruned.at_risk, list(pruned.pruned)) == ((), expected)
    assert pruned.lock.sources.keys() == passages.keys()


def test_reproducible_proofs_leave_the_lock(full: Lock, seeds: Write) -> None:
    recording = verify(cited({"wam": ["an exclusive game"]}), seeds(), full, today=LATER)
    # What only an earlier text had, no text here can reproduce.
    expected = (StaleRecord("herald", "somebody read it"), StaleRecord("wam", "it stood there"))
    assert recording.at_risk == expected
    assert list(recording.lock.sources["wam"].passages) == ["an exclusive game", "it stood there"]
    deleted = verify(cited({}), seeds(), full, today=LATER)
    assert deleted.at_risk == expected


@pytest.mark.parametrize("passages", [{"wam": ["another article"]}, {}], ids=["edited", "deleted"])
def test_proofs_from_a_replaced_text_stay_in_the_lock(seeds: Write, passages: dict[str, list[str]]) -> None:
    folder = seeds(wam=TEXT)
    lock = verified(folder, {"wam": ["an exclusive game"]})
    seeds(wam="It is another article altogether.")
    for _ in range(2):
        recording = verify(cited(passages), folder, lock, today=LATER)
        assert recording.at_risk == (StaleRecord("wam", "an exclusive game"),)
        lock = recording.lock
        record = lock.sources["wam"].passages["an exclusive game"]
        # In the lock with the new text, it must not count as found there.
        assert record == GoneRecord(FIRST, LATER) if passages else isinstance(record, FoundRecord)
    assert verify(cited(passages), folder, lock, today=LATER, prune=True).pruned == recording.at_risk


def test_drafts_and_withdrawn_sheets_use_passages(full: Lock, tmp_path: Path) -> None:
    every = {source: list(entry.passages) for source, entry in full.sources.items()}
    recording = verify(cited({}), tmp_path / "clone", full, today=LATER, unpublished=cited(every))
    assert (recording.at_risk, recording.lock.sources) == ((), full.sources)
    assert recording.proofs.passages == {}


def test_passages_of_unpublished_sheets_are_looked_up(seeds: Write) -> None:
    folder = seeds(wam=TEXT)
    lock = verified(folder)
    seeds(wam="Shorter: an exclusive game")
    recording = verify(
        cited({"wam": []}), folder, lock, today=LATER, unpublished=cited(CITED), confirms=confirming
    )
    assert recording.lock.sources["wam"].passages == {
        "an exclusive game": FoundRecord(9, inside="start"),
        "opened the conference": GoneRecord(FIRST, LATER),
    }
    assert locks.read(folder / "quotes.lock") == recording.lock


def test_a_comparison_survives_a_wrong_text(seeds: Write) -> None:
    """Deleting a text that was saved by mistake restores the earlier state."""
    folder = seeds(wam="Another article altogether.")
    lock = Lock({"wam": SourceRecord({"an exclusive game": COMPARED, "opened the conference": UNCHECKED})})
    recording = verify(cited(CITED), folder, lock, today=LATER)
    assert recording.proofs.counts() == {"missing": 2}
    assert recording.lock.sources["wam"].passages == {"an exclusive game": COMPARED}


def test_an_unreadable_text_loses_no_proof(seeds: Write) -> None:
    folder = seeds(wam=TEXT)
    lock = verified(folder)
    (folder / "wam.txt").write_bytes(b"%PDF-1.7")
    recording = verify(cited(CITED), folder, lock, today=LATER)
    assert recording.lock == lock
    assert len(recording.proofs.problems) == 1
