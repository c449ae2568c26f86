"""The result of the last `check`, which is shown again while nothing that it read has changed.

Like the record of the last build, it is ignored if it is damaged or if git tracks it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path

from briefings.problems.codes import CODES
from briefings.problems.problem import Place, Problem
from briefings.settings import Settings
from briefings.site import outputs
from briefings.store import builds
from briefings.store.files import replace
from briefings.store.reading import ReadError, read

FILE = "check.json"
LARGEST = 50_000_000
"""Bytes of this file that are read."""
SHEETS = "sheets"
"""The cache of parsed sheets."""
COVERAGE = "coverage"
"""The cache of sheets whose facts do not differ from their passages."""


@dataclass(frozen=True, slots=True)
class LastCheck:
    """What a check printed."""

    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    sheets: int


def inputs(
    settings: Settings, committed: Collection[str] | None, options: Mapping[str, object]
) -> str | None:
    """A digest of everything that a check may read, and rather more; None if its result cannot be reused.

    `committed` are the files that git tracks of saved texts and output folders.
    """
    if committed is None or outputs.problems(settings, committed):
        return None
    if settings.custom_dir is not None and not settings.custom_dir.is_relative_to(settings.root):
        return None
    content = (settings.content_dir, settings.seeds_dir)
    written = (settings.root / "build", settings.docs_dir, settings.site_dir)
    try:
        chosen = {
            **options,
            "committed": sorted(committed),
            "severity": sorted(settings.severity.items()),
            "files": [list(_files(folder)) for folder in content],
        }
        return builds.inputs(settings.root, content, written, chosen).everything
    except OSError:  # a file that cannot be read, which is for the check to report
        return None


def load(settings: Settings, inputs: str) -> LastCheck | None:
    """The last check, if it had these inputs."""
    try:
        data = read(settings.cache_dir / FILE, largest=LARGEST, root=settings.root)
        before, problems, notes, sheets = json.loads(data)
        if before != inputs:
            return None
        return LastCheck(
            tuple(
                Problem(CODES[code], message, Place(*place), hint, severity)
                for code, message, place, hint, severity in problems
            ),
            tuple(notes),
            sheets,
        )
    except (ReadError, ValueError, TypeError, LookupError):
        return None


def save(
    settings: Settings, inputs: str, problems: Sequence[Problem], notes: Sequence[str], sheets: int
) -> None:
    """Record a check."""
    listed = [[p.code.id, p.message, astuple(p.place), p.hint, p.severity] for p in problems]
    # In ASCII, as problems may show half characters, which have no UTF-8.
    data = json.dumps([inputs, listed, list(notes), sheets]).encode()
    # If it cannot be written, the next check does all the work again.
    with suppress(OSError):
        replace(settings.cache_dir / FILE, data, inside=settings.root)


def _files(folder: Path) -> Iterator[tuple[str, str, int]]:
    """All files, folders and links below a folder, hidden ones too, with their kind and permissions: a check
    also reports what cannot be read."""
    for place, below, names in os.walk(folder):
        below.sort()
        for name in sorted((*below, *names)):
            yield place, name, os.lstat(f"{place}{os.sep}{name}").st_mode
