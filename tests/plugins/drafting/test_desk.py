"""The desk without a browser: decisions keep every other byte, nothing saved meanwhile is lost, and requests
that are not of the desk's own page are refused."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from briefings import BriefingsError
from briefings.cli.project import settings_of
from briefings.plugins.drafting.blocks import KEY
from briefings.plugins.drafting.decisions import RefusedError, Sheet
from briefings.plugins.drafting.desk.bench import Bench
from briefings.plugins.drafting.desk.reading import answer, questions
from briefings.plugins.drafting.desk.ready import fill_in, page, ready, record, save, verify
from briefings.plugins.drafting.desk.server import LARGEST, Desk
from briefings.plugins.drafting.desk.shelf import StaleError
from briefings.plugins.drafting.desk.texts import Text
from briefings.preview.server import Server
from briefings.settings import Settings
from briefings.sheets.yaml_text import read_yaml
from briefings.site import stages
from briefings.store import files
from tests.growth import assert_linear

ARTICLE = """A tram to the harbor
By Jane Doe
11 March 2025
The council of Veldhaven voted for the tram on Monday. More than 40 shops had protested.
“Nobody asked the people who live here,” said Ines Hartog, who runs a bakery. She left.
“We did ask: twice,” a spokesman said. The depot opened on 3 May 2024 and cost 12 million euros.
"""
SHEET = Path("content/briefings/tram.yml")
GIVEN = {"title": "A tram", "publisher": "Gazette", "published": "11 March 2025", "kind": "news"}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    """A desk with one drafted article."""
    root = tmp_path_factory.mktemp("desk")
    (root / "mkdocs.yml").write_text("site_name: Facts\ntheme: {name: briefings}\n", encoding="utf-8")
    (root / "content/briefings").mkdir(parents=True)
    chosen = Settings.load(root)
    words, _ = stages.words_of(chosen)
    assert words is not None
    made = Bench(chosen, words)
    made.draft("tram", "", ARTICLE, GIVEN)
    sheet = root / SHEET
    drafted = sheet.read_text(encoding="utf-8")
    own = drafted.replace("title:\n", "title: T\n").replace(
        "summary:\n", "# mine, too\nsummary: S. [@tram] # mine\n\n\n"
    )
    sheet.write_text(
        f"{own}\nvotes: # mine\n  - {{date: 2025, body: council, title: T, result: passed, cite: tram}}\n"
    )
    return made


@pytest.fixture(scope="module")
def drafted(bench: Bench) -> bytes:
    """The drafted sheet as it was."""
    return (bench.settings.root / SHEET).read_bytes()


@pytest.fixture
def sheet(bench: Bench, drafted: bytes) -> Path:
    """The drafted sheet, as it was before any test."""
    path = bench.settings.root / SHEET
    path.write_bytes(drafted)
    return path


def decide(bench: Bench, what: str, number: int | str, digest: str = "", **fact: Any) -> Any:
    """A decision about the article."""
    digest = digest or bench.article("tram", "tram")["digest"]
    return bench.decide(
        what, "tram", "tram", digest, str(number), **{"noun": "", "values": {}, "passage": "", **fact}
    )


CLAIM: dict[str, Any] = {
    "noun": "claim",
    "values": {"text": "Shops protested: “no” # really", "speaker": "", "source": "tram"},
    "passage": "More than 40 shops had protested.",
}
VOTE: dict[str, Any] = {
    "noun": "vote",
    "values": {
        "title": "The tram",
        "date": "10 March 2025",
        "body": "Veldhaven",
        "result": "passed",
        "ayes": "9",
    },
    "passage": "The council of Veldhaven voted for the tram on Monday.",
}

Act = Callable[[Bench, int], Any]
ACTS: dict[str, Act] = {
    "accept": lambda bench, n: decide(bench, "accept", n, **shown(bench, n)),
    "reject": lambda bench, n: decide(bench, "reject", n),
    "reopen": lambda bench, n: decide(bench, "reopen", n),
    "claim": lambda bench, n: decide(bench, "add", 0, **CLAIM),
    "undo": lambda bench, n: undo(bench),
}


def undo(bench: Bench) -> str:
    """Undo the last decision about the article, and give its words."""
    return str(bench.undo("tram", bench.latest("tram"))["undone"])


def shown(bench: Bench, number: int) -> dict[str, Any]:
    """A candidate as the page sends it back, with whatever was empty filled in."""
    facts = [each for each in bench.article("tram", "tram")["facts"] if each["id"] == str(number)]
    fact: Any = facts[0] if facts else {"fields": [], "values": {}, "noun": "", "passage": ""}
    keys = [each["key"] for each in fact["fields"]]
    people = [each["name"] for each in fact.get("people", ())]
    fill = {"speaker": people[0] if people else "Ines Hartog", "date": "", "about": "", "unit": "euros"}
    values = {key: fact["values"].get(key) or fill.get(key, "Words: of “mine” #") for key in keys}
    return {"noun": fact["noun"], "values": values, "passage": fact["passage"]}


def rest(text: str) -> list[str]:
    """The lines of a sheet that belong to no candidate."""
    read = Sheet(text, "")
    taken = {n for block in read.blocks.values() for n in range(block.heading, block.last)}
    return [
        line
        for n, line in enumerate(text.splitlines(keepends=True))
        if n not in taken and KEY.match(line.rstrip()) is None
    ]


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.sampled_from([*ACTS]), st.integers(1, 6)), max_size=8),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_decisions_keep_all_other_bytes_and_can_be_undone(
    bench: Bench, sheet: Path, drafted: bytes, acts: list[tuple[str, int]], end: str
) -> None:
    original = drafted.replace(b"\n", end.encode())
    sheet.write_bytes(original)
    others = rest(original.decode())
    assert len([line for line in others if "mine" in line]) == 3
    bench._decisions.clear()
    for what, number in acts:
        was = Sheet(sheet.read_bytes().decode(), "")
        if what == "undo" and not bench.latest("tram"):
            continue
        try:
            ACTS[what](bench, number)
        except RefusedError:
            assert sheet.read_bytes().decode() == was.text
            continue
        now = Sheet(sheet.read_bytes().decode(), "")
        assert [line for line in rest(now.text) if line.strip()] == [line for line in others if line.strip()]
        assert now.text.count(end) == now.text.count("\n")
        assert read_yaml(now.text.replace("\r", ""), "")[1] == []
        if what != "undo":
            same = [n for n in was.numbers if n != number]
            assert [now.entry(n) for n in same] == [was.entry(n) for n in same]
    while bench.latest("tram"):
        undo(bench)
    assert sheet.read_bytes() == original
    assert [*(bench.settings.content_dir / "actors").glob("*")] == []


def test_two_windows_and_an_editor_lose_nothing(bench: Bench, sheet: Path) -> None:
    seen = bench.article("tram", "tram")["digest"]
    decide(bench, "reject", 1, seen)
    with pytest.raises(StaleError):
        decide(bench, "reject", 2, seen)
    sheet.write_text(sheet.read_text(encoding="utf-8") + "# from an editor\n", encoding="utf-8")
    edited = sheet.read_bytes()
    with pytest.raises(StaleError):
        undo(bench)
    with pytest.raises(StaleError):
        fill_in(bench, "tram", "tram", seen, {"title": "Another"})
    assert sheet.read_bytes() == edited


def test_a_window_undoes_only_what_it_saw(bench: Bench, sheet: Path) -> None:
    bench._decisions.clear()
    assert bench.article("tram", "tram")["latest"] == 0
    written = fill_in(bench, "tram", "tram", "", {"title": "Another", "matters": "It does."})
    seen = decide(bench, "reject", 1, noun="event", passage="The council of Veldhaven voted.")["latest"]
    assert bench.undo("tram", seen) == {"undone": "Not wanted · Event · The council of Veldhaven voted."}
    rest = sheet.read_bytes()
    with pytest.raises(StaleError):  # another window, which still shows the candidate as rejected
        bench.undo("tram", seen)
    assert sheet.read_bytes() == rest
    assert bench.latest("tram") == written["latest"]
    assert bench.undo("tram", written["latest"]) == {"undone": "Save · Title and Why it matters"}
    with pytest.raises(RefusedError, match="nothing to undo"):
        bench.undo("tram", 0)
    save(bench, "tram", page(bench, "tram")["digest"], page(bench, "tram")["text"])
    assert bench.latest("tram") == 0, "nothing was changed"


def test_undoing_keeps_other_briefings_and_what_they_need(bench: Bench, sheet: Path) -> None:
    sheet.write_bytes(sheet.read_bytes().partition(b"\nvotes: #")[0] + b"\n")
    other = sheet.with_name("other.yml")
    other.write_text("title: T\npublished: 2025-03-12\nsummary: S. [@tram]\n", encoding="utf-8")
    before = sheet.read_bytes()
    ada = {**CLAIM["values"], "speaker": "Ada Lovelace", "source": ""}
    decide(bench, "add", 0, **{**CLAIM, "values": ada})
    mine = bench.latest("tram")
    digest = bench.article("other", "tram")["digest"]
    bench.decide("add", "other", "tram", digest, "", **{**CLAIM, "values": ada})
    assert bench.latest("tram") == mine != bench.latest("other")
    undo(bench)
    actor = sheet.parent.parent / "actors/ada-lovelace.yml"
    assert (sheet.read_bytes() == before, b"ada-lovelace" in other.read_bytes(), actor.exists()) == (
        True,
    ) * 3
    other.unlink()
    actor.unlink()


@pytest.mark.parametrize(
    ("entry", "values", "expected"),
    [
        (
            "figures:\n- label: Shops # mine\n  value: 40\n\n  cite:\n    - x\n    - tram: [More than 40 shops, z]\n  unit: shops\n",
            {"label": "All: shops", "value": "41", "unit": "shops"},
            'figures:\n- label: "All: shops" # mine\n  value: 41\n\n  cite:\n    - x\n    - tram: [More than 40 shops, z]\n  unit: shops\n',
        ),
        ("statements: [{text: >-\n  No, cite: tram}]\n", {}, None),
        (
            "statements:\n  - {text: 'It is.', source: tram, cite: tram} # mine\n",
            {"text": "It was.", "speaker": "Ines Hartog", "source": "", "date": "10 March 2025"},
            'statements:\n  - {text: "It was.", cite: {tram: "Nobody asked"}, date: 2025-03-10, speaker: ines-hartog} # mine\n',
        ),
        (
            "documents:\n  - date: 2025\n    title: |\n      A law\n    # mine\n    kind: law\n    cite: tram\n",
            {"title": "A law", "date": "2025", "kind": "report"},
            "documents:\n  - date: 2025\n    title: |\n      A law\n    # mine\n    kind: report\n    cite: tram\n",
        ),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_fact_of_the_sheet_is_changed_in_its_place(
    bench: Bench, sheet: Path, entry: str, values: dict[str, str], expected: str | None, end: str
) -> None:
    head = "\ufefftitle: T # mine\npublished: 2025-03-12\nsummary: S. [@tram]\n"
    sheet.write_bytes((head + entry).replace("\n", end).encode())
    if expected is None:
        with pytest.raises(RefusedError, match=":4: "):
            bench.article("tram", "tram")
        return
    (fact,) = bench.article("tram", "tram")["facts"]
    passage = "Nobody asked" if "speaker" in values else fact["passage"]
    decide(bench, "change", fact["id"], values=values, passage=passage)
    assert sheet.read_bytes().decode() == (head + expected).replace("\n", end)
    undo(bench)
    assert sheet.read_bytes().decode() == (head + entry).replace("\n", end)


def test_the_sheet_itself_is_edited_as_text(bench: Bench, sheet: Path) -> None:
    mixed = b"\xef\xbb\xbftitle: T\r\npublished: 2025-03-12\n# mine\r\nsummary: S. [@tram]"
    sheet.write_bytes(mixed)
    shown = page(bench, "tram")
    assert shown["text"] == "title: T\npublished: 2025-03-12\n# mine\nsummary: S. [@tram]"
    save(bench, "tram", shown["digest"], shown["text"])
    assert sheet.read_bytes() == mixed
    digest = save(bench, "tram", shown["digest"], shown["text"].replace("# mine", "# mine\n# too"))["digest"]
    edited = mixed.replace(b"# mine", b"# mine\r\n# too")
    assert sheet.read_bytes() == edited
    with pytest.raises(StaleError):
        save(bench, "tram", shown["digest"], "title: Lost\n")
    for broken in ("title: [", "title: a\u202eb\n", "title: T\ntitle: T\n"):
        with pytest.raises(RefusedError, match=r"tram\.yml:"):
            save(bench, "tram", digest, broken)
    assert sheet.read_bytes() == edited
    # What somebody breaks elsewhere is named, and can still be repaired here.
    sheet.write_text("title: [", encoding="utf-8")
    for view in (ready, lambda bench, sheet: bench.article(sheet, sheet)):
        with pytest.raises(RefusedError, match=r"tram\.yml:1: "):
            view(bench, "tram")
    assert save(bench, "tram", page(bench, "tram")["digest"], "title: Whole\n")["text"] == "title: Whole\n"


def test_a_decision_is_written_whole_even_if_the_desk_is_killed(
    bench: Bench, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, actor = sheet.read_bytes(), sheet.parent.parent / "actors/veldhaven.yml"
    real, written = files.replace, 0

    def replace(path: Path, data: bytes, **options: Any) -> None:
        nonlocal written
        written += 1
        if written == 3:  # the journal and one of the two sheets are written
            raise KeyboardInterrupt
        real(path, data, **options)

    sheet.write_bytes(before.partition(b"\nvotes: #")[0] + b"\n")
    monkeypatch.setattr(files, "replace", replace)
    with pytest.raises(KeyboardInterrupt):
        decide(bench, "add", 0, **VOTE)
    monkeypatch.undo()
    settings_of(bench.settings.root)
    assert (actor.exists(), b"ayes: 9" in sheet.read_bytes()) == (True, True)
    actor.unlink()


def test_what_cannot_be_in_a_sheet_does_not_get_there(bench: Bench, sheet: Path) -> None:
    before, digest = sheet.read_bytes(), ready(bench, "tram")["digest"]
    with pytest.raises(RefusedError, match="invisible"):
        fill_in(bench, "tram", "tram", digest, {"title": "a\u202eb"})
    for values in ({"speaker": "Index", "source": ""}, {"speaker": "", "source": "tram", "x: y\n": "z"}):
        with pytest.raises(RefusedError):
            decide(bench, "add", 0, **{**CLAIM, "values": {"text": "Shops protested.", **values}})
    decide(bench, "add", 0, **{**CLAIM, "values": {"text": "No.", "speaker": "Ada Lovelace", "source": ""}})
    (sheet.parent.parent / "actors/ada-lovelace.yml").unlink()
    with pytest.raises(StaleError):
        undo(bench)
    bench._decisions.clear()
    assert sheet.read_bytes() != before


def test_a_fact_of_any_kind_is_made_of_selected_words(bench: Bench, sheet: Path) -> None:
    sheet.write_text(sheet.read_text(encoding="utf-8").partition("\nvotes: #")[0] + "\n", encoding="utf-8")
    start = ARTICLE.index("The depot opened")
    event = bench.suggest("tram", "tram", "event", start, start + len("The depot opened on 3 May 2024"))
    assert event["values"]["date"] == "3 May 2024"
    after = decide(bench, "add", 0, **VOTE)
    fact = next(each for each in after["facts"] if each["id"] == after["decided"])
    assert (fact["noun"], fact["state"], fact["values"]["ayes"]) == ("vote", "accepted", "9")
    assert "    body: veldhaven\n    result: passed\n" in sheet.read_text(encoding="utf-8")
    assert (sheet.parent.parent / "actors/veldhaven.yml").exists()
    undo(bench)
    assert not (sheet.parent.parent / "actors/veldhaven.yml").exists()


def test_ready_says_what_is_wrong_and_where(bench: Bench, sheet: Path) -> None:
    quote = "{speaker: ines, quote: Nobody asked the people who live here, cite: tram}"
    head = "title: T\npublished: 2025-03-12\nsummary: S. [@tram]\n"
    sheet.write_text(
        f"{head}timeline:\n  - event: opening\nstatements:\n# [1] quotation, line 5\n  - {quote}\n",
        encoding="utf-8",
    )
    found = [
        (each["at"].partition("tram.yml:")[2], each["fact"]) for each in ready(bench, "tram")["problems"]
    ]
    assert {("5", ""), ("8", "1")} <= set(found)
    written = fill_in(
        bench, "tram", "tram", ready(bench, "tram")["digest"], {"title": "", "matters": "It does."}
    )
    assert written["values"]["matters"] == "It does."
    assert sheet.read_text(encoding="utf-8").startswith(f'{head}matters: "It does."\ntimeline:\n')
    undo(bench)


def test_nothing_is_published_that_would_stop_builds(bench: Bench, sheet: Path) -> None:
    whole = "title: T\npublished: 2025-03-12\ntopics: []\nsummary: S. [@tram]\ndraft: true\n"
    sheet.write_text(whole, encoding="utf-8")
    other = sheet.parent.parent / "actors/other.yml"
    other.write_text("name: [", encoding="utf-8")
    shown = ready(bench, "tram")
    assert [each["at"] for each in shown["problems"] if each["severity"] == "error"] == [
        "content/actors/other.yml:1"
    ]
    with pytest.raises(RefusedError, match="cannot be built"):
        fill_in(bench, "tram", "tram", shown["digest"], {"draft": "false"})
    assert sheet.read_text(encoding="utf-8") == whole
    other.unlink()


def test_what_preceded_a_record_of_addresses_cannot_be_undone(bench: Bench, sheet: Path) -> None:
    head = "title: T\npublished: 2025-03-12\ntopics: [a]\nsummary: S. [@tram]\n"
    sheet.write_text(f"{head}draft: true\n", encoding="utf-8")
    topic = sheet.parent.parent / "topics/a.yml"
    topic.parent.mkdir()
    topic.write_text("name: A\n", encoding="utf-8")
    published = fill_in(bench, "tram", "tram", ready(bench, "tram")["digest"], {"draft": "false"})
    assert record(bench, "tram")["is_recorded"]
    assert verify(bench, "tram")["done"] == "0 of 0 passages verified"
    with pytest.raises(RefusedError, match="Addresses have been recorded"):
        undo(bench)
    assert not ready(bench, "tram")["draft"]
    fill_in(bench, "tram", "tram", published["digest"], {"matters": "It does."})
    undo(bench)
    assert sheet.read_text(encoding="utf-8") == f"{head}draft: false\n"
    bench._decisions.clear()
    (bench.settings.root / stages.IDS_LOCK).unlink()
    topic.unlink()


def test_a_person_says_whether_the_source_says_it(bench: Bench, sheet: Path) -> None:
    sheet.write_bytes(sheet.read_bytes().partition(b"\nvotes: #")[0] + b"\n")
    fact = decide(bench, "add", 0, **CLAIM)["decided"]
    asked = questions(bench, "tram")["facts"]
    assert [*asked] == [fact]
    args = bench, "tram", asked[fact]["address"], asked[fact]["digest"]
    for wrong in ((*args, "maybe", "Jo", ""), (*args, "weaker", "Jo | Doe\n", "")):
        with pytest.raises((RefusedError, BriefingsError)):
            answer(*wrong)
    said = answer(*args, "weaker", "Jo Doe", CLAIM["passage"])["facts"][fact]
    assert (said["answer"], said["read"].partition(",")[0]) == ("weaker", "Read against the source by Jo Doe")
    decide(bench, "change", fact, **{**CLAIM, "values": {**CLAIM["values"], "text": "Shops protested."}})
    assert questions(bench, "tram")["facts"][fact]["read"] == ""
    undo(bench)
    assert questions(bench, "tram")["facts"][fact]["read"] != ""
    undo(bench)
    assert not (bench.settings.seeds_dir / "readings.lock").exists()


def test_a_built_site_has_nothing_of_the_desk(small_site: Path) -> None:
    pages = [file.read_text(encoding="utf-8") for file in small_site.rglob("*.html")]
    assert len(pages) > 5
    assert [page for page in pages if "_desk" in page or "x-desk-token" in page] == []
    assert [*small_site.rglob("*desk*")] == []


def test_a_name_in_another_script_has_its_id_beside_it(bench: Bench, sheet: Path) -> None:
    values = {"text": "Shops protested.", "speaker": "李明", "source": ""}
    with pytest.raises(RefusedError, match="needs an id"):
        decide(bench, "add", 0, **{**CLAIM, "values": values})
    decide(bench, "add", 0, **{**CLAIM, "values": {**values, "speaker": "李明 (li-ming)"}})
    assert "name: 李明\n" in (sheet.parent.parent / "actors/li-ming.yml").read_text(encoding="utf-8")
    undo(bench)


def test_a_fact_is_judged_while_it_is_filled_in(bench: Bench, sheet: Path) -> None:
    values = {"label": "Shops", "value": "41", "unit": "shops"}
    found = bench.judge("tram", "tram", "", "figure", values, "More than 40 shops had protested.")
    assert [(each["state"], each["instead"]) for each in found["findings"]] == [
        ("differs", "More than 40 shops")
    ]
    found = bench.judge("tram", "tram", "", "figure", {**values, "value": "40"}, "There is no such passage")
    assert (found["times"], found["faults"] == []) == (0, False)


def test_words_of_the_article_itself_are_no_quotation(bench: Bench, sheet: Path) -> None:
    passages = {"We did ask: twice": False, "who live here,” said Ines Hartog": True, "runs a bakery": True}
    for passage, is_told in passages.items():
        values = {"quote": passage, "speaker": "ines"}
        assert bench.judge("tram", "tram", "", "quotation", values, "")["unquoted"] is is_told, passage


def test_who_may_speak_is_asked_of_a_long_article_in_linear_time() -> None:
    story = "议会周四通过大桥计划，工程局表示将于明年开工，市政府说费用由国家承担。\n居民代表认为票价太高。\n"

    def ask(size: int) -> None:
        text = Text((story * (size // len(story) + 1))[:size], "zh", "2025-04-18", ())
        for place in range(0, size, size // 20):
            text.near(place)

    assert_linear(ask, 2_000)


def test_an_article_without_spaces_has_a_word_for_each_character(bench: Bench) -> None:
    assert bench.read("a.txt", "一座桥\n\n议会周四通过了plan。\n".encode())["words"] == 11
    assert bench.read("a.txt", b"A bridge\n\nThe council doesn't build one.\n")["words"] == 7


def test_an_example_of_the_documentation_is_not_a_value(bench: Bench, sheet: Path) -> None:
    values = {"label": "Shops", "value": "41", "unit": "", "qualifier": "more than"}
    found = bench.judge("tram", "tram", "", "figure", values, "More than 40 shops had protested.")
    assert found["findings"] == []


def test_the_counts_of_a_vote_are_numbers(bench: Bench, sheet: Path) -> None:
    judged = "tram", "tram", "", "vote"
    found = bench.judge(*judged, {**VOTE["values"], "ayes": "38", "noes": "0"}, VOTE["passage"])
    assert found["faults"] == []
    with pytest.raises(RefusedError, match="“For”: “many” is not one clear number"):
        bench.judge(*judged, {**VOTE["values"], "ayes": "many"}, VOTE["passage"])
    sheet.write_bytes(sheet.read_bytes().partition(b"\nvotes: #")[0] + b"\n")
    decide(bench, "add", 0, **{**VOTE, "values": {**VOTE["values"], "noes": "0"}})
    assert "    ayes: 9\n    noes: 0\n" in sheet.read_text(encoding="utf-8")
    undo(bench)


@pytest.fixture
def ferry(tmp_path: Path) -> Bench:
    """A desk in Spanish with one drafted article."""
    (tmp_path / "mkdocs.yml").write_text(
        "site_name: Datos\ntheme: {name: briefings, language: es}\n", encoding="utf-8"
    )
    (tmp_path / "content/briefings").mkdir(parents=True)
    chosen = Settings.load(tmp_path)
    words, _ = stages.words_of(chosen)
    assert words is not None
    own = Bench(chosen, words)
    own.draft("barco", "", f"{PASSENGERS}.", {**GIVEN, "published": "11 de marzo de 2025"})
    return own


PASSENGERS = "El barco llevó a más de 40000 pasajeros el martes"
FERRY: dict[str, Any] = {"noun": "figure", "passage": PASSENGERS}
TRIPS = {"label": "Viajes", "unit": "pasajeros", "qualifier": "more than"}


def test_what_is_said_of_a_figure_is_in_the_language_of_the_site(ferry: Bench) -> None:
    for value in ("40.000", "2,4"):
        found = ferry.judge("barco", "barco", "", **FERRY, values={**TRIPS, "value": value})
        assert [each["words"] for each in found["findings"]] == [f"más de {value} pasajeros"]


@pytest.mark.parametrize(
    ("words", "value", "understood"),
    [
        ("40.000", "40000", "40.000"),
        ("40 mil", "40000", "40.000"),
        ("2.400.000", "2400000", "2.400.000"),
        ("2,4", "2.4", "2,4"),
        ("18.5", "18.5", "18,5"),
        ("-3", "-3", "-3"),
        ("1,2340", "1.234", "1,2340"),
        ("1,234", "", ""),
        ("más de 40.000", "", ""),
        ("40.000 pasajeros", "", ""),
        ("muchos", "", ""),
    ],
)
def test_a_number_is_read_as_the_site_writes_it(
    ferry: Bench, words: str, value: str, understood: str
) -> None:
    path = ferry.path("briefing", "barco")
    before, digest = path.read_bytes(), ferry.article("barco", "barco")["digest"]
    fact = {**FERRY, "values": {**TRIPS, "value": words}}
    if not value:
        for act in (ferry.judge, partial(ferry.decide, "add", digest=digest)):
            with pytest.raises(RefusedError, match=r"«Número»: «.*» no es un número claro.* 18\.500 o 5,5"):
                act(briefing="barco", source="barco", fact="", **fact)
        assert path.read_bytes() == before
        return
    judged = ferry.judge("barco", "barco", "", **fact)
    assert (judged["faults"], judged["understood"]) == ([], {"value": understood})
    after = ferry.decide("add", "barco", "barco", digest, "", **fact)
    assert f"    value: {value}\n" in path.read_text(encoding="utf-8")
    (shown,) = [each["values"] for each in after["facts"] if each["id"] == after["decided"]]
    assert shown["value"] == understood


@pytest.mark.parametrize(("language", "value"), [("es", "18500"), ("de", "18500"), ("en", ""), ("zh", "")])
def test_a_number_that_could_be_two_is_read_as_the_text_writes_it(
    bench: Bench, sheet: Path, language: str, value: str
) -> None:
    text = Text("Words.", language, "", ())
    if not value:
        with pytest.raises(RefusedError):
            bench._read({"value": "18.500"}, text, {}, {}, "")
    else:
        assert bench._read({"value": "18.500"}, text, {}, {}, "") == {"value": int(value)}


@pytest.mark.parametrize(
    ("language", "words", "days"),
    [
        ("es", "hoy", ["2025-03-13"]),
        ("es", "mañana", ["2025-03-14"]),
        ("es", "ayer", ["2025-03-12"]),
        ("es", "el martes", ["2025-03-11", "2025-03-18"]),
        ("es", "el lunes", ["2025-03-10"]),
        ("es", "la semana pasada", []),
        ("es", "pronto", []),
        ("de", "heute", ["2025-03-13"]),
        ("de", "am Dienstag", ["2025-03-11", "2025-03-18"]),
        ("fr", "aujourd’hui", ["2025-03-13"]),
        ("en", "Tuesday", ["2025-03-11", "2025-03-18"]),
        ("en", "on Monday", ["2025-03-10"]),
        ("en", "3/4/2024", ["2024-03-04", "2024-04-03"]),
        ("zh", "今天", ["2025-03-13"]),
        ("en", "2024-05", ["2024-05"]),
    ],
)
def test_a_date_is_read_in_the_words_of_the_article(language: str, words: str, days: list[str]) -> None:
    passage = {"es": "El pleno votó el lunes", "en": "The council voted on Monday"}.get(language, "")
    text = Text(f"A title\n\n{passage or 'Text'}. More.\n", language, "2025-03-13", ())
    assert [*text.days(words, passage)] == days
    assert len(Text("Words.", language, "", ()).days(words)) <= len(days)


def test_a_date_that_could_be_two_is_not_written(ferry: Bench) -> None:
    act = partial(ferry.judge, "barco", "barco", "", "vote", passage=PASSENGERS)
    with pytest.raises(RefusedError, match="«el lunes» puede ser 10 de marzo de 2025 o 17 de marzo de 2025"):
        act(values={"date": "el lunes"})
    assert act(values={"date": "el martes"})["understood"] == {"date": "11 de marzo de 2025"}


# ── Refusals ────────────────────────────────────────────────────────────────────────────────────────────────


@contextmanager
def serving(bench: Bench) -> Iterator[tuple[Server, Desk]]:
    """A server with the desk, and no site."""
    desk = Desk(bench)
    server = Server("127.0.0.1", 0, responder=desk)
    server.take()
    server.start()
    yield server, desk
    server.close()


def ask(
    server: Server, path: str, body: bytes, headers: dict[str, str], method: str = "POST"
) -> tuple[int, Any]:
    """The status and the answer of a request."""
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
    connection.request(method, f"/_desk/{path}", body, headers)
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, json.loads(data) if answer.headers["Content-Type"] == "application/json" else data


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({}, 200),
        ({"Origin": "http://127.0.0.1:{port}"}, 200),
        ({"Origin": "https://example.org"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://localhost:{port}"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"X-Desk-Token": "guess"}, 403),
        ({"X-Desk-Token": ""}, 403),
        ({"Host": "example.org"}, 421),
        ({"Host": "evil.localhost:{port}"}, 421),
        ({"Content-Length": str(LARGEST + 1)}, 413),
        ({"Transfer-Encoding": "chunked"}, 411),
    ],
)
def test_only_the_desk_s_own_page_is_answered(bench: Bench, changed: dict[str, str], status: int) -> None:
    with serving(bench) as (server, desk):
        given = {key: value.format(port=server.server_port) for key, value in changed.items()}
        answer, data = ask(server, "api/inbox", b"{}", {"X-Desk-Token": desk.token, **given})
        assert answer == status
        assert (isinstance(data, dict) and "drafts" in data) == (status == 200)
        assert ask(server, "api/inbox", b"", {"X-Desk-Token": desk.token}, "GET")[0] == 405


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("api/article", {"briefing": "../../mkdocs", "source": "tram"}, 422),
        ("api/article", {"briefing": "tram", "source": "../quotes"}, 422),
        ("api/article", {"briefing": "linked", "source": "tram"}, 422),
        ("api/draft", {"source": "../x", "text": "Words.", "values": GIVEN}, 422),
        ("api/draft", {"source": "linked-text", "text": "Words.", "values": GIVEN}, 422),
        ("api/accept", {"briefing": "tram", "source": "tram", "digest": "0" * 64, "fact": "1"}, 409),
        ("api/article", {"briefing": ["tram"]}, 400),
        ("api/accept", [], 400),
        ("api/nothing", {}, 404),
        ("../mkdocs.yml", {}, 404),
    ],
)
def test_paths_links_and_stale_sheets_are_refused(
    bench: Bench, sheet: Path, tmp_path: Path, path: str, body: Any, status: int
) -> None:
    outside = tmp_path / "outside.yml"
    outside.write_text("title: Outside\n", encoding="utf-8")
    links = sheet.with_name("linked.yml"), bench.settings.seeds_dir / "linked-text.txt"
    for link in links:
        link.symlink_to(outside)
    before = sheet.read_bytes()
    with serving(bench) as (server, desk):
        answer, data = ask(server, path, json.dumps(body).encode(), {"X-Desk-Token": desk.token})
    for link in links:
        link.unlink()
    assert (answer, [*data]) == (status, ["error"])
    assert sheet.read_bytes() == before
    assert outside.read_text(encoding="utf-8") == "title: Outside\n"


def test_the_page_itself_says_nothing_and_loads_nothing_from_elsewhere(bench: Bench) -> None:
    with serving(bench) as (server, desk):
        connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=20)
        connection.request("GET", "/_desk/")
        answer = connection.getresponse()
        page, policy = answer.read().decode(), answer.headers["Content-Security-Policy"]
        connection.close()
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert desk.token not in page
    assert "tram" not in page
