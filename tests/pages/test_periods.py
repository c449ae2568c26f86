"""Division of long pages into periods: which entries each page has, which pages an addition changes, and the
links between pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from posixpath import dirname, join, normpath
from typing import Any

import pytest
import yaml

from benchmarks.corpus import write
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry
from briefings.exports import with_files
from briefings.languages import FOLDER
from briefings.model.dates import Date
from briefings.pages.planned import handwritten_page, pages
from briefings.render.render import Renderer
from briefings.settings import Settings
from briefings.site import planning
from briefings.site import stages as build
from briefings.views.actor import ActorPeriodView, ActorView
from briefings.views.facts import Line
from briefings.views.page import Page
from briefings.views.periods import Division, Limits, Period
from briefings.views.registers import StatementsView, StatusView, TimelineView
from briefings.words import Words
from tests.page_site import checked_site, compare_pages, pages_in, site_files

GOLDEN = Path(__file__).parent
_PICTURE = re.compile(r"^<figure .*?^</figure>", re.MULTILINE | re.DOTALL)
LOW = Limits(register=20, statements=20, profile=12, shown=6, few=3)
"""Low limits, so that few briefings are enough to divide pages."""


@pytest.mark.parametrize(
    ("date", "period"),
    [
        ("2024-03-05", "2024-03"),
        ("2024-03", "2024-03"),
        ("2024-03-XX", "2024-03"),
        ("2024-03~", "2024-03"),
        ("2024-03-30/2024-04-02", "2024-03"),
        ("2024-03/..", "2024-03"),
        ("[2024-04-02,2024-03-30]", "2024-03"),
        ("2024", "2024"),
        ("2024-XX", "2024"),
        ("2024-21", "2024"),  # spring may be any of three months
        ("2024-24", "2024"),  # winter starts in it
        ("2024/2025", "2024"),
        ("202X", "2020"),
        ("0800-01", "0800-01"),
        ("-0043-03-15", "-0043-03"),
        ("Y-17000", "Y-17000"),
        ("2024-03-05T23:30-05:00", "2024-03"),
        ("../2024", "undated"),
        ("/2024-03", "undated"),
        (None, "undated"),
    ],
)
def test_an_entry_is_in_the_period_in_which_its_date_starts(date: str | None, period: str) -> None:
    assert Period.of(None if date is None else Date.parse(date)).name == period


def test_periods_before_the_year_1_are_in_order_and_named() -> None:
    texts = ["Y-17000", "-0099", "-0043", "-0043-03", "0000", "0014", "0476"]
    periods = [Period.of(Date.parse(text)) for text in texts]
    assert sorted([*reversed(periods), Period(None)], key=lambda p: p.order) == [Period(None), *periods]
    words = Words.load("en", [FOLDER])
    assert [period.label(words) for period in periods] == [
        "17,001 BCE", "100 BCE", "44 BCE", "March 44 BCE", "1 BCE", "14 CE", "476",
    ]  # fmt: skip


def divided(*dates: str | None, most: int) -> dict[str, int]:
    division = Division([None if date is None else Date.parse(date) for date in dates], most)
    return {period.name: n for period, n in division.counts.items()}


@pytest.mark.parametrize(
    ("dates", "counts"),
    [
        ([], {}),
        (["2023-01", "2024-02", "2024-01"], {"2024": 2, "2023": 1}),
        (["2023-01", "2024-02", "2024-01", "2024-01-05"], {"2024-02": 1, "2024-01": 2, "2023": 1}),
        (["2024-02", "2024", "2024-21"], {"2024-02": 1, "2024": 2}),
        (["2024", "2024", "2024-21"], {"2024": 3}),  # years without months are not divided
        ([None, None, None, "2024-02"], {"2024": 1, "undated": 3}),
    ],
)
def test_a_long_year_is_divided_into_months(dates: list[str | None], counts: dict[str, int]) -> None:
    assert divided(*dates, most=2) == counts


class Site:
    """The pages of a project with low limits, and their Markdown."""

    def __init__(self, root: Path) -> None:
        settings = Settings.load(root)
        self.checked = build.check(settings)
        plan = planning.plan(settings, self.checked)
        self.catalog: Catalog = plan.catalog
        by_hand = [handwritten_page(page) for page in self.checked.handwritten]
        planned = [*pages(plan.publication.maker, settings, LOW), *by_hand]
        self.pages = {page.path: page for page in planned}
        assert len(self.pages) == len(planned), "two pages have one path"
        renderer = Renderer(plan.words, settings)
        self.texts = {page.path: renderer.render(page) for page in planned}

    def below(self, path: str) -> list[Page]:
        """The pages that a page is divided into."""
        return [
            page for other, page in self.pages.items() if other.startswith(path.removesuffix(".md") + "/")
        ]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("divided")
    write(12, folder)
    return folder


@pytest.fixture(scope="module")
def site(root: Path) -> Site:
    return Site(root)


def places(entries: Iterable[Entry[Any] | Line]) -> Counter[tuple[str, str]]:
    return Counter((entry.sheet.id, entry.anchor) for entry in entries)


def test_each_event_is_on_the_page_of_one_period(site: Site) -> None:
    views = [page.view for page in site.below("timeline.md")]
    assert len(views) > 20
    listed = [
        each.line
        for view in views
        if isinstance(view, TimelineView)
        for group in (view.announced, *(section.entries for section in view.sections))
        for each in group
    ]
    assert places(listed) == places(site.catalog.chronology)


def test_each_statement_is_on_one_page_of_its_status(site: Site) -> None:
    views = [page.view for page in site.below("statements.md")]
    # The first page of a long status repeats its newest.
    listed = [
        line
        for view in views
        if isinstance(view, StatusView) and not view.periods
        for _, speeches in view.sections
        for line in speeches.entries
    ]
    assert places(listed) == places(site.catalog.by_kind["statement"])
    first = site.pages["statements.md"].view
    assert isinstance(first, StatementsView)
    assert sum(group.n for group in first.groups) == len(site.catalog.by_kind["statement"])
    assert [group.status for group in first.groups][:2] == ["unsupported", "disputed"]


def test_each_entry_of_an_actor_is_on_the_profile_or_on_one_page_of_a_period(site: Site) -> None:
    for actor in site.catalog.actors:
        path = f"actors/{actor}.md"
        views = [page.view for page in (site.pages[path], *site.below(path))]
        records = [view.record for view in views if isinstance(view, ActorView | ActorPeriodView)]
        assert len(records) == len(views)
        for kind in ("event", "statement", "figure"):
            own = (line for record in records for line in record.entries[kind])
            assert places(own) == places(site.catalog.of_actor(kind, actor))
        appearances = Counter(each.briefing.id for record in records for each in record.appearances)
        assert appearances == Counter(each.briefing.id for each in site.catalog.appearances[actor])
    assert site.below("actors/actor-0.md")


def test_profiles_and_statements_repeat_no_evidence(site: Site) -> None:
    """Evidence is where the fact is, so that pages with many facts stay light."""
    texts = {path: text for path, text in site.texts.items() if path.startswith(("statements", "actors/"))}
    several = [text for path, text in texts.items() if path.count("/") > 1 or path.startswith("statements")]
    assert len(several) > 30
    assert [
        text for text in several if "cites" in text or "<figure" in text or 'class="source"' in text
    ] == []
    for text in texts.values():
        entries = text.count("\n- ") + text.count("\n    - ")
        assert len(text) < 3_000 + 1_100 * entries


def test_every_link_of_a_divided_site_leads_to_a_page(site: Site) -> None:
    for path, text in site.texts.items():
        for target in re.findall(r"\]\(([^)#:\s]+\.md)", text):
            assert normpath(join(dirname(path), target)) in site.pages, f"{path} → {target}"


def test_a_new_event_changes_the_page_of_its_period_only(site: Site, root: Path, tmp_path: Path) -> None:
    sheet = root / "content/briefings/briefing-3.yml"
    before = sheet.read_text(encoding="utf-8")
    data = yaml.safe_load(before)
    day = next(
        entry.item.date
        for entry in site.catalog.by_kind["event"]
        if entry.sheet.id == "briefing-3" and entry.item.date.is_day
    )
    data["timeline"].append({"date": day.text, "title": "Something that nobody knew", "cite": "source-0"})
    sheet.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    after = Site(root)
    sheet.write_text(before, encoding="utf-8")
    assert after.texts.keys() == site.texts.keys()
    changed = {path for path, text in after.texts.items() if text != site.texts[path]}
    month = Period.of(day)
    own = {f"timeline/{month.name}.md", f"timeline/{month.in_full.name}.md"}
    assert f"timeline/{month.name}.md" in changed
    assert {path for path in changed if path.startswith(("timeline", "statements", "actors/"))} <= {
        "timeline.md",
        *own,
    }


def test_divided_pages_match_golden_files(tmp_path: Path, update_goldens: bool) -> None:
    """Golden files have only the pages of the small site that low limits change."""
    settings, checked = checked_site(tmp_path, site_files())
    plan = planning.plan(settings, checked)
    renderer = Renderer(plan.words, settings)
    limits = Limits(1, 1, 2, 1, 1, 1)
    divided_pages = pages(plan.publication.maker, settings, limits)
    rendered = {
        page.path: _PICTURE.sub("<figure></figure>", renderer.render(page))
        for page, _ in with_files(plan.publication, divided_pages)
    }
    whole = pages_in(GOLDEN / "golden")
    texts = {path: text for path, text in rendered.items() if text != whole.get(path)}
    compare_pages(texts, GOLDEN / "divided", update=update_goldens)
