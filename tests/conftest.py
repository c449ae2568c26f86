"""Options and sites that all tests share. The browser is in `tests.windows`."""

from __future__ import annotations

import copy
import fcntl
import functools
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import hypothesis
import pytest

from tests.said import Command, Said
from tests.sandbox import Sandbox, sandbox

pytest_plugins = ("tests.windows",)

# Benchmarks measure time; on a busy machine a test must not fail because it is slow. Nor may the test of a change
# fail by chance, so that only those of the night try other examples each time.
PATIENT = hypothesis.settings(deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.register_profile("change", PATIENT, derandomize=True, database=None, max_examples=30)
hypothesis.settings.register_profile("night", PATIENT, max_examples=400)


def pytest_configure(config: pytest.Config) -> None:
    hypothesis.settings.load_profile("change" if "not nightly" in config.option.markexpr else "night")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores: tests of browsers, servers and locks spend much time waiting."""
    return (os.cpu_count() or 1) + 1


LONG = ("site", "browser", "flagship", "hostile", "faults", "plugins", "preview", "fuzz")
"""The folders with the longest tests. They begin first, so that no process has one left at the end."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.parent.name not in LONG)


# What a machine may set must not decide what a test says. Workers inherit this environment.
for _name in ("SITE_URL", "REPO_URL", "EDIT_PATH", "CONTACT_URL", "SOURCE_DATE_EPOCH", "GITHUB_STEP_SUMMARY"):
    os.environ.pop(_name, None)
if os.environ.pop("CI", ""):
    os.environ["TESTS_NEED_A_BROWSER"] = "1"


ROOT = Path(__file__).resolve().parent.parent
OUR_SITE = (*(f"{ROOT / name}{os.sep}" for name in ("content", "seeds", "theme")), str(ROOT / "mkdocs.yml"))
"""The files of our own site, a project like any other. Its tests are in tests/flagship."""
_reading = {"allowed": False}


def _refuse_our_site(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: a test of the tool that reads our own site would fail in a fork without it."""
    if event in ("open", "os.scandir", "os.listdir") and not _reading["allowed"]:
        path = arguments[0]
        if isinstance(path, str) and f"{path}{os.sep}".startswith(OUR_SITE):
            raise PermissionError(f"only tests/flagship may read our own site: {path}")


sys.addaudithook(_refuse_our_site)


def pytest_runtest_setup(item: pytest.Item) -> None:
    _reading["allowed"] = item.path.is_relative_to(ROOT / "tests" / "flagship")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-goldens",
        action="store_true",
        help="write what comes out into the golden files, for a review by diff",
    )


@pytest.fixture
def update_goldens(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be written instead of compared."""
    return bool(request.config.getoption("--update-goldens"))


@pytest.fixture(scope="session", autouse=True)
def _no_waiting_for_the_disk() -> Iterator[None]:
    """Other programs may have much to write, and tests survive no power failure anyway."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda descriptor: None)
        patch.setattr(os, "sync", lambda: None)
        yield


@pytest.fixture(scope="session", autouse=True)
def _themes_are_read_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Material has 12,000 files, and each build of a test would list them and compile its templates."""
    from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader

    @functools.cache
    def listed(folder: str) -> list[str]:
        return every(FileSystemLoader(folder))

    def installed_once(loader: FileSystemLoader) -> list[str]:
        names = {
            name
            for folder in loader.searchpath
            for name in (listed(folder) if "site-packages" in folder else every(FileSystemLoader(folder)))
        }
        return sorted(names)

    def compiled_once(self: Environment, *arguments: Any, **given: Any) -> None:
        begin(self, *arguments, **given)
        self.bytecode_cache = compiled

    every, begin = FileSystemLoader.list_templates, Environment.__init__
    compiled = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FileSystemLoader, "list_templates", installed_once)
        patch.setattr(Environment, "__init__", compiled_once)
        yield


@pytest.fixture(scope="session", autouse=True)
def _each_test_has_one_process() -> Iterator[None]:
    """Tests run on all cores already, and to start processes takes a quarter of the time of a small site. Commands in
    processes of their own, and tests/site/test_edits.py, use all cores."""
    from briefings.store import processes

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processes, "available_cores", lambda: 1)
        yield


@pytest.fixture(scope="session", autouse=True)
def _schemas_are_made_once() -> Iterator[None]:
    """They are the same for each site, and take a tenth of the time of a small one."""
    from briefings.model.base import Model

    made: Callable[[object], object] = functools.cache(Model.model_json_schema.__func__)  # type: ignore[attr-defined]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Model, "model_json_schema", classmethod(lambda model: copy.deepcopy(made(model))))
        yield


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs a command in the working directory, as from a shell."""
    from briefings import cli

    def once(*arguments: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["briefings", *arguments])
        with pytest.raises(SystemExit) as stopped:
            cli.main()
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        assert isinstance(stopped.value.code, int)
        return Said(stopped.value.code, out, err)

    return once


class Once(Protocol):
    """Has a folder made by the first process of a run that needs it, and returns it to each."""

    def __call__(self, name: str, make: Callable[[Path], object]) -> Path: ...


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """For sites that tests only read."""
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent  # which all workers share

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder, done = base / name, base / f"{name}-is-made"
        with (base / f"{name}-lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not done.exists():
                shutil.rmtree(folder, ignore_errors=True)
                make(folder)
                done.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def box() -> Iterator[Sandbox]:
    """Runs commands in processes of their own."""
    with sandbox() as opened:
        yield opened


@pytest.fixture(scope="session")
def small_site(once: Once) -> Path:
    """The small site of `tests.sites.SHEETS`, built once for all tests that only read it."""
    # Imported here, so that tests of small modules do not wait for the whole package.
    from tests import sites

    return once("small-site", sites.published) / "site"


@pytest.fixture(scope="session")
def documentation(once: Once) -> Path:
    """The documentation as a site, with the address of a demonstration."""
    from mkdocs.commands.build import build
    from mkdocs.config import load_config

    def make(folder: Path) -> None:
        config = load_config(str(ROOT / "mkdocs.docs.yml"), strict=True, site_dir=str(folder))
        config.extra["demonstration"] = "https://example.org/briefings/"
        build(config)

    return once("documentation", make)
