"""Readings: a person reads facts against their sources at the terminal, and pages say so until something changes.
The site is in Spanish."""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from briefings.catalog.readings import Readings
from briefings.evidence import readings as locks
from briefings.evidence.readings import SHOWN, Answer
from briefings.settings import Settings
from briefings.site import planning, stages
from briefings.site import readings as reading
from tests import sites
from tests.said import Command
from tests.trees import git, sheets_in

SHEETS = sheets_in(Path(__file__).with_name("readings.md"))  # fmt: skip
TEXT = """La obra del muelle

La obra empieza el 2 de marzo, anunció la alcaldesa Marta Rey tras la votación en que lo aprobó el pleno.
El muelle, de 120 metros en vez de los 90 de ahora, será el mayor. “Cabrán barcos mayores”, dijo.
"""
BRIEFING = "content/briefings/puerto.yml"
ANSWERS: tuple[Answer, ...] = ("supports", "weaker", "does-not", "supports", "supports")
KEYS = "s\nw\nayuda\nd\ns\ns\nn\n"
"""The same, typed by somebody who is asked one more question, and first gives something that is no answer."""
DAY = date(2026, 12, 3)


class Terminal(io.StringIO):
    """What is typed at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site before anybody has read a fact."""
    root = tmp_path_factory.mktemp("readings") / "project"
    (root / "seeds").mkdir(parents=True)
    (root / "seeds" / "gaceta.txt").write_text(TEXT, encoding="utf-8")
    sites.make(root, SHEETS, language="es", exports="{csv: true, json: true}")
    return root


@pytest.fixture(scope="module")
def answered(site: Path) -> Path:
    """The same site after Ana Núñez has answered."""
    root = site.parent / "answered"
    shutil.copytree(site, root)
    for question, given in zip(
        reading.questions(known(root), root / "seeds", [BRIEFING]), ANSWERS, strict=True
    ):
        reading.answer(root / "seeds", question.fact, question.digest, given, "Ana Núñez", DAY)
    return root


@pytest.fixture
def project(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the site, as the working directory."""
    return copied(site, tmp_path, monkeypatch)


@pytest.fixture
def read(answered: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the site that was read, as the working directory."""
    return copied(answered, tmp_path, monkeypatch)


def copied(site: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(site, folder, dirs_exist_ok=True)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796299200")  # 3 December 2026
    return folder


def lines(project: Path) -> dict[str, str]:
    """The answers in the lock, by the last words of the addresses."""
    written = (project / SHOWN).read_text(encoding="utf-8").splitlines()[1:]
    return {
        line.split()[0].rpartition("/")[2]: " ".join(line.split()[1:3] + line.split()[4:]) for line in written
    }


def known(project: Path) -> Readings:
    coverage = stages.check(Settings.load(project)).coverage
    assert coverage is not None
    return coverage.readings


def replace(file: Path, old: str, new: str) -> str:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")
    return text


@contextmanager
def replaced(file: Path, old: str, new: str) -> Iterator[None]:
    before = replace(file, old, new)
    try:
        yield
    finally:
        file.write_text(before, encoding="utf-8")


def test_a_person_is_shown_each_fact_in_its_text_and_answers(
    project: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(project, "init", "-q")
    git(project, "config", "user.name", "Ana Núñez")
    monkeypatch.setattr(sys, "stdin", Terminal(KEYS))
    said = command("read")
    assert said.status == 0
    assert "1 of 6 · content/briefings/puerto.yml:6 · point\n  text: Lo anuncia Marta Rey.\n" in said.out
    assert "    La obra empieza el 2 de marzo, ⟦anunció la alcaldesa Marta Rey⟧ tras la" in said.out
    assert "  El Diario: Votación\n    “el pleno votó a favor” (its text is not here)\n" in said.out
    assert "“ayuda” is not one of" in said.err or "'ayuda' is not one of" in said.err
    assert "1 fact has nothing to be read against: no text of their sources is here\n" in said.err
    assert said.err.endswith(f"5 answers recorded in {SHOWN}; 1 fact left\n")
    assert lines(project) == {
        "puerto#point-lo-anuncia-marta-rey": "supports 2026-12-03 Ana Núñez",
        "puerto#event-obra": "weaker 2026-12-03 Ana Núñez",
        "puerto#event-voto": "does-not 2026-12-03 Ana Núñez",
        "puerto#statement-cabran-barcos-mayores": "supports 2026-12-03 Ana Núñez",
        "puerto#figure-metros": "supports 2026-12-03 Ana Núñez",
    }
    git(project, "add", "-A")
    git(project, "commit", "-qm", "read")
    # The next time, only the rest is asked.
    monkeypatch.setattr(sys, "stdin", Terminal("q\n"))
    assert "1 of 1 · content/actors/marta-rey.yml:3 · role\n  who: Marta Rey\n" in command("read").out
    assert "  read by Ana Núñez, 2026-12-03: weaker\n" in (
        command("read", BRIEFING, "--all", "--name", "Eva", "--answer", "next", "--answer", "supports").out
    )
    checked = command("check", "--since", "HEAD")
    assert f"{SHOWN} since HEAD: 1 reading by Eva\n" in checked.err
    answers = "Ana Núñez read this on 2026-12-03 and answered “weaker”; Eva has answered “supports” instead"
    assert f"puerto.yml:8:5: warning[reading-changed]: {answers}\n" in checked.out


def test_a_reviewer_sees_which_answers_are_gone(read: Path, command: Command) -> None:
    git(read, "init", "-q")
    git(read, "add", "-A")
    git(read, "commit", "-qm", "read")
    assert "reading" not in command("check", "--since", "HEAD").err
    kept = (read / SHOWN).read_text(encoding="utf-8")
    (read / SHOWN).unlink()
    said = command("check", "--since", "HEAD").out
    assert said.count("[reading-changed]: Ana Núñez read this on 2026-12-03 and answered “") == len(ANSWERS)
    assert "answered “does-not”; the answer is gone" in said
    (read / SHOWN).write_text(kept, encoding="utf-8")
    replace(read / BRIEFING, "El pleno la aprueba", "El pleno la apoya")
    assert command("read", "--prune").status == 0
    checked = command("check", "--since", "HEAD")
    assert "reading-changed" not in checked.out
    gone = "`briefings/puerto#event-voto` was edited, and so is gone: “does-not”, Ana Núñez, 2026-12-03"
    assert f"{SHOWN} since HEAD: {gone}\n" in checked.err


def test_pages_and_data_say_who_read_what(read: Path, command: Command) -> None:
    checked = stages.check(Settings.load(read))
    planning.generate(Settings.load(read), checked)
    page = (read / "build/docs/briefings/puerto.md").read_text(encoding="utf-8")
    panel = json.loads(re.search("class=\"card-data\" data-words='(.*?)'", page)[1])["read"]  # type: ignore[index]
    head = "Contrastado con la fuente por Ana Núñez, 3 de diciembre de 2026: la fuente"
    assert {answer: said.replace("\xa0", " ") for answer, said in panel} == {
        "supports": f"{head} lo respalda",
        "weaker": f"{head} dice menos",
        "does-not": f"{head} no dice esto",
    }
    marks = re.findall(r'<a class="ev ([^"]*)"[^>]*data-read="(\d)">(\D*)', page)
    assert {panel[int(number)][0]: words.partition(" <")[0] for _, number, words in marks} == {
        "supports": "",
        "weaker": "La fuente dice menos",
        "does-not": "La fuente no dice esto",
    }
    assert "5 datos de esta página han sido contrastados con su fuente por Ana Núñez." in page
    assert "ayudante" not in page
    support = (read / "build/docs/support.md").read_text(encoding="utf-8")
    assert "con su fuente 5 datos. La fuente dice menos: 1 · La fuente no dice esto: 1." in support
    data = json.loads((read / "build/docs/briefings/puerto.json").read_text(encoding="utf-8"))
    event = next(each for each in data["entries"] if each.get("anchor") == "event-obra")
    assert event["reading"] == {"answer": "weaker", "reader": "Ana Núñez", "day": "2026-12-03"}
    table = (read / "build/docs/data/readings.csv").read_text(encoding="utf-8")
    assert "briefings/puerto/#event-obra,weaker,Ana Núñez,2026-12-03\n" in table
    assert "\nfacts that cite passages: 5 of 7 read by a person\n" in command("coverage").out
    assert [p.code.id for p in checked.problems if p.code.id.startswith("reading")] == ["reading-denies"]


@pytest.mark.parametrize(
    ("fact", "file", "old", "new"),
    [
        ("event-obra", BRIEFING, "Empieza la obra", "Empieza la nueva obra"),
        ("event-obra", BRIEFING, "date: 2026-03-02", "date: 2026-03-03"),
        ("event-obra", BRIEFING, "La obra empieza el 2 de marzo}", "empieza el 2 de marzo}"),
        ("event-obra", BRIEFING, "drafted: ayudante, cite: {gaceta: La", "status: disputed, cite: {gaceta: La"),
        ("event-voto", BRIEFING, "Por mayoría", "Por unanimidad"),
        ("event-voto", BRIEFING, "gaceta: lo aprobó el pleno", "gaceta: votación en que lo aprobó el pleno"),
        ("figure-metros", BRIEFING, "Hasta ahora", "Antes"),
        ("figure-metros", BRIEFING, "unit: metros", "unit: pies"),
        ("point-lo-anuncia-marta-rey", "content/actors/marta-rey.yml", "name: Marta Rey", "name: Marta Reyes"),
        ("event-obra", "seeds/gaceta.txt", "será el mayor", "no será el mayor"),
        ("event-obra", SHOWN, "weaker 2026-12-03", "supports 2026-12-03"),
        ("event-obra", SHOWN, "weaker 2026-12-03", "weaker 2026-12-04"),
        ("event-obra", SHOWN, "Ana Núñez", "Eva Núñez"),
    ],
)  # fmt: skip
def test_an_edit_of_fact_passage_text_or_answer_voids_a_reading(
    answered: Path, fact: str, file: str, old: str, new: str
) -> None:
    with replaced(answered / file, old, new):
        assert f"briefings/puerto#{fact}" in known(answered).void


def test_another_publisher_voids_the_reading_of_what_a_source_says_itself(
    read: Path, command: Command
) -> None:
    itself = "source: gaceta, quote: Cabrán barcos mayores"
    replace(read / BRIEFING, "speaker: marta-rey, quote: Cabrán barcos mayores", itself)
    assert command("read", "--prune").status == 0
    assert command("read", "--answer", "supports", "--name", "Eva", BRIEFING).status == 0
    assert known(read).void == {}
    replace(read / "content/sources/gaceta.yml", "publisher: La Gaceta", "publisher: El Pregón")
    assert [*known(read).void] == ["briefings/puerto#statement-cabran-barcos-mayores"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: El puerto amplía el muelle", "# Un comentario\ntitle: El muelle crece"),
        ("id: obra, date", "key: true, tags: [muelle], id: obra, date"),
        ("id: voto, date", "anchor: voto, date"),
        ("drafted: ayudante, ", ""),
        ("[{gaceta: lo aprobó el pleno}, {diario: el pleno votó a favor}]", "{diario: el pleno votó a favor, gaceta: lo aprobó el pleno}"),
        ("statements:", "  - {date: 2026-02-01, title: Antes, cite: gaceta}\nstatements:"),
        ("title: Empieza la obra", "title:   Empieza la obra"),
    ],
)  # fmt: skip
def test_other_edits_leave_it(answered: Path, old: str, new: str) -> None:
    with replaced(answered / BRIEFING, old, new):
        assert known(answered).void == {}


def test_a_byte_order_mark_before_the_locks_changes_nothing(read: Path, command: Command) -> None:
    assert command("record").status == 0
    before = command("check")
    for name in (SHOWN, "seeds/quotes.lock", "content/ids.lock"):
        (read / name).write_bytes(b"\xef\xbb\xbf" + (read / name).read_bytes())
    assert command("check") == before
    assert known(read).counts == {"supports": 3, "weaker": 1, "does-not": 1}


def test_readings_follow_a_briefing_and_a_source_to_their_new_names(read: Path, command: Command) -> None:
    for kind, old, new in (("source", "gaceta", "la-gaceta"), ("briefing", "puerto", "muelle")):
        assert command("rename", kind, old, new).status == 0
    assert known(read).void == {}


def test_the_latest_of_several_readings_holds_whatever_the_names_were(read: Path, command: Command) -> None:
    """A reading stays in the lock under the address that its fact had."""
    assert command("rename", "briefing", "puerto", "muelle").status == 0
    sheet = "content/briefings/muelle.yml"
    assert command("read", "--all", "--answer", "weaker", "--name", "Eva", sheet).status == 0
    assert command("rename", "briefing", "muelle", "dique").status == 0
    assert known(read).counts == {"supports": 2, "weaker": 2, "does-not": 1}
    assert known(read).void == {}


def test_a_machine_without_the_texts_knows_them_by_the_lock(read: Path, command: Command) -> None:
    (read / "seeds/gaceta.txt").unlink()
    assert known(read).counts == {"supports": 3, "weaker": 1, "does-not": 1}
    assert (
        "7 facts have nothing to be read against"
        in command("read", "--answer", "supports", "--name", "Eva").err
    )
    lock = read / "seeds/quotes.lock"
    text = lock.read_text(encoding="utf-8")
    lock.write_text(
        re.sub('("sha256": ").', r"\g<1>_", text).replace("_", "0" if '"0' not in text else "1"), "utf-8"
    )
    assert known(read).counts == {}


def test_no_edit_of_a_line_makes_another_reading_of_it(read: Path) -> None:
    readings, text = known(read), (read / SHOWN).read_text(encoding="utf-8")
    told = {(address, line.record) for address, line in readings.lock.lines.items()}
    start = text.index("\n") + 1
    for place in range(start, text.index("\n", start)):
        for instead in ("", "0", "x", "\n", text[place] * 2):
            edited = locks.parse(text[:place] + instead + text[place + 1 :])
            changed = Readings(readings.catalog, readings.proofs, edited)
            holding = {each for each in edited.lines if each not in changed.void}
            assert {(each, edited.lines[each].record) for each in holding} <= told


def test_readings_of_what_was_edited_can_be_dropped_and_drafts_are_left_alone(
    read: Path, command: Command
) -> None:
    replace(read / BRIEFING, "Empieza la obra", "Empieza la nueva obra")
    assert "`briefings/puerto#event-obra` is not what Ana Núñez read on 2026-12-03" in command("check").out
    assert command("read", "--prune").err == f"1 reading removed from {SHOWN}\n"
    assert len(lines(read)) == 4
    replace(read / BRIEFING, "topics:", "draft: true\ntopics:")
    assert "readings.lock" not in command("check").out
    assert command("read", "--prune").err == f"0 readings removed from {SHOWN}\n"


def test_only_a_named_person_at_a_terminal_signs(
    project: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "without a terminal, nobody can be asked" in command("read").err
    monkeypatch.setattr(sys, "stdin", Terminal("s\n"))
    monkeypatch.setenv("HOME", str(project))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    assert "nobody knows who reads: give --name" in command("read").err
    assert "the name of the reader takes letters" in command("read", "--name", "<b>").err
    assert not (project / SHOWN).exists()
    (project / SHOWN).write_text("hola\n", encoding="utf-8")
    said = command("read", "--name", "Ana", "--answer", "supports")
    assert said.status == 1 and "has a line that is not a reading" in said.text
    assert (project / SHOWN).read_text(encoding="utf-8") == "hola\n"
