"""`data/changes.json`: every sheet and entry that was added, changed or withdrawn, newest first, from the
history in git."""

from __future__ import annotations

from collections.abc import Iterator

from briefings.exports.json import schemas
from briefings.exports.json.documents import VERSION
from briefings.exports.resource import Publication, Resource, compact
from briefings.text import escape
from briefings.versions.history import Row

PATH = "data/changes.json"

SCHEMA = "changes"


def of_site(publication: Publication) -> Iterator[Resource]:
    """The list of changes, with a line for each, and its schema."""
    address = schemas.address(publication.settings.site_url, SCHEMA, PATH)
    begins = publication.history.begins
    shared = {"$schema": address, "version": VERSION, **({"begins": begins} if begins else {})}
    head = compact({**shared, "changes": []}).removesuffix("]}")
    lines = ",\n".join(_record(change, publication) for change in publication.history.changes)
    newest = publication.history.changes[:1]
    yield Resource(
        path=PATH,
        format="feeds",
        media_type="application/json",
        title=publication.words("formats.feeds.files.changes"),
        made_from=f"{head}\n{lines}\n]}}\n",
        make=lambda text, *_: text.encode(),
        suffix="changes",
        updated=newest[0].when[:10] if newest else "",
    )
    yield schemas.resource(publication, SCHEMA, "feeds")


def _record(row: Row, publication: Publication) -> str:
    name, was = _name(row.sheet, row.name), _name(row.was_sheet, row.was_name)
    shared = {
        "op": row.op,
        "kind": row.kind,
        "id": name,
        "url": _address(row, publication),
        "when": row.when,
        "commit": row.commit or None,
    }
    if row.op == "MOD" and was != name:
        shared["was"] = was
    start = compact(shared).removesuffix("}")
    # Both are JSON already.
    return f'{start},"old":{row.old or "null"},"new":{row.new or "null"}}}'


def _name(sheet: str, entry: str) -> str:
    return f"{sheet}#{entry}" if entry else sheet


def _address(row: Row, publication: Publication) -> str | None:
    """The address of what changed, or else of its sheet; None if that is not published."""
    kind, _, sheet_id = row.sheet.partition("/")
    sheet = publication.find(kind, sheet_id)
    if sheet is None:
        return None
    page = publication.address(sheet.path)
    entry = publication.facts(sheet).get(row.name) if row.name else None
    return page if entry is None else f"{page}#{escape.path(entry.anchor)}"
