"""The last gate: judges each page as it will be published.

The text of a page may contain what `allowed` lists; around it, only passive elements and those of the theme.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from briefings.html import markup
from briefings.html.security import is_data, without_address
from briefings.text import allowed
from briefings.text.allowed import ELEMENTS, FORMS, PICTURES, RAW_TEXT, Fault, Rules, shorten
from briefings.text.escape import LINK_SCHEMES, scheme


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a page comes from."""

    source: str = ""
    """Its source file, relative to the project's root; empty if it is generated from several."""
    handwritten: bool = False
    redirect: str = ""
    """The address below the site's root that the page redirects to."""


UNKNOWN = Origin()
"""The origin of pages written by MkDocs or a plugin."""


_DOCTYPE = re.compile(r"\s*<!doctype html>", re.IGNORECASE)
_ARTICLE = re.compile(r"<article\b[^<>]*>")
_PASSIVE = ELEMENTS.keys() | PICTURES.keys() | {"html", "head", "body", "title", "main", "article", "label"}
"""Passive elements."""
_TOGGLES = ({("type", "checkbox")}, {("type", "radio")})
_ACTIVE = frozenset(
    {"style", "srcdoc", "srcset", "formaction", "ping", "action", "background", "manifest", "name"}
)
"""Attributes that load, send or run something, or name it for scripts; besides those that begin with `on`."""
_DESCRIPTIONS = frozenset({"description", "robots", "twitter:card"})


class Gate:
    """Judges the pages of one site by a page with nothing but the theme in it."""

    def __init__(
        self,
        theme_only: str,
        file: str,
        mount: str,
        scripts: Collection[str],
        styles: Collection[str],
        calendars: str = "",
    ) -> None:
        """`theme_only` is that page's HTML, `file` its path; pages may load `scripts` and `styles`.
        `calendars` is what the links to the site's own calendars begin with."""
        self._mount = mount
        self._files = frozenset(scripts)
        self._sheets = frozenset(styles)
        self._texts = frozenset(_text_of(match) for match in RAW_TEXT.finditer(theme_only))
        self._addresses = frozenset(markup.scripts(theme_only))
        tags = allowed.any_start_tags(RAW_TEXT.sub("", allowed.canonicalize(theme_only)))
        self._theme_tags = frozenset(self._normalized(file, tag) for tag in tags)
        ids = frozenset(value for tag in tags for name, value in allowed.parts(tag)[1] if name == "id")
        # Generated pages share some ids with the theme, but none that begin with two underscores.
        reserved = frozenset(value for value in ids if value.startswith("__"))
        self._rules = {
            True: Rules(generated=True, ids=reserved, calendars=calendars),
            False: Rules(generated=False, ids=ids),
        }

    def judge(self, file: str, html: str, origin: Origin = UNKNOWN) -> tuple[Fault, ...]:
        """What a page must not contain, as it will be published."""
        parts = _Parts.of(allowed.canonicalize(html))
        faults = [*self._article_faults(parts, origin), *self._frame_faults(file, parts, origin)]
        outline = allowed.outline(html.rpartition("</article>")[2])
        if not faults and origin.handwritten and allowed.outline(parts.after) != outline:
            faults.append(allowed.UNBALANCED)
        return tuple(dict.fromkeys(faults))

    # ── The article ──

    def _article_faults(self, parts: _Parts, origin: Origin) -> Iterator[Fault]:
        rules = self._rules[not origin.handwritten]
        for tag in sorted(parts.article):
            yield from rules.faults(tag)
        if not parts.is_certain:
            yield Fault("its HTML cannot be read with certainty", "<")

    # ── The frame around the article ──

    def _frame_faults(self, file: str, parts: _Parts, origin: Origin) -> Iterator[Fault]:
        if parts.articles > 1:
            yield Fault("an element `<article>` is the theme's", "<article")
        for match in parts.raw_text:
            yield from self._raw_text_fault(file, match)
        for tag in sorted(parts.frame):
            yield from self._frame_tag_faults(file, tag, origin)

    def _frame_tag_faults(self, file: str, tag: str, origin: Origin) -> Iterator[Fault]:
        name, attributes = allowed.parts(tag)
        known = set(attributes)
        if self._normalized(file, tag) in self._theme_tags:
            return
        if name == "meta":
            is_allowed = self._is_description(file, dict(attributes), origin)
        elif name == "link":
            is_allowed = self._is_allowed_link(file, dict(attributes))
        else:
            is_allowed = name in _PASSIVE or (name == "input" and any(kind <= known for kind in _TOGGLES))
            if not is_allowed and name in FORMS and not origin.handwritten:
                # The text of a page in a theme without an article is part of the frame.
                is_allowed = next(self._rules[True].faults(tag), None) is None
        if not is_allowed:
            yield Fault(f"an element `{shorten(tag)}` is not the theme's", f"<{name}")
        for attribute, value in attributes:
            if attribute.startswith("on") or attribute in _ACTIVE - ({"name"} if name == "meta" else set()):
                yield Fault(f"an attribute `{attribute}` is not the theme's", attribute)
            elif attribute in ("href", "xlink:href", "src") and scheme(value) not in LINK_SCHEMES:
                if name == "a" and not origin.handwritten and self._rules[True].subscribes(value):
                    # The text of a page in a theme without an article is part of the frame.
                    continue
                yield Fault(f"a link to `{scheme(value)}:` is not allowed", value)

    def _is_description(self, file: str, attributes: dict[str, str], origin: Origin) -> bool:
        """Whether a `<meta>` only describes the page, or redirects to where the page moved."""
        if attributes.keys() == {"http-equiv", "content"}:
            header, content = attributes["http-equiv"].lower(), attributes["content"]
            if header != "refresh" or not origin.redirect or not content.startswith("0; url="):
                return header == "content-security-policy"
            target = markup.resolve(file, content.removeprefix("0; url="), self._mount)
            return target is not None and target.strip("/.") == origin.redirect.strip("/.")
        if attributes.keys() == {"name", "content"}:
            return attributes["name"] in _DESCRIPTIONS or attributes["name"].startswith("citation_")
        is_property = attributes.keys() == {"property", "content"}
        return is_property and attributes["property"].startswith(("og:", "article:"))

    def _is_allowed_link(self, file: str, attributes: dict[str, str]) -> bool:
        """Whether a `<link>` names the page's own address, a neighbor's, a file of the site (the same in
        another format, or a feed), or the site's style sheet."""
        if attributes.keys() - {"title"} == {"rel", "type", "href"} and attributes["rel"] == "alternate":
            return markup.resolve(file, attributes["href"], self._mount) is not None
        if attributes.get("rel") == "stylesheet" and attributes.keys() - {"media"} == {"rel", "href"}:
            return markup.resolve(file, attributes["href"], self._mount) in self._sheets
        return attributes.keys() == {"rel", "href"} and attributes["rel"] in ("canonical", "prev", "next")

    def _raw_text_fault(self, file: str, match: re.Match[str]) -> Iterator[Fault]:
        name, pairs = allowed.parts(f"<{match['name']}{match['attributes']}>")
        attributes = dict(pairs)
        address = attributes.get("src") if name == "script" else None
        if address is not None:
            script = markup.resolve(file, address.partition("?")[0], self._mount)
            if script not in self._files and address not in self._addresses:
                yield Fault(f"a script that is not the theme's: {shorten(address)}", address)
        elif not is_data(attributes) and _text_of(match) not in self._texts:
            what = "an inline script" if name == "script" else "an inline style sheet"
            yield Fault(f"{what} that is not the theme's: {shorten(match['text'])}", f"<{name}")

    def _normalized(self, file: str, tag: str) -> tuple[object, ...]:
        """A tag in a form that is the same on all pages, with addresses relative to the site's root."""
        name, attributes = allowed.parts(tag)
        addresses = ("href", "src")
        return name, *sorted(
            (each, (markup.resolve(file, value, self._mount) or value) if each in addresses else value)
            for each, value in attributes
        )


def _text_of(match: re.Match[str]) -> str:
    """The name and text of an inline script or style sheet, the same on all pages."""
    return f"{match['name']} {without_address(match['text'])}"


@dataclass(frozen=True, slots=True)
class _Parts:
    """The distinct start tags of a page, and its elements whose text is not HTML."""

    article: set[str]
    """In the article."""
    frame: set[str]
    """Outside the article; all tags of a page without one."""
    raw_text: list[re.Match[str]]
    """Scripts and style sheets outside the article; inside, they are among the tags."""
    after: str
    """What follows the article."""
    articles: int
    is_certain: bool
    """Whether a browser sees no other tags."""

    @classmethod
    def of(cls, html: str) -> _Parts:
        """The parts of a page, as `canonicalize` gives it."""
        before, inside, after = _split_at_article(html)
        around = before + after
        texts = (inside, _DOCTYPE.sub("", RAW_TEXT.sub("", around), count=1))
        tags, frame = map(allowed.start_tags, texts)
        is_certain = tags is not None and frame is not None
        if tags is None or frame is None:
            tags, frame = map(allowed.any_start_tags, texts)
        raw_text = list(RAW_TEXT.finditer(around))
        return cls(tags, frame, raw_text, after, html.count("<article"), is_certain)


def _split_at_article(html: str) -> tuple[str, str, str]:
    opening, end = _ARTICLE.search(html), html.rfind("</article>")
    if opening is None or end < opening.end():
        return html, "", ""
    return html[: opening.start()], html[opening.end() : end], html[end:].removeprefix("</article>")
