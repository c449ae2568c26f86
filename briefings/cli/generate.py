"""`briefings generate` and `briefings schema`: the files in build/ without a site."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import click

from briefings.cli.output import Bar, example, say, show, shown, tally
from briefings.cli.project import in_ci, settings_of, today, writing
from briefings.problems.problem import Problem, with_severity
from briefings.settings import Settings
from briefings.site import outputs, planning, stages
from briefings.site.stages import CheckResult


@click.command(epilog=example("briefings generate"))
@click.option("--drafts", is_flag=True, help="Generate drafts, too.")
@click.pass_obj
def generate(project: Path | None, drafts: bool) -> int:
    """Write the Markdown, but no site."""
    settings = settings_of(project)
    with writing(settings):
        checked = check_content(settings, outputs.obstacles(settings, ("markdown",)), drafts=drafts)
        result = planning.generate(settings, checked, progress=Bar())
    say(
        f"{tally(len(result.plan.pages), result.written, result.removed)}; the Markdown is in"
        f" {shown(settings.docs_dir)}"
    )
    return 0


def check_content(settings: Settings, found: Iterable[Problem] = (), *, drafts: bool = False) -> CheckResult:
    """Check the content, and print all problems, including those in `found`; exit if there is an error."""
    checked = stages.check(settings, drafts=drafts, today=today(), lock_required=in_ci())
    problems = with_severity(dict.fromkeys((*found, *checked.problems)), settings.severity)
    show(problems)
    for note in checked.notes:
        click.echo(note)
    if checked.catalog is None or any(p.severity == "error" for p in problems):
        raise click.exceptions.Exit(1)
    return checked


@click.command(epilog=example("briefings schema"))
@click.pass_obj
def schema(project: Path | None) -> int:
    """Write JSON Schemas, which let editors complete sheets."""
    settings = settings_of(project)
    checked = stages.check(settings, drafts=True)
    refused = outputs.problems_of(settings, settings.schemas_dir, checked.problems)
    if refused:
        show(refused)
        return 1
    planning.write_schemas(settings.schemas_dir, checked.linked, inside=settings.root)
    say(f"schemas are in {shown(settings.schemas_dir)}")
    return 0
