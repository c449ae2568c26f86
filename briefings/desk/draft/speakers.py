"""Who said a quotation: by reporting verbs and names before and after it, and by pronouns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from briefings.desk.draft.names import FARTHEST, Mention, Name, Names
from briefings.evidence.reading.lexicon import Lexicon, one_of, plain

FAR = 160
"""Characters between a quotation and the words that say whose it is."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whether the text says that somebody said it, and who."""

    attributed: bool
    name: Name | None = None


NOBODY = Attribution(False)
SOMEBODY = Attribution(True)

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STOP = re.compile(r"[.!?。！？](?:\s|$)|[。！？]")
_PIECE = re.compile(r"[,;:—–]|，|；")
_BEFORE_VERB = re.compile(r"^(?:who|which|der|die|das|qui|que|quien)\b", re.IGNORECASE)


class Speakers:
    """Attributes quotations, with the names of the article."""

    def __init__(self, told: str, names: Names, lexicon: Lexicon) -> None:
        self._told = told
        self._names = names
        self._lexicon = lexicon
        self._spoke: tuple[int, Name] | None = None

    def heard(self, position: int, attribution: Attribution) -> None:
        """Remember who spoke last, for a pronoun after it."""
        if attribution.name is not None and attribution.name.is_person:
            self._spoke = position, attribution.name

    def _last_person(self, position: int) -> Name | None:
        """The person mentioned or quoted last before a position."""
        mention = self._names.last_person(position)
        if self._spoke is None or position - self._spoke[0] > FARTHEST:
            return mention.name if mention is not None else None
        spoken, speaker = self._spoke
        return mention.name if mention is not None and mention.start >= spoken else speaker

    def after(self, start: int, end: int) -> Attribution:
        """By the words after a quotation: `, said X`, `X said`, `according to X`."""
        stop = _STOP.search(self._told, start, end)
        end = min(end, stop.start() if stop is not None else end, start + FAR)
        if (name := self._according(start, end, first=True)) is not None:
            return name
        verb = next(iter(self._verbs(start, end)), None)
        if verb is None:
            return NOBODY
        before = self._subject(start, verb[0])
        if before is not None:
            return before
        piece = _PIECE.search(self._told, verb[1], end)
        # `, a déclaré Hélène Castaing, présidente`; but `sagte am Montag, X sei` names somebody else.
        inverted = self._first(verb[1], piece.start() if piece is not None else end)
        if piece is not None and (inverted is None or inverted.name is None):
            # `affirme sa porte-parole, Odile Marchetti`
            apposed = [m for m in self._speaking(piece.end(), end) if m.start <= piece.end() + 1]
            following = plain(next(iter(_WORD.findall(self._told[verb[1] : end])), ""))
            if apposed and following in self._lexicon.articles:
                return Attribution(True, apposed[0].name)
        return inverted or self._unnamed(start, verb[0])

    def before(self, start: int, end: int) -> Attribution:
        """By the words before it: `X says: `, `X warned that the plan was `, `according to X, `."""
        start = max(start, end - FAR * 2)
        if (name := self._according(start, end, first=False)) is not None:
            return name
        verbs = list(self._verbs(start, end))
        if not verbs:
            if self._told[:end].rstrip()[-1:] not in (":", "："):
                return NOBODY
            return self._subject(start, end) or SOMEBODY
        verb_start, verb_end = verbs[-1]
        subject = self._subject(start, verb_start)
        if subject is not None:
            return subject
        # Two verbs, of which the first has the subject: `X said it was called`.
        return self._first(verb_end, end) or self._unnamed(start, verb_start)

    def _verbs(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        if not self._lexicon.spaced:
            pattern = one_of(self._lexicon.lists.get("reporting", ()))
            yield from (match.span() for match in re.compile(pattern).finditer(self._told, start, end))
            return
        for match in _WORD.finditer(self._told, start, end):
            written = match[0]
            # A name such as `Marc Note` is no verb, and neither is a German noun.
            if plain(written) in self._lexicon.reporting and not written[0].isupper():
                yield match.span()

    def _subject(self, start: int, verb: int) -> Attribution | None:
        """The subject before a verb; None if there is none."""
        pieces = [*_PIECE.finditer(self._told, start, verb)]
        begin = pieces[-1].end() if pieces else start
        clause = self._told[begin:verb].strip()
        mentions = self._speaking(begin, verb)
        if mentions:
            return Attribution(True, mentions[-1].name)
        tokens = [plain(token) for token in _WORD.findall(clause)]
        if not _BEFORE_VERB.match(clause):
            if any(token in self._lexicon.pronouns for token in tokens[:3]) or self._has_pronoun(clause):
                return Attribution(True, self._last_person(begin))
            if (tokens and tokens[0] in self._lexicon.articles) or self._has_article(clause):
                return Attribution(True, self._names.with_role(clause))
            if (role := self._names.with_role(clause)) is not None:
                return Attribution(True, role)
        earlier = self._speaking(start, begin)
        if earlier:
            # In "Ada Byron, of the Textile Union, said", the union is an aside.
            persons = [mention for mention in earlier if mention.name.is_person]
            return Attribution(True, (persons or earlier)[-1].name)
        return SOMEBODY if len(tokens) > 2 else None

    def _first(self, start: int, end: int) -> Attribution | None:
        """The subject after a verb."""
        words = self._told[start:end]
        tokens = [plain(token) for token in _WORD.findall(words)][:2]
        mentions = self._speaking(start, end)
        if tokens and tokens[0] in self._lexicon.pronouns:
            return Attribution(True, self._last_person(start))
        if mentions:
            return Attribution(True, mentions[0].name)
        if tokens and (role := self._names.with_role(words[:60])) is not None:
            return Attribution(True, role)
        return None

    def _according(self, start: int, end: int, *, first: bool) -> Attribution | None:
        """`according to X`: after a quotation at its beginning, before it anywhere."""
        phrases = one_of(self._lexicon.according)
        text = self._told[start:end]
        lead = r"^[\s,;–—]*" if first or self._lexicon.spaced else ""
        match = re.search(rf"{lead}{phrases}(?=\W|$)", text, re.IGNORECASE)
        if match is None:
            return None
        begin = start + match.end()
        mentions = self._speaking(begin, end)
        own = any(plain(token) in self._lexicon.possessives for token in _WORD.findall(match[0]))
        if own:
            return Attribution(True, self._last_person(start))
        following = [plain(token) for token in _WORD.findall(self._told[begin:end])][:1]
        if following and following[0] in self._lexicon.pronouns:
            return Attribution(True, self._last_person(start))
        if mentions:
            return Attribution(True, mentions[0].name)
        return Attribution(True, self._names.with_role(text[match.end() :])) if first else None

    def _unnamed(self, start: int, verb: int) -> Attribution:
        """The subject of a verb that has none: in Spanish, "añadió" is "she added"."""
        if self._lexicon.drops_subjects and len(_WORD.findall(self._told[start:verb])) < 2:
            return Attribution(True, self._last_person(start))
        return SOMEBODY

    def _speaking(self, start: int, end: int) -> list[Mention]:
        return [m for m in self._names.within(start, end) if not m.possessive]

    def _has_pronoun(self, clause: str) -> bool:
        unspaced = not self._lexicon.spaced
        return unspaced and any(word in clause for word in self._lexicon.lists.get("pronouns", ()))

    def _has_article(self, clause: str) -> bool:
        elided = re.match(r"[ld]['’]", clause, re.IGNORECASE)
        return self._lexicon.noun == "first" and elided is not None
