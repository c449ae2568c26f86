"""Where readers meet an announced event: in words that hold on any day, and never as what happened."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest

from briefings.exports.csv.tables import tables
from briefings.exports.json_ld.pages import Describer
from briefings.exports.plain import plain_markdown
from briefings.model.dates import Date
from briefings.render.dates import unbroken
from tests import sites
from tests.trees import sheets_in

SHEETS = sheets_in(Path(__file__).with_name("announced.md"))
WORDS = {
    "en": ("Announced", "Announced for 27 October 2026; no report read", "Announced for May 2027; no report read",
           "Announced; no report read", "Takes effect by its own terms"),
    "de": ("Angekündigt", "Angekündigt für den 27. Oktober 2026; kein Bericht darüber gelesen",
           "Angekündigt: Mai 2027; kein Bericht darüber gelesen",
           "Angekündigt; kein Bericht darüber gelesen", "Ergibt sich aus dem Text selbst"),
    "es": ("Anunciado", "Anunciado para el 27 de octubre de 2026; no hemos leído que haya ocurrido",
           "Anunciado: mayo de 2027; no hemos leído que haya ocurrido",
           "Anunciado; no hemos leído que haya ocurrido", "Lo dispone el propio texto"),
    "fr": ("Annoncé", "Annoncé pour le 27 octobre 2026\N{NARROW NO-BREAK SPACE}; aucun compte rendu lu",
           "Annoncé\N{NO-BREAK SPACE}: mai 2027\N{NARROW NO-BREAK SPACE}; aucun compte rendu lu",
           "Annoncé\N{NARROW NO-BREAK SPACE}; aucun compte rendu lu", "Prévu par le texte lui-même"),
    "zh": ("预告", "预告日期：2026年10月27日；未读到相关报道", "预告日期：2027年5月；未读到相关报道",
           "仅见预告，未读到相关报道", "依文本本身生效"),
}  # fmt: skip
"""By language: the heading, the words with a day, with a month and without a date, and those for what a text
brings about."""


@pytest.fixture(scope="module", params=WORDS)
def in_language(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    language: str = request.param
    project = sites.make(tmp_path_factory.mktemp("announced") / "p", SHEETS, language=language)
    return language, project.settings.docs_dir


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> sites.Project:
    exports = "{csv: true, calendars: true, timelinejs: true, followthemoney: true}"
    return sites.make(tmp_path_factory.mktemp("announced") / "p", SHEETS, exports=exports)


def rows(docs: Path, table: str) -> list[dict[str, str]]:
    return [*csv.DictReader(io.StringIO((docs / f"data/{table}.csv").read_text(encoding="utf-8")))]


def line_of(text: str, title: str) -> str:
    """The line of a list with an event of this title."""
    (line,) = [line for line in text.splitlines() if line.startswith("- ") and title in line]
    return line


def test_every_list_says_that_it_is_announced(in_language: tuple[str, Path]) -> None:
    language, docs = in_language
    heading, with_day, with_month, undated, by_text = WORDS[language]
    briefing = (docs / "briefings/tram.md").read_text(encoding="utf-8")
    how, announced = briefing.split(f"\n### {heading}\n")
    assert with_day in line_of(announced, "**The line opens**")
    assert with_month in line_of(announced, "**The festival begins**")
    assert by_text in line_of(announced, "**The fares rise**")
    assert by_text in line_of(how, "**The ordinance applies**")
    assert "announcement" not in line_of(how, "**The council votes**")
    # Its status says what became of it, and it stands below that.
    announced, _, settled = announced.partition("\n### ")
    assert "The old buses are sold" not in announced
    assert "announcement" not in line_of(settled, "**The old buses are sold**")
    for page, fold in (("timeline.md", f"## {heading}\n"), ("actors/hartog.md", f"<summary>{heading} (")):
        text = (docs / page).read_text(encoding="utf-8")
        assert undated in line_of(text.partition(fold)[2], "The line opens"), page


def test_pages_of_sources_and_of_support_say_it_too(in_language: tuple[str, Path]) -> None:
    language, docs = in_language
    *_, undated, by_text = WORDS[language]
    for page in ("sources/gazette.md", "support.md"):
        text = (docs / page).read_text(encoding="utf-8")
        for title, said in (("The line opens", undated), ("The fares rise", by_text)):
            (line,) = [line for line in text.splitlines() if title in line]
            assert said in line, page
        (line,) = [line for line in text.splitlines() if "The council votes" in line]
        assert "status" not in line, page


def test_in_text_what_is_announced_and_what_happened_stand_apart(project: sites.Project) -> None:
    """What a page folds is a section below its own in text."""
    text, actor = (
        plain_markdown((project.settings.docs_dir / page).read_text(encoding="utf-8"), page)
        for page in ("briefings/tram.md", "actors/hartog.md")
    )
    assert re.findall("^#+ .*", text.partition("### Announced")[2], re.MULTILINE)[0] == "#### All 3 events"
    assert actor.index("The council votes") < actor.index("### Announced (2)") < actor.index("The line opens")


def test_votes_and_documents_that_are_announced_say_so_on_their_own_page(tmp_path: Path) -> None:
    own = """documents:
  - {title: The tram law, date: 2026-10-27, kind: law, cite: gazette}
votes:
  - {title: The plan, date: 2026-10-27, body: hartog, result: passed, cite: gazette}
"""
    project = sites.make(tmp_path, {**SHEETS, "briefings/tram.yml": SHEETS["briefings/tram.yml"] + own})
    page = (project.settings.docs_dir / "briefings/tram.md").read_text(encoding="utf-8")
    told = [line for line in page.splitlines() if "**The tram law**" in line or "**The plan" in line]
    assert len(told) == 2
    assert all(WORDS["en"][1] in line for line in told)


def test_an_announced_vote_has_no_result_and_nobody_signed_an_announced_document(tmp_path: Path) -> None:
    parties = "".join(f"  - {{title: {title}, date: {day}, kind: treaty, actors: [hartog, b, c], cite: gazette}}\n"
                      for title, day in (("The old pact", "2026-01-10"), ("The new pact", "2026-10-27")))  # fmt: skip
    vote = "  - {{title: {}, date: {}, body: b, result: passed, ayes: 31, for: [hartog], cite: gazette}}\n"
    votes = vote.format("The plan", "2026-10-27") + vote.format("The budget", "2026-02-27")
    others = {f"actors/{name}.yml": f"name: {name}\nkind: company\n" for name in "bc"}
    tram = SHEETS["briefings/tram.yml"] + f"documents:\n{parties}votes:\n{votes}"
    sheets = {**SHEETS, **others, "briefings/tram.yml": tram}
    docs = sites.make(tmp_path, sheets, exports="{csv: true}").settings.docs_dir
    briefing, actor = (
        (docs / page).read_text(encoding="utf-8") for page in ("briefings/tram.md", "actors/hartog.md")
    )
    for text in (briefing, actor):
        planned, taken = (
            line_of(text.partition('id="part-votes"')[2], each) for each in ("The plan", "The budget")
        )
        assert re.search(">(For · )?31 for: passed", taken)
        assert not re.search("31 for: passed|>For", planned)
    signed = actor.partition('class="part signatures"')[2].partition("</div>")[0]
    assert "Signed" in line_of(signed, "The old pact")
    assert "Signed" not in line_of(signed, "The new pact")
    table = briefing.partition('id="part-memberships"')[2]
    assert "The old pact" in table
    assert "The new pact" not in table.partition("</div>")[0]
    entries = json.loads((docs / "briefings/tram.json").read_text(encoding="utf-8"))["entries"]
    fields = {each["title"]: {*each.get("fields", ())} for each in entries if each["kind"] == "vote"}
    assert fields == {"The plan": set(), "The budget": {"result", "ayes", "for"}}
    told = {row["title"]: (row["result"], row["ayes"]) for row in rows(docs, "votes")}
    assert told == {"The plan": ("", ""), "The budget": ("passed", "31")}
    voters = [row["entry"] for row in rows(docs, "participants") if row["part"] == "for"]
    assert voters == ["briefings/tram/#vote-the-budget"]
    (votes_table,) = [each for each in tables() if each.name == "votes"]
    (result,) = [each for each in votes_table.schema["fields"] if each["name"] == "result"]
    assert "required" not in result["constraints"]


def test_an_office_and_a_relation_that_have_not_begun_are_not_held(tmp_path: Path) -> None:
    own = """roles:
  - {title: Mayor, organization: council, from: 2027-01-01, cite: gazette}
  - {title: Councilor, organization: council, from: 2024-06-01, cite: gazette}
relations:
  - {kind: member-of, actor: club, from: 2027-01-01, cite: gazette}
  - {kind: member-of, actor: party, from: 2020, cite: gazette}
"""
    sheets = SHEETS | {"actors/hartog.yml": SHEETS["actors/hartog.yml"] + own}
    sheets |= {
        f"actors/{name}.yml": f"name: {name}\nkind: organization\n" for name in ("council", "club", "party")
    }
    sheets["actors/hartog.yml"] += "  - {kind: family-of, actor: ek, from: 2027-01-02, cite: gazette}\n"
    sheets["actors/ek.yml"] = "name: Bo Ek\nkind: person\nroles: [{title: Poet, from: 2027, cite: gazette}]\n"
    project = sites.make(tmp_path, sheets, exports="{csv: true, followthemoney: true}")
    docs, said = project.settings.docs_dir, WORDS["en"][3]
    actor = (docs / "actors/hartog.md").read_text(encoding="utf-8")
    assert '<span class="office">Councilor</span>' in actor
    told = {
        "actors/hartog": {"**Mayor**": True, "**Councilor**": False, "club.md": True, "party.md": False},
        "actors/council": {"Mayor": True, "Councilor": False},
        "actors/club": {"hartog.md": True},
        "actors/party": {"hartog.md": False},
    }
    for page, lines in told.items():
        text = (docs / f"{page}.md").read_text(encoding="utf-8")
        for words, is_announced in lines.items():
            assert (said in line_of(text, words)) is is_announced, (page, words)
    assert "Councilor" in line_of((docs / "actors/index.md").read_text(encoding="utf-8"), "Ines Hartog")
    (own_page,) = [each for each in project.pages if each.path == "actors/hartog.md"]
    (person,) = [
        each["mainEntity"]
        for each in Describer(own_page, project.words, project.settings, "").graph()
        if "mainEntity" in each
    ]
    relations = json.loads((docs / "actors/hartog.json").read_text(encoding="utf-8"))["computed"]["relations"]
    assert [each.get("announced", False) for each in relations] == [True, False, True]
    assert [row["announced"] for row in rows(docs, "roles")] == ["true", "true", "false"]
    assert [row["announced"] for row in rows(docs, "relations")] == ["true", "false", "true"]
    written = (docs / "data/entities.ftm.json").read_text(encoding="utf-8").splitlines()
    entities = [(each["schema"], each["properties"]) for each in map(json.loads, written)]
    assert [(schema, given.get("status") or given.get("summary")) for schema, given in entities
            if schema in ("Membership", "Family")] == [
        ("Membership", ["announced"]), ("Membership", None), ("Membership", ["announced"]),
        ("Membership", None), ("Family", ["announced"]),
    ]  # fmt: skip
    assert not any("position" in given for _, given in entities)
    assert person["jobTitle"] == ["Councilor"]
    assert [each["name"] for each in person["memberOf"]] == ["council", "party"]


def test_the_latest_event_is_one_that_happened(in_language: tuple[str, Path]) -> None:
    the_ordinance_is_latest(in_language[1])


def the_ordinance_is_latest(docs: Path) -> None:
    latest = {
        "briefings/tram.md": r'<div class="latest".*?</div>',
        "index.md": r'<div class="front front--lead.*?<div class="standing"',
        "topics/transport.md": r'<div class="newest".*?</div>',
    }
    for page, block in latest.items():
        found = re.search(block, (docs / page).read_text(encoding="utf-8"), re.DOTALL)
        assert found is not None, page
        assert "The ordinance applies" in found[0], page


def test_the_front_page_announces_only_what_is_to_come(in_language: tuple[str, Path]) -> None:
    home = (in_language[1] / "index.md").read_text(encoding="utf-8")
    _, _, announced = home.partition('<div class="front front--next')
    assert "2027" in line_of(announced.partition("</div>")[0], "The festival begins")
    assert "The line opens" not in home


OFF = {
    "briefings/tram.yml": SHEETS["briefings/tram.yml"].replace("updated: 2026-11-01", "checked: 2026-11-02")
    + """  - {date: 2026-10-31, title: The concert, status: cancelled, note: It rained., actors: [hartog], cite: report}
  - {date: 2027-06-15, title: The parade, status: postponed, note: Nobody knows., actors: [hartog], cite: gazette}
  - {date: 2027-06-20, title: The race, status: disputed, note: It is not sure., cite: gazette}
""",
    "sources/report.yml": "title: Rain\npublisher: The Herald\nkind: news\npublished: 2026-11-01\n",
}
"""Two events were called off: one whose day is past, which a source reports, and one to come."""


@pytest.mark.parametrize("language", WORDS)
def test_what_was_called_off_is_no_news(tmp_path: Path, language: str) -> None:
    project = sites.make(tmp_path / "p", SHEETS | OFF, language=language)
    words, docs = project.words, project.settings.docs_dir
    statuses = [
        words(f"statuses.{status}.word") for status in ("cancelled", "postponed", "superseded", "disputed")
    ]
    the_ordinance_is_latest(docs)
    briefing, home, actor, timeline = (
        (docs / f"{page}.md").read_text(encoding="utf-8")
        for page in ("briefings/tram", "index", "actors/hartog", "timeline")
    )
    ordinance = unbroken(words.date(Date.parse("2026-09-01")))
    for text in (briefing, home):
        (standing,) = re.findall(r'<div class="standing" markdown>\n\n(.*)', text)
        assert ordinance in standing
    # They stand by themselves, each with its status, and are not drawn.
    ends = " · ".join(statuses[1::-1])
    heading = f"{statuses[2]} · {ends}"
    for text, fold in (
        (briefing, f"\n### {heading}\n"), (timeline, f"\n## {heading}\n"), (actor, f"<summary>{ends} ("),
    ):  # fmt: skip
        for title, status in zip(("The concert", "The parade"), statuses, strict=False):
            assert status in line_of(text.partition(fold)[2], title), (fold, title)
        assert text.count("The parade") == 1
    assert f': {words("counts.events", n=6)}"' in briefing
    # What is next has no word for what was called off, and one for what is disputed.
    assert "The parade" not in home
    # Its day is after the last change of the briefing, but not after its last search for news.
    assert "The line opens" not in home
    assert statuses[3] in line_of(home, "The race")
    assert "The parade" not in (project.file("index.json").decode())


def test_programs_get_it_as_announced(project: sites.Project) -> None:
    names = {"The line opens", "The festival begins", "The fares rise"}
    document = json.loads(project.file("briefings/tram.json"))
    assert {each["title"] for each in document["entries"] if each.get("announced")} == names
    rows = csv.DictReader(io.StringIO(project.file("data/events.csv").decode()))
    assert {row["title"] for row in rows if row["announced"] == "true"} == names
    calendar = project.file("timeline.ics").decode().replace("\r\n ", "")
    events = calendar.split("BEGIN:VEVENT")[1:]
    tentative = [re.findall("SUMMARY:(.*)\r", event)[0] for event in events if "STATUS:TENTATIVE" in event]
    assert tentative == [
        "Announced: The fares rise (since 1 June 2027)",
        "Announced: The festival begins (May 2027)",
        "Superseded: The old buses are sold",
        "Announced: The line opens",
    ]
    entities = [json.loads(line) for line in project.file("data/entities.ftm.json").splitlines()]
    announced = {
        entity["properties"]["name"][0]
        for entity in entities
        if "announced" in entity["properties"].get("keywords", ())
    }
    assert announced == names
    (page,) = [each for each in project.pages if each.path == "briefings/tram.md"]
    article = next(Describer(page, project.words, project.settings, "").graph())
    said = {event["name"]: event.get("description") for event in article["mentions"]}
    assert said["The line opens"] == "Announced for 27 October 2026; no report read"
    assert said["The council votes"] is None


def test_a_report_turns_an_announcement_into_an_event(tmp_path: Path) -> None:
    """Only the day of the report is new, and the pages of the event follow as in a fresh build."""
    report = {
        "sources/report.yml": "title: Open\npublisher: The Herald\nkind: news\npublished: 2026-10-20\n",
        "briefings/tram.yml": SHEETS["briefings/tram.yml"].replace(
            "milestone: true, actors: [hartog], cite: gazette", "actors: [hartog], cite: [gazette, report]"
        ),
    }
    sites.make(tmp_path / "p", SHEETS | report)
    record = sites.rebuilt(tmp_path / "p")
    page = tmp_path / "p/site/actors/hartog/index.html"
    assert page.read_text(encoding="utf-8").count("Announced; no report read") == 2
    source = tmp_path / "p/content/sources/report.yml"
    source.write_text(source.read_text().replace("2026-10-20", "2026-10-28"))
    sites.rebuilt(tmp_path / "p", record)
    again = page.read_text(encoding="utf-8")
    assert again.count("Announced; no report read") == 1
    sites.make(tmp_path / "fresh", SHEETS | report | {"sources/report.yml": source.read_text()})
    sites.rebuilt(tmp_path / "fresh")
    assert (tmp_path / "fresh/site/actors/hartog/index.html").read_text(encoding="utf-8") == again


def test_pictures_divide_what_happened_at_the_last_search_for_news(tmp_path: Path) -> None:
    tram = SHEETS["briefings/tram.yml"].replace("2026-11-01", "2026-01-15\nchecked: 2026-11-28")
    tram = tram.replace("[transport]", "[transport, money]")
    sheets = {**SHEETS, "briefings/tram.yml": tram, "topics/money.yml": "name: Money\n"}
    docs = sites.make(tmp_path / "p", sheets).settings.docs_dir
    for page in ("briefings/tram", "timeline", "index"):
        (line,) = re.findall("key--today.*?</span>", (docs / f"{page}.md").read_text(encoding="utf-8"))
        assert "28 November 2026" in line
