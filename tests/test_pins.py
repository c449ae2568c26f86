"""The pinned packages: three files that agree, with hashes and no index; bounds that keep security fixes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[1]
FILES = ("requirements.txt", "requirements-fetch.txt", "requirements-dev.txt")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def pins(file: str) -> dict[str, str]:
    """The version of each package."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (ROOT / file).read_text(encoding="utf-8"), re.MULTILINE))


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def test_each_file_has_all_of_the_one_before_in_the_same_version() -> None:
    build, fetch, dev = (pins(file).items() for file in FILES)
    assert build < fetch < dev


@pytest.mark.parametrize("file", FILES)
def test_each_package_is_pinned_with_hashes_from_no_index_in_particular(file: str) -> None:
    text = (ROOT / file).read_text(encoding="utf-8")
    for line in re.split(r"(?<!\\)\n", text):
        if line and not line.startswith("#"):
            assert re.fullmatch(r"[a-z0-9-]+==\S+( \\\n    --hash=sha256:[0-9a-f]{64})+", line), line
    assert "://" not in text


@pytest.mark.parametrize(
    ("file", "extras"),
    [
        ("requirements.txt", []),
        ("requirements-fetch.txt", ["fetch"]),
        ("requirements-dev.txt", ["fetch", "dev"]),
    ],
)
def test_what_the_project_asks_for_is_pinned(file: str, extras: list[str]) -> None:
    asked = [
        *PROJECT["dependencies"],
        *(each for extra in extras for each in PROJECT["optional-dependencies"][extra]),
    ]
    versions = pins(file)
    for requirement in map(Requirement, asked):
        version = versions[normal(requirement.name)]
        assert version in requirement.specifier, f"{requirement}, and not {version}; `make requirements`"


@pytest.mark.parametrize(
    "package", ["playwright", "mypy", "pytest", "ruff", "zensical", "zizmor", "trafilatura", "lxml"]
)
def test_a_build_needs_none_of(package: str) -> None:
    assert package not in pins("requirements.txt")


@pytest.mark.parametrize(
    ("package", "fixed"),
    [
        # Scripts in ?q= of the search page
        ("mkdocs-material", "9.7.7"),
        # A pattern of exponential time, and a path that leaves its folder
        ("pymdown-extensions", "11.0.1"),
        # Malformed HTML that ends the build
        ("markdown", "3.8.1"),
    ],
)
def test_no_version_with_a_known_hole_is_allowed(package: str, fixed: str) -> None:
    (requirement,) = [each for each in map(Requirement, PROJECT["dependencies"]) if each.name == package]
    (least,) = [Version(each.version) for each in requirement.specifier if each.operator == ">="]
    assert least >= Version(fixed)
