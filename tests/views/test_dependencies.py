"""Recorded reads of the catalog, and digests that show whether the values changed."""

from __future__ import annotations

from briefings.evidence import Proofs
from briefings.views.dependencies import Digests
from tests.trees import catalog_of

OTHER = {"topics/chips.yml": "name: Chips\n"}


def digests(files: dict[str, str]) -> Digests:
    return Digests(catalog_of(files), Proofs({}, {}, (), {}, {}, (), {}, {}))


def test_a_lookup_by_kind_and_id_records_only_that_sheet() -> None:
    recorder = digests(OTHER).recorder()
    assert recorder.catalog.sheet("topic", "chips").path == "content/topics/chips.yml"
    assert recorder.reads == "topics/chips"


def test_a_method_of_the_catalog_records_all_its_reads() -> None:
    recorder = digests(OTHER).recorder()
    assert len(list(recorder.catalog.sheets())) == len(list(digests(OTHER).catalog.sheets()))
    assert {"briefings/*", "actors/*", "sources/*", "topics/*"} <= set(recorder.reads.split("\0"))


def test_the_digest_of_a_read_shows_whether_its_sheet_changed() -> None:
    before, after = digests(OTHER), digests({"topics/chips.yml": "name: Semiconductors\n"})
    assert (
        before.of_reads(["topics/chips"])
        == digests(OTHER).of_reads(["topics/chips"])
        != after.of_reads(["topics/chips"])
    )
    assert before.of_reads(["topics/ai-governance"]) == after.of_reads(["topics/ai-governance"])
