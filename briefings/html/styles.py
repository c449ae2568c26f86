"""Trims style sheets: drops rules that no page or script of the site can match, and unread variables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"""(?P<comment>/\*.*?\*/)|(?P<string>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\\.)|(?P<mark>[{}();,])""",
    re.DOTALL,
)
_CLASS = re.compile(r"\.(-?[_a-zA-Z][\w-]*(?:\\.[\w-]*)*)")
_ALTERNATIVES = re.compile(r":(?:not|is|where|has)\((?:[^()]|\([^()]*\))*\)")
_COLOR = re.compile(r"""\[?data-md-color-(?:primary|accent)=["']?([\w-]+)""")
"""A color of Material's palette, in a selector or on a page."""
_CLASS_ATTRIBUTE = re.compile(r'class="([^"]*)"')
_WORD = re.compile(r"[\w-]+")
_STRING = re.compile(r"""(["'`])((?:(?!\1)[^\\]|\\.)*)\1""", re.DOTALL)
_DIRECTION = re.compile(r"""^\[dir=["']?(ltr|rtl)|<body[^>]* dir=["']?(ltr|rtl)""")
"""The direction of a whole page, in a selector or on the page."""
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
_VARIABLE_NAME = re.compile(r"--[\w-]+")
_GROUPS = ("@media", "@supports", "@layer", "@container")


@dataclass(slots=True)
class Uses:
    """What the pages and scripts of a site use."""

    classes: set[str] = field(default_factory=set)
    variables: set[str] = field(default_factory=set)
    """Used anywhere except in the style sheet that is trimmed."""
    colors: set[str] = field(default_factory=set)
    """Colors of Material's palette that pages have."""
    directions: set[str] = field(default_factory=set)

    def add_page(self, html: str) -> None:
        """Add the frame of all pages, which has their colors and direction."""
        self.colors.update(_COLOR.findall(html))
        self.directions.update(found[2] for found in _DIRECTION.finditer(html))

    def add_script(self, script: str) -> None:
        """Add a script: any word of a text in it may become a class."""
        for string in _STRING.finditer(script):
            self.classes |= words_in(string[2])
        self.variables.update(_VARIABLE_NAME.findall(script))

    def add_sheet(self, css: str) -> None:
        """Add a style sheet that is not trimmed: it may read variables of the others."""
        self.variables.update(_VARIABLE.findall(css))


def words_in(text: str) -> set[str]:
    """All words in a template or a script: any may be a class."""
    return set(_WORD.findall(text))


def classes_of(html: str) -> set[str]:
    """The classes on a page."""
    return {name for value in set(_CLASS_ATTRIBUTE.findall(html)) for name in value.split()}


def used_only(css: str, uses: Uses) -> str:
    """The style sheet without rules for unused classes, and without unread variables."""
    rules = "".join(_rules(css, uses))
    # A variable may be read only by another unread one, so repeat until nothing changes.
    while True:
        read = uses.variables | set(_VARIABLE.findall(rules))
        fewer = "".join(_without_variables(rules, read))
        # What is not read as written, such as a style sheet with a brace too many, may grow.
        if len(fewer) >= len(rules):
            return rules
        rules = fewer


@dataclass(frozen=True, slots=True)
class _Rule:
    prelude: str
    body: str | None
    """None for a statement that ends in a semicolon."""


def _split(css: str) -> Iterator[_Rule]:
    """The top-level rules and statements."""
    depth, parens = 0, 0
    start, opened = 0, 0
    for token in _TOKEN.finditer(css):
        mark = token["mark"]
        if mark == "(":
            parens += 1
        elif mark == ")":
            parens -= 1
        elif parens > 0:
            continue
        elif mark == "{":
            if depth == 0:
                opened = token.start()
            depth += 1
        elif mark == "}":
            depth -= 1
            if depth == 0:
                yield _Rule(css[start:opened].strip(), css[opened + 1 : token.start()])
                start = token.end()
        elif mark == ";" and depth == 0:
            yield _Rule(css[start : token.start()].strip(), None)
            start = token.end()
    if css[start:].strip():
        yield _Rule(css[start:].strip(), None)


def compact(css: str) -> str:
    """The style sheet without comments and most white space."""
    return "".join(_rules(css, None))


def _rules(css: str, uses: Uses | None) -> Iterator[str]:
    for rule in _split(_TOKEN.sub(lambda token: "" if token["comment"] else token[0], css)):
        if rule.body is None:
            if not rule.prelude.startswith("@charset"):
                yield f"{rule.prelude};"
        elif rule.prelude.startswith(_GROUPS):
            inner = "".join(_rules(rule.body, uses))
            if inner:
                yield f"{rule.prelude}{{{inner}}}"
        elif rule.prelude.startswith("@"):
            yield f"{rule.prelude}{{{_compact(rule.body)}}}"
        else:
            selectors = [each for each in _selectors(rule.prelude) if uses is None or _may_match(each, uses)]
            if selectors and rule.body.strip():
                yield f"{','.join(selectors)}{{{_compact(rule.body)}}}"


def _compact(body: str) -> str:
    """The body on one line, with strings unchanged."""
    parts: list[str] = []
    end = 0
    for token in _TOKEN.finditer(body):
        if token["string"]:
            parts += [re.sub(r"\s+", " ", body[end : token.start()]), token[0]]
            end = token.end()
    parts.append(re.sub(r"\s+", " ", body[end:]))
    return "".join(parts).strip().rstrip(";")


def _selectors(text: str) -> list[str]:
    """The selectors in a list separated by commas."""
    parts, parens, start = [], 0, 0
    for token in _TOKEN.finditer(text):
        if token["mark"] == "(":
            parens += 1
        elif token["mark"] == ")":
            parens -= 1
        elif token["mark"] == "," and parens == 0:
            parts.append(text[start : token.start()])
            start = token.end()
    return [" ".join(part.split()) for part in (*parts, text[start:])]


def _may_match(selector: str, uses: Uses) -> bool:
    """Whether all classes and colors that the selector requires are used; :not, :is and the like require
    none."""
    plain = _ALTERNATIVES.sub("", selector)
    direction = _DIRECTION.match(plain)
    if direction and uses.directions and direction[1] not in uses.directions:
        return False
    return uses.colors.issuperset(_COLOR.findall(plain)) and all(
        name.replace("\\", "") in uses.classes for name in _CLASS.findall(plain)
    )


def _without_variables(css: str, read: set[str]) -> Iterator[str]:
    for rule in _split(css):
        if rule.body is None:
            yield f"{rule.prelude};"
        elif rule.prelude.startswith(_GROUPS):
            inner = "".join(_without_variables(rule.body, read))
            if inner:
                yield f"{rule.prelude}{{{inner}}}"
        elif "--" not in rule.body or "{" in rule.body or rule.prelude.startswith("@"):
            yield f"{rule.prelude}{{{rule.body}}}"
        else:
            declarations = [each.prelude for each in _split(rule.body) if not _is_unread(each.prelude, read)]
            if declarations:
                yield f"{rule.prelude}{{{';'.join(declarations)}}}"


def _is_unread(declaration: str, read: set[str]) -> bool:
    name = declaration.partition(":")[0].strip()
    return name.startswith("--") and name not in read
