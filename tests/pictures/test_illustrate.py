"""What pictures are given: events with their colors, ties between the actors of a page, values side by
side."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefings.model.dates import Date
from briefings.pictures.illustrate import Illustrator, Tones
from briefings.words import Words
from tests.page_site import site_files
from tests.trees import catalog_of

LOCALES = Path(__file__).parents[2] / "theme" / "locales"
TODAY = Date.parse("2025-08-02")


def illustrator(language: str = "en", more: dict[str, str] | None = None) -> Illustrator:
    files = {
        path.removeprefix("content/"): data.decode()
        for path, data in site_files().items()
        if path.endswith(".yml") and "content/" in path
    }
    catalog, words = catalog_of(files | (more or {}), with_base=False), Words.load(language, [LOCALES])
    return Illustrator(catalog, words, Tones.among(catalog, words))


def ties(drawer: Illustrator, *actors: str) -> list[tuple[str, str, str]]:
    return [(tie.who.id, tie.label, tie.other.id) for tie in drawer.ties(actors)]


def test_ties_are_relations_and_roles_between_the_given_actors() -> None:
    everyone = ties(illustrator(), "li-qiang", "china", "huawei", "state-council")
    assert everyone == [
        ("li-qiang", "Premier", "state-council"),
        ("huawei", "Partner of", "china"),
        ("state-council", "Part of", "china"),
    ]
    assert ties(illustrator("de"), "li-qiang", "china", "huawei", "state-council")[1][1] == "Partner von"


def test_two_ties_are_not_drawn() -> None:
    assert ties(illustrator(), "china", "huawei", "state-council") == []


def test_the_neighbors_of_an_actor() -> None:
    assert illustrator().around("china") == ("china", "huawei", "state-council")
    assert illustrator().around("state-council") == ("state-council", "china", "li-qiang")


def test_a_network_leads_to_profiles() -> None:
    drawer = illustrator()
    picture = drawer.network(
        drawer.ties(["li-qiang", "china", "huawei", "state-council"]),
        name="A",
        address=lambda id_: f"../{id_}/",
    )
    assert picture is not None
    assert {"../li-qiang/", "../china/", "../huawei/", "../state-council/"} <= set(
        re.findall(r'href="([^"]+)"', picture)
    )
    assert "Huawei &amp; Sons &lt;Ltd&gt;" in picture
    assert drawer.network((), name="A", address=str) is None


def test_a_timeline_takes_three_events() -> None:
    drawer = illustrator()
    events = [(f"#e{n}", entry) for n, entry in enumerate(drawer._catalog.by_kind["event"])]
    assert drawer.timeline(events[:2], name="A", as_of=TODAY) is None
    picture = drawer.timeline(events, name="A", as_of=TODAY)
    assert picture is not None
    assert set(re.findall(r'href="(#e\d)"', picture)) == {address for address, _ in events}
    assert "as of 2 August 2025" in picture
    assert "Disputed" in picture


def test_an_events_color_is_its_briefings_first_topics() -> None:
    drawer = illustrator()
    briefings = drawer._catalog.briefings
    # Two briefings are on relations between the two countries, so that topic comes first.
    assert (drawer.tone(briefings["plan"]), drawer.tone(briefings["waico"])) == (1, 2)


def test_topics_beyond_the_eighth_share_a_color() -> None:
    more = {f"topics/topic-{n}.yml": f"name: Topic {n}\n" for n in range(9)}
    more |= {
        f"briefings/on-{n}.yml": (
            f"title: On {n}\npublished: 2025-01-01\ntopics: [topic-{n}]\nsummary: It is.\n"
        )
        for n in range(9)
    }
    drawer = illustrator(more=more)
    tones = [drawer.tone(sheet) for sheet in drawer._catalog.briefings.values()]
    assert set(tones) == set(range(1, 9))
    assert tones.count(8) > 1


@pytest.mark.parametrize(
    ("language", "expected"),
    [("en", ["more than 30", "about 40"]), ("de", ["mehr als 30", "etwa 40"])],
)
def test_values_are_in_the_language_of_the_site(language: str, expected: list[str]) -> None:
    drawer = illustrator(language)
    contested, single = drawer._catalog.by_kind["figure"]
    picture = drawer.values(contested, prefix="values-1")
    assert picture is not None
    for words in expected:
        assert words in picture
    assert "<figcaption>Countries represented</figcaption>" in picture
    assert drawer.values(single, prefix="values-2") is None
