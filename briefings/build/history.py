"""When the sheets of a project and their entries came and changed, from git."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from briefings.build import outputs
from briefings.catalog import entries
from briefings.catalog.catalog import Catalog
from briefings.exports.feeds import history
from briefings.exports.feeds.history import Content, History, content_of, trace
from briefings.settings import Settings
from briefings.sheets import git, yaml_text
from briefings.sheets.history import Edit, edits, texts, version
from briefings.store.parsed import ParseCache
from briefings.store.processes import each

VERSIONS = "history"
"""The cache of what earlier versions of sheets say."""


_UNREADABLE = False
"""What the cache has for a version that is no valid sheet."""


def history_of(settings: Settings, catalog: Catalog) -> History:
    """The history of the sheets; empty if git has none, or no format needs it."""
    if not outputs.has_history(settings):
        return History()
    content = settings.content_dir.relative_to(settings.root).as_posix()
    try:
        known = edits(settings.root, content)
        if not known:
            return History()
        cache = _cache(settings)
        found = trace(
            catalog,
            known,
            git.uncommitted(settings.root, content),
            lambda wanted: _contents(settings.root, wanted, cache),
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
    """A digest of the code that reads versions, since other code may read another content from them."""
    digest = hashlib.blake2b(yaml_text.stamp().encode(), digest_size=20)
    package = Path(entries.__file__).parents[1]
    folders = (package / "model", package / "sheets", package / "text")
    code = [file for folder in folders for file in sorted(folder.glob("*.py"))]
    for file in (*code, Path(entries.__file__), Path(history.__file__)):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _contents(root: Path, wanted: Mapping[str, Edit], cache: ParseCache) -> dict[str, Content | None]:
    """What these versions say, by the ids of their content; None for one that is no valid sheet today."""
    found: dict[str, Content | None] = {}
    for oid in wanted:
        content = cache.get(oid)
        if content is not None:
            found[oid] = None if content is _UNREADABLE else content
    new = [*texts(root, [oid for oid in wanted if oid not in found])]

    def read(number: int, item: tuple[str, str]) -> Content | None:
        sheet = version(wanted[item[0]], item[1])
        return None if sheet is None else content_of(sheet)

    for (oid, _), content in zip(new, each(new, read), strict=True):
        cache.put(oid, _UNREADABLE if content is None else content)
        found[oid] = content
    return found
