"""Texts in another language or direction than the page: named by `lang`, isolated by `dir` or `<bdi>`."""

from __future__ import annotations

import re
from functools import lru_cache

from babel.core import get_global
from markupsafe import Markup

from briefings.text import escape
from briefings.words import Words

_REGION = re.compile(r"-(?:[A-Z]{2}|[0-9]{3})(?=-|$)")
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
"""The blocks of Hebrew, Arabic, Syriac, Thaana, N'Ko, Adlam and older scripts."""

_SOME_RIGHT_TO_LEFT = re.compile(f"[{_RIGHT_TO_LEFT}]")
_SOME_LEFT_TO_RIGHT = re.compile(rf"[^\W\d_{_RIGHT_TO_LEFT}]")


def attributes(words: Words, text: str, language: str | None) -> Markup:
    """`lang` and `dir` for the element around a text, where they differ from those of the page."""
    lang = ""
    if language is not None and _differ(language, words.language) and _can_be_in(text, language):
        lang = f' lang="{escape.attribute(language)}"'
    auto = ' dir="auto"' if _runs_against(text, right_to_left=words.is_right_to_left) else ""
    return Markup(f"{lang}{auto}")


def _differ(language: str, other: str) -> bool:
    """Whether two languages differ in more than the region in which they are spoken."""
    return _REGION.sub("", language) != _REGION.sub("", other)


def _can_be_in(text: str, language: str) -> bool:
    """False for Latin letters in a language with another script, as in the English edition of a paper."""
    return not text.isascii() or _has_latin_letters(language)


def _has_latin_letters(language: str) -> bool:
    tag = language.replace("-", "_")
    likely = get_global("likely_subtags")
    whole = likely.get(tag) or likely.get(tag.partition("_")[0]) or f"{tag}_Latn"
    return "_Latn" in tag or "_Latn" in whole


# The same names and titles are on many pages.
@lru_cache(maxsize=20_000)
def isolate(words: Words, text: str, language: str | None = None) -> Markup:
    """A text for a line of other texts, in an element of its own if its language or direction differs."""
    shown = escape.markdown(text)
    about = attributes(words, text, language)
    if "lang=" in about:
        return Markup(f"<span{about}>{shown}</span>")
    return Markup(f"<bdi>{shown}</bdi>") if about else shown


def _runs_against(text: str, *, right_to_left: bool) -> bool:
    """Whether a text has letters of the other direction than the page, which could disorder what is beside
    it."""
    other = _SOME_LEFT_TO_RIGHT if right_to_left else _SOME_RIGHT_TO_LEFT
    return not (text.isascii() and not right_to_left) and other.search(text) is not None
