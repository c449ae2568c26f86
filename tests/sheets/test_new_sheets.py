"""What new sheets say of their keys in the languages that a site can start in."""

from __future__ import annotations

import re
from datetime import date

import pytest

from briefings.languages import REFERENCE, having, parsed
from briefings.model import MODELS, SheetModel
from briefings.model.keys import keys_of
from briefings.sheets.starter import starter
from briefings.text.prose import Kind

LANGUAGES = [language for language in having("sheets.toml") if language != REFERENCE]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_what_each_key_means(language: str) -> None:
    every = keys_of(SheetModel).keys()
    wanted: dict[str, set[str]] = {
        kind: {"sheet", *(keys_of(model).keys() - every)} for kind, model in MODELS.items()
    }
    words = parsed(having("sheets.toml")[language])
    new = parsed(having("sheets.toml")[REFERENCE])["new"].keys()
    wanted |= {"new": {*new}, "every": {*every}}
    assert {table: {*keys} for table, keys in words.items()} == wanted


def test_each_language_of_a_first_site_has_these_words() -> None:
    assert {*having("starter")} <= {REFERENCE, *LANGUAGES}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", MODELS)
def test_comments_are_in_the_language_of_the_site(language: str, kind: Kind) -> None:
    def sentences(language: str) -> set[str]:
        sheet = starter(kind, {}, today=date(2025, 7, 28), language=language)
        return {line for line in sheet.splitlines() if re.search(r"^# .*[a-z] [a-z]+ [a-z]", line)}

    assert sentences(language).isdisjoint(sentences(REFERENCE))
