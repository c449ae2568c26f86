"""The commands `draft` and `accept`: from a saved article to facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from briefings.cli.new import LARGEST_PAGE, PAGES, check_id, given_values, read_page, write_sheet
from briefings.cli.output import example, say, shown
from briefings.cli.project import complete_changes, place_of, today, writing
from briefings.cli.verify import BACK_UP
from briefings.evidence import seeds
from briefings.evidence.reading.lexicon import guess, lexicon
from briefings.languages import REFERENCE
from briefings.model import FOLDERS
from briefings.model.actor import Actor as ActorModel
from briefings.model.source import Source
from briefings.plugins.drafting.accept import (
    AcceptError,
    Sheet,
    lacks_speaker,
    numbers_in,
    offered,
    with_speaker,
)
from briefings.plugins.drafting.article import MOST
from briefings.plugins.drafting.candidates import Drafted
from briefings.plugins.drafting.candidates import draft as draft_candidates
from briefings.plugins.drafting.head import Head, read_head
from briefings.plugins.drafting.names import Actor
from briefings.plugins.drafting.sheet import briefing_sheet, source_sheet, valid, with_candidates
from briefings.problems.problem import Problem
from briefings.settings import Settings
from briefings.sheets.load import Sheet as LoadedSheet
from briefings.sheets.load import load, read_text
from briefings.sheets.starter import starter
from briefings.sheets.yaml_text import read_yaml
from briefings.site import stages
from briefings.store import reading
from briefings.store.files import write_if_changed
from briefings.text import limits
from briefings.text.prose import id_from


@click.command(
    epilog=example(
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
@click.option(
    "--language", help="A BCP 47 code; by default, the language of the page, or a guess from its words."
)
@click.option("--topic", "topics", metavar="ID", multiple=True, help="Of the briefing. Repeatable.")
@click.pass_obj
def draft(
    project: Path | None,
    /,
    file: Path,
    source: str | None,
    briefing: str | None,
    topics: tuple[str, ...],
    **options: Any,
) -> int:
    """Draft a source and a briefing from a saved article.

    FILE is plain text or a saved web page. The briefing has candidates in comments: quotations with speakers,
    figures, dated events and known actors, each with a passage that is in the text. Nothing is published or
    made up; `briefings accept` adds what you choose.
    """
    settings = Settings.load(project)
    complete_changes(settings)
    source = source or id_from(file.stem)
    if not source:
        raise click.UsageError(f"no id can be made of the name {file.name}; add --source ID")
    adds = briefing is not None
    briefing = briefing or source
    check_id(source)
    check_id(briefing)
    given = given_values("source", options)
    chosen = given_values("briefing", {"topics": topics})
    text, head = _read(file, given)
    with writing(settings):
        sources, actors = _known(settings)
        known = sources.get(source)
        if known is not None:
            head = _head_of(known, head)
        drafted = draft_candidates(text, head, actors)
        path = settings.content_dir / FOLDERS["briefing"] / f"{briefing}.yml"
        sheet = briefing_sheet(drafted, source, text, chosen, path=_relative(path, settings), today=today())
        if path.is_symlink():
            raise click.UsageError(f"{shown(path)} is a link")
        if path.exists() and path.read_bytes() != sheet.encode("utf-8"):
            if not adds:
                hint = f"to add candidates to it, write --briefing {briefing}; for another one, --briefing ID"
                raise click.UsageError(f"{shown(path)} exists already; {hint}")
            sheet = _extended(path, drafted, source, text, settings)
        _write(settings, source, head, given, text, file, is_new=known is None)
        write_sheet(settings, path, sheet)
    say(_summary(drafted, path))
    if not head.published:
        say(
            "the article gives no day of publication, so words such as “on Monday” were left;"
            " to read them, delete the two sheets and draft again with --published DATE"
        )
    if len(text) > MOST:
        say(f"the text has {len(text):,} characters, of which only the first {MOST:,} were searched")
    say(BACK_UP)
    return 0


def _extended(path: Path, drafted: Drafted, source: str, text: str, settings: Settings) -> str:
    """A briefing with the candidates of another article."""
    try:
        existing = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise click.UsageError(f"{shown(path)} is not UTF-8 text") from None
    if f" from seeds/{source}.txt; " in existing:
        raise click.UsageError(f"{shown(path)} has candidates from seeds/{source}.txt already")
    return with_candidates(existing, drafted, source, text, path=_relative(path, settings))


def _relative(path: Path, settings: Settings) -> str:
    return path.relative_to(settings.root).as_posix()


def _read(file: Path, given: Mapping[str, Any]) -> tuple[str, Head]:
    """The text of an article as it will be saved, and its head."""
    said: dict[str, Any] = {}
    try:
        data = reading.read(file, largest=LARGEST_PAGE)
        if file.suffix.lower() in PAGES or seeds.is_page(data):
            page = read_page(data, file)
            text = seeds.saved_form(page.text)
            said = {key: getattr(page, key) for key in SAID}
        else:
            text = seeds.saved_form(seeds.decode(data))
    except reading.ReadError as error:
        raise click.UsageError(f"{file} {error}") from error
    said = valid(said) | dict(given)
    language = str(said.get("language") or guess(text))
    head = read_head(text, lexicon(language or REFERENCE))
    known = {key: str(said[key]) for key in SAID if said.get(key) and key != "authors"}
    authors = tuple(said.get("authors", ())) or head.authors
    return text, Head(
        title=known.get("title", head.title),
        authors=authors,
        published=known.get("published", head.published),
        publisher=known.get("publisher", head.publisher),
        url=known.get("url", head.url),
        language=language,
        begins=head.begins,
    )


SAID = ("title", "publisher", "published", "url", "language", "authors")
"""What a page says of itself."""


def _known(settings: Settings) -> tuple[dict[str, Source], list[Actor]]:
    """The sources and actors that have sheets."""
    if not settings.content_dir.is_dir():
        return {}, []
    sheets: Sequence[LoadedSheet[Any]] = load(
        settings.content_dir, root=settings.root, cache=stages.parse_cache(settings)
    ).sheets
    sources = {sheet.id: sheet.data for sheet in sheets if isinstance(sheet.data, Source)}
    actors = [
        Actor(sheet.id, sheet.data.kind, (sheet.data.name, *sheet.data.aliases))
        for sheet in sheets
        if isinstance(sheet.data, ActorModel) and sheet.data.withdrawn is None
    ]
    return sources, actors


def _head_of(source: Source, head: Head) -> Head:
    """What a sheet says of an article goes before what the text says."""
    published = "" if source.published is None else source.published.text
    return replace(head, language=source.language, published=published or head.published)


def _write(
    settings: Settings,
    source: str,
    head: Head,
    given: Mapping[str, Any],
    text: str,
    file: Path,
    *,
    is_new: bool,
) -> None:
    """Save the text and the sheet of the source, unless they are there."""
    path = settings.content_dir / FOLDERS["source"] / f"{source}.yml"
    try:
        saved = seeds.save(settings.seeds_dir, source, text)
    except seeds.TextExistsError as error:
        hint = "if it is another article, add --source ID; if not, draft from the text that is saved"
        raise click.UsageError(f"{file} {error}; {hint}") from error
    except reading.ReadError as error:
        raise click.UsageError(f"{file} {error}") from error
    say(f"saved its text as {shown(saved)}")
    if is_new and not path.exists():
        write_sheet(settings, path, source_sheet(head, given, today=today()))
    else:
        say(f"{shown(path)} is there already, and stays as it is{_unused(path, given)}")


def _unused(path: Path, given: Mapping[str, Any]) -> str:
    """What to do with values that were given, and that a sheet does not have."""
    read = read_text(path, str(path))
    data = None if isinstance(read, Problem) else read_yaml(read[0], str(path))[0]
    sheet = data if isinstance(data, dict) else {}
    unused = [f"`{key}: {value}`" for key, value in given.items() if sheet.get(key) != value]
    return f"; to change it, write {', '.join(unused)} there yourself" if unused else ""


def _summary(drafted: Drafted, path: Path) -> str:
    counts = Counter(each.noun for each in drafted.candidates)
    listed = [f"{n} {noun}{'' if n == 1 else 's'}" for noun, n in sorted(counts.items())]
    if not listed:
        return f"no candidates were found; write the facts into {shown(path)} yourself"
    names = f"{len(drafted.names)} name{'' if len(drafted.names) == 1 else 's'} without a sheet"
    return f"candidates: {', '.join(listed)}; {names}. `briefings accept {shown(path)} N…` takes them over"


# ── accept ──────────────────────────────────────────────────────────────────────────────────────────────────


@click.command(
    epilog=example(
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
def accept(
    project: Path | None,
    sheet: Path,
    numbers: tuple[str, ...],
    every: bool,
    interactive: bool,
    create: bool,
    tidy: bool,
) -> int:
    """Turn candidates of a drafted sheet into entries.

    N is a number or a range such as 3-7. Only the comment signs before the candidates go; everything else in
    the sheet stays as it is. Accepting a candidate again changes nothing.
    """
    settings = Settings.load(project)
    complete_changes(settings)
    chosen = sum((bool(numbers), every, interactive))
    if chosen > 1 or (chosen == 0 and not tidy):
        raise click.UsageError("name candidates, such as 1 3-7, or add --all or --interactive")
    path = place_of(sheet, settings)
    if path is None:
        raise click.UsageError(f"{sheet} lies outside of the project")
    try:
        drafted = _drafted(sheet, path, settings)
        if interactive:
            wanted, edited = _asked(drafted)
        else:
            wanted, edited = list(drafted.numbers) if every else numbers_in(numbers), {}
        if every and not wanted:
            wanted = [1]  # to be told that there are none
        with writing(settings):
            # Again, since somebody may have saved the sheet while the questions were answered.
            drafted = _drafted(sheet, path, settings)
            accepted = drafted.accept(wanted, edited)
            text = Sheet(accepted.text, drafted.shown).tidied() if tidy else accepted.text
            data = text.encode("utf-8")
            if len(data) > limits.SHEET:
                raise click.UsageError(
                    f"{shown(sheet.absolute())} would have more than {limits.SHEET:,} bytes; split it"
                )
            missing = [actor for actor in accepted.actors if not _has_sheet(settings, actor)]
            if create:
                _create(settings, missing, drafted.commands())
            write_if_changed(path, data, inside=settings.root)
    except AcceptError as error:
        raise click.UsageError(str(error)) from error
    if accepted.before:
        say(f"accepted before: {_listed(accepted.before)}")
    left = len(drafted.open) - len(accepted.numbers)
    rest = (
        f"{left} {'was' if left == 1 else 'were'} deleted"
        if tidy
        else f"{left} {'is' if left == 1 else 'are'} left"
    )
    say(f"accepted: {_listed(accepted.numbers) or 'none'}; {rest}")
    for actor in missing if not create else ():
        say(
            f"no sheet yet: {actor}; `briefings accept … --create` or `briefings new actor {actor}` starts it"
        )
    return 0


def _drafted(sheet: Path, path: Path, settings: Settings) -> Sheet:
    """A sheet with candidates, with its own line ends."""
    read = read_text(path, str(sheet), root=settings.root)
    if isinstance(read, Problem):
        raise click.UsageError(f"{sheet}: {read.message}; {read.hint}".rstrip("; "))
    data = reading.read(path, largest=limits.SHEET, root=settings.root)
    return Sheet(data.decode("utf-8"), shown(sheet.absolute()))


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _has_sheet(settings: Settings, actor: str) -> bool:
    folder = settings.content_dir / FOLDERS["actor"]
    return any(folder.rglob(f"{actor}.yml")) or any(folder.rglob(f"{actor}.yaml"))


def _create(settings: Settings, actors: Sequence[str], commands: Mapping[str, Mapping[str, str]]) -> None:
    """Start the sheets of actors, with the name and kind that the drafted sheet gives."""
    for actor in actors:
        check_id(actor)
        known = commands.get(actor, {})
        given = given_values("actor", {"name": known.get("name"), "sort": known.get("kind")})
        file = settings.content_dir / FOLDERS["actor"] / f"{actor}.yml"
        write_sheet(settings, file, starter("actor", given, today=today()))


def _asked(sheet: Sheet) -> tuple[list[int], dict[int, str]]:
    """The candidates that somebody chooses, one after the other, and their texts if edited."""
    wanted: list[int] = []
    edited: dict[int, str] = {}
    for number in sheet.open:
        click.echo(f"\n{sheet.heading(number)}\n{sheet.entry(number)}")
        answer = click.prompt(
            "accept (y), leave (n), edit (e) or stop (q)",
            type=click.Choice(["y", "n", "e", "q"]),
            show_choices=False,
            default="n",
        )
        if answer == "q":
            break
        if answer == "e":
            changed = click.edit(sheet.entry(number), extension=".yml")
            if changed is not None:
                edited[number] = changed.rstrip("\n")
                answer = "y"
        if answer == "y":
            wanted.append(number)
            entry = edited.get(number, sheet.entry(number))
            if lacks_speaker(entry):
                edited[number] = with_speaker(entry, _asked_speaker(offered(entry)))
    return wanted, edited


def _asked_speaker(names: Sequence[str]) -> str:
    """The id of a speaker: one of the names offered, by its number, or another."""
    listed = ", ".join(f"{n} {name}" for n, name in enumerate(names, 1))
    answer: str = click.prompt(f"who said it: {listed}, or an id" if listed else "who said it (an id)")
    number = int(answer) if answer.isdecimal() else 0
    return names[number - 1] if 0 < number <= len(names) else answer
