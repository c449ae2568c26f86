"""The colors of topics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import Entry
from briefings.sheets.load import Sheet
from briefings.words import Words

OTHERS = 8
"""The color of the topics that have none of their own."""


@dataclass(frozen=True, slots=True)
class Tones:
    """The colors of a site's topics. The most frequent topics have one each; the others share the last."""

    of: Mapping[str, int]
    """By topic id: the number of its color."""
    names: Mapping[int, str]

    @classmethod
    def among(cls, catalog: Catalog, words: Words, chosen: Iterable[str] = ()) -> Tones:
        """Assigns colors to the topics of a catalog: the first ones to those that the host chose."""
        own = [topic for topic in chosen if topic in catalog.topics]
        ranked = sorted(catalog.topics, key=lambda topic: -len(catalog.briefings_on[topic]))
        ranked = list(dict.fromkeys([*own, *ranked]))
        own = ranked if len(ranked) <= OTHERS else ranked[: OTHERS - 1]
        of = {topic: n for n, topic in enumerate(own, start=1)}
        names = {n: catalog.topics[topic].data.name for topic, n in of.items()}
        if len(own) < len(ranked):
            names[OTHERS] = words("pictures.other_topics")
        return cls(of, names)

    def of_entry(self, entry: Entry[Any]) -> int:
        """The color of an entry of a briefing: its briefing's."""
        return self.of_briefing(entry.sheet)

    def of_briefing(self, sheet: Sheet[Any]) -> int:
        """The color of a briefing, which is that of its first topic."""
        topics = sheet.data.topics
        return self.of_topic(topics[0]) if topics else OTHERS

    def of_topic(self, topic: str) -> int:
        """The color of a topic."""
        return self.of.get(topic, OTHERS)
