"""The documents name files and functions that exist, and CONTRIBUTING.md all rooms and dependencies."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tests.test_imports import PACKAGE, ROOMS, modules, own_imports

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
DOCUMENTS = (
    "CONTRIBUTING.md",
    "README.md",
    "SECURITY.md",
    "docs/security.md",
    "benchmarks/README.md",
    "seeds/README.md",
)

TOPS = ("briefings", "theme", "tests", "content", "seeds", "docs", "benchmarks")
"""Folders whose files are named by their whole path. Those of `build/` and `site/` are generated."""

NOT_HERE = {"content/media/"}
"""Folders that a site may have and this one does not."""

NAMED = re.compile(rf"`((?:(?:{'|'.join(TOPS)})/|[A-Za-z-]+\.(?:md|toml)\b)[^`:*\s]*)(?:::(\w+(?:\.\w+)*))?`")
LINKED = re.compile(r"\]\(([^)#:]+)\)")


def found_in(pattern: re.Pattern[str]) -> list[tuple[str, re.Match[str]]]:
    """What a pattern finds in the prose of the documents, each with its document."""
    found = []
    for document in DOCUMENTS:
        text = (ROOT / document).read_text(encoding="utf-8")
        prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
        found += [(document, match) for match in pattern.finditer(prose)]
    return found


def defined_in(path: Path) -> set[str]:
    """The functions and classes of a module, and methods as `Class.method`."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            names |= {f"{node.name}.{each.name}" for each in node.body if isinstance(each, ast.FunctionDef)}
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name)
    return names


def test_contributing_names_files_and_functions() -> None:
    named = [match for document, match in found_in(NAMED) if document == "CONTRIBUTING.md"]
    assert len(named) >= 50
    assert sum(1 for match in named if match[2]) >= 12


@pytest.mark.parametrize(
    "match", [match for _, match in found_in(NAMED)], ids=lambda match: match[0].strip("`")
)
def test_each_file_and_function_that_a_document_names_exists(match: re.Match[str]) -> None:
    # A name in angle brackets is for the reader to choose: `theme/locales/<language>.yml`.
    path = ROOT / match[1].partition("<")[0]
    assert path.exists() or ("<" in match[1] and path.parent.exists()) or match[1] in NOT_HERE
    if match[2]:
        assert match[2] in defined_in(path)


@pytest.mark.parametrize(("document", "match"), found_in(LINKED))
def test_each_link_leads_to_a_file(document: str, match: re.Match[str]) -> None:
    assert ((ROOT / document).parent / match[1]).exists()


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
