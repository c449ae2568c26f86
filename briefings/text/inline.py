"""Finds the markup in prose: emphasis, code, links, pictures and references, each complete within its own
text.

Anything incomplete, such as an unclosed bracket or a lone backtick, is words. References come first: no other
markup may cover one. All work is linear in the length of the text.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from briefings.text.escape import address, clean, scheme
from briefings.text.prose import Reference, references

SCHEMES = frozenset({"", "http", "https", "mailto"})
"""What a link may lead to; a relative address has no scheme."""

DEEPEST = 8
"""So deep emphasis and links may be nested; what goes deeper is words."""


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words."""

    words: str


@dataclass(frozen=True, slots=True)
class Code:
    """Words in backticks."""

    words: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """`*words*`, or `**words**` where it is strong."""

    strong: bool
    parts: tuple[Part, ...]
    depth: int


@dataclass(frozen=True, slots=True)
class Link:
    """`[words](address "title")`, or `<address>`."""

    address: str
    title: str
    parts: tuple[Part, ...]
    depth: int


@dataclass(frozen=True, slots=True)
class Image:
    """`![words](address "title")`."""

    address: str
    title: str
    words: str


Part: TypeAlias = Text | Code | Emphasis | Link | Image | Reference

_MARK = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<code>`+)"
    r"|(?P<run>\*+|_+)"
    r"|<(?P<auto>https?://[^\s<>\"'`\\]+)>"
    r"|(?P<open>!?\[)"
    r"|(?P<close>\])"
    r"|(?P<character>&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});)"
)
_PERHAPS = re.compile(r"[\\`*_<\[&]")
_BACKTICKS = re.compile(r"`+")
_TARGET = re.compile(
    r"\(\s{0,9}(?:<(?P<bracketed>[^<>\n]*+)>|(?P<bare>(?:[^\s()<>]++|\([^\s()<>]*+\))*+))"
    r"(?:\s{1,9}(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)'))?\s{0,9}\)"
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def parse(text: str) -> tuple[Part, ...]:
    """The parts of a text that is one paragraph; of several lines, their ends are words."""
    if _PERHAPS.search(text) is None:
        return (Text(text),) if text else ()
    return _parse(text)


# The words of an event or a statement are on its briefing's page, on those of its actors, and in lists.
@lru_cache(maxsize=20_000)
def _parse(text: str) -> tuple[Part, ...]:
    return _Parser(text).parts()


@dataclass(slots=True)
class _Opening:
    """Where a link, a picture or an emphasis may have begun."""

    start: int
    """Its place in the text."""
    at: int
    """The number of parts before it; the part there is its mark, as words."""
    mark: str
    """`[`, `![`, or stars or underscores, of which those that were closed are gone."""


class _Parser:
    """One text on its way to parts. An opening is a part of words until what closes it is met."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parts: list[Part] = []
        self._brackets: list[_Opening] = []
        self._in_link = 0
        """So many of the open brackets, from the first, have a link in them, and are none themselves."""
        self._runs: dict[str, list[_Opening]] = {mark * length: [] for mark in "*_" for length in (1, 2, 3)}
        self._references = {reference.start: reference for reference in references(text)}
        self._starts = sorted(self._references)
        self._codes = _closing_backticks(text)

    def parts(self) -> tuple[Part, ...]:
        """All parts, words that stand together as one."""
        end = 0
        while (mark := _MARK.search(self._text, end)) is not None:
            self._words(self._text[end : mark.start()])
            end = self._take(mark)
        self._words(self._text[end:])
        return _joined(self._parts)

    def _words(self, words: str) -> None:
        if words:
            self._parts.append(Text(words))

    def _refers(self, start: int, end: int) -> bool:
        """Whether a reference begins in a stretch of the text."""
        n = bisect_left(self._starts, start)
        return n < len(self._starts) and self._starts[n] < end

    def _take(self, mark: re.Match[str]) -> int:
        """Take in a mark, and what belongs to it; returns where the text goes on."""
        start, end = mark.span()
        if (reference := self._references.get(start)) is not None:
            self._parts.append(reference)
            return reference.end
        if self._refers(start, end):
            # What would be `\[` or `![` without it.
            self._words(self._text[start])
            return start + 1
        if mark["escaped"]:
            self._words(mark["escaped"])
        elif mark["code"]:
            return self._code(start, end)
        elif mark["run"]:
            self._run(mark["run"], start, end)
        elif mark["auto"]:
            self._parts.append(Link(mark["auto"], "", (Text(mark["auto"]),), 1))
            self._in_link = len(self._brackets)
        elif mark["open"]:
            self._brackets.append(_Opening(start, len(self._parts), mark["open"]))
            self._words(mark["open"])
        elif mark["close"]:
            return self._close(end)
        else:
            self._words(_character(mark["character"]))
        return end

    def _code(self, start: int, end: int) -> int:
        closing = self._codes.get(start)
        if closing is None or self._refers(end, closing[0]):
            self._words(self._text[start:end])
            return end
        self._parts.append(Code(" ".join(self._text[end : closing[0]].split())))
        return closing[1]

    # ── Links and pictures ──

    def _close(self, end: int) -> int:
        opening = self._brackets.pop() if self._brackets else None
        is_link = opening is not None and opening.mark == "["
        within = is_link and len(self._brackets) < self._in_link
        self._in_link = min(self._in_link, len(self._brackets))
        target = _TARGET.match(self._text, end) if opening is not None and not within else None
        if opening is None or target is None or self._refers(opening.start, target.end()):
            self._words("]")
            return end
        where = address(_unescaped(target["bare"] if target["bracketed"] is None else target["bracketed"]))
        if not where or scheme(where) not in SCHEMES:
            self._words("]")
            return end
        title = " ".join(_unescaped(target["double"] or target["single"] or "").split())
        self._forget_runs(opening.at)
        inner = _joined(self._parts[opening.at + 1 :])
        del self._parts[opening.at :]
        if is_link:
            self._parts.append(Link(where, title, inner, _depth(inner) + 1))
            self._in_link = len(self._brackets)
        else:
            self._parts.append(Image(where, title, words(inner)))
        return target.end()

    # ── Emphasis ──

    def _run(self, run: str, start: int, end: int) -> None:
        before, after = self._text[start - 1 : start], self._text[end : end + 1]
        opens, closes = after != "" and not after.isspace(), start > 0 and not before.isspace()
        if run[0] == "_":
            opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
        if len(run) > 3:
            opens = closes = False
        if closes:
            run = self._closed(run)
        if run and opens:
            self._runs[run].append(_Opening(start, len(self._parts), run))
        self._words(run)

    def _closed(self, run: str) -> str:
        """Close what a run can close; returns what is left of it."""
        while run:
            # A run of three is both kinds of emphasis, begun or ended at once.
            lengths = (1, 2, 3) if len(run) == 3 else (len(run), 3)
            found = [openings[-1] for length in lengths if (openings := self._runs[run[0] * length])]
            opening = max(found, key=lambda each: each.at, default=None)
            # What begins before a bracket cannot end after it, while that bracket may still be a link's.
            if opening is None or (self._brackets and opening.at < self._brackets[-1].at):
                break
            self._forget_runs(opening.at)
            inner = _joined(self._parts[opening.at + 1 :])
            depth = _depth(inner) + 1
            if depth > DEEPEST:
                # Whatever began earlier would be deeper still.
                self._forget_runs(0)
                break
            used = min(len(opening.mark), len(run), 2)
            del self._parts[opening.at :]
            if rest := opening.mark[used:]:
                self._runs[rest].append(_Opening(opening.start, opening.at, rest))
                self._words(rest)
            self._parts.append(Emphasis(used == 2, inner, depth))
            run = run[used:]
        return run

    def _forget_runs(self, at: int) -> None:
        """Leave the openings of emphasis among the parts from a number on as words."""
        for openings in self._runs.values():
            while openings and openings[-1].at >= at:
                openings.pop()


def _closing_backticks(text: str) -> dict[int, tuple[int, int]]:
    """Maps where backticks begin to the start and end of those that close the code.

    Three or more begin a block of code, which prose does not have, and are words.
    """
    closing: dict[int, tuple[int, int]] = {}
    following: dict[int, tuple[int, int]] = {}
    for run in reversed(list(_BACKTICKS.finditer(text))):
        length = len(run[0])
        if length < 3 and length in following:
            closing[run.start()] = following[length]
        following[length] = run.span()
    return closing


def _character(reference: str) -> str:
    """The character that a reference names; the reference itself where it names none that pages may hold."""
    named = html.unescape(reference)
    shown = all(each.isprintable() or unicodedata.category(each) in ("Zs", "Cf") for each in named)
    return named if shown and clean(named) == named else reference


def _unescaped(text: str) -> str:
    """An address or a title without the backslashes and character references that it is written with."""
    return clean(html.unescape(_ESCAPED.sub(r"\1", text)))


def _joined(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts with words that stand together as one part."""
    joined: list[Part] = []
    together: list[str] = []
    for part in parts:
        if part.__class__ is Text:
            together.append(part.words)
            continue
        if together:
            joined.append(Text("".join(together)))
            together = []
        joined.append(part)
    if together:
        joined.append(Text("".join(together)))
    return tuple(joined)


def _depth(parts: Iterable[Part]) -> int:
    return max((part.depth for part in parts if isinstance(part, Emphasis | Link)), default=0)


def words(parts: Iterable[Part]) -> str:
    """The words of parts that hold no reference, without their markup."""
    return "".join(
        [
            words(part.parts) if isinstance(part, Emphasis | Link) else part.words
            for part in parts
            if not isinstance(part, Reference)
        ]
    )
