"""Hand-written pages reach the engine unchanged, including white space."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from tests import sites

BODY = """
# Notes

A line that is broken here,  
and goes on.


Two blank lines stand above.

```yaml
- one


- two

</div>
indented:
    <sup class="mark">x</sup>
```

-   an entry

    with a second paragraph

- another

| a |  b |
| - | -- |
| c | <sup class="mark">1</sup> |   


"""  # noqa: W291  # the spaces at the ends of lines are what is tested


@pytest.fixture
def project(tmp_path: Path) -> sites.Project:
    return sites.make(
        tmp_path / "project", {**sites.SHEETS, "pages/notes.md": f"---\ntitle: Notes\n---\n{BODY}"}
    )


def test_a_page_reaches_the_engine_unchanged(project: sites.Project) -> None:
    text = (project.settings.docs_dir / "notes.md").read_text(encoding="utf-8")
    head, _, body = text.partition("\n---\n")
    assert body == BODY
    assert head.splitlines()[:2] == ["---", 'title: "Notes"']


def test_readers_see_its_line_breaks_and_code_unchanged(project: sites.Project) -> None:
    html = (project.build().site_dir / "notes" / "index.html").read_text(encoding="utf-8")
    assert html.count("<br>") + html.count("<br />") + html.count("<br/>") == 1
    code = re.sub("<[^<>]*>", "", html[html.index("<code") : html.index("</code>")])
    assert unescape(code).startswith('- one\n\n\n- two\n\n</div>\nindented:\n    <sup class="mark">')
