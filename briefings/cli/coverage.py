"""`briefings coverage`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from briefings.build import stages
from briefings.catalog.catalog import Catalog
from briefings.cli.output import say, show
from briefings.cli.project import settings_of
from briefings.desk.coverage_reports import CoverageFormat, coverage_report, report
from briefings.model import SheetModel
from briefings.settings import Settings
from briefings.sheets.load import Sheet


def coverage(
    project: Path | None,
    files: tuple[Path, ...],
    form: CoverageFormat,
    missing: bool,
    drafts: bool,
    below: int | None,
) -> int:
    """Count which numbers, dates, speakers and quotations the cited passages give."""
    settings = settings_of(project)
    checked = stages.check(settings, drafts=drafts)
    if checked.linked is None or checked.coverage is None:
        show(checked.problems)
        return 1
    sheets = _chosen(files, checked.linked, settings) if files else checked.linked.sheets()
    found = coverage_report(sheets, checked.coverage, missing=missing)
    click.echo(report(found, form), nl=False)
    if below is None or not found.is_below(below):
        return 0
    total = found.total
    say(f"{total.given:,} of {total.particulars:,} are covered, which is below {below}%")
    return 1


def _chosen(files: Iterable[Path], catalog: Catalog, settings: Settings) -> Iterable[Sheet[SheetModel]]:
    sheets = {(settings.root / sheet.path).resolve(): sheet for sheet in catalog.sheets()}
    for file in files:
        sheet = sheets.get(file.resolve())
        if sheet is None:
            raise click.UsageError(f"{file} is not a published sheet; --drafts also counts drafts")
        yield sheet


__all__ = ["coverage"]
