"""Golden tables in Markdown: the first column has what is tried, as code, and the others what comes of it.

`pytest --update-goldens` writes what comes out into the table; the review is the diff. A new case is a new row, of which
the first column is enough.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

FOLDER = Path(__file__).parent / "golden"

_TRIED = re.compile(r"^\| `([^`]*)` *\|", re.MULTILINE)


def tried(name: str) -> list[str]:
    """What a table tries."""
    return _TRIED.findall((FOLDER / name).read_text(encoding="utf-8"))


def hold(name: str, titles: Sequence[str], outcome: Callable[[str], Sequence[str]], *, update: bool) -> None:
    """Holds a table to what comes out, or updates it."""
    file = FOLDER / name
    text = file.read_text(encoding="utf-8")
    head, _, _ = text.partition("\n| ")
    lines = [titles, ["---"] * len(titles), *([f"`{each}`", *outcome(each)] for each in tried(name))]
    got = f"{head}\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines)
    if update:
        file.write_text(got, encoding="utf-8")
    else:
        assert got == text
