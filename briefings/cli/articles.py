"""Reads an article from a file or standard input: a text, a saved web page or a PDF."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from briefings import plugin
from briefings.evidence import seeds
from briefings.evidence.fetched import Article, ReadArticle
from briefings.grammar.lines import unwrapped
from briefings.problems.problem import counted
from briefings.store import reading

LARGEST = 20_000_000
"""Bytes of a file with an article."""

PAGES = frozenset({".htm", ".html", ".mht", ".mhtml", ".xhtml"})
"""The ends of names of web pages, which may have too few tags to be recognized by them."""

STANDARD_INPUT = Path("-")


def read_article(file: Path) -> Article:
    """The article in a file, and what the file says of it; raises `ReadError`."""
    if file == STANDARD_INPUT:
        data = sys.stdin.buffer.read(LARGEST + 1)
        if len(data) > LARGEST:
            raise reading.ReadError(f"has more than {LARGEST:,} bytes")
    else:
        data = reading.read(file, largest=LARGEST)
    return article_in(data, file)


def article_in(data: bytes, file: Path) -> Article:
    """The article in the bytes of a file, in the form in which its text is saved; raises `ReadError`.

    The lines of a wrapped text are joined.
    """
    is_pdf = data.startswith(b"%PDF-")
    if not is_pdf and file.suffix.lower() not in PAGES and not seeds.is_page(data):
        text, wraps, divided = unwrapped(seeds.decode(data))
        notes = [f"joined {counted(wraps, 'wrapped line')}"] if wraps else []
        if divided:
            notes.append(f"joined words that a line end had divided: {', '.join(divided[:MOST_SHOWN])}")
        return Article(seeds.saved_form(text), notes=tuple(notes))
    try:
        kind = "a PDF" if is_pdf else "a web page"
        read: ReadArticle = plugin.provided("article", f"{file} is {kind}; reading it")
    except plugin.MissingError as error:
        raise click.UsageError(f"{error}, or copy the article's words into a text file") from error
    article = read(data, file)
    complete = "read the saved text to see that the article is complete"
    note = f"extracted {len(article.text):,} characters; {complete}"
    return replace(article, text=seeds.saved_form(article.text), notes=(note, *article.notes))


MOST_SHOWN = 20
"""Divided words that are listed."""
