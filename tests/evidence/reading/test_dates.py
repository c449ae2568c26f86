"""Dates in running text: the one that a draft offers, and all that words can mean."""

from __future__ import annotations

from datetime import date

import pytest

from briefings.evidence.reading.dates import Calendar, Point
from briefings.evidence.reading.lexicon import lexicon

THURSDAY = date(2025, 3, 13)


def drafted(words: str, language: str, published: date | None = THURSDAY) -> list[str]:
    """The dates that are offered to a curator, in EDTF."""
    return [found.edtf for found in Calendar(lexicon(language), published).dates(words, 0, len(words))]


@pytest.mark.parametrize(
    ("language", "words", "edtf"),
    [
        ("en", "It opened on 26 July 2024.", "2024-07-26"),
        ("en", "It opened on July 26, 2024.", "2024-07-26"),
        ("en", "They met on 26 to 28 July 2024.", "2024-07-26/2024-07-28"),
        ("en", "They met on July 26-28, 2024.", "2024-07-26/2024-07-28"),
        ("en", "It opened in July 2024.", "2024-07"),
        ("en", "It opened in 2019.", "2019"),
        ("en", "It opened in spring 2019.", "2019-21"),
        ("en", "It opened on Monday.", "2025-03-10"),
        ("en", "It will open on Monday.", "2025-03-17"),
        ("en", "It opened next Monday.", "2025-03-17"),
        ("en", "It opened yesterday.", "2025-03-12"),
        ("en", "It opened last month.", "2025-02"),
        ("en", "It opened in November.", "2024-11"),
        ("en", "It opened on 2024-07-26.", "2024-07-26"),
        ("en", "The ferry sank three days ago.", "2025-03-10"),
        ("en", "In November, President Ruiz resigned.", "2024-11"),
        ("de", "Am 26. Juli 2024 öffnete es.", "2024-07-26"),
        ("de", "Vom 26. bis 28. Juli 2024 war es offen.", "2024-07-26/2024-07-28"),
        ("de", "Am 26.07.2024 öffnete es.", "2024-07-26"),
        ("de", "Am Dienstagabend öffnete es.", "2025-03-11"),
        ("de", "Im März 2024 öffnete es.", "2024-03"),
        ("de", "Gestern öffnete es.", "2025-03-12"),
        ("de", "Der 2019 eröffnete Tunnel ist gesperrt.", "2019"),
        ("de", "Vor zwei Jahren schloss das Bad.", "2023"),
        ("fr", "Le pont a ouvert le 1er juillet 2024.", "2024-07-01"),
        ("fr", "Le pont a ouvert lundi.", "2025-03-10"),
        ("fr", "Le pont ouvrira en août 2025.", "2025-08"),
        ("fr", "Le bac a coulé il y a trois jours.", "2025-03-10"),
        ("es", "El puente abrió el 26 de julio de 2024.", "2024-07-26"),
        ("es", "El puente abrió ayer.", "2025-03-12"),
        ("es", "El puente abrió en marzo de 2019.", "2019-03"),
        ("es", "El transbordador se hundió hace tres días.", "2025-03-10"),
        ("it", "Il ponte ha aperto il 26 luglio 2024.", "2024-07-26"),
        ("pt", "A ponte abriu em 26 de julho de 2024.", "2024-07-26"),
        ("zh", "大桥于2024年7月26日开通。", "2024-07-26"),
        ("zh", "大桥于2024年7月26日至28日开放。", "2024-07-26/2024-07-28"),
        ("zh", "大桥于二〇二四年七月二十六日开通。", "2024-07-26"),
        ("zh", "大桥于二〇二四年十二月开通。", "2024-12"),
        ("zh", "大桥于二月十一日开通。", "2025-02-11"),
        ("zh", "大桥于11月26号开通。", "2024-11-26"),
        ("zh", "大桥于12日至14日关闭。", "2025-03-12/2025-03-14"),
        ("zh", "大桥于今年3月至5月关闭。", "2025-03/2025-05"),
        ("zh", "大桥于2015年至2019年关闭。", "2015/2019"),
        ("zh", "大桥于2024年夏天开通。", "2024-22"),
        ("en", "It was shut between 2015 and 2019.", "2015/2019"),
        ("en", "It was shut from May to July 2024.", "2024-05/2024-07"),
        ("en", "It opened on Sept. 3, 2024.", "2024-09-03"),
        ("de", "Von 2015 bis 2019 war es zu.", "2015/2019"),
        ("de", "Von Mai bis Juli 2024 war es zu.", "2024-05/2024-07"),
        ("fr", "De 2015 à 2019, il était fermé.", "2015/2019"),
        ("fr", "De mai à juillet 2024, il était fermé.", "2024-05/2024-07"),
        ("es", "Entre 2015 y 2019 estuvo cerrado.", "2015/2019"),
        ("es", "De mayo a julio de 2024 estuvo cerrado.", "2024-05/2024-07"),
        ("zh", "大桥于上月26日开通。", "2025-02-26"),
        ("zh", "大桥于去年7月26日20时开通。", "2024-07-26"),
        ("zh", "大桥11日开通。", "2025-03-11"),
        ("zh", "大桥去年开通。", "2024"),
        ("zh", "大桥将于下周一开通。", "2025-03-17"),
        ("zh", "三天前大桥开通。", "2025-03-10"),
    ],
)
def test_dates_in_words_and_numerals(language: str, words: str, edtf: str) -> None:
    assert drafted(words, language) == [edtf]


WEDNESDAY = date(2022, 5, 4)
"""Publication of the Spanish articles below, unless a year is given."""


@pytest.mark.parametrize(
    ("words", "published", "edtf"),
    [
        ("En abril de 1976 cerró la mina.", WEDNESDAY, ["1976-04"]),
        ("La mina cerró en marzo de 2020 y reabrió después.", WEDNESDAY, ["2020-03"]),
        ("En mayo del 2019, el tribunal anuló la venta.", WEDNESDAY, ["2019-05"]),
        ("Las obras acabaron a finales de mayo de 2015.", WEDNESDAY, ["2015-05"]),
        ("El molino cerró antes de mayo de 2015.", WEDNESDAY, ["2015-05"]),
        ("Todo empezó en el mes de mayo de 2015.", WEDNESDAY, ["2015-05"]),
        ("El plan se presentó desde mayo de 2015 en tres barrios.", WEDNESDAY, ["2015-05"]),
        ("Marcharon desde la Plaza de Mayo hasta el puerto.", WEDNESDAY, []),
        ("El tren para en Campo de Mayo.", WEDNESDAY, []),
        ("Las Madres de Plaza de Mayo acudieron.", WEDNESDAY, []),
        ("Vive junto a la estación Dos de Mayo.", WEDNESDAY, []),
        ("El atasco llegó a la avenida 9 de Julio.", WEDNESDAY, []),
        ("La tienda está en la calle 12 de octubre.", WEDNESDAY, []),
        ("Los remeros se congregarán este jueves en el muelle.", WEDNESDAY, ["2022-05-05"]),
        ("El pleno votará el lunes la tasa.", WEDNESDAY, ["2022-05-09"]),
        ("El pleno votó el lunes la tasa.", WEDNESDAY, ["2022-05-02"]),
        ("Fue un día sábado cuando llegó el barco.", WEDNESDAY, []),
        ("Era un domingo y llovía.", WEDNESDAY, []),
        ("El mercado abre los lunes.", WEDNESDAY, []),
        ("El mercado abre cada jueves.", WEDNESDAY, []),
        ("El mercado abre todos los viernes.", WEDNESDAY, []),
        ("Volvió el Domingo de mayo con su banda.", WEDNESDAY, []),
        ("La procesión de Viernes Santo fue breve.", WEDNESDAY, []),
        ("La feria fue del 25 de julio hasta el 5 de agosto de 2021.", WEDNESDAY, ["2021-07-25/2021-08-05"]),
        ("La feria será del 25 de julio hasta el 5 de agosto.", WEDNESDAY, ["2022-07-25/2022-08-05"]),
        ("Llovió entre el 3 de febrero y el 17 de marzo de 2021.", WEDNESDAY, ["2021-02-03/2021-03-17"]),
        ("Llovió entre el 3 y el 17 de marzo de 2021.", WEDNESDAY, ["2021-03-03/2021-03-17"]),
        ("Llovió del 28 de diciembre de 2020 al 3 de enero de 2021.", WEDNESDAY, ["2020-12-28/2021-01-03"]),
        ("Llovió del 28 de diciembre al 3 de enero de 2021.", WEDNESDAY, ["2020-12-28/2021-01-03"]),
        ("Se celebrará el próximo 27 de octubre.", WEDNESDAY, ["2022-10-27"]),
        ("Se celebrará el próximo lunes.", WEDNESDAY, ["2022-05-09"]),
        ("La presa se inauguró el 4 de octubre de 1958.", WEDNESDAY, ["1958-10-04"]),
        ("Empezó a las 19.30 horas.", WEDNESDAY, []),
        ("La encuesta de 1709 escolares sigue abierta.", WEDNESDAY, []),
        ("En 1600 hogares no hay agua.", WEDNESDAY, []),
        ("El coro de Julio Ferrán cantó.", WEDNESDAY, []),
        ("La alcaldesa Abril Sosa dimitió.", WEDNESDAY, []),
        ("Desde 2011 está cerrado.", WEDNESDAY, []),
    ],
)  # fmt: skip
def test_dates_of_spanish_articles(words: str, published: date, edtf: list[str]) -> None:
    assert drafted(words, "es", published) == edtf


@pytest.mark.parametrize(
    ("language", "words", "published", "edtf"),
    [
        ("en", "The ferries began on August 10 and Port Alder says the ferries will continue.", date(2015, 8, 21), ["2015-08-10"]),
        ("en", "The candidates rehearsed ahead of Tuesday's debate.", date(2020, 2, 24), ["2020-02-25"]),
        ("en", "On Wednesday, the ministers are to travel to Veldhaven.", date(2020, 2, 24), ["2020-02-26"]),
        ("en", "The lock was closed between June 3 and July 5, 2021.", THURSDAY, ["2021-06-03/2021-07-05"]),
        ("en", "The lock was closed from 3 June to 5 July 2021.", THURSDAY, ["2021-06-03/2021-07-05"]),
        ("en", "The lock was closed from December 28 until January 5, 2021.", THURSDAY, ["2020-12-28/2021-01-05"]),
        ("en", "The lock was closed from 3 to 5 July 2021.", THURSDAY, ["2021-07-03/2021-07-05"]),
        ("en", "The council will meet on 27 October.", THURSDAY, ["2025-10-27"]),
        ("en", "A cross-sectional survey of 1709 ferrymen was printed.", THURSDAY, []),
        ("en", "Nobody knows who lives in 1800 homes.", THURSDAY, []),
        ("en", "The host of the Today show resigned.", THURSDAY, []),
        ("en", "She told NNC News' Today show everything.", THURSDAY, []),
        ("en", "The market is shut on a Monday.", THURSDAY, []),
        ("en", "The market opens every Friday.", THURSDAY, []),
        ("en", "The shops were full on Black Friday.", THURSDAY, []),
        ("en", "The ferry does not run on Good Friday.", THURSDAY, []),
        ("en", "The song was written by April Jones.", THURSDAY, []),
        ("en", "They march 10 miles to the port.", THURSDAY, []),
        ("en", "Visitors may 2 hours later be sent home.", THURSDAY, []),
        ("en", "The clinic of August Wilson closed.", THURSDAY, []),
        ("en", "It has been shut since 2011.", THURSDAY, []),
        ("en", "On 31 February 2024 it opened.", THURSDAY, []),
        ("en", "It opened on 3/4/2024.", THURSDAY, []),
        ("en", "They were paid from 1500 to 1600 euros.", THURSDAY, []),
        ("en", "The fair is on May Day 2024.", THURSDAY, []),
        ("en", "She said Tuesday that it will freeze.", THURSDAY, ["2025-03-11"]),
        ("en", "On Tuesday, she said it will freeze.", THURSDAY, ["2025-03-11"]),
        ("en", "She said the port will open on Tuesday.", THURSDAY, ["2025-03-18"]),
        ("de", "Sie sagte am Dienstag, es werde frieren.", THURSDAY, ["2025-03-11"]),
        ("fr", "Elle a annoncé mardi que le pont sera fermé.", THURSDAY, ["2025-03-11"]),
        ("es", "Dijo el martes que lloverá.", THURSDAY, ["2025-03-11"]),
        ("es", "El martes anunciará los cortes.", THURSDAY, ["2025-03-18"]),
        ("es", "La mañana del martes heló.", THURSDAY, ["2025-03-11"]),
        ("fr", "Le canal a été fermé entre le 21 juin et le 15 novembre 2019.", THURSDAY, ["2019-06-21/2019-11-15"]),
        ("fr", "Le canal a été fermé du 21 juin au 15 novembre 2019.", THURSDAY, ["2019-06-21/2019-11-15"]),
        ("fr", "Le canal a été fermé du 21 au 25 juin 2019.", THURSDAY, ["2019-06-21/2019-06-25"]),
        ("fr", "Le canton a banni en juin 12 pesticides.", date(2019, 9, 2), ["2019-06"]),
        ("fr", "La boutique est rue du 4 septembre.", THURSDAY, []),
        ("fr", "La boutique est place du 8 Mai 1945.", THURSDAY, []),
        ("fr", "Le marché ouvre chaque lundi.", THURSDAY, []),
        ("fr", "La pièce de Juin Delorme a plu.", THURSDAY, []),
        ("fr", "Le conseil votera mardi.", THURSDAY, ["2025-03-18"]),
        ("de", "Der Kanal war vom 21. Juni bis zum 15. November 2019 gesperrt.", THURSDAY, ["2019-06-21/2019-11-15"]),
        ("de", "Der Kanal war zwischen dem 21. Juni und dem 15. November 2019 gesperrt.", THURSDAY, ["2019-06-21/2019-11-15"]),
        ("de", "Der Laden liegt an der Straße des 17. Juni.", THURSDAY, []),
        ("de", "Der Markt öffnet jeden Montag.", THURSDAY, []),
        ("de", "Es geschah an einem Montag.", THURSDAY, []),
        ("de", "Die Brücke liegt in 2000 Metern Höhe.", THURSDAY, []),
        ("de", "Das Fest mit 1600 Besuchern war laut.", THURSDAY, []),
        ("de", "Der Rat entscheidet kommenden Dienstag.", THURSDAY, ["2025-03-18"]),
        ("zh", "运河于2019年6月21日至11月15日关闭。", THURSDAY, ["2019-06-21/2019-11-15"]),
        ("zh", "市场每周一开放。", THURSDAY, []),
        ("zh", "工程历时三个月。", THURSDAY, []),
        ("zh", "他住在3号楼。", THURSDAY, []),
        ("en", "It was built in May last year.", date(2025, 11, 3), ["2024-05"]),
        ("es", "Se abrió en mayo del año pasado.", date(2025, 11, 3), ["2024-05"]),
        ("fr", "Il a ouvert en mai de l’an dernier.", date(2025, 11, 3), ["2024-05"]),
        ("de", "Sie wurde im Mai vergangenen Jahres gebaut.", date(2025, 11, 3), ["2024-05"]),
        ("en", "The lock was closed on 3 and 9 May 2024.", THURSDAY, ["2024-05-03", "2024-05-09"]),
        ("en", "The lock was closed on 3 and 4 May 2024.", THURSDAY, ["2024-05-03/2024-05-04"]),
        ("de", "Die Schleuse war am 3. und 9. Mai 2024 zu.", THURSDAY, ["2024-05-03", "2024-05-09"]),
        ("en", "Of July 26, 2024 and 30 people nobody spoke.", THURSDAY, ["2024-07-26"]),
        ("en", "The train of 26/7/2024 was late.", THURSDAY, ["2024-07-26"]),
    ],
)  # fmt: skip
def test_dates_that_are_easily_misread(language: str, words: str, published: date, edtf: list[str]) -> None:
    assert drafted(words, language, published) == edtf


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "It opened on 3 May."),
        ("en", "It opened in November."),
        ("en", "It opened on Monday."),
        ("de", "Am 3. Mai öffnete es."),
        ("fr", "Il a ouvert le 3 mai."),
        ("es", "Abrió el 3 de mayo."),
        ("es", "Abrió en mayo."),
        ("es", "Llovió del 25 de julio hasta el 5 de agosto."),
        ("zh", "大桥5月3日开通。"),
        ("zh", "大桥去年5月开通。"),
    ],
)
def test_no_year_is_guessed_without_a_day_of_publication(language: str, words: str) -> None:
    assert drafted(words, language, None) == []


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "The lock is shut on 3 May."),
        ("de", "Am 3. Mai ist die Schleuse zu."),
        ("fr", "L’écluse ferme le 3 mai."),
        ("es", "La esclusa cierra el 3 de mayo."),
        ("zh", "船闸5月3日关闭。"),
        ("en", "The lock is shut in May."),
        ("es", "La esclusa cierra en mayo."),
    ],
)
def test_no_year_is_guessed_of_a_day_that_may_be_past_or_ahead(language: str, words: str) -> None:
    assert drafted(words, language) == []
    ((reading,),) = meanings(words, language)
    assert reading.split("|") in (["2024-05-03", "2025-05-03"], ["2024-05", "2025-05"])


@pytest.mark.parametrize(
    ("language", "words", "days"),
    [
        # Nearly a year ahead, and half as long ago.
        ("en", "The lock is shut on 3 January.", [["2025-01-03"]]),
        ("de", "Am Freitag, den 7. war es warm.", [["2025-03-07|2025-03-14"], ["2025-01-07|2025-02-07|2025-03-07"]]),
        ("de", "Sie springen am 6.2. um Medaillen.", [["2025-02-06"]]),
        ("es", "El martes 4 cerró.", [["2025-03-11|2025-03-18"], ["2025-01-04|2025-02-04|2025-03-04"]]),
        ("es", "Abre el 19/3 a las diez.", [["2025-03-19"]]),
        ("es", "Abre el 19 de setiembre.", [["2024-09-19|2025-09-19"]]),
        ("fr", "Il ouvre les 28, 29 mars.", [["2025-03-28", "2025-03-29"]]),
        ("fr", "La version 6.2 est là.", []),
        ("de", "Januar bis Juni 2024 fuhren acht Züge.", [["2024-01", "2024-06"]]),
    ],
)  # fmt: skip
def test_days_in_short_and_far_ones(language: str, words: str, days: list[list[str]]) -> None:
    assert meanings(words, language) == days


@pytest.mark.parametrize(
    ("language", "words", "edtf"),
    [
        ("en", "In 1995 the mill burned down, and on 3 May it was sold.", ["1995"]),
        ("es", "En 1995 ardió el molino, y en mayo se vendió.", ["1995"]),
        ("fr", "En 1995 le moulin a brûlé, et il fut vendu le 3 mai.", ["1995"]),
        ("de", "Im Jahr 1995 brannte die Mühle, und am 3. Mai wurde sie verkauft.", ["1995"]),
        ("zh", "1995年磨坊失火，5月3日被出售。", ["1995"]),
        ("en", "In 2025 the mill burned down, and on 3 March it was sold.", ["2025", "2025-03-03"]),
    ],
)
def test_no_year_is_guessed_beside_another_one(language: str, words: str, edtf: list[str]) -> None:
    assert drafted(words, language) == edtf


def meanings(words: str, language: str, published: date | None = THURSDAY) -> list[list[str]]:
    """For each date in a text, what its first and its last day can be."""
    return [
        ["|".join(sorted(map(spelled, reading))) for reading in mention.readings]
        for mention in Calendar(lexicon(language), published).mentions(words)
    ]


def spelled(point: Point) -> str:
    return "-".join(f"{part:02}" if part is not None else "??" for part in point[: point.precision])


@pytest.mark.parametrize(
    ("language", "words", "readings"),
    [
        ("en", "on Monday", [["2025-03-10|2025-03-17"]]),
        ("en", "on 3 November", [["2024-11-03|2025-11-03"]]),
        ("en", "on the 14th", [["2025-01-14|2025-02-14|2025-03-14"]]),
        ("en", "from 26 to 28 July 2024", [["2024-07-26", "2024-07-28"]]),
        ("en", "on 3/4/2024", [["2024-03-04|2024-04-03"]]),
        ("en", "this morning", [["2025-03-13"]]),
        ("de", "am Montag", [["2025-03-10|2025-03-17"]]),
        ("de", "heute", [["2025-03-13"]]),
        ("fr", "lundi", [["2025-03-10|2025-03-17"]]),
        ("fr", "ce matin", [["2025-03-13"]]),
        ("es", "el lunes", [["2025-03-10|2025-03-17"]]),
        ("es", "hoy", [["2025-03-13"]]),
        ("es", "antes de mayo de 2015", [["2015-05"]]),
        ("zh", "今天", [["2025-03-13"]]),
        ("zh", "2024年7月26日至28日", [["2024-07-26", "2024-07-28"]]),
    ],
)
def test_all_that_a_date_can_mean(language: str, words: str, readings: list[list[str]]) -> None:
    assert meanings(f"Xx {words}." if lexicon(language).spaced else words, language) == readings


@pytest.mark.parametrize(
    ("language", "words", "readings"),
    [
        ("en", "on 3 May", [["??-05-03"]]),
        ("de", "am 3. Mai", [["??-05-03"]]),
        ("fr", "le 3 mai", [["??-05-03"]]),
        ("es", "el 3 de mayo", [["??-05-03"]]),
        ("es", "del 25 de julio al 5 de agosto", [["??-07-25", "??-08-05"]]),
        ("en", "from June 3 to July 5", [["??-06-03", "??-07-05"]]),
        ("fr", "en mai", [["??-05"]]),
        ("zh", "5月3日", [["??-05-03"]]),
        ("en", "on Monday", []),
    ],
)
def test_what_a_date_means_without_a_day_of_publication(
    language: str, words: str, readings: list[list[str]]
) -> None:
    assert meanings(f"Xx {words}." if lexicon(language).spaced else words, language, None) == readings
