"""The width and height of pictures are read as browsers show them; damaged files have none."""

from __future__ import annotations

import io
import struct

from briefings.sheets.dimensions import Size, size_of


def jpeg(*segments: bytes, height: int = 30, width: int = 40, frame: int = 0xC0) -> bytes:
    frame_data = b"\x08" + struct.pack(">HH", height, width) + b"\x03" + b"\0" * 9
    return b"\xff\xd8" + b"".join(segments) + segment(frame, frame_data)


def segment(marker: int, data: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(data) + 2) + data


def exif(orientation: int, order: str = ">") -> bytes:
    head = b"MM\0*" if order == ">" else b"II*\0"
    entry = struct.pack(f"{order}HHIHH", 0x0112, 3, 1, orientation, 0)
    table = struct.pack(f"{order}IH", 8, 1) + entry
    return segment(0xE1, b"Exif\0\0" + head + table)


def webp(kind: bytes, rest: bytes) -> bytes:
    return (b"RIFF\x26\0\0\0WEBP" + kind + b"\x0a\0\0\0" + rest).ljust(40, b"\0")


def avif(*sizes: tuple[int, int], more: bytes = b"") -> bytes:
    boxes = (struct.pack(">I", 20) + b"ispe\0\0\0\0" + struct.pack(">II", *size) for size in sizes)
    return struct.pack(">I", 28) + b"ftypavif\0\0\0\0avifmif1miaf" + b"".join(boxes) + more


JFIF = segment(0xE0, b"JFIF\0\1\1\0\0\1\0\1\0\0")
LOSSLESS = struct.pack("<I", (40 - 1) | (30 - 1) << 14)

READ = {
    "png": (".png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 40, 30)),
    "gif": (".gif", b"GIF89a" + struct.pack("<HH", 40, 30) + b"\0\0\0"),
    "jpeg": (".jpg", jpeg(JFIF)),
    "progressive jpeg": (".jpeg", jpeg(JFIF, segment(0xDB, b"\0" * 65), frame=0xC2)),
    "jpeg after a large profile": (".jpg", jpeg(*[segment(0xE2, b"\0" * 60_000)] * 3)),
    "jpeg with filling bytes": (".jpg", jpeg(JFIF, b"\xff\xff")),
    "jpeg turned by a quarter": (".jpg", jpeg(exif(6), height=40, width=30)),
    "jpeg turned, from the other end": (".jpg", jpeg(exif(8, "<"), height=40, width=30)),
    "jpeg upside down": (".jpg", jpeg(exif(3))),
    "webp": (".webp", webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 40, 30))),
    "lossless webp": (".webp", webp(b"VP8L", b"\x2f" + LOSSLESS)),
    "extended webp": (".webp", webp(b"VP8X", b"\0\0\0\0" + b"\x27\0\0\x1d\0\0")),
    "avif": (".avif", avif((40, 30))),
    "avif with a thumbnail": (".avif", avif((4, 3), (40, 30))),
    "avif turned by a quarter": (".avif", avif((30, 40), more=b"\0\0\0\x09irot\x01")),
}


def test_a_picture_has_its_size_and_a_damaged_one_is_no_error() -> None:
    for name, (ending, data) in READ.items():
        assert size_of(io.BytesIO(data), ending) == Size(40, 30), name
        assert size_of(io.BytesIO(data[:6]), ending) is None
        for length in range(len(data) if len(data) < 1000 else 100):
            size = size_of(io.BytesIO(data[:length]), ending)
            assert size is None or min(size.width, size.height) > 0


NONE = {
    "no width": (".png", READ["png"][1][:16] + struct.pack(">II", 0, 30)),
    "no jpeg": (".jpg", b"\xff\xd8alert(1)"),
    "endless segments": (".jpg", b"\xff\xd8" + segment(0xE2, b"") * 10_000),
    "segment without a length": (".jpg", b"\xff\xd8\xff\xe2\0\0" * 10),
    "endless exif": (
        ".jpg",
        b"\xff\xd8" + segment(0xE1, b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + b"\0" * 60_000),
    ),
    "document": (".pdf", b"%PDF-1.7"),
}


def test_what_has_no_size() -> None:
    assert [size_of(io.BytesIO(data), ending) for ending, data in NONE.values()] == [None] * len(NONE)
