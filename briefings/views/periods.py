"""Divides long pages into years and, if a year is long, into months.

The date of an entry and the length of its year determine its page, so a new entry does not move others. The
page of a year remains when its entries move to the pages of its months.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, Protocol, TypeVar

from briefings.catalog import urls
from briefings.languages import month_names
from briefings.model import Briefing
from briefings.model.dates import Date, Unit
from briefings.model.days import FIRST_DAY, year_text
from briefings.sheets.load import Sheet
from briefings.words import Words


class Dated(Protocol):
    """Anything with a date."""

    @property
    def date(self) -> Date | None:
        """When it happened, was said or published."""


D = TypeVar("D", bound=Dated)


BEGINNING = Date.parse(year_text(FIRST_DAY.year))
"""Replaces a missing date in comparisons."""


def last_changed(briefings: Iterable[Sheet[Briefing]]) -> Date:
    """The date of the latest change of some briefings. Pages use it instead of today's date, so that they do
    not depend on the day of the build."""
    return _latest(sheet.data.last_changed for sheet in briefings)


def as_of(briefings: Iterable[Sheet[Briefing]]) -> Date:
    """The latest day up to which one of some briefings says what happened."""
    return _latest(sheet.data.as_of for sheet in briefings)


def _latest(days: Iterable[Date]) -> Date:
    return max(days, key=lambda day: day.order, default=BEGINNING)


@dataclass(frozen=True, slots=True)
class Limits:
    """The numbers of entries from which pages are divided."""

    register: int = 300
    """For the timeline, its years, and each list for curators. These are up to a quarter of a megabyte of
    HTML, which still loads quickly on a phone."""
    statements: int = 150
    """For the statements, and those of a status or year."""
    profile: int = 150
    """For an actor's entries and appearances, and for a year of them. It is lower because profiles also show
    roles, relations and their picture."""
    shown: int = 50
    """A divided page shows its newest periods until it has this many entries."""
    few: int = 20
    """The first page of divided statements shows this many of each status."""
    cards: int = 20
    """More briefings than this are listed with one line each, instead of a card."""


class Period(NamedTuple):
    """A year or a month; without a year, the period of undated entries."""

    year: int | None
    month: int | None = None

    @staticmethod
    def of(date: Date | None) -> Period:
        """The month in which a date starts, or its year if only the season or year is known."""
        if date is None or date.earliest is None:
            return Period(None)
        year, month, _ = date.earliest
        return Period(year, month if date.parts[0].unit >= Unit.MONTH else None)

    @property
    def in_full(self) -> Period:
        """The year that contains the period."""
        return self if self.month is None else Period(self.year)

    @property
    def order(self) -> tuple[int, int]:
        """A sort key like that of entries: undated entries first, and a year before its months."""
        return (FIRST_DAY.year - 1 if self.year is None else self.year, self.month or 0)

    @property
    def name(self) -> str:
        """Its name in addresses: `2024`, `2024-03`, `undated`, `-0043`."""
        if self.year is None:
            return "undated"
        return year_text(self.year) if self.month is None else f"{year_text(self.year)}-{self.month:02}"

    def label(self, words: Words) -> str:
        """Its name on pages: "2024", "March 2024", "Undated"."""
        if self.year is None:
            return words("dates.undated")
        return words.date(Date.parse(self.name))


@dataclass(frozen=True, slots=True)
class Step:
    """A link to another page."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class PeriodLink:
    """A link to the page of a period, with the number of its entries; long years have links to their
    months."""

    label: str
    path: str
    n: int
    months: tuple[PeriodLink, ...] = ()


@dataclass(frozen=True, slots=True)
class Navigation:
    """The links from the page of a period to others. They have no numbers of entries, so that a new entry
    does not change the pages of other periods."""

    label: str
    """The name of the period."""
    whole: Step
    """The page that was divided."""
    year: Step | None
    """The year of a month."""
    earlier: Step | None
    later: Step | None
    months: tuple[PeriodLink, ...]
    """The months of a long year, newest first."""


class Division:
    """The periods that a page is divided into."""

    def __init__(self, dates: Iterable[Date | None], most: int) -> None:
        """Years with more than `most` entries are divided into months."""
        finest = Counter(map(Period.of, dates))
        years: Counter[int | None] = Counter()
        for period, n in finest.items():
            years[period.year] += n
        self._long = frozenset(
            period.year for period in finest if period.month is not None and years[period.year] > most
        )
        counts: Counter[Period] = Counter()
        for period, n in finest.items():
            counts[self._place(period)] += n
        self.counts: Mapping[Period, int] = {
            period: counts[period] for period in sorted(counts, key=lambda p: p.order, reverse=True)
        }
        """The number of entries of each period, newest first, without empty periods."""
        self.years = [
            Period(year) for year in sorted(years, key=lambda year: Period(year).order, reverse=True)
        ]
        """All years, newest first."""
        self.undivided = [
            period for period in self.counts if period.month is not None or period.year not in self._long
        ]
        """The months of long years, and all other years, newest first."""

    def period(self, date: Date | None) -> Period:
        """The period of an entry with this date."""
        return self._place(Period.of(date))

    def _place(self, period: Period) -> Period:
        return period if period.year in self._long else period.in_full

    def by_period(self, entries: Iterable[D]) -> Mapping[Period, tuple[D, ...]]:
        """The entries of each period, in the given order, without empty periods."""
        periods: defaultdict[Period, list[D]] = defaultdict(list)
        for entry in entries:
            periods[self.period(entry.date)].append(entry)
        return {period: tuple(entries) for period, entries in periods.items()}

    def newest(self, least: int) -> tuple[Period, ...]:
        """The newest periods, until they have at least this many entries; newest first.

        Entries of a long year that have no month are not included. They are on the page of the year.
        """
        periods: list[Period] = []
        n = 0
        for period in self.undivided:
            if n >= least:
                break
            periods.append(period)
            n += self.counts[period]
        return tuple(periods)


class Pages:
    """The pages of the periods of a divided page."""

    def __init__(self, division: Division, page: Step, words: Words, here: Collection[Period]) -> None:
        """Periods in `here` are on the divided page itself and need no page of their own."""
        self._division = division
        self._page = page
        self._words = words
        self._here = here
        self._months = month_names(str(words.locale))

    def path(self, period: Period) -> str:
        """The page that shows a period."""
        return self._page.path if period in self._here else urls.part_of(self._page.path, period.name)

    def links(self) -> tuple[PeriodLink, ...]:
        """Links to all years, newest first."""
        counts = self._division.counts
        links = []
        for year in self._division.years:
            months = self._months_of(year)
            n = sum(month.n for month in months) + counts.get(year, 0)
            links.append(PeriodLink(year.label(self._words), self.path(year), n, months))
        return tuple(links)

    def _months_of(self, year: Period) -> tuple[PeriodLink, ...]:
        counts = self._division.counts
        months = (Period(year.year, month) for month in range(12, 0, -1))
        return tuple(
            PeriodLink(self._months[p.month or 0], self.path(p), counts[p]) for p in months if p in counts
        )

    def navigation(self) -> Iterator[tuple[Period, Navigation]]:
        """Each period with a page of its own, and its links. Months link to the months before and after, also
        across years; years link to years."""
        neighbors: dict[Period, tuple[Period | None, Period | None]] = {}
        for row in (self._division.undivided, self._division.years):
            for period, earlier, later in zip(row, [*row[1:], None], [None, *row[:-1]], strict=True):
                neighbors[period] = earlier, later
        for period, (earlier, later) in neighbors.items():
            if period not in self._here:
                year, months = (
                    (self._step(period.in_full), ())
                    if period.month is not None
                    else (None, self._months_of(period))
                )
                steps = self._step(earlier), self._step(later)
                yield period, Navigation(period.label(self._words), self._page, year, *steps, months)

    def _step(self, period: Period | None) -> Step | None:
        return None if period is None else Step(period.label(self._words), self.path(period))


@dataclass(frozen=True, slots=True)
class Divided(Generic[D]):
    """Entries on one page or, if they are many, on the pages of their periods."""

    shown: Mapping[str, tuple[D, ...]]
    """What the first page shows, by the labels of its periods: the newest ones, or all below no label."""
    links: tuple[PeriodLink, ...] = ()
    """The links to all periods; none if there is only one page."""
    pages: tuple[tuple[str, Navigation, tuple[D, ...]], ...] = ()
    """The pages of the periods: the path, the links and the entries of each."""

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the periods that the first page shows; none if it shows all."""
        return tuple(self.shown) if self.links else ()

    @property
    def entries(self) -> tuple[D, ...]:
        """What the first page shows."""
        return tuple(each for own in self.shown.values() for each in own)

    @classmethod
    def of(
        cls, entries: Sequence[D], page: Step, words: Words, most: int, least: int, *, own_pages: bool = False
    ) -> Divided[D]:
        """Divides more than `most` entries of a page. It shows the newest periods, until these have at least
        `least` entries; with `own_pages`, they have pages of their own, too."""
        division = Division((entry.date for entry in entries), most)
        newest = division.newest(least)
        if len(entries) <= most or (not own_pages and len(newest) == len(division.counts)):
            return cls({"": tuple(entries)})
        by_period = division.by_period(entries)
        pages = Pages(division, page, words, () if own_pages else newest)
        return cls(
            {period.label(words): by_period.get(period, ()) for period in newest},
            pages.links(),
            tuple((pages.path(each), way, by_period.get(each, ())) for each, way in pages.navigation()),
        )
