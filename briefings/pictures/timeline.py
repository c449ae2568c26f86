"""The timeline as a picture: events on a time axis to scale, each a link to its entry.
Wide for screens and paper, in rows; narrow for phones, down a column."""

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
    """The wide and the narrow timeline in one `<figure>`; None where there is nothing to put to scale."""
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
    """One picture. Marks come in any order. Narrower than 480, time runs downwards as long as each event has
    its label.

    `as_of`: what begins later is planned. `tones`: the names of the colors, shown where there is more than
    one. None for fewer than two marks, or where no date has an end: there is no scale then.
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
