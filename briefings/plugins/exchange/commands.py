"""`briefings import`: sheets from the files of other programs."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, get_args

import click

from briefings.cli.new import check_id
from briefings.cli.output import example, say, shown
from briefings.cli.project import settings_of, today, writing
from briefings.plugins.exchange.imports import bibliography, ftm, own, table, timelinejs
from briefings.plugins.exchange.imports.records import Reading, UnreadableError
from briefings.plugins.exchange.imports.sheets import Imported, known_sheets, new_sheets, report
from briefings.problems.problem import ContentError, counted
from briefings.sheets.yaml_text import read_yaml
from briefings.site import stages
from briefings.store import reading
from briefings.store.together import change

ImportFormat = Literal["timelinejs", "table", "ftm", "csl", "bibtex"]

READERS: Mapping[ImportFormat, Callable[[str], Reading]] = {
    "timelinejs": timelinejs.read,
    "ftm": ftm.read,
    "csl": bibliography.read_csl,
    "bibtex": bibliography.read_bibtex,
}
"""What reads each format; a table needs a mapping (`table.read`), or is one that a site exported."""

LARGEST = 50_000_000
"""Bytes of a file to import."""


@click.command(
    name="import",
    epilog=example(
        "briefings import timelinejs timeline.json --briefing harbor --source chronicle-2025",
        "briefings import bibtex library.bib",
        "briefings import table events.csv --mapping columns.yml --dry-run",
        "briefings import table data/datapackage.json",
    ),
)
@click.argument("file_format", metavar="FORMAT", type=click.Choice(get_args(ImportFormat)))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--mapping",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="For a table: a YAML file that says what its columns are.",
)
@click.option("--briefing", metavar="ID", help="The id of the new briefing; else made from its title.")
@click.option("--source", metavar="ID", help="The source that new facts cite if they cite nothing.")
@click.option("--create", is_flag=True, help="Start sheets for actors and sources that it only names.")
@click.option("--encoding", metavar="NAME", default="utf-8", help="Of the file, such as cp1252; else UTF-8.")
@click.option("--dry-run", is_flag=True, help="Show the sheets, and write none.")
@click.pass_obj
def import_file(
    project: Path | None,
    file_format: ImportFormat,
    file: Path,
    mapping: Path | None,
    briefing: str | None,
    source: str | None,
    create: bool,
    encoding: str,
    dry_run: bool,
) -> int:
    """Import a file from another program.

    FORMAT is timelinejs (JSON or its spreadsheet as CSV), table (any CSV, or the tables of another site,
    given its datapackage.json), ftm (FollowTheMoney, JSON lines), csl (CSL-JSON) or bibtex; Zotero exports
    the last two. Each record becomes a new sheet or an entry of a new briefing, which is a draft; existing
    sheets stay as they are. What the project has already is listed first, and whatever has no place in
    sheets last.
    """
    settings = settings_of(project)
    if briefing is not None:
        check_id(briefing)
    with writing(settings):
        known = [*known_sheets(settings.content_dir, settings.root, stages.parse_cache(settings))]
        ids = {(kind, sheet_id) for kind, sheet_id, _ in known}
        if briefing is not None and ("briefing", briefing) in ids:
            raise click.UsageError(
                f"content/briefings/{briefing}.yml exists already; choose another --briefing"
            )
        if source is not None and ("source", source) not in ids:
            raise click.UsageError(
                f"there is no source `{source}`: `briefings new source {source}` starts one"
            )
        found = _read(file_format, file, mapping, encoding)
        imported = new_sheets(
            found,
            known,
            today=today(),
            title=file.stem,
            briefing=briefing or "",
            source=source or "",
            create=create,
        )
        if not dry_run and imported.sheets:
            content = settings.content_dir.relative_to(settings.root).as_posix()
            new = {f"{content}/{sheet.path}": sheet.text.encode("utf-8") for sheet in imported.sheets}
            change(settings.root, new, dict.fromkeys(new))
    _tell(imported, content=settings.content_dir, dry_run=dry_run)
    return 0


def _read(file_format: ImportFormat, file: Path, mapping: Path | None, encoding: str) -> Reading:
    if mapping is not None and file_format != "table":
        raise click.UsageError("--mapping is for the format table")
    where = file
    try:
        if file_format != "table":
            return READERS[file_format](_text(file, encoding))
        if mapping is None and (names := own.files_of(file.name)):
            tables = {name: file.with_name(f"{name}.csv") for name in names}
            texts = {name: _text(each, encoding) for name, each in tables.items() if each.exists()}
            return own.read_tables(texts, is_package=file.suffix == ".json")
        if mapping is None:
            raise click.UsageError("a table needs --mapping FILE, which says what its columns are")
        where = mapping
        given, problems = read_yaml(_text(mapping), str(mapping))
        if problems:
            raise ContentError(problems)
        mapped = table.mapping(given)
        where = file
        return table.read(_text(file, encoding), mapped)
    except UnreadableError as error:
        raise click.UsageError("\n".join(f"{where}: {line}" for line in str(error).split("\n"))) from error


def _text(file: Path, encoding: str = "utf-8") -> str:
    try:
        data = reading.read(file, largest=LARGEST)
        if data[:2] in _UTF_16_MARKS:
            encoding = "utf-16"
        return data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except reading.ReadError as error:
        raise click.UsageError(f"{file} {error}") from error
    except LookupError as error:
        raise click.UsageError(f"there is no encoding `{encoding}`; cp1252 is that of old Windows") from error
    except UnicodeError as error:
        byte = f"byte {error.start + 1}" if isinstance(error, UnicodeDecodeError) else "it"
        raise click.UsageError(
            f"{file}: {byte} is not {encoding.upper()}; name its encoding, such as `--encoding cp1252`"
        ) from error


_UTF_16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def _tell(imported: Imported, *, content: Path, dry_run: bool) -> None:
    for match in imported.known:
        say(f"{match.origin}: already in {shown(content / match.path)}, which has the same {match.by}")
    for sheet in imported.sheets:
        missing = ", ".join(f"`{key}`" for key in sheet.missing)
        left = f"; still to fill in: {missing}" if missing else ""
        click.echo(f"{shown(content / sheet.path)}{left}")
        if dry_run:
            click.echo(sheet.text)
    losses = [*report(imported.losses)]
    if losses:
        say("left out:")
        for line in losses:
            say(f"  {line}")
    verb = "would be written" if dry_run else "written"
    say(
        f"{counted(len(imported.sheets), 'sheet')} {verb}, {len(imported.known):,} already in the project,"
        f" {counted(len(imported.losses), 'detail')} left out; `briefings check` lists what is left to do"
    )
