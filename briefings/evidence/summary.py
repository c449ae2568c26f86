"""Markdown summary of what `verify --fetch` changed, for the pull request that a workflow opens."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from briefings.evidence.fetched import FetchResult
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
    """The changes of the lock and the passages that are not proved; the most urgent first."""
    sections = [
        (
            "Changed since",
            "Was in an earlier text of the source, and no longer is.",
            _new(before, after, GoneRecord),
        ),
        (
            "Not found",
            "Not in the text of the source: the passage is wrong, or the page shows programs other text.",
            _missing(proofs),
        ),
        (
            "Not accepted",
            "The words are in the text, but prove nothing: `briefings check` says why.",
            _refused(proofs),
        ),
        (
            "Proofs that nothing cites",
            "Their texts are not here, so they stay until someone runs `briefings verify --prune`.",
            _stale(at_risk),
        ),
        ("Pruned", "Proofs that nothing cites, removed from the lock.", _stale(pruned)),
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
        ("Changed texts, same passages", "All passages are still in them.", _changed_texts(before, after)),
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
            near = f"; nearest there: {code(proof.nearest)}" if proof.nearest is not None else ""
            lines.append(f"- {code(source)}: {code(passage)}{near}")
    return lines


def _refused(proofs: Proofs) -> list[str]:
    refused = sorted(key for key, proof in proofs.passages.items() if proof.state == "refused")
    return [f"- {code(source)}: {code(passage)}" for source, passage in refused]


def _stale(records: Iterable[StaleRecord]) -> list[str]:
    return [f"- {code(each.source)}: {code(each.passage or '')}" for each in records]


def _changed_texts(before: Lock, after: Lock) -> list[str]:
    lines: list[str] = []
    for source, entry in sorted(after.sources.items()):
        earlier = before.sources.get(source)
        if earlier is None or earlier.reading is None or entry.reading is None:
            continue
        if earlier.reading.sha256 != entry.reading.sha256 and all(
            isinstance(record, FoundRecord) or record == earlier.passages.get(passage)
            for passage, record in entry.passages.items()
        ):
            lines.append(f"- {code(source)}")
    return lines


def _fetched(results: Iterable[FetchResult], outcome: str) -> list[str]:
    return [
        f"- {code(result.source)}: {code(result.message)}" for result in results if result.outcome == outcome
    ]


def code(words: str) -> str:
    """As a code span, where markup, mentions and links have no effect."""
    line = " ".join(words.split())
    fence = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    # A span that begins or ends with a backtick needs a space, which Markdown drops.
    inside = f" {line} " if line.startswith("`") or line.endswith("`") else line
    return f"{fence}{inside}{fence}"
