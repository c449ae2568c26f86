"""Gives a sheet another id: its file, all references, its text and proofs, and its earlier address follow."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from briefings.desk.moves import Changeset, Project, UnsuitableError, counted, moved_from, write
from briefings.desk.references import Renaming
from briefings.evidence.seeds import Seeds
from briefings.model import FOLDERS
from briefings.sheets.names import wrong_id
from briefings.text.prose import Kind


def rename(project: Project, kind: Kind, old: str, new: str) -> Changeset:
    """The changes that give a sheet another id; raises `RefusedError` with every reason, or ContentError."""
    if reasons := list(_reasons(project, kind, old, new)):
        raise UnsuitableError(reasons)
    sheet = project.sheet(kind, old)
    assert sheet is not None, "it was looked up for the reasons"
    renaming = Renaming(kind, old, new, project.with_part_of(old))
    found = project.reference_edits(renaming)
    references, files = counted(found), len(found)
    published = project.was_published(kind, old)
    own = [*found.get(sheet.path, ()), *moved_from(sheet, [old] if published else [], [new])]
    contents = write(project, {**found, sheet.path: own})
    path = str(PurePosixPath(sheet.path).with_name(new + PurePosixPath(sheet.path).suffix))
    contents = {**contents, path: contents[sheet.path], sheet.path: None}
    contents = project.with_addresses(contents)
    project.check(renaming, contents, gone=sheet.path, path=path)
    renamed, proofs = {path: sheet.path}, 0
    notes: list[str] = []
    if kind == "source":
        if old in Seeds(project.seeds).ids:
            text, notes = project.with_text(old, new)
            contents |= text
            renamed[f"seeds/{new}.txt"] = f"seeds/{old}.txt"
        sources = {new if each == old else each: entry for each, entry in project.proofs(old).items()}
        proofs = len(sources[new].passages) if new in sources else 0
        contents |= project.lock_with(sources)
    if f"{FOLDERS[kind]}/{old}" in project.ids.lines:
        contents |= project.ids_with(kind, old, new)
    notes += project.named_elsewhere(kind, old, new)
    return Changeset(contents, renamed, references, files, proofs, tuple(notes))


def _reasons(project: Project, kind: Kind, old: str, new: str) -> Iterator[str]:
    """The reasons against it."""
    sheet, target = project.sheet(kind, old), project.sheet(kind, new)
    if old == new:
        yield f"`{old}` is already its id"
        return
    if sheet is None and target is not None and old not in target.data.moved_from:
        folder = f"content/{FOLDERS[kind]}"
        yield (
            f"{target.path} exists, and there is no {kind} `{old}`: if you renamed the file by hand, undo"
            f" that (`git mv {target.path} {folder}/{old}.yml`), then run this command again"
        )
        return
    if sheet is None:
        yield project.missing(kind, old)
    if wrong := wrong_id(new):
        yield wrong
        return
    holder = project.holder(kind, new)
    if target is not None:
        yield f"{target.path} already exists; `briefings merge {kind} {old} {new}` merges the two"
    elif holder is not None and holder.id != old:
        yield f"`{new}` is an earlier id of {holder.path}, and its address leads there"
    elif f"{FOLDERS[kind]}/{new}" in project.ids.lines and holder is None:
        yield f"`{new}` was the id of another {kind}, according to content/ids.lock; choose one that is new"
    # A text and proofs that are still under an earlier id of the source may stay there.
    saved = Seeds(project.seeds).ids
    is_back = holder is not None and holder.id == old and old not in saved
    if kind == "source" and new in saved and not is_back:
        yield f"seeds/{new}.txt already exists, and may be the only copy of another text: move it away first"
    if kind == "source" and new in project.proofs(old) and target is None:
        yield f"seeds/quotes.lock already has proofs of a source `{new}`; choose another id"
