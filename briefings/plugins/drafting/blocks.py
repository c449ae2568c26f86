"""The form of candidates in a sheet: comments that become entries when they are accepted.

A heading such as `# [3] quotation` stays where it is. The comment lines below it that are indented further
are the entry; `# statements:` above is the key that it belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

HEADING = re.compile(r"^# \[(?P<number>\d{1,4})\](?: .*)?$")
ENTRY = re.compile(r"^# (?P<line>  .*)$")
INTRODUCTION = re.compile(r"^# \d+ candidates? from seeds/")
"""The first line of the comment before all candidates."""
NEEDS_ID = re.compile(r"; the speaker is (?P<name>.+), who needs an id")
OFFER = re.compile(r"[ \t]+# (?P<names>.+) \(named nearby; choose one, or write another\)$", re.MULTILINE)
"""The names offered beside an empty `speaker:`."""
KEY = re.compile(r"^(?P<comment># )?(?P<key>timeline|actors|statements|figures):\s*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A candidate in the lines of a sheet."""

    number: int
    heading: int
    """The index of its heading."""
    first: int
    last: int
    """The slice of its commented lines; empty if it was accepted."""
    key: str
    """The key that it belongs to; empty if no line above names one."""
    key_line: int

    @property
    def is_accepted(self) -> bool:
        """Whether its lines are no longer comments."""
        return self.first == self.last


def blocks(lines: Sequence[str]) -> list[Block]:
    """All candidates in a sheet, in order."""
    found: list[Block] = []
    key, key_line = "", -1
    for n, line in enumerate(lines):
        if (match := KEY.match(line)) is not None:
            key, key_line = match["key"], n
        elif (heading := HEADING.match(line)) is not None:
            last = n + 1
            while last < len(lines) and ENTRY.match(lines[last]) is not None:
                last += 1
            found.append(Block(int(heading["number"]), n, n + 1, last, key, key_line))
    return found


def commented(lines: Sequence[str]) -> list[str]:
    """Lines of an entry as comments."""
    return [f"# {line}" for line in lines]


def uncommented(line: str) -> str:
    """A line of a candidate without its comment sign."""
    return line.removeprefix("# ")


def offer(names: Sequence[str]) -> str:
    """The comment beside an empty `speaker:`; empty without names."""
    return f"# {' | '.join(names)} (named nearby; choose one, or write another)" if names else ""
