"""The pages of a small site, as golden Markdown. Pictures are left out, because they have their own tests."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from briefings.render.render import Renderer
from briefings.site import planning
from tests.page_site import checked_site, compare_pages, generate, pages_in, site_files

GOLDEN = Path(__file__).parent / "golden"
_PICTURE = re.compile(r"^<figure .*?^</figure>", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(tmp_path_factory.mktemp("site"), site_files()).docs_dir


def test_pages_match_golden_files(docs: Path, update_goldens: bool) -> None:
    texts = {path: _PICTURE.sub("<figure></figure>", text) for path, text in pages_in(docs).items()}
    compare_pages(texts, GOLDEN, update=update_goldens)


def test_a_site_without_sheets_has_all_general_pages(tmp_path: Path) -> None:
    docs = generate(tmp_path, {"mkdocs.yml": b"site_name: Empty\ndocs_dir: build/docs\n"}).docs_dir
    assert "No briefings yet." in (docs / "index.md").read_text()
    assert "No events yet." in (docs / "timeline.md").read_text()
    assert "Nothing has been corrected so far." in (docs / "corrections.md").read_text()


PLACES = (
    *("summary", "point", "text", "note", "cite", "role", "said"),
    *("doubt", "figure", "section", "question", "correction", "lent", "lent-note"),
)
"""Each source is cited in one place only."""
CITING = """
title: Everything cites
published: 2025-07-28
summary: It took place. [@x-summary]
in_brief: [{text: "A point. [@x-point]"}]
timeline:
  - {date: 2025-07-26, title: It opens, text: "It opened. [@x-text]", note: "Another day. [@x-note]", cite: x-cite}
  - {event: lent-event}
actors: [{actor: li-qiang, role: Host, cite: x-role}]
statements: [{speaker: li-qiang, text: "It is good. [@x-said]", note: "It is not. [@x-doubt]", status: disputed, cite: x-cite}]
figures: [{label: Guests, unit: people, value: 3, note: "Or four. [@x-figure]", cite: x-cite}]
sections: [{heading: Before, text: "It began. [@x-section]"}]
questions: ["Who pays? [@x-question]"]
corrections: [{date: 2025-08-02, text: "It was in Shanghai. [@x-correction]"}]
"""
LENDING = """
title: It lends an event
published: 2025-07-27
summary: It took place. [@x-summary]
timeline: [{id: lent-event, date: 2025-07-27, title: It closes, note: "Or later. [@x-lent-note]", cite: x-lent}]
"""


def test_a_briefing_counts_the_sources_that_its_page_lists(tmp_path: Path) -> None:
    files = site_files() | {
        "content/briefings/citing.yml": CITING.encode(),
        "content/briefings/lending.yml": LENDING.encode(),
    }
    for place in PLACES:
        source = f"title: Source of the {place}\npublisher: The {place}\nkind: news\n"
        files[f"content/sources/x-{place}.yml"] = source.encode()
    docs = generate(tmp_path, files).docs_dir
    for page in (docs / "briefings").glob("[!i]*.md"):
        text = page.read_text()
        counted = re.search(r"\[(\d+) sources?\]\(#part-sources\)", text)
        assert counted is not None
        assert int(counted[1]) == len(re.findall(r'<span id="s\d+">', text)), page
    citing = (docs / "briefings" / "citing.md").read_text()
    assert f"[{len(PLACES)} sources](#part-sources)" in citing


CONFIG = (
    "site_name: Bridges & Roads\nsite_description: {}\ndocs_dir: build/docs\nextra: {{briefings: {{language:"
    " {}}}}}\n"
)


@pytest.mark.parametrize(
    ("language", "configured", "expected"),
    [
        ("en", "What the county builds,\n  and what it costs.", "What the county builds, and what it costs."),
        (
            "de",
            "",
            (
                "Dossiers, die ihre Quellen nennen, nachweisen, was sich nachweisen lässt, und offenlegen,"
                " was nicht."
            ),
        ),
    ],
)
def test_the_front_page_has_the_name_and_description_of_the_site(
    tmp_path: Path, language: str, configured: str, expected: str
) -> None:
    text = (
        generate(tmp_path, {"mkdocs.yml": CONFIG.format(configured, language).encode()}).docs_dir / "index.md"
    ).read_text()
    assert f'title: "Bridges & Roads"\ndescription: {json.dumps(expected)}\n' in text
    assert f"\n# Bridges &amp; Roads\n\n{expected}\n" in text


SOURCE_SPEAKS = """
title: A paper says so
published: 2025-07-28
summary: It was said. [@wam-2025]
statements:
  - {source: wam-2025, text: The first., date: 2025-07-26, status: disputed, note: Doubted., cite: wam-2025}
  - {speaker: huawei, text: Between., date: 2025-07-25, status: disputed, note: Doubted., cite: wam-2025}
  - {source: wam-2025, text: The second., date: 2025-07-27, status: disputed, note: Doubted., cite: wam-2025}
"""


def test_consecutive_statements_of_one_speaker_are_listed_below_its_name(tmp_path: Path) -> None:
    files = site_files() | {"content/briefings/paper.yml": SOURCE_SPEAKS.encode()}
    settings, checked = checked_site(tmp_path, files)
    plan = planning.plan(settings, checked)
    renderer = Renderer(plan.words, settings)
    texts = {
        page.path: renderer.render(page)
        for page in plan.pages
        if page.path in ("statements.md", "support.md")
    }
    _, _, disputed = texts["statements.md"].partition("## Disputed\n")
    lines = [line for line in disputed.partition("</div>")[0].splitlines() if "- " in line]
    assert [line.startswith("    - ") for line in lines] == [False, True, True, False, True]
    assert lines[0] == "- **[WAM](sources/wam-2025.md)**"
    assert "The second." in lines[1] and "The first." in lines[2]
    assert lines[3] == "- **[Huawei &amp; Sons &lt;Ltd&gt;](actors/huawei.md)**"
    assert '<span class="meta">Statement · WAM</span>' in texts["support.md"]


EVERY_KIND = """
title: A harbor
published: 2025-07-28
summary: It stands. [@KEY]
in_brief: [{text: "It is deep.", cite: KEY}]
timeline: [{date: 2025-07-26, title: It opens, cite: KEY}]
actors: [{actor: li-qiang, role: Opened it, cite: KEY}]
statements: [{speaker: li-qiang, text: "It is good.", cite: KEY}]
figures: [{label: Ships, unit: ships, value: 3, cite: KEY}]
documents: [{title: The harbor act, date: 2025-07-01, kind: law, cite: KEY}]
sections: [{heading: Before, text: "It was a beach. [@KEY]"}]
"""
PERSON = """
name: A captain
kind: person
roles: [{title: Captain, cite: KEY}]
relations: [{kind: member-of, actor: huawei, cite: KEY}]
"""


@pytest.mark.parametrize(
    ("source", "anchor"),
    [("kind: news", "single"), ("kind: primary\nunread: true", "second-hand"), ("kind: weak", "weak")],
)
def test_the_support_page_has_thin_facts_of_every_kind(tmp_path: Path, source: str, anchor: str) -> None:
    files = site_files() | {
        "content/briefings/harbor.yml": EVERY_KIND.replace("KEY", "port").encode(),
        "content/actors/captain.yml": PERSON.replace("KEY", "port").encode(),
        "content/sources/port.yml": f"title: Port\npublisher: The Port\n{source}\n".encode(),
    }
    text = (generate(tmp_path, files).docs_dir / "support.md").read_text()
    part = text.partition(f'id="{anchor}"')[2].partition('<div class="part')[0]
    facts = [line for line in part.splitlines() if line.endswith("The Port</span>")]
    of_kinds = [re.search(r'<span class="meta">([^<·]+?)(?: ·|<)', line) for line in facts]
    assert sorted(match[1] for match in of_kinds if match) == sorted(
        [
            "Summary", "In brief", "Event", "Involvement", "Statement", "Figure", "Document", "Background",
            "Role", "Relation",
        ]
    )  # fmt: skip
    counted = re.search(rf'\(#{anchor}\) <span class="count">(\d+)</span>', text)
    assert counted is not None
    assert int(counted[1]) == len(re.findall("^- ", part, re.MULTILINE))


def test_a_folded_part_of_the_support_page_names_what_it_counts(tmp_path: Path) -> None:
    """A source or a page has several of the passages and facts that the contents count."""
    own = {
        f"content/{kind}/own-{n}.yml": text.encode()
        for n in range(51)
        for kind, text in (
            ("sources", f"title: Log {n}\npublisher: Log {n}\nkind: news\n"),
            (
                "actors",
                f"name: Captain {n}\nkind: person\nsummary: 'One of many. [@own-{n}]'\nroles:\n"
                + "".join(
                    f"  - {{title: {word} mate, cite: {{own-{n}: {word} mate}}}}\n"
                    for word in ("First", "Second", "Third", "Fourth", "Fifth")
                ),
            ),
        )
    }
    text = (generate(tmp_path, site_files() | own).docs_dir / "support.md").read_text()
    for anchor, counted, unit in (("single", "entries", "pages"), ("not-checked", "passages", "sources")):
        total = re.search(rf'\(#{anchor}\) <span class="count">\n?(\d+)</span>', text)
        part = text.partition(f'id="{anchor}"')[2].partition('<div class="part')[0]
        assert total is not None
        n = len(re.findall("^- ", part, re.MULTILINE))
        assert f"<summary>{total[1]} {counted} · {n} {unit}</summary>" in part


def test_every_citation_links_to_a_passage_and_back(docs: Path) -> None:
    for page in docs.rglob("*.md"):
        text = page.read_text()
        ids = set(re.findall(r' id="([^"]+)"', text))
        assert set(re.findall(r'href="#([^"]+)"', _PICTURE.sub("", text))) <= ids, page
        assert len(ids) == len(re.findall(r' id="[^"]+"', text)), f"{page} has an id twice"
