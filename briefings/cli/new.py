"""`briefings new`: sheets and texts that are started here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from briefings.cli.articles import read_article
from briefings.cli.output import example, put, say, shown
from briefings.cli.project import complete_changes, today, write_read, writing
from briefings.cli.verify import BACK_UP
from briefings.evidence import seeds
from briefings.model import FOLDERS, MODELS
from briefings.problems.problem import or_list
from briefings.settings import Settings
from briefings.sheets.names import wrong_id
from briefings.sheets.shape import value_problems
from briefings.sheets.starter import OPTIONS, starter
from briefings.store import reading
from briefings.text.prose import Kind


@click.command(
    epilog=example(
        'briefings new actor ines-hartog --name "Ines Hartog" --kind person',
        'briefings new source gazette-2025 --title "Council votes for it" --publisher "The Gazette" --kind'
        " news --text article.txt",
        'briefings new briefing second-line --title "Veldhaven votes for a tram" --topic public-transport',
    )
)
@click.argument("kind", type=click.Choice(tuple(FOLDERS)))
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
    type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True),
    help="For a source: a text, a saved web page or a PDF with its text; - reads standard input.",
)
@click.option("--replace", is_flag=True, help="With --text: replace the text that is already saved.")
@click.pass_obj
def new(
    project: Path | None, /, kind: Kind, sheet_id: str, text: Path | None, replace: bool, **options: Any
) -> int:
    """Start a sheet; `check` lists what is left to fill in."""
    settings = Settings.load(project)
    complete_changes(settings)
    check_id(sheet_id)
    given = given_values(kind, options)
    if text is not None and kind != "source":
        raise click.UsageError("only a source has a text")
    file = settings.content_dir / FOLDERS[kind] / f"{sheet_id}.yml"
    with writing(settings):
        if file.is_symlink() or (file.exists() and (text is None or given)):
            raise click.UsageError(f"{shown(file)} already exists")
        if text is not None:
            _save_text(settings, sheet_id, text, replace=replace)
        if not file.exists():
            write_sheet(settings, file, starter(kind, given, today=today(), language=settings.language))
    return 0


def check_id(sheet_id: str) -> None:
    """Refuse an id that no sheet can have."""
    if wrong := wrong_id(sheet_id):
        raise click.UsageError(wrong)


def write_sheet(settings: Settings, file: Path, sheet: str, before: str | None = None) -> None:
    """Write a sheet that was new or as `before`, and print its path and the keys to be filled in."""
    write_read(settings, file, sheet, before)
    put(shown(file))
    empty = _EMPTY_KEY.findall(sheet.replace("\r\n", "\n"))
    if empty:
        say(f"still to fill in: {', '.join(f'`{key}`' for key in empty)}")


_EMPTY_KEY = re.compile(r"^(\w+):$(?!(?:\n(?:#.*)?)*\n[ -])", re.MULTILINE)
"""A key with neither a value nor, below it, a list or mapping. Comments may be between."""


def given_values(kind: Kind, options: Mapping[str, Any]) -> dict[str, Any]:
    """The values that options give for a new sheet, by key."""
    named = {"kind" if key == "sort" else key: value for key, value in options.items() if value}
    named |= {key: list(value) for key, value in named.items() if isinstance(value, tuple)}
    for key in named:
        if key not in OPTIONS[kind]:
            option = "--topic" if key == "topics" else f"--{key}"
            known = or_list([f"--{each}".replace("--topics", "--topic") for each in OPTIONS[kind]])
            article = "an" if kind[0] in "aeiou" else "a"
            raise click.UsageError(f"{option} is not for {article} {kind}, which has {known}")
    wrong = [f"{found.message}; {found.hint}".rstrip("; ") for found in value_problems(named, MODELS[kind])]
    if wrong:
        raise click.UsageError("\n".join(wrong))
    return named


def _save_text(settings: Settings, source: str, file: Path, *, replace: bool) -> None:
    """Save the text of a source from a file, which may be a web page."""
    try:
        article = read_article(file)
        saved = seeds.save(settings.seeds_dir, source, article.text, overwrite=replace)
    except seeds.TextExistsError as error:
        old = settings.seeds_dir / f"{source}.txt"
        hint = f"It may be the only copy: compare the two, and add --replace to replace it with {file}"
        raise click.UsageError(f"{file} {error} ({old.stat().st_size:,} bytes). {hint}") from error
    except reading.ReadError as error:
        raise click.UsageError(f"{file} {error}") from error
    for note in article.notes:
        say(note)
    say(f"saved its text as {shown(saved)}; `briefings verify` looks up its passages")
    say(BACK_UP)
