"""Functions for templates: marks that show how well facts are supported and proved."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from briefings.catalog.entries import Entry
from briefings.catalog.standing import original_publisher
from briefings.evidence import Level, TextDirective
from briefings.model import Source
from briefings.model.briefing import Statement, Status
from briefings.model.citations import Citation
from briefings.model.dates import Date
from briefings.render import foreign
from briefings.render.references import CitedSource
from briefings.render.state import PageState
from briefings.sheets.load import Sheet
from briefings.text import escape


def unmarked_level(page: PageState) -> Level:
    """The level of proof of the passages without a mark on a page: the usual one of those that it shows."""
    levels = [
        page.proofs.of(source.sheet.id, passage.passage).level
        for source in page.references.sources
        for passage in source.passages
    ]
    return "verified" if 2 * levels.count("verified") > len(levels) else "not_checked"


class Marks:
    """Builds the marks of one page. `Markup` is escaped already and safe to print."""

    def __init__(self, page: PageState) -> None:
        self._page = page

    def unmarked_level(self) -> Level:
        """The level of proof of the passages without a mark in the list of sources."""
        return unmarked_level(self._page)

    def proof_mark(self, source_id: str, passage: str | None, *, unmarked: Level | None = None) -> Markup:
        """The level of proof of a passage. Details, such as who compared it, are in a `title` attribute.

        Passages of the level `unmarked` have no mark.
        """
        proof = self._page.proofs.of(source_id, passage) if passage is not None else None
        level = proof.level if proof is not None else "no_passage"
        if level == unmarked:
            return Markup("")
        text, title = self._page.words(f"evidence.{level}.word") if level != "compared" else "", ""
        if proof is not None and proof.compared is not None:
            day = self._page.words.date(Date.parse(proof.compared.on.isoformat()))
            copy = self._page.words(f"evidence.copies.{proof.compared.copy.replace(' ', '_')}")
            text = self._page.words("evidence.compared.word", copy=copy, date=day)
            title = self._page.words("evidence.compared.by", name=proof.compared.by)
        elif level == "omissions":
            title = self._page.words("evidence.omissions.meaning")
        about = f' title="{escape.attribute(title)}"' if title else ""
        return Markup(f' <span class="proof proof--{level}"{about}>{escape.markdown(text)}</span>')

    def proof_marks(self, source: CitedSource, unmarked: Level) -> list[Markup]:
        """The levels of proof of the passages that the page cites from a source."""
        return [
            self.proof_mark(source.sheet.id, passage.passage, unmarked=unmarked)
            for passage in source.passages
        ]

    def status_mark(self, status: Status) -> Markup:
        """A status as a word."""
        word = escape.markdown(self._page.words(f"statuses.{status}.word"))
        return Markup(f'<span class="status status--{status}">{word}</span>')

    def quoted(self, source_id: str, passage: str, anchor: str = "") -> Markup:
        """A passage in quotation marks, with its place in the source for the script that opens it there."""
        source = self._page.catalog.sources[source_id].data
        about = foreign.attributes(self._page.words, passage, source.language)
        directive = self._page.proofs.of(source_id, passage).directive
        # The script derives the directive of most passages from their words.
        if source.url is not None and directive != TextDirective(passage):
            about += Markup(f' data-at="{escape.attribute(directive.encoded)}"')
        id_ = f' id="{anchor}"' if anchor else ""
        words = escape.markdown(self._page.words("citations.quoted", words=passage))
        return Markup(f"<q{id_}{about}>{words}</q>")

    def quotation(self, entry: Entry[Statement]) -> Markup:
        """What somebody said, in quotation marks, in the language of the sources that it is quoted from."""
        said = entry.item.headline
        cited = {self._page.catalog.sources[each.source].data.language for each in entry.citations}
        about = foreign.attributes(self._page.words, said, cited.pop() if len(cited) == 1 else None)
        return Markup(f"<q{about}>{escape.markdown(self._page.words('citations.quoted', words=said))}</q>")

    def publishers(self, citations: Iterable[Citation]) -> Markup:
        """The publishers of the cited sources, without duplicates."""
        names = (self._page.catalog.sources[citation.source].data.publisher for citation in citations)
        return Markup(", ").join(foreign.isolate(self._page.words, name) for name in dict.fromkeys(names))

    def original_publisher(self, sheet: Sheet[Source]) -> str:
        """The publisher of a source or, for a reprint, the publisher of the original."""
        return original_publisher(self._page.catalog.sources, sheet.id)

    def source_kinds(self, citations: Iterable[Citation]) -> list[str]:
        """The kinds of the cited sources, without duplicates."""
        return sorted({self._page.catalog.sources[citation.source].data.kind for citation in citations})
