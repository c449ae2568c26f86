"""Evidence marks: how many publishers and sources support a fact, and where the page lists them."""

from __future__ import annotations

from pathlib import Path

from briefings.model.base import SourceId
from briefings.model.citations import Citation
from briefings.render.references import References
from briefings.words import Words
from tests.trees import catalog_of

LOCALES = Path(__file__).parents[2] / "theme" / "locales"

SOURCES = {
    "sources/rotor.yml": "title: x\npublisher: Rotor\nkind: primary\n",
    "sources/blatt.yml": "title: x\npublisher: Das Blatt\nkind: news\n",
    "sources/blatt-2.yml": "title: x\npublisher: Das Blatt\nkind: news\n",
    "sources/farm.yml": "title: x\npublisher: Farm\nkind: weak\n",
}


def references(language: str = "en") -> References:
    return References(catalog_of(SOURCES).sources, Words.load(language, [LOCALES]))


def cite(source: str, passage: str | None = None) -> Citation:
    return Citation(SourceId(source), passage, ())


def test_a_mark_counts_publishers_and_sources() -> None:
    page = references()
    assert page.mark([cite("rotor")]) == (
        '<a class="ev ev--single" href="#source-1" aria-label="Evidence: 1 publisher">1 publisher'
        ' <span class="ev__n">1</span></a>'
    )
    assert page.mark([cite("blatt", "one"), cite("blatt-2"), cite("rotor")]) == (
        '<a class="ev ev--corroborated" href="#source-2-1" data-also="3 1"'
        ' aria-label="Evidence: 2 publishers, 3 sources">2 publishers, 3 sources'
        ' <span class="ev__n">2, 3, 1</span></a>'
    )
    assert [source.sheet.id for source in page.sources] == ["rotor", "blatt", "blatt-2"]


def test_weak_sources_support_nothing() -> None:
    assert ">Weak sources only <" in references().mark([cite("farm")])
    assert 'class="ev ev--weak"' in references().mark([cite("farm")])


def test_a_mark_says_that_a_fact_is_doubtful() -> None:
    mark = references("de").mark([cite("rotor")], status="disputed")
    assert 'class="ev ev--disputed"' in mark
    assert 'aria-label="Belege: Umstritten · 1 Herausgeber"' in mark
    assert references().mark([], status="unsupported").startswith('<span class="ev ev--unsupported" title="')


def test_within_a_sentence_a_mark_has_no_words_to_see() -> None:
    mark = references().mark([cite("rotor")], brief=True)
    assert mark.endswith(' aria-label="Evidence: 1 publisher"><span class="ev__n">1</span></a>')


def test_each_passage_is_listed_once() -> None:
    page = references()
    mark = page.mark([cite("rotor", "one"), cite("rotor", "two"), cite("rotor", "one")])
    assert 'href="#source-1-1" data-also="1-2"' in mark
    page.mark([cite("rotor", "two")])
    assert [passage.passage for passage in page.sources[0].passages] == ["one", "two"]


def test_the_list_begins_with_primary_sources_and_ends_with_weak_ones() -> None:
    page = references()
    page.mark([cite("farm"), cite("blatt"), cite("rotor"), cite("blatt-2")])
    listed = [(kind, [source.number for source in sources]) for kind, sources in page.by_kind]
    assert listed == [("primary", [3]), ("news", [2, 4]), ("weak", [1])]


def test_without_citations_nothing_is_printed() -> None:
    assert references().mark([]) == ""
