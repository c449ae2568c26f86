"""Votes of a briefing, on a site in Spanish: each place says the result and the numbers in words."""

from __future__ import annotations

import json

import pytest

from briefings.plugins.papers.paper.contents import Contents, Printed
from tests import sites

RESULT = "31 a favor, 14 en contra, 2 abstenciones: propuesta aprobada"

SHEETS = {
    "briefings/tranvia.yml": """
title: La segunda línea
published: 2025-07-25
topics: [transporte]
summary: El pleno vota la línea. [@diario]
matters: Llega al hospital.
timeline:
  - {date: 2025-07-01, title: Se presenta el plan, actors: [pleno], cite: diario}
votes:
  - id: linea
    date: 2025-07-24
    body: pleno
    title: Segunda línea de tranvía
    result: passed
    ayes: 31
    noes: 14
    abstentions: 2
    for: [alcaldesa]
    against: [verdes, vecinos]
    cite: {diario: "31 votos a favor, 14 en contra y 2 abstenciones"}
  - {date: 2025-07-10, body: pleno, title: Aplazamiento, result: rejected, noes: 1, cite: diario}
  - {date: 2025-07-09, body: pleno, title: Orden del día, result: passed, cite: diario}
""",
    "actors/pleno.yml": "name: Pleno de Veldhaven\nkind: public-body\n",
    "actors/alcaldesa.yml": "name: Inés Hartog\nkind: person\n",
    "actors/verdes.yml": "name: Los Verdes\nkind: organization\n",
    "actors/vecinos.yml": "name: Vecinos del Puerto\nkind: organization\n",
    "sources/diario.yml": (
        "title: El pleno aprueba la línea\npublisher: El Diario\nlanguage: es\nkind: news\npublished: 2025-07-25\n"
    ),
    "topics/transporte.yml": "name: Transporte\n",
    "pages/about.md": "---\ntitle: Quiénes somos\ndescription: x\n---\n\n# Quiénes somos\n",
    "pages/method.md": "---\ntitle: Método\ndescription: x\n---\n\n# Método\n",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> sites.Project:
    root = tmp_path_factory.mktemp("votes")
    return sites.make(root, SHEETS, language="es", exports="{paper: true}", address="https://example.org/")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("briefings/tranvia.md", f"{RESULT} · [Pleno de Veldhaven](../actors/pleno.md) · A favor: [Inés Hartog]"),
        ("briefings/tranvia.md", "En contra: [Los Verdes](../actors/verdes.md)"),
        ("briefings/tranvia.md", "1 en contra: propuesta rechazada · [Pleno"),
        ("briefings/tranvia.md", '"meta">propuesta aprobada · [Pleno'),
        ("briefings/tranvia.md", f"(#vote-linea) · {RESULT}"),
        ("actors/pleno.md", f'<p class="meta">{RESULT}<'),
        ("actors/alcaldesa.md", f'<p class="meta">A favor · {RESULT}<'),
        ("actors/verdes.md", f'<p class="meta">En contra · {RESULT}<'),
        ("topics/transporte.md", f'<p class="meta">{RESULT}<'),
        ("timeline.md", f"Votación · {RESULT}"),
        ("index.md", f'<p class="meta">{RESULT}<'),
        ("index.atom", RESULT),
        ("index.feed.json", RESULT),
        ("timeline.ics", RESULT.replace(",", "\\,")),
        ("briefings/tranvia.timeline.json", RESULT),
        ("data/entities.ftm.json", RESULT),
        ("data/votes.csv", "passed,31,14,2"),
        ("data/participants.csv", "#vote-linea,against,2,vecinos"),
    ],
)  # fmt: skip
def test_each_place_says_it(project: sites.Project, path: str, words: str) -> None:
    file = project.settings.docs_dir / path
    text = file.read_bytes() if file.exists() else project.file(path)
    unfolded = text.decode().replace("\r\n ", "").replace("\n ", "")
    assert words in unfolded, unfolded


def test_the_search_has_it_under_its_body(project: sites.Project) -> None:
    section = next(each for each in project.document("briefings/tranvia.md").sections if each.kind == "vote")
    assert section.heading == "Pleno de Veldhaven: Segunda línea de tranvía"
    assert RESULT in section.text and "Los Verdes" in section.text


def test_the_paper_has_it(project: sites.Project) -> None:
    (paper,) = (each for each in project.resources if each.format == "paper")
    assert isinstance(paper.made_from, Printed)
    data = Contents(paper.made_from, project.words, project.settings, 1).data()
    votes = next(each for each in data["sections"] if each["heading"] == "Votaciones")
    sides = "A favor: Inés Hartog · En contra: Los Verdes y Vecinos del Puerto"
    assert " · ".join(votes["items"][0]["meta"]) == f"{RESULT} · Pleno de Veldhaven · {sides}"


def test_the_data_have_its_numbers_each_held_against_the_passage(project: sites.Project) -> None:
    file = project.settings.docs_dir / "briefings/tranvia.json"
    vote = next(each for each in json.loads(file.read_bytes())["entries"] if each["kind"] == "vote")
    fields = {key: vote["fields"][key] for key in ("result", "ayes", "noes", "abstentions", "for", "against")}
    assert fields == {
        "result": "passed", "ayes": 31, "noes": 14, "abstentions": 2, "for": ["alcaldesa"],
        "against": ["verdes", "vecinos"],
    }  # fmt: skip
    assert (vote["by"], vote["date"]) == ("pleno", "2025-07-24")
    covered = {each["key"]: each["state"] for each in vote["particulars"]}
    assert covered["ayes"] == covered["noes"] == covered["abstentions"] == "in_passage"
