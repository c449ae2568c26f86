"""Events that were postponed, moved or called off: every place says so, in the language of the site."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import sites

SHEETS = {
    "briefings/tranvia.yml": """
title: Se inaugura el tranvía
published: 2025-07-01
topics: [transporte]
summary: "Falta poco. [@diario]"
timeline:
  - {date: 2025-07-26, title: Fiesta, status: cancelled, note: Llovía., actors: [pleno], cite: diario}
  - {date: 2025-07-27, title: Viaje, status: moved, note: Será en agosto., cite: diario}
  - {date: 2025-07-28, title: Debate, status: postponed, note: Sin fecha., cite: diario}
""",
    "actors/pleno.yml": "name: Pleno\nkind: public-body\n",
    "sources/diario.yml": "title: T\npublisher: El Diario\npublished: 2025-06-30\nlanguage: es\nkind: news\n",
    "topics/transporte.yml": "name: Transporte\n",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> sites.Project:
    return sites.make(tmp_path_factory.mktemp("states") / "site", SHEETS, language="es")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("briefings/tranvia.md", "Cancelado"),
        ("briefings/tranvia.md", "Trasladado"),
        ("briefings/tranvia.md", "Aplazado"),
        ("actors/pleno.md", "Cancelado"),
        ("timeline.md", "Aplazado"),
        ("index.atom", "Cancelado"),
        ("timeline.ics", "SUMMARY:Cancelado: Fiesta\r\n"),
        ("timeline.ics", "STATUS:CANCELLED"),
        ("briefings/tranvia.timeline.json", "Cancelado: Fiesta"),
        ("briefings/tranvia.json", '"status":"moved"'),
        ("data/events.csv", "postponed,Sin fecha."),
    ],
)
def test_each_place_says_it(site: sites.Project, path: str, words: str) -> None:
    file = site.settings.docs_dir / path
    text = (file.read_bytes() if Path(file).exists() else site.file(path)).decode()
    assert words in text
    # What is known not to have happened is announced no more.
    assert "Anunciado" not in text and "Previsto" not in text


def test_search_engines_get_the_words_of_schema_org(site: sites.Project) -> None:
    html = site.build().site_dir / "briefings/tranvia/index.html"
    assert '"eventStatus":"https://schema.org/EventCancelled"' in html.read_text(encoding="utf-8")
