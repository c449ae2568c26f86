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

import duckdb
import pytest
from click.testing import CliRunner
from frictionless import Package, system
from sqlite_utils.cli import cli as sqlite_utils_cli

from briefings.exports.csv.tables import tables
from tests import sites
from tests.exports.test_json_pages import HERRING
from tests.goldens import compare
from tests.trees import sheets_in

ADDRESS = "https://example.org/x/"

CAESAR = sheets_in(Path(__file__).with_name("caesar.md"))

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


@pytest.mark.parametrize(("sheets", "language"), [(HERRING, "de"), (sites.SHEETS, "zh")], ids=["de", "zh"])
def test_frictionless_finds_no_error(sheets: dict[str, str], language: str, tmp_path: Path) -> None:
    project = sites.make(tmp_path / "project", sheets, language=language, address=ADDRESS)
    assert_valid(project.settings.docs_dir / "data")
    shared = [(row["entry"], row["briefing"]) for row in read(project, "shared")]
    assert shared == ([("briefings/quote/#event-beschluss", "spaeter")] if language == "de" else [])


def test_tables_are_as_written_down(caesar: sites.Project, update_goldens: bool) -> None:
    """A row for each sheet, entry and part; ids that are addresses; cells as programs read them."""
    files = (f"{table.name}\n{caesar.file(f'data/{table.name}.csv').decode()}" for table in tables())
    compare("\n".join(files), Path(__file__).parent / "golden" / "caesar.csv", update=update_goldens)
    assert_valid(caesar.settings.docs_dir / "data")


def test_an_id_that_leads_nowhere_would_be_found(caesar: sites.Project, tmp_path: Path) -> None:
    folder = shutil.copytree(caesar.settings.docs_dir / "data", tmp_path / "data")
    file = folder / "involvements.csv"
    file.write_text(file.read_text(encoding="utf-8").replace(",brutus,", ",cato,"), encoding="utf-8")
    assert not Package(str(folder / "datapackage.json")).validate().valid


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
