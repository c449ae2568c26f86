"""What a curator decides about the candidates of a sheet: to accept, reject or change them.

Accepting deletes the comment signs before the lines of a candidate, and taking it back restores them. Each
decision gives another text, in which all other bytes are the same, so commands and servers can use them.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile
from typing import Any

from briefings.model import MODELS
from briefings.plugins.drafting.blocks import (
    INTRODUCTION,
    KEY,
    OFFER,
    REJECTED,
    Block,
    blocks,
    commented,
    uncommented,
)
from briefings.plugins.drafting.candidates import NewName
from briefings.plugins.drafting.values import NAMED, Value, read_value, written
from briefings.problems.problem import did_you_mean, or_list
from briefings.sheets.shape import value_problems
from briefings.sheets.yaml_text import read_yaml, unify_lines
from briefings.text.prose import is_id


class RefusedError(Exception):
    """Something cannot be done. Each message says why, and what to do."""

    def __init__(self, *messages: str) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


@dataclass(frozen=True, slots=True)
class Accepted:
    """A sheet with more entries than before."""

    text: str
    numbers: tuple[int, ...]
    """The candidates that were accepted now."""
    before: tuple[int, ...]
    """The candidates that had been accepted before."""
    actors: tuple[str, ...]
    """The ids of the actors in the new entries."""


class Sheet:
    """A sheet with candidates, by lines without their ends."""

    def __init__(self, text: str, shown: str) -> None:
        self.text = text
        self.shown = shown
        self._whole = text.splitlines(keepends=True)
        self.lines = [line.rstrip("\r\n") for line in self._whole]
        self.blocks = {block.number: block for block in reversed(blocks(self.lines))}

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of all candidates."""
        return tuple(sorted(self.blocks))

    @property
    def open(self) -> tuple[int, ...]:
        """The numbers of the candidates that nobody has decided about."""
        return tuple(number for number in self.numbers if self.blocks[number].is_open)

    @property
    def sources(self) -> tuple[str, ...]:
        """The ids of the articles that were drafted into the sheet."""
        matches = (INTRODUCTION.match(line) for line in self.lines)
        return tuple(dict.fromkeys(match["source"] for match in matches if match is not None))

    def entry(self, number: int) -> str:
        """The YAML of a candidate."""
        block = self.blocks[number]
        lines = self.lines[block.first : block.last]
        if block.is_accepted:
            return "\n".join(lines)
        entry = "\n".join(uncommented(line) for line in lines)
        speaker = self._speaker(entry)
        return _NO_SPEAKER.sub(rf"\1 {speaker}", entry, count=1) if speaker else entry

    def _speaker(self, entry: str) -> str:
        """The id of a speaker, as a curator wrote it into the command of a new actor; empty if not."""
        name = _known_speaker(entry)
        ids = [each.id for each in self.commands if name and each.name == name]
        return ids[0] if ids and is_id(ids[0]) else ""

    def change(self, values: Mapping[int, Mapping[str, Value]]) -> Sheet:
        """The sheet with other values in candidates that are comments; raises `RefusedError`. An empty value
        removes its key."""
        wrong = self._wrong(values)
        wrong += [
            f"candidate {n} was accepted; change it in {self.shown}, or take that back first"
            for n in values
            if n in self.blocks and self.blocks[n].is_accepted
        ]
        if wrong:
            raise RefusedError(*wrong)
        entries = {number: with_values(self.entry(number), new) for number, new in values.items()}
        new = {n: commented(entry.splitlines()) for n, entry in entries.items()}
        return self._replaced({number: (self._heading(number), lines) for number, lines in new.items()})

    def reject(self, numbers: Collection[int]) -> Sheet:
        """The sheet with these candidates marked as rejected; raises `RefusedError`."""
        self._refuse(numbers, lambda block: block.is_accepted, "was accepted; take that back first")
        return self._replaced(
            {
                number: (self._heading(number).replace("]", f"]{REJECTED}", 1), self._lines_of(number))
                for number in numbers
                if not self.blocks[number].is_rejected
            }
        )

    def reopen(self, numbers: Collection[int]) -> Sheet:
        """The sheet with these candidates as comments again, neither accepted nor rejected."""
        self._refuse(numbers, lambda block: block.is_open, "is open; there is nothing to take back")
        self._refuse(numbers, lambda block: block.first == block.last, "has no lines left")
        chosen = {
            number: (
                self._heading(number),
                commented(lines) if self.blocks[number].is_accepted else lines,
            )
            for number in numbers
            for lines in [self._lines_of(number)]
        }
        return self._replaced(chosen)._without_empty_keys(numbers)

    def _refuse(self, numbers: Collection[int], is_wrong: Callable[[Block], bool], why: str) -> None:
        wrong = [
            f"candidate {n} {why}" for n in sorted(numbers) if n in self.blocks and is_wrong(self.blocks[n])
        ]
        if wrong := [*self._wrong(numbers), *wrong]:
            raise RefusedError(*wrong)

    def _heading(self, number: int) -> str:
        """The heading of a candidate, as if nobody had decided about it."""
        return self.lines[self.blocks[number].heading].replace(f"]{REJECTED}", "]", 1)

    def _lines_of(self, number: int) -> list[str]:
        return self.lines[self.blocks[number].first : self.blocks[number].last]

    def _replaced(self, changed: Mapping[int, tuple[str, Sequence[str]]]) -> Sheet:
        """The sheet with another heading and other lines of some candidates."""
        lines = list(self._whole)
        for number in sorted(changed, key=lambda number: self.blocks[number].heading, reverse=True):
            block, (heading, new) = self.blocks[number], changed[number]
            last = _line_end(lines[block.last - 1])
            end = last or _line_end(lines[block.heading])
            written = [f"{line}{end}" for line in (heading, *new)]
            if not last:
                written[-1] = written[-1].rstrip("\r\n")
            lines[block.heading : block.last] = written
        return Sheet("".join(lines), self.shown)

    def _without_empty_keys(self, numbers: Collection[int]) -> Sheet:
        """The sheet with the keys of some candidates as comments, as far as these have no entry any more."""
        whole = list(self._whole)
        for place in {self.blocks[number].key_line for number in numbers}:
            match = KEY.match(self.lines[place])
            below = takewhile(lambda line: not line or line[0] in " #-", self.lines[place + 1 :])
            if (
                match is not None
                and not match["comment"]
                and all(not line or line[0] == "#" for line in below)
            ):
                whole[place] = f"# {whole[place]}"
        return Sheet("".join(whole), self.shown)

    def _wrong(self, numbers: Iterable[int]) -> list[str]:
        return [self._unknown(number) for number in sorted(set(numbers)) if number not in self.blocks]

    def accept(self, numbers: Collection[int]) -> Accepted:
        """The sheet with these candidates as entries; raises `RefusedError`."""
        wanted = sorted(set(numbers))
        wrong = self._wrong(wanted)
        chosen = [self.blocks[n] for n in wanted if n in self.blocks and not self.blocks[n].is_accepted]
        entries = {block.number: _CHOSEN.sub(r"\1", self.entry(block.number)) for block in chosen}
        actors: dict[str, None] = {}
        for block in chosen:
            item, messages = self._read(block, entries[block.number])
            wrong += messages
            actors.update(dict.fromkeys(_actors(item)))
        if wrong:
            raise RefusedError(*wrong)
        new = {
            block.number: (self._heading(block.number), entries[block.number].splitlines())
            for block in chosen
        }
        text = self._replaced(new)._with_keys(new).text
        self._check(text, chosen)
        before = tuple(n for n in wanted if self.blocks[n].is_accepted)
        return Accepted(text, tuple(block.number for block in chosen), before, tuple(actors))

    def _unknown(self, number: int) -> str:
        if not self.blocks:
            return f"{self.shown} has no candidates; `briefings draft FILE` writes a sheet with some"
        hint = did_you_mean(str(number), [str(known) for known in self.numbers])
        known = hint or f"its candidates are {self.numbers[0]} to {self.numbers[-1]}"
        return f"{self.shown} has no candidate {number}; {known}"

    def _read(self, block: Block, entry: str) -> tuple[Any, list[str]]:
        """The data of an entry, and what is wrong with it."""
        where = f"candidate {block.number} ({self.shown}:{block.heading + 1})"
        if not block.key:
            return None, [f"{where} has no key above it; write a line such as `# timeline:` there"]
        empty = _EMPTY.search(entry)
        if empty is not None:
            hint = f"add `--set {block.number}.{empty['key']}=…`, or leave the candidate out"
            if empty["key"] == "speaker":
                hint = _who(block.number, entry)
            return None, [f"{where}: `{empty['key']}` is empty; {hint}"]
        data, problems = read_yaml(f"{block.key}:\n{entry}\n", self.shown)
        if not problems and not (isinstance(data, dict) and list(data) == [block.key]):
            return None, [f"{where} must be one entry of `{block.key}`; begin its first line with `-`"]
        problems = problems or list(value_problems(data, MODELS["briefing"]))
        return data, ["; ".join(filter(None, (f"{where}: {p.message}", p.hint))) for p in problems]

    def _with_keys(self, numbers: Collection[int]) -> Sheet:
        """The sheet with the keys of some candidates no longer as comments."""
        whole = list(self._whole)
        for place in {self.blocks[number].key_line for number in numbers}:
            match = KEY.match(self.lines[place])
            if match is not None and match["comment"]:
                whole[place] = uncommented(whole[place])
        return Sheet("".join(whole), self.shown)

    def _check(self, text: str, chosen: Sequence[Block]) -> None:
        """Refuse a sheet that would have problems which it does not have now."""
        before, found = (read_yaml(unify_lines(each), self.shown)[1] for each in (self.text, text))
        known = {(problem.code, problem.message) for problem in before}
        after = [p for p in found if (p.code, p.message) not in known]
        if after:
            keys = ", ".join(dict.fromkeys(f"`{block.key}`" for block in chosen))
            hint = f"if {keys} is in the sheet twice, move the candidates below the first one"
            raise RefusedError(*(f"{p.place}: {p.message}; {p.hint or hint}" for p in after))

    def tidied(self) -> str:
        """The sheet without the candidates that were not accepted, and without comments about candidates."""
        gone = {block.heading for block in self.blocks.values()}
        for block in self.blocks.values():
            if not block.is_accepted:
                gone.update(range(block.first, block.last))
            if KEY.match(self.lines[block.key_line]) and self.lines[block.key_line].startswith("#"):
                gone.add(block.key_line)
        is_introduction = False
        for n, line in enumerate(self.lines):
            is_introduction = line.startswith("#") and (
                is_introduction or INTRODUCTION.match(line) is not None
            )
            if is_introduction:
                gone.add(n)
        kept: list[str] = []
        for n, line in enumerate(self._whole):
            # Of two blank lines around something deleted, one is enough.
            is_second = line.strip() == "" and n - 1 in gone and (not kept or kept[-1].strip() == "")
            if n not in gone and not is_second:
                kept.append(line)
        while kept and kept[-1].strip() == "" and gone:
            kept.pop()
        return "".join(kept)

    @property
    def new_names(self) -> dict[str, NewName]:
        """The names without a sheet for which comments of the sheet have a command, by id."""
        return {name.id: name for name in self.commands}

    @cached_property
    def commands(self) -> Sequence[NewName]:
        """The names for which comments of the sheet have a command; some still lack an id."""
        return [*_commands(self.lines)]


def _line_end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _actors(data: Any) -> Iterator[str]:
    """The ids of the actors in an entry."""
    for items in data.values() if isinstance(data, dict) else ():
        for item in items if isinstance(items, list) else ():
            for key in ("speaker", "body", "actor", "actors"):
                value = item.get(key, ()) if isinstance(item, dict) else ()
                yield from [value] if isinstance(value, str) else value


_NEEDED = "speaker|date|title|label|unit|value|actor|text|body|result|kind"
_EMPTY = re.compile(rf"^\s*(?:- )?(?P<key>{_NEEDED}):\s*?(?:{OFFER.pattern}|$)", re.MULTILINE)
_NO_SPEAKER = re.compile(rf"^(\s*(?:- )?speaker:)(?:{OFFER.pattern}|$)", re.MULTILINE)
_CHOSEN = re.compile(rf"^(\s*(?:- )?speaker: *[^\s#].*?){OFFER.pattern}", re.MULTILINE)
"""A speaker that was written before the names offered, which are no longer needed."""


def _who(number: int, entry: str) -> str:
    """How to fill in the speaker of an entry."""
    match, names = _NO_SPEAKER.search(entry), offered(entry)
    if match is not None and match["sign"] == "=":
        how = f"add `--set {number}.speaker=ID --create`"
        return f"write an id instead of `ID` before --name {names[0]}, or {how}"
    if names:
        new = next((name for name in names if not is_id(name)), "")
        how = f"; a new name needs an id, as in `--set '{number}.speaker={new} (ID)' --create`" if new else ""
        return f"choose {or_list(names)}, named nearby, or write the id of somebody else{how}"
    return "write the id of who said it, or `source: ID` in its place"


def _known_speaker(entry: str) -> str:
    """The name of a speaker who still needs an id; empty if there is none."""
    needs_id = _NO_SPEAKER.search(entry)
    return needs_id["names"] if needs_id is not None and needs_id["sign"] == "=" else ""


def offered(entry: str) -> tuple[str, ...]:
    """The names offered for an empty speaker."""
    found = _NO_SPEAKER.search(entry)
    return tuple(found["names"].split(" | ")) if found is not None and found["names"] else ()


_PAIR = re.compile(r"^  (?P<lead>- |  )(?P<key>[a-z_]+):")


def with_values(entry: str, values: Mapping[str, Value]) -> str:
    """An entry with other values of some keys; the lines of the others stay as they are. The key `passage` is
    that of its source in `cite`. An empty value removes its key."""
    pairs: dict[str, list[str]] = {}
    for line in entry.splitlines():
        if (match := _PAIR.match(line)) is not None:
            pairs[match["key"]] = [line[4:]]
        elif pairs:
            pairs[[*pairs][-1]].append(line)
        else:
            raise RefusedError(f"`{line.strip()}` is not a key and its value; edit the sheet yourself")
    cite = pairs.pop("cite", [])
    for key, value in values.items():
        if key == "passage":
            source = _SOURCE.match(cite[0]) if cite else None
            if source is None:
                raise RefusedError("`cite` does not name one source; edit the sheet yourself")
            cite = [f"cite: {{{source[1]}: {written(key, value)}}}" if value else f"cite: {source[1]}"]
        elif value not in ("", ()):
            pairs[key] = [f"{key}: {written(key, value)}"]
        else:
            pairs.pop(key, None)
    pairs_left = [pair for pair in (*pairs.values(), cite) if pair]
    lines = [line for first, *rest in pairs_left for line in (f"    {first}", *rest)]
    return "\n".join([f"  - {lines[0][4:]}", *lines[1:]]) if lines else ""


_SOURCE = re.compile(r"cite: (?:\{ *)?([a-z0-9-]+)")


_COMMAND = "# briefings new actor "


def _commands(lines: Sequence[str]) -> Iterator[NewName]:
    for line in lines:
        if line.startswith(_COMMAND):
            try:
                actor, *words = shlex.split(line.removeprefix(_COMMAND))
            except ValueError:
                continue
            given = dict(zip(words[::2], words[1::2], strict=False))
            yield NewName(given.get("--name", ""), actor, given.get("--kind", ""))


_CHANGE = re.compile(r"(\d{1,4})\.([a-z_]+)=(.*)", re.DOTALL)


def changes_in(words: Sequence[str]) -> dict[int, dict[str, Value]]:
    """The new values in words such as `3.speaker=ines-hartog`, by candidate; raises `RefusedError`."""
    changes: dict[int, dict[str, Value]] = {}
    wrong: list[str] = []
    for word in words:
        match = _CHANGE.fullmatch(word)
        if match is None:
            wrong.append(f"“{word}” is not a change such as 3.speaker=ines-hartog")
        else:
            changes.setdefault(int(match[1]), {})[match[2]] = read_value(match[2], match[3])
    if wrong:
        raise RefusedError(*wrong)
    return changes


def new_names(sheet: Sheet, changes: Mapping[int, dict[str, Value]]) -> dict[str, NewName]:
    """The new names of a sheet, and of changed speakers and bodies, by id: those that a change has beside the
    id, which stays alone in `changes`, and the one that a candidate has for its speaker."""
    known = {each.name: each for each in sheet.commands}
    names = sheet.new_names
    for number, values in changes.items():
        sure = _known_speaker(sheet.entry(number)) if number in sheet.blocks else ""
        for key in ("speaker", "body", "actor"):
            given = str(values.get(key, ""))
            named = NAMED.fullmatch(given)
            if named is not None:
                values[key] = named["id"]
            actor, name = (named["id"], named["name"]) if named else (given, sure if key == "speaker" else "")
            if actor and name and actor not in names:
                names[actor] = replace(known.get(name, NewName(name, "", "")), id=actor)
    return names


_RANGE = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?")


def numbers_in(words: Sequence[str]) -> list[int]:
    """The numbers in words such as `3` and `5-7`; raises `RefusedError`."""
    numbers: list[int] = []
    wrong: list[str] = []
    for word in (part for each in words for part in each.split(",") if part):
        match = _RANGE.fullmatch(word)
        if match is None:
            wrong.append(f"“{word}” is not a number or a range such as 3-7")
        elif match[2] is not None and int(match[2]) < int(match[1]):
            wrong.append(f"{word} ends before it begins; write {match[2]}-{match[1]}")
        else:
            numbers += range(int(match[1]), int(match[2] or match[1]) + 1)
    if wrong:
        raise RefusedError(*wrong)
    return numbers
