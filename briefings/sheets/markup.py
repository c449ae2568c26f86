"""What Markdown may not contain: HTML, headings and unsafe links in prose, invisible characters, deep
nesting.

Every search is linear in the length of the text, since sheets may come from strangers. Links are judged again
in the built pages, as browsers read them; here they are problems with a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from briefings.problems import codes
from briefings.text import limits
from briefings.text.allowed import shorten
from briefings.text.characters import decode_references, hidden_references
from briefings.text.escape import LINK_SCHEMES


class Finding(NamedTuple):
    """Something that a text may not contain."""

    code: codes.Code
    message: str
    hint: str
    words: str
    """The part of the text that a problem points to."""
    start: int


def in_prose(text: str, *, lists: bool = False) -> Iterator[Finding]:
    """What is wrong with prose, which may have `lists` if the page prints it as paragraphs. Cheap tests come
    first, since most texts contain no markup."""
    if "<" in text:
        yield from _html(text)
    odd = "<" in text or "]:" in text or text.count("](") > text.count("](https://") + text.count("](http://")
    if odd or ("@" in text and "](" in text):
        yield from unsafe_links(text)
    if "#" in text or ("\n" in text and ("=" in text or "--" in text)):
        yield from _headings(text)
    if "\n" in text:
        yield from _blocks(text, lists)
    yield from in_markdown(text)


def in_markdown(text: str) -> Iterator[Finding]:
    """What is wrong with any Markdown, including that of hand-written pages."""
    for found in hidden_references(text):
        reference = text[found.start : found.end]
        yield Finding(codes.HIDDEN_CHARACTER, found.message, found.hint, reference, found.start)
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
                # Without an end here, those that follow have none either.
                del ends[tag[0]]
                continue
            at = end + len(ends[tag[0]])
        words = text[tag.start() : at].split("\n")[0]
        hint = "use Markdown: `*emphasis*`, `**strong**`, `[words](address)`"
        yield Finding(codes.RAW_HTML, f"HTML (`{shorten(words)}`) is shown as text", hint, words, tag.start())


_HEADING = re.compile(r"^ {0,3}#{1,6}\s.*$|(?<=\S\n) {0,3}(?:=++|-{2,}+)[ \t]*+$", re.MULTILINE)


def _headings(text: str) -> Iterator[Finding]:
    for heading in _HEADING.finditer(text):
        message = "a heading inside prose breaks the page's outline"
        hint = "start a new entry of `sections` with its own `heading`"
        yield Finding(codes.HEADING_IN_PROSE, message, hint, heading[0].strip(), heading.start())


_TABLE = re.compile(r"^[^\n|]*+\|[^\n]*+(?=\n[ \t|:]*+-[ \t|:-]*+$)", re.MULTILINE)
_FENCED = re.compile(r"^ {0,3}(?:```|~~~)[^\n]*", re.MULTILINE)
_ENTRY = re.compile(r"\n {0,3}(?:[-*+]|[0-9]{1,3}[.)])[ \t]+[^\s][^\n]*")


def _blocks(text: str, lists: bool) -> Iterator[Finding]:
    """Tables and code, which no text can have, and lists where it is printed on one line."""
    found = [("a table", _TABLE.search(text) if "|" in text else None), ("code", _FENCED.search(text))]
    if not lists and len(entries := [*_ENTRY.finditer(f"\n{text}")]) > 1:
        found.append(("a list", entries[0]))
    for what, match in found:
        if match is not None:
            message = f"{what} is printed as running text here"
            hint = "write sentences, or entries of their own; a section can have lists"
            yield Finding(codes.BLOCK_IN_PROSE, message, hint, match[0].strip(), match.start())


# ── Links ───────────────────────────────────────────────────────────────────────────────────────────────────

# A destination ends before a bracket, since no scheme contains one, and another link may follow.
_DESTINATION = re.compile(
    r"(?:\]\(|^[ \t>*+\-0-9.)]*+\[[^\[\]]++\]:|<(?=[a-zA-Z][a-zA-Z0-9+.-]*:))\s*+<?\s*+(?P<to>[^)<>\[\]]*+)",
    re.MULTILINE,
)
_INLINE_DESTINATION = re.compile(r"\]\(\s*+<?\s*+(?P<to>[^)<>\[\]]*+)")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_WITH_USER = re.compile(r"https?:/*[^/?#\s]*@", re.IGNORECASE)
_DROPPED = re.compile(r"[\x00-\x20\x7f-\xa0]+")
_CODED = re.compile(rf"[\\&%]|{_DROPPED.pattern}")


def unsafe_links(text: str) -> Iterator[Finding]:
    """Links to anything but a web page, a mailbox or a place in this site."""
    # Without these signs, the text need not be searched for what can begin a line.
    pattern = _DESTINATION if "<" in text or "]:" in text else _INLINE_DESTINATION
    for link in pattern.finditer(text):
        start, link_scheme = link.start("to"), scheme(link["to"])
        if link_scheme.lower() not in LINK_SCHEMES:
            message = f"a link to `{shorten(link_scheme)}:` is not allowed"
            hint = "link to http, https or mailto, or to a page of this site"
            yield Finding(codes.UNSAFE_LINK, message, hint, link["to"].split("\n")[0].rstrip(), start)
        elif (user := _WITH_USER.match(link["to"])) is not None:
            message = "a link with a name before its host shows one address and leads to another"
            yield Finding(codes.UNSAFE_LINK, message, "leave out what is before the `@`", user[0], start)


def scheme(address: str) -> str:
    """The scheme of an address in Markdown as browsers may read it; empty if it has none.

    Markdown removes backslashes; browsers decode references and remove controls and line breaks; some
    software also decodes percent signs.
    """
    for _ in range(2 if _CODED.search(address) is not None else 0):
        address = _DROPPED.sub("", unquote(_ESCAPED.sub(r"\1", decode_references(address))))
    match = _SCHEME.match(address)
    return "" if match is None else match[1]


# ── Nesting ─────────────────────────────────────────────────────────────────────────────────────────────────

_MAYBE_DEEP = re.compile(rf"^[ \t>*+:\-0-9.)]{{{limits.BLOCKS + 1}}}", re.MULTILINE)
_MARKERS = re.compile(
    r"^(?P<indent>[ \t]*+)(?P<markers>(?:(?:>|(?:[-+*:]|[0-9]{1,9}[.)])(?=[ \t]))[ \t]*+)++)", re.MULTILINE
)
_MARKER = re.compile(r">|[-+*:]|[0-9]+[.)]")
_STEP = 4
"""Columns that a list in a list is indented by."""


def _deep_blocks(text: str) -> Iterator[Finding]:
    if (_MAYBE_DEEP.search if "\n" in text else _MAYBE_DEEP.match)(text) is None:
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
    """Places with too many open brackets of a kind. The end of a paragraph closes all but `<`."""
    if max(map(text.count, _PAIRS.values())) <= limits.BRACKETS:
        return
    depth = dict.fromkeys(_PAIRS.values(), 0)
    reported: set[str] = set()
    for bracket in _BRACKET.finditer(text):
        sign = bracket[0]
        if sign in depth:
            depth[sign] += 1
            if depth[sign] > limits.BRACKETS and sign not in reported:
                reported.add(sign)
                message = f"more than {limits.BRACKETS} brackets (`{sign}`) are open here at once"
                hint = "close them, or put a backslash before each"
                yield Finding(codes.TOO_LARGE, message, hint, sign, bracket.start())
        elif sign in _PAIRS:
            depth[_PAIRS[sign]] = max(0, depth[_PAIRS[sign]] - 1)
        else:
            depth["["] = depth["("] = 0
            reported -= {"[", "("}


# ── Pages ───────────────────────────────────────────────────────────────────────────────────────────────────

_FENCE = re.compile(r"(`{3,}|~{3,})")
_SPAN = re.compile(r"(?<!`)(`{1,3}+)[^`\n]++\1(?!`)")


def in_page(text: str) -> Iterator[Finding]:
    """What is wrong with the Markdown of a hand-written page, which may have headings and any code."""
    words = _without_code(text)
    yield from unsafe_links(words)
    yield from in_markdown(words)
    yield from _definitions(words)


_DEFINITION = re.compile(r"^[ \t>]*+:[ \t]|\n[ \t]*+\n", re.MULTILINE)


def _definitions(text: str) -> Iterator[Finding]:
    """Too many definitions (lines that start with `:`) without a blank line between: each nests in the
    last."""
    number = 0
    for match in _DEFINITION.finditer(text):
        number = 0 if match[0].startswith("\n") else number + 1
        if number == limits.DEFINITIONS + 1:
            message, hint = (
                f"more than {limits.DEFINITIONS} definitions in a row",
                "put blank lines between them",
            )
            yield Finding(codes.TOO_LARGE, message, hint, match[0].strip(), match.start())


def _without_code(text: str) -> str:
    """A page with its code replaced by spaces, so that all positions stay the same."""
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
    # A fence that is never closed starts no code.
    return "\n".join(lines[:opened] + written[opened:] if fence else lines)
