"""Pictures and documents in content/media/: which there are, and that each is what its name says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from briefings.problems import codes
from briefings.problems.problem import Place, Problem, problem
from briefings.sheets.names import File, files, name_problem
from briefings.store.reading import ReadError, open_content
from briefings.text import limits

_HEAD = 1024
"""Bytes that are looked at: a GIF has up to 781 before its first picture."""


def _starts_with(*beginnings: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(beginnings)


def _is_png(head: bytes) -> bool:
    return head.startswith(b"\x89PNG\r\n\x1a\n") and head[12:16] == b"IHDR"


def _is_gif(head: bytes) -> bool:
    """A signature, the table of colors that it announces, and a picture or an extension: a script that only
    begins so has none."""
    if not head.startswith((b"GIF87a", b"GIF89a")) or len(head) < 14:
        return False
    colors = 3 * 2 ** (1 + head[10] % 8) if head[10] & 0x80 else 0
    return head[13 + colors : 14 + colors] in (b"!", b",")


def _is_webp(head: bytes) -> bool:
    return head.startswith(b"RIFF") and head[8:12] == b"WEBP" and head[12:16] in (b"VP8 ", b"VP8L", b"VP8X")


_LONGEST_BRANDS = 512


def _is_avif(head: bytes) -> bool:
    """A first box of type `ftyp` that names the format, and is not so long that its length could be read as
    text."""
    length = int.from_bytes(head[:4], "big")
    brands = {head[8:12], *(head[n : n + 4] for n in range(16, min(length, len(head)), 4))}
    return 16 <= length <= _LONGEST_BRANDS and head[4:8] == b"ftyp" and bool(brands & {b"avif", b"avis"})


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
"""What content/media/ may hold, by its ending. SVG is left out: it can carry scripts."""


def media_files(content: Path, root: Path) -> list[Path]:
    """The pictures and documents that go to the site: all that have no error."""
    return [
        file.path
        for file, found in _judged(content, root)[0]
        if not any(p.severity == "error" for p in found)
    ]


def media_problems(content: Path, root: Path) -> list[Problem]:
    """What is wrong with the files in content/media/."""
    judged, problems = _judged(content, root)
    return problems + [found for _, wrong in judged for found in wrong]


def _judged(content: Path, root: Path) -> tuple[list[tuple[File, list[Problem]]], list[Problem]]:
    """The files with their problems, those that are no media left out; and what is wrong with folders and
    what is no file."""
    found, problems = files(content / "media", root)
    judged: list[tuple[File, list[Problem]]] = []
    for file in found:
        if file.ending.lower() in _FORMATS:
            judged.append((file, _problems(file, root)))
        else:
            problems.append(_stray(file))
    return judged, problems


def _stray(file: File) -> Problem:
    svg = file.ending.lower() in (".svg", ".svgz")
    hint = (
        "SVG can carry scripts; save it as PNG or WebP"
        if svg
        else f"files here end in {', '.join(f'`{e}`' for e in _FORMATS)}"
    )
    return problem(
        codes.STRAY_FILE,
        f"`{file.name}` is no picture or document for the site and is left out",
        Place(file.shown),
        hint,
    )


def _problems(file: File, root: Path) -> list[Problem]:
    place = Place(file.shown)
    if (wrong := name_problem(file.stem + file.ending, file.ending.lower(), file.shown)) is not None:
        return [wrong]
    try:
        with open_content(file.path, root=root) as stream:
            head = stream.read(_HEAD)
            size = stream.seek(0, 2)
    except (ReadError, OSError) as error:
        return [problem(codes.UNREADABLE, f"`{file.name}` {error}", place, getattr(error, "hint", ""))]
    called, fits = _FORMATS[file.ending]
    if not fits(head):
        real = next((ending for ending, (_, other) in _FORMATS.items() if other(head)), "")
        hint = (
            f"it is in {_FORMATS[real][0]} format: rename it to `{file.stem}{real}`"
            if real
            else "save it in that format"
        )
        return [
            problem(
                codes.BAD_MEDIA, f"`{file.name}` does not begin like a file in {called} format", place, hint
            )
        ]
    if size > limits.MEDIA:
        message = f"`{file.name}` has {_megabytes(size)}; at most {_megabytes(limits.MEDIA)} can be published"
        return [problem(codes.TOO_LARGE, message, place, "make it smaller, or link to it where it is")]
    if size > limits.LARGE_MEDIA:
        message = f"`{file.name}` has {_megabytes(size)}, which a phone loads slowly"
        return [problem(codes.LARGE_MEDIA, message, place, "make the picture smaller, or save it as WebP")]
    return []


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.3g} MB"
