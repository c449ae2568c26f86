"""Catalog → pictures: timelines of events, networks of relations and offices, and values of figures. The page
also has the information of each picture as text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry
from briefings.model import Actor, Briefing
from briefings.model.actor import SYMMETRIC
from briefings.model.briefing import Figure
from briefings.model.dates import Date
from briefings.pictures import figures, network, svg, timeline
from briefings.sheets.load import Sheet
from briefings.text import escape
from briefings.words import Words

_TONES = 8
_FEWEST = 3
"""With fewer events or ties, text is clearer than a picture."""


@dataclass(frozen=True, slots=True)
class Tie:
    """An actor's relation to another actor, or office there."""

    who: Sheet[Actor]
    label: str
    """The kind of relation, or the office."""
    other: Sheet[Actor]
    from_: Date | None
    to: Date | None
    directed: bool


@dataclass(frozen=True, slots=True)
class Tones:
    """The colors of a site's topics. The most frequent topics have one each; the others share the last."""

    of: Mapping[str, int]
    """By topic id: the number of its color."""
    names: Mapping[int, str]

    @classmethod
    def among(cls, catalog: Catalog, words: Words) -> Tones:
        """Assigns colors to the topics of a catalog."""
        ranked = sorted(catalog.topics, key=lambda topic: -len(catalog.briefings_on[topic]))
        own = ranked if len(ranked) <= _TONES else ranked[: _TONES - 1]
        of = {topic: n for n, topic in enumerate(own, start=1)}
        names = {n: catalog.topics[topic].data.name for topic, n in of.items()}
        if len(own) < len(ranked):
            names[_TONES] = words("pictures.other_topics")
        return cls(of, names)


class Illustrator:
    """Draws the pictures of a site."""

    def __init__(self, catalog: Catalog, words: Words, tones: Tones) -> None:
        self._catalog = catalog
        self._words = words
        self._tones = tones

    def timeline(self, entries: Iterable[tuple[str, Entry[Any]]], *, name: str, as_of: Date) -> Markup | None:
        """A timeline of entries, given with their addresses. Entries after `as_of` are planned."""
        marks = [
            timeline.Mark(
                date=entry.date,
                label=entry.title,
                href=address,
                date_text=self._words.date(entry.date),
                tone=self.tone(entry.sheet),
                status=None if entry.status == "reported" else self._words(f"statuses.{entry.status}.word"),
                weight=len({citation.source for citation in entry.citations}) + 2 * len(entry.also_in),
            )
            for address, entry in entries
            if entry.date is not None
        ]
        if len(marks) < _FEWEST:
            return None
        fixed = timeline.Words(
            title=self._words("pictures.timeline.title", name=name),
            description=self._words("pictures.timeline.description"),
            months=tuple(self._words.locale.months["format"]["abbreviated"].values()),
            as_of=self._words("figures.as_of", date=self._words.date(as_of)),
            **{
                key: self._words(f"pictures.{key}")
                for key in ("planned", "approximate", "uncertain", "sometime", "ongoing", "doubted")
            },
        )
        return _as_markup(
            timeline.figure(marks, fixed, prefix="timeline", as_of=as_of.latest, tones=self._tones.names)
        )

    def tone(self, briefing: Sheet[Briefing]) -> int:
        """The color of a briefing's events, which is that of its first topic."""
        topics = briefing.data.topics
        return self._tones.of.get(topics[0], _TONES) if topics else _TONES

    def ties(self, actors: Iterable[str]) -> tuple[Tie, ...]:
        """All relations and offices that connect these actors with each other."""
        ids = dict.fromkeys(actors)
        ties: list[Tie] = []
        for id_ in ids:
            sheet = self._catalog.actors[id_]
            for relation in sheet.data.relations:
                if relation.actor in ids:
                    label = self._words(f"relations.{relation.kind}.forward")
                    other = self._catalog.actors[relation.actor]
                    directed = relation.kind not in SYMMETRIC
                    ties.append(Tie(sheet, label, other, relation.from_, relation.to, directed))
            for role in sheet.data.roles:
                if role.organization is not None and role.organization in ids:
                    other = self._catalog.actors[role.organization]
                    ties.append(Tie(sheet, role.title, other, role.from_, role.to, True))
        return tuple(ties) if len(ties) >= _FEWEST else ()

    def around(self, actor: str) -> tuple[str, ...]:
        """An actor and all actors that relations or offices connect it with."""
        near = [entry.other.id for entry in self._catalog.relations_of[actor]]
        near += [
            role.organization
            for role in self._catalog.actors[actor].data.roles
            if role.organization is not None
        ]
        near += [entry.sheet.id for entry in self._catalog.of_actor("role", actor)]
        return tuple(dict.fromkeys([actor, *near]))

    def network(
        self, ties: Sequence[Tie], *, name: str, address: Callable[[str], str], center: str | None = None
    ) -> Markup | None:
        """A network of ties. `address` returns the address of an actor's page."""
        sheets = {sheet.id: sheet for tie in ties for sheet in (tie.who, tie.other)}
        nodes = [
            network.Node(sheet.id, sheet.data.name, address(sheet.id), sheet.data.kind)
            for sheet in sheets.values()
        ]
        edges = [
            network.Edge(tie.who.id, tie.other.id, tie.label, tie.directed, tie.to is not None)
            for tie in ties
        ]
        fixed = network.Words(
            title=self._words("pictures.network.title", name=name),
            description=self._words("pictures.network.description"),
            kinds={
                sheet.data.kind: self._words(f"kinds.actor.{sheet.data.kind}.singular")
                for sheet in sheets.values()
            },
            more=self._words.template("pictures.more"),
            ended=self._words("pictures.ended"),
        )
        return _as_markup(network.figure(nodes, edges, fixed, prefix="network", center=center))

    def values(self, entry: Entry[Figure], *, prefix: str) -> Markup | None:
        """A small picture of a figure's values; None if there is only one value."""
        figure = entry.item
        sources = self._catalog.sources
        rows = [
            figures.Row(
                value=value.value,
                label=self._qualified(value.qualifier, self._words.number(value.value)),
                source=", ".join(
                    dict.fromkeys(sources[citation.source].data.publisher for citation in value.cite)
                ),
                when="" if value.as_of is None else self._words.date(value.as_of),
                qualifier=value.qualifier,
                forecast=value.forecast,
            )
            for value in figure.values
        ]
        fixed = figures.Words(
            title=figure.label,
            description=self._words("pictures.values.description"),
            unit=figure.unit,
            forecast=self._words("figures.forecast"),
            range=self._words("pictures.range"),
            number=self._number,
        )
        drawing = figures.draw(rows, fixed, prefix=prefix, contested=figure.contested)
        if drawing is None:
            return None
        # These pictures are narrow on every screen, because pages show several side by side.
        label = escape.svg(svg.clean(figure.label))
        return Markup(
            f'<figure class="picture picture--values">\n<figcaption>{label}</figcaption>\n'
            f"{drawing}\n</figure>"
        )

    def _number(self, value: Decimal) -> str:
        # A scale's mark such as 140.0 would suggest too much precision.
        whole = value.to_integral_value()
        return self._words.number(int(whole) if value == whole else value.normalize())

    def _qualified(self, qualifier: str | None, number: str) -> str:
        return number if qualifier is None else self._words(f"qualifiers.{qualifier}", value=number)


def _as_markup(drawing: svg.Markup | None) -> Markup | None:
    # `svg.Markup` is not the type that templates print without escaping.
    return None if drawing is None else Markup(drawing)
