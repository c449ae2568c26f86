"""A tiny project in one of two states, a disk that fails, and what must hold whatever fails."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

import pytest

from briefings.store.files import TEMPORARY
from briefings.store.folders import MANIFEST, Manifest
from tests.sandbox import Ran, Sandbox
from tests.trees import without_filters

State = dict[str, bytes]
"""Files by path, with their content."""


@dataclass
class Server:
    """Runs commands, and remembers the projects that were made for tests."""

    box: Sandbox
    folder: Path
    prepared: dict[tuple[bool, bool], tuple[Project, State]] = field(default_factory=dict)
    fresh: dict[tuple[tuple[str, ...], bool], State] = field(default_factory=dict)

    def begin(
        self, root: Path, *arguments: str, how: str = "", at: int = 0, seconds: float | None = None
    ) -> None:
        """Have a command run; `end` waits for it."""
        # With an address, pictures are drawn.
        env = {"SITE_URL": "https://example.org/"}
        self.box.begin(root, arguments, env=env, fault=(how, at), killed_after=seconds)

    def end(self) -> Ran:
        """What came of the command that was begun."""
        return self.box.end()

    def run(
        self, root: Path, *arguments: str, how: str = "", at: int = 0, seconds: float | None = None
    ) -> Ran:
        """Run a command to its end."""
        self.begin(root, *arguments, how=how, at=at, seconds=seconds)
        return self.end()


CONFIG = """
site_name: Facts
site_url: !ENV [SITE_URL, ""]
theme: {name: null, custom_dir: frame, static_templates: [404.html]}
plugins: []
markdown_extensions: [tables, def_list, md_in_html, toc: {permalink: true, permalink_title: Link}]
# All formats are written in the same way; with all of them, each fault would take three times as long.
extra:
  briefings:
    exports: {csv: false, calendars: false, followthemoney: false, timelinejs: false, citations: false, embeds: false}
"""

FRAME = """<!DOCTYPE html>
<html lang="en"><head><title>{{ config.site_name }}</title><link rel="stylesheet" href="{{ 'assets/own.css' | url }}"></head>
<body>{% block content %}{{ page.content }}{% endblock %}</body></html>
"""

FILES = {
    "mkdocs.yml": CONFIG,
    "frame/main.html": FRAME,
    "frame/404.html": '{% extends "main.html" %}{% block content %}<h1>Not found</h1>{% endblock %}',
    "frame/assets/own.css": "body { color: black }\n",
    "content/briefings/tram.yml": (
        "title: A tram to the harbour\npublished: 2025-03-01\ntopics: [transport]\nsummary: The council"
        " voted. [@gazette]\ntimeline:\n  - {date: 2025-02-11, title: The council votes, actors: [council],"
        " cite: {gazette: the council voted for the tram}}\n"
    ),
    "content/actors/council.yml": "name: City council\nkind: organization\n",
    "content/sources/gazette.yml": "title: Council votes for tram\npublisher: Gazette\nkind: news\n",
    "content/topics/transport.yml": "name: Transport\n",
    "seeds/gazette.txt": "On Tuesday the council voted for the tram.\n",
    "docs/handbook.md": "# Somebody's own pages\n",
    "build/notes.txt": "Somebody's own notes\n",
    "article.txt": "On Friday the mayor cut the ribbon.\n",
    "content/briefings/ferry.yml": (
        "title: A ferry to the island\npublished: 2025-03-01\ndraft: true\nsummary: It sails. [@gazette]\n"
        "# briefings new actor ada-byron --name 'Ada Byron' --kind person\n# statements:\n# [1] quotation\n"
        "#   - speaker: ada-byron\n#     quote: the council voted for the tram\n#     cite: gazette\n"
        "# [2] quotation\n#   - speaker: ada-byron\n#     quote: On Tuesday the council voted\n"
        "#     cite: gazette\n"
    ),
}

CHANGED = {
    "content/topics/transport.yml": "name: Getting around\n",
    "content/topics/harbour.yml": "name: The harbour\n",
    "content/actors/council.yml": None,
    "content/actors/city.yml": "name: The city\nkind: organization\nmoved_from: [council]\n",
    "content/briefings/tram.yml": (
        FILES["content/briefings/tram.yml"]
        .replace("actors: [council]", "actors: [city]")
        .replace("the council voted for", "Tuesday the council voted for")
        .replace("[transport]", "[transport, harbour]")
    ),
}
"""What another state of the content has instead: other pages, fewer pages, more pages."""


class Project:
    """A project in a folder, whose content is in one of two states."""

    def __init__(self, root: Path, *, changed: bool = False) -> None:
        self.root = root
        self._write(FILES)
        self.put(changed)

    def _write(self, files: Mapping[str, str | None]) -> None:
        for path, text in files.items():
            file = self.root / path
            if text is None:
                file.unlink(missing_ok=True)
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")

    def put(self, changed: bool) -> None:
        """Let the content be in this state."""
        self._write(CHANGED if changed else {path: FILES.get(path) for path in CHANGED})

    def every(self) -> State:
        """Every file of the project."""
        found = {}
        for place, _, names in os.walk(self.root):
            for name in names:
                file = Path(place, name)
                found[file.relative_to(self.root).as_posix()] = file.read_bytes()
        return found

    def restore(self, state: State) -> None:
        """Let the project be as it was, and nothing else in it."""
        there = self.every()
        for path in there.keys() - state.keys():
            (self.root / path).unlink()
        for path, data in state.items():
            if there.get(path) != data:
                (self.root / path).parent.mkdir(parents=True, exist_ok=True)
                (self.root / path).write_bytes(data)
        for place, _, _ in os.walk(self.root, topdown=False):
            if not any(Path(place).iterdir()):
                Path(place).rmdir()

    def leftovers(self) -> list[str]:
        """What commands leave that are ended in the middle."""
        names = (path.relative_to(self.root).as_posix() for path in self.root.rglob(".*"))
        return [name for name in names if re.search(rf"(^|/)\.[\w.]+-[0-9a-f]{{8}}$|{TEMPORARY}$", name)]


WHOLE = ("build/docs/", "build/cache/search/", "site/")
"""Folders that must be in the old state or the new one as a whole."""

TIMED = "build/cache/build.json"
"""Holds the times of files."""

COVERAGE = ("build/cache/coverage", "build/cache/facts")
"""Hold what a build compared, or the command before it: drafts, too, or passages not recorded yet."""


SHEETS = "build/cache/sheets"
"""Holds sheets as read. The next command that reads them writes it, whatever it has now."""


def part(state: State, start: str) -> State:
    """The files whose paths begin so, without Pagefind's index."""
    return {path: data for path, data in without_filters(state).items() if path.startswith(start)}


def mixtures(found: State, *states: State) -> list[str]:
    """Folders and single files that are in none of these states, as the next command finds them."""
    found = _restored(found)
    wrong = [start for start in WHOLE if part(found, start) not in [part(state, start) for state in states]]
    wrong += [] if _has_all_files(found, "site/") else ["site/: not the files that its list has"]
    singles = {
        path
        for state in (found, *states)
        for path in state
        if not path.startswith((*WHOLE, TIMED, *COVERAGE)) and not _hidden(path)
    }
    return wrong + sorted(
        path for path in singles if found.get(path) not in [state.get(path) for state in states]
    )


_MOVED = re.compile(r"(?P<above>(?:.*/)?)\.(?P<name>\w+)-[0-9a-f]{8}/old/(?P<file>.*)")


def _restored(found: State) -> State:
    """The same after what a command does first: where it ended between two renames, the old folder is put
    back."""
    moved = {
        f"{match['above']}{match['name']}/{match['file']}": data
        for path, data in found.items()
        if (match := _MOVED.fullmatch(path))
    }
    there = tuple(start for start in WHOLE if part(found, start))
    return {path: data for path, data in moved.items() if not path.startswith(there)} | found


def _has_all_files(found: State, folder: str) -> bool:
    """Whether the files in a folder are those in its list: that holds for the index, too."""
    listed = Manifest.decode(found.get(f"{folder}{MANIFEST}", b""))
    there = {path.removeprefix(folder) for path in found if path.startswith(folder)}
    return not there or (listed is not None and there == {MANIFEST, *listed.files})


def _hidden(path: str) -> bool:
    """Whether a file is in a scratch folder or temporary."""
    return any(part.startswith(".") and part != MANIFEST for part in path.split("/"))


def differing(one: State, other: State) -> list[str]:
    """The paths of files that are not the same, other than in Pagefind's index."""
    one, other = without_filters(one), without_filters(other)
    return sorted(
        path
        for path in one.keys() | other.keys()
        if one.get(path) != other.get(path) and path not in (TIMED, *COVERAGE)
    )


def undone(found: State, good: State) -> list[str]:
    """What a command that reported success did not do. Ignores caches, and leftovers that are swept later."""
    return [
        path for path in differing(found, good) if not path.startswith("build/cache/") and not _hidden(path)
    ]


STEPS = pytest.mark.parametrize(
    "most", [3, pytest.param(sys.maxsize, marks=pytest.mark.nightly)], ids=["some", "every"]
)
"""How many of its changes to the disk a command fails at: a few at first, each of them at night."""


def named(value: str | Sequence[str]) -> str:
    """A command or a fault, in the name of a test."""
    return value if isinstance(value, str) else " ".join(value)


def some(events: Sequence[str], most: int) -> Sequence[int]:
    """The numbers of so many events, evenly spread over the first and last of each run of equal ones."""
    if len(events) <= most:
        return range(1, len(events) + 1)
    numbers: list[int] = []
    first = 1
    for _, group in groupby(events):
        last = first + len(list(group)) - 1
        numbers += sorted({first, last})
        first = last + 1
    most = min(most, len(numbers))
    return [numbers[n * (len(numbers) - 1) // (most - 1)] for n in range(most)]


# ── Faults ──────────────────────────────────────────────────────────────────────────────────────────────────

HOW = ("kill", "broken", "full")
"""The whole process group is killed; the call fails once; or the disk is full from then on."""


RECORDING = ("verify", "record")
"""Commands that would have nothing to record after `verify`."""


def prepared(server: Server, command: Sequence[str], *, changed: bool) -> Project:
    """A project where commands have run, and whose content has changed since; made once for all tests."""
    key = (changed, command[0] in RECORDING)
    if key not in server.prepared:
        folder = server.folder.with_name(f"prepared-{len(server.prepared)}")
        project = _prepared(server, folder, command, changed=changed)
        server.prepared[key] = project, project.every()
    project, state = server.prepared[key]
    project.restore(state)
    return project


def _prepared(server: Server, root: Path, command: Sequence[str], *, changed: bool) -> Project:
    project = Project(root, changed=not changed)
    # What is recorded could not go back.
    before = (("verify",), ("schema",), ("build",), *((("record",),) if changed else ()))
    for each in before:
        done = server.run(root, *each)
        assert done.status == 0, done.out
    project.put(changed)
    if command[0] not in RECORDING:
        assert server.run(root, "verify").status == 0
    return project


def fresh(server: Server, command: Sequence[str], *, changed: bool) -> State:
    """What a command makes of this content where nothing ever ran but what it needs."""
    key = (tuple(command), changed)
    if key not in server.fresh:
        root = server.folder.with_name(f"fresh-{len(server.fresh)}")
        project = Project(root, changed=changed)
        for each in (("verify",), command):
            assert server.run(root, *each).status == 0
        server.fresh[key] = project.every()
    return server.fresh[key]


LAST = 5
"""Steps at the end of a command that another run of it may not have."""


def tried(
    server: Server, project: Project, command: Sequence[str], how: str, numbers: Sequence[int], good: State
) -> Iterator[str]:
    """What is wrong after a fault at each of these steps, and after the next run."""
    start = project.every()
    # What a command changes on purpose is in the old state or the new one, like its other files.
    people = {
        path: data
        for path, data in start.items()
        if (path in FILES or path in CHANGED) and good.get(path) == data
    }
    for number in numbers:
        project.restore(start)
        failed = server.run(project.root, *command, how=how, at=number)
        found = project.every()
        # Two processes that need the same folder may both try to make it, so that a run has a step more or less.
        is_over = failed.status == 0 and number > max(numbers) - LAST
        if how == "kill" and failed.status != -9 and not is_over:
            yield f"{number}: ended with {failed.status}"
        if how != "kill" and (
            failed.status not in (0, 1)
            or "Traceback" in failed.out
            or "mistake in the generator" in failed.out
        ):
            yield f"{number}: ended with {failed.status}: {failed.out}"
        if failed.status == 0 and (wrong := undone(found, good)):
            yield f"{number}: passed for done without {wrong}"
        if lost := sorted(path for path, data in people.items() if found.get(path) != data):
            yield f"{number}: changed {lost}"
        if mixed := mixtures(found, start, good):
            yield f"{number}: left a mixture: {mixed}"
        again = server.run(project.root, *command)
        if again.status != 0 and not (command[0] == "new" and "already exists" in again.out):
            yield f"{number}: then ended with {again.status}: {again.out}"
        # Where only the cache of sheets could not be written, the result of the check was: no sheet is read again.
        if wrong := [path for path in differing(project.every(), good) if path != SHEETS]:
            yield f"{number}: did not get over it: {wrong}"
        if left := project.leftovers():
            yield f"{number}: left behind {left}"
    project.restore(start)
