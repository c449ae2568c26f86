"""`briefings serve`: what the terminal says, how often it builds, and how it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest

from tests.preview.process import TITLE, Served
from tests.preview.running import LONG, until


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    preview = Served(tmp_path)
    yield preview
    preview.close()


def test_each_save_is_one_build_and_problems_are_told_in_the_terminal(served: Served) -> None:
    served.line("pages in")
    served.save(TITLE, "Saved once")
    served.line("pages in", 2)
    served.save("title:", "titel:")
    place = f"{served.sheet.relative_to(served.root).as_posix()}:1:1: error[unknown-key]:"
    assert served.line("error[unknown-key]").startswith(place)
    served.line("the last good pages are still shown")
    served.save(TITLE, "Mended")
    served.line("pages in", 3)
    with urllib.request.urlopen(served.url + "briefings/waico/", timeout=LONG) as answer:
        assert "Mended" in answer.read().decode()
    # The settings are read anew, and a mistake in them is told like one in a sheet.
    config = served.root / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("site_name:", "site_nam:"), encoding="utf-8")
    assert served.line("site_name is missing").startswith("mkdocs.yml:1:1: error[bad-setting]:")
    served.line("the last good pages are still shown", 2)
    assert served.interrupt() == 0
    assert list(served.temporary.iterdir()) == []
    assert sum("pages in" in line for line in served.said) == 3, (
        "nothing that a build writes sets off another"
    )


def test_it_ends_at_once_in_the_middle_of_a_build_and_leaves_nothing_behind(served: Served) -> None:
    assert served.interrupt() == 0
    assert list(served.temporary.iterdir()) == []
    assert not [line for line in served.said if "Traceback" in line or "Error" in line]


@pytest.mark.parametrize(
    ("how", "built"), [(signal.SIGINT, True), (signal.SIGTERM, False), (signal.SIGHUP, True)]
)
def test_it_ends_though_it_was_started_with_interrupts_ignored_and_pages_are_open(
    tmp_path: Path, how: signal.Signals, built: bool
) -> None:
    """As `briefings serve &` in a script is, or below `trap '' INT`."""
    served = Served(tmp_path, ignored=[signal.SIGINT, signal.SIGTERM])
    try:
        with ExitStack() as stack:
            if built:
                served.line("pages in")
                address = served.url + "_preview/events"
                stack.enter_context(urllib.request.urlopen(address, timeout=LONG)).readline()
            assert served.interrupt(how) == 0
        assert list(served.temporary.iterdir()) == []
        assert not [line for line in served.said if "Traceback" in line or "Error" in line]
    finally:
        served.close()


def is_refused_an_address_in_use(served: Served) -> None:
    address = served.url.removeprefix("http://").rstrip("/")
    port = int(address.rpartition(":")[2])
    command = [sys.executable, "-m", "briefings", "-C", str(served.root), "serve", "--address", address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LONG, check=False)
    words = f"port {port} is in use, perhaps by another preview; choose one: --address 127.0.0.1:{port + 1}\n"
    assert (done.returncode, done.stderr) == (1, words)


def test_below_nohup_it_outlives_the_terminal_and_another_preview_of_its_address(tmp_path: Path) -> None:
    served = Served(tmp_path, ignored=[signal.SIGHUP])
    try:
        served.line("pages in")
        served.signal(signal.SIGHUP)
        is_refused_an_address_in_use(served)
        with urllib.request.urlopen(served.url, timeout=LONG) as answer:
            assert answer.status == 200
        assert served.interrupt() == 0
    finally:
        served.close()


STUBBORN = """
import multiprocessing, sys, time
from briefings.preview import ending
ending.GRACE = {grace}
ending.Ending().install()
def work(connection):
    connection.send(multiprocessing.current_process().pid)
    while True:
        try:
            # A signal right before a long sleep would not end it.
            time.sleep(0.05)
        except KeyboardInterrupt:
            pass
ours, theirs = multiprocessing.Pipe()
multiprocessing.get_context("fork").Process(target=work, args=[theirs]).start()
print(ours.recv(), flush=True)
work(theirs)
"""
"""A program that never stops tidying up, nor does its child."""


@pytest.mark.parametrize(("grace", "signals"), [(600, 2), (0.2, 1)])
def test_a_second_signal_or_a_long_wait_ends_it_with_its_children(grace: float, signals: int) -> None:
    command = [sys.executable, "-c", STUBBORN.format(grace=grace)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        try:
            for n in range(signals):
                process.send_signal(signal.SIGTERM)
                if n < signals - 1:
                    time.sleep(0.3)
                    assert process.poll() is None
            assert process.wait(LONG) == 130
            until(
                lambda: (
                    not Path(f"/proc/{child}").exists()
                    or "Z" in Path(f"/proc/{child}/stat").read_text().split()[2]
                )
            )
        finally:
            process.kill()
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
