"""The architecture: a module imports only from those before it, and each outside library is known in few
places."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import briefings

PACKAGE = Path(briefings.__file__).parent

ROOMS = (
    "plugin",
    "languages",
    "text",
    "problems",
    "model",
    "store",
    "sheets",
    "settings",
    "collation",
    "words",
    "grammar",
    "evidence",
    "catalog",
    "versions",
    "checks",
    "views",
    "pages",
    "pictures",
    "render",
    "search",
    "html",
    "exports",
    "desk",
    "site",
    "preview",
    "cli",
    "__main__",
    "plugins",
)
"""Folders and modules at the top of the package; each may import from those before it."""

KNOWN_IN = {
    "mkdocs": {"html", "cli"},
    "click": {"cli", "plugins.drafting", "plugins.exchange", "plugins.forms"},
    "yaml": {"settings", "sheets", "words", "plugins.forms"},
    "rapidfuzz": {"evidence", "problems"},
    "trafilatura": {"plugins.fetching"},
    "urllib3": {"plugins.fetching"},
    "protego": {"plugins.fetching"},
    "pagefind": {"search"},
    "bibtexparser": {"plugins.exchange"},
    "pylatexenc": {"plugins.exchange"},
    "typst": {"plugins.papers"},
    "PIL": {"plugins.papers", "plugins.fetching"},
    "pypdfium2": {"plugins.papers", "plugins.fetching"},
    "selectolax": {"text"},
    "icu": {"collation"},
}
"""Libraries that only these parts may import; what else uses them goes through these."""


def part_of(module: str) -> str:
    """The room of a module; each plugin is one of its own."""
    room, _, rest = module.partition(".")
    return f"plugins.{rest.partition('.')[0]}" if room == "plugins" and rest else room


def modules() -> dict[str, Path]:
    """Every module by its dotted name, without the package's own."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).with_suffix("").parts
        if parts[0] not in ("theme", "__init__"):
            found[".".join(parts).removesuffix(".__init__")] = path
    return found


@cache
def imports(path: Path) -> tuple[tuple[str, int], ...]:
    """All imports of a file, those inside functions and for type checking too, each as `package.module.name`
    with its line."""
    found: list[tuple[str, int]] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, (
                f"{path}:{node.lineno}: imports are absolute, so that they can be read and searched"
            )
            found += ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)
    return tuple(found)


def own_imports(path: Path, known: dict[str, Path]) -> Iterator[tuple[str, int]]:
    """The imports that lead to modules of the package, by the modules' dotted names."""
    for name, line in imports(path):
        if name.startswith("briefings."):
            target = name.removeprefix("briefings.")
            while target and target not in known:
                target = target.rpartition(".")[0]
            if target:
                yield target, line


def test_each_room_has_its_place() -> None:
    assert {part_of(module).partition(".")[0] for module in modules()} == {*ROOMS}


def test_a_module_imports_only_from_those_before_it() -> None:
    known = modules()
    # So the core imports no plugin, and no plugin another one.
    late = [
        f"{path}:{line}: {part} comes before {target}"
        for module, path in known.items()
        if (part := part_of(module))
        for target, line in own_imports(path, known)
        if part_of(target) not in {*ROOMS[: ROOMS.index(part.partition(".")[0])], part}
    ]
    assert late == []


def test_libraries_are_known_in_few_places() -> None:
    strays = [
        f"{path}:{line}: {library} is for {', '.join(sorted(KNOWN_IN[library]))}"
        for module, path in modules().items()
        for name, line in imports(path)
        if part_of(module) not in KNOWN_IN.get(library := name.partition(".")[0], {part_of(module)})
    ]
    assert strays == []


FORMATS = ("exports", "plugins/exchange", "plugins/papers")
NO_FORMATS = ("plugins/exchange/imports", "plugins/exchange/commands.py", "plugins/papers/printable.py")
"""What reads files or checks sheets in the rooms of formats."""


def test_formats_get_views_and_never_the_catalog() -> None:
    written = [path for room in FORMATS for path in (PACKAGE / room).rglob("*.py")]
    formats = [
        path for path in written if not any(path.is_relative_to(PACKAGE / each) for each in NO_FORMATS)
    ]
    assert {path.stem for path in formats} >= {"calendars", "rows", "followthemoney", "contents"}
    sheets = r"from briefings\.(catalog\.catalog|sheets)\b|import Entry\b|\.catalog\b(?!\.| import)"
    assert [path for path in formats if re.search(sheets, path.read_text(encoding="utf-8"))] == []


ONLY_IN = {
    r"\bprint\(|\bclick\.echo\(": ("cli", "plugins/*/commands.py"),
    r"\bsys\.exit\(": ("cli/__init__.py", "__main__.py"),
    r"""["']git["']""": ("sheets/git.py",),
    r"briefings[./]plugins\b": ("plugins",),
    r"""["'](?:en|de|fr|ja|zh)["']""": (
        "languages/__init__.py",
        "model/source.py",  # an example
        "plugins/exchange/imports/cells.py",  # a notation of numbers
        "preview/server.py",  # its own page is English
    ),
}
"""What only one module or room does: printing, setting the exit code, running git, naming a plugin or a
language."""


@pytest.mark.parametrize(("pattern", "homes"), ONLY_IN.items(), ids=[homes[0] for homes in ONLY_IN.values()])
def test_only_one_module_does_it(pattern: str, homes: tuple[str, ...]) -> None:
    doing = [
        path for path in sorted(PACKAGE.rglob("*.py")) if re.search(pattern, path.read_text(encoding="utf-8"))
    ]
    assert doing
    allowed = [place for home in homes for place in PACKAGE.glob(home)]
    assert [path for path in doing if not any(path.is_relative_to(place) for place in allowed)] == []


def test_each_plugin_is_declared_and_installed() -> None:
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = project["entry-points"]["briefings"]
    assert declared == {
        path.parent.name: f"briefings.plugins.{path.parent.name}:PLUGIN"
        for path in PACKAGE.glob("plugins/*/__init__.py")
    }
    installed = {point.name: point.value for point in entry_points(group="briefings")}
    assert declared.items() <= installed.items(), "the installed package is older: run `make install`"


def test_the_list_of_commands_is_shown_without_loading_what_they_do() -> None:
    loaded = (
        "import sys, briefings.cli; briefings.cli.cli(['--help'], standalone_mode=False);"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    )
    listed = subprocess.run([sys.executable, "-c", loaded], check=True, capture_output=True, text=True)
    assert "Commands:" in listed.stdout
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
