"""What an earlier build left that need not be made again. Everything around it is pure; here it is told what
is still true.

Goes by content: of all that goes into a build, of what each page was made from, and of all that came out. The
times of files only tell which of them need not be read again. A record that is damaged, half written or
another program's is no record.
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
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from stat import S_ISREG
from typing import Any

from briefings.store.files import open_file
from briefings.store.files import replace as put_in_place
from briefings.store.folders import share
from briefings.store.processes import each

FORMAT = 4
"""Of the record; another one is no record."""

_ENVIRONMENT = re.compile(r"!ENV\s+(?:\[([^\]]*)\]|(\w+))")
_NAME = re.compile(r"\w+")
_ALWAYS = ("SOURCE_DATE_EPOCH", "SITE_URL", "REPO_URL")
_PASSED_OVER = frozenset({"node_modules", "__pycache__"})

# ── What goes in ────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Inputs:
    """Digests of what a build may read."""

    common: str
    """Of what every page depends on: the generator, what is installed, the theme, the configuration, the
    environment."""
    everything: str
    """Of that, and of what is made into pages."""


def inputs(
    root: Path, content: Iterable[Path], leave_out: Iterable[Path], options: Mapping[str, object]
) -> Inputs:
    """Digests of everything that a build of the project in `root` may read; takes too much rather than too
    little.

    `content` are the folders that pages are made from, `leave_out` those that builds write; `options` are
    those of the command. To be asked for before a build: what changes during it is then seen after it.

    Links out of the project are not followed. Their targets may change unnoticed, so with such a link no two
    builds have the same inputs, and nothing is reused.
    """
    digest = hashlib.blake2b(digest_size=20)

    def add(*parts: str | bytes) -> None:
        for part in parts:
            data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
            # With its length before it, no part can pass for two.
            digest.update(len(data).to_bytes(8, "big"))
            digest.update(data)

    def add_files(start: Path, passed_over: Iterable[Path] = (), *, inside: Path | None = root) -> None:
        for path, leads_out in sorted(_files(start, tuple(passed_over), inside)):
            add(os.path.relpath(path, start), secrets.token_bytes() if leads_out else _digest_of(path))

    add(
        str(FORMAT),
        sys.version,
        sys.platform,
        json.dumps({key: str(value) for key, value in options.items()}, sort_keys=True),
    )
    # The name of such a folder tells a package's version.
    packages = Path(sysconfig.get_paths()["purelib"])
    add(
        *sorted(
            entry.name for entry in os.scandir(packages) if entry.name.endswith((".dist-info", ".egg-info"))
        )
    )
    for name, value in sorted(_environment(root).items()):
        add(name, value)
    generator = Path(__file__).resolve().parents[1]
    folders = tuple(content)
    add_files(generator, inside=None)
    add_files(generator.parent / "theme", inside=None)
    add_files(root, (*leave_out, *folders))
    common = digest.hexdigest()
    for folder in folders:
        add_files(folder)
    return Inputs(common, digest.hexdigest())


def _environment(root: Path) -> dict[str, str]:
    """The variables that mkdocs.yml takes values from."""
    names = set(_ALWAYS)
    try:
        with open_file(root / "mkdocs.yml", follow=True) as file:
            config = file.read().decode("utf-8", "replace")
    except OSError:
        config = ""
    for several, one in _ENVIRONMENT.findall(config):
        names.update(_NAME.findall(several or one))
    return {name: os.environ[name] for name in names if name in os.environ}


def _files(start: Path, leave_out: tuple[Path, ...], inside: Path | None) -> Iterator[tuple[str, bool]]:
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
        if (stat.st_dev, stat.st_ino) in seen:  # by a link that leads upward
            continue
        seen.add((stat.st_dev, stat.st_ino))
        if any(entry.name == "pyvenv.cfg" for entry in entries):
            continue
        for entry in entries:
            if entry.name.startswith(".") or entry.name in _PASSED_OVER or entry.path in left_out:
                continue
            if inside is not None and entry.is_symlink() and not _lies_in(entry.path, inside):
                yield entry.path, True
            elif entry.is_dir():
                waiting.append(entry.path)
            elif entry.is_file():
                yield entry.path, False


def _lies_in(path: str, folder: Path) -> bool:
    try:
        return Path(path).resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links that lead to one another
        return False


# ── What came out ───────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class PageRecord:
    """What is known of a page that was built."""

    context: str
    """A digest of what it was given."""
    reads: tuple[str, ...]
    """What else was read to make it, by name."""
    seen: str
    """A digest of what those reads gave."""
    anchors: str
    """The places on it that links can lead to, with spaces between."""
    links: str
    """Those of its links that lead to a place on another page, as the engine tells them."""
    uses: str
    """What of style sheets and scripts it needs, with spaces between."""


@dataclass(frozen=True, slots=True)
class Output:
    """A file that a build wrote."""

    size: int
    time: int
    """Of its last change, in nanoseconds."""
    digest: str


@dataclass(frozen=True, slots=True)
class Record:
    """A build that was done."""

    inputs: Inputs
    outputs: Mapping[str, Output]
    """By path, relative to the project."""
    pages: Mapping[str, PageRecord]
    """By path below the folder of Markdown. Empty where pages cannot be kept one by one."""
    styles: str
    """The one style sheet that all pages name."""
    said: Any
    """What it had to say, to be said again; anything that JSON can hold."""

    def standing(self, root: Path, folders: Iterable[Path]) -> frozenset[str]:
        """The outputs in these folders that are as the build left them."""
        return as_left(self.outputs, root, folders)

    def is_of(self, inputs: Inputs, root: Path, folders: Iterable[Path]) -> bool:
        """Whether a build of these inputs would give just what stands."""
        if self.inputs != inputs:
            return False
        return (
            sum(1 for _ in _all_files(root, folders))
            == len(self.outputs)
            == len(self.standing(root, folders))
        )


def as_left(outputs: Mapping[str, Output], root: Path, folders: Iterable[Path]) -> frozenset[str]:
    """The files in these folders that are as recorded, relative to the project."""
    return frozenset(name for name, path in _all_files(root, folders) if _is_as(path, outputs.get(name)))


def outputs(root: Path, folders: Iterable[Path], last: Record | None = None) -> dict[str, Output]:
    """The files that a build left in its folders. What the last one knows is not read again."""
    known: Mapping[str, Output] = {} if last is None else last.outputs
    found: dict[str, Output] = {}
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
        found[name] = state
    digests = each(unread, lambda n, file: _digest_of(file[1]).hex(), few=1000)
    for (name, _), digest in zip(unread, digests, strict=True):
        found[name] = replace(found[name], digest=digest)
    return found


def below(folder: Path, root: Path, files: Iterable[str]) -> frozenset[str]:
    """Of files by their paths relative to the project, those in a folder, by their paths below it."""
    start = os.path.relpath(folder, root) + os.sep
    return frozenset(file[len(start) :].replace(os.sep, "/") for file in files if file.startswith(start))


def written(file: Path) -> Mapping[str, Output]:
    """The outputs in a record, even one of another format; empty if it is damaged."""
    try:
        with open_file(file) as stream:
            lines = stream.read().split(b"\n")
        seal = hashlib.blake2b(b"\n".join(lines[:-1]) + b"\n", digest_size=20).hexdigest()
        if lines[-1].decode() == seal:
            count = json.loads(lines[0])[-1]
            return {path: Output(*values) for path, *values in map(json.loads, lines[1 : count + 1])}
    except (OSError, ValueError, TypeError, LookupError, RecursionError):
        pass
    return {}


def remember(file: Path, made: Record, *, inside: Path | None = None) -> None:
    """Keeps a record, by rename: a line for what all pages share, one for each output and each page, and a
    seal."""
    uses = _numbered(page.uses for page in made.pages.values())
    # Each name is read for many pages.
    names = _numbered(name for page in made.pages.values() for name in page.reads)
    shared = [
        FORMAT,
        made.inputs.common,
        made.inputs.everything,
        made.styles,
        made.said,
        list(uses),
        list(names),
        len(made.outputs),
    ]

    def lines() -> Iterator[bytes]:
        yield _line(shared)
        for path, state in made.outputs.items():
            yield _line([path, state.size, state.time, state.digest])
        for path, page in made.pages.items():
            reads = [names[name] for name in page.reads]
            yield _line([path, page.context, reads, page.seen, page.anchors, page.links, uses[page.uses]])

    def sealed() -> Iterator[bytes]:
        seal = hashlib.blake2b(digest_size=20)
        for line in lines():
            seal.update(line)
            yield line
        yield seal.hexdigest().encode()

    put_in_place(file, sealed(), inside=inside)


def recall(file: Path) -> Record | None:
    """The record that is kept; None if there is none, or none that can be trusted."""
    try:
        # Line by line: of a large site it is large.
        with open_file(file) as stream:
            seal = hashlib.blake2b(digest_size=20)
            first = stream.readline()
            seal.update(first)
            known, common, everything, styles, said, uses, names, count = json.loads(
                first.decode("utf-8", "surrogateescape")
            )
            if known != FORMAT:
                return None
            outputs: dict[str, Output] = {}
            pages: dict[str, PageRecord] = {}
            for line in stream:
                if not line.endswith(b"\n"):
                    whole = line.decode() == seal.hexdigest()
                    return Record(Inputs(common, everything), outputs, pages, styles, said) if whole else None
                seal.update(line)
                path, *values = json.loads(line.decode("utf-8", "surrogateescape"))
                if len(outputs) < count:
                    outputs[path] = Output(*values)
                else:
                    context, reads, seen, anchors, links, n = values
                    pages[path] = PageRecord(
                        context, tuple(names[m] for m in reads), seen, anchors, links, uses[n]
                    )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        pass
    return None


def _line(values: list[Any]) -> bytes:
    return (
        json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogateescape")
        + b"\n"
    )


def _numbered(texts: Iterable[str]) -> dict[str, int]:
    return {text: n for n, text in enumerate(dict.fromkeys(texts))}


def _all_files(root: Path, folders: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Everything in these folders but subfolders: its path relative to the project, and its full path.
    Follows no links."""
    for folder in folders:
        for place, below, names in os.walk(folder):
            shown = os.path.relpath(place, root)
            links = (name for name in below if Path(place, name).is_symlink())
            yield from ((f"{shown}{os.sep}{name}", f"{place}{os.sep}{name}") for name in chain(names, links))


def _is_as(path: str, state: Output | None) -> bool:
    """Whether a regular file is as recorded."""
    try:
        stat = Path(path).lstat()
        if state is None or not S_ISREG(stat.st_mode) or stat.st_size != state.size:
            return False
        return stat.st_mtime_ns == state.time or _digest_of(path).hex() == state.digest
    except OSError:
        return False


def _digest_of(path: str) -> bytes:
    with open_file(Path(path), follow=True) as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=20)).digest()


# ── What is taken over ──────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a new site takes over from the one that stands."""

    site: Path = field(default_factory=Path)
    """Where it stands."""
    files: frozenset[str] = frozenset()
    """Those of its files that are as they were left, by path below it."""
    documents: frozenset[str] = frozenset()
    """What the search was made from, as it was left, by path below its folder."""
    pages: Mapping[str, PageRecord] = field(default_factory=dict)
    """The pages that would come out the same; by path below the folder of Markdown."""
    styles: str = ""
    """The one style sheet that all pages name."""
    whole: frozenset[str] = frozenset()
    """Folders of the site, of which nothing is missing."""

    def keep(self, file: str, site: Path) -> bool:
        """Puts a file into the new site as well, without a copy where that can be; False if it does not
        stand."""
        return file in self.files and share(self.site / file, site / file)

    def keep_folder(self, folder: str, site: Path) -> bool:
        """The same for a whole folder; nothing of it is kept if anything in it does not stand."""
        if folder not in self.whole:
            return False
        for file in self.files:
            if file.startswith(f"{folder}/"):
                self.keep(file, site)
        return True


NOTHING = Earlier()
