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

from briefings.catalog.labels import amount_words
from briefings.languages import FOLDER
from briefings.model.actor import ActorKind, RelationKind
from briefings.model.briefing import Qualifier, Status
from briefings.model.dates import Date
from briefings.model.source import SourceKind
from briefings.model.verdicts import Amount
from briefings.problems.problem import ContentError
from briefings.words import Words
from tests import tables
from tests.model.test_dates import AGREED, MEANINGS, texts

EN = Words.load("en", [FOLDER])
DE = Words.load("de", [FOLDER])
FR, ES, ZH = (Words.load(language, [FOLDER]) for language in ("fr", "es", "zh"))

LANGUAGES = {code: Words.load(code, [FOLDER]) for code in Words.languages([FOLDER])}


def said(written: str) -> list[str]:
    """A date, or the two between which somebody held an office, in each language, and in HTML."""
    if "→" in written:
        start, end = (Date.parse(text.strip()) if text.strip() else None for text in written.split("→"))
        return [*(words.span(start, end) for words in LANGUAGES.values()), ""]
    date = Date.parse(written)
    return [*(words.date(date) for words in LANGUAGES.values()), f"`{EN.time(date)}`"]


def test_dates_in_words(update_goldens: bool) -> None:
    tables.hold("dates.md", ["date", *LANGUAGES, "HTML"], said, update=update_goldens)


QUANTITIES = [
    (Amount(400, 400, qualifier="about"), "personas", "aproximadamente 400 personas"),
    (Amount(84, 90, qualifier="about"), "euros", "aproximadamente 84 a 90 euros"),
    (Amount(31_000_000, 31_000_000), "litros", "31.000.000 de litros"),
    (Amount(1, 3_000_000, qualifier="up to"), "litros", "hasta 1 a 3.000.000 de litros"),
    (Amount(31_500_000, 31_500_000), "litros", "31.500.000 litros"),
    (Amount(31_000_000, 31_000_000), "", "31.000.000"),
]


@pytest.mark.parametrize(("amount", "unit", "said"), QUANTITIES)
def test_quantities_in_spanish(amount: Amount, unit: str, said: str) -> None:
    assert amount_words(amount, unit, ES) == said


DAYS = {
    "en": "<b>1 October</b> 2026",
    "de": "<b>1. Oktober</b> 2026",
    "es": "<b>1 de octubre</b> de 2026",
    "fr": "<b>1er octobre</b> 2026",
    "zh": "2026年<b>10月1日</b>",
}


@pytest.mark.parametrize(("language", "said"), DAYS.items())
def test_a_day_stands_out_from_its_year(language: str, said: str) -> None:
    assert LANGUAGES[language].day(Date.parse("2026-10-01")) == said


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


def test_every_shape_can_be_said() -> None:
    for text in (*MEANINGS, *AGREED.split()):
        assert re.search(r"\d", EN.date(Date.parse(text)))
        assert "{" not in EN.date(Date.parse(text)) + DE.date(Date.parse(text))


NUMBERS: dict[int | Decimal, tuple[str, str]] = {
    0: ("0", "0"), 800: ("800", "800"), 4500: ("4,500", "4.500"), -12: ("-12", "-12"), 1234567: ("1,234,567", "1.234.567"),
    Decimal("5.50"): ("5.50", "5,50"), Decimal("3.00"): ("3.00", "3,00"), Decimal("0.005"): ("0.005", "0,005"),
    Decimal("1234.5"): ("1,234.5", "1.234,5"), Decimal("1E+5"): ("100,000", "100.000"),
    Decimal("1E+999999"): ("1E+999999", "1E+999999"),
    Decimal("0.1234567890123456789"): ("0.1234567890123456789", "0,1234567890123456789"),
}  # fmt: skip


def test_numbers() -> None:
    assert {value: (EN.number(value), DE.number(value)) for value in NUMBERS} == NUMBERS


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4)
    | st.integers(-(10**18), 10**18)
)
def test_numbers_keep_their_digits(value: int | Decimal) -> None:
    assert EN.number(value).replace(",", "") == (f"{value:f}" if isinstance(value, Decimal) else str(value))


def test_lists() -> None:
    assert [EN.list(["a", "b", "c"][:n]) for n in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert (EN.list(["a", "b"], "or"), DE.list(["a", "b", "c"])) == ("a or b", "a, b und c")
    assert (EN.comma, ZH.comma) == (", ", "、")
    assert EN.list([Markup("<b>a</b>"), "x < y"]) == Markup("<b>a</b> and x &lt; y")


def test_names_of_languages_and_countries() -> None:
    names = {
        "zh": "Chinese",
        "zh-Hans": "Chinese (Simplified)",
        "de": "German",
        "tlh": "Klingon",
        "qqq": "qqq",
    }
    assert {code: EN.language_name(code) for code in names} == names
    assert [DE.language_name(c) for c in ("zh", "en")] == ["Chinesisch", "Englisch"]
    assert [EN.country_name(c) for c in ("CN", "NO", "QZ")] == ["China", "Norway", "QZ"]
    assert DE.country_name("NO") == "Norwegen"


def test_words_and_plural_forms() -> None:
    assert EN("headings.latest") == "Latest development"
    counted = ["0 sources", "1 source", "11 sources", "1,100 sources"]
    assert [EN("standing.sources", n=n) for n in (0, 1, 11, 1100)] == counted
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


def test_words_that_are_not_there() -> None:
    for key, message in (
        ("standing.source", "there are no words `standing.source`; did you mean `standing.sources`"),
        ("qqqqqqqqqqq", "there are no words `qqqqqqqqqqq`"),
        ("standing.sources", "the words `standing.sources` have plural forms and need the number n"),
        ("moved.text", "the words `moved.text` need a value for 'link'"),
    ):
        with pytest.raises(KeyError) as error:
            EN(key)
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


def test_words_of_another_group_are_suggested(tmp_path: Path) -> None:
    (tmp_path / "en.yml").write_text(SMALL, encoding="utf-8")
    french = 'locale: fr\npages: {one: "{n} page", many: "{n} pages", other: "{n} pages"}\nhello: Bonjour\n'
    (tmp_path / "fr.yml").write_text(french, encoding="utf-8")
    with pytest.raises(ContentError) as error:
        Words.load("fr", [tmp_path])
    assert "did you mean `group.hello`?" in [each.hint for each in error.value.problems]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("en-GB", "xx-YY"), (1, 1, "`locale` must be a locale of CLDR, not `xx-YY`")),
        (("{n} pages", "{n pages"), (2, 1, "the braces in `pages` must match, and contain a name")),
        (("one: ", "few: "), (2, 1, "`pages` must have the plural forms of its language: one, other")),
        (("Hello {name}", "Hello {name.secret}"), (4, 3, "the braces in `group.hello` must match, and contain a name")),
        (("End", "''"), (5, 3, "the words `group.end` are empty")),
        (("End", "\n  end: Again"), (6, 3, "the key `end` is there twice")),
        (("end: End", "end: [End]"), (5, 8, "words must be lines of `key: words`, in groups")),
        (("d MMMM y", "d MMMMMMMM y"), (8, 5, "`dates.patterns.day` must be a date pattern of Unicode's LDML, like d MMMM y")),
    ],
)  # fmt: skip
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
    each = re.compile(r"\{(\w+)")
    values = {key: {*each.findall(EN.template(key))} for key in EN}
    assert {key: {*each.findall(words.template(key))} for key in words} == values


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
        "Briefing", "Briefings", "Person", "Status", "Name", "Links", "Original", "{value} {unit}", "{n} Briefings",
        "In: {name}", "Plan", "Resolution", "{proof}; {missing}", "{first}, {second}", "{publishers}, {sources}",
        "{status} · {support}", "{name}: {fact}", "{name}: {period}", "{relation} {other}", "{title} ({date})",
        "{mark}: {title}", "{publisher}, {date}", "{first}. {second}",
    }  # fmt: skip
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
