"""The catalog as data for other programs, one format per module. An export lists files, each with its path
below the site's root, and knows entries only by what all kinds of them have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from briefings.catalog.catalog import Catalog
from briefings.exports.json_sheets import json_sheets
from briefings.exports.resource import Resource

Export = Callable[[Catalog], Iterable[Resource]]

EXPORTS: tuple[Export, ...] = (json_sheets,)
"""The exports that every build writes."""


def exports(catalog: Catalog) -> Iterator[Resource]:
    """Every exported file."""
    for export in EXPORTS:
        yield from export(catalog)


__all__ = ["EXPORTS", "Export", "Resource", "exports"]
