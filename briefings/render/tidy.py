"""The layout of the Markdown that templates print, so that these may be laid out for their readers."""

from __future__ import annotations

import re

_CLOSING = ("</div>", "</nav>", "</details>")
_ENTRY = re.compile(r"(?:-|\d+\.) ")
_CITES = '<sup class="cites">'


def tidy(body: str) -> str:
    """Lists without blank lines between their entries, one blank line before a block ends, single ones
    elsewhere: templates may be laid out for their readers. A citation's number stands close to its word, so
    that no line begins with it."""
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
    """Citations follow their words at once. By hand, since a regular expression would look at every space of
    a page."""
    *before, last = body.split(_CITES)
    return _CITES.join([*(_without_end(part, first=n == 0) for n, part in enumerate(before)), last])


def _without_end(part: str, *, first: bool) -> str:
    """What stands before a citation, without its spaces, or its line's end where words stand before that."""
    closed = part.rstrip(" ")
    if closed != part or not part.endswith("\n"):
        return closed
    # Of a part that is nothing but a line's end, another citation stands before it.
    follows_words = not part[-2].isspace() if len(part) > 1 else not first
    return part[:-1] if follows_words else part
