"""`briefings explain`: the codes of problems, and what they mean."""

from __future__ import annotations

import click

from briefings.cli.output import example
from briefings.problems.codes import CODES
from briefings.problems.problem import did_you_mean


@click.command(epilog=example("briefings explain dangling-reference", "briefings explain"))
@click.argument("code", required=False)
def explain(code: str | None) -> int:
    """Explain a problem's code, or list all codes."""
    if code is None:
        width = max(len(each) for each in CODES)
        for each in CODES.values():
            click.echo(f"{each.id:<{width}}  {each.level:<7}  {each.meaning}")
        return 0
    known = CODES[known_code(code)]
    default = "off unless the settings set it" if known.level == "off" else known.level
    click.echo(f"{known.id} ({default})\n\n{known.meaning}\n{known.why}")
    for title, sheet in (("Wrong", known.wrong), ("Right", known.right)):
        if sheet:
            click.echo(f"\n{title}:\n\n" + "\n".join(f"    {line}" for line in sheet.strip("\n").split("\n")))
    return 0


def known_code(code: str) -> str:
    """The code, if it exists."""
    if code not in CODES:
        hint = did_you_mean(code, CODES) or "`briefings explain` lists them all"
        raise click.UsageError(f"there is no code `{code}`; {hint}")
    return code
