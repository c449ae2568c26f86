"""Finds known names in texts, and who of them speaks.

Only names that a site knows are found: those of its actors, with their aliases and, for persons, the last
name alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from briefings.evidence.cues import fold
from briefings.evidence.languages import boundaries
from briefings.evidence.passages import UNSPACED
from briefings.evidence.reading.lexicon import Lexicon, one_of, plain
from briefings.evidence.reading.sentences import is_abbreviated

_WORD = re.compile(r"[\u4e00-\u9fff]+|[^\W_\u4e00-\u9fff]+")  # DeepMind表示 are two


@dataclass(frozen=True, slots=True)
class Mention:
    """A known name in a text."""

    text: str
    start: int
    end: int
    actors: frozenset[str]
    """The ids of the actors that have this name."""


@dataclass(frozen=True, slots=True)
class NamedActor:
    """An actor as names are looked up."""

    id: str
    names: tuple[str, ...]
    """The name to show, then its aliases."""
    is_person: bool
    offices: tuple[str, ...] = ()
    """The titles of its offices, such as `Mayor of Veldhaven`."""


class KnownNames:
    """The names of all actors that a site knows."""

    def __init__(self, actors: Iterable[NamedActor]) -> None:
        self.actors = {actor.id: actor for actor in actors}
        named = "\n".join(map(repr, sorted(self.actors.values(), key=lambda actor: actor.id)))
        self.digest = blake2b(named.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()
        """Equal for the same names, so that results can be reused."""
        phrases: dict[tuple[str, ...], set[str]] = defaultdict(set)
        unspaced: dict[str, set[str]] = defaultdict(set)
        for actor in self.actors.values():
            for name in actor.names:
                words = tuple(map(fold, _WORD.findall(name)))
                if UNSPACED.search(name) is not None:
                    unspaced[name].add(actor.id)
                elif words:
                    phrases[words].add(actor.id)
                    last = tuple(map(fold, _WORD.findall(name.split()[-1])))  # `Smith-Jones`
                    if actor.is_person and last != words and name[0].isupper() and len("".join(last)) > 2:
                        phrases[last].add(actor.id)
        self._phrases: Mapping[str, list[tuple[tuple[str, ...], frozenset[str]]]] = _by_first_word(phrases)
        self._unspaced = {name: frozenset(ids) for name, ids in unspaced.items()}
        pattern = "|".join(map(re.escape, sorted(unspaced, key=len, reverse=True)))
        self._pattern = re.compile(pattern) if pattern else None

    def persons(self, actors: Iterable[str]) -> frozenset[str]:
        """Those of some actors that are persons."""
        return frozenset(each for each in actors if each in self.actors and self.actors[each].is_person)

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """All known names in a text, in order; of names within names, the longest."""
        found: list[Mention] = []
        if self._pattern is not None:
            for match in self._pattern.finditer(text):
                found.append(Mention(match[0], match.start(), match.end(), self._unspaced[match[0]]))
        if self._phrases:
            found += self._spaced(text)
        return tuple(sorted(found, key=lambda mention: mention.start))

    def _spaced(self, text: str) -> Iterator[Mention]:
        words = list(_WORD.finditer(text))
        folded = [fold(word[0]) for word in words]
        end = 0
        for n, word in enumerate(words):
            if n < end:
                continue
            for form in (folded[n], folded[n].removesuffix("s")):  # `Merkels`
                phrase = self._longest(form, folded, n, text, words)
                if phrase is not None:
                    length, actors = phrase
                    end = n + length
                    yield Mention(
                        text[word.start() : words[end - 1].end()], word.start(), words[end - 1].end(), actors
                    )
                    break

    def _longest(
        self, first: str, folded: Sequence[str], n: int, text: str, words: Sequence[re.Match[str]]
    ) -> tuple[int, frozenset[str]] | None:
        for phrase, actors in self._phrases.get(first, ()):
            rest = tuple(folded[n + 1 : n + len(phrase)])
            if phrase[1:] != rest and (not rest or (*rest[:-1], rest[-1].removesuffix("s")) != phrase[1:]):
                continue
            # A name has a capital somewhere, unless it was given without one.
            written = text[words[n].start() : words[n + len(phrase) - 1].end()]
            if written != written.lower() or any(
                name == name.lower() for each in actors for name in self.actors[each].names
            ):
                return len(phrase), actors
        return None


def _by_first_word(
    phrases: Mapping[tuple[str, ...], set[str]],
) -> Mapping[str, list[tuple[tuple[str, ...], frozenset[str]]]]:
    by_first: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = defaultdict(list)
    for phrase in sorted(phrases, key=len, reverse=True):
        by_first[phrase[0]].append((phrase, frozenset(phrases[phrase])))
    return by_first


NO_NAMES = KnownNames(())

# ── Who speaks ──────────────────────────────────────────────────────────────────────────────────────────────

_STOP = re.compile(r"[.!?;:](?:\s|$)|[。！？；：]|[“”«»„「」『』\"]")
_BREAK = re.compile(r"[,;:—–.!?“”«»„\"，；：。！？「」『』]")


def are_together(between: str) -> bool:
    """Whether the words between two names join them: `Byron and Ohm`."""
    return between.strip() in boundaries().ands | {"、"}


MOST_BETWEEN = 3
"""The most words between a name and its verb of saying: `Hartog had already said`."""

FARTHEST = 90
"""The most characters between a verb of saying and the name of who says it."""


def speakers(text: str, known: KnownNames, lexicon: Lexicon) -> tuple[Mention, ...]:
    """The known names that a stretch of text presents as speaking: subjects of verbs of saying, and names
    after `according to`."""
    every = known.mentions(text)
    if not lexicon.spaced:
        # In 中国国家统计局, the country only says whose office it is.
        begins = {mention.start for mention in every}
        every = tuple(mention for mention in every if mention.end not in begins)
    mentions = [mention for mention in every if not _is_attribute(mention, text, known, lexicon)]
    if not every:
        return ()
    found: dict[Mention, None] = {}
    for start, end in _verbs(text, lexicon):
        speaker = _subject(text, start, end, mentions, known)
        if speaker is not None:
            found |= dict.fromkeys(_joined(speaker, mentions, text))
    found |= dict.fromkeys(
        mention for mention in mentions if _is_beside_quotation(mention, text, known, lexicon)
    )
    according = tuple(phrase for phrase in lexicon.according if fold(phrase) not in lexicon.loosely)
    if according:
        edges = (r"(?<!\w)", r"(?!\w)") if lexicon.spaced else ("", "")
        for match in re.finditer(edges[0] + one_of(according) + edges[1], text, re.IGNORECASE):
            limit = _limit(text, match.end())
            first = next((m for m in every if match.end() <= m.start < limit), None)
            if first is not None:
                found[first] = None
    return tuple(found)


def possible_speakers(text: str, known: KnownNames, lexicon: Lexicon) -> tuple[Mention, ...]:
    """The known persons of a stretch who may speak though no verb says so: those outside quotations who are
    not only named beside another."""
    quoted = [match.span() for match in _QUOTATION.finditer(text)]
    return tuple(
        mention
        for mention in known.mentions(text)
        if known.persons(mention.actors)
        and not any(start < mention.start < end for start, end in quoted)
        and not _is_attribute(mention, text, known, lexicon)
    )


_QUOTATION = re.compile('“[^“”]*”|„[^„“”]*[“”]|«[^«»]*»|「[^「」]*」|『[^『』]*』|"[^"]*"')

_QUOTED_BEFORE = re.compile(r"(?:[,，.!?。！？][”“»«\"」』]\s?|[”“»«\"」』][,，]\s?)(?P<word>[^\W\d_]+\s)?$")
_QUOTED_AFTER = re.compile(r"\s?[:：]\s?[“„«»\"「『]")


def _is_beside_quotation(mention: Mention, text: str, known: KnownNames, lexicon: Lexicon) -> bool:
    """Whether a name follows a quotation, or stands before one with a colon: `“…”, so Ada Byron`."""
    begins = text[: mention.start].strip() == "" or known.persons(mention.actors)
    if begins and _QUOTED_AFTER.match(text, mention.end) is not None:
        return True
    quoted = _QUOTED_BEFORE.search(text, max(0, mention.start - 25), mention.start)
    return quoted is not None and (quoted["word"] is None or quoted["word"].strip() in lexicon.according)


def _verbs(text: str, lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    if not lexicon.spaced:
        pattern = one_of(lexicon.lists.get("reporting", ()))
        # In 他提出的计划 and 她的说法, nobody speaks.
        following = f"(?!{one_of(lexicon.lists.get('no_reporting', ()))})"
        yield from (match.span() for match in re.finditer(f"{pattern}{following}", text))
        return
    for match in _WORD.finditer(text):
        if not match[0][0].isupper() and plain(match[0]) in lexicon.reporting:
            yield match.span()


def _subject(
    text: str, start: int, end: int, mentions: Sequence[Mention], known: KnownNames
) -> Mention | None:
    """The name that is the subject of a verb: before it, or after it where a clause begins with the verb."""
    begins = max((m.end() for m in _BREAK.finditer(text, max(0, start - FARTHEST), start)), default=0)
    opened = _opening(text, start)
    is_inverted = len(text[begins:start].split()) <= 1 and not any(
        begins <= m.start < start for m in mentions
    )
    if is_inverted:
        after = [m for m in mentions if end <= m.start < _limit(text, end)]
        if after:
            return _preferred(after[:1], after, text, known)
    before = [m for m in mentions if max(opened, start - 2 * FARTHEST) <= m.start < start]
    if not before:
        return None
    persons = [m for m in before if known.persons(m.actors)]
    within = [m for m in before if m.start >= begins]
    if within:
        candidates = [m for m in within if m in persons] or within
        if UNSPACED.search(text):
            return candidates[0]
        # In `the ministry made the right call`, there is a verb between.
        return next((m for m in candidates if len(text[m.end : start].split()) <= MOST_BETWEEN), None)
    # In `Ada Byron, of the Textile Union, said`, the union is an aside.
    return (persons or before)[-1] if is_inverted or text[begins:start].strip() == "" else None


def _preferred(first: Sequence[Mention], every: Sequence[Mention], text: str, known: KnownNames) -> Mention:
    """The first name after a verb, or a person right beside an organization: `said Norrail's Ada Byron`."""
    one = first[0]
    if not known.persons(one.actors):
        for other in every[1:2]:
            if known.persons(other.actors) and other.start - one.end <= 4:
                return other
    return one


def _opening(text: str, position: int) -> int:
    """Where the sentence of a position begins."""
    ends = (m for m in re.finditer(r"[.!?]\s|[。！？]", text[:position]) if not _is_abbreviated(text, m))
    return max((m.end() for m in ends), default=0)


def _limit(text: str, position: int) -> int:
    """Where the clause that begins at a position ends, or is too far away."""
    stops = (stop.start() for stop in _STOP.finditer(text, position) if not _is_abbreviated(text, stop))
    return min(next(stops, len(text)), position + FARTHEST)


def _is_abbreviated(text: str, stop: re.Match[str]) -> bool:
    return stop[0][0] == "." and is_abbreviated(text, stop.start())


def _is_attribute(mention: Mention, text: str, known: KnownNames, lexicon: Lexicon) -> bool:
    """Whether a person is only named beside the one who speaks: `Byron's lawyer`, `critics of Ada Byron`."""
    if not known.persons(mention.actors):
        return False
    if not lexicon.spaced:
        return text.startswith(lexicon.lists.get("genitives", ()), mention.end)
    names = {
        fold(word)
        for each in mention.actors
        for name in known.actors[each].names
        for word in _WORD.findall(name)
    }
    if fold(_WORD.findall(mention.text)[-1]) not in names or re.match(
        r"['’]s?\s", text[mention.end : mention.end + 3]
    ):
        return True
    before = re.search(r"([^\W\d_]+)(?:\s+|['’])$", text[max(0, mention.start - 12) : mention.start])
    if before is None or fold(before[1]) in names:
        return False
    return before[1].lower() in lexicon.prepositions


def _joined(speaker: Mention, mentions: Sequence[Mention], text: str) -> Iterator[Mention]:
    """A speaker with those who speak with them: `Byron and Ohm said`."""
    yield speaker
    end = speaker.end
    for other in mentions:
        if other.start >= end and are_together(text[end : other.start]):
            yield other
            end = other.end
    start = speaker.start
    for other in reversed(mentions):
        if other.end <= start and are_together(text[other.end : start]):
            yield other
            start = other.start


__all__ = ["NO_NAMES", "KnownNames", "Mention", "NamedActor", "are_together", "possible_speakers", "speakers"]
