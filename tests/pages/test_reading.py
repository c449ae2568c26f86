"""What readers see first, on a site in German about fishing: the front page, and the beginning of a briefing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import sites
from tests.exports.test_json_pages import HERRING

QUOTA = """
matters: Die Quote entscheidet, wer im Winter noch fischen kann. [@blatt]
checked: 2025-11-02
in_brief:
  - {text: Der Rat senkt die Quote., cite: blatt}
statements:
  - {speaker: rat, quote: ein harter Schnitt, date: 2025-10-27, cite: blatt}
  - {source: blatt, text: Die Häfen werden leer sein., status: opinion, cite: blatt}
  - {source: geruecht, text: Die Quote fällt ganz weg., status: contradicted, note: Sie sinkt., cite: geruecht}
figures:
  - label: Fangmenge
    unit: Tonnen
    values:
      - {value: 100, as_of: 2025, cite: blatt}
      - {value: 120, as_of: 2025, cite: amt}
corrections:
  - {date: 2025-11-01, text: "Es war die falsche Menge genannt."}
"""

RUMOUR = """
title: Gerüchte aus dem Hafen
published: 2025-10-31
summary: Im Hafen heißt es vieles. [@geruecht]
matters: Gerüchte bestimmen die Preise.
timeline:
  - {date: 2025-10-29, title: Angeblich wird der Hafen verkauft, cite: geruecht}
"""

SOURCES = {
    "sources/geruecht.yml": "title: Hafenfunk\npublisher: Hafenfunk\nkind: weak\nlanguage: de\n",
    "sources/amt.yml": "title: Amtsblatt\npublisher: Fischereiamt\nkind: primary\nlanguage: de\n",
}


_QUOTA = HERRING["briefings/quote.yml"].partition("statements:")[0]
SHEETS = {
    **HERRING,
    **SOURCES,
    "briefings/quote.yml": _QUOTA.rstrip() + "\n" + QUOTA.lstrip(),
    "briefings/hafen.yml": RUMOUR.lstrip(),
}


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return sites.make(tmp_path_factory.mktemp("reading"), SHEETS, language="de").settings.docs_dir


@pytest.fixture(scope="module")
def briefing(docs: Path) -> str:
    return (docs / "briefings/quote.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def home(docs: Path) -> str:
    return (docs / "index.md").read_text(encoding="utf-8")


def test_a_briefing_says_where_the_story_stands_and_why_it_matters(briefing: str) -> None:
    assert "Stand der Recherche: 2.\xa0November\xa02025; letztes Ereignis:" in briefing
    assert "**Stand** Der [Rat der EU]" in briefing
    assert "**Warum das wichtig ist** Die Quote entscheidet" in briefing


def test_the_front_page_leads_with_a_supported_event_and_why_it_matters(home: str) -> None:
    lead = home.partition('<div class="standing"')[0]
    assert "Der Rat beschließt" in lead
    assert "**Warum das wichtig ist** Die Quote entscheidet, wer im Winter noch fischen kann." in lead
    assert "Angeblich wird der Hafen verkauft" not in lead
