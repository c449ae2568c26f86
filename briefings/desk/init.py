"""Starts a site: writes its first files, and a record of them for later upgrades."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from briefings import BriefingsError, plugin
from briefings.desk.manifest import MANIFEST, Manifest
from briefings.desk.starter import Site, owned, renewed
from briefings.desk.tool import Tool
from briefings.languages import folders
from briefings.model import FOLDERS, SheetModel
from briefings.sheets.load import Sheet, parse_sheet
from briefings.store.files import holds, write_new
from briefings.words import Words


class InTheWayError(BriefingsError):
    """A new site would replace files: those in `details`, relative to its folder. Nothing was written."""

    def __init__(self, root: Path, paths: list[str]) -> None:
        count = "a file is" if len(paths) == 1 else f"{len(paths)} files or folders are"
        super().__init__(
            f"nothing was written, because {count} in the way in {root}: move them elsewhere or rename them,"
            " and run this again; or choose another folder"
        )
        self.details = tuple(paths)


def files(site: Site, tool: Tool) -> dict[str, bytes]:
    """All files of a new site, by path. The record and mkdocs.yml, which make it a site, come last."""
    own, ours = owned(site), {**renewed(site.language), **tool.all_files}
    own = {**_files_of_plugins(site, own), **own}
    record = Manifest.of(ours, own)
    return {**ours, MANIFEST: record.encode(), **own}


def init(root: Path, site: Site, tool: Tool) -> list[str]:
    """Write a new site into a folder, which may hold other files; returns the paths that it wrote.

    Raises InTheWayError if a file would be replaced, and OSError; then nothing is left behind. If the process
    is killed, the same call completes the site.
    """
    new = files(site, tool)
    if blocked := _in_the_way(root, new):
        raise InTheWayError(root, blocked)
    write_new(root, new)
    return sorted(new)


def _files_of_plugins(site: Site, own: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of plugins for the first sheets, by path."""
    words = Words.load(site.language, folders())
    sheets: list[Sheet[SheetModel]] = []
    for path, data in own.items():
        for kind, folder in FOLDERS.items():
            if path.startswith(f"content/{folder}/"):
                sheet, _ = parse_sheet(data.decode(), kind, Path(path).stem, path)
                sheets += [sheet] if sheet is not None else []
    return {
        path: text.encode()
        for each in plugin.plugins().values()
        if each.starter
        for path, text in plugin.load(each.starter)(words, sheets).items()
    }


def _in_the_way(root: Path, new: Mapping[str, bytes]) -> list[str]:
    """The paths where something else is: other content, a link, a folder, or a file instead of a folder."""
    blocked: set[str] = set()
    for path, data in new.items():
        file = root / path
        if (file.is_symlink() or file.exists()) and not holds(file, data):
            blocked.add(path)
        for above in list(file.relative_to(root).parents)[:-1]:
            folder = root / above
            if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
                blocked.add(above.as_posix())
    return sorted(blocked)
