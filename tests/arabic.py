"""A site in Arabic: the fixed words with Arabic letters, and sheets with Arabic and Latin names.

The words are made from the English ones, letter by letter, so that every key has a text of usual length.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

from briefings.languages import FOLDER
from tests.trees import sheets_in

_LETTERS = str.maketrans(
    dict(
        zip(
            "abcdefghijklmnopqrstuvwxyz",
            ["ا", "ب", "ك", "د", "ي", "ف", "ج", "ه", "ي", "ج", "ك", "ل", "م", "ن", "و", "ب", "ق", "ر", "س", "ت",
             "و", "ف", "و", "س", "ي", "ز"],
            strict=True,
        )
    )
)  # fmt: skip
_PLURAL_FORMS = ("zero", "one", "two", "few", "many", "other")
_PLACEHOLDER = re.compile(r"(\{\w+\})")


def words() -> str:
    """The file of fixed words."""
    english = yaml.safe_load((FOLDER / "en" / "words.yml").read_text(encoding="utf-8"))
    patterns = english["dates"]["patterns"]
    arabic = _translate(english)
    arabic["locale"], arabic["alphabet"], arabic["dates"]["patterns"] = "ar", "icu", patterns
    return yaml.safe_dump(arabic, allow_unicode=True, sort_keys=False)


def _translate(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"one", "other"}:
            return {form: _translate(value["other"]) for form in _PLURAL_FORMS}
        return {key: _translate(each) for key, each in value.items()}
    parts = _PLACEHOLDER.split(str(value))
    return "".join(part if n % 2 else part.lower().translate(_LETTERS) for n, part in enumerate(parts))


SHEETS = sheets_in(Path(__file__).with_name("arabic.md"))
