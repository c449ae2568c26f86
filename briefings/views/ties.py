"""What connects actors with each other: relations and offices, whichever of the two sheets has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from briefings.catalog.labels import relation_words
from briefings.model.actor import SIGNATURES, Relation, Role
from briefings.model.dates import Date
from briefings.views.facts import Ref
from briefings.views.maker import Maker

_FEWEST = 3
"""Fewer are not worth a table."""


@dataclass(frozen=True, slots=True)
class Tie:
    """An actor's relation to another actor, or office there."""

    who: Ref
    label: str
    """The kind of relation, or the office."""
    other: Ref
    from_: Date | None
    to: Date | None


def ties_among(maker: Maker, actors: Iterable[str], *, signatures: bool = True) -> tuple[Tie, ...]:
    """What connects these actors by now, perhaps without their signatures; nothing if that is little."""
    refs = {id_: maker.ref(maker.catalog.actors[id_]) for id_ in actors}
    ties: list[Tie] = []
    for id_, ref in refs.items():
        own = [each for each in maker.catalog.by_sheet[f"actor/{id_}"] if not each.announced]
        for relation in (each.item for each in own if each.kind == Relation.KIND):
            if relation.actor in refs and (signatures or relation.kind not in SIGNATURES):
                label = relation_words(relation, maker.words)
                ties.append(Tie(ref, label, refs[relation.actor], relation.from_, relation.to))
        for role in (each.item for each in own if each.kind == Role.KIND):
            if role.organization is not None and role.organization in refs:
                ties.append(Tie(ref, role.title, refs[role.organization], role.from_, role.to))
    return tuple(ties) if len(ties) >= _FEWEST else ()


def ties_between_neighbors(maker: Maker, actor: str) -> tuple[Tie, ...]:
    """What connects those with each other that relations or offices connect with an actor."""
    catalog = maker.catalog
    near = [entry.other.id for entry in catalog.relations_of[actor]]
    near += [role.organization for role in catalog.actors[actor].data.roles if role.organization is not None]
    near += [entry.sheet.id for entry in catalog.of_actor("role", actor)]
    ties = ties_among(maker, [actor, *near])
    return tuple(tie for tie in ties if actor not in (tie.who.id, tie.other.id))
