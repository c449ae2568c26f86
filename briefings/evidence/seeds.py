"""Saved texts, `seeds/<source-id>.txt`: what is held, reading with a hash, saving. Nothing outside the folder is ever read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from briefings.prose import is_id
from briefings.tree import replace

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
        self._names = frozenset(entry.name for entry in os.scandir(folder)) if folder.is_dir() else frozenset()

    @property
    def held(self) -> frozenset[str]:
        """The ids of sources whose text is there."""
        ids = (name.removesuffix(".txt") for name in self._names if name.endswith(".txt"))
        return frozenset(source for source in ids if is_id(source))

    def read(self, source: str) -> Text | None:
        """The text of a source, None if it is not held; raises `TextError` if what lies there is no text."""
        if not is_id(source) or f"{source}.txt" not in self._names:
            return None
        data = _read_inside(self.folder, f"{source}.txt")
        return Text(decode(data), sha256(data).hexdigest())


def _read_inside(folder: Path, name: str) -> bytes:
    path = folder / name
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        raise TextError("is a link that leads out of seeds/; copy the text itself there")
    if not path.is_file():
        raise TextError("is no plain file")
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise TextError(f"cannot be read: {error.strerror}") from None
    if len(data) > LARGEST:
        raise TextError(f"is larger than {LARGEST // 1_000_000} MB; save the article only")
    return data


def decode(data: bytes) -> str:
    """Bytes of a text file as text; raises `TextError` if they are not UTF-8."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TextError(f"is not UTF-8 text (line {line}); save it with that encoding") from None
    if "\0" in text:
        raise TextError("is no text: it has null characters in it")
    return text


def save(folder: Path, source: str, text: str) -> Path:
    """Stores the text of a source, replacing any before it: lines end alike, the last one too. Raises `TextError`."""
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
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{source}.txt"
    replace(path, data)
    return path


__all__ = ["LARGEST", "Seeds", "Text", "TextError", "decode", "save"]
