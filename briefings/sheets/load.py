"""content/ → sheets: reads every file, and checks the shape of each sheet."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial, wraps
from hashlib import blake2b
from pathlib import Path
from typing import Any, Generic, NamedTuple, ParamSpec, TypeVar, cast

from pydantic import ValidationError

from briefings.model import FOLDERS, MODELS, SheetModel
from briefings.model.base import KeyPath
from briefings.problems import codes
from briefings.problems.problem import Place, Problem, did_you_mean, in_draft, or_list, problem
from briefings.sheets.names import ENDINGS, File, files, name_problem
from briefings.sheets.places import locate
from briefings.sheets.shape import completed, patched, shape_problems
from briefings.sheets.wording import wording_problems
from briefings.sheets.yaml_text import place_at, read_yaml, unify_lines
from briefings.store import reading
from briefings.store.files import ChangedError
from briefings.store.parsed import ParseCache, decoded, encoded
from briefings.store.processes import coming
from briefings.store.reading import ReadError, TooLargeError, printable, walk
from briefings.text import limits
from briefings.text.prose import Kind

M = TypeVar("M", bound=SheetModel, covariant=True)
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Sheet(Generic[M]):
    """One YAML file of `content/` whose shape is valid."""

    kind: Kind
    id: str
    path: str
    """Relative to the project's root, with forward slashes."""
    data: M
    text: str = field(repr=False)
    """What is in the file, with line feeds as line ends."""
    results: dict[object, tuple[tuple[Sheet[Any], ...], object]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """The other arguments and the result of each function that is cached by `once`."""

    @property
    def digest(self) -> str:
        """A digest of its text."""
        return _digest(self)

    def place(self, path: KeyPath = (), *, key: bool = False, find: str | None = None, nth: int = 0) -> Place:
        """The place of a value; with `key` of its key, with `find` of a text in it, after `nth` equal
        ones."""
        return locate(self.path, self.text, path, key=key, find=find, nth=nth)


def once(work: Callable[P, T]) -> Callable[P, T]:
    """Cache the result of a function of a sheet, and perhaps others, with that sheet.

    After a save in the preview, nearly all sheets are unchanged. With other sheets as further arguments, the
    function is called again.
    """

    @wraps(work)
    def cached(*sheets: P.args, **none: P.kwargs) -> T:
        sheet, *others = cast("tuple[Sheet[Any], ...]", sheets)
        result = sheet.results.get(work)
        if result is None or result[0] != tuple(others):
            result = sheet.results[work] = (tuple(others), work(*sheets, **none))
        return cast("T", result[1])

    return cached


@once
def _digest(sheet: Sheet[Any]) -> str:
    return blake2b(sheet.text.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()


@dataclass(frozen=True, slots=True)
class LoadResult:
    """All sheets of valid shape, and all problems with files and shapes."""

    sheets: tuple[Sheet[SheetModel], ...]
    """Sorted by kind and id."""
    problems: tuple[Problem, ...]

    @property
    def unread(self) -> tuple[Problem, ...]:
        """The first problem of each file from which no sheet could be made."""
        made = {sheet.path for sheet in self.sheets}
        first = {
            each.place.path: each for each in reversed(self.problems) if each.place.path.endswith(".yml")
        }
        return tuple(first[path] for path in sorted(first) if path not in made)


def load(content: Path, *, root: Path, cache: ParseCache | None = None) -> LoadResult:
    """Read every sheet below `content`; paths in problems are relative to `root`.

    A sheet whose text is in the cache is not parsed again, and within a process it is the same `Sheet`
    object.
    """
    cache = cache if cache is not None else ParseCache()
    with loading(content, root=root, cache=cache) as loaded:
        result = loaded()
    cache.save()
    return result


@contextmanager
def loading(
    content: Path,
    *,
    root: Path,
    cache: ParseCache,
    follow: Callable[[Sheet[SheetModel]], object] = lambda sheet: None,
) -> Iterator[Callable[[], LoadResult]]:
    """What `load` returns, once it is asked for: other processes begin, so this one can do something else
    first. `follow` is called with each sheet while they go on. The cache is not saved."""
    problems = list(_folder_problems(content, root))
    found = [] if problems else [*_misplaced(content, root), *_texts(content, root)]
    new = [each for each in found if isinstance(each, _Text) and cache.lacks(each.text)]
    shown = {each.shown for each in new}

    def loaded() -> LoadResult:
        sheets: list[Sheet[SheetModel]] = []
        for each in found:
            if isinstance(each, Problem):
                problems.append(each)
                continue
            sheet, wrong = _read(each, cache, next(lines) if each.shown in shown else None)
            problems.extend(wrong)
            if sheet is not None:
                sheets.append(sheet)
                follow(sheet)
        return LoadResult(tuple(sheets), tuple(problems))

    with coming(new, _line) as lines:
        yield loaded


class _Text(NamedTuple):
    """What is in the file of a sheet."""

    text: str
    kind: Kind
    id: str
    shown: str


def _texts(content: Path, root: Path) -> Iterator[_Text | Problem]:
    """The text of each sheet, or what is wrong with its file."""
    for kind, name in FOLDERS.items():
        found, wrong = files(content / name, root)
        yield from wrong
        seen: dict[str, str] = {}
        for file in found:
            refused = _file_problem(file, seen)
            if refused is not None:
                yield refused
                continue
            seen[file.stem] = file.shown
            # `files` has just checked that no link leads to its folder.
            text = read_text(file.path, file.shown, root=file.path.parent)
            yield _Text(text, kind, file.stem, file.shown) if isinstance(text, str) else text


def _line(number: int, file: _Text) -> str | None:
    """What the cache keeps of a sheet without problems in its YAML, which takes most of the time of reading
    it (benchmarks/README.md)."""
    data, problems = read_yaml(file.text, file.shown)
    is_good = isinstance(data, dict) and not problems
    return (
        encoded(data) if is_good and not wording_problems(file.text, file.shown, MODELS[file.kind]) else None
    )


def _misplaced(content: Path, root: Path) -> Iterator[Problem]:
    """YAML files where no sheets are read: beside the folders of sheets, or in a misspelt one."""
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
                f"`{printable(parts[-1])}` is not read: {printable(where)} is not a folder for sheets",
                Place(printable("/".join((shown, *parts)))),
                meant or f"move it to {listed}",
            )


def _folder_problems(content: Path, root: Path) -> Iterator[Problem]:
    """Problems with content/ itself, since without it nothing would be checked."""
    shown = content.relative_to(root).as_posix()
    unreadable = partial(problem, codes.UNREADABLE, place=Place(shown))
    if not os.path.lexists(content):
        hint = "`briefings new briefing ID` creates it with a first sheet; `-C` names another project"
        yield unreadable(f"there is no folder `{shown}/` for sheets", hint=hint)
    elif content.is_symlink():
        hint = "put the folder itself there"
        yield unreadable(f"`{shown}` is a link, and links are not followed", hint=hint)
    elif not content.is_dir():
        hint = "rename the file; `briefings new briefing ID` creates the folder"
        yield unreadable(f"`{shown}` must be a folder with sheets", hint=hint)


def _file_problem(file: File, seen: Mapping[str, str]) -> Problem | None:
    """What is wrong with a file before it is read: its ending, its name, or an id that another file has."""
    if file.ending not in ENDINGS:
        message = f"`{file.name}` is not a sheet and is left out"
        hint = "sheets end in `.yml`; pictures belong in content/media/"
        return problem(codes.STRAY_FILE, message, Place(file.shown), hint)
    if (wrong := name_problem(file.stem + file.ending, ".yml", file.shown)) is not None:
        return wrong
    if file.stem in seen:
        message = f"the id `{file.stem}` is also that of {seen[file.stem]}"
        return problem(codes.DUPLICATE_ID, message, Place(file.shown), "rename one of the two, or merge them")
    return None


ReadResult = tuple[Sheet[SheetModel] | None, list[Problem]]
"""A sheet and its problems; no sheet if its shape is not valid. Stand-ins replace what a draft
lacks."""


def _read(file: _Text, cache: ParseCache, line: str | None = None) -> ReadResult:
    text, kind, sheet_id, shown = file

    def parse() -> ReadResult:
        return _parse(text, kind, sheet_id, shown, cache, line)

    return cache.memoize(("sheet", shown), (kind, text), parse)


def read_text(file: Path, shown: str, *, root: Path | None = None) -> str | Problem:
    """The text of a sheet or page with line feeds as line ends, or a problem."""
    try:
        raw = reading.read(file, largest=limits.SHEET, root=root)
        return unify_lines(raw.decode("utf-8-sig"))
    except TooLargeError as error:
        message = f"the file has {error.size:,} bytes; a sheet or page has at most {limits.SHEET:,}"
        return problem(codes.TOO_LARGE, message, Place(shown), "split it")
    except ReadError as error:
        return problem(codes.UNREADABLE, f"the file {error}", Place(shown), error.hint)
    except UnicodeDecodeError as error:
        place, message = _place_of_byte(shown, raw, error.start), f"byte {error.start + 1} is not UTF-8"
        return problem(codes.UNREADABLE, message, place, "save the file as UTF-8")


def raw_of(path: str, text: str, *, root: Path) -> bytes:
    """The bytes of a sheet or page that was read as `text`; raises ChangedError if it has another by now."""
    try:
        raw = reading.read(root / path, largest=limits.SHEET, root=root)
    except ReadError as error:
        raise ChangedError([path]) from error
    if unify_lines(raw.decode("utf-8-sig", "replace")) != text:
        raise ChangedError([path])
    return raw


def _place_of_byte(shown: str, raw: bytes, index: int) -> Place:
    """The place of an invalid byte."""
    text, before = (unify_lines(part.decode("utf-8-sig", errors="replace")) for part in (raw, raw[:index]))
    return place_at(shown, text, len(before))


def parse_sheet(text: str, kind: Kind, sheet_id: str, shown: str) -> ReadResult:
    """The sheet in a text."""
    return _parse(unify_lines(text), kind, sheet_id, shown, ParseCache())


def approximate(shown: str, root: Path) -> tuple[Sheet[SheetModel], set[Place]] | None:
    """A sheet that cannot be read, with stand-ins for what is wrong in it, and their places; None for a file
    that is not in a folder for sheets."""
    kind = next((kind for kind, name in FOLDERS.items() if f"/{name}/" in shown), None)
    if kind is None:
        return None
    read = read_text(root / shown, shown)
    data, _ = read_yaml(read, shown) if isinstance(read, str) else (None, [])
    model, paths = patched(data, MODELS[kind], Path(shown).stem)
    # Without its text, everything in a sheet that is a stand-in itself has the same place.
    text = read if isinstance(read, str) and data is not None and paths is not None else ""
    sheet = Sheet(kind, Path(shown).stem, shown, model, text)
    return sheet, {sheet.place(path) for path in paths or ((),)}


def stand_in(kind: Kind, sheet_id: str) -> Sheet[Any]:
    """An empty sheet for a missing one; for an actor, an organization, which fits every role and relation."""
    known = {"kind": "organization"} if kind == "actor" else {}
    return Sheet(kind, sheet_id, "", patched(known, MODELS[kind], sheet_id)[0], "")


def _parse(
    text: str, kind: Kind, sheet_id: str, shown: str, cache: ParseCache, line: str | None = None
) -> ReadResult:
    """`line` is what another process made of the text."""
    data = cache.get(text) if line is None else decoded(line)
    is_read = data is not None
    problems: list[Problem] = []
    if not is_read:
        data, problems = read_yaml(text, shown)
    is_draft = isinstance(data, dict) and data.get("draft") is True and data.get("withdrawn") is None
    if problems and not (is_draft and all(each.code is codes.BAD_VALUE for each in problems)):
        return None, in_draft(problems) if is_draft else problems
    if not isinstance(data, dict):
        what = "is empty" if data is None else "is not a mapping"
        message, hint = (
            f"the sheet {what}; it needs lines of `key: value`",
            f"`briefings new {kind} ID` writes one",
        )
        return None, [problem(codes.NOT_A_SHEET, message, locate(shown, text, ()), hint)]
    model: SheetModel | None = None
    try:
        model = MODELS[kind].model_validate(data)
    except ValidationError as error:

        def place(path: KeyPath, key: bool) -> Place:
            return locate(shown, text, path, key=key)

        # A key without a value was named when the YAML was read.
        problems = problems or list(shape_problems(error, MODELS[kind], place))
        model = completed(data, MODELS[kind], sheet_id) if is_draft else None
    if model is not None and not is_read:
        problems += wording_problems(text, shown, MODELS[kind])
    if not problems and (not is_read or line is not None):
        cache.put(text, data, line)
    sheet = None if model is None else Sheet(kind, sheet_id, shown, model, text)
    return sheet, in_draft(problems) if is_draft else problems
