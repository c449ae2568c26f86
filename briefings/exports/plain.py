"""Markdown of templates → Markdown without HTML, for people and programs that read text."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable

from briefings.catalog import urls
from briefings.text import escape


def plain_markdown(text: str, page: str) -> str:
    """The Markdown of a page without HTML, given the path of the page."""
    # What keeps a date on one line of a page.
    text = text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{WORD JOINER}", "")
    code: list[str] = []

    def keep(found: re.Match[str]) -> str:
        code.append(_backticks(found[1]))
        return f"\x02{len(code) - 1}\x03"

    text = _decoded(_without_html(_CODE.sub(keep, text), page))
    text = _KEPT.sub(lambda found: code[int(found[1])], text)
    return _BLANK.sub("\n\n", text).strip("\n") + "\n"


_CODE = re.compile(r"<code[^<>]*>([^<]*(?:<(?!/?code\b)[^<]*)*)</code>")
_KEPT = re.compile("\x02(\\d+)\x03")
_BLANK = re.compile(r"\n[ \t]*\n[ \t\n]*\n")


def _backticks(inside: str) -> str:
    """Code in backticks, more of them than it has itself."""
    words = html.unescape(_TAG.sub("", inside))
    marks = "`"
    while marks in words:
        marks += "`"
    space = " " if words[:1] == "`" or words[-1:] == "`" else ""
    return f"{marks}{space}{words}{space}{marks}"


# ── HTML ────────────────────────────────────────────────────────────────────────────────────────────────────


def _without_html(text: str, page: str) -> str:
    text = _MARKUP.sub(_in_words, text)
    while "<svg" in text and text != (text := _DRAWING.sub("", text)):
        pass
    text = _GLUED.sub(" ", text)
    text = _LINE.sub(r"\1", _TABLE.sub(_table, text))
    text = _folds_as_sections(text)
    for tag, mark in _SIGNS:
        text = text.replace(tag, mark)
    text = _without_anchors(_ANCHOR.sub(_link_from(page), text))
    text = _AT_START.sub(r"\1\2\\", text)
    text = _AFTER_BREAK.sub(r"<br>\1\\", text)
    text = _ROW.sub(lambda row: row[0].replace("<br>", " "), text)
    # Two spaces and the line end are a line break.
    text = text.replace(" <br>", "<br>").replace("<br>", "  \n  ")
    return _TAG.sub("", text)


_TAG = re.compile(r"<[/a-zA-Z!][^<>]*>")
# One pattern for all, as reading the text once for each would take longer than all else here.
_MARKUP = re.compile(
    r"""<(?:
    (?P<left_out>
        nav\ class="sections"[^<]*(?:<(?!/?nav\b)[^<]*)*</nav>
        |form\b[^<]*(?:<(?!/?form\b)[^<]*)*</form>
        |div\ class="(?:timeline\ milestones|page-tools|page-files)".*?</div>
        |script\b[^<]*(?:<(?!/?script\b)[^<]*)*</script>
        |style\b[^<]*</style>
    )
    |(?P<picture>figure\ class="picture[^<]*(?:<(?!/?figure\b)[^<]*)*</figure>)
    |(?P<mark>a\ class="ev[^<]*(?:<(?!/a>)[^<]*)*</a>)
    |span\ class="(?:ev|proof|status|verdict)[ "][^>]*>(?P<word>[^<]*)</span>
    |i\ class="ev[^>]*>(?P<lack>[^<]*)</i>
    |span\ class="count">(?P<count>[^<(][^<]*)</span>
    |span\ class="value">(?P<value>[^<]*)</span>[ ]*
    |span\ id="s\d+"></span>(?P<source>\d+)
    |q\ id="s(?P<passage>\w+)"[^>]*>
    )""",
    re.DOTALL | re.VERBOSE,
)
"""What is left out, because it leads to places on the page, says something a second time or works only in
browsers; and what would lose its meaning without its tags."""
_GLUED = re.compile(
    r"""(?<=\*\*)(?=<span[ ]class=")
    | (?:(?<=</span>)(?<!"></span>)(?<!"></span></span>) | (?<=</b>)) (?=<(?:span[ ]class="|b>)|\[)""",
    re.VERBOSE,
)
"""Between two texts that only a style sheet keeps apart, but not after empty ones."""
_LABEL = re.compile(r' aria-label="([^"]*)"')
_DRAWING = re.compile(r"<svg\b[^>]*>[^<]*(?:<(?!/?svg\b)[^<]*)*</svg> ?")
_LINE = re.compile(r'(?<=\n- )(<span id="[^"<>]*"></span>)<p class="[^"<>]*">')
"""A line of an entry that is its first, so that no break stands before it."""
_HEADING = re.compile(r"^(##+) |<summary[^<>]*>([^<]*(?:<(?!/?summary\b)[^<]*)*)</summary>", re.MULTILINE)
_SIGNS = (
    ('<p class="', '<br><p class="'), ('<span class="credit">', " "), ("<figcaption>", " "),
    ("<em>", "*"), ("</em>", "*"), ("<strong>", "**"), ("</strong>", "**"),
)  # fmt: skip
_ANCHOR = re.compile(r'<a\b[^<>]*?\bhref="([^"<>]*)"[^<>]*>([^<]*(?:<(?!/?a\b)[^<]*)*)</a>')
_AT_START = re.compile(r"(\n *(?:- )?(?:<[^<>]*>)+)(\d+)(?=[.)])")
"""A number that would begin a list once the tags before it are gone, such as the day of a German date."""
_AFTER_BREAK = re.compile(r"<br>(?:<[^<>]*>)*(\d+)(?=[.)])")
_ROW = re.compile(r"\n\|[^\n]*<br>[^\n]*")


def _folds_as_sections(text: str) -> str:
    """The summaries of what a page folds as headings below that of their section."""
    level = "##"

    def heading(found: re.Match[str]) -> str:
        nonlocal level
        if found[1]:
            level = found[1]
            return found[0]
        return f"{level}# {found[2]}"

    return _HEADING.sub(heading, text)


def _in_words(found: re.Match[str]) -> str:
    kind = found.lastgroup or ""
    text = found[kind]
    match kind:
        case "left_out":
            return ""
        case "picture":
            # Its text alternative; what it shows follows as text.
            label = _LABEL.search(text)
            return "" if label is None else f"*{label[1]}*"
        case "mark":
            return _mark(found)
        case "value":
            return f"{text} · "
        case "source":
            return f"[{text}]"
        case "passage":
            return f"<br>{text} "
    return f"({text})"


def _mark(found: re.Match[str]) -> str:
    """An evidence mark as numbers of the list of sources: `[2 publishers: 1a, 3]`."""
    label = _LABEL.search(found["mark"])
    inside = found["mark"].removesuffix("</a>").partition(">")[2]
    words, _, places = inside.removesuffix("</sup>").rpartition("<sup>")
    # A mark without a label says in words what its label would.
    told = words.strip() if label is None else label[1].removesuffix(f" ({places})")
    text = f"{told}: {places}"
    # Before a parenthesis, a bracket or a colon, the brackets could be those of a link.
    if found.string[found.end() : found.end() + 1] in ("(", "[", ":"):
        return f"\\[{text}\\]"
    return f"[{text}]"


def _without_anchors(text: str) -> str:
    """No links to places on the page itself, which has no anchors without HTML. Those to the code of a
    picture are for browsers only."""
    parts = text.split("](")
    for n, part in enumerate(parts[1:], 1):
        end = part.find(")")
        hash_ = part.find("#", 0, end)
        if hash_ == 0 and "[" in parts[n - 1]:
            before, _, label = parts[n - 1].rpartition("[")
            parts[n - 1] = before.rstrip(" ") if part.startswith("#embed-") else before + label
            parts[n] = f"\x04{part[end + 1 :]}"
    return "](".join(parts).replace("](\x04", "")


def _table(table: re.Match[str]) -> str:
    """A table in HTML as a table in Markdown."""
    text = table[0].replace("<br>", " ")
    rows = [[" ".join(cell.split()) for cell in _CELL.findall(row)] for row in _TABLE_ROW.findall(text)]
    width = max(map(len, rows), default=0)
    if width == 0:
        return ""
    lines = [f"| {' | '.join(row + [''] * (width - len(row)))} |" for row in rows]
    lines.insert(1, "|" + " --- |" * width)
    return "\n\n" + "\n".join(lines) + "\n\n"


_TABLE = re.compile(r"<table\b[^<]*(?:<(?!/?table\b)[^<]*)*</table>")
_TABLE_ROW = re.compile(r"<tr\b[^<>]*>([^<]*(?:<(?!/?tr\b)[^<]*)*)</tr>")
_CELL = re.compile(r"<t[hd]\b[^<>]*>([^<]*(?:<(?!/?t[hd]\b)[^<]*)*)</t[hd]>")


def _link_from(page: str) -> Callable[[re.Match[str]], str]:
    """A function that turns a link in HTML on a page into one in Markdown."""

    def link(found: re.Match[str]) -> str:
        address, label = html.unescape(found[1]), found[2].strip()
        if address.startswith("#") or escape.scheme(address) not in escape.LINK_SCHEMES:
            return label
        if escape.scheme(address) == "" and not address.startswith("/"):
            # HTML is at the page's address, one folder deeper than its Markdown.
            path = posixpath.normpath(posixpath.join(urls.address(page), address.partition("#")[0]))
            slash = "/" if address.endswith("/") else ""
            address = posixpath.relpath(path, posixpath.dirname(page) or ".") + slash
        return f"[{label}]({escape.target(address)})"

    return link


# ── Characters ──────────────────────────────────────────────────────────────────────────────────────────────


def _decoded(text: str) -> str:
    """The text with backslashes in place of character references, where all engines know them."""
    return _REFERENCE.sub(_character, _NUMBER.sub(lambda found: f"{chr(int(found[1]))}{found[2]}\\", text))


_NUMBER = re.compile(r"&#(4[89]|5[0-7]);(\d*)(?=[.)])")
"""A number that `escape.markdown` keeps from beginning a list."""
_REFERENCE = re.compile(r"&(?:#(\d+)|(amp|gt|nbsp));")
_CHARACTERS = {
    **{str(ord(sign)): f"\\{sign}" for sign in "\\`*_[]!#+-"},
    **{str(ord(sign)): sign for sign in "{}'0123456789"},
    "gt": "\\>",
    "nbsp": "\N{NO-BREAK SPACE}",
}
_REFERENCE_AFTER = re.compile(r"#|\w+;")


def _character(reference: re.Match[str]) -> str:
    if reference[2] == "amp":
        follows = _REFERENCE_AFTER.match(reference.string, reference.end())
        return "&" if follows is None else reference[0]
    return _CHARACTERS.get(reference[1] or reference[2], reference[0])


def escaped(text: str) -> str:
    """Words on a line of Markdown, as in the files of pages."""
    return _decoded(escape.markdown(text))
