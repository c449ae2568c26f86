"""Search documents use the words and punctuation of the site's language."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefings.search import documents
from tests import sites


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Li Qiang: “exclusive game”"), ("de", "Li Qiang: „exclusive game“")]
)
def test_a_quotation_has_the_quotation_marks_of_the_language(
    tmp_path: Path, language: str, heading: str
) -> None:
    document = sites.make(tmp_path / language, language=language).document("briefings/waico.md")
    headings = [section.heading for section in document.sections]
    assert heading in headings


def test_brackets_in_plain_text_are_not_references(tmp_path: Path) -> None:
    briefing = sites.SHEETS["briefings/waico.yml"].replace("place: Shanghai", "place: '[[nowhere]]'")
    project = sites.make(tmp_path / "site", {**sites.SHEETS, "briefings/waico.yml": briefing})
    document = project.document("briefings/waico.md")
    assert any("[[nowhere]]" in section.text for section in document.sections)


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (["2026年12月15日", None, "新日期未定。", "约12亿元"], "2026年12月15日 · 新日期未定。 约12亿元"),
        (["15 December 2026", "No new day.", ""], "15 December 2026 · No new day."),
        ([None], ""),
    ],
)
def test_texts_that_are_no_sentences_are_joined_without_a_sign_of_one_language(
    parts: list[str | None], text: str
) -> None:
    assert documents._join(*parts) == text
