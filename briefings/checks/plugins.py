"""The rules of plugins."""

from __future__ import annotations

from collections.abc import Iterator

from briefings import plugin
from briefings.catalog.catalog import Catalog
from briefings.problems.problem import Problem
from briefings.settings import Settings
from briefings.words import Words


def plugin_problems(catalog: Catalog, words: Words, settings: Settings) -> Iterator[Problem]:
    """Each rule of each plugin holds."""
    for each in plugin.plugins().values():
        for target in each.rules:
            yield from plugin.load(target)(catalog, words, settings)
