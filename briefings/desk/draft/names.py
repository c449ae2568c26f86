"""Finds names of persons and organizations: those of known actors, and others by capitals, titles and
recurrence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from briefings.desk.draft.article import Article
from briefings.evidence.passages import UNSPACED
from briefings.evidence.reading.lexicon import AND, Lexicon, one_of, plain
from briefings.evidence.reading.sentences import Paragraph, Span


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
        """Whether a pronoun such as "she" can stand for it."""
        return self.kind in ("", "person")


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where a name is."""

    start: int
    end: int
    name: Name
    possessive: bool = False
    """Whether it is like "Marsh’s" in "Marsh’s grandfather said"."""


class Names:
    """All names in an article, outside quotations."""

    def __init__(self, article: Article, told: str, actors: Sequence[Actor]) -> None:
        self._article = article
        self._told = told
        """The text with spaces in place of quotations."""
        self._lexicon = article.lexicon
        self._known = dict(_known(article.text, actors))
        self._roles: dict[str, set[Name]] = defaultdict(set)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """All mentions, in order."""
        first = _agreed([m for p in self._article.paragraphs for m in self._full_names(p)])
        short = _short_forms(first, self._known)
        found = [*first, *(m for p in self._article.paragraphs for m in self._short(p, short))]
        mentions: list[Mention] = []
        for mention in sorted(found, key=lambda m: (m.start, -m.end)):
            if not mentions or mention.start >= mentions[-1].end:
                mentions.append(mention)
        position = 0
        for mention in mentions:
            if mention.name.is_person:
                for title in self._titles_before(mention, position):
                    self._roles[title].add(mention.name)
            position = mention.end
        return tuple(mentions)

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions in a stretch of the text."""
        first = bisect_left(self._starts, start)
        return [m for m in self.mentions[first : bisect_left(self._starts, end)] if m.end <= end]

    @cached_property
    def _starts(self) -> list[int]:
        return [mention.start for mention in self.mentions]

    def with_role(self, words: str) -> Name | None:
        """The one person in the article whose office is among these words: "the minister"."""
        assert self.mentions is not None
        for word in re.findall(r"[^\W\d_]+", words):
            holders = self._roles.get(plain(word), set())
            if len(holders) == 1:
                return next(iter(holders))
        return None

    def last_person(self, position: int) -> Mention | None:
        """The person mentioned last before a position, for a pronoun."""
        first = bisect_left(self._starts, position - FARTHEST * 2)
        for mention in reversed(self.mentions[first : bisect_left(self._starts, position)]):
            if mention.end <= position and mention.name.is_person:
                return mention if position - mention.end <= FARTHEST else None
        return None

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
            if all(span[1] <= start or span[0] >= end for start, end in taken):
                name = words[span[0] : span[1]]
                possessive = words[span[1] : span[1] + 2] in ("’s", "'s")
                yield Mention(
                    paragraph.start + span[0], paragraph.start + span[1], Name(name, "", kind), possessive
                )

    def _spaced(self, words: str) -> Iterator[tuple[Span, str]]:
        """Full names in a language with spaces, each with its kind."""
        for run in _runs(words, self._lexicon):
            yield from _names_in(run, words, self._lexicon)

    def _unspaced(self, words: str) -> Iterator[tuple[Span, str]]:
        """Names of persons in Chinese: after a title, or right before a verb of saying."""
        lists = self._lexicon.lists
        if not self._lexicon.surnames:
            return
        person = f"[{self._lexicon.surnames}][\u4e00-\u9fff]{{1,2}}?"
        verbs, titles = one_of(lists["reporting"]), one_of(lists["titles"])
        ends = f"(?={verbs}|[在对對向也则則，、（(]|$)"
        pattern = rf"(?:{titles}\s?)(?P<a>{person}){ends}|(?<![^\W的])(?P<b>{person})(?={verbs})"
        for match in re.finditer(pattern, words):
            yield match.span("a" if match["a"] is not None else "b"), "person"

    # ── Short forms ─────────────────────────────────────────────────────────────────────────────────────

    def _short(self, paragraph: Paragraph, forms: Mapping[str, Name]) -> Iterator[Mention]:
        if not self._lexicon.spaced:
            return
        words = self._told[paragraph.start : paragraph.end]
        for match in _CAPITAL.finditer(words):
            written = match[0]
            base = re.sub(r"['’]s?$", "", written)
            name = forms.get(base)
            if name is not None:
                start = paragraph.start + match.start()
                yield Mention(start, start + len(base), name, written != base)

    def _titles_before(self, mention: Mention, position: int) -> Iterator[str]:
        before = self._told[max(position, mention.start - 45) : mention.start]
        before = re.split(r"[.;:!?()]", before)[-1]
        if self._lexicon.spaced:
            tokens = [plain(token) for token in re.findall(r"[^\W\d_]+", before)]
            yield from (token for token in tokens if token in self._lexicon.titles)


FARTHEST = 600
"""Characters from a name to the pronoun that stands for it."""

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽ"
_CAPITAL = re.compile(rf"(?<![\w’'])[{_UPPER}][\w]*(?:[-’'][\w]+)*")
_TOKEN = re.compile(r"[^\W_][\w]*(?:[-’'.](?=\w)[\w]+)*\.?")


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


def _agreed(mentions: Sequence[Mention]) -> list[Mention]:
    """Mentions with one kind for each name: the most specific one that the article says."""
    kinds: dict[str, str] = {}
    for mention in mentions:
        kind, other = mention.name.kind, kinds.get(mention.name.full)
        # A name that is not always after a word such as "in" is no place.
        if other is None or other == "place" or (other == "" and kind not in ("", "place")):
            kinds[mention.name.full] = kind
    return [
        m if m.name.actor else replace(m, name=Name(m.name.full, "", kinds[m.name.full])) for m in mentions
    ]


def _short_forms(mentions: Sequence[Mention], known: Mapping[str, Name]) -> dict[str, Name]:
    """The last words of persons' names, if they are those of one person."""
    holders: dict[str, set[Name]] = defaultdict(set)
    persons = [m.name for m in mentions if m.name.is_person]
    for name in dict.fromkeys([*persons, *(name for name in known.values() if name.is_person)]):
        words = name.full.split()
        if len(words) > 1:
            holders[words[-1]].add(name)
    return {last: next(iter(names)) for last, names in holders.items() if len(names) == 1}


@dataclass(frozen=True, slots=True)
class _Run:
    """Words with capitals, one after the other, perhaps with small words such as "of" between."""

    tokens: tuple[tuple[int, int], ...]


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
        is_elided = token[:2].lower() in ("l’", "d’", "l'", "d'")
        elided = is_elided and token[2:3].isupper()
        if current and not adjacent:
            yield _Run(tuple(current[: len(current) - joined]))
            current, joined = [], 0
        if elided or (token[0].isupper() and not is_elided):
            is_end = token.endswith(".") and len(token) > 2 and plain(token[:-1]) not in lexicon.titles
            start = match.start() + (2 if elided else 0)
            current.append((start, match.end() - (1 if is_end else 0)))
            joined = 0
            if is_end:
                yield _Run(tuple(current))
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
                yield _Run(tuple(current))
            else:
                yield _Run(tuple(current[:rest]))
            current, joined = [], 0
    if current:
        yield _Run(tuple(current[: len(current) - joined]))


def _joins(token: str, before: str, lexicon: Lexicon) -> bool:
    """Whether a small word is inside a name. In German, "der" is so only after "von"."""
    word = plain(token)
    return word in lexicon.joins and (word not in ("der", "den", "dem") or before in ("von", "van"))


def _names_in(run: _Run, words: str, lexicon: Lexicon) -> Iterator[tuple[Span, str]]:
    """The names in a run: without leading titles and function words, and divided at "and"."""
    tokens = [(start, end, plain(words[start:end].rstrip("."))) for start, end in run.tokens]
    whole = words[tokens[0][0] : tokens[-1][1]] if tokens else ""
    if not lexicon.is_organization(whole):
        for n, (_, _, token) in enumerate(tokens):
            if token in AND:
                yield from _names_in(_Run(run.tokens[:n]), words, lexicon)
                yield from _names_in(_Run(run.tokens[n + 1 :]), words, lexicon)
                return
    titled = False
    while tokens and (tokens[0][2] in lexicon.function or tokens[0][2] in lexicon.joins):
        tokens.pop(0)
    kind = lexicon.kind_of(words[tokens[0][0] : tokens[-1][1]]) if tokens else ""
    if not kind:
        last_title = max((n for n, each in enumerate(tokens) if each[2] in lexicon.titles), default=-1)
        titled = last_title >= 0
        tokens = tokens[last_title + 1 :]
        while tokens and (tokens[0][2] in lexicon.function or tokens[0][2] in lexicon.joins):
            tokens.pop(0)
    while tokens and (tokens[-1][2] in lexicon.function or tokens[-1][2] in lexicon.joins):
        tokens.pop()
    if not tokens:
        return
    capitals = [each for each in tokens if words[each[0]].isupper()]
    if lexicon.noun == "capital" and not kind and len(capitals) > 2:
        # In German, nouns before a name have capitals, too.
        tokens = tokens[tokens.index(capitals[-2]) :]
    if len(tokens) > 1 and len(tokens) <= MOST_NAME_WORDS:
        start, end = tokens[0][0], tokens[-1][1]
        end -= 2 if words[start:end].endswith(("’s", "'s")) else 0
        before = re.findall(r"[\w’']+", words[max(0, start - 25) : start])
        noun = plain(re.split("['’]", before[-1])[-1]) if before else ""
        if not kind and not titled and lexicon.noun != "capital":
            kind = lexicon.kind_of(noun)
        if not kind and not titled and noun in lexicon.places:
            kind = "place"
        yield (start, end), kind or ("person" if titled else "")


MOST_NAME_WORDS = 8
