"""Paragraphs, sentences, and what stands around a passage."""

from __future__ import annotations

import pytest

from briefings.evidence.reading.lexicon import lexicon
from briefings.evidence.reading.sentences import around, paragraphs, sentences


def divided(text: str, language: str) -> list[str]:
    """The sentences of a text."""
    return [
        text[start:end]
        for paragraph in paragraphs(text)
        for start, end in sentences(paragraph, lexicon(language))
    ]


@pytest.mark.parametrize(
    ("language", "parts"),
    [
        ("en", ["It opened.", "It closed."]),
        ("en", ["Did it open?", "It did!"]),
        ("en", ["“It opened.”", "Then it closed."]),
        ("en", ["Mr. Hale and Dr. Ruiz came on Jan. 5.", "They left."]),
        ("en", ["St. Anne and J. P. Morrow of the U.S. office came.", "They left."]),
        ("en", ["It cost $1.5 million.", "It closed at 5 p.m. and stayed shut."]),
        ("en", ["Room No. 5 is shut.", "It leaks."]),
        ("en", ["It opened … and closed.", "It leaks."]),
        ("de", ["Sie öffnete am 3. Mai.", "Dann schloss sie."]),
        ("de", ["Es kostet z. B. 3 Mio. Euro.", "Das ist viel."]),
        ("de", ["Dr. Ohm und Prof. Auer kamen bzw. gingen.", "Es regnete."]),
        ("de", ["„Sie öffnet.“", "Dann schloss sie."]),
        ("fr", ["M. Caldwell et Mme. Roy sont venus.", "Ils sont partis."]),
        ("fr", ["« Il ouvre. »", "Puis il ferma."]),
        ("fr", ["Est-il ouvert ?", "Il l’est."]),
        ("es", ["El Sr. Ruiz y la Sra. Otero vinieron.", "Se fueron."]),
        ("es", ["¿Abrió?", "¡Abrió!"]),
        ("es", ["«Abre.»", "Luego cerró."]),
        ("es", ["Costó 1.500 euros.", "Cerró a las 19.30 horas."]),
        ("zh", ["大桥开通了。", "市民很高兴！"]),
        ("zh", ["“大桥开通了。”", "他很高兴。"]),
    ],
)
def test_sentences(language: str, parts: list[str]) -> None:
    assert divided(("" if language == "zh" else " ").join(parts), language) == parts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A tram\nIt runs.\nIt stops.", [("A tram", True), ("It runs.", False), ("It stops.", False)]),
        (
            "It runs\nevery day.\n\nIt stops\nhere.",
            [("It runs every day.", False), ("It stops here.", False)],
        ),
        ("- It runs\n- It stops", [("It runs", False), ("It stops", False)]),
        ("The line:\nIt runs.", [("The line:", False), ("It runs.", False)]),
        ("x" * 121 + "\nIt runs.", [("x" * 121, False), ("It runs.", False)]),
        ("\n \n", []),
        ("", []),
    ],
)
def test_paragraphs_and_headings(text: str, expected: list[tuple[str, bool]]) -> None:
    assert [(each.text, each.is_heading) for each in paragraphs(text)] == expected


def test_the_places_of_paragraphs_are_those_of_the_text() -> None:
    text = "A tram\n\n- It runs\n  every day.\n\nIt stops."
    for each in paragraphs(text):
        assert " ".join(text[each.start : each.end].split()) == " ".join(each.text.split())


def surroundings(text: str, passage: str, language: str = "en") -> tuple[str, str]:
    """The sentences that a passage is in, and what else is near, each on one line."""
    start = text.index(passage)
    sentence, before, after = around(text, start, start + len(passage), lexicon(language))
    return " ".join(sentence.split()), " ".join([*before.split(), *after.split()])


@pytest.mark.parametrize(
    ("language", "text", "passage", "sentence", "rest"),
    [
        ("en", "It rained. The bridge opened in May. It closed.", "bridge opened", "The bridge opened in May.", "It rained. It closed."),
        ("de", "Es regnete. Die Brücke öffnete am 3. Mai. Sie schloss.", "Brücke öffnete", "Die Brücke öffnete am 3. Mai.", "Es regnete. Sie schloss."),
        ("fr", "Il pleuvait. Le pont a ouvert en mai. Il ferma.", "pont a ouvert", "Le pont a ouvert en mai.", "Il pleuvait. Il ferma."),
        ("es", "Llovía. El puente abrió en mayo. Cerró.", "puente abrió", "El puente abrió en mayo.", "Llovía. Cerró."),
        ("zh", "下雨了。大桥五月开通。后来关闭。", "大桥五月", "大桥五月开通。", "下雨了。 后来关闭。"),
        # Two sentences.
        ("en", "It rained. It opened. It closed. It leaks.", "opened. It closed", "It opened. It closed.", "It rained. It leaks."),
        # A quotation goes on to the one who says it.
        ("en", "It rained. “It opened. It will close,” said Ada. It leaks.", "It opened", "“It opened. It will close,” said Ada.", "It rained. It leaks."),
        ("en", "It rained. “It opened. It will close,” said Ada. It leaks.", "It will close", "“It opened. It will close,” said Ada.", "It rained. It leaks."),
        ("de", "Es regnete. „Sie öffnet. Sie schließt“, sagte Ohm. Es leckt.", "Sie öffnet", "„Sie öffnet. Sie schließt“, sagte Ohm.", "Es regnete. Es leckt."),
        ("de", "Es regnete. „Sie öffnet. Sie schließt“, sagte Ohm. Es leckt.", "Sie schließt", "„Sie öffnet. Sie schließt“, sagte Ohm.", "Es regnete. Es leckt."),
        ("de", "Es regnete. »Sie öffnet. Sie schließt«, sagte Ohm. Es leckt.", "Sie öffnet", "»Sie öffnet. Sie schließt«, sagte Ohm.", "Es regnete. Es leckt."),
        ("fr", "Il pleuvait. « Il ouvre. Il fermera », dit Roy. Il fuit.", "Il ouvre", "« Il ouvre. Il fermera », dit Roy.", "Il pleuvait. Il fuit."),
        ("es", "Llovía. «Abre. Cerrará», dijo Ruiz. Gotea.", "Cerrará", "«Abre. Cerrará», dijo Ruiz.", "Llovía. Gotea."),
        ("en", 'It rained. "It opened. It will close," said Ada. It leaks.', "It opened", '"It opened. It will close," said Ada.', "It rained. It leaks."),
        ("en", 'It rained. "It opened. It will close," said Ada. It leaks.', "It will close", '"It opened. It will close," said Ada.', "It rained. It leaks."),
        # Lines that are wrapped.
        ("en", "It rained. The bridge\nopened in\nMay. It closed.\n\nIt leaks.", "opened in", "The bridge opened in May.", "It rained. It closed."),
        # Two paragraphs before count; a third one and the next do not.
        ("en", "One.\nTwo.\nThree.\nFour.\nFive.", "Four", "Four.", "Two. Three."),
        ("en", "One. Two.\nThree.", "One", "One.", "Two."),
    ],
)  # fmt: skip
def test_what_is_around_a_passage(language: str, text: str, passage: str, sentence: str, rest: str) -> None:
    assert surroundings(text, passage, language) == (sentence, rest)


def test_a_quotation_that_never_ends_does_not_reach_into_other_paragraphs() -> None:
    text = "“It opened. It closed.\nNobody came.\nIt leaks.”"
    assert surroundings(text, "It opened") == ("“It opened. It closed.", "")


def test_a_passage_over_two_paragraphs_is_in_both() -> None:
    text = "One. It opened.\nIt closed. Two."
    assert surroundings(text, "opened.\nIt closed") == ("It opened. It closed.", "One. Two.")
