"""Which outputs of an earlier build are still current, by digests of its inputs, its pages and its outputs.

The times of files only save reading them again. A damaged or incomplete record is ignored.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from stat import S_ISREG
from typing import Any, NamedTuple

from briefings import plugin
from briefings.store.files import open_file, replace
from briefings.store.folders import share
from briefings.store.processes import each
from briefings.store.reading import ReadError, read

HEAD = "briefings build 9"
"""The head of a record. Its number grows with each change of the format; another one is ignored."""

LARGEST_RECORD = 500_000_000
"""Bytes of a record that is read. With 5,000 briefings, it has 30 million."""

LARGEST = 200_000_000
"""Bytes of an input whose content is compared, twice as many as a build reads of any file."""

_ENVIRONMENT = re.compile(r"!ENV\s+(?:\[([^\]]*)\]|(\w+))")
_NAME = re.compile(r"\w+")
_VARIABLES = ("SOURCE_DATE_EPOCH", "SITE_URL", "REPO_URL")
_IGNORED_FOLDERS = frozenset({"node_modules", "__pycache__"})

# ── Inputs ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Inputs:
    """Digests of what a build may read."""

    common: str
    """What every page depends on: generator, packages, theme, configuration and environment."""
    everything: str
    """The same, and the content."""


def inputs(
    root: Path,
    content: Iterable[Path],
    leave_out: Iterable[Path],
    options: Mapping[str, object],
    *,
    also: str = "",
) -> Inputs:
    """Digests of everything that a build of the project in `root` may read, and rather more.

    `content` are the folders that pages are made from, `leave_out` those that builds write; `options` are
    those of the command. `also` is anything else that some outputs depend on. Called before a build, so that
    the next one notices changes made during it.

    Links out of the project are not followed. Since their targets may change unnoticed, a project with such a
    link never has the same inputs twice, and nothing is reused.
    """
    digest = hashlib.blake2b(digest_size=20)

    def add(*parts: str | bytes) -> None:
        for part in parts:
            data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
            # The length before each part keeps their boundaries unambiguous.
            digest.update(len(data).to_bytes(8, "big"))
            digest.update(data)

    def add_files(start: Path, ignored: Iterable[Path] = (), *, inside: Path | None = root) -> None:
        for path, leads_out in sorted(_files(start, ignored, inside)):
            add(os.path.relpath(path, start), secrets.token_bytes() if leads_out else _input_digest(path))

    add(
        HEAD,
        sys.version,
        sys.platform,
        json.dumps({key: str(value) for key, value in options.items()}, sort_keys=True),
    )
    # These folders are named after packages and their versions.
    packages = [path.name for path in Path(sysconfig.get_paths()["purelib"]).iterdir()]
    add(*sorted(name for name in packages if name.endswith((".dist-info", ".egg-info"))))
    for name, value in sorted(_environment(root).items()):
        add(name, value)
    generator = Path(__file__).resolve().parents[1]
    folders = tuple(content)
    for installed in (generator, *plugin.sources()):
        add_files(installed, inside=None)
    add_files(root, (*leave_out, *folders))
    common = digest.hexdigest()
    for folder in folders:
        add_files(folder)
    add(also)
    return Inputs(common, digest.hexdigest())


def _environment(root: Path) -> dict[str, str]:
    """The environment variables that mkdocs.yml uses."""
    names = set(_VARIABLES)
    try:
        with open_file(root / "mkdocs.yml", follow=True) as file:
            config = file.read().decode("utf-8", "replace")
    except OSError:
        config = ""
    for several, one in _ENVIRONMENT.findall(config):
        names.update(_NAME.findall(several or one))
    return {name: os.environ[name] for name in names if name in os.environ}


def _files(start: Path, leave_out: Iterable[Path], inside: Path | None) -> Iterator[tuple[str, bool]]:
    """Every regular file below a folder except hidden ones, environments and caches; and, marked with True,
    every link that leads out of `inside`."""
    left_out = {str(path) for path in leave_out}
    waiting = [str(start)]
    seen: set[tuple[int, int]] = set()
    while waiting:
        folder = waiting.pop()
        try:
            entries = list(os.scandir(folder))
            stat = Path(folder).stat()
        except (FileNotFoundError, NotADirectoryError):
            continue
        if (stat.st_dev, stat.st_ino) in seen:  # through a link to a folder above
            continue
        seen.add((stat.st_dev, stat.st_ino))
        if any(entry.name == "pyvenv.cfg" for entry in entries):
            continue
        for entry in entries:
            if entry.name.startswith(".") or entry.name in _IGNORED_FOLDERS or entry.path in left_out:
                continue
            if inside is not None and entry.is_symlink() and not _is_inside(entry.path, inside):
                yield entry.path, True
            elif entry.is_dir():
                waiting.append(entry.path)
            elif entry.is_file():
                yield entry.path, False


def _is_inside(path: str, folder: Path) -> bool:
    try:
        return Path(path).resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # a circle of links
        return False


# ── Outputs and records ─────────────────────────────────────────────────────────────────────────────────────


class FileRecord(NamedTuple):
    """What is recorded of a file for programs."""

    path: str
    """Below the site's root."""
    size: int
    """In bytes."""
    sha256: str
    """In hexadecimal digits."""


class PageRecord(NamedTuple):
    """What is recorded of a page, its search document or a file for programs."""

    made_from: str
    """A digest of what it was made from."""
    media: str
    """A digest of the sizes of all pictures, if the page shows any; empty otherwise."""
    anchors: str
    """The anchors on it, separated by spaces."""
    links: str
    """Its links to anchors on other pages, as `Places` lists them."""
    files: tuple[FileRecord, ...] = ()
    """The file for programs itself, or the one that is made from the page's Markdown."""


class Output(NamedTuple):
    """A file that a build wrote."""

    size: int
    time: int
    """When it was last changed, in nanoseconds."""
    digest: str
    """Its SHA-256, in hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Record:
    """A finished build."""

    inputs: Inputs
    outputs: Mapping[str, Output]
    """By path, relative to the project."""
    pages: Mapping[str, PageRecord]
    """The pages by path below the folder of Markdown, and the files for programs by path below the site.
    Empty if they cannot be reused one by one."""
    frame: str
    """A digest of the frame around all pages."""
    messages: Any
    """Its warnings, to be printed again; any JSON."""

    def unchanged(self, root: Path, folders: Iterable[Path]) -> frozenset[str]:
        """The outputs in these folders that are as the build left them."""
        files = _all_files(root, folders)
        return frozenset(name for name, path in files if _is_unchanged(path, self.outputs.get(name)))

    def is_current(self, inputs: Inputs, root: Path, folders: Iterable[Path]) -> bool:
        """Whether a build of these inputs would leave the files in these folders as they are."""
        if self.inputs != inputs:
            return False
        present = sum(1 for _ in _all_files(root, folders))
        return present == len(self.outputs) == len(self.unchanged(root, folders))


def outputs(root: Path, folders: Iterable[Path], last: Record | None = None) -> dict[str, Output]:
    """The files in the folders of a build. Those that are as in the last record are not read again."""
    known: Mapping[str, Output] = {} if last is None else last.outputs
    present: dict[str, Output] = {}
    unread: list[tuple[str, str]] = []
    for name, path in _all_files(root, folders):
        try:
            stat = Path(path).lstat()
        except FileNotFoundError:  # a temporary file of another process
            continue
        if not S_ISREG(stat.st_mode):
            continue
        state = known.get(name)
        if state is None or (state.size, state.time) != (stat.st_size, stat.st_mtime_ns):
            state = Output(stat.st_size, stat.st_mtime_ns, "")
            unread.append((name, path))
        present[name] = state
    digests = each(unread, lambda n, file: _digest_of(file[1]), few=1000)
    for (name, _), digest in zip(unread, digests, strict=True):
        present[name] = present[name]._replace(digest=digest)
    return present


def below(folder: Path, root: Path, files: Iterable[str]) -> frozenset[str]:
    """Those of the project's files that are in a folder, relative to it."""
    start = os.path.relpath(folder, root) + os.sep
    return frozenset(file[len(start) :].replace(os.sep, "/") for file in files if file.startswith(start))


def save(file: Path, record: Record, *, inside: Path | None = None) -> None:
    """Write a record atomically: a line with a digest of the rest, and the rest as JSON."""
    inputs = record.inputs
    parts = [inputs.common, inputs.everything, record.outputs, record.pages, record.frame, record.messages]
    body = json.dumps(parts, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogateescape")
    replace(file, [_seal(body), body], inside=inside)


def load(file: Path) -> Record | None:
    """The record in a file; None if there is none, or it is damaged or of another format."""
    try:
        first, newline, body = read(file, largest=LARGEST_RECORD, root=file.parent).partition(b"\n")
        if first + newline != _seal(body):
            return None
        common, everything, outputs, pages, frame, messages = json.loads(
            body.decode("utf-8", "surrogateescape")
        )
    except (ReadError, ValueError, RecursionError):
        return None
    return Record(
        Inputs(common, everything),
        {path: Output(*each) for path, each in outputs.items()},
        {
            path: PageRecord._make((*each, tuple(FileRecord(*file) for file in files)))
            for path, (*each, files) in pages.items()
        },
        frame,
        messages,
    )


def _seal(body: bytes) -> bytes:
    """The first line of a record: anything could have happened to the file since it was written."""
    return f"{HEAD} {hashlib.blake2b(body, digest_size=20).hexdigest()}\n".encode()


def _all_files(root: Path, folders: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """All files and links in these folders: the path relative to the project, and the full path."""
    for folder in folders:
        for place, below, names in os.walk(folder):
            shown = os.path.relpath(place, root)
            links = (name for name in below if Path(place, name).is_symlink())
            yield from ((f"{shown}{os.sep}{name}", f"{place}{os.sep}{name}") for name in chain(names, links))


def _is_unchanged(path: str, state: Output | None) -> bool:
    """Whether a regular file is as recorded."""
    try:
        stat = Path(path).lstat()
        if state is None or not S_ISREG(stat.st_mode) or stat.st_size != state.size:
            return False
        return stat.st_mtime_ns == state.time or _digest_of(path) == state.digest
    except OSError:
        return False


def _input_digest(path: str) -> str:
    """A digest of a file that a build may read; of one that is too large for that, its size and its time."""
    stat = Path(path).stat()
    return _digest_of(path) if stat.st_size <= LARGEST else f"{stat.st_size} {stat.st_mtime_ns}"


def _digest_of(path: str) -> str:
    with open_file(Path(path), follow=True) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# ── Reuse ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class PreviousSite:
    """The previous site, as far as it can be reused."""

    site: Path = field(default_factory=Path)
    """Its folder."""
    files: frozenset[str] = frozenset()
    """Its unchanged files, by path below it."""
    documents: frozenset[str] = frozenset()
    """The unchanged search documents, by path below their folder."""
    pages: Mapping[str, PageRecord] = field(default_factory=dict)
    """The pages that would be built the same and the files of the site that would; by their paths."""
    whole: frozenset[str] = frozenset()
    """Folders of the site in which no file is missing."""

    def keep(self, file: str, site: Path) -> bool:
        """Share an unchanged file with the new site; False if it is not there."""
        return file in self.files and share(self.site / file, site / file)

    def keep_folder(self, folder: str, site: Path) -> bool:
        """The same for a whole folder; False if any file in it is missing or was changed."""
        if folder not in self.whole:
            return False
        for file in self.files:
            if file.startswith(f"{folder}/"):
                self.keep(file, site)
        return True


NO_PREVIOUS_SITE = PreviousSite()
