"""What connects actors with each other: relations and offices, from whichever sheet has them."""

from __future__ import annotations

import pytest

from briefings.views.ties import Tie, ties_among, ties_between_neighbors
from tests.trees import catalog_of, maker_of

SHEETS = {
    "actors/city.yml": "name: Veldhaven\nkind: public-body\n",
    "actors/operator.yml": (
        "name: Veldhaven Trams\nkind: company\nrelations:\n"
        "  - {kind: subsidiary-of, actor: city, cite: herald}\n  - {kind: partner-of, actor: union, cite: herald}\n"
    ),
    "actors/ines.yml": (
        "name: Ines Hartog\nkind: person\nroles:\n"
        "  - {title: Mayor, organization: city, from: 2024, cite: herald}\n"
        "  - {title: Chair, organization: operator, cite: herald}\n"
    ),
    "actors/union.yml": "name: Drivers’ Union\nkind: organization\n",
    "sources/herald.yml": "title: The second line\npublisher: Herald\nkind: news\n",
}
MAKER = maker_of(catalog_of(SHEETS, with_base=False))


def told(ties: tuple[Tie, ...]) -> list[tuple[str, str, str]]:
    return [(tie.who.id, tie.label, tie.other.id) for tie in ties]


def test_relations_and_offices_connect_actors() -> None:
    assert told(ties_among(MAKER, ["ines", "operator", "city"])) == [
        ("ines", "Mayor", "city"),
        ("ines", "Chair", "operator"),
        ("operator", "Subsidiary of", "city"),
    ]


def test_fewer_than_three_are_nothing() -> None:
    assert ties_among(MAKER, ["ines", "city"]) == ()


@pytest.mark.parametrize(
    ("actor", "connected"),
    [
        ("ines", [("operator", "Subsidiary of", "city")]),
        ("city", [("ines", "Chair", "operator")]),
        ("operator", [("ines", "Mayor", "city")]),
        ("union", []),
    ],
)
def test_the_neighbors_of_an_actor_are_connected_without_it(
    actor: str, connected: list[tuple[str, str, str]]
) -> None:
    assert told(ties_between_neighbors(MAKER, actor)) == connected
