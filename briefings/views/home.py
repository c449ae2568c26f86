"""The front page: one lead, one picture, what is next, the stories, and what is in dispute."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from briefings.catalog import urls
from briefings.catalog.entries import Entry, of_kind, parts
from briefings.catalog.horizon import Horizon, horizon_of_site
from briefings.catalog.labels import amount_words
from briefings.catalog.standing import publishers_of, support
from briefings.grammar.lexicon import lexicon
from briefings.grammar.sentences import Paragraph, sentences
from briefings.model import Briefing
from briefings.model.briefing import DOUBTFUL
from briefings.model.dates import Date
from briefings.settings import Settings
from briefings.sheets.load import Sheet
from briefings.views.changes import Follow, News, follow, news
from briefings.views.facts import Fact, Line, Ref
from briefings.views.maker import Maker
from briefings.views.memberships import Memberships, memberships
from briefings.views.milestones import milestones
from briefings.views.page import Page
from briefings.views.periods import BEGINNING, as_of, last_changed
from briefings.views.view import Group, Listing, View
from briefings.words import Words

STORIES = 7
"""The most stories on the front page, besides the lead."""
CONTESTED = 2
"""The most disputed statements and figures there."""
COMING = 3
"""The most announced events there."""
ACTORS = 24
"""The most actors there, on a site without briefings."""
PARTIES = 6
"""The most rows, or names in a list, of its picture of who signed."""


@dataclass(frozen=True, slots=True)
class Lead:
    """The event that the front page begins with."""

    line: Line
    text: str
    """What happened, and why it matters, as plain text."""
    matters: str
    briefing: Ref
    topic: Ref | None
    """The first topic of its briefing."""
    tone: int


@dataclass(frozen=True, slots=True)
class Signed:
    """A picture of who signed which agreement."""

    briefing: Ref
    parties: Memberships


@dataclass(frozen=True, slots=True)
class Strip:
    """A picture of the timeline of a briefing."""

    briefing: Ref
    events: tuple[Fact, ...]
    milestones: tuple[str, ...]
    as_of: Date


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture that carries the news: who signed, a number, or a timeline."""

    signed: Signed | None = None
    figure: Line | None = None
    strip: Strip | None = None


@dataclass(frozen=True, slots=True)
class Coming:
    """The next event that is announced."""

    line: Line
    day: str
    """The day (ISO 8601), for the days that are left; empty if it is not known to the day."""
    last: str
    """The last day on which it is still to come: its end or, if it has none, its beginning."""


@dataclass(frozen=True, slots=True)
class Story:
    """A briefing in a sentence."""

    ref: Ref
    gist: str
    """The first sentence of its summary, as plain text."""
    date: Date | None
    """When its newest event happened."""
    tone: int
    events: tuple[tuple[float, bool], ...]
    """For each event: where it is between the first and the last one of all stories, in percent, and whether
    it is only announced."""
    doubts: tuple[tuple[str, int], ...]
    """Each status that readers are warned about, with how many facts have it."""


@dataclass(frozen=True, slots=True)
class Contested:
    """A statement or figure on which sources disagree."""

    line: Line
    values: tuple[tuple[str, bool, tuple[str, ...]], ...]
    """The numbers of a figure, each with whether it is a forecast, and the publishers that give it."""


@dataclass(frozen=True, slots=True)
class HomeView(View):
    """The front page."""

    template = "home.md.j2"
    updated: Date | None
    """The day of the latest change of a briefing."""
    horizon: Horizon | None
    """Up to which day the news of all briefings was searched for, if all say so."""
    lead: Lead | None
    picture: Picture | None
    news: News
    coming: tuple[Coming, ...]
    stories: tuple[Story, ...]
    """The briefings with the latest events, without the lead."""
    contested: tuple[Contested, ...]
    """Statements and figures on which sources disagree."""
    follow: Follow
    actors: tuple[Ref, ...]
    """Some of its actors, on a site without briefings."""
    counts: dict[str, int]
    """The numbers of briefings, actors and sources."""

    @property
    def listing(self) -> Listing:
        lead = () if self.lead is None else (self.lead.line,)
        return Listing(
            (
                Group(lead, "latest"),
                Group(tuple(story.ref for story in self.stories), "briefings"),
                Group(tuple(each.line for each in self.contested), "contested"),
                Group(tuple(each.line for each in self.coming), "announced"),
            )
        )


def home(maker: Maker, settings: Settings) -> Page:
    """The front page, with the name and description of the site."""
    catalog, words = maker.catalog, maker.words
    happened = [entry for entry in catalog.news if entry.happened]
    newest: dict[str, Entry[Any]] = {entry.sheet.id: entry for entry in happened}
    lead = _lead_of(maker, settings, happened)
    stories = sorted(
        (sheet for sheet in catalog.briefings.values() if lead is None or sheet is not lead.sheet),
        key=lambda sheet: newest[sheet.id].item.date.order if sheet.id in newest else BEGINNING.order,
        reverse=True,
    )
    figures = [entry for entry in catalog.by_kind["figure"] if entry.item.contested]
    disputed = [entry for entry in catalog.by_kind["statement"] if entry.status == "disputed"]
    today = as_of(catalog.briefings.values())
    coming = [entry for entry in catalog.news if entry.announced and entry.item.date.starts_after(today)]
    view = HomeView(
        updated=last_changed(catalog.briefings.values()) if catalog.briefings else None,
        horizon=horizon_of_site(catalog, happened[-1].item.date if happened else None),
        lead=None if lead is None else _lead(maker, lead),
        picture=_picture(maker, settings.picture or ("" if lead is None else lead.sheet.id)),
        news=news(maker),
        coming=tuple(_coming(maker.line(each), each.item.date) for each in coming[:COMING]),
        stories=tuple(_stories(maker, stories[:STORIES], newest)),
        contested=tuple(_contested(maker, each) for each in (*figures, *disputed)[:CONTESTED]),
        follow=follow(maker, settings),
        actors=() if catalog.briefings else tuple(map(maker.ref, [*catalog.actors.values()][:ACTORS])),
        counts={
            "briefings": len(catalog.briefings),
            "actors": len(catalog.actors),
            "sources": len(catalog.sources),
        },
    )
    return Page(urls.HOME, settings.site_name, site_description(words, settings), "home", view)


def _lead_of(maker: Maker, settings: Settings, happened: Sequence[Entry[Any]]) -> Entry[Any] | None:
    """The event or vote that the host chose; or else the newest one that a source that was read reports, if
    there is one."""
    if settings.lead:
        briefing, _, anchor = settings.lead.partition("#")
        chosen = (each for each in happened if (each.sheet.id, each.anchor) == (briefing, anchor))
        if (found := next(chosen, None)) is not None:
            return found
    read = (each for each in reversed(happened) if support(maker.catalog.sources, each.citations).publishers)
    return next(read, happened[-1] if happened else None)


def _lead(maker: Maker, entry: Entry[Any]) -> Lead:
    matters, topics = entry.sheet.data.matters, entry.sheet.data.topics
    return Lead(
        maker.supported_line(entry),
        maker.gist(entry.text),
        maker.gist(matters),
        maker.ref(entry.sheet),
        maker.ref(maker.catalog.topics[topics[0]]) if topics else None,
        maker.tones.of_entry(entry),
    )


# ── The picture ─────────────────────────────────────────────────────────────────────────────────────────────


def _picture(maker: Maker, chosen: str) -> Picture | None:
    """The picture of a briefing or of one of its figures."""
    briefing, _, anchor = chosen.partition("#")
    sheet = maker.catalog.briefings.get(briefing)
    if sheet is None:
        return None
    if anchor:
        figures = (each for each in of_kind(sheet, "figure") if each.anchor == anchor)
        figure = next(figures, None)
        return None if figure is None else Picture(figure=maker.line(figure))
    if (parties := memberships(maker.catalog, sheet, maker.words)) is not None:
        return Picture(signed=Signed(maker.ref(sheet), parties.first(PARTIES)))
    timeline = maker.catalog.timelines[sheet.id]
    names = tuple(each.anchor for each in milestones(timeline, maker.catalog))
    events = maker.facts(timeline, sheet)
    return Picture(strip=Strip(maker.ref(sheet), events, names, sheet.data.as_of))


# ── Stories ─────────────────────────────────────────────────────────────────────────────────────────────────


def _stories(
    maker: Maker, sheets: Sequence[Sheet[Briefing]], newest: dict[str, Entry[Any]]
) -> Iterator[Story]:
    days = {
        sheet.id: [
            (each.item.date.earliest.toordinal(), each.announced)
            for each in maker.catalog.timelines[sheet.id]
            if each.item.date.earliest is not None and not each.called_off
        ]
        for sheet in sheets
    }
    every = [day for own in days.values() for day, _ in own]
    first, last = min(every, default=0), max(every, default=1)
    for sheet in sheets:
        marks = ((100 * (day - first) / max(1, last - first), announced) for day, announced in days[sheet.id])
        event = newest.get(sheet.id)
        yield Story(
            maker.ref(sheet),
            _first_sentence(maker.gist(sheet.data.summary), maker.words.language),
            None if event is None else event.item.date,
            maker.tones.of_briefing(sheet),
            tuple((round(at, 1), announced) for at, announced in marks),
            _doubts(maker, sheet),
        )


def _doubts(maker: Maker, sheet: Sheet[Briefing]) -> tuple[tuple[str, int], ...]:
    own = maker.catalog.by_sheet[f"briefing/{sheet.id}"]
    statuses: list[str] = [each.status for each in own if each.kind in ("event", "statement")]
    statuses += ["disputed" for each in own if each.kind == "figure" and each.item.contested]
    return tuple((status, statuses.count(status)) for status in sorted(DOUBTFUL) if status in statuses)


def _first_sentence(text: str, language: str) -> str:
    _, end = next(sentences(Paragraph(0, text, False), lexicon(language)), (0, len(text)))
    return text[:end]


def _coming(line: Line, date: Date) -> Coming:
    last = str(date.latest or date.parts[0].last)
    return Coming(line, last if date.earliest == date.latest else "", last)


def _contested(maker: Maker, entry: Entry[Any]) -> Contested:
    values = (
        (
            amount_words(part.item, entry.item.unit, maker.words),
            part.item.forecast,
            publishers_of(maker.catalog.sources, part.citations),
        )
        for part in (parts(entry) if entry.kind == "figure" else ())
    )
    return Contested(maker.supported_line(entry), tuple(values))


def site_description(words: Words, settings: Settings) -> str:
    """The site's description from mkdocs.yml, or a default."""
    return settings.site_description or words("pages.home.description")
