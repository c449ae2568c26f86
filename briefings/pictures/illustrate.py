"""Catalog → pictures: events on a strip, and topics on a common time axis. The page also has the information
of each picture as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry
from briefings.model import Briefing
from briefings.model.briefing import DOUBTFUL, Era
from briefings.model.dates import Date
from briefings.model.days import FIRST_DAY, LAST_DAY, CalendarDay, month_length, year_text
from briefings.pictures import bands, strip, svg
from briefings.pictures.standalone import STRIP, Content, Key
from briefings.sheets.load import Sheet
from briefings.text import escape
from briefings.words import Words

_TONES = 8
_FEWEST = 3
"""With fewer events, text is clearer than a picture."""
_MOST_ROWS = 12
"""The most topics with a row of their own."""


@dataclass(frozen=True, slots=True)
class Tones:
    """The colors of a site's topics. The most frequent topics have one each; the others share the last."""

    of: Mapping[str, int]
    """By topic id: the number of its color."""
    names: Mapping[int, str]

    @classmethod
    def among(cls, catalog: Catalog, words: Words) -> Tones:
        """Assigns colors to the topics of a catalog."""
        ranked = sorted(catalog.topics, key=lambda topic: -len(catalog.briefings_on[topic]))
        own = ranked if len(ranked) <= _TONES else ranked[: _TONES - 1]
        of = {topic: n for n, topic in enumerate(own, start=1)}
        names = {n: catalog.topics[topic].data.name for topic, n in of.items()}
        if len(own) < len(ranked):
            names[_TONES] = words("pictures.other_topics")
        return cls(of, names)


@dataclass(frozen=True, slots=True)
class Row:
    """The events of one topic on the time axis that all topics share."""

    topic: str | None
    """None for the topics that have no row of their own."""
    tone: int
    n: int
    """The number of its events."""
    picture: Markup


@dataclass(frozen=True, slots=True)
class Rows:
    """The timeline of a site: one row for each topic."""

    axis: Markup
    """The time axis, and the lines behind all rows."""
    rows: tuple[Row, ...]


class Illustrator:
    """Draws the pictures of a site."""

    def __init__(self, catalog: Catalog, words: Words, tones: Tones) -> None:
        self._catalog = catalog
        self._words = words
        self._tones = tones
        self._mirrored = words.is_right_to_left
        self._months = tuple(words.locale.months["format"]["abbreviated"].values())

    def timeline(
        self,
        entries: Sequence[Entry[Any]],
        milestones: Sequence[Entry[Any]],
        *,
        name: str,
        as_of: Date,
        eras: Iterable[Entry[Era]] = (),
    ) -> Markup | None:
        """Entries on a strip, with a line after `as_of`. Milestones have a sign, and eras are bands."""
        content = self.timeline_content(entries, milestones, name=name, as_of=as_of, eras=eras)
        if content is None:
            return None
        picture = strip.picture(content.parts, content.height, content.description)
        return Markup(
            f'<figure class="picture picture--timeline">\n{picture}\n{_legend(content.keys)}</figure>'
        )

    def has_timeline(self, entries: Sequence[Entry[Any]], as_of: Date) -> bool:
        """Whether entries are drawn on a strip."""
        return self._strip_axis(entries, as_of) is not None

    def timeline_content(
        self,
        entries: Sequence[Entry[Any]],
        milestones: Sequence[Entry[Any]],
        *,
        name: str,
        as_of: Date,
        eras: Iterable[Entry[Era]] = (),
    ) -> Content | None:
        """The drawing of a timeline and its legend."""
        axis = self._strip_axis(entries, as_of)
        if axis is None:
            return None
        marks = [
            self._mark(entry, self.tone(entry.sheet), milestone=entry in milestones)
            for entry in entries
            if entry.date is not None
        ]
        drawing = strip.draw(marks, axis, self._period, count=self._count)
        periods = [(era.title, era.item.from_, era.item.to) for era in eras]
        drawing = bands.behind(drawing, bands.named(periods), axis)
        scale = strip.scale(axis, self._months, drawing.height, self._words.year)
        is_divided = any(mark.date.starts_after(as_of) for mark in marks)
        today = strip.today(axis, _last_day(as_of), drawing.height) if is_divided else []
        label = f"{self._words('pictures.timeline.title', name=name)}: {self._count(len(marks))}"
        return Content(
            [*scale.parts, *today, *drawing.parts],
            scale.height,
            label,
            STRIP,
            self._keys(marks, as_of if today else None),
            sorted({mark.tone for mark in marks}),
        )

    def _strip_axis(self, entries: Sequence[Entry[Any]], as_of: Date) -> strip.Axis | None:
        """The axis of a strip; None if it would show little: with a single slot, such as one day, all events
        would be one bar."""
        dated = [entry for entry in entries if entry.date is not None]
        axis = None if len(dated) < _FEWEST else self._axis(dated, as_of)
        return None if axis is None or axis.slots < 2 else axis

    def rows(self, entries: Sequence[tuple[str, Entry[Any]]], as_of: Date) -> Rows | None:
        """Entries, given with their anchors, in one row for each topic; None for fewer than two topics."""
        by_topic: dict[str | None, list[tuple[str, Entry[Any]]]] = {}
        for anchor, entry in entries:
            for topic in dict.fromkeys(entry.sheet.data.topics) or (None,):
                by_topic.setdefault(topic, []).append((anchor, entry))
        axis = self._axis([entry for _, entry in entries], as_of)
        if len(entries) < _FEWEST or len(by_topic) < 2 or axis is None:
            return None
        ranked = sorted((topic for topic in by_topic if topic is not None), key=lambda t: -len(by_topic[t]))
        own = ranked if len(ranked) <= _MOST_ROWS else ranked[: _MOST_ROWS - 1]
        rows = [self._row(topic, by_topic[topic], axis) for topic in own]
        others = {anchor: entry for topic in by_topic.keys() - set(own) for anchor, entry in by_topic[topic]}
        if others:
            rows.append(self._row(None, [*others.items()], axis))
        scale = strip.scale(axis, self._months, 0, self._words.year)
        pictures = [
            strip.picture(scale.parts, scale.height, None),
            strip.grid(axis, self._months, _last_day(as_of), self._words.year),
        ]
        return Rows(Markup("\n".join(pictures)), tuple(rows))

    def _row(self, topic: str | None, entries: Sequence[tuple[str, Entry[Any]]], axis: strip.Axis) -> Row:
        tone = _TONES if topic is None else self._tones.of.get(topic, _TONES)
        marks = [self._mark(entry, tone, entry_number=anchor[1:]) for anchor, entry in entries]
        drawing = strip.draw(marks, axis, self._period, count=self._count, stacked=False)
        picture = strip.picture(drawing.parts, drawing.height, None, inline=True)
        return Row(topic, tone, len(entries), Markup(picture))

    def _mark(
        self, entry: Entry[Any], tone: int, *, milestone: bool = False, entry_number: str = ""
    ) -> strip.Mark:
        assert entry.date is not None
        return strip.Mark(
            entry.date, tone, entry.announced, entry.status in DOUBTFUL, milestone, entry_number
        )

    def _axis(self, entries: Iterable[Entry[Any]], as_of: Date) -> strip.Axis | None:
        dates = [entry.date for entry in entries if entry.date is not None]
        is_divided = any(when.starts_after(as_of) for when in dates)
        also = [_last_day(as_of)] if is_divided else []
        return strip.axis_for(dates, also, mirrored=self._mirrored)

    def _count(self, n: int) -> str:
        return self._words("counts.events", n=n)

    def _period(self, first: CalendarDay, last: CalendarDay) -> str:
        """The time of a slot in words: a day, a month, a year or an interval."""
        first, last = max(first, FIRST_DAY), min(last, LAST_DAY)
        start, end = first.isoformat(), last.isoformat()
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            start, end = year_text(first.year), year_text(last.year)
        elif first.day == 1 and last.day == month_length(last.year, last.month):
            start, end = start[:-3], end[:-3]
        return self._words.date(Date.parse(start if start == end else f"{start}/{end}"))

    def _keys(self, marks: Sequence[strip.Mark], as_of: Date | None) -> list[Key]:
        """The meaning of the colors, shapes and lines used."""
        tones = sorted({mark.tone for mark in marks} & self._tones.names.keys())
        keys = [Key(f"tone-{tone}", self._tones.names[tone]) for tone in tones] if len(tones) > 1 else []
        kinds = (("announced", any(m.announced for m in marks)), ("doubted", any(m.doubted for m in marks)))
        keys += [Key(f"key--{kind}", self._words(f"pictures.{kind}")) for kind, is_used in kinds if is_used]
        if any(mark.milestone for mark in marks):
            keys.append(Key("key--flag", self._words("pictures.milestones")))
        if as_of is not None:
            keys.append(Key("key--today", self._words("figures.as_of", date=self._words.date(as_of))))
        return keys

    def tone(self, briefing: Sheet[Briefing]) -> int:
        """The color of a briefing's events, which is that of its first topic."""
        topics = briefing.data.topics
        return self._tones.of.get(topics[0], _TONES) if topics else _TONES


def _last_day(when: Date) -> CalendarDay:
    return LAST_DAY if when.latest is None else when.latest


def _legend(keys: Sequence[Key]) -> str:
    if not keys:
        return ""
    spans = (f'<span class="key {key.name}">{escape.svg(svg.clean(key.meaning))}</span>' for key in keys)
    return f"<figcaption>{' '.join(spans)}</figcaption>\n"
