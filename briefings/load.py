"""content/ → sheets: reads every file, and checks the shape of each sheet."""

from __future__ import annotations

import os
import re
from codecs import BOM_UTF8
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import wraps
from hashlib import blake2b
from pathlib import Path as FilePath
from typing import Any, Generic, ParamSpec, TypeVar, cast

from pydantic import ValidationError

from briefings import codes
from briefings.kept import Kept
from briefings.memory import garbage_kept
from briefings.model import FOLDERS, MODELS, SheetModel
from briefings.model.base import Path
from briefings.problems import Place, Problem, problem
from briefings.prose import Kind, is_id
from briefings.shape import shape_problems
from briefings.yaml_text import locate, place_at, read_yaml

M = TypeVar("M", bound=SheetModel, covariant=True)
P = ParamSpec("P")
T = TypeVar("T")

ENDINGS = frozenset({".yml", ".yaml"})
"""Of files that are meant as sheets, rightly or wrongly."""

LARGEST_SHEET = 1_000_000
"""Bytes. A sheet is written by hand; what is larger is a mistake or an attack."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file on the disk, and a digest of what was in it when it was read."""

    path: str
    digest: bytes

    @property
    def text(self) -> str:
        """What was in it; empty if that is there no more."""
        try:
            raw = FilePath(self.path).read_bytes()
        except OSError:
            return ""
        return _text(raw) if _digest(raw) == self.digest else ""


@dataclass(frozen=True, slots=True)
class Sheet(Generic[M]):
    """One YAML file of `content/`, checked in its shape."""

    kind: Kind
    id: str
    path: str
    """Relative to the project's root, with forward slashes."""
    data: M
    written: str | _File = field(repr=False)
    """Its text, or where that is: the texts of all sheets would take more memory than what they say, and are seldom asked for."""
    worked_out: dict[object, tuple[tuple[Sheet[Any], ...], object]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """By function: the other sheets that it was given, and what it found; see `once`."""

    @property
    def text(self) -> str:
        """The file as it was read, in which problems are located; empty if it was changed since, so that no wrong place is told."""
        return self.written if isinstance(self.written, str) else self.written.text

    @property
    def digest(self) -> str:
        """Tells what it was read from."""
        return (_digest(self.written.encode("utf-8", "surrogatepass")) if isinstance(self.written, str) else self.written.digest).hex()

    def place(self, path: Path = (), *, key: bool = False, find: str | None = None, nth: int = 0) -> Place:
        """Where a value (or with `key` its key, or with `find` a text inside it, past `nth` others alike) stands in the file."""
        return locate(self.path, self.text, path, key=key, find=find, nth=nth)


def once(work: Callable[P, T]) -> Callable[P, T]:
    """A function of a sheet (and perhaps others) that works only once; what it found stays with the sheet as long as that is there.

    In the preview nearly all sheets stay from one save to the next. Given other sheets beside it than the last time, it works again.
    """

    @wraps(work)
    def known(*sheets: P.args, **none: P.kwargs) -> T:
        (sheet, *_), others = cast("tuple[Sheet[Any], ...]", sheets), cast("tuple[Sheet[Any], ...]", sheets[1:])
        found = sheet.worked_out.get(work)
        if found is None or found[0] != others:
            found = sheet.worked_out[work] = (others, work(*sheets, **none))
        return cast("T", found[1])

    return known


@dataclass(frozen=True, slots=True)
class Loaded:
    """Everything read, and everything wrong in its shape."""

    sheets: tuple[Sheet[SheetModel], ...]
    """In the order of their kinds and ids; those with problems are left out."""
    problems: tuple[Problem, ...]


@garbage_kept()
def load(content: FilePath, *, root: FilePath, kept: Kept | None = None) -> Loaded:
    """Reads every sheet below `content`; paths in problems are relative to `root`.

    With what is kept of earlier times, a sheet whose text is the same is not read as YAML again, and in the same process it stays
    the very same `Sheet`.
    """
    kept = kept if kept is not None else Kept()
    sheets: list[Sheet[SheetModel]] = []
    problems: list[Problem] = []
    for kind, name in FOLDERS.items():
        folder = content / name
        where = folder.relative_to(root).as_posix()
        seen: dict[str, str] = {}
        for parts in _files(folder):
            shown = "/".join((where, *parts))
            stem, dot, ending = parts[-1].rpartition(".")
            wrong = _file_problems(stem, dot + ending, shown, seen)
            problems += wrong
            if dot + ending not in ENDINGS or any(p.severity == "error" for p in wrong):
                continue
            seen[stem] = shown
            sheet, wrong = read_sheet(folder.joinpath(*parts), kind, shown, kept)
            problems += wrong
            if sheet is not None:
                sheets.append(sheet)
    kept.save()
    return Loaded(tuple(sheets), tuple(problems))


def _files(folder: FilePath) -> list[tuple[str, ...]]:
    """Where each file below a folder is, in order. Hidden ones are nobody's content."""
    found: list[tuple[str, ...]] = []
    waiting: list[tuple[str, ...]] = [()]
    while waiting:
        above = waiting.pop()
        try:
            entries = list(os.scandir(folder.joinpath(*above)))
        except (FileNotFoundError, NotADirectoryError, PermissionError):
            continue
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                waiting.append((*above, entry.name))
            elif entry.is_file(follow_symlinks=False) or (entry.is_symlink() and FilePath(entry.path).is_file()):
                found.append((*above, entry.name))
    return sorted(found)


def _file_problems(stem: str, ending: str, shown: str, seen: Mapping[str, str]) -> list[Problem]:
    """What is wrong with a file before it is read: its name, its ending, an id that another file has."""
    if ending not in ENDINGS:
        hint = "sheets end in `.yml`; pictures belong in content/media/"
        return [problem(codes.STRAY_FILE, f"`{stem}{ending}` is no sheet and is left out", Place(shown), hint)]
    if not is_id(stem) or ending == ".yaml" or len(stem) > 80:
        better = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-") or "a-name"
        message = f"`{stem}{ending}` cannot be an id: small letters, digits and single hyphens, then `.yml`"
        return [problem(codes.BAD_FILE_NAME, message, Place(shown), f"rename it to `{better}.yml`")]
    if stem in seen:
        message = f"the id `{stem}` is also that of {seen[stem]}"
        return [problem(codes.DUPLICATE_ID, message, Place(shown), "rename one of the two, or merge them")]
    return []


Read = tuple[Sheet[SheetModel] | None, list[Problem]]
"""One sheet and what is wrong with its shape; no sheet where anything is."""


def read_sheet(file: FilePath, kind: Kind, shown: str, kept: Kept | None = None) -> Read:
    """What a file has to say as a sheet."""
    kept = kept if kept is not None else Kept()
    try:
        raw = file.read_bytes()
        if len(raw) > LARGEST_SHEET:
            return None, [
                problem(codes.UNREADABLE, f"the file has {len(raw):,} bytes; a sheet has at most {LARGEST_SHEET:,}", Place(shown))
            ]
        text = _text(raw)
    except OSError as error:
        return None, [problem(codes.UNREADABLE, f"the file cannot be read: {error.strerror}", Place(shown))]
    except UnicodeDecodeError as error:
        return None, [
            problem(
                codes.UNREADABLE, f"byte {error.start + 1} is not UTF-8", _place_of_byte(shown, raw, error.start), "save the file as UTF-8"
            )
        ]
    written = _File(str(file), _digest(raw))
    return kept.recall(("sheet", shown), (kind, written), lambda: _parsed(text, written, kind, file.stem, shown, kept))


def _place_of_byte(shown: str, raw: bytes, index: int) -> Place:
    """The place of a byte that cannot be read, in the text as far as it can be."""
    text, before = (_lines_alike(part.decode("utf-8-sig", errors="replace")) for part in (raw, raw[:index]))
    return place_at(shown, text, len(before))


def _digest(raw: bytes) -> bytes:
    return blake2b(raw, digest_size=20).digest()


def _text(raw: bytes) -> str:
    return _lines_alike(raw.decode("utf-8-sig") if raw.startswith(BOM_UTF8) else raw.decode())


def _lines_alike(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def parse_sheet(text: str, kind: Kind, sheet_id: str, shown: str, kept: Kept | None = None) -> Read:
    """As `read_sheet`, from the text itself."""
    text = _lines_alike(text)
    return _parsed(text, text, kind, sheet_id, shown, kept)


def _parsed(text: str, written: str | _File, kind: Kind, sheet_id: str, shown: str, kept: Kept | None) -> Read:
    data = kept.get(text) if kept is not None else None
    known = data is not None
    if not known:
        data, problems = read_yaml(text, shown)
        if problems:
            return None, problems
    if not isinstance(data, dict):
        what = "is empty" if data is None else "is not a mapping"
        return None, [
            problem(
                codes.NOT_A_SHEET,
                f"the sheet {what}; it needs lines of `key: value`",
                locate(shown, text, ()),
                f"`briefings new {kind} ID` writes one to start from",
            )
        ]
    try:
        model = MODELS[kind].model_validate(data)
    except ValidationError as error:
        return None, list(shape_problems(error, MODELS[kind], lambda path, key: locate(shown, text, path, key=key)))
    if kept is not None and not known:
        kept.put(text, data)
    return Sheet(kind, sheet_id, shown, model, written), []


__all__ = ["Loaded", "Sheet", "load", "once", "parse_sheet", "read_sheet"]
