"""The allow-list: the elements, attributes and links that a page's text may contain. Everything else is
refused.

HTML that simple patterns cannot read reliably is read by an HTML5 parser, as browsers read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html import unescape
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from briefings.text import escape
from briefings.text.escape import LINK_SCHEMES, address, scheme

ELEMENTS: Mapping[str, frozenset[str]] = {
    name: frozenset(attributes.split())
    for names, attributes in {
        "a": "href hreflang rel target download",
        "img": "src alt width height loading decoding",
        "blockquote q": "cite",
        "del ins": "cite datetime",
        "time": "datetime",
        "details": "open",
        "li": "value",
        "ol": "start reversed type",
        "col colgroup": "span",
        "td": "colspan rowspan headers",
        "th": "colspan rowspan headers scope abbr",
        "h1 h2 h3 h4 h5 h6 p div section header footer aside nav figure figcaption summary": "",
        "ul dl dt dd pre hr br table caption thead tbody tfoot tr": "",
        "abbr b bdi bdo cite code dfn em i kbd mark rp rt ruby s samp small span strong": "",
        "sub sup u var wbr": "",
    }.items()
    for name in names.split()
}
"""The allowed HTML elements, each with its attributes besides `GLOBAL_ATTRIBUTES`."""

GLOBAL_ATTRIBUTES = frozenset({"id", "class", "title", "lang", "dir", "role", "hidden"})
"""Attributes allowed on every element, besides those that begin with `aria-`."""

_SHAPES = (
    "fill fill-opacity stroke stroke-width stroke-opacity stroke-dasharray stroke-linecap stroke-linejoin"
    " paint-order tabindex transform"
)
PICTURES: Mapping[str, frozenset[str]] = {
    name: frozenset(f"{attributes} {_SHAPES}".split())
    for names, attributes in {
        "svg": (
            "viewbox x y width height overflow preserveaspectratio xmlns xmlns:xlink font-size font-weight"
        ),
        "g": "font-size font-weight",
        "a": "href xlink:href rel title",
        "path": "d",
        "circle": "cx cy r",
        "ellipse": "cx cy rx ry",
        "rect": "x y width height rx ry",
        "line": "x1 y1 x2 y2",
        "polygon polyline": "points",
        "text tspan": "x y dx dy text-anchor font-size font-weight",
        "title desc": "",
    }.items()
    for name in names.split()
}
"""Elements of the pictures that the generator draws. SVG has many other elements that run scripts."""

FORMS: Mapping[str, frozenset[str]] = {
    "form": frozenset(),
    "select": frozenset(),
    "option": frozenset({"value"}),
    "input": frozenset({"type", "autocomplete"}),
    "label": frozenset(),
    "button": frozenset({"type"}),
}
"""Elements of the form that filters the timeline, with all the attributes that they may have there. Without
an `action` or a script, the form stays on its page."""

DATA_ATTRIBUTES = frozenset(
    {
        f"data-{name}"
        for name in (
            "actors", "at", "cut", "day", "entries", "facet", "given", "kinds", "last", "news", "proof",
            "read", "tags", "topics", "words",
        )
    }
)  # fmt: skip
"""Attributes by which generated pages pass data to the theme's scripts."""

RESERVED_CLASSES = frozenset(
    {
        "proof",
        "verified",
        "support",
        "status",
        "ev",
        "passage",
        "source",
        "card",
        "card-data",
        "filter",
    }
)
"""Classes that show how well a fact is proved, or that scripts act on: not for hand-written pages."""

_FRAME = re.compile(
    r"md-(?:banner|consent|container|dialog|footer|grid|header|logo|main|nav|option|overlay|progress|search"
    r"|select|sidebar|skip|tabs|toggle|tooltip2?|top|version)(?:[_-]{2}.*|-result.*)?"
)
"""Classes of the frame around a page's text. Some are fixed to the window, so a page could imitate or cover
the frame with them."""

_ADDRESSES = frozenset({"href", "xlink:href", "src", "cite"})


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that a page must not contain."""

    message: str
    near: str
    """The HTML at fault, by which the fault is located in the page's source file."""
    is_link: bool = False
    """Whether the link checker reports it, too, and with a better message."""


_DANGEROUS_SCHEMES = frozenset({"javascript", "data", "vbscript", "file", "blob"})


@dataclass(frozen=True)
class Rules:
    """What is allowed in one kind of page."""

    generated: bool
    """Whether the generator's templates wrote the page. A hand-written page may not contain SVG."""
    ids: frozenset[str] = field(default_factory=frozenset)
    """Ids reserved for the theme."""
    calendars: str = ""
    """The beginning of links to the site's own calendars. Only generated pages may subscribe to them."""

    @cached_property
    def _elements(self) -> Mapping[str, frozenset[str]]:
        if not self.generated:
            return ELEMENTS
        names = ELEMENTS.keys() | PICTURES.keys()
        drawn = {name: ELEMENTS.get(name, frozenset()) | PICTURES.get(name, frozenset()) for name in names}
        return {**drawn, **FORMS}

    def faults(self, tag: str) -> Iterator[Fault]:
        """What is not allowed in one start tag."""
        name, attributes = parts(tag)
        known = self._elements.get(name)
        if known is None or (name in FORMS and not self._is_of_the_filter(known, attributes)):
            yield Fault(f"an element `<{name}>` is not allowed", f"<{name}")
            return
        for attribute, value in attributes:
            if attribute in _ADDRESSES and attribute in known:
                if not (name == "a" and self.subscribes(value)):
                    yield from _address_faults(name, value)
            elif attribute == "id":
                yield from self._id_faults(value)
            elif attribute == "class" and not self.generated:
                yield from _class_faults(value)
            elif attribute not in known and not self._is_global(attribute):
                yield Fault(f"an attribute `{attribute}` is not allowed", attribute)
            elif attribute == "rel" and "opener" in value.lower().split():
                yield Fault("`rel=opener` lets another site move this window", value)
            elif "url(" in value.lower() and attribute in PICTURES["path"]:
                yield Fault(f"an attribute `{attribute}` may not lead to another place", value)

    def subscribes(self, target: str) -> bool:
        """Whether this is a link by which calendar programs subscribe to a calendar of the site."""
        return (
            self.generated
            and self.calendars != ""
            and target.startswith(self.calendars)
            and _CALENDAR.fullmatch(target, len(self.calendars)) is not None
        )

    def _is_of_the_filter(self, known: frozenset[str], attributes: Iterable[tuple[str, str]]) -> bool:
        return all(
            (name in known and (name != "type" or value in ("search", "reset"))) or self._is_global(name)
            for name, value in attributes
        )

    def _is_global(self, attribute: str) -> bool:
        return (
            attribute in GLOBAL_ATTRIBUTES
            or _ARIA.fullmatch(attribute) is not None
            or (self.generated and attribute in DATA_ATTRIBUTES)
        )

    def _id_faults(self, value: str) -> Iterator[Fault]:
        # On a generated page, the id of a heading may begin with underscores; `ids` lists the theme's own.
        if value in self.ids or (value.startswith("__") and not self.generated):
            yield Fault(f"the id `{value}` is the theme's", value)


def _class_faults(value: str) -> Iterator[Fault]:
    names = value.split()
    if reserved := [name for name in names if name.partition("--")[0] in RESERVED_CLASSES]:
        yield Fault(f"the class `{reserved[0]}` is for generated pages alone", value)
    elif framing := [name for name in names if _FRAME.fullmatch(name)]:
        yield Fault(f"the class `{framing[0]}` is the theme's", value)


_ARIA = re.compile(r"aria-[a-z]+")
_CALENDAR = re.compile(r"(?:[a-z0-9-]+/)*[a-z0-9-]+\.ics")


def _address_faults(name: str, value: str) -> Iterator[Fault]:
    link_scheme = scheme(value)
    if name == "img":
        if link_scheme or address(value).replace("\\", "/").startswith("//"):
            reason = "is not allowed: pages load nothing from other hosts"
            yield Fault(f"a picture from elsewhere, `{shorten(value)}`, {reason}", value, is_link=True)
    elif link_scheme not in LINK_SCHEMES:
        message = f"a link to `{link_scheme}:` is not allowed"
        yield Fault(message, value, is_link=link_scheme not in _DANGEROUS_SCHEMES)
    try:
        urlsplit(value)
    except ValueError:
        # Engines parse addresses in the same way, and would fail.
        yield Fault(f"`{shorten(value)}` is not an address", value, is_link=True)


# ── Reading HTML ────────────────────────────────────────────────────────────────────────────────────────────

_TAG = re.compile(r"""<[a-zA-Z][a-zA-Z0-9]*(?:\s+[^\s"'<>/=]+(?:="[^"<]*+"|='[^'<]*+')?)*+\s*+/?>""")
_NAME = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)")
_ATTRIBUTE = re.compile(r"""\s([^\s"'<>/=]+)(?:="([^"]*)"|='([^']*)')?""")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def start_tags(html: str) -> set[str] | None:
    """The distinct start tags of HTML; None if only an HTML5 parser can read it reliably.

    If every `<` that is followed by a letter begins such a tag, a browser sees no other elements. It may see
    fewer: a tag may be inside a comment or a script.
    """
    tags = _TAG.findall(html)
    return set(tags) if html.count("<") == len(tags) + html.count("</") else None


def any_start_tags(html: str) -> set[str]:
    """The well-formed start tags in HTML, whatever else it contains."""
    return set(_TAG.findall(html))


def canonicalize(html: str) -> str:
    """Parse a document as browsers do, and serialize it without comments."""
    return _COMMENT.sub("", LexborHTMLParser(html).html or "")


def parts(tag: str) -> tuple[str, list[tuple[str, str]]]:
    """The name of a start tag, and its attributes with their values; names in lower case."""
    name = _NAME.match(tag)
    assert name is not None
    attributes = _ATTRIBUTE.finditer(tag, name.end())
    return name[1].lower(), [(each[1].lower(), unescape(each[2] or each[3] or "")) for each in attributes]


RAW_TEXT = re.compile(r"<(?P<name>script|style)\b(?P<attributes>[^<>]*)>(?P<text>.*?)</(?P=name)>", re.DOTALL)
"""Elements whose text is not HTML."""
_NAMES = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]*")
_PICTURE_ONLY = PICTURES.keys() - ELEMENTS.keys()


def outline(html: str) -> list[str]:
    """The names of tags in order, except those of pictures, which may close themselves."""
    return [name for name in _NAMES.findall(RAW_TEXT.sub("", html)) if name.strip("</") not in _PICTURE_ONLY]


def is_balanced(html: str) -> bool:
    """Whether HTML in a paragraph closes what it opens, and nothing else."""
    page = f"<html><head></head><body><div><p>{html}</p></div></body></html>"
    return outline(canonicalize(page)) == outline(page)


UNBALANCED = Fault(
    "its HTML is unbalanced: an element is not closed, or a closing tag has no start tag", "</"
)

_BEFORE = "<!DOCTYPE html><html><head></head><body><main><div><article>"
_AFTER = "<p>end</p></article></div></main></body></html>"


def fragment_faults(html: str, rules: Rules) -> list[Fault]:
    """What is not allowed in HTML that becomes part of a page's article, which it must not close."""
    document = canonicalize(f"{_BEFORE}{html}{_AFTER}")
    if not document.startswith(_BEFORE):
        name = "body" if "<body" in html.lower() else "html"
        return [Fault(f"an element `<{name}>` is not allowed", f"<{name}")]
    inside = document.removeprefix(_BEFORE).removesuffix(_AFTER)
    tags = start_tags(inside)
    readable = any_start_tags(inside) if tags is None else tags
    faults = [fault for tag in sorted(readable) for fault in rules.faults(tag)]
    if not faults and tags is None:
        faults.append(Fault("its HTML cannot be read with certainty", "<"))
    if not faults and len(inside) + len(_BEFORE) + len(_AFTER) != len(document):
        faults.append(UNBALANCED)
    return faults


_NOT_TEXT = re.compile(r"<(script|style|template|textarea|title|noscript|iframe)\b[^<>]*>.*?</\1>", re.DOTALL)


def strip_html(html: str) -> str:
    """HTML without scripts, and without attributes other than the ids of headings, for the search index."""
    document = canonicalize(f"<!doctype html><body>{html}</body>")
    inside = document.partition("<body>")[2].removesuffix("</body></html>")
    return _TAG.sub(_strip_tag, _NOT_TEXT.sub("", inside))


def _strip_tag(tag: re.Match[str]) -> str:
    name, attributes = parts(tag[0])
    id_ = dict(attributes).get("id", "") if re.fullmatch("h[1-6]", name) else ""
    return f'<{name} id="{escape.html(id_)}">' if id_ and "/" not in id_ else f"<{name}>"


def shorten(text: str) -> str:
    """The text on one line, cut to sixty characters."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"


_ALIGNMENT = re.compile(r'(<t[hd])( [^<>]*?)?? style="text-align: (?P<side>left|right|center);?"')


def align_by_class(html: str) -> str:
    """Align table columns by classes instead of style attributes, which the policy forbids."""
    return _ALIGNMENT.sub(_align, html)


def _align(cell: re.Match[str]) -> str:
    # The theme aligns cells to the left by default.
    side = "" if cell["side"] == "left" else f' class="{cell["side"]}"'
    return f"{cell[1]}{cell[2] or ''}{side}"
