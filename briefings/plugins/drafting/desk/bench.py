"""The decisions of a curator at the desk. Each names the digest of the sheet that it saw, so that nothing is
lost that was saved meanwhile, and can be undone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from briefings.cli.articles import article_in
from briefings.cli.new import check_id
from briefings.cli.project import today, writing
from briefings.evidence import seeds
from briefings.evidence.fetched import Article
from briefings.model import FOLDERS, MODELS
from briefings.model.source import Source
from briefings.plugins.drafting.article import on_one_line
from briefings.plugins.drafting.candidates import Candidate
from briefings.plugins.drafting.candidates import draft as draft_candidates
from briefings.plugins.drafting.decisions import DecisionError, Sheet
from briefings.plugins.drafting.desk.fields import KINDS
from briefings.plugins.drafting.desk.shelf import (
    RefusedError,
    Shelf,
    Values,
    decoded,
    digest_of,
    in_words,
    new_actors_in,
    passage_in,
)
from briefings.plugins.drafting.desk.texts import Text
from briefings.plugins.drafting.listing import data_of
from briefings.plugins.drafting.opening import (
    actors_in,
    drafted_sheet,
    head_of,
    relative,
    sheets_of,
    text_of,
    with_sheet,
)
from briefings.plugins.drafting.sheet import source_sheet, with_candidate
from briefings.plugins.drafting.values import Value
from briefings.settings import Settings
from briefings.sheets.shape import value_problems
from briefings.sheets.starter import starter
from briefings.store import reading
from briefings.store.files import remove, write_if_changed
from briefings.text import limits
from briefings.text.prose import id_from
from briefings.words import Words

Step = Mapping[Path, tuple[bytes | None, bytes]]
"""What a decision wrote: the content of each file before and after."""
MOST_STEPS = 100
"""Decisions that can be undone."""


class StaleError(Exception):
    """A file changed after the desk had shown it."""


class Bench(Shelf):
    """The decisions of a curator, one at a time."""

    def __init__(self, settings: Settings, words: Words) -> None:
        super().__init__(settings, words)
        self.lock = Lock()
        self._steps: list[Step] = []

    def read(self, name: str, data: bytes) -> Mapping[str, Any]:
        """What an article says of itself."""
        try:
            article = article_in(data, Path(name or "article.txt"))
        except reading.ReadError as error:
            raise RefusedError(f"{name} {error}") from error
        head = head_of(article, {})
        title = on_one_line(head.title)
        return {
            "text": article.text,
            "words": len(article.text.split()),
            "source": id_from(Path(name).stem) or id_from(title),
            "title": title,
            "publisher": head.publisher,
            "published": self.date(head.published),
            "authors": ", ".join(head.authors),
            "language": head.language,
            "url": head.url,
        }

    def draft(self, source: str, briefing: str, text: str | None, given: Values) -> Mapping[str, Any]:
        """Draft a briefing from an article, or add its candidates to one; then show the article."""
        check_id(source)
        if briefing:
            check_id(briefing)
        values: dict[str, Any] = {key: on_one_line(value) for key, value in given.items() if value.strip()}
        if authors := values.pop("authors", ""):
            values["authors"] = [each.strip() for each in authors.split(",")]
        if text is None:
            text = self.saved(source)
        if published := values.get("published"):
            language = values.get("language", "")
            values["published"] = self.days.get(published) or Text(text, language, "", ()).date(published)
        if wrong := [*value_problems(values, MODELS["source"])]:
            raise RefusedError(*map(in_words, wrong))
        with writing(self.settings):
            known = sheets_of(self.settings, self.cache)
            text = seeds.saved_form(text)
            head = head_of(Article(text), values)
            of_source = [s.data for s in known if s.id == source and isinstance(s.data, Source)]
            head = with_sheet(head, of_source[0]) if of_source else head
            drafted = draft_candidates(text, head, actors_in(known))
            path = self.path("briefing", briefing or source)
            before = text_of(path)
            sheet = drafted_sheet(drafted, source, text, {}, before, path, self.settings, adds=bool(briefing))
            try:
                seeds.save(self.settings.seeds_dir, source, text)
            except reading.ReadError as error:
                raise RefusedError(f"seeds/{source}.txt {error}") from error
            place = self.path("source", source)
            if not place.exists():
                write_if_changed(
                    place, source_sheet(head, values, today=today()).encode(), inside=self.settings.root
                )
            write_if_changed(path, sheet.text.encode(), inside=self.settings.root)
        return self.article(briefing or source, source)

    # ── Decisions ───────────────────────────────────────────────────────────────────────────────────────

    def decide(
        self, what: str, briefing: str, source: str, digest: str, number: int, fact: Mapping[str, Any]
    ) -> Mapping[str, Any]:
        """Accept, reject or reopen a candidate, or add a fact; then show the article again."""
        path = self.path("briefing", briefing)
        with writing(self.settings):
            data = self.current(briefing, digest)
            sheets = sheets_of(self.settings, self.cache)
            text, _ = self.text(source, sheets)
            sheet = Sheet(decoded(data), relative(path, self.settings))
            names = self.names(sheets, sheet)
            written: dict[Path, str] = {}
            try:
                match what:
                    case "reject":
                        after = sheet.reject([number]).text
                    case "reopen":
                        after = sheet.reopen([number]).text
                    case "accept" | "add":
                        actors: dict[str, str] = {}
                        values = self._read(fact["values"], text, names, actors)
                        passage = on_one_line(fact["passage"])
                        if what == "add":
                            candidate = _candidate(fact["noun"], values, passage, source, text)
                            added, number = with_candidate(sheet.text, candidate, source, text.content)
                            sheet = Sheet(added, sheet.shown)
                        else:
                            sheet = sheet.change({number: _changes(sheet, number, source, values, passage)})
                        accepted = sheet.accept([number])
                        after = accepted.text
                        written = dict(self._new_actors(accepted.actors, actors, sheet, values.get("body")))
                    case _:
                        raise RefusedError(f"`{what}` is not a decision")
            except DecisionError as error:
                raise RefusedError(*error.messages) from error
            self.take(
                {path: (data, after.encode())}
                | {place: (None, new.encode()) for place, new in written.items()}
            )
        return {**self.article(briefing, source), "decided": str(number)}

    def current(self, briefing: str, digest: str) -> bytes:
        """The sheet of a briefing, if it is still the one with this digest."""
        data = self.raw(briefing)
        if digest_of(data) != digest:
            raise StaleError
        return data

    def take(self, step: Step) -> None:
        """Write what was decided."""
        for path, (_, after) in step.items():
            if len(after) > limits.SHEET:
                raise RefusedError(f"{path.name} would have more than {limits.SHEET:,} bytes")
        for path, (_, after) in step.items():
            write_if_changed(path, after, inside=self.settings.root)
        self._steps = [*self._steps, step][-MOST_STEPS:]

    def undo(self) -> int:
        """Take the last decision back, unless one of its files changed since."""
        if not self._steps:
            raise RefusedError(self.words("desk.nothing_to_undo"))
        with writing(self.settings):
            step = self._steps[-1]
            for path, (_, after) in step.items():
                if reading.read(path, largest=limits.SHEET, root=self.settings.root) != after:
                    raise StaleError
            for path, (before, _) in step.items():
                if before is None:
                    remove(path, inside=self.settings.root)
                else:
                    write_if_changed(path, before, inside=self.settings.root)
            self._steps.pop()
        return len(self._steps)

    def _new_actors(
        self, wanted: Sequence[str], named: Mapping[str, str], sheet: Sheet, body: Value | None
    ) -> Iterator[tuple[Path, str]]:
        """The sheets of actors in a new entry that have none."""
        folder = self.settings.content_dir / FOLDERS["actor"]
        commands = new_actors_in(sheet)
        for actor in wanted:
            name = named.get(actor) or commands.get(actor, {}).get("name", "")
            if name and not any(folder.rglob(f"{actor}.yml")):
                usual = "organization" if actor == body else "person"
                kind = commands.get(actor, {}).get("kind") or usual
                yield (
                    self.path("actor", actor),
                    starter("actor", {"name": name, "kind": kind}, today=today()),
                )


def _candidate(noun: str, values: Mapping[str, Value], passage: str, source: str, text: Text) -> Candidate:
    """A fact that a curator made, as a candidate."""
    if noun not in KINDS:
        raise RefusedError(f"`{noun}` is not a kind of fact")
    given = {key: value for key, value in values.items() if value != ""}
    if noun in ("claim", "quotation") and "speaker" not in given:
        given = {"source": source, **given}
    span = text.span(passage)
    if span is None:
        raise RefusedError(f"“{passage}” is not in the text")
    own = None if noun == "quotation" and given.get("quote") == passage else passage
    return Candidate(KINDS[noun].key, noun, span[0], tuple(given.items()), own, passage.count(" ") + 1)


def _changes(
    sheet: Sheet, number: int, source: str, values: Mapping[str, Value], passage: str
) -> Mapping[str, Value]:
    """The values of a candidate that a curator changed."""
    before = data_of(sheet, number)
    changes = {key: value for key, value in values.items() if value != _empty(before.get(key))}
    if "speaker" in values and values.get("source"):
        changes["speaker"] = ""
    cited = passage_in(before.get("cite"), source) or str(before.get("quote") or "")
    return changes | ({"passage": passage} if passage != cited else {})


def _empty(value: Any) -> Any:
    return "" if value is None else value


__all__ = ["Bench", "RefusedError", "StaleError"]
