"""Texts for paper: cut to a length, with places where long words and addresses can break."""

from __future__ import annotations

import re
from typing import Any

from briefings.plugins.papers.scripts import printable

Json = dict[str, Any]
"""A part of the data for the template."""

LINE = 240
"""A title of more characters than this is cut."""

_BREAK = "\N{ZERO WIDTH SPACE}"
_LONG_WORD = re.compile(r"[^\s\u200b]{33,}")
_IN_ADDRESS = re.compile(r"(?<=[/\-_.?&=%])(?=\w)")
_LONGEST_ADDRESS = 170


def cut(text: str, longest: int = LINE) -> str:
    """A text as it can be printed, cut if it has too many characters."""
    return _cut(printable(text), longest)


def _cut(shown: str, longest: int) -> str:
    if len(shown) > longest:
        kept = shown[: max(longest - 2, 0)]
        # Not within a word, unless that has no end.
        shown = (kept.rpartition(" ")[0] if " " in kept[-40:] else kept).rstrip() + " …"
    return _LONG_WORD.sub(lambda word: _BREAK.join(re.findall(".{1,16}", word[0])), shown)


def short(*texts: str | None) -> list[str]:
    """Short texts, to be joined on one line."""
    return [shown for text in texts if text and (shown := cut(text))]


def link(address: str | None) -> Json | None:
    """A link whose words are its address."""
    if not address:
        return None
    shown = printable(re.sub("^https?://(?:www[.])?", "", address).removesuffix("/"))
    return {"address": address, "words": _cut(_IN_ADDRESS.sub(_BREAK, shown), _LONGEST_ADDRESS)}
