"""Draws timelines: events on a time axis to scale, each a link to its entry.
The wide picture for screens and paper has rows; the narrow one for phones is a column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from briefings.pictures import svg
from briefings.pictures.column import column
from briefings.pictures.plan import LABELLED, Mark, Plan, Words
from briefings.pictures.rows import rows

__all__ = ["Mark", "Words", "draw", "figure"]


def figure(
    marks: Sequence[Mark],
    words: Words,
    *,
    prefix: str,
    as_of: date | None = None,
    tones: Mapping[int, str] | None = None,
) -> svg.Markup | None:
    """The wide and the narrow timeline in one `<figure>`; None if `draw` gives none."""
    wide = draw(marks, words, prefix=prefix, as_of=as_of, tones=tones)
    narrow = draw(marks, words, prefix=f"{prefix}-narrow", as_of=as_of, tones=tones, width=svg.NARROW)
    return None if wide is None or narrow is None else svg.figure("timeline", wide, narrow)


def draw(
    marks: Sequence[Mark],
    words: Words,
    *,
    prefix: str,
    as_of: date | None = None,
    tones: Mapping[int, str] | None = None,
    width: float = svg.WIDE,
) -> svg.Markup | None:
    """One picture, of marks in any order; None for fewer than two.

    Below a width of 480, time runs downwards, unless there are too many events to label. Events after `as_of`
    are planned. `tones` names the colors for the legend.
    """
    if len(marks) < 2:
        return None
    plan = Plan(sorted(marks, key=lambda mark: (mark.date.order, mark.label, mark.href)), words, as_of, width)
    body, shapes, bottom = column(plan) if width < 480 and len(marks) <= LABELLED else rows(plan)
    legend, height = plan.legend(tones or {}, shapes, bottom)
    return svg.picture(
        [*body, *legend], title=words.title, description=words.description, prefix=prefix,
        variant="narrow" if width < 480 else "wide", width=width, height=height,
    )  # fmt: skip
