"""Builds that are killed at random moments, and several at once: Markdown and site are always in one state or
the other."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefings.store.folders import project_lock
from tests.faults.running import Project, Server, State, differing, fresh, mixtures, part, prepared
from tests.sandbox import sandbox

LOCKS = Path("/proc/locks")


def more_at_night(name: str, few: int, many: int) -> pytest.MarkDecorator:
    """A parameter that says how often."""
    return pytest.mark.parametrize(name, [few, pytest.param(many, marks=pytest.mark.nightly)])


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A second process that runs commands, at the same time as the first."""
    with sandbox() as box:
        yield Server(box, tmp_path_factory.mktemp("other") / "project")


def both(server: Server) -> tuple[Project, dict[bool, State]]:
    """A project, and what is in it when it is built from either state of its content."""
    project = prepared(server, ("build",), changed=False)
    states = {}
    for changed in (True, False):
        project.put(changed)
        assert server.run(project.root, "verify").status == 0
        assert server.run(project.root, "build").status == 0
        states[changed] = project.every()
        made = fresh(server, ("build",), changed=changed)
        for folder in ("build/docs/", "site/"):
            assert differing(part(made, folder), part(states[changed], folder)) == []
    return project, states


def state(project: Project, files: State) -> None:
    """Let the content be that of a state."""
    for path in (
        "seeds/quotes.lock",
        *(path for path in project.every().keys() | files.keys() if path.startswith("content/")),
    ):
        if path in files:
            (project.root / path).write_bytes(files[path])
        else:
            (project.root / path).unlink()


def built(files: State) -> State:
    return part(files, "build/docs/") | part(files, "site/") | part(files, "build/schemas/")


@more_at_night("kills", 5, 1000)
def test_builds_killed_at_random_leave_old_or_new(server: Server, kills: int) -> None:
    project, states = both(server)
    chance = random.Random(9)
    killed = recovered = 0
    # Kills are spread over a whole build, however fast the machine is today.
    state(project, states[True])
    started = time.monotonic()
    assert server.run(project.root, "build").status == 0
    longest = time.monotonic() - started
    number = 0
    while killed < kills:
        number += 1
        assert number < 10 * kills, "nearly all were done before they could be killed"
        changed = chance.random() < 0.5
        state(project, states[changed])
        outcome = server.run(project.root, "build", seconds=chance.uniform(0, longest))
        killed += outcome.status < 0
        assert outcome.status in (-9, 0), outcome.out
        found = project.every()
        assert mixtures(found, *states.values()) == [], number
        if number % 4 == 3 or outcome.status == 0:
            recovered += 1
            assert server.run(project.root, "build").status == 0
            assert differing(built(project.every()), built(states[changed])) == [], number
            assert project.leftovers() == []
    assert recovered >= kills / 10


@more_at_night("rounds", 3, 12)
def test_builds_at_once_follow_one_another_and_a_check_disturbs_none(
    server: Server, other: Server, rounds: int
) -> None:
    project, states = both(server)
    generated = {}
    for changed in (True, False):
        # With the files for programs in the tree, which builds write into the site only.
        state(project, states[changed])
        assert server.run(project.root, "generate").status == 0
        generated[changed] = part(project.every(), "build/docs/")
        assert server.run(project.root, "build").status == 0
    waited = 0
    for number in range(rounds):
        changed = number % 2 == 0
        state(project, states[changed])
        command = ("generate",) if number % 4 == 3 else ("build",)
        server.begin(project.root, "build")
        if number % 3 == 2:
            checks = [other.run(project.root, "check") for _ in range(3)]
            assert [check.status for check in checks] == [0, 0, 0]
            second = server.end()
        else:
            other.begin(project.root, *command)
            first, second = server.end(), other.end()
            assert (first.status, second.status) == (0, 0), first.out + second.out
            waited += (
                "another command is writing to this project; waiting for it to finish\n"
                in first.out + second.out
            )
        assert second.status == 0, second.out
        found = built(project.every())
        wanted = built(states[changed])
        if command == ("generate",) and part(found, "build/docs/") == generated[changed]:
            # It was the last.
            wanted |= generated[changed]
        assert differing(found, wanted) == []
        assert project.leftovers() == []
    assert waited > 0


@more_at_night("rounds", 1, 10)
def test_one_of_two_builds_may_be_killed(server: Server, other: Server, rounds: int) -> None:
    project, states = both(server)
    chance = random.Random(7)
    for number in range(rounds):
        changed = number % 2 == 0
        state(project, states[changed])
        server.begin(project.root, "build", seconds=chance.uniform(0.05, 0.5))
        other.begin(project.root, "build")
        first, second = server.end(), other.end()
        assert first.status in (-9, 0)
        assert second.status == 0, second.out
        assert differing(built(project.every()), built(states[changed])) == []
        assert project.leftovers() == []


@pytest.mark.skipif(not LOCKS.is_file(), reason="this system does not say who waits for a lock")
def test_what_a_killed_build_left_is_removed_by_the_build_that_waited_for_it(server: Server) -> None:
    project, _ = both(server)
    with project_lock(project.root, lambda: None):
        server.begin(project.root, "build")
        until = time.monotonic() + 20
        # Not by the number of the folder, which some file systems give differently here.
        while not any("-> FLOCK" in line for line in LOCKS.read_text().splitlines()):
            assert time.monotonic() < until, "it does not wait"
            time.sleep(0.01)
        (project.root / "build/cache/.sheets.e19af0df.briefings-tmp").write_bytes(b"half")
    assert server.end().status == 0
    assert project.leftovers() == []
