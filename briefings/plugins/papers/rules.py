"""Papers: a briefing whose title or main points the fonts cannot print has none."""

from __future__ import annotations

from collections.abc import Iterator

from briefings.catalog.catalog import Catalog
from briefings.plugins.papers.printable import scripts_of_words, unprintable
from briefings.problems import codes
from briefings.problems.problem import Problem, problem
from briefings.settings import Settings
from briefings.words import Words

_HINT = "papers have Latin, Greek and Cyrillic letters; use these here, or set this code to `off`"


def paper_problems(catalog: Catalog, words: Words, settings: Settings) -> Iterator[Problem]:
    """The fonts of papers have all letters of what readers must have whole."""
    if "paper" not in settings.exports:
        return
    if scripts := scripts_of_words(words):
        message = f"no papers are made: their fonts have no {_listed(scripts)} letters"
        place = settings.language_place
        yield problem(
            codes.PAPER_SCRIPT,
            message,
            place,
            "build without --pdf, or switch `paper` off under `extra.briefings.exports`",
        )
        return
    for sheet in catalog.briefings.values():
        if (found := unprintable(sheet, catalog.name)) is not None:
            path, scripts = found
            message = f"no paper is made of this briefing: the fonts have no {_listed(scripts)} letters"
            yield problem(codes.PAPER_SCRIPT, message, sheet.place(path), _HINT)


def _listed(scripts: tuple[str, ...]) -> str:
    return " or ".join([", ".join(scripts[:-1]), scripts[-1]] if len(scripts) > 1 else scripts)
