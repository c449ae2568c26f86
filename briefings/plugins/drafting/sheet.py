"""Writes the sheets of a draft: the source, and the briefing with its candidates in comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from shlex import quote as shell_quote
from typing import Any

from briefings.evidence.fetched import Article
from briefings.model import MODELS, Source
from briefings.model.keys import keys_of
from briefings.plugins.drafting.article import MOST_WORDS
from briefings.plugins.drafting.blocks import ENTRY, HEADING, KEY, KEYS, blocks, commented
from briefings.plugins.drafting.candidates import Candidate, Drafted, NewName
from briefings.plugins.drafting.values import written
from briefings.sheets.shape import value_problems
from briefings.sheets.starter import quoted, starter
from briefings.text.characters import first_hidden
from briefings.words import Words


def source_sheet(article: Article, given: Mapping[str, Any], *, today: date, language: str) -> str:
    """The source sheet: what was given goes before what the article says of itself. It is a draft if a key is
    still to be filled in."""
    values = valid(article) | dict(given)
    needed = {"title", *(key for key, field in keys_of(Source).items() if field.is_required())}
    whole = needed <= values.keys()
    return starter("source", values if whole else values | {"draft": True}, today=today, language=language)


SAID = ("title", "publisher", "published", "authors", "url", "language")
"""What an article says of itself."""


def valid(article: Article) -> dict[str, Any]:
    """What an article says of itself, as far as a source sheet may have it; a page can say anything."""
    said = {key: value for key in SAID if (value := getattr(article, key))}
    values = {key: list(value) if isinstance(value, tuple) else value for key, value in said.items()}
    return {
        key: value
        for key, value in values.items()
        if first_hidden(f"{value}") is None
        and len(f"{value}") <= LONGEST_VALUE
        and not any(value_problems({key: value}, MODELS["source"]))
    }


LONGEST_VALUE = 500
"""Characters of a title or a list of authors; longer ones are something else."""


def briefing_sheet(
    drafted: Drafted,
    source: str,
    text: str,
    given: Mapping[str, Any],
    words: Words,
    *,
    path: str,
    today: date,
) -> str:
    """The briefing sheet: the keys that it needs, then all candidates in comments."""
    opening = starter("briefing", given, today=today, language=words.language, optional=False)
    return with_candidates(opening, drafted, source, text, words, path=path)


def with_candidates(
    existing: str, drafted: Drafted, source: str, text: str, words: Words, *, path: str, by: str = ""
) -> str:
    """A briefing sheet with the candidates of an article, found by rules or proposed by another program."""
    introduction = _introduction(drafted, source, path, by, words)
    return with_more(existing, drafted.candidates, source, text, words, [*introduction])[0]


def with_more(
    existing: str,
    candidates: Sequence[Candidate],
    source: str,
    text: str,
    words: Words,
    introduction: Sequence[str] = (),
) -> tuple[str, int]:
    """A briefing sheet with more candidates, and the number of the last one. They are comments below the
    entries of their key, or at the end; all other bytes stay."""
    whole = existing.splitlines(keepends=True)
    lines = [line.rstrip("\r\n") for line in whole]
    number = max((block.number for block in blocks(lines)), default=0)
    end = "\r\n" if existing.partition("\n")[0].endswith("\r") else "\n"
    if whole and whole[-1] == lines[-1]:
        whole[-1] += end
    inserted: dict[int, list[str]] = {}
    rest = [*([""] if lines and lines[-1] and introduction else []), *introduction]
    for key in KEYS:
        group = [each for each in candidates if each.key == key]
        numbered = [
            line for n, each in enumerate(group, number + 1) for line in _block(n, each, source, text, words)
        ]
        number += len(group)
        place = _end_of(lines, key)
        if place is not None:
            inserted[place] = numbered
        elif group:
            rest += ["", f"# {key}:", *numbered]
    for place, new in sorted(inserted.items(), reverse=True):
        whole[place:place] = [f"{line}{end}" for line in new]
    return "".join([*whole, *(f"{line}{end}" for line in rest)]), number


def _end_of(lines: list[str], key: str) -> int | None:
    """The line after the last entry of a key; None if the sheet does not have it, in block style."""
    matches = [
        n for n, line in enumerate(lines) if (found := KEY.match(line)) is not None and found["key"] == key
    ]
    if not matches:
        return None
    last = matches[-1]
    for n in range(matches[-1] + 1, len(lines)):
        if lines[n].startswith((" ", "-")) or HEADING.match(lines[n]) or ENTRY.match(lines[n]):
            last = n
        elif KEY.match(lines[n]) or (lines[n].strip() and not lines[n].startswith("#")):
            break
    return last + 1


def _introduction(drafted: Drafted, source: str, path: str, by: str, words: Words) -> Iterator[str]:
    what = "draft.proposed" if by else "draft.found"
    yield f"# seeds/{source}.txt: {words(what, n=len(drafted.candidates), by=by)}"
    if by:
        return
    yield f"# {words('draft.how')}"
    yield f"# briefings accept {path} {'1 3-5' if len(drafted.candidates) >= 5 else '1'}"
    yield f"# {words('draft.tidy')}"
    if drafted.left_out:
        yield f"# {words('draft.left_out', counts=left_out(drafted, words))}"
    if drafted.names:
        yield "#"
        yield f"# {words('draft.names')}"
        yield from (f"# {new_actor(name)}" for name in drafted.names)
        if any(name.id == "" for name in drafted.names):
            yield f"# {words('draft.ids')}"


def left_out(drafted: Drafted, words: Words) -> str:
    """How much is in no candidate: `sentences of corrections (2), more candidates (3)`."""
    return ", ".join(f"{words(f'draft.left.{what}')} ({n:,})" for what, n in drafted.left_out.items())


def _block(number: int, candidate: Candidate, source: str, text: str, words: Words) -> Iterator[str]:
    line = text.count("\n", 0, candidate.place) + 1
    yield f"# [{number}] {_heading(candidate, line, words)}"
    yield from commented(list(_entry(candidate, source, words)))


def new_actor(name: NewName) -> str:
    """The command that makes a sheet for a name."""
    kind = f" --kind {name.kind}" if name.kind else ""
    return f"briefings new actor {name.id or 'ID'} --name {shell_quote(name.name)}{kind}"


def _heading(candidate: Candidate, line: int, words: Words) -> str:
    kind = words(f"desk.kinds.{candidate.noun}")
    said = [words("draft.heading", kind=kind, line=str(line))]
    if candidate.near:
        said.append(words("draft.choose"))
    elif candidate.new:
        said.append(words("draft.new"))
    elif candidate.noun == "quotation" and not dict(candidate.values)["speaker"]:
        said.append(words("draft.unnamed"))
    if candidate.words > MOST_WORDS:
        said.append(words("draft.long", n=candidate.words))
    return " · ".join(said)


def _entry(candidate: Candidate, source: str, words: Words) -> Iterator[str]:
    """The YAML of an entry."""
    dash = "- "
    for key, value in candidate.values:
        offer = ""
        if key == "speaker" and candidate.near:
            offer = f"# ? {' | '.join(candidate.near)} ({words('draft.offer')})"
        elif key == "speaker" and candidate.new and not value:
            offer = f"# = {candidate.new} ({words('draft.needs_id')})"
        yield f"  {dash}{key}: {written(key, value)}{offer}".rstrip()
        dash = "  "
    if candidate.passage is None:
        yield f"    cite: {source}"
    else:
        yield f"    cite: {{{source}: {quoted(candidate.passage)}}}"
