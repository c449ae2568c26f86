"""What the models of all sheets have in common: the strict base class, ids, references, text and dates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Annotated, Any, ClassVar, Self, TypeVar, cast, dataclass_transform

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    StrictBool,
    StringConstraints,
    TypeAdapter,
    WithJsonSchema,
)
from pydantic.dataclasses import dataclass as pydantic_dataclass
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError, SchemaValidator, core_schema

from briefings.model.about import About, Weight
from briefings.model.dates import EDTF_PATTERN, Date
from briefings.text import prose

KeyPath = tuple[str | int, ...]
"""The path of a value in a sheet, as keys and indexes: `("timeline", 0, "cite")`."""


class _Declared(type):
    """The metaclass of `Model`: makes the fields of a class available as `model_fields`."""

    __pydantic_fields__: dict[str, FieldInfo]

    @property
    def model_fields(cls) -> dict[str, FieldInfo]:
        """The fields, by their names in Python."""
        return cls.__pydantic_fields__


class Model(metaclass=_Declared):
    """A part of a sheet. Instances are immutable; unknown keys are refused. Decorate subclasses with `part`.

    This is not pydantic's `BaseModel`, because its instances need five times as much memory and a third more
    time: each has a dictionary and a set of the keys that were given.
    """

    __slots__ = ()
    __pydantic_validator__: ClassVar[SchemaValidator]

    @classmethod
    def model_validate(cls, data: object) -> Self:
        """Creates an instance from data; raises pydantic's `ValidationError`."""
        return cast("Self", cls.__pydantic_validator__.validate_python(data))

    @classmethod
    def model_json_schema(cls) -> dict[str, Any]:
        """The JSON Schema, with keys as curators write them."""
        return TypeAdapter(cls).json_schema(by_alias=True)


M = TypeVar("M", bound=Model)


def declare(
    *examples: Any, what: str = "", weight: Weight | None = None, called: str = "", **options: Any
) -> Any:
    """Declares a key by examples of its value. The docstring below it is its meaning, and `About` says what a
    change of it means, if its type does not; `options` are those of pydantic's `Field`."""
    field: FieldInfo = Field(examples=list(examples), **options)
    field.metadata.append(About(what, weight, called))
    return field


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(declare,))
def part(model: type[M]) -> type[M]:
    """Decorator for subclasses of `Model`: makes a strict, immutable dataclass of the declared keys."""
    config = ConfigDict(extra="forbid", use_attribute_docstrings=True)
    return cast("type[M]", pydantic_dataclass(frozen=True, slots=True, kw_only=True, config=config)(model))


Id = Annotated[str, StringConstraints(pattern=f"^{prose.ID_PATTERN}$", max_length=80)]
"""Small letters, digits and single hyphens, because ids are part of addresses."""


def is_anchor(value: str) -> bool:
    """Whether words can be the end of an address of an entry: letters and digits of any script, with their
    vowel signs, in words joined by single hyphens."""
    if _PLAIN_ANCHOR.fullmatch(value) is not None:
        return True  # most are, and their letters need not be looked up (benchmarks/README.md)
    if value[:1] == "_":
        return False
    return all(
        word and unicodedata.category(word[0])[0] != "M" and all(map(_is_of_a_word, word))
        for word in value.split("-")
    )


_PLAIN_ANCHOR = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def _is_of_a_word(sign: str) -> bool:
    return sign == "_" or unicodedata.category(sign)[0] in "LMN"


def _anchor(value: str) -> str:
    if not is_anchor(value):
        raise PydanticCustomError("anchor", "an anchor consists of letters, digits and single hyphens")
    return value


Anchor = Annotated[str, StringConstraints(max_length=200), AfterValidator(_anchor)]
"""The end of an address of an entry, in any script."""


def _one_line(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


Line = Annotated[str, BeforeValidator(_one_line), StringConstraints(min_length=1)]
"""Plain text on one line, without markup."""

OPENING, _CLOSING = '“„«‹‟"', '”“»›"'


def is_quoted(text: str) -> bool:
    """Whether a text as a whole is in quotation marks and contains no others."""
    inner = text[1:-1]
    return (
        len(text) > 2
        and text[0] in OPENING
        and text[-1] in _CLOSING
        and not any(c in OPENING + _CLOSING for c in inner)
    )


def _unquoted(value: str) -> str:
    if is_quoted(value):
        raise PydanticCustomError(
            "quoted", "the words are in quotation marks", {"hint": "leave them out: pages add them"}
        )
    return value


Quote = Annotated[Line, AfterValidator(_unquoted)]
"""Somebody's exact words, without quotation marks around them."""

Flag = StrictBool
"""true or false; nothing else is converted."""


class Prose(str):
    """Markdown with `[[actor]]`, `[[id|other words]]` and `[@source]`. Raw HTML is shown as text."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls, core_schema.str_schema(strip_whitespace=True, min_length=1)
        )


class Ref(str):
    """The id of a sheet or event of a certain `kind`."""

    __slots__ = ()
    kind: ClassVar[str]

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(
            _cached_type(cls),
            core_schema.str_schema(
                pattern=f"^{prose.ID_PATTERN}$",
                max_length=80,
                metadata={"pydantic_js_updates": {"x-kind": cls.kind}},
            ),
        )


@cache
def _cached_type(kind: type[Ref]) -> Callable[[str], Ref]:
    """A cached constructor, because the same ids are used many times."""
    return lru_cache(maxsize=1 << 16)(kind)


class ActorId(Ref):
    """The id of an actor sheet."""

    __slots__ = ()
    kind = "actor"


class BriefingId(Ref):
    """The id of a briefing sheet."""

    __slots__ = ()
    kind = "briefing"


class SourceId(Ref):
    """The id of a source sheet."""

    __slots__ = ()
    kind = "source"


class TopicId(Ref):
    """The id of a topic sheet."""

    __slots__ = ()
    kind = "topic"


class EventId(Ref):
    """The id of an event in the timeline of a briefing."""

    __slots__ = ()
    kind = "event"


@dataclass(frozen=True, slots=True)
class ReadBy:
    """Annotates a value that the function `read` converts or refuses.

    Replaces pydantic's `PlainValidator`, which also prepares serialization: a third of the time of loading.
    """

    read: Callable[[object], object]

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)


def _date(value: object) -> Date:
    if not isinstance(value, str):
        value = _date_text(value)
    if value is None:
        raise PydanticCustomError("date", "a date is written as 2025-07-26, 2025-07 or 2025")
    try:
        return Date.parse(value)
    except ValueError as error:
        raise PydanticCustomError("date", "{why}", {"why": str(error)}) from None


def _date_text(value: object) -> str | None:
    """The text of a date that YAML reads as something else: a year is a number, and one of a set,
    `[2023-11-16,2023-11-17]`, is a list."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and all(isinstance(part, str | int) for part in value):
        return f"[{','.join(str(part) for part in value)}]"
    return None


_WHEN_SCHEMA: dict[str, Any] = {
    # Not `anyOf`: editors repeat the meaning of a key for each of its forms.
    "type": ["string", "integer", "array"],
    "pattern": EDTF_PATTERN,
    "items": {"type": ["string", "integer"]},
    "minItems": 1,
}

When = Annotated[Date, ReadBy(_date), WithJsonSchema(_WHEN_SCHEMA)]
"""An EDTF date: `2025-07-26`, `2025-07`, `2025`, `2025-07-26/2025-07-28`, `2026-07-16/..`, `2025-07~`,
`2025?`, `[2023-11-16,2023-11-17]`."""


def _day(value: object) -> Date:
    date = _date(value)
    if not date.is_day or (date.year or 0) < 1:
        raise PydanticCustomError("day", "a full day is needed here, such as 2025-07-26")
    return date


DAY_PATTERN = r"^\d{4}-\d{2}-\d{2}$"

Day = Annotated[Date, ReadBy(_day), WithJsonSchema({"type": "string", "pattern": DAY_PATTERN})]
"""A full day, `2025-07-26`."""


@lru_cache(maxsize=1 << 16)
def intern_path(path: KeyPath) -> KeyPath:
    """An equal path, stored once, because many sheets have the same paths."""
    return path


@part
class SheetModel(Model):
    """The keys that all kinds of sheets have."""

    MUST_CITE: ClassVar[bool] = False
    """Whether the summary must cite a source."""

    moved_from: tuple[Id, ...] = declare(
        ["old-id"],
        default=(),
        called="earlier ids",
        description="Earlier ids of this sheet. Their addresses lead to this page.",
    )
    withdrawn: Line | None = declare(
        "Rested on a report that its publisher retracted.",
        default=None,
        what="status",
        called="reason for the withdrawal",
        description="Why the sheet was withdrawn. Its page then shows only this reason.",
    )
    draft: Flag = declare(
        True, default=False, what="status", description="true: the sheet is not published yet."
    )

    @property
    def headline(self) -> str:
        """The title of the sheet on pages."""
        raise NotImplementedError

    @property
    def sort_name(self) -> str:
        """What lists sort the sheet by."""
        return self.headline
