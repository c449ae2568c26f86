"""The whole engine under attack: many hostile sheets and pages in one project, checked, built and judged."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from random import Random

import yaml as pyyaml
from playwright.sync_api import Page

from tests.fuzz import corpus, mutate, targets
from tests.fuzz.browser import verdict
from tests.fuzz.targets import Failure
from tests.hostile.built import ADDRESSES, SITE_NAME
from tests.hostile.case_files import File, base
from tests.hostile.play import misbehaved, problems_in, write_project
from tests.hostile.sandbox import Ran, Sandbox, sandbox

SHEETS = 24
PAGES = 8
SECONDS = 120
MOST_TOLD = 3


class Engine:
    """Projects that are built, one after another."""

    def __init__(self, seed: str, box: Sandbox, page: Page | None) -> None:
        self._seed, self._box, self._page = seed, box, page
        self.builds = 0
        self.pages = 0

    def __str__(self) -> str:
        return f"{self.builds} builds with {self.pages:,} pages"

    def round(self) -> Iterator[Failure]:
        """Build one project; what is wrong with it."""
        self.builds += 1
        made_by = f"{self._seed} engine {self.builds}"
        chance = Random(made_by)
        yield from self.build(files_of(chance), made_by)

    def build(self, files: Mapping[str, str], made_by: str) -> Iterator[Failure]:
        """Check and build these files, and judge what comes out."""
        with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
            root = Path(folder) / "project"
            put = [File("file", path, text.encode("utf-8", "surrogatepass")) for path, text in files.items()]
            write_project(root, [*base(), *put])
            rest = dict(files)
            ran = self._checked(root, rest)
            wrong = list(misbehaved(ran))
            if not wrong and ran.status == 0:
                ran = self._built(root, rest)
                wrong = list(misbehaved(ran))
                if not wrong and ran.status != 0:
                    wrong = [f"what passes the check does not build: {_errors(ran)}"]
                elif not wrong:
                    wrong = list(self._judged(root / "site", rest))
            elif not wrong:
                wrong = [f"problems that name no file of the project: {_errors(ran)}"]
        # One fault shows in many places: what is told of a build is what is found first.
        for what in wrong[:MOST_TOLD]:
            yield Failure("engine", made_by, rest, _kind(what), what)

    def _checked(self, root: Path, files: dict[str, str]) -> Ran:
        """The check of what is left once files with errors are taken out."""
        while True:
            ran = self._box.run(root, ["check"], seconds=SECONDS, env=ADDRESSES)
            named = {
                each.place.path for each in problems_in(ran.out) if each.severity == "error"
            } & files.keys()
            if ran.status == 0 or ran.ended or not named:
                return ran
            _take_out(root, files, named)

    def _built(self, root: Path, files: dict[str, str]) -> Ran:
        """The build of what is left without refused hand-written pages; sheets that passed the check stay."""
        while True:
            ran = self._box.run(root, ["build"], seconds=SECONDS, env=ADDRESSES)
            pages = {
                path
                for path in files
                if path.startswith("content/pages/")
                and re.search(rf"\b{Path(path).stem}(\.md|/index\.html)", ran.out)
            }
            if ran.status == 0 or ran.ended or not pages:
                return ran
            _take_out(root, files, pages)

    def _judged(self, site: Path, files: Mapping[str, str]) -> Iterator[str]:
        if self._page is None:
            return
        theme: set[str] | None = None
        for file in (site / "404.html", *sorted(site.rglob("*.html"))):
            judged = verdict(self._page, file.read_text(encoding="utf-8"))
            self.pages += 1
            name = file.relative_to(site).as_posix()
            scripts = {re.sub(r'new URL\("[\w./%~-]*",location\)', "", script) for script in judged["inline"]}
            theme = scripts if theme is None else theme
            yield from (f"{found} on {name}" for found in judged["found"])
            yield from (
                f"a script that is not the theme’s: {script[:200]} on {name}" for script in scripts - theme
            )
            title = _title(name, files)
            if title is not None and "".join(judged["title"].split()) != "".join(
                f"{title} – {SITE_NAME}".split()
            ):
                yield f"another title: {judged['title']!r}, not {title!r}, on {name}"


def _title(page: str, files: Mapping[str, str]) -> str | None:
    path = f"content/{page.removesuffix('/index.html')}.yml"
    if path not in files:
        return None
    data = pyyaml.load(files[path], Loader=pyyaml.BaseLoader)
    return str(data.get("title") or data.get("name"))


def _take_out(root: Path, files: dict[str, str], named: set[str]) -> None:
    for path in named:
        (root / path).unlink()
        del files[path]


def _kind(what: str) -> str:
    """A failure in one line without what differs from one input to the next."""
    mistake = re.search(r"mistake in the generator.*?\((\w+)", what)
    if mistake is not None:
        return f"a mistake in the generator: {mistake[1]}"
    said = re.search(r"(?:error\[.*|^  .*)", what, re.MULTILINE) if what.startswith("what passes") else None
    line = (said[0] if said is not None else what.split("\n")[0]).split(": <")[0]
    return re.sub(r"'[^']*'|`[^`]*`|\([^)]*\)|[\w/-]+\.(?:md|html)[:\d]*|\d+", "", line).strip()[:80]


def _errors(ran: Ran) -> str:
    return "\n".join(
        [line for line in ran.out.splitlines() if re.match(r" {0,2}\S", line) and "warning[" not in line][
            -20:
        ]
    )


def files_of(chance: Random) -> dict[str, str]:
    """Hostile sheets and pages."""
    files: dict[str, str] = {}
    for n in range(SHEETS):
        folder = chance.choice(("briefings", "briefings", "actors", "sources", "topics"))
        data = corpus.hostile(chance, folder, times=chance.randint(1, 6))
        if "name" in data:
            data["name"] = f"{data['name']} {n}"
        if folder == "actors":
            data["aliases"] = [f"{alias} {n}" for alias in data["aliases"]]
        files[f"content/{folder}/fuzzed-{n}.yml"] = mutate.yaml(chance, data, odd=0.002)
    for n in range(PAGES):
        body = targets.TARGETS["fast"].make(chance)["markdown"]
        files[f"content/pages/page-{n}.md"] = (
            f"---\ntitle: {json.dumps(mutate.line(chance))}\n---\n\n# Page\n\n{mutate.printable(body)}\n"
        )
    return files


@contextmanager
def engine(seed: str, page: Page | None) -> Iterator[Engine]:
    """An engine to attack."""
    with sandbox() as box:
        yield Engine(seed, box, page)


def replay(failure: Failure, page: Page | None) -> Failure | None:
    """The same project again."""
    with engine("", page) as whole:
        return next(whole.build(failure.input, failure.made_by), None)
