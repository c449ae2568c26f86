"""How long `briefings check` takes, beside another revision, on the same sheets.

python -m benchmarks.check c89298c9^ [--briefings 1000] [--rounds 3]

The two take turns. The other revision has the settings of its own corpus and, if it reads another version of
the lock, only the places of passages in it. Seconds are those of a clock, and those of all processors, which
other programs on the machine disturb less.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

HERE = Path(__file__).resolve().parent.parent
CHECK = ("-c", "from briefings.cli import main; main()", "check")
SCENARIOS = ("cold", "edited")
LOCK = "seeds/quotes.lock"


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("revision", help="the other revision, as Git names it")
    arguments.add_argument("--briefings", type=int, default=1000)
    arguments.add_argument("--rounds", type=int, default=3)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder, "other")
        other.mkdir()
        archive = subprocess.run(
            ["git", "archive", given.revision], cwd=HERE, check=True, stdout=subprocess.PIPE
        )
        subprocess.run(["tar", "x", "-C", other], input=archive.stdout, check=True)
        projects = {code: Path(folder, name) for code, name in ((other, "theirs"), (HERE, "ours"))}
        for code, project in projects.items():
            run(code, code, "-m", "benchmarks.corpus", str(given.briefings), str(project))
        give_sheets(projects[HERE], projects[other])
        taken: dict[tuple[Path, str], list[tuple[float, float]]] = {}
        for n in range(given.rounds):
            for code, project in projects.items():
                shutil.rmtree(project / "build", ignore_errors=True)
                taken.setdefault((code, "cold"), []).append(run(code, project, *CHECK))
                edit(project / "content/briefings/briefing-7.yml", n)
                taken.setdefault((code, "edited"), []).append(run(code, project, *CHECK))
    print(f"{given.briefings} briefings, median of {given.rounds} rounds, in seconds\n")
    print(f"| | by | {given.revision} | now | × | least × |\n| :-- | :-- | --: | --: | --: | --: |")
    for scenario in SCENARIOS:
        for n, measure in enumerate(("clock", "processors")):
            before, now = ([each[n] for each in taken[code, scenario]] for code in projects)
            # Those of one round are near each other in time, so what else ran slowed both.
            ratio = median(ours / theirs for theirs, ours in zip(before, now, strict=True))
            seconds = f"{median(before):.1f} | {median(now):.1f}"
            print(f"| {scenario} | {measure} | {seconds} | {ratio:.2f} | {min(now) / min(before):.2f} |")


def give_sheets(ours: Path, theirs: Path) -> None:
    """Replace the sheets of a corpus by those of another one, and its lock by one of the same version. The
    recorded addresses, whose form has changed, are left out."""
    shutil.rmtree(theirs / "content")
    shutil.copytree(ours / "content", theirs / "content", ignore=shutil.ignore_patterns("ids.lock"))
    lock, old = (json.loads((each / LOCK).read_text(encoding="utf-8")) for each in (ours, theirs))
    if lock["version"] != old["version"]:
        lock["version"] = old["version"]
        for source in lock["sources"].values():
            source.pop("titled", None)
            source["passages"] = {words: known["offset"] for words, known in source["passages"].items()}
    (theirs / LOCK).write_text(json.dumps(lock, ensure_ascii=False, indent=2), encoding="utf-8")


def run(code: Path, folder: Path, *arguments: str) -> tuple[float, float]:
    """Run Python with one revision's code in a folder, and return the seconds that it took by the clock and
    of all processors."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        check=True,
        env={**os.environ, "PYTHONPATH": str(code), "PYTHONDONTWRITEBYTECODE": ""},
        capture_output=True,
    )
    after, ended = resource.getrusage(resource.RUSAGE_CHILDREN), perf_counter()
    return ended - began, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def edit(sheet: Path, n: int) -> None:
    """Change the title of a briefing."""
    text = sheet.read_text(encoding="utf-8")
    sheet.write_text(re.sub("(?m)^title: ", f"title: {n} ", text, count=1), encoding="utf-8")


if __name__ == "__main__":
    main()
