"""Who said a quotation: the subject of a verb of saying, if the sentence of the quotation names them.

Nobody is guessed. A pronoun, an office without a name, or a verb without a subject names nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise

from briefings.evidence.languages import boundaries
from briefings.evidence.reading.lexicon import Lexicon, one_of, plain
from briefings.evidence.reading.sentences import Span
from briefings.plugins.drafting.names import Mention, Name, Names


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whether the sentence says that somebody said it, and whom it names."""

    attributed: bool
    name: Name | None = None
    settled: bool = False
    """Whether it is not about somebody whom the words on the other side of the quotation name."""


NOBODY = Attribution(False)
SOMEBODY = Attribution(True)

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PIECE = re.compile(r"[,;:—–]|，|；|：")
_ASIDE = re.compile(r"\([^()]{1,60}\)")
LONGEST_OBJECT = 4
"""Words between a verb and its subject that say who listens: `ha explicado a la prensa Inés Soto`."""
MOST_VERBS = 10
"""Verbs of saying of a sentence that are looked at."""
SHORTEST = 3
"""Characters of a quotation with its marks; so many blanks are none."""
LONGEST_PHRASE = 12
"""Words between a verb and the name of its subject: "said the former chair of the committee, Ada Byron"."""


class Speakers:
    """Attributes quotations, with the names of the article."""

    def __init__(self, told: str, names: Names, lexicon: Lexicon) -> None:
        # `Ada Byron (Textile Union) said`
        self._told = _ASIDE.sub(lambda aside: " " * len(aside[0]), told)
        self._names = names
        self._lexicon = lexicon

    def after(self, start: int, end: int) -> Attribution:
        """By the words after a quotation: `, said X`, `X said`, `according to X`."""
        attribution = self._according(start, end)
        if attribution.attributed:
            return attribution
        verb = next(iter(self._verbs(start, end)), None)
        return NOBODY if verb is None else self._said(start, verb, end)

    def introduced(self, start: int, end: int) -> int:
        """Where the part of a stretch begins that says who says what follows: `while Ada Byron said`. Its end
        if none does."""
        begin, _ = self._pieces(start, end)[-1]
        verb = max(self._verbs(begin, end), default=(begin, begin))
        return begin if self._mentions(begin, verb[0]) else end

    def before(self, start: int, end: int) -> Attribution:
        """By the words before it: `X says: `, `X warned that the plan was `, `according to X, `."""
        attribution = self._according(start, end)
        if attribution.name is not None:
            return attribution
        if verbs := list(self._verbs(start, end)):
            return self._said(start, verbs[-1], end)
        if self._told[start:end].rstrip()[-1:] not in (":", "："):
            return attribution
        # A name before the colon is a label, as in an interview: `Ada Byron: “…”`.
        label = self._mentions(start, end)
        words = self._told[label[0].end : end] if label else ""
        is_label = len(label) == 1 and not self._words(start, label[0].start) and words.strip() in (":", "：")
        return Attribution(True, label[0].name if is_label else None)

    def named(self, sentences: Iterable[Span]) -> frozenset[Name]:
        """All who say something, also in their own words."""
        found = {
            self._said(start, verb, end).name
            for start, end in sentences
            for verb in islice(self._verbs(start, end), MOST_VERBS)
        }
        return frozenset(name for name in found if name is not None)

    def _verbs(self, start: int, end: int) -> Iterator[Span]:
        """The verbs of saying, without nouns that look like them: `in his claim`."""
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
                yield match.span()
            previous = match[0].casefold()

    def _said(self, start: int, verb: Span, end: int) -> Attribution:
        """By one verb of saying: its subject is before it, or else right after it."""
        *asides, last = self._pieces(start, verb[0])
        # `It is, “whatever they say”, says Ada Byron`: a quotation is right before the verb.
        if asides and self._is_empty(last) and self._is_blank(asides[-1]):
            inverted = self._inverted(verb[1], end)
            if inverted is not None:
                return Attribution(True, inverted)
        if not self._is_empty(last) and not self._is_adverbial(last):
            return Attribution(True, self._next_to(last))
        if not self._is_adverbial(last):
            for n, piece in enumerate(reversed(asides)):
                # `said Ada Byron, adding`: the subject of the verb before goes on.
                verbs = list(self._verbs(*piece)) if n == 0 else []
                if verbs:
                    return Attribution(True, self._in_clause(piece, verbs[-1]))
                if self._mentions(*piece) or self._is_relative(last):
                    return Attribution(True, self._before_aside(piece, last))
        if all(self._is_empty(piece) or self._is_adverbial(piece) for piece in asides):
            return Attribution(True, self._inverted(verb[1], end))
        return SOMEBODY

    def _in_clause(self, piece: Span, verb: Span) -> Name | None:
        """The subject of a verb, between the commas around it."""
        before = piece[0], verb[0]
        return self._inverted(verb[1], piece[1]) if self._is_empty(before) else self._next_to(before)

    def _before_aside(self, piece: Span, last: Span) -> Name | None:
        """The subject before an aside: in `Ada Byron, chair of the Textile Union, said`, the union is one."""
        if not self._is_relative(last):
            return self._next_to(piece, begins=True)
        mentions = self._names.within(*piece)[-1:]  # `They met Ada Byron, who said`
        names = [m.name for m in mentions if m.name.speaks and not self._words(m.end, piece[1])]
        return names[0] if names else None

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

    def _next_to(self, piece: Span, *, begins: bool = False) -> Name | None:
        """The one name in a part before a verb, if nothing else can be the subject. With `begins`, only an
        office may be before it: in `The mayor met Ada Byron, adding`, the mayor speaks."""
        mention = self._only(piece)
        if mention is None:
            return None
        if not self._lexicon.spaced:
            return mention.name if self._is_near(self._told[mention.end : piece[1]].strip()) else None
        lexicon = self._lexicon
        before, between = self._words(piece[0], mention.start), self._words(mention.end, piece[1])
        while before and self._is_office(before[-1]):
            before.pop()
        if self._begins_clause(before[-1:]):
            before = []  # `what Ada Byron called`
        others = {
            word for m in self._names.within(piece[0], mention.start) for word in self._words(m.start, m.end)
        }
        if (begins or _has_and(between[-1:])) and not others.issuperset(before):
            return None
        is_joined = _has_and(between[:1]) or _has_and(before[-1:])
        # `the farmer who beat Ada Byron said`
        if is_joined or self._begins_clause(before) or self._begins_clause(between):
            return None
        if any(plain(word) in lexicon.passive for word in (*before[-1:], *between[-1:])):
            return None  # `Ada Byron was asked`
        goes_on = (
            _has_and(between[-1:])
            or between[:1] == []
            or between[0] in lexicon.prepositions
            or (between[0] in self._lexicon.lists["perfect"] and not before)
            or all(
                plain(word) in lexicon.function and plain(word) not in lexicon.articles for word in between
            )
        )
        return mention.name if goes_on else None

    def _is_near(self, between: str) -> bool:
        """Whether words between a name and its verb leave the name its subject, without spaces."""
        lists = self._lexicon.lists
        other = f"^{one_of(lists['before_names'])}|{one_of(lists['passive'])}|{one_of(lists['pronouns'])}"
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

    def _inverted(self, start: int, end: int) -> Name | None:
        """The subject right after a verb: `said the potter Ada Byron`, `said the mayor of Leeds, Bo Ek.`"""
        if not self._lexicon.spaced:
            return None
        pieces = self._pieces(start, end)
        mention = self._only(pieces[0])
        if mention is not None:
            lead = self._words(start, mention.start)
            # `said to the reporters of the station Harbor Radio` names a listener.
            is_object = any(word in self._lexicon.prepositions for word in lead) and not any(
                map(self._lexicon.is_title, map(plain, lead))
            )
            is_far = is_object and len(lead) > LONGEST_OBJECT
            return mention.name if self._is_phrase(lead) and not is_far else None
        words = self._words(*pieces[0])
        if (
            len(pieces) == 1
            or not any(map(self._is_office, words))
            or self._mentions(*pieces[0])
            or not self._is_phrase(words)
        ):
            return None
        # A name between commas says who holds the office. `said the chair, Bo Ek was wrong` does not.
        apposed = self._mentions(*pieces[1])
        if len(apposed) != 1 or self._words(apposed[0].end, pieces[1][1]):
            return None
        lead = self._words(pieces[1][0], apposed[0].start)
        return apposed[0].name if all(map(self._is_office, lead)) else None

    def _is_phrase(self, words: list[str]) -> bool:
        """Whether words before a name can belong to it, such as an office."""
        return len(words) <= LONGEST_PHRASE and not self._begins_clause(words) and not _has_and(words)

    def _according(self, start: int, end: int) -> Attribution:
        """By `according to X`, at the beginning of a stretch."""
        lead = r"[\s,;–—]*" if self._lexicon.spaced else ""
        phrase = re.compile(rf"{lead}{one_of(self._lexicon.according)}(?=\W|$)", re.IGNORECASE)
        match = phrase.match(self._told, start, end)
        if match is None:
            return NOBODY
        piece = self._pieces(match.end(), end)[0]
        mention = self._only(piece)
        words = self._words(piece[0], piece[1] if mention is None else mention.start)
        is_somebody = words != [] and (self._is_office(words[0]) or self._begins_clause(words[:1]))
        if mention is not None and (words == [] or is_somebody) and self._is_phrase(words):
            return Attribution(True, mention.name)
        is_strict = plain(match[0].strip(" ,;–—")) not in self._lexicon.loosely
        return Attribution(True, settled=is_strict) if is_somebody or (is_strict and words) else NOBODY

    def _only(self, piece: Span) -> Mention | None:
        """The one name in a part that can be a subject. An organization beside a person is theirs."""
        mentions = self._mentions(*piece)
        # `Harbor Gazette editor Ada Byron` is one phrase, and the editor its subject.
        between = [self._words(one.end, other.start) for one, other in pairwise(mentions)]
        while between and between[0] and all(self._lexicon.is_title(plain(word)) for word in between[0]):
            mentions, between = mentions[1:], between[1:]
        persons = [mention for mention in mentions if mention.name.is_person]
        found = persons or mentions
        # In `Leeds baker Ada Byron`, the full name is the subject.
        found = [each for each in found if " " in each.name.full or each.name.actor] or found
        return found[-1] if len({mention.name for mention in found}) == 1 else None

    def _mentions(self, start: int, end: int) -> list[Mention]:
        return [
            mention
            for mention in self._names.within(start, end)
            if mention.name.speaks and not mention.possessive and not self._is_governed(start, mention.start)
        ]

    def _is_governed(self, start: int, place: int) -> bool:
        """Whether a name belongs to a word before it: `a friend of the mayor Ada Byron`."""
        lexicon = self._lexicon
        before = self._told[start:place]
        if not lexicon.spaced:
            titles = rf"(?:{one_of(lexicon.lists['titles'])}|\s)*"
            return re.search(rf"{one_of(lexicon.lists['prepositions'])}{titles}$", before) is not None
        words = [match[0] for match in _WORD.finditer(before)]
        if words and lexicon.participles.search(words[-1]) and not self._is_office(words[-1]):
            return True  # `a woman accusing Ada Byron said`
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
