"""Issue forms: what GitHub gets, what becomes of filled ones, and what strangers can and cannot do with them.

`pytest --update-goldens` writes what comes out into cases/ and golden/; the review is the diff.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from difflib import unified_diff
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from briefings.cli import cli
from briefings.desk.moves import Project
from briefings.languages import FOLDER
from briefings.plugins.forms.body import read as read_form
from briefings.plugins.forms.fields import Form, FormName, forms
from briefings.plugins.forms.proposal import Proposal, RefusedFormError, propose
from briefings.plugins.forms.templates import templates
from briefings.settings import Settings
from briefings.sheets.load import Sheet, load, parse_sheet
from briefings.sheets.yaml_text import read_yaml
from briefings.text import escape
from briefings.text.markdown import block, plain
from briefings.words import Words
from tests.goldens import compare
from tests.trees import Tree, compare_report, write

HERE = Path(__file__).parent
CASES = {path.stem: path for path in sorted((HERE / "cases").glob("*.md"))}
LANGUAGES = Words.languages([FOLDER])
FORM_NAMES: tuple[FormName, ...] = get_args(FormName)


def write_site(root: Path, language: str) -> None:
    files = Tree.read((HERE / f"{language}.md").read_text(encoding="utf-8")).files
    write(root, {file.path: file.data for file in files})
    (root / "seeds").mkdir()


def sheets_of(root: Path) -> tuple[Sheet[Any], ...]:
    return load(root / "content", root=root).sheets


def forms_of(root: Path) -> dict[FormName, Form]:
    words = Words.load(Settings.load(root).language, [FOLDER])
    return {form.name: form for form in forms(words, sheets_of(root))}


class Filing:
    """A site, and what a command did with a form that was filed there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.before = self.files()

    def files(self) -> dict[str, str]:
        return {
            path.relative_to(self.root).as_posix(): path.read_text(encoding="utf-8")
            for folder in ("content", "seeds")
            for path in sorted((self.root / folder).rglob("*"))
            if path.is_file()
        }

    def file(self, body: str) -> Filing:
        report = self.root.parent / "report"
        arguments = ["-C", str(self.root), "form", "--report", str(report)]
        done = CliRunner().invoke(cli, arguments, input=body.encode("utf-8"), standalone_mode=False)
        self.status = done.return_value
        if done.exception is not None:
            raise done.exception
        self.output = done.output
        self.report = (
            {path.name: path.read_text(encoding="utf-8") for path in sorted(report.iterdir())}
            if report.is_dir()
            else {}
        )
        return self

    @property
    def diff(self) -> str:
        after = self.files()
        lines: list[str] = []
        for path in sorted({*self.before, *after}):
            one, two = (texts.get(path, "").splitlines() for texts in (self.before, after))
            lines += unified_diff(one, two, path, path, n=1, lineterm="")
        return "".join(f"{line}\n" for line in lines)

    @property
    def new_text(self) -> str:
        """The lines that were added to sheets."""
        return "\n".join(
            line[1:] for line in self.diff.splitlines() if line.startswith("+") and not line.startswith("+++")
        )


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Filing:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764028800")  # 25 November 2025
    monkeypatch.setenv("CI", "true")
    root = tmp_path / "site"
    root.mkdir()
    write_site(root, "en")
    return Filing(root)


GIVEN: Mapping[FormName, Mapping[str, str]] = {
    "source":
        {"title": "Who paid for the bridge?", "publisher": "Harbour Gazette", "kind": "News", "published": "2024-06-01", "url": "https://gazette.example/paid"},
    "correction":
        {"briefing": "The harbour bridge [harbour-bridge]", "mistake": "The bridge was said to open on 2 May; it opened on 1 May."},
    "statement":
        {"briefing": "The harbour bridge [harbour-bridge]", "speaker": "Ines Hartog [ines-hartog]", "quote": "a day for the whole town", "source": "https://gazette.example/bridge"},
    "event":
        {"briefing": "The harbour bridge [harbour-bridge]", "date": "2024-06-03", "event": "The council closes the bridge", "source": "gazette"},
}  # fmt: skip
"""Answers that are accepted."""


def body(form: Form, answers: Mapping[str, str]) -> str:
    """A filled form as GitHub renders it."""
    blocks = []
    for field in form.fields:
        if field.kind == "boxes":
            answer = answers.get(field.name, "\n".join(f"- [X] {words}" for words in field.options))
        else:
            answer = answers.get(field.name, "_No response_")
        blocks.append(f"### {field.label}\n\n{answer}")
    return "\n\n".join(blocks)


def filed(site: Filing, form: FormName, changes: Mapping[str, str]) -> Filing:
    return site.file(body(forms_of(site.root)[form], {**GIVEN[form], **changes}))


# ── Golden cases ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("name", CASES)
def test_golden_form(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update_goldens: bool
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1764028800")
    root = tmp_path / "site"
    root.mkdir()
    write_site(root, name.partition("-")[0])
    files = Tree.read(CASES[name].read_text(encoding="utf-8")).files
    (given,) = [file.data.decode() for file in files if file.path == "issue.md"]
    filing = Filing(root).file(given)
    got = f"exit code {filing.status}\n\n{filing.diff}"
    got += "".join(
        f"\n{name}:\n{filing.report[name]}" for name in ("answer.md", "pull.md") if name in filing.report
    )
    # A fence in an answer would end the block.
    got = got.replace("```", "~~~")
    compare_report(got, CASES[name], update=update_goldens)


# ── Hostile answers ─────────────────────────────────────────────────────────────────────────────────────────

TEXTS = (
    "### A heading that the form does not have\n\nMore words.",
    "one\n  status: opinion\n- {date: 2024-01-01, title: injected, cite: gazette}",
    'x", status: opinion, note: "y',
    "x', status: opinion, note: 'y",
    "${{ github.token }} $(id) `id` ; rm -rf / && echo \\",
    "<!-- ### Date -->\n<script>alert(1)</script>\n<img src=x onerror=alert(1)>",
    "[[ines-hartog]] [@gazette] [[topic:harbour|x]] ![x](https://evil.example/x.png)",
    "[click](https://evil.example/) <https://evil.example/> [x]: https://evil.example/",
    "# one\n\n- two\n- three\n\n1. four\n\n> five\n\n```sh\nsix\n```\n\n    seven\n\n***\n| a | b |",
    "*a* **b** _c_ `d` &amp; &#8238; \\* ~~e~~ ^f^ {: .g}",
    "---\n...\n%YAML 1.1\n!!python/object:x &a *a ? b : c # d",
    "null",
    "1e3",
    "_No response",
    "@everyone Closes #1, fixes owner/name#2",
    "a\tb\r\nc",
    "العربية 中文 🌉",
)


@pytest.mark.parametrize("text", TEXTS)
def test_an_answer_is_shown_as_it_was_typed(loaded: Loaded, text: str) -> None:
    """Whatever it looks like, it is neither YAML nor Markdown nor a command."""
    proposal = proposed(loaded, "event", {"happened": text, "event": text, "place": text})
    assert proposal.path == "content/briefings/harbour-bridge.yml"
    sheet, _ = parse_sheet(proposal.data.decode(), "briefing", "harbour-bridge", proposal.path)
    assert sheet is not None
    second = sheet.data.timeline[1]  # type: ignore[attr-defined]  # it is a briefing
    assert second.title == second.place == " ".join(text.split())
    assert shown(second.text) == shown(escape.prose(text.replace("\r\n", "\n")))
    page = block(second.text, lambda references: pytest.fail("an answer refers to something"))
    assert not re.search(r"<(?!/?(?:p|br)\b)", page)
    assert (second.status, second.note, str(second.cite[0].source)) == ("reported", None, "gazette")


def test_only_the_sheet_has_words_of_a_stranger(site: Filing) -> None:
    report = filed(site, "event", {"happened": TEXTS[4], "event": TEXTS[4]}).report
    expected = filed(Filing(site.root), "event", {}).report
    assert set(report) == {"answer.md", "path", "pull.md", "quotes.lock", "sheet.yml"}
    assert all(report[name] == expected[name] for name in ("answer.md", "path", "pull.md"))


def shown(prose: str) -> str:
    return plain(prose, lambda kind, sheet_id: pytest.fail("an answer refers to something"))


LONG = "x" * 60_000
REFUSED: tuple[tuple[FormName, Mapping[str, str], str], ...] = (
    ("event", {"happened": "x\n\n### Date\n\n2020"}, "The heading “Date” is there twice."),
    ("event", {"happened": LONG}, "“What happened” is too long; 5,000 characters are allowed."),
    ("event", {"event": "x" * 600}, "“Event” is too long; 500 characters are allowed."),
    ("event", {"happened": "x" * 80_000}, "“Suggest an event” is too long; 70,000 characters are allowed."),
    ("event", {"event": "a \u202e b"}, "“Event” contains an invisible character, U+202E."),
    ("event", {"passage": "a \u2066 b"}, "“Passage” contains an invisible character, U+2066."),
    ("event", {"happened": "a \x00 b"}, "“What happened” contains an invisible character, U+0000."),
    ("event", {"date": ""}, "“Date” has no answer."),
    ("event", {"date": "2024-02-30"}, "“Date”: 2024-02-30 is not a day"),
    ("event", {"date": "2024-01-01, title: x"}, "“Date”: "),
    ("event", {"briefing": "../../mkdocs [../../mkdocs]"}, "“Briefing” has an answer that the form does not offer."),
    ("event", {"briefing": "The harbour bridge"}, "“Briefing” has an answer that the form does not offer."),
    ("event", {"actors": "Ines Hartog [ines-hartog], x"}, "“Who took part” has an answer that the form does not"),
    ("event", {"status": "reported"}, "“How well it is supported” has an answer that the form does not offer."),
    ("event", {"source": "https://new.example/"}, "“Source” names no source of this site."),
    ("event", {"source": "../sources/gazette.yml"}, "“Source” names no source of this site."),
    ("event", {"agreement": ""}, "“Before you send this”: please tick every box."),
    ("event", {"agreement": "- [X] I agree to everything"}, "“Before you send this”: please tick every box."),
    ("source", {"url": "javascript:alert(1)"}, "`javascript:alert(1)` is not a web address"),
    ("source", {"url": "https://gazette.example@evil.example/"}, "has a name before its host"),
    ("source", {"url": "https://www.gazette.example/bridge#top"}, "This site has the source already: gazette"),
    ("source", {"kind": "news"}, "“Kind of source” has an answer that the form does not offer."),
    ("source", {"language": "English"}, "`English` is not a language code"),
    ("statement", {"words": "Both forms."}, "this one has both"),
    ("statement", {"quote": "_No response_"}, "this one has neither"),
)  # fmt: skip


@pytest.mark.parametrize(("form", "changes", "reason"), REFUSED)
def test_a_form_is_refused_with_a_reason(
    loaded: Loaded, form: FormName, changes: Mapping[str, str], reason: str
) -> None:
    with pytest.raises(RefusedFormError) as caught:
        proposed(loaded, form, changes)
    assert reason in " ".join([*caught.value.reasons, *(each.message for each in caught.value.problems)])


def test_a_refused_form_changes_nothing_and_its_answer_is_short(site: Filing) -> None:
    filing = filed(site, "source", {"url": f"javascript:{'x' * 4_000}", "kind": "news"})
    assert (filing.status, filing.files(), set(filing.report)) == (1, filing.before, {"answer.md"})
    assert len(filing.report["answer.md"]) < 2_000


@pytest.mark.parametrize("text", ["", "hello", "### Date\n\n2024\n\n### Event\n\nx", "### " * 10_000])
def test_an_issue_that_is_no_form_gets_no_answer(site: Filing, text: str) -> None:
    filing = site.file(text)
    assert (filing.status, filing.report, filing.files()) == (1, {}, filing.before)
    assert "not one of the forms" in filing.output


@pytest.mark.parametrize("form", ["event", "statement", "correction"])
def test_what_is_there_already_is_not_added_again(site: Filing, form: FormName) -> None:
    assert filed(site, form, {}).status == 0
    assert "This is on the site already." in filed(Filing(site.root), form, {}).report["answer.md"]


def test_a_heading_that_is_missing_is_named(site: Filing) -> None:
    text = body(forms_of(site.root)["event"], GIVEN["event"]).replace("### Date", "**Date**")
    assert "The heading “Date” is missing." in site.file(text).report["answer.md"]


def test_the_words_of_a_stranger_are_code_in_an_answer(site: Filing) -> None:
    """They mention nobody, close no other issue and end no block."""
    answer = filed(site, "source", {"url": "ftp://x/```\n@everyone closes #1"}).report["answer.md"]
    fence = re.search(r"^(`{3,})text$", answer, re.MULTILINE)
    assert fence is not None
    inside = answer.partition(f"{fence[1]}text\n")[2].partition(f"\n{fence[1]}\n")[0]
    assert "@everyone" in inside and inside.startswith("- ")
    assert "@everyone" not in answer.replace(inside, "")


@pytest.mark.parametrize(
    ("publisher", "title", "sheet_id"),
    [
        ("../../../.github", "workflows/evil.yml", "github-workflows-evil-yml-2024"),
        ("人民日报", "大桥通车", "source-2024"),
        ("Harbour Gazette", "Harbour " * 40, "harbour-gazette-harbour-harbour-harbour-harbour-2024"),
        ("Anzeiger", "Über die Brücke", "anzeiger-ueber-die-bruecke-2024"),
    ],
)
def test_the_id_of_a_source_is_made_of_its_names(
    site: Filing, publisher: str, title: str, sheet_id: str
) -> None:
    filing = filed(site, "source", {"publisher": publisher, "title": title})
    assert filing.report["path"] == f"content/sources/{sheet_id}.yml\n"
    again = filed(site, "source", {"publisher": publisher, "title": title, "url": "https://other.example/"})
    assert again.report["path"] == f"content/sources/{sheet_id}-2.yml\n"


def test_a_passage_that_the_saved_text_lacks_is_refused(site: Filing) -> None:
    text = "It will carry every lorry, and it is a day for the whole town. It will carry every lorry."
    (site.root / "seeds/gazette.txt").write_text(text.replace("It", "it"), encoding="utf-8")
    assert filed(site, "statement", {"quote": "a day for nobody"}).status == 1
    assert filed(site, "statement", {}).status == 0
    assert "not checked" not in site.files()["seeds/quotes.lock"]


def test_a_sheet_with_line_ends_of_windows_keeps_them(site: Filing) -> None:
    file = site.root / "content/briefings/harbour-bridge.yml"
    file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    assert filed(site, "event", {}).status == 0
    assert file.read_bytes().count(b"\n") == file.read_bytes().count(b"\r\n")


LINES = st.text(
    st.one_of(
        st.sampled_from("a \n\t#:-|>'\"\\*[]{}&!%"), st.characters(exclude_categories=("C", "Zl", "Zp"))
    ),
    min_size=1,
    max_size=60,
)


Loaded = tuple[Project, Words, Mapping[FormName, Form]]


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    root = tmp_path_factory.mktemp("site")
    write_site(root, "en")
    words = Words.load("en", [FOLDER])
    return Project.read(root, root / "content", root / "seeds"), words, forms_of(root)


def proposed(loaded: Loaded, form: FormName, changes: Mapping[str, str]) -> Proposal:
    project, words, known = loaded
    filled = read_form(body(known[form], {**GIVEN[form], **changes}), [*known.values()], words)
    assert filled is not None
    return propose(filled, project, words, today=date(2025, 11, 25))


@given(LINES)
def test_any_text_is_read_back_as_it_was_typed(loaded: Loaded, text: str) -> None:
    try:
        proposal = proposed(loaded, "event", {"event": text, "happened": text})
    except RefusedFormError as error:
        assert error.reasons or error.problems
        return
    data, problems = read_yaml(proposal.data.decode(), "x.yml")
    assert problems == []
    assert " ".join(text.split()) == data["timeline"][1]["title"]
    prose = data["timeline"][1]["text"]
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    expected = "\n".join(line.rstrip() for line in lines).strip()
    assert prose in (expected, escape.prose(expected))


# ── What GitHub gets ────────────────────────────────────────────────────────────────────────────────────────

ATTRIBUTES = {
    "markdown": {"value"},
    "input": {"label", "description", "placeholder"},
    "textarea": {"label", "description", "placeholder"},
    "dropdown": {"label", "description", "multiple", "options"},
    "checkboxes": {"label", "description", "options"},
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_are_as_github_wants_them(site: Filing, language: str) -> None:
    words = Words.load(language, [FOLDER])
    written = templates(words, sheets_of(site.root))
    assert {Path(path).stem for path in written} == set(FORM_NAMES)
    for text in written.values():
        form = yaml.safe_load(text)
        assert set(form) == {"name", "description", "body"}
        assert all(form[key] for key in form)
        labels = [each["attributes"]["label"] for each in form["body"] if each["type"] != "markdown"]
        assert len(labels) == len(set(labels))
        ids = [each["id"] for each in form["body"] if "id" in each]
        assert len(ids) == len(set(ids)) == len(labels)
        for each in form["body"]:
            assert set(each["attributes"]) <= ATTRIBUTES[each["type"]]
            if each["type"] == "dropdown":
                options = each["attributes"]["options"]
                assert len(options) == len(set(options)) and not {"None", ""} & set(options)
        assert all(box["required"] for box in form["body"][-1]["attributes"]["options"])


@pytest.mark.parametrize("form", FORM_NAMES)
def test_golden_template(site: Filing, form: FormName, update_goldens: bool) -> None:
    text = templates(Words.load("en", [FOLDER]), sheets_of(site.root))[f".github/ISSUE_TEMPLATE/{form}.yml"]
    compare(text, HERE / "golden" / f"{form}.yml", update=update_goldens)


def test_with_many_actors_their_names_are_typed(site: Filing) -> None:
    for n in range(120):
        file = site.root / f"content/actors/member-{n}.yml"
        file.write_text(f"name: Member {n}\nkind: person\naliases: [Number {n}]\n", encoding="utf-8")
    form = forms_of(site.root)["event"]
    (actors,) = [field for field in form.fields if field.name == "actors"]
    assert (actors.kind, actors.options) == ("text", {})
    filing = filed(
        site, "event", {"actors": "Member 7\nnumber 8\nines-hartog\nhttps://x.example/actors/member-9/"}
    )
    assert "actors: [member-7, member-8, ines-hartog, member-9]" in filing.new_text
    assert "names something" in filed(site, "event", {"actors": "Member 7\nNobody"}).report["answer.md"]


def test_forms_are_written_and_checked(site: Filing) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        command = ["-C", str(site.root), "forms", *arguments]
        done = CliRunner().invoke(cli, command, standalone_mode=False)
        return int(done.return_value), done.output

    assert run("--check")[0] == 1
    assert not (site.root / ".github").exists()
    assert run()[0] == 0
    assert run("--check") == (0, "")
    (site.root / "content/briefings/ferry.yml").unlink()
    status, output = run("--check")
    assert status == 1 and ".github/ISSUE_TEMPLATE/event.yml is not what `briefings forms` writes" in output
    assert "source.yml" not in output


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", FORM_NAMES)
def test_a_form_is_understood_in_each_language(loaded: Loaded, language: str, name: FormName) -> None:
    words = Words.load(language, [FOLDER])
    known = {form.name: form for form in forms(words, loaded[0].sheets)}
    kinds = [kind for field in known[name].fields if field.key == "kind" for kind in field.options]
    proposed((loaded[0], words, known), name, {"kind": kinds[3]} if kinds else {})
