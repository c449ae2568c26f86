"""Citations in their short and long forms: a source id, an id with its passages, or a list of either."""

from __future__ import annotations

from functools import lru_cache
from sys import intern
from typing import Annotated, Any, NamedTuple

from pydantic import WithJsonSchema
from pydantic_core import PydanticCustomError

from briefings.model.base import KeyPath, ReadBy, SourceId, intern_path
from briefings.text import prose


class Citation(NamedTuple):
    """A citation: a source and, ideally, the passage in it that supports the fact."""

    source: SourceId
    passage: str | None
    path: KeyPath
    """The path below the `cite` key: `()`, `(0,)`, `("source-id",)`, `(1, "source-id", 0)`."""
    is_quote: bool = False
    """Whether the passage is the quotation itself, because none was given."""


def _citations(value: object) -> tuple[Citation, ...]:
    found: list[Citation] = []
    if isinstance(value, list) and value:
        for n, item in enumerate(value):
            _read_cite(item, (n,), found)
    else:
        _read_cite(value, (), found)
    return tuple(found)


def _read_cite(value: object, path: KeyPath, found: list[Citation]) -> None:
    if isinstance(value, str):
        found.append(Citation(_source_id(value, path), None, intern_path(path)))
        return
    if not isinstance(value, dict) or not value:
        raise _wrong_cite("this is not a citation", path)
    for key, passages in value.items():
        where = (*path, key)
        source = _source_id(key, where, key=True)
        if isinstance(passages, list) and passages:
            for n, passage in enumerate(passages):
                found.append(Citation(source, _passage(passage, (*where, n)), intern_path((*where, n))))
        else:
            found.append(Citation(source, _passage(passages, where), intern_path(where)))


def _source_id(value: object, path: KeyPath, *, key: bool = False) -> SourceId:
    source = _read_id(value) if isinstance(value, str) else None
    if source is None:
        raise _wrong_cite(
            f"`{value}` is not a source id: small letters, digits and single hyphens", path, key=key
        )
    return source


@lru_cache(maxsize=1 << 16)
def _read_id(text: str) -> SourceId | None:
    # Cached, because sources are cited many times.
    return SourceId(text) if prose.is_id(text) else None


def _passage(value: object, path: KeyPath) -> str:
    if not isinstance(value, str):
        raise _wrong_cite("a passage is text in quotation marks", path)
    words = " ".join(value.split())
    if not words:
        raise _wrong_cite("a passage cannot be empty", path)
    # The lock contains the same text.
    return intern(words)


def _wrong_cite(message: str, path: KeyPath, *, key: bool = False) -> PydanticCustomError:
    return PydanticCustomError("cite", "{message}", {"message": message, "path": path, "key": key})


_CITE_ONE: dict[str, Any] = {
    "x-kind": "source",
    "x-key-kind": "source",
    "minProperties": 1,
    "additionalProperties": {"type": ["string", "array"], "items": {"type": "string"}, "minItems": 1},
}
CITE_SCHEMA: dict[str, Any] = {
    "type": ["string", "object", "array"],
    **_CITE_ONE,
    # Editors offer in a list what they offer in its place.
    "items": {"type": ["string", "object"], **_CITE_ONE, "x-offered-above": True},
    "minItems": 1,
}

Citations = Annotated[tuple[Citation, ...], ReadBy(_citations), WithJsonSchema(CITE_SCHEMA)]
"""A source id, `{source-id: "passage"}`, or a list of either."""
