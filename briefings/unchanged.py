"""Whether a build would give what stands already: a digest of all that goes into it, and a record of all that came out.

Goes by content. The times of files only tell which of them need not be read again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefings.tree import replace

FORMAT = 1
"""Of the record; another one is no record."""

_ENVIRONMENT = re.compile(r"!ENV\s+(?:\[([^\]]*)\]|(\w+))")
_NAME = re.compile(r"\w+")
_ALWAYS = ("SOURCE_DATE_EPOCH", "SITE_URL", "REPO_URL")
_PASSED_OVER = frozenset({"node_modules", "__pycache__"})


def inputs(root: Path, leave_out: Iterable[Path], options: Mapping[str, object]) -> str:
    """A digest of everything that a build of the project in `root` may read: its files, the generator, what is installed, the environment.

    Takes too much rather than too little. `leave_out` are the folders that builds write; `options` are those of the command.
    To be asked for before a build: what changes during it is then seen after it.
    """
    digest = hashlib.blake2b(digest_size=20)

    def add(*parts: str | bytes) -> None:
        for part in parts:
            data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
            # With its length before it, no part can pass for two.
            digest.update(len(data).to_bytes(8, "big"))
            digest.update(data)

    add(str(FORMAT), sys.version, sys.platform, json.dumps({key: str(value) for key, value in options.items()}, sort_keys=True))
    # The name of such a folder tells a package's version.
    packages = Path(sysconfig.get_paths()["purelib"])
    add(*sorted(entry.name for entry in os.scandir(packages) if entry.name.endswith((".dist-info", ".egg-info"))))
    for name, value in sorted(_environment(root).items()):
        add(name, value)
    generator = Path(__file__).resolve().parent
    for start, passed_over in ((generator, ()), (generator.parent / "theme", ()), (root, tuple(leave_out))):
        for path in sorted(_files(start, passed_over)):
            add(os.path.relpath(path, start), Path(path).read_bytes())
    return digest.hexdigest()


def _environment(root: Path) -> dict[str, str]:
    """The variables that mkdocs.yml takes values from."""
    names = set(_ALWAYS)
    config = root / "mkdocs.yml"
    for several, one in _ENVIRONMENT.findall(config.read_text(encoding="utf-8", errors="replace") if config.is_file() else ""):
        names.update(_NAME.findall(several or one))
    return {name: os.environ[name] for name in names if name in os.environ}


def _files(start: Path, leave_out: tuple[Path, ...] = ()) -> Iterator[str]:
    """Every file below a folder, but for hidden ones and those of environments and caches."""
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
            if entry.is_dir():
                waiting.append(entry.path)
            elif entry.is_file():
                yield entry.path


@dataclass(frozen=True, slots=True)
class Record:
    """A build that was done."""

    inputs: str
    outputs: Mapping[str, tuple[int, int, str]]
    """By path, relative to the project: size, time in nanoseconds, digest."""
    said: Any
    """What it had to say, to be said again; anything that JSON can hold."""


def record(root: Path, outputs: Iterable[Path], inputs: str, said: Any) -> Record:
    """The record of a build just done, whose folders are `outputs`."""
    return Record(inputs, {os.path.relpath(path, root): _state(path) for folder in outputs for path in _all_files(folder)}, said)


def remember(file: Path, made: Record) -> None:
    """Keeps a record, by rename."""
    body = json.dumps({"inputs": made.inputs, "outputs": made.outputs, "said": made.said}, ensure_ascii=False)
    text = json.dumps({"format": FORMAT, "digest": _digest(body.encode("utf-8", "surrogateescape"))}) + "\n" + body
    replace(file, text.encode("utf-8", "surrogateescape"))


def recall(file: Path, root: Path, outputs: Iterable[Path], inputs: str) -> Record | None:
    """The record of a build of the same inputs, if all its outputs stand as it left them; None otherwise, whatever the reason."""
    try:
        head, _, body = file.read_bytes().decode("utf-8", "surrogateescape").partition("\n")
        if json.loads(head) != {"format": FORMAT, "digest": _digest(body.encode("utf-8", "surrogateescape"))}:
            return None
        data = json.loads(body)
        found = Record(data["inputs"], {path: (size, time, digest) for path, (size, time, digest) in data["outputs"].items()}, data["said"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    if found.inputs != inputs:
        return None
    standing = {os.path.relpath(path, root): path for folder in outputs for path in _all_files(folder)}
    if standing.keys() != found.outputs.keys() or not all(_is_same(standing[path], state) for path, state in found.outputs.items()):
        return None
    return found


def _all_files(folder: Path) -> Iterator[str]:
    for place, _, names in os.walk(folder):
        yield from (f"{place}{os.sep}{name}" for name in names)


def _state(path: str) -> tuple[int, int, str]:
    stat = Path(path).stat()
    return stat.st_size, stat.st_mtime_ns, _digest(Path(path).read_bytes())


def _is_same(path: str, state: tuple[int, int, str]) -> bool:
    size, time, digest = state
    stat = Path(path).stat()
    return stat.st_size == size and (stat.st_mtime_ns == time or _digest(Path(path).read_bytes()) == digest)


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=20).hexdigest()


__all__ = ["Record", "inputs", "recall", "record", "remember"]
