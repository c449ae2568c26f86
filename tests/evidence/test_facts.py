"""Facts held against their passages: the collection in `quoteproof/facts/`, and our verdicts on it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest

from benchmarks.particulars.measure import LANGUAGES, Labels, known_names, mutations, particulars
from briefings.evidence.coverage import Finding, Passage, cover
from briefings.evidence.particulars import measured
from briefings.grammar.names import NO_NAMES
from quoteproof.adapters import briefings as ours
from quoteproof.run import OUTCOMES, outcome, read

COLLECTION = Path(__file__).parents[2] / "quoteproof"
AGAINST_US = COLLECTION / "against-briefings.txt"
README = COLLECTION / "README.md"
CASES: list[dict[str, Any]] = [case for _, case in read(COLLECTION / "facts")]


def test_the_verdicts_that_go_against_us_are_listed(update_goldens: bool) -> None:
    states = {case["id"]: ours.state(case) for case in CASES}
    wrong = [
        f"{c['id']}: {states[c['id']]}, not {c['expect']}\n" for c in CASES if states[c["id"]] != c["expect"]
    ]
    if update_goldens:
        AGAINST_US.write_text("".join(wrong), encoding="utf-8")
    assert AGAINST_US.read_text(encoding="utf-8") == "".join(wrong)


TRAIN = "28日8时16分，G8801次列车从江宁南站缓缓驶出，全程三小时二十分"


@pytest.mark.parametrize(
    ("language", "passage", "title", "state"),
    [
        ("zh", TRAIN, TRAIN, "in-passage"),
        ("zh", TRAIN, "27日列车驶出", "differs"),
        ("zh", TRAIN, "G8802次列车驶出", "differs"),
        ("zh", TRAIN, "全程200分钟", "in-passage"),
        ("zh", TRAIN, "全程3小时", "differs"),
        ("zh", "项目用了两三年", "项目用了23年", "differs"),
        ("zh", "项目用了两三年", "项目用了2至3年", "in-passage"),
        ("en", "The ride on the M25 takes an hour and twenty minutes", "M25 ride takes 80 minutes", "in-passage"),
        ("en", "The ride on the M25 takes an hour and twenty minutes", "Ride takes 20 minutes", "differs"),
        ("en", "The ride on the M25 takes an hour and twenty minutes", "The M26 opens", "differs"),
        ("de", "Die A380 landete um 9 Uhr", "A350 landet", "differs"),
        ("fr", "Il est condamné à quatre ans et un mois", "Condamné à 4 ans", "differs"),
        ("es", "El tren S-103 llegó tarde", "Llega el S103", "in-passage"),
        ("es", "Uno de cada cinco hogares ahorra", "Uno de cada cuatro ahorra", "differs"),
        ("fr", "Une enseigne sur quatre recule", "Une enseigne sur cinq recule", "differs"),
        ("zh", "每10万人就有86人丧命", "每10万人中有86人死亡", "in-passage"),
        ("zh", "每10万人就有86人丧命", "每1万人中有86人死亡", "differs"),
        ("es", "Hubo 18 ó 19 millones", "Hubo 18 millones", "in-passage"),
        ("es", "Pasó un año y medio preso", "Preso 18 meses", "in-passage"),
        ("fr", "Il a duré une heure et demie", "Il a duré 30 minutes", "differs"),
        ("en", "In the 2-1/2 year conflict", "War lasts 2 years", "differs"),
        ("fr", "Une demi-douzaine de sites ferment", "Une douzaine de sites ferment", "differs"),
        ("en", "A crowd of several hundred people", "Several thousand people came", "differs"),
        ("de", "Die Ausgaben übersteigen laut Stadt 12 Millionen Euro", "Höchstens 12 Millionen Euro", "differs"),
        ("de", "Der Pegel blieb unter der Marke von 4,80 Metern", "Pegel über 4,80 Metern", "differs"),
        ("fr", "Le coût dépasse 8 millions d'euros", "Il coûte 8 millions d'euros au maximum", "differs"),
        ("en", "It reached 107 kilometers", "It stayed below 107 kilometers", "not-found"),
        ("en", "It costs more than US$12", "It costs more than $12", "in-passage"),
        # The end of a range or a rounded number is not the side that it leaves out.
        ("en", "Between 20 and 30 clerks slept", "More than 30 clerks slept", "differs"),
        ("en", "Between 20 and 30 clerks slept", "Fewer than 20 clerks slept", "differs"),
        ("en", "Between 20 and 30 clerks slept", "More than 20 clerks slept", "in-passage"),
        ("de", "20 bis 30 Arbeiter schliefen", "Mehr als 30 Arbeiter schliefen", "differs"),
        ("es", "Entre 20 y 30 obreros durmieron", "Durmieron menos de 20 obreros", "differs"),
        ("fr", "De 20 à 30 ouvriers ont dormi", "Plus de 30 ouvriers ont dormi", "differs"),
        ("zh", "二三十名记者过夜", "30多名记者过夜", "not-found"),
        ("zh", "20至30名记者过夜", "20多名记者过夜", "in-passage"),
        ("en", "Around 1,000 judges slept", "More than 1,000 judges slept", "not-found"),
        ("es", "Durmieron unos 1.000 jueces", "Duermen unos 1.000 jueces", "in-passage"),
        ("zh", "约1000名医生过夜", "1000多名医生过夜", "not-found"),
        # Words that say on which side of a number the true one is.
        ("en", "More than 186 cooks slept", "Barely 186 cooks slept", "differs"),
        ("en", "More than 186 cooks slept", "Not even 186 cooks slept", "differs"),
        ("en", "Nearly 90 cooks slept", "90-plus cooks sleep", "differs"),
        ("en", "More than 90 cooks slept", "90+ cooks sleep", "in-passage"),
        ("en", "Fewer than 50 cooks slept", "A full 50 cooks slept", "differs"),
        ("de", "Mehr als 186 Köche schliefen", "Keine 186 Köche schliefen", "differs"),
        ("de", "Mehr als 186 Köche schliefen", "Gerade einmal 186 Köche schliefen", "differs"),
        ("es", "Durmieron más de 186 obreros", "A lo sumo 186 obreros durmieron", "differs"),
        ("fr", "Plus de 186 ouvriers ont dormi", "À peine 186 ouvriers ont dormi", "differs"),
        ("zh", "超过186人过夜", "186人以下过夜", "differs"),
        ("zh", "近90名厨师过夜", "90名以上厨师过夜", "differs"),
        ("zh", "超过90名厨师过夜", "90名以上厨师过夜", "in-passage"),
        ("en", "Just shy of 186 cooks slept", "At least 186 cooks slept", "differs"),
        ("en", "Nearly 186 cooks slept", "A good 186 cooks slept", "differs"),
        ("es", "Durmieron más de 186 obreros", "Rozan los 186 obreros", "differs"),
        ("es", "Durmieron casi 186 obreros", "Cuando menos 186 obreros", "differs"),
        ("de", "Mehr als 186 Köche schliefen", "Allenfalls 186 Köche schliefen", "differs"),
        ("fr", "Plus de 186 ouvriers ont dormi", "186 ouvriers tout au plus", "differs"),
        ("fr", "Moins de 186 ouvriers ont dormi", "Au bas mot 186 ouvriers", "differs"),
        ("zh", "不足186人过夜", "不下186人过夜", "differs"),
        # A temperature has a sign, in words or before the number.
        ("en", "It was minus 17 degrees", "It was 17 degrees", "differs"),
        ("en", "It was 17 degrees", "It was 17 degrees below zero", "differs"),
        ("en", "It was −17 °C", "It was minus 17 degrees", "in-passage"),
        ("en", "It was -10 to -17 degrees", "It was 17 degrees", "differs"),
        ("en", "It will be 10-17 degrees", "It will be 17 degrees", "in-passage"),
        ("de", "Es waren 17 Grad unter null", "Es waren 17 Grad", "differs"),
        ("de", "Es waren minus 5 bis 10 Grad", "Es waren minus 10 Grad", "in-passage"),
        ("es", "Hizo 17 grados bajo cero", "Hizo -17 grados", "in-passage"),
        ("es", "Hizo 17 grados", "Hizo 17 grados bajo cero", "differs"),
        ("fr", "Il a fait 17 degrés sous zéro", "Il a fait 17 degrés", "differs"),
        ("fr", "Il a fait au moins 17 degrés", "Il a fait au moins 17 degrés", "in-passage"),
        ("zh", "气温降至零下17度", "气温-17度", "in-passage"),
        ("zh", "气温升至17度", "气温降至零下17度", "differs"),
        # A share is a number of percent, and counts nothing.
        ("en", "Two thirds of the seats are taken", "67 percent of the seats are taken", "in-passage"),
        ("en", "Two thirds of the seats are taken", "67 seats are taken", "differs"),
        ("de", "Ein Drittel der Sitze ist frei", "33 Sitze sind frei", "differs"),
        ("zh", "三分之一的席位空缺", "33个席位空缺", "differs"),
        ("es", "Medio centenar de perros ladró", "Ladran 50 perros", "in-passage"),
        ("es", "Tres gatos y medio centenar de perros", "Tres gatos y 50 perros", "in-passage"),
        ("en", "The turbine yields 5 megawatts", "The turbine yields 5,000 kilowatts", "in-passage"),
        ("en", "The turbine yields 5 megawatts", "The turbine yields 5 megawatt-hours", "differs"),
        ("zh", "风机功率5兆瓦", "风机功率5兆瓦时", "differs"),
        ("fr", "Le pont ouvre à 21 h 30", "Le pont ouvre à 9 h 30", "differs"),
        ("es", "El puente abre a las 21.00 horas", "Abre a las 21.00", "in-passage"),
        ("es", "El puente abre a las nueve de la noche", "Abre a las 21.00", "not-found"),
        ("zh", "林静说：“车库是我的”", "林静说：〝车库是他的〞", "differs"),
        # Only in English may the month come first.
        ("es", "El pleno se reunió el 12 de marzo de 2026", "El pleno del 12/3/2026", "in-passage"),
        ("es", "El pleno se reunió el 12-3-2026", "El pleno del 12/03/2026", "in-passage"),
        ("es", "La reunión fue el 4/5/2026", "Reunión del 5 de abril de 2026", "not-found"),
        ("fr", "Le conseil s'est réuni le 12 mars 2026", "Réunion du 12/03/2026", "in-passage"),
        ("en", "The council met on March 12, 2026", "The meeting of 12/3/2026", "not-found"),
        ("es", "Es el 12 de marzo, con 17 votos", "El pleno vota el día 12", "in-passage"),
        ("es", "Es el 12 de marzo, con 17 votos", "El pleno vota el día 13", "differs"),
        # In a vote, each number has a side.
        ("en", "passed by 61 votes to 38, with 5 abstentions", "61 members voted against it", "differs"),
        ("en", "passed by 61 votes to 38, with 5 abstentions", "38 members voted against it", "in-passage"),
        ("es", "por 61 votos a favor, 38 en contra y 5 abstenciones", "61 votos en contra", "differs"),
        ("de", "mit 61 zu 38 Stimmen bei fünf Enthaltungen", "Fünf stimmten dagegen", "differs"),
        ("fr", "par 61 voix contre 38 et 5 abstentions", "5 voix contre", "differs"),
        ("fr", "Il s'incline à 38 voix contre 61", "Par 61 voix contre 38", "in-passage"),
        ("fr", "Un tiers de 100 études est faux", "Un tiers de cent études est faux", "in-passage"),
        ("zh", "以61票赞成、38票反对、5票弃权通过", "法案有5票反对", "differs"),
    ],
)  # fmt: skip
def test_a_fact_that_a_passage_gives_or_not(language: str, passage: str, title: str, state: str) -> None:
    case = {"language": language, "text": f"{passage}.", "passage": passage, "published": "2026-09-28"}
    assert ours.state(case | {"fact": {"title": title}}) == state


@pytest.mark.parametrize(
    ("language", "passage", "value", "unit", "state"),
    [
        ("zh", "入住率提高6.2个百分点", "6.2", "个百分点", "in-passage"),
        ("zh", "入住率提高6.2个百分点", "0.062", "个百分点", "differs"),
        ("zh", "捐款港币500万元", "500", "万港元", "in-passage"),
        ("zh", "捐款港币500万元", "500", "万元人民币", "differs"),
        ("zh", "全县产茶园8.6万亩", "8.6", "万公顷", "differs"),
        ("fr", "Il versera 2,3 M€ d’aides", "2.3", "M€", "in-passage"),
        ("fr", "Il versera 2,3 M€ d’aides", "2.3", "€", "differs"),
    ],
)
def test_a_figure_that_a_passage_gives_or_not(
    language: str, passage: str, value: str, unit: str, state: str
) -> None:
    case = {"language": language, "text": f"{passage}.", "passage": passage, "published": "2026-09-28"}
    assert ours.state(case | {"fact": {"label": "X", "value": value, "unit": unit}}) == state


@pytest.mark.parametrize(
    ("language", "passage", "value", "unit", "state"),
    [
        ("it", "Il tasso è del 12 per cento", "12", "percent", "in-passage"),
        ("pt", "A obra custa 84,5 milhões de euros", "84500000", "euros", "in-passage"),
        ("ru", "Ставка составляет 12 процентов", "12", "percent", "in-passage"),
        ("it", "L'opera costa 84 euro", "84", "dollars", "not-found"),
        ("it", "L'opera costa 184 euro", "134", "euros", "differs"),
    ],
)
def test_a_unit_does_not_differ_in_a_language_that_is_not_read(
    language: str, passage: str, value: str, unit: str, state: str
) -> None:
    given = measured("value", Decimal(value), unit, "", None, "en")
    assert [each.state for each in cover([given], (Passage(passage, language),), NO_NAMES)] == [state]


@pytest.mark.parametrize(
    ("language", "passage", "counts", "states"),
    [
        ("zh", "以38票赞成、7票反对、2票弃权通过决议", {"ayes": 38, "noes": 7, "abstentions": 2}, ["in-passage"] * 3),
        ("zh", "以38票赞成、7票反对、2票弃权通过决议", {"ayes": 38, "noes": 2}, ["in-passage", "differs"]),
        ("zh", "赞成38票，反对7票", {"ayes": 7, "noes": 38}, ["differs", "differs"]),
        ("zh", "赞成票38票，反对票7票", {"ayes": 7, "noes": 38}, ["differs", "differs"]),
        ("en", "passed by 38 votes to 7, with 2 abstentions", {"ayes": 38, "noes": 2}, ["in-passage", "differs"]),
        ("en", "rejected by 38 votes to 7", {"ayes": 7, "noes": 38}, ["in-passage", "in-passage"]),
        ("de", "mit 38 zu 7 Stimmen bei zwei Enthaltungen", {"noes": 2, "abstentions": 2}, ["differs", "in-passage"]),
        ("fr", "par 38 voix contre 7 et 2 abstentions", {"ayes": 38, "noes": 2}, ["in-passage", "differs"]),
        ("es", "por 38 votos a favor, 7 en contra y 2 abstenciones", {"ayes": 2, "noes": 7}, ["differs", "in-passage"]),
        ("en", "38 of the 45 members were there", {"ayes": 38}, ["in-passage"]),
        # People who are not said to vote, and what cannot vote, give no number of a vote, and nothing in its place.
        ("en", "9 residents came, and 200 people work there", {"ayes": 9, "noes": 200}, ["not-found"] * 2),
        ("de", "9 Einwohner kamen, 200 Menschen arbeiten dort", {"ayes": 9, "noes": 200}, ["not-found"] * 2),
        ("es", "Vinieron nueve vecinos y murieron 12 personas", {"ayes": 9, "noes": 12}, ["not-found"] * 2),
        ("fr", "9 habitants sont venus, 200 personnes y travaillent", {"ayes": 9, "noes": 200}, ["not-found"] * 2),
        ("zh", "9名居民到场，200人在那里工作", {"ayes": 9, "noes": 200}, ["not-found"] * 2),
        ("es", "12 vecinos votaron a favor, 5 en contra", {"ayes": 12, "noes": 5}, ["in-passage"] * 2),
        ("en", "31 residents voted for it, 9 against", {"ayes": 31, "noes": 9}, ["in-passage"] * 2),
        ("en", "It takes three months and 5 dogs", {"ayes": 3, "noes": 5, "abstentions": 30}, ["not-found"] * 3),
        ("de", "Das Gericht hat drei Monate und 5 Hunde", {"ayes": 3, "noes": 5}, ["not-found"] * 2),
        ("es", "Costará 12 euros y llevará tres meses", {"ayes": 12, "noes": 130}, ["not-found"] * 2),
        ("fr", "Le tribunal a trois mois et 5 chiens", {"ayes": 3, "noes": 5}, ["not-found"] * 2),
        ("zh", "法院须在三个月内裁决，有5只狗", {"ayes": 3, "noes": 5}, ["not-found"] * 2),
        ("en", "12 councilors backed it, and 5 did not", {"ayes": 12, "noes": 5}, ["in-passage"] * 2),
        ("de", "12 Stadträte stimmten zu, 5 nicht", {"ayes": 12, "noes": 5}, ["in-passage"] * 2),
        ("es", "Diecisiete concejales y nueve votantes", {"ayes": 17, "noes": 9}, ["in-passage"] * 2),
        ("fr", "12 conseillers l'ont approuvé, cinq non", {"ayes": 12, "noes": 5}, ["in-passage"] * 2),
        ("zh", "17名议员投票支持，9人不同意", {"ayes": 17, "noes": 9}, ["in-passage"] * 2),
    ],
)  # fmt: skip
def test_the_sides_of_a_vote(language: str, passage: str, counts: dict[str, int], states: list[str]) -> None:
    given = [measured(key, number, "", "", None, language) for key, number in counts.items()]
    found = cover([each for each in given if each is not None], (Passage(passage, language),), NO_NAMES)
    assert [each.state for each in found] == states


@pytest.mark.parametrize(
    ("language", "passage", "name", "state"),
    [
        ("en", "The council declined to comment on the plan", "council", "not-found"),
        ("en", "An aide told Harbor Radio on Monday that it opens", "Harbor Radio", "not-found"),
        ("en", "A spokeswoman for Harbor Radio said it opens", "Harbor Radio", "in-passage"),
        ("de", "Ohmwerk wollte sich zu den Vorwürfen bisher nicht äußern", "Ohmwerk", "not-found"),
        ("de", "„Es öffnet“, sagte ein Anwohner dem Sender Hafenradio", "Hafenradio", "not-found"),
        ("es", "El presidente Luis Ruiz se negó a precisar la fecha", "Luis Ruiz", "not-found"),
        ("fr", "Ohmwerk n'a pas commenté la situation", "Ohmwerk", "not-found"),
        ("zh", "海港公司未立即回复记者的置评请求", "海港公司", "not-found"),
        ("zh", "海港公司表示，渡轮将停运", "海港公司", "in-passage"),
    ],
)
def test_who_listens_or_is_silent_does_not_speak(language: str, passage: str, name: str, state: str) -> None:
    kind = "person" if name == "Luis Ruiz" else "organization"
    case = {"language": language, "text": f"{passage}.", "passage": passage, "fact": {"speaker": name}}
    assert ours.state(case | {"actors": [{"name": name, "kind": kind}]}) == state


@pytest.mark.parametrize(
    ("language", "passage", "state"),
    [
        ("de", "Am Wochenende sind 13.000 Menschen eingereist.", "not-found"),
        ("fr", "La course s'est déroulée ce week-end.", "not-found"),
        ("en", "The ferry will open this weekend.", "in-passage"),
    ],
)
def test_a_past_weekend_is_not_the_next(language: str, passage: str, state: str) -> None:
    case = {"language": language, "text": passage, "passage": passage, "published": "2026-09-28"}
    assert ours.state(case | {"fact": {"date": "2026-10-03/2026-10-04"}}) == state


def without_details(findings: Iterable[Finding]) -> list[Finding]:
    return [each._replace(is_absent=False) for each in findings if each.state == "differs"]


def test_without_details_the_same_particulars_differ() -> None:
    for case in CASES:
        found, differing = ours.findings(case), ours.findings(case, in_detail=False)
        assert without_details(differing) == without_details(found)


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_labelled_facts_and_mutations_the_same_differ(language: str) -> None:
    labels = Labels(language)
    passages, mutated = labels.passages(), mutations(labels, Random(1), 300)
    for fact, given in [(f, f["fact"]) for f in labels.facts] + [(f, given) for _, f, given, _ in mutated]:
        known, passage = known_names(fact), passages[fact["id"]]
        every = list(particulars(given, language, known))
        found, differing = (cover(every, (passage,), known, in_detail=detail) for detail in (True, False))
        assert without_details(differing) == without_details(found)


@pytest.mark.parametrize(("title", "judge"), [("presence", ours.presence), ("facts", ours.fact)])
def test_the_published_results_are_ours(
    title: str, judge: Callable[[dict[str, Any]], bool], update_goldens: bool
) -> None:
    counts = Counter(outcome(case, judge(case)) for _, case in read(COLLECTION / title))
    row = f"| Briefings, this revision | {' | '.join(str(counts[name]) for name in OUTCOMES)} |"
    published = rf"(?<=\n)(\| {title}: .+\n.+\n)\| Briefings, this revision \|.+"
    text = README.read_text(encoding="utf-8")
    if update_goldens:
        README.write_text(text := re.sub(published, rf"\1{row}", text), encoding="utf-8")
    found = re.search(published, text)
    assert found is not None
    assert found[0].splitlines()[-1] == row
