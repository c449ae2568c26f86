"""Pictures and documents in content/media/, and the check that each has the format that its name says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from briefings.problems import codes
from briefings.problems.problem import Place, Problem, problem
from briefings.sheets.dimensions import Size, size_of
from briefings.sheets.names import File, files, name_problem
from briefings.store.reading import ReadError, open_content
from briefings.text import limits

_HEAD = 1024
"""Bytes of a file that are checked: a GIF has up to 781 before its first picture."""


def _starts_with(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(beginnings)


def _is_png(head: bytes) -> bool:
    return head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR"


def _is_gif(head: bytes) -> bool:
    """A signature, its table of colors, and a picture or an extension, which a disguised script lacks."""
    if not head.startswith((b"GIF87a", b"GIF89a")) or len(head) < 14:
        return False
    colors = 3 * 2 ** (1 + head[10] % 8) if head[10] & 0x80 else 0
    return head[13 + colors : 14 + colors] in (b"!", b",")


def _is_webp(head: bytes) -> bool:
    return head.startswith(b"RIFF") and head[8:12] == b"WEBP" and head[12:16] in (b"VP8 ", b"VP8L", b"VP8X")


_MAX_FTYP = 512


def _is_avif(head: bytes) -> bool:
    """A first box of type `ftyp` that names the format, and whose length cannot be read as text."""
    length = int.from_bytes(head[:4], "big")
    brands = {head[8:12], *(head[n : n + 4] for n in range(16, min(length, len(head)), 4))}
    return 16 <= length <= _MAX_FTYP and head[4:8] == b"ftyp" and bool(brands & {b"avif", b"avis"})


_JPEG = _starts_with(b"\xff\xd8\xff")
_FORMATS: dict[str, tuple[str, Callable[[bytes], bool]]] = {
    ".png": ("PNG", _is_png),
    ".jpg": ("JPEG", _JPEG),
    ".jpeg": ("JPEG", _JPEG),
    ".webp": ("WebP", _is_webp),
    ".avif": ("AVIF", _is_avif),
    ".gif": ("GIF", _is_gif),
    ".pdf": ("PDF", _starts_with(b"%PDF-")),
}
"""The formats that content/media/ may contain, by ending. SVG is not one, since it can contain scripts."""


def media_files(content: Path, root: Path) -> list[Path]:
    """The pictures and documents without errors, which are published."""
    media = [file for file in files(content / "media", root)[0] if file.ending.lower() in _FORMATS]
    return [file.path for file in media if not any(p.severity == "error" for p in _problems(file, root))]


def media_sizes(content: Path, root: Path) -> dict[str, Size | None]:
    """The size of each picture that is published, by its path below content/media/."""
    folder = content / "media"
    sizes: dict[str, Size | None] = {}
    for path in media_files(content, root):
        if path.suffix in _FORMATS and path.suffix != ".pdf":
            with open_content(path, root=root) as stream:
                sizes[path.relative_to(folder).as_posix()] = size_of(stream, path.suffix)
    return sizes


def media_problems(content: Path, root: Path) -> list[Problem]:
    """What is wrong with the files in content/media/."""
    found, problems = files(content / "media", root)
    return problems + [each for file in found for each in _problems(file, root)]


def _stray(file: File) -> Problem:
    hint = f"files here end in {', '.join(f'`{ending}`' for ending in _FORMATS)}"
    if file.ending.lower() in (".svg", ".svgz"):
        hint = "SVG can contain scripts; save it as PNG or WebP"
    message = f"`{file.name}` is not a picture or document for the site and is left out"
    return problem(codes.STRAY_FILE, message, Place(file.shown), hint)


def _problems(file: File, root: Path) -> list[Problem]:
    place = Place(file.shown)
    if file.ending.lower() not in _FORMATS:
        return [_stray(file)]
    if (wrong := name_problem(file.stem + file.ending, file.ending.lower(), file.shown)) is not None:
        return [wrong]
    try:
        with open_content(file.path, root=root) as stream:
            head = stream.read(_HEAD)
            size = stream.seek(0, 2)
    except (ReadError, OSError) as error:
        return [problem(codes.UNREADABLE, f"`{file.name}` {error}", place, getattr(error, "hint", ""))]
    label, is_format = _FORMATS[file.ending]
    if not is_format(head):
        hint = "save it in that format"
        if real := next((ending for ending, (_, other) in _FORMATS.items() if other(head)), ""):
            hint = f"it is in {_FORMATS[real][0]} format: rename it to `{file.stem}{real}`"
        message = f"`{file.name}` does not begin like a file in {label} format"
        return [problem(codes.BAD_MEDIA, message, place, hint)]
    if size > limits.MEDIA:
        message = f"`{file.name}` has {_megabytes(size)}; at most {_megabytes(limits.MEDIA)} can be published"
        return [problem(codes.TOO_LARGE, message, place, "make it smaller, or link to it where it is")]
    if size > limits.LARGE_MEDIA:
        message = f"`{file.name}` has {_megabytes(size)}, which a phone loads slowly"
        return [problem(codes.LARGE_MEDIA, message, place, "make the picture smaller, or save it as WebP")]
    return []


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.3g} MB"
