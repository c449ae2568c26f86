"""Functions for templates: pictures, and the words for the filter of the timeline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, get_args

from markupsafe import Markup

from briefings.catalog import urls
from briefings.catalog.entries import Entry
from briefings.model.briefing import Figure
from briefings.model.dates import Date
from briefings.model.source import SourceKind
from briefings.pictures.illustrate import Illustrator, Tie, Tones
from briefings.render.state import PageState
from briefings.text import escape

TONES = "tones"
"""The name of the colors of topics as a dependency. They depend on all topics."""


class Drawings:
    """Draws the pictures of one page."""

    def __init__(self, page: PageState, tones: Tones) -> None:
        self._page = page
        self._illustrator = Illustrator(page.catalog, page.words, tones)

    def timeline_picture(
        self, events: Sequence[tuple[str, Entry[Any]]], name: str, as_of: Date
    ) -> Markup | None:
        """A timeline drawn to scale. Each mark links to the anchor of its event."""
        picture = self._illustrator.timeline(
            [(f"#{anchor}", entry) for anchor, entry in events], name=name, as_of=as_of
        )
        if self._page.recorder is not None and picture is not None:
            self._page.recorder.record(TONES)
        return picture

    def ties(self, actors: Iterable[str]) -> tuple[Tie, ...]:
        """The relations and offices that connect these actors."""
        return self._illustrator.ties(actors)

    def ties_around(self, actor_id: str) -> tuple[Tie, ...]:
        """The relations and offices that connect an actor and its neighbors."""
        return self._illustrator.ties(self._illustrator.around(actor_id))

    def network_picture(self, ties: Sequence[Tie], name: str, center: str | None = None) -> Markup | None:
        """A network of actors. Each name links to the actor's profile."""

        def address(actor: str) -> str:
            return urls.address_from(self._page.page.path, urls.page_of("actor", actor))

        return self._illustrator.network(ties, name=name, address=address, center=center)

    def figure_pictures(self, entries: Iterable[Entry[Figure]]) -> list[Markup]:
        """A small picture for each figure with several values."""
        drawn = (
            self._illustrator.values(entry, prefix=f"values-{n}") for n, entry in enumerate(entries, start=1)
        )
        return [picture for picture in drawn if picture is not None]

    def bar(self, part: int, whole: int) -> Markup:
        """A small bar for a part of a whole. The text beside it gives the same information."""
        filled = round(100 * part / whole) if whole else 0
        return Markup(
            '<svg class="bar" viewBox="0 0 100 10" width="60" height="6" preserveAspectRatio="none"'
            f' aria-hidden="true"><rect width="100" height="10"/><rect class="bar__part" width="{filled}"'
            ' height="10"/></svg> '
        )

    def filter_words(self) -> Markup:
        """JSON for the script that filters the timeline: the words of its controls, and the names of topics
        and kinds of sources."""
        words = {facet: self._page.words(f"search.facets.{facet}") for facet in ("topic", "actor", "year")}
        words |= {
            "kind": self._page.words("filter.kind"),
            "any": self._page.words("search.any"),
            "clear": self._page.words("search.clear"),
        }
        words["count"] = self._page.words.template("filter.count")
        topics = {sheet.id: sheet.data.name for sheet in self._page.catalog.topics.values()}
        kinds = {kind: self._page.words(f"kinds.source.{kind}.word") for kind in get_args(SourceKind)}
        return escape.json_in_html(words | {"topics": topics, "kinds": kinds})
