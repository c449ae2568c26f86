"""Several files are changed together: what people wrote survives any interruption, and the messages say how to go on."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from briefings.store import together
from briefings.store.files import FolderError
from briefings.store.together import JOURNAL, EditedError, PendingError, change, complete

OLD = {
    "content/b.yml": b"cites: a\n",
    "content/sources/a.yml": b"title: A\n",
    "seeds/a.txt": b"Our only copy\n",
}
NEW = {
    "content/b.yml": b"cites: z\n",
    "content/sources/z.yml": b"title: A\n",
    "seeds/z.txt": b"Our only copy\n",
}
RENAMED = {"content/sources/z.yml": "content/sources/a.yml", "seeds/z.txt": "seeds/a.txt"}
CHANGES = dict.fromkeys(OLD) | NEW
STEPS = range(len(CHANGES))


def found(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for folder in ("content", "seeds")
        for path in (root / folder).rglob("*")
        if path.is_file()
    }


@pytest.fixture
def interrupted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int) -> Path:
    """A project in which the disk failed at a step."""
    for path, data in OLD.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
        (tmp_path / path).chmod(0o600)
    taken: list[str] = []
    take = together._Step.take

    def fail(step: together._Step, root: Path) -> None:
        if len(taken) == at:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(root / step.path))
        taken.append(step.path)
        take(step, root)

    with monkeypatch.context() as patch, pytest.raises(PendingError) as raised:
        patch.setattr(together._Step, "take", fail)
        change(tmp_path, CHANGES, OLD, renamed=RENAMED)
    failed = next(
        path for path in sorted(CHANGES, key=lambda path: (CHANGES[path] is None, path)) if path not in taken
    )
    assert str(raised.value).startswith(f"{failed} {os.strerror(errno.EIO)}: not all files were changed")
    return tmp_path


@pytest.mark.parametrize("at", STEPS)
def test_the_only_copy_of_a_text_is_never_in_the_journal_alone(interrupted: Path) -> None:
    shutil.rmtree(interrupted / "build")
    assert OLD["seeds/a.txt"] in found(interrupted).values()
    assert OLD["content/sources/a.yml"] in found(interrupted).values()


@pytest.mark.parametrize("at", STEPS)
@pytest.mark.parametrize("edited", CHANGES)
def test_what_the_message_says_about_edited_files_works(
    interrupted: Path, edited: str, tmp_path: Path
) -> None:
    (interrupted / edited).write_bytes(b"Mine\n")
    before = found(interrupted)
    with pytest.raises(EditedError) as raised:
        complete(interrupted)
    assert f"somebody changed {edited}: move what is there out of the project" in str(raised.value)
    assert found(interrupted) == before
    (interrupted / edited).rename(tmp_path / "mine.yml")
    assert complete(interrupted)
    assert found(interrupted) == NEW
    assert not (interrupted / JOURNAL).exists()


@pytest.mark.parametrize("at", [1])
def test_a_copy_of_the_project_completes_nothing(interrupted: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(interrupted, tmp_path / "copy")
    before = found(copy)
    with pytest.raises(
        FolderError, match="was written for another folder than this, so it may come from anybody"
    ):
        complete(copy)
    assert found(copy) == before
    assert complete(interrupted)


def test_an_error_before_the_journal_is_written_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file instead of a folder")
    with pytest.raises(OSError, match="build"):
        change(tmp_path, {"content/a.yml": b"title: A\n"})
    assert found(tmp_path) == {}
