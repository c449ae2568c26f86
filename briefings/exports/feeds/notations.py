"""Feeds in both notations, Atom and JSON Feed 1.1."""

from __future__ import annotations

from collections.abc import Iterator

from briefings.catalog import urls
from briefings.exports.feeds import changes
from briefings.exports.feeds.items import Feed, feed_of
from briefings.exports.feeds.text import link, tag
from briefings.exports.resource import Format, Publication, Resource, compact, rights
from briefings.settings import Settings
from briefings.text import escape
from briefings.versions.history import UNKNOWN
from briefings.views.page import Page
from briefings.words import Words

ATOM, JSON_FEED = urls.FEEDS
"""The media types of both notations."""


def of_page(publication: Publication, page: Page) -> Iterator[Resource]:
    """The feed of a page in both notations: of the front page, a topic, an actor or the corrections."""
    feed = feed_of(publication, page)
    if feed is None:
        return
    for suffix, media_type, make in (("atom", ATOM, _atom), ("json", JSON_FEED, _json_feed)):
        yield Resource(
            path=urls.data_of(page.path, urls.FEEDS[media_type]),
            format="feeds",
            media_type=media_type,
            made_from=feed,
            make=make,
            suffix=suffix,
            page=page.path,
            updated="" if feed.updated == UNKNOWN else feed.updated[:10],
        )


def _atom(feed: Feed, words: Words, settings: Settings) -> bytes:
    xml = escape.xml
    own, page = _addresses(feed, ATOM, settings)
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<?xml-stylesheet type="text/css" href="{"../" * feed.page.count("/")}assets/feed.css"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{xml(words.language)}">',
        f"<title>{xml(feed.title)}</title>",
        f"<subtitle>{xml(words('follow.feed', feed=words('formats.feeds.label')))}</subtitle>",
        f"<id>{xml(tag(settings, urls.address(feed.page)))}</id>",
        f"<updated>{feed.updated}</updated>",
        f"<author><name>{xml(settings.site_name)}</name></author>",
        f"<rights>{xml(rights(words, settings))}</rights>",
        # Some feed readers take the first link as the address of the page.
        f'<link rel="alternate" type="text/html" href="{xml(page)}"/>',
        f'<link rel="self" type="{ATOM}" href="{xml(own)}"/>',
    ]
    for item in feed.items:
        lines += [
            "<entry>",
            f"<title>{xml(item.title)}</title>",
            f"<id>{xml(item.id)}</id>",
            f"<published>{item.added}</published>",
            f"<updated>{item.changed}</updated>",
            f'<link rel="alternate" type="text/html" href="{xml(item.link)}"/>',
            *(f'<category term="{xml(each.id)}" label="{xml(each.title)}"/>' for each in item.topics),
            *([f"<summary>{xml(item.summary)}</summary>"] if item.summary else []),
            f'<content type="html">{escape.cdata(item.html)}</content>',
            "</entry>",
        ]
    return "\n".join([*lines, "</feed>", ""]).encode()


def _json_feed(feed: Feed, words: Words, settings: Settings) -> bytes:
    own, page = _addresses(feed, JSON_FEED, settings)
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": page,
        "feed_url": own,
        "language": words.language,
        "authors": [{"name": settings.site_name}],
        "_briefings": {
            "about": link(feed.page, settings, urls.address(urls.DATA)),
            "licence": settings.licence,
            "rights": rights(words, settings),
        },
        "items": [
            {
                "id": item.id,
                "url": item.link,
                "title": escape.clean(item.title),
                **({"summary": escape.clean(item.summary)} if item.summary else {}),
                "content_html": item.html,
                "date_published": item.added,
                "date_modified": item.changed,
                "tags": [topic.title for topic in item.topics],
                "_briefings": item.facts,
            }
            for item in feed.items
        ],
    }
    return f"{compact(document)}\n".encode()


def _addresses(feed: Feed, media_type: str, settings: Settings) -> Iterator[str]:
    """The addresses of one file of a feed and of its page."""
    for path in (urls.data_of(feed.page, urls.FEEDS[media_type]), urls.address(feed.page)):
        yield link(feed.page, settings, path)


FEEDS = Format(
    "feeds",
    of_page=of_page,
    of_site=changes.of_site,
    addresses=(
        "index.atom",
        "index.feed.json",
        "corrections.atom",
        "topics/….atom",
        "topics/….feed.json",
        "actors/….atom",
        "actors/….feed.json",
    ),
)
