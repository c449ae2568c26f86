"""Normalizes white space in rendered Markdown, so that templates can be laid out for readability."""

from __future__ import annotations

import re

_CLOSING = ("</div>", "</nav>", "</details>")
_ENTRY = re.compile(r"(?:-|\d+\.) ")
_CITES = '<sup class="cites">'


def tidy(body: str) -> str:
    """Removes blank lines between entries of lists and repeated blank lines, adds one before the end of a
    block, and removes the space before numbers of citations, so that no line begins with one."""
    lines: list[str] = []
    for line in _close_up(body).split("\n"):
        line = line.rstrip()
        if (
            line
            and len(lines) > 1
            and not lines[-1]
            and _ENTRY.match(line) is not None
            and _ENTRY.match(lines[-2]) is not None
        ):
            lines.pop()
        if line.startswith(_CLOSING) and lines and lines[-1]:
            lines.append("")
        if line or (lines and lines[-1]):
            lines.append(line)
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines) + "\n"


def _close_up(body: str) -> str:
    """Removes the space before citations. A regular expression would examine every space of a page."""
    *before, last = body.split(_CITES)
    return _CITES.join([*(_without_end(part, first=n == 0) for n, part in enumerate(before)), last])


def _without_end(part: str, *, first: bool) -> str:
    """The text before a citation without trailing spaces, or without a line break that follows a word."""
    closed = part.rstrip(" ")
    if closed != part or not part.endswith("\n"):
        return closed
    # Before a part that is only a line break, there is another citation.
    follows_words = not part[-2].isspace() if len(part) > 1 else not first
    return part[:-1] if follows_words else part
