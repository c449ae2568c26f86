"""Settings: what is read from mkdocs.yml, and that each mistake in it is told with its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from briefings.problems.problem import ContentError
from briefings.settings import ProjectNotFound, Settings, packaged_theme
from tests.goldens import compare

MISTAKES = Path(__file__).parent / "golden" / "settings.md"


def load(root: Path, text: str) -> Settings:
    (root / "mkdocs.yml").write_text(text, encoding="utf-8")
    return Settings.load(root)


def reported(text: str, root: Path) -> str:
    """What is wrong with a mkdocs.yml, each on a line."""
    with pytest.raises(ContentError) as caught:
        load(root, text)
    assert {found.code.id for found in caught.value.problems} == {"bad-setting"}
    return "".join(
        f"> {found.place.path}:{found.place.line}:{found.place.column}: {found.message}{found.hint and f' ({found.hint})'}\n"
        for found in caught.value.problems
    )


def test_mistakes(tmp_path: Path, update_goldens: bool) -> None:
    (tmp_path / "content" / "pages").mkdir(parents=True)
    (tmp_path / "content" / "pages" / "about.md").touch()
    text = MISTAKES.read_text(encoding="utf-8")
    files = re.findall(r"^```yaml\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    got = text.partition("\n```yaml")[0]
    got += "".join(f"\n```yaml\n{file}```\n\n{reported(file, tmp_path)}" for file in files)
    compare(got, MISTAKES, update=update_goldens)


def test_the_least_that_a_site_needs(tmp_path: Path) -> None:
    # MkDocs' own default for docs_dir is `docs`, where people keep pages of their own.
    assert load(tmp_path, "site_name: Facts\n") == Settings(
        root=tmp_path, site_name="Facts", docs_dir=tmp_path / "build" / "docs", site_dir=tmp_path / "site"
    )


def test_the_folder_of_the_sheets_as_docs_dir_means_the_default(tmp_path: Path) -> None:
    """MkDocs demands a folder that exists, and a clone has no generated Markdown."""
    assert load(tmp_path, "site_name: Facts\ndocs_dir: content/\n").docs_dir == tmp_path / "build" / "docs"


def test_everything_that_can_be_set(tmp_path: Path) -> None:
    settings = load(
        tmp_path,
        """
site_name: Facts
site_description: >
  What is known,
  and from where.
site_url: https://example.org/facts
repo_url: https://example.org/me/facts/
docs_dir: build/docs
site_dir: public
theme: {name: material, language: pt_BR, custom_dir: own/site}
markdown_extensions: [tables, attr_list]
extra:
  social: []
  briefings:
    edit: edit/trunk
    severity: {uncited: error, unused-source: off, raw-html: warning, particular-differs: error}
""",
    )
    assert settings == Settings(
        root=tmp_path,
        site_name="Facts",
        site_description="What is known, and from where.",
        site_url="https://example.org/facts/",
        repo_url="https://example.org/me/facts",
        edit="edit/trunk/",
        language="pt-BR",
        severity={
            "uncited": "error",
            "unused-source": "off",
            "raw-html": "warning",
            "particular-differs": "error",
        },
        docs_dir=tmp_path / "build" / "docs",
        site_dir=tmp_path / "public",
        theme="material",
        custom_dir=tmp_path / "own" / "site",
        standard_headings=False,
    )
    assert (settings.language_place.line, settings.language_place.text[24:]) == (
        10,
        "language: pt_BR, custom_dir: own/site}",
    )
    assert (settings.repo_url, settings.edit) == ("https://example.org/me/facts", "edit/trunk/")


def test_anchors_of_headings_are_certain_where_no_extension_can_change_them(tmp_path: Path) -> None:
    extensions = {
        "[]": True,
        "[tables, def_list, {toc: {permalink: true, permalink_title: Link}}]": True,
        "[{toc: }, md_in_html]": True,
        "[{toc: {slugify: !!python/name:x.y ''}}]": False,
        "[tables, pymdownx.superfences]": False,
        "{toc: {}}": False,
    }
    for listed, standard in extensions.items():
        settings = load(tmp_path, f"site_name: Facts\nmarkdown_extensions: {listed}\n")
        assert settings.standard_headings is standard, listed


def test_addresses_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SITE_URL", "https://a.example")
    monkeypatch.delenv("OTHER", raising=False)
    addresses = {
        "!ENV SITE_URL": "https://a.example/",
        "!ENV [SITE_URL]": "https://a.example/",
        "!ENV [OTHER, SITE_URL, 'https://b.example/']": "https://a.example/",
        "!ENV OTHER": "",
        "!ENV [OTHER, 'https://b.example/']": "https://b.example/",
        "!ENV [OTHER, '']": "",
        "!ENV [OTHER, null]": "",
    }
    for written, address in addresses.items():
        assert load(tmp_path, f"site_name: Facts\nsite_url: {written}\n").site_url == address, written


def test_the_generators_language_may_differ_from_the_themes(tmp_path: Path) -> None:
    text = "site_name: F\ntheme: {language: en}\nextra: {briefings: {language: no}}\n"
    assert load(tmp_path, text).language == "no"


def test_tags_of_extensions_are_passed_over_and_never_run(tmp_path: Path) -> None:
    text = f"""site_name: F
plugins:
  - x: !!python/object/apply:os.system ["touch {tmp_path}/touched"]
  - y: !!python/name:os.system
  - z: !relative $docs_dir
"""
    assert load(tmp_path, text).site_name == "F"
    assert not (tmp_path / "touched").exists()


def test_catalogs_of_identifiers_have_an_address_with_a_gap(tmp_path: Path) -> None:
    text = "site_name: F\nextra: {briefings: {identifiers: %s}}\n"
    address = "https://bioguide.congress.gov/search/bio/{}"
    assert load(tmp_path, text % f'{{bioguide: "{address}"}}').identifiers == {"bioguide": address}
    assert load(tmp_path, text % "null").identifiers == {}


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_bytes(b"site_name: \xff\n")
    with pytest.raises(ContentError) as caught:
        Settings.load(tmp_path)
    assert [found.message for found in caught.value.problems] == ["mkdocs.yml must be UTF-8 text"]


def test_the_project_is_found_from_a_folder_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load(tmp_path, "site_name: Facts\n")
    (tmp_path / "content" / "actors").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "content" / "actors")
    assert Settings.load().root == tmp_path


def test_no_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(
        ProjectNotFound,
        match=r"^no mkdocs\.yml in .* or in a folder above it: run this in the folder of your site$",
    ):
        Settings.load()
    with pytest.raises(ProjectNotFound):
        Settings.load(tmp_path)


def test_a_projects_own_theme_comes_before_the_packaged_one(tmp_path: Path) -> None:
    settings = load(tmp_path, "site_name: Facts\n")
    before = settings.theme_dirs
    (tmp_path / "theme").mkdir()
    assert [before, settings.theme_dirs] == [(packaged_theme(),), (tmp_path / "theme", packaged_theme())]


# ── Files that are meant to harm ────────────────────────────────────────────────────────────────────────────


def bomb(levels: int) -> str:
    """A list whose entries are ten times the list before, and so on."""
    lines = ["site_name: F", "a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, levels)]
    return "\n".join(lines) + "\n"


MANY = "with its aliases the file has more than 100,000 values"
DEEP = "lists and mappings are nested more than 40 deep"
HARMFUL = {
    bomb(3): [],
    bomb(9): [MANY],
    bomb(35): [MANY],
    bomb(45): [DEEP],
    "site_name: F\nextra: &a {b: *a}\n": [DEEP],
    "site_name: F\nextra: " + "[" * 300 + "]" * 300 + "\n": [DEEP],
    "site_name: F\nextra: " + "[" * 4000 + "\n": [DEEP],
    "site_name: F\nextra: [" + "x, " * 5000 + "]\n": [
        "the line has 15,009 characters; a line has at most 10,000"
    ],
    "site_name: F\n" + "# x\n" * 60_000: ["mkdocs.yml has 240,013 bytes; at most 200,000 are read"],
    'site_name: "F\\u202e"\n': ["the invisible character U+202E (RIGHT-TO-LEFT OVERRIDE) is not allowed"],
    'site_name: F\nextra: {"a\\x1b": b}\n': [
        "the invisible character U+001B (a control character) is not allowed"
    ],
    "site_name: F\nsite_url: \x7f\n": ["the invisible character U+007F (a control character) is not allowed"],
}


def test_a_file_that_is_meant_to_harm_is_refused_at_once(tmp_path: Path) -> None:
    for text, expected in HARMFUL.items():
        try:
            load(tmp_path, text)
            found = []
        except ContentError as error:
            found = [problem.message for problem in error.problems]
        assert found == expected, text[:60]


def test_mistakes_are_reported_by_mail_or_on_a_page(tmp_path: Path) -> None:
    mail = "mailto:editors@example.org"
    for written in ("editors@example.org", mail, "https://example.org/mistakes"):
        text = f"site_name: F\nextra: {{briefings: {{contact: '{written}'}}}}\n"
        assert load(tmp_path, text).contact == (mail if "@" in written else written)


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://bücherei-größe.example/Über uns", None),
        (
            "https://Bücherei-Größe.example:8443/Über/",
            "https://xn--bcherei-gre-46a21aqc.example:8443/%C3%9Cber/",
        ),
        ("https://图书馆.example", "https://xn--1jq52s681d.example/"),
        ("https://example.org/a%C3%BC/ü", "https://example.org/a%C3%BC/%C3%BC/"),
        ("https://example.org/it's/", "https://example.org/it's/"),
    ],
)
def test_the_address_of_the_site_is_in_ascii(tmp_path: Path, written: str, address: str | None) -> None:
    text = f'site_name: F\nsite_url: "{written}"\n'
    if address is None:
        assert "must be an address" in reported(text, tmp_path)
    else:
        assert load(tmp_path, text).site_url == address


def test_extensions_that_change_what_a_link_is_are_known(tmp_path: Path) -> None:
    listed = "markdown_extensions: [tables, markdown.extensions.abbr, footnotes: {BACKLINK_TEXT: b}]"
    assert load(tmp_path, f"site_name: F\n{listed}\n").linking == ("footnotes", "abbr")
