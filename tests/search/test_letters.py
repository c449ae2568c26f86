"""What the index gets besides the words as they are written."""

from __future__ import annotations

import pytest

from briefings.search.letters import simpler_words, spaced, without_apostrophes


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Nothing to do", "Nothing to do"), ("Łódź", "Łódź"), ("世界AI组织", "世 界 AI 组 织"), ("“组织”成立。", "“ 组 织 ” 成 立 。"),
        ("カタカナ", "カ タ カ ナ"), ("ประชุม", "ป ระ ชุ ม"), ("한국어 말", "한국어 말"),
    ],
)  # fmt: skip
def test_letters_of_scripts_without_spaces_become_words(text: str, words: str) -> None:
    assert " ".join(spaced(text).split()) == words.replace("ระ", "ร ะ")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Łukasz in der Straße", ["Lukasz", "Strasse"]), ("Ærø, Ærø", ["AEro"]), ("Erdoğan, Müller, José", []),
        ("Þór Đorđe", ["Thór", "Dorde"]),
    ],
)  # fmt: skip
def test_letters_without_a_simpler_form_in_unicode_are_replaced(text: str, words: list[str]) -> None:
    assert list(simpler_words([text])) == words


@pytest.mark.parametrize(
    ("title", "typed"),
    [
        ("The EU’s AI Act", "The EU AI Act"), ("Nvidia's H20", "Nvidia H20"), ("The states’ rights", "The states rights"),
        ("L’accord de l'Union", "L accord de l Union"), ("“Quoted” words", "“Quoted” words"),
    ],
)  # fmt: skip
def test_titles_are_also_found_by_words_at_apostrophes(title: str, typed: str) -> None:
    assert without_apostrophes(title) == typed
