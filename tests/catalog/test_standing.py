"""Support: how many independent publishers confirm a fact, and which passages are cited."""

from __future__ import annotations

import pytest

from briefings.catalog.catalog import Catalog
from briefings.catalog.standing import (
    original_publisher,
    support,
)
from briefings.text.confusables import skeleton
from tests.trees import catalog_of

SOURCES = {
    "wam": "title: x\npublisher: WAM\nkind: wire\n",
    "wam-again": "title: x\npublisher: wam\nkind: wire\n",
    "reuters": "title: x\npublisher: Reuters\nkind: wire\n",
    "reuters-cyrillic": "title: x\npublisher: R\u0435uters\nkind: wire\n",
    "reuters-wide": "title: x\npublisher: \uff32euters\nkind: wire\n",
    "cafe": "title: x\npublisher: Caf\u00e9\nkind: news\n",
    "cafe-decomposed": "title: x\npublisher: Cafe\u0301\nkind: news\n",
    "cafe-plain": "title: x\npublisher: Cafe\nkind: news\n",
    "copy-of-reuters": "title: x\npublisher: The Daily\nkind: news\nrepublishes: reuters\n",
    "copy-of-copy": "title: x\npublisher: The Weekly\nkind: news\nrepublishes: copy-of-reuters\n",
    "copy-by-name": "title: x\npublisher: The Monthly\nkind: news\nrepublishes: Reuters\n",
    "copy-of-xinhua": "title: x\npublisher: The Yearly\nkind: news\nrepublishes: Xinhua\n",
    "farm": "title: x\npublisher: The Farm\nkind: weak\n",
    "unread": "title: x\npublisher: The Ministry\nkind: primary\nunread: true\n",
    "unread-farm": "title: x\npublisher: The Mill\nkind: weak\nunread: true\n",
    "farm-copy": "title: x\npublisher: The Barn\nkind: weak\nrepublishes: reuters\n",
}


def catalog(rest: str = "") -> Catalog:
    briefing = f"title: x\npublished: 2025-07-28\nsummary: It opened.\n{rest}"
    return catalog_of(
        {f"sources/{name}.yml": text for name, text in SOURCES.items()} | {"briefings/a.yml": briefing}
    )


def test_a_reprint_counts_for_the_publisher_of_its_original() -> None:
    publishers = {
        "wam": "WAM", "reuters": "Reuters", "copy-of-reuters": "Reuters", "copy-of-copy": "Reuters",
        "copy-by-name": "Reuters", "copy-of-xinhua": "Xinhua",
    }  # fmt: skip
    sources = catalog().sources
    assert {source: original_publisher(sources, source) for source in publishers} == publishers


SUPPORTED: dict[str, tuple[tuple[str, ...], str]] = {
    "": ((), "none"),
    "wam wam": (("WAM",), "single"),
    "wam reuters": (("WAM", "Reuters"), "corroborated"),
    "wam wam-again": (("wam",), "single"),
    "reuters copy-of-reuters copy-of-copy copy-by-name": (("Reuters",), "single"),
    "copy-of-reuters copy-of-copy": (("Reuters",), "single"),
    "copy-of-xinhua copy-by-name": (("Xinhua", "Reuters"), "corroborated"),
    "reuters reuters-cyrillic reuters-wide": (("\uff32euters",), "single"),
    "cafe cafe-decomposed": (("Cafe\u0301",), "single"),
    "cafe cafe-plain": (("Caf\u00e9", "Cafe"), "corroborated"),
    "farm farm-copy": ((), "weak"),
    "farm wam": (("WAM",), "single"),
    "unread farm": ((), "second_hand"),
    "farm unread": ((), "second_hand"),
    "unread-farm": ((), "weak"),
    "unread wam": (("WAM",), "single"),
}


def test_independent_publishers_are_counted() -> None:
    points = "".join(f"  - {{text: x, cite: [{', '.join(cited.split())}]}}\n" for cited in SUPPORTED if cited)
    linked = catalog(f"in_brief:\n  - {{text: x}}\n{points}")
    for point, cited in zip(linked.by_kind["point"], SUPPORTED, strict=True):
        total = support(linked.sources, point.citations)
        assert (total.publishers, total.level) == SUPPORTED[cited]
        assert total.sources == tuple(dict.fromkeys(cited.split()))


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("O’Neil", "O'Neil", True),
        ("OʼNeil", "O´Neil", True),
        ("Al-Jazeera", "Al–Jazeera", True),
        ("Al Jazeera", "AlJazeera", True),
        ("Reuters", "Reuters.", True),
        ("Reuters", "Reuters®", True),
        ("Reuters", "Reuters™", True),
        ("A.P.", "AP", True),
        ("ll Post", "II Post", True),
        ("Il Post", "IL POST", True),
        ("Ꭱeuters", "Reuters", True),
        ("ꓣeuters", "Reuters", True),
        ("Lа Prensa", "La Prensa", True),
        ("Ｗ１", "W1", True),
        ("Canal+", "Canal", False),
        ("El País", "El Pais", False),
        ("Channel 4", "Channel 5", False),
        ("スーパー", "スパ", False),
        ("द हिन्दू", "द हद", False),
        ("???", "!", False),
    ],
)
def test_names_that_look_the_same_are_one_publisher(one: str, other: str, are_same: bool) -> None:
    assert (skeleton(one) == skeleton(other)) is are_same
