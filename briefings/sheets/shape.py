"""Turns pydantic's errors into problems: what is wrong, where, and what was probably meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from copy import deepcopy
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from briefings.model import FOLDERS, MODELS, SheetModel
from briefings.model.base import KeyPath
from briefings.model.keys import field_at, is_text, keys_at, keys_of, synonyms
from briefings.problems import codes
from briefings.problems.problem import Place, Problem, did_you_mean, or_list, problem
from briefings.text.prose import ID_PATTERN, Kind, id_from
from briefings.text.schemes import SCHEME_PATTERN, meant

Locate = Callable[[KeyPath, bool], Place]
"""Locates a value in the sheet, or its key (True)."""

_UNION_TAGS = {"inline", "shared"}
_UNKNOWN = "unexpected_keyword_argument"


def shape_problems(error: ValidationError, model: type[SheetModel], locate: Locate) -> Iterator[Problem]:
    """One problem for each mistake: a sheet in the wrong folder, or each error of a sheet."""
    # pydantic also reports a list as too short if its entries are invalid.
    details = [
        each for each in error.errors(include_url=False) if each["type"] != "too_short" or not each["input"]
    ]
    errors = [_Error(each, model, locate) for each in details]
    if (meant := _kind_meant(errors)) is not None:
        message = f"this has the keys of {_name_of((), MODELS[meant])}, but lies in another folder"
        hint = f"move it to content/{FOLDERS[meant]}/"
        yield problem(codes.MISPLACED_SHEET, message, locate((), False), hint)
        return
    found = [(each, each.problem()) for each in errors]
    offered = {(each.path[:-1], its.hint) for each, its in found if each.kind == _UNKNOWN}
    for each, its in found:
        # A key that is only misspelled is not missing, too.
        if each.kind != "missing" or (each.path[:-1], f"did you mean `{each.path[-1]}`?") not in offered:
            yield its


def _kind_meant(errors: Sequence[_Error]) -> Kind | None:
    """The kind of sheet that has all of several unknown keys, if a key is missing, too."""
    top = [each for each in errors if len(each.path) == 1]
    unknown = {str(each.path[0]) for each in top if each.kind == _UNKNOWN}
    if len(unknown) < 2 or not any(each.kind == "missing" for each in top):
        return None
    return next((kind for kind, model in MODELS.items() if unknown <= keys_of(model).keys()), None)


class _Error:
    """One error of pydantic."""

    def __init__(self, detail: Any, model: type[SheetModel], locate: Locate) -> None:
        loc: KeyPath = detail["loc"]
        self.kind: str = detail["type"]
        self.message: str = detail["msg"]
        self.context: dict[str, Any] = detail.get("ctx", {})
        self.value: object = detail["input"]
        # pydantic adds the form of a timeline entry to the path, and "[key]" for a mapping's key.
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
    def source(self) -> str:
        """The value as the sheet has it, on one line: 0o17, and not 15."""
        start = self.place.column - 1
        return self.place.text[start : start + self.place.width]

    def problem(self) -> Problem:
        """The problem, worded for curators."""
        if self.kind in _PROBLEMS:
            return _PROBLEMS[self.kind](self)
        if self.kind in _WORDED:
            return problem(_WORDED[self.kind], self.message, self.place, self.context.get("hint", ""))
        message, hint = self._wrong_type()
        return problem(codes.BAD_VALUE, message, self.place, hint)

    def unknown_key(self) -> Problem:
        """A key that is not declared."""
        key, place = self.path[-1], self.locate(self.path, True)
        if self.is_shared_event:
            hint = "an event of another briefing is shown as it is there; delete this line"
            return problem(codes.UNKNOWN_KEY, f"`{key}` cannot be used with `event`", place, hint)
        known = keys_at(self.model, self.path[:-1])
        hint = did_you_mean(str(key), known, synonyms()) or f"known here: {', '.join(sorted(known))}"
        message = f"`{key}` is not a key of {_name_of(self.path[:-1], self.model)}"
        return problem(codes.UNKNOWN_KEY, message, place, hint)

    def missing_key(self) -> Problem:
        """A required key that is missing."""
        above, key = self.path[:-1], self.path[-1]
        message = f"`{key}` is missing from {_name_of(above, self.model)}"
        return problem(codes.MISSING_KEY, message, self.locate(above, False), f"add a line `{key}: …`")

    def word(self) -> Problem:
        """A word that is not in a closed list."""
        words = re.findall(r"'([^']*)'", self.context["expected"])
        message = f"`{self.source}` is not one of the words for `{self.name}`: {or_list(words)}"
        return problem(codes.BAD_WORD, message, self.place, did_you_mean(str(self.value), words, synonyms()))

    def citation(self) -> Problem:
        """A part of `cite`."""
        place = self.locate((*self.path, *self.context["path"]), self.context["key"])
        hint = 'write `cite: source-id`, `cite: {source-id: "passage"}`, or a list of these'
        return problem(codes.BAD_CITATION, self.message, place, hint)

    def pattern(self) -> Problem:
        """An id, or an identifier in another catalog, or the name of that catalog."""
        if self.is_key and self.context["pattern"] == SCHEME_PATTERN:
            message = f"`{self.source}` is not the name of a catalog: small letters, digits and hyphens"
            return problem(codes.BAD_VALUE, message, self.place)
        if self.context["pattern"] != f"^{ID_PATTERN}$":
            message = f"`{self.source}` is not an identifier: letters, digits, `:`, `.` and `-`"
            better = meant(self.name, str(self.value))
            return problem(codes.BAD_VALUE, message, self.place, f"write `{better}`" if better else "")
        message = f"`{self.source}` is not an id: small letters, digits and single hyphens"
        hint = "choose a name in Latin letters; the actor's own goes into `name`"
        if better := id_from(str(self.value)):
            hint = f"did you mean `{better}`?"
        return problem(codes.BAD_ID, message, self.place, hint)

    def derivation(self) -> Problem:
        """A number that cannot be computed as declared."""
        hint = self.context["hint"]
        if (written := self.context.get("written")) is not None:
            nearest = did_you_mean(written, self.context["known"])
            hint = nearest or "give the figure an `id`, and write it here"
        return problem(codes.BAD_DERIVATION, self.message, self.place, hint)

    def _wrong_type(self) -> tuple[str, str]:
        """The message and hint for a value of the wrong type."""
        got, name = _describe(self.value), self.name
        if self.kind == "string_type":
            is_number = isinstance(self.value, int | Decimal)
            hint = f'put it in quotation marks: `"{self.source}"`' if is_number else ""
            return f"`{name}` is text, not {got}", hint
        if self.kind in {"string_too_short", "too_short"}:
            return f"`{name}` is empty", "give it a value, or delete the line"
        if self.kind == "string_too_long":
            return f"`{name}` is longer than {self.context['max_length']} characters", "shorten it"
        if self.kind in {"tuple_type", "list_type"}:
            return f"`{name}` is a list, not {got}", "start each entry with `- `, or write `[one, two]`"
        if self.kind in {"dict_type", "dataclass_type"}:
            return f"{_name_of(self.path, self.model)} is made of `key: value` lines, not {got}", ""
        if self.kind == "bool_type":
            return f"`{name}` is true or false, not {got}", "write true or false, in small letters"
        return f"`{name}`: {self.message}", self.context.get("hint", "")


_PROBLEMS: dict[str, Callable[[_Error], Problem]] = {
    "unexpected_keyword_argument": _Error.unknown_key,
    "missing": _Error.missing_key,
    "literal_error": _Error.word,
    "cite": _Error.citation,
    "string_pattern_mismatch": _Error.pattern,
    "derivation": _Error.derivation,
}
_WORDED = {
    "date": codes.BAD_DATE,
    "day": codes.BAD_DATE,
    "remote_image": codes.REMOTE_IMAGE,
    "coordinates": codes.BAD_VALUE,
    "one_of": codes.BAD_VALUE,
    "missing_one": codes.MISSING_KEY,
}
"""Errors of the models that are whole sentences."""


def _name_of(path: KeyPath, model: type[SheetModel]) -> str:
    """What a mapping is: `a briefing`, `an entry of timeline`, `cite`."""
    names = [step for step in path if isinstance(step, str)]
    if not names:
        return f"{'an' if model.__name__[0] in 'AEIOU' else 'a'} {model.__name__.lower()}"
    return f"an entry of `{names[-1]}`" if isinstance(path[-1], int) else f"`{names[-1]}`"


def _describe(value: object) -> str:
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
    """What is wrong with single values, as on a command line; missing keys are filled with examples."""
    try:
        model.model_validate(_stand_ins(model, "…") | dict(given))
    except ValidationError as error:
        yield from shape_problems(error, model, lambda path, key: _place_of_given(given, path))


def completed(data: Mapping[str, object], model: type[SheetModel], sheet_id: str) -> SheetModel | None:
    """A draft with stand-ins for its missing keys: its id as its title; None if more is wrong with it."""
    given = {key: value for key, value in data.items() if value is not None}
    try:
        return model.model_validate(_stand_ins(model, sheet_id) | given)
    except ValidationError:
        return None


def patched(data: object, model: type[SheetModel], sheet_id: str) -> tuple[SheetModel, set[KeyPath] | None]:
    """A sheet with stand-ins for whatever is wrong in it, so that the rest can be checked, and the paths of
    these; or, if these are not enough, a sheet that is a stand-in itself."""
    given = {key: value for key, value in data.items() if value is not None} if isinstance(data, dict) else {}
    values = deepcopy(_stand_ins(model, sheet_id) | given)
    paths: set[KeyPath] = {(key,) for key in values.keys() - given.keys()}
    for _ in range(_ROUNDS):
        try:
            return model.model_validate(values), paths
        except ValidationError as error:
            for each in error.errors(include_url=False):
                paths |= _patch(values, each, model)
    return model.model_validate(_stand_ins(model, sheet_id)), None


_ROUNDS = 4
"""Some mistakes show only when others are gone."""


def _patch(values: dict[str, Any], detail: Any, model: type[SheetModel]) -> set[KeyPath]:
    """Replace a value that has an error by an example, or else delete it; returns its path, and what it was
    deleted from. Entries stay, since the others keep their numbers."""
    path: KeyPath = tuple(step for step in detail["loc"] if step not in _UNION_TAGS and step != "[key]")
    above: Any = values
    for step in path[:-1]:
        # A figure's inline value has no `values`.
        with suppress(LookupError, TypeError):
            above = above[step]
    try:
        field = field_at(model, path)
        example = field.examples[0] if field is not None and field.examples else None
        if isinstance(example, str | int | Decimal) and detail["type"] not in (_UNKNOWN, "derivation"):
            above[path[-1]] = example
            return {path}
        # A computed number cites nothing, and another one would have to.
        if (field is not None and field.is_required()) or detail["type"] == "derivation":
            return set()
        if not isinstance(above[path[-1]], dict) or isinstance(above, dict):
            del above[path[-1]]
    except (LookupError, TypeError):
        return set()
    return {path, path[:-1]}


def _stand_ins(model: type[SheetModel], title: str) -> dict[str, Any]:
    """Valid values for all required keys."""
    keys = keys_of(model)
    values = {
        key: "…" if is_text(model, (key,)) else field.examples[0]
        for key, field in keys.items()
        if field.is_required() and field.examples
    }
    return values | {key: title for key in ("title", "name") if key in keys}


def _place_of_given(given: Mapping[str, object], path: KeyPath) -> Place:
    value: Any = given
    for step in path:
        with suppress(LookupError, TypeError):
            value = value[step]
    return Place("", text=str(value), width=len(str(value)))
