"""What is attacked: the functions that read what strangers write. The only module here that knows them."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, partial
from pathlib import Path
from typing import Any, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import meta

from briefings.catalog.catalog import Catalog
from briefings.catalog.coverage import Coverage, known_names
from briefings.catalog.link import link
from briefings.catalog.standing import cited_passages
from briefings.checks import editorial_problems, link_problems
from briefings.checks.particulars import particular_problems
from briefings.evidence import Proofs, prove, seeds
from briefings.evidence import lock as locks
from briefings.evidence.fragments import directive_for_match, link_to, text_directive
from briefings.evidence.passages import Match, Normalized, is_short, nearest, normalize, search
from briefings.evidence.records import Lock
from briefings.exports import json_ld
from briefings.html.fast import convert
from briefings.html.frame import FAILURES, ConvertedPage, Links
from briefings.html.metadata import Metadata
from briefings.languages import FOLDER
from briefings.model import FOLDERS
from briefings.model.dates import Date, terms_overlap
from briefings.pages import pages
from briefings.plugins.fetching.extract import decoded, permission
from briefings.problems.problem import ContentError, Problem
from briefings.problems.reports import FORMATS, Format, report
from briefings.render.render import Renderer
from briefings.settings import ProjectNotFound, Settings
from briefings.sheets.load import Sheet, parse_sheet
from briefings.site.destinations import Destinations
from briefings.text.prose import Kind
from briefings.versions.addresses import IdsLock
from briefings.views.maker import Maker
from briefings.words import Words

PERMALINK = "Link to this section"


def ready() -> None:
    """Import and make what is made once, so that it counts for no input."""
    words()
    html_of("briefings/fuzzed.md", "# x")


# ── Sheets and pages ──


def kind_of(path: str) -> Kind:
    """The kind of the sheet at a path below the project."""
    return next(kind for kind, folder in FOLDERS.items() if path.startswith(f"content/{folder}/"))


def sheet(path: str, text: str) -> tuple[Sheet[Any] | None, list[Problem]]:
    """What a text says as a sheet, and what is wrong with it."""
    return parse_sheet(text, kind_of(path), Path(path).stem, path)


SETTINGS = Settings(root=Path("/nonexistent"), site_name="Fuzzed", site_url="https://site.example/")


def catalog(sheets: list[Sheet[Any]]) -> tuple[Catalog | None, list[Problem]]:
    """The sheets, linked; and what the rules find."""
    linked, problems = link(sheets)
    if linked is None:
        return None, list(problems)
    proofs = _proofs(linked)
    coverage = Coverage(linked, proofs, known_names(sheets), "en")
    destinations = Destinations(SETTINGS, linked, proofs, coverage, words(), ())
    found = [
        *editorial_problems(linked),
        *(p for each in linked.sheets() for p in particular_problems(each, coverage, missing=True)),
        *link_problems(linked, (), destinations),
    ]
    return linked, [*problems, *found]


def coverage_of(linked: Catalog, proofs: Proofs) -> Coverage:
    return Coverage(linked, proofs, known_names(linked.sheets()), "en")


def _proofs(linked: Catalog) -> Proofs:
    """All passages are of texts that are not held."""
    with tempfile.TemporaryDirectory() as folder:
        return prove(cited_passages(linked), Path(folder), Lock())


@cache
def words() -> Words:
    """The fixed words in English."""
    return Words.load("en", [FOLDER])


def markdown_of(linked: Catalog, only: str) -> Iterator[tuple[str, str, str]]:
    """The pages whose path has a word in it: each with its title and its Markdown."""
    proofs = _proofs(linked)
    renderer = Renderer(words(), SETTINGS)
    metadata = Metadata(words(), SETTINGS)
    maker = Maker(linked, proofs, coverage_of(linked, proofs), words())
    for page in pages(maker, SETTINGS):
        if only in page.path:
            metadata.head(page)
            json_ld.element(page, words(), SETTINGS)
            yield page.path, page.title, renderer.render(page)


class _Configuration:
    """MkDocs' configuration and files, made once: what a page is converted with."""

    def __init__(self) -> None:
        self.config = MkDocsConfig()
        folder = tempfile.gettempdir()
        toc = {"permalink": True, "permalink_title": PERMALINK}
        self.config.load_dict(
            {
                "site_name": "Fuzzed",
                "docs_dir": folder,
                "site_dir": f"{folder}-site",
                "markdown_extensions": ["tables", "def_list", "md_in_html", {"toc": toc}],
            }
        )
        errors, _ = self.config.validate()
        assert not errors, errors


@cache
def _configuration() -> _Configuration:
    return _Configuration()


def html_of(path: str, markdown: str) -> tuple[str | None, str | None]:
    """The HTML of a page by the fast converter and by Python-Markdown; None where it refuses. `check` refuses
    such a page before it comes to that."""
    config = _configuration().config
    others = (
        "index.md",
        "timeline.md",
        "support.md",
        "statements.md",
        "briefings/index.md",
        "actors/index.md",
        "sources/index.md",
    )
    files = Files(
        [File(name, "docs", "site", use_directory_urls=True) for name in dict.fromkeys((path, *others))]
    )
    file = files.get_file_from_path(path)
    assert file is not None
    made: list[str | None] = []
    with _quiet():
        fast = ConvertedPage(None, file, config, Links(files), partial(convert, permalink=PERMALINK))
        for page in (fast, MkDocsPage(None, file, config)):
            page.markdown, page.meta = markdown, {"title": "Fuzzed"}
            try:
                page.render(config, files)
            except FAILURES:
                made.append(None)
            else:
                made.append(page.content or "")
    return (made[0] if fast.fast else None), made[1]


@contextmanager
def _quiet() -> Iterator[None]:
    logging.disable(logging.CRITICAL)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def front_matter(markdown: str) -> tuple[str, Mapping[str, Any]]:
    """A page's Markdown and front matter, as MkDocs reads them."""
    body, data = meta.get_data(markdown)
    return body, data


def reports(problems: list[Problem]) -> dict[Format, str]:
    """The problems in each form."""
    return {form: report(problems, form) for form in FORMATS}


def handwritten(root: Path) -> tuple[list[Any], list[Problem]]:
    """The hand-written pages of a project."""
    from briefings.pages.handwritten import read_pages

    found, problems = read_pages(root / "content", root)
    return cast("list[Any]", found), problems


# ── Evidence ──


def look_up(passage: str, text: str) -> tuple[Match | None, Normalized]:
    """Where a passage stands in a text."""
    normal = normalize(text)
    return search(passage, normal), normal


def hint(passage: str, text: str) -> None:
    """What is said of a passage that is not found, and the address that leads to one."""
    match, normal = look_up(passage, text)
    nearest(passage, normal)
    is_short(passage)
    link_to("https://example.org/", text_directive(passage))
    if match is not None:
        link_to("https://example.org/", directive_for_match(match, normal))


def lock(text: str) -> Lock:
    """What a lock's text says; ContentError where it is damaged."""
    return locks.parse(text)


def dump(content: Lock) -> str:
    """The lock as a text."""
    return locks.dump(content)


def saved_text(data: bytes) -> str:
    """What is made of the bytes of a saved text; TextError where it is none."""
    return seeds.decode(data)


def ids(file: Path) -> IdsLock:
    """The recorded ids."""
    return IdsLock.read(file, "content/ids.lock")


def robots(body: bytes, url: str) -> tuple[bool, float]:
    """Whether a page may be fetched by a robots.txt, and the pause that it asks for."""
    return permission(body, url=url, agent="briefings")


def downloaded(body: bytes, charset: str) -> str:
    """A page that was fetched, as text."""
    return decoded(body, charset)


# ── Dates and settings ──


def day(text: str) -> Date:
    """An EDTF date; ValueError where it is none."""
    return Date.parse(text)


def use(one: Date, other: Date) -> None:
    """Everything that pages and rules ask of dates."""
    assert words().date(one), "a date without words"
    for part in one.parts:
        assert part.first <= part.last and part.not_before <= part.not_after, (
            "a date that ends before it begins"
        )
        assert (part.datetime_attribute or "0").replace("-", "").isdigit(), "an attribute that is no date"
    assert one.earliest is None or one.latest is None or one.earliest <= one.latest, (
        "a date that ends before it begins"
    )
    one.ends_before(other)
    one.outside(other, one)
    terms_overlap((one, other), (other, None))


def settings(root: Path) -> Settings:
    """The settings of a project."""
    return Settings.load(root)


DECLARED = (ContentError, ProjectNotFound, seeds.TextError)
"""What functions may raise: problems with words for a curator."""
