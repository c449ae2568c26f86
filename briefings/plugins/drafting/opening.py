"""Reads an article and its head from a file, and what the project knows of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from briefings.cli.new import LARGEST_PAGE, PAGES, read_page
from briefings.evidence import seeds
from briefings.evidence.reading.lexicon import guess, lexicon
from briefings.languages import REFERENCE
from briefings.model.actor import Actor as ActorModel
from briefings.model.source import Source
from briefings.plugins.drafting.candidates import NewName
from briefings.plugins.drafting.decisions import Sheet
from briefings.plugins.drafting.head import Head, read_head
from briefings.plugins.drafting.judge import Judge
from briefings.plugins.drafting.names import Actor
from briefings.plugins.drafting.sheet import valid
from briefings.settings import Settings
from briefings.sheets.load import Sheet as LoadedSheet
from briefings.store import reading

SAID = ("title", "publisher", "published", "url", "language", "authors")
"""What a page says of itself."""


def read_article(file: Path, given: Mapping[str, Any]) -> tuple[str, Head]:
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


__all__ = ["actors_in", "judge_of", "read_article", "with_sheet"]
