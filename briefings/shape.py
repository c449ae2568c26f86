"""Words what pydantic found wrong in a sheet's shape as problems: what must hold, where, and what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import ValidationError

from briefings import codes
from briefings.model import SheetModel
from briefings.model.base import Path
from briefings.model.keys import keys_at
from briefings.problems import Place, Problem, did_you_mean, or_list, problem

Locate = Callable[[Path, bool], Place]
"""Finds a path in the sheet; with True its key."""

_UNION_TAGS = {"inline", "shared"}


def shape_problems(error: ValidationError, model: type[SheetModel], locate: Locate) -> Iterator[Problem]:
    """One problem for each thing that pydantic found."""
    for found in error.errors(include_url=False):
        # pydantic adds the chosen form of a timeline entry, and "[key]" for a mapping's key, to the path.
        path: Path = tuple(step for step in found["loc"] if step not in _UNION_TAGS and step != "[key]")
        yield _problem(found, path, "[key]" in found["loc"], model, locate)


def _problem(found: Any, path: Path, is_key: bool, model: type[SheetModel], locate: Locate) -> Problem:
    kind: str = found["type"]
    context: dict[str, Any] = found.get("ctx", {})
    value = found["input"]
    name = next((step for step in reversed(path) if isinstance(step, str)), "the sheet")
    if kind == "extra_forbidden":
        known = keys_at(model, path[:-1])
        hint = did_you_mean(str(path[-1]), known) or f"known here: {', '.join(sorted(known))}"
        return problem(codes.UNKNOWN_KEY, f"`{path[-1]}` is no key of {_whose(path[:-1], model)}", locate(path, True), hint)
    if kind == "missing":
        return problem(
            codes.MISSING_KEY,
            f"`{path[-1]}` is missing from {_whose(path[:-1], model)}",
            locate(path[:-1], False),
            f"add a line `{path[-1]}: …`",
        )
    if kind == "literal_error":
        words = re.findall(r"'([^']*)'", context["expected"])
        hint = did_you_mean(str(value), words) or f"known here: {', '.join(words)}"
        return problem(codes.BAD_WORD, f"`{value}` is none of the words for `{name}`: {or_list(words)}", locate(path, is_key), hint)
    if kind in {"date", "day"}:
        return problem(codes.BAD_DATE, found["msg"], locate(path, False))
    if kind == "cite":
        return problem(codes.BAD_CITATION, found["msg"], locate((*path, *context.get("path", ())), False))
    if kind == "string_pattern_mismatch":
        better = re.sub(r"[^a-z0-9]+", "-", str(value).lower()).strip("-")
        return problem(
            codes.BAD_ID,
            f"`{value}` is no id: small letters, digits and single hyphens",
            locate(path, is_key),
            f"did you mean `{better}`?" if better else "",
        )
    if kind in {"missing_one", "one_of"}:
        return problem(codes.MISSING_KEY if kind == "missing_one" else codes.BAD_VALUE, found["msg"], locate(path, False))
    message, hint = _wrong_type(kind, name, value, found["msg"], context)
    return problem(codes.BAD_VALUE, message, locate(path, is_key), hint)


def _whose(path: Path, model: type[SheetModel]) -> str:
    """`a briefing`, `an entry of timeline`, `the part cite`: what a mapping is called."""
    names = [step for step in path if isinstance(step, str)]
    if not names:
        return f"{'an' if model.__name__[0] in 'AEIOU' else 'a'} {model.__name__.lower()}"
    return f"an entry of `{names[-1]}`" if isinstance(path[-1], int) else f"`{names[-1]}`"


def _wrong_type(kind: str, name: str, value: object, message: str, context: dict[str, Any]) -> tuple[str, str]:
    """The message and hint for a value of the wrong type."""
    got = _called(value)
    if kind == "string_type":
        hint = f'put it in quotation marks: `"{value}"`' if isinstance(value, int | float) else ""
        return f"`{name}` is text, not {got}", hint
    if kind == "string_too_short":
        return f"`{name}` is empty", "give it a value, or delete the line"
    if kind == "string_too_long":
        return f"`{name}` is longer than {context['max_length']} characters", ""
    if kind in {"tuple_type", "list_type"}:
        return f"`{name}` is a list, not {got}", "start each entry with `- `, or write `[one, two]`"
    if kind in {"dict_type", "model_type", "model_attributes_type"}:
        return f"an entry of `{name}` is made of `key: value` lines, not {got}", ""
    if kind == "bool_type":
        return f"`{name}` is true or false, not {got}", "write true or false, in small letters"
    if kind == "too_short":
        return f"`{name}` has at least one entry", ""
    return f"`{name}`: {message}", ""


def _called(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    if isinstance(value, str):
        return f"the text `{value if len(value) <= 30 else value[:29] + '…'}`"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a mapping (`key: value`)"
    return "a number" if value is not None else "nothing"
