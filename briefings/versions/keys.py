"""What changed in a sheet or an entry key by key, in sentences, and how much it matters."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, get_args

from briefings.catalog.announced import is_announced
from briefings.evidence.coverage import Particular
from briefings.evidence.particulars import in_text, names_in
from briefings.grammar.cues import fold
from briefings.grammar.names import KnownNames
from briefings.model import FOLDERS, SheetModel
from briefings.model.about import Weight
from briefings.model.base import Model, Prose, Ref
from briefings.model.briefing import SETTLED, Event, EventStatus, SharedEvent, Statement
from briefings.model.dates import Date
from briefings.model.derivations import Derivation
from briefings.model.keys import Meaning, meaning
from briefings.model.places import GeoPoint
from briefings.model.walk import item_fields
from briefings.text import markdown
from briefings.versions.sides import Change, ChangeKind, Names, Pair, Paths, cut, subject


def changes(pair: Pair) -> Iterator[Change]:
    """What changed in the keys of a sheet, apart from its entries, or of an entry, apart from its parts and
    citations."""
    before, now = (side.data for side in pair.both)
    if isinstance(before, SheetModel):
        skipped = {name for name, _ in item_fields(_model(now))}
        yield from _shared_events(pair)
    else:
        skipped = {"id", "anchor", "cite", now.PARTS}
    if isinstance(now, Statement):
        skipped |= {"speaker", "source"}
        yield from _speaker(pair)
    for name in _model(now).model_fields:
        old, new = getattr(before, name, None), getattr(now, name)
        if name not in skipped and old != new:
            yield from difference(pair, name, old, new)


def _speaker(pair: Pair) -> Iterator[Change]:
    """Who says it now: an actor, or a source in its own words."""
    old, new = ((side.data.speaker or side.data.source) for side in pair.both)
    if old != new or old.kind != new.kind:
        was, is_now = (_marked(in_words(value, pair.site.names), value) for value in (old, new))
        said = subject(pair.side, pair.site.names, key="speaker")
        sentence = f"the speaker of {said} changed from {was} to {is_now}"
        paths: Paths = (
            ("speaker" if old.kind == "actor" else "source",),
            ("speaker" if new.kind == "actor" else "source",),
        )
        yield pair.change("changed", "speaker", sentence, key="speaker", old=old, new=new, paths=paths)


def _model(part: Any) -> type[Model]:
    return type(part)


def difference(pair: Pair, name: str, old: Any, new: Any) -> Iterator[Change]:
    """What changed in the value of a key; `name` is its name in Python."""
    key = _model(pair.side.data).model_fields[name].alias or name
    means = meaning(_model(pair.side.data), name)
    if isinstance(old, tuple) and isinstance(new, tuple) and not isinstance(new, GeoPoint):
        yield from _listed(pair, means, key, (old, new))
        return
    was, is_now = (in_words(value, pair.site.names) for value in (old, new))
    if was != is_now:
        change: ChangeKind = "changed" if was and is_now else "added" if is_now else "removed"
        sentence = _sentence(pair, means, (name, key), (old, new), (was, is_now))
        paths: Paths = ((key,) if was else None, (key,) if is_now else None)
        what, weight = _weighed(pair, name, means, (old, new), (was, is_now))
        yield pair.change(change, what, sentence, weight=weight, key=key, old=was, new=is_now, paths=paths)
    # Citations in prose are compared with the others.
    elif _uncited(old) != _uncited(new):
        sentence = f"links or emphasis changed in {means.called} of {pair.who}"
        was, is_now = _uncited(old), _uncited(new)
        yield pair.change("changed", "detail", sentence, key=key, old=was, new=is_now, paths=((key,), (key,)))


def _sentence(
    pair: Pair, means: Meaning, names: tuple[str, str], values: tuple[Any, Any], shown: tuple[str, str]
) -> str:
    name, key = names
    was, is_now = shown
    who, label = pair.called or subject(pair.side, pair.site.names, key=name), means.called
    if key == "withdrawn" and not (was and is_now):
        return f"{who} was withdrawn: “{cut(is_now)}”" if is_now else f"{who} is no longer withdrawn"
    if isinstance(values[1], bool):
        return f"{who} is {'now' if values[1] else 'no longer'} marked `{key}`"
    if was and is_now:
        is_text = isinstance(values[1], str) and not isinstance(values[1], Ref)
        words = excerpts(was, is_now) if is_text else shown
        first, second = (_marked(each, value) for each, value in zip(words, values, strict=True))
        is_own = key in ("quote", "text") and getattr(pair.side.data, "headline", None) == values[1]
        return f"{who if is_own else f'{label} of {who}'} changed from {first} to {second}"
    if is_now:
        return f"{who} now has {label} {_marked(is_now, values[1])}"
    return f"{who} no longer has {label} {_marked(was, values[0])}"


def _listed(
    pair: Pair, means: Meaning, key: str, values: tuple[tuple[Any, ...], tuple[Any, ...]]
) -> Iterator[Change]:
    """What was added to a list and removed from it; its order does not matter."""
    old, new = values
    for value in (each for each in new if each not in old):
        shown = in_words(value, pair.site.names)
        sentence = f"{_marked(shown, value)} was added to {means.called} of {pair.who}"
        added: Paths = (None, (key, new.index(value)))
        yield pair.change("added", means.what, sentence, weight=means.weight, key=key, new=shown, paths=added)
    for value in (each for each in old if each not in new):
        shown = in_words(value, pair.site.names)
        sentence = f"{_marked(shown, value)} was removed from {means.called} of {pair.who}"
        removed: Paths = ((key, old.index(value)), None)
        yield pair.change(
            "removed", means.what, sentence, weight=means.weight, key=key, old=shown, paths=removed
        )


def _uncited(value: Any) -> str:
    """The Markdown of prose, without its citations."""
    return " ".join(_CITATION.sub("", str(value)).split())


_CITATION = re.compile(r"\s*\[@[^\]]*+\]")


def in_words(value: Any, names: Names) -> str:
    """A value in words; empty for one that says nothing."""
    if value is None or value is False or value == () or value == {}:
        return ""
    if isinstance(value, Date):
        return value.text
    if isinstance(value, GeoPoint):
        return f"{value.latitude}, {value.longitude}"
    if isinstance(value, Prose):
        return markdown.plain(value, names)
    if isinstance(value, Ref):
        return names(value.kind, value) if value.kind in FOLDERS else str(value)
    if isinstance(value, bool):
        return "true"
    if isinstance(value, Derivation):
        return str(value)
    if isinstance(value, Model):
        return ", ".join(
            f"{name} {in_words(part, names)}"
            for name in _model(value).model_fields
            if in_words(part := getattr(value, name), names)
        )
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {each}" for key, each in value.items())
    # Words in several lines are the same words in one.
    return " ".join(str(value).split())


def _marked(shown: str, value: Any) -> str:
    """Text in quotation marks; dates, numbers and names without."""
    is_title = isinstance(value, Ref) and value.kind != "actor"
    plain = isinstance(value, Date | Ref | bool | int | Decimal) or shown in _PLAIN
    return cut(shown) if plain and not is_title else f"“{cut(shown)}”"


_PLAIN = frozenset(get_args(EventStatus))

_CONTEXT = 3
"""The words that an excerpt shows on either side of what changed."""


def excerpts(old: str, new: str) -> tuple[str, str]:
    """The parts of two texts that differ, with a few words around them."""
    one, other = old.split(), new.split()
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    end = 0
    while end < min(len(one), len(other)) - start and one[-1 - end] == other[-1 - end]:
        end += 1
    first, last = max(0, start - _CONTEXT), max(0, end - _CONTEXT)

    def part(words: list[str]) -> str:
        before, after = "… " if first else "", " …" if last else ""
        return f"{before}{cut(' '.join(words[first : len(words) - last]))}{after}"

    return part(one), part(other)


# ── Shared events ───────────────────────────────────────────────────────────────────────────────────────────


def _shared_events(pair: Pair) -> Iterator[Change]:
    old, new = (_shown_events(side.data) for side in pair.both)
    who = pair.who
    for event in new.keys() - old.keys():
        paths: Paths = (None, ("timeline", new[event]))
        sentence = f"{who} now shows the event `{event}`, too"
        yield pair.change("added", "event", sentence, key="timeline", new=event, paths=paths)
    for event in old.keys() - new.keys():
        sentence = f"{who} no longer shows the event `{event}`"
        paths = (("timeline", old[event]), None)
        yield pair.change("removed", "event", sentence, weight="high", key="timeline", old=event, paths=paths)


def _shown_events(data: Any) -> dict[str, int]:
    """The events of other briefings in a timeline, with their positions."""
    timeline = enumerate(getattr(data, "timeline", ()))
    return {each.event: n for n, each in timeline if isinstance(each, SharedEvent)}


# ── Weights ─────────────────────────────────────────────────────────────────────────────────────────────────

_WAS_RIGHT = SETTLED - {"contradicted"}


def _weighed(
    pair: Pair, name: str, means: Meaning, values: tuple[Any, Any], words: tuple[str, str]
) -> tuple[str, Weight]:
    """What a change of a key is about and how much it matters: as its key says, unless readers can still rely
    on what was said, or the numbers, dates and names within a text changed. `words` are the values in
    words."""
    was, is_now = values
    what, weight = means.what, means.weight
    if isinstance(is_now or was, str) and not isinstance(is_now or was, Ref):
        if what == "event" and _bare(words[0]) == _bare(words[1]):
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


def _bare(title: str) -> str:
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
