"""`briefings serve` as a process of its own, over the small valid tree."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Collection
from pathlib import Path

from tests.preview.running import LONG, until
from tests.trees import write_base

HEARING = """
import os, signal, sys
signal.signal(signal.SIGHUP, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])
"""
"""Runs a program that does not ignore SIGHUP, although the tests may run below `nohup`."""

TITLE = "China proposes a world AI cooperation organization"


class Served:
    """A preview of the project in a folder."""

    def __init__(self, root: Path, ignored: Collection[signal.Signals] = ()) -> None:
        """`ignored` are signals that the program is started with ignored, as background jobs of a shell
        are."""
        write_base(root)
        with (root / "mkdocs.yml").open("a", encoding="utf-8") as stream:
            stream.write(
                "theme: {name: material, font: false}\nplugins: []\nmarkdown_extensions: [tables,"
                " md_in_html]\n"
            )
        self.root = root
        self.sheet = root / "content/briefings/waico.yml"
        self.good = self.sheet.read_text(encoding="utf-8")
        self.said: list[str] = []
        """The lines in the terminal so far."""
        command = [
            sys.executable,
            "-u",
            "-m",
            "briefings",
            "-C",
            str(root),
            "serve",
            "--address",
            "127.0.0.1:0",
        ]
        environment = {
            key: value for key, value in os.environ.items() if key not in {"SITE_URL", "REPO_URL"}
        } | {"NO_COLOR": "1"}
        self.temporary = root / "temporary"
        """Where its temporary files go."""
        self.temporary.mkdir()
        environment["TMPDIR"] = str(self.temporary)
        numbers = " ".join(str(int(number)) for number in ignored)
        trap = f"trap '' {numbers}; " if numbers else ""
        command = [sys.executable, "-c", HEARING, "/bin/sh", "-c", f'{trap}exec "$@"', "sh", *command]
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
        )
        self._reader = threading.Thread(target=self._read)
        self._reader.start()
        self.url = self.line("preview on ").split()[2]

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self.said.append(line.rstrip("\n"))

    def line(self, words: str, number: int = 1) -> str:
        """The line that has these words for the so manieth time; waits for it."""
        until(
            lambda: (
                len([line for line in self.said if words in line]) >= number
                or self._process.poll() is not None
            )
        )
        return [line for line in self.said if words in line][number - 1]

    def save(self, before: str, after: str) -> None:
        """Save the good sheet, with other words in it."""
        assert before in self.good
        self.sheet.write_text(self.good.replace(before, after, 1), encoding="utf-8")

    def interrupt(self, how: signal.Signals = signal.SIGINT) -> int:
        """Press Ctrl+C, or end it in another way; the exit code."""
        self._process.send_signal(how)
        code = self._process.wait(LONG)
        self._reader.join(LONG)
        return code

    def signal(self, how: signal.Signals) -> None:
        """Send a signal, and wait for nothing."""
        self._process.send_signal(how)

    @property
    def runs(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def close(self) -> None:
        """End it, however it stands."""
        if self.runs:
            self._process.kill()
            self._process.wait(LONG)
            self._reader.join(LONG)
