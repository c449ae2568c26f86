"""What commands print: messages, problems, errors, paths and progress."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TextIO, TypeVar

import click

from briefings import BriefingsError, plugin
from briefings.problems.problem import ContentError, Problem
from briefings.problems.reports import MOST_OF_A_CODE, Format, report
from briefings.store.files import FolderError
from briefings.text import escape

F = TypeVar("F", bound=Callable[..., Any])


def say(message: str) -> None:
    """Print one line to stderr, without control characters from file names or other programs."""
    put(escape.terminal(message), err=True)


def put(line: str, *, err: bool = False) -> None:
    """Print one line, unless its reader is gone, as `head` soon is: a command still writes its files."""
    try:
        click.echo(line, err=err)
    except BrokenPipeError:
        leave(sys.stderr if err else sys.stdout)


def leave(stream: TextIO) -> None:
    """Drop what is printed from now on, because nobody reads it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def show(problems: Iterable[Problem], form: Format = "text", *, most: int | None = MOST_OF_A_CODE) -> None:
    text = report(list(problems), form, color=sys.stdout.isatty() and "NO_COLOR" not in os.environ, most=most)
    if text:
        click.echo(text.rstrip("\n"))


def shown(path: Path) -> str:
    """A path relative to the working directory, if it is inside."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def add_to_job_summary(page: str) -> None:
    """Add Markdown to the page that GitHub shows for a run, if this is one."""
    if path := os.environ.get("GITHUB_STEP_SUMMARY"):
        with Path(path).open("a", encoding="utf-8") as stream:
            stream.write(page)


def tally(pages: int, written: int, removed: int) -> str:
    """What a build wrote."""
    return f"{pages} pages, {written} files changed, {removed} removed"


def status_of(error: Exception) -> int:
    """Print an error, and return the exit code for it: 70 if it is a bug."""
    if isinstance(error, ContentError):
        show(error.problems)
    elif isinstance(error, FolderError):
        say(f"{shown(error.path)} {error.why}")
    elif isinstance(error, BriefingsError):
        for line in error.details:
            say(f"  {line}")
        say(f"{error}")
    elif isinstance(error, OSError):
        # Of two files, the second is the one that was to be written.
        path = error.filename2 or error.filename
        where = f"{path}: " if path else ""
        say(f"{where}{error.strerror or error}")
        return 1
    else:
        what = f"{type(error).__name__}: {error}"
        say(f"this is a mistake in {_culprit(error)}, not in your sheets ({what})")
        say("please report it; BRIEFINGS_TRACEBACK=1 shows where it happened")
        return 70
    return error.exit_code


def _culprit(error: Exception) -> str:
    """Who made a mistake: a third-party plugin, if the error passed through its code; otherwise we did."""
    came_through = "".join(traceback.format_exception(error))
    passed = (folder.name for folder in plugin.sources() if f'"{folder}{os.sep}' in came_through)
    return next((f"the plugin {name}" for name in passed), "the generator")


class Bar:
    """Shows progress of long work, on a terminal only."""

    def __init__(self) -> None:
        self._shown = 0
        self._on = sys.stderr.isatty()

    def __call__(self, stage: str, done: int, of: int) -> None:
        if not self._on or of < 50:
            return
        share = done * 100 // of
        if share != self._shown or done == of:
            self._shown = share
            text = f"\r{stage} {done}/{of}" if done < of else "\r\033[K"
            click.echo(text, nl=False, err=True)


def example(*lines: str) -> str:
    """Examples for the end of a command's help."""
    return "\b\nFor example:\n" + "\n".join(f"  {line}" for line in lines)


def format_option(formats: Sequence[str], of: str) -> Callable[[F], F]:
    """The option `--format` of a command."""
    choice, about = click.Choice(formats), f"Format of the {of}."
    return click.option("--format", "form", type=choice, default="text", show_default=True, help=about)
