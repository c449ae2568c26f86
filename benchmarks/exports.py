"""What the formats besides HTML cost: cold builds with all of them, without any, and with one at a time; the
size of the site, by format; and what an edit rewrites.

python -m benchmarks.exports [N] [--rounds 3] [--each] [--wide]
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import statistics
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from benchmarks.corpus import choose_formats, write
from benchmarks.run import EDITED, OURS, Tool, _prepare
from briefings.settings import EXPORTS

ALL = frozenset(EXPORTS) - {"paper"}
"""Papers take far longer than all other formats together."""


@dataclass(slots=True)
class Cost:
    """What builds with some formats took."""

    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    """Seconds of all processes together."""
    megabytes: float = 0
    """Of the site."""
    files: int = 0


def build(project: Path, formats: frozenset[str], cost: Cost) -> None:
    """A build with these formats."""
    choose_formats(project, formats)
    began = perf_counter()
    environment = {**os.environ, "SITE_URL": "https://briefings.example/"}
    process = subprocess.Popen([*OURS, "build"], cwd=project, env=environment, stdout=subprocess.DEVNULL)
    # The usage includes that of the workers, for which the build waits.
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"briefings build failed with {sorted(formats)}")
    cost.seconds.append(perf_counter() - began)
    cost.processor.append(usage.ru_utime + usage.ru_stime)
    sizes = [file.stat().st_size for file in (project / "site").rglob("*") if file.is_file()]
    cost.megabytes, cost.files = sum(sizes) / 1e6, len(sizes)


def clean(project: Path) -> None:
    """Put away everything that a build made. Nothing is deleted: for a minute after many deletions ext4 takes
    long to make files, and so would the next build, the longer the more files it makes."""
    away = Path(tempfile.mkdtemp(dir=project.parent))
    for name in ("build", "site"):
        if (project / name).exists():
            (project / name).rename(away / name)


def contents(site: Path) -> dict[str, bytes]:
    """A digest of each file of a site."""
    files = (file for file in site.rglob("*") if file.is_file())
    return {file.relative_to(site).as_posix(): hashlib.blake2b(file.read_bytes()).digest() for file in files}


def weights(site: Path) -> dict[str, float]:
    """The megabytes of each format of a site, of its pages and of whatever else it has."""
    listed = json.loads((site / "data/index.json").read_text(encoding="utf-8"))["files"]
    formats = {each["path"]: each["format"] for each in listed}
    found: dict[str, float] = {}
    for file in site.rglob("*"):
        if file.is_file():
            path = file.relative_to(site).as_posix()
            others = {".html": "pages", ".png": "pictures for shared links"}
            top = "search" if path.startswith("pagefind/") else others.get(file.suffix, "everything else")
            name = formats.get(path, top)
            found[name] = found.get(name, 0) + file.stat().st_size / 1e6
    return found


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("briefings", type=int, nargs="?", default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--each", action="store_true", help="also each format alone")
    parser.add_argument("--wide", action="store_true", help="many actors and sources for each briefing")
    options = parser.parse_args()
    sets: dict[str, frozenset[str]] = {"none": frozenset(), "all but paper": ALL}
    if options.each:
        sets |= {name: frozenset({name}) for name in EXPORTS if name in ALL}
    costs = {name: Cost() for name in sets}
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        write(options.briefings, project, wide=options.wide)
        for number in range(options.rounds):
            # Every other round goes backward, so that no set always follows the same one.
            for name in sets if number % 2 == 0 else reversed(sets):
                clean(project)
                build(project, sets[name], costs[name])
                print(f"  round {number + 1}, {name}: {costs[name].seconds[-1]:.1f} s", flush=True)
        clean(project)
        build(project, ALL, Cost())
        before, shares = contents(project / "site"), weights(project / "site")
        _prepare(Tool("", (), (), project, edited=project / "content/briefings/briefing-7.yml"), EDITED, 0)
        edit = Cost()
        build(project, ALL, edit)
        after = contents(project / "site")
    print(
        f"\n| {options.briefings:,} briefings, formats | median s | × none | fastest s | × none"
        " | s of processors | × none | MB | files |"
    )
    print("| :-- | --: | --: | --: | --: | --: | --: | --: | --: |")
    base = costs["none"]
    for name, cost in costs.items():
        cells = [name]
        for seconds, without in (
            (statistics.median(cost.seconds), statistics.median(base.seconds)),
            # Whatever else a machine does can only make a build slower.
            (min(cost.seconds), min(base.seconds)),
            (statistics.median(cost.processor), statistics.median(base.processor)),
        ):
            cells += (f"{seconds:.1f}", f"{seconds / without:.2f}")
        cells += (f"{cost.megabytes:.1f}", f"{cost.files:,}")
        print("| " + " | ".join(cells) + " |")
    print("\nMB: " + ", ".join(f"{name} {n:.1f}" for name, n in sorted(shares.items(), key=lambda i: -i[1])))
    changed = [path for path in after if before.get(path) != after[path]]
    kinds: dict[str, int] = {}
    for path in changed:
        kinds[Path(path).suffix] = kinds.get(Path(path).suffix, 0) + 1
    differ = f"{len(changed):,} of {len(after):,} files differ"
    print(f"\nA title edited, all formats: {edit.seconds[0]:.1f} s; {differ}")
    print(", ".join(f"{suffix or 'other'} {n}" for suffix, n in sorted(kinds.items())))


if __name__ == "__main__":
    main()
