"""When a build is set off: once for saves that come together, never for what holds the same as before, or
what a build itself writes."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

from briefings.html.engine import EngineResult
from briefings.preview.saves import Saves
from tests.preview.running import LONG, Running, until
from tests.trees import write

Start = Callable[..., Running]


def in_place(root: Path) -> None:
    (root / "content/sheet.yml").write_text("Second words", encoding="utf-8")


def through_a_rename(root: Path) -> None:
    """As most editors do: a new file is put in the old one's place."""
    (root / "content/.sheet.yml.new").write_text("Second words", encoding="utf-8")
    (root / "content/.sheet.yml.new").chmod(0o644)
    (root / "content/.sheet.yml.new").rename(root / "content/sheet.yml")


def from_elsewhere(root: Path) -> None:
    (root / "elsewhere").write_text("Second words", encoding="utf-8")
    (root / "elsewhere").rename(root / "content/sheet.yml")


def as_vim_does(root: Path) -> None:
    """A swap file, a probe whether the folder can be written to, the old one kept aside, then the new one."""
    sheet = root / "content/sheet.yml"
    write(root, {"content/.sheet.yml.swp": "b0VIM", "content/4913": ""})
    (root / "content/4913").unlink()
    sheet.rename(root / "content/sheet.yml~")
    sheet.write_text("Second words", encoding="utf-8")
    sheet.chmod(0o644)
    (root / "content/sheet.yml~").unlink()
    (root / "content/.sheet.yml.swp").unlink()


def in_pieces(root: Path) -> None:
    with (root / "content/sheet.yml").open("w", encoding="utf-8", buffering=1) as stream:
        for piece in ("Sec", "ond", " words"):
            stream.write(piece)
            stream.flush()


def test_a_save_is_one_build_however_an_editor_does_it(start: Start) -> None:
    running = start("First words")
    for n, save in enumerate((in_place, through_a_rename, from_elsewhere, as_vim_does, in_pieces), 1):
        save(running.root)
        assert isinstance(running.outcome(2 * n - 1), EngineResult), save
        until(lambda: "Second words" in running.get())
        running.checked()
        write(running.root, {"content/sheet.yml": f"Words {n}"})
        running.outcome(2 * n)
        assert running.builds == 1 + 2 * n, save


def test_many_saves_at_once_are_one_build(start: Start) -> None:
    running = start("First words")
    write(running.root, {f"content/kind-{n % 7}/sheet-{n}.yml": f"Words {n}" for n in range(300)})
    until(lambda: all(f"Words {n}" in running.get() for n in (0, 299)))
    # On a busy machine, writing them may take longer than saves are waited for.
    assert running.settled() <= 3
    shutil.rmtree(running.root / "content/kind-0")
    until(lambda: "Words 7 " not in running.get())


def test_saves_during_a_build_are_one_more(start: Start) -> None:
    running = start("First words")
    running.gate.clear()
    write(running.root, {"content/sheet.yml": "Second words"})
    until(lambda: running.builds == 2)
    for n in range(20):
        write(running.root, {"content/sheet.yml": f"Words {n}", f"content/more-{n}.yml": "more"})
    running.gate.set()
    until(lambda: "Words 19" in running.get())
    assert running.settled() == 3


def test_saves_that_do_not_end_are_built_in_between(tmp_path: Path) -> None:
    write(tmp_path, {"content/sheet.yml": "First words"})
    saves = Saves([tmp_path / "content"])
    first = saves.now()
    enough = threading.Event()

    def keep_saving() -> None:
        while not enough.wait(0.01):
            write(tmp_path, {"content/sheet.yml": str(time.monotonic())})

    saver = threading.Thread(target=keep_saving)
    saver.start()
    found = [saves.wait() for _ in range(2)]
    enough.set()
    saver.join(LONG)
    saves.close()
    assert found[0] != first
    assert found[1] not in (found[0], None)


def nothing_new(root: Path) -> None:
    (root / "content/sheet.yml").write_text("First words", encoding="utf-8")


def only_touched(root: Path) -> None:
    os.utime(root / "content/sheet.yml")


def only_its_mode(root: Path) -> None:
    (root / "content/sheet.yml").chmod(0o600)


def only_read(root: Path) -> None:
    (root / "content/sheet.yml").read_bytes()


def there_and_back(root: Path) -> None:
    (root / "content/sheet.yml").rename(root / "aside")
    (root / "aside").rename(root / "content/sheet.yml")


def editors_own(root: Path) -> None:
    write(
        root,
        {
            "content/.sheet.yml.swp": "x",
            "content/sheet.yml~": "x",
            "content/#sheet.yml#": "x",
            "content/.git/index": "x",
        },
    )


def what_a_build_writes(root: Path) -> None:
    write(root, {"build/docs/index.md": "x", "site/index.html": "x", ".cache/x": "x", ".site-1/x": "x"})


def files_nobody_watches(root: Path) -> None:
    write(root, {"other.yml": "x", "other/sheet.yml": "x"})


def test_what_brings_nothing_new_sets_off_no_build(start: Start) -> None:
    running = start("First words")
    for act in (
        nothing_new,
        only_touched,
        only_its_mode,
        only_read,
        there_and_back,
        editors_own,
        what_a_build_writes,
        files_nobody_watches,
    ):
        act(running.root)
        running.checked()
        assert (running.builds, len(running.outcomes)) == (1, 1), act
    assert running.settled() == 1


def test_a_folder_may_come_later_and_be_put_in_anothers_place(start: Start) -> None:
    running = start("First words")
    write(running.root, {"later/one.yml": "one"})
    running.outcome(1)
    write(running.root, {"later/deep/two.yml": "two"})
    running.outcome(2)
    shutil.copytree(running.root / "content", running.root / "new")
    write(running.root, {"new/sheet.yml": "New words"})
    (running.root / "content").rename(running.root / "old")
    (running.root / "new").rename(running.root / "content")
    until(lambda: "New words" in running.get())
    write(running.root, {"content/sheet.yml": "Newer words"})
    until(lambda: "Newer words" in running.get())


def test_two_saves_within_a_tick_of_the_clock_are_told_apart(tmp_path: Path) -> None:
    """Times of files count in ticks; a second save of the same length may leave them as they were."""
    sheet = tmp_path / "content/sheet.yml"
    saves = Saves([tmp_path / "content"])
    for n in range(100):
        write(tmp_path, {"content/sheet.yml": f"one {n:03}"})
        before = saves.now()
        sheet.write_text(f"two {n:03}", encoding="utf-8")
        assert saves.now() != before
