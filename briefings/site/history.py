"""The history of the sheets of a project, with what earlier builds read of it."""

from __future__ import annotations

from briefings.catalog.catalog import Catalog
from briefings.settings import Settings
from briefings.sheets import git
from briefings.site import outputs
from briefings.versions.history import History, history

VERSIONS = "history"
"""The cache of what changed between versions."""


def history_of(settings: Settings, catalog: Catalog) -> History:
    """The history of the sheets; empty if git has none."""
    committed = git.tracked_files(settings.root, *outputs.names(settings))
    cache = outputs.cache(settings, VERSIONS, committed)
    try:
        found = history(
            settings.root, settings.content_dir.relative_to(settings.root).as_posix(), catalog, cache
        )
    except git.GitError:
        return History()
    cache.save()
    return found
