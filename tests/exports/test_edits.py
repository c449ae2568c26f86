"""Whatever is edited, a build that reuses the last one ends like a fresh one, with all files for programs."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests import sites
from tests.exports import (
    test_calendars,
    test_citations,
    test_embeds,
    test_json_coverage,
    test_json_ld,
    test_json_pages,
    test_text,
)
from tests.nightly import few
from tests.trees import record_passages, without_filters

Edit = tuple[str, str, str]
"""A file, what stands in it, and what it has instead; without the first, what is added to it."""

CALENDARS: tuple[Edit, ...] = (
    ("content/briefings/line.yml", "title: The council votes", "title: The council has voted"),
    ("content/briefings/line.yml", "date: 2028-03", "date: 2027-03"),
    ("content/briefings/line.yml", "updated: 2026-06-30", "updated: 2026-07-01"),
    ("content/briefings/line.yml", "title: The line opens, actors: [hartog]", "title: The line opens"),
    ("content/actors/hartog.yml", "name: Ines Hartog", "name: Ines van Hartog"),
    ("content/topics/transport.yml", "name: Public", "name: All public"),
    ("content/sources/herald.yml", "publisher: The Herald", "publisher: The New Herald"),
    ("content/briefings/rome.yml", "date: -0043-03-15", "date: 0044-03-15"),
)
CITATIONS: tuple[Edit, ...] = (
    ("content/sources/study.yml", "A study", "Another study"),
    ("content/briefings/gazette.yml", "[@gazette]", "[@gazette] [@study]"),
)
COVERAGE: tuple[Edit, ...] = (
    ("content/sources/gazette.yml", "published: 2025-07-25", "published: 2025-08-22"),
    ("seeds/quotes.lock", '"31 votes"', '"32 votes"'),
    ("content/sources/radio.yml", "title: Vote", "title: Vote on 12 stops"),
    (
        "content/briefings/tram.yml",
        '{gazette: "The city council approved the line"}',
        '{gazette: "the line"}',
    ),
    ("content/actors/carla-vos.yml", "name: Passenger", "name: Carla Vos"),
)
EMBEDS: tuple[Edit, ...] = (
    ("content/sources/blatt.yml", "publisher: Das Blatt", "publisher: Die Zeitung"),
    ("content/briefings/boese.yml", "2026-07-03", "2026-07-04"),
    ("content/actors/b.yml", "name: B", "name: Bb"),
    ("content/topics/fisch.yml", "", "name: Fisch\n"),
)
JSON_LD: tuple[Edit, ...] = (
    ("content/actors/council.yml", "public-body", "organization"),
    ("content/sources/minutes.yml", "Council of Veldhaven", "The Clerk"),
    ("content/topics/freight.yml", "name: Freight", "name: Cargo"),
    ("content/briefings/harbor.yml", "2025-11-02\n", "2025-11-03\n"),
)
PAGES: tuple[Edit, ...] = (
    ("content/actors/rat.yml", "Rat der EU", "Rat"),
    ("content/sources/blatt.yml", "kind: news", "kind: weak"),
    ("content/sources/blatt.yml", "publisher: Das Blatt", "publisher: Das Tageblatt"),
    ("content/briefings/quote.yml", "date: 2025-10-27~", "date: 2025-10-20"),
    ("content/briefings/quote.yml", "actors: [rat], place", "actors: [fischer], place"),
    ("content/briefings/quote.yml", "status: opinion", "status: disputed"),
    ("content/briefings/quote.yml", "published: 2025-10-30", "published: 2025-10-30\nupdated: 2026-02-01"),
    ("content/briefings/spaeter.yml", "{event: beschluss}, ", ""),
    ("content/briefings/spaeter.yml", "moved_from: [nachher]\n", ""),
    ("content/briefings/irrtum.yml", "withdrawn: Beruhte auf einer Falschmeldung.\n", ""),
    (
        "content/actors/fischer.yml",
        "roles:",
        "relations: [{kind: rival-of, actor: rat, cite: blatt}]\nroles:",
    ),
    ("content/topics/fischerei.yml", "name: Fischerei", "name: Fang"),
    ("content/pages/about.md", "# Über\n", "# Über\n\nMehr.\n"),
    ("content/sources/zwei.yml", "", "title: Zwei\npublisher: Zwei\nkind: news\n"),
    ("content/briefings/zwei.yml", "", "title: x\npublished: 2025-11-02\nsummary: 'Nichts. [@zwei]'\n"),
)
TEXT: tuple[Edit, ...] = (
    ("content/briefings/quote.yml", "published: 2025-10-30", "published: 2025-10-30\nupdated: 2026-01-02"),
    ("content/actors/rat.yml", "Rat der EU", "Rat der Union"),
)
CASES = {
    "calendars": (test_calendars.TRAM, "en", CALENDARS),
    "citations": (test_citations.HARBOR, "en", CITATIONS),
    "coverage": (test_json_coverage.TRAM, "en", COVERAGE),
    "embeds": (test_embeds.SHEETS, "de", EMBEDS),
    "json-ld": (test_json_ld.HARBOR, "en", JSON_LD),
    "pages": (test_json_pages.HERRING, "de", PAGES),
    "text": (test_text.HERRING, "de", TEXT),
}
AT_ONCE = 5
"""How many edits are made between two builds."""


@pytest.mark.parametrize("case", few(CASES, 4))
def test_after_edits_all_files_are_those_of_a_fresh_build(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764028800")
    sheets, language, edits = CASES[case]
    root = tmp_path / "kept"
    (root / "content/media").mkdir(parents=True)
    (root / "content/media/quay.png").write_bytes(test_json_ld.PNG)
    if case == "coverage":
        (root / "seeds").mkdir()
        (root / "seeds/gazette.txt").write_text(test_json_coverage.TEXT, encoding="utf-8")
    sites.make(root, sheets, language=language, address="https://example.org/site/")
    if case == "coverage":
        (root / "seeds/gazette.txt").unlink()  # so that the lock decides
    last = sites.rebuilt(root)
    for start in range(0, len(edits), AT_ONCE):
        before = files_of(root / "site")
        for path, old, new in edits[start : start + AT_ONCE]:
            edit(root / path, old, new)
        if case != "coverage":
            record_passages(root)
        last = sites.rebuilt(root, last)
        after = files_of(root / "site")
        assert after != before
        # In the same folder, a fresh build would have things to reuse.
        fresh = tmp_path / f"fresh-{start}"
        shutil.copytree(root, fresh, ignore=lambda place, _: ("build", "site") if place == str(root) else ())
        sites.rebuilt(fresh)
        assert differing(after, files_of(fresh / "site")) == [], f"after {edits[start : start + AT_ONCE]}"


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8") if old else ""
    assert old in text, file
    file.parent.mkdir(exist_ok=True)
    file.write_text(text.replace(old, new) if old else new, encoding="utf-8")


def files_of(folder: Path) -> dict[str, bytes]:
    files = {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()
    }
    return without_filters(files)


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))
