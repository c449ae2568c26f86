"""What the search knows of a page is in the site's own words and signs."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefings.search.documents import Document, document_of
from tests import sites


def document(root: Path, page: str, language: str) -> Document:
    project = sites.make(root / language, language=language)
    (planned,) = [each for each in project.pages if each.path == page]
    found = document_of(planned, project.catalog, project.words)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Li Qiang: “exclusive game”"), ("de", "Li Qiang: „exclusive game“")]
)
def test_a_quotation_has_the_quotation_marks_of_the_language(
    tmp_path: Path, language: str, heading: str
) -> None:
    headings = [section.heading for section in document(tmp_path, "briefings/waico.md", language).sections]
    assert heading in headings
