"""What a trace notes: every read of the catalog, by name, and nothing that cannot be compared with a later
build."""

from __future__ import annotations

from briefings.catalog.dependencies import Ground
from briefings.evidence import Proofs
from tests.trees import catalog_of

OTHER = {"topics/chips.yml": "name: Chips\n"}


def ground(files: dict[str, str]) -> Ground:
    return Ground(catalog_of(files), Proofs({}, {}, (), {}, {}, (), {}, {}))


def test_a_lookup_by_kind_and_id_notes_that_sheet_alone() -> None:
    trace = ground(OTHER).trace()
    assert trace.catalog.sheet("topic", "chips").path == "content/topics/chips.yml"
    assert trace.reads == "topics/chips"


def test_a_method_of_the_catalog_notes_all_that_it_reads() -> None:
    trace = ground(OTHER).trace()
    assert len(list(trace.catalog.sheets())) == len(list(ground(OTHER).catalog.sheets()))
    assert {"briefings/*", "actors/*", "sources/*", "topics/*"} <= set(trace.reads.split("\0"))


def test_what_is_noted_tells_a_changed_sheet_from_the_same_one() -> None:
    before, after = ground(OTHER), ground({"topics/chips.yml": "name: Semiconductors\n"})
    assert (
        before.seen(["topics/chips"]) == ground(OTHER).seen(["topics/chips"]) != after.seen(["topics/chips"])
    )
    assert before.seen(["topics/ai-governance"]) == after.seen(["topics/ai-governance"])
