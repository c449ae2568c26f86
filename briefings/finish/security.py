"""The Content-Security-Policy of each page: scripts of the theme run, by their hashes; anything else in a page does not."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from html import escape

from briefings.finish.markup import SCRIPT, first_in_head

POLICY = (
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'{styles}; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'"
)
"""`wasm-unsafe-eval` is for Pagefind's search, `data:` for the icons in Material's style sheet. What only a header can say is left out."""

_ADDRESS = re.compile(r'new URL\("[\w./%~-]*",location\)')
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style\s*>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z][^<>]*?\s(?P<name>on[a-z]+|style)\s*=", re.IGNORECASE)
_PERHAPS = re.compile(r"\s(?:[oO][nN][a-zA-Z]+|[sS][tT][yY][lL][eE])\s*=")
"""Where such an attribute may be: most pages have none, and need no closer look at each of their tags."""
_ALIGNMENT = re.compile(r'(<t[hd])( [^<>]*?)?? style="text-align: (?P<side>left|right|center);?"')
_DATA = re.compile(r"""\btype\s*=\s*["']?application/(?:ld\+)?json["'\s>]?""", re.IGNORECASE)
_EXTERNAL = re.compile(r"\bsrc\s*=", re.IGNORECASE)


def theme_scripts(html: str) -> frozenset[str]:
    """The inline scripts of a page that holds nothing but the theme, such as the one for addresses that do not exist."""
    return frozenset(_without_address(script) for script in _inline_scripts(html))


def theme_styles(html: str) -> frozenset[str]:
    """The inline style sheets of such a page."""
    return frozenset(_STYLE.findall(html))


def secure(html: str, scripts: frozenset[str], styles: frozenset[str]) -> tuple[str, list[str]]:
    """The page with its policy, and what stands in it that the policy keeps from having an effect.

    Only inline scripts that the theme has on each of its pages are allowed: one that came in with a page's content is
    neither run nor passed over in silence.
    """
    html = _ALIGNMENT.sub(_aligned, html)
    wrong: list[str] = []
    inline, sheets = list(_inline_scripts(html)), _STYLE.findall(html)
    allowed_scripts = dict.fromkeys(_hash(script) for script in inline if _without_address(script) in scripts)
    allowed_styles = dict.fromkeys(_hash(style) for style in sheets if style in styles)
    wrong += [f"an inline script that is not the theme's: {_start(s)}" for s in inline if _without_address(s) not in scripts]
    wrong += [f"an inline style sheet that is not the theme's: {_start(s)}" for s in sheets if s not in styles]
    if _PERHAPS.search(tagged := _without_scripts(html)):
        wrong += [f"an attribute `{tag['name']}`, which has no effect: {_start(tag[0])}" for tag in _TAG.finditer(tagged)]
    policy = POLICY.format(scripts="".join(allowed_scripts), styles="".join(allowed_styles))
    return first_in_head(html, f'<meta http-equiv="Content-Security-Policy" content="{escape(policy, quote=False)}">'), wrong


def _inline_scripts(html: str) -> Iterator[str]:
    for script in SCRIPT.finditer(html):
        if _EXTERNAL.search(script["attributes"]) is None and _DATA.search(script["attributes"]) is None:
            yield script["text"]


def _without_address(script: str) -> str:
    """Material writes the way to the site's root into a script; that much may differ from page to page."""
    return _ADDRESS.sub('new URL("",location)', script)


def _without_scripts(html: str) -> str:
    return SCRIPT.sub("", html)


def _aligned(cell: re.Match[str]) -> str:
    """Columns are aligned by a class: a policy that lets style attributes have an effect lets too much."""
    # The theme aligns to the left what has no class.
    side = "" if cell["side"] == "left" else f' class="{cell["side"]}"'
    return f"{cell[1]}{cell[2] or ''}{side}"


def _hash(text: str) -> str:
    return f" 'sha256-{base64.b64encode(hashlib.sha256(text.encode('utf-8')).digest()).decode('ascii')}'"


def _start(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"
