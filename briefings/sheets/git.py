"""What git knows: which files it tracks, and how files were at an earlier revision. The only place that runs
git."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path


class GitError(Exception):
    """Git cannot answer; says why in words fit for whoever asked."""


def tracked(root: Path, *folders: str) -> frozenset[str]:
    """The files below some folders that are committed or staged, relative to `root`; none without a
    repository."""
    return tracked_if_known(root, *folders) or frozenset()


def tracked_if_known(root: Path, *folders: str) -> frozenset[str] | None:
    """The same; None if there is a repository that git cannot read, or no git."""
    try:
        names = _git(root, "--literal-pathspecs", "ls-files", "-z", "--", *folders)
    except GitError:
        return None if any((folder / ".git").exists() for folder in (root, *root.parents)) else frozenset()
    return frozenset(os.fsdecode(name) for name in names.split(b"\0") if name)


def files_at(root: Path, revision: str, folder: str) -> Iterator[tuple[str, bytes]]:
    """Each file below a folder as it was at a revision, with its path relative to `root`; raises
    `GitError`."""
    commit = _commit(root, revision)
    names: list[str] = []
    wanted: list[bytes] = []
    for entry in _git(root, "ls-tree", "-r", "-z", commit, "--", f"{folder}/").split(b"\0"):
        kind, _, name = entry.partition(b"\t")
        if kind.split()[1:2] == [b"blob"]:
            names.append(os.fsdecode(name))
            wanted.append(kind.split()[2])
    answer = (
        _git(root, "cat-file", "--batch", given=b"".join(oid + b"\n" for oid in wanted)) if wanted else b""
    )
    start = 0
    for path in names:
        # Each answer is a line `<id> blob <size>`, the content, and a line end.
        content = answer.index(b"\n", start) + 1
        end = content + int(answer[start:content].split()[2])
        yield path, answer[content:end]
        start = end + 1


def file_at(root: Path, revision: str, path: str) -> bytes | None:
    """One file (relative to `root`) as it was at a revision, None where it was not there; raises
    `GitError`."""
    commit = _commit(root, revision)
    entry = _git(root, "ls-tree", "-z", commit, "--", path).split(b"\0")[0]
    kind = entry.partition(b"\t")[0].split()
    return _git(root, "cat-file", "blob", kind[2].decode()) if kind[1:2] == [b"blob"] else None


def _commit(root: Path, revision: str) -> str:
    _git(root, "rev-parse", "--git-dir")
    try:
        return (
            _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
            .decode()
            .strip()
        )
    except GitError:
        hint = "a branch, a tag or a commit is needed; in a shallow clone, fetch its history first"
        raise GitError(f"git knows no revision “{revision}”: {hint}") from None


def _git(root: Path, *arguments: str, given: bytes = b"") -> bytes:
    # The language of git's messages is fixed, and it is not to write (it refreshes its index otherwise).
    environment = {**os.environ, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=root, input=given, capture_output=True, env=environment, check=False
        )
    except FileNotFoundError:
        raise GitError("git is not installed, or not found") from None
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", errors="replace").strip().split("\n")[0].removeprefix("fatal: ")
        raise GitError(f"git cannot answer: {said or f'`git {arguments[0]}` failed'}")
    return done.stdout
