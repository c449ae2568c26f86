"""Each context of `escape`: a real reader of it gets the text back, whatever is in it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import comrak
import pytest
import yaml
from hypothesis import assume, example, given
from hypothesis import strategies as st
from markdown import Markdown
from mkdocs.utils.meta import get_data
from selectolax.lexbor import LexborHTMLParser

from briefings.text import escape
from briefings.text.characters import first_hidden
from briefings.text.inline import Plain, parse
from briefings.text.markdown import block

NASTY = (
    *"&<>\"'`*_[](){}|~!#+-=\\:%,;@^$?/",
    "\t", "\n", "\r\n", "\0", "\x02", "\x1b", "\x7f", "\x85", "\x9b", "\xa0", "\u200d", "\u2028", "\u202e", "\u2066", "\ud800",
    "\ue000", "\ufdd0", "\ufeff", "\ufffe", "é", "中", "😀",
    "a  b", " a ", "a!", "C#", "a ##", "1. a", "2025)", "- a", ": a", "!!! a", "??? a", "/// a", "=== a", "--8<-- \"a\"", "# a", "> a", "| a |",
    "&amp;", "&#60;", "&#B", "A\\&#B", "&copy", "&notit;", "<!--", "-->", "]]>", "<![CDATA[", "</script>", "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "<https://a.example/x='>", "[a](javascript:alert(1))", "![a](//b.example/c)", "[a]: https://b.example",
    "[^1]: a", "*[HTML]: a", "{: onclick=a }", "[TOC]", "\x02wzxhzdk:0\x03", "java\nscript:alert(1)", "https://a.example/x)[y](z",
    "https://a.example/[x](/onmouseover=alert(1)//)", "https://a.example/ü?a=1&b=2#c", "::error::a", "##[add-mask]a", "a%0A::error::b",
    "\x1b]0;title\x07", "\\ud83d\\ude00",
)  # fmt: skip


ANYTHING = st.text(
    st.one_of(
        st.sampled_from(list("ab1 \\`*_[](){}<>#+-=|~!&.:\"'@^$/;%,\n\t")),
        st.sampled_from(
            ["\x02", "\x03", "\x7f", "\x1b", "\u2028", "\u202e", "\xa0", "é", "中", "😀", "\ufffe"]
        ),
        st.characters(),
    ),
    max_size=30,
)

nasty = [example(text) for text in NASTY]


def backwards(test: Callable[..., None]) -> Callable[..., None]:
    """The test with anything, each nasty text among it."""
    for each in nasty:
        test = each(test)
    return given(ANYTHING)(test)


MARKDOWN = Markdown(extensions=["tables", "def_list", "md_in_html", "toc"])


def python_markdown(text: str) -> LexborHTMLParser:
    return LexborHTMLParser(MARKDOWN.reset().convert(text))


def commonmark(text: str) -> LexborHTMLParser:
    options = comrak.ExtensionOptions()
    # Its task lists are made of words that are escaped, too; those of GitHub are not.
    options.table, options.strikethrough, options.tasklist, options.autolink = True, True, False, False
    render = comrak.RenderOptions()
    render.unsafe_ = True
    return LexborHTMLParser(comrak.render_markdown(text, extension_options=options, render_options=render))


ENGINES = (python_markdown, commonmark)


def words(text: str) -> str:
    return " ".join(text.split())


@backwards
def test_words_in_markdown_are_these_words_wherever_they_stand(text: str) -> None:
    expected, written = words(escape.one_line(text)), escape.markdown(text).strip()
    for read in ENGINES:
        page = read(
            f"So: {written}.\n\n- {written} x\n\n**{written or 'x'}**\n\n[{written}](https://a.example/)\n\n## a {written}\n\n"
            f"{written or 'x'}\n\n| A | B |\n| --- | --- |\n| {written} | x |"
        )
        shown = page.root
        assert shown is not None
        first, *_, alone = [words(node.text()) for node in shown.css("p")]
        assert (first, alone) == (f"So: {expected}.", expected or "x")
        assert words(shown.css_first("li").text()) == words(f"{expected} x")
        assert words(shown.css_first("a").text()) == expected
        assert shown.css_first("a").attributes["href"] == "https://a.example/"
        assert words(shown.css_first("h2").text()) == words(f"a {expected}")
        assert [words(node.text()) for node in shown.css("td")] == [expected, "x"]
        table = {"table", "thead", "tbody", "tr", "th", "td"}
        assert {node.tag for node in shown.css("body *")} <= {"p", "ul", "li", "strong", "a", "h2"} | table


@backwards
def test_words_as_prose_are_these_words(text: str) -> None:
    """Prose is what a sheet has, which has no invisible characters; it becomes Markdown by `block`."""
    assume(first_hidden(text) is None)
    parts = parse(escape.prose(text))
    assert all(isinstance(part, Plain) for part in parts)
    assert "".join(part.words for part in parts if isinstance(part, Plain)) == escape.clean(text)
    markdown = block(escape.prose(text), lambda references: pytest.fail("words refer to something"))
    for read in ENGINES:
        assert {node.tag for node in read(str(markdown)).css("body *")} <= {"p", "br"}


@backwards
def test_the_value_of_an_attribute_comes_back(text: str) -> None:
    written = escape.attribute(text)
    for read in ENGINES:
        page = read(
            f'In `a` line: <span class="c" title="{written}">*x*</span>, [y](https://a.example/).\n\n<div title="{written}">x</div>'
        )
        found = [page.css_first("span"), page.css_first("div")]
        assert [each.attributes["title"] for each in found] == [escape.one_line(text)] * 2
        assert page.css_first("a").attributes == {"href": "https://a.example/"}
        assert {node.tag for node in page.css("body *")} == {"p", "code", "span", "em", "a", "div"}


def meant(address: str) -> str:
    """What an address means, however it is encoded."""
    return unquote(escape.clean(escape.address(address)))


@backwards
def test_the_target_of_a_link_comes_back(text: str) -> None:
    address = f"https://a.example/{text}"
    for read in ENGINES:
        target = escape.target(address)
        page = read(f'[x]({target}) and <a href="{target}">y</a>, ![z]({target} "t")')
        found = [
            *(node.attributes["href"] for node in page.css("a")),
            page.css_first("img").attributes["src"],
        ]
        assert [unquote(each or "") for each in found] == [meant(address)] * 3
        assert {key for node in page.css("p *") for key in node.attributes} <= {"href", "src", "alt", "title"}


@backwards
def test_words_in_a_picture_come_back(text: str) -> None:
    written = escape.svg(" ".join(text.split()))
    for read in ENGINES:
        page = read(
            f'<div markdown>\n\n<figure>\n<svg><a xlink:href="{written}"><title>{written}</title></a></svg>\n</figure>\n\n</div>'
        )
        assert page.css_first("svg a title").text() == escape.clean(" ".join(text.split()))
        assert page.css_first("svg a").attributes == {"xlink:href": escape.clean(" ".join(text.split()))}


@backwards
def test_words_in_html_come_back(text: str) -> None:
    # A parser of HTML takes a carriage return for a line end, and the first line end of a `pre` away.
    given = escape.clean(text).replace("\r\n", "\n").replace("\r", "\n")
    page = LexborHTMLParser(f'<p title="{escape.html(text)}">x{escape.html(text)}</p>')
    assert page.css_first("p").text() == f"x{given}"
    assert page.css_first("p").attributes == {"title": given}


@backwards
def test_words_in_xml_come_back(text: str) -> None:
    written = escape.xml(text)
    element = ElementTree.fromstring(f'<p title="{written}">{written}</p>')
    # A parser of XML takes a carriage return for a line end.
    given = re.sub("[\x0b\x0c\x1c-\x1f]", " ", escape.clean(text)).replace("\r\n", "\n").replace("\r", "\n")
    assert element.text == given or not given
    assert element.attrib == {"title": re.sub("[\n\t]", " ", given)}


@backwards
def test_json_comes_back_from_a_script_and_from_an_attribute(text: str) -> None:
    value = {"a": [text, 1, None], text: "é"}
    written = escape.json_in_html(value)
    for page in (
        LexborHTMLParser(f"<script>{written}</script><p data-a='{written}'></p>"),
        python_markdown(f"<p data-a='{written}'></p>"),
    ):
        assert json.loads(page.css_first("p").attributes["data-a"] or "") == value
        for script in page.css("script"):
            assert json.loads(script.text()) == value
    assert re.search(r"[<>&'\u2028\u2029]", written) is None


@backwards
def test_front_matter_comes_back(text: str) -> None:
    written = escape.front_matter(text)
    assert written.isascii() and written.isprintable()
    assert yaml.safe_load(f"title: {written}\n") == {"title": escape.clean(text)}
    assert get_data(f"---\ntitle: {written}\nkind: x\n---\n\n# Body") == (
        "# Body",
        {"title": escape.clean(text), "kind": "x"},
    )


@backwards
def test_a_terminal_shows_one_line_and_obeys_nothing(text: str) -> None:
    shown = escape.terminal(text)
    assert all(
        c.isprintable()
        or c == "\xa0"
        or (c.isspace() and c not in "\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029")
        for c in shown
    )
    assert "##[" not in shown
    if text.isprintable() and "##[" not in text:
        assert shown == text


@backwards
def test_a_workflow_command_says_what_it_was_given(text: str) -> None:
    line = f"::error file={escape.workflow_property(text)},line=1::{escape.workflow_message(text)}"
    assert "\n" not in line and "\r" not in line
    command, _, message = line.removeprefix("::").partition("::")
    properties = dict(each.split("=", 1) for each in command.removeprefix("error ").split(","))
    # As the runner reads it: percent last.
    for sign, code in (("\r", "%0D"), ("\n", "%0A"), (":", "%3A"), (",", "%2C"), ("%", "%25")):
        properties["file"] = properties["file"].replace(code, sign)
        message = message.replace(code, sign) if sign not in ":," else message
    assert (properties["file"], message, properties["line"]) == (text, text, "1")


@backwards
def test_a_path_comes_back(text: str) -> None:
    written = escape.path(text)
    assert re.fullmatch(r"[A-Za-z0-9/._~%-]*", written)
    assert unquote(written) == escape.clean(text)


SCHEMES = {
    "https://a.example/": "https", "HTTP://a": "http", "mailto:a@b": "mailto", "javascript:alert(1)": "javascript",
    "java\nscript:alert(1)": "javascript", "java\tscript\r:alert(1)": "javascript", "\x01 javascript:alert(1)": "javascript",
    "\u00a0javascript:alert(1)": "", "JaVaScRiPt:x": "javascript", "data:text/html,x": "data", "x/a:b": "", "#a:b": "",
    "?a:b": "", "//a.example:80/": "", "a.b+c-d:e": "a.b+c-d", "1a:b": "", "": "",
}  # fmt: skip


def test_a_scheme_is_what_browsers_take_for_one() -> None:
    assert {address: escape.scheme(address) for address in SCHEMES} == SCHEMES


def test_nothing_else_escapes() -> None:
    package = Path(escape.__file__).parents[1]
    signs = re.compile(r"html\.escape|from html import .*\bescape|&amp;|&lt;|&quot;|%0A")
    # The converter writes as Python-Markdown does, which is its business.
    others = [
        file
        for file in sorted(package.rglob("*.py"))
        if file.relative_to(package).as_posix() not in ("text/escape.py", "html/fast.py")
    ]
    assert [file for file in others if signs.search(file.read_text(encoding="utf-8"))] == []
