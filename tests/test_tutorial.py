"""The tutorial and the guides do what they say: their commands and examples are run."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from briefings.cli import cli
from tests.conftest import Once
from tests.sandbox import Sandbox
from tests.trees import write
from tests.tutorial import DOCS, Run, settled

TUTORIAL = DOCS / "tutorial.md"
GUIDES = [page for page in sorted((DOCS / "guides").glob("*.md")) if "```console" in page.read_text("utf-8")]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the commands are for a Unix shell")
SITE = ["--name", "N", "--language", "en", "--subject", "S"]


def _compare(page: Path, run: Run, request: pytest.FixtureRequest) -> None:
    """A page shows what its commands print."""
    text = page.read_text(encoding="utf-8")
    now = run.follow(text)
    if settled(now) != settled(text) and request.config.getoption("--update-goldens"):
        page.write_text(now, encoding="utf-8")
    else:
        assert settled(now) == settled(text), (
            "`pytest tests/test_tutorial.py --update-goldens` renews the page"
        )


def test_the_tutorial_shows_what_its_commands_print(
    tmp_path: Path, box: Sandbox, request: pytest.FixtureRequest
) -> None:
    for article in (DOCS / "tutorial").iterdir():
        shutil.copy(article, tmp_path)
    _compare(TUTORIAL, Run(tmp_path, box), request)


@pytest.fixture
def site(once: Once, tmp_path: Path) -> Path:
    """A new site."""

    def make(folder: Path) -> None:
        assert cli.main(["init", str(folder), *SITE], standalone_mode=False) == 0

    return shutil.copytree(once("new-site", make), tmp_path / "site")


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_a_guide_shows_what_its_commands_print(
    page: Path, site: Path, box: Sandbox, request: pytest.FixtureRequest
) -> None:
    run = Run(site.parent, box)
    run.here = site
    _compare(page, run, request)


def test_the_examples_of_the_guide_to_the_look_change_a_new_site(site: Path) -> None:
    text = (DOCS / "guides" / "look.md").read_text(encoding="utf-8")
    files = re.findall(r"^```\w+\n(?:\{#|/\*) (\S+) (?:#\}|\*/)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(files) == 3
    write(site, dict(files))
    settings = site / "mkdocs.yml"
    own = settings.read_text(encoding="utf-8").replace(
        "  name: briefings\n", "  name: briefings\n  custom_dir: theme/site\n"
    )
    settings.write_text(own, encoding="utf-8")

    # A template may also link a style sheet on some pages only.
    main = site / "theme/site/main.html"
    some = '{% if meta.kind == "briefing" %}<link rel="stylesheet" href="{{ "assets/some.css" | url }}">{% endif %}'
    linked = main.read_text(encoding="utf-8").replace("{{ super() }}", "{{ super() }}" + some, 1)
    main.write_text(linked, encoding="utf-8")
    (site / "theme/site/assets/some.css").write_text("p { color: red }", encoding="utf-8")

    assert cli.main(["-C", str(site), "build"], standalone_mode=False) == 0

    page = (site / "site" / "briefings" / "example" / "index.html").read_text(encoding="utf-8")
    assert "assets/some.css" in page and (site / "site/assets/some.css").is_file()
    (styles,) = (site / "site" / "assets").glob("own.*.css")
    assert "Written by volunteers." in page
    assert "#1d5b6b" in styles.read_text(encoding="utf-8")
