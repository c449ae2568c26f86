"""Turns candidates of a sheet into entries, by deleting the comment signs before their lines."""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from briefings.model import MODELS
from briefings.plugins.drafting.blocks import INTRODUCTION, KEY, NEEDS_ID, OFFER, Block, blocks, uncommented
from briefings.problems.problem import did_you_mean, or_list
from briefings.sheets.shape import value_problems
from briefings.sheets.yaml_text import read_yaml
from briefings.text.prose import is_id


class AcceptError(Exception):
    """Some candidates cannot be accepted. Each message names one, and says what to do."""

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = tuple(messages)


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
        """The numbers of the candidates that are still comments."""
        return tuple(number for number in self.numbers if not self.blocks[number].is_accepted)

    def entry(self, number: int) -> str:
        """The YAML of a candidate."""
        block = self.blocks[number]
        entry = "\n".join(uncommented(line) for line in self.lines[block.first : block.last])
        speaker = self._speaker(number)
        return with_speaker(entry, speaker) if speaker else entry

    def _speaker(self, number: int) -> str:
        """The id of a speaker, as a curator wrote it into the command of a new actor; empty if not."""
        named = NEEDS_ID.search(self.heading(number))
        ids = [
            actor for actor, given in _commands(self.lines) if named and given.get("name") == named["name"]
        ]
        return ids[0] if ids and is_id(ids[0]) else ""

    def heading(self, number: int) -> str:
        """What the heading of a candidate says."""
        return uncommented(self.lines[self.blocks[number].heading])

    def accept(self, numbers: Collection[int], edited: Mapping[int, str] | None = None) -> Accepted:
        """The sheet with these candidates as entries, some with another text; raises `AcceptError`."""
        edited = edited or {}
        wanted = sorted(set(numbers))
        wrong = [self._unknown(number) for number in wanted if number not in self.blocks]
        chosen = [self.blocks[n] for n in wanted if n in self.blocks and not self.blocks[n].is_accepted]
        entries = {block.number: edited.get(block.number, self.entry(block.number)) for block in chosen}
        entries = {number: _CHOSEN.sub(r"\1", entry) for number, entry in entries.items()}
        actors: dict[str, None] = {}
        for block in chosen:
            item, messages = self._read(block, entries[block.number])
            wrong += messages
            actors.update(dict.fromkeys(_actors(item)))
        if wrong:
            raise AcceptError(wrong)
        text = self._with(chosen, entries)
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
            hint = "write it, or leave the candidate out"
            if empty["key"] == "speaker":
                hint = self._who(block.number, offered(entry))
            return None, [f"{where}: `{empty['key']}` is empty; {hint}"]
        data, problems = read_yaml(f"{block.key}:\n{entry}\n", self.shown)
        if not problems and not (isinstance(data, dict) and list(data) == [block.key]):
            return None, [f"{where} must be one entry of `{block.key}`; begin its first line with `-`"]
        problems = problems or list(value_problems(data, MODELS["briefing"]))
        return data, ["; ".join(filter(None, (f"{where}: {p.message}", p.hint))) for p in problems]

    def _who(self, number: int, names: Sequence[str]) -> str:
        """How to fill in the speaker of a candidate."""
        named = NEEDS_ID.search(self.heading(number))
        if named is not None:
            return f"write an id instead of `ID` before --name {named['name']}"
        if names:
            return f"choose {or_list(names)}, named nearby, or write the id of somebody else"
        return "write the id of who said it, or `source: ID` in its place"

    def _with(self, chosen: Sequence[Block], entries: Mapping[int, str]) -> str:
        lines = list(self._whole)
        for block in reversed(chosen):
            end = _line_end(lines[block.last - 1]) or _line_end(lines[block.heading])
            new = [f"{line}{end}" for line in entries[block.number].splitlines()]
            if not _line_end(lines[block.last - 1]):
                new[-1] = new[-1].rstrip("\r\n")
            lines[block.first : block.last] = new
        for place in {block.key_line for block in chosen}:
            match = KEY.match(self.lines[place])
            if match is not None and match["comment"]:
                lines[place] = uncommented(lines[place])
        return "".join(lines)

    def _check(self, text: str, chosen: Sequence[Block]) -> None:
        """Refuse a sheet that would have problems which it does not have now."""
        before = {(p.code, p.message) for p in read_yaml(self.text, self.shown)[1]}
        after = [p for p in read_yaml(text, self.shown)[1] if (p.code, p.message) not in before]
        if after:
            keys = ", ".join(dict.fromkeys(f"`{block.key}`" for block in chosen))
            hint = f"if {keys} is in the sheet twice, move the candidates below the first one"
            raise AcceptError([f"{p.place}: {p.message}; {p.hint or hint}" for p in after])

    def tidied(self) -> str:
        """The sheet without the candidates that were not accepted, and without comments about candidates."""
        gone = {block.heading for block in self.blocks.values()}
        for block in self.blocks.values():
            gone.update(range(block.first, block.last))
            if KEY.match(self.lines[block.key_line]) and self.lines[block.key_line].startswith("#"):
                gone.add(block.key_line)
        start = next((n for n, line in enumerate(self.lines) if INTRODUCTION.match(line)), len(self.lines))
        while start < len(self.lines) and self.lines[start].startswith("#"):
            gone.add(start)
            start += 1
        kept: list[str] = []
        for n, line in enumerate(self._whole):
            # Of two blank lines around something deleted, one is enough.
            is_second = line.strip() == "" and n - 1 in gone and (not kept or kept[-1].strip() == "")
            if n not in gone and not is_second:
                kept.append(line)
        while kept and kept[-1].strip() == "" and gone:
            kept.pop()
        return "".join(kept)

    def commands(self) -> dict[str, dict[str, str]]:
        """The values for new actors that comments of the sheet give, by id."""
        return dict(_commands(self.lines))


def _line_end(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _actors(data: Any) -> Iterator[str]:
    """The ids of the actors in an entry."""
    for items in data.values() if isinstance(data, dict) else ():
        for item in items if isinstance(items, list) else ():
            for key in ("speaker", "actor", "actors"):
                value = item.get(key, ()) if isinstance(item, dict) else ()
                yield from [value] if isinstance(value, str) else value


_EMPTY = re.compile(
    rf"^\s*(?:- )?(?P<key>speaker|date|title|label|unit|value|actor):\s*?(?:{OFFER.pattern}|$)", re.MULTILINE
)
_NO_SPEAKER = re.compile(rf"^(\s*(?:- )?speaker:)(?:{OFFER.pattern}|$)", re.MULTILINE)
_CHOSEN = re.compile(rf"^(\s*(?:- )?speaker: *[^\s#].*?){OFFER.pattern}", re.MULTILINE)
"""A speaker that was written before the names offered, which are no longer needed."""


def lacks_speaker(entry: str) -> bool:
    """Whether somebody must still choose who said the quotation of an entry."""
    return _NO_SPEAKER.search(entry) is not None


def offered(entry: str) -> tuple[str, ...]:
    """The names offered for an empty speaker."""
    found = _NO_SPEAKER.search(entry)
    return tuple(found["names"].split(" | ")) if found is not None and found["names"] else ()


def with_speaker(entry: str, speaker: str) -> str:
    """An entry with an id as its empty speaker."""
    return _NO_SPEAKER.sub(lambda found: f"{found[1]} {speaker}", entry, count=1)


_COMMAND = "# briefings new actor "


def _commands(lines: Sequence[str]) -> Iterator[tuple[str, dict[str, str]]]:
    for line in lines:
        if line.startswith(_COMMAND):
            try:
                actor, *words = shlex.split(line.removeprefix(_COMMAND))
            except ValueError:
                continue
            names, values = words[::2], words[1::2]
            given = dict(zip(names, values, strict=False))
            yield actor, {key.removeprefix("--"): value for key, value in given.items()}


_RANGE = re.compile(r"(\d{1,4})(?:-(\d{1,4}))?")


def numbers_in(words: Sequence[str]) -> list[int]:
    """The numbers in words such as `3` and `5-7`; raises `AcceptError`."""
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
        raise AcceptError(wrong)
    return numbers


__all__ = ["AcceptError", "Accepted", "Sheet", "lacks_speaker", "numbers_in", "offered", "with_speaker"]
