"""Jinja for Markdown: everything that a template prints is escaped as Markdown, except markup."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.runtime import Undefined
from markupsafe import Markup

from briefings.text import escape, markdown
from briefings.words import Words

DEFAULT = "default"
"""The folder by whose name templates find the package's own."""


@lru_cache(maxsize=4)
def environment(folders: tuple[Path, ...]) -> Environment:
    """The Jinja environment for templates in these folders. The first folder with a template wins.

    The last one is the package's. Its templates are also there as `default/<name>`, so that a site's own can
    extend the one that it overrides. Jinja reloads changed templates. After a new template overrides another,
    call `cache_clear()`.
    """
    result = Environment(
        loader=ChoiceLoader(
            [
                FileSystemLoader([str(folder) for folder in folders]),
                PrefixLoader({DEFAULT: FileSystemLoader(str(folders[-1]))}),
            ]
        ),
        # With this, macros return markup. `finalize` does the escaping.
        autoescape=True,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    result.filters["attr"] = escape.attribute
    result.filters["code"] = markdown.with_code
    return result


_NOTHING = Markup("")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")


def _finalize(value: Any) -> Markup:
    kind = value.__class__
    if kind is Markup:
        return value  # type: ignore[no-any-return]  # mypy cannot narrow by `__class__`
    if kind is str:
        return escape.markdown(value)
    # An `if` without an `else` is undefined if its condition is false.
    if value is None or kind is Undefined:
        return _NOTHING
    return Markup(value) if hasattr(value, "__html__") else escape.markdown(str(value))


class Say:
    """Fixed words in templates: `t("key", n=3)`. Markup among the values remains; the text around it is
    escaped."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self.language = words.language
        self.language_name = words.language_name
        self.country_name = words.country_name
        self.number = words.number
        self.coordinates = words.coordinates
        self.list = words.list

    def __call__(self, key: str, **values: Any) -> Any:
        if not values:
            return self._words(key)
        markup = {
            name: value
            for name, value in values.items()
            if value.__class__ is not str and hasattr(value, "__html__")
        }
        if not markup:
            return self._words(key, **values)
        # Private-use characters are placeholders for markup while the text around it is escaped, so they are
        # replaced in the text first.
        texts = {name: value for name, value in values.items() if isinstance(value, str)}
        plain = {name: _PRIVATE_USE.sub("\N{REPLACEMENT CHARACTER}", text) for name, text in texts.items()}
        placeholders = {name: chr(0xE000 + n) for n, name in enumerate(markup)}
        text = str(escape.markdown(self._words(key, **(values | plain | placeholders))))
        for name, placeholder in placeholders.items():
            text = text.replace(placeholder, str(markup[name]))
        return Markup(text)
