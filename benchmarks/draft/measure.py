"""Measures `briefings draft` on labelled texts: precision and recall for each kind of candidate.

    python benchmarks/draft/measure.py [--show]

The rules were written with the texts in `texts/`, and then tried on those in `held-out/`. `--show` lists
what was missed and what was wrong.
"""

from __future__ import annotations

import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from briefings.evidence.passages import normalize
from briefings.evidence.reading.lexicon import guess, lexicon
from briefings.plugins.drafting.candidates import Candidate, draft
from briefings.plugins.drafting.head import read_head
from briefings.plugins.drafting.names import Actor
from briefings.text.prose import id_from

TEXTS = Path(__file__).parent / "texts"
HELD_OUT = Path(__file__).parent / "held-out"


@dataclass
class Score:
    """What was found of a kind."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of candidates that are right."""
        found = self.right + len(self.wrong)
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        """The share of labels that were found."""
        labelled = self.right + len(self.missed)
        return self.right / labelled if labelled else 1.0


KINDS = ("quotation", "speaker", "offered", "figure", "event", "actor", "name", "head")


def measure(texts: Path = TEXTS) -> dict[str, Score]:
    """The scores of all kinds over all texts."""
    scores: dict[str, Score] = defaultdict(Score)
    for file in sorted(texts.glob("*.toml")):
        labels = tomllib.loads(file.read_text(encoding="utf-8"))
        text = file.with_suffix(".txt").read_text(encoding="utf-8")
        for kind, score in _score(text, labels):
            scores[kind].right += score.right
            scores[kind].wrong += [f"{file.stem}: {each}" for each in score.wrong]
            scores[kind].missed += [f"{file.stem}: {each}" for each in score.missed]
    return {kind: scores[kind] for kind in KINDS}


def _score(text: str, labels: Mapping[str, Any]) -> Iterator[tuple[str, Score]]:
    actors = [Actor(each["id"], each.get("kind", ""), tuple(each["names"])) for each in labels["known"]]
    head = read_head(text, lexicon(guess(text)))
    yield "head", _head_score(head, labels)
    drafted = draft(text, head, actors)
    by_key: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in drafted.candidates:
        by_key[candidate.key].append(candidate)
    ids = {name: actor.id for actor in actors for name in actor.names}
    said = {_plain(str(dict(c.values)["quote"])): c for c in by_key["statements"]}
    wanted = {_plain(each["quote"]): each["speaker"] for each in labels["quotation"]}
    yield "quotation", _compare(wanted, said)
    speakers, offered = Score(), Score()
    for quote in wanted.keys() & said.keys():
        given, label = said[quote], wanted[quote]
        got = str(dict(given.values)["speaker"]) or given.new
        wanted_id = ids.get(label) or id_from(label) or label
        if label and wanted_id in (got, *given.near):
            offered.right += 1
        elif label:
            offered.missed.append(f"{quote}: {label}")
        if got == wanted_id:
            speakers.right += 1
        else:
            if got:
                speakers.wrong.append(f"{quote}: {got}, not {label or 'nobody named'}")
            if label:
                speakers.missed.append(f"{quote}: {label}")
    yield "speaker", speakers
    yield "offered", offered
    yield "figure", _figure_score(by_key["figures"], labels)
    yield "event", _event_score(by_key["timeline"], labels)
    found = {str(dict(c.values)["actor"]) for c in by_key["actors"]}
    yield "actor", _compare(dict.fromkeys(each["id"] for each in labels["actor"]), dict.fromkeys(found))
    names = dict.fromkeys(each.name for each in drafted.names)
    yield "name", _compare(dict.fromkeys(each["name"] for each in labels["name"]), names)


def _plain(words: str) -> str:
    return normalize(words).text.strip(" .,;:!?\"'")


def _compare(wanted: Mapping[str, object], found: Mapping[str, object]) -> Score:
    return Score(
        len(wanted.keys() & found.keys()),
        [each for each in found if each not in wanted],
        [each for each in wanted if each not in found],
    )


def _head_score(head: Any, labels: Mapping[str, Any]) -> Score:
    score = Score()
    for key in ("language", "title", "published", "publisher", "authors"):
        got, label = getattr(head, key), labels.get(key, "")
        if (list(got) if key == "authors" else got) == label or (not got and not label):
            score.right += bool(label)
        else:
            score.wrong += [f"{key}: {got}"] if got else []
            score.missed += [f"{key}: {label}"] if label else []
    return score


_PERCENT = {"%", "percent", "per cent", "Prozent", "pour cent", "％"}


def _figure_score(found: list[Candidate], labels: Mapping[str, Any]) -> Score:
    """A figure is right if value and qualifier are, and one unit is part of the other."""
    left = [dict(c.values) for c in found]
    score = Score()
    for label in labels["figure"]:
        for given in left:
            unit, wanted = str(given["unit"]), label["unit"]
            same_unit = unit in wanted or wanted in unit or {unit, wanted} <= _PERCENT
            if (
                float(str(given.get("value", given.get("to")))) == label["value"]
                and str(given.get("qualifier", "")) == label.get("qualifier", "")
                and same_unit
            ):
                left.remove(given)
                score.right += 1
                break
        else:
            score.missed.append(str(label))
    score.wrong = [str({key: str(value) for key, value in given.items()}) for given in left]
    return score


def _event_score(found: list[Candidate], labels: Mapping[str, Any]) -> Score:
    """An event is right if its date is, and its title or passage has the labelled words."""
    left = [(dict(c.values), c.passage or "") for c in found]
    score = Score()
    for label in labels["event"]:
        for each in left:
            given, passage = each
            title = str(given["title"])
            if given["date"] == label["date"] and (
                _shares(label["words"], title) or _shares(label["words"], passage)
            ):
                left.remove(each)
                score.right += 1
                break
        else:
            score.missed.append(str(label))
    score.wrong = [f"{given['date']}: {given['title']}" for given, _ in left]
    return score


def _shares(words: str, text: str) -> bool:
    """Whether a text has most of some words: a title leaves out the date among them."""
    tokens = words.casefold().split()
    return words.casefold() in text.casefold() or (
        len(tokens) > 1 and sum(token in text.casefold() for token in tokens) * 3 >= len(tokens) * 2
    )


def main() -> None:
    """Print the scores of both sets of texts."""
    for folder in (TEXTS, HELD_OUT):
        print(f"{folder.name:<12} {'labels':>6} {'precision':>10} {'recall':>7}")
        for kind, score in measure(folder).items():
            labels = score.right + len(score.missed)
            print(f"  {kind:<10} {labels:>6} {score.precision:>10.0%} {score.recall:>7.0%}")
            if "--show" in sys.argv:
                listed = [f"      wrong  {each}" for each in score.wrong]
                listed += [f"      missed {each}" for each in score.missed]
                print(*listed, sep="\n" if listed else "", end="\n" if listed else "")


if __name__ == "__main__":
    main()
