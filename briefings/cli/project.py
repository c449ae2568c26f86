"""What commands share: the project's settings, its lock, the day."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import click

from briefings.cli.output import say, shown
from briefings.problems.problem import ContentError
from briefings.settings import ContentNotFound, ProjectNotFound, Settings
from briefings.sheets.git import tracked_files
from briefings.site import outputs
from briefings.store.files import FolderError, check_unchanged, write_if_changed
from briefings.store.folders import project_lock
from briefings.store.together import JOURNAL, complete, is_pending
from briefings.text.prose import Kind


def today() -> date:
    """Today, or the day of SOURCE_DATE_EPOCH, for reproducible runs."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is not None:
        return datetime.fromtimestamp(int(epoch), UTC).date()
    return datetime.now().astimezone().date()


def day_of(option: str, text: str | None) -> date:
    """The day that an option names, by default today."""
    try:
        return date.fromisoformat(text) if text is not None else today()
    except ValueError:
        raise click.UsageError(f"{option} takes a day such as 2026-11-24, not “{text}”") from None


def in_ci() -> bool:
    """Whether this runs in continuous integration, where every passage must be in the lock."""
    return os.environ.get("CI", "").lower() not in {"", "0", "false", "no"}


def settings_of(project: Path | None) -> Settings:
    """The settings of the project, which must have a folder for sheets."""
    settings = Settings.load(project)
    if not settings.content_dir.is_dir():
        raise ContentNotFound(settings.root)
    complete_changes(settings)
    return settings


def complete_changes(settings: Settings) -> None:
    """Remove what interrupted commands left, and complete their changes of several files."""
    outputs.sweep_files(settings)
    if is_pending(settings.root):
        # One that is committed may come from anybody, and nobody reviews changes that are written like this.
        # Some file systems take names for equal that differ in case.
        if tracked_files(settings.root, JOURNAL, ignore_case=True) != frozenset():
            raise FolderError(settings.root / JOURNAL, "is committed; remove it with `git rm`")
        with writing(settings):
            if complete(settings.root):
                say("completed the changes of several files that an earlier command began")


def place_of(file: Path, settings: Settings) -> Path | None:
    """The path of a file that the user names, from the project's root; None if it is outside the project.

    Links in it are not resolved: opening it with `inside` or `root` refuses them.
    """
    path = Path(os.path.abspath(file))  # noqa: PTH100  # without `..`, unlike Path.absolute
    above = next((folder for folder in path.parents if folder.resolve() == settings.root), None)
    return None if above is None else settings.root / path.relative_to(above)


def write_named(file: Path, data: bytes, settings: Settings) -> None:
    """Write a file that the user names. In the project, others may have put a link in its place."""
    path = place_of(file, settings)
    if path is None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    elif path.is_symlink():
        raise FolderError(path, "is a link, and links are not followed; delete it")
    else:
        write_if_changed(path, data, inside=settings.root)


def write_read(settings: Settings, file: Path, sheet: str, before: str | None) -> None:
    """Write a sheet that was read as `before`, None for a new one; raises ChangedError if it is another by
    now."""
    check = partial(check_unchanged, file, None if before is None else before.encode("utf-8"))
    write_if_changed(file, sheet.encode("utf-8"), inside=settings.root, check=check)


def ids_of(project: Path | None, kind: Kind) -> list[str]:
    """The ids of all sheets of a kind, by the names of their files; none without a project."""
    # Only here, because `build` answers an unchanged project without the models.
    from briefings.model import FOLDERS

    try:
        settings = Settings.load(project)
    except (ProjectNotFound, ContentError):
        return []
    return sorted(file.stem for file in (settings.content_dir / FOLDERS[kind]).rglob("*.yml"))


def say_waiting() -> None:
    """Say what a command is waiting for."""
    say("another command is writing to this project; waiting for it to finish")


@contextmanager
def writing(settings: Settings, target: Path | None = None) -> Iterator[None]:
    """Lock the project against other commands that write, and remove what interrupted builds left behind.

    What a command writes back must be read inside, or it could undo what another one wrote meanwhile.
    """
    with project_lock(settings.root, say_waiting):
        # Again, since a command that this one waited for may have been killed.
        outputs.sweep_files(settings)
        for left in outputs.sweep(settings, target):
            say(f"{shown(left)} was not generated, so it was kept; move it elsewhere")
        yield
