"""The pages at the former addresses of sheets, and hand-written pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from briefings.catalog import urls
from briefings.catalog.entries import withdrawn_in
from briefings.views.facts import Ref
from briefings.views.maker import Maker
from briefings.views.page import Page
from briefings.views.view import View


@dataclass(frozen=True, slots=True)
class StubView(View):
    """The page at the former address of a sheet that moved or was withdrawn."""

    template = "stub.md.j2"
    moved_to: Ref | None
    withdrawn: str | None


@dataclass(frozen=True, slots=True)
class HandwrittenView(View):
    """A page that a curator wrote in Markdown."""

    template = "page.md.j2"
    verbatim = True
    body: str


def stubs(maker: Maker) -> Iterator[Page]:
    """The pages at the former addresses of sheets."""
    words = maker.words
    for gone in maker.catalog.gone:
        path = urls.page_of(gone.kind, gone.id)
        if gone.moved_to is not None:
            target = maker.ref(gone.moved_to)
            title = words("pages.moved.title", title=target.title)
            address = urls.address(target.path)
            yield Page(path, title, title, "moved", StubView(target, None), gone.moved_to.path, address)
        elif gone.withdrawn is not None:
            title = words("pages.withdrawn.title", title=gone.withdrawn.data.headline)
            view = StubView(None, gone.withdrawn.data.withdrawn)
            yield Page(path, title, title, "withdrawn", view, gone.withdrawn.path)


def former(maker: Maker) -> Iterator[tuple[str, str, str]]:
    """Each former address of a sheet or entry, with its address now, or the reason why it was withdrawn."""
    catalog = maker.catalog
    for gone in catalog.gone:
        now = "" if gone.moved_to is None else urls.address(urls.page_of_sheet(gone.moved_to))
        reason = "" if gone.withdrawn is None else gone.withdrawn.data.withdrawn or ""
        yield urls.address(urls.page_of(gone.kind, gone.id)), now, reason
    for sheet in catalog.briefings.values():
        for name, correction in withdrawn_in(sheet).items():
            yield urls.id_of(maker.ref(sheet), name), "", maker.gist(correction.item.text)
    for moved in catalog.moved:
        yield urls.id_of(maker.ref(moved.sheet), moved.name), maker.fact(moved.entry).id, ""
