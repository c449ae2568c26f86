"""Trees of sheets written down in one Markdown file: blocks named by their paths, and the report that is
expected.

A block is ```` ```yaml content/topics/chips.yml ````; words after the path say what is special about the
file: `crlf`, `bom`, `latin-1` (how it is saved), `six-megabytes` (spaces fill it up to that), `escaped`
(`\\x00` and the like stand for themselves), `tracked` (git knows it), `before` (how it was at the revision
that the tree is compared with), `gone` (only there).
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from briefings.catalog.catalog import Catalog
from briefings.catalog.coverage import Coverage, known_names
from briefings.catalog.link import link
from briefings.catalog.standing import cited_passages
from briefings.evidence import Lock, prove
from briefings.languages import FOLDER
from briefings.model import FOLDERS, SheetModel
from briefings.problems.problem import ContentError, Problem
from briefings.settings import Settings
from briefings.sheets.load import Sheet, parse_sheet
from briefings.site import planning
from briefings.site import stages as build
from briefings.site.verify import verify
from briefings.store.folders import MANIFEST
from briefings.views.maker import Maker
from briefings.words import Words

TODAY = date(2026, 12, 31)
"""The day on which trees are checked."""

PROBLEMS = Path(__file__).parent / "problems"
BASE = PROBLEMS / "base.md"
CASES = sorted(PROBLEMS.rglob("*/*.md"))
"""The golden cases: each is a tree of sheets and the report that a curator gets for it."""

_FILTERS = re.compile(r"(^|/)pagefind/(filter/|pagefind-entry\.json|.*\.pf_meta)")

_BLOCK = re.compile(
    r"^```(?P<kind>\w+) (?P<path>\S+)(?P<special>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
_REPORT = re.compile(r"^```text\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class File:
    """One file of a tree."""

    path: str
    data: bytes
    special: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Tree:
    """A file of blocks, read."""

    files: tuple[File, ...]
    expected: str
    """The report; empty where none is written down yet."""

    @classmethod
    def read(cls, text: str) -> Tree:
        """The tree that a Markdown text holds."""
        report = _REPORT.search(text)
        return cls(
            tuple(_file(match) for match in _BLOCK.finditer(text)),
            report["body"] if report is not None else "",
        )


def _file(match: re.Match[str]) -> File:
    special = frozenset(match["special"].split())
    body = match["body"]
    if "escaped" in special:
        body = body.encode("ascii", "backslashreplace").decode("unicode-escape")
    if "six-megabytes" in special:
        body = body.ljust(6_000_000)
    if "crlf" in special:
        body = body.replace("\n", "\r\n")
    data = body.encode("latin-1" if "latin-1" in special else "utf-8", errors="surrogatepass")
    return File(match["path"], (b"\xef\xbb\xbf" if "bom" in special else b"") + data, special)


def with_report(text: str, report: str) -> str:
    """The text of a tree's file with another report in it."""
    block = f"```text\n{report}```"
    return _REPORT.sub(lambda _: block, text) if _REPORT.search(text) else f"{text.rstrip()}\n\n{block}\n"


def compare_report(made: str, case: Path, *, update: bool) -> None:
    """Compare a report with the one in the file of a case."""
    text = case.read_text(encoding="utf-8")
    if update:
        case.write_text(with_report(text, made), encoding="utf-8")
    else:
        assert made == Tree.read(text).expected


def base(path: Path | None = BASE) -> dict[str, bytes]:
    """The small valid tree that each case is put into, or none."""
    text = "" if path is None else path.read_text(encoding="utf-8")
    return {file.path: file.data for file in Tree.read(text).files}


def sheets_in(file: Path) -> dict[str, str]:
    """The sheets that a file of blocks holds, by their paths below content/."""
    return {each.path: each.data.decode() for each in Tree.read(file.read_text(encoding="utf-8")).files}


def problems_of(files: Iterable[File], root: Path, *, within: Path = BASE) -> tuple[Problem, ...]:
    """What `briefings check` finds wrong with these files in a base tree; templates of their own are
    rendered too."""
    own = list(files)
    before = [file for file in own if "before" in file.special]
    now = [file for file in own if "before" not in file.special]
    write_versions(own, root, within=within)
    if not any(file.path == "content/ids.lock" for file in now):
        write(root, {"content/ids.lock": recorded(root)})
    if not any(file.path == "seeds/quotes.lock" for file in own):
        record_passages(root)
    if tracked := [file.path for file in now if "tracked" in file.special]:
        git(root, "init", "-q", "-b", "main")
        git(root, "add", "--", *tracked)
    return _problems(
        root, since="HEAD" if before else None, render=any(file.path.startswith("theme/") for file in now)
    )


def write_versions(files: Iterable[File], root: Path, *, within: Path | None = BASE) -> None:
    """Writes a base tree, or none, with these files; what is marked `before` is committed first, and what is marked
    `gone` is only in that commit."""
    own = list(files)
    before = [file for file in own if "before" in file.special]
    write(root, base(within) | {file.path: file.data for file in before})
    if before:
        git(root, "init", "-q", "-b", "main")
        git(root, "add", "-A")
        git(root, "commit", "-q", "-m", "before")
    for file in before:
        if "gone" in file.special:
            (root / file.path).unlink()
    write(root, {file.path: file.data for file in own if "before" not in file.special})


def _problems(root: Path, *, since: str | None, render: bool) -> tuple[Problem, ...]:
    try:
        settings = Settings.load(root)
        checked = build.check(settings, since=since, today=TODAY)
        if render and checked.catalog is not None:
            planning.generate(settings, checked)
    except ContentError as error:
        return error.problems
    return checked.problems


def recorded(root: Path) -> str:
    """A content/ids.lock that has every sheet of the tree."""
    return "".join(
        f"{folder}/{file.stem}\n"
        for folder in FOLDERS.values()
        for file in sorted((root / "content" / folder).glob("*.yml"))
    )


def record_passages(root: Path) -> None:
    """Writes the seeds/quotes.lock that `briefings verify` would, if the sheets can be linked."""
    with suppress(ContentError):
        settings = Settings.load(root)
        catalog = build.check(settings, drafts=True).linked
        if catalog is not None and any(catalog.entries):
            verify(settings, catalog, today=date(2026, 11, 24))


def sheets_of(files: Mapping[str, str], *, with_base: bool = True) -> list[Sheet[SheetModel]]:
    """The sheets of these files, by their paths below content/, in the base tree or alone."""
    kinds = {folder: kind for kind, folder in FOLDERS.items()}
    texts = {
        path: data.decode()
        for path, data in base().items()
        if with_base and path.startswith("content/") and path.endswith(".yml")
    }
    texts |= {f"content/{path}": text for path, text in files.items()}
    sheets: list[Sheet[SheetModel]] = []
    for path, text in texts.items():
        sheet, problems = parse_sheet(text, kinds[path.split("/")[1]], Path(path).stem, path)
        assert sheet is not None, problems
        sheets.append(sheet)
    return sheets


def catalog_of(files: Mapping[str, str], *, with_base: bool = True, drafts: bool = False) -> Catalog:
    """The catalog of these files, by their paths below content/, in the base tree or alone."""
    catalog, problems = link(sheets_of(files, with_base=with_base), drafts=drafts)
    assert catalog is not None, problems
    return catalog


@cache
def words(language: str) -> Words:
    """The fixed words of a language."""
    return Words.load(language, [FOLDER])


def maker_of(catalog: Catalog, language: str = "en") -> Maker:
    """What makes the views of a catalog whose passages are of texts that are not held."""
    proofs = prove(cited_passages(catalog), Path("/nonexistent"), Lock())
    coverage = Coverage(catalog, proofs, known_names(catalog.sheets()), language)
    return Maker(catalog, proofs, coverage, words(language))


def write(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Writes files, by path below a folder."""
    for path, data in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data.encode() if isinstance(data, str) else data)


def write_base(root: Path, files: Mapping[str, str | bytes] | None = None) -> Path:
    """Writes the small valid tree, with further files, and records the ids of its sheets."""
    write(root, {**base(), **(files or {})})
    write(root, {"content/ids.lock": recorded(root)})
    return root


def files_in(folder: Path) -> dict[str, bytes]:
    """The files of a folder, by path."""
    every = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in every}


def git(root: Path, *arguments: str) -> str:
    """What git prints for a curator."""
    me = ["-c", "user.name=A Curator", "-c", "user.email=curator@example.org", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *me, *arguments], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout


def without_filters(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a site, by path, without the filters of its search: Pagefind writes their values in random order,
    and names files by their digests. Lists of files leave them out, too."""
    return {
        path: b"".join(line for line in data.splitlines(keepends=True) if b'"pagefind/' not in line)
        if path.rpartition("/")[2] == MANIFEST
        else data
        for path, data in files.items()
        if _FILTERS.search(path) is None
    }
