"""Makes what views share from the catalog: references, facts and lines, and what pages cite."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Any, Generic, TypeVar

from briefings.catalog import labels
from briefings.catalog.announced import now_reporting
from briefings.catalog.catalog import Catalog, RelationEntry
from briefings.catalog.coverage import Coverage, Covered, Sentence
from briefings.catalog.entries import (
    Entry,
    cited_by,
    corrections_of,
    derived_from,
    parts,
    references_of,
    withdrawn_in,
)
from briefings.catalog.standing import (
    least_support,
    original_publisher,
    proof_levels,
    publishers_of,
    support,
)
from briefings.evidence import Proofs
from briefings.model import Briefing, SheetModel
from briefings.model.base import KeyPath, Model, Prose
from briefings.model.base import Ref as Id
from briefings.model.citations import Citation
from briefings.model.dates import Date
from briefings.model.source import SourceKind
from briefings.model.walk import find_references
from briefings.sheets.load import Sheet
from briefings.text.markdown import plain
from briefings.text.prose import Kind, references
from briefings.versions.history import History, Row
from briefings.views.facts import (
    Address,
    Card,
    Computed,
    Corrected,
    Evidence,
    Fact,
    Line,
    Place,
    Ref,
    RelationFact,
)
from briefings.views.known import Identity, Known, Passage, Source
from briefings.views.page import Page
from briefings.views.tones import Tones
from briefings.views.view import View
from briefings.words import Words

_LINKED: tuple[Kind, ...] = ("briefing", "actor", "topic")
"""Kinds of sheets that links need. Sources are known with more."""


@dataclass(frozen=True, slots=True)
class _Covered:
    """What the passages give of the facts of one sheet."""

    facts: Mapping[KeyPath, Covered]
    sentences: Mapping[KeyPath, tuple[Covered, ...]]
    """The stretches that cite sources themselves, by the path of their fact."""


_NO_HISTORY = History()
T = TypeVar("T")


class OfEach(Generic[T]):
    """Makes something of each entry, once."""

    def __init__(self, make: Callable[[Entry[Any]], T]) -> None:
        self._make = make
        self._made: dict[int, tuple[Entry[Any], T]] = {}
        """By the id of an entry, with the entry, so that its id stays its own."""

    def __call__(self, entry: Entry[Any]) -> T:
        made = self._made.get(id(entry))
        if made is None:
            made = self._made[id(entry)] = entry, self._make(entry)
        return made[1]


class Maker:
    """Makes the parts of the views of one site. Views share them, so each is made once."""

    def __init__(
        self,
        catalog: Catalog,
        proofs: Proofs,
        coverage: Coverage,
        words: Words,
        history: History = _NO_HISTORY,
        *,
        colored: Sequence[str] = (),
    ) -> None:
        """`colored` are the topics whose colors the host chose."""
        self.catalog = catalog
        self.proofs = proofs
        self.coverage = coverage
        self.words = words
        self.history = history
        self._colored = colored
        self._refs: dict[tuple[str, str], Ref] = {}
        self._sources: dict[str, Source] = {}
        self._passages: dict[tuple[str, str], Passage] = {}
        self._covered: dict[str, _Covered] = {}
        self._own_fact = OfEach(self._fact)
        self._other_fact = OfEach(self._on_other_page)
        self.line = OfEach(self._line)
        """An entry on a page that lists it."""
        self.supported_line = OfEach(self._supported_line)
        """The same on a page that prints how well it is supported and, of a statement, all that it says."""

    @cached_property
    def tones(self) -> Tones:
        """The colors of topics."""
        return Tones.among(self.catalog, self.words, self._colored)

    @cached_property
    def rows_of(self) -> Mapping[str, Sequence[Row]]:
        """The known changes of each sheet, by its kind and id, newest first."""
        rows: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self.history.changes:
            rows[row.sheet].append(row)
        return rows

    @cached_property
    def reported(self) -> Mapping[tuple[str, str], str]:
        """When an announced entry was reported by a source, by its sheet and name at that time."""
        times: dict[tuple[str, str], str] = {}
        for row in self.history.changes:
            if row.op != "MOD" or " source " not in row.about:
                continue
            was, now, day = row.item(row.old), row.item(row.new), Date.parse(row.when[:10])
            if was is None or now is None or not now.CHRONOLOGICAL:
                continue
            if now_reporting(was, now, self.catalog.sources, before=day, after=day):
                times.setdefault((row.sheet, row.name), row.when)
        return times

    @cached_property
    def withdrawn(self) -> tuple[Entry[Any], ...]:
        """Entries with dates that were withdrawn, each as git has its last version, at the correction that
        gives the reason."""
        found: dict[tuple[str, str], Entry[Any]] = {}
        for row in self.history.changes:
            kind, _, sheet_id = row.sheet.partition("/")
            sheet = self.catalog.briefings.get(sheet_id) if kind == "briefing" else None
            reason: Entry[Any] | None = (
                withdrawn_in(sheet).get(row.name) if sheet is not None and row.op == "DEL" else None
            )
            if reason is None or (item := row.item(row.old)) is None:
                continue
            if item.CHRONOLOGICAL and {*item.involved} <= self.catalog.actors.keys():
                entry: Entry[Any] = replace(reason, item=item, anchor=row.name, name=row.name, citations=())
                found.setdefault((row.sheet, row.name), entry)
        return tuple(found.values())

    def page(
        self, path: str, key: str, kind: str, view: View, sheet: str | None = None, **names: str
    ) -> Page:
        """A page whose title and description are the words of a key, with these names in them."""
        title, text = (self.words(f"pages.{key}.{part}", **names) for part in ("title", "description"))
        return Page(path, title, text, kind, view, sheet)

    # ── Sheets ──

    def ref(self, sheet: Sheet[Any]) -> Ref:
        """A sheet as others link to it."""
        ref = self._refs.get((sheet.kind, sheet.id))
        if ref is None:
            data = sheet.data
            language = data.language if sheet.kind == "source" and data.title is not None else None
            ref = self._refs[sheet.kind, sheet.id] = Ref(sheet.kind, sheet.id, data.headline, language)
        return ref

    def refs(self, kind: Kind, ids: Iterable[str]) -> tuple[Ref, ...]:
        """Several sheets of a kind."""
        return tuple(self.ref(self.catalog.sheet(kind, id_)) for id_ in ids)

    def _identity(self, actor_id: str) -> Identity:
        data = self.catalog.actors[actor_id].data
        return Identity(data.kind, data.name)

    def voice(self, actor: str | None, source: str | None) -> Ref:
        """The actor who said something, or the source that says it, called by its publisher."""
        if actor is not None:
            return self.ref(self.catalog.actors[actor])
        assert source is not None, "a statement has a speaker or a source"
        return Ref("source", source, self.catalog.sources[source].data.publisher)

    def source(self, source_id: str) -> Source:
        """A cited source."""
        source = self._sources.get(source_id)
        if source is None:
            sheet = self.catalog.sources[source_id]
            data = sheet.data
            source = self._sources[source_id] = Source(
                self.ref(sheet),
                data.describes if data.title is None else None,
                data.kind,
                data.publisher,
                original_publisher(self.catalog.sources, source_id),
                data.republishes is not None,
                data.published,
                data.unread,
                data.language,
                data.url,
                data.archived,
            )
        return source

    def passage(self, source_id: str, words: str) -> Passage:
        """How a passage is proved."""
        passage = self._passages.get((source_id, words))
        if passage is None:
            proof = self.proofs.of(source_id, words)
            passage = self._passages[source_id, words] = Passage(
                proof.level, proof.directive, proof.compared, proof.begins_inside, proof.ends_inside
            )
        return passage

    def known(
        self,
        sheet: Sheet[SheetModel],
        shown: Iterable[Entry[Any] | RelationEntry] = (),
        cited: Iterable[tuple[str, str | None]] = (),
    ) -> Known:
        """What the page of a sheet refers to, which also shows these entries of other sheets and cites these
        sources and passages."""
        ids: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for kind, own in references_of(sheet).ids.items():
            ids[kind] |= dict.fromkeys(sorted(own))
        quoted = {(source, each): None for source, cited in cited_by(sheet).items() for each in cited}
        for source, passage in cited:
            ids["source"][source] = None
            if passage is not None:
                quoted[source, passage] = None
        covered = self._covered_in(sheet)
        sentences = {each.sentence: each for group in covered.sentences.values() for each in group}
        for entry in shown:
            if entry.sheet is sheet:
                continue
            model, citations = _model_of(entry)
            if isinstance(entry, Entry) and entry.by is not None:
                ids["actor"][entry.by] = None
            _add_references(model, ids)
            quoted |= {(each.source, each.passage): None for each in citations if each.passage is not None}
            sentences |= {each.sentence: each for each in self._sentences(entry)}
        for source, _ in quoted:
            ids["source"][source] = None
        return self._known(
            ids,
            quoted,
            actors={id_: self._identity(id_) for id_ in references_of(sheet).actors},
            coverage={path: (fact,) for path, fact in covered.facts.items()},
            sentences={key: each for key, each in sentences.items() if key is not None},
        )

    def known_of(self, entries: Iterable[Entry[Any]]) -> Known:
        """What a list of entries refers to that prints their prose."""
        ids: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for entry in entries:
            _add_references(entry.item, ids)
        return self._known(ids, (), actors={}, coverage={}, sentences={})

    def _known(
        self,
        ids: Mapping[str, Iterable[str]],
        passages: Iterable[tuple[str, str]],
        actors: Mapping[str, Identity],
        coverage: Mapping[KeyPath, tuple[Covered, ...]],
        sentences: Mapping[Sentence, Covered],
    ) -> Known:
        refs = {
            (kind, id_): self.ref(self.catalog.of_kind(kind)[id_])
            for kind in _LINKED
            for id_ in ids.get(kind, ())
        }
        return Known(
            refs=refs,
            actors=actors,
            sources={id_: self.source(id_) for id_ in ids.get("source", ())},
            passages={each: self.passage(*each) for each in passages},
            coverage=coverage,
            sentences=sentences,
        )

    # ── Entries ──

    def fact(self, entry: Entry[Any], on: Sheet[Any] | None = None) -> Fact:
        """An entry that a file or the page of a sheet shows whole."""
        return self._own_fact(entry) if on is None or entry.sheet is on else self._other_fact(entry)

    def facts(self, entries: Iterable[Entry[Any]], on: Sheet[Any]) -> tuple[Fact, ...]:
        """Several entries, in their order."""
        return tuple(self.fact(entry, on) for entry in entries)

    def _on_other_page(self, entry: Entry[Any]) -> Fact:
        return replace(self._own_fact(entry), path=(), evidence=self.evidence(entry))

    def _fact(self, entry: Entry[Any]) -> Fact:
        data, facts = entry.sheet.data, tuple(parts(entry))
        cited = tuple(citation for fact in facts for citation in fact.citations)
        return Fact(
            sheet=self.ref(entry.sheet),
            changed=data.last_changed if entry.sheet.kind == "briefing" else None,
            topics=self.refs("topic", dict.fromkeys(getattr(data, "topics", ()))),
            tone=self.tones.of_entry(entry) if entry.item.CHRONOLOGICAL else 0,
            path=entry.path,
            anchor=entry.anchor,
            name=entry.name,
            item=entry.item,
            citations=entry.citations,
            by=entry.by,
            voice=labels.whose(entry, self.catalog),
            also_in=entry.also_in,
            unreported=entry.unreported,
            evidence=self.evidence(entry, is_own=True),
            label=labels.title(entry, self.catalog, self.words),
            mark=labels.mark(entry, self.words),
            gist=self.gist(entry.text),
            spoken=self._spoken(entry),
            computed=tuple(map(self._computed, facts)) if entry.kind == "figure" else (),
            texts=tuple(filter(None, map(self.paragraphs, entry.item.details))),
            corrections=self._corrections(entry),
            sources=self._publishers(cited, must_cite=any(fact.must_cite for fact in facts)),
            proofs=tuple(sorted(proof_levels(cited, self.proofs).items())),
        )

    def _publishers(self, cited: Sequence[Citation], *, must_cite: bool) -> str:
        """Who published what a fact cites, and whether that is second-hand or weak."""
        if not cited:
            return self.words("evidence.none") if must_cite else ""
        publishers = publishers_of(self.catalog.sources, cited)
        named = self.words("data.sources", sources=self.words.list(publishers))
        known = support(self.catalog.sources, cited)
        return named if known.publishers else f"{named} · {self.words(f'evidence.{known.level}')}"

    def _corrections(self, entry: Entry[Any]) -> tuple[Corrected, ...]:
        """The corrections of an entry, newest first; those in other briefings, which had it before, last."""
        former = self.catalog.former[entry.sheet.id, entry.name]
        return tuple(
            Corrected(Address(sheet.kind, sheet.id), each.anchor, each.item.date, each.item.was or "")
            for sheet, name in ((entry.sheet, entry.name), *((moved.sheet, moved.name) for moved in former))
            for each in corrections_of(sheet).get(name, ())
        )

    def _computed(self, value: Entry[Any]) -> Computed | None:
        """How a value of a figure is computed; None if a source gives it."""
        if value.item.derived is None:
            return None
        figures = derived_from(value.item, value.sheet)
        places = (Place(Address(each.sheet.kind, each.sheet.id), each.anchor, each.title) for each in figures)
        return Computed(labels.formula_words(value.item, figures, self.words), tuple(places))

    def evidence(self, entry: Entry[Any] | RelationEntry, *, is_own: bool = False) -> Evidence:
        """What the passages give of an entry. Its path is left out on pages of other sheets, where it would
        change with every entry before it."""
        covered = self._covered_in(entry.sheet).facts

        def of(path: KeyPath) -> tuple[Covered, ...]:
            if path not in covered:
                return ()
            return (covered[path] if is_own else covered[path]._replace(path=()),)

        read = self.coverage.readings.of(entry.sheet, entry.path)
        if isinstance(entry, RelationEntry) or not entry.item.PARTS:
            return Evidence(of(entry.path), read=read)
        return Evidence(of(entry.path), tuple(of(part.path) for part in parts(entry)), read)

    def _sentences(self, entry: Entry[Any] | RelationEntry) -> list[Covered]:
        """The stretches of an entry on the page of another sheet."""
        covered = self._covered_in(entry.sheet).sentences
        return [each._replace(path=()) for each in covered.get(entry.path, ())]

    def _covered_in(self, sheet: Sheet[Any]) -> _Covered:
        covered = self._covered.get(sheet.path)
        if covered is None:
            facts: dict[KeyPath, Covered] = {}
            sentences: defaultdict[KeyPath, tuple[Covered, ...]] = defaultdict(tuple)
            for each in self.coverage.of(sheet, names=True):
                if each.sentence is None:
                    facts[each.path] = each
                else:
                    sentences[each.path] += (each,)
            covered = self._covered[sheet.path] = _Covered(facts, sentences)
        return covered

    def relation(self, entry: RelationEntry, on: Sheet[Any]) -> RelationFact:
        """A relation on the profile of one of its actors."""
        evidence = self.evidence(entry, is_own=entry.sheet is on)
        return RelationFact(entry.relation, entry.forward, self.ref(entry.other), evidence, entry.announced)

    def lines(self, entries: Iterable[Entry[Any]]) -> tuple[Line, ...]:
        """Several entries, in their order."""
        return tuple(map(self.line, entries))

    def _line(self, entry: Entry[Any]) -> Line:
        item = entry.item
        is_figure = entry.kind == "figure"
        level = least_support(self.catalog.sources, item).level
        return Line(
            Address(entry.sheet.kind, entry.sheet.id),
            entry.anchor,
            entry.kind,
            labels.bare_title(entry, self.catalog, self.words),
            entry.date,
            entry.by,
            entry.status,
            entry.unreported,
            entry.takes_effect,
            item.is_quotation,
            self._spoken(entry),
            item.verdict if is_figure else None,
            self._lacking(entry, {"text", "note", "about"} - {item.HEADLINE}),
            level if level in ("second_hand", "weak") else None,
        )

    def _spoken(self, entry: Entry[Any]) -> tuple[str, ...]:
        return () if entry.has_no_result else labels.spoken_words(entry.item, self.words)

    def _supported_line(self, entry: Entry[Any]) -> Line:
        found = least_support(self.catalog.sources, entry.item)
        line = replace(
            self.line(entry),
            lacking=self._lacking(entry),
            level=found.level,
            publishers=len(found.publishers),
            sources=len(found.sources),
        )
        if entry.kind != "statement":
            return line
        item = entry.item
        languages = {self.catalog.sources[each.source].data.language for each in entry.citations}
        return replace(
            line,
            language=languages.pop() if item.is_quotation and len(languages) == 1 else None,
            about=item.about,
            note=None if item.note is None else self.gist(item.note),
            briefing=entry.sheet.data.title,
        )

    def _lacking(self, entry: Entry[Any], without: Collection[str] = ()) -> tuple[Covered, ...]:
        """The particulars of an entry that its passages do not give, except those in some of its keys."""
        cited = [each for part in parts(entry) for each in part.citations]
        is_read = (
            any(each.passage is not None for each in cited)
            or least_support(self.catalog.sources, entry.item).publishers
        )
        if not is_read and (cited or entry.must_cite):
            return ()  # that it has no source, or none that anybody has read, says more
        evidence = self.evidence(entry)
        facts = (*evidence.whole, *chain(*evidence.parts), *self._sentences(entry))
        lacking = (
            fact._replace(
                findings=tuple(
                    finding
                    for finding in fact.particulars
                    if not finding.is_covered and finding.particular.key not in without
                )
            )
            for fact in facts
        )
        return tuple(fact for fact in lacking if fact.findings)

    def gist(self, text: str | None) -> str:
        """Prose as plain text."""
        return "" if text is None else plain(text, self.catalog.name)

    def paragraphs(self, text: str | None) -> str:
        """Prose as plain text with a line for each paragraph; other texts as they are."""
        if not isinstance(text, Prose):
            return text or ""
        return "\n".join(filter(None, map(self.gist, _BETWEEN_PARAGRAPHS.split(text))))

    def describe(self, summary: str) -> str:
        """A summary as plain text of at most 200 characters, cut after a sentence or word, for search engines
        and shared links."""
        words = plain(summary, self.catalog.name)
        if len(words) <= 200:
            return words
        cut = words[:200]
        sentence = cut.rfind(". ")
        return cut[: sentence + 1] if sentence > 80 else cut[: cut.rfind(" ")] + "…"

    def card(
        self, sheet: Sheet[Briefing], sources: Mapping[SourceKind, int] | None = None, *, brief: bool = False
    ) -> Card:
        """A briefing in a list. A brief one has only its title and date."""
        data = sheet.data
        gist = "" if brief else self.gist(data.summary)
        topics = () if brief else self.refs("topic", data.topics)
        return Card(self.ref(sheet), gist, data.updated, data.last_changed, topics, sources or {})


_BETWEEN_PARAGRAPHS = re.compile(r"\n\s*\n")


def _model_of(entry: Entry[Any] | RelationEntry) -> tuple[Model, Iterable[Citation]]:
    """What the curator wrote of an entry, and all of its citations."""
    if isinstance(entry, RelationEntry):
        return entry.relation, entry.relation.cite
    return entry.item, [each for part in parts(entry) for each in part.citations]


def _add_references(model: Model, ids: defaultdict[str, dict[str, None]]) -> None:
    """Add all that a part of a sheet refers to, by kind."""
    for value in find_references(model):
        if isinstance(value, Citation):
            ids["source"][value.source] = None
        elif isinstance(value, Id):
            ids[value.kind][value] = None
        elif isinstance(value, Prose):
            for each in references(value):
                ids[each.kind][each.id] = None
