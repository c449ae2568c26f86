"""Merges two sheets into one: what only one of them says is added to the other, and all references follow."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from briefings.catalog.coverage import known_names
from briefings.desk.moves import (
    BreaksError,
    Changeset,
    Project,
    RefusedError,
    UnsuitableError,
    counted,
    list_of_ids,
    moved_from,
    write,
)
from briefings.desk.references import Renaming
from briefings.evidence.citations import SourceCitations, join
from briefings.evidence.lookup import found_record, look_up_source
from briefings.evidence.passages import Match
from briefings.evidence.records import Reading, SourceRecord
from briefings.evidence.seeds import Seeds, Text
from briefings.model import Actor, Briefing, SheetModel
from briefings.model.briefing import Event, SharedEvent
from briefings.problems.problem import counted as counted_words
from briefings.sheets import edits
from briefings.sheets.edits import Edit
from briefings.sheets.load import Sheet, parse_sheet
from briefings.sheets.places import Spot
from briefings.sheets.yaml_text import unify_lines
from briefings.store.reading import ReadError
from briefings.text.prose import Kind

OWN = frozenset({"moved_from", "draft", "withdrawn"})
"""Keys that are about the sheet and not its subject."""


def merge(project: Project, kind: Kind, old: str, into: str, *, today: date, keep: bool = False) -> Changeset:
    """The changes that merge two sheets into one; raises `RefusedError` with every reason, or ContentError.

    With `keep`, a value of `into` stays where `old` has another one.
    """
    if reasons := list(_reasons(project, kind, old, into)):
        raise UnsuitableError(reasons)
    source, target = project.sheet(kind, old), project.sheet(kind, into)
    assert source is not None, "it was looked up for the reasons"
    assert target is not None, "it was looked up for the reasons"
    renaming = Renaming(kind, old, into, project.with_part_of(old))
    found = project.reference_edits(renaming)
    # What each of the two says of the other or of itself is then about the same.
    target = _edited(target, found.get(target.path, []))
    joined = _Joined(_edited(source, found.pop(source.path, [])), target, keep=keep)
    joined.join()
    proofs = _Proofs(project, source.id, target.id, today)
    if kind == "source":
        proofs.join(target.data.language)  # type: ignore[attr-defined]  # it is a source
    if reasons := [*joined.conflicts, *proofs.lost]:
        raise RefusedError(reasons)
    earlier = [*source.data.moved_from, *([old] if project.was_published(kind, old) else [])]
    contents = write(project, {source.path: [], target.path: [], **found})
    mine = [*joined.edits, *moved_from(target, earlier)]
    contents[target.path] = edits.edited_raw(contents[target.path] or b"", mine)
    contents[target.path], left = _with_comments(contents[target.path] or b"", source)
    contents[source.path] = None
    contents = project.with_addresses(contents)
    project.check(renaming, contents, gone=source.path, path=target.path)
    notes = [*joined.notes, *proofs.notes]
    if left:
        were = f"{counted_words(left, 'comment')} of {source.path}"
        notes.append(f"{were} {'is' if left == 1 else 'are'} at the end of {target.path} now")
    renamed: dict[str, str] = {}
    if kind == "source":
        contents |= project.lock_with(proofs.entries)
        if proofs.text:
            text, more = project.with_text(proofs.text, into)
            contents |= text
            notes += more
            renamed[f"seeds/{into}.txt"] = f"seeds/{proofs.text}.txt"
    notes += project.named_elsewhere(kind, old, into)
    return Changeset(contents, renamed, counted(found), len(found), proofs.count, tuple(notes))


def _reasons(project: Project, kind: Kind, old: str, into: str) -> Iterator[str]:
    """The reasons against it that are known before the sheets are compared."""
    if old == into:
        yield f"`{old}` cannot be merged with itself"
        return
    for each in (old, into):
        sheet = project.sheet(kind, each)
        if sheet is None:
            yield project.missing(kind, each)
        elif sheet.data.withdrawn is not None:
            yield f"{sheet.path} is withdrawn and tells readers why, so it stays"
        elif not edits.is_lines(next(iter(edits.keys(sheet.text).values())).above):
            yield f"{sheet.path} is in brackets; write each key on a line of its own first"
    one, other = project.sheet(kind, old), project.sheet(kind, into)
    if one is not None and other is not None and other.data.draft and not one.data.draft:
        yield (
            f"{other.path} is a draft, and {one.path} is published: publish it first, or merge the other way"
        )


def _with_comments(raw: bytes, source: Sheet[SheetModel]) -> tuple[bytes, int]:
    """The other sheet with the comments of this one that no entry took along at its end, and their number."""
    text = unify_lines(raw.decode("utf-8-sig"))
    known = {line for each in edits.comments(text) for line in each.split("\n")}
    left = [each for each in edits.comments(source.text) if not known.issuperset(each.split("\n"))]
    if not left:
        return raw, 0
    lines = "\n".join(["" if text.endswith("\n") else "\n", f"# {source.path}:", *left, ""])
    return edits.edited_raw(raw, [Edit(len(text), len(text), lines)]), len(left)


def _edited(sheet: Sheet[SheetModel], changes: Sequence[Edit]) -> Sheet[SheetModel]:
    """A sheet after edits."""
    if not changes:
        return sheet
    text = edits.edited(sheet.text, changes)
    changed, problems = parse_sheet(text, sheet.kind, sheet.id, sheet.path)
    if changed is None:
        raise BreaksError(problems)
    return changed


@dataclass
class _Joined:
    """Adds what only one sheet says to another one."""

    source: Sheet[SheetModel]
    target: Sheet[SheetModel]
    keep: bool
    edits: list[Edit] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def join(self) -> None:
        mine, theirs = edits.keys(self.target.text), edits.keys(self.source.text)
        for key, at in theirs.items():
            if key in OWN or (key == "name" and isinstance(self.target.data, Actor)):
                continue
            if key in ("aliases", "related"):
                continue
            if key not in mine:
                self._take_over(key, at, mine)
            elif edits.is_list(at.node) and edits.is_list(mine[key].node):
                self._items(at, mine[key])
            elif edits.is_mapping(at.node) and edits.is_mapping(mine[key].node):
                self._pairs(key, at.node, mine[key].node)
            elif edits.plain(at.node) != edits.plain(mine[key].node):
                self._conflict(key, (key,), edits.plain(at.node), edits.plain(mine[key].node))
        if isinstance(self.target.data, Actor) and isinstance(self.source.data, Actor):
            self._names(self.source.data, self.target.data, mine)
        if isinstance(self.target.data, Briefing) and isinstance(self.source.data, Briefing):
            own = self.target.id
            more = [str(each) for each in self.source.data.related if each != own]
            after = self._before("related", mine)
            self.edits += list_of_ids(self.target.text, "related", more, [own], after=after)

    def _conflict(self, name: str, path: tuple[str, ...], theirs: Any, mine: Any) -> None:
        here, there = self.target.place(path), self.source.place(path)
        if self.keep:
            self.notes.append(f"`{name}` stays as in {here}; {there} had: {_words(theirs)}")
        else:
            self.conflicts.append(
                f"{there}: `{name}` is {_words(theirs)}, and {_words(mine)} in {here}: make them agree, or"
                " use --keep to keep the latter"
            )

    def _take_over(self, key: str, at: Spot, mine: dict[str, Spot]) -> None:
        text = self.source.text
        start = edits.line_start(text, edits.span(at.key)[0])
        end = max(edits.last_line_end(text, at.node), edits.line_end(text, edits.span(at.key)[1]))
        lines = text[start:end].rstrip("\n") + "\n"
        self.edits.append(edits.insert(self.target.text, self._before(key, mine), lines))

    def _before(self, key: str, mine: dict[str, Spot]) -> Spot:
        """The last key of the sheet that comes before another in the order of the reference."""
        order = [each.alias or name for name, each in type(self.target.data).model_fields.items()]
        before = order[: order.index(key)]
        return next((mine[each] for each in reversed(before) if each in mine), next(iter(mine.values())))

    def _items(self, theirs: Spot, mine: Spot) -> None:
        text = self.source.text
        known = [edits.plain(each) for each in mine.node.value]
        fresh = [n for n, each in enumerate(theirs.node.value) if edits.plain(each) not in known]
        if theirs.key.value == "timeline":
            fresh = self._events(fresh, mine)
        if fresh:
            lines = edits.items(text, theirs.node, theirs.key)
            inline = [edits.in_brackets(text, theirs.node.value[n]) for n in fresh]
            self.edits.append(edits.append(self.target.text, mine.node, [lines[n] for n in fresh], inline))

    def _events(self, fresh: list[int], mine: Spot) -> list[int]:
        """Those of the fresh items of a timeline that the other one does not show already."""
        theirs, ours = (cast("Briefing", each.data).timeline for each in (self.source, self.target))
        shown = {each.naming.id for each in ours}
        brought = {each.id for each in theirs if isinstance(each, Event) and each.id is not None}
        shared = [n for n, each in enumerate(ours) if isinstance(each, SharedEvent) and each.event in brought]
        # An event that was only shared is now defined here.
        if len(shared) < len(ours):
            self.edits += edits.remove(self.target.text, mine.node, shared) if shared else []
        return [n for n in fresh if not (isinstance(theirs[n], SharedEvent) and theirs[n].naming.id in shown)]

    def _pairs(self, key: str, theirs: Any, mine: Any) -> None:
        known = {each.value: edits.plain(value) for each, value in mine.value}
        fresh: list[str] = []
        for each, value in theirs.value:
            name = each.value
            if name not in known:
                fresh.append(f"{edits.scalar(name)}: {edits.in_brackets(self.source.text, value)}")
            elif edits.plain(value) != known[name]:
                self._conflict(f"{key}.{name}", (key, name), edits.plain(value), known[name])
        if fresh:
            self.edits.append(edits.add_pairs(self.target.text, mine, fresh))

    def _names(self, theirs: Actor, actor: Actor, mine: dict[str, Spot]) -> None:
        """The names of an actor that vanishes are aliases of the other one."""
        known = {actor.name, *actor.aliases}
        fresh = [name for name in dict.fromkeys((theirs.name, *theirs.aliases)) if name not in known]
        if not fresh:
            return
        written = [edits.scalar(each) for each in fresh]
        if "aliases" in mine:
            lines = [f"- {each}\n" for each in written]
            self.edits.append(edits.append(self.target.text, mine["aliases"].node, lines, written))
        else:
            line = f"aliases: [{', '.join(written)}]\n"
            self.edits.append(edits.insert(self.target.text, self._before("aliases", mine), line))


LONGEST = 60
"""Characters of a value in a message."""


def _words(value: Any) -> str:
    words = str(value)
    return f"“{words[:LONGEST]}…”" if len(words) > LONGEST else f"“{words}”"


# ── Proofs ──────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class _Proofs:
    """How the proofs of one source become those of another, which has one text only."""

    project: Project
    old: str
    into: str
    today: date
    entries: dict[str, SourceRecord] = field(default_factory=dict)
    text: str = ""
    """The name of the saved text that gets the name of the other source; empty if none does."""
    lost: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    count: int = 0

    def join(self, language: str) -> None:
        self.entries = self.project.proofs(self.old, self.into)
        theirs, mine = self.entries.pop(self.old, SourceRecord()), self.entries.get(self.into, SourceRecord())
        self.count = len(theirs.passages)
        texts = Seeds(self.project.seeds)
        try:
            (other, name), (own, kept) = self._saved(texts, self.old), self._saved(texts, self.into)
        except ReadError as error:
            self.lost.append(f"a saved text {error}")
            return
        joined = join(mine, theirs)
        text = own if own is not None else other
        if text is not None:
            if own is None:
                self.text = name
            elif other is not None:
                self.notes.append(
                    f"seeds/{name}.txt stays, though no source has that id any more: all passages are in"
                    f" seeds/{kept}.txt; delete the first if you no longer need it"
                )
            cited = self.project.cited().get(self.old if own is not None else self.into, SourceCitations())
            moving = {*cited.passages, *(theirs if own is not None else mine).passages}
            joined = self._found(joined, text, language, moving)
        elif _differ(theirs, mine):
            self.lost.append(
                f"the passages of `{self.old}` and `{self.into}` were found in two different texts, and"
                f" neither is here: put the better one into seeds/{self.into}.txt first"
            )
        if joined.passages or joined.reading is not None:
            self.entries[self.into] = joined

    def _saved(self, texts: Seeds, source: str) -> tuple[Text | None, str]:
        """The saved text of a source, and its name, which may be an earlier id."""
        sheet = self.project.sheet("source", source)
        earlier = sheet.data.moved_from if sheet is not None else ()
        name = next((each for each in (source, *earlier) if each in texts.ids), source)
        return texts.read(name), name

    def _found(self, entry: SourceRecord, text: Text, language: str, moving: Collection[str]) -> SourceRecord:
        """An entry for a text that is here. It must have the passages that were cited from another one."""
        sheet = self.project.sheet("source", self.into)
        title = getattr(sheet.data, "title", "") or "" if sheet is not None else ""
        citing = SourceCitations((*entry.passages, *moving), language, title=title)
        looked_up = look_up_source(citing, text, None, known_names(self.project.sheets))
        assert looked_up.normal is not None, "there is a text"
        passages = dict(entry.passages)
        for passage, match in looked_up.matches.items():
            if isinstance(match, Match) and passage in passages:
                passages[passage] = found_record(passage, match, looked_up.normal, looked_up.around[passage])
            elif not isinstance(match, Match) and passage in moving:
                self.lost.append(f"the text of `{self.into}` would lack this passage: “{passage}”")
        same = entry.reading is not None and entry.reading.sha256 == text.sha256
        day = entry.reading.checked if same and entry.reading is not None else self.today
        reading = Reading(text.sha256, text.length, day, looked_up.titled)
        return SourceRecord(passages, reading, entry.origin)


def _differ(one: SourceRecord, other: SourceRecord) -> bool:
    """Whether two entries are about different texts."""
    readings = (one.reading, other.reading)
    return None not in readings and len({each.sha256 for each in readings if each is not None}) == 2
