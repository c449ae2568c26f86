"""Reports what changed in seeds/quotes.lock since a revision.

Where the texts are absent, the lock is the only proof, so reviewers must see each change.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from json.encoder import encode_basestring

from briefings.evidence.lock import SHOWN, parse
from briefings.evidence.records import UNCHECKED, Reading, SourceRecord
from briefings.problems import codes
from briefings.problems.problem import ContentError, Place, Problem, counted, problem
from briefings.sheets.yaml_text import place_at

MOST_NAMED = 3
"""The most passages of a source that a message names."""

REVIEW = "look the passage up in the source: without the text, nothing else proves it"


@dataclass(frozen=True, slots=True)
class LockChanges:
    """How the lock differs from the one of an earlier revision."""

    problems: tuple[Problem, ...]
    """At most two per source: one for additions, one for changes and removals."""
    totals: str
    """`12 passages added, 1 removed, 2 changed, in 4 sources`; empty if nothing changed."""


def lock_changes(before: str | None, now: str | None, moved: Mapping[str, str]) -> LockChanges:
    """Compares two texts of the lock, None for no file; `moved` gives the new ids of sources.

    A damaged text counts as an empty lock: `check` reports it elsewhere.
    """
    old, new = _sources(before), _sources(now)
    earlier = {source if source in new else moved.get(source, source): each for source, each in old.items()}
    counts: Counter[str] = Counter()
    problems: list[Problem] = []
    sources = 0
    for source in sorted({*earlier, *new}):
        was, is_now = earlier.get(source, SourceRecord()), new.get(source, SourceRecord())
        added = [each for each in is_now.passages if each not in was.passages]
        removed = [each for each in was.passages if each not in is_now.passages]
        changed = [p for p, record in is_now.passages.items() if was.passages.get(p, record) != record]
        about_text = _about_text(was, is_now) if source in earlier and source in new else []
        title, day = (_said(key, was.reading, is_now.reading) for key in ("titled", "checked"))
        is_dropped = source in earlier and source not in new and not removed
        counts.update(added=len(added), removed=len(removed), changed=len(changed))
        sources += bool(added or removed or changed or about_text or title or day or is_dropped)
        if added:
            unchecked = [each for each in added if is_now.passages[each] == UNCHECKED]
            proved = [each for each in added if each not in unchecked]
            parts = [f"{_named(proved)} recorded as proved"] if proved else []
            parts += [f"{_named(unchecked)} recorded as not checked"] if unchecked else []
            parts += day  # each check that finds something new changes it
            message = f"`{source}`: {'; '.join(parts)}"
            problems.append(problem(codes.PROOF_ADDED, message, _place(now, source, added[0]), REVIEW))
        parts = [f"the text that proves it is another one ({', '.join(about_text)})"] if about_text else []
        parts += title
        parts += [f"{_named(changed)} recorded differently from before"] if changed else []
        parts += [f"{_named(removed)} no longer recorded"] if removed else []
        parts += ["its text is no longer recorded"] if is_dropped else []
        parts += [] if added else day
        if parts:
            hint = "ask why: a proof changes only when its text or its sheet does"
            place = _place(now, source, *changed[:1])
            problems.append(problem(codes.PROOF_CHANGED, f"`{source}`: {'; '.join(parts)}", place, hint))
    return LockChanges(tuple(problems), _totals(counts, sources) if sources else "")


def _totals(counts: Counter[str], sources: int) -> str:
    parts: list[str] = []
    for word, count in counts.items():
        if count:
            parts.append(f"{count:,} {word}" if parts else f"{counted(count, 'passage')} {word}")
    return f"{', '.join(parts or ['another text, title or day'])}, in {counted(sources, 'source')}"


def _sources(text: str | None) -> Mapping[str, SourceRecord]:
    try:
        return parse(text).sources if text is not None else {}
    except ContentError:
        return {}


def _about_text(was: SourceRecord, is_now: SourceRecord) -> list[str]:
    """The keys about the text of a source that differ."""
    pairs = {
        key: (getattr(part_before, key, None), getattr(part_now, key, None))
        for keys, part_before, part_now in (
            (("length", "sha256"), was.reading, is_now.reading),
            # An earlier lock may have no origin.
            (("publisher", "url"), was.origin or is_now.origin, is_now.origin),
        )
        for key in keys
    }
    return sorted(key for key, (one, other) in pairs.items() if one != other)


def _said(key: str, was: Reading | None, is_now: Reading | None) -> list[str]:
    """What the lock says under a key about the reading of a text, if it said something else before."""
    before, now = getattr(was, key, None), getattr(is_now, key, None)
    if is_now is None or before in (None, now):
        return []
    return [f"its `{key}` is {'gone' if now is None else f'“{now}”'}, and was “{before}”"]


def _named(passages: list[str]) -> str:
    shown = ", ".join(f"“{passage}”" for passage in passages[:MOST_NAMED])
    more = f" and {len(passages) - MOST_NAMED:,} more" if len(passages) > MOST_NAMED else ""
    return f"{shown}{more} {'is' if len(passages) == 1 else 'are'}"


def _place(text: str | None, source: str, *passages: str) -> Place:
    """Where the lock has a source, or a passage of it; its first line if it does not."""
    text, at = text or "", 0
    for key in (source, *passages):
        for written in (json.dumps(key), encode_basestring(key)):
            position = text.find(f"{written}:", at)
            if position >= 0:
                at = position
                break
    return place_at(SHOWN, text, at)
