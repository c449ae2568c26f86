"""YAML texts: read by the core rules of YAML 1.2 and nothing beyond, wrong ones explained, and values found where they stand."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

import yaml

from briefings import codes
from briefings.model.base import Path
from briefings.problems import Place, Problem, problem

DEEPEST = 40
"""Levels of lists and mappings inside each other. A sheet needs eight."""

if TYPE_CHECKING:
    from yaml import SafeLoader as _Base
else:
    _Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_TAG = "tag:yaml.org,2002:"
_TEXT, _NULL, _SEQUENCE, _MAPPING = f"{_TAG}str", f"{_TAG}null", f"{_TAG}seq", f"{_TAG}map"


class _Composer(_Base):
    """Composes nodes by the YAML 1.2 core schema: `NO`, `12:30` and `2025-07-26` stay text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  # declared so by PyYAML

    # What PyYAML asks of its resolver for each node, without the rules by path that it also knows, and nothing here uses.

    def descend_resolver(self, parent: Any, index: Any, /) -> None: ...

    def ascend_resolver(self) -> None: ...

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any, /) -> str:
        """The tag of a node that has none in the text."""
        if kind is not yaml.ScalarNode:
            return _SEQUENCE if kind is yaml.SequenceNode else _MAPPING
        if implicit[0]:
            for tag, pattern in self.yaml_implicit_resolvers.get(value[:1], ()):
                if pattern.match(value):
                    return tag
        return _TEXT


for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]{1,40}|0o[0-7]{1,40}|0x[0-9a-fA-F]{1,40}", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]{1,40}|[0-9]{1,40}(?:\.[0-9]{0,40})?)(?:[eE][-+]?[0-9]{1,3})?", list("-+.0123456789")),
):
    _Composer.add_implicit_resolver(_TAG + _tag, re.compile(f"(?:{_pattern})$"), _first)


def stamp() -> str:
    """Tells this reader from any other, which might read the same text as other data."""
    return f"{hashlib.blake2b(FilePath(__file__).read_bytes(), digest_size=20).hexdigest()} PyYAML {yaml.__version__} {_Base.__name__}"


def read_yaml(text: str, shown: str) -> tuple[Any, list[Problem]]:
    """The data of a YAML text, and what is wrong with it as YAML; the data is only good where nothing is."""
    strange = _NOT_IN_A_SHEET.search(text)
    if strange is not None:
        message = f"the character U+{ord(strange[0]):04X} is invisible and not allowed in a sheet"
        return None, [problem(codes.YAML_SYNTAX, message, place_at(shown, text, strange.start()), "delete it")]
    try:
        node = compose(text)
    except yaml.MarkedYAMLError as error:
        return None, [_syntax_problem(error, text, shown)]
    except RecursionError:  # where PyYAML was built without libyaml, which counts the levels itself
        return None, [
            problem(codes.YAML_FEATURE, f"lists and mappings are nested more than {DEEPEST} deep", Place(shown), "close the brackets")
        ]
    if node is None:
        return None, []
    reader = _Reader(shown, text)
    return reader.read(node), reader.problems


_NOT_IN_A_SHEET = re.compile("[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
"""What YAML refuses (control characters, half characters), and the line ends that YAML and editors count differently."""


@lru_cache(maxsize=16)
def compose(text: str) -> Any:
    """The node tree of a YAML text, which knows where everything stands."""
    loader = _Composer(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


@dataclass(frozen=True, slots=True)
class _Mistake:
    """A mistake in YAML as curators make it."""

    said: str
    """What PyYAML's message contains."""
    message: str
    hint: str = ""
    where_it_began: bool = False
    """Whether the place to show is where the broken part began, as for a bracket that is never closed."""


_INDENTED = "what belongs together starts in the same column, indented with spaces"
_MISTAKES = (
    _Mistake("tab character", "a tab stands in the indentation", "YAML is indented with spaces, never with tabs"),
    _Mistake("another document", "a second YAML document starts here", "delete the line `---`; each sheet is a file of its own"),
    _Mistake("nesting depth", f"lists and mappings are nested more than {DEEPEST} deep", "close the brackets"),
    _Mistake("undefined alias", "`*` at the start of a text means an alias, and there is none", "put the text in quotation marks"),
    _Mistake("escape", "a backslash in double quotation marks starts an escape, and this is none", "use single quotation marks: '…'"),
    _Mistake("quoted scalar", "a quotation mark is opened and not closed", "close it; an apostrophe inside '…' is written twice: ''", True),
    _Mistake(
        "expected ',' or ']'", "a list is opened with `[` and not closed", 'texts with `,` `:` `[` or `{` need quotation marks: "…"', True
    ),
    _Mistake(
        "expected ',' or '}'",
        "a mapping is opened with `{` and not closed",
        'texts with `,` `:` `[` or `{` need quotation marks: "…"',
        True,
    ),
    _Mistake(
        "node content", "something is missing here, after a bracket or a comma", "close the bracket, or put the text in quotation marks"
    ),
    _Mistake("expected ':'", "the line has no `:` after its key", "write `key: value`; text that runs on is indented, under `>`", True),
    _Mistake("incompatible YAML", "sheets need no line that starts with `%`", "delete the line"),
    _Mistake("directive", "sheets need no line that starts with `%`", "delete the line"),
    _Mistake("comment or line break", "after `|` or `>` the text starts on the next line", "put it there, indented by two spaces"),
    _Mistake("sequence entries are not allowed", "a list starts on a line of its own", "put `- ` on the next line; " + _INDENTED),
    _Mistake("cannot start any token", "a text cannot start with this character", 'put it in quotation marks: "…"'),
    _Mistake("expected key", "this line fits neither the line above nor the ones before", _INDENTED),
    _Mistake("<block end>", "this line fits neither the line above nor the ones before", _INDENTED),
    _Mistake("'-' indicator", "this line fits neither the line above nor the ones before", _INDENTED),
    _Mistake("document start", "this line fits neither the line above nor the ones before", _INDENTED),
)


def _syntax_problem(error: yaml.MarkedYAMLError, text: str, shown: str) -> Problem:
    said = f"{error.context or ''} {error.problem or ''}"
    mark = error.problem_mark or error.context_mark
    at = min(mark.index, len(text)) if mark is not None else 0
    place = place_at(shown, text, at)
    before = place.text[: place.column - 1]
    if "mapping values are not allowed" in said and ":" in before:
        mistake = _Mistake("", "a `:` followed by a space stands inside a text", 'put the text in quotation marks: "…"')
    elif "mapping values are not allowed" in said:
        mistake = _Mistake("", "this key is indented deeper than the one before it, which has a value already", _INDENTED)
    elif ("expected key" in said or "<block end>" in said) and before.strip():
        mistake = _Mistake(
            "", "something follows a text that has ended", "a text with quotation marks in it stands in the other kind: '…\"…\"…'"
        )
    elif "cannot start any token" in said and text[at : at + 1] == "\t":
        mistake = _MISTAKES[0]
    else:
        mistake = next((m for m in _MISTAKES if m.said in said), _Mistake("", f"not valid YAML: {error.problem or 'cannot be read'}"))
    if mistake.where_it_began and error.context_mark is not None:
        place = place_at(shown, text, error.context_mark.index)
    code = codes.YAML_FEATURE if mistake.said == "nesting depth" else codes.YAML_SYNTAX
    return problem(code, mistake.message, place, mistake.hint)


class _Reader:
    """Turns nodes into plain Python data; notes duplicate keys, empty values, tags and anchors on the way."""

    def __init__(self, shown: str, text: str) -> None:
        self.shown = shown
        self.text = text
        self.problems: list[Problem] = []
        self._noted: set[int] = set()
        self._may_be_marked = "!" in text or "&" in text
        self._depth = 0

    def read(self, node: Any) -> Any:
        """The data of a node; None where a problem was noted."""
        if self._may_be_marked and self._is_marked(node):
            return None
        if isinstance(node, yaml.ScalarNode):
            return node.value if node.tag == _TEXT else self._scalar(node.value, node.tag.removeprefix(_TAG))
        if self._depth == DEEPEST:
            return self._note(node, codes.YAML_FEATURE, f"lists and mappings are nested more than {DEEPEST} deep", "close the brackets")
        self._depth += 1
        data = [self._item(item) for item in node.value] if isinstance(node, yaml.SequenceNode) else self._mapping(node)
        self._depth -= 1
        return data

    def _is_marked(self, node: Any) -> bool:
        """Whether a node has a tag or an anchor, even one that changes nothing; notes it. No plain text starts with these signs."""
        start = node.start_mark.index
        if not self.text.startswith(("!", "&"), start):
            return False
        sign = self.text[start:].split(maxsplit=1)[0]
        if id(node) not in self._noted:
            what = f"the tag `{sign}`" if sign[0] == "!" else f"the anchor `{sign}`"
            self._note(node, codes.YAML_FEATURE, f"{what} is not used in sheets", "write the plain value; a text needs quotation marks")
        self._noted.add(id(node))
        return True

    def _item(self, node: Any) -> Any:
        if node.tag == _NULL:
            return self._note(node, codes.BAD_VALUE, "an entry of this list is empty", "give it a value, or delete the line")
        return self.read(node)

    def _mapping(self, node: Any) -> dict[str, Any]:
        data: dict[str, Any] = {}
        keys: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._note(
                    key_node, codes.YAML_FEATURE, "a key is one word, not a list or a mapping", "a text in brackets needs quotation marks"
                )
                continue
            if self._may_be_marked and self._is_marked(key_node):
                continue
            key = key_node.value
            if key in data:
                self._note(
                    key_node,
                    codes.DUPLICATE_KEY,
                    f"`{key}` stands twice; first on line {keys[key].start_mark.line + 1}",
                    "keep one of them",
                )
                continue
            keys[key] = key_node
            if value_node.tag == _NULL:
                self._note(key_node, codes.BAD_VALUE, f"`{key}` has no value", "give it one, or delete the line")
            data[key] = self.read(value_node)
        return data

    @staticmethod
    def _scalar(value: str, tag: str) -> str | bool | int | Decimal | None:
        if tag == "null":
            return None
        if tag == "bool":
            return value.lower() == "true"
        if tag == "int":
            return int(value, 0) if value[:2] in {"0o", "0x"} else int(value)
        return Decimal(value) if tag == "float" else value

    def _note(self, node: Any, code: codes.Code, message: str, hint: str = "") -> None:
        self.problems.append(problem(code, message, _place_of(self.shown, self.text, node), hint))


def locate(shown: str, text: str, path: Path, *, key: bool = False, find: str | None = None, nth: int = 0) -> Place:
    """Where a value stands in a sheet's text.

    Steps that the text does not have are passed over (a figure's inline value has no `values`), so the nearest place
    around it is found. The file is composed again for this: places are looked up only when something is wrong.
    """
    node = compose(text)
    key_node = None
    for step in path:
        found = _child(node, step)
        if found is not None:
            key_node, node = found
    if node is None:
        return place_at(shown, text, 0)
    if find is not None:
        at = text.find(find, node.start_mark.index, node.end_mark.index)
        for _ in range(nth):
            later = text.find(find, at + 1, node.end_mark.index)
            at = later if later >= 0 else at
        if at >= 0:
            return place_at(shown, text, at, width=len(find))
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
    start, end = node.start_mark.index, node.end_mark.index
    block = isinstance(node, yaml.MappingNode | yaml.SequenceNode) and not node.flow_style
    return place_at(shown, text, start, width=1 if block or "\n" in text[start:end] else end - start)


def place_at(shown: str, text: str, index: int, width: int = 1) -> Place:
    """The place of a position in the text; its end belongs to the last line that has something on it."""
    index = min(index, len(text.rstrip()))
    line = text.count("\n", 0, index)
    column = index - (text.rfind("\n", 0, index) + 1)
    shown_line = _line(text, line)
    return Place(shown, line + 1, column + 1, shown_line, max(1, min(width, len(shown_line) - column)))


def _line(text: str, number: int) -> str:
    lines = text.split("\n", number + 1)
    return lines[number] if number < len(lines) else ""


__all__ = ["DEEPEST", "locate", "place_at", "read_yaml", "stamp"]
