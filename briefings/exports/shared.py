"""What several files of one page are made from, computed once for all of them."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Generic, TypeVar

from briefings.catalog.catalog import Catalog
from briefings.evidence import Proofs

T = TypeVar("T")


class Shared(Generic[T]):
    """A value made from the catalog and the proofs, which the files of one page share.

    Catalogs record what is read from them. So a file gets the value of another one only if both are made with
    the same catalog, and the value is forgotten together with that catalog.
    """

    def __init__(self, make: Callable[[Catalog, Proofs], T]) -> None:
        self._make = make
        self._last: tuple[weakref.ref[Catalog], T] | None = None

    def __call__(self, catalog: Catalog, proofs: Proofs) -> T:
        """The value, made now unless another file has needed it with this catalog."""
        last = self._last
        if last is None or last[0]() is not catalog:
            last = self._last = (weakref.ref(catalog, self._forget), self._make(catalog, proofs))
        return last[1]

    def _forget(self, catalog: weakref.ref[Catalog]) -> None:
        if self._last is not None and self._last[0] is catalog:
            self._last = None


__all__ = ["Shared"]
