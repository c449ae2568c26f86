"""What the overlay shows of a build that failed: words and data only, so that nothing in a sheet can become
part of the page."""

from __future__ import annotations

import json
import traceback
from collections.abc import Sequence
from typing import Any

from briefings.html.engines.base import EngineError
from briefings.problems.problem import ContentError, Problem
from briefings.problems.reports import report

MOST = 50
"""So many problems are shown; one mistake in a source may be one in hundreds of sheets."""

Failure = dict[str, Any]
"""`{title, message, lines, problems, codes}`, as JSON: `problems` as `reports` has them, each with the `text`
of its line."""


def failure(error: Exception) -> Failure:
    """What is to be shown of an error."""
    if isinstance(error, ContentError):
        return _problems(error.problems)
    if isinstance(error, EngineError):
        return _failure("The site was not built", str(error), error.warnings)
    said = f"{type(error).__name__}: {error}"
    return _failure("A mistake in the generator, not in your sheets", said, traceback.format_exception(error))


def _problems(found: Sequence[Problem]) -> Failure:
    shown, rest = found[:MOST], len(found) - MOST
    listed = json.loads(report(shown, "json"))["problems"]
    for each, problem in zip(listed, shown, strict=True):
        each["text"] = problem.place.text
    codes = {
        code.id: {"meaning": code.meaning, "why": code.why, "wrong": code.wrong, "right": code.right}
        for code in (each.code for each in shown)
    }
    title = f"{len(found):,} problem{'' if len(found) == 1 else 's'}"
    more = f"Here are the first {MOST}; the terminal lists all." if rest > 0 else ""
    return _failure(title, more) | {"problems": listed, "codes": codes}


def _failure(title: str, message: str, lines: Sequence[str] = ()) -> Failure:
    return {
        "title": title,
        "message": message,
        "lines": [line.rstrip("\n") for line in lines],
        "problems": [],
        "codes": {},
    }
