"""The sheets and texts of a project, as the desk shows them: drafts, an article with its facts, and what
checks say of a fact while it is filled in. Nothing is written here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from briefings.catalog.entries import cited_by
from briefings.cli.project import today
from briefings.evidence import seeds
from briefings.evidence.coverage import Finding
from briefings.evidence.passages import is_short
from briefings.model import FOLDERS
from briefings.model.actor import Actor
from briefings.model.briefing import Briefing
from briefings.model.dates import Date
from briefings.model.source import Source
from briefings.plugins.drafting.article import on_one_line
from briefings.plugins.drafting.blocks import KEYS, noun_of
from briefings.plugins.drafting.candidates import NewName
from briefings.plugins.drafting.decisions import RefusedError, Sheet, offered
from briefings.plugins.drafting.desk.fields import KINDS, fields_of
from briefings.plugins.drafting.desk.texts import Text
from briefings.plugins.drafting.judge import Judge, sources_in
from briefings.plugins.drafting.listing import data_of
from briefings.plugins.drafting.opening import (
    actors_in,
    relative,
    sheets_of,
)
from briefings.plugins.drafting.values import NAMED, NUMBERS, Value, number_in, read_value
from briefings.problems.problem import Problem
from briefings.problems.translated import translated
from briefings.settings import Settings
from briefings.sheets import edits
from briefings.sheets.load import Sheet as LoadedSheet
from briefings.sheets.load import load
from briefings.sheets.names import files, wrong_id
from briefings.sheets.starter import starter
from briefings.sheets.yaml_text import read_nodes, read_yaml, unify_lines
from briefings.site import stages
from briefings.store import reading
from briefings.text import limits
from briefings.text.prose import Kind, id_from, is_id
from briefings.words import Words

Values = Mapping[str, str]
"""What a curator filled in, by key; dates and actors may be in words."""


class StaleError(Exception):
    """A file changed after the desk had shown it."""


class Shelf:
    """The sheets and texts of a project."""

    def __init__(self, settings: Settings, words: Words) -> None:
        self.settings = settings
        self.words = words
        self.cache = stages.parse_cache(settings)
        self.days: dict[str, str] = {}
        """The dates that were shown, by their words."""
        self._texts: dict[str, tuple[object, Text]] = {}

    # ── The inbox ───────────────────────────────────────────────────────────────────────────────────────

    def inbox(self) -> Mapping[str, Any]:
        """The drafts with their candidates, and the saved texts that no draft is about."""
        sheets = sheets_of(self.settings, self.cache)
        sources = {each.id: each.data for each in sheets if isinstance(each.data, Source)}
        drafts = [*self._drafts(sources)]
        drafted = {each["source"] for each in drafts}
        citing: dict[str, list[str]] = {}
        for sheet in sheets:
            if isinstance(sheet.data, Briefing):
                for source in cited_by(sheet):
                    citing.setdefault(source, []).append(sheet.id)
        return {
            "drafts": drafts,
            "texts": [
                {"source": each, "title": _title(sources.get(each), each), "briefings": citing.get(each, [])}
                for each in sorted(seeds.Seeds(self.settings.seeds_dir).ids - drafted)
            ],
        }

    def _drafts(self, sources: Mapping[str, Source]) -> Iterator[Mapping[str, Any]]:
        folder = self.settings.content_dir / FOLDERS["briefing"]
        for file in files(folder, self.settings.root)[0]:
            try:
                text = reading.read(file.path, largest=limits.SHEET, root=self.settings.root).decode()
            except (reading.ReadError, UnicodeDecodeError):
                continue  # `check` says what is wrong
            sheet = Sheet(text, file.shown)
            for source in sheet.sources:
                states = Counter(
                    block.state
                    for n, block in sheet.blocks.items()
                    if source in sources_in(data_of(sheet, n).get("cite"))
                )
                title = next(
                    (line[6:].strip(" \"'") for line in sheet.lines if line.startswith("title:")), ""
                )
                yield {
                    "briefing": file.stem,
                    "source": source,
                    "title": title or _title(sources.get(source), source),
                    **{state: states[state] for state in ("accepted", "rejected", "open")},
                }

    # ── An article ──────────────────────────────────────────────────────────────────────────────────────

    def article(self, briefing: str, source: str) -> Mapping[str, Any]:
        """The text of a source, with the facts that a briefing takes from it or may take."""
        sheets = sheets_of(self.settings, self.cache)
        data, sheet = self.opened(briefing)
        text, published = self.text(source, sheets)
        names = self.names(sheets, sheet)
        facts = [*self._candidates(sheet, source, text, names), *self._entries(sheet, source, text, names)]
        return {
            "briefing": briefing,
            "source": source,
            "sheet": sheet.shown,
            "digest": digest_of(data),
            "head": {
                "title": published.title or "",
                "publisher": published.publisher,
                "published": self.date(published.published.text if published.published else ""),
                "authors": [*published.authors],
                "language": text.language,
            },
            "text": text.content,
            "blocks": text.blocks,
            "sentences": text.article.sentences,
            "facts": sorted(facts, key=lambda fact: fact["span"] or (len(text.content), 0)),
            "names": sorted({each for each in names.values() if each}),
            "named": text.named,
        }

    def _candidates(
        self, sheet: Sheet, source: str, text: Text, names: Mapping[str, str]
    ) -> Iterator[Mapping[str, Any]]:
        for number in sheet.numbers:
            block, entry = sheet.blocks[number], data_of(sheet, number)
            if block.key not in KEYS or source not in sources_in(entry.get("cite")):
                continue
            fact = self._fact(block.key, entry, source, text)
            if block.is_open and fact["noun"] == "event" and "drafted" not in entry:
                # Sentences of the article are no titles, so they are help and not a value.
                fact["help"], fact["values"]["title"] = fact["values"].get("title", ""), ""
            people = [str(entry.get("speaker") or ""), *offered(sheet.entry(number))]
            fact["people"] = self._people(people, fact, text, names)
            yield {**fact, "id": str(number), "state": block.state}

    def _entries(
        self, sheet: Sheet, source: str, text: Text, names: Mapping[str, str]
    ) -> Iterator[Mapping[str, Any]]:
        """The entries of a sheet that cite a source, without those that are still marked as candidates."""
        for fact_id, (key, item) in entries_in(sheet).items():
            entry = edits.plain(item)
            if not fact_id.isdecimal() and source in sources_in(entry.get("cite")):
                fact = self._fact(key, entry, source, text)
                people = self._people([str(entry.get("speaker") or "")], fact, text, names)
                yield {**fact, "id": fact_id, "state": "kept", "people": people}

    def _fact(self, key: str, entry: Mapping[str, Any], source: str, text: Text) -> dict[str, Any]:
        noun = noun_of(key, is_quotation="quote" in entry)
        passage = passage_in(entry.get("cite"), source)
        words = passage or str(entry.get("quote") or "")
        return {
            "key": key,
            "noun": noun,
            "fields": [field._asdict() for field in fields_of(noun, "from" in entry)],
            "values": self._shown(entry),
            "passage": words,
            "quote": entry.get("quote") or "",
            "span": text.span(words),
            "help": "",
        }

    def _shown(self, entry: Mapping[str, Any]) -> dict[str, str]:
        """The values of an entry as a curator reads them."""
        return {
            key: self.number(value) if isinstance(value, int | Decimal) and key in NUMBERS
            else self.date(str(value)) if key in _DATES else str(value)
            for key, value in entry.items() if isinstance(value, str | int | Decimal)
        }  # fmt: skip

    def _people(
        self, people: Sequence[str], fact: Mapping[str, Any], text: Text, names: Mapping[str, str]
    ) -> list[dict[str, str]]:
        """Who may have said or done something: the names offered, then those that are near."""
        if not any(field["form"] == "actor" for field in fact["fields"]):
            return []
        near = text.near(fact["span"][0]) if fact["span"] else []
        ids = {each: names.get(each, each) for each in people if each}
        ids |= {name.actor or id_from(name.full) or name.full: name.full for name in near}
        return [{"id": each if is_id(each) else "", "name": name} for each, name in ids.items()][:MOST_PEOPLE]

    def suggest(self, briefing: str, source: str, noun: str, start: int, end: int) -> Mapping[str, Any]:
        """A fact that starts with selected words of a text; it is written when it is accepted."""
        if noun not in KINDS:
            raise RefusedError(f"`{noun}` is not a kind of fact")
        sheets = sheets_of(self.settings, self.cache)
        _, sheet = self.opened(briefing)
        text, _ = self.text(source, sheets)
        passage = text.article.slice((start, end))
        entry: dict[str, Any] = {**dict(text.values(noun, (start, end))), "cite": {source: passage}}
        fact = self._fact(KINDS[noun].key, entry, source, text)
        people = self._people((), fact, text, self.names(sheets, sheet))
        return {**fact, "id": "", "state": "new", "people": people}

    def judge(
        self, briefing: str, source: str, fact: str, noun: str, values: Values, passage: str
    ) -> Mapping[str, Any]:
        """What checks and coverage say of a fact as it is filled in."""
        sheets = sheets_of(self.settings, self.cache)
        _, sheet = self.opened(briefing)
        text, published = self.text(source, sheets)
        actors: dict[str, str] = {}
        filled = self._read(values, text, self.names(sheets, sheet), actors, passage)
        key, entry = entry_of(sheet, fact)
        key = key or KINDS[noun].key
        new = {name: [*value] if isinstance(value, tuple) else value for name, value in filled.items()}
        entry = {name: value for name, value in {**entry, **new}.items() if value != ""}
        if passage:
            entry["cite"] = {source: passage}
        is_whole = all(
            entry.get(each.key) is not None for each in fields_of(noun, "from" in entry) if each.is_needed
        )
        names = [*sheet.new_names.values(), *(NewName(name, actor, "") for actor, name in actors.items())]
        judge = Judge(sheets, self.settings.seeds_dir, self.settings.language, names, self._said_of_fields)
        verdict = judge(key, entry)
        words = passage or str(entry.get("quote") or passage_in(entry.get("cite"), source))
        understood = {each: self.date(str(entry.get(each, ""))) for each in _DATES if values.get(each)}
        given = {each: filled.get(each) for each in NUMBERS}
        understood |= {key: self.number(n) for key, n in given.items() if isinstance(n, int | Decimal)}
        day = str(entry.get("date", ""))
        return {
            "times": text.times(words),
            "short": is_short(words),
            "unquoted": noun == "quotation" and text.is_told(words),
            "understood": understood,
            "actors": actors,
            "announced": noun == "event" and _is_after(day, published.published),
            "faults": [*verdict.faults] if is_whole else [],
            "findings": [
                {"state": each.state, "words": self._finding(each), "instead": each.instead}
                for each in verdict.findings
            ],
        }

    def _finding(self, finding: Finding) -> str:
        words = finding.particular.words
        if finding.particular.kind == "date":
            return self.date(words)
        amount = finding.particular.amount
        if amount is None:
            return words
        number = words.removeprefix(f"{amount.qualifier} ")
        shown = re.sub(r"\d{5,}|\d+\.\d+", lambda found: self.words.number(Decimal(found[0])), number)
        return shown if number == words else self.words(f"qualifiers.{amount.qualifier}", value=shown)

    # ── Reading ─────────────────────────────────────────────────────────────────────────────────────────

    def _read(
        self, values: Values, text: Text, names: Mapping[str, str], actors: dict[str, str], passage: str
    ) -> dict[str, Value]:
        """Values as a sheet has them. New actors are added to `actors`, with their names."""
        read: dict[str, Value] = {}
        for key, words in values.items():
            words = on_one_line(words)
            if key in _DATES and words:
                read[key] = self.read_date(words, text, passage)
            elif key in ("speaker", "body") and words:
                known = [each for each, name in names.items() if words in (each, name)]
                actor, name = (known[0], words) if known else self.id_and_name(words)
                if actor not in names:
                    actors[actor] = name
                read[key] = actor
            elif key not in _KEYS:
                raise RefusedError(f"`{key}` is not a key of a fact")
            elif key in NUMBERS and words:
                number = number_in(words, (self.words.language, text.language))
                if number is None:
                    field = self.words(f"desk.fields.{key}")
                    one, other = self.number(18500), self.number(Decimal("5.5"))
                    message = self.words("desk.no_number", field=field, words=words, one=one, other=other)
                    raise RefusedError(message)
                read[key] = number
            else:
                read[key] = read_value(key, words)
        return read

    def read_date(self, words: str, text: Text, passage: str = "") -> str:
        """A date as sheets write it; words that are not a date stay."""
        days = (self.days[words],) if words in self.days else text.days(words, passage)
        if len(days) > 1:
            shown = self.words.list(map(self.date, days), "or")
            raise RefusedError(self.words("desk.several_days", words=words, dates=shown))
        return days[0] if days else words

    def id_and_name(self, words: str) -> tuple[str, str]:
        """The id of something new, and its name; in another script, the id is beside it: 李明 (li-ming)."""
        named = NAMED.fullmatch(words)
        made = named["id"] if named else id_from(words)
        if not made:
            raise RefusedError(self.words("desk.no_id", name=words))
        if wrong := wrong_id(made):
            raise RefusedError(wrong)
        return made, named["name"] if named else words

    def _said_of_fields(self, problem: Problem) -> str:
        """A problem with the labels of fields instead of their keys."""

        def label(key: re.Match[str]) -> str:
            name = f"desk.fields.{key[1]}"
            return f"“{self.words(name)}”" if name in self.words else key[0]

        return self.said(replace(problem, message=re.sub(r"`(\w+)`", label, problem.message)))

    def said(self, problem: Problem) -> str:
        """A problem in the language of the site, if it has words for it."""
        sentences = translated(problem, self.words.language) or [
            f"{each[0].upper()}{each[1:]}." for each in (problem.message, problem.hint) if each
        ]
        return " ".join(sentences)

    def number(self, number: int | Decimal) -> str:
        """A number in the language of the site, so that it can only be read as that number."""
        shown = self.words.number(number)
        is_clear = number_in(on_one_line(shown), [self.words.language]) == number
        # The point of 1.234 may group thousands, that of 1.2340 cannot.
        return shown if is_clear or isinstance(number, int) else f"{shown}0"

    def date(self, day: str) -> str:
        """A date in words, unless it is not one."""
        try:
            date = Date.parse(day)
        except ValueError:
            return day
        shown = self.words.date(date)
        self.days[shown] = date.text
        return shown

    def names(self, sheets: Sequence[LoadedSheet[Any]], sheet: Sheet) -> dict[str, str]:
        """The names of the actors that have sheets, and of those that the draft proposes."""
        names = {each.id: each.name for each in sheet.new_names.values() if is_id(each.id)}
        return names | {each.id: each.data.name for each in sheets if isinstance(each.data, Actor)}

    def text(self, source: str, sheets: Sequence[LoadedSheet[Any]]) -> tuple[Text, Source]:
        data = next((s.data for s in sheets if s.id == source and isinstance(s.data, Source)), None)
        if data is None:
            problems = load(self.settings.content_dir, root=self.settings.root, cache=self.cache).problems
            own = [each for each in problems if each.place.path.endswith(f"/{source}.yml")]
            raise RefusedError(*map(self.said, own), f"the source `{source}` has no sheet")
        content = self.saved(source)
        actors = actors_in(sheets)
        published = "" if data.published is None else data.published.text
        cached = self._texts.get(source)
        key = (content, data, actors)
        if cached is None or cached[0] != key:
            cached = self._texts[source] = key, Text(content, data.language, published, actors)
        return cached[1], data

    def saved(self, source: str) -> str:
        try:
            text = seeds.Seeds(self.settings.seeds_dir).read(source)
        except reading.ReadError as error:
            raise RefusedError(f"seeds/{source}.txt {error}") from error
        if text is None:
            raise RefusedError(f"there is no text seeds/{source}.txt")
        return text.content

    def path(self, kind: Any, sheet_id: str) -> Path:
        if not is_id(sheet_id):
            raise RefusedError(f"`{sheet_id}` is not an id")
        folder = self.settings.content_dir / FOLDERS[kind]
        return next(folder.rglob(f"{sheet_id}.y*ml"), folder / f"{sheet_id}.yml")

    def opened(self, briefing: str, digest: str = "") -> tuple[bytes, Sheet]:
        """The bytes of a briefing, and what it says; refuses one that is broken or has another digest."""
        data, shown = self.raw(briefing), relative(self.path("briefing", briefing), self.settings)
        if digest and digest_of(data) != digest:
            raise StaleError
        if problems := read_nodes(unified(data), shown)[1]:
            raise RefusedError(
                *(f"{each.place.path}:{each.place.line}: {self.said(each)}" for each in problems)
            )
        return data, Sheet(decoded(data), shown)

    def starter(self, kind: Kind, values: Mapping[str, Any]) -> str:
        """A new sheet with these values."""
        return starter(kind, values, today=today(), language=self.words.language)

    def raw(self, briefing: str) -> bytes:
        try:
            return reading.read(
                self.path("briefing", briefing), largest=limits.SHEET, root=self.settings.root
            )
        except reading.ReadError as error:
            raise RefusedError(f"{briefing}.yml {error}") from error


_DATES = ("date", "as_of")
_KEYS = {"source", "quote", "qualifier"} | {
    field.key for noun in KINDS for has_range in (False, True) for field in fields_of(noun, has_range)
}
MOST_PEOPLE = 5


def entries_in(sheet: Sheet) -> dict[str, tuple[str, Any]]:
    """The key and the node of each entry of a sheet: by its number if it was a candidate, or else by its key
    and place, such as `timeline-0`."""
    spots = edits.keys(unified(sheet.text.encode()))
    numbers = {
        line: str(number)
        for number, block in sheet.blocks.items()
        if block.is_accepted
        for line in range(block.first, block.last)
    }
    return {
        numbers.get(item.start_mark.line, f"{key}-{n}"): (key, item)
        for key in KEYS
        if key in spots and edits.is_list(spots[key].node)
        for n, item in enumerate(spots[key].node.value)
        if edits.is_mapping(item)
    }


def entry_of(sheet: Sheet, fact: str) -> tuple[str, dict[str, Any]]:
    """The key and the values of a fact; empty if the sheet does not have it."""
    if fact.isdecimal() and int(fact) in sheet.blocks:
        return sheet.blocks[int(fact)].key, data_of(sheet, int(fact))
    if fact not in entries_in(sheet):
        return "", {}
    key, _, place = fact.partition("-")
    return key, read_yaml(unified(sheet.text.encode()), sheet.shown)[0][key][int(place)]


def passage_in(cite: Any, source: str) -> str:
    """The first passage of a source that an entry cites."""
    for each in cite if isinstance(cite, list) else [cite]:
        words = each.get(source) if isinstance(each, dict) else None
        if words:
            return str(words[0] if isinstance(words, list) else words)
    return ""


def _is_after(day: str, published: Date | None) -> bool:
    """Whether a date comes after the publication of its source."""
    try:
        return published is not None and Date.parse(day).parts[0].first > published.parts[0].first
    except ValueError:
        return False


def _title(source: Source | None, source_id: str) -> str:
    return (source.title if source is not None else None) or source_id


def decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedError("the sheet is not UTF-8 text") from None


def unified(data: bytes) -> str:
    """The text of a sheet as places in it count: without a byte order mark, and with line feeds."""
    return unify_lines(decoded(data).removeprefix("\ufeff"))


def digest_of(data: bytes) -> str:
    return sha256(data).hexdigest()
