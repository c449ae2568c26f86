"""The numbers of sources: in reading order, each named once in a group, with the way back from each
passage."""

from __future__ import annotations

import re

from briefings.model.base import SourceId
from briefings.model.citations import Citation
from briefings.render.references import References
from tests.trees import catalog_of


def references() -> References:
    return References(catalog_of({}).sources)


def cite(source: str, passage: str | None = None) -> Citation:
    return Citation(SourceId(source), passage, ())


def said(markup: str) -> str:
    return re.sub(r"<[^>]+>", "", markup)


def test_numbers_follow_the_order_of_reading() -> None:
    page = references()
    assert said(page.cite([cite("reuters-2025")])) == "1"
    assert said(page.cite([cite("wam-2025"), cite("reuters-2025")])) == "2 1"
    assert [source.sheet.id for source in page.sources] == ["reuters-2025", "wam-2025"]


def test_a_source_is_named_once_for_all_its_passages() -> None:
    page = references()
    made = page.cite([cite("wam-2025", "one"), cite("wam-2025", "two"), cite("wam-2025", "one")])
    assert said(made) == "1"
    assert 'href="#source-1-1"' in made
    assert 'data-passages="source-1-1 source-1-2"' in made
    assert [passage.backlinks for passage in page.sources[0].passages] == [["ref-1"], ["ref-1"]]


def test_each_place_can_be_returned_to() -> None:
    page = references()
    page.cite([cite("wam-2025", "one")])
    page.cite([cite("wam-2025", "one")])
    assert page.sources[0].passages[0].backlinks == ["ref-1", "ref-2"]


def test_nothing_cited_is_nothing_shown() -> None:
    assert references().cite([]) == ""
