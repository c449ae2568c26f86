"""What each command does."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from briefings.build import outputs, stages
from briefings.build.addresses import NotLostError, record_all, record_new
from briefings.build.stages import CheckResult
from briefings.build.verify import Comparison, ComparisonError
from briefings.build.verify import verify as verify_passages
from briefings.catalog.catalog import Catalog
from briefings.checks.published import address_lost
from briefings.cli.failures import bug_message, os_message
from briefings.cli.output import Bar, add_to_job_summary, say, show, shown, tally
from briefings.cli.project import complete_changes, in_ci, settings_of, today, write_named, writing
from briefings.evidence import seeds
from briefings.evidence.fetch import FetchResult
from briefings.evidence.fetch import fetch as fetch_texts
from briefings.evidence.records import Copy
from briefings.evidence.sandbox import Page
from briefings.evidence.summary import summary as summarize
from briefings.html.engines import EngineError, EngineResult
from briefings.model import FOLDERS, MODELS
from briefings.model.about import Weight
from briefings.problems.problem import (
    ContentError,
    Problem,
    or_list,
    with_severity,
)
from briefings.settings import ProjectNotFound, Settings
from briefings.sheets.git import GitError
from briefings.sheets.load import load, read_text
from briefings.sheets.shape import value_problems
from briefings.sheets.starter import OPTIONS, starter
from briefings.store import reading
from briefings.store.files import write_if_changed
from briefings.store.folders import Scratch, sweep
from briefings.store.processes import Progress
from briefings.text.markdown import plain
from briefings.text.prose import LONGEST_ID, RESERVED, Kind, id_from, is_id
from briefings.versions.change import at_least
from briefings.versions.reports import DiffFormat
from briefings.versions.reports import report as describe
from briefings.versions.revision import diff as compare
from briefings.versions.show import show as in_words


def check_content(settings: Settings, found: Iterable[Problem] = (), *, drafts: bool = False) -> CheckResult:
    """Check the content, and print all problems, including those in `found`; exit if there is an error."""
    checked = stages.check(settings, drafts=drafts, today=today(), lock_required=in_ci())
    problems = with_severity(dict.fromkeys((*found, *checked.problems)), settings.severity)
    show(problems)
    for note in checked.notes:
        click.echo(note)
    if checked.catalog is None or any(p.severity == "error" for p in problems):
        raise click.exceptions.Exit(1)
    return checked


def show_sheet(file: Path) -> int:
    """Print what a sheet says, in words."""
    read = read_text(file, str(file))
    # Not an error: then `git diff` would show no file at all.
    click.echo(f"{read.message}\n" if isinstance(read, Problem) else in_words(read[0]), nl=False)
    return 0


def diff(project: Path | None, revision: str, form: DiffFormat, severity: Weight | None) -> int:
    """Say what changed in meaning since a git revision."""
    settings = settings_of(project)
    loaded = load(settings.content_dir, root=settings.root, cache=stages.parse_cache(settings))
    found = compare(settings.root, loaded, revision, settings.language)
    click.echo(describe(found, form), nl=False)
    if form == "github":
        add_to_job_summary(describe(found, "markdown"))
    return int(severity is not None and any(at_least(each, severity) for each in found.changes))


def serve(project: Path | None, address: str, drafts: bool) -> int:
    """Preview the site; a saved sheet is on the page at once."""
    from briefings import preview
    from briefings.build.session import Session

    settings = settings_of(project)
    watched = [settings.content_dir, settings.seeds_dir, settings.config_file, *settings.theme_dirs]

    def rebuild(
        session: Session, url: str, saved: Collection[Path], progress: Progress
    ) -> Iterator[tuple[EngineResult, bool]]:
        try:
            yield from session.build(url, saved, progress)
        except OSError as error:
            raise EngineError(os_message(error)) from error
        except (ProjectNotFound, GitError) as error:
            raise EngineError(str(error)) from error

    def print_outcome(outcome: EngineResult | Exception) -> None:
        if isinstance(outcome, EngineResult):
            say(f"{outcome.pages} page{'' if outcome.pages == 1 else 's'} in {outcome.seconds:.1f} s")
        elif isinstance(outcome, ContentError):
            show(outcome.problems)
            say("the last good pages are still shown")
        elif isinstance(outcome, EngineError):
            for warning in outcome.warnings:
                say(f"  {warning}")
            say(str(outcome))
        else:
            say(bug_message(outcome))

    ending = preview.Ending()
    ending.install()
    mount = urlsplit(settings.site_url).path or "/"
    sweep(settings.preview_dir, inside=settings.root)
    with Scratch(settings.preview_dir, inside=settings.root) as folder:
        preview.serve(
            partial(rebuild, Session(settings.root, folder.path, drafts=drafts)),
            watched,
            address,
            mount=mount,
            report=print_outcome,
            ready=lambda url: say(f"preview on {url} (stop with Ctrl+C)"),
            ending=ending,
        )
    return 0


def generate(project: Path | None, drafts: bool) -> int:
    """Write the Markdown tree only."""
    settings = settings_of(project)
    with writing(settings):
        checked = check_content(settings, outputs.obstacles(settings, ("markdown",)), drafts=drafts)
        result = stages.generate(settings, checked, progress=Bar())
    say(
        f"{tally(len(result.plan.pages), result.written, result.removed)}; the tree is in"
        f" {shown(settings.docs_dir)}"
    )
    return 0


def verify(
    project: Path | None,
    fetch: bool,
    summary: Path | None,
    prune: bool,
    sources: tuple[str, ...],
    by: str | None,
    copy: Copy | None,
    day: str | None,
    passages: tuple[str, ...],
) -> int:
    """Look passages up in the saved texts, and record them.

    The texts are in seeds/, the results in seeds/quotes.lock. A passage whose text is missing is recorded as
    not checked or, with --compared, as compared by hand.
    """
    comparison = _comparison(sources, by, copy, day, passages)
    settings = settings_of(project)
    fetched: list[FetchResult] = []
    if fetch:
        catalog = _linked(settings, drafts=True)
        if catalog is None:
            return 1
        # Before the lock, as it may take minutes. A text that is there is never replaced.
        fetched = _fetched(settings, catalog)
    try:
        with writing(settings):
            catalog = _linked(settings, drafts=True)
            if catalog is None:
                return 1
            result = verify_passages(settings, catalog, today=today(), comparison=comparison, prune=prune)
            # What is checked is about to be published.
            recorded = record_new(settings, catalog)
    except ComparisonError as error:
        raise click.UsageError(str(error)) from error
    if summary is not None:
        locks = result.before, result.after
        text = summarize(*locks, result.proofs, fetched, at_risk=result.at_risk, pruned=result.pruned)
        write_named(summary, text.encode("utf-8"), settings)
    show(result.problems)
    for line in result.notes():
        say(line)
    if any(each.outcome == "saved" for each in fetched):
        say(BACK_UP)
    if recorded:
        say(_recorded(recorded))
    say(result.counts)
    return int(bool(result.at_risk) or any(p.severity == "error" for p in result.problems))


BACK_UP = "the texts in seeds/ may be the only copies, and git ignores them: back up that folder"


def _comparison(
    sources: tuple[str, ...], by: str | None, copy: Copy | None, day: str | None, passages: tuple[str, ...]
) -> Comparison | None:
    """The comparison that the options describe."""
    if not sources:
        for name, value in (("--by", by), ("--with", copy), ("--on", day), ("--passage", passages)):
            if value:
                raise click.UsageError(f"{name} goes with --compared SOURCE")
        return None
    if by is None or copy is None:
        raise click.UsageError('--compared needs --by NAME and --with, which is "original" or "stored copy"')
    try:
        on = date.fromisoformat(day) if day is not None else today()
    except ValueError:
        raise click.UsageError(f"--on takes a day like 2026-11-24, not “{day}”") from None
    if on > today():
        raise click.UsageError(f"--on {on} is in the future")
    return Comparison(sources, by, copy, on, passages)


def _linked(settings: Settings, *, drafts: bool = False) -> Catalog | None:
    """The linked sheets; None, with the problems printed, if they cannot be linked."""
    checked = stages.check(settings, drafts=drafts)
    if checked.linked is None:
        show(checked.problems)
    return checked.linked


def _fetched(settings: Settings, catalog: Catalog) -> list[FetchResult]:
    """Fetch and save missing texts, and print the outcome for each source."""
    needed = ("charset_normalizer", "protego", "trafilatura", "urllib3")
    if missing := [library for library in needed if find_spec(library) is None]:
        them = "it" if len(missing) == 1 else "them"
        names = ", ".join(missing)
        raise click.UsageError(f"--fetch needs {names}; install {them} with `pip install 'briefings[fetch]'`")
    from briefings.evidence.client import Client

    sources = {source_id: sheet.data for source_id, sheet in catalog.sources.items()}
    return fetch_texts(
        sources,
        settings.seeds_dir,
        Client(),
        progress=lambda result: say(f"{result.source}: {result.message}"),
    )


def record(project: Path | None, withdraw: tuple[str, ...]) -> int:
    """Record all published addresses, so that none gets lost.

    They are recorded in content/ids.lock, which is to be committed. An entry that was reworded since gets a
    line `anchor` with its former address.
    """
    settings = settings_of(project)
    with writing(settings):
        catalog = _linked(settings)
        if catalog is None:
            return 1
        try:
            recording = record_all(settings, catalog, withdrawn=withdraw)
        except NotLostError as error:
            raise click.UsageError(str(error)) from error
    for each, entry in recording.kept:
        place = entry.sheet.place(entry.path)
        words = plain(entry.title, catalog.name)
        say(f"{place.path}:{place.line}: “{words}” keeps the address `#{each.name}`")
    for address in withdraw:
        say(f"`{address}` is withdrawn, and leads to the page")
    show([address_lost(each) for each in recording.lost])
    say(_recorded(recording.added))
    return int(bool(recording.lost))


def _recorded(added: Collection[str]) -> str:
    """`2 ids and 1 address of an entry added to content/ids.lock`."""
    entries = sum("#" in each for each in added)
    ids = len(added) - entries
    parts = [f"{ids} id{'' if ids == 1 else 's'}"] if ids else []
    parts += [f"{entries} address{'' if entries == 1 else 'es'} of entries"] if entries else []
    return (
        f"{' and '.join(parts)} added to {stages.IDS_LOCK}" if parts else f"{stages.IDS_LOCK} is up to date"
    )


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
            raise click.UsageError(f"{shown(file)} exists already")
        if text is not None:
            _save_text(settings, sheet_id, text, replace=replace)
        if not file.exists():
            write_sheet(settings, file, starter(kind, given, today=today()))
    return 0


def check_id(sheet_id: str) -> None:
    """Refuse an id that no sheet can have."""
    if not is_id(sheet_id) or len(sheet_id) > LONGEST_ID:
        better = id_from(sheet_id)
        hint = f"; did you mean `{better}`?" if better else ""
        rule = f"small letters, digits and single hyphens, at most {LONGEST_ID} characters"
        raise click.UsageError(f"“{sheet_id}” is not an id: {rule}{hint}")
    if sheet_id in RESERVED:
        raise click.UsageError(f"“{sheet_id}” is reserved: {RESERVED[sheet_id]}")


def write_sheet(settings: Settings, file: Path, sheet: str) -> None:
    """Write a new sheet, and print its path and the keys to be filled in."""
    write_if_changed(file, sheet.encode("utf-8"), inside=settings.root)
    click.echo(shown(file))
    empty = _EMPTY_KEY.findall(sheet.replace("\r\n", "\n"))
    if empty:
        say(f"to be filled in: {', '.join(f'`{key}`' for key in empty)}")


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
        data = reading.read(file, largest=LARGEST_PAGE)
        extracted = file.suffix.lower() in PAGES or seeds.is_page(data)
        words = _article(data, file) if extracted else seeds.decode(data)
        saved = seeds.save(settings.seeds_dir, source, words, overwrite=replace)
    except seeds.TextExistsError as error:
        old = settings.seeds_dir / f"{source}.txt"
        hint = f"It may be the only copy: compare the two, and add --replace to replace it with {file}"
        raise click.UsageError(f"{file} {error} ({old.stat().st_size:,} bytes). {hint}") from error
    except reading.ReadError as error:
        raise click.UsageError(f"{file} {error}") from error
    if extracted:
        check_it = f"read {shown(saved)} to see that the article is complete"
        say(f"extracted {len(words):,} characters from the page: {check_it}")
    say(f"saved its text as {shown(saved)}; `briefings verify` looks its passages up")
    say(BACK_UP)


LARGEST_PAGE = 20_000_000
"""Bytes."""
PAGES = frozenset({".htm", ".html", ".xhtml"})
"""The ends of names of web pages, which may have too few tags to be recognized by them."""


def _article(data: bytes, file: Path) -> str:
    """The text of the article on a saved web page."""
    return read_page(data, file).text


def read_page(data: bytes, file: Path) -> Page:
    """The article on a saved web page, and what the page says of it."""
    if find_spec("trafilatura") is None:
        hint = (
            "install it with `pip install 'briefings[fetch]'`, or copy the article's words into a text file"
        )
        raise click.UsageError(
            f"{file} is a web page, and the library that reads it is not installed: {hint}"
        )
    from briefings.evidence.responses import FetchError, Response
    from briefings.evidence.sandbox import page

    try:
        return page(Response(url=file.absolute().as_uri(), kind="text/html", charset=None, body=data))
    except FetchError as error:
        raise click.UsageError(f"{file} {error}") from error


def schema(project: Path | None, to: Path | None) -> int:
    """Write JSON Schemas, which let editors complete sheets."""
    settings = settings_of(project)
    checked = stages.check(settings, drafts=True)
    refused = outputs.problems_of(settings, settings.schemas_dir, checked.problems)
    if refused and to is None:
        show(refused)
        return 1
    # A folder named by the user may be a link; the project's own must not.
    folder = to.resolve() if to is not None else settings.schemas_dir
    stages.write_schemas(folder, checked.linked, inside=settings.root)
    say(f"schemas are in {shown(folder)}")
    return 0
