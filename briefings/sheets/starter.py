"""Writes new sheets: given values, required keys to fill in, and all other keys in comments that explain
them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal
from textwrap import wrap
from typing import Any

import yaml

from briefings.languages import REFERENCE, having, parsed
from briefings.model import MODELS, SheetModel
from briefings.model.keys import keys_of
from briefings.sheets.yaml_text import reads_as_text
from briefings.text.prose import Kind

WIDTH = 100


OPTIONS: Mapping[Kind, tuple[str, ...]] = {
    "briefing": ("title", "topics"),
    "actor": ("name", "kind", "country"),
    "source": ("title", "publisher", "kind", "url", "published", "language"),
    "topic": ("name",),
}
"""The keys whose values can be given for a new sheet."""


def starter(
    kind: Kind, given: Mapping[str, Any], *, today: date, language: str, optional: bool = True
) -> str:
    """The YAML of a new sheet with the given values; a new briefing is a draft. Comments are in a language.

    Other required keys stay empty, and `check` names them until they are filled in. With `optional`, all
    other keys are in comments.
    """
    filled: dict[str, Any] = {"published": today.isoformat(), "draft": True} if kind == "briefing" else {}
    return "\n".join(_lines(kind, filled | dict(given), language, optional=optional)) + "\n"


EXTRA_KEYS: Mapping[Kind, tuple[str, ...]] = {"source": ("title",)}
"""Optional keys that a new sheet starts with: a source needs `title` or another key in its place."""


def _lines(kind: Kind, filled: Mapping[str, Any], language: str, *, optional: bool) -> Iterator[str]:
    model, words = MODELS[kind], _words(language)
    keys, new, own = keys_of(model), words["new"], words.get("every", {}) | words.get(kind, {})
    more = EXTRA_KEYS.get(kind, ())
    written = [name for name, field in keys.items() if field.is_required() or name in filled or name in more]

    def meaning(name: str) -> str:
        return own.get(name) or " ".join((keys[name].description or "").split())

    yield f"# {own.get('sheet') or ' '.join((model.__doc__ or '').split())}"
    yield f"# {new['schema']}"
    for name in written:
        yield ""
        yield from _comment(meaning(name))
        yield from _entry(name, filled[name]) if name in filled else (f"{name}:",)
    if not optional:
        return
    yield ""
    yield f"# {new['optional']}"
    shared = set(SheetModel.model_fields)
    for name, field in sorted(keys.items(), key=lambda item: item[0] in shared):
        if name not in written:
            yield ""
            example = field.examples[0] if field.examples else PLACEHOLDER
            several = isinstance(example, list) and isinstance(example[0], dict)
            # The words of examples are English.
            shown = own == {} or all(map(_NO_WORDS.fullmatch, _texts(example)))
            about = [meaning(name), *([new["example"]] if shown else [])]
            yield from _comment(" ".join(about if several or not shown else [*about, flow(example)]))
            yield from (f"#   - {flow(item)}" for item in example) if several and shown else ()
            yield from (f"# {line}" for line in _entry(name, _without_words(example)))


def _words(language: str) -> Mapping[str, Any]:
    """What new sheets say in a language, or else in the reference."""
    files = having("sheets.toml")
    return parsed(files.get(language, files[REFERENCE]))


_NO_WORDS = re.compile(r"[A-Z]{2}|[^ ]*[\d_/-][^ ]*")
"""Dates, ids, codes and addresses, which are the same in all languages."""


def _texts(example: Any) -> Iterator[str]:
    """The texts in an example, with keys that are texts."""
    if isinstance(example, dict):
        yield from (key for key in example if " " in key)
    if isinstance(example, dict | list):
        for each in example.values() if isinstance(example, dict) else example:
            yield from _texts(each)
    elif isinstance(example, str):
        yield example


PLACEHOLDER = "…"
"""Marks a value that is still to be written; `check` refuses it."""


def _without_words(example: Any) -> Any:
    """The structure of an example, without its words."""
    if isinstance(example, dict):
        return {key: _without_words(value) for key, value in example.items()}
    return [_without_words(example[0])] if isinstance(example, list) else PLACEHOLDER


def _comment(words: str) -> Iterator[str]:
    yield from (f"# {line}" for line in wrap(words, WIDTH, break_on_hyphens=False))


def _entry(name: str, value: Any) -> Iterator[str]:
    """`name: value` as YAML on one line, or with one line for each entry of a list of mappings."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        yield f"{name}:"
        yield from (f"  - {flow(item)}" for item in value)
    else:
        yield f"{name}: {flow(value)}"


def block(values: Mapping[str, Any], empty: Collection[str] = ()) -> str:
    """A sheet with these values, one key a line, and with `empty` keys to fill in."""
    lines = [f"{name}:" for name in empty]
    for name, value in values.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            lines.append(f"{name}:")
            for item in value:
                lines += _item(item)
        else:
            lines.append(f"{name}: {flow(value)}")
    return "\n".join(lines) + "\n"


def _item(item: Mapping[str, Any]) -> Iterator[str]:
    """An entry of a list: on one line if it fits, or else with a line for each key."""
    short = f"  - {flow(item)}"
    if len(short) <= WIDTH:
        yield short
        return
    for n, (name, value) in enumerate(item.items()):
        yield f"  {'  ' if n else '- '}{name}: {flow(value)}"


def flow(value: Any) -> str:
    """A value as YAML on one line, with dates unquoted."""
    text = yaml.dump(
        value, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=True
    )
    return text.removesuffix("...\n").strip()


def quoted(text: str) -> str:
    """A text as YAML in double quotation marks on one line. It reads as the same text, whatever is in it."""
    return yaml.dump(text, Dumper=_Plain, allow_unicode=True, width=2**31, default_style='"').rstrip("\n")


class _Plain(yaml.SafeDumper):
    """Writes dates without quotation marks, since they are plain text in sheets."""


def _number(dumper: yaml.SafeDumper, value: Decimal) -> yaml.Node:
    kind = "int" if value == value.to_integral_value() else "float"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", format(value, "f"))


def _text(dumper: yaml.SafeDumper, value: str) -> yaml.Node:
    # PyYAML and sheets take different values for numbers: 0E0, 1:30.
    style = None if reads_as_text(value) else "'"
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style)


_Plain.add_representer(Decimal, _number)
_Plain.add_representer(str, _text)
_Plain.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith(":timestamp")]
    for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
}
