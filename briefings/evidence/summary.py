"""What a check of the texts brought, in Markdown: for the pull request that a scheduled `verify --fetch` opens."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from briefings.evidence.fetch import FetchResult
from briefings.evidence.lock import Found, Gone, Lock
from briefings.evidence.prove import Proofs


def summary(before: Lock, after: Lock, proofs: Proofs, fetched: Sequence[FetchResult] = ()) -> str:
    """What is in the lock now and was not before, and what stands in the way of the rest; the most urgent first."""
    sections = [
        ("Changed since", "Stood in an earlier text of the source, and no longer does.", _changed(before, after)),
        ("Not found", "Not in the text of the source: the passage is wrong, or the page shows programs another text.", _missing(proofs)),
        ("Gone", "Neither the page nor an archived copy is to be had.", _fetched(fetched, "gone")),
        ("Newly verified", "", _verified(before, after)),
        ("Other text, same passages", "All passages still stand in it.", _other_text(before, after)),
        ("Not fetched", "Perhaps another time, or by hand.", [*_fetched(fetched, "failed"), *_fetched(fetched, "refused")]),
    ]
    told: list[str] = []
    for title, about, lines in sections:
        if lines:
            told += [f"## {title}: {len(lines)}", *([about] if about else []), "\n".join(lines)]
    return "\n\n".join(told or ["Nothing changed."]) + "\n"


def _changed(before: Lock, after: Lock) -> list[str]:
    return list(_passages(before, after, Gone))


def _verified(before: Lock, after: Lock) -> list[str]:
    return list(_passages(before, after, Found))


def _passages(before: Lock, after: Lock, kind: type[Found] | type[Gone]) -> Iterator[str]:
    for source, entry in sorted(after.sources.items()):
        earlier = before.sources[source].passages if source in before.sources else {}
        for passage, where in sorted(entry.passages.items()):
            if isinstance(where, kind) and not isinstance(earlier.get(passage), kind):
                yield f"- {code(source)}: {code(passage)}"


def _missing(proofs: Proofs) -> list[str]:
    lines: list[str] = []
    for (source, passage), proof in sorted(proofs.passages.items()):
        if proof.state == "missing":
            near = f"; nearest there: {code(proof.nearest.marked)}" if proof.nearest is not None else ""
            lines.append(f"- {code(source)}: {code(passage)}{near}")
    return lines


def _other_text(before: Lock, after: Lock) -> list[str]:
    lines: list[str] = []
    for source, entry in sorted(after.sources.items()):
        earlier = before.sources.get(source)
        if earlier is not None and earlier.sha256 != entry.sha256:
            stands = all(isinstance(where, Found) or where == earlier.passages.get(passage) for passage, where in entry.passages.items())
            lines += [f"- {code(source)}"] if stands else []
    return lines


def _fetched(results: Iterable[FetchResult], outcome: str) -> list[str]:
    return [f"- {code(result.source)}: {code(result.message)}" for result in results if result.outcome == outcome]


def code(words: str) -> str:
    """As a code span, in which nothing is markup, mentions nobody and links nowhere."""
    line = " ".join(words.split())
    fence = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    # A span that begins or ends with a backtick needs a space, which Markdown then drops again.
    inside = f" {line} " if line.startswith("`") or line.endswith("`") else line
    return f"{fence}{inside}{fence}"


__all__ = ["summary"]
