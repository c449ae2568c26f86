"""Numbers of sources: in the order of reading, without duplicates in a group, and with links back from
passages."""

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


def text_of(markup: str) -> str:
    return re.sub(r"<[^>]+>", "", markup)


def test_numbers_follow_the_order_of_reading() -> None:
    page = references()
    assert text_of(page.cite([cite("reuters-2025")])) == "1"
    assert text_of(page.cite([cite("wam-2025"), cite("reuters-2025")])) == "2 1"
    assert [source.sheet.id for source in page.sources] == ["reuters-2025", "wam-2025"]


def test_all_passages_of_a_source_have_one_number() -> None:
    page = references()
    markup = page.cite([cite("wam-2025", "one"), cite("wam-2025", "two"), cite("wam-2025", "one")])
    assert text_of(markup) == "1"
    assert 'href="#source-1-1"' in markup
    assert 'data-passages="source-1-1 source-1-2"' in markup
    assert [passage.backlinks for passage in page.sources[0].passages] == [["ref-1"], ["ref-1"]]


def test_each_passage_links_back_to_its_citations() -> None:
    page = references()
    page.cite([cite("wam-2025", "one")])
    page.cite([cite("wam-2025", "one")])
    assert page.sources[0].passages[0].backlinks == ["ref-1", "ref-2"]


def test_without_citations_nothing_is_printed() -> None:
    assert references().cite([]) == ""
