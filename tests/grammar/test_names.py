"""Known names in texts, and who of them speaks."""

from __future__ import annotations

import pytest

from briefings.grammar.names import KnownNames, NamedActor
from briefings.grammar.zones import voices
from tests.rows import rows

KNOWN = KnownNames(
    (
        NamedActor("byron", ("Ada Byron", "A. L. Byron"), True),
        NamedActor("ohm", ("Jana Ohm",), True),
        NamedActor("marchand", ("Odile Marchand",), True),
        NamedActor("otero", ("Carmen Otero",), True),
        NamedActor("quinones", ("Andrés Quiñones",), True),
        NamedActor("lin", ("林书敏", "Lin Shumin"), True),
        NamedActor("ouyang", ("欧阳海",), True),
        NamedActor("smith-jones", ("Tom Smith-Jones",), True),
        NamedActor("norrail", ("Norrail", "诺拉尔"), False),
        NamedActor("union", ("Textile Union", "Textilbund", "Union textile", "Unión Textil"), False),
        NamedActor("port", ("港务局",), False),
        NamedActor("eu", ("European Union", "EU"), False),
    )
)


def mentioned(text: str) -> list[tuple[str, str]]:
    """The names in a text, as written, with their actors."""
    return [(mention.text, "|".join(sorted(mention.actors))) for mention in KNOWN.mentions(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ada Byron came.", [("Ada Byron", "byron")]),
        ("A. L. Byron came.", [("A. L. Byron", "byron")]),
        ("Mayor Byron came.", [("Byron", "byron")]),
        ("ADA BYRON came.", [("ADA BYRON", "byron")]),
        ("Byron’s bridge fell.", [("Byron", "byron")]),
        ("Byron's bridge fell.", [("Byron", "byron")]),
        ("Ohms Brücke stürzte ein.", [("Ohms", "ohm")]),
        ("Die Brücke von Jana Ohm stürzte ein.", [("Jana Ohm", "ohm")]),
        ("Jana Ohms Brücke stürzte ein.", [("Jana Ohms", "ohm")]),
        ("Le pont d’Odile Marchand est tombé.", [("Odile Marchand", "marchand")]),
        ("El puente de Andres Quinones cayó.", [("Andres Quinones", "quinones")]),
        ("El puente de Quiñones cayó.", [("Quiñones", "quinones")]),
        ("Smith-Jones came.", [("Smith-Jones", "smith-jones")]),
        ("Indiana Jones came.", []),
        ("Tom Smith-Jones came.", [("Tom Smith-Jones", "smith-jones")]),
        ("the Textile Union and Norrail", [("Textile Union", "union"), ("Norrail", "norrail")]),
        ("林书敏和欧阳海到场。", [("林书敏", "lin"), ("欧阳海", "ouyang")]),
        ("港务局局长林书敏", [("港务局", "port"), ("林书敏", "lin")]),
        ("Ada\nByron came.", [("Ada\nByron", "byron")]),
        ("The marchand came, an ohm more.", []),
        ("Byronic poems", []),
        ("Ada came.", []),
        ("a union of textile workers", []),
        ("", []),
    ],
)
def test_known_names_are_found(text: str, found: list[tuple[str, str]]) -> None:
    assert [(each[0], each[1]) for each in mentioned(text)] == found


def test_a_last_name_that_two_persons_have_can_be_either() -> None:
    known = KnownNames(
        (NamedActor("ada", ("Ada Byron",), True), NamedActor("george", ("George Byron",), True))
    )
    assert [mention.actors for mention in known.mentions("Byron came.")] == [{"ada", "george"}]
    assert [mention.actors for mention in known.mentions("Ada Byron came.")] == [{"ada"}]


def speaking(text: str, language: str) -> set[str]:
    """The actors that a text presents as speaking."""
    certain = voices(text, 0, len(text), language, KNOWN).certain
    return {actor for mention in certain for actor in mention.actors}


@rows
def test_who_speaks(language: str, text: str, who: list[str]) -> None:
    assert speaking(text, language) == set(who)


@rows
def test_a_name_in_another_sentence_does_not_speak(language: str, text: str) -> None:
    assert speaking(text, language) == set()
