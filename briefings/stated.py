"""What one sheet states and refers to, whatever stands in others. Worked out once; `link` puts it together."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from sys import intern
from typing import cast

from briefings.catalog import EventEntry, Fact, FigureEntry, StatementEntry
from briefings.load import Sheet, once
from briefings.model import Actor, Briefing, SheetModel, Topic
from briefings.model.base import Citation, Prose, Ref, SourceId, shared
from briefings.model.briefing import Event
from briefings.model.walk import referred
from briefings.prose import references

Order = tuple[int, bool, int, str, str, str]


@dataclass(frozen=True, slots=True)
class Stated:
    """The entries of a sheet, and its facts by what they belong to."""

    own: tuple[Fact, ...] = ()
    """Summary, gist, parts and sections of a briefing; summary, roles and relations of an actor; summary of a topic."""
    events: tuple[tuple[Order, EventEntry, Fact], ...] = ()
    """Those that it holds, as written, each with its order among those of all briefings. Which others show it is not known yet."""
    statements: tuple[StatementEntry, ...] = ()
    statement_facts: tuple[Fact, ...] = ()
    figures: tuple[FigureEntry, ...] = ()
    figure_facts: tuple[Fact, ...] = ()

    @property
    def facts(self) -> tuple[Fact, ...]:
        """All of them."""
        return (*self.own, *(fact for _, _, fact in self.events), *self.statement_facts, *self.figure_facts)


@once
def stated(sheet: Sheet[SheetModel]) -> Stated:
    """What a sheet states; a source states nothing."""
    data = sheet.data
    if isinstance(data, Briefing):
        return _stated(cast("Sheet[Briefing]", sheet))
    if isinstance(data, Actor):
        return Stated(tuple(_actor_facts(cast("Sheet[Actor]", sheet))))
    if isinstance(data, Topic) and data.summary:
        return Stated((Fact("summary", sheet, ("summary",), "", data.name, _cited_in(data.summary)),))
    return Stated()


@once
def cited_by(sheet: Sheet[SheetModel]) -> Mapping[str, Collection[str]]:
    """By the id of each source that a sheet's facts cite: the passages of it, none where it is cited as a whole."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for fact in stated(sheet).facts:
        for citation in fact.citations:
            passages = found[citation.source]
            if citation.passage is not None:
                passages[citation.passage] = None
    # What stays with each sheet is a tuple: a set takes four times as much.
    return {source: tuple(passages) for source, passages in found.items()}


@dataclass(frozen=True, slots=True)
class Referred:
    """Whatever a sheet refers to, anywhere in it."""

    ids: Mapping[str, tuple[str, ...]]
    """By kind, of events too; each once."""
    actors: tuple[str, ...]
    """Actors that a key of it names, each once, as written."""
    actors_in_prose: tuple[str, ...]
    prose: tuple[Prose, ...]
    """Every prose text of the sheet."""


@once
def refers(sheet: Sheet[SheetModel]) -> Referred:
    """What a sheet refers to."""
    ids: dict[str, set[str]] = defaultdict(set)
    sources = ids["source"]
    actors: dict[str, None] = {}
    in_prose: dict[str, None] = {}
    prose: list[Prose] = []
    for value in referred(sheet.data):
        if isinstance(value, Citation):
            sources.add(value.source)
        elif isinstance(value, Ref):
            ids[value.kind].add(value)
            if value.kind == "actor":
                actors[value] = None
        else:
            prose.append(value)
            for found in references(value) if "[" in value else ():
                ids[found.kind].add(found.id)
                if found.kind == "actor":
                    in_prose[found.id] = None
    return Referred({kind: tuple(found) for kind, found in ids.items()}, tuple(actors), tuple(in_prose), tuple(prose))


def _stated(sheet: Sheet[Briefing]) -> Stated:
    statements, figures = tuple(_statement_entries(sheet)), tuple(_figure_entries(sheet))
    return Stated(
        own=tuple(_briefing_facts(sheet)),
        events=tuple(
            ((*e.event.date.order, sheet.id, e.anchor), e, Fact("event", sheet, e.path, e.anchor, e.event.title, e.event.cite))
            for e in _event_entries(sheet)
        ),
        statements=statements,
        statement_facts=tuple(Fact("statement", sheet, e.path, e.anchor, e.statement.words, e.citations) for e in statements),
        figures=figures,
        figure_facts=tuple(
            Fact("figure", sheet, shared((*e.path, "values", n)), e.anchor, e.figure.label, value.cite)
            for e in figures
            for n, value in enumerate(e.figure.values)
        ),
    )


def _event_entries(sheet: Sheet[Briefing]) -> Iterator[EventEntry]:
    anchors = Anchors()
    for n, entry in enumerate(sheet.data.timeline):
        if isinstance(entry, Event):
            yield EventEntry(f"event-{anchors.name(entry.id, entry.title)}", sheet, shared(("timeline", n)), entry)


def _statement_entries(sheet: Sheet[Briefing]) -> Iterator[StatementEntry]:
    anchors = Anchors()
    for n, statement in enumerate(sheet.data.statements):
        citations = statement.cite
        if statement.quote is not None and any(c.passage is None for c in citations):
            citations = tuple(replace(c, passage=statement.quote, is_quote=True) if c.passage is None else c for c in citations)
        yield StatementEntry(
            f"statement-{anchors.name(statement.id, statement.words)}", sheet, shared(("statements", n)), statement, citations
        )


def _figure_entries(sheet: Sheet[Briefing]) -> Iterator[FigureEntry]:
    anchors = Anchors()
    for n, figure in enumerate(sheet.data.figures):
        yield FigureEntry(f"figure-{anchors.name(figure.id, figure.label)}", sheet, shared(("figures", n)), figure)


def _briefing_facts(sheet: Sheet[Briefing]) -> Iterator[Fact]:
    data = sheet.data
    yield Fact("summary", sheet, ("summary",), "", data.title, _cited_in(data.summary))
    for n, point in enumerate(data.in_brief):
        yield Fact("point", sheet, shared(("in_brief", n)), "in-brief", point.text, point.cite + _cited_in(point.text))
    for n, part in enumerate(data.actors):
        if part.cite:
            yield Fact(
                "part", sheet, shared(("actors", n)), intern(f"actor-{part.actor}"), part.role or part.stance or part.actor, part.cite
            )
    for n, section in enumerate(data.sections):
        yield Fact(
            "section",
            sheet,
            shared(("sections", n)),
            f"section-{slug(section.heading)}",
            section.heading,
            section.cite + _cited_in(section.text),
        )


def _actor_facts(sheet: Sheet[Actor]) -> Iterator[Fact]:
    data = sheet.data
    if data.summary and (cited := _cited_in(data.summary)):
        yield Fact("summary", sheet, ("summary",), "", data.name, cited)
    for n, role in enumerate(data.roles):
        yield Fact("role", sheet, shared(("roles", n)), "roles", role.title, role.cite)
    for n, relation in enumerate(data.relations):
        yield Fact("relation", sheet, shared(("relations", n)), "relations", f"{relation.kind} {relation.actor}", relation.cite)


def _cited_in(text: str) -> tuple[Citation, ...]:
    return tuple(Citation(SourceId(found.id), None, ()) for found in references(text) if found.cites) if "[@" in text else ()


# ── Names ────────────────────────────────────────────────────────────────────────────────────────────────────────────


class Anchors:
    """Names for places on one page: given ids, or the first words of a text, each used once."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def name(self, given: str | None, words: str) -> str:
        """A name that no other place of the page has."""
        stem = given if given is not None else slug(words)
        name, n = stem, 1
        while name in self._used:
            n += 1
            name = f"{stem}-{n}"
        self._used.add(name)
        return name


def slug(words: str) -> str:
    """The first words of a text in the form of an id."""
    # A long text's beginning says enough, unless most of it is no letters.
    plain = _plain(words[:160])
    if len(plain) < 64 and len(words) > 160:
        plain = _plain(words)
    if len(plain) > 48:
        plain = plain[:49].rsplit("-", 1)[0]
    return plain or "entry"


def _plain(words: str) -> str:
    return _NOT_IN_AN_ID.sub("-", fold(words)).strip("-")


_NOT_IN_AN_ID = re.compile("[^a-z0-9]+")


def fold(name: str) -> str:
    """A name as readers search for it: without case, accents and double spaces."""
    if not name.isascii():
        name = _BEYOND_LATIN.sub(lambda c: "" if unicodedata.combining(c[0]) else c[0], unicodedata.normalize("NFKD", name))
    return " ".join(name.casefold().replace("-", " ").split())


_BEYOND_LATIN = re.compile("[^\x00-\u02ff]")
"""The first sign that is put onto the letter before it is U+0300."""


@once
def names(sheet: Sheet[Actor]) -> tuple[tuple[str, str], ...]:
    """Each name of an actor as written and as readers search for it; the first is the one that is shown."""
    return tuple((name, fold(name)) for name in (sheet.data.name, *sheet.data.aliases))


__all__ = ["Anchors", "Referred", "Stated", "cited_by", "fold", "names", "refers", "slug", "stated"]
