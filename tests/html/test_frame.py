"""Pages built by themselves: converted and framed, they are the ones that MkDocs builds all together."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from mkdocs.commands.build import build as build_site
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink
from mkdocs.utils.meta import get_data

from benchmarks.corpus import write
from briefings.html import fast as converter
from briefings.html import frame
from briefings.html.frame import ConvertedPage, Frame
from briefings.search.pagefind import file_of
from briefings.settings import Settings
from briefings.site import planning
from briefings.site import stages as build
from tests.trees import files_in
from tests.trees import write as write_files

OTHERS = (
    "index.md",
    "timeline.md",
    "actors/index.md",
    "actors/li-qiang.md",
    "briefings/index.md",
    "media/chart.svg",
)
HERE = "briefings/opening.md"
TITLE = "Link to this section"


def configuration() -> MkDocsConfig:
    config = MkDocsConfig()
    config.load_dict(
        {
            "site_name": "Test",
            "docs_dir": tempfile.gettempdir(),
            "site_dir": tempfile.gettempdir() + "-site",
            "markdown_extensions": [
                "tables",
                "def_list",
                "md_in_html",
                {"toc": {"permalink": True, "permalink_title": TITLE}},
            ],
            "validation": {
                "links": {"anchors": "warn", "absolute_links": "warn", "unrecognized_links": "warn"}
            },
        }
    )
    errors, _ = config.validate()
    assert not errors, errors
    return config


CONFIG = configuration()
CONVERT = partial(converter.convert, permalink=TITLE)


@dataclass(frozen=True, slots=True)
class Rendered:
    """The attributes of a rendered page, for comparison."""

    html: str
    toc: list[tuple[int, str, str]]
    places: set[str]
    links: dict[str, dict[str, str]]
    said: list[str]


def render(text: str, *, fast: bool) -> tuple[Rendered, bool]:
    """A page rendered by the plugin or by MkDocs, and whether `fast` converted it."""
    files = Files([File(path, "docs", "site", use_directory_urls=True) for path in (HERE, *OTHERS)])
    file = files.get_file_from_path(HERE)
    assert file is not None
    page = ConvertedPage(None, file, CONFIG, CONVERT) if fast else Page(None, file, CONFIG)
    page.markdown, page.meta = text, {"title": "Opening"}
    said: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    logger = logging.getLogger("mkdocs.structure.pages")
    listener, propagate = Listener(), logger.propagate
    logger.addHandler(listener)
    logger.propagate = False
    try:
        page.render(CONFIG, files)
    finally:
        logger.removeHandler(listener)
        logger.propagate = propagate
    links = {to.src_uri: anchors for to, anchors in (page.links_to_anchors or {}).items()}
    # Upstream also records the links of headings to themselves, which cannot fail.
    links[HERE] = {
        anchor: link
        for anchor, link in links.get(HERE, {}).items()
        if f'class="headerlink" href="#{anchor}"' not in (page.content or "")
    }
    content = page.content or ""
    rendered = Rendered(
        content,
        list(entries(page.toc)),
        set(page.present_anchor_ids or ()),
        {k: v for k, v in links.items() if v},
        said,
    )
    return rendered, isinstance(page, ConvertedPage) and page.fast


def entries(toc: Any) -> Iterator[tuple[int, str, str]]:
    entry: AnchorLink
    for entry in toc:
        yield entry.level, entry.id, entry.title
        yield from entries(entry.children)


# ── Single pages ──

FAST = {
    "paragraph": "One line\nand another, with “quotes”, an & and x_y_z.\n\nAnother.",
    "references": "R&amp;D, &#42;not this&#42;, &nbsp;&lt;b&gt; and 1 & 2",
    "emphasis": "*One* and **two**, **[three](../timeline.md)** and a*b*c.",
    "links": (
        "[a](../timeline.md) [b](../actors/li-qiang.md#said) [c](index.md) [d](opening.md) [e](#bel"
        "ow) [f](../actors/index.md) [g](../index.md#x)"
    ),
    "link to a picture": "[chart](../media/chart.svg)",
    "links elsewhere": "[b](https://x.example/?a=1&amp;b=2#:~:text=x%20y)",
    "link with title": '[↑](#ref-1 "Back to the text")',
    "headings": "# Title\n\n## Title\n\n### Ünïcode &amp; *more* <span class=\"x\">here</span>\n\n# Title\n\n###### ?\n\n## 2026",
    "markup in lines": (
        '<span id="place"></span><bdi lang="ar">x</bdi><time datetime="2025">2025</time><br>x<sup><a class="cite" id="ref'
        '-1" href="#s-1">1</a></sup>'
    ),
    "drawing in a line": '<span><svg class="bar" viewBox="0 0 9 1" width="9"><rect width="9" height="1"/></svg> x</span>',
    "wrapped list": "- a\n  b [c](../timeline.md)\n- *d\n  e* f\n   g",
    "wrapped numbers": "1. h\n   i",
    "tight list": "- a\n- *b*\n- **c** d",
    "numbers": "3. a\n4. b",
    "list in a list": "- a\n    - b\n    - c\n- d\n    - e",
    "table": "| A | *B* | C | D |\n| :-- | --: | :-: | --- |\n| a | **b** |  | [d](index.md) |\n| &#124; | | x<br>y | |",
    "container": (
        '<div class="b" id="a" data-x="1 &amp; 2" markdown>\n\n## A\n\ntext\n\n<nav aria-label="n" '
        'class="m" markdown>\n\n- x\n\n</nav>\n\n</div>\n\ntext'
    ),
    "empty container": '<div class="c" markdown>\n\n</div>',
    "id of a container": '<div id="timeline" markdown>\n\n## Timeline\n\n</div>',
    "id inside a line": '<span id="timeline"></span>\n\n## Timeline',
    "data": "text\n\n<div class='a' data-x='{\"k\":[\"v &amp; w\"]}'></div>\n\ntext",
    "open fold with a number": (
        '<details id="z" class="t" open markdown>\n<summary>Sources <span class="count">2</span></summary>\n\n- a\n- b\n\n</details>'
    ),
    "fold": '<details class="t" markdown>\n<summary>As a table</summary>\n\n| A |\n| --- |\n| a |\n\n</details>',
    "picture": (
        '<figure class="p">\n<svg width="1">\n<title id="t">T &amp; t</title>\n<a href="x/"><path d'
        '="M 1" /></a></svg>\n</figure>\n\ntext'
    ),
    "table with headings of rows": (
        '<div class="a" markdown>\n\n<table class="b">\n<thead>\n<tr>\n<td></td>\n<th scope="col">a<br><small>1</small></th>\n'
        '</tr>\n</thead>\n<tbody>\n<tr>\n<th colspan="2" scope="rowgroup">c *d*</th>\n</tr>\n<tr>\n<th scope="row">d</th>\n'
        '<td class="e"><span class="d">Yes</span></td>\n</tr>\n</tbody>\n</table>\n\n</div>'
    ),
    "table alone": "a\n\n<table>\n<tbody>\n<tr>\n<td>b</td>\n</tr>\n</tbody>\n</table>\n\nc",
    "form": (
        '<div markdown>\n\n*a*\n\n</div>\n\n<form class="f" data-words=\'{"a":"b"}\'>\n<label>A <select data-facet="a"><option value="">B</option>'
        '</select></label>\n<input type="search" hidden>\n</form>\n\n*b*'
    ),
    "picture in a container": (
        '<div markdown>\n\n<figure>\n<figcaption>C</figcaption>\n<svg width="1"><g><text>t</text></'
        'g></svg>\n</figure>\n\n</div>'
    ),
}  # fmt: skip

SLOW = {
    "dead link": "[a](nope.md)",
    "absolute link": "[a](/timeline/)",
    "link to a folder": "[a](../actors)",
    "link without a target": "[a]()",
    "reference": "[a][b]\n\n[b]: index.md",
    "image": "![a](../media/chart.svg)",
    "footnote": "a[^1]\n\n[^1]: b",
    "stray star": "2 * 3 and *x",
    "crossed emphasis": "**a *b** c*",
    "underscores": "_a_ and __b__",
    "backslash": "\\*a\\*",
    "block quotation": "> a",
    "code block": "    a",
    "fence": "```\na\n```",
    "rule": "a\n\n---\n\nb",
    "underlined heading": "A\n=",
    "definition": "a\n: b",
    "lazy line": "- a\nb",
    "list after a line": "a\n- b",
    "ragged table": "| a | b |\n| --- | --- |\n| c |",
    "comment": "<!-- a -->",
    "markup of blocks": "<ul><li>a</li></ul>",
    "unclosed container": "<div markdown>\n\na",
    "unclosed caption": "<div markdown>\n\n<figure>\n<figcaption>C\n<a></a>\n</figure>\n\n</div>",
    "open tag": "a < b",
    "tab": "a\tb",
    "two spaces at an end": "a  \nb",
    "e-mail": "<a@b.example>",
    "no reference": "AT&T",
    "address with a bare ampersand": "[a](https://x.example/?a=1&b=2)",
    "half a reference in a tag": '<span title="&#B">a</span>',
    "half a reference": "A&#B *c*",
    "reference without an end": "A&#65 *c*",
    "long reference": "A&#99999999; *c*",
    "code": "`x_y` and `a b`",
    "loose list": "- a\n\n- b\n\n- c",
    "one loose list": "- a\n- b\n\n- c\n- d\n\n1. e",
    "list in a loose list": "- a\n    - b\n\n- c\n    - d",
    "paragraph of its own": '<p class="x" id="y" markdown>in *short* [x](index.md)</p>',
    "table with Markdown": (
        '<div class="a" markdown>\n\n<table class="b" markdown>\n<thead markdown>\n<tr markdown>\n<td></td>\n'
        '<th scope="col" markdown>\n\n[a &amp; b](../timeline.md) *c*<sup>1</sup>\n\n</th>\n</tr>\n</thead>\n<tbody markdown>\n'
        '<tr markdown>\n<th scope="row" markdown>\n\n[c](../timeline.md)\n\n</th>\n<td><span class="d">Yes</span></td>\n</tr>\n<tr>\n<th scope="row">d</th>\n<td></td>\n'
        "</tr>\n</tbody>\n</table>\n\n</div>"
    ),
    "quote in an address": "<https://a.example/x='> *a* <b title='c'>",
}


@pytest.mark.parametrize("text", FAST.values(), ids=FAST)
def test_markdown_of_templates_is_converted_fast_and_identically(text: str) -> None:
    made, fast = render(text, fast=True)
    assert fast
    assert made == render(text, fast=False)[0]


@pytest.mark.parametrize("text", SLOW.values(), ids=SLOW)
def test_uncertain_markdown_is_left_to_python_markdown(text: str) -> None:
    made, fast = render(text, fast=True)
    assert not fast
    # No warning is repeated.
    assert made == render(text, fast=False)[0]


def test_a_heading_without_a_title_in_front_matter_names_the_page() -> None:
    files = Files([File(HERE, "docs", "site", use_directory_urls=True)])
    file = next(iter(files))
    page = ConvertedPage(None, file, CONFIG, CONVERT)
    page.markdown, page.meta = "# The opening\n", {}
    page.render(CONFIG, files)
    assert page.title == "The opening"


# ── A whole site ──


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with all kinds of sheets, and its Markdown. With the address of the site, pages offer all that
    they can."""
    folder = tmp_path_factory.mktemp("project")
    write(6, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", "https://example.org/project/")
        found = Settings.load(folder)
        planning.generate(found, build.check(found))
    return folder


def test_pages_are_the_ones_that_mkdocs_builds(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1770000000")
    found = Settings.load(project)
    build_site(frame.configuration(found, found.docs_dir, tmp_path / "mkdocs"))
    docs = {file.relative_to(found.docs_dir).as_posix(): file for file in found.docs_dir.rglob("*")}
    texts = {
        path: get_data(file.read_text(encoding="utf-8"))
        for path, file in docs.items()
        if file.suffix == ".md"
    }
    others = [path for path, file in docs.items() if file.is_file() and path not in texts]
    framed = Frame(found, {path: meta["title"] for path, (_, meta) in texts.items()}, others)
    assert framed.warnings == ()
    framed.write_files(tmp_path / "alone")
    for path, (text, meta) in texts.items():
        page = framed.page(path, meta, text)
        assert page.warnings == ()
        write_files(tmp_path / "alone", {file_of(path): page.html})
    alone, together = files_in(tmp_path / "alone"), files_in(tmp_path / "mkdocs")
    # Copies of files in the folder of Markdown are up to the build.
    assert alone.keys() == together.keys() - {*others}
    assert [path for path in alone if alone[path] != together[path]] == []


def test_no_page_needs_python_markdown(project: Path) -> None:
    """A template that `fast` refuses slows every build of every site."""
    found = Settings.load(project)
    pages = sorted(found.docs_dir.rglob("*.md"))
    names = [file.relative_to(found.docs_dir).as_posix() for file in pages]
    files = [file for file in found.docs_dir.rglob("*") if file.is_file() and file.suffix != ".md"]
    others = [file.relative_to(found.docs_dir).as_posix() for file in files]
    framed = Frame(found, dict.fromkeys(names, ""), others)
    slow = []
    for name, file in zip(names, pages, strict=True):
        text, meta = get_data(file.read_text(encoding="utf-8"))
        if not framed.converted(name, meta, text).fast:
            slow.append(name)
    assert slow == []


@pytest.mark.parametrize(
    ("change", "supported"),
    [
        ({}, True),
        ({"toc": {"permalink": True}}, True),
        ({"toc": {"permalink": True, "permalink_title": "Here"}}, True),
        ({"toc": {"permalink": "#"}}, False),
        ({"nl2br": {}}, False),
        ({"toc": {"permalink": True, "toc_depth": 3}}, False),
        ({"tables": {"use_align_attribute": True}}, False),
    ],
)
def test_other_markdown_settings_leave_all_pages_to_python_markdown(
    project: Path, change: dict[str, Any], supported: bool
) -> None:
    config = load_config(str(project / "mkdocs.yml"))
    config.markdown_extensions = list({*config.markdown_extensions, *change})
    config.mdx_configs = {**config.mdx_configs, **change}
    assert (frame.conversion(config) is not None) == supported
