"""The same for `build`, which makes hundreds of changes: at a few of them, and at night at every one."""

from __future__ import annotations

import pytest

from tests.faults.running import HOW, STEPS, Server, differing, fresh, part, prepared, some, tried


@STEPS
@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize(
    "changed", [pytest.param(False, marks=pytest.mark.nightly), True], ids=["back", "forth"]
)
def test_a_fault_anywhere_in_a_build_leaves_old_or_new(
    server: Server, how: str, changed: bool, most: int
) -> None:
    project = prepared(server, ("build",), changed=changed)
    start = project.every()
    done = server.run(project.root, "build")
    good = project.every()
    assert done.status == 0, done.text
    made = fresh(server, ("build",), changed=changed)
    assert differing(part(made, "build/docs/"), part(good, "build/docs/")) == []
    assert differing(part(made, "site/"), part(good, "site/")) == []
    project.restore(start)
    assert list(tried(server, project, ("build",), how, some(done.events, most), good)) == []
