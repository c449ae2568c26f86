"""Words that curators may write instead of the model's own, so that a hint can offer the right one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from briefings.languages import parsed


@cache
def synonyms() -> Mapping[str, tuple[str, ...]]:
    """By the word written, in lower case with hyphens: the words and keys that may be meant, of which some
    fit only elsewhere."""
    meant: dict[str, list[str]] = defaultdict(list)
    for word, others in parsed(Path(__file__).with_suffix(".toml")).items():
        for other in others.split():
            meant[other].append(word)
    return {other: tuple(words) for other, words in meant.items()}
