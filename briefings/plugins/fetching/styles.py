"""Which declarations of the style sheets in a page apply to an element, and whether they hide it.

It reads only as much CSS as that takes, and is for pages of strangers. It imports nothing of the package,
because `extract` needs it in a process of its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

Declarations = list[tuple[str, str, bool]]
"""Property, value, and whether it is important."""


class Styles:
    """The style sheets in a page, as far as they hide, strike out or raise words.

    Selectors may have classes, ids, names of elements, and spaces or `>` between them; rules with others are
    ignored, as are those for some screens only.
    """

    def __init__(self, tree: Any) -> None:
        self._rules: dict[str, list[tuple[tuple[int, int], list[str], Declarations]]] = defaultdict(list)
        """By a class, id or element that the last part of the selector names."""
        self.are_complete = not any("stylesheet" in link.get("rel", "").lower() for link in tree.iter("link"))
        """Whether no other rule can give an element a background."""
        order = 0
        for sheet in tree.iter("style"):
            self.are_complete &= "@import" not in (sheet.text or "")
            if sheet.get("media", "all").strip().lower() not in {"", "all", "screen"}:
                continue
            if next(sheet.iterancestors("noscript"), None) is not None:
                continue
            for selectors, declared in _rules(sheet.text or ""):
                declarations = _declarations(declared)
                for selector in selectors.split(",") if declarations else ():
                    parts = selector.replace(">", " > ").split()
                    if parts and all(part == ">" or _COMPOUND.fullmatch(part) for part in parts):
                        order += 1
                        names = _NAMES.findall(selector)
                        weight = sum(100 if n[0] == "#" else 10 if n[0] == "." else 1 for n in names)
                        key = _NAMES.findall(parts[-1])[-1]
                        self._rules[key].append(((weight, order), parts, declarations))
                    else:
                        self.are_complete &= "background" not in declared

    def of(self, element: Any) -> Mapping[str, str]:
        """The declarations that apply to an element."""
        found: list[tuple[bool, tuple[int, int], str, str]] = []
        if self._rules:
            own = _names_of(element)
            for name in own & self._rules.keys():
                for weight, parts, declarations in self._rules[name]:
                    if _matches(element, parts):
                        found += [(each[2], weight, each[0], each[1]) for each in declarations]
        if element.get("style"):
            found += [(each[2], (1000, 0), each[0], each[1]) for each in _declarations(element.get("style"))]
        return {name: value for _, _, name, value in sorted(found, key=lambda each: each[:2])}


_COMPOUND = re.compile(r"(?:[a-z][a-z0-9]*)?(?:[.#][\w-]+)*", re.IGNORECASE)
_NAMES = re.compile(r"[.#]?[\w-]+")
_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """The selectors and declarations of all rules, with `@` for selectors that some screens ignore."""
    waiting: list[tuple[str, bool]] = []
    applies = True
    start = 0
    sheet = _COMMENT.sub("", sheet.replace("<!--", "").replace("-->", ""))
    for mark in re.finditer(r"[{};]", sheet):
        words = sheet[start : mark.start()].strip()
        if mark[0] == "{":
            waiting.append((words, applies))
            applies = applies and (not words.startswith("@") or words.split()[0] == "@layer")
            applies = applies or words.lower() in ("@media screen", "@media all")
            start = mark.end()
        elif mark[0] == "}":
            selectors, before = waiting.pop() if waiting else ("@", True)
            yield selectors if applies else "@", words
            applies, start = before, mark.end()
        elif not waiting or waiting[-1][0].startswith("@"):
            start = mark.end()  # such as @import


def _declarations(text: str) -> Declarations:
    found: Declarations = []
    for declaration in _COMMENT.sub("", text).lower().split(";"):
        name, _, value = declaration.partition(":")
        value, _, important = value.partition("!")
        if value.strip():
            found.append((name.strip(), " ".join(value.split()), important.strip() == "important"))
    return found


def _names_of(element: Any) -> set[str]:
    """How selectors can name an element."""
    names = {str(element.tag), *(f".{name}" for name in element.get("class", "").split())}
    return names | {f"#{element.get('id')}"} if element.get("id") else names


def _matches(element: Any, parts: list[str]) -> bool:
    *before, last = parts
    if not set(_NAMES.findall(last)) <= _names_of(element):
        return False
    if not before:
        return True
    above = element.getparent()
    if before[-1] == ">":
        return above is not None and _matches(above, before[:-1])
    while above is not None:
        if _matches(above, before):
            return True
        above = above.getparent()
    return False


_ZERO = re.compile(r"[+-]?0*\.?0*(?:%|[a-z]+)?")
_FAR = re.compile(r"-(?:\d{4,}|999)(?:\.\d+)?[a-z%]*")


def hides(style: Mapping[str, str]) -> bool:
    """Whether an element with these declarations cannot be seen."""

    def is_zero(name: str) -> bool:
        return name in style and _ZERO.fullmatch(style[name]) is not None

    if style.get("display") == "none" or style.get("content-visibility") == "hidden":
        return True
    if style.get("visibility") in ("hidden", "collapse") or is_zero("opacity") or is_zero("font-size"):
        return True
    away = ["text-indent", "margin-left", "margin-top"]
    if style.get("position") in ("absolute", "fixed"):
        away += ["left", "right", "top", "bottom"]
        if style.get("clip", "auto") != "auto":
            return True
    if _CLIPPED.match(style.get("clip-path", "")) or _SHRUNK.search(style.get("transform", "")):
        return True
    if any(_FAR.fullmatch(style.get(name, "")) for name in away):
        return True
    return style.get("overflow") == "hidden" and any(
        is_zero(name) or style.get(name) == "1px" for name in ("width", "height", "max-width", "max-height")
    )


_CLIPPED = re.compile(
    r"inset\( ?(?:[5-9]\d|\d{3,})(?:\.\d+)?%|(?:circle|ellipse)\( ?0*\.?0*(?:%|[a-z]+)?[ ,)]"
)
_SHRUNK = re.compile(r"\bscale(?:3d|[xy])?\( ?(?:[^,)]+, ?)?0*\.?0*%? ?[,)]")
