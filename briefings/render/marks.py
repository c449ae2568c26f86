"""Functions for templates: marks that show how well facts are supported and proved."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import get_args

from markupsafe import Markup

from briefings.catalog.labels import Announceable, announcement
from briefings.evidence import Level, TextDirective
from briefings.grammar.normal import UNSPACED
from briefings.model.briefing import EventStatus
from briefings.model.citations import Citation
from briefings.model.dates import Date
from briefings.render import foreign
from briefings.render.dates import unbroken
from briefings.render.references import CitedSource
from briefings.render.state import PageState
from briefings.text import escape
from briefings.views.briefing import BriefingView
from briefings.views.facts import Fact, Line
from briefings.views.known import Passage, Source


def unmarked_level(page: PageState) -> Level:
    """The level of proof of the passages without a mark on a page: the usual one of those that it shows."""
    levels = [
        page.known.passages[source.source.ref.id, passage.passage].level
        for source in page.references.sources
        for passage in source.passages
    ]
    return "verified" if 2 * levels.count("verified") > len(levels) else "not_checked"


def _left_out(passage: str, proof: Passage) -> tuple[str, str]:
    """The dots before and after a passage that begins or ends inside a sentence, as far as it has none."""
    space = "" if UNSPACED.search(passage) else " "
    first = proof.begins_inside and not passage.startswith(_DOTS)
    last = proof.ends_inside and not passage.endswith(_DOTS)
    return f"…{space}" * first, f"{space}…" * last


_DOTS = ("…", "...", "[…]", "[...]", "(…)", "(...)")


class Marks:
    """Builds the marks of one page. `Markup` is escaped already and safe to print."""

    def __init__(self, page: PageState) -> None:
        self._page = page
        before, _, after = page.words.template("citations.quoted").partition("{words}")
        self._quotation_marks = escape.markdown(before), escape.markdown(after)

    def unmarked_level(self) -> Level:
        """The level of proof of the passages without a mark in the list of sources."""
        return unmarked_level(self._page)

    def covered_share(self) -> tuple[int, int] | None:
        """How many of the particulars on the page of a briefing are covered, and how many there are; None if
        there are none, and on other pages."""
        view = self._page.page.view
        return view.covered if isinstance(view, BriefingView) else None

    def facts_read(self) -> Mapping[str, int]:
        """How many of the facts on the page of a briefing people have read against their sources, by name."""
        view = self._page.page.view
        return view.read if isinstance(view, BriefingView) else {}

    def cited_passages(self, source: CitedSource, unmarked: Level) -> Markup:
        """The passages that the page cites from a source, below the source. What proves all of them is beside
        the source, once; else it follows each passage."""
        proofs = [self._page.known.passages[source.source.ref.id, each.passage] for each in source.passages]
        marks = [self._proved(proof, unmarked) for proof in proofs]
        parts = []
        if len(marks) > 1 and len({*marks}) == 1:
            parts.append(self._mark(proofs[0], unmarked))
            marks = [("", "")] * len(marks)
        for each, proof, (words, details) in zip(source.passages, proofs, marks, strict=True):
            about = f' data-proof="{proof.level}"' if words else ""
            about += f' title="{escape.attribute(details)}"' if details else ""
            quoted = self._quoted(source.source, each.passage, proof, f' id="s{each.number}"{about}')
            parts.append(f" {quoted} {escape.markdown(words)}".rstrip())
        return Markup("".join(parts))

    def quoted(self, source_id: str, passage: str, unmarked: Level) -> Markup:
        """A passage in quotation marks, with its level of proof."""
        proof = self._page.known.passages[source_id, passage]
        source = self._page.known.sources[source_id]
        return Markup(f"{self._quoted(source, passage, proof)}{self._mark(proof, unmarked)}")

    def _quoted(self, source: Source, passage: str, proof: Passage, about: str = "") -> str:
        """A passage, with its place in the source for the script that opens it there. `about` are more
        attributes."""
        about = f"{about}{foreign.attributes(self._page.words, passage, source.language)}"
        # The script derives the directive of most passages from their words.
        directive = proof.directive
        at = ""
        if source.url is not None and directive != TextDirective(passage):
            at = f' data-at="{escape.attribute(directive.encoded)}"'
        before, after = self._quotation_marks
        words = escape.markdown_marks(escape.one_line(passage))
        first, last = _left_out(passage, proof)
        # The script tells these dots from the words of the passage by their number.
        cut = f' data-cut="{len(first)} {len(last)}"' if first or last else ""
        return f"<q{about}{at}{cut}>{before}{first}{words}{last}{after}</q>"

    def _mark(self, proof: Passage, unmarked: Level) -> str:
        """The level of proof of a passage, if it is not `unmarked`. A `title` attribute has the details."""
        words, details = self._proved(proof, unmarked)
        if not words:
            return ""
        about = f' title="{escape.attribute(details)}"' if details else ""
        return f' <span class="proof proof--{proof.level}"{about}>{escape.markdown(words)}</span>'

    def _proved(self, proof: Passage, unmarked: Level) -> tuple[str, str]:
        """The level of proof of a passage in words, if it is not `unmarked`, and details, such as who
        compared it."""
        level = proof.level
        if level == unmarked:
            return "", ""
        text, title = proof.in_words(self._page.words), ""
        if proof.compared is not None:
            day = self._page.words.date(Date.parse(proof.compared.on.isoformat()))
            text = text.replace(day, unbroken(day))
            title = self._page.words("evidence.compared.by", name=proof.compared.by)
        elif level == "omissions":
            title = self._page.words("evidence.omissions.meaning")
        return text, title

    def status_mark(self, status: EventStatus) -> Markup:
        """A status as a word."""
        word = escape.markdown(self._page.words(f"statuses.{status}.word"))
        return Markup(f'<span class="status status--{status}">{word}</span>')

    def outcomes(self, entries: Iterable[Fact | Line]) -> str:
        """What became of entries that were called off, each outcome once."""
        statuses = {entry.status for entry in entries}
        listed = (status for status in get_args(EventStatus) if status in statuses)
        return " · ".join(self._page.words(f"statuses.{status}.word") for status in listed)

    def announcement(self, entry: Fact) -> str:
        """How an entry is known without a report that it happened, if that is so."""
        return announcement(entry, self._page.words)

    def entry_mark(self, entry: Announceable, *, evidence: bool = True) -> Markup:
        """What readers must know first of an entry, as words after a space: its status, that it is only
        announced or, where it has no mark of its `evidence`, that no source that counts says it, and what its
        passages do not give."""
        words = self._page.words
        lacking = self._page.references.lacking(entry.lacking) if evidence and isinstance(entry, Line) else ""
        after = Markup(" ") + lacking if lacking else ""
        if entry.status != "reported":
            return Markup(" ") + self.status_mark(entry.status) + after
        said = {"announced": announcement(entry, words, dated=False)}
        if evidence and isinstance(entry, Line) and entry.thin is not None:
            said[entry.thin] = words(f"evidence.{entry.thin}")
        marks = (
            Markup(f' <span class="status status--{name}">{escape.markdown(each)}</span>')
            for name, each in said.items()
            if each
        )
        return Markup("").join(marks) + after

    def quotation(self, fact: Fact) -> Markup:
        """What somebody said, in quotation marks, in the language of the sources that it is quoted from."""
        cited = {self._page.known.sources[each.source].language for each in fact.citations}
        return self.quoted_words(fact.title, cited.pop() if len(cited) == 1 else None)

    def quoted_words(self, said: str, language: str | None) -> Markup:
        """What somebody said, in quotation marks, in the language of a source."""
        about = foreign.attributes(self._page.words, said, language)
        return Markup(f"<q{about}>{escape.markdown(self._page.words('citations.quoted', words=said))}</q>")

    def publishers(self, citations: Iterable[Citation]) -> Markup:
        """The publishers of the cited sources, without duplicates."""
        names = self._page.known.publishers(citations)
        return Markup(", ").join(foreign.isolate(self._page.words, name) for name in names)
