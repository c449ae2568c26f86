"""Converts the Markdown that our templates write, to the same bytes as Python-Markdown and many times faster.

It knows a small part of the language and refuses everything else, which callers leave to Python-Markdown.
That part is so narrow that no two rules interact: no stray `*`, `_`, `[`, `<`, backslash, indented or lazy
line.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markdown.extensions.toc import slugify, strip_tags, unique

Resolve = Callable[[str], str | None]
"""Gives the URL of a link on the page; None if it is not certain."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading, for the table of contents."""

    level: int
    id: str
    name: str
    """Its content without tags and without the link to itself."""


@dataclass(frozen=True, slots=True)
class ConvertedPage:
    """A page's HTML, with what Python-Markdown and MkDocs collect while converting it."""

    html: str
    headings: tuple[Heading, ...]
    ids: frozenset[str]
    """The anchors on the page."""


Convert = Callable[[str, Resolve], "ConvertedPage | None"]
"""`convert` for the settings of a site."""


class _UnsupportedError(Exception):
    """Raised for Markdown that may not come out the same as with Python-Markdown."""


# ── Inside a line ───────────────────────────────────────────────────────────────────────────────────────────

# The most frequent come first.
_INLINE_TAGS = (
    r"(?:span|a|br|sup|time|q|abbr|b|bdi|circle|cite"
    r"|code|em|g|i|kbd|line|mark|path|p|rect|small|strong|sub|svg|s|text|title|u|var)"
)
_ENTITY = r"&(?:#[0-9]{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]*+);"
_ATTRIBUTE = rf' [a-zA-Z][a-zA-Z0-9-]*+="[^"<>*`\\\[\]|\n&]*+(?:{_ENTITY}[^"<>*`\\\[\]|\n&]*+)*+"'
_TAG = rf"<(?:/{_INLINE_TAGS}|{_INLINE_TAGS}(?:{_ATTRIBUTE})*+ ?/?)>"
# Control characters are refused earlier; an underscore inside a word is not emphasis.
_WORDS = r"[^*_`\\\[\]<>&!|{}]++|!(?!\[)|_(?<=[a-zA-Z0-9]_)(?=[a-zA-Z0-9])"
_PLAIN = rf"{_WORDS}|{_TAG}|{_ENTITY}|&(?![#a-zA-Z0-9])"
_LINK = (
    rf'\[(?:{_PLAIN})++\]\([^\s()<>"\'*`\\\[\]|]++(?: "[^"<>*`\\\[\]|()&\s]++(?:'
    r' [^"<>*`\\\[\]|()&\s]++)*+")?\)'
)
_SIMPLE = rf"{_PLAIN}|{_LINK}"
# Each alternative begins with a different character, so that matching never backtracks.
_INLINE = re.compile(
    rf"(?:{_SIMPLE}|\*\*(?![\s*])(?:{_SIMPLE})++(?<!\s)\*\*(?!\*)|\*(?![\s*])(?:{_SIMPLE})++(?<!\s)\*(?!\*))*+"
)
_LINK_PARTS = re.compile(r'\[([^\[\]]++)\]\(([^\s()]++)(?: "([^"]*+)")?\)')
_STRONG = re.compile(r"\*\*([^*]++)\*\*")
_EMPHASIS = re.compile(r"\*([^*]++)\*")
_ODD_AMPERSAND = re.compile(rf"&(?!(?:{_ENTITY.removeprefix('&')}|[^#a-zA-Z0-9]))")
"""Something like a character reference (`&#B`, `&#65 `): Python's HTML parser rewrites it or fails on it."""
_ID = re.compile(r'<[^<>]*? id="([^"]*)"')
_BARE_AMPERSAND = re.compile(r"&(?!(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);)", re.IGNORECASE)

# ── Blocks ──────────────────────────────────────────────────────────────────────────────────────────────────

_CONTAINERS = r"(?:article|aside|details|div|footer|header|main|nav|section)"
_NAME_AND_VALUE = re.compile(r'([a-z][a-z0-9-]*+)="([^"]*)"')
_OPENING = re.compile(rf'<({_CONTAINERS})((?: [a-z][a-z0-9-]*+="[^"<>\n]*+")*+)( open)? markdown>')
_DETAILS = re.compile(
    rf"({_OPENING.pattern})\n"
    r'<summary>([^<>&\n]*(?:<span class="[^"<>&\n]*">[^<>&\n]*</span>)?)</summary>'
)
_CLOSING = re.compile(rf"</({_CONTAINERS})>")
_EMPTY_RAW = re.compile(rf"<({_CONTAINERS})(?: [a-z][a-z0-9-]*+=(?:\"[^\"<>\n]*+\"|'[^'<>\n]*+'))*+></\1>")
_PICTURE_TAGS = (
    r"(?:a|circle|clipPath|defs|desc|ellipse|g|line|path|polygon|polyline|rect|span|svg|text|title|tspan|use)"
)
_PICTURE_TAG = rf'<(?:/{_PICTURE_TAGS}|{_PICTURE_TAGS}(?: [a-zA-Z0-9:-]++="[^"<>]*+")*+ ?/?)>'
# Python-Markdown closes a caption that is left open.
_CAPTION = rf"<figcaption>(?:[^<>]++|{_PICTURE_TAG})*+</figcaption>"
_PICTURE = re.compile(rf'<figure(?: class="[^"<>&\n]*+")?>\n(?:[^<>]++|{_PICTURE_TAG}|{_CAPTION})*+</figure>')
_FORM_TAGS = r"(?:button|input|label|option|p|select)"
_FORM = re.compile(
    rf"<form(?: [a-z-]++=(?:\"[^\"<>]*+\"|'[^'<>]*+'))*+>\n"
    rf'(?:[^<>]++|<(?:/{_FORM_TAGS}|{_FORM_TAGS}(?: [a-z-]++(?:="[^"<>]*+")?)*+)>)*+</form>'
)
_CELLS = (
    r'(?:<(?P<cell>t[dh])(?: [a-z]++="[^"<>&\n]*+")*+>'
    r'(?:[^<>&\n]++|<br>|</?small>|<span class="[^"<>&\n]*+">|</span>)*+</(?P=cell)>\n)*+'
)
_TABLE = re.compile(
    r'<table(?: class="[^"<>&\n]*+")?>\n'
    rf"(?:<(?P<part>thead|tbody)>\n(?:<tr>\n{_CELLS}</tr>\n)*+</(?P=part)>\n)*+</table>"
)
_HEADING = re.compile(r"(#{1,6}) ([^\n]*[^\n#\s])")
_ITEM = re.compile(r"(?:([*+-])|[0-9]{1,9}\.) (?=\S)(.*)")
_CONTINUED = re.compile(r" {1,3}(?=\S)(.*)")
"""A line that continues an entry of a list."""
_NESTED = re.compile(r" {4}- (?=\S)(.*)")
_DELIMITER = re.compile(r":?-++:?")
# The beginning of a line that could start another block; `**` and `*word` cannot.
_BLOCK_START = re.compile(
    r"(?:[#>|:=+-]|\*(?:\s|$)|[0-9]+[.)](?:\s|$)|(?:\* *){3}|(?:_ *){3}|[-*_ ]{3,}$|\[\^|```|~~~)"
)
_ALIGNMENT = {(True, True): "center", (True, False): "left", (False, True): "right"}


def convert(text: str, resolve: Resolve, permalink: str | None = None) -> ConvertedPage | None:
    """The HTML of a page, or None if Python-Markdown must convert it.

    `permalink` is the title of headings' links to themselves; None for no such links.
    """
    try:
        return _Converter(resolve, permalink).convert(text)
    except _UnsupportedError:
        return None


class _Converter:
    """Converts one page."""

    def __init__(self, resolve: Resolve, permalink: str | None) -> None:
        self._resolve = resolve
        self._permalink = permalink
        self._out: list[str] = []
        self._open: list[str] = []
        self._last_opening = ""
        """The tag of the last container; nothing is put between it and the end of an empty one."""
        self._headings: list[Heading] = []
        self._reserved_ids: set[str] = set()
        """Ids that headings must not take: those of containers, since Python-Markdown does not see ids inside
        lines."""

    def convert(self, text: str) -> ConvertedPage:
        # White space that Python-Markdown rewrites, and characters that it reserves.
        reserved = ("\t", "\r", "\x02", "\x03", " \n", ' name="')
        if any(each in text for each in reserved) or _ODD_AMPERSAND.search(text) is not None:
            raise _UnsupportedError
        blocks = [block for part in text.split("\n\n") if (block := part.strip("\n"))]
        for block in blocks:
            if _OPENING.match(block) is not None:
                self._reserved_ids.update(_ids(block.partition(">")[0]))
        ids = set(_ids(text))
        for block in blocks:
            self._block(block)
        if self._open:
            raise _UnsupportedError
        text = "\n".join(self._out).strip()
        ids.update(heading.id for heading in self._headings)
        return ConvertedPage(text, tuple(self._headings), frozenset(ids))

    def _block(self, block: str) -> None:
        first = block[0]
        if first == "<" and self._markup(block):
            return
        if first == "#":
            self._heading(block)
        elif first == "|":
            self._table(block)
        elif _ITEM.match(block) is not None:
            self._list(block)
        else:
            for line in block.split("\n"):
                self._require_text(line)
            self._out.append(f"<p>{self._inline(block)}</p>")

    def _markup(self, block: str) -> bool:
        """Convert a block of HTML; return whether it is one."""
        if block == "</p>":
            raise _UnsupportedError  # markup by itself, and no paragraph
        if (opening := _OPENING.fullmatch(block)) is not None and opening[3] is None:
            self._open.append(opening[1])
            self._last_opening = f"<{opening[1]}{_sorted(opening[2])}>"
            self._out.append(self._last_opening)
        elif (details := _DETAILS.fullmatch(block)) is not None and details[2] == "details":
            self._open.append("details")
            opened = ' open="open"' if details[4] else ""
            self._out.append(f"<details{_sorted(details[3] + opened)}>\n<summary>{details[5]}</summary>")
        elif (closing := _CLOSING.fullmatch(block)) is not None:
            if not self._open or self._open.pop() != closing[1]:
                raise _UnsupportedError
            if self._out[-1] is self._last_opening:
                self._out[-1] = f"{self._last_opening}{block}"
            else:
                self._out.append(block)
        elif any(raw.fullmatch(block) is not None for raw in (_PICTURE, _TABLE, _FORM)):
            self._out.append(block if self._open else block + "\n")
        elif _EMPTY_RAW.fullmatch(block) is not None and not self._open and " id=" not in block:
            self._out.append(block + "\n")
        else:
            return False
        return True

    def _heading(self, block: str) -> None:
        match = _HEADING.fullmatch(block)
        if match is None:
            raise _UnsupportedError
        level, inner = len(match[1]), self._inline(match[2].strip())
        name = strip_tags(inner)
        identifier = unique(slugify(html.unescape(name), "-"), self._reserved_ids)
        self._headings.append(Heading(level, identifier, name))
        link = ""
        if self._permalink is not None:
            title = f' title="{_attribute(self._permalink)}"' if self._permalink else ""
            link = f'<a class="headerlink" href="#{_attribute(identifier)}"{title}>&para;</a>'
        self._out.append(f'<h{level} id="{_attribute(identifier)}">{inner}{link}</h{level}>')

    def _list(self, block: str) -> None:
        if self._out and self._out[-1].startswith(("<ul>", "<ol>")):
            raise _UnsupportedError  # both are one list, with paragraphs in it
        items: list[list[str]] = []
        """Each has its text and the list inside it."""
        tag = "ul"
        for line in block.split("\n"):
            item = _ITEM.fullmatch(line)
            if item is not None:
                if not items:
                    tag = "ul" if item[1] is not None else "ol"
                self._require_text(item[2])
                items.append([item[2], ""])
            elif items and (nested := _NESTED.fullmatch(line)) is not None:
                items[-1][1] += f"<li>{self._item(nested[1])}</li>\n"
            elif items and not items[-1][1] and (more := _CONTINUED.fullmatch(line)) is not None:
                self._require_text(more[1])
                items[-1][0] += f"\n{line}"
            else:
                raise _UnsupportedError
        lists = (f"<ul>\n{nested}</ul>\n" if nested else "" for _, nested in items)
        written = (
            f"<li>{self._inline(text)}{nested}</li>" for (text, _), nested in zip(items, lists, strict=True)
        )
        self._out.append("\n".join([f"<{tag}>", *written, f"</{tag}>"]))

    def _item(self, text: str) -> str:
        self._require_text(text)
        return self._inline(text)

    def _table(self, block: str) -> None:
        rows = block.split("\n")
        if len(rows) < 3 or any(len(row) < 2 or row[0] != "|" or row[-1] != "|" for row in rows):
            raise _UnsupportedError
        head, delimiters, *body = [[cell.strip(" ") for cell in row[1:-1].split("|")] for row in rows]
        if (
            len(head) != len(delimiters)
            or not all(map(_DELIMITER.fullmatch, delimiters))
            or any(len(row) != len(head) for row in body)
        ):
            raise _UnsupportedError
        sides = [_ALIGNMENT.get((cell[0] == ":", cell[-1] == ":")) for cell in delimiters]
        styles = ["" if side is None else f' style="text-align: {side};"' for side in sides]
        lines = ["<table>", "<thead>", self._row("th", head, styles), "</thead>", "<tbody>"]
        lines += [self._row("td", row, styles) for row in body]
        self._out.append("\n".join([*lines, "</tbody>", "</table>"]))

    def _row(self, tag: str, cells: list[str], styles: list[str]) -> str:
        inner = (
            f"<{tag}{style}>{self._inline(cell)}</{tag}>" for cell, style in zip(cells, styles, strict=True)
        )
        return "<tr>\n" + "\n".join(inner) + "\n</tr>"

    def _require_text(self, line: str) -> None:
        if line == "" or line[0].isspace() or line[-1].isspace() or _BLOCK_START.match(line) is not None:
            raise _UnsupportedError

    def _inline(self, text: str) -> str:
        if _INLINE.fullmatch(text) is None:
            raise _UnsupportedError
        text = _STRONG.sub(r"<strong>\1</strong>", _LINK_PARTS.sub(self._link, text))
        return _BARE_AMPERSAND.sub("&amp;", _EMPHASIS.sub(r"<em>\1</em>", text))

    def _link(self, match: re.Match[str]) -> str:
        label, address, title = match.groups()
        resolved = self._resolve(address)
        if resolved is None:
            raise _UnsupportedError
        titled = "" if title is None else f' title="{title}"'
        return f'<a href="{_attribute(resolved)}"{titled}>{label}</a>'


def _ids(text: str) -> Iterator[str]:
    """The ids of tags in a text."""
    return map(html.unescape, _ID.findall(text))


def _sorted(attributes: str) -> str:
    """The attributes of a tag in Python-Markdown's order."""
    if attributes.count('="') < 2 and "&" not in attributes:
        return attributes
    pairs = sorted(_NAME_AND_VALUE.findall(attributes))
    if len({name for name, _ in pairs}) < len(pairs):
        raise _UnsupportedError
    return "".join(f' {name}="{_attribute(html.unescape(value))}"' for name, value in pairs)


def _attribute(value: str) -> str:
    # Character references stay as they are, as with Python-Markdown.
    return (
        _BARE_AMPERSAND.sub("&amp;", value).replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
    )
