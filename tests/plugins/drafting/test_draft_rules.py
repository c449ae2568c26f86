"""What is drafted from an article: all of it for whole articles, and single rules.

`pytest --update-goldens` writes the drafts into texts/; the review is the diff.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from briefings.evidence.fetched import Article
from briefings.grammar.lexicon import lexicon
from briefings.grammar.quotes import quoted
from briefings.plugins.drafting.article import Story
from briefings.plugins.drafting.candidates import Drafted, draft
from briefings.plugins.drafting.head import read_head
from briefings.plugins.drafting.names import Actor
from briefings.plugins.drafting.opening import described, head_of
from briefings.plugins.drafting.sheet import briefing_sheet
from tests.growth import assert_soon
from tests.nightly import few
from tests.plugins.drafting.words import words_of
from tests.rows import rows

TEXTS = {file.stem: file for file in sorted((Path(__file__).parent / "texts").glob("*.txt"))}
ACTORS = (
    Actor("bastien-lormeau", "person", ("Bastien Lormeau",)),
    Actor("edwin-marsh", "person", ("Edwin Marsh", "Marsh")),
    Actor("foerderverein-sonnenbad", "organization", ("Förderverein Sonnenbad",)),
    Actor("halden-terminals", "company", ("Halden Terminals",)),
    Actor("han-shumin", "person", ("Han Shumin", "韩书敏")),
    Actor("northern-lighthouse-board", "public-body", ("Northern Lighthouse Board",)),
    Actor("yuanshan-ropeways", "company", ("远山索道公司",)),
)


@pytest.mark.parametrize("name", TEXTS)
def test_golden_draft(name: str, update_goldens: bool) -> None:
    """What an article says of itself, and all candidates, in a site of its language."""
    text = TEXTS[name].read_text(encoding="utf-8")
    head = head_of(Article(text), {})
    words = words_of(head.language)
    sheet = briefing_sheet(draft(head, ACTORS), name, text, {}, words, path="SHEET", today=date(2025, 11, 25))
    drafted = f"# {described(head)}\n{sheet.partition('summary:')[2]}"
    golden = TEXTS[name].with_suffix(".yml")
    if update_goldens:
        golden.write_text(drafted, encoding="utf-8")
    assert drafted == golden.read_text(encoding="utf-8")


def from_text(
    text: str, language: str = "en", published: str = "2025-03-13", actors: Sequence[Actor] = ()
) -> Drafted:
    """What is drafted from a text without a head."""
    return draft(Article(text, language=language, published=published), actors)


def said(text: str, language: str = "en", actors: Sequence[Actor] = ()) -> list[tuple[str, str]]:
    """Speakers and quotations."""
    found = [c for c in from_text(text, language, actors=actors).candidates if c.key == "statements"]
    return [(str(dict(c.values)["speaker"]), str(dict(c.values)["quote"])) for c in found]


@rows
def test_quotations_and_their_speakers(language: str, text: str, expected: list[list[str]]) -> None:
    assert said(text, language) == [tuple(each) for each in expected]


def test_a_quotation_in_another_one_is_part_of_it() -> None:
    text = "“She told me ‘you will never win’ and left,” said Ada Byron."
    assert said(text) == [("ada-byron", "She told me ‘you will never win’ and left")]


def test_each_paragraph_of_a_long_quotation_is_one_of_the_same_speaker() -> None:
    text = "“It was the longest day of my life.\n“Nobody helped us at all,” said Ada Byron."
    assert said(text) == [
        ("ada-byron", "It was the longest day of my life."),
        ("ada-byron", "Nobody helped us at all"),
    ]


@pytest.mark.parametrize("mark", ['"', "“", "„", "«", "'", "‘", "「"])
def test_an_odd_mark_disturbs_no_other_quotation(mark: str) -> None:
    text = f"They met at the {mark}old mill by the river. Then it rained.\n“We will build it here,” said Ada Byron."
    assert ("ada-byron", "We will build it here") in said(text)


def test_a_quotation_of_few_words_cites_those_around_it() -> None:
    text = "Ada Byron pointed to obstacles to trade, such as limits on “talent exchange” between the towns."
    (found,) = (each for each in from_text(text).candidates if each.key == "statements")
    assert dict(found.values)["quote"] == "talent exchange"
    assert found.passage == "such as limits on “talent exchange” between the towns."


def test_words_that_are_only_called_so_are_no_quotation() -> None:
    assert said("The so-called “night clause” was kept. They met in the “Golden Lion”.") == []


def speakers(text: str, language: str, actors: Sequence[Actor] = ()) -> list[str]:
    """The speaker of each quotation; where none is set, the names offered, after a question mark."""
    found = [c for c in from_text(text, language, actors=actors).candidates if c.key == "statements"]
    return [
        str(dict(c.values)["speaker"]) or c.new or " ".join(["?", *c.near])
        for c in found
        if c.noun == "quotation"
    ]


@rows
def test_a_speaker_is_named_by_the_sentence_of_the_quotation(
    language: str, text: str, expected: list[str]
) -> None:
    assert speakers(text, language) == expected


def test_a_country_with_a_sheet_is_only_offered_as_a_speaker() -> None:
    actors = [Actor("atlantis", "country", ("Atlantis",)), Actor("bo-ek", "person", ("Bo Ek",))]
    assert speakers("Bo Ek left. “We will answer any bombardment,” said Atlantis.", "en", actors) == [
        "? bo-ek atlantis"
    ]


@pytest.mark.parametrize(
    ("published", "days"),
    [
        ("2025-03-13", ["2025-03-12", "2025-03-10"]),
        # "Yesterday" is another day for the author, "Monday" is not.
        ("2025-03-14", ["2025-03-10"]),
    ],
)
@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            "The ferry\n\nPORT ALDER, March 13 (NNC) - The lock broke yesterday. The council met on Monday.",
        ),
        ("zh", "渡船\n\n（河口社青禾13日综合外电报导）船闸昨天损坏停用。市议会周一开会讨论。"),
    ],
)
def test_days_are_left_out_that_a_dateline_makes_unclear(
    language: str, text: str, published: str, days: list[str]
) -> None:
    article = head_of(Article(text, language=language), {"published": published, "language": language})
    found = draft(article, ()).candidates
    assert [dict(c.values)["date"] for c in found if c.key == "timeline"] == days


def test_at_most_four_names_are_offered_the_nearest_first() -> None:
    text = (
        "Far Away came.\nThen Ada Ash, Bo Birch, Cy Crane and Di Dane met.\nA heading by Ed Elm\nFlo Fox left.\n"
        "“We will build it here,” she said."
    )
    assert speakers(text, "en") == ["? flo-fox di-dane cy-crane bo-birch"]


def test_who_is_offered_and_only_stands_after_a_word_for_places_can_get_a_sheet() -> None:
    drafted = from_text("La marcha de Inés Soto fue larga.\n«El agua llegará en abril», se oyó.", "es")
    assert [candidate.near for candidate in drafted.candidates if candidate.key == "statements"] == [
        ("ines-soto",)
    ]
    assert [(name.name, name.kind) for name in drafted.names] == [("Inés Soto", "")]


def test_a_statement_has_the_day_on_which_it_was_said() -> None:
    text = (
        "“The bridge of 1872 is not safe,” said Ada Byron on Monday.\n“In 1990 it was safer,” said Ada Byron."
    )
    found = [dict(c.values) for c in from_text(text).candidates]
    assert [each.get("date") for each in found] == ["2025-03-10", None]


def test_known_actors_speak_under_their_aliases() -> None:
    actors = [Actor("li-qiang", "person", ("Li Qiang", "李强", "Premier Li"))]
    assert said("“We will share what we know,” said Premier Li.", actors=actors) == [
        ("li-qiang", "We will share what we know")
    ]
    assert said("李强说：“我们愿意分享我们所知道的。”", "zh", actors) == [
        ("li-qiang", "我们愿意分享我们所知道的。")
    ]


@pytest.mark.parametrize(
    ("language", "text", "kind"),
    [
        ("en", "Ada Byron said “it is late for all of us”.", "person"),
        ("en", "The Harbor Gazette said “it is late for all of us”.", ""),
        ("es", "El presidente del Gobierno, Luis Ruiz, dijo que «es tarde para todos».", "person"),
    ],
)
def test_a_name_after_an_article_is_no_person(language: str, text: str, kind: str) -> None:
    assert [name.kind for name in from_text(text, language).names] == [kind]


def figures(text: str, language: str) -> list[tuple[Decimal, str, str]]:
    """Value, unit and qualifier of each figure."""
    found = [dict(c.values) for c in from_text(text, language).candidates if c.key == "figures"]
    return [(Decimal(str(f["value"])), str(f["unit"]), str(f.get("qualifier", ""))) for f in found]


@rows
def test_figures(language: str, text: str, expected: tuple[int, str, str]) -> None:
    assert figures(text, language) == [(Decimal(expected[0]), *expected[1:])]


@pytest.mark.parametrize(
    ("language", "text", "ends"),
    [
        ("en", "It takes four to seven days.", (4, 7)),
        ("zh", "共有三四十家企业。", (30, 40)),
        ("zh", "施工用了两三年。", (2, 3)),
        ("fr", "Il perd 4% à 7% de sa valeur.", (4, 7)),
        ("en", "There are fines of 300 to 3,000 euros for it.", (300, 3000)),
        ("en", "There are fines between 300 and 3,000 euros for it.", (300, 3000)),
        ("es", "Hay multas de 300 a 3.000 euros para quien riegue.", (300, 3000)),
        ("de", "Es gibt Bußen von 300 bis 3.000 Euro dafür.", (300, 3000)),
        ("fr", "Les amendes vont de 300 à 3 000 euros pour cela.", (300, 3000)),
        ("es", "Cuesta entre 300 y 3.000 euros en total.", (300, 3000)),
    ],
)
def test_a_range_has_both_ends(language: str, text: str, ends: tuple[int, int]) -> None:
    (found,) = (dict(c.values) for c in from_text(text, language).candidates if c.key == "figures")
    assert [found["from"], found["to"]] == [Decimal(end) for end in ends]
    assert re.match("days|%|euro|家|年", str(found["unit"]).lower())


def labels(text: str, language: str = "en") -> list[str]:
    found = [dict(c.values) for c in from_text(text, language).candidates if c.key == "figures"]
    return [str(each["label"]) for each in found]


def test_a_label_is_what_a_number_counts_or_empty() -> None:
    assert labels("The mill lost 40% of the market after the £312m takeover of the mill.") == [
        "Market", "Takeover of the mill",
    ]  # fmt: skip
    assert labels("More than 40 members of the union came. Sales declined by 16.1%.") == [
        "Members of the union",
        "",
    ]
    assert labels("They cast 30 votes for it. They cast 20 votes against it.") == ["", ""]


INTERVIEW = """Ines Hartog runs a bakery.
Gazette: What do you think of the tram?
Hartog: It comes too late for all of us.
Gazette: And what did the council say?
Hartog: The council never asked anybody. It promised money to us when we met last year, and we waited for it. Nobody came.
Gazette: Thank you very much indeed.
"""


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("李明高兴地说：“今年收成很好，大家都高兴。”", ["李明"]),
        ("德国顾问穆勒说：“今年收成很好，大家都高兴。”", ["穆勒"]),
        ("Jürgen Müller说：“今年收成很好，大家都高兴。”", ["Jürgen Müller"]),
    ],
)
def test_whose_words_chinese_quotations_may_be(text: str, names: list[str]) -> None:
    assert [name.name for name in from_text(text, "zh").names] == names


@pytest.mark.parametrize("named", ["台风“桦加沙”", "貨船「順發168號」"])
def test_what_a_storm_or_a_ship_is_called_is_no_quotation(named: str) -> None:
    assert said(f"何秀兰说，受{named}影响，稻田受灾。", "zh") == []


def test_the_answers_of_an_interview_are_quotations() -> None:
    assert said(INTERVIEW) == [
        ("ines-hartog", "It comes too late for all of us."),
        ("ines-hartog", "The council never asked anybody. It promised money to us when we met last year, and we waited for it. Nobody came."),
    ]  # fmt: skip
    assert said(INTERVIEW.replace("Hartog: ", "Hartog said it: ", 1)) == []


def test_quotations_after_a_colon_are_no_interview_however_often_one_speaks() -> None:
    towns = ("Ely", "Ryde", "Hull", "Bath")
    text = "\n".join(f"He said: “It came late for all of {town}.\nNobody was asked.”" for town in towns)
    assert [quote for _, quote in said(text)] == [
        f"It came late for all of {town}. Nobody was asked." for town in towns
    ]


@rows
def test_numbers_that_count_nothing_are_no_figures(language: str, text: str) -> None:
    assert figures(text, language) == []


@pytest.mark.parametrize("day", ["当地时间4日", "本月3日"])
def test_a_day_is_no_figure_where_nothing_says_of_which_month(day: str) -> None:
    drafted = from_text(f"{day}，双方签署协议。", "zh", published="")
    assert (drafted.candidates, drafted.left_out["uncertain"]) == ((), 1)


@rows
def test_nothing_is_drafted_from_a_correction(language: str, text: str) -> None:
    """A withdrawn number or date must not be offered beside the correct one."""
    assert from_text(f"Xx.\n{text}", language).candidates == ()


def test_what_stands_before_a_correction_is_drafted() -> None:
    text = "The dam holds 71 boats. Correction: We first wrote 17 boats. It was late."
    assert figures(text, "en") == [(Decimal(71), "boats", "")]


def test_a_clause_without_a_verb_gets_the_title_of_its_sentence() -> None:
    text = "La deuxième ligne démarrera au printemps 2025, et la troisième le 1er octobre 2025."
    found = [dict(c.values) for c in from_text(text, "fr").candidates if c.key == "timeline"]
    assert [(each["date"], each["title"]) for each in found] == [
        ("2025-21", "La deuxième ligne démarrera au printemps 2025"),
        ("2025-10-01", text.removesuffix(".")),
    ]


def test_the_title_of_an_event_keeps_a_possessive() -> None:
    (found,) = from_text("Today's announcement is an affront to the ferrymen.").candidates
    assert dict(found.values)["title"] == "Today's announcement is an affront to the ferrymen"


def test_a_title_has_no_weekday_that_is_its_date() -> None:
    found = from_text(
        "The council approved the plan yesterday after a long debate. They met on Monday’s ferry."
    )
    titles = [str(dict(c.values)["title"]) for c in found.candidates if c.key == "timeline"]
    assert titles == ["The council approved the plan after a long debate", "They met on Monday’s ferry"]


def test_without_a_day_of_publication_relative_dates_are_left_alone() -> None:
    found = from_text("It opened on Monday. It closed on 3 May 2024.", published="").candidates
    assert [dict(c.values)["date"] for c in found if c.key == "timeline"] == ["2024-05-03"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A tram\nBy Jane Doe and John Roe\n3 May 2025\nIt runs.", ("A tram", ("Jane Doe", "John Roe"), "2025-05-03", "", "", 42)),
        ("A tram\nLucía de Mont\n3 May 2025\nIt runs.", ("A tram", ("Lucía de Mont",), "2025-05-03", "", "", 31)),
        ("A tram\nJANE DOE | Gazette | 3 May 2025\nIt runs.", ("A tram", ("Jane Doe",), "2025-05-03", "", "", 38)),
        ("A tram\nJane Doe left.\n3 May 2025 was a day.", ("A tram", (), "", "", "", 6)),
        ("A tram\nIt is late.\nJANE DOE\nReporter\n3 May 2025\nIt runs.", ("A tram", ("Jane Doe",), "2025-05-03", "", "", 47)),
        ("We use cookies.\nNews > Town\nTown\nA tram at last\n3 May 2025\nIt runs.", ("A tram at last", (), "2025-05-03", "", "", 58)),
        ("A tram\nhttps://example.org/a\nIt runs.", ("A tram", (), "", "", "https://example.org/a", 28)),
        ("A tram\nVELDHAVEN, May 3, 2025 (Nordnet) - It runs.", ("A tram", (), "2025-05-03", "Nordnet", "", 42)),
        ("It runs every day, and nobody knows why it does so. " * 5, ("", (), "", "", "", 0)),
        ("", ("", (), "", "", "", 0)),
    ],
)  # fmt: skip
def test_the_head_of_a_text(text: str, said: tuple[object, ...]) -> None:
    got = read_head(text, lexicon("en"))
    assert (got.title, got.authors, got.published, got.publisher, got.url, got.begins) == said


@rows
def test_a_first_sentence_with_a_date_is_no_line_above_it(
    language: str, text: str, expected: list[str]
) -> None:
    head = head_of(Article(f"Xx yy\n\n{text}"), {"language": language})
    found = [dict(each.values)["date"] for each in draft(head, ()).candidates if each.key == "timeline"]
    assert (head.published, head.authors, found) == ("", (), expected)


@rows
def test_a_line_with_a_date(language: str, text: str, expected: tuple[list[str], str]) -> None:
    head = read_head(f"Xx yy\n\n{text}\n\nXx.", lexicon(language))
    assert ([*head.authors], head.published) == tuple(expected)


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("来源：澜溪日报　2026-07-11　08:15", ((), "2026-07-11", "澜溪日报")),
        ("来源：澜溪教育　发布时间：二〇二六年六月二十六日", ((), "2026-06-26", "澜溪教育")),
        ("2026-07-11 08:15 来源：21世纪经济报道 编辑：王强", ((), "2026-07-11", "21世纪经济报道")),
        ("记者 李芳 通讯员 曾文 摄影 王强", (("李芳", "曾文"), "", "")),
        ("来源：澜溪日报 作者：李芳", (("李芳",), "", "澜溪日报")),
    ],
)
def test_the_head_of_a_text_without_spaces(head: str, said: tuple[object, ...]) -> None:
    text = f"大桥合龙\n{head}\n"
    got = read_head(f"{text}大桥昨日合龙。", lexicon("zh"))
    assert ((got.authors, got.published, got.publisher), got.begins) == (said, len(text.rstrip()))


STORY = ["大桥合龙", "刘敏介绍，项目已累计完成投资21.3亿元。", "大桥通车后，车程将缩短至15分钟。"]
SPOKEN = "书记陈国强在2022年3月15日的开工仪式上说：“这座桥，澜溪人民盼了四十年。”"


@pytest.mark.parametrize("line", [SPOKEN, "2026年10月10日", "（2026年10月10日 融媒体中心）"])
def test_a_line_with_a_date_below_the_story_is_not_of_its_head(line: str) -> None:
    for rest in (["开工了。"], []):
        assert read_head("\n".join([*STORY, line, *rest]), lexicon("zh")).begins == len(STORY[0])


def test_the_head_of_a_page_is_cleaned() -> None:
    text = TEXTS["regional"].read_text(encoding="utf-8").split("\n", 3)[3]
    authors = ("Artículo por Ana Gil", "El Puerto", "Noticias Abril", "Anónimo", "2 de Mayo")
    page = Article(text, "Un tren para todos - El Puerto | Noticias", authors, "", "El Puerto", "", "en")
    head = head_of(page, {})
    assert (head.title, head.authors, head.language) == ("Un tren para todos", ("Ana Gil",), "es")
    assert head_of(page, {"authors": ["Lea Roy"]}).authors == ("Lea Roy",)


HOSTILE = [
    '"' * 50_000, "“" * 50_000, "“a” " * 20_000, "said " * 50_000, "Ada Byron said " * 15_000, "1 " * 100_000,
    "on 1 May " * 25_000, "A B " * 60_000, "«" * 30_000 + "»" * 30_000, "a, " * 60_000, "\n" * 200_000,
    "' said 'a' " * 20_000, "第" * 200_000, "1月" * 100_000, "((((" * 50_000, "of the " * 40_000, "A of " * 50_000,
]  # fmt: skip


@pytest.mark.parametrize("text", few(HOSTILE, 5), ids=lambda text: repr(text[:12]))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_text_takes_long(text: str, language: str) -> None:
    assert_soon(lambda: (read_head(text, lexicon(language)), from_text(text, language)), 10)


def test_marks_are_found_in_texts_of_any_language() -> None:
    text = Story("Он сказал: «Мы построим мост». Потом ушёл.", lexicon("ru"))
    assert [text.slice((q.start, q.end)) for q in quoted(text)] == ["Мы построим мост"]
