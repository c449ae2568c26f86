"""Feeds as readers of news see them: each item once, with its whole text, and no text as markup."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from uuid import UUID
from xml.etree import ElementTree

import feedparser
import pytest
from jsonschema import Draft202012Validator
from selectolax.lexbor import LexborHTMLParser

from tests import sites
from tests.exports.test_json_pages import HERRING
from tests.goldens import compare

SCHEMA = Draft202012Validator(json.loads(Path(__file__).with_name("jsonfeed.schema.json").read_text()))
ADDRESS = "https://hering.example/netz/"
ATOM = "{http://www.w3.org/2005/Atom}"
PLAIN = {"a", "blockquote", "li", "p", "strong", "ul"}
QUOTE = """
title: Die Heringsquote sinkt
published: 2025-10-30
updated: 2025-11-09
topics: [quoten]
summary: "Der [[rat]] senkt die Quote. [@blatt]"
matters: Ohne Hering schließen Häfen.
timeline:
  - {id: beschluss, date: 2025-10-27~, title: Der Rat beschließt, actors: [rat], place: Luxemburg, cite: {blatt: der Rat beschloss}}
statements:
  - {speaker: rat, quote: ein harter Schnitt, date: 2025-10-27, cite: blatt}
  - {speaker: rat, text: Es gibt genug Hering., status: disputed, note: Nein., cite: blatt}
figures:
  - {id: quote, label: Quote, unit: Tonnen, actors: [rat], values: [{value: 788.50, as_of: 2026, cite: blatt}]}
questions: [Wer zahlt?]
corrections: [{date: 2025-11-05, text: Es waren 788 Tonnen.}, {date: 2025-11-09, text: Es waren 789.}]
"""
SHEETS: dict[str, str] = HERRING | {
    "briefings/quote.yml": QUOTE,
    "topics/quoten.yml": "name: Quoten & Mengen\n",
    "topics/leer.yml": "name: Leer\n",
    "actors/niemand.yml": "name: Niemand\nkind: person\n",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> sites.Project:
    return sites.make(tmp_path_factory.mktemp("feeds"), SHEETS, language="de", address=ADDRESS)


def paths(project: sites.Project, ending: str) -> list[str]:
    return [each.path for each in project.resources if each.path.endswith(ending)]


def test_the_site_its_topics_actors_and_corrections_have_feeds_in_two_notations(
    project: sites.Project,
) -> None:
    pages = ["actors/fischer", "actors/niemand", "actors/rat", "corrections", "index"]
    pages += ["topics/fischerei", "topics/leer", "topics/quoten"]
    assert sorted(paths(project, ".atom")) == [f"{page}.atom" for page in pages]
    assert sorted(paths(project, ".feed.json")) == [f"{page}.feed.json" for page in pages]


@pytest.mark.parametrize("page", ["index", "corrections", "actors/rat"])
def test_a_feed_is_as_written_down(page: str, project: sites.Project, update_goldens: bool) -> None:
    """The last one changed first, each with its whole text; marks and proofs in words and for programs."""
    feed = json.loads(project.file(f"{page}.feed.json"))
    made = json.dumps(feed, ensure_ascii=False, indent=1).replace("><", ">\n<") + "\n"
    compare(made, Path(__file__).parent / "golden" / f"{page}.json", update=update_goldens)


def test_readers_find_nothing_wrong(project: sites.Project) -> None:
    for path in paths(project, ".atom"):
        feed = feedparser.parse(project.file(path))
        assert not feed.bozo, path
        assert feed.version == "atom10"
        assert feed.feed.language == "de"
        assert {feed.feed.id, feed.feed.title, feed.feed.updated, feed.feed.author, feed.feed.rights}
        links = {link.rel: link.href for link in feed.feed.links}
        assert links["self"] == ADDRESS + path
        assert links["alternate"].startswith(ADDRESS)
        assert datetime.fromisoformat(feed.feed.updated).tzinfo is not None
    for path in paths(project, ".feed.json"):
        feed = json.loads(project.file(path))
        assert not list(SCHEMA.iter_errors(feed)), path
        assert feed["feed_url"] == ADDRESS + path


def test_both_notations_have_the_same_items(project: sites.Project) -> None:
    for path in paths(project, ".atom"):
        entries = feedparser.parse(project.file(path), sanitize_html=False).entries
        items = json.loads(project.file(path.replace(".atom", ".feed.json")))["items"]
        assert [
            (
                each.id, each.title, each.link, each.published, each.updated, each.content[0].value,
                # feedparser takes the content where there is none.
                None if each.summary == each.content[0].value else each.summary,
            )
            for each in entries
        ] == [
            tuple(item.get(key) for key in KEYS)
            for item in items
        ]  # fmt: skip


KEYS = ("id", "title", "url", "date_published", "date_modified", "content_html", "summary")


def test_texts_have_only_plain_elements(project: sites.Project) -> None:
    for path in paths(project, ".feed.json"):
        for item in json.loads(project.file(path))["items"]:
            page = LexborHTMLParser(item["content_html"])
            assert page.body is not None
            assert {node.tag for node in page.body.traverse()} <= PLAIN | {"body"}


def test_pages_name_their_own_feed_in_the_head_and_then_that_of_the_site(
    project: sites.Project, tmp_path: Path
) -> None:
    site = project.build(site_dir=tmp_path / "site").site_dir
    own = {path.removesuffix(".atom") for path in paths(project, ".atom")} - {"index"}
    pages = [file.relative_to(site).parent for file in site.rglob("index.html")]
    assert {Path("briefings/quote"), Path("topics/quoten"), Path()} <= {*pages}
    for page in pages:
        if page in (Path("briefings/nachher"), Path("briefings/irrtum")):
            # They only say that a briefing moved or was withdrawn.
            continue
        html = (site / page / "index.html").read_text(encoding="utf-8")
        links = LexborHTMLParser(html).css('head link[rel="alternate"]')
        feeds = [
            (site / page / (link.attributes["href"] or "")).resolve()
            for link in links
            if link.attributes["type"] in ("application/atom+xml", "application/feed+json")
        ]
        names = [page.as_posix(), "index"] if page.as_posix() in own else ["index"]
        assert feeds == [site / f"{name}.{suffix}" for name in names for suffix in ("atom", "feed.json")]
        assert all(feed.is_file() for feed in feeds)


def test_without_an_address_links_are_relative(tmp_path: Path) -> None:
    project = sites.make(tmp_path / "project", SHEETS, language="de")
    feed = ElementTree.fromstring(project.file("actors/rat.atom"))
    ids = [each.text or "" for each in feed.iter(f"{ATOM}id")]
    assert len({UUID(each.removeprefix("urn:uuid:")) for each in ids}) == len(ids)
    assert [each.get("rel") for each in feed.findall(f"{ATOM}link")] == ["alternate", "self"]
    link = feed.find(f"{ATOM}entry/{ATOM}link")
    assert link is not None
    assert link.get("href") == "../briefings/quote/"
    assert "{http://www.w3.org/XML/1998/namespace}base" not in feed.attrib


HOSTILE = "]]> <script>alert(1)</script> &amp; =cmd|' /C calc'!A0 \u200f أهلا 🐟 <b>\"x\"</b>"
LONG = "x" * 9_900


def test_hostile_words_arrive_as_they_are(tmp_path: Path) -> None:
    title = json.dumps(HOSTILE, ensure_ascii=False)
    sheets = SHEETS | {
        "briefings/boese.yml": f"""
title: {title}
published: 2026-01-01
topics: [boese]
summary: "x [@blatt]"
timeline:
  - date: 2026
    title: {title}
    place: {LONG}
    cite: blatt
statements: [{{speaker: rat, quote: {title}, cite: {{blatt: {title}}}}}]
""",
        "topics/boese.yml": f"name: {title}\n",
    }
    project = sites.make(tmp_path / "project", sheets, language="de", address=ADDRESS)
    shown = " ".join(HOSTILE.split())
    for path in ("index.atom", "topics/boese.atom", "actors/rat.atom"):
        feed = feedparser.parse(project.file(path), sanitize_html=False)
        assert not feed.bozo
        item = feed.entries[0]
        title_in_xml = ElementTree.fromstring(project.file(path)).findtext(f"{ATOM}entry/{ATOM}title")
        assert title_in_xml is not None
        assert " ".join(title_in_xml.split()) == shown
        page = LexborHTMLParser(item.content[0].value)
        assert page.css("script, b") == []
        assert shown in " ".join(page.text().split())
    assert LONG in feedparser.parse(project.file("index.atom")).entries[0].content[0].value
    item = json.loads(project.file("index.feed.json"))["items"][0]
    assert " ".join(item["title"].split()) == shown


def test_feeds_are_bounded(tmp_path: Path) -> None:
    many = {
        f"briefings/b{n}.yml": f"title: B {n}\npublished: 2025-01-{n % 28 + 1:02}\ntopics: [quoten]\n"
        f"summary: '[[rat]] sagt nichts. [@blatt]'\n"
        for n in range(60)
    }
    project = sites.make(tmp_path / "project", SHEETS | many, language="de", address=ADDRESS)
    sizes = {
        path: len(feedparser.parse(project.file(path)).entries)
        for path in ("index.atom", "topics/quoten.atom", "actors/rat.atom")
    }
    assert sizes == {"index.atom": 20, "topics/quoten.atom": 20, "actors/rat.atom": 10}


def test_a_feed_without_items_is_valid(project: sites.Project) -> None:
    feed = feedparser.parse(project.file("topics/leer.atom"))
    assert (feed.bozo, feed.entries, feed.feed.updated) == (False, [], "1970-01-01T00:00:00Z")
