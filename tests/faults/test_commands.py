"""A command may fail or be killed at any change that it makes to the disk: the first, the second, and so on
to its end.

Each time, every folder and file is in the old state or the new one, nothing that people wrote is touched, and
the next run gives the same as in a fresh folder. A few of the changes are tried, and at night all of them.
"""

from __future__ import annotations

from itertools import product

import pytest

from tests.faults.running import HOW, STEPS, Server, differing, fresh, named, part, prepared, some, tried
from tests.nightly import few

COMMANDS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("check",): (),
    ("verify",): ("seeds/",),
    ("record",): (),
    ("schema",): ("build/schemas/",),
    ("forms",): (".github/",),
    ("generate",): ("build/docs/", "build/schemas/"),
    ("new", "topic", "night-buses"): (),
    ("new", "source", "mayor", "--text", "article.txt"): (),
    ("draft", "article.txt"): (),
    ("accept", "content/briefings/ferry.yml", "1-2", "--create"): (),
}
"""Commands, and the folders that are as in a fresh project afterwards."""

BUILD = {("build",): ("build/docs/", "site/")}
"""The same for the command that changes most."""


@STEPS
@pytest.mark.parametrize(
    ("command", "how"), [*few(product(COMMANDS, HOW), 10), *few(product(BUILD, HOW), 2)], ids=named
)
@pytest.mark.parametrize(
    "changed", [pytest.param(False, marks=pytest.mark.nightly), True], ids=["back", "forth"]
)
def test_a_fault_at_any_step_leaves_old_or_new(
    server: Server, command: tuple[str, ...], how: str, changed: bool, most: int
) -> None:
    project = prepared(server, command, changed=changed)
    if command == ("check",):
        for cache in ("sheets", "coverage"):
            (project.root / "build/cache" / cache).unlink()
    start = project.every()
    done = server.run(project.root, *command)
    good = project.every()
    assert done.status == 0, done.out
    assert differing(start, good), "the command changes something"
    if folders := (COMMANDS | BUILD)[command]:
        made = fresh(server, command, changed=changed)
        assert [differing(part(made, folder), part(good, folder)) for folder in folders] == [[]] * len(
            folders
        )
    project.restore(start)
    assert list(tried(server, project, command, how, some(done.events, most), good)) == []
