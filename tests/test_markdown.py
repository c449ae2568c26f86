"""Escaping: whatever a sheet says comes out as these very words, in Python-Markdown and in CommonMark alike."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

import comrak
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markupsafe import Markup

from briefings import markdown
from briefings.prose import Reference

HOSTILE = st.text(st.sampled_from(list("ab1 \\`*_[]()<>#+-=|~!&.:\"'{}@^$/\n")), min_size=1, max_size=40)


def shown_by_python_markdown(text: str) -> str:
    html = Markdown(extensions=["tables", "def_list", "md_in_html", "toc"]).convert(text)
    return _words(html)


def shown_by_commonmark(text: str) -> str:
    options = comrak.ExtensionOptions()
    options.table, options.strikethrough, options.tasklist = True, True, True
    return _words(comrak.render_markdown(text, extension_options=options))


def _words(html: str) -> str:
    return " ".join(unescape(re.sub(r"</?p>", "", html)).split())


@given(HOSTILE)
def test_escaped_words_are_shown_as_they_are(text: str) -> None:
    escaped = f"So: {markdown.escape(text)}."
    assert shown_by_python_markdown(escaped) == " ".join(f"So: {text}.".split())
    assert shown_by_commonmark(escaped) == shown_by_python_markdown(escaped)


@given(HOSTILE)
def test_escaped_words_begin_no_block(text: str) -> None:
    if text.strip():
        assert shown_by_commonmark(str(markdown.escape(text)).strip()) == " ".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("two  spaces\nand a line", "two spaces and a line"),
        ("*not* _this_", "&#42;not&#42; &#95;this&#95;"),
        ("1. no list", "&#49;. no list"),
        ("- no list", "&#45; no list"),
        ("# no heading", "&#35; no heading"),
        ("a | b", "a &#124; b"),
        ("<b> & co", "&lt;b&gt; &amp; co"),
        (" around ", " around "),
        ("", ""),
    ],
)
def test_escape(text: str, expected: str) -> None:
    assert markdown.escape(text) == expected


def bracketed(found: Sequence[Reference]) -> Markup:
    return Markup("{" + " ".join(("@" if each.cites else "") + each.id for each in found) + "}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[li-qiang]] spoke. [@wam]", "{li-qiang} spoke. {@wam}"),
        ("Spoke. [@wam] [@reuters]", "Spoke. {@wam @reuters}"),
        ("Spoke [@wam], and left [@reuters].", "Spoke {@wam}, and left {@reuters}."),
        ("[[china]] [[huawei]]", "{china} {huawei}"),
        ("a <b> | c", "a &lt;b> &#124; c"),
        ("<https://example.org/>", "<https://example.org/>"),
        ("over\nlines", "over lines"),
    ],
)
def test_inline(text: str, expected: str) -> None:
    assert markdown.inline(text, bracketed) == expected


def test_blocks_keep_lists_and_paragraphs_and_show_code_fences_as_text() -> None:
    assert (
        markdown.block("One [@wam]\n\n- two\n\n```\nthree\n```", bracketed)
        == "One {@wam}\n\n- two\n\n&#96;&#96;&#96;\nthree\n&#96;&#96;&#96;"
    )


@pytest.mark.parametrize(
    ("text", "words", "cited"),
    [
        ("Spoke. [@wam] [@reuters]", "Spoke.", ("wam", "reuters")),
        ("Spoke [@wam].", "Spoke [@wam].", ()),
        ("Spoke [@wam] twice. [@copy]\n", "Spoke [@wam] twice.", ("copy",)),
        ("[@wam]", "", ("wam",)),
        ("Nothing", "Nothing", ()),
    ],
)
def test_citations_at_the_end_are_told_apart(text: str, words: str, cited: tuple[str, ...]) -> None:
    assert markdown.split_citations(text) == (words, cited)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[li-qiang]] and [[huawei|the firm]] met. [@wam]", "LI-QIANG and the firm met."),
        ("**Bold** and [a link](https://example.org/)", "Bold and a link"),
        ("One [@wam] .", "One."),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert markdown.plain(text, lambda kind, id_: id_.upper()) == expected


@pytest.mark.parametrize(
    ("text", "longest", "expected"),
    [
        ("Premier of China. He spoke.", 60, "Premier of China."),
        ("Born in the U.S. in 1950. Died.", 60, "Born in the U.S. in 1950."),
        ("A rather long sentence without an end", 20, "A rather long…"),
        ("Word, and more words", 5, "Word…"),
        ("", 10, ""),
    ],
)
def test_first_sentence(text: str, longest: int, expected: str) -> None:
    assert markdown.first_sentence(text, longest) == expected


def test_attributes_cannot_be_left() -> None:
    assert markdown.attribute("a \"b\" <c>\n'd'") == "a &quot;b&quot; &lt;c&gt; &#x27;d&#x27;"


def test_code_in_words_of_ours() -> None:
    assert markdown.with_code("Write `a|b` or *c*") == "Write <code>a&#124;b</code> or &#42;c&#42;"
