"""Follows the tutorial and guides in docs/: runs their commands in a shell, and makes their files and edits.

A block `console` holds commands after `$` and what they print. A block after `<!-- file PATH -->` is a file. A
block `diff` after `<!-- edit PATH -->` replaces lines of a file; a block after `<!-- part of PATH -->` shows
some of its lines.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from tests.sandbox import Sandbox

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
DAY = 1_795_694_400
"""The day of the run, in seconds: 2026-11-26."""

BLOCK = re.compile(
    r"(?:^<!-- (?P<what>edit|part of|file) (?P<path>\S+) -->\n)?^```(?P<kind>\w+)\n(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


@dataclass
class Run:
    """A reader who follows the tutorial in a folder."""

    folder: Path
    box: Sandbox
    typed: int = 0
    """The characters of the commands and of the lines written by hand."""
    commands: int = 0
    lines: int = 0
    """The lines written by hand."""
    _env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        person = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@example.org"}
        person |= {key.replace("AUTHOR", "COMMITTER"): value for key, value in person.items()}
        self._env = person | {
            "SOURCE_DATE_EPOCH": str(DAY),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "NO_MKDOCS_2_WARNING": "1",
        }
        self.here = self.folder

    def follow(self, text: str) -> str:
        """The page with what the commands print now, and what a reader types."""
        text = BLOCK.sub(self._block, text)
        typed = (
            f"You typed {self.typed:,} characters: {self.commands} commands and {self.lines} lines of YAML."
        )
        return re.sub(r"You typed [^.]+\.", typed, text)

    def _block(self, block: re.Match[str]) -> str:
        if block["kind"] == "console":
            commands = [line[2:] for line in block["body"].splitlines() if line.startswith("$ ")]
            return "```console\n" + "".join(map(self._command, commands)) + "```"
        if block["what"] == "edit":
            self._edit(self.here / block["path"], block["body"])
        elif block["what"] == "file":
            (self.here / block["path"]).write_text(block["body"], encoding="utf-8")
        elif block["what"] == "part of":
            assert block["body"] in (self.here / block["path"]).read_text(encoding="utf-8")
        return block[0]

    def _command(self, command: str) -> str:
        self.typed += len(command) + 1
        self.commands += 1
        if command.startswith("cd "):
            self.here /= shlex.split(command)[1]
            return f"$ {command}\n"
        if command.startswith("briefings "):
            out = self.box.run(self.here, shlex.split(command)[1:], seconds=120, env=self._env).out
        else:
            out = subprocess.run(
                ["bash", "-c", command],
                cwd=self.here,
                env=os.environ | self._env,
                text=True,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=120,
            ).stdout
        # A note about how this copy of the program was installed; readers install a release.
        lines = [line for line in out.splitlines() if not line.startswith("note: ")]
        return "\n".join([f"$ {command}", *lines]) + "\n"

    def _edit(self, file: Path, diff: str) -> None:
        text = file.read_text(encoding="utf-8")
        for old, new in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)*)", diff, re.MULTILINE):
            before, after = (re.sub(r"^.", "", lines, flags=re.MULTILINE) for lines in (old, new))
            assert f"\n{text}".count(f"\n{before}") == 1, before
            text = f"\n{text}".replace(f"\n{before}", f"\n{after}").removeprefix("\n")
            self.typed += len(after)
            self.lines += after.count("\n")
        file.write_text(text, encoding="utf-8")


def settled(text: str) -> str:
    """The page without what differs from run to run or with every new file of a site: seconds, sizes, numbers of
    files."""
    text = re.sub(r"^wrote \d+ files", "wrote … files", text, flags=re.MULTILINE)
    text = re.sub(r"^\d+ pages, .* files changed.*$", "… pages", text, flags=re.MULTILINE)
    return re.sub(r"\d+\.\d s\b", "… s", text)
