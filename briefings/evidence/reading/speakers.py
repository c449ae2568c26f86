"""Who of the known names speaks in a stretch of text, by its grammar.

The subjects of verbs of saying speak, and names after `according to`, beside quotations and before colons. A
person who is only named inside a quotation, beside another name, or in what somebody says is spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefings.evidence.cues import fold
from briefings.evidence.languages import boundaries, languages
from briefings.evidence.reading.lexicon import Lexicon, one_of, plain
from briefings.evidence.reading.names import WORD, KnownNames, Mention
from briefings.evidence.reading.sentences import is_abbreviated

_STOP = re.compile(r"[.!?;:](?:\s|$)|[。！？；：]|[“”«»„「」『』\"]")
_BREAK = re.compile(r"[,;:—–.!?“”«»„\"，；：。！？「」『』]")
_QUOTATION = re.compile(
    '“[^“”]*(?:”|$)|„[^„“”]*(?:[“”]|$)|«[^«»]*(?:»|$)|「[^「」]*(?:」|$)|『[^『』]*(?:』|$)|"[^"]*"'
)
"""A quotation, which may go on in another paragraph."""
_AFTER_QUOTATION = re.compile(r"[“”»«\"」』][\s,.!?，]*$")
_QUOTED_BEFORE = re.compile(r"(?:[,，.!?。！？][”“»«\"」』]\s?|[”“»«\"」』][,，]\s?)(?P<word>[^\W\d_]+\s)?$")
_COLON = re.compile(r"\)?\s?[:：]\s?(?P<quoted>[“„«»\"「『])?")
_OPENING = re.compile(r"[\s“„«\"「『]*")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)(?:\s+|['’])$")
_ASIDE = re.compile(r"\s?[,，(（–—]")
"""What follows a name that something is said about: `Ada Byron, the mayor,`."""

MOST_BETWEEN = 3
"""The most words between a name and its verb of saying: `Hartog had already said`."""

FARTHEST = 90
"""The most characters between a verb of saying and the name of who says it."""

LONGEST_LABEL = 6
"""The most words of a line that only says who speaks: `The Mayor, Dr Ada Byron`."""


@dataclass(frozen=True, slots=True)
class Voices:
    """Who speaks in a stretch of text."""

    speaking: tuple[Mention, ...] = ()
    """Those whom it presents as speaking."""
    has_unnamed: bool = False
    """Whether somebody speaks who is not named: `the mayor said`, `he said`."""
    possible: tuple[Mention, ...] = ()
    """Who may speak instead: a person beside the subject of a verb of saying, an organization through
    somebody who is not known or, if there is no such verb, a person anywhere outside quotations."""


def are_together(between: str) -> bool:
    """Whether the words between two names join them: `Byron and Ohm`."""
    return between.strip() in boundaries().ands | {"、"}


def speakers(text: str, known: KnownNames, lexicon: Lexicon) -> tuple[Mention, ...]:
    """The known names that a stretch of text presents as speaking."""
    return voices(text, known, lexicon).speaking


def voices(text: str, known: KnownNames, lexicon: Lexicon) -> Voices:
    """Who speaks in a stretch of text, and who else may."""
    every = known.mentions(text)
    if not lexicon.spaced:
        # In 中国国家统计局, the country only says whose office it is.
        begins = {mention.start for mention in every}
        every = tuple(mention for mention in every if mention.end not in begins)
    return _Reader(text, every, known, lexicon).voices()


class _Reader:
    """Reads who speaks in one text."""

    def __init__(self, text: str, every: Sequence[Mention], known: KnownNames, lexicon: Lexicon) -> None:
        self.text = text
        self.every = every
        self.known = known
        self.lexicon = lexicon
        self.quotations = [match.span() for match in _QUOTATION.finditer(text)]
        self.is_pronoun = False
        """Whether words such as `according to him` name nobody."""
        self.subjects = [
            m for m in every if not self._is_quoted(m.start, m.end) and not self._is_attribute(m)
        ]
        """The names that may be the subject of a verb."""

    def voices(self) -> Voices:
        found: dict[Mention, None] = {}
        beside: dict[Mention, None] = {}
        has_unnamed = False
        reported = len(self.text)
        """Where what somebody says begins, after the verb."""
        for start, end in self._verbs():
            if self._is_quoted(start, end):
                continue
            speaker, others = self._subject(start, end)
            beside |= dict.fromkeys(others)
            if speaker is not None:
                found |= dict.fromkeys(self._joined(speaker))
            has_unnamed |= speaker is None
            if speaker is None or speaker.start < start:
                reported = min(reported, end)
        found |= dict.fromkeys(mention for mention in self.subjects if self._is_beside_quotation(mention))
        found |= dict.fromkeys(self._according())
        if self.is_pronoun:
            return Voices(has_unnamed=True)
        if not found:
            found |= dict.fromkeys(m for m in self.every if self._is_before_colon(m))
        possible = beside or (m for m in self.subjects if m.start < reported)
        may = (m for m in possible if self._is_person(m) or (m in beside and self._is_indirect(m)))
        return Voices(tuple(found), has_unnamed, tuple(m for m in may if m not in found))

    def _is_person(self, mention: Mention) -> bool:
        return len(self.known.persons(mention.actors)) > 0

    def _is_quoted(self, start: int, end: int) -> bool:
        """Whether a stretch is a part of a quotation, and not a name in quotation marks."""
        return any(
            a < start and end < b and self.text[a + 1 : b - 1].strip() != self.text[start:end]
            for a, b in self.quotations
        )

    def _verbs(self) -> Iterator[tuple[int, int]]:
        """The places of verbs of saying."""
        if not self.lexicon.spaced:
            pattern = one_of(self.lexicon.lists.get("reporting", ()))
            # In 他提出的计划 and 她的说法, nobody speaks.
            following = f"(?!{one_of(self.lexicon.lists.get('no_reporting', ()))})"
            yield from (match.span() for match in re.finditer(f"{pattern}{following}", self.text))
            return
        for match in WORD.finditer(self.text):
            if not match[0][0].isupper() and plain(match[0]) in self.lexicon.reporting:
                yield match.span()

    def _subject(self, start: int, end: int) -> tuple[Mention | None, Sequence[Mention]]:
        """The name that is the subject of a verb, and others that may be: before it, or after it where a
        clause begins with the verb."""
        text = self.text
        begins = max((m.end() for m in _BREAK.finditer(text, max(0, start - FARTHEST), start)), default=0)
        clause = text[begins:start].split()
        if within := [m for m in self.subjects if begins <= m.start < start]:
            candidates = [m for m in within if self._is_person(m)] or within
            if not self.lexicon.spaced:
                return candidates[0], within
            # In `the ministry made the right call`, there is a verb between.
            return next((m for m in candidates if self._is_close(text[m.end : start])), None), within
        is_pronoun = self._has_pronoun(text[begins:start])
        if not self.lexicon.spaced or (len(clause) <= 1 and not is_pronoun):
            opened = max(self._opening(start), start - 2 * FARTHEST)
            before = [m for m in self.subjects if opened <= m.start < start and not self._is_indirect(m)]
            persons = [m for m in before if self._is_person(m)] or before
            # In `Ada Byron, of the Textile Union, said`, the union is an aside.
            asides = [(m, mark.end()) for m in persons if (mark := _ASIDE.match(text, m.end))]
            outside = [m for m, end in asides if end < begins] or [m for m, end in asides if end == begins]
        else:
            return None, ()
        if self.lexicon.spaced and text[:start].strip() and not self._begins_clause(end):
            limit = self._limit(end)
            after = [m for m in self.subjects if end <= m.start < limit]
            if after and (not outside or _AFTER_QUOTATION.search(text, 0, begins)):
                one = self._preferred(after[0], limit)
                return (None if self._is_indirect(one) else one), after
        if is_pronoun:
            return next(iter(persons), None), ()
        if not persons:
            # `critics of Ada Byron, who said`
            persons = [m for m in self.every if text[m.end : begins].strip() == "," and m.end < begins]
        return next(reversed(outside or persons), None), before

    def _is_close(self, between: str) -> bool:
        """Whether only auxiliary verbs and adverbs are between a name and a verb of saying."""
        words = between.split()
        return len(words) <= MOST_BETWEEN and not any(
            plain(word) in self.lexicon.articles for word in words[:-1]
        )

    def _begins_clause(self, position: int) -> bool:
        """Whether `that` follows a verb, so that its subject is before it."""
        after, known = WORD.match(self.text, position + 1), languages().get(self.lexicon.language)
        return after is not None and known is not None and fold(after[0]) in known.that.split()

    def _has_pronoun(self, clause: str) -> bool:
        """Whether the words before a verb have a pronoun as its subject."""
        if not self.lexicon.spaced:
            return clause.lstrip().startswith(self.lexicon.lists.get("pronouns", ()))
        pronouns = self.lexicon.lists.get("pronouns", ())
        return any(word.lower() in pronouns for word in re.split(r"[\s-]+", clause))

    def _preferred(self, one: Mention, limit: int) -> Mention:
        """A name after a verb, or the person that it stands before as an attribute: `said Norrail's Ada
        Byron`, `said the mayor of Norrail, Ada Byron`."""
        if self._is_person(one):
            return one
        for other in self.every:
            if one.end <= other.start < limit and self._is_person(other):
                between = self.text[one.end : other.start]
                words = WORD.findall(between)
                is_title = (
                    _BREAK.search(between) is None
                    and len(words) <= MOST_BETWEEN + 1
                    and not any(plain(word) in self.lexicon.function for word in words)
                )
                is_apposed = (
                    self._follows_preposition(one)
                    and between.rstrip().endswith((",", "，"))
                    and (_BREAK.match(self.text[other.end :].lstrip()) is not None)
                )
                return other if is_title or is_apposed else one
        return one

    def _opening(self, position: int) -> int:
        """Where the sentence of a position begins."""
        ends = (
            m for m in re.finditer(r"[.!?]\s|[。！？]", self.text[:position]) if not self._is_abbreviated(m)
        )
        return max((m.end() for m in ends), default=0)

    def _limit(self, position: int) -> int:
        """Where the clause that begins at a position ends, or is too far away."""
        stops = (
            stop.start() for stop in _STOP.finditer(self.text, position) if not self._is_abbreviated(stop)
        )
        return min(next(stops, len(self.text)), position + FARTHEST)

    def _is_abbreviated(self, stop: re.Match[str]) -> bool:
        return stop[0][0] == "." and is_abbreviated(self.text, stop.start())

    def _according(self) -> Iterator[Mention]:
        """The names after `according to`."""
        words = tuple(word for word in self.lexicon.according if fold(word) not in self.lexicon.loosely)
        # In 数据, 据 is part of another word.
        edges = (r"(?<!\w)", r"(?!\w)") if self.lexicon.spaced else (rf"(?:^|{_BREAK.pattern})\s*", "")
        for match in re.finditer(edges[0] + one_of(words) + edges[1], self.text, re.IGNORECASE):
            if self._has_pronoun(" ".join(self.text[match.end() :].split()[:1]).strip(",")):
                self.is_pronoun = True
            opening = _OPENING.match(self.text, match.end())
            limit = self._limit(opening.end() if opening is not None else match.end())
            first = next((m for m in self.every if match.end() <= m.start < limit), None)
            if first is not None:
                yield self._preferred(first, limit)

    def _is_beside_quotation(self, mention: Mention) -> bool:
        """Whether a name follows a quotation, or stands before one with a colon: `“…”, so Ada Byron`."""
        begins = self.text[: mention.start].strip() == "" or self._is_person(mention)
        colon = _COLON.match(self.text, mention.end)
        if begins and colon is not None and colon["quoted"]:
            return True
        quoted = _QUOTED_BEFORE.search(self.text, max(0, mention.start - 25), mention.start)
        if quoted is None or not (quoted["word"] is None or quoted["word"].strip() in self.lexicon.according):
            return False
        return self._preferred(mention, self._limit(mention.end)) is mention

    def _is_before_colon(self, mention: Mention) -> bool:
        """Whether a name stands before a colon, with a quotation after it or as the label of a paragraph."""
        colon = _COLON.match(self.text, mention.end)
        if colon is None:
            return False
        return bool(colon["quoted"]) or self.is_label(self.text[: mention.start])

    def is_label(self, before: str) -> bool:
        """Whether only titles stand before a name."""
        words = [plain(word) for word in before.split()]
        return len(words) <= LONGEST_LABEL and all(
            word.endswith(".") or self.lexicon.is_title(word) or word in self.lexicon.function
            for word in words
        )

    def _is_attribute(self, mention: Mention) -> bool:
        """Whether a person is only named beside the one who speaks: `Byron's lawyer`, `critics of Byron`."""
        text = self.text
        if not self._is_person(mention):
            return False
        if not self.lexicon.spaced:
            return text.startswith(self.lexicon.lists.get("genitives", ()), mention.end)
        is_genitive = fold(WORD.findall(mention.text)[-1]) not in self._names(mention)
        has_genitive = re.match(r"['’]s?\s", text[mention.end : mention.end + 3]) is not None
        return is_genitive or has_genitive or self._follows_preposition(mention)

    def _names(self, mention: Mention) -> set[str]:
        """All words in the names of an actor."""
        actors = (self.known.actors[each] for each in mention.actors)
        return {fold(word) for actor in actors for name in actor.names for word in WORD.findall(name)}

    def _follows_preposition(self, mention: Mention) -> bool:
        before = _WORD_BEFORE.search(self.text, max(0, mention.start - 12), mention.start)
        if before is None or fold(before[1]) in self._names(mention):
            return False
        return before[1].lower() in self.lexicon.prepositions

    def _is_indirect(self, mention: Mention) -> bool:
        """Whether an organization is only that of somebody else: `a spokesman for the Textile Union`."""
        if self._is_person(mention):
            return False
        near = self.text[max(0, mention.start - 24) : mention.start]
        before = [word.lower() for word in WORD.findall(near)]
        if before and plain(before[-1]) in self.lexicon.articles:
            before.pop()
        return before[-1:] != [] and before[-1] in self.lexicon.prepositions

    def _joined(self, speaker: Mention) -> Iterator[Mention]:
        """A speaker with those who speak with them: `Byron and Ohm said`."""
        yield speaker
        end = speaker.end
        for other in self.subjects:
            if other.start >= end and are_together(self.text[end : other.start]):
                yield other
                end = other.end
        start = speaker.start
        for other in reversed(self.subjects):
            if other.end <= start and are_together(self.text[other.end : start]):
                yield other
                start = other.start


def label_of(line: str, known: KnownNames, lexicon: Lexicon) -> tuple[Mention, ...]:
    """The name in a line that says nothing but who speaks in what follows: `President Dr Ada Byron`."""
    mentions = known.mentions(line) if len(line) <= FARTHEST else ()
    if len(mentions) != 1 or line[mentions[0].end :].strip(" :：."):
        return ()
    before = line[: mentions[0].start]
    return mentions if before.strip() and _Reader(line, mentions, known, lexicon).is_label(before) else ()


__all__ = ["Voices", "are_together", "label_of", "speakers", "voices"]
