"""`init` and `upgrade` may fail or be killed at any change that they make to the disk.

Each file is then whole, in its old state or the new one; nothing that the host wrote is touched; a failed `init`
leaves nothing; and the next run completes what was begun. A few of the changes are tried, and at night all of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path

import pytest

from briefings.desk.manifest import MANIFEST, digest
from tests.faults.disk import OLD
from tests.faults.running import HOW, STEPS, Project, Server, State, differing, named, some
from tests.nightly import few

INIT = ("init", "own", "--name", "Tram", "--language", "de", "--subject", "Die Straßenbahn")
UPGRADE = ("-C", "own", "upgrade")


def tried(
    server: Server, project: Project, command: tuple[str, ...], how: str, good: State, numbers: Sequence[int]
) -> Iterator[str]:
    """What is wrong after a fault at each of these steps, and after the next run."""
    start = project.every()
    for number in numbers:
        project.restore(start)
        failed = server.run(project.root, *command, how=how, at=number)
        found = {path: data for path, data in project.every().items() if not path.endswith(".briefings-tmp")}
        if "Traceback" in failed.out or "mistake in the generator" in failed.out:
            yield f"{number}: {failed.out}"
        states = (start, good)
        if mixed := [path for path in found if found[path] not in [state.get(path) for state in states]]:
            yield f"{number}: left a mixture: {mixed}"
        if lost := [path for path in start.keys() & good.keys() if path not in found]:
            yield f"{number}: lost {lost}"
        if command == INIT and how != "kill" and failed.status != 0 and found != start:
            yield f"{number}: left {differing(found, start)}"
        again = server.run(project.root, *command)
        if again.status != 0:
            yield f"{number}: then ended with {again.status}: {again.out}"
        if wrong := differing(project.every(), good):
            yield f"{number}: did not get over it: {wrong}"
        if left := project.leftovers():
            yield f"{number}: left behind {left}"
    project.restore(start)


def age(own: Path) -> None:
    """Let the site be as an older version would have made it: one file with other words, one too many, one less."""
    record = json.loads((own / MANIFEST).read_bytes())
    for path in (".gitignore", "old.txt", ".vscode/settings.json"):
        (own / path).write_bytes(OLD)
        record["renewed"][path] = digest(OLD)
    (own / "requirements.txt").unlink()
    del record["renewed"]["requirements.txt"]
    (own / "mkdocs.yml").write_bytes(b"site_name: Mine\n")
    (own / MANIFEST).write_text(json.dumps(record), encoding="utf-8")


@STEPS
@pytest.mark.parametrize(("command", "how"), few(product([INIT, UPGRADE], HOW), 2), ids=named)
def test_a_fault_at_any_step_loses_nothing(
    server: Server, tmp_path: Path, command: tuple[str, ...], how: str, most: int
) -> None:
    project = Project(tmp_path / "project")
    if command == UPGRADE:
        assert server.run(project.root, *INIT).status == 0
        age(project.root / "own")
    start = project.every()
    done = server.run(project.root, *command)
    assert done.status == 0, done.out
    good = project.every()
    assert differing(start, good)
    if command == UPGRADE:
        assert "own/old.txt" not in good and good["own/mkdocs.yml"] == b"site_name: Mine\n"
    project.restore(start)
    assert list(tried(server, project, command, how, good, some(done.events, most))) == []
