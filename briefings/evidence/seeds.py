"""Saved texts, `seeds/<source-id>.txt`: what is held, reading with a hash, saving.

A saved text is often the only copy: saving never replaces another text unless it is told to. Nothing outside
the folder is ever read.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from briefings.store.files import replace
from briefings.text.prose import is_id

LARGEST = 5_000_000
"""Bytes. The longest book has about as many; more is a mistake, or an attack."""


class TextError(Exception):
    """A saved text cannot be used; says why in words fit for a curator."""


@dataclass(frozen=True, slots=True)
class Text:
    """A saved text as it lies on the disk."""

    content: str
    sha256: str
    """Of the file's bytes, in hexadecimal, as `sha256sum` prints it."""

    @property
    def length(self) -> int:
        """In Unicode code points, as offsets count."""
        return len(self.content)


class Seeds:
    """The folder of saved texts, as it was when this was made."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        names = [entry.name for entry in os.scandir(folder)] if folder.is_dir() else []
        self.held = frozenset(name[:-4] for name in names if name.endswith(".txt") and is_id(name[:-4]))
        """The ids of sources whose text is there."""

    def read(self, source: str) -> Text | None:
        """The text of a source, None if it is not held; raises `TextError` if what lies there is no text."""
        if source not in self.held:
            return None
        data = read_inside(self.folder, f"{source}.txt", LARGEST)
        text = decode(data)
        if _PAGE.match(text) is not None:
            raise TextError(
                "is the source of a web page, and not its words; `briefings new source ID --text PAGE`"
                " extracts those"
            )
        return Text(text, sha256(data).hexdigest())


def read_inside(folder: Path, name: str, largest: int) -> bytes:
    """The bytes of a plain file in a folder; raises `TextError` if it is none, lies elsewhere or has more
    than `largest` bytes."""
    path = folder / name
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        raise TextError("is a link that leads out of seeds/; put the file itself there")
    if not path.is_file():
        raise TextError("is no plain file")
    try:
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except OSError as error:
        raise TextError(f"cannot be read: {error.strerror}") from None
    if len(data) > largest:
        raise TextError(f"is larger than {largest // 1_000_000} MB")
    return data


# ── What is a text ──────────────────────────────────────────────────────────────────────────────────────────

_AS_TEXT = "open it, and save its words as plain text"
_FORMATS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", f"is a PDF; {_AS_TEXT}"),
    (b"PK\x03\x04", f"is a ZIP file, as .docx, .odt and .epub are; {_AS_TEXT}"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", f"is an old Office file (.doc); {_AS_TEXT}"),
    (b"{\\rtf", f"is Rich Text (.rtf); {_AS_TEXT}"),
    (b"\x1f\x8b", "is compressed (gzip); unpack it first"),
    (b"\x89PNG", "is a picture; type its words into a text file"),
    (b"\xff\xd8\xff", "is a picture; type its words into a text file"),
    (b"GIF8", "is a picture; type its words into a text file"),
    (b"RIFF", "is a picture or a recording; type its words into a text file"),
    (b"\xff\xfe", "is UTF-16 text; save it as UTF-8"),
    (b"\xfe\xff", "is UTF-16 text; save it as UTF-8"),
)
"""What files begin with that are no texts."""

_PAGE = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    r"<(?:/(?:p|div|li|a|span|h[1-6]|body|article)|br\s*/?|(?:p|div|a|span|img|script|meta|link)\s[^<>]{0,500})>",
    re.IGNORECASE,
)
_MANY_TAGS = 5


def decode(data: bytes) -> str:
    """The text that a file holds; raises `TextError` if it is binary, or not UTF-8."""
    for beginning, message in _FORMATS:
        if data.startswith(beginning):
            raise TextError(message)
    if b"\0" in data:
        raise TextError("is no text: it has null characters in it")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TextError(f"is not UTF-8 text (line {line}); save it with that encoding") from None


def is_page(data: bytes) -> bool:
    """Whether a file seems to be a web page, or a piece of one."""
    text = data.decode("utf-8", errors="replace")
    return _PAGE.match(text) is not None or len(_TAG.findall(text, 0, 100_000)) >= _MANY_TAGS


# ── Saving ──────────────────────────────────────────────────────────────────────────────────────────────────


class HeldError(TextError):
    """Another text of the source is held already, and was not replaced."""


def save(folder: Path, source: str, text: str, *, replace_held: bool = False) -> Path:
    """Stores the text of a source: lines end alike, the last one too. Raises `TextError`.

    Where another text is held, it raises `HeldError`, unless it is told to replace that.
    """
    if not is_id(source):
        raise TextError(f"`{source}` is no source id: small letters, digits and single hyphens")
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    content = lines.strip("\n") + "\n"
    if "\0" in content:
        raise TextError("is no text: it has null characters in it")
    if content.strip() == "":
        raise TextError("has no words in it")
    data = content.encode("utf-8", errors="replace")
    if len(data) > LARGEST:
        raise TextError(f"is larger than {LARGEST // 1_000_000} MB; save the article only")
    path = folder / f"{source}.txt"
    if os.path.lexists(path) and not replace_held:
        if path.is_file() and not path.is_symlink() and path.read_bytes() == data:
            return path
        raise HeldError(f"is not saved: seeds/{source}.txt holds another text already")
    replace(path, data)
    return path


__all__ = ["LARGEST", "HeldError", "Seeds", "Text", "TextError", "decode", "is_page", "read_inside", "save"]
