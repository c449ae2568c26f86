"""Search documents, made from views: one per page, with a section for each entry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from briefings.catalog import labels, urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry, fold
from briefings.checks.handwritten import as_html
from briefings.model import LISTED, Briefing
from briefings.model.base import Prose
from briefings.model.dates import Date
from briefings.model.days import FIRST_DAY, CalendarDay
from briefings.search.letters import spaced
from briefings.sheets.load import Sheet
from briefings.text.allowed import strip_html
from briefings.text.markdown import plain
from briefings.text.prose import references
from briefings.views.actor import ActorView
from briefings.views.briefing import BriefingView
from briefings.views.facts import Fact, Ref
from briefings.views.maker import Maker
from briefings.views.page import Page
from briefings.views.source import SourceView
from briefings.views.stub import HandwrittenView
from briefings.views.topic import TopicView
from briefings.views.view import View
from briefings.words import Words

FACETS = ("kind", "topic", "actor", "year", "status")
"""The filters for search results, in the order in which the page shows them."""


@dataclass(frozen=True, slots=True)
class ActorNames:
    """An actor, by all names by which readers look for it."""

    ref: Ref
    name: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Searched:
    """What the document of a page is made from."""

    page: str
    """The path below build/docs."""
    title: str
    description: str
    view: View
    actors: tuple[ActorNames, ...] = ()
    """All actors that a briefing names."""
    topics: tuple[str, ...] = ()
    """The names of the topics of the briefings that an actor or a source is in."""
    years: tuple[int, ...] = ()
    """Those of all entries about an actor, and their statuses in words."""
    statuses: tuple[str, ...] = ()
    date: str = ""
    """The newest day on which a briefing about an actor or a topic changed."""

    @property
    def path(self) -> str:
        """A path by which builds know the document. No page and no file has it."""
        return f"{self.page}{SEARCHED}"


SEARCHED = "/search"


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


def searched(maker: Maker, page: Page) -> Searched | None:
    """What the document of a page is made from; None for lists of other pages and for former addresses."""
    catalog, view = maker.catalog, page.view
    of = (page.path, page.title, page.description, view)
    match view:
        case BriefingView():
            named = (catalog.actors[actor] for actor in catalog.named_in[view.ref.id])
            actors = (ActorNames(maker.ref(each), each.data.name, each.data.aliases) for each in named)
            return Searched(*of, actors=tuple(actors))
        case ActorView():
            briefings = [each.briefing for each in catalog.appearances[view.ref.id]]
            # Their text is in the documents of briefings; here, they only provide values for the filters.
            listed = [entry for kind in LISTED for entry in catalog.of_actor(kind, view.ref.id)]
            return Searched(
                *of,
                topics=_topics(catalog, briefings),
                years=_years(map(_year, listed)),
                statuses=_distinct(_status(entry, maker.words) for entry in listed),
                date=_newest(briefings),
            )
        case TopicView():
            return Searched(*of, date=_newest(catalog.briefings_on[view.ref.id]))
        case SourceView():
            facts = catalog.by_source[view.ref.id]
            ids = dict.fromkeys(fact.sheet.id for fact in facts if fact.sheet.kind == "briefing")
            return Searched(*of, topics=_topics(catalog, (catalog.briefings[id_] for id_ in ids)))
        case HandwrittenView():
            return Searched(*of)
    return None


def _topics(catalog: Catalog, briefings: Iterable[Sheet[Briefing]]) -> tuple[str, ...]:
    topics = dict.fromkeys(topic for sheet in briefings for topic in sheet.data.topics)
    return _distinct(catalog.topics[topic].data.name for topic in topics)


def _newest(briefings: Iterable[Sheet[Briefing]]) -> str:
    return max((_day(briefing.data.last_changed) for briefing in briefings), default="")


def document_of(searched: Searched, words: Words) -> Document:
    """The document of a page."""
    return _BUILDERS[type(searched.view)](_Builder(searched, words), searched.view)


def names_in(pages: Sequence[Searched], words: Words) -> dict[str, list[tuple[str, ...]]]:
    """Title, address and other names of each actor, topic and briefing, by the word for its kind."""
    names: dict[str, list[tuple[str, ...]]] = {
        words(f"kinds.sheet.{kind}.singular"): [] for kind in ("actor", "topic", "briefing")
    }
    for page in pages:
        view = page.view
        if isinstance(view, ActorView | TopicView | BriefingView):
            aliases = view.data.aliases if isinstance(view, ActorView) else ()
            own = names[words(f"kinds.sheet.{view.ref.kind}.singular")]
            own.append((page.title, urls.address(page.page), *aliases))
    return names


_TITLE = re.compile(r"<h1\b.*?</h1>", re.DOTALL)


class _Builder:
    """Builds the documents of all kinds of pages."""

    def __init__(self, searched: Searched, words: Words) -> None:
        self._searched = searched
        self._known = searched.view.known
        self._words = words

    def briefing(self, view: BriefingView) -> Document:
        data, page, actors = view.data, self._searched, self._searched.actors
        sections = [self._section(fact) for fact in (*view.events, *_own(view))]
        prose = (data.summary, *(point.text for point in data.in_brief), *data.questions)
        title = _phrase(data.title)
        titled = {
            each.ref.id
            for each in actors
            if any(_phrase(name) in title for name in (each.name, *each.aliases))
        }
        linked = {each.id for each in references(data.summary) if each.kind == "actor"} - titled
        return Document(
            page.title,
            self._kind("briefing"),
            titled=_aliases(each for each in actors if each.ref.id in titled),
            about=_aliases(each for each in actors if each.ref.id in linked),
            also=_aliases(each for each in actors if each.ref.id not in titled | linked),
            lead=_join(*map(self._plain, prose)),
            sections=tuple(sections),
            topics=_distinct(self._known.name("topic", topic) for topic in data.topics),
            actors=tuple(each.ref.title for each in actors),
            years=_years(section.year for section in sections),
            statuses=_distinct(section.status for section in sections),
            date=_day(data.last_changed),
        )

    def actor(self, view: ActorView) -> Document:
        data, page = view.data, self._searched
        roles = [(role.title, role.organization) for role in data.roles]
        return Document(
            page.title,
            self._kind("actor"),
            weight=10,
            names=data.aliases,
            lead=_join(
                self._plain(data.summary),
                *(
                    title if at is None else f"{title}, {self._known.name('actor', at)}"
                    for title, at in roles
                ),
            ),
            topics=page.topics,
            actors=(data.headline,),
            years=page.years,
            statuses=page.statuses,
            date=page.date,
        )

    def topic(self, view: TopicView) -> Document:
        page, lead = self._searched, self._plain(view.data.summary)
        return Document(page.title, self._kind("topic"), lead=lead, topics=(page.title,), date=page.date)

    def source(self, view: SourceView) -> Document:
        data, page = view.data, self._searched
        passages = sorted(passage for passage, _ in view.passages if passage is not None)
        year = data.published.year if data.published is not None else None
        return Document(
            page.title,
            self._kind("source"),
            weight=1,
            lead=_join(data.publisher, *data.authors, self._plain(data.note), *passages),
            topics=page.topics,
            years=_years([year]),
            date=_day(data.published) if data.published is not None else "",
        )

    def _section(self, fact: Fact) -> Section:
        date = fact.date
        text = _join(
            self._words.date(date) if date is not None else None,
            *fact.spoken,
            *map(self._plain, fact.item.details),
            *(self._known.name("actor", actor) for actor in fact.actors if actor != fact.by),
            *(each.in_words(self._words) for each in fact.corrections),
        )
        return Section(
            fact.anchor,
            fact.in_words(self._words),
            text,
            fact.kind if fact.item.LISTED else "",
            date.year if date is not None else None,
            _status(fact, self._words),
        )

    def _kind(self, kind: str) -> str:
        return self._words(f"kinds.sheet.{kind}.singular")

    def _plain(self, text: str | None) -> str:
        # Only prose has markup: `[[x]]` in the name of a place is just that.
        return plain(text, self._known.name) if isinstance(text, Prose) else text or ""

    def handwritten(self, view: HandwrittenView) -> Document:
        page = self._searched
        # The document has the title already.
        body = strip_html(_TITLE.sub("", as_html(view.body)))
        return Document(page.title, self._words("search.page"), lead=page.description, body=body)


_IN_LEAD = frozenset({"point", "event", "correction"})
"""Kinds of entries that have no section as a briefing's own: events have one as those of its timeline."""


def _own(view: BriefingView) -> list[Fact]:
    """A briefing's other entries; listed kinds first."""
    own = [fact for kind, facts in view.entries.items() if kind not in _IN_LEAD for fact in facts]
    return sorted(own, key=lambda fact: not fact.item.LISTED)


def _aliases(actors: Iterable[ActorNames]) -> tuple[str, ...]:
    return tuple(alias for actor in actors for alias in actor.aliases)


def _status(entry: Entry[Any] | Fact, words: Words) -> str:
    """The word for its status or that it is only announced; empty if entries of its kind have none."""
    if mark := labels.mark(entry, words):
        return mark
    return words("statuses.reported.word") if hasattr(entry.item, "status") else ""


_BUILDERS: Mapping[type[View], Callable[[_Builder, Any], Document]] = {
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
    """Joins texts. One that is no sentence is set off from the next by a dot that every language has."""
    *texts, last = [part.strip() for part in parts if part is not None and part.strip()] or [""]
    return " ".join((*(each if each[-1] in _SENTENCE_ENDS else f"{each} ·" for each in texts), last))


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
