"""`briefings init` and `briefings upgrade`: the files of a site."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from briefings.cli.output import example, say, shown
from briefings.cli.project import say_waiting, today
from briefings.desk import upgrade as upgrades
from briefings.desk.init import init as write_site
from briefings.desk.manifest import MANIFEST
from briefings.desk.starter import Site, languages
from briefings.desk.tool import tool
from briefings.html.sharing import why_none
from briefings.languages import REFERENCE
from briefings.store.folders import project_lock
from briefings.text import escape

LONGEST_DIFF = 200
"""Lines of a difference that are printed; the files have the rest."""


@click.command(
    epilog=example(
        'briefings init my-site --name "Veldhaven, explained" --language en --subject "What the'
        ' council of Veldhaven decides, and why."',
        "briefings init .",
    )
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", help="The site's name.")
@click.option("--language", type=click.Choice(languages()), help="The language of its pages.")
@click.option("--subject", help="What it is about, in a sentence.")
def init(folder: Path, name: str | None, language: str | None, subject: str | None) -> int:
    """Start a site of your own in the folder DIR.

    Writes settings, a first briefing to learn from, and workflows for GitHub. What the options leave out is
    asked. No file is replaced: if one is in the way, nothing is written.
    """
    name, language, subject = _answers(name, language, subject)
    root = folder.resolve()
    written = write_site(root, Site(name, language, subject, today()), tool())
    say(f"wrote {len(written)} files in {shown(root)}")
    for line in _next_steps(root):
        say(line)
    return 0


def _answers(name: str | None, language: str | None, subject: str | None) -> tuple[str, str, str]:
    """What the options say, and answers to questions for the others."""
    given = {"--name": name, "--language": language, "--subject": subject}
    missing = [option for option, value in given.items() if value is None]
    if missing and not sys.stdin.isatty():
        raise click.UsageError(f"missing: {', '.join(missing)}; without a terminal, nobody can be asked")
    return (
        name or click.prompt("Name of the site", err=True),
        language or click.prompt("Language", type=click.Choice(languages()), default=REFERENCE, err=True),
        subject or click.prompt("What it is about, in a sentence", err=True),
    )


def _next_steps(root: Path) -> list[str]:
    enter = [] if root == Path.cwd() else [f"  cd {_quoted(shown(root))}"]
    return [
        "next:",
        *enter,
        "  briefings serve    shows the site; content/briefings/example.yml explains itself",
        "then delete the invented example: the files in content/ and seeds/ that are named example….",
        "After that, `briefings verify --prune` takes its proofs out of seeds/quotes.lock.",
        "README.md says how to write sheets, publish the site, and keep it up to date.",
        *filter(None, [why_none()]),
    ]


def _quoted(path: str) -> str:
    return f'"{path}"' if " " in path else path


@click.command(epilog=example("briefings upgrade", "briefings upgrade --check"))
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if there is something to do.")
@click.pass_obj
def upgrade(project: Path | None, check: bool) -> int:
    """Update the files of `init` that you have not changed.

    These are the workflows, the pinned packages, AGENTS.md, and the settings of Git and of the editor;
    .briefings.json lists them. Where both sides changed, the new file is put beside yours as NAME.new, and
    the difference is printed. Sheets, pages, texts, mkdocs.yml and theme/ are never touched.
    """
    here = Path.cwd()
    above = (folder for folder in (here, *here.parents) if (folder / MANIFEST).is_file())
    root = project.resolve() if project is not None else next(above, here)
    this = tool()
    if check:
        return _report(upgrades.upgrade(root, this), check=True)
    with project_lock(root, say_waiting):
        plan = upgrades.upgrade(root, this)
        plan.carry_out()
    return _report(plan, check=False)


def _report(plan: upgrades.Upgrade, *, check: bool) -> int:
    for step in plan.steps:
        click.echo(escape.terminal(step.words(is_done=not check)))
        lines = step.diff.splitlines()
        for line in lines[:LONGEST_DIFF]:
            click.echo(f"  {escape.terminal(line)}")
        if len(lines) > LONGEST_DIFF:
            click.echo(f"  … {len(lines) - LONGEST_DIFF} more lines")
    if not plan.is_needed:
        say("all files are up to date")
        return 0
    if check:
        say("run `briefings upgrade`")
        return 1
    left = sum(step.action in ("offer", "blocked", "merge") for step in plan.steps)
    say(f"upgraded to Briefings {plan.record.briefings}" + (f"; {left} left for you to do" if left else ""))
    return int(left > 0)
