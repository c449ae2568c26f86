"""JSON of what passages give of each fact, and of what programs need to find the passages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from briefings.settings import EXPORTS, Settings
from briefings.site import stages as build
from tests import sites
from tests.exports.json_documents import documents, schema_problems
from tests.trees import record_passages

TRAM = {
    "briefings/tram.yml": """
title: Veldhaven votes for 12 stops
published: 2025-07-28
topics: [transport]
summary: The council approved the line by 31 votes to 14. [@gazette]
timeline:
  - date: 2025-07-24
    title: The council approves the line
    cite: {gazette: "The city council approved the line"}
  - date: 2025-07-26
    title: The line costs 196 million euros
    cite: {gazette: ["It will cost 186 million euros", "the line"], radio: "a long … session"}
statements:
  - speaker: ines-hartog
    text: The line is popular.
    cite: {gazette: "“The line is popular,” said Carla Vos"}
figures:
  - label: Stops on 2 lines
    unit: stops
    values:
      - {value: 9, note: Counted on the map., cite: {gazette: "the plan names all stops"}}
""",
    "actors/ines-hartog.yml": (
        "name: Ines Hartog\nkind: person\nroles: [{title: Mayor, organization: veldhaven, cite: radio}]\n"
    ),
    "actors/carla-vos.yml": "name: Passenger\nkind: person\n",
    "actors/veldhaven.yml": "name: Veldhaven\nkind: public-body\n",
    "topics/transport.yml": "name: Public transport\n",
    "sources/gazette.yml": (
        "title: Council votes\npublisher: The Gazette\npublished: 2025-07-25\nlanguage: en\nkind: news\n"
    ),
    "sources/radio.yml": "title: Vote\npublisher: Radio\nlanguage: en\nkind: news\n",
    "pages/about.md": "---\ntitle: About\n---\n\n# About\n",
    "pages/method.md": "---\ntitle: Method\n---\n\n# Method\n",
}
TEXT = """\
Council votes

The city council approved the line by 31 votes to 14. The session on Thursday was long, as was the line outside.

“The line is popular,” said Carla Vos.

It will cost 186 million euros as of July 2025, and the plan names all stops.
"""
ONLY_JSON = f"{{{', '.join(f'{name}: false' for name in EXPORTS if name != 'json')}}}"


def project(root: Path) -> Settings:
    """The site above, whose first source has a saved text."""
    settings = sites.make(root, TRAM, exports=ONLY_JSON).settings
    (root / "seeds/gazette.txt").write_text(TEXT, encoding="utf-8")
    record_passages(root)
    return settings


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = project(tmp_path_factory.mktemp("json"))
    build.generate(settings, build.check(settings))
    return settings.docs_dir


@pytest.fixture(scope="module")
def tram(docs: Path) -> dict[str, Any]:
    found: dict[str, Any] = documents(docs)["briefings/tram.json"]
    return found


def test_the_schemas_know_all_of_it(docs: Path) -> None:
    assert schema_problems(docs) == []


def test_an_entry_says_where_each_particular_is(tram: dict[str, Any]) -> None:
    summary, approval, cost, _, figure = tram["entries"]
    assert (approval["covered"], approval["particulars"]) == (
        True,
        [{"key": "date", "kind": "date", "words": "2025-07-24", "state": "near"}],
    )
    assert (cost["covered"], cost["particulars"]) == (
        False,
        [
            {
                "key": "title",
                "kind": "number",
                "words": "196 million euros",
                "state": "differs",
                "instead": "186 million euros",
                "source": "gazette",
                "passage": "It will cost 186 million euros",
            },
            {"key": "date", "kind": "date", "words": "2025-07-26", "state": "not_found", "lacks": "day"},
        ],
    )
    # It names the source only, so the passages of the sheet from that source count.
    assert summary["covered"] is True
    assert [(each["words"], each["state"], each["passage"]) for each in summary["particulars"]] == [
        ("31 votes", "near", "The city council approved the line"),
        ("14", "near", "The city council approved the line"),
    ]
    # The values of a figure are compared separately from its label.
    (value,) = figure["parts"]
    assert (value["covered"], [each["state"] for each in value["particulars"]]) == (True, ["counted"])
    assert (figure["covered"], [each["words"] for each in figure["particulars"]]) == (False, ["2 lines"])


def test_an_entry_without_particulars_says_nothing_of_them(docs: Path) -> None:
    (role,) = documents(docs)["actors/ines-hartog.json"]["entries"]
    assert not {"covered", "particulars"} & role.keys()
    assert "coverage" not in documents(docs)["actors/ines-hartog.json"]["computed"]


def test_a_briefing_counts_its_particulars(tram: dict[str, Any]) -> None:
    assert tram["computed"]["coverage"] == {
        "facts_with_particulars": 7,
        "covered_facts": 3,
        "total": 9,
        "counted": 1,
        "differs": 1,
        "near": 3,
        "not_found": 4,
    }
    # Its title is not in an entry.
    assert [(each["key"], each["words"]) for each in tram["computed"]["particulars"]] == [
        ("title", "12 stops")
    ]


def test_each_passage_has_a_selector(tram: dict[str, Any]) -> None:
    _, approval, cost, *_ = tram["entries"]
    assert approval["citations"][0]["selector"] == {
        "type": "TextQuoteSelector",
        "exact": "The city council approved the line",
    }
    # What stands beside it is there where it is needed and known; a passage with omissions is nowhere whole.
    assert [each.get("selector") for each in cost["citations"]] == [
        {"type": "TextQuoteSelector", "exact": "It will cost 186 million euros"},
        {"type": "TextQuoteSelector", "exact": "the line", "suffix": "by"},
        None,
    ]
