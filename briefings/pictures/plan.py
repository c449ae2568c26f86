"""The content of a timeline, and what its two layouts share: the scale and the legend."""

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
"""The most events that all get labels. More become a strip of dots with as many labels below as fit. They are
not tab stops, as the list below the picture has the same links."""
SMALL = 12.0
"""The size of the words on the axis and in the legend."""
FAINT = "0.72"
"""The opacity of those words, with a contrast of at least 4.5:1 on a light and a dark page."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An event to draw."""

    date: Date
    label: str
    """Its title; truncated if there is no room."""
    href: str
    """The address of its entry."""
    date_text: str
    """Its date in words."""
    tone: int = 1
    """The color of its topic, 1 to 8."""
    status: str | None = None
    """The word for its status unless it is simply reported; drawn as a diamond."""
    weight: int = 0
    """If there is no room for all labels, greater weights come first."""

    @property
    def name(self) -> str:
        """The label, date and status, for screen readers and the mouse."""
        return f"{self.label} ({self.date_text}{'; ' + self.status if self.status is not None else ''})"


@dataclass(frozen=True, slots=True)
class Words:
    """The fixed words of a timeline, in the site's language."""

    title: str
    """The name of the picture for screen readers."""
    description: str
    """Where the same is given as text."""
    months: Sequence[str] = field(
        default=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    )
    """The short names of the twelve months."""
    planned: str = "planned"
    approximate: str = "about"
    uncertain: str = "date uncertain"
    sometime: str = "some day in this time"
    ongoing: str = "goes on"
    doubted: str = "disputed or unsupported"
    as_of: str | None = None
    """The meaning of the line between past and planned events: "as of 24 November 2026"."""


def nobreak(words: str) -> str:
    """Words with no-break spaces."""
    return svg.clean(words).replace(" ", "\u00a0")


@dataclass(frozen=True, slots=True)
class Plan:
    """A timeline to draw, with its events in chronological order."""

    marks: Sequence[Mark]
    words: Words
    as_of: date | None
    width: float

    def scale(self, low: float, high: float) -> Scale:
        """A scale for all dates between two places, with some room for open ends and around a single day."""
        dates = [day for mark in self.marks for day in (mark.date.earliest, mark.date.latest)]
        days = [day.toordinal() for day in dates if day is not None]
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
        """The shapes of the events, in order."""
        return [
            drawn.shape(mark.date, scale, as_of=self.as_of, doubted=mark.status is not None)
            for mark in self.marks
        ]

    def boundary(self, scale: Scale) -> float | None:
        """The place between past and planned events; None if nothing is planned."""
        if self.as_of is None or not self.has_planned:
            return None
        return scale.end(self.as_of) if self.as_of.toordinal() >= scale.first else None

    @property
    def has_planned(self) -> bool:
        """Whether any event is planned."""
        return self.as_of is not None and any(
            mark.date.earliest is not None and mark.date.earliest > self.as_of for mark in self.marks
        )

    def link(self, mark: Mark, what: Shape, *inside: svg.Markup, stroke: bool = False) -> svg.Markup:
        """The link around the drawing of an event; `stroke` if that contains lines."""
        color = svg.tone(mark.tone)
        has_lines = stroke or what.planned or what.uncertain or what.open_high
        return svg.link(
            mark.href, mark.name, *inside, tabbable=len(self.marks) <= LABELLED,
            fill=color, stroke=color if has_lines else None, stroke_width=0 if has_lines else None,
        )  # fmt: skip

    def legend(
        self, tones: Mapping[int, str], shapes: Sequence[Shape], top: float
    ) -> tuple[list[svg.Markup], float]:
        """The meaning of the colors and shapes used, and the height of the whole picture."""
        parts: list[svg.Markup] = []
        x, y = 2.0, top + 16
        if self.words.as_of is not None and self.has_planned:
            parts.append(svg.hairline("M", 7, y - 8, "v16", opacity="0.6", dashed=True))
            parts.append(svg.words(self.words.as_of, 18, y + 4, font_size=SMALL, fill_opacity=FAINT))
            x += 34 + text.width(self.words.as_of, SMALL)
        for color, what, label in self._meanings(tones, shapes):
            glyph = 24.0 if what.bar else 10.0
            room = glyph + 6 + text.width(label, SMALL)
            if x > 2 and x + room > self.width:
                x, y = 2.0, y + 20
            placed = replace(what, low=x, high=x + glyph)
            parts.append(svg.tag("g", drawn.draw(placed, y), fill=color, stroke=color, stroke_width=0))
            parts.append(svg.words(label, x + glyph + 6, y + 4, font_size=SMALL, fill_opacity=FAINT))
            x += room + 18
        return parts, y + 14 if parts else top + 4

    def _meanings(
        self, tones: Mapping[int, str], shapes: Sequence[Shape]
    ) -> Iterator[tuple[str, Shape, str]]:
        """Each color, shape and label of the legend."""
        plain = Shape(0, 0, False, False, False, False, False, False, False, False, False)
        used = {mark.tone for mark in self.marks}
        for tone in sorted(used & tones.keys()) if len(used) > 1 else ():
            yield svg.tone(tone), plain, tones[tone]
        fades = any(s.fade_low or s.fade_high for s in shapes)
        meanings = (
            (any(s.planned for s in shapes), replace(plain, planned=True), self.words.planned),
            (fades, replace(plain, fade_low=True), self.words.approximate),
            (any(s.uncertain for s in shapes), replace(plain, uncertain=True), self.words.uncertain),
            (any(s.sometime for s in shapes), replace(plain, bar=True, sometime=True), self.words.sometime),
            (any(s.open_high for s in shapes), replace(plain, bar=True, open_high=True), self.words.ongoing),
            (any(s.doubted and not s.bar for s in shapes), replace(plain, doubted=True), self.words.doubted),
        )
        yield from (("currentColor", what, label) for is_used, what, label in meanings if is_used)
