"""The Data Package: what the tables are, what each column means, and which cells refer to which table."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from briefings.exports.csv.rows import file
from briefings.exports.csv.tables import FOLDER, tables
from briefings.settings import Settings
from briefings.text.licences import LICENCES, Licence
from briefings.words import Words

PACKAGE = f"{FOLDER}/datapackage.json"


def package(
    of: tuple[Mapping[str, str], Sequence[tuple[str, Any]]], words: Words, settings: Settings
) -> bytes:
    """The description of all tables, as Data Package version 2: of their titles by name, and of what each
    table is made from, in their order."""
    titles, made_from = of
    files = [file(each, words, settings) for each in made_from]
    site = settings.site_url
    document = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": _name(settings),
        **({"id": site + PACKAGE, "homepage": site} if site else {}),
        "title": f"{settings.site_name}: {words('formats.csv.name')}",
        "description": " ".join(filter(None, (settings.site_description, _RIGHTS, _FORMULAS))),
        **_licences(settings.licence),
        "sources": [{"title": settings.site_name} | ({"path": site} if site else {})],
        "resources": [
            {
                "name": table.name,
                "type": "table",
                "path": f"{table.name}.csv",
                "title": titles[table.name],
                "description": table.about,
                "scheme": "file",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "bytes": len(data),
                "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
                "schema": table.schema,
            }
            for table, data in zip(tables(), files, strict=True)
        ],
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


_RIGHTS = (
    "The licence covers what the site says in its own words. Passages, quotations and titles of sources"
    " belong to their authors; `citations` and `sources` say where they are from."
)
_FORMULAS = (
    "So that no spreadsheet reads a formula, an apostrophe precedes = + - @ at the beginning of a text and"
    " after a semicolon, and apostrophes before these: remove one in each of these places."
)


def _name(settings: Settings) -> str:
    """The name of the package, from the address of the site."""
    plain = re.sub(r"[^a-z0-9._-]+", "-", settings.site_url.partition("://")[2].lower()).strip("-")
    return f"briefings-{plain}" if plain else "briefings"


def _licences(licence: Licence | None) -> dict[str, Any]:
    if licence is None:
        return {}
    # Two have other names in the Open Definition's list, to which the specification refers.
    known = {"public-domain": "other-pd", "all-rights-reserved": "other-closed"}
    address = LICENCES.get(licence)
    return {"licenses": [{"name": known.get(licence, licence)} | ({"path": address} if address else {})]}
