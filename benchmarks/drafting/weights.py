"""Fits the weights by which `draft` ranks the speakers that it offers.

    python -m benchmarks.drafting.weights TEXTS [--sets 1,2,3]

Of each labelled quotation whose sentence does not name its speaker, the right name should have more weight
than the others (logistic regression on the differences of their signs). Prints, for each set, how often the
right name is among those offered with weights fitted on the other sets; then the weights fitted on all.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from benchmarks.drafting.measure import LANGUAGES, SETS, Text, is_same, is_same_name, read_labels
from briefings.evidence.fetched import Article
from briefings.grammar.lexicon import lexicon
from briefings.grammar.quotes import quoted, without
from briefings.grammar.speakers import Speakers
from briefings.plugins.drafting.article import MOST_FOUND, Story
from briefings.plugins.drafting.names import Names
from briefings.plugins.drafting.offers import WEIGHTS, Offers
from briefings.plugins.drafting.opening import head_of
from briefings.plugins.drafting.quotations import MOST_NEAR

Signs = dict[str, frozenset[str]]
"""What speaks for each name."""
Case = tuple[Signs, list[str]]
"""The names for a quotation, and what its speaker may be called."""

STEPS = 300
RATE = 2.0
DECAY = 1e-4
"""So that a rare sign gets no great weight."""


def cases(number: int, texts: Path) -> Iterator[Case]:
    """The quotations of a set whose sentences do not name their speaker."""
    for language in LANGUAGES:
        for name, article in read_labels(language, number).items():
            file = texts / f"{name}.txt"
            if not file.exists():
                print(f"{file} is missing and left out")
                continue
            raw = file.read_text(encoding="utf-8")
            given = {key: str(article[key]) for key in ("publisher", "kind", "published") if key in article}
            read = head_of(Article(raw), given)
            story = Story(read.text, lexicon(read.language or language), read.begins, read.title)
            quotes = list(islice(quoted(story), MOST_FOUND))
            told = without(read.text, [quote.outer for quote in quotes])
            names = Names(story, told, [])
            speakers = Speakers(story, quotes, names.mentions)
            spoken = sorted(speakers.named(story.sentences), key=lambda mention: mention.start)
            offers, text = Offers(story, told, names), Text(raw)
            labels = [
                (text.of(label), label["quotation"])
                for label in article["labels"]
                if isinstance(label.get("quotation"), list) and "unnamed" not in label
            ]
            for quote, attribution in speakers.quotations.items():
                places = text.spans(read.text[quote.start : quote.end]) if attribution.by is None else []
                wanted = next((w for at, w in labels for place in places if w and is_same(at, place)), None)
                if wanted is not None:
                    found = offers.signs(quote.outer, spoken, speakers.voices(*quote.outer))
                    yield {each.full: frozenset(signs) for each, signs in found.items()}, wanted


def is_right(name: str, wanted: Iterable[str]) -> bool:
    return any(is_same_name(name, each) for each in wanted)


def fit(given: Iterable[Case]) -> dict[str, float]:
    """The weights with which right names come before wrong ones. Each quotation counts once."""
    pairs: list[tuple[frozenset[str], frozenset[str], float]] = []
    for signs, wanted in given:
        right = frozenset().union(*(s for name, s in signs.items() if is_right(name, wanted)))
        wrong = [s for name, s in signs.items() if not is_right(name, wanted)]
        pairs += [(right - each, each - right, 1 / len(wrong)) for each in wrong if right]
    total = sum(share for _, _, share in pairs)
    weights = dict.fromkeys(WEIGHTS, 0.0)
    for _ in range(STEPS):
        slope = {sign: -DECAY * weight for sign, weight in weights.items()}
        for more, less, share in pairs:
            lead = sum(weights[each] for each in more) - sum(weights[each] for each in less)
            pull = share / total / (1 + math.exp(min(lead, 50)))
            for sign in more:
                slope[sign] += pull
            for sign in less:
                slope[sign] -= pull
        for sign, value in slope.items():
            weights[sign] += RATE * value
    return weights


def offered(given: Iterable[Case], weights: Mapping[str, float]) -> tuple[int, int]:
    """For how many quotations the right name is among those offered, and of how many."""
    found = []
    for signs, wanted in given:
        ranked = sorted(signs, key=lambda name: -sum(weights[sign] for sign in signs[name]))
        found.append(any(is_right(name, wanted) for name in ranked[:MOST_NEAR]))
    return sum(found), len(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("texts", type=Path, metavar="TEXTS", help="folder with the articles")
    parser.add_argument("--sets", default=",".join(map(str, SETS)), help="which articles")
    options = parser.parse_args()
    sets = {number: list(cases(number, options.texts)) for number in map(int, options.sets.split(","))}
    for number, own in sets.items():
        others = [case for other, found in sets.items() if other != number for case in found]
        print("set {}: {} of {} offered".format(number, *offered(own, fit(others))))
    every = [case for found in sets.values() for case in found]
    weights = fit(every)
    rounded = {sign: round(10 * weight) for sign, weight in weights.items()}
    print("all: {} of {} offered, with".format(*offered(every, rounded)), rounded)


if __name__ == "__main__":
    main()
