"""Work in several processes: all results, in order, whatever happens to a process."""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import time
from pathlib import Path

import pytest

from briefings.store.processes import coming, each

KILLED = """
import os, signal, sys, time
from pathlib import Path
from briefings.store.processes import each

parent, folder = os.getpid(), Path(sys.argv[1])

def work(number, item):
    if os.getpid() != parent:
        (folder / "killed").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    while not (folder / "killed").exists():
        time.sleep(0.001)
    return item

print(each(range(100), work, cores=2))
"""


def test_work_of_a_process_that_was_killed_is_done_by_this_one(tmp_path: Path) -> None:
    command = [sys.executable, "-c", KILLED, str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout == f"{[*range(100)]}\n"


TAKING_OVER = """
import os, sys, time
from pathlib import Path
from briefings.store.processes import each

parent, folder = os.getpid(), Path(sys.argv[1])

def touched(name):
    try:
        (folder / name).touch(exist_ok=False)
    except FileExistsError:
        return False
    return True

def work(number, item):
    if not touched(f"at work on {number}"):
        print("two processes are at work on", number)
    try:
        if os.getpid() == parent:
            return item
        if touched("first"):
            while not (folder / "second").exists():
                time.sleep(0.001)
            raise OSError
        touched("second")
        time.sleep(0.5)
        return item
    finally:
        (folder / f"at work on {number}").unlink()

print(each(range(500), work, cores=3))
"""


def test_work_of_a_process_that_failed_is_done_once_no_other_is_at_work(tmp_path: Path) -> None:
    # Else the other, which may fail as well, could spoil a file that this one has just written.
    command = [sys.executable, "-uc", TAKING_OVER, str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout == f"{[*range(500)]}\n"
    assert {"first", "second"} <= {each.name for each in tmp_path.iterdir()}


def test_exceptions_are_those_of_the_item_and_of_whoever_follows_the_work() -> None:
    with pytest.raises(ZeroDivisionError):
        each(range(100), lambda number, item: 1 / (item - 70), cores=2)

    def stop(count: int) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        each(range(100), lambda number, item: item, done=stop, cores=2)


UNSENT = """
import multiprocessing, sys, time
from pathlib import Path
from briefings.store.processes import coming

folder = Path(sys.argv[1])

def work(number, item):
    (folder / str(item)).touch()
    return bytes(100_000)  # more than a pipe takes

def wait():
    while len([*folder.iterdir()]) < 100:
        time.sleep(0.01)

with coming(range(100), work, cores=2) as found:
    wait()  # the other process goes on while nobody receives what it has done
    print(sum(map(len, found)))
for each in folder.iterdir():
    each.unlink()
try:
    with coming(range(100), work, cores=3):
        wait()
        raise InterruptedError
except InterruptedError:
    print("ended", multiprocessing.active_children())
"""


def test_results_that_nobody_receives_yet_stop_no_process(tmp_path: Path) -> None:
    command = [sys.executable, "-c", UNSENT, str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout == "10000000\nended []\n"


def test_a_process_that_fails_leaves_no_work_to_the_others(tmp_path: Path) -> None:
    failed, done = tmp_path / "failed", tmp_path / "done"
    done.touch()

    def work(number: int, item: int) -> None:
        try:
            failed.touch(exist_ok=False)
        except FileExistsError:
            time.sleep(0.001)
            with done.open("a") as file:
                file.write(".")
        else:
            raise OSError

    with coming(range(20_000), work, cores=3):
        while multiprocessing.active_children():
            time.sleep(0.01)
        assert done.stat().st_size < 10_000


ENDLESS = """
import os, sys, time
from pathlib import Path
from briefings.store.processes import each

def work(number, item):
    Path(sys.argv[1], str(os.getpid())).touch()
    time.sleep(0.01)

each(range(10**6), work, cores=3)
"""


def test_no_process_outlives_one_that_was_killed(tmp_path: Path) -> None:
    parent = subprocess.Popen([sys.executable, "-c", ENDLESS, str(tmp_path)])
    until = time.monotonic() + 30
    while len(workers := [*tmp_path.iterdir()]) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    parent.kill()
    parent.wait()
    while any(Path("/proc", each.name, "cwd").exists() for each in workers) and time.monotonic() < until:
        time.sleep(0.01)
    assert len(workers) == 3
    assert time.monotonic() < until
