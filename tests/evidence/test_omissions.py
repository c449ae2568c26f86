"""Omissions: which are verified, which are refused and why, and that random ones never change a meaning."""

from __future__ import annotations

import random
import re
from time import perf_counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefings.evidence.cues import cues
from briefings.evidence.languages import LANGUAGES
from briefings.evidence.omissions import MOST_WORDS, Refusal
from briefings.evidence.passages import Match, normalize
from briefings.evidence.verification import look_up
from tests.evidence.forging import CORPORA, Corpus, article, forged, turning_words

TOWN = """\
Veldhaven votes on its tram
Mayor Ines Hartog called the plan a fair deal. Alderman Piet Kool voted for a number that nobody believes. Line 4 is not a wish any more.
The long agreement, signed in Veldhaven on 26 July, sets up an office in the city. The office opens in spring after eleven years of work.
The council bought thirty new and quiet trams from a maker in the north. The trams run every ten minutes.
The board heard the treasurer's own rival praise the line. Riders of all ages used the line in the first week of spring.
Riders liked the “quiet doors” of the trams. If the city pays, the north line opens in 2 February.
It is a non-binding and early draft of the plan. The draft, Kool said, will cost the city dearly.
"""


def verdict(passage: str, text: str = TOWN, language: str = "en") -> str:
    """`omissions`, `verified`, `missing`, or the reason of a refusal."""
    result = look_up(passage, normalize(text), language)
    if isinstance(result, Match):
        return "omissions" if len(result.spans) > 1 else "verified"
    return result.reason if isinstance(result, Refusal) else "missing"


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        # Accepted: an aside, words inside a clause, the end of a sentence before the next.
        ("The long agreement … sets up an office", "omissions"),
        ("The long agreement […] sets up an office", "omissions"),
        ("The long agreement [...] sets up an office", "omissions"),
        ("The long agreement (...) sets up an office", "omissions"),
        ("The council bought … quiet trams", "clause"),
        ("The council bought thirty … trams from a maker", "clause"),
        ("bought thirty new and quiet … in the north", "omissions"),
        ("from a maker … The trams run every ten minutes", "omissions"),
        ("Riders of all ages … in the first … week of spring", "omissions"),
        ("… sets up an office in the city …", "verified"),
        # Negations, and words that contain one.
        ("Line 4 is … a wish any more", "negation"),
        ("Line 4 is … a wish", "negation"),
        ("Line 4 … wish any more", "negation"),
        ("a number … a wish any more", "sentence"),
        ("It is a … binding and early draft", "cut"),
        # Speakers and subjects.
        ("Mayor Ines Hartog … voted for a number", "sentence"),
        ("Mayor Ines Hartog […] Alderman Piet Kool voted", "speech"),
        ("Mayor Ines … Kool voted for a number", "sentence"),
        ("Alderman Piet Kool … nobody believes", "clause"),
        ("The board heard … praise the line", "speaker"),
        ("Riders liked the … of the trams", "quotation"),
        ("Riders liked the “quiet … of the trams", "quotation"),
        ("The draft … will cost the city", "speech"),
        # Conditions and limits.
        ("quiet doors … the north line opens", "sentence"),
        # Too far apart.
        ("Veldhaven votes on its tram … called the plan", "paragraphs"),
        ("The office opens in spring … 2 February", "wide"),
        ("called the plan a fair deal … Line 4 is not", "sentences"),
        ("after eleven years … in 2 February", "wide"),
        # Pieces that are too short.
        ("The council … a maker in the north", "clause"),
        ("The trams run … minutes", "fragment"),
        ("The trams … ten minutes", "fragment"),
        # Cut words, and the wrong order.
        ("The trams run eve … ten minutes", "cut"),
        ("ten minutes or so … The trams run", "missing"),
        ("run every ten minutes … The council bought", "missing"),
        ("The long agreement … sets up a bureau", "missing"),
    ],
)
def test_verdicts(passage: str, expected: str) -> None:
    assert verdict(passage) == expected


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


def test_places_of_several_parts_are_combined() -> None:
    text = (
        "The long plan is not here. The long plan of the city opens the new hall in the green park. The new"
        " hall is closed."
    )
    assert verdict("The long plan … opens the new hall … green park", text) == "omissions"
    assert verdict("The long plan … the new hall is closed", text.lower()) != "omissions"


def test_all_parts_together_are_in_at_most_two_sentences() -> None:
    text = (
        "The council met at noon in town. The mayor was there at one. The builder came late in the day. The"
        " plan was gone."
    )
    assert verdict("The council met at … The mayor was there … The builder came late", text) == "sentences"
    assert verdict("The council met at … The mayor was there", text) == "omissions"
    assert verdict("The council … The mayor … The builder … The plan", text) == "many"
    words = (
        "the red hall of the old town in the deep south of the land by the wide sea near the long hill of the"
        " high north"
    )
    assert (
        verdict("They met at noon in … deep south of … high north", f"They met at noon in {words}.")
        == "omissions"
    )
    longer = words.replace(
        "the old town", "the old town by the big park of a great house on a small green island"
    )
    longer = longer.replace("the wide sea", "the wide sea at the side of the long road to the great new city")
    assert (
        verdict("They met at noon in … deep south of … high north", f"They met at noon in {longer}.")
        == "wide"
    )


def test_dots_of_the_text_are_not_omissions() -> None:
    text = "He said that … this is not a wish. It was [...] not the end..."
    assert verdict("that … this is not a wish", text) == "verified"
    assert verdict("that … not a wish", text) == "fragment"
    assert verdict("It was [...] not the end...", text) == "verified"


def test_dates_are_not_names_and_numbers_are_not_clauses() -> None:
    text = (
        "The delegates signed the accord on 26 July 2025 at 10:30 with 1,500 guests in the great hall of the"
        " city."
    )
    assert verdict("The delegates signed the accord … in the great hall", text) == "omissions"
    assert (
        verdict("The delegates signed the accord … in the great hall", text.replace("26 July", "Kool"))
        == "name"
    )


@pytest.mark.parametrize(
    ("language", "text", "passage", "expected"),
    [
        (
            "de",
            "Die lange Linie ist kein Wunsch der Stadt mehr.",
            "Die lange Linie ist … Wunsch der Stadt",
            "negation",
        ),
        ("de", "Der Rat bat, so Kool, um eine neue Linie.", "Der Rat bat … um eine neue Linie", "omissions"),
        (
            "de",
            "Der Stadtrat schwieg und Kool stimmte für die Linie.",
            "Der Stadtrat schwieg … stimmte für die Linie",
            "clause",
        ),
        (
            "de",
            "Der Stadtrat soll die alte Linie verkauft haben.",
            "Der Stadtrat … die alte Linie verkauft",
            "hedge",
        ),
        (
            "de",
            "Die neue Linie, die im Mai öffnet, kostet Millionen.",
            "Die neue Linie … kostet Millionen",
            "omissions",
        ),
        (
            "de",
            "Die Gäste aus dreißig Ländern nahmen das Papier an.",
            "Die Gäste … nahmen das Papier an",
            "fragment",
        ),
        (
            "de",
            "Die vielen Gäste aus dreißig Ländern nahmen das Papier an.",
            "Die vielen Gäste … nahmen das Papier an",
            "omissions",
        ),
        ("fr", "La longue ligne n'est pas un souhait.", "La longue ligne … un souhait de", "missing"),
        (
            "fr",
            "La longue ligne n'est pas un souhait de la ville.",
            "La longue ligne … un souhait de la ville",
            "negation",
        ),
        ("fr", "Le conseil serait prêt à payer la ligne.", "Le conseil … prêt à payer la ligne", "hedge"),
        (
            "fr",
            "Les invités de trente pays adoptent le texte.",
            "Les invités … adoptent le texte",
            "omissions",
        ),
        (
            "es",
            "La larga línea no es un deseo de la ciudad.",
            "La larga línea … un deseo de la ciudad",
            "negation",
        ),
        (
            "es",
            "Los delegados de treinta países firmaron el texto.",
            "Los delegados … firmaron el texto",
            "omissions",
        ),
        (
            "it",
            "La lunga linea non è un desiderio della città.",
            "La lunga linea … un desiderio della città",
            "negation",
        ),
        (
            "it",
            "I delegati di trenta paesi firmarono il testo.",
            "I delegati … firmarono il testo",
            "omissions",
        ),
        ("pt", "A longa linha não é um desejo da cidade.", "A longa linha … um desejo da cidade", "negation"),
        (
            "pt",
            "Os delegados de trinta países assinaram o texto.",
            "Os delegados … assinaram o texto",
            "omissions",
        ),
        ("nl", "De lange lijn is geen wens van de stad.", "De lange lijn is … wens van de stad", "negation"),
        (
            "nl",
            "De gasten uit dertig landen namen de tekst aan.",
            "De gasten uit … namen de tekst aan",
            "omissions",
        ),
        ("ru", "Длинная линия не является желанием города.", "Длинная линия … желанием города", "negation"),
        (
            "ru",
            "Гости из тридцати стран приняли этот текст.",
            "Гости из тридцати … приняли этот текст",
            "omissions",
        ),
        ("ar", "هذا الخط الطويل ليس رغبة أهل المدينة.", "هذا الخط الطويل … رغبة أهل المدينة", "negation"),
        ("ar", "هذا الخط الطويل الجديد رغبة أهل المدينة.", "هذا الخط الطويل … رغبة أهل المدينة", "omissions"),
        ("ar", "هذا الخط الطويل وقال عمر رغبة أهل المدينة.", "هذا الخط الطويل … رغبة أهل المدينة", "speech"),
        ("zh", "各国代表没有通过这项宣言。", "各国代表……通过这项宣言", "negation"),
        ("zh", "各国代表在上海一致通过这项宣言。", "各国代表……通过这项宣言", "omissions"),
        ("zh-Hant", "市長認為議員投票贊成。", "市長認……投票贊成", "fragment"),
        ("ja", "各国の代表はこの宣言を採択した。", "各国の代表は…採択した", "omissions"),
        ("ja", "新しい路線は市の願いではない計画です。", "新しい路線…計画です", "negation"),
        ("ko", "각국 대표들은 이 선언을 채택했다.", "각국 대표들은 … 선언을 채택했다", "language"),
        ("cs", "Delegáti ze třiceti zemí přijali deklaraci.", "Delegáti ze … přijali deklaraci", "language"),
    ],
)
def test_languages(language: str, text: str, passage: str, expected: str) -> None:
    assert verdict(passage, text, language) == expected


@pytest.mark.parametrize(
    ("language", "text", "passage"),
    [
        ("en", "Der lange Plan ist kein Wunsch der Stadt.", "Der lange Plan ist … Wunsch der Stadt"),
        ("en", "Den långa planen är inte en önskan.", "Den långa planen … en önskan"),
        ("de", "Длинная линия совсем желанием города.", "Длинная линия … желанием города"),
        ("zh", "Длинная линия совсем желанием города.", "Длинная линия … желанием города"),
    ],
)
def test_a_wrong_language_does_not_help(language: str, text: str, passage: str) -> None:
    assert verdict(passage, text, language) in {"negation", "script", "fragment"}


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
        ("aa bb cc dd " * 100_000, "aa bb cc dd … bb cc dd aa … cc dd aa bb … dd aa bb cc"),
        ("many words here, " * 60_000, "many words … words here"),
        ("x" * 1_000_000, "xxxxxxxxxxx … xxxxxxxxxxxx"),
    ]:
        normal = normalize(text)
        began = perf_counter()
        look_up(passage, normal, "en")
        # It takes a fraction of a second; the limit only excludes quadratic time.
        assert perf_counter() - began < 10


# ── Random cuts ─────────────────────────────────────────────────────────────────────────────────────────────


@settings(max_examples=400, deadline=None)
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
    for corpus in CORPORA * 60:
        text = article(corpus, chance)
        normal = normalize(text)
        for _ in range(40):
            result = look_up(forged(corpus, text, chance), normal, corpus.language)
            verified[corpus.language] += isinstance(result, Match) and len(result.spans) > 1
    assert min(verified.values()) > 10, verified


def test_every_language_has_each_kind_of_cue() -> None:
    for code, language in LANGUAGES.items():
        for words in (
            language.particles,
            language.negation,
            language.speech,
            language.hedge,
            language.clause,
        ):
            assert len(words.split()) >= 4, code
