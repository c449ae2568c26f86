"""Prose → Markdown that all engines read alike, and prose → plain words.

`inline` finds the markup, `escape` escapes the words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from markupsafe import Markup

from briefings.text import escape
from briefings.text.inline import Code, Emphasis, Image, Link, Part, Text, parse
from briefings.text.prose import Kind, Reference, references, refers

Replace = Callable[[Sequence[Reference]], Markup]
"""What a `[[…]]` becomes, or several `[@…]` that stand together."""


def split_citations(text: str) -> tuple[str, tuple[str, ...]]:
    """Prose without the citations that it ends with, and the ids of these."""
    end = len(text)
    cited: list[str] = []
    for reference in reversed(list(references(text)) if text.rstrip().endswith("]") else []):
        if not reference.cites or text[reference.end : end].strip():
            break
        cited.insert(0, reference.id)
        end = reference.start
    return (text[:end].rstrip(), tuple(cited)) if cited else (text, ())


def inline(text: str, replace: Replace) -> Markup:
    """Prose on one line, for a paragraph, list entry or table cell. HTML and blocks are shown as text."""
    return Markup(_line(text, replace)) if refers(text) else _alone(text)


@lru_cache(maxsize=20_000)
def _alone(text: str) -> Markup:
    return Markup(_line(text, _nothing))


def _nothing(found: Sequence[Reference]) -> Markup:
    return Markup("")


def _line(text: str, replace: Replace) -> str:
    return escape.line_start(_written(parse(escape.one_line(text)), replace))


def block(text: str, replace: Replace) -> Markup:
    """Prose as paragraphs, lists and quotations. HTML and all other blocks are shown as text."""
    return Markup("\n".join([paragraph.written(replace) for paragraph in _paragraphs(text)]))


def plain(text: str, name: Callable[[Kind, str], str]) -> str:
    """Prose as plain words, for descriptions: references by their words, without citations and markup."""

    def said(parts: Sequence[Part]) -> Iterator[str]:
        for part in parts:
            if isinstance(part, Emphasis | Link):
                yield from said(part.parts)
            elif isinstance(part, Reference):
                yield "" if part.cites else (part.label or name(part.kind, part.id))
            else:
                yield part.words

    every = ["".join(said(parse(paragraph.text))) for paragraph in _paragraphs(text)]
    return _SPACE_BEFORE_STOP.sub(r"\1", " ".join(" ".join(every).split()))


_SPACE_BEFORE_STOP = re.compile(r"(?<!\s)\s+([.,;:!?])")


def first_sentence(words: str, longest: int) -> str:
    """The first sentence of plain words, or as much of it as fits."""
    sentence = re.split(r"(?<=[^.\s]{3}[.!?])\s+(?=[^a-z])", words, maxsplit=1)[0]
    if len(sentence) <= longest:
        return sentence
    return sentence[: longest + 1].rpartition(" ")[0].rstrip(",;:") + "…"


def with_code(text: str) -> Markup:
    """Words of ours on one line, with `code` in backticks shown as code and everything else as it is."""
    parts = text.split("`")
    return Markup(
        "".join(
            [_code(escape.one_line(part)) if n % 2 else escape.markdown(part) for n, part in enumerate(parts)]
        )
    )


def _code(words: str) -> str:
    return f"<code>{escape.markdown_marks(words)}</code>"


# ── Inside a paragraph ──────────────────────────────────────────────────────────────────────────────────────


def _written(parts: Sequence[Part], replace: Replace) -> str:
    """The Markdown of parts. Emphasis and code become tags, because engines pair stars and backticks
    differently."""
    written: list[str] = []
    citations: list[Reference] = []
    for n, part in enumerate(parts):
        if isinstance(part, Reference):
            if not part.cites:
                written.append(str(replace([part])))
                continue
            citations.append(part)
            if not _cites_next(parts, n + 1):
                written.append(str(replace(citations)))
                citations = []
        elif isinstance(part, Text):
            # Between citations that stand together there is only space.
            if not citations:
                written.append(escape.markdown_marks(part.words))
        elif isinstance(part, Code):
            written.append(_code(part.words))
        elif isinstance(part, Emphasis):
            tag = "strong" if part.strong else "em"
            written.append(f"<{tag}>{_written(part.parts, replace)}</{tag}>")
        elif isinstance(part, Link):
            written.append(f"[{_written(part.parts, replace)}]{_target(part)}")
        else:
            written.append(f"![{escape.markdown_marks(part.words)}]{_target(part)}")
    return "".join(written)


def _cites_next(parts: Sequence[Part], n: int) -> bool:
    """Whether the next part that is not space is a citation, too."""
    if n < len(parts) and isinstance(between := parts[n], Text) and not between.words.strip():
        n += 1
    return n < len(parts) and isinstance(following := parts[n], Reference) and following.cites


def _target(part: Link | Image) -> str:
    title = f' "{escape.attribute(part.title)}"' if part.title else ""
    return f"({escape.target(part.address)}{title})"


# ── Blocks ──────────────────────────────────────────────────────────────────────────────────────────────────

_BEGINNING = re.compile(
    r"(?P<indent> *)(?:(?P<quote>(?:> ?)+) *)?(?P<marker>(?:(?:[-*+]|[0-9]{1,9}[.)]) +(?=\S))?)"
)
_INDENT = 4
"""Spaces that indent what belongs to a list entry. Elsewhere, a line indented this far would be code."""


@dataclass(slots=True)
class _Paragraph:
    """Lines that are read together; without lines, the empty line between two paragraphs."""

    indent: str = ""
    quote: str = ""
    """The signs of a quotation, which stand before each of its lines."""
    marker: str = ""
    """The sign of a list's entry, which stands before the first line."""
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def written(self, replace: Replace) -> str:
        """Its Markdown."""
        lines = escape.line_start(_written(parse(self.text), replace)).split("\n")
        first, rest = f"{self.indent}{self.quote}{self.marker}", self.quote
        return "\n".join([f"{rest if n else first}{line}" for n, line in enumerate(lines)])


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    current: _Paragraph | None = None
    quoted: str | None = None
    """The signs of a quotation before the last line; None where that was empty."""
    depth = 0
    """How many entries of lists, one inside the other, the text is in."""
    for line in escape.clean(text).expandtabs(_INDENT).splitlines():
        beginning = _BEGINNING.match(line)
        assert beginning is not None
        indent, quote, marker = beginning["indent"], beginning["quote"] or "", beginning["marker"]
        # Two spaces at its end would break the line.
        rest = line[beginning.end() :].rstrip()
        if not rest:
            if current is not None:
                yield current
            yield _Paragraph(quote=quote.rstrip())
            current, quoted = None, quote.rstrip() or None
            continue
        if (
            current is not None
            and quote in (current.quote, "")
            and not _starts_list(marker, after=current.marker)
        ):
            current.lines.append(marker + rest if current.quote else indent + marker + rest)
            continue
        if current is not None:
            yield current
        if quoted is not None and quote.rstrip() != quoted:
            yield _Paragraph()
        elif current is not None and marker and not current.marker:
            # Not every engine begins a list without an empty line before it.
            yield _Paragraph(quote=quote.rstrip())
        quoted = quote.rstrip()
        depth = min(depth, len(indent) // _INDENT)
        current = _Paragraph(
            " " * min(len(indent), depth * _INDENT + _INDENT - 1), quote, marker.replace(")", "."), [rest]
        )
        if marker:
            depth += 1
    if current is not None:
        yield current


def _starts_list(marker: str, *, after: str) -> bool:
    """Whether a line with this marker starts a list entry; `after` is the marker of the paragraph before it.

    After text without a marker, a number other than 1 is the end of a sentence.
    """
    return marker != "" and (after != "" or not marker[0].isdigit() or int(marker.rstrip(" .)")) == 1)
