"""Identifiers of actors: the site knows the catalogs that they are from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefings.catalog.catalog import Catalog
from briefings.problems import codes
from briefings.problems.problem import Problem, did_you_mean, problem
from briefings.text.schemes import SCHEMES


def unknown_schemes(catalog: Catalog, own: Iterable[str]) -> Iterator[Problem]:
    """An identifier is from a catalog that every site knows, or that the host named in mkdocs.yml."""
    known = (*SCHEMES, *own)
    for sheet in catalog.actors.values():
        for scheme in sheet.data.identifiers:
            if scheme not in known:
                message = f"`{scheme}` is not a catalog of identifiers that this site knows"
                hint = did_you_mean(scheme, known) or (
                    f"name it in mkdocs.yml, under `extra.briefings.identifiers`: `{scheme}: https://…/{{}}`"
                )
                yield problem(
                    codes.UNKNOWN_SCHEME, message, sheet.place(("identifiers", scheme), key=True), hint
                )
