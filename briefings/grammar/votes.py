"""Which number of a vote is whose: `38 votes to 7, with 2 abstentions`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

from briefings.grammar.amounts import Amount, amounts
from briefings.grammar.lexicon import lexicon, one_of
from briefings.grammar.units import Unit

SIDES = ("ayes", "noes", "abstentions")

VOTES = Unit("count", frozenset(("=person", "=vote")))
"""What the numbers of a vote count."""

FARTHEST = 40
"""Characters between a number and the words for its side."""


@lru_cache(maxsize=1 << 10)
def sides(text: str, language: str) -> tuple[tuple[str, Amount], ...]:
    """The numbers of a text whose side it names, each with that side."""
    counts = [each for each in amounts(text, language) if each.unit.kind in ("", "count")]
    return tuple(_sides(text, counts, language)) if counts and lexicon(language).votes else ()


def _sides(text: str, counts: list[Amount], language: str) -> Iterator[tuple[str, Amount]]:
    after, before, to, lost = _patterns(lexicon(language).language)
    ends = [each.start for each in counts[1:]]
    ordered = {
        one.start: other for one, other in pairwise(counts) if to.fullmatch(text, one.end, other.start)
    }
    against = {other.start for other in ordered.values()}
    for amount, end in zip(counts, (*ends, len(text)), strict=True):
        if amount.start in ordered:
            yield from (("ayes", amount), ("noes", ordered[amount.start]))
            # `rejected by 31 votes to 12`, `lost by 12 votes to 31`
            if lost.search(text) is not None or min(amount.readings) < max(ordered[amount.start].readings):
                yield from (("noes", amount), ("ayes", ordered[amount.start]))
        elif amount.start not in against:
            match = before.search(text, max(0, amount.start - FARTHEST), amount.start)
            match = match or after.match(text, amount.end, min(end, amount.end + FARTHEST))
            if match is not None and match.lastgroup is not None:
                yield match.lastgroup, amount


def may_be_votes(unit: Unit, language: str) -> bool:
    """Whether a number in this unit can be one of a vote: of votes or of voters, or without any unit. Other
    people count only where the text says what they voted (`sides`)."""
    if unit.kind != "count" or "=vote" in unit.things:
        return unit.kind in ("", "count")
    return _voters(lexicon(language).language).search(unit.text) is not None


@cache
def _voters(base: str) -> re.Pattern[str]:
    words = lexicon(base)
    edge = r"\b" if words.spaced else ""
    return re.compile(f"{edge}{one_of(words.votes.get('voters', ()))}{edge}", re.IGNORECASE)


@cache
def _patterns(base: str) -> tuple[re.Pattern[str], ...]:
    """Patterns for the words for a side after a number and right before one, for what is between two
    numbers in order, and for words after which the noes may come first."""
    words = lexicon(base)
    edge, colon = (r"\b", r"\s?[:：]\s*") if words.spaced else ("", r"\s?[:：]?\s*")
    side = "|".join(f"(?P<{each}>{edge}{one_of(words.votes.get(each, ()))}{edge})" for each in SIDES)
    to = one_of(words.votes.get("to", ()))
    return (
        re.compile(rf"[^,;:.，；：。、()]*?(?:{side})", re.IGNORECASE),
        re.compile(rf"(?:{side}){colon}$", re.IGNORECASE),
        re.compile(rf"\s?(?:[-–:]|(?:[^\W\d_]+\s?)?{to})\s?", re.IGNORECASE),
        re.compile(one_of(words.votes.get("lost", ())), re.IGNORECASE),
    )


__all__ = ["SIDES", "VOTES", "may_be_votes", "sides"]
