"""HTML as engines write it: the few places in a page that the stages after the engine look for, and its white
space."""

from __future__ import annotations

import re
from posixpath import dirname, normpath

SCRIPT = re.compile(r"<script\b(?P<attributes>[^>]*)>(?P<text>.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
STYLESHEET = re.compile(r'<link rel="?stylesheet"? href="?(?P<address>[^">\s]+)"?\s*/?>\n?')
_CHARSET = re.compile(r'<meta charset="?utf-8"?\s*/?>', re.IGNORECASE)
_KEPT = re.compile(r"(<(pre|textarea|script|style)\b.*?</\2\s*>)", re.DOTALL | re.IGNORECASE)
_CHECKBOX = re.compile(r'<input [^>]*type="checkbox"[^>]*>')
_PLAIN_SCRIPT = re.compile(r'<script (src="[^"]*")>')
_SOURCE = re.compile(r'<script\b[^>]*?\ssrc="([^"]*)"')
_LINE_START = re.compile(r"\n\s+")
_LINE_END = re.compile(r"[ \t]+\n")


def first_in_head(html: str, markup: str) -> str:
    """The page with markup right after its charset: what must hold for everything that follows."""
    found = _CHARSET.search(html)
    if found is None:
        return html.replace("<head>", "<head>" + markup, 1)
    return html[: found.end()] + markup + html[found.end() :]


def last_in_head(html: str, markup: str) -> str:
    """The page with markup at the end of its head."""
    return html.replace("</head>", markup + "</head>", 1)


def tidy(html: str) -> str:
    """The page without indentation and blank lines, which templates have for their own readers; what keeps
    its white space stays."""
    parts = _KEPT.split(html)
    # Of each three: text, an element that is kept, and its name.
    for n in range(0, len(parts), 3):
        text = _LINE_START.sub("\n", parts[n])
        # Asked first, since the expression alone would stop at every space of the page.
        parts[n] = _LINE_END.sub("\n", text) if " \n" in text or "\t\n" in text else text
    return "".join(part for n, part in enumerate(parts) if n % 3 != 2).lstrip()


def mend(html: str) -> str:
    """The page without what Material writes and HTML does not allow; in its frame, which no theme can replace
    in parts.

    A checkbox with autocomplete, a label for the box of a drawer that the page has not, an empty tabindex.
    """
    html = _CHECKBOX.sub(lambda box: box[0].replace(' autocomplete="off"', ""), html).replace(
        ' tabindex=""', ""
    )
    return html if 'id="__toc"' in html else html.replace(' for="__toc"', "")


def later(html: str) -> str:
    """The page with its scripts run after it is read, in their order: none of them writes into it while it
    is."""
    return _PLAIN_SCRIPT.sub(r"<script \1 defer>", html)


def scripts(html: str) -> list[str]:
    """The addresses of the scripts that a page loads."""
    return _SOURCE.findall(html)


def resolve(page: str, address: str, mount: str) -> str | None:
    """The file below the site's root that an address on a page leads to; None where it leads out of the site.

    `page` is the page's file below the root; `mount` is the path under which the root is served, "/" or
    "/briefings/".
    """
    if "//" in address or ":" in address:
        return None
    if address.startswith("/"):
        path = normpath(address)
        return path.removeprefix(mount.rstrip("/")).lstrip("/") if path.startswith(mount) else None
    path = normpath(f"{dirname(page)}/{address}" if dirname(page) else address)
    return None if path.startswith("..") else path
