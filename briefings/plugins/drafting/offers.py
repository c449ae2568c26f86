"""Who may have said a quotation whose sentence does not name its speaker."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from briefings.grammar.date_forms import date_words
from briefings.grammar.lexicon import one_of, plain
from briefings.grammar.normal import UNSPACED
from briefings.grammar.sentences import Span
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
FARTHEST = 6
"""How many paragraphs before a quotation are searched for the last one in which somebody speaks."""
WEIGHTS = {
    "loose": 15,
    "loose, far": 6,
    "loose, named": 2,
    "subject": 12,
    "before": 10,
    "after": 8,
    "next": 4,
    "later": 3,
    "above": 4,
    "voice": 6,
    "speaks": 4,
    "spoke last": 2,
    "person": 3,
}
"""The weight of each sign that a name is the speaker's. `python -m benchmarks.drafting.weights` fitted them
on sets 2 to 6.

`loose`: it may be a name only because of its place near the quotation; `subject`: the noun before or after a
verb of saying. The next five say where else it is: in the paragraph of the quotation, before or after it, or
in those around. `voice`: the text around may give its words (`Speakers.voices`). `speaks`: it speaks
elsewhere.
"""
_PLACES = {1: "above", 2: "above", -1: "next", -2: "later", -3: "later"}
"""Signs by how many paragraphs above the quotation a name is."""
_BETTER = {"after": "before", "later": "next"}
_CLAUSE = re.compile(r"[\u4e00-\u9fff·•（）()《》A-Za-z]+$")
_ASIDE = re.compile(
    r"[,–—-]\s+(?:[^\W\d_]+['’])?(?P<verb>[^\W\d_]+)\s(?P<name>[^\W\d_a-zà-ÿ][\w’'-]+(?:\s[^\W\d_a-zà-ÿ][\w’'-]+){0,3})"
)
_NOUN = re.compile(r"\s*(?:[lLdD]['’])?(?P<noun>[^\W\d_][\w-]*)")
_WORD = re.compile(r"(?:[LD]['’])?[^\W\d_][\w-]+")


class Offers:
    """Offers the names of an article as speakers."""

    def __init__(self, article: Story, told: str, names: Names) -> None:
        self._article = article
        self._told = told
        self._names = names
        self._lexicon = article.lexicon

    def near(self, span: Span, speaking: Collection[Name] = (), voices: Collection[Name] = ()) -> list[Name]:
        """Who may have said something, the likeliest first: of those who speak in the article, of those whose
        words the text around may give, and of other names, also if only their place tells that they are
        some."""
        signs = self.signs(span, speaking, voices)
        return sorted(signs, key=lambda name: -sum(WEIGHTS[sign] for sign in signs[name]))

    def signs(
        self, span: Span, speaking: Collection[Name], voices: Collection[Name]
    ) -> Mapping[Name, Collection[str]]:
        """What speaks for each name: keys of `WEIGHTS`. Those nearest to a quotation are first."""
        paragraphs = [p for p in self._article.paragraphs if not p.is_heading or p.start <= span[0] < p.end]
        own = max((n for n, p in enumerate(paragraphs) if p.start <= span[0]), default=0)
        named = [(own - n, m) for n, p in enumerate(paragraphs) for m in self._names.within(p.start, p.end)]
        named.sort(key=lambda each: (abs(each[0]), abs(each[1].start - span[0])))
        above = [n for n, m in named if 0 < n <= FARTHEST and m.name in speaking]
        found: dict[Name, set[str]] = {}
        for m, tier in self._loose(span):
            is_close = tier < MOST_LOOSE or found.get(m.name) == {"loose"}
            found[m.name] = {"loose" if is_close else "loose, far"}
        for m in (*self._nameless(span), *self._asides(span)):
            found.setdefault(m.name, set()).add("subject")
        for n, m in named:
            signs = found.setdefault(m.name, set())
            if "loose" in signs:
                signs.remove("loose")
                signs.add("loose, named")
            is_before = n == 0 and m.start < span[0]
            place = ("before" if is_before else "after") if n == 0 else _PLACES.get(n)
            if place is not None and _BETTER.get(place) not in signs:
                signs.add(place)
            if above and n == min(above) and m.name in speaking:
                signs.add("spoke last")
        for name in voices:
            found.setdefault(name, set()).add("voice")
        for name, signs in found.items():
            signs |= {"speaks"} if name in speaking else set()
            signs |= {"person"} if name.kind == "person" else set()
        return found

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

    def _asides(self, span: Span) -> Iterator[Mention]:
        """Who speaks according to words inside a quotation: `« C’est fini, explique Odile Marchand. »`."""
        if self._lexicon.spaced:
            for match in _ASIDE.finditer(self._article.text, *span):
                if plain(match["verb"]) in self._lexicon.reporting:
                    yield Mention(*match.span("name"), Name(match["name"], "", ""))

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
        others = rf"{others}|{one_of(lists['after_subjects'])}"
        offices, stops = re.compile(titles), re.compile(rf"{others}|[\d（）()]")
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
            is_name = match[0][0].isupper() and len(match[0]) > 1
            is_name &= not lexicon.capitalizes_nouns or match[0].isupper()  # `DOSB`
            is_name &= not is_first or self._is_elsewhere(match[0])
            is_body = kind in ("public-body", "organization")
            if is_body or (is_name and not is_governed):
                yield *match.span(), kind, int(is_governed or kind == "country")

    def _is_elsewhere(self, word: str) -> bool:
        """Whether a word has its capital also where no sentence begins, or in the title."""
        found = re.search(rf"[\w,;]\s{re.escape(word)}(?!\w)", self._article.text)
        return found is not None or word in re.findall(r"\w+", self._article.title)


def distinct(names: Iterable[Name]) -> list[Name]:
    """The names, without those that are part of an earlier one: `Byron` after `Ada Byron`."""
    found: list[Name] = []
    for name in names:
        edge = "" if UNSPACED.search(name.full) is not None else " "
        if not any(f"{edge}{name.full}{edge}" in f"{edge}{each.full}{edge}" for each in found):
            found.append(name)
    return found
