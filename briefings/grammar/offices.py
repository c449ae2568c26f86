"""Finds offices in texts, by the titles of their holders' roles, and says who held one on a day.

An office is a title with its organization: `President of France`, `France's president`. A title that tells
enough, such as `Minister of Health`, needs none beside it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from briefings.grammar.cues import fold
from briefings.grammar.languages import boundaries
from briefings.grammar.lexicon import NOTHING, lexicon, one_of, plain
from briefings.grammar.names import WORD, KnownNames, Mention, Office

NEAR = 80
"""Characters before and after an office that say whether it is another one."""


@dataclass(frozen=True, slots=True)
class OfficeMention(Mention):
    """An office in a text. Its `actors` are all who ever held it."""

    roles: tuple[tuple[str, Office], ...] = ()
    """Actors and their roles."""


class Offices:
    """The offices of known actors, as texts of a language name them."""

    def __init__(self, known: KnownNames, language: str) -> None:
        self._known = known
        self._lexicon = words = lexicon(language)
        self._roles: dict[str, list[tuple[str, Office]]] = defaultdict(list)
        for actor in known.actors.values():
            for office in actor.offices:
                self._roles[_key(office.title)].append((actor.id, office))
        # Roles without days count where others have some.
        held = [office for roles in self._roles.values() for _, office in roles]
        held = held if any(office.certain is not None for office in held) else []
        titles = {r"[ '’.-]+".join(map(re.escape, WORD.findall(office.title))) for office in held}
        title = "|".join(sorted(filter(None, titles), key=len, reverse=True)) or NOTHING
        listed, after = words.offices.get("of", ()), words.offices.get("after", ())
        article, of = one_of(words.offices.get("articles", ())), one_of(listed)
        self._of = frozenset(map(fold, listed))
        name = r"[A-ZÀ-Þ]\w*(?:[ .'’-]+(?:[A-ZÀ-Þ]\w*|[a-z]{1,3}\b)){N,5}\s*(?:[^\w\s]|$)"
        name = name.replace("N", "1" if words.capitalizes_nouns else "0")
        other = one_of((*listed, *after, *boundaries().ands))
        aside = rf"(?: \w+){{0,4}}\s*[,(–—]\s*(?:{of}\b|(?:\w+['’ ]+){{0,3}}{name})"
        lead = rf"(?:(?P<word>(?!{article} )\w+) +|(?:^|(?P<mark>[^\w\s'’/-]))\s*)"
        lead += rf"(?P<article>(?<!\w){article}(?: +|['’]))?$"
        if words.spaced:
            self._titles = re.compile(rf"(?<!\w)(?:{title})(?!\w)", re.IGNORECASE)
            self._gap, self._then = r"\.?(?:['’]s?)? +|-", rf" +{of}(?:[ '’]+{article})?[ '’]+"
            self._lead = re.compile(lead, re.IGNORECASE)
            self._other = re.compile(rf"['’/&-]| +(?:(?i:{other}(?!\w))|[A-ZÀ-Þ])|{aside}")
            self._elsewhere = re.compile(rf" +(?:{one_of(tuple(words.places.whole))}) +[A-ZÀ-Þ]")
        else:
            self._titles, self._gap, self._then = re.compile(title), f"(?:{of})?", NOTHING
            follows = one_of((*words.lists["reporting"], *after))
            begins = {*words.lists["prepositions"], *words.lists["function"]}.difference(listed)
            self._lead = re.compile(rf"(?:^|[^\w·]|{one_of(tuple(begins))})$")
            self._other = re.compile(rf"(?!{follows})[\w、·/]|\w{{1,6}}[·•]")

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """All known names and offices in a text, in order; without names within offices."""
        names, found = self._known.mentions(text), list(self.named(text))
        others = (n for n in names if not any(n.start < o.end and o.start < n.end for o in found))
        return tuple(sorted((*others, *found), key=lambda mention: mention.start))

    def named(self, text: str) -> Iterator[OfficeMention]:
        """The offices in a text."""
        text = text.replace("\u00a0", " ")
        titles = list(self._titles.finditer(text))
        names = self._known.mentions(text) if titles else ()
        for match in titles:
            start, end = match.span()
            roles = self._roles[_key(match[0])]
            of = re.compile(self._then, re.IGNORECASE).match(text, end)
            for name in names:
                is_next = of is not None and name.start == of.end()
                if is_next or (name.end <= start and re.fullmatch(self._gap, text[name.end : start])):
                    own = [each for each in roles if {each[1].organization} == name.actors]
                    if own:
                        start, end, roles = min(start, name.start), max(end, name.end), own
                        break
            else:
                roles = roles if self._tells_enough(match[0]) else []
            if roles and self._is_whole(text, start, end, is_alone=text[start:end] == match[0]):
                actors = frozenset(actor for actor, _ in roles)
                person = bool(self._known.persons(actors))
                yield OfficeMention(text[start:end], start, end, actors, person, roles=tuple(roles))

    def meant(self, text: str) -> frozenset[str]:
        """The offices in a whole text. `Minister of Health` is one only if the text names the organization:
        other countries have one, too."""
        found = list(self.named(text))
        there = {actor for name in self._known.mentions(text) for actor in name.actors} if found else set()
        return frozenset(m.text for m in found if any(role.organization in there for _, role in m.roles))

    def holders(self, words: str, day: tuple[int, ...], others: Iterable[tuple[int, ...]]) -> frozenset[str]:
        """Who surely held an office on a day, and on some others, if nobody else may have on the first."""
        for mention in self.named(words):
            possible = {actor for actor, role in mention.roles if _has(role.possible, day)}
            if mention.text == words and len(possible) == 1:
                terms = (role.certain for _, role in mention.roles if role.certain is not None)
                if any(all(_has(term, each) for each in (day, *others)) for term in terms):
                    return frozenset(possible)
        return frozenset()

    def _tells_enough(self, title: str) -> bool:
        """Whether a title alone tells an office from others: `Minister of Health`, not `Prime Minister`."""
        named = any(not name.is_person for name in self._known.mentions(title))
        return named or any(fold(word) in self._of for word in WORD.findall(title)[1:-1])

    def _is_whole(self, text: str, start: int, end: int, *, is_alone: bool) -> bool:
        """Whether the words around an office do not make it another one: `the former Minister of Health`."""
        before = text[max(0, start - NEAR) : start].rpartition("\n")[2]
        after = text[end : end + NEAR].partition("\n")[0]
        words, lead = self._lexicon, self._lead.search(before)
        if self._other.match(after) is not None:
            return False
        if lead is None or not words.spaced:
            return lead is not None
        following = re.match(r" +(\w+)(['’]?)", after)
        if following is not None and not (following[2] or self._goes_on(following[1])):
            return False  # `the Minister of Health nominee`, `le ministre de la Santé belge`
        if is_alone and self._elsewhere.match(after) is not None:
            return False
        word, mark = fold(lead["word"] or ""), lead["mark"] or " "
        if lead["article"]:
            is_part = word in words.passive or word in self._of  # `an aide of the Minister of Health`
        else:
            is_part = word != "" and word not in words.reporting
            is_part &= not before.rstrip().casefold().endswith(words.according)
        # `Kolb, the Minister of Health, said`
        return not is_part and not (mark in ",(–—" and re.match(r"\s*(?:[,.)–—]|$)", after))

    def _goes_on(self, word: str) -> bool:
        words = self._lexicon
        return plain(word) in words.function or plain(word) in words.reporting or word in words.prepositions


def _key(title: str) -> str:
    return " ".join(map(fold, WORD.findall(title)))


def _has(term: tuple[tuple[int, ...], tuple[int, ...]], day: tuple[int, ...]) -> bool:
    """Whether a term has a day, or a part of a month or year."""
    first, last = (end[: len(day)] for end in term)
    return first <= day <= last


@lru_cache(maxsize=8)
def offices(known: KnownNames, language: str) -> Offices:
    """The offices of known actors in a language."""
    return Offices(known, language)


__all__ = ["Offices", "offices"]
