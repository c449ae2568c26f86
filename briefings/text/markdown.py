"""Prose → Markdown that all engines read alike, and prose → plain text.

`inline` parses the markup, `escape` escapes the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from markupsafe import Markup

from briefings.text import escape
from briefings.text.inline import Code, Emphasis, Image, Link, Part, Plain, may_have_marks, parse
from briefings.text.prose import Kind, Reference, references

Replace = Callable[[Sequence[Reference]], Markup]
"""Renders a `[[…]]`, or a group of adjacent `[@…]`."""


def split_citations(text: str) -> tuple[str, tuple[str, ...]]:
    """Prose without its trailing citations, and the ids that these cite."""
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
    return Markup(escape.line_start(_render(parse(escape.one_line(text)), replace)))


def block(text: str, replace: Replace) -> Markup:
    """Prose as paragraphs, lists and quotations. HTML and all other blocks are shown as text."""
    return Markup("\n".join([paragraph.render(replace) for paragraph in _paragraphs(text)]))


def plain(text: str, name: Callable[[Kind, str], str]) -> str:
    """Prose as plain text for descriptions: references by their words, without citations and markup."""
    if _is_plain(text):
        return _without_spaces(text)
    pieces = [_words(piece, name) for piece in _pieces(text) if isinstance(piece, str) or not piece.cites]
    return _without_spaces("".join(pieces))


def _words(piece: str | Reference, name: Callable[[Kind, str], str]) -> str:
    return piece if isinstance(piece, str) else piece.label or name(piece.kind, piece.id)


# The same texts are in several formats, and on the pages of all their actors and topics.
@lru_cache(maxsize=20_000)
def _pieces(text: str) -> tuple[str | Reference, ...]:
    """Prose as plain text in pieces, with the references between them. Paragraphs are divided by a space."""

    def pieces(parts: Sequence[Part]) -> Iterator[str | Reference]:
        for part in parts:
            if isinstance(part, Emphasis | Link):
                yield from pieces(part.parts)
            else:
                yield part if isinstance(part, Reference) else part.words

    return tuple(
        piece
        for n, paragraph in enumerate(_paragraphs(text))
        for piece in (*([" "] if n else []), *pieces(parse(paragraph.text)))
    )


def links(text: str) -> Iterator[Link | Image]:
    """The links and pictures in prose, in order."""

    def within(parts: Sequence[Part]) -> Iterator[Link | Image]:
        for part in parts:
            if isinstance(part, Link | Image):
                yield part
            if isinstance(part, Emphasis | Link):
                yield from within(part.parts)

    for paragraph in _paragraphs(text):
        yield from within(parse(paragraph.text))


def runs(text: str, name: Callable[[Kind, str], str]) -> list[str | tuple[str, ...]]:
    """Prose as plain text in pieces and, between them, the ids of the sources cited there."""
    found: list[str | tuple[str, ...]] = []
    for piece in _pieces(text):
        if isinstance(piece, Reference) and piece.cites:
            # Space before a citation is dropped, so citations in a row are one group.
            if found and isinstance(before := found[-1], str):
                found[-1:] = [before.rstrip()] if before.strip() else []
            cited = found.pop() if found and isinstance(found[-1], tuple) else ()
            found.append((*cited, piece.id))
        else:
            before = found.pop() if found and isinstance(found[-1], str) else ""
            found.append(f"{before}{_words(piece, name)}")
    return [_with_single_spaces(piece) if isinstance(piece, str) else piece for piece in found]


def _with_single_spaces(text: str) -> str:
    """A text on one line, with the space at its ends."""
    return f"{' ' if text[:1].isspace() else ''}{' '.join(text.split())}{' ' if text[-1:].isspace() else ''}"


def _without_spaces(text: str) -> str:
    """A text on one line, without double spaces and spaces before punctuation."""
    return _SPACED.sub(r"\1", " ".join(text.split()))


_SPACED = re.compile(r" ([.,;:!?])")


def with_code(text: str) -> Markup:
    """A message on one line, with `code` in backticks shown as code and everything else literally."""
    parts = text.split("`")
    return Markup(
        "".join(
            [_code(escape.one_line(part)) if n % 2 else escape.markdown(part) for n, part in enumerate(parts)]
        )
    )


def _code(words: str) -> str:
    return f"<code>{escape.markdown_marks(words)}</code>"


# ── Inside a paragraph ──────────────────────────────────────────────────────────────────────────────────────


def _render(parts: Sequence[Part], replace: Replace) -> str:
    """The Markdown of parts. Emphasis and code become tags: engines pair stars and backticks differently."""
    rendered: list[str] = []
    citations: list[Reference] = []
    for n, part in enumerate(parts):
        if isinstance(part, Reference):
            if not part.cites:
                rendered.append(str(replace([part])))
                continue
            citations.append(part)
            if not _cites_next(parts, n + 1):
                rendered.append(str(replace(citations)))
                citations = []
        elif isinstance(part, Plain):
            # Between citations of a group there is only space.
            if not citations:
                rendered.append(escape.markdown_marks(part.words))
        elif isinstance(part, Code):
            rendered.append(_code(part.words))
        elif isinstance(part, Emphasis):
            tag = "strong" if part.strong else "em"
            rendered.append(f"<{tag}>{_render(part.parts, replace)}</{tag}>")
        elif isinstance(part, Link):
            rendered.append(f"[{_render(part.parts, replace)}]{_target(part)}")
        else:
            rendered.append(f"![{escape.markdown_marks(part.words)}]{_target(part)}")
    return "".join(rendered)


def _cites_next(parts: Sequence[Part], n: int) -> bool:
    """Whether the next part, apart from space, is a citation, too."""
    if n < len(parts) and isinstance(between := parts[n], Plain) and not between.words.strip():
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
"""Spaces that indent the content of a list entry. Elsewhere, a line indented this far would be code."""


@dataclass(slots=True)
class _Paragraph:
    """Consecutive lines of one block; without lines, the empty line between two paragraphs."""

    indent: str = ""
    quote: str = ""
    """The `>` before each of its lines."""
    marker: str = ""
    """The list marker before the first line."""
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def render(self, replace: Replace) -> str:
        """Its Markdown."""
        lines = escape.line_start(_render(parse(self.text), replace)).split("\n")
        first, rest = f"{self.indent}{self.quote}{self.marker}", self.quote
        return "\n".join([f"{rest if n else first}{line}" for n, line in enumerate(lines)])


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    current: _Paragraph | None = None
    quoted: str | None = None
    """The `>` before the last line; None if that was empty."""
    depth = 0
    """How many nested list entries the text is in."""
    for line in escape.clean(text).expandtabs(_INDENT).splitlines():
        beginning = _BEGINNING.match(line)
        assert beginning is not None
        indent, quote, marker = beginning["indent"], beginning["quote"] or "", beginning["marker"]
        # Two spaces at the end would be a line break.
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
            # Some engines begin a list only after an empty line.
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


def _is_plain(text: str) -> bool:
    """A quick test, which most texts pass, whether prose is one paragraph without any markup."""
    return text.isprintable() and not may_have_marks(text) and _BEGINNING_OF_BLOCK.match(text) is None


_BEGINNING_OF_BLOCK = re.compile(r"[ >*+\-0-9]")


def _starts_list(marker: str, *, after: str) -> bool:
    """Whether a line with this marker starts a list entry after a paragraph with the marker `after`.

    In running text, a number other than 1 ends a sentence and does not start a list.
    """
    return marker != "" and (after != "" or not marker[0].isdigit() or int(marker.rstrip(" .)")) == 1)
