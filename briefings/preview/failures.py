"""What the overlay shows of a failed build: text and data only, so that nothing in a sheet becomes markup."""

from __future__ import annotations

import json
import traceback
from collections.abc import Sequence
from functools import cache
from typing import Any

from briefings import BriefingsError
from briefings.languages import FOLDER, REFERENCE
from briefings.problems.problem import ContentError, Problem
from briefings.problems.reports import report
from briefings.problems.translated import translated
from briefings.words import Words

MOST = 50
"""The number of problems shown; one mistake in a source may cause one in hundreds of sheets."""

Failure = dict[str, Any]
"""`{title, message, lines, problems, codes, words, lang}` for JSON: `problems` as in JSON reports, each with
the `text` of its line and the `lang` of its message."""


@cache
def english() -> Words:
    """The words of a site whose own cannot be read."""
    return Words.load(REFERENCE, [FOLDER])


def failure(error: Exception, words: Words) -> Failure:
    """What to show for an error."""
    if isinstance(error, ContentError):
        return _problems(error.problems, words("preview.problems", n=len(error.problems)), words)
    if isinstance(error, BriefingsError | OSError):
        details = error.details if isinstance(error, BriefingsError) else ()
        return _failure(words("preview.not_built"), str(error), details, words)
    lines = traceback.format_exception(error)
    return _failure(words("preview.bug"), f"{type(error).__name__}: {error}", lines, words)


def unfinished(problems: Sequence[Problem], words: Words) -> Failure | None:
    """What to show beside a site whose drafts have problems."""
    if not problems:
        return None
    title = words("preview.drafts", n=len(problems))
    return _problems(problems, title, words) | {"message": words("preview.up_to_date")}


def _problems(problems: Sequence[Problem], title: str, words: Words) -> Failure:
    shown = problems[:MOST]
    listed = json.loads(report(shown, "json"))["problems"]
    for each, problem in zip(listed, shown, strict=True):
        own = translated(problem, words.language)
        each["text"], each["lang"] = problem.place.text, REFERENCE if own is None else words.language
        if own is not None:
            each["message"], each["hint"] = own
    codes = {
        code.id: {"meaning": code.meaning, "why": code.why, "wrong": code.wrong, "right": code.right}
        for code in (each.code for each in shown)
    }
    more = words("preview.first", most=MOST) if len(problems) > MOST else ""
    return _failure(title, more, (), words) | {"problems": listed, "codes": codes}


def _failure(title: str, message: str, lines: Sequence[str], words: Words) -> Failure:
    return {
        "title": title,
        "message": message,
        "lines": [line.rstrip("\n") for line in lines],
        "problems": [],
        "codes": {},
        "words": {each: words(f"preview.{each}") for each in ("hide", "hint", "wrong", "right")},
        "lang": words.language,
    }
