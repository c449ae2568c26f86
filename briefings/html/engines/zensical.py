"""Zensical, the successor of MkDocs: reads the same mkdocs.yml, is run as a program of its own."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

from briefings.html.engines.base import EngineError, EngineResult, Finish, Places, replace_site, source_date
from briefings.settings import CONFIG_FILE, Settings
from briefings.store.builds import NOTHING, Earlier
from briefings.store.files import temporary
from briefings.store.folders import Scratch, sweep
from briefings.store.processes import Progress, no_progress

SCRATCH = "zensical"
"""The name of scratch folders for sites outside the project."""

COLOUR = re.compile(r"\x1b\[[0-9;]*m")
ISSUE = re.compile(r"^(?:Warning|Error): (?P<message>.+)$")
PLACE = re.compile(r"─\[ (?P<place>.+?) \]")


class Zensical:
    """Builds with the installed Zensical."""

    name = "zensical"

    def keeps(self, settings: Settings) -> bool:
        """It makes all pages: what it remembers is its own."""
        return False

    def build(
        self,
        settings: Settings,
        *,
        site_dir: Path | None = None,
        strict: bool = True,
        as_of: date | None = None,
        finish: Finish | None = None,
        earlier: Earlier = NOTHING,
        durable: bool = True,
        progress: Progress = no_progress,
    ) -> EngineResult:
        """The site in `site_dir`, or else where the settings say; see `Engine`."""
        if importlib.util.find_spec("zensical") is None:
            raise EngineError('Zensical is not installed: pip install "briefings[zensical]"')

        def write(folder: Path) -> tuple[list[str], Mapping[str, Places]]:
            variables = os.environ | source_date(as_of)
            if folder.is_relative_to(settings.root):
                return _run(settings, folder, variables), {}
            # Zensical refuses a site outside the project's folder.
            sweep(settings.root / SCRATCH)
            with Scratch(settings.root / SCRATCH, inside=settings.root) as inside:
                warnings = _run(settings, inside.path, variables)
                shutil.copytree(inside.path, folder, dirs_exist_ok=True)
            return warnings, {}

        target = (site_dir or settings.site_dir).absolute()
        return replace_site(
            target, write, strict=strict, inside=settings.root, durable=durable, finish=finish
        )


def _run(settings: Settings, folder: Path, variables: Mapping[str, str]) -> list[str]:
    with _config(settings, folder) as config:
        command = [sys.executable, "-m", "zensical", "build", "--config-file", config.name]
        done = subprocess.run(
            command,
            cwd=settings.root,
            env=variables,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    warnings = _warnings(done.stdout + done.stderr)
    if done.returncode != 0:
        said = [line for line in COLOUR.sub("", done.stderr or done.stdout).splitlines() if line.strip()]
        raise EngineError(
            f"Zensical failed: {said[-1].strip() if said else f'exit code {done.returncode}'}", warnings
        )
    return warnings


def _config(settings: Settings, folder: Path) -> AbstractContextManager[Path]:
    """mkdocs.yml with another site_dir, which Zensical has no option for. It must lie in the project: paths
    are taken from there."""
    folders = {"docs_dir": settings.docs_dir, "site_dir": folder}
    changed = {"INHERIT": CONFIG_FILE} | {
        key: path.relative_to(settings.root).as_posix() for key, path in folders.items()
    }
    # JSON is YAML.
    return temporary(settings.config_file, json.dumps(changed).encode())


def _warnings(output: str) -> list[str]:
    """What Zensical draws over several lines, as `page.md:3:8: page does not exist`."""
    found: list[str] = []
    pending = ""
    for line in COLOUR.sub("", output).splitlines():
        if (issue := ISSUE.match(line)) is not None:
            if pending:
                found.append(pending)
            pending = issue["message"]
        elif pending and (place := PLACE.search(line)) is not None:
            found.append(f"{place['place']}: {pending}")
            pending = ""
    return [*found, pending] if pending else found
