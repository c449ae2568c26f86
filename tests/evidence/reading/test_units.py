"""Units beside numbers: money, percent and points, measures, and nouns that are counted."""

from __future__ import annotations

import pytest

from briefings.evidence.reading.amounts import amounts
from briefings.evidence.reading.units import Unit, unit_in


def unit_of(words: str, language: str) -> Unit:
    """The unit of the only number in some words."""
    (amount,) = amounts(words, language)
    return amount.unit


@pytest.mark.parametrize(
    ("language", "words", "code"),
    [
        ("en", "It cost €40.", "EUR"),
        ("en", "It cost EUR 40.", "EUR"),
        ("en", "It cost 40 euros.", "EUR"),
        ("en", "It cost 40 million euros.", "EUR"),
        ("en", "It cost £40m.", "GBP"),
        ("en", "It cost 40 pounds sterling.", "GBP"),
        ("en", "It cost US$40 billion.", "USD"),
        ("en", "It cost $40.", "USD"),
        ("en", "It cost 40 US dollars.", "USD"),
        ("en", "It cost HK$40.", "HKD"),
        ("en", "It cost CHF 40.", "CHF"),
        ("en", "It cost 40 Swiss francs.", "CHF"),
        ("en", "It cost ¥40.", "JPY"),
        ("en", "It cost ₹40 crore.", "INR"),
        ("en", "It cost 40 Indian rupees.", "INR"),
        ("de", "Sie kostete 40 Euro.", "EUR"),
        ("de", "Sie kostete 40 €.", "EUR"),
        ("de", "Sie kostete 40 Millionen Euro.", "EUR"),
        ("de", "Sie kostete 40 Mio. Euro.", "EUR"),
        ("de", "Sie kostete 40 Franken.", "CHF"),
        ("de", "Sie kostete 40 US-Dollar.", "USD"),
        ("fr", "Il a coûté 40 euros.", "EUR"),
        ("fr", "Il a coûté 40 €.", "EUR"),
        ("fr", "Il a coûté 40 millions d’euros.", "EUR"),
        ("fr", "Il a coûté 40 francs suisses.", "CHF"),
        ("fr", "Il a coûté 40 dollars américains.", "USD"),
        ("es", "Costó 40 euros.", "EUR"),
        ("es", "Costó 40 €.", "EUR"),
        ("es", "Costó 40 millones de euros.", "EUR"),
        ("es", "Costó 40 dólares estadounidenses.", "USD"),
        ("es", "Costó 40 pesos mexicanos.", "MXN"),
        ("zh", "造价40欧元。", "EUR"),
        ("zh", "造价40亿美元。", "USD"),
        ("zh", "造价40万元。", "CNY"),
        ("zh", "造价40亿元人民币。", "CNY"),
        ("zh", "造价40英镑。", "GBP"),
    ],
)
def test_money_with_signs_names_and_codes(language: str, words: str, code: str) -> None:
    unit = unit_of(words, language)
    assert unit.kind == "money"
    assert code in unit.names


@pytest.mark.parametrize(
    ("language", "words", "kind"),
    [
        ("en", "It fell by 4%.", "percent"),
        ("en", "It fell by 4 percent.", "percent"),
        ("en", "It fell by 4 per cent.", "percent"),
        ("en", "It fell by 4 percentage points.", "points"),
        ("de", "Sie fiel um 4 %.", "percent"),
        ("de", "Sie fiel um 4 Prozent.", "percent"),
        ("de", "Sie fiel um 4 Prozentpunkte.", "points"),
        ("fr", "Il a baissé de 4 %.", "percent"),
        ("fr", "Il a baissé de 4 pour cent.", "percent"),
        ("fr", "Il a baissé de 4 points de pourcentage.", "points"),
        ("es", "Bajó un 4 %.", "percent"),
        ("es", "Bajó un 4 por ciento.", "percent"),
        ("es", "Bajó 4 puntos porcentuales.", "points"),
        ("zh", "下降了4%。", "percent"),
        ("zh", "下降了百分之四。", "percent"),
        ("zh", "下降了4个百分点。", "points"),
    ],
)
def test_percent_and_percentage_points(language: str, words: str, kind: str) -> None:
    assert unit_of(words, language).kind == kind


@pytest.mark.parametrize(
    ("language", "words", "name"),
    [
        ("en", "a line of 12 kilometers", "kilometer"),
        ("en", "a line of 12 kilometres", "kilometer"),
        ("en", "a line of 12 km", "kilometer"),
        ("en", "a 12-kilometer line", "kilometer"),
        ("en", "a hill of 12 metres", "meter"),
        ("en", "a load of 12 tonnes", "tonne"),
        ("en", "a load of 12 kg", "kilogram"),
        ("en", "a field of 12 hectares", "hectare"),
        ("en", "a field of 12 square kilometers", "square-kilometer"),
        ("en", "a field of 12 km²", "square-kilometer"),
        ("en", "a lake of 12 cubic metres", "cubic-meter"),
        ("en", "a delay of 12 hours", "hour"),
        ("en", "a delay of 12 minutes", "minute"),
        ("en", "a heat of 12 degrees Celsius", "celsius"),
        ("en", "a heat of 12 °C", "celsius"),
        ("en", "a plant of 12 megawatts", "megawatt"),
        ("en", "a plant of 12 MW", "megawatt"),
        ("en", "a speed of 12 miles an hour", "mile-per-hour"),
        ("en", "a speed of 12 km/h", "kilometer-per-hour"),
        ("de", "eine Strecke von 12 Kilometern", "kilometer"),
        ("de", "eine Strecke von 12 km", "kilometer"),
        ("de", "eine Ladung von 12 Tonnen", "tonne"),
        ("de", "ein Feld von 12 Hektar", "hectare"),
        ("de", "ein Feld von 12 Quadratkilometern", "square-kilometer"),
        ("de", "ein See von 12 Kubikmetern", "cubic-meter"),
        ("de", "nach 12 Jahren", "year"),
        ("de", "mit 12 Stundenkilometern", "kilometer-per-hour"),
        ("de", "bei 12 Grad Celsius", "celsius"),
        ("fr", "une ligne de 12 kilomètres", "kilometer"),
        ("fr", "une ligne de 12 km", "kilometer"),
        ("fr", "une charge de 12 tonnes", "tonne"),
        ("fr", "un champ de 12 hectares", "hectare"),
        ("fr", "un champ de 12 kilomètres carrés", "square-kilometer"),
        ("fr", "un lac de 12 mètres cubes", "cubic-meter"),
        ("fr", "il y a 12 ans", "year"),
        ("fr", "à 12 kilomètres à l’heure", "kilometer-per-hour"),
        ("es", "una línea de 12 kilómetros", "kilometer"),
        ("es", "una línea de 12 km", "kilometer"),
        ("es", "una carga de 12 toneladas", "tonne"),
        ("es", "un campo de 12 hectáreas", "hectare"),
        ("es", "un campo de 12 kilómetros cuadrados", "square-kilometer"),
        ("es", "un embalse de 12 hm³", "cubic-hectometer"),
        ("es", "durante 12 meses", "month"),
        ("es", "a 12 kilómetros por hora", "kilometer-per-hour"),
        ("zh", "全长12公里。", "kilometer"),
        ("zh", "全长12千米。", "kilometer"),
        ("zh", "重达12吨。", "tonne"),
        ("zh", "面积12公顷。", "hectare"),
        ("zh", "面积12平方公里。", "square-kilometer"),
        ("zh", "历时12小时。", "hour"),
        ("zh", "历时12个月。", "month"),
    ],
)
def test_measures_spelled_out_and_abbreviated(language: str, words: str, name: str) -> None:
    unit = unit_of(words, language)
    assert unit.kind == "measure"
    assert name in unit.names


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "12 ships", "12 ship"),
        ("en", "12 flooded cellars", "12 cellars"),
        ("de", "12 Schiffe", "12 Schiffen"),
        ("de", "12 überflutete Keller", "12 Keller"),
        ("fr", "12 navires", "12 navires coulés"),
        ("es", "12 barcos", "12 barcos hundidos"),
        ("zh", "12艘船", "12条船"),
    ],
)
def test_counted_nouns_have_a_name_in_common(language: str, one: str, other: str) -> None:
    a, b = unit_of(one, language), unit_of(other, language)
    assert (a.kind, b.kind) == ("count", "count")
    assert not a.names.isdisjoint(b.names)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "40 euros", "40 dollars"),
        ("en", "€40", "$40"),
        ("en", "40 percent", "40 percentage points"),
        ("en", "40 percent", "40 people"),
        ("en", "40 kilometers", "40 miles"),
        ("en", "40 kilometers", "40 tonnes"),
        ("en", "40 people", "40 households"),
        ("en", "40 days", "40 weeks"),
        ("de", "40 Euro", "40 Franken"),
        ("de", "40 Prozent", "40 Prozentpunkte"),
        ("de", "40 Menschen", "40 Haushalte"),
        ("de", "40 Tage", "40 Wochen"),
        ("fr", "40 euros", "40 dollars"),
        ("fr", "40 %", "40 points"),
        ("fr", "40 personnes", "40 foyers"),
        ("fr", "40 jours", "40 semaines"),
        ("es", "40 euros", "40 pesos"),
        ("es", "40 %", "40 puntos porcentuales"),
        ("es", "40 personas", "40 hogares"),
        ("es", "40 días", "40 semanas"),
        ("zh", "40美元", "40欧元"),
        ("zh", "40%", "40个百分点"),
        ("zh", "40人", "40户"),
        ("zh", "40天", "40个月"),
    ],
)
def test_units_that_contradict_each_other(language: str, one: str, other: str) -> None:
    assert unit_of(one, language).contradicts(unit_of(other, language))
    assert unit_of(other, language).contradicts(unit_of(one, language))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("en", "40 euros"), ("de", "40 €")),
        (("en", "$40"), ("en", "40 US dollars")),
        (("en", "$40"), ("es", "40 pesos mexicanos")),
        (("en", "40 percent"), ("fr", "40 pour cent")),
        (("en", "40 percent"), ("zh", "40%")),
        (("en", "40 kilometers"), ("fr", "40 kilomètres")),
        (("en", "40 kilometres"), ("zh", "40公里")),
        (("en", "40 tonnes"), ("de", "40 Tonnen")),
        (("en", "40 tonnes"), ("zh", "40吨")),
        (("en", "40 people"), ("en", "40 residents")),
        (("en", "40 people"), ("es", "40 vecinos")),
        (("en", "40 people"), ("zh", "40人")),
        (("en", "40 states"), ("en", "40 countries")),
        (("en", "40 euros"), ("en", "40")),
        (("en", "40 years"), ("en", "40-year-old")),
        (("de", "19 Jahre"), ("de", "19-jährig")),
    ],
)
def test_units_that_can_mean_the_same(one: tuple[str, str], other: tuple[str, str]) -> None:
    a, b = unit_of(one[1], one[0]), unit_of(other[1], other[0])
    assert not a.contradicts(b)
    assert not b.contradicts(a)


@pytest.mark.parametrize(
    ("language", "words", "kind", "name"),
    [
        ("en", "million euros", "money", "EUR"),
        ("en", "percent of all households", "percent", "percent"),
        ("en", "percentage points", "points", "points"),
        ("en", "km", "measure", "kilometer"),
        ("en", "passengers", "count", ""),
        ("en", "passengers a day", "count", ""),
        ("en", "kilometers per hour", "measure", "kilometer-per-hour"),
        ("de", "Gäste pro Tag", "count", ""),
        ("fr", "mètres cubes par jour", "measure", "cubic-meter"),
        ("es", "litros al día", "measure", "liter"),
        ("zh", "每小时乘客", "count", ""),
        ("de", "Mio. Euro", "money", "EUR"),
        ("de", "Prozent", "percent", "percent"),
        ("fr", "milliards de dollars", "money", "USD"),
        ("es", "por ciento", "percent", "percent"),
        ("zh", "亿元", "money", "CNY"),
        ("en", "", "", ""),
    ],
)
def test_the_unit_that_a_sheet_names(language: str, words: str, kind: str, name: str) -> None:
    unit = unit_in(words, language)
    assert unit.kind == kind
    assert name in unit.names or not name
