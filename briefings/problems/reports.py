"""Formats problems as text, GitHub annotations and JSON. Returns strings; prints nothing."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from briefings.problems.codes import GATES, Severity
from briefings.problems.problem import Place, Problem, counted
from briefings.text import escape
from briefings.text.markdown import with_code

Format = Literal["text", "github", "json"]

FORMATS: tuple[Format, ...] = get_args(Format)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)


MOST_OF_A_CODE = 20
"""The most problems of one code that are shown as text, unless all are requested."""


def report(
    problems: Iterable[Problem],
    form: Format = "text",
    *,
    color: bool = False,
    most: int | None = MOST_OF_A_CODE,
) -> str:
    """The problems in one of the formats, ending with a newline.

    For text only: `color` is for terminals; `most` limits the problems of each code (None: no limit).
    """
    every = list(problems)
    return _text(every, color=color, most=most) if form == "text" else _FORMS[form](every)


def summary(problems: Sequence[Problem]) -> str:
    """`3 errors, 2 warnings and 1 notice in 4 files`; `no problems`."""
    count = Counter(p.severity for p in problems)
    parts = [counted(count[severity], severity) for severity in SEVERITIES if count[severity]]
    if not parts:
        return "no problems"
    listed = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
    return f"{listed} in {counted(len({p.place.path for p in problems}), 'file')}"


@dataclass(slots=True)
class _Group:
    """A problem, and other places with the same one."""

    first: Problem
    also: list[Place]

    @property
    def elsewhere(self) -> str:
        """`also at content/a.yml:5, 9, 12; content/b.yml:4; 20 other places`; empty without other places."""
        files: dict[str, list[str]] = {}
        for place in self.also[:MOST_PLACES]:
            files.setdefault(place.path, []).append(str(place.line))
        places = [f"{path}:{', '.join(lines)}" for path, lines in files.items()]
        if len(self.also) > MOST_PLACES:
            places.append(counted(len(self.also) - MOST_PLACES, "other place"))
        return f"also at {'; '.join(places)}" if places else ""


MOST_PLACES = 8
"""The most places with the same problem that are named one by one."""


def _grouped(problems: Iterable[Problem], *, alike: int) -> list[_Group]:
    """The problems in order. From the `alike`-th on, equal ones (by code, message and hint) are joined."""
    seen: dict[tuple[str, str, str, str], list[_Group]] = {}
    groups: list[_Group] = []
    for each in problems:
        same = seen.setdefault((each.code.id, each.severity, each.message, each.hint), [])
        if len(same) < alike:
            same.append(_Group(each, []))
            groups.append(same[-1])
        else:
            same[-1].also.append(each.place)
    return groups


# ── Text ────────────────────────────────────────────────────────────────────────────────────────────────────

WIDTH = 100
"""The columns of a shown line; a longer one is truncated around the caret."""

SHOWN_ALIKE = 3
"""How often the same problem is shown with its line; further places are only named."""

_COLORS = {"error": "31", "warning": "33", "notice": "34", "hint": "36", "dim": "2", "strong": "1"}


def _text(problems: Sequence[Problem], *, color: bool, most: int | None) -> str:
    if not problems:
        return ""
    paint = _painted if color else _plain
    blocks: list[str] = []
    shown: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    for group in _grouped(problems, alike=len(problems) if most is None else SHOWN_ALIKE):
        code = group.first.code.id
        if most is not None and shown[code] >= most:
            left_out[code] += 1 + len(group.also)
        else:
            shown[code] += 1
            left_out[code] += max(0, len(group.also) - MOST_PLACES)
            blocks.append("\n".join(_block(group, paint)))
    return "\n\n".join([*blocks, summary(problems)]) + "\n" + "".join(_totals(problems, left_out))


def _totals(problems: Iterable[Problem], left_out: Counter[str]) -> Iterator[str]:
    """The number of problems of each code, if not all were shown."""
    if not left_out.total():
        return
    totals = Counter(p.code.id for p in problems)
    width = len(f"{max(totals.values()):,}")
    for code, number in totals.most_common():
        rest = f" ({left_out[code]:,} of them not shown)" if left_out[code] else ""
        yield f"  {number:>{width},} {code}{rest}\n"
    yield "`briefings check --all` shows all of them\n"


def _painted(words: str, style: str) -> str:
    return f"\x1b[{_COLORS[style]}m{words}\x1b[0m"


def _plain(words: str, style: str) -> str:
    return words


def _block(group: _Group, paint: Callable[[str, str], str]) -> Iterator[str]:
    first, place = group.first, group.first.place
    where = paint(f"{place}:", "strong")
    code = paint(f"{first.severity}[{first.code.id}]:", first.severity)
    yield f"{where} {code} {escape.terminal(first.message)}"
    if place.text.strip():
        line, caret = excerpt(place)
        number = f"{place.line:>5} | "
        yield paint(number, "dim") + line
        yield paint(" " * (len(number) - 2) + "| ", "dim") + paint(caret, first.severity)
    if first.hint:
        yield f"{paint('    hint:', 'hint')} {escape.terminal(first.hint)}"
    if group.also:
        yield f"    {escape.terminal(group.elsewhere)}"


def excerpt(place: Place) -> tuple[str, str]:
    """The line of a place and the caret to print below it, aligned despite tabs and wide characters."""
    begin = place.column - 1
    end = min(begin + min(place.width, WIDTH), max(len(place.text), begin + 1))
    line, start = _cut(place.text, begin, end)
    before = place.text[start:begin]
    lead = 1 if start else 0
    caret = " " * (lead + _columns(before)) + "^" * max(
        1, min(_columns(place.text[begin:end]), WIDTH - lead - _columns(before))
    )
    return line, caret


def _cut(text: str, begin: int, end: int) -> tuple[str, int]:
    """The part of a line around the caret, with `…` for omitted text, and the position where it starts."""
    text = text.rstrip()
    if len(text) <= 2 * WIDTH and _columns(text) <= WIDTH:
        return _shown(text), 0
    start, used = begin, 0
    # The columns for context before the caret: half of what the underlined text leaves.
    room = (WIDTH - 2 - min(_columns(text[begin:end]), WIDTH // 2)) // 2
    # Characters are limited as well as columns, as combining ones take no column.
    while start > max(0, begin - WIDTH) and (used := used + _columns(text[start - 1])) <= room:
        start -= 1
    stop, used = start, 0
    while stop < min(len(text), start + 2 * WIDTH) and used + _columns(text[stop]) <= WIDTH - 2:
        used += _columns(text[stop])
        stop += 1
    return ("…" if start else "") + _shown(text[start:stop]) + ("…" if stop < len(text) else ""), start


_TAB = "    "


def _shown(text: str) -> str:
    return escape.terminal(text.replace("\t", _TAB))


def _columns(text: str) -> int:
    """The columns that a text takes on a terminal."""
    return sum(map(_width, _shown(text)))


def _width(character: str) -> int:
    """Two for wide East Asian characters and most emoji, none for combining characters."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


# ── GitHub ──────────────────────────────────────────────────────────────────────────────────────────────────

MOST_ANNOTATIONS = 10
"""The annotations of each severity that GitHub shows for a step; it silently drops the rest."""


def _rank(problem: Problem) -> tuple[int, str]:
    """A mistake in one sheet comes before what may follow from it elsewhere."""
    return GATES.index(problem.code.gate), problem.code.id


def _github(problems: Sequence[Problem]) -> str:
    lines: list[str] = []
    for severity in SEVERITIES:
        every = [each for each in problems if each.severity == severity]
        groups = _grouped(every, alike=len(every) if len(every) <= MOST_ANNOTATIONS else 1)
        groups.sort(key=lambda group: (*_rank(group.first), group.first.order))
        # If there are too many, the last annotation counts the rest.
        shown = groups if len(groups) <= MOST_ANNOTATIONS else groups[: MOST_ANNOTATIONS - 1]
        lines += map(_annotation, shown)
        rest: Counter[str] = Counter()
        for group in groups[len(shown) :]:
            rest[group.first.code.id] += 1 + len(group.also)
        if rest:
            kinds = ", ".join(f"{number} × {code}" for code, number in rest.most_common())
            title = f"and {counted(rest.total(), f'more {severity}')}"
            words = escape.workflow_message(f"{kinds}. The job summary lists them all.")
            lines.append(f"::{severity} title={title}::{words}")
    lines.append(summary(problems))
    return "\n".join(lines) + "\n"


def _annotation(group: _Group) -> str:
    first, place = group.first, group.first.place
    properties = {
        "file": place.path,
        "line": place.line,
        "endLine": place.line,
        "col": place.column,
        "endColumn": place.column + place.width,
        "title": first.code.id,
    }
    words = "\n".join(filter(None, (first.message, first.hint, group.elsewhere)))
    named = ",".join(f"{key}={escape.workflow_property(str(value))}" for key, value in properties.items())
    return f"::{first.severity} {named}::{escape.workflow_message(words)}"


def github_summary(problems: Sequence[Problem], notes: Sequence[str] = ()) -> str:
    """All problems as a Markdown table, for the file that $GITHUB_STEP_SUMMARY names.

    `notes` are sentences above the table, such as how many proofs changed.
    """
    rows: list[str] = []
    for p in problems:
        place = _cell(str(p.place))
        rows.append(f"| {p.severity} | `{p.code.id}` | {place} | {_cell(p.message)} | {_cell(p.hint)} |")
    head = ["| | code | where | what | hint |", "| --- | --- | --- | --- | --- |"] if rows else []
    above = [line for note in notes for line in (_cell(note), "")]
    return "\n".join([f"### {summary(problems)}", "", *above, *head, *rows]) + "\n"


def _cell(text: str) -> str:
    """Text for a table cell. Escaping `@` keeps GitHub from notifying users."""
    return str(with_code(text)).replace("@", "&#64;")


# ── JSON ────────────────────────────────────────────────────────────────────────────────────────────────────


def _json(problems: Sequence[Problem]) -> str:
    """`{"version": 1, "problems": […], "summary": {errors, warnings, notices, files}}`.

    A problem is `{code, severity, message, hint, path, line, column, width}`. Lines and columns start at 1
    and count Unicode characters. Keys may be added in later versions, but not changed or removed.
    """
    count = Counter(p.severity for p in problems)
    content = {
        "version": 1,
        "problems": [
            {
                "code": p.code.id,
                "severity": p.severity,
                "message": p.message,
                "hint": p.hint,
                "path": p.place.path,
                "line": p.place.line,
                "column": p.place.column,
                "width": p.place.width,
            }
            for p in problems
        ],
        "summary": {
            **{f"{severity}s": count[severity] for severity in SEVERITIES},
            "files": len({p.place.path for p in problems}),
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


_FORMS: dict[Format, Callable[[Sequence[Problem]], str]] = {"github": _github, "json": _json}
