"""`briefings serve`: what the terminal says, how often it builds, and how it ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.preview.process import TITLE, Served
from tests.preview.running import LONG


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
    assert served.line("site_name must be there").startswith("mkdocs.yml:1:1: error[bad-setting]:")
    served.line("the last good pages are still shown", 2)
    assert served.interrupt() == 0
    assert list(served.temporary.iterdir()) == []
    assert sum("pages in" in line for line in served.said) == 3, "nothing that a build writes sets off another"


def test_it_ends_at_once_though_pages_are_open(served: Served) -> None:
    served.line("pages in")
    with urllib.request.urlopen(served.url + "_preview/events", timeout=LONG) as events:
        events.readline()
        assert served.interrupt() == 0
    assert not [line for line in served.said if "Traceback" in line or "Error" in line]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_in_the_middle_of_a_build_and_leaves_nothing_behind(served: Served, how: signal.Signals) -> None:
    assert served.interrupt(how) == 0
    assert list(served.temporary.iterdir()) == []
    assert not [line for line in served.said if "Traceback" in line or "Error" in line]


def test_an_address_in_use_is_said_plainly(served: Served) -> None:
    address = served.url.removeprefix("http://").rstrip("/")
    command = [sys.executable, "-m", "briefings", "-C", str(served.root), "serve", "--address", address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=LONG, check=False)
    assert (done.returncode, done.stderr) == (1, f"http://{address}/ cannot be served: Address already in use\n")
