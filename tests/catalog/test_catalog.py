"""The catalog: order, shared events, relations seen from both sides, backlinks, and related briefings."""

from __future__ import annotations

import pytest

from briefings.catalog.catalog import Catalog
from tests.trees import catalog_of

HEAD = "title: The conference\npublished: {day}\nsummary: It took place. [@wam-2025]\n"


def briefing(day: str = "2025-07-28", rest: str = "") -> str:
    return HEAD.format(day=day) + rest


def actor(name: str, rest: str = "") -> str:
    return f"name: {name}\nkind: company\n{rest}"


# ── Order ───────────────────────────────────────────────────────────────────────────────────────────────────


def test_briefings_are_newest_first_by_their_last_change() -> None:
    catalog = catalog_of(
        {
            "briefings/a.yml": briefing("2025-08-01"),
            "briefings/b.yml": briefing("2024-01-01", "updated: 2026-01-01\n"),
            "briefings/c.yml": briefing("2025-08-01"),
        }
    )
    assert list(catalog.briefings) == ["b", "c", "a", "waico"]


# ── Shared events ───────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def shared() -> Catalog:
    return catalog_of(
        {
            "briefings/a.yml": briefing(
                "2025-08-01",
                "timeline:\n  - event: waic-2025-opening\n  - {date: 2025-07-25, title: before, cite:"
                " reuters-2025}\n",
            ),
            "briefings/b.yml": briefing("2025-08-02", "timeline:\n  - event: waic-2025-opening\n"),
        }
    )


def test_a_shared_event_is_one_event_in_several_timelines(shared: Catalog) -> None:
    opening = next(entry for entry in shared.by_kind["event"] if entry.item.id == "waic-2025-opening")
    assert [entry.item.title for entry in shared.by_kind["event"]] == [
        "before",
        "Li Qiang opens the conference",
    ]
    assert opening.sheet.id == "waico"
    assert sorted(opening.also_in) == ["a", "b"]
    assert [entry.item.title for entry in shared.timelines["a"]] == [
        "before",
        "Li Qiang opens the conference",
    ]
    assert shared.timelines["b"] == shared.timelines["waico"] == (opening,)


def test_briefings_that_share_events_are_related_both_ways(shared: Catalog) -> None:
    assert {sheet.id for sheet in shared.related["a"]} == {"b", "waico"}
    assert "a" in {sheet.id for sheet in shared.related["waico"]}


def test_a_shared_event_is_a_fact_of_its_own_briefing_only(shared: Catalog) -> None:
    assert [e.title for e in shared.entries if e.kind == "event"] == [
        "before",
        "Li Qiang opens the conference",
    ]
    assert {f.sheet.id for f in shared.by_source["reuters-2025"]} == {"a", "waico"}


# ── Relations and roles ─────────────────────────────────────────────────────────────────────────────────────


def test_a_relation_is_seen_from_both_sides() -> None:
    catalog = catalog_of(
        {
            "actors/zte.yml": actor(
                "ZTE", "relations: [{kind: part-of, actor: huawei, from: 2001, cite: wam-2025}]\n"
            )
        }
    )
    (there,), (back,) = catalog.relations_of["zte"], catalog.relations_of["huawei"]
    assert (there.forward, there.other.id, there.sheet.id) == (True, "huawei", "zte")
    assert (back.forward, back.other.id, back.sheet.id) == (False, "zte", "zte")
    assert there.relation is back.relation


def test_a_symmetric_relation_is_its_own_inverse() -> None:
    zte = actor("ZTE", "relations: [{kind: partner-of, actor: huawei, cite: wam-2025}]\n")
    catalog = catalog_of({"actors/zte.yml": zte})
    both = (*catalog.relations_of["zte"], *catalog.relations_of["huawei"])
    assert [entry.forward for entry in both] == [True, True]


# ── Backlinks ───────────────────────────────────────────────────────────────────────────────────────────────


PLACES = {
    "a part": "actors: [{actor: zte, role: Exhibitor}]\n",
    "an event": "timeline: [{date: 2025-07-26, title: x, actors: [zte], cite: wam-2025}]\n",
    "a statement": "statements: [{speaker: zte, text: x, cite: wam-2025}]\n",
    "a figure": "figures: [{label: x, unit: y, value: 1, actors: [zte], cite: wam-2025}]\n",
    "a section": "sections: [{heading: x, text: 'Then [[zte|the maker]] came.'}]\n",
    "an event's text": "timeline: [{date: 2025-07-26, title: x, text: 'By [[zte]].', cite: wam-2025}]\n",
    "a note": "statements: [{speaker: huawei, text: x, note: 'Not [[zte]].', cite: wam-2025}]\n",
    "a point": "in_brief: [{text: '[[zte]] came.', cite: wam-2025}]\n",
    "a question": "questions: ['What of [[zte]]?']\n",
    "a correction": "corrections: [{date: 2025-08-01, text: 'It was [[zte]].'}]\n",
}


def test_an_actor_appears_where_it_is_named() -> None:
    for place, rest in PLACES.items():
        catalog = catalog_of({"actors/zte.yml": actor("ZTE"), "briefings/a.yml": briefing(rest=rest)})
        found = [(a.briefing.id, a.involved is not None) for a in catalog.appearances["zte"]]
        assert found == [("a", place == "a part")], place


FACTS = {
    "point": "in_brief: [{text: 'It opened. [@copy-2025]'}]",
    "event": "timeline: [{date: 2025-07-26, title: x, cite: {copy-2025: words of it}}]",
    "statement": "statements: [{speaker: huawei, text: x, cite: [wam-2025, copy-2025]}]",
    "value": "figures: [{label: x, unit: y, value: 1, cite: copy-2025}]",
    "section": "sections: [{heading: x, text: y, cite: copy-2025}]",
    "involved": "actors: [{actor: huawei, role: x, cite: copy-2025}]",
    "role": "roles: [{title: x, cite: copy-2025}]",
    "relation": "relations: [{kind: part-of, actor: huawei, cite: copy-2025}]",
}


def test_a_source_has_all_facts_that_cite_it() -> None:
    copy = {"sources/copy-2025.yml": "title: x\npublisher: The Copy\nkind: news\n"}
    summary = briefing().replace("wam-2025", "copy-2025")
    own = "".join(f"{line}\n" for kind, line in FACTS.items() if kind not in ("role", "relation"))
    zte = actor("ZTE", f"{FACTS['role']}\n{FACTS['relation']}\n")
    catalog = catalog_of({"briefings/a.yml": summary + own, "actors/zte.yml": zte, **copy})
    assert {fact.kind for fact in catalog.by_source["copy-2025"]} == {"summary", *FACTS}


# ── Related briefings ───────────────────────────────────────────────────────────────────────────────────────


def test_briefings_named_in_either_sheet_come_first() -> None:
    files = {
        f"briefings/{name}.yml": briefing(rest=f"actors: [{{actor: {actor}}}]\n")
        for name, actor in (("a", "huawei"), ("b", "huawei"), ("c", "china"))
    }
    files["briefings/a.yml"] += "related: [c]\n"
    catalog = catalog_of(files)
    assert [sheet.id for sheet in catalog.related["a"]][:1] == ["c"]
    assert [sheet.id for sheet in catalog.related["a"]][1:2] == ["b"]
    assert [sheet.id for sheet in catalog.related["c"]][:1] == ["a"]


def test_at_most_five_are_related() -> None:
    files = {f"briefings/b{n}.yml": briefing(rest="actors: [{actor: huawei}]\n") for n in range(9)}
    assert all(len(related) == 5 for related in catalog_of(files).related.values())


def test_a_vote_that_an_event_tells_is_news_once() -> None:
    briefing = """
title: The tram
published: 2026-01-01
summary: x
timeline: [{date: 2026-03-12, title: The council votes for the tram, cite: gazette}]
votes:
  - {date: 2026-03-12, body: council, title: The tram, result: passed, cite: gazette}
  - {date: 2026-03-12, body: council, title: The bus, result: passed, cite: paper}
"""
    sheets = {
        "briefings/tram.yml": briefing,
        "actors/council.yml": "name: Council\nkind: public-body\n",
        "sources/gazette.yml": "title: x\npublisher: The Gazette\nkind: news\n",
        "sources/paper.yml": "title: x\npublisher: The Paper\nkind: news\n",
    }
    news = catalog_of(sheets, with_base=False).news
    assert sorted(entry.title for entry in news) == ["The bus", "The council votes for the tram"]
