"""Characters that no text may have, as a table; those that scripts need stay."""

from __future__ import annotations

import sys
from unicodedata import category

import pytest

from briefings.text.characters import decode_references, first_hidden, hidden_references, is_blank

REFUSED = [
    "\0", "\x01", "\x07", "\x08", "\x0b", "\x0c", "\r", "\x1b", "\x1f", "\x7f", "\x80", "\x85", "\x9b", "\x9f", "\u115f", "\u1160",
    "\u2028", "\u2029", *map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2061, 0x2070)), "\u3164", "\ud800", "\udc00", "\udfff",
    "\ufdd0", "\ufdef", "\ufeff", "\uffa0", "\ufff9", "\ufffb", "\ufffe", "\uffff", "\U0001d173", "\U0001fffe", "\U000e0001",
    "\U000e0041", "\U000e007f", "\U0010ffff",
]  # fmt: skip

ALLOWED = [
    "\t", "\n", "plain words", "“quoted” – and more…", "Ségolène", "\u00a0", "co\u00adoperation", "می\u200cخواهم", "क्\u200dष",
    "\U0001f469\u200d\U0001f680", "\u2708\ufe0f", "葛\U000e0100城", "ไทย\u200bไทย", "a\u2060b", "\u202f", "\u3000", "\ufffd",
    "العربية\u200f", "\u061cالعربية", "\u200eעברית\u200e", "\u0600\u06dd", "\U00013430", "\U0001f600", "𠀀", "\ue000",
]  # fmt: skip


def test_these_are_refused_wherever_they_stand_and_others_are_needed() -> None:
    for character in REFUSED:
        for text in (character, f"words{character}", f"李\U0001f600{character}words"):
            found = first_hidden(text)
            assert found is not None and found.character == character == text[found.start : found.end]
            assert f"U+{ord(character):04X}" in found.message
    assert [text for text in ALLOWED if first_hidden(text) is not None] == []


def test_direction_marks_need_a_letter_that_runs_from_right_to_left() -> None:
    for mark in "\u061c\u200e\u200f":
        found = first_hidden(f"words{mark}")
        assert found is not None and "Arabic or Hebrew" in found.hint
        assert first_hidden(f"שלום{mark}") is None
        overridden = first_hidden(f"{mark}שלום{mark}\u202e")
        assert overridden is not None and overridden.character == "\u202e"


def test_every_control_surrogate_and_noncharacter_is_refused() -> None:
    for number in range(sys.maxunicode + 1):
        character = chr(number)
        if (
            (category(character) in ("Cc", "Cs") and character not in "\t\n")
            or number & 0xFFFE == 0xFFFE
            or 0xFDD0 <= number <= 0xFDEF
        ):
            assert first_hidden(character) is not None, hex(number)
        elif category(character)[0] in "LNPS" and character not in "\u115f\u1160\u3164\uffa0\ufffc":
            assert first_hidden(character) is None or 0x1D173 <= number <= 0x1D17A, hex(number)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a &#8238; b", [("\u202e", "&#8238;")]),
        ("&#x202E;&#X202e", [("\u202e", "&#x202E;"), ("\u202e", "&#X202e")]),
        ("&#00000000000000000000000008238;", [("\u202e", "&#00000000000000000000000008238;")]),
        ("&#0;&#127;&#128;", [("\0", "&#0;"), ("\x7f", "&#127;"), ("\x80", "&#128;")]),
        ("&#xD800;", [("\ud800", "&#xD800;")]),
        ("&lrm; &rlm;", [("\u200e", "&lrm;"), ("\u200f", "&rlm;")]),
        ("שלום&rlm;", []),
        ("&zwj;&shy;&nbsp;&amp;#8238;&amp;", []),
        ("&#;&#x;&;&&#99999999999999;&unknown;", []),
        ("no references", []),
    ],
)
def test_references_bring_characters_in_as_well(text: str, found: list[tuple[str, str]]) -> None:
    assert [(each.character, text[each.start : each.end]) for each in hidden_references(text)] == found


DECODED = {
    "&#106;ava&Tab;script&colon;": "java\tscript:", f"&#{'0' * 5000}106;": "j", f"&#x{'0' * 5000}6a;": "j",
    f"&#{'9' * 5000};": f"&#{'9' * 5000};", "&#x110000;": "&#x110000;", "&#128;": "\x80", "&notit;": "¬it;",
    "a & b": "a & b",
}  # fmt: skip


def test_references_are_decoded_however_long() -> None:
    assert {text: decode_references(text) for text in DECODED} == DECODED


def test_what_cannot_be_seen_is_blank() -> None:
    assert all(map(is_blank, ("\u200b", " \u00ad\n", "\u200d\ufe0f", "")))
    assert not any(map(is_blank, ("a", "\u200ba", "\u00ad.")))
