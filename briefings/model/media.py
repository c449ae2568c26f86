"""Pictures: files in content/media/ with a description, a credit and a licence."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from briefings.model.base import Line, Model, declare, part
from briefings.text.licences import Licence
from briefings.text.prose import ID_PATTERN

PICTURE_ENDINGS = ("png", "jpg", "jpeg", "webp", "avif", "gif")
_PICTURE = re.compile(rf"(?:{ID_PATTERN}/)*{ID_PATTERN}\.(?:{'|'.join(PICTURE_ENDINGS)})")


def _picture(value: str) -> str:
    if re.match(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?[/\\]{2}", value):
        message = "the image `{value}` is on another host, from which pages load nothing"
        hint = "save it in content/media/ if its licence allows that, and name the file"
        raise PydanticCustomError("remote_image", message, {"value": value, "hint": hint})
    if _PICTURE.fullmatch(value) is None:
        known = ", ".join(f"`.{ending}`" for ending in PICTURE_ENDINGS)
        path = value.lower().lstrip("./").removeprefix("content/").removeprefix("media/")
        hint = f"did you mean `{path}`?" if _PICTURE.fullmatch(path) else f"pictures end in {known}"
        message = "`{value}` is not the path of a picture below content/media/"
        raise PydanticCustomError("picture", message, {"value": value, "hint": hint})
    return value


PictureFile = Annotated[
    str, AfterValidator(_picture), WithJsonSchema({"type": "string", "pattern": f"^{_PICTURE.pattern}$"})
]


@part
class Media(Model):
    """A picture of an event, a story or an actor, shown with it."""

    file: PictureFile = declare("harbor.jpg")
    """The path of the picture below content/media/."""
    alt: Line = declare("Two cranes above an empty quay")
    """What the picture shows, for readers who cannot see it."""
    caption: Line | None = declare("The new quay on its first day", default=None)
    """What to know about the picture, shown below it."""
    credit: Line = declare("Jane Doe")
    """Who made the picture."""
    licence: Licence = declare("CC-BY-4.0")
    """The licence of the picture, as for sources."""
