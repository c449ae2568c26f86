"""Functions for templates: pictures, and the words for the filter of the timeline."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import cast

from markupsafe import Markup

from briefings.catalog import labels, urls
from briefings.model.briefing import Figure, Statement, Status, Value
from briefings.model.dates import Date
from briefings.model.source import SourceKind
from briefings.model.verdicts import Verdict
from briefings.pictures import figures, illustrate, svg
from briefings.pictures.illustrate import Illustrator, Rows, marks_of, periods_of
from briefings.render.dates import unbroken
from briefings.render.links import Links
from briefings.render.state import PageState
from briefings.text import escape
from briefings.views.briefing import BriefingView
from briefings.views.facts import Computed, Fact, Line, Ref
from briefings.views.home import Strip
from briefings.views.registers import Filtered


@dataclass(frozen=True, slots=True)
class Embed:
    """A picture for other sites."""

    anchor: str
    """Of its line in the list of pictures; empty if nothing links to it."""
    title: str
    path: str
    """That of its file, below the site's root."""
    place: str
    """The anchor of what it shows."""


class Drawings:
    """Draws the pictures of one page."""

    def __init__(self, page: PageState, links: Links) -> None:
        self._page = page
        self._links = links
        self._illustrator = Illustrator(page.words)

    def timeline_picture(
        self,
        events: Sequence[Fact],
        milestones: Collection[str],
        name: str,
        as_of: Date,
        eras: Sequence[Fact],
        tones: Mapping[int, str],
    ) -> Markup | None:
        """A strip with all events and the eras behind them. Milestones are given by their anchors."""
        marks = marks_of(events, milestones, linked=True)
        content = self._illustrator.timeline_content(
            marks, name=name, as_of=as_of, eras=periods_of(eras), tones=tones
        )
        return illustrate.figure(content)

    def day(self, entry: Fact | Line, anchor: str = "", tone: int = 0) -> Markup:
        """The date of an entry, perhaps with its anchor and in the color of its topic."""
        id_ = f' id="{escape.attribute(anchor)}"' if anchor else ""
        return Markup(self._day(entry, f" tone-{tone}" if tone else "", id_))

    def front_timeline(self, drawn: Strip) -> Markup | None:
        """The strip of a briefing on the front page."""
        marks = marks_of(drawn.events, drawn.milestones)
        content = self._illustrator.timeline_content(marks, name=drawn.briefing.title, as_of=drawn.as_of)
        return illustrate.figure(content)

    def mini_timeline(self, events: Sequence[tuple[float, bool]]) -> Markup:
        """The events of a story as dots on a line, hollow if they are only announced."""
        mirrored = self._page.words.is_right_to_left
        dots = [
            svg.tag(
                "circle",
                cx=f"{100 - at if mirrored else at:g}%",
                cy="6",
                r="3",
                class_="announced" if announced else None,
            )
            for at, announced in events
        ]
        line = svg.tag("line", x1="0", x2="100%", y1="6", y2="6")
        return Markup(svg.tag("svg", line, *dots, class_="mini", height="12", aria_hidden="true"))

    def filtered_day(self, placed: Filtered, *, of_month: bool = False) -> Markup:
        """The date of an entry on the site's timeline, with its year, kinds of sources and actors for the
        filter. Below the name of its month, it is only the day."""
        date, tags = placed.line.date, placed.tags
        year = "" if date is None or date.year is None else str(date.year)
        kinds = " ".join([year, *placed.sources])
        more = f' data-tags="{escape.attribute(json.dumps(tags, ensure_ascii=False))}"' if tags else ""
        if placed.actors:
            more += f' data-actors="{" ".join(actor.id for actor in placed.actors)}"'
        about = f' id="{escape.attribute(placed.at)}" data-kinds="{kinds}"{more}'
        write = self._page.words.day_of_month if of_month else self._page.words.date
        return Markup(self._day(placed.line, f" tone-{placed.tone}", about, write))

    def _day(
        self,
        entry: Fact | Line,
        classes: str = "",
        attributes: str = "",
        write: Callable[[Date], str] | None = None,
    ) -> str:
        date = (
            ""
            if entry.date is None
            else escape.markdown_marks(unbroken((write or self._page.words.date)(entry.date)))
        )
        announced = "" if entry.happened else " when--announced"
        return f'<span class="when{classes}{announced}"{attributes}>{date}</span>'

    def topic_rows(
        self, events: Sequence[Filtered], topics: Mapping[str, tuple[Ref, int]], as_of: Date
    ) -> Rows | None:
        """All events on a time axis, in one row for each topic."""
        tones = {topic: tone for topic, (_, tone) in topics.items()}
        return self._illustrator.rows(events, tones, as_of)

    def figure_rows(
        self, facts: Iterable[Fact]
    ) -> Iterator[tuple[Fact, Markup, list[tuple[list[tuple[Value, Computed | None]], Markup]]]]:
        """Each figure, what its values say together, and its values with their bars; each value with how it
        is computed."""
        words = self._page.words
        for fact in facts:
            figure = cast(Figure, fact.item)
            computed = {id(value): how for value, how in zip(figure.values, fact.computed, strict=True)}
            drawn = [
                (
                    [(value, computed[id(value)]) for value in row.values],
                    Markup("".join(part for part in (row.bar, row.axis) if part is not None)),
                )
                for row in figures.rows(figure, words.number, mirrored=words.is_right_to_left)
            ]
            says = figure.verdict
            mark = "" if says is None else self._verdict(says, labels.verdict_words(figure, words))
            yield fact, Markup(mark), drawn

    def embedded(self, anchor: str) -> Markup:
        """A link to the code that shows a picture of the page on other sites; empty if there is none."""
        files = (PurePosixPath(file.path).stem for file in self._page.page.files if file.format == "embeds")
        if anchor not in files:
            return Markup("")
        return self._links.here(f"embed-{anchor}", self._page.words("formats.embeds.use"))

    def verdict_mark(self, verdict: Verdict) -> Markup:
        """What the values of a figure say together, in words."""
        return Markup(self._verdict(verdict, self._page.words(f"figures.verdicts.{verdict}")))

    def _verdict(self, verdict: Verdict, words: str) -> str:
        return f'<span class="verdict verdict--{verdict}">{escape.markdown(words)}</span>'

    def embeds(self) -> Iterator[Embed]:
        """The pictures of the page that have a file of their own."""
        page, words = self._page.page, self._page.words
        titles = {urls.EMBEDDED_TIMELINE: words("pictures.timeline.title", name=page.title)}
        linked: set[str] = set()
        if isinstance(page.view, BriefingView):
            figures = {entry.anchor: entry.title for entry in page.view.entries[Figure.KIND]}
            linked.update(figures)
            titles |= figures
            titles |= {entry.anchor: entry.label for entry in page.view.entries[Statement.KIND]}
            if page.view.memberships is not None:
                titles[urls.EMBEDDED_MEMBERSHIPS] = page.view.memberships.answer
        for file in page.files:
            if file.format == "embeds":
                name = PurePosixPath(file.path).stem
                at = f"embed-{name}" if name in linked else ""
                yield Embed(at, titles[name], file.path, urls.EMBEDDED.get(name, name))

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

    def source_bar(self, kinds: Iterable[SourceKind], numbers: Iterable[int]) -> Markup:
        """A wide bar of the sources of each kind. The list below it gives the same information."""
        return _wide_bar(zip((f"source-kind--{kind}" for kind in kinds), numbers, strict=True))

    def status_bar(self, statuses: Iterable[Status], numbers: Iterable[int]) -> Markup:
        """A wide bar of the claims of each status. The list below it gives the same information."""
        return _wide_bar(zip((f"claims--{status}" for status in statuses), numbers, strict=True))

    def filter_form(self, entries: Sequence[Filtered], topics: Mapping[str, tuple[Ref, int]]) -> Markup:
        """The form that filters the timeline. A script fills in the choices and does the filtering; style
        sheets hide the form where scripts do not run."""
        words = self._page.words
        facets: dict[str, Collection[object]] = {
            "topic": {topic for each in entries for topic in each.topics},
            "actor": {actor for each in entries for actor in each.actors},
            "year": {each.line.date.year for each in entries if each.line.date is not None} - {None},
            "kind": {kind for each in entries for kind in each.sources},
            "tag": {tag for each in entries for tag in each.tags},
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
            f" data-words='{self._filter_words(entries, topics)}'>\n"
            + "\n".join(fields)
            + f"\n<label>{escape.attribute(words('filter.words'))}"
            ' <input type="search" data-facet="words" autocomplete="off"></label>\n'
            f'<button type="reset" hidden>{escape.attribute(words("search.clear"))}</button>\n'
            f'<p class="filter-count" role="status">{escape.attribute(count)}</p>\n'
            '<p class="filter-by" hidden></p>\n</form>'
        )

    def _filter_words(self, entries: Sequence[Filtered], topics: Mapping[str, tuple[Ref, int]]) -> Markup:
        """JSON for the script: names of the topics, actors and kinds of sources that occur, the topics of
        each briefing, and what it writes."""
        words = self._page.words
        dates = (each.line.date for each in entries)
        before_year_1 = any(date is not None and (date.year or 1) < 1 for date in dates)
        kinds = sorted({kind for each in entries for kind in each.sources})
        return escape.json_in_html(
            ({"bce": words.template("dates.bce")} if before_year_1 else {})
            | {
                "count": words.template("filter.count"),
                "by": words.template("filter.by"),
                "topics": {topic: ref.title for topic, (ref, _) in topics.items()},
                "actors": {actor.id: actor.title for each in entries for actor in each.actors},
                "of": {each.line.sheet.id: " ".join(each.topics) for each in entries},
                "kinds": {kind: words(f"kinds.source.{kind}.word") for kind in kinds},
            }
        )


def _wide_bar(parts: Iterable[tuple[str, int]]) -> Markup:
    """A bar as wide as the text, with a part for each class in proportion to its number."""
    numbered = [*parts]
    whole = sum(n for _, n in numbered)
    drawn, before = [], 0
    for name, n in numbered:
        x, width = 100 * before / whole, 100 * n / whole
        drawn.append(f'<rect class="{name}" x="{x:.4g}%" width="{width:.4g}%" height="12"/>')
        before += n
    return Markup(
        f'<svg class="source-bar" width="100%" height="12" aria-hidden="true">{"".join(drawn)}</svg>'
    )
