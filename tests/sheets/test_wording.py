"""How texts are written in YAML: what is cut, a placeholder or wrongly quoted, and what only looks like
it."""

from __future__ import annotations

import pytest

from briefings.model import MODELS
from briefings.model.base import Model
from briefings.model.keys import is_text, keys_of, models_in
from briefings.sheets.load import parse_sheet
from briefings.sheets.wording import wording_problems

HEAD = "title: x\npublished: 2025-07-28\nsummary: y\n"


def codes(text: str) -> list[tuple[str, int, int]]:
    sheet, problems = parse_sheet(text, "briefing", "a", "a.yml")
    assert sheet is not None, problems
    return [(p.code.id, p.place.line, p.place.column) for p in problems]


PASS = [
    "topics: [chips] # an id\n", "# title: …\n", "related: [one-two]\t# an id\n",
    "in_brief:\n  # The gist. TODO: more of it\n  - text: C# and F#1\n    cite: wam # an id\n",
    "in_brief: [{text: '#1', cite: {wam: 'the #1'}}] # a remark\n", "in_brief:\n  - text: >  # folded\n      The #1\n",
    "statements: [{speaker: a, text: x, status: opinion, date: 2025}] # …\n",
    "questions: [Who … and why?, To do, Xxx]\n",
    "statements: [{speaker: a, quote: so-called “winners”, cite: {wam: '“winners”'}}]\n",
    "timeline: [{date: 2025, title: “Winners” at last, place: “Hall 3”}]\n",
]  # fmt: skip
REFUSED = {
    "questions:\n  - Who #1?\n": ("text-cut", 5, 9),
    "questions:\n  - Who\t#1?\n": ("text-cut", 5, 9),
    "questions:\n  - …\n": ("placeholder", 5, 5),
    "questions:\n  - ' ... '\n": ("placeholder", 5, 5),
    "questions:\n  - >\n   TODO write it,\n   soon\n": ("placeholder", 5, 5),
    "questions:\n  - 'FIXME: who?'\n": ("placeholder", 5, 5),
    "questions:\n  - XXX\n": ("placeholder", 5, 5),
    'questions:\n  - "\\u2026"\n': ("placeholder", 5, 5),
    "questions:\n  - Lorem\n    ipsum\n": ("placeholder", 5, 5),
    "in_brief:\n  - {text: x, cite: {wam: “winners”}}\n": ("bad-citation", 5, 27),
    "in_brief:\n  - text: x\n    cite:\n      wam:\n        “winners”\n": ("bad-citation", 8, 9),
}


def test_what_is_let_pass_and_what_is_refused() -> None:
    assert [codes(HEAD + rest) for rest in PASS] == [[]] * len(PASS)
    assert {rest: codes(HEAD + rest) for rest in REFUSED} == {rest: [at] for rest, at in REFUSED.items()}


def test_without_a_model_each_value_is_a_text() -> None:
    assert [
        p.code.id for p in wording_problems("title: The #1 page\ndescription: TBD\n", "about.md", None)
    ] == ["text-cut", "placeholder"]


def test_a_quotation_has_none() -> None:
    text = HEAD + 'statements: [{speaker: a, quote: "“winners”"}]\n'
    (problem,) = parse_sheet(text, "briefing", "a", "a.yml")[1]
    assert (problem.message, problem.hint) == (
        "`quote`: the words are in quotation marks",
        "leave them out: pages add them",
    )


TEXT_KEYS = {
    "title", "name", "sort", "summary", "matters", "text", "note", "was", "now", "heading", "place", "role", "stance", "quote", "about", "label", "unit", "questions", "number",
    "aliases", "describes", "publisher", "authors", "republishes", "withdrawn", "alt", "caption", "credit", "drafted", "tags", "inverse", "distinguish", "group", "short",
}  # fmt: skip


@pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: model.__name__)
def test_which_keys_hold_texts(model: type[Model]) -> None:
    for path in paths(model, ()):
        # That of a sheet is a reason, that of a correction the address of a fact.
        text_keys = TEXT_KEYS - ({"withdrawn"} if path[0] == "corrections" else set())
        assert is_text(model, path) == (path[-1] in text_keys), path
    assert is_text(MODELS["briefing"], ("in_brief", 0, "cite", 1, "wam", 0))
    assert not is_text(MODELS["briefing"], ("in_brief", 0, "cite", 1))


def paths(model: type[Model], above: tuple[str | int, ...]) -> list[tuple[str | int, ...]]:
    found: list[tuple[str | int, ...]] = []
    for name, field in keys_of(model).items():
        inner = list(models_in(field.annotation))
        found += (
            [path for part in inner for path in paths(part, (*above, name, 0))] if inner else [(*above, name)]
        )
    return found
