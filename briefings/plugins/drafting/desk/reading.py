"""A person reads the facts of a briefing against their sources at the desk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from briefings.cli.project import today, writing
from briefings.evidence import seeds
from briefings.evidence.readings import NAME, Answer, ReadRecord
from briefings.model.dates import Date
from briefings.plugins.drafting.decisions import RefusedError
from briefings.plugins.drafting.desk.bench import Bench
from briefings.plugins.drafting.desk.shelf import entries_in
from briefings.sheets.git import user_name
from briefings.site import readings, stages
from briefings.store import reading
from briefings.words import Words


def questions(bench: Bench, briefing: str) -> Mapping[str, Any]:
    """The facts of a briefing that can be read against a saved text, each with the reading that holds; and
    the name of whoever works here."""
    _, sheet = bench.opened(briefing)
    by_line = {item.start_mark.line + 1: fact for fact, (_, item) in entries_in(sheet).items()}
    checked = stages.check(bench.settings, drafts=True, cache=bench.cache)
    known = None if checked.coverage is None else checked.coverage.readings
    found = readings.questions(known, bench.settings.seeds_dir, [sheet.shown]) if known is not None else ()
    return {
        "reader": user_name(bench.settings.root),
        "facts": {
            by_line[each.place.line]: {
                "address": each.fact,
                "digest": each.digest,
                "read": "" if each.read is None else _in_words(each.read, bench.words),
                "answer": "" if each.read is None else each.read.answer,
            }
            for each in found
            if each.is_answerable and each.place.line in by_line
        },
    }


def _in_words(read: ReadRecord, words: Words) -> str:
    day = words.date(Date.parse(read.day.isoformat()))
    return words(f"evidence.read.{read.answer}", name=read.reader, date=day)


def answer(
    bench: Bench, briefing: str, address: str, digest: str, answer: str, reader: str, passage: str
) -> Mapping[str, Any]:
    """Record what a person says of a fact; it can be undone like a decision."""
    if answer not in get_args(Answer) or not address.startswith(f"briefings/{briefing}#"):
        raise RefusedError(f"`{answer}` is not an answer about {briefing}")
    answered: Any = answer
    path = bench.settings.seeds_dir / NAME
    with writing(bench.settings):
        before = _content(bench, path)
        readings.answer(bench.settings.seeds_dir, address, digest, answered, reader, today())
        words = bench.called(f"reading.{answer}", of=passage)
        bench.remember({path: (before, _content(bench, path))}, briefing, words)
    return {**questions(bench, briefing), "latest": bench.latest(briefing)}


def _content(bench: Bench, path: Path) -> bytes | None:
    try:
        return reading.read(path, largest=seeds.LARGEST, root=bench.settings.root)
    except reading.MissingError:
        return None
    except reading.ReadError as error:
        raise RefusedError(f"{path.name} {error}") from error
