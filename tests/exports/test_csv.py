"""CSV tables as programs read them: valid by their own Data Package, with each fact of the sheets, and without
formulas."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, ClassVar

import duckdb
import pytest
from click.testing import CliRunner
from frictionless import Package, system
from pydantic import Field
from sqlite_utils.cli import cli as sqlite_utils_cli

from briefings.catalog.entries import facts
from briefings.exports.csv.tables import tables
from briefings.model import MODELS, Briefing
from briefings.model.base import ActorId, Flag, Line, part
from briefings.model.items import CitingItem
from tests import sites
from tests.exports.test_json_pages import HERRING

ADDRESS = "https://example.org/x/"

CAESAR = {
    "briefings/ides.yml": """
title: The Ides of March
published: 2025-03-15
topics: [rome]
summary: "[[brutus]] killed him. [@life]"
timeline:
  - {date: -0043-03-15, title: Caesar is killed, actors: [brutus], tags: [murder, "a, b"], coordinates: [41.9, 12.48], cite: life}
  - {date: -0043-03-17/.., title: The amnesty holds, cite: life}
  - {date: "[1999-03-15,1999-03-16]", title: It is shown again, cite: life}
eras: [{title: Republic, from: -0508, to: -0026}, {title: Shows, from: 1999, to: 2001-05}, {title: Now, from: 2020}]
actors: [{actor: brutus, role: Killed him, cite: [{life: "you too, child"}]}]
statements: [{source: life, text: "He [[brutus|fell]] *silently*.", cite: life}]
figures:
  - {label: Wounds, unit: wounds, from: 23, to: 35.50, cite: {life: three and twenty wounds}}
  - {label: Killers, unit: men, values: [{value: 60, cite: life}, {value: 60, cite: [life, {life: -more than sixty}]}]}
questions: ["Who was `first`?"]
documents: [{title: Amnesty, date: -0043-03-17, kind: law, actors: [brutus], declined: [senate], cite: life}]
""",
    "briefings/gone.yml": "title: x\npublished: 2025-03-16\nsummary: x\nwithdrawn: =It was wrong\n",
    "actors/brutus.yml": """
name: Brutus
kind: person
moved_from: [marcus]
aliases: ["Marcus", "=Brutus"]
identifiers: {wikidata: Q172248}
roles: [{title: Praetor, organization: senate, from: -0043, cite: life}, {title: Praetor, cite: life}]
relations: [{kind: member-of, actor: senate, cite: life}]
""",
    "actors/senate.yml": "name: Senate\nkind: public-body\n",
    "sources/life.yml": "title: Life\npublisher: P\nkind: news\n",
    "topics/rome.yml": "name: Rome\n",
    **{name: text for name, text in HERRING.items() if name.startswith("pages/")},
}

HOSTILE = {
    "formula": "=cmd|' /C calc'!A0",
    "apostrophe": "'=1+1",
    "minus": "-1+1",
    "plus": "+1",
    "at": "@SUM(1)",
    "wide": "＝1+1",  # in Japanese, spreadsheets take it for the other one
    "semicolon": "a;=1+1;'=2;b",
    "quotes": '"x","y"',
    "comma": "a,b",
    "markup": "</script><b>]]>&amp;",
    "right-to-left": "a\u200f\u05d0b",
    "emoji": "👩‍🚒",
    "long": "x" * 4_000,
}


@pytest.fixture(scope="module", autouse=True)
def trusted() -> Iterator[None]:
    with system.use_context(trusted=True):
        yield


@pytest.fixture(scope="module")
def caesar(tmp_path_factory: pytest.TempPathFactory) -> sites.Project:
    return sites.make(tmp_path_factory.mktemp("csv") / "project", CAESAR, address=ADDRESS)


def read(project: sites.Project, name: str) -> list[dict[str, str]]:
    text = project.file(f"data/{name}.csv").decode()
    return [*csv.DictReader(io.StringIO(text, newline=""))]


def without_apostrophes(cell: str) -> str:
    """The text in a cell, as the documentation says to get it."""
    return re.sub("(^|;)'(?='*[=+@\t\r\n＝＋－＠-])", r"\1", cell)


def assert_valid(folder: Path) -> None:
    package = Package(str(folder / "datapackage.json"))
    report = package.validate()
    assert report.valid, report.flatten(["name", "rowNumber", "fieldName", "type", "note"])
    assert {resource.path for resource in package.resources} == {file.name for file in folder.glob("*.csv")}


@pytest.mark.parametrize(
    ("sheets", "language"), [(HERRING, "de"), (CAESAR, "en"), (sites.SHEETS, "zh")], ids=["de", "en", "zh"]
)
def test_frictionless_finds_no_error(sheets: dict[str, str], language: str, tmp_path: Path) -> None:
    project = sites.make(tmp_path / "project", sheets, language=language, address=ADDRESS)
    assert_valid(project.settings.docs_dir / "data")


@pytest.mark.parametrize("name", ["rome", "outage", "languages"])
def test_frictionless_finds_no_error_in_other_fields(name: str, tmp_path: Path) -> None:
    content = sites.sheets_of(name)
    content |= {name: text for name, text in CAESAR.items() if name.startswith("pages/")}
    assert_valid(sites.make(tmp_path / "project", content).settings.docs_dir / "data")


def test_an_id_that_leads_nowhere_would_be_found(caesar: sites.Project, tmp_path: Path) -> None:
    folder = shutil.copytree(caesar.settings.docs_dir / "data", tmp_path / "data")
    file = folder / "involvements.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",brutus,", ",cato,"), encoding="utf-8")
    assert not Package(str(folder / "datapackage.json")).validate().valid


def test_each_sheet_and_entry_has_a_row(caesar: sites.Project) -> None:
    sheets = [*caesar.catalog.sheets()]
    for table in tables():
        if table.content == "sheets":
            assert len(read(caesar, table.name)) == len([each for each in sheets if each.kind == table.kind])
        elif table.content in ("entries", "parts"):
            own = [fact for each in sheets for fact in facts(each) if fact.kind == table.kind]
            own += [each for each in caesar.catalog.entries if each.item.PARTS and each.kind == table.kind]
            assert len(read(caesar, table.name)) == len(own), table.name
    cited = [citation.passage for sheet in sheets for fact in facts(sheet) for citation in fact.citations]
    rows = [without_apostrophes(row["passage"]) for row in read(caesar, "citations")]
    assert sorted(rows) == sorted(passage or "" for passage in cited)
    assert len([*filter(None, rows)]) == 3


def test_a_date_that_programs_do_not_know_stays_text(caesar: sites.Project) -> None:
    rows = read(caesar, "events")
    assert [(row["date"], row["earliest"], row["latest"], row["earliest_year"]) for row in rows] == [
        ("-0043-03-15", "", "", "-43"),
        ("-0043-03-17/..", "", "", "-43"),
        ("[1999-03-15,1999-03-16]", "1999-03-15", "1999-03-16", "1999"),
    ]
    eras = [(row["earliest"], row["latest"]) for row in read(caesar, "eras")]
    assert eras == [("", ""), ("1999-01-01", "2001-05-31"), ("2020-01-01", "")]


def test_numbers_are_numbers_with_their_digits(caesar: sites.Project) -> None:
    value, *_ = read(caesar, "figure_values")
    assert (value["from_"], value["to_"], value["value"]) == ("23", "35.50", "")
    assert (value["figure"], value["id"]) == ("briefings/ides/#figure-wounds", f"{value['figure']}/1")
    assert (read(caesar, "events")[0]["coordinates_latitude"]) == "41.9"


def test_texts_are_plain_and_lists_come_back(caesar: sites.Project) -> None:
    (statement,) = read(caesar, "statements")
    assert statement["text"] == "He fell silently."
    briefing, brutus = read(caesar, "briefings")[0], read(caesar, "actors")[0]
    assert briefing["summary"] == "Brutus killed him."
    assert json.loads(briefing["questions"]) == ["Who was first?"]
    assert json.loads(brutus["aliases"]) == ["Marcus", "=Brutus"]
    assert json.loads(brutus["identifiers"]) == {"wikidata": "Q172248"}
    assert json.loads(read(caesar, "events")[0]["tags"]) == ["murder", "a, b"]


def test_ids_are_addresses_that_stay(caesar: sites.Project, tmp_path: Path) -> None:
    roles = [row["id"] for row in read(caesar, "roles")]
    assert roles == ["actors/brutus/#role-praetor-senate", "actors/brutus/#role-praetor"]
    more = CAESAR["actors/brutus.yml"].replace("roles: [", "roles: [{title: Consul, cite: life}, ")
    project = sites.make(tmp_path / "project", CAESAR | {"actors/brutus.yml": more})
    assert [row["id"] for row in read(project, "roles")] == ["actors/brutus/#role-consul", *roles]


def test_a_row_says_how_well_it_is_supported(caesar: sites.Project) -> None:
    event = read(caesar, "events")[0]
    assert (event["sheet"], event["support"], event["publishers"]) == ("ides", "single", "1")


def test_a_row_says_whether_passages_give_its_particulars(caesar: sites.Project) -> None:
    assert [row["covered"] for row in read(caesar, "events")] == ["false", "false", "false"]
    # The passage has another number than the wounds; “sixty” is another spelling of 60.
    assert [row["covered"] for row in read(caesar, "figure_values")] == ["false", "true", "true"]
    # A label without a number has nothing that could be covered.
    assert [row["covered"] for row in read(caesar, "figures")] == ["", ""]
    assert "covered" not in read(caesar, "sources")[0]


JOINS = {
    "SELECT c.passage, s.publisher FROM involvements i JOIN citations c ON c.entry = i.id"
    " JOIN sources s ON s.id = c.source": [("you too, child", "P")],
    "SELECT f.label, v.from_, v.value, c.passage FROM figure_values v JOIN figures f ON f.id = v.figure"
    " JOIN citations c ON c.entry = v.id WHERE c.passage <> '' ORDER BY v.id": [
        ("Killers", None, 60, "'-more than sixty"),
        ("Wounds", 23, None, "three and twenty wounds"),
    ],
    "SELECT d.title, p.part, a.name FROM documents d JOIN participants p ON p.entry = d.id"
    " JOIN actors a ON a.id = p.actor ORDER BY p.part": [
        ("Amnesty", "actors", "Brutus"),
        ("Amnesty", "declined", "Senate"),
    ],
    "SELECT b.title, t.name FROM briefings b JOIN briefing_topics x ON x.briefing = b.id"
    " JOIN topics t ON t.id = x.topic": [("The Ides of March", "Rome")],
    "SELECT c.source FROM briefings b JOIN citations c ON c.entry = b.page": [("life",)],
    "SELECT title FROM events ORDER BY earliest_year DESC LIMIT 1": [("It is shown again",)],
}


@pytest.mark.parametrize("program", ["duckdb", "sqlite-utils"])
def test_a_database_joins_the_tables_without_quoting_a_name(
    caesar: sites.Project, program: str, tmp_path: Path
) -> None:
    files = sorted((caesar.settings.docs_dir / "data").glob("*.csv"))
    known = duckdb.connect()
    database = sqlite3.connect(tmp_path / "site.db")
    for file in files:
        if program == "duckdb":
            known.execute(f"CREATE TABLE {file.stem} AS SELECT * FROM read_csv('{file}', header = true)")
        else:
            own = ["insert", str(tmp_path / "site.db"), file.stem, str(file), "--csv", "--empty-null"]
            assert CliRunner().invoke(sqlite_utils_cli, own).exit_code == 0, file
    for query, expected in JOINS.items():
        result = known.execute(query) if program == "duckdb" else database.execute(query)
        assert result.fetchall() == expected, query


def test_no_column_is_a_word_of_sql() -> None:
    query = "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category <> 'unreserved'"
    words = {word for (word,) in duckdb.connect().execute(query).fetchall()}
    # These are words in SQLite, and mean nothing in DuckDB.
    words |= {"by", "key", "match", "no", "of", "plan", "query", "range", "set", "view"}
    names = {column.name for table in tables() for column in table.columns} | {each.name for each in tables()}
    assert names.isdisjoint(words)


def test_only_entries_that_can_have_a_date_have_columns_for_days() -> None:
    dated = {table.name for table in tables() if "earliest" in (column.name for column in table.columns)}
    assert dated == {
        "events", "eras", "statements", "figures", "figure_values", "votes", "documents", "corrections", "roles",
        "relations",
    }  # fmt: skip


def test_pages_that_went_away_are_listed(caesar: sites.Project) -> None:
    assert read(caesar, "gone") == [
        {"id": "actors/marcus/", "moved_to": "actors/brutus/", "reason": ""},
        {"id": "briefings/gone/", "moved_to": "", "reason": "'=It was wrong"},
    ]


def test_events_of_other_briefings_are_listed(tmp_path: Path) -> None:
    project = sites.make(tmp_path / "project", HERRING, language="de")
    assert read(project, "shared") == [{"entry": "briefings/quote/#event-beschluss", "briefing": "spaeter"}]


def test_the_package_has_licence_and_origin(caesar: sites.Project) -> None:
    package = json.loads(caesar.file("data/datapackage.json"))
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert package["licenses"] == [
        {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}
    ]
    assert package["sources"] == [{"title": "AI Governance Briefings", "path": ADDRESS}]
    assert all(each["type"] == "table" and each["description"] for each in package["resources"])
    assert "belong to their authors" in package["description"]
    for each in package["resources"]:
        data = caesar.file(f"data/{each['path']}")
        assert (each["bytes"], each["hash"]) == (len(data), f"sha256:{sha256(data).hexdigest()}")
    fields = [field for each in package["resources"] for field in each["schema"]["fields"]]
    assert all(field["description"] for field in fields)


def test_no_text_is_a_formula_and_each_comes_back(tmp_path: Path) -> None:
    # JSON is YAML, and needs no care about quotation marks.
    quotes = [
        {"id": name, "speaker": "rat", "quote": text, "cite": {"blatt": text}}
        for name, text in HOSTILE.items()
        if name != "quotes"
    ]
    own = [
        {"id": f"own-{name}", "speaker": "rat", "text": "x", "about": text, "cite": "blatt"}
        for name, text in HOSTILE.items()
    ]
    briefing = HERRING["briefings/quote.yml"].partition("statements:")[0]
    lines = [f"  - {json.dumps(each, ensure_ascii=False)}\n" for each in (*quotes, *own)]
    briefing += f"statements:\n{''.join(lines)}corrections:\n"
    for name, text in HOSTILE.items():
        quoted = json.dumps(text, ensure_ascii=False)
        briefing += (
            f"  - {{date: 2025-11-01, text: x, entry: statement-own-at, was: {quoted},\n    now: {quoted}}}\n"
        )
        briefing += f"  - {{date: 2025-11-01, text: {quoted}, withdrawn: event-{name}}}\n"
    project = sites.make(tmp_path / "project", {**HERRING, "briefings/quote.yml": briefing}, language="de")
    rows = {row["id"].rpartition("#statement-")[2]: row for row in read(project, "statements")}
    for name, text in HOSTILE.items():
        assert without_apostrophes(rows[f"own-{name}"]["about"]) == text
        if name != "quotes":
            assert without_apostrophes(rows[name]["quote"]) == text
    for column in ("was", "now"):
        said = {without_apostrophes(row[column]) for row in read(project, "corrections")}
        assert said == {"", *HOSTILE.values()}
    assert sum("#event-" in row["id"] for row in read(project, "gone")) == len(HOSTILE)
    passages = {without_apostrophes(row["passage"]) for row in read(project, "citations")}
    assert passages >= {text for name, text in HOSTILE.items() if name != "quotes"}
    for table in tables():
        for row in read(project, table.name):
            for cell in row.values():
                # A spreadsheet that divides cells at semicolons reads no formula, either.
                assert not re.search("(^|;)(?!-[0-9/.-]+$)[=+@＝＋－＠\t\r\n-]", cell), table.name
    assert_valid(project.settings.docs_dir / "data")


@part
class Ballot(CitingItem):
    """A vote."""

    KIND = "ballot"
    NOUN = "ballot"
    LISTED = True

    question: Line = Field(examples=["x"])
    """What the vote was about."""
    absent: tuple[ActorId, ...] = Field(default=(), examples=[["x"]])
    """Who was absent."""
    secret: Flag = Field(default=False, examples=[True])
    """Whether the vote was secret."""

    @property
    def headline(self) -> str:
        return self.question


@part
class VotedBriefing(Briefing):
    """A briefing with votes."""

    MUST_CITE: ClassVar[bool] = False
    ballots: tuple[Ballot, ...] = Field(default=(), examples=[[]])
    """Votes."""


def test_a_new_kind_of_entry_has_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(MODELS, "briefing", VotedBriefing)
    tables.cache_clear()
    ballots = "ballots: [{question: Weniger Hering?, absent: [rat], secret: true, cite: blatt}]\n"
    sheets: dict[str, Any] = {**HERRING, "briefings/quote.yml": HERRING["briefings/quote.yml"] + ballots}
    words = "kinds:\n  entry:\n    ballot: {singular: Ballot, plural: Ballots}\n"
    try:
        project = sites.make(tmp_path / "project", sheets, language="en", words=words)
        (ballot,) = read(project, "ballots")
        assert ballot["id"] == "briefings/quote/#ballot-weniger-hering"
        assert (ballot["question"], ballot["secret"], ballot["support"]) == (
            "Weniger Hering?",
            "true",
            "single",
        )
        assert [row["part"] for row in read(project, "participants") if row["entry"] == ballot["id"]] == [
            "absent"
        ]
        assert_valid(project.settings.docs_dir / "data")
        assert '"description":["Weniger Hering?"]' in project.file("data/entities.ftm.json").decode()
    finally:
        tables.cache_clear()
