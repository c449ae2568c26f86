"""CSV tables of all sheets and entries, such as `data/events.csv`, and a Data Package that describes them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from briefings.catalog.coverage import Coverage, by_path
from briefings.exports.csv.package import PACKAGE, package
from briefings.exports.csv.rows import Content, file
from briefings.exports.csv.tables import FOLDER, Table, tables
from briefings.exports.resource import Format, Publication, Resource, newest_change
from briefings.model import SheetModel
from briefings.model.base import KeyPath
from briefings.sheets.load import Sheet
from briefings.words import Words


def of_site(publication: Publication) -> Iterator[Resource]:
    """The package and its tables."""
    catalog, words = publication.catalog, publication.words
    newest = newest_change(catalog)
    titles = {table.name: _title(table, words) for table in tables()}
    name = words("formats.csv.name")
    yield Resource(
        path=PACKAGE,
        format="csv",
        media_type="application/json",
        title=words("formats.csv.files.package"),
        about=(name, *titles.values()),
        make=partial(package, publication.settings, name, titles),
        updated=newest,
    )
    sheets = tuple(catalog.sheets())
    covered = {sheet.path: _covered(sheet, publication.coverage) for sheet in sheets}
    # One text, because all tables of entries depend on it.
    flags = " ".join(f"{path} {facts}" for path, facts in covered.items() if facts)
    for table in tables():
        has_facts = table.content in ("entries", "parts")
        content = Content(
            table,
            tuple(sheet for sheet in sheets if table.of in (None, sheet.kind)),
            shared=tuple(each for each in catalog.entries if each.also_in)
            if table.content == "shared"
            else (),
            announced=tuple(each for each in catalog.entries if each.announced)
            if table.is_chronological
            else (),
            gone=catalog.gone if table.content == "gone" else (),
            covered=covered if has_facts else {},
        )
        # The levels of all passages that the sheets cite, in a fixed order: recording a read of each passage
        # would take far more time and memory.
        proofs = publication.proofs if table.content == "passages" else None
        levels = "" if proofs is None else " ".join(proof.level for proof in proofs.passages.values())
        yield Resource(
            path=f"{FOLDER}/{table.name}.csv",
            format="csv",
            media_type="text/csv",
            title=titles[table.name],
            about=(
                content.sheets,
                content.shared,
                content.announced,
                content.gone,
                levels,
                flags if has_facts else "",
            ),
            make=partial(file, content, proofs),
            updated=newest,
        )


CSV = Format("csv", of_site=of_site)


def _covered(sheet: Sheet[SheetModel], coverage: Coverage) -> dict[KeyPath, bool]:
    """Which facts of a sheet are covered, of those that have particulars."""
    return {
        path: all(fact.is_covered for fact in facts) for path, facts in by_path(coverage.of(sheet)).items()
    }


def _title(table: Table, words: Words) -> str:
    def kind(name: str) -> str:
        """The name of a kind of sheet or entry, in the plural if there is one."""
        keys = (
            f"kinds.{what}.{name}.{form}" for what in ("sheet", "entry") for form in ("plural", "singular")
        )
        return next((words(key) for key in keys if key in words), name)

    return kind(table.kind) if table.kind else words(f"formats.csv.files.{table.content}")
