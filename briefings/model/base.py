"""What all sheets share: the strict base model, ids and references, prose, and citations in their short and
long forms."""

from __future__ import annotations

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

from briefings.model.dates import EDTF_PATTERN, Date
from briefings.text import prose

KeyPath = tuple[str | int, ...]
"""Keys and indexes that lead to a value in a sheet, as `("timeline", 0, "cite")`."""


class _Declared(type):
    """What the classes of parts know of themselves."""

    __pydantic_fields__: dict[str, FieldInfo]

    @property
    def model_fields(cls) -> dict[str, FieldInfo]:
        """Their keys, by the names that they have in Python."""
        return cls.__pydantic_fields__


class Model(metaclass=_Declared):
    """A part of a sheet: immutable, and any key that is not declared is refused. Each is declared with
    `part`.

    Not pydantic's `BaseModel`, each of whose instances keeps a dictionary of its own and a set of the keys
    that were given: five times as much memory, for a site of thousands of sheets the most of all, and a third
    more time.
    """

    __slots__ = ()
    __pydantic_validator__: ClassVar[SchemaValidator]

    @classmethod
    def model_validate(cls, data: object) -> Self:
        """What data say; raises pydantic's `ValidationError`."""
        return cast("Self", cls.__pydantic_validator__.validate_python(data))

    @classmethod
    def model_json_schema(cls) -> dict[str, Any]:
        """A JSON Schema, with keys as they are written."""
        return TypeAdapter(cls).json_schema(by_alias=True)


M = TypeVar("M", bound=Model)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(Field,))
def part(model: type[M]) -> type[M]:
    """Makes a part of a sheet of a class that declares its keys."""
    config = ConfigDict(extra="forbid", use_attribute_docstrings=True)
    return cast("type[M]", pydantic_dataclass(frozen=True, slots=True, kw_only=True, config=config)(model))


Id = Annotated[str, StringConstraints(pattern=f"^{prose.ID_PATTERN}$", max_length=80)]
"""Small letters, digits and single hyphens: it becomes part of an address."""


def _one_line(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value


Line = Annotated[str, BeforeValidator(_one_line), StringConstraints(min_length=1)]
"""Plain words on one line: nothing in them is markup."""

_OPENING, _CLOSING = '“„«‹‟"', '”“»›"'


def quoted(text: str) -> bool:
    """Whether quotation marks stand around a text as a whole, and none in it."""
    inner = text[1:-1]
    return (
        len(text) > 2
        and text[0] in _OPENING
        and text[-1] in _CLOSING
        and not any(c in _OPENING + _CLOSING for c in inner)
    )


def _unquoted(value: str) -> str:
    if quoted(value):
        raise PydanticCustomError(
            "quoted", "quotation marks stand around the words", {"hint": "leave them out: pages add them"}
        )
    return value


Quote = Annotated[Line, AfterValidator(_unquoted)]
"""Somebody's very words, without quotation marks around them."""

Flag = StrictBool
"""true or false, and nothing that only resembles them."""


class Prose(str):
    """Markdown with `[[actor]]`, `[[id|other words]]` and `[@source]`; raw HTML is shown as text."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(
            cls, core_schema.str_schema(strip_whitespace=True, min_length=1)
        )


class Ref(str):
    """The id of another sheet (or event); `kind` says of which kind it must be."""

    __slots__ = ()
    kind: ClassVar[str]

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_after_validator_function(
            _each_once(cls),
            core_schema.str_schema(
                pattern=f"^{prose.ID_PATTERN}$",
                max_length=80,
                metadata={"pydantic_js_updates": {"x-kind": cls.kind}},
            ),
        )


@cache
def _each_once(kind: type[Ref]) -> Callable[[str], Ref]:
    """Makes ids of a kind: the same few are named again and again, and are kept once."""
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
    """The id of an event, given in some briefing's timeline."""

    __slots__ = ()
    kind = "event"


@dataclass(frozen=True, slots=True)
class ReadBy:
    """A value that a function reads, or refuses. What it returns is taken as it is.

    Unlike pydantic's `PlainValidator`, which first works out how each part of that could be written again: a
    third of all loading.
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
        raise PydanticCustomError("date", "a date is written like 2025-07-26, 2025-07 or 2025")
    try:
        return Date.parse(value)
    except ValueError as error:
        raise PydanticCustomError("date", "{why}", {"why": str(error)}) from None


def _date_text(value: object) -> str | None:
    """What is no text to YAML, and may be a date: a year is a number, and one-of-a-set,
    `[2023-11-16,2023-11-17]`, a list."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and all(isinstance(part, str | int) for part in value):
        return f"[{','.join(str(part) for part in value)}]"
    return None


_WHEN_SCHEMA: dict[str, Any] = {
    "anyOf": [
        {"type": ["string", "integer"], "pattern": EDTF_PATTERN},
        {"type": "array", "items": {"type": ["string", "integer"]}, "minItems": 1},
    ]
}

When = Annotated[Date, ReadBy(_date), WithJsonSchema(_WHEN_SCHEMA)]
"""An EDTF date: `2025-07-26`, `2025-07`, `2025`, `2025-07-26/2025-07-28`, `2026-07-16/..`, `2025-07~`,
`2025?`, `[2023-11-16,2023-11-17]`."""


def _day(value: object) -> Date:
    date = _date(value)
    if not date.is_day:
        raise PydanticCustomError("day", "a full day is needed here, like 2025-07-26")
    return date


DAY_PATTERN = r"^\d{4}-\d{2}-\d{2}$"

Day = Annotated[Date, ReadBy(_day), WithJsonSchema({"type": "string", "pattern": DAY_PATTERN})]
"""A full day, `2025-07-26`."""


@lru_cache(maxsize=1 << 16)
def shared(path: KeyPath) -> KeyPath:
    """The same path, kept once for all places that have it."""
    return path


@part
class SheetModel(Model):
    """What any sheet may say, whatever its kind."""

    MUST_CITE: ClassVar[bool] = False
    """Whether its summary needs a source."""

    moved_from: tuple[Id, ...] = Field(
        default=(), description="Ids this sheet had before; their addresses lead here.", examples=[["old-id"]]
    )
    withdrawn: Line | None = Field(
        default=None,
        description="Why the sheet was taken back; its page says so and nothing else.",
        examples=["Rested on a report that its publisher retracted."],
    )
    draft: Flag = Field(default=False, description="true: not published yet.", examples=[True])

    @property
    def headline(self) -> str:
        """What the sheet is called on pages."""
        raise NotImplementedError
