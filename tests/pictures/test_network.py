"""Networks: drawn if they are more than a star; names do not overlap, nodes are links, relations are named."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.pictures import layout
from briefings.pictures.axis import NARROW
from briefings.pictures.layout import Box, arrange, crosses, inside, through
from briefings.pictures.network import Edge, Node, Words, draw
from tests.pictures import seen
from tests.pictures.cases import EDGES, NODES, crowd
from tests.pictures.work import calls

KINDS = {
    "person": "Person",
    "company": "Company",
    "country": "Country",
    "alliance": "Alliance",
    "organization": "Organization",
}
WORDS = Words(title="Who is connected to whom", kinds=KINDS)


def drawn(nodes: list[Node], edges: list[Edge], center: str | None = None) -> str:
    made = draw(nodes, edges, WORDS, center=center)
    assert made is not None
    return made


def chain(*kinds: str) -> str:
    """A chain of actors of these kinds."""
    nodes = [Node(str(n), f"Actor {n}", f"#{n}", kind) for n, kind in enumerate(kinds)]
    return drawn(nodes, [Edge(str(n), str(n + 1), "part of") for n in range(len(kinds) - 1)])


@pytest.mark.parametrize("width", seen.WIDTHS)
@pytest.mark.parametrize("count", [0, 9, 25, 60])
def test_words_never_touch_and_stay_inside(count: int, width: float) -> None:
    nodes, edges = crowd(count) if count else (NODES, EDGES)
    picture = drawn(nodes, edges)
    assert seen.touching(picture, width) == []
    assert seen.outside(picture, width) == []


def test_connected_actors_are_links() -> None:
    assert dict(seen.links(drawn(NODES, EDGES))) == {
        "../waico/": "World AI Cooperation Organization (Alliance)",
        "../china/": "China (Country)",
        "../li-qiang/": "Li Qiang (Person)",
        "../mfa/": "Ministry of Foreign Affairs of China",
        "../un/": "United Nations (Organization)",
        "../brazil/": "Brazil (Country)",
    }


def test_each_relation_is_named_beside_its_line() -> None:
    labels = [
        " ".join(text.text or "" for text in group.iter("text"))
        for group in seen.parse(drawn(NODES, EDGES)).iter("g")
        if group.get("class") == "tie"
    ]
    kinds = sorted(re.sub(" [←→↑↓]$", "", label) for label in labels)
    assert kinds == ["member of", "member of", "member of", "part of", "signatory of", "signatory of"]
    assert all(re.search(" [←→↑↓]$", label) for label in labels)


def test_relations_of_two_actors_share_a_line() -> None:
    nodes = [Node(id_, id_, f"#{id_}", "company") for id_ in "abcd"]
    edges = [
        Edge("a", "b", "rival of", directed=False),
        Edge("b", "a", "partner of", directed=False, ended=True),
        Edge("b", "c", "owner of", ended=True),
        Edge("c", "d", "owner of"),
    ]
    root = seen.parse(drawn(nodes, edges))
    titles = [group.findtext("title") for group in root.iter("g")]
    assert titles == [
        "a – rival of – b; b – partner of (ended) – a",
        "b – owner of (ended) – c",
        "c – owner of – d",
    ]
    assert [line.get("class") for line in root.iter("line")] == [None, None, "ended", "ended", None, None]
    labels = [group for group in root.iter("g") if group.get("class") == "tie"]
    assert "".join(labels[0].itertext()).endswith("rival of, partner of")


def test_the_most_connected_actors_are_shown() -> None:
    nodes, edges = crowd(60)
    picture = drawn(nodes, edges)
    assert len(seen.links(picture)) == 12
    assert "<span>48 more in the table</span>" in picture


def test_the_center_and_its_neighbors_come_first() -> None:
    nodes, edges = crowd(60)
    picture = drawn(nodes, edges, "n59")
    shown = {href.removeprefix("#") for href, _ in seen.links(picture)}
    near = {e.source if e.target == "n59" else e.target for e in edges if "n59" in (e.source, e.target)}
    assert shown >= near | {"n59"}


STAR = [
    Edge("li-qiang", "china", "premier of"),
    Edge("mfa", "china", "part of"),
    Edge("china", "un", "member of"),
]


@pytest.mark.parametrize(
    "edges",
    [
        [],
        [Edge("china", "china", "part of")],
        [Edge("china", "nobody", "part of")],
        STAR[:1],
        STAR,
        [*STAR, Edge("nvidia", "huawei", "rival of")],
    ],
    ids=["none", "to itself", "to nobody", "one", "a star", "two stars"],
)
def test_what_is_no_more_than_a_star_is_not_drawn(edges: list[Edge]) -> None:
    assert draw(NODES, edges, WORDS) is None


def test_kinds_differ_by_shape() -> None:
    outlines = set()
    for kind in (*KINDS, "public-body", "conference", "process"):
        root = seen.parse(chain(kind, "person", "person", "person"))
        link = next(link for link in root.iter("a") if link.get("href") == "#0")
        shape = next(each for each in link.iter() if each.tag in ("circle", "polygon"))
        outlines.add((shape.tag, shape.get("points")))
    assert len(outlines) == 8


# Layout

BOX = Box(40, 40, 9, 24)


@settings(max_examples=30, deadline=None)
@given(
    st.integers(2, 12),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=20),
    st.sampled_from([336.0, 712.0]),
)
def test_boxes_never_touch(count: int, pairs: list[tuple[int, int]], width: float) -> None:
    edges = [(a, b) for a, b in pairs if a < count and b < count and a != b]
    boxes = [Box(20.0 + 9 * (n % 5), 20.0 + 9 * (n % 5), 9, 24 + 15 * (n % 2)) for n in range(count)]
    places, height = arrange(boxes, edges, width, 300)
    for n in range(count):
        x, y = places[n]
        assert boxes[n].left <= x + 1e-6
        assert x + boxes[n].right <= width + 1e-6
        assert boxes[n].above <= y + 1e-6
        assert y + boxes[n].below <= height + 1e-6
        assert not any(boxes[n].meets(places[n], boxes[m], places[m]) for m in range(n))


def test_neighbors_are_closer_than_others() -> None:
    path = [(n, n + 1) for n in range(4)]
    places, _ = arrange([BOX] * 5, path, 712, 300)

    def apart(a: int, b: int) -> float:
        return float((places[a][0] - places[b][0]) ** 2 + (places[a][1] - places[b][1]) ** 2)

    assert apart(0, 1) < apart(0, 2) < apart(0, 3) < apart(0, 4)


def test_a_ring_is_drawn_without_crossings() -> None:
    ring = [(n, (n + 1) % 8) for n in range(8)]
    places, _ = arrange([BOX] * 8, ring, 712, 400)
    crossed = [
        (a, c)
        for n, (a, b) in enumerate(ring)
        for c, d in ring[:n]
        if len({a, b, c, d}) == 4 and crosses(places[a], places[b], places[c], places[d])
    ]
    assert crossed == []


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((-100, 0), (100, 0), (0.3, 0.7)),
        ((0, -100), (0, 100), (0.455, 0.62)),
        ((-100, 50), (100, 50), None),
        ((0, 0), (100, 0), (0.0, 0.4)),
        ((50, -100), (50, 100), None),
        ((-100, 0), (-60, 0), None),
    ],
)
def test_a_line_through_a_box(a: layout.Point, b: layout.Point, expected: tuple[float, float] | None) -> None:
    found = inside(a, b, BOX, (0, 0))
    assert found == (None if expected is None else pytest.approx(expected))
    assert through(a, b, BOX, (0, 0)) is (expected is not None)


def test_starting_places_do_not_depend_on_sines() -> None:
    # Their last digits differ between machines.
    for x, y in layout._circle(25, 7):
        assert x * x + y * y == pytest.approx(1)
    assert "sin" not in vars(layout)


def test_twice_as_many_nodes_take_four_times_the_work() -> None:
    # All pairs of nodes and all pairs of lines are compared, but not all triples.
    def ring(count: int) -> None:
        edges = [(n, (n + step) % count) for n in range(count) for step in (1, 2)]
        arrange([Box(40, 40, 9, 30)] * count, edges, NARROW, 130 + 17 * count)

    assert calls(lambda: ring(64)) < 5 * calls(lambda: ring(32))
