"""A file of an export, made when it is needed: most are reused from the last build."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from briefings.catalog.catalog import Catalog
from briefings.evidence import Proofs


@dataclass(frozen=True, slots=True)
class Resource:
    """A file for programs."""

    path: str
    """Below the site's root."""
    about: object
    """What it is made from, besides what `make` reads of the catalog and the proofs."""
    make: Callable[[Catalog, Proofs], bytes]
