"""Sorts the filters in Pagefind's index, which it writes in random order, so that the same sheets give the
same bytes.

The files are gzip around CBOR with integers, texts and arrays. The rest of the index is sorted already.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

from briefings.search.failure import FinishError

_SIGNATURE = b"pagefind_dcd"
_FILTERS = 3
"""The position of the filters in the index: a list of names, each with the digest of its file."""

_UINT, _TEXT, _ARRAY = 0, 3, 4
_END = 0xFF


def sort_index(folder: Path) -> None:
    """Sort the filters of the index in a folder, and rename files whose content changed, since digests name
    them."""
    entry = json.loads((folder / "pagefind-entry.json").read_text(encoding="utf-8"))
    for name, language in sorted(entry["languages"].items()):
        file = folder / f"pagefind.{language['hash']}.pf_meta"
        index = _read(file)
        index[_FILTERS] = sorted(
            [facet, _sorted_filter(folder, name, digest)] for facet, digest in index[_FILTERS]
        )
        language["hash"] = _write(folder, f"{name}_", index, "pagefind.{}.pf_meta")
        _remove_unless(file, folder / f"pagefind.{language['hash']}.pf_meta")
    text = json.dumps(entry, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (folder / "pagefind-entry.json").write_text(text, encoding="utf-8")


def _sorted_filter(folder: Path, language: str, digest: str) -> str:
    file = folder / "filter" / f"{digest}.pf_filter"
    facet, values = _read(file)
    new_digest = _write(folder / "filter", f"{language}_", [facet, sorted(values)], "{}.pf_filter")
    _remove_unless(file, folder / "filter" / f"{new_digest}.pf_filter")
    return new_digest


def _remove_unless(old: Path, new: Path) -> None:
    if old != new:
        old.unlink()


def _read(file: Path) -> Any:
    data = gzip.decompress(file.read_bytes())
    if not data.startswith(_SIGNATURE):
        raise FinishError(f"{file.name} has a format that no known version of Pagefind writes")
    return _decode(data, len(_SIGNATURE))[0]


def _write(folder: Path, prefix: str, value: Any, name: str) -> str:
    data = _SIGNATURE + _encode(value)
    digest = prefix + hashlib.sha256(data).hexdigest()[:10]
    (folder / name.format(digest)).write_bytes(gzip.compress(data, 9, mtime=0))
    return digest


def _decode(data: bytes, at: int) -> tuple[Any, int]:
    """The value at an offset, and the offset of its end."""
    kind, size = data[at] >> 5, data[at] & 31
    at += 1
    if 24 <= size <= 27:
        width = 1 << size - 24
        number, at = int.from_bytes(data[at : at + width]), at + width
    else:
        number = size
    if kind == _UINT:
        return number, at
    if kind == _TEXT:
        return data[at : at + number].decode("utf-8"), at + number
    if kind != _ARRAY:
        raise FinishError(f"Pagefind's index contains CBOR of kind {kind}, which no known version writes")
    items: list[Any] = []
    is_indefinite = size == 31
    while data[at] != _END if is_indefinite else len(items) < number:
        item, at = _decode(data, at)
        items.append(item)
    return items, at + is_indefinite


def _encode(value: Any) -> bytes:
    if isinstance(value, int):
        return _head(_UINT, value)
    if isinstance(value, str):
        text = value.encode("utf-8")
        return _head(_TEXT, len(text)) + text
    return _head(_ARRAY, len(value)) + b"".join(map(_encode, value))


def _head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    width = next(width for width in (1, 2, 4, 8) if number < 1 << 8 * width)
    return bytes([kind << 5 | 23 + width.bit_length()]) + number.to_bytes(width)
