"""CONTRIBUTING.md: what it says of files, functions, rooms and dependencies is so."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tests.test_imports import PACKAGE, ROOMS, modules, own_imports

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PROSE = re.sub(r"^```.*?^```$", "", TEXT, flags=re.MULTILINE | re.DOTALL)

TOPS = ("briefings", "theme", "tests", "content", "seeds", "docs", "benchmarks")
"""Folders whose files are named by their whole path. Those of `build/` and `site/` are generated."""

NAMED = re.compile(
    rf"`((?:(?:{'|'.join(TOPS)})/|[A-Za-z-]+\.(?:md|yml|toml|txt)\b)[^`:]*)(?:::(\w+(?:\.\w+)*))?`"
)
LINKED = re.compile(r"\]\(([^)#:]+)\)")


def defined_in(path: Path) -> set[str]:
    """The functions and classes of a module, and methods as `Class.method`."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            names |= {f"{node.name}.{each.name}" for each in node.body if isinstance(each, ast.FunctionDef)}
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name)
    return names


def test_it_names_files_and_functions() -> None:
    assert sum(1 for match in NAMED.finditer(PROSE) if match[2]) >= 12


@pytest.mark.parametrize("match", list(NAMED.finditer(PROSE)), ids=lambda match: match[0].strip("`"))
def test_each_file_and_function_that_it_names_exists(match: re.Match[str]) -> None:
    # A name in angle brackets is for the reader to choose: `theme/locales/<language>.yml`.
    path = ROOT / match[1].partition("<")[0]
    assert path.exists() or ("<" in match[1] and path.parent.exists())
    if match[2]:
        assert match[2] in defined_in(path)


@pytest.mark.parametrize("target", LINKED.findall(PROSE))
def test_each_link_leads_to_a_file(target: str) -> None:
    assert (ROOT / target).exists()


def test_the_list_of_rooms_is_that_of_the_imports() -> None:
    rooms = re.findall(r"^\| `(\w+)(?:/|\.py)` \|", TEXT, re.MULTILINE)
    assert rooms == [
        room for room in ROOMS if (PACKAGE / room).is_dir() or (PACKAGE / f"{room}.py").is_file()
    ]


def test_the_diagram_shows_the_rooms_and_imports_that_there_are() -> None:
    (diagram,) = re.findall(r"^```mermaid\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    arrows = {(start, end) for start, end in re.findall(r"^ *(\w+) --> (\w+)$", diagram, re.MULTILINE)}
    known = modules()
    imports = {
        (module.partition(".")[0], target.partition(".")[0])
        for module, path in known.items()
        for target, _ in own_imports(path, known)
    }
    assert arrows <= imports
    assert {room for arrow in arrows for room in arrow} == {module.partition(".")[0] for module in known}


def test_each_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    needed = [*project["dependencies"], *extras["fetch"], *extras["zensical"]]
    reasons = "\n".join(re.findall(r"^\| ([^|]+) \|", TEXT.partition("## Dependencies")[2], re.MULTILINE))
    names = {re.split(r"[\[<>=]", each)[0] for each in needed}
    assert {name for name in names if not re.search(rf"\b{name}\b", reasons)} == set()
