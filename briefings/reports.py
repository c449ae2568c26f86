"""Problems as text for people, annotations for GitHub, JSON, and SARIF for code scanners. Makes strings; prints nothing."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Literal, get_args
from urllib.parse import quote

from briefings import __version__
from briefings.codes import CODES, Code
from briefings.problems import Place, Problem

Format = Literal["text", "github", "json", "sarif"]

FORMATS: tuple[Format, ...] = get_args(Format)


def report(problems: Iterable[Problem], form: Format = "text", *, color: bool = False) -> str:
    """The problems in one of the formats, each line of it ended; `color` is for text on a terminal."""
    every = list(problems)
    return _text(every, color=color) if form == "text" else _FORMS[form](every)


def summary(problems: Sequence[Problem]) -> str:
    """`3 errors and 2 warnings in 4 files`; `no problems`."""
    count = Counter(p.severity for p in problems)
    parts = [_count(count[severity], severity) for severity in ("error", "warning") if count[severity]]
    return f"{' and '.join(parts)} in {_count(len({p.place.path for p in problems}), 'file')}" if parts else "no problems"


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


# ── Text ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

WIDTH = 100
"""Columns of a shown line; what is longer is cut around the caret."""

_COLORS = {"error": "31", "warning": "33", "hint": "36", "dim": "2", "strong": "1"}


def _text(problems: Sequence[Problem], *, color: bool) -> str:
    if not problems:
        return ""
    paint = _painted if color else _plain
    blocks = ["\n".join(_block(p, paint)) for p in problems]
    return "\n\n".join([*blocks, summary(problems)]) + "\n"


def _painted(words: str, how: str) -> str:
    return f"\x1b[{_COLORS[how]}m{words}\x1b[0m"


def _plain(words: str, how: str) -> str:
    return words


def _block(found: Problem, paint: Callable[[str, str], str]) -> Iterator[str]:
    place = found.place
    where = paint(f"{place.path}:{place.line}:{place.column}:", "strong")
    yield f"{where} {paint(f'{found.severity}[{found.code.id}]:', found.severity)} {_visible(found.message)}"
    if place.text.strip():
        line, caret = excerpt(place)
        number = f"{place.line:>5} | "
        yield paint(number, "dim") + line
        yield paint(" " * (len(number) - 2) + "| ", "dim") + paint(caret, found.severity)
    if found.hint:
        yield f"{paint('    hint:', 'hint')} {_visible(found.hint)}"


def excerpt(place: Place) -> tuple[str, str]:
    """The line of a place, and below it the caret; tabs and wide characters keep the two in line."""
    begin = place.column - 1
    end = min(begin + place.width, max(len(place.text), begin + 1))
    line, start = _cut(place.text, begin, end)
    before = place.text[start:begin]
    lead = 1 if start else 0
    caret = " " * (lead + _columns(before)) + "^" * max(1, min(_columns(place.text[begin:end]), WIDTH - lead - _columns(before)))
    return line, caret


def _cut(text: str, begin: int, end: int) -> tuple[str, int]:
    """What is shown of a line so that the caret is in it, and where in the line that starts; `…` stands for what is left out."""
    text = text.rstrip()
    if _columns(text) <= WIDTH:
        return _shown(text), 0
    start = begin
    # Room for what is underlined, at most half of the line; the rest before it, so that it is seen in its place.
    room = WIDTH - 2 - min(_columns(text[begin:end]), WIDTH // 2)
    while start > 0 and _columns(text[start - 1 : begin]) <= room // 2:
        start -= 1
    stop, used = start, 0
    while stop < len(text) and used + _columns(text[stop]) <= WIDTH - 2:
        used += _columns(text[stop])
        stop += 1
    return ("…" if start else "") + _shown(text[start:stop]) + ("…" if stop < len(text) else ""), start


_TAB = "    "


def _shown(text: str) -> str:
    return "".join(_TAB if c == "\t" else _visible(c) for c in text)


def _visible(text: str) -> str:
    """Without characters that would act on a terminal (escape, carriage return …) or turn the line around."""
    return "".join(c if c.isprintable() or unicodedata.category(c) == "Zs" else "\N{REPLACEMENT CHARACTER}" for c in text)


def _columns(text: str) -> int:
    """How many columns a terminal gives a text, as it is shown."""
    return sum(map(_width, _shown(text)))


def _width(character: str) -> int:
    """Two for wide East Asian characters and most emoji, none for what combines with the character before it."""
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


# ── GitHub ───────────────────────────────────────────────────────────────────────────────────────────────────────────

MOST_ANNOTATIONS = 10
"""So many errors, and so many warnings, GitHub shows of a step; it drops the rest without a word."""

# A fault in a sheet comes before one that follows from many sheets together.
_RANK = {code: n for n, code in enumerate(CODES)}


def _github(problems: Sequence[Problem]) -> str:
    lines: list[str] = []
    for severity in ("error", "warning"):
        found = sorted((p for p in problems if p.severity == severity), key=lambda p: (_RANK[p.code.id], p.order))
        # The last annotation is for the rest, where there is one: what is not shown must be spoken of.
        shown = found if len(found) <= MOST_ANNOTATIONS else found[: MOST_ANNOTATIONS - 1]
        lines += [_annotation(p) for p in shown]
        if len(shown) < len(found):
            rest = found[len(shown) :]
            kinds = ", ".join(f"{number} × {code}" for code, number in Counter(p.code.id for p in rest).most_common())
            title = f"and {_count(len(rest), f'more {severity}')}"
            lines.append(f"::{severity} title={title}::{_data(f'{kinds}. `briefings check` lists them all.')}")
    lines.append(summary(problems))
    return "\n".join(lines) + "\n"


def _annotation(found: Problem) -> str:
    place = found.place
    properties = {
        "file": place.path,
        "line": place.line,
        "endLine": place.line,
        "col": place.column,
        "endColumn": place.column + place.width,
        "title": found.code.id,
    }
    said = f"{found.message}\n{found.hint}" if found.hint else found.message
    return f"::{found.severity} {','.join(f'{key}={_property(str(value))}' for key, value in properties.items())}::{_data(said)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def github_summary(problems: Sequence[Problem]) -> str:
    """All problems as a Markdown table, for the file that $GITHUB_STEP_SUMMARY names: there is no limit of ten."""
    cells = [
        (p.severity, f"`{p.code.id}`", _cell(f"{p.place.path}:{p.place.line}:{p.place.column}"), _cell(p.message), _cell(p.hint))
        for p in problems
    ]
    rows = [f"| {' | '.join(row)} |" for row in cells]
    head = ["| | code | where | what | hint |", "| --- | --- | --- | --- | --- |"] if rows else []
    return "\n".join([f"### {summary(problems)}", "", *head, *rows]) + "\n"


def _cell(text: str) -> str:
    """Words in a table: no HTML, no column of their own, nobody mentioned by them."""
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace("|", "&#124;").replace("@", "&#64;")
    return " ".join(plain.split())


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _json(problems: Sequence[Problem]) -> str:
    """`{"version": 1, "problems": [{code, severity, message, hint, path, line, column, width}], "summary": {errors, warnings, files}}`.

    Lines and columns start at 1 and count Unicode characters; `hint` may be empty. Keys may be added, none is changed or taken out.
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
        "summary": {"errors": count["error"], "warnings": count["warning"], "files": len({p.place.path for p in problems})},
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


# ── SARIF ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def _sarif(problems: Sequence[Problem]) -> str:
    """SARIF 2.1.0: one run, whose rules are the codes that occur."""
    used = [code for code in CODES.values() if any(p.code.id == code.id for p in problems)]
    index = {code.id: n for n, code in enumerate(used)}
    run: dict[str, Any] = {
        "tool": {"driver": {"name": "briefings", "semanticVersion": __version__, "rules": [_rule(code) for code in used]}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(p, index[p.code.id]) for p in problems],
    }
    return json.dumps({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(code: Code) -> dict[str, Any]:
    examples = [(title, text) for title, text in (("Wrong", code.wrong), ("Right", code.right)) if text]
    plain = [f"{code.holds} {code.why}", *(f"{title}:\n{text}" for title, text in examples)]
    marked = [f"{code.holds} {code.why}", *(f"**{title}**\n\n```yaml\n{text}\n```" for title, text in examples)]
    return {
        "id": code.id,
        "shortDescription": {"text": code.holds},
        "fullDescription": {"text": f"{code.holds} {code.why}".strip()},
        "help": {"text": "\n\n".join(plain), "markdown": "\n\n".join(marked)},
        "defaultConfiguration": {"level": code.severity},
    }


def _result(found: Problem, rule: int) -> dict[str, Any]:
    place = found.place
    region: dict[str, Any] = {"startLine": place.line, "startColumn": place.column, "endColumn": place.column + place.width}
    if place.text:
        region["snippet"] = {"text": place.text}
    return {
        "ruleId": found.code.id,
        "ruleIndex": rule,
        "level": found.severity,
        "message": {"text": f"{found.message}\n{found.hint}" if found.hint else found.message},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(place.path)}, "region": region}}],
    }


def _uri(path: str) -> str:
    """A path as a relative URI reference, whose first part is never taken for a scheme."""
    return quote(path, safe="/-._~")


_FORMS: dict[Format, Callable[[Sequence[Problem]], str]] = {"github": _github, "json": _json, "sarif": _sarif}

__all__ = ["FORMATS", "MOST_ANNOTATIONS", "WIDTH", "Format", "excerpt", "github_summary", "report", "summary"]
