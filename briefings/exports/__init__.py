"""The catalog as data for other programs, one format per module. An export yields files, each with its path
below the site's root, and knows entries only by what all kinds of them have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from briefings.catalog.catalog import Catalog
from briefings.evidence import Proofs
from briefings.exports.json_sheets import json_sheets

Export = Callable[[Catalog, Proofs], Iterable[tuple[str, bytes]]]

EXPORTS: tuple[Export, ...] = (json_sheets,)
"""The exports that every build writes."""


def exports(catalog: Catalog, proofs: Proofs) -> Iterator[tuple[str, bytes]]:
    """The path and content of every exported file."""
    for export in EXPORTS:
        yield from export(catalog, proofs)


__all__ = ["EXPORTS", "Export", "exports"]
