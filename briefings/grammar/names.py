"""Finds known names in texts.

Only names that a site knows are found: those of its actors, with their aliases and, for persons, the last
name alone.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

from briefings.grammar.cues import fold
from briefings.grammar.languages import boundaries
from briefings.grammar.normal import UNSPACED

WORD = re.compile(r"[\u4e00-\u9fff]+|[^\W_\u4e00-\u9fff]+")  # DeepMind表示 are two
_POSSESSIVE = re.compile(r"['’](?:s\b|\s)|-[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Mention:
    """A known name in a text."""

    text: str
    start: int
    end: int
    actors: frozenset[str]
    """The ids of the actors that have this name."""
    is_person: bool = False
    is_possessive: bool = False
    """Whether it is like `Byron’s` in `Byron’s lawyer said`, or in `the Byron-led team`."""

    @property
    def who(self) -> frozenset[str]:
        """Whom it names."""
        return self.actors

    @property
    def can_speak(self) -> bool:
        """Whether something can be said by it."""
        return True

    @property
    def is_full(self) -> bool:
        """Whether it is surely a name."""
        return True


Day = tuple[int, int, int]

EVER: tuple[Day, Day] = (0, 1, 1), (9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Office:
    """A role as offices are looked up."""

    title: str
    organization: str | None = None
    """The id of the actor that it belongs to."""
    certain: tuple[Day, Day] | None = None
    """The days between which the actor surely held it, as the only one; None if they are not known."""
    possible: tuple[Day, Day] = EVER
    """The days between which the actor may have held it."""


@dataclass(frozen=True, slots=True)
class NamedActor:
    """An actor as names are looked up."""

    id: str
    names: tuple[str, ...]
    """The name to show, then its aliases."""
    is_person: bool
    offices: tuple[Office, ...] = ()


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
                words = tuple(map(fold, WORD.findall(name)))
                if UNSPACED.search(name) is not None:
                    unspaced[name].add(actor.id)
                elif words:
                    for first in () if actor.is_person else _inflected(name):
                        phrases[first, *words[1:]].add(actor.id)
                    phrases[words].add(actor.id)
                    last = tuple(map(fold, WORD.findall(name.split()[-1])))  # `Smith-Jones`
                    if actor.is_person and last != words and name[0].isupper() and len("".join(last)) > 2:
                        phrases[last].add(actor.id)
        self._phrases = _by_first_words(phrases)
        self._firsts = {phrase[0] for phrase in phrases}
        self._words = {word for phrase in phrases for word in phrase}
        self._unspaced = {name: frozenset(ids) for name, ids in unspaced.items()}
        pattern = "|".join(map(re.escape, sorted(unspaced, key=len, reverse=True)))
        self._pattern = re.compile(pattern) if pattern else None
        self._signs = frozenset("".join(unspaced))

    def persons(self, actors: Iterable[str]) -> frozenset[str]:
        """Those of some actors that are persons."""
        return frozenset(each for each in actors if each in self.actors and self.actors[each].is_person)

    def may_contain(self, words: str) -> bool:
        """Whether words can be part of a name: a quick test before `mentions`."""
        if not self._signs.isdisjoint(words):
            return True
        return any(fold(word) in self._words for word in WORD.findall(words))

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """All known names in a text, in order; of names within names, the longest."""
        found: list[Mention] = []
        if self._pattern is not None:
            for match in self._pattern.finditer(text):
                actors = self._unspaced[match[0]]
                is_person = bool(self.persons(actors))
                found.append(Mention(match[0], match.start(), match.end(), actors, is_person))
        if self._phrases:
            found += self._spaced(text)
        return tuple(sorted(found, key=lambda mention: mention.start))

    def _spaced(self, text: str) -> Iterator[Mention]:
        words = list(WORD.finditer(text))
        folded = [fold(word[0]) for word in words]
        end = 0
        for n, word in enumerate(words):
            if n < end:
                continue
            for form in (folded[n], folded[n].removesuffix("s")):  # `Merkels`
                found = self._longest(form, folded, n, text, words) if form in self._firsts else None
                if found is not None:
                    phrase, actors = found
                    end = n + len(phrase)
                    first, last = word.start(), words[end - 1].end()
                    is_person = bool(self.persons(actors))
                    is_genitive = folded[end - 1] != phrase[-1] or _POSSESSIVE.match(text, last) is not None
                    yield Mention(text[first:last], first, last, actors, is_person, is_genitive)
                    break

    def _longest(
        self, first: str, folded: Sequence[str], n: int, text: str, words: Sequence[re.Match[str]]
    ) -> tuple[tuple[str, ...], frozenset[str]] | None:
        second = folded[n + 1 : n + 2]
        seconds = (second, [word.removesuffix("s") for word in second], ())
        for phrase, actors in (p for each in seconds for p in self._phrases.get((first, *each), ())):
            rest = tuple(folded[n + 1 : n + len(phrase)])
            if phrase[1:] != rest and (not rest or (*rest[:-1], rest[-1].removesuffix("s")) != phrase[1:]):
                continue
            # A name has a capital somewhere, unless it was given without one.
            written = text[words[n].start() : words[n + len(phrase) - 1].end()]
            if written != written.lower() or any(
                name == name.lower() for each in actors for name in self.actors[each].names
            ):
                return phrase, actors
        return None


def _inflected(name: str) -> Iterator[str]:
    """The forms of an adjective that a name begins with, in languages that inflect it: `Statistischem
    Bundesamt`."""
    endings = boundaries().inflections
    first, _, rest = name.partition(" ")
    stem = first.removesuffix(max(filter(first.endswith, endings), key=len, default=""))
    if stem != first and len(stem) >= SHORTEST_STEM and rest[:1].isupper():
        yield from (fold(stem + ending) for ending in sorted(endings))


SHORTEST_STEM = 4


_Phrase = tuple[tuple[str, ...], frozenset[str]]
"""The words of a name, and the actors that have it."""


def _by_first_words(phrases: Mapping[tuple[str, ...], set[str]]) -> Mapping[tuple[str, ...], list[_Phrase]]:
    """Names by their first two words, or by the only one; the longest first. On a large site, many begin with
    the same word."""
    by_first: dict[tuple[str, ...], list[_Phrase]] = defaultdict(list)
    for phrase in sorted(phrases, key=len, reverse=True):
        by_first[phrase[:2]].append((phrase, frozenset(phrases[phrase])))
    return by_first


NO_NAMES = KnownNames(())


__all__ = ["EVER", "NO_NAMES", "WORD", "Day", "KnownNames", "Mention", "NamedActor", "Office"]
