"""Case files: an attack, the files that it adds to a small valid project, and what must come of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Literal, cast, get_args

HERE = Path(__file__).parent
CASES = HERE / "cases"
BASE = HERE / "base.md"

Outcome = Literal["refused", "forged", "omits", "doubted", "genuine", "harmless", "either", "survives"]
"""refused: an error at a place. forged: refused even after `verify`. omits: verified, with omissions.
doubted: a warning at a place. genuine: verified, without a warning. harmless: builds, and readers see text
and nothing else. either: refused or harmless. survives: whatever commands say, all files are as they were."""

Kind = Literal["file", "link", "fifo", "folder"]
StepKind = Literal["run", "edit", "remove", "move", "commit"]

_FENCE = re.compile(
    r"^(?P<fence>`{3,})(?P<kind>[\w.-]+)(?P<info>[^\n]*)\n(?P<body>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)
_PATH = re.compile(r'\s*(?P<path>"(?:[^"\\]|\\.)*"|\S+)(?P<words>.*)')
_REPEATED = re.compile(r"«(.*?) × (\d+)»", re.DOTALL)
_DIGEST = re.compile(r"«sha256 (\S+)»")
_PLACE = re.compile(r"(?P<path>.+?)(?::(?P<line>\d+)(?::(?P<column>\d+))?)?")
ORDINARY = frozenset({"escaped", "generated", "crlf", "bom", "passage"})
WORDS = ORDINARY | {"latin-1", "tracked", "before", "unreadable", "sparse"}
_ADDED = re.compile(
    r"content/(briefings|actors|sources|topics|pages)/[a-z0-9-]+\.(yml|md)|seeds/[a-z0-9-]+\.txt"
)


@dataclass(frozen=True, slots=True)
class File:
    """A file, link, pipe or folder that a case puts into the project, or with `../` beside it."""

    kind: Kind
    path: str
    data: bytes = b""
    """What is in it; of a link, where it leads."""
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a problem must be shown; without a line or column, anywhere in the file or line."""

    path: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        return ":".join(str(part) for part in (self.path, self.line, self.column) if part is not None)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done to the project: a command is run, files are edited, moved, removed or committed."""

    kind: StepKind
    what: str


@dataclass(frozen=True, slots=True)
class Case:
    """One attack."""

    name: str
    """Of its file; also the id of its sheets, where its blocks say CASE."""
    area: str
    """The folder that it lies in."""
    attack: str
    """What is tried, in one sentence."""
    outcome: Outcome
    files: tuple[File, ...]
    steps: tuple[Step, ...] = ()
    codes: tuple[str, ...] = ()
    """Any of these is the right problem; none, if any problem is."""
    places: tuple[Place, ...] = ()
    """All of these must be shown."""
    says: tuple[str, ...] = ()
    """Patterns that the output must have."""
    seen: tuple[str, ...] = ()
    """Text that a reader must see on some page of the case."""
    holds: tuple[str, ...] = ()
    """Files that must be there at the end, each with a pattern that it must have."""

    @property
    def adds(self) -> bool:
        """Whether it only adds sheets, pages and texts, and runs no command, so that others can, too."""
        return not self.steps and all(
            file.kind == "file" and not file.words - ORDINARY and _ADDED.match(file.path) is not None
            for file in self.files
        )

    @property
    def shared(self) -> bool:
        """Whether it is built with others."""
        return self.adds and (self.outcome in ("harmless", "either") or self.judged_when_built)

    @property
    def judged_when_built(self) -> bool:
        """Whether it is a hand-written page that must be refused: if not by a check, then once it is HTML."""
        of_page = any(file.kind == "file" and file.path.startswith("content/pages/") for file in self.files)
        return of_page and self.outcome == "refused" and not (self.codes or self.places or self.steps)

    @property
    def pages(self) -> Iterator[tuple[str, File]]:
        """The pages of its sheets, below the site's root, each with the sheet."""
        for file in self.files:
            folder, _, name = file.path.removeprefix("content/").rpartition("/")
            if file.path.startswith("content/") and name.endswith((".yml", ".md")):
                stem = name.rpartition(".")[0]
                yield (f"{stem}/index.html" if folder == "pages" else f"{folder}/{stem}/index.html"), file


class CaseError(Exception):
    """A case file that cannot be read."""


def all_cases() -> list[Case]:
    """Every case, by name."""
    cases = [read(path) for path in sorted(CASES.rglob("*.md"))]
    names = [case.name for case in cases]
    for name in names:
        if names.count(name) > 1:
            raise CaseError(f"two cases are called {name}")
    return cases


def read(path: Path) -> Case:
    """The case of a file."""
    return parse(path.read_text(encoding="utf-8"), path.stem, path.parent.name)


def base() -> tuple[File, ...]:
    """The project that each case is put into."""
    return tuple(_files(BASE.read_text(encoding="utf-8"), "base"))


@dataclass(slots=True)
class _Head:
    outcome: str = ""
    codes: list[str] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    lines: dict[str, list[str]] = field(
        default_factory=lambda: {"at": [], "says": [], "seen": [], "holds": []}
    )


def parse(text: str, name: str, area: str) -> Case:
    """The case that a text says."""
    first = _FENCE.search(text)
    title, _, rest = text[: first.start() if first else len(text)].partition("\n")
    head = _Head()
    for line in filter(None, map(str.strip, rest.splitlines())):
        if not line.startswith(">"):
            _head_line(head, line.replace("CASE", name), name)
    files = tuple(_files(text, name))
    if not title.startswith("# ") or head.outcome not in get_args(Outcome):
        raise CaseError(
            f"{name}: a case begins with `# what is tried`, and says what must come of it, one of "
            f"{', '.join(get_args(Outcome))}"
        )
    outcome = cast("Outcome", head.outcome)
    places = [_place(line) for line in head.lines["at"]]
    if not places and outcome in ("forged", "doubted") and (passage := _passage_place(files)):
        places = [passage]
    return Case(
        name,
        area,
        title[2:].strip(),
        outcome,
        files,
        tuple(head.steps),
        tuple(head.codes),
        tuple(places),
        *(tuple(head.lines[key]) for key in ("says", "seen", "holds")),
    )


def _head_line(head: _Head, line: str, name: str) -> None:
    key, _, value = (part.strip() for part in line.partition(":"))
    if key in get_args(Outcome):
        if head.outcome:
            raise CaseError(f"{name}: two outcomes")
        head.outcome, head.codes = key, value.replace(",", " ").split()
    elif key in get_args(StepKind):
        head.steps.append(Step(cast("StepKind", key), value))
    elif key in head.lines:
        head.lines[key].append(value)
    else:
        raise CaseError(f"{name}: `{line}` is not understood")


def _place(text: str) -> Place:
    match = _PLACE.fullmatch(text)
    assert match is not None
    return Place(match["path"], *(int(match[key]) if match[key] else None for key in ("line", "column")))


def _passage_place(files: tuple[File, ...]) -> Place | None:
    for file in files:
        if "passage" in file.words:
            return Place(
                file.path, file.data.decode()[: file.data.decode().index("      herald:")].count("\n") + 1
            )
    return None


def _files(text: str, name: str) -> Iterator[File]:
    digests: dict[str, str] = {}
    for match in _FENCE.finditer(text):
        kind, body = match["kind"], match["body"].replace("CASE", name)
        if kind == "passage":
            yield _citing(body.splitlines(), name)
            continue
        place = _PATH.fullmatch(match["info"].replace("CASE", name))
        if place is None:
            raise CaseError(f"{name}: a block has no path")
        path = json.loads(place["path"]) if place["path"].startswith('"') else place["path"]
        words = frozenset(place["words"].split())
        if words - WORDS:
            raise CaseError(f"{name}: {', '.join(words - WORDS)}: such words are not known after a path")
        file = File(
            cast("Kind", kind if kind in get_args(Kind) else "file"),
            path,
            _data(body, words, kind, digests),
            words,
        )
        digests[path] = sha256(file.data).hexdigest()
        yield file


def _data(body: str, words: frozenset[str], kind: str, digests: Mapping[str, str]) -> bytes:
    if kind == "link":
        return body.strip("\n").encode()
    if "escaped" in words:
        body = body.encode("ascii", "backslashreplace").decode("unicode-escape")
    if "generated" in words:
        body = _DIGEST.sub(
            lambda digest: digests[digest[1]], _REPEATED.sub(lambda part: part[1] * int(part[2]), body)
        )
    if "crlf" in words:
        body = body.replace("\n", "\r\n")
    if "latin-1" in words:
        return body.encode("latin-1")
    return (b"\xef\xbb\xbf" if "bom" in words else b"") + body.encode("utf-8", "surrogatepass")


def _citing(passages: list[str], name: str) -> File:
    """A briefing whose fact rests on these passages of the source `herald`."""
    cited = json.dumps(passages if len(passages) > 1 else passages[0], ensure_ascii=False)
    text = (
        f"title: What was said about {name}\npublished: 2025-07-28\ntopics: [trams]\n"
        f"summary: It was written. [@herald]\n"
        f"in_brief:\n  - text: It was written there.\n    cite:\n      herald: {cited}\n"
    )
    return File("file", f"content/briefings/{name}.yml", text.encode(), frozenset({"passage"}))
