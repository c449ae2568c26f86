"""The decisions of a curator at the desk. Each names the digest of the sheet that it saw, so that nothing is
lost that was saved meanwhile, and can be undone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Any, NamedTuple

from briefings.catalog.entries import references_of
from briefings.cli.articles import article_in
from briefings.cli.new import check_id
from briefings.cli.project import today, writing
from briefings.evidence import seeds
from briefings.evidence.fetched import Article
from briefings.grammar.normal import UNSPACED
from briefings.model import FOLDERS, MODELS
from briefings.plugins.drafting.article import on_one_line
from briefings.plugins.drafting.candidates import Candidate, NewName, draft
from briefings.plugins.drafting.decisions import RefusedError, Sheet
from briefings.plugins.drafting.desk.fields import KINDS
from briefings.plugins.drafting.desk.shelf import (
    Shelf,
    StaleError,
    Values,
    decoded,
    entries_in,
    entry_of,
    passage_in,
    unified,
)
from briefings.plugins.drafting.desk.texts import Text
from briefings.plugins.drafting.judge import in_words
from briefings.plugins.drafting.opening import (
    actors_in,
    drafted_sheet,
    head_of,
    relative,
    sheets_of,
    text_of,
    with_sheet,
)
from briefings.plugins.drafting.sheet import source_sheet, with_more
from briefings.plugins.drafting.values import Value, written
from briefings.settings import Settings
from briefings.sheets import edits
from briefings.sheets.shape import value_problems
from briefings.sheets.starter import quoted
from briefings.sheets.yaml_text import read_yaml
from briefings.site import stages
from briefings.store import reading
from briefings.store.files import ChangedError
from briefings.store.together import change, is_pending
from briefings.text import limits
from briefings.text.prose import id_from
from briefings.words import Words

Step = Mapping[Path, tuple[bytes | None, bytes | None]]
"""What a decision writes: the content of each file before and after. None stands for no file."""
_WORD = re.compile(rf"{UNSPACED.pattern}|(?:(?!{UNSPACED.pattern})[\w'’-])+")
"""A word, or a character of a script without spaces."""
MOST_STEPS = 100
"""Decisions that can be undone."""
MOST_SHOWN = 60
"""Characters of a passage that names a decision."""


class Decision(NamedTuple):
    """Something that can be undone."""

    number: int
    """Later decisions have larger ones."""
    briefing: str
    words: str
    """What it was, for a curator."""
    step: Step
    recorded: bytes | None
    """The recorded addresses at that time."""


class Bench(Shelf):
    """The decisions of a curator, one at a time."""

    def __init__(self, settings: Settings, words: Words) -> None:
        super().__init__(settings, words)
        self.lock = Lock()
        self._decisions: list[Decision] = []
        self._count = 0

    def read(self, name: str, data: bytes) -> Mapping[str, Any]:
        """What an article says of itself."""
        try:
            article = head_of(article_in(data, Path(name or "article.txt")), {})
        except reading.ReadError as error:
            raise RefusedError(f"{name} {error}") from error
        title = on_one_line(article.title)
        return {
            "text": article.text,
            "words": len(_WORD.findall(article.text)),
            "source": id_from(Path(name).stem) or id_from(title),
            "title": title,
            "publisher": article.publisher,
            "published": self.date(article.published),
            "authors": ", ".join(article.authors),
            "language": article.language,
            "url": article.url,
        }

    def draft(self, source: str, briefing: str, text: str, values: Values) -> Mapping[str, Any]:
        """Draft a briefing from an article, or add its candidates to one; then show the article."""
        check_id(source)
        if briefing:
            check_id(briefing)
        given: dict[str, Any] = {key: on_one_line(value) for key, value in values.items() if value.strip()}
        if authors := given.pop("authors", ""):
            given["authors"] = [each.strip() for each in authors.split(",")]
        text = text or self.saved(source)
        if published := given.get("published"):
            language = given.get("language", "")
            given["published"] = self.read_date(published, Text(text, language, "", ()))
        if wrong := [*value_problems(given, MODELS["source"])]:
            raise RefusedError(*map(self.said, wrong))
        with writing(self.settings):
            text = seeds.saved_form(text)
            known = sheets_of(self.settings, self.cache)
            article = with_sheet(head_of(Article(text), given), source, known)
            drafted = draft(article, actors_in(known))
            path, place = self.path("briefing", briefing or source), self.path("source", source)
            before = text_of(path, self.settings)
            sheet = drafted_sheet(
                drafted, source, text, {}, before, path, self.settings, self.words, adds=bool(briefing)
            )
            try:
                seeds.save(self.settings.seeds_dir, source, text)
            except reading.ReadError as error:
                raise RefusedError(f"seeds/{source}.txt {error}") from error
            step = {path: (None if before is None else before.encode(), sheet.text.encode())}
            if not place.exists():
                step[place] = (
                    None,
                    source_sheet(article, given, today=today(), language=self.words.language).encode(),
                )
            self._write(step)
        return self.article(briefing or source, source)

    # ── Decisions ───────────────────────────────────────────────────────────────────────────────────────

    def decide(
        self, what: str, briefing: str, source: str, digest: str, fact: str,
        noun: str, values: Values, passage: str,
    ) -> Mapping[str, Any]:  # fmt: skip
        """Accept, reject or reopen a candidate, change or add a fact; then show the article again."""
        path = self.path("briefing", briefing)
        number = int(fact) if fact.isdecimal() else 0
        with writing(self.settings):
            data, sheet = self.opened(briefing, digest)
            sheets = sheets_of(self.settings, self.cache)
            text, _ = self.text(source, sheets)
            names = self.names(sheets, sheet)
            actors: dict[str, str] = {}
            filled = {} if what in ("reject", "reopen") else self._read(values, text, names, actors, passage)
            passage = on_one_line(passage)
            wanted: Sequence[str] = ()
            match what:
                case "reject":
                    after = sheet.reject([number]).text.encode()
                case "reopen":
                    after = sheet.reopen([number]).text.encode()
                case "change":
                    _, before = entry_of(sheet, fact)
                    changes = _changes(before, source, filled, passage)
                    changed = _changed(data, sheet, fact, changes, source)
                    if changed is None:
                        raise RefusedError(self.words("desk.by_hand"))
                    after, wanted = changed, [*actors]
                case "accept" | "add":
                    if what == "add":
                        candidate = _candidate(noun, filled, passage, source, text)
                        added, number = with_more(sheet.text, [candidate], source, text.content, self.words)
                        sheet, fact = Sheet(added, sheet.shown), str(number)
                    else:
                        _, before = entry_of(sheet, fact)
                        sheet = sheet.change({number: _changes(before, source, filled, passage)})
                    accepted = sheet.accept([number])
                    after, wanted = accepted.text.encode(), accepted.actors
                case _:
                    raise RefusedError(f"`{what}` is not a decision")
            new = self._new_actors(wanted, actors, sheet, filled.get("body"))
            label = {"reject": "reject", "reopen": "reopen", "change": "ready.save"}.get(what, "accept")
            kind = [f"kinds.{noun}"] if noun in KINDS else []
            step = {path: (data, after)} | {place: (None, text.encode()) for place, text in new}
            self.take(step, briefing, self.called(label, *kind, of=passage))
        return {**self.article(briefing, source), "decided": fact}

    def article(self, briefing: str, source: str) -> Mapping[str, Any]:
        return {**super().article(briefing, source), "latest": self.latest(briefing)}

    def called(self, *labels: str, of: str = "") -> str:
        """A decision in the words of the desk, with what it is about."""
        about = f"{of[:MOST_SHOWN].rstrip()}…" if len(of) > MOST_SHOWN else of
        return " · ".join([*(self.words(f"desk.{label}") for label in labels), *filter(None, [about])])

    def take(self, step: Step, briefing: str, words: str) -> None:
        """Write what was decided, unless a sheet would no longer be readable."""
        step = {path: (before, after) for path, (before, after) in step.items() if before != after}
        if not step:
            return
        for path, (before, after) in step.items():
            shown = relative(path, self.settings)
            if after is None:
                continue
            if len(after) > limits.SHEET:
                raise RefusedError(f"{shown} would have more than {limits.SHEET:,} bytes")
            known = read_yaml(unified(before or b""), shown)[1]
            messages = {each.message for each in known}
            new = [each for each in read_yaml(unified(after), shown)[1] if each.message not in messages]
            if new:
                raise RefusedError(
                    *(f"{each.place.path}:{each.place.line}: {self.said(each)}" for each in new)
                )
        self._write(step)
        self.remember(step, briefing, words)

    def remember(self, step: Step, briefing: str, words: str) -> None:
        """Let a decision that was written be undone."""
        self._count += 1
        decision = Decision(self._count, briefing, words, step, self._recorded())
        self._decisions = [*self._decisions, decision][-MOST_STEPS:]

    def _write(self, step: Step) -> None:
        """Write all files or none, even if the desk is killed; refuses if one of them has changed."""
        if is_pending(self.settings.root):
            raise RefusedError("An earlier change was interrupted. Start the desk again to complete it.")
        before = {relative(path, self.settings): data for path, (data, _) in step.items()}
        after = {relative(path, self.settings): data for path, (_, data) in step.items()}
        try:
            change(self.settings.root, after, before)
        except ChangedError as error:
            raise StaleError from error

    def latest(self, briefing: str) -> int:
        """The number of the last decision about a briefing; 0 if none can be undone."""
        return next((each.number for each in reversed(self._decisions) if each.briefing == briefing), 0)

    def undo(self, briefing: str, latest: int) -> Mapping[str, Any]:
        """Take back the last decision about a briefing, if it is the latest that the window saw and none of
        its files changed since, and if no addresses were recorded. A new sheet that others refer to stays."""
        if latest != self.latest(briefing):
            raise StaleError
        if not latest:
            raise RefusedError(self.words("desk.nothing_to_undo"))
        (decision,) = (each for each in self._decisions if each.number == latest)
        with writing(self.settings):
            if decision.recorded != self._recorded():
                raise RefusedError(self.words("desk.recorded"))
            back = {path: (after, before) for path, (before, after) in decision.step.items()}
            for path in [path for path, (_, before) in back.items() if before is None]:
                if self._is_used(path, briefing):
                    del back[path]
            self._write(back)
            self._decisions.remove(decision)
        return {"undone": decision.words}

    def _is_used(self, path: Path, briefing: str) -> bool:
        """Whether a sheet other than that of a briefing refers to a file."""
        own = relative(self.path("briefing", briefing), self.settings)
        kinds = [kind for kind, folder in FOLDERS.items() if folder == path.parent.name]
        others = [each for each in sheets_of(self.settings, self.cache) if each.path != own]
        return any(path.stem in references_of(sheet).ids.get(kind, ()) for sheet in others for kind in kinds)

    def _recorded(self) -> bytes | None:
        lock = self.settings.root / stages.IDS_LOCK
        return lock.read_bytes() if lock.exists() else None

    def _new_actors(
        self, wanted: Sequence[str], named: Mapping[str, str], sheet: Sheet, body: Value | None
    ) -> Iterator[tuple[Path, str]]:
        """The sheets of actors in a new entry that have none."""
        drafted = sheet.new_names
        for actor in wanted:
            new = drafted.get(actor, NewName("", actor, ""))
            name = named.get(actor) or new.name
            if name and not self.path("actor", actor).exists():
                usual = "organization" if actor == body else "person"
                kind = new.kind or usual
                yield self.path("actor", actor), self.starter("actor", {"name": name, "kind": kind})


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
    return Candidate(KINDS[noun].key, noun, span[0], tuple(given.items()), own)


def _changes(
    before: Mapping[str, Any], source: str, values: Mapping[str, Value], passage: str
) -> Mapping[str, Value]:
    """The values of a fact that a curator changed."""
    changes = {key: value for key, value in values.items() if value != _empty(before.get(key))}
    if "speaker" in before and values.get("source"):
        changes["speaker"] = ""
    cited = passage_in(before.get("cite"), source) or str(before.get("quote") or "")
    return changes | ({"passage": passage} if passage != cited else {})


def _changed(data: bytes, sheet: Sheet, fact: str, changes: Mapping[str, Value], source: str) -> bytes | None:
    """A sheet with other values in an entry; all other bytes stay. None if it is not written so that they
    can."""
    if fact not in (found := entries_in(sheet)):
        raise StaleError
    key, item = found[fact]
    text = unified(data)
    changed = []
    for name, value in changes.items():
        if name != "passage":
            changed.append(edits.with_value(text, item, name, written(name, value)))
        elif (node := _cited(edits.pairs(item).get("cite"), source)) is not None:
            whole = node.value == source
            passage = quoted(str(value))
            changed.append(edits.Edit(*edits.span(node), f"{{{source}: {passage}}}" if whole else passage))
    after = edits.edited_raw(data, changed)
    entry, before = (entry_of(Sheet(decoded(each), sheet.shown), fact)[1] for each in (after, data))
    is_as_wanted = all(
        (passage_in(entry.get("cite"), source) if name == "passage" else str(_empty(entry.get(name))))
        == str(value)
        for name, value in changes.items()
    )
    same = before.keys() - changes.keys() - {"cite"}
    if not is_as_wanted or any(entry.get(name) != before[name] for name in same):
        return None
    if wrong := [*value_problems({key: [entry]}, MODELS["briefing"])]:
        raise RefusedError(*map(in_words, wrong))
    return after


def _cited(node: Any, source: str) -> Any:
    """The node of the first passage of a source in a `cite`, or of the source itself if it has none."""
    if edits.is_list(node):
        return next((found for each in node.value if (found := _cited(each, source)) is not None), None)
    if edits.is_mapping(node):
        value: Any = edits.pairs(node).get(source)
        return value.value[0] if edits.is_list(value) else value
    return node if node is not None and node.value == source else None


def _empty(value: Any) -> Any:
    return "" if value is None else on_one_line(value) if isinstance(value, str) else value
