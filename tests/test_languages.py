"""A small site in every language that ships: it builds without a warning, and its frame
speaks that language."""

from __future__ import annotations

import re
from collections import Counter
from importlib import import_module
from pathlib import Path
from urllib.parse import unquote

import pytest

from briefings.languages import FOLDER, month_names
from briefings.problems.codes import BAD_SETTING
from briefings.settings import Settings
from briefings.site import stages as build
from briefings.words import Words
from tests import sites
from tests.nightly import few
from tests.page_site import site_files
from tests.site_links import dead_links
from tests.trees import write

LANGUAGES = Words.languages([FOLDER])

BRIEFING = """
title: 上海合作组织成立
published: 2025-07-28
updated: 2026-07-20
topics: [ai-governance]
summary: "[[li-qiang]] proposed it. [@wam-2025]"
in_brief:
  - {text: It would sit in Shanghai., cite: {wam-2025: it would sit in Shanghai}}
timeline:
  - {date: 2025-07-26, title: 李强出席大会, milestone: true, actors: [li-qiang], cite: wam-2025}
  - {date: 2026-07-16, title: 李强出席大会, actors: [li-qiang], cite: wam-2025}
  - {date: 2027-07, title: The next one, milestone: true, cite: wam-2025}
actors:
  - {actor: li-qiang, role: Made the proposal, cite: wam-2025}
statements:
  - {speaker: li-qiang, text: 不应成为少数国家的游戏。, date: 2025-07-26, cite: wam-2025}
  - {speaker: huawei, quote: 不应成为少数国家的游戏。, status: disputed, note: Not shown., cite: wam-2025}
figures:
  - {label: 签署国, unit: 国, value: 29, as_of: 2026-07-16, cite: wam-2025}
sections:
  - {heading: 经过, text: "The idea came up in 2023. [@wam-2025]"}
  - {heading: 背景, text: "It is older. [@wam-2025]"}
  - {heading: 背景, text: "It is older still. [@wam-2025]"}
questions: [Who will join?]
corrections:
  - {date: 2025-08-02, text: "[[china]] was said to host it in Beijing; it was in Shanghai."}
"""
SHEETS = {**sites.SHEETS, "briefings/sco.yml": BRIEFING}
PAGE = "briefings/sco/index.html"


@pytest.fixture(scope="module", params=few(LANGUAGES, 2))
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """The language, and the site: built strictly, so that a warning is a failure."""
    language = request.param
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REPO_URL", "https://example.org/me/facts")
        project = sites.make(tmp_path_factory.mktemp("languages") / "project", SHEETS, language=language)
        return language, project.unfinished()


def read(site: Path, page: str) -> str:
    return (site / page).read_text(encoding="utf-8")


def test_no_link_is_dead(built: tuple[str, Path]) -> None:
    assert dead_links(built[1]) == []


def test_no_id_stands_twice_on_a_page(built: tuple[str, Path]) -> None:
    for file in built[1].rglob("*.html"):
        counts = Counter(re.findall(r'\sid="?([^"\s>]+)', file.read_text(encoding="utf-8")))
        assert [each for each, n in counts.items() if n > 1] == [], file


def test_anchors_are_the_same_in_every_language(built: tuple[str, Path]) -> None:
    html = read(built[1], PAGE)
    for anchor in (
        *(
            "part-in-brief",
            "part-timeline",
            "part-figures",
            "part-who",
            "part-statements",
            "part-background",
            "part-questions",
        ),
        *("part-corrections", "part-sources", "actor-li-qiang", "correction-1"),
        *("event-2025-李强出席大会", "event-2026-李强出席大会", "event-the-next-one", "figure-签署国"),
        *("statement-li-qiang-不应成为少数国家的游戏", "statement-huawei-不应成为少数国家的游戏"),
        *("section-经过", "section-背景", "section-背景-2"),
    ):
        assert f'id="{anchor}"' in html, anchor
    # Links to this heading were published before it had an anchor of its own.
    assert 'id="in-brief"' in html
    source = read(built[1], "sources/wam-2025/index.html")
    links = {unquote(link) for link in re.findall(r'href="\.\./\.\./briefings/sco/#([^"]+)"', source)}
    assert {"part-in-brief", "event-2026-李强出席大会", "section-背景-2"} <= links


def test_a_translation_that_was_only_begun_is_a_problem_where_it_is_chosen(tmp_path: Path) -> None:
    files = site_files() | {
        "mkdocs.yml": b"site_name: Facts\ndocs_dir: build/docs\nextra: {briefings: {language: pt}}\n",
        "theme/locales/pt.yml": b"locale: pt\nheadings: {latest: Novidade}\n",
    }
    write(tmp_path, files)
    checked = build.check(Settings.load(tmp_path))
    first, *others = [problem for problem in checked.errors if problem.code is BAD_SETTING]
    missing = [problem for problem in others if problem.message.endswith("are missing")]
    assert (first.place.path, first.place.line, first.place.column) == ("mkdocs.yml", 3, 31)
    assert first.message.startswith("the file of words of the language `pt` has ")
    assert {problem.place.path for problem in others} == {"theme/locales/pt.yml"}
    assert len(missing) > 90
    assert checked.catalog is None


FRAME = ("tabs", "footer", "search", "action.edit", "action.skip", "top")
"""What Material calls tabs, footer, search, the link to the sheet, and the links past the navigation and back
up."""


def frame_words(language: str) -> list[str]:
    """Material's words for `FRAME` in a language; in English where it has no translation."""
    folder = Path(str(import_module("material").__file__)).parent / "templates" / "partials" / "languages"
    words: dict[str, str] = {}
    for file in (folder / "en.html", folder / f"{language}.html"):
        if file.exists():
            words |= re.findall(r'^  "([\w.]+)": "(.+)",?$', file.read_text(encoding="utf-8"), re.MULTILINE)
    return [words[key] for key in FRAME]


def test_the_frame_speaks_the_language_of_the_pages(built: tuple[str, Path]) -> None:
    language, site = built
    html = read(site, PAGE)
    assert re.search(rf'<html lang="?{language}["\s]', html)
    tabs, footer, search, edit, skip, top = frame_words(language)
    assert re.search(rf'<nav class="?md-tabs"? aria-label="?{tabs}["\s]', html)
    assert re.search(rf'<nav aria-label="?{footer}["\s>]', html)
    assert re.search(rf'aria-label="?{search}"? data-search', html)
    for words in (edit, skip, top):
        assert re.search(rf">\s*{words}\s*<", html), words


def test_the_frame_knows_all_languages_that_material_brings() -> None:
    folder = Path(str(import_module("material").__file__)).parent / "templates" / "partials" / "languages"
    text = (sites.PROJECT / "briefings" / "theme" / "site" / "partials" / "language.html").read_text(
        encoding="utf-8"
    )
    listed = re.findall(
        r'"([\w-]+)"', text[text.index("known = [") : text.index("]", text.index("known = ["))]
    )
    assert sorted(listed) == sorted(file.stem for file in folder.glob("*.html"))


@pytest.mark.parametrize(
    ("language", "search"), few([("pt-BR", "Pesquisar"), ("zh-Hans", "查找"), ("fil", "Search")], 1)
)
def test_a_language_that_the_host_adds_is_named_as_it_is(tmp_path: Path, language: str, search: str) -> None:
    words = (FOLDER / "en" / "words.yml").read_text(encoding="utf-8")
    site = sites.make(tmp_path / "project", language=language, words=words).unfinished()
    html = read(site, "index.html")
    assert re.search(rf'<html lang="?{language}["\s]', html)
    assert re.search(rf'aria-label="?{search}"? data-search', html)


def test_an_address_that_leads_nowhere_gets_words_of_the_language(built: tuple[str, Path]) -> None:
    words = Words.load(built[0], [FOLDER])
    html = read(built[1], "404.html")
    assert f"<h1>{words('not_found.title')}</h1>" in html and words("not_found.text") in html


def test_an_address_that_leads_nowhere_gets_the_words_of_the_host(tmp_path: Path) -> None:
    project = sites.make(tmp_path / "project", language="de")
    config = project.settings.config_file
    text = config.read_text(encoding="utf-8").replace("extra:\n", "extra:\n  not_found: {title: Hoppla}\n")
    config.write_text(text, encoding="utf-8")
    assert "<h1>Hoppla</h1>" in read(project.unfinished(), "404.html")


def test_the_frame_has_the_words_of_the_language(built: tuple[str, Path]) -> None:
    """Sections have their short names, and the button for light and dark says what it does next."""
    language, site = built
    words = Words.load(language, [FOLDER])
    html = read(site, PAGE)
    tabs = re.search(r'<nav class="?md-tabs.*?</nav>', html, re.DOTALL)
    assert tabs is not None
    sections = ["navigation.latest", "kinds.sheet.briefing.plural", "pages.timeline.title"]
    sections += ["pages.actors.title", "kinds.sheet.topic.plural", "kinds.entry.statement.plural"]
    sections += ["kinds.sheet.source.plural", "navigation.about"]
    assert re.findall(r">([^<>\s][^<>]*)</a>", tabs[0]) == [words(key) for key in sections]
    schemes = re.search(r'data-schemes="(.*?)"', html, re.DOTALL)
    assert schemes is not None
    names = [each.split(";")[2] for each in schemes[1].split("|")]
    assert names == [words(f"scheme.{key}") for key in ("light", "dark", "system")]


def test_months_are_named_in_their_own_language() -> None:
    """Babel gives German months in Chinese where Chinese ones were read before."""
    names = [month_names(language)[10] for language in ("zh", "de", "es", "fr", "en")]
    assert names == ["十月", "Oktober", "octubre", "octobre", "October"]
