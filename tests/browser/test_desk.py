"""Somebody takes an article to a page at the desk with keys only, and decides and makes facts by clicking."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page, expect

from briefings.desk.init import init
from briefings.desk.starter import Site
from briefings.desk.tool import Tool
from briefings.settings import Settings
from briefings.site import stages
from tests.browser.conftest import LOOKS, faults
from tests.installed import environment, program, run

pytestmark = pytest.mark.browser

ARTICLE = Path(__file__).parents[2] / "docs/tutorial/harbor-tram.txt"
MOST = 60
"""Clicks and keys, besides the words typed."""

TITLES = (
    "The council approves the tram plan by 31 votes to 14",
    "Construction of the extension is to begin",
    "The first trams are to reach the harbor",
    "A first plan fails",
)
LABELS = ("Length of the extension", "Cost")
ALL, NOT_WANTED = 13, (2, 4, 6, 10)
"""The candidates, and those that are not wanted."""
CLAIMS = (
    ("of which the state pays 110 million", "The state pays 110 million."),
    ("The opposition voted against it", "The opposition voted against the extension."),
    ("Its forecast dates from 2021", "The forecast of passengers dates from 2021."),
)

REST = (
    ("Title", "Ellery extends its tram line"),
    ("Summary", "The council voted for a tram line to the harbor."),
    ("Why it matters", "The harbor has no line to the rest of the city."),
    ("A new topic", "Public transport"),
)
"""What a briefing needs besides its facts, in the order of the page."""


class Person:
    """Clicks, presses keys and types, and counts the first two."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def click(self, name: str) -> None:
        self.count += 1
        self.page.get_by_role("button", name=name, exact=True).click()

    def press(self, *keys: str) -> None:
        self.count += len(keys)
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.page.keyboard.insert_text(words)

    def fill(self, label: str, words: str) -> None:
        self.count += 1
        self.page.get_by_label(label, exact=True).click()
        self.page.keyboard.press("ControlOrMeta+a")
        self.type(words)

    def sees(self, state: str) -> None:
        """Wait until the card is there, and what checks say of it has come."""
        expect(self.page.locator("#card")).to_have_attribute("aria-label", state)
        expect(self.page.locator("#checks li").first).to_be_visible()


@pytest.fixture
def project(browser: Browser, tmp_path: Path) -> Path:
    """A new site; it needs the browser, so that nothing is made where there is none."""
    init(tmp_path / "site", Site("Harbor", "en", "How a town changes", date(2026, 11, 29)), Tool("briefings"))
    return tmp_path / "site"


@pytest.fixture
def desk(project: Path) -> Iterator[str]:
    """The address of the desk."""
    command = [program("briefings"), "desk", "--address", "127.0.0.1:0"]
    with subprocess.Popen(
        command, cwd=project, env=environment(), stderr=subprocess.PIPE, text=True
    ) as served:
        assert served.stderr is not None
        address = next(line.split()[2] for line in served.stderr if line.startswith("desk on "))
        yield address
        served.terminate()
        served.stderr.read()


def drop(person: Person) -> None:
    """Give the desk the article. A file is chosen in a window of the system, which counts as two clicks."""
    page = person.page
    person.count += 2
    page.set_input_files("#file", ARTICLE)
    expect(page.get_by_role("heading", name="Is this what the article says about itself?")).to_be_visible()


def is_covered(person: Person) -> None:
    """What the card says is all covered."""
    marks = person.page.locator("#checks .glyph")
    expect(marks).not_to_have_count(0)
    expect(marks.and_(person.page.locator(":not(.covered, .near, .announced)"))).to_have_count(0)


def finished(project: Path, briefing: str = "harbor-tram") -> None:
    """The sheet has twelve facts, three of them claims, and no problem; all passages are verified."""
    sheet = yaml.safe_load((project / f"content/briefings/{briefing}.yml").read_text(encoding="utf-8"))
    claims = [each for each in sheet["statements"] if "text" in each]
    facts = [*sheet["timeline"], *sheet["statements"], *sheet["figures"]]
    assert (len(facts), len(claims)) == (12, 3)
    result = stages.check(Settings.load(project), drafts=True)
    assert [str(each.message) for each in result.problems if briefing in each.place.path] == []
    assert result.coverage is not None
    assert result.catalog is not None
    covered = result.coverage.of(result.catalog.briefings[briefing])
    assert [each.path for each in covered if not each.is_covered] == []


def pasted_words_name_their_files_by_the_title(page: Page) -> None:
    page.get_by_role("button", name="Paste text").click()
    page.get_by_label("Text of the article").fill("The mayor opened the bridge on 3 May 2026.")
    page.get_by_role("button", name="Use this text").click()
    page.get_by_label("Title", exact=True).fill("«El puente» está abierto, dice la alcaldesa")
    expect(page.locator("#ask-id")).to_have_value("el-puente-esta-abierto-dice-la")
    page.locator("#ask-id").fill("bridge")
    page.get_by_label("Title", exact=True).fill("The bridge is open")
    expect(page.locator("#ask-id")).to_have_value("bridge")


def test_facts_are_decided_made_and_published_by_clicking(page: Page, project: Path, desk: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 1000})
    page.goto(desk)
    person = Person(page)
    drop(person)
    person.fill("Publisher", "Ellery Courier")
    person.click("Find candidates")
    person.sees(f"Event, 1 of {ALL}, open")
    person.fill("Title", TITLES[0])
    person.click("Accept")
    position = page.locator("#card header .small").first
    expect(position).to_have_text(f"2 of {ALL} · open")
    checks = page.locator("#checks li").first
    expect(checks).to_be_visible()  # which moves the buttons
    person.click("Not wanted")
    expect(position).to_have_text(f"3 of {ALL} · open")
    page.locator(".strip li").nth(8).get_by_role("button").click()
    person.sees(f"Quotation, 9 of {ALL}, open")
    expect(checks).to_be_visible()
    person.click("Accept")
    expect(position).to_have_text(f"10 of {ALL} · open")
    words, text = CLAIMS[0]
    select(page, words)
    person.click("Claim")
    expect(page.locator("#field-text")).to_be_focused()
    person.type(text)
    expect(page.locator("#checks")).to_contain_text("in the saved text")
    person.click("Accept")
    expect(page.locator(".strip li")).to_have_count(ALL + 1)
    page.get_by_role("link", name="Ready").click()
    finish(person)
    page.get_by_role("link", name="Article").click()
    page.get_by_role("button", name=": Quotation, in the sheet").first.click()
    page.get_by_role("link", name="Page").click()
    quotation = page.frame_locator("#preview").locator("[id^=statement-this-line-connects]").first
    expect(quotation).to_be_in_viewport()
    for view, place in (("Inbox", "h1"), ("Article", "#checks li"), ("Ready", "#record"), ("Page", "#sheet")):
        if view != "Article":
            page.get_by_role("link", name=view, exact=True).click()
        else:
            page.get_by_role("link", name="harbor-tram", exact=True).click()
        expect(page.locator(place).first).to_be_visible()
        for scheme, width in LOOKS:
            page.set_viewport_size({"width": max(width, 1024), "height": 900})
            page.emulate_media(color_scheme=scheme)
            assert faults(page, iframes=False) == [], (view, scheme)
    page.goto(desk)
    pasted_words_name_their_files_by_the_title(page)


def select(page: Page, words: str) -> None:
    """Select words with the mouse."""
    ends = page.evaluate(
        """words => {
          for (const block of document.querySelectorAll("[data-start]")) {
            const at = block.textContent.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange(), walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
            const box = place => {
              walker.currentNode = block;
              let rest = place;
              while (walker.nextNode() && rest >= walker.currentNode.length) rest -= walker.currentNode.length;
              range.setStart(walker.currentNode, rest);
              range.setEnd(walker.currentNode, rest + 1);
              return range.getBoundingClientRect();
            };
            block.scrollIntoView({ block: "center" });
            const [first, last] = [box(at), box(at + words.length - 1)];
            return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
          }
        }""",
        words,
    )
    page.mouse.move(ends[0], ends[1])
    page.mouse.down()
    page.mouse.move(ends[2], ends[3], steps=4)
    page.mouse.up()


def finish(person: Person) -> None:
    """Write what the briefing needs besides its facts, and record it."""
    page = person.page
    expect(page.get_by_role("heading", name="Problems")).to_be_visible()
    for label, words in REST:
        person.fill(label, words)
    person.click("Save")
    expect(page.get_by_text("No problems.")).to_be_visible()
    for name, answer in (("Tidy up", "Saved"), ("Verify", "verified")):
        person.click(name)
        expect(page.get_by_role("status")).to_contain_text(answer)


def test_an_article_becomes_a_page_with_keys_only(page: Page, project: Path, desk: str) -> None:
    page.set_viewport_size({"width": 1024, "height": 800})
    page.goto(desk)
    person = Person(page)
    expect(page.get_by_role("heading", name="Drop an article here")).to_be_visible()
    person.press("v")
    person.type(ARTICLE.read_text(encoding="utf-8"))
    person.press("Tab", "Enter")
    expect(page.get_by_role("heading", name="Is this what")).to_be_focused()
    person.press("Tab", "Tab")
    person.type("Ellery Courier")
    person.press("Enter")
    titles, labels = iter(TITLES), iter(LABELS)
    for n in range(1, ALL + 1):
        expect(page.locator("#card header .small").first).to_have_text(f"{n} of {ALL} · open")
        expect(page.locator("#card")).to_be_focused()
        empty = page.locator("#field-title, #field-label")
        if n == 9:
            expect(page.locator("#checks li")).to_have_count(3)
            expect(page.locator("#card")).to_match_aria_snapshot(QUOTATION)
        if n not in NOT_WANTED and empty.count() and empty.input_value() == "":
            person.press("e")
            person.type(next(titles if empty.get_attribute("id") == "field-title" else labels))
            person.press("Enter")
        else:
            person.press("x" if n in NOT_WANTED else "a")
    expect(page.get_by_text(f"{ALL} of {ALL} decided")).to_be_visible()
    for steps, (_, text) in zip((1, 4, 4), reversed(CLAIMS), strict=True):
        count = page.locator(".strip li").count()
        expect(page.locator("#card")).to_be_focused()
        person.press("s", *["S"] * steps)
        expect(page.get_by_role("group", name="Make these words a fact")).to_be_visible()
        person.press("1")
        expect(page.locator("#field-text")).to_be_focused()
        person.type(text)
        person.press("Enter")
        expect(page.locator(".strip li")).to_have_count(count + 1)
        is_covered(person)
    person.press("g")
    expect(page.locator("#main")).to_be_focused()
    expect(page.get_by_role("heading", name="Problems")).to_be_visible()
    for n, (_, words) in enumerate(REST):
        # The example of a new site has a topic, whose box comes before the name of a new one.
        person.press("Tab", *["Tab"] * (n == 3))
        person.type(words)
    person.press("Enter")
    expect(page.get_by_text("No problems.")).to_be_visible()
    for key, answer in (("t", "Saved"), ("v", "verified")):
        expect(page.locator("#main")).to_be_focused()
        person.press(key)
        expect(page.get_by_role("status")).to_contain_text(answer)
    assert person.count <= MOST, person.count
    finished(project, next((project / "content/briefings").glob("council-*.yml")).stem)


QUOTATION = """
- region "Quotation, 9 of 13, open":
  - heading "Quotation" [level=2]
  - text: 9 of 13 · open
  - button "Previous"
  - button "Next"
  - paragraph: This line connects the harbor to the rest of the city at last
  - paragraph: Select other words and press p to change the passage.
  - group "Who says it?":
    - button "Ines Hartog" [pressed]
    - button "The source itself"
    - combobox "Another name"
  - textbox "When may stay empty"
  - textbox "About may stay empty"
  - list:
    - listitem: The passage is in the saved text, once
    - listitem: "Ines Hartog: near the passage"
    - listitem: /in the passage$/
  - button "Accept"
  - button "Not wanted"
"""
"""How a screen reader meets a card."""


def test_what_was_typed_stays_until_it_is_saved(page: Page, project: Path, desk: str) -> None:
    page.goto(desk)
    person = Person(page)
    drop(person)
    person.fill("Publisher", "Ellery Courier")
    person.click("Find candidates")
    person.sees(f"Event, 1 of {ALL}, open")
    person.fill("Title", TITLES[0])
    person.press("Escape", "g")
    expect(page.get_by_role("heading", name="Problems")).to_be_visible()
    person.fill("Title", REST[0][1])
    person.click("Verify")
    expect(page.get_by_role("status")).to_contain_text("verified")
    expect(page.get_by_label("Title", exact=True)).to_have_value(REST[0][1])
    page.get_by_role("link", name="Article").click()
    expect(page.locator("#field-title")).to_have_value(TITLES[0])
    page.reload()
    expect(page.locator("#field-title")).to_have_value(TITLES[0])
    # Enter of an input method ends a word, and accepts nothing.
    composing = "{ key: 'Enter', isComposing: true, bubbles: true }"
    page.locator("#field-title").evaluate(
        f"each => each.dispatchEvent(new KeyboardEvent('keydown', {composing}))"
    )
    # A new fact is accepted or cancelled before another one is shown.
    page.locator("#card").focus()
    person.press("s", "1")
    expect(page.locator("#field-text")).to_be_focused()
    person.type("The council decided.")
    person.press("Escape", "j")
    expect(page.get_by_role("status")).to_have_text("Accept the new fact first, or cancel it.")
    page.get_by_role("link", name="Page").click()
    expect(page.locator("#sheet")).to_be_visible()
    page.go_back()
    expect(page.locator("#field-text")).to_have_value("The council decided.")
    person.click("Cancel")
    person.sees(f"Event, 1 of {ALL}, open")
    # What cannot be read is said, and not accepted.
    person.press("j")
    page.get_by_label("Number", exact=True).fill("18.500")
    expect(page.locator("#checks")).to_contain_text("is not one clear number")
    expect(page.locator("#accept")).to_have_attribute("aria-disabled", "true")
    # A double-click is one decision, and so is a key that is pressed twice.
    position = page.locator("#card header .small").first
    page.get_by_role("button", name="Not wanted").dblclick()
    expect(position).to_have_text(f"3 of {ALL} · open")
    person.press("x", "x")
    expect(position).to_have_text(f"4 of {ALL} · open")
    expect(page.get_by_text(f"2 of {ALL} decided")).to_be_visible()
    person.press("u")
    expect(page.get_by_role("status")).to_contain_text("Undone: Not wanted · ")
    # Enter after a name gives the answer that was waiting for it.
    page.locator(".strip li").nth(8).get_by_role("button").click()
    person.press("a")
    expect(page.get_by_role("button", name="9: Quotation, accepted")).to_be_visible()
    page.get_by_role("button", name="9: Quotation, accepted").click()
    page.locator("#reader").fill("")
    person.press("Escape", "y")
    expect(page.locator("#reader")).to_be_focused()
    person.type("Jo Doe")
    person.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("readings.lock")
    expect(page.locator("#reading")).to_contain_text("Jo Doe")
    # The desk was started again.
    page.evaluate("sessionStorage.setItem('token', 'old')")
    person.press("r")
    expect(page.get_by_role("status")).to_contain_text("Open the desk with the address")
    page.goto(desk)
    expect(page.get_by_role("heading", name="Drop an article here")).to_be_visible()


def test_a_narrow_desk_asks_for_the_id_of_a_new_name(page: Page, project: Path, desk: str) -> None:
    story = "一座桥\n时报 2025年4月18日\n“票价三年内不会上调。”韩书敏、周启明出席。\n韩书敏说：“桥很好，没有问题。”\n"
    (project / "bridge.txt").write_text(story, encoding="utf-8")
    about = ("--publisher", "Times", "--kind", "news")
    assert run(project, "briefings", "draft", "bridge.txt", *about).returncode == 0
    sheet = project / "content/briefings/bridge.yml"
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(desk)
    expect(page.get_by_role("heading", name="Drop an article here")).to_be_visible()
    page.goto(f"{desk.partition('#')[0]}#article/bridge/bridge/1")
    expect(page.locator("#card")).to_be_visible()
    boxes = [each.bounding_box() for each in page.locator("#top nav :is(a, span)").all()]
    edges = [(box["x"], box["x"] + box["width"], box["y"], box["height"]) for box in boxes if box is not None]
    assert all(height < 50 for *_, height in edges)
    assert all(a[1] <= b[0] or a[2] != b[2] for a, b in pairwise(edges))
    page.get_by_role("button", name="韩书敏").click()
    page.keyboard.type("han-shumin")
    expect(page.locator("#field-speaker")).to_have_value("韩书敏 (han-shumin)")
    expect(page.locator("#checks")).to_contain_text("“韩书敏” is new here")
    sheet.write_text(f"{sheet.read_text(encoding='utf-8')}\nx: [\n", encoding="utf-8")
    page.locator("#card").focus()
    page.keyboard.press("x")
    expect(page.locator("#status")).to_contain_text("content/briefings/bridge.yml:")
    expect(page.locator("#sheet")).to_have_value(re.compile(r"x: \["))
