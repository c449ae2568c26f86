"""The languages: a folder of data for each, here and in plugins (docs/guides/translating.md).

No other module knows a language by its code; what a language needs is a named property in its data.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from babel.localedata import LocaleDataDict, load

from briefings import plugin

REFERENCE = "en"
"""The language whose words define all keys, and whose lists are used where a language has none."""

FOLDER = Path(__file__).resolve().parent


def folders() -> tuple[Path, ...]:
    """The folders with a folder for each language: our own, then those of plugins."""
    return FOLDER, *plugin.folders("languages")


@cache
def having(name: str) -> Mapping[str, Path]:
    """The file or folder of this name of each language that has one, by the language's code, sorted."""
    found = {path.parent.name: path for folder in folders() for path in folder.glob(f"*/{name}")}
    return dict(sorted(found.items()))


def words_in(folder: Path) -> dict[str, Path]:
    """The files of fixed words in a folder of languages, or in one with `<language>.yml`, by language."""
    by_folder = {path.parent.name: path for path in folder.glob("*/words.yml")}
    return by_folder | {path.stem: path for path in folder.glob("*.yml")}


@cache
def readings() -> Mapping[str, Mapping[str, Any]]:
    """How texts of each language are read: what is in its `reading.toml`, by the language's code."""
    return {code: parsed(path) for code, path in having("reading.toml").items()}


@cache
def month_names(locale: str, width: str = "wide") -> Mapping[int, str]:
    """The names of the months as they stand alone, by their numbers.

    Babel resolves them in data that its locales share: once Chinese months are read through `Locale`, German
    ones are Chinese, too. So this reads a copy.
    """
    data = LocaleDataDict({"months": _copied(load(locale)["months"])})
    data["months"]["format"][width]  # what stands alone may refer to it, and is read wrong before it
    return dict(data["months"]["stand-alone"][width])


def _copied(data: Any) -> Any:
    # `deepcopy` would also copy the whole locale, which Babel's dictionaries refer to.
    if isinstance(data, LocaleDataDict):
        data = data._data
    return {key: _copied(each) for key, each in data.items()} if isinstance(data, dict) else data


def parsed(path: Path) -> dict[str, Any]:
    """A file of data."""
    return tomllib.loads(path.read_text(encoding="utf-8"))
