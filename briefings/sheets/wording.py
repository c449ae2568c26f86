"""Finds texts in a sheet's YAML that are cut short, wrongly quoted or placeholders."""

from __future__ import annotations

import re
from typing import Any

import yaml

from briefings.model import SheetModel
from briefings.model.base import OPENING, KeyPath, is_quoted
from briefings.model.keys import is_text
from briefings.problems import codes
from briefings.problems.problem import Problem, problem
from briefings.sheets.yaml_text import compose, place_at

_COMMENT = re.compile(r"[ \t]+#")
_PLACEHOLDER = re.compile(r"\s*(?:…|\.\.\.|(?:TODO|FIXME)\b.*|TBD|XXX+|[Ll]orem ipsum\b.*)\s*", re.DOTALL)

_SIGNS = (" #", "\t#", "…", "...", "TODO", "FIXME", "TBD", "XXX", "orem")
"""A text without escapes has such a problem only if it contains one of these, or a value that may begin with
a quotation mark."""
_BEGINS_QUOTED = {
    # A pattern that begins with one certain sign is found many times as fast (benchmarks/README.md).
    mark: re.compile(rf"{mark}(?:(?<=[:,\[{{\n].)|(?<=[:\-?,\[{{\s]\s.))")
    for mark in OPENING.replace('"', "")
}


def wording_problems(text: str, shown: str, model: type[SheetModel] | None) -> list[Problem]:
    """Problems with the texts in valid YAML; without a model, all its values are texts."""

    def published(path: KeyPath) -> bool:
        return model is None or is_text(model, path)

    found: list[Problem] = []
    may_be_quoted = any(mark in text and begins.search(text) for mark, begins in _BEGINS_QUOTED.items())
    if "\\" not in text and not may_be_quoted and not any(sign in text for sign in _SIGNS):
        return found  # as in most sheets
    may_be_cut = _COMMENT.search(text) is not None
    for path, node in _scalars(compose(text), (), []):
        start, end = node.start_mark.index, node.end_mark.index
        if _PLACEHOLDER.fullmatch(node.value) and published(path):
            message = f"{_name(path)} is a placeholder: {node.value.strip()}"
            place = place_at(shown, text, start, width=end - start)
            found.append(problem(codes.PLACEHOLDER, message, place, "replace it with the real text"))
        elif not node.style and "cite" in path and is_quoted(node.value) and published(path):
            inner = node.value[1:-1]
            message = "a passage in typographic quotation marks, which YAML reads as part of it"
            hint = f'write "{inner}", or "{node.value}" if the source has these marks'
            place = place_at(shown, text, start, width=end - start)
            found.append(problem(codes.BAD_CITATION, message, place, hint))
        elif (
            may_be_cut
            and not node.style
            and (comment := _COMMENT.match(text, end)) is not None
            and published(path)
        ):
            message = f"{_name(path)} ends at “{_last_words(node.value)}”: the ` #` after it starts a comment"
            hint = 'put the text in quotation marks: "…"; a comment gets a line of its own'
            found.append(problem(codes.TEXT_CUT, message, place_at(shown, text, comment.end() - 1), hint))
    return found


_Scalars = list[tuple[KeyPath, yaml.ScalarNode]]


def _scalars(node: Any, path: KeyPath, found: _Scalars) -> _Scalars:
    if isinstance(node, yaml.ScalarNode):
        found.append((path, node))
    elif isinstance(node, yaml.SequenceNode):
        for n, item in enumerate(node.value):
            _scalars(item, (*path, n), found)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _scalars(value, (*path, key.value), found)
    return found


def _name(path: KeyPath) -> str:
    if "cite" in path:
        return "the passage"
    return next((f"`{step}`" for step in reversed(path) if isinstance(step, str)), "the text")


def _last_words(text: str) -> str:
    words = text.split()
    return f"… {' '.join(words[-4:])}" if len(words) > 4 else text
