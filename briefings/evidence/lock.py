"""Reads and writes seeds/quotes.lock, which records the proof of each cited passage for clones without texts.

The file is JSON with sorted keys and one passage per line, so a diff shows exactly which passages changed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, fields, replace
from datetime import date
from hashlib import sha256
from json.encoder import encode_basestring
from pathlib import Path
from sys import intern
from typing import Any

from briefings.evidence.fragments import TextDirective
from briefings.evidence.records import (
    COPIES,
    INSIDE,
    UNCHECKED,
    ComparedRecord,
    FoundRecord,
    GoneRecord,
    Lock,
    Origin,
    PageRecord,
    Reading,
    Record,
    SourceRecord,
    UncheckedRecord,
    wrong_name,
)
from briefings.evidence.seeds import LARGEST as LARGEST_TEXT
from briefings.grammar.zones import LONGEST_KEPT, MOST_KEPT, NOTHING_AROUND, Surroundings
from briefings.problems import codes
from briefings.problems.problem import ContentError, Place, problem
from briefings.sheets.yaml_text import place_at
from briefings.store import reading
from briefings.store.files import write_if_changed
from briefings.store.parsed import ParseCache
from briefings.text.prose import is_id

NAME = "quotes.lock"
SHOWN = f"seeds/{NAME}"
"""How problems name the file."""

VERSION = 3
LARGEST = 64_000_000
"""Bytes."""

_ABOUT = "What is known of each cited passage. Written by `briefings verify`; not edited by hand."
RESTORE = (
    "restore it with `git checkout HEAD -- seeds/quotes.lock`, or from an earlier commit,"
    " then run `briefings verify`"
)
_NEWER_HINT = "install the Briefings that wrote it, or a newer one"
_CONFLICT_HINT = "keep the lines of either side, delete the conflict markers, then run `briefings verify`"

# ── Writing ─────────────────────────────────────────────────────────────────────────────────────────────────


def dump(lock: Lock) -> str:
    """The lock as the text of the file."""
    lines = ["{", f'  "about": {_string(_ABOUT)},', f'  "version": {VERSION},', '  "sources": {']
    sources = sorted(lock.sources.items())
    for number, (source, entry) in enumerate(sources, 1):
        lines.append(f"    {_string(source)}: {{")
        if entry.reading is not None:
            lines += [
                f'      "sha256": "{entry.reading.sha256}",',
                f'      "length": {entry.reading.length},',
                f'      "checked": "{entry.reading.checked.isoformat()}",',
            ]
            if entry.reading.titled is not None:
                lines.append(f'      "titled": {_string(entry.reading.titled)},')
        if entry.origin is not None:
            lines.append(f'      "publisher": {_string(entry.origin.publisher)},')
            lines += [f'      "url": {_string(entry.origin.url)},'] if entry.origin.url else []
        lines.append('      "passages": {')
        passages = [
            f"        {_string(passage)}: {_dump(record)}"
            for passage, record in sorted(entry.passages.items())
        ]
        if passages:
            lines += [*(line + "," for line in passages[:-1]), passages[-1]]
        lines += ["      }", "    }," if number < len(sources) else "    }"]
    if lock.pages:
        pages = [
            f"    {_string(source)}: {{{', '.join(_days(page))}}}"
            for source, page in sorted(lock.pages.items())
        ]
        return "\n".join([*lines, "  },", '  "pages": {', ",\n".join(pages), "  }", "}", ""])
    return "\n".join([*lines, "  }", "}", ""])


def _days(page: PageRecord) -> Iterator[str]:
    for name, day in asdict(page).items():
        if day is not None:
            yield f'"{name}": "{day.isoformat()}"'


def _dump(record: Record) -> str:
    match record:
        case UncheckedRecord():
            return '"not checked"'
        case ComparedRecord(on, copy, by):
            return f'{{"compared": "{on.isoformat()}", "with": "{copy}", "by": {_string(by)}}}'
        case GoneRecord(found, gone):
            return f'{{"found": "{found.isoformat()}", "gone": "{gone.isoformat()}"}}'
        case FoundRecord(offset, times, verbatim, negation, directive, inside, respelled, around):
            more = [f', "times": {times}'] if times > 1 else []
            more += [', "verbatim": true'] if verbatim else []
            more += [f', "negation": {_string(negation)}'] if negation else []
            more += [f', "inside": "{inside}"'] if inside else []
            more += [f', "respelled": {_string(respelled)}'] if respelled else []
            if directive is not None:
                words = [f'"{key}": {_string(value)}' for key, value in asdict(directive).items() if value]
                more.append(f', "find": {{{", ".join(words)}}}')
            kept = {key.replace("_", " "): list(words) for key, words in around._asdict().items() if words}
            more += [f', "around": {{{_lists(kept)}}}'] if kept else []
            return f'{{"offset": {offset}{"".join(more)}}}' if more else str(offset)


def _lists(kept: Mapping[str, Sequence[str]]) -> str:
    return ", ".join(f'"{key}": [{", ".join(map(_string, words))}]' for key, words in kept.items())


def _string(words: str) -> str:
    """A JSON string with readable letters of any script. Invisible and direction-changing characters are
    escaped, so that reviewers see them."""
    encoded = encode_basestring(words)
    if encoded.isprintable():
        return encoded
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in encoded)


def _shown(words: str) -> str:
    """A key as messages show it."""
    return words[:80] if words.isprintable() else _string(words)[1:-1][:80]


def write(path: Path, lock: Lock) -> bool:
    """Writes the file if its content changes; returns whether it did."""
    return write_if_changed(path, dump(lock).encode("utf-8"))


# ── Reading ─────────────────────────────────────────────────────────────────────────────────────────────────


def read(path: Path, cache: ParseCache | None = None) -> Lock:
    """The lock; empty if there is no file. Raises `ContentError` if the file is damaged."""
    cache = cache if cache is not None else ParseCache()
    try:
        data = reading.read(path, largest=LARGEST, root=path.parent.parent)
    except reading.MissingError:
        return Lock()
    except reading.ReadError as error:
        raise _damaged(str(error), Place(SHOWN), error.hint or RESTORE) from None
    if data == b"":
        raise _damaged("is empty", Place(SHOWN), RESTORE)
    try:
        text, digest = data.decode("utf-8-sig"), sha256(data).digest()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _damaged("is not UTF-8 text", Place(SHOWN, line), RESTORE) from None
    del data  # frees as much memory as the text takes
    return cache.memoize("lock", digest, lambda: replace(parse(text), digest=digest.hex()))


class _InvalidError(Exception):
    """Something in the lock is invalid; `keys` lead there."""

    def __init__(self, message: str, *keys: str, hint: str = RESTORE) -> None:
        super().__init__(message)
        self.keys = keys
        self.hint = hint


def parse(text: str) -> Lock:
    """The lock in a file's text; raises `ContentError` with the place of the damage."""
    try:
        content = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
        if (position := _lone_surrogate(text, content)) is not None:
            raise _damaged("contains half a character", place_at(SHOWN, text, position), RESTORE)
        return _lock(content)
    except json.JSONDecodeError as error:
        conflict = re.search(r"^(?:<{7}|={7}|>{7}|\|{7}).*$", text, re.MULTILINE)
        if conflict is not None:
            place = place_at(SHOWN, text, conflict.start())
            raise _damaged("contains an unfinished merge", place, _CONFLICT_HINT) from None
        raise _damaged(f"is not JSON: {error.msg}", place_at(SHOWN, text, error.pos), RESTORE) from None
    except RecursionError:
        raise _damaged("is nested too deeply", place_at(SHOWN, text, _deepest(text)), RESTORE) from None
    except _InvalidError as error:
        position = 0
        for key in error.keys:
            position = max(text.find(_string(key) + ":", position), position)
        raise _damaged(str(error), place_at(SHOWN, text, position), error.hint) from None
    except ValueError:  # Python refuses to parse numbers with thousands of digits
        number = re.search(r"\d{1000,}", text)
        place = place_at(SHOWN, text, number.start()) if number is not None else Place(SHOWN)
        raise _damaged("has a number with too many digits", place, RESTORE) from None


def _damaged(what: str, place: Place, hint: str) -> ContentError:
    return ContentError([problem(codes.BAD_LOCK, f"{SHOWN} {what}", place, hint)])


def _deepest(text: str) -> int:
    """The position of a bracket nested more deeply than any in a valid lock."""
    depth = 0
    for bracket in re.finditer(r"[\[{]|[\]}]", text):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > 10:
            return bracket.start()
    return 0


def _no_constant(name: str) -> object:
    raise _InvalidError(f"contains {name}, which is not a number")


def _lone_surrogate(text: str, content: object) -> int | None:
    """The position of an escaped half character, which could not be encoded in a file."""
    escape = re.search(r"\\u[dD][89a-fA-F]", text)
    if escape is None or not any("\ud800" <= c <= "\udfff" for words in _strings(content) for c in words):
        return None
    lone = re.search(r"\\u[dD][89abAB]..(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB]..)\\u[dD][c-fC-F]", text)
    return lone.start() if lone is not None else escape.start()


def _strings(content: object) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for key, value in content.items():
            yield from _strings(key)
            yield from _strings(value)
    elif isinstance(content, list):
        for value in content:
            yield from _strings(value)


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise _InvalidError(f"has `{_shown(twice)}` twice", twice)
    return content


def _lock(content: object) -> Lock:
    if not isinstance(content, dict) or not isinstance(content.get("sources"), dict):
        raise _InvalidError("has no `sources`")
    version = content.get("version")
    if type(version) is not int or version != VERSION:
        is_newer = type(version) is int and VERSION < version < 1000
        program, hint = ("; a newer program wrote it", _NEWER_HINT) if is_newer else ("", RESTORE)
        message = f"has version {repr(version)[:20]}, and this program reads version {VERSION}{program}"
        raise _InvalidError(message, "version", hint=hint)
    # Drop each source once its entry is made: holding all of them twice would be the peak memory of a check.
    listed = content["sources"]
    sources = {source: _entry(source, listed.pop(source)) for source in list(listed)}
    return Lock(sources, pages=_pages(content.get("pages", {})))


def _pages(listed: object) -> dict[str, PageRecord]:
    names = [each.name for each in fields(PageRecord)]
    what = f"must give in `pages` days by the names {', '.join(names)} for each source"
    if not isinstance(listed, dict):
        raise _InvalidError(what, "pages")
    pages: dict[str, PageRecord] = {}
    for source, page in listed.items():
        if not is_id(source) or not isinstance(page, dict) or not page or {*page} - {*names}:
            raise _InvalidError(what, "pages", source)
        pages[source] = PageRecord(**{name: _date(day, "pages", source, name) for name, day in page.items()})
    return pages


def _entry(source: str, entry: object) -> SourceRecord:
    if not is_id(source):
        raise _InvalidError(f"has `{_shown(source)}`, which is not a source id", source)
    allowed = [{"sha256", "length", "checked", "passages"}, {"passages"}]
    if not isinstance(entry, dict) or set(entry) - {"publisher", "url", "titled"} not in allowed:
        what = (
            f"must give `passages` for `{source}` and, if its text was read, `sha256`, `length` and `checked`"
        )
        raise _InvalidError(f"{what}, and nothing else", source)
    passages = entry["passages"]
    if not isinstance(passages, dict):
        raise _InvalidError("must give passages and the record of each", source, "passages")
    reading = _reading(source, entry) if "sha256" in entry else None
    # Interned, as sheets cite the same passages: each string is then in memory once.
    records = {intern(p): _record(source, p, record, reading) for p, record in passages.items()}
    return SourceRecord(records, reading, _origin(source, entry))


def _origin(source: str, entry: Mapping[str, Any]) -> Origin | None:
    publisher, url = entry.get("publisher", ""), entry.get("url", "")
    if not isinstance(publisher, str) or not isinstance(url, str):
        raise _InvalidError("must give the publisher and the address of a source as text", source)
    return Origin(publisher, url) if publisher or url else None


def _reading(source: str, entry: Mapping[str, Any]) -> Reading:
    sha256, length = entry["sha256"], entry["length"]
    if not isinstance(sha256, str) or re.fullmatch(r"[0-9a-f]{64}", sha256) is None:
        raise _InvalidError("must give a hash of 64 hexadecimal digits", source, "sha256")
    if type(length) is not int or not 0 <= length <= LARGEST_TEXT:
        raise _InvalidError("must give the length in characters", source, "length")
    titled = entry.get("titled")
    if titled is not None and not isinstance(titled, str):
        raise _InvalidError("must give as text what its text has of the title", source, "titled")
    return Reading(sha256, length, _date(entry["checked"], source, "checked"), titled)


def _record(source: str, passage: str, record: object, reading: Reading | None) -> Record:
    if record == "not checked":
        return UNCHECKED
    if isinstance(record, dict) and "compared" in record:
        return _compared_record(source, passage, record)
    if reading is not None:
        if isinstance(record, dict) and record.keys() == {"found", "gone"}:
            return GoneRecord(_date(record["found"], source, passage), _date(record["gone"], source, passage))
        parsed = _found_record(source, passage, record, reading.length)
        if parsed is not None:
            return parsed
    what = f'must say where {_string(passage)[:80]} is in the text, who compared it, or "not checked"'
    raise _InvalidError(what, source, "passages", passage)


def _found_record(source: str, passage: str, record: object, length: int) -> FoundRecord | None:
    if type(record) is int and 0 <= record < length:
        return FoundRecord(record)
    if not isinstance(record, dict) or "offset" not in record or not record.keys() <= _FOUND:
        return None
    offset, times, verbatim = record["offset"], record.get("times", 1), record.get("verbatim", False)
    negation, inside = record.get("negation", ""), record.get("inside", "")
    respelled = record.get("respelled", "")
    if not (type(offset) is int and 0 <= offset < length and type(times) is int and 1 <= times <= length):
        return None
    if not (isinstance(verbatim, bool) and isinstance(negation, str)):
        return None
    if inside not in INSIDE or not isinstance(respelled, str):
        return None
    directive = _directive(record["find"], source, passage) if "find" in record else None
    around = _around(record["around"], source, passage) if "around" in record else NOTHING_AROUND
    return FoundRecord(offset, times, verbatim, negation, directive, inside, respelled, around)


_FOUND = {"offset", "times", "find", "verbatim", "negation", "inside", "respelled", "around"}

_AROUND = {name.replace("_", " "): name for name in Surroundings._fields}


def _around(kept: object, source: str, passage: str) -> Surroundings:
    if (
        not isinstance(kept, dict)
        or not kept.keys() <= _AROUND.keys()
        or not all(map(_is_kept, kept.values()))
    ):
        what = "must give the numbers, dates and names around a passage as short texts"
        raise _InvalidError(what, source, "passages", passage)
    return Surroundings(**{_AROUND[key]: tuple(words) for key, words in kept.items()})


def _is_kept(words: object) -> bool:
    """Whether words around a passage are as this program writes them."""
    if not isinstance(words, list) or len(words) > MOST_KEPT:
        return False
    try:
        length = len("".join(words))
    except TypeError:
        return False  # not all of them are text
    return length <= LONGEST_KEPT or max(map(len, words)) <= LONGEST_KEPT


def _compared_record(source: str, passage: str, record: Mapping[str, Any]) -> ComparedRecord:
    keys = (source, "passages", passage)
    if set(record) != {"compared", "with", "by"}:
        raise _InvalidError(
            "must say when a passage was compared (`compared`), with what, and by whom", *keys
        )
    copy, by = record["with"], record["by"]
    if copy not in COPIES:
        raise _InvalidError("must say that a passage was compared with the original or a stored copy", *keys)
    if not isinstance(by, str) or (what := wrong_name(by)):
        raise _InvalidError(f"must name who compared: {what if isinstance(by, str) else 'text'}", *keys)
    return ComparedRecord(_date(record["compared"], *keys), copy, by)


def _directive(words: object, source: str, passage: str) -> TextDirective:
    if (
        not isinstance(words, dict)
        or "start" not in words
        or not set(words) <= {"start", "end", "before", "after"}
        or not all(isinstance(value, str) for value in words.values())
    ):
        what = "must give the words to look for as start, end, before and after"
        raise _InvalidError(what, source, "passages", passage)
    return TextDirective(**words)


def _date(value: object, *keys: str) -> date:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise _InvalidError(f"must give a day such as 2025-07-26, not {repr(value)[:40]}", *keys)
