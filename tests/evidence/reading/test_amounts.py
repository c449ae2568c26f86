"""Numbers with their qualifiers, and which of them say the same."""

from __future__ import annotations

from decimal import Decimal

import pytest

from briefings.evidence.reading.amounts import Amount, amounts, rounds


def amount_in(words: str, language: str) -> Amount:
    """The only number in some words."""
    (amount,) = amounts(words, language)
    return amount


@pytest.mark.parametrize(
    ("language", "words", "qualifier"),
    [
        ("en", "about 300 ships", "about"),
        ("en", "around 300 ships", "about"),
        ("en", "roughly 300 ships", "about"),
        ("en", "some 300 ships", "about"),
        ("en", "an estimated 300 ships", "about"),
        ("en", "at least 300 ships", "at least"),
        ("en", "no fewer than 300 ships", "at least"),
        ("en", "more than 300 ships", "more than"),
        ("en", "over 300 ships", "more than"),
        ("en", "more than a thousand ships", "more than"),
        ("en", "more than €300 million", "more than"),
        ("en", "up to 300 ships", "up to"),
        ("en", "as many as 300 ships", "up to"),
        ("en", "no more than 300 ships", "up to"),
        ("en", "fewer than 300 ships", "less than"),
        ("en", "less than 300 tonnes", "less than"),
        ("en", "under 300 tonnes", "less than"),
        ("en", "nearly 300 ships", "nearly"),
        ("en", "almost 300 ships", "nearly"),
        ("en", "the 300 ships", ""),
        ("de", "rund 300 Schiffe", "about"),
        ("de", "etwa 300 Schiffe", "about"),
        ("de", "ungefähr 300 Schiffe", "about"),
        ("de", "mindestens 300 Schiffe", "at least"),
        ("de", "mehr als 300 Schiffe", "more than"),
        ("de", "über 300 Schiffe", "more than"),
        ("de", "bis zu 300 Schiffe", "up to"),
        ("de", "höchstens 300 Schiffe", "up to"),
        ("de", "weniger als 300 Schiffe", "less than"),
        ("de", "knapp 300 Schiffe", "nearly"),
        ("de", "fast 300 Schiffe", "nearly"),
        ("fr", "environ 300 navires", "about"),
        ("fr", "quelque 300 navires", "about"),
        ("fr", "au moins 300 navires", "at least"),
        ("fr", "plus de 300 navires", "more than"),
        ("fr", "jusqu’à 300 navires", "up to"),
        ("fr", "au maximum 300 navires", "up to"),
        ("fr", "moins de 300 navires", "less than"),
        ("fr", "près de 300 navires", "nearly"),
        ("fr", "presque 300 navires", "nearly"),
        ("es", "unos 300 barcos", "about"),
        ("es", "alrededor de 300 barcos", "about"),
        ("es", "aproximadamente 300 barcos", "about"),
        ("es", "al menos 300 barcos", "at least"),
        ("es", "más de 300 barcos", "more than"),
        ("es", "hasta 300 barcos", "up to"),
        ("es", "como máximo 300 barcos", "up to"),
        ("es", "menos de 300 barcos", "less than"),
        ("es", "casi 300 barcos", "nearly"),
        ("es", "cerca de 300 barcos", "nearly"),
        ("zh", "约300艘船", "about"),
        ("zh", "大约300艘船", "about"),
        ("zh", "300人左右", "about"),
        ("zh", "至少300艘船", "at least"),
        ("zh", "超过300艘船", "more than"),
        ("zh", "300多艘船", "more than"),
        ("zh", "300余艘船", "more than"),
        ("zh", "最多300艘船", "up to"),
        ("zh", "高达300艘船", "up to"),
        ("zh", "不到300艘船", "less than"),
        ("zh", "近300艘船", "nearly"),
        ("zh", "300艘船", ""),
    ],
)
def test_qualifiers(language: str, words: str, qualifier: str) -> None:
    assert amount_in(words, language).qualifier == qualifier


@pytest.mark.parametrize(
    ("wanted", "given", "qualifier"),
    [
        ("300", "300", ""),
        ("10000", "9870", "about"),
        ("10000", "10120", "about"),
        ("300", "312", "more than"),
        ("300", "312", "at least"),
        ("300", "300", "at least"),
        ("300", "288", "nearly"),
        ("300", "288", "up to"),
        ("300", "288", "less than"),
        ("1.2", "1.23", "about"),
        ("2000000", "1960000", "nearly"),
        ("40", "39.6", "about"),
    ],
)
def test_numbers_that_round_another(wanted: str, given: str, qualifier: str) -> None:
    assert rounds(Decimal(wanted), Decimal(given), qualifier)


@pytest.mark.parametrize(
    ("wanted", "given", "qualifier"),
    [
        ("300", "312", ""),
        ("300", "288", "more than"),
        ("300", "288", "at least"),
        ("300", "312", "nearly"),
        ("300", "312", "up to"),
        ("300", "312", "less than"),
        ("300", "450", "about"),
        ("300", "3120", "more than"),
        ("10000", "98700", "about"),
        ("312", "300", "about"),
        ("5", "-5", "about"),
        ("5", "0", "about"),
    ],
)
def test_numbers_that_do_not_round_another(wanted: str, given: str, qualifier: str) -> None:
    assert not rounds(Decimal(wanted), Decimal(given), qualifier)


@pytest.mark.parametrize(
    ("language", "fact", "source"),
    [
        ("en", "about 10,000 visitors", "9,870 visitors"),
        ("en", "more than 300 ships", "312 ships"),
        ("en", "nearly 2 million euros", "€1,960,000"),
        ("en", "up to 300 ships", "as many as 300 ships"),
        ("en", "300 ships", "three hundred ships"),
        ("en", "two thirds of the votes", "66.7 percent of the votes"),
        ("en", "half of the votes", "50 percent of the votes"),
        ("en", "2.5 million people", "two and a half million people"),
        ("en", "2,500,000 euros", "2.5 million euros"),
        ("en", "a dozen boats", "12 boats"),
        ("de", "rund 10.000 Gäste", "9.870 Gäste"),
        ("de", "mehr als 300 Schiffe", "312 Schiffe"),
        ("de", "zwölf Schiffe", "12 Schiffe"),
        ("de", "2,5 Millionen Euro", "zweieinhalb Millionen Euro"),
        ("de", "zwei Drittel der Stimmen", "66,7 Prozent der Stimmen"),
        ("de", "die Hälfte der Stimmen", "50 Prozent der Stimmen"),
        ("fr", "environ 10 000 visiteurs", "9 870 visiteurs"),
        ("fr", "plus de 300 navires", "312 navires"),
        ("fr", "2,5 millions d’euros", "deux millions et demi d’euros"),
        ("fr", "les deux tiers des voix", "66,7 % des voix"),
        ("fr", "la moitié des voix", "50 % des voix"),
        ("fr", "une trentaine de navires", "30 navires"),
        ("es", "unos 10.000 visitantes", "9.870 visitantes"),
        ("es", "más de 300 barcos", "312 barcos"),
        ("es", "2,5 millones de euros", "dos millones y medio de euros"),
        ("es", "dos tercios de los votos", "66,7 % de los votos"),
        ("es", "la mitad de los votos", "50 % de los votos"),
        ("es", "una docena de barcos", "12 barcos"),
        ("es", "1.500.000 euros", "un millón y medio de euros"),
        ("es", "1,5 puntos", "1,5 puntos porcentuales"),
        ("fr", "1,5 point", "1,5 point de pourcentage"),
        ("zh", "一半的选票", "50%的选票"),
        ("zh", "35岁", "三十五岁"),
        ("zh", "约1万人", "9870人"),
        ("zh", "超过300艘船", "312艘船"),
        ("zh", "250万元", "二百五十万元"),
        ("zh", "12%的选票", "百分之十二的选票"),
        ("zh", "12.5%的选票", "百分之十二点五的选票"),
        ("zh", "70%的选票", "七成选票"),
        ("zh", "67%的选票", "三分之二的选票"),
        ("zh", "50%的选票", "半数选票"),
        ("zh", "1.2亿元", "1亿2千万元"),
        ("en", "one tenth of the harbor", "10 percent of the harbor"),
        ("en", "a quarter", "25 percent"),
        ("en", "18.4 °C", "18.4 degrees"),
        ("es", "18,4 °C", "18,4 grados"),
        ("es", "150 millones de quetzales", "Q150 millones"),
        ("de", "19-jährig", "19 Jahre"),
        ("zh", "超过10亿美元", "十多亿美元"),
        ("zh", "3年", "三年"),
        ("en", "two decades", "20 years"),
        ("en", "14 days", "two weeks"),
        ("en", "90 minutes", "1.5 hours"),
        ("en", "1,500 meters", "1.5 km"),
        ("en", "73 s", "73 seconds"),
        ("en", "the 1970s", "the 70s"),
        ("en", "a driver of 15 killed", "a 15-year-old driver"),
        ("de", "10 Wochen", "ein 10-wöchiger Kurs"),
        ("de", "im 8. Jahrhundert", "Ende des 8. Jahrhunderts entstand"),
        ("fr", "six ans", "les six dernières années"),
        ("es", "de 15 años", "de 15 de cárcel"),
        ("zh", "20世纪", "二十世紀"),
    ],
)
def test_a_source_gives_the_amount_of_a_fact(language: str, fact: str, source: str) -> None:
    assert amount_in(source, language).gives(amount_in(fact, language))


@pytest.mark.parametrize(
    ("language", "fact", "source"),
    [
        ("en", "more than 300 ships", "288 ships"),
        ("en", "more than 300 ships", "fewer than 300 ships"),
        ("en", "nearly 300 ships", "312 ships"),
        ("en", "31 ships", "32 ships"),
        ("en", "312 ships", "about 300 ships"),
        ("en", "40 million euros", "40 billion euros"),
        ("en", "40 euros", "40 dollars"),
        ("en", "4 percent", "4 percentage points"),
        ("en", "40 people", "40 households"),
        ("de", "mehr als 300 Schiffe", "288 Schiffe"),
        ("de", "40 Millionen Euro", "40 Milliarden Euro"),
        ("de", "1.200 Gäste", "1,2 Tonnen"),
        ("fr", "plus de 300 navires", "288 navires"),
        ("fr", "40 millions d’euros", "40 milliards d’euros"),
        ("es", "más de 300 barcos", "288 barcos"),
        ("es", "40 millones de euros", "40 millones de pesos"),
        ("es", "mil votos", "un millón de votos"),
        ("zh", "超过300艘船", "288艘船"),
        ("zh", "40万元", "40亿元"),
        ("zh", "七成选票", "百分之七的选票"),
        ("en", "at least 30 tonnes", "at least 35 tonnes"),
        ("en", "18.4 °C", "18.4 °F"),
        ("zh", "三个月", "三年"),
        ("en", "two days", "two weeks"),
        ("en", "two years", "two decades"),
        ("en", "700 households", "700 passengers"),
        ("fr", "1 500 mètres", "1 500 km"),
    ],
)
def test_a_source_does_not_give_the_amount_of_a_fact(language: str, fact: str, source: str) -> None:
    assert not amount_in(source, language).gives(amount_in(fact, language))


@pytest.mark.parametrize(
    ("language", "words", "minutes"),
    [
        ("en", "at 5:42 a.m.", {5 * 60 + 42}),
        ("en", "at 5:42 p.m.", {17 * 60 + 42}),
        ("en", "at 5 pm", {17 * 60}),
        ("en", "at 12:10 p.m.", {12 * 60 + 10}),
        ("en", "at 12:10 a.m.", {10}),
        ("en", "at 17:42", {17 * 60 + 42}),
        ("en", "at 5:42", {5 * 60 + 42, 17 * 60 + 42}),
        ("de", "um 17 Uhr", {17 * 60}),
        ("de", "um 17.42 Uhr", {17 * 60 + 42}),
        ("de", "um 17:42 Uhr", {17 * 60 + 42}),
        ("fr", "à 17h42", {17 * 60 + 42}),
        ("fr", "à 17 h 42", {17 * 60 + 42}),
        ("fr", "à 17:42", {17 * 60 + 42}),
        ("es", "a las 17.42 horas", {17 * 60 + 42}),
        ("es", "a las 17:42 horas", {17 * 60 + 42}),
        ("es", "a las 17:42 h", {17 * 60 + 42}),
        ("zh", "17时42分", {17 * 60 + 42}),
        ("zh", "下午5点42分", {17 * 60 + 42}),
        ("zh", "下午5点", {17 * 60}),
        ("zh", "下午两点", {14 * 60}),
    ],
)
def test_times_of_day_in_minutes(language: str, words: str, minutes: set[int]) -> None:
    amount = amount_in(words, language)
    assert amount.unit.kind == "time"
    assert amount.readings == {Decimal(minute) for minute in minutes}


@pytest.mark.parametrize(
    ("language", "fact", "source"),
    [
        ("en", "at 17:42", "at 5:42 p.m."),
        ("en", "at 5 p.m.", "at 5 o'clock"),
        ("es", "a las 17:00", "a las 5 de la tarde"),
        ("de", "um 17.42 Uhr", "um 17:42 Uhr"),
        ("fr", "à 17h42", "à 17:42"),
        ("es", "a las 17.42 horas", "a las 17:42 h"),
        ("zh", "17时42分", "下午5点42分"),
    ],
)
def test_times_of_day_that_are_the_same(language: str, fact: str, source: str) -> None:
    assert amount_in(source, language).gives(amount_in(fact, language))


@pytest.mark.parametrize(
    ("language", "fact", "source"),
    [
        ("en", "at 5:42 a.m.", "at 5:42 p.m."),
        ("en", "at 17:42", "at 17:24"),
        ("de", "um 17.42 Uhr", "um 16.42 Uhr"),
        ("fr", "à 17h42", "à 17h24"),
        ("es", "a las 17.42 horas", "a las 17.24 horas"),
        ("zh", "上午5点42分", "下午5点42分"),
    ],
)
def test_times_of_day_that_differ(language: str, fact: str, source: str) -> None:
    assert not amount_in(source, language).gives(amount_in(fact, language))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "the G7 ministers"), ("en", "the Covid-19 years"), ("de", "die G7-Minister"), ("fr", "le vaccin Covid-19"), ("es", "la cumbre del G20"), ("zh", "G7部长")],
)  # fmt: skip
def test_a_number_inside_a_name_counts_nothing(language: str, words: str) -> None:
    assert amounts(words, language) == ()


@pytest.mark.parametrize(
    ("language", "words", "text"),
    [
        ("en", "It cost more than 300 million euros.", "more than 300 million euros"),
        ("en", "It cost $40.", "$40"),
        ("de", "Sie kostete rund 40 Mio. Euro.", "rund 40 Mio. Euro"),
        ("fr", "Il a coûté près de 40 millions d’euros.", "près de 40 millions d’euros"),
        ("es", "Costó unos 40 millones de euros.", "unos 40 millones de euros"),
        ("zh", "造价约40亿元。", "约40亿元"),
    ],
)
def test_an_amount_is_shown_as_written(language: str, words: str, text: str) -> None:
    assert amount_in(words, language).text == text
