"""`briefings language`: how far a language is translated."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import click
from babel import Locale, UnknownLocaleError

from briefings import languages
from briefings.cli.output import example, show
from briefings.languages import REFERENCE, having, readings
from briefings.problems.problem import ContentError, Problem
from briefings.settings import ProjectNotFound, Settings
from briefings.words import PLURAL_FORMS, Words

OWN_KEYS = ("measures", "numbers.others")
"""Tables of `reading.toml` whose keys are words of the language."""


@click.command(epilog=example("briefings language pt"))
@click.argument("code")
@click.pass_obj
def language(project: Path | None, code: str) -> int:
    """List what a translation lacks, and what is still English.

    CODE is the name of its folder, or of its file in theme/locales of your project. Not every language needs
    each key of reading.toml. The exit code is 1 as long as it lacks fixed words.
    """
    try:
        locale = Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        raise click.UsageError(f"CLDR has no language {code[:40]!r}; codes look like pt or zh-Hans") from None
    try:
        folders = Settings.load(project).words_dirs
    except (ProjectNotFound, ContentError):
        folders = languages.folders()
    click.echo(locale.get_display_name(REFERENCE))
    _line("plural forms", [form for form in PLURAL_FORMS if form in {*locale.plural_form.tags, "other"}])
    problems: tuple[Problem, ...] = ()
    other = ""
    try:
        words = Words.load(code, folders)
        if words.locale.language != locale.language:
            other = f"{words.template('locale')} is not a locale of {code}"
    except ContentError as error:
        problems = error.problems
        show(problems, most=None)
    if other:
        _line("words.yml, wrong", [other])
    _line("words.yml, still English", Words.untranslated(code, folders))
    read = set(_keys(readings().get(code, {})))
    _line("reading.toml, missing", [key for key in _keys(readings()[REFERENCE]) if key not in read])
    first = _files(having("starter").get(code))
    _line("starter, missing", sorted(_files(having("starter")[REFERENCE]) - first))
    return 1 if problems or other else 0


def _line(label: str, names: Collection[str]) -> None:
    click.echo(f"{label}: {', '.join(names) or 'nothing'}")


def _keys(data: Mapping[str, Any], above: str = "") -> Iterator[str]:
    """The keys of a table and of those in it: `scales`, `cues.negation`."""
    for key, value in data.items():
        name = f"{above}{key}"
        if isinstance(value, dict) and name not in OWN_KEYS:
            yield from _keys(value, f"{name}.")
        else:
            yield name


def _files(folder: Path | None) -> set[str]:
    if folder is None:
        return set()
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
