"""Parses the inline markup of prose: emphasis, code, links, images and references.

Incomplete markup, such as an unclosed bracket or a lone backtick, is plain text. References take precedence:
no other markup may overlap one. Parsing is linear in the length of the text.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TypeAlias

from briefings.text.escape import LINK_SCHEMES, address, clean, scheme
from briefings.text.prose import Reference, references

MAX_DEPTH = 8
"""How deep emphasis and links may be nested; deeper markup is plain text."""


@dataclass(frozen=True, slots=True)
class Plain:
    """Plain words."""

    words: str


@dataclass(frozen=True, slots=True)
class Code:
    """Words in backticks."""

    words: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """`*words*`, or `**words**` if it is strong."""

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


Part: TypeAlias = Plain | Code | Emphasis | Link | Image | Reference

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
    """The parts of one paragraph; line ends are part of its text."""
    if not may_have_marks(text):
        return (Plain(text),) if text else ()
    return _parse(text)


def may_have_marks(text: str) -> bool:
    """A quick test whether a text may have any markup."""
    return _PERHAPS.search(text) is not None


# The text of an event or a statement is on its briefing's page, on those of its actors, and in lists.
@lru_cache(maxsize=20_000)
def _parse(text: str) -> tuple[Part, ...]:
    return _Parser(text).parts()


@dataclass(slots=True)
class _Opening:
    """A mark that may begin a link, an image or emphasis."""

    start: int
    """Its index in the text."""
    at: int
    """The index of the part that holds its mark as text."""
    mark: str
    """`[`, `![`, or the stars or underscores that are not closed yet."""


class _Parser:
    """Parses one text. An opening mark is plain text until its closing mark is found."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parts: list[Part] = []
        self._brackets: list[_Opening] = []
        self._in_link = 0
        """How many open brackets, from the first, contain a link and so cannot be links themselves."""
        self._runs: dict[str, list[_Opening]] = {mark * length: [] for mark in "*_" for length in (1, 2, 3)}
        self._references = {reference.start: reference for reference in references(text)}
        self._starts = sorted(self._references)
        self._codes = _closing_backticks(text)

    def parts(self) -> tuple[Part, ...]:
        """All parts; adjacent texts are joined."""
        end = 0
        while (mark := _MARK.search(self._text, end)) is not None:
            self._words(self._text[end : mark.start()])
            end = self._take(mark)
        self._words(self._text[end:])
        return _join_texts(self._parts)

    def _words(self, words: str) -> None:
        if words:
            self._parts.append(Plain(words))

    def _refers(self, start: int, end: int) -> bool:
        """Whether a reference begins in a slice of the text."""
        n = bisect_left(self._starts, start)
        return n < len(self._starts) and self._starts[n] < end

    def _take(self, mark: re.Match[str]) -> int:
        """Parse the markup that a mark begins or ends; returns where to continue."""
        start, end = mark.span()
        if (reference := self._references.get(start)) is not None:
            self._parts.append(reference)
            return reference.end
        if self._refers(start, end):
            # The mark is `\[` or `![`, and its bracket belongs to the reference.
            self._words(self._text[start])
            return start + 1
        if mark["escaped"]:
            self._words(mark["escaped"])
        elif mark["code"]:
            return self._code(start, end)
        elif mark["run"]:
            self._run(mark["run"], start, end)
        elif mark["auto"]:
            self._parts.append(Link(mark["auto"], "", (Plain(mark["auto"]),), 1))
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
        where = address(_unescape(target["bare"] if target["bracketed"] is None else target["bracketed"]))
        if not where or scheme(where) not in LINK_SCHEMES:
            self._words("]")
            return end
        title = " ".join(_unescape(target["double"] or target["single"] or "").split())
        self._forget_runs(opening.at)
        inner = _join_texts(self._parts[opening.at + 1 :])
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
            run = self._close_emphasis(run)
        if run and opens:
            self._runs[run].append(_Opening(start, len(self._parts), run))
        self._words(run)

    def _close_emphasis(self, run: str) -> str:
        """Close the emphasis that a run of marks can close; returns the marks that are left."""
        while run:
            # Three marks open or close both kinds of emphasis at once.
            lengths = (1, 2, 3) if len(run) == 3 else (len(run), 3)
            candidates = [openings[-1] for length in lengths if (openings := self._runs[run[0] * length])]
            opening = max(candidates, key=lambda each: each.at, default=None)
            # Emphasis cannot end inside a bracket that it began before, while that may still be a link.
            if opening is None or (self._brackets and opening.at < self._brackets[-1].at):
                break
            self._forget_runs(opening.at)
            inner = _join_texts(self._parts[opening.at + 1 :])
            depth = _depth(inner) + 1
            if depth > MAX_DEPTH:
                # Any emphasis that opened earlier would be deeper still.
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
        """Leave the openings of emphasis from a part on as plain text."""
        for openings in self._runs.values():
            while openings and openings[-1].at >= at:
                openings.pop()


def _closing_backticks(text: str) -> dict[int, tuple[int, int]]:
    """The start and end of the backticks that close each code, by where its opening backticks begin.

    Three or more begin a block of code, which prose does not have; they are plain text.
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
    """The character that a reference stands for; the reference itself if pages may not contain it."""
    text = html.unescape(reference)
    visible = all(each.isprintable() or unicodedata.category(each) in ("Zs", "Cf") for each in text)
    return text if visible and clean(text) == text else reference


def _unescape(text: str) -> str:
    """Decode the backslashes and character references in an address or a title."""
    return clean(html.unescape(_ESCAPED.sub(r"\1", text)))


def _join_texts(parts: Iterable[Part]) -> tuple[Part, ...]:
    """The parts with each run of adjacent texts joined."""
    joined: list[Part] = []
    for is_text, group in groupby(parts, key=lambda part: isinstance(part, Plain)):
        run = list(group)
        joined += [Plain(words(run))] if is_text else run
    return tuple(joined)


def _depth(parts: Iterable[Part]) -> int:
    return max((part.depth for part in parts if isinstance(part, Emphasis | Link)), default=0)


def words(parts: Iterable[Part]) -> str:
    """The text of parts, without markup and references."""
    return "".join(
        [
            words(part.parts) if isinstance(part, Emphasis | Link) else part.words
            for part in parts
            if not isinstance(part, Reference)
        ]
    )
