"""`briefings draft` and `briefings accept`: from a saved article to a checked briefing."""

from __future__ import annotations

import os
import quopri
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from email.message import EmailMessage
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from briefings.evidence.fetched import Article
from briefings.plugins.drafting import commands
from briefings.plugins.drafting.candidates import draft
from briefings.plugins.drafting.decisions import Sheet, numbers_in
from briefings.plugins.drafting.judge import Judge
from briefings.plugins.drafting.sheet import briefing_sheet, source_sheet
from briefings.sheets.starter import quoted
from briefings.sheets.yaml_text import read_yaml
from tests.commands import uninstall
from tests.nightly import few
from tests.plugins.drafting.words import words_of
from tests.said import Command

Run = Callable[..., tuple[int, str]]

ARTICLE = """A tram to the harbour
By Jane Doe
11 March 2025
The council of Veldhaven voted for the tram on Monday. More than 40 shops had protested.
“Nobody asked the people who live here,” said Ines Hartog, who runs a bakery: flour # and bread.
“We did ask: twice,” a spokesman said.
"""


@pytest.fixture
def run(project: Path, command: Command) -> Run:
    """Runs a command in the project; returns its exit code and everything that it prints."""

    def once(*arguments: str) -> tuple[int, str]:
        said = command(*arguments)
        return said.status, said.text

    return once


BRIEFING = "content/briefings/tram.yml"
TEXTS = Path(__file__).parent / "texts"


def drafted(run: Run, project: Path) -> Path:
    """A drafted briefing, with title and summary."""
    status, said = run(
        "draft", "tram.txt", "--publisher", "Gazette", "--kind", "news", "--topic", "transport"
    )
    assert status == 0, said
    file = project / BRIEFING
    text = file.read_text(encoding="utf-8")
    text = text.replace("title:\n", "title: Veldhaven gets a tram\nmatters: Trams cost.\n", 1)
    file.write_text(text.replace("summary:\n", "summary: It was decided. [@tram]\n", 1), encoding="utf-8")
    return file


def number_of(sheet: Path, words: str) -> str:
    """The number of the candidate with these words."""
    drafted = Sheet(sheet.read_text(encoding="utf-8"), "")
    return next(str(number) for number in drafted.numbers if words in drafted.entry(number))


def test_a_draft_is_written_to_its_end_if_nobody_reads_what_is_said(project: Path) -> None:
    unread, end = os.pipe()
    os.close(unread)
    command = [sys.executable, "-c", "from briefings.cli import main; main()", "draft", "tram.txt"]
    done = subprocess.run(command, stdout=end, stderr=end, check=False)
    os.close(end)
    written = [
        file for file in ("seeds/tram.txt", "content/sources/tram.yml", BRIEFING) if Path(file).is_file()
    ]
    assert (done.returncode, len(written)) == (0, 3)


def test_a_draft_has_source_text_and_candidates(run: Run, project: Path) -> None:
    file = drafted(run, project)
    assert (project / "seeds/tram.txt").read_text(encoding="utf-8") == ARTICLE
    source = yaml.safe_load((project / "content/sources/tram.yml").read_text(encoding="utf-8"))
    assert source | {"published": str(source["published"])} == {
        "title": "A tram to the harbour", "authors": ["Jane Doe"], "published": "2025-03-11", "language": "en",
        "publisher": "Gazette", "kind": "news",
    }  # fmt: skip
    text = file.read_text(encoding="utf-8")
    assert "# briefings new actor ines-hartog --name 'Ines Hartog' --kind person\n" in text
    assert (
        " · choose the speaker\n#   - speaker: # ? spokesman | ines-hartog | council (named nearby; choose one, or write another)\n"
        in text
    )
    assert "#   - date: 2025-03-10\n" in text
    assert "#     actors: [council]\n" in text
    assert run("check", "--drafts")[0] == 0


def test_all_that_is_accepted_is_verified_and_valid(run: Run, project: Path) -> None:
    file = drafted(run, project)
    named = [n for n in Sheet(file.read_text("utf-8"), "").numbers if str(n) != number_of(file, "We did ask")]
    status, said = run("accept", BRIEFING, *map(str, named), "--create")
    assert status == 0, said
    assert (project / "content/actors/ines-hartog.yml").is_file()
    file.write_text(file.read_text(encoding="utf-8").replace("draft: true\n", ""), encoding="utf-8")
    assert run("verify")[1].endswith("verified\n")
    assert run("record")[0] == 0
    status, said = run("check", "--strict")
    assert status == 0, said


@pytest.mark.parametrize(
    ("link", "refusal"),
    [
        ("content/briefings/art.yml", "art.yml is a link, and links are not followed"),
        ("content/briefings", "art.yml is not read: `content/briefings` is a link"),
        ("", "lies outside of the project"),
    ],
)
def test_nothing_outside_the_project_is_accepted(
    run: Run, project: Path, tmp_path_factory: pytest.TempPathFactory, link: str, refusal: str
) -> None:
    sheet = drafted(run, project)
    outside = tmp_path_factory.mktemp("outside")
    other = outside / "art.yml"
    other.write_bytes(sheet.read_bytes())
    if link.endswith(".yml"):
        (project / link).symlink_to(other)
    elif link:
        shutil.rmtree(project / link)
        (project / link).symlink_to(outside)
    before = other.read_bytes()
    status, said = run("accept", "content/briefings/art.yml" if link else str(other), "--all")
    assert (status, other.read_bytes()) == (2, before)
    assert refusal in said


def test_what_somebody_saves_meanwhile_is_kept(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet = drafted(run, project)

    def save(*arguments: Any) -> Any:
        with sheet.open("a") as file:
            file.write("# mine\n")
        return Judge(*arguments)

    monkeypatch.setattr(commands, "Judge", save)
    before = sheet.read_text(encoding="utf-8")
    for command in (("accept", BRIEFING, "1"), ("draft", "seeds/tram.txt", "--format", "json")):
        status, said = run(*command)
        assert status == 1
        assert (
            "tram.yml: changed while this command ran, so nothing of it was written; run it again\n" in said
        )
        before += "# mine\n"
        assert sheet.read_text(encoding="utf-8") == before


def test_a_sheet_may_be_named_through_a_link_to_the_project(
    run: Run, project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    sheet = drafted(run, project)
    home = tmp_path_factory.mktemp("home")
    (home / "site").symlink_to(project)
    number = number_of(sheet, "shops")
    assert run("accept", str(home / "site/content/actors/.." / "briefings/tram.yml"), number)[0] == 0
    accepted = Sheet(sheet.read_text(encoding="utf-8"), "")
    assert set(accepted.numbers) - set(accepted.open) == {int(number)}


def test_what_is_not_accepted_can_be_deleted(run: Run, project: Path) -> None:
    file = drafted(run, project)
    text = file.read_text(encoding="utf-8").replace("# figures:", "# mine: keep\n\n# figures:")
    file.write_text(text, encoding="utf-8")
    quote = number_of(file, "Nobody asked")
    assert run("accept", BRIEFING, quote) == (
        0,
        f"accepted: {quote}; 4 are left\nno sheet yet: ines-hartog; `briefings accept … --create` or"
        " `briefings new actor ines-hartog` starts it\n",
    )
    assert run("accept", BRIEFING, quote)[1].startswith(f"accepted before: {quote}\naccepted: none; 4 are")
    before = read_yaml(file.read_text(encoding="utf-8"), "")[0]
    assert run("accept", BRIEFING, "--tidy") == (0, "accepted: none; 4 were deleted\n")
    tidy = file.read_text(encoding="utf-8")
    assert read_yaml(tidy, "")[0] == before
    assert not re.search(r"^# (\[|briefings|timeline|figures|\d)|candidate|\n\n\n", tidy, re.MULTILINE)
    assert "# mine: keep\n" in tidy and "# The subject of the story" in tidy
    assert tidy.endswith("\n") and not tidy.endswith("\n\n")


def test_actors_that_were_withdrawn_are_not_known(run: Run, project: Path) -> None:
    sheet = project / "content/actors/council.yml"
    sheet.write_text(sheet.read_text(encoding="utf-8") + "withdrawn: It was another one.\n", encoding="utf-8")
    assert "council" not in re.findall(r"actors?: \[?([a-z-]+)", drafted(run, project).read_text("utf-8"))


def test_everything_wrong_is_said_at_once_and_nothing_is_written(run: Run, project: Path) -> None:
    file = drafted(run, project)
    unnamed = number_of(file, "We did ask")
    text = file.read_text(encoding="utf-8").replace("#     value: 40", "#     value: forty")
    text = text.replace('cite: {tram: "More than 40', 'cite: {tram: "Fewer than 40')
    file.write_text(text.replace("speaker: ines-hartog", "speaker: nobody"), encoding="utf-8")
    text = file.read_text(encoding="utf-8")
    status, said = run("accept", BRIEFING, "--all")
    assert status == 2
    line = 1 + text.splitlines().index(f"# [{unnamed}] Quotation, line 6 · choose the speaker")
    choice = "`speaker` is empty; choose `spokesman`, `ines-hartog` or `council`, named nearby, or write the id of somebody else"
    assert f"candidate {unnamed} (content/briefings/tram.yml:{line}): {choice}" in said
    assert "a number is needed" in said and "“Fewer than 40 shops had protested.” is not in" in said
    assert "there is no actor `nobody`" in said
    status, said = run("accept", BRIEFING, "70", "80")
    assert status == 2 and "has no candidate 70; its candidates are 1 to 5" in said and "80" in said
    assert file.read_text(encoding="utf-8") == text


def test_a_chosen_speaker_leaves_no_comment(run: Run, project: Path) -> None:
    file = drafted(run, project)
    unnamed = number_of(file, "We did ask")
    text = file.read_text(encoding="utf-8").replace(
        "speaker: # ? spokesman", "speaker: council # ? spokesman"
    )
    file.write_text(text, encoding="utf-8")
    assert run("accept", BRIEFING, unnamed)[0] == 0
    assert "  - speaker: council\n" in file.read_text(encoding="utf-8")


def test_a_speaker_left_open_by_hand_is_an_error_with_the_names(run: Run, project: Path) -> None:
    file = drafted(run, project)
    unnamed = number_of(file, "We did ask")
    lines = file.read_text(encoding="utf-8").splitlines()
    heading = lines.index(f"# [{unnamed}] Quotation, line 6 · choose the speaker")
    for n in (lines.index("# statements:"), heading + 1, heading + 2, heading + 3):
        lines[n] = lines[n].removeprefix("# ")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    status, said = run("check", "--drafts")
    assert status == 1
    assert f"{BRIEFING}:{heading + 2}:5: error[bad-value]: `speaker` has no value\n" in said
    assert (
        "its comment says: ? spokesman | ines-hartog | council (named nearby; choose one, or write another)\n"
        in said
    )


@pytest.mark.parametrize("numbers", [["x"], ["5-3"], ["--all", "1"], []])
def test_wrong_numbers_are_said_in_words(run: Run, project: Path, numbers: list[str]) -> None:
    (project / BRIEFING).parent.mkdir()
    (project / BRIEFING).write_text("title: T\n", encoding="utf-8")
    status, said = run("accept", BRIEFING, *numbers)
    assert status == 2
    assert re.search("not a number|ends before|name candidates", said)
    assert numbers_in(["1", "3-5", "7,9-10"]) == [1, 3, 4, 5, 7, 9, 10]


def test_a_key_that_is_in_the_sheet_twice_is_refused(run: Run, project: Path) -> None:
    file = drafted(run, project)
    own = "figures:\n  - {label: Cars, unit: cars, value: 3, cite: tram}\n"
    text = own + file.read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    status, said = run("accept", BRIEFING, number_of(file, "shops"))
    assert status == 2
    assert "`figures`" in said
    assert file.read_text(encoding="utf-8") == text


def test_a_draft_overwrites_nothing(run: Run, project: Path) -> None:
    file = drafted(run, project)
    text = file.read_bytes()
    status, said = run("draft", "tram.txt")
    assert status == 2 and "for another one, --briefing ID" in said
    (project / "tram.txt").write_text("Another text. It is about a bridge.\n", encoding="utf-8")
    status, said = run("draft", "tram.txt", "--briefing", "bridge")
    assert status == 2 and "already contains another text" in said
    assert not (project / "content/briefings/bridge.yml").exists()
    assert file.read_bytes() == text
    assert (project / "seeds/tram.txt").read_text(encoding="utf-8") == ARTICLE


def test_options_for_a_source_that_exists_are_not_lost_silently(run: Run, project: Path) -> None:
    drafted(run, project)
    again = ("draft", "tram.txt", "--briefing", "bridge", "--publisher", "Gazette")
    assert "tram.yml is there already, and stays as it is\n" in run(*again)[1]
    (project / "content/briefings/bridge.yml").unlink()
    hint = "and stays as it is; to change it, write `published: 2025-03-09` there yourself\n"
    assert hint in run(*again, "--published", "2025-03-09")[1]


def test_a_name_in_another_script_gets_its_id_once(run: Run, project: Path) -> None:
    text = "一座桥\n时报 2025年4月18日\n局长韩书敏说：“我们今年一定会修好这座桥。”韩书敏表示，“票价三年内不会上调”。\n"
    (project / "bridge.txt").write_text(text, encoding="utf-8")
    assert run("draft", "bridge.txt", "--publisher", "时报", "--kind", "news")[0] == 0
    file = project / "content/briefings/bridge.yml"
    status, said = run("accept", "content/briefings/bridge.yml", "1-2")
    assert status == 2
    assert (
        "`speaker` is empty; write an id instead of `ID` before --name 韩书敏, or add `--set 1.speaker=ID"
        in said
    )
    sheet = file.read_text(encoding="utf-8")
    assert sheet.count("actor ID --name") == 1
    file.write_text(sheet.replace("actor ID --name", "actor han-shumin --name"), encoding="utf-8")
    assert run("accept", "content/briefings/bridge.yml", "1-2", "--create")[0] == 0
    statements = yaml.safe_load(file.read_text(encoding="utf-8"))["statements"]
    assert [each["speaker"] for each in statements] == ["han-shumin", "han-shumin"]
    actor = yaml.safe_load((project / "content/actors/han-shumin.yml").read_text(encoding="utf-8"))
    assert actor["name"] == "韩书敏"


def test_a_new_name_is_set_with_its_id(run: Run, project: Path) -> None:
    text = "一座桥\n时报 2025年4月18日\n“票价三年内不会上调。”韩书敏、周启明出席。\n韩书敏说：“桥很好，没有问题。”\n"
    (project / "bridge.txt").write_text(text, encoding="utf-8")
    assert run("draft", "bridge.txt", "--publisher", "时报", "--kind", "news")[0] == 0
    sheet = "content/briefings/bridge.yml"
    said = run("accept", sheet, "1")[1]
    assert "as in `--set '1.speaker=韩书敏 (ID)' --create`" in said
    said = run("accept", sheet, "--set", "1.speaker=周启明", "--create")[1]
    assert "is not an id" in said and "ines-hartog" not in said
    values = "--set", "1.speaker=周启明 (zhou-qiming)", "--set", "2.speaker=han-shumin"
    status, said = run("accept", sheet, *values, "--create")
    assert status == 0 and "there is no actor" not in said
    actors = [project / f"content/actors/{each}.yml" for each in ("zhou-qiming", "han-shumin")]
    created = [yaml.safe_load(each.read_text(encoding="utf-8")) for each in actors]
    assert [each["name"] for each in created] == ["周启明", "韩书敏"]
    assert created[1]["kind"] == "person"


def test_another_article_adds_candidates_below_the_entries(run: Run, project: Path) -> None:
    file = drafted(run, project)
    quote = number_of(file, "Nobody asked")
    assert run("accept", BRIEFING, quote, "--create", "--tidy")[0] == 0
    with file.open("a", encoding="utf-8") as stream:
        stream.write("\n# mine\nquestions: [Who pays?]\n")
    before = file.read_text(encoding="utf-8")
    (project / "later.txt").write_text(
        "The tram again\n3 June 2025\n“We counted 30 shops,” said Ines Hartog.\n", encoding="utf-8"
    )
    status, said = run("draft", "later.txt", "--publisher", "Gazette", "--kind", "news", "--briefing", "tram")
    assert status == 0, said
    assert "still to fill in" not in said
    after = file.read_text(encoding="utf-8")
    assert read_yaml(after, "")[0] == read_yaml(before, "")[0]
    own = [line for line in after.splitlines() if line and not line.startswith("#")]
    assert own == [line for line in before.splitlines() if line and not line.startswith("#")]
    assert after.index("We counted") < after.index("questions:")
    numbers = Sheet(after, "").numbers
    assert run("accept", BRIEFING, *map(str, numbers), "--tidy")[0] == 0
    data = read_yaml(file.read_text(encoding="utf-8"), "")[0]
    assert [each["speaker"] for each in data["statements"]] == ["ines-hartog", "ines-hartog"]
    assert data["figures"][0]["value"] == 30
    assert "# mine\n" in file.read_text(encoding="utf-8")
    assert run("verify")[1].endswith("verified\n")
    assert run("check", "--drafts")[0] == 0


PAGE = f"""<!doctype html><html lang="de"><head><title>Ein Rat &lt;b&gt; # für alle</title>
<meta name="author" content="Jana Ohm"><meta property="og:site_name" content="Werderblatt">
<meta property="article:published_time" content="2025-05-08T10:00:00+02:00">
<link rel="canonical" href="https://example.org/rat"></head><body><nav>Start</nav><article><h1>Ein Rat für alle</h1>
<p>„Wir gründen einen Rat für alle“, sagte die Vorsitzende Ada Lenz am Dienstag in der Stadt am Fluss.</p>
<p>{"Mehr als dreißig Länder waren bei dem Treffen in der Stadt vertreten. " * 5}</p></article></body></html>
"""


def test_a_page_says_what_it_is(run: Run, project: Path) -> None:
    pytest.importorskip("trafilatura")
    (project / "rat.html").write_text(PAGE, encoding="utf-8")
    status, said = run("draft", "rat.html")
    assert status == 0, said
    source = yaml.safe_load((project / "content/sources/rat.yml").read_text(encoding="utf-8"))
    assert source["language"] == "de" and source["authors"] == ["Jana Ohm"]
    assert (source["publisher"], source["url"]) == ("Werderblatt", "https://example.org/rat")
    assert str(source["published"]) == "2025-05-08"
    text = (project / "content/briefings/rat.yml").read_text(encoding="utf-8")
    assert "speaker: ada-lenz" in text and "date: 2025-05-06" in text


def test_a_web_archive_is_read_like_its_page(run: Run, project: Path) -> None:
    pytest.importorskip("trafilatura")
    archive = EmailMessage()
    archive["Snapshot-Content-Location"] = "https://example.org/rat.htm"
    archive.add_alternative(PAGE, subtype="html", cte="quoted-printable")
    data = archive.as_bytes().replace(b"multipart/alternative", b"multipart/related")
    (project / "rat.mhtml").write_bytes(data)
    status, said = run("draft", "rat.mhtml")
    assert status == 0, said
    assert "„Wir gründen einen Rat für alle“, sagte" in (project / "seeds/rat.txt").read_text("utf-8")


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_the_page_in_a_web_archive_names_its_own_encoding(charset: str, run: Run, project: Path) -> None:
    pytest.importorskip("trafilatura")
    html = PAGE.replace("<head>", f'<head><meta charset="{charset}">').replace("Ada Lenz", "李娟")
    head = "Content-Type: multipart/related; boundary=edge\n\n--edge\nContent-Type: text/html\n"
    head += "Content-Transfer-Encoding: quoted-printable\n\n"
    data = head.encode() + quopri.encodestring(html.encode(charset)) + b"\n--edge--\n"
    (project / "rat.mhtml").write_bytes(data)
    status, said = run("draft", "rat.mhtml")
    assert status == 0, said
    assert "die Vorsitzende 李娟 am Dienstag" in (project / "seeds/rat.txt").read_text("utf-8")


PDF = """
#set page(width: 15cm, height: 14cm, header: [Gazette], numbering: "1 / 1", columns: 2)
#set par(justify: true)
#set text(hyphenate: true, lang: "en", size: 9pt)
#place(top, scope: "parent", float: true)[= Veldhaven votes for the extension of its tram to the harbor
By Jane Doe \\
11 March 2025]
The council of Veldhaven voted for the tram on Monday. More than 40 shops had protested against the
infrastructural transformation of neighborhoods.#super(typographic: false)[1]

“Nobody asked the people who live here,” said Ines Hartog, who runs a bakery.

#range(9).map(n => [It was the unconstitutional administration of the transportation authority. ]).join()

#pagebreak()
The line opened on 9 June 2027.
"""


def test_a_pdf_is_read_by_paragraphs(run: Run, project: Path) -> None:
    """Columns follow each other, divided words are whole, and running heads and page numbers are left out."""
    pytest.importorskip("trafilatura")
    typst = pytest.importorskip("typst")
    (project / "tram.typ").write_text(PDF, encoding="utf-8")
    (project / "tram.pdf").write_bytes(typst.compile(project / "tram.typ"))
    status, said = run("draft", "tram.pdf")
    assert status == 0, said
    assert "title: Veldhaven votes for the extension of its tram to the harbor; " in said
    assert "left out lines at the edges of pages, such as page numbers: 4\n" in said
    assert (project / "seeds/tram.txt").read_text(encoding="utf-8").splitlines()[1:] == [
        "By Jane Doe",
        "11 March 2025",
        "The council of Veldhaven voted for the tram on Monday. More than 40 shops had protested against the"
        " infrastructural transformation of neighborhoods.¹",
        "“Nobody asked the people who live here,” said Ines Hartog, who runs a bakery.",
        " ".join(["It was the unconstitutional administration of the transportation authority."] * 9),
        "The line opened on 9 June 2027.",
    ]
    assert 'quote: "Nobody asked the people' in (project / "content/briefings/tram.yml").read_text("utf-8")


WRAPPED = """A tram to the harbour
11 March 2025
The council of Veldhaven voted for the extraor-
dinary tram on Monday. More than 40 well-known
shops had protested. They will go on, for well-
known reasons, said Ines Hartog, who runs a
bakery.
“Nobody asked the people who live here.”
"""


def test_the_lines_of_a_wrapped_text_are_joined(run: Run, project: Path) -> None:
    (project / "tram.txt").write_text(WRAPPED, encoding="utf-8")
    status, said = run("draft", "tram.txt")
    assert status == 0, said
    assert (
        "joined 4 wrapped lines\njoined words that a line end had divided: extraordinary, well-known\n"
        in said
    )
    assert (project / "seeds/tram.txt").read_text(encoding="utf-8").splitlines()[2:] == [
        "The council of Veldhaven voted for the extraordinary tram on Monday. More than 40 well-known shops had"
        " protested. They will go on, for well-known reasons, said Ines Hartog, who runs a bakery.",
        "“Nobody asked the people who live here.”",
    ]


def test_an_article_can_come_from_standard_input(
    command: Command, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(ARTICLE.encode())))
    said = command("draft", "-")
    assert said.status == 0, said.text
    assert (project / "seeds/a-tram-to-the-harbour.txt").read_text(encoding="utf-8") == ARTICLE
    assert said.err.startswith(
        "title: A tram to the harbour; published: 2025-03-11; authors: Jane Doe; language: en; not said:"
        " `publisher`, `url`\n"
    )


def test_what_was_left_out_is_said_in_numbers(run: Run, project: Path) -> None:
    text = (
        "We use cookies to store information.\nHome > Towns\nA tram to the harbour\n11 March 2025\nWhat is next\n"
        "Line 777 was seen. It was new in May. Subscribe now and save 50 %.\nCorrection: There were 3 boats.\n"
    )
    (project / "tram.txt").write_text(text, encoding="utf-8")
    status, said = run("draft", "tram.txt")
    assert status == 0, said
    assert "no candidates were found; the text has quotations: 0, dates: 1, numbers: 1\n" in said
    assert (
        "left out above the title: 2 lines\n" in said
        and "headings and other lines without a full stop, except for their figures (1), requests to" in said
    )
    left_out = "dates that are not certain (1), numbers without a noun that they count (1)"
    assert f"readers (1), sentences of corrections (1), {left_out}\n" in said


def test_without_its_library_a_page_is_refused(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "rat.html").write_text(PAGE, encoding="utf-8")
    uninstall(monkeypatch, "trafilatura")
    status, said = run("draft", "rat.html")
    assert status == 2 and "pip install 'briefings[fetch]'" in said
    assert not (project / "seeds").exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7", "could not be parsed (PdfiumError)"),
        (b"a\0b", "null characters"),
        (b"   \n", "contains no words"),
        (b"x" * 5_100_000, "is larger than 5 MB"),
    ],
)
def test_what_is_no_article_is_refused(run: Run, project: Path, data: bytes, words: str) -> None:
    (project / "odd.txt").write_bytes(data)
    status, said = run("draft", "odd.txt")
    assert status == 2 and words in said
    assert not (project / "content/briefings").exists()


def test_characters_that_sheets_refuse_are_in_no_candidate(run: Run, project: Path) -> None:
    text = (
        ARTICLE.replace("Nobody", "No\u202ebody")
        .replace("tram on", "tr\x07am on")
        .replace("A tram", "A\u2028 tr\x1bam")
    )
    (project / "tram.txt").write_text(text, encoding="utf-8")
    file = drafted(run, project)
    assert "shops" in file.read_text(encoding="utf-8")
    assert not re.search("[\x00-\x08\x0b-\x1f\u2028\u202e]", file.read_text(encoding="utf-8"))
    assert run("check", "--drafts")[0] == 0


@given(st.text())
def test_a_quoted_text_always_loads_as_itself(text: str) -> None:
    written = quoted(text)
    assert "\n" not in written
    assert yaml.safe_load(f"- {{key: {written}}}") == [{"key": text}]


WORDS = st.text(
    st.sampled_from(
        "abc DE.,:;#\"'“”„«»‘’[]{}&*!|>%@`\\\n\t0123456789-–—?$€%李强说：。一 said Ada Byron on May"
    )
)
PIECES = st.sampled_from(
    ["Ada Byron said ", "“", "” ", '"', "' ", ": ", " #", "on 3 May 2024 ", "more than 40 people ", ". ", "\n", "- ", "{", "}"]
)  # fmt: skip


@given(
    st.lists(st.one_of(WORDS, PIECES), max_size=40).map("".join),
    st.sampled_from(["en", "de", "fr", "es", "zh", "ru"]),
)
def test_every_candidate_loads_and_holds_words_of_the_text(text: str, language: str) -> None:
    """Whatever an article contains, the sheet is valid YAML, and each candidate can be accepted."""
    from datetime import date

    today = date(2025, 11, 25)
    head = Article(text, title=text[:80], language=language, published="2025-03-13")
    assert isinstance(
        read_yaml(source_sheet(head, {"publisher": "P", "kind": "news"}, today=today, language="es"), "s")[0],
        dict | None,
    )
    found = draft(head, [])
    sheet = briefing_sheet(found, "src", text, {"title": "T"}, words_of(language), path="p.yml", today=today)
    sheet = sheet.replace("summary:\n", "summary: S\n", 1)
    assert read_yaml(sheet, "s")[1] == []
    drafted = Sheet(sheet, "s")
    assert len(drafted.numbers) == len(found.candidates)
    named = [n for n, c in enumerate(found.candidates, 1) if "" not in [v for _, v in c.values]]
    data, problems = read_yaml(drafted.accept(named).text, "s")
    assert problems == []
    entries = [item for key in ("timeline", "actors", "statements", "figures") for item in data.get(key, [])]
    chosen = [found.candidates[n - 1] for n in named]
    order = {"timeline": 0, "actors": 1, "statements": 2, "figures": 3}
    assert [c.key for c in chosen] == sorted((c.key for c in chosen), key=order.__getitem__)
    for candidate, entry in zip(chosen, entries, strict=True):
        values = dict(candidate.values)
        for key in ("quote", "title", "label", "unit"):
            assert entry.get(key) == values.get(key)
        if candidate.passage is not None:
            assert entry["cite"] == {"src": candidate.passage}


@pytest.mark.parametrize("file", few(sorted(TEXTS.glob("*.txt")), 3), ids=lambda file: file.stem)
def test_what_is_accepted_of_each_text_passes_every_check(run: Run, project: Path, file: Path) -> None:
    (project / "tram.txt").write_bytes(file.read_bytes())
    sheet = drafted(run, project)
    ready = Sheet(sheet.read_text(encoding="utf-8"), "")
    numbers = [str(n) for n in ready.numbers if not re.search(r"(?m)speaker:(\s+#|$)", ready.entry(n))]
    assert len(numbers) > 10
    empty = [(n, key) for n in numbers for key in re.findall(r"(?m)(\w+):$", ready.entry(int(n)))]
    filled = [word for n, key in empty for word in ("--set", f"{n}.{key}=x")]
    assert run("accept", BRIEFING, *numbers, *filled, "--create")[0] == 0
    status, said = run("verify")
    assert (status, "not found" in said) == (0, False)
    status, said = run("check", "--drafts")
    assert "error[" not in said, said


def test_a_candidate_is_not_both_accepted_and_rejected(run: Run, project: Path) -> None:
    drafted(run, project)
    before = (project / BRIEFING).read_text(encoding="utf-8")
    status, said = run("accept", BRIEFING, "1", "2", "--reject", "2")
    assert (status, "accept or reject 2, not both" in said) == (2, True), said
    assert (project / BRIEFING).read_text(encoding="utf-8") == before


def test_a_wrong_word_is_named_alone(run: Run, project: Path) -> None:
    drafted(run, project)
    ready = Sheet((project / BRIEFING).read_text(encoding="utf-8"), BRIEFING)
    number = next(n for n in ready.numbers if ready.blocks[n].noun == "event")
    status, said = run("accept", BRIEFING, "--set", f"{number}.status=confirmed")
    assert status == 2 and "`confirmed` is not one of the words for `status`" in said and "{" not in said, (
        said
    )


def test_what_is_there_twice_and_what_is_grouped_is_found(run: Run, project: Path) -> None:
    text = "A plan\n\nCosts rose by 48 200 euros last year.\n\nThe costs rose again. The costs rose again.\n"
    (project / "seeds").mkdir(exist_ok=True)
    (project / "seeds/plan.txt").write_text(text, encoding="utf-8")
    assert run("find", "48200") == (
        0,
        'seeds/plan.txt:3\n  cite: {plan: "Costs rose by 48 200 euros last year."}\n',
    )
    status, said = run("find", "costs", "again")
    assert (status, said.count("The costs rose again")) == (0, 1), said


def test_a_passage_is_found_as_a_sheet_cites_it(run: Run, project: Path) -> None:
    drafted(run, project)
    passage = "“Nobody asked the people who live here,” said Ines Hartog"
    assert run("find", "LIVE", "nobody") == (0, f'seeds/tram.txt:5\n  cite: {{tram: "{passage}"}}\n')
    assert run("find", "ferry") == (1, "no saved text has a sentence with all these words\n")
    status, said = run("find", "shops", "--source", "trams")
    assert status == 2 and "there is no text seeds/trams.txt; did you mean `tram`?" in said
