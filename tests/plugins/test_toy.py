"""A plugin that was written from docs/plugins.md alone, installed beside the package as pip would."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from shutil import copytree

import pytest

from tests.trees import write

TOY = Path(__file__).parent / "toy"
PAGE = Path(__file__).resolve().parents[2] / "docs" / "plugins.md"

SHEETS = {
    "mkdocs.yml": """\
site_name: Trams
site_url: https://example.org/
docs_dir: build/docs
theme: {name: briefings}
plugins: []
markdown_extensions: [tables, def_list, md_in_html, toc]
extra: {generator: false, briefings: {language: de}}
""",
    "content/topics/trams.yml": "name: Trams\nsummary: Trams of Veldhaven.\n",
    "content/sources/gazette.yml": "title: Council votes\npublisher: Gazette\nkind: news\n",
    "content/briefings/line-4.yml": (
        "title: After eleven years of debate, the council of Veldhaven votes for a fourth tram line\n"
        "published: 2025-11-24\ntopics: [trams]\nsummary: The council voted for it. [@gazette]\n"
        "matters: It serves the hospital.\n"
    ),
}


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment in which the plugin is installed, beside a site."""
    project = tomllib.loads((TOY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    points = "\n".join(f"{name} = {target}" for name, target in project["entry-points"]["briefings"].items())
    packages = tmp_path / "packages"
    info = packages / f"briefings_headlines-{project['version']}.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text(
        f"Name: {project['name']}\nVersion: {project['version']}\n", encoding="utf-8"
    )
    (info / "entry_points.txt").write_text(f"[briefings]\n{points}\n", encoding="utf-8")
    copytree(TOY / "headlines", packages / "headlines")
    write(tmp_path / "site", SHEETS)
    return os.environ | {"PYTHONPATH": f"{packages}{os.pathsep}{PAGE.parents[1]}"}


def briefings(environment: dict[str, str], folder: Path, *arguments: str) -> str:
    """What a command prints."""
    command = [sys.executable, "-m", "briefings", "-C", str(folder), *arguments]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_plugin_adds_a_command_a_rule_and_a_format(environment: dict[str, str], tmp_path: Path) -> None:
    site = tmp_path / "site"
    title = "After eleven years of debate, the council of Veldhaven votes for a fourth tram line"
    assert "  headlines  Print the headlines of all briefings.\n" in briefings(environment, site, "--help")
    assert briefings(environment, site, "headlines") == f"{title}\n"
    said = briefings(environment, site, "build")
    assert "line-4.yml:1:8: warning[long-headline]: the title has 83 characters" in said
    assert "Lists of headlines have one line" in briefings(environment, site, "explain", "long-headline")
    made = site / "site" / "data" / "headlines.txt"
    assert made.read_text(encoding="utf-8") == f"{title} https://example.org/briefings/line-4/\n"
    page = (site / "site/data/index.html").read_text(encoding="utf-8")
    assert ">Headlines</h2>" in page and "The title and address of each briefing" in page, (
        "not translated yet"
    )
    rules = tmp_path / "packages" / "headlines" / "rules.py"
    rules.write_text(rules.read_text(encoding="utf-8").replace("60", "100"), encoding="utf-8")
    assert "long-headline" not in briefings(environment, site, "check")
    config = (site / "mkdocs.yml").read_text(encoding="utf-8")
    off = config.replace("language: de", "language: de, exports: {headlines: false}")
    (site / "mkdocs.yml").write_text(off, encoding="utf-8")
    briefings(environment, site, "build")
    assert not made.exists()


def test_its_own_test_passes(environment: dict[str, str], tmp_path: Path) -> None:
    environment["PYTHONPATH"] += f"{os.pathsep}{TOY}"
    (tmp_path / "empty").mkdir()
    own = "import pathlib, test_headlines as own; own.test_a_site_without_briefings_has_no_headlines(pathlib.Path())"
    subprocess.run([sys.executable, "-c", own], env=environment, cwd=tmp_path / "empty", check=True)


MISTAKES = {
    "a command of ours": (
        "__init__.py", '{"headlines": Command', '{"build": Command',
        "the plugin headlines has `build` among its commands, which is taken",
    ),
    "a module that is not there": (
        "__init__.py", "from pathlib import Path", "import nothere\nfrom pathlib import Path",
        "the plugin headlines cannot be loaded: No module named 'nothere'; fix it or uninstall it",
    ),
    "a rule that is not there": (
        "rules.py", "def long_headlines", "def short_headlines",
        "a plugin names headlines.rules:long_headlines, and headlines.rules has no long_headlines",
    ),
    "a rule that fails": (
        "rules.py", "60", "0 / 0",
        "this is a mistake in the plugin headlines, not in your sheets (ZeroDivisionError: division by zero)",
    ),
    "a level that there is not": (
        "problems/long-headline.md", "level: warning", "level: severe",
        "problems/long-headline.md: `level` is one of error, warning, notice, off",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("file", "right", "wrong", "said"), MISTAKES.values(), ids=[*MISTAKES])
def test_a_mistake_in_a_plugin_is_named(
    environment: dict[str, str], tmp_path: Path, file: str, right: str, wrong: str, said: str
) -> None:
    path = tmp_path / "packages" / "headlines" / file
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    with pytest.raises(AssertionError) as failed:
        briefings(environment, tmp_path / "site", "check")
    assert said in str(failed.value) and "Traceback" not in str(failed.value)


def test_the_page_on_plugins_shows_this_one() -> None:
    text = PAGE.read_text(encoding="utf-8")
    blocks = re.findall(r"^(`{3,})(?:toml|python|yaml|markdown)\n(.*?)^\1$", text, re.MULTILINE | re.DOTALL)
    files = [file for file in TOY.rglob("*.*") if file.suffix != ".pyc"]
    contents = {file.relative_to(TOY).as_posix(): file.read_text(encoding="utf-8") for file in files}
    assert len(blocks) == 8
    assert [block for _, block in blocks if not any(block in content for content in contents.values())] == []
    assert all(path in text for path in contents)
