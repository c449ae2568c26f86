"""What `briefings upgrade` does with each file: as it was written, as it is, and as it would be written now."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from briefings.desk import starter
from briefings.desk.init import init
from briefings.desk.manifest import MANIFEST, Manifest, ManifestError, digest
from briefings.desk.starter import Site
from briefings.desk.tool import REQUIREMENTS, Tool, ToolError
from briefings.desk.upgrade import upgrade
from tests.said import Command

TOOL = Tool("./wheels/briefings-1.whl --hash=sha256:1", {"wheels/briefings-1.whl": b"PK\0one"})
NEXT = Tool("./wheels/briefings-2.whl --hash=sha256:2", {"wheels/briefings-2.whl": b"PK\0two"})
FILE = ".gitignore"


@dataclass(frozen=True, slots=True)
class Case:
    """A file in three states, and what becomes of it. None: it is not there."""

    written: str | None
    present: str | None
    wanted: str | None
    action: str | None
    after: str | None
    beside: str | None = None
    """NAME.new afterwards."""


def pinned(major: int, rest: str = "a") -> str:
    return f"uses: actions/cache@{major:040x} # v{major}.1.0\n{rest}"


CASES = {
    "unchanged": Case("a", "a", "a", None, "a"),
    "changed by us": Case("a", "a", "b", "replace", "b"),
    "changed by the host": Case("a", "mine", "a", "keep", "mine"),
    "changed by both": Case("a", "mine", "b", "offer", "mine", "b"),
    "changed by both, alike": Case("a", "b", "b", None, "b"),
    "line ends of Windows": Case("a\n", "a\r\n", "b\n", "replace", "b\n"),
    "an action renewed by Dependabot": Case(pinned(5), pinned(6), pinned(5), None, pinned(6)),
    "an action renewed by us": Case(pinned(5), pinned(5), pinned(6), "replace", pinned(6)),
    "renewed by Dependabot, changed by us": Case(
        pinned(5), pinned(10), pinned(6, "b"), "replace", pinned(10, "b")
    ),
    "renewed by Dependabot, changed by both": Case(
        pinned(5), pinned(10, "mine"), pinned(6, "b"), "offer", pinned(10, "mine"), pinned(10, "b")
    ),
    "deleted by the host": Case("a", None, "a", None, None),
    "deleted by the host, changed by us": Case("a", None, "b", None, None),
    "new": Case(None, None, "b", "add", "b"),
    "new, and the host has the same": Case(None, "b", "b", None, "b"),
    "new, and the host has another": Case(None, "mine", "b", "offer", "mine", "b"),
    "no longer needed": Case("a", "a", None, "remove", None),
    "no longer needed, changed by the host": Case("a", "mine", None, None, "mine"),
    "no longer needed, deleted by the host": Case("a", None, None, None, None),
}


KNOWN = frozenset(
    digest(data) for data in (starter.renewed()[FILE], b"a", b"a\n", b"one\n", b"two\n", pinned(5).encode())
)
"""Contents that some release had."""


def put(root: Path, path: str, text: str | None) -> None:
    if text is None:
        (root / path).unlink(missing_ok=True)
    else:
        (root / path).write_bytes(text.encode())


def read(root: Path, path: str) -> str | None:
    return (root / path).read_bytes().decode() if (root / path).exists() else None


@pytest.fixture
def templates(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """The files that the generator renews; a test can change them."""
    found = starter.renewed()
    known = {**starter.released(), FILE: KNOWN}
    monkeypatch.setattr("briefings.desk.upgrade.released", lambda: known)
    for module in ("init", "upgrade"):
        monkeypatch.setattr(f"briefings.desk.{module}.renewed", lambda language: dict(found))
    return found


@pytest.fixture
def root(tmp_path: Path, templates: dict[str, bytes]) -> Path:
    """A new site."""
    init(tmp_path / "site", Site("Tram", "en", "The tram", date(2026, 11, 26)), TOOL)
    return tmp_path / "site"


def write_record(root: Path, **changes: object) -> None:
    data = json.loads((root / MANIFEST).read_bytes()) | changes
    (root / MANIFEST).write_text(json.dumps(data), encoding="utf-8")


@pytest.mark.parametrize(
    ("recorded", "said"),
    [("odd", "not from a released Briefings, and changed by us"), ("a", "changed by you and by us")],
)
def test_a_file_between_releases_is_not_called_changed_by_the_host(
    root: Path, templates: dict[str, bytes], recorded: str, said: str
) -> None:
    write_record(root, renewed={**Manifest.read(root).renewed, FILE: digest(recorded.encode())})
    put(root, FILE, "odd")
    templates[FILE] = b"b"
    (step,) = upgrade(root, TOOL).steps
    assert step.words(is_done=True) == f"{FILE}: {said}: the new one is beside it, as {FILE}.new"


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_each_file_is_compared_in_its_three_states(
    root: Path, templates: dict[str, bytes], case: Case
) -> None:
    recorded = dict(Manifest.read(root).renewed)
    recorded.pop(FILE)
    if case.written is not None:
        recorded[FILE] = digest(case.written.encode())
    write_record(root, renewed=recorded)
    put(root, FILE, case.present)
    templates.pop(FILE)
    if case.wanted is not None:
        templates[FILE] = case.wanted.encode()

    plan = upgrade(root, TOOL)
    assert [step.action for step in plan.steps] == ([] if case.action is None else [case.action])
    for step in plan.steps:
        assert all(step.words(is_done=done).startswith(f"{FILE}: ") for done in (False, True))
    plan.carry_out()
    assert (read(root, FILE), read(root, f"{FILE}.new")) == (case.after, case.beside)
    again = upgrade(root, TOOL)
    waiting = {"offer": ["merge", "keep"], "keep": ["keep"]}.get(case.action or "", [])
    assert sorted(step.action for step in again.steps) == sorted(waiting)
    assert again.is_recorded
    again.carry_out()
    assert (read(root, FILE), read(root, f"{FILE}.new")) == (case.after, case.beside)


def test_a_site_that_was_just_made_is_up_to_date(root: Path) -> None:
    assert not upgrade(root, TOOL).is_needed


def test_a_new_version_brings_its_wheel_and_takes_the_old_one_away(root: Path) -> None:
    plan = upgrade(root, NEXT)
    assert {step.path: step.action for step in plan.steps} == {
        "requirements-briefings.txt": "replace",
        "wheels/briefings-1.whl": "remove",
        "wheels/briefings-2.whl": "add",
    }
    plan.carry_out()
    assert [file.name for file in (root / "wheels").iterdir()] == ["briefings-2.whl"]
    assert not upgrade(root, NEXT).is_needed


def test_a_merged_file_is_done_when_the_offered_one_is_deleted(
    root: Path, templates: dict[str, bytes]
) -> None:
    put(root, FILE, "mine")
    templates[FILE] = b"new\n"
    upgrade(root, TOOL).carry_out()
    assert upgrade(root, TOOL).is_needed
    put(root, FILE, "mine\nnew\n")
    (root / f"{FILE}.new").unlink()
    plan = upgrade(root, TOOL)
    assert [step.action for step in plan.steps] == ["keep"]
    plan.carry_out()
    assert Manifest.read(root).offered == {}
    assert not upgrade(root, TOOL).is_needed


def test_a_second_offer_replaces_the_first_but_no_file_of_the_host(
    root: Path, templates: dict[str, bytes]
) -> None:
    put(root, FILE, "mine")
    for content in (b"one\n", b"two\n"):
        templates[FILE] = content
        upgrade(root, TOOL).carry_out()
        assert (root / f"{FILE}.new").read_bytes() == content
    put(root, f"{FILE}.new", "my notes")
    templates[FILE] = b"three\n"
    plan = upgrade(root, TOOL)
    assert "blocked" in [step.action for step in plan.steps]
    plan.carry_out()
    assert read(root, f"{FILE}.new") == "my notes"
    (root / f"{FILE}.new").unlink()
    upgrade(root, TOOL).carry_out()
    assert read(root, f"{FILE}.new") == "three\n"


def test_a_link_or_a_folder_in_place_of_a_file_is_left_alone(root: Path, templates: dict[str, bytes]) -> None:
    (root / "elsewhere").write_text("mine", encoding="utf-8")
    (root / FILE).unlink()
    (root / FILE).symlink_to("elsewhere")
    (root / ".gitattributes").unlink()
    (root / ".gitattributes").mkdir()
    templates[FILE] = templates[".gitattributes"] = b"new\n"
    plan = upgrade(root, TOOL)
    assert {step.path: step.action for step in plan.steps} == {FILE: "blocked", ".gitattributes": "blocked"}
    plan.carry_out()
    assert read(root, "elsewhere") == "mine" and (root / FILE).is_symlink()


OWN: Mapping[str, str] = {
    "mkdocs.yml": "site_name: Mine\n",
    "README.md": "mine\n",
    "content/pages/about.md": "mine\n",
    "content/briefings/mine.yml": "mine\n",
    "seeds/mine.txt": "mine\n",
    "theme/locales/en.yml": "mine\n",
}


def test_what_belongs_to_the_host_is_never_touched(root: Path, templates: dict[str, bytes]) -> None:
    for path, text in OWN.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        put(root, path, text)
    for path in templates:
        templates[path] = b"new\n"
    upgrade(root, NEXT).carry_out()
    assert {path: read(root, path) for path in OWN} == OWN


@pytest.mark.parametrize(
    "path",
    [
        "../outside",
        "/outside",
        "content/briefings/example.yml",
        "mkdocs.yml",
        "a/../../b",
        "C:\\x",
        ".git/config",
    ],
)
def test_a_record_cannot_make_an_upgrade_touch_other_files(root: Path, path: str) -> None:
    recorded = dict(Manifest.read(root).renewed) | {path: digest(b"mine")}
    write_record(root, renewed=recorded)
    with pytest.raises(ManifestError, match="no upgrade may touch"):
        upgrade(root, TOOL)


WORKFLOW = ".github/workflows/publish.yml"


@pytest.mark.parametrize("path", ["README.md", ".env", "private/notes.txt", "x/.git/config", WORKFLOW, FILE])
def test_a_forged_record_removes_and_replaces_nothing_of_the_host(
    root: Path, templates: dict[str, bytes], path: str
) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    put(root, path, "mine\n")
    write_record(root, renewed={**Manifest.read(root).renewed, path: digest(b"mine\n")}, owned={})
    before = people_files(root)
    plan = upgrade(root, TOOL)
    assert {step.action for step in plan.steps} <= {"offer"}
    plan.carry_out()
    assert people_files(root).items() >= before.items()
    templates.pop(FILE)
    upgrade(root, TOOL).carry_out()
    assert read(root, path) == "mine\n"


def people_files(root: Path) -> dict[Path, bytes]:
    return {file: file.read_bytes() for file in root.rglob("*") if file.is_file() and file.name != MANIFEST}


def test_a_forged_record_replaces_no_notes_of_the_host(root: Path, templates: dict[str, bytes]) -> None:
    put(root, FILE, "mine")
    put(root, f"{FILE}.new", "my notes")
    write_record(root, offered={f"{FILE}.new": digest(b"my notes")})
    templates[FILE] = b"one\n"
    upgrade(root, TOOL).carry_out()
    assert read(root, f"{FILE}.new") == "my notes"


def test_a_file_that_the_host_owns_now_is_not_removed(root: Path, templates: dict[str, bytes]) -> None:
    write_record(root, owned={FILE: digest(templates.pop(FILE))})
    upgrade(root, TOOL).carry_out()
    assert (root / FILE).exists()


def test_another_repository_in_the_site_is_left_alone(root: Path, templates: dict[str, bytes]) -> None:
    (root / ".github/.git").mkdir()
    before = people_files(root)
    templates.pop(WORKFLOW)
    templates[".github/dependabot.yml"] = b"new\n"
    templates[".github/more.yml"] = b"new\n"
    plan = upgrade(root, TOOL)
    assert {step.action for step in plan.steps} == {"blocked"}
    plan.carry_out()
    assert people_files(root) == before


def test_a_line_for_the_tool_that_the_host_wrote_is_not_replaced(root: Path) -> None:
    put(root, "requirements-briefings.txt", "briefings==1.0\ntheirs==2\n")
    recorded = {
        **Manifest.read(root).renewed,
        "requirements-briefings.txt": digest(b"briefings==1.0\ntheirs==2\n"),
    }
    write_record(root, renewed=recorded)
    upgrade(root, NEXT).carry_out()
    assert read(root, "requirements-briefings.txt") == "briefings==1.0\ntheirs==2\n"


def test_every_template_is_among_the_released_ones(update_goldens: bool) -> None:
    """`--update-goldens` adds the new ones. None is ever deleted: old sites still have it."""
    known = {path: set(digests) for path, digests in starter.released().items()}
    for language in starter.languages():
        for path, data in starter.renewed(language).items():
            known.setdefault(path, set()).add(digest(data))
    text = json.dumps({path: sorted(known[path]) for path in sorted(known)}, indent=2) + "\n"
    if update_goldens:
        starter.RELEASED.write_text(text, encoding="utf-8")
    assert starter.RELEASED.read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "was not made with `briefings init`"),
        ("{", "is not JSON"),
        ("[]", "has the format None"),
        ('{"format": 1, "briefings": "99.0", "renewed": {}, "owned": {}, "offered": {}}', "from Briefings 99.0, which is newer"),
        ('{"format": 2}', "has the format 2, and this Briefings knows 1"),
        ('{"format": 1}', "is damaged"),
        ('{"format": 1, "briefings": "1", "renewed": {"a": 1}, "owned": {}, "offered": {}}', "is damaged"),
    ],
)  # fmt: skip
def test_a_record_that_cannot_be_used(tmp_path: Path, text: str | None, message: str) -> None:
    put(tmp_path, MANIFEST, text)
    with pytest.raises(ManifestError, match=message):
        upgrade(tmp_path, TOOL)


# ── The command ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def run(root: Path, monkeypatch: pytest.MonkeyPatch, command: Command) -> Command:
    """Runs the command in a folder of the site."""
    monkeypatch.chdir(root / "content")
    monkeypatch.setattr("briefings.cli.site.tool", lambda: TOOL)
    return command


def test_the_command_shows_the_difference_and_what_is_left(
    run: Command, root: Path, templates: dict[str, bytes]
) -> None:
    assert run("upgrade") == (0, "", "all files are up to date\n")
    put(root, FILE, "mine\n")
    templates[FILE] = b"ours\n"
    templates[".gitattributes"] = b"ours\n"
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}

    status, out, err = run("upgrade", "--check")
    assert status == 1
    assert ".gitattributes: to be renewed\n" in out
    assert (
        ".gitignore: changed by you and by us: the new one will be put beside it, as .gitignore.new\n" in out
    )
    assert "  -mine\n  +ours\n" in out
    assert err == "run `briefings upgrade`\n"
    assert before == {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}

    status, out, err = run("upgrade")
    assert status == 1
    assert ".gitattributes: renewed\n" in out and "as .gitignore.new\n  --- .gitignore\n" in out
    assert err.endswith("1 left for you to do\n")
    assert run("upgrade", "--check")[0] == 1
    (root / f"{FILE}.new").unlink()
    assert run("upgrade")[0] == 0
    assert run("upgrade", "--check") == (
        0,
        ".gitignore: changed by you: kept\n",
        "all files are up to date\n",
    )


def test_a_folder_that_is_no_such_site(run: Command, tmp_path: Path) -> None:
    status, _, said = run("-C", str(tmp_path), "upgrade")
    assert status == 2 and "was not made with `briefings init`" in said


def test_a_line_that_an_index_would_decide_on_is_replaced(
    run: Command, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = Tool("briefings==0.1.0").all_files[REQUIREMENTS]
    (root / REQUIREMENTS).write_bytes(line)
    write_record(root, renewed={**Manifest.read(root).renewed, REQUIREMENTS: digest(line)})

    def fail() -> Tool:
        raise ToolError("the wheel cannot be built")

    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    for options in ((), ("--check",)):
        with monkeypatch.context() as patch:
            patch.setattr("briefings.cli.site.tool", fail)
            assert run("upgrade", *options) == (1, "", "the wheel cannot be built\n")
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    assert run("upgrade")[:2] == (0, f"{REQUIREMENTS}: renewed\n")
    assert TOOL.requirement in (read(root, REQUIREMENTS) or "")
