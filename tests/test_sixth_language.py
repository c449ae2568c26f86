"""A language that does not ship, made from data alone: its sites are started, checked, verified and built, and
the dates, numbers and speakers of its articles are read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from shutil import copytree

import pytest

from briefings.languages import FOLDER

DATA = Path(__file__).parent / "esperanto"
ROOT = FOLDER.parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The folder of the language, in a plugin, and an environment in which that is installed."""
    packages = tmp_path_factory.mktemp("packages")
    plugin, info = packages / "esperanto", packages / "esperanto-1.dist-info"
    folder = plugin / "languages" / "eo"
    copytree(FOLDER / "en" / "starter", folder / "starter")
    copytree(DATA, folder, dirs_exist_ok=True)
    (folder / "starter/seeds/quotes.lock").unlink()
    english = (FOLDER / "en/words.yml").read_text(encoding="utf-8")
    words = english.replace("locale: en-GB", "locale: eo").replace("latest: Latest", "latest: Laste")
    (folder / "words.yml").write_text(words, encoding="utf-8")
    (plugin / "__init__.py").write_text(
        "from pathlib import Path\n\nfrom briefings.plugin import Plugin\n\n"
        'PLUGIN = Plugin(languages=Path(__file__).parent / "languages")\n'
    )
    info.mkdir()
    (info / "METADATA").write_text("Name: esperanto\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[briefings]\nesperanto = esperanto:PLUGIN\n")
    return folder, os.environ | {"PYTHONPATH": f"{packages}{os.pathsep}{ROOT}"}


def run(environment: dict[str, str], folder: Path, *arguments: str) -> tuple[int, str]:
    """The exit code of a command, and what it prints."""
    command = [sys.executable, "-m", "briefings", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def site(installed: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first site in the language, with its passages verified."""
    folder = tmp_path_factory.mktemp("site")
    started = ("init", ".", "--name", "Tramoj", "--subject", "Tramoj", "--language", "eo")
    for arguments in (started, ("verify",)):
        code, said = run(installed[1], folder, *arguments)
        assert code == 0, said
    return folder


def test_its_first_site_has_no_problem_and_is_built(
    installed: tuple[Path, dict[str, str]], site: Path
) -> None:
    assert run(installed[1], site, "check") == (0, "4 sheets, no problems\n")
    code, said = run(installed[1], site, "build")
    assert code == 0, said
    page = (site / "site/briefings/example/index.html").read_text(encoding="utf-8")
    assert '<html lang="eo"' in page
    assert "1 Marto 2024" in page


def test_its_dates_numbers_and_speakers_are_read(installed: tuple[Path, dict[str, str]], site: Path) -> None:
    sheet = site / "content/briefings/example.yml"
    text = sheet.read_text(encoding="utf-8")
    wrong = text.replace("value: 230", "value: 240").replace("2024-03-01", "2024-03-02")
    sheet.write_text(wrong.replace("date: 2024-01-15", "date: 2024-01-16"), encoding="utf-8")
    _, said = run(installed[1], site, "check")
    sheet.write_text(text, encoding="utf-8")
    assert "240 vizitantoj: the text has “ducent tridek vizitantojn”" in said
    assert "2024-03-02: the text has “1-a de Marto”" in said
    assert "2024-01-16: the text has “lundo”" in said
    lock = json.loads((site / "seeds/quotes.lock").read_text(encoding="utf-8"))
    passages = lock["sources"]["example-gazette"]["passages"]
    assert passages["Homoj devus povi legi post la laboro"]["around"]["said"] == ["Urba Biblioteko"]


def test_what_it_lacks_is_named(installed: tuple[Path, dict[str, str]]) -> None:
    folder, environment = installed
    code, said = run(environment, folder, "language", "eo")
    assert code == 0
    lines = dict(line.split(": ", 1) for line in said.splitlines()[1:])
    assert said.startswith("Esperanto\n")
    assert lines["plural forms"] == "one, other"
    assert "headings.matters" in lines["words.yml, still English"].split(", ")
    assert not {"navigation.latest", "locale"} & {*lines["words.yml, still English"].split(", ")}
    assert "seasons.21" in lines["reading.toml, missing"].split(", ")
    assert "cues.negation" not in lines["reading.toml, missing"].split(", ")
    assert lines["starter, missing"] == "seeds/quotes.lock"
    words = folder / "words.yml"
    text = words.read_text(encoding="utf-8")
    words.write_text(text.replace("  latest: Laste\n", ""), encoding="utf-8")
    code, said = run(environment, folder, "language", "eo")
    words.write_text(text, encoding="utf-8")
    assert code == 1
    assert "the words `navigation.latest` are missing\n    hint: in en/words.yml: Latest\n" in said


def test_a_copy_of_another_language_is_not_complete(installed: tuple[Path, dict[str, str]]) -> None:
    folder, environment = installed
    words = folder / "words.yml"
    text = words.read_text(encoding="utf-8")
    words.write_text(text.replace("locale: eo", "locale: en-GB"), encoding="utf-8")
    code, said = run(environment, folder, "language", "eo")
    words.write_text(text, encoding="utf-8")
    assert code == 1
    assert "words.yml, wrong: en-GB is not a locale of eo\n" in said


def test_a_language_that_nobody_began_lacks_everything(installed: tuple[Path, dict[str, str]]) -> None:
    code, said = run(installed[1], installed[0], "language", "pl")
    assert code == 1
    assert "plural forms: one, few, many, other\n" in said
    assert "the language `pl` has no file of words" in said
    assert "starter, missing: AGENTS.md, README.md, " in said
