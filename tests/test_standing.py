"""Standing: how many independent publishers stand behind a fact."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from briefings.catalog import Catalog
from briefings.evidence import Lock, prove, verify
from briefings.standing import passages, standing_of, support, witness
from tests.trees import catalog_of

SOURCES = {
    "wam": "title: x\npublisher: WAM\nkind: wire\n",
    "wam-again": "title: x\npublisher: wam\nkind: wire\n",
    "reuters": "title: x\npublisher: Reuters\nkind: wire\n",
    "copy-of-reuters": "title: x\npublisher: The Daily\nkind: news\nrepublishes: reuters\n",
    "copy-of-copy": "title: x\npublisher: The Weekly\nkind: news\nrepublishes: copy-of-reuters\n",
    "copy-by-name": "title: x\npublisher: The Monthly\nkind: news\nrepublishes: Reuters\n",
    "copy-of-xinhua": "title: x\npublisher: The Yearly\nkind: news\nrepublishes: Xinhua\n",
    "farm": "title: x\npublisher: The Farm\nkind: weak\n",
    "farm-copy": "title: x\npublisher: The Barn\nkind: weak\nrepublishes: reuters\n",
}


def catalog(rest: str = "") -> Catalog:
    briefing = f"title: x\npublished: 2025-07-28\nsummary: It opened.\n{rest}"
    return catalog_of({f"sources/{name}.yml": text for name, text in SOURCES.items()} | {"briefings/a.yml": briefing})


@pytest.mark.parametrize(
    ("source", "publisher"),
    [
        ("wam", "WAM"),
        ("reuters", "Reuters"),
        ("copy-of-reuters", "Reuters"),
        ("copy-of-copy", "Reuters"),
        ("copy-by-name", "Reuters"),
        ("copy-of-xinhua", "Xinhua"),
    ],
)
def test_the_witness_is_whose_text_it_is(source: str, publisher: str) -> None:
    assert witness(catalog().sources, source) == publisher


@pytest.mark.parametrize(
    ("cited", "witnesses", "level"),
    [
        ([], (), "none"),
        (["wam"], ("WAM",), "single"),
        (["wam", "reuters"], ("WAM", "Reuters"), "corroborated"),
        (["wam", "wam"], ("WAM",), "single"),
        (["wam", "wam-again"], ("wam",), "single"),
        (["reuters", "copy-of-reuters", "copy-of-copy", "copy-by-name"], ("Reuters",), "single"),
        (["copy-of-reuters", "copy-of-copy"], ("Reuters",), "single"),
        (["copy-of-xinhua", "copy-by-name"], ("Xinhua", "Reuters"), "corroborated"),
        (["farm"], (), "weak"),
        (["farm", "wam"], ("WAM",), "single"),
        (["farm", "farm-copy"], (), "weak"),
    ],
)
def test_independent_publishers_are_counted(cited: list[str], witnesses: tuple[str, ...], level: str) -> None:
    linked = catalog(f"in_brief: [{{text: x, cite: [{', '.join(cited)}]}}]\n" if cited else "in_brief: [{text: x}]\n")
    (point,) = [fact for fact in linked.facts if fact.kind == "point"]
    found = support(linked.sources, point.citations)
    assert (found.witnesses, found.level) == (witnesses, level)
    assert found.sources == tuple(dict.fromkeys(cited))


def test_passages_are_listed_once_by_source() -> None:
    rest = """\
in_brief:
  - {text: x, cite: {wam: [the second passage, the first passage]}}
  - {text: x, cite: [{wam: the first passage}, reuters]}
statements:
  - {speaker: huawei, quote: an exclusive game, cite: [reuters, {wam: the first passage}]}
"""
    assert passages(catalog(rest)) == {"reuters": ["an exclusive game"], "wam": ["the first passage", "the second passage"]}


def test_a_briefings_numbers(tmp_path: Path) -> None:
    rest = """\
in_brief:
  - {text: x, cite: {wam: opened the conference}}
  - {text: x, cite: {wam: opened the conference}}
  - {text: x, cite: [{copy-of-reuters: proposed a new body}, farm]}
timeline:
  - event: waic-2025-opening
"""
    linked = catalog(rest)
    (tmp_path / "wam.txt").write_text("The premier opened the conference.\n", encoding="utf-8")
    cited = passages(linked)
    before = standing_of(linked, linked.briefings["a"], prove(cited, tmp_path, Lock()))
    proofs, _ = verify(cited, tmp_path, Lock(), today=date(2026, 11, 24))
    after = standing_of(linked, linked.briefings["a"], proofs)
    # The shared event brings wam-2025 and reuters-2025; the copy's publisher is Reuters, and WAM has two sources.
    assert (after.sources, after.witnesses, after.quotations) == (5, 2, 2)
    assert (before.verified, after.verified, after.changed) == (0, 1, 0)
