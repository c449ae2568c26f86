"""The rule for headlines."""

from __future__ import annotations

from collections.abc import Iterator

from briefings.catalog.catalog import Catalog
from briefings.problems.codes import CODES
from briefings.problems.problem import Problem, problem
from briefings.settings import Settings
from briefings.words import Words

LONGEST = 60


def long_headlines(catalog: Catalog, words: Words, settings: Settings) -> Iterator[Problem]:
    """A headline fits on one line."""
    for sheet in catalog.briefings.values():
        if (length := len(sheet.data.title)) > LONGEST:
            message = f"the title has {length} characters"
            yield problem(CODES["long-headline"], message, sheet.place(("title",)), f"at most {LONGEST}")
