"""Projects of any size for measurements: N briefings shaped like real ones, with what they refer to. The same
N, the same bytes.

python -m benchmarks.corpus 1000 /tmp/project
python -m benchmarks.corpus 100 /tmp/project --wide
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from briefings.catalog.link import link
from briefings.evidence import Lock, SourceCitations, verify
from briefings.settings import EXPORTS, Settings
from briefings.sheets.load import load
from briefings.site.addresses import record_new
from briefings.versions.addresses import HEADER

HERE = Path(__file__).resolve().parent
CONFIG = HERE.parent / "tests" / "mkdocs.yml"

NOUNS, VERBS, PAST, ADJECTIVES = map(
    str.split,
    (
        (
            "agreement ministry export license chip model summit declaration signature committee deadline"
            " company regulator standard treaty panel proposal fund law court office report border tariff"
            " network laboratory charter plan council delegation"
        ),
        (
            "announces delays signs rejects publishes extends proposes limits supports questions presents"
            " withdraws reviews approves"
        ),
        (
            "announced delayed signed rejected published extended proposed limited supported questioned"
            " presented withdrew reviewed approved"
        ),
        (
            "new joint national binding voluntary regional public technical final early broad narrow disputed"
            " common open"
        ),
    ),
)
PLACES = (
    "Shanghai",
    "Geneva",
    "New Delhi",
    "Paris",
    "Brussels",
    "Washington",
    "São Paulo",
    "Zürich",
    "Seoul",
    "Addis Ababa",
)
FIRST = (
    "Ana",
    "Bjørn",
    "Chen",
    "Dilnoza",
    "Émile",
    "Fatima",
    "Georg",
    "Hana",
    "Ivo",
    "João",
    "Katarzyna",
    "Liang",
    "Maren",
    "Noor",
    "Olu",
    "Petra",
)
LAST = (
    "Abara",
    "Bergström",
    "Castellanos",
    "Dvořák",
    "Eze",
    "Fischer",
    "García",
    "Haddad",
    "Ivanović",
    "Jónsdóttir",
    "Kim",
    "Laurent",
    "Müller",
    "Nakamura",
)
KINDS = ("person", "person", "organization", "company", "public-body", "country", "alliance")
RELATIONS = ("member-of", "part-of", "partner-of", "regulator-of", "rival-of")
STATUSES = ("reported",) * 8 + ("disputed", "opinion", "unsupported", "superseded")
QUALIFIERS = (None, None, None, "about", "more than", "up to")
SOURCE_KINDS = ("primary", "wire", "news", "news", "state-media", "analysis", "weak")
HANDWRITTEN = ("about", "method")
"""Pages that the navigation in mkdocs.yml leads to and no sheet makes."""
FIRST_DAY = date(2021, 1, 4)
OWN_ACTORS, OWN_SOURCES = 12, 22
"""What a briefing of a wide corpus brings. Our own site has 14 actors and 25 sources for each briefing."""

Data = dict[str, Any]


@dataclass
class Corpus:
    """Sheets in the making, and what they refer to."""

    briefings: int
    wide: bool = False
    """Whether each briefing brings actors and sources of its own, as in the first years of a real site."""
    chance: random.Random = field(default_factory=lambda: random.Random(20260101))
    actors: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)
    """Events that other briefings may show."""
    cast: list[str] = field(default_factory=list)
    """Those whom the sheet in hand is about."""
    body: str = ""
    """The last actor so far that is no person, and may have offices."""
    shelf: list[str] = field(default_factory=list)
    """The sources that the sheet in hand cites."""
    passages: dict[str, list[str]] = field(default_factory=dict)
    """By source: what is cited of it."""

    def sheets(self) -> dict[str, Data]:
        """Every sheet by its path below content/."""
        own = self.briefings if self.wide else 0
        self.actors = [f"actor-{n}" for n in range(max(12, self.briefings // 4) + own * OWN_ACTORS)]
        self.sources = [f"source-{n}" for n in range(max(20, self.briefings // 2) + own * OWN_SOURCES)]
        self.topics = [f"topic-{n}" for n in range(max(4, self.briefings // 25))]
        made = {f"topics/{name}.yml": self.topic(n) for n, name in enumerate(self.topics)}
        made |= {f"sources/{name}.yml": self.source(n) for n, name in enumerate(self.sources)}
        made |= {f"actors/{name}.yml": self.actor(n) for n, name in enumerate(self.actors)}
        made |= {f"briefings/briefing-{n}.yml": self.briefing(n) for n in range(self.briefings)}
        self.complete(made)
        return made

    def complete(self, made: Mapping[str, Data]) -> None:
        """What would have changed all later draws if it had been drawn with the rest."""
        kinds = {name: made[f"actors/{name}.yml"]["kind"] for name in self.actors}
        body = next(name for name, kind in kinds.items() if kind != "person")
        for name in self.actors:
            for role in made[f"actors/{name}.yml"].get("roles", ()):
                if kinds[role["organization"]] == "person":
                    role["organization"] = body
        matters = random.Random(20260102)
        for number in range(self.briefings):
            pick, sheet = matters.choice, made[f"briefings/briefing-{number}.yml"]
            sheet["matters"] = (
                f"It decides which {pick(NOUNS)} the {pick(ADJECTIVES)} {pick(NOUNS)} has to accept, and"
                f" what its {pick(NOUNS)} costs."
            )

    # ── Words ──

    def title(self) -> str:
        """A sentence in the present tense, without its full stop."""
        pick = self.chance.choice
        return (
            f"The {pick(ADJECTIVES)} {pick(NOUNS)} {pick(VERBS)} a {pick(ADJECTIVES)} {pick(NOUNS)} in"
            f" {pick(PLACES)}"
        )

    def sentence(self) -> str:
        """Some fifteen words."""
        pick = self.chance.choice
        return (
            f"The {pick(ADJECTIVES)} {pick(NOUNS)} {pick(PAST)} the {pick(NOUNS)} of the {pick(ADJECTIVES)}"
            f" {pick(NOUNS)}, and the {pick(NOUNS)} — “{pick(ADJECTIVES)}”, as its {pick(NOUNS)} has it —"
            f" {pick(PAST)} it."
        )

    def prose(self, sentences: int) -> str:
        """Sentences, some with references in them, as curators write them."""
        parts = []
        for _ in range(sentences):
            said = self.sentence()
            draw = self.chance.random()
            if draw < 0.25:
                said = (
                    f"[[{self.one_actor()}]] {self.chance.choice(PAST)} it in {self.chance.choice(PLACES)}."
                    f" {said}"
                )
            elif draw < 0.4:
                said = f"{said[:-1]} [@{self.chance.choice(self.shelf)}]."
            elif draw < 0.45:
                said = f"*{said[:-1]}*, said the [[{self.one_actor()}|{self.chance.choice(NOUNS)}]]."
            parts.append(said)
        return " ".join(parts)

    # ── References ──

    def one_actor(self) -> str:
        """One of the cast."""
        return self.chance.choice(self.cast)

    def gather(self, actors: int, sources: int) -> None:
        """A cast and a shelf for a sheet; a few actors are named far more often than the others, as in the
        news."""
        self.cast = list(
            dict.fromkeys(
                self.actors[int(len(self.actors) * self.chance.random() ** 1.5)] for _ in range(actors)
            )
        )
        self.shelf = self.chance.sample(self.sources, sources)

    def some_actors(self, most: int) -> list[str]:
        """One actor or more, each once."""
        return list(dict.fromkeys(self.one_actor() for _ in range(self.chance.randint(1, most))))

    def passage(self, source: str, number: int | None = None) -> str:
        """Words of a source, to be cited; with a number they give it."""
        pick = self.chance.choice
        words = f"the {pick(ADJECTIVES)} {pick(NOUNS)} {pick(PAST)} the {pick(NOUNS)} of day"
        day = self.chance.randint(1, 99999)  # drawn in any case, so that all that follows is the same
        words = f"{words} {day if number is None else number}"
        self.passages.setdefault(source, []).append(words)
        return words

    def cite(self, number: int | None = None) -> Any:
        """One, two or three sources; two of three citations have a passage, with the number where one is
        cited."""
        chosen = self.chance.sample(self.shelf, self.chance.choice((1, 1, 1, 2, 2, 3)))
        items = [
            {source: self.passage(source, number)} if self.chance.random() < 0.66 else source
            for source in chosen
        ]
        return items[0] if len(items) == 1 else items

    def day(self, number: int, spread: int = 90) -> str:
        """A day near the time that a briefing is about."""
        at = FIRST_DAY + timedelta(
            days=number * 1900 // max(1, self.briefings) + self.chance.randint(0, spread)
        )
        return at.isoformat()

    def when(self, number: int) -> str:
        """A day, mostly; sometimes a month or an interval."""
        day = self.day(number)
        draw = self.chance.random()
        if draw < 0.08:
            return day[:7]
        if draw < 0.15:
            return f"{day}/{(date.fromisoformat(day) + timedelta(days=2)).isoformat()}"
        return day

    # ── Sheets ──

    def topic(self, number: int) -> Data:
        """A topic."""
        return {"name": f"The {NOUNS[number % len(NOUNS)]} question {number}", "summary": self.sentence()}

    def source(self, number: int) -> Data:
        """A source, published late enough that it can report nearly all events."""
        sheet: Data = {
            "title": f"{self.title()} ({number})",
            "publisher": f"The {self.chance.choice(PLACES)} {self.chance.choice(NOUNS).title()}",
            "published": "2026-05",
            "accessed": "2026-06-01",
            "url": (
                f"https://news-{number % 97}.example.org/{number}/"
                f"{self.chance.choice(NOUNS)}-{self.chance.choice(NOUNS)}"
            ),
            "language": self.chance.choice(("en", "en", "fr", "zh")),
            "kind": self.chance.choice(SOURCE_KINDS),
        }
        if self.chance.random() < 0.3:
            sheet["note"] = self.sentence()
        if self.chance.random() < 0.2:
            sheet["republishes"] = "Reuters"
        return sheet

    def actor(self, number: int) -> Data:
        """An actor with roles and relations."""
        self.gather(4, 3)
        kind = self.chance.choice(KINDS)
        pick = self.chance.choice
        name = f"{pick(FIRST)} {pick(LAST)}" if kind == "person" else f"{pick(PLACES)} {pick(NOUNS)}"
        sheet: Data = {
            "name": f"{name} {number}",
            "kind": kind,
            "aliases": [f"A. {number}"],
            "summary": self.prose(2),
        }
        others = [
            name
            for name in self.chance.sample(self.actors, min(4, len(self.actors)))
            if name != f"actor-{number}"
        ]
        if kind == "person":
            title = f"{pick(ADJECTIVES).title()} delegate"
            sheet["roles"] = [
                {
                    "title": title,
                    "organization": self.body or others[0],
                    "from": "2020-03",
                    "cite": self.cite(),
                }
            ]
        else:
            self.body = f"actor-{number}"
        # Written from the lower number to the higher, so that no relation is written twice.
        targets = [other for other in others if int(other.removeprefix("actor-")) > number]
        if targets:
            sheet["relations"] = [
                {"kind": self.chance.choice(RELATIONS), "actor": other, "cite": self.cite()}
                for other in targets
            ]
        return sheet

    def briefing(self, number: int) -> Data:
        """A briefing: about ten events, eight statements, five figures, twelve actors, and prose."""
        chance = self.chance
        self.gather(14, 12)
        if self.wide:
            self.cast = [*dict.fromkeys((*self.cast, *_block(self.actors, number, OWN_ACTORS)))]
            self.shelf = [*dict.fromkeys((*self.shelf, *_block(self.sources, number, OWN_SOURCES)))]
        published = FIRST_DAY + timedelta(days=number * 1900 // max(1, self.briefings) + 100)
        sheet: Data = {
            "title": f"{self.title()}, part {number}",
            "published": published.isoformat(),
            "topics": chance.sample(self.topics, chance.randint(1, 3)),
            "summary": f"{self.prose(3)} [@{chance.choice(self.shelf)}]",
            "in_brief": [{"text": self.sentence(), "cite": self.cite()} for _ in range(5)],
            "timeline": self.timeline(number, chance.randint(8, 13)),
            "actors": [self.part(actor) for actor in self.cast],
            "statements": [self.statement(number) for _ in range(chance.randint(5, 11))],
            "figures": [self.figure(number, n) for n in range(chance.randint(3, 7))],
            "sections": [
                {"heading": heading, "text": self.section()}
                for heading in ("Background", "Reactions", "What follows")
            ],
            "questions": [f"Will the {chance.choice(NOUNS)} be {chance.choice(PAST)}?" for _ in range(3)],
        }
        if self.wide:
            cited = " ".join(f"[@{source}]" for source in _block(self.sources, number, OWN_SOURCES))
            sheet["sections"].append({"heading": "Read", "text": f"{self.sentence()} {cited}"})
        if chance.random() < 0.3:
            sheet["updated"] = (published + timedelta(days=30)).isoformat()
            sheet["corrections"] = [
                {"date": (published + timedelta(days=12)).isoformat(), "text": self.sentence()}
            ]
        if number > 2:
            sheet["related"] = [f"briefing-{other}" for other in chance.sample(range(number), 2)]
        return sheet

    def timeline(self, number: int, events: int) -> list[Data]:
        """Events, one of them held by another briefing."""
        made: list[Data] = []
        for n in range(events):
            event: Data = {
                "date": self.when(number),
                "title": self.title(),
                "actors": self.some_actors(4),
                "cite": self.cite(),
            }
            if n == 0:
                event = {"id": f"event-{number}"} | event
            if self.chance.random() < 0.6:
                event["text"] = self.prose(2)
            if self.chance.random() < 0.6:
                event["place"] = self.chance.choice(PLACES)
            made.append(event)
        if self.shared:
            made.append({"event": self.chance.choice(self.shared)})
        self.shared.append(f"event-{number}")
        return made

    def part(self, actor: str) -> Data:
        """What an actor does in a briefing."""
        pick = self.chance.choice
        role, stance = f"{pick(PAST).title()} the {pick(NOUNS)}", f"For a {pick(ADJECTIVES)} {pick(NOUNS)}"
        return {"actor": actor, "role": role, "stance": stance, "cite": self.cite()}

    def statement(self, number: int) -> Data:
        """What an actor said: a quotation with its passage, or other words."""
        status = self.chance.choice(STATUSES)
        made: Data = {
            "speaker": self.one_actor(),
            "date": self.day(number),
            "about": f"The {self.chance.choice(NOUNS)}",
        }
        if self.chance.random() < 0.6:
            source = self.chance.choice(self.shelf)
            words = self.passage(source)
            made |= {"quote": words, "cite": {source: words}}
        else:
            made |= {"text": self.sentence(), "cite": self.cite()}
        if status != "reported":
            made |= {"status": status, "note": self.sentence()}
        return made

    def figure(self, number: int, place: int) -> Data:
        """A number; one of three is contested."""
        pick = self.chance.choice
        values: list[Data] = []
        for _ in range(pick((1, 1, 2))):
            given = self.chance.randint(3, 90000)
            values.append({"value": given, "as_of": self.day(number), "cite": self.cite(given)})
        for value in values:
            if (qualifier := self.chance.choice(QUALIFIERS)) is not None:
                value["qualifier"] = qualifier
        label, unit = (
            f"{pick(ADJECTIVES).title()} {pick(NOUNS)}s, line {chr(64 + place)}",
            pick(("countries", "dollars", "companies")),
        )
        return {"label": label, "unit": unit, "actors": self.some_actors(2), "values": values}

    def section(self) -> str:
        """Paragraphs, a list, a link."""
        points = "\n".join(f"- {self.sentence()}" for _ in range(3))
        return (
            f"{self.prose(4)}\n\n{points}\n\n{self.prose(3)} More is in the"
            f" [{self.chance.choice(NOUNS)}](https://example.org/{self.chance.choice(NOUNS)}).\n"
        )


def _block(names: Sequence[str], number: int, size: int) -> Sequence[str]:
    """The names that only one briefing brings, from the end of the list."""
    end = len(names) - number * size
    return names[end - size : end]


def write(briefings: int, folder: Path, *, config: Path = CONFIG, wide: bool = False) -> Corpus:
    """A whole project in a folder, which is emptied first: sheets, a lock of its passages, a front page's
    neighbours, and mkdocs.yml."""
    shutil.rmtree(folder, ignore_errors=True)
    corpus = Corpus(briefings, wide)
    sheets = corpus.sheets()
    for path, data in sheets.items():
        file = folder / "content" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dump(data), encoding="utf-8")
    (folder / "content" / "pages").mkdir()
    for name in HANDWRITTEN:
        text = (
            f'---\ntitle: "{name.title()}"\ndescription: "Made for measurements"\n---\n\nA page written by'
            " hand.\n"
        )
        (folder / "content" / "pages" / f"{name}.md").write_text(text, encoding="utf-8")
    ids = sorted(path.removesuffix(".yml") for path in sheets)
    (folder / "content" / "ids.lock").write_text(
        HEADER + "".join(f"{line}\n" for line in ids), encoding="utf-8"
    )
    _lock(folder / "seeds", corpus.passages)
    shutil.copy(config, folder / "mkdocs.yml")
    settings = Settings.load(folder)
    catalog, _ = link(load(settings.content_dir, root=folder).sheets)
    assert catalog is not None
    record_new(settings, catalog)
    return corpus


def choose_formats(folder: Path, formats: Collection[str]) -> None:
    """Let a project have these formats besides HTML, and no others."""
    config = folder / "mkdocs.yml"
    switches = json.dumps({name: name in formats for name in EXPORTS})
    lines = config.read_text(encoding="utf-8").splitlines(keepends=True)
    text = "".join(
        f"    exports: {switches}\n" if line.startswith("    exports:") else line for line in lines
    )
    assert switches in text
    config.write_text(text, encoding="utf-8")


def dump(data: Data) -> str:
    """A sheet as YAML, its keys in the order given."""
    text: str = yaml.dump(
        data,
        Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper),
        sort_keys=False,
        allow_unicode=True,
        width=140,
    )
    return text


def _lock(seeds: Path, passages: Mapping[str, Sequence[str]]) -> None:
    """The lock as a public repository has it: made from texts that are not there any more."""
    seeds.mkdir()
    for source, cited in passages.items():
        (seeds / f"{source}.txt").write_text(
            "\n\n".join(f"{passage}." for passage in cited) + "\n", encoding="utf-8"
        )
    verify(
        {source: SourceCitations(tuple(cited)) for source, cited in passages.items()},
        seeds,
        Lock(),
        today=date(2026, 6, 1),
    )
    for file in seeds.glob("*.txt"):
        file.unlink()


def main() -> None:
    """Writes a project."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("briefings", type=int)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--wide", action="store_true", help="many actors and sources for each briefing")
    given = arguments.parse_args()
    write(given.briefings, given.folder, wide=given.wide)


if __name__ == "__main__":
    main()
