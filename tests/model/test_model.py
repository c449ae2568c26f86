"""The models: accepted forms of values, their meaning, and messages for other forms."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from briefings.model import MODELS, Briefing, Source
from briefings.model.base import Model
from briefings.model.keys import keys_of, models_in
from briefings.model.vocabularies import countries
from briefings.sheets.load import parse_sheet
from briefings.text.licences import Licence
from briefings.text.prose import Kind

BRIEFING = {"title": "x", "published": "2025-07-28", "summary": "y"}


def point(cite: Any) -> list[tuple[str, str | None, tuple[str | int, ...]]]:
    briefing = Briefing.model_validate(BRIEFING | {"in_brief": [{"text": "x", "cite": cite}]})
    return [(c.source, c.passage, c.path) for c in briefing.in_brief[0].cite]


def messages(text: str) -> list[str]:
    """The problem with a value of a briefing, a source or an actor: message and hint."""
    kind: Kind = (
        "briefing" if text.startswith("figures") else "actor" if text.startswith("country") else "source"
    )
    head = {
        "briefing": "title: x\npublished: 2025-07-28\nsummary: y\n",
        "actor": "name: x\nkind: company\n",
        "source": "title: x\npublisher: y\nkind: news\n",
    }
    return [f"{p.message} ({p.hint})" for p in parse_sheet(f"{head[kind]}{text}\n", kind, "a", "a.yml")[1]]


UNCLEAR = "it is not clear whether the point groups thousands"
NUMBER = "a number is needed, without unit or separators, such as 4500 or 5.5"
UNIT = "write {}; what it counts goes into `unit`, and words such as “about” into `qualifier`"
NO_NUMBERS = {
    "42,000": (NUMBER, "a number has no thousands separators: write 42000"),
    "1 200 000": (NUMBER, "a number has no thousands separators: write 1200000"),
    "1.200.000": (NUMBER, "a number has no thousands separators: write 1200000"),
    "3,5": (NUMBER, "decimals follow a point: write 3.5"),
    '"60"': (NUMBER, "write it without quotation marks: 60"),
    "800 companies": (NUMBER, UNIT.format(800)),
    "about 30": (NUMBER, UNIT.format(30)),
    "many": (NUMBER, ""),
    "42.000": (UNCLEAR, "a point separates decimals: write 42000 if that is meant, else 42"),
    "1.250": (UNCLEAR, "a point separates decimals: write 1250 if that is meant, else 1.25"),
}


def test_numbers_formatted_for_readers_are_refused() -> None:
    for value, (message, hint) in NO_NUMBERS.items():
        text = f"figures:\n  - label: x\n    unit: y\n    value: {value}"
        assert messages(text) == [f"`value`: {message} ({hint})"]


def test_accepted_numbers() -> None:
    for value in ("42", "42.5", "42.00", "42.0000", "1.234", "0.250", "1234.500", "-3"):
        assert messages(f"figures: [{{label: x, unit: y, value: {value}}}]") == []


def test_a_number_divided_by_a_comma_in_a_flow_mapping() -> None:
    hint = "(a number has no thousands separators: write {})"
    assert messages("figures: [{label: x, unit: y, value: 42,000}]") == [
        f"the comma in `42,000` ends the number {hint.format(42000)}"
    ]
    assert messages("figures: [{label: x, unit: y, value: 412,5}]") == [
        "the comma in `412,5` ends the number (decimals follow a point: write 412.5)"
    ]
    assert messages("figures: [{label: x, unit: y, value: 1,200,300}]") == [
        f"the comma in `1,200` ends the number {hint.format(1200)}",
        f"the comma in `1,200,300` ends the number {hint.format(1200300)}",
    ]


HINTS = {
    "country: UK": "did you mean `GB`?", "country: gb": "did you mean `GB`?", "country: DEU": "did you mean `DE`?",
    "country: Germany": "did you mean `DE`?", "country: Atlantis": "", "language: en_GB": "did you mean `en-GB`?",
    "language: eng": "did you mean `en`?", "language: en-UK": "did you mean `en-GB`?",
    "language: German": "did you mean `de`?", "language: jp": "did you mean `ja`?", "language: Elvish": "",
    "url: www.example.org/a": "did you mean `https://www.example.org/a`?",
    "url: https://example.org/a b|c": "write https://example.org/a%20b%7Cc",
    "url: 'https://example.org/{id}\\x'": "write https://example.org/%7Bid%7D%5Cx",
    "url: ftp://example.org/": "", "url: https://me@example.org/": "write https://example.org/",
}  # fmt: skip


def test_hints_suggest_the_right_code() -> None:
    for line, hint in HINTS.items():
        (message,) = messages(line)
        assert message.endswith(f" ({hint})"), message
    assert messages("url: https://example.org/a|b")[0].startswith(
        "`url`: `https://example.org/a|b` has `|` in it, which an address cannot have"
    )
    assert "white space in it" in messages("url: https://example.org/a b")[0]


def test_accepted_languages_and_addresses() -> None:
    for language in [
        "en",
        "zh-Hans",
        "pt-BR",
        "de-AT",
        "no",
        "yue",
        "fil",
        "mi",
        "EN",
        "zh-Hans-CN",
        "es-419",
    ]:
        assert messages(f"language: {language}") == []
    for url in ("https://example.org/", "http://example.org/a?b=c#d", "https://例え.jp/道"):
        assert messages(f"url: '{url}'") == []
    assert {"NO", "CN", "US"} <= countries()
    assert not {"ZZ", "UN", "XA", "001"} & countries()


NO_CITATIONS: list[Any] = [
    [], {}, 3, True, None, "", "WAM", "a b", [["wam"]], {"wam": None}, {"wam": []}, {"wam": {}}, {"wam": ""}, [{}],
]  # fmt: skip


def test_refused_citations() -> None:
    for cite in NO_CITATIONS:
        with pytest.raises(ValidationError, match="cite"):
            point(cite)


FIGURE = {"label": "x", "unit": "y"}


@pytest.mark.parametrize(
    "figure",
    [{}, {"values": []}, {"value": 3, "values": [{"value": 3}]}, {"cite": "wam"}, {"qualifier": "about"}],
)
def test_a_figure_has_values_in_one_form(figure: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Briefing.model_validate(BRIEFING | {"figures": [FIGURE | figure]})


def test_lines_and_prose_are_stripped() -> None:
    briefing = Briefing.model_validate(BRIEFING | {"title": "  two\n lines ", "summary": "\n a\n\n b \n"})
    assert (briefing.title, briefing.summary) == ("two lines", "a\n\n b")


NO_LANGUAGES = ["English", "xx-", "", "e n", "12"]
NO_ADDRESSES = [
    "example.org", "ftp://example.org/", "javascript:alert(1)", "https://", "https://a b/", 'https://a/"', "//example.org/",
    "https://[::1", "data:,x",
]  # fmt: skip


def test_refused_languages_and_addresses() -> None:
    refused = {"language": NO_LANGUAGES, "url": NO_ADDRESSES}
    for key, value in ((key, value) for key, values in refused.items() for value in values):
        with pytest.raises(ValidationError):
            source(**{key: value})


def source(**more: Any) -> Source:
    return Source.model_validate({"title": "x", "publisher": "y", "kind": "news"} | more)


def test_a_text_may_not_be_published_without_a_free_licence() -> None:
    free = {licence for licence in get_args(Licence) if source(licence=licence).text_may_be_published}
    assert free == {*get_args(Licence)} - {"all-rights-reserved"} and not source().text_may_be_published


# ── Every key ───────────────────────────────────────────────────────────────────────────────────────────────


def all_models() -> list[type[Model]]:
    models: dict[type[Model], None] = {}

    def add(model: type[Model]) -> None:
        if model not in models:
            models[model] = None
            for field in model.model_fields.values():
                for inner in models_in(field.annotation):
                    add(inner)

    for model in MODELS.values():
        add(model)
    return list(models)


@pytest.mark.parametrize("model", all_models(), ids=lambda model: model.__name__)
def test_each_key_has_a_meaning_and_a_valid_example(model: type[Model]) -> None:
    for name, field in model.model_fields.items():
        assert field.description and field.description.strip(), f"{model.__name__}.{name}"
        assert field.examples, f"{model.__name__}.{name}"
    required = {
        name: field.examples[0]
        for name, field in keys_of(model).items()
        if field.is_required() and field.examples
    }
    required |= {"title": "x"} if model is Source else {}
    required |= {"quote": "x", "speaker": "rat"} if model.__name__ == "Statement" else {}
    alternatives = ({"quote", "text"}, {"speaker", "source"})
    for name, field in keys_of(model).items():
        for example in field.examples or []:
            base = {key: value for key, value in required.items() if {key, name} not in alternatives}
            if model.__name__ == "Value":
                base |= {"from": 1, "to": 99} if name in ("from", "to") else {"value": 1}
            if model.__name__ == "Derivation" and name == "round":
                base |= {"share": ["trams-withdrawn", "trams-before"]}
            if name in ("label", "inverse") and model.__name__ == "Relation":
                base |= {"label": "x", "inverse": "y"}
            model.model_validate(base | {name: example})
