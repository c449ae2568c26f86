"""Whether a briefing can be printed with the fonts of papers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from briefings.model import Briefing
from briefings.model.base import KeyPath
from briefings.plugins.papers.scripts import missing_scripts
from briefings.sheets.load import Sheet
from briefings.text.markdown import plain
from briefings.text.prose import Kind
from briefings.words import Words

Name = Callable[[Kind, str], str]

_EVERYWHERE = ("headings.sources", "headings.now")
"""Words that each paper has."""


def can_print(words: Words, sheet: Sheet[Briefing], name: Name) -> bool:
    """Whether the fonts have all letters of what readers must have whole."""
    return not scripts_of_words(words) and unprintable(sheet, name) is None


def scripts_of_words(words: Words) -> tuple[str, ...]:
    """The scripts of the fixed words that the fonts lack."""
    return missing_scripts("".join(words(key) for key in _EVERYWHERE))


def unprintable(sheet: Sheet[Briefing], name: Name) -> tuple[KeyPath, tuple[str, ...]] | None:
    """The first of a briefing's title and main points with letters that the fonts lack, and their scripts.

    A paper can do without letters elsewhere, such as in a quotation.
    """
    for path, text in _gist(sheet.data, name):
        if scripts := missing_scripts(text):
            return path, scripts
    return None


def _gist(briefing: Briefing, name: Name) -> Iterator[tuple[KeyPath, str]]:
    yield ("title",), briefing.title
    yield ("summary",), plain(briefing.summary, name)
    if briefing.matters is not None:
        yield ("matters",), plain(briefing.matters, name)
    for n, point in enumerate(briefing.in_brief):
        yield ("in_brief", n, "text"), plain(point.text, name)
