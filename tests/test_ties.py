"""Relations that a curator names, and the kinds of relations and actors of other fields, on a site in German."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import sites

SHEETS = {
    "briefings/angriff.yml": """
title: Ein Angriff auf das Rathaus
published: 2026-03-04
summary: "[[bande]] griff das [[rathaus]] an. [@blatt]"
actors: [{actor: bande}, {actor: werkzeug}, {actor: rathaus}, {actor: anna}, {actor: anna-schwimmerin}]
""",
    "actors/bande.yml": """
name: Die Bande
kind: group
relations:
  - {kind: related-to, actor: werkzeug, label: Benutzt, inverse: Benutzt von, cite: blatt}
  - {kind: related-to, actor: rathaus, label: Zielt auf, inverse: Ziel von, from: 2026, cite: blatt}
  - {kind: similar-to, actor: meute, cite: blatt}
""",
    "actors/meute.yml": "name: Die Meute\nkind: group\n",
    "actors/werkzeug.yml": "name: Das Werkzeug\nkind: process\n",
    "actors/rathaus.yml": """
name: Das Rathaus
kind: public-body
relations:
  - {kind: employer-of, actor: anna, from: 2020, cite: blatt}
""",
    "actors/anna.yml": """
name: Anna Berg
kind: person
relations:
  - {kind: family-of, actor: emil, label: Mutter von, inverse: Kind von, cite: blatt}
  - {kind: family-of, actor: meute, cite: blatt}
""",
    "actors/emil.yml": "name: Emil Berg\nkind: person\n",
    "actors/anna-schwimmerin.yml": "name: Anna Berg\nkind: person\ndistinguish: Schwimmerin\n",
    "sources/blatt.yml": "title: Der Angriff\npublisher: Das Blatt\nlanguage: de\nkind: news\n",
}


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sites.make(tmp_path_factory.mktemp("ties") / "project", SHEETS, language="de").settings.docs_dir


@pytest.mark.parametrize(
    ("profile", "heading", "other"),
    [
        ("bande", "Benutzt", "werkzeug"),
        ("werkzeug", "Benutzt von", "bande"),
        ("bande", "Zielt auf", "rathaus"),
        ("rathaus", "Ziel von", "bande"),
        ("bande", "Ähnlich wie", "meute"),
        ("meute", "Ähnlich wie", "bande"),
        ("rathaus", "Beschäftigt", "anna"),
        ("anna", "Beschäftigt bei", "rathaus"),
        ("anna", "Mutter von", "emil"),
        ("emil", "Kind von", "anna"),
        ("meute", "Verwandt mit", "anna"),
    ],
)
def test_each_profile_calls_a_relation_from_its_own_side(
    docs: Path, profile: str, heading: str, other: str
) -> None:
    text = (docs / "actors" / f"{profile}.md").read_text(encoding="utf-8")
    part = text[text.index('id="relations"') :].partition(f"**{heading}**\n")[2]
    assert part.lstrip().startswith("- [") and f"]({other}.md)" in part.lstrip().split("\n")[0]


def test_two_actors_of_one_name_are_told_apart(docs: Path) -> None:
    text = (docs / "briefings" / "angriff.md").read_text(encoding="utf-8")
    assert "[Anna Berg](../actors/anna.md)" in text
    assert "[Anna Berg (Schwimmerin)](../actors/anna-schwimmerin.md)" in text
    profile = (docs / "actors" / "anna-schwimmerin.md").read_text(encoding="utf-8")
    assert "# Anna Berg (Schwimmerin)" in profile.splitlines()


def test_a_group_is_a_kind_of_actor(docs: Path) -> None:
    text = (docs / "actors" / "bande.md").read_text(encoding="utf-8")
    assert '<span class="kind-of-actor kind-of-actor--group">Gruppe</span>' in text


def test_the_table_of_connections_uses_the_label(docs: Path) -> None:
    text = (docs / "briefings" / "angriff.md").read_text(encoding="utf-8")
    assert "| [Die Bande](../actors/bande.md) | Benutzt | [Das Werkzeug](../actors/werkzeug.md) |" in text


def test_the_data_has_the_kind_and_both_labels(docs: Path) -> None:
    entries = json.loads((docs / "actors" / "bande.json").read_bytes())["entries"]
    fields = next(entry["fields"] for entry in entries if entry["kind"] == "relation")
    assert (fields["kind"], fields["label"], fields["inverse"]) == ("related-to", "Benutzt", "Benutzt von")
