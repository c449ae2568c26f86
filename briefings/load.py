"""content/ → sheets: reads YAML safely and exactly, and checks the shape of each sheet. The only place that knows YAML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any, Generic, TypeVar

import yaml
from pydantic import ValidationError

from briefings import codes
from briefings.model import FOLDERS, MODELS, SheetModel
from briefings.model.base import Path
from briefings.problems import Place, Problem, problem
from briefings.prose import Kind, is_id
from briefings.shape import shape_problems

M = TypeVar("M", bound=SheetModel, covariant=True)

LARGEST_SHEET = 1_000_000
"""Bytes. A sheet is written by hand; what is larger is a mistake or an attack."""

_BASE: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Composer(_BASE):
    """Composes nodes by the YAML 1.2 core schema: `NO`, `12:30` and `2025-07-26` stay text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]{1,40}|0o[0-7]{1,40}|0x[0-9a-fA-F]{1,40}", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]{1,40}|[0-9]{1,40}(?:\.[0-9]{0,40})?)(?:[eE][-+]?[0-9]{1,3})?", list("-+.0123456789")),
):
    _Composer.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern})$"), _first)


@dataclass(frozen=True, slots=True)
class Sheet(Generic[M]):
    """One YAML file of `content/`, checked in its shape."""

    kind: Kind
    id: str
    path: str
    """Relative to the project's root, with forward slashes."""
    data: M
    text: str
    """The file as it was read, in which problems are located."""

    def place(self, path: Path = (), *, key: bool = False, find: str | None = None) -> Place:
        """Where a value (or with `key` its key, or with `find` a text inside it) stands in the file."""
        return locate(self.path, self.text, path, key=key, find=find)


@dataclass(frozen=True, slots=True)
class Loaded:
    """Everything read, and everything wrong in its shape."""

    sheets: tuple[Sheet[SheetModel], ...]
    """In the order of their kinds and ids; those with problems are left out."""
    problems: tuple[Problem, ...]


def load(content: FilePath, *, root: FilePath) -> Loaded:
    """Reads every sheet below `content`; paths in problems are relative to `root`."""
    sheets: list[Sheet[SheetModel]] = []
    problems: list[Problem] = []
    for kind, folder in FOLDERS.items():
        seen: dict[str, str] = {}
        for file in sorted(_files(content / folder)):
            shown = file.relative_to(root).as_posix()
            wrong = _file_problems(file, shown, seen)
            problems += wrong
            if any(p.severity == "error" for p in wrong) or file.suffix not in {".yml", ".yaml"}:
                continue
            seen[file.stem] = shown
            sheet, wrong = read_sheet(file, kind, shown)
            problems += wrong
            if sheet is not None:
                sheets.append(sheet)
    return Loaded(tuple(sheets), tuple(problems))


def _files(folder: FilePath) -> Iterable[FilePath]:
    return (file for file in folder.rglob("*") if file.is_file() and not any(p.startswith(".") for p in file.relative_to(folder).parts))


def _file_problems(file: FilePath, shown: str, seen: dict[str, str]) -> list[Problem]:
    """What is wrong with a file before it is read: its name, its ending, an id that another file has."""
    place = Place(shown)
    if file.suffix not in {".yml", ".yaml"}:
        return [problem(codes.STRAY_FILE, f"`{file.name}` is no sheet and is left out", place, "sheets end in `.yml`; pictures belong in content/media/")]
    if not is_id(file.stem) or file.suffix == ".yaml" or len(file.stem) > 80:
        better = re.sub(r"[^a-z0-9]+", "-", file.stem.lower()).strip("-") or "a-name"
        return [problem(codes.BAD_FILE_NAME, f"`{file.name}` cannot be an id: small letters, digits and single hyphens, then `.yml`", place, f"rename it to `{better}.yml`")]
    if file.stem in seen:
        return [problem(codes.DUPLICATE_ID, f"the id `{file.stem}` is also that of {seen[file.stem]}", place, "rename one of the two, or merge them")]
    return []


def read_sheet(file: FilePath, kind: Kind, shown: str) -> tuple[Sheet[SheetModel] | None, list[Problem]]:
    """One sheet and what is wrong with its shape; no sheet where anything is."""
    try:
        raw = file.read_bytes()
        if len(raw) > LARGEST_SHEET:
            return None, [problem(codes.UNREADABLE, f"the file has {len(raw):,} bytes; a sheet has at most {LARGEST_SHEET:,}", Place(shown))]
        text = raw.decode("utf-8-sig")
    except OSError as error:
        return None, [problem(codes.UNREADABLE, f"the file cannot be read: {error.strerror}", Place(shown))]
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return None, [problem(codes.UNREADABLE, f"byte {error.start + 1} is not UTF-8", Place(shown, line), "save the file as UTF-8")]
    return parse_sheet(text, kind, file.stem, shown)


def parse_sheet(text: str, kind: Kind, sheet_id: str, shown: str) -> tuple[Sheet[SheetModel] | None, list[Problem]]:
    """As `read_sheet`, from the text itself."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    data, problems = read_yaml(text, shown)
    if problems:
        return None, problems
    if not isinstance(data, dict):
        what = "is empty" if data is None else "is not a mapping"
        return None, [problem(codes.NOT_A_SHEET, f"the sheet {what}; it needs lines of `key: value`", locate(shown, text, ()), f"`briefings new {kind} ID` writes one to start from")]
    try:
        model = MODELS[kind].model_validate(data)
    except ValidationError as error:
        return None, list(shape_problems(error, MODELS[kind], lambda path, key: locate(shown, text, path, key=key)))
    return Sheet(kind, sheet_id, shown, model, text), []


def read_yaml(text: str, shown: str) -> tuple[Any, list[Problem]]:
    """The data of a YAML text, and what is wrong with it as YAML; the data is only good where nothing is."""
    try:
        node = compose(text)
    except yaml.reader.ReaderError as error:
        place = _place_at(shown, text, error.position)
        return None, [problem(codes.YAML_SYNTAX, f"the character U+{ord(str(error.character)[:1] or ' '):04X} is not allowed in YAML", place, "delete it")]
    except yaml.MarkedYAMLError as error:
        return None, [_syntax_problem(error, text, shown)]
    except RecursionError:
        return None, [problem(codes.YAML_FEATURE, "the sheet is nested too deeply", Place(shown))]
    if node is None:
        return None, []
    reader = _Reader(shown, text)
    return reader.read(node), reader.problems


@lru_cache(maxsize=16)
def compose(text: str) -> Any:
    """The node tree of a YAML text, which knows where everything stands."""
    loader = _Composer(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, shown: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    what = (error.problem or "cannot be read").replace("could not find expected ':'", "a `:` after the key is missing")
    hint = ""
    line = _line(text, mark.line) if mark else ""
    if "\t" in line:
        hint = "YAML is indented with spaces, never with tabs"
    elif "mapping values are not allowed" in what:
        what, hint = "a `:` followed by a space stands inside a plain text", "put the text in quotation marks, or under `>` on lines of its own"
    elif "expected ',' or '}'" in what or "expected ',' or ']'" in what:
        hint = "close the bracket, or put texts that contain `:`, `,`, `[` or `{` in quotation marks"
    elif "alias" in what or "anchor" in what:
        hint = "a text that starts with `*` or `&` needs quotation marks"
    elif "cannot start any token" in what:
        hint = "a text that starts with `@`, `` ` `` or `%` needs quotation marks"
    place = Place(shown, mark.line + 1, mark.column + 1, line) if mark else Place(shown)
    return problem(codes.YAML_SYNTAX, f"not valid YAML: {what}", place, hint)


_TAG = "tag:yaml.org,2002:"


class _Reader:
    """Turns nodes into plain Python data; notes duplicate keys, empty values, tags and aliases on the way."""

    def __init__(self, shown: str, text: str) -> None:
        self.shown = shown
        self.text = text
        self.problems: list[Problem] = []
        self._seen: set[int] = set()

    def read(self, node: Any) -> Any:
        """The data of a node; None where a problem was noted."""
        tag = node.tag.removeprefix(_TAG)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, tag)
        if id(node) in self._seen:
            return self._note(node, codes.YAML_FEATURE, "this part is used again by an alias (`*name`)", "write it out where it is needed")
        self._seen.add(id(node))
        if tag not in {"map", "seq"}:
            return self._note_tag(node)
        if isinstance(node, yaml.SequenceNode):
            return [self._item(item) for item in node.value]
        return self._mapping(node)

    def _item(self, node: Any) -> Any:
        if node.tag == _TAG + "null":
            return self._note(node, codes.BAD_VALUE, "an entry of this list is empty", "give it a value, or delete the line")
        return self.read(node)

    def _mapping(self, node: Any) -> dict[str, Any]:
        data: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._note(key_node, codes.YAML_FEATURE, "a key is one word, not a list or a mapping")
                continue
            key = key_node.value
            if key in data:
                self._note(key_node, codes.DUPLICATE_KEY, f"`{key}` stands twice; first on line {lines[key]}", "keep one of them")
                continue
            lines[key] = key_node.start_mark.line + 1
            if value_node.tag == _TAG + "null":
                self._note(key_node, codes.BAD_VALUE, f"`{key}` has no value", "give it one, or delete the line")
            data[key] = self.read(value_node)
        return data

    def _scalar(self, node: Any, tag: str) -> Any:
        value: str = node.value
        if tag == "str":
            return value
        if tag == "null":
            return None
        if tag == "bool":
            return value.lower() == "true"
        try:
            if tag == "int":
                return int(value, 0) if value[:2] in {"0o", "0x"} else int(value)
            if tag == "float":
                return Decimal(value)
        except (ValueError, ArithmeticError):  # an explicit !!int on something else
            pass
        return self._note_tag(node)

    def _note_tag(self, node: Any) -> None:
        tag = node.tag.replace(_TAG, "!!")
        self._note(node, codes.YAML_FEATURE, f"the tag `{tag}` is not used in sheets", "write the plain value, without a tag")

    def _note(self, node: Any, code: codes.Code, message: str, hint: str = "") -> None:
        self.problems.append(problem(code, message, _place_of(self.shown, self.text, node), hint))


def locate(shown: str, text: str, path: Path, *, key: bool = False, find: str | None = None) -> Place:
    """Where a value stands in a sheet's text.

    Steps that the text does not have are passed over (a figure's inline value has no `values`), so the nearest place
    around it is found. The file is composed again for this: places are looked up only when something is wrong.
    """
    try:
        node = compose(text)
    except yaml.YAMLError:
        return Place(shown)
    key_node = None
    for step in path:
        found = _child(node, step)
        if found is not None:
            key_node, node = found
    if node is None:
        return Place(shown, 1, 1, _line(text, 0))
    if find is not None:
        at = text.find(find, node.start_mark.index, node.end_mark.index)
        if at >= 0:
            return _place_at(shown, text, at, width=len(find))
    return _place_of(shown, text, key_node if key and key_node is not None else node)


def _child(node: Any, step: str | int) -> tuple[Any, Any] | None:
    """The key's node (None in a list) and the value's node that a step leads to."""
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    if isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            if key_node.value == step:
                return key_node, value_node
    return None


def _place_of(shown: str, text: str, node: Any) -> Place:
    start, end = node.start_mark, node.end_mark
    width = end.column - start.column if end.line == start.line else 1
    if isinstance(node, yaml.MappingNode | yaml.SequenceNode) and not node.flow_style:
        width = 1
    return Place(shown, start.line + 1, start.column + 1, _line(text, start.line), max(1, width))


def _place_at(shown: str, text: str, index: int, width: int = 1) -> Place:
    line = text.count("\n", 0, index)
    column = index - (text.rfind("\n", 0, index) + 1)
    return Place(shown, line + 1, column + 1, _line(text, line), max(1, min(width, len(_line(text, line)) - column)))


def _line(text: str, number: int) -> str:
    lines = text.split("\n", number + 1)
    return lines[number] if number < len(lines) else ""


__all__ = ["Loaded", "Sheet", "load", "locate", "parse_sheet", "read_sheet", "read_yaml"]
