"""Prose: markup that is whole stays markup in every engine, and whatever is not is words; none reaches into
another field."""

from __future__ import annotations

import re
from collections.abc import Sequence

import comrak
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown import Markdown
from markupsafe import Markup
from selectolax.lexbor import LexborHTMLParser, LexborNode

from briefings.text import markdown
from briefings.text.inline import Code, Emphasis, Image, Link, Part, Plain, parse
from briefings.text.prose import Reference, references
from tests.growth import assert_linear
from tests.nightly import few

# ── What is markup ──


def told(parts: Sequence[Part]) -> str:
    """Parts in short: `em(…)`, `strong(…)`, `code(…)`, `link(address|title|…)`, `image(…)`, `ref(id)`."""
    return "".join(map(_told, parts))


def _told(part: Part) -> str:
    match part:
        case Plain(words=said):
            return said
        case Code(words=said):
            return f"code({said})"
        case Emphasis(strong=strong, parts=inner):
            return f"{'strong' if strong else 'em'}({told(inner)})"
        case Link(address=address, title=title, parts=inner):
            return f"link({address}|{title}|{told(inner)})"
        case Image(address=address, title=title, words=said):
            return f"image({address}|{title}|{said})"
        case Reference(id=id_, cites=cites):
            return f"{'cite' if cites else 'ref'}({id_})"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("words", "words"),
        ("*a* and **b**, _c_ and __d__", "em(a) and strong(b), em(c) and strong(d)"),
        ("***a***", "em(strong(a))"),
        ("***a** b*", "em(strong(a) b)"),
        ("**a *b***", "strong(a em(b))"),
        ("*a **b** c*", "em(a strong(b) c)"),
        ("**5 *stars**", "strong(5 *stars)"),
        ("2 * 3 * 4, x_y_z, * a*", "2 * 3 * 4, x_y_z, * a*"),
        ("*a", "*a"),
        ("a*", "a*"),
        ("****a****", "****a****"),
        ("*a _b* c_", "em(a _b) c_"),
        ("`a*b` and ``c`d``", "code(a*b) and code(c`d)"),
        ("`a", "`a"),
        ("a `` b", "a `` b"),
        ("```a```", "```a```"),
        ("\\*a\\* \\[b\\](c) \\`d\\` \\e", "*a* [b](c) `d` \\e"),
        ("[a](https://b.example/c)", "link(https://b.example/c||a)"),
        ('[a](https://b.example/c "d e")', "link(https://b.example/c|d e|a)"),
        ("[a](<https://b.example/c d>)", "link(https://b.example/c d||a)"),
        ("[a](b_(c))", "link(b_(c)||a)"),
        ("[*a* `b`](c)", "link(c||em(a) code(b))"),
        ("*[a](b)*", "em(link(b||a))"),
        ("*[a* b](c)", "*link(c||a* b)"),
        ("[a *b](c) d*", "link(c||a *b) d*"),
        ("[a [b](c) d](e)", "[a link(c||b) d](e)"),
        ("[a <https://b.example> c](d)", "[a link(https://b.example||https://b.example) c](d)"),
        ("[a]", "[a]"),
        ("[a] (b)", "[a] (b)"),
        ("[a](b c)", "[a](b c)"),
        ("[a]()", "[a]()"),
        ("[a](https://b.example/?", "[a](https://b.example/?"),
        ("[a][b]", "[a][b]"),
        ("[a]: https://b.example", "[a]: https://b.example"),
        ("[a](javascript:alert(1))", "[a](javascript:alert(1))"),
        ("[a](java&Tab;script&colon;alert(1))", "[a](java&Tab;script:alert(1))"),
        ("[a](<java\nscript:alert(1)>)", "[a](<java\nscript:alert(1)>)"),
        ("[a](\\javascript:alert(1))", "link(\\javascript:alert(1)||a)"),
        ("[a](java\\script:b)", "link(java\\script:b||a)"),
        ("[a](javascript\\:b)", "[a](javascript:b)"),
        ("![a](b.png)", "image(b.png||a)"),
        ("![*a* [b](c)](d.png 'e')", "image(d.png|e|a b)"),
        ("[![a](b.png)](c)", "link(c||image(b.png||a))"),
        ("![a](data:image/png;base64,x)", "![a](data:image/png;base64,x)"),
        ("<https://a.example/?b=c&d>", "link(https://a.example/?b=c&d||https://a.example/?b=c&d)"),
        ("<https://a.example/x='>", "<https://a.example/x='>"),
        ("<a@b.example> <b>c</b> <!-- d -->", "<a@b.example> <b>c</b> <!-- d -->"),
        ("AT&T &amp; &lt;b&gt; &#65; &#x1F600; &nbsp;.", "AT&T & <b> A 😀 \xa0."),
        ("&copy &#B &# &; &bogus; &#x202e; &#0; &#10;", "&copy &#B &# &; &bogus; &#x202e; \ufffd &#10;"),
        ("[[a]] [@b]", "ref(a) cite(b)"),
        ("**[[a|b]]** *[@c]*", "strong(ref(a)) em(cite(c))"),
        ("`[[a]]` [[[a]]](b) [x [@c] y](d) ![@e]", "`ref(a)` [ref(a)](b) [x cite(c) y](d) !cite(e)"),
        ("\\[[a]] <https://x.example/[@b]>", "\\ref(a) <https://x.example/cite(b)>"),
        ("[a](b[@c]) [a](b '[@c]')", "[a](bcite(c)) [a](b 'cite(c)')"),
    ],
)  # fmt: skip
def test_what_is_markup_and_what_is_words(text: str, expected: str) -> None:
    assert told(parse(text)) == expected


SIGNS = st.text(st.sampled_from(list("ab \\`*_[]()<>!&#;:\"'@|\n")), max_size=60)


@given(SIGNS)
def test_no_reference_is_lost_and_none_is_added(text: str) -> None:
    def of(parts: Sequence[Part]) -> list[Reference]:
        found = []
        for part in parts:
            if isinstance(part, Reference):
                found.append(part)
            elif isinstance(part, Emphasis | Link):
                found += of(part.parts)
        return found

    assert of(parse(text)) == list(references(text))


@pytest.mark.parametrize(
    "piece",
    few([
        "[", "]", "![", "*", "_", "*a ", "_a ", "**a *b ", "*a* ", "`", "``", "` `` ", "[a](", "[a](b", "[a](b)", "![a](b)", "[[", "[@", "[[a",
        "<", "<https://", "&", "&#", "&amp;", "\\", "](", "](x)", "[a](<", '[a](b "', "[a](b '", " ", "\n", "- ", "> ", "    ", "a](j:b)",
        "[*a", "](a)*", "*[", "!", "| ", "(", ")", "[@x] ", " x]",
    ], 10),
)  # fmt: skip
def test_the_time_is_linear(piece: str) -> None:
    def convert(size: int) -> None:
        texts = [
            piece * (size // len(piece)),
            piece * (size // len(piece) // 2) + "](x)*" * (size // 10),
            "[" * (size // 2) + piece * (size // 2 // len(piece)),
        ]
        for text in texts:
            markdown.block(text, bracketed)
            markdown.inline(text, bracketed)
            markdown.plain(text, lambda kind, id_: id_)
            markdown.split_citations(text)

    assert_linear(convert, 5_000)


# ── Prose as Markdown ──


def bracketed(found: Sequence[Reference]) -> Markup:
    return Markup("<b>" + " ".join(("@" if each.cites else "") + each.id for each in found) + "</b>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[li-qiang]] spoke. [@wam]", "<b>li-qiang</b> spoke. <b>@wam</b>"),
        ("Spoke. [@wam] [@reuters]", "Spoke. <b>@wam @reuters</b>"),
        ("Spoke [@wam], and left [@reuters].", "Spoke <b>@wam</b>, and left <b>@reuters</b>."),
        ("[[china]] [[huawei]]", "<b>china</b> <b>huawei</b>"),
        ("*[@wam] [@reuters]*", "<em><b>@wam @reuters</b></em>"),
        ("a <b> | c", "a &lt;b&gt; &#124; c"),
        ("<https://example.org/>", "[https://example.org/](https://example.org/)"),
        ("over\nlines", "over lines"),
        ("# a", "&#35; a"),
        ("Wow![[china]]", "Wow&#33;<b>china</b>"),
        ("*a* `b|c` [d](e_f 'g')", '<em>a</em> <code>b&#124;c</code> [d](e_f "g")'),
        ("A\\&#B and \\e", "A&amp;#B and &#92;e"),
        ("![a](b.png)", "![a](b.png)"),
        ("\x02wzxhzdk:0\x03", "\ufffdwzxhzdk:0\ufffd"),
    ],
)
def test_inline(text: str, expected: str) -> None:
    assert markdown.inline(text, bracketed) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One [@wam]\n\n- two\n\n```\nthree\n```", "One <b>@wam</b>\n\n- two\n\n&#96;&#96;&#96;\nthree\n&#96;&#96;&#96;"),
        ("*over\nlines*", "<em>over\nlines</em>"),
        ("*not over\n\nparagraphs*", "&#42;not over\n\nparagraphs&#42;"),
        ("- *not\n- entries*", "- &#42;not\n- entries&#42;"),
        ("> *over\n> lines* [@a]\n>\n> b", "> <em>over\n> lines</em> <b>@a</b>\n>\n> b"),
        ("1. a\n2. b\n\n    c\n\n            d", "1. a\n2. b\n\n    c\n\n       d"),
        ("a\n- b\n- c\n2. d", "a\n\n- b\n- c\n2. d"),
        ("a\n2. b\n1) c", "a\n&#50;. b\n\n1. c"),
        (">     a\n>\n> - b", "> a\n>\n> - b"),
        ("> a\nb\n- c\n> d", "> a\n> b\n\n- c\n\n> d"),
        ("    code", "   code"),
        ("\tcode", "   code"),
        ("- a\n\n    - b\n\n        - c\n\n                - d", "- a\n\n    - b\n\n        - c\n\n               - d"),
        ("# a\nb\n---\nc\n===\n- - -", "&#35; a\nb\n&#45;--\nc\n&#61;==\n\n- &#45; -"),
        ("a\n: b", "a\n&#58; b"),
        ("| a | b |\n| - | - |\n| c | d |", "&#124; a &#124; b &#124;\n&#124; - &#124; - &#124;\n&#124; c &#124; d &#124;"),
        ("[a]: https://b.example\n\n[^1]: c\n\n*[d]: e\n\n[TOC]", "&#91;a&#93;: https://b.example\n\n&#91;^1&#93;: c\n\n&#42;&#91;d&#93;: e\n\n&#91;TOC&#93;"),
        ("<div markdown>\n\n<!-- a -->", "&lt;div markdown&gt;\n\n&lt;!-- a --&gt;"),
        ("~~~\na\n~~~\n\n!!! note\n    b\n\n??? c\n\n/// d", "&#126;&#126;&#126;\na\n&#126;&#126;&#126;\n\n&#33;!! note\n    b\n\n&#63;?? c\n\n&#47;// d"),
    ],
)  # fmt: skip
def test_block(text: str, expected: str) -> None:
    assert markdown.block(text, bracketed) == expected


MARKDOWN = Markdown(extensions=["tables", "def_list", "md_in_html", "toc", "attr_list", "abbr", "footnotes"])


def python_markdown(text: str) -> LexborHTMLParser:
    return LexborHTMLParser(MARKDOWN.reset().convert(text))


def commonmark(text: str) -> LexborHTMLParser:
    options = comrak.ExtensionOptions()
    options.table, options.strikethrough, options.tasklist, options.footnotes = True, True, True, True
    render = comrak.RenderOptions()
    render.unsafe_ = True
    return LexborHTMLParser(comrak.render_markdown(text, extension_options=options, render_options=render))


ENGINES = (python_markdown, commonmark)

HOSTILE = st.lists(
    st.one_of(
        st.sampled_from(list("ab1 \\`*_[]()<>#+-=|~!&.:\"'{}@^$/;%\n")),
        st.sampled_from(
            ["[.](https://evil.example/?", "[x]: https://evil.example", "`", "``", "**", "&#B", "&#", "&amp;", "<b>", "</span>", "<!--", "![x](y)",
             "[x](y)", "[[a]]", "[@b]", "{: .c }", "[^1]", "\n\n", "\n- ", "\n> ", "\n    ", "](", "<https://a.example/x='>", "\x02", "javascript:"]
        ),
    ),
    max_size=14,
).map("".join)  # fmt: skip


def element(parts: Sequence[Part]) -> list[tuple[str, str]]:
    """The elements of parts, in order, with what their attributes say."""
    found: list[tuple[str, str]] = []
    for part in parts:
        match part:
            case Code():
                found.append(("code", ""))
            case Emphasis(strong=strong, parts=inner):
                found += [("strong" if strong else "em", ""), *element(inner)]
            case Link(address=address, title=title, parts=inner):
                found += [("a", title), *element(inner)]
            case Image(title=title):
                found.append(("img", title))
            case Reference():
                found.append(("b", ""))
    return found


@given(HOSTILE, HOSTILE)
@example("St [.](https://evil.example/?", "a ` b")
@example("a `", "`b")
@example("`_a_`", "`*a*`")
@example("A\\&#B", "<i>")
@example("*a", "b*")
def test_one_field_never_reaches_another(first: str, second: str) -> None:
    """Two fields as templates print them, with a citation and a note between: each has the elements of its
    own parts, in order."""
    texts = [
        markdown.inline(text, lambda found: Markup("".join("<b>r</b>" for _ in found)))
        for text in (first, second)
    ]
    page = f'- <i id="i"></i><span class="f">{texts[0]}</span><sup><a href="#source-1">1</a></sup><br><span class="f">{texts[1]}</span> *end*\n\n[x](/y)'
    for read in ENGINES:
        tree = read(page)
        fields = tree.css("span.f")
        assert len(fields) == 2
        for field, text in zip(fields, (first, second), strict=True):
            parts = parse(" ".join(text.split()))
            assert [(node.tag, node.attributes.get("title") or "") for node in inside(field)] == element(
                parts
            )
        assert [node.text() for node in tree.css("sup > a")] == ["1"]
        assert tree.css_first("li > em:last-child").text() == "end"
        assert [node.attributes.get("href") for node in tree.css("body > p > a")] == ["/y"]


def inside(node: LexborNode) -> list[LexborNode]:
    return [each for each in node.css("*") if each.mem_id != node.mem_id]


@given(HOSTILE, HOSTILE)
@example("[a]: https://evil.example\n\n*[HTML]: x", "[a] HTML")
@example("```\na", "b")
@example("- a\n\n    b", "c")
@example("> a", "b")
def test_a_block_never_reaches_another(first: str, second: str) -> None:
    blocks = [
        markdown.block(text.strip(), lambda found: Markup("".join("<b>r</b>" for _ in found)))
        for text in (first, second)
    ]
    page = f'<div class="f" markdown>\n\n{blocks[0]}\n\n</div>\n\n<div class="f" markdown>\n\n{blocks[1]}\n\n</div>\n\n[x](/y) HTML'
    tree = python_markdown(page)
    fields = tree.css("div.f")
    assert [field.parent.tag if field.parent is not None else "" for field in fields] == ["body", "body"]
    for field in fields:
        known = {"p", "ul", "ol", "li", "blockquote", "code", "em", "strong", "a", "img", "b"}
        assert {node.tag for node in inside(field)} <= known
        assert all(set(node.attributes) <= {"href", "src", "alt", "title", "start"} for node in inside(field))
        assert not any(
            re.match(r"\s*(javascript|data):", (node.attributes.get("href") or "").lower())
            for node in field.css("a")
        )
    assert [node.attributes.get("href") for node in tree.css("body > p > a")] == ["/y"]
    assert tree.css("abbr, .footnote, .toc") == []


# ── Prose as words ──


def test_citations_at_the_end_are_told_apart() -> None:
    for text, words, cited in (
        ("Spoke. [@wam] [@reuters]", "Spoke.", ("wam", "reuters")),
        ("Spoke [@wam].", "Spoke [@wam].", ()),
        ("Spoke [@wam] twice. [@copy]\n", "Spoke [@wam] twice.", ("copy",)),
        ("[@wam]", "", ("wam",)),
        ("A [[b]]", "A [[b]]", ()),
    ):
        assert markdown.split_citations(text) == (words, cited)


PLAIN = {
    "[[li-qiang]] and [[huawei|the firm]] met. [@wam]": "LI-QIANG and the firm met.",
    "**Bold** and [a link](https://example.org/)": "Bold and a link",
    "One [@wam] .": "One.",
    "Learning C# with `a*b` and 2 * 3": "Learning C# with a*b and 2 * 3",
    "One\n\n- two\n> three": "One two three",
    "R&amp;D &lt;b&gt;": "R&D <b>",
}


def test_plain() -> None:
    assert {text: markdown.plain(text, lambda kind, id_: id_.upper()) for text in PLAIN} == PLAIN


def test_code_in_words_of_ours() -> None:
    assert markdown.with_code("Write `a|b` or *c*") == "Write <code>a&#124;b</code> or &#42;c&#42;"
