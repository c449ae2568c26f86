"""What a timeline shows: its events, its words, and the plan that both ways of drawing it share.
The plan puts dates to scale and writes the legend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from briefings.model.dates import Date
from briefings.pictures import marks as drawn
from briefings.pictures import svg, text
from briefings.pictures.marks import Shape
from briefings.pictures.scale import Scale

LABELLED = 40
"""Up to so many events, each has its label. More become a strip of dots, with as many labels below as have
room. None of those is a stop of the Tab key: the list below the picture has the same links."""
SMALL = 12.0
"""Size of the words on the axis and in the legend."""
FAINT = "0.72"
"""Opacity of those words: 4.5:1 and more on either ground."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An event to be drawn."""

    date: Date
    label: str
    """Its title; cut where there is no room."""
    href: str
    """Where its entry stands."""
    said: str
    """Its date in words."""
    tone: int = 1
    """Color of its topic, 1 to 8."""
    status: str | None = None
    """The word for its status where it is anything but plainly reported; drawn as a diamond."""
    weight: int = 0
    """Where there is no room for all labels, the greater ones are named first."""

    @property
    def name(self) -> str:
        """What a screen reader says and the mouse shows: label, date, status."""
        return f"{self.label} ({self.said}{'; ' + self.status if self.status is not None else ''})"


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words of a timeline, in the site's language."""

    title: str
    """What this picture shows; its name for screen readers."""
    description: str
    """Where the same stands as text."""
    months: Sequence[str] = field(
        default=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    )
    """Short names of the twelve."""
    planned: str = "planned"
    approximate: str = "about"
    uncertain: str = "date uncertain"
    sometime: str = "some day in this time"
    ongoing: str = "goes on"
    doubted: str = "disputed or unsupported"
    as_of: str | None = None
    """What the line means that parts what happened from what is planned: "as of 24 November 2026"."""


def nobreak(words: str) -> str:
    """Words that stay on one line."""
    return svg.clean(words).replace(" ", "\u00a0")


@dataclass(frozen=True, slots=True)
class Plan:
    """A timeline to be drawn: events in chronological order."""

    marks: Sequence[Mark]
    words: Words
    as_of: date | None
    width: float

    def scale(self, low: float, high: float) -> Scale:
        """All dates between two places. A single day has a day on either side; what goes on has room to do
        so."""
        days = [
            day.toordinal()
            for mark in self.marks
            for day in (mark.date.earliest, mark.date.latest)
            if day is not None
        ]
        first, last = min(days), max(days)
        beyond = max((last - first) // 12, 1)
        if any(mark.date.latest is None for mark in self.marks):
            last += beyond
        if any(mark.date.earliest is None for mark in self.marks):
            first -= beyond
        if last - first < 3:
            first, last = first - 1, last + 1
        return Scale(max(first, 1), min(last, date.max.toordinal() - 1), low, high)

    def shapes(self, scale: Scale) -> list[Shape]:
        """Each event's shape, in order."""
        return [
            drawn.shape(mark.date, scale, as_of=self.as_of, doubted=mark.status is not None)
            for mark in self.marks
        ]

    def boundary(self, scale: Scale) -> float | None:
        """Where what happened ends and what is planned begins; None where nothing is planned."""
        if self.as_of is None or not self.planned:
            return None
        return scale.end(self.as_of) if self.as_of.toordinal() >= scale.first else None

    @property
    def planned(self) -> bool:
        """Whether anything is still to come."""
        return self.as_of is not None and any(
            mark.date.earliest is not None and mark.date.earliest > self.as_of for mark in self.marks
        )

    def link(self, mark: Mark, what: Shape, *inside: svg.Markup, stroke: bool = False) -> svg.Markup:
        """An event's link around what is drawn of it; `stroke` where some of that is a line."""
        color = svg.tone(mark.tone)
        lined = stroke or what.planned or what.uncertain or what.open_high
        return svg.link(
            mark.href, mark.name, *inside, tabbable=len(self.marks) <= LABELLED,
            fill=color, stroke=color if lined else None, stroke_width=0 if lined else None,
        )  # fmt: skip

    def legend(
        self, tones: Mapping[int, str], shapes: Sequence[Shape], top: float
    ) -> tuple[list[svg.Markup], float]:
        """What colors and shapes mean, of those that are used; and the height of the whole picture."""
        parts: list[svg.Markup] = []
        x, y = 2.0, top + 16
        if self.words.as_of is not None and self.planned:
            parts.append(svg.hairline("M", 7, y - 8, "v16", opacity="0.6", dashed=True))
            parts.append(svg.words(self.words.as_of, 18, y + 4, font_size=SMALL, fill_opacity=FAINT))
            x += 34 + text.width(self.words.as_of, SMALL)
        for color, what, said in self._meanings(tones, shapes):
            glyph = 24.0 if what.bar else 10.0
            room = glyph + 6 + text.width(said, SMALL)
            if x > 2 and x + room > self.width:
                x, y = 2.0, y + 20
            placed = replace(what, low=x, high=x + glyph)
            parts.append(svg.tag("g", drawn.draw(placed, y), fill=color, stroke=color, stroke_width=0))
            parts.append(svg.words(said, x + glyph + 6, y + 4, font_size=SMALL, fill_opacity=FAINT))
            x += room + 18
        return parts, y + 14 if parts else top + 4

    def _meanings(
        self, tones: Mapping[int, str], shapes: Sequence[Shape]
    ) -> Iterator[tuple[str, Shape, str]]:
        plain = Shape(0, 0, False, False, False, False, False, False, False, False, False)
        used = dict.fromkeys(mark.tone for mark in self.marks)
        if len(used) > 1:
            for tone in sorted(used):
                if tone in tones:
                    yield svg.tone(tone), plain, tones[tone]
        meanings = (
            (any(s.planned for s in shapes), replace(plain, planned=True), self.words.planned),
            (
                any(s.fade_low or s.fade_high for s in shapes),
                replace(plain, fade_low=True),
                self.words.approximate,
            ),
            (any(s.uncertain for s in shapes), replace(plain, uncertain=True), self.words.uncertain),
            (any(s.sometime for s in shapes), replace(plain, bar=True, sometime=True), self.words.sometime),
            (any(s.open_high for s in shapes), replace(plain, bar=True, open_high=True), self.words.ongoing),
            (any(s.doubted and not s.bar for s in shapes), replace(plain, doubted=True), self.words.doubted),
        )
        yield from (("currentColor", what, said) for seen, what, said in meanings if seen)
