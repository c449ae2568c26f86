"""Looks up in Git what earlier versions of seeds/quotes.lock say of a passage."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from pathlib import Path

from briefings.evidence.lock import LARGEST, SHOWN
from briefings.sheets import git

MOST_VERSIONS = 500
"""The most commits of seeds/ that are read."""

MOST_BYTES = 256_000_000
"""The most that is read of all versions together."""

_Found = dict[tuple[str, str], set[str]]
"""The digests of the texts in which a passage of a source was found, by source and passage."""


class LockHistory:
    """The committed versions of the lock. Git is asked when the first passage is looked up."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._found: _Found = {}
        self._versions = self._read()

    def confirms(self, ids: Collection[str], passage: str, sha256: str) -> bool:
        """Whether a version has a passage as found in a text of its source with another digest than this."""

        def is_known() -> bool:
            return any(self._found.get((id_, passage), set()) - {sha256} for id_ in ids)

        if is_known():
            return True
        for found in self._versions:
            for key, digests in found.items():
                self._found.setdefault(key, set()).update(digests)
            if is_known():
                return True
        return False

    def _read(self) -> Iterator[_Found]:
        """What each version says, newest first."""
        try:
            changes = list(git.changes(self._root, "seeds", commits=MOST_VERSIONS))
            ids = list(dict.fromkeys(each.after for each in changes if each.path == SHOWN and each.after))
            left = MOST_BYTES
            for id_ in ids:
                for _, data in git.contents(self._root, [id_], largest=LARGEST):
                    left -= len(data)
                    yield _found_in(data)
                if left < 0:
                    return
        except git.GitError:
            return


def _found_in(data: bytes) -> _Found:
    """The passages that a version records as found; none if it is damaged."""
    try:
        sources = json.loads(data)["sources"]
        return {
            (source, passage): {entry["sha256"]}
            for source, entry in sources.items()
            if "sha256" in entry
            for passage, record in entry["passages"].items()
            if isinstance(record, int) or "offset" in record
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
