"""Hostile input, made by chance: texts from fragments, sheets in the shape of valid ones, and bytes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

FRAGMENTS = tuple(
    line.encode("latin-1", "backslashreplace").decode("unicode-escape")
    for line in (Path(__file__).parent / "fragments.txt").read_text(encoding="utf-8").split("\n")
    if line and not line.startswith("# ")
)
"""Pieces that meant something to one parser or another."""

WORDS = (
    "the", "council", "approved", "plan", "for", "second", "tram", "line", "on", "Monday", "not", "never",
    "no", "said", "says", "Hartog", "Otto", "10.5", "412", "1,200", "million", "euros", "percent",
)  # fmt: skip

SPECIAL_SCALARS = (
    "", "~", "null", "true", "no", "0", "-1", "1e999", ".inf", "0x1f", "2025-07-26", "2025",
    "[2025-01-01,2025-01-02]", "*a", "&a b", "!x y", "!!str x", "<<", "? x", "- x", "%x", "@x", "`x`", "| x",
    "> x", "'", '"', "{}", "[]", "{a: b}", "[a]", "x: y", "x #y", "#x", "---", "...",
)  # fmt: skip


def text(chance: Random, *, plain: float = 0.5, longest: int = 8) -> str:
    """Some words and fragments."""
    parts = [
        chance.choice(WORDS) + " "
        if chance.random() < plain
        else chance.choice(FRAGMENTS) * chance.choice((1, 1, 1, 1, 2, 3))
        for _ in range(chance.randint(1, longest))
    ]
    return "".join(parts)


def printable(words: str) -> str:
    """The same without what a sheet may not hold, so that the rest gets further."""
    return (
        "".join(
            c for c in words if c in "\n\t" or (c.isprintable() and c not in "\u2028\u2029\ufffe\ufeff")
        ).strip()
        or "x"
    )


def line(chance: Random) -> str:
    """A text on one line, as names and titles are, without what a sheet may not hold."""
    return " ".join(printable(text(chance)).split()) or "x"


def bent(chance: Random, words: str, times: int = 3) -> str:
    """A text with a few changes: pieces cut, doubled, swapped, put in."""
    for _ in range(chance.randint(1, times)):
        at, to = sorted((chance.randint(0, len(words)), chance.randint(0, len(words))))
        to = min(to, at + chance.choice((1, 1, 2, 8, 40)))
        words = chance.choice(
            (
                lambda w, a, b: w[:a] + w[b:],
                lambda w, a, b: w[:b] + w[a:],
                lambda w, a, b: w[:a] + chance.choice(FRAGMENTS) + w[a:],
                lambda w, a, b: w[:a] + chance.choice(FRAGMENTS) + w[b:],
                lambda w, a, b: (
                    w[:a]
                    + chr(
                        chance.choice(
                            (chance.randrange(256), chance.randrange(0x3000), chance.randrange(0x110000))
                        )
                    )
                    + w[b:]
                ),
                lambda w, a, b: w[:a] + w[a:b].swapcase() + w[b:],
            )
        )(words, at, to)
    return words


def bent_lines(chance: Random, words: str) -> str:
    """A text with lines dropped, doubled, moved or indented."""
    lines = words.split("\n")
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(lines))
        how = chance.randrange(5)
        if how == 0 and len(lines) > 1:
            del lines[at]
        elif how == 1:
            lines.insert(at, chance.choice(lines))
        elif how == 2:
            lines[at] = " " * chance.randint(0, 5) + lines[at].lstrip()
        elif how == 3:
            lines[at] = lines[at] + chance.choice(
                (" #", " # x", ":", " :", ",", " |", " >", "\t", " &a", " *a")
            )
        else:
            lines.insert(
                at,
                chance.choice(("---", "...", "%YAML 1.1", "<<: *a", "? a", "- - - x", "\t", "}", "]", "'")),
            )
    return "\n".join(lines)


def as_bytes(words: str) -> str:
    """A text whose characters stand for bytes, so that JSON can hold any file."""
    return words.encode("utf-8", "surrogatepass").decode("latin-1")


def bent_bytes(chance: Random, data: str) -> str:
    """Bytes with a few changes."""
    for _ in range(chance.randint(1, 4)):
        at = chance.randint(0, len(data))
        put = "".join(chr(chance.randrange(256)) for _ in range(chance.choice((0, 1, 1, 2, 4))))
        data = data[:at] + put + data[at + chance.choice((0, 1, 2, 16)) :]
    return data


# ── YAML ──


def yaml(chance: Random, data: Any, indent: int = 0, *, odd: float = 0.02) -> str:
    """Data as YAML, each part in a style of its own."""
    if isinstance(data, dict) and data and (indent == 0 or chance.random() < 0.6):
        return "".join(
            f"{' ' * indent}{key(chance, k)}:{_inside(chance, v, indent, odd)}" for k, v in data.items()
        )
    if isinstance(data, list) and data and chance.random() < 0.7:
        return "".join(f"{' ' * indent}-{_inside(chance, v, indent, odd)}" for v in data)
    return f"{' ' * indent}{flow(chance, data, odd)}\n"


def _inside(chance: Random, value: Any, indent: int, odd: float) -> str:
    if isinstance(value, dict | list) and value and chance.random() < 0.6:
        return "\n" + yaml(chance, value, indent + 2, odd=odd)
    if isinstance(value, str) and "\n" in value and printable(value) == value and chance.random() < 0.7:
        margin = " " * (indent + 2)
        return " |\n" + "".join(f"{margin}{each}\n" if each else "\n" for each in value.split("\n"))
    return f" {flow(chance, value, odd)}\n"


def key(chance: Random, name: str) -> str:
    """A key, mostly plain."""
    return name if name.replace("-", "").replace("_", "").isalnum() else json.dumps(name)


def flow(chance: Random, value: Any, odd: float = 0.02) -> str:
    """Data on one line."""
    if chance.random() < odd:
        return chance.choice(SPECIAL_SCALARS)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key(chance, k)}: {flow(chance, v, odd)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(chance, v, odd) for v in value) + "]"
    if not isinstance(value, str):
        return json.dumps(value)
    if chance.random() < 0.4 and "\n" not in value and printable(value) == value:
        return "'" + value.replace("'", "''") + "'"
    return json.dumps(value, ensure_ascii=chance.random() < 0.3)


def scalars(data: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """The paths to all texts in data."""
    if isinstance(data, dict):
        return [found for k, v in data.items() for found in scalars(v, (*path, k))]
    if isinstance(data, list):
        return [found for n, v in enumerate(data) for found in scalars(v, (*path, n))]
    return [path] if isinstance(data, str) else []


def put(data: Any, path: Sequence[str | int], value: Any) -> None:
    """Put a value at a path."""
    for step in path[:-1]:
        data = data[step]
    data[path[-1]] = value


def twisted(chance: Random, data: Any) -> Any:
    """The same data with a part of another type, doubled, nested or left out."""
    if isinstance(data, dict) and data:
        name = chance.choice(list(data))
        return (
            {**data, name: twisted(chance, data[name])}
            if chance.random() < 0.8
            else {k: v for k, v in data.items() if k != name}
            | {chance.choice(("x", "title ", "", "__class__", "from_", name + "s")): data[name]}
        )
    if isinstance(data, list) and data and chance.random() < 0.7:
        at = chance.randrange(len(data))
        return [*data[:at], twisted(chance, data[at]), *data[at + 1 :]]
    deep: Any = data
    for _ in range(chance.choice((1, 2, 60))):
        deep = [deep] if chance.random() < 0.5 else {"a": deep}
    return chance.choice((None, True, 0, -1, 10**30, 1.5, "", "x", [], {}, [data], {"a": data}, deep))
