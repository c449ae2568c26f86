"""What a site exports, our own import reads back without loss: exported again, it is the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.exports.csv.tables import tables
from briefings.plugins.exchange.imports import ftm, own
from briefings.plugins.exchange.imports.records import Reading
from briefings.plugins.exchange.imports.sheets import Known, new_sheets
from briefings.plugins.exchange.imports.words import marked
from briefings.text.escape import cell, clean, text_of_cell
from briefings.text.markdown import plain
from tests import sites
from tests.exports.test_csv import ADDRESS, CAESAR
from tests.exports.test_json_pages import HERRING
from tests.nightly import few
from tests.places.test_places import sheets_of
from tests.plugins.exchange.test_followthemoney import everything

SITES: Mapping[str, Mapping[str, str]] = {
    "small": sites.SHEETS,
    "caesar": CAESAR,
    "relations": everything(),
    "votes": sheets_of("votes"),
    "computed": sheets_of("derivations"),
    "prose": {
        **HERRING,
        "briefings/quote.yml": HERRING["briefings/quote.yml"]
        .replace("[@blatt]", "[@blatt] So ist es. [@bote] Ja. [@blatt]")
        .replace("unit: Tonnen,", "unit: Tonnen, note: 'Es waren 7. [@bote] Nein, 8. [@blatt]',")
        .replace("place: Luxemburg,", "place: Luxemburg, text: 'Am 3. Mai. [@weiter]',")
        + "documents:\n  - {title: Der Plan, kind: treaty, date: 2025-06-02, total: quote, actors: [rat], cite: blatt}\n",
    },
    **{name: sites.sheets_of(name) for name in ("rome", "outage", "languages", "legislature")},
}


def imported(reading: Reading, *known: Known) -> dict[str, str]:
    """The sheets of an import into a project, published. Only what was withdrawn is lost."""
    made = new_sheets(reading, known, today=date(2025, 11, 25), title="T")
    assert {loss.why for loss in made.losses} <= {"it was withdrawn"}
    sheets = {}
    for sheet in made.sheets:
        text = sheet.text.replace("draft: true\n", "")
        for key in sheet.missing:
            text = re.sub(f"^{key}:$", f"{key}: Words.", text, count=1, flags=re.MULTILINE)
        sheets[sheet.path] = text
    return sheets


def tables_again(sheets: Mapping[str, str], folder: Path) -> Iterator[tuple[str, str, str]]:
    """The name of each table of a site, the table, and what it is after it was read back."""
    first = sites.make(folder / "first", sheets, address=ADDRESS)
    exported = {table.name: first.file(f"data/{table.name}.csv").decode() for table in tables()}
    again = imported(own.read_tables(exported, is_package=True))
    second = sites.make(folder / "second", again, address=ADDRESS)
    for name, rows in exported.items():
        expected = re.sub("^[^,]+,,.*\r\n", "", rows, flags=re.MULTILINE) if name == "gone" else rows
        yield name, expected, second.file(f"data/{name}.csv").decode()


@pytest.mark.parametrize("name", few(SITES, 3))
def test_tables_come_back(name: str, tmp_path: Path) -> None:
    for table, before, again in tables_again(SITES[name], tmp_path):
        assert again == before, table


def test_what_tables_have_and_no_sheet_can_say_is_named() -> None:
    exported = {
        "gone": "id,moved_to,reason\r\nbriefings/old/,briefings/new/,\r\nbriefings/a/#event-x,briefings/b/#event-x,\r\n",
        "readings": "entry,answer,reader,day\r\nbriefings/a/#event-x,supports,Ana,2025-01-01\r\n",
        "pages": "source,seen,missing,unreached\r\nblatt,2025-01-01,,\r\n",
    }
    losses = own.read_tables(exported, is_package=True).losses
    assert [(loss.origin, loss.what) for loss in losses] == [
        ("readings.csv", "its rows"),
        ("gone.csv, row 3", "briefings/a/#event-x"),
        ("pages.csv", "its rows"),
    ]


def entities_again(sheets: Mapping[str, str], folder: Path) -> tuple[list[str], list[str]]:
    """The entities of a site, and what they are after they were read back."""

    def lines(project: sites.Project) -> list[str]:
        return sorted(project.file("data/entities.ftm.json").decode().splitlines())

    first = lines(sites.make(folder / "first", sheets, address=ADDRESS))
    topics = {path: text for path, text in sheets.items() if path.startswith("topics/")}
    # No schema is like a topic.
    known: list[Known] = [("topic", Path(path).stem, {}) for path in topics]
    again = imported(ftm.read("\n".join(first)), *known)
    return first, lines(sites.make(folder / "second", topics | again, address=ADDRESS))


@pytest.mark.parametrize("name", few(SITES, 3))
def test_entities_come_back(name: str, tmp_path: Path) -> None:
    before, again = entities_again(SITES[name], tmp_path)
    assert again == before


def test_what_another_program_changed_is_read_from_its_properties() -> None:
    entity = {
        "id": "a", "schema": "Person", "properties": {"name": ["Ana"]},
        "briefings": {"id": "actors/ana/", "keys": {"name": "Anna", "kind": "person"}, "as": "0"},
    }  # fmt: skip
    reading = ftm.read(json.dumps(entity))
    assert [record.data["name"] for record in reading.records] == ["Ana"]
    assert [loss.what for loss in reading.losses] == ["`briefings`"]


@given(st.text(st.sampled_from("a1 .-+*_`[]()<>&;='@\\#!:/")) | st.text())
def test_plain_text_comes_back(text: str) -> None:
    assert text_of_cell(cell(text)) == clean(text)
    words = plain(text, lambda kind, id_: id_)
    assert plain(marked(words), lambda kind, id_: id_) == words
