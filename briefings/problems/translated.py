"""The short message and the hint of a problem in the language of a site, for people at work in the browser.
The command line and `briefings explain` stay English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from briefings import languages
from briefings.problems.problem import Problem

FILE = "problems.toml"
"""In the folder of a language: by code, the message and the hint."""


def translated(problem: Problem, language: str) -> tuple[str, str] | None:
    """The message and the hint of a problem; None if the language has none for its code."""
    messages = _messages(language)
    if problem.code.id not in messages:
        return None
    quoted = [one or other for one, other in _QUOTED.findall(problem.message)]
    subject, colon, _ = problem.message.partition(": ")
    values = {"1": quoted[0], "last": quoted[-1]} if quoted else {}
    values |= {"0": subject} if colon else {}
    message, hint = messages[problem.code.id]
    if meant := _MEANT.fullmatch(problem.hint):
        hint, values["meant"] = messages["did-you-mean"][0].replace("{1}", "{meant}"), meant[1]
    try:
        return _PLACE.sub(lambda name: values[name[1]], message), _PLACE.sub(
            lambda name: values[name[1]], hint
        )
    except KeyError:  # another message of the same code
        return None


_QUOTED = re.compile(r"`([^`]+)`|“([^”]+)”")
_MEANT = re.compile(r"did you mean `([^`]+)`\?")
_PLACE = re.compile(r"\{(\w+)\}")


@cache
def _messages(language: str) -> Mapping[str, Any]:
    file = languages.having(FILE).get(language)
    return {} if file is None else languages.parsed(file)
