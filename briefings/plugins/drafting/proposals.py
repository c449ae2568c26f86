"""Candidates that another program proposes: read from JSON, judged, and written into a sheet as comments.

A proposal enters only if its passage is in the saved text, and its passage gives every number, date, speaker
and quotation of it. What it says beyond these nobody here can judge, so it stays a comment until a person
accepts it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple, get_args

from briefings.grammar.lexicon import lexicon
from briefings.languages import REFERENCE
from briefings.model.briefing import Event, Figure, Qualifier, Statement
from briefings.model.briefing import Value as FigureValue
from briefings.model.keys import keys_of
from briefings.plugins.drafting.article import Story, on_one_line
from briefings.plugins.drafting.candidates import Candidate, Drafted, Key
from briefings.plugins.drafting.decisions import RefusedError, Sheet
from briefings.plugins.drafting.judge import Judge, Verdict
from briefings.plugins.drafting.listing import data_of, plain_of
from briefings.plugins.drafting.sheet import with_candidates
from briefings.plugins.drafting.values import LARGEST_POWER, NUMBERS, Value
from briefings.problems.problem import did_you_mean, or_list
from briefings.text.characters import first_hidden
from briefings.words import Words


class Kind(NamedTuple):
    """A kind of fact that can be proposed."""

    key: Key
    """Where it belongs in a briefing."""
    main: str
    """The key that says the most."""
    keys: tuple[str, ...]
    """What may be proposed of it, besides the passage."""


KINDS: Mapping[str, Kind] = {
    "event": Kind("timeline", "title", ("date", "title", "text", "actors", "place")),
    "quotation": Kind("statements", "quote", ("speaker", "quote", "about", "date")),
    "claim": Kind("statements", "text", ("speaker", "text", "about", "date")),
    "figure": Kind(
        "figures", "label", ("label", "unit", "value", "from", "to", "qualifier", "as_of", "actors")
    ),
}

LARGEST = 1_000_000
"""Bytes of a file."""
MOST = 200
"""Proposals in a file."""
LONGEST = 400
"""Characters of a value."""
LONGEST_PASSAGE = 600

_NAME = re.compile(r"[^\W_](?:[^\W_]|[.,'’()@/+:_-]| (?! )){0,99}(?<! )")
_MARKUP = re.compile(r"[\[\]<>`{}|]|://|\bwww\.")
_LISTED = frozenset(("state", "line", "source", "drafted", "offered", "problems", "particulars"))
"""Keys that `draft --format json` writes, and that a program may give back."""


class ProposalError(Exception):
    """A file with proposals cannot be read. The message completes a sentence about it."""


@dataclass(frozen=True, slots=True)
class Proposals:
    """A file with proposals."""

    by: str
    """The program that made them."""
    candidates: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A proposal that does not enter."""

    index: int
    """Its place in the file, from 1."""
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A sheet with the proposals that enter."""

    sheet: Sheet
    added: int
    """How many candidates it has more than before."""
    changed: tuple[int, ...]
    """The numbers of candidates with other values."""
    refused: tuple[Refused, ...]


def read_proposals(data: bytes) -> Proposals:
    """The proposals in a file. Raises `ProposalError`."""
    try:
        read = json.loads(data.decode("utf-8"), parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise ProposalError("is not JSON in UTF-8") from None
    if not isinstance(read, dict) or not isinstance(read.get("candidates"), list):
        raise ProposalError("has no list `candidates`")
    by, candidates = read.get("by"), read["candidates"]
    if not isinstance(by, str) or _NAME.fullmatch(by) is None:
        raise ProposalError(
            "does not say in `by` which program made it: 1 to 100 letters, digits, `.`, `:`, `-`"
        )
    if len(candidates) > MOST:
        raise ProposalError(f"has {len(candidates)} candidates; at most {MOST} are read")
    return Proposals(by, tuple(each if isinstance(each, dict) else {} for each in candidates))


def _no_number(word: str) -> None:
    raise ValueError(word)


def propose(
    proposals: Proposals, sheet: Sheet, source: str, text: str, language: str, judge: Judge, words: Words
) -> Proposed:
    """Judge proposals about the text of a source, and add those that enter to a sheet, as comments."""
    desk = _Desk(proposals.by, sheet, source, Story(text, lexicon(language or REFERENCE)), judge)
    for n, given in enumerate(proposals.candidates, 1):
        try:
            desk.take(given)
        except RefusedError as error:
            desk.refused.append(Refused(n, error.messages))
    after = desk.sheet
    if desk.added:
        more = Drafted(tuple(desk.added), ())
        extended = with_candidates(after.text, more, source, text, words, path=sheet.shown, by=proposals.by)
        after = Sheet(extended, sheet.shown)
    return Proposed(after, len(desk.added), tuple(desk.changed), tuple(desk.refused))


class _Desk:
    """Takes proposals one by one."""

    def __init__(self, by: str, sheet: Sheet, source: str, article: Story, judge: Judge) -> None:
        self.sheet = sheet
        self.added: list[Candidate] = []
        self.changed: list[int] = []
        self.refused: list[Refused] = []
        self._by = by
        self._source = source
        self._article = article
        self._judge = judge
        self._named = {actor for each in judge.known.mentions(article.normal.text) for actor in each.actors}
        self._seen: dict[tuple[str, ...], tuple[str, Mapping[str, Any]]] = {}
        for number in reversed(sheet.numbers):
            each = data_of(sheet, number)
            self._seen[_words_of(each)] = f"candidate {number}", each

    def take(self, given: Mapping[str, Any]) -> None:
        """Add a candidate, or change the one whose number is given. Raises `RefusedError`."""
        number = given.get("number")
        if number is None:
            self._add(given)
        elif isinstance(number, bool) or not isinstance(number, int) or number not in self.sheet.blocks:
            raise RefusedError(f"there is no candidate {str(number)[:20]}")
        else:
            self._change(number, given)

    def _add(self, given: Mapping[str, Any]) -> None:
        noun = given.get("kind")
        if not isinstance(noun, str) or noun not in KINDS:
            raise RefusedError(f"`kind` must be {or_list([*KINDS])}")
        kind = KINDS[noun]
        values = _values(given, kind)
        passage = str(values.pop("passage", ""))
        if not passage and noun != "quotation":
            raise RefusedError("`passage` is missing: copy the words of the text that say so")
        needed = [key for key in _needed(noun) if key not in values]
        if needed:
            raise RefusedError(*(f"`{key}` is missing" for key in needed))
        if noun == "claim" and "speaker" not in values:
            values = {"source": self._source, **values}
        elif noun == "quotation" and "speaker" not in values:
            values = {"speaker": "", **values}
        cited = passage or str(values["quote"])
        entry: dict[str, Any] = {
            **_data(values),
            "cite": {self._source: passage} if passage else self._source,
        }
        if (same := self._seen.get(_words_of(entry))) is not None:
            self._refuse_others(values, *same)
            return
        self._refuse_strangers(values)
        self._refuse(self._judge(kind.key, entry))
        match = self._article.match(cited)
        assert match is not None, "the judge found it"
        self._seen[_words_of(entry)] = "a candidate before it", entry
        ordered = [(key, values[key]) for key in ("source", *kind.keys) if key in values]
        self.added.append(
            Candidate(
                kind.key,
                noun,
                self._article.normal.origin(match.start),
                (*ordered, ("drafted", self._by)),
                passage or None,
            )
        )

    def _change(self, number: int, given: Mapping[str, Any]) -> None:
        block = self.sheet.blocks[number]
        same = plain_of(self.sheet, number)
        if all(
            str(same.get(key)) == str(given[key]) for key in given.keys() - _LISTED - {"number"} if given[key]
        ):
            return
        if not block.is_open:
            raise RefusedError(f"a person has decided about candidate {number}")
        if block.noun not in KINDS:
            raise RefusedError(
                f"candidate {number} is of the kind `{block.noun}`, which only a person changes"
            )
        if given.get("kind", block.noun) != block.noun:
            raise RefusedError(f"candidate {number} is of the kind `{block.noun}`")
        before = data_of(self.sheet, number)
        values = {
            key: value
            for key, value in _values(given, KINDS[block.noun]).items()
            if _data({key: value})[key] != (_passage(before) if key == "passage" else before.get(key))
        }
        if not values:
            return
        sheet = self.sheet.change({number: {**values, "drafted": self._by}})
        self._refuse_strangers(values)
        # What was there before is the curator's to judge.
        self._refuse(self._judge(block.key, data_of(sheet, number)), values)
        self.sheet = sheet
        self.changed.append(number)

    def _refuse(self, verdict: Verdict, changed: Mapping[str, Value] | None = None) -> None:
        missing = [
            message
            for key, message in verdict.missing
            if changed is None or key in changed or "passage" in changed
        ]
        if why := (*verdict.problems, *missing):
            raise RefusedError(*why)

    def _refuse_others(self, values: Mapping[str, Value], where: str, same: Mapping[str, Any]) -> None:
        """Refuse values that a candidate of the same fact has otherwise."""
        others = [
            f"`{key}`"
            for key, value in _data(values).items()
            if key != "source" and value not in ("", []) and str(same.get(key, "")) != str(value)
        ]
        if others:
            raise RefusedError(f"{where} says the same with another {' and '.join(others)}; change that one")

    def _refuse_strangers(self, values: Mapping[str, Value]) -> None:
        """Refuse actors and names that the article does not have."""
        actors = values.get("actors", ())
        strangers = [
            each for each in (actors if isinstance(actors, tuple) else ()) if each not in self._named
        ]
        for key in ("title", "text", "label", "about"):
            mentions = self._judge.known.mentions(str(values.get(key, "")))
            strangers += [each.text for each in mentions if self._named.isdisjoint(each.actors)]
        if strangers:
            raise RefusedError(*(f"“{each}” is not named in the text" for each in dict.fromkeys(strangers)))


def _values(given: Mapping[str, Any], kind: Kind) -> dict[str, Value]:
    """The values of a proposal, each as what its key may have."""
    values: dict[str, Value] = {}
    wrong: list[str] = []
    for key, value in given.items():
        if key in ("kind", "number") or key in _LISTED or value is None or value in ("", []):
            continue
        if key not in (*kind.keys, "passage"):
            hint = did_you_mean(str(key), kind.keys) or f"known here: {', '.join((*kind.keys, 'passage'))}"
            wrong.append(f"`{str(key)[:40]}` cannot be proposed; {hint}")
            continue
        longest = LONGEST_PASSAGE if key in ("passage", "quote") else LONGEST
        match value:
            case bool():
                wrong.append(f"`{key}` cannot be true or false")
            case list() if key == "actors" and all(isinstance(each, str) for each in value):
                values[key] = tuple(value)
            case int() | Decimal() if key in NUMBERS and abs(Decimal(value).adjusted()) < LARGEST_POWER:
                values[key] = Decimal(value)
            case str() if key != "actors" and key not in NUMBERS:
                values[key] = words = on_one_line(value)
                if len(words) > longest:
                    wrong.append(f"`{key}` has more than {longest} characters")
                elif first_hidden(words) is not None:
                    wrong.append(f"`{key}` contains a hidden character")
                elif key not in ("passage", "quote") and _MARKUP.search(words) is not None:
                    wrong.append(f"`{key}` is plain text, without markup or addresses")
            case _:
                form = (
                    "a list of ids"
                    if key == "actors"
                    else "a number"
                    if key in NUMBERS
                    else "text, in quotation marks"
                )
                wrong.append(f"`{key}` must be {form}")
    if wrong:
        raise RefusedError(*wrong)
    return values


def _needed(noun: str) -> Iterator[str]:
    """The keys without which nothing can be judged; a range needs no value."""
    required = {"event": ("date", "title"), "quotation": ("quote",), "claim": ("text",)}
    yield from required.get(noun, ("label", "unit"))


def _data(values: Mapping[str, Value]) -> dict[str, Any]:
    """Values as a sheet has them when it is read."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def _passage(entry: Mapping[str, Any]) -> str:
    """The passage of an entry that cites one."""
    cite = entry.get("cite")
    return str(next(iter(cite.values()))) if isinstance(cite, dict) and cite else ""


def _words_of(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """What two proposals of the same fact have in common."""
    kind = next((kind for kind in KINDS.values() if kind.main in entry), None)
    main = str(entry.get(kind.main, "")) if kind is not None else str(entry.get("actor", ""))
    more = (str(entry.get(key, "")) for key in ("date", "value", "from", "to"))
    return (main.casefold(), *more)


# ── The schema ──────────────────────────────────────────────────────────────────────────────────────────────


def schema() -> dict[str, Any]:
    """The JSON Schema of a file with proposals."""
    new = [_schema_of(noun, kind) for noun, kind in KINDS.items()]
    change = {
        "description": "Other values for a candidate of the sheet.",
        "required": ["number"],
        "properties": {
            **{key: each for kind in new for key, each in kind["properties"].items() if key != "kind"},
            "number": {"type": "integer", "description": "Its number."},
            "kind": {"enum": [*KINDS]},
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Candidates for briefings draft --candidates",
        "type": "object",
        "required": ["by", "candidates"],
        "properties": {
            "by": {"type": "string", "maxLength": 100, "description": "The program that proposes them."},
            "candidates": {"type": "array", "maxItems": MOST, "items": {"anyOf": [*new, change]}},
        },
    }


def _schema_of(noun: str, kind: Kind) -> dict[str, Any]:
    models = {"timeline": (Event,), "statements": (Statement,), "figures": (Figure, FigureValue)}[kind.key]
    fields = {key: field for model in models for key, field in keys_of(model).items()}
    passage = "The words of the saved text that say so, copied letter for letter."
    return {
        "type": "object",
        "required": ["kind", *_needed(noun), *([] if noun == "quotation" else ["passage"])],
        "properties": {
            "kind": {"const": noun},
            **{
                key: _type(key) | {"description": on_one_line(fields[key].description or "")}
                for key in kind.keys
            },
            "passage": {"type": "string", "maxLength": LONGEST_PASSAGE, "description": passage},
        },
    }


def _type(key: str) -> dict[str, Any]:
    if key == "actors":
        return {"type": "array", "items": {"type": "string"}}
    if key in NUMBERS:
        return {"type": "number"}
    if key == "qualifier":
        return {"enum": [*get_args(Qualifier)]}
    return {"type": "string", "maxLength": LONGEST_PASSAGE if key == "quote" else LONGEST}
