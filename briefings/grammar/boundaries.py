"""Finds where words and numbers begin and end, so that a passage has whole ones only."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from briefings.grammar.languages import boundaries
from briefings.grammar.normal import INVISIBLE, SOFT_HYPHEN, UNSPACED, Normalized, is_word_part
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
"""Dashes that separate clauses; the first two are hyphens in the normal form."""

_PUNCTUATION = frozenset(".,;:!?¡¿()[]{}\"'`⸺⸻、。「」『』《》〈〉【】〔〕،؛؟।")
"""What may separate two words or numbers without a space. Any other sign makes one of them: `un|lawful`."""

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
    if _is_sign(before) and _is_amount_part(after) and not is_long_dash(text, position - 1):
        return True
    if _splits_amount(plain, position) or _is_divided(text, position) or _is_joined(text, position):
        return True
    if _is_in_formula(text, position):
        return True
    if after in _SIGNS and is_word_part(before) and not is_long_dash(text, position):
        # The sign ends the word: `AA+`, `BBB-`.
        return position + 1 == len(plain) or after == "+" or before.isupper()
    if (before in " '" and after.isdecimal()) or (after in " '" and before.isdecimal()):
        numbers = _GROUPS.finditer(plain, max(0, position - 16), position + 16)
        if any(number.start() < position < number.end() for number in numbers):
            return True
    if after.isalpha() and _QUOTED_PREFIX.search(plain, max(0, position - 8), position) is not None:
        return True
    return _ends_before_contraction(plain, position)


@cache
def _contraction() -> re.Pattern[str]:
    return re.compile(rf"'(?:{'|'.join(sorted(boundaries().contractions))})(?![^\W_])", re.IGNORECASE)


def _ends_before_contraction(plain: str, position: int) -> bool:
    """Whether a position is before the end of a contracted word: `we can` in "we can't"."""
    return plain[position - 1].isalpha() and _contraction().match(plain, position) is not None


_QUOTED_PREFIX = re.compile(r"(?<![^\W_])'[^\W\d_]{1,4}'$")
"""The quoted beginning of a word: that of `'un'lawful`."""

_MOST_SIGNS = 8
"""The most signs between two words that are looked at."""


def _is_joined(text: Normalized, position: int) -> bool:
    """Whether a position is between two words or numbers that signs without a space make one: `lawful` in
    "un|lawful", "(un)lawful" or "un.lawful", but not `unveiled` in "war—unveiled"."""
    plain = text.text
    start = end = position
    while start > max(0, position - _MOST_SIGNS) and _is_mere_sign(plain[start - 1]):
        start -= 1
    while end < min(len(plain), position + _MOST_SIGNS) and _is_mere_sign(plain[end]):
        end += 1
    if start in (0, end) or end == len(plain):
        return False
    before, after = plain[start - 1], plain[end]
    if not (is_word_part(before) and is_word_part(after)):
        return False
    # `5%` and `$5` are wholes.
    while after.isdecimal() and start < end and unicodedata.category(plain[end - 1]) == "Sc":
        end -= 1
    while before.isdecimal() and start < end and _ends_amount(plain[start]):
        start += 1
    places = [n for n in range(start, end) if not is_long_dash(text, n)]
    if any(plain[n] not in _PUNCTUATION for n in places):
        return True
    signs = plain[start:end] if before.isalpha() and after.isalpha() else ""
    return signs != "" and (signs.strip(")]}") == "" or (signs.strip('.:"') == "" and after.islower()))


def _is_mere_sign(character: str) -> bool:
    is_unspaced = UNSPACED.match(character) is not None and character.isalnum()
    return character != " " and not is_word_part(character) and not is_unspaced


def _ends_amount(character: str) -> bool:
    return character in "%‰°" or unicodedata.category(character) == "Sc"


_UNSEEN = (
    f"{INVISIBLE}\u034f\u061c\u115f\u1160\u2061-\u2064\u206a-\u206f\u2800\u3164\uffa0\U000e0000-\U000e007f"
)
"""Invisible characters, for a character class."""
_DIVISION = re.compile(
    rf"[{_UNSEEN}]+|(?P<hyphen>[{DIVIDERS}])[{_UNSEEN}]*(?P<space>\s[\s{_UNSEEN}]*)|(?P<dash>[–—―−]) *\n\s*"
)
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
    if division is None or division["dash"] is not None:
        return division is not None and plain[end].islower()
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
        return _ends_amount(after) or (after in "'\"" and plain[position + 1 : position + 2].isdecimal())
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


_OPERATORS = frozenset("x+×÷·∙⋅")
"""Signs that belong to a number after a space only if another number is before them: `3 x 10`, but `• 10`."""


def _is_in_formula(text: Normalized, position: int) -> bool:
    """Whether a position is between a number and a sign that belongs to it, with spaces: `10` in "3 × 10" or
    "≥ 10"."""
    plain = text.text
    if plain[position - 1] == " " and begins_number(text, position):
        sign, number = position - 2, plain[max(0, position - 4) : max(0, position - 2)].strip()
    elif plain[position] == " " and plain[position - 1].isdecimal():
        sign, number = position + 1, plain[position + 2 : position + 4].strip()
        if not number[:1].isdecimal():
            return False
    else:
        return False
    character = plain[sign : sign + 1] if sign >= 0 else ""
    if character in _OPERATORS:
        return number[-1:].isdecimal()
    return character != "" and (
        text.original[text.origin(sign)] == "−" or (_is_sign(character) and character not in "-/¬^")
    )


def _is_sign(character: str) -> bool:
    """Whether a character belongs to the word or number beside it. `|` and arrows separate."""
    return character in _SIGNS or (
        unicodedata.category(character) == "Sm"
        and character != "|"
        and "ARROW" not in unicodedata.name(character, "")
    )


def is_long_dash(text: Normalized, position: int) -> bool:
    """Whether a hyphen of the normal form is a dash between clauses in the original."""
    original = text.original[text.origin(position)]
    return text.text[position] == "-" and unicodedata.normalize("NFKC", original) in _LONG_DASHES


def begins_number(text: Normalized, position: int) -> bool:
    """Whether a number begins at a position, perhaps with its currency."""
    sign = text.text[position : position + 1]
    return sign.isdecimal() or (sign != "" and unicodedata.category(sign) == "Sc")


def joins(text: Normalized, position: int) -> bool:
    """Whether a sign is between two words, without spaces."""
    before, after = text.text[max(0, position - 1) : position], text.text[position + 1 : position + 2]
    return is_word_part(before) and is_word_part(after)


def _is_amount_part(character: str) -> bool:
    """Whether a sign before this character belongs to it: `-5`, `-€5`."""
    return is_word_part(character) or unicodedata.category(character) == "Sc"


__all__ = ["DIVIDERS", "begins_number", "cuts", "is_long_dash", "joins", "splits"]
