"""seeds/quotes.lock: deterministic writing, lossless reading, and damage reported with its place."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.evidence.fragments import TextDirective
from briefings.evidence.lock import dump, parse, read
from briefings.evidence.records import (
    INSIDE,
    UNCHECKED,
    ComparedRecord,
    FoundRecord,
    GoneRecord,
    Lock,
    Origin,
    Reading,
    SourceRecord,
)
from briefings.grammar.zones import Surroundings
from briefings.problems.problem import ContentError

DAY = date(2026, 11, 24)
LOCK = Lock({
    "wam-2025": SourceRecord(
        {"“many” \\ words": FoundRecord(7), "AI": FoundRecord(2, times=3, directive=TextDirective("AI", after="is"))}, Reading("b" * 64, 500, DAY)
    ),
    "gazette": SourceRecord({}, Reading("a" * 64, 10, DAY)),
    "herald": SourceRecord({"a few words": UNCHECKED, "a few more": ComparedRecord(DAY, "stored copy", "Jo Doe")}),
    "xinhua": SourceRecord(
        {"a … b": FoundRecord(0, verbatim=True), "a wish": FoundRecord(3, negation="not"), "上海": GoneRecord(DAY, date(2026, 12, 1))},
        Reading("c" * 64, 90, DAY, "Vote on “12 plans”"),
    ),
})  # fmt: skip
TEXT = """\
{
  "about": "What is known of each cited passage. Written by `briefings verify`; not edited by hand.",
  "version": 3,
  "sources": {
    "gazette": {
      "sha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "length": 10,
      "checked": "2026-11-24",
      "passages": {
      }
    },
    "herald": {
      "passages": {
        "a few more": {"compared": "2026-11-24", "with": "stored copy", "by": "Jo Doe"},
        "a few words": "not checked"
      }
    },
    "wam-2025": {
      "sha256": "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
      "length": 500,
      "checked": "2026-11-24",
      "passages": {
        "AI": {"offset": 2, "times": 3, "find": {"start": "AI", "after": "is"}},
        "“many” \\\\ words": 7
      }
    },
    "xinhua": {
      "sha256": "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc",
      "length": 90,
      "checked": "2026-11-24",
      "titled": "Vote on “12 plans”",
      "passages": {
        "a wish": {"offset": 3, "negation": "not"},
        "a … b": {"offset": 0, "verbatim": true},
        "上海": {"found": "2026-11-24", "gone": "2026-12-01"}
      }
    }
  }
}
"""


def test_the_file_is_readable_and_sorted() -> None:
    assert dump(LOCK) == TEXT
    assert parse(TEXT) == LOCK


def test_invisible_characters_are_escaped() -> None:
    lock = Lock(
        {
            "wam": SourceRecord(
                {"a\u202e\u200b 上海": FoundRecord(1, directive=TextDirective("x\u2066"))},
                Reading("a" * 64, 9, DAY),
            )
        }
    )
    assert '"a\\u202e\\u200b 上海": {"offset": 1, "find": {"start": "x\\u2066"}}' in dump(lock)
    assert parse(dump(lock)) == lock


FOUND = st.builds(
    FoundRecord,
    st.integers(0, 10**6 - 1),
    st.integers(1, 99),
    st.booleans(),
    st.sampled_from(["", "not", "n'a"]),
    st.none() | st.builds(TextDirective, st.text(min_size=1), st.text(), st.text(), st.text()),
    st.sampled_from(INSIDE),
    st.sampled_from(["", "un- lawful"]),
    st.builds(Surroundings, *[st.lists(st.text(max_size=20), max_size=3).map(tuple)] * 5),
)
NAMES = st.from_regex(r"[A-Za-zÉ-ÖØ-öø-ž0-9]{1,8}( [A-Za-z0-9.,'()@/+-]{1,8}){0,3}", fullmatch=True)
COMPARED = st.builds(ComparedRecord, st.dates(), st.sampled_from(["original", "stored copy"]), NAMES)
READING = st.builds(
    Reading, st.text("0123456789abcdef", min_size=64, max_size=64), st.just(10**6), st.dates()
)
WITHOUT_TEXT = st.just(UNCHECKED) | COMPARED
WITH_TEXT = WITHOUT_TEXT | FOUND | st.builds(GoneRecord, st.dates(), st.dates())
ENTRIES = st.builds(SourceRecord, st.dictionaries(st.text(), WITHOUT_TEXT, max_size=4)) | st.builds(
    SourceRecord,
    st.dictionaries(st.text(), WITH_TEXT, max_size=4),
    READING,
    st.none() | st.builds(Origin, st.text(min_size=1), st.text()),
)
LOCKS = st.builds(
    Lock, st.dictionaries(st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True), ENTRIES, max_size=3)
)


@given(LOCKS)
def test_a_lock_survives_writing_and_reading(lock: Lock) -> None:
    text = dump(lock)
    assert parse(text) == lock
    assert dump(parse(text)) == text


CONFLICT = TEXT.replace(
    '        "a wish": {"offset": 3, "negation": "not"},\n',
    '<<<<<<< HEAD\n        "a wish": {"offset": 3, "negation": "not"},\n=======\n        "a wish":'
    " 1,\n>>>>>>> theirs\n",
)
WHERE = 'must say where "“many” \\\\ words" is in the text, who compared it, or "not checked"'
OF_AI = 'must say where "AI" is in the text, who compared it, or "not checked"'
DAMAGE = [
    (TEXT, "{", "is not JSON: Expecting property name enclosed in double quotes", 1, 2),
    ('"length": 500,', '"length": 500', "is not JSON: Expecting ',' delimiter", 21, 7),
    (TEXT, CONFLICT, "contains an unfinished merge", 33, 1),
    (TEXT, "[]", "has no `sources`", 1, 1),
    (TEXT, "7", "has no `sources`", 1, 1),
    (TEXT, '{"version": 1, "sources": []}', "has no `sources`", 1, 1),
    ('"version": 3', '"version": 4', "has version 4, and this program reads version 3; a newer program wrote it", 3, 3),
    ('"version": 3', '"version": 2', "has version 2, and this program reads version 3", 3, 3),
    ('"version": 3', '"version": true', "has version True, and this program reads version 3", 3, 3),
    ('"wam-2025"', '"../wam"', "has `../wam`, which is not a source id", 18, 5),
    ('"wam-2025"', '"xinhua"', "has `xinhua` twice", 18, 5),
    ("c" * 64, "c" * 63, "must give a hash of 64 hexadecimal digits", 28, 7),
    ('"length": 500', '"length": "500"', "must give the length in characters", 20, 7),
    ('"length": 500', '"length": true', "must give the length in characters", 20, 7),
    ('"length": 500', f'"length": 1{"0" * 500}', "must give the length in characters", 20, 7),
    ('"length": 500', f'"length": 1{"0" * 5000}', "has a number with too many digits", 20, 17),
    ('"length": 500', '"length": NaN', "contains NaN, which is not a number", 1, 1),
    ('"length": 500', '"length": 1e999', "must give the length in characters", 20, 7),
    ('"length": 500,\n', "", "must give `passages` for `wam-2025` and, if its text was read, `sha256`, `length` and `checked`, and nothing else", 18, 5),
    ('"length": 90,\n      "checked": "2026-11-24"', '"length": 90,\n      "checked": "2026-11-31"', "must give a day such as 2025-07-26, not '2026-11-31'", 30, 7),
    ('"gone": "2026-12-01"', '"gone": 3', "must give a day such as 2025-07-26, not 3", 35, 9),
    ('words": 7', 'words": 700', WHERE, 24, 9),
    ('words": 7', 'words": -1', WHERE, 24, 9),
    ('words": 7', 'words": true', WHERE, 24, 9),
    ('words": 7', 'words": 7.5', WHERE, 24, 9),
    ('words": 7', 'words": "unchecked"', WHERE, 24, 9),
    ('words": 7', f'words": {"[" * 50}{"]" * 50}', WHERE, 24, 9),
    ('"times": 3', '"times": 0', OF_AI, 23, 9),
    ('"times": 3', '"times": 501', OF_AI, 23, 9),
    ('"times": 3', '"cut": true', OF_AI, 23, 9),
    ('"after": "is"', '"beside": "is"', "must give the words to look for as start, end, before and after", 23, 9),
    ('"stored copy"', '"a friend"', "must say that a passage was compared with the original or a stored copy", 14, 9),
    (', "by": "Jo Doe"', "", "must say when a passage was compared (`compared`), with what, and by whom", 14, 9),
    ("Jo Doe", "<b>Jo</b>", "must name who compared: letters, digits, single spaces and . , ' - ( ) @ /", 14, 9),
    ("Jo Doe", "x" * 101, "must name who compared: 1 to 100 characters", 14, 9),
    ('"a few words": "not checked"', '"a few words": 3', 'must say where "a few words" is in the text, who compared it, or "not checked"', 15, 9),
    ('words": 7', 'words": {"offset": 7, "around": {"sentence": [31]}}', "must give the numbers, dates and names around a passage as short texts", 24, 9),
    ("a few words", "a \\ud800 word", "contains half a character", 15, 12),
    ("Jo Doe", "Jo \\udc00", "contains half a character", 14, 83),
]  # fmt: skip
"""What is replaced in the lock by what, and the problem with its line and column."""


@pytest.mark.parametrize(("old", "new", "message", "line", "column"), DAMAGE)
def test_damage_is_reported_with_its_place(old: str, new: str, message: str, line: int, column: int) -> None:
    text = TEXT.replace(old, new)
    with pytest.raises(ContentError) as caught:
        parse(text)
    (problem,) = caught.value.problems
    assert problem.code.id == "bad-lock"
    assert problem.message == f"seeds/quotes.lock {message}"
    place = problem.place
    assert (place.path, place.line, place.column) == ("seeds/quotes.lock", line, column)
    hint = "install the Briefings that wrote it" if "a newer program" in message else "briefings verify"
    assert hint in problem.hint
    assert problem.place.text == text.split("\n")[line - 1]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty"),
        (b'{\n"\xff', "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b"x" * 9, "not JSON"),
    ],
)
def test_an_unreadable_file_is_reported(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "quotes.lock").write_bytes(data)
    with pytest.raises(ContentError) as caught:
        read(tmp_path / "quotes.lock")
    assert message in caught.value.problems[0].message


def test_deep_nesting_has_a_place(tmp_path: Path) -> None:
    deep = TEXT.replace('words": 7', f'words": {"[" * 100_000}{"]" * 100_000}')
    with pytest.raises(ContentError) as caught:
        parse(deep)
    (problem,) = caught.value.problems
    assert (problem.message, problem.place.line) == ("seeds/quotes.lock is nested too deeply", 24)


@pytest.mark.parametrize("kind", ["pipe", "link"])
def test_links_and_pipes_are_refused(tmp_path: Path, kind: str) -> None:
    folder = tmp_path / "seeds"
    folder.mkdir()
    (tmp_path / "elsewhere").write_text(TEXT)
    if kind == "pipe":
        os.mkfifo(folder / "quotes.lock")
    else:
        (folder / "quotes.lock").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ContentError) as caught:
        read(folder / "quotes.lock")
    assert {"pipe": "is a named pipe", "link": "is a link"}[kind] in caught.value.problems[0].message


def test_a_lock_in_a_folder_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/quotes.lock").write_text("{}", encoding="utf-8")
    (tmp_path / "seeds").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ContentError) as caught:
        read(tmp_path / "seeds/quotes.lock")
    assert "`seeds` is a link, and links are not followed" in caught.value.problems[0].message
