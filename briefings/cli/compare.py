"""`briefings diff`: what changed in what sheets say."""

from __future__ import annotations

from pathlib import Path

import click

from briefings.cli.output import example, format_option
from briefings.cli.project import settings_of
from briefings.model.about import WEIGHTS, Weight
from briefings.sheets.load import load
from briefings.site import stages
from briefings.versions.compare import diff as compare
from briefings.versions.reports import DIFF_FORMATS, DiffFormat
from briefings.versions.reports import report as describe


@click.command(
    epilog=example(
        "briefings diff", "briefings diff origin/main --format markdown", "briefings diff v1.0 --fail-on high"
    ),
)
@click.argument("revision", metavar="[REV]", default="HEAD")
@format_option(DIFF_FORMATS, "changes")
@click.option(
    "--fail-on",
    "severity",
    type=click.Choice(WEIGHTS),
    metavar="SEVERITY",
    help="Exit with 1 if a change is at least this severe: high, medium or low.",
)
@click.pass_obj
def diff(project: Path | None, revision: str, form: DiffFormat, severity: Weight | None) -> int:
    """Say what changed in meaning since a git revision.

    The sheets of the working tree are compared with those of REV, by default the last commit. Each change is
    one sentence; quotations, figures, statuses, dates and sources come first.
    """
    settings = settings_of(project)
    loaded = load(settings.content_dir, root=settings.root, cache=stages.parse_cache(settings))
    found = compare(settings.root, loaded, revision, settings.language)
    click.echo(describe(found, form), nl=False)
    return int(
        severity is not None
        and any(WEIGHTS.index(each.weight) <= WEIGHTS.index(severity) for each in found.changes)
    )
