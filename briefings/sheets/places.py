"""Locates values in the text of a sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import yaml

from briefings.model.base import KeyPath
from briefings.problems.problem import Place
from briefings.sheets.yaml_text import compose, parse, place_at, place_of_span


def locate(
    shown: str, text: str, path: KeyPath, *, key: bool = False, find: str | None = None, nth: int = 0
) -> Place:
    """The place of a value in a sheet's text, which is parsed again, since only problems need places.

    Steps of the path that the text lacks are skipped (a figure's inline value has no `values`).
    """
    at = _of_text(text).find(path, whole=find is not None)
    if at is None:
        return place_at(shown, text, 0)
    if find is not None:
        places = _places_of(find, text, at.value.start, at.value.end)
        if places:
            return place_at(shown, text, places[min(nth, len(places) - 1)], width=len(find))
    span = at.key if key and at.key is not None else at.value
    return place_of_span(shown, text, span.start, span.end, block=span.block)


class _Span(NamedTuple):
    """Where a node starts and ends."""

    start: int
    end: int
    block: bool
    """Whether it is a list or mapping without brackets."""


class _Position(NamedTuple):
    """A value and its key (None in a list)."""

    key: _Span | None
    value: _Span


@dataclass(slots=True)
class _Text:
    """Finds values in a text. The first one is searched from the start, which for `summary` takes a
    twentieth of the time of composing the whole; for more of them the whole is composed."""

    text: str
    is_first: bool = True

    def find(self, path: KeyPath, *, whole: bool) -> _Position | None:
        """The value that a path leads to; None if the text is empty. Without `whole`, the end of a `block` is
        not certain."""
        if self.is_first:
            self.is_first = False
            try:
                return _search(parse(self.text), path, whole=whole)
            except _StepMissing:
                pass
        node, key_node = compose(self.text), None
        for step in path:
            child = _child(node, step)
            if child is not None:
                key_node, node = child
        if node is None:
            return None
        return _Position(None if key_node is None else _span(key_node, key_node), _span(node, node))


@lru_cache(maxsize=16)
def _of_text(text: str) -> _Text:
    return _Text(text)


@lru_cache(maxsize=16)
def _places_of(words: str, text: str, start: int, end: int) -> tuple[int, ...]:
    """Where words occur in a part of a text; cached, since their places are often needed one after the
    other."""
    pattern = re.compile(f"(?={re.escape(words)})")
    return tuple(found.start() for found in pattern.finditer(text, start, end))


# ── In nodes ────────────────────────────────────────────────────────────────────────────────────────────────


def _child(node: Any, step: str | int) -> tuple[Any, Any] | None:
    """The key's node (None in a list) and the value's node that a step leads to."""
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    if isinstance(node, yaml.MappingNode):
        for key_node, value_node in node.value:
            if key_node.value == step:
                return key_node, value_node
    return None


_COLLECTIONS = (
    yaml.MappingNode,
    yaml.SequenceNode,
    yaml.MappingStartEvent,
    yaml.SequenceStartEvent,
)


def _span(first: Any, last: Any) -> _Span:
    """From the first event of a value to its last, or of a node."""
    block = isinstance(first, _COLLECTIONS) and not first.flow_style
    return _Span(first.start_mark.index, last.end_mark.index, block)


# ── In events ───────────────────────────────────────────────────────────────────────────────────────────────


class _StepMissing(Exception):
    """A step of the path leads nowhere, or the text is empty."""


def _search(events: Iterator[Any], path: KeyPath, *, whole: bool) -> _Position:
    """The value that a path leads to, from no more events than necessary; raises _StepMissing."""
    opening = next((event for event in events if not isinstance(event, _BEFORE)), None)
    key: _Span | None = None
    for step in path:
        if isinstance(opening, yaml.SequenceStartEvent) and isinstance(step, int):
            key, opening = None, _item(events, step)
        elif isinstance(opening, yaml.MappingStartEvent):
            key, opening = _value(events, step)
        else:
            raise _StepMissing
    if opening is None or isinstance(opening, yaml.StreamEndEvent):
        raise _StepMissing
    value = _span(opening, opening)
    return _Position(key, _span(opening, _end(opening, events)) if whole or not value.block else value)


_BEFORE = (yaml.StreamStartEvent, yaml.DocumentStartEvent)


def _item(events: Iterator[Any], number: int) -> Any:
    """The first event of an item of the list that has just begun."""
    for n, event in enumerate(_items(events)):
        if n == number:
            return event
        _end(event, events)
    raise _StepMissing


def _value(events: Iterator[Any], step: str | int) -> tuple[_Span, Any]:
    """The key of the mapping that has just begun, and the first event of its value."""
    for event in _items(events):
        last = _end(event, events)
        value = next(events)
        if isinstance(event, yaml.ScalarEvent) and event.value == step:
            return _span(event, last), value
        _end(value, events)
    raise _StepMissing


def _items(events: Iterator[Any]) -> Iterator[Any]:
    """The first event of each value up to the end of the collection that has just begun."""
    for event in events:
        if isinstance(event, yaml.CollectionEndEvent):
            return
        yield event


def _end(first: Any, events: Iterator[Any]) -> Any:
    """The last event of a value, after its first one."""
    depth = int(isinstance(first, yaml.CollectionStartEvent))
    last = first
    while depth:
        last = next(events)
        depth += isinstance(last, yaml.CollectionStartEvent) - isinstance(last, yaml.CollectionEndEvent)
    return last
