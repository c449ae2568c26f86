"""Omissions: what a refusal says, and that random ones never change a meaning. The cases are in `quoteproof`."""

from __future__ import annotations

import random
import re

from hypothesis import given
from hypothesis import strategies as st

from briefings.evidence.omissions import MOST_WORDS, Refusal
from briefings.evidence.passages import Match, normalize
from briefings.evidence.verification import look_up
from briefings.grammar.cues import cues
from briefings.grammar.languages import languages
from tests.evidence.forging import CORPORA, Corpus, article, forged, turning_words
from tests.growth import assert_soon

TOWN = """\
Veldhaven votes on its tram
Mayor Ines Hartog called the plan a fair deal. Alderman Piet Kool voted for a number that nobody believes. Line 4 is not a wish any more.
The long agreement, signed in Veldhaven on 26 July, sets up an office in the city. The office opens in spring after eleven years of work.
The council bought thirty new and quiet trams from a maker in the north. The trams run every ten minutes.
The board heard the treasurer's own rival praise the line. Riders of all ages used the line in the first week of spring.
Riders liked the “quiet doors” of the trams. If the city pays, the north line opens in 2 February.
It is a non-binding and early draft of the plan. The draft, Kool said, will cost the city dearly.
"""


def test_omitted_words_are_shown_as_in_the_text() -> None:
    refusal = look_up("Riders liked the … of the trams", normalize(TOWN), "en")
    assert refusal == Refusal("quotation", "“quiet doors”", '"')


def test_parts_too_far_apart_are_located() -> None:
    refusal = look_up("Veldhaven votes on its tram … called the plan", normalize(TOWN), "en")
    assert isinstance(refusal, Refusal)
    assert refusal.lines == (1, 2)


def test_every_place_of_the_parts_is_tried() -> None:
    text = (
        "The long plan is not a small wish of all. Later on, the long plan is no wish. The long plan is a"
        " small wish of all."
    )
    text += " The long plan is quite a small wish of all."
    match = look_up("long plan is … small wish of all", normalize(text), "en")
    assert isinstance(match, Match)
    assert match.times == 2
    assert text[match.start :].startswith("long plan is a small wish")


PLAIN = (
    "the group presented its new products to large crowds in several cities across the region during a warm"
    " summer with music in the agreement parliament pension community communication citizens vietnam"
    " manchester information relation chamber critical mineral technology government country market price"
    " water energy company president city train station budget euro growth street year month week hall"
    " library infrastructure framework secretariat member international cooperation"
)


def test_harmless_words_are_not_cues() -> None:
    assert list(cues(PLAIN, "en")) == []


def test_hostile_texts_take_linear_time() -> None:
    for text, passage in [
        ("aa bb cc dd " * 25_000, "aa bb cc dd … bb cc dd aa … cc dd aa bb … dd aa bb cc"),
        ("many words here, " * 15_000, "many words … words here"),
        ("x" * 300_000, "xxxxxxxxxxx … xxxxxxxxxxxx"),
    ]:
        normal = normalize(text)
        assert_soon(lambda normal=normal, passage=passage: look_up(passage, normal, "en"), 10)  # type: ignore[misc]


# ── Random cuts ─────────────────────────────────────────────────────────────────────────────────────────────


@given(st.sampled_from(CORPORA), st.integers(0, 10**9))
def test_random_omissions_never_change_the_meaning(corpus: Corpus, seed: int) -> None:
    chance = random.Random(seed)
    text = article(corpus, chance)
    normal = normalize(text)
    for _ in range(25):
        passage = forged(corpus, text, chance)
        result = look_up(passage, normal, corpus.language)
        if not isinstance(result, Match):
            continue
        gaps = [
            normal.slice(end, start)
            for (_, end), (start, _) in zip(result.spans, result.spans[1:], strict=False)
            if start > end
        ]
        if not gaps:
            # Nothing is omitted, so the words are in the text in one piece.
            shown = "".join(
                passage.replace("[...]", "").replace("(…)", "").replace("[…]", "").replace("…", "").split()
            )
            assert shown in "".join(text.split())
            continue
        # The omission is marked, short, within one paragraph, and harmless.
        assert len(result.spans) > 1
        for gap in gaps:
            assert "\n" not in gap.strip("\n")
            assert len(gap.split()) <= MOST_WORDS
            assert turning_words(gap, corpus) == [], (passage, gap)
            assert not re.search(r"[“”„«»\"]", gap)


def test_some_random_omissions_are_verified() -> None:
    chance = random.Random(1)
    verified = dict.fromkeys((corpus.language for corpus in CORPORA), 0)
    for corpus in CORPORA * 20:
        text = article(corpus, chance)
        normal = normalize(text)
        for _ in range(40):
            result = look_up(forged(corpus, text, chance), normal, corpus.language)
            verified[corpus.language] += isinstance(result, Match) and len(result.spans) > 1
    assert min(verified.values()) > 10, verified


def test_every_language_has_each_kind_of_cue() -> None:
    for code, language in languages().items():
        for words in (
            language.particles,
            language.negation,
            language.speech,
            language.hedge,
            language.clause,
        ):
            assert len(words.split()) >= 4, code
