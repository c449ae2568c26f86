"""Jinja for Markdown: whatever a template prints is escaped as Markdown unless it is markup.

Pages print and call so often that Jinja's own care about it, which serves every kind of template, takes a
third of the time to render them. What is left out here changes no output.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from types import MethodType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context, Macro, Undefined
from markupsafe import Markup

from briefings.text import escape, markdown
from briefings.words import Words


@lru_cache(maxsize=4)
def environment(folders: tuple[Path, ...]) -> Environment:
    """The Jinja environment for templates in these folders, the first that has one winning.

    Made once: a changed template is read anew, but one that comes to take another's place is seen only after
    `cache_clear()`.
    """
    made = _Environment(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        # So that what macros return is marked as markup; `finalize` does the escaping.
        autoescape=True,
        finalize=_finalize,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["attr"] = escape.attribute
    made.filters["code"] = markdown.with_code
    return made


_NOTHING = Markup("")
_PRIVATE_USE = re.compile("[\ue000-\uf8ff]")


def _finalize(value: Any) -> Markup:
    kind = value.__class__
    if kind is Markup:
        return value  # type: ignore[no-any-return]  # it is one
    if kind is str:
        return escape.markdown(value)
    # What an `if` without an `else` prints when it does not hold.
    if value is None or kind is Undefined:
        return _NOTHING
    return Markup(value) if hasattr(value, "__html__") else escape.markdown(str(value))


class Say:
    """The fixed words as templates call them: `t("key", n=3)`. A value that is markup stays markup;
    everything around it is escaped."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self.language = words.language
        self.language_name = words.language_name
        self.country_name = words.country_name
        self.number = words.number

    def __contains__(self, key: str) -> bool:
        return key in self._words

    def __call__(self, key: str, **values: Any) -> Any:
        if not values:
            return self._words(key)
        marked = {
            name: value
            for name, value in values.items()
            if value.__class__ is not str and hasattr(value, "__html__")
        }
        if not marked:
            return self._words(key, **values)
        # Private-use characters mark where markup goes while the words around it are escaped, so words must
        # have none.
        texts = {name: value for name, value in values.items() if isinstance(value, str)}
        plain = {name: _PRIVATE_USE.sub("\N{REPLACEMENT CHARACTER}", text) for name, text in texts.items()}
        stand_ins = {name: chr(0xE000 + n) for n, name in enumerate(marked)}
        text = str(escape.markdown(self._words(key, **(values | plain | stand_ins))))
        for name, stand_in in stand_ins.items():
            text = text.replace(stand_in, str(marked[name]))
        return Markup(text)


class _Compiler(CodeGenerator):
    """Leaves out the HTML escaping around `finalize`, which gives markup that it would let pass as it is.

    Should another version of Jinja not ask these, the escaping is back, and pages are the same.
    """

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        if self._escapes(frame, finalize):
            self.write(finalize.src)
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: Any, frame: Any, finalize: Any) -> None:
        if self._escapes(frame, finalize):
            self.write(")")
        else:
            super()._output_child_post(node, frame, finalize)

    @staticmethod
    def _escapes(frame: Any, finalize: Any) -> bool:
        return bool(finalize.src is not None and frame.eval_ctx.autoescape and not frame.eval_ctx.volatile)


class _Context(Context):
    """Calls tools at once: none of them wants to be given the context, for which Jinja would look twice at
    each."""

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        kind = called.__class__
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind is not MethodType and kind is not Say:
            return super().call(called, *args, **kwargs)
        kwargs.pop("_loop_vars", None)
        kwargs.pop("_block_vars", None)
        return called(*args, **kwargs)


class _Environment(Environment):
    code_generator_class = _Compiler
    context_class = _Context


__all__ = ["Say", "environment"]
