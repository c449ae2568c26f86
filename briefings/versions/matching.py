"""Which sheets and entries of two states are the same. Nothing else decides that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from briefings.catalog.entries import Entry, entries
from briefings.model import SheetModel
from briefings.model.walk import with_ids
from briefings.sheets.load import Sheet
from briefings.text.prose import Kind

Key = tuple[Kind, str]
"""Kind and id of a sheet."""

Sheets = Mapping[Key, Sheet[SheetModel]]

LEAST_ALIKE = 0.5
"""From 0 to 1: entries that are less alike are not versions of each other."""

_MOST = 50
"""Entries of one kind and sheet up to which those without a counterpart are compared with each other."""


@dataclass(frozen=True, slots=True)
class Matches:
    """The sheets and entries of two states in pairs; None where one was added or removed."""

    sheets: tuple[tuple[Sheet[Any] | None, Sheet[Any] | None], ...]
    """Of sheets that became one, the one that it continues comes first."""
    entries: tuple[tuple[Entry[Any] | None, Entry[Any] | None], ...]


def match(before: Sheets, now: Sheets) -> Matches:
    """The sheets and entries of two states in pairs."""
    sheets: list[tuple[Sheet[Any] | None, Sheet[Any] | None]] = []
    pairs: list[tuple[Entry[Any] | None, Entry[Any] | None]] = []
    gone: list[Entry[Any]] = []
    new: list[Entry[Any]] = []
    becomes = _becomes(before, now)
    ids = {old: new[1] for old, new in becomes.items() if old[1] != new[1]}
    # What became one sheet has one id in both states. Entries keep the names that they had.
    old_facts = {key: [_with_ids(entry, ids) for entry in facts(sheet)] for key, sheet in before.items()}
    before = {key: replace(sheet, data=with_ids(sheet.data, ids)) for key, sheet in before.items()}
    for key, sheet in now.items():
        earlier = [old for old in becomes if becomes[old] == key]
        sheets += [(before[old], sheet) for old in earlier] or [(None, sheet)]
        for was, entry in _matched([e for old in earlier for e in old_facts[old]], facts(sheet)):
            if was is not None and entry is not None:
                pairs.append((was, entry))
            elif was is not None:
                gone.append(was)
            elif entry is not None:
                new.append(entry)
    for key, sheet in before.items():
        if key not in becomes:
            sheets.append((sheet, None))
            gone += old_facts[key]
    for was in gone:
        entry = next((each for each in new if has_moved(was, each)), None)
        if entry is not None:
            new.remove(entry)
        pairs.append((was, entry))
    pairs += [(None, entry) for entry in new]
    return Matches(tuple(sheets), tuple(pairs))


def facts(sheet: Sheet[Any]) -> list[Entry[Any]]:
    """The entries of a sheet without its summary, which is compared as a key."""
    return [entry for entry in entries(sheet) if entry.kind != "summary"]


def _with_ids(entry: Entry[Any], ids: Mapping[Key, str]) -> Entry[Any]:
    """The same entry with other ids of what it refers to."""
    if not ids:
        return entry
    item = with_ids(entry.item, ids)
    return replace(entry, item=item, citations=item.citations)


def _becomes(before: Sheets, now: Sheets) -> dict[Key, Key]:
    """What each sheet is now: that of the same id, the one that names it in `moved_from`, or one with the
    same content."""
    found = {key: key for key in now if key in before}
    gone = [key for key in before if key not in now]
    for key, sheet in now.items():
        for old in gone:
            is_named = old[1] in sheet.data.moved_from
            if old[0] == key[0] and (is_named or (key not in before and sheet.data == before[old].data)):
                found.setdefault(old, key)
    return found


def has_moved(was: Entry[Any], entry: Entry[Any]) -> bool:
    """Whether an entry of another sheet is this one."""
    if was.sheet.kind != entry.sheet.kind or was.kind != entry.kind or not was.item.LISTED:
        return False
    # Whoever rewords an entry that moves gives it the former address.
    is_named = _given(entry, "id") is not None or _given(entry, "anchor") is not None
    if _has_id(was, entry) or (is_named and was.name == entry.name):
        return True
    return (
        was.title == entry.title
        and (was.item.by, was.item.numbers) == (entry.item.by, entry.item.numbers)
        and was.date == entry.date
    )


# ── The entries of a sheet ──────────────────────────────────────────────────────────────────────────────────

_Match = tuple[Entry[Any] | None, Entry[Any] | None]
_Rule = Callable[[Entry[Any], Entry[Any]], bool]


def _by(entry: Entry[Any]) -> str:
    """Who says it or does it: an actor, or a source in its own words."""
    return getattr(entry.item, "voice", "") or entry.item.by or ""


def _given(entry: Entry[Any], key: str) -> str | None:
    """The value of a key that the curator gives or leaves out."""
    value: str | None = getattr(entry.item, key, None)
    return value


def _matched(before: Sequence[Entry[Any]], now: Sequence[Entry[Any]]) -> Iterator[_Match]:
    for kind in dict.fromkeys(entry.kind for entry in (*before, *now)):
        old = [entry for entry in before if entry.kind == kind]
        new = [entry for entry in now if entry.kind == kind]
        for rule in _RULES:
            yield from _take(old, new, rule)
        yield from _take_alike(old, new)
        yield from ((was, None) for was in old)
        yield from ((None, entry) for entry in new)


def _take(old: list[Entry[Any]], new: list[Entry[Any]], rule: _Rule) -> Iterator[_Match]:
    """Take the pairs that a rule finds out of two lists."""
    for was in list(old):
        entry = next((each for each in new if rule(was, each)), None)
        if entry is not None:
            old.remove(was)
            new.remove(entry)
            yield was, entry


def _take_alike(old: list[Entry[Any]], new: list[Entry[Any]]) -> Iterator[_Match]:
    """Take the pairs that are most alike, and enough so, out of two lists."""
    if len(old) > _MOST or len(new) > _MOST:
        return
    ranked = sorted(
        (-likeness, n, m)
        for n, was in enumerate(old)
        for m, entry in enumerate(new)
        if _by(was) == _by(entry)
        and _may_be_same(was, entry)
        and (likeness := _likeness(was, entry)) > LEAST_ALIKE
    )
    pairs: dict[int, int] = {}
    for _, n, m in ranked:
        if n not in pairs and m not in pairs.values():
            pairs[n] = m
    yield from ((old[n], new[m]) for n, m in pairs.items())
    old[:] = [was for n, was in enumerate(old) if n not in pairs]
    new[:] = [entry for m, entry in enumerate(new) if m not in pairs.values()]


def _is_equal(was: Entry[Any], entry: Entry[Any]) -> bool:
    return bool(was.item == entry.item)


def _has_id(was: Entry[Any], entry: Entry[Any]) -> bool:
    return _given(was, "id") is not None and _given(was, "id") == _given(entry, "id")


def _keeps_anchor(was: Entry[Any], entry: Entry[Any]) -> bool:
    return _given(entry, "anchor") is not None and was.name == entry.name


def _has_words(was: Entry[Any], entry: Entry[Any]) -> bool:
    return was.title == entry.title and (_by(was), was.actors) == (_by(entry), entry.actors)


def _has_words_and_date(was: Entry[Any], entry: Entry[Any]) -> bool:
    return was.date == entry.date and _has_words(was, entry)


def _has_name(was: Entry[Any], entry: Entry[Any]) -> bool:
    """Names are made from the first words, unless they are numbers."""
    return was.name == entry.name and not was.item.NUMBERED


def _has_numbers(was: Entry[Any], entry: Entry[Any]) -> bool:
    """Whether a figure only has another label."""
    return bool(was.item.numbers) and was.item.numbers == entry.item.numbers


def _has_other_voice(was: Entry[Any], entry: Entry[Any]) -> bool:
    return was.title == entry.title and _may_be_same(was, entry)


_RULES: tuple[_Rule, ...] = (
    _is_equal, _has_id, _keeps_anchor, _has_words_and_date, _has_words, _has_name, _has_numbers,
    _has_other_voice,
)  # fmt: skip
"""How an entry is recognized; the first rule that finds a pair decides."""


def _may_be_same(was: Entry[Any], entry: Entry[Any]) -> bool:
    """Whether the actors allow that two entries are the same."""
    return was.actors == entry.actors or not was.item.OF_ACTORS


def _likeness(was: Entry[Any], entry: Entry[Any]) -> float:
    """From 0 to 1; higher for entries of the same day or with the same numbers."""
    same = (was.date is not None and was.date == entry.date) or (
        bool(was.item.numbers) and was.item.numbers == entry.item.numbers
    )
    alike = similarity(was.item.headline, entry.item.headline)
    return alike + (1 - alike) / 3 if same else alike


def similarity(one: str, other: str) -> float:
    """How alike two texts are, from 0 to 1."""
    return SequenceMatcher(None, one[:_LONGEST], other[:_LONGEST], autojunk=False).ratio()


_LONGEST = 500
"""The characters of a text that are compared."""
