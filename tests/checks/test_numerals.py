"""Numbers in passages: digits, separators, words and scales, and which figures a passage supports."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.checks import figure_problems
from briefings.checks.numerals import numerals, scales_in, spells_numbers
from tests.trees import catalog_of

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
    ("en", "$1.5bn and $2B and 3k", [{"1500000000"}, {"2", "2000000000"}, {"3", "3000"}]),
    ("en", "5 m tall", [{"5", "5000000"}]),
    ("en", "5 models", [{"5"}]),
    ("en", "6 lakh people", [{"600000"}]),
    ("en", "565 to 640 million", [{"565", "565000000"}, {"640000000"}]),
    ("en", "between $3 and $5 billion", [{"3", "3000000000"}, {"5000000000"}]),
    ("en", "a vote of 117-2", [{"117"}, {"2"}]),
    ("de", "3,5 Millionen, 2 Mrd. und 4 Billionen", [{"3500000"}, {"2000000000"}, {"4000000000000"}]),
    ("en", "4 trillion", [{"4000000000000"}]),
    ("es", "3 mil millones", [{"3000000000"}]),
    ("it", "412 milioni di euro", [{"412000000"}]),
    ("en", "Fifty-eight (58) countries", [{"58"}, {"58"}]),
    ("en", "nine hundred and ninety-nine; a hundred; two dozen", [{"999"}, {"100"}, {"24"}]),
    ("en", "two hundred thousand; half a million", [{"200000"}, {"500000"}]),
    ("en", "the tenth, 11th, twenty-first and thirtieth", [{"10"}, {"11"}, {"21"}, {"30"}]),
    ("en", "a four-month delay, from thirty, forty", [{"4"}, {"30"}, {"40"}]),
    ("de", "dreißig, zweiundvierzig, dreihundertzwölf", [{"30"}, {"42"}, {"312"}]),
    (
        "de",
        "zweitausenddreihundert; zum zehnten Mal; eine halbe Million",
        [{"2300"}, {"10"}, {"500000", "50000000"}],
    ),
    ("zh", "三十多个国家，一百二十人，二〇二五年", [{"30"}, {"120"}, {"2025"}]),
    ("zh", "1.5亿元，一亿两千万，3千万", [{"150000000"}, {"120000000"}, {"30000000"}]),
    ("ja", "十万人", [{"100000"}]),
    ("fr", "trente des 412 pays", [{"412"}]),
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
    ],
)
def test_the_scale_of_a_unit(unit: str, language: str, factors: list[tuple[int, bool]]) -> None:
    assert [(int(scale.factor), scale.certain) for scale in scales_in(unit, language)] == factors


@pytest.mark.parametrize(
    ("language", "known"), [("en-GB", True), ("de", True), ("zh-Hans", True), ("fr", False)]
)
def test_numbers_in_words_are_known_in_few_languages(language: str, known: bool) -> None:
    assert spells_numbers(language) is known


@given(
    st.text("0123456789.,' \u202f½٣三亿万abmillion hundred-", max_size=60),
    st.sampled_from(["en", "de", "zh", "fr"]),
)
def test_no_text_ends_in_a_traceback(text: str, language: str) -> None:
    for number in numerals(text, language):
        assert number.readings and number.text


# ── Figures ─────────────────────────────────────────────────────────────────────────────────────────────────


def messages(figure: str, *, language: str = "en", source: str = "", passage: str = "") -> list[str]:
    """The messages about a figure; `{cite}` is replaced by a passage of a source in that language."""
    cite = f'cite: {{paper: "{passage}"}}'
    files = {
        "sources/paper.yml": f"title: x\npublisher: P\nkind: news\nlanguage: {source or language}\n",
        "briefings/a.yml": (
            f"title: x\npublished: 2025-07-28\nsummary: y\nfigures:\n  - {{label: L, {figure}, {cite}}}\n"
        ),
    }
    return [problem.message for problem in figure_problems(catalog_of(files), language)]


@pytest.mark.parametrize(
    ("figure", "source", "passage"),
    [
        ("unit: million euros, value: 412", "en", "412 million euros"),
        ("unit: million euros, value: 1500", "en", "1.5 billion euros"),
        ("unit: euros, value: 1500000000", "en", "1.5 billion euros"),
        ("unit: USD millions, value: 412", "en", "in millions: revenue 412"),
        ("unit: million euros, value: 412", "it", "412 milioni di euro"),
        ("unit: billion US dollars, value: 1.5", "de", "1,5 Milliarden Dollar"),
        ("unit: countries and organizations, value: 88", "en", "86 countries and two organizations"),
        ("unit: percent, value: 50", "en", "half of all guests"),
        ("unit: percent, value: -3", "en", "fell by 3 percent"),
        ("unit: bodies, value: 1", "en", "the only body"),
        ("unit: countries, value: 30", "fr", "trente pays"),
        ("unit: people, value: 2000000", "fr", "deux millions de personnes sur 67"),
        ("unit: people, value: 412, note: Counted by us.", "en", "the names of all of them"),
    ],
)
def test_passages_that_support_a_figure(figure: str, source: str, passage: str) -> None:
    assert messages(figure, source=source, passage=passage) == []


@pytest.mark.parametrize(
    ("figure", "source", "passage", "said"),
    [
        ("unit: euros, value: 421", "en", "412 euros", "421 euros: its passage gives 412"),
        ("unit: euros, value: 412", "en", "412 million euros", "412 euros: its passage gives 412 million"),
        ("unit: million euros, value: 412", "en", "412 euros", "412 million euros: its passage gives 412"),
        (
            "unit: billion euros, value: 4",
            "de",
            "4 Billionen Euro",
            "4 billion euros: its passage gives 4 Billionen",
        ),
        ("unit: people, value: 423", "fr", "412 personnes", "423 people: its passage gives 412"),
        ("unit: people, value: 40", "zh", "三十人", "40 people: its passage gives 三十"),
        ("unit: people, value: 40, note: n", "en", "thirty people", "40 people: its passage gives thirty"),
        ("unit: people, value: 40", "en", "many people", "40 people: its passage gives no number"),
    ],
)
def test_passages_that_do_not_support_a_figure(figure: str, source: str, passage: str, said: str) -> None:
    assert messages(figure, source=source, passage=passage) == [said]


def test_the_unit_is_read_in_the_language_of_the_site() -> None:
    assert (
        messages("unit: Millionen Euro, value: 412", language="de", source="en", passage="412 million euros")
        == []
    )
    assert messages(
        "unit: Billionen Dollar, value: 1.5", language="de", source="en", passage="1.5 billion dollars"
    ) == ["1.5 Billionen Dollar: its passage gives 1.5 billion"]
