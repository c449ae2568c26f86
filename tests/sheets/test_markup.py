"""What Markdown may not have: links in every disguise, HTML, deep nesting. And that no search takes more than
linear time."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from briefings.sheets import yaml_text
from briefings.sheets.markup import in_page, in_prose, scheme
from briefings.sheets.yaml_text import read_yaml
from briefings.text import limits
from briefings.text.characters import first_hidden, hidden_references
from briefings.text.prose import references
from tests.growth import assert_linear
from tests.nightly import few

# ── Links ───────────────────────────────────────────────────────────────────────────────────────────────────

UNSAFE = [
    "[a](javascript:x)", "[a](JavaScript:x)", "[a]( javascript:x)", "[a](\njavascript:x)", "[a](<javascript:x>)", "[a](< javascript:x>)",
    "[a](<java\nscript:x>)", "[a](java\nscript:x)", "[a](java\tscript:x)", "[a](java&Tab;script:x)", "[a](java&NewLine;script:x)",
    "[a](javascript&colon;x)", "[a](javascript&#58;x)", "[a](javascript&#x3a;x)", "[a](javascript&#58x)", "[a](&#106avascript:x)",
    "[a](&#0000000000000000106;avascript:x)", f"[a](&#{'0' * 5000}106;avascript:x)", "[a](javascript\\:x)",
    "[a](java&amp;#115;cript:x)", "[a](&#1;javascript:x)", "[a](%6Aavascript:x)", "[a](javascript%3Ax)", "[a](java%0Ascript:x)",
    "[a](vbscript:x)", "[a](data:text/html,x)", "[a](file:///etc/passwd)", "[a](blob:x)", "[a](ftp://x)", "![a](javascript:x)",
    "[![a](b)](javascript:x)", "[a]([b](javascript:x)", "[a](b [c](javascript:x)", "[a](x <javascript:x>", "<javascript:x>", "<data:x>",
    "[a]: javascript:x", "[a]:\n  javascript:x", "[a]: <javascript:x>", "  [a]: javascript:x", "> [a]: javascript:x",
    "> > [a]: javascript:x",
    "- [a]: javascript:x", "1. [a]: javascript:x", "[a\nb]: javascript:x", 'words\n\n[a]: javascript:x "title"',
]  # fmt: skip

SAFE = [
    "[a](https://example.org/)", "[a](http://example.org/a:b)", "[a](mailto:a@example.org)", "[a](../about.md)", "[a](#part)",
    "[a](?q=a:b)",
    "[a](about.md \"a: b\")", "[a](about.md 'javascript: no')", "[a](/a/b:c)", "[a](//example.org/)", "<https://example.org/>", "a: b",
    "[a]: https://example.org/", "[a]: ../b.md", "He said [sic] javascript: is a word", "the [a] and [b](c)", "3 < 4", "[[zte|a: b]]",
    "[@wam-2025]", "[a](&amp;)", "[a]()", "[a](", "](",
]  # fmt: skip


def test_links_that_may_run_are_found_in_every_disguise() -> None:
    for text in UNSAFE:
        for found in (in_prose(text), in_page(f"words\n\n{text}")):
            assert "unsafe-link" in {each.code.id for each in found}, text


def test_other_links_are_fine() -> None:
    assert [each for text in SAFE for each in (*in_prose(text), *in_page(text))] == []


def test_a_page_may_show_code() -> None:
    code = (
        "`[a](javascript:x)` and\n\n```md\n[a](javascript:x)\n> > > > > > > > > > >"
        " >\n```\n\n~~~\n[a](javascript:x)\n```\n~~~\n"
    )
    assert list(in_page(code)) == []
    assert [found.start for found in in_page(f"{code}\n```\n[a](javascript:x)\n")] == [len(code) + 9]
    assert [found.words for found in in_page("`a` [a](javascript:x) ``b`` `")] == ["javascript:x"]


def test_findings_say_where_they_are() -> None:
    for text in ("[a](javascript:x)\n[a](javascript:x)", "> [a](vbscript:y)"):
        for found in in_prose(text):
            assert text[found.start :].startswith(found.words) and found.words


def test_schemes() -> None:
    schemes = {"HTTPS://x": "HTTPS", "a:b": "a", ":b": "", "1a:b": "", "": "", "a/b:c": ""}
    assert {address: scheme(address) for address in schemes} == schemes


# ── Nesting ─────────────────────────────────────────────────────────────────────────────────────────────────

N = limits.BLOCKS


B = limits.BRACKETS + 1
DEEP = [
    "> " * (N + 1) + "a", ">" * (N + 1) + "a", "- " * (N + 1) + "a", "1. " * (N + 1) + "a", "> - " * 6 + "a",
    "".join("    " * n + "- a\n" for n in range(N + 1)), "".join("\t" * n + "- a\n" for n in range(N + 1)),
    "[" * B, "[a](" * B, "![" * B, "<a " * B, "<a \n\n" * B,
]  # fmt: skip
SHALLOW = [
    "> " * N + "a", "".join("    " * n + "- a\n" for n in range(N)), "    " * 30 + "code", "-" * 80, "*" * 80,
    "1.1.1.1.1.1.1.1.1.1.1.1.1.1", "2025-07-26 2025-07-27", "[" * limits.BRACKETS, "[a](b) " * 500, "[a\n\n" * 500,
    "(a)" * 500,
]  # fmt: skip


def test_nothing_is_nested_deeper_than_converters_follow() -> None:
    for text in (*DEEP, *SHALLOW):
        assert [each.code.id for each in in_page(text)] == ["too-large"] * (text in DEEP), text[:40]
        assert ("too-large" in {each.code.id for each in in_prose(text)}) == (text in DEEP), text[:40]


def test_definitions_are_divided() -> None:
    assert [each.code.id for each in in_page("a\n: b\n" * (limits.DEFINITIONS + 1))] == ["too-large"]
    assert list(in_page("a\n: b\n\n" * (limits.DEFINITIONS + 1))) == []


# ── Time ────────────────────────────────────────────────────────────────────────────────────────────────────

UNITS = [
    "[", "[a](", "![", "](", "](   ", "[[", "[[x|", "[@", "[a]: ", "[a]: b\n", "<", "<!--", "<a ", "<?", "<!", "<a:", "<b>", "&#", "&#1",
    "&a", "&", "*", "_", "`", "`a``", "```\n", "~~~\n", "#", "# a\n", "=\n", "a\n=\n", "--\n", " ", "\n", "\n \n", "   x]", "> ", "- ",
    "1. ", ":\n", ": ", "\\", "%6", "\u0301", "\u200f", "\U0001f600", "a", "(", ")", ">", "]", '"', "'", "a: ", "- [", "{a: ", "&b c, ",
    "é",
]  # fmt: skip

BEGINNINGS = {
    "](": " ", "](<": " \n", "[a]:": " ", "[": "a\n", "[[": "a", "[[a|": "a ", "[@": "a", "<": "a", "<a": " ", "<!--": "a-", "<a ": "a=b ",
    "&#": "0", "&#x": "f", "&": "a", "#": " ", "a\n": "=", "a\n-": "-", "-": " ", ">": " >", "1": "1", "`": "a", "```": "a\n",
    "~~~\n": "~~", "a:": " ", "- ": " ", "'": "a''", '"': "\\\\", '"a ': "\\x20", "|": "\n", "[a, ": "a ", "{a: [": "[", "%": "2",
    "a\n...": "\n", "! ": "a",
}  # fmt: skip
"""What begins something that never ends, with what follows it again and again."""


def _page(text: str) -> object:
    return list(in_page(text))


def _prose(text: str) -> object:
    return (
        list(in_prose(text)),
        list(references(text)),
        scheme(text),
        first_hidden(text),
        list(hidden_references(text)),
    )


def _yaml(text: str) -> object:
    yaml_text.compose.cache_clear()
    return (
        read_yaml(f"key:\n  - |\n    {text}", "x.yml")[1],
        read_yaml(f'"{text}', "x.yml")[1],
        read_yaml(text, "x.yml")[1],
    )


@pytest.mark.parametrize("work", [_page, _prose, _yaml])
@pytest.mark.parametrize(
    ("beginning", "unit"), few([*(("", unit) for unit in UNITS), *BEGINNINGS.items()], 20), ids=ascii
)
def test_ten_times_the_text_takes_about_ten_times_as_long(
    beginning: str, unit: str, work: Callable[[str], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Without the limits, behind which a slow search would hide.
    monkeypatch.setattr(limits, "LINE", 10**9)
    monkeypatch.setattr(yaml_text, "_LONG_LINE", re.compile("(?!)"))
    assert_linear(lambda size: work(beginning + unit * (size // len(unit))), 4_000)
