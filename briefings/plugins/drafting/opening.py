"""Reads an article and its head from a file, and what the project knows of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from briefings.cli.output import shown
from briefings.cli.project import today
from briefings.evidence.fetched import Article
from briefings.grammar.cues import primary
from briefings.grammar.lexicon import guess, lexicon, readable
from briefings.languages import REFERENCE
from briefings.model.actor import Actor as ActorModel
from briefings.model.source import Source
from briefings.plugins.drafting.article import on_one_line
from briefings.plugins.drafting.candidates import Drafted
from briefings.plugins.drafting.decisions import Sheet
from briefings.plugins.drafting.head import authors_among, read_head, without_site
from briefings.plugins.drafting.names import Actor
from briefings.plugins.drafting.sheet import SAID, briefing_sheet, valid, with_candidates
from briefings.settings import Settings
from briefings.sheets.load import Sheet as LoadedSheet
from briefings.sheets.load import load
from briefings.site import stages
from briefings.store import reading
from briefings.store.parsed import ParseCache
from briefings.text import limits
from briefings.words import Words


def head_of(article: Article, given: Mapping[str, Any]) -> Article:
    """An article with what is given, else what its page says of it, else what its text says.

    Only the authors that the text names go before those of the page, and the language of the words before
    that of a tag.
    """
    page = valid(article)
    publisher = str(page.get("publisher", ""))
    language = str(given.get("language") or _language(article.text, str(page.get("language", ""))))
    spoken = lexicon(language or REFERENCE)
    head = read_head(article.text, spoken)
    authors = head.authors or tuple(authors_among(article.authors, publisher, spoken))
    page["title"] = without_site(str(page.get("title", "")), publisher, article.text)
    known: dict[str, Any] = {
        key: str(given.get(key) or page.get(key) or getattr(head, key))
        for key in ("title", "published", "publisher", "url")
    }
    authors = tuple(given.get("authors") or authors)
    return replace(head, notes=(*article.notes, *head.notes), authors=authors, language=language, **known)


def _language(text: str, tag: str) -> str:
    """The language of a text, where its words say another one than its tag."""
    words = guess(text)
    is_tagged = primary(tag) == words or (tag != "" and primary(tag) not in readable())
    return tag if is_tagged or not words else words


def described(article: Article) -> str:
    """What an article says of itself, and what it does not."""
    values = [(key, getattr(article, key)) for key in SAID]
    said = [f"{key}: {', '.join(v) if isinstance(v, tuple) else on_one_line(v)}" for key, v in values if v]
    missing = ", ".join(f"`{key}`" for key, value in values if not value)
    return "; ".join([*said, f"not said: {missing}"] if missing else said)


def with_sheet(article: Article, source: str, sheets: Iterable[LoadedSheet[Any]]) -> Article:
    """An article whose source may have a sheet, which goes before what the article says."""
    for data in (each.data for each in sheets if each.id == source and isinstance(each.data, Source)):
        published = article.published if data.published is None else data.published.text
        article = replace(article, language=data.language, published=published)
    return article


def actors_in(sheets: Iterable[LoadedSheet[Any]]) -> list[Actor]:
    """The actors that have sheets."""
    return [
        Actor(sheet.id, sheet.data.kind, (sheet.data.name, *sheet.data.aliases))
        for sheet in sheets
        if isinstance(sheet.data, ActorModel) and sheet.data.withdrawn is None
    ]


def drafted_sheet(
    drafted: Drafted,
    source: str,
    text: str,
    chosen: Mapping[str, Any],
    before: str | None,
    path: Path,
    settings: Settings,
    words: Words,
    *,
    adds: bool,
) -> Sheet:
    """The sheet of a briefing with the candidates of an article; refuses to change one without a reason."""
    place = relative(path, settings)
    new = briefing_sheet(drafted, source, text, chosen, words, path=place, today=today())
    if before is None or before == new:
        return Sheet(new, place)
    other = "for another one, --briefing ID"
    if source in Sheet(before, "").sources:
        raise click.UsageError(f"{shown(path)} has candidates from seeds/{source}.txt already; {other}")
    if not adds:
        hint = f"to add candidates to it, write --briefing {path.stem}"
        raise click.UsageError(f"{shown(path)} exists already; {hint}; {other}")
    return Sheet(with_candidates(before, drafted, source, text, words, path=place), place)


def text_of(path: Path, settings: Settings) -> str | None:
    """The text of a briefing, with its own line ends, if there is one."""
    try:
        return reading.read(path, largest=limits.SHEET, root=settings.root).decode("utf-8")
    except reading.MissingError:
        return None
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
