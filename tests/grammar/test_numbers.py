"""Numbers in running text: digits, separators, words and scales."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.grammar.numbers import numerals, scales_in

READINGS: list[tuple[str, str, list[set[str]]]] = [
    ("en", "no number in here, not even one of them", []),
    ("en", "1,200 guests", [{"1200"}]),
    ("de", "1.200 Gäste", [{"1200"}]),
    ("en", "1.200 guests", [{"1200", "1.2"}]),
    ("de", "1,200 Gramm", [{"1200", "1.2"}]),
    ("fr", "1\u202f200 personnes", [{"1200"}]),
    ("en", "1 200 guests", [{"1200", "1", "200"}]),
    ("de-CH", "1’200 Gäste", [{"1200"}]),
    ("en-IN", "1,20,000 people", [{"120000"}]),
    ("en", "5.50 and 2½ and ¾", [{"5.5"}, {"2.5"}, {"0.75"}]),
    ("en", "12,345.67 dollars", [{"12345.67"}]),
    ("de", "12.345,67 Euro", [{"12345.67"}]),
    ("en", "version 1.2.3", [{"1", "2", "3"}]),
    ("ar", "٤١٢ دولة", [{"412"}]),
    ("fa", "۳۰ کشور", [{"30"}]),
    ("en", "412 million euros", [{"412000000"}]),
    ("en", "$1.5bn and $2B and 3k", [{"1500000000"}, {"2000000000"}, {"3", "3000"}]),
    ("en", "5 m tall", [{"5", "5000000"}]),
    ("en", "5 models", [{"5"}]),
    ("en", "6 lakh people", [{"600000"}]),
    ("en", "565 to 640 million", [{"565000000"}, {"640000000"}]),
    ("en", "between $3 and $5 billion", [{"3000000000"}, {"5000000000"}]),
    ("en", "from 900,000 to 1.2 million", [{"900000"}, {"1200000"}]),
    ("en", "between 300 and 3 million", [{"300", "300000000"}, {"3000000"}]),
    ("de", "von 1,5 auf 2,5 Milliarden", [{"1500000000"}, {"2500000000"}]),
    ("zh", "从3增至5亿", [{"300000000"}, {"500000000"}]),
    ("de", "zwischen 110 und 125 Millionen", [{"110000000"}, {"125000000"}]),
    ("fr", "de 110 à 125 millions", [{"110000000"}, {"125000000"}]),
    ("es", "entre 110 y 125 millones", [{"110000000"}, {"125000000"}]),
    ("zh", "110至125亿", [{"11000000000"}, {"12500000000"}]),
    ("zh", "1亿2千万", [{"120000000"}]),
    ("zh", "3万5千亿", [{"3500000000000"}]),
    ("en", "two and a half million; two million and a half", [{"2500000"}, {"2500000"}]),
    ("en", "a vote of 117-2", [{"117"}, {"2"}]),
    ("de", "3,5 Millionen, 2 Mrd. und 4 Billionen", [{"3500000"}, {"2000000000"}, {"4000000000000"}]),
    ("en", "4 trillion", [{"4000000000000"}]),
    ("es", "3 mil millones", [{"3000000000"}]),
    ("it", "412 milioni di euro", [{"412000000"}]),
    ("en", "Fifty-eight (58) countries", [{"58"}, {"58"}]),
    ("en", "nine hundred and ninety-nine; a hundred; two dozen", [{"999"}, {"100"}, {"24"}]),
    ("en", "two hundred thousand; half a million", [{"200000"}, {"500000"}]),
    ("en", "a quarter of a million; two thirds of a billion", [{"250000"}, {"660000000", "667000000"}]),
    ("es", "un cuarto de millón; dos tercios de un millón", [{"250000"}, {"660000", "667000", "666667"}]),
    ("fr", "un quart de million; trois quarts de milliard", [{"250000"}, {"750000000"}]),
    ("de", "eine Viertelmillion; eine Dreiviertelmilliarde", [{"250000"}, {"750000000"}]),
    ("es", "medio millón; media docena", [{"500000"}, {"6"}]),
    ("fr", "3 millions 500 000; 3 millions, 500 000", [{"3500000"}, {"3000000"}, {"500000"}]),
    ("en", "the tenth, 11th, twenty-first and thirtieth", [{"10"}, {"11"}, {"21"}, {"30"}]),
    ("en", "a four-month delay, from thirty, forty", [{"4"}, {"30"}, {"40"}]),
    ("de", "dreißig, zweiundvierzig, dreihundertzwölf", [{"30"}, {"42"}, {"312"}]),
    (
        "de",
        "zweitausenddreihundert; zum zehnten Mal; eine halbe Million",
        [{"2300"}, {"10"}, {"500000"}],
    ),
    ("zh", "三十多个国家，一百二十人，二〇二五年", [{"30"}, {"120"}, {"2025"}]),
    ("zh", "两三年，三四十家，一千二三百人，十三五", [{"2"}, {"3"}, {"30"}, {"40"}, {"1200"}, {"1300"}]),
    ("zh", "两万五，一百零五，二零二五", [{"25000"}, {"105"}, {"2025"}]),
    ("zh", "1.5亿元，一亿两千万，3千万", [{"150000000"}, {"120000000"}, {"30000000"}]),
    ("ja", "十万人", [{"100000"}]),
    ("fr", "trente des 412 pays", [{"30"}, {"412"}]),
    ("fr", "quatre-vingt-dix-neuf mille, soixante et onze, quatre-vingts", [{"99000"}, {"71"}, {"80"}]),
    ("fr", "la troisième, deux tiers, une cinquantaine", [{"3"}, {"66", "67", "66.7", "66.67"}, {"50"}]),
    ("es", "doscientos treinta y un mil votos, mil quinientos", [{"231000"}, {"1500"}]),
    ("es", "veintiún heridos, la tercera vez, media docena", [{"21"}, {"3"}, {"6"}]),
    ("de", "neunhundertneunundneunzig, am zwölften, vier Fünftel", [{"999"}, {"12"}, {"0.8", "80"}]),
    ("xx", "412 of them", [{"412"}]),
]


@pytest.mark.parametrize(
    ("language", "text", "readings"), READINGS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_readings_of_numbers(language: str, text: str, readings: list[set[str]]) -> None:
    assert [number.readings for number in numerals(text, language)] == [
        {Decimal(each) for each in wanted} for wanted in readings
    ]


def test_the_text_of_a_number_is_as_written() -> None:
    assert [number.text for number in numerals("from 1,200 to 412\u00a0million, or thirty", "en")] == [
        "1,200",
        "412 million",
        "thirty",
    ]


@pytest.mark.parametrize(
    ("unit", "language", "factors"),
    [
        ("million euros", "en", [(10**6, True)]),
        ("US$ bn", "en", [(10**9, True)]),
        ("m", "en", [(10**6, False)]),
        ("Mio. Euro", "de", [(10**6, True)]),
        ("Millionaires", "en", []),
        ("billion dollars", "de", [(10**12, True)]),
        ("countries", "en", []),
        ("亿元", "zh", [(10**8, True)]),
    ],
)
def test_the_scale_of_a_unit(unit: str, language: str, factors: list[tuple[int, bool]]) -> None:
    assert [(int(scale.factor), scale.certain) for scale in scales_in(unit, language)] == factors


@given(
    st.text("0123456789.,' \u202f½٣三亿万abmillion hundred-", max_size=60),
    st.sampled_from(["en", "de", "zh", "fr"]),
)
def test_no_text_ends_in_a_traceback(text: str, language: str) -> None:
    for number in numerals(text, language):
        assert number.readings and number.text
