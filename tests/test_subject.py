"""The package is for sites of any subject, so nothing in it speaks of the subject of our own site."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import briefings
from docs.generate import pages

OF_OUR_SITE = re.compile(
    r"""\b(?:
        AI | WAM | WAICO? | ZTE | UAE
        | (?i:artificial[ ]intelligence | eu-ai-act | ai-governance | semiconductors?
            | china | prc | beijing | shanghai | xinhua | waico?(?:-[a-z0-9]+)* | wam-2025
            | li[ -](?:ke)?qiang | xi[ -]jinping | premier[ ]li | mofcom
            | zte | huawei | alibaba | tencent | baidu | deepseek | nvidia | openai
            | federal[ ]?register | executive[ ]order)
    )\b""",
    re.VERBOSE,
)
"""Names and words that belong to the flagship. Languages, such as Chinese, belong to every site."""

TEXTS = frozenset([".css", ".html", ".j2", ".js", ".json", ".md", ".py", ".svg", ".toml", ".txt", ".yml"])

PACKAGE = Path(briefings.__file__).parent


def words_of_our_site(text: str) -> list[str]:
    return [match[0] for match in OF_OUR_SITE.finditer(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Whoever writes the rules for AI", ["AI"]),
        ("content/actors/li-qiang.yml", ["li-qiang"]),
        ("opened the conference in Shanghai", ["Shanghai"]),
        ("cite: wam-2025", ["wam-2025"]),
        ("Ce que j'ai écrit, en chinois", []),
        ("Chinese (simplified), zh-Hans", []),
    ],
)
def test_the_words_of_our_site_are_recognized(text: str, found: list[str]) -> None:
    assert words_of_our_site(text) == found


def test_no_file_of_the_package_is_about_our_site() -> None:
    files = [file for file in PACKAGE.rglob("*") if file.is_file() and file.suffix in TEXTS]
    assert len(files) > 300
    about = {
        file.relative_to(PACKAGE).as_posix(): words
        for file in files
        if (words := words_of_our_site(file.read_text(encoding="utf-8")))
    }
    assert about == {}


@pytest.mark.parametrize("page", pages())
def test_no_command_key_or_problem_is_explained_with_our_site(page: str) -> None:
    assert words_of_our_site(pages()[page]) == []
