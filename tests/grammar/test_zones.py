"""What the lock keeps around a passage, and what it says when it is read back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import cycle
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.evidence.particulars import in_text
from briefings.grammar.dates import Point
from briefings.grammar.lexicon import guess, lexicon, readable
from briefings.grammar.names import NO_NAMES, KnownNames, NamedActor
from briefings.grammar.sentences import LONGEST_AROUND, paragraphs, sentences
from briefings.grammar.zones import LONGEST_KEPT, MOST_KEPT, Zone, read_zone, surroundings
from tests.growth import assert_soon
from tests.nightly import few
from tests.rows import rows

TEXTS = Path(__file__).parents[2] / "plugins/drafting/texts"
THURSDAY = date(2025, 3, 13)
KNOWN = KnownNames(
    (NamedActor("byron", ("Ada Byron", "林书敏"), True), NamedActor("norrail", ("Norrail", "港务局"), False))
)


@rows
def test_only_numbers_dates_and_names_are_kept(language: str, text: str, kept: list[str]) -> None:
    assert surroundings(text, 4, 9, language, KNOWN).sentence == tuple(kept)


def test_who_speaks_is_kept_for_the_sentence_and_the_rest() -> None:
    for said, expected in ((", said Ada Byron.", (("Ada Byron",), ())), (".", ((), ("Norrail",)))):
        text = f"Norrail warned of delays. The bridge opens in May{said}"
        kept = surroundings(text, text.index("bridge"), text.index("bridge") + 6, "en", KNOWN)
        assert (kept.said, kept.said_nearby) == expected


def test_what_is_kept_has_bounds() -> None:
    text = " ".join(f"It sold {number} boats." for number in range(200, 2000, 3))
    kept = surroundings(text, 0, 5, "en", KNOWN)
    assert len(kept.sentence) == 1
    assert len(kept.paragraph) == MOST_KEPT


WORDS = {
    "en": "the secret plan of a quiet harbor failed when nobody looked",
    "de": "der geheime Plan des stillen Hafens scheiterte als niemand hinsah",
    "fr": "le plan secret du port tranquille échoua quand personne ne regardait",
    "es": "el plan secreto del puerto tranquilo fracasó cuando nadie miraba",
}
LARGEST_NOUN = 4
"""The words after a number that may say what it counts, with `of` before them."""


@given(
    st.sampled_from(sorted(WORDS)),
    st.lists(st.integers(2, 999), max_size=6),
    st.randoms(use_true_random=False),
)
def test_hardly_any_other_words_are_kept(language: str, numbers: list[int], random: Random) -> None:
    words = WORDS[language].split()
    random.shuffle(words)
    following = cycle(words)
    text = " ".join(f"{number} {' '.join(next(following) for _ in range(5))}" for number in numbers)
    kept = surroundings(text, 0, len(text), language, NO_NAMES).sentence
    assert all(any(each.isdecimal() for each in words.split()) for words in kept)
    assert all(len(words.split()) <= 1 + LARGEST_NOUN for words in kept)


PIECES = [
    *"0123456789.,:;!?%€$£-–'’“”„«»\"()\n \u00a0年月日第一二三十百千万亿点多约说", "May ", " on ", "3 May ", " said ", "Byron ",
    "between ", " and a half", "más de ", "vor ", " Uhr", "p.m.", "hundred ", "del ", "Norrail",
]  # fmt: skip
ANY_TEXT = st.one_of(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.text(max_size=120))


@given(ANY_TEXT, st.integers(0, 120), st.integers(0, 120), st.sampled_from([*readable(), "ja", "it", "xx"]))
def test_any_stretch_of_any_text_can_be_kept(text: str, start: int, end: int, language: str) -> None:
    start, end = sorted((min(start, len(text)), min(end, len(text))))
    kept = surroundings(text, start, end, language, KNOWN)
    for particulars in (kept.sentence, kept.said, kept.paragraph, kept.said_nearby):
        assert len(particulars) <= MOST_KEPT
        for words in particulars:
            assert 0 < len(words) <= LONGEST_KEPT
            assert "".join(words.split()) in "".join(text.split())


@given(ANY_TEXT, st.sampled_from([*readable(), "ja", "it", "xx"]), st.sampled_from([None, THURSDAY]))
def test_any_text_can_be_read(text: str, language: str, published: date | None) -> None:
    zone = read_zone((text,), language, published)
    for mention in zone.dates:
        assert all(mention.readings)
    for amount in zone.amounts:
        assert amount.readings and 0 <= amount.start < amount.end <= len(text)
    in_text("text", text, language)


def own_sentences() -> Iterator[tuple[str, str]]:
    """The sentences of the benchmark's texts, with their languages."""
    for file in sorted(TEXTS.glob("*.txt")):
        text = file.read_text(encoding="utf-8")
        language = guess(text)
        for paragraph in paragraphs(text):
            for start, end in sentences(paragraph, lexicon(language)):
                yield language, text[start:end]


def told(zone: Zone) -> tuple[object, object]:
    """The numbers with their units and qualifiers, and the dates. A number alone may be a year."""
    numbers = {(each.readings, each.unit.kind, each.unit.names, each.qualifier) for each in zone.amounts}
    years = {each for each in numbers if not each[1] and not each[3] and 1500 <= max(each[0]) < 2100}
    dates = {each.readings for each in zone.dates} | {
        (frozenset(Point(int(year)) for year in each[0]),) for each in years
    }
    return numbers - years, dates


def test_what_is_kept_says_the_same_as_the_sentence() -> None:
    differing = []
    for language, text in own_sentences():
        kept = surroundings(text, 0, len(text), language, NO_NAMES)
        if told(read_zone((text,), language, THURSDAY)) != told(read_zone(kept.sentence, language, THURSDAY)):
            differing.append(text)
    assert differing == []


HOSTILE = [
    "1 " * 50_000, "on 1 May " * 10_000, "3 to " * 20_000, "1月" * 40_000, "Monday, " * 10_000, "“a” " * 20_000,
    "“" * 50_000, "1,000" * 15_000, "nine hundred and " * 5_000, "百" * 60_000, "1亿" * 30_000, "said Byron " * 5_000,
    "vor 3 Tagen " * 5_000, "1 and a half " * 5_000, "百分之" * 20_000, ". " * 40_000, "5:42 " * 10_000, "a" * 100_000,
    "más de " * 10_000, " " * 100_000, "\n" * 100_000, "2019 " * 20_000, "between 3 and " * 5_000,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:14]))
@pytest.mark.parametrize("language", few(readable(), 1))
def test_no_text_takes_long(text: str, language: str) -> None:
    def read() -> None:
        surroundings(text, len(text) // 2, len(text) // 2 + 5, language, KNOWN)
        read_zone((text[:LONGEST_AROUND],), language, THURSDAY)
        in_text("text", text[:LONGEST_AROUND], language)

    assert_soon(read, 5)


@pytest.mark.parametrize(
    ("text", "certain", "probable"),
    [
        # Last before it in its paragraph, whoever spoke before that.
        ("Ohm said it leaks. “It opens,” Byron said. “{}.” Ohm said no.", ["Byron"], []),
        ("Ohm said it leaks.\n“{}.” It rains, Byron said.", ["Byron"], []),
        # Last in a paragraph before.
        ("Ohm said it leaks. Byron said it opens.\n“{}.”", ["Byron"], []),
        # The subject of a sentence goes on, but nobody who is only named.
        ("Ohm said it leaks.\nByron came by train. “{}.”", [], ["Byron"]),
        ("Ohm said it leaks. They met Byron. “{}.”", [], []),
        ("Ohm and Byron said it leaks.\n“{}.”", [], []),
        ("It leaks. “{}.”", [], []),
        # If an office speaks, somebody who is named may be meant.
        ("Ohm said it leaks. “{},” the mayor said.", [], ["Ohm"]),
        # Who is named in the sentence may speak, but not inside the quotation, nor as an attribute.
        ("Ohm said it leaks. Byron at noon: “{}.”", [], ["Byron"]),
        ("Ohm said it leaks. “Mr. Byron, {}.”", ["Ohm"], []),
        ("Ohm said it leaks. A friend of Byron at noon: “{}.”", [], []),
        # Who is silent, listens, or has something done to them does not speak.
        ("Byron declined to comment: {}.", [], []),
        ("{}, the police arrested Byron.", [], []),
        ("Critics say Byron knew that {}.", [], []),
        ("According to people close to the mayor, Byron knows: {}.", [], []),
        ("Byron was asked whether {}.", [], []),
        ("Byron, the mayor, was told by Ohm that {}.", ["Ohm"], []),
        # Who only passes on what another says does not say it.
        ("According to Byron, Ohm said that {}.", ["Ohm"], []),
        ("According to Byron, the mayor Ohm said: “{}.”", ["Ohm"], []),
        ("According to Byron, {}, Ohm said.", ["Byron", "Ohm"], []),
        # A verb that is not known, before an office and its name.
        ("Ohm denounces it: “{},” fumes the president, Byron.", [], ["Ohm", "Byron"]),
        # Who says the other words of a sentence does not say these.
        ("Ohm saw a “{}”, while Byron denied “all”.", [], ["Ohm", "Byron"]),
    ],
)
def test_who_speaks_nearest_to_a_passage(text: str, certain: list[str], probable: list[str]) -> None:
    known = KnownNames(NamedActor(name, (name,), True) for name in ("Byron", "Ohm"))
    words = "Nobody pays for it"
    whole = text.format(words)
    start = whole.index(words)
    found = surroundings(whole, start, start + len(words), "en", known)
    assert ([*found.said], [*found.said_nearby]) == (certain, probable)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "Según Byron, Ohm dijo que {}."),
        ("es", "Según Byron, Ohm dijo: «{}»."),
        ("de", "Laut Byron sagte Ohm, {}."),
        ("de", "Laut Byron sagte Ohm: „{}.“"),
        ("fr", "Selon Byron, Ohm a affirmé que {}."),
        ("zh", "据Byron介绍，Ohm说：“{}。”"),
    ],
)
def test_who_passes_on_what_another_says(language: str, text: str) -> None:
    known = KnownNames(NamedActor(name, (name,), True) for name in ("Byron", "Ohm"))
    whole = text.format("Nobody pays for it")
    start = whole.index("Nobody")
    found = surroundings(whole, start, start + len("Nobody pays for it"), language, known)
    assert [*found.said] == ["Ohm"]
