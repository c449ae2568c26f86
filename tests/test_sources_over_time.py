"""The page of a source over time: seen, missing, or nobody could look."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from briefings.evidence import lock as locks
from briefings.evidence.fetched import FetchResult
from briefings.evidence.records import PageRecord, Sight
from briefings.site import stages
from briefings.site.verify import verify
from tests.exports.feeds.herring import Repository, repository
from tests.said import Command

LOOKS: list[tuple[date, Sight, PageRecord]] = [
    (date(2025, 11, 3), "seen", PageRecord(date(2025, 11, 3))),
    (date(2025, 11, 24), "seen", PageRecord(date(2025, 11, 3))),
    (date(2025, 12, 1), "seen", PageRecord(date(2025, 12, 1))),
    (date(2025, 12, 8), "unreached", PageRecord(date(2025, 12, 1), None, date(2025, 12, 8))),
    (date(2025, 12, 15), "unreached", PageRecord(date(2025, 12, 1), None, date(2025, 12, 8))),
    (date(2025, 12, 22), "missing", PageRecord(date(2025, 12, 1), date(2025, 12, 22))),
    (date(2025, 12, 29), "unreached", PageRecord(date(2025, 12, 1), date(2025, 12, 22), date(2025, 12, 29))),
    (date(2026, 1, 5), "missing", PageRecord(date(2025, 12, 1), date(2025, 12, 22))),
    (date(2026, 1, 12), "seen", PageRecord(date(2026, 1, 12))),
]


def test_each_look_is_recorded_beside_the_proofs(tmp_path: Path) -> None:
    site = repository(tmp_path, is_repository=False)
    catalog = stages.check(site.settings).linked
    assert catalog is not None
    for today, sight, expected in LOOKS:
        result = FetchResult("blatt", "failed", "x", page=sight)
        verify(site.settings, catalog, today=today, fetched=[result])
        assert locks.read(tmp_path / locks.SHOWN).pages == {"blatt": expected}
    verify(site.settings, catalog, today=date(2026, 2, 1))
    assert locks.read(tmp_path / locks.SHOWN).pages == {"blatt": LOOKS[-1][2]}


@pytest.fixture
def site(tmp_path: Path) -> Repository:
    """A site whose source is missing, and cannot be looked at any more."""
    made = repository(tmp_path / "herring")
    file = made.root / locks.SHOWN
    page = PageRecord(date(2025, 11, 20), date(2025, 11, 27), date(2025, 12, 4))
    file.write_text(locks.dump(replace(locks.read(file), pages={"blatt": page})), encoding="utf-8")
    made.append("sources/blatt.yml", "url: https://blatt.example/hering\n")
    return made


def test_page_and_data_of_a_source_say_what_was_seen(site: Repository) -> None:
    settings = site.root / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8").replace("language: de", "language: es")
    settings.write_text(text, encoding="utf-8")
    site.build()
    page = (site.root / "site/sources/blatt.md").read_text(encoding="utf-8")
    said = [line for line in page.splitlines() if "2025" in line and "ágina" in line]
    assert said == [
        "- Página vista por última vez: 20 de noviembre de 2025",
        "- Página desaparecida desde: 27 de noviembre de 2025",
        "- No se ha podido consultar la página desde: 4 de diciembre de 2025",
    ]
    days = {"seen": "2025-11-20", "missing": "2025-11-27", "unreached": "2025-12-04"}
    document = json.loads((site.root / "site/sources/blatt.json").read_bytes())
    assert document["computed"]["page"] == days
    table = (site.root / "site/data/pages.csv").read_text(encoding="utf-8").splitlines()
    assert table == ["source,seen,missing,unreached", ",".join(("blatt", *days.values()))]


def test_stale_lists_missing_pages(
    site: Repository, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    monkeypatch.chdir(site.root)
    said = command("stale", "--only", "missing").out
    assert "1 × missing: sources whose page is missing" in said
    assert "“Der Hering”: missing since 2025-11-27, last seen 2025-11-20; no archived copy is given" in said


@pytest.mark.parametrize(
    "pages",
    ['{"blatt": {}}', '{"blatt": {"gone": "2025-11-20"}}', '{"blatt": {"seen": 3}}', '{"Ä": 1}', "[]"],
)
def test_a_damaged_record_is_a_problem_at_its_place(tmp_path: Path, pages: str) -> None:
    site = repository(tmp_path, is_repository=False)
    file = site.root / locks.SHOWN
    text = file.read_text(encoding="utf-8").rstrip().removesuffix("}").rstrip()
    file.write_text(f'{text},\n  "pages": {pages}\n}}\n', encoding="utf-8")
    problems = stages.check(site.settings).problems
    assert "bad-lock" in [each.code.id for each in problems]
