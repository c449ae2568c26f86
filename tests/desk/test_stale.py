"""What time has overtaken: golden cases, announcements in five languages, and the command.

`pytest --update-goldens` writes what comes out into the cases; the review is the diff.
"""

from __future__ import annotations

import json
import re
import shlex
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from briefings import cli
from briefings.desk.plans import PLANS, plans
from briefings.desk.stale import RULES, TITLES, WHATS
from briefings.words import Words
from tests.sites import PROJECT
from tests.trees import Tree, record_passages, with_report, write_versions

CASES = {path.stem: path for path in sorted((Path(__file__).parent / "cases/stale").glob("*.md"))}

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `briefings stale` in the tree of a case."""

    def once(name: str, *arguments: str) -> tuple[int, str, str]:
        write_versions(Tree.read(CASES[name].read_text(encoding="utf-8")).files, tmp_path)
        record_passages(tmp_path)
        monkeypatch.chdir(tmp_path)
        monkeypatch.setattr(sys, "argv", ["briefings", "stale", *arguments])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        out, err = capsys.readouterr()
        assert isinstance(stopped.value.code, int)
        return stopped.value.code, out, err

    return once


@pytest.mark.parametrize("name", CASES)
def test_golden_case(name: str, run: Run, update_goldens: bool) -> None:
    text = CASES[name].read_text(encoding="utf-8")
    found = re.search(r"^\$ briefings stale (.*)$", text, re.MULTILINE)
    assert found is not None
    status, out, err = run(name, *shlex.split(found[1]))
    assert (status, err) == (0, "")
    if update_goldens:
        CASES[name].write_text(with_report(text, out), encoding="utf-8")
    else:
        assert out == Tree.read(text).expected


SENTENCES = {
    "en": {
        "The line is to open on 1 May 2026.": "2026-05-01",
        "The line is due to open in May 2026.": "2026-05",
        "It will open on May 1, 2026, after all.": "2026-05-01",
        "It is expected by 2026-05-01.": "2026-05-01",
        "On 2 August 2026 the rules will apply.": "2026-08-02",
        "From Aug. 2026 on, the rules are going to apply": "2026-08",
        "Companies plan to sell it in 2026, and to stop in 2027.": "2027",
        "It will open. It was built in 2025.": None,
        "On 2 August 2026 he said that the rules will apply.": None,
        "The office that opened in 2025 has many rooms and more than a few of them will be let": None,
        "The question is to what extent it helped in 2025.": None,
        "He said it “will open in 2025”.": None,
        "It will have 2025 rooms, or 1,2025 of them.": "2025",
        "It opened in 2025.": None,
        "It is to open on 1 May 2026, and will be extended by 2028.": "2026-05-01",
        "Resolution 78/2025 will follow.": None,
    },
    "de": {
        "Die Strecke soll am 1. Mai 2026 eröffnen.": "2026-05-01",
        "Sie wird voraussichtlich im Mai 2026 eröffnet.": "2026-05",
        "Am 2. August 2026 werden die Regeln gelten.": "2026-08-02",
        "Die Eröffnung ist für 2026 geplant.": None,
        "Geplant ist sie nicht; sie wurde 2025 eröffnet.": None,
        "Sie wird „im Mai 2026“ eröffnet.": None,
    },
    "fr": {
        "La ligne doit ouvrir le 1er mai 2026.": "2026-05-01",
        "La ligne ouvrira en mai 2026.": "2026-05",
        "La ligne sera ouverte en août 2026.": "2026-08",
        "L’ouverture est prévue pour le 2 août 2026.": "2026-08-02",
        "Elle a ouvert en 2025.": None,
    },
    "es": {
        "La línea abrirá el 1 de mayo de 2026.": "2026-05-01",
        "Está previsto que abra en mayo de 2026.": "2026-05",
        "La línea va a abrir en 2026.": "2026",
        "La línea abrió en 2025.": None,
    },
    "zh": {
        "该线路将于2026年5月1日开通。": "2026-05-01",
        "计划在2026年5月开通。": "2026-05",
        "2025年开通。": None,
    },
}


@pytest.mark.parametrize("language", SENTENCES)
def test_announcements_in_sentences(language: str) -> None:
    found = {
        text: next((mention.date.text for mention in plans(text, language)), None)
        for text in SENTENCES[language]
    }
    assert found == SENTENCES[language]


def test_every_shipped_language_has_words_for_plans() -> None:
    shipped = Words.languages([PROJECT / "briefings/theme/locales"])
    assert {language.partition("-")[0] for language in shipped} <= PLANS.keys() == SENTENCES.keys()


def test_every_kind_of_finding_has_a_title() -> None:
    assert tuple(TITLES) == WHATS
    assert len(RULES) == len(WHATS)


def test_findings_fail_only_on_request(run: Run) -> None:
    assert run("english", "--as-of", "2026-12-31")[0] == 0
    assert run("english", "--as-of", "2026-12-31", "--fail")[0] == 1
    assert run("english", "--as-of", "2025-03-02", "--only", "planned", "--fail") == (
        0,
        "nothing is out of date\n",
        "",
    )


def test_json_can_be_read_by_a_program(run: Run) -> None:
    data = json.loads(run("english", "--as-of", "2026-12-31", "--format", "json", "--only", "role")[1])
    assert data["as_of"] == "2026-12-31"
    assert [(each["what"], each["path"], each["line"]) for each in data["findings"]] == [
        ("role", "content/actors/li-qiang.yml", 6),
        ("role", "content/actors/li-qiang.yml", 9),
    ]


def test_days_without_news(run: Run) -> None:
    assert "quay.yml" not in run("english", "--as-of", "2026-12-31", "--only", "questions")[1]
    assert "quay.yml" in run("english", "--as-of", "2026-12-31", "--only", "questions", "--days", "20")[1]


def test_a_day_that_does_not_exist_is_wrong_usage(run: Run) -> None:
    status, _, err = run("english", "--as-of", "2026-02-30")
    assert status == 2
    assert "--as-of takes a day like 2026-11-24, not “2026-02-30”" in err
