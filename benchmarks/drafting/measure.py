"""Measures `briefings draft` on labelled news articles that its rules were not written from.

    python -m benchmarks.drafting.measure TEXTS [--set N] [--show] [--command briefings]

`labels/LANGUAGE/SET.yml` has the quotations, dated events and figures of the articles, labelled by reading,
by somebody who did not know the rules. A label is a place in the text (`at`), its first and last words, and
what is true of it. The texts are not here, because they are their publishers': TEXTS is a folder with each
as `NAME.txt`.

- `quotation`: the names of the speaker in the text; none if it names nobody. `unnamed`: an empty speaker is
  right, too. `optional`: a title, a term or a chant, which may be proposed or not.
- `event`: the dates that a reader would give it, as EDTF. `date`: the same for a day on which somebody only
  said something; a candidate with this date is not an event, but its date is right.
- `figure`: the value, or both ends of a range, the names of its unit, and its qualifiers. `optional`: an
  age, an ordinal or another number that few would want.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from briefings.text.prose import id_from

LABELS = Path(__file__).parent / "labels"
LANGUAGES = ("en", "de", "fr", "es", "zh")
SETS = (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17)
"""Articles that were labelled together have the same set."""

Label = dict[str, Any]
Span = tuple[int, int]

# ── Running ─────────────────────────────────────────────────────────────────────────────────────────────────


def read_labels(language: str, number: int) -> dict[str, Any]:
    """The labelled articles of a language in a set, by name."""
    file = LABELS / language / f"{number}.yml"
    articles: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return articles


def drafts(
    language: str, number: int, texts: Path, command: str
) -> Iterator[tuple[str, str, list[Label], Any, str]]:
    """Name, text, labels, output and messages of `draft`, run on each article in a new site."""
    with tempfile.TemporaryDirectory() as folder:
        run(command, "init", ".", "--language", language, "--name", "T", "--subject", "Tests.", folder=folder)
        for name, article in read_labels(language, number).items():
            file = texts / f"{name}.txt"
            data = file.read_bytes()
            if sha256(data).hexdigest() != article["sha256"]:
                raise SystemExit(f"{file} is not the text that was labelled")
            head = [
                part
                for key in ("publisher", "kind", "published")
                if key in article
                for part in (f"--{key}", str(article[key]))
            ]
            result = run(command, "draft", str(file.resolve()), *head, "--format", "json", folder=folder)
            yield name, data.decode("utf-8"), article["labels"], json.loads(result.stdout), result.stderr


def run(command: str, *arguments: str, folder: str) -> subprocess.CompletedProcess[str]:
    result = subprocess.run(
        [command, *arguments], cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False
    )
    if result.returncode:
        raise SystemExit(f"{command} {' '.join(arguments)}\n{result.stdout}{result.stderr}")
    return result


# ── Places ──────────────────────────────────────────────────────────────────────────────────────────────────


class Text:
    """An article in which words are found whatever their spaces and punctuation."""

    def __init__(self, text: str) -> None:
        self.places = [place for place, character in enumerate(text) if character.isalnum()]
        self.letters = letters(text)
        self._index = {place: index for index, place in enumerate(self.places)}

    def spans(self, words: str) -> list[Span]:
        """Where some words are, counted in letters."""
        wanted = letters(words)
        return (
            [
                (m.start(), m.start() + len(wanted))
                for m in re.finditer(f"(?={re.escape(wanted)})", self.letters)
            ]
            if wanted
            else []
        )

    def of(self, label: Label) -> Span:
        """The place of a label, counted in letters."""
        inside = [self._index[place] for place in range(*label["at"]) if place in self._index]
        return inside[0], inside[-1] + 1


def letters(text: str) -> str:
    return "".join(character.lower()[0] for character in text if character.isalnum())


def common(one: Span, other: Span) -> int:
    """How many letters two places have in common."""
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def is_same(one: Span, other: Span) -> bool:
    """Whether two places are the same up to a fifth of their letters."""
    return common(one, other) >= 0.8 * (max(one[1], other[1]) - min(one[0], other[0]))


def is_near(label: Span, passage: Span) -> bool:
    """Whether a passage has half of a label, or four letters of it, as passages are often cut short."""
    return common(label, passage) >= min(4, (label[1] - label[0]) / 2)


# ── Scores ──────────────────────────────────────────────────────────────────────────────────────────────────


class Score:
    """Counts and failures of one article."""

    def __init__(self, text: str, labels: list[Label], output: Any) -> None:
        self.text = text
        self.counts: Counter[str] = Counter()
        self.failures: list[str] = []
        self._places = Text(text)
        self._names = {each["id"]: each["name"] for each in output.get("names", ())}
        candidates = [each for each in output["candidates"] if each["state"] == "open"]
        self.counts["drafts"] += 1
        self.counts["empty"] += not candidates
        self._quotations(
            [each for each in labels if "quotation" in each],
            [each for each in candidates if each["kind"] == "quotation"],
        )
        self._events(
            [each for each in labels if "event" in each or "date" in each],
            [each for each in candidates if each["kind"] == "event"],
        )
        self._figures(
            [each for each in labels if "figure" in each],
            [each for each in candidates if each["kind"] == "figure"],
        )

    def _fail(self, what: str, label: Label | None, proposed: object, right: object = "") -> None:
        words = "" if label is None else f" at {label['at'][0]} “{self.text[slice(*label['at'])]}”"
        self.failures.append(
            f"{what}{words}: proposed {proposed!r}" + (f", right {right!r}" if right else "")
        )

    def _spans(self, candidate: Mapping[str, Any]) -> list[Span]:
        """Where the words of a candidate are; its passage tells which, if they occur twice."""
        passages = self._places.spans(candidate.get("passage") or candidate.get("quote", ""))
        if "quote" not in candidate:
            return passages
        quotes = self._places.spans(candidate["quote"])
        return [
            quote for quote in quotes if any(common(quote, each) == quote[1] - quote[0] for each in passages)
        ] or quotes

    def _quotations(self, labels: list[Label], candidates: list[Any]) -> None:
        left = [(each, self._spans(each)) for each in candidates]
        for label in sorted(labels, key=lambda each: each["quotation"] == "optional"):
            place = self._places.of(label)
            found = next((each for each in left if any(is_same(span, place) for span in each[1])), None)
            if found is not None:
                left.remove(found)
            if label["quotation"] == "optional":
                continue
            self.counts["quotations"] += 1
            self.counts["quotations found"] += found is not None
            if found is None:
                self._fail("quotation missed", label, None)
            else:
                self._speaker(label, found[0])
        self.counts["quotations not labelled"] += len(left)
        for each, _ in left:
            self._fail("quotation not labelled", None, each["quote"])

    def _speaker(self, label: Label, candidate: Any) -> None:
        wanted = label["quotation"]
        speaker = candidate.get("speaker", "")
        right = any(is_same_name(self._name(speaker), each) for each in wanted) if speaker else False
        self.counts["speakers set"] += bool(speaker)
        self.counts["speakers right"] += right
        if speaker and not right:
            self._fail("speaker wrong", label, self._name(speaker), wanted or "nobody named")
        if wanted and "unnamed" not in label:
            offered = [self._name(each) for each in candidate.get("offered", ())]
            known = right or any(is_same_name(name, each) for name in offered for each in wanted)
            self.counts["speakers"] += 1
            self.counts["speakers known"] += known
            if not known:
                self._fail("speaker not offered", label, [self._name(speaker), *offered], wanted)

    def _name(self, actor: str) -> str:
        return str(self._names.get(actor, actor.replace("-", " ")))

    def _events(self, labels: list[Label], candidates: list[Any]) -> None:
        found: set[int] = set()
        for candidate in candidates:
            self.counts["events proposed"] += 1
            spans = self._spans(candidate)
            near = [label for label in labels if any(is_near(self._places.of(label), span) for span in spans)]
            right = [each for each in near if is_date(candidate["date"], each.get("event") or each["date"])]
            right.sort(key=lambda each: (id(each) in found, "date" in each))
            if right:
                found.add(id(right[0]))
                self.counts["events right"] += "event" in right[0]
                self.counts["events that are none"] += "date" in right[0]
                if len(right) < len(near):
                    self._fail(
                        "date of one of several", right[0], f"{candidate['date']}: {candidate['title']}"
                    )
            elif near:
                self.counts["events wrong"] += 1
                dates = [each.get("event") or each["date"] for each in near]
                self._fail("date wrong", near[0], candidate["date"], dates)
            else:
                self.counts["events not labelled"] += 1
                self._fail("event not labelled", None, f"{candidate['date']}: {candidate['passage']}")
        for label in labels:
            if "event" in label:
                self.counts["events"] += 1
                self.counts["events found"] += id(label) in found
                if id(label) not in found:
                    self._fail("event missed", label, None, label["event"])

    def _figures(self, labels: list[Label], candidates: list[Any]) -> None:
        found: set[int] = set()
        for candidate in candidates:
            self.counts["figures proposed"] += 1
            spans = self._spans(candidate)
            near = [label for label in labels if any(is_near(self._places.of(label), span) for span in spans)]
            right = [each for each in near if is_value(candidate, each["figure"])]
            right.sort(key=lambda each: (id(each) in found, not is_measured(candidate, each)))
            if right:
                found.add(id(right[0]))
            if right and is_measured(candidate, right[0]):
                self.counts["figures true"] += 1
            elif near:
                self.counts["figures false"] += 1
                given = {
                    key: candidate[key]
                    for key in ("value", "from", "to", "unit", "qualifier")
                    if key in candidate
                }
                self._fail("figure false", (right or near)[0], given)
            else:
                self.counts["figures not labelled"] += 1
                self._fail("figure not labelled", None, candidate["passage"])
        for label in labels:
            if not label.get("optional"):
                self.counts["figures"] += 1
                self.counts["figures found"] += id(label) in found
                if id(label) not in found:
                    self._fail("figure missed", label, None)


def is_same_name(name: str, label: str) -> bool:
    """Whether one name has all words of the other; names in Chinese, all characters."""
    if re.search(r"[\u4e00-\u9fff]", name + label):
        one, other = (re.sub(r"\W", "", each) for each in (name, label))
        return bool(one and other) and (one in other or other in one)
    # An offered name without a sheet is an id: `prefet`, `maedchen`.
    names = [set(re.findall(r"\w+", each.casefold())) for each in (name, label)]
    ids = [set(id_from(each).split("-")) for each in (name, label)]
    return any(one and other and (one <= other or other <= one) for one, other in (names, ids))


def is_date(given: str, labelled: Iterable[str]) -> bool:
    """Whether a date is one of those labelled; hours are not compared, and a coarser date is true."""
    plain = re.sub(r"T[\d:.]+(Z|[+-][\d:]+)?", "", str(given)).rstrip("~?")
    return any(plain == each.rstrip("~?") or each.startswith(f"{plain}-") for each in labelled)


_SCALES = {
    **dict.fromkeys(("thousand", "tausend", "mille", "mil"), 1e3),
    **dict.fromkeys(("million", "mio", "millionen", "millions", "millón", "millones"), 1e6),
    **dict.fromkeys(("billion", "mrd", "milliarde", "milliarden", "milliard", "milliards"), 1e9),
    **{"trillion": 1e12, "万": 1e4, "亿": 1e8},
}
"""Words that are part of a number; a candidate may have them in its unit."""

_UNITS = (
    {"%", "％", "percent", "per cent", "prozent", "pour cent", "por ciento"},
    {"$", "dollar", "dollars", "us-dollar", "us dollars", "dólares", "usd"},
    {"€", "euro", "euros", "eur"},
)


def is_value(candidate: Mapping[str, Any], labelled: Any) -> bool:
    """Whether a candidate has the labelled value, or both ends of the range."""
    given = [candidate[key] for key in ("value", "from", "to") if candidate.get(key) is not None]
    wanted = labelled if isinstance(labelled, list) else [labelled]
    scales = [
        _SCALES[word]
        for word in re.findall(r"\w+", str(candidate.get("unit", "")).casefold())
        if word in _SCALES
    ]
    return len(given) == len(wanted) and any(
        all(
            abs(float(one) * scale - float(other)) < 1e-6 * max(1, float(other))
            for one, other in zip(given, wanted, strict=True)
        )
        for scale in (1, *scales)
    )


def is_measured(candidate: Mapping[str, Any], label: Label) -> bool:
    """Whether a candidate has the labelled qualifier and unit; one name of the unit may contain the other."""
    unit = str(candidate.get("unit") or "").casefold()
    names = [each.casefold() for each in label["units"]]
    same_unit = (
        not names
        or any(unit == each or (unit and each and (unit in each or each in unit)) for each in names)
        or any(unit in group and group & set(names) for group in _UNITS)
    )
    return same_unit and (candidate.get("qualifier") or "") in label.get("qualifier", ("",))


# ── Tables ──────────────────────────────────────────────────────────────────────────────────────────────────

ROWS = (
    ("quotations found", "quotations found", ("quotations",), "≥ 95 %"),
    ("speakers right, of those set", "speakers right", ("speakers set",), "≥ 98 %"),
    ("right speakers set or offered", "speakers known", ("speakers",), "≥ 95 %"),
    ("quotations not labelled", "quotations not labelled", (), ""),
    ("dated events found", "events found", ("events",), ""),
    (
        "wrong dates, of labelled ones proposed",
        "events wrong",
        ("events right", "events that are none", "events wrong"),
        "≤ 3 %",
    ),
    ("events proposed that are none", "events that are none", ("events proposed",), ""),
    ("events proposed and not labelled", "events not labelled", ("events proposed",), ""),
    ("figures found", "figures found", ("figures",), "≥ 80 %"),
    ("figures true, of labelled ones proposed", "figures true", ("figures true", "figures false"), "≥ 95 %"),
    ("figures proposed and not labelled", "figures not labelled", ("figures proposed",), ""),
    ("drafts without candidates", "empty", ("drafts",), ""),
)
"""Title, count, what it is a part of, and what is wanted."""


def table(counts: Mapping[str, Counter[str]]) -> str:
    """The counts of all languages, as Markdown."""
    columns = [*counts.values(), sum(counts.values(), Counter())]
    lines = [
        f"| | wanted | {' | '.join([*counts, 'all'])} |",
        f"| :-- | --: |{' --: |' * len(columns)}",
    ]
    for title, part, whole, wanted in ROWS:
        cells = []
        for count in columns:
            total = sum(count[each] for each in whole)
            cells.append(f"{count[part]}/{total}" if whole else str(count[part]))
            if count is columns[-1] and total:
                cells[-1] += f" = {100 * count[part] / total:.1f} %"
        lines.append(f"| {title} | {wanted} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("texts", type=Path, metavar="TEXTS", help="folder with the articles")
    parser.add_argument("--set", type=int, choices=SETS, default=1, help="which articles; by default, 1")
    parser.add_argument("--show", action="store_true", help="list what was missed or wrong")
    parser.add_argument(
        "--command",
        default=str(Path(sys.executable).with_name("briefings")),
        help="the program to measure; by default, the one of this environment",
    )
    options = parser.parse_args()
    counts: dict[str, Counter[str]] = {}
    for language in LANGUAGES:
        counts[language] = Counter()
        for name, text, labels, output, messages in drafts(
            language, options.set, options.texts, options.command
        ):
            score = Score(text, labels, output)
            counts[language] += score.counts
            if score.counts["empty"]:
                print(f"{name}: no candidates: {messages.strip()}")
            if options.show:
                print(*(f"{name}: {each}" for each in score.failures), sep="\n")
    print(table(counts))


if __name__ == "__main__":
    main()
