"""Words what pydantic found wrong in a sheet's shape as problems: what must hold, where, and what was
probably meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from briefings.model import SheetModel
from briefings.model.base import KeyPath
from briefings.model.keys import keys_at, keys_of
from briefings.model.synonyms import SYNONYMS
from briefings.problems import codes
from briefings.problems.problem import Place, Problem, did_you_mean, or_list, problem
from briefings.text.prose import ID_PATTERN, id_from

Locate = Callable[[KeyPath, bool], Place]
"""Finds a path in the sheet; with True its key."""

_UNION_TAGS = {"inline", "shared"}


def shape_problems(error: ValidationError, model: type[SheetModel], locate: Locate) -> Iterator[Problem]:
    """One problem for each thing that pydantic found."""
    for found in error.errors(include_url=False):
        # A list whose entries are wrong counts to pydantic as too short as well.
        if found["type"] != "too_short" or not found["input"]:
            yield _Finding(found, model, locate).problem()


class _Finding:
    """One thing that pydantic found, to be worded."""

    def __init__(self, found: Any, model: type[SheetModel], locate: Locate) -> None:
        loc: KeyPath = found["loc"]
        self.kind: str = found["type"]
        self.said: str = found["msg"]
        self.context: dict[str, Any] = found.get("ctx", {})
        self.value: object = found["input"]
        # pydantic adds the chosen form of a timeline entry, and "[key]" for a mapping's key, to the path.
        self.path: KeyPath = tuple(step for step in loc if step not in _UNION_TAGS and step != "[key]")
        self.is_key = "[key]" in loc
        self.is_shared_event = "shared" in loc
        self.model = model
        self.locate = locate
        self.place = locate(self.path, self.is_key)

    @property
    def name(self) -> str:
        """The key that the value belongs to."""
        path = self.path[:-1] if self.is_key else self.path
        return next((step for step in reversed(path) if isinstance(step, str)), "the sheet")

    @property
    def written(self) -> str:
        """The value as the sheet has it, on one line: 0o17, and not 15."""
        start = self.place.column - 1
        return self.place.text[start : start + self.place.width]

    def problem(self) -> Problem:
        """The problem in a curator's words."""
        if self.kind in _WORDED:
            return _WORDED[self.kind](self)
        message, hint = self._wrong_type()
        return problem(codes.BAD_VALUE, message, self.place, hint)

    def unknown_key(self) -> Problem:
        """A key that is not declared."""
        key, place = self.path[-1], self.locate(self.path, True)
        if self.is_shared_event:
            message = f"`{key}` cannot stand beside `event`"
            return problem(
                codes.UNKNOWN_KEY,
                message,
                place,
                "an event of another briefing is shown as it is there; take this line out",
            )
        known = keys_at(self.model, self.path[:-1])
        hint = did_you_mean(str(key), known, SYNONYMS) or f"known here: {', '.join(sorted(known))}"
        return problem(
            codes.UNKNOWN_KEY, f"`{key}` is no key of {_whose(self.path[:-1], self.model)}", place, hint
        )

    def missing_key(self) -> Problem:
        """A key that must be there."""
        message = f"`{self.path[-1]}` is missing from {_whose(self.path[:-1], self.model)}"
        return problem(
            codes.MISSING_KEY, message, self.locate(self.path[:-1], False), f"add a line `{self.path[-1]}: …`"
        )

    def word(self) -> Problem:
        """A word that is not in a closed list."""
        words = re.findall(r"'([^']*)'", self.context["expected"])
        message = f"`{self.written}` is none of the words for `{self.name}`: {or_list(words)}"
        return problem(codes.BAD_WORD, message, self.place, did_you_mean(str(self.value), words, SYNONYMS))

    def date(self) -> Problem:
        """A date that is none, or not fine enough."""
        return problem(codes.BAD_DATE, self.said, self.place)

    def citation(self) -> Problem:
        """A part of `cite`."""
        place = self.locate((*self.path, *self.context["path"]), self.context["key"])
        return problem(
            codes.BAD_CITATION,
            self.said,
            place,
            'write `cite: source-id`, `cite: {source-id: "passage"}`, or a list of these',
        )

    def pattern(self) -> Problem:
        """An id, or an identifier in somebody's catalog."""
        if self.context["pattern"] != f"^{ID_PATTERN}$":
            return problem(
                codes.BAD_VALUE,
                f"`{self.written}` is no identifier: letters, digits, `:`, `.` and `-`",
                self.place,
            )
        better = id_from(str(self.value))
        hint = (
            f"did you mean `{better}`?"
            if better
            else "choose a name in Latin letters; the actor's own goes into `name`"
        )
        return problem(
            codes.BAD_ID,
            f"`{self.written}` is no id: small letters, digits and single hyphens",
            self.place,
            hint,
        )

    def one_of_two(self) -> Problem:
        """One of two keys, and neither or both are there."""
        return problem(
            codes.MISSING_KEY if self.kind == "missing_one" else codes.BAD_VALUE, self.said, self.place
        )

    def _wrong_type(self) -> tuple[str, str]:
        """The message and hint for a value of the wrong type."""
        got, name = _called(self.value), self.name
        if self.kind == "string_type":
            hint = (
                f'put it in quotation marks: `"{self.written}"`'
                if isinstance(self.value, int | Decimal)
                else ""
            )
            return f"`{name}` is text, not {got}", hint
        if self.kind in {"string_too_short", "too_short"}:
            return f"`{name}` is empty", "give it a value, or delete the line"
        if self.kind == "string_too_long":
            return f"`{name}` is longer than {self.context['max_length']} characters", "shorten it"
        if self.kind in {"tuple_type", "list_type"}:
            return f"`{name}` is a list, not {got}", "start each entry with `- `, or write `[one, two]`"
        if self.kind in {"dict_type", "dataclass_type"}:
            return f"{_whose(self.path, self.model)} is made of `key: value` lines, not {got}", ""
        if self.kind == "bool_type":
            return f"`{name}` is true or false, not {got}", "write true or false, in small letters"
        return f"`{name}`: {self.said}", self.context.get("hint", "")


_WORDED: dict[str, Callable[[_Finding], Problem]] = {
    "unexpected_keyword_argument": _Finding.unknown_key,
    "missing": _Finding.missing_key,
    "literal_error": _Finding.word,
    "date": _Finding.date,
    "day": _Finding.date,
    "cite": _Finding.citation,
    "string_pattern_mismatch": _Finding.pattern,
    "one_of": _Finding.one_of_two,
    "missing_one": _Finding.one_of_two,
}


def _whose(path: KeyPath, model: type[SheetModel]) -> str:
    """`a briefing`, `an entry of timeline`, `the part cite`: what a mapping is called."""
    names = [step for step in path if isinstance(step, str)]
    if not names:
        return f"{'an' if model.__name__[0] in 'AEIOU' else 'a'} {model.__name__.lower()}"
    return f"an entry of `{names[-1]}`" if isinstance(path[-1], int) else f"`{names[-1]}`"


def _called(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | Decimal):
        return "a number"
    if isinstance(value, str):
        return f"the text `{value if len(value) <= 30 else value[:29] + '…'}`"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, dict):
        return "a mapping (`key: value`)"
    return "nothing"


def value_problems(given: Mapping[str, object], model: type[SheetModel]) -> Iterator[Problem]:
    """What is wrong with values that are given by themselves, as on a command line; keys that are not given
    are none of it."""
    needed = {
        key: field.examples[0]
        for key, field in keys_of(model).items()
        if field.is_required() and field.examples
    }
    filled = needed | {"title": "…"} if "title" in keys_of(model) else needed
    try:
        model.model_validate(filled | dict(given))
    except ValidationError as error:
        yield from shape_problems(error, model, lambda path, key: _place_of_given(given, path))


def _place_of_given(given: Mapping[str, object], path: KeyPath) -> Place:
    value = given.get(str(path[0])) if path else None
    written = str(
        value[path[1]] if isinstance(value, list) and len(path) > 1 and isinstance(path[1], int) else value
    )
    return Place("", text=written, width=len(written))


def no_value(key: str, before: str) -> tuple[str, str]:
    """The message and hint for a key without a value; `before` is what is in front of it on its line.

    In a flow mapping a comma ends a value, so the rest of a number or text after it looks like a key.
    """
    if key.isdecimal() and (number := re.search(r"(\d[\d,]*),\s*$", before, re.ASCII)) is not None:
        groups = [*number[1].split(","), key]
        grouped = all(len(group) == 3 for group in groups[1:])
        advice = f"a number has no thousands separators: write {''.join(groups)}"
        if not grouped:
            advice = f"decimals follow a point: write {''.join(groups[:-1])}.{key}"
        return f"`{','.join(groups)}` is read as two things", advice
    if any(mark in before + key for mark in "“”„«»"):
        hint = 'typographic quotation marks do not quote in YAML; put the text in straight ones: "…"'
        return f"`{key}` has no value: a comma ends the text before it", hint
    return f"`{key}` has no value", "give it one, or delete the line"
