"""Escaping: one function for each context that a text can be printed in. Nothing else in the package escapes.

Each function takes plain words and returns text that displays exactly these words in its context. Characters
that no output may contain (controls, lone surrogates, bidirectional formatting) become U+FFFD.
"""

from __future__ import annotations

import html as _html
import json
import re
import unicodedata
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit

from markupsafe import Markup

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def clean(text: str) -> str:
    """The text with U+FFFD for each character that no output may contain."""
    # A fast test, which nearly all text passes.
    return text if text.isprintable() else _FORBIDDEN.sub(_REPLACEMENT, text)


def one_line(text: str) -> str:
    """The text, cleaned, with white space collapsed to single spaces and none at its ends."""
    words = clean(text)
    # No line breaks at these, as in French beside « and before a colon. A pattern is ten times as slow.
    if "\u00a0" in words or "\u202f" in words:
        return _BREAKABLE.sub(" ", words).strip()
    return " ".join(words.split())


_BREAKABLE = re.compile(r"[^\S\u00a0\u202f]+")


def _table(characters: str) -> dict[str, str]:
    return {character: f"&#{ord(character)};" for character in characters}


_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_QUOTES = {'"': "&quot;", "'": "&#39;"}

# ── Markdown ────────────────────────────────────────────────────────────────────────────────────────────────

# Character references, since Markdown engines differ in how they read backslashes.
_MARKDOWN = _table("\\`*_[]{}|~!#") | _HTML
# At the end of a text, `!` would turn a following link into a picture, and `#` would close a heading.
_MARKDOWN_SPECIAL = re.compile(r"[\\`*_\[\]{}|~<>&]|[!#]\Z")
_LINE_START = re.compile(
    r"^([ ]*)(?:([#=+-]|!(?=!!)|\?(?=\?\?)|/(?=//)|:(?=\s))|(\d)(?=\d*[.)]))", re.MULTILINE
)


# The same names, titles and fixed words are on many pages: 3 % of a cold build of 300 briefings.
@lru_cache(maxsize=100_000)
def markdown(text: str) -> Markup:
    """Words on one line of Markdown: in a paragraph, a heading, a list, a table or the label of a link.

    A space at either end stays: it separates these words from what a template prints next to them.
    """
    line = line_start(markdown_marks(one_line(text)))
    return Markup(f"{' ' if text[:1].isspace() and line else ''}{line}{' ' if text[-1:].isspace() else ''}")


def markdown_marks(text: str) -> str:
    """Words inside a line of Markdown. The caller handles white space and the line's start (`line_start`)."""
    return _MARKDOWN_SPECIAL.sub(lambda special: _MARKDOWN[special[0]], text)


def line_start(text: str) -> str:
    """Escape line starts, so that none begins a heading, a list, a definition or an extension's block."""
    return _LINE_START.sub(lambda start: f"{start[1]}&#{ord(start[2] or start[3])};", text)


_PROSE_MARK = re.compile(r"[\\`*_\[\]<]")
_PROSE_REFERENCE = re.compile(r"&(?=#|[a-zA-Z0-9]+;)")
_PROSE_LINE_START = re.compile(r"^([^\S\n]*)(?=[#=+>:!?/|~-])|^([^\S\n]*\d+)(?=[.)])", re.MULTILINE)


def prose(text: str) -> str:
    """Words as prose of a sheet, which shows them as they are; markup has no meaning in them."""
    marked = _PROSE_MARK.sub(r"\\\g<0>", _PROSE_REFERENCE.sub("&amp;", clean(text)))
    # The pattern of references does not know backslashes.
    return _PROSE_LINE_START.sub(r"\g<0>\\", marked.replace("[@", "[&#64;"))


# ── Addresses ───────────────────────────────────────────────────────────────────────────────────────────────

LINK_SCHEMES = frozenset({"", "http", "https", "mailto"})
"""Schemes that a link may have; a relative address has none."""

CALENDAR_SCHEME = "webcal"
"""The scheme of links by which calendar programs subscribe. Only links of the site to its own calendars may
have it: a program may offer to subscribe as soon as such a link is followed."""


def calendar_base(site_url: str) -> str:
    """What the links to a site's own calendars begin with; empty if the address of the site is not known."""
    return f"{CALENDAR_SCHEME}://{site_url.partition('://')[2]}" if site_url else ""


_SPACE_IN_ADDRESS = re.compile("[\t\n\r]")
_C0_AND_SPACE = "".join(map(chr, range(0x21)))
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_ADDRESS_SPECIAL = re.compile(r"[\s\x00-\x20\x7f-\x9f\\`*\[\]{}()|<>\"'^]")


def address(text: str) -> str:
    """An address as browsers read it: no tabs or line ends, and no controls or spaces at either end."""
    return _SPACE_IN_ADDRESS.sub("", text).strip(_C0_AND_SPACE)


def scheme(text: str) -> str:
    """The scheme of an address as browsers read it, in lower case; empty for a relative address."""
    match = _SCHEME.match(address(text))
    return "" if match is None else match[1].lower()


NOT_IN_ADDRESS = re.compile(r"[\s<>\"`{}\\^|]")
"""Characters that an address cannot have, unless they are encoded."""


def is_web_address(text: str) -> bool:
    """Whether it is the address of a web page, without a name before its host."""
    try:
        parts = urlsplit(text)
        is_one = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        return False
    return bool(is_one) and "@" not in parts.netloc and NOT_IN_ADDRESS.search(text) is None


def ascii_address(text: str) -> str:
    """A web address in ASCII, as sitemaps demand it: the host in Punycode, the path percent-encoded."""
    if text.isascii():
        return text
    parts = urlsplit(text)
    host, colon, port = unicodedata.normalize("NFKC", parts.netloc.lower()).partition(":")
    labels = (
        each if each.isascii() else f"xn--{each.encode('punycode').decode()}" for each in host.split(".")
    )
    path = quote(unicodedata.normalize("NFC", parts.path), safe="/%:@!$&'()*+,;=~")
    return parts._replace(netloc=f"{'.'.join(labels)}{colon}{port}", path=path).geturl()


def target(text: str) -> Markup:
    """The target of a link in Markdown, or of `href` and `src` in HTML, in double quotes or unquoted.

    Characters that could end it, or be read as Markdown, are percent-encoded. The caller checks the scheme.
    """
    encoded = _ADDRESS_SPECIAL.sub(lambda special: quote(special[0], safe=""), clean(address(text)))
    return Markup(encoded.replace("&", "&amp;"))


def path(text: str) -> str:
    """A path as part of an address."""
    return quote(clean(text), safe="/-._~")


# ── HTML ────────────────────────────────────────────────────────────────────────────────────────────────────

_ATTRIBUTE = _MARKDOWN | _QUOTES
# Underscores stay, since class names have them: engines look for emphasis only after they set tags aside.
_ATTRIBUTE_SPECIAL = re.compile(r"[\\`*\[\]{}|~<>&\"']")


def attribute(text: str) -> Markup:
    """Words in HTML within Markdown: the value of an attribute, or the text of an element.

    Escaped for both languages, since Markdown engines look for links and code inside tags, too.
    """
    return Markup(svg(one_line(text)))


def html(text: str) -> str:
    """Words in HTML outside of Markdown, as text or as the value of an attribute. Keeps white space."""
    return _html.escape(clean(text))


def xml(text: str) -> str:
    """Words in an XML document, as text or as the value of an attribute. Keeps white space, except that which
    XML does not know."""
    return html(_NOT_IN_XML.sub(" ", text))


def cdata(html: str) -> str:
    """HTML in an XML document, as text."""
    return f"<![CDATA[{_NOT_IN_XML.sub(' ', clean(html)).replace(']]>', ']]&gt;')}]]>"


_NOT_IN_XML = re.compile("[\x0b\x0c\x1c-\x1f]")


def svg(text: str) -> str:
    """Words in a picture in Markdown, as text or as the value of an attribute. Keeps white space."""
    return _ATTRIBUTE_SPECIAL.sub(lambda special: _ATTRIBUTE[special[0]], clean(text))


_JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"')
_JSON_SPECIAL = re.compile(
    r"[`*\[\]{}|~<>&'"
    + "\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def json_in_html(value: Any) -> Markup:
    """JSON inside `<script>` or an attribute in single quotes, neither of which its text can end."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(_JSON_STRING.sub(_json_string, text) if _JSON_SPECIAL.search(text) else text)


def _json_string(string: re.Match[str]) -> str:
    return _JSON_SPECIAL.sub(_json_reference, string[0])


def _json_reference(character: re.Match[str]) -> str:
    return f"\\u{ord(character[0]):04x}"


# ── Front matter ────────────────────────────────────────────────────────────────────────────────────────────

_NOT_PLAIN = re.compile(r"[^ -~]|[`<>\[\]]")


def front_matter(value: str) -> str:
    """A value in YAML, in ASCII: a parser that refuses one character prints the whole front matter as text.

    Characters of links are escaped, too, because some converters look for links even here.
    """
    # JSON strings are YAML strings, except for the escapes of characters beyond U+FFFF.
    return _NOT_PLAIN.sub(_yaml_reference, json.dumps(clean(value), ensure_ascii=False))


def _yaml_reference(character: re.Match[str]) -> str:
    code = ord(character[0])
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


# ── Tables ──────────────────────────────────────────────────────────────────────────────────────────────────

_FORMULA = re.compile("(^|;)(?='*[=+@\t\r\n\uff1d\uff0b\uff0d\uff20-])")
"""Where a spreadsheet would read a formula. Some take a semicolon for the end of a cell."""
_PROTECTED = re.compile("(^|;)'(?='*[=+@\t\r\n\uff1d\uff0b\uff0d\uff20-])")


def cell(text: str) -> str:
    """A text in a cell of a CSV file, where a spreadsheet must not read a formula: an apostrophe precedes
    `= + - @` at the beginning and after a semicolon, and apostrophes before these.

    A program gets the text back by removing one apostrophe in each of these places.
    """
    return _FORMULA.sub(r"\1'", clean(text))


def text_of_cell(cell: str) -> str:
    """The text that `cell` made into this one."""
    return _PROTECTED.sub(r"\1", cell)


# ── Other formats ───────────────────────────────────────────────────────────────────────────────────────────

_ICALENDAR_SPECIAL = re.compile(r"[\\;,]")
_HTML_AGAIN = re.compile(r"&(?=[#a-zA-Z])|<")


def html_twice(text: str) -> str:
    """Words for programs that take the text of HTML and print it as HTML again, as TimelineJS does."""
    words = one_line(text)
    for _ in range(2):
        words = _HTML_AGAIN.sub(lambda special: _HTML[special[0]], words)
    return words


def icalendar(text: str) -> str:
    """Words on one line of a text in iCalendar."""
    return _ICALENDAR_SPECIAL.sub(r"\\\g<0>", one_line(text))


# ── Terminals and GitHub ────────────────────────────────────────────────────────────────────────────────────


def terminal(text: str) -> str:
    """Words on one line of a terminal, without control characters or bidirectional formatting.

    `##[`, which starts a command anywhere in the log of a GitHub workflow, is broken up.
    """
    shown = text if text.isprintable() else "".join(map(_shown, text))
    return shown.replace("##[", "## [")


def _shown(character: str) -> str:
    return character if character.isprintable() or unicodedata.category(character) == "Zs" else _REPLACEMENT


def workflow_message(text: str) -> str:
    """The message of a GitHub workflow command, after its `::`."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def workflow_property(text: str) -> str:
    """The value of a property of a GitHub workflow command."""
    return workflow_message(text).replace(":", "%3A").replace(",", "%2C")
