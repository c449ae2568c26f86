"""Looks up in Git what earlier versions of seeds/quotes.lock say of a passage."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from briefings.evidence.lock import LARGEST, SHOWN
from briefings.sheets import git

MOST_VERSIONS = 500
"""The most commits of seeds/ that are read."""

MOST_BYTES = 256_000_000
"""The most that is read of all versions together."""

_Ages = dict[tuple[str, str], int]
"""How many versions ago a source first had something."""


class LockHistory:
    """The committed versions of the lock. Git is asked when the first passage is looked up."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def confirms(self, ids: Collection[str], passage: str, sha256: str) -> bool:
        """Whether a version has a passage of a source as found, from before any had a text with this digest.

        What a later one says is not believed: the text that is here was there first.
        """
        passages, texts = self._ages
        found, known = (
            max(ages.get((id_, what), -1) for id_ in ids)
            for ages, what in ((passages, passage), (texts, sha256))
        )
        return found > known

    @cached_property
    def _ages(self) -> tuple[_Ages, _Ages]:
        """Of the passages that were found, and of the digests of texts."""
        passages: _Ages = {}
        texts: _Ages = {}
        with suppress(git.GitError):
            for age, (data, is_first_known) in enumerate(self._versions()):
                for source, digest, found in _found_in(data):
                    texts[source, digest] = age
                    if not is_first_known:
                        passages.update(((source, passage), age) for passage in found)
        return passages, texts

    def _versions(self) -> Iterator[tuple[bytes, bool]]:
        """Each version, newest first, and whether nothing is known of those before it."""
        changes = git.changes(self._root, "seeds", commits=MOST_VERSIONS)
        versions = [each for each in changes if each.path == SHOWN and each.after]
        first = {each.after for each in versions if each.is_first_known}
        ids = [each.after for each in versions]
        left = MOST_BYTES
        for start in range(0, len(ids), _BATCH):
            for id_, data in git.contents(self._root, ids[start : start + _BATCH], largest=LARGEST):
                left -= len(data)
                yield data, id_ in first
            if left < 0:
                return


_BATCH = 8
"""How many versions are in memory at the same time."""


def _found_in(data: bytes) -> list[tuple[str, str, list[str]]]:
    """Of each source that a version has a text of: its id, the digest, and what was found; none of a damaged
    version."""
    try:
        return [
            (
                source,
                str(entry["sha256"]),
                [
                    passage
                    for passage, record in entry["passages"].items()
                    if isinstance(record, int) or "offset" in record
                ],
            )
            for source, entry in json.loads(data)["sources"].items()
            if "sha256" in entry
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []
