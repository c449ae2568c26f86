"""What is known of passages and of the texts of their sources: what the lock holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from briefings.evidence.fragments import Find

Copy = Literal["original", "stored copy"]
"""What a passage was compared with: the page itself, or a copy of it, as in an archive or a search index."""
COPIES: tuple[Copy, ...] = get_args(Copy)

LONGEST_NAME = 100
"""Characters of the name of whoever compared."""
_NAME = re.compile(r"[^\W_](?:[^\W_]|[.,'’()@/+-]| (?! ))*(?<! )")


@dataclass(frozen=True, slots=True)
class Found:
    """Verified: a passage that stands in its source's saved text."""

    offset: int
    """Where it begins in the saved text, in code points."""
    times: int = 1
    """How often it occurs."""
    verbatim: bool = False
    """True if the passage has dots inside that stand so in the text, and stand for nothing left out."""
    negation: str = ""
    """The negation right beside it in the text, as in "not a wish"."""
    find: Find | None = None
    """What a link to it looks for, where the passage alone does not say it."""


@dataclass(frozen=True, slots=True)
class Gone:
    """Changed since: a passage that stood in an earlier text of its source, and no longer does."""

    found: date
    """When it was last found."""
    gone: date
    """When it was first missed."""


@dataclass(frozen=True, slots=True)
class Compared:
    """Compared: somebody read the page and saw the passage there. No program has seen it."""

    on: date
    copy: Copy
    by: str


@dataclass(frozen=True, slots=True)
class Unchecked:
    """Not checked: the passage is cited, and nobody has compared it. It is recorded so that a change is
    noticed."""


UNCHECKED = Unchecked()

Record = Found | Gone | Compared | Unchecked
"""What is known of one passage."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A text that was looked through."""

    sha256: str
    length: int
    """In code points."""
    checked: date
    """The day on which what the lock says of it was first found; a check that finds the same does not move
    it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of one source."""

    passages: Mapping[str, Record] = field(default_factory=dict)
    reading: Reading | None = None
    """None where no text of it was ever held: then no passage is found or gone."""


@dataclass(frozen=True, slots=True)
class Lock:
    """The whole file."""

    sources: Mapping[str, Entry] = field(default_factory=dict)
    outdated: tuple[tuple[str, str], ...] = ()
    """Sources and passages that an earlier version of the file calls found by a rule too loose: not checked
    now."""


def wrong_name(name: str) -> str:
    """What is wrong with the name of whoever compared; "" if nothing is."""
    if name == "" or len(name) > LONGEST_NAME:
        return f"1 to {LONGEST_NAME} characters"
    if _NAME.fullmatch(name) is None:
        return "letters, digits, single spaces and . , ' - ( ) @ /"
    return ""


__all__ = [
    "COPIES", "UNCHECKED", "Compared", "Copy", "Entry", "Found", "Gone", "Lock", "Reading", "Record",
    "Unchecked",
    "wrong_name",
]  # fmt: skip
