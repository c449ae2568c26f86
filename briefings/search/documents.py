"""Search documents, built from the catalog: one per page, with a section for each entry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from briefings.catalog import labels
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry, entries, fold, names
from briefings.model import LISTED, Briefing
from briefings.model.base import Prose
from briefings.model.dates import Date
from briefings.model.days import FIRST_DAY, CalendarDay
from briefings.pages.handwritten import as_html
from briefings.search.letters import spaced
from briefings.sheets.load import Sheet
from briefings.text.allowed import strip_html
from briefings.text.markdown import plain
from briefings.text.prose import references
from briefings.views.actor import ActorView
from briefings.views.briefing import BriefingView
from briefings.views.page import Page
from briefings.views.source import SourceView
from briefings.views.stub import HandwrittenView
from briefings.views.topic import TopicView
from briefings.views.view import View
from briefings.words import Words

FACETS = ("kind", "topic", "actor", "year", "status")
"""The filters for search results, in the order in which the page shows them."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page that a search result can link to."""

    anchor: str
    heading: str
    text: str
    kind: str = ""
    """event, statement, figure and so on; empty for prose."""
    year: int | None = None
    status: str = ""
    """The word for it."""

    @property
    def id(self) -> str:
        """Its anchor and the values for the filters, because Pagefind stores only the id and text of a
        section."""
        # Ids have no spaces, but a status can be two words in some languages.
        return "/".join(
            (
                self.kind,
                "" if self.year is None else str(self.year),
                self.status.replace(" ", "_"),
                self.anchor,
            )
        )


@dataclass(frozen=True, slots=True)
class Document:
    """A page as the search indexes it."""

    page: str
    """The path below build/docs."""
    title: str
    kind: str
    """The name of its kind, in the site's language."""
    weight: float = 7
    """The weight of its title, at most 10. Among pages that name an actor, the actor's profile comes first
    and sources last."""
    names: tuple[str, ...] = ()
    """Other names by which readers can find it."""
    titled: tuple[str, ...] = ()
    """Aliases of the actors that its title names."""
    about: tuple[str, ...] = ()
    """Aliases of the other actors that its summary names."""
    also: tuple[str, ...] = ()
    """Aliases of the other actors that it names."""
    lead: str = ""
    sections: tuple[Section, ...] = ()
    topics: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    years: tuple[int, ...] = ()
    statuses: tuple[str, ...] = ()
    date: str = ""
    """An ISO date for sorting results; empty if no date is known."""
    body: str = ""
    """HTML to index, for hand-written pages."""

    @property
    def facets(self) -> Mapping[str, Sequence[str]]:
        """The values for each filter."""
        values = ((self.kind,), self.topics, self.actors, tuple(map(str, self.years)), self.statuses)
        return dict(zip(FACETS, values, strict=True))


def document_of(page: Page, catalog: Catalog, words: Words) -> Document | None:
    """The document of a page; None for lists of other pages and for former addresses."""
    build = _BUILDERS.get(type(page.view))
    return None if build is None else build(_Builder(catalog, words), page, page.view)


def names_in(catalog: Catalog) -> tuple[str, ...]:
    """The words of all names and titles of actors, topics and briefings, for "did you mean"; names of actors
    first."""
    actors = (name for sheet in catalog.actors.values() for name in (sheet.data.name, *sheet.data.aliases))
    topics = (sheet.data.name for sheet in catalog.topics.values())
    titles = (sheet.data.title for sheet in catalog.briefings.values())
    words: dict[str, str] = {}
    for name in (*actors, *topics, *titles):
        for word in _WORD.findall(name):
            if len(word) > 2:
                words.setdefault(fold(word), word)
    return tuple(words.values())


_WORD = re.compile(r"[^\W\d_][\w’']*")
_TITLE = re.compile(r"<h1\b.*?</h1>", re.DOTALL)


class _Builder:
    """Builds the documents of all kinds of pages."""

    def __init__(self, catalog: Catalog, words: Words) -> None:
        self._catalog = catalog
        self._words = words

    def briefing(self, page: Page, view: BriefingView) -> Document:
        data, sheet = view.data, view.ref.id
        briefing = self._catalog.briefings[sheet]
        listed = [*self._catalog.timelines[sheet], *self._own(briefing)]
        sections = [self._section(entry) for entry in listed]
        prose = (data.summary, *(point.text for point in data.in_brief), *data.questions)
        named = self._catalog.named_in[sheet]
        titled = self._named_in_title(briefing, named)
        linked = {each.id for each in references(data.summary) if each.kind == "actor"} - titled
        return Document(
            page.path,
            page.title,
            self._kind("briefing"),
            titled=self._aliases(actor for actor in named if actor in titled),
            about=self._aliases(actor for actor in named if actor in linked),
            also=self._aliases(actor for actor in named if actor not in titled | linked),
            lead=_join(*map(self._plain, prose)),
            sections=tuple(sections),
            topics=self._topics([briefing]),
            actors=tuple(self._catalog.name("actor", actor) for actor in named),
            years=_years(section.year for section in sections),
            statuses=_distinct(section.status for section in sections),
            date=_day(data.last_changed),
        )

    def actor(self, page: Page, view: ActorView) -> Document:
        data, sheet = view.data, view.ref.id
        briefings = [appearance.briefing for appearance in self._catalog.appearances[sheet]]
        # The text of these entries is in the documents of briefings; here, they only provide filter values.
        listed = [entry for kind in LISTED for entry in self._catalog.of_actor(kind, sheet)]
        roles = [(role.title, role.organization) for role in data.roles]
        return Document(
            page.path,
            page.title,
            self._kind("actor"),
            weight=10,
            names=data.aliases,
            lead=_join(
                self._plain(data.summary),
                *(
                    title if at is None else f"{title}, {self._catalog.name('actor', at)}"
                    for title, at in roles
                ),
            ),
            topics=self._topics(briefings),
            actors=(data.headline,),
            years=_years(map(_year, listed)),
            statuses=_distinct(map(self._status, listed)),
            date=max((_day(briefing.data.last_changed) for briefing in briefings), default=""),
        )

    def topic(self, page: Page, view: TopicView) -> Document:
        date = max(
            (_day(briefing.data.last_changed) for briefing in self._catalog.briefings_on[view.ref.id]),
            default="",
        )
        lead = self._plain(view.data.summary)
        return Document(
            page.path, page.title, self._kind("topic"), lead=lead, topics=(page.title,), date=date
        )

    def source(self, page: Page, view: SourceView) -> Document:
        data = view.data
        facts = self._catalog.by_source[view.ref.id]
        briefings = [
            self._catalog.briefings[briefing]
            for briefing in dict.fromkeys(f.sheet.id for f in facts if f.sheet.kind == "briefing")
        ]
        passages = sorted(
            {
                c.passage
                for fact in facts
                for c in fact.citations
                if c.source == view.ref.id and c.passage is not None
            }
        )
        year = data.published.year if data.published is not None else None
        return Document(
            page.path,
            page.title,
            self._kind("source"),
            weight=1,
            lead=_join(data.publisher, *data.authors, self._plain(data.note), *passages),
            topics=self._topics(briefings),
            years=_years([year]),
            date=_day(data.published) if data.published is not None else "",
        )

    def _named_in_title(self, briefing: Sheet[Briefing], named: Iterable[str]) -> frozenset[str]:
        title = _phrase(briefing.data.title)
        return frozenset(
            actor
            for actor in named
            if any(_phrase(name) in title for name, _ in names(self._catalog.actors[actor]))
        )

    def _aliases(self, actors: Iterable[str]) -> tuple[str, ...]:
        return tuple(alias for actor in actors for alias in self._catalog.actors[actor].data.aliases)

    def _own(self, briefing: Sheet[Briefing]) -> Iterable[Entry[Any]]:
        """A briefing's own entries except events and those in its lead; listed kinds first."""
        own = [
            entry
            for entry in entries(briefing)
            if entry.kind not in {"summary", "point", "event", "correction"}
        ]
        return sorted(own, key=lambda entry: not entry.item.LISTED)

    def _section(self, entry: Entry[Any]) -> Section:
        date = entry.date
        numbers = (
            self._words("figures.with_unit", value=self._words.number(number), unit=unit)
            for number, unit in entry.item.numbers
        )
        text = _join(
            self._words.date(date) if date is not None else None,
            *numbers,
            *map(self._plain, entry.item.details),
            *(self._catalog.name("actor", actor) for actor in entry.actors if actor != entry.by),
        )
        return Section(
            entry.anchor,
            labels.label(entry, self._catalog, self._words),
            text,
            entry.kind if entry.item.LISTED else "",
            date.year if date is not None else None,
            self._status(entry),
        )

    def _status(self, entry: Entry[Any]) -> str:
        """The word for its status or that it is only announced; empty if entries of its kind have none."""
        if mark := labels.mark(entry, self._words):
            return mark
        return self._words("statuses.reported.word") if hasattr(entry.item, "status") else ""

    def _kind(self, kind: str) -> str:
        return self._words(f"kinds.sheet.{kind}.singular")

    def _topics(self, briefings: Iterable[Sheet[Briefing]]) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(
                self._catalog.topics[topic].data.name for sheet in briefings for topic in sheet.data.topics
            )
        )

    def _plain(self, text: str | None) -> str:
        # Only prose has markup: `[[x]]` in the name of a place is just that.
        return plain(text, self._catalog.name) if isinstance(text, Prose) else text or ""

    def handwritten(self, page: Page, view: HandwrittenView) -> Document:
        # The document has the title already.
        body = strip_html(_TITLE.sub("", as_html(view.body)))
        return Document(page.path, page.title, self._words("search.page"), lead=page.description, body=body)


_BUILDERS: Mapping[type[View], Callable[[_Builder, Page, Any], Document]] = {
    BriefingView: _Builder.briefing,
    ActorView: _Builder.actor,
    TopicView: _Builder.topic,
    SourceView: _Builder.source,
    HandwrittenView: _Builder.handwritten,
}
"""By type of view: the method that builds the document."""


def _phrase(text: str) -> str:
    """The words of a text between spaces, without signs, to look for one phrase in another."""
    words = " ".join(_ANY_WORD.findall(spaced(fold(text))))
    return f" {words} "


_ANY_WORD = re.compile(r"\w+")


def _join(*parts: str | None) -> str:
    """Joins texts into sentences. A text without a final punctuation mark gets a full stop."""
    sentences = (part.strip() for part in parts if part is not None and part.strip())
    return " ".join(each if each[-1] in _SENTENCE_ENDS else f"{each}." for each in sentences)


_SENTENCE_ENDS = ".!?…。！？।؟”“’»«」』"
"""Characters that end a sentence in some language, including closing quotation marks."""


def _day(date: Date) -> str:
    """The first day of a date."""
    first = date.parts[0] if date.parts else None
    return "" if first is None else _sortable(first.first)


def _sortable(day: CalendarDay) -> str:
    """A text that sorts as the day does, which is ISO 8601 for the years 0 to 9999."""
    if day.year > date.max.year:
        return f"Y{day.year:011}"
    if day.year < 0:
        return f"-{day.year - FIRST_DAY.year:011}-{day.month:02}-{day.day:02}"
    return day.isoformat()


def _years(years: Iterable[int | None]) -> tuple[int, ...]:
    return tuple(sorted({year for year in years if year is not None}, reverse=True))


def _year(entry: Entry[Any]) -> int | None:
    return entry.date.year if entry.date is not None else None


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    """Words without duplicates and empty ones, in order."""
    return tuple(dict.fromkeys(filter(None, words)))
