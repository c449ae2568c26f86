"""What Lighthouse and the Nu HTML checker say of a built site, served as GitHub Pages serves it.

python -m benchmarks.lighthouse site [--mount /project/]; needs Node, Java and Chromium, and fetches both
checkers with npx and npm.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from tests.serving import serve

CATEGORIES = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
"""The least that is good enough; mobile, simulated."""


def pages_to_try(site: Path) -> list[str]:
    """The front page, the largest briefing, the largest actor, the timeline."""

    def largest(folder: str) -> str:
        found = sorted((site / folder).glob("*/index.html"), key=lambda file: (file.stat().st_size, file))
        return f"{folder}/{found[-1].parent.name}/"

    return ["", largest("briefings"), largest("actors"), "timeline/"]


def scores(
    address: str, work: Path, program: Sequence[str], chromium: str, categories: Iterable[str]
) -> dict[str, int]:
    """What Lighthouse gives a page, by category."""
    report = work / "report.json"
    command = [*program, address, "--quiet", "--output=json", f"--output-path={report}"]
    command += [
        f"--only-categories={','.join(categories)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
    ]
    subprocess.run(command, check=True, cwd=work, env=os.environ | {"CHROME_PATH": chromium})
    found = json.loads(report.read_text(encoding="utf-8"))["categories"]
    return {name: round(100 * found[name]["score"]) for name in categories}


def html_errors(site: Path, work: Path) -> list[str]:
    """The errors that the Nu HTML checker finds, on all pages."""
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "vnu-jar"], check=True, cwd=work)
    jar = next((work / "node_modules" / "vnu-jar").rglob("vnu.jar"))
    pages = sorted(str(file) for file in site.rglob("*.html"))
    command = ["java", "-jar", str(jar), "--errors-only", "--format", "gnu", *pages]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stderr.splitlines()


def main() -> int:
    """Print the scores and errors; 1 where something is not good enough."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--mount", default="/")
    chosen = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    missing = [name for name in ("npx", "java") if shutil.which(name) is None]
    if missing or chromium is None:
        print(f"not measured: {' and '.join(missing or ['Chromium'])} not found")
        return 0
    good = True
    with tempfile.TemporaryDirectory() as folder, serve(chosen.site, chosen.mount) as served:
        work = Path(folder)
        for path in pages_to_try(chosen.site):
            found = scores(served.url + path, work, ["npx", "--yes", "lighthouse@12"], chromium, CATEGORIES)
            good &= all(found[name] >= least for name, least in CATEGORIES.items())
            print(f"/{path}: " + ", ".join(f"{name} {score}" for name, score in found.items()), flush=True)
        errors = html_errors(chosen.site, work)
        print("\n".join(errors) or "Nu HTML checker: no error")
    return 0 if good and not errors else 1


if __name__ == "__main__":
    sys.exit(main())
