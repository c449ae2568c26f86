"""The command line: the only room that prints and sets exit codes.

0 success, 1 problems in the content, 2 wrong usage, 69 no network, 70 a bug in the generator, 130
interrupted. Each command declares its options beside what it does, in a module that is imported when it runs:
importing all of them takes half a second.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from briefings import __version__, plugin
from briefings.plugin import Command
from briefings.text import escape

_OWN = {
    "build": ("build:build", "Check the sheets and build the site."),
    "check": ("check:check", "List every problem in the sheets, with place and hint."),
    "coverage": ("coverage:coverage", "Count how much of each sheet the cited passages cover."),
    "diff": ("compare:diff", "Say what changed in meaning since a git revision."),
    "explain": ("check:explain", "Explain a problem's code, or list all codes."),
    "generate": ("generate:generate", "Write the Markdown, but no site."),
    "init": ("site:init", "Start a site of your own in the folder DIR."),
    "language": ("language:language", "List what a translation lacks, and what is still English."),
    "merge": ("moving:merge", "Merge two sheets into one."),
    "new": ("new:new", "Start a sheet; `check` lists what is left to fill in."),
    "read": ("read:read", "Read facts against the saved texts of their sources."),
    "record": ("verify:record", "Record all published addresses, so that none is lost."),
    "rename": ("moving:rename", "Give a sheet another id."),
    "schema": ("generate:schema", "Write JSON Schemas, which let editors complete sheets."),
    "serve": ("serve:serve", "Preview the site; pages update as soon as you save."),
    "stale": ("stale:stale", "List what is out of date."),
    "upgrade": ("site:upgrade", "Update the files of `init` that you have not changed."),
    "verify": ("verify:verify", "Look up passages in the saved texts, and record the results."),
}
"""Our own commands, each with its place below this package and the first line of its help."""

COMMANDS: Mapping[str, Command] = plugin.commands(
    {name: Command(f"briefings.cli.{place}", line) for name, (place, line) in _OWN.items()}
)
"""All commands by name."""


def main() -> None:
    """The `briefings` command. Errors are printed as messages, with a traceback only on request."""
    # Nearly all objects live until the end; collecting garbage every 700 takes a tenth of a cold build, and
    # every 500,000 a twentieth of a check.
    gc.set_threshold(2_000_000)
    # To look through all of them once more at the end takes a fifth of a check.
    atexit.register(gc.freeze)
    try:
        status = cli.main(standalone_mode=False)
    except click.UsageError as error:
        error.show()
        status = 2
    except click.ClickException as error:
        error.show()
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("stopped", err=True)
        status = 130
    except BrokenPipeError:
        from briefings.cli.output import leave

        leave(sys.stdout)
        status = 0
    except Exception as error:
        from briefings.cli.output import status_of

        status = status_of(error)
        if status == 70 and os.environ.get("BRIEFINGS_TRACEBACK"):
            raise
    sys.exit(status)


class _Commands(click.Group):
    """Commands that are listed by name and first line, and imported when one of them runs."""

    def __init__(self, **options: Any) -> None:
        commands = [click.Command(name, help=each.help) for name, each in sorted(COMMANDS.items())]
        super().__init__(commands=commands, **options)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, listed, rest = super().resolve_command(ctx, args)
        return name, None if listed is None else load(listed.name or ""), rest


def load(name: str) -> click.Command:
    """A command with its options."""
    command = plugin.load(COMMANDS[name].target)
    assert isinstance(command, click.Command)
    return command


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="briefings")
@click.option(
    "--project",
    "-C",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of mkdocs.yml; by default the closest one, from here upward.",
)
@click.pass_context
def cli(context: click.Context, project: Path | None) -> None:
    """Build a static site from YAML fact sheets, with each fact linked to passages in its sources."""
    context.obj = project
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "0")
    if not (epoch.isascii() and epoch.isdigit() and len(epoch) <= 10 and int(epoch) < 2**32):
        shown = escape.terminal(epoch[:40])
        raise click.UsageError(
            f"SOURCE_DATE_EPOCH is `{shown}`; it takes seconds since 1970, such as 1764028800"
        )
