"""Pictures of briefings for other sites: each figure, timeline and table of agreements as an SVG file with
its title, sources and licence, at `embeds/` and the address of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from briefings.catalog import urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry
from briefings.catalog.labels import amount_words, computed_words, licence_name
from briefings.catalog.memberships import Agreement, memberships
from briefings.catalog.standing import publishers_of
from briefings.evidence import Proofs
from briefings.exports.resource import Format, Publication, Resource, last_changed
from briefings.model.briefing import Figure, Value
from briefings.model.citations import Citation
from briefings.pages import BriefingContext, Page
from briefings.pictures import figures, grid, svg, text
from briefings.pictures.illustrate import Illustrator, Tones
from briefings.pictures.milestones import milestones
from briefings.pictures.standalone import FIGURE, ROOM, TEXT, Content, Label, standalone
from briefings.settings import Settings
from briefings.sheets.load import Sheet
from briefings.text.licences import LICENCES
from briefings.text.markdown import plain
from briefings.words import Words

_VALUE, _NUMBER, _SMALL = 14.0, 22.0, TEXT
"""The sizes of a value among several, of a single one, and of what is said about it."""


def of_page(publication: Publication, page: Page) -> Iterator[Resource]:
    """The pictures of a briefing. They lead to its page, so the address of the site must be known."""
    context, words, settings = page.context, publication.words, publication.settings
    if not isinstance(context, BriefingContext) or not settings.site_url:
        return
    drawer = _Drawer(context, words, settings)
    changed = last_changed(publication.catalog, page)

    def resource(name: str, title: str, about: object, draw: _Draw) -> Resource:
        path = urls.embed_of(page.path, name)
        make = partial(_make, drawer, title, urls.EMBEDDED.get(name, name), draw)
        return Resource(path, "embeds", "image/svg+xml", title, about, make, page=page.path, updated=changed)

    title, events = context.briefing.data.title, tuple(entry for _, entry in context.placed)
    tones = Tones.among(publication.catalog, words)
    if Illustrator(publication.catalog, words, tones).has_timeline(
        events, context.briefing.data.last_changed
    ):
        about = (context.briefing, events, tones)
        name = words("pictures.timeline.title", name=title)
        yield resource(urls.EMBEDDED_TIMELINE, name, about, partial(_Drawer.timeline, tones=tones))
    for entry in context.entries[Figure.KIND]:
        yield resource(entry.anchor, entry.title, entry, partial(_Drawer.figure, entry=entry))
    if memberships(publication.catalog, context.briefing, words.collation) is not None:
        name = words("facts.of", name=words("memberships.heading"), fact=title)
        yield resource(urls.EMBEDDED_MEMBERSHIPS, name, context.briefing, _Drawer.memberships)


EMBEDS = Format("embeds", of_page=of_page, addresses=("embeds/briefings/…/….svg",))


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A drawing with what is said about its sources."""

    content: Content
    sources: str


_Draw = Callable[["_Drawer", Catalog], _Drawn]


def _make(drawer: _Drawer, title: str, anchor: str, draw: _Draw, catalog: Catalog, proofs: Proofs) -> bytes:
    drawn = draw(drawer, catalog)
    return standalone(drawn.content, drawer.label(title, anchor, drawn.sources))


def _title(agreement: Agreement) -> str:
    if agreement.sheet is not None:
        return agreement.sheet.data.headline
    assert agreement.document is not None
    return agreement.document.title


class _Drawer:
    """Draws the pictures of one briefing."""

    def __init__(self, context: BriefingContext, words: Words, settings: Settings) -> None:
        self._context = context
        self._words = words
        self._settings = settings

    def label(self, title: str, anchor: str, sources: str) -> Label:
        """What is around a drawing."""
        settings, words = self._settings, self._words
        page = settings.site_url + urls.address(urls.page_of_sheet(self._context.briefing))
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

    def timeline(self, catalog: Catalog, *, tones: Tones) -> _Drawn:
        """The events of the briefing on a strip."""
        context, data = self._context, self._context.briefing.data
        events = [entry for _, entry in context.placed]
        chosen = milestones(events, catalog)
        content = Illustrator(catalog, self._words, tones).timeline_content(
            events, chosen, name=data.title, as_of=data.last_changed, eras=context.entries["era"]
        )
        assert content is not None
        return _Drawn(content, self._sources(catalog, (each for entry in events for each in entry.citations)))

    def memberships(self, catalog: Catalog) -> _Drawn:
        """Who signed which agreement."""
        found = memberships(catalog, self._context.briefing, self._words.collation)
        assert found is not None
        titles = [_title(each) for each in found.agreements]
        content = grid.draw(
            found,
            titles,
            lambda status: self._words(f"memberships.{status}"),
            mirrored=self._words.is_right_to_left,
        )
        return _Drawn(
            content,
            self._sources(catalog, (each for column in found.agreements for each in column.citations)),
        )

    def figure(self, catalog: Catalog, *, entry: Entry[Figure]) -> _Drawn:
        """The values of a figure, each with its track if it has one, and with its sources."""
        words, item = self._words, entry.item
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

        verdict = item.verdict
        if verdict is not None:
            in_words = words(f"figures.verdicts.{verdict}")
            line(in_words, _SMALL)
            said.append(f"{in_words}.")
        rows = [*figures.rows(item, mirrored=words.is_right_to_left)]
        size = _NUMBER if len(rows) == 1 else _VALUE
        for values, track in rows:
            y += 4
            number = amount_words(values[0], item.unit, words)
            line(number, size, font_weight="600")
            if track is not None:
                parts.append(svg.tag("svg", track, y=y, width=ROOM, height=14.0, overflow="visible"))
                y += 16
            about = [self._about(value, entry.sheet, catalog) for value in values]
            for each in about:
                line(each, _SMALL, class_="muted")
            said.append(f"{number} ({'; '.join(about)}).")
        if item.note is not None:
            y += 4
            line(plain(item.note, catalog.name), _SMALL)
        style = FIGURE if any(track is not None for _, track in rows) else ""
        return _Drawn(Content(parts, y, " ".join(said), style), "")

    def _about(self, value: Value, sheet: Sheet[Any], catalog: Catalog) -> str:
        """What a number counts, for when, and who says so or how it is computed."""
        parts = [
            value.note or "",
            "" if value.as_of is None else self._words.date(value.as_of),
            self._words("figures.forecast") if value.forecast else "",
            ", ".join(publishers_of(catalog.sources, value.cite)),
            computed_words(value, sheet, self._words),
        ]
        return " · ".join(filter(None, parts))

    def _sources(self, catalog: Catalog, citations: Iterable[Citation]) -> str:
        names = publishers_of(catalog.sources, citations)
        if not names:
            return ""
        return self._words("facts.of", name=self._words("headings.sources"), fact=", ".join(names))
