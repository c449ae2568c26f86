"""The allow-list: elements, attributes and links that the text of a page may hold, whoever wrote it.

Everything else is refused. HTML that cannot be read with certainty is judged as an HTML5 parser reads it, as
browsers do.
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
from briefings.text.escape import address, scheme

LINKS = frozenset({"", "http", "https", "mailto"})
"""Schemes that a link may have; a relative address has none."""

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
"""Elements of HTML, each with the attributes that it may have besides `EVERYWHERE`."""

EVERYWHERE = frozenset({"id", "class", "title", "lang", "dir", "role", "hidden"})
"""Attributes that every element may have, besides those that begin with `aria-`."""

_SHAPES = (
    "fill fill-opacity stroke stroke-width stroke-opacity stroke-dasharray stroke-linecap stroke-linejoin"
    " paint-order tabindex transform"
)
PICTURES: Mapping[str, frozenset[str]] = {
    name: frozenset(f"{attributes} {_SHAPES}".split())
    for names, attributes in {
        "svg": "viewbox width height preserveaspectratio xmlns xmlns:xlink font-size font-weight",
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
"""Elements of the pictures that the generator draws. No others are allowed: SVG has many ways to run
scripts."""

DATA = frozenset(
    {f"data-{name}" for name in ("actors", "close", "fold", "kinds", "passages", "topics", "words", "year")}
)
"""What generated pages tell the theme's scripts."""

OF_THE_GENERATOR = frozenset(
    {
        "proof",
        "verified",
        "support",
        "status",
        "cite",
        "cites",
        "passage",
        "source",
        "card",
        "card-data",
        "filter",
    }
)
"""Classes that say how well a fact is proved, or that scripts act on. Hand-written pages may not use them."""

_ADDRESSES = frozenset({"href", "xlink:href", "src", "cite"})


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that a page must not hold."""

    message: str
    near: str
    """What it looks like in HTML, to find it in the file that the page was written in."""
    of_links: bool = False
    """Whether the rules of links speak of it, too, and where a page is checked they say it better."""


_SCRIPTING = frozenset({"javascript", "data", "vbscript", "file", "blob"})
"""Schemes that harm wherever they are written."""


@dataclass(frozen=True)
class Rules:
    """What is allowed in one kind of page."""

    generated: bool
    """Whether the generator's templates wrote the page. A hand-written page may not hold SVG."""
    ids: frozenset[str] = field(default_factory=frozenset)
    """Ids that the theme has for itself."""

    @cached_property
    def _elements(self) -> Mapping[str, frozenset[str]]:
        if not self.generated:
            return ELEMENTS
        names = ELEMENTS.keys() | PICTURES.keys()
        return {name: ELEMENTS.get(name, frozenset()) | PICTURES.get(name, frozenset()) for name in names}

    def faults(self, tag: str) -> Iterator[Fault]:
        """What is not allowed in one start tag."""
        name, attributes = parts(tag)
        known = self._elements.get(name)
        if known is None:
            yield Fault(f"an element `<{name}>` is not allowed", f"<{name}")
            return
        for attribute, value in attributes:
            if attribute in _ADDRESSES and attribute in known:
                yield from _address_faults(name, attribute, value)
            elif attribute == "id":
                yield from self._id_faults(value)
            elif attribute == "class" and not self.generated:
                names = [each for each in value.split() if each.partition("--")[0] in OF_THE_GENERATOR]
                if names:
                    yield Fault(f"the class `{names[0]}` is for generated pages alone", value)
            elif attribute not in known and not self._everywhere(attribute):
                yield Fault(f"an attribute `{attribute}` is not allowed", attribute)
            elif attribute == "rel" and "opener" in value.lower().split():
                yield Fault("`rel=opener` lets another site move this window", value)
            elif "url(" in value.lower() and attribute in PICTURES["path"]:
                yield Fault(f"an attribute `{attribute}` may not lead to another place", value)

    def _everywhere(self, attribute: str) -> bool:
        return (
            attribute in EVERYWHERE
            or _ARIA.fullmatch(attribute) is not None
            or (self.generated and attribute in DATA)
        )

    def _id_faults(self, value: str) -> Iterator[Fault]:
        # A heading of a sheet may begin so; what the theme itself uses is in `ids`.
        if value in self.ids or (value.startswith("__") and not self.generated):
            yield Fault(f"the id `{value}` is the theme's", value)


_ARIA = re.compile(r"aria-[a-z]+")


def _address_faults(name: str, attribute: str, value: str) -> Iterator[Fault]:
    found = scheme(value)
    if name == "img":
        if found or address(value).replace("\\", "/").startswith("//"):
            message = (
                f"a picture from elsewhere, `{shortened(value)}`, is not allowed: pages load nothing from"
                " other hosts"
            )
            yield Fault(message, value, of_links=True)
    elif found not in LINKS:
        yield Fault(f"a link to `{found}:` is not allowed", value, of_links=found not in _SCRIPTING)
    try:
        urlsplit(value)
    except ValueError:
        # Engines ask the same, and give up.
        yield Fault(f"`{shortened(value)}` is no address", value, of_links=True)


# ── Reading HTML ────────────────────────────────────────────────────────────────────────────────────────────

_TAG = re.compile(r"""<[a-zA-Z][a-zA-Z0-9]*(?:\s+[^\s"'<>/=]+(?:="[^"<]*+"|='[^'<]*+')?)*+\s*+/?>""")
# Matches the same tags, and malformed ones, in half the time. A site of 300 pages has 500,000 tags.
_PERHAPS = re.compile(r"""<[a-zA-Z][^<>"']*+(?:(?:"[^"<]*+"|'[^'<]*+')[^<>"']*+)*+>""")
_NAME = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)")
_ATTRIBUTE = re.compile(r"""\s([^\s"'<>/=]+)(?:="([^"]*)"|='([^']*)')?""")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def start_tags(html: str) -> set[str] | None:
    """The distinct start tags of HTML; None if only an HTML5 parser can read it with certainty.

    If every `<` followed by a letter begins such a tag, a browser sees no element that these tags do not
    name. It may see fewer: some can be inside a comment, or inside an element whose content is read by other
    rules.
    """
    tags = likely_start_tags(html)
    return tags if tags is not None and are_start_tags(tags) else None


def likely_start_tags(html: str) -> set[str] | None:
    """As `start_tags`, but for callers that ask `are_start_tags` themselves, of fewer tags."""
    tags = _PERHAPS.findall(html)
    return set(tags) if html.count("<") == len(tags) + html.count("</") else None


def are_start_tags(tags: Iterable[str]) -> bool:
    """Whether a browser reads all of these as they look."""
    return all(map(_TAG.fullmatch, tags))


def any_start_tags(html: str) -> set[str]:
    """The start tags that can be read in HTML, whatever else it holds."""
    return set(_TAG.findall(html))


def canonical(html: str) -> str:
    """A document as an HTML5 parser understands it, in its canonical form and without comments."""
    return _COMMENT.sub("", LexborHTMLParser(html).html or "")


def parts(tag: str) -> tuple[str, list[tuple[str, str]]]:
    """The name of a start tag and its attributes with their values. Names are in lower case."""
    name = _NAME.match(tag)
    assert name is not None
    found = _ATTRIBUTE.finditer(tag, name.end())
    return name[1].lower(), [(each[1].lower(), unescape(each[2] or each[3] or "")) for each in found]


UNBALANCED = Fault(
    "its HTML does not end where the page does: an element is not closed, or one is closed that is not open",
    "</",
)

_BEFORE = "<!DOCTYPE html><html><head></head><body><main><div><article>"
_AFTER = "<p>end</p></article></div></main></body></html>"


def fragment_faults(html: str, rules: Rules) -> list[Fault]:
    """What is not allowed in HTML that will stand in a page's article, and whether it stays inside."""
    document = canonical(f"{_BEFORE}{html}{_AFTER}")
    if not document.startswith(_BEFORE):
        name = "body" if "<body" in html.lower() else "html"
        return [Fault(f"an element `<{name}>` is not allowed", f"<{name}")]
    inside = document.removeprefix(_BEFORE).removesuffix(_AFTER)
    tags = start_tags(inside)
    found = list(tags_faults(any_start_tags(inside) if tags is None else tags, rules))
    if not found and tags is None:
        found.append(Fault("its HTML cannot be read with certainty", "<"))
    if not found and len(inside) + len(_BEFORE) + len(_AFTER) != len(document):
        found.append(UNBALANCED)
    return found


_APART = re.compile(r"<(script|style|template|textarea|title|noscript|iframe)\b[^<>]*>.*?</\1>", re.DOTALL)


def bare(html: str) -> str:
    """HTML without scripts and without attributes other than the ids of headings, for the search index."""
    document = canonical(f"<!doctype html><body>{html}</body>")
    inside = document.partition("<body>")[2].removesuffix("</body></html>")
    return _TAG.sub(_bare_tag, _APART.sub("", inside))


def _bare_tag(tag: re.Match[str]) -> str:
    name, attributes = parts(tag[0])
    id_ = dict(attributes).get("id", "") if re.fullmatch("h[1-6]", name) else ""
    return f'<{name} id="{escape.html(id_)}">' if id_ and "/" not in id_ else f"<{name}>"


def tags_faults(tags: Iterable[str], rules: Rules) -> Iterator[Fault]:
    """What is not allowed in start tags, in a stable order."""
    for tag in sorted(tags):
        yield from rules.faults(tag)


def shortened(text: str) -> str:
    """A text of at most sixty characters, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else line[:59] + "…"


_ALIGNMENT = re.compile(r'(<t[hd])( [^<>]*?)?? style="text-align: (?P<side>left|right|center);?"')


def aligned(html: str) -> str:
    """The same HTML, with columns aligned by a class: a policy that lets style attributes have an effect lets
    too much."""
    return _ALIGNMENT.sub(_aligned, html)


def _aligned(cell: re.Match[str]) -> str:
    # The theme aligns to the left what has no class.
    side = "" if cell["side"] == "left" else f' class="{cell["side"]}"'
    return f"{cell[1]}{cell[2] or ''}{side}"
