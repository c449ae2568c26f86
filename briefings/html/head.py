"""What machines are told of each page, in its head and for the search. Made from the catalog alone, before
any page is built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from briefings.catalog.dependencies import Ground
from briefings.html.cards import Card
from briefings.html.metadata import Metadata
from briefings.pages import Page
from briefings.search import pagefind as search
from briefings.search.documents import document_of
from briefings.settings import Settings
from briefings.store.builds import Earlier
from briefings.store.folders import NewFolder
from briefings.store.processes import Progress, each, no_progress
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of the pages that are not taken over."""

    heads: Mapping[str, str]
    """By page: the elements for its head."""
    reads: Mapping[str, str]
    """By page: what was read of the catalog for it."""
    cards: tuple[Card, ...]
    """The pictures that the site needs, those of other pages included."""
    documents: frozenset[str]
    """The search documents of all pages, reused ones included; empty without a search."""
    changed: bool
    """Whether they differ from those of the earlier site."""


@dataclass(frozen=True, slots=True)
class _Page:
    head: str
    reads: str
    document: str = ""
    """The file of its document; empty where it has none."""
    changed: bool = False
    """Whether that is another than before."""


def tell(
    pages: Sequence[Page],
    ground: Ground,
    words: Words,
    settings: Settings,
    earlier: Earlier,
    documents: NewFolder | None,
    progress: Progress = no_progress,
) -> Told:
    """What is told of pages; their documents are written to a folder, where there is one."""
    metadata = Metadata(ground.catalog, words, settings)
    with_cards = settings.site_url != "" and documents is not None
    cards = [metadata.site_card(), *filter(None, map(metadata.card, pages))] if with_cards else []
    fresh = [page for page in pages if page.path not in earlier.pages]

    def of(number: int, page: Page) -> _Page:
        trace = ground.trace()
        metadata = Metadata(trace.catalog, words, settings)
        head = metadata.head(page, shown_card(metadata, page, settings) if with_cards else None)
        document = document_of(page, trace.catalog, words) if documents is not None else None
        if document is None or documents is None:
            return _Page(head, trace.reads)
        file = search.file_of(page.path)
        changed = documents.add(file, search.encoded(document, words))
        return _Page(head, trace.reads, file, changed or file not in earlier.documents)

    said = each(fresh, of, done=lambda count: progress("search", count, len(fresh)))
    told = {page.path: of_page for page, of_page in zip(fresh, said, strict=True)}
    kept = (
        frozenset()
        if documents is None
        else earlier.documents & {search.file_of(path) for path in earlier.pages}
    )
    if documents is not None:
        for file in kept:
            documents.keep(file)
    known = kept.union(page.document for page in said if page.document)
    return Told(
        {path: page.head for path, page in told.items()},
        {path: page.reads for path, page in told.items()},
        tuple(dict.fromkeys(cards)),
        known,
        any(page.changed for page in said) or (documents is not None and known != earlier.documents),
    )


def shown_card(metadata: Metadata, page: Page, settings: Settings) -> str | None:
    """The file of the picture that a page shows: its own, where that can be drawn, or else the site's."""
    cards = (metadata.card(page), metadata.site_card()) if settings.site_url else ()
    return next((card.path for card in cards if card is not None and card.drawable), None)
