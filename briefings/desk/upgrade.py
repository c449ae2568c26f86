"""Updates the files of a site that belong to the generator, and leaves alone what the host has changed.

For each file, three contents are compared: as it was written (by its digest in the record), as it is, and as
it would be written now. Anybody can propose a change of the record, so only contents that the
package itself knows are replaced or removed.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from briefings import BriefingsError, __version__
from briefings.desk.manifest import MANIFEST, Manifest, ManifestError, digest, order, with_newer_pins
from briefings.desk.starter import released, renewed
from briefings.desk.tool import Tool, is_about_tool, may_have_written
from briefings.languages import REFERENCE
from briefings.settings import Settings
from briefings.store import files, reading

NEW = ".new"
"""The end of the name of a file that is offered beside the host's."""
LARGEST = 50_000_000
"""Bytes of a file that is compared. The largest is a wheel."""

Action = Literal["add", "replace", "remove", "offer", "keep", "blocked", "merge"]
"""What is done with a file: `offer` writes NAME.new beside the host's; `merge` waits for them to take it."""

WORDS: Mapping[Action, tuple[str, str]] = {
    "add": ("added", "to be added"),
    "replace": ("renewed", "to be renewed"),
    "remove": (
        "removed, because sites no longer need it",
        "to be removed, because sites no longer need it",
    ),
    "offer": (
        "{why}: the new one is beside it, as {new}",
        "{why}: the new one will be put beside it, as {new}",
    ),
    "keep": ("changed by you: kept",) * 2,
    "blocked": ("not renewed: {why}", "cannot be renewed: {why}"),
    "merge": ("is still beside your file: take what you want from it, then delete it",) * 2,
}
"""What an upgrade did, and what it is going to do."""


@dataclass(frozen=True, slots=True)
class Step:
    """What an upgrade does with one file."""

    path: str
    action: Action
    data: bytes = b""
    """The new content, if there is one."""
    why: str = ""
    """Why it is blocked or offered, to complete a sentence about it."""
    diff: str = ""
    """From the host's file to the offered one, for texts."""

    def words(self, *, is_done: bool) -> str:
        """The step as a line for people."""
        done, to_do = WORDS[self.action]
        sentence = (done if is_done else to_do).format(new=f"{self.path}{NEW}", why=self.why)
        return f"{self.path}: {sentence}"


@dataclass(frozen=True, slots=True)
class Upgrade:
    """The steps of an upgrade, and the record of the site after them."""

    root: Path
    steps: Sequence[Step]
    record: Manifest
    is_recorded: bool
    """Whether the record is that already."""

    @property
    def is_needed(self) -> bool:
        """Whether it would change a file, or the host still has to merge one."""
        return not self.is_recorded or any(step.action != "keep" for step in self.steps)

    def carry_out(self) -> None:
        """Carry it out, file by file. If it is interrupted, the next upgrade continues."""
        for folder in {(self.root / path).parent for path in (MANIFEST, *self.record.renewed)}:
            files.sweep(folder, inside=self.root)
        for step in self.steps:
            target = self.root / (f"{step.path}{NEW}" if step.action == "offer" else step.path)
            if step.action in ("add", "replace", "offer"):
                files.replace(target, step.data, inside=self.root)
            elif step.action == "remove":
                files.remove(target, inside=self.root)
        # Last, because the next upgrade compares the files with it.
        files.write_if_changed(self.root / MANIFEST, self.record.encode(), inside=self.root)


def upgrade(root: Path, tool: Tool) -> Upgrade:
    """What is to be done so that a site has the files of this version.

    Raises ManifestError, also if the site has files of a newer version.
    """
    record = Manifest.read(root)
    if order(record.briefings) > order(__version__):
        raise ManifestError(
            f"the files of this site are from Briefings {record.briefings}, which is newer than this one"
            f" ({__version__}): install the Briefings that wrote them, or a newer one"
        )
    wanted = {**renewed(_language_of(root)), **tool.all_files}
    steps: list[Step] = []
    after: dict[str, str] = {}
    offered = dict(record.offered)
    for path in sorted(wanted.keys() | record.renewed.keys()):
        step, recorded = _compare(root, path, record, wanted.get(path))
        steps += [step] if step is not None else []
        if recorded is not None:
            after[path] = recorded
        if step is not None and step.action == "offer":
            offered[f"{path}{NEW}"] = digest(step.data)
    for path, known_as in record.offered.items():
        if not _exists(root / path) and offered[path] == known_as:
            del offered[path]
        elif not any(step.action == "offer" and f"{step.path}{NEW}" == path for step in steps):
            steps.append(Step(path, "merge"))
    new = replace(record, briefings=__version__, renewed=after, offered=offered)
    return Upgrade(root, tuple(steps), new, new == record)


def _language_of(root: Path) -> str:
    """The language of a site, or the reference language if its settings cannot be read."""
    try:
        return Settings.load(root).language
    except BriefingsError:
        return REFERENCE


def _compare(root: Path, path: str, record: Manifest, wanted: bytes | None) -> tuple[Step | None, str | None]:
    """What to do with one file, and its digest in the next record; None if it leaves the record."""
    written = record.renewed.get(path)
    if wanted is None and (path in record.owned or not (path in released() or is_about_tool(path))):
        return None, None
    if any(_exists(root / above / ".git") for above in Path(path).parents if above != Path()):
        return Step(path, "blocked", why="its folder belongs to another Git repository"), written
    present = _exists(root / path)
    try:
        found = reading.read(root / path, largest=LARGEST, root=root) if present else None
    except reading.ReadError as error:
        return Step(path, "blocked", why=f"it {error}"), written
    now = None if found is None else digest(found)
    is_as_written = found is not None and now == written and _is_ours(path, found)
    if wanted is None:
        return (Step(path, "remove") if is_as_written else None), None
    new = digest(wanted)
    if found is None:
        # What the host deleted stays deleted.
        return (Step(path, "add", wanted), new) if written is None else (None, written)
    if now == new and with_newer_pins(found, wanted) == found:
        return None, new
    wanted = with_newer_pins(wanted, found)
    if is_as_written:
        return Step(path, "replace", wanted), new
    if written == new:
        return Step(path, "keep"), written
    beside = root / f"{path}{NEW}"
    if _exists(beside) and not files.holds(beside, wanted) and not _is_offered(beside, path, record):
        return Step(path, "blocked", why=f"{path}{NEW} already exists, and is not ours"), written
    # Of a program between two releases, only the record says what it wrote, and the record proves nothing.
    why = "not from a released Briefings, and changed by us" if now == written else "changed by you and by us"
    return Step(path, "offer", wanted, why, _diff(path, found, wanted)), new


def _is_offered(file: Path, path: str, record: Manifest) -> bool:
    """Whether the file beside the host's is still as an upgrade wrote it."""
    try:
        data = reading.read(file, largest=LARGEST)
    except reading.ReadError:
        return False
    return digest(data) == record.offered.get(f"{path}{NEW}") and _is_ours(path, data)


def _is_ours(path: str, data: bytes) -> bool:
    """Whether some version writes a file like this."""
    return may_have_written(path, data) if is_about_tool(path) else digest(data) in released().get(path, ())


def _exists(path: Path) -> bool:
    return path.is_symlink() or path.exists()


def _diff(path: str, before: bytes, after: bytes) -> str:
    """What differs between two texts; empty if they are not text."""
    try:
        old, new = (data.decode("utf-8").splitlines() for data in (before, after))
    except UnicodeDecodeError:
        return ""
    return "\n".join(difflib.unified_diff(old, new, path, f"{path}{NEW}", lineterm=""))
