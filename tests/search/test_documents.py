"""Search documents use the words and punctuation of the site's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefings.search.documents import Document, document_of
from tests import sites


def document(root: Path, page: str, language: str) -> Document:
    project = sites.make(root / language, language=language)
    (planned,) = [each for each in project.pages if each.path == page]
    result = document_of(planned, project.catalog, project.words)
    assert result is not None
    return result


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Li Qiang: “exclusive game”"), ("de", "Li Qiang: „exclusive game“")]
)
def test_a_quotation_has_the_quotation_marks_of_the_language(
    tmp_path: Path, language: str, heading: str
) -> None:
    headings = [section.heading for section in document(tmp_path, "briefings/waico.md", language).sections]
    assert heading in headings


def test_brackets_in_plain_text_are_not_references(tmp_path: Path) -> None:
    briefing = sites.SHEETS["briefings/waico.yml"].replace("place: Shanghai", "place: '[[nowhere]]'")
    project = sites.make(tmp_path / "site", {**sites.SHEETS, "briefings/waico.yml": briefing})
    (page,) = [each for each in project.pages if each.path == "briefings/waico.md"]
    result = document_of(page, project.catalog, project.words)
    assert result is not None
    assert any("[[nowhere]]" in section.text for section in result.sections)
