"""`briefings import`: sheets from the files of other programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sized
from pathlib import Path
from typing import Literal, get_args

import click

from briefings.cli.new import check_id
from briefings.cli.output import example, say, shown
from briefings.cli.project import settings_of, today, writing
from briefings.plugins.exchange.imports import bibliography, ftm, table, timelinejs
from briefings.plugins.exchange.imports.records import Reading, UnreadableError
from briefings.plugins.exchange.imports.sheets import Imported, known_sheets, new_sheets, report
from briefings.problems.problem import ContentError
from briefings.sheets.yaml_text import read_yaml
from briefings.site import stages
from briefings.store import reading
from briefings.store.together import change

ImportFormat = Literal["timelinejs", "table", "ftm", "csl", "zotero", "bibtex"]

READERS: Mapping[ImportFormat, Callable[[str], Reading]] = {
    "timelinejs": timelinejs.read,
    "ftm": ftm.read,
    "csl": bibliography.read_csl,
    "zotero": bibliography.read_zotero,
    "bibtex": bibliography.read_bibtex,
}
"""What reads each format; a table also needs a mapping (`table.read`)."""

LARGEST = 50_000_000
"""Bytes of a file to import."""


@click.command(
    name="import",
    epilog=example(
        "briefings import timelinejs timeline.json --briefing harbor --source chronicle-2025",
        "briefings import bibtex library.bib",
        "briefings import table events.csv --mapping columns.yml --dry-run",
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
@click.option("--dry-run", is_flag=True, help="Show the sheets, and write none.")
@click.pass_obj
def import_file(
    project: Path | None,
    file_format: ImportFormat,
    file: Path,
    mapping: Path | None,
    briefing: str | None,
    source: str | None,
    dry_run: bool,
) -> int:
    """Import a file from another program.

    FORMAT is timelinejs (JSON or its spreadsheet as CSV), table (any CSV), ftm (FollowTheMoney, JSON lines),
    csl (CSL-JSON), zotero (Zotero's JSON) or bibtex. Each record becomes a new sheet or an entry of a new
    briefing, which is a draft; existing sheets stay as they are. Whatever has no place in sheets is listed.
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
        found = _read(file_format, file, mapping)
        imported = new_sheets(
            found,
            known,
            today=today(),
            title=file.stem,
            briefing=briefing or "",
            source=source or "",
        )
        if not dry_run and imported.sheets:
            content = settings.content_dir.relative_to(settings.root).as_posix()
            change(
                settings.root,
                {f"{content}/{sheet.path}": sheet.text.encode("utf-8") for sheet in imported.sheets},
            )
    _tell(imported, content=settings.content_dir, dry_run=dry_run)
    return 0


def _read(file_format: ImportFormat, file: Path, mapping: Path | None) -> Reading:
    text = _text(file)
    try:
        if file_format != "table":
            if mapping is not None:
                raise click.UsageError("--mapping is for the format table")
            return READERS[file_format](text)
        if mapping is None:
            raise click.UsageError("a table needs --mapping FILE, which says what its columns are")
        given, problems = read_yaml(_text(mapping), str(mapping))
        if problems:
            raise ContentError(problems)
        mapped = table.mapping(given)
    except UnreadableError as error:
        where = file if file_format != "table" else mapping
        raise click.UsageError("\n".join(f"{where}: {line}" for line in str(error).split("\n"))) from error
    try:
        return table.read(text, mapped)
    except UnreadableError as error:
        raise click.UsageError("\n".join(f"{file}: {line}" for line in str(error).split("\n"))) from error


def _text(file: Path) -> str:
    try:
        return reading.read(file, largest=LARGEST).decode("utf-8-sig")
    except reading.ReadError as error:
        raise click.UsageError(f"{file} {error}") from error
    except UnicodeDecodeError as error:
        raise click.UsageError(
            f"{file}: byte {error.start + 1} is not UTF-8; save the file as UTF-8"
        ) from error


def _tell(imported: Imported, *, content: Path, dry_run: bool) -> None:
    for sheet in imported.sheets:
        missing = ", ".join(f"`{key}`" for key in sheet.missing)
        left = f"; still to fill in: {missing}" if missing else ""
        click.echo(f"{shown(content / sheet.path)}{left}")
        if dry_run:
            click.echo(sheet.text)
    for origin, path in imported.known:
        say(f"{origin}: already in {shown(content / path)}")
    losses = [*report(imported.losses)]
    if losses:
        say("left out:")
        for line in losses:
            say(f"  {line}")
    verb = "would be written" if dry_run else "written"
    say(
        f"{_count(imported.sheets, 'sheet')} {verb}, {len(imported.known):,} already in the project,"
        f" {_count(imported.losses, 'detail')} left out; `briefings check` lists what is left to do"
    )


def _count(items: Sized, noun: str) -> str:
    return f"{len(items):,} {noun}{'' if len(items) == 1 else 's'}"
