"""Whether the fonts have the letters of papers and of shared pictures; if not, `check` says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from briefings.catalog.catalog import Catalog
from briefings.model import Briefing
from briefings.model.base import KeyPath
from briefings.plugins.papers.scripts import missing_scripts
from briefings.problems import codes
from briefings.problems.problem import Problem, problem
from briefings.settings import Settings
from briefings.text.markdown import plain
from briefings.text.prose import Kind
from briefings.words import Words

Name = Callable[[Kind, str], str]

_EVERYWHERE = ("headings.sources", "headings.now")
"""Words that each paper has."""


def can_print(words: Words, briefing: Briefing, name: Name) -> bool:
    """Whether the fonts have all letters of what readers must have whole."""
    return not scripts_of_words(words) and unprintable(briefing, name) is None


def scripts_of_words(words: Words) -> tuple[str, ...]:
    """The scripts of the fixed words that the fonts lack."""
    return missing_scripts("".join(words(key) for key in _EVERYWHERE))


def unprintable(briefing: Briefing, name: Name) -> tuple[KeyPath, tuple[str, ...]] | None:
    """The first of a briefing's title and main points with letters that the fonts lack, and their scripts.

    A paper can do without letters elsewhere, such as in a quotation.
    """
    for path, text in _gist(briefing, name):
        if scripts := missing_scripts(text):
            return path, scripts
    return None


def _gist(briefing: Briefing, name: Name) -> Iterator[tuple[KeyPath, str]]:
    yield ("title",), briefing.title
    yield ("summary",), plain(briefing.summary, name)
    if briefing.matters is not None:
        yield ("matters",), plain(briefing.matters, name)
    for n, point in enumerate(briefing.in_brief):
        yield ("in_brief", n, "text"), plain(point.text, name)


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
        if (found := unprintable(sheet.data, catalog.name)) is not None:
            path, scripts = found
            message = f"no paper is made of this briefing: the fonts have no {_listed(scripts)} letters"
            yield problem(codes.PAPER_SCRIPT, message, sheet.place(path), _HINT)


def picture_problems(catalog: Catalog, words: Words, settings: Settings) -> Iterator[Problem]:
    """The fonts of shared pictures have all letters of the titles of briefings."""
    # Shared links need the address of the site, and without it no picture is drawn.
    if not settings.site_url:
        return
    titles = [sheet.data.title for sheet in catalog.briefings.values()]
    unable = [scripts for title in titles if (scripts := missing_scripts(settings.site_name + title))]
    if unable:
        scripts = tuple(sorted({script for each in unable for script in each}))
        message = f"shared links have no pictures (briefings: {len(unable)} of {len(titles)})"
        yield problem(
            codes.PICTURE_SCRIPT,
            f"{message}: the font of these has no {_listed(scripts)} letters",
            settings.language_place,
            "links to these pages are shared with their title and description only",
        )


def _listed(scripts: tuple[str, ...]) -> str:
    return " or ".join([", ".join(scripts[:-1]), scripts[-1]] if len(scripts) > 1 else scripts)
