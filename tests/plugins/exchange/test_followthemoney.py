"""Entities as FollowTheMoney reads them: valid by its own model, each reference to something that its property
allows, and back through our import."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
from followthemoney import model
from followthemoney.types import registry

from briefings.model.actor import SYMMETRIC, ActorKind, RelationKind
from briefings.model.dates import Date
from briefings.plugins.exchange.followthemoney import _end, _is_exact, _start, _time
from tests import sites
from tests.exports.test_csv import ADDRESS, CAESAR, HOSTILE
from tests.exports.test_json_pages import HERRING
from tests.nightly import few

Entities = Mapping[str, dict[str, Any]]

KINDS: tuple[ActorKind, ...] = get_args(ActorKind)
RELATIONS: tuple[RelationKind, ...] = get_args(RelationKind)


def everything() -> dict[str, str]:
    """Actors of all kinds, with relations of all kinds to each other, and an office in each."""
    sheets = {name: text for name, text in CAESAR.items() if name.startswith(("sources/", "pages/"))}
    for kind in KINDS:
        relations = [
            {"kind": each, "actor": f"an-{other}", "from": "2001-02", "to": "2002", "cite": "life"}
            | ({"label": "Uses", "inverse": "Used by"} if each == "related-to" else {})
            for each in RELATIONS
            for other in KINDS
            # One of the two actors has a relation that reads alike for both.
            if (other > kind if each in SYMMETRIC else other != kind)
        ]
        roles = [
            {"title": "Head", "organization": f"an-{other}", "cite": "life"}
            for other in KINDS
            if other != kind
        ]
        lines = [f"name: A {kind}", f"kind: {kind}", "country: NO", "from: 1950", "to: 2020-01-02"]
        for key, items in (("relations", relations), ("roles", roles)):
            lines += [f"{key}:", *(f"  - {json.dumps(item)}" for item in items)]
        sheets[f"actors/an-{kind}.yml"] = "\n".join(lines) + "\n"
    return sheets


def of(project: sites.Project) -> Entities:
    lines = project.file("data/entities.ftm.json").decode().splitlines()
    entities = [json.loads(line) for line in lines]
    by_id = {entity["id"]: entity for entity in entities}
    assert len(by_id) == len(entities)
    return by_id


def assert_valid(entities: Entities, *, unchanged: bool = True) -> None:
    for id_, entity in entities.items():
        schema = model.get(entity["schema"])
        assert schema is not None
        assert not schema.abstract
        assert registry.entity.validate(id_)
        assert len(id_) <= 200
        schema.validate({"properties": entity["properties"]})
        given = entity["properties"]
        if unchanged:
            # The library, which cleans what it does not trust, finds nothing to clean or to drop.
            read = model.get_proxy(entity, cleaned=False)
            assert {name: sorted(values) for name, values in given.items()} == {
                name: sorted(read.get(name)) for name in given
            }
        for parent in schema.schemata:
            if parent.name != "Thing":
                assert set(parent.required) <= given.keys(), (id_, parent)
        for name, values in given.items():
            wanted = schema.properties[name].range
            for value in values if wanted is not None else ():
                target = model.get(entities[value]["schema"])
                assert target is not None
                assert target.is_a(wanted), (id_, name, value)


SITES: Mapping[str, tuple[Mapping[str, str], str, str]] = {
    "de": (HERRING, "de", ADDRESS),
    "en": (CAESAR, "en", ADDRESS),
    "no address": (sites.SHEETS, "zh", ""),
    **{
        name: (
            sites.sheets_of(name) | {k: v for k, v in CAESAR.items() if k.startswith("pages/")},
            "en",
            ADDRESS,
        )
        for name in ("rome", "outage", "languages")
    },
}


@pytest.mark.parametrize("name", few(SITES, 3))
def test_each_entity_is_valid(name: str, tmp_path: Path) -> None:
    sheets, language, address = SITES[name]
    entities = of(sites.make(tmp_path / "project", sheets, language=language, address=address))
    assert_valid(entities)
    assert any("sourceUrl" in each["properties"] for each in entities.values()) or not address


def by_address(entities: Entities) -> Entities:
    """Entities by their addresses, which are also instead of their ids."""
    addresses = {id_: address(entity) for id_, entity in entities.items()}
    return {
        addresses[id_]: {
            **entity,
            "properties": {
                name: [addresses.get(value, value) for value in values]
                for name, values in entity["properties"].items()
            },
        }
        for id_, entity in entities.items()
    }


def address(entity: dict[str, Any]) -> str:
    """The address of an entity below that of the site. Offices and relations share that of their list."""
    properties = entity["properties"]
    if entity["schema"] == "Article":
        return f"sources/{properties['fileName'][0]}"
    (own,) = properties["sourceUrl"]
    return str(own).removeprefix(ADDRESS).strip("/")


@pytest.fixture(scope="module")
def entities(tmp_path_factory: pytest.TempPathFactory) -> Entities:
    project = sites.make(tmp_path_factory.mktemp("ftm") / "project", sites.SHEETS, address=ADDRESS)
    return by_address(of(project))


def test_ids_stay_when_entries_are_added_and_are_those_of_one_site(tmp_path: Path) -> None:
    def ids(folder: str, event: str, site: str) -> set[str]:
        text = CAESAR["briefings/ides.yml"].replace("timeline:\n", f"timeline:\n{event}")
        return set(of(sites.make(tmp_path / folder, {**CAESAR, "briefings/ides.yml": text}, address=site)))

    before = ids("before", "", ADDRESS)
    after = ids("after", "  - {date: 2025-02-01, title: Another event, cite: life}\n", ADDRESS)
    assert before < after and len(after) == len(before) + 1
    assert before.isdisjoint(ids("elsewhere", "", "https://example.com/"))


def test_an_event_has_its_place_its_actors_and_its_evidence(entities: Entities) -> None:
    opening = entities["briefings/waico/#event-opening"]
    assert (opening["schema"], opening["properties"]) == (
        "Event",
        {
            "name": ["Li Qiang opens the conference"],
            "date": ["2025-07-26"],
            "involved": ["actors/li-qiang", "actors/china"],
            "location": ["Shanghai"],
            "proof": ["sources/wam-2025"],
            "sourceUrl": [f"{ADDRESS}briefings/waico/#event-opening"],
        },
    )


def test_a_statement_is_a_note_with_its_speaker_date_and_status(entities: Entities) -> None:
    notes = {id_: each["properties"] for id_, each in entities.items() if each["schema"] == "Note"}
    quotation = notes["briefings/waico/#statement-exclusive-game"]
    assert quotation["description"] == ["Li Qiang: “exclusive game”"]
    assert quotation["entity"] == ["actors/li-qiang"]
    assert quotation["notes"] == ["EDTF: 2025-07-26"]
    claim = notes["briefings/waico/#statement-every-country-will-join-within-a-year"]
    assert claim["keywords"] == ["statement", "disputed"]
    assert notes["briefings/waico/#figure-signatories"]["description"] == ["Signatories: 29 states"]


def test_a_range_and_a_qualifier_are_told(tmp_path: Path) -> None:
    figures = "{label: Fang, unit: t, from: 1, to: 2.50, qualifier: about, cite: blatt}"
    text = HERRING["briefings/quote.yml"].partition("statements:")[0] + f"figures: [{figures}]\n"
    project = sites.make(tmp_path / "project", {**HERRING, "briefings/quote.yml": text}, language="en")
    (note,) = (each for each in of(project).values() if each["schema"] == "Note")
    assert note["properties"]["description"] == ["Fang: about 1 to 2.50 t"]


def test_a_source_is_an_article(entities: Entities) -> None:
    assert entities["sources/wam-2025"]["properties"] == {
        "title": ["Premier opens the conference"],
        "publisher": ["WAM"],
        "publishedAt": ["2025-07-26"],
        "sourceUrl": ["https://example.org/premier-opens"],
        "language": ["eng"],
        "fileName": ["wam-2025"],
        "keywords": ["wire"],
    }


def test_relations_have_the_schema_that_allows_their_ends(tmp_path: Path) -> None:
    entities = of(sites.make(tmp_path / "project", everything(), address=ADDRESS))
    assert_valid(entities)
    kinds = {
        id_: each["properties"]["name"][0].removeprefix("A ")
        for id_, each in entities.items()
        if "name" in each["properties"]
    }

    links: dict[tuple[str, str, str], dict[str, Any]] = {}
    for each in entities.values():
        given = each["properties"]
        ends = [kinds[value] for values in given.values() for value in values if value in kinds]
        if ends:
            one, other = ends
            (words,) = given.get("role") or given.get("relationship") or [""]
            links[one, f"{each['schema']}: {words}", other] = given

    assert ("country", "Membership: ", "alliance") in links
    assert ("person", "Ownership: ", "company") in links
    assert ("company", "Ownership: ", "country") in links
    assert ("company", "Employment: ", "person") in links
    # Only companies are assets, and only people have families and employers.
    assert ("person", "UnknownLink: Owner of", "organization") in links
    assert ("company", "UnknownLink: Family of", "person") in links
    assert ("country", "UnknownLink: Head", "person") in links
    assert links["person", "UnknownLink: Signatory of", "process"]["startDate"] == ["2001-02"]
    country = next(each for id_, each in entities.items() if kinds.get(id_) == "country")
    assert country["properties"]["classification"] == ["country"]


@pytest.mark.parametrize(
    ("date", "expected", "is_exact"),
    [
        ("2025-07-26", {"date": ["2025-07-26"]}, True),
        ("2025-07", {"date": ["2025-07"]}, True),
        ("2025", {"date": ["2025"]}, True),
        ("2025-07-26/2025-07-28", {"startDate": ["2025-07-26"], "endDate": ["2025-07-28"]}, True),
        ("2025-07-26T00:05+02:00", {"date": ["2025-07-25T22:05"]}, True),
        ("2025-07-26T14:05:06Z", {"date": ["2025-07-26T14:05:06"]}, True),
        # The others are in a note, too.
        ("2025-07~", {"date": ["2025-07"]}, False),
        ("2025-07-XX", {"date": ["2025-07"]}, False),
        ("2025-21", {"date": ["2025"]}, False),
        ("202X", {"date": []}, False),
        ("-0043-03-15", {"date": []}, False),
        ("0476", {"date": []}, False),
        ("2025-07-26T14:05", {"date": ["2025-07-26"]}, False),
        ("[2025-07-26,2025-07-28]", {"date": ["2025-07-26", "2025-07-28"]}, False),
        ("2025-07-26/..", {"startDate": ["2025-07-26"], "endDate": []}, False),
    ],
)
def test_dates(date: str, expected: dict[str, list[str]], is_exact: bool) -> None:
    assert _time(Date.parse(date)) == expected
    assert _is_exact(Date.parse(date)) == is_exact
    assert all(registry.date.validate(value) for values in expected.values() for value in values)


def test_an_open_end_is_no_date() -> None:
    assert (_start(Date.parse("../2025")), _end(Date.parse("2025/.."))) == ([], [])


def test_hostile_text_arrives(tmp_path: Path) -> None:
    lines = [
        f"  - {json.dumps({'speaker': 'rat', 'text': text, 'cite': 'blatt', 'id': name}, ensure_ascii=False)}\n"
        for name, text in HOSTILE.items()
        if name != "markup"
    ]
    lines += [
        f"  - {json.dumps({'date': '2025', 'title': text, 'cite': 'blatt'}, ensure_ascii=False)}\n"
        for text in HOSTILE.values()
    ]
    statements, timeline = lines[: len(HOSTILE) - 1], lines[len(HOSTILE) - 1 :]
    text = "title: x\npublished: 2025-01-01\nsummary: 'x [@blatt]'\n"
    text += f"timeline:\n{''.join(timeline)}statements:\n{''.join(statements)}"
    sheets = {name: each for name, each in HERRING.items() if not name.startswith("briefings/")}
    project = sites.make(tmp_path / "project", {**sheets, "briefings/x.yml": text}, address=ADDRESS)
    entities = of(project)
    # The library takes quotation marks and marks of direction out of names.
    assert_valid(entities, unchanged=False)
    values = {value for each in entities.values() for given in each["properties"].values() for value in given}
    assert values >= set(HOSTILE.values())
