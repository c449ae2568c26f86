"""The fixed words: dates, numbers and lists in the languages that ship, files that are wrong, and two files held to the
same keys."""

from __future__ import annotations

import os
import re
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from briefings.languages import FOLDER
from briefings.model.actor import ActorKind, RelationKind
from briefings.model.briefing import Qualifier, Status
from briefings.model.dates import Date
from briefings.model.source import SourceKind
from briefings.problems.problem import ContentError
from briefings.words import Words
from tests.model.test_dates import BEYOND_THE_ORACLE, MEANINGS, texts

EN = Words.load("en", [FOLDER])
DE = Words.load("de", [FOLDER])
FR, ES, ZH = (Words.load(language, [FOLDER]) for language in ("fr", "es", "zh"))

SAID = {
    "2025-07-26": ("26 July 2025", "26. Juli 2025"),
    "2025-07": ("July 2025", "Juli 2025"),
    "2025": ("2025", "2025"),
    "202X": ("in the 2020s", "in den 2020er-Jahren"),
    "20XX": ("between 2000 and 2099", "zwischen 2000 und 2099"),
    "202X~": ("about the 2020s", "etwa 2020er-Jahre"),
    "202X/..": ("since the 2020s", "seit den 2020er-Jahren"),
    "202X/203X": ("from the 2020s to the 2030s", "2020er-Jahre bis 2030er-Jahre"),
    "2025-07-XX": ("some day in July 2025", "an einem Tag im Juli 2025"),
    "2025-XX": ("some month in 2025", "in einem Monat des Jahres 2025"),
    "2025-XX-XX": ("some day in 2025", "an einem Tag im Jahr 2025"),
    "2025-07-XX?": ("perhaps July 2025", "vielleicht Juli 2025"),
    "2025-21": ("spring 2025", "Frühling 2025"),
    "2025-22": ("summer 2025", "Sommer 2025"),
    "2025-23": ("autumn 2025", "Herbst 2025"),
    "2025-24": ("winter 2025–26", "Winter 2025/26"),
    "2099-24": ("winter 2099–00", "Winter 2099/00"),
    "2025-07-26~": ("about 26 July 2025", "etwa 26. Juli 2025"),
    "2025-07~": ("about July 2025", "etwa Juli 2025"),
    "2025-07?": ("perhaps July 2025", "vielleicht Juli 2025"),
    "2025%": ("perhaps about 2025", "vielleicht etwa 2025"),
    "2025-07-26/2025-07-28": ("26–28 July 2025", "26.–28. Juli 2025"),
    "2025-07-26/2025-07-26": ("26 July 2025", "26. Juli 2025"),
    "2025-06-30/2025-07-02": ("30 June – 2 July 2025", "30. Juni – 2. Juli 2025"),
    "2025-12-29/2026-01-03": ("29 December 2025 – 3 January 2026", "29. Dezember 2025 – 3. Januar 2026"),
    "2025-07/2025-09": ("July–September 2025", "Juli–September 2025"),
    "2025-12/2026-02": ("December 2025 – February 2026", "Dezember 2025 – Februar 2026"),
    "2025/2027": ("2025–2027", "2025–2027"),
    "2025-21/2025-23": ("spring–autumn 2025", "Frühling–Herbst 2025"),
    "2025-23/2025-24": ("autumn 2025 – winter 2025–26", "Herbst 2025 – Winter 2025/26"),
    "2025-07-XX/2025-09-XX": ("July–September 2025", "Juli–September 2025"),
    "2026-07~/2026-09": ("from about July to September 2026", "etwa Juli bis September 2026"),
    "2026-07/2026-09~": ("from July to about September 2026", "Juli bis etwa September 2026"),
    "2025-07-26/2025-08": ("from 26 July to August 2025", "26. Juli bis August 2025"),
    "2025-07/2026": ("from July 2025 to 2026", "Juli 2025 bis 2026"),
    "2026-07-16/..": ("since 16 July 2026", "seit dem 16. Juli 2026"),
    "2026-07/..": ("since July 2026", "seit Juli 2026"),
    "2026-07-16~/..": ("since about 16 July 2026", "seit etwa 16. Juli 2026"),
    "../2025-07-16": ("until 16 July 2025", "bis zum 16. Juli 2025"),
    "../2025": ("until 2025", "bis 2025"),
    "2025-07-16/": ("from 16 July 2025, end unknown", "ab dem 16. Juli 2025, Ende unbekannt"),
    "/2025": ("until 2025, start unknown", "bis 2025, Beginn unbekannt"),
    "[2023-11-17,2023-11-16]": ("16 or 17 November 2023", "16. oder 17. November 2023"),
    "[2023-11-16,2023-11-17,2023-11-19]": ("16, 17 or 19 November 2023", "16., 17. oder 19. November 2023"),
    "[2025-06-30,2025-07-02]": ("30 June or 2 July 2025", "30. Juni oder 2. Juli 2025"),
    "[2025-06-30,2025-07-02,2025-07-04]": (
        "30 June, 2 July or 4 July 2025",
        "30. Juni, 2. Juli oder 4. Juli 2025",
    ),
    "[2023-12-31,2024-01-01]": (
        "31 December 2023 or 1 January 2024",
        "31. Dezember 2023 oder 1. Januar 2024",
    ),
    "[2022,2024]": ("2022 or 2024", "2022 oder 2024"),
    "[2023-11-16~,2023-11-17]": (
        "about 16 November 2023 or 17 November 2023",
        "etwa 16. November 2023 oder 17. November 2023",
    ),
    "[2023-11-16..2023-11-18]": (
        "between 16 and 18 November 2023",
        "zwischen dem 16. und dem 18. November 2023",
    ),
    "[2023-11-16..]": ("16 November 2023 or later", "16. November 2023 oder später"),
    "[..2023-11]": ("November 2023 or earlier", "November 2023 oder früher"),
    "{2023-11-16,2023-11-17}": ("16 and 17 November 2023", "16. und 17. November 2023"),
    "{2021,2023..2025}": ("2021 and 2023–2025", "2021 und 2023–2025"),
    "{2023,2024-05..}": ("2023 and since May 2024", "2023 und seit Mai 2024"),
    "0476-09-04": ("4 September 476", "4. September 476"),
    "-0043-03-15": ("15 March 44 BCE", "15. März 44 v. Chr."),
    "-0043-03": ("March 44 BCE", "März 44 v. Chr."),
    "-0043": ("44 BCE", "44 v. Chr."),
    "0000": ("1 BCE", "1 v. Chr."),
    "0014": ("14 CE", "14 n. Chr."),
    "-0043/-0026": ("44–27 BCE", "44–27 v. Chr."),
    "0014/0037": ("14–37 CE", "14–37 n. Chr."),
    "-0026/0014": ("27 BCE – 14 CE", "27 v. Chr. – 14 n. Chr."),
    "-0049/0476": ("50 BCE – 476", "50 v. Chr. – 476"),
    "-0043-03-12/-0043-03-15": ("12–15 March 44 BCE", "12.–15. März 44 v. Chr."),
    "-0043~": ("about 44 BCE", "etwa 44 v. Chr."),
    "-0043~/..": ("since about 44 BCE", "seit etwa 44 v. Chr."),
    "-0043-21": ("spring 44 BCE", "Frühling 44 v. Chr."),
    "-004X": ("between 50 BCE and 41 BCE", "zwischen 50 v. Chr. und 41 v. Chr."),
    "012X": ("in the 120s", "in den 120er-Jahren"),
    "Y-17000": ("17,001 BCE", "17.001 v. Chr."),
    "2025-07-26T14:05+02:00": ("26 July 2025, 14:05 (UTC+2)", "26. Juli 2025, 14:05 Uhr (UTC+2)"),
    "2025-07-26T09:05:07Z": ("26 July 2025, 09:05:07 (UTC)", "26. Juli 2025, 09:05:07 Uhr (UTC)"),
    "2025-07-26T14:05": ("26 July 2025, 14:05", "26. Juli 2025, 14:05 Uhr"),
    "2025-07-26T14:05-03:30/2025-07-26T15:30-03:30": (
        "26 July 2025, 14:05–15:30 (UTC−3:30)",  # a minus sign
        "26. Juli 2025, 14:05–15:30 Uhr (UTC−3:30)",
    ),
    "2025-07-26T23:05/2025-07-27T01:30": (
        "from 26 July 2025, 23:05 to 27 July 2025, 01:30",
        "26. Juli 2025, 23:05 Uhr bis 27. Juli 2025, 01:30 Uhr",
    ),
    "2025-07-26T14:05~": ("about 26 July 2025, 14:05", "etwa 26. Juli 2025, 14:05 Uhr"),
    "2025-07-26T14:05/..": ("since 26 July 2025, 14:05", "seit dem 26. Juli 2025, 14:05 Uhr"),
}


@pytest.mark.parametrize(("text", "said"), SAID.items())
def test_dates_in_words(text: str, said: tuple[str, str]) -> None:
    assert (EN.date(Date.parse(text)), DE.date(Date.parse(text))) == said


@pytest.mark.parametrize(
    ("text", "said"),
    {
        "2025-07-26": ("26 juillet 2025", "26 de julio de 2025", "2025年7月26日"),
        "2025-07": ("juillet 2025", "julio de 2025", "2025年7月"),
        "202X": ("dans les années 2020", "en la década de 2020", "2020年代"),
        "2024-01-01": ("1er janvier 2024", "1 de enero de 2024", "2024年1月1日"),
        "2025-08-01/2025-08-03": ("1er–3 août 2025", "1–3 de agosto de 2025", "2025年8月1日至3日"),
        "2025-06-30/2025-07-02": (
            "30 juin – 2 juillet 2025",
            "30 de junio – 2 de julio de 2025",
            "2025年6月30日至7月2日",
        ),
        "2025-07/2025-09": ("juillet–septembre 2025", "julio–septiembre de 2025", "2025年7月至9月"),
        "2025-21/2025-23": (
            "printemps–automne 2025",
            "primavera–otoño de 2025",
            "2025年春季至秋季",
        ),
        "2026-07-16/..": ("depuis le 16 juillet 2026", "desde el 16 de julio de 2026", "自2026年7月16日起"),
        "../2025": ("jusqu’en 2025", "hasta 2025", "至2025年为止"),
        "../2025-07-16": ("jusqu’au 16 juillet 2025", "hasta el 16 de julio de 2025", "至2025年7月16日为止"),
        "2026-07/..": ("depuis juillet 2026", "desde julio de 2026", "自2026年7月起"),
        "2025-21/..": ("depuis le printemps 2025", "desde la primavera de 2025", "自2025年春季起"),
        "2025-22/..": ("depuis l’été 2025", "desde el verano de 2025", "自2025年夏季起"),
        "../2025-22": ("jusqu’à l’été 2025", "hasta el verano de 2025", "至2025年夏季为止"),
        "../202X": ("jusqu’aux années 2020", "hasta la década de 2020", "至2020年代为止"),
        "2025-08/": (
            "depuis août 2025, fin inconnue",
            "desde agosto de 2025, final desconocido",
            "自2025年8月起，结束时间不详",
        ),
        "2026-07-16~/..": (
            "depuis le 16 juillet 2026 environ",
            "desde el 16 de julio de 2026 (aprox.)",
            "自约2026年7月16日起",
        ),
        "2025-07-26/2025-08": (
            "26 juillet – août 2025",
            "del 26 de julio a agosto de 2025",
            "2025年7月26日至8月",
        ),
        "[2025-06-30..2025-08]": (
            "entre le 30 juin et août 2025",
            "entre el 30 de junio y agosto de 2025",
            "2025年6月30日至8月之间",
        ),
        "2025-07~": ("juillet 2025 environ", "julio de 2025 (aprox.)", "约2025年7月"),
        "[2023-11-16,2023-11-17]": (
            "16 ou 17 novembre 2023",
            "16 o 17 de noviembre de 2023",
            "2023年11月16日或17日",
        ),
        "[2023-11-16..2023-11-18]": (
            "entre le 16 et le 18 novembre 2023",
            "entre el 16 y el 18 de noviembre de 2023",
            "2023年11月16日至18日之间",
        ),
    }.items(),
)
def test_dates_in_other_languages(text: str, said: tuple[str, str, str]) -> None:
    """A language that begins with the year shortens the later date of a range, not the earlier one."""
    assert tuple(words.date(Date.parse(text)) for words in (FR, ES, ZH)) == said


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        (
            ("2019-06-15", "2023-06-16"),
            (
                "from 15 June 2019 to 16 June 2023",
                "15. Juni 2019 bis 16. Juni 2023",
                "15 juin 2019 – 16 juin 2023",
                "del 15 de junio de 2019 al 16 de junio de 2023",
                "2019年6月15日至2023年6月16日",
            ),
        ),
        (
            ("2019-21", "2023"),
            (
                "from spring 2019 to 2023",
                "Frühling 2019 bis 2023",
                "printemps 2019 – 2023",
                "de la primavera de 2019 a 2023",
                "2019年春季至2023年",
            ),
        ),
        (
            ("2023-06-17", None),
            (
                "since 17 June 2023",
                "seit dem 17. Juni 2023",
                "depuis le 17 juin 2023",
                "desde el 17 de junio de 2023",
                "自2023年6月17日起",
            ),
        ),
        (
            ("202X", None),
            (
                "since the 2020s",
                "seit den 2020er-Jahren",
                "depuis les années 2020",
                "desde la década de 2020",
                "自2020年代起",
            ),
        ),
        (
            (None, "2023-24"),
            (
                "until winter 2023–24",
                "bis zum Winter 2023/24",
                "jusqu’à l’hiver 2023-24",
                "hasta el invierno de 2023-24",
                "至2023–24年冬季为止",
            ),
        ),
        (
            (None, "[2023,2024]"),
            (
                "until 2023 or 2024",
                "bis 2023 oder 2024",
                "jusqu’en 2023 ou 2024",
                "hasta 2023 o 2024",
                "至2023年或2024年为止",
            ),
        ),
    ],
)
def test_the_time_of_an_office_in_words(ends: tuple[str | None, str | None], words: tuple[str, ...]) -> None:
    start, end = (None if text is None else Date.parse(text) for text in ends)
    assert tuple(each.span(start, end) for each in (EN, DE, FR, ES, ZH)) == words


def test_about_in_spanish_has_no_gender() -> None:
    assert ES("qualifiers.about", value="400") + " personas" == "alrededor de 400 personas"


def day(value: str, words: str) -> str:
    return f'<time datetime="{value}">{words}</time>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("2025-07-26", day("2025-07-26", "26 July 2025")),
        ("2025-07~", day("2025-07", "about July 2025")),
        ("2025-07-XX", day("2025-07", "some day in July 2025")),
        ("2025-22", day("2025", "summer 2025")),
        ("202X", "in the 2020s"),
        ("-0043-03-15", "15 March 44 BCE"),
        ("-0026/0014", f"27 BCE – {day('0014', '14 CE')}"),
        ("2025-07-26T14:05Z", day("2025-07-26T14:05Z", "26 July 2025, 14:05 (UTC)")),
        (
            "2025-07-26T14:05Z/2025-07-26T15:30Z",
            f"26 July 2025, {day('2025-07-26T14:05Z', '14:05')}–{day('2025-07-26T15:30Z', '15:30')} (UTC)",
        ),
        ("2025-07-26/2025-07-28", f"{day('2025-07-26', '26')}–{day('2025-07-28', '28 July 2025')}"),
        ("2026-07-16/..", f"since {day('2026-07-16', '16 July 2026')}"),
        ("../2026-07", f"until {day('2026-07', 'July 2026')}"),
        ("202X/2025", f"from the 2020s to {day('2025', '2025')}"),
        ("[2023-11-16,2023-11-17]", f"{day('2023-11-16', '16')} or {day('2023-11-17', '17 November 2023')}"),
        (
            "[2023-11-16..2023-11-17]",
            f"between {day('2023-11-16', '16')} and {day('2023-11-17', '17 November 2023')}",
        ),
    ],
)
def test_dates_in_html(text: str, html: str) -> None:
    assert EN.time(Date.parse(text)) == html


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said, self.values = "", list[str | None]()

    def handle_data(self, data: str) -> None:
        self.said += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "time"
        self.values.append(dict(attrs)["datetime"])


@given(texts())
def test_html_says_what_the_words_say(text: str) -> None:
    for words in (EN, DE, FR, ES, ZH):
        read = _Text()
        read.feed(words.time(Date.parse(text)))
        assert read.said == words.date(Date.parse(text))
        assert all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", value or "") for value in read.values)


@pytest.mark.parametrize("text", [*MEANINGS, *BEYOND_THE_ORACLE])
def test_every_shape_can_be_said(text: str) -> None:
    assert re.search(r"\d", EN.date(Date.parse(text)))
    assert "{" not in EN.date(Date.parse(text)) + DE.date(Date.parse(text))


NUMBERS: list[tuple[int | Decimal, str, str]] = [
    (0, "0", "0"),
    (800, "800", "800"),
    (4500, "4,500", "4.500"),
    (-12, "-12", "-12"),
    (1234567, "1,234,567", "1.234.567"),
    (Decimal("5.50"), "5.50", "5,50"),
    (Decimal("5.00"), "5.00", "5,00"),
    (Decimal("0.005"), "0.005", "0,005"),
    (Decimal("1234.5"), "1,234.5", "1.234,5"),
    (Decimal("1E+5"), "100,000", "100.000"),
    (Decimal("2.675"), "2.675", "2,675"),
    (Decimal("1E+999999"), "1E+999999", "1E+999999"),
    (Decimal("0.1234567890123456789"), "0.1234567890123456789", "0,1234567890123456789"),
]


@pytest.mark.parametrize(("value", "en", "de"), NUMBERS)
def test_numbers(value: int | Decimal, en: str, de: str) -> None:
    assert (EN.number(value), DE.number(value)) == (en, de)


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4)
    | st.integers(-(10**18), 10**18)
)
def test_numbers_keep_their_digits(value: int | Decimal) -> None:
    assert EN.number(value).replace(",", "") == (f"{value:f}" if isinstance(value, Decimal) else str(value))


def test_lists() -> None:
    assert [EN.list(["a", "b", "c"][:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert [EN.list(["a", "b"], "or"), DE.list(["a", "b", "c"]), DE.list(["a", "b"], "or")] == [
        "a or b",
        "a, b und c",
        "a oder b",
    ]
    assert EN.list([Markup("<b>a</b>"), "x < y"]) == Markup("<b>a</b> and x &lt; y")


def test_names_of_languages_and_countries() -> None:
    assert [EN.language_name(c) for c in ("zh", "zh-Hans", "de")] == [
        "Chinese",
        "Chinese (Simplified)",
        "German",
    ]
    assert [EN.language_name(c) for c in ("tlh", "qqq")] == ["Klingon", "qqq"]
    assert [DE.language_name(c) for c in ("zh", "en")] == ["Chinesisch", "Englisch"]
    assert [EN.country_name(c) for c in ("CN", "NO", "QZ")] == ["China", "Norway", "QZ"]
    assert DE.country_name("NO") == "Norwegen"


def test_words_and_plural_forms() -> None:
    assert EN("headings.latest") == "Latest development"
    assert [EN("standing.sources", n=n) for n in (0, 1, 11, 1100)] == [
        "0 sources",
        "1 source",
        "11 sources",
        "1,100 sources",
    ]
    assert [DE("standing.sources", n=n) for n in (1, 1100)] == ["1 Quelle", "1.100 Quellen"]
    assert EN("standing.verified", verified=1031, n=1033) == "1,031 of 1,033 passages verified"
    assert EN("qualifiers.more than", value=4500) == "more than 4,500"
    assert "headings.latest" in EN
    assert "headings.last" not in EN


def test_markup_among_the_values_makes_markup_and_the_rest_is_escaped() -> None:
    said = EN("moved.text", link=Markup('<a href="x">A &amp; B</a>'))
    assert said == 'This page is now at <a href="x">A &amp; B</a>.'
    assert isinstance(said, Markup)
    assert not isinstance(EN("withdrawn.text", reason="a < b"), Markup)
    assert EN("figures.with_unit", value=Markup("<b>5</b>"), unit="<i>") == "<b>5</b> &lt;i&gt;"


@pytest.mark.parametrize(
    ("key", "values", "message"),
    [
        ("standing.source", {}, "there are no words `standing.source`; did you mean `standing.sources`"),
        ("qqqqqqqqqqq", {}, "there are no words `qqqqqqqqqqq`"),
        ("standing.sources", {}, "the words `standing.sources` have plural forms and need the number n"),
        ("moved.text", {}, "the words `moved.text` need a value for 'link'"),
    ],
)
def test_words_that_are_not_there(key: str, values: dict[str, object], message: str) -> None:
    with pytest.raises(KeyError) as error:
        EN(key, **values)
    assert str(error.value.args[0]).startswith(message)


# Files of words

SMALL = """\
locale: en-GB
pages: {one: "{n} page", other: "{n} pages"}
group:
  hello: Hello {name}
  end: End
dates:
  patterns:
    day: d MMMM y
"""


def _problems(folder: Path, language: str, **files: str) -> list[tuple[int, int, str]]:
    for name, text in files.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as error:
        Words.load(language, [folder])
    assert {p.code.id for p in error.value.problems} == {"bad-setting"}
    return [(p.place.line, p.place.column, p.message) for p in error.value.problems]


def test_all_that_a_translation_lacks_is_named_at_once(tmp_path: Path) -> None:
    french = (
        'locale: fr\npages: {one: "{n} page", many: "{n} pages", other: "{n} pages"}\ngroup:\n  helo:'
        " Bonjour\n  end: Fin {of}\n"
    )
    assert _problems(tmp_path, "fr", en=SMALL, fr=french) == [
        (1, 1, "the words `dates.patterns.day` are missing"),
        (1, 1, "the words `group.hello` are missing"),
        (4, 3, "there are no words `group.helo`"),
        (5, 3, "the words `group.end` have no value {of}"),
    ]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("en-GB", "xx-YY"), (1, 1, "`locale` must be a locale of CLDR, not `xx-YY`")),
        (("{n} pages", "{n pages"), (2, 1, "the braces in `pages` must match, and contain a name")),
        (("one: ", "few: "), (2, 1, "`pages` must have the plural forms of its language: one, other")),
        (
            ("Hello {name}", "Hello {name.secret}"),
            (4, 3, "the braces in `group.hello` must match, and contain a name"),
        ),
        (("End", "''"), (5, 3, "the words `group.end` are empty")),
        (("End", "\n  end: Again"), (6, 3, "the key `end` is there twice")),
        (("end: End", "end: [End]"), (5, 8, "words must be lines of `key: words`, in groups")),
        (
            ("d MMMM y", "d MMMMMMMM y"),
            (8, 5, "`dates.patterns.day` must be a date pattern of Unicode's LDML, like d MMMM y"),
        ),
    ],
)
def test_malformed_words(tmp_path: Path, change: tuple[str, str], problem: tuple[int, int, str]) -> None:
    assert problem in _problems(tmp_path, "en", en=SMALL.replace(*change))


def test_a_language_without_plural_forms_has_only_the_general_one(tmp_path: Path) -> None:
    chinese = SMALL.replace("en-GB", "zh-Hans")
    assert _problems(tmp_path, "zh", en=SMALL, zh=chinese) == [
        (2, 1, "`pages` must have the plural form of its language: other")
    ]


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    assert _problems(tmp_path, "fr", en=SMALL) == [(1, 1, "the language `fr` has no file of words")]
    missing = "something is missing here, after a bracket or a comma"
    assert _problems(tmp_path, "en", en="a: [") == [(1, 5, missing)]
    assert _problems(tmp_path, "en", en="")[0][2] == "words must be lines of `key: words`, in groups"
    (tmp_path / "en.yml").write_bytes(b"a: \xff")
    assert _problems(tmp_path, "en") == [(1, 1, f"{tmp_path.as_posix()}/en.yml must be UTF-8 text")]


def test_files_of_words_end_somewhere(tmp_path: Path) -> None:
    bomb = "a: &a {" + ", ".join(f"k{n}: x" for n in range(100)) + "}\n"
    for name, before in zip("bcde", "abcd", strict=True):
        bomb += f"{name}: &{name} {{" + ", ".join(f"k{n}: *{before}" for n in range(100)) + "}\n"
    assert [found[2] for found in _problems(tmp_path, "en", en=bomb)] == [
        "with its aliases the file has more than 100,000 values"
    ]
    (found,) = _problems(tmp_path, "en", en='a: "x\\u202ey"\n')
    assert found == (1, 6, "the invisible character U+202E (RIGHT-TO-LEFT OVERRIDE) is not allowed")
    (tmp_path / "en.yml").unlink()
    os.mkfifo(tmp_path / "en.yml")
    assert [found[2] for found in _problems(tmp_path, "en")] == ["the language `en` has no file of words"]


def test_words_are_text_whatever_yaml_would_make_of_them(tmp_path: Path) -> None:
    (tmp_path / "en.yml").write_text(
        SMALL + "odd: {yes: No, number: 1.0, date: 2025-07-26, empty: '~'}\n", encoding="utf-8"
    )
    words = Words.load("en", [tmp_path])
    assert [words(f"odd.{key}") for key in ("yes", "number", "date", "empty")] == [
        "No",
        "1.0",
        "2025-07-26",
        "~",
    ]


def test_a_host_s_folder_overrides_single_words(tmp_path: Path) -> None:
    (tmp_path / "en.yml").write_text("headings:\n  latest: The latest\nown: Ours\n", encoding="utf-8")
    words = Words.load("en", [FOLDER, tmp_path])
    assert [words("headings.latest"), words("headings.matters"), words("own")] == [
        "The latest",
        "Why it matters",
        "Ours",
    ]


def test_a_language_s_plural_forms_are_its_own(tmp_path: Path) -> None:
    polish = SMALL.replace("en-GB", "pl").replace(
        'other: "{n} pages"', 'few: "{n} strony", many: "{n} stron", other: "{n} strony"'
    )
    (tmp_path / "en.yml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "pl.yml").write_text(polish, encoding="utf-8")
    words = Words.load("pl", [tmp_path])
    assert [words("pages", n=n) for n in (1, 3, 5)] == ["1 page", "3 strony", "5 stron"]


@pytest.mark.parametrize("language", Words.languages([FOLDER]))
def test_all_languages_have_the_same_keys_and_placeholders(language: str) -> None:
    words = Words.load(language, [FOLDER])
    assert list(words) == list(EN), "in the same order, so that two files can be read side by side"
    assert {key for key in EN if EN.placeholders(key) != words.placeholders(key)} == set()


def test_each_language_has_its_own_typography() -> None:
    def texts(words: Words) -> str:
        every = (words.template(key) for key in words if not key.startswith("dates.patterns."))
        return re.sub(r"`[^`]+`", "", "\n".join(every))

    french, spanish, chinese = map(texts, (FR, ES, ZH))
    assert re.findall(r"(?<![\u00a0\u202f])[:;?!»]|«(?!\u00a0)|['\"“”]", french) == []
    assert re.findall(r"['\"“”]", spanish) == []
    assert spanish.count("?") == spanish.count("¿")
    assert re.findall(r"[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]", chinese) == []


def test_german_is_a_translation() -> None:
    alike = {
        key
        for key in EN
        # Formats have the same names everywhere.
        if not re.match(r"dates\.|coordinates\.|formats\.(?!.*\.about)", key)
        and EN.template(key) == DE.template(key)
    }
    shared = {
        "Briefing",
        "Briefings",
        "Person",
        "Status",
        "Name",
        "Links",
        "Original",
        "{value} {unit}",
        "{n} Briefings",
        "In: {name}",
        "Plan",
        "Resolution",
        "{proof}; {missing}",
        "{publishers}, {sources}",
        "{status} · {support}",
    }
    shared |= {
        "{name}: {fact}",
        "{name}: {period}",
        "{relation} {other}",
        "{title} ({date})",
        "{mark}: {title}",
    }
    shared |= {"JSON", "TimelineJS", EN.template("alphabet")}
    shared |= {EN.template(key) for key in EN if key.startswith("identifiers.")}
    shared |= {EN.template(key) for key in EN if key.startswith("formats.") and not key.endswith(".about")}
    assert {EN.template(key) for key in alike} <= shared


def test_each_word_of_a_closed_list_can_be_said() -> None:
    for kind in get_args(ActorKind):
        assert EN(f"kinds.actor.{kind}.singular") != EN(f"kinds.actor.{kind}.plural")
    for relation in get_args(RelationKind):
        assert EN(f"relations.{relation}.forward") and EN(f"relations.{relation}.back")
    for group, words in (("kinds.source", get_args(SourceKind)), ("statuses", get_args(Status))):
        assert (
            len({EN(f"{group}.{word}.word") for word in words})
            == len({EN(f"{group}.{word}.meaning") for word in words})
            == len(words)
        )
    assert [EN(f"qualifiers.{q}", value=30) for q in get_args(Qualifier)] == [
        f"{q} 30" for q in get_args(Qualifier)
    ]
