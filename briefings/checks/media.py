"""Pictures of events: the file that an event names is there, and its width and height are known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from briefings.catalog.catalog import Catalog
from briefings.model.briefing import Event
from briefings.problems import codes
from briefings.problems.problem import Problem, did_you_mean, problem
from briefings.sheets.dimensions import Size


def picture_problems(catalog: Catalog, sizes: Mapping[str, Size | None]) -> Iterator[Problem]:
    """A picture of an event is a file in content/media/ that browsers can lay out before they load it."""
    for sheet in catalog.briefings.values():
        for n, event in enumerate(sheet.data.timeline):
            if not isinstance(event, Event) or event.media is None:
                continue
            file = event.media.file
            place = sheet.place(("timeline", n, "media", "file"))
            if file not in sizes:
                message = f"there is no picture `{file}` in content/media/"
                hint = did_you_mean(file, sizes) or "save it there"
                yield problem(codes.DEAD_LINK, message, place, hint)
            elif sizes[file] is None:
                message = f"the width and height of `{file}` cannot be read, so the page would jump"
                yield problem(codes.BAD_MEDIA, message, place, "save it again, as PNG, JPEG or WebP")
