"""Many sheets that name each other: after an edit pages are taken over, and the site is still the one that a
fresh build makes."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from benchmarks.corpus import dump, write
from briefings.settings import Settings
from briefings.site import outputs, site
from briefings.site import stages as build
from briefings.store.builds import Record
from tests.site.test_edits import differing, files_of

BRIEFINGS = 24

Sheet = dict[str, Any]


class NotNow(Exception):
    """A sheet has nothing to edit."""


def some(chance: random.Random, values: list[Any] | None) -> Any:
    if not values:
        raise NotNow
    return chance.choice(values)


# ── What is done to a sheet ──


def rename(sheet: Sheet, chance: random.Random) -> None:
    key = "title" if "title" in sheet else "name"
    sheet[key] = f"{sheet[key]} {chance.randrange(1000)}"


def rewrite(sheet: Sheet, chance: random.Random) -> None:
    sheet["summary"] = f"Other words, {chance.randrange(1000)}."


def drop_an_event(sheet: Sheet, chance: random.Random) -> None:
    own = [event for event in sheet.get("timeline", []) if "event" not in event and "id" not in event]
    gone = some(chance, own)
    sheet["timeline"].remove(gone)


def move_an_event(sheet: Sheet, chance: random.Random) -> None:
    some(chance, [event for event in sheet.get("timeline", []) if "date" in event])["date"] = (
        f"20{chance.randint(21, 25)}-03"
    )


def show_anothers_event(sheet: Sheet, chance: random.Random) -> None:
    shown = {event.get("event") or event.get("id") for event in sheet.get("timeline", [])}
    if not shown:
        raise NotNow
    sheet["timeline"].append(
        {"event": some(chance, [f"event-{n}" for n in range(BRIEFINGS) if f"event-{n}" not in shown])}
    )


def say_it_otherwise(sheet: Sheet, chance: random.Random) -> None:
    said = some(chance, [each for each in sheet.get("statements", []) if "text" in each])
    said["text"] = f"{said['text']} So it was said {chance.randrange(1000)} times."


def let_another_speak(sheet: Sheet, chance: random.Random) -> None:
    said, part = some(chance, sheet.get("statements")), some(chance, sheet.get("actors"))
    said["speaker"] = part["actor"]


def dispute(sheet: Sheet, chance: random.Random) -> None:
    some(chance, sheet.get("statements")).update(status="disputed", note="Others say otherwise.")


def count_again(sheet: Sheet, chance: random.Random) -> None:
    figure = some(chance, sheet.get("figures"))
    some(chance, figure["values"])["value"] = chance.randrange(9000)


def leave_a_topic(sheet: Sheet, chance: random.Random) -> None:
    topics = sheet.get("topics", [])
    gone = some(chance, topics if len(topics) > 1 else None)
    topics.remove(gone)


def turn_topics_round(sheet: Sheet, chance: random.Random) -> None:
    """The first one colors its events."""
    if len(sheet.get("topics", [])) < 2:
        raise NotNow
    sheet["topics"].reverse()


def end_a_relation(sheet: Sheet, chance: random.Random) -> None:
    gone = some(chance, sheet.get("relations"))
    sheet["relations"].remove(gone)


def change_a_relation(sheet: Sheet, chance: random.Random) -> None:
    some(chance, sheet.get("relations"))["kind"] = chance.choice(("member-of", "partner-of", "rival-of"))


def change_a_publisher(sheet: Sheet, chance: random.Random) -> None:
    if "publisher" not in sheet:
        raise NotNow
    sheet["publisher"] = f"Agency {chance.randrange(9)}"


def republish(sheet: Sheet, chance: random.Random) -> None:
    if "publisher" not in sheet:
        raise NotNow
    sheet["republishes"] = "Reuters" if "republishes" not in sheet else f"Agency {chance.randrange(9)}"


def correct(sheet: Sheet, chance: random.Random) -> None:
    if "published" not in sheet or "timeline" not in sheet:
        raise NotNow
    sheet["updated"] = "2026-09-09"
    sheet.setdefault("corrections", []).append(
        {"date": "2026-09-09", "text": f"It was {chance.randrange(1000)}."}
    )


Edit = Callable[[Sheet, random.Random], None]
EDITS: tuple[Edit, ...] = (
    rename, rewrite, drop_an_event, move_an_event, show_anothers_event, say_it_otherwise, let_another_speak, dispute, count_again,
    leave_a_topic, turn_topics_round, end_a_relation, change_a_relation, change_a_publisher, republish, correct,
)  # fmt: skip


def edited(root: Path, edit: Edit, chance: random.Random) -> str:
    """Does it to a sheet that allows it, and that is valid afterwards."""
    sheets = sorted((root / "content").glob("*/*.yml"))
    for file in chance.sample(sheets, len(sheets)):
        before = file.read_text(encoding="utf-8")
        sheet = yaml.safe_load(before)
        try:
            edit(sheet, chance)
        except NotNow:
            continue
        file.write_text(dump(sheet), encoding="utf-8")
        if build.check(Settings.load(root)).errors:
            file.write_text(before, encoding="utf-8")
            continue
        return file.relative_to(root).as_posix()
    raise AssertionError(f"no sheet for {edit.__name__}")


def built(root: Path, target: Path, last: Record | None) -> site.Site:
    settings = Settings.load(root)
    return site.make(
        settings,
        build.check(settings),
        target,
        outputs.build_inputs(settings, root / "site", {}),
        last=last,
    )


@pytest.mark.parametrize(
    ("seed", "edits"),
    [(1, 2), *(pytest.param(seed, len(EDITS), marks=pytest.mark.nightly) for seed in (1, 2))],
)
def test_a_project_of_many_sheets_ends_as_a_fresh_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, edits: int
) -> None:
    monkeypatch.setenv("SITE_URL", "https://example.org/")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764028800")
    root, chance = tmp_path / "project", random.Random(seed)
    write(BRIEFINGS, root)
    last = built(root, root / "site", None).record
    waiting = chance.sample(EDITS, edits)
    done: list[tuple[str, str]] = []
    taken_over = 0.0
    while waiting:
        for edit in (waiting.pop() for _ in range(min(2, len(waiting)))):
            done.append((edit.__name__, edited(root, edit, chance)))
        before = {file: file.stat().st_ino for file in (root / "site").rglob("*.html")}
        last = built(root, root / "site", last).record
        kept = sum(file.exists() and file.stat().st_ino == inode for file, inode in before.items()) / len(
            before
        )
        taken_over = max(taken_over, kept)
        site_files, docs = files_of(root / "site"), files_of(root / "build" / "docs")
        built(root, tmp_path / "fresh", None)
        assert differing(site_files, files_of(tmp_path / "fresh")) == [], done
        assert differing(docs, files_of(root / "build" / "docs")) == [], done
    # There was something to be wrong about.
    assert taken_over > 0.3
