"""Papers: the words of the page on a few tagged A4 pages, in letters that the fonts have, and the same bytes
on each machine."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument, PdfPage
from pypdfium2.raw import FPDFText_GetFontSize

from briefings.plugins.papers import scripts, typeset
from briefings.plugins.papers.paper import contents
from briefings.settings import Settings
from briefings.site import outputs, site
from briefings.site import stages as build
from briefings.store import builds
from briefings.store.processes import each
from tests import sites
from tests.nightly import few
from tests.trees import sheets_in

ON = "{paper: true}"
ADDRESS = "https://example.org/fische/"

pytestmark = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) reads what is on a paper"
)

GERMAN = sheets_in(Path(__file__).with_name("paper.md"))


@pytest.fixture(scope="module")
def german(tmp_path_factory: pytest.TempPathFactory) -> sites.Project:
    return sites.make(tmp_path_factory.mktemp("paper"), GERMAN, language="de", exports=ON, address=ADDRESS)


def words(data: bytes, *options: str) -> str:
    """What a reader or a search finds in a paper; hyphens at ends of lines are undone."""
    read = subprocess.run(
        ["pdftotext", *options, "-", "-"], input=data, capture_output=True, check=True, timeout=60
    ).stdout.decode()
    return re.sub("\u00ad\n", "", read).replace("\u200b", "")


def line(data: bytes) -> str:
    return " ".join(words(data).split())


def facts(data: bytes, folder: Path) -> dict[str, str]:
    """What pdfinfo says of a paper."""
    (folder / "paper.pdf").write_bytes(data)
    told = subprocess.run(
        ["pdfinfo", folder / "paper.pdf"], capture_output=True, check=True, text=True, timeout=60
    ).stdout
    return {key: value.strip() for key, _, value in (each.partition(":") for each in told.splitlines())}


def briefing(folder: Path, text: str, **others: str) -> sites.Project:
    """A site with one briefing and its paper."""
    sheets: Mapping[str, str] = {
        "briefings/plan.yml": text,
        "actors/ada.yml": "name: Ada Bruun\nkind: person\n",
        "sources/post.yml": "title: The harbor plan\npublisher: The Post\nkind: news\n",
        "pages/about.md": "---\ntitle: About\ndescription: x\n---\n\n# About\n",
        "pages/method.md": "---\ntitle: Method\ndescription: x\n---\n\n# Method\n",
    }
    return sites.make(folder, {**sheets, **others}, exports=ON)


PLAN = "title: The harbor plan\npublished: 2026-03-02\nsummary: The council votes for it. [@post]\n"
HOSTILE = (
    '#read("/etc/passwd") $x^2$ *bold* _it_ `raw` @label <label> #panic() \\ #[x] // no comment ]] }} "; = +1'
    " </script> ]]> =cmd|' /C calc'!A0 {page}"
)
QUOTED = HOSTILE.replace("'", "''")
SCRIPTS = {
    "greek": ("Το σχέδιο του λιμανιού", "Ο δήμος ψηφίζει το σχέδιο· ᾿Αθῆναι."),
    "cyrillic": ("План порта утверждён", "Рада підтримує ґанок; Њујорк, България."),
    "latin": ("Đường sắt Łódź–İzmir", "Þórður, Čapek, Ağrı, Ősz, Ŵyth, Tiếng Việt, ẞ, ŉ, ǆ."),
    "chinese": ("港口计划", "The council votes."),
}
PLANS = {
    "doubtful": PLAN.replace("summary:", "checked: 2026-02-01\nsummary:")
    + "timeline: [{date: 2026-02-02, title: It is announced, cite: ministry}]\n"
    + "in_brief: [{text: It costs millions., cite: farm}]\n"
    + "sections: [{heading: Before, text: 'It was a beach. [@post] Nobody swam. [@farm]'}]\n",
    "computed": f"""{PLAN}figures:
  - {{id: before, label: Cranes before, unit: cranes, value: 88, cite: post}}
  - {{id: sold, label: Cranes sold, unit: cranes, value: 12, cite: post}}
  - {{label: Cranes left, unit: cranes, value: {{difference: [before, sold]}}}}
""",
    "steps": f"{PLAN}timeline:\n"
    + "".join(f"  - {{date: 20{year}-05, title: Step {year}, cite: post}}\n" for year in range(10, 27, 2)),
    "words": f"""{PLAN}statements:
  - {{speaker: ada, quote: 港口 is the word 计划, cite: post}}
  - {{speaker: ada, quote: يولد جميع الناس, cite: charter}}
""",
    "hostile": f"""
title: '{QUOTED}'
published: 2026-03-02
summary: "The council votes. [@post]"
timeline:
  - {{date: 2026-01-05, title: '{QUOTED}', cite: post}}
statements:
  - {{speaker: ada, quote: '{QUOTED}', cite: post}}
  - {{speaker: ada, quote: "abc def ghi \U0001f4a3 jkl mno", cite: post}}
""",
    "endless": f"{PLAN}timeline: [{{date: 2026-01-05, title: '{'x' * 4_000}', text: '{'y' * 4_000}', cite: post}}]\n",
    "long": f"{PLAN}timeline:\n"
    + "".join(
        f"  - {{date: 19{n:02}-05, title: Step {n}, text: '{'A long story of it. ' * 40}', cite: post}}\n"
        for n in range(90)
    )
    + "statements:\n"
    + "".join(f"  - {{speaker: ada, text: '{n} {'words ' * 90}', cite: post}}\n" for n in range(40)),
    **{
        name: f"title: {title}\npublished: 2026-03-02\nsummary: {summary} [@post]\n"
        for name, (title, summary) in SCRIPTS.items()
    },
}
SOURCES = {
    "sources/ministry.yml": "title: Notice\npublisher: The Ministry\nkind: primary\nunread: true\n",
    "sources/farm.yml": "title: News\npublisher: The Farm\nkind: weak\n",
    "sources/charter.yml": "title: الميثاق\npublisher: Charter\nlanguage: ar\nkind: primary\n",
}


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> sites.Project:
    """A site with many briefings, each about one plan."""
    sheets = {f"briefings/{name}.yml": text for name, text in PLANS.items()}
    return briefing(tmp_path_factory.mktemp("plans"), PLAN, **sheets, **SOURCES)


def test_a_paper_has_the_parts_of_the_page_under_their_headings(german: sites.Project) -> None:
    text = words(german.file("briefings/quote.pdf"))
    for key in (
        "kinds.entry.point.singular", "headings.how", "kinds.entry.figure.plural", "headings.statements",
        "headings.who", "headings.questions", "kinds.entry.document.plural", "pages.corrections.title",
        "headings.sources",
    ):  # fmt: skip
        heading = re.escape(german.words(key))
        assert re.search(f"^{heading}$", text, re.MULTILINE), (heading, text)
    flat = " ".join(text.split())
    for words_of_page in (
        "Der Rat der EU senkt die Quote.",
        "Ohne Hering gibt es keinen Fischfang.",
        "etwa 27. Oktober 2025",
        "„ein harter Schnitt“",
        "788,50 Tonnen",
        "Verordnung über die Fangmengen",
        "Für weniger Fang",
        "Wer fängt den Rest?",
        "Die Quote gilt für 2026.",
        "example.org/fische/briefings/quote",
        "blatt.example/hering",
        "Seite 1 von",
    ):
        assert words_of_page in flat, (words_of_page, flat)


def test_facts_have_the_numbers_of_their_sources_and_say_how_well_they_are_supported(
    german: sites.Project,
) -> None:
    flat = line(german.file("briefings/quote.pdf"))
    assert "1 Der Hering Das Blatt" in flat
    said = flat[flat.index("„ein harter Schnitt“") :]
    quoted = "„ein harter Schnitt“1 1 Herausgeber · Belegstelle: Nicht geprüft · 27. Oktober 2025"
    assert said.startswith(quoted), said


def test_a_paper_tells_second_hand_from_weak_and_says_how_far_the_news_reaches(plans: sites.Project) -> None:
    flat = line(plans.file("briefings/doubtful.pdf"))
    assert "Second-hand" in flat.partition("It is announced")[2][:40]
    assert "Weak sources only" in flat.partition("It costs millions.")[2][:40]
    assert "Weak sources only" in flat.partition("Nobody swam.")[2][:40]
    assert (
        "We searched for news up to 1 February 2026; later events are second-hand (latest: 2 February 2026)"
        in flat
    )


def test_a_computed_number_says_so(plans: sites.Project) -> None:
    text = line(plans.file("briefings/computed.pdf"))
    assert "76 cranes" in text
    assert "computed: 88 − 12, from Cranes before and Cranes sold" in text


def test_programs_for_blind_readers_know_its_title_language_and_parts(
    german: sites.Project, tmp_path: Path
) -> None:
    data = german.file("briefings/quote.pdf")
    known = facts(data, tmp_path)
    assert known["Title"] == "Die Heringsquote sinkt"
    assert (known["Tagged"], known["JavaScript"], known["Page size"]) == (
        "yes",
        "no",
        "595.276 x 841.89 pts (A4)",
    )
    assert "https://creativecommons.org/licenses/by/4.0/" in known["Subject"]
    assert "Zitate und Titel gehören ihren Urhebern." in known["Subject"]
    assert known["CreationDate"].startswith("Thu Oct 30")
    assert b"/Lang(de)" in data
    parts = subprocess.run(
        ["pdfinfo", "-struct-text", tmp_path / "paper.pdf"], capture_output=True, check=True, text=True
    ).stdout
    title, *headings = re.findall('^ *(H[0-9]+) "(.+)"', parts, re.MULTILINE)
    assert title == ("H1", "Die Heringsquote sinkt")
    assert headings[:2] == [("H2", german.words("headings.now")), ("H2", german.words("headings.matters"))]
    assert {level for level, _ in headings} == {"H2"}
    # In brief, events, people, statements, figures, documents, questions, corrections; sources.
    assert len(re.findall("^ *L \\(block\\)", parts, re.MULTILINE)) == 9


def test_the_page_and_the_sources_are_links(german: sites.Project) -> None:
    data = german.file("briefings/quote.pdf")
    for address in (
        f"{ADDRESS}briefings/quote/",
        "https://www.blatt.example/hering",
        "https://eur-lex.europa.eu/eli/reg/2025/2048",
    ):
        assert f"/URI({address})".encode() in data


def test_the_page_links_to_its_paper_and_the_site_has_the_same_bytes(
    german: sites.Project, tmp_path: Path
) -> None:
    built = german.build(site_dir=german.settings.root / "site").site_dir
    page = (built / "briefings/quote/index.html").read_text(encoding="utf-8")
    top, _, end = page.partition("<h2")
    assert 'href="../quote.pdf"' in top
    assert 'href="../quote.pdf"' in end
    assert (built / "briefings/quote.pdf").read_bytes() == german.file("briefings/quote.pdf")
    assert not (built / "actors/rat.pdf").exists()


def test_the_timeline_is_a_picture_with_a_description(plans: sites.Project, tmp_path: Path) -> None:
    data = plans.file("briefings/steps.pdf")
    (tmp_path / "paper.pdf").write_bytes(data)
    parts = subprocess.run(
        ["pdfinfo", "-struct", tmp_path / "paper.pdf"], capture_output=True, check=True, text=True
    ).stdout
    assert "Figure" in parts
    text = words(data)
    described = "Timeline: The harbor plan: 9 events, May 2010 – May 2026"
    assert b"/Alt<FEFF" + described.encode("utf-16-be").hex().upper().encode() + b">" in data
    assert all(f"Step {year}" in text for year in range(10, 27, 2))
    # Words in the picture.
    assert re.search("^2015$|^2020$", text, re.MULTILINE)


@pytest.mark.parametrize("name", ["greek", "cyrillic", "latin"])
def test_latin_greek_and_cyrillic_are_printed(name: str, plans: sites.Project) -> None:
    title, summary = SCRIPTS[name]
    flat = line(plans.file(f"briefings/{name}.pdf"))
    assert title in flat
    assert summary.removesuffix(".") in flat


def test_each_letter_that_is_called_printable_is_in_the_fonts() -> None:
    letters = [
        chr(code) for code in range(0x20, 0x3000) if scripts.printable(f"x{chr(code)}") == f"x{chr(code)}"
    ]
    assert len(letters) > 1900
    template = '#set document(title: "x")\n#for letter in json(bytes(sys.inputs.data)) [#letter ]'
    # PDF/UA forbids letters that no font has.
    assert typeset.paper(template, json.dumps(letters), date(2026, 1, 1)).startswith(b"%PDF")


def test_a_briefing_in_another_script_has_no_paper_and_the_check_says_so(plans: sites.Project) -> None:
    assert "briefings/chinese.pdf" not in [each.path for each in plans.resources]
    found = [each for each in build.check(plans.settings).problems if each.code.id == "paper-script"]
    assert [(each.place.path, each.severity) for each in found] == [
        ("content/briefings/chinese.yml", "notice")
    ]
    assert "no Chinese letters" in found[0].message


def test_words_in_another_script_are_left_out_visibly(plans: sites.Project) -> None:
    data = plans.file("briefings/words.pdf")
    flat = line(data)
    assert "“[…] is the word […]”" in flat
    # Nothing is left of the right-to-left quotation, so its mark follows from left to right.
    assert "“[…]”2" in flat
    assert "2 […] Charter" in flat
    assert "[…] stands for words" in flat


def test_hostile_text_is_printed_as_it_is(plans: sites.Project) -> None:
    flat = line(plans.file("briefings/hostile.pdf"))
    assert flat.count(HOSTILE) >= 3, flat
    assert "root:" not in flat
    assert "“abc def ghi […] jkl mno”" in flat


def test_a_word_without_end_stays_on_the_paper(plans: sites.Project, tmp_path: Path) -> None:
    data = plans.file("briefings/endless.pdf")
    places = words(data, "-bbox")
    assert max(float(right) for right in re.findall('xMax="([0-9.]+)"', places)) < 595
    assert int(facts(data, tmp_path)["Pages"]) <= 2


@pytest.mark.parametrize("n", few(range(2, 40, 3), 4))
def test_no_page_ends_with_a_heading_and_none_has_a_line_only(n: int, tmp_path: Path) -> None:
    events = "".join(
        f"  - {{date: 2025-01-{day:02}, title: Meeting {day}, text: {'It was long. ' * (day % 5 + 1)}, cite: s{day}}}\n"
        for day in range(1, min(n, 28) + 1)
    )
    questions = "".join(f"  - Who pays for part {number}?\n" for number in range(n % 7 + 1))
    sources = {
        f"sources/s{number}.yml": f"title: Report {number}\npublisher: Daily {number}\nkind: news\n"
        for number in range(1, n + 1)
    }
    cited = " ".join(f"[@s{number}]" for number in range(1, n + 1))
    text = f"title: The harbor plan\npublished: 2026-03-02\nsummary: It is long. {cited}\n"
    made = briefing(tmp_path, f"{text}timeline:\n{events}questions:\n{questions}", **sources)
    pages = [*map(lines_of, PdfDocument(made.file("briefings/plan.pdf")))]
    for number, page in enumerate(pages, 1):
        assert min(size for size, _ in page) >= 7.99, page
        # The last line is the footer.
        assert page[-2][0] < 12, (number, page[-3:])
        assert len(page) > 2 + 3, (number, page)


def lines_of(page: PdfPage) -> list[tuple[float, str]]:
    """The lines on a page from top to bottom, each with the size of its largest letters and its text."""
    text = page.get_textpage()
    lines: dict[int, list[tuple[float, str]]] = {}
    for n in range(text.count_chars()):
        if (sign := text.get_text_range(n, 1)).strip():
            bottom = round(text.get_charbox(n, loose=True)[1])
            lines.setdefault(bottom, []).append((FPDFText_GetFontSize(text.raw, n), sign))
    return [
        (max(size for size, _ in lines[y]), "".join(sign for _, sign in lines[y]))
        for y in sorted(lines, reverse=True)
    ]


def test_a_long_briefing_is_cut_to_four_pages_and_says_so(plans: sites.Project, tmp_path: Path) -> None:
    data = plans.file("briefings/long.pdf")
    assert 2 <= int(facts(data, tmp_path)["Pages"]) <= 4
    text = words(data)
    assert "All 90 are on the page" in text
    assert "All 40 are on the page" in text
    assert "Step 89" in text


def test_a_kind_of_entry_without_a_place_of_its_own_is_listed_under_its_word(
    german: sites.Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "_PLACED", contents._PLACED - {"document"})
    monkeypatch.setattr(contents.Contents, "_document", lambda self, entry: iter(()))
    text = words(german.file("briefings/quote.pdf"))
    assert re.search("^Dokumente$", text, re.MULTILINE)
    assert "Verordnung über die Fangmengen" in text
    assert "28. Oktober 2025" in text


def test_a_process_that_was_forked_from_one_with_typst_makes_the_same_paper(german: sites.Project) -> None:
    made = german.file("briefings/quote.pdf")
    # Typst has threads, which such a process lacks.
    found = each(["briefings/quote.pdf"] * 2, lambda _, path: german.file(path) == made, cores=2)
    assert found == [True, True]


@pytest.mark.nightly
def test_a_paper_is_not_made_again_if_nothing_on_it_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = sites.make(tmp_path, GERMAN, language="de", exports=ON, address=ADDRESS)
    settings = project.settings

    def built() -> bytes:
        last = builds.load(settings.record)
        inputs = outputs.build_inputs(settings, settings.site_dir, {})
        checked = build.check(settings)
        done = site.make(settings, checked, settings.site_dir, inputs, last=last)
        builds.save(settings.record, done.record, inside=settings.root)
        return (settings.site_dir / "briefings/quote.pdf").read_bytes()

    built()
    first = built()
    # Its page names this briefing as related, the paper does not. So the page is made again, and not the paper.
    set_in_type = typeset.paper

    def others(template: str, data: str, day: date) -> bytes:
        assert json.loads(data)["title"] != "Die Heringsquote sinkt"
        return set_in_type(template, data, day)

    monkeypatch.setattr(typeset, "paper", others)
    page = settings.site_dir / "briefings/quote/index.html"
    other = tmp_path / "content/briefings/spaeter.yml"
    text = other.read_text(encoding="utf-8")
    other.write_text(text.replace("Was danach geschah", "Was dann geschah"), encoding="utf-8")
    assert "Was danach geschah" in page.read_text(encoding="utf-8")
    assert built() == first
    assert "Was dann geschah" in page.read_text(encoding="utf-8")


def test_sites_have_no_papers_unless_they_ask_for_them(tmp_path: Path) -> None:
    project = sites.make(tmp_path, GERMAN, language="de")
    assert [each.path for each in project.resources if each.format == "paper"] == []
    assert "paper" not in Settings.load(tmp_path).exports
