"""Our own site: the only tests that read content/, seeds/, theme/ and mkdocs.yml. It is proved, rich enough, and without a dead
link on either engine."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.lighthouse import pages_to_try, scores
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import parts
from briefings.catalog.standing import cited_passages
from briefings.evidence import prove
from briefings.evidence.lock import read
from briefings.languages import FOLDER
from briefings.model.briefing import Event, Status
from briefings.plugins.forms.templates import templates
from briefings.settings import Settings
from briefings.sheets.load import load
from briefings.site import planning
from briefings.site import stages as build
from briefings.site.stages import CheckResult
from briefings.text.markdown import plain
from briefings.words import Words
from tests.serving import serve
from tests.site_links import dead_links
from tests.test_docs import LINKED, NAMED

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def checked(project: Path) -> CheckResult:
    return build.check(Settings.load(project))


@pytest.fixture(scope="module")
def catalog(checked: CheckResult) -> Catalog:
    assert checked.catalog is not None, [
        f"{p.place.path}:{p.place.line}: {p.message}" for p in checked.errors
    ]
    return checked.catalog


def test_the_content_has_no_problems(checked: CheckResult) -> None:
    assert [f"{p.place.path}:{p.place.line}: {p.code.id}: {p.message}" for p in checked.problems] == []


def test_the_issue_forms_are_those_of_the_sheets(project: Path) -> None:
    words, _ = build.words_of(Settings.load(project))
    assert words is not None
    sheets = load(project / "content", root=project).sheets
    for path, text in templates(words, sheets).items():
        assert (ROOT / path).read_text(encoding="utf-8") == text, "run `briefings forms`"


def test_there_is_enough_to_read(catalog: Catalog) -> None:
    counts = {
        "briefings": len(catalog.briefings),
        "actors": len(catalog.actors),
        "sources": len(catalog.sources),
        "topics": len(catalog.topics),
        "events": len(catalog.by_kind["event"]),
        "statements": len(catalog.by_kind["statement"]),
        "figures": len(catalog.by_kind["figure"]),
    }
    wanted = {
        "briefings": 7,
        "actors": 40,
        "sources": 35,
        "topics": 6,
        "events": 70,
        "statements": 30,
        "figures": 25,
    }
    assert {name: n for name, n in counts.items() if n < wanted[name]} == {}


def test_each_fact_is_cited_and_most_with_a_passage(catalog: Catalog) -> None:
    facts = [fact for entry in catalog.entries for fact in parts(entry) if fact.item.MUST_CITE]
    assert [fact.title for fact in facts if not fact.citations] == []
    with_passage = sum(any(citation.passage for citation in fact.citations) for fact in facts)
    assert with_passage * 2 > len(facts)


def test_the_passages_of_the_held_texts_are_proved_by_the_lock(catalog: Catalog, project: Path) -> None:
    seeds = project / "seeds"
    proofs = prove(cited_passages(catalog), seeds, read(seeds / "quotes.lock"))
    for source, fewest in (("cointribune-waic-2025", 12), ("waico-institutions-dataset", 5)):
        states = [proof.level for (cited, _), proof in proofs.passages.items() if cited == source]
        assert len(states) >= fewest
        assert set(states) == {"verified"}


def test_most_passages_that_are_verified_are_not_from_the_seed(catalog: Catalog, project: Path) -> None:
    seeds = project / "seeds"
    proofs = prove(cited_passages(catalog), seeds, read(seeds / "quotes.lock"))
    verified = [source for (source, _), proof in proofs.passages.items() if proof.level == "verified"]
    assert len(verified) >= 90
    assert len(verified) - verified.count("cointribune-waic-2025") >= 55
    assert proofs.levels()["not_checked"] <= 0.1 * len(proofs.passages)


def test_the_unsupported_claims_of_the_seed_are_marked(catalog: Catalog) -> None:
    said = [
        entry.item for entry in catalog.by_kind["statement"] if entry.item.source == "cointribune-waic-2025"
    ]
    unsupported = [claim for claim in said if claim.status == "unsupported"]
    assert len(unsupported) >= 4
    assert all(claim.note for claim in unsupported)


def test_the_page_on_the_method_defines_each_status_as_the_site_does() -> None:
    method = (ROOT / "content" / "pages" / "method.md").read_text(encoding="utf-8")
    words = Words.load("en", [FOLDER])
    missing = [
        status
        for status in Status.__args__  # type: ignore[attr-defined]  # where Literal has its values
        if f">{words(f'statuses.{status}.word')}</strong> | {words(f'statuses.{status}.meaning')} |"
        not in method
    ]
    assert missing == []


def test_each_briefing_can_be_taken_in_at_a_glance(catalog: Catalog) -> None:
    def words(text: str) -> int:
        return len(plain(text, lambda kind, id: catalog.sheet(kind, id).data.headline).split())

    too_long: dict[str, dict[str, int]] = {}
    most = {"title": 12, "summary": 60, "matters": 40, "in_brief": 4, "milestones": 5}
    for sheet in catalog.briefings.values():
        data = sheet.data
        assert data.matters is not None
        assert data.checked is not None
        lengths = {
            "title": words(data.title),
            "summary": words(data.summary),
            "matters": words(data.matters),
            "in_brief": len(data.in_brief),
            "milestones": sum(isinstance(each, Event) and each.milestone for each in data.timeline),
        }
        if too := {what: n for what, n in lengths.items() if n > most[what]}:
            too_long[sheet.id] = too
    assert too_long == {}


@pytest.mark.nightly
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) reads papers")
def test_each_briefing_fits_on_two_to_four_pages_of_paper(project: Path, tmp_path: Path) -> None:
    settings = Settings.load(project)
    settings = replace(settings, exports=settings.exports | {"paper"})
    plan = planning.plan(settings, build.check(settings))
    own = {f"briefings/{name}.md" for name in plan.catalog.briefings}
    papers = [each for each in plan.resources if each.format == "paper" and each.page in own]
    assert len(papers) == len(own)
    for each in papers:
        file = tmp_path / "paper.pdf"
        file.write_bytes(each.content(plan.words, plan.publication.settings))
        text = subprocess.run(["pdftotext", file, "-"], check=True, capture_output=True, text=True).stdout
        pages = text.split("\f")[:-1]
        assert 2 <= len(pages) <= 4, each.path
        for heading in ("In brief", "How it happened", "Sources"):
            assert f"\n{heading}\n" in text, (each.path, heading)
        for number, page in enumerate(pages, start=1):
            assert f"Page {number} of {len(pages)}" in page


def test_no_link_is_dead(published: Path) -> None:
    assert dead_links(published, mount="/project/", site_url="https://example.org/project/") == []


CHECKERS = ROOT / "build" / "checkers" / "node_modules"
"""Where `make checkers` puts programs that are not Python's."""


@pytest.mark.nightly
def test_the_nu_html_checker_finds_no_error(published: Path) -> None:
    jar = next(iter(sorted((CHECKERS / "vnu-jar").rglob("vnu.jar"))), None)
    if jar is None or shutil.which("java") is None:
        pytest.skip("needs Java, and the checker from `make checkers`")
    pages = [str(file) for file in sorted(published.rglob("*.html"))]
    command = ["java", "-jar", str(jar), "--errors-only", "--format", "gnu", *pages]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr.splitlines() == []


def some_pages(site: Path) -> list[str]:
    return pages_to_try(site)[:3]


def a_page_of_each_kind(site: Path) -> list[str]:
    """Of each folder the list and the largest page, and the single pages."""
    pages = [file.parent for file in site.rglob("index.html")]
    largest = {
        page.parent: page for page in sorted(pages, key=lambda page: (page / "index.html").stat().st_size)
    }
    kinds = {site, *(page for page in pages if page.parent == site), *largest.values()}
    return sorted("" if page == site else f"{page.relative_to(site).as_posix()}/" for page in kinds)


@pytest.mark.nightly
@pytest.mark.browser
@pytest.mark.parametrize("chosen", [some_pages, a_page_of_each_kind])
def test_lighthouse_finds_nothing_to_mend(
    published: Path, tmp_path: Path, chosen: Callable[[Path], list[str]]
) -> None:
    """All but the pace, which depends on how busy the machine is: `python -m benchmarks.lighthouse` tells
    that."""
    program, chromium = (
        CHECKERS / ".bin" / "lighthouse",
        shutil.which("chromium") or shutil.which("google-chrome"),
    )
    if chromium is None or not program.exists() or shutil.which("node") is None:
        pytest.skip("needs Chromium, Node, and Lighthouse from `make checkers`")
    found: dict[str, dict[str, int]] = {}
    with serve(published, "/project/") as served:
        for path in chosen(published):
            found[path] = scores(
                served.url + path,
                tmp_path,
                [str(program)],
                chromium,
                ["accessibility", "best-practices", "seo"],
            )
    assert found == {path: {"accessibility": 100, "best-practices": 100, "seo": 100} for path in found}


@pytest.mark.parametrize("document", ["seeds/README.md", "theme/README.md"])
def test_each_file_that_a_document_names_exists(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    for match in NAMED.finditer(text):
        path = ROOT / match[1].partition("<")[0]
        assert path.exists() or ("<" in match[1] and path.parent.exists()), match[1]
    for match in LINKED.finditer(text):
        assert ((ROOT / document).parent / match[1]).exists(), match[1]
