"""The dates of publication, updates, corrections and reading: in order, and none in the future."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from briefings.catalog.catalog import Catalog
from briefings.evidence import Lock
from briefings.evidence.lock import RESTORE, SHOWN
from briefings.model import Briefing, SheetModel, Source
from briefings.model.base import KeyPath
from briefings.model.dates import Date
from briefings.model.days import CalendarDay
from briefings.problems import codes
from briefings.problems.problem import Place, Problem, problem
from briefings.sheets.load import Sheet


def updated_before_published(sheet: Sheet[SheetModel]) -> Iterator[Problem]:
    """A briefing is updated or corrected on or after the day it was published."""
    data = sheet.data
    if not isinstance(data, Briefing):
        return
    for word, path, day in _days(data):
        if day.ends_before(data.published):
            message = f"{word} on {day.text}, before it was published on {data.published.text}"
            yield problem(codes.UPDATED_BEFORE_PUBLISHED, message, sheet.place(path), "check both dates")


def updated_before_correction(sheet: Sheet[SheetModel]) -> Iterator[Problem]:
    """The latest correction of a briefing is not later than `updated`."""
    data = sheet.data
    if not isinstance(data, Briefing) or not data.corrections:
        return
    n, latest = max(enumerate(data.corrections), key=lambda item: item[1].date.order)
    if data.last_changed.ends_before(latest.date) and not latest.date.ends_before(data.published):
        known = f"`updated` says {data.updated.text}" if data.updated is not None else "`updated` is missing"
        place = sheet.place(("corrections", n, "date"))
        hint = f"write `updated: {latest.date.text}`: lists and feeds use it to show what is new"
        message = f"corrected on {latest.date.text}, but {known}"
        yield problem(codes.UPDATED_BEFORE_CORRECTION, message, place, hint)


def future_dates(catalog: Catalog, today: date | None) -> Iterator[Problem]:
    """No date of publication, update, correction or reading is later than today, if today is given."""
    if today is None:
        return
    # In some time zones it is already tomorrow.
    latest = CalendarDay.of(today + timedelta(days=1))
    sheets: list[Sheet[Briefing] | Sheet[Source]] = [*catalog.briefings.values(), *catalog.sources.values()]
    for sheet in sheets:
        for word, path, day in _days(sheet.data):
            if day.earliest is not None and day.earliest > latest:
                message = f"{word} on {day.text}, but today is {today.isoformat()}"
                hint = "check the year; a sheet that is not yet published has `draft: true`"
                yield problem(codes.FUTURE_DATE, message, sheet.place(path), hint)


def future_days(lock: Lock, today: date | None) -> Iterator[Problem]:
    """No day in the lock is later than today, if today is given: nobody can have looked on that day yet."""
    if today is None:
        return
    for source, day in lock.days():
        if day > today + timedelta(days=1):
            message = f"{SHOWN} has a check of `{source}` on {day}, but today is {today}"
            yield problem(codes.FUTURE_DATE, message, Place(SHOWN), RESTORE)


def _days(data: Briefing | Source) -> Iterator[tuple[str, KeyPath, Date]]:
    """The dates of a sheet, each with what happened and its path."""
    if data.published is not None:
        yield "published", ("published",), data.published
    if isinstance(data, Briefing):
        if data.updated is not None:
            yield "updated", ("updated",), data.updated
        for n, correction in enumerate(data.corrections):
            yield "corrected", ("corrections", n, "date"), correction.date
    elif data.accessed is not None:
        yield "read", ("accessed",), data.accessed
