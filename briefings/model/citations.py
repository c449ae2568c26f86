"""Citations in their short and long forms: a source id, an id with its passages, or a list of either."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import Annotated, Any

from pydantic import WithJsonSchema
from pydantic_core import PydanticCustomError

from briefings.model.base import KeyPath, ReadBy, SourceId, shared
from briefings.text import prose


@dataclass(frozen=True, slots=True)
class Citation:
    """Points from a fact to a source and, best, to the passage in it."""

    source: SourceId
    passage: str | None
    path: KeyPath
    """Where it stands below its `cite` key: `()`, `(0,)`, `("source-id",)`, `(1, "source-id", 0)`."""
    is_quote: bool = False
    """True where no passage is given, and the quotation that cites the source stands for it."""


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
        found.append(Citation(_source_id(value, path), None, shared(path)))
    elif isinstance(value, dict) and value:
        for source, passages in value.items():
            where = (*path, source)
            source_id = _source_id(source, where, key=True)
            if isinstance(passages, list) and passages:
                found += [
                    Citation(source_id, _passage(item, (*where, n)), shared((*where, n)))
                    for n, item in enumerate(passages)
                ]
            else:
                found.append(Citation(source_id, _passage(passages, where), shared(where)))
    else:
        raise _wrong_cite("this is no citation", path)


def _source_id(value: object, path: KeyPath, *, key: bool = False) -> SourceId:
    found = _read_id(value) if isinstance(value, str) else None
    if found is None:
        raise _wrong_cite(
            f"`{value}` is no source id: small letters, digits and single hyphens", path, key=key
        )
    return found


@lru_cache(maxsize=1 << 16)
def _read_id(text: str) -> SourceId | None:
    # A source is cited again and again; its id is kept once.
    return SourceId(text) if prose.is_id(text) else None


def _passage(value: object, path: KeyPath) -> str:
    if not isinstance(value, str):
        raise _wrong_cite("a passage is text in quotation marks", path)
    words = " ".join(value.split())
    if not words:
        raise _wrong_cite("a passage has words", path)
    # The lock has the same words.
    return intern(words)


def _wrong_cite(message: str, path: KeyPath, *, key: bool = False) -> PydanticCustomError:
    return PydanticCustomError("cite", "{message}", {"message": message, "path": path, "key": key})


_CITE_SOURCE: dict[str, Any] = {"type": "string", "x-kind": "source"}
_CITE_PASSAGES: dict[str, Any] = {
    "type": "object",
    "minProperties": 1,
    "additionalProperties": {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]
    },
    "x-key-kind": "source",
}
_CITE_ONE: dict[str, Any] = {"anyOf": [_CITE_SOURCE, _CITE_PASSAGES]}
CITE_SCHEMA: dict[str, Any] = {
    "anyOf": [*_CITE_ONE["anyOf"], {"type": "array", "items": _CITE_ONE, "minItems": 1}]
}

Citations = Annotated[tuple[Citation, ...], ReadBy(_citations), WithJsonSchema(CITE_SCHEMA)]
"""A source id, `{source-id: "passage"}`, or a list of either."""
