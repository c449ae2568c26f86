"""What Markdown may not have: HTML, headings and unsafe links in prose, invisible characters, and so deep a
nesting that it cannot be read.

Every search here is linear in the length of the text: sheets may come from strangers. What a browser makes of
a link is judged again in the built pages; here a curator learns where it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from briefings.problems import codes
from briefings.text import limits
from briefings.text.characters import decode_references, hidden_references

SCHEMES = frozenset({"http", "https", "mailto"})
"""What a link may lead to, beside a place in this site."""


class Finding(NamedTuple):
    """Something that a text may not have."""

    code: codes.Code
    message: str
    hint: str
    words: str
    """As they stand in the text; where they are, a problem points to."""
    start: int


def in_prose(text: str) -> Iterator[Finding]:
    """What is wrong with prose. A text without the signs that a search asks for is not searched; most have
    none of them."""
    if "<" in text:
        yield from _html(text)
    odd = "<" in text or "]:" in text or text.count("](") > text.count("](https://") + text.count("](http://")
    if odd or ("@" in text and "](" in text):
        yield from unsafe_links(text)
    if "#" in text or ("\n" in text and ("=" in text or "--" in text)):
        yield from _headings(text)
    yield from in_markdown(text)


def in_markdown(text: str) -> Iterator[Finding]:
    """What is wrong with any Markdown, that of hand-written pages too."""
    for found in hidden_references(text):
        yield Finding(
            codes.HIDDEN_CHARACTER, found.message, found.hint, text[found.start : found.end], found.start
        )
    yield from _deep_blocks(text)
    yield from _open_brackets(text)


# ── HTML and headings ───────────────────────────────────────────────────────────────────────────────────────

_TAG = re.compile(r"<(?:/?[a-zA-Z][a-zA-Z0-9-]*(?:[\s/][^<>]*)?>|!--|\?)")
_ENDS = {"<!--": "-->", "<?": "?>"}


def _html(text: str) -> Iterator[Finding]:
    ends = dict(_ENDS)
    at = 0
    while (tag := _TAG.search(text, at)) is not None:
        at = tag.end()
        if tag[0] in _ENDS:
            if tag[0] not in ends:
                continue
            end = text.find(ends[tag[0]], at)
            if end < 0:
                # Nothing ends it; nor will anything end those that follow.
                del ends[tag[0]]
                continue
            at = end + len(ends[tag[0]])
        words = text[tag.start() : at].split("\n")[0]
        hint = "use Markdown: `*emphasis*`, `**strong**`, `[words](address)`"
        yield Finding(codes.RAW_HTML, f"HTML (`{_short(words)}`) is shown as text", hint, words, tag.start())


_HEADING = re.compile(r"^ {0,3}#{1,6}\s.*$|(?<=\S\n) {0,3}(?:=++|-{2,}+)[ \t]*+$", re.MULTILINE)


def _headings(text: str) -> Iterator[Finding]:
    for heading in _HEADING.finditer(text):
        hint = "start a new entry of `sections` with its own `heading`"
        words = heading[0].strip()
        yield Finding(
            codes.HEADING_IN_PROSE,
            "a heading inside prose breaks the page's outline",
            hint,
            words,
            heading.start(),
        )


# ── Links ───────────────────────────────────────────────────────────────────────────────────────────────────

# A destination ends before a bracket: none stands before the colon of a scheme, and what follows may be
# another link.
_DESTINATION = re.compile(
    r"(?:\]\(|^[ \t>*+\-0-9.)]*+\[[^\[\]]++\]:|<(?=[a-zA-Z][a-zA-Z0-9+.-]*:))\s*+<?\s*+(?P<to>[^)<>\[\]]*+)",
    re.MULTILINE,
)
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_NAMED = re.compile(r"https?:/*[^/?#\s]*@", re.IGNORECASE)
_DROPPED = re.compile(r"[\x00-\x20\x7f-\xa0]+")


def unsafe_links(text: str) -> Iterator[Finding]:
    """Links to anything but a web page, a mailbox or a place in this site."""
    for link in _DESTINATION.finditer(text):
        found = scheme(link["to"])
        if found and found.lower() not in SCHEMES:
            hint = "link to http, https or mailto, or to a page of this site"
            words = link["to"].split("\n")[0].rstrip()
            yield Finding(
                codes.UNSAFE_LINK,
                f"a link to `{_short(found)}:` is not allowed",
                hint,
                words,
                link.start("to"),
            )
        elif (named := _NAMED.match(link["to"])) is not None:
            message = "a link with a name before its host shows one address and leads to another"
            yield Finding(
                codes.UNSAFE_LINK, message, "leave out what is before the `@`", named[0], link.start("to")
            )


def scheme(address: str) -> str:
    """The scheme of an address in Markdown as a browser may see it, empty where it has none.

    Markdown takes backslashes away and browsers references, controls and line breaks; some software also
    decodes percent signs.
    """
    for _ in range(2):
        address = _DROPPED.sub("", unquote(_ESCAPED.sub(r"\1", decode_references(address))))
    found = _SCHEME.match(address)
    return "" if found is None else found[1]


# ── Nesting ─────────────────────────────────────────────────────────────────────────────────────────────────

_MAYBE_DEEP = re.compile(rf"^[ \t>*+:\-0-9.)]{{{limits.BLOCKS + 1}}}", re.MULTILINE)
_MARKERS = re.compile(
    r"^(?P<indent>[ \t]*+)(?P<markers>(?:(?:>|(?:[-+*:]|[0-9]{1,9}[.)])(?=[ \t]))[ \t]*+)++)", re.MULTILINE
)
_MARKER = re.compile(r">|[-+*:]|[0-9]+[.)]")
_STEP = 4
"""Columns that a list in a list is indented by."""


def _deep_blocks(text: str) -> Iterator[Finding]:
    if len(text) <= limits.BLOCKS or _MAYBE_DEEP.search(text) is None:
        return
    for line in _MARKERS.finditer(text):
        depth = len(line["indent"].expandtabs(_STEP)) // _STEP + len(_MARKER.findall(line["markers"]))
        if depth > limits.BLOCKS:
            message = f"lists and quotations are nested {depth} deep; at most {limits.BLOCKS} are read"
            hint = "put a backslash before a `>`, `-` or `*` that is part of the text"
            yield Finding(codes.TOO_LARGE, message, hint, line["markers"].rstrip(), line.start("markers"))


_BRACKET = re.compile(r"[\[\]()<>]|\n[ \t]*+\n")
_PAIRS = {"]": "[", ")": "(", ">": "<"}


def _open_brackets(text: str) -> Iterator[Finding]:
    """Where more brackets of a kind are open at once than anybody follows. Those of HTML are not closed by
    the end of a paragraph."""
    if (
        len(text) <= limits.BRACKETS
        or max(text.count("["), text.count("("), text.count("<")) <= limits.BRACKETS
    ):
        return
    depth = dict.fromkeys(_PAIRS.values(), 0)
    noted: set[str] = set()
    for bracket in _BRACKET.finditer(text):
        sign = bracket[0]
        if sign in depth:
            depth[sign] += 1
            if depth[sign] > limits.BRACKETS and sign not in noted:
                noted.add(sign)
                message = f"more than {limits.BRACKETS} brackets (`{sign}`) are open here at once"
                yield Finding(
                    codes.TOO_LARGE,
                    message,
                    "close them, or put a backslash before each",
                    sign,
                    bracket.start(),
                )
        elif sign in _PAIRS:
            depth[_PAIRS[sign]] = max(0, depth[_PAIRS[sign]] - 1)
        else:
            depth["["] = depth["("] = 0
            noted -= {"[", "("}


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────────────────

_FENCE = re.compile(r"(`{3,}|~{3,})")
_SPAN = re.compile(r"(?<!`)(`{1,3}+)[^`\n]++\1(?!`)")


def in_page(text: str) -> Iterator[Finding]:
    """What is wrong with the Markdown of a hand-written page, which may have headings, and code that shows
    anything."""
    words = _without_code(text)
    yield from unsafe_links(words)
    yield from in_markdown(words)
    yield from _definitions(words)


_DEFINITION = re.compile(r"^[ \t>]*+:[ \t]|\n[ \t]*+\n", re.MULTILINE)


def _definitions(text: str) -> Iterator[Finding]:
    """Definitions (lines that start with `:`) without a blank line between them, of which each is parsed
    inside the one before."""
    number = 0
    for found in _DEFINITION.finditer(text):
        number = 0 if found[0].startswith("\n") else number + 1
        if number == limits.DEFINITIONS + 1:
            message = f"more than {limits.DEFINITIONS} definitions follow one another"
            yield Finding(
                codes.TOO_LARGE, message, "put a blank line between them", found[0].strip(), found.start()
            )


def _without_code(text: str) -> str:
    """A page with spaces for its code, so that all else stands where it stood."""
    lines: list[str] = []
    fence, opened = "", 0
    written = text.split("\n")
    for line in written:
        mark = _FENCE.match(line)
        if fence:
            lines.append(" " * len(line))
            if mark is not None and mark[1].startswith(fence):
                fence = ""
        elif mark is not None:
            fence, opened = mark[1], len(lines)
            lines.append(" " * len(line))
        else:
            lines.append(_SPAN.sub(lambda code: " " * len(code[0]), line))
    # What is opened and never closed is no code.
    return "\n".join(lines[:opened] + written[opened:] if fence else lines)


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"
