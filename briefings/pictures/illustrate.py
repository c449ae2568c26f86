"""Views → pictures: events on a strip, and topics on a common time axis. The page also has the information of
each picture as text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup

from briefings.model.dates import Date
from briefings.model.days import FIRST_DAY, LAST_DAY, CalendarDay, month_length, year_text
from briefings.pictures import bands, strip, svg
from briefings.pictures.axis import Axis
from briefings.pictures.standalone import STRIP, Content, Key
from briefings.text import escape
from briefings.views.facts import Fact
from briefings.views.registers import Filtered
from briefings.views.tones import OTHERS
from briefings.words import Words

Named = tuple[str, Date, Date | None]
"""The name of an era, and when it begins and ends."""

_FEWEST = 3
"""With fewer events, text is clearer than a picture."""
_MOST_ROWS = 12
"""The most topics with a row of their own."""


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
    legend: Markup
    """What the forms mean."""


def marks_of(
    events: Iterable[Fact], milestones: Collection[str], *, linked: bool = False, tone: int | None = None
) -> list[strip.Mark]:
    """The marks of the events of a briefing, of which milestones are given by their anchors. They are
    `linked` on the page of the events, and have the color of their topic or one `tone`. What was called off
    is not drawn."""
    return [
        strip.Mark.of(
            event,
            event.tone if tone is None else tone,
            milestone=event.anchor in milestones,
            anchor=event.anchor if linked else "",
        )
        for event in events
        if event.date is not None and not event.called_off
    ]


def periods_of(eras: Iterable[Fact]) -> list[Named]:
    """The periods of eras, with their names."""
    return [(era.title, *era.item.period) for era in eras if era.item.period is not None]


class Illustrator:
    """Draws the pictures of a site."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._mirrored = words.is_right_to_left
        self._months = tuple(words.locale.months["format"]["abbreviated"].values())

    def has_timeline(self, marks: Sequence[strip.Mark], as_of: Date) -> bool:
        """Whether events are drawn on a strip."""
        return self._strip_axis(marks, as_of) is not None

    def timeline_content(
        self,
        marks: Sequence[strip.Mark],
        *,
        name: str,
        as_of: Date,
        eras: Iterable[Named] = (),
        tones: Mapping[int, str] = MappingProxyType({}),
    ) -> Content | None:
        """Events on a strip, with a line after `as_of`, and their legend; None if it would show little.
        Milestones have a sign, and eras are bands. `tones` are the topics of the colors."""
        axis = self._strip_axis(marks, as_of)
        if axis is None:
            return None
        drawing = strip.draw(marks, axis, self._period, count=self._count)
        drawing = bands.behind(drawing, bands.named(list(eras)), axis)
        scale = strip.scale(axis, self._months, drawing.height, self._words.year)
        is_divided = any(mark.date.starts_after(as_of) for mark in marks)
        today = strip.today(axis, _last_day(as_of), drawing.height) if is_divided else []
        label = f"{self._words('pictures.timeline.title', name=name)}: {self._count(len(marks))}"
        return Content(
            [*scale.parts, *today, *drawing.parts],
            scale.height,
            STRIP,
            label,
            self._keys(marks, axis, as_of if today else None, tones),
            sorted({mark.tone for mark in marks}),
        )

    def _strip_axis(self, marks: Sequence[strip.Mark], as_of: Date) -> Axis | None:
        """The axis of a strip; None if it would show little: with a single slot, such as one day, all events
        would be one bar."""
        axis = None if len(marks) < _FEWEST else self._axis([mark.date for mark in marks], as_of)
        return None if axis is None or axis.slots < 2 else axis

    def rows(self, entries: Sequence[Filtered], tones: Mapping[str, int], as_of: Date) -> Rows | None:
        """Entries in one row for each topic, given with its color; None for fewer than two topics. What was
        called off is not drawn."""
        entries = [each for each in entries if not each.line.called_off]
        by_topic: dict[str | None, list[Filtered]] = {}
        for each in entries:
            for topic in dict.fromkeys(each.topics) or (None,):
                by_topic.setdefault(topic, []).append(each)
        axis = self._axis([each.line.date for each in entries if each.line.date is not None], as_of)
        if len(entries) < _FEWEST or len(by_topic) < 2 or axis is None:
            return None
        ranked = sorted((topic for topic in by_topic if topic is not None), key=lambda t: -len(by_topic[t]))
        own = ranked if len(ranked) <= _MOST_ROWS else ranked[: _MOST_ROWS - 1]
        others = {each.at: each for topic in by_topic.keys() - set(own) for each in by_topic[topic]}
        shown: list[tuple[str | None, int, list[strip.Mark]]] = [
            (topic, tones[topic], _marks(by_topic[topic], tones[topic])) for topic in own
        ]
        if others:
            shown.append((None, OTHERS, _marks(others.values(), OTHERS)))
        most = strip.highest((marks for _, _, marks in shown), axis)
        scale = strip.scale(axis, self._months, 0, self._words.year)
        pictures = [
            strip.picture(scale.parts, scale.height, None),
            strip.grid(axis, self._months, _last_day(as_of), self._words.year),
        ]
        rows = (self._row(topic, tone, marks, axis, most) for topic, tone, marks in shown)
        every = [mark for _, _, marks in shown for mark in marks]
        is_divided = bool(strip.today(axis, _last_day(as_of), 0))
        legend = _legend(self._keys(every, axis, as_of if is_divided else None, {}))
        return Rows(Markup("\n".join(pictures)), tuple(rows), Markup(legend))

    def _row(self, topic: str | None, tone: int, marks: Sequence[strip.Mark], axis: Axis, most: int) -> Row:
        drawing = strip.draw(marks, axis, self._period, count=self._count, most=most, topic=topic or "")
        picture = strip.picture(drawing.parts, drawing.height, None, inline=True)
        return Row(topic, tone, len(marks), Markup(picture))

    def _axis(self, dates: Sequence[Date], as_of: Date) -> Axis | None:
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

    def _keys(
        self, marks: Sequence[strip.Mark], axis: Axis, as_of: Date | None, names: Mapping[int, str]
    ) -> list[Key]:
        """The meaning of the colors, shapes and lines used."""
        tones = sorted({mark.tone for mark in marks} & names.keys())
        keys = [Key(f"tone-{tone}", names[tone]) for tone in tones] if len(tones) > 1 else []
        kinds = {
            "announced": any(mark.announced for mark in marks),
            "doubted": any(mark.doubted for mark in marks),
            "lasting": any(strip.is_long(mark, axis) for mark in marks),
            "milestones": any(mark.milestone for mark in marks),
        }
        used = (kind for kind, is_used in kinds.items() if is_used)
        keys += [Key(f"key--{kind}", self._words(f"pictures.{kind}")) for kind in used]
        if as_of is not None:
            keys.append(Key("key--today", self._words("figures.as_of", date=self._words.date(as_of))))
        return keys


def _marks(entries: Iterable[Filtered], tone: int) -> list[strip.Mark]:
    return [strip.Mark.of(each.line, tone, anchor=each.at) for each in entries]


def _last_day(when: Date) -> CalendarDay:
    return LAST_DAY if when.latest is None else when.latest


def figure(content: Content | None) -> Markup | None:
    """A timeline in a page, if there is one."""
    if content is None:
        return None
    picture = strip.picture(content.parts, content.height, content.description)
    return Markup(f'<figure class="picture picture--timeline">\n{picture}\n{_legend(content.keys)}</figure>')


def _legend(keys: Sequence[Key]) -> str:
    if not keys:
        return ""
    spans = (f'<span class="key {key.name}">{escape.svg(svg.clean(key.meaning))}</span>' for key in keys)
    return f"<figcaption>{' '.join(spans)}</figcaption>\n"
