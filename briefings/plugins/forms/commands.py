"""`briefings forms` and `briefings form`."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import click

from briefings.cli.output import example, put, say, show, shown
from briefings.cli.project import settings_of, today, write_named, writing
from briefings.desk.moves import Project, RefusedError
from briefings.evidence import lock as locks
from briefings.plugins.forms import fields
from briefings.plugins.forms.body import LONGEST_BODY, read
from briefings.plugins.forms.proposal import Proposal, RefusedFormError, propose
from briefings.plugins.forms.templates import templates
from briefings.problems.problem import ContentError
from briefings.settings import Settings
from briefings.site import stages
from briefings.site.verify import verify
from briefings.store.files import write_if_changed
from briefings.text import escape
from briefings.words import Words


@click.command(epilog=example("briefings forms", "briefings forms --check"))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a form is not up to date.")
@click.pass_obj
def forms(project: Path | None, check: bool) -> int:
    """Write issue forms for people who contribute on GitHub.

    They ask for a source, a correction, a statement or an event, in the language of the site. Lists of
    briefings and actors to choose from are those of the sheets, as long as these are few.
    """
    settings = settings_of(project)
    read = Project.read(settings.root, settings.content_dir, settings.seeds_dir)
    stale = 0
    for path, text in templates(_words(settings), read.sheets).items():
        file, data = settings.root / path, text.encode("utf-8")
        if check:
            is_stale = not file.is_file() or file.read_bytes() != data
            stale += is_stale
            if is_stale:
                say(f"{path} is not what `briefings forms` writes")
        else:
            write_if_changed(file, data, inside=settings.root)
            put(shown(file))
    return int(stale > 0)


@click.command(
    epilog=example("briefings form issue.md", "gh issue view 12 --json body --jq .body | briefings form"),
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=False)
@click.option(
    "--report",
    type=click.Path(path_type=Path, file_okay=False),
    help="Also write an answer and the changed files to a folder, for a workflow.",
)
@click.pass_obj
def form(project: Path | None, file: Path | None, report: Path | None) -> int:
    """Apply a filled-in issue form to the sheets.

    FILE is the text of the issue; without it, standard input is read. The answers are data: nothing in them
    is run or has a meaning as markup. If something is wrong, nothing is changed.
    """
    settings = settings_of(project)
    words = _words(settings)
    body = _body(file)
    with writing(settings):
        read_project = Project.read(settings.root, settings.content_dir, settings.seeds_dir)
        filled = read(body, fields.forms(words, read_project.sheets), words)
        if filled is None:
            say("this is not one of the forms of this site; nothing was changed")
            return 1
        try:
            proposal = propose(filled, read_project, words, today=today())
        except (RefusedFormError, RefusedError) as error:
            _refuse(error, settings, words, report)
            return 1
        write_if_changed(settings.root / proposal.path, proposal.data, inside=settings.root)
        checked = stages.check(settings, drafts=True)
        if checked.linked is not None:
            # The proposal cites a passage that the lock must record.
            verify(settings, checked.linked, today=today())
    click.echo(proposal.path)
    if report is not None:
        _hand_over(proposal, settings, words, report)
    return 0


def _body(file: Path | None) -> str:
    """The text of an issue, from a file or from standard input."""
    # A character has at most four bytes.
    longest = 4 * LONGEST_BODY + 4
    if file is None:
        data = sys.stdin.buffer.read(longest)
    else:
        with file.open("rb") as stream:
            data = stream.read(longest)
    return data.decode("utf-8", errors="replace")


def _words(settings: Settings) -> Words:
    found, problems = stages.words_of(settings)
    if found is None:
        raise ContentError(problems)
    return found


def _refuse(
    error: RefusedFormError | RefusedError, settings: Settings, words: Words, report: Path | None
) -> None:
    problems = error.problems if isinstance(error, RefusedFormError) else ()
    reasons = error.reasons if isinstance(error, RefusedFormError) else error.details
    for reason in reasons:
        say(reason)
    show(problems)
    say("nothing was changed")
    if report is not None:
        found = [f"{each.message}; {each.hint}".rstrip("; ") for each in problems]
        _write(settings, report, {"answer.md": _refusal((*reasons, *dict.fromkeys(found)), words)})


def _refusal(reasons: tuple[str, ...], words: Words) -> str:
    """A comment for the issue. Reasons contain words of strangers, so they are shown as code."""
    listed = "".join(f"- {escape.terminal(reason)[:_LONGEST_REASON]}\n" for reason in reasons[:_MOST_REASONS])
    fence = "`" * (3 + listed.count("`"))
    refused, again = words("forms.answers.refused"), words("forms.answers.again")
    return f"{refused}\n\n{fence}text\n{listed}{fence}\n\n{again}\n"


_LONGEST_REASON, _MOST_REASONS = 500, 20


def _hand_over(proposal: Proposal, settings: Settings, words: Words, report: Path) -> None:
    """Write what opens the pull request. No file but the sheet contains a word of the form."""
    review = [words("forms.answers.review")]
    if proposal.form == "correction":
        review.append(words("forms.answers.correct_too"))
    texts = {
        "answer.md": f"{words('forms.answers.thanks')}\n",
        "pull.md": "\n\n".join(review) + "\n",
        "path": f"{proposal.path}\n",
    }
    _write(settings, report, texts | {"sheet.yml": proposal.data})
    lock = settings.seeds_dir / locks.NAME
    if lock.is_file():
        _write(settings, report, {"quotes.lock": lock.read_bytes()})


def _write(settings: Settings, folder: Path, files: Mapping[str, str | bytes]) -> None:
    for name, content in files.items():
        data = content.encode("utf-8") if isinstance(content, str) else content
        write_named(folder / name, data, settings)
