"""What changed in seeds/quotes.lock since a revision: wherever the texts are absent the lock is the proof, so
reviewers see each change.

Reads the lock as JSON and compares its values, whatever they say: entries by source, in each its passages.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from json.encoder import encode_basestring
from typing import Any

from briefings.evidence.lock import SHOWN
from briefings.problems import codes
from briefings.problems.problem import Place, Problem, problem

MOST_NAMED = 3
"""So many passages of a source are named in a message."""

REVIEW = "look the passage up in the source: without the text, nothing else proves it"


@dataclass(frozen=True, slots=True)
class LockChanges:
    """How the lock differs from the one of an earlier revision."""

    added: int = 0
    removed: int = 0
    changed: int = 0
    """Passages."""
    sources: int = 0
    """Sources whose entries differ."""
    problems: tuple[Problem, ...] = ()
    """Two a source at most: what was added, and what was changed or removed."""

    @property
    def totals(self) -> str:
        """`12 passages added, 1 removed, 2 changed, in 4 sources`; empty where nothing changed."""
        if not self.sources:
            return ""
        counts = [
            (count, word)
            for count, word in ((self.added, "added"), (self.removed, "removed"), (self.changed, "changed"))
            if count
        ]
        first = (
            f"{counts[0][0]:,} passage{'' if counts[0][0] == 1 else 's'} {counts[0][1]}"
            if counts
            else "another text"
        )
        rest = [f"{count:,} {word}" for count, word in counts[1:]]
        return f"{', '.join([first, *rest])}, in {self.sources:,} source{'' if self.sources == 1 else 's'}"


@dataclass(slots=True)
class _Differences:
    """How one source's entry differs."""

    added: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    """Those of the added ones that nobody has looked up yet."""
    removed: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    about_text: list[str] = field(default_factory=list)
    """Keys of the entry itself, such as the text's hash, whose values differ."""


def lock_changes(before: str | None, now: str | None, moved: Mapping[str, str]) -> LockChanges:
    """Compares two texts of the lock, None where there is no file; `moved` leads from sources' old ids to
    their new ones.

    A text that is not JSON is compared as an empty lock: `check` says elsewhere what is wrong with it.
    """
    was, version_then = _sources(before)
    entries, version = _sources(now)
    # Another version of the format says the same in other values, so only the passages themselves can be
    # compared.
    alike = version == version_then or not was
    earlier = {
        moved.get(source, source) if source not in entries else source: entry for source, entry in was.items()
    }
    differing = {
        source: differences
        for source in sorted({*earlier, *entries})
        if (differences := _differences(earlier.get(source), entries.get(source), values=alike)) is not None
    }
    text = now or ""
    return LockChanges(
        added=sum(len(each.added) for each in differing.values()),
        removed=sum(len(each.removed) for each in differing.values()),
        changed=sum(len(each.changed) for each in differing.values()),
        sources=len(differing),
        problems=tuple(
            found for source, each in differing.items() for found in _problems(source, each, text)
        ),
    )


def _sources(text: str | None) -> tuple[dict[str, dict[str, Any]], object]:
    """By source: its entry; and the version of the format."""
    try:
        content = json.loads(text) if text is not None else {}
    except (ValueError, RecursionError):
        return {}, None
    sources = content.get("sources") if isinstance(content, dict) else None
    if not isinstance(sources, dict):
        return {}, None
    return {source: entry for source, entry in sources.items() if isinstance(entry, dict)}, content.get(
        "version"
    )


def _passages(entry: dict[str, Any] | None) -> dict[str, Any]:
    passages = (entry or {}).get("passages")
    return passages if isinstance(passages, dict) else {}


def _differences(
    before: dict[str, Any] | None, now: dict[str, Any] | None, *, values: bool
) -> _Differences | None:
    """How an entry differs; None where it does not."""
    was, there = _passages(before), _passages(now)
    found = _Differences(
        added=[passage for passage in there if passage not in was],
        unchecked=[
            passage for passage, record in there.items() if passage not in was and record == "not checked"
        ],
        removed=[passage for passage in was if passage not in there],
        changed=[
            passage
            for passage in there
            if values and passage in was and not _same(there[passage], was[passage])
        ],
    )
    if values and before is not None and now is not None:
        found.about_text = sorted(
            key for key in {*before, *now} - {"passages", *_DATES} if not _same(before.get(key), now.get(key))
        )
    return found if found.added or found.removed or found.changed or found.about_text else None


def _same(one: object, other: object) -> bool:
    """Whether two values are written alike: to Python true is 1."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


_DATES = frozenset({"checked"})
"""Keys that change with every check that finds something new, and prove nothing."""


def _problems(source: str, found: _Differences, text: str) -> Iterator[Problem]:
    if found.added:
        proved = [passage for passage in found.added if passage not in found.unchecked]
        said = [f"{_named(proved)} recorded as proved"] if proved else []
        said += [f"{_named(found.unchecked)} recorded, and not checked"] if found.unchecked else []
        message = f"`{source}`: {'; '.join(said)}"
        yield problem(codes.PROOF_ADDED, message, _place(text, source, found.added[0]), REVIEW)
    parts = (
        [f"the text that proves it is another ({', '.join(found.about_text)})"] if found.about_text else []
    )
    parts += [f"{_named(found.changed)} recorded otherwise than before"] if found.changed else []
    parts += [f"{_named(found.removed)} no longer recorded"] if found.removed else []
    if parts:
        place = _place(text, source, *found.changed[:1])
        hint = "ask why: a proof changes only when its text or its sheet does"
        yield problem(codes.PROOF_CHANGED, f"`{source}`: {'; '.join(parts)}", place, hint)


def _named(passages: list[str]) -> str:
    shown = ", ".join(f"“{passage}”" for passage in passages[:MOST_NAMED])
    more = f" and {len(passages) - MOST_NAMED:,} more" if len(passages) > MOST_NAMED else ""
    return f"{shown}{more} {'is' if len(passages) == 1 else 'are'}"


def _place(text: str, source: str, *passages: str) -> Place:
    """Where the lock speaks of a source, or of its first such passage; its start where it does not."""
    at = 0
    for key in (source, *passages):
        for written in (json.dumps(key), encode_basestring(key)):
            position = text.find(f"{written}:", at)
            if position >= 0:
                at = position
                break
    line = text.count("\n", 0, at) + 1
    begin = text.rfind("\n", 0, at) + 1
    return Place(SHOWN, line, at - begin + 1, text[begin:].partition("\n")[0])


__all__ = ["LockChanges", "lock_changes"]
