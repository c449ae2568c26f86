"""The sources that one page cites, numbered in the order of citation, and the marks that lead to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby

from markupsafe import Markup

from briefings.catalog.coverage import Cited, Covered
from briefings.catalog.standing import Credit, least_support_by, support_by
from briefings.evidence.readings import ReadRecord
from briefings.model.briefing import Status
from briefings.model.citations import Citation
from briefings.model.items import Item
from briefings.model.source import SOURCE_KINDS, SourceKind
from briefings.render.particulars import Missing, Particulars
from briefings.text import escape
from briefings.views.facts import Line
from briefings.views.known import Source
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class CitedPassage:
    """A passage that the page cites."""

    number: str
    """The number of its source and a letter: 5b."""
    passage: str


@dataclass(slots=True)
class CitedSource:
    """A source that the page cites."""

    number: int
    source: Source
    passages: list[CitedPassage] = field(default_factory=list)


class References:
    """Collects the sources of a page in reading order, and prints an evidence mark for each fact."""

    def __init__(self, sources: Mapping[str, Source], words: Words, particulars: Particulars) -> None:
        self._sources = sources
        self._words = words
        self._particulars = particulars
        self._cited: dict[str, CitedSource] = {}
        self._passages: dict[tuple[str, str], CitedPassage] = {}
        """By source id and passage, because a page can cite many passages of one source."""

    def mark(
        self,
        citations: Iterable[Citation],
        *,
        status: Status = "reported",
        facts: Sequence[Covered] = (),
        read: ReadRecord | None = None,
        doubt: str = "",
        remark: str = "",
        item: Item | None = None,
    ) -> Markup:
        """The evidence mark of a fact, as a link to the list of sources: how many publishers and sources
        support it, what the passages do not give of `facts`, and whether a person who `read` them doubts it.
        `doubt` stands for the word of the status, a `remark` is told with the evidence only, and `item` is
        the entry whose citations these are if they do not confirm each other.

        The usual mark, of a fact that publishers confirm and whose passages lack at most its date, is a shape
        without visible words. Exceptions are in words.
        """
        cited = tuple(citations)
        missing = self._particulars.missing(facts, cited=bool(cited))
        if status != "reported":
            doubt = doubt or self._words(f"statuses.{status}.word")
        if not cited:
            word = f'<span class="ev ev--{status}">{escape.markdown(doubt)}</span>' if doubt else ""
            return Markup(" ".join(filter(None, (word, _lone(missing)))))
        # Each source or passage once, in the order of citation.
        places: dict[str, None] = {}
        numbers: dict[Cited, int] = {}
        for citation in cited:
            source = self._source(citation.source)
            passage = citation.passage
            number = str(source.number) if passage is None else self._passage(source, passage).number
            places[number] = None
            if passage is not None:
                numbers.setdefault((citation.source, passage), len(places) - 1)

        def credit(source_id: str) -> Credit:
            return self._sources[source_id].credit

        found = support_by(credit, cited) if item is None else least_support_by(credit, item)
        label = self.label(found.level, len(found.publishers), len(found.sources))
        told = self._words("evidence.doubt", status=remark, support=label) if remark else label
        if doubt:
            label, told = (
                self._words("evidence.doubt", status=doubt, support=each) for each in (label, told)
            )
        # Sources that nobody here has read have no passages, and are marked for that.
        lacks = missing if found.publishers or numbers else None
        is_usual = bool(found.publishers) and not doubt
        words: list[str] = [] if is_usual else [escape.markdown(label)]
        about = f"ev ev--{status if doubt else found.level}"
        is_undated = lacks is not None and lacks.is_date
        panel, less = (None, "") if read is None else self._particulars.reading(read)
        remarks = [*filter(None, (less, "" if lacks is None else lacks.short))]
        shown = escape.markdown(" · ".join(remarks[: len(remarks) - is_undated]))
        if shown:
            about += " ev--lacks" if is_usual else ""
            words.append(shown if is_usual else f"<i>{shown}</i>")
        elif is_undated:
            about += " ev--undated"
        listed = ", ".join(places)
        # Whoever speaks to the browser says what is visible, so the name has it, too.
        name = told
        for each in remarks:
            name = self._words("evidence.sentences", first=name, second=each)
        name = f"{name} ({listed})"
        named = f' aria-label="{escape.attribute(name)}"' if is_usual or remark or remarks else ""
        if data := self._particulars.data(facts, numbers, missing):
            named += f' data-given="{escape.attribute(data)}"'
        if panel is not None:
            named += f' data-read="{panel}"'
        about += "" if words else " ev--usual"
        content = " ".join([*words, f"<sup>{listed}</sup>"]) if words else listed
        return Markup(f'<a class="{about}" href="#s{next(iter(places))}"{named}>{content}</a>')

    def support(self, line: Line | None, *, status: Status = "reported") -> Markup:
        """How well a fact is supported and what its passages do not give, for pages that do not list its
        sources; None if it has no source."""
        level, label = "none", self._words("evidence.none")
        if line is not None and line.level is not None:
            level, label = line.level, self.label(line.level, line.publishers, line.sources)
        if status != "reported":
            doubt = self._words(f"statuses.{status}.word")
            label = self._words("evidence.doubt", status=doubt, support=label)
        shape = status if status != "reported" else level
        mark = Markup(f'<span class="ev ev--{shape}">{escape.markdown(label)}</span>')
        lacking = "" if line is None else self.lacking(line.lacking)
        return Markup(" ").join(filter(None, (mark, lacking)))

    def lacking(self, facts: Sequence[Covered]) -> Markup:
        """What the passages of a fact do not give, for the same pages; empty if they give all."""
        return Markup(_lone(self._particulars.missing(facts, cited=True)))

    def label(self, level: str, publishers: int, sources: int) -> str:
        """How well a fact is supported, in a few words."""
        return _counted(self._words, publishers, sources) if publishers else self._words(f"evidence.{level}")

    def _source(self, source_id: str) -> CitedSource:
        source = self._cited.get(source_id)
        if source is None:
            source = self._cited[source_id] = CitedSource(len(self._cited) + 1, self._sources[source_id])
        return source

    def _passage(self, source: CitedSource, words: str) -> CitedPassage:
        key = (source.source.ref.id, words)
        cited = self._passages.get(key)
        if cited is None:
            letters = _letters(len(source.passages) + 1)
            cited = self._passages[key] = CitedPassage(f"{source.number}{letters}", words)
            source.passages.append(cited)
        return cited

    @property
    def sources(self) -> tuple[CitedSource, ...]:
        """All sources cited so far, in the order of their numbers."""
        return tuple(self._cited.values())

    @property
    def by_kind(self) -> tuple[tuple[SourceKind, tuple[CitedSource, ...]], ...]:
        """The sources by kind, from primary sources to weak ones."""
        ordered = sorted(self.sources, key=lambda source: SOURCE_KINDS.index(source.source.kind))
        groups = groupby(ordered, key=lambda source: source.source.kind)
        return tuple((kind, tuple(group)) for kind, group in groups)


def _lone(missing: Missing | None) -> str:
    """What no passage gives of a fact that has no link to its sources."""
    if missing is None:
        return ""
    about = "ev ev--undated" if missing.is_date else "ev"
    return f'<i class="{about}">{escape.markdown(missing.short)}</i>'


# A few numbers are in most marks.
@lru_cache(maxsize=1000)
def _counted(words: Words, n_publishers: int, n_sources: int) -> str:
    publishers = words("evidence.publishers", n=n_publishers)
    if n_sources == n_publishers:
        return publishers
    return words("evidence.both", publishers=publishers, sources=words("standing.sources", n=n_sources))


def _letters(number: int) -> str:
    """A number from 1 in letters, as style sheets count: a, b, … z, aa, ab, …"""
    letters = ""
    while number:
        number, place = divmod(number - 1, 26)
        letters = chr(ord("a") + place) + letters
    return letters
