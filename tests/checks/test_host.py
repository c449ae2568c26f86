"""What the host chose for the front page must exist, and links in templates must work on every page."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefings.checks.host import front_problems, template_problems
from briefings.settings import Settings
from briefings.views.home import HomeView, home
from tests.trees import catalog_of, maker_of, sheets_in

SHEETS = sheets_in(Path(__file__).with_name("ferry.md"))


CATALOG = catalog_of(SHEETS, with_base=False)


@pytest.mark.parametrize(
    ("lead", "picture", "found"),
    [
        ("ferry#event-opening", "ferry#figure-riders", []),
        ("", "ferry", []),
        ("fery#event-opening", "", ["extra.briefings.lead names no published briefing: `fery`"]),
        ("ferry", "", ["extra.briefings.lead names no event or vote of `ferry`: ``"]),
        ("", "ferry#event-opening", ["extra.briefings.picture names no figure of `ferry`: `event-opening`"]),
    ],
)
def test_lead_and_picture_exist(tmp_path: Path, lead: str, picture: str, found: list[str]) -> None:
    assert [each.message for each in front_problems(CATALOG, front(tmp_path, lead, picture))] == found


def test_lead_and_picture_have_places_of_their_own(tmp_path: Path) -> None:
    problems = front_problems(CATALOG, front(tmp_path, "fery#event-opening", "ferry#figure-x"))
    assert [each.place.line for each in problems] == [4, 5]


def front(root: Path, lead: str, picture: str) -> Settings:
    """The settings of a site with this lead and this picture."""
    text = f'site_name: F\nextra:\n  briefings:\n    lead: "{lead}"\n    picture: "{picture}"\n'
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    return Settings.load(root)


def test_the_front_page_shows_what_the_host_chose(tmp_path: Path) -> None:
    maker = maker_of(catalog_of(SHEETS, with_base=False))
    own = Settings(tmp_path, "Ferries", lead="ferry#event-opening", picture="ferry#figure-riders")
    shown = []
    for settings in (Settings(tmp_path, "Ferries"), own):
        view = home(maker, settings).view
        assert isinstance(view, HomeView) and view.lead is not None and view.picture is not None
        figure = view.picture.figure
        shown.append((view.lead.line.title, figure.spoken if figure else ()))
    assert shown == [("The ferry is sold", ()), ("The ferry opens", ("29 people",))]


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>\n  <a class=b href='about/'>A</a></p>", [(2, 20, "write `{{ 'about/' | url }}`")]),
        ('<img alt="a" src="../a.png"><a href="./">b</a>', [(1, 19, "write `{{ 'a.png' | url }}`"), (1, 38, "write `{{ '.' | url }}`")]),
        ("<a href=\"{{ 'about/' | url }}\">A</a> <a href='#a'>b</a> <a href='/about/'>c</a>", []),
        ('<a href="https://example.org/">a</a> <a href="mailto:a@example.org">b</a> <a data-href="a/">c</a>', []),
        ('<!-- <a href="about/">a</a> -->\n{# <a href="about/">a</a> #}', []),
    ],
)  # fmt: skip
def test_links_in_templates_work_on_every_page(
    tmp_path: Path, template: str, found: list[tuple[int, int, str]]
) -> None:
    note = tmp_path / "theme/site/partials/footer-note.html"
    note.parent.mkdir(parents=True)
    note.write_text(template, encoding="utf-8")
    settings = Settings(tmp_path, "Ferries", custom_dir=tmp_path / "theme/site")
    problems = [*template_problems(settings)]
    assert [(each.place.line, each.place.column, each.hint) for each in problems] == found
    assert {each.place.path for each in problems} <= {"theme/site/partials/footer-note.html"}
