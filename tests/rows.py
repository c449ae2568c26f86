"""What tests try in each language: `rows/<language>.yml` beside a test has the rows of its table, by its name."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

import pytest
import yaml

Test = TypeVar("Test", bound=Callable[..., None])


def rows(test: Test) -> Test:
    """Runs a test with each row: its first argument is the language, and each other a value of the row."""
    name = test.__name__.removeprefix("test_")
    table = [
        (file.stem, *row)
        for file in files(Path(inspect.getfile(test)).parent)
        for row in read(file).get(name, ())
    ]
    return cast("Test", pytest.mark.parametrize([*inspect.signature(test).parameters], table)(test))


def files(folder: Path) -> list[Path]:
    """The files of a folder of tests, one for each language."""
    return sorted((folder / "rows").glob("*.yml"))


@cache
def read(file: Path) -> dict[str, list[list[Any]]]:
    """The rows of a language, by test."""
    return cast("dict[str, list[list[Any]]]", yaml.load(file.read_bytes(), yaml.CSafeLoader))
