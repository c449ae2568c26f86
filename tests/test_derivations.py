"""A town that sells its trams, on a site in Spanish: numbers computed from other figures."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from jsonschema import Draft7Validator

from briefings.catalog.coverage import Coverage, Covered, known_names
from briefings.checks import editorial_problems
from briefings.pages.schemas import schemas
from tests import sites
from tests.exports.json_documents import schema_problems

SHEETS = {
    "briefings/tranvias.yml": """
title: La ciudad vende sus tranvías
published: 2025-03-04
topics: [transporte]
summary: La ciudad vende una parte de sus tranvías. [@diario]
matters: Habrá menos tranvías.
figures:
  - {id: antes, label: Tranvías antes, unit: tranvías, value: 88, cite: {diario: "de sus 88 tranvías vende 12"}}
  - {id: vendidos, label: Tranvías vendidos, unit: tranvías, value: 12, cite: {diario: "de sus 88 tranvías vende 12"}}
  - {id: cocheras, label: Cocheras, unit: cocheras, value: 9, cite: {diario: "La ciudad cierra cocheras"}}
  - {id: quedan, label: Tranvías que quedan, unit: tranvías, value: {difference: [antes, vendidos]}}
  - {id: parte, label: Parte vendida, unit: "%", value: {share: [vendidos, antes]}, note: Sin los de museo.}
  - {id: cada, label: Tranvías por cochera, unit: tranvías por cochera, value: {ratio: [quedan, cocheras], round: 0}}
""",
    "sources/diario.yml": "title: Venta\npublisher: El Diario\npublished: 2025-03-03\nlanguage: es\nkind: news\n",
    "topics/transporte.yml": "name: Transporte\n",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> sites.Project:
    return sites.make(
        tmp_path_factory.mktemp("derivations") / "project",
        SHEETS,
        language="es",
        address="https://x.example/",
    )


def test_the_page_shows_the_number_and_links_to_its_figures(project: sites.Project) -> None:
    page = (project.settings.docs_dir / "briefings/tranvias.md").read_text(encoding="utf-8")
    text = page.replace("&#55;", "7").replace("&#49;", "1").replace("&#56;", "8")
    assert (
        '<span class="value"><b>76</b> tranvías</span> <span class="meta">calculado: 88 − 12, a partir de'
        " [Tranvías antes](#figure-antes) y [Tranvías vendidos](#figure-vendidos)</span>"
    ) in text
    assert "13,6" in text and "calculado: 12 ÷ 88, a partir de [Tranvías vendidos]" in text


def test_the_data_has_the_number_and_the_figures(project: sites.Project) -> None:
    entries = json.loads((project.settings.docs_dir / "briefings/tranvias.json").read_bytes())["entries"]
    parts = {each["anchor"]: each["parts"] for each in entries if each["kind"] == "figure"}
    assert [part["fields"] for part in parts["figure-quedan"]] == [
        {"value": 76, "derived": {"difference": ["antes", "vendidos"]}}
    ]
    assert [part["fields"] for part in parts["figure-cada"]] == [
        {"value": 8, "derived": {"ratio": ["quedan", "cocheras"], "round": 0}}
    ]
    assert parts["figure-quedan"][0]["particulars"] == [
        {"key": "value", "kind": "number", "words": "76 tranvías", "state": "derived"}
    ]
    assert "derived" not in parts["figure-antes"][0]["fields"]
    assert schema_problems(project.settings.docs_dir) == []


def test_tables_have_the_number_and_the_figures(project: sites.Project) -> None:
    rows = [*csv.DictReader(io.StringIO(project.file("data/figure_values.csv").decode()))]
    given, *_, share, ratio = rows
    assert (given["value"], given["support"], given["derived_share"]) == ("88", "single", "")
    assert (share["value"], share["support"], share["publishers"]) == ("13.6", "computed", "0")
    assert json.loads(share["derived_share"]) == ["vendidos", "antes"]
    assert (ratio["value"], ratio["derived_round"]) == ("8", "0")


def test_a_computed_number_needs_no_source(project: sites.Project) -> None:
    assert [each.message for each in editorial_problems(project.catalog)] == []
    page = (project.settings.docs_dir / "support.md").read_text(encoding="utf-8")
    assert "Tranvías vendidos" in page and "Tranvías que quedan" not in page


def coverage_of(project: sites.Project) -> dict[str, Covered]:
    sheets = [*project.catalog.sheets()]
    coverage = Coverage(project.catalog, project.proofs, known_names(sheets), "es")
    sheet = project.catalog.briefings["tranvias"]
    figures = sheet.data.figures
    return {
        str(figures[int(each.path[1])].id): each
        for each in coverage.of(sheet)
        if each.path[0] == "figures" and each.path[-2] == "values"
    }


def test_a_number_is_covered_if_those_that_it_is_computed_from_are(project: sites.Project) -> None:
    states = {id_: [finding.state for finding in each.findings] for id_, each in coverage_of(project).items()}
    assert states == {
        "antes": ["in-passage"],
        "vendidos": ["in-passage"],
        # The passage says nothing of nine.
        "cocheras": ["not-found"],
        "quedan": ["derived"],
        # A note does not make it counted.
        "parte": ["derived"],
        # 76 is computed, too.
        "cada": ["not-found"],
    }


def test_a_number_that_rests_on_a_wrong_one_is_not_covered(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    wrong = SHEETS["briefings/tranvias.yml"].replace("value: 12,", "value: 13,")
    project = sites.make(
        tmp_path_factory.mktemp("wrong") / "project",
        SHEETS | {"briefings/tranvias.yml": wrong},
        language="es",
    )
    found = coverage_of(project)
    assert not found["vendidos"].is_covered
    assert [finding.state for finding in found["quedan"].findings] == ["not-found"]


def test_editors_take_a_number_and_a_mapping() -> None:
    validator = Draft7Validator(json.loads(schemas(None)["briefing"]))
    head = {"title": "x", "published": "2025-03-04", "summary": "x"}

    def mistakes(value: object) -> list[str]:
        figure = {"id": "x", "label": "x", "unit": "x", "value": value}
        return [error.message for error in validator.iter_errors({**head, "figures": [figure]})]

    assert mistakes(5) == mistakes(5.5) == mistakes({"difference": ["a", "b"]}) == []
    assert mistakes({"share": ["a", "b"], "round": 2}) == []
    assert mistakes("5") and mistakes({"difference": ["a"]}) and mistakes({"product": ["a", "b"]})
    assert mistakes({"sum": ["A", "b"]}) and mistakes({"ratio": ["a", "b"], "round": -1})
    figure = {"id": "x", "label": "x", "unit": "x", "value": 5, "derived": {"sum": ["a", "b"]}}
    assert [*validator.iter_errors({**head, "figures": [figure]})], "curators do not write it"


COMPUTED = "calculado: 88 − 12, a partir de Tranvías antes y Tranvías vendidos"


@pytest.mark.parametrize("path", ["index.atom", "embeds/briefings/tranvias/figure-quedan.svg"])
def test_what_leaves_the_site_says_how_it_was_computed(project: sites.Project, path: str) -> None:
    assert COMPUTED in " ".join(re.sub("<[^>]+>", " ", project.file(path).decode()).split())
