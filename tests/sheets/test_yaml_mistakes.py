"""Texts that are no valid YAML: what is wrong in a curator's words and where, and never in the words of a
library."""

from __future__ import annotations

import random
import re

import pytest

from briefings.sheets.yaml_text import read_yaml

TABLE = [
    # A quotation mark that is not closed
    ('a: "x', 1, 4, "a quotation mark is opened and not closed"),
    ('cite: {src: "passage}\nb: "Next"\n', 1, 13, "a quotation mark is opened and not closed"),
    ("cite: {src: 'passage}\nb: 'Next'\n", 1, 13, "a quotation mark is opened and not closed"),
    ('a: ["x, y]\nb: ["z"]\n', 1, 5, "a quotation mark is opened and not closed"),
    ('a: "x\nb: "y"\n', 1, 4, "a quotation mark is opened and not closed"),
    ('a: "x\n---\n', 1, 4, "a quotation mark is opened and not closed"),
    # Something after an end
    ("a: 'it's'", 1, 8, "something follows a text that has ended"),
    ('a: ["x, "y"]\n', 1, 10, "something follows a text that has ended"),
    ("a: [b] c", 1, 8, "something follows the `]` that ends the value"),
    # Brackets
    ("a: {b: c\nd: e", 1, 4, "a mapping is opened with `{` and not closed"),
    ("a: {b: c #d}\n", 1, 10, "a `#` after a space starts a comment, so that the `{` is not closed"),
    ("[a, , b]", 1, 5, "something is missing here, after a bracket or a comma"),
    ("a: ]", 1, 4, "a text cannot start with this character"),
    # Colons
    ("a: b: c", 1, 5, "there is a `:` followed by a space inside a text"),
    ("a: {b: c: d}", 1, 9, "there is a `:` followed by a space inside a text"),
    ("a: “b: c”", 1, 6, "there is a `:` followed by a space inside a text"),
    ("a:b\nc: d", 1, 1, "the `:` after a key is followed by a space"),
    ("a: b\nc:d\ne: f\n", 2, 1, "the `:` after a key is followed by a space"),
    ("a:b\n\n# c\nd: e\n", 1, 1, "the `:` after a key is followed by a space"),
    ("a: b\nc\nd: e\n", 2, 1, "the line has no `:` after its key"),
    ("a\nb: c", 1, 1, "the line has no `:` after its key"),
    ("a: b\n c: d", 2, 3, "this key is indented deeper than the one before it, which has a value already"),
    # Signs
    ("a: & b", 1, 4, "`&` at the start of a text means an anchor, and none is used here"),
    ("a: *", 1, 4, "`*` at the start of a text means an alias, and none is used here"),
    ("a: !<b c", 1, 4, "`!` at the start of a text means a tag, and none is used here"),
    # Escapes
    ('a: "C:\\Users"', 1, 7, "a backslash in double quotation marks starts an escape, and this is not one"),
    ('a: "\\xzz"', 1, 5, "a backslash in double quotation marks starts an escape, and this is not one"),
    # Lines
    (
        "a: b\n<<<<<<< HEAD\nc: d\n=======\nc: e\n>>>>>>> other\n",
        2,
        1,
        "a merge by Git is not finished: both sides are in the file",
    ),
    ("a: |0\n  b", 1, 5, "after `|` or `>` the text starts on the next line"),
    ("a: > b", 1, 6, "after `|` or `>` the text starts on the next line"),
    ("- a\nb: c", 2, 1, "this line fits neither the line above nor the ones before"),
]


@pytest.mark.parametrize(("text", "line", "column", "message"), TABLE)
def test_each_mistake_is_said_in_plain_words_where_it_was_made(
    text: str, line: int, column: int, message: str
) -> None:
    (found,) = read_yaml(text, "x.yml")[1]
    assert (found.place.line, found.place.column, found.message) == (line, column, message)
    assert found.hint and found.code.id == "yaml-syntax"


PIECES = [
    "a", "b: ", "- ", "[", "]", "{", "}", ", ", ": ", ":", "#", " #", "'", '"', "“", "”", "\n", "\n  ", "\n    ", "\t", " ", "!", "!!",
    "!<", "&", "&x ", "*", "*x ", "|", ">", "|2", "? ", "%", "%YAML 1.2", "---", "...", "\\", "\\x", "\\u12", "@", "`", "~", "1", "é",
    "\u00a0", "|0", ">-",
]  # fmt: skip


def test_no_text_is_refused_in_the_words_of_a_library() -> None:
    chance = random.Random(0)
    for _ in range(3000):
        text = "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 14)))
        for found in read_yaml(text, "x.yml")[1]:
            assert re.fullmatch(r"[a-z`].*", found.message) and "expected" not in found.message, repr(text)
            assert 1 <= found.place.line <= text.count("\n") + 1
            assert found.hint and found.place.column >= 1
