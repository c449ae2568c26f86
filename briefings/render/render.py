"""Page → Markdown, and what templates can call for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import lru_cache
from typing import Any, get_args

from jinja2 import TemplateError
from markupsafe import Markup

from briefings.catalog import labels, urls
from briefings.catalog.catalog import Catalog
from briefings.catalog.dependencies import Trace
from briefings.catalog.entries import Entry
from briefings.catalog.standing import Support, original_publisher, support
from briefings.evidence import Proofs, TextDirective, link_to
from briefings.model import Actor, SheetModel, Source
from briefings.model.base import Citation, SourceId
from briefings.model.briefing import Event, Figure, Status, Value
from briefings.model.dates import Date
from briefings.model.source import SourceKind
from briefings.pages import Page
from briefings.pictures.illustrate import Illustrator, Tie, Tones
from briefings.problems import codes
from briefings.problems.problem import ContentError, Place, problem
from briefings.render.references import References
from briefings.render.templates import Say, environment
from briefings.settings import Settings
from briefings.sheets.load import Sheet
from briefings.text import escape, markdown
from briefings.text.prose import Reference, references
from briefings.words import Words

TONES = "tones"
"""What a trace calls the colors of topics, which are worked out from all of them."""


class Renderer:
    """Turns pages into Markdown; holds what all of them share."""

    def __init__(self, catalog: Catalog, proofs: Proofs, words: Words, settings: Settings) -> None:
        self.catalog = catalog
        self.proofs = proofs
        self.words = words
        self.settings = settings
        self.tones = Tones.among(catalog, words)
        self.environment = environment(tuple(folder / "pages" for folder in settings.theme_dirs))
        self.cards: dict[str, tuple[str, tuple[Reference, ...]]] = {}
        """By actor: what its card says on each page that names it, and what its summary refers to."""

    def render(self, page: Page, trace: Trace | None = None) -> str:
        """The page's Markdown, front matter included; the same for the same page, always. `trace` notes what
        it was made from."""
        tools = Tools(page, self, trace)
        context = {field.name: getattr(page.context, field.name) for field in fields(page.context)}
        try:
            body = self.environment.get_template(page.context.template).render(tools.names() | context)
        except TemplateError as error:
            raise ContentError([_template_problem(error, page, self.settings)]) from error
        if page.context.verbatim:
            return _front_matter(page) + body
        return _front_matter(page) + "\n" + _tidy(f"{body}\n\n{tools.cards()}")


def _template_problem(error: TemplateError, page: Page, settings: Settings) -> Any:
    line = getattr(error, "lineno", None) or 1
    name = getattr(error, "name", None) or page.context.template
    # Jinja names a class by its module, which means nothing to those who write templates.
    said = _PYTHON_OBJECT.sub(r"`\1` has no `\2`", error.message or str(error))
    return problem(
        codes.BAD_TEMPLATE,
        f"{page.path} cannot be made from {name}: {said}",
        Place(f"theme/pages/{name}", line),
    )


_PYTHON_OBJECT = re.compile(r"'(?:\w+\.)*(\w+) object' has no attribute '(\w+)'")


def _front_matter(page: Page) -> str:
    fields = {
        "title": page.title,
        "description": page.description,
        "kind": page.kind,
        "sheet": page.sheet,
        "redirect": page.redirect,
    }
    lines = [f"{key}: {escape.front_matter(value)}" for key, value in fields.items() if value is not None]
    return "---\n" + "\n".join(lines) + "\n---\n"


_CLOSING = ("</div>", "</nav>", "</details>")
_ENTRY = re.compile(r"(?:-|\d+\.) ")
_CITES = '<sup class="cites">'


def _tidy(body: str) -> str:
    """Lists without blank lines between their entries, one blank line before a block ends, single ones
    elsewhere: templates may be laid out for their readers. A citation's number stands close to its word, so
    that no line begins with it."""
    lines: list[str] = []
    for line in _close_up(body).split("\n"):
        line = line.rstrip()
        if (
            line
            and len(lines) > 1
            and not lines[-1]
            and _ENTRY.match(line) is not None
            and _ENTRY.match(lines[-2]) is not None
        ):
            lines.pop()
        if line.startswith(_CLOSING) and lines and lines[-1]:
            lines.append("")
        if line or (lines and lines[-1]):
            lines.append(line)
    while lines and not lines[-1]:
        lines.pop()
    return "\n".join(lines) + "\n"


def _close_up(body: str) -> str:
    """Citations follow their words at once. By hand, since a regular expression would look at every space of
    a page."""
    *before, last = body.split(_CITES)
    return _CITES.join([*(_without_end(part, first=n == 0) for n, part in enumerate(before)), last])


def _without_end(part: str, *, first: bool) -> str:
    """What stands before a citation, without its spaces, or its line's end where words stand before that."""
    closed = part.rstrip(" ")
    if closed != part or not part.endswith("\n"):
        return closed
    # Of a part that is nothing but a line's end, another citation stands before it.
    follows_words = not part[-2].isspace() if len(part) > 1 else not first
    return part[:-1] if follows_words else part


RESOLVERS = {
    "wikidata": "https://www.wikidata.org/wiki/",
    "viaf": "https://viaf.org/viaf/",
    "isni": "https://isni.org/isni/",
    "lei": "https://search.gleif.org/#/record/",
    "orcid": "https://orcid.org/",
    "ror": "https://ror.org/",
}
"""Where each catalog of identifiers answers."""


# A passage stands on its source's page and on those of all that cite it.
@lru_cache(maxsize=100_000)
def _place(address: str, sought: TextDirective) -> Markup:
    return escape.target(link_to(address, sought))


class Tools:
    """What a template can call while it renders one page. Everything that returns `Markup` is safe to print
    as it is."""

    def __init__(self, page: Page, renderer: Renderer, trace: Trace | None) -> None:
        self.page = page
        self.catalog = renderer.catalog if trace is None else trace.catalog
        self.proofs = renderer.proofs if trace is None else trace.proofs
        self.words = renderer.words
        self.illustrator = Illustrator(self.catalog, self.words, renderer.tones)
        self._trace = trace
        self._cards = renderer.cards
        self.references = References(self.catalog.sources)
        self._linked: dict[str, None] = {}
        """Ids of the actors that the page links, each once."""

    def names(self) -> dict[str, Any]:
        """The names that templates know, besides those of their context."""
        return {
            "page": self.page,
            "t": Say(self.words),
            "references": self.references,
            **{name: getattr(self, name) for name in TOOLS},
        }

    def link(self, sheet: Sheet[SheetModel], label: str | None = None, anchor: str = "") -> Markup:
        """A link to a sheet's page (or a place on it), with its name or other words."""
        words = escape.markdown(label if label is not None else sheet.data.headline)
        if sheet.kind == "actor":
            self._linked[sheet.id] = None
        return Markup(f"[{words}]({urls.link_to(self.page.path, urls.page_of_sheet(sheet), anchor)})")

    def actor_link(self, actor_id: str) -> Markup:
        """A link to an actor's profile."""
        return self.link(self.catalog.actors[actor_id])

    def actor_links(self, ids: Iterable[str]) -> Markup:
        """Links to several actors, as a list in words."""
        return Markup(self.words.list(str(self.actor_link(actor_id)) for actor_id in ids))

    def topic_link(self, topic_id: str) -> Markup:
        """A link to a topic's page."""
        return self.link(self.catalog.topics[topic_id])

    def index(self, kind: Any, label: str) -> Markup:
        """A link to the page that lists all sheets of a kind."""
        return Markup(f"[{escape.markdown(label)}]({urls.link_to(self.page.path, urls.index_of(kind))})")

    def to(self, path: str, label: str, anchor: str = "") -> Markup:
        """A link to a page by its path below build/docs."""
        return Markup(f"[{escape.markdown(label)}]({urls.link_to(self.page.path, path, anchor)})")

    def web(self, address: str, label: str) -> Markup:
        """A link to another site."""
        return Markup(f"[{escape.markdown(label)}]({escape.target(address)})")

    def entry_link(self, entry: Entry[Any], label: str | None = None) -> Markup:
        """A link to an entry on its sheet's page, with the entry in a few words or other words."""
        return self.link(entry.sheet, self.label(entry) if label is None else label, entry.anchor)

    def label(self, entry: Entry[Any]) -> str:
        """An entry in a few words, after the name of the actor that it is about or who said it."""
        return labels.label(entry, self.catalog, self.words)

    def title(self, entry: Entry[Any]) -> str:
        """An entry in a few words, a quotation in quotation marks."""
        return labels.title(entry, self.catalog, self.words)

    def when(self, date: Date) -> Markup:
        """A date in words, inside `<time>`."""
        return self.words.time(date)

    def prose(self, text: str, citations: Sequence[Citation] = ()) -> Markup:
        """Prose on one line, and what it cites as a whole."""
        words, cited = markdown.split_citations(text)
        return self._cited(markdown.inline(words, self._reference), cited, citations)

    def block(self, text: str, citations: Sequence[Citation] = ()) -> Markup:
        """Prose as blocks of its own, and what they cite as a whole."""
        words, cited = markdown.split_citations(text)
        return self._cited(markdown.block(words, self._reference), cited, citations)

    def _cited(self, words: Markup, cited: Sequence[str], citations: Sequence[Citation]) -> Markup:
        # The numbers at the end of the prose and those of its `cite` are one group, each named once.
        numbers = self.cite([*(Citation(SourceId(source), None, ()) for source in cited), *citations])
        return words + Markup(" ") + numbers if numbers else words

    def span(self, start: Date | None, end: Date | None) -> Markup:
        """From when to when, whichever is known."""
        ends = {name: self.when(date) for name, date in (("start", start), ("end", end)) if date is not None}
        key = {
            ("start", "end"): "dates.from_to",
            ("start",): "dates.since.other",
            ("end",): "dates.until.other",
        }[tuple(ends)]
        return Markup(self.words(key, **ends))

    def gist(self, sheet: Sheet[Any]) -> str:
        """A sheet's summary as plain words, without links and citations."""
        return "" if sheet.data.summary is None else markdown.plain(sheet.data.summary, self.catalog.name)

    def plain(self, text: str) -> str:
        """Prose as plain words."""
        return markdown.plain(text, self.catalog.name)

    def publishers(self, citations: Iterable[Citation]) -> str:
        """Who published the sources cited, each named once."""
        return ", ".join(
            dict.fromkeys(self.catalog.sources[citation.source].data.publisher for citation in citations)
        )

    def original_publisher(self, sheet: Sheet[Source]) -> str:
        """The publisher whose text a source is."""
        return original_publisher(self.catalog.sources, sheet.id)

    def identifier(self, scheme: str, value: str) -> Markup:
        """What another catalog calls an actor, linked where that catalog has addresses."""
        label = f"{self.words(f'identifiers.{scheme}')} {value}"
        return self.web(RESOLVERS[scheme] + value, label) if scheme in RESOLVERS else escape.markdown(label)

    def cite(self, citations: Iterable[Citation]) -> Markup:
        """Superscript numbers that lead to the passages in the page's list of sources."""
        return self.references.cite(citations)

    def support_of(self, citations: Iterable[Citation]) -> Support:
        """What stands behind a fact."""
        return support(self.catalog.sources, citations)

    def proof_mark(self, source_id: str, passage: str | None) -> Markup:
        """How far a passage is proved, as words with a mark of their own. Who compared it, and what else is
        rare, is in a title."""
        proof = self.proofs.of(source_id, passage) if passage is not None else None
        level = proof.level if proof is not None else "no_passage"
        said, title = self.words(f"evidence.{level}.word") if level != "compared" else "", ""
        if proof is not None and proof.compared is not None:
            day = self.words.date(Date.parse(proof.compared.on.isoformat()))
            copy = self.words(f"evidence.copies.{proof.compared.copy.replace(' ', '_')}")
            said = self.words("evidence.compared.word", copy=copy, date=day)
            title = self.words("evidence.compared.by", name=proof.compared.by)
        elif level == "omissions":
            title = self.words("evidence.omissions.meaning")
        about = f' title="{escape.attribute(title)}"' if title else ""
        return Markup(f'<span class="proof proof--{level}"{about}>{escape.markdown(said)}</span>')

    def status_mark(self, status: Status) -> Markup:
        """A status as a word with a mark of its own; its meaning is in the title."""
        word, meaning = self.words(f"statuses.{status}.word"), self.words(f"statuses.{status}.meaning")
        return Markup(
            f'<span class="status status--{status}"'
            f' title="{escape.attribute(meaning)}">{escape.markdown(word)}</span>'
        )

    def value_words(self, value: Value, unit: str) -> Markup:
        """A number with its qualifier and unit."""
        said = self.words("figures.with_unit", value=self.words.number(value.value), unit=unit)
        return escape.markdown(
            self.words(f"qualifiers.{value.qualifier}", value=said) if value.qualifier is not None else said
        )

    def quoted(self, source_id: str, passage: str) -> Markup:
        """A passage in quotation marks, as a link to the very place in the original where that has an
        address."""
        words = self.words("citations.quoted", words=passage)
        address = self.catalog.sources[source_id].data.url
        if address is None:
            return Markup(f"<q>{escape.markdown(words)}</q>")
        title = escape.attribute(self.words("citations.show_passage"))
        place = _place(address, self.proofs.of(source_id, passage).directive)
        return Markup(f'<q><a href="{place}" title="{title}">{escape.markdown(words)}</a></q>')

    def anchor(self, name: str) -> Markup:
        """An invisible place that links can lead to."""
        return Markup(f'<span id="{escape.attribute(name)}"></span>')

    def timeline_picture(
        self, events: Sequence[tuple[str, Entry[Event]]], name: str, as_of: Date
    ) -> Markup | None:
        """Events to scale; each mark leads to the anchor that stands before its event."""
        picture = self.illustrator.timeline(
            [(f"#{anchor}", entry) for anchor, entry in events], name=name, as_of=as_of
        )
        if self._trace is not None and picture is not None:
            self._trace.note(TONES)
        return picture

    def ties(self, actors: Iterable[str]) -> tuple[Tie, ...]:
        """What connects these actors with each other."""
        return self.illustrator.ties(actors)

    def ties_around(self, actor_id: str) -> tuple[Tie, ...]:
        """What connects an actor with others, and these with each other."""
        return self.illustrator.ties(self.illustrator.around(actor_id))

    def network_picture(self, ties: Sequence[Tie], name: str, center: str | None = None) -> Markup | None:
        """Who is connected to whom; each name leads to its profile."""

        def address(actor: str) -> str:
            return urls.address_from(self.page.path, urls.page_of("actor", actor))

        return self.illustrator.network(ties, name=name, address=address, center=center)

    def figure_pictures(self, entries: Iterable[Entry[Figure]]) -> list[Markup]:
        """The figures that have several values, each as a small picture of them side by side."""
        drawn = (
            self.illustrator.values(entry, prefix=f"values-{n}") for n, entry in enumerate(entries, start=1)
        )
        return [picture for picture in drawn if picture is not None]

    def source_kinds(self, citations: Iterable[Citation]) -> list[str]:
        """The kinds of sources cited, each once."""
        return sorted({self.catalog.sources[citation.source].data.kind for citation in citations})

    def filter_words(self) -> Markup:
        """What the script that filters the timeline needs: the fixed words of its controls, and the names
        behind what the entries say."""
        said = {facet: self.words(f"search.facets.{facet}") for facet in ("topic", "actor", "year")}
        said |= {
            "kind": self.words("filter.kind"),
            "any": self.words("search.any"),
            "clear": self.words("search.clear"),
        }
        said["count"] = self.words.template("filter.count")
        topics = {sheet.id: sheet.data.name for sheet in self.catalog.topics.values()}
        kinds = {kind: self.words(f"kinds.source.{kind}.word") for kind in get_args(SourceKind)}
        return escape.json_in_html(said | {"topics": topics, "kinds": kinds})

    def here(self, anchor: str, label: str) -> Markup:
        """A link to a place on this page."""
        return Markup(f"[{escape.markdown(label)}](#{escape.target(anchor)})")

    def bar(self, part: int, whole: int) -> Markup:
        """A small bar that shows how much of the whole a part is; the words beside it say the same."""
        filled = round(100 * part / whole) if whole else 0
        return Markup(
            '<svg class="bar" viewBox="0 0 100 10" width="60" height="6" preserveAspectRatio="none"'
            f' aria-hidden="true"><rect width="100" height="10"/><rect class="bar__part" width="{filled}"'
            ' height="10"/></svg> '
        )

    def cards(self) -> Markup:
        """What the cards of linked actors say, for the script that opens them; nothing that a reader without
        it would miss."""
        said: list[str] = []
        if self.page.kind not in WITHOUT_CARDS:
            linked = (actor for actor in self._linked if urls.page_of("actor", actor) != self.page.path)
            said = [self._card(self.catalog.actors[actor]) for actor in linked]
        if not said and not self.references.sources:
            return Markup("")
        close = escape.attribute(self.words("cards.close"))
        # In single quotes, since double ones are many in it.
        return Markup(
            f'<div class="card-data" data-close="{close}" data-actors=\'{{{",".join(said)}}}\'></div>'
        )

    def _card(self, sheet: Sheet[Actor]) -> str:
        """Name, office or kind, and one line, as JSON that can stand in an attribute."""
        known = self._cards.get(sheet.id)
        if known is not None:
            card, referred = known
            for each in referred:
                # Noted with this page, too, as what it was made from.
                self.catalog.name(each.kind, each.id)
            return card
        held = [role.title for role in sheet.data.roles if role.to is None]
        known_as = held[0] if held else self.words(f"kinds.actor.{sheet.data.kind}.singular")
        said = (sheet.data.name, known_as, markdown.first_sentence(self.gist(sheet), 140))
        card = f"{escape.json_in_html(sheet.id)}:{escape.json_in_html(said)}"
        referred = tuple(
            each for each in references(sheet.data.summary or "") if not each.cites and not each.label
        )
        self._cards[sheet.id] = card, referred
        return card

    def _reference(self, found: Sequence[Reference]) -> Markup:
        first = found[0]
        if first.cites:
            return self.cite([Citation(SourceId(each.id), None, ()) for each in found])
        if first.kind == "actor":
            return self.link(self.catalog.actors[first.id], first.label)
        label = first.label or self.catalog.name(first.kind, first.id)
        return Markup(
            f"[{escape.markdown(label)}]({urls.link_to(self.page.path, urls.page_of(first.kind, first.id))})"
        )


WITHOUT_CARDS = frozenset({"index"})
"""Kinds of pages that say of each actor what its card would say."""

TOOLS = (
    "link", "actor_link", "actor_links", "topic_link", "index", "to", "web", "entry_link", "title",
    "when", "span", "prose",
    "block", "gist", "plain", "cite", "support_of", "proof_mark", "status_mark", "value_words", "publishers",
    "original_publisher", "quoted",
    "identifier", "anchor", "here",
    "source_kinds", "filter_words", "bar", "timeline_picture", "ties", "ties_around", "network_picture",
    "figure_pictures",
)  # fmt: skip
"""The tools by the names under which templates call them."""


__all__ = ["TONES", "TOOLS", "Renderer", "environment"]
