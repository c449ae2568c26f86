"""Looks up cited passages and titles in the saved texts of their sources."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefings.evidence.citations import Citations, SourceCitations
from briefings.evidence.fragments import directive_for_match, text_directive
from briefings.evidence.passages import Match, Normalized, normalize, parts
from briefings.evidence.records import FoundRecord, Inside
from briefings.evidence.seeds import Seeds, Text
from briefings.evidence.verification import Refusal, look_up
from briefings.grammar.names import NO_NAMES, KnownNames
from briefings.grammar.zones import Surroundings, surroundings
from briefings.problems import codes
from briefings.problems.problem import Place, Problem, problem
from briefings.store.parsed import ParseCache
from briefings.store.reading import ReadError


@dataclass(frozen=True, slots=True)
class SourceMatches:
    """The passages cited from one source, looked up in its text."""

    text: Text | None
    normal: Normalized | None
    matches: Mapping[str, Match | Refusal | None]
    """By passage; None if there is no text or the text does not have it."""
    saved_as: str | None = None
    """The earlier id of the source, if the text is still saved under that."""
    around: Mapping[str, Surroundings] = field(default_factory=dict)
    """By passage that was found: what surrounds it."""
    heading: str = ""
    """The first line of the text, if none of its first lines has the title of the source."""
    titled: str | None = None
    """What the first lines of the text have of the title; None without a text."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """The passages of all cited sources, looked up once for both judging and recording."""

    sources: Mapping[str, SourceMatches]
    problems: tuple[Problem, ...]


def look_up_all(cited: Citations, folder: Path, known: KnownNames) -> Lookup:
    """Reads the texts of cited sources and looks up the passages in them."""
    texts, problems = read_texts(cited, folder)
    return Lookup(
        {
            source: look_up_source(cited[source], text, under, known)
            for source, (text, under) in texts.items()
        },
        problems,
    )


def read_texts(
    cited: Citations, folder: Path
) -> tuple[dict[str, tuple[Text | None, str | None]], tuple[Problem, ...]]:
    """For each source, its text (None if there is no readable one) and the earlier id it is saved under."""
    seeds = Seeds(folder)
    texts: dict[str, tuple[Text | None, str | None]] = {}
    problems: list[Problem] = []
    for source, citing in sorted(cited.items()):
        earlier = (old for old in citing.earlier_ids if old in seeds.ids and old not in cited)
        name = source if source in seeds.ids else next(earlier, source)
        try:
            texts[source] = seeds.read(name), name if name != source else None
        except ReadError as error:
            texts[source] = None, None
            place = Place(f"seeds/{name}.txt")
            problems.append(
                problem(codes.UNREADABLE, f"the saved text seeds/{name}.txt {error}", place, error.hint)
            )
    return texts, tuple(problems)


def look_up_source(
    citing: SourceCitations,
    text: Text | None,
    saved_as: str | None,
    known: KnownNames = NO_NAMES,
    cache: ParseCache | None = None,
) -> SourceMatches:
    """Looks up the passages cited from a source in its text, with what surrounds them, which `cache`
    remembers: reading that takes most of the time (benchmarks/README.md)."""
    passages = sorted(set(citing.passages))
    if text is None:
        return SourceMatches(None, None, dict.fromkeys(passages))
    cache = cache if cache is not None else ParseCache()
    normal = normalize(text.content)
    matches = {p: look_up(p, normal, citing.language) for p in passages}

    def surrounding(match: Match) -> Surroundings:
        start, end = normal.origin(match.start), normal.origin(match.end - 1) + 1
        key = f"{text.sha256} {start} {end} {citing.language} {known.digest}"
        kept = cache.get(key)
        if kept is None:
            kept = [[*each] for each in surroundings(text.content, start, end, citing.language, known)]
            cache.put(key, kept)
        return Surroundings(*map(tuple, kept))

    around = {p: surrounding(match) for p, match in matches.items() if isinstance(match, Match)}
    heading, titled = _heading(citing.title, text.content)
    return SourceMatches(text, normal, matches, saved_as, around, heading, titled)


def found_record(
    passage: str, match: Match, text: Normalized, around: Surroundings, *, with_directive: bool = True
) -> FoundRecord:
    """What the lock records of a passage that was found."""
    directive = directive_for_match(match, text) if with_directive else text_directive(passage)
    return FoundRecord(
        offset=text.origin(match.start),
        times=match.times,
        verbatim=len(match.spans) == 1 and has_omission(passage),
        negation=match.negation,
        directive=None if directive == text_directive(passage) else directive,
        inside=_INSIDE[match.begins_inside, match.ends_inside],
        respelled=match.respelled,
        around=around,
    )


_INSIDE: Mapping[tuple[bool, bool], Inside] = {
    (False, False): "",
    (True, False): "start",
    (False, True): "end",
    (True, True): "both",
}


def has_omission(passage: str) -> bool:
    """Whether a passage has dots between two parts."""
    return ("…" in passage or "..." in passage) and len(parts(passage)) > 1


# ── Titles ──────────────────────────────────────────────────────────────────────────────────────────────────

_FIRST_LINES = 8
"""How many lines may stand before the title: the name of the site, the day, the author."""

_LONGEST = 2_000
"""The most characters that are read of them."""

_LEAST_LETTERS = 12
"""A first line with fewer letters may be the name of a section, and is in many titles."""

_BETWEEN = re.compile(r"\s[-–—]+\s|[|:·•｜：]|——")
"""What separates the title of an article from what the title of its page adds."""

_SENTENCE = re.compile(r"[.。।؟][\"'”’»」』)]*$")


def _heading(title: str, text: str) -> tuple[str, str]:
    """The first line of a text if it is a heading and no first line has the title, otherwise ""; and what the
    first lines have of the title.

    A text that begins with a sentence was saved without its title, so its first line is no other heading.
    """
    lines = [line.strip() for line in text[:_LONGEST].splitlines() if line.strip()][:_FIRST_LINES]
    wanted, first = _letters(title), _letters(" ".join(lines))
    if _has(first, wanted):
        return "", title
    # The title of a page may add a subtitle or the name of the site, but no facts.
    parted = [part for m in _BETWEEN.finditer(title) for part in (title[: m.start()], title[m.end() :])]
    longest = max((p for p in parted if _is_long(p) and _has(first, _letters(p))), key=len, default="")
    if len(lines) < 2 or _SENTENCE.search(lines[0]) or lines[1][0].islower():
        return "", longest
    is_part = _is_long(lines[0]) and _letters(lines[0]) in map(_letters, parted)
    is_part = is_part and all(number in text for number in re.findall(r"\d+", title))
    return "" if is_part else lines[0], longest


def _is_long(words: str) -> bool:
    return len(_letters(words)) >= _LEAST_LETTERS


def _has(lines: str, title: str) -> bool:
    """Whether lines have a title, with whole numbers."""
    return re.search(rf"(?<!\d){re.escape(title)}(?!\d)" if title else "", lines) is not None


def _letters(words: str) -> str:
    """Only letters and digits, in small letters: in the rest, titles differ from page to page."""
    return "".join(letter for letter in normalize(words).text.casefold() if letter.isalnum())
