"""Asks git which files it tracks, and what files were in earlier revisions. The only module that runs git."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from briefings import BriefingsError
from briefings.model import FOLDERS
from briefings.sheets.names import ENDINGS
from briefings.text import limits
from briefings.text.prose import Kind, is_id


class GitError(BriefingsError):
    """Git cannot answer, with the reason for the user."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class FileChange:
    """A change of a file in a commit of the current branch."""

    commit: str
    when: str
    """When it was committed, in UTC: `2025-07-28T14:05:00Z`."""
    path: str
    """Relative to the project's root."""
    before: str
    """The id of its content before; empty for a new file."""
    after: str
    """The id of its content since; empty for a removed file."""
    is_first_known: bool
    """Whether the clone begins with this commit, so that the file may be older."""

    @property
    def kind(self) -> Kind:
        """The kind of sheet."""
        return _KINDS[PurePosixPath(self.path).parts[1]]

    @property
    def id(self) -> str:
        """The id of the sheet."""
        return PurePosixPath(self.path).stem


_KINDS: Mapping[str, Kind] = {folder: kind for kind, folder in FOLDERS.items()}


def tracked_files(root: Path, *folders: str, ignore_case: bool = False) -> frozenset[str] | None:
    """The committed or staged files below these folders, and links and submodules above them, relative to
    `root`; empty without a repository, None if git is missing or cannot read it.

    With `ignore_case`, as for file systems that do, names of folders must not be patterns.
    """
    paths = "--icase-pathspecs" if ignore_case else "--literal-pathspecs"
    fold = str.casefold if ignore_case else str
    wanted = [f"{fold(folder)}/" for folder in folders]
    try:
        names = _git(root, paths, "ls-files", "-z", "--", *{folder.partition("/")[0] for folder in folders})
    except GitError:
        return None if any((folder / ".git").exists() for folder in (root, *root.parents)) else frozenset()
    every = ((name, f"{fold(name)}/") for name in map(os.fsdecode, names.split(b"\0")) if name)
    return frozenset(
        name for name, path in every if any(path.startswith(each) or each.startswith(path) for each in wanted)
    )


def files_at(root: Path, revision: str, folder: str) -> Iterator[tuple[str, bytes]]:
    """The files below a folder at a revision, with paths relative to `root`; raises `GitError`."""
    commit = base(root, revision)
    names: list[str] = []
    wanted: list[bytes] = []
    for entry in _git(root, "ls-tree", "-r", "-z", commit, "--", f"{folder}/").split(b"\0"):
        kind, _, name = entry.partition(b"\t")
        if kind.split()[1:2] == [b"blob"]:
            names.append(os.fsdecode(name))
            wanted.append(kind.split()[2])
    yield from zip(names, _contents(root, wanted), strict=True)


def _contents(root: Path, ids: Sequence[bytes]) -> Iterator[bytes]:
    """The contents with these ids, all of which exist."""
    answer = _git(root, "cat-file", "--batch", stdin=b"".join(oid + b"\n" for oid in ids)) if ids else b""
    start = 0
    for _ in ids:
        # Each answer is a line `<id> blob <size>`, the content, and a line end.
        content = answer.index(b"\n", start) + 1
        end = content + int(answer[start:content].split()[2])
        yield answer[content:end]
        start = end + 1


# ── History ─────────────────────────────────────────────────────────────────────────────────────────────────


def position(root: Path) -> str:
    """What the history of the current branch depends on: the newest commit and, in a shallow clone, where it
    begins. Empty without a commit or git."""
    try:
        answer = _git(root, "rev-parse", "--is-shallow-repository", "--git-path", "shallow", "HEAD")
    except GitError:
        return ""
    is_shallow, file, commit = os.fsdecode(answer).splitlines()
    if is_shallow != "true":
        return commit
    return f"{commit} {hashlib.blake2b((root / file).read_bytes(), digest_size=20).hexdigest()}"


def is_shallow(root: Path) -> bool:
    """Whether git has only a part of the history; raises `GitError`."""
    return _git(root, "rev-parse", "--is-shallow-repository").strip() == b"true"


def changes(root: Path, folder: str, *, commits: int) -> Iterator[FileChange]:
    """The changes of files below a folder, newest first, in at most this many commits that changed any of
    them; raises `GitError`. What a branch changed counts as changed by the commit that merged it."""
    is_part = is_shallow(root)
    options = ("--first-parent", "--diff-merges=first-parent", "--raw", "-z", "--no-abbrev", "--no-renames")
    log = ("-c", "log.showSignature=false", "log", *options, "--relative", f"--max-count={commits}")
    answer = _git(root, *log, "--format=%x01%H %ct %P", "HEAD", "--", f"{folder}/")
    parts = iter(answer.split(b"\0"))
    commit, when, is_first = "", "", False
    for part in parts:
        if part.startswith(b"\1"):
            commit, time, *parents = part[1:].decode().split()
            day = datetime.fromtimestamp(max(0, min(int(time), _LATEST)), UTC)
            when, is_first = f"{day:%Y-%m-%dT%H:%M:%S}Z", is_part and not parents
        elif part:
            yield FileChange(commit, when, *_file_change(part, next(parts)), is_first)


_LATEST = 253402300799
"""The last second of the year 9999. Git accepts any number as a time."""


def _file_change(line: bytes, path: bytes) -> tuple[str, str, str]:
    """The path of a file, and the ids of its content before and since, from `:<mode> <mode> <id> <id> M`."""
    modes, ids = line.decode().strip().lstrip(":").split()[:2], line.decode().split()[2:4]
    # Links and submodules are not files.
    before, after = (oid if mode.startswith("100") else "" for mode, oid in zip(modes, ids, strict=True))
    return os.fsdecode(path), before, after


def uncommitted(root: Path, path: str) -> frozenset[str]:
    """The tracked files in a folder, or the file with this path, that differ from the newest commit, relative
    to `root`; raises `GitError`."""
    options = ("--raw", "-z", "--no-renames", "--no-ext-diff", "--relative")
    parts = _git(root, "diff", *options, "HEAD", "--", path).split(b"\0")
    return frozenset(os.fsdecode(path) for path in parts[1::2])


def contents(root: Path, ids: Sequence[str], *, largest: int) -> Iterator[tuple[str, bytes]]:
    """The contents with these ids, each with its id; larger and missing ones are left out. Raises
    `GitError`."""
    for start in range(0, len(ids), _BATCH):
        batch = "".join(f"{oid}\n" for oid in ids[start : start + _BATCH]).encode()
        answers = (line.split() for line in _git(root, "cat-file", "--batch-check", stdin=batch).splitlines())
        wanted = [each[0] for each in answers if each[1] == b"blob" and int(each[2]) <= largest]
        yield from zip((oid.decode() for oid in wanted), _contents(root, wanted), strict=True)


_BATCH = 1_000
"""How many contents are in memory at the same time."""


def sheet_changes(root: Path, content: str) -> tuple[FileChange, ...]:
    """The changes of sheets below the folder `content`, oldest first; raises `GitError`."""

    def is_sheet(path: PurePosixPath) -> bool:
        return path.parts[1] in _KINDS and path.suffix in ENDINGS and is_id(path.stem)

    known = changes(root, content, commits=_COMMITS)
    return tuple(reversed([each for each in known if is_sheet(PurePosixPath(each.path))]))


_COMMITS = 5_000
"""The newest commits that changed sheets; older ones are not looked at."""


def texts(root: Path, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    """The texts of sheets with these ids of their content, each with its id. What is missing or no text is
    left out. Raises `GitError`."""
    for oid, data in contents(root, ids, largest=limits.SHEET):
        with suppress(UnicodeDecodeError):
            yield oid, data.decode("utf-8-sig")


def file_at(root: Path, revision: str, path: str) -> bytes | None:
    """A file (relative to `root`) at a revision; None if it did not exist. Raises `GitError`."""
    commit = base(root, revision)
    entry = _git(root, "ls-tree", "-z", commit, "--", path).split(b"\0")[0]
    kind = entry.partition(b"\t")[0].split()
    return _git(root, "cat-file", "blob", kind[2].decode()) if kind[1:2] == [b"blob"] else None


def newest_with(root: Path, path: str) -> str | None:
    """The newest commit that has a file (relative to `root`): HEAD, or the one before the file was removed;
    None if no commit is known to have it. Raises `GitError`."""
    if file_at(root, "HEAD", path) is not None:
        return "HEAD"
    log = ("-c", "log.showSignature=false", "log", "--max-count=1", "--diff-filter=D", "--format=%h")
    removed = _git(root, *log, "HEAD", "--", path).decode().strip()
    return f"{removed}~1" if removed else None


def user_name(root: Path) -> str:
    """The name by which git knows whoever works here; empty if it knows none."""
    try:
        return _git(root, "config", "user.name").decode("utf-8", "replace").strip()
    except GitError:
        return ""


def base(root: Path, revision: str) -> str:
    """The newest commit that a revision and the current branch share; raises `GitError`.

    What others have added to a branch since then does not count as changed here.
    """
    commit = _commit(root, revision)
    try:
        return _git(root, "merge-base", commit, "HEAD").decode().strip()
    except GitError:
        # Unrelated histories, a shallow clone, or a branch without a commit.
        return commit


def _commit(root: Path, revision: str) -> str:
    _git(root, "rev-parse", "--git-dir")
    commit = f"{revision}^{{commit}}"
    try:
        return _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", commit).decode().strip()
    except GitError:
        hint = "a branch, a tag or a commit is needed; in a shallow clone, fetch its history first"
        raise GitError(f"git knows no revision “{revision}”: {hint}") from None


def _git(root: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    # With messages in English, without refreshing the index, and without fetching what a partial clone lacks.
    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1"}
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=root, input=stdin, capture_output=True, env=environment, check=False
        )
    except FileNotFoundError:
        raise GitError("git is not installed, or not found") from None
    if done.returncode != 0:
        reason = done.stderr.decode("utf-8", errors="replace").strip().split("\n")[0].removeprefix("fatal: ")
        raise GitError(f"git cannot answer: {reason or f'`git {arguments[0]}` failed'}")
    return done.stdout
