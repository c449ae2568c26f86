"""A body with many offices and a source with many facts are divided, and nothing in them is lost."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import sites

MEMBERS, FACTS = 160, 310


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    events = "".join(
        f'  - {{id: thing-{n}, date: {1900 + n // 4}-01-02, title: Suceso {n}, cite: {{grande: "pasaje {n // 2}"}}}}\n'
        for n in range(FACTS)
    )
    members = {
        f"actors/m{n}.yml": (
            f"name: Persona {n}\nkind: person\nroles:\n"
            f"  - {{title: Diputada, organization: camara, from: {1900 + n // 2}, to: {1904 + n // 2}}}\n"
        )
        for n in range(MEMBERS)
    }
    sheets = dict(sites.SHEETS) | members
    sheets |= {
        "actors/camara.yml": "name: La Cámara\nkind: public-body\n",
        "sources/grande.yml": "title: El Grande\npublisher: El Diario\nkind: news\n",
        "briefings/siglo.yml": f'title: Siglo\npublished: 2025-01-01\nsummary: "x [@grande]"\ntimeline:\n{events}',
    }
    return sites.make(tmp_path_factory.mktemp("large"), sheets, language="es").settings.docs_dir


@pytest.mark.parametrize(
    ("page", "pattern", "n", "most"),
    [("actors/camara", r"\bm(\d+)\.md", MEMBERS, 150), ("sources/grande", r"#event-thing-(\d+)", FACTS, 60)],
)
def test_a_long_page_has_its_newest_entries_and_leads_to_all(
    page: str, pattern: str, n: int, most: int, docs: Path
) -> None:
    whole = (docs / f"{page}.md").read_text(encoding="utf-8")
    pages = {file: file.read_text(encoding="utf-8") for file in (docs / page).rglob("*.md")}
    assert len(re.findall(pattern, whole)) <= most
    shown = {each for text in (whole, *pages.values()) for each in re.findall(pattern, text)}
    assert shown >= {str(each) for each in range(n)}
    linked = {f"{page.partition('/')[2]}/{file.relative_to(docs / page).as_posix()}" for file in pages}
    assert {link for link in re.findall(r"\]\(([^)#]+\.md)\)", whole) if link in linked} == linked


def test_an_office_on_the_page_of_its_period_names_who_held_it_and_until_when(docs: Path) -> None:
    page = (docs / "actors/camara/1900.md").read_text(encoding="utf-8")
    assert "Persona 0: Diputada" in page and "1904" in page
