"""Which pages exist, and what each template is given: one frozen context per template, made from the catalog."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, ClassVar, get_args

from briefings import urls
from briefings.catalog import Appearance, Catalog, EventEntry, Fact, FigureEntry, RelationEntry, RoleEntry, StatementEntry
from briefings.dates import Date
from briefings.evidence import Proofs
from briefings.handwritten import Handwritten
from briefings.link import slug
from briefings.load import Sheet
from briefings.markdown import plain
from briefings.model import FOLDERS, Actor, Briefing, SheetModel, Source, Topic
from briefings.model.actor import ActorKind
from briefings.model.briefing import Correction, Section, Status
from briefings.prose import Kind
from briefings.standing import BriefingStanding, standing_of, support
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class Context:
    """What a template is given; each subclass names its template."""

    template: ClassVar[str]


@dataclass(frozen=True, slots=True)
class Page:
    """A Markdown page to be."""

    path: str
    """Below build/docs."""
    title: str
    description: str
    """One plain sentence or two, for search results and shared links."""
    kind: str
    """What the theme calls it: home, briefing, actor, index, …"""
    context: Context
    sheet: str | None = None
    """The sheet it is made from, relative to the project's root; the edit link leads there."""
    redirect: str | None = None
    """The address, below the site's root, of the page that readers are sent on to."""


@dataclass(frozen=True, slots=True)
class HomeContext(Context):
    """The front page."""

    template = "home.md.j2"
    latest: EventEntry | None
    """The newest event that has happened."""
    newest: tuple[Sheet[Briefing], ...]
    disputed: tuple[StatementEntry, ...]
    recent: tuple[EventEntry, ...]
    """The last events, newest first."""
    planned: tuple[EventEntry, ...]
    counts: dict[str, int]
    """Of briefings, events, actors, sources."""


@dataclass(frozen=True, slots=True)
class BriefingContext(Context):
    """A briefing."""

    template = "briefing.md.j2"
    briefing: Sheet[Briefing]
    standing: BriefingStanding
    latest: EventEntry | None
    timeline: tuple[EventEntry, ...]
    planned: tuple[EventEntry, ...]
    """The part of the timeline that lies ahead."""
    placed: tuple[tuple[str, EventEntry], ...]
    """Both, each event with its anchor on this page."""
    statements: tuple[StatementEntry, ...]
    figures: tuple[FigureEntry, ...]
    sections: tuple[tuple[str, Section], ...]
    """Each with its anchor."""
    related: tuple[Sheet[Briefing], ...]


@dataclass(frozen=True, slots=True)
class BriefingsContext(Context):
    """All briefings, newest first."""

    template = "briefings.md.j2"
    briefings: tuple[tuple[Sheet[Briefing], BriefingStanding], ...]


@dataclass(frozen=True, slots=True)
class ActorContext(Context):
    """Everything about an actor, from all briefings."""

    template = "actor.md.j2"
    actor: Sheet[Actor]
    roles: tuple[RoleEntry, ...]
    officers: tuple[RoleEntry, ...]
    """Who holds roles in this body."""
    relations: tuple[RelationEntry, ...]
    statements: tuple[StatementEntry, ...]
    events: tuple[tuple[str, EventEntry], ...]
    """Each with its anchor on this page."""
    changed: Date
    """When the last of the briefings that show them changed."""
    figures: tuple[FigureEntry, ...]
    appearances: tuple[Appearance, ...]


@dataclass(frozen=True, slots=True)
class ActorsContext(Context):
    """All actors, by kind."""

    template = "actors.md.j2"
    groups: tuple[tuple[ActorKind, tuple[tuple[Sheet[Actor], int], ...]], ...]
    """Each kind with its actors and the number of briefings each appears in."""


@dataclass(frozen=True, slots=True)
class TopicContext(Context):
    """A topic."""

    template = "topic.md.j2"
    topic: Sheet[Topic]
    briefings: tuple[Sheet[Briefing], ...]
    recent: tuple[EventEntry, ...]
    actors: tuple[tuple[Sheet[Actor], int], ...]
    """Those in most of its briefings, with the number."""


@dataclass(frozen=True, slots=True)
class TopicsContext(Context):
    """All topics."""

    template = "topics.md.j2"
    topics: tuple[tuple[Sheet[Topic], tuple[Sheet[Briefing], ...]], ...]


@dataclass(frozen=True, slots=True)
class SourceContext(Context):
    """A source: what it is and what rests on it."""

    template = "source.md.j2"
    source: Sheet[Source]
    original: Sheet[Source] | None
    """The source that it republishes, where that has a sheet."""
    copies: tuple[Sheet[Source], ...]
    passages: tuple[tuple[str | None, tuple[Fact, ...]], ...]
    """Each passage that is cited (None: the source as a whole) with the facts that rest on it."""


@dataclass(frozen=True, slots=True)
class SourcesContext(Context):
    """All sources, by publisher."""

    template = "sources.md.j2"
    groups: tuple[tuple[str, tuple[tuple[Sheet[Source], int], ...]], ...]
    """Each publisher with its sources and the number of facts that rest on each."""


@dataclass(frozen=True, slots=True)
class TimelineContext(Context):
    """All events."""

    template = "timeline.md.j2"
    years: tuple[tuple[str, tuple[tuple[str, EventEntry], ...]], ...]
    """Newest first; events within a year in time's order, each with its anchor on this page."""
    changed: Date
    """When the last of the briefings changed."""


@dataclass(frozen=True, slots=True)
class StatementsContext(Context):
    """All statements, by status."""

    template = "statements.md.j2"
    groups: tuple[tuple[Status, tuple[StatementEntry, ...]], ...]


@dataclass(frozen=True, slots=True)
class SupportContext(Context):
    """How well the site is supported, for curators to see where to work."""

    template = "support.md.j2"
    doubtful: tuple[StatementEntry, ...]
    """Unsupported, contradicted or disputed statements."""
    contested: tuple[FigureEntry, ...]
    single: tuple[tuple[StatementEntry | FigureEntry, str], ...]
    """Statements and figures that one independent publisher stands behind, with its name ("" where only weak sources do)."""
    unproved: tuple[tuple[Sheet[Source], tuple[str, ...]], ...]
    """Sources whose text is not held, with their passages."""
    changed: tuple[Sheet[Source], ...]
    uncited: tuple[Fact, ...]
    quotations: int
    verified: int


@dataclass(frozen=True, slots=True)
class CorrectionsContext(Context):
    """All corrections, newest first."""

    template = "corrections.md.j2"
    corrections: tuple[tuple[Sheet[Briefing], Correction, str], ...]
    """Each with its briefing and its anchor there."""


@dataclass(frozen=True, slots=True)
class AllContext(Context):
    """Every sheet's page, by kind: the search for those without JavaScript."""

    template = "all.md.j2"
    groups: tuple[tuple[Kind, tuple[Sheet[Any], ...]], ...]
    """Each kind with its sheets, by name."""


@dataclass(frozen=True, slots=True)
class StubContext(Context):
    """What stands at the address of a sheet that moved or was withdrawn."""

    template = "stub.md.j2"
    moved_to: Sheet[SheetModel] | None
    withdrawn: str | None


@dataclass(frozen=True, slots=True)
class HandwrittenContext(Context):
    """A page that a curator wrote in Markdown."""

    template = "page.md.j2"
    body: str


def handwritten(page: Handwritten) -> Page:
    """A hand-written page."""
    return Page(page.path, page.title, page.description, "page", HandwrittenContext(page.body), page.sheet)


def pages(catalog: Catalog, proofs: Proofs, words: Words) -> Iterator[Page]:
    """Every page that is made from the catalog."""
    yield _home(catalog, words)
    for briefing in catalog.briefings.values():
        yield _briefing(catalog, briefing, proofs)
    for actor in catalog.actors.values():
        yield _actor(catalog, actor, words)
    for topic in catalog.topics.values():
        yield _topic(catalog, topic)
    for source in catalog.sources.values():
        yield _source(catalog, source, words)
    yield from _indexes(catalog, proofs, words)
    yield from _registers(catalog, proofs, words)
    yield from _stubs(catalog, words)


def _home(catalog: Catalog, words: Words) -> Page:
    happened = [entry for entry in catalog.events if not entry.planned]
    planned = [entry for entry in catalog.events if entry.planned]
    context = HomeContext(
        latest=happened[-1] if happened else None,
        newest=tuple(catalog.briefings.values())[:6],
        disputed=tuple(e for e in catalog.statements if e.statement.status in {"disputed", "contradicted", "unsupported"})[:5],
        recent=tuple(reversed(happened[-7:-1])),
        planned=tuple(planned[:3]),
        counts={
            "briefings": len(catalog.briefings),
            "events": len(catalog.events),
            "actors": len(catalog.actors),
            "sources": len(catalog.sources),
        },
    )
    return Page(urls.HOME, words("pages.home.title"), words("pages.home.description"), "home", context)


def _briefing(catalog: Catalog, sheet: Sheet[Briefing], proofs: Proofs) -> Page:
    timeline = catalog.timelines[sheet.id]
    last_changed = sheet.data.last_changed
    planned = tuple(entry for entry in timeline if entry.event.date.starts_after(last_changed))
    happened = tuple(entry for entry in timeline if entry not in planned)
    context = BriefingContext(
        briefing=sheet,
        standing=standing_of(catalog, sheet, proofs),
        latest=happened[-1] if happened else None,
        timeline=happened,
        planned=planned,
        placed=tuple((entry.anchor, entry) for entry in timeline),
        statements=catalog.statements_in[sheet.id],
        figures=catalog.figures_in[sheet.id],
        sections=tuple((f"section-{slug(section.heading)}", section) for section in sheet.data.sections),
        related=catalog.related[sheet.id],
    )
    return Page(urls.page_of_sheet(sheet), sheet.data.title, _describe(catalog, sheet.data.summary), "briefing", context, sheet.path)


def _actor(catalog: Catalog, sheet: Sheet[Actor], words: Words) -> Page:
    order = Date.parse("0001")
    roles = sorted(enumerate(sheet.data.roles), key=lambda item: (item[1].from_ or order).order, reverse=True)
    context = ActorContext(
        actor=sheet,
        roles=tuple(RoleEntry(role, sheet, ("roles", n)) for n, role in roles),
        officers=catalog.roles_at[sheet.id],
        relations=catalog.relations_of[sheet.id],
        statements=catalog.statements_of[sheet.id],
        events=_anchored(catalog.events_of[sheet.id]),
        changed=_last_changed(catalog),
        figures=catalog.figures_of[sheet.id],
        appearances=catalog.appearances[sheet.id],
    )
    description = _describe(catalog, sheet.data.summary) if sheet.data.summary else words("pages.actor.description", name=sheet.data.name)
    return Page(urls.page_of_sheet(sheet), sheet.data.name, description, "actor", context, sheet.path)


def _topic(catalog: Catalog, sheet: Sheet[Topic]) -> Page:
    briefings = catalog.briefings_on[sheet.id]
    ids = {briefing.id for briefing in briefings}
    counts: dict[str, int] = {}
    for actor, mentioned_in in catalog.mentions.items():
        shared = len(ids.intersection(mentioned_in))
        if shared:
            counts[actor] = shared
    events = [entry for entry in catalog.events if entry.briefing.id in ids and not entry.planned]
    context = TopicContext(
        topic=sheet,
        briefings=briefings,
        recent=tuple(reversed(events[-10:])),
        actors=tuple((catalog.actors[actor], n) for actor, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:12]),
    )
    description = _describe(catalog, sheet.data.summary) if sheet.data.summary else sheet.data.name
    return Page(urls.page_of_sheet(sheet), sheet.data.name, description, "topic", context, sheet.path)


def _source(catalog: Catalog, sheet: Sheet[Source], words: Words) -> Page:
    passages: dict[str | None, dict[int, Fact]] = {}
    for fact in catalog.facts_on[sheet.id]:
        for citation in fact.citations:
            if citation.source == sheet.id:
                passages.setdefault(citation.passage, {})[id(fact)] = fact
    named = sheet.data.republishes
    context = SourceContext(
        source=sheet,
        original=catalog.sources.get(named) if named is not None else None,
        copies=tuple(other for other in catalog.sources.values() if other.data.republishes == sheet.id),
        passages=tuple(
            (passage, tuple(facts.values()))
            for passage, facts in sorted(passages.items(), key=lambda item: (item[0] is None, item[0] or ""))
        ),
    )
    title = source_title(sheet.data)
    return Page(
        urls.page_of_sheet(sheet),
        title,
        words("pages.source.description", title=title, publisher=sheet.data.publisher),
        "source",
        context,
        sheet.path,
    )


def source_title(source: Source) -> str:
    """The title as the source shows it, or in brackets what it is about."""
    return source.title if source.title is not None else f"[{source.describes}]"


def _indexes(catalog: Catalog, proofs: Proofs, words: Words) -> Iterator[Page]:
    def page(kind: Kind, context: Context) -> Page:
        key = f"pages.{FOLDERS[kind]}"
        return Page(urls.index_of(kind), words(f"{key}.title"), words(f"{key}.description"), "index", context)

    yield page("briefing", BriefingsContext(tuple((sheet, standing_of(catalog, sheet, proofs)) for sheet in catalog.briefings.values())))
    actors = {kind: [sheet for sheet in catalog.actors.values() if sheet.data.kind == kind] for kind in get_args(ActorKind)}
    yield page(
        "actor",
        ActorsContext(
            tuple((kind, tuple((s, len(catalog.appearances[s.id])) for s in sheets)) for kind, sheets in actors.items() if sheets)
        ),
    )
    yield page("topic", TopicsContext(tuple((sheet, catalog.briefings_on[sheet.id]) for sheet in catalog.topics.values())))
    by_publisher = sorted(catalog.sources.values(), key=lambda s: (s.data.publisher.casefold(), s.data.publisher, s.id))
    groups = groupby(by_publisher, key=lambda s: s.data.publisher)
    yield page("source", SourcesContext(tuple((name, tuple((s, len(catalog.facts_on[s.id])) for s in sheets)) for name, sheets in groups)))


def _registers(catalog: Catalog, proofs: Proofs, words: Words) -> Iterator[Page]:
    def page(path: str, context: Context) -> Page:
        key = f"pages.{path.removesuffix('.md')}"
        return Page(path, words(f"{key}.title"), words(f"{key}.description"), path.removesuffix(".md"), context)

    by_year = groupby(_anchored(catalog.events), key=lambda placed: placed[1].event.date.year)
    years = [(words("dates.undated") if year is None else str(year), tuple(placed)) for year, placed in by_year]
    yield page(urls.TIMELINE, TimelineContext(tuple(reversed(years)), _last_changed(catalog)))
    by_status = {status: tuple(e for e in catalog.statements if e.statement.status == status) for status in STATUS_ORDER}
    yield page(urls.STATEMENTS, StatementsContext(tuple((status, entries) for status, entries in by_status.items() if entries)))
    yield page(urls.SUPPORT, _support(catalog, proofs))
    corrections = [(s, c, f"correction-{n}") for s in catalog.briefings.values() for n, c in enumerate(s.data.corrections, start=1)]
    yield page(urls.CORRECTIONS, CorrectionsContext(tuple(sorted(corrections, key=lambda item: item[1].date.order, reverse=True))))
    kinds: tuple[tuple[Kind, Any], ...] = (
        ("briefing", catalog.briefings), ("actor", catalog.actors), ("topic", catalog.topics), ("source", catalog.sources),
    )  # fmt: skip
    by_name = ((kind, tuple(sorted(sheets.values(), key=lambda s: (name_of(s).casefold(), s.id)))) for kind, sheets in kinds)
    yield page(urls.ALL, AllContext(tuple((kind, sheets) for kind, sheets in by_name if sheets)))


def _anchored(events: Iterable[EventEntry]) -> tuple[tuple[str, EventEntry], ...]:
    """Events of several briefings, each with an anchor for the page that lists them: their own may be alike."""
    return tuple((f"e{n}", entry) for n, entry in enumerate(events, start=1))


def _last_changed(catalog: Catalog) -> Date:
    """What stands for today on pages that show several briefings, since no page may depend on the day it is built."""
    return max((sheet.data.last_changed for sheet in catalog.briefings.values()), key=lambda date: date.order, default=Date.parse("0001"))


STATUS_ORDER: tuple[Status, ...] = ("unsupported", "contradicted", "disputed", "superseded", "reported", "opinion")
"""What readers must be warned of comes first."""


def _support(catalog: Catalog, proofs: Proofs) -> SupportContext:
    single: list[tuple[StatementEntry | FigureEntry, str]] = []
    reported: tuple[StatementEntry | FigureEntry, ...] = (*catalog.statements, *catalog.figures)
    for entry in reported:
        if isinstance(entry, StatementEntry) and entry.statement.status != "reported":
            continue
        found = support(catalog.sources, entry.citations)
        if found.level in {"weak", "single"}:
            single.append((entry, found.witnesses[0] if found.witnesses else ""))
    missing: dict[str, list[str]] = {}
    for (source, passage), proof in proofs.passages.items():
        if proof.state == "not-held":
            missing.setdefault(source, []).append(passage)
    return SupportContext(
        doubtful=tuple(e for e in catalog.statements if e.statement.status in {"unsupported", "contradicted", "disputed"}),
        contested=tuple(e for e in catalog.figures if e.figure.contested),
        single=tuple(single),
        unproved=tuple((catalog.sources[source], tuple(passages)) for source, passages in sorted(missing.items())),
        changed=tuple(catalog.sources[source] for source, holding in sorted(proofs.sources.items()) if holding.changed),
        uncited=tuple(fact for fact in catalog.facts if not fact.citations and fact.kind != "section" and not _is_plain_summary(fact)),
        quotations=len(proofs.passages),
        verified=proofs.counts()["verified"],
    )


def _is_plain_summary(fact: Fact) -> bool:
    return fact.kind == "summary" and fact.sheet.kind != "briefing"


def _stubs(catalog: Catalog, words: Words) -> Iterator[Page]:
    for gone in catalog.gone:
        path = urls.page_of(gone.kind, gone.id)
        if gone.moved_to is not None:
            target = gone.moved_to
            title = words("pages.moved.title", title=name_of(target))
            yield Page(path, title, title, "moved", StubContext(target, None), target.path, urls.address(urls.page_of_sheet(target)))
        elif gone.withdrawn is not None:
            title = words("pages.withdrawn.title", title=name_of(gone.withdrawn))
            yield Page(path, title, title, "withdrawn", StubContext(None, gone.withdrawn.data.withdrawn), gone.withdrawn.path)


def name_of(sheet: Sheet[Any]) -> str:
    """What a sheet is called on pages."""
    data = sheet.data
    if isinstance(data, Briefing):
        return data.title
    if isinstance(data, Source):
        return source_title(data)
    assert isinstance(data, Actor | Topic)
    return data.name


def _describe(catalog: Catalog, prose: str) -> str:
    """A summary as plain words of at most 200 characters, cut at a sentence or word."""
    words = plain(prose, lambda kind, id_: name_of(_sheet(catalog, kind, id_)))
    if len(words) <= 200:
        return words
    cut = words[:200]
    sentence = cut.rfind(". ")
    return cut[: sentence + 1] if sentence > 80 else cut[: cut.rfind(" ")] + "…"


def _sheet(catalog: Catalog, kind: Kind, sheet_id: str) -> Sheet[Any]:
    groups: dict[Kind, Any] = {"briefing": catalog.briefings, "actor": catalog.actors, "source": catalog.sources, "topic": catalog.topics}
    return groups[kind][sheet_id]  # type: ignore[no-any-return]  # the groups hold sheets of four types
