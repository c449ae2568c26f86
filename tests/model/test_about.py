"""What a change of a key means: declared beside the key, or known by its type."""

from __future__ import annotations

from typing import Literal

import pytest

from briefings.model import MODELS
from briefings.model.about import WEIGHTS
from briefings.model.base import ActorId, Line, Model, Prose, SourceId, When, declare, part
from briefings.model.briefing import Document, Event, Statement, Value
from briefings.model.items import CitingItem
from briefings.model.keys import meaning
from briefings.model.walk import items_of


@part
class Ballot(CitingItem):
    """A kind that nothing else knows."""

    KIND = "ballot"

    title: Line = declare()
    held: When = declare(alias="on")
    ayes: int = declare()
    voters: tuple[ActorId, ...] = declare(default=())
    minutes: SourceId | None = declare(default=None)
    text: Prose | None = declare(default=None)
    form: Literal["open", "secret"] = declare(default="open")
    result: Literal["passed", "rejected"] = declare(what="status", called="outcome")
    quorum: bool = declare(default=True, weight="medium")


MEANT = {
    "title": ("wording", "low", "the title"), "held": ("date", "high", "the on"), "ayes": ("figure", "high", "the ayes"),
    "voters": ("person", "medium", "the voters"), "minutes": ("source", "high", "the minutes"),
    "text": ("wording", "low", "the text"), "form": ("detail", "low", "the form"),
    "result": ("status", "high", "the outcome"), "quorum": ("detail", "medium", "the quorum"),
}  # fmt: skip


def test_the_type_of_a_key_says_what_is_not_declared() -> None:
    assert {key: tuple(meaning(Ballot, key)) for key in MEANT} == MEANT


@pytest.mark.parametrize(
    ("model", "key"),
    [
        (Document, "number"), (Document, "date"), (Document, "actors"), (Document, "declined"),
        (Event, "title"), (Event, "status"), (Statement, "quote"), (Value, "value"), (Value, "qualifier"),
    ],
)  # fmt: skip
def test_what_readers_rely_on_weighs_most(model: type[Model], key: str) -> None:
    assert meaning(model, key).weight == "high"


def test_every_key_has_a_meaning() -> None:
    for model in (each for sheet in MODELS.values() for each in (sheet, *items_of(sheet))):
        for name in model.model_fields:
            found = meaning(model, name)
            assert found.what and found.weight in WEIGHTS and "_" not in found.called, (model, name)
