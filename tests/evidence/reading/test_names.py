"""Known names in texts, and who of them speaks."""

from __future__ import annotations

import pytest

from briefings.evidence.reading.lexicon import lexicon
from briefings.evidence.reading.names import KnownNames, NamedActor, speakers

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
        NamedActor("norrail", ("Norrail",), False),
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
    return {actor for mention in speakers(text, KNOWN, lexicon(language)) for actor in mention.actors}


@pytest.mark.parametrize(
    ("language", "text", "who"),
    [
        # The subject before its verb.
        ("en", "Ada Byron said the bridge would open.", {"byron"}),
        ("en", "Mayor Ada Byron told reporters that the bridge would open.", {"byron"}),
        ("en", "Byron had already warned that the bridge would close.", {"byron"}),
        ("de", "Jana Ohm sagte, die Brücke werde öffnen.", {"ohm"}),
        ("de", "Die Bürgermeisterin Jana Ohm kündigte an, die Brücke werde öffnen.", {"ohm"}),
        ("fr", "Odile Marchand a déclaré que le pont ouvrirait.", {"marchand"}),
        ("fr", "La maire, Odile Marchand, a annoncé l’ouverture du pont.", {"marchand"}),
        ("es", "Carmen Otero dijo que el puente abriría.", {"otero"}),
        ("es", "La alcaldesa, Carmen Otero, aseguró que el puente abriría.", {"otero"}),
        ("zh", "林书敏表示，大桥将开通。", {"lin"}),
        ("zh", "局长林书敏说：“大桥将开通。”", {"lin"}),
        # The verb before its subject.
        ("en", "“The bridge will open,” said Ada Byron.", {"byron"}),
        ("en", "“The bridge will open,” said Mayor Byron on Monday.", {"byron"}),
        ("de", "„Die Brücke wird öffnen“, sagte Jana Ohm.", {"ohm"}),
        ("de", "„Die Brücke wird öffnen“, sagte Bürgermeisterin Ohm am Montag.", {"ohm"}),
        ("fr", "« Le pont ouvrira », a déclaré Odile Marchand.", {"marchand"}),
        ("fr", "« Le pont ouvrira », assure Mme Marchand.", {"marchand"}),
        ("es", "«El puente abrirá», dijo Carmen Otero.", {"otero"}),
        ("es", "«El puente abrirá», afirmó el concejal Andrés Quiñones.", {"quinones"}),
        ("es", "«El puente abrirá», aseguró ayer la alcaldesa Otero.", {"otero"}),
        # An aside between.
        ("en", "Ada Byron, of the Textile Union, said the mill would close.", {"byron"}),
        ("de", "Jana Ohm, vom Textilbund, sagte, die Fabrik werde schließen.", {"ohm"}),
        ("fr", "Odile Marchand, de l’Union textile, a déclaré que l’usine fermerait.", {"marchand"}),
        ("es", "Carmen Otero, de la Unión Textil, dijo que la fábrica cerraría.", {"otero"}),
        # According to.
        ("en", "According to Ada Byron, the bridge will open.", {"byron"}),
        ("en", "The bridge will open, according to Norrail.", {"norrail"}),
        ("de", "Laut Jana Ohm wird die Brücke öffnen.", {"ohm"}),
        ("de", "Nach Angaben von Norrail wird die Brücke öffnen.", {"norrail"}),
        ("fr", "Selon Odile Marchand, le pont ouvrira.", {"marchand"}),
        ("fr", "D’après Norrail, le pont ouvrira.", {"norrail"}),
        ("es", "Según Carmen Otero, el puente abrirá.", {"otero"}),
        ("zh", "据林书敏介绍，大桥将开通。", {"lin"}),
        # An organization, and a person of one.
        ("en", "Norrail said the bridge would open.", {"norrail"}),
        ("en", "“The bridge will open,” said Norrail’s Ada Byron.", {"byron"}),
        # Two verbs.
        ("en", "Ada Byron said the bridge would open, and Norrail warned of delays.", {"byron", "norrail"}),
        ("de", "Jana Ohm sagte, die Brücke werde öffnen, und Norrail warnte vor Verzug.", {"ohm", "norrail"}),
        ("fr", "Odile Marchand a dit que le pont ouvrirait, et Norrail a annoncé un retard.", {"marchand", "norrail"}),
        ("es", "Carmen Otero dijo que el puente abriría, y Norrail advirtió de retrasos.", {"otero", "norrail"}),
        ("zh", "林书敏说大桥将开通，欧阳海说会推迟。", {"lin", "ouyang"}),
        ("en", "Both Byron and Ohm said the bridge would open.", {"byron", "ohm"}),
        ("es", "«Abrirá», dijeron Otero y Quiñones.", {"otero", "quinones"}),
        # Abbreviated forms of address.
        ("en", "“The bridge will open,” said Mr. Byron.", {"byron"}),
        ("de", "„Die Brücke wird öffnen“, sagte Dr. Ohm.", {"ohm"}),
        ("fr", "« Le pont ouvrira », a dit M. Marchand.", {"marchand"}),
        ("es", "«El puente abrirá», dijo el Sr. Quiñones.", {"quinones"}),
        # Other ways to say it.
        ("en", "The bridge, Byron said, will open.", {"byron"}),
        ("en", "Asked by Jana Ohm, Byron said the bridge would open.", {"byron"}),
        ("en", "Ada Byron told Jana Ohm that the bridge would open.", {"byron"}),
        ("de", "Ohm zufolge wird die Brücke öffnen.", {"ohm"}),
        ("de", "Wie Jana Ohm mitteilte, wird die Brücke öffnen.", {"ohm"}),
        ("es", "—Hoy ha ganado el río —dijo Carmen Otero.", {"otero"}),
        ("es", "Según el periodista Andrés Quiñones, Otero tiene un poder absoluto.", {"quinones"}),
        ("zh", "“大桥将开通，”林书敏说。", {"lin"}),
        ("zh", "林书敏在会上对欧阳海说，大桥将开通。", {"lin"}),
        ("en", "“The bridge will open,” Ada Byron.", {"byron"}),
        ("de", "„Die Brücke wird öffnen“, so Jana Ohm.", {"ohm"}),
        ("es", "Carmen Otero: «El puente abrirá».", {"otero"}),
        # Somebody else.
        ("en", "Byron’s lawyer said the bridge would open.", set()),
        ("en", "Critics of Ada Byron said the bridge was late.", set()),
        ("de", "Ohms Anwalt sagte, die Brücke werde öffnen.", set()),
        ("de", "Gegner von Jana Ohm sagten, die Brücke sei zu teuer.", set()),
        ("fr", "L’avocat d’Odile Marchand a déclaré que le pont ouvrirait.", set()),
        ("es", "El abogado de Carmen Otero dijo que el puente abriría.", set()),
        ("es", "«Nadie entiende nada», insistió un vecino sobre Carmen Otero.", set()),
        # Nobody, or nobody known.
        ("en", "Ada Byron opened the bridge.", set()),
        ("de", "Jana Ohm eröffnete die Brücke.", set()),
        ("fr", "Odile Marchand a inauguré le pont.", set()),
        ("es", "Carmen Otero inauguró el puente.", set()),
        ("zh", "林书敏参加了开通仪式。", set()),
        ("en", "", set()),
    ],
)  # fmt: skip
def test_who_speaks(language: str, text: str, who: set[str]) -> None:
    assert speaking(text, language) == who


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "“The bridge will open,” a neighbor said. Ada Byron was not there."),
        ("de", "„Die Brücke wird öffnen“, sagte ein Nachbar. Jana Ohm war nicht da."),
        ("fr", "« Le pont ouvrira », a dit un voisin. Odile Marchand n’était pas là."),
        ("es", "«El puente abrirá», dijo un vecino. Carmen Otero no estaba."),
        ("en", "Ada Byron had opened the bridge. “It is too narrow,” a neighbor said."),
        ("de", "Jana Ohm hatte die Brücke eröffnet. „Sie ist zu schmal“, sagte ein Nachbar."),
        ("es", "Carmen Otero abrió el puente. «Es estrecho», dijo un vecino."),
    ],
)
def test_a_name_in_another_sentence_does_not_speak(language: str, text: str) -> None:
    assert speaking(text, language) == set()
