"""Who may have said a quotation whose sentence does not name its speaker."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from itertools import islice, pairwise

from briefings.evidence.passages import UNSPACED
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
LONGEST_UNSPACED = 6
"""Characters of a name in Chinese after an office."""
_BEFORE_FIRST = ("", ".", "!", "?", "”", '"', "»", ":")
LONGEST_SUBJECT = 16
"""Characters of a subject in Chinese."""
LONGEST_OFFICE = 40
"""Characters from an office to the name of who holds it."""
FARTHEST = 6
"""How many paragraphs before a quotation are searched for the last one that names somebody."""
_CLAUSE = re.compile(r"[\u4e00-\u9fff·•（）()《》A-Za-z]+$")
_NOUN = re.compile(r"\s*(?:[lLdD]['’])?(?P<noun>[^\W\d_][\w-]*)")
_WORD = re.compile(r"(?:[LD]['’])?[^\W\d_][\w-]+")


class Offers:
    """Offers the names of an article as speakers."""

    def __init__(self, article: Story, told: str, names: Names) -> None:
        self._article = article
        self._told = told
        self._names = names
        self._lexicon = article.lexicon

    def near(self, span: Span, speaking: Collection[Name] = (), *, is_pronoun: bool = False) -> list[Name]:
        """Who may have said something: those in its paragraph, also if only their place there tells that they
        are names, then those of the paragraph before it that names somebody last, and of the title, then
        others who speak in the article, then other names. Places are last."""
        start = span[0]
        paragraphs = [p for p in self._article.paragraphs if not p.is_heading or p.start <= start < p.end]
        own = max((n for n, p in enumerate(paragraphs) if p.start <= start), default=0)
        named = [self._names.within(p.start, p.end) for p in paragraphs]
        above = range(own - 1, max(-1, own - 1 - FARTHEST), -1)
        nearest = {
            next((n for n in above if any(is_one(m.name) for m in named[n])), own)
            for is_one in (lambda x: x.can_speak, lambda x: x in speaking, lambda x: x.kind == "person")
        }
        times = Counter(m.name for m in self._names.mentions)
        ranks: dict[Name, tuple[int, int, int]] = {}

        def rank(name: Name, tier: int, distance: int, place: int) -> None:
            ranks[name] = min(ranks.get(name, (99, 0, 0)), (tier, distance, abs(place - start)))

        # Of `he told the BBC`, nobody in the sentence speaks; Spanish and Chinese may leave out a pronoun.
        is_named = not is_pronoun or not self._lexicon.spaced or self._lexicon.drops_subjects
        for m, tier in self._loose(span):
            rank(m.name, tier if is_named else max(tier, 3), 0, m.start)
        for name in self._holders(span):
            rank(name, 1, 1, start)
        for m in self._nameless(span):
            rank(m.name, 0, 1, m.start)
        for n, mentions in enumerate(named):
            for m in mentions:
                is_main = m.name in speaking or m.name.kind == "person" or self._is_repeated(m.name, times)
                if not m.name.can_speak or not (is_main or abs(own - n) <= WINDOW or n in nearest):
                    continue
                is_close = n in nearest or self._is_in_title(m.name)
                tier = 0 if n == own else 1 if is_close else 2 if m.name in speaking else 3
                # Any two nouns may look like a name in German.
                is_noun = self._lexicon.capitalizes_nouns
                tier += (not is_main and (n == own or is_noun)) * (1 if n == own else 3)
                # A title gives only the last name of a person.
                is_short = self._is_in_title(m.name) and m.name.full not in self._article.title
                is_place = m.name.kind == "place" and not is_short
                distance = 0 if is_close and n not in nearest else abs(own - n)
                rank(m.name, tier + is_place * 4, distance, m.start)
        return sorted(ranks, key=ranks.__getitem__)

    def _is_in_title(self, name: Name) -> bool:
        last = re.split(r"[\s·•]", name.full)[-1]
        return re.search(rf"(?<!\w){re.escape(last)}(?!\w)", self._article.title) is not None

    def _holders(self, span: Span) -> Iterator[Name]:
        """Who holds the offices that the sentence of a quotation has without a name."""
        lexicon = self._lexicon
        first, last = self._sentence(span)
        words = [*_WORD.finditer(self._told, first, last)] if lexicon.spaced else []
        for before, match in pairwise(words):
            if not lexicon.is_title(plain(match[0])) or plain(before[0]) not in lexicon.articles:
                continue
            if self._names.within(match.end(), min(last, match.end() + LONGEST_OFFICE)):
                continue
            holder = rf"(?<!\w){re.escape(match[0])}(?!\w)[^.!?\n]*$"
            holders = (
                m.name
                for m in self._names.mentions
                if m.name.kind == "person"
                and re.search(holder, self._told[max(0, m.start - LONGEST_OFFICE) : m.start], re.IGNORECASE)
            )
            yield from islice(holders, 1)

    def _nameless(self, span: Span) -> Iterator[Mention]:
        """The noun that is the subject of a verb of saying in the sentence of a quotation, or that follows a
        word like `according to`, if it is no name: `apuntó la cartera`, `la direction a confirmé`."""
        lexicon, told = self._lexicon, self._told
        first, last = self._sentence(span)
        above = self._article.sentence_at(first - 2)
        if above is not None and "\n" not in told[above[1] : first]:
            first = above[0]
        words = [*_WORD.finditer(told, first, last)] if lexicon.spaced else []
        verbs = [each for each in words if plain(each[0]) in lexicon.reporting and each[0].islower()]
        according = re.compile(rf"(?<!\w){one_of(lexicon.according)}(?!\w)", re.IGNORECASE)
        leads = [(each.end(), last) for each in according.finditer(told, first, last)]
        for verb in verbs:
            clause = max(first - 1, *(told.rfind(mark, first, verb.start()) for mark in ",;:.!?")) + 1
            # `“No,” said the mayor`: a quotation is before the verb, or else its subject.
            is_inverted = all(plain(word) in lexicon.function for word in told[clause : verb.start()].split())
            leads.append((verb.end(), last) if is_inverted else (clause, verb.start()))
        for begin, end in leads:
            match = _NOUN.match(told, begin, end)
            has_article = match is not None and plain(match["noun"]) in lexicon.articles
            if match is not None and has_article:
                match = _NOUN.match(told, match.end(), end)
            if match is None or (lexicon.capitalizes_nouns and not has_article):
                continue
            noun = match["noun"]
            is_name = noun[0].isupper() and not lexicon.capitalizes_nouns and match.start("noun") > first
            others = lexicon.function.whole | lexicon.pronouns.whole | lexicon.prepositions
            is_common = not others.isdisjoint((plain(noun), noun.casefold(), plain(noun).rpartition("-")[2]))
            is_verb = plain(noun) in lexicon.reporting and not has_article
            if not (is_name or is_common or is_verb):
                yield Mention(*match.span("noun"), Name(noun, "", lexicon.kind_of(noun)))

    def _sentence(self, span: Span) -> Span:
        """The sentence of a quotation, with what is said right before and after it."""
        places = (span[0] - 1, span[0], span[1] + 1)
        own = [each for each in map(self._article.sentence_at, places) if each is not None] or [span]
        return min(each[0] for each in own), max(each[1] for each in own)

    def _loose(self, span: Span) -> Iterator[tuple[Mention, int]]:
        """What may be a name near a quotation, and would not be one elsewhere: a word with a capital, a body
        without a name, and in Chinese the subject of a verb of saying. Those of its sentence are first."""
        lexicon, told = self._lexicon, self._told
        within = self._sentence(span)
        starts = [0, *(p.start for p in self._article.paragraphs if p.start <= span[0])]
        first = max(starts[-WINDOW:][0], span[0] - LONGEST_LOOSE)
        last = min(len(told), span[1] + LONGEST_LOOSE)
        taken = self._names.within(first, last)
        find = self._capitals_and_bodies if lexicon.spaced else self._subjects
        found = sorted(find(first, last), key=lambda each: abs(each[0] - span[0]))
        tiers = {True: 0, False: 2}
        for start, end, kind, tier in found:
            if all(end <= m.start or m.end <= start for m in taken):
                is_inside = within[0] <= start < within[1]
                count = sum(1 for each in found if within[0] <= each[0] < within[1] and each[0] < start)
                is_loose = tier + count >= MOST_LOOSE
                yield Mention(start, end, Name(told[start:end], "", kind)), tiers[is_inside] + tier + is_loose

    def _subjects(self, start: int, end: int) -> Iterator[tuple[int, int, str, int]]:
        """In Chinese: names and bodies before a verb of saying or a word after names, and the subject of such
        a verb: what is between an office, or else the mark before it, and the next phrase."""
        lexicon, lists = self._lexicon, self._lexicon.lists
        groups = ("prepositions", "passive", "after_names", "function")
        others = one_of(tuple(word for group in groups for word in lists[group]))
        verbs = one_of(lists["reporting"])
        bodies = one_of((*lists["bodies"], *lists["organizations"], *lists["companies"]))
        titles = one_of(lists["titles"])
        offices, stops = re.compile(titles), re.compile(rf"{others}|{one_of(lists['after_subjects'])}|\d")
        person = rf"[{lexicon.surnames}][\u4e00-\u9fff]{{1,2}}"
        for kind, tier, form in (
            ("person", 0, f"(?P<name>{person})(?={verbs})"),
            ("person", 1, f"(?P<name>{person})(?={one_of(lists['after_names'])})"),
            # 总统特朗普虽… has no verb of saying after the name.
            ("person", 0, f"{titles}(?P<name>[{lexicon.foreign}]{{2,5}})"),
            ("", 0, f"(?<![\u4e00-\u9fff])(?P<name>[\u4e00-\u9fff]{{2,12}}?{bodies})(?!的)"),
        ):
            for match in re.compile(form).finditer(self._told, start, end):
                if re.search(others, match["name"]) is None:
                    yield *match.span("name"), kind or lexicon.kind_of(match["name"]), tier
        for verb in re.compile(verbs).finditer(self._told, start, end):
            lead = _CLAUSE.search(self._told[: verb.start()], start)
            if lead is None:
                continue
            first, last = lead.span()
            office = max((each.end() for each in offices.finditer(self._told, first, last)), default=last)
            noun = max(self._told.rfind(of, first, last) + 1 for of in lists["genitives"]) or last
            for begin, most, kind in (
                (office, LONGEST_UNSPACED, "person"),
                (noun, LONGEST_SUBJECT, ""),
                (first, LONGEST_SUBJECT, ""),
            ):
                stop = stops.search(self._told, begin, last)
                finish = last if stop is None else stop.start()
                words = self._told[begin:finish]
                article = next((each for each in lexicon.articles.whole if words.startswith(each)), "")
                begin, words = begin + len(article), words.removeprefix(article)
                is_other = words.startswith(lists["pronouns"])
                if 1 < len(words) <= most and not is_other:
                    yield begin, finish, kind or lexicon.kind_of(words), int(kind == "")
                    break

    def _capitals_and_bodies(self, start: int, end: int) -> Iterator[tuple[int, int, str, int]]:
        lexicon, told = self._lexicon, self._told
        words = [*_WORD.finditer(told, start, end)]
        according = re.compile(rf"(?<!\w){one_of(lexicon.according)}\W+(?:\w+\W+)?$", re.IGNORECASE)
        dates, countries = date_words(lexicon.language), territories(lexicon.language)
        for n, match in enumerate(words):
            word = plain(match[0])
            is_first = self._article.text[: match.start()].rstrip()[-1:] in _BEFORE_FIRST
            before = [] if is_first else [each[0].casefold() for each in words[max(0, n - 2) : n]]
            if before and plain(before[-1]) in lexicon.articles:
                before.pop()
            is_governed = before[-1:] != [] and before[-1] in lexicon.prepositions
            is_governed &= according.search(told[max(start, match.start() - 40) : match.start()]) is None
            if word in lexicon.function or lexicon.is_title(word) or word in dates:
                continue
            if n and plain(f"{words[n - 1][0]} {match[0]}") in countries:
                continue  # `El Salvador`
            kind = lexicon.kind_of(match[0].rpartition("'")[2].rpartition("’")[2])
            kind = "country" if word in countries else kind
            # The first word has a capital anyway.
            is_name = (
                not lexicon.capitalizes_nouns
                and match[0][0].isupper()
                and len(match[0]) > 1
                and (not is_first or self._is_elsewhere(match[0]))
            )
            is_body = kind in ("public-body", "organization")
            if is_body or (is_name and not is_governed):
                yield *match.span(), kind, int(is_governed or kind == "country")

    def _is_elsewhere(self, word: str) -> bool:
        """Whether a word has its capital also where no sentence begins, or in the title."""
        found = re.search(rf"[\w,;]\s{re.escape(word)}(?!\w)", self._article.text)
        return found is not None or word in re.findall(r"\w+", self._article.title)

    def _is_repeated(self, name: Name, times: Counter[Name]) -> bool:
        """Whether the article, its title included, has a name or its last word more than once."""
        if self._lexicon.capitalizes_nouns:
            return times[name] > 1  # the last word may be a noun
        return self._article.text.count(re.split(r"[\s·•]", name.full)[-1]) > 1


def distinct(names: Iterable[Name]) -> list[Name]:
    """The names, without those that are part of an earlier one: `Byron` after `Ada Byron`."""
    found: list[Name] = []
    for name in names:
        edge = "" if UNSPACED.search(name.full) is not None else " "
        if not any(f"{edge}{name.full}{edge}" in f"{edge}{each.full}{edge}" for each in found):
            found.append(name)
    return found
