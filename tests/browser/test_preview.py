"""The preview in a browser: a saved sheet is on the page without a reload by hand, and a broken one leaves the last good page."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.trees import base, recorded

pytestmark = pytest.mark.browser

BEFORE = "China proposes a world AI cooperation organization"
SECONDS = 60_000
"""Milliseconds. Long, since the machine may be busy; the page follows as soon as it can."""


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """`briefings serve` on the small valid tree: the project and the preview's address."""
    for path, data in base().items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(data)
    (tmp_path / "content/ids.lock").write_text(recorded(tmp_path), encoding="utf-8")
    with (tmp_path / "mkdocs.yml").open("a", encoding="utf-8") as stream:
        stream.write("theme: {name: material, font: false}\nplugins: []\nmarkdown_extensions: [tables, md_in_html]\n")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "briefings", "-C", str(tmp_path), "serve", "--address", f"127.0.0.1:{port}"]
    environment = {key: value for key, value in os.environ.items() if key not in {"SITE_URL", "REPO_URL"}}
    process = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True, env=environment)
    assert process.stderr is not None
    for line in process.stderr:
        if "preview on" in line:
            break
    yield tmp_path, f"http://127.0.0.1:{port}/"
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=30)
    assert process.returncode == 0


def test_the_page_follows_each_save(browser: Browser, preview: tuple[Path, str]) -> None:
    project, address = preview
    sheet = project / "content/briefings/waico.yml"
    good = sheet.read_text(encoding="utf-8")
    page = browser.new_page()
    page.goto(address + "briefings/waico/")
    expect(page.locator("h1")).to_contain_text(BEFORE)
    sheet.write_text(good.replace(BEFORE, "Saved once"), encoding="utf-8")
    expect(page.locator("h1")).to_contain_text("Saved once", timeout=SECONDS)
    sheet.write_text(good.replace("title:", "titel:"), encoding="utf-8")
    sheet.write_text(good.replace(BEFORE, "Mended"), encoding="utf-8")
    expect(page.locator("h1")).to_contain_text("Mended", timeout=SECONDS)
    page.close()
