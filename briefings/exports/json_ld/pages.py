"""What a page says of itself: the nodes of its graph, by type of page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, zip_longest
from typing import Any

from briefings.catalog import urls
from briefings.catalog.entries import UNDATED, sources_cited
from briefings.exports.data_page import DataView
from briefings.exports.json_ld.things import ORGANIZATIONS, Node, Things, licence
from briefings.exports.resource import compact
from briefings.model import Briefing
from briefings.settings import Settings
from briefings.views.actor import ActorPeriodView, ActorView
from briefings.views.briefing import BriefingView
from briefings.views.facts import Fact
from briefings.views.home import HomeView
from briefings.views.page import Page
from briefings.views.source import SourcePeriodView, SourceView
from briefings.views.topic import TopicView
from briefings.views.view import View
from briefings.words import Words

ABOUT = 4
"""The most topics and actors that a briefing is said to be about: those in most of its entries."""
DETAILS = 1200
"""The bytes that the details of a briefing may take (its sources, statements, events and so on), besides the
first of each. With all of them, a long briefing would be half as large again."""


Detail = tuple[str, Node]
"""A thing that belongs to a briefing, after what it is to it."""

_RELATIONS = {"CorrectionComment": "correction", "Quotation": "hasPart", "Claim": "hasPart"}
"""By type of entry: what it is to an article. Articles mention all others."""


class Describer:
    """Describes one page."""

    def __init__(self, page: Page, words: Words, settings: Settings, card: str) -> None:
        self._page = page
        self._card = card
        self._words = words
        self._settings = settings
        self._things = Things(page.path, page.view.known, words, settings)
        self._address = urls.address(page.path)

    def graph(self) -> Iterator[Node]:
        """The page and what it is about, and the way to it."""
        describe = _DESCRIBE.get(type(self._page.view))
        if describe is not None:
            yield from describe(self, self._page.view)
        yield from self._breadcrumbs()

    # ── Pages ──

    def _home(self, view: HomeView) -> Iterator[Node]:
        site: Node = {
            "@type": "WebSite",
            **self._things.site,
            "name": self._settings.site_name,
            "description": self._page.description,
            **self._things.address("url", ""),
            "inLanguage": self._words.language,
            "publisher": self._things.publisher,
            **licence(self._settings.licence),
        }
        if self._settings.site_url:
            site["potentialAction"] = {
                "@type": "SearchAction",
                "target": {
                    "@type": "EntryPoint",
                    "urlTemplate": f"{self._settings.site_url}?q={{search_term_string}}",
                },
                "query-input": "required name=search_term_string",
            }
        yield site

    def _article(self, view: BriefingView) -> Iterator[Node]:
        data, things = view.data, self._things
        every = [fact for facts in view.entries.values() for fact in facts]
        about = self._subjects(data, every)
        newest = sorted(every, key=_order, reverse=True)
        own = sorted(newest, key=lambda entry: (not entry.item.is_milestone, not entry.item.is_quotation))
        verdicts = (things.review(fact, data.last_changed.text) for fact in own)
        reviews = (("review", node) for node in verdicts if node is not None)
        details = _fitting(
            self._described(own, "correction"),
            self._sources(data, "isBasedOn"),
            self._sources(data, "citation"),
            reviews,
            self._described(own, "hasPart"),
            self._described(own, "mentions"),
        )
        reviewed = details.pop("review", [])
        yield {
            "@type": "AnalysisNewsArticle",
            "@id": "#briefing",
            "headline": self._page.title,
            "datePublished": data.published.text,
            "dateModified": data.last_changed.text,
            "inLanguage": self._words.language,
            "author": things.publisher,
            "publisher": things.publisher_id,
            **things.address("url", self._address),
            **licence(self._settings.licence),
            # Search engines show no article without a picture.
            **({"image": self._card} if self._card else {}),
            **things.picture(data.media),
            "about": about,
            **details,
        }
        yield from reviewed

    def _subjects(self, data: Briefing, every: Iterable[Fact]) -> list[Node]:
        """The topics of a briefing, and the actors in most of its entries."""
        named = Counter(
            actor for fact in every for actor in dict.fromkeys(filter(None, (fact.by, *fact.actors)))
        )
        things, known = self._things, self._page.view.known
        topics = (things.topic(known.refs["topic", topic]) for topic in dict.fromkeys(data.topics))
        actors = (things.actor(actor) for actor, _ in named.most_common(ABOUT))
        about = [*chain(topics, actors)][:ABOUT]
        things.named |= {node["@id"] for node in about}
        return about

    def _sources(self, data: Briefing, relation: str) -> Iterator[Detail]:
        """The sources with this relation to a briefing: it is based on primary ones, and cites others."""
        for source in dict.fromkeys(sources_cited(data)):
            is_primary = self._page.view.known.sources[source].kind == "primary"
            if relation == ("isBasedOn" if is_primary else "citation"):
                yield relation, self._things.source(source)

    def _described(self, own: Iterable[Fact], relation: str) -> Iterator[Detail]:
        """The entries to which an article has this relation."""
        for entry in own:
            if _RELATIONS.get(entry.item.schema_type, "mentions") == relation:
                node = self._things.entry(entry)
                if node is not None:
                    yield relation, node

    def _profile(self, view: ActorView) -> Iterator[Node]:
        actor = self._things.profile(view)
        kind = actor["@type"]
        if kind == "Person" or kind in ORGANIZATIONS:
            offices = [each for each in view.roles.current if not each.announced]
            groups = [actor for entry in offices for actor in entry.actors]
            groups += [
                tie.other.id
                for ties in view.relations
                for tie in ties.current
                if tie.forward and not tie.announced and tie.relation.kind == "member-of"
            ]
            # Nobody is a member of a country, as schema.org sees it.
            members_of = [
                node
                for node in map(self._things.actor, dict.fromkeys(groups))
                if node["@type"] in ORGANIZATIONS
            ]
            if members_of:
                actor["memberOf"] = members_of
            if offices and kind == "Person":
                actor["jobTitle"] = [*dict.fromkeys(entry.title for entry in offices)]
        yield {"@type": "ProfilePage", "@id": "./", "mainEntity": actor}

    def _topic(self, view: TopicView) -> Iterator[Node]:
        topic = self._things.topic(view.ref)
        if view.data.summary is not None:
            topic["description"] = self._page.description
        yield {"@type": "CollectionPage", "@id": "./", "about": topic}

    def _source(self, view: SourceView) -> Iterator[Node]:
        yield self._things.whole_source(view) | {"mainEntityOfPage": {"@id": "./"}}

    def _data(self, view: DataView) -> Iterator[Node]:
        files = [(title, file.path, file.media_type) for each in view.formats for title, file in each.files]
        files.append((self._page.title, view.index_file, "application/json"))
        yield {
            "@type": "Dataset",
            "@id": "#dataset",
            "name": f"{self._settings.site_name}: {self._page.title}",
            "description": self._page.description,
            **self._things.address("url", self._address),
            "inLanguage": self._words.language,
            **({"dateModified": view.changed, "version": view.changed} if view.changed else {}),
            **self._things.address("identifier", self._address),
            **({"keywords": [*view.topics]} if view.topics else {}),
            "isAccessibleForFree": True,
            "creator": self._things.publisher,
            "isPartOf": self._things.site,
            **licence(self._settings.licence),
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": title,
                    # Relative to the page if the address of the site is not known.
                    "contentUrl": (self._settings.site_url or "../" * self._address.count("/")) + path,
                    "encodingFormat": media_type,
                }
                for title, path, media_type in files
            ],
        }

    # ── The way to a page ──

    def _breadcrumbs(self) -> Iterator[Node]:
        if self._page.path == urls.HOME:
            return
        # Search engines know the front page, and want at least two steps.
        above = [*self._above()] or [(self._settings.site_name, urls.HOME)]
        steps = [*above, (self._page.title, self._page.path)]
        yield {
            "@type": "BreadcrumbList",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": position,
                    "name": name,
                    # The last one is this page.
                    **(self._things.address("item", urls.address(path)) if position < len(steps) else {}),
                }
                for position, (name, path) in enumerate(steps, 1)
            ],
        }

    def _above(self) -> Iterator[tuple[str, str]]:
        """The pages above this one, each with its name: `actors/`, `actors/veldhaven/`."""
        parts = self._address.split("/")[:-2]
        for n in range(len(parts)):
            top, *below = parts[: n + 1]
            match top, below:
                case _, []:
                    name = f"pages.{top}.title"
                    if name in self._words:
                        index = f"{top}.md" if f"{top}.md" in urls.GENERATED else f"{top}/index.md"
                        yield self._words(name), index
                case (("actors" | "sources"), [_]):
                    assert isinstance(self._page.view, ActorPeriodView | SourcePeriodView)
                    whole = self._page.view.way.whole
                    yield whole.label, whole.path
                case "statements", [status]:
                    yield self._words(f"statuses.{status}.word"), urls.part_of(urls.STATEMENTS, status)


_DESCRIBE: Mapping[type[View], Callable[[Describer, Any], Iterator[Node]]] = {
    HomeView: Describer._home,
    BriefingView: Describer._article,
    ActorView: Describer._profile,
    TopicView: Describer._topic,
    SourceView: Describer._source,
    DataView: Describer._data,
}
"""By type of view: what describes such a page. Of all others, only the way to them is of use."""


def _order(fact: Fact) -> tuple[object, ...]:
    return UNDATED if fact.date is None else fact.date.order, fact.anchor


def _fitting(*groups: Iterable[Detail]) -> dict[str, list[Node]]:
    """The first of each group, and then the second of each and so on, those that fit into `DETAILS`; by what
    they are to a briefing."""
    chosen: dict[str, list[Node]] = {}
    left = DETAILS
    is_first = True
    for row in zip_longest(*groups):
        for relation, node in filter(None, row):
            size = len(compact(node).encode())
            if size <= (DETAILS if is_first else left):
                chosen.setdefault(relation, []).append(node)
                left -= size
        is_first = False
        if left < 100:
            break
    return chosen
