"""Random omissions never change a meaning. The cases are in `quoteproof`."""

from __future__ import annotations

import random
import re

from hypothesis import given
from hypothesis import strategies as st

from briefings.evidence.omissions import MOST_WORDS
from briefings.evidence.passages import Match, normalize
from briefings.evidence.verification import look_up
from briefings.grammar.cues import cues
from tests.evidence.forging import CORPORA, Corpus, article, forged, turning_words
from tests.growth import assert_soon

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
