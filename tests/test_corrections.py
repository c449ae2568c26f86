"""A correction, wherever the fact that it corrects is shown; and an entry that was taken back."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.exports.feeds.herring import LATER, QUOTE, Repository, repository
from tests.said import Command

SAID = "31 Tonnen"
CORRECTION = (
    "figures: [{id: fang, label: Fang, unit: Tonnen, value: 30, cite: blatt}]\n"
    f"corrections: [{{date: 2025-11-05, text: Es waren 30 Tonnen., entry: figure-fang, was: {SAID}, now: 30 Tonnen}}]\n"
    "updated: 2025-11-05\n"
)
EVENT = "event-das-meer-ist-leer"
WITHDRAWN = f"corrections:\n  - {{date: 2025-11-05, text: Das Meer war voll., withdrawn: {EVENT}}}\nupdated: 2025-11-05\n"


@pytest.fixture
def herring(tmp_path: Path) -> Repository:
    return repository(tmp_path / "herring")


@pytest.mark.parametrize(
    ("language", "words", "headed"),
    [
        ("es", "Corregido: 5 de noviembre de 2025; antes decía «31 Tonnen»", "Corregido: 5 de noviembre de 2025"),
        ("zh", "更正于2025年11月5日；此前写作“31 Tonnen”", "更正于2025年11月5日"),
    ],
)  # fmt: skip
def test_a_fact_says_that_it_was_corrected(
    herring: Repository, language: str, words: str, headed: str
) -> None:
    herring.append(QUOTE, CORRECTION)
    settings = herring.root / "mkdocs.yml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("language: de", f"language: {language}"))
    herring.build()
    site = herring.root / "site"
    page = (site / "briefings/quote.md").read_text(encoding="utf-8")
    assert page.index(headed) < page.index("Ohne Hering")
    assert words in page.partition("Fang")[2].partition("\n##")[0]
    html = (site / "briefings/quote/index.html").read_text(encoding="utf-8")
    assert re.search(rf'<a href="?#correction-1"?>{words}</a>', html)
    entries = json.loads((site / "briefings/quote.json").read_bytes())["entries"]
    assert [each["corrections"] for each in entries if "corrections" in each] == [["correction-1"]]
    assert words in (site / "index.atom").read_text(encoding="utf-8")


def test_a_withdrawn_fact_leaves_its_reason_at_its_address(
    herring: Repository, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    monkeypatch.chdir(herring.root)
    herring.append(QUOTE, LATER)
    command("record")
    herring.commit("2025-11-01T09:00:00Z")
    uid = _uid(herring)
    herring.replace(QUOTE, LATER, "")
    assert f"`- {{date: 2025-08-02, withdrawn: {EVENT}, text: …}}`" in command("check").text
    herring.append(QUOTE, WITHDRAWN)
    assert command("record").status == 0
    assert f"briefings/quote#{EVENT} withdrawn\n" in (herring.root / "content/ids.lock").read_text()
    assert command("check").status == 0
    herring.commit("2025-11-05T09:00:00Z")
    herring.build()
    page = (herring.root / "site/briefings/quote.md").read_text(encoding="utf-8")
    html = (herring.root / "site/briefings/quote/index.html").read_text(encoding="utf-8")
    assert "Zurückgezogen: Das Meer war voll." in page
    assert re.search(rf'id="?{EVENT}\b.*?Zurückgezogen: Das Meer war voll\.', html, re.DOTALL)
    changes = (herring.root / "site/changes/index.html").read_text(encoding="utf-8")
    assert re.search(rf'href="?[^" ]*briefings/quote/#{EVENT}"?>Das Meer ist leer</a>', changes)
    entries = json.loads((herring.root / "site/briefings/quote.json").read_bytes())["entries"]
    assert [each["fields"] for each in entries if each["kind"] == "correction"] == [{"withdrawn": EVENT}]
    calendar = (herring.root / "site/timeline.ics").read_text(encoding="utf-8").replace("\r\n ", "")
    event = next(each for each in calendar.split("BEGIN:VEVENT") if "Das Meer ist leer" in each)
    assert f"UID:{uid}" in event
    assert "STATUS:CANCELLED" in event
    assert "SUMMARY:Zurückgezogen: Das Meer ist leer" in event
    assert "Das Meer war voll." in event


def _uid(site: Repository) -> str:
    calendar = site.files("calendars")["timeline.ics"].decode().replace("\r\n ", "")
    event = next(each for each in calendar.split("BEGIN:VEVENT") if "Das Meer ist leer" in each)
    return event.partition("UID:")[2].split()[0]


def test_only_what_was_published_and_is_gone_can_be_withdrawn(
    herring: Repository, monkeypatch: pytest.MonkeyPatch, command: Command
) -> None:
    monkeypatch.chdir(herring.root)
    herring.append(QUOTE, LATER + WITHDRAWN)
    said = command("check").text
    assert f"error[duplicate-anchor]: `{EVENT}` is withdrawn here, but another entry of this briefing" in said
    herring.replace(QUOTE, WITHDRAWN, "")
    command("record")
    twice = WITHDRAWN.replace("updated", WITHDRAWN.splitlines()[1] + "\nupdated")
    herring.replace(QUOTE, LATER, twice)
    assert "duplicate-anchor" in command("check").text
    herring.replace(QUOTE, twice, LATER)
    herring.append(QUOTE, WITHDRAWN.replace("leer", "lehr"))
    said = command("check").text
    assert "no entry of this briefing was ever published at `#event-das-meer-ist-lehr`" in said
    assert f"did you mean `{EVENT}`?" in said
