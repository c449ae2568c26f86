"""Finds passages in saved texts that can be cited as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefings.evidence.passages import is_short
from briefings.evidence.seeds import Seeds
from briefings.grammar.cues import fold
from briefings.grammar.lexicon import guess, lexicon
from briefings.languages import REFERENCE
from briefings.plugins.drafting.article import Story, excerpt
from briefings.sheets.starter import quoted


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a saved text."""

    source: str
    line: int
    words: str

    @property
    def cite(self) -> str:
        """How a sheet cites them."""
        return f"cite: {{{self.source}: {quoted(self.words)}}}"


def find(words: Sequence[str], seeds: Seeds, sources: Mapping[str, str]) -> Iterator[Passage]:
    """The clauses with all of these words, in any order, that `verify` would accept. `sources` has the
    language of each source to search."""
    wanted = [_plain(word) for each in words for word in each.split()]
    for source, language in sources.items():
        text = seeds.read(source)
        if text is not None and all(word in _plain(text.content) for word in wanted):
            for line, passage in _in_text(wanted, text.content, language):
                yield Passage(source, line, passage)


def _in_text(wanted: Sequence[str], text: str, language: str) -> Iterator[tuple[int, str]]:
    language = language or guess(text) or REFERENCE
    article = Story(text, lexicon(language))
    passages: set[str] = set()
    for sentence in article.sentences:
        said = text[slice(*sentence)].casefold()
        places = [said.find(word) for word in wanted]
        if not all(word in _plain(said) for word in wanted):
            continue
        found = [place for place in places if place >= 0] or [0]
        core = sentence[0] + min(found), sentence[0] + max(found) + 1
        given: dict[int, tuple[int, str]] = {}
        for span in (excerpt(text, sentence, core), sentence):
            passage = article.slice(span)
            match = article.match(passage)
            whole = all(word in _plain(passage) for word in wanted)
            if match is not None and whole and not is_short(passage):
                given.setdefault(match.times, (text.count("\n", 0, span[0]) + 1, passage))
        # What is there once is without doubt.
        if given and (best := given[min(given)])[1] not in passages:
            passages.add(best[1])
            yield best


def _plain(words: str) -> str:
    """Words with small letters only, and numbers without signs between their digits."""
    return _BETWEEN_DIGITS.sub("", fold(words))


_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s.,’'](?=\d{3}(?!\d))")
