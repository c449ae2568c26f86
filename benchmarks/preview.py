"""How long a save takes to be seen: `briefings serve` as a process, its page open in Chromium, a sheet
edited, broken and mended on disk.

python -m benchmarks.preview [N …] [--rounds 5]
python -m benchmarks.preview --project . [--rounds 5]
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter

from playwright.sync_api import Page, sync_playwright

from benchmarks.corpus import write

LONG = 600_000
"""Milliseconds after which a save is given up."""

SEEN = (
    "words => document.querySelector('h1')?.textContent.includes(words) &&"
    " !document.querySelector('briefings-preview')"
)
PANEL = (
    "document.querySelector('briefings-preview')?.shadowRoot.querySelector('.panel:not([hidden])')?.offsetHeight"
    " > 100"
)
NO_PANEL = "!document.querySelector('briefings-preview')"

_TITLE = re.compile(r"^title:.*(?:\n[ ].*)*", re.MULTILINE)


@contextmanager
def served(project: Path) -> Iterator[str]:
    """The address of a preview whose first build has ended."""
    command = [sys.executable, "-m", "briefings", "-C", str(project), "serve", "--address", "127.0.0.1:0"]
    process = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"SITE_URL": ""},
    )
    assert process.stderr is not None
    lines = iter(process.stderr)
    address = next(line for line in lines if line.startswith("preview on ")).split()[2]
    built = next(line for line in lines if " pages in " in line)
    print(f"first build: {built.strip()}", flush=True)
    # What else is said must be read, or the program waits for it to be.
    threading.Thread(target=lambda: [None for _ in lines], daemon=True).start()
    try:
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        # With thousands of sheets, the build of the last save may still run.
        process.wait(timeout=LONG / 1000)


def measure(project: Path, page: Page, rounds: int) -> dict[str, list[float]]:
    """Seconds from each kind of save to what it brings, seen in a frame that the browser drew."""
    sheet = sorted((project / "content" / "briefings").glob("*.yml"))[0]
    taken: dict[str, list[float]] = {}

    def save(text: str) -> float:
        # As editors do, so that nobody reads half a sheet.
        new = sheet.with_name(f".{sheet.name}.new")
        new.write_text(text, encoding="utf-8")
        new.rename(sheet)
        return perf_counter()

    def timed(what: str, text: str, wait: Callable[[], object]) -> None:
        saved = save(text)
        wait()
        taken.setdefault(what, []).append(perf_counter() - saved)

    def shows(words: str) -> Callable[[], object]:
        return lambda: page.wait_for_function(SEEN, arg=words, timeout=LONG)

    with served(project) as address:
        page.goto(f"{address}briefings/{sheet.stem}/", timeout=LONG)
        good = sheet.read_text(encoding="utf-8")
        for n in range(rounds):
            edited, mended = (
                _TITLE.sub(f"title: {word} {n}", good, count=1) for word in ("Edited", "Mended")
            )
            broken = edited.replace("title:", "titel:", 1)
            timed("edited: the new page", edited, shows(f"Edited {n}"))
            timed("broken: the overlay", broken, lambda: page.wait_for_function(PANEL, timeout=LONG))
            timed(
                "taken back: the overlay gone", edited, lambda: page.wait_for_function(NO_PANEL, timeout=LONG)
            )
            timed("broken: the overlay", broken, lambda: page.wait_for_function(PANEL, timeout=LONG))
            timed("mended: the new page, the overlay gone", mended, shows(f"Mended {n}"))
    return taken


def main() -> int:
    """Measure projects one after the other, and print medians and worst."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("sizes", type=int, nargs="*", metavar="N", help="briefings of a project made for it")
    parser.add_argument("--project", type=Path, help="a project; a copy of it is edited")
    parser.add_argument("--rounds", type=int, default=5)
    chosen = parser.parse_args()
    program = shutil.which("chromium") or shutil.which("google-chrome")
    if program is None:
        print("no Chromium on this machine", file=sys.stderr)
        return 2
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for size in [chosen.project] if chosen.project else chosen.sizes or [100]:
            project = Path(folder) / "project"
            shutil.rmtree(project, ignore_errors=True)
            if isinstance(size, Path):
                for name in ("content", "seeds", "theme"):
                    shutil.copytree(size / name, project / name)
                shutil.copy(size / "mkdocs.yml", project)
            else:
                write(size, project)
            print(f"\n{size} briefings" if isinstance(size, int) else f"\n{size.resolve().name}")
            for what, seconds in measure(project, browser.new_page(bypass_csp=True), chosen.rounds).items():
                print(f"  {what:<40} median {statistics.median(seconds):6.2f} s, worst {max(seconds):6.2f} s")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
