"""Marks beside facts: which numbers, dates, speakers and quotations the cited passages do not give."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from briefings.catalog.coverage import Covered
from briefings.evidence import TextDirective
from briefings.evidence.coverage import Finding, Particular
from briefings.evidence.particulars import in_text, measured
from briefings.languages import FOLDER
from briefings.render.particulars import Particulars
from briefings.site import planning
from briefings.store.builds import Record
from briefings.views.known import Known, Passage
from briefings.words import Words
from tests import sites
from tests.page_site import checked_site
from tests.trees import record_passages

TEXT = """Night ferry stays

The council of Veldhaven met on 12 March 2026.

By 31 votes to 9, it rejected a plan to end the night ferry, which Ada Holm had asked for. Other ports watch.
The ferry carried 4,200 people in March 2026.
"""
BRIEFING = """
title: Veldhaven keeps its night ferry for 3 years
published: 2026-03-20
summary: Of 40 members, 31 voted. [@courier] The port has 17 piers.
timeline:
  - {id: vote, date: 2026-03-12, title: The council votes 31 to 9, cite: {courier: "By 31 votes to 9, it rejected a plan"}}
  - {id: seats, date: 2026-03-12, title: 31 of 40 members vote, cite: {courier: "By 31 votes to 9, it rejected a plan"}}
  - {id: count, date: 2026-03-14, title: The ferry is full, cite: {port: "carried 4,200 people in March 2026"}}
  - {id: visit, date: 2026-03-12, title: "Mira Voss watches, with 31 others", cite: {courier: "By 31 votes to 9"}}
  - {id: rumor, date: 2026-03-16, title: A sale is said to be near, cite: farm}
statements:
  - {speaker: holm, text: The ferry is needed., cite: {port: "nobody gets home without it"}}
  - {id: both, speaker: voss, text: It costs 900 a day., cite: {courier: "a plan to end the night ferry"}}
figures:
  - {label: Piers, unit: piers, note: We counted them on the chart., values: [{value: 17, cite: {courier: "Other ports watch"}}]}
questions:
  - Who pays the 65 crew?
"""
FILES = {
    "mkdocs.yml": sites.CONFIG.read_text(encoding="utf-8"),
    "content/briefings/ferry.yml": BRIEFING,
    "content/actors/holm.yml": "name: Ada Holm\nkind: person\n",
    "content/actors/voss.yml": "name: Mira Voss\nkind: person\n",
    "content/sources/courier.yml": "title: Night ferry stays\npublisher: Halden Courier\nkind: news\n",
    "content/sources/port.yml": "title: Figures\npublisher: Port of Veldhaven\nkind: primary\n",
    "content/sources/farm.yml": "title: Ferries\npublisher: Farm\nkind: weak\n",
    "seeds/courier.txt": TEXT,
}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The Markdown of the briefing."""
    return rendered(tmp_path_factory.mktemp("ferry"), FILES)


def rendered(root: Path, files: dict[str, str]) -> str:
    settings, checked = checked_site(root, {path: text.encode() for path, text in files.items()})
    planning.generate(settings, checked)
    return (settings.docs_dir / "briefings" / "ferry.md").read_text(encoding="utf-8")


def mark(page: str, anchor: str) -> str:
    """The first mark after an anchor."""
    found = re.search(rf'id="(?:event|statement)-{anchor}".*?(<a class="ev.*?</a>)', page)
    assert found is not None
    return found[1]


def given(page: str, anchor: str) -> list[str]:
    """What the panel of a fact says: the sentence on what is missing, then each particular."""
    found = re.search('data-given="(.*?)"', mark(page, anchor))
    sentences = re.search(r'"missing":(\[.*?\])', page)
    assert found is not None and sentences is not None
    number, *parts = found[1].split("¦")
    return [json.loads(sentences[1])[int(number)] if number else "", *parts]


def test_the_mark_of_a_covered_fact_says_nothing_more(page: str) -> None:
    assert mark(page, "vote").endswith(">1a</a>")
    assert given(page, "vote") == ["", "0:3-5 31", "0:15-16 9", "n 12 March 2026"]


def test_beside_a_fact_stands_what_its_passage_does_not_give(page: str) -> None:
    assert 'aria-label="1 publisher. 40 not in the passage (1a)"' in mark(page, "seats")
    assert mark(page, "seats").endswith(">40 not in the passage <sup>1a</sup></a>")
    assert given(page, "seats") == [
        "Passage verified; 40 is not in it",
        *("0:3-5 31", "- 40", "n 12 March 2026"),
    ]


def test_if_only_the_day_is_missing_a_shape_says_so(page: str) -> None:
    assert 'class="ev ev--single ev--undated ev--usual"' in mark(page, "count")
    assert 'aria-label="1 publisher. Day not in the passage (2a)"' in mark(page, "count")
    assert mark(page, "count").endswith(">2a</a>")
    assert given(page, "count") == ["Passage not verified; the day is not in it", "- 14 March 2026"]


def test_a_speaker_is_looked_for_near_the_passage(page: str) -> None:
    assert ">Speaker not in the passage <" in mark(page, "the-ferry-is-needed")
    assert given(page, "the-ferry-is-needed")[0] == (
        "Passage not verified; it does not show that the speaker said this"
    )


def test_readers_are_not_told_what_stands_there_instead(page: str) -> None:
    # Ada Holm, not Mira Voss, is named near the passage.
    assert ">900 and speaker not in the passage <" in mark(page, "both")
    assert given(page, "both") == ["Passage verified; not in it: 900 and speaker", "- 900", "- Mira Voss"]


def test_a_missing_name_is_in_the_panel_only(page: str) -> None:
    assert "<i>" not in mark(page, "visit")
    assert "- Mira Voss" in given(page, "visit")


def test_a_weak_mark_without_passages_needs_no_more_words(page: str) -> None:
    assert mark(page, "rumor").endswith(">Weak sources only <sup>3</sup></a>")


def test_what_was_counted_is_shown_as_counted(page: str) -> None:
    assert 'data-given="¦c 17 piers"' in page


def test_sentences_that_cite_sources_are_marked_where_they_end(page: str) -> None:
    first = re.search(r"Of 40 members, 31 voted\. (<a .*?</a>)", page)
    assert first is not None and ">40 in no passage <" in first[1]
    assert '17 piers. <i class="ev">17 in no passage</i>' in page


def test_facts_without_a_citation_are_marked_too(page: str) -> None:
    assert 'Who pays the 65 crew? <i class="ev">65 in no passage</i>' in page
    assert '<i class="ev">“3 years” in no passage</i>' in page.split("</div>")[0]


def test_a_briefing_says_how_many_particulars_are_covered(page: str) -> None:
    said = re.search(
        r"<summary>(\d+) of (\d+) particulars on this page are covered\.</summary>\s+(\d+) not found", page
    )
    assert said is not None
    covered, particulars, missing = map(int, said.groups())
    assert (covered, particulars, missing) == (9, 19, 10)


def test_the_page_of_a_source_says_what_its_passages_do_not_give(tmp_path: Path) -> None:
    rendered(tmp_path, FILES)
    source = (tmp_path / "build" / "docs" / "sources" / "courier.md").read_text(encoding="utf-8")
    assert re.search(r"\[31 of 40 members vote\]\S+ · Event <i [^>]*>40 not in the passage</i>", source)
    assert re.search(r"\[The council votes 31 to 9\]\S+ · Event\n", source)


def test_pages_that_list_a_fact_say_what_its_passages_do_not_give(tmp_path: Path) -> None:
    rendered(tmp_path, FILES)

    def read(name: str) -> str:
        return (tmp_path / "build" / "docs" / name).read_text(encoding="utf-8")

    timeline, lacks = read("timeline.md"), '<i class="ev">{} not in the passage</i>'
    undated = '<i class="ev ev--undated">Day not in the passage</i>'
    assert re.search(rf"\[31 of 40 members vote\]\S+ {lacks.format('40')}\n", timeline)
    assert re.search(rf"\[The ferry is full\]\S+ {undated}\n", timeline)
    assert re.search(r"\[The council votes 31 to 9\]\S+\n", timeline)
    assert re.search(
        r'\[A sale is said to be near\]\S+ <span class="status [^>]+>Weak sources only</span>\n', timeline
    )
    assert f"1 publisher</span> {lacks.format('900 and speaker')} · " in read("statements.md")
    assert f"1 publisher</span> {lacks.format('Speaker')} · " in read("actors/holm.md")
    assert f"1 publisher</span> {undated}\n" in read("index.md")


def test_a_page_is_renewed_if_a_text_or_a_name_changes(tmp_path: Path) -> None:
    root = tmp_path / "ferry"
    hand = dict.fromkeys(
        ("pages/about.md", "pages/method.md"), "---\ntitle: Us\ndescription: Us.\n---\n\n# Us\n"
    )
    sheets = {name.removeprefix("content/"): FILES[name] for name in FILES if name.startswith("content/")}
    sites.make(root, sheets | hand)

    def edit(path: str, text: str, last: Record | None) -> tuple[str, Record]:
        (root / path).write_text(text, encoding="utf-8")
        record_passages(root)
        record = sites.rebuilt(root, last)
        page = root / "site" / "briefings" / "ferry" / "index.html"
        return page.read_text(encoding="utf-8"), record

    page, record = edit("seeds/courier.txt", TEXT, None)
    assert "40 not in the passage" in page
    assert "- Mira Voss" in page
    timeline = root / "site" / "timeline" / "index.html"
    assert "40 not in the passage" in timeline.read_text(encoding="utf-8")
    page, record = edit(
        "seeds/courier.txt", TEXT.replace("The council", "The 40 members of the council"), record
    )
    assert "40 not in the passage" not in page + timeline.read_text(encoding="utf-8")
    assert "n 40" in page
    page, record = edit("content/actors/voss.yml", "name: Mira Lund\nkind: person\n", record)
    assert "Mira Voss watches" in page
    assert "- Mira Voss" not in page


DAY = Finding(Particular("date", "date", "2026-03-14"), "not-found", lacks="day")
SPEAKER = Finding(Particular("speaker", "speaker", "Ada Holm"), "not-found")


def said_of(finding: Finding, language: str = "en") -> tuple[str, str]:
    """What the mark and the panel of a fact with a passage say is missing."""
    known = Known(passages={("port", "full"): PASSAGE})
    fact = Covered(("timeline", 0), (finding,), (("port", "full"),), True)
    missing = Particulars(known, Words.load(language, [FOLDER])).missing([fact], cited=True)
    assert missing is not None
    return missing.short, missing.sentence().rpartition("；" if language == "zh" else "; ")[2]


PASSAGE = Passage("verified", TextDirective("full"), None, begins_inside=False, ends_inside=False)


@pytest.mark.parametrize(
    ("language", "text", "short", "whole"),
    [
        ("en", "17 members vote", "17 not", "“17 members vote” not"),
        ("de", "17 Mitglieder stimmen ab", "17 nicht", "„17 Mitglieder stimmen ab“ nicht"),
        ("es", "Votan 17 concejales", ": 17", ": «17 concejales»"),
        ("fr", "17 membres votent", ": 17", ": « 17 membres votent »"),
        ("zh", "17名议员投票", "没有17", "没有“17名议员”"),
    ],
)
def test_a_number_that_the_passage_has_of_something_else_is_shown_whole(
    language: str, text: str, short: str, whole: str
) -> None:
    (number,) = in_text("title", text, language)
    assert short in said_of(Finding(number, "differs", is_absent=True), language)[0]
    assert whole in said_of(Finding(number, "differs"), language)[0].replace("\u00a0", " ").replace(
        "\u202f", " "
    )


def test_a_value_that_the_passage_has_without_its_limit_is_shown_with_it() -> None:
    value = measured("value", 40, "people", "", "more than", "en")
    assert said_of(Finding(value, "differs"))[0] == "“more than 40 people” not in the passage"
    assert said_of(Finding(value, "not-found", is_absent=True))[0] == "“40 people” not in the passage"


def test_a_count_of_a_vote_that_the_passage_has_of_the_other_side_is_shown_with_its_side() -> None:
    count = measured("noes", 31, "", "", None, "es")
    assert said_of(Finding(count, "differs"), "es")[0] == "No está en el pasaje: «31 en contra»"
    assert said_of(Finding(count, "differs", is_absent=True), "es")[0] == "No está en el pasaje: 31"


def test_only_a_speaker_whose_name_is_not_there_is_said_not_to_be_named() -> None:
    assert said_of(SPEAKER)[1] == "it does not show that the speaker said this"
    assert said_of(SPEAKER._replace(is_absent=True))[1] == "the speaker is not named near it"


@pytest.mark.parametrize(
    ("language", "short", "sentence"),
    [
        ("en", "Day and speaker not in the passage", "Passage not verified; the day is not in it"),
        ("de", "Tag und Sprecher nicht in der Textstelle", "Textstelle nicht nachgewiesen; der Tag steht nicht darin"),
        ("es", "No está en el pasaje: día y quién habla", "Pasaje sin verificar; el día no consta en él"),
        ("fr", "Pas dans le passage\u00a0: jour et qui parle", "Passage non vérifié\u00a0; le jour n’y figure pas"),
        ("zh", "引文中没有具体日期和说话人", "引文未全部核实；其中没有具体日期"),
    ],
)  # fmt: skip
def test_each_language_says_what_is_missing(language: str, short: str, sentence: str) -> None:
    words = Words.load(language, [FOLDER])
    passage = Passage("not_checked", TextDirective("full"), None, begins_inside=False, ends_inside=False)
    particulars = Particulars(Known(passages={("port", "full"): passage}), words)

    def fact(*findings: Finding) -> Covered:
        return Covered(("timeline", 0), findings, (("port", "full"),), True)

    both = particulars.missing([fact(DAY, SPEAKER)], cited=True)
    one = particulars.missing([fact(DAY)], cited=True)
    assert both is not None and both.short == short
    assert one is not None and one.sentence() == sentence
