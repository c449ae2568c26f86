"""The order of names: languages, numbers, other scripts."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from briefings import plugin
from briefings.collation import ICU, LATIN, Collation
from briefings.languages import FOLDER
from briefings.words import Words
from tests import sites


@pytest.mark.parametrize(
    ("locale", "alphabet", "names"),
    [
        ("en_GB", LATIN, ["2. Congress", "10. Congress", "Åland", "Émile", "Łukasz", "Lz", "Zebra", "李强"]),
        ("en", LATIN, ["China", "China’s plan", "China's premier", "China’s rules", "Chinese"]),
        ("de", LATIN, ["Ähre", "Äpfel", "Apfelbaum", "Strasse", "Straße", "Zebra"]),
        ("sv", ICU, ["Adam", "Zebra", "Åland", "Ärlig", "Öberg"]),
        ("sv", f"{LATIN}åäö", ["Adam", "Zebra", "Åland", "Ärlig", "Öberg"]),
        ("es", "a b c d e f g h i j k l m n ñ o p q r s t u v w x y z", ["Nuria", "Nz", "Ñandú", "Oviedo"]),
        ("fr", LATIN, ["Eco", "École", "Edgar"]),
        # By pinyin: ā lǐ, lǐ qiáng, shàng hǎi, zhāng sān
        ("zh_Hans", ICU, ["阿里", "李强", "上海", "张三", "Alibaba"]),
        ("ar", ICU, ["أحمد", "سمير", "يوسف", "Adam"]),
    ],
)
def test_names_have_the_order_of_their_language(locale: str, alphabet: str, names: list[str]) -> None:
    assert Collation(locale, alphabet).sorted(reversed(names), str, str) == names


@pytest.mark.parametrize("language", ["de", "en", "es", "fr"])
def test_an_alphabet_sorts_as_icu_does(language: str) -> None:
    words = Words.load(language, [FOLDER])
    named: set[str] = {*words.locale.territories.values(), *words.locale.languages.values()}
    names = [name for name in named if name[0].isalpha()]
    by_rules = Collation(language, ICU)
    assert len(names) > 500
    assert words.collation.sorted(names, str, str) == by_rules.sorted(names, str, str)


def test_without_icu_a_language_that_needs_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefings.collation.find_spec", lambda name: None)
    assert Collation("en").sorted(["Zoe", "Émile"], str, str) == ["Émile", "Zoe"]
    with pytest.raises(
        plugin.MissingError, match=r"zh needs icu; install it with `pip install 'briefings\[icu\]'`"
    ):
        Collation("zh", ICU).key("李强")


def test_icu_is_loaded_only_for_languages_that_need_it() -> None:
    """It is an optional library, and takes longer than `--help`."""
    code = (
        "import sys; from briefings.words import Words; from pathlib import Path;"
        "Words.load('en', [Path('briefings/languages')]).collation.key('Émile'); assert 'icu' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=sites.PROJECT)


NAMES = {
    "zh": {"li-qiang": ("李强", ""), "zeng-guofan": ("曾国藩", "Zeng Guofan"), "a-li": ("阿里", ""), "apple": ("Apple", "")},
    "sv": {"berg": ("Ines Berg", "Berg, Ines"), "oberg": ("Öberg", ""), "zorn": ("Zorn", ""), "aland": ("Åland", "")},
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "names"),
    [("zh", ["阿里", "李强", "Apple", "曾国藩"]), ("sv", ["Ines Berg", "Zorn", "Åland", "Öberg"])],
)
def test_the_index_of_actors_follows_the_language_and_the_sort_key(
    tmp_path: Path, language: str, names: list[str]
) -> None:
    actors = {
        f"actors/{id_}.yml": f"name: {name}\nkind: person\n" + (f"sort: {sort}\n" if sort else "")
        for id_, (name, sort) in NAMES[language].items()
    }
    more = {f"actors/n-{n}.yml": f"name: N {n}\nkind: person\n" for n in range(20)}
    words = ""
    if language == "sv":
        words = (FOLDER / "en/words.yml").read_text(encoding="utf-8")
        words = words.replace("locale: en-GB", "locale: sv").replace(LATIN, f"{LATIN}åäö")
    briefing = {
        "briefings/a.yml": "title: A\npublished: 2025-01-01\nsummary: A. [@s]\nmatters: It does.\nactors:\n"
        + "".join(f"  - {{actor: {Path(file).stem}, cite: s}}\n" for file in {**actors, **more}),
        "sources/s.yml": "title: S\npublisher: P\nkind: news\nurl: https://example.org/s\n",
    }
    project = sites.make(tmp_path / "project", {**actors, **more, **briefing}, language=language, words=words)
    page = (project.settings.docs_dir / "actors" / "index.md").read_text(encoding="utf-8")
    listed = re.findall(r"\[([^\]]+)\]\(", page)
    assert [name for name in listed if name in names] == names
    assert listed.index("N 2") < listed.index("N 10")
