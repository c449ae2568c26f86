"""Turns a filled form into a changed sheet, and checks what the sheets would be then. Nothing is written
here."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain, count
from typing import Any
from urllib.parse import urlsplit

from briefings.catalog.coverage import known_names
from briefings.catalog.link import link
from briefings.catalog.standing import cited_by_unpublished, cited_passages
from briefings.checks import proof_problems
from briefings.desk.addresses import comparable, is_address
from briefings.desk.moves import Project
from briefings.evidence import prove
from briefings.model import FOLDERS, MODELS, SheetModel
from briefings.model.dates import Date
from briefings.model.walk import item_fields
from briefings.plugins.forms.body import Filled
from briefings.plugins.forms.fields import BRIEFING, PASSAGE, SOURCE, Field, FormName, entries_of, keys_in
from briefings.problems import codes
from briefings.problems.problem import Problem
from briefings.sheets import edits
from briefings.sheets.edits import Edit
from briefings.sheets.load import Sheet, parse_sheet
from briefings.text import escape
from briefings.text.markdown import plain
from briefings.text.prose import RESERVED, Kind, id_from
from briefings.words import Words


class RefusedFormError(Exception):
    """Why no proposal can be made of a form."""

    def __init__(self, reasons: Sequence[str], problems: Sequence[Problem] = ()) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = tuple(reasons)
        """In the language of the site."""
        self.problems = tuple(problems)
        """What the sheets would have; their places are in the proposed text."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A sheet as a form changes it."""

    form: FormName
    path: str
    """Relative to the project."""
    data: bytes


def propose(filled: Filled, project: Project, words: Words, *, today: date) -> Proposal:
    """The changed sheet; raises RefusedFormError with all reasons."""
    writer = _Writer(filled, project, words, today, [*filled.reasons])
    proposal, sheet = writer.source() if not entries_of(filled.form.name) else writer.entry()
    _check(project, sheet)
    return proposal


@dataclass(frozen=True)
class _Writer:
    filled: Filled
    project: Project
    words: Words
    today: date
    reasons: list[str] = field(default_factory=list)

    # ── A new source ──

    def source(self) -> tuple[Proposal, Sheet[SheetModel]]:
        values = self.values()
        if known := _with_address(self.sheets("source"), values.get("url")):
            self.reasons.append(self.words("forms.reasons.known_source", id=known.id))
        if self.reasons:
            raise RefusedFormError(self.reasons)
        sheet_id = self._new_id(values)
        path = f"content/{FOLDERS['source']}/{sheet_id}.yml"
        text = "".join(f"{line}\n" for line in _pairs(values))
        return Proposal("source", path, text.encode("utf-8")), _parsed(text, "source", sheet_id, path)

    def _new_id(self, values: Mapping[str, Any]) -> str:
        """The publisher, the first words of the title and the year, unless another source has that id."""
        year = (id_from(values.get("published", "")) or str(self.today.year))[:4]
        stem = ""
        for word in id_from(f"{values['publisher']} {values['title']}").split("-"):
            if len(stem) + len(word) < _LONGEST_STEM:
                stem = f"{stem}-{word}".strip("-")
        stem = stem if stem.endswith(year) else f"{stem or 'source'}-{year}"
        taken = self._taken()
        names = chain([stem], (f"{stem}-{n}" for n in count(2)))
        return next(new for new in names if new not in taken and new not in RESERVED)

    def _taken(self) -> Collection[str]:
        ids = {line.removeprefix("sources/") for line in self.project.ids.lines}
        return ids | {old for sheet in self.sheets("source") for old in (sheet.id, *sheet.data.moved_from)}

    # ── A new entry of a briefing ──

    def entry(self) -> tuple[Proposal, Sheet[SheetModel]]:
        form = self.filled.form.name
        values = self.values()
        briefing = self._named("briefing", self._field(BRIEFING))
        cited = self._cited()
        if self.reasons or briefing is None:
            raise RefusedFormError(list(dict.fromkeys(self.reasons)))
        if form == "correction":
            citation = f" [@{cited}]" if cited else ""
            values = {"date": self.today.isoformat(), "text": f"{values['text']}{citation}"}
        elif cited:
            passage = " ".join(str(self.filled.answers.get(PASSAGE, "")).split())
            values["cite"] = {cited: passage} if passage else cited
        raw = self.project.raw(briefing.path)
        found = [
            *_added(briefing.text, entries_of(form), values),
            *_updated(briefing.text, self.today.isoformat()),
        ]
        data = edits.edited_raw(raw, found)
        sheet = _parsed(data.decode("utf-8-sig"), "briefing", briefing.id, briefing.path)
        if not _has_only_more(briefing.data, sheet.data, entries_of(form)):
            raise RefusedFormError([self.words("forms.reasons.layout")])
        *before, added = getattr(sheet.data, entries_of(form))
        if added in before:
            raise RefusedFormError([self.words("forms.reasons.known_entry")])
        return Proposal(form, briefing.path, data), sheet

    def _cited(self) -> str:
        """The id of the source that is named; empty if none is."""
        named = self.filled.answers.get(SOURCE)
        if not named:
            return ""
        found = _with_address(self.sheets("source"), named) or _with_name(self.sheets("source"), str(named))
        if found is None:
            self.reasons.append(self.words("forms.reasons.new_source", field=self._field(SOURCE).label))
        return found.id if found is not None else ""

    # ── Values ──

    def values(self) -> dict[str, Any]:
        """The answers as values of keys, in the order of the form."""
        by_key = {field.key: field for field in self.filled.form.fields}
        values: dict[str, Any] = {}
        for key in keys_in(self.filled.form.name):
            value: Any = self.filled.answers.get(by_key[key].name)
            if value is None:
                continue
            if key == "actors":
                value = self._actors(by_key[key], value)
            elif key == "speaker":
                actor = self._named("actor", by_key[key])
                value = actor.id if actor is not None else ""
            elif by_key[key].is_prose:
                value = _as_prose(value)
            elif key in _DATES:
                self._judge_date(by_key[key], value)
            values[key] = value
        return values

    def _judge_date(self, field: Field, value: str) -> None:
        try:
            Date.parse(value)
        except ValueError as error:
            self.reasons.append(self.words("forms.reasons.invalid", field=field.label, problem=str(error)))

    def _actors(self, field: Field, names: Sequence[str]) -> list[str]:
        if field.options:
            return list(names)
        found = [_with_name(self.sheets("actor"), name) for name in names]
        if None in found:
            self.reasons.append(self.words("forms.reasons.unknown", field=field.label))
        return list(dict.fromkeys(sheet.id for sheet in found if sheet is not None))

    def _named(self, kind: Kind, field: Field) -> Sheet[Any] | None:
        """The sheet that an answer names; if there is none, that is a reason."""
        answer = self.filled.answers.get(field.name)
        found = _with_name(self.sheets(kind), str(answer)) if answer is not None else None
        if found is None and answer is not None:
            self.reasons.append(self.words("forms.reasons.unknown", field=field.label))
        return found

    def _field(self, name: str) -> Field:
        return next(field for field in self.filled.form.fields if field.name == name)

    def sheets(self, kind: Kind) -> list[Sheet[Any]]:
        return [each for each in self.project.sheets if each.kind == kind and each.data.withdrawn is None]


_LONGEST_STEM = 50


def _as_prose(text: str) -> str:
    """The words as prose. Most have no markup, and stay as they are."""
    escaped = escape.prose(text)

    def shown(prose: str) -> str:
        return plain(prose, lambda kind, sheet_id: f"[[{sheet_id}]]")

    return text if shown(text) == shown(escaped) else escaped


# ── Sheets by what people call them ─────────────────────────────────────────────────────────────────────────


def _with_name(sheets: Sequence[Sheet[Any]], named: str) -> Sheet[Any] | None:
    """The only sheet with this id, name, alias or address on the site."""
    wanted = " ".join(named.split())
    last = urlsplit(wanted).path.rstrip("/").rpartition("/")[2] if is_address(wanted) else wanted
    for matches in _MATCHES:
        found = [sheet for sheet in sheets if matches(sheet, last.casefold())]
        if len(found) == 1:
            return found[0]
    return None


_MATCHES: Sequence[Callable[[Sheet[Any], str], bool]] = (
    lambda sheet, words: sheet.id == words,
    lambda sheet, words: sheet.data.headline.casefold() == words,
    lambda sheet, words: words in (alias.casefold() for alias in getattr(sheet.data, "aliases", ())),
)
"""In the order in which they are tried."""


def _with_address(sheets: Sequence[Sheet[Any]], address: object) -> Sheet[Any] | None:
    """The source with this web address."""
    wanted = comparable(str(address or ""))
    if not wanted:
        return None
    return next(
        (
            sheet
            for sheet in sheets
            if wanted in (comparable(sheet.data.url or ""), comparable(sheet.data.archived or ""))
        ),
        None,
    )


# ── YAML ────────────────────────────────────────────────────────────────────────────────────────────────────


def _pairs(values: Mapping[str, Any]) -> list[str]:
    return [f"{key}: {_yaml(key, value)}" for key, value in values.items()]


def _yaml(key: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return f"{{{', '.join(_pairs(value))}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(edits.scalar(each) for each in value)}]"
    if key in _DATES and value[:1].isdecimal() and value.isascii() and not set(value) & set(" ,:#[]{}"):
        return str(value)
    return edits.scalar(str(value))


_DATES = frozenset({"date", "published"})
"""Keys whose values need no quotation marks if they begin with a digit and have no white space."""


def _added(text: str, key: str, values: Mapping[str, Any]) -> list[Edit]:
    """The edits that add an entry at the end of a list, written as its last entry is."""
    pairs = _pairs(values)
    inline = f"{{{', '.join(pairs)}}}"
    first, *others = (_paragraphs(pair, values) for pair in pairs)
    lines = f"- {first}\n" + "".join(f"  {pair}\n" for pair in others)
    by_key = edits.keys(text)
    if (at := by_key.get(key)) is not None:
        if edits.is_lines(at.node):
            items = at.node.value
            if not edits.is_lines(items[-1]):
                lines = f"- {inline}\n"
            apart = len(items) > 1 and "\n\n" in text[edits.span(items[-2])[1] - 2 : edits.span(items[-1])[0]]
            lines = f"\n{lines}" if apart else lines
        return [edits.append(text, at.node, [lines], [inline])]
    order = [each for _, each in item_fields(MODELS["briefing"])]
    before = [each for each in by_key if each not in order or order.index(each) < order.index(key)]
    block = f"\n{key}:\n{edits.shifted(lines, 2)}"
    return [edits.insert(text, by_key[before[-1]], block)]


def _paragraphs(pair: str, values: Mapping[str, Any]) -> str:
    """A pair of an entry, whose text has its lines below the key if it has several."""
    key = pair.partition(":")[0]
    text = values[key]
    if not isinstance(text, str) or "\n" not in text or _NOT_BELOW.search(text) is not None:
        return pair
    return f"{key}: |-\n{edits.shifted(text, 4)}"


_NOT_BELOW = re.compile(r"\A\s|[^\S\n](?:\n|\Z)|\t|\n\Z")
"""What YAML would read differently, or nobody could see."""


def _updated(text: str, today: str) -> list[Edit]:
    """The edit that gives a briefing the day of its last change."""
    by_key = edits.keys(text)
    if (at := by_key.get("updated")) is not None:
        start, end = edits.span(at.node)
        return [] if text[start:end].strip("\"'") >= today else [Edit(start, end, today)]
    return [edits.insert(text, by_key["published"], f"updated: {today}\n")]


# ── Checks ──────────────────────────────────────────────────────────────────────────────────────────────────


def _parsed(text: str, kind: Kind, sheet_id: str, path: str) -> Sheet[SheetModel]:
    sheet, problems = parse_sheet(text, kind, sheet_id, path)
    errors = [each for each in problems if each.severity == "error"]
    if sheet is None or errors:
        raise RefusedFormError((), errors)
    return sheet


def _has_only_more(before: SheetModel, after: SheetModel, key: str) -> bool:
    """Whether the one difference is a new entry at the end of a list, and the day of the change."""
    names = [name for name in type(before).model_fields if name not in ("updated", key)]
    listed, longer = getattr(before, key), getattr(after, key)
    return longer[:-1] == listed and all(getattr(before, name) == getattr(after, name) for name in names)


def _check(project: Project, changed: Sheet[SheetModel]) -> None:
    """Raise the errors that the sheets have with this one, and do not have without it."""
    sheets = [sheet for sheet in project.sheets if sheet.path != changed.path] + [changed]
    problems = project.new_problems(sheets)
    if not problems:
        before = {(each.code, each.message) for each in _proof_errors(project, project.sheets)}
        problems = [e for e in _proof_errors(project, sheets) if (e.code, e.message) not in before]
    if problems:
        raise RefusedFormError((), problems)


def _proof_errors(project: Project, sheets: Sequence[Sheet[SheetModel]]) -> list[Problem]:
    """Passages that the saved texts of their sources do not have, as far as these are here."""
    ordered = sorted(sheets, key=lambda sheet: (sheet.kind, sheet.id))
    catalog, _ = link(ordered, drafts=True, published=project.ids.lines)
    if catalog is None:
        return []
    unpublished = cited_by_unpublished(ordered, catalog)
    known = known_names(ordered)
    proofs = prove(cited_passages(catalog), project.seeds, project.lock, unpublished=unpublished, known=known)
    found = proof_problems(catalog, replace(proofs, stale=()))
    # Whoever accepts the proposal records its passages.
    return [each for each in found if each.severity == "error" and each.code is not codes.PASSAGE_UNRECORDED]
