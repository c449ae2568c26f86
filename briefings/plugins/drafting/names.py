"""Finds names of persons and organizations: those of known actors, and others by capitals, titles and
recurrence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import islice

from babel import Locale, UnknownLocaleError

from briefings.grammar.date_forms import date_words
from briefings.grammar.languages import boundaries
from briefings.grammar.lexicon import Lexicon, lexicon, one_of, plain
from briefings.grammar.normal import UNSPACED
from briefings.grammar.sentences import Paragraph, Span
from briefings.plugins.drafting.article import Story


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor that the site has a sheet for."""

    id: str
    kind: str
    names: tuple[str, ...]
    """Its name and aliases."""


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody or something that the article names."""

    full: str
    """The longest form of the name in the article, or the name of the known actor."""
    actor: str = ""
    """The id of the known actor; empty for a name without a sheet."""
    kind: str = ""
    """The kind of actor, where it is known or the words say it."""

    @property
    def is_person(self) -> bool:
        """Whether it is a person, as far as the words say."""
        return self.kind in ("", "person")

    @property
    def can_speak(self) -> bool:
        """Whether a quotation can be theirs. What "France" says, somebody says for it."""
        return self.kind != "country"


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a name is."""

    start: int
    end: int
    name: Name
    is_possessive: bool = False
    """Whether it is like "Marsh’s" in "Marsh’s grandfather said"."""

    @property
    def who(self) -> Name:
        """Whom it names."""
        return self.name

    @property
    def is_person(self) -> bool:
        """Whether it is a person, as far as the words say."""
        return self.name.is_person

    @property
    def can_speak(self) -> bool:
        """Whether a quotation can be theirs."""
        return self.name.can_speak

    @property
    def is_full(self) -> bool:
        """Whether it is surely a name: one with a sheet, or of several words. In `Leeds baker Ada Byron`,
        the full name is the subject."""
        return " " in self.name.full or self.name.actor != ""


class Names:
    """All names in an article, outside quotations."""

    def __init__(self, article: Story, told: str, actors: Sequence[Actor]) -> None:
        self._article = article
        self._told = told
        """The text with spaces instead of quotations."""
        self._lexicon = article.lexicon
        self._known = dict(_known(article.text, actors))

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """All mentions, in order."""
        first = _agreed([m for p in self._article.paragraphs for m in self._full_names(p)], self._lexicon)
        forms = _short_forms(first, self._known, self._lexicon)
        words = [m for p in self._article.paragraphs for m in self._one_word(p, forms)]
        found = [*first, *words, *(m for p in self._article.paragraphs for m in self._short(p, forms))]
        mentions: list[Mention] = []
        for mention in sorted(found, key=lambda m: (m.start, -m.end)):
            if not mentions or mention.start >= mentions[-1].end:
                mentions.append(mention)
        return tuple(mentions)

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions in a stretch of the text."""
        first = bisect_left(self._starts, start)
        return [m for m in self.mentions[first : bisect_left(self._starts, end)] if m.end <= end]

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    def mentioned(self, start: int, end: int) -> list[Mention]:
        """The mentions of known actors in a stretch of the text, also inside quotations."""
        inside = [m for m in self.within(start, end) if m.name.actor]
        return sorted([*inside, *self._known_in(start, self._article.text[start:end])], key=lambda m: m.start)

    def known(self, start: int, end: int) -> list[str]:
        """The ids of the known actors in a stretch of the text."""
        return list(dict.fromkeys(m.name.actor for m in self.mentioned(start, end)))

    # ── Known actors ────────────────────────────────────────────────────────────────────────────────────

    def _known_in(self, offset: int, text: str) -> Iterator[Mention]:
        for match in self._pattern.finditer(text):
            after = text[match.end() : match.end() + 2]
            possessive = after in ("’s", "'s")
            yield Mention(offset + match.start(), offset + match.end(), self._known[match[0]], possessive)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = sorted(self._known, key=len, reverse=True)
        return re.compile("|".join(_bounded(name) for name in names) or "(?!)")

    # ── Other names ─────────────────────────────────────────────────────────────────────────────────────

    def _full_names(self, paragraph: Paragraph) -> Iterator[Mention]:
        words = self._told[paragraph.start : paragraph.end]
        known = list(self._known_in(paragraph.start, words))
        yield from known
        if paragraph.is_heading:
            return
        taken = [(m.start - paragraph.start, m.end - paragraph.start) for m in known]
        find = self._spaced if self._lexicon.spaced else self._unspaced
        for span, kind in find(words):
            is_half = (
                self._lexicon.capitalizes_nouns and words[span[1] : span[1] + 1] == "-"
            )  # `der Berner Gesundheits- und Sozialdirektor`
            if not is_half and all(span[1] <= start or span[0] >= end for start, end in taken):
                name = words[span[0] : span[1]]
                if kind in ("", "place") and plain(name) in territories(self._lexicon.language):
                    kind = "country"
                possessive = words[span[1] : span[1] + 2] in ("’s", "'s")
                yield Mention(
                    paragraph.start + span[0], paragraph.start + span[1], Name(name, "", kind), possessive
                )

    def _spaced(self, words: str) -> Iterator[tuple[Span, str]]:
        """Full names in a language with spaces, each with its kind."""
        for run in _runs(words, self._lexicon):
            yield from _names_in(run, words, self._lexicon, self._surnames)

    @cached_property
    def _surnames(self) -> frozenset[str]:
        """Titles that are names in this article: `said King`."""
        lexicon = self._lexicon
        said = (match.groups() for match in _SAID.finditer(self._told))
        pairs = ((plain(verb), plain(name)) for verb, name in said if not lexicon.capitalizes_nouns)
        return frozenset(name for verb, name in pairs if verb in lexicon.reporting and lexicon.is_title(name))

    def _unspaced(self, words: str) -> Iterator[tuple[Span, str]]:
        """Names of persons without spaces: foreign ones with a dot, in Latin letters or with these behind
        them, and others after a title, right before a verb of saying or repeated; those in the letters of
        foreign names only if the article repeats them."""
        lexicon = self._lexicon
        lists = lexicon.lists
        if not lexicon.surnames:
            return
        foreign = f"[{lexicon.foreign}]"
        dotted = f"{foreign}{{1,8}}(?:[·•][“”]?{foreign}{{1,8}}[“”]?)+"
        person = rf"[{lexicon.surnames}][\u4e00-\u9fff]{{1,2}}?(?<!{one_of(lists['adverb_ends'])})"
        verbs, titles = speaking(lexicon.language), one_of(lists["titles"])
        papers = one_of((*lists["organizations"], *lists["bodies"], *lists["companies"]))
        ends = rf"(?={verbs}|{one_of(lists['after_names'])}|[，,、（(“\d]|$)"
        begins = rf"(?:(?<!\w)|(?<={one_of(lists['before_names'])}))"
        pattern = (
            rf"(?:{titles})?(?P<c>{dotted})|(?P<e>{foreign}{{2,8}})(?={_IN_LATIN})|(?<![（(])(?P<f>{LATIN})"
            rf"|(?:{titles}\s?)(?P<a>{person}){ends}|{begins}(?P<b>{person})(?={verbs})"
            rf"|(?:{begins}|{titles}\s?)(?P<d>{foreign}{{2,7}}?){ends}"
            rf"|(?P<g>{one_of(self._repeated)})|(?<=《)(?P<h>[\u4e00-\u9fff]{{1,8}}{papers})(?=》)"
        )
        for match in re.finditer(pattern, words):
            name = match[match.lastgroup or ""]
            text = self._article.text
            is_name = match.lastgroup != "d" or text.count(name) > 1
            # The last part of a foreign name is its short form.
            is_name = is_name and (match.lastgroup == "c" or f"·{name}" not in text)
            is_name &= name not in lists["after_subjects"]  # 周日
            if is_name and plain(name) not in lexicon.function and plain(name) not in lexicon.titles:
                kind = {"g": "", "h": "organization"}.get(match.lastgroup or "", "person")
                yield match.span(match.lastgroup or ""), kind

    @cached_property
    def _repeated(self) -> tuple[str, ...]:
        """What begins like a full name in Chinese and is in the text three times, between different words,
        and what stands before its Latin form and elsewhere."""
        lexicon, text = self._lexicon, self._told
        groups = ("prepositions", "passive", "function", "titles", "reporting", "after_names")
        other = one_of(tuple(word for group in (*groups, "after_subjects") for word in lexicon.lists[group]))
        beside: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for match in re.finditer(rf"(?=([{lexicon.surnames}][\u4e00-\u9fff]{{2}}))", text):
            start, end = match.span(1)
            beside[match[1]].append((text[max(0, start - 1) : start], text[end : end + 1]))
        found = [
            name
            for name, sides in beside.items()
            if len(sides) >= LEAST_REPEATED
            and all(len({*each}) > 1 for each in zip(*sides, strict=True))
            and re.search(other, name) is None
        ]
        for match in re.finditer(rf"([\u4e00-\u9fff]{{2,5}}){_IN_LATIN}", text):
            ends = (match[1][n:] for n in range(len(match[1]) - 1))
            # Of 岩崎明子 (Akiko Iwasaki), the family name is repeated.
            found += islice((name for end in ends for name in (end, end[:2]) if text.count(name) > 1), 1)
        return tuple(found)

    # ── Short forms ─────────────────────────────────────────────────────────────────────────────────────

    def _one_word(self, paragraph: Paragraph, forms: Mapping[str, Name | None]) -> Iterator[Mention]:
        """Names of one word: after a form of address, or as the subject beside a verb of saying."""
        if not self._lexicon.spaced or paragraph.is_heading:
            return
        lexicon = self._lexicon
        for match in _CAPITAL.finditer(self._told, paragraph.start, paragraph.end):
            word = plain(match[0])
            is_title = lexicon.is_title(word) or lexicon.is_title(word.rpartition("-")[2])
            is_common = word in lexicon.function or is_title or word in territories(lexicon.language)
            is_common = is_common or word in date_words(lexicon.language)
            if is_common or match[0] in forms or _POSSESSIVE.search(match[0]) is not None:
                continue
            before, titles = self._words_before(paragraph, match.start())
            is_addressed = any(title in lexicon.address for title in titles) or (
                titles != [] and self._told.count(match[0]) > 1
            )
            is_named = self._is_source(match.start()) or self._is_subject(paragraph, match, before)
            if is_addressed or is_named:
                yield Mention(*match.span(), Name(match[0], "", "person" if titles else ""))

    def _is_source(self, place: int) -> bool:
        """Whether what begins at a place follows words such as `according to` and can only be a name."""
        lexicon = self._lexicon
        phrases = one_of(tuple(each for each in lexicon.according if plain(each) not in lexicon.loosely))
        before = self._told[max(0, place - LONGEST_LEAD) : place]
        is_after = re.search(rf"(?<!\w){phrases}\s$", before, re.IGNORECASE) is not None
        return is_after and not lexicon.capitalizes_nouns

    def _words_before(self, paragraph: Paragraph, place: int) -> tuple[str, list[str]]:
        """The word before a name, and the offices between the two: `said` and `mayor` before `Ek`."""
        lexicon = self._lexicon
        lead = _LEAD.search(self._told, max(paragraph.start, place - LONGEST_LEAD), place)
        words = lead[0].split() if lead is not None else []
        titles: list[str] = []
        while words and lexicon.is_title(title := plain(words[-1].rstrip("."))):
            if words[-1].endswith(".") and title not in lexicon.address:
                break  # the end of a sentence
            titles.append(title)
            words.pop()
        if titles and words and not lexicon.capitalizes_nouns and plain(words[-1]) in lexicon.articles:
            words.pop()
        # A dot ends the sentence before.
        return words[-1] if words and not words[-1].endswith(".") else "", titles

    def _is_subject(self, paragraph: Paragraph, name: re.Match[str], before: str) -> bool:
        """Whether one word is the name of who speaks: `said Veldnet`, but not `Critics say`."""
        lexicon = self._lexicon
        after = _NEXT.match(self._told, name.end(), paragraph.end)
        verbs = [
            word
            for word in (before, after[1] if after is not None else "")
            if word.islower() and plain(word) in lexicon.reporting
        ]
        if not verbs or before.casefold() in lexicon.prepositions or plain(before) in lexicon.articles:
            return False
        if after is not None and after[1][0].isupper():
            return False  # `sagt Oberamtsrat Bo Ek`
        if lexicon.capitalizes_nouns:
            words = lexicon.clauses, lexicon.reporting, boundaries().ands
            if before.islower() and not any(plain(before) in each for each in words):
                return False  # `von einem ruhigen Vormittag berichtete`
            # Every noun has a capital: `sagen Kritiker`; and so has an adverb: `Trotzdem sagte sie`.
            follows = before == "" and after is not None and after[2] and after[2] not in lexicon.prepositions
            return not verbs[0].endswith("n") and not follows
        lead = self._article.text[paragraph.start : name.start()].rstrip(' \u00a0”“"»«’‘')
        if lead[-1:] not in ("", ".", "!", "?", "…", ":") or not name[0][1:].islower():
            return True
        # The first word of a sentence has a capital anyway.
        return re.search(rf"[\w,] {re.escape(name[0])}\b", self._told) is not None

    def _short(self, paragraph: Paragraph, forms: Mapping[str, Name | None]) -> Iterator[Mention]:
        words = self._told[paragraph.start : paragraph.end]
        if not self._lexicon.spaced:
            for last, one in forms.items():
                holder = one or Name(last, "", "person")
                for match in re.finditer(rf"(?<![·•]){re.escape(last)}", words):
                    yield Mention(paragraph.start + match.start(), paragraph.start + match.end(), holder)
            return
        for match in _CAPITAL.finditer(words):
            written = match[0]
            base = _POSSESSIVE.sub("", written)
            if self._lexicon.capitalizes_nouns and base not in forms:
                base = base.removesuffix("s")  # `Lenz’` and `Ohms`
            name = forms.get(base)
            if name is not None:
                start = paragraph.start + match.start()
                yield Mention(start, start + len(base), name, written != base)


_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽ"
_LETTER = "A-Za-zÀ-ÖØ-öø-ɏ"
_PART = rf"[{_UPPER}][{_LETTER}.'’-]+"
LATIN = rf"(?<![{_LETTER}])(?<![{_LETTER}][ .]){_PART}(?: {_PART}){{1,3}}(?![{_LETTER}])"
_IN_LATIN = rf"\s?[（(]\s?{LATIN}\s?[）)]"
"""A name of several words in brackets, as after 特拉斯（Liz Truss）."""
_CAPITAL = re.compile(rf"(?<![\w’'])(?:[ae]l-)?[{_UPPER}][\w]*(?:[-’'][\w]+)*")
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_POSSESSIVE = re.compile(r"['’]s?$")
_LEAD = re.compile(r"(?:[^\W_][\w’'-]*\.?[ \u00a0])+$")
_NEXT = re.compile(r"[ \u00a0]([^\W\d_]+)(?:[ \u00a0]([^\W\d_]+))?")
LONGEST_LEAD = 60
"""Characters between a verb and a name of one word, with the offices before it."""
_ELISION = re.compile(r"(?:[ld]|qu)['’]", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W_][\w]*(?:[-’'.](?=\w)[\w]+)*\.?")


@cache
def speaking(language: str) -> str:
    """A pattern for the verbs of saying of a language without spaces, with an adverb before them. The last
    letter of an office may be one: 问 of 顾问."""
    known = lexicon(language)
    verbs = known.lists["reporting"]
    offices = (title for title in known.lists["titles"] if title.endswith(verbs) and title not in verbs)
    adverb = rf"[\u4e00-\u9fff]{{2}}{one_of(known.lists['adverb_ends'])}"
    return rf"(?:{adverb})?{one_of(verbs)}{''.join(f'(?<!{office})' for office in offices)}"


@cache
def territories(language: str) -> frozenset[str]:
    """The names of countries and continents in a language."""
    try:
        return frozenset(plain(name) for name in Locale.parse(language).territories.values())
    except (UnknownLocaleError, ValueError):
        return frozenset()


def _known(text: str, actors: Sequence[Actor]) -> Iterator[tuple[str, Name]]:
    for actor in actors:
        name = Name(actor.names[0], actor.id, actor.kind)
        for written in actor.names:
            # The regular expression is only made of names that are there.
            if len(written) > 1 and written in text:
                yield written, name


def _bounded(name: str) -> str:
    before = "" if UNSPACED.match(name[0]) else r"(?<!\w)"
    after = "" if UNSPACED.match(name[-1]) else r"(?!\w)"
    return f"{before}{re.escape(name)}{after}"


def _agreed(mentions: Sequence[Mention], lexicon: Lexicon) -> list[Mention]:
    """Mentions with one form and one kind for each name: the most specific kind that the article says."""
    written = [m.name.full for m in mentions if not m.name.actor]
    forms = _uninflected(written) if lexicon.capitalizes_nouns else {}
    mentions = [replace(m, name=replace(m.name, full=forms.get(m.name.full, m.name.full))) for m in mentions]
    kinds: dict[str, str] = {}
    for mention in mentions:
        kind, other = mention.name.kind, kinds.get(mention.name.full)
        # A name that is not always after a word such as "in" is not a place.
        if other is None or other == "place" or (other == "" and kind not in ("", "place")):
            kinds[mention.name.full] = kind
    return [
        m if m.name.actor else replace(m, name=Name(m.name.full, "", kinds[m.name.full])) for m in mentions
    ]


def _uninflected(names: Sequence[str]) -> dict[str, str]:
    """The most frequent form of each name that is written in several: `der Deutschen Bahn`."""
    by_stems: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for name in names:
        by_stems[tuple(_INFLECTION.sub("", word) for word in name.split())][name] += 1
    return {
        name: max(forms, key=lambda form: (forms[form], -len(form)))
        for forms in by_stems.values()
        for name in forms
    }


_INFLECTION = re.compile(r"(?<=\w{3})(?:e|en|er|es|em|n|s)$")


def _short_forms(
    mentions: Sequence[Mention], known: Mapping[str, Name], lexicon: Lexicon
) -> dict[str, Name | None]:
    """The last words of persons' names, with None if several persons have one. In Spanish, the first of two
    surnames is the usual one."""
    holders: dict[str, set[Name]] = defaultdict(set)
    persons = [m.name for m in mentions if m.name.is_person or m.name.kind == "place"]
    for name in dict.fromkeys([*persons, *(name for name in known.values() if name.is_person)]):
        words = name.full.split() if lexicon.spaced else re.split("[·•]", name.full)
        for word in words[max(1, len(words) - (2 if lexicon.drops_subjects else 1)) :]:
            holders[word].add(name)
    for word, names in holders.items():
        # `Gesetz von Heil` is no other Heil than `Hubertus Heil`.
        plainer = {
            name for name in names if not any(plain(part) in lexicon.joins for part in name.full.split())
        }
        holders[word] = plainer or names
    return {last: next(iter(names)) if len(names) == 1 else None for last, names in holders.items()}


_Run = Sequence[Span]
"""Words with capitals, one after the other, perhaps with small words such as "of" between."""


def _runs(words: str, lexicon: Lexicon) -> Iterator[_Run]:
    """Stretches of capitalized words."""
    current: list[tuple[int, int]] = []
    joined = 0
    for match in _TOKEN.finditer(words):
        token = match[0]
        gap = words[current[-1][1] : match.start()] if current else ""
        # The plural in "the Textile Workers' Union".
        plural = gap in ("' ", "’ ") and words[current[-1][1] - 1] == "s" and token[0].isupper()
        adjacent = bool(current) and (gap in (" ", "\u00a0", "") or plural)
        elision = _ELISION.match(token)
        skipped = len(elision[0]) if elision is not None else 0
        elided = skipped > 0 and token[skipped : skipped + 1].isupper()
        if current and not adjacent:
            yield current[: len(current) - joined]
            current, joined = [], 0
        if elided or (_CAPITAL.match(token) is not None and elision is None):
            is_end = token.endswith(".") and len(token) > 2 and not lexicon.is_title(plain(token[:-1]))
            start = match.start() + (skipped if elided else 0)
            current.append((start, match.end() - (1 if is_end else 0)))
            joined = 0
            if is_end:
                yield current
                current = []
        elif current and _joins(token, words[slice(*current[-1])], lexicon):
            current.append(match.span())
            joined += 1
        elif current:
            rest = len(current) - joined
            first = plain(words[slice(*current[0])])
            # "Fédération des métallurgistes": the noun after an organization's first word may be small.
            if joined and rest == 1 and first in lexicon.organizations and lexicon.noun == "first":
                current.append(match.span())
                yield current
            else:
                yield current[:rest]
            current, joined = [], 0
    if current:
        yield current[: len(current) - joined]


def _joins(token: str, before: str, lexicon: Lexicon) -> bool:
    """Whether a small word is inside a name. In German, "der" is so only after "von"."""
    word = plain(token)
    return word in lexicon.joins and (
        word not in ("der", "den", "dem") or before.casefold() in ("von", "van")
    )


_SAID = re.compile(r"(?<!\w)([^\W\d_A-Z]+) ([A-Z][^\W\d_]+)(?=[,.;]| [^\W\d_A-Z])")
"""A verb and the one word with a capital after it."""


def _names_in(
    run: _Run, words: str, lexicon: Lexicon, surnames: Collection[str] = ()
) -> Iterator[tuple[Span, str]]:
    """The names in a run: without leading titles and function words, and divided at "and"."""
    tokens = [(start, end, plain(words[start:end].rstrip("."))) for start, end in run]
    whole = words[tokens[0][0] : tokens[-1][1]] if tokens else ""
    if not lexicon.is_organization(whole):
        for n, (_, _, token) in enumerate(tokens):
            if token in boundaries().ands:
                yield from _names_in(run[:n], words, lexicon, surnames)
                yield from _names_in(run[n + 1 :], words, lexicon, surnames)
                return
    if (n := _body_after(tokens, words, lexicon)) > 0:
        yield from _names_in(run[: n - 2], words, lexicon, surnames)
        yield from _names_in(run[n:], words, lexicon, surnames)
        return
    titled = False
    while tokens and (
        tokens[0][2] in lexicon.function
        or tokens[0][2] in (*lexicon.joins.whole, *lexicon.according)
        or (lexicon.drops_subjects and tokens[0][2] in lexicon.reporting)  # `Afirmó Luis Ruiz que …`
    ):
        tokens.pop(0)
    kind = lexicon.kind_of(words[tokens[0][0] : tokens[-1][1]]) if tokens else ""
    if not kind:
        titles = [n for n, each in enumerate(tokens) if lexicon.is_title(each[2])]
        last_title = max((n for n in titles if n == 0 or tokens[n][2] not in surnames), default=-1)
        titled = last_title >= 0
        tokens = tokens[last_title + 1 :]
        while tokens and (tokens[0][2] in lexicon.function or tokens[0][2] in lexicon.joins):
            tokens.pop(0)
    while tokens and (tokens[-1][2] in lexicon.function or tokens[-1][2] in lexicon.joins):
        tokens.pop()
    if not tokens:
        return
    capitals = [each for each in tokens if words[each[0]].isupper() and each[2] not in lexicon.joins]
    if lexicon.capitalizes_nouns and not kind and not titled and len(capitals) > 2:
        # In German, nouns before a name have capitals, too.
        tokens = tokens[tokens.index(capitals[-2]) :]
    if len(tokens) == 3 and not kind and _heads_department(words[: tokens[0][0]], lexicon):
        tokens.pop(0)
    if len(tokens) > 1 and len(tokens) <= MOST_NAME_WORDS:
        start, end = tokens[0][0], tokens[-1][1]
        end -= 2 if words[start:end].endswith(("’s", "'s")) else 0
        before = re.findall(r"[\w’']+(?=\s*$)", words[max(0, start - 25) : start])
        noun = plain(re.split("['’]", before[-1])[-1]) if before else ""
        if not kind and not titled and not lexicon.capitalizes_nouns:
            kind = lexicon.kind_of(noun)
        if not kind and not titled and noun in lexicon.places:
            kind = "place"
        yield (start, end), kind or ("person" if titled else "")


def _body_after(tokens: Sequence[tuple[int, int, str]], words: str, lexicon: Lexicon) -> int:
    """Where a body begins that a person is from, as in `Jana Ohm von der Handelskammer`; 0 if in no place."""
    for n in range(3, len(tokens)) if lexicon.capitalizes_nouns else ():
        is_joined = tokens[n - 2][2] in lexicon.joins and tokens[n - 1][2] in lexicon.joins
        first, before = words[slice(*tokens[n][:2])], words[tokens[0][0] : tokens[n - 3][1]]
        is_body = first[1:].isupper() or lexicon.is_organization(first)
        if is_joined and is_body and not lexicon.is_organization(before):
            return n
    return 0


def _heads_department(before: str, lexicon: Lexicon) -> bool:
    """Whether a department follows, as in `la ministra de Trabajo Carmen Gil`."""
    words = [plain(word) for word in re.findall(r"[^\W\d_]+", before[-LONGEST_LEAD:])]
    while words and (words[-1] in lexicon.joins or words[-1] in lexicon.articles):
        words.pop()
    return words != [] and words[-1] in lexicon.ministers


LEAST_REPEATED = 3
"""How often something must be in a text to be a name for that alone."""

MOST_NAME_WORDS = 8
