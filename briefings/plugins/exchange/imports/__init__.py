"""Sheets from the files of other programs: timelines, tables, entities and bibliographies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, get_args

from briefings.plugins.exchange.imports import bibliography, ftm, timelinejs
from briefings.plugins.exchange.imports.records import Reading, UnreadableError

ImportFormat = Literal["timelinejs", "table", "ftm", "csl", "zotero", "bibtex"]
IMPORT_FORMATS: tuple[ImportFormat, ...] = get_args(ImportFormat)

READERS: Mapping[ImportFormat, Callable[[str], Reading]] = {
    "timelinejs": timelinejs.read,
    "ftm": ftm.read,
    "csl": bibliography.read_csl,
    "zotero": bibliography.read_zotero,
    "bibtex": bibliography.read_bibtex,
}
"""What reads each format; a table also needs a mapping (`table.read`)."""

__all__ = ["IMPORT_FORMATS", "READERS", "ImportFormat", "Reading", "UnreadableError"]
