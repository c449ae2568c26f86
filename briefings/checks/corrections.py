"""Published facts that say something else now need a correction."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from briefings.catalog.catalog import Catalog
from briefings.model import Briefing
from briefings.problems import codes
from briefings.problems.problem import Problem, problem
from briefings.versions.sides import Change

HINT = "say in `corrections` what was wrong and what is right: `- {date: 2025-08-02, text: …}`"


def uncorrected(changes: Iterable[Change], now: Catalog) -> Iterator[Problem]:
    """A fact of a published briefing was changed or removed, in what readers rely on, and the briefing has no
    new correction.

    Other sources for the same fact are not a correction. Summaries, points and background say how things
    stand now, and may change.
    """
    for change in changes:
        was, sheet = change.was_in, change.is_in
        if (
            change.is_listed
            and change.weight == "high"
            and change.kind in ("changed", "removed")
            and change.what != "source"
            and was is not None
            and isinstance(was.data, Briefing)
            and not was.data.draft
            and was.data.withdrawn is None
            and sheet.id in now.briefings
            and not _corrected(was.data, sheet.data)
        ):
            sentence = re.sub("^The ", "the ", change.sentence).removesuffix(".")
            message = f"{sentence}; no correction was added"
            yield problem(codes.UNCORRECTED_CHANGE, message, change.nearest, HINT)


def _corrected(was: Briefing, now: Briefing) -> bool:
    """Whether any correction was added; people judge which change it is about."""
    known = [(correction.date, correction.text) for correction in was.corrections]
    return any((correction.date, correction.text) not in known for correction in now.corrections)
