"""Finds where words and numbers begin and end, so that a passage has whole ones only."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from briefings.grammar.languages import boundaries
from briefings.grammar.normal import INVISIBLE, SOFT_HYPHEN, Normalized, is_word_part
from briefings.languages import readings

_HYPHENS = "‐‑-"
DIVIDERS = f"¬=\u058a\u2e17{SOFT_HYPHEN}{_HYPHENS}"
"""Signs that divide a word at the end of a line, also as PDF files have them."""


def cuts(text: str, position: int) -> bool:
    """Whether a position is inside a word or number; inside a word never so in scripts without spaces."""
    if not 0 < position < len(text):
        return False
    before, after = text[position - 1], text[position]
    if after == " " or (before == " " and after.isascii()):
        return False
    if (is_word_part(before) and is_word_part(after)) or unicodedata.category(after)[0] == "M":
        return True
    if before.isdecimal() and unicodedata.category(after) == "No":
        return True  # `1` in "1½", or `10` in "10²"
    if before in _NUMERALS and after in _NUMERALS:
        return True
    # The point or comma inside a number: "10.5 percent" does not contain `5 percent`.
    for place in (position - 1, position):
        around = text[max(0, place - 1) : place], text[place + 1 : place + 2]
        if text[place] in _POINTS and all(each.isdecimal() for each in around):
            return True
        if text[place] in "点點" and all(each != "" and each in _NUMERALS for each in around):
            return True
    # 七成 in 七成五
    has_number = position > 1 and text[position - 2] in _NUMERALS
    return has_number and any(form.match(text, position) for form in _tenths())


@cache
def _tenths() -> tuple[re.Pattern[str], ...]:
    """What follows the sign after a number and is a decimal of it."""
    return tuple(re.compile(data["tenths"]) for data in readings().values() if "tenths" in data)


_POINTS = frozenset(".,:\u066b\u066c\u060c")
"""Decimal and thousands separators, also those of Arabic digits, and the colon of times and ratios."""

IDEOGRAPHIC_DIGITS = "〇零一二两兩三四五六七八九"
IDEOGRAPHIC_TENS = "十百千"
IDEOGRAPHIC_MYRIADS = "万萬亿億"
IDEOGRAPHS = IDEOGRAPHIC_DIGITS + IDEOGRAPHIC_TENS + IDEOGRAPHIC_MYRIADS
"""The numerals of Chinese and Japanese, by what they count."""

_NUMERALS = frozenset(f"0123456789{IDEOGRAPHS}兆壹贰貳叁參肆伍陆陸柒捌玖拾佰仟")
"""These, others for money, and the digits that they follow: `500` in "500万" is not the number."""

_SIGNS = frozenset("-+/±¬~·<>=≠≤≥×^")
"""Signs that belong to an adjacent word or number: `-5`, `5/6`, `non-existent`, `AA+`."""

_LONG_DASHES = frozenset("—―⸺⸻")
"""Dashes that separate clauses; hyphens in the normal form."""

_GROUPS = re.compile(r"(?<!\d)\d{1,3}(?:[ ']\d{3})+(?!\d)")
"""A number whose thousands are grouped by spaces or apostrophes: `10 000`, `1'234`."""


def splits(text: Normalized, position: int) -> bool:
    """Whether a position is inside a word or number, or between one and a sign that belongs to it."""
    plain = text.text
    if not 0 < position < len(plain):
        return False
    if cuts(plain, position):
        return True
    before, after = plain[position - 1], plain[position]
    if _is_sign(before) and _is_amount_part(after) and not _is_long_dash(text, position - 1):
        return True
    if _splits_amount(plain, position) or _is_divided(text, position):
        return True
    if after in _SIGNS and is_word_part(before) and not _is_long_dash(text, position):
        # The sign belongs to the word if another word follows it, or if it ends the word: `AA+`, `BBB-`.
        following = plain[position + 1 : position + 2]
        return following == "" or is_word_part(following) or after == "+" or before.isupper()
    if (before in " '" and after.isdecimal()) or (after in " '" and before.isdecimal()):
        numbers = _GROUPS.finditer(plain, max(0, position - 16), position + 16)
        if any(number.start() < position < number.end() for number in numbers):
            return True
    return _ends_before_contraction(plain, position) or _begins_after_mark(plain, position)


@cache
def _contraction() -> re.Pattern[str]:
    return re.compile(rf"'(?:{'|'.join(sorted(boundaries().contractions))})(?![^\W_])", re.IGNORECASE)


def _ends_before_contraction(plain: str, position: int) -> bool:
    """Whether a position is before the end of a contracted word: `we can` in "we can't"."""
    return plain[position - 1].isalpha() and _contraction().match(plain, position) is not None


_MARK = re.compile(
    r"[^\W\d_](?:[)\]}]|[*_]{1,2})$|(?<![^\W_])'[^\W\d_]{1,4}'$|(?P<before_small>[^\W\d_][.:\"]$)"
)
"The end of a mark that begins in a word."


def _begins_after_mark(plain: str, position: int) -> bool:
    """Whether a position is after the marked beginning of a word: `lawful` in "(un)lawful", "*un*lawful"."""
    after = plain[position]
    if after == " " or not (after.isalpha() and is_word_part(after)):
        return False
    mark = _MARK.search(plain[max(0, position - 8) : position])
    return mark is not None and (mark["before_small"] is None or after.islower())


_UNSEEN = (
    f"{INVISIBLE}\u034f\u061c\u115f\u1160\u2061-\u2064\u206a-\u206f\u2800\u3164\uffa0\U000e0000-\U000e007f"
)
"""Invisible characters, for a character class."""
_DIVISION = re.compile(rf"[{_UNSEEN}]+|(?P<hyphen>[{DIVIDERS}])[{_UNSEEN}]*(?P<space>\s[\s{_UNSEEN}]*)")
_BETWEEN = re.compile(rf"[ {_UNSEEN}{DIVIDERS}]")


def _is_divided(text: Normalized, position: int) -> bool:
    """Whether a position is in a word that is divided between two lines, or by an invisible character:
    `lawful` in "un-" and "lawful"."""
    plain = text.text
    start = end = position
    while start > max(0, position - 4) and _BETWEEN.match(plain[start - 1]):
        start -= 1
    while end < min(len(plain) - 1, position + 4) and _BETWEEN.match(plain[end]):
        end += 1
    if start in (0, end) or not all(is_word_part(c) and c.isalpha() for c in (plain[start - 1], plain[end])):
        return False
    between = text.original[text.origin(start) : text.origin(end)]
    division = _DIVISION.fullmatch(between)
    if division is None:
        return False
    if division["hyphen"] is None or division["hyphen"] not in _HYPHENS:
        return True
    following = re.match(r"\w+", plain[end:])
    is_new_line = division["space"].strip(" \u00a0") != ""
    return (is_new_line or plain[end].islower()) and (
        following is None or following[0] not in boundaries().between
    )


def _splits_amount(plain: str, position: int) -> bool:
    """Whether a position is between the signs, digits and words of one amount: `$5` in "HK$5", `5` in "5%",
    `five` in "twenty five", `5 degrees` in "minus 5 degrees"."""
    before, after = plain[position - 1], plain[position]
    if " " in (before, after):
        return _splits_written_number(plain, position)
    if before.isdecimal():
        return (
            after in "%‰°"
            or unicodedata.category(after) == "Sc"
            or (after in "'\"" and plain[position + 1 : position + 2].isdecimal())
        )
    if after.isdecimal():
        return plain[max(0, position - 2) : position].endswith(tuple(boundaries().minus)) or (
            before in "'\"" and plain[max(0, position - 2) : position - 1].isdecimal()
        )
    return before.isupper() and unicodedata.category(after) == "Sc"


_FIRST_WORDS = re.compile(r" ?(?P<first>[\w./,]+|[%‰])(?: (?P<later>[\w.,]+))?")


def _splits_written_number(plain: str, position: int) -> bool:
    known = boundaries()
    last = plain[max(0, position - 20) : position].rstrip().rpartition(" ")[2].casefold()
    if not last[-1:].isdecimal() and not any(
        last in words for words in (known.numbers, known.ands, known.minus)
    ):
        return False
    after = _FIRST_WORDS.match(plain[position : position + 40].casefold())
    if after is None:
        return False
    first = after["first"].rstrip(".,")
    if first == "":
        return False
    if last[-1].isdecimal():
        return (
            first in {"%", "‰"}
            or first in known.magnitudes
            or (first[0] not in "0123456789" and unicodedata.decomposition(first[0]).startswith("<fraction>"))
            or (len(last) < 4 and re.fullmatch(r"\d/\d\d?", first) is not None)
        )
    if last in known.minus:
        return first[0].isdecimal() or first in known.numbers
    if last in known.numbers:
        is_joined = first in known.ands and last in known.joined
        return first in known.numbers or (is_joined and (after["later"] or "").rstrip(".,") in known.numbers)
    earlier = plain[max(0, position - 40) : position].casefold().split()[-2:-1]
    return first in known.numbers and any(word in known.joined for word in earlier)


def _is_sign(character: str) -> bool:
    return character in _SIGNS or (unicodedata.category(character) == "Sm" and character != "|")


def _is_long_dash(text: Normalized, position: int) -> bool:
    return text.text[position] == "-" and text.original[text.origin(position)] in _LONG_DASHES


def _is_amount_part(character: str) -> bool:
    """Whether a sign before this character belongs to it: `-5`, `-€5`."""
    return is_word_part(character) or unicodedata.category(character) == "Sc"


__all__ = ["DIVIDERS", "cuts", "splits"]
