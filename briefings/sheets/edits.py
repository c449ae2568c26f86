"""Edits the text of a sheet at the places of its values, so that comments, quotation marks and line breaks
stay as they are.

Rewriting a sheet from its data, even with a library that keeps comments, would also change how long texts are
wrapped and quoted; a reviewer would see lines that nobody meant to change.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import yaml

from briefings.sheets.places import Spot
from briefings.sheets.yaml_text import compose


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replaces a part of a text."""

    start: int
    end: int
    text: str


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits made; equal ones are made once."""
    for edit in sorted(set(edits), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def edited_raw(raw: bytes, edits: Iterable[Edit]) -> bytes:
    """As `edited`, in the bytes of a file. Edits count characters with line feeds as line ends; the file
    keeps its byte order mark and its own line ends."""
    text = raw.decode("utf-8")
    mark = 1 if text.startswith("\ufeff") else 0
    # Positions at which a carriage return was dropped before the line feed.
    dropped = [match.start() - mark - n for n, match in enumerate(re.finditer(r"\r\n", text))]
    newline = "\r\n" if dropped else "\n"

    def at(position: int) -> int:
        return position + mark + bisect_left(dropped, position)

    moved = (Edit(at(e.start), at(e.end), e.text.replace("\n", newline)) for e in edits)
    return edited(text, moved).encode("utf-8")


# ── Nodes ───────────────────────────────────────────────────────────────────────────────────────────────────


def keys(text: str) -> dict[str, Spot]:
    """The values of a sheet by their keys, in the order of the text."""
    root = compose(text)
    if not isinstance(root, yaml.MappingNode):
        return {}
    return {key.value: Spot(value, key, root) for key, value in root.value}


def is_lines(node: Any) -> bool:
    """Whether a list or mapping is written with a line for each entry, without brackets."""
    return isinstance(node, yaml.SequenceNode | yaml.MappingNode) and not node.flow_style


def is_list(node: Any) -> bool:
    return isinstance(node, yaml.SequenceNode)


def is_mapping(node: Any) -> bool:
    return isinstance(node, yaml.MappingNode)


def pairs(mapping: Any) -> dict[str, Any]:
    """The nodes of the values of a mapping."""
    return {key.value: value for key, value in mapping.value}


def span(node: Any) -> tuple[int, int]:
    """Where a value starts and ends."""
    return node.start_mark.index, node.end_mark.index


def plain(node: Any) -> Any:
    """The value as lists, mappings and texts."""
    if isinstance(node, yaml.SequenceNode):
        return [plain(each) for each in node.value]
    if isinstance(node, yaml.MappingNode):
        return {key.value: plain(value) for key, value in node.value}
    return " ".join(node.value.split())


def comments(text: str) -> list[str]:
    """The comments of a sheet, from the `#` to the end of the line; those on consecutive lines together."""
    found: dict[int, str] = {}
    index = line = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        start = token.start_mark
        parts = [(line, text[index : start.index])]
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            # One may follow the sign on its line.
            parts.append((start.line, text[start.index : line_end(text, start.index)]))
        for first, part in parts:
            lines = enumerate(part.split("\n"), first)
            found |= {n: each[each.index("#") :] for n, each in lines if "#" in each}
        index, line = token.end_mark.index, token.end_mark.line
    blocks = groupby(enumerate(found.items()), lambda each: each[1][0] - each[0])
    return ["\n".join(comment for _, (_, comment) in block) for _, block in blocks]


# ── Scalars ─────────────────────────────────────────────────────────────────────────────────────────────────

_SAFE = re.compile(r"[^\W\d_](?:[\w.'’&()/-]| (?! ))*")


def scalar(words: str) -> str:
    """A text as YAML, with quotation marks only where it needs them."""
    node = compose(words) if _SAFE.fullmatch(words) and words == words.strip() else None
    is_text = isinstance(node, yaml.ScalarNode) and node.tag.endswith(":str") and node.value == words
    return words if is_text else json.dumps(words, ensure_ascii=False)


def with_id(text: str, node: Any, new: str) -> Edit:
    """Replace an id by another, in the quotation marks that it has."""
    start, end = span(node)
    quote = text[start] if text[start] in "\"'" else ""
    return Edit(start, end, f"{quote}{new}{quote}" if quote else scalar(new))


def in_brackets(text: str, node: Any) -> str:
    """A value as YAML on one line, for use between brackets."""
    if isinstance(node, yaml.SequenceNode):
        return f"[{', '.join(in_brackets(text, each) for each in node.value)}]"
    if isinstance(node, yaml.MappingNode):
        pairs = (f"{key.value}: {in_brackets(text, value)}" for key, value in node.value)
        return f"{{{', '.join(pairs)}}}"
    start, end = span(node)
    raw = text[start:end]
    if "\n" not in raw and node.style != "|" and node.style != ">" and not (set(raw) & set(",[]{}#:")):
        return raw
    if node.style in ("'", '"') and "\n" not in raw:
        return raw
    return json.dumps(node.value, ensure_ascii=False)


# ── Lines ───────────────────────────────────────────────────────────────────────────────────────────────────


def line_start(text: str, position: int) -> int:
    return text.rfind("\n", 0, position) + 1


def line_end(text: str, position: int) -> int:
    """Where the line ends, after its line feed."""
    end = text.find("\n", position)
    return len(text) if end < 0 else end + 1


def last_line_end(text: str, node: Any) -> int:
    """The end of the last line of a value. For YAML, comments after a block are a part of it."""
    while is_lines(node) and node.value:
        node = node.value[-1] if isinstance(node, yaml.SequenceNode) else node.value[-1][1]
    start, end = span(node)
    return line_end(text, start + len(text[start:end].rstrip()))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def shifted(lines: str, by: int) -> str:
    """Lines with other indentation."""
    if by >= 0:
        return re.sub(r"^(?=[^\n])", " " * by, lines, flags=re.MULTILINE)
    return re.sub(rf"^ {{1,{-by}}}", "", lines, flags=re.MULTILINE)


# ── Lists and mappings ──────────────────────────────────────────────────────────────────────────────────────


def remove(text: str, sequence: Any, indexes: Sequence[int]) -> Iterator[Edit]:
    """Remove items of a list; not all of them."""
    gone = set(indexes)
    kept = [n for n in range(len(sequence.value)) if n not in gone]
    for n in sorted(gone):
        start, end = span(sequence.value[n])
        if is_lines(sequence):
            yield Edit(line_start(text, start), last_line_end(text, sequence.value[n]), "")
        elif n < kept[0]:
            yield Edit(start, span(sequence.value[n + 1])[0], "")
        else:
            yield Edit(span(sequence.value[n - 1])[1], end, "")


def items(text: str, sequence: Any, key: Any) -> list[str]:
    """The items of a list as whole lines with dashes in the first column, with the comments above them."""
    if not is_lines(sequence):
        return [f"- {text[slice(*span(each))]}\n" for each in sequence.value]
    written: list[str] = []
    before = line_end(text, span(key)[1])
    for each in sequence.value:
        end = last_line_end(text, each)
        lines = text[before:end]
        dash = text[line_start(text, span(each)[0]) :]
        written.append(shifted(lines, -_indent(dash)).lstrip("\n").rstrip("\n") + "\n")
        before = end
    return written


def append(text: str, sequence: Any, more: Sequence[str], inline: Sequence[str]) -> Edit:
    """Append items to a list: as whole lines as from `items`, or between brackets as from `in_brackets`."""
    if is_lines(sequence):
        last = sequence.value[-1]
        indent = _indent(text[line_start(text, span(last)[0]) :])
        end = last_line_end(text, last)
        return Edit(end, end, _after(text, end, "".join(shifted(each, indent) for each in more)))
    written = ", ".join(inline)
    if not sequence.value:
        start, end = span(sequence)
        return Edit(start, end, f"[{written}]")
    end = span(sequence.value[-1])[1]
    return Edit(end, end, f", {written}")


def add_pairs(text: str, mapping: Any, pairs: Sequence[str]) -> Edit:
    """Add `key: value` to a mapping."""
    if is_lines(mapping):
        key, value = mapping.value[-1]
        indent = span(key)[0] - line_start(text, span(key)[0])
        end = max(last_line_end(text, value), line_end(text, span(key)[1]))
        return Edit(end, end, _after(text, end, "".join(f"{' ' * indent}{pair}\n" for pair in pairs)))
    written = ", ".join(pairs)
    if not mapping.value:
        start, end = span(mapping)
        return Edit(start, end, f"{{{written}}}")
    end = span(mapping.value[-1][1])[1]
    return Edit(end, end, f", {written}")


def insert(text: str, after: Spot, lines: str) -> Edit:
    """Insert lines after a key of a sheet and its value."""
    end = max(last_line_end(text, after.node), line_end(text, span(after.key)[1]))
    return Edit(end, end, _after(text, end, lines))


def _after(text: str, end: int, lines: str) -> str:
    """Lines for a position at the end of a line, or of a text whose last line has no end."""
    return lines if end == 0 or text[end - 1] == "\n" else f"\n{lines.removesuffix(chr(10))}"


def with_value(text: str, mapping: Any, key: str, written: str) -> Edit:
    """Give a key of a mapping another value, or add it; without a value, remove it."""
    for n, (name, value) in enumerate(mapping.value):
        if name.value == key:
            if not written:
                return without_pair(text, mapping, n)
            start, end = span(value)
            return Edit(
                start, start + len(text[start:end].rstrip()), written if start < end else f" {written}"
            )
    return add_pairs(text, mapping, [f"{key}: {written}"])


def without_pair(text: str, mapping: Any, n: int) -> Edit:
    """Remove a key and its value from a mapping; not its only one."""
    key, value = mapping.value[n]
    if is_lines(mapping):
        first = span(key)[0]
        # The first pair of a mapping in a list is on the line of the dash.
        dash = text[line_start(text, first) : first].strip() != ""
        if dash:
            return Edit(first, span(mapping.value[n + 1][0])[0], "")
        return Edit(
            line_start(text, first), max(last_line_end(text, value), line_end(text, span(key)[1])), ""
        )
    if n + 1 < len(mapping.value):
        return Edit(span(key)[0], span(mapping.value[n + 1][0])[0], "")
    return Edit(span(mapping.value[n - 1][1])[1], span(value)[1], "")


def pairs_joined(text: str, mapping: Any, old: str, kept: str) -> Iterator[Edit]:
    """In a citation that names two sources by key, give the passages of one to the other."""
    by_key = {key.value: (n, value) for n, (key, value) in enumerate(mapping.value)}
    (n, value), (_, target) = by_key[old], by_key[kept]
    passages: list[str] = []
    for each in (*_scalars(target), *_scalars(value)):
        written = json.dumps(" ".join(each.value.split()), ensure_ascii=False)
        if written not in passages:
            passages.append(written)
    start, end = span(target)
    if is_lines(target):
        end = start + len(text[start:end].rstrip())
    yield Edit(start, end, f"[{', '.join(passages)}]")
    yield without_pair(text, mapping, n)


def _scalars(node: Any) -> list[Any]:
    return node.value if isinstance(node, yaml.SequenceNode) else [node]


def matches(
    text: str, node: Any, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]
) -> list[Edit]:
    """Replace what a pattern matches in the text of a value."""
    return [Edit(match.start(), match.end(), new(match)) for match in pattern.finditer(text, *span(node))]
