"""Formats changes as text, Markdown and JSON. Returns strings; prints nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from typing import Any, Literal, get_args

from briefings.model.about import WEIGHTS
from briefings.problems.problem import Place, Problem, counted
from briefings.text import escape
from briefings.text.markdown import with_code
from briefings.versions.compare import Diff
from briefings.versions.sides import Change

DiffFormat = Literal["text", "markdown", "json"]

DIFF_FORMATS: tuple[DiffFormat, ...] = get_args(DiffFormat)


def report(diff: Diff, form: DiffFormat = "text") -> str:
    """The changes in one of the formats, ending with a newline."""
    return _FORMS[form](diff)


def summary(diff: Diff) -> str:
    """`3 changes: 1 high, 2 low`; `no changes in meaning; 1 sheet not compared`."""
    number, unread = len(diff.changes), len(diff.unread_before) + len(diff.unread_now)
    counts = Counter(each.weight for each in diff.changes)
    listed = ", ".join(f"{counts[weight]:,} {weight}" for weight in WEIGHTS if counts[weight])
    shown = f"{counted(number, 'change')}: {listed}" if number else "no changes in meaning"
    return f"{shown}; {counted(unread, 'sheet')} not compared" if unread else shown


def _at(place: Place) -> str:
    return escape.terminal(str(place))


def _unread(diff: Diff) -> Iterator[tuple[Problem, str]]:
    """Each sheet that was not compared, and in which version it is broken."""
    yield from ((each, f"could not be read at {diff.revision}") for each in diff.unread_before)
    yield from ((each, "cannot be read") for each in diff.unread_now)


# ── Text ────────────────────────────────────────────────────────────────────────────────────────────────────


def _text(diff: Diff) -> str:
    blocks = [*map(_block, diff.changes)]
    for each, when in _unread(diff):
        why = escape.terminal(each.message)
        blocks.append(f"{_at(each.place)}: not compared, because it {when}: {why}")
    return "\n\n".join([*blocks, summary(diff)]) + "\n"


def _block(change: Change) -> str:
    lines = [
        f"{_at(change.nearest)}: {change.weight}[{change.what}] {change.kind}:"
        f" {escape.terminal(change.sentence)}"
    ]
    if change.before is not None:
        lines.append(f"    before: {_at(change.before)}")
    return "\n".join([*lines, f"    fingerprint: {change.fingerprint}"])


# ── Markdown ────────────────────────────────────────────────────────────────────────────────────────────────

MOST_OF_A_SHEET, MOST_IN_ALL = 50, 1000
"""The most changes of a sheet and of all in Markdown. GitHub refuses a summary of more than a megabyte."""


def _markdown(diff: Diff) -> str:
    shown = summary(diff)
    lines = ["## What changed in meaning", "", f"{shown[:1].upper()}{shown[1:]}."]
    by_sheet = sorted(diff.changes, key=lambda each: each.sheet)
    groups = [list(group) for _, group in groupby(by_sheet, key=lambda each: each.sheet)]
    left = MOST_IN_ALL
    for changes in sorted(groups, key=lambda group: min(each.order for each in group)):
        most = min(MOST_OF_A_SHEET, left)
        left -= min(most, len(changes))
        if most:
            lines += ["", f"### {escape.markdown(changes[0].is_in.data.headline)}", ""]
            lines += [_item(each) for each in changes[:most]]
            if len(changes) > most:
                lines.append(f"- and {len(changes) - most:,} more")
    if not left:
        lines += ["", "The other changes are not shown; `briefings diff` lists them all."]
    unread = list(_unread(diff))
    if unread:
        lines += ["", "### Not compared", ""]
        lines += [f"- {_code(each.place)} {when}: {with_code(each.message)}" for each, when in unread]
    return "\n".join(lines) + "\n"


def _item(change: Change) -> str:
    place = change.now or change.before or change.nearest
    gone = "" if change.now is not None else ", before"
    sentence = with_code(change.sentence)
    where = f"{_code(place)}{gone} · <code>{change.fingerprint}</code>"
    return f"- **{change.weight}** · {change.what} · {sentence} <sub>{where}</sub>"


def _code(place: Place) -> str:
    return f"<code>{escape.markdown(_at(place))}</code>"


# ── JSON ────────────────────────────────────────────────────────────────────────────────────────────────────


def _json(diff: Diff) -> str:
    data = {
        "revision": diff.revision,
        "changes": [
            {
                "kind": each.kind,
                "what": each.what,
                "severity": each.weight,
                "sheet": each.sheet,
                "anchor": each.anchor,
                "key": each.key,
                "old": each.old,
                "new": each.new,
                "sentence": each.sentence,
                "before": _position(each.before),
                "now": _position(each.now),
                "fingerprint": each.fingerprint,
            }
            for each in diff.changes
        ],
        "unread": [
            {"version": version, "message": each.message, "place": _position(each.place)}
            for version, problems in (("before", diff.unread_before), ("now", diff.unread_now))
            for each in problems
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _position(place: Place | None) -> dict[str, Any] | None:
    return None if place is None else {"file": place.path, "line": place.line, "column": place.column}


_FORMS = {"text": _text, "markdown": _markdown, "json": _json}
