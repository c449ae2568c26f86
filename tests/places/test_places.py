"""Each place that shows a fact says it whole, in the language of the site: pages, the search, and files for programs.

A case in `cases/` has sheets, and after ```` ```has PATH ```` what the file there has, or that of the built site after
`site/`, the index after `search/`, or a paper after `paper/`. Of each line, the parts around ` … ` stand in this order; a line after `not: ` is
nowhere. White space and references such as `&amp;` do not count.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
import yaml

from briefings.plugins.papers.paper.contents import Contents, Printed
from tests import sites
from tests.images import png
from tests.trees import File, Tree

CASES = Path(__file__).parent / "cases"


def text_at(path: str, project: sites.Project) -> str:
    """The text of a page or file, folded."""
    room, _, rest = path.partition("/")
    if room == "search":
        found = project.document(rest)
        parts = (f"{each.anchor} {each.heading}: {each.text}" for each in found.sections)
        text = "\n".join([f"{found.date} {found.years}", *parts])
    elif room == "paper":
        (paper,) = (
            each.made_from for each in project.resources if each.format == "paper" and each.path == rest
        )
        assert isinstance(paper, Printed)
        contents = Contents(paper, project.words, project.settings, 1).data()
        text = json.dumps(contents, ensure_ascii=False)
    elif room == "site":
        text = (project.settings.site_dir / rest).read_text(encoding="utf-8")
    elif (file := project.settings.docs_dir / path).exists():
        text = file.read_text(encoding="utf-8")
    else:
        text = re.sub("\r?\n ", "", project.file(path).decode())
    return folded(html.unescape(text))


def folded(text: str) -> str:
    return " ".join(text.replace("\u2060", "").split())


def missing(has: File, project: sites.Project) -> Iterator[str]:
    """What a file does not say, though it should, or says, though it should not."""
    text = text_at(has.path, project)
    for line in filter(None, map(str.strip, has.data.decode().splitlines())):
        at = 0
        for part in map(folded, line.removeprefix("not: ").split(" … ")):
            at = text.find(part, at)
            if (at == -1) != line.startswith("not: "):
                yield f"{has.path}: {line}: {part}\n\n{text}"
                break


def blocks_of(text: str) -> Iterator[tuple[str, File]]:
    """The kind of each block of a case, and the file that it says."""
    kinds = re.findall(r"^```(\w+) ", text, re.MULTILINE)
    return zip(kinds, Tree.read(text).files, strict=True)


def sheets_of(name: str) -> dict[str, str]:
    """The sheets and pages of a case, by their paths below content/."""
    blocks = blocks_of((CASES / f"{name}.md").read_text(encoding="utf-8"))
    return {
        file.path.removeprefix("content/"): file.data.decode()
        for kind, file in blocks
        if kind in ("yaml", "markdown")
    }


def project_of(name: str, root: Path, change: Mapping[str, str] = MappingProxyType({})) -> sites.Project:
    """The project of a case, with some of its sheets changed."""
    text = (CASES / f"{name}.md").read_text(encoding="utf-8")
    head = yaml.safe_load(re.sub("^#.*", "", text.partition("```")[0]))
    for kind, file in blocks_of(text):
        if kind == "png":
            (root / file.path).parent.mkdir(parents=True)
            (root / file.path).write_bytes(png(800, 600))
    return sites.make(root, {**sheets_of(name), **change}, **head)


@pytest.mark.parametrize("name", sorted(file.stem for file in CASES.glob("*.md")))
def test_each_place_says_it(name: str, tmp_path: Path) -> None:
    project = project_of(name, tmp_path)
    text = (CASES / f"{name}.md").read_text(encoding="utf-8")
    has = [file for kind, file in blocks_of(text) if kind == "has"]
    if any(each.path.startswith("site/") for each in has):
        project.build()
    assert [wrong for each in has for wrong in missing(each, project)] == []
