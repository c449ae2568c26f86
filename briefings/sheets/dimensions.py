"""The width and height of pictures, read from the beginning of their files.

Files may come from strangers, so every reader stops after a limited number of bytes and steps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

_HEAD = 64 * 1024
"""Bytes of a file in which its size is looked for, apart from JPEG."""
_SEGMENTS = 500
"""Segments of a JPEG file that are read before its size is given up."""


@dataclass(frozen=True, slots=True)
class Size:
    """The width and height of a picture in pixels, as browsers show it."""

    width: int
    height: int


def size_of(stream: BinaryIO, ending: str) -> Size | None:
    """The size of a picture in a file with this ending; None if it cannot be read."""
    reader = _READERS.get(ending)
    if reader is None:
        return None
    size = reader(stream)
    return size if size is not None and size.width > 0 and size.height > 0 else None


def _png(stream: BinaryIO) -> Size | None:
    head = stream.read(24)
    return Size(_big(head[16:20]), _big(head[20:24])) if len(head) == 24 else None


def _gif(stream: BinaryIO) -> Size | None:
    head = stream.read(10)
    return Size(_little(head[6:8]), _little(head[8:10])) if len(head) == 10 else None


def _webp(stream: BinaryIO) -> Size | None:
    head = stream.read(30)
    if len(head) < 30:
        return None
    if head[12:16] == b"VP8X":
        return Size(1 + _little(head[24:27]), 1 + _little(head[27:30]))
    if head[12:16] == b"VP8L":
        bits = _little(head[21:25])
        return Size(1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF))
    return Size(_little(head[26:28]) & 0x3FFF, _little(head[28:30]) & 0x3FFF)


def _avif(stream: BinaryIO) -> Size | None:
    """The largest of the images in the file; the others are thumbnails or tiles."""
    head = stream.read(_HEAD)
    sizes: list[Size] = []
    turned, at = False, head.find(b"ispe")
    while at >= 0 and len(head) >= at + 16:
        sizes.append(Size(_big(head[at + 8 : at + 12]), _big(head[at + 12 : at + 16])))
        at = head.find(b"ispe", at + 16)
    rotation = head.find(b"irot")
    if 0 <= rotation < len(head) - 4:
        turned = bool(head[rotation + 4] & 1)
    largest = max(sizes, key=lambda size: size.width * size.height, default=None)
    return largest if largest is None or not turned else Size(largest.height, largest.width)


_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Markers of the segments with the size; those left out are tables."""
_ALONE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a segment."""


def _jpeg(stream: BinaryIO) -> Size | None:
    stream.seek(2)
    turned = False
    for _ in range(_SEGMENTS):
        sign = stream.read(2)
        if len(sign) < 2 or sign[0] != 0xFF:
            return None
        if sign[1] == 0xFF:
            stream.seek(-1, 1)
            continue
        if sign[1] in _ALONE:
            continue
        length = _big(stream.read(2))
        if length < 2:
            return None
        if sign[1] in _FRAMES:
            frame = stream.read(5)
            if len(frame) < 5:
                return None
            height, width = _big(frame[1:3]), _big(frame[3:5])
            return Size(height, width) if turned else Size(width, height)
        if sign[1] == 0xE1:
            turned = _is_turned(stream.read(length - 2)) or turned
        else:
            stream.seek(length - 2, 1)
    return None


_ORIENTATION = 0x0112
_ENTRIES = 200
"""Entries of an EXIF table that are read."""


def _is_turned(segment: bytes) -> bool:
    """Whether EXIF says that the picture is shown turned by a quarter, as phones write it."""
    if not segment.startswith(b"Exif\0\0"):
        return False
    table = segment[6:]
    number = _little if table[:2] == b"II" else _big
    start = number(table[4:8])
    for n in range(min(number(table[start : start + 2]), _ENTRIES)):
        entry = table[start + 2 + 12 * n : start + 14 + 12 * n]
        if number(entry[:2]) == _ORIENTATION:
            return number(entry[8:10]) in (5, 6, 7, 8)
    return False


def _big(data: bytes) -> int:
    return int.from_bytes(data, "big")


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")


_READERS: dict[str, Callable[[BinaryIO], Size | None]] = {
    ".png": _png,
    ".jpg": _jpeg,
    ".jpeg": _jpeg,
    ".gif": _gif,
    ".webp": _webp,
    ".avif": _avif,
}
