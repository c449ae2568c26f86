"""`briefings stale`."""

from __future__ import annotations

from pathlib import Path

import click

from briefings.cli.output import example
from briefings.cli.project import day_of, settings_of
from briefings.desk.stale import MOST, WHATS, What, report
from briefings.desk.stale import stale as find
from briefings.evidence import lock as locks
from briefings.evidence.seeds import Seeds
from briefings.site import stages


@click.command(
    epilog=example(
        "briefings stale",
        "briefings stale --only announced --only forecast --fail",
        "briefings stale --days 30",
    ),
)
@click.option(
    "--days",
    type=click.IntRange(1),
    default=90,
    show_default=True,
    help="Report open questions after so many days without an event or a search for news.",
)
@click.option(
    "--as-of", "day", metavar="DATE", help="The day to judge by, such as 2026-11-24; by default today."
)
@click.option(
    "--only",
    type=click.Choice(WHATS),
    metavar="WHAT",
    multiple=True,
    help=f"Only these: {', '.join(WHATS[:-1])} or {WHATS[-1]}. Repeatable.",
)
@click.option("--all", "every", is_flag=True, help="Show all findings, not only 20 of each kind.")
@click.option("--fail", is_flag=True, help="Exit with 1 if there are findings.")
@click.pass_obj
def stale(
    project: Path | None,
    days: int,
    day: str | None,
    only: tuple[What, ...],
    every: bool,
    fail: bool,
) -> int:
    """List what is out of date.

    What is announced or forecast for a day that has passed, offices of people who no longer hold them, open
    questions without news, sources whose page is missing or has no archived copy, and texts that are not
    here.
    """
    on = day_of("--as-of", day)
    settings = settings_of(project)
    catalog = stages.check(settings).require_linked()
    lock = locks.read(settings.seeds_dir / locks.NAME)
    texts = Seeds(settings.seeds_dir).ids
    found = find(catalog, lock, texts, today=on, days=days)
    found = [each for each in found if not only or each.what in only]
    click.echo(report(found, None if every else MOST), nl=False)
    return int(fail and bool(found))
