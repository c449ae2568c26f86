"""`rename` and `merge` may fail or be killed at any change that they make to the disk: after the next command,
of whatever kind, the whole project is in the old state or the new one.

A few of the changes are tried, and at night all of them."""

from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest

from briefings.store.together import JOURNAL
from tests.faults.running import HOW, STEPS, Project, Server, State, differing, named, some
from tests.nightly import few

COMMANDS = {
    "source": ("rename", "source", "gazette", "gazette-2025"),
    "actor": ("rename", "actor", "council", "city-council"),
    "import": ("import", "csl", "library.json"),
    "merge": ("merge", "source", "herald", "gazette", "--keep"),
}

HERALD = {
    "library.json": json.dumps(
        [{"type": "bill", "title": f"Bill {n}", "publisher": "The city"} for n in range(5)]
    ),
    "content/sources/herald.yml": "title: The council votes\npublisher: Herald\nkind: news\nauthors: [Jo Doe]\n",
    "content/briefings/votes.yml": (
        "title: Votes\npublished: 2025-03-01\ntopics: [transport]\nsummary: They voted. [@herald]\ntimeline:\n"
        "  - {date: 2025-02-11, title: They vote, cite: {herald: the council voted, gazette: voted for the tram}}\n"
    ),
}


def people(state: State) -> State:
    """What people wrote, and what belongs to it."""
    return {path: data for path, data in state.items() if path.startswith(("content/", "seeds/"))}


@pytest.fixture
def project(server: Server, tmp_path: Path) -> Project:
    made = Project(tmp_path / "project")
    for path, text in HERALD.items():
        (made.root / path).write_text(text, encoding="utf-8")
    for command in ("verify", "record"):
        assert server.run(made.root, command).status == 0
    return made


@STEPS
@pytest.mark.parametrize(("command", "how"), few(product(COMMANDS.values(), HOW), 4), ids=named)
def test_all_files_change_or_none(
    server: Server, project: Project, command: tuple[str, ...], how: str, most: int
) -> None:
    start = project.every()
    done = server.run(project.root, *command)
    assert done.status == 0, done.out
    good = people(project.every())
    assert len(differing(people(start), good)) > 3
    seen = {"old": 0, "new": 0}
    for number in some(done.events, most):
        project.restore(start)
        failed = server.run(project.root, *command, how=how, at=number)
        assert failed.status in ((-9,) if how == "kill" else (0, 1)), failed.out
        assert "Traceback" not in failed.out
        found = people(project.every())
        assert {path for path in found if found[path] not in (start.get(path), good.get(path))} <= {
            path for path in found if path.endswith(".briefings-tmp")
        }
        assert server.run(project.root, "check").status == 0
        found = people(project.every())
        assert found in (people(start), good), f"{number}: left a mixture"
        assert not (project.root / JOURNAL).exists()
        assert project.leftovers() == []
        seen["new" if found == good else "old"] += 1
        if found != good:
            again = server.run(project.root, *command)
            assert again.status == 0, again.out
            assert people(project.every()) == good
    assert min(seen.values()) > 0


def test_a_file_that_somebody_changed_meanwhile_is_kept(server: Server, project: Project) -> None:
    start = project.every()
    steps = len(server.run(project.root, *COMMANDS["actor"]).events)
    for number in range(1, steps + 1):
        project.restore(start)
        server.run(project.root, *COMMANDS["actor"], how="kill", at=number)
        sheet = project.root / "content/briefings/tram.yml"
        if (project.root / JOURNAL).exists() and sheet.read_bytes() == start["content/briefings/tram.yml"]:
            break
    sheet.write_text("title: Mine\n", encoding="utf-8")
    before = project.every()
    said = server.run(project.root, "check")
    assert said.status == 1
    assert "content/briefings/tram.yml: move what is there out of the project" in said.out
    assert differing(before, project.every()) == []
    sheet.unlink()
    assert server.run(project.root, "check").status == 0
    said = server.run(project.root, *COMMANDS["actor"])
    assert "there is no actor `council`: its id is `city-council` now\n" in said.out


JOURNALS = (
    "{}",
    "{",
    '{"steps": [{"path": "mkdocs.yml", "before": null, "data": ""}]}',
    '{"steps": [{"path": "content/../mkdocs.yml", "before": null, "data": ""}]}',
    '{"steps": [{"path": "content/a.yml", "before": null, "data": "", "to": "content/b.yml"}]}',
    '{"steps": [{"path": "content/a\\u0000b", "before": null, "data": ""}]}',
    '{"steps": [{"path": "content/a\\nb", "before": null, "data": ""}]}',
    '{"steps": [{"path": "content/\\ud800", "before": null, "data": ""}]}',
    '{"steps": [{"path": "content/.hidden.yml", "before": null, "data": ""}]}',
    '{"steps": [{"path": "content/.git/config", "before": null, "data": ""}]}',
    '{"steps": [{"path": null, "before": null, "data": ""}]}',
    '{"steps": [{"path": "content/a.yml", "before": null, "data": "", "mode": 2541}]}',
)
"""What no command wrote."""


def test_a_foreign_journal_changes_nothing(server: Server, project: Project) -> None:
    (project.root / "build").mkdir(exist_ok=True)
    for journal in JOURNALS:
        (project.root / JOURNAL).write_text(journal, encoding="utf-8")
        before = {path: data for path, data in project.every().items() if not path.startswith("build/cache/")}
        said = server.run(project.root, "check")
        assert said.status == 1, journal
        assert f"{JOURNAL} was not left by an interrupted command; delete it\n" in said.out, journal
        after = {path: data for path, data in project.every().items() if not path.startswith("build/cache/")}
        assert differing(before, after) == [], journal
