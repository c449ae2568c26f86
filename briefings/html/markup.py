"""Edits of pages as MkDocs writes them: insertions, corrections, white space; and resolving of addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from posixpath import dirname, normpath

from briefings.sheets.dimensions import Size
from briefings.text import allowed, escape

SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<text>.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
STYLESHEET = re.compile(r'<link rel="?stylesheet"? href="?(?P<address>[^">\s]+)"?\s*/?>\n?')
_CHARSET = re.compile(r'<meta charset="?utf-8"?\s*/?>', re.IGNORECASE)
_VERBATIM = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2\s*>)", re.DOTALL | re.IGNORECASE)
_CHECKBOX = re.compile(r'<input [^>]*type="checkbox"[^>]*>')
_PLAIN_SCRIPT = re.compile(r'<script (src="[^"]*")>')
_SOURCE = re.compile(r'<script\b[^>]*?\ssrc="([^"]*)"')
_LINE_START = re.compile(r"\n\s+")
_LINE_END = re.compile(r"[ \t]+\n")


def first_in_head(html: str, markup: str) -> str:
    """The page with markup right after its charset, where it applies to everything that follows."""
    charset = _CHARSET.search(html)
    if charset is None:
        return html.replace("<head>", "<head>" + markup, 1)
    return html[: charset.end()] + markup + html[charset.end() :]


_ESCAPED = re.compile(r"&#(91|93|95|124);")


def tidy(html: str) -> str:
    """The page without the indentation and blank lines of templates, and without Markdown's escapes of signs
    that HTML need not escape, except in what is kept as it is."""
    parts = _VERBATIM.split(html)
    # In threes: text, an element that is kept as it is, and its name.
    for n in range(0, len(parts), 3):
        text = _LINE_START.sub("\n", _ESCAPED.sub(lambda sign: chr(int(sign[1])), parts[n]))
        # Tested first, since the pattern alone would stop at every space of the page.
        parts[n] = _LINE_END.sub("\n", text) if " \n" in text or "\t\n" in text else text
    return "".join(part for n, part in enumerate(parts) if n % 3 != 2).lstrip()


def correct(html: str) -> str:
    """The page without Material's invalid HTML, which our theme cannot override.

    It has checkboxes with autocomplete, labels for a drawer's box that the page lacks, and empty tabindexes.
    """
    html = _CHECKBOX.sub(lambda box: box[0].replace(' autocomplete="off"', ""), html)
    html = html.replace(' tabindex=""', "")
    return html if 'id="__toc"' in html else html.replace(' for="__toc"', "")


_ANCHORED_ITEM = re.compile(r'<li><span (id="[^"<>]*")></span>')


def move_anchors(html: str) -> str:
    """The page with the anchor at the beginning of an entry of a list, which Markdown can only write as an
    empty element, as the id of the entry."""
    return _ANCHORED_ITEM.sub(r"<li \1>", html)


_IMAGE = re.compile(r"<img\b[^<>]*>")
_END = re.compile(r"\s*/?>$")


def complete_images(html: str, size: Callable[[str], Size | None]) -> str:
    """The page with the width and height of each image that has none, so that text does not move when it
    loads, and with its title below it, where all readers see who made it; `size` knows sizes by address."""

    def complete(tag: re.Match[str]) -> str:
        attributes = dict(allowed.parts(tag[0])[1])
        title = attributes.get("title", "")
        credit = f'<span class="credit">{escape.html(title)}</span>' if title else ""
        return with_size(tag, attributes) + credit

    def with_size(tag: re.Match[str], attributes: dict[str, str]) -> str:
        known = None if attributes.keys() & {"width", "height"} else size(attributes.get("src", ""))
        if known is None:
            return tag[0]
        added = f' width="{known.width}" height="{known.height}"'
        if "loading" not in attributes:
            added += ' loading="lazy" decoding="async"'
        return _END.sub(lambda end: f"{added}>", tag[0])

    return _IMAGE.sub(complete, html) if "<img" in html else html


def defer(html: str) -> str:
    """The page with its scripts deferred: they run in order once it is parsed."""
    return _PLAIN_SCRIPT.sub(r"<script \1 defer>", html)


def without_comments(script: str) -> str:
    """The script without indentation and lines that are comments; unchanged if a text in it goes over several
    lines."""
    lines = [line.strip() for line in script.split("\n")]
    if any(line.startswith("/*") or line.count("`") % 2 for line in lines):
        return script
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


def scripts(html: str) -> list[str]:
    """The addresses of the scripts that a page loads."""
    return _SOURCE.findall(html)


def resolve(page: str, address: str, mount: str) -> str | None:
    """The file below the site's root that an address on a page leads to; None if it leads out of the site.

    `page` is the page's file below the root; `mount` is the path at which the root is served, "/" or
    "/briefings/".
    """
    if "//" in address or ":" in address:
        return None
    if address.startswith("/"):
        path = normpath(address)
        return path.removeprefix(mount.rstrip("/")).lstrip("/") if path.startswith(mount) else None
    path = normpath(f"{dirname(page)}/{address}" if dirname(page) else address)
    return None if path.startswith("..") else path
