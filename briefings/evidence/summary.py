"""What a check of the texts changed, in Markdown: for the pull request that a scheduled `verify --fetch`
opens."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from briefings.evidence.fetch import FetchResult
from briefings.evidence.prove import Proofs, StaleRecord
from briefings.evidence.records import ComparedRecord, FoundRecord, GoneRecord, Lock, Record, UncheckedRecord
from briefings.evidence.update import new_records


def summary(
    before: Lock,
    after: Lock,
    proofs: Proofs,
    fetched: Sequence[FetchResult] = (),
    *,
    at_risk: Collection[StaleRecord] = (),
    pruned: Collection[StaleRecord] = (),
) -> str:
    """What is in the lock now and was not before, and what stands in the way of the rest; the most urgent
    first."""
    sections = [
        (
            "Changed since",
            "Stood in an earlier text of the source, and no longer does.",
            _new(before, after, GoneRecord),
        ),
        (
            "Not found",
            "Not in the text of the source: the passage is wrong, or the page shows programs another text.",
            _missing(proofs),
        ),
        (
            "Not accepted",
            "The words stand in the text, but not so that they prove anything: `briefings check` says why.",
            _refused(proofs),
        ),
        (
            "Proofs that nothing cites",
            "Their texts are not here, so they stay until somebody runs `briefings verify --prune`.",
            _stale(at_risk),
        ),
        ("Pruned", "Proofs that nothing cites, and that left the lock.", _stale(pruned)),
        ("Gone", "Neither the page nor an archived copy can be fetched.", _fetched(fetched, "gone")),
        ("Newly verified", "", _new(before, after, FoundRecord)),
        (
            "Newly compared",
            "Somebody read the page and saw the passage there.",
            _new(before, after, ComparedRecord),
        ),
        (
            "Recorded, and not checked",
            "No saved text, and nobody compared them.",
            _new(before, after, UncheckedRecord),
        ),
        ("Other text, same passages", "All passages still stand in it.", _other_text(before, after)),
        (
            "Not fetched",
            "Try again later, or save the text by hand.",
            [*_fetched(fetched, "failed"), *_fetched(fetched, "refused")],
        ),
    ]
    parts: list[str] = []
    for title, about, lines in sections:
        if lines:
            parts += [f"## {title}: {len(lines)}", *([about] if about else []), "\n".join(lines)]
    return "\n\n".join(parts or ["Nothing changed."]) + "\n"


def _new(before: Lock, after: Lock, kind: type[Record]) -> list[str]:
    return [f"- {code(source)}: {code(passage)}" for source, passage in new_records(before, after, kind)]


def _missing(proofs: Proofs) -> list[str]:
    lines: list[str] = []
    for (source, passage), proof in sorted(proofs.passages.items()):
        if proof.state == "missing":
            near = f"; nearest there: {code(proof.nearest.marked)}" if proof.nearest is not None else ""
            lines.append(f"- {code(source)}: {code(passage)}{near}")
    return lines


def _refused(proofs: Proofs) -> list[str]:
    found = (
        (source, passage)
        for (source, passage), proof in sorted(proofs.passages.items())
        if proof.state == "refused"
    )
    return [f"- {code(source)}: {code(passage)}" for source, passage in found]


def _stale(records: Iterable[StaleRecord]) -> list[str]:
    return [f"- {code(each.source)}: {code(each.passage or '')}" for each in records]


def _other_text(before: Lock, after: Lock) -> list[str]:
    lines: list[str] = []
    for source, entry in sorted(after.sources.items()):
        earlier = before.sources.get(source)
        if earlier is None or earlier.reading is None or entry.reading is None:
            continue
        if earlier.reading.sha256 != entry.reading.sha256:
            records = entry.passages.items()
            stands = all(
                isinstance(record, FoundRecord) or record == earlier.passages.get(passage)
                for passage, record in records
            )
            lines += [f"- {code(source)}"] if stands else []
    return lines


def _fetched(results: Iterable[FetchResult], outcome: str) -> list[str]:
    return [
        f"- {code(result.source)}: {code(result.message)}" for result in results if result.outcome == outcome
    ]


def code(words: str) -> str:
    """As a code span, in which nothing is markup, mentions nobody and links nowhere."""
    line = " ".join(words.split())
    fence = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    # A span that begins or ends with a backtick needs a space, which Markdown then drops again.
    inside = f" {line} " if line.startswith("`") or line.endswith("`") else line
    return f"{fence}{inside}{fence}"


__all__ = ["summary"]
