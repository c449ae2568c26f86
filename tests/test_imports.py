"""The architecture: a module imports only from those before it, and each outside library is known in few
places."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import briefings

PACKAGE = Path(briefings.__file__).parent

ROOMS = (
    "text",
    "problems",
    "model",
    "store",
    "sheets",
    "settings",
    "collation",
    "words",
    "evidence",
    "catalog",
    "views",
    "pages",
    "checks",
    "pictures",
    "render",
    "search",
    "html",
    "exports",
    "desk",
    "build",
    "preview",
    "cli",
    "__main__",
)
"""Folders and modules at the top of the package; each may import from those before it."""

KNOWN_IN = {
    "mkdocs": {"html"},
    "zensical": {"html"},
    "watchdog": {"preview"},
    "click": {"cli"},
    "yaml": {"settings", "sheets", "words"},
    "rapidfuzz": {"evidence", "problems"},
    "trafilatura": {"evidence"},
    "urllib3": {"evidence"},
    "protego": {"evidence"},
    "pagefind": {"search"},
    "bibtexparser": {"desk"},
    "typst": {"html"},
    "PIL": {"html"},
    "pypdfium2": {"html"},
    "selectolax": {"text"},
    "icu": {"collation"},
}
"""Libraries that only these parts may import; what else uses them goes through these."""


def modules() -> dict[str, Path]:
    """Every module by its dotted name, without the package's own."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts[0] not in ("theme", "__init__"):
            found[".".join(parts).removesuffix(".__init__")] = path
    return found


def imports(path: Path) -> Iterator[tuple[str, int]]:
    """All imports of a file, those inside functions and for type checking too, each as `package.module.name`
    with its line."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, (
                f"{path}:{node.lineno}: imports are absolute, so that they can be read and searched"
            )
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def own_imports(path: Path, known: dict[str, Path]) -> Iterator[tuple[str, int]]:
    """The imports that lead to modules of the package, by the modules' dotted names."""
    for name, line in imports(path):
        if name.startswith("briefings."):
            target = name.removeprefix("briefings.")
            while target and target not in known:
                target = target.rpartition(".")[0]
            if target:
                yield target, line


@pytest.mark.parametrize("module", modules())
def test_a_module_imports_only_from_those_before_it(module: str) -> None:
    part = module.partition(".")[0]
    assert part in ROOMS, f"{part} has no place in ROOMS yet"
    allowed = {*ROOMS[: ROOMS.index(part)], part}
    path = modules()[module]
    late = [
        f"{path}:{line}: {part} comes before {target}"
        for target, line in own_imports(path, modules())
        if target.partition(".")[0] not in allowed
    ]
    assert late == []


@pytest.mark.parametrize("module", modules())
def test_libraries_are_known_in_few_places(module: str) -> None:
    part = module.partition(".")[0]
    path = modules()[module]
    strays = [
        f"{path}:{line}: {library} is for {', '.join(sorted(KNOWN_IN[library]))}"
        for name, line in imports(path)
        if part not in KNOWN_IN.get(library := name.partition(".")[0], {part})
    ]
    assert strays == []


ONLY_IN = {
    r"\bprint\(|\bclick\.echo\(": "cli",
    r"\bsys\.exit\(": "cli/__init__.py",
    r"""["']git["']""": "sheets/git.py",
}
"""What only one module or room does: printing, setting the exit code, running git."""


@pytest.mark.parametrize(("pattern", "home"), ONLY_IN.items(), ids=ONLY_IN.values())
def test_only_one_module_does_it(pattern: str, home: str) -> None:
    doing = [
        path for path in sorted(PACKAGE.rglob("*.py")) if re.search(pattern, path.read_text(encoding="utf-8"))
    ]
    assert doing
    assert [path for path in doing if not path.is_relative_to(PACKAGE / home)] == []


def test_the_list_of_commands_is_shown_without_loading_what_they_do() -> None:
    loaded = "import sys, briefings.cli; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    listed = subprocess.run([sys.executable, "-c", loaded], check=True, capture_output=True, text=True)
    heavy = {
        "pydantic",
        "babel",
        "yaml",
        "jinja2",
        "markdown",
        "selectolax",
        "mkdocs",
        "typst",
        "PIL",
        "pypdfium2",
        "pagefind",
    }
    assert heavy & set(listed.stdout.split()) == set()


def test_no_modules_import_one_another_in_a_circle() -> None:
    known = modules()
    # An engine is loaded when it is asked for, by a function of the package that it takes its base from.
    graph = {
        module: {target for target, _ in own_imports(path, known) if target != module}
        for module, path in known.items()
    }
    assert list(TopologicalSorter(graph).static_order())
