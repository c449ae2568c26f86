"""All writing goes through two modules, which follow no links and leave nothing half done; few others may
write themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.test_imports import modules

WRITERS = {"store.files", "store.folders"}

REASONS = {
    "cli.output": "the null device, instead of a closed pipe, and the file that GITHUB_STEP_SUMMARY names",
    "cli.project": "a file that the user names outside the project",
    "html.publish": "works on a site that nobody sees yet",
    "site.press": "writes into a folder that nobody sees yet",
    "site.handover": "works on a site that nobody sees yet",
    "plugins.papers.cards": "works on a site that nobody sees yet; removes from the cache what has its names",
    "search.pagefind": "works on a site and an index that nobody sees yet",
    "desk.tool": "a temporary folder, for the wheel that a subprocess builds",
    "plugins.fetching.sandbox": "a temporary file without a name",
}
"""Modules that write by themselves, and why they may."""

METHODS = {
    "write_text",
    "write_bytes",
    "unlink",
    "rmdir",
    "mkdir",
    "touch",
    "rename",
    "symlink_to",
    "hardlink_to",
    "chmod",
}
FUNCTIONS = {
    "os": {
        "open", "rename", "renames", "replace", "link", "symlink", "unlink", "remove", "removedirs", "rmdir", "mkdir", "makedirs",
        "truncate", "chmod", "utime", "mkfifo",
    },
    "shutil": {"copy", "copy2", "copyfile", "copytree", "move", "rmtree"},
    "tempfile": {"mkstemp", "mkdtemp", "NamedTemporaryFile", "TemporaryFile", "TemporaryDirectory"},
}  # fmt: skip


def writes(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The calls in a module that change something on the disk."""
    imported = {
        alias.asname or alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in FUNCTIONS
        for alias in node.names
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Name(id=name) if name in imported and name in FUNCTIONS[str(imported[name])]:
                yield node.lineno, name
            case ast.Name(id="open") if _to_write(node, 1):
                yield node.lineno, "open"
            case ast.Attribute(value=ast.Name(id=module), attr=name) if module in FUNCTIONS:
                if name in FUNCTIONS[module]:
                    yield node.lineno, f"{module}.{name}"
            case ast.Attribute(attr="open") if _to_write(node, 0):
                yield node.lineno, "open"
            # Of a path it takes one argument, of a text two.
            case ast.Attribute(attr=name) if name in METHODS or (
                name == "replace" and len(node.args) == 1 and not node.keywords
            ):
                yield node.lineno, name


def _to_write(call: ast.Call, position: int) -> bool:
    modes = [
        *call.args[position : position + 1],
        *(keyword.value for keyword in call.keywords if keyword.arg == "mode"),
    ]
    return any(not isinstance(mode, ast.Constant) or set("wax+") & set(str(mode.value)) for mode in modes)


def test_only_few_modules_write_and_each_has_a_reason() -> None:
    found = {
        module: list(writes(ast.parse(path.read_text(encoding="utf-8"))))
        for module, path in modules().items()
        if module not in WRITERS
    }
    others = {module: calls for module, calls in found.items() if calls and module not in REASONS}
    assert others == {}, "let briefings.store do it, or give the reason here"
    assert [module for module in REASONS if not found[module]] == [], "these write nothing"
