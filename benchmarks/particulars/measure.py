"""Measures coverage on labelled facts: what is found, false alarms, and what becomes of mutations.

    python -m benchmarks.particulars.measure [--show] [--set N] [--around TEXTS]
    python -m benchmarks.particulars.measure --offices [--show]

`labels/LANGUAGE/SET.yml` has the documents of a set with their actors and true facts, and says of each
particular of a fact whether it stands in the passage, near it, or is absent. The facts were labelled by
reading, all but the fourth set by people who did not know the rules, and the rules were frozen before each
set was first run. Then it was used to improve them. `offices.yml` has speakers whom an office names, and
others whom it does not. `around/` has what the lock keeps of the text around each
passage; `--around TEXTS` only writes it anew for the saved texts in that folder. The texts are not
here, because they are their publishers'. So that changes of `speakers.py` show, who speaks is read anew from
made-up texts, and from passages that name their speakers.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from briefings.evidence.coverage import Finding, Particular, Passage, cover
from briefings.evidence.particulars import dated, in_text, measured, names_in, office, speaker
from briefings.grammar.names import KnownNames, NamedActor, Office
from briefings.grammar.numbers import numerals
from briefings.grammar.zones import Surroundings, surroundings
from briefings.model.dates import Date

HERE = Path(__file__).parent
LANGUAGES = ("en", "de", "fr", "es", "zh")
SETS = range(1, 14)
"""Facts that were labelled together have the same set."""

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MUTATIONS = 500
"""How many are made of each set in each language."""

KINDS_OF_FIELDS = {"value": "number", "date": "date", "as_of": "date", "speaker": "name", "quote": "quote"}

QUALIFIERS = {"at-least": "at least", "over": "more than", "under": "less than", "at-most": "up to"}

Fact = dict[str, Any]

# ── Facts ───────────────────────────────────────────────────────────────────────────────────────────────────


class Labels:
    """The labelled facts of a language."""

    def __init__(self, language: str, part: int | str | None = None) -> None:
        self.language = language
        self.documents: dict[str, Any] = {}
        for each in SETS if part is None else (part,):
            file = HERE / "labels" / language / f"{each}.yml"
            self.documents |= yaml.load(file.read_text(encoding="utf-8"), LOADER)
        facts = (fact for name, document in self.documents.items() for fact in facts_of(name, document))
        self.facts = sorted(facts, key=lambda fact: str(fact["id"]))

    @property
    def around_file(self) -> Path:
        return HERE / "around" / f"{self.language}.json"

    def write_around(self, texts: Path) -> None:
        """Write what the lock would keep around each passage of the texts in a folder."""
        kept: dict[str, Any] = json.loads(self.around_file.read_text(encoding="utf-8"))
        for fact in self.facts:
            path, document = texts / f"{fact['document']}.txt", self.documents[fact["document"]]
            if "text" in document:
                data = document["text"].encode("utf-8")  # it was made up
            elif path.exists():
                data = path.read_bytes()
                if sha256(data).hexdigest() != document["sha256"]:
                    raise SystemExit(f"{fact['document']}.txt is not the text that was labelled")
            else:
                continue
            text = data.decode("utf-8")
            start = text.index(fact["passage"])
            found = surroundings(text, start, start + len(fact["passage"]), self.language, known_names(fact))
            kept[fact["id"]] = {key: list(words) for key, words in found._asdict().items() if words}
        lines = [
            f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in kept.items()
        ]
        self.around_file.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")

    def passages(self) -> dict[str, Passage]:
        """The passage of each fact."""
        kept = json.loads(self.around_file.read_text(encoding="utf-8"))
        return {
            fact["id"]: Passage(
                fact["passage"],
                self.language,
                self._published(fact),
                around=self._around(fact, kept[fact["id"]]),
                is_news=True,
            )
            for fact in self.facts
        }

    def _around(self, fact: Fact, kept: dict[str, list[str]]) -> Surroundings:
        """What is around a passage. What can be read here is read anew, the rest is what the lock keeps."""
        words = fact["passage"]
        text, known = self.documents[fact["document"]].get("text"), known_names(fact)
        if text is not None:
            start = text.index(words)
            return surroundings(text, start, start + len(words), self.language, known)
        around = Surroundings(**{key: tuple(each) for key, each in kept.items()})
        if fact["places"].get("speaker") != "passage":
            return around
        read = surroundings(words, 0, len(words), self.language, known)
        return around._replace(said=read.said, said_nearby=read.said_nearby, named_nearby=read.named_nearby)

    def _published(self, fact: Fact) -> Date | None:
        day = self.documents[fact["document"]].get("published")
        return None if day is None else Date.parse(str(day))


def facts_of(name: str, document: dict[str, Any]) -> Iterator[Fact]:
    """The facts of a document, each with the document's actors and a list of its particulars."""
    for key, fact in document["facts"].items():
        labels = list(particulars_labelled(fact["fact"], fact["places"]))
        yield fact | {"id": key, "document": name, "actors": document["actors"], "particulars": labels}


def particulars_labelled(fact: Fact, places: dict[str, Any]) -> Iterator[dict[str, str]]:
    """The particulars of a fact.

    One is a whole field (`date: near`) or words of a text (`title: {'700': number near}`).
    """
    for key, place in places.items():
        if key in KINDS_OF_FIELDS:
            yield {"key": key, "words": str(fact[key]), "kind": KINDS_OF_FIELDS[key], "place": place}
        else:
            for words, kind_and_place in place.items():
                kind, where = kind_and_place.split()
                yield {"key": key, "words": words, "kind": kind, "place": where}


def known_names(fact: Fact) -> KnownNames:
    """The actors that a sheet with this fact would know, by name."""
    return KnownNames(
        NamedActor(
            name,
            (name, *each.get("aliases", ())),
            each["kind"] == "person",
            tuple(office_of(**role) for role in each.get("roles", ())),
        )
        for name, each in fact["actors"].items()
    )


def office_of(title: str, organization: str, *, sole: bool = False, **days: str) -> Office:
    """A role, as the sheet of an actor has it."""
    begin, end = (Date.parse(days[key]) if key in days else None for key in ("from", "to"))
    return office(title, organization, begin, end, is_sole=sole)


def findings(given: Fact, fact: Fact, passage: Passage) -> tuple[Finding, ...]:
    """What became of each particular of a fact, perhaps mutated, that cites a passage."""
    known = known_names(fact)
    return cover(list(particulars(given, passage.language, known)), (passage,), known)


def particulars(given: Fact, language: str, known: KnownNames) -> Iterator[Particular]:
    for key in ("title", "text", "label", "place"):
        if key in given:
            yield from in_text(key, str(given[key]), language)
            yield from names_in(key, str(given[key]), known)
    for key in ("date", "as_of"):
        if key in given:
            yield from dated(key, Date.parse(str(given[key])), is_spoken="speaker" in given)
    if "value" in given:
        qualifier = QUALIFIERS.get(given.get("qualifier", ""), given.get("qualifier"))
        # The labels have values as the language writes them; sheets have plain numbers, and ranges have two.
        for number in numerals(str(given["value"]), language):
            value, unit = max(number.readings), str(given.get("unit", ""))
            if (
                each := measured("value", value, unit, str(given.get("label", "")), qualifier, language)
            ) is not None:
                yield each
    if "speaker" in given:
        yield speaker(given["speaker"], known, Date.parse(str(given["date"])) if "date" in given else None)
    if "quote" in given:
        yield Particular("quote", "quote", str(given["quote"]))


def is_covered(found: tuple[Finding, ...]) -> bool:
    """Whether a page would call the fact covered."""
    return all(each.is_covered for each in found if each.particular.kind != "name")


# ── True facts ──────────────────────────────────────────────────────────────────────────────────────────────


def of(label: dict[str, Any], found: tuple[Finding, ...]) -> Finding | None:
    """The finding about a labelled particular."""
    kind = {"name": ("name", "speaker")}.get(label["kind"], (label["kind"],))
    same = [each for each in found if each.particular.key == label["key"] and each.particular.kind in kind]
    words = plain(str(label["words"]))
    for each in same:
        ours = plain(each.particular.words)
        if words in ours or ours in words:
            return each
    return same[0] if label["key"] in ("date", "as_of", "value", "speaker", "quote") and same else None


def plain(words: str) -> str:
    return re.sub(r"[\s“”„«»\"']", "", words).casefold()


def measure_true(labels: Labels, passages: dict[str, Passage], *, show: bool) -> Counter[str]:
    counts: Counter[str] = Counter()
    for fact in labels.facts:
        found = findings(fact["fact"], fact, passages[fact["id"]])
        counts["sentences"] += 1
        counts["differing sentences"] += any(each.state == "differs" for each in found)
        for each in found:
            if show and each.state == "differs":
                print(f"{fact['id']} false alarm: {each.particular.words!r}, source {each.instead!r}")
        for label in fact["particulars"]:
            if label["place"] not in ("passage", "near"):
                continue
            finding = of(label, found)
            counts[f"{label['kind']} there"] += 1
            counts[f"{label['kind']} found"] += finding is not None and finding.is_covered
            if show and (finding is None or not finding.is_covered):
                state = "not read" if finding is None else finding.state
                print(f"{fact['id']} missed: {label['key']} {label['words']!r} ({label['place']}): {state}")
    return counts


def measure_offices(labels: Labels, passages: dict[str, Passage], *, show: bool) -> Counter[str]:
    """What became of speakers whom an office names, and of those whom it does not."""
    counts: Counter[str] = Counter()
    for fact in labels.facts:
        (found,) = (
            f for f in findings(fact["fact"], fact, passages[fact["id"]]) if f.particular.kind == "speaker"
        )
        truth = "false" if fact["places"]["speaker"] == "absent" else "true"
        counts.update((truth, f"{truth} {'covered' if found.is_covered else found.state}"))
        if show and found.is_covered is not (truth == "true"):
            print(f"{fact['id']} {truth}, {found.state}: {found.particular.words}, {fact['passage']!r}")
    return counts


# ── Mutations ───────────────────────────────────────────────────────────────────────────────────────────────

KINDS = ("digit", "magnitude", "unit", "day", "month", "year", "speaker")

UNITS: dict[str, list[tuple[str, str]]] = tomllib.loads((HERE / "units.toml").read_text(encoding="utf-8"))
"""By language: units and what they are mistaken for."""


def mutations(
    labels: Labels, rng: random.Random, most: int = MUTATIONS
) -> Iterator[tuple[str, Fact, Fact, str]]:
    """Kind, labelled fact, mutated fact and the key that was changed, kinds in turn."""
    places = [
        (fact, label)
        for fact in labels.facts
        for label in fact["particulars"]
        if label["place"] in ("passage", "near")
    ]
    made: set[str] = set()
    count = idle = 0
    while count < most and idle < 40:
        before = count
        for kind in KINDS:
            rng.shuffle(places)
            for fact, label in places:
                mutated = mutate(kind, fact, label, labels.language, rng)
                key = json.dumps([fact["id"], mutated], default=str, sort_keys=True)
                if mutated is not None and key not in made and count < most:
                    made.add(key)
                    count += 1
                    yield kind, fact, mutated, label["key"]
                    break
        idle = idle + 1 if count == before else 0


def mutate(kind: str, fact: Fact, label: dict[str, Any], language: str, rng: random.Random) -> Fact | None:
    given, key = dict(fact["fact"]), label["key"]
    if kind == "speaker" and key == "speaker":
        others = [name for name in fact["actors"] if name != given["speaker"]]
        persons = [name for name in others if fact["actors"][name]["kind"] == "person"]
        if not others:
            return None
        given["speaker"] = rng.choice(persons or others)
    elif kind in ("day", "month", "year") and key in ("date", "as_of"):
        changed = other_date(str(given[key]), kind, rng)
        if changed is None:
            return None
        given[key] = changed
    elif kind in ("digit", "magnitude") and label["kind"] == "number":
        value = str(given[key])
        start = 0 if key == "value" else value.find(str(label["words"]))
        stretch = value if key == "value" else str(label["words"])
        changed_words = other_number(stretch, kind, rng)
        if changed_words is None or start < 0:
            return None
        given[key] = value[:start] + changed_words + value[start + len(stretch) :]
    elif kind == "unit" and label["kind"] == "number":
        where = "unit" if key == "value" else key
        value = str(given.get(where, ""))
        words = value if key == "value" else str(label["words"])
        after = value.find(words)
        options = [
            (old, new) for old, new in UNITS[language] if has_unit(value[max(after, 0) :], old, language)
        ]
        if after < 0 or not options:
            return None
        old, new = rng.choice(options)
        place = value.find(old, after)
        if old in "元$£€" and re.search("[A-Z美欧日港加]$", value[:place]):
            return None  # the sign in NZ$ and 美元
        if place > after + len(words) + 12:
            return None
        given[where] = value[:place] + new + value[place + len(old) :]
    else:
        return None
    return given


def has_unit(text: str, unit: str, language: str) -> bool:
    if language == "zh" or not unit.isalpha():
        return unit in text
    return re.search(rf"(?<!\w){re.escape(unit)}(?!\w)", text) is not None


def other_number(words: str, kind: str, rng: random.Random) -> str | None:
    digits = [match.start() for match in re.finditer(r"[0-9]", words)]
    if not digits:
        return None
    if kind == "digit":
        place = rng.choice(digits)
        least = "1" if place == digits[0] else "0"
        other = rng.choice([digit for digit in "0123456789" if digit != words[place] and digit >= least])
        return words[:place] + other + words[place + 1 :]
    match = re.search(r"[0-9][0-9.,\s\u00a0\u202f]*[0-9]|[0-9]", words)
    assert match is not None
    if re.fullmatch(r"[0-9]{1,3}", match[0]) is not None:
        return words[: match.end()] + "0" + words[match.end() :]
    return words[: match.start()] + rng.choice("123456789") + words[match.start() :]


def other_date(text: str, kind: str, rng: random.Random) -> str | None:
    match = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text)
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2] or 0), int(match[3] or 0)
    if kind == "year":
        year += rng.choice((-2, -1, 1, 2))
    elif kind == "month" and month:
        month = rng.choice([each for each in range(1, 13) if each != month])
    elif kind == "day" and day:
        day = rng.choice([each for each in range(1, 29) if each != day])
    else:
        return None
    day = min(day, 28)
    return "-".join([f"{year:04}", *([f"{month:02}"] if month else []), *([f"{day:02}"] if day else [])])


def measure_mutations(labels: Labels, passages: dict[str, Passage], most: int, *, show: bool) -> Counter[str]:
    counts: Counter[str] = Counter()
    for kind, fact, mutated, key in mutations(labels, random.Random(20261128), most):
        found = findings(mutated, fact, passages[fact["id"]])
        covered = is_covered(found)
        reported = any(each.state == "differs" for each in found)
        counts[f"{kind} made"] += 1
        counts[f"{kind} covered"] += covered
        counts[f"{kind} reported"] += reported
        if show and (covered or not reported):
            print(f"{fact['id']} {kind} {'covered' if covered else 'not reported'}: {key} {mutated[key]!r}")
    return counts


# ── Tables ──────────────────────────────────────────────────────────────────────────────────────────────────


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--show", action="store_true", help="list what was missed, and false alarms")
    parser.add_argument("--around", type=Path, metavar="TEXTS", help="folder with the saved texts")
    parser.add_argument("--offices", action="store_true", help="only speakers whom an office names")
    parser.add_argument("--set", type=int, choices=SETS, help="only the facts of one set")
    options = parser.parse_args()
    if options.around is not None:
        for language in LANGUAGES:
            for part in (*SETS, "offices"):
                Labels(language, part).write_around(options.around)
        return
    if options.offices:
        for language in LANGUAGES:
            labels = Labels(language, "offices")
            counts = measure_offices(labels, labels.passages(), show=options.show)
            print(language, ", ".join(f"{what}: {count}" for what, count in sorted(counts.items())))
        return
    true, mutated = measure(options.set, show=options.show)
    print(table_of_true(true), table_of_mutations(mutated), summary(true, mutated), sep="\n\n")


Counts = dict[str, Counter[str]]


def measure(part: int | None = None, *, show: bool = False) -> tuple[Counts, Counts]:
    """What became of the true facts and of the mutations, by language."""
    true: Counts = {}
    mutated: Counts = {}
    for language in LANGUAGES:
        labels = Labels(language, part)
        passages = labels.passages()
        true[language] = measure_true(labels, passages, show=show)
        most = MUTATIONS * (1 if part else len(SETS))
        mutated[language] = measure_mutations(labels, passages, most, show=show)
    return true, mutated


def summary(true: Counts, mutated: Counts) -> str:
    """The cells of docs/evidence.md."""
    cells = [table_of_true(true).splitlines()[-1].split(" | ")[-2:]]
    cells.append(table_of_mutations(mutated).splitlines()[-1].split(" | ")[1:])
    return " | ".join(cell.strip("| ") for row in cells for cell in row)


def table_of_true(counts: Counts) -> str:
    everything = sum(counts.values(), Counter())
    rows = [*counts.items(), ("**all**", everything)]
    kinds = ("number", "date", "name", "quote")
    lines = [
        f"| language | {' | '.join(f'{kind}s' for kind in kinds)} | all | said to differ |",
        f"| :-- |{' --: |' * 6}",
    ]
    for name, count in rows:
        found, there = (sum(count[f"{kind} {what}"] for kind in kinds) for what in ("found", "there"))
        cells = [f"{count[f'{kind} found']}/{count[f'{kind} there']}" for kind in kinds]
        share = f"{found}/{there} = {100 * found / there:.1f} %"
        alarms = f"{count['differing sentences']}/{count['sentences']}"
        lines.append(f"| {name} | {' | '.join(cells)} | {share} | {alarms} |")
    return "\n".join(lines)


def table_of_mutations(counts: Counts) -> str:
    everything = sum(counts.values(), Counter())
    lines = [
        "| language | still covered | numbers and units reported | dates reported | speakers reported |",
        f"| :-- |{' --: |' * 4}",
    ]
    for name, count in [*counts.items(), ("**all**", everything)]:
        made, covered = (sum(count[f"{kind} {what}"] for kind in KINDS) for what in ("made", "covered"))
        cells = [
            share(count, ("digit", "magnitude", "unit")),
            share(count, ("day", "month", "year")),
            share(count, ("speaker",)),
        ]
        still = f"{covered}/{made} = {100 * covered / made:.1f} %"
        lines.append(f"| {name} | {still} | {' | '.join(cells)} |")
    return "\n".join(lines)


def share(count: Counter[str], kinds: tuple[str, ...]) -> str:
    made, reported = (sum(count[f"{kind} {what}"] for kind in kinds) for what in ("made", "reported"))
    return f"{reported}/{made} = {100 * reported / made:.0f} %" if made else "–"


if __name__ == "__main__":
    main()
