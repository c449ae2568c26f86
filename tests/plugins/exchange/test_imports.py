"""Files of other programs become sheets: golden cases of what is written and what is listed as lost; and what
holds for any file.

`pytest --update-goldens` writes what comes out into the cases; the review is the diff.
"""

from __future__ import annotations

import json
import re
import shlex
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.plugins.exchange.commands import READERS, ImportFormat
from briefings.plugins.exchange.imports import table
from briefings.plugins.exchange.imports.records import UnreadableError
from briefings.plugins.exchange.imports.sheets import new_sheets
from briefings.plugins.exchange.imports.words import prose
from briefings.sheets.load import parse_sheet
from briefings.text.prose import references
from tests.commands import Run
from tests.trees import File, Tree, compare_report, write_versions

CASES = {path.stem: path for path in sorted((Path(__file__).parent / "cases/imports").glob("*.md"))}


def sheets(root: Path) -> dict[str, str]:
    return {
        file.relative_to(root).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted((root / "content").rglob("*.yml"))
    }


@pytest.mark.parametrize("name", CASES)
def test_golden_case(name: str, run: Run, tmp_path: Path, update_goldens: bool) -> None:
    text = CASES[name].read_text(encoding="utf-8")
    write_versions(Tree.read(text).files, tmp_path)
    before = sheets(tmp_path)
    commands = [shlex.split(line)[1:] for line in re.findall(r"^\$ (briefings .*)$", text, re.MULTILINE)]
    said = "".join(run(*command) for command in commands)
    after = sheets(tmp_path)
    assert {path: after.get(path) for path in before} == before
    got = said + "".join(f"\n# {path}\n{text}" for path, text in after.items() if path not in before)
    compare_report(got, CASES[name], update=update_goldens)


def test_a_second_import_knows_the_first(run: Run, tmp_path: Path) -> None:
    item = {"type": "report", "title": "On trams", "URL": "https://example.org/trams"}
    (tmp_path / "library.json").write_text(json.dumps([item]), encoding="utf-8")
    write_versions([], tmp_path)
    # Its sheet lacks the publisher, and is found all the same.
    assert "1 sheet written" in run("import", "csl", "library.json")
    assert "0 sheets written, 1 already in the project" in run("import", "csl", "library.json")


def test_people_who_share_an_alias_each_get_a_sheet(run: Run, tmp_path: Path) -> None:
    people = [
        {"id": name, "schema": "Person", "properties": {"name": [name], "alias": ["Juan"]}}
        for name in ("Juan Vigo", "Juan Lugo", "Juan Muros")
    ]
    (tmp_path / "people.jsonl").write_text("\n".join(map(json.dumps, people)), encoding="utf-8")
    known = "name: {}\nkind: person\naliases: [Juan]\n"
    sheets_ = [
        (f"content/actors/{id_}.yml", known.format(name))
        for id_, name in (("vigo", "Juan Vigo"), ("noia", "Juan Noia"))
    ]
    write_versions([File(path, text.encode()) for path, text in sheets_], tmp_path)
    said = run("import", "ftm", "people.jsonl")
    assert "line 1: already in content/actors/vigo.yml, which has the same name" in said
    assert "2 sheets written, 1 already in the project" in said
    assert "actors/noia.yml, actors/vigo.yml: the same alias, but several have it" in said, said


def test_a_file_in_another_encoding_names_it(run: Run, tmp_path: Path) -> None:
    table = "id,page,name,kind\nunion,actors/union/,Unión,organization\n"
    (tmp_path / "actors.csv").write_bytes(table.encode("cp1252"))
    write_versions([], tmp_path)
    refused = "byte 42 is not UTF-8; name its encoding, such as `--encoding cp1252`"
    assert refused in run("import", "table", "actors.csv")
    run("import", "table", "actors.csv", "--encoding", "cp1252")
    assert "name: Unión" in sheets(tmp_path)["content/actors/union.yml"]
    (tmp_path / "actors.csv").write_text("name,kind\n", encoding="utf-8")
    assert "actors.csv has no `id`, `page`, so no site exported it" in run("import", "table", "actors.csv")


def test_a_dry_run_writes_nothing(run: Run, tmp_path: Path) -> None:
    event = {"start_date": {"year": "1969"}, "text": {"headline": "A landing"}}
    (tmp_path / "t.json").write_text(json.dumps({"events": [event]}), encoding="utf-8")
    write_versions([], tmp_path)
    before = sheets(tmp_path)
    said = run("import", "timelinejs", "t.json", "--dry-run")
    assert "1 sheet would be written" in said
    assert "- {date: 1969, title: A landing}" in said.replace("'", "")
    assert sheets(tmp_path) == before


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("plain", "plain"),
        ("<p>One.</p><p>Two &amp; three</p>", "One.\n\nTwo & three"),
        ('see <a href="https://example.org/a">it <b>here</b></a>.', "see [it here](https://example.org/a)."),
        ('<a href="javascript:alert(1)">no</a>', "no"),
        ('<a href="https://example.org/)">no</a>', "no"),
        ("a<script>alert(1)</script>b<style>p{}</style>c", "abc"),
        ("*star* `code` [[li-qiang]] [@wam]", r"\*star\* \`code\` \[\[li-qiang\]\] \[\@wam\]"),
        ('<a href="https://example.org">', ""),
        ("a<br>b", "a\n\nb"),
        ("1 < 2", "1 < 2"),
    ],
)
def test_words_of_web_pages(html: str, expected: str) -> None:
    assert prose(html) == expected
    assert [*references(prose(html))] == []


BOMB = '@string{a0="aaaaaaaaaa"}' + "".join(
    f"@string{{a{n}={' # '.join([f'a{n - 1}'] * 10)}}}" for n in range(1, 10)
)


@pytest.mark.parametrize(
    ("written", "title"),
    [
        (r"\$5.5 \& 50\% \# a\_b", "$5.5 & 50% # a_b"),
        (
            r"\textbraceleft{}x\textbraceright{} \textasciicircum{} \textasciitilde{} \textbackslash{}",
            "{x} ^ ~ \\",
        ),
        (r"{\LaTeX} and \TeX{}", "LaTeX and TeX"),
        (r"\textit{slanted} {\em set} \emph{{S}et}", "slanted set Set"),
        (r"{\"U}b\"er \"{o} \ss{} {\c c} \v{C} \'{\i} \o\l \~n", "Übër ö ß ç Č í øłñ"),
        ("Vol.~3", "Vol. 3"),
        (r"\S 5 of \unknown{the} law -- 30% of it, R&D", "§5 of the law – 30% of it, R&D"),
    ],
)
def test_the_commands_of_tex_are_read(written: str, title: str) -> None:
    (record,) = READERS["bibtex"](f"@misc{{a, title = {{{written}}}}}").records
    assert record.data["title"] == title


def test_an_address_is_not_tex() -> None:
    address = r"https://example.org/\~{}ana/a--b\_c%20d$e"
    (record,) = READERS["bibtex"](f"@misc{{a, title = {{A}}, url = {{{address}}}}}").records
    assert record.data["url"] == "https://example.org/~ana/a--b_c%20d$e"


def test_tex_that_nests_too_deep_costs_one_record() -> None:
    deep = r"\begin{a}" * 3000
    reading = READERS["bibtex"](f"@misc{{a, title = {{A}}}}\n@misc{{b, title = {{{deep}}}}}")
    assert [record.id for record in reading.records] == ["a"]
    assert [loss.origin for loss in reading.losses] == ["`b`"]


@pytest.mark.parametrize(
    "entry",
    ["@misc{b title={No comma}}", "@misc{b, title={Open, year=", "@misc{b, title={Cut off}, year=2021"],
)
def test_what_is_no_entry_of_bibtex_is_left_out(entry: str) -> None:
    reading = READERS["bibtex"](f"@misc{{a, title={{A}}}}\n@comment{{x@y.org}}\n{entry}")
    assert [record.id for record in reading.records] == ["a"]
    assert [(loss.origin, loss.what) for loss in reading.losses] == [("`b`", "the record")]


def test_entities_of_one_id_are_one() -> None:
    lines = [
        {"id": "a", "schema": "Person", "properties": {"name": ["Ana"], "country": ["de"]}},
        {"id": "a", "schema": "Person", "properties": {"name": ["Ana"], "alias": ["Anna"]}},
        {"id": "a", "schema": "Company", "properties": {"name": ["Ana AG"]}},
    ]
    reading = READERS["ftm"]("\n".join(map(json.dumps, lines)))
    (record,) = reading.records
    assert record.data == {"name": "Ana", "kind": "person", "aliases": ["Anna"], "country": "DE"}
    assert [loss.origin for loss in reading.losses] == ["line 3"]


@pytest.mark.parametrize("text", ["", "\n\n", " \n"])
def test_an_empty_table_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError, match="it is empty"):
        table.read(text, table.mapping({"rows": "events", "columns": {"title": "a"}}))


def test_cells_and_columns_that_are_too_many_are_left_out() -> None:
    mapped = table.mapping({"rows": "events", "columns": {"title": "a", "date": "b"}})
    reading = table.read("a,b,b\nOne,2024,2025,2026\n", mapped)
    assert reading.records[0].data["timeline"] == [{"title": "One", "date": "2025"}]
    assert [(loss.origin, loss.what) for loss in reading.losses] == [
        ("the table", "the column `b`"),
        ("row 2", "`2026`"),
    ]


def test_line_ends_of_old_macs_are_line_ends() -> None:
    (record,) = READERS["timelinejs"]("Year,Headline\r2020,The harbor opens\r").records
    assert record.data["timeline"] == [{"date": "2020", "title": "The harbor opens"}]


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("timelinejs", "{", "it is not JSON: "),
        ("timelinejs", '{"events": 3}', "it has no list `events`"),
        ("timelinejs", "a,b\n1,2\n", "it is neither JSON nor a table with the columns `Year` and `Headline`"),
        (
            "timelinejs",
            '{"scale": "cosmological", "events": []}',
            "the timeline has the scale `cosmological`",
        ),
        ("ftm", "[]", "line 1 is not an entity"),
        ("ftm", "\n{", "line 2 is not JSON"),
        ("csl", "{}", "it is not a list of records"),
        ("csl", '[{"itemType": "book"}]', "no record has a key `type`, so it is not CSL-JSON"),
        ("bibtex", "nothing", "it has no entries of BibTeX"),
        # Files that crashed once, and one that would take all memory.
        ("timelinejs", "[" * 200_000, "it is n"),
        ("bibtex", "@article{x, title={" + "{" * 50_000, "it is not BibTeX: "),
        ("bibtex", BOMB, "its abbreviations (`@string`) repeat each other"),
    ],
)
def test_a_file_of_another_format_is_refused(name: Any, text: str, message: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        READERS[name](text)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("given", "messages"),
    [
        (3, ["the mapping is made of the keys `rows`, `columns`"]),
        ({"rows": "evnts"}, ["`rows` must be `briefings`"]),
        (
            {"rows": "events", "column": {}},
            ["`column` is not a key of a mapping; did you mean `columns`?", "`columns` must say"],
        ),
        (
            {"rows": "events", "columns": {"titel": "a"}, "constants": {"speaker": "x"}},
            ["`titel` is not a key of events; did you mean `title`?", "`speaker` is not a key of events"],
        ),
    ],
)
def test_everything_that_is_wrong_with_a_mapping(given: object, messages: list[str]) -> None:
    with pytest.raises(UnreadableError) as caught:
        table.mapping(given)
    lines = str(caught.value).split("\n")
    assert len(lines) == len(messages)
    for line, message in zip(lines, messages, strict=True):
        assert line.startswith(message)


def test_what_is_wrong_is_left_out_and_the_rest_keeps_its_place() -> None:
    events = [
        {"start_date": {"year": "2000", "month": str(n)}, "text": {"headline": f"Event {n}"}}
        for n in range(1, 13)
    ]
    for n in (3, 11):
        events[n - 1]["group"] = "long " * 40  # type: ignore[assignment]  # any JSON
    imported = new_sheets(
        READERS["timelinejs"](json.dumps({"events": events})), [], today=date(2025, 11, 25), title="T"
    )
    assert imported.sheets[0].text.count("title: Event") == 12
    assert "group" not in imported.sheets[0].text
    assert sorted(loss.origin for loss in imported.losses) == ["event 11", "event 3"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("csl", "[" * 100_000),
        ("timelinejs", '{"events": ' + "[" * 100_000),
        ("ftm", "[" * 100_000),
        ("bibtex", "@book{a, title = " + "{" * 20_000 + "}" * 20_000 + "}"),
    ],
)
def test_deep_nesting_is_named(name: ImportFormat, text: str) -> None:
    with pytest.raises(UnreadableError, match=r"its brackets are nested too deeply$"):
        READERS[name](text)


# ── What holds for any file ─────────────────────────────────────────────────────────────────────────────────

words = st.text(max_size=20) | st.sampled_from(
    [
        "2025",
        "-44",
        "07",
        "1e9",
        "Ana",
        "[[x]]",
        "[@y]",
        "a: b",
        "# c",
        "'",
        '"',
        "<b>x</b>",
        "\u2028",
        "{",
        "- a",
        "~",
    ]
)
values = st.recursive(
    words | st.none() | st.integers(-3000, 3000), lambda inner: st.lists(inner, max_size=3), max_leaves=4
)


def mappings(*keys: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.sampled_from(keys) | words, values, max_size=6)


dated = st.fixed_dictionaries({}, optional=dict.fromkeys(("year", "month", "day", "hour"), words))
slides = st.fixed_dictionaries(
    {},
    optional={
        "start_date": dated | values,
        "end_date": dated | values,
        "text": mappings("headline", "text"),
        "media": mappings("url", "credit"),
        "group": values,
        "unique_id": values,
        "odd": values,
    },
)
timelines = st.fixed_dictionaries(
    {"events": st.lists(slides | values, max_size=4)},
    optional={"title": slides, "eras": st.lists(slides, max_size=2)},
)
entities = st.fixed_dictionaries(
    {
        "id": st.sampled_from(["a", "b", "c", "d"]),
        "schema": st.sampled_from(["Person", "Company", "Event", "Article", "Directorship", "Ownership", "Family", "X"]),
        "properties": mappings(
            "name", "alias", "country", "birthDate", "position", "title", "publisher", "publishedAt", "date",
            "involved", "director", "organization", "owner", "asset", "person", "relative", "wikidataId", "website",
        ),
    }
)  # fmt: skip
records = st.fixed_dictionaries(
    {"type": words},
    optional={
        **dict.fromkeys(("title", "publisher", "URL", "language", "citation-key"), values),
        "issued": st.fixed_dictionaries(
            {}, optional={"date-parts": values, "literal": words, "circa": values}
        ),
        "author": st.lists(mappings("family", "given", "literal"), max_size=2),
    },
)
FILES = {
    "timelinejs": timelines.map(json.dumps),
    "ftm": st.lists(entities, max_size=5).map(lambda each: "\n".join(map(json.dumps, each))),
    "csl": st.lists(records, min_size=1, max_size=3).map(json.dumps),
    "bibtex": st.lists(st.tuples(words, words), max_size=4).map(
        lambda pairs: "@misc{a, " + ", ".join(f"{key} = {{{value}}}" for key, value in pairs) + "}"
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_whatever_is_written_is_a_valid_sheet(name: Any) -> None:
    @given(FILES[name])
    def check(text: str) -> None:
        try:
            reading = READERS[name](text)
        except UnreadableError:
            return
        imported = new_sheets(reading, [], today=date(2025, 11, 25), title="A title", source="chronicle")
        assert len({sheet.path for sheet in imported.sheets}) == len(imported.sheets)
        for sheet in imported.sheets:
            read, problems = parse_sheet(_filled(sheet.text, sheet.missing), sheet.kind, sheet.id, sheet.path)
            assert read is not None, (sheet.text, problems)

    check()


FILLED = {"kind": "news", "summary": "Words.", "title": "Words", "publisher": "A paper", "name": "A name"}


def _filled(text: str, missing: tuple[str, ...]) -> str:
    for key in missing:
        text = re.sub(rf"^{key}:$", f"{key}: {FILLED[key]}", text, count=1, flags=re.MULTILINE)
    return text
