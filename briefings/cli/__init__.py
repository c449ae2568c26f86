"""The command line: the only room that prints and sets exit codes.

0 success, 1 problems in the content, 2 wrong usage, 69 no network, 70 a bug in the generator, 130
interrupted. Here are the commands and their options; what they do is imported when one runs, because it
takes half a second.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

import click

from briefings import __version__
from briefings.problems.reports import MOST_OF_A_CODE, Format
from briefings.text import escape


def main() -> None:
    """The `briefings` command. Errors are printed as messages, with a traceback only on request."""
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
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 0
    except Exception as error:
        from briefings.cli.failures import status_of

        status = status_of(error)
        if status == 70 and os.environ.get("BRIEFINGS_TRACEBACK"):
            raise
    sys.exit(status)


class _Words(click.Choice[str]):
    """A choice among words that are imported when a command needs them."""

    def __init__(self, load: Callable[[], Sequence[str]]) -> None:
        self.case_sensitive = True
        self._load = load

    @cached_property
    def choices(self) -> Sequence[str]:  # type: ignore[override]
        return tuple(self._load())


def _engines() -> Sequence[str]:
    from briefings.html.engines import ENGINE_NAMES

    return ENGINE_NAMES


def _copies() -> Sequence[str]:
    from briefings.evidence.records import COPIES

    return COPIES


def _kinds() -> Sequence[str]:
    from briefings.model import FOLDERS

    return tuple(FOLDERS)


def _ids(context: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """The ids of the sheets of a kind that begin so, for completion in shells."""
    from briefings.cli.project import ids_of

    kind = context.params.get("kind")
    found = ids_of(context.find_root().params.get("project"), kind) if kind is not None else []
    return [each for each in found if each.startswith(incomplete)]


def _import_formats() -> Sequence[str]:
    from briefings.desk.imports import IMPORT_FORMATS

    return IMPORT_FORMATS


def _diff_formats() -> Sequence[str]:
    from briefings.versions.reports import DIFF_FORMATS

    return DIFF_FORMATS


def _coverage_formats() -> Sequence[str]:
    from briefings.desk.coverage_reports import COVERAGE_FORMATS

    return COVERAGE_FORMATS


def _stale_formats() -> Sequence[str]:
    from briefings.desk.stale_reports import STALE_FORMATS

    return STALE_FORMATS


def _stale_kinds() -> Sequence[str]:
    from briefings.desk.stale import WHATS

    return WHATS


def _diff_severities() -> Sequence[str]:
    from briefings.model.about import WEIGHTS

    return WEIGHTS


def _example(*lines: str) -> str:
    """Examples for the end of a command's help."""
    return "\b\nFor example:\n" + "\n".join(f"  {line}" for line in lines)


def _site_languages() -> Sequence[str]:
    from briefings.desk.starter import languages

    return languages()


_TEXTCONV = 'git config diff.briefings.textconv "briefings show"'


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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
            f"SOURCE_DATE_EPOCH is `{shown}`; it takes seconds since 1970, like 1764028800"
        )


@cli.command(
    epilog=_example(
        'briefings init my-site --name "Veldhaven, explained" --language en --subject "City politics in'
        ' Veldhaven"',
        "briefings init .",
    )
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
@click.option("--name", help="The site's name.")
@click.option("--language", type=_Words(_site_languages), help="The language of its pages.")
@click.option("--subject", help="What it is about, in a few words.")
def init(folder: Path, **options: Any) -> int:
    """Start a site of your own in the folder DIR.

    Writes settings, a first briefing to learn from, and workflows for GitHub. What the options leave out is
    asked. No file is replaced: if one is in the way, nothing is written.
    """
    from briefings.cli import site

    return site.init(folder, **options)


@cli.command(epilog=_example("briefings upgrade", "briefings upgrade --check"))
@click.option("--check", is_flag=True, help="Change nothing; exit with 1 if there is something to do.")
@click.pass_obj
def upgrade(project: Path | None, /, **options: Any) -> int:
    """Renew the files of `init` that you have not changed.

    These are the workflows, the pinned packages, and the settings of Git and of the editor; .briefings.json
    lists them. Where both sides changed, the new file is put beside yours as NAME.new, and the difference is
    printed. Sheets, pages, texts, mkdocs.yml and theme/ are never touched.
    """
    from briefings.cli import site

    return site.upgrade(project, **options)


@cli.command(
    name="check",
    epilog=_example(
        "briefings check", "briefings check --since origin/main --format github --error uncorrected-change"
    ),
)
@click.option(
    "--format",
    "form",
    type=click.Choice(get_args(Format)),
    default="text",
    show_default=True,
    help="How problems are written.",
)
@click.option(
    "--since",
    metavar="REV",
    help="Also compare with a git revision: what changed needs a correction, and proofs a second look.",
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
    "--all", "every", is_flag=True, help=f"Show all problems, not only {MOST_OF_A_CODE} of each code."
)
@click.pass_obj
def check_command(project: Path | None, /, **options: Any) -> int:
    """List every problem in the sheets, with place and hint."""
    from briefings.cli.check import check

    return check(project, **options)


@cli.command(
    name="diff",
    epilog=_example(
        "briefings diff", "briefings diff origin/main --format markdown", "briefings diff v1.0 --fail-on high"
    ),
)
@click.argument("revision", metavar="[REV]", default="HEAD")
@click.option(
    "--format",
    "form",
    type=_Words(_diff_formats),
    default="text",
    show_default=True,
    help="How changes are written.",
)
@click.option(
    "--fail-on",
    "severity",
    type=_Words(_diff_severities),
    metavar="SEVERITY",
    help="Exit with 1 if a change is at least this severe: high, medium or low.",
)
@click.pass_obj
def diff_command(project: Path | None, /, **options: Any) -> int:
    """Say what changed in meaning since a git revision.

    The sheets of the working tree are compared with those of REV, by default the last commit. Each change is
    one sentence; quotations, figures, statuses, dates and sources come first.
    """
    from briefings.cli import commands

    return commands.diff(project, **options)


@cli.command(epilog=_example("briefings show content/topics/public-transport.yml", _TEXTCONV))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def show(file: Path) -> int:
    """Print what a sheet says, in words.

    Git can compare sheets in words, too, after the second command below.
    """
    from briefings.cli import commands

    return commands.show_sheet(file)


@cli.command(
    name="build",
    epilog=_example(
        "briefings build", "briefings build --engine zensical --site-dir public", "briefings build --pdf"
    ),
)
@click.option(
    "--engine",
    "name",
    type=_Words(_engines),
    default="mkdocs",
    show_default=True,
    help="Markdown to HTML.",
)
@click.option(
    "--site-dir", type=click.Path(path_type=Path), help="Where the site goes; else as mkdocs.yml says."
)
@click.option("--drafts", is_flag=True, help="Build drafts, too.")
@click.option("--pdf", is_flag=True, help="Also make a paper of each briefing for printing.")
@click.pass_obj
def build_command(project: Path | None, /, **options: Any) -> int:
    """Check the sheets and build the site."""
    from briefings.cli.build import build

    return build(project, **options)


@cli.command(epilog=_example("briefings serve", "briefings serve --address 0.0.0.0:9000 --drafts"))
@click.option(
    "--address",
    default="127.0.0.1:8000",
    show_default=True,
    metavar="HOST:PORT",
    help="Where the preview answers.",
)
@click.option("--drafts/--no-drafts", default=True, show_default=True, help="Show drafts.")
@click.pass_obj
def serve(project: Path | None, /, **options: Any) -> int:
    """Preview the site; a saved sheet is on the page at once."""
    from briefings.cli import commands

    return commands.serve(project, **options)


@cli.command(epilog=_example("briefings generate"))
@click.option("--drafts", is_flag=True, help="Generate drafts, too.")
@click.pass_obj
def generate(project: Path | None, /, **options: Any) -> int:
    """Write the Markdown tree only."""
    from briefings.cli import commands

    return commands.generate(project, **options)


@cli.command(
    epilog=_example(
        "briefings verify",
        "briefings verify --fetch --summary what-changed.md",
        'briefings verify --compared gazette-2025 --by "Jo Doe" --with "stored copy" --on 2026-11-24',
    )
)
@click.option(
    "--fetch",
    is_flag=True,
    help="First save the text of sources that have an address and no text yet. Uses the network.",
)
@click.option(
    "--summary",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Also write what this changes, as Markdown, to a file.",
)
@click.option(
    "--prune",
    is_flag=True,
    help="Remove proofs that no sheet cites, even if their texts are missing.",
)
@click.option(
    "--compared",
    "sources",
    multiple=True,
    metavar="SOURCE",
    help="Record that its passages were compared by hand.",
)
@click.option("--by", metavar="NAME", help="With --compared: who read it.")
@click.option("--with", "copy", type=_Words(_copies), help="With --compared: what was read.")
@click.option(
    "--on", "day", metavar="DATE", help="With --compared: when it was read, like 2026-11-24; else today."
)
@click.option(
    "--passage", "passages", multiple=True, metavar="TEXT", help="With --compared: only this passage."
)
@click.pass_obj
def verify(project: Path | None, /, **options: Any) -> int:
    """Look passages up in the saved texts, and record them.

    The texts are in seeds/, the results in seeds/quotes.lock. A passage whose text is missing is recorded as
    not checked or, with --compared, as compared by hand.
    """
    from briefings.cli import commands

    return commands.verify(project, **options)


@cli.command(
    name="coverage",
    epilog=_example(
        "briefings coverage",
        "briefings coverage content/briefings/second-tram-line.yml --missing",
        "briefings coverage --below 80",
    ),
)
@click.argument(
    "files", metavar="[SHEET…]", nargs=-1, type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option(
    "--format",
    "form",
    type=_Words(_coverage_formats),
    default="text",
    show_default=True,
    help="How the result is written.",
)
@click.option("--missing", is_flag=True, help="Also list what is not covered, with its place.")
@click.option("--drafts", is_flag=True, help="Count drafts, too.")
@click.option(
    "--below",
    type=click.IntRange(1, 100),
    metavar="PERCENT",
    help="Exit with 1 if less than this share is covered.",
)
@click.pass_obj
def coverage_command(project: Path | None, /, **options: Any) -> int:
    """Count what the cited passages give of each sheet.

    For each sheet, or only those named: how many of its numbers, dates, speakers and quotations are in the
    cited passages or near them, and how many do not. A person still has to read both: the passage may give
    each of them and not say what the fact says.
    """
    from briefings.cli.coverage import coverage

    return coverage(project, **options)


@cli.command(
    epilog=_example(
        "briefings record", "briefings record --withdraw briefings/second-line#event-the-depot-opens"
    )
)
@click.option(
    "--withdraw",
    multiple=True,
    metavar="ADDRESS",
    help="An address whose entry was taken back, as in content/ids.lock; can be repeated.",
)
@click.pass_obj
def record(project: Path | None, /, **options: Any) -> int:
    """Record all published addresses, so that none gets lost.

    Those of sheets and entries are recorded in content/ids.lock, which is to be committed. An entry that was
    reworded since then gets a line `anchor`, so that it keeps its address.
    """
    from briefings.cli import commands

    return commands.record(project, **options)


@cli.command(
    epilog=_example(
        'briefings new actor ines-hartog --name "Ines Hartog" --kind person',
        'briefings new source gazette-2025 --title "Council votes for it" --publisher "The Gazette" --kind'
        " news --text article.txt",
        'briefings new briefing second-line --title "Veldhaven votes for a tram" --topic public-transport',
    )
)
@click.argument("kind", type=_Words(_kinds))
@click.argument("sheet_id", metavar="ID")
@click.option("--name", help="Of an actor or topic, as shown on pages.")
@click.option("--title", help="Of a briefing or source.")
@click.option(
    "--kind", "sort", metavar="KIND", help="Of an actor (person, company …) or source (news, wire …)."
)
@click.option("--country", help="Of an actor: an ISO 3166 code.")
@click.option("--publisher", help="Of a source.")
@click.option("--url", help="Of a source.")
@click.option("--published", metavar="DATE", help="Of a source: when it appeared.")
@click.option("--language", help="Of a source: a BCP 47 code.")
@click.option("--topic", "topics", metavar="ID", multiple=True, help="Of a briefing. Repeatable.")
@click.option(
    "--text",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="For a source: a file with its text.",
)
@click.option("--replace", is_flag=True, help="With --text: replace another text that is saved already.")
@click.pass_obj
def new(project: Path | None, /, **options: Any) -> int:
    """Start a sheet; `check` lists what is left to fill in."""
    from briefings.cli import commands

    return commands.new(project, **options)


@cli.command(
    epilog=_example(
        "briefings rename source gazette-2025 gazette-tram-2025",
        "briefings rename actor ines-hartog mayor-hartog --dry-run",
    )
)
@click.argument("kind", type=_Words(_kinds))
@click.argument("old", shell_complete=_ids)
@click.argument("new")
@click.option("--dry-run", is_flag=True, help="Show the changes, and make none.")
@click.pass_obj
def rename(project: Path | None, /, **options: Any) -> int:
    """Give a sheet another id.

    All references in sheets and hand-written pages follow, and so do the saved text of a source and its
    proofs. The old address leads to the new page. Comments and layout of the sheets stay as they are.
    """
    from briefings.cli import moving

    return moving.rename(project, **options)


@cli.command(
    epilog=_example(
        "briefings merge actor norrail-group norrail",
        "briefings merge source gazette-2 gazette-2025 --keep --dry-run",
    )
)
@click.argument("kind", type=_Words(_kinds))
@click.argument("old", metavar="FROM", shell_complete=_ids)
@click.argument("into", shell_complete=_ids)
@click.option("--keep", is_flag=True, help="Where both sheets have a value, keep that of INTO.")
@click.option("--dry-run", is_flag=True, help="Show the changes, and make none.")
@click.pass_obj
def merge(project: Path | None, /, **options: Any) -> int:
    """Make one sheet of two.

    What only FROM says is added to INTO; names of an actor become aliases. All references, proofs and
    addresses of FROM then lead to INTO. Values that differ are listed, and nothing is changed until you have
    decided.
    """
    from briefings.cli import moving

    return moving.merge(project, **options)


@cli.command(
    name="stale",
    epilog=_example(
        "briefings stale",
        "briefings stale --only announced --only forecast --fail",
        "briefings stale --days 30",
    ),
)
@click.option(
    "--format",
    "form",
    type=_Words(_stale_formats),
    default="text",
    show_default=True,
    help="How findings are written.",
)
@click.option(
    "--days",
    type=click.IntRange(1),
    default=90,
    show_default=True,
    help="Report open questions after so many days without an event or a search for news.",
)
@click.option("--as-of", "day", metavar="DATE", help="The day to judge by, like 2026-11-24; else today.")
@click.option(
    "--only",
    type=_Words(_stale_kinds),
    metavar="WHAT",
    multiple=True,
    help="Only these: announced, forecast, role, questions, not-archived or no-text. Repeatable.",
)
@click.option("--all", "every", is_flag=True, help="Show all findings, not only 20 of each kind.")
@click.option("--fail", is_flag=True, help="Exit with 1 if there are findings.")
@click.pass_obj
def stale_command(project: Path | None, /, **options: Any) -> int:
    """List what time has overtaken.

    Announced events and forecasts whose day is past, offices of people who no longer hold them, open
    questions without news, sources without an archived copy, and texts that are not here.
    """
    from briefings.cli.stale import stale

    return stale(project, **options)


@cli.command(
    name="import",
    epilog=_example(
        "briefings import timelinejs timeline.json --briefing harbor --source chronicle-2025",
        "briefings import bibtex library.bib",
        "briefings import table events.csv --mapping columns.yml --dry-run",
    ),
)
@click.argument("file_format", metavar="FORMAT", type=_Words(_import_formats))
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--mapping",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="For a table: a YAML file that says what its columns are.",
)
@click.option("--briefing", metavar="ID", help="The id of the new briefing; else made from its title.")
@click.option("--source", metavar="ID", help="The source that new facts cite if they cite nothing.")
@click.option("--dry-run", is_flag=True, help="Show the sheets, and write none.")
@click.pass_obj
def import_command(project: Path | None, /, **options: Any) -> int:
    """Take over the file of another program.

    FORMAT is timelinejs (JSON or its spreadsheet as CSV), table (any CSV), ftm (FollowTheMoney, JSON lines),
    csl (CSL-JSON), zotero (Zotero's JSON) or bibtex. Each record becomes a new sheet or an entry of a new
    briefing, which is a draft; existing sheets stay as they are. Whatever has no place in sheets is listed.
    """
    from briefings.cli import importing

    return importing.import_file(project, **options)


@cli.command(
    epilog=_example(
        "briefings draft article.txt --publisher Gazette --kind news --topic transport",
        "briefings draft page.html --source gazette-tram-2025 --briefing harbor-tram",
    )
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--source", metavar="ID", help="The id of the source; by default, from the name of the file.")
@click.option(
    "--briefing",
    metavar="ID",
    help="The briefing, new or not, that gets the candidates; by default, one with the id of the source.",
)
@click.option("--title", help="Of the source, like the options below; else as the article gives it.")
@click.option("--publisher", help="Who published it.")
@click.option("--kind", "sort", metavar="KIND", help="news, wire, primary …")
@click.option("--url", help="Its web address.")
@click.option("--published", metavar="DATE", help="When it appeared; weekdays are read relative to it.")
@click.option("--language", help="A BCP 47 code; else that of the page, or as the words tell.")
@click.option("--topic", "topics", metavar="ID", multiple=True, help="Of the briefing. Repeatable.")
@click.pass_obj
def draft(project: Path | None, /, **options: Any) -> int:
    """Draft a source and a briefing from a saved article.

    FILE is plain text or a saved web page. The briefing has candidates in comments: quotations with speakers,
    figures, dated events and known actors, each with a passage that is in the text. Nothing is published or
    made up; `briefings accept` takes over what you choose.
    """
    from briefings.cli.draft import draft as run

    return run(project, **options)


@cli.command(
    epilog=_example(
        "briefings accept content/briefings/harbor-tram.yml 1 3-7 --create",
        "briefings accept content/briefings/harbor-tram.yml --interactive --tidy",
    )
)
@click.argument("sheet", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("numbers", metavar="[N…]", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Accept all candidates.")
@click.option("--interactive", "-i", is_flag=True, help="Show each candidate with its passage, and ask.")
@click.option("--create", is_flag=True, help="Also start sheets of actors in them that have none.")
@click.option("--tidy", is_flag=True, help="Then delete all other candidates, and the comments about them.")
@click.pass_obj
def accept(project: Path | None, /, **options: Any) -> int:
    """Turn candidates of a drafted sheet into entries.

    N is a number or a range such as 3-7. Only the comment signs before the candidates go; everything else in
    the sheet stays as it is. Accepting a candidate again changes nothing.
    """
    from briefings.cli.draft import accept as run

    return run(project, **options)


@cli.command(epilog=_example("briefings schema", "briefings schema --to schemas"))
@click.option(
    "--to", type=click.Path(path_type=Path, file_okay=False), help="The folder; else build/schemas."
)
@click.pass_obj
def schema(project: Path | None, /, **options: Any) -> int:
    """Write JSON Schemas, which let editors complete sheets."""
    from briefings.cli import commands

    return commands.schema(project, **options)


@cli.command(name="forms", epilog=_example("briefings forms", "briefings forms --check"))
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 if a form is not up to date.")
@click.pass_obj
def forms_command(project: Path | None, /, **options: Any) -> int:
    """Write issue forms for people who contribute on GitHub.

    They ask for a source, a correction, a statement or an event, in the language of the site. Lists of
    briefings and actors to choose from are those of the sheets, as long as these are few.
    """
    from briefings.cli import forms

    return forms.forms(project, **options)


@cli.command(
    name="form",
    epilog=_example("briefings form issue.md", "gh issue view 12 --json body --jq .body | briefings form"),
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=False)
@click.option(
    "--report",
    type=click.Path(path_type=Path, file_okay=False),
    help="Also write an answer and the changed files to a folder, for a workflow.",
)
@click.pass_obj
def form_command(project: Path | None, /, **options: Any) -> int:
    """Turn a filled issue form into a changed sheet.

    FILE is the text of the issue; without it, standard input is read. The answers are data: nothing in them
    is run or has a meaning as markup. If something is wrong, nothing is changed.
    """
    from briefings.cli import forms

    return forms.form(project, **options)


@cli.command(name="explain", epilog=_example("briefings explain dangling-reference", "briefings explain"))
@click.argument("code", required=False)
def explain_command(code: str | None) -> int:
    """Explain a problem's code, or list all codes."""
    from briefings.cli.explain import explain

    return explain(code)
