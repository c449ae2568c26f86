"""Who speaks in a text, by its grammar: the subjects of verbs of saying, and names after `according to`.

Nobody is guessed. Whose words a stretch gives is certain, possible or open. Pronouns, offices without a name
and verbs without a subject name nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import islice, pairwise
from typing import Generic, Protocol, TypeVar

from briefings.grammar.languages import boundaries
from briefings.grammar.lexicon import Lexicon, one_of, plain
from briefings.grammar.quotes import Quoted, without
from briefings.grammar.sentences import Prose, Span


class Mention(Protocol):
    """A place where a name is."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def who(self) -> Hashable:
        """Whom it names: equal for the same one."""

    @property
    def is_person(self) -> bool: ...
    @property
    def can_speak(self) -> bool: ...
    @property
    def is_full(self) -> bool:
        """Whether it is surely a name, and not only a word with a capital."""

    @property
    def is_possessive(self) -> bool:
        """Whether it is like `Marsh’s` in `Marsh’s grandfather said`."""


M = TypeVar("M", bound=Mention)


@dataclass(frozen=True, slots=True)
class Attribution(Generic[M]):
    """Whether words say that somebody says something, and whom they name."""

    is_said: bool = False
    by: M | None = None
    is_settled: bool = False
    """Whether it is not about somebody whom the words on the other side of a quotation name."""
    is_pronoun: bool = False
    """Whether the subject is a pronoun, or left out."""


@dataclass(frozen=True, slots=True)
class Voices(Generic[M]):
    """Who says what a stretch of text gives."""

    certain: tuple[M, ...] = ()
    """Those whom its own sentences name as the subject. If nobody is named there: who alone speaks in the
    sentences before."""
    probable: tuple[M, ...] = ()
    """If there are none: persons whom its sentences name otherwise, or who is the subject of those before."""
    possible: tuple[M, ...] = ()
    """Others who may be meant."""

    @property
    def all(self) -> tuple[M, ...]:
        """All of them."""
        return *self.certain, *self.probable, *self.possible


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PIECE = re.compile(r"[,;:—–]|，|；|：")
_ASIDE = re.compile(r"\([^()]{1,60}\)|（[^（）]{1,60}）")
LONGEST_OBJECT = 4
"""Words between a verb and its subject that say who listens: `ha explicado a la prensa Inés Soto`."""
MOST_VERBS = 10
"""Verbs of saying of a sentence that are looked at."""
MOST_OTHERS = 3
"""Quotations later in a sentence that are looked at."""
SHORTEST = 3
"""Characters of a quotation with its marks; so many blanks are none."""
LONGEST_PHRASE = 12
"""Words between a verb and the name of its subject: "said the former chair of the committee, Ada Byron"."""
LONGEST_SENTENCE = 2_000
"""Characters. Anything longer is not prose, and searching it would take long."""
LONGEST_LEAD = 200
"""Characters before a name that say whether it belongs to another word."""
FARTHEST = 12
"""Paragraphs before a stretch in which its speaker may be named."""
MOST_ADVERBS = 3
"""Words before a verb among which its pronoun is: `he had already said`."""
LONGEST_LABEL = 6
"""The most words of a line that only says who speaks: `The Mayor, Dr Ada Byron`."""


class Speakers(Generic[M]):
    """Reads who speaks in a text, whose quotations and names outside them are known."""

    def __init__(self, prose: Prose, quotes: Sequence[Quoted], mentions: Sequence[M]) -> None:
        self._prose = prose
        self._lexicon: Lexicon = prose.lexicon
        self._quotes = quotes
        told = without(prose.text, [quote.outer for quote in quotes])
        # `Ada Byron (Textile Union) said`
        self._told = _ASIDE.sub(lambda aside: " " * len(aside[0]), told)
        self._genitives = () if self._lexicon.spaced else self._lexicon.lists.get("genitives", ())
        self._all = [mention for mention in mentions if self._told[mention.start : mention.end].strip()]
        self._starts = [mention.start for mention in self._all]

    # ── Quotations ──────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def quotations(self) -> dict[Quoted, Attribution[M]]:
        """By whom each quotation is, in order."""
        found: dict[Quoted, Attribution[M]] = {}
        continued: list[Quoted] = []
        paragraphs = self._prose.paragraphs
        for n, paragraph in enumerate(paragraphs):
            first = bisect_left(self._quotes, paragraph.start, key=lambda quote: quote.start)
            last = bisect_left(self._quotes, paragraph.end, key=lambda quote: quote.start)
            for quote in self._quotes[first:last]:
                begin = self._begin(n, quote)
                own = next((p for p in paragraphs[n:] if quote.outer[1] <= p.end), paragraph)
                start, end = self._rest(own.end, quote, self._quotes[first:last])
                # `“No”, while Ada Byron said “yes”`: the words before another quotation may belong to that.
                others = [q.outer[0] for q in self._quotes[first : first + 99] if start <= q.outer[0] < end]
                for other in others[:MOST_OTHERS]:
                    if (clause := self._introduced(start, other)) < other:
                        end = clause
                        break
                after, before = self._after(start, end), self._before(begin, quote.outer[0])
                is_other = before.is_said and any(self._verbs(begin, quote.outer[0]))
                if after.by is not None and is_other and not _is_same(before.by, after.by):
                    after = Attribution(True)  # `Ada Byron said “no”, while Bo Ek said “yes”`
                elif after.by is None and not after.is_settled and (before.by or not after.is_said):
                    after = before
                # `“No,” he said. “Never.”`: the second belongs to the first, whoever said it.
                previous = next(reversed(found.values()), None) if quote is not self._quotes[first] else None
                is_next = previous is not None and self._told[begin : quote.outer[0]].strip() == ""
                if is_next and previous is not None and previous.is_said and not after.is_said:
                    after = Attribution(True, is_pronoun=True)
                continued.append(quote)
                if not quote.continues:
                    found |= dict.fromkeys(continued, after)
                    continued = []
        return found

    def _begin(self, n: int, quote: Quoted) -> int:
        """Where the sentence of a quotation begins: in the paragraph before if that ends with a colon."""
        paragraph, place = self._prose.paragraphs[n], quote.outer[0]
        if place == paragraph.start and n > 0:
            above = self._prose.paragraphs[n - 1]
            if above.text.rstrip()[-1:] in (":", "："):
                paragraph, place = above, above.end - 1
        sentence = self._prose.sentence_at(place)
        return sentence[0] if sentence is not None else max(paragraph.start, place - LONGEST_SENTENCE)

    def _rest(self, limit: int, quote: Quoted, beside: Sequence[Quoted]) -> Span:
        """The rest of the sentence after a quotation; empty if the quotation ends it."""
        text, start = self._prose.text, quote.outer[1]
        rest = text[start:limit]
        # After a full stop, only a small letter goes on with the sentence: `“We will.” they said`.
        ends = text[quote.end - 1 : quote.end] in ".。"
        if ends and self._lexicon.spaced and not rest.lstrip()[:1].islower():
            return start, start
        sentence = self._prose.sentence_at(start + len(rest) - len(rest.lstrip()))
        end = min(sentence[1] if sentence is not None else limit, start + LONGEST_SENTENCE)
        following = next((other.outer[0] for other in beside if start <= other.outer[0] < end), None)
        if following is not None and self._told[start:following].rstrip()[-1:] in (":", "："):
            return start, start  # it introduces the next quotation
        return start, end

    def _after(self, start: int, end: int) -> Attribution[M]:
        """By the words after a quotation: `, said X`, `X said`, `according to X`."""
        attribution = self._according(start, end)
        if attribution.is_said:
            return attribution
        verb = next(iter(self._verbs(start, end)), None)
        if verb is None:
            # `“gone” since May, according to Ada Byron`
            for attribution in (self._according(place, end) for place in self._phrases(start, end)):
                if attribution.is_said:
                    return attribution
            return (
                Attribution(True, name) if (name := self._beside(start, end)) is not None else Attribution()
            )
        piece = next((each for each in self._pieces(start, end) if not self._is_empty(each)), (start, end))
        if verb[0] >= piece[1] and self._begins_with_verb(piece):
            return Attribution(True)  # `“No”, pans Ada Byron the plan, which Bo Ek announced`
        return self._attribute(start, verb, end)

    def _begins_with_verb(self, piece: Span) -> bool:
        """Whether a part with a name seems to begin with a verb that is not known."""
        lexicon, match = self._lexicon, _WORD.search(self._told, *piece)
        if not lexicon.spaced or match is None or not match[0].islower() or not self._mentions(*piece):
            return False
        return self._is_verb(match[0].casefold())

    def _is_verb(self, word: str) -> bool:
        """Whether a word that is not known may be a verb."""
        lexicon = self._lexicon
        known = lexicon.function.whole | lexicon.pronouns.whole | lexicon.clauses.whole | lexicon.prepositions
        return word not in known and plain(word) not in known and not self._is_office(word)

    def _beside(self, start: int, end: int) -> M | None:
        """The name in a clause of a name and one other word after a quotation: `“No,” joked Ada Byron.`"""
        if not self._lexicon.spaced or not (self._prose.text[start - 2 : start + 1].count(",")):
            return None
        pieces = [each for each in self._pieces(start, end) if not self._is_empty(each)]
        piece = pieces[0] if pieces else (start, start)
        mention = self._only(piece)
        words = [*map(plain, self._words(*piece))]
        if mention is None and pieces[1:] and any(map(self._lexicon.is_title, words[1:])):
            # `“No,” fumes its president, Ada Byron`
            mention = self._apposed(pieces[1])
            return mention if self._is_verb(words[0]) and not self._within(*piece) else None
        if mention is None or not mention.is_person:
            return None
        before, after = self._words(piece[0], mention.start), self._words(mention.end, piece[1])
        between = [word for word in before[1:] if plain(word) not in self._lexicon.function]
        other = [word for word in (*before[:1], *between, *after) if not self._is_office(word)]
        is_verb = len(other) == 1 and plain(other[0]) not in self._lexicon.function
        return mention if not other or (is_verb and other[0] in (*before[:1], *after)) else None

    def _introduced(self, start: int, end: int) -> int:
        """Where the part of a stretch begins that says who says what follows: `while Ada Byron said`. Its end
        if none does."""
        begin, _ = self._pieces(start, end)[-1]
        verb = max(self._verbs(begin, end), default=(begin, begin))
        return begin if self._mentions(begin, verb[0]) else end

    def _before(self, start: int, end: int) -> Attribution[M]:
        """By the words before it: `X says: `, `X warned that the plan was `, `according to X, `."""
        is_only = not any(start <= quote.outer[0] < end for quote in self._quotes)
        attribution: Attribution[M] = self._according(start, end) if is_only else Attribution()
        verbs = list(self._verbs(start, end))
        by_verbs = [(verb[0], self._attribute(start, verb, end)) for verb in verbs[:MOST_VERBS]]
        if attribution.by is not None:
            if not self._is_passed_on(attribution.by, by_verbs):
                return attribution
            attribution = Attribution()
        if verbs:
            # `said Ada Byron, while, for Bo Ek, “yes”`
            pieces = [piece for piece in self._pieces(verbs[-1][1], end) if not self._is_empty(piece)]
            is_new = len(pieces) > 1 and self._begins_clause(self._words(*pieces[-2])[-1:])
            last = self._according(*pieces[-1]) if is_new else attribution
            return last if last.by is not None else self._attribute(start, verbs[-1], end)
        if self._told[start:end].rstrip()[-1:] not in (":", "："):
            return attribution
        # A name before the colon is a label, as in an interview: `Ada Byron: “…”`.
        label = self._mentions(start, end)
        words = self._told[label[-1].end : end] if label else ""
        is_label = (
            len({mention.who for mention in label}) == 1
            and not self._words(start, label[0].start)
            and words.strip() in (":", "：")
        )
        return Attribution(True, label[0] if is_label else None)

    def named(self, sentences: Iterable[Span]) -> list[M]:
        """All who say something in some sentences, also in their own words."""
        return [
            said.by
            for start, end in sentences
            for verb in islice(self._verbs(start, end), MOST_VERBS)
            if (said := self._said(start, verb, end)).by is not None
        ]

    # ── Any stretch ─────────────────────────────────────────────────────────────────────────────────────

    def voices(self, start: int, end: int) -> Voices[M]:
        """Who says what a stretch gives."""
        if not self._prose.paragraphs:
            return Voices()
        spans = self._sentences(start, end)
        quotes = [quote for quote in self._quotes if quote.outer[0] < end and start < quote.outer[1]]
        said = [self.quotations[quote] for quote in quotes]
        is_open = bool(quotes) and not any(each.is_said for each in said)
        if is_open or not quotes:
            said = [each for span in spans for each in self._clauses(*span)]
        paragraph = next((n for n, p in enumerate(self._prose.paragraphs) if start < p.end), 0)
        persons = [m for span in spans for m in self._within(*span) if m.is_person]
        named = _unique(each.by for each in said)
        # In `Ada Byron saw a “trick”, while Bo Ek denied “all”`, who says the first is open.
        beside = [q for q in self._quotes for a, b in spans if q not in quotes and a <= q.outer[0] < b]
        if named and said[0].by is not None and not (beside and is_open):
            is_sure = all(each.by is not None for each in said)
            return Voices(named, (), () if is_sure else _unique(m for m in persons if m not in named))
        if not said and (label := self._label(paragraph)) is not None:
            return Voices((label,), (), _unique(persons))
        before = self._before_it(spans, paragraph)
        is_pronoun = not said or said[0].is_pronoun
        if persons:
            is_other = said and (
                is_pronoun or (not quotes and any(self._is_by_another(*span) for span in spans))
            )
            others = () if is_other else (m for m in persons if self._may_act(m))
            probable = _unique((*others, *named))
            return Voices((), probable, _unique((*persons, *named, *(() if probable else before.all))))
        return (
            before
            if is_pronoun and (said or quotes)
            else Voices((), (*before.certain, *before.probable), before.possible)
        )

    def _is_by_another(self, start: int, end: int) -> bool:
        """Whether somebody without a name says what a sentence tells: `critics say`."""
        said = (self._according(place, end) for place in self._phrases(start, end))
        if any(each.is_settled and each.by is None and not each.is_pronoun for each in said):
            return True
        for verb in islice(self._verbs(start, end), MOST_VERBS):
            own = self._pieces(start, verb[0])[-1]
            is_subject = (
                not self._is_empty(own) and not self._is_adverbial(own) and not self._is_relative(own)
            )
            if is_subject and not self._within(*own) and not self._has_pronoun(start, verb, end):
                return True
        return False

    def _may_act(self, mention: M) -> bool:
        """Whether a name may be the subject of its clause, not who listens (`the mayor told Ada Byron`) or is
        silent (`Ada Byron declined to comment`)."""
        sentence = self._prose.sentence_at(mention.start) or (mention.start, mention.end)
        start, _ = self._pieces(max(sentence[0], mention.start - LONGEST_LEAD), mention.end)[-1]
        verb = next(self._verbs(start, mention.start), None) or self._past(start, mention.start)
        subject = (start, verb[0] if verb is not None else start)
        is_known = self._lexicon.spaced and len(self._lexicon.function.whole) > 0
        is_object = is_known and not self._is_empty(subject) and not self._is_adverbial(subject)
        limit = max(mention.end, min(sentence[1], mention.end + LONGEST_LEAD))
        after = mention.end, self._pieces(mention.end, limit)[0][1]
        says = next(self._verbs(*after), after[::-1])[0]
        return not is_object and not self._is_silent(after[0], says) and self._can_act(mention, start)

    @property
    def mute(self) -> Iterator[M]:
        """Those in the text who only listen, as in `told Harbor Radio`, or say nothing, as in `the council
        declined to comment`. Others may be whom somebody speaks for."""
        others = {mention.who for mention in self._all if not self._is_mute(mention)}
        return (mention for mention in self._all if mention.who not in others)

    def _is_mute(self, mention: M) -> bool:
        start, limit = self._prose.sentence_at(mention.start) or (mention.start, mention.end)
        after = mention.end, self._pieces(mention.end, max(mention.end, limit))[0][1]
        verb = next(self._verbs(*after), None)
        if self._is_silent(mention.end, verb[0] if verb is not None else mention.end):
            return True
        listening = self._lexicon.lists["listening"]
        if not self._lexicon.spaced:
            return self._told.endswith(listening, start, mention.start)
        words = ["", *self._words(start, mention.start)][-LONGEST_OBJECT - 1 :]
        return any(self._verbs(start, mention.start)) and any(
            word in listening and last not in self._lexicon.prepositions for last, word in pairwise(words)
        )

    def _past(self, start: int, end: int) -> Span | None:
        """The first verb in the past before a name: `the police arrested Ada Byron`."""
        past = self._lexicon.past
        found = past.finditer(self._told, start, end) if past is not None else ()
        return next((match.span() for match in found if not self._is_office(match[0].casefold())), None)

    def _is_silent(self, start: int, end: int) -> bool:
        """Whether words between a name and its verb, if any, say that it says nothing."""
        if self._lexicon.mute.match(self._told, start) is not None:
            return True
        if not self._lexicon.spaced:
            return re.search(one_of(self._lexicon.lists["silent"]), self._told[start:end]) is not None
        lexicon, words = self._lexicon, self._words(start, end)
        verb = next(self._verbs(end, end + LONGEST_LEAD), None)
        is_participle = (
            verb is not None and verb[0] == end and not lexicon.participles.search(self._told[slice(*verb)])
        )
        return any(plain(word) in lexicon.silent for word in words) or (
            is_participle and any(plain(word) in lexicon.passive for word in words[-1:])
        )

    def _sentences(self, start: int, end: int) -> list[Span]:
        """The sentences that a stretch is in, with all of its quotations."""
        for quote in self._quotes:
            if quote.outer[0] < end and start < quote.outer[1]:
                start, end = min(start, quote.outer[0]), max(end, quote.outer[1])
        return [span for span in self._prose.sentences if span[0] < end and start < span[1]]

    @cached_property
    def _clauses(self) -> Callable[[int, int], list[Attribution[M]]]:
        # For each passage, the sentences around it are asked for again.
        return cache(self._read_clauses)

    def _read_clauses(self, start: int, end: int) -> list[Attribution[M]]:
        """By the verbs of saying of a sentence, and by `according to`, in order."""
        verbs = [*islice(self._verbs(start, end), MOST_VERBS)]
        found = [
            (verb[0], self._inversion(start, verb, end) or self._attribute(start, verb, end))
            for verb in verbs
        ]
        said = [(place, self._according(place, end)) for place in self._phrases(start, end)]
        found += [each for each in said if each[1].by is None or not self._is_passed_on(each[1].by, found)]
        found.sort(key=lambda each: each[0])
        return [each for _, each in found if each.is_said]

    def _is_passed_on(self, mention: M, by_verbs: Iterable[tuple[int, Attribution[M]]]) -> bool:
        """Whether somebody only passes on what another says: `according to Ada Byron, Bo Ek said`."""
        for verb, said in by_verbs:
            if said.by is None or said.by.start < mention.end or _is_same(said.by, mention):
                continue
            first, *rest = self._pieces(mention.end, min(verb, said.by.start))
            if not self._lexicon.spaced:
                # `据林静介绍，王敏说`
                return len(rest) == 1 and max(b - a for a, b in (first, *rest)) <= LONGEST_LABEL
            before = [word for piece in rest or [first] for word in self._words(*piece)]
            is_next = not rest or (len(rest) == 1 and not self._words(*first))
            return is_next and all(map(self._is_office, before))
        return False

    def _phrases(self, start: int, end: int) -> Iterator[int]:
        """Where `according to` may be in a sentence: anywhere, but loose words such as `for` only first."""
        lexicon = self._lexicon
        strict = tuple(word for word in lexicon.according if plain(word) not in lexicon.loosely)
        edge = r"(?<!\w)" if lexicon.spaced else rf"(?:(?<={_PIECE.pattern})|^)"
        yield start
        pattern = re.compile(rf"{edge}{one_of(strict)}", re.IGNORECASE)
        yield from (
            match.start() for match in islice(pattern.finditer(self._told, start + 1, end), MOST_VERBS)
        )

    def _label(self, paragraph: int) -> M | None:
        """The name that a paragraph begins with to say whose words follow: `Ada Byron: It opens.`"""
        place = self._prose.paragraphs[paragraph]
        first = next(iter(self._within(place.start, place.end)), None)
        if first is None:
            return None
        before = self._words(place.start, first.start)
        same = [m for m in self._within(place.start, place.end) if m.who == first.who]
        mention = next((m for m in same if self._told[m.end : place.end].lstrip()[:1] in (":", "：")), first)
        mark = self._told[mention.end : place.end].lstrip()[:1]
        is_marked = mark in (":", "：") or (before != [] and mark in (".", ""))
        titles = all(self._is_office(word) or plain(word) in self._lexicon.function for word in before)
        return mention if is_marked and titles and len(before) <= LONGEST_LABEL else None

    def _before_it(self, spans: Sequence[Span], paragraph: int) -> Voices[M]:
        """Who goes on speaking in some sentences of a paragraph: who speaks last before them in it, or first
        after them, or last in the paragraphs before."""
        if not spans:
            return Voices()
        own, every = self._prose.paragraphs[paragraph], self._prose.sentences
        above = self._prose.paragraphs[max(0, paragraph - FARTHEST)].start
        before = [span for span in every if above <= span[0] and span[1] <= spans[0][0]]
        inside = [span for span in before if span[0] >= own.start]
        after = [span for span in every if spans[-1][1] <= span[0] < own.end]
        if (found := self._turn(reversed(inside))) is None:
            found = self._turn(after)
            if found is None or not found.certain:
                found = self._turn(reversed(before[: len(before) - len(inside)]))
        return found or Voices()

    def _turn(self, spans: Iterable[Span]) -> Voices[M] | None:
        """Who speaks in the first of some sentences that names anybody."""
        is_other = False
        """Whether somebody who is not named has spoken since."""
        for start, end in spans:
            quotes = [quote for quote in self._quotes if start <= quote.outer[0] < end]
            said = [*(self.quotations[quote] for quote in quotes), *self._clauses(start, end)]
            named = _unique(each.by for each in said)
            every = _unique((*named, *(m for m in self._within(start, end) if m.is_person)))
            if len(every) == 1 and named and not is_other:
                return Voices(named)
            if len(every) == 1 and not is_other and self._begins(start, every[0]):
                return Voices((), every)
            if every:
                return Voices((), (), every)
            is_other |= any(each.is_said and not each.is_pronoun for each in said)
        return None

    def _begins(self, start: int, mention: M) -> bool:
        """Whether a person is what a sentence begins with, perhaps after an office or a phrase."""
        before = self._words(*self._pieces(start, mention.start)[-1])
        is_other = self._begins_clause(before) or any(self._verbs(start, mention.start))
        return not is_other and len(before) <= LONGEST_LABEL and self._may_act(mention)

    def _within(self, start: int, end: int) -> Sequence[M]:
        """The names in a stretch of the text."""
        first = bisect_left(self._starts, start)
        return [m for m in self._all[first : bisect_left(self._starts, end)] if m.end <= end]

    # ── Grammar ─────────────────────────────────────────────────────────────────────────────────────────

    def _verbs(self, start: int, end: int) -> Iterator[Span]:
        """The verbs of saying, without nouns that look like them (`in his claim`) and those in brackets."""
        lexicon = self._lexicon
        if not lexicon.spaced:
            pattern = one_of(lexicon.lists.get("reporting", ()))
            yield from (match.span() for match in re.compile(pattern).finditer(self._told, start, end))
            return
        previous = ""
        for match in _WORD.finditer(self._told, start, end):
            # A name such as `Marc Note` is not a verb. `Afirmó Luis Ruiz que …` begins with one.
            may_begin = previous == "" and lexicon.drops_subjects
            is_noun = plain(previous) in lexicon.articles or previous in lexicon.prepositions
            if plain(match[0]) in lexicon.reporting and not is_noun and (may_begin or match[0][0].islower()):
                place = start, match.start()
                if self._told.count("(", *place) <= self._told.count(")", *place):
                    yield match.span()
            previous = match[0].casefold()

    def _attribute(self, start: int, verb: Span, end: int) -> Attribution[M]:
        """By one verb of saying, or by the pronoun that is its subject."""
        said = self._said(start, verb, end)
        is_pronoun = said.by is None and self._has_pronoun(start, verb, end)
        return Attribution(True, is_pronoun=True) if is_pronoun else said

    def _has_pronoun(self, start: int, verb: Span, end: int) -> bool:
        """Whether the subject of a verb is a pronoun, or left out."""
        lexicon = self._lexicon
        *_, last = self._pieces(start, verb[0])
        if not lexicon.spaced:
            clause = self._told[slice(*last)].strip()
            return clause == "" or clause.startswith(lexicon.lists["pronouns"])
        before, after = self._words(*last), self._words(verb[1], end)[:2]
        beside = map(plain, (*before[-MOST_ADVERBS:], *after))
        if any(word in lexicon.pronouns and word not in lexicon.articles for word in beside):
            return True
        is_left_out = lexicon.drops_subjects and (self._is_empty(last) or self._is_adverbial(last))
        return is_left_out and (after[:1] == [] or not self._is_office(after[0]))

    def _said(self, start: int, verb: Span, end: int) -> Attribution[M]:
        """By one verb of saying: its subject is before it, or else right after it."""
        *asides, last = self._pieces(start, verb[0])
        if (agent := self._agent(last[0], verb, end)) is not None:
            return Attribution(True, agent)
        # `It is, “whatever they say”, says Ada Byron`: a quotation is right before the verb.
        if asides and self._is_empty(last) and self._is_blank(asides[-1]):
            inverted = self._inverted(verb[1], end)
            if inverted is not None:
                return Attribution(True, inverted)
        if self._lexicon.inverts and self._according(*last).by is not None:
            return Attribution(True, self._inverted(verb[1], end))  # `laut Ada Byron sagte Bo Ek`
        if not self._is_empty(last) and not self._is_adverbial(last):
            if asides and _has_and(self._words(*last)[:1]) and any(self._verbs(start, last[0])):
                last = next(_WORD.finditer(self._told, *last)).end(), last[1]  # `…, and Bo Ek warned`
            return Attribution(True, self._next_to(last))
        if not self._is_adverbial(last):
            for n, piece in enumerate(reversed(asides)):
                # `said Ada Byron, adding`: the subject of the verb before goes on.
                verbs = list(self._verbs(*piece)) if n == 0 else []
                if verbs:
                    return Attribution(True, self._in_clause(piece, verbs[-1]))
                is_clause = any(plain(word) in self._lexicon.clauses for word in self._words(*piece)[:1])
                if is_clause and self._is_empty(last) and not self._is_relative(last):
                    continue  # `Ada Byron, who succeeded Bo Ek, said`
                if self._mentions(*piece) or self._is_relative(last):
                    before = asides[: len(asides) - n - 1]
                    is_other = self._is_joined(before) or self._is_object(before, piece)
                    return Attribution(True, None if is_other else self._before_aside(piece, last))
        if all(self._is_empty(piece) or self._is_adverbial(piece) for piece in asides):
            return Attribution(True, self._inverted(verb[1], end))
        return Attribution(True)

    def _agent(self, start: int, verb: Span, end: int) -> M | None:
        """Who says something in the passive: `was told by Ada Byron`."""
        lexicon = self._lexicon
        start, end = max(start, verb[0] - LONGEST_LEAD), min(end, verb[1] + LONGEST_LEAD)
        end = self._pieces(verb[1], end)[0][1]
        for mention in self._within(start, end):
            if not lexicon.spaced:
                lead = self._told[start : mention.start]
                if mention.end == verb[0] and lead.endswith(lexicon.lists["passive"]):
                    return mention
                continue
            # In German, the verb follows: `wurde von Jana Ohm mitgeteilt`.
            is_after = mention.start >= verb[1]
            before = self._words(verb[1] if is_after else start, mention.start)
            while before and self._is_office(before[-1]):
                before.pop()
            is_by = bool(before) and before[-1] in lexicon.lists["agents"]
            is_beside = len(before) == 1 if is_after else not self._words(mention.end, verb[0])
            first = self._words(start, verb[0] if is_after else mention.start)
            if is_by and is_beside and any(plain(word) in lexicon.passive for word in first):
                return mention
        return None

    def _inversion(self, start: int, verb: Span, end: int) -> Attribution[M] | None:
        """By the name right after a verb that ends reported speech: `It opens in May, says Ada Byron.`"""
        *asides, last = self._pieces(start, verb[0])
        if not asides or not self._is_empty(last):
            return None
        before = self._within(*asides[-1])
        is_apposed = before != [] and self._words(before[-1].end, asides[-1][1]) == []
        name = None if is_apposed else self._inverted(verb[1], end)
        return Attribution(True, name) if name is not None and self._ends(name.end, end) else None

    def _ends(self, start: int, end: int) -> bool:
        """Whether no clause goes on after a name."""
        words = self._words(start, self._pieces(start, end)[0][1])
        return words[:1] == [] or words[0] in self._lexicon.prepositions or self._is_empty((start, end))

    def _in_clause(self, piece: Span, verb: Span) -> M | None:
        """The subject of a verb, between the commas around it."""
        before = piece[0], verb[0]
        return self._inverted(verb[1], piece[1]) if self._is_empty(before) else self._next_to(before)

    def _before_aside(self, piece: Span, last: Span) -> M | None:
        """The subject before an aside: in `Ada Byron, chair of the Textile Union, said`, the union is one."""
        if not self._is_relative(last):
            return self._next_to(piece, begins=True)
        mentions = self._within(*piece)[-1:]  # `They met Ada Byron, who said`
        names = [m for m in mentions if m.can_speak and not self._words(m.end, piece[1])]
        return names[0] if names else None

    def _is_object(self, pieces: Sequence[Span], name: Span) -> bool:
        """Whether a name alone is that of somebody else: `They met with the mayor, Ada Byron, adding`."""
        words = self._words(*pieces[-1]) if pieces else []
        first = next((n for n, word in enumerate(words) if self._lexicon.is_title(plain(word))), 0)
        while first and self._is_office(words[first - 1]):
            first -= 1
        mention = self._only(name)
        is_alone = mention is not None and not self._words(name[0], mention.start) + self._words(
            mention.end, name[1]
        )
        return is_alone and first > 0 and words[first - 1] in self._lexicon.prepositions

    def _is_joined(self, pieces: Sequence[Span]) -> bool:
        """Whether a subject has others before it: `The mayor, Bo Ek, and the chair, Ada Byron, said`."""
        return any(
            _has_and(self._words(*piece)[:1]) and any(self._mentions(*each) for each in pieces[:n])
            for n, piece in enumerate(pieces)
        )

    def _pieces(self, start: int, end: int) -> list[Span]:
        """The parts of a stretch between commas or the like."""
        marks = [match.span() for match in _PIECE.finditer(self._told, start, end)]
        return list(zip([start, *(e for _, e in marks)], [*(s for s, _ in marks), end], strict=True))

    def _is_empty(self, piece: Span) -> bool:
        """Whether a part has no subject, such as ` and then `."""
        lexicon = self._lexicon
        if not lexicon.spaced:
            return self._told[slice(*piece)].strip() == ""
        words = self._words(*piece)
        return all(plain(word) in lexicon.function for word in words) and not any(
            word in lexicon.prepositions or plain(word) in lexicon.articles or plain(word) in lexicon.pronouns
            for word in words
        )

    def _is_blank(self, piece: Span) -> bool:
        """Whether a part was a quotation."""
        return piece[1] - piece[0] > SHORTEST and self._told[slice(*piece)].strip() == ""

    def _is_adverbial(self, piece: Span) -> bool:
        """Whether a part before a verb leaves its subject behind the verb: `En Roma dijo Luis Ruiz`."""
        words = self._words(*piece)
        starts = self._lexicon.inverts and words[:1] != [] and words[0] in self._lexicon.prepositions
        return starts and not self._mentions(*piece)

    def _is_relative(self, piece: Span) -> bool:
        words = self._words(*piece)
        return len(words) == 1 and plain(words[0]) in self._lexicon.clauses and not _has_and(words)

    def _next_to(self, piece: Span, *, begins: bool = False) -> M | None:
        """The one name in a part before a verb, if nothing else can be the subject. With `begins`, only an
        office may be before it: in `The mayor met Ada Byron, adding`, the mayor speaks."""
        for one, other in pairwise(self._mentions(*piece)):
            if self._begins_clause(self._words(one.end, other.start)[-1:]):
                piece = one.end, piece[1]  # `Bo Ek listened as Ada Byron said`
        mention = self._only(piece)
        if mention is None:
            return None
        if not self._lexicon.spaced:
            return mention if self._is_near(self._told[mention.end : piece[1]].strip()) else None
        lexicon = self._lexicon
        before, between = self._words(piece[0], mention.start), self._words(mention.end, piece[1])
        while before and self._is_office(before[-1]):
            before.pop()
        if self._begins_clause(before[-1:]):
            before = []  # `what Ada Byron called`
        others = {word for m in self._within(piece[0], mention.start) for word in self._words(m.start, m.end)}
        if (begins or _has_and(between[-1:])) and not others.issuperset(before):
            return None
        is_joined = _has_and(between[:1]) or _has_and(before[-1:]) or self._is_silent(mention.end, piece[1])
        # `the farmer who beat Ada Byron said`
        if is_joined or self._begins_clause(before) or self._begins_clause(between):
            return None
        if any(plain(word) in lexicon.passive for word in (*before[-1:], *between[-1:])):
            return None  # `Ada Byron was asked`
        goes_on = (
            _has_and(between[-1:])
            or between[:1] == []
            or between[0] in lexicon.prepositions
            or (between[0] in lexicon.lists["perfect"] and not before and self._is_auxiliary(between))
            or all(
                plain(word) in lexicon.function and plain(word) not in lexicon.articles for word in between
            )
        )
        return mention if goes_on else None

    def _is_auxiliary(self, words: list[str]) -> bool:
        """Whether only an object or adverbs follow `has` before the verb: an object only in German."""
        has_article = any(plain(word) in self._lexicon.articles for word in words)
        return self._lexicon.capitalizes_nouns or (len(words) <= MOST_ADVERBS and not has_article)

    def _is_near(self, between: str) -> bool:
        """Whether words between a name and its verb leave the name its subject, without spaces."""
        lists = self._lexicon.lists
        other = f"^{one_of(lists['before_names'])}|" + one_of(
            lists["passive"] + lists["pronouns"] + lists["silent"]
        )
        between = re.sub(rf"^(?:{one_of(lists['titles'])}|\d+\D)+", "", between)
        adverbial = re.match(one_of(lists["prepositions"]), between) is not None
        return (adverbial or len(between) <= 3) and re.search(other, between) is None

    def _is_office(self, word: str) -> bool:
        """Whether a word before a name is an article, an office or a form of address."""
        return plain(word) in self._lexicon.articles or self._lexicon.is_title(plain(word))

    def _begins_clause(self, words: list[str]) -> bool:
        """Whether another clause, or another subject, begins in these words."""
        lexicon = self._lexicon
        return any(
            (word in lexicon.clauses and not _has_and([word]))
            or (word in lexicon.pronouns and word not in lexicon.articles)
            for word in map(plain, words)
        )

    def _inverted(self, start: int, end: int) -> M | None:
        """The subject right after a verb: `said the potter Ada Byron`, `said the mayor of Leeds, Bo Ek.`"""
        if not self._lexicon.spaced:
            return None
        pieces = self._pieces(start, end)
        first = pieces[0]
        for one, other in pairwise(self._mentions(*first)):
            if self._begins_clause(self._words(one.end, other.start)[:1]):
                first = first[0], one.end  # `said Ada Byron after she met Bo Ek`
                break
        mention = self._only(first)
        if mention is not None:
            lead = self._words(start, mention.start)
            # `said to the reporters of the station Harbor Radio` names a listener.
            is_object = any(word in self._lexicon.prepositions for word in lead) and not any(
                map(self._lexicon.is_title, map(plain, lead))
            )
            is_far = is_object and len(lead) > LONGEST_OBJECT
            # `kommentiert Mühlbach das Gesetz Ohm`
            is_noun = lead != [] and self._told[start : mention.start].lstrip()[:1].isupper()
            is_far |= is_noun and plain(lead[-1]) in self._lexicon.articles
            is_far |= self._is_attribute(mention, lead, pieces[0][1])
            return mention if self._is_phrase(lead) and not is_far else None
        words = self._words(*pieces[0])
        if (
            len(pieces) == 1
            or not any(map(self._is_office, words))
            or self._mentions(*pieces[0])
            or not self._is_phrase(words)
            or self._is_object(pieces[:1], pieces[1])
        ):
            return None
        return self._apposed(pieces[1])

    def _is_attribute(self, mention: M, lead: list[str], end: int) -> bool:
        """Whether a name only tells of which body somebody is: `said one Textile Union official`."""
        lexicon = self._lexicon
        after = _WORD.match(self._told, mention.end + 1, end)
        is_noun = after is not None and after[0].islower() and plain(after[0]) not in lexicon.function
        is_after_article = lead != [] and plain(lead[-1]) in lexicon.articles
        return lexicon.noun == "plural" and is_noun and is_after_article

    def _apposed(self, piece: Span) -> M | None:
        """Who holds an office, by a name between commas. `said the chair, Bo Ek was wrong` has none."""
        names = self._mentions(*piece)
        if len(names) != 1 or self._words(names[0].end, piece[1]):
            return None
        return names[0] if all(map(self._is_office, self._words(piece[0], names[0].start))) else None

    def _is_phrase(self, words: list[str]) -> bool:
        """Whether words before a name can belong to it, such as an office."""
        return len(words) <= LONGEST_PHRASE and not self._begins_clause(words) and not _has_and(words)

    def _according(self, start: int, end: int) -> Attribution[M]:
        """By `according to X`, at the beginning of a stretch."""
        lead, edge = (r"[\s,;–—]*", r"(?:(?<=['’])|(?=\W|$))") if self._lexicon.spaced else ("", "")
        phrase = re.compile(f"{lead}{one_of(self._lexicon.according)}{edge}", re.IGNORECASE)
        match = phrase.match(self._told, start, end)
        if match is None:
            return Attribution()
        piece, *others = self._pieces(match.end(), end)
        of = _WORD.match(self._told, match.end() + 1, piece[1])
        if of is not None and of[0].casefold() in self._lexicon.lists["genitives"]:
            piece = of.end(), piece[1]  # `nach Angaben von`
        verb = next(self._verbs(*piece), None)
        if verb is not None and self._mentions(piece[0], verb[0]):
            piece = piece[0], verb[0]  # `laut Ada Byron sagte Bo Ek`
        mention = self._only(piece)
        if not self._lexicon.spaced:
            return Attribution(mention is not None, mention)
        words = self._words(piece[0], piece[1] if mention is None else mention.start)
        is_somebody = words != [] and (self._is_office(words[0]) or self._begins_clause(words[:1]))
        if mention is None and is_somebody and others and self._is_phrase(words):
            mention = self._apposed(others[0])  # `according to the mayor, Ada Byron, …`
        is_strict = plain(match[0].strip(" ,;–—")) not in self._lexicon.loosely
        can_speak = mention is not None and (is_strict or mention.is_person)
        if can_speak and (words == [] or is_somebody) and self._is_phrase(words):
            return Attribution(True, mention)
        if not words:
            return Attribution()
        is_pronoun = self._begins_clause(words[:1])
        is_said = is_somebody or is_strict
        return Attribution(is_said, is_settled=is_said and is_strict, is_pronoun=is_said and is_pronoun)

    def _only(self, piece: Span) -> M | None:
        """The one name in a part that can be a subject. An organization beside a person is theirs."""
        mentions = self._mentions(*piece)
        # `Harbor Gazette editor Ada Byron` is one phrase, and the editor its subject.
        between = [self._words(one.end, other.start) for one, other in pairwise(mentions)]
        while between and between[0] and all(self._lexicon.is_title(plain(word)) for word in between[0]):
            mentions, between = mentions[1:], between[1:]
        persons = [mention for mention in mentions if mention.is_person]
        found = persons or mentions
        # In `Leeds baker Ada Byron`, the full name is the subject.
        found = [each for each in found if each.is_full] or found
        return found[-1] if len({mention.who for mention in found}) == 1 else None

    def _mentions(self, start: int, end: int) -> list[M]:
        return [mention for mention in self._within(start, end) if self._can_act(mention, start)]

    def _can_act(self, mention: M, start: int) -> bool:
        """Whether a name in a part that begins at a place can be a subject."""
        # `在播客 Radio Garden 上说`
        others = (*self._genitives, *self._lexicon.lists["locatives"])
        is_possessive = mention.is_possessive or self._told.startswith(others, mention.end)
        return mention.can_speak and not is_possessive and not self._is_governed(start, mention.start)

    def _is_governed(self, start: int, place: int) -> bool:
        """Whether a name belongs to a word before it: `a friend of the mayor Ada Byron`."""
        lexicon = self._lexicon
        before = self._told[max(start, place - LONGEST_LEAD) : place]
        if not lexicon.spaced:
            titles = rf"(?:{one_of(lexicon.lists['titles'])}|\s)*"
            return re.search(rf"{one_of(lexicon.lists['prepositions'])}{titles}$", before) is not None
        words = [match[0] for match in _WORD.finditer(before)]
        if words and lexicon.participles.search(words[-1]) and not self._is_office(words[-1]):
            return True  # `a woman accusing Ada Byron said`
        if any(word.casefold() in lexicon.lists["objects"] for word in words[-LONGEST_OBJECT:]):
            return True  # `sagte der Bürgermeister dem Sender RPP`, `die Stiftung des Dichters Bo Ek sagte`
        while words and words[-1].casefold() not in lexicon.prepositions:
            if not self._is_office(words[-1]):
                return False
            word = words.pop().casefold()
            # `der Sprecher der Handelskammer`, but `am Montag der Landrat`.
            is_noun = words and words[-1][0].isupper() and plain(words[-1]) not in lexicon.function
            if word in lexicon.lists["genitives"] and is_noun:
                return True
        return bool(words)

    def _words(self, start: int, end: int) -> list[str]:
        return [match[0].casefold() for match in _WORD.finditer(self._told, start, end)]


def _has_and(words: Iterable[str]) -> bool:
    return any(word in boundaries().ands for word in words)


def _is_same(one: M | None, other: M | None) -> bool:
    return one is not None and other is not None and one.who == other.who


def _unique(mentions: Iterable[M | None]) -> tuple[M, ...]:
    """The first mention of each."""
    return tuple({m.who: m for m in reversed([*mentions]) if m is not None}.values())[::-1]
