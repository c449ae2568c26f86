"""Records the addresses of a project, and writes anchors into its sheets."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from briefings import BriefingsError
from briefings.catalog.catalog import Catalog
from briefings.checks import published_problems
from briefings.checks.published import really_lost
from briefings.problems.problem import ContentError
from briefings.settings import Settings
from briefings.site.stages import IDS_LOCK, committed_ids, removed_ids
from briefings.store.files import write_if_changed
from briefings.store.together import change
from briefings.versions.addresses import IdsLock, lost, unrecorded
from briefings.versions.recording import Recording, record


class NotLostError(BriefingsError):
    """An address that cannot be withdrawn, with the reason."""

    exit_code = 2


def record_all(settings: Settings, catalog: Catalog, *, withdrawn: Collection[str] = ()) -> Recording:
    """Record the addresses of all published sheets and entries, and let reworded entries keep theirs.

    Raises ContentError if the lock is damaged, and NotLostError for an address that cannot be withdrawn.
    """
    lock = IdsLock.read(settings.root / IDS_LOCK, IDS_LOCK)
    if lock.damaged or lock.unread is not None:
        raise ContentError(list(published_problems(catalog, lock)))
    if removed := removed_ids(settings, catalog, lock):
        raise ContentError(removed)
    every = [*lost(catalog, lock)]
    before = committed_ids(settings) if every else None
    found = really_lost(every, lambda: before)
    missing = {each.address for each in found}
    for address in withdrawn:
        if address not in missing:
            why = "an entry has it" if address in lock.addresses else f"{IDS_LOCK} does not have it"
            raise NotLostError(f"`{address}` cannot be withdrawn: {why}")
    content = settings.content_dir.relative_to(settings.root).as_posix()
    dropped = {each.address for each in every} - missing
    recording = record(
        settings.root,
        content,
        catalog,
        lock,
        found,
        published=(before or lock).addresses,
        withdrawn=withdrawn,
        never_published=dropped,
    )
    if recording.sheets:
        lock_too = {IDS_LOCK: recording.lock.encode("utf-8"), **recording.sheets}
        change(settings.root, lock_too, recording.read)
    else:
        _write(settings, recording.lock)
    return recording


def record_new(settings: Settings, catalog: Catalog) -> Sequence[str]:
    """Record the addresses that are new, and return them. A new site records none before its first
    `briefings record`."""
    lock = IdsLock.read(settings.root / IDS_LOCK, IDS_LOCK)
    new = unrecorded(catalog, lock)
    if not lock.exists or lock.damaged or lock.unread is not None or not new:
        return ()
    _write(settings, lock.text(new))
    return new


def _write(settings: Settings, lock: str) -> None:
    write_if_changed(settings.root / IDS_LOCK, lock.encode("utf-8"), inside=settings.root)
