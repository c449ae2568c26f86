"""What changed in meaning between the sheets at a git revision and those in the working tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from briefings.catalog.entries import Entry, entries
from briefings.checks.changes import LEAST_ALIKE, texts_at
from briefings.desk import citations, keys, numbers
from briefings.desk.change import Change, What
from briefings.desk.sides import Pair, Side, cut, subject
from briefings.model import FOLDERS, SheetModel
from briefings.model.briefing import Figure
from briefings.problems.problem import Problem
from briefings.sheets.load import Sheet, load, parse_sheet
from briefings.store.parsed import ParseCache
from briefings.text.prose import Kind, is_id

Key = tuple[Kind, str]
"""Kind and id of a sheet."""

Sheets = dict[Key, Sheet[SheetModel]]


@dataclass(frozen=True, slots=True)
class Diff:
    """All changes, and what could not be compared."""

    revision: str
    changes: tuple[Change, ...]
    """The most severe first."""
    unread_before: tuple[Problem, ...]
    """Why sheets at the revision could not be read: the first problem of each."""
    unread_now: tuple[Problem, ...]
    """The same for the working tree."""


def diff(root: Path, content: Path, revision: str, *, cache: ParseCache | None = None) -> Diff:
    """Compare the sheets at a revision with those in `content`; raises `GitError`.

    Sheets that cannot be read in either version are not compared, and named in the result.
    """
    loaded = load(content, root=root, cache=cache)
    now: Sheets = {(sheet.kind, sheet.id): sheet for sheet in loaded.sheets}
    unread_now = _unread(loaded.problems, now.values())
    broken = {each.place.path for each in unread_now}
    before: Sheets = {}
    unchanged: set[Key] = set()
    unread_before: list[Problem] = []
    for path, kind, sheet_id, text in texts_at(root, revision, *FOLDERS):
        sheet = now.get((kind, sheet_id))
        if sheet is not None and sheet.text == text:
            unchanged.add((kind, sheet_id))
            continue
        if path in broken or not is_id(sheet_id):
            continue
        parsed, problems = parse_sheet(text, kind, sheet_id, path)
        if parsed is None:
            unread_before += problems[:1]
        else:
            before[kind, sheet_id] = parsed
    unread = {each.place.path for each in unread_before}
    fresh = {key: sheet for key, sheet in now.items() if key not in unchanged and sheet.path not in unread}
    changes = _Comparison(before, fresh, {**before, **now}).changes()
    return Diff(
        revision, tuple(sorted(changes, key=lambda each: each.order)), tuple(unread_before), unread_now
    )


def _unread(problems: Sequence[Problem], sheets: Iterable[Sheet[SheetModel]]) -> tuple[Problem, ...]:
    """The first problem of each file from which no sheet could be made."""
    made = {sheet.path for sheet in sheets}
    first = {each.place.path: each for each in reversed(problems) if each.place.path.endswith(".yml")}
    return tuple(first[path] for path in sorted(first) if path not in made)


@dataclass(frozen=True)
class _Comparison:
    """Two versions of the sheets, without those that are the same."""

    before: Sheets
    now: Sheets
    known: Sheets
    """All sheets that can be named in sentences."""

    def name(self, kind: str, sheet_id: str) -> str:
        """The title of a sheet; its id if no sheet has it."""
        sheet = self.known.get((kind, sheet_id))  # type: ignore[arg-type]  # an id of another kind has no sheet
        return sheet_id if sheet is None else sheet.data.headline

    def pair(self, before: Side | None, now: Side | None, around: Sheet[Any]) -> Pair:
        return Pair(before, now, around, self.name)

    def changes(self) -> Iterator[Change]:
        pairs = dict(self._pairs())
        moved = {old: new for old, new in pairs.items() if old != new}
        for old, new in moved.items():
            yield self._moved_sheet(self.before[old], self.now[new])
        gone: list[tuple[Entry[Any], Sheet[Any] | None]] = []
        fresh: list[tuple[Entry[Any], bool]] = []
        for old, new in pairs.items():
            before, now = self.before[old], self.now[new]
            yield from _differences(self.pair(Side(before, before.data), Side(now, now.data), now))
            for was, entry in _matched(_facts(before), _facts(now)):
                if was is None and entry is not None:
                    fresh.append((entry, True))
                elif entry is None and was is not None:
                    gone.append((was, now))
                elif was is not None and entry is not None:
                    yield from self._compared(was, entry)
        targets = set(pairs.values())
        for old, sheet in self.before.items():
            if old not in pairs:
                yield self._whole_sheet(sheet, added=False)
                gone += [(entry, None) for entry in _facts(sheet)]
        for new, sheet in self.now.items():
            if new not in targets:
                yield self._whole_sheet(sheet, added=True)
                fresh += [(entry, False) for entry in _facts(sheet)]
        yield from self._leftovers(gone, fresh)

    # ── Sheets ──

    def _pairs(self) -> Iterator[tuple[Key, Key]]:
        """The keys of each sheet in both versions: the same id, `moved_from`, or the same content."""
        for key in self.before:
            if key in self.now:
                yield key, key
        gone = [key for key in self.before if key not in self.now]
        fresh = [key for key in self.now if key not in self.before]
        for key in fresh:
            sheet = self.now[key]
            for old in gone:
                same = sheet.data == self.before[old].data
                if old[0] == key[0] and (old[1] in sheet.data.moved_from or same):
                    gone.remove(old)
                    yield old, key
                    break

    def _moved_sheet(self, before: Sheet[Any], now: Sheet[Any]) -> Change:
        pair = self.pair(Side(before, before.data), Side(now, now.data), now)
        sentence = f"the {now.kind} “{cut(now.data.headline)}” has the id `{now.id}` and had `{before.id}`"
        return pair.change("moved", "address", sentence, old=before.id, new=now.id)

    def _whole_sheet(self, sheet: Sheet[Any], *, added: bool) -> Change:
        side = Side(sheet, sheet.data)
        pair = self.pair(None if added else side, side if added else None, sheet)
        counts: dict[str, int] = defaultdict(int)
        for entry in _facts(sheet):
            counts[entry.item.NOUN or entry.kind] += 1
        parts = [f"{number} {_plural(noun, number)}" for noun, number in counts.items()]
        listed = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else "".join(parts)
        held = f", with {listed}" if listed else ""
        what = subject(side, self.name)
        if added:
            return pair.change("added", "sheet", f"{what} is new{held}", new=sheet.data.headline)
        return pair.change("removed", "sheet", f"{what} is gone{held}", old=sheet.data.headline)

    # ── Entries ──

    def _compared(self, was: Entry[Any], entry: Entry[Any]) -> Iterator[Change]:
        pair = self.pair(Side.of(was), Side.of(entry), entry.sheet)
        if _id(was) != _id(entry) and was.anchor != entry.anchor:
            sentence = f"{pair.who} has the address `#{entry.anchor}` and had `#{was.anchor}`"
            yield pair.change("moved", "address", sentence, key="id", old=was.anchor, new=entry.anchor)
        yield from _differences(pair)

    def _leftovers(
        self, gone: Sequence[tuple[Entry[Any], Sheet[Any] | None]], fresh: Sequence[tuple[Entry[Any], bool]]
    ) -> Iterator[Change]:
        """Entries that moved to another sheet, or were added or removed with their sheet unchanged in id."""
        others = list(fresh)
        for was, sheet in gone:
            found = next((each for each in others if _is_same(was, each[0])), None)
            if found is not None:
                others.remove(found)
                yield from self._moved_entry(was, found[0])
            elif sheet is not None:
                pair = self.pair(Side.of(was), None, sheet)
                yield pair.change("removed", _what(was), f"{pair.who} is gone", old=_identity(was))
        for entry, counts in others:
            if counts:
                pair = self.pair(None, Side.of(entry), entry.sheet)
                yield pair.change("added", _what(entry), f"{pair.who} is new", new=_identity(entry))

    def _moved_entry(self, was: Entry[Any], entry: Entry[Any]) -> Iterator[Change]:
        pair = self.pair(Side.of(was), Side.of(entry), entry.sheet)
        old, new = (f"{each.sheet.kind}/{each.sheet.id}" for each in (was, entry))
        sentence = (
            f"{pair.who} is in the {entry.sheet.kind} “{cut(entry.sheet.data.headline)}” and was in"
            f" “{cut(was.sheet.data.headline)}”"
        )
        yield pair.change("moved", _what(entry), sentence, old=old, new=new)
        yield from _differences(pair)


def _differences(pair: Pair) -> Iterator[Change]:
    """What changed in a sheet, apart from its entries, or in an entry."""
    yield from keys.changes(pair)
    yield from citations.changes(pair)
    if isinstance(pair.side.data, Figure):
        yield from numbers.changes(pair)


def _plural(noun: str, number: int) -> str:
    if number == 1:
        return noun
    first, of, rest = noun.partition(" of ")
    return f"{first}s{of}{rest}"


def _facts(sheet: Sheet[Any]) -> list[Entry[Any]]:
    """The entries of a sheet without its summary, which is compared as a key."""
    return [entry for entry in entries(sheet) if entry.kind != "summary"]


_OF_ENTRY: Mapping[str, What] = {
    "event": "event", "document": "document", "figure": "figure", "statement": "statement",
    "correction": "correction", "involved": "person", "role": "person", "relation": "person",
}  # fmt: skip


def _what(entry: Entry[Any]) -> What:
    """What the addition or removal of an entry is about."""
    return "quotation" if entry.item.is_quotation else _OF_ENTRY.get(entry.kind, "wording")


def _identity(entry: Entry[Any]) -> str:
    """What tells an entry from others of its kind, whatever else is in it."""
    parts = (entry.item.headline, getattr(entry.item, "voice", ""), *entry.actors)
    return " ".join(part for part in parts if part)


def _is_same(was: Entry[Any], entry: Entry[Any]) -> bool:
    """Whether an entry of another sheet is this one."""
    if was.sheet.kind != entry.sheet.kind or was.kind != entry.kind or not was.item.LISTED:
        return False
    return _has_id(was, entry) or (
        was.title == entry.title and was.item.by == entry.item.by and was.date == entry.date
    )


_Match = tuple[Entry[Any] | None, Entry[Any] | None]


def _matched(before: Sequence[Entry[Any]], now: Sequence[Entry[Any]]) -> Iterator[_Match]:
    """The entries of a sheet in pairs: equal ones, those of the same anchor, then the most similar ones."""
    for kind in dict.fromkeys(entry.kind for entry in (*before, *now)):
        old = [entry for entry in before if entry.kind == kind]
        new = [entry for entry in now if entry.kind == kind]
        yield from _matched_kind(old, new)


def _matched_kind(old: list[Entry[Any]], new: list[Entry[Any]]) -> Iterator[_Match]:
    for is_match in (_is_equal, _has_id, _has_words, _has_anchor):
        for was in list(old):
            entry = next((each for each in new if is_match(was, each)), None)
            if entry is not None:
                old.remove(was)
                new.remove(entry)
                yield was, entry
    ranked = sorted(
        ((_likeness(was, entry), n, m) for n, was in enumerate(old) for m, entry in enumerate(new)),
        key=lambda each: (-each[0], *each[1:]),
    )
    taken: set[int] = set()
    given: set[int] = set()
    for likeness, n, m in ranked:
        if likeness > LEAST_ALIKE and n not in taken and m not in given:
            taken.add(n)
            given.add(m)
            yield old[n], new[m]
    old = [was for n, was in enumerate(old) if n not in taken]
    new = [entry for m, entry in enumerate(new) if m not in given]
    yield from ((was, None) for was in old)
    yield from ((None, entry) for entry in new)


def _is_equal(was: Entry[Any], entry: Entry[Any]) -> bool:
    return bool(was.item == entry.item)


def _has_id(was: Entry[Any], entry: Entry[Any]) -> bool:
    return _id(was) is not None and _id(was) == _id(entry)


def _id(entry: Entry[Any]) -> str | None:
    """The id that the curator gave the entry."""
    return getattr(entry.item, "id", None)


def _has_words(was: Entry[Any], entry: Entry[Any]) -> bool:
    return _identity(was) == _identity(entry)


def _has_anchor(was: Entry[Any], entry: Entry[Any]) -> bool:
    """The anchor is of the entry alone, and made from its first words."""
    return was.anchor == entry.anchor and not was.item.ANCHOR and not was.item.NUMBERED


def _likeness(was: Entry[Any], entry: Entry[Any]) -> float:
    """From 0 to 1; higher for entries of the same day or with the same numbers."""
    same = (was.date is not None and was.date == entry.date) or (
        bool(was.item.numbers) and was.item.numbers == entry.item.numbers
    )
    alike = SequenceMatcher(None, was.item.headline, entry.item.headline, autojunk=False).ratio()
    return alike + (1 - alike) / 3 if same else alike
