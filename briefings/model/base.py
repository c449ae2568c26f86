"""What all sheets share: the strict base model, ids and references, prose, and citations in their short and
long forms."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from sys import intern
from typing import Annotated, Any, ClassVar, NamedTuple, Self, TypeVar, cast, dataclass_transform

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
from briefings.text import limits, prose

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


LARGEST_NUMBER = 10**18
"""Nothing that articles count is larger; and all programs that read our data can hold what is smaller."""


_GROUPED = re.compile(r"[-+]?\d{1,3}(?:(?P<sign>[,.'’ \u00a0\u202f])\d{3})(?:(?P=sign)\d{3})*", re.ASCII)
_THREE_DECIMALS = re.compile(r"-?[1-9]\d{0,2}\.\d\d0")
_WITH_COMMA = re.compile(r"[-+]?\d+,\d+", re.ASCII)
_WITH_UNIT = re.compile(r"(?P<before>\D*?)(?P<number>[-+]?\d+(?:[.,]\d+)?)(?P<after>\D*)", re.ASCII)


def _number_hint(text: str) -> str:
    """What to write for a text that was meant as a number."""
    text = text.strip()
    if re.fullmatch(r"[-+]?\d+(?:\.\d+)?", text, re.ASCII):
        return f"write it without quotation marks: {text}"
    if _GROUPED.fullmatch(text):
        return f"a number has no thousands separators: write {re.sub('[^0-9+-]', '', text)}"
    if _WITH_COMMA.fullmatch(text):
        return f"decimals follow a point: write {text.replace(',', '.')}"
    if (match := _WITH_UNIT.fullmatch(text)) is not None and (
        match["before"].strip() or match["after"].strip()
    ):
        return (
            f"write {match['number'].replace(',', '.')}; what it counts goes into `unit`, and words such as"
            " “about” into `qualifier`"
        )
    return ""


def _number(value: object) -> int | Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        hint = _number_hint(value) if isinstance(value, str) and len(value) <= 60 else ""
        raise PydanticCustomError(
            "number", "a number is needed, without unit or separators, like 4500 or 5.5", {"hint": hint}
        )
    if isinstance(value, Decimal) and _THREE_DECIMALS.fullmatch(str(value)):
        whole, many = f"{value.normalize():f}", str(value).replace(".", "")
        hint = f"a point divides decimals: write {many} if that is meant, else {whole}"
        raise PydanticCustomError(
            "number", "it is not clear whether the point groups thousands", {"hint": hint}
        )
    if not -LARGEST_NUMBER < value < LARGEST_NUMBER:
        raise PydanticCustomError(
            "number", "a number has at most 18 digits; write larger ones in another unit, like billions"
        )
    if isinstance(value, Decimal):
        _, digits, exponent = value.as_tuple()
        if len(digits) > limits.DIGITS or (isinstance(exponent, int) and exponent < -limits.DIGITS):
            raise PydanticCustomError(
                "number", "a number has at most 18 digits, and at most 18 places after the point"
            )
    return value


Number = Annotated[int | Decimal, ReadBy(_number), WithJsonSchema({"type": "number"})]
"""A number with the digits it was written with: 5.50 keeps its zero."""


@lru_cache(maxsize=1 << 16)
def shared(path: KeyPath) -> KeyPath:
    """The same path, kept once for all places that have it."""
    return path


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


class Naming(NamedTuple):
    """What the anchor of an entry is made from."""

    id: str | None = None
    """The id that the entry has, or that of the sheet it is about."""
    words: str = ""
    """Its first text, for an entry without an id."""
    context: str = ""
    """Distinguishes it from an entry with the same words. Only anchors in scripts other than Latin contain
    it."""


class Item(Model):
    """A part of a sheet that is an entry: it can be shown, linked, cited and searched by itself. What the
    catalog, pages, search and exports need of an entry they ask here, whatever its class.

    A class says below what applies to all its entries, and overrides the properties that differ.
    """

    __slots__ = ()
    KIND: ClassVar[str]
    """Its name in data, templates and locales."""
    NOUN: ClassVar[str] = ""
    """What messages call it."""
    PREFIX: ClassVar[str] = ""
    """Its anchors begin with this, or else with the kind."""
    ANCHOR: ClassVar[str] = ""
    """The part of the page that all of them link to, where they have no anchors of their own."""
    PARTS: ClassVar[str] = ""
    """The field whose values cite sources, each by itself."""
    LISTED: ClassVar[bool] = False
    """Whether pages of other sheets list it, and search results are narrowed to its kind."""
    CHRONOLOGICAL: ClassVar[bool] = False
    """Whether the site's timeline shows it."""
    NUMBERED: ClassVar[bool] = False
    """Whether anchors are numbers, in the order of dates."""
    MUST_CITE: ClassVar[bool] = False
    """Whether it needs a source."""

    @property
    def headline(self) -> str:
        """What it says, in a few words; prose or plain text."""
        raise NotImplementedError

    @property
    def is_quotation(self) -> bool:
        """Whether the headline is somebody's very words."""
        return False

    @property
    def naming(self) -> Naming:
        """What its anchor is made from."""
        return Naming(getattr(self, "id", None), self.headline)

    @property
    def by(self) -> ActorId | None:
        """The actor that it is about, or who said it."""
        return None

    @property
    def involved(self) -> tuple[ActorId, ...]:
        """The actors on whose profiles it is shown."""
        return () if self.by is None else (self.by,)

    @property
    def time(self) -> Date | None:
        """When it happened, was said or applies."""
        return getattr(self, "date", None)

    @property
    def prose(self) -> Prose | None:
        """What it says beyond its headline."""
        return None

    @property
    def details(self) -> tuple[str | None, ...]:
        """Its other texts, for the search; prose or plain text."""
        return (self.prose,)

    @property
    def numbers(self) -> tuple[tuple[int | Decimal, str], ...]:
        """The numbers that it gives, each with its unit."""
        return ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What it cites, by `cite` or in its prose."""
        return getattr(self, "cite", ())


def cited_in(text: str) -> tuple[Citation, ...]:
    """The sources that prose cites, each as a whole."""
    if "[@" not in text:
        return ()
    return tuple(Citation(SourceId(each.id), None, ()) for each in prose.references(text) if each.cites)


@part
class Cited(Item):
    """An entry that cites sources by a key of its own."""

    # The meaning of a key that others inherit is given as `description`: pydantic looks for docstrings in the
    # class itself only.

    cite: Citations = Field(
        default=(),
        description='Where this is written: a source id, `{source-id: "passage"}`, or a list of either.',
        examples=["wam-waico-2025", {"thenational-waico-2025": "exclusive game"}],
    )


@part
class Summary(Item):
    """The summary of a sheet, as an entry. No key of its own: the catalog makes it."""

    KIND = "summary"
    NOUN = "summary"
    title: str
    """What the sheet is called."""
    text: Prose

    @property
    def headline(self) -> str:
        return self.title

    @property
    def prose(self) -> Prose:
        return self.text

    @property
    def citations(self) -> tuple[Citation, ...]:
        return cited_in(self.text)


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
