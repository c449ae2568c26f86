"""The versions of sheets that git has: when each file of a sheet was changed, and its text then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from briefings.model import FOLDERS
from briefings.sheets import git
from briefings.sheets.load import ENDINGS
from briefings.text import limits
from briefings.text.prose import Kind, is_id

COMMITS = 5_000
"""The newest commits that changed sheets; older ones are not looked at."""

_KINDS: Mapping[str, Kind] = {folder: kind for kind, folder in FOLDERS.items()}
_LATEST = 253402300799
"""The last second of the year 9999. Git accepts any number as a time."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the file of a sheet in a commit."""

    commit: str
    when: str
    """When it was committed: `2025-07-28T14:05:00Z`."""
    kind: Kind
    id: str
    path: str
    """Relative to the project's root."""
    before: str
    """The id of its content before; empty for a new file."""
    after: str
    """The id of its content since; empty for a removed file."""
    is_first_known: bool
    """Whether a shallow clone begins with this commit, so that the sheet may be older."""


def edits(root: Path, content: str) -> tuple[Edit, ...]:
    """The changes of all sheets below the folder `content`, oldest first; raises `GitError`."""
    found: list[Edit] = []
    for change in git.changes(root, content, commits=COMMITS):
        path = PurePosixPath(change.path)
        kind = _KINDS.get(path.relative_to(content).parts[0])
        if kind is None or path.suffix not in ENDINGS or not is_id(path.stem):
            continue
        when = datetime.fromtimestamp(max(0, min(change.seconds, _LATEST)), UTC)
        found.append(
            Edit(
                change.commit,
                f"{when:%Y-%m-%dT%H:%M:%S}Z",
                kind,
                path.stem,
                change.path,
                change.before,
                change.after,
                change.is_first_known,
            )
        )
    return tuple(reversed(found))


def texts(root: Path, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The texts of sheets with these ids of their content, each with its id. What is missing or no text is
    left out. Raises `GitError`."""
    for oid, data in git.contents(root, ids, largest=limits.SHEET):
        with suppress(UnicodeDecodeError):
            yield oid, data.decode("utf-8-sig")
