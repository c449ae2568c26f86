"""Sources from bibliographies: CSL-JSON and BibTeX. Zotero exports both."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from typing import Any

from babel import Locale

from briefings.languages import REFERENCE
from briefings.model.vocabularies import canonical_language
from briefings.plugins.exchange.imports import dates
from briefings.plugins.exchange.imports.records import Reading, Record, UnreadableError, first, line, why
from briefings.plugins.exchange.imports.words import plain

_NO_PLACE = "sources have no key for it"

_CSL_KINDS = {
    "article-newspaper": "news",
    "post-weblog": "analysis",
    "legislation": "primary",
    "bill": "primary",
}
"""The kinds of source that a type of CSL certainly is."""

_PUBLISHERS = ("container-title", "publisher", "authority")


def read_csl(text: str) -> Reading:
    """The sources of a CSL-JSON file; raises UnreadableError."""
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableError(f"it is not JSON: {why(error)}") from error
    if isinstance(items, dict) and isinstance(items.get("items"), list):
        items = items["items"]
    if not isinstance(items, list):
        raise UnreadableError("it is not a list of records, as a bibliography is")
    if not any("type" in item for item in items if isinstance(item, dict)):
        raise UnreadableError("no record has a key `type`, so it is not CSL-JSON; Zotero exports it, too")
    reading = Reading()
    for n, item in enumerate(items, 1):
        if isinstance(item, dict):
            key = first(item.get("citation-key"))
            _add(reading, f"record {n}", key, _csl(reading, f"record {n}", item))
        else:
            reading.lose(f"record {n}", "the record", "it is not a mapping")
    return reading


def _csl(reading: Reading, origin: str, item: Mapping[str, Any]) -> dict[str, Any]:
    known = {"id", "citation-key", "type", "title", "author", "issued", "accessed", "URL", "language"}
    reading.lose_others(origin, item, known | {*_PUBLISHERS}, _NO_PLACE)
    return {
        "title": plain(first(item.get("title"))),
        "publisher": next((plain(first(item[key])) for key in _PUBLISHERS if first(item.get(key))), ""),
        "authors": [*_names(item.get("author"))],
        "published": _date(reading, origin, "issued", item.get("issued")),
        "accessed": _date(reading, origin, "accessed", item.get("accessed")),
        "url": first(item.get("URL")),
        "language": first(item.get("language")),
        "kind": _CSL_KINDS.get(first(item.get("type")), ""),
    }


def _date(reading: Reading, origin: str, key: str, value: Any) -> str:
    """The EDTF date in a text, or in the parts that CSL has; empty if there is none."""
    try:
        if isinstance(value, dict):
            ends = [
                dates.from_parts(_numbers(parts), about=bool(value.get("circa")))
                for parts in value.get("date-parts") or ()
                if parts
            ]
            if ends:
                return dates.interval(ends[0], ends[-1])
            value = first(value.get("raw")) or first(value.get("literal"))
        text = first(value)
        # The time at which a page was read is of no use.
        day = text[:10] if key in _DAYS and "T" in text else text
        return dates.from_text(day) if day else ""
    except (ValueError, TypeError) as error:
        reading.lose(origin, f"`{key}`", str(error))
        return ""


def _numbers(parts: Any) -> list[int]:
    try:
        return [int(part) for part in parts]
    except (ValueError, TypeError):
        raise ValueError(f"`{parts}` is not a year, a month and a day") from None


_DAYS = frozenset({"accessed", "urldate"})


def _names(people: Any) -> Iterator[str]:
    for person in people if isinstance(people, list) else ():
        if isinstance(person, dict):
            parts = (first(person.get(key)) for key in ("given", "non-dropping-particle", "family"))
            if name := line(first(person.get("literal")) or " ".join(parts)):
                yield name


# ── BibTeX ──────────────────────────────────────────────────────────────────────────────────────────────────

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BIB_PUBLISHERS = (
    "journaltitle", "journal", "publisher", "institution", "organization", "howpublished", "school",
)  # fmt: skip
_BIB_KNOWN = frozenset({
    "ID", "ENTRYTYPE", "title", "subtitle", "author", "date", "year", "month", "day", "urldate", "url",
    "entrysubtype", "langid", "language", *_BIB_PUBLISHERS,
})  # fmt: skip


def read_bibtex(text: str) -> Reading:
    """The sources of a BibTeX or BibLaTeX file; raises UnreadableError."""
    if find_spec("bibtexparser") is None or find_spec("pylatexenc") is None:
        raise UnreadableError(
            "a library that reads BibTeX is not installed: `pip install 'briefings[import]'`, or export the"
            " bibliography as CSL-JSON"
        )
    from bibtexparser import loads
    from bibtexparser.bparser import BibTexParser

    if _expanded(text) > _MOST:
        raise UnreadableError("its abbreviations (`@string`) repeat each other more than any text needs")
    parser = BibTexParser(common_strings=True, ignore_nonstandard_types=False)
    try:
        read = loads(text, parser=parser)
    except Exception as error:  # the library does not say what it raises
        raise UnreadableError(f"it is not BibTeX: {why(error)}") from error
    # The library takes what it cannot read for comments.
    unread = [key for comment in read.comments for key in _ENTRY.findall(comment)]
    if not read.entries and not unread:
        raise UnreadableError("it has no entries of BibTeX, such as `@article{…}`")
    reading = Reading()
    for key in unread:
        reading.lose(f"`{key}`", "the record", "a comma, brace or quotation mark is missing in it")
    for entry in read.entries:
        origin = f"`{entry.get('ID', '')}`"
        try:
            data = _bibtex(reading, origin, entry)
        except Exception as error:  # nor does the other one
            reading.lose(origin, "the record", f"its TeX cannot be read: {why(error)}")
        else:
            _add(reading, origin, first(entry.get("ID")), data)
    return reading


_ENTRY = re.compile(r"@\w+\s*[{(]\s*([^\s,{}()=\"]*)")
_MOST = 50_000_000
"""Characters of all abbreviations, written out."""
_STRING = re.compile(r"@string\s*[{(]\s*([^\s={}]+)\s*=([^@]*)", re.IGNORECASE)
_WORD = re.compile(r"[^\s#{}\",()=]+")


def _expanded(text: str) -> int:
    """How many characters the abbreviations in a file have where they are used, at most: each can consist of
    others."""
    sizes: dict[str, int] = {}

    def size(words: str) -> int:
        return sum(sizes.get(word, 0) for word in _WORD.findall(words.lower()))

    for name, value in _STRING.findall(text):
        sizes[name.lower()] = len(value) + size(value)
    return size(text) if sizes else 0


def _bibtex(reading: Reading, origin: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    def value(key: str) -> str:
        read = _as_written if key in ("date", "url") else _from_tex
        return line(read(entry.get(key, "")))

    # First, since braces keep names together.
    names = _split_authors(entry.get("author", ""))
    if "others" in names:
        reading.lose(origin, "`and others`", "it names nobody")
    authors = [line(_from_tex(_turned(name))) for name in names if name != "others"]
    reading.lose_others(origin, entry, _BIB_KNOWN, _NO_PLACE)
    try:
        published = _bibtex_date(value)
    except ValueError as error:
        reading.lose(origin, "its date", str(error))
        published = ""
    publisher = next((value(key) for key in _BIB_PUBLISHERS if value(key)), "")
    return {
        "title": ": ".join(filter(None, (value("title"), value("subtitle")))),
        "publisher": publisher,
        # A work without authors has its publisher there, as styles need something to sort by.
        "authors": [name for name in authors if name != publisher],
        "published": published,
        "accessed": _date(reading, origin, "urldate", entry.get("urldate")),
        "url": value("url"),
        "language": _language(value("langid") or value("language")),
    }


def _from_tex(text: str) -> str:
    """A text without braces and commands of TeX, with the signs and accents that these stand for."""
    # BibTeX has no comments in its values, and programs write a percent sign as it is.
    return str(_converter().latex_to_text(_PERCENT.sub(r"\\%", text)))


_PERCENT = re.compile(r"(?<!\\)%")


@cache
def _converter() -> Any:
    from pylatexenc.latex2text import (
        LatexNodes2Text,
        MacroTextSpec,
        SpecialsTextSpec,
        get_default_latex_context_db,
    )

    known = get_default_latex_context_db()
    macros = [MacroTextSpec(name, sign) for name, sign in _SIGNS.items()]
    known.add_context_category("ours", prepend=True, macros=macros, specials=[SpecialsTextSpec("&", "&")])
    return LatexNodes2Text(latex_context=known)


_SIGNS = {
    "textbraceleft": "{", "textbraceright": "}", "textasciicircum": "^", "S": "§", "url": "%s", "-": "",
    **{name: name for name in ("TeX", "LaTeX", "BibTeX")},
}  # fmt: skip
"""What the library leaves out, or prints in a way of its own."""


def _as_written(text: str) -> str:
    """A date or an address, where only signs of TeX are escaped: `~` is not a space, and `--` not a dash."""
    return _ESCAPED.sub(lambda found: found[1] or "", text.replace(r"\textasciitilde", "~"))


_ESCAPED = re.compile(r"\\([^A-Za-z\s])|[{}]")


def _language(name: str) -> str:
    """The code of a language that has its name; BibTeX's `ngerman` is German in its new spelling."""
    named = {called.casefold(): code for code, called in Locale(REFERENCE).languages.items()}
    found = named.get(name.casefold()) or named.get(name.casefold().removeprefix("n")) or name
    return found.replace("_", "-")


def _split_authors(authors: str) -> list[str]:
    """The names between each `and`; one in braces is part of a name, as in `{Bell and Sons}`."""
    names: list[list[str]] = [[]]
    depth = 0
    for word in authors.split():
        if word == "and" and depth == 0:
            names.append([])
        else:
            names[-1].append(word)
            depth += word.count("{") - word.count("}")
    return [" ".join(words) for words in names if words]


def _turned(name: str) -> str:
    """`Doe, Jane` as `Jane Doe`; the name of an organization, in braces, as it is."""
    family, comma, given = name.partition(", ")
    return f"{given} {family}" if comma and _IN_BRACES.fullmatch(name) is None else name


_IN_BRACES = re.compile(r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}")


def _bibtex_date(value: Callable[[str], str]) -> str:
    if date := value("date"):
        return dates.from_text(date)
    if not (year := value("year")):
        return ""
    month, day = value("month"), value("day")
    number = next((n for n, name in enumerate(_MONTHS, 1) if month.casefold().startswith(name)), 0)
    if month.isdecimal():
        number = int(month)
    if not year.isdecimal():
        raise ValueError(f"the year `{year}` is not a number")
    parts = [int(year), *([number] if number else []), *([int(day)] if number and day.isdecimal() else [])]
    return dates.from_parts(parts)


def _add(reading: Reading, origin: str, key: str, data: dict[str, Any]) -> None:
    given = {name: value for name, value in data.items() if value}
    if "language" in given:
        given["language"] = canonical_language(given["language"])
    if given and "title" not in given:
        reading.lose(origin, "the record", "it has no title")
    elif given:
        reading.records.append(Record("source", given, origin, (key,), id=key))
