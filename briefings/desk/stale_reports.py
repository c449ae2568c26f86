"""Formats findings of `stale` as text and JSON. Returns strings; prints nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Literal, get_args

from briefings.desk.stale import TITLES, Finding
from briefings.text import escape

StaleFormat = Literal["text", "json"]

STALE_FORMATS: tuple[StaleFormat, ...] = get_args(StaleFormat)

MOST = 20
"""The most findings of a kind that are shown as text, unless all are requested."""


def report(findings: Sequence[Finding], form: StaleFormat, *, today: date, most: int | None = MOST) -> str:
    """The findings in one of the formats, ending with a newline."""
    return _json(findings, today) if form == "json" else _text(findings, most)


def _text(findings: Sequence[Finding], most: int | None) -> str:
    blocks: list[str] = []
    for what, group in groupby(findings, lambda found: found.what):
        every = list(group)
        title, hint = TITLES[what]
        lines = [f"{len(every):,} × {what}: {title}"]
        for found in every[:most]:
            place = f"{found.place.path}:{found.place.line}:{found.place.column}"
            lines.append(escape.terminal(f"{place}: {found.message}"))
        if most is not None and len(every) > most:
            lines.append(f"and {len(every) - most:,} more; --all shows them")
        blocks.append("\n".join([*lines, f"    hint: {hint}"]))
    return "\n\n".join(blocks or ["nothing is out of date"]) + "\n"


def _json(findings: Sequence[Finding], today: date) -> str:
    listed = [
        {
            "what": found.what,
            "message": found.message,
            "path": found.place.path,
            "line": found.place.line,
            "column": found.place.column,
        }
        for found in findings
    ]
    return json.dumps({"as_of": today.isoformat(), "findings": listed}, ensure_ascii=False, indent=2) + "\n"


__all__ = ["MOST", "STALE_FORMATS", "StaleFormat", "report"]
