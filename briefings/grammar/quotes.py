"""Finds what is between quotation marks, in the manner of each language. An odd mark disturbs no other."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from briefings.grammar.lexicon import Lexicon, one_of, plain
from briefings.grammar.sentences import Paragraph, Prose, sentences

CLOSED_BY = {
    "“": "”",
    "„": "“”",
    "«": "»",
    "‹": "›",
    "‘": "’",
    "‚": "‘’",
    "「": "」",
    "『": "』",
    '"': '"',
    "”": "”“",
    "'": "'",
    "»": "«",
    "›": "‹",
}
"""Opening marks, each with the marks that can close it."""
_REVERSED = "»›"
"""Marks that open only in languages that write »so«."""
MOST_TRIED = 1_000
"""Marks of a paragraph that are looked at."""
LONGEST = 2_000
"""Characters of a quotation within a paragraph, so that odd marks are searched in linear time."""
_ODD = '“”"'
_ODD_END = re.compile(r"(?<=[^\s(])[\"“”](?!\w)")
"""Marks that some texts use by mistake to end a quotation."""
_OPENING = re.compile(f"[{re.escape(''.join(CLOSED_BY))}]")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words between quotation marks."""

    start: int
    end: int
    """Its slice of the article, without the marks."""
    outer: tuple[int, int]
    """The slice with the marks."""
    continues: bool = False
    """Whether the next paragraph continues it: it is not closed, and that paragraph opens again."""


def quoted(article: Prose) -> Iterator[Quoted]:
    """All that is spoken, in order: what is in quotation marks, but not inside others, what dashes begin, and
    the answers of an interview."""
    paragraphs = article.paragraphs
    answers = dict(_answers(article))
    for n, paragraph in enumerate(paragraphs):
        if n in answers:
            yield answers[n]
        else:
            spoken = [*_in_dialogue(paragraph, article.lexicon)]
            following = paragraphs[n + 1 : n + 1 + MOST_FOLLOWING]
            yield from spoken or _in_paragraph(paragraph, following, article.lexicon)


MOST_FOLLOWING = 9
"""Paragraphs in which a quotation may end that begins before them."""


_LABEL = re.compile(rf"(?P<label>[^\W\d_][^:：.!?]{{0,40}})[:：]\s*+(?!$|{_OPENING.pattern})")
LEAST_LABELS = 4
"""Paragraphs of an interview that begin with who speaks."""
LONGEST_ANSWER = 150
"""Characters of an answer that are quoted, but at least its first sentence."""


def _answers(article: Prose) -> Iterator[tuple[int, Quoted]]:
    """The first sentences of each answer of an interview, by the number of its paragraph. The paragraphs of
    interviews begin with a name and a colon; who asks is not quoted."""
    labelled = [(n, match) for n, p in enumerate(article.paragraphs) if (match := _LABEL.match(p.text))]
    times = Counter(match["label"] for _, match in labelled)
    labelled = [(n, match) for n, match in labelled if times[match["label"]] > 1]
    if len(labelled) < LEAST_LABELS:
        return
    asked = Counter(match["label"] for n, match in labelled if _ASKS.search(article.paragraphs[n].text))
    for n, match in labelled:
        if asked[match["label"]] * 2 >= times[match["label"]]:
            continue
        paragraph = article.paragraphs[n]
        start = end = paragraph.start + match.end()
        for _, last in sentences(paragraph, article.lexicon):
            if last > start and (end == start or last - start <= LONGEST_ANSWER):
                end = last
        yield n, Quoted(start, end, (start, end))


_ASKS = re.compile(r"[?？][\"'”’»)]*$")

_DASH = re.compile("[—―]")


def _in_dialogue(paragraph: Paragraph, lexicon: Lexicon) -> Iterator[Quoted]:
    """What is spoken in a paragraph that begins with a dash: `—It has won —said Ada Byron—. We saw it.`"""
    text, offset = paragraph.text, paragraph.start
    dashes = [dash.start() for dash in _DASH.finditer(text)]
    if dashes[:1] != [0] or len(dashes) < 2:
        return
    aside = re.findall(r"[^\W\d_]+", text[dashes[1] + 1 : dashes[2] if len(dashes) > 2 else None])
    if not any(plain(word) in lexicon.reporting for word in aside):
        return
    for n in range(0, len(dashes), 2):
        last = dashes[n + 1] if n + 1 < len(dashes) else len(text)
        first = dashes[n] + 1
        while first < last and not text[first].isalnum() and text[first] not in "¡¿":
            first += 1
        inner = _stripped(text, first, last)
        if inner[0] < inner[1]:
            yield Quoted(offset + inner[0], offset + inner[1], (offset + dashes[n], offset + last))


def _in_paragraph(paragraph: Paragraph, following: Sequence[Paragraph], lexicon: Lexicon) -> Iterator[Quoted]:
    text, offset = paragraph.text, paragraph.start
    position = tried = 0
    while (match := _OPENING.search(text, position)) is not None and tried < MOST_TRIED:
        tried += 1
        start = match.start()
        position = start + 1
        if not _opens(text, start, lexicon):
            continue
        end = _closing(text, start, lexicon)
        if end < 0 and text[start] in _ODD:
            marks = (m.start() for m in _ODD_END.finditer(text, start + 1, start + LONGEST))
            end = next((place for place in marks if not text[start] == text[place] == '"'), -1)
        continues = False
        outer_end = end + 1
        if end < 0:
            # The next paragraph of the same speech opens with the same mark.
            if following and following[0].text.startswith(text[start]):
                end, outer_end, continues = len(text), len(text), True
            elif (end := _end_by_verb(text, start, lexicon)) >= 0:
                outer_end = end
            else:
                end = _end_later(text[start], offset, following)
                outer_end = end + 1
        if end < 0:
            continue
        position = outer_end
        inner = _stripped(text, start + 1, end) if end <= len(text) else (start + 1, end)
        if inner[0] < inner[1]:
            outer = offset + start, offset + outer_end
            yield Quoted(offset + inner[0], offset + inner[1], outer, continues)


def _end_later(mark: str, offset: int, following: Sequence[Paragraph]) -> int:
    """Where one of the next paragraphs closes a mark before it opens another; -1 if none does."""
    for paragraph in following:
        # Marks inside it are of another kind.
        marks = (place for place, c in enumerate(paragraph.text) if c == mark or c in CLOSED_BY[mark])
        first = next(marks, -1)
        if first >= 0:
            is_end = (
                paragraph.text[first] in CLOSED_BY[mark] and paragraph.text[first - 1 : first].strip() != ""
            )
            return paragraph.start + first - offset if is_end and first > 0 else -1
    return -1


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _opens(text: str, place: int, lexicon: Lexicon) -> bool:
    mark, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if mark in _REVERSED:
        return lexicon.reversed_marks and (before == "" or before.isspace()) and not after.isspace()
    if mark == "”":  # an odd mark: `dice ”No ha salido“`
        return before.isspace() and after.isalnum()
    if mark == "“" and lexicon.reversed_marks and (before.isalnum() or before in ".,!?…"):
        return False
    if mark in "\"'‘“‚":
        if not lexicon.spaced:
            return after != "" and not after.isspace()
        # Some write " so ", with spaces inside the marks.
        is_paired = not after.isspace() or (mark == '"' and text.count(mark) % 2 == 0)
        return (before == "" or not before.isalnum()) and after != "" and is_paired
    return after != ""


def _closing(text: str, start: int, lexicon: Lexicon) -> int:
    """Where a quotation ends; -1 if it has no end in its paragraph."""
    mark = text[start]
    ends = CLOSED_BY[mark]
    depth = 0
    for place in range(start + 1, min(len(text), start + LONGEST)):
        character = text[place]
        if character in ends:
            if character in "'’" and _is_apostrophe(text, place, ends):
                continue
            if mark in "\"'" and text[place - 1].isspace() and text[place + 1 : place + 2].isalnum():
                return -1  # another quotation opens, so this mark was odd
            if depth == 0:
                return place
            depth -= 1
        elif character == mark and mark not in "\"'":
            if lexicon.spaced and text[place - 1].isalnum():
                continue
            depth += 1
    if depth:
        # One mark too many inside: the first closing mark ends it.
        window = text[: start + LONGEST]
        return min((place for end in ends if (place := window.find(end, start + 1)) >= 0), default=-1)
    return -1


def _is_apostrophe(text: str, place: int, ends: str) -> bool:
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if after.isalnum():
        return True
    # The plural `workers’ rights`: a quotation does not end on a plain word if a better end follows.
    return (
        before == "s"
        and after == " "
        and re.search(f"[.,!?][{ends}]", text[place + 1 : place + 200]) is not None
    )


def _end_by_verb(text: str, start: int, lexicon: Lexicon) -> int:
    """The end of a quotation whose closing mark is missing: before `, said Brandt`; -1 if there is none."""
    verbs = tuple(word for word in lexicon.lists.get("reporting", ()) if not word.endswith("*"))
    found = (
        re.search(rf"[,!?]\s+(?={one_of(verbs)}\s+[^\W\d_a-z])", text[start + 1 : start + LONGEST])
        if verbs
        else None
    )
    return -1 if found is None else start + 1 + found.start()


def without(text: str, spans: list[tuple[int, int]]) -> str:
    """A text with spaces instead of some stretches."""
    pieces, position = [], 0
    for start, end in spans:
        pieces += [text[position:start], " " * (end - start)]
        position = max(position, end)
    return "".join([*pieces, text[position:]])
