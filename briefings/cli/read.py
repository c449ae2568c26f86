"""`briefings read`: a person reads facts against their sources."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import click

from briefings.cli.output import example, say
from briefings.cli.project import settings_of, today, writing
from briefings.evidence.readings import ANSWERS, SHOWN, Answer
from briefings.problems.problem import counted
from briefings.settings import Settings
from briefings.sheets import git
from briefings.site import readings as reading
from briefings.site import stages
from briefings.site.readings import Question
from briefings.text import escape

Reply = Answer | Literal["next", "quit"]

_LETTERS: Mapping[str, Reply] = {"s": "supports", "w": "weaker", "d": "does-not", "n": "next", "q": "quit"}
_ASK = "Does the source say this?  [s]upports  [w]eaker  [d]oes not  [n]ext  [q]uit"


@click.command(
    epilog=example("briefings read content/briefings/second-tram-line.yml", 'briefings read --name "Jo Doe"')
)
@click.argument(
    "sheets", metavar="[SHEET…]", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option("--name", help="Who reads; by default the name in Git's settings.")
@click.option("--all", "every", is_flag=True, help="Ask of facts that were read, too.")
@click.option("--prune", is_flag=True, help="Remove readings of what has been edited since, and ask nothing.")
@click.option(
    "--answer",
    "given",
    type=click.Choice((*ANSWERS, "next")),
    multiple=True,
    help="The answer to the first question, then to the next, and so on; nothing else is asked.",
)
@click.pass_obj
def read(
    project: Path | None,
    sheets: tuple[Path, ...],
    name: str | None,
    every: bool,
    prune: bool,
    given: tuple[Reply, ...],
) -> int:
    """Read facts against the saved texts of their sources.

    Shows each fact that nobody has read, and its passages in their texts, and asks whether these say what the
    fact says. The answers are kept in seeds/readings.lock and shown on pages, with your name. Only a person
    can tell, so no program should answer.
    """
    settings = settings_of(project)
    checked = stages.check(settings, drafts=True)
    catalog = checked.require_linked()
    assert checked.coverage is not None, "a linked catalog has coverage"
    known = checked.coverage.readings
    if prune:
        with writing(settings):
            reading.prune(settings.seeds_dir, known.void)
        say(f"{counted(len(known.void), 'reading')} removed from {SHOWN}")
        return 0
    if not given and not sys.stdin.isatty():
        raise click.UsageError("without a terminal, nobody can be asked")
    reader = name or git.user_name(settings.root)
    if not reader:
        raise click.UsageError("nobody knows who reads: give --name, or set it by `git config user.name`")
    files = {(settings.root / sheet.path).resolve(): sheet.path for sheet in catalog.sheets()}
    if strange := [each for each in sheets if each.resolve() not in files]:
        raise click.UsageError(f"{strange[0]} is not a sheet of this site")
    paths = [files[each.resolve()] for each in sheets]
    found = [*reading.questions(known, settings.seeds_dir, paths)]
    asked = [each for each in found if each.is_answerable and (every or each.read is None)]
    answered = sum(_answers(asked, given, reader, settings))
    without = sum(not each.is_answerable for each in found)
    if without:
        verb = "has" if without == 1 else "have"
        say(f"{counted(without, 'fact')} {verb} nothing to be read against: no text of their sources is here")
    say(f"{counted(answered, 'answer')} recorded in {SHOWN}; {counted(len(asked) - answered, 'fact')} left")
    return 0


def _answers(
    asked: Sequence[Question], given: Sequence[Reply], reader: str, settings: Settings
) -> Iterator[bool]:
    """For each question that is asked: whether it was answered. Each answer is recorded at once."""
    for n, question in enumerate(asked[: len(given) or None]):
        click.echo("\n".join(_lines(question, f"{n + 1} of {len(asked)}")))
        reply = given[n] if given else _ask()
        if reply == "quit":
            return
        if reply != "next":
            with writing(settings):
                reading.answer(settings.seeds_dir, question.fact, question.digest, reply, reader, today())
        yield reply != "next"


def _ask() -> Reply:
    letter = click.prompt(_ASK, type=click.Choice([*_LETTERS]), show_choices=False, err=True)
    return _LETTERS[letter]


def _lines(question: Question, count: str) -> Iterator[str]:
    """A question on a terminal: the fact, then each passage in its text."""
    yield ""
    yield click.style(f"{count} · {question.place.path}:{question.place.line} · {question.kind}", dim=True)
    if question.read is not None:
        yield _wrapped(f"read by {question.read.reader}, {question.read.day}: {question.read.answer}", 2)
    for key, value in question.says.items():
        yield _wrapped(f"{key}: {_flat(value)}", 2)
    for each in question.passages:
        yield ""
        yield _wrapped(f"{each.publisher}: {each.title}", 2)
        if each.text is None:
            yield _wrapped(f"“{each.passage}” (its text is not here)", 4)
        else:
            before, words, after = each.text
            lines = f"{before}⟦{words}⟧{after}".split("\n")
            yield from (_wrapped(line, 4) for line in lines if line.strip())
    yield ""


def _flat(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_flat(each)}" for key, each in value.items())
    if isinstance(value, list):
        return ("; " if any(isinstance(each, Mapping) for each in value) else ", ").join(map(_flat, value))
    return str(value)


def _wrapped(text: str, indent: int) -> str:
    width, spaces = min(shutil.get_terminal_size().columns, 100), " " * indent
    return textwrap.fill(
        escape.terminal(text),
        width,
        initial_indent=spaces,
        subsequent_indent=spaces,
        break_long_words=False,
        break_on_hyphens=False,
    )
