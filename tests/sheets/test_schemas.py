"""The schemas that editors use."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import jsonschema
import pytest

from briefings import __version__
from briefings.model import FOLDERS, MODELS
from briefings.pages.schemas import schemas
from briefings.sheets.yaml_text import read_yaml
from briefings.text.prose import Kind
from tests.trees import base, catalog_of

KINDS: dict[str, Kind] = {folder: kind for kind, folder in FOLDERS.items()}


@cache
def schema(kind: Kind, *, ids: bool) -> Any:
    return json.loads(schemas(catalog_of({}) if ids else None)[kind])


def errors(kind: Kind, text: str, *, ids: bool = True) -> list[str]:
    """What a validator says of a sheet; numbers are as YAML has them."""
    data, problems = read_yaml(text, "x.yml")
    assert problems == []
    return [
        error.message
        for error in jsonschema.Draft7Validator(schema(kind, ids=ids)).iter_errors(
            json.loads(json.dumps(data, default=float))
        )
    ]


@pytest.mark.parametrize("ids", [True, False])
@pytest.mark.parametrize("kind", MODELS)
def test_an_editor_can_use_each_schema(kind: Kind, ids: bool) -> None:
    """An example is in the meaning, in Markdown; offered as a value it would be published as a fact."""
    whole = schema(kind, ids=ids)
    jsonschema.Draft7Validator.check_schema(whole)
    assert whole["$comment"] == f"The keys of Briefings {__version__}"
    text = json.dumps(whole)
    assert not any(each in text for each in ("$defs", '"x-', '"examples"', '"default"', '"null"'))
    for target in re.findall(r'"\$ref": "#/definitions/(\w+)"', text):
        assert target in whole["definitions"]
    for part in parts(whole):
        assert "`" in part["markdownDescription"] or part["markdownDescription"] == part["description"]
        assert not any("type" in form for form in part.get("anyOf", []))
    for holder in (whole, *whole.get("definitions", {}).values()):
        assert all(part["title"] == name for name, part in holder.get("properties", {}).items())


@pytest.mark.parametrize("ids", [True, False])
def test_valid_sheets_are_valid_to_an_editor(ids: bool) -> None:
    for path, raw in base().items():
        if path.startswith("content/"):
            assert errors(KINDS[path.split("/")[1]], raw.decode(), ids=ids) == [], path


FULL = """\
title: x
published: 2025-07-28
topics: [ai-governance]
summary: y
in_brief: [{text: x, cite: wam-2025}]
timeline:
  - event: waic-2025-opening
  - {date: 2025, title: x, actors: [china], place: Shanghai, status: disputed, note: n, cite: {wam-2025: [one, two]}}
  - {date: [2023-11-16, 2023-11-17], title: x, cite: [wam-2025, {reuters-2025: one}]}
actors: [{actor: li-qiang, role: r, stance: s}]
statements: [{speaker: li-qiang, quote: q, about: a, date: 2025-07-26, cite: wam-2025}]
figures:
  - {label: l, unit: u, value: 3.5, qualifier: more than, as_of: 2025-07, forecast: true, note: n, cite: wam-2025}
  - {label: l, unit: u, actors: [huawei], values: [{value: 3, cite: wam-2025}]}
sections: [{heading: h, text: t}]
questions: [q]
corrections: [{date: 2025-08-02, text: t}]
related: [waico]
"""


def test_each_form_that_the_model_takes_is_valid_to_an_editor() -> None:
    assert errors("briefing", FULL) == []


WRONG = {
    "topics: [ai-governance]": "topics: [ai-governence]", "event: waic-2025-opening": "event: waic-2025-openning",
    "speaker: li-qiang": "speaker: wam-2025", "{text: x, cite: wam-2025}": "{text: x, cite: wam-2026}",
    "{reuters-2025: one}": "{reuters-2026: one}", "related: [waico]": "related: [nothing]",
    "status: disputed": "status: doubtful", "qualifier: more than": "qualifier: over",
    "title: x\npublished": "titel: x\npublished", "unit: u, value: 3.5": "unit: u", "forecast: true": "forecast: yes",
    "role: r": "rolle: r",
}  # fmt: skip


def test_what_check_would_refuse_is_underlined_in_the_editor() -> None:
    for old, new in WRONG.items():
        assert FULL.count(old) == 1
        assert errors("briefing", FULL.replace(old, new)) != [], new


def offered(kind: Kind, model: str, key: str) -> list[tuple[str, Any]]:
    """What an editor offers for a key: labels, and what they insert."""
    whole = schema(kind, ids=True)
    part = whole["definitions"][model]["properties"][key]
    part = whole["definitions"][part["$ref"].rpartition("/")[2]] if "$ref" in part else part
    return [(snippet["label"], snippet["body"]) for snippet in part["defaultSnippets"]]


def test_ids_are_offered_with_their_names() -> None:
    assert offered("briefing", "Involved", "actor") == [
        ("china · China", "china"), ("huawei · Huawei", "huawei"), ("li-qiang · Li Qiang", "li-qiang"),
    ]  # fmt: skip
    assert offered("briefing", "SharedEvent", "event") == [
        ("waic-2025-opening · 2025-07-26: Li Qiang opens the conferen…", "waic-2025-opening")
    ]


def test_sources_are_offered_with_and_without_a_passage() -> None:
    assert offered("briefing", "Point", "cite") == [
        ("reuters-2025 · Reuters: China proposes a new body for AI", "reuters-2025"),
        ("wam-2025 · WAM: Premier opens the conference", "wam-2025"),
        ("reuters-2025: “…” · Reuters: China proposes a new body for…", {"reuters-2025": '"$1"'}),
        ("wam-2025: “…” · WAM: Premier opens the conference", {"wam-2025": '"$1"'}),
    ]


def test_a_long_name_is_shortened_after_the_id() -> None:
    name = "The Ministry of " + "Very " * 30 + "Long Names"
    found = json.loads(
        schemas(catalog_of({"actors/ministry.yml": f"name: {name}\nkind: public-body\n"}))["actor"]
    )
    labels = [
        each["label"] for part in found["definitions"].values() for each in part.get("defaultSnippets", [])
    ]
    (label,) = {label for label in labels if label.startswith("ministry")}
    assert len(label) <= 60 and label.startswith("ministry · The Ministry of Very") and label.endswith("…")


def test_each_list_of_ids_is_there_once() -> None:
    """It is long, and many keys have it."""
    text = schemas(catalog_of({}))["briefing"]
    assert text.count('"label": "li-qiang · Li Qiang"') == 1


def parts(part: Any) -> list[Any]:
    """Each part of a schema that has a meaning."""
    if isinstance(part, list):
        return [found for item in part for found in parts(item)]
    if not isinstance(part, dict):
        return []
    own = [part] if isinstance(part.get("description"), str) and "type" in part else []
    return own + [found for value in part.values() for found in parts(value)]


DATES = """
    2025-07-26 2025-07 2025 202X 20XX 2025-XX-XX 2025-07~ 2025? 2025-07-26/2025-07-28 2026-07-16/.. ../2026
    2026/ 2025-22 '[2023-11-16,2023-11-17]' '{2023,2024}' [2023-11-16,2023-11-17]"""


def test_a_date_that_is_none_is_underlined() -> None:
    refused = ("26.7.2025", "July 2025", "2025-7", "1850s", "2025-Q3", "ca. 2025")
    for date in (*DATES.split(), *refused):
        text = FULL.replace("date: 2025, title: x", f"date: {date}, title: x")
        assert (errors("briefing", text) == []) is (date not in refused), date
    assert errors("briefing", FULL.replace("published: 2025-07-28", "published: 2025-07")) != []


def test_schemas_contain_the_meaning_of_each_key() -> None:
    """Editors show the docstring of a field beside its key."""
    title = schema("briefing", ids=True)["properties"]["title"]
    assert title["description"] == "The subject of the story, in at most twelve words."
    assert "For example: `" in title["markdownDescription"]


def test_without_a_catalog_any_id_will_do() -> None:
    assert errors("briefing", FULL.replace("ai-governance", "any-topic"), ids=False) == []
