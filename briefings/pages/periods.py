"""How a page that has grown too long is divided: by years and, where a year is too long itself, by months.

The page of an entry follows from its own date and from which years are long. So an entry that comes in moves
none of the others, and an address that was given out holds: a year keeps its page when its entries go to its
months.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from briefings.catalog import urls
from briefings.model.dates import Date, Unit
from briefings.words import Words


class Dated(Protocol):
    """What belongs to a period."""

    @property
    def date(self) -> Date | None:
        """When it happened, was said or published."""


D = TypeVar("D", bound=Dated)


@dataclass(frozen=True, slots=True)
class Limits:
    """How many entries pages hold before they are divided. An entry weighs one to two kilobytes with what its
    sources say."""

    register: int = 300
    """The timeline, the statements, each list for curators, the index of briefings; and a year of a register.
    Half a megabyte of Markdown: still read at once on a phone, and far more than a reader goes through."""
    profile: int = 150
    """What an actor said, did and appears in, and a year of it: beside it stand the roles, the relations and
    their picture."""
    shown: int = 50
    """A divided page shows its newest periods, as many as it takes to show so many entries."""
    few: int = 20
    """Of each status, the first page of divided statements shows so many."""


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or a month of it; without a year, what nobody dated."""

    year: int | None
    month: int | None = None

    @classmethod
    def of(cls, date: Date | None) -> Period:
        """The finest period that a date certainly starts in: its month, or its year where a season or the
        year is all that is known."""
        if date is None or date.earliest is None:
            return cls(None)
        return cls(date.earliest.year, date.earliest.month if date.parts[0].unit >= Unit.MONTH else None)

    @property
    def in_full(self) -> Period:
        """Its whole year."""
        return self if self.month is None else Period(self.year)

    @property
    def order(self) -> tuple[int, int]:
        """Sorts as the entries do that it holds: a year's own before those of its months, undated ones
        first."""
        return (self.year or 0, self.month or 0)

    @property
    def name(self) -> str:
        """In addresses: `2024`, `2024-03`, `undated`."""
        if self.year is None:
            return "undated"
        return f"{self.year:04}" if self.month is None else f"{self.year:04}-{self.month:02}"

    def said(self, words: Words) -> str:
        """In words: "2024", "March 2024", "Undated"."""
        if self.year is None:
            return words("dates.undated")
        return str(self.year) if self.month is None else words.date(Date.parse(self.name))


@dataclass(frozen=True, slots=True)
class Step:
    """A page to go to, and what it is called there."""

    label: str
    path: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A period in a list of all, with the number of its entries; a long year with its months."""

    label: str
    path: str
    n: int
    months: tuple[Listed, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """From the page of a period to others. It counts nothing, so that what is added to one period changes no
    other's page."""

    label: str
    """What the period itself is called."""
    whole: Step
    """The page that was divided."""
    year: Step | None
    """Of a month."""
    earlier: Step | None
    later: Step | None
    months: tuple[Listed, ...]
    """Of a long year: its months, newest first."""


class Division:
    """The periods that one page is divided into."""

    def __init__(self, dates: Iterable[Date | None], most: int) -> None:
        """`most`: a year of more entries goes to its months."""
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
        """The number of entries of each period that has any, newest first."""
        self.years = [Period(year) for year in sorted(years, key=lambda year: year or 0, reverse=True)]
        """Newest first, long ones too."""
        self.undivided = [
            period for period in self.counts if period.month is not None or period.year not in self._long
        ]
        """The months of long years, and the other years; newest first."""

    def period(self, date: Date | None) -> Period:
        """The period to which an entry of this date belongs."""
        return self._place(Period.of(date))

    def _place(self, period: Period) -> Period:
        return period if period.year in self._long else period.in_full

    def filed(self, entries: Iterable[D]) -> Mapping[Period, tuple[D, ...]]:
        """Entries by their period, each in the order given; nothing for a period without any."""
        filed: defaultdict[Period, list[D]] = defaultdict(list)
        for entry in entries:
            filed[self.period(entry.date)].append(entry)
        return {period: tuple(entries) for period, entries in filed.items()}

    def newest(self, least: int) -> tuple[Period, ...]:
        """The newest periods, newest first, as many as it takes to have so many entries; all where there are
        fewer.

        What has no month in a long year is not among them: it stands with the list of that year's months.
        """
        found: list[Period] = []
        n = 0
        for period in self.undivided:
            if n >= least:
                break
            found.append(period)
            n += self.counts[period]
        return tuple(found)

    def pages(self, page: str, title: str, words: Words, here: Collection[Period] = ()) -> Pages:
        """The pages of the periods of a divided page. `here`: those that stand on that page itself, and need
        none of their own."""
        return Pages(self, page, title, words, frozenset(here))


class Pages:
    """The pages that a divided page leads to."""

    def __init__(
        self, division: Division, page: str, title: str, words: Words, here: frozenset[Period]
    ) -> None:
        self._division = division
        self._page = page
        self._title = title
        self._words = words
        self._here = here
        self._months = words.locale.months["stand-alone"]["wide"]

    def path(self, period: Period) -> str:
        """The page that a period stands on."""
        return self._page if period in self._here else urls.part_of(self._page, period.name)

    def listed(self) -> tuple[Listed, ...]:
        """All years, newest first."""
        counts = self._division.counts
        listed = []
        for year in self._division.years:
            months = self._months_of(year)
            n = sum(month.n for month in months) + counts.get(year, 0)
            listed.append(Listed(year.said(self._words), self.path(year), n, months))
        return tuple(listed)

    def _months_of(self, year: Period) -> tuple[Listed, ...]:
        counts = self._division.counts
        found = (Period(year.year, month) for month in range(12, 0, -1))
        return tuple(Listed(self._months[p.month], self.path(p), counts[p]) for p in found if p in counts)

    def ways(self) -> Iterator[tuple[Period, Way]]:
        """Every period that has a page of its own, and the ways from there. A month leads to months, across
        the turn of a year too, and a year to years."""
        beside: dict[Period, tuple[Period | None, Period | None]] = {}
        for row in (self._division.undivided, self._division.years):
            for period, earlier, later in zip(row, [*row[1:], None], [None, *row[:-1]], strict=True):
                beside[period] = earlier, later
        whole = Step(self._title, self._page)
        for period, (earlier, later) in beside.items():
            if period not in self._here:
                year, months = (
                    (self._step(period.in_full), ())
                    if period.month is not None
                    else (None, self._months_of(period))
                )
                yield (
                    period,
                    Way(
                        period.said(self._words), whole, year, self._step(earlier), self._step(later), months
                    ),
                )

    def _step(self, period: Period | None) -> Step | None:
        return None if period is None else Step(period.said(self._words), self.path(period))
