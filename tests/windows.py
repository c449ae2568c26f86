"""The browser that some tests open pages in. Only a test that asks for it imports Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

DISABLED = (
    # What Playwright disables, whose own argument this one replaces.
    "--disable-features=AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,"
    "HttpsFirstBalancedModeAutoEnable,LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,"
    "AvoidCorsURLLoaderRestartOnRedirect,OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch,"
    # Each window draws two lists of suggestions below its address line, which took half of the time of most tests.
    "WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,"
    # Nor does a test need a process ready for the page after its own.
    "SpareRendererForSitePerProcess"
)
"""Abilities of Chromium that tests do without."""


PATIENCE = 60_000
"""Milliseconds after which what does not come fails; on a busy machine all else comes in the end."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, as the system has it, without a window."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next((path for name in names if (path := shutil.which(name))), None)
    if program is None and os.environ.get("TESTS_NEED_A_BROWSER"):
        pytest.fail("no Chromium on this machine, and CI must have one")
    if program is None:
        pytest.skip(f"no Chromium on this machine ({', '.join(names)})")
    arguments = [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", DISABLED,
    ]  # fmt: skip
    try:
        from playwright.sync_api import expect, sync_playwright
    except ImportError:
        pytest.skip("Playwright is not installed")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=arguments)
        expect.set_options(timeout=PATIENCE)
        yield launched
        launched.close()


def _of_scripts(error: str) -> list[str]:
    """An error, unless the browser gave up an animation between two pages before any script could hear of it."""
    return [] if error.startswith("Transition was ") else [error]


@pytest.fixture(scope="session")
def wide(browser: Browser) -> BrowserContext:
    """A window on a wide screen, which may copy to the clipboard."""
    permissions = ["clipboard-read", "clipboard-write"]
    return _window(browser, viewport={"width": 1280, "height": 900}, permissions=permissions)


@pytest.fixture(scope="session")
def narrow(browser: Browser) -> BrowserContext:
    return _window(browser, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)


@pytest.fixture(scope="session")
def scriptless(browser: Browser) -> BrowserContext:
    return _window(browser, viewport={"width": 1280, "height": 900}, java_script_enabled=False)


def _window(browser: Browser, **options: Any) -> BrowserContext:
    """A window for all tests of a run: to open one takes longer than most of them. An empty tab keeps it open."""
    window = browser.new_context(**options)
    window.set_default_timeout(PATIENCE)
    window.new_page()
    return window


@contextmanager
def _tab(window: BrowserContext) -> Iterator[Page]:
    """A new tab, without a trace of those before. A script's error fails the test."""
    errors: list[str] = []
    page = window.new_page()
    page.on("pageerror", lambda error: errors.extend(_of_scripts(str(error))))
    session = window.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", {"origin": "*", "storageTypes": "all"})
    session.send("Network.clearBrowserCache")
    if os.environ.get("SLOW"):
        # What a test does not wait for comes too late, as it may by chance on a busy machine.
        speed = {"latency": 1000, "downloadThroughput": -1, "uploadThroughput": -1}
        session.send("Network.emulateNetworkConditions", {"offline": False, **speed})
    yield page
    page.close()
    assert errors == []


@pytest.fixture
def page(wide: BrowserContext) -> Iterator[Page]:
    """A page on a wide screen."""
    with _tab(wide) as opened:
        yield opened


@pytest.fixture
def phone(narrow: BrowserContext) -> Iterator[Page]:
    """A page on a phone that is touched."""
    with _tab(narrow) as opened:
        yield opened


@pytest.fixture
def plain(scriptless: BrowserContext) -> Iterator[Page]:
    """A page without scripts."""
    with _tab(scriptless) as opened:
        yield opened
