"""What `rename` and `merge` share: the sheets of a project, and a plan of all changes, checked before
anything is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from briefings import BriefingsError
from briefings.catalog.link import link
from briefings.catalog.standing import cited_by_unpublished, cited_passages
from briefings.checks import editorial_problems
from briefings.desk.references import Renaming, named
from briefings.evidence import lock as locks
from briefings.evidence.citations import SourceCitations, apply_renames
from briefings.evidence.records import Lock, SourceRecord
from briefings.evidence.seeds import LARGEST
from briefings.model import FOLDERS, SheetModel
from briefings.problems.problem import ContentError, Problem, did_you_mean
from briefings.sheets import edits
from briefings.sheets.edits import Edit
from briefings.sheets.git import tracked_files
from briefings.sheets.load import Sheet, load, parse_sheet, raw_of, read_text
from briefings.sheets.names import files
from briefings.sheets.places import Spot
from briefings.store import reading
from briefings.text.prose import Kind, is_id
from briefings.versions.addresses import IdsLock, address
from briefings.versions.matching import facts
from briefings.versions.recording import with_anchors

IDS_LOCK = "content/ids.lock"
CONFIGURATION = ("mkdocs.yml", ".gitignore")
"""Files of the host that may name a sheet, which only the host changes."""


class RefusedError(BriefingsError):
    """Nothing was changed; `details` are the reasons."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("nothing was changed")
        self.details = tuple(reasons)


class UnsuitableError(RefusedError):
    """The command was given ids that it cannot take."""

    exit_code = 2


class BreaksError(ContentError):
    """The problems that sheets would have after a change. Their places are those after the change."""


@dataclass(frozen=True, slots=True)
class Changeset:
    """All changes of a command. Paths are relative to the project."""

    contents: Mapping[str, bytes | None]
    """The new content of files; None for files to remove."""
    renamed: Mapping[str, str]
    """Sheets and saved texts whose file has another name, by their new paths."""
    references: int
    """How many references have another id."""
    files: int
    """In how many other files."""
    proofs: int
    """How many passages in the lock belong to another id."""
    notes: tuple[str, ...] = ()
    """What is left to do, and what was decided."""


@dataclass(frozen=True)
class Project:
    """The sheets, pages and locks of a project."""

    root: Path
    content: Path
    seeds: Path
    sheets: tuple[Sheet[SheetModel], ...]
    ids: IdsLock
    lock: Lock
    texts: dict[str, str]
    """What the sheets and the hand-written pages say, by path."""
    raws: dict[str, bytes] = field(default_factory=dict)
    """The files that the command changes, as they were read."""

    @classmethod
    def read(cls, root: Path, content: Path, seeds: Path) -> Project:
        """All sheets; raises ContentError if one cannot be read, since it may name what is renamed."""
        loaded = load(content, root=root)
        if errors := [each for each in loaded.problems if each.severity == "error"] or loaded.unread:
            raise ContentError(errors)
        lock = locks.read(seeds / locks.NAME)
        ids = IdsLock.read(root / IDS_LOCK, IDS_LOCK)
        if ids.damaged or ids.unread is not None:
            raise RefusedError([f"{IDS_LOCK} must be repaired first: `briefings check` says how"])
        texts = {sheet.path: sheet.text for sheet in loaded.sheets}
        return cls(root, content, seeds, loaded.sheets, ids, lock, texts)

    def sheet(self, kind: Kind, sheet_id: str) -> Sheet[SheetModel] | None:
        return self._by_id.get((kind, sheet_id))

    @cached_property
    def _by_id(self) -> dict[tuple[Kind, str], Sheet[SheetModel]]:
        return {(sheet.kind, sheet.id): sheet for sheet in self.sheets}

    def was_published(self, kind: Kind, sheet_id: str) -> bool:
        sheet = self.sheet(kind, sheet_id)
        return f"{FOLDERS[kind]}/{sheet_id}" in self.ids.lines or (sheet is not None and not sheet.data.draft)

    def holder(self, kind: Kind, old: str) -> Sheet[SheetModel] | None:
        """The sheet that had this id before."""
        return next((s for s in self.sheets if s.kind == kind and old in s.data.moved_from), None)

    def missing(self, kind: Kind, sheet_id: str) -> str:
        """A message that an id has no sheet, with what the curator may have meant."""
        message = f"there is no {kind} `{sheet_id}`"
        if (holder := self.holder(kind, sheet_id)) is not None:
            return f"{message}: its id is `{holder.id}` now"
        known = [sheet.id for sheet in self.sheets if sheet.kind == kind]
        if (near := did_you_mean(sheet_id, known)) and is_id(sheet_id):
            return f"{message}; {near}"
        others = [sheet for sheet in self.sheets if sheet.id == sheet_id]
        return f"{message}; `{sheet_id}` is in {others[0].path}" if others else message

    def raw(self, path: str) -> bytes:
        self.raws[path] = raw_of(path, self.texts[path], root=self.root)
        return self.raws[path]

    def read_for(self, contents: Mapping[str, bytes | None]) -> dict[str, bytes | None]:
        """What files had when their new contents were made, other than the locks, which nobody edits."""
        return {path: self.raws.get(path) for path in contents if path not in (IDS_LOCK, locks.SHOWN)}

    # ── References ──

    def reference_edits(self, renaming: Renaming) -> dict[str, list[Edit]]:
        """The edits of all sheets and hand-written pages, by path."""
        found = {sheet.path: renaming.in_sheet(sheet) for sheet in self.sheets}
        pages, _ = files(self.content / "pages", self.root)
        for page in pages:
            text = read_text(page.path, page.shown, root=self.root)
            if not isinstance(text, Problem):
                self.texts[page.shown] = text
                found[page.shown] = renaming.in_page(text, f"{page.stem}.md")
        return {path: edits for path, edits in found.items() if edits}

    # ── Files beside the sheets ──

    def ids_with(self, kind: Kind, old: str, new: str) -> dict[str, bytes | None]:
        """content/ids.lock with the new id of a sheet, and with its entries under that id, too."""
        was, is_now = f"{FOLDERS[kind]}/{old}", f"{FOLDERS[kind]}/{new}"
        more = [is_now, *(f"{is_now}#{name}" for name in self.ids.entries.get(was, ()))]
        return {IDS_LOCK: self.ids.text(more).encode("utf-8")} if is_now not in self.ids.lines else {}

    def with_part_of(self, actor: str) -> list[str]:
        """The briefings whose part of an actor has a recorded address."""
        return [sheet for sheet, names in self.ids.entries.items() if f"actor-{actor}" in names]

    def with_addresses(self, contents: Mapping[str, bytes | None]) -> dict[str, bytes | None]:
        """New contents of sheets in which each entry keeps its recorded address, although its address is made
        from an id that changed."""
        kept = dict(contents)
        for sheet in self.sheets:
            data = contents.get(sheet.path)
            recorded = self.ids.entries.get(address(sheet))
            if data is None or recorded is None:
                continue
            after, _ = parse_sheet(data.decode("utf-8-sig"), sheet.kind, sheet.id, sheet.path)
            if after is not None and len(facts(after)) == len(facts(sheet)):
                pairs = zip(facts(sheet), facts(after), strict=True)
                names = {e.path: was.name for was, e in pairs if was.name != e.name and was.name in recorded}
                kept[sheet.path] = with_anchors(data, after, names) or data
        return kept

    def lock_with(self, sources: Mapping[str, SourceRecord]) -> dict[str, bytes | None]:
        """seeds/quotes.lock with other entries."""
        if sources == self.lock.sources:
            return {}
        return {locks.SHOWN: locks.dump(replace(self.lock, sources=sources)).encode("utf-8")}

    def proofs(self, *sources: str) -> dict[str, SourceRecord]:
        """The entries of the lock, those of some sources under their current ids."""
        cited = self.cited()
        current = {source: cited[source] for source in sources if source in cited}
        return dict(apply_renames(self.lock, current).lock.sources)

    def cited(self) -> dict[str, SourceCitations]:
        """What published sheets and drafts cite."""
        catalog, _ = link(self.sheets, drafts=True)
        if catalog is None:
            return {}
        return {**cited_by_unpublished(self.sheets, catalog), **cited_passages(catalog)}

    def named_elsewhere(self, kind: Kind, old: str, new: str) -> list[str]:
        """Notes about files that are the host's, and name the old id."""
        word = re.compile(rf"(?<![\w-]){re.escape(old)}(?![\w-])")
        folder = "seeds/" if kind == "source" else ""
        notes = []
        for name in CONFIGURATION:
            file = self.root / name
            lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []
            for n, line in enumerate(lines, start=1):
                if word.search(line) and (f"{FOLDERS[kind]}/" in line or (folder and folder in line)):
                    notes.append(f"{name}:{n} still names `{old}`; write `{new}` there")
        return notes

    def with_text(self, old: str, new: str) -> tuple[dict[str, bytes | None], list[str]]:
        """The saved text of a source under another id, as new contents of files; and a note if Git has it."""
        before, after = f"seeds/{old}.txt", f"seeds/{new}.txt"
        notes = []
        if before in (tracked_files(self.root, "seeds") or ()):
            command = f"`git rm --cached {before}` and `git add --force {after}`"
            notes = [f"Git has {before}: {command} tell it the new name"]
        try:
            data = reading.read(self.root / before, largest=LARGEST, root=self.root)
        except reading.ReadError as error:
            raise RefusedError([f"{before} {error}"]) from error
        self.raws[before] = data
        return {before: None, after: data}, notes

    # ── Checks ──

    def check(self, renaming: Renaming, contents: Mapping[str, bytes | None], gone: str, path: str) -> None:
        """Raise an error unless the changed sheets can be linked, and name the new id wherever they named the
        old one. `gone` is the path of the sheet that vanishes, `path` that of the one that stays."""
        sheets = [each for each in self.sheets if each.path not in contents and each.path != gone]
        problems: list[Problem] = []
        reasons: list[str] = []
        earlier = {sheet.path: sheet for sheet in self.sheets}
        for changed, data in contents.items():
            before = earlier.get(changed) or (earlier.get(gone) if changed == path else None)
            if data is None or before is None:
                continue
            sheet_id = renaming.new if changed == path else before.id
            after, found = parse_sheet(data.decode("utf-8-sig"), before.kind, sheet_id, changed)
            problems += [each for each in found if each.severity == "error"]
            if after is not None:
                sheets.append(after)
                if (renaming.kind, renaming.old) in named(after):
                    reasons.append(
                        f"{changed} names `{renaming.old}` in a way that cannot be edited;"
                        " change it by hand first"
                    )
        if problems:
            raise BreaksError(problems)
        if reasons:
            raise RefusedError(reasons)
        if new := self.new_problems(sheets):
            raise BreaksError(new)

    def new_problems(self, sheets: Sequence[Sheet[SheetModel]]) -> list[Problem]:
        """Errors that the sheets have, and did not have before."""
        before = {(each.code, each.message) for each in self._problems(self.sheets)}
        return [each for each in self._problems(sheets) if (each.code, each.message) not in before]

    def _problems(self, sheets: Sequence[Sheet[SheetModel]]) -> list[Problem]:
        ordered = sorted(sheets, key=lambda sheet: (sheet.kind, sheet.id))
        catalog, problems = link(ordered, drafts=True, published=self.ids.lines)
        if catalog is not None:
            problems = [*problems, *editorial_problems(catalog)]
        return [each for each in problems if each.severity == "error"]


def counted(found: Mapping[str, Sequence[Edit]]) -> int:
    return sum(len(each) for each in found.values())


def write(project: Project, found: Mapping[str, Sequence[Edit]]) -> dict[str, bytes | None]:
    """The new contents of files."""
    return {path: edits.edited_raw(project.raw(path), each) for path, each in found.items()}


def moved_from(sheet: Sheet[SheetModel], add: Sequence[str], drop: Sequence[str] = ()) -> list[Edit]:
    """The edits that add earlier ids to a sheet, and drop others."""
    after = edits.keys(sheet.text).get("moved_from", _end_of_head(sheet.text))
    return list_of_ids(sheet.text, "moved_from", add, drop, after=after)


def list_of_ids(text: str, key: str, add: Sequence[str], drop: Sequence[str], *, after: Spot) -> list[Edit]:
    """The edits that add ids to the list of a key, and drop others; without the key, they insert it."""
    at = edits.keys(text).get(key)
    if at is None:
        line = f"{key}: [{', '.join(map(edits.scalar, add))}]\n"
        return [edits.insert(text, after, line)] if add else []
    listed = edits.plain(at.node)
    fresh = [each for each in add if each not in listed]
    dropped = [n for n, each in enumerate(listed) if each in drop]
    found: list[Edit] = []
    while dropped and fresh:
        found.append(edits.with_id(text, at.node.value[dropped.pop(0)], fresh.pop(0)))
    if dropped and len(dropped) == len(listed):
        return [Edit(edits.line_start(text, edits.span(at.key)[0]), edits.last_line_end(text, at.node), "")]
    found += edits.remove(text, at.node, dropped) if dropped else []
    if fresh:
        written = [edits.scalar(each) for each in fresh]
        found.append(edits.append(text, at.node, [f"- {each}\n" for each in written], written))
    return found


def _end_of_head(text: str) -> Spot:
    """The last of the keys on one line each with which a sheet begins."""
    last: Spot | None = None
    for at in edits.keys(text).values():
        start, end = edits.span(at.node)
        if last is not None and (edits.is_lines(at.node) or "\n" in text[start:end].rstrip()):
            break
        last = at
    assert last is not None, "a sheet has keys"
    return last
