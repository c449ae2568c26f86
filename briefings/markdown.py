"""Text → Markdown: the one place that escapes. Whatever a sheet says comes out as text, never as markup of its own.

Special characters become character references, which every Markdown engine leaves alone; a backslash is not read alike by all.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from markupsafe import Markup

from briefings.prose import Kind, Reference, references, refers

_SPECIAL = {c: f"&#{ord(c)};" for c in "\\`*_[]|~"} | {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
_ANY_SPECIAL = re.compile(r"[\\`*_\[\]|~<>&]")
_BLOCK_START = re.compile(r"^(\s*)([#=+-]|\d+(?=[.)])|:(?=\s))", re.MULTILINE)
_AUTOLINK = re.compile(r"<https?://[^\s<>]+>")
_FENCE = re.compile(r"^(\s*)(```|~~~)", re.MULTILINE)


# The same names, titles and fixed words stand on many pages.
@lru_cache(maxsize=100_000)
def escape(text: str) -> Markup:
    """Plain words as Markdown that shows just these words, on one line."""
    line = _ANY_SPECIAL.sub(lambda special: _SPECIAL[special[0]], " ".join(text.split()))
    line = _BLOCK_START.sub(_reference_first, line)
    # A space at an end stands between these words and what a template prints next to them.
    return Markup(f"{' ' if text[:1].isspace() and line else ''}{line}{' ' if text[-1:].isspace() else ''}")


def _reference_first(match: re.Match[str]) -> str:
    if match[2].isdigit():
        return f"{match[1]}&#{ord(match[2][0])};{match[2][1:]}"
    return f"{match[1]}&#{ord(match[2])};"


@lru_cache(maxsize=100_000)
def attribute(text: str) -> Markup:
    """Plain words as the value of an HTML attribute."""
    return Markup(html.escape(" ".join(text.split()), quote=True))


def with_code(text: str) -> Markup:
    """Words of ours with `code` in backticks: the code is kept as it is, everything else escaped."""
    parts = text.split("`")
    return Markup(
        "".join(
            f"<code>{html.escape(part).translate(_SPECIAL_IN_CODE)}</code>" if n % 2 else str(escape(part)) for n, part in enumerate(parts)
        )
    )


_SPECIAL_IN_CODE = {ord(c): f"&#{ord(c)};" for c in "\\`*_[]|~{}"}


Replace = Callable[[Sequence[Reference]], Markup]
"""What a `[[…]]` becomes, or several `[@…]` that stand together."""

_CITATIONS_AT_END = re.compile(r"(?:\s*\[@[^\[\]\s]*\])+\s*\Z")


def split_citations(text: str) -> tuple[str, tuple[str, ...]]:
    """Prose without the citations that it ends with, and the ids of these."""
    # Most prose ends with a full stop, and need not be searched for where its last citations begin.
    found = _CITATIONS_AT_END.search(text) if text.rstrip().endswith("]") else None
    if found is None:
        return text, ()
    return text[: found.start()], tuple(reference.id for reference in references(found[0]))


def inline(text: str, replace: Replace) -> Markup:
    """Prose for inside a paragraph, list entry or table cell: on one line, its references replaced, HTML and blocks shown as text."""
    return _on_one_line(_render(" ".join(text.split()), replace)) if refers(text) else _alone(text)


# The words of an event or a statement stand on its briefing's page and on those of its actors.
@lru_cache(maxsize=20_000)
def _alone(text: str) -> Markup:
    return _on_one_line(_tame(" ".join(text.split())))


def _on_one_line(line: str) -> Markup:
    return Markup(_BLOCK_START.sub(_reference_first, line).replace("|", "&#124;"))


def block(text: str, replace: Replace) -> Markup:
    """Prose as blocks of its own: paragraphs, lists and quotations stay, HTML and code fences are shown as text."""
    return Markup(_FENCE.sub(lambda m: m[1] + f"&#{ord(m[2][0])};" * 3, _render(text, replace)))


def _render(text: str, replace: Replace) -> str:
    done: list[str] = []
    end = 0
    for found in _together(text):
        done += [_tame(text[end : found[0].start]), str(replace(found))]
        end = found[-1].end
    return "".join([*done, _tame(text[end:])])


def _together(text: str) -> Iterator[list[Reference]]:
    """References one by one, but citations with only space between them as one group."""
    group: list[Reference] = []
    for found in references(text):
        if group and not (found.cites and group[-1].cites and not text[group[-1].end : found.start].strip()):
            yield group
            group = []
        group.append(found)
    if group:
        yield group


def _tame(text: str) -> str:
    """Markdown whose HTML is shown as text; addresses in angle brackets stay links."""
    if "<" not in text:
        return text
    done: list[str] = []
    end = 0
    for link in _AUTOLINK.finditer(text):
        done += [text[end : link.start()].replace("<", "&lt;"), link[0]]
        end = link.end()
    return "".join([*done, text[end:].replace("<", "&lt;")])


def plain(text: str, name: Callable[[Kind, str], str]) -> str:
    """Prose as plain words, for descriptions: references as the words shown for them, citations left out, markup taken off."""
    if not refers(text):
        return _unmarked(text)
    done: list[str] = []
    end = 0
    for found in references(text):
        done += [text[end : found.start], "" if found.cites else (found.label or name(found.kind, found.id))]
        end = found.end
    return _unmarked("".join([*done, text[end:]]))


_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"[*_`>#]+")
_SPACE_BEFORE_STOP = re.compile(r"\s+([.,;:!?])")


@lru_cache(maxsize=20_000)
def _unmarked(text: str) -> str:
    words = _MARKS.sub("", _LINK.sub(r"\1", text))
    return _SPACE_BEFORE_STOP.sub(r"\1", " ".join(words.split()))


def first_sentence(words: str, longest: int) -> str:
    """The first sentence of plain words, or as much of it as fits."""
    sentence = re.split(r"(?<=[^.\s]{3}[.!?])\s+(?=[^a-z])", words, maxsplit=1)[0]
    if len(sentence) <= longest:
        return sentence
    return sentence[: longest + 1].rpartition(" ")[0].rstrip(",;:") + "…"
