"""Functions for templates: prose, citations, dates and numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import TypeAlias

from markupsafe import Markup

from briefings.catalog import urls
from briefings.catalog.coverage import Covered
from briefings.catalog.labels import amount_words, announcement
from briefings.evidence.readings import ReadRecord
from briefings.model.base import KeyPath, SourceId
from briefings.model.briefing import Figure, Status, Value
from briefings.model.citations import Citation
from briefings.model.dates import Date
from briefings.model.items import Item
from briefings.model.verdicts import Given, together
from briefings.render.dates import unbroken
from briefings.render.links import Links
from briefings.render.particulars import Particulars
from briefings.render.state import PageState
from briefings.text import escape, markdown
from briefings.text.prose import Reference
from briefings.views.changes import News
from briefings.views.facts import Computed, Fact, Line, RelationFact
from briefings.views.source import CitingFact

Subject: TypeAlias = "Fact | RelationFact | CitingFact | KeyPath"
"""What has an evidence mark: an entry, or the path of a text in the sheet of the page."""


def _read(of: Subject | None) -> ReadRecord | None:
    """What a person says of a fact who read it against its sources."""
    return None if of is None or isinstance(of, tuple) else of.evidence.read


class _Sentences:
    """What is known of the stretches of a text that end in citations, in their order."""

    def __init__(self, particulars: Particulars, text: str) -> None:
        self._particulars = particulars
        self._text = text
        self._n = 0

    def next(self) -> tuple[Covered, ...]:
        """The next one; empty if it has no particulars."""
        self._n += 1
        return self._particulars.sentence(self._text, self._n - 1)

    def last(self, cited: Sequence[str]) -> tuple[Covered, ...]:
        """The last one, if the text ends in citations."""
        return self.next() if cited else ()


class Texts:
    """Builds the texts of one page. `Markup` is escaped already and safe to print."""

    def __init__(self, page: PageState, links: Links) -> None:
        self._page = page
        self._links = links

    def prose(
        self,
        text: str,
        citations: Sequence[Citation] = (),
        status: Status = "reported",
        of: Subject | None = None,
    ) -> Markup:
        """Prose on one line, followed by its evidence mark. `of` is the fact that it is the text of, or its
        path in the sheet of the page."""
        words, cited = markdown.split_citations(text)
        sentences = _Sentences(self._page.particulars, text)
        inline = markdown.inline(words, partial(self._reference, sentences))
        facts = (*sentences.last(cited), *self._facts(of))
        return self._cited(inline, cited, citations, status, facts, _read(of))

    def block(self, text: str, citations: Sequence[Citation] = (), of: Subject | None = None) -> Markup:
        """Prose as blocks, followed by its evidence mark."""
        words, cited = markdown.split_citations(text)
        sentences = _Sentences(self._page.particulars, text)
        block = markdown.block(words, partial(self._reference, sentences))
        facts = (*sentences.last(cited), *self._facts(of))
        return self._cited(block, cited, citations, facts=facts, read=_read(of))

    def cite(
        self,
        citations: Iterable[Citation],
        of: Subject | None = None,
        part: Item | None = None,
    ) -> Markup:
        """The evidence mark of a fact with these citations, which leads to the page's list of sources. `part`
        is the part of an entry that cites them."""
        remark = self._page.words("figures.forecast") if isinstance(part, Value) and part.forecast else ""
        return self._page.references.mark(
            citations, facts=self._facts(of, part), read=_read(of), remark=remark
        )

    def missing(self, of: Subject | Line, part: Item | None = None) -> Markup:
        """What no passage gives of a fact, or of a part of an entry, that has no evidence mark."""
        if isinstance(of, Line):
            return self._page.references.lacking(of.lacking)
        return self._page.references.mark((), facts=self._facts(of, part))

    def evidence(self, fact: Fact) -> Markup:
        """The evidence mark of an entry, with its status, or that it has no source."""
        if not fact.citations and fact.must_cite:
            return self._page.references.support(None, status=fact.status)
        known = fact.evidence
        return self._page.references.mark(
            fact.citations, status=fact.status, facts=known.whole, read=known.read
        )

    def support(self, line: Line, status: Status = "reported") -> Markup:
        """How well an entry is supported, with its status, for pages that do not list its sources."""
        return self._page.references.support(line, status=status)

    def when(self, date: Date) -> Markup:
        """A date in words, for the inside of a line: `1. Mai` at its start would begin a list."""
        return Markup(escape.markdown_marks(unbroken(self._page.words.date(date))))

    def gap_words(self, before: Fact, after: Fact) -> str:
        """How long after one event another follows, if that is long."""
        if before.date is None or after.date is None:
            return ""
        return self._page.words.gap(before.date, after.date)

    def time(self, date: Date) -> Markup:
        """A date in words inside `<time>`, for the few dates of a page that programs look for."""
        return self._page.words.time(date)

    def span(self, start: Date | None, end: Date | None) -> Markup:
        """A time span, of which the start or the end can be missing."""
        return Markup(escape.markdown_marks(self._page.words.span(start, end)))

    def amount(self, given: Given, unit: str) -> Markup:
        """A number with its qualifier and unit, the number in `<b>`, so that it can be larger."""
        words = self._page.words
        number = Markup(f"<b>{escape.markdown_marks(words.amount(given))}</b>")
        return Markup(amount_words(given, escape.markdown(unit), words, number))

    def key_amount(self, fact: Fact) -> Markup:
        """The large part of a key fact: the day of an event, or the number of a figure. That is the newest
        one if it changed over time, and a range if sources differ or count different things."""
        item = fact.item
        if isinstance(item, Figure):
            return self.amount(together(item.values), item.unit)
        return self._page.words.day(item.time) if item.time is not None else Markup("")

    def key_evidence(self, fact: Fact) -> Markup:
        """The evidence mark of the large part of a key fact."""
        item = fact.item
        if not isinstance(item, Figure):
            return self.evidence(fact)
        shown = together(item.values)
        if isinstance(shown, Value) and shown.derived is None:
            return self.cite(shown.cite, of=fact, part=shown)
        return self._page.references.mark(
            item.citations,
            status="disputed" if item.contested else "reported",
            doubt=self._page.words("figures.verdicts.differ") if item.contested else "",
            remark=self._page.words("figures.forecast") if shown.forecast else "",
            item=item,
        )

    def key_remarks(self, fact: Fact) -> str:
        """What readers must know of the large part of a key fact: that it is announced or expected, or why it
        is a range of numbers that no source gives."""
        item, words = fact.item, self._page.words
        if not isinstance(item, Figure):
            return announcement(fact, words, dated=False)
        shown = together(item.values)
        things = words("figures.verdicts.things") if item.verdict == "things" else ""
        return " · ".join(filter(None, (things, words("figures.forecast") if shown.forecast else "")))

    def computed(self, how: Computed) -> Markup:
        """How a value of a figure is computed, with links to the figures."""
        figures = (str(self._links.entry_link(each, each.title)) for each in how.figures)
        words = self._page.words
        return Markup(words("figures.computed", formula=how.formula, figures=words.list(figures)))

    def find_words(self) -> Markup:
        """JSON for the script that filters a list: the words of its controls."""
        keys = {"label": "find.label", "count": "filter.count"}
        return escape.json_in_html({name: self._page.words.template(key) for name, key in keys.items()})

    def news_words(self, news: News) -> Markup:
        """JSON for the script that tells what is new since the last visit: what each publication brought, and
        the words for it in all their forms."""
        words = self._page.words
        keys = {
            "events": "counts.events",
            "figures": "changes.figures",
            "corrections": "changes.corrections",
            "briefings": "counts.briefings",
            "changes": "changes.count",
        }
        data = {
            "published": [[when, dict(counts)] for when, counts in news.published],
            "words": {name: dict(words.forms(key)) for name, key in keys.items()},
            "new": words("changes.visit"),
            "nothing": words("changes.nothing"),
            "all": words("pages.changes.title"),
        }
        return escape.json_in_html(data)

    def _cited(
        self,
        words: Markup,
        cited: Sequence[str],
        citations: Sequence[Citation],
        status: Status = "reported",
        facts: Sequence[Covered] = (),
        read: ReadRecord | None = None,
    ) -> Markup:
        # Citations at the end of the prose and in `cite` have one mark.
        every = [*(Citation(SourceId(source), None, ()) for source in cited), *citations]
        mark = self._page.references.mark(every, status=status, facts=facts, read=read)
        return words + Markup(" ") + mark if mark else words

    def _facts(self, of: Subject | None, part: Item | None = None) -> tuple[Covered, ...]:
        if of is None:
            return ()
        if isinstance(of, tuple):
            return self._page.particulars.text(of)
        if part is not None and isinstance(of, Fact):
            items = getattr(of.item, of.item.PARTS)
            return next(own for item, own in zip(items, of.evidence.parts, strict=True) if item is part)
        return of.evidence.whole

    def _reference(self, sentences: _Sentences, references: Sequence[Reference]) -> Markup:
        first = references[0]
        if first.cites:
            cited = [Citation(SourceId(each.id), None, ()) for each in references]
            return self._page.references.mark(cited, facts=sentences.next())
        if first.kind == "actor":
            return self._links.link(self._page.known.refs["actor", first.id], first.label)
        label = first.label or self._page.known.name(first.kind, first.id)
        return self._links.to(urls.page_of(first.kind, first.id), label)
