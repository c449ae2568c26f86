"""`briefings verify` and `briefings record`: the two locks."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import click

from briefings import plugin
from briefings.catalog.catalog import Catalog
from briefings.checks.published import address_lost
from briefings.cli.output import example, say, show
from briefings.cli.project import day_of, settings_of, today, write_named, writing
from briefings.evidence.fetched import FetchResult, FetchTexts
from briefings.evidence.records import COPIES, Copy
from briefings.evidence.summary import summary as summarize
from briefings.problems.problem import counted
from briefings.settings import Settings
from briefings.site import stages
from briefings.site.addresses import record_all, record_new
from briefings.site.verify import Comparison
from briefings.site.verify import verify as verify_passages
from briefings.text.markdown import plain


@click.command(
    epilog=example(
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
@click.option("--with", "copy", type=click.Choice(COPIES), help="With --compared: what was read.")
@click.option(
    "--on",
    "day",
    metavar="DATE",
    help="With --compared: when it was read, such as 2026-11-24; by default today.",
)
@click.option(
    "--passage", "passages", multiple=True, metavar="TEXT", help="With --compared: only this passage."
)
@click.pass_obj
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
    """Look up passages in the saved texts, and record the results.

    The texts are in seeds/, the results in seeds/quotes.lock. A passage whose text is missing is recorded as
    not checked or, with --compared, as compared by hand.
    """
    comparison = _comparison(sources, by, copy, day, passages)
    settings = settings_of(project)
    fetched: list[FetchResult] = []
    if fetch:
        catalog = stages.check(settings, drafts=True).require_linked()
        # Before the lock, as it may take minutes. A text that is there is never replaced.
        fetched = _fetched(settings, catalog)
    with writing(settings):
        catalog = stages.check(settings, drafts=True).require_linked()
        result = verify_passages(
            settings, catalog, today=today(), comparison=comparison, prune=prune, fetched=fetched
        )
        # What is checked is about to be published.
        recorded = record_new(settings, catalog)
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
    return int(
        bool(result.at_risk or result.set_aside) or any(p.severity == "error" for p in result.problems)
    )


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
    on = day_of("--on", day)
    if on > today():
        raise click.UsageError(f"--on {on} is in the future")
    return Comparison(sources, by, copy, on, passages)


def _fetched(settings: Settings, catalog: Catalog) -> list[FetchResult]:
    """Fetch and save missing texts, and print the outcome for each source."""
    fetch_texts: FetchTexts = plugin.provided("texts", "--fetch")
    sources = {source_id: sheet.data for source_id, sheet in catalog.sources.items()}
    return fetch_texts(
        sources,
        settings.seeds_dir,
        progress=lambda result: say(f"{result.source}: {result.message}"),
    )


@click.command(
    epilog=example(
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
def record(project: Path | None, withdraw: tuple[str, ...]) -> int:
    """Record all published addresses, so that none is lost.

    Those of sheets and entries are recorded in content/ids.lock, which is to be committed. An entry that was
    reworded since then gets a line `anchor`, so that it keeps its address. That of an entry which moved to
    another briefing leads there.
    """
    settings = settings_of(project)
    with writing(settings):
        catalog = stages.check(settings).require_linked()
        recording = record_all(settings, catalog, withdrawn=withdraw)
    for each, entry in recording.kept:
        place = entry.sheet.place(entry.path)
        words = plain(entry.title, catalog.name)
        say(f"{place.path}:{place.line}: “{words}” keeps the address `#{each.name}`")
    for each, entry in recording.moved:
        page = plain(entry.sheet.data.headline, catalog.name)
        say(f"`{each.address}` leads to “{page}”, where the entry is now")
    for address in withdraw:
        say(f"`{address}` is withdrawn, and leads to the page")
    show([address_lost(each) for each in recording.lost])
    say(_recorded(recording.added))
    return int(bool(recording.lost))


def _recorded(added: Collection[str]) -> str:
    """`2 ids and 1 address of an entry added to content/ids.lock`."""
    entries = sum("#" in each for each in added)
    ids = len(added) - entries
    parts = [counted(ids, "id")] if ids else []
    parts += [f"{entries} address{'' if entries == 1 else 'es'} of entries"] if entries else []
    lock = stages.IDS_LOCK
    return f"{' and '.join(parts)} added to {lock}" if parts else f"{lock} is up to date"
