"""Who may have said a quotation whose sentence does not name its speaker."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator
from functools import cached_property

from briefings.evidence.reading.date_forms import date_words
from briefings.evidence.reading.lexicon import one_of, plain
from briefings.evidence.reading.sentences import Span
from briefings.plugins.drafting.article import Story
from briefings.plugins.drafting.names import Mention, Name, Names, territories

WINDOW = 2
"""Paragraphs before a quotation in which any name may be that of its speaker."""
MOST_LOOSE = 2
"""How many words are offered that are names only by their place beside a quotation."""
LONGEST_LOOSE = 300
"""Characters before and after a quotation in which such words may be."""
_WORD = re.compile(r"(?:[LD]['’])?[^\W\d_][\w-]+")


class Offers:
    """Offers the names of an article as speakers."""

    def __init__(self, article: Story, told: str, names: Names) -> None:
        self._article = article
        self._told = told
        self._names = names
        self._lexicon = article.lexicon

    def near(
        self, span: Span, most: int, speaking: Collection[Name] = (), *, is_pronoun: bool = False
    ) -> list[Name]:
        """Who may have said something: those in its sentence, also if only their place there tells that they
        are names, then of those who speak in the article or whom it is about, the nearest, then other names
        nearby. Places are last."""
        start = span[0]
        paragraphs = [p for p in self._article.paragraphs if not p.is_heading or p.start <= start < p.end]
        own = max((n for n, p in enumerate(paragraphs) if p.start <= start), default=0)
        following = [*range(own + 1, len(paragraphs))]
        order = [own, *following[:1], *range(own - 1, -1, -1), *following[1:]]
        times = Counter(m.name for m in self._names.mentions)
        ranks: dict[Name, tuple[int, int, int]] = {}
        # Of `he told the BBC`, nobody in the sentence speaks; Spanish and Chinese may leave out a pronoun.
        is_named = not is_pronoun or not self._lexicon.spaced or self._lexicon.drops_subjects
        loose = [*self._loose(*self._around(span))] if is_named else []
        loose.sort(key=lambda m: abs(m.start - start))
        for m in loose[:MOST_LOOSE]:
            ranks[m.name] = min(ranks.get(m.name, (9, 0, 0)), (0, 0, abs(m.start - start)))
        for distance, n in enumerate(order):
            for m in self._names.within(paragraphs[n].start, paragraphs[n].end):
                is_main = m.name in speaking or m.name.kind == "person" or self._is_repeated(m.name, times)
                if not (is_main or abs(own - n) <= WINDOW) or not m.name.can_speak:
                    continue
                # Those of this paragraph come first, then those who speak elsewhere, then those it is about.
                tier = (not is_main) + (n != own) * (1 + (m.name not in speaking))
                tier += (m.name.kind == "place") * 4
                ranks[m.name] = min(ranks.get(m.name, (9, 0, 0)), (tier, distance, abs(m.start - start)))
        return sorted(ranks, key=ranks.__getitem__)[:most]

    def _around(self, span: Span) -> Span:
        """The sentence of a quotation, from where it introduces it to where it says who spoke."""
        places = (span[0] - 1, span[0], span[1] + 1)
        before, own, after = (self._article.sentence_at(place) for place in places)
        start = min((each[0] for each in (before, own) if each is not None), default=span[0])
        if not self._lexicon.spaced:
            # Chinese rarely repeats who goes on speaking, so the paragraph before counts, too.
            start = [0, *(p.start for p in self._article.paragraphs if p.start <= span[0])][-2:][0]
        end = after[1] if after is not None else span[1]
        return max(start, span[0] - LONGEST_LOOSE), min(end, span[1] + LONGEST_LOOSE)

    def _loose(self, start: int, end: int) -> Iterator[Mention]:
        """What may be a name beside a quotation, and would not be one elsewhere: a word with a capital, a
        body without a name, and in Chinese what stands before a verb of saying."""
        lexicon, told = self._lexicon, self._told
        taken = self._names.within(start, end)
        if not lexicon.spaced:
            found = self._before_verbs(start, end)
        else:
            found = self._capitals_and_bodies(start, end)
        for first, last, kind in found:
            if all(last <= m.start or m.end <= first for m in taken):
                yield Mention(first, last, Name(told[first:last], "", kind))

    def _before_verbs(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        lexicon, lists = self._lexicon, self._lexicon.lists
        ends = f"(?={one_of(lists['reporting'])}|{one_of(lists['after_names'])})"
        person = re.compile(f"(?P<name>[{lexicon.surnames}][\u4e00-\u9fff]{{1,2}}){ends}")
        bodies = one_of((*lists["bodies"], *lists["organizations"], *lists["companies"]))
        body = re.compile(f"(?<![\u4e00-\u9fff])(?P<name>[\u4e00-\u9fff]{{2,12}}?{bodies})(?!的)")
        # 总统特朗普虽… has no verb of saying after the name.
        titled = re.compile(f"{one_of(lists['titles'])}(?P<name>[{lexicon.foreign}]{{2,5}})")
        for form, kind in ((person, "person"), (titled, "person"), (body, "")):
            for match in form.finditer(self._told, start, end):
                others = (*lists["function"], *lists["prepositions"], *lists["passive"])
                if not any(word in match["name"] for word in others):
                    yield *match.span("name"), kind or lexicon.kind_of(match["name"])

    def _capitals_and_bodies(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        lexicon, told = self._lexicon, self._told
        words = [*_WORD.finditer(told, start, end)]
        according = re.compile(rf"(?<!\w){one_of(lexicon.according)}\W+(?:\w+\W+)?$", re.IGNORECASE)
        others = territories(lexicon.language) | date_words(lexicon.language)
        for n, match in enumerate(words):
            word = plain(match[0])
            before = [each[0].casefold() for each in words[max(0, n - 2) : n]]
            if before and plain(before[-1]) in lexicon.articles:
                before.pop()
            is_governed = before[-1:] != [] and before[-1] in lexicon.prepositions
            is_governed &= according.search(told[max(start, match.start() - 40) : match.start()]) is None
            is_common = word in lexicon.function or lexicon.is_title(word)
            phrases = {word, plain(" ".join((words[n - 1][0] if n else "", match[0])))}  # `El Salvador`
            is_common |= not phrases.isdisjoint(others)
            if is_governed or is_common:
                continue
            kind = lexicon.kind_of(match[0].rpartition("'")[2].rpartition("’")[2])
            # The first word has a capital anyway.
            is_name = (
                not lexicon.capitalizes_nouns
                and match[0][0].isupper()
                and len(match[0]) > 1
                and self._times[match[0]] > (n == 0)
            )
            if is_name or kind in ("public-body", "organization"):
                yield *match.span(), kind

    @cached_property
    def _times(self) -> Counter[str]:
        """How often the article has each word outside quotations."""
        return Counter(match[0] for match in _WORD.finditer(self._told))

    def _is_repeated(self, name: Name, times: Counter[Name]) -> bool:
        """Whether the article, its title included, has a name or its last word more than once."""
        if self._lexicon.capitalizes_nouns:
            return times[name] > 1  # the last word may be a noun
        return self._article.text.count(re.split(r"[\s·•]", name.full)[-1]) > 1
