"""Links in prose and hand-written pages: `check` refuses what the engine refuses."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from briefings.checks.links import links_in_prose, links_on_page
from briefings.html.frame import build_all
from briefings.problems.codes import DEAD_LINK
from briefings.settings import Settings
from briefings.site import stages as build
from tests import sites
from tests.growth import assert_soon

FORMS = {
    # Where the engine warns, `check` has a problem.
    "dead": [
        "[a](nowhere.md)",
        "[a](nowhere)",
        "[a](/about/)",
        "[a](about)",
        "[a](briefings/)",
        "[a](./)",
        "[a](../about.md)",
        "[a](#nowhere)",
        "[a](about.md#nowhere)",
        "[a](briefings/waico.md#event-nowhere)",
        "[a](10:30)",
        "[a](media/nowhere.png)",
        "![a](nowhere.png)",
        "![a](/media/map.pdf)",
        '[a](nowhere.md "A title")',
        "[a](<nowhere.md>)",
        "[a]( nowhere.md )",
        "[*a* `b` [c]](nowhere.md)",
        "[![a](media/map.pdf)](nowhere.md)",
        "[![a](nowhere.png)](about.md)",
        "[a][b]\n\n[b]: nowhere.md",
        "[b][]\n\n[b]: <nowhere.md> 'A title'",
        "[B]\n\n   [b]: nowhere.md",
        "![a][b]\n\n[b]: nowhere.png",
        "[a](nowhere&#46;md)",
        "[a](no\\-where.md)",
        "- [a](nowhere.md)",
        "1. one\n\n    [a](nowhere.md)",
        "> [a](nowhere.md)",
        "## [a](nowhere.md)",
        "| a |\n| - |\n| [a](nowhere.md) |",
        "**[a](nowhere.md)**",
        "a `b` [a](nowhere.md) `c`",
        "a ` [a](nowhere.md)",
        "<div markdown>\n\n[a](nowhere.md)\n\n</div>",
        "<span>a</span> [a](nowhere.md)",
        "```\ncode\n```\n\n[a](nowhere.md)",
        "<!-- a -->\n\n[a](nowhere.md)",
        "[a](nowhere_(b).md)",
        "[a\nb](nowhere.md)",
        "[a](no where.md)",
    ],
    "alive": [
        "[a](about.md)",
        "[a](./about.md)",
        "[a](about.md?b#how-to-help)",
        "[a](%61bout.md)",
        "[a](index.md)",
        "[a](timeline.md) [b](support.md) [c](all.md)",
        "[a](briefings/index.md)",
        (
            "[a](briefings/waico.md#part-in-brief) [b](briefings/waico.md#event-opening)"
            " [c](briefings/waico.md#s1)"
        ),
        "[a](briefings/waico.md#whos-who)",
        "[a](sources/wam-2025.md)",
        "[a](media/map.pdf) ![b](media/map.pdf)",
        "[a](assets/icon.svg)",
        "[a](https://example.org/nowhere) [b](mailto:a@example.org) [c](//example.org/)",
        "[a](#here)\n\n## Here",
        "[a](#b-c_d-e)\n\n## B & *c_d*, `e`",
        "[a](#here_1)\n\n## Here\n\n## Here",
        "[a](#under)\n\nUnder\n-----",
        '[a](#there)\n\n<a id="there"></a>',
        "[a]()",
        "[a](unclosed.md",
        "[a] (nowhere.md)",
        "a](nowhere.md)",
        "\\[a](nowhere.md)",
        "[a\\](nowhere.md)",
        "`[a](nowhere.md)`",
        "``a ` [a](nowhere.md)``",
        "```\n[a](nowhere.md)\n\n[b](nowhere.md)\n```",
        "~~~ yaml\n[a](nowhere.md)\n~~~",
        "a\n\n    [a](nowhere.md)\n\n    [a](nowhere.md)",
        "<!-- [a](nowhere.md)\n\n[a](nowhere.md) -->",
        "<div>\n[a](nowhere.md)\n</div>",
        "<pre>\n\n[a](nowhere.md)\n\n</pre>",
        "[b]: nowhere.md",
        "[a][c]\n\n[b]: nowhere.md",
        "[ ] a",
    ],
}
PAGES = [
    (f"form-{n}", text, kind)
    for n, (text, kind) in enumerate((text, kind) for kind, texts in FORMS.items() for text in texts)
]
IN_SHEETS = {
    "links": "See [one](nowhere.md), [two](https://example.org/) and ![three](nowhere.png).",
    "definition": "See [one][two].\n\n[two]: ../actors/nobody.md",
    "place": "See [one](../briefings/waico.md#event-nowhere).",
    "code": "See `[one](nowhere.md)`.",
    "indented": "See.\n\n    Then see [one](nowhere.md).",
    "alive": (
        "See [one](../actors/china.md), [[huawei]], [two](#part-sources) [@wam-2025],"
        " [three](../briefings/waico.md#event-opening)."
    ),
    "reference": "See [[china]](nowhere.md).",
}
"""Summaries of topics."""
DEAD_IN_SHEETS = {"links", "place", "indented"}
FILES = {f"pages/{name}.md": f"---\ntitle: A form\n---\n\n# A form\n\n{text}\n" for name, text, _ in PAGES}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    root = tmp_path_factory.mktemp("links") / "project"
    with pytest.MonkeyPatch.context() as patch:
        # Render the pages regardless, so that the engine can judge them.
        patch.setattr(build, "link_problems", lambda *given: ())
        topics = {
            f"topics/{name}.yml": f"name: {name}\nsummary: {json.dumps(text)}\n"
            for name, text in IN_SHEETS.items()
        }
        settings = sites.make(root, {**sites.SHEETS, **topics, "media/map.pdf": "%PDF-1.7\n"}).settings
    for path, text in FILES.items():
        (root / "content" / path).write_text(text, encoding="utf-8")
    return settings


@pytest.fixture(scope="module")
def checked(project: Settings) -> set[str]:
    """The pages that `check` finds dead links on."""
    found = build.check(project).errors
    assert {problem.code for problem in found} == {DEAD_LINK}
    return {
        problem.place.path.removeprefix("content/").rpartition(".")[0].removeprefix("pages/")
        for problem in found
    }


@pytest.fixture(scope="module")
def warned(project: Settings) -> set[str]:
    """The pages that MkDocs warns about."""
    for path, text in FILES.items():
        (project.docs_dir / Path(path).name).write_text(text, encoding="utf-8")
    warnings = build_all(project, project.site_dir)
    return {
        found[1]
        for warning in warnings
        if (found := re.search(r"Doc file '([^']+)\.md'", warning)) is not None
    }


def test_check_refuses_what_the_engine_refuses(checked: set[str], warned: set[str]) -> None:
    found = {text: (name in checked, name in warned) for name, text, _ in PAGES}
    assert found == {text: (kind == "dead", kind == "dead") for _, text, kind in PAGES}


def test_check_refuses_in_sheets_what_the_engine_refuses_on_their_pages(
    checked: set[str], warned: set[str]
) -> None:
    wanted = {f"topics/{name}" for name in DEAD_IN_SHEETS}
    assert {page for page in checked if "/" in page} == {page for page in warned if "/" in page} == wanted


def test_hostile_prose_takes_linear_time() -> None:
    parts = ("[", "](", "[a](b", "[a](b) ", "`", "` ", "``` ", "[a]: b\n", "(((", "\\")
    backticks = " ".join("`" * n for n in range(1, 900))
    for text in (*(part * (100_000 // len(part)) for part in parts), backticks):
        assert_soon(lambda text=text: list(links_in_prose(text)), 5)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("extensions", "addresses"), [((), ["Foot", "foot"]), (("footnotes", "abbr"), ["#fn:1", "#fnref:1"])]
)
def test_footnotes_of_the_host_lead_to_their_page(extensions: tuple[str, ...], addresses: list[str]) -> None:
    text = "A sentence.[^1] The [foot].\n\n[^1]: Foot\n*[foot]: foot\n"
    text = text if extensions else text.replace("*[foot]", "[foot]")
    assert [link.address for link in links_on_page(text, extensions)] == addresses
