"""Normalizes white space in rendered Markdown, so that templates can be laid out for readability."""

from __future__ import annotations

import re

_CLOSING = ("</div>", "</nav>", "</details>")
_ENTRY = re.compile(r"(?:-|\d+\.) ")


def tidy(body: str) -> str:
    """Removes blank lines between entries of lists and repeated blank lines, and adds one before the end of a
    block."""
    lines: list[str] = []
    for line in body.split("\n"):
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
