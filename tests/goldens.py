"""Texts that are written down as they come out. `pytest --update-goldens` writes them anew; the review is the diff."""

from __future__ import annotations

from pathlib import Path


def compare(made: str, file: Path, *, update: bool) -> None:
    """Compare a text with the one in a file."""
    if update:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(made, encoding="utf-8", newline="")
    assert made == file.read_bytes().decode()
