"""Numbers computed from other figures: whether they are covered, and what editors take. `places/cases/derivations.md` has
where they are shown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from briefings.catalog.coverage import Coverage, Covered, known_names
from briefings.checks import editorial_problems
from briefings.pages.schemas import schemas
from tests import sites
from tests.exports.json_documents import schema_problems
from tests.places.test_places import project_of, sheets_of


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


@pytest.fixture
def project(tmp_path: Path) -> sites.Project:
    return project_of("derivations", tmp_path)


def test_the_data_keep_to_their_schemas(project: sites.Project) -> None:
    assert schema_problems(project.settings.docs_dir) == []


def test_a_computed_number_needs_no_source(project: sites.Project) -> None:
    assert [each.message for each in editorial_problems(project.catalog)] == []


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


def test_a_number_that_rests_on_a_wrong_one_is_not_covered(tmp_path: Path) -> None:
    path = "briefings/tranvias.yml"
    wrong = sheets_of("derivations")[path].replace("value: 12,", "value: 13,")
    found = coverage_of(project_of("derivations", tmp_path, {path: wrong}))
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
