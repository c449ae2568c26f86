"""seeds/quotes.lock: what `verify` found, so that a clone without the texts can hold citations against it. Read, write.

JSON with sorted keys and one passage a line: a diff shows which passage of which source changed, and nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from json.encoder import encode_basestring
from pathlib import Path
from sys import intern
from typing import Any

from briefings import codes
from briefings.evidence.fragments import Find
from briefings.kept import Kept
from briefings.problems import ContentError, Place, problem
from briefings.prose import is_id
from briefings.tree import write_if_changed

NAME = "quotes.lock"
SHOWN = f"seeds/{NAME}"
"""How problems name the file."""

VERSION = 1
LARGEST = 64_000_000

_ABOUT = "Where each cited passage stands in the saved text of its source. Written by `briefings verify`; not edited by hand."
_HINT = "restore it with `git checkout HEAD -- seeds/quotes.lock`, then run `briefings verify`"
_CONFLICT_HINT = "keep the lines of either side, delete the marks, then run `briefings verify`"


@dataclass(frozen=True, slots=True)
class Found:
    """A passage that stands in its source's text."""

    offset: int
    """Where it begins in the saved text, in code points."""
    times: int = 1
    """How often it occurs."""
    cut: bool = False
    """True if it begins or ends inside a word or number."""
    find: Find | None = None
    """What a link to it looks for, where the passage alone does not say it."""


@dataclass(frozen=True, slots=True)
class Gone:
    """A passage that stood in an earlier text of its source, and no longer does."""

    found: date
    """When it was last found."""
    gone: date
    """When it was first missed."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was found out about one source."""

    sha256: str
    """Of the text that was looked through."""
    length: int
    """Of that text, in code points."""
    checked: date
    """The day on which what this entry says was first found; a later check that finds the same does not move it."""
    passages: Mapping[str, Found | Gone] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lock:
    """The whole file."""

    sources: Mapping[str, Entry] = field(default_factory=dict)


def dump(lock: Lock) -> str:
    """The file's text."""
    lines = ["{", f'  "about": {_string(_ABOUT)},', f'  "version": {VERSION},', '  "sources": {']
    sources = sorted(lock.sources.items())
    for number, (source, entry) in enumerate(sources, 1):
        lines += [
            f"    {_string(source)}: {{",
            f'      "sha256": "{entry.sha256}",',
            f'      "length": {entry.length},',
            f'      "checked": "{entry.checked.isoformat()}",',
            '      "passages": {',
        ]
        passages = [f"        {_string(passage)}: {_dump(found)}" for passage, found in sorted(entry.passages.items())]
        if passages:
            lines += [*(line + "," for line in passages[:-1]), passages[-1]]
        lines += ["      }", "    }," if number < len(sources) else "    }"]
    return "\n".join([*lines, "  }", "}", ""])


def _dump(found: Found | Gone) -> str:
    if isinstance(found, Gone):
        return json.dumps({"found": found.found.isoformat(), "gone": found.gone.isoformat()})
    more = [f', "times": {found.times}'] if found.times > 1 else []
    if found.cut:
        more.append(', "cut": true')
    if found.find is not None:
        words = {"start": found.find.start, "end": found.find.end, "before": found.find.before, "after": found.find.after}
        more.append(', "find": {' + ", ".join(f'"{key}": {_string(value)}' for key, value in words.items() if value) + "}")
    return f'{{"offset": {found.offset}{"".join(more)}}}' if more else str(found.offset)


def _string(words: str) -> str:
    """In JSON, in its own script; what cannot be seen (or turns the line around) is escaped, so that a review sees it."""
    encoded = encode_basestring(words)
    return encoded if encoded.isprintable() else "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in encoded)


def write(path: Path, lock: Lock) -> bool:
    """Writes the file if that changes it, and tells whether it did."""
    return write_if_changed(path, dump(lock).encode("utf-8"))


def read(path: Path, kept: Kept | None = None) -> Lock:
    """The lock, an empty one where there is no file; raises `ContentError` if it is damaged."""
    kept = kept if kept is not None else Kept()
    if not path.exists():
        return Lock()
    data = path.read_bytes() if path.stat().st_size <= LARGEST else b""
    if data == b"":
        raise _damaged("is empty, or far too large", Place(SHOWN), _HINT)
    try:
        text, digest = data.decode("utf-8"), sha256(data).digest()
    except UnicodeDecodeError as error:
        raise _damaged("is not UTF-8 text", Place(SHOWN, data.count(b"\n", 0, error.start) + 1), _HINT) from None
    del data  # as large as the text, and not needed beside it
    return kept.recall("lock", digest, lambda: parse(text))


class _WrongError(Exception):
    """Something in the lock has the wrong form; `near` are the keys that lead there."""

    def __init__(self, what: str, *near: str) -> None:
        super().__init__(what)
        self.near = near


def parse(text: str) -> Lock:
    """The lock that a file's text says; raises `ContentError` with the place of the damage."""
    try:
        content = json.loads(text, object_pairs_hook=_unique)
        return Lock(_sources(content))
    except json.JSONDecodeError as error:
        conflict = re.search(r"^(?:<{7}|={7}|>{7}|\|{7}).*$", text, re.MULTILINE)
        if conflict is not None:
            raise _damaged("has an unfinished merge in it", _place(text, conflict.start()), _CONFLICT_HINT) from None
        raise _damaged(f"is not JSON: {error.msg}", _place(text, error.pos), _HINT) from None
    except RecursionError:
        raise _damaged("is nested too deeply", Place(SHOWN), _HINT) from None
    except _WrongError as error:
        position = 0
        for key in error.near:
            position = max(text.find(_string(key) + ":", position), position)
        raise _damaged(str(error), _place(text, position), _HINT) from None


def _damaged(what: str, place: Place, hint: str) -> ContentError:
    return ContentError([problem(codes.BAD_LOCK, f"{SHOWN} {what}", place, hint)])


def _place(text: str, position: int) -> Place:
    line = text.count("\n", 0, position) + 1
    begin = text.rfind("\n", 0, position) + 1
    return Place(SHOWN, line, position - begin + 1, text[begin:].partition("\n")[0])


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    # What is cited in sheets has the same words as what is recorded: they are kept once.
    content = {intern(key): value for key, value in pairs}
    if len(content) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _WrongError(f"has `{twice}` twice", twice)
    return content


def _sources(content: object) -> dict[str, Entry]:
    if not isinstance(content, dict) or not isinstance(content.get("sources"), dict):
        raise _WrongError("has no `sources`")
    if content.get("version") != VERSION or isinstance(content["version"], bool):
        raise _WrongError(f"has version {content.get('version')!r}; this program reads version {VERSION}", "version")
    # Each is given up as its entry is made, for all of them twice would be the most that a check holds at once.
    return {source: _entry(source, content["sources"].pop(source)) for source in list(content["sources"])}


def _entry(source: str, entry: object) -> Entry:
    if not is_id(source):
        raise _WrongError(f"has `{source}`, which is no source id", source)
    if not isinstance(entry, dict) or set(entry) != {"sha256", "length", "checked", "passages"}:
        raise _WrongError(f"must give sha256, length, checked and passages for `{source}`, and nothing else", source)
    sha256, length, passages = entry["sha256"], entry["length"], entry["passages"]
    if not isinstance(sha256, str) or re.fullmatch(r"[0-9a-f]{64}", sha256) is None:
        raise _WrongError("must give a hash of 64 hexadecimal digits", source, "sha256")
    if type(length) is not int or length < 0:
        raise _WrongError("must give the length in characters", source, "length")
    if not isinstance(passages, dict):
        raise _WrongError("must give passages with their offsets", source, "passages")
    checked = _date(entry["checked"], source, "checked")
    return Entry(sha256, length, checked, {passage: _found(source, passage, where, length) for passage, where in passages.items()})


def _found(source: str, passage: str, where: object, length: int) -> Found | Gone:
    if type(where) is int and 0 <= where < length:
        return Found(where)
    if isinstance(where, dict) and set(where) == {"found", "gone"}:
        return Gone(_date(where["found"], source, passage), _date(where["gone"], source, passage))
    if isinstance(where, dict) and "offset" in where and set(where) <= {"offset", "times", "cut", "find"}:
        offset, times, cut = where["offset"], where.get("times", 1), where.get("cut", False)
        if type(offset) is int and 0 <= offset < length and type(times) is int and times >= 1 and isinstance(cut, bool):
            return Found(offset, times, cut, _find(where["find"], source, passage) if "find" in where else None)
    raise _WrongError(f"must give an offset inside the text for {_string(passage)}", source, "passages", passage)


def _find(words: object, source: str, passage: str) -> Find:
    known = isinstance(words, dict) and "start" in words and set(words) <= {"start", "end", "before", "after"}
    if not isinstance(words, dict) or not known or not all(isinstance(value, str) for value in words.values()):
        raise _WrongError("must give the words to look for as start, end, before and after", source, "passages", passage)
    return Find(**words)


def _date(value: object, *near: str) -> date:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise _WrongError(f"must give a day like 2025-07-26, not {value!r}", *near)


__all__ = ["NAME", "SHOWN", "Entry", "Found", "Gone", "Lock", "dump", "parse", "read", "write"]
