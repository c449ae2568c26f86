"""Problems in the language of a site."""

from __future__ import annotations

import pytest

from briefings.languages import having, parsed
from briefings.problems import codes
from briefings.problems.codes import Code
from briefings.problems.problem import Place, problem
from briefings.problems.translated import FILE, translated

LANGUAGES = {language: parsed(file) for language, file in having(FILE).items()}


def test_each_language_has_the_same_problems_with_the_same_values() -> None:
    assert {*LANGUAGES} == {"de", "es", "fr", "zh"}
    places = [
        {code: [sorted(part for part in ("{0}", "{1}", "{last}") if part in text) for text in texts]
         for code, texts in messages.items()}
        for messages in LANGUAGES.values()
    ]  # fmt: skip
    assert all(each == places[0] for each in places)
    known = {each.id for each in vars(codes).values() if isinstance(each, Code)}
    assert places[0].keys() - known == {"did-you-mean"}


@pytest.mark.parametrize(
    ("code", "message", "hint", "expected"),
    [
        (codes.MISSING_KEY, "`title` is missing from a briefing", "add a line `title: …`",
         ("Falta «title».", "Añada una línea con esta clave.")),
        (codes.UNKNOWN_KEY, "`titel` is not a key of a briefing", "did you mean `title`?",
         ("No existe la clave «titel».", "¿Quiso decir «title»?")),
        (codes.PARTICULAR_DIFFERS, "31 votes: the text has “41 votes”", "correct the number",
         ("31 votes: el texto dice «41 votes».", "Corrija el dato, o cite el pasaje que lo dice.")),
        (codes.BAD_VALUE, "an entry of this list is empty", "give it a value", None),
        (codes.DEAD_LINK, "`x.md` leads nowhere", "", None),
    ],
)  # fmt: skip
def test_a_problem_is_said_in_spanish(code: Code, message: str, hint: str, expected: object) -> None:
    assert translated(problem(code, message, Place("content/a.yml"), hint), "es") == expected
