"""Reads a filled form: the text that GitHub makes of the answers, in which anybody can write anything."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from briefings.model.base import is_quoted
from briefings.plugins.forms.fields import AGREEMENT, Field, Form
from briefings.sheets.yaml_text import unify_lines
from briefings.text.characters import first_hidden
from briefings.words import Words

LONGEST_BODY = 70_000
"""Characters. GitHub's own limit is 65,536."""
LONGEST_ANSWER = 5_000
"""Characters: a section of a briefing has fewer."""
LONGEST_LINE = 500
"""Characters of an answer on one line."""

_EMPTY = frozenset({"", "_No response_", "None"})
"""What GitHub writes for a question without an answer."""

_BOX = re.compile(r"- \[(?P<ticked>[xX ])\] (?P<words>.*)")


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled form."""

    form: Form
    answers: Mapping[str, str | tuple[str, ...]]
    """By the name of the field; questions without an answer are left out. The answer to one with options is
    their values."""
    reasons: tuple[str, ...]
    """What is wrong with the answers, in the site's language."""


def read(body: str, forms: Sequence[Form], words: Words) -> Filled | None:
    """The answers in the text of an issue; None if it is not one of the forms."""
    lines = [line.rstrip() for line in unify_lines(body).split("\n")]
    headings = {line.removeprefix("### ") for line in lines if line.startswith("### ")}
    form = max(forms, key=lambda each: sum(field.label in headings for field in each.fields))
    signature = next(field.label for field in form.fields if field.name == AGREEMENT)
    if signature not in headings:
        return None
    if len(body) > LONGEST_BODY:
        return Filled(form, {}, (words("forms.reasons.long", field=form.title, n=LONGEST_BODY),))
    blocks, reasons = _blocks(lines, form, words)
    if reasons:
        return Filled(form, {}, tuple(reasons))
    answers: dict[str, str | tuple[str, ...]] = {}
    for field in form.fields:
        answer = _Answer(field, blocks[field.label], words)
        reasons += answer.reasons()
        if (value := answer.value()) is not None:
            answers[field.name] = value
    return Filled(form, answers, tuple(dict.fromkeys(reasons)))


def _blocks(lines: Sequence[str], form: Form, words: Words) -> tuple[dict[str, str], list[str]]:
    """What is below each heading of the form. One that is there twice may be part of an answer, so nobody can
    tell where that answer ends."""
    labels = {field.label for field in form.fields}
    blocks: dict[str, list[str]] = {}
    reasons: list[str] = []
    current: list[str] = []
    for line in lines:
        label = line.removeprefix("### ") if line.startswith("### ") else ""
        if label not in labels:
            current.append(line)
            continue
        if label in blocks:
            reasons.append(words("forms.reasons.heading_twice", field=label))
        current = blocks[label] = []
    reasons += [
        words("forms.reasons.heading_missing", field=field.label)
        for field in form.fields
        if field.label not in blocks
    ]
    return {label: "\n".join(block).strip() for label, block in blocks.items()}, list(dict.fromkeys(reasons))


@dataclass(frozen=True, slots=True)
class _Answer:
    """The answer to one question."""

    field: Field
    text: str
    words: Words

    def reasons(self) -> Iterator[str]:
        """What is wrong with it."""
        if self.field.kind == "boxes":
            if self._ticked() != set(self.field.options):
                yield self._reason("not_agreed")
        elif self.text in _EMPTY:
            if self.field.required:
                yield self._reason("missing")
        elif (hidden := first_hidden(self.text)) is not None:
            yield self._reason("hidden", character=f"U+{ord(hidden.character):04X}")
        elif self.field.options:
            if self.value() is None:
                yield self._reason("no_choice")
        elif len(self.text) > self._longest:
            yield self._reason("long", n=self._longest)

    def value(self) -> str | tuple[str, ...] | None:
        """The answer; None if there is none, or it is not valid."""
        field = self.field
        if field.kind == "boxes" or self.text in _EMPTY or first_hidden(self.text) is not None:
            return None
        if field.kind == "choices":
            return self._chosen()
        if field.options:
            return field.options.get(self.text)
        if field.by_line:
            return tuple(line.strip() for line in self.text.split("\n") if line.strip())
        text = self.text if field.kind == "text" and field.is_prose else " ".join(self.text.split())
        return text[1:-1].strip() if field.key == "quote" and is_quoted(text) else text

    @property
    def _longest(self) -> int:
        return LONGEST_ANSWER if self.field.kind == "text" else LONGEST_LINE

    def _chosen(self) -> tuple[str, ...] | None:
        """Several choices, which GitHub joins by commas; names have commas, too, but end in an id."""
        chosen = [f"{name}]" for name in f"{self.text}, ".split("], ") if name]
        values = [self.field.options.get(name) for name in chosen]
        return None if None in values else tuple(dict.fromkeys(value for value in values if value))

    def _ticked(self) -> set[str]:
        boxes = (_BOX.fullmatch(line) for line in self.text.split("\n"))
        return {box["words"] for box in boxes if box is not None and box["ticked"] != " "}

    def _reason(self, key: str, **values: object) -> str:
        return self.words(f"forms.reasons.{key}", field=self.field.label, **values)
