"""Pictures of briefings for other sites: each figure, timeline and table of agreements as an SVG file with
its title, sources and licence, at `embeds/` and the address of the page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from briefings.catalog import urls
from briefings.catalog.labels import amount_words, licence_name, verdict_words
from briefings.exports.resource import Format, Publication, Resource, last_changed
from briefings.model.briefing import Figure, Value
from briefings.model.citations import Citation
from briefings.pictures import figures, grid, svg, text
from briefings.pictures.illustrate import Illustrator, marks_of, periods_of
from briefings.pictures.standalone import FIGURE, ROOM, TEXT, Content, Label, standalone
from briefings.settings import Settings
from briefings.text.licences import LICENCES
from briefings.text.markdown import plain
from briefings.views.briefing import BriefingView
from briefings.views.facts import Computed, Fact
from briefings.views.page import Page
from briefings.words import Words

_NUMBER, _VALUE, _SMALL = 26.0, 18.0, TEXT
"""The sizes of a value, of one in many words, and of what is said about it."""
_LONG = 24
"""Characters of a value in many words."""


def of_page(publication: Publication, page: Page) -> Iterator[Resource]:
    """The pictures of a briefing. They lead to its page, so the address of the site must be known."""
    view, words, settings = page.view, publication.words, publication.settings
    if not isinstance(view, BriefingView) or not settings.site_url:
        return
    changed = last_changed(publication.catalog, page)

    def resource(name: str, title: str, figure: Fact | None = None) -> Resource:
        path = urls.embed_of(page.path, name)
        embed = Embed(view, title, name, figure)
        return Resource(path, "embeds", "image/svg+xml", title, make, embed, page=page.path, updated=changed)

    title = view.data.title
    if Illustrator(words).has_timeline(marks_of(view.events, view.milestones), view.data.last_changed):
        name = words("pictures.timeline.title", name=title)
        yield resource(urls.EMBEDDED_TIMELINE, name)
    for figure in view.entries[Figure.KIND]:
        yield resource(figure.anchor, figure.title, figure)
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
    figure: Fact | None
    """The figure that it shows, unless it shows the timeline or the agreements."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A drawing with what is said about its sources."""

    content: Content
    sources: str


def make(embed: Embed, words: Words, settings: Settings) -> bytes:
    """The picture as SVG."""
    drawer = _Drawer(embed.view, words, settings)
    if embed.figure is not None:
        drawn = drawer.figure(embed.figure)
    elif embed.name == urls.EMBEDDED_TIMELINE:
        drawn = drawer.timeline()
    else:
        drawn = drawer.memberships()
    anchor = urls.EMBEDDED.get(embed.name, embed.name)
    return standalone(drawn.content, drawer.label(embed.title, anchor, drawn.sources))


class _Drawer:
    """Draws the pictures of one briefing."""

    def __init__(self, view: BriefingView, words: Words, settings: Settings) -> None:
        self._view = view
        self._words = words
        self._settings = settings

    def label(self, title: str, anchor: str, sources: str) -> Label:
        """What is around a drawing."""
        settings, words = self._settings, self._words
        page = settings.site_url + urls.address(self._view.ref.path)
        licence = settings.licence
        return Label(
            title,
            f"{page}#{anchor}",
            [*filter(None, [sources]), f"{settings.site_name} · {page.partition('://')[2]}"],
            "" if licence is None else licence_name(licence, words),
            "" if licence is None else LICENCES.get(licence, ""),
            words.language,
            words.is_right_to_left,
        )

    def timeline(self) -> _Drawn:
        """The events of the briefing on a strip."""
        view, data = self._view, self._view.data
        content = Illustrator(self._words).timeline_content(
            marks_of(view.events, view.milestones),
            name=data.title,
            as_of=data.last_changed,
            eras=periods_of(view.entries["era"]),
            tones=view.tones,
        )
        assert content is not None
        return _Drawn(content, self._sources(each for event in view.events for each in event.citations))

    def memberships(self) -> _Drawn:
        """Who signed which agreement."""
        found = self._view.memberships
        assert found is not None
        content = grid.draw(
            found, lambda status: self._words(f"memberships.{status}"), mirrored=self._words.is_right_to_left
        )
        return _Drawn(
            content, self._sources(each for column in found.agreements for each in column.citations)
        )

    def figure(self, figure: Fact) -> _Drawn:
        """The values of a figure, each with its track if it has one, and with its sources."""
        words, item = self._words, cast(Figure, figure.item)
        computed = {id(value): how for value, how in zip(item.values, figure.computed, strict=True)}
        x = ROOM if words.is_right_to_left else None
        parts: list[svg.Markup] = []
        said: list[str] = []
        y = 0.0

        def line(words: str, size: float, **attributes: str) -> None:
            nonlocal y
            for each in text.wrap(words, ROOM, size, limit=3):
                y += size + 4
                font_size = None if size == _SMALL else size
                parts.append(svg.tag("text", each, x=x, y=y - 3, font_size=font_size, **attributes))

        if verdict := verdict_words(item, words):
            line(verdict, _SMALL, font_weight="600")
            said.append(f"{verdict}.")
        rows = [*figures.rows(item, words.number, mirrored=words.is_right_to_left)]
        for row in rows:
            y += 4
            number = amount_words(row.values[0], item.unit, words)
            line(number, _NUMBER if len(number) <= _LONG else _VALUE, font_weight="600")
            about = [self._about(value, computed[id(value)]) for value in row.values]
            for each in about:
                line(each, _SMALL, class_="muted")
            said.append(f"{number} ({'; '.join(about)}).")
            for drawn, height in ((row.bar, figures.HEIGHT), (row.axis, figures.AXIS)):
                if drawn is not None:
                    place = {"y": y + 2, "width": ROOM, "height": height}
                    parts.append(svg.tag("svg", drawn, overflow="visible", **place))
                    y += height + 3
        if item.note is not None:
            y += 4
            line(plain(item.note, self._view.known.name), _SMALL)
        style = FIGURE if any(row.bar is not None for row in rows) else ""
        return _Drawn(Content(parts, y, " ".join(said), style), "")

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

    def _sources(self, citations: Iterable[Citation]) -> str:
        names = self._view.known.publishers(citations)
        if not names:
            return ""
        return self._words("facts.of", name=self._words("headings.sources"), fact=", ".join(names))
