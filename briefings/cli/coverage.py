"""`briefings coverage`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from briefings.catalog.catalog import Catalog
from briefings.cli.output import example, say
from briefings.cli.project import settings_of
from briefings.desk.coverage_reports import coverage_report, report
from briefings.model import SheetModel
from briefings.settings import Settings
from briefings.sheets.load import Sheet
from briefings.site import stages


@click.command(
    epilog=example(
        "briefings coverage",
        "briefings coverage content/briefings/second-tram-line.yml --missing",
        "briefings coverage --below 80",
    ),
)
@click.argument(
    "files", metavar="[SHEET…]", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--missing", is_flag=True, help="Also list what is not covered, with its place.")
@click.option("--drafts", is_flag=True, help="Count drafts, too.")
@click.option(
    "--below",
    type=click.IntRange(1, 100),
    metavar="PERCENT",
    help="Exit with 1 if less than this share is covered.",
)
@click.pass_obj
def coverage(
    project: Path | None,
    files: tuple[Path, ...],
    missing: bool,
    drafts: bool,
    below: int | None,
) -> int:
    """Count how much of each sheet the cited passages cover.

    For each sheet, or only those named: how many of its numbers, dates, speakers and quotations are in the
    cited passages or near them, and how many do not. A person still has to read both: the passage may give
    each of them and not say what the fact says.
    """
    settings = settings_of(project)
    checked = stages.check(settings, drafts=drafts)
    catalog = checked.require_linked()
    assert checked.coverage is not None
    sheets = _chosen(files, catalog, settings) if files else catalog.sheets()
    found = coverage_report(sheets, checked.coverage, missing=missing)
    click.echo(report(found), nl=False)
    total = found.total
    if below is None or total.given * 100 >= below * total.particulars:
        return 0
    say(f"{total.given:,} of {total.particulars:,} are covered, which is below {below}%")
    return 1


def _chosen(files: Iterable[Path], catalog: Catalog, settings: Settings) -> Iterable[Sheet[SheetModel]]:
    sheets = {(settings.root / sheet.path).resolve(): sheet for sheet in catalog.sheets()}
    for file in files:
        sheet = sheets.get(file.resolve())
        if sheet is None:
            raise click.UsageError(f"{file} is not a published sheet; --drafts also counts drafts")
        yield sheet
