"""Twenty commits of random edits, corrections, withdrawals and moves: addresses and ids stay or lead on, and the
history of each fact is what was done."""

from __future__ import annotations

import json
import random
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from tests.exports.feeds.herring import QUOTE, repository
from tests.nightly import few
from tests.said import Command

WORDS = [
    "Hafen", "Hering", "Boot", "Netz", "Quote", "Fischer", "Ostsee", "Fang", "Winter", "Rat", "Markt",
    "Kutter", "Insel", "Küste", "Preis", "Tonne", "Behörde", "Verband", "Messung", "Bestand", "Laich",
    "Schwarm", "Streit", "Antrag", "Klage", "Urteil", "Frist", "Förderung",
]  # fmt: skip
OTHER = "briefings/fang.yml"


@pytest.mark.parametrize("seed", few(range(5), 1))
def test_ids_stay_and_histories_are_what_was_done(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    chance = random.Random(seed)
    site = repository(tmp_path / "herring")
    file = site.root / "content" / QUOTE
    head = file.read_text(encoding="utf-8").partition("timeline:\n")[0]
    monkeypatch.chdir(site.root)

    corrections: list[str] = []

    def write(lines: list[str]) -> None:
        more = f"corrections:\n{''.join(corrections)}" if corrections else ""
        file.write_text(f"{head}timeline:\n{''.join(lines)}{more}", encoding="utf-8")

    def read() -> list[str]:
        text = file.read_text(encoding="utf-8").partition("timeline:\n")[2].partition("corrections:\n")[0]
        return text.splitlines(keepends=True)

    def correct(about: str) -> None:
        corrections.append(f"  - {{date: 2026-01-{commit + 1:02}, text: Das war falsch., {about}}}\n")

    def ids() -> dict[str, set[str]]:
        made = {path: data.decode() for path, data in site.files("calendars", "followthemoney").items()}
        return {path: {*re.findall(r'^UID:.*|"id":"\w+"', text, re.MULTILINE)} for path, text in made.items()}

    site.write(
        OTHER,
        "title: Der Fang\npublished: 2025-10-31\ntopics: [quoten]\nsummary: Es gibt keinen. [@blatt]\n"
        "timeline:\n  - {date: 2025-10-30, title: Die Netze bleiben leer, cite: blatt}\n",
    )
    write([
        f"  - {{date: {2000 + n}-03-04, title: {' '.join(chance.sample(WORDS, 5))}, cite: blatt}}\n"
        for n in range(8)
    ])  # fmt: skip
    assert command("record").status == 0
    site.commit("2026-01-01T00:00:00Z")
    before = ids()
    lines = read()
    order = [_name(line) for line in lines]
    expected: dict[str, list[dict[str, Any]]] = defaultdict(list)
    corrected: Counter[str] = Counter()
    withdrawn: list[str] = []
    moved: list[str] = []
    for commit in range(1, 21):
        lines, when = read(), f"2026-01-{commit + 1:02}T00:00:00Z"
        if commit in (6, 13):
            n = chance.randrange(len(lines))
            moved.append(order.pop(n))
            line = lines.pop(n)
            if commit == 13:
                # In other words at the same time, with the former ones as `anchor`.
                title = re.search("title: ([^,}]+)", line)[1]  # type: ignore[index]  # each has one
                expected[moved[-1]].insert(0, {"until": when, "fields": {"title": title}})
                line = line.replace(title, "Anders gesagt")
                if "anchor:" not in line:
                    line = line.replace("}", f", anchor: {moved[-1].removeprefix('event-')}}}")
            site.append(OTHER, line)
        if commit % 7 == 3:
            n = chance.randrange(len(lines))
            withdrawn.append(order.pop(n))
            del lines[n]
            correct(f"withdrawn: {withdrawn[-1]}")
        if commit % 5 == 0:
            name = chance.choice(order)
            corrected[name] += 1
            correct(f"entry: {name}, was: x, now: y")
        for n in chance.sample(range(len(lines)), chance.randint(0, 2)):
            title, date = (re.search(rf"{key}: ([^,}}]+)", lines[n])[1] for key in ("title", "date"))  # type: ignore[index]  # each has both
            was: dict[str, Any] = {}
            if chance.random() < 0.7:
                words = title.split()
                words[chance.randrange(5)] = chance.choice([each for each in WORDS if each not in words])
                lines[n] = lines[n].replace(title, " ".join(words))
                was["title"] = title
            if not was or chance.random() < 0.5:
                day = chance.choice([day for day in range(10, 28) if day != int(date[-2:])])
                lines[n] = lines[n].replace(date, f"{date[:-2]}{day}")
                was["date"] = date
            expected[order[n]].insert(0, {"until": when, "fields": was})
        together = [*zip(lines, order, strict=True)]
        chance.shuffle(together)
        lines, order = [line for line, _ in together], [name for _, name in together]
        write(lines)
        assert command("record").status == 0
        site.git("commit", "--allow-empty", "-qam", "x", when=when)
    for path, known in ids().items():
        # Calendars cancel what was withdrawn, and entities leave it out. What moved has another address.
        gone = before[path] - known
        lost = len(moved) + (0 if path.endswith(".ics") else len(withdrawn))
        assert (len(gone), len(known - before[path])) == (lost, len(moved)), path
    documents = {path: json.loads(data) for path, data in site.files("json").items() if "briefings/" in path}
    document, other = documents["briefings/quote.json"], documents["briefings/fang.json"]
    here, there = (
        {each["anchor"]: each for each in page["entries"] if each["kind"] == "event"}
        for page in (document, other)
    )
    assert {*here} == {*order}
    led = {name: to["address"] for name, to in document["computed"]["moved"].items()}
    assert led == {name: f"briefings/fang/#{name}" for name in moved}
    events = here | {name: there[name] for name in moved}
    for name, event in events.items():
        for each in event.get("earlier", []):
            # Written by `briefings record`.
            each["fields"].pop("anchor", None)
        assert event.get("earlier", []) == expected[name], name
        assert event["added"] == "2026-01-01T00:00:00Z"
        assert event.get("changed", "") == (expected[name][0]["until"] if expected[name] else "")
        assert len(event.get("corrections", [])) == corrected[name], name
    reasons = [
        each["fields"]["withdrawn"] for each in document["entries"] if "withdrawn" in each.get("fields", {})
    ]
    assert sorted(reasons) == sorted(withdrawn)
    table = site.files("csv")["data/gone.csv"].decode().splitlines()[1:]
    assert {line.split(",")[0] for line in table} == {
        f"briefings/quote/#{each}" for each in (*withdrawn, *moved)
    }
    deleted = [each["id"].partition("#")[2] for each in site.changes() if each["op"] == "DEL"]
    assert sorted(deleted) == sorted(withdrawn)


def _name(line: str) -> str:
    """What the address of an event ends in."""
    title = re.search(r"title: ([^,}]+)", line)
    assert title is not None
    return "event-" + "-".join(title[1].lower().translate(str.maketrans("üöä", "uoa")).split())
