"""The commands `draft`, `accept` and `find`: from a saved article to facts."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import click

from briefings import preview
from briefings.cli import serve
from briefings.cli.articles import STANDARD_INPUT, read_article
from briefings.cli.new import check_id, given_values, write_sheet
from briefings.cli.output import example, format_option, say, shown
from briefings.cli.project import complete_changes, place_of, settings_of, today, write_read, writing
from briefings.cli.verify import BACK_UP
from briefings.evidence import seeds
from briefings.evidence.fetched import Article
from briefings.grammar.cues import primary
from briefings.grammar.lexicon import readable
from briefings.model import FOLDERS, MODELS
from briefings.model.source import Source
from briefings.plugins.drafting.article import MOST
from briefings.plugins.drafting.candidates import Drafted, NewName
from briefings.plugins.drafting.candidates import draft as draft_candidates
from briefings.plugins.drafting.decisions import (
    Accepted,
    RefusedError,
    Sheet,
    changes_in,
    new_names,
    numbers_in,
)
from briefings.plugins.drafting.find import find as find_passages
from briefings.plugins.drafting.judge import Judge
from briefings.plugins.drafting.listing import candidates_of, data_of
from briefings.plugins.drafting.opening import (
    actors_in,
    described,
    drafted_sheet,
    head_of,
    relative,
    sheets_of,
    text_of,
    with_sheet,
)
from briefings.plugins.drafting.proposals import (
    LARGEST,
    ProposalError,
    Proposals,
    Proposed,
    propose,
    read_proposals,
)
from briefings.plugins.drafting.sheet import SAID, left_out, source_sheet
from briefings.problems.problem import Problem, counted, did_you_mean
from briefings.settings import Settings
from briefings.sheets.load import read_text
from briefings.sheets.shape import value_problems
from briefings.sheets.starter import starter
from briefings.sheets.yaml_text import read_yaml
from briefings.site import stages
from briefings.store import reading
from briefings.text import escape, limits
from briefings.text.prose import id_from, is_id


@click.command(
    epilog=example(
        "briefings draft article.txt --publisher Gazette --kind news --topic transport",
        "briefings draft page.html --source gazette-tram-2025 --briefing harbor-tram",
        "briefings draft - --publisher Gazette --published 2025-03-11 < article.txt",
        "briefings draft seeds/harbor-tram.txt --candidates proposed.json",
    )
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False, allow_dash=True))
@click.option(
    "--source", metavar="ID", help="The id of the source; by default, from the name of the file or the title."
)
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
@click.option("--language", help="A BCP 47 code; by default, told from its words, or else from the page.")
@click.option("--topic", "topics", metavar="ID", multiple=True, help="Of the briefing. Repeatable.")
@click.option(
    "--candidates",
    "proposed",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="JSON",
    help="Also add what another program proposes, as far as the text gives it.",
)
@format_option(("text", "json"), "result; json lists all candidates, with what checks say of each")
@click.pass_obj
def draft(
    project: Path | None,
    /,
    file: Path,
    source: str | None,
    briefing: str | None,
    topics: tuple[str, ...],
    proposed: Path | None,
    form: str,
    **options: Any,
) -> int:
    """Draft a source and a briefing from a saved article.

    FILE is plain text, a saved web page or a PDF; - reads standard input. What it says of itself is shown
    first and, on a terminal, can be corrected. The briefing has candidates in comments: quotations with
    speakers, figures, dated events and known actors, each with a passage that is in the text. Nothing is
    published or made up; `briefings accept` adds what you choose. If the briefing has candidates from the
    article already, `--candidates` and `--format json` leave these as they are.
    """
    settings = Settings.load(project)
    complete_changes(settings)
    words = stages.words_of(settings)[0] or preview.english()
    proposals = None if proposed is None else _proposals(proposed)
    given = given_values("source", options)
    chosen = given_values("briefing", {"topics": topics})
    try:
        article = _saved(file, settings) or read_article(file)
    except reading.ReadError as error:
        raise click.UsageError(f"{file} {error}") from error
    read = head_of(article, given)
    source = source or id_from(read.title if file == STANDARD_INPUT else file.stem)
    if not source:
        raise click.UsageError(f"no id can be made of the name {file.name}; add --source ID")
    check_id(source)
    check_id(briefing or source)
    place = settings.content_dir / FOLDERS["source"] / f"{source}.yml"
    for note in read.notes:
        say(note)
    if not place.exists():
        read, given = _corrected(article, read, given, asks=form == "text" and file != STANDARD_INPUT)
    path = settings.content_dir / FOLDERS["briefing"] / f"{briefing or source}.yml"
    with writing(settings):
        known = sheets_of(settings)
        read = with_sheet(read, source, known)
        drafted = draft_candidates(read, actors_in(known))
        before = text_of(path, settings)
        is_drafted = (
            before is not None
            and source in Sheet(before, "").sources
            and (proposals is not None or form == "json")
        )
        if is_drafted:
            sheet = Sheet(before or "", relative(path, settings))
        else:
            adds = briefing is not None
            sheet = drafted_sheet(
                drafted, source, read.text, chosen, before, path, settings, words, adds=adds
            )
        _save_text(settings, source, read.text, file)
        # JSON must be all that is printed.
        write = write_sheet if form == "text" else write_read
        if place.exists():
            say(f"{shown(place)} is there already, and stays as it is{_unused(place, given)}")
        else:
            new = source_sheet(read, given, today=today(), language=settings.language)
            write(settings, place, new, None)
        known_names = sheet.new_names.values()
        judge = Judge(sheets_of(settings), settings.seeds_dir, settings.language, known_names)
        result = None
        if proposals is not None:
            result = propose(proposals, sheet, source, read.text, read.language, judge, words)
            sheet = result.sheet
        (write_read if is_drafted else write)(settings, path, sheet.text, before)
    if form == "json":
        click.echo(json.dumps(_listing(source, sheet, judge, result), ensure_ascii=False, indent=1))
    for line in _summary(drafted, read, path) if result is None else _outcome(result, path):
        say(line)
    if not read.published:
        say(
            "the article gives no day of publication, so words such as “on Monday” were left;"
            " to read them, delete the two sheets and draft again with --published DATE"
        )
    if len(read.text) > MOST:
        say(f"the text has {len(read.text):,} characters, of which only the first {MOST:,} were searched")
    if not is_drafted:
        say(BACK_UP)
    return int(result is not None and len(result.refused) > 0)


def _saved(file: Path, settings: Settings) -> Article | None:
    """A text that is saved already, as it is."""
    if file.parent.resolve() != settings.seeds_dir.resolve():
        return None
    text = seeds.Seeds(settings.seeds_dir).read(file.stem)
    return None if text is None else Article(text.content)


def _corrected(
    article: Article, read: Article, given: dict[str, Any], *, asks: bool
) -> tuple[Article, dict[str, Any]]:
    """An article with what it says of itself, and what was given for it, after it was shown; on a terminal,
    as somebody corrected it."""
    say(described(read))
    while asks and sys.stdin.isatty() and sys.stderr.isatty():
        words = click.prompt(
            "press Enter to draft, or correct a value, as in `published: 2025-03-11`",
            default="", show_default=False, err=True,
        )  # fmt: skip
        key, _, value = (each.strip() for each in words.partition(":"))
        if not words.strip():
            break
        new = {key: [each.strip() for each in value.split(",")] if key == "authors" else value}
        wrong = [f"{each.message}; {each.hint}" for each in value_problems(new, MODELS["source"])]
        if key not in SAID or wrong:
            say("\n".join(wrong) or f"the keys are {', '.join(SAID)}")
            continue
        given = given | new
        read = head_of(article, given)
        say(described(read))
    return read, given


def _proposals(file: Path) -> Proposals:
    try:
        return read_proposals(reading.read(file, largest=LARGEST))
    except (reading.ReadError, ProposalError) as error:
        raise click.UsageError(f"{file} {error}") from error


def _listing(source: str, sheet: Sheet, judge: Judge, result: Proposed | None) -> Mapping[str, Any]:
    """What `--format json` prints."""
    refused = [{"candidate": each.index, "why": each.why} for each in (result.refused if result else ())]
    return {
        "source": source,
        "text": f"seeds/{source}.txt",
        "briefing": sheet.shown,
        "names": [
            {"id": each.id, "name": each.name, "kind": each.kind}
            for each in sheet.new_names.values()
            if is_id(each.id)
        ],
        "candidates": [*candidates_of(sheet, judge)],
        "refused": refused,
    }


def _outcome(result: Proposed, path: Path) -> Iterator[str]:
    """What became of proposals, with the reasons for what was refused."""
    for each in result.refused:
        yield f"candidate {each.index} of the file is refused: {'; '.join(each.why)}"
    counts = f"{result.added} added, {len(result.changed)} changed, {len(result.refused)} refused"
    yield f"candidates: {counts}; `briefings accept {shown(path)} N…` takes them over"


def _save_text(settings: Settings, source: str, text: str, file: Path) -> None:
    """Save the text of a source, unless it is there."""
    try:
        saved = seeds.save(settings.seeds_dir, source, text)
    except seeds.TextExistsError as error:
        hint = "if it is another article, add --source ID; if not, draft from the text that is saved"
        raise click.UsageError(f"{file} {error}; {hint}") from error
    except reading.ReadError as error:
        raise click.UsageError(f"{file} {error}") from error
    say(f"saved its text as {shown(saved)}")


def _unused(path: Path, given: Mapping[str, Any]) -> str:
    """What to do with values that were given, and that a sheet does not have."""
    read = read_text(path, str(path))
    data = None if isinstance(read, Problem) else read_yaml(read, str(path))[0]
    sheet = data if isinstance(data, dict) else {}
    unused = [f"`{key}: {value}`" for key, value in given.items() if sheet.get(key) != value]
    return f"; to change it, write {', '.join(unused)} there yourself" if unused else ""


def _summary(drafted: Drafted, read: Article, path: Path) -> Iterator[str]:
    """What was found and what was left out."""
    counts = Counter(each.noun for each in drafted.candidates)
    found = ", ".join(counted(n, noun) for noun, n in sorted(counts.items()))
    if not found:
        seen = ", ".join(f"{what}: {number:,}" for what, number in drafted.seen.items())
        yield f"no candidates were found; the text has {seen}"
        yield f"write the facts into {shown(path)} yourself"
    else:
        names = f"{counted(len(drafted.names), 'name')} without a sheet"
        yield f"candidates: {found}; {names}. `briefings accept {shown(path)} N…` takes them over"
    if drafted.left_out:
        yield f"left out: {left_out(drafted, preview.english())}"
    if primary(read.language) not in readable():
        yield f"of articles in `{read.language or '?'}`, only quotations and numbers are found"


# ── accept ──────────────────────────────────────────────────────────────────────────────────────────────────


@click.command(
    epilog=example(
        "briefings accept content/briefings/harbor-tram.yml 1 3-7 --create",
        "briefings accept content/briefings/harbor-tram.yml --set 4.speaker=ines-hartog --reject 5",
        "briefings accept content/briefings/harbor-tram.yml --all --tidy",
    )
)
@click.argument("sheet", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.argument("numbers", metavar="[N…]", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Accept all candidates that are not rejected.")
@click.option(
    "--set",
    "values",
    metavar="N.KEY=VALUE",
    multiple=True,
    help="Accept candidate N with another value, or without the key if there is no value. Repeatable.",
)
@click.option("--reject", metavar="N", multiple=True, help="Mark candidates as rejected. Repeatable.")
@click.option(
    "--undo",
    metavar="N",
    multiple=True,
    help="Make candidates comments again, neither accepted nor rejected.",
)
@click.option("--create", is_flag=True, help="Also start sheets of actors in them that have none.")
@click.option("--tidy", is_flag=True, help="Then delete all other candidates, and the comments about them.")
@click.pass_obj
def accept(
    project: Path | None,
    sheet: Path,
    numbers: tuple[str, ...],
    every: bool,
    values: tuple[str, ...],
    reject: tuple[str, ...],
    undo: tuple[str, ...],
    create: bool,
    tidy: bool,
) -> int:
    """Turn candidates of a drafted sheet into entries.

    N is a number or a range such as 3-7. Only the comment signs before the candidates go; everything else in
    the sheet stays as it is. Accepting a candidate again changes nothing. What `check` would report of an
    accepted candidate is printed.
    """
    settings = Settings.load(project)
    complete_changes(settings)
    if (numbers and every) or not (numbers or every or values or reject or undo or tidy):
        raise click.UsageError("name candidates, such as 1 3-7, or add --all")
    path = place_of(sheet, settings)
    if path is None:
        raise click.UsageError(f"{sheet} lies outside of the project")
    try:
        wanted, changes = numbers_in(numbers), changes_in(values)
        rejected, reopened = numbers_in(reject), numbers_in(undo)
        with writing(settings):
            before = text_of(path, settings)
            drafted = Sheet(before or "", shown(sheet.absolute()))
            if every:
                open_or_accepted = (n for n in drafted.numbers if not drafted.blocks[n].is_rejected)
                wanted = [*open_or_accepted] or [1]  # to be told that there are none
            names = new_names(drafted, changes)
            drafted = drafted.reopen(reopened).change(changes).reject(rejected)
            wanted = [*dict.fromkeys([*wanted, *changes])]
            if both := sorted({*wanted} & {*rejected}):
                raise click.UsageError(f"accept or reject {_listed(both)}, not both")
            known = sheets_of(settings) if wanted else ()
            judge = Judge(known, settings.seeds_dir, settings.language, names.values())
            accepted = _accepted(drafted, wanted, judge)
            after = Sheet(accepted.text, drafted.shown)
            written = after.tidied() if tidy else accepted.text
            if len(written.encode("utf-8")) > limits.SHEET:
                raise click.UsageError(
                    f"{shown(sheet.absolute())} would have more than {limits.SHEET:,} bytes; split it"
                )
            missing = [actor for actor in accepted.actors if not _has_sheet(settings, actor)]
            if create:
                _create(settings, [names.get(each, NewName("", each, "")) for each in missing])
            write_read(settings, path, written, before)
    except RefusedError as error:
        raise click.UsageError(str(error)) from error
    if accepted.before:
        say(f"accepted before: {_listed(accepted.before)}")
    if rejected or reopened:
        say(f"rejected: {_listed(rejected) or 'none'}; open again: {_listed(reopened) or 'none'}")
    left = len(drafted.open) - sum(drafted.blocks[number].is_open for number in accepted.numbers)
    rest = (
        f"{left} {'was' if left == 1 else 'were'} deleted"
        if tidy
        else f"{left} {'is' if left == 1 else 'are'} left"
    )
    say(f"accepted: {_listed(accepted.numbers) or 'none'}; {rest}")
    for line in _judged(after, accepted.numbers, judge):
        say(line)
    for actor in missing if not create else ():
        say(
            f"no sheet yet: {actor}; `briefings accept … --create` or `briefings new actor {actor}` starts it"
        )
    return 0


def _accepted(drafted: Sheet, wanted: Sequence[int], judge: Judge) -> Accepted:
    """The sheet with these candidates as entries; refused with everything that is wrong with any of them."""
    try:
        return drafted.accept(wanted)
    except RefusedError as error:
        known = [number for number in wanted if number in drafted.blocks]
        more = [
            line
            for line in _judged(drafted, known, judge)
            if not any(line.partition(": ")[2] in message for message in error.messages)
        ]
        raise RefusedError(*error.messages, *more) from None


def _judged(sheet: Sheet, numbers: Iterable[int], judge: Judge) -> Iterator[str]:
    """What `check` would report of candidates."""
    for number in numbers:
        for problem in judge(sheet.blocks[number].key, data_of(sheet, number)).problems:
            yield f"candidate {number}: {problem}"


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _has_sheet(settings: Settings, actor: str) -> bool:
    folder = settings.content_dir / FOLDERS["actor"]
    return any(folder.rglob(f"{actor}.yml")) or any(folder.rglob(f"{actor}.yaml"))


def _create(settings: Settings, actors: Sequence[NewName]) -> None:
    """Start the sheets of actors, with the name and kind that the drafted sheet gives."""
    for actor in actors:
        check_id(actor.id)
        given = given_values("actor", {"name": actor.name or None, "sort": actor.kind or None})
        file = settings.content_dir / FOLDERS["actor"] / f"{actor.id}.yml"
        write_sheet(settings, file, starter("actor", given, today=today(), language=settings.language))


# ── find ────────────────────────────────────────────────────────────────────────────────────────────────────


@click.command(
    epilog=example("briefings find council tram", "briefings find shops --source harbor-tram --format json")
)
@click.argument("words", metavar="WORDS…", nargs=-1, required=True)
@click.option("--source", metavar="ID", help="Search the text of this source only.")
@format_option(("text", "json"), "passages")
@click.pass_obj
def find(project: Path | None, words: tuple[str, ...], source: str | None, form: str) -> int:
    """Find a passage in the saved texts, as a sheet cites it.

    A passage has all the WORDS, in any order; `briefings verify` would accept each as it is printed. The exit
    code is 1 if there is none.
    """
    settings = Settings.load(project)
    seeds_of = seeds.Seeds(settings.seeds_dir)
    languages = {s.id: s.data.language for s in sheets_of(settings) if isinstance(s.data, Source)}
    chosen = sorted(seeds_of.ids) if source is None else [source]
    if source is not None and source not in seeds_of.ids:
        hint = did_you_mean(source, seeds_of.ids)
        raise click.UsageError(f"there is no text seeds/{source}.txt" + (f"; {hint}" if hint else ""))
    passages = find_passages(words, seeds_of, {each: languages.get(each, "") for each in chosen})
    found = list(islice(passages, MOST_PASSAGES + 1))
    for each in found[:MOST_PASSAGES] if form == "text" else ():
        click.echo(escape.terminal(f"seeds/{each.source}.txt:{each.line}"))
        click.echo(escape.terminal(f"  {each.cite}"))
    if form == "json":
        listing = [
            {"source": each.source, "line": each.line, "passage": each.words}
            for each in found[:MOST_PASSAGES]
        ]
        click.echo(json.dumps(listing, ensure_ascii=False, indent=1))
    if not found:
        say("no saved text has a sentence with all these words")
    elif len(found) > MOST_PASSAGES:
        say(f"only the first {MOST_PASSAGES} are shown; add words")
    return int(not found)


MOST_PASSAGES = 20


# ── desk ────────────────────────────────────────────────────────────────────────────────────────────────────


@click.command(epilog=example("briefings desk", "briefings desk --address 127.0.0.1:9000"))
@click.option(
    "--address",
    default="127.0.0.1:8000",
    show_default=True,
    metavar="HOST:PORT",
    help="Where the desk answers; this computer only.",
)
@click.pass_obj
def desk(project: Path | None, address: str) -> int:
    """Take an article to a page in the browser.

    The desk shows the saved text of an article with its candidates, what checks say of each fact as you fill
    it in, and the preview. It answers to this computer only, and only at the address that it prints, as
    `briefings serve` does.
    """
    settings = settings_of(project)
    if not serve.is_local(address):
        raise click.UsageError("the desk answers to this computer only: --address 127.0.0.1:8000")
    serve.run(settings, address, drafts=True)
    return 0
