"""The forms and their fields, from the keys of the models and the words of the site's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args, get_origin

from briefings.model import Source
from briefings.model.base import ActorId, Model, Prose
from briefings.model.briefing import Correction, Event, Statement
from briefings.model.keys import keys_of
from briefings.sheets.load import Sheet
from briefings.words import Words

FormName = Literal["source", "correction", "statement", "event"]
FieldKind = Literal["line", "text", "choice", "choices", "boxes"]


@dataclass(frozen=True, slots=True)
class Field:
    """One question of a form."""

    name: str
    """Its id in the form, and the key of its words."""
    key: str
    """The key of the entry or sheet that the answer goes to."""
    kind: FieldKind
    label: str
    """Its heading in the issue."""
    hint: str = ""
    required: bool = False
    options: Mapping[str, str] = field(default_factory=dict)
    """The words to choose from, each with its value."""
    placeholder: str = ""
    is_prose: bool = False
    """Whether the answer becomes prose, in which markup would have a meaning."""
    by_line: bool = False
    """Whether each line is an answer of its own."""


@dataclass(frozen=True, slots=True)
class Form:
    """A form with its fields, in order."""

    name: FormName
    title: str
    description: str
    intro: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a form asks for: keys of a model, each with the key of its words if that is another."""

    model: type[Model]
    keys: tuple[str, ...]
    words: Mapping[str, str] = field(default_factory=dict)
    needed: frozenset[str] = frozenset()
    """Keys that the form requires, and the model does not by itself."""
    entries: str = ""
    """The key of the briefing that takes the entry; empty for a sheet of its own."""
    cites: bool = True
    """Whether the form asks for a source and a passage in it."""


_PLANS: Mapping[FormName, _Plan] = {
    "source": _Plan(
        Source,
        (
            "title",
            "publisher",
            "kind",
            "published",
            "url",
            "archived",
            "authors",
            "language",
            "licence",
            "note",
        ),
        needed=frozenset({"title"}),
        cites=False,
    ),
    "correction": _Plan(Correction, ("text",), words={"text": "mistake"}, entries="corrections"),
    "statement": _Plan(
        Statement,
        ("speaker", "quote", "text", "about", "date", "status"),
        words={"text": "words"},
        needed=frozenset({"speaker"}),
        entries="statements",
    ),
    "event": _Plan(
        Event,
        ("date", "title", "text", "actors", "place", "status"),
        words={"title": "event", "text": "happened"},
        entries="timeline",
    ),
}

SOURCE, PASSAGE, BRIEFING, AGREEMENT = "source", "passage", "briefing", "agreement"
"""Fields that are not keys of an entry."""

MOST_OPTIONS = 100
"""With more briefings or actors than this, their names are typed: a longer list does not help."""

_PLACEHOLDERS = {"date": "2025-07-26", "published": "2025-07-26", "url": "https://", "archived": "https://"}
_VOCABULARIES = {"kind": "kinds.source.{}.word", "status": "statuses.{}.word", "licence": "licences.{}"}
"""The words of the values of closed lists."""


def entries_of(form: FormName) -> str:
    """The key of a briefing that the form adds an entry to; empty if it makes a sheet."""
    return _PLANS[form].entries


def keys_in(form: FormName) -> tuple[str, ...]:
    """The keys that the form asks for, in the order in which they are written."""
    return _PLANS[form].keys


def forms(words: Words, sheets: Sequence[Sheet[Any]]) -> tuple[Form, ...]:
    """All forms of a site."""
    return tuple(
        Form(
            name,
            words(f"forms.{name}.name"),
            words(f"forms.{name}.description"),
            words("forms.intro"),
            tuple(_fields(plan, words, sheets)),
        )
        for name, plan in _PLANS.items()
    )


def _fields(plan: _Plan, words: Words, sheets: Sequence[Sheet[Any]]) -> Iterator[Field]:
    def asked(name: str, key: str, kind: FieldKind, **more: Any) -> Field:
        label, hint = words(f"forms.fields.{name}.label"), words(f"forms.fields.{name}.hint")
        if more.get("by_line") and key == "actors":
            hint = f"{hint} {words('forms.by_line')}"
        return Field(name, key, kind, label, hint, placeholder=_PLACEHOLDERS.get(key, ""), **more)

    if plan.entries:
        options = _options("briefing", sheets)
        yield asked(BRIEFING, BRIEFING, "choice" if options else "line", required=True, options=options)
    declared = keys_of(plan.model)
    for key in plan.keys:
        name = plan.words.get(key, key)
        required = declared[key].is_required() or key in plan.needed
        kind, values = _kind(declared[key].annotation)
        if values:
            options = {_word(words, key, value): value for value in values}
            yield asked(name, key, "choice", required=required, options=options)
        elif _holds(declared[key].annotation, ActorId):
            options = _options("actor", sheets)
            typed: FieldKind = "text" if kind == "choices" else "line"
            yield asked(
                name,
                key,
                kind if options else typed,
                required=required,
                options=options,
                by_line=kind == "choices" and not options,
            )
        else:
            is_prose = _holds(declared[key].annotation, Prose)
            is_list = kind == "choices"
            long = is_prose or is_list or key == "quote"
            yield asked(
                name, key, "text" if long else "line", required=required, is_prose=is_prose, by_line=is_list
            )
    if plan.cites:
        must_cite = getattr(plan.model, "MUST_CITE", False)
        yield asked(SOURCE, SOURCE, "line", required=must_cite)
        if must_cite:
            yield asked(PASSAGE, PASSAGE, "text")
    boxes = {words(f"forms.agreement.{box}"): box for box in ("licence", "copied")}
    yield Field(AGREEMENT, AGREEMENT, "boxes", words("forms.agreement.label"), required=True, options=boxes)


def _kind(annotation: Any) -> tuple[FieldKind, tuple[str, ...]]:
    """Whether a key takes one value or several, and the words of a closed list."""
    if get_origin(annotation) is Literal:
        return "choice", get_args(annotation)
    if get_origin(annotation) is tuple:
        return "choices", ()
    for part in get_args(annotation):
        kind, values = _kind(part)
        if values or kind == "choices":
            return kind, values
    return "choice", ()


def _holds(annotation: Any, wanted: type) -> bool:
    if isinstance(annotation, type):
        return issubclass(annotation, wanted)
    return any(_holds(part, wanted) for part in get_args(annotation))


def _word(words: Words, key: str, value: str) -> str:
    """The word for a value of a closed list; the value itself if it is a name, such as that of a license."""
    name = _VOCABULARIES[key].format(value)
    return words(name) if name in words else value


def _options(kind: str, sheets: Sequence[Sheet[Any]]) -> dict[str, str]:
    """The published sheets of a kind by their names; none if there are too many to choose from."""
    found = {
        # The id tells two of one name apart.
        f"{' '.join(sheet.data.headline.split())} [{sheet.id}]": sheet.id
        for sheet in sheets
        if sheet.kind == kind and not sheet.data.draft and sheet.data.withdrawn is None
    }
    return dict(sorted(found.items())) if len(found) <= MOST_OPTIONS else {}
