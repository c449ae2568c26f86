"""What is kept between runs, and in one process: it changes nothing but the time. Whatever is in its file, a
check says the same."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from briefings.model import SheetModel
from briefings.problems.problem import ContentError, Problem
from briefings.settings import Settings
from briefings.sheets.load import Sheet
from briefings.site import stages as build
from briefings.site.stages import CheckResult
from briefings.site.verify import verify
from briefings.store.parsed import ParseCache
from briefings.store.processes import available_cores
from tests.nightly import few
from tests.trees import CASES, PROBLEMS, Tree, base, problems_of, write, write_base

# ── The file ────────────────────────────────────────────────────────────────────────────────────────────────

SHEET = "content/topics/chips.yml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The small valid tree with a sheet of our own, checked once."""
    root = tmp_path / "project"
    write_base(root, {SHEET: "name: Chips\n"})
    check(root)
    return root


def check(
    root: Path, cache: ParseCache | None = None, since: str | None = None
) -> CheckResult | tuple[Problem, ...]:
    """What a check finds; without anything given, as from the shell, with what earlier ones left in their
    file."""
    try:
        return build.check(Settings.load(root), since=since, cache=cache)
    except ContentError as error:
        return error.problems


def file_of(root: Path) -> Path:
    return root / "build/cache/sheets"


def lines(root: Path) -> list[str]:
    return file_of(root).read_text(encoding="utf-8").splitlines()


def test_a_check_of_what_has_not_changed_writes_nothing(project: Path) -> None:
    before = file_of(project).stat()
    check(project)
    assert (file_of(project).stat().st_ino, file_of(project).stat().st_mtime_ns) == (
        before.st_ino,
        before.st_mtime_ns,
    )


DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "the head alone": lambda data: data.partition(b"\n")[0],
    "half": lambda data: data[: len(data) // 2],
    "other code": lambda data: data.replace(b"briefings cache ", b"briefings cache 0"),
    "not text": lambda data: b"\xff" * 100,
    "lines without data": lambda data: data.replace(b" {", b" \n{"),
    "no JSON": lambda data: data.replace(b'{"', b"{"),
    "numbers that are none": lambda data: data.replace(b'"name":"', b'"\\u0000":"'),
    "nested without end": lambda data: data.replace(b'{"name"', b"[" * 100_000 + b'{"name"'),
    "data that are not text": lambda data: data.replace(b"Chips", b"\xff"),
}


def test_a_file_that_is_damaged_or_foreign_is_as_good_as_none(project: Path) -> None:
    whole = file_of(project).read_bytes()
    expected = check(project, ParseCache())
    for damage in DAMAGE.values():
        spoilt = damage(whole)
        assert spoilt != whole
        file_of(project).write_bytes(spoilt)
        assert repr(check(project)) == repr(expected)
        assert file_of(project).read_bytes() == whole


def test_without_the_file_or_a_place_for_it_a_check_says_the_same(project: Path) -> None:
    expected = check(project, ParseCache())
    file_of(project).unlink()
    assert check(project) == expected
    file_of(project).unlink()
    file_of(project).mkdir()
    assert check(project) == expected
    shutil.rmtree(file_of(project).parent)
    file_of(project).parent.write_text("a file where the folder belongs", encoding="utf-8")
    before, found = expected, check(project)
    assert isinstance(before, CheckResult) and isinstance(found, CheckResult)
    more = [each.code.id for each in found.problems if each not in before.problems]
    assert more == ["output-folder"], "this is reported, and all else is as before"


# ── Cold, warm, and in one process ──────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "case", few(CASES, 8), ids=lambda case: case.relative_to(PROBLEMS).with_suffix("").as_posix()
)
def test_each_problem_is_found_again_with_what_is_kept(case: Path, tmp_path: Path) -> None:
    files = Tree.read(case.read_text(encoding="utf-8")).files
    since = "HEAD" if any("before" in file.special for file in files) else None
    problems_of(files, tmp_path)
    living = ParseCache()
    cold = check(tmp_path, living, since)
    assert [repr(check(tmp_path, cache, since)) for cache in (None, living)] == [repr(cold)] * 2


MORE = {
    "content/briefings/second.yml": (
        b"""\
title: What was said in Shanghai
published: 2025-07-29
topics: [ai-governance]
summary: There, [[china]] and [[huawei|others]] spoke. [@reuters-2025]
timeline:
  - event: waic-2025-opening
  - {date: 2025-07-27, title: A day later, actors: [huawei], cite: {wam-2025: on the second day}}
statements:
  - {speaker: li-qiang, quote: an exclusive game, date: 2025-07-26, cite: wam-2025}
figures:
  - {label: Guests, unit: thousand, value: 5.50, cite: {wam-2025: five thousand five hundred guests}}
sections:
  - heading: Before
    text: |
      How it came to this.
"""
    ),
    "seeds/wam-2025.txt": (
        b"AI, he said, is an exclusive game. There were five thousand five hundred guests on the second"
        b" day.\n"
    ),
}

SECOND = "content/briefings/second.yml"
Change = tuple[str, bytes, bytes | None]
CHANGES: tuple[Change, ...] = (
    ("content/actors/huawei.yml", b"from: 1987", b"from: 2026"),
    ("content/actors/huawei.yml", b"name: Huawei", b"name: Huawei Technologies"),
    ("content/actors/huawei.yml", b"name: Huawei", b"name: China"),
    ("content/actors/huawei.yml", b"kind: company", b"kind: [company"),
    ("content/actors/huawei.yml", b"kind: company", b"kind: firm"),
    ("content/actors/li-qiang.yml", b"name: Li Qiang", b"name: Li Qiang\nto: 2025-01-01"),
    ("content/actors/li-qiang.yml", b"organization: china", b"organization: li-qiang"),
    ("content/actors/china.yml", b"name: China", b"name: China\nmoved_from: [prc]"),
    ("content/sources/reuters-2025.yml", b"kind: wire", b"kind: wire\nrepublishes: wam-2025"),
    ("content/sources/reuters-2025.yml", b"kind: wire", None),
    ("content/sources/wam-2025.yml", b"publisher: WAM", b"publisher: Emirates News Agency"),
    ("content/topics/ai-governance.yml", b"name: AI governance", b"name: AI governance\ndraft: true"),
    ("content/topics/ai-governance.yml", b"name: AI governance", b"name: Rules for AI"),
    ("content/briefings/waico.yml", b"id: waic-2025-opening", b"id: opening"),
    ("content/briefings/waico.yml", b"date: 2025-07-26", b"date: 2025-07-28"),
    ("content/briefings/waico.yml", b"title: China", b"withdrawn: Wrong.\ntitle: China"),
    (SECOND, b"value: 5.50", b"value: 5.5"),
    (SECOND, b"an exclusive game", b"an inclusive game"),
    (SECOND, b"on the second day", b"on the third day"),
    (SECOND, b"How it came", b"# How\n      <b>it</b> came"),
    (SECOND, b"[[china]]", b"[[chna]]"),
    (SECOND, b"  - event: waic-2025-opening\n", b""),
    (SECOND, b", cite: {wam-2025: on the second day}", b""),
    ("seeds/wam-2025.txt", b"exclusive", b"inclusive"),
    ("seeds/wam-2025.txt", b"AI, he said,", b"Artificial intelligence, he said,"),
    ("seeds/wam-2025.txt", b"AI", b"\xff"),
    ("seeds/wam-2025.txt", b"AI", None),
    ("seeds/quotes.lock", b'"version": 3', b'"version": 2'),
    ("seeds/quotes.lock", b'"length": ', b'"length": 9'),
    ("seeds/quotes.lock", b'"version": 3', None),
    ("content/ids.lock", b"topics/", b"topics/gone\ntopics/"),
)
"""A file, something in it, and what stands there instead; None where the file is gone."""


def changed(files: Mapping[str, bytes], changes: list[Change]) -> dict[str, bytes]:
    made = dict(files)
    for path, old, new in changes:
        if new is None:
            made.pop(path, None)
        elif path in made:
            made[path] = made[path].replace(old, new)
    return made


@pytest.mark.parametrize("seed", few(range(3), 1))
def test_after_any_edits_a_check_finds_the_same_whatever_is_kept(seed: int, tmp_path: Path) -> None:
    chance = random.Random(f"kept {seed}")
    write_base(tmp_path, MORE)
    first = check(tmp_path, ParseCache())
    assert isinstance(first, CheckResult) and first.linked is not None
    verify(Settings.load(tmp_path), first.linked, today=date(2025, 8, 1))
    good = {
        path: (tmp_path / path).read_bytes()
        for path in (*base(), *MORE, "content/ids.lock", "seeds/quotes.lock")
    }
    living = build.parse_cache(Settings.load(tmp_path))
    before: Mapping[tuple[str, str], Sheet[SheetModel]] = {}
    made: list[Change] = []
    clean = 0
    for step in range(25):
        change = chance.choice(made if made and (len(made) > 2 or chance.random() < 0.5) else CHANGES)
        made = [each for each in made if each is not change] if change in made else [*made, change]
        files = changed(good, made)
        for path in good:
            if path not in files:
                (tmp_path / path).unlink(missing_ok=True)
        write(tmp_path, files)
        cold, warm, now = check(tmp_path, ParseCache()), check(tmp_path), check(tmp_path, living)
        assert (repr(warm), repr(now)) == (repr(cold), repr(cold)), (step, made)
        sheets: dict[tuple[str, str], Sheet[SheetModel]] = {}
        if isinstance(now, CheckResult) and now.linked is not None:
            clean += 1
            sheets = {(sheet.path, sheet.text): sheet for sheet in now.linked.sheets()}
            assert all(before[key] is sheet for key, sheet in sheets.items() if key in before)
        before = sheets
    assert clean > 7, "most of the steps have to give a catalog, or there was little to compare"


IN_PROCESSES = """
import os, resource, sys
from pathlib import Path
from briefings.sheets.load import load
from briefings.store.parsed import ParseCache
from briefings.store.processes import available_cores

os.sched_setaffinity(0, [*os.sched_getaffinity(0)][: int(sys.argv[1])])
print(load(Path("content").resolve(), root=Path.cwd(), cache=ParseCache(Path(sys.argv[2]))))
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt > 0, file=sys.stderr)
"""


@pytest.mark.skipif(available_cores() < 2, reason="needs two cores")
def test_sheets_read_in_other_processes_are_those_of_this_one(tmp_path: Path) -> None:
    kinds = (
        "name: Chips\n",
        "name: [\n",
        "name: 1\ncolor: red\n",
        "name: TODO\n",
        "draft: true\nname: ~\n",
        "",
    )
    for n in range(60):
        write(tmp_path, {f"content/topics/topic-{n}.yml": kinds[n % len(kinds)]})
    runs = [
        subprocess.run(
            [sys.executable, "-c", IN_PROCESSES, cores, f"cache-{cores}"],
            cwd=tmp_path, capture_output=True, text=True, check=True, timeout=60,
        )
        for cores in ("1", "2")
    ]  # fmt: skip
    assert [run.stderr.strip() for run in runs] == ["False", "True"]
    assert runs[0].stdout == runs[1].stdout
    assert (tmp_path / "cache-1").read_bytes() == (tmp_path / "cache-2").read_bytes()
