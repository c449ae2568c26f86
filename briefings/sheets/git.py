"""Asks git which files it tracks, and for files of earlier revisions. The only module that runs git."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path


class GitError(Exception):
    """Git cannot answer, with the reason for the user."""


def tracked_files(root: Path, *folders: str) -> frozenset[str] | None:
    """The committed or staged files below these folders, relative to `root`; empty without a repository, None
    if git is missing or cannot read it."""
    try:
        names = _git(root, "--literal-pathspecs", "ls-files", "-z", "--", *folders)
    except GitError:
        return None if any((folder / ".git").exists() for folder in (root, *root.parents)) else frozenset()
    return frozenset(os.fsdecode(name) for name in names.split(b"\0") if name)


def files_at(root: Path, revision: str, folder: str) -> Iterator[tuple[str, bytes]]:
    """The files below a folder at a revision, with paths relative to `root`; raises `GitError`."""
    commit = _base(root, revision)
    names: list[str] = []
    wanted: list[bytes] = []
    for entry in _git(root, "ls-tree", "-r", "-z", commit, "--", f"{folder}/").split(b"\0"):
        kind, _, name = entry.partition(b"\t")
        if kind.split()[1:2] == [b"blob"]:
            names.append(os.fsdecode(name))
            wanted.append(kind.split()[2])
    ids = b"".join(oid + b"\n" for oid in wanted)
    answer = _git(root, "cat-file", "--batch", stdin=ids) if wanted else b""
    start = 0
    for path in names:
        # Each answer is a line `<id> blob <size>`, the content, and a line end.
        content = answer.index(b"\n", start) + 1
        end = content + int(answer[start:content].split()[2])
        yield path, answer[content:end]
        start = end + 1


def file_at(root: Path, revision: str, path: str) -> bytes | None:
    """A file (relative to `root`) at a revision; None if it did not exist. Raises `GitError`."""
    commit = _base(root, revision)
    entry = _git(root, "ls-tree", "-z", commit, "--", path).split(b"\0")[0]
    kind = entry.partition(b"\t")[0].split()
    return _git(root, "cat-file", "blob", kind[2].decode()) if kind[1:2] == [b"blob"] else None


def _base(root: Path, revision: str) -> str:
    """The newest commit that a revision and the current branch share.

    What others have added to a branch since then was not changed here.
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
    # With messages in English, and without refreshing the index.
    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
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
