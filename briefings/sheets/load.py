"""content/ → sheets: reads every file, and checks the shape of each sheet."""

from __future__ import annotations

import os
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from hashlib import blake2b
from pathlib import Path
from typing import Any, Generic, ParamSpec, TypeVar, cast

from pydantic import ValidationError

from briefings.model import FOLDERS, MODELS, SheetModel
from briefings.model.base import KeyPath
from briefings.problems import codes
from briefings.problems.problem import Place, Problem, did_you_mean, or_list, problem
from briefings.sheets.names import File, files, name_problem
from briefings.sheets.shape import shape_problems
from briefings.sheets.wording import wording_problems
from briefings.sheets.yaml_text import lines_alike, locate, place_at, read_yaml
from briefings.store import reading
from briefings.store.memory import pause_gc
from briefings.store.parsed import ParseCache
from briefings.store.reading import ReadError, TooLargeError, printable, walk
from briefings.text import limits
from briefings.text.prose import Kind

M = TypeVar("M", bound=SheetModel, covariant=True)
P = ParamSpec("P")
T = TypeVar("T")

ENDINGS = frozenset({".yml", ".yaml"})
"""Of files that are meant as sheets, rightly or wrongly."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file on the disk, and a digest of what was in it when it was read."""

    path: str
    digest: bytes

    @property
    def text(self) -> str:
        """What was in it; empty if that is there no more."""
        try:
            found = Path(self.path).stat()
        except OSError:
            return ""
        return _text_of(self, (found.st_ino, found.st_size, found.st_mtime_ns))


# Who asks for one place in a sheet often asks for others.
@lru_cache(maxsize=4)
def _text_of(file: _File, state: tuple[int, ...]) -> str:
    """The text of a file whose state on the disk is this."""
    try:
        raw = reading.read(Path(file.path), largest=limits.SHEET)
    except ReadError:
        return ""
    return _text(raw) if _digest(raw) == file.digest else ""


@dataclass(frozen=True, slots=True)
class Sheet(Generic[M]):
    """One YAML file of `content/`, checked in its shape."""

    kind: Kind
    id: str
    path: str
    """Relative to the project's root, with forward slashes."""
    data: M
    written: str | _File = field(repr=False)
    """Its text, or where that is: the texts of all sheets would take more memory than what they say, and are
    seldom asked for."""
    worked_out: dict[object, tuple[tuple[Sheet[Any], ...], object]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """By function: the other sheets that it was given, and what it found; see `once`."""

    @property
    def text(self) -> str:
        """The file as it was read, in which problems are located; empty if it was changed since, so that no
        wrong place is told."""
        return self.written if isinstance(self.written, str) else self.written.text

    @property
    def digest(self) -> str:
        """Tells what it was read from."""
        return (
            _digest(self.written.encode("utf-8", "surrogatepass"))
            if isinstance(self.written, str)
            else self.written.digest
        ).hex()

    def place(self, path: KeyPath = (), *, key: bool = False, find: str | None = None, nth: int = 0) -> Place:
        """Where a value (or with `key` its key, or with `find` a text inside it, past `nth` others alike)
        is in the file."""
        return locate(self.path, self.text, path, key=key, find=find, nth=nth)


def once(work: Callable[P, T]) -> Callable[P, T]:
    """A function of a sheet (and perhaps others) that works only once; what it found stays with the sheet as
    long as that is there.

    In the preview nearly all sheets stay from one save to the next. Given other sheets beside it than the
    last time, it works again.
    """

    @wraps(work)
    def known(*sheets: P.args, **none: P.kwargs) -> T:
        (sheet, *_), others = (
            cast("tuple[Sheet[Any], ...]", sheets),
            cast("tuple[Sheet[Any], ...]", sheets[1:]),
        )
        found = sheet.worked_out.get(work)
        if found is None or found[0] != others:
            found = sheet.worked_out[work] = (others, work(*sheets, **none))
        return cast("T", found[1])

    return known


@dataclass(frozen=True, slots=True)
class Loaded:
    """Everything read, and everything wrong in its shape."""

    sheets: tuple[Sheet[SheetModel], ...]
    """In the order of their kinds and ids; those whose shape is wrong are left out."""
    problems: tuple[Problem, ...]


@pause_gc()
def load(content: Path, *, root: Path, cache: ParseCache | None = None) -> Loaded:
    """Reads every sheet below `content`; paths in problems are relative to `root`.

    With what is kept of earlier times, a sheet whose text is the same is not read as YAML again, and in the
    same process it stays the very same `Sheet`.
    """
    cache = cache if cache is not None else ParseCache()
    sheets: list[Sheet[SheetModel]] = []
    problems: list[Problem] = list(_folder_problems(content, root))
    if problems:
        return Loaded((), tuple(problems))
    problems += _misplaced(content, root)
    for kind, name in FOLDERS.items():
        found, wrong = files(content / name, root)
        problems += wrong
        seen: dict[str, str] = {}
        for file in found:
            refused = _file_problem(file, seen)
            if refused is not None:
                problems.append(refused)
                continue
            seen[file.stem] = file.shown
            # No link leads to its folder, as `files` has just seen.
            sheet, wrong = read_sheet(file.path, kind, file.shown, cache, root=file.path.parent)
            problems += wrong
            if sheet is not None:
                sheets.append(sheet)
    cache.save()
    return Loaded(tuple(sheets), tuple(problems))


def _misplaced(content: Path, root: Path) -> Iterator[Problem]:
    """What looks like a sheet, and lies where no sheets are read: beside their folders, or in a misspelt
    one."""
    shown = content.relative_to(root).as_posix()
    known = {"pages", "media", *FOLDERS.values()}
    listed = or_list([f"{shown}/{name}/" for name in FOLDERS.values()])
    for entry in sorted(content.iterdir()):
        name = entry.name
        if name.startswith(".") or name in known:
            continue
        below = ((name, *parts) for parts, error in walk(entry, root=root) if error is None)
        for parts in below if entry.is_dir() else [(name,)]:
            if Path(parts[-1]).suffix not in ENDINGS:
                continue
            where = f"{shown}/{name}/" if len(parts) > 1 else f"{shown}/ itself"
            meant = did_you_mean(name, FOLDERS.values()) if len(parts) > 1 else ""
            yield problem(
                codes.MISPLACED_SHEET,
                f"`{printable(parts[-1])}` is never read: no sheets lie in {printable(where)}",
                Place(printable("/".join((shown, *parts)))),
                meant or f"move it to {listed}",
            )


def _folder_problems(content: Path, root: Path) -> Iterator[Problem]:
    """What is wrong with content/ itself: without it nothing is checked, and that is not the same as having
    no problems."""
    shown = content.relative_to(root).as_posix()
    if not os.path.lexists(content):
        hint = (
            "`briefings new briefing ID` makes it, with a first sheet in it; another project's folder is"
            " given with `-C`"
        )
        yield problem(
            codes.UNREADABLE,
            f"there is no folder `{shown}/`, and sheets are read from there",
            Place(shown),
            hint,
        )
    elif content.is_symlink():
        message = f"`{shown}` is a link, and links are not followed"
        yield problem(codes.UNREADABLE, message, Place(shown), "put the folder itself there")
    elif not content.is_dir():
        hint = "give the file another name; `briefings new briefing ID` makes the folder"
        yield problem(
            codes.UNREADABLE, f"`{shown}` must be a folder: sheets are read from there", Place(shown), hint
        )


def _file_problem(file: File, seen: Mapping[str, str]) -> Problem | None:
    """What is wrong with a file before it is read: its ending, its name, an id that another file has."""
    if file.ending not in ENDINGS:
        hint = "sheets end in `.yml`; pictures belong in content/media/"
        return problem(
            codes.STRAY_FILE, f"`{file.name}` is no sheet and is left out", Place(file.shown), hint
        )
    if (wrong := name_problem(file.stem + file.ending, ".yml", file.shown)) is not None:
        return wrong
    if file.stem in seen:
        message = f"the id `{file.stem}` is also that of {seen[file.stem]}"
        return problem(codes.DUPLICATE_ID, message, Place(file.shown), "rename one of the two, or merge them")
    return None


Read = tuple[Sheet[SheetModel] | None, list[Problem]]
"""One sheet and what is wrong with it; no sheet where that is its shape."""


def read_sheet(
    file: Path, kind: Kind, shown: str, cache: ParseCache | None = None, *, root: Path | None = None
) -> Read:
    """What a file has to say as a sheet; with `root`, it must lie in that folder without a link on the
    way."""
    cache = cache if cache is not None else ParseCache()
    read = read_text(file, shown, root=root)
    if isinstance(read, Problem):
        return None, [read]
    text, digest = read
    written = _File(str(file), digest)
    return cache.memoize(
        ("sheet", shown), (kind, written), lambda: _parsed(text, written, kind, file.stem, shown, cache)
    )


def read_text(file: Path, shown: str, *, root: Path | None = None) -> tuple[str, bytes] | Problem:
    """The text of a sheet or page, whose lines end alike, and a digest of the file; or why it cannot be
    used."""
    try:
        raw = reading.read(file, largest=limits.SHEET, root=root)
        return _text(raw), _digest(raw)
    except TooLargeError as error:
        message = f"the file has {error.size:,} bytes; a sheet or page has at most {limits.SHEET:,}"
        return problem(codes.TOO_LARGE, message, Place(shown), "divide it")
    except ReadError as error:
        return problem(codes.UNREADABLE, f"the file {error}", Place(shown), error.hint)
    except UnicodeDecodeError as error:
        place = _place_of_byte(shown, raw, error.start)
        return problem(
            codes.UNREADABLE, f"byte {error.start + 1} is not UTF-8", place, "save the file as UTF-8"
        )


def _place_of_byte(shown: str, raw: bytes, index: int) -> Place:
    """The place of a byte that cannot be read, in the text as far as it can be."""
    text, before = (lines_alike(part.decode("utf-8-sig", errors="replace")) for part in (raw, raw[:index]))
    return place_at(shown, text, len(before))


def _digest(raw: bytes) -> bytes:
    return blake2b(raw, digest_size=20).digest()


def _text(raw: bytes) -> str:
    return lines_alike(raw.decode("utf-8-sig") if raw.startswith(BOM_UTF8) else raw.decode())


def parse_sheet(text: str, kind: Kind, sheet_id: str, shown: str, cache: ParseCache | None = None) -> Read:
    """As `read_sheet`, from the text itself."""
    text = lines_alike(text)
    return _parsed(text, text, kind, sheet_id, shown, cache)


def _parsed(
    text: str, written: str | _File, kind: Kind, sheet_id: str, shown: str, cache: ParseCache | None
) -> Read:
    data = cache.get(text) if cache is not None else None
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
        return None, list(
            shape_problems(error, MODELS[kind], lambda path, key: locate(shown, text, path, key=key))
        )
    problems = [] if known else wording_problems(text, shown, MODELS[kind])
    if cache is not None and not known and not problems:
        cache.put(text, data)
    return Sheet(kind, sheet_id, shown, model, written), problems
