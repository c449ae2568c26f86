"""The history of the sheets of a project, with what earlier builds read of it."""

from __future__ import annotations

import hashlib
from pathlib import Path

from briefings.catalog import entries
from briefings.catalog.catalog import Catalog
from briefings.settings import Settings
from briefings.sheets import git, yaml_text
from briefings.site import outputs
from briefings.store.parsed import ParseCache
from briefings.versions.history import History, history

VERSIONS = "history"
"""The cache of what changed between versions."""


def history_of(settings: Settings, catalog: Catalog) -> History:
    """The history of the sheets; empty if git has none."""
    cache = _cache(settings)
    try:
        found = history(
            settings.root, settings.content_dir.relative_to(settings.root).as_posix(), catalog, cache
        )
    except git.GitError:
        return History()
    cache.save()
    return found


def _cache(settings: Settings) -> ParseCache:
    # A cache that is committed may come from anybody, and without an answer from git it may be committed.
    committed = git.tracked_files(settings.root, *outputs.names(settings))
    if committed is None or outputs.problems(settings, committed):
        return ParseCache()
    return ParseCache(settings.cache_dir / VERSIONS, _stamp(), inside=settings.root)


def _stamp() -> str:
    """A digest of the code that compares versions, since other code may find other changes."""
    digest = hashlib.blake2b(yaml_text.stamp().encode(), digest_size=20)
    package = Path(entries.__file__).parents[1]
    folders = (package / name for name in ("model", "sheets", "text", "versions"))
    code = [file for folder in folders for file in sorted(folder.glob("*.py"))]
    for file in (*code, Path(entries.__file__)):
        digest.update(file.read_bytes())
    return digest.hexdigest()
