"""An event that was announced and is reported by a source now: said by `diff`, the page of changes, and feeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.exports.feeds.herring import QUOTE, Repository, repository
from tests.said import Command

BEFORE = "  - {date: 2025-12-12, title: Der Rat trifft sich erneut, cite: blatt}\n"
TITLE = "Der Rat trifft sich erneut"


@pytest.fixture
def site(tmp_path: Path) -> Repository:
    """An announced event, which a later source reports."""
    made = repository(tmp_path / "herring")
    made.append("sources/blatt.yml", "published: 2025-10-28\n")
    made.append(QUOTE, BEFORE)
    made.commit("2025-11-01T09:00:00Z")
    made.write(
        "sources/bote.yml",
        "title: Zweites Treffen\npublisher: Der Bote\nlanguage: de\nkind: news\npublished: 2025-12-13\n",
    )
    made.replace(QUOTE, BEFORE, BEFORE.replace("cite: blatt", "cite: [blatt, bote]"))
    made.replace(QUOTE, "topics:", "updated: 2025-12-14\ntopics:")
    return made


def test_diff_says_so_and_no_correction_is_needed(
    site: Repository, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    monkeypatch.chdir(site.root)
    said = command("diff", "HEAD").out
    assert (
        f"medium[status] changed: The event “{TITLE}” was announced and is now reported by"
        " “Zweites Treffen” (`bote`)." in said
    )
    assert "now cites" not in said
    assert "uncorrected-change" not in command("check", "--since", "HEAD").text


def test_page_of_changes_and_feed_say_so(site: Repository) -> None:
    site.commit("2025-12-14T09:00:00Z")
    site.build()
    page = (site.root / "site/changes.md").read_text(encoding="utf-8")
    assert "Jetzt berichtet" in page.partition(TITLE)[0][-90:]
    assert site.times() == [
        ("Die Heringsquote sinkt", "2025-11-01T09:00:00Z", "2025-12-14T09:00:00Z"),
        (f"Die Heringsquote sinkt: Jetzt berichtet: {TITLE}", "2025-12-14T09:00:00Z", "2025-12-14T09:00:00Z"),
    ]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("sources/bote.yml", "2025-12-13", "2025-12-01"),
        (QUOTE, "title: Der Rat trifft", "status: cancelled, title: Der Rat trifft"),
    ],
)
def test_neither_an_older_source_nor_one_of_a_cancellation_reports_it(
    site: Repository, file: str, old: str, new: str
) -> None:
    site.replace(file, old, new)
    site.commit("2025-12-14T09:00:00Z")
    assert [title for title, _, _ in site.times()] == ["Die Heringsquote sinkt"]
