"""`briefings check` and `briefings explain`: the problems in the sheets, and what their codes mean."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import get_args

import click

from briefings.cli.output import add_to_job_summary, example, format_option, say, show
from briefings.cli.project import in_ci, settings_of, today
from briefings.problems.codes import CODES, Level
from briefings.problems.problem import did_you_mean, strict
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
    severity: dict[str, Level] = {**settings.severity, **{_known_code(code): "error" for code in errors}}
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


@click.command(epilog=example("briefings explain dangling-reference", "briefings explain"))
@click.argument("code", required=False)
def explain(code: str | None) -> int:
    """Explain a problem's code, or list all codes."""
    if code is None:
        width = max(len(each) for each in CODES)
        for each in CODES.values():
            click.echo(f"{each.id:<{width}}  {each.level:<7}  {each.meaning}")
        return 0
    known = CODES[_known_code(code)]
    default = "off unless the settings set it" if known.level == "off" else known.level
    click.echo(f"{known.id} ({default})\n\n{known.meaning}\n{known.why}")
    for title, sheet in (("Wrong", known.wrong), ("Right", known.right)):
        if sheet:
            click.echo(f"\n{title}:\n\n" + "\n".join(f"    {line}" for line in sheet.strip("\n").split("\n")))
    return 0


def _known_code(code: str) -> str:
    """The code, if it exists."""
    if code not in CODES:
        hint = did_you_mean(code, CODES) or "`briefings explain` lists them all"
        raise click.UsageError(f"there is no code `{code}`; {hint}")
    return code
