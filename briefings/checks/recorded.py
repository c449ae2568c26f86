"""Reports what changed in seeds/quotes.lock since a revision.

Where the texts are absent, the lock is the only proof, so reviewers must see each change. The lock is
compared as JSON, whatever its values mean.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from json.encoder import encode_basestring
from typing import Any

from briefings.evidence.lock import SHOWN
from briefings.problems import codes
from briefings.problems.problem import Place, Problem, counted, problem

MOST_NAMED = 3
"""The most passages of a source that a message names."""

REVIEW = "look the passage up in the source: without the text, nothing else proves it"


@dataclass(frozen=True, slots=True)
class LockChanges:
    """How the lock differs from the one of an earlier revision."""

    added: int = 0
    removed: int = 0
    changed: int = 0
    """The number of passages, like `added` and `removed`."""
    sources: int = 0
    """The number of sources whose entries differ."""
    problems: tuple[Problem, ...] = ()
    """At most two per source: one for additions, one for changes and removals."""

    @property
    def totals(self) -> str:
        """`12 passages added, 1 removed, 2 changed, in 4 sources`; empty if nothing changed."""
        if not self.sources:
            return ""
        counts = {"added": self.added, "removed": self.removed, "changed": self.changed}
        parts: list[str] = []
        for word, count in counts.items():
            if count:
                parts.append(f"{count:,} {word}" if parts else f"{counted(count, 'passage')} {word}")
        parts = parts or ["another text"]
        return f"{', '.join(parts)}, in {counted(self.sources, 'source')}"


@dataclass(slots=True)
class _Differences:
    """How one source's entry differs."""

    added: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)
    """The added ones that nobody has checked yet."""
    removed: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    about_text: list[str] = field(default_factory=list)
    """Other keys of the entry with a different value, such as the text's hash."""


def lock_changes(before: str | None, now: str | None, moved: Mapping[str, str]) -> LockChanges:
    """Compares two texts of the lock, None for no file; `moved` gives the new ids of sources.

    A text that is not JSON counts as an empty lock: `check` reports it elsewhere.
    """
    old_entries, old_version = _sources(before)
    entries, version = _sources(now)
    # A newer version of the format writes the same record differently. No program goes back to an older one.
    is_newer = type(version) is int and type(old_version) is int and version > old_version
    earlier = {
        source if source in entries else moved.get(source, source): entry
        for source, entry in old_entries.items()
    }
    changes: dict[str, _Differences] = {}
    for source in sorted({*earlier, *entries}):
        differences = _differences(earlier.get(source), entries.get(source), is_newer=is_newer)
        if differences is not None:
            changes[source] = differences
    return LockChanges(
        added=sum(len(each.added) for each in changes.values()),
        removed=sum(len(each.removed) for each in changes.values()),
        changed=sum(len(each.changed) for each in changes.values()),
        sources=len(changes),
        problems=tuple(p for source, each in changes.items() for p in _problems(source, each, now or "")),
    )


def _sources(text: str | None) -> tuple[dict[str, dict[str, Any]], object]:
    """The entries by source, and the version of the format."""
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
    before: dict[str, Any] | None, now: dict[str, Any] | None, *, is_newer: bool
) -> _Differences | None:
    """How an entry differs; None if it does not. Of a newer format, only what records claim is compared."""
    old, new = _passages(before), _passages(now)
    added = [passage for passage in new if passage not in old]
    differences = _Differences(
        added=added,
        unchecked=[passage for passage in added if new[passage] == "not checked"],
        removed=[passage for passage in old if passage not in new],
        changed=[
            p
            for p in new
            if p in old and not _same(new[p], old[p]) and not (is_newer and _claims_the_same(new[p], old[p]))
        ],
    )
    if before is not None and now is not None:
        # `checked` changes with every check that finds something new, and proves nothing.
        keys = {*before, *now} - {"passages", "checked"}
        # Earlier versions wrote no publisher and no address.
        keys -= {"publisher", "url"} - set(before)
        differences.about_text = sorted(key for key in keys if not _same(before.get(key), now.get(key)))
    return differences if differences != _Differences() else None


def _claims_the_same(now: object, before: object) -> bool:
    """Whether a record of a newer format claims no more than the earlier one: the same place, or nothing."""
    return now == "not checked" or (_offset(now) is not None and _offset(now) == _offset(before))


def _offset(record: object) -> int | None:
    """Where a record says that its passage begins."""
    offset = record.get("offset") if isinstance(record, dict) else record
    return offset if type(offset) is int else None


def _same(one: object, other: object) -> bool:
    """Whether two values are the same JSON; in Python, True equals 1."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def _problems(source: str, differences: _Differences, text: str) -> Iterator[Problem]:
    added, unchecked = differences.added, differences.unchecked
    if added:
        proved = [passage for passage in added if passage not in unchecked]
        parts = [f"{_named(proved)} recorded as proved"] if proved else []
        parts += [f"{_named(unchecked)} recorded as not checked"] if unchecked else []
        message = f"`{source}`: {'; '.join(parts)}"
        yield problem(codes.PROOF_ADDED, message, _place(text, source, added[0]), REVIEW)
    about_text, changed, removed = differences.about_text, differences.changed, differences.removed
    parts = [f"the text that proves it is another one ({', '.join(about_text)})"] if about_text else []
    parts += [f"{_named(changed)} recorded differently from before"] if changed else []
    parts += [f"{_named(removed)} no longer recorded"] if removed else []
    if parts:
        place = _place(text, source, *changed[:1])
        hint = "ask why: a proof changes only when its text or its sheet does"
        yield problem(codes.PROOF_CHANGED, f"`{source}`: {'; '.join(parts)}", place, hint)


def _named(passages: list[str]) -> str:
    shown = ", ".join(f"“{passage}”" for passage in passages[:MOST_NAMED])
    more = f" and {len(passages) - MOST_NAMED:,} more" if len(passages) > MOST_NAMED else ""
    return f"{shown}{more} {'is' if len(passages) == 1 else 'are'}"


def _place(text: str, source: str, *passages: str) -> Place:
    """Where the lock has a source, or a passage of it; its first line if it does not."""
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
