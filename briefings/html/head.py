"""Metadata and search documents of all pages, made from the catalog alone before any page is built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefings.catalog.dependencies import Digests
from briefings.html.cards import Card
from briefings.html.metadata import Metadata
from briefings.pages import Page
from briefings.search.documents import document_of, names_in
from briefings.search.pagefind import encode, file_of
from briefings.settings import Settings
from briefings.store.builds import PreviousSite
from briefings.store.folders import NewFolder
from briefings.store.processes import Progress, each, no_progress
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of all pages that are not reused, with what else was made along with them."""

    elements: Mapping[str, str]
    """By page: the HTML elements for its head."""
    reads: Mapping[str, str]
    """By page: what making its head and search document read of the catalog."""
    cards: tuple[Card, ...]
    """The social cards that the site needs, including those of reused pages."""
    documents: frozenset[str]
    """The search documents of all pages, including reused ones; empty without a search."""
    names: tuple[str, ...]
    """The words for "did you mean" of the search."""
    changed: bool
    """Whether the documents differ from those of the earlier site."""


@dataclass(frozen=True, slots=True)
class _Head:
    elements: str
    reads: str
    document: str = ""
    """The file of the page's search document; empty if it has none."""
    changed: bool = False
    """Whether the document is new or differs from the earlier site's."""


def make_heads(
    pages: Sequence[Page],
    digests: Digests,
    words: Words,
    settings: Settings,
    earlier: PreviousSite,
    documents: NewFolder | None,
    progress: Progress = no_progress,
) -> Heads:
    """Make the heads of pages; write their search documents to `documents`, if that is given."""
    metadata = Metadata(digests.catalog, words, settings)
    with_cards = settings.site_url != "" and documents is not None
    cards = [metadata.site_card(), *filter(None, map(metadata.card, pages))] if with_cards else []
    fresh = [page for page in pages if page.path not in earlier.pages]

    def head_of(number: int, page: Page) -> _Head:
        recorder = digests.recorder()
        metadata = Metadata(recorder.catalog, words, settings)
        elements = metadata.head(page, shown_card(metadata, page, settings) if with_cards else None)
        document = document_of(page, recorder.catalog, words) if documents is not None else None
        if document is None or documents is None:
            return _Head(elements, recorder.reads)
        file = file_of(page.path)
        changed = documents.add(file, encode(document, words))
        return _Head(elements, recorder.reads, file, changed or file not in earlier.documents)

    heads = each(fresh, head_of, done=lambda count: progress("search", count, len(fresh)))
    reused: frozenset[str] = frozenset()
    if documents is not None:
        reused = earlier.documents & {file_of(path) for path in earlier.pages}
        for file in reused:
            documents.keep(file)
    files = reused.union(head.document for head in heads if head.document)
    return Heads(
        {page.path: head.elements for page, head in zip(fresh, heads, strict=True)},
        {page.path: head.reads for page, head in zip(fresh, heads, strict=True)},
        tuple(dict.fromkeys(cards)),
        files,
        names_in(digests.catalog) if documents is not None else (),
        any(head.changed for head in heads) or (documents is not None and files != earlier.documents),
    )


def shown_card(metadata: Metadata, page: Page, settings: Settings) -> str | None:
    """The file of a page's social card: its own if that can be drawn, otherwise the site's."""
    cards = (metadata.card(page), metadata.site_card()) if settings.site_url else ()
    return next((card.path for card in cards if card is not None and card.is_drawable), None)
