"""Reads an article and its head from a file, and what the project knows of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from briefings.cli.new import PAGES, read_page
from briefings.cli.output import shown
from briefings.cli.project import today
from briefings.evidence import seeds
from briefings.evidence.reading.lexicon import guess, lexicon
from briefings.languages import REFERENCE
from briefings.model.actor import Actor as ActorModel
from briefings.model.source import Source
from briefings.plugins.drafting.candidates import Drafted, NewName
from briefings.plugins.drafting.decisions import Sheet
from briefings.plugins.drafting.head import Head, read_head
from briefings.plugins.drafting.judge import Judge
from briefings.plugins.drafting.names import Actor
from briefings.plugins.drafting.sheet import briefing_sheet, valid, with_candidates
from briefings.settings import Settings
from briefings.sheets.load import Sheet as LoadedSheet
from briefings.sheets.load import load
from briefings.site import stages
from briefings.store import reading
from briefings.store.parsed import ParseCache
from briefings.text import limits

SAID = ("title", "publisher", "published", "url", "language", "authors")
"""What a page says of itself."""


def read_article(file: Path, data: bytes, given: Mapping[str, Any]) -> tuple[str, Head]:
    """The text of an article as it will be saved, and its head, from what a file contains; raises
    `ReadError`."""
    said: dict[str, Any] = {}
    if file.suffix.lower() in PAGES or seeds.is_page(data):
        page = read_page(data, file)
        text = seeds.saved_form(page.text)
        said = {key: getattr(page, key) for key in SAID}
    else:
        text = seeds.saved_form(seeds.decode(data))
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


def with_sheet(head: Head, source: Source) -> Head:
    """A head in which the sheet of the source goes before what the text says."""
    published = "" if source.published is None else source.published.text
    return replace(head, language=source.language, published=published or head.published)


def actors_in(sheets: Iterable[LoadedSheet[Any]]) -> list[Actor]:
    """The actors that have sheets."""
    return [
        Actor(sheet.id, sheet.data.kind, (sheet.data.name, *sheet.data.aliases))
        for sheet in sheets
        if isinstance(sheet.data, ActorModel) and sheet.data.withdrawn is None
    ]


def judge_of(settings: Settings, sheets: Iterable[LoadedSheet[Any]], drafted: Sheet) -> Judge:
    """A judge of the candidates of a sheet, who knows the names without a sheet that it lists."""
    names = [
        NewName(known.get("name", ""), actor, known.get("kind", ""))
        for actor, known in drafted.commands().items()
    ]
    return Judge(sheets, settings.seeds_dir, settings.language, names)


def drafted_sheet(
    drafted: Drafted,
    source: str,
    text: str,
    chosen: Mapping[str, Any],
    before: str | None,
    path: Path,
    settings: Settings,
    *,
    adds: bool,
) -> Sheet:
    """The sheet of a briefing with the candidates of an article; refuses to change one without a reason."""
    place = relative(path, settings)
    new = briefing_sheet(drafted, source, text, chosen, path=place, today=today())
    if before is None or before == new:
        return Sheet(new, place)
    other = "for another one, --briefing ID"
    if source in Sheet(before, "").sources:
        raise click.UsageError(f"{shown(path)} has candidates from seeds/{source}.txt already; {other}")
    if not adds:
        hint = f"to add candidates to it, write --briefing {path.stem}"
        raise click.UsageError(f"{shown(path)} exists already; {hint}; {other}")
    return Sheet(with_candidates(before, drafted, source, text, path=place), place)


def text_of(path: Path) -> str | None:
    """The text of a briefing, if there is one."""
    if path.is_symlink():
        raise click.UsageError(f"{shown(path)} is a link")
    if not path.exists():
        return None
    try:
        return reading.read(path, largest=limits.SHEET).decode("utf-8")
    except UnicodeDecodeError:
        raise click.UsageError(f"{shown(path)} is not UTF-8 text") from None
    except reading.ReadError as error:
        raise click.UsageError(f"{shown(path)} {error}") from error


def relative(path: Path, settings: Settings) -> str:
    return path.relative_to(settings.root).as_posix()


def sheets_of(settings: Settings, cache: ParseCache | None = None) -> tuple[LoadedSheet[Any], ...]:
    """All sheets of a project of valid shape."""
    if not settings.content_dir.is_dir():
        return ()
    return load(settings.content_dir, root=settings.root, cache=cache or stages.parse_cache(settings)).sheets


__all__ = [
    "actors_in", "drafted_sheet", "judge_of", "read_article", "relative", "sheets_of", "text_of",
    "with_sheet",
]  # fmt: skip
