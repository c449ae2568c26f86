"""The tutorial and the guides do what they say: their commands and examples are run."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from briefings.cli import cli
from tests.tutorial import PAGE, ROOT, Run, settled

LOOK = ROOT / "docs" / "guides" / "look.md"


@pytest.mark.skipif(sys.platform == "win32", reason="the tutorial's commands are for a Unix shell")
def test_the_tutorial_prints_what_it_shows(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    shutil.copy(PAGE.with_suffix("") / "harbor-tram.txt", tmp_path)
    text = PAGE.read_text(encoding="utf-8")
    now = Run(tmp_path).follow(text)
    if request.config.getoption("--update-goldens"):
        PAGE.write_text(now, encoding="utf-8")
    else:
        assert settled(now) == settled(text), (
            "see the difference with `pytest tests/test_tutorial.py --update-goldens`"
        )


def test_the_examples_of_the_guide_to_the_look_change_a_new_site(tmp_path: Path) -> None:
    text = LOOK.read_text(encoding="utf-8")
    files = re.findall(r"^```\w+\n(?:\{#|/\*) (\S+) (?:#\}|\*/)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(files) == 3
    site = tmp_path / "site"
    assert (
        cli.main(
            ["init", str(site), "--name", "N", "--language", "en", "--subject", "S"], standalone_mode=False
        )
        == 0
    )
    for path, content in files:
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_text(content, encoding="utf-8")
    settings = site / "mkdocs.yml"
    own = settings.read_text(encoding="utf-8").replace(
        "  name: briefings\n", "  name: briefings\n  custom_dir: theme/site\n"
    )
    settings.write_text(own, encoding="utf-8")

    assert cli.main(["-C", str(site), "build"], standalone_mode=False) == 0

    page = (site / "site" / "briefings" / "example" / "index.html").read_text(encoding="utf-8")
    (styles,) = (site / "site" / "assets").glob("site.*.css")
    assert "Written by volunteers." in page
    assert "#7a1450" in styles.read_text(encoding="utf-8")
