"""Pictures of briefings for other sites: the timeline with its key events, the table of agreements, each
figure and each quotation, as SVG files with title, day, sources and licence, at `embeds/` and the address of
the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import cast

from briefings.catalog import urls
from briefings.catalog.labels import amount_words, announcement, licence_name, mark, verdict_words
from briefings.exports.resource import Format, Publication, Resource
from briefings.model.briefing import Figure, Statement, Value
from briefings.model.citations import Citation
from briefings.pictures import figures, grid, svg, text
from briefings.pictures.illustrate import Illustrator, marks_of, periods_of
from briefings.pictures.standalone import FIGURE, ROOM, TEXT, Content, Label, standalone
from briefings.settings import Settings
from briefings.text.licences import LICENCES
from briefings.text.markdown import plain
from briefings.views.briefing import BriefingView
from briefings.views.facts import Computed, Fact
from briefings.views.memberships import Agreement, Memberships
from briefings.views.page import Page
from briefings.words import Words

_NUMBER, _VALUE, _SMALL = 26.0, 18.0, TEXT
"""The sizes of a value, of one in many words or a quotation, and of what is said about it."""
_MOST_EVENTS = 5
"""Key events that a timeline names."""
_LONG = 24
"""Characters of a value in many words."""


def of_page(publication: Publication, page: Page) -> Iterator[Resource]:
    """The pictures of a briefing. They lead to its page, so the address of the site must be known."""
    view, words, settings = page.view, publication.words, publication.settings
    if not isinstance(view, BriefingView) or not settings.site_url:
        return
    changed = publication.changed(view.ref)

    def resource(name: str, title: str, fact: Fact | None = None) -> Resource:
        path = f"embeds/{urls.address(page.path)}{name}.svg"
        embed = Embed(view, title, name, fact)
        return Resource(path, "embeds", "image/svg+xml", make, embed, page=page.path, updated=changed)

    title = view.data.title
    if Illustrator(words).has_timeline(marks_of(view.events, view.milestones), view.data.as_of):
        name = words("pictures.timeline.title", name=title)
        yield resource(urls.EMBEDDED_TIMELINE, name)
    for figure in view.entries[Figure.KIND]:
        yield resource(figure.anchor, figure.title, figure)
    for said in view.entries[Statement.KIND]:
        if said.item.is_quotation:
            yield resource(said.anchor, said.label, said)
    if view.memberships is not None:
        yield resource(urls.EMBEDDED_MEMBERSHIPS, view.memberships.answer)


EMBEDS = Format("embeds", of_page=of_page, addresses=("embeds/briefings/…/….svg",))


@dataclass(frozen=True, slots=True)
class Embed:
    """What a picture is made from."""

    view: BriefingView
    title: str
    name: str
    """In its address."""
    fact: Fact | None
    """The figure or quotation that it shows, unless it shows the timeline or the agreements."""


class _Lines:
    """Words below each other, and drawings between them."""

    def __init__(self, *, mirrored: bool) -> None:
        self.parts: list[svg.Markup] = []
        self.height = 0.0
        self._x = ROOM if mirrored else None

    def say(self, words: str, size: float = _SMALL, *, most: int = 3, **attributes: str) -> None:
        """Add a text on as many lines as it needs."""
        font_size = None if size == _SMALL else size
        for each in text.wrap(words, ROOM, size, limit=most):
            self.height += size + 4
            self.parts.append(
                svg.tag("text", each, x=self._x, y=self.height - 3, font_size=font_size, **attributes)
            )

    def draw(self, drawn: svg.Markup, height: float) -> None:
        """Add a drawing of this height."""
        place = {"y": self.height + 2, "width": ROOM, "height": height}
        self.parts.append(svg.tag("svg", drawn, overflow="visible", **place))
        self.height += height + 3

    def leave(self, room: float) -> None:
        """Leave some room."""
        self.height += room


def make(embed: Embed, words: Words, settings: Settings) -> bytes:
    """The picture as SVG."""
    drawer, fact, title = _Drawer(embed.view, words, settings), embed.fact, embed.title
    if fact is not None and fact.item.is_quotation:
        title, content, citations = drawer.speaker(fact), drawer.quotation(fact), fact.citations
    elif fact is not None:
        content, citations = drawer.figure(fact), ()
    elif embed.name == urls.EMBEDDED_TIMELINE:
        content, citations = drawer.timeline(), _cited(embed.view.events)
    else:
        assert embed.view.memberships is not None
        content, citations = (
            drawer.memberships(embed.view.memberships),
            _cited(embed.view.memberships.agreements),
        )
    anchor = urls.EMBEDDED.get(embed.name, embed.name)
    return standalone(content, drawer.label(title, anchor, citations))


def _cited(shown: Iterable[Fact | Agreement]) -> tuple[Citation, ...]:
    return tuple(citation for each in shown for citation in each.citations)


class _Drawer:
    """Draws the pictures of one briefing."""

    def __init__(self, view: BriefingView, words: Words, settings: Settings) -> None:
        self._view = view
        self._words = words
        self._settings = settings

    def label(self, title: str, anchor: str, citations: Iterable[Citation]) -> Label:
        """What is around a drawing. A figure names the sources of each value itself."""
        settings, words, data = self._settings, self._words, self._view.data
        page = settings.site_url + urls.address(self._view.ref.path)
        licence = settings.licence
        names = ", ".join(self._view.known.publishers(citations))
        sources = words("facts.of", name=words("headings.sources"), fact=names) if names else ""
        changed = words(
            f"standing.{'updated' if data.updated else 'published'}", date=words.date(data.last_changed)
        )
        return Label(
            title,
            f"{page}#{anchor}",
            [*filter(None, [sources]), changed, f"{settings.site_name} · {page.partition('://')[2]}"],
            "" if licence is None else licence_name(licence, words),
            "" if licence is None else LICENCES.get(licence, ""),
            words.language,
            words.is_right_to_left,
        )

    def timeline(self) -> Content:
        """The events of the briefing on a strip, and the key events in words; for screen readers, all."""
        view, data, words = self._view, self._view.data, self._words
        content = Illustrator(self._words).timeline_content(
            marks_of(view.events, view.milestones),
            name=data.title,
            as_of=data.as_of,
            eras=periods_of(view.entries["era"]),
            tones=view.tones,
        )
        assert content is not None
        named = [event for event in view.events if event.anchor in view.milestones] or [*view.events]
        lines = _Lines(mirrored=words.is_right_to_left)
        lines.leave(content.height + 6)
        for event in named[-_MOST_EVENTS:]:
            lines.say(self._dated(event), most=2)
            lines.leave(3)
        return replace(
            content,
            parts=[*content.parts, *lines.parts],
            height=lines.height,
            description=f"{content.description}. {'; '.join(map(self._dated, view.events))}.",
        )

    def _dated(self, event: Fact) -> str:
        """An event with its day, and what may be doubtful about it."""
        assert event.date is not None
        is_reported = event.status == "reported"
        said = announcement(event, self._words, dated=False) if is_reported else mark(event, self._words)
        parts = [self._words.date(event.date), said, event.title]
        return " · ".join(filter(None, parts))

    def speaker(self, said: Fact) -> str:
        """Who said something, or else who published it."""
        known = self._view.known
        return known.name("actor", said.by) if said.by else ", ".join(known.publishers(said.citations))

    def quotation(self, said: Fact) -> Content:
        """A quotation with its evidence."""
        words, item, known = self._words, said.item, self._view.known
        lines = _Lines(mirrored=words.is_right_to_left)
        lines.say(said.label, _VALUE, most=12)
        lines.leave(6)
        parts = [getattr(item, "about", None) or "", "" if said.date is None else words.date(said.date)]
        about = " · ".join(filter(None, parts))
        if about:
            lines.say(about, class_="muted")
        if said.status != "reported":
            lines.say(words(f"statuses.{said.status}.word"), font_weight="600")
        if wording := known.wording(said.citations, words):
            lines.say(" · ".join(wording), class_="muted")
        return Content(lines.parts, lines.height, "")

    def memberships(self, found: Memberships) -> Content:
        """Who signed which agreement."""
        words = self._words
        return grid.draw(
            found, lambda status: words(f"memberships.{status}"), mirrored=words.is_right_to_left
        )

    def figure(self, figure: Fact) -> Content:
        """The values of a figure, each with its track if it has one, and with its sources."""
        words, item = self._words, cast(Figure, figure.item)
        computed = {id(value): how for value, how in zip(item.values, figure.computed, strict=True)}
        lines = _Lines(mirrored=words.is_right_to_left)
        if verdict := verdict_words(item, words):
            lines.say(verdict, font_weight="600")
        rows = [*figures.rows(item, words.number, mirrored=words.is_right_to_left)]
        for row in rows:
            lines.leave(4)
            number = amount_words(row.values[0], item.unit, words)
            lines.say(number, _NUMBER if len(number) <= _LONG else _VALUE, font_weight="600")
            for value in row.values:
                lines.say(self._about(value, computed[id(value)]), class_="muted")
            for drawn, height in ((row.bar, figures.HEIGHT), (row.axis, figures.AXIS)):
                if drawn is not None:
                    lines.draw(drawn, height)
        if item.note is not None:
            lines.leave(4)
            lines.say(plain(item.note, self._view.known.name))
        style = FIGURE if any(row.bar is not None for row in rows) else ""
        return Content(lines.parts, lines.height, style)

    def _about(self, value: Value, how: Computed | None) -> str:
        """What a number counts, for when, and who says so or how it is computed."""
        parts = [
            value.note or "",
            "" if value.as_of is None else self._words.date(value.as_of),
            self._words("figures.forecast") if value.forecast else "",
            ", ".join(self._view.known.publishers(value.cite)),
            "" if how is None else how.in_words(self._words),
        ]
        return " · ".join(filter(None, parts))
