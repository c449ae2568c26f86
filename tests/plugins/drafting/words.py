"""The fixed words that drafts are written with."""

from __future__ import annotations

from functools import cache

from briefings.languages import REFERENCE, folders
from briefings.words import Words


@cache
def words_of(language: str) -> Words:
    """The words of a language, or else of the reference."""
    known = Words.languages(folders())
    return Words.load(language if language in known else REFERENCE, folders())
