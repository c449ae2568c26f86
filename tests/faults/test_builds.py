"""The same for `build`, which makes hundreds of changes: at a sample of them, or at every one with
BRIEFINGS_FAULTS=all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.faults.running import HOW, Server, differing, fresh, part, prepared, some, tried

EVERY = os.environ.get("BRIEFINGS_FAULTS") == "all"

RUNS = [(how, changed) for how in HOW for changed in (True, False) if EVERY or changed or how == "kill"]


@pytest.mark.parametrize(("how", "changed"), RUNS)
def test_a_fault_anywhere_in_a_build_leaves_old_or_new(
    server: Server, tmp_path: Path, how: str, changed: bool
) -> None:
    project = prepared(server, tmp_path / "project", ("build",), changed=changed)
    start = project.every()
    done = server.run(project.root, "build")
    good = project.every()
    assert done.status == 0, done.text
    made = fresh(server, tmp_path / "fresh", ("build",), changed=changed)
    assert differing(part(made, "build/docs/"), part(good, "build/docs/")) == []
    assert differing(part(made, "site/"), part(good, "site/")) == []
    project.restore(start)
    numbers = range(1, len(done.events) + 1) if EVERY else some(done.events, 25)
    assert list(tried(server, project, ("build",), how, numbers, good)) == []
