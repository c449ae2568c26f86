"""The documents name files and functions that exist, CONTRIBUTING.md all rooms, and each dependency its reason. The
documentation in docs/ builds without a warning, and its generated pages are up to date."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from pathlib import Path

import yaml
from babel import Locale

from briefings import __version__
from briefings.evidence import omissions
from briefings.evidence.passages import SHORT
from briefings.grammar.languages import languages
from briefings.model import MODELS
from briefings.settings import EXPORTS, KEYS
from briefings.sheets.shape import value_problems
from briefings.site import hosting
from docs.generate import pages
from tests.site_links import dead_links
from tests.test_imports import PACKAGE, ROOMS

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
DOCUMENTS = (
    "CONTRIBUTING.md",
    "README.md",
    "SECURITY.md",
    *sorted(file.relative_to(ROOT).as_posix() for file in (ROOT / "docs").rglob("*.md")),
    "benchmarks/README.md",
)

TOPS = ("briefings", "theme", "tests", "content", "seeds", "docs", "benchmarks")
"""Folders whose files are named by their whole path. Those of `build/` and `site/` are generated."""

NOT_HERE = {"content/media/"}
"""Folders that a site may have and this one does not."""

THEIRS = re.compile(r"(content|seeds|theme)/|[a-z-]+\.md|AGENTS\.md|(reading|problems|sheets)\.toml")
"""In the pages of docs/, names of files in the reader's own site or the translator's folder."""

NAMED = re.compile(rf"`((?:(?:{'|'.join(TOPS)})/|[A-Za-z-]+\.(?:md|toml)\b)[^`:*\s]*)(?:::(\w+(?:\.\w+)*))?`")
LINKED = re.compile(r"\]\(([^)#:]+)\)")

OUR_SITE = ("content", "seeds", "theme")
"""Folders of our own site, which a fork may have removed."""


def found_in(pattern: re.Pattern[str]) -> list[tuple[str, re.Match[str]]]:
    """What a pattern finds in the prose of the documents, each with its document."""
    found = []
    for document in DOCUMENTS:
        text = (ROOT / document).read_text(encoding="utf-8")
        prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
        found += [(document, match) for match in pattern.finditer(prose)]
    return found


def defined_in(path: Path) -> set[str]:
    """The functions and classes of a module, and methods as `Class.method`."""
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ClassDef):
            names |= {f"{node.name}.{each.name}" for each in node.body if isinstance(each, ast.FunctionDef)}
        if isinstance(node, ast.ClassDef | ast.FunctionDef):
            names.add(node.name)
    return names


def test_recipes_and_decisions_name_files_and_functions() -> None:
    recipes = ("CONTRIBUTING.md", "docs/decisions/")
    named = [match for document, match in found_in(NAMED) if document.startswith(recipes)]
    assert len(named) >= 100
    assert sum(1 for match in named if match[2]) >= 12


def _is_gone(path: str) -> bool:
    """Whether a path is in a folder of our own site that is not there."""
    top = path.partition("/")[0]
    return top in OUR_SITE and not (ROOT / top).exists()


def _named_here() -> list[re.Match[str]]:
    """The files that the documents name, without those of the reader's own site."""
    return [
        match
        for document, match in found_in(NAMED)
        if not (document.startswith("docs/") and THEIRS.match(match[1]) and match[1] != "theme/")
        and not _is_gone(match[1])
    ]


def _is_there(match: re.Match[str]) -> bool:
    # A name in angle brackets is for the reader to choose: `theme/locales/<language>.yml`.
    path = ROOT / match[1].partition("<")[0]
    there = path.exists() or ("<" in match[1] and path.parent.exists()) or match[1] in NOT_HERE
    return there and (not match[2] or match[2] in defined_in(path))


def test_each_file_and_function_that_a_document_names_exists() -> None:
    assert [match[0] for match in _named_here() if not _is_there(match)] == []


def test_each_link_leads_to_a_file() -> None:
    assert [
        f"{document}: {match[1]}"
        for document, match in found_in(LINKED)
        if not ((ROOT / document).parent / match[1]).exists() and not _is_gone(match[1])
    ] == []


def test_the_documentation_builds_as_a_site_without_dead_links(documentation: Path) -> None:
    assert dead_links(documentation) == []
    assert 'href="https://example.org/briefings/"' in (documentation / "index.html").read_text("utf-8")


HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
ANCHORED = re.compile(r"\]\(([^)#:]*)#([^)]+)\)")


def _anchors(path: Path) -> set[str]:
    """The anchors that GitHub gives the headings of a page, which differ from those of MkDocs in the site."""
    text = re.sub(r"^```.*?^```$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(text)}


def test_each_link_to_a_heading_works_on_github() -> None:
    found = [
        (document, (ROOT / document).parent / match[1] if match[1] else ROOT / document, match[2])
        for document, match in found_in(ANCHORED)
    ]
    anchors = {page: _anchors(page) for _, page, _ in found}
    assert [(document, anchor) for document, page, anchor in found if anchor not in anchors[page]] == []


def test_each_generated_page_is_up_to_date() -> None:
    for path, text in pages().items():
        assert (ROOT / path).read_text(encoding="utf-8") == text, "run `make docs`"


def test_the_reference_of_settings_has_every_key() -> None:
    text = (ROOT / "docs/reference/settings.md").read_text(encoding="utf-8")
    assert {key for key in KEYS if f"| `{key}` |" not in text} == set()


def test_each_message_in_the_troubleshooting_page_is_one_of_the_program() -> None:
    text = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
    headings = re.findall(r"^### `(.+)`$", text, re.MULTILINE)
    code = "".join(file.read_text(encoding="utf-8") for file in PACKAGE.rglob("*.py"))
    parts = [part.strip() for heading in headings for part in heading.split("…")]
    shell = "briefings: command not found"
    assert len(headings) > 15
    assert {part for part in parts if part not in code and part != shell} == set()


def _words(document: str) -> str:
    """The text of a page, without its line breaks."""
    return " ".join((ROOT / "docs" / document).read_text(encoding="utf-8").split())


def test_the_page_on_evidence_has_the_limits_of_the_program() -> None:
    text = _words("evidence.md")
    least, most = omissions.LEAST_CHARACTERS, omissions.MOST_WORDS
    assert f"A passage of fewer than {SHORT} characters" in text
    assert f"two words and {least} characters, or {omissions.LEAST_UNSPACED} characters in scripts" in text
    assert f"At most {most} words are left out, or {2 * most} characters in scripts" in text
    assert omissions.MOST_PARTS == 3 and omissions.LEAST_WORDS == 2, "two or three parts, two words"
    names = [Locale("en").languages[language] for language in languages()]
    assert all(name in text for name in names)


def test_the_page_on_hosting_has_the_limits_of_the_program() -> None:
    text = _words("guides/hosting.md")
    assert hosting.LARGEST_SITE == 1_000 * hosting.MEGABYTE and "| 1 GB a site | GitHub Pages |" in text
    assert f"warns from {hosting.NEARLY * 1000:.0f} MB on" in text


def test_what_the_page_on_hosting_says_of_sizes_follows_from_its_table() -> None:
    text = (ROOT / "docs/guides/hosting.md").read_text(encoding="utf-8")
    parts = {name: int(size) for name, size in re.findall(r"^\| ([^|]+) \| (\d+) \|$", text, re.MULTILINE)}
    formats = {name for name in parts if name.startswith("`")}
    assert formats == {f"`{name}`" for name in EXPORTS} - {"`paper`", "`json-ld`"}
    pages = sum(
        parts[name] for name in ("pages (HTML)", "pictures for shared links", "search and what pages share")
    )
    whole = sum(parts.values())
    assert f"have {whole} MB with all formats but papers" in text
    sizes = {
        "all but papers": whole,
        "all but papers and embeds": whole - parts["`embeds`"],
        "`csv` and `citations`": pages + parts["`csv`"] + parts["`citations`"],
        "none": pages,
    }
    claims = re.findall(r"^\| ([\d,]+) \| ([^|]+) \| (\d+) \|$", text, re.MULTILINE)
    assert {name for _, name, _ in claims} == sizes.keys()
    for briefings, name, size in claims:
        assert int(size) == round(sizes[name] * int(briefings.replace(",", "")) / 1000)
        assert int(size) * hosting.MEGABYTE < hosting.LARGEST_SITE


BENCHMARKS = (
    ("100 briefings", "briefings build", "cold"),
    ("100 briefings", "briefings build", "edited"),
    ("100 briefings", "mkdocs build", "every build"),
    ("1,000 briefings", "briefings build", "cold"),
    ("1,000 briefings", "briefings build", "edited"),
    ("1,000 briefings", "hugo, full pages", "cold"),
    ("1,000 briefings", "hugo, full pages", "edited"),
    ("1,000 briefings", "hugo, plain pages", "cold"),
)
"""The measurements that the comparison names."""


def test_the_comparison_names_seconds_of_the_recorded_benchmarks() -> None:
    record = (ROOT / "benchmarks" / "README.md").read_text(encoding="utf-8")
    seconds = {}
    for size, program, build_ in BENCHMARKS:
        table = record.partition(f"| {size}, median")[2].partition("\n\n")[0]
        (found,) = re.findall(rf"^\| {program} \| {build_} \| ([\d.]+) \|", table, re.MULTILINE)
        seconds[f"{float(found) + 1e-6:.1f}"] = f"{size}, {program}, {build_}"
    text = _words("comparison.md").partition("## TimelineJS")[2]
    named = set(re.findall(r"\b\d+\.\d\b", text))
    assert named == set(seconds)


def test_commands_install_the_wheel_of_this_version() -> None:
    named = {
        version
        for page in (ROOT / "docs").rglob("*.md")
        for version in re.findall(r"briefings-([\d.]+)-py3", page.read_text("utf-8"))
    }
    # One of them upgrades to the next version.
    assert min(named) == __version__ and len(named) <= 2


def test_the_guides_name_each_workflow_of_a_new_site() -> None:
    text = _words("guides/hosting.md") + _words("guides/contributing-by-form.md")
    workflows = [file.read_text("utf-8") for file in (PACKAGE / "starter").rglob("workflows/*.yml")]
    names = {re.findall(r"^name: (.+)$", workflow, re.MULTILINE)[0] for workflow in workflows}
    assert len(names) >= 4
    assert {
        name for name in names if f"**{name}**" not in text and f"**Actions → {name} →" not in text
    } == set()
    assert any(re.search(r"^ +name: Sheets$", workflow, re.MULTILINE) for workflow in workflows)


def test_the_briefing_in_the_readme_is_one() -> None:
    (block,) = re.findall(
        r"^```yaml\n(.*?)^```$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL
    )
    # Dates as they are written.
    data = json.loads(json.dumps(yaml.safe_load(block), default=str))
    assert list(value_problems(data, MODELS["briefing"])) == []


def test_the_list_of_rooms_is_that_of_the_imports() -> None:
    rooms = re.findall(r"^\| `(\w+)(?:/|\.py)` \|", TEXT, re.MULTILINE)
    assert rooms == [
        room for room in ROOMS if (PACKAGE / room).is_dir() or (PACKAGE / f"{room}.py").is_file()
    ]


def test_the_picture_shows_rooms() -> None:
    (diagram,) = re.findall(r"^```mermaid\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    named = {room for ends in re.findall(r"^ *(\w+) -.*-> (\w+)$", diagram, re.MULTILINE) for room in ends}
    assert len(named) > 8
    assert named <= {*ROOMS}


def test_each_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    needed = [*project["dependencies"], *extras["fetch"], *extras["icu"], *extras["papers"]]
    text = (ROOT / "docs" / "decisions" / "dependencies.md").read_text(encoding="utf-8")
    reasons = "\n".join(re.findall(r"^\| ([^|]+) \|", text, re.MULTILINE))
    names = {re.split(r"[\[<>=]", each)[0] for each in needed}
    assert {name for name in names if not re.search(rf"\b{name}\b", reasons)} == set()
