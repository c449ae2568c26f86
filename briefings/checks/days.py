"""The days on which sheets were published, updated, corrected and read: in order, and none of them in the
future."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from briefings.catalog.catalog import Catalog
from briefings.model import Briefing, SheetModel, Source
from briefings.model.base import KeyPath
from briefings.model.dates import Date
from briefings.problems import codes
from briefings.problems.problem import Problem, problem
from briefings.sheets.load import Sheet


def updated_before_published(sheet: Sheet[SheetModel]) -> Iterator[Problem]:
    """A briefing is updated, and corrected, on or after the day it was published."""
    data = sheet.data
    if not isinstance(data, Briefing):
        return
    later: list[tuple[str, KeyPath, Date]] = (
        [("updated", ("updated",), data.updated)] if data.updated is not None else []
    )
    later += [
        ("corrected", ("corrections", n, "date"), correction.date)
        for n, correction in enumerate(data.corrections)
    ]
    for word, path, day in later:
        if day.ends_before(data.published):
            message = f"{word} on {day.text}, before it was published on {data.published.text}"
            yield problem(codes.UPDATED_BEFORE_PUBLISHED, message, sheet.place(path), "check both dates")


def updated_before_correction(sheet: Sheet[SheetModel]) -> Iterator[Problem]:
    """A briefing that was corrected says so in `updated`."""
    data = sheet.data
    if not isinstance(data, Briefing) or not data.corrections:
        return
    n, latest = max(enumerate(data.corrections), key=lambda item: item[1].date.order)
    if data.last_changed.ends_before(latest.date) and not latest.date.ends_before(data.published):
        known = f"`updated` says {data.updated.text}" if data.updated is not None else "`updated` is missing"
        place = sheet.place(("corrections", n, "date"))
        hint = f"write `updated: {latest.date.text}`: lists and feeds show by it what is new"
        yield problem(
            codes.UPDATED_BEFORE_CORRECTION, f"corrected on {latest.date.text}, and {known}", place, hint
        )


def future_dates(catalog: Catalog, today: date | None) -> Iterator[Problem]:
    """A sheet was published, updated, corrected and read by today. Without `today` nothing is in the
    future."""
    if today is None:
        return
    # Somewhere it is tomorrow already.
    latest = today + timedelta(days=1)
    sheets: tuple[Sheet[Briefing] | Sheet[Source], ...] = (
        *catalog.briefings.values(),
        *catalog.sources.values(),
    )
    for sheet in sheets:
        for word, path, day in _days(sheet):
            if day.earliest is not None and day.earliest > latest:
                message = f"{word} on {day.text}, and today is {today.isoformat()}"
                hint = "check the year; a sheet that is not out yet has `draft: true`"
                yield problem(codes.FUTURE_DATE, message, sheet.place(path), hint)


def _days(sheet: Sheet[Briefing] | Sheet[Source]) -> Iterator[tuple[str, KeyPath, Date]]:
    data = sheet.data
    named: list[tuple[str, KeyPath, Date | None]] = [("published", ("published",), data.published)]
    if isinstance(data, Briefing):
        named.append(("updated", ("updated",), data.updated))
        named += [
            ("corrected", ("corrections", n, "date"), correction.date)
            for n, correction in enumerate(data.corrections)
        ]
    else:
        named.append(("read", ("accessed",), data.accessed))
    yield from ((word, path, day) for word, path, day in named if day is not None)


__all__ = ["future_dates", "updated_before_correction", "updated_before_published"]
