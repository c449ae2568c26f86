"""`briefings headlines`."""

from __future__ import annotations

from pathlib import Path

import click

from briefings.cli.output import example, show
from briefings.cli.project import settings_of
from briefings.site.stages import check


@click.command(epilog=example("briefings headlines"))
@click.pass_obj
def headlines(project: Path | None) -> int:
    """Print the headlines of all briefings."""
    checked = check(settings_of(project))
    if checked.linked is None:
        show(checked.problems)
        return 1
    for sheet in checked.linked.briefings.values():
        click.echo(sheet.data.title)
    return 0
