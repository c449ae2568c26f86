"""Briefings: the check of a passage against its saved text, and of a fact against its passage.

Needs the package `briefings`, which this folder comes with.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from briefings.evidence.coverage import Finding, Particular, Passage, State, cover
from briefings.evidence.particulars import dated, in_text, measured, names_in, office, speaker
from briefings.evidence.passages import Match, normalize
from briefings.evidence.verification import look_up
from briefings.grammar.names import KnownNames, NamedActor, Office
from briefings.grammar.zones import surroundings
from briefings.model.dates import Date

QUALIFIERS = {"at-least": "at least", "over": "more than", "under": "less than", "at-most": "up to"}
"""Qualifiers of the cases, as fact sheets write them."""

RANK: tuple[State, ...] = ("in-passage", "near", "not-found", "differs")


def presence(case: dict[str, Any]) -> bool:
    return isinstance(look_up(case["passage"], normalize(case["text"]), case["language"]), Match)


def fact(case: dict[str, Any]) -> bool:
    return state(case) in ("in-passage", "near")


def state(case: dict[str, Any]) -> State:
    """The worst state of a particular, as in the cases."""
    return max((each.state for each in findings(case)), key=RANK.index, default="in-passage")


def findings(case: dict[str, Any], *, in_detail: bool = True) -> tuple[Finding, ...]:
    """What became of each particular of a fact; unless `in_detail`, of those that may differ."""
    language, text, words = case["language"], case["text"], case["passage"]
    known = KnownNames(
        NamedActor(
            each["name"],
            (each["name"], *each.get("aliases", ())),
            each.get("kind") == "person",
            tuple(_office(**role) for role in each.get("roles", ())),
        )
        for each in case.get("actors") or ()
    )
    start = text.index(words)
    around = surroundings(text, start, start + len(words), language, known)
    published = Date.parse(str(case["published"])) if "published" in case else None
    passage = Passage(words, language, published, around=around, is_news=True)
    return cover(_particulars(case["fact"], language, known), (passage,), known, in_detail=in_detail)


def _office(title: str, organization: str, *, sole: bool = False, **days: str) -> Office:
    begin, end = (Date.parse(days[key]) if key in days else None for key in ("from", "to"))
    return office(title, organization, begin, end, is_sole=sole)


def _particulars(given: dict[str, Any], language: str, known: KnownNames) -> list[Particular]:
    found: list[Particular | None] = []
    for key in ("title", "text"):
        found += (*in_text(key, given.get(key, ""), language), *names_in(key, given.get(key, ""), known))
    for key in ("date", "as_of"):
        if key in given:
            found += dated(key, Date.parse(str(given[key])), is_spoken="speaker" in given)
    if "value" in given:
        qualifier = QUALIFIERS.get(given.get("qualifier", ""), given.get("qualifier"))
        value, unit = Decimal(given["value"]), given.get("unit", "")
        found.append(measured("value", value, unit, "", qualifier, language))
    if "speaker" in given:
        day = Date.parse(str(given["date"])) if "date" in given else None
        found.append(speaker(given["speaker"], known, day))
    if "quote" in given:
        found.append(Particular("quote", "quote", given["quote"]))
    return [each for each in found if each is not None]
