"""What one sheet states and refers to, whatever stands in others. Worked out once; `link` puts it
together."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from sys import intern
from typing import cast

from briefings.catalog.catalog import EventEntry, Fact, FigureEntry, StatementEntry
from briefings.model import Actor, Briefing, SheetModel, Topic
from briefings.model.base import Citation, Model, Prose, Ref, SourceId, shared
from briefings.model.briefing import Correction, Event, Involved, Section
from briefings.model.walk import referred
from briefings.sheets.load import Sheet, once
from briefings.text.prose import references

Order = tuple[int, bool, int, str, str, str]


@dataclass(frozen=True, slots=True)
class Stated:
    """The entries of a sheet, and its facts by what they belong to."""

    own: tuple[Fact, ...] = ()
    """Summary, gist, parts and sections of a briefing; summary, roles and relations of an actor; summary of a
    topic."""
    events: tuple[tuple[Order, EventEntry, Fact], ...] = ()
    """Those that it holds, as written, each with its order among those of all briefings. Which others show it
    is not known yet."""
    statements: tuple[StatementEntry, ...] = ()
    statement_facts: tuple[Fact, ...] = ()
    figures: tuple[FigureEntry, ...] = ()
    figure_facts: tuple[Fact, ...] = ()
    involved: tuple[tuple[str, Involved], ...] = ()
    """A briefing's actors, each with its anchor."""
    sections: tuple[tuple[str, Section], ...] = ()
    """A briefing's sections, each with its anchor."""
    corrections: tuple[tuple[str, Correction], ...] = ()
    """A briefing's corrections, as written, each with its anchor."""

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
    """By the id of each source that a sheet's facts cite: the passages of it, none where it is cited as a
    whole."""
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
    cited: tuple[str, ...]
    """Sources that are cited anywhere in it, by a `cite` or in prose, each once."""


@once
def refers(sheet: Sheet[SheetModel]) -> Referred:
    """What a sheet refers to."""
    ids: dict[str, set[str]] = defaultdict(set)
    sources = ids["source"]
    actors: dict[str, None] = {}
    in_prose: dict[str, None] = {}
    prose: list[Prose] = []
    cited: dict[str, None] = {}
    for value in referred(sheet.data):
        if isinstance(value, Citation):
            sources.add(value.source)
            cited[value.source] = None
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
                elif found.cites:
                    cited[found.id] = None
    by_kind = {kind: tuple(found) for kind, found in ids.items()}
    return Referred(by_kind, tuple(actors), tuple(in_prose), tuple(prose), tuple(cited))


def sources_cited(part: Model) -> Iterator[str]:
    """The sources that a part of a sheet cites, by its `cite` or in its prose."""
    for value in referred(part):
        if isinstance(value, Citation):
            yield value.source
        elif isinstance(value, Prose):
            yield from (found.id for found in references(value) if found.cites)


def _stated(sheet: Sheet[Briefing]) -> Stated:
    statements, figures = tuple(_statement_entries(sheet)), tuple(_figure_entries(sheet))
    data = sheet.data
    involved = tuple(
        zip(anchors("actor", [Name(part.actor) for part in data.actors]), data.actors, strict=True)
    )
    headings = [Name(words=section.heading) for section in data.sections]
    sections = tuple(zip(anchors("section", headings), data.sections, strict=True))
    return Stated(
        own=tuple(_briefing_facts(sheet, involved, sections)),
        events=tuple(
            (
                (*e.event.date.order, sheet.id, e.anchor),
                e,
                Fact("event", sheet, e.path, e.anchor, e.event.title, e.event.cite),
            )
            for e in _event_entries(sheet)
        ),
        statements=statements,
        statement_facts=tuple(
            Fact("statement", sheet, e.path, e.anchor, e.statement.words, e.citations) for e in statements
        ),
        figures=figures,
        figure_facts=tuple(
            Fact("figure", sheet, shared((*e.path, "values", n)), e.anchor, e.figure.label, value.cite)
            for e in figures
            for n, value in enumerate(e.figure.values)
        ),
        involved=involved,
        sections=sections,
        corrections=tuple(zip(_correction_anchors(data.corrections), data.corrections, strict=True)),
    )


def _event_entries(sheet: Sheet[Briefing]) -> Iterator[EventEntry]:
    names = [
        Name(entry.id, entry.title, str(entry.date.year or ""))
        if isinstance(entry, Event)
        else Name(entry.event)
        for entry in sheet.data.timeline
    ]
    for n, (anchor, entry) in enumerate(zip(anchors("event", names), sheet.data.timeline, strict=True)):
        if isinstance(entry, Event):
            yield EventEntry(anchor, sheet, shared(("timeline", n)), entry)


def _statement_entries(sheet: Sheet[Briefing]) -> Iterator[StatementEntry]:
    names = [Name(statement.id, statement.words, statement.speaker) for statement in sheet.data.statements]
    for n, (anchor, statement) in enumerate(
        zip(anchors("statement", names), sheet.data.statements, strict=True)
    ):
        citations = statement.cite
        if statement.quote is not None and any(c.passage is None for c in citations):
            citations = tuple(
                replace(c, passage=statement.quote, is_quote=True) if c.passage is None else c
                for c in citations
            )
        yield StatementEntry(anchor, sheet, shared(("statements", n)), statement, citations)


def _figure_entries(sheet: Sheet[Briefing]) -> Iterator[FigureEntry]:
    names = [Name(figure.id, figure.label) for figure in sheet.data.figures]
    for n, (anchor, figure) in enumerate(zip(anchors("figure", names), sheet.data.figures, strict=True)):
        yield FigureEntry(anchor, sheet, shared(("figures", n)), figure)


def _correction_anchors(corrections: Sequence[Correction]) -> list[str]:
    """Numbered in the order of their dates, so that a new correction may be written above the others or below
    them."""
    by_date = sorted(range(len(corrections)), key=lambda n: corrections[n].date.order)
    numbers = {index: number for number, index in enumerate(by_date, start=1)}
    return [f"correction-{numbers[n]}" for n in range(len(corrections))]


def _briefing_facts(
    sheet: Sheet[Briefing], involved: Iterable[tuple[str, Involved]], sections: Iterable[tuple[str, Section]]
) -> Iterator[Fact]:
    data = sheet.data
    yield Fact("summary", sheet, ("summary",), "", data.title, _cited_in(data.summary))
    for n, point in enumerate(data.in_brief):
        yield Fact(
            "point",
            sheet,
            shared(("in_brief", n)),
            "part-in-brief",
            point.text,
            point.cite + _cited_in(point.text),
        )
    for n, (anchor, part) in enumerate(involved):
        if part.cite:
            yield Fact(
                "part",
                sheet,
                shared(("actors", n)),
                anchor,
                part.role or part.stance or part.actor,
                part.cite,
            )
    for n, (anchor, section) in enumerate(sections):
        yield Fact(
            "section",
            sheet,
            shared(("sections", n)),
            anchor,
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
        yield Fact(
            "relation",
            sheet,
            shared(("relations", n)),
            "relations",
            f"{relation.kind} {relation.actor}",
            relation.cite,
        )


def _cited_in(text: str) -> tuple[Citation, ...]:
    return (
        tuple(Citation(SourceId(found.id), None, ()) for found in references(text) if found.cites)
        if "[@" in text
        else ()
    )


# ── Anchors ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Name:
    """What the anchor of an entry is made from."""

    id: str | None = None
    """The id that the entry has, or that of the sheet it is about."""
    words: str = ""
    """Its first text, for an entry without an id."""
    context: str = ""
    """What tells it from an entry with the same words. Only anchors in other scripts than Latin contain
    it."""


def anchors(kind: str, names: Sequence[Name]) -> Iterator[str]:
    """The anchor of each entry of a kind, unique on its page: `event-waic-2025-opening`,
    `section-background`.

    Ids are assigned first: an entry without an id never takes the anchor of one that has it.
    """
    used = {name.id for name in names if name.id is not None}
    waiting = set(used)
    for name in names:
        stem = name.id if name.id is not None else slug(name.words, name.context)
        free, n = stem, 1
        if stem in waiting and name.id is not None:
            waiting.remove(stem)
        else:
            while free in used:
                n += 1
                free = f"{stem}-{n}"
        used.add(free)
        # The same actors take part in many briefings.
        yield intern(f"{kind}-{free}")


def slug(words: str, context: str = "") -> str:
    """The first words of a text as an anchor.

    Latin letters lose case and accents: `exclusive-game`. Other scripts keep their letters, after the
    context: `2025-李强`; where words are cut, a digest of all of them follows. So the anchor depends on this
    text alone, and stays when others are inserted.
    """
    if not words.isascii() and not _is_latin(words):
        return _in_its_script(words, context)
    # A long text's beginning says enough, unless most of it is no letters.
    plain = _plain(words[:160])
    if len(plain) < 64 and len(words) > 160:
        plain = _plain(words)
    if len(plain) > 48:
        plain = plain[:49].rsplit("-", 1)[0]
    return plain or f"entry-{_digest(words)}"


def _is_latin(words: str) -> bool:
    """Whether at least half of the letters of a text are Latin."""
    letters = [letter for letter in words if letter.isalpha()]
    return 2 * sum(
        letter.isascii() or unicodedata.name(letter, "").startswith("LATIN") for letter in letters
    ) >= len(letters)


def _in_its_script(words: str, context: str) -> str:
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", words).casefold())
    # Vowel signs are marks, and belong to the letter before them.
    spaced = "".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in text)
    plain = "-".join(spaced.split())
    if len(plain) > _LONGEST_IN_SCRIPT:
        start = plain[: _LONGEST_IN_SCRIPT + 1]
        plain = f"{start.rsplit('-', 1)[0] if '-' in start else start[:-1]}-{_digest(words)}"
    return f"{context}-{plain}" if context else plain


_LONGEST_IN_SCRIPT = 24
"""Characters. In an address each becomes up to nine, and where words are not divided by spaces, each is a
word or half of one."""


def _digest(words: str) -> str:
    return blake2b(words.encode("utf-8", "surrogatepass"), digest_size=3).hexdigest()


def _plain(words: str) -> str:
    return _NOT_IN_AN_ID.sub("-", fold(words)).strip("-")


_NOT_IN_AN_ID = re.compile("[^a-z0-9]+")


# ── Names ───────────────────────────────────────────────────────────────────────────────────────────────────


def fold(name: str) -> str:
    """A name as readers search for it: without case, accents and double spaces."""
    if not name.isascii():
        name = _BEYOND_LATIN.sub(
            lambda c: "" if unicodedata.combining(c[0]) else c[0], unicodedata.normalize("NFKD", name)
        )
    return " ".join(name.casefold().replace("-", " ").split())


_BEYOND_LATIN = re.compile("[^\x00-\u02ff]")
"""The first sign that is put onto the letter before it is U+0300."""


@once
def names(sheet: Sheet[Actor]) -> tuple[tuple[str, str], ...]:
    """Each name of an actor as written and as readers search for it; the first is the one that is shown."""
    return tuple((name, fold(name)) for name in (sheet.data.name, *sheet.data.aliases))


__all__ = [
    "Name",
    "Referred",
    "Stated",
    "anchors",
    "cited_by",
    "fold",
    "names",
    "refers",
    "slug",
    "sources_cited",
    "stated",
]
