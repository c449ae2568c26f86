"""seeds/quotes.lock: written alike from alike findings, read back whole, and damage told with its place."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.evidence.fragments import Find
from briefings.evidence.lock import Entry, Found, Gone, Lock, dump, parse, read, write
from briefings.problems import ContentError

DAY = date(2026, 11, 24)
LOCK = Lock({
    "wam-2025": Entry("b" * 64, 500, DAY, {"“many” \\ words": Found(7), "AI": Found(2, times=3, find=Find("AI", after="is"))}),
    "gazette": Entry("a" * 64, 10, DAY, {}),
    "xinhua": Entry("c" * 64, 90, DAY, {"than 3": Found(0, cut=True), "上海": Gone(DAY, date(2026, 12, 1))}),
})  # fmt: skip
TEXT = """\
{
  "about": "Where each cited passage stands in the saved text of its source. Written by `briefings verify`; not edited by hand.",
  "version": 1,
  "sources": {
    "gazette": {
      "sha256": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
      "length": 10,
      "checked": "2026-11-24",
      "passages": {
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
      "passages": {
        "than 3": {"offset": 0, "cut": true},
        "上海": {"found": "2026-11-24", "gone": "2026-12-01"}
      }
    }
  }
}
"""


def test_the_file_is_readable_and_sorted() -> None:
    assert dump(LOCK) == TEXT
    assert parse(TEXT) == LOCK


def test_an_empty_lock_is_a_file_too() -> None:
    assert parse(dump(Lock())) == Lock()


def test_what_cannot_be_seen_is_escaped() -> None:
    lock = Lock({"wam": Entry("a" * 64, 9, DAY, {"a\u202e\u200b 上海 \ud800": Found(1, find=Find("x\u2066"))})})
    assert '"a\\u202e\\u200b 上海 \\ud800": {"offset": 1, "find": {"start": "x\\u2066"}}' in dump(lock)
    assert parse(dump(lock)) == lock


FOUND = st.builds(
    Found,
    st.integers(0, 10**6 - 1),
    st.integers(1, 99),
    st.booleans(),
    st.none() | st.builds(Find, st.text(min_size=1), st.text(), st.text(), st.text()),
)
ENTRIES = st.builds(
    Entry,
    st.text("0123456789abcdef", min_size=64, max_size=64),
    st.just(10**6),
    st.dates(),
    st.dictionaries(st.text(), FOUND | st.builds(Gone, st.dates(), st.dates()), max_size=4),
)
LOCKS = st.builds(Lock, st.dictionaries(st.from_regex(r"[a-z0-9]+(-[a-z0-9]+)*", fullmatch=True), ENTRIES, max_size=3))


@given(LOCKS)
def test_what_is_written_is_read_back(lock: Lock) -> None:
    text = dump(lock)
    assert parse(text) == lock
    assert dump(parse(text)) == text


def test_order_and_layout_do_not_matter_for_reading() -> None:
    content = json.loads(TEXT)
    content["sources"] = dict(reversed(content["sources"].items()))
    assert parse(json.dumps(content)) == LOCK


def test_writing_touches_the_file_only_if_that_changes_it(tmp_path: Path) -> None:
    path = tmp_path / "seeds" / "quotes.lock"
    assert write(path, LOCK) is True
    before = path.stat()
    assert write(path, parse(path.read_text())) is False
    after = path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert write(path, Lock()) is True
    assert [file.name for file in path.parent.iterdir()] == ["quotes.lock"]


def test_no_file_is_an_empty_lock(tmp_path: Path) -> None:
    assert read(tmp_path / "quotes.lock") == Lock()


CONFLICT = TEXT.replace(
    '        "than 3": {"offset": 0, "cut": true},\n',
    '<<<<<<< HEAD\n        "than 3": {"offset": 0, "cut": true},\n=======\n        "than 3": 1,\n>>>>>>> theirs\n',
)
DAMAGE = [
    ("{", "seeds/quotes.lock is not JSON: Expecting property name enclosed in double quotes", 1, 2),
    (TEXT.replace('"length": 500,', '"length": 500'), "seeds/quotes.lock is not JSON: Expecting ',' delimiter", 15, 7),
    (CONFLICT, "seeds/quotes.lock has an unfinished merge in it", 26, 1),
    ("[]", "seeds/quotes.lock has no `sources`", 1, 1),
    ("7", "seeds/quotes.lock has no `sources`", 1, 1),
    ('{"version": 1, "sources": []}', "seeds/quotes.lock has no `sources`", 1, 1),
    (TEXT.replace('"version": 1', '"version": 2'), "seeds/quotes.lock has version 2; this program reads version 1", 3, 3),
    (TEXT.replace('"version": 1', '"version": true'), "seeds/quotes.lock has version True; this program reads version 1", 3, 3),
    (TEXT.replace('"wam-2025"', '"../wam"'), "seeds/quotes.lock has `../wam`, which is no source id", 12, 5),
    (TEXT.replace('"wam-2025"', '"xinhua"'), "seeds/quotes.lock has `xinhua` twice", 12, 5),
    (TEXT.replace("c" * 64, "c" * 63), "seeds/quotes.lock must give a hash of 64 hexadecimal digits", 22, 7),
    (TEXT.replace('"length": 500', '"length": "500"'), "seeds/quotes.lock must give the length in characters", 14, 7),
    (TEXT.replace('"length": 500', '"length": true'), "seeds/quotes.lock must give the length in characters", 14, 7),
    (
        TEXT.replace('"length": 500,\n', ""),
        "seeds/quotes.lock must give sha256, length, checked and passages for `wam-2025`, and nothing else",
        12,
        5,
    ),
    (
        TEXT.replace('"length": 90,\n      "checked": "2026-11-24"', '"length": 90,\n      "checked": "2026-11-31"'),
        "seeds/quotes.lock must give a day like 2025-07-26, not '2026-11-31'",
        24,
        7,
    ),
    (
        TEXT.replace('"gone": "2026-12-01"', '"gone": 3'),
        "seeds/quotes.lock must give a day like 2025-07-26, not 3",
        27,
        9,
    ),
    (TEXT.replace('words": 7', 'words": 700'), 'seeds/quotes.lock must give an offset inside the text for "“many” \\\\ words"', 18, 9),
    (TEXT.replace('words": 7', 'words": -1'), 'seeds/quotes.lock must give an offset inside the text for "“many” \\\\ words"', 18, 9),
    (TEXT.replace('words": 7', 'words": true'), 'seeds/quotes.lock must give an offset inside the text for "“many” \\\\ words"', 18, 9),
    (TEXT.replace('words": 7', 'words": 7.5'), 'seeds/quotes.lock must give an offset inside the text for "“many” \\\\ words"', 18, 9),
    (TEXT.replace('"times": 3', '"times": 0'), 'seeds/quotes.lock must give an offset inside the text for "AI"', 17, 9),
    (
        TEXT.replace('"after": "is"', '"beside": "is"'),
        "seeds/quotes.lock must give the words to look for as start, end, before and after",
        17,
        9,
    ),
]


@pytest.mark.parametrize(("text", "message", "line", "column"), DAMAGE)
def test_damage_is_told_with_its_place(text: str, message: str, line: int, column: int) -> None:
    with pytest.raises(ContentError) as caught:
        parse(text)
    (problem,) = caught.value.problems
    assert problem.code.id == "bad-lock"
    assert (problem.message, problem.place.path, problem.place.line, problem.place.column) == (message, "seeds/quotes.lock", line, column)
    assert "briefings verify" in problem.hint
    assert problem.place.text == text.split("\n")[line - 1]


def test_a_merge_has_a_hint_of_its_own() -> None:
    with pytest.raises(ContentError) as caught:
        parse(CONFLICT)
    assert caught.value.problems[0].hint == "keep the lines of either side, delete the marks, then run `briefings verify`"


@pytest.mark.parametrize(("data", "message"), [(b"", "is empty"), (b'{\n"\xff', "not UTF-8"), (b"[" * 100_000, "nested too deeply")])
def test_a_damaged_file_is_told(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "quotes.lock").write_bytes(data)
    with pytest.raises(ContentError) as caught:
        read(tmp_path / "quotes.lock")
    assert message in caught.value.problems[0].message
