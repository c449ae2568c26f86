"""Escaping: one function for each context that a text can end up in. Nothing else in the package escapes.

Each function takes plain words, as a sheet or a file name holds them, and returns text that shows exactly
these words in its context and does nothing else. Characters that no output may hold (controls, lone
surrogates, marks that change the writing direction) become U+FFFD everywhere.
"""

from __future__ import annotations

import html as _html
import json
import re
import unicodedata
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

_FORBIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"


def clean(text: str) -> str:
    """The text with U+FFFD for each character that no output may hold."""
    # Nearly all text is printable, which is quickly tested.
    return text if text.isprintable() else _FORBIDDEN.sub(_REPLACEMENT, text)


def one_line(text: str) -> str:
    """The text, cleaned, with single spaces for its white space and none at its ends."""
    return " ".join(clean(text).split())


def _table(characters: str) -> dict[str, str]:
    return {character: f"&#{ord(character)};" for character in characters}


_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_QUOTES = {'"': "&quot;", "'": "&#39;"}

# ── Markdown ────────────────────────────────────────────────────────────────────────────────────────────────

# Character references, which every Markdown engine leaves alone; backslashes are not read alike by all.
_MARKDOWN = _table("\\`*_[]{}|~!#") | _HTML
# At the end of a text, `!` would turn a following link into a picture, and `#` would close a heading.
_MARKDOWN_SPECIAL = re.compile(r"[\\`*_\[\]{}|~<>&]|[!#]\Z")
_LINE_START = re.compile(
    r"^([ ]*)(?:([#=+-]|!(?=!!)|\?(?=\?\?)|/(?=//)|:(?=\s))|(\d)(?=\d*[.)]))", re.MULTILINE
)


# The same names, titles and fixed words stand on many pages.
@lru_cache(maxsize=100_000)
def markdown(text: str) -> Markup:
    """Words on one line of Markdown: in a paragraph, a heading, a list, a table or the label of a link.

    A space at either end of the text stays: it separates these words from what a template prints next to
    them.
    """
    line = line_start(markdown_marks(one_line(text)))
    return Markup(f"{' ' if text[:1].isspace() and line else ''}{line}{' ' if text[-1:].isspace() else ''}")


def markdown_marks(text: str) -> str:
    """Words inside a line of Markdown. The caller handles white space and the start of the line
    (`line_start`)."""
    return _MARKDOWN_SPECIAL.sub(lambda special: _MARKDOWN[special[0]], text)


def line_start(text: str) -> str:
    """Escaped Markdown in which no line starts a heading, a list, a definition or a block of an extension."""
    return _LINE_START.sub(lambda start: f"{start[1]}&#{ord(start[2] or start[3])};", text)


# ── Addresses ───────────────────────────────────────────────────────────────────────────────────────────────

_SPACE_IN_ADDRESS = re.compile("[\t\n\r]")
_C0_AND_SPACE = "".join(map(chr, range(0x21)))
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_ADDRESS_SPECIAL = re.compile(r"[\s\x00-\x20\x7f-\x9f\\`*\[\]{}()|<>\"'^]")


def address(text: str) -> str:
    """An address as browsers read it: no tabs or line ends, and no controls or spaces at either end."""
    return _SPACE_IN_ADDRESS.sub("", text).strip(_C0_AND_SPACE)


def scheme(text: str) -> str:
    """The scheme of an address as browsers read it, in small letters; empty for a relative address."""
    found = _SCHEME.match(address(text))
    return "" if found is None else found[1].lower()


@lru_cache(maxsize=100_000)
def target(text: str) -> Markup:
    """The target of a link in Markdown, or of `href` and `src` in HTML, in double quotes or none.

    What could end the target, or be read as Markdown, is percent-encoded. The caller checks the scheme.
    """
    encoded = _ADDRESS_SPECIAL.sub(lambda special: quote(special[0], safe=""), clean(address(text)))
    return Markup(encoded.replace("&", "&amp;"))


def path(text: str) -> str:
    """A path as part of an address."""
    return quote(clean(text), safe="/-._~")


# ── HTML ────────────────────────────────────────────────────────────────────────────────────────────────────

_ATTRIBUTE = _MARKDOWN | _QUOTES
# Underscores stay, because names of classes have them. Engines look for emphasis only after they have set
# tags aside.
_ATTRIBUTE_SPECIAL = re.compile(r"[\\`*\[\]{}|~<>&\"']")


@lru_cache(maxsize=100_000)
def attribute(text: str) -> Markup:
    """Words in HTML that stands in Markdown: as the value of an attribute, or as the text of an element.

    Both languages are escaped, since Markdown engines look for links and code inside the tags of a line, too.
    """
    return Markup(svg(one_line(text)))


def html(text: str) -> str:
    """Words in HTML alone, with their white space: as text, or as the value of an attribute."""
    return _html.escape(clean(text))


def svg(text: str) -> str:
    """Words in a picture inside a Markdown page, as text or as the value of an attribute. Keeps white
    space."""
    return _ATTRIBUTE_SPECIAL.sub(lambda special: _ATTRIBUTE[special[0]], clean(text))


_JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*+"')
_JSON_SPECIAL = re.compile(
    r"[`*\[\]{}|~<>&'"
    + "\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def json_in_html(value: Any) -> Markup:
    """JSON inside `<script>` or as an attribute's value in single quotes. No text in it can end either of
    them."""
    written = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return Markup(_JSON_STRING.sub(_json_string, written) if _JSON_SPECIAL.search(written) else written)


def _json_string(string: re.Match[str]) -> str:
    return _JSON_SPECIAL.sub(_json_reference, string[0])


def _json_reference(character: re.Match[str]) -> str:
    return f"\\u{ord(character[0]):04x}"


# ── Front matter ────────────────────────────────────────────────────────────────────────────────────────────

_NOT_PLAIN = re.compile(r"[^ -~]|[`<>\[\]]")


def front_matter(value: str) -> str:
    """A value in YAML, in ASCII only: a reader that refuses one character would print the front matter as
    text.

    Marks of links are written as references, too, because Zensical looks for links even here.
    """
    # JSON strings are YAML strings; only characters beyond U+FFFF are written otherwise.
    return _NOT_PLAIN.sub(_yaml_reference, json.dumps(clean(value), ensure_ascii=False))


def _yaml_reference(character: re.Match[str]) -> str:
    code = ord(character[0])
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


# ── Terminals and GitHub ────────────────────────────────────────────────────────────────────────────────────


def terminal(text: str) -> str:
    """Words on one line of a terminal, without characters that control it or change the writing direction.

    `##[`, which starts a command anywhere in the log of a GitHub workflow, is broken up.
    """
    shown = text if text.isprintable() else "".join(map(_shown, text))
    return shown.replace("##[", "## [")


def _shown(character: str) -> str:
    return character if character.isprintable() or unicodedata.category(character) == "Zs" else _REPLACEMENT


def workflow_message(text: str) -> str:
    """What a GitHub workflow command says after its `::`."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def workflow_property(text: str) -> str:
    """The value of a property of a GitHub workflow command."""
    return workflow_message(text).replace(":", "%3A").replace(",", "%2C")
