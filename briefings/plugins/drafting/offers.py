"""Who may have said a quotation whose sentence does not name its speaker."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from briefings.grammar.date_forms import date_words
from briefings.grammar.lexicon import one_of, plain
from briefings.grammar.normal import UNSPACED
from briefings.grammar.sentences import Span
from briefings.grammar.speakers import Voices
from briefings.plugins.drafting.article import Story
from briefings.plugins.drafting.names import LATIN, Mention, Name, Names, speaking, territories

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
LONGEST_NAME = 60
"""Characters on either side of a word in which the name that it is part of is."""
LONGEST_LEAD = 20
"""Characters before a name in which its article is."""
WEIGHTS = {
    "loose": 42,
    "loose, far": 18,
    "subject": 23,
    "according": 15,
    "noun": 21,
    "noun speaks": 5,
    "noun spoke last": 7,
    "before": 29,
    "after": 20,
    "next": 6,
    "above": 9,
    "voice": 17,
    "voice, possible": 14,
    "speaks": 6,
    "spoke last": 9,
    "speaks next": 9,
    "person": 7,
    "article": -5,
    "first": 5,
}
"""The weight of each sign that a name is the speaker's. `python -m benchmarks.drafting.weights` fitted them
on sets 2 to 13.

`loose`: it may be a name only because of its place near the quotation. `subject`: the noun before or after a
verb of saying; `according`: after words such as `according to`; `noun`: another that may be a subject. `noun
speaks`: a noun is such a subject somewhere in the article, perhaps the last one before the quotation. The
next four say where else a name is: in the paragraph of the quotation, before or after it, or in those around.
`voice`: the text around gives its words, or may (`Speakers.voices`). `speaks`: it speaks elsewhere, perhaps
last before or next after the quotation. Of all its places, some is after an article, or first in a sentence.
"""
_SPEAKING = {"subject", "according", "noun speaks", "noun spoke last", "voice", "voice, possible"}
_PLACES = {0: "after", 1: "above", 2: "above", -1: "next"}
"""Signs by how many paragraphs above the quotation a name is."""
_CLAUSE = re.compile(r"[\u4e00-\u9fff·•（）()《》A-Za-z]+")
_ASIDE = re.compile(
    r"[,–—-]\s+(?:[^\W\d_]+['’])?(?P<verb>[^\W\d_]+)\s(?P<office>(?:[a-zà-ÿ’'-]+\s){0,4})(?P<name>[^\W\d_a-zà-ÿ][\w’'-]+(?:\s[^\W\d_a-zà-ÿ][\w’'-]+){0,3})"
)
_CAPITALS = re.compile(r"\w[A-Z]")
"""In what is a name also where all nouns have a capital: `DOSB`, `BVerfG`."""
_NOUN = re.compile(r"\s*(?:[lLdD]['’])?(?P<noun>[^\W\d_][\w-]*)")
_OFFICE = re.compile(r", (?P<article>[^\W\d_]+)[ '’](?P<noun>[^\W\d_]+)")
_WORD = re.compile(r"(?:[LD]['’])?[^\W\d_][\w-]+")


NOBODY: Voices[Mention] = Voices()


class Offers:
    """Offers the names of an article as speakers."""

    def __init__(self, article: Story, told: str, names: Names) -> None:
        self._article = article
        self._told = told
        self._names = names
        self._lexicon = article.lexicon

    def near(
        self, span: Span, spoken: Sequence[Mention] = (), voices: Voices[Mention] = NOBODY
    ) -> list[Name]:
        """Who may have said something, the likeliest first: of those who speak in the article, in order, of
        those whose words the text around may give, and of other names, also if only their place tells that
        they are some."""
        signs = self.signs(span, spoken, voices)
        return sorted(signs, key=lambda name: -sum(WEIGHTS[sign] for sign in signs[name]))

    def signs(
        self, span: Span, spoken: Sequence[Mention], voices: Voices[Mention]
    ) -> Mapping[Name, Collection[str]]:
        """What speaks for each name: keys of `WEIGHTS`. Those nearest to a quotation are first."""
        paragraphs = [p for p in self._article.paragraphs if not p.is_heading or p.start <= span[0] < p.end]
        own = max((n for n, p in enumerate(paragraphs) if p.start <= span[0]), default=0)
        named = [(own - n, m) for n, p in enumerate(paragraphs) for m in self._names.within(p.start, p.end)]
        named.sort(key=lambda each: (abs(each[0]), abs(each[1].start - span[0])))
        found: dict[Name, set[str]] = {}
        for m, tier in self._loose(span):
            is_close = tier < MOST_LOOSE or found.get(m.name) == {"loose"}
            found[m.name] = {"loose" if is_close else "loose, far"}
        for m, sign in (*self._nameless(span), *self._asides(span)):
            found.setdefault(m.name, set()).add(sign)
        for n, m in named:
            signs = found.setdefault(m.name, set())
            place = _PLACES.get(n, "")
            place = "before" if n == 0 and m.start < span[0] else place
            signs |= {place} if place and not (place == "after" and "before" in signs) else set()
        for m in voices.all:
            found.setdefault(m.name, set()).add("voice, possible" if m in voices.possible else "voice")
        turn = bisect_left(spoken, span[0], key=lambda m: m.start)
        for m in spoken[turn - 1 : turn]:
            found.setdefault(m.name, set()).add("spoke last")
        for m in spoken[turn : turn + 1]:
            found.setdefault(m.name, set()).add("speaks next")
        nouns = self._speaking
        turn = bisect_left(nouns, span[0], key=lambda m: m.start)
        for m in nouns:
            found.setdefault(m.name, set()).add("noun speaks")
        for m in nouns[max(0, turn - 1) : turn]:
            found.setdefault(m.name, set()).add("noun spoke last")
        speaking = {m.name for m in spoken}
        for name, signs in found.items():
            signs |= {"speaks"} if name in speaking else set()
            signs |= {"person"} if name.kind == "person" else set()
            signs |= self._everywhere.get(name, set())
        return {name: signs for name, signs in found.items() if self._may_speak(name, signs)}

    def _may_speak(self, name: Name, signs: Collection[str]) -> bool:
        """Whether a noun that is no office, body or name says something somewhere: not that of `The book of
        Ada Byron`."""
        is_noun = name.full.islower() and not name.kind and not self._lexicon.is_title(plain(name.full))
        return not is_noun or not _SPEAKING.isdisjoint(signs)

    @cached_property
    def _everywhere(self) -> Mapping[Name, set[str]]:
        """What the whole article says for and against each name."""
        found: dict[Name, set[str]] = {}
        for m in self._names.mentions:
            words = re.findall(r"\w+", self._told[max(0, m.start - LONGEST_LEAD) : m.start])
            sentence = self._article.sentence_at(m.start)
            signs = found.setdefault(m.name, set())
            signs |= {"article"} if words and plain(words[-1]) in self._lexicon.articles else set()
            signs |= {"first"} if sentence is not None and sentence[0] == m.start else set()
        return found

    def _nameless(self, span: Span) -> Iterator[tuple[Mention, str]]:
        """Nouns that may be the subject in the sentence of a quotation or the one before, or follow words
        like `according to`, if they are no names: `apuntó la cartera`, `la direction a confirmé`."""
        lexicon, told = self._lexicon, self._told
        first, last = self._sentence(span)
        above = self._article.sentence_at(first - 2)
        if above is not None and "\n" not in told[above[1] : first]:
            first = above[0]
        yield from self._nouns(first, last) if lexicon.spaced else ()

    def _nouns(self, first: int, last: int) -> Iterator[tuple[Mention, str]]:
        """The nouns in some sentences that may speak, each with its sign."""
        for begin, end, sign in self._leads(first, last):
            match = self._noun(begin, end, sign)
            if match is not None and not self._is_taken(*match.span("noun")):
                name = Name(match["noun"], "", self._lexicon.kind_of(match["noun"]))
                yield Mention(*match.span("noun"), name), sign

    @cached_property
    def _speaking(self) -> Sequence[Mention]:
        """Nouns anywhere in the article that say something, in order; in Chinese, all bodies."""
        told = self._told
        if not self._lexicon.spaced:
            return [
                Mention(start, end, Name(told[start:end], "", kind))
                for start, end, kind, _ in sorted(self._subjects(0, len(told)))
                if kind not in ("", "person") and not self._is_taken(start, end, kind)
            ]
        found = (each for sentence in self._article.sentences for each in self._nouns(*sentence))
        return [mention for mention, sign in found if sign == "subject"]

    def _is_taken(self, start: int, end: int, kind: str = "") -> bool:
        """Whether words are part of a name; in Chinese, one may be part of a body's: 德国受迫害民族协会."""
        near = self._names.within(start - LONGEST_NAME, end + LONGEST_NAME)
        touching = [m for m in near if m.start < end and start < m.end]
        is_body = not self._lexicon.spaced and kind not in ("", "person")
        return touching != [] and not (is_body and all(start <= m.start and m.end < end for m in touching))

    def _leads(self, first: int, last: int) -> Iterator[tuple[int, int, str]]:
        """Where in some sentences the noun of who speaks may come next, and as what: after a word like
        `according to`, beside a verb of saying, or first."""
        lexicon, told = self._lexicon, self._told
        according = re.compile(rf"(?<!\w){one_of(lexicon.according)}(?!\w)", re.IGNORECASE)
        others = (
            lexicon.clauses.whole | lexicon.pronouns.whole | lexicon.articles.whole | lexicon.prepositions
        )
        for each in according.finditer(told, first, last):
            yield each.end(), last, "noun" if plain(each[0]) in lexicon.loosely else "according"
        for verb in _WORD.finditer(told, first, last):
            if plain(verb[0]) not in lexicon.reporting or not verb[0].islower():
                continue
            clause = max(first - 1, *(told.rfind(mark, first, verb.start()) for mark in ",;:.!?")) + 1
            # `“No,” said the mayor`: a quotation is before the verb, or else its subject.
            is_inverted = all(plain(word) in lexicon.function for word in told[clause : verb.start()].split())
            begin, end = (verb.end(), last) if is_inverted else (clause, verb.start())
            yield begin, end, "subject"
            adverb = _NOUN.match(told, begin, end) if is_inverted else None
            if adverb is not None and others.isdisjoint((adverb["noun"], plain(adverb["noun"]))):
                yield adverb.end(), end, "noun"  # `répond simplement le ministre`
        for start, _ in self._article.sentences:
            if first <= start < last:
                yield start, last, "noun"
        for office in _OFFICE.finditer(told, first, last):
            if plain(office["article"]) in lexicon.articles and lexicon.is_title(plain(office["noun"])):
                yield office.start("article"), last, "noun"  # `Hier à Rome, le Pape a dit`

    def _noun(self, begin: int, end: int, sign: str) -> re.Match[str] | None:
        """The noun that a lead begins with, if it can speak."""
        lexicon, told = self._lexicon, self._told
        match = _NOUN.match(told, begin, end)
        has_article = match is not None and plain(match["noun"]) in lexicon.articles
        if match is not None and has_article:
            match = _NOUN.match(told, match.end(), end)
        can_follow = lexicon.capitalizes_nouns and (has_article or sign == "according")
        if match is not None and can_follow and match["noun"].islower():
            match = _NOUN.match(told, match.end(), end)  # `laut neuen Berichten`
        if match is None:
            return None
        if lexicon.capitalizes_nouns and not match["noun"][0].isupper():
            return None
        if lexicon.capitalizes_nouns and sign == "subject" and not has_article:
            return None  # `sagte Anna Ohm`
        noun = match["noun"]
        is_name = noun[0].isupper() and not lexicon.capitalizes_nouns and match.start("noun") > begin
        is_name &= not (has_article and lexicon.is_title(plain(noun)))  # `le Pape a dit`
        others = lexicon.function.whole | lexicon.pronouns.whole | lexicon.prepositions
        others = others.union(word for phrase in lexicon.according for word in phrase.split())
        forms = plain(noun), noun.casefold(), plain(noun).rpartition("-")[2]
        is_common = len(noun) == 1 or not others.isdisjoint(forms)  # the `s` of `s’accuse`
        # Without an article, only a capital makes the first word a noun.
        is_other = plain(noun) in lexicon.reporting or (sign == "noun" and noun[0].islower())
        is_other |= (
            lexicon.capitalizes_nouns and match.start("noun") == begin and not self._is_elsewhere(noun)
        )
        return None if is_name or is_common or (is_other and not has_article) else match

    def _asides(self, span: Span) -> Iterator[tuple[Mention, str]]:
        """Who speaks according to words inside a quotation: `« C’est fini, explique Odile Marchand. »`."""
        if self._lexicon.spaced:
            for match in _ASIDE.finditer(self._article.text, *span):
                office = map(plain, match["office"].split()[:1])
                if plain(match["verb"]) in self._lexicon.reporting and all(
                    word in self._lexicon.articles or self._lexicon.is_title(word) for word in office
                ):
                    yield Mention(*match.span("name"), Name(match["name"], "", "")), "subject"

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
        find = self._capitals_and_bodies if lexicon.spaced else self._subjects
        found = sorted(find(first, last), key=lambda each: abs(each[0] - span[0]))
        tiers = {True: 0, False: 2}
        for start, end, kind, tier in found:
            beside = told[max(0, start - 1) : start], told[end : end + 1]
            is_cut = lexicon.spaced and any(map(str.isalnum, beside))
            if not is_cut and not self._is_taken(start, end, kind):
                is_inside = within[0] <= start < within[1]
                count = sum(1 for each in found if within[0] <= each[0] < within[1] and each[0] < start)
                is_loose = tier + count >= MOST_LOOSE
                yield Mention(start, end, Name(told[start:end], "", kind)), tiers[is_inside] + tier + is_loose

    def _subjects(self, start: int, end: int) -> Iterator[tuple[int, int, str, int]]:
        """In Chinese: names and bodies before a verb of saying or a word after names, and the subject of such
        a verb: what stands between an office or a mark and the next phrase; if nothing does, the office."""
        lexicon, lists = self._lexicon, self._lexicon.lists
        groups = ("prepositions", "passive", "after_names", "function")
        others = one_of(tuple(word for group in groups for word in lists[group]))
        verbs = speaking(lexicon.language)
        bodies = one_of((*lists["bodies"], *lists["organizations"], *lists["companies"]))
        titles = one_of(lists["titles"])
        others = rf"{others}|{one_of(lists['after_subjects'])}"
        offices, stops = re.compile(titles), re.compile(rf"{others}|[\d（）()]")
        person = rf"[{lexicon.surnames}][\u4e00-\u9fff]{{1,2}}(?<!{one_of(lists['adverb_ends'])})"
        for kind, tier, form in (
            ("person", 0, f"(?P<name>{person})(?={verbs})"),
            ("person", 1, f"(?P<name>{person})(?={one_of(lists['after_names'])})"),
            # 总统特朗普虽… and 校长李一聪去… have no verb of saying after the name.
            ("person", 0, f"{titles}(?P<name>[{lexicon.foreign}]{{2,5}})"),
            ("person", 1, f"{titles}(?P<name>[{lexicon.surnames}][\u4e00-\u9fff]{{2}})"),
            ("", 0, f"(?<![\u4e00-\u9fff])(?P<name>[\u4e00-\u9fff]{{2,12}}?{bodies})(?!的)"),
            ("organization", 0, f"《(?P<name>[\u4e00-\u9fff]{{2,8}})》(?={verbs})"),
            ("person", 0, f"[（(](?P<name>{LATIN})[）)]"),
        ):
            for match in re.compile(form).finditer(self._told, start, end):
                # 曾 is a surname, and an adverb.
                if all(each.span() == (0, 1) for each in re.finditer(others, match["name"])):
                    yield *match.span("name"), kind or lexicon.kind_of(match["name"]), tier
        for verb in re.compile(verbs).finditer(self._told, start, end):
            last, size = verb.start(), len(self._told)
            lead = _CLAUSE.match(self._backwards, size - last, size - start)
            if lead is None:
                continue
            first = last - len(lead[0])
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
            else:
                stop = stops.search(self._told, first + 1, last)
                alone = offices.search(self._told, first, last if stop is None else stop.start())
                if alone is not None:
                    yield *alone.span(), "", 1

    @cached_property
    def _backwards(self) -> str:
        return self._told[::-1]

    def _capitals_and_bodies(self, start: int, end: int) -> Iterator[tuple[int, int, str, int]]:
        lexicon, told = self._lexicon, self._told
        words = [*_WORD.finditer(told, start, end)]
        according = re.compile(rf"(?<!\w){one_of(lexicon.according)}\W+(?:\w+\W+)?$", re.IGNORECASE)
        dates, countries = date_words(lexicon.language), territories(lexicon.language)
        for n, match in enumerate(words):
            word = plain(match[0])
            is_first = self._article.text[: match.start()].rstrip()[-1:] in _BEFORE_FIRST
            is_first |= self._article.text[: match.start()].endswith("\n")
            before = [] if is_first else [each[0].casefold() for each in words[max(0, n - 2) : n]]
            if before and plain(before[-1]) in lexicon.articles:
                before.pop()
            is_governed = before[-1:] != [] and before[-1] in lexicon.prepositions
            is_governed &= according.search(told[max(start, match.start() - 40) : match.start()]) is None
            is_unit = told[: match.start()].rstrip()[-1:].isdigit()  # `15 GMT`
            if word in lexicon.function or lexicon.is_title(word) or word in dates or is_unit:
                continue
            if n and plain(f"{words[n - 1][0]} {match[0]}") in countries:
                continue  # `El Salvador`
            kind = lexicon.kind_of(match[0].rpartition("'")[2].rpartition("’")[2])
            kind = "country" if word in countries else kind
            # The first word has a capital anyway.
            is_name = match[0][0].isupper() and len(match[0]) > 1
            is_name &= not lexicon.capitalizes_nouns or _CAPITALS.search(match[0]) is not None
            is_name &= not is_first or self._is_elsewhere(match[0])
            is_body = kind in ("public-body", "organization")
            if is_body or (is_name and not is_governed):
                yield *match.span(), kind, int(is_governed or kind == "country")

    def _is_elsewhere(self, word: str) -> bool:
        """Whether a word has its capital also where no sentence begins, or in the title."""
        found = re.search(rf"[\w,;][ \u00a0]{re.escape(word)}(?!\w)", self._article.text)
        return found is not None or word in re.findall(r"\w+", self._article.title)


def distinct(names: Iterable[Name]) -> list[Name]:
    """The names, without those that are part of an earlier one: `Byron` after `Ada Byron`."""
    found: list[Name] = []
    for name in names:
        edge = "" if UNSPACED.search(name.full) is not None else " "
        if not any(f"{edge}{name.full}{edge}" in f"{edge}{each.full}{edge}" for each in found):
            found.append(name)
    return found
