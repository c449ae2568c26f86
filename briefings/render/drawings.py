"""Functions for templates: pictures, and the words for the filter of the timeline."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from markupsafe import Markup

from briefings.catalog import urls
from briefings.catalog.entries import Entry
from briefings.catalog.memberships import Memberships, memberships
from briefings.catalog.ties import Tie, ties_among, ties_between_neighbors
from briefings.model import Briefing
from briefings.model.briefing import DOUBTFUL, Era, Figure, Value
from briefings.model.dates import Date
from briefings.model.source import SourceKind
from briefings.model.verdicts import Verdict
from briefings.pictures import figures
from briefings.pictures.illustrate import Illustrator, Rows, Tones
from briefings.pictures.milestones import milestones
from briefings.pictures.standalone import WIDTH
from briefings.render.links import Links
from briefings.render.marks import Marks
from briefings.render.state import PageState
from briefings.sheets.load import Sheet
from briefings.text import escape

TONES = "tones"
"""The name of the colors of topics as a dependency. They depend on all topics."""


@dataclass(frozen=True, slots=True)
class Embed:
    """A picture for other sites."""

    title: str
    path: str
    """That of its file, below the site's root."""
    code: Markup
    """HTML that shows it on another site, as readers copy it. It has no script, and links to its place on the
    page."""


class Drawings:
    """Draws the pictures of one page."""

    def __init__(self, page: PageState, links: Links, tones: Tones, site_url: str) -> None:
        self._page = page
        self._site_url = site_url
        self._links = links
        self._marks = Marks(page)
        self._illustrator = Illustrator(page.catalog, page.words, tones)

    def timeline_picture(
        self,
        events: Sequence[tuple[str, Entry[Any]]],
        name: str,
        as_of: Date,
        eras: Sequence[Entry[Era]] = (),
    ) -> Markup | None:
        """A strip with all events and the eras behind them, followed by links to the milestones."""
        chosen = milestones([entry for _, entry in events], self._page.catalog)
        entries = [entry for _, entry in events]
        picture = self._illustrator.timeline(entries, chosen, name=name, as_of=as_of, eras=eras)
        if picture is None:
            return None
        self._record_tones()
        items = [self._milestone(anchor, entry) for anchor, entry in events if entry in chosen]
        named = f'\n\n<div class="timeline milestones" markdown>\n\n{"".join(items)}\n</div>' if items else ""
        return picture + Markup(named)

    def _milestone(self, anchor: str, entry: Entry[Any]) -> str:
        doubted = " when--doubted" if entry.status in DOUBTFUL else ""
        day = self._day(entry, self._tone(entry) + doubted)
        return f"- {day} {self._links.here(anchor, entry.title)}{self._marks.entry_mark(entry)}\n"

    def day(self, entry: Entry[Any], anchor: str = "", *, colored: bool = False) -> Markup:
        """The date of an entry, perhaps with its anchor and in the color of its topic."""
        id_ = f' id="{escape.attribute(anchor)}"' if anchor else ""
        return Markup(self._day(entry, self._tone(entry) if colored else "", id_))

    def filtered_day(self, entry: Entry[Any], anchor: str) -> Markup:
        """The date of an entry on the site's timeline, with its year and kinds of sources for the filter."""
        year = "" if entry.date is None or entry.date.year is None else str(entry.date.year)
        kinds = " ".join([year, *sorted(self._kinds([entry]))])
        tags = getattr(entry.item, "tags", ())
        more = f' data-tags="{escape.attribute(json.dumps(tags, ensure_ascii=False))}"' if tags else ""
        return Markup(
            self._day(
                entry, self._tone(entry), f' id="{escape.attribute(anchor)}" data-kinds="{kinds}"{more}'
            )
        )

    def _day(self, entry: Entry[Any], classes: str = "", attributes: str = "") -> str:
        date = "" if entry.date is None else escape.markdown_marks(self._page.words.date(entry.date))
        announced = " when--announced" if entry.announced else ""
        return f'<span class="when{classes}{announced}"{attributes}>{date}</span>'

    def _tone(self, entry: Entry[Any]) -> str:
        """The class that gives an event the color of its topic, after a space."""
        self._record_tones()
        return f" tone-{self._illustrator.tone(entry.sheet)}"

    def topic_rows(self, events: Sequence[tuple[str, Entry[Any]]], as_of: Date) -> Rows | None:
        """All events on a time axis, in one row for each topic."""
        self._record_tones()
        return self._illustrator.rows(events, as_of)

    def _record_tones(self) -> None:
        if self._page.recorder is not None:
            self._page.recorder.record(TONES)

    def ties(self, actors: Iterable[str], signatures: bool = True) -> tuple[Tie, ...]:
        """The relations and offices that connect these actors, perhaps without their signatures."""
        return ties_among(actors, self._page.catalog, self._page.words, signatures=signatures)

    def ties_around(self, actor_id: str) -> tuple[Tie, ...]:
        """The relations and offices that connect the neighbors of an actor with each other."""
        return ties_between_neighbors(actor_id, self._page.catalog, self._page.words)

    def memberships(self, briefing: Sheet[Briefing]) -> Memberships | None:
        """Who signed the agreements that a briefing is about."""
        return memberships(self._page.catalog, briefing, self._page.words.collation)

    def figure_rows(
        self, entries: Iterable[Entry[Figure]]
    ) -> Iterator[tuple[Entry[Figure], Verdict | None, list[tuple[tuple[Value, ...], Markup]]]]:
        """Each figure, what its values say together, and its values with their tracks."""
        mirrored = self._page.words.is_right_to_left
        for entry in entries:
            rows = figures.rows(entry.item, mirrored=mirrored)
            drawn = [(values, Markup("" if track is None else f"{track} ")) for values, track in rows]
            yield entry, entry.item.verdict, drawn

    def verdict_mark(self, verdict: Verdict) -> Markup:
        """What the values of a figure say together, in words."""
        words = escape.markdown(self._page.words(f"figures.verdicts.{verdict}"))
        return Markup(f'<span class="verdict verdict--{verdict}">{words}</span>')

    def embeds(self) -> Iterator[Embed]:
        """The pictures of the page that have a file of their own."""
        page, words = self._page.page, self._page.words
        titles = {
            urls.EMBEDDED_TIMELINE: words("pictures.timeline.title", name=page.title),
            urls.EMBEDDED_MEMBERSHIPS: words("facts.of", name=words("memberships.heading"), fact=page.title),
        }
        entries = getattr(page.context, "entries", {}).get(Figure.KIND, ())
        titles |= {entry.anchor: entry.title for entry in entries}
        site = self._site_url
        for file in page.files:
            if file.format == "embeds":
                name = PurePosixPath(file.path).stem
                anchor = urls.EMBEDDED.get(name, name)
                title = escape.one_line(titles[name])
                code = (
                    f'<a href="{site}{urls.address(page.path)}#{escape.path(anchor)}">'
                    f'<img src="{site}{escape.path(file.path)}" alt="{escape.html(title)}"'
                    f' width="{WIDTH}"></a>'
                )
                yield Embed(title, file.path, Markup(escape.markdown_marks(code)))

    def bar(self, part: int, whole: int) -> Markup:
        """A small bar for a part of a whole. The text beside it gives the same information."""
        filled = round(100 * part / whole) if whole else 0
        return Markup(
            '<svg class="bar" viewBox="0 0 100 10" width="60" height="6" preserveAspectRatio="none"'
            f' aria-hidden="true"><rect width="100" height="10"/><rect class="bar__part" width="{filled}"'
            ' height="10"/></svg> '
        )

    def shares(self, numbers: Iterable[int]) -> Markup:
        """A wide bar in three parts, which differ in texture, not only in color. The list below it gives the
        same information."""
        verified, compared, unchecked = numbers
        whole = verified + compared + unchecked
        if not whole:
            return Markup("")
        first, second = (round(100 * part / whole, 1) for part in (verified, verified + compared))
        # A thick dashed line is a row of stripes, which a wide bar does not stretch.
        return Markup(
            '<svg class="shares" width="100%" height="16" aria-hidden="true">'
            f'<rect class="shares__unchecked" x="{second:g}%" width="{100 - second:.4g}%" height="16"/>'
            f'<line class="shares__compared" x1="{first:g}%" x2="{second:g}%" y1="8" y2="8"/>'
            f'<rect class="shares__verified" width="{first:g}%" height="16"/></svg>'
        )

    def filter_form(self, entries: Sequence[Entry[Any]]) -> Markup:
        """The form that filters the timeline. A script fills in the choices and does the filtering; style
        sheets hide the form where scripts do not run."""
        words = self._page.words
        facets = {
            "topic": {topic for entry in entries for topic in entry.sheet.data.topics},
            "actor": {actor for entry in entries for actor in entry.actors},
            "year": {entry.date.year for entry in entries if entry.date is not None} - {None},
            "kind": self._kinds(entries),
            "tag": {tag for entry in entries for tag in getattr(entry.item, "tags", ())},
        }
        labels = {facet: words(f"search.facets.{facet}") for facet in ("topic", "actor", "year")}
        labels |= {"kind": words("filter.kind"), "tag": words("filter.tag")}
        nothing = f'<option value="">{escape.attribute(words("search.any"))}</option>'
        fields = [
            f'<label>{escape.attribute(labels[facet])} <select data-facet="{facet}">{nothing}</select>'
            "</label>"
            for facet, values in facets.items()
            if len(values) > (0 if facet == "tag" else 1)
        ]
        count = words("filter.count", shown=len(entries), all=len(entries))
        return Markup(
            f'<form class="filter" aria-label="{escape.attribute(words("filter.legend"))}"'
            f" data-words='{self._filter_words(entries)}'>\n"
            + "\n".join(fields)
            + f"\n<label>{escape.attribute(words('filter.words'))}"
            ' <input type="search" data-facet="q" autocomplete="off"></label>\n'
            f'<button type="reset" hidden>{escape.attribute(words("search.clear"))}</button>\n'
            f'<p class="filter-count" role="status">{escape.attribute(count)}</p>\n'
            '<p class="filter-by" hidden></p>\n</form>'
        )

    def _kinds(self, entries: Iterable[Entry[Any]]) -> set[SourceKind]:
        sources = self._page.catalog.sources
        return {sources[each.source].data.kind for entry in entries for each in entry.citations}

    def _filter_words(self, entries: Sequence[Entry[Any]]) -> Markup:
        """JSON for the script: names of the topics and kinds of sources that occur, the topics of each
        briefing, and what it writes."""
        words = self._page.words
        topics = sorted({topic for entry in entries for topic in entry.sheet.data.topics})
        before_year_1 = any(entry.date and (entry.date.year or 1) < 1 for entry in entries)
        return escape.json_in_html(
            ({"bce": words.template("dates.bce")} if before_year_1 else {})
            | {
                "count": words.template("filter.count"),
                "by": words.template("filter.by"),
                "topics": {topic: self._page.catalog.topics[topic].data.name for topic in topics},
                "of": {entry.sheet.id: " ".join(entry.sheet.data.topics) for entry in entries},
                "kinds": {kind: words(f"kinds.source.{kind}.word") for kind in sorted(self._kinds(entries))},
            }
        )
