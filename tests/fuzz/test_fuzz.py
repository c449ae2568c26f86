"""Input made by chance: some of it with each change, always the same, and more at night. `make fuzz` tries as much as one
likes, with SEED and INPUTS."""

from __future__ import annotations

import faulthandler
import json
import os
import re
import signal
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.fuzz import corpus, mutate
from tests.fuzz.targets import TARGETS, Fragment, Input
from tests.hostile.built import JUDGE, build, look, wrong_with
from tests.hostile.case_files import Case, File
from tests.sandbox import Sandbox

pytestmark = pytest.mark.browser

SEED = os.environ.get("SEED", "1")
INPUTS = int(os.environ.get("INPUTS", "20000"))
SHARES = sum(target.share for target in TARGETS.values())
KEPT = sorted((Path(__file__).parent / "kept").glob("*.json"))
"""What was found once: the name of a target, and the input."""
STALLED = 60
"""Seconds after which a run ends with a traceback: some code does not listen to signals."""


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Raises TimeoutError after so much of the processor's time."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"more than {seconds:g} seconds of the processor")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    faulthandler.dump_traceback_later(STALLED, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def faults_of(name: str, given: Input, tab: Page) -> dict[str, str]:
    """What is wrong with the outcome of an input: each fault in a line, with details."""
    target = TARGETS[name]
    try:
        with bounded(target.seconds):
            fragments = target.run(given)
    except Exception as error:
        what = f"{type(error).__name__}: {error}".split("\n")[0]
        return {what: "".join(traceback.format_exception(error)[-6000:])}
    return {found.split(":")[0]: found for fragment in fragments for found in judged(tab, fragment)}


COUNT = """([html, selectors]) => {
  const page = new DOMParser().parseFromString(html, "text/html");
  const count = (selector) => page.querySelectorAll(`article ${selector}`).length;
  return Object.fromEntries(selectors.map((selector) => [selector, count(selector)]));
}"""
FRAME = (
    '<!doctype html><html><head><title>x</title><meta http-equiv="Content-Security-Policy" content="x">'
    "</head><body><main><article>{}</article></main></body></html>"
)
ALIGNED = re.compile(r' style="text-align: (?:left|right|center);"')
"""The one style that Python-Markdown writes. Later, classes take the place of these."""


def judged(tab: Page, fragment: Fragment) -> Iterator[str]:
    """What is wrong with the HTML of an article, as a browser parses it."""
    html = FRAME.format(ALIGNED.sub("", fragment.html))
    verdict: dict[str, Any] = tab.evaluate(JUDGE, html)
    yield from verdict["found"]
    if fragment.heading and _bare(verdict["heading"]) != _bare(fragment.heading):
        yield f"another heading: {verdict['heading']!r}, not {fragment.heading!r}"
    text = _bare(verdict["text"])
    yield from (f"a text is not shown: {line!r}" for line in fragment.lines if _bare(line) not in text)
    counted = tab.evaluate(COUNT, [html, list(fragment.marks)])
    for mark, n in fragment.marks.items():
        if counted[mark] != n:
            yield f"an element of ours is lost: {counted[mark]} of {n} {mark}"


def _bare(text: str) -> str:
    """Without white space, of which two languages have not quite the same."""
    return "".join(c for c in text if not c.isspace() and c != "\u0085")


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    """A tab that only parses what it judges."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("inputs", [400, pytest.param(INPUTS, marks=pytest.mark.nightly)])
@pytest.mark.parametrize("name", TARGETS)
def test_no_input_does_harm(tab: Page, name: str, inputs: int) -> None:
    target = TARGETS[name]
    found: dict[str, tuple[Input, str]] = {}
    for n in range(inputs * target.share // SHARES):
        given = target.make(Random(f"{SEED} {name} {n}"))
        for what, details in faults_of(name, given, tab).items():
            found.setdefault(what, (given, details))
    assert found == {}


@pytest.mark.parametrize("file", KEPT, ids=lambda file: file.stem)
def test_what_was_found_once_is_not_found_again(tab: Page, file: Path) -> None:
    kept = json.loads(file.read_bytes())
    assert faults_of(kept["target"], kept["input"], tab) == {}


def cases_of(chance: Random) -> Iterator[Case]:
    """Hostile sheets and pages, each of which a build may refuse or publish."""
    for n in range(24):
        folder = chance.choice(("briefings", "briefings", "actors", "sources", "topics"))
        data = corpus.hostile(chance, folder, times=chance.randint(1, 6))
        if "name" in data:
            data["name"] = f"{data['name']} {n}"
        if folder == "actors":
            data["aliases"] = [f"{alias} {n}" for alias in data["aliases"]]
        yield _case(folder, f"sheet-{n}.yml", mutate.yaml(chance, data, odd=0.002))
    for n in range(8):
        body = mutate.printable(TARGETS["fast"].make(chance)["markdown"])
        title = json.dumps(mutate.line(chance))
        yield _case("pages", f"page-{n}.md", f"---\ntitle: {title}\n---\n\n# Page\n\n{body}\n")


def _case(folder: str, name: str, text: str) -> Case:
    file = File("file", f"content/{folder}/{name}", text.encode("utf-8", "surrogatepass"))
    return Case(name, folder, text, "either", (file,))


@pytest.mark.nightly
@pytest.mark.parametrize("build_", range(INPUTS // 400))
def test_no_build_is_harmed(box: Sandbox, browser: Browser, tmp_path: Path, build_: int) -> None:
    cases = [*cases_of(Random(f"{SEED} build {build_}"))]
    built = build(cases, box, tmp_path / "project")
    assert (built.failed, built.said) == ("", [])
    # A sheet that passes the check is published; only hand-written pages may be refused later.
    refused = {case.name: built.refused[case.name] for case in cases if case.name in built.refused}
    assert {name: why for name, why in refused.items() if "build: " in why and name.endswith(".yml")} == {}
    look(built, browser, every=1000, searches=())
    assert wrong_with(cases, built) == {}
