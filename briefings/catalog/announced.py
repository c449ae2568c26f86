"""Which entries of timelines, offices and relations are only announced. An announcement does not become a
report when its day is past: an event counts as happened once a source is cited that can report it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from briefings.catalog.entries import Entry
from briefings.model import Briefing, Source
from briefings.model.briefing import CALLED_OFF
from briefings.model.dates import Date
from briefings.model.items import Item
from briefings.sheets.load import Sheet


def mark(
    entries: Iterable[Entry[Any]],
    sources: Mapping[str, Sheet[Source]],
    briefings: Iterable[Sheet[Briefing]],
) -> Iterator[Entry[Any]]:
    """Entries that know whether they are only announced.

    The latest day on which a briefing was changed or checked stands for today, so that pages do not depend on
    the day of the build.
    """
    days = (sheet.data.as_of for sheet in briefings)
    as_of = max(days, key=lambda date: date.order, default=None)
    for entry in entries:
        written = entry.sheet.data.last_changed if entry.sheet.kind == "briefing" else None
        if is_announced(entry.item, sources, written=written, as_of=as_of or written):
            yield replace(entry, unreported=True)
        else:
            yield entry


def is_announced(
    item: Item, sources: Mapping[str, Sheet[Source]], *, written: Date | None, as_of: Date | None
) -> bool:
    """Whether every cited source with a date was published before this began, so that none can report it.
    Weak and unread sources count only if no other one has a date.

    `written` is the day on which its sheet last changed, if it has one. What takes effect on its own has
    happened once its day is past on `as_of`.
    """
    begins = item.begins
    if begins is None or getattr(item, "status", "") in CALLED_OFF:
        return False
    if item.takes_effect and as_of is not None:
        return begins.starts_after(as_of) if begins.latest is None else not begins.ends_before(as_of)
    cited = (sources[each.source].data for each in item.citations if each.source in sources)
    days = [(_first_published(each, sources), _can_report(each)) for each in cited]
    dated = [(day, can_report) for day, can_report in days if day is not None]
    dates = [date for date, can_report in dated if can_report] or [date for date, _ in dated]
    if not dates:
        # Only the sheet itself can tell.
        return written is not None and published_before(begins, written, cited=written)
    return all(published_before(begins, date, cited=written) for date in dates)


def now_reporting(
    was: Item, now: Item, sources: Mapping[str, Sheet[Source]], *, before: Date, after: Date
) -> tuple[str, ...]:
    """The sources that an announced entry cites since a change of it and that can report that it happened.

    `before` and `after` are the days on which its sheet was last changed, before and after this change.
    """
    if was.takes_effect or now.time is None or getattr(now, "status", "") in CALLED_OFF:
        return ()
    if not is_announced(was, sources, written=before, as_of=before):
        return ()
    known = {each.source for each in was.citations}
    new = dict.fromkeys(each.source for each in now.citations if each.source not in known)
    data = {each: sources[each].data for each in new if each in sources}
    days = {source: _first_published(each, sources) for source, each in data.items() if _can_report(each)}
    return tuple(
        source
        for source, day in days.items()
        if day is not None and not published_before(now.time, day, cited=after)
    )


def _can_report(source: Source) -> bool:
    """Whether a curator has read a source that is not weak."""
    return source.kind != "weak" and not source.unread


def _first_published(source: Source, sources: Mapping[str, Sheet[Source]]) -> Date | None:
    """When the text of a source was first published: that of a reprint is no newer than its original."""
    original = sources.get(source.republishes or "")
    return (None if original is None else _first_published(original.data, sources)) or source.published


def published_before(event: Date, published: Date, *, cited: Date | None) -> bool:
    """Whether a source was certainly published before an event began.

    Dates that cannot be ordered prove nothing: a source of `2025-03` may report an event of 2025-03-14. But
    if the sheet that cites it last changed before the event (`cited`), the source is older, too.
    """
    if published.ends_before(event):
        return True
    return cited is not None and cited.ends_before(event) and not published.starts_after(cited)
