"""Reads and saves the texts of sources, `seeds/<source-id>.txt`.

A saved text is often the only copy, so saving replaces another text only on request.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from briefings.store.files import holds, replace
from briefings.store.reading import ReadError, read
from briefings.text.prose import is_id

LARGEST = 5_000_000
"""Bytes. The longest books have about as many; a larger file is a mistake or an attack."""


class TextError(ReadError):
    """A text cannot be used or saved; the message tells a curator why."""


@dataclass(frozen=True, slots=True)
class Text:
    """A saved text."""

    content: str
    sha256: str
    """The digest of the file's bytes, as `sha256sum` prints it."""

    @property
    def length(self) -> int:
        """In Unicode code points, like offsets."""
        return len(self.content)


class Seeds:
    """The folder of saved texts, listed once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        names = [entry.name for entry in os.scandir(folder)] if folder.is_dir() else []
        self.ids = frozenset(name[:-4] for name in names if name.endswith(".txt") and is_id(name[:-4]))
        """The ids of the sources that have a saved text."""

    def read(self, source: str) -> Text | None:
        """The saved text of a source, or None; raises `ReadError` if the file is not a readable text."""
        if source not in self.ids:
            return None
        data = read(self.folder / f"{source}.txt", largest=LARGEST, root=self.folder.parent)
        text = decode(data)
        if _PAGE.match(text) is not None:
            raise TextError(
                "is the HTML of a web page; `briefings new source ID --text PAGE` extracts its text"
            )
        return Text(text, sha256(data).hexdigest())


# ── Detecting text ──────────────────────────────────────────────────────────────────────────────────────────

_AS_TEXT = "open it and save it as plain text"
_FORMATS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "is a PDF; `briefings new source ID --text FILE` extracts its text"),
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
"""The first bytes of common files that are not plain text, and what to say of them."""

_PAGE = re.compile(
    r"\ufeff?\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(
    r"<(?:/(?:p|div|li|a|span|h[1-6]|body|article)|br\s*/?|(?:p|div|a|span|img|script|meta|link)\s[^<>]{0,500})>",
    re.IGNORECASE,
)
_MANY_TAGS = 5
_NULL = "is not text: it contains null characters"


def decode(data: bytes) -> str:
    """The text in a file; raises `TextError` if it is binary or not UTF-8."""
    for beginning, message in _FORMATS:
        if data.startswith(beginning):
            raise TextError(message)
    if b"\0" in data:
        raise TextError(_NULL)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise TextError(f"is not UTF-8 text (line {line}); save it with that encoding") from None


def is_page(data: bytes) -> bool:
    """Whether a file looks like a web page or a part of one."""
    text = data.decode("utf-8", errors="replace")
    return _PAGE.match(text) is not None or len(_TAG.findall(text, 0, 100_000)) >= _MANY_TAGS


# ── Saving ──────────────────────────────────────────────────────────────────────────────────────────────────


class TextExistsError(TextError):
    """Another text of the source is already saved, and was not replaced."""


def save(folder: Path, source: str, text: str, *, overwrite: bool = False) -> Path:
    """Saves the text of a source with uniform line ends; raises `TextError`.

    Raises `TextExistsError` if another text is already saved, unless `overwrite` is set.
    """
    if not is_id(source):
        raise TextError(f"`{source}` is not a source id: lower-case letters, digits and single hyphens")
    content = saved_form(text)
    if "\0" in content:
        raise TextError(_NULL)
    if content.strip() == "":
        raise TextError("contains no words")
    data = content.encode("utf-8", errors="replace")
    if len(data) > LARGEST:
        raise TextError(f"is larger than {LARGEST // 1_000_000} MB; save the article only")
    path = folder / f"{source}.txt"
    if os.path.lexists(path) and not overwrite:
        if holds(path, data):
            return path
        raise TextExistsError(f"is not saved: seeds/{source}.txt already contains another text")
    replace(path, data)
    return path


def saved_form(text: str) -> str:
    """A text as it is saved: with uniform line ends."""
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return lines.strip("\n") + "\n"
