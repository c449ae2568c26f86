"""An incident at a power station, on a site in French: times of day in their own zone, places with coordinates,
tags, pictures of a story and of an actor."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests import sites
from tests.images import png

SHEETS = {
    "briefings/centrale.yml": """
title: La centrale s’arrête
published: 2026-03-04
topics: [energie]
summary: "La [[centrale]] s’est arrêtée à 14 h 05. [@rapport]"
media: {file: centrale.png, alt: Deux tours, caption: Vue du sud, credit: Marie Dupont, licence: CC-BY-4.0}
timeline:
  - {date: "2026-03-01T15:30+01:00", title: Le réacteur repart, tags: [relance], cite: rapport}
  - {date: "2026-03-01T09:05:30-05:00", title: Le courant manque à New York, cite: rapport}
  - date: 2026-03-01T14:00+01:00/2026-03-01T14:05+01:00
    title: L’alarme retentit
    actors: [centrale]
    place: Salle de contrôle
    coordinates: [48.52, -3.5]
    tags: [alarme, "a|b, c"]
    cite: rapport
  - {date: 2026-03-01, title: La journée commence, cite: rapport}
figures:
  - label: Foyers privés de courant
    unit: foyers
    values:
      - {from: 1200, to: 1500, qualifier: about, cite: {rapport: entre 1 200 et 1 500 foyers}}
      - {value: 3000, cite: journal}
""",
    "sources/journal.yml": "title: Panne\npublisher: Le Journal\nlanguage: fr\nkind: news\n",
    "actors/centrale.yml": """
name: Centrale du Nord
kind: company
coordinates: [-48.5, 123.25]
media: {file: centrale.png, alt: Le logo de la centrale, credit: Centrale du Nord, licence: all-rights-reserved}
summary: Une centrale électrique.
""",
    "sources/rapport.yml": "title: Rapport\npublisher: Autorité\nlanguage: fr\nkind: primary\n",
    "topics/energie.yml": "name: Énergie\n",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> sites.Project:
    root = tmp_path_factory.mktemp("incident") / "project"
    (root / "content" / "media").mkdir(parents=True)
    (root / "content" / "media" / "centrale.png").write_bytes(png(800, 600))
    return sites.make(root, SHEETS, language="fr")


@pytest.fixture(scope="module")
def docs(project: sites.Project) -> Path:
    return project.settings.docs_dir


def data(docs: Path, name: str) -> Any:
    return json.loads((docs / f"{name}.json").read_bytes())


def test_events_of_a_day_are_in_the_order_of_their_moments(docs: Path) -> None:
    text = (docs / "briefings/centrale.md").read_text(encoding="utf-8")
    shown = re.findall(r'<span class="when[^>]*>([^<]*)</span> \*\*([^*]*)\*\*', text)
    assert shown == [
        ("1er\xa0mars\xa02026", "La journée commence"),
        ("1er mars 2026 à 14 h 00–14 h 05 (UTC+1)", "L’alarme retentit"),
        ("1er mars 2026 à 9 h 05 min 30 s (UTC−5)", "Le courant manque à New York"),
        ("1er mars 2026 à 15 h 30 (UTC+1)", "Le réacteur repart"),
    ]


def test_an_event_shows_where_it_was_and_its_tags(docs: Path) -> None:
    text = (docs / "briefings/centrale.md").read_text(encoding="utf-8")
    (line,) = (line for line in text.splitlines() if "L’alarme retentit**" in line)
    assert '<p class="meta">Salle de contrôle · 48,52° N, 3,5° O</p>' in line
    assert '<span class="tag">alarme</span> <span class="tag">a&#124;b, c</span>' in line


def test_an_actor_shows_where_it_is(docs: Path) -> None:
    text = (docs / "actors/centrale.md").read_text(encoding="utf-8")
    assert "Entreprise</span> · 48,5° S, 123,25° E" in text


def test_readers_filter_the_timeline_by_tags(docs: Path) -> None:
    text = (docs / "timeline.md").read_text(encoding="utf-8")
    assert '<label>Étiquette <select data-facet="tag">' in text
    (line,) = (line for line in text.splitlines() if "[L’alarme retentit]" in line)
    assert 'data-tags="&#91;&quot;alarme&quot;, &quot;a&#124;b, c&quot;&#93;"' in line
    (other,) = (line for line in text.splitlines() if "[La journée commence]" in line)
    assert "data-tags" not in other


def test_a_number_can_be_a_range(project: sites.Project, docs: Path) -> None:
    text = (docs / "briefings/centrale.md").read_text(encoding="utf-8")
    figure = " ".join(text.partition('id="figure-foyers-prives-de-courant"')[2].split())
    assert '<span class="value">environ <b>1 200 à 1 500</b> foyers</span>' in figure
    assert '<rect x="40%" width="10%"' in figure
    document = project.document("briefings/centrale.md")
    (section,) = (each for each in document.sections if each.kind == "figure")
    assert "environ 1 200 à 1 500 foyers." in " ".join(section.text.split())
    story = data(docs, "briefings/centrale")
    (figure,) = (entry for entry in story["entries"] if entry["kind"] == "figure")
    fields = figure["parts"][0]["fields"]
    assert (fields["from"], fields["to"], fields["qualifier"]) == (1200, 1500, "about")
    assert "value" not in fields


def test_the_search_finds_tags_and_places(project: sites.Project) -> None:
    document = project.document("briefings/centrale.md")
    (section,) = (each for each in document.sections if each.heading == "L’alarme retentit")
    assert "alarme" in section.text and "Salle de contrôle" in section.text


def test_pictures_have_their_credit(docs: Path) -> None:
    text = (docs / "briefings/centrale.md").read_text(encoding="utf-8")
    assert "![Deux tours](../media/centrale.png)" in text
    assert "Vue du sud<br>Marie Dupont · [CC-BY-4.0](" in text
    profile = (docs / "actors/centrale.md").read_text(encoding="utf-8")
    assert (
        '<div class="media portrait" markdown>\n\n![Le logo de la centrale](../media/centrale.png)' in profile
    )
    assert "Centrale du Nord · Tous droits réservés" in profile


def test_the_data_has_all_of_it(docs: Path) -> None:
    story = data(docs, "briefings/centrale")
    assert story["sheet"]["media"]["credit"] == "Marie Dupont"
    (alarm,) = (entry for entry in story["entries"] if entry["title"] == "L’alarme retentit")
    assert alarm["date"] == "2026-03-01T14:00+01:00/2026-03-01T14:05+01:00"
    assert alarm["fields"]["coordinates"] == [48.52, -3.5]
    assert alarm["fields"]["tags"] == ["alarme", "a|b, c"]
    profile = data(docs, "actors/centrale")
    assert profile["sheet"]["coordinates"] == [-48.5, 123.25]
    assert profile["sheet"]["media"]["alt"] == "Le logo de la centrale"


def test_the_pages_are_built_with_the_size_of_their_pictures(project: sites.Project) -> None:
    built = project.build()
    html = (built.site_dir / "actors" / "centrale" / "index.html").read_text(encoding="utf-8")
    assert re.search(r'<img alt="Le logo de la centrale"[^>]*width="800"[^>]*height="600"', html)
