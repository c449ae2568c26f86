"""Pictures: the file that a sheet names is there, and its width and height are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefings.catalog.catalog import Catalog
from briefings.model import Actor, Briefing, SheetModel
from briefings.model.base import KeyPath
from briefings.model.briefing import Event
from briefings.model.media import Media
from briefings.problems import codes
from briefings.problems.problem import Problem, did_you_mean, problem
from briefings.sheets.dimensions import Size


def picture_problems(catalog: Catalog, sizes: Mapping[str, Size | None]) -> Iterator[Problem]:
    """A picture is a file in content/media/ that browsers can lay out before they load it."""
    for sheet in (*catalog.briefings.values(), *catalog.actors.values()):
        for path, media in _pictures(sheet.data):
            file, place = media.file, sheet.place((*path, "file"))
            if file not in sizes:
                message = f"there is no picture `{file}` in content/media/"
                hint = did_you_mean(file, sizes) or "save it there"
                yield problem(codes.DEAD_LINK, message, place, hint)
            elif sizes[file] is None:
                message = f"the width and height of `{file}` cannot be read, so the page would jump"
                yield problem(codes.BAD_MEDIA, message, place, "save it again, as PNG, JPEG or WebP")


def _pictures(data: SheetModel) -> Iterator[tuple[KeyPath, Media]]:
    """The pictures that a sheet names, with their paths."""
    if isinstance(data, Briefing | Actor) and data.media is not None:
        yield ("media",), data.media
    if isinstance(data, Briefing):
        for n, event in enumerate(data.timeline):
            if isinstance(event, Event) and event.media is not None:
                yield ("timeline", n, "media"), event.media
