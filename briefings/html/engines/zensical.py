"""Zensical, the successor of MkDocs: reads the same mkdocs.yml, and runs as a separate program."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
from contextlib import AbstractContextManager
from pathlib import Path

from briefings.html.engines.base import Engine, EngineError
from briefings.html.frame_words import frame_words
from briefings.settings import CONFIG_FILE, Settings
from briefings.store.files import temporary
from briefings.store.folders import Scratch, sweep

SCRATCH = "zensical"
"""The name of scratch folders for sites outside the project."""

COLOR = re.compile(r"\x1b\[[0-9;]*m")
ISSUE = re.compile(r"^(?:Warning|Error): (?P<message>.+)$")
PLACE = re.compile(r"─\[ (?P<place>.+?) \]")


class Zensical(Engine):
    """Builds with the installed Zensical."""

    def write(self, settings: Settings, folder: Path) -> list[str]:
        """Write a whole site into an empty folder; see `Engine`."""
        if importlib.util.find_spec("zensical") is None:
            raise EngineError('Zensical is not installed: pip install "briefings[zensical]"')
        if folder.is_relative_to(settings.root):
            return _run(settings, folder)
        # Zensical refuses to write a site outside the project's folder.
        sweep(settings.root / SCRATCH)
        with Scratch(settings.root / SCRATCH, inside=settings.root) as inside:
            warnings = _run(settings, inside.path)
            shutil.copytree(inside.path, folder, dirs_exist_ok=True)
        return warnings


def _run(settings: Settings, folder: Path) -> list[str]:
    with _config(settings, folder) as config:
        command = [sys.executable, "-m", "zensical", "build", "--config-file", config.name]
        process = subprocess.run(
            command,
            cwd=settings.root,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )
    warnings = _warnings(process.stdout + process.stderr)
    if process.returncode != 0:
        output = COLOR.sub("", process.stderr or process.stdout)
        lines = [line.strip() for line in output.splitlines() if line.strip()]
        raise EngineError(
            f"Zensical failed: {lines[-1] if lines else f'exit code {process.returncode}'}", warnings
        )
    return warnings


def _config(settings: Settings, folder: Path) -> AbstractContextManager[Path]:
    """A temporary mkdocs.yml with another site_dir, for which Zensical has no option, and with the words of
    the frame. It lies in the project, since Zensical resolves paths from there."""
    folders = {"docs_dir": settings.docs_dir, "site_dir": folder}
    config = {
        "INHERIT": CONFIG_FILE,
        "extra": {"briefings": {"words": frame_words(settings)}},
        **{key: path.relative_to(settings.root).as_posix() for key, path in folders.items()},
    }
    # JSON is valid YAML.
    return temporary(settings.config_file, json.dumps(config).encode())


def _warnings(output: str) -> list[str]:
    """Zensical's warnings, each drawn over several lines, in one: `page.md:3:8: page does not exist`."""
    warnings: list[str] = []
    pending = ""
    for line in COLOR.sub("", output).splitlines():
        if (issue := ISSUE.match(line)) is not None:
            if pending:
                warnings.append(pending)
            pending = issue["message"]
        elif pending and (place := PLACE.search(line)) is not None:
            warnings.append(f"{place['place']}: {pending}")
            pending = ""
    return [*warnings, pending] if pending else warnings
