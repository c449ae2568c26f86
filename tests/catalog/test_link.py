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


def test_drafts_are_checked_like_published_sheets_on_request() -> None:
    files = {"briefings/a.yml": HEAD + "draft: true\nrelated: [nothing]\n"}
    assert codes(files, drafts=True) == ["dangling-reference"]


def test_a_published_sheet_may_refer_to_a_draft_in_a_preview() -> None:
    files = {
        "actors/zte.yml": "name: ZTE\nkind: company\ndraft: true\n",
        "briefings/a.yml": HEAD + "actors: [{actor: zte}]\n",
    }
    assert codes(files) == ["unpublished-reference"]
    assert codes(files, drafts=True) == []


def hints(sheets: dict[str, str], published: list[str]) -> list[str]:
    _, problems = link(sheets_of(sheets), published=published)
    return [p.hint for p in problems if p.code.id == "dangling-reference"]


def test_a_hint_distinguishes_renamed_sheets_from_misspelt_ids() -> None:
    files = {
        "briefings/a.yml": (
            "title: x\npublished: 2025-07-28\nsummary: y\ntopics: [ai-rules, ai-governence, new-one]\n"
        )
    }
    renamed = (
        "it was published once; if it was renamed, write its new id here, and `moved_from: [ai-rules]` in the"
        " renamed sheet"
    )
    nearest = (
        "did you mean `ai-governance`? If not, `briefings new topic ai-governence` writes one to start from"
    )
    start = "`briefings new topic new-one` writes one to start from"
    assert hints(files, ["topics/ai-rules", "actors/new-one"]) == [renamed, nearest, start]
    assert hints(files, [])[0] == "`briefings new topic ai-rules` writes one to start from"
