"""The form of candidates in a sheet: comments that become entries when they are accepted.

A heading such as `# [3] Quotation, line 6` stays where it is, and its words are in the language of the site:
only the number in brackets, a cross after it and the first number of its words are read. The lines below it
that are indented further are the entry, in comments or not; `# statements:` above is its key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

HEADING = re.compile(r"^# \[(?P<number>\d{1,4})\](?P<rejected> ✗)?(?= |$)(?:\D*(?P<line>\d{1,7}))?.*$")
REJECTED = " ✗"
"""After the number of a candidate that somebody rejected."""
ENTRY = re.compile(r"^#   .*$")
_ITEM = re.compile(r"^ +- ")
_REST_OF_ENTRY = re.compile(r"^ {3,}\S")
INTRODUCTION = re.compile(r"^# seeds/(?P<source>[a-z0-9-]+)\.txt: \d")
"""The first line of the comment about the candidates of an article."""
OFFER = re.compile(r"[ \t]+# (?P<sign>[?=]) (?P<names>.+) \([^()]*\)$", re.MULTILINE)
"""What is beside an empty `speaker:`: the names offered, or the one who needs an id."""
NOUNS: Mapping[str, str] = {
    "timeline": "event",
    "actors": "actor",
    "statements": "claim",
    "figures": "figure",
    "votes": "vote",
    "documents": "document",
}
"""What entries are, in a word, by their key. A statement with a `quote` is a quotation."""
KEYS = tuple(NOUNS)
"""The keys of a briefing whose entries can be candidates, in the order of a sheet."""
KEY = re.compile(rf"^(?P<comment># )?(?P<key>{'|'.join(KEYS)}):\s*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A candidate in the lines of a sheet."""

    number: int
    noun: str
    """What it is, in a word; empty if no line above names a key."""
    line: int
    """The line of the text that it is from; 0 if the heading does not say so."""
    heading: int
    """The index of its heading."""
    first: int
    last: int
    """The slice of its lines; empty if somebody deleted them."""
    key: str
    """The key that it belongs to; empty if no line above names one."""
    key_line: int
    is_accepted: bool
    """Whether its lines are no longer comments."""
    is_rejected: bool

    @property
    def state(self) -> Literal["open", "accepted", "rejected"]:
        """What somebody has decided about it."""
        return "accepted" if self.is_accepted else "rejected" if self.is_rejected else "open"

    @property
    def is_open(self) -> bool:
        """Whether nobody has accepted or rejected it."""
        return self.state == "open"


def blocks(lines: Sequence[str]) -> list[Block]:
    """All candidates in a sheet, in order."""
    found: list[Block] = []
    key, key_line = "", -1
    for n, line in enumerate(lines):
        if (match := KEY.match(line)) is not None:
            key, key_line = match["key"], n
        elif (heading := HEADING.match(line)) is not None:
            is_comment = n + 1 < len(lines) and ENTRY.match(lines[n + 1]) is not None
            form = ENTRY if is_comment else _REST_OF_ENTRY
            last = n + 1
            while last < len(lines) and (form if last > n + 1 or is_comment else _ITEM).match(lines[last]):
                last += 1
            is_rejected = is_comment and heading["rejected"] is not None
            noun = noun_of(key, is_quotation=any(map(_QUOTE.match, lines[n + 1 : last])))
            number, place = int(heading["number"]), int(heading["line"] or 0)
            found.append(
                Block(number, noun, place, n, n + 1, last, key, key_line, not is_comment, is_rejected)
            )
    return found


_QUOTE = re.compile(r"(?:# )? +(?:- )?quote:")


def noun_of(key: str, *, is_quotation: bool) -> str:
    """What an entry of a key is, in a word."""
    return "quotation" if key == "statements" and is_quotation else NOUNS.get(key, "")


def commented(lines: Sequence[str]) -> list[str]:
    """Lines of an entry as comments."""
    return [f"# {line}" for line in lines]


def uncommented(line: str) -> str:
    """A line of a candidate without its comment sign."""
    return line.removeprefix("# ")
