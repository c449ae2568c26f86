"""Linking: references that are accepted. Those that are refused are in tests/problems/."""

from __future__ import annotations

from briefings.catalog.link import link
from tests.trees import sheets_of

HEAD = "title: x\npublished: 2025-07-28\nsummary: y\n"


def codes(files: dict[str, str], *, drafts: bool = False) -> list[str]:
    catalog, problems = link(sheets_of(files), drafts=drafts)
    assert (catalog is None) == (problems != [])
    return [p.code.id for p in problems]


FINE: dict[str, dict[str, str]] = {
    "one id for two kinds": {
        "topics/china.yml": "name: China\n",
        "briefings/a.yml": HEAD + "topics: [china]\nactors: [{actor: china}]\n",
    },
    "one anchor in two briefings": {
        f"briefings/{name}.yml": HEAD + "statements: [{id: a, speaker: huawei, text: x}]\n"
        for name in ("a", "b")
    },
    "a statement and a figure of one id": {
        "briefings/a.yml": (
            HEAD
            + "statements: [{id: a, speaker: huawei, text: x}]\nfigures: [{id: a, label: x, unit: y, value:"
            " 1}]\n"
        )
    },
    "two spellings on one sheet": {
        "actors/senegal.yml": "name: Sénégal\nkind: country\naliases: [Senegal]\n"
    },
    "an event of a later sheet": {"briefings/a.yml": HEAD + "timeline: [{event: waic-2025-opening}]\n"},
    "a copy of a publisher's text": {
        "sources/copy.yml": "title: x\npublisher: y\nkind: news\nrepublishes: Xinhua\n"
    },
    "a copy of a publisher with a domain for a name": {
        "sources/copy.yml": "title: x\npublisher: y\nkind: news\nrepublishes: Wam.ae\n"
    },
    "a draft with a dangling reference": {"briefings/a.yml": HEAD + "draft: true\nrelated: [nothing]\n"},
    "a withdrawn sheet with a dangling reference": {
        "briefings/a.yml": HEAD + "withdrawn: Wrong.\nrelated: [nothing]\n"
    },
    "two events without ids": {
        "briefings/a.yml": HEAD + "timeline: [{date: 2025, title: x}, {date: 2025, title: x}]\n"
    },
    "brackets that are not a reference": {
        "briefings/a.yml": HEAD + "sections: [{heading: h, text: 'a [b] [[ c and [@ d]'}]\n"
    },
}


def test_references_that_are_accepted() -> None:
    assert {case: codes(files) for case, files in FINE.items()} == {case: [] for case in FINE}
