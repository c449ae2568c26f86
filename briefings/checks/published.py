"""Addresses stay valid: what content/ids.lock records must not give a 404."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import prefix, withdrawn_in
from briefings.model import LISTED
from briefings.problems import codes
from briefings.problems.problem import Place, Problem, did_you_mean, problem
from briefings.text.markdown import plain
from briefings.versions.addresses import IdsLock, Lost, lost, published, unrecorded


def published_problems(
    catalog: Catalog,
    lock: IdsLock,
    *,
    every: bool = True,
    committed: Callable[[], IdsLock | None] = lambda: None,
) -> Iterator[Problem]:
    """An id, once published, stays a sheet, the `moved_from` of another, or withdrawn; an entry keeps its
    address, or its address is withdrawn; and what is published or withdrawn is recorded.

    With `every`, entries must be recorded, too. `committed` is the lock of the last commit: an address that
    it does not have was never published.
    """
    if lock.unread is not None:
        yield problem(codes.UNREADABLE, f"`{lock.shown}` {lock.unread}", Place(lock.shown), lock.unread.hint)
        return
    for n, line in lock.damaged:
        yield problem(
            codes.VANISHED_ID,
            f"`{line.strip()}` is not an address",
            Place(lock.shown, n, 1, line, len(line)),
            "resolve a merge conflict by keeping both sides' lines",
        )
    sheets = published(catalog)
    for line, n in lock.lines.items():
        if line not in sheets:
            sheet_id = line.partition("/")[2]
            place = Place(lock.shown, n, 1, line, len(line))
            hint = (
                f"renamed: add `moved_from: [{sheet_id}]` to the new sheet; taken back: restore it with a"
                " line `withdrawn: reason`"
            )
            yield problem(
                codes.VANISHED_ID,
                f"content/{line}.yml was published and is gone; its address would give a 404",
                place,
                hint,
            )
    yield from map(address_lost, really_lost([*lost(catalog, lock)], committed))
    yield from _never_published(catalog, lock)
    missing = [each for each in unrecorded(catalog, lock) if every or "#" not in each]
    if missing:
        more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
        yield problem(
            codes.UNRECORDED_ID,
            f"`{missing[0]}`{more}: published but not yet recorded",
            Place(lock.shown),
            "run `briefings record` and commit content/ids.lock",
        )


def removed_from_record(catalog: Catalog, lock: IdsLock, before: IdsLock, revision: str) -> Iterator[Problem]:
    """What a revision recorded before, stays recorded or published."""
    if lock.unread is not None:
        return
    sheets = published(catalog)
    gone = [each for each in before.lines if each not in lock.lines and each not in sheets]
    known = lock.addresses | lock.withdrawn
    gone += [each.address for each in lost(catalog, before) if each.address not in known]
    if gone:
        more, are = (f" and {len(gone) - 1} more", "are") if len(gone) > 1 else ("", "is")
        # What no commit has counts as never published.
        commit = "" if revision == "HEAD" else "commit it, and "
        yield problem(
            codes.VANISHED_ID,
            f"`{gone[0]}`{more} {are} recorded in {revision}, and neither published nor recorded now",
            Place(lock.shown),
            f"restore the file with `git checkout {revision} -- {lock.shown}`,"
            f" then {commit}run `briefings record`",
        )


def _never_published(catalog: Catalog, lock: IdsLock) -> Iterator[Problem]:
    """Corrections that withdraw an entry whose address is not recorded."""
    for sheet in catalog.briefings.values():
        names = (own for old in (sheet.id, *sheet.data.moved_from) for own in lock.names(f"briefings/{old}"))
        known = {*names} if withdrawn_in(sheet) and lock.exists else ()
        for name, entry in withdrawn_in(sheet).items():
            if known and name not in known:
                hint = did_you_mean(name, known) or "its address is in content/ids.lock, after `#`"
                message = f"no entry of this briefing was ever published at `#{name}`"
                yield problem(
                    codes.DANGLING_REFERENCE, message, sheet.place((*entry.path, "withdrawn")), hint
                )


def really_lost(found: Sequence[Lost], committed: Callable[[], IdsLock | None]) -> list[Lost]:
    """The lost addresses without those that were recorded since the last commit."""
    before = committed() if found else None
    return [each for each in found if before is None or each.address in before.addresses]


def address_lost(each: Lost) -> Problem:
    """The problem of a lost address, at the entry that most likely had it."""
    entry, elsewhere = each.likely, each.elsewhere
    place = each.sheet.place(() if entry is None else entry.path)
    message = f"`#{each.name}` was published on this page, and no entry has that address now"
    withdraw = f"run `briefings record --withdraw {each.address}`"
    taken_back, restore = withdraw, "restore the entry"
    kinds = (prefix(item) for item in LISTED.values())
    if kind := next((kind for kind in kinds if each.name.startswith(f"{kind}-")), None):
        stem = each.name.removeprefix(f"{kind}-")
        restore += f", or write `anchor: {stem}` where it is now in other words"
        taken_back = f"say why in `corrections`: `- {{date: 2025-08-02, withdrawn: {each.name}, text: …}}`"
    if entry is not None:
        words = plain(entry.title, lambda _, sheet_id: sheet_id)
        hint = f"`briefings record` lets “{words}” keep it; if the fact was taken back, {taken_back}"
    elif elsewhere is not None and elsewhere.item.LISTED:
        hint = f"{elsewhere.sheet.path} has such an entry; if it moved there, run `briefings record`"
    else:
        hint = f"{restore}; if the fact was taken back, {taken_back}"
    return problem(codes.ADDRESS_LOST, message, place, hint)
