"""How much a changed value matters: as its key says, unless readers can still rely on what was said, or the
numbers, dates and names within a text changed."""

from __future__ import annotations

import re
from typing import Any

from briefings.catalog.announced import is_announced
from briefings.evidence.coverage import Particular
from briefings.evidence.particulars import in_text, names_in
from briefings.grammar.cues import fold
from briefings.grammar.names import KnownNames
from briefings.model.about import Weight
from briefings.model.base import Ref
from briefings.model.briefing import SETTLED, Event
from briefings.model.dates import Date
from briefings.model.keys import Meaning
from briefings.versions.sides import Pair

_WAS_RIGHT = SETTLED - {"contradicted"}


def weighed(
    pair: Pair, name: str, means: Meaning, values: tuple[Any, Any], words: tuple[str, str]
) -> tuple[str, Weight]:
    """What a change of a key is about and how much it matters; `words` are the values in words."""
    was, is_now = values
    what, weight = means.what, means.weight
    if isinstance(is_now or was, str) and not isinstance(is_now or was, Ref):
        if what == "event" and _plain(words[0]) == _plain(words[1]):
            return "wording", "low"
        if what == "wording" and pair.site.language is not None:
            return _changed_within(words, pair.site.language, pair.site.known) or (what, weight)
    is_exact = isinstance(was, Date) and isinstance(is_now, Date) and _is_within(is_now, was)
    # What is superseded, or was planned and put off, was right when it was published. An announced event is
    # rewritten once it has happened. None of this corrects a mistake.
    if is_exact or is_now in _WAS_RIGHT or (name in ("title", "date") and _was_announced(pair)):
        return what, "medium"
    return what, weight


def _is_within(now: Date, was: Date) -> bool:
    """Whether a date only says more exactly what the earlier one said: 2025-07-26 instead of 2025-07."""
    first, last = min(part.not_before for part in was.parts), max(part.not_after for part in was.parts)
    after_start = was.earliest is None or (now.earliest is not None and first <= now.earliest)
    before_end = was.latest is None or (now.latest is not None and now.latest <= last)
    return after_start and before_end


def _was_announced(pair: Pair) -> bool:
    side = pair.before
    if side is None or not isinstance(side.data, Event):
        return False
    day = side.sheet.data.last_changed
    return is_announced(side.data, pair.site.sources, written=day, as_of=day)


def _plain(title: str) -> str:
    """A title without what changes nothing in it: capitals and punctuation. Signs of currencies and the like
    stay."""
    return " ".join(re.findall(r"[\w%$€£¥+]+", title.casefold()))


# ── Within a text ───────────────────────────────────────────────────────────────────────────────────────────

_ABOUT = {"number": "number", "date": "date", "name": "name", "quote": "quotation"}
"""What a change of a particular is about, by its kind."""


def _changed_within(texts: tuple[str, str], language: str, known: KnownNames) -> tuple[str, Weight] | None:
    """What became of the numbers, dates, known names and quoted words of a text: another one instead of one
    weighs most. None if all are the same."""
    old, new = ((*in_text("", text, language), *names_in("", text, known)) for text in texts)
    lost = {each.kind for each in old if not any(_is_same(each, other) for other in new)}
    gained = {each.kind for each in new if not any(_is_same(each, other) for other in old)}
    for kinds, weight in ((lost & gained, "high"), (lost | gained, "medium")):
        for kind, what in _ABOUT.items():
            if kind in kinds:
                return what, weight  # type: ignore[return-value]  # both are weights
    return None


def _is_same(one: Particular, other: Particular) -> bool:
    """Whether two texts give the same number, date, name or quoted words."""
    if one.kind != other.kind:
        return False
    if one.amount is not None and other.amount is not None:
        return (
            one.amount.has_number_of(other.amount)
            and one.amount.qualifier == other.amount.qualifier
            and not one.amount.unit.contradicts(other.amount.unit)
        )
    return (one.dates, one.actors) == (other.dates, other.actors) and (
        one.kind != "quote" or fold(one.words) == fold(other.words)
    )
