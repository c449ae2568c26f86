"""Looks cited passages up in the saved texts of their sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from briefings.evidence.cited import Cited, Citing
from briefings.evidence.fragments import find, find_match
from briefings.evidence.passages import Match, Normalized, normalize, parts
from briefings.evidence.records import Found
from briefings.evidence.seeds import Seeds, Text, TextError
from briefings.evidence.verified import Refusal, look_up
from briefings.problems import codes
from briefings.problems.problem import Place, Problem, problem


@dataclass(frozen=True, slots=True)
class Looked:
    """One cited source after its text was looked through."""

    text: Text | None
    normal: Normalized | None
    found: Mapping[str, Match | Refusal | None]
    """Each cited passage; None where there is no text, or the text does not have it."""
    under: str | None = None
    """The earlier id of the source, where the text is still saved under that."""


@dataclass(frozen=True, slots=True)
class LookedUp:
    """All cited sources, looked through once; what `judge` and `record` work on."""

    sources: Mapping[str, Looked]
    problems: tuple[Problem, ...]


def look_up_all(cited: Cited, folder: Path) -> LookedUp:
    """Reads the texts of cited sources and finds the passages in them."""
    texts, problems = read_texts(cited, folder)
    return LookedUp(
        {source: look(cited[source], text, under) for source, (text, under) in texts.items()}, problems
    )


def read_texts(
    cited: Cited, folder: Path
) -> tuple[dict[str, tuple[Text | None, str | None]], tuple[Problem, ...]]:
    """The text of each source, None where there is none or it cannot be read; and the earlier id that it is
    saved under."""
    seeds = Seeds(folder)
    texts: dict[str, tuple[Text | None, str | None]] = {}
    problems: list[Problem] = []
    for source, citing in sorted(cited.items()):
        earlier = (old for old in citing.earlier_ids if old in seeds.held and old not in cited)
        name = source if source in seeds.held else next(earlier, source)
        try:
            texts[source] = seeds.read(name), name if name != source else None
        except TextError as error:
            texts[source] = None, None
            place = Place(f"seeds/{name}.txt")
            problems.append(problem(codes.UNREADABLE, f"the saved text seeds/{name}.txt {error}", place))
    return texts, tuple(problems)


def look(citing: Citing, text: Text | None, under: str | None) -> Looked:
    """Finds the passages that are cited of a source in its text."""
    passages = sorted(set(citing.passages))
    if text is None:
        return Looked(None, None, dict.fromkeys(passages))
    normal = normalize(text.content)
    return Looked(text, normal, {p: look_up(p, normal, citing.language) for p in passages}, under)


def found_at(passage: str, match: Match, text: Normalized) -> Found:
    """What the lock says of a passage that was found."""
    sought = find_match(match, text)
    return Found(
        offset=text.origin(match.start),
        times=match.times,
        verbatim=len(match.spans) == 1 and leaves_out(passage),
        negation=match.negation,
        find=None if sought == find(passage, None) else sought,
    )


def leaves_out(passage: str) -> bool:
    """Whether a passage has dots inside, between two parts."""
    return ("…" in passage or "..." in passage) and len(parts(passage)) > 1


__all__ = ["Looked", "LookedUp", "found_at", "leaves_out", "look", "look_up_all", "read_texts"]
