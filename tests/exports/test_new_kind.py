"""A new kind of fact is in every format and in the search as soon as the model has it: a copy of the package
learns about weighings of pumpkins, and nothing in `exports/` changes."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import briefings
from tests.sites import CONFIG
from tests.trees import sheets_in, write

PACKAGE = Path(briefings.__file__).parent

WEIGHING = '''
@part
class Weighing(CitingItem):
    """A weighing of a pumpkin."""

    KIND = "weighing"
    NOUN = "weighing"
    HEADLINE = "pumpkin"
    LISTED = True
    CHRONOLOGICAL = True
    MUST_CITE = True

    pumpkin: Line = declare("The pumpkin of the school")
    """What was weighed."""
    date: When = declare("2025-07-26")
    """When."""
    kilos: int = declare(421)
    """How heavy it was."""
    grower: ActorId = declare("ines-hartog")
    """The actor that grew it."""

    @property
    def by(self) -> ActorId | None:
        return self.grower

    @property
    def numbers(self) -> tuple[tuple[int | Decimal, str], ...]:
        return ((self.kilos, "kilos"),)

    @property
    def spoken(self) -> tuple[Spoken, ...]:
        return (("weighings.scales", {"n": self.kilos}),)


@part
class Document(CitingItem):'''

FIELD = '''    weighings: tuple[Weighing, ...] = declare(default=())
    """Weighings of pumpkins."""
    documents: tuple[Document, ...] = declare('''

SHEETS = sheets_in(Path(__file__).with_name("new_kind.md"))

PUMPKIN = "The pumpkin of the school"


def changed(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, (file, old)
    file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that the changed copy builds."""
    root = tmp_path_factory.mktemp("weighings")
    copy = root / "lib" / "briefings"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("starter"))
    model = copy / "model" / "briefing.py"
    changed(model, "\n@part\nclass Document(CitingItem):", WEIGHING)
    changed(model, "    documents: tuple[Document, ...] = declare(", FIELD)
    for file in (copy / "languages").glob("*/words.yml"):
        text = file.read_text(encoding="utf-8")
        entry = "  entry:\n"
        assert entry in text
        weighing = "    weighing: {singular: Weighing, plural: Weighings}\n"
        fixed = '\nweighings:\n  scales: "{n} on the scales"\n'
        file.write_text(text.replace(entry, entry + weighing, 1) + fixed, encoding="utf-8")
    project = root / "project"
    write(project / "content", {name: text.lstrip() for name, text in SHEETS.items()})
    config = CONFIG.read_text(encoding="utf-8")
    (project / "mkdocs.yml").write_text(
        config.replace('site_url: !ENV [SITE_URL, ""]', "site_url: https://town.example/"), encoding="utf-8"
    )
    (project / "seeds").mkdir()
    (project / "seeds" / "gazette.txt").write_text("It had 421 kilos on Friday.", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(root / "lib")}
    for command in (["verify"], ["build"]):
        run = subprocess.run(
            [sys.executable, "-m", "briefings", *command],
            cwd=project,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stdout + run.stderr
    return project / "site"


def loaded(site: Path, path: str) -> Any:
    return json.loads((site / path).read_bytes())


@pytest.mark.parametrize(
    "path",
    [
        "briefings/harvest.md", "actors/school.md", "timeline.md", "index.atom", "timeline.ics",
        "briefings/harvest.timeline.json", "data/entities.ftm.json",
    ],
)  # fmt: skip
def test_each_place_says_it_in_fixed_words(site: Path, path: str) -> None:
    text = (site / path).read_text(encoding="utf-8").replace("\r\n ", "").replace("\n ", "")
    assert "421 on the scales" in text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("briefings/harvest/index.html", PUMPKIN),
        ("briefings/harvest.md", PUMPKIN),
        *((f"{page}.{suffix}", PUMPKIN) for page in ("index", "topics/gardens", "actors/school") for suffix in ("atom", "feed.json")),
        *((f"{page}.ics", "DTSTART;VALUE=DATE:20251024") for page in ("timeline", "topics/gardens", "actors/school")),
        ("data/datapackage.json", "weighings.csv"),
        ("../build/cache/search/briefings/harvest/index.html", PUMPKIN),
        ("../build/cache/search/briefings/harvest/index.html", "weighing/2025"),
    ],
)  # fmt: skip
def test_each_place_has_it(site: Path, path: str, words: str) -> None:
    assert words in (site / path).read_text(encoding="utf-8").replace("\r\n ", "")


def test_json_has_its_own_fields_and_compares_its_number_with_its_passage(site: Path) -> None:
    (weighing,) = (
        entry for entry in loaded(site, "briefings/harvest.json")["entries"] if entry["kind"] == "weighing"
    )
    assert (weighing["title"], weighing["date"], weighing["by"]) == (PUMPKIN, "2025-10-24", "school")
    assert weighing["fields"]["kilos"] == 421
    (cited,) = weighing["citations"]
    assert (cited["passage"], cited["proof"]) == ("421 kilos on Friday", "verified")
    found = [(each["key"], each["words"], each["state"]) for each in weighing["particulars"]]
    assert ("kilos", "421", "in_passage") in found


def test_csv_has_a_table_of_it(site: Path) -> None:
    with (site / "data/weighings.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["pumpkin"], row["date"], row["kilos"]) == (PUMPKIN, "2025-10-24", "421")
