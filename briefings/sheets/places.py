"""Locates values in the text of a sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from briefings.model.base import KeyPath
from briefings.problems.problem import Place
from briefings.sheets.yaml_text import compose, place_at, place_of


def locate(
    shown: str, text: str, path: KeyPath, *, key: bool = False, find: str | None = None, nth: int = 0
) -> Place:
    """The place of a value in a sheet's text, which is parsed again, since only problems need places."""
    at = spot(text, path)
    if at is None:
        return place_at(shown, text, 0)
    if find is not None:
        pattern, node = re.compile(f"(?={re.escape(find)})"), at.node
        places = [m.start() for m in pattern.finditer(text, node.start_mark.index, node.end_mark.index)]
        if places:
            return place_at(shown, text, places[min(nth, len(places) - 1)], width=len(find))
    return place_of(shown, text, at.key if key and at.key is not None else at.node)


@dataclass(frozen=True, slots=True)
class Spot:
    """A value in a sheet's text, with what contains it."""

    node: Any
    key: Any = None
    """The node of its key; None in a list."""
    above: Any = None
    """The list or mapping that it is in."""


def spot(text: str, path: KeyPath) -> Spot | None:
    """The value that a path leads to; None if the text is empty. Steps of the path that the text lacks are
    skipped (a figure's inline value has no `values`)."""
    found = Spot(compose(text))
    if found.node is None:
        return None
    for step in path:
        node = found.node
        if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            found = Spot(node.value[step], None, node)
        elif isinstance(node, yaml.MappingNode):
            found = next((Spot(value, key, node) for key, value in node.value if key.value == step), found)
    return found
