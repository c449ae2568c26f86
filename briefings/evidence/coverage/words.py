"""Whether passages name a speaker or another actor, and whether they contain quoted words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TypeAlias

from rapidfuzz import fuzz

from briefings.evidence.beside import negation_beside
from briefings.evidence.coverage.terms import Finding, Particular, Passage, State
from briefings.evidence.passages import normalize, occurrences
from briefings.grammar.names import KnownNames, Mention
from briefings.grammar.offices import offices
from briefings.grammar.sentences import rest_of_sentence
from briefings.grammar.zones import NOTHING_AROUND, mute, said_by_office, said_in, voices
from briefings.languages import REFERENCE


def find_speaker(each: Particular, passages: Sequence[Passage], known: KnownNames) -> Finding:
    """Whether a source presents the speaker as speaking or, if it names no speaker there, names them at
    all."""
    other: tuple[str, int] | None = None
    is_open = False
    for n, passage in enumerate(passages):
        state, instead = _voice(each.actors, passage, known)
        held = _by_office(each, passage, known, is_speaker=True)
        if held in ("in-passage", "near") or (held is None and state in ("in-passage", "near")):
            return Finding(each, held or state, passage=n)
        is_open |= state in ("in-passage", "near")
        if state == "differs" and other is None:
            other = instead, n
    if other is not None and not is_open:
        return Finding(each, "differs", *other)
    return Finding(each, "not-found")


def _by_office(each: Particular, passage: Passage, known: KnownNames, *, is_speaker: bool) -> State | None:
    """Whether a passage or the words around it name an actor by an office or, of a speaker, say that its
    holder speaks; `not-found` if another person certainly does."""
    held, day = offices(known, passage.language), passage.day
    if day is None:
        return None
    words, around = passage.words, passage.around
    if around is not None:
        pieces = around.said_by_office if is_speaker else (*around.sentence, *around.paragraph)
    else:
        meant = held.meant(f"{words}\n{passage.names}")
        said = said_by_office(words, 0, len(words), passage.language, known, meant) if is_speaker else meant
        # Of `former President of France`, the passage may have the last three words.
        pieces = tuple(a for a in said if not words.startswith(a) and not words.endswith(a))
    days = [tuple(filter(None, point)) for span in each.dates for point in span]
    holders = {piece: held.holders(piece, (day.year, day.month, day.day), days) for piece in pieces}
    for piece, actors in holders.items():
        if not each.actors.isdisjoint(actors):
            return "in-passage" if piece in words else "near"
    is_other = is_speaker and any(holders.values()) and known.persons(each.actors)
    return "not-found" if is_other and not _are_among(each.actors, _named(pieces, known)) else None


def _voice(actors: frozenset[str], passage: Passage, known: KnownNames) -> tuple[State, str]:
    """What one passage and its surroundings say of who speaks.

    Who certainly speaks there differs from everybody else. If nobody certainly does, whoever probably does
    differs from other persons, and anybody who is named differs from those whom the paragraph and the two
    before do not name. Publishers and authors speak throughout, but what another certainly says is not said
    by a person who wrote it down.
    """
    around = passage.around or NOTHING_AROUND
    if passage.around is None:
        said = voices(passage.words, 0, len(passage.words), passage.language, known)
        speaking, probable, possible = map(_mentioned, (said.certain, said.probable, said.possible))
    else:
        kept = around.said, around.said_nearby, around.named_nearby
        speaking, probable, possible = (_named(names, known) for names in kept)
    is_person, is_another = bool(known.persons(actors)), speaking and not _are_among(actors, speaking)
    if not actors.isdisjoint(passage.actors) and not (is_person and is_another):
        return "in-passage", ""
    inside, sentence = _mentioned(known.mentions(passage.words)), _named(around.sentence, known)
    paragraph = _named(around.paragraph, known)
    is_inside, is_close = _are_among(actors, inside), _are_among(actors, (*inside, *sentence))
    is_near = is_close or passage.around is None or _are_among(actors, paragraph)
    may_speak = _are_among(actors, (*probable, *possible))
    if speaking:
        # A person who may speak can do so for the organization that does.
        is_given = _are_among(actors, speaking)
        is_open = may_speak and not any(known.persons(each) for _, each in speaking)
        others = speaking
    else:
        persons = [each for each in probable if known.persons(each[1])]
        # A speech names many people who do not speak in it.
        is_elsewhere = passage.is_news and not is_near
        others = [*probable, *possible, *inside, *sentence, *paragraph] if is_elsewhere else persons
        # Somebody speaks for an organization that the sentence names, unless it only listens or is silent.
        is_represented = not is_person and is_close
        is_asked = is_represented or others
        silent = _mentioned(mute(passage.words, passage.language, known)) if is_asked else ()
        others = [each for each in others if not _are_among(each[1], silent)]
        is_given = _are_among(actors, probable) or (is_represented and not _are_among(actors, silent))
        is_open = may_speak or (not is_person and is_near)
    if is_given:
        return ("in-passage" if is_inside else "near" if is_near else "not-found"), ""
    return ("differs", others[0][0]) if others and not is_open else ("not-found", "")


Named: TypeAlias = Sequence[tuple[str, frozenset[str]]]


def _mentioned(mentions: Iterable[Mention]) -> Named:
    return [(mention.text, mention.actors) for mention in mentions]


def _are_among(actors: frozenset[str], others: Named) -> bool:
    return any(not actors.isdisjoint(each) for _, each in others)


def _named(pieces: Iterable[str], known: KnownNames) -> Named:
    return _mentioned(m for piece in pieces for m in known.mentions(piece) if m.text == piece)


def find_name(each: Particular, passages: Sequence[Passage], known: KnownNames) -> Finding:
    for n, passage in enumerate(passages):
        for mention in known.mentions(passage.words):
            if not each.actors.isdisjoint(mention.actors):
                return Finding(each, "in-passage", passage=n, span=(mention.start, mention.end))
        if _are_among(each.actors, _mentioned(known.mentions(passage.names))):
            return Finding(each, "in-passage", passage=n)
    for n, passage in enumerate(passages):
        if passage.around is None:
            continue
        pieces = (*passage.around.sentence, *passage.around.paragraph)
        if any(not each.actors.isdisjoint(actors) for _, actors in _named(pieces, known)):
            return Finding(each, "near", passage=n)
    for n, passage in enumerate(passages):
        if (held := _by_office(each, passage, known, is_speaker=False)) is not None:
            return Finding(each, held, passage=n)
    return Finding(each, "not-found")


def find_quote(each: Particular, passages: Sequence[Passage], known: KnownNames) -> Finding:
    having = [n for n, passage in enumerate(passages) if contains(passage.words, each.words)]
    for n in having:
        if not each.is_own or (state := _own_words(each, passages[n], known)) == "in-passage":
            return Finding(each, "in-passage", passage=n)
    if having:
        return Finding(each, state, passages[having[-1]].words if state == "differs" else "", having[-1])
    words = _trimmed(each.words)
    for n, passage in enumerate(passages):
        alignment = fuzz.partial_ratio_alignment(words, normalize(passage.words).text, score_cutoff=NEAREST)
        if alignment is not None and len(words) >= SHORTEST:
            return Finding(each, "differs", passage.words, n)
    for n, passage in enumerate(passages):
        if (other := QUOTED.search(passage.words)) is not None:
            said = next(group for group in other.groups() if group is not None)
            return Finding(each, "differs", said, n)
    return Finding(each, "not-found")


def _own_words(each: Particular, passage: Passage, known: KnownNames) -> State:
    """Whether words of a passage are those of its source, as far as it does not say whose they are."""
    words = _trimmed(each.words)
    quotations = said_in(passage.words, passage.language, known)
    if said := [by for quotation, by in quotations if words in normalize(quotation).text]:
        is_own = any(by is not None and not by.actors.isdisjoint(passage.actors) for by in said)
        return "in-passage" if is_own else "differs"
    around = _named(passage.around.said if passage.around is not None else (), known)
    return "not-found" if around and not _are_among(passage.actors, around) else "in-passage"


def may_be_misquoted(each: Particular, passages: Sequence[Passage]) -> bool:
    """Whether passages may have other words than a quotation."""
    if each.is_own:
        return True
    if all(each.words == passage.words for passage in passages):
        return False
    is_long = len(each.words) >= SHORTEST
    return each.key == "quote" or is_long or any(QUOTED.search(passage.words) for passage in passages)


# Each begins with a sign, so that a search passes over all other letters at once.
QUOTED = re.compile(
    r"“([^“”]{2,})”|«\s?([^«»]{2,}?)\s?»|„([^“”„]{2,})[“”]|「([^「」]{2,})」|『([^『』]{2,})』|\"([^\"]{2,400})\""
    r"|‹\s?([^‹›]{2,}?)\s?›|❝([^❝❞]{2,})❞|＂([^＂]{2,})＂|〝([^〝〞〟]{2,})[〞〟]|'(?<!\w')'([^']{2,})''|‘([^‘‚]{2,}?)[’‘](?![a-zß-ɏ])|‚([^‘‚]{2,}?)[’‘](?![a-zß-ɏ])"
    # An apostrophe neither ends a quotation (`'it doesn't pay'`) nor begins one (`the '90s`).
    r"|'(?<![\w']')(?![\s\d])((?:[^']|'(?=\w)){2,}?)'(?!\w)"
)
"""Words in quotation marks."""

SHORTEST = 8
"""The characters of a quotation that can be told from another with similar words."""

NEAREST = 75
"""How similar a stretch of a passage is, out of 100, to be a quotation with other words."""


@lru_cache(maxsize=1 << 12)
def contains(passage: str, quote: str) -> bool:
    """Whether a quotation may stand for a passage: "a wish" is not what "not a wish" says."""
    if passage == quote:
        return True
    if _letters(quote) not in _letters(passage):
        return False  # nearly always; normalizing both takes ten times as long
    words = _trimmed(quote)
    quoted = (group for groups in QUOTED.findall(passage) for group in groups if group)
    if words in map(_trimmed, (passage, *quoted)):
        return True
    text = normalize(passage)
    spans = occurrences(words, text, whole=True) if words else iter(())
    return any(not negation_beside(rest_of_sentence(text, *span, REFERENCE), REFERENCE) for span in spans)


@lru_cache(maxsize=1 << 12)
def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text)))


def _trimmed(text: str) -> str:
    """A text as passages are compared, without punctuation around it: inside, a comma or an omission can turn
    the meaning."""
    return normalize(text).text.strip(" .,;:!?\"'-")


__all__ = ["QUOTED", "contains", "find_name", "find_quote", "find_speaker", "may_be_misquoted"]
