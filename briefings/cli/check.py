"""`briefings check`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import get_args

import click

from briefings.cli.explain import known_code
from briefings.cli.output import add_to_job_summary, example, format_option, say, show
from briefings.cli.project import in_ci, settings_of, today
from briefings.problems.codes import Level
from briefings.problems.problem import strict
from briefings.problems.reports import MOST_OF_A_CODE, Format, github_summary
from briefings.site import stages
from briefings.text import limits


@click.command(
    epilog=example(
        "briefings check", "briefings check --since origin/main --format github --error uncorrected-change"
    ),
)
@format_option(get_args(Format), "problems")
@click.option(
    "--since",
    metavar="REV",
    help="Also compare with a git revision: changes that need a correction, and new proofs.",
)
@click.option(
    "--error",
    "errors",
    metavar="CODE",
    multiple=True,
    help="Make this code an error, even one that is off. Repeatable.",
)
@click.option("--strict", "strictly", is_flag=True, help="Warnings fail, too.")
@click.option("--drafts", is_flag=True, help="Check drafts as if they were published.")
@click.option(
    "--all",
    "every",
    is_flag=True,
    help=f"Show all problems, up to {limits.PROBLEMS} a file, not only {MOST_OF_A_CODE} of each code.",
)
@click.pass_obj
def check(
    project: Path | None,
    form: Format,
    since: str | None,
    errors: tuple[str, ...],
    strictly: bool,
    drafts: bool,
    every: bool,
) -> int:
    """List every problem in the sheets, with place and hint."""
    settings = settings_of(project)
    severity: dict[str, Level] = {**settings.severity, **{known_code(code): "error" for code in errors}}
    checked = stages.check(
        replace(settings, severity=severity),
        drafts=drafts,
        as_published=drafts,
        since=since,
        today=today(),
        lock_required=in_ci(),
    )
    problems = strict(checked.problems) if strictly else checked.problems
    show(problems, form, most=None if every else MOST_OF_A_CODE)
    if form == "github":
        add_to_job_summary(github_summary(problems, checked.notes))
    if form == "text" and not problems:
        say(f"{checked.sheets} sheets, no problems")
    for note in checked.notes if form == "text" else ():
        say(note)
    return int(any(p.severity == "error" for p in problems))
