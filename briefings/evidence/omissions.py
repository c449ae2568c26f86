"""Looks up passages with omissions (`…`, `[…]`), and refuses omissions that may change the meaning.

No program understands a sentence, so an omission is refused wherever the omitted words could matter. Readers
are told of accepted ones: "verified with omissions".
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice, pairwise
from typing import Literal

from briefings.evidence.passages import (
    UNSPACED,
    Match,
    Normalized,
    Span,
    first_missing,
    occurrences,
    parts,
)
from briefings.grammar.amounts import amounts
from briefings.grammar.cues import cues, fold, primary, refers_back
from briefings.grammar.languages import languages
from briefings.grammar.lines import in_one_paragraph, line_of
from briefings.grammar.sentences import sentence_starts
from briefings.grammar.trigger import may_count

MOST_WORDS = 25
"""The most words omitted from a passage; in scripts without spaces, two characters count as a word."""

LONGEST = 500
"""The most characters omitted at one place, however long the words are."""

LEAST_WORDS, LEAST_CHARACTERS = 2, 10
"""The least that each part must have."""

LEAST_UNSPACED = 4
"""The fewest characters of a part, in scripts without spaces."""

_NEAR = 80
"""How many characters beside a gap are searched for a number that a word in it may limit."""

_MOST_PLACES = 20_000
_MOST_GAPS = 5_000
"""Limits on the places of a part and the gaps before it that are tried; beyond them a passage may be
refused."""

MOST_PARTS = 3
"""A passage with more parts is pieced together, whatever is omitted."""

Reason = Literal[
    "cut",
    "dash",
    "joined",
    "fragment",
    "many",
    "wide",
    "paragraphs",
    "sentences",
    "sentence",
    "quotation",
    "speaker",
    "parted",
    "language",
    "negation",
    "speech",
    "hedge",
    "clause",
    "name",
    "script",
]
"""cut: begins or ends inside a word or number.
dash: has a hyphen where the text has a long dash, or the other way round.
joined: continues from a heading or a list item into another paragraph.
fragment: a part is too short. many: there are more than three parts.
wide: too many words are omitted.
paragraphs, sentences: the parts are in different paragraphs, or not in adjacent sentences.
sentence: the gap runs from one sentence into the next.
quotation: a quotation begins or ends in the gap.
speaker: the second part begins with a word whose subject was omitted: a reporting verb, or in another
sentence a pronoun.
parted: the gap begins or ends inside a compound word.
language: there are no word lists for the source's language.
The others are the kinds of cues in `cues.py`."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a passage whose words are in the text is not verified."""

    reason: Reason
    words: str
    """The omitted words, as in the text; for a fragment, the part."""
    cue: str = ""
    """The omitted word that decides."""
    lines: tuple[int, int] = (0, 0)
    """For parts too far apart: the lines where one ends and the other begins, from 1."""


def look_up(passage: str, text: Normalized, language: str) -> Match | Refusal | None:
    """Where a passage of several parts is in a text; None if the text lacks a part or their order differs."""
    wanted = parts(passage)
    places = [list(islice(_places(part, text), _MOST_PLACES)) for part in wanted[:12]]
    if not all(places):
        return Refusal("cut", passage) if first_missing(wanted, text.text) is None else None
    if not _chain(places):
        return None
    if len(wanted) > MOST_PARTS:
        return Refusal("many", passage)
    if primary(language) not in languages():
        return Refusal("language", passage, language)
    joined = _Joining(text, language).joined(places)
    if isinstance(joined, Match) and (
        fragment := next((part for part in wanted if _is_fragment(part)), None)
    ):
        return Refusal("fragment", fragment)
    return joined


def _places(part: str, text: Normalized) -> Iterator[Span]:
    return occurrences(part, text, whole=True, overlapping=True)


def _chain(places: Sequence[Sequence[Span]]) -> list[Span]:
    """The first places where the parts follow one another; empty if they never do."""
    chain: list[Span] = []
    for spans in places:
        n = bisect_left(spans, (chain[-1][1] if chain else 0, 0))
        if n == len(spans):
            return []
        chain.append(spans[n])
    return chain


def _is_fragment(part: str) -> bool:
    if _unspaced(part) * 2 >= len(part):
        return len(part) < LEAST_UNSPACED
    return len(part) < LEAST_CHARACTERS or len(part.split()) < LEAST_WORDS


class _Joining:
    """Joins the places of parts to whole passages, where the gaps between them are acceptable."""

    def __init__(self, text: Normalized, language: str) -> None:
        self._text = text
        self._language = language

    def joined(self, places: Sequence[Sequence[Span]]) -> Match | Refusal:
        """Tries every combination of places; if all are refused, returns the refusal of the closest one."""
        chains: list[tuple[Span, ...]] = [(span,) for span in places[0]]
        for spans in places[1:]:
            left = _MOST_GAPS
            ends = sorted((chain[-1][1], n) for n, chain in enumerate(chains))
            closest: tuple[int, tuple[Span, ...]] | None = None
            longer: list[tuple[Span, ...]] = []
            for span in spans:
                first, last = (
                    bisect_left(ends, (span[0] - LONGEST, 0)),
                    bisect_right(ends, (span[0], len(chains))),
                )
                for end, n in reversed(ends[first:last]):
                    chain, left = (*chains[n], span), left - 1
                    if self._refusal(chain) is None:
                        longer.append(chain)
                    else:
                        closest = min(closest or (span[0] - end, chain), (span[0] - end, chain))
                    if left < 0:
                        break
            if not longer:
                if closest is not None and (refusal := self._refusal(closest[1])) is not None:
                    return self._located(refusal, *closest[1][-2:])
                return self._too_wide(chains, spans)
            chains = longer
        return Match(spans=chains[0], times=_count_apart(chains))

    def _located(self, refusal: Refusal, before: Span, after: Span) -> Refusal:
        if refusal.reason not in {"wide", "paragraphs", "sentences"}:
            return refusal
        lines = line_of(self._text, before[1] - 1), line_of(self._text, after[0])
        return replace(refusal, lines=lines)

    def _too_wide(self, chains: Iterable[tuple[Span, ...]], spans: Sequence[Span]) -> Refusal:
        gaps = [
            (spans[n][0] - chain[-1][1], chain[-1][1], spans[n][0])
            for chain in chains
            if (n := bisect_left(spans, (chain[-1][1], 0))) < len(spans)
        ]
        if not gaps:
            return Refusal("wide", "")
        _, end, start = min(gaps)
        words = Refusal("wide", "", str(_words_in(self._text.text[end:start])))
        return self._located(words, (end, end), (start, start))

    def _refusal(self, chain: Sequence[Span]) -> Refusal | None:
        """Why the last of these parts cannot be joined to those before it; None if it can."""
        gap = self._gap_refusal(chain[-2], chain[-1])
        if gap is not None or len(chain) == 2:
            return gap
        # The limits of a single gap apply to all gaps together.
        words = sum(_words_in(self._text.text[a[1] : b[0]]) for a, b in pairwise(chain))
        if words > MOST_WORDS:
            return Refusal("wide", "", str(words))
        if sum(1 for _ in sentence_starts(self._text.text, chain[0][0], chain[-1][1], self._language)) > 1:
            return Refusal("sentences", "", str(words))
        return None

    def _gap_refusal(self, before: Span, after: Span) -> Refusal | None:
        text, end, start = self._text, before[1], after[0]
        gap = text.text[end:start]
        shown = " ".join(text.slice(end, start).split()) if end < start else ""
        count = _words_in(gap)
        if count > MOST_WORDS or len(gap) > LONGEST:
            return Refusal("wide", shown[:LONGEST], str(count))
        if not in_one_paragraph(text, end, start):
            return Refusal("paragraphs", shown, str(count))
        starts = sentence_starts(text.text, before[0], start, self._language)
        begins = [place for place in starts if place > end]
        if len(begins) > 1:
            return Refusal("sentences", shown, str(count))
        if begins and begins[0] != start:
            return Refusal("sentence", shown)
        if _is_parted(text.text, end, start):
            return Refusal("parted", shown)
        first, second = text.text[slice(*before)], text.text[slice(*after)]
        if begins and (word := refers_back(second, self._language)):
            return Refusal("speaker", shown, word)
        if (mark := _quotation(gap)) or (mark := _open_quotation(first) or _open_quotation(second)):
            return Refusal("quotation", shown, mark)
        return self._meaning_refusal(first, gap, second, text.original[text.origin(end) : text.origin(start)])

    def _meaning_refusal(self, first: str, gap: str, second: str, saved: str) -> Refusal | None:
        """A refusal if omitting the words in the gap may change the meaning."""
        shown = " ".join(saved.split())
        if sign := next(filter(_is_strange, _TIGHT.sub("", gap)), ""):
            return Refusal("clause", shown, sign)
        is_aside = _is_aside(gap)
        exempt = {"name", "clause"} if is_aside else set()
        decisive = [cue for cue in cues(gap, self._language) if cue.kind not in exempt]
        if decisive:
            worst = next((cue for cue in decisive if cue.kind == "negation"), decisive[0])
            return Refusal(worst.kind, shown, worst.word)
        if is_aside:
            # What follows "Kool, Hartog," is about Hartog.
            word = _leading_word(second, self._language, "clause")
            return Refusal("clause", shown, word) if word else None
        if mark := _CLAUSE_MARK.search(gap) or _MARK_AS_SAVED.search(saved):
            return Refusal("clause", shown, mark[0].strip())
        verb = _leading_word(second, self._language, "speech")
        if verb and gap.strip():
            return Refusal("speaker", shown, verb)
        limit = _limit_left_out(first[-_NEAR:], gap, second[:_NEAR], self._language)
        return Refusal("hedge", shown, limit) if limit else None


@lru_cache(maxsize=1 << 12)
def _limit_left_out(first: str, gap: str, second: str, language: str) -> str:
    """The number before or after a gap whose qualifier is in the gap, as in the text; "" if there is none."""
    if not may_count(first + second, language):
        return ""
    kept = {(each.readings, each.qualifier or each.bound) for each in amounts(f"{first}…{second}", language)}
    for each in amounts(first + gap + second, language):
        is_kept = each.end <= len(first) or each.start >= len(first + gap)
        qualifier = each.qualifier or each.bound
        if is_kept and qualifier and (each.readings, qualifier) not in kept:
            return each.text
    return ""


def _count_apart(chains: Iterable[tuple[Span, ...]]) -> int:
    """How many chains there are, without those that overlap an earlier one."""
    count, end = 0, 0
    for chain in chains:
        if chain[0][0] >= end:
            count, end = count + 1, chain[-1][1]
    return count


# ── Words ───────────────────────────────────────────────────────────────────────────────────────────────────


def _unspaced(words: str) -> int:
    return len(UNSPACED.findall(words))


def _words_in(gap: str) -> int:
    """How many words a stretch has; two characters of a script without spaces count as one."""
    spaced = sum(any(map(str.isalnum, word)) for word in UNSPACED.sub(" ", gap).split())
    return spaced + (_unspaced(gap) + 1) // 2


def _leading_word(words: str, language: str, kind: str) -> str:
    """The word of this kind that a stretch begins with; "" if there is none."""
    first = words.split(" ", 1)[0].strip(",.;:()[]\"'")
    listed = (cue.word for cue in cues(first, language) if cue.kind == kind)
    return next((word for word in listed if fold(first).startswith(fold(word))), "")


# ── Marks ───────────────────────────────────────────────────────────────────────────────────────────────────

_QUOTATION = re.compile(r"""["`「」『』﹁﹂《》〈〉]|(?<![^\W_])'|'(?![^\W_])""")
_CLAUSE_MARK = re.compile(r"[,;:](?!\d)|[、،؛;]|\s-+\s|[()\[\]]|(?<!\d)·|·(?!\d)|\s/|/\s|\.\.\.")
_MARK_AS_SAVED = re.compile(r"[—―⸺⸻]|(?<!\d)–|–(?!\d)")
"""Searched for in the original text, as the normal form has a hyphen or a space for it."""
_KNOWN = frozenset(" .,;:!?()[]{}'\"-/·،؛؟、。।")
_CURRENCIES = "$¢-¥\u0e3f\u20a0-\u20cf"
_TIGHT = re.compile(
    rf"(?<=\w)(?:[&+~@_](?=\w)|°| ?[{_CURRENCIES}])|(?<=\d) ?[+%‰°]|[§{_CURRENCIES}]+ ?(?=\d)"
)
"""Signs that are part of a word or number: `R&D`, `50+`, `5 %`, `US$`."""


def _is_strange(character: str) -> bool:
    """Whether a sign may separate statements. It may, unless it is known that it does not."""
    return character not in _KNOWN and unicodedata.category(character)[0] not in "LMN"


_ASIDE = re.compile(r"\s*(?:,(?P<a>[^,;:()\[\]]+),|\((?P<b>[^()\[\]]+)\)|-(?P<c>[^,;:()\[\]]+?)\s-)\s*")


def _quotation(words: str) -> str:
    mark = _QUOTATION.search(words)
    return mark[0] if mark is not None else ""


def _open_quotation(part: str) -> str:
    """The mark of a quotation that begins before a part of a passage or ends after it."""
    pairs = ("「」", "『』", "《》", "〈〉")
    if part.count('"') % 2:
        return '"'
    return next((pair[0] for pair in pairs if part.count(pair[0]) != part.count(pair[1])), "")


def _is_aside(gap: str) -> bool:
    """Whether a gap consists of exactly what is between two commas, two dashes or brackets."""
    aside = _ASIDE.fullmatch(gap)
    return aside is not None and " - " not in (aside["a"] or aside["b"] or "")


def _is_parted(text: str, end: int, start: int) -> bool:
    """Whether a gap begins or ends inside a compound, such as `Hartog's` or `non-binding`."""
    if end >= start or _unspaced(text[end - 1] + text[start]):
        return False
    gap = text[end:start]
    return re.match(r"[,;:.!?)\]]*\s", gap) is None or re.search(r"\s[(\[]*$", gap) is None
