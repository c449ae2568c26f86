"""Explains syntax errors in YAML to curators: PyYAML's messages are for programmers, and often at the wrong
place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml

from briefings.text.limits import NESTING

TYPOGRAPHIC = "“”„«»‹›‟"
"""Quotation marks that have no meaning in YAML."""


class Mistake(NamedTuple):
    """A mistake in YAML, explained."""

    message: str
    hint: str
    at: int
    """Its index in the text."""


class _Known(NamedTuple):
    """A mistake that PyYAML's message identifies."""

    words: str
    """A pattern of what is in PyYAML's message."""
    message: str
    hint: str
    at_start: bool = False
    """Whether to show where the broken part starts, as for a bracket that is never closed."""


_INDENTED = "what belongs together starts in the same column, indented with spaces"
_QUOTED = 'put the text in quotation marks: "…"'
_QUOTED_IF = 'texts with `,` `:` `[` or `{` need quotation marks: "…"'
_NESTED = f"lists and mappings are nested more than {NESTING} deep"
_SIGN = "`{}` at the start of a text means {}, and none is used here"
_ESCAPE = "a backslash in double quotation marks starts an escape, and this is not one"
_MISFIT = "this line fits neither the line above nor the ones before"
_TAB = "there is a tab in the indentation"
_SPACES = "YAML is indented with spaces, never with tabs"
_NO_COLON = "the line has no `:` after its key"
_ADD_COLON = "write `key: value`; text that runs on is indented, under `>`"
_NO_SPACE = "the `:` after a key is followed by a space"
_BAD_START = "a text cannot start with this character"
_INNER_COLON = "there is a `:` followed by a space inside a text"
_STRAIGHT = 'typographic quotation marks do not quote in YAML; put the text in straight ones: "…"'
_CONFLICT = re.compile(r"^<{7}(?= )(?=.*^={7}$.*^>{7} )", re.MULTILINE | re.DOTALL)
"""What Git writes where two branches changed the same lines."""

_BLOCK = "after `|` or `>` the text starts on the next line"
_ITEMS = "a list starts on a line of its own"
_KNOWN = (
    _Known("scanning a tag|parsing a (?:node|tag)", _SIGN.format("!", "a tag"), _QUOTED, at_start=True),
    _Known("an anchor|duplicate anchor", _SIGN.format("&", "an anchor"), _QUOTED, at_start=True),
    _Known("an alias|undefined alias", _SIGN.format("*", "an alias"), _QUOTED, at_start=True),
    _Known("tab character", _TAB, _SPACES),
    _Known("another document", "a second YAML document starts here", "delete the line `---`"),
    _Known("nesting depth", _NESTED, "close the brackets"),
    _Known("escape|invalid Unicode|hexdecimal", _ESCAPE, "use single quotation marks: '…'"),
    _Known(r"expected ',' or '\]'", "a list is opened with `[` and not closed", _QUOTED_IF, at_start=True),
    _Known("expected ',' or '}'", "a mapping is opened with `{` and not closed", _QUOTED_IF, at_start=True),
    _Known("expected ':'", _NO_COLON, _ADD_COLON, at_start=True),
    _Known("scanning a block scalar", _BLOCK, "put it there, indented by two spaces"),
    _Known("sequence entries are not allowed", _ITEMS, f"put `- ` on the next line; {_INDENTED}"),
    _Known("cannot start any token|mapping keys are not allowed", _BAD_START, _QUOTED),
    _Known("expected key|<block end>|'-' indicator|document start", _MISFIT, _INDENTED),
)


def mistake(error: yaml.YAMLError, text: str, loader: type) -> Mistake:
    """The mistake in a text that `loader` refused."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return Mistake("this is not valid YAML", "", 0)
    if (marker := _CONFLICT.search(text)) is not None:
        hint = "keep the lines of one side, or of both, and delete the three lines of signs"
        return Mistake("a merge by Git is not finished: both sides are in the file", hint, marker.start())
    message = f"{error.context or ''} {error.problem or ''}"
    mark, began = error.problem_mark or error.context_mark, error.context_mark
    at = min(mark.index, len(text)) if mark is not None else 0
    if (by_text := next(_by_text(error, message, text, at, loader), None)) is not None:
        return by_text
    known = next((known for known in _KNOWN if re.search(known.words, message)), None)
    if known is None:
        return Mistake("this line cannot be read as YAML", _QUOTED, at)
    index = began.index if known.at_start and began is not None else at
    if known.message == _ESCAPE:
        index = max(0, text.rfind("\\", 0, at + 1))
    return Mistake(known.message, known.hint, index)


def is_nesting(found: Mistake) -> bool:
    """Whether the mistake is that lists and mappings are nested too deep."""
    return found.message == _NESTED


def _by_text(
    error: yaml.MarkedYAMLError, message: str, text: str, at: int, loader: type
) -> Iterator[Mistake]:
    """Mistakes that the text around PyYAML's place identifies better than its message, most likely first."""
    start = text.rfind("\n", 0, at) + 1
    before = text[start:at]
    here = text[at : at + 1]
    flow = "expected ',' or" in message
    misfit = "expected key" in message or "<block end>" in message
    if "quoted scalar" in message and "unexpected" in message and error.context_mark is not None:
        yield _not_closed(text, error.context_mark.index)
    if (flow or misfit or "not allowed in this context" in message) and (
        opened := _quotation_over_lines(text, at, loader)
    ) is not None:
        yield _not_closed(text, opened)
    if "mapping values are not allowed" in message or (
        flow and here == ":" and any(c in before for c in ":[{,")
    ):
        yield _colon(text, at, before, flow=flow)
    if (
        flow
        and error.context_mark is not None
        and (comment := _comment(text, error.context_mark.index, at)) is not None
    ):
        bracket = text[error.context_mark.index]
        yield Mistake(
            f"a `#` after a space starts a comment, so that the `{bracket}` is not closed", _QUOTED, comment
        )
    if flow or (misfit and before.strip()):
        yield from _after_end(at, before, flow=flow)
    if "node content" in message:
        is_stray = "block node" in message and here in ("]", "}", ",")
        missing = Mistake(
            "something is missing here, after a bracket or a comma",
            "close the bracket, delete the comma, or put the text in quotation marks",
            at,
        )
        yield Mistake(_BAD_START, _QUOTED, at) if is_stray else missing
    if "cannot start any token" in message and here == "\t":
        yield Mistake(_TAB, _SPACES, at)
    if (
        "expected ':'" in message
        and error.context_mark is not None
        and _JOINED.match(text, error.context_mark.index)
    ):
        yield Mistake(_NO_SPACE, "write `key: value`", error.context_mark.index)
    # After a blank line or a comment, PyYAML blames the line that follows the mistake.
    if (misfit or "document start" in message) and (
        joined := _JOINED.match(text, _line_above(text, start))
    ) is not None:
        yield Mistake(_NO_SPACE, "write `key: value`", joined.start())


_JOINED = re.compile(r"[\w-]+:(?![\s/])")
"""A key and its value without a space."""


def _line_above(text: str, start: int) -> int:
    """Where the words of the last line before a place begin that is neither empty nor a comment."""
    lines = [*re.finditer(r"^[ \t]*(?=[^\s#])", text[:start], re.MULTILINE)]
    return lines[-1].end() if lines else start


def _not_closed(text: str, opened: int) -> Mistake:
    rest = text[opened + 1 :].partition("\n")[0]
    hint = "close it; an apostrophe inside '…' is written twice: ''"
    if any(c in rest for c in TYPOGRAPHIC):
        hint = (
            f"close it with a straight one, `{text[opened]}`: typographic quotation marks do not quote in"
            " YAML"
        )
    return Mistake("a quotation mark is opened and not closed", hint, opened)


def _quotation_over_lines(text: str, at: int, loader: type) -> int | None:
    """Where a quoted text of several lines begins that ends just before a place, at the next text's opening
    mark."""
    last: tuple[int, int] | None = None
    try:
        for token in yaml.scan(text, Loader=loader):
            if token.start_mark.index >= at:
                break
            if (
                isinstance(token, yaml.ScalarToken)
                and token.style in ("'", '"')
                and token.start_mark.line < token.end_mark.line
            ):
                last = token.start_mark.index, token.end_mark.index
    except (yaml.YAMLError, RecursionError):
        pass
    return last[0] if last is not None and "\n" not in text[last[1] : at] else None


def _colon(text: str, at: int, before: str, *, flow: bool) -> Mistake:
    if re.search(rf"[:,\[{{-]\s*[{TYPOGRAPHIC}]", before):
        return Mistake(_INNER_COLON, _STRAIGHT, at)
    if flow or ":" in before:
        return Mistake(_INNER_COLON, _QUOTED, at)
    above = text[: at - len(before)].rstrip()
    start = above.rfind("\n") + 1
    if above and not before[:1].isspace():
        # The line above has no valid key, so YAML reads both lines as one.
        if ":" in above[start:]:
            return Mistake(_NO_SPACE, "write `key: value`", start)
        return Mistake(_NO_COLON, _ADD_COLON, start)
    return Mistake(
        "this key is indented deeper than the one before it, which has a value already", _INDENTED, at
    )


def _comment(text: str, began: int, at: int) -> int | None:
    """Where a comment cuts off a bracket that would be closed on the line."""
    line_end = text.find("\n", began)
    line = text[began : line_end if line_end >= 0 else len(text)]
    comment = re.search(r"[^\s,\[{:][ \t]+#", line)
    if (
        comment is None
        or began + comment.end() > at
        or not any(bracket in line[comment.end() :] for bracket in "]}")
    ):
        return None
    return began + comment.end() - 1


def _after_end(at: int, before: str, *, flow: bool) -> Iterator[Mistake]:
    last = before.rstrip()[-1:]
    if last in ("'", '"'):
        hint = (
            "close each quotation mark; put a text with quotation marks in it into the other kind: '…\"…\"…'"
        )
        yield Mistake("something follows a text that has ended", hint, at)
    elif not flow and last in ("]", "}"):
        hint = "a text with brackets in it needs quotation marks"
        yield Mistake(f"something follows the `{last}` that ends the value", hint, at)


def no_value(key: str, before: str, after: str) -> tuple[str, str]:
    """The message and hint for a key without a value; `before` and `after` are around it on its line.

    In a flow mapping a comma ends a value, so the rest of a number or text after it looks like a key.
    """
    if key.isdecimal() and (number := re.search(r"(\d[\d,]*),\s*$", before, re.ASCII)) is not None:
        groups = [*number[1].split(","), key]
        hint = f"a number has no thousands separators: write {''.join(groups)}"
        if not all(len(group) == 3 for group in groups[1:]):
            hint = f"decimals follow a point: write {''.join(groups[:-1])}.{key}"
        return f"the comma in `{','.join(groups)}` ends the number", hint
    if any(mark in before + key for mark in TYPOGRAPHIC):
        return f"`{key}` has no value: a comma ends the text before it", _STRAIGHT
    if " " in key and before.rstrip().endswith(","):
        return f"`{key}` has no value: a comma ends the text before it", _QUOTED
    if (comment := after.partition(" #")[2].strip()) != "":
        return f"`{key}` has no value", f"give it one; its comment says: {comment}"
    return f"`{key}` has no value", "give it one; a line that is not needed can be deleted"
