"""CSV tables of all sheets and entries, such as `data/events.csv`, and a Data Package that describes them."""

from __future__ import annotations

from collections.abc import Iterator

from briefings.exports.csv.package import PACKAGE, package
from briefings.exports.csv.rows import Rows, file
from briefings.exports.csv.tables import FOLDER, Table, tables
from briefings.exports.resource import Format, Publication, Resource
from briefings.words import Words


def of_site(publication: Publication) -> Iterator[Resource]:
    """The package and its tables."""
    words, newest = publication.words, publication.changed()
    titles = {table.name: _title(table, words) for table in tables()}
    rows = Rows(publication)
    made_from = tuple((table.name, tuple(rows.of(table))) for table in tables())
    yield Resource(
        path=PACKAGE,
        format="csv",
        media_type="application/json",
        title=words("formats.csv.files.package"),
        made_from=(titles, made_from),
        make=package,
        updated=newest,
    )
    for each in made_from:
        name, _ = each
        yield Resource(
            path=f"{FOLDER}/{name}.csv",
            format="csv",
            media_type="text/csv",
            title=titles[name],
            made_from=each,
            make=file,
            updated=newest,
        )


CSV = Format("csv", of_site=of_site)


def _title(table: Table, words: Words) -> str:
    def kind(name: str) -> str:
        """The name of a kind of sheet or entry, in the plural if there is one."""
        keys = (
            f"kinds.{what}.{name}.{form}" for what in ("sheet", "entry") for form in ("plural", "singular")
        )
        return next((words(key) for key in keys if key in words), name)

    if table.kind:
        return kind(table.kind)
    title = words(f"formats.csv.files.{table.content}")
    return title if table.content == table.name else f"{title} ({table.name})"
