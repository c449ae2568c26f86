"""What the overlay shows of a failed build: text and data only, so that nothing in a sheet becomes markup."""

from __future__ import annotations

import json
import traceback
from collections.abc import Sequence
from typing import Any

from briefings.html.engine import EngineError
from briefings.problems.problem import ContentError, Problem, counted
from briefings.problems.reports import report

MOST = 50
"""The number of problems shown; one mistake in a source may cause one in hundreds of sheets."""

Failure = dict[str, Any]
"""`{title, message, lines, problems, codes}` for JSON: `problems` as in JSON reports, each with the `text` of
its line."""


def failure(error: Exception) -> Failure:
    """What to show for an error."""
    if isinstance(error, ContentError):
        return _problems(error.problems)
    if isinstance(error, EngineError):
        return _failure("The site was not built", str(error), error.details)
    lines = traceback.format_exception(error)
    return _failure(
        "A mistake in the generator, not in your sheets", f"{type(error).__name__}: {error}", lines
    )


def unfinished(problems: Sequence[Problem]) -> Failure | None:
    """What to show beside a site whose drafts have problems."""
    title = f"{counted(len(problems), 'problem')} in drafts"
    more = "The rest of the site is up to date."
    return _problems(problems) | {"title": title, "message": more} if problems else None


def _problems(problems: Sequence[Problem]) -> Failure:
    shown = problems[:MOST]
    listed = json.loads(report(shown, "json"))["problems"]
    for each, problem in zip(listed, shown, strict=True):
        each["text"] = problem.place.text
    codes = {
        code.id: {"meaning": code.meaning, "why": code.why, "wrong": code.wrong, "right": code.right}
        for code in (each.code for each in shown)
    }
    title = counted(len(problems), "problem")
    more = f"Here are the first {MOST}; the terminal lists all." if len(problems) > MOST else ""
    return _failure(title, more) | {"problems": listed, "codes": codes}


def _failure(title: str, message: str, lines: Sequence[str] = ()) -> Failure:
    return {
        "title": title,
        "message": message,
        "lines": [line.rstrip("\n") for line in lines],
        "problems": [],
        "codes": {},
    }
