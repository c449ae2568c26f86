"""Networks: names do not overlap, nodes are links, relations are named, and pictures are deterministic."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.pictures import layout, svg
from briefings.pictures.layout import Box, arrange, crosses, inside, through
from briefings.pictures.network import Edge, Node, Words, draw, figure
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
WORDS = Words(title="Who is connected to whom", description="The same stands below as a table.", kinds=KINDS)
both = pytest.mark.parametrize("width", [svg.WIDE, svg.NARROW], ids=["wide", "narrow"])


def drawn(nodes: list[Node], edges: list[Edge], width: float = svg.WIDE, center: str | None = None) -> str:
    made = draw(nodes, edges, WORDS, prefix="n", center=center, width=width)
    assert made is not None
    return made


@both
@pytest.mark.parametrize("count", [0, 2, 9, 25, 60])
def test_words_never_touch_and_stay_inside(count: int, width: float) -> None:
    nodes, edges = crowd(count) if count else (NODES, EDGES)
    picture = drawn(nodes, edges, width, nodes[0].id)
    assert seen.touching(picture) == []
    assert seen.outside(picture) == []
    assert seen.smallest(picture) * (328 / 344 if width < 480 else 1) >= 11


def test_connected_actors_are_links() -> None:
    assert dict(seen.links(drawn(NODES, EDGES))) == {
        "../waico/": "World AI Cooperation Organization (Alliance)",
        "../china/": "China (Country)",
        "../li-qiang/": "Li Qiang (Person)",
        "../mfa/": "Ministry of Foreign Affairs of China",
        "../un/": "United Nations (Organization)",
        "../brazil/": "Brazil (Country)",
        "../nvidia/": "Nvidia (Company)",
        "../huawei/": "Huawei <Technologies> & Co. (Company)",
    }


def test_relations_are_named() -> None:
    told = {group.findtext("title") for group in seen.parse(drawn(NODES, EDGES)).iter("g")} - {None}
    assert told == {
        "China – signatory of – World AI Cooperation Organization",
        "Brazil – signatory of – World AI Cooperation Organization",
        "Li Qiang – member of – China",
        "Ministry of Foreign Affairs of China – part of – China",
        "China – member of – United Nations",
        "Brazil – member of – United Nations",
        (
            "Nvidia – rival of – Huawei <Technologies> & Co.; Nvidia – partner of (ended) – Huawei"
            " <Technologies> & Co."
        ),
    }


@pytest.mark.parametrize(
    ("width", "shown", "note"),
    [(svg.WIDE, 25, "35 more in the table"), (svg.NARROW, 12, "48 more in the table")],
)
def test_the_most_connected_actors_are_shown(width: float, shown: int, note: str) -> None:
    nodes, edges = crowd(60)
    picture = drawn(nodes, edges, width)
    assert len(seen.links(picture)) == shown
    assert note in {word.text for word in seen.words(seen.parse(picture))}


def test_the_center_and_its_neighbors_come_first() -> None:
    nodes, edges = crowd(60)
    picture = drawn(nodes, edges, svg.NARROW, "n59")
    shown = {href.removeprefix("#") for href, _ in seen.links(picture)}
    near = {e.source if e.target == "n59" else e.target for e in edges if "n59" in (e.source, e.target)}
    assert shown >= near | {"n59"}


@pytest.mark.parametrize(
    "edges",
    [[], [Edge("china", "china", "part of")], [Edge("china", "nobody", "part of")]],
    ids=["none", "to itself", "to nobody"],
)
def test_without_connections_there_is_no_picture(edges: list[Edge]) -> None:
    assert draw(NODES, edges, WORDS, prefix="n") is None
    assert figure(NODES, edges, WORDS, prefix="n") is None


def test_kinds_differ_by_shape() -> None:
    pairs = [
        (kind, drawn([Node("a", "A", "#a", kind), Node("b", "B", "#b", kind)], [Edge("a", "b", "k")]))
        for kind in (*KINDS, "public-body")
    ]
    outlines = set()
    for _, picture in pairs:
        link = next(seen.parse(picture).iter("a"))
        shape = link.find("circle") if link.find("circle") is not None else link.find("polygon")
        assert shape is not None
        outlines.add((shape.tag, len(shape.get("points", "").split()), shape.get("points")))
    assert len(outlines) == 6


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
        arrange([Box(40, 40, 9, 30)] * count, edges, svg.WIDE, 130 + 17 * count)

    assert calls(lambda: ring(64)) < 5 * calls(lambda: ring(32))
