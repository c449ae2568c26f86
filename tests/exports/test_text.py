"""Text for machines: the Markdown of each page as two parsers of Markdown read it, `llms.txt`, the sitemap and
robots.txt."""

from __future__ import annotations

import gzip
import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote
from xml.etree import ElementTree

import markdown
import pytest
import yaml
from markdown_it import MarkdownIt
from protego import Protego
from selectolax.lexbor import LexborHTMLParser as HTMLParser

from briefings.catalog.entries import entries
from briefings.exports.plain import plain_markdown
from briefings.text.markdown import plain
from tests import sites
from tests.exports.test_json_pages import HERRING
from tests.goldens import compare
from tests.growth import assert_linear

ADDRESS = "https://example.org/hering/"
LONG = "Donaudampfschiff" * 560
HOSTILE = (
    "A <script>alert(1)</script> & \"quotes\" 'here' *star* _line_ `tick` [x](javascript:y) ![z](q) ]]> --> |pipe|"
    " ~~gone~~ \\ # {brace} &lt; after \N{RIGHT-TO-LEFT MARK}שלום \N{FAMILY}\N{GRINNING FACE}"
)
QUOTED = json.dumps(HOSTILE, ensure_ascii=False)
HOSTILE_SHEETS = {
    **HERRING,
    "briefings/boese.yml": f"""
title: {QUOTED}
published: 2025-11-04
summary: "Text [@blatt](http://evil.example) and [@blatt]: http://evil.example"
matters: {LONG}
timeline:
  - {{date: 2025-10-27, title: {QUOTED}, text: "<b>no</b> ]]> & <script>", actors: [rat], cite: blatt}}
  - {{date: 2025-10-28, title: "1. Runde", text: "2. Runde\\n\\n- keine Liste", actors: [rat], cite: blatt}}
figures:
  - {{label: {QUOTED}, unit: "=cmd|x", values: [{{value: 5, cite: blatt}}, {{value: 7, cite: blatt}}]}}
sections:
  - {{heading: "Code", text: "Use `<b>` and **bold *both***. [@blatt]\\n\\n1. one\\n2. two\\n\\n> quoted"}}
""",
    "pages/about.md": """
---
title: Über
description: Was das ist
---

# Über

<p>A <b>bold</b> <a href="../method/">link</a>.</p>

With [another](method.md#methode) and `<code>`.
""",
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sites.Project]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SOURCE_DATE_EPOCH", raising=False)
        folder = tmp_path_factory.mktemp("text")
        project = sites.make(folder, HOSTILE_SHEETS, language="de", address=ADDRESS)
        project.build()
        yield project


def body_of(file: Path) -> str:
    return file.read_text(encoding="utf-8").partition("\n---\n")[2]


def files(project: sites.Project) -> dict[str, str]:
    folder = project.settings.site_dir
    return {path.relative_to(folder).as_posix(): body_of(path) for path in sorted(folder.rglob("*.md"))}


def python_markdown(text: str) -> str:
    return markdown.markdown(text, extensions=["tables", "fenced_code"])


def commonmark(text: str) -> str:
    return str(MarkdownIt("commonmark").enable("table").render(text))


PARSERS = (python_markdown, commonmark)


def words(text: str) -> str:
    """Words on one line, as a reader sees them."""
    return " ".join(text.split())


def shown(rendered: str) -> str:
    return words(HTMLParser(rendered).text())


def test_every_page_has_its_markdown_at_its_address(project: sites.Project) -> None:
    assert set(files(project)) == {page.path for page in project.pages}


@pytest.mark.parametrize("page", ["briefings/quote", "briefings/boese", "sources/blatt", "timeline"])
def test_a_page_is_as_written_down(page: str, project: sites.Project, update_goldens: bool) -> None:
    """The head, evidence marks as numbers of sources, and days that begin no list."""
    made = (project.settings.site_dir / f"{page}.md").read_text(encoding="utf-8").replace(LONG, "LONG")
    compare(made, Path(__file__).parent / "golden" / "text" / f"{page}.md", update=update_goldens)
    assert yaml.safe_load(made.split("---\n")[1])["title"] in [each.title for each in project.pages]


@pytest.mark.parametrize("parser", PARSERS)
def test_it_has_no_html(project: sites.Project, parser: object) -> None:
    assert callable(parser)
    allowed = {
        "p", "h1", "h2", "h3", "ul", "ol", "li", "strong", "em", "a", "code", "pre", "br", "blockquote",
        "table", "thead", "tbody", "tr", "th", "td", "img", "hr",
    }  # fmt: skip
    for path, text in files(project).items():
        if path == "about.md":
            # Written by a person.
            continue
        without_code = re.sub("`[^`\n]+`", "", text)
        assert re.findall(r"<[a-zA-Z/!][^>]*>", without_code) == [], path
        tags = {node.tag for node in HTMLParser(parser(text)).root.traverse()}  # type: ignore[union-attr]  # never empty
        assert tags - {"html", "head", "body", "-text"} <= allowed, path


@pytest.mark.parametrize("parser", PARSERS)
def test_it_has_the_words_of_every_entry(project: sites.Project, parser: object) -> None:
    assert callable(parser)
    for sheet in project.catalog.briefings.values():
        text = shown(parser(files(project)[f"briefings/{sheet.id}.md"]))
        for entry in entries(sheet):
            said = words(plain(entry.text or "", project.catalog.name)).partition(".")[0]
            title = words(plain(entry.title, project.catalog.name))
            # Titles are plain words, except those of entries that have nothing but prose.
            assert title in text or words(entry.title) in text, (sheet.id, title)
            assert said in text or any(word in said for word in ("evil", "Liste")), (sheet.id, said)


@pytest.mark.parametrize("parser", PARSERS)
def test_hostile_words_are_no_markup(project: sites.Project, parser: object) -> None:
    assert callable(parser)
    tree = HTMLParser(parser(files(project)["briefings/boese.md"]))
    links = {node.attributes.get("href") or "" for node in tree.css("a")}
    assert not [link for link in links if "evil" in link or "javascript" in link]
    assert tree.css("script, img, del") == []
    text = words(tree.text())
    assert words(HOSTILE) in text
    assert LONG in text
    assert ": 1](http://evil.example)" in text
    assert ": 1]: http://evil.example" in text
    assert [node.text() for node in tree.css("code")] == ["<b>"]
    assert [node.text() for node in tree.css("ol li")] == ["one", "two"]
    assert tree.css("ol[start]") == [], "a day begins no list"


def test_links_lead_to_files_of_the_site(project: sites.Project) -> None:
    folder = project.settings.site_dir
    for path, text in files(project).items():
        for node in HTMLParser(commonmark(text)).css("a, img"):
            link = node.attributes.get("href") or node.attributes.get("src") or ""
            if not re.match("[a-z]+:", link) and path != "about.md":
                address, _, anchor = unquote(link).partition("#")
                target = folder / normpath(join(dirname(path), address))
                if anchor:
                    page = HTMLParser((target.with_suffix("") / "index.html").read_bytes())
                    assert page.css_first(f'[id="{anchor}"]') is not None, (path, link)
                    link = address
                assert (target / "index.html" if link.endswith("/") else target).is_file(), (path, link)


def test_a_page_by_hand_stays_as_it_is(project: sites.Project) -> None:
    assert files(project)["about.md"].strip() in HOSTILE_SHEETS["pages/about.md"]


@pytest.mark.parametrize("piece", ["<code>", "<a ", '<a href="x">', "<form ", "<table><tr>", "<svg>", "  \n"])
def test_what_never_ends_takes_no_long_time(piece: str) -> None:
    assert_linear(lambda size: plain_markdown(piece * (size // len(piece)), "x.md"), 2_000)


def test_a_table_in_html_becomes_one_in_markdown() -> None:
    source = '<table class="parties" markdown>\n<tr markdown><td></td>\n<th>\n\n[A](x.md#a) <br> b\n\n</th></tr>\n<tr><th>One</th><td><span class="party">signed</span></td></tr>\n</table>'
    assert plain_markdown(source, "x.md") == "|  | [A](x.md#a) b |\n| --- | --- |\n| One | signed |\n"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('- <span class="meta"><span class="when">2027</span></span>[A](x.md)', "- 2027 [A](x.md)"),
        ('- **A**<span class="text">It is.</span><span class="when">May</span>', "- **A** It is. May"),
        ('<span class="when">May</span><svg></svg><span class="doubt">Disputed: 1</span>', "May Disputed: 1"),
        ("<b>9 seats</b><b>12 seats</b>", "9 seats 12 seats"),
        ('- <span id="event-a"></span>[A](y.md#event-b)', "- [A](y.md#event-b)"),
    ],
)
def test_words_that_only_a_style_sheet_keeps_apart(source: str, text: str) -> None:
    assert plain_markdown(source, "x.md") == f"{text}\n"


def test_a_picture_becomes_its_alternative() -> None:
    source = (
        'Before\n\n<figure class="picture picture--timeline">\n<svg class="strip" aria-label="Timeline: x">'
        "<svg><text>2025</text></svg></svg>\n<figcaption>key</figcaption>\n</figure>\n\nAfter"
    )
    assert plain_markdown(source, "x.md") == "Before\n\n*Timeline: x*\n\nAfter\n"


# ── llms.txt ────────────────────────────────────────────────────────────────────────────────────────────────


def test_language_models_get_a_list_of_pages(project: sites.Project) -> None:
    text = (project.settings.site_dir / "llms.txt").read_text(encoding="utf-8")
    assert project.file("llms.txt").decode() == text
    lines = text.splitlines()
    assert lines[0] == "# AI Governance Briefings"
    assert lines[2].startswith("> What states and companies agree")
    sections: dict[str, list[str]] = {}
    for line in lines[5:]:
        if line.startswith("## "):
            links = sections.setdefault(line.removeprefix("## "), [])
        elif line:
            link = re.fullmatch(r"- \[(.+)\]\((https://example\.org/hering/(\S+\.md))\): (.+)", line)
            assert link is not None, line
            assert (project.settings.site_dir / link[3]).is_file()
            links.append(link[3])
    assert sections == {
        "Dossiers": ["briefings/boese.md", "briefings/spaeter.md", "briefings/quote.md"],
        "Themen": ["topics/fischerei.md"],
        "Wer ist wer": ["actors/rat.md", "actors/fischer.md"],
        "Alle Seiten": [
            "briefings/index.md", "actors/index.md", "topics/index.md", "sources/index.md", "timeline.md",
            "statements.md", "support.md", "changes.md", "corrections.md", "all.md", "about.md", "method.md",
            "data.md",
        ],
    }  # fmt: skip
    assert words(HOSTILE) in shown(commonmark(text))


def test_many_actors_are_behind_the_page_that_lists_them(tmp_path: Path) -> None:
    many = {f"actors/actor-{n}.yml": f"name: Actor {n}\nkind: person\n" for n in range(101)}
    text = sites.make(tmp_path / "site", {**HERRING, **many}).file("llms.txt").decode()
    assert "actors/actor-7.md" not in text
    assert "(actors/index.md)" in text


# ── For search engines ──────────────────────────────────────────────────────────────────────────────────────

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def sitemap(site: Path) -> dict[str, str | None]:
    data = (site / "sitemap.xml").read_bytes()
    assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()) == data
    root = ElementTree.fromstring(data)
    assert root.tag == f"{NAMESPACE}urlset"
    found: dict[str, str | None] = {}
    for url in root:
        assert url.tag == f"{NAMESPACE}url"
        assert {child.tag for child in url} <= {f"{NAMESPACE}loc", f"{NAMESPACE}lastmod"}
        found[url.findtext(f"{NAMESPACE}loc") or ""] = url.findtext(f"{NAMESPACE}lastmod")
    return found


def test_the_sitemap_has_each_page_with_the_day_of_its_last_change(project: sites.Project) -> None:
    site = project.settings.site_dir
    found = sitemap(site)
    assert found[ADDRESS] == "2025-11-04"
    assert found[f"{ADDRESS}briefings/quote/"] == "2025-10-30"
    assert found[f"{ADDRESS}briefings/spaeter/"] == "2025-11-02"
    assert found[f"{ADDRESS}sources/blatt/"] == "2025-11-04"
    assert found[f"{ADDRESS}about/"] is None
    pages = {path.parent.relative_to(site).as_posix() for path in site.rglob("index.html")}
    gone = {"briefings/nachher", "briefings/irrtum"}
    assert gone <= pages
    assert {f"{ADDRESS}{page}/".replace("/./", "/") for page in pages - gone} == set(found)
    robots = Protego.parse((site / "robots.txt").read_text(encoding="utf-8"))
    assert [*robots.sitemaps] == [f"{ADDRESS}sitemap.xml"]
    assert robots.can_fetch(f"{ADDRESS}briefings/quote/", "bot")


def test_without_an_address_of_the_site_there_is_no_sitemap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SITE_URL", raising=False)
    project = sites.make(tmp_path / "site", HERRING)
    assert "- [Die Heringsquote sinkt](briefings/quote.md): " in project.file("llms.txt").decode()
    site = project.build().site_dir
    assert [*site.glob("sitemap*")] == []
    assert (site / "robots.txt").read_text(encoding="utf-8") == "User-agent: *\nAllow: /\n"


def test_a_page_that_the_host_excludes_has_no_files(tmp_path: Path) -> None:
    project = sites.make(tmp_path / "site", HERRING, address=ADDRESS)
    file = project.settings.config_file
    for plugins in ("plugins: [briefings]", "plugins: [briefings, search]"):
        text = file.read_text(encoding="utf-8")
        config = re.sub("^plugins:.*", f"exclude_docs: all.md\n{plugins}", text, flags=re.MULTILINE)
        file.write_text(config.replace("exclude_docs: all.md\nexclude_docs", "exclude_docs"))
        record, site = sites.rebuilt(project.settings.root), project.settings.site_dir
        assert (site / "method.json").exists()
        assert [*site.glob("all.*")] == []
        assert '"all.' not in (site / "data/index.json").read_text(encoding="utf-8")
        assert "all.md" not in record.pages
        assert f"{ADDRESS}all/" not in sitemap(site)


def test_a_file_of_the_hosts_theme_wins(tmp_path: Path) -> None:
    project = sites.make(tmp_path / "site", HERRING, address=ADDRESS)
    root, file = project.settings.root, project.settings.config_file
    (root / "theme" / "site").mkdir(parents=True)
    (root / "theme" / "site" / "robots.txt").write_text("User-agent: *\nDisallow: /\n", encoding="utf-8")
    text = file.read_text(encoding="utf-8")
    file.write_text(
        text.replace("  name: briefings\n", "  name: briefings\n  custom_dir: theme/site\n"), encoding="utf-8"
    )
    settings = type(project.settings).load(root)
    site = replace(project, settings=settings).build().site_dir
    assert (site / "robots.txt").read_text(encoding="utf-8") == "User-agent: *\nDisallow: /\n"
    assert sitemap(site)


def test_pages_name_their_markdown(project: sites.Project) -> None:
    page = HTMLParser((project.settings.site_dir / "briefings/quote/index.html").read_bytes())
    link = page.css_first('link[type="text/markdown"]')
    assert link is not None
    assert html.unescape(link.attributes["href"] or "") == "../quote.md"
