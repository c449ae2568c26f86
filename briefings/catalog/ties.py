"""What connects actors with each other: relations and offices, whichever of the two sheets has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from briefings.catalog.catalog import Catalog
from briefings.catalog.labels import relation_words
from briefings.model import Actor
from briefings.model.actor import SIGNATURES
from briefings.model.dates import Date
from briefings.sheets.load import Sheet
from briefings.words import Words

_FEWEST = 3
"""Fewer are not worth a table."""


@dataclass(frozen=True, slots=True)
class Tie:
    """An actor's relation to another actor, or office there."""

    who: Sheet[Actor]
    label: str
    """The kind of relation, or the office."""
    other: Sheet[Actor]
    from_: Date | None
    to: Date | None


def ties_among(
    actors: Iterable[str], catalog: Catalog, words: Words, *, signatures: bool = True
) -> tuple[Tie, ...]:
    """What connects these actors, perhaps without their signatures; nothing if that is little."""
    ids = dict.fromkeys(actors)
    ties: list[Tie] = []
    for id_ in ids:
        sheet = catalog.actors[id_]
        for relation in sheet.data.relations:
            if relation.actor in ids and (signatures or relation.kind not in SIGNATURES):
                label, other = relation_words(relation, words), catalog.actors[relation.actor]
                ties.append(Tie(sheet, label, other, relation.from_, relation.to))
        for role in sheet.data.roles:
            if role.organization is not None and role.organization in ids:
                other = catalog.actors[role.organization]
                ties.append(Tie(sheet, role.title, other, role.from_, role.to))
    return tuple(ties) if len(ties) >= _FEWEST else ()


def ties_between_neighbors(actor: str, catalog: Catalog, words: Words) -> tuple[Tie, ...]:
    """What connects those with each other that relations or offices connect with an actor."""
    roles = catalog.actors[actor].data.roles
    near = [entry.other.id for entry in catalog.relations_of[actor]]
    near += [role.organization for role in roles if role.organization is not None]
    near += [entry.sheet.id for entry in catalog.of_actor("role", actor)]
    ties = ties_among([actor, *near], catalog, words)
    return tuple(tie for tie in ties if actor not in (tie.who.id, tie.other.id))
