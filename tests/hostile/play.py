"""A case carried out: its project is written, its commands are run, and what comes of them is judged."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.hostile.case_files import Case, File, Place, Step, base
from tests.sandbox import PROJECT, Ran, Sandbox
from tests.trees import git

GENERATED = ("build/", "site/", ".cache/")
"""Folders that commands may write in."""
TERABYTE = 10**12
MOST_OUTPUT = 300_000
"""Characters. The terminal of somebody whose sheets are attacked stays readable."""

_PROBLEM = re.compile(
    r"^(?P<path>\S[^\n]*?):(?P<line>\d+):(?P<column>\d+): (?P<severity>error|warning)\[(?P<code>[\w-]+)\]: ",
    re.MULTILINE,
)
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem as a command printed it."""

    place: Place
    severity: str
    code: str


def problems_in(output: str) -> list[Problem]:
    """The problems that a command's output has."""
    return [
        Problem(
            Place(found["path"], int(found["line"]), int(found["column"])), found["severity"], found["code"]
        )
        for found in _PROBLEM.finditer(output)
    ]


# ── The project ──


def write_project(root: Path, files: Iterable[File]) -> None:
    """Settings like those of a new site and these files, in their order."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(PROJECT / "tests" / "mkdocs.yml", root)
    (root / "seeds").mkdir()
    for file in files:
        write(root, file)


def write(root: Path, file: File) -> None:
    """Put a file, link, pipe or folder in its place."""
    path = root / file.path
    if file.kind == "folder":
        path.mkdir(parents=True, exist_ok=True)
        return
    if not path.parent.is_symlink():
        path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink() or path.is_file():
        path.unlink()
    if file.kind == "link":
        path.symlink_to(os.fsdecode(file.data))
    elif file.kind == "fifo":
        os.mkfifo(path)
    else:
        path.write_bytes(file.data)
    if "sparse" in file.words:
        os.truncate(path, TERABYTE)
    if "unreadable" in file.words:
        path.chmod(0)


def _prepare(root: Path, case: Case) -> None:
    before = [file for file in case.files if "before" in file.words]
    write_project(root, [*base(), *before])
    if before:
        _commit(root)
    for file in case.files:
        if "before" not in file.words:
            write(root, file)
    if tracked := [file.path for file in case.files if "tracked" in file.words]:
        git(root, "init", "-q")
        git(root, "add", "--force", "--", *tracked)


def _commit(root: Path) -> None:
    git(root, "init", "-q")
    git(root, "add", "--all", "--force")
    git(root, "commit", "-q", "-m", "before")


# ── What it is held against ──


def play(case: Case, sandbox: Sandbox, folder: Path) -> list[str]:
    """Everything that is not as the case says; nothing, if all is well."""
    root = folder / "project"
    _prepare(root, case)
    ran: list[Ran] = []
    wrong: list[str] = []
    may_change = set(_changed_by(case))
    before = _tree(folder)
    for step in case.steps:
        if step.kind == "run":
            ran.append(sandbox.run(root, step.what.split()))
        else:
            wrong += _done(root, step)
    if not case.steps:
        commands = (
            (["verify"], ["check"])
            if case.outcome in ("forged", "omits", "doubted", "genuine")
            else (["check"],)
        )
        ran = [sandbox.run(root, command) for command in commands]
        may_change |= {"seeds/quotes.lock"} if ["verify"] in commands else set()
    for each in ran:
        wrong += misbehaved(each)
    wrong += _changes(before, _tree(folder), may_change)
    for held in case.holds:
        path, _, pattern = held.partition(" ")
        if (
            re.search(pattern, (root / path).read_text(encoding="utf-8") if (root / path).is_file() else "")
            is None
        ):
            wrong.append(f"{path} does not hold `{pattern}`")
    return wrong + list(_judged(case, ran, problems_in(ran[-1].out))) if ran else wrong


def play_together(cases: Iterable[Case], sandbox: Sandbox, folder: Path) -> tuple[set[str], list[str]]:
    """Play cases of one outcome, each with a source of its own, in one project: the names of those that come out
    as they say, and what no command may do. A case that does not may be hidden by others: play it by itself."""
    given = [_with_own_source(case) for case in cases]
    root = folder / "project"
    write_project(root, [*base(), *(file for case in given for file in case.files)])
    before = _tree(folder)
    commands = (["verify"], ["check", "--all"])[given[0].outcome == "refused" :]
    ran = [sandbox.run(root, command) for command in commands]
    wrong = [found for each in ran for found in misbehaved(each)]
    wrong += _changes(before, _tree(folder), {"seeds/quotes.lock"} if len(ran) > 1 else set())
    problems = problems_in(ran[-1].out)
    settled = set()
    for case in given:
        own = {file.path for file in case.files}
        fitting = [each for each in problems if each.place.path in own]
        if (case.outcome != "refused" or fitting) and not [*_judged(case, ran, fitting)]:
            settled.add(case.name)
    return settled, wrong


def _with_own_source(case: Case) -> Case:
    own = f"{case.name}-herald"
    sheet = next(file for file in base() if file.path == "content/sources/herald.yml")
    files = (sheet, *case.files)
    return replace(
        case,
        files=tuple(
            replace(
                file,
                path=re.sub(r"\bherald\b", own, file.path),
                data=re.sub(rb"\bherald\b", own.encode(), file.data),
            )
            for file in files
        ),
    )


def _done(root: Path, step: Step) -> list[str]:
    """Do something to the project; what cannot be done."""
    if step.kind == "edit":
        return _edit(root, step.what)
    if step.kind == "move":
        source, target = step.what.split(" => ")
        (root / source).rename(root / target)
    elif step.kind == "commit":
        _commit(root)
    else:
        path = root / step.what
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    return []


def _edit(root: Path, what: str) -> list[str]:
    path, _, change = what.partition(" ")
    old, _, new = change.partition(" => ")
    text = (root / path).read_text(encoding="utf-8")
    changed, times = re.subn(old, new, text)
    (root / path).write_text(changed, encoding="utf-8")
    return [] if times else [f"there is no {old} in {path} to edit: {text}"]


def misbehaved(ran: Ran) -> Iterator[str]:
    """What no command may do, whatever it is given."""
    if ran.ended:
        yield f"`{ran.command}` {ran.ended}: …{ran.out[-500:]}"
    elif ran.status not in (0, 1, 2) or "Traceback" in ran.out or "mistake in the generator" in ran.out:
        yield f"`{ran.command}` failed with {ran.status}: …{ran.out[-500:]}"
    if strange := _UNPRINTABLE.search(ran.out):
        yield f"`{ran.command}` prints U+{ord(strange[0]):04X} to the terminal"
    if len(ran.out) > MOST_OUTPUT:
        yield f"`{ran.command}` prints {len(ran.out):,} characters"


def _judged(case: Case, ran: Sequence[Ran], problems: Sequence[Problem]) -> Iterator[str]:
    out = "\n".join(each.out for each in ran)
    last = ran[-1]
    shown = f"; it says: {out[-3000:]}"
    if case.outcome in ("refused", "forged"):
        if last.status not in (1, 2):
            yield f"`{last.command}` accepts it (status {last.status}){shown}"
        elif missing := _missing(case, problems, "error"):
            yield f"no error{_of(case)} at {missing}{shown}"
    elif case.outcome in ("omits", "doubted", "genuine", "harmless"):
        if refused := next((each for each in ran if each.status != 0), None):
            yield f"`{refused.command}` refuses it (status {refused.status}){shown}"
        elif case.outcome == "doubted" and (missing := _missing(case, problems, "warning")):
            yield f"no warning{_of(case)} at {missing}{shown}"
        elif case.outcome == "omits" and "omission" not in out:
            yield f"nobody says that it is verified with omissions{shown}"
        elif case.outcome == "genuine":
            own = {file.path for file in case.files}
            if doubts := [
                each.code
                for each in problems
                if each.place.path in own and each.code.startswith(("passage", "quote"))
            ]:
                yield f"doubted: {', '.join(doubts)}{shown}"
            if not re.search(r"\b[1-9]\d* verified\b", out) or "omission" in out:
                yield f"not verified, or only with omissions{shown}"
    for pattern in case.says:
        if re.search(pattern, out) is None:
            yield f"does not say `{pattern}`{shown}"


def _of(case: Case) -> str:
    return f" {' or '.join(case.codes)}" if case.codes else ""


def _missing(case: Case, problems: Iterable[Problem], severity: str) -> str:
    """The first place without a fitting problem; empty if there is none."""
    fit = [
        each for each in problems if each.severity == severity and (not case.codes or each.code in case.codes)
    ]
    for place in case.places:
        if not any(at(each.place, place) for each in fit):
            return str(place)
    return "any place" if case.codes and not fit else ""


def at(found: Place, wanted: Place) -> bool:
    """Whether a place is the one that is wanted, or within it."""
    return (
        found.path == wanted.path
        and wanted.line in (None, found.line)
        and wanted.column in (None, found.column)
    )


# ── Files ──


def _changed_by(case: Case) -> Iterator[str]:
    for step in case.steps:
        words = step.what.split()
        if step.kind == "move":
            yield from step.what.split(" => ")
        elif step.kind != "run":
            yield words[0]
        elif words[0] == "verify":
            yield "seeds/quotes.lock"
        elif words[0] == "record":
            yield "content/ids.lock"
        elif words[0] == "new" and case.outcome != "refused":
            yield f"content/{words[1]}s/{words[2]}.yml"


def _tree(folder: Path) -> dict[str, str]:
    """Every file and link with what is in it, but for git's; paths as from the project's root."""
    found: dict[str, str] = {}
    for above, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != ".git"]
        for name in [*files, *(name for name in folders if (Path(above) / name).is_symlink())]:
            path = Path(above) / name
            shown = os.path.relpath(path, folder / "project")
            if path.is_symlink():
                found[shown] = f"a link to {path.readlink()}"
            elif path.is_file() and path.stat().st_size == TERABYTE:
                found[shown] = "a terabyte"
            elif path.is_file():
                found[shown] = (
                    path.read_bytes().decode("latin-1") if path.stat().st_mode & 0o400 else "unreadable"
                )
            else:
                found[shown] = "no file"
    return found


def _changes(before: Mapping[str, str], after: Mapping[str, str], may_change: set[str]) -> Iterator[str]:
    changed = {
        path
        for path in before.keys() | after.keys()
        if before.get(path) != after.get(path) and not path.startswith(GENERATED)
    }
    for path in sorted(changed):
        if may_change.isdisjoint((path, *map(str, Path(path).parents))):
            how = "written" if path not in before else "changed" if path in after else "deleted"
            yield f"{path} was {how}"
