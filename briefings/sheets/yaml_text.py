"""Reads YAML by the YAML 1.2 core schema, and explains what is wrong with it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from briefings.problems import codes
from briefings.problems.problem import Place, Problem, problem
from briefings.sheets import yaml_mistakes
from briefings.store import reading
from briefings.store.reading import ReadError
from briefings.text import limits
from briefings.text.characters import Hidden, first_hidden, is_blank

if TYPE_CHECKING:
    from yaml import SafeLoader as _Base
else:
    _Base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


_TAG = "tag:yaml.org,2002:"
_TEXT, _NULL, _SEQUENCE, _MAPPING = f"{_TAG}str", f"{_TAG}null", f"{_TAG}seq", f"{_TAG}map"


class _Composer(_Base):
    """Composes nodes by the YAML 1.2 core schema: `NO`, `12:30` and `2025-07-26` stay text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  # declared so by PyYAML

    # PyYAML's resolver without its rules by path, which are not used.

    def descend_resolver(self, parent: Any, index: Any, /) -> None: ...

    def ascend_resolver(self) -> None: ...

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any, /) -> str:
        """The tag of a node without an explicit one."""
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
    (
        "float",
        r"[-+]?(?:\.[0-9]{1,40}|[0-9]{1,40}(?:\.[0-9]{0,40})?)(?:[eE][-+]?[0-9]{1,3})?",
        list("-+.0123456789"),
    ),
):
    _Composer.add_implicit_resolver(_TAG + _tag, re.compile(f"(?:{_pattern})$"), _first)


def reads_as_text(plain: str) -> bool:
    """Whether an unquoted value is text, and not a number, true or false, or nothing."""
    resolvers = _Composer.yaml_implicit_resolvers.get(plain[:1], ())
    return not any(pattern.match(plain) for _, pattern in resolvers)


def read_yaml(text: str, shown: str) -> tuple[Any, list[Problem]]:
    """The data of a YAML text, and problems with it as YAML; the data is valid only if there are none."""
    node, problems = read_nodes(text, shown)
    if node is None:
        return None, problems
    reader = _Reader(shown, text)
    return reader.read(node), reader.problems


def read_nodes(text: str, shown: str) -> tuple[Any, list[Problem]]:
    """The node tree of a YAML text, and problems with it; None if it is empty or has problems."""
    problems = text_problems(text, shown)
    if problems:
        return None, problems
    try:
        return compose(text), []
    except yaml.YAMLError as error:
        found = yaml_mistakes.mistake(error, text, _Composer)
        code = codes.YAML_FEATURE if yaml_mistakes.is_nesting(found) else codes.YAML_SYNTAX
        return None, [problem(code, found.message, place_at(shown, text, found.at), found.hint)]
    except RecursionError:  # where PyYAML was built without libyaml, which counts the levels itself
        return None, [problem(codes.YAML_FEATURE, _NESTED, Place(shown), "close the brackets")]


def read_settings(path: Path, shown: str, *, largest: int) -> tuple[str, Any] | list[Problem]:
    """The text and node tree of a YAML file of the host (mkdocs.yml, fixed words), or problems with it.

    Unlike sheets, it may contain tags, anchors and aliases; but the values that aliases repeat are counted.
    """
    try:
        raw = reading.read(path, largest=largest)
        text = unify_lines(raw.decode("utf-8-sig"))
    except ReadError as error:
        return [problem(codes.BAD_SETTING, f"{shown} {error}", Place(shown), error.hint)]
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"{shown} must be UTF-8 text"
        return [problem(codes.BAD_SETTING, message, Place(shown, line), "save it with that encoding")]
    node, problems = read_nodes(text, shown)
    if node is not None:
        problems = list(_alias_problems(node, shown, text))
    return [replace(found, code=codes.BAD_SETTING) for found in problems] if problems else (text, node)


def unify_lines(text: str) -> str:
    """The text with line feeds as line ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _alias_problems(root: Any, shown: str, text: str) -> Iterator[Problem]:
    """Hidden characters in escapes, and values that are too deep or, as aliases repeat them, too many."""
    ahead, count, seen, has_escapes = [(root, 0)], 0, set[int](), "\\" in text
    while ahead:
        node, level = ahead.pop()
        count += 1
        if level > limits.NESTING:
            hint = "close the brackets, and let no alias repeat the value that contains it"
            yield problem(codes.YAML_FEATURE, _NESTED, Place(shown), hint)
            return
        if count > limits.NODES:
            message = f"with its aliases the file has more than {limits.NODES:,} values"
            yield problem(codes.TOO_LARGE, message, Place(shown), "write fewer aliases (`*name`)")
            return
        if not isinstance(node, yaml.ScalarNode):
            is_list = isinstance(node, yaml.SequenceNode)
            ahead += (
                (inner, level + 1) for inner in (node.value if is_list else chain.from_iterable(node.value))
            )
        elif has_escapes and id(node) not in seen and (found := first_hidden(node.value)) is not None:
            seen.add(id(node))
            yield _hidden_problem(shown, text, node, found)


_NESTED = f"lists and mappings are nested more than {limits.NESTING} deep"


def text_problems(text: str, shown: str) -> list[Problem]:
    """Problems of any file of text: invisible characters, and lines that are too long to show."""
    found = first_hidden(text)
    if found is not None:
        place = place_at(shown, text, found.start)
        return [problem(codes.HIDDEN_CHARACTER, found.message, place, found.hint)]
    is_long = len(text) > limits.LINE and max(map(len, text.split("\n"))) > limits.LINE
    if is_long and (long := _LONG_LINE.search(text)) is not None:
        line = text.count("\n", 0, long.start()) + 1
        length = len(text[long.start() :].partition("\n")[0])
        message = f"the line has {length:,} characters; a line has at most {limits.LINE:,}"
        hint = "break it where there is a space, and indent what follows"
        return [problem(codes.TOO_LARGE, message, Place(shown, line), hint)]
    return []


_LONG_LINE = re.compile(f"[^\n]{{{limits.LINE + 1}}}")


@lru_cache(maxsize=2)  # the trees of more sheets would be in the way of the processor's own caches
def compose(text: str) -> Any:
    """The node tree of a YAML text, with the position of each node."""
    loader = _Composer(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


_KEEPS_ZEROS = re.compile(r"-?0\d")
"""Digits that a number would lose: the year 0476 is not 476, and the bill 007 not 7. They stay text."""


class _Reader:
    """Turns nodes into plain data, and collects problems: duplicate keys, empty values, tags and anchors."""

    def __init__(self, shown: str, text: str) -> None:
        self.shown = shown
        self.text = text
        self.problems: list[Problem] = []
        self._noted: set[int] = set()
        self._may_be_marked = "!" in text or "&" in text
        self._has_escapes = "\\" in text
        self._depth = 0

    def read(self, node: Any) -> Any:
        """The data of a node; None if there is a problem."""
        if self._may_be_marked and self._is_marked(node):
            return None
        if isinstance(node, yaml.ScalarNode):
            if node.tag != _TEXT:
                return self._scalar(node.value, node.tag.removeprefix(_TAG))
            # Most texts begin with a letter, and so have something visible.
            if self._has_escapes or len(node.value) > limits.TEXT or not node.value[:1].isalnum():
                self._judge(node)
            return node.value
        if self._depth == limits.NESTING:
            return self._note(node, codes.YAML_FEATURE, _NESTED, "close the brackets")
        if len(node.value) > limits.ENTRIES:
            count = f"there are {len(node.value):,} entries"
            message = f"{count}; a list or mapping has at most {limits.ENTRIES:,}"
            return self._note(node, codes.TOO_LARGE, message, "split the sheet")
        self._depth += 1
        is_list = isinstance(node, yaml.SequenceNode)
        data = [self._item(item) for item in node.value] if is_list else self._mapping(node)
        self._depth -= 1
        return data

    def _judge(self, node: Any) -> None:
        """Check a text."""
        value: str = node.value
        if len(value) > limits.TEXT:
            message = f"the text has {len(value):,} characters; a text has at most {limits.TEXT:,}"
            self._note(node, codes.TOO_LARGE, message, "split it, or leave out what readers do not need")
        elif self._has_escapes and node.style == '"' and (found := first_hidden(value)) is not None:
            self.problems.append(_hidden_problem(self.shown, self.text, node, found))
        elif value and is_blank(value):
            message, hint = "this text has only invisible characters", "give it words, or delete the line"
            self._note(node, codes.HIDDEN_CHARACTER, message, hint)

    def _judge_key(self, node: Any) -> bool:
        """Check a key; returns whether it is valid."""
        if len(node.value) > limits.KEY:
            message = f"a key has at most {limits.KEY} characters, and this one has {len(node.value):,}"
            self._note(node, codes.TOO_LARGE, message, "text belongs after the `:`")
        elif self._has_escapes and (found := first_hidden(node.value)) is not None:
            self.problems.append(_hidden_problem(self.shown, self.text, node, found))
        elif "\n" in node.value or not node.value:
            self._note(node, codes.BAD_VALUE, "a key is one word, on one line", "write `key: value`")
        else:
            return True
        return False

    def _is_marked(self, node: Any) -> bool:
        """Whether a node has a tag or an anchor, which is a problem. No plain text starts with these
        signs."""
        start = node.start_mark.index
        if not self.text.startswith(("!", "&"), start):
            return False
        # Only so many characters are searched for the end of the tag or anchor.
        sign = self.text[start : start + limits.KEY].split(maxsplit=1)[0]
        if id(node) not in self._noted:
            what = f"the tag `{sign}`" if sign[0] == "!" else f"the anchor `{sign}`"
            hint = "write the plain value; a text needs quotation marks"
            self._note(node, codes.YAML_FEATURE, f"{what} is not used in sheets", hint)
        self._noted.add(id(node))
        return True

    def _item(self, node: Any) -> Any:
        if node.tag == _NULL:
            message, hint = "an entry of this list is empty", "give it a value, or delete the line"
            return self._note(node, codes.BAD_VALUE, message, hint)
        return self.read(node)

    def _mapping(self, node: Any) -> dict[str, Any]:
        data: dict[str, Any] = {}
        keys: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                message = "a key is one word, not a list or a mapping"
                hint = "a text in brackets needs quotation marks"
                self._note(key_node, codes.YAML_FEATURE, message, hint)
                continue
            if self._may_be_marked and self._is_marked(key_node):
                continue
            key = key_node.value
            if not self._judge_key(key_node):
                continue
            if key in data:
                first = keys[key].start_mark.line + 1
                message = f"`{key}` is there twice; first on line {first}"
                self._note(key_node, codes.DUPLICATE_KEY, message, "keep one of them")
                continue
            keys[key] = key_node
            if value_node.tag == _NULL:
                start, end = key_node.start_mark, key_node.end_mark.index
                before = self.text[start.index - start.column : start.index]
                after = self.text[end : end + _LONGEST_COMMENT].partition("\n")[0]
                message, hint = yaml_mistakes.no_value(key, before, after)
                self._note(key_node, codes.BAD_VALUE, message, hint)
            data[key] = self.read(value_node)
        return data

    @staticmethod
    def _scalar(value: str, tag: str) -> str | bool | int | Decimal | None:
        if tag == "null":
            return None
        if tag == "bool":
            return value.lower() == "true"
        if tag == "int" and _KEEPS_ZEROS.match(value):
            return value
        if tag == "int":
            return int(value, 0) if value[:2] in {"0o", "0x"} else int(value)
        return Decimal(value) if tag == "float" else value

    def _note(self, node: Any, code: codes.Code, message: str, hint: str = "") -> None:
        self.problems.append(problem(code, message, place_of(self.shown, self.text, node), hint))


_LONGEST_COMMENT = 300
"""Characters after a key that are searched for a comment."""
_ESCAPE = re.compile(
    r"\\(?:x(?P<two>[0-9a-fA-F]{2})|u(?P<four>[0-9a-fA-F]{4})|U(?P<eight>[0-9a-fA-F]{8})|(?P<letter>.))",
    re.DOTALL,
)
_LETTERS = {
    "0": "\0",
    "a": "\a",
    "b": "\b",
    "v": "\v",
    "f": "\f",
    "r": "\r",
    "e": "\x1b",
    "N": "\x85",
    "L": "\u2028",
    "P": "\u2029",
}


def _character(escape: re.Match[str]) -> str:
    """The character that an escape in double quotation marks represents."""
    digits = escape["two"] or escape["four"] or escape["eight"]
    return chr(int(digits, 16)) if digits else _LETTERS.get(escape["letter"], escape["letter"])


def _hidden_problem(shown: str, text: str, node: Any, found: Hidden) -> Problem:
    """The problem of a hidden character in a value, at its escape."""
    place = place_of(shown, text, node)
    for escape in _ESCAPE.finditer(text, node.start_mark.index, node.end_mark.index):
        if _character(escape) == found.character:
            place = place_at(shown, text, escape.start(), width=len(escape[0]))
            break
    return problem(codes.HIDDEN_CHARACTER, found.message, place, found.hint)


def place_of(shown: str, text: str, node: Any) -> Place:
    """The place of a node; the caret underlines the whole of it if it is on one line."""
    start, end = node.start_mark.index, node.end_mark.index
    is_block = isinstance(node, yaml.MappingNode | yaml.SequenceNode) and not node.flow_style
    return place_at(shown, text, start, width=1 if is_block or "\n" in text[start:end] else end - start)


def place_at(shown: str, text: str, index: int, width: int = 1) -> Place:
    """The place of a position in the text; its end belongs to the last line that has something on it."""
    starts, length = _lines(text)
    index = min(index, length)
    number = bisect_right(starts, index)
    start, end = starts[number - 1], text.find("\n", index)
    line, column = text[start : end if end >= 0 else None], index - start
    return Place(shown, number, column + 1, line, max(1, min(width, len(line) - column)))


@lru_cache(maxsize=1)
def _lines(text: str) -> tuple[list[int], int]:
    """Where the lines of a text start, and its length without white space at the end.

    Remembered, because each of the thousand words of a language has a place: counting the lines
    before each one took 10 ms of every command.
    """
    return [0, *(end.end() for end in re.finditer("\n", text))], len(text.rstrip())
