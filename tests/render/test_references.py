"""Evidence marks: how many publishers and sources support a fact, and where the page lists them."""

from __future__ import annotations

from briefings.languages import FOLDER
from briefings.model.base import SourceId
from briefings.model.citations import Citation
from briefings.render.particulars import Particulars
from briefings.render.references import References
from briefings.views.known import Known
from briefings.words import Words
from tests.trees import catalog_of, maker_of

SOURCES = {
    "sources/rotor.yml": "title: x\npublisher: Rotor\nkind: primary\n",
    "sources/blatt.yml": "title: x\npublisher: Das Blatt\nkind: news\n",
    "sources/blatt-2.yml": "title: x\npublisher: Das Blatt\nkind: news\n",
    "sources/farm.yml": "title: x\npublisher: Farm\nkind: weak\n",
    "sources/unread.yml": "title: x\npublisher: The Ministry\nkind: primary\nunread: true\n",
}


def references(language: str = "en") -> References:
    words = Words.load(language, [FOLDER])
    maker = maker_of(catalog_of(SOURCES))
    sources = {source_id: maker.source(source_id) for source_id in maker.catalog.sources}
    return References(sources, words, Particulars(Known(), words))


def cite(source: str, passage: str | None = None) -> Citation:
    return Citation(SourceId(source), passage, ())


def test_a_source_that_nobody_has_read_is_second_hand_and_not_weak() -> None:
    page = references()
    mark = page.mark([cite("farm"), cite("unread")])
    assert mark == '<a class="ev ev--second_hand" href="#s1">Second-hand <sup>1, 2</sup></a>'


def test_passages_have_letters() -> None:
    page = references()
    for n in range(53):
        page.mark([cite("rotor", f"passage {n}")])
    numbers = [passage.number for passage in page.sources[0].passages]
    assert (numbers[0], numbers[25], numbers[26], numbers[52]) == ("1a", "1z", "1aa", "1ba")


def test_the_list_begins_with_primary_sources_and_ends_with_weak_ones() -> None:
    page = references()
    page.mark([cite("farm"), cite("blatt"), cite("rotor"), cite("blatt-2")])
    listed = [(kind, [source.number for source in sources]) for kind, sources in page.by_kind]
    assert listed == [("primary", [3]), ("news", [2, 4]), ("weak", [1])]
