"""Text for programs that read it: each page as Markdown without HTML at its address with `.md`, `llms.txt`
with a list of them (https://llmstxt.org), and `sitemap.xml` and `robots.txt` for search engines."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Sequence

from briefings.catalog import urls
from briefings.exports.plain import escaped, plain_markdown
from briefings.exports.resource import (
    Format,
    Listed,
    Publication,
    Resource,
    rights,
)
from briefings.settings import Settings
from briefings.text import escape
from briefings.views.home import site_description
from briefings.views.page import Page
from briefings.views.stub import HandwrittenView, StubView
from briefings.words import Words

LLMS = "llms.txt"
ROBOTS = "robots.txt"
SITEMAP = "sitemap.xml"

_MOST = 100
"""With more topics or actors, `llms.txt` has only the page that lists them."""

Link = tuple[str, str, str]
"""The title, path and description of a page."""
_Pages = tuple[tuple[str, str, str], Sequence[tuple[str, Sequence[Link]]]]
"""The name, description and licence of the site; and its pages, below their headings."""


# ── Markdown ────────────────────────────────────────────────────────────────────────────────────────────────


def of_markdown(settings: Settings, page: Page, updated: str, markdown: str) -> bytes:
    """The file of a page: its Markdown without HTML, below what a program needs to know of it. What a person
    wrote stays as it is."""
    fields = {
        "title": page.title,
        "description": page.description,
        "url": settings.site_url and settings.site_url + urls.address(page.path),
        "updated": updated,
        "licence": settings.licence or "",
    }
    head = "".join(f"{key}: {_quoted(value)}\n" for key, value in fields.items() if value)
    text = markdown if isinstance(page.view, HandwrittenView) else plain_markdown(markdown, page.path)
    return f"---\n{head}---\n\n{text}".encode()


def _quoted(value: str) -> str:
    """A value in YAML, which has JSON's strings, but more characters that end a line. Without an extension
    for front matter, programs print it as Markdown, so nothing in it may begin an element."""
    text = json.dumps(escape.clean(value), ensure_ascii=False)
    return _NOT_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


_NOT_IN_YAML = re.compile("[<\x85\u2028\u2029]")


# ── llms.txt ────────────────────────────────────────────────────────────────────────────────────────────────


def of_site(publication: Publication) -> Iterator[Resource]:
    """The list of pages for language models."""
    words, settings = publication.words, publication.settings
    head = (settings.site_name, site_description(words, settings), rights(words, settings))
    yield Resource(
        path=LLMS,
        format="text",
        media_type="text/plain",
        title=LLMS,
        made_from=(head, tuple(_sections(publication))),
        make=_llms,
        updated=publication.changed(),
    )


def _sections(publication: Publication) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """The headings of the list, and the pages below each."""
    words = publication.words
    by_kind: dict[str, list[Link]] = {"briefing": [], "topic": [], "actor": []}
    others: list[Link] = []
    for page in publication.pages:
        subject = page.view.subject
        link = (page.title, page.path, page.description)
        if subject is not None:
            by_kind.get(subject.kind, []).append(link)
        elif page.path != urls.HOME and _is_main(page):
            others.append(link)
    for kind, heading in (("briefing", "briefings"), ("topic", "topics"), ("actor", "actors")):
        links = by_kind[kind]
        if links and (kind == "briefing" or len(links) <= _MOST):
            yield words(f"pages.{heading}.title"), tuple(links)
    others.append((words("pages.data.title"), urls.DATA, words("pages.data.description")))
    yield words("pages.all.title"), tuple(others)


def _is_main(page: Page) -> bool:
    """Whether a page without a sheet is one that readers start from, and no part of a long list."""
    by_hand = isinstance(page.view, HandwrittenView)
    return by_hand or page.path in urls.GENERATED or page.path.endswith("/index.md")


def _llms(list_of_pages: _Pages, words: Words, settings: Settings) -> bytes:
    head, sections = list_of_pages
    name, summary, licence = map(escaped, head)
    blocks = [f"# {name}", f"> {summary}", licence]
    for heading, links in sections:
        lines = (
            f"- [{escaped(title)}]({settings.site_url}{path}){f': {escaped(about)}' if about else ''}"
            for title, path, about in links
        )
        blocks.append(f"## {escaped(heading)}\n\n" + "\n".join(lines))
    return ("\n\n".join(blocks) + "\n").encode()


# ── For search engines ──────────────────────────────────────────────────────────────────────────────────────


def at_end(publication: Publication, listed: Sequence[Listed]) -> Iterator[tuple[str, bytes]]:
    """`robots.txt`, and the sitemap, whose addresses must be absolute."""
    site = publication.settings.site_url
    robots = "User-agent: *\nAllow: /\n"
    if site:
        robots += f"\nSitemap: {site}{SITEMAP}\n"
        sitemap = _sitemap(publication, {each.page for each in listed if each.format == TEXT.name})
        yield SITEMAP, sitemap
        yield f"{SITEMAP}.gz", gzip.compress(sitemap, mtime=0)
    yield ROBOTS, robots.encode()


def _sitemap(publication: Publication, built: set[str]) -> bytes:
    """The addresses of all pages except those that only say that a page moved or was withdrawn."""
    site = publication.settings.site_url
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    ]
    for page in publication.pages:
        if page.path in built and not isinstance(page.view, StubView):
            day = _last_modified(publication, page)
            changed = f"<lastmod>{day}</lastmod>" if day else ""
            lines.append(f"<url><loc>{escape.html(site + urls.address(page.path))}</loc>{changed}</url>\n")
    return "".join([*lines, "</urlset>\n"]).encode()


def _last_modified(publication: Publication, page: Page) -> str:
    """The day of the newest change in a page; empty if unknown or, for a year with five digits, if the
    protocol has no such day."""
    if isinstance(page.view, HandwrittenView) or page.path == urls.DATA:
        return ""
    day = publication.changed(page.view.subject)
    return day if _DAY.fullmatch(day) is not None else ""


_DAY = re.compile(r"\d{4}(-\d\d){0,2}")

TEXT = Format(
    "text",
    of_site=of_site,
    of_markdown=of_markdown,
    at_end=at_end,
    replaces=(SITEMAP, f"{SITEMAP}.gz"),
    addresses=("briefings/….md", "actors/….md"),
)
