"""Compares each fact of a sheet with the passages that it cites."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache, cached_property
from hashlib import blake2b
from typing import Any, NamedTuple, cast, get_args, get_origin

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry, cited_by, entries, given_for, of_kind, parts, references_of
from briefings.catalog.readings import Readings
from briefings.evidence import Proofs
from briefings.evidence.coverage import (
    COVERED,
    Finding,
    Particular,
    Passage,
    State,
    cover,
    may_be_unsaid,
    says_same,
)
from briefings.evidence.particulars import dated, in_text, measured, names_in, office, says_counted, speaker
from briefings.grammar.amounts import Amount
from briefings.grammar.cues import primary
from briefings.grammar.names import KnownNames, NamedActor
from briefings.model import FOLDERS, Actor, Briefing, SheetModel, Source
from briefings.model.base import KeyPath, Prose, Ref
from briefings.model.briefing import Correction, Statement, Value
from briefings.model.dates import Date
from briefings.model.items import Item, Summary
from briefings.sheets.load import Sheet
from briefings.text import markdown
from briefings.text.prose import Kind, stretches

Cited = tuple[str, str]
"""A source and a passage in it."""

Sentence = tuple[str, int]
"""A text, and the number of a stretch in it that ends in citations, counted from 0."""


_OfSource = tuple[str, Date | None, str, frozenset[str], str, bool]
"""The language of a source, when it was published, its title, who speaks in it throughout, the names in its
sheet, and whether it is news."""


class Covered(NamedTuple):
    """What is known of the particulars of one fact, or of one sentence of it that cites sources itself."""

    path: KeyPath
    """The path of the fact in its sheet."""
    findings: tuple[Finding, ...]
    cited: tuple[Cited, ...]
    """The passages that it was compared with. `Finding.passage` counts in them."""
    own: bool
    """Whether the fact cites them itself; otherwise they are those of its sheet."""
    is_derived: bool = False
    """Whether its number is computed from other figures."""
    sentence: Sentence | None = None
    """Which stretch of prose it is, if that cites sources itself."""

    @property
    def particulars(self) -> tuple[Finding, ...]:
        """The findings that decide whether the fact is covered. Names other than the speaker's do not."""
        return tuple(finding for finding in self.findings if finding.particular.kind != "name")

    @property
    def is_covered(self) -> bool:
        """Whether the sources give every particular."""
        return all(finding.is_covered for finding in self.particulars)

    @property
    def differing(self) -> tuple[Finding, ...]:
        """The particulars for which the source has something else."""
        return tuple(finding for finding in self.findings if finding.state == "differs")


def known_names(sheets: Iterable[Sheet[SheetModel]]) -> KnownNames:
    """The names of all actors among some sheets. Those of drafts count, too: what the lock keeps of a text
    must not change when a sheet is published."""
    return KnownNames(_named_actor(cast("Sheet[Actor]", sheet)) for sheet in sheets if sheet.kind == "actor")


def _named_actor(sheet: Sheet[Actor]) -> NamedActor:
    data = sheet.data
    held = (office(r.title, r.organization, r.from_, r.to, is_sole=r.sole) for r in data.roles)
    return NamedActor(sheet.id, (data.name, *data.aliases), data.kind == "person", tuple(held))


class Coverage:
    """What the cited passages give of each fact of a site."""

    def __init__(
        self,
        catalog: Catalog,
        proofs: Proofs,
        known: KnownNames,
        language: str,
        readings: Readings | None = None,
    ) -> None:
        self.known = known
        self.readings = readings if readings is not None else Readings(catalog, proofs)
        """What people say of the same facts."""
        self._catalog = catalog
        self._proofs = proofs
        self._language = language
        self._of_sheets: dict[tuple[str, str, bool], tuple[Covered, ...]] = {}
        """All facts by kind and id of the sheet, without and with names. The checks, the pages and the
        formats ask for the same facts."""
        self._of_values: dict[tuple[str, str, KeyPath], bool] = {}
        self._of_computed: dict[tuple[str, str], tuple[tuple[Amount, Entry[Any]], ...]] = {}

    def differing(self, sheet: Sheet[SheetModel]) -> Iterator[Covered]:
        """The facts of a sheet for which their own passages have something else. Only facts that cite
        passages can differ, so the others are not looked at."""
        for fact in self._facts(sheet, every=False):
            if fact.passages and (covered := self._covered(sheet, fact, in_detail=False)).differing:
                yield covered

    def of(self, sheet: Sheet[SheetModel], *, names: bool = False) -> tuple[Covered, ...]:
        """The facts of a sheet that have particulars, in the order of the sheet. With `names`, known names
        other than the speaker's are looked up, too."""
        return tuple(each for each in self._every(sheet, names) if each.findings)

    def keep(self, sheet: Sheet[SheetModel], facts: Sequence[Covered]) -> None:
        """Keep what `of` said with names in another process or run."""
        self._of_sheets[sheet.kind, sheet.id, True] = tuple(facts)
        unnamed = (fact._replace(findings=fact.particulars) for fact in facts)
        self._of_sheets[sheet.kind, sheet.id, False] = tuple(unnamed)

    def _every(self, sheet: Sheet[SheetModel], names: bool) -> tuple[Covered, ...]:
        key = sheet.kind, sheet.id, names
        every = self._of_sheets.get(key)
        if every is None:
            facts = self._facts(sheet)
            if names:
                # Only pages need them, and they take as long as all else.
                pairs = zip(facts, self._every(sheet, False), strict=True)
                every = tuple(self._with_names(sheet, *pair) for pair in pairs)
            else:
                every = tuple(self._covered(sheet, each) for each in facts)
            self._of_sheets[key] = every
        return every

    def inputs(self, sheet: Sheet[SheetModel]) -> str:
        """Digests of all that decides about the facts of a sheet."""
        return f"{self.words(sheet)} {self.evidence(sheet)}"

    def words(self, sheet: Sheet[SheetModel]) -> str:
        """A digest of what decides about the facts of a sheet, except the evidence."""
        # The titles of sheets that its prose links to are words of that prose.
        named = references_of(sheet).ids
        names = [self._catalog.name(kind, id_) for kind in FOLDERS for id_ in sorted(named.get(kind, ()))]
        return _digest(self.known.digest, self._language, sheet.digest, names)

    def evidence(self, sheet: Sheet[SheetModel]) -> str:
        """A digest of the evidence for a sheet."""
        evidence: list[object] = []
        for source, passages in sorted(cited_by(sheet).items()):
            around = [(words, *(self._passages(source, words).around or ())) for words in passages]
            evidence += self._catalog.sources[source].digest, self._title(source), around
        return _digest(evidence)

    @cached_property
    def all_evidence(self) -> str:
        """A digest of the evidence of the whole site, which takes less time."""
        texts = [(source, status.sha256) for source, status in self._proofs.sources.items()]
        sources = [sheet.digest for sheet in self._catalog.sources.values()]
        return _digest(self._proofs.lock_digest, sorted(texts), sorted(sources))

    def has_texts(self, fact: Covered) -> bool:
        """Whether the text of every passage that a fact was held against is known."""
        return bool(fact.cited) and all(self._passages(*each).around is not None for each in fact.cited)

    def suggested(self, sheet: Sheet[SheetModel], path: KeyPath, particular: Particular) -> Cited | None:
        """A passage whose words give a particular of the fact at a path of the sheet, which does not cite it
        yet. A number must be one of the same things."""
        whole = [each for entry in entries(sheet) for each in (entry, *parts(entry)) if each.path == path]
        cited = {(each.source, each.passage) for entry in whole for each in entry.citations}
        for each, finding in self._giving(sheet, particular):
            is_said = particular.kind not in ("number", "date") or finding.span is not None
            if each not in cited and is_said and says_same(particular, self._passages(*each)):
                return each
        return None

    def _giving(self, sheet: Sheet[SheetModel], particular: Particular) -> Iterator[tuple[Cited, Finding]]:
        """The passages of the sheet that give a particular, wherever they are cited."""
        for source, passages in cited_by(sheet).items():
            for words in passages:
                (finding,) = cover((particular,), (self._passages(source, words),), self.known, own=False)
                if finding.state == "in-passage":
                    yield (source, words), finding

    def _is_elsewhere(self, sheet: Sheet[SheetModel], finding: Finding) -> bool:
        """Whether something in a text or note that seems to differ is told by other passages of the sheet;
        then only its citation is missing."""
        key = finding.particular.key
        return (
            finding.state == "differs"
            and key in _TEXTS
            and (key in _REMARKS or next(self._giving(sheet, finding.particular), None) is not None)
        )

    @cached_property
    def _passages(self) -> Callable[[str, str], Passage]:
        return cache(self._passage)

    def _passage(self, source: str, words: str) -> Passage:
        return Passage(words, *self._of_source(source), self._proofs.around(source, words))

    @cached_property
    def _of_source(self) -> Callable[[str], _OfSource]:
        return cache(self._described)

    def _described(self, source: str) -> _OfSource:
        """What is known of all passages of a source. In a speech or the like, its authors speak throughout;
        in the news, only the publisher does."""
        data: Source = self._catalog.sources[source].data
        title, is_news = self._title(source), data.kind in _NEWS
        named = data.publisher, data.republishes, *data.authors
        mentions = self.known.mentions("\n".join(filter(None, named[: 2 if is_news else None])))
        actors = frozenset(actor for mention in mentions for actor in mention.actors)
        names = "\n".join(filter(None, (title, *named)))
        return data.language, data.published, title, actors, names, is_news

    def _title(self, source: str) -> str:
        """The title of a source, as far as its text is known to have it."""
        status = self._proofs.sources.get(source)
        titled = status.titled if status is not None else None
        return titled if titled is not None else self._catalog.sources[source].data.title or ""

    def _covered(self, sheet: Sheet[SheetModel], fact: _Fact, *, in_detail: bool = True) -> Covered:
        """What is known of a fact. A number in a text may be one that the sheet computes elsewhere."""
        covered = self._compared(sheet, fact, in_detail=in_detail)
        if all(f.is_covered or f.particular.is_measured for f in covered.findings):
            return covered
        findings = (
            Finding(f.particular, "derived") if self._is_computed(sheet, f) else f for f in covered.findings
        )
        return covered._replace(findings=tuple(findings))

    def _is_computed(self, sheet: Sheet[SheetModel], finding: Finding) -> bool:
        each = finding.particular
        if finding.is_covered or each.amount is None or each.is_measured or each.side:
            return False
        if finding.state == "differs" and not each.amount.is_precise:
            return False  # it can be so by chance
        key = sheet.kind, sheet.id
        if key not in self._of_computed:
            self._of_computed[key] = tuple(self._computed(sheet))
        return any(
            computed.is_of_same(each.amount)
            and computed.gives(each.amount)
            and all(self._is_covered(sheet, given) for given in given_for(value))
            for computed, value in self._of_computed[key]
        )

    def _computed(self, sheet: Sheet[SheetModel]) -> Iterator[tuple[Amount, Entry[Any]]]:
        """The numbers that a sheet computes."""
        for figure in of_kind(sheet, "figure"):
            for value in parts(figure):
                if value.item.derived is not None:
                    fact = _fact(value, figure.item)
                    for each in fact.particulars(self._language, self._catalog.name, self.known):
                        if each.is_measured and each.amount is not None:
                            yield each.amount, value

    def _compared(self, sheet: Sheet[SheetModel], fact: _Fact, *, in_detail: bool = True) -> Covered:
        particulars = list(fact.particulars(self._language, self._catalog.name, self.known))
        if not particulars:
            return Covered(fact.path, (), (), True, sentence=fact.sentence)
        cited, own = self._cited(sheet, fact)
        passages = [self._passages(*each) for each in cited]
        # A translated quotation can be held against nothing.
        spoken = {primary(passage.language) for passage in passages}
        particulars = [
            each
            for each in particulars
            if each.kind != "quote" or not each.language or each.language in spoken
        ]
        findings = tuple(
            f._replace(state="not-found", instead="") if self._is_elsewhere(sheet, f) else f
            for f in cover(particulars, passages, self.known, own=own, in_detail=in_detail)
            if not may_be_unsaid(f)
        )
        findings, cited = self._remarked(fact, findings, cited)
        if any(f.state == "not-found" for f in findings) and fact.is_counted(self._language):
            findings = tuple(
                Finding(f.particular, "counted")
                if f.state == "not-found" and f.particular.key in _NUMBERS
                else f
                for f in findings
            )
        if fact.given:
            # The passages need not have the number: it is right if those that it is computed from are.
            is_covered = all(self._is_covered(sheet, each) for each in fact.given)
            state: State = "derived" if is_covered else "not-found"
            findings = tuple(
                Finding(f.particular, state) if f.particular.key in _NUMBERS else f for f in findings
            )
        return Covered(fact.path, findings, cited, own, len(fact.given) > 0, fact.sentence)

    def _is_covered(self, sheet: Sheet[SheetModel], given: Entry[Any]) -> bool:
        """Whether a value is covered that others are computed from. Many can rest on one."""
        key = sheet.kind, sheet.id, given.path
        if key not in self._of_values:
            whole = given.whole.item if given.whole is not None else None
            self._of_values[key] = self._compared(sheet, _fact(given, whole)).is_covered
        return self._of_values[key]

    def _with_names(self, sheet: Sheet[SheetModel], fact: _Fact, covered: Covered) -> Covered:
        """The same fact with the known names in it."""
        texts = fact.plain_texts(self._catalog.name)
        names = [name for key, text in texts for name in names_in(key, text, self.known)]
        if not names:
            return covered
        cited, own = (covered.cited, covered.own) if covered.findings else self._cited(sheet, fact)
        passages = [self._passages(*each) for each in cited]
        found = cover(names, passages, self.known, own=own)
        findings, cited = self._remarked(fact, (*covered.findings, *found), cited)
        return covered._replace(findings=findings, cited=cited, own=own)

    def _remarked(
        self, fact: _Fact, findings: tuple[Finding, ...], cited: tuple[Cited, ...]
    ) -> tuple[tuple[Finding, ...], tuple[Cited, ...]]:
        """The findings and passages of a claim, with the passages of others, which may give its remarks."""
        lacking = [f.particular for f in findings if f.particular.key in _REMARKS and not f.is_covered]
        if not lacking or not fact.others:
            return findings, cited
        every = tuple(dict.fromkeys((*cited, *fact.others)))
        passages = [self._passages(*each) for each in every]
        given = {f.particular: f for f in cover(lacking, passages, self.known, own=False) if f.is_covered}
        return tuple(given.get(f.particular, f) for f in findings), every

    def _cited(self, sheet: Sheet[SheetModel], fact: _Fact) -> tuple[tuple[Cited, ...], bool]:
        """The passages to compare a fact with, and whether they are its own."""
        if fact.passages:
            return fact.passages, True
        of_sheet = cited_by(sheet)
        sources = dict.fromkeys(source for source, _ in fact.cited) or of_sheet
        return tuple((source, passage) for source in sources for passage in of_sheet.get(source, ())), False

    def _facts(self, sheet: Sheet[SheetModel], *, every: bool = True) -> Iterator[_Fact]:
        """The facts of a sheet; unless `every` one is needed, without most that cite no passages."""
        data = sheet.data
        if every and isinstance(data, Briefing):
            yield _Fact(("title",), {"title": data.title})
            if data.matters is not None:
                yield from _sentences(_Fact(("matters",), {"matters": data.matters}))
            for n, question in enumerate(data.questions):
                yield _Fact(("questions", n), {"questions": question})
        for entry in entries(sheet):
            whole = entry.item if entry.item.PARTS else None
            if every or _cites_passages(entry):
                yield from _sentences(_fact(entry, whole))
            for part in parts(entry) if whole is not None else ():
                if every or _cites_passages(part):
                    yield _fact(part, whole)


def _digest(*inputs: object) -> str:
    return blake2b(repr(inputs).encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


_REMARKS = frozenset(("note", "about"))
_TEXTS = _REMARKS | {"text", "summary", "matters"}
"""Texts that also tell what other sources say."""

_NUMBERS = frozenset(("value", "from", "to"))

_NEWS = frozenset(("wire", "state-media", "news", "weak"))
"""The kinds of sources that report what is new."""


@dataclass(eq=False)
class _Fact:
    """A fact before it is compared with its passages."""

    path: KeyPath
    texts: Mapping[str, str]
    """By key."""
    cited: tuple[tuple[str, str | None], ...] = ()
    item: Item | None = None
    whole: Item | None = None
    values: tuple[tuple[str, object], ...] = ()
    """The texts, dates and numbers of the item, by key."""
    sentence: Sentence | None = None
    given: tuple[Entry[Any], ...] = ()
    """The values that its number is computed from."""
    others: tuple[Cited, ...] = ()
    """The passages of a claim that are not of the source that makes it. They can give its remarks."""

    @property
    def passages(self) -> tuple[Cited, ...]:
        """The passages that it cites itself."""
        return tuple(dict.fromkeys((source, words) for source, words in self.cited if words is not None))

    def is_counted(self, language: str) -> bool:
        """Whether a note says that the curator counted."""
        notes = (getattr(self.item, "note", None), getattr(self.whole, "note", None))
        return isinstance(self.item, Value) and any(note and says_counted(note, language) for note in notes)

    def plain_texts(self, name: Callable[[Kind, str], str]) -> Iterator[tuple[str, str]]:
        """What of its texts is compared, by key."""
        for key, text in self.texts.items():
            yield key, markdown.plain(text, name) if isinstance(text, Prose) else text

    def particulars(
        self, language: str, name: Callable[[Kind, str], str], known: KnownNames
    ) -> Iterator[Particular]:
        """Its particulars, in the order of its keys."""
        for key, plain in self.plain_texts(name):
            found = in_text(key, plain, language)
            if not found:
                continue
            if isinstance(self.item, Correction) and key == "text" and self.item.was is not None:
                wrong = in_text("was", self.item.was, language)
                found = tuple(each for each in found if not any(_is_same(each, other) for other in wrong))
            if any(each.amount is not None for each in found):
                found = tuple(each for each in found if not _is_in_name(each, plain, known))
            # Of `million euros`, the value has the number.
            yield from (
                found if key != "unit" else (each for each in found if each.amount and each.amount.in_digits)
            )
        if self.item is None:
            return
        values = () if isinstance(self.item, Correction) else self.values
        for key, value in values:
            if isinstance(value, Date):
                yield from dated(key, value, is_spoken=isinstance(self.item, Statement))
        if isinstance(self.item, Statement):
            if self.item.speaker is not None:
                yield speaker(self.item.speaker, known, self.item.date)
            if self.item.quote is not None and all(passage is not None for _, passage in self.cited):
                yield Particular("quote", "quote", self.item.quote, is_own=self.item.source is not None)
        if isinstance(self.item, Value) and self.whole is not None:
            unit, label = getattr(self.whole, "unit", ""), getattr(self.whole, "label", "")
            for key in ("value", "from_", "to"):
                number = getattr(self.item, key)
                if number is not None:
                    each = measured(key.strip("_"), number, unit, label, self.item.qualifier, language)
                    yield each._replace(is_counted=True) if self.is_counted(language) else each
            return
        for key, value in values:
            if isinstance(value, int | Decimal):
                yield measured(key, value, "", "", None, language)


def _is_same(one: Particular, other: Particular) -> bool:
    """Whether a text repeats a particular, perhaps with less around it."""
    if one.amount is not None and other.amount is not None:
        return one.amount.has_number_of(other.amount)
    return one.kind == other.kind and (one.words == other.words or one.dates == other.dates != ())


def _is_in_name(each: Particular, text: str, known: KnownNames) -> bool:
    """Whether something is a part of a known name: the number in `Channel 4`."""
    if each.amount is None or not known.may_contain(text[each.amount.start : each.amount.end]):
        return False
    begin = max(0, each.start - LONGEST_NAME)
    near = known.mentions(text[begin : each.start + LONGEST_NAME])
    return any(mention.start <= each.start - begin < mention.end for mention in near)


LONGEST_NAME = 80
"""The characters around a number in which a name that it is a part of is looked for."""


def _cites_passages(entry: Entry[Any]) -> bool:
    """Whether an entry cites passages, or those that it is computed from may."""
    return entry.item.derived is not None or any(each.passage is not None for each in entry.citations)


def _fact(entry: Entry[Any], whole: Item | None = None) -> _Fact:
    item: Item = entry.item
    cited = tuple((citation.source, citation.passage) for citation in entry.citations)
    others: tuple[Cited, ...] = ()
    if isinstance(item, Statement) and item.source is not None:
        # What a source claims is held against that source, not against those that contradict it.
        others = tuple(
            (source, words) for source, words in cited if source != item.source and words is not None
        )
        cited = tuple(each for each in cited if each[0] == item.source) or cited
    values = tuple(_values(item))
    texts = {key: value for key, value in values if isinstance(value, str)}
    if isinstance(item, Summary):
        texts = {"text": item.text}  # it has the title of the sheet
    if item.derived is None:
        return _Fact(entry.path, texts, cited, item, whole, values, others=others)
    given = given_for(entry)
    theirs = dict.fromkeys((each.source, each.passage) for value in given for each in value.citations)
    return _Fact(entry.path, texts, tuple(theirs), item, whole, values, given=given)


def _sentences(fact: _Fact) -> Iterator[_Fact]:
    """A fact, with each stretch of its prose that ends in citations as one of its own."""
    if "[@" not in "".join(fact.texts.values()):
        yield fact
        return
    texts: dict[str, str] = {}
    for key, text in fact.texts.items():
        # In the subject of a statement, `[@x]` is no citation.
        if not isinstance(text, Prose) or "[@" not in text:
            texts[key] = text
            continue
        for n, (words, cited) in enumerate(stretches(text)):
            if cited:
                sources = tuple((each, None) for each in cited)
                yield _Fact(fact.path, {key: Prose(words)}, sources, sentence=(text, n))
            else:
                texts[key] = Prose(words)
    yield replace(fact, texts=texts)


_NOT_COMPARED = frozenset(
    (
        "id", "anchor", "kind", "status", "result", "qualifier", "address", "group", "place", "quote",
        "media", "inverse", "total", "short", "entry", "was", "drafted",
    )
)  # fmt: skip
"""Keys whose text says nothing that a passage gives."""


@cache
def _keys(item: type[Item]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, field.alias or name)
        for name, field in item.model_fields.items()
        if name not in _NOT_COMPARED and _is_compared(field.annotation)
    )


def _is_compared(annotation: Any) -> bool:
    """Whether a value of a type can be a text, a date or a number."""
    if isinstance(annotation, type):
        return issubclass(annotation, _COMPARED) and not issubclass(annotation, Ref | bool)
    is_many = get_origin(annotation) in (tuple, dict)
    return isinstance(annotation, str) or (not is_many and any(map(_is_compared, get_args(annotation))))


_COMPARED = (str, Date, int, Decimal)


def _values(item: Item) -> Iterator[tuple[str, object]]:
    """The texts, dates and numbers of an entry, by key."""
    for name, key in _keys(type(item)):
        value = getattr(item, name)
        if isinstance(value, _COMPARED) and not isinstance(value, Ref | bool):
            yield key, value


def coverage_on_page(
    coverage: Coverage, sheet: Sheet[SheetModel], others: Iterable[tuple[Sheet[Any], KeyPath]] = ()
) -> Mapping[str, tuple[Covered, ...]]:
    """What the passages give of the facts of a sheet and of those that its page shows of other sheets, each
    with its path; by the path of the sheet."""
    covered = {sheet.path: coverage.of(sheet, names=True)}
    shown: dict[str, tuple[Sheet[Any], set[KeyPath]]] = {}
    for other, path in others:
        if other.path != sheet.path:
            shown.setdefault(other.path, (other, set()))[1].add(path)
    for name, (other, paths) in shown.items():
        covered[name] = tuple(fact for fact in coverage.of(other, names=True) if fact.path in paths)
    return covered


def by_path(facts: Iterable[Covered]) -> dict[KeyPath, tuple[Covered, ...]]:
    """The facts of a sheet by path, each with those of its sentences that cite sources themselves."""
    grouped: dict[KeyPath, tuple[Covered, ...]] = {}
    for fact in facts:
        grouped[fact.path] = (*grouped.get(fact.path, ()), fact)
    return grouped


@dataclass(frozen=True, slots=True)
class Tally:
    """How many facts are covered, and in which state their particulars are."""

    facts: int = 0
    covered: int = 0
    """Facts whose particulars are all covered."""
    states: Mapping[State, int] = field(default_factory=dict)
    """How many particulars are in each state; without those that no particular is in."""

    @property
    def particulars(self) -> int:
        """How many particulars there are."""
        return sum(self.states.values())

    @property
    def given(self) -> int:
        """How many particulars are covered."""
        return sum(count for state, count in self.states.items() if state in COVERED)

    def __add__(self, other: Tally) -> Tally:
        states = Counter(self.states) + Counter(other.states)
        return Tally(self.facts + other.facts, self.covered + other.covered, states)


def tally(facts: Iterable[Covered]) -> Tally:
    """The tally of facts of one sheet. A fact counts once, also if several of its sentences cite sources."""
    grouped = by_path(facts).values()
    covered = sum(all(each.is_covered for each in group) for group in grouped)
    states = Counter(each.state for group in grouped for fact in group for each in fact.particulars)
    return Tally(len(grouped), covered, states)


def covered_share(facts: Sequence[Covered]) -> tuple[int, int]:
    """How many particulars of some facts are covered, and how many there are."""
    findings = [finding for fact in facts for finding in fact.particulars]
    return sum(finding.is_covered for finding in findings), len(findings)
