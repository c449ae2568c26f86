"""What changed on the site: by week and story, and how much of it is new to somebody who was here before."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal, get_args

from briefings.catalog import labels, urls
from briefings.catalog.entries import Entry, entries, withdrawn_in
from briefings.grammar.normal import normalize
from briefings.model import LISTED, Briefing
from briefings.model.base import Prose
from briefings.model.briefing import Correction, Figure
from briefings.model.dates import Date
from briefings.model.items import Item
from briefings.settings import Settings
from briefings.sheets.load import Sheet
from briefings.text.markdown import plain
from briefings.versions.history import Row, midnight
from briefings.views.facts import Place, Ref
from briefings.views.maker import Maker
from briefings.views.page import Page
from briefings.views.view import View

WEEKS = 26
"""The most weeks on the page."""
SHOWN = 2
"""The changes of a story in a week that are not folded."""
OF_BRIEFING = 8
"""The newest changes on the page of a briefing."""
NEWS = 40
"""The newest publications that are counted for returning readers."""

What = Literal["corrected", "changed", "reported", "new", "removed", "renamed"]
ORDER: tuple[What, ...] = get_args(What)
"""In a week, the first matter most."""

_NAMED = (*LISTED, Correction.KIND)
"""The kinds of entries that are named. Others are counted."""

_COUNTED = {"event": "events", "figure": "figures", "correction": "corrections", "briefing": "briefings"}


@dataclass(frozen=True, slots=True)
class Changed:
    """A fact that was added, changed, reported after an announcement, corrected or removed."""

    what: What
    kind: str
    """event, figure and so on, or briefing."""
    when: str
    day: Date
    place: Place
    """Where it is; of what was withdrawn, where the reason is. Its anchor is empty for a briefing, and for
    what is gone without a reason."""
    values: tuple[str, str] = ("", "")
    """What changed in it, before and now, in words: a number, a date, a status. Of a title, only the earlier
    one."""


@dataclass(frozen=True, slots=True)
class Story:
    """The changes of a briefing in a week, those that matter most first."""

    ref: Ref
    tone: int
    changes: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class Week:
    """The changes of a week."""

    days: Date
    """From Monday to Sunday."""
    stories: tuple[Story, ...]
    smaller: int
    """The number of changes that are not named: wording, sources, profiles."""

    @property
    def n(self) -> int:
        """The number of all changes."""
        return self.smaller + sum(len(story.changes) for story in self.stories)


@dataclass(frozen=True, slots=True)
class News:
    """What each publication brought, for readers who saw an earlier one."""

    published: tuple[tuple[str, Mapping[str, int]], ...]
    """Newest first: when, and the numbers of new events, figures and so on."""
    week: Date | None
    """The week of the newest changes."""


@dataclass(frozen=True, slots=True)
class Follow:
    """The files by which readers hear of what is new; None for those that the site does not have."""

    feed: str | None
    calendar: str | None


@dataclass(frozen=True, slots=True)
class ChangesView(View):
    """The page of changes."""

    template = "changes.md.j2"
    weeks: tuple[Week, ...]
    """Newest first."""
    shown: int
    """How many changes of a story are not folded."""
    since: Date | None
    """The day of the oldest change on the page."""
    begins: Date | None
    """In a shallow clone, the day with which its history begins."""
    follow: Follow


def changes(maker: Maker, settings: Settings) -> Page:
    """The page of changes."""
    weeks = weeks_of(maker)[:WEEKS]
    days = [each.day for week in weeks for story in week.stories for each in story.changes]
    since = min(days, key=lambda day: day.order, default=None)
    begins = Date.parse(maker.history.begins[:10]) if maker.history.begins else None
    view = ChangesView(weeks, SHOWN, since, begins, follow(maker, settings))
    return maker.page(urls.CHANGES, "changes", "changes", view)


def follow(maker: Maker, settings: Settings) -> Follow:
    """The feed of the site and the calendar of its timeline."""
    feed, calendar = urls.data_of(urls.HOME, "atom"), urls.data_of(urls.TIMELINE, "ics")
    is_dated = any(entry.date is not None and entry.date.earliest for entry in maker.catalog.chronology)
    return Follow(
        feed if "feeds" in settings.exports else None,
        calendar if "calendars" in settings.exports and is_dated else None,
    )


def news(maker: Maker) -> News:
    """What each publication brought."""
    counts: dict[str, Counter[str]] = {}
    for row in _rows(maker):
        named = row.op == "ADD" and _COUNTED.get(row.kind)
        counts.setdefault(row.when, Counter())[named or "changes"] += 1
    newest = sorted(counts, reverse=True)[:NEWS]
    week = _week(newest[0]) if newest else None
    return News(tuple((when, dict(counts[when])) for when in newest), week)


def weeks_of(maker: Maker) -> tuple[Week, ...]:
    """All changes that are known, newest first."""
    listed, smaller = _Reader(maker).read(_rows(maker))
    by_week: defaultdict[str, list[Changed]] = defaultdict(list)
    for each in listed:
        by_week[_week(each.when).text].append(each)
    weeks = []
    for days in sorted({*by_week, *smaller}, reverse=True):
        stories: defaultdict[str, list[Changed]] = defaultdict(list)
        for each in by_week[days]:
            stories[each.place.sheet.id].append(each)
        found = [
            Story(
                Ref("briefing", id_, maker.catalog.name("briefing", id_)),
                maker.tones.of_briefing(maker.catalog.briefings[id_]),
                _by_turns(own),
            )
            for id_, own in stories.items()
        ]
        found.sort(key=lambda story: (ORDER.index(story.changes[0].what), -len(story.changes)))
        weeks.append(Week(Date.parse(days), tuple(found), smaller.get(days, 0)))
    return tuple(weeks)


def _by_turns(listed: Iterable[Changed]) -> tuple[Changed, ...]:
    """Changes in the order of what matters most, but first one of each sort, so that none hides another."""
    sorts: dict[What, list[Changed]] = {what: [] for what in ORDER}
    for each in listed:
        sorts[each.what].append(each)
    firsts = [own.pop(0) for own in sorts.values() if own]
    return (*firsts, *(each for own in sorts.values() for each in own))


def changes_of(maker: Maker, sheet: Sheet[Briefing]) -> tuple[Changed, ...]:
    """The newest changes of a briefing after it was published, newest first, without its corrections, which
    are on its page anyway."""
    listed, _ = _Reader(maker).read(_without_whole(maker.rows_of.get(f"briefing/{sheet.id}", ())))
    return tuple(each for each in listed if each.kind not in ("briefing", Correction.KIND))[:OF_BRIEFING]


def _rows(maker: Maker) -> Sequence[Row]:
    """The rows of the history; without one, what briefings say of their own past."""
    return _without_whole(maker.history.changes) or [*_own(maker)]


def _without_whole(rows: Iterable[Row]) -> list[Row]:
    """Rows without entries that came and went with their sheet."""
    every = [*rows]
    whole = {(row.sheet, row.when) for row in every if not row.name and row.op != "MOD"}
    return [row for row in every if not row.name or (row.sheet, row.when) not in whole]


def _own(maker: Maker) -> Iterator[Row]:
    for sheet in maker.catalog.briefings.values():
        own, published = f"briefing/{sheet.id}", sheet.data.published
        yield Row("ADD", "briefing", own, "", "", "{}", own, "", when=midnight(published))
        for entry in entries(sheet):
            if entry.kind == Correction.KIND and entry.date is not None:
                when = midnight(entry.date)
                yield Row("ADD", entry.kind, own, entry.name, "", "{}", own, entry.name, when=when)


def _week(when: str) -> Date:
    """The week of a time, from Monday to Sunday; Python's last day, in the year 9999, is a Friday."""
    day = date.fromisoformat(when[:10])
    monday = day - timedelta(days=day.weekday())
    sunday = min(monday.toordinal() + 6, date.max.toordinal())
    return Date.parse(f"{monday}/{date.fromordinal(sunday)}")


class _Reader:
    """Puts rows of the history into words. Several changes of a fact in a week are one."""

    def __init__(self, maker: Maker) -> None:
        self._maker = maker
        self._entries: dict[str, Mapping[str, Entry[Any]]] = {}
        self._became: dict[tuple[str, str], tuple[str, str]] = {}
        """What an entry is called now, by its earlier sheet and name."""

    def read(self, rows: Iterable[Row]) -> tuple[tuple[Changed, ...], Mapping[str, int]]:
        """The changes of briefings that are named, newest first, and the numbers of others by week."""
        found: dict[tuple[str, str, str], Changed] = {}
        smaller: Counter[str] = Counter()
        for row in rows:
            here = self._became.get((row.sheet, row.name), (row.sheet, row.name))
            if (row.was_sheet, row.was_name) != here:
                self._became[row.was_sheet, row.was_name] = here
            each = self._changed(row, *here)
            week = _week(row.when).text
            if each is None:
                smaller[week] += 1
                continue
            key = (week, *here)
            newer = found.get(key)
            if newer is None or each.what == "new":
                found[key] = each
            elif newer.what == each.what:
                # The older change says what was there at first.
                found[key] = replace(newer, values=(each.values[0], newer.values[1]))
            elif newer.what == "renamed":
                found[key] = each
        listed = (
            each for each in found.values() if each.what != "changed" or each.values[0] != each.values[1]
        )
        return tuple(listed), smaller

    def _changed(self, row: Row, sheet: str, name: str) -> Changed | None:
        """The change that a row tells; None if it is not named."""
        kind, _, id_ = sheet.partition("/")
        briefing = self._maker.catalog.briefings.get(id_) if kind == "briefing" else None
        if briefing is None:
            return None
        day = Date.parse(row.when[:10])

        def changed(what: What, title: str, anchor: str = "", values: tuple[str, str] = ("", "")) -> Changed:
            place = Place(self._maker.ref(briefing), anchor, title)
            return Changed(what, row.kind, row.when, day, place, values)

        if not row.name:
            return changed("new", briefing.data.title) if row.op == "ADD" else None
        if row.kind not in _NAMED:
            return None
        entry = self._named(sheet, briefing).get(name)
        if row.op == "DEL":
            gone = None if entry is not None else row.item(row.old)
            if gone is None:
                return None
            anchor = row.name if row.name in withdrawn_in(briefing) else ""
            return changed("removed", self._plain(gone.headline), anchor)
        if entry is None:
            return None
        title = labels.title(entry, self._maker.catalog, self._maker.words)
        if row.op == "ADD":
            return changed("corrected" if row.kind == Correction.KIND else "new", title, entry.anchor)
        before, now = row.item(row.old), row.item(row.new)
        if before is None or now is None:
            return None
        values = self._values(row, before, now)
        if self._maker.reported.get((row.sheet, row.name)) == row.when:
            return changed("reported", title, entry.anchor, values or ("", ""))
        if values:
            return changed("changed", title, entry.anchor, values)
        was, is_now = self._plain(before.headline), self._plain(now.headline)
        # Another apostrophe is no other title.
        is_same = normalize(was).text == normalize(is_now).text
        return None if is_same else changed("renamed", title, entry.anchor, (was, ""))

    def _named(self, sheet: str, briefing: Sheet[Briefing]) -> Mapping[str, Entry[Any]]:
        if sheet not in self._entries:
            self._entries[sheet] = {entry.name: entry for entry in entries(briefing) if entry.name}
        return self._entries[sheet]

    def _values(self, row: Row, before: Item, now: Item) -> tuple[str, str] | None:
        """The value that changed and that readers rely on most, before and now."""
        words = self._maker.words
        about = {line.split(" ")[1] for line in row.about.splitlines()}
        pairs: list[tuple[str, str]] = []
        if "figure" in about and isinstance(before, Figure) and isinstance(now, Figure):
            pairs.append((self._numbers(before), self._numbers(now)))
        if "status" in about:
            statuses = (getattr(each, "status", "reported") for each in (before, now))
            was, is_now = (words(f"statuses.{status}.word") for status in statuses)
            pairs.append((was, is_now))
        if "date" in about and before.time is not None and now.time is not None:
            pairs.append((words.date(before.time), words.date(now.time)))
        pairs.append((self._spoken(before), self._spoken(now)))
        return next((pair for pair in pairs if pair[0] != pair[1]), None)

    def _numbers(self, figure: Figure) -> str:
        amounts = (labels.amount_words(value, "", self._maker.words) for value in figure.values)
        return " · ".join(dict.fromkeys(amounts)) + (f" {figure.unit}" if figure.unit else "")

    def _spoken(self, item: Item) -> str:
        return " · ".join(labels.spoken_words(item, self._maker.words))

    def _plain(self, words: str) -> str:
        return plain(words, self._maker.catalog.name) if isinstance(words, Prose) else words
