"""Codes: each has an explanation, examples that are run, and a module that raises it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

import briefings
from briefings.problems import codes
from briefings.problems.codes import CODES, GATES, TEXTS, Code, Level
from tests.trees import PROBLEMS, File, problems_of

PACKAGE = Path(briefings.__file__).parent

VELDHAVEN = PROBLEMS / "veldhaven.md"
"""The town in which the examples take place."""

NEEDED = {"briefings": ["title: The depot", "published: 2025-07-28", "summary: It is open. [@gazette-2025]"]}
"""Parts that examples omit because they do not matter for the rule."""

NOT_RUN = {
    "unreadable": "an example is text, and this one is about bytes that are none",
    "missing-credit": "an example would have a picture in content/media/",
    "large-media": "an example would be a file of five million bytes",
    "more-problems": "an example would have a hundred mistakes",
    "passage-unrecorded": "needs a whole seeds/quotes.lock, which nobody writes by hand",
    "source-changed": "needs a whole seeds/quotes.lock, which nobody writes by hand",
    "source-replaced": "needs a whole seeds/quotes.lock, which nobody writes by hand",
    "stale-lock": "needs a whole seeds/quotes.lock, which nobody writes by hand",
    "text-under-old-id": "is about a source that has another id than before, and its text",
    "bad-lock": "needs a whole seeds/quotes.lock, which nobody writes by hand",
    "text-not-publishable": "is about what git tracks",
    "output-folder": "is about what lies in a folder, and what git tracks",
    "reading-void": "needs a seal, which nobody writes by hand",
    "reading-denies": "needs a seal, which nobody writes by hand",
    "reading-changed": "is about an earlier revision",
    "reading-missing": "is about every fact of a site, also of the sheets around the example",
    "uncorrected-change": "is about an earlier revision",
    "proof-added": "is about an earlier revision",
    "proof-changed": "is about an earlier revision",
    "particular-not-found": "is about every fact of a site, also of the sheets around the example",
    "passage-unproved": "is about every fact of a site, also of the sheets around the example",
}
"""Codes whose examples cannot be run, with the reason; their golden cases are complete."""


def files_in(example: str) -> list[File]:
    """The files of an example: each starts with a comment that names it."""
    parts = re.split(r"^# ((?:content|seeds|theme)/\S+|mkdocs\.yml)[^\n]*\n", example, flags=re.MULTILINE)
    assert parts[0] == "", "an example starts with the name of its file"
    return [
        File(path, _completed(path, body).encode())
        for path, body in zip(parts[1::2], parts[2::2], strict=True)
    ]


def _completed(path: str, body: str) -> str:
    if path == "mkdocs.yml":
        return body + "docs_dir: build/docs\n"
    folder = path.split("/")[1]
    return (
        "".join(
            f"{line}\n"
            for line in NEEDED.get(folder, [])
            if not re.search(rf"^{line.split(':')[0]}:", body, re.MULTILINE)
        )
        + body
    )


FORM = re.compile(
    r"# (?P<id>.+)\n\n- level: (?P<level>\w+)\n- gate: (?P<gate>\w+)\n\n## What it means\n\n(?P<meaning>.+?)\n\n"
    r"## Why\n\n(?P<why>.+?)\n\n## Example\n\n```\w+\n(?P<wrong>.+?\n)```\n\n## Fix\n\n```\w+\n(?P<right>.+?\n)```\n",
    re.DOTALL,
)


def test_each_file_except_the_introduction_is_a_code() -> None:
    folders = {file.parent for file in TEXTS.values()}
    assert {path.name for folder in folders for path in folder.iterdir()} == {
        "README.md", *(f"{code}.md" for code in CODES)
    }  # fmt: skip


def test_each_code_has_a_level_a_gate_its_meaning_a_reason_an_example_and_a_fix() -> None:
    for code in CODES.values():
        text = TEXTS[code.id].read_text(encoding="utf-8")
        assert (match := FORM.fullmatch(text)) is not None, code.id
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code.id)
        assert match["id"] == code.id
        assert match["level"] == code.level in get_args(Level), code.id
        assert match["gate"] == code.gate in GATES, code.id
        assert match["meaning"].replace("\n", " ") == code.meaning
        assert match["why"].replace("\n", " ") == code.why
        assert (match["wrong"], match["right"]) == (code.wrong, code.right)
        assert code.meaning.endswith(".") and "|" not in code.meaning
        assert code.why.endswith(".") and code.why != code.meaning
        assert code.wrong.strip() and code.right.strip() and code.wrong != code.right, code.id
        assert "\t" not in code.wrong + code.right, code.id
        assert max(len(line) for line in (code.wrong + code.right).splitlines()) <= 140, code.id


def test_starting_reads_no_texts() -> None:
    program = "import briefings.cli; from briefings.problems.codes import _sections as s; exit(s.cache_info().currsize)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


@pytest.mark.parametrize(
    "code", [code for code in CODES.values() if code.id not in NOT_RUN], ids=lambda code: code.id
)
def test_the_wrong_example_has_the_problem_and_the_right_one_has_not(code: Code, tmp_path: Path) -> None:
    wrong = problems_of(files_in(code.wrong), tmp_path / "wrong", within=VELDHAVEN)
    right = problems_of(files_in(code.right), tmp_path / "right", within=VELDHAVEN)
    assert code.id in {p.code.id for p in wrong}
    assert code.id not in {p.code.id for p in right}
    # Without `verify`, a text that is there makes its passages unrecorded.
    assert {p.code.id for p in right if p.severity == "error"} <= {"passage-unrecorded"}


def test_the_town_of_the_examples_has_no_problems(tmp_path: Path) -> None:
    assert problems_of((), tmp_path, within=VELDHAVEN) == ()


def test_every_example_is_run_but_those_that_cannot_be() -> None:
    assert set(NOT_RUN) < set(CODES)


def test_codes_are_named_like_their_files() -> None:
    assert codes.UNKNOWN_KEY is CODES["unknown-key"]
    assert {name for name, value in vars(codes).items() if isinstance(value, Code)} == {
        code.upper().replace("-", "_") for code in CODES
    }


def test_each_name_of_a_code_that_is_used_is_one_and_each_is_used() -> None:
    """Type checkers do not look at these names."""
    imported = re.compile(r"^from briefings\.problems\.codes import (?:\(([^)]*)\)|(.*))", re.MULTILINE)
    used: set[str] = set()
    for path in (*PACKAGE.rglob("*.py"), *Path(__file__).parents[1].rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        listed = " ".join(one or other for one, other in imported.findall(text))
        names = {*re.findall(r"(?<![.\w])codes\.([A-Z]\w*)", text), *re.findall(r"\w+", listed)}
        assert [name for name in names if not hasattr(codes, name)] == [], path
        used |= names if path.is_relative_to(PACKAGE) else set()
    assert [code for code in CODES if code.upper().replace("-", "_") not in used] == []
