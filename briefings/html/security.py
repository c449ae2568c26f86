"""The Content-Security-Policy of each page: only the theme's scripts run, each named by its digest."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Collection, Iterator, Mapping

from briefings.html.markup import SCRIPT, first_in_head, resolve
from briefings.text.allowed import align_by_class, parts

POLICY = (
    "default-src 'none'; script-src 'strict-dynamic' 'wasm-unsafe-eval'{scripts}; style-src 'self'{styles}; "
    "img-src 'self' data:; font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'"
)
"""`strict-dynamic` lets an allowed script load others, as the search loads Pagefind, but not a tag in the
page. `wasm-unsafe-eval` is for Pagefind, `data:` for the icons in Material's style sheet. Directives that
work only in a header are left out."""

_ROOT_ADDRESS = re.compile(r'new URL\("[\w./%~-]*",location\)')
_STYLE = re.compile(r"<style\b[^>]*>(.*?)</style\s*>", re.DOTALL | re.IGNORECASE)
_DATA_TYPES = frozenset({"application/json", "application/ld+json"})
_LOADED_SCRIPT = re.compile(r'(?P<before><script\b[^<>]*? src=")(?P<address>[^"<>]*)"')
_WAITING = re.compile(r"<template\b.*?</template>", re.DOTALL)


def theme_scripts(html: str) -> frozenset[str]:
    """The inline scripts of a page that holds nothing but the theme, such as 404.html."""
    return frozenset(without_address(script) for script in _inline_scripts(html))


def theme_styles(html: str) -> frozenset[str]:
    """The inline style sheets of such a page."""
    return frozenset(_STYLE.findall(html))


class Policy:
    """The policy of a site's pages."""

    def __init__(
        self, scripts: Collection[str], styles: Collection[str], files: Mapping[str, str], mount: str
    ) -> None:
        """`scripts` and `styles` are the theme's inline ones, `files` its script files with their digests."""
        self._scripts = scripts
        self._styles = styles
        self._files = files
        self._mount = mount

    def apply(self, file: str, html: str) -> str:
        """The page with its policy, digests on its scripts, and classes instead of style attributes."""
        html = _LOADED_SCRIPT.sub(lambda script: self._with_integrity(file, script), align_by_class(html))
        inline = (
            digest(script.encode("utf-8"))
            for script in _inline_scripts(html)
            if without_address(script) in self._scripts
        )
        loaded = (
            self._files[name]
            # A trusted script adds those that wait, and they are trusted then.
            for script in _LOADED_SCRIPT.finditer(_WAITING.sub("", html))
            if (name := self._theme_file(file, script)) is not None
        )
        sheets = (digest(sheet.encode("utf-8")) for sheet in _STYLE.findall(html) if sheet in self._styles)
        policy = POLICY.format(
            scripts=_quoted(dict.fromkeys([*inline, *loaded])), styles=_quoted(dict.fromkeys(sheets))
        )
        # It contains nothing to escape in double quotes.
        return first_in_head(html, f'<meta http-equiv="Content-Security-Policy" content="{policy}">')

    def _theme_file(self, file: str, script: re.Match[str]) -> str | None:
        """The script's file, if it is the theme's."""
        name = resolve(file, script["address"].partition("?")[0], self._mount)
        return name if name in self._files else None

    def _with_integrity(self, file: str, script: re.Match[str]) -> str:
        name = self._theme_file(file, script)
        if name is None:
            return script[0]
        integrity = self._files[name]
        # A browser would refuse an earlier version of the file from its cache, so the address changes.
        version = hashlib.sha256(integrity.encode("ascii")).hexdigest()[:8]
        return f'{script["before"]}{script["address"]}?{version}" integrity="{integrity}"'


def digest(data: bytes) -> str:
    """The digest of a script or style sheet, as policies and `integrity` attributes have it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(data).digest()).decode('ascii')}"


def is_data(attributes: Mapping[str, str]) -> bool:
    """Whether a script with these attributes holds data and is not run."""
    return attributes.get("type", "") in _DATA_TYPES


def _inline_scripts(html: str) -> Iterator[str]:
    for script in SCRIPT.finditer(html):
        attributes = dict(parts(f"<script{script['attributes']}>")[1])
        if "src" not in attributes and not is_data(attributes):
            yield script["text"]


def without_address(script: str) -> str:
    """The script without the relative path to the site's root, which Material writes into it on each page."""
    return _ROOT_ADDRESS.sub('new URL("",location)', script)


def _quoted(digests: Collection[str]) -> str:
    return "".join(f" '{each}'" for each in digests)
