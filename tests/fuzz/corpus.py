"""Valid sheets to start from, as data: of every kind, with every key that a curator may write."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.fuzz.mutate import line, printable, put, scalars, text

BRIEFING: dict[str, Any] = {
    "title": "Veldhaven votes on its tram",
    "published": "2025-07-28",
    "updated": "2025-08-02",
    "topics": ["trams"],
    "summary": "The council votes, says [[ines-hartog]]. [@herald]",
    "in_brief": [{"text": "The line was approved.", "cite": {"herald": "approved the line"}}],
    "timeline": [
        {"date": "2025-07-26", "title": "The council votes", "text": "It took long.",
         "actors": ["ines-hartog"], "place": "Hall", "cite": ["herald"]},
        {"date": "2025-09~", "title": "Work begins", "status": "disputed", "note": "Otto doubts it.",
         "cite": "gazette"},
    ],
    "actors": [{"actor": "ines-hartog", "role": "Spoke for the line", "stance": "For it", "cite": "herald"}],
    "statements": [
        {"speaker": "ines-hartog", "quote": "a line for all", "about": "The line", "date": "2025-07-26",
         "cite": "herald"},
        {"speaker": "veldhaven", "text": "It is cheap.", "status": "contradicted", "note": "It is not.",
         "cite": "gazette"},
    ],
    "figures": [
        {"label": "Cost", "unit": "euros", "note": "They differ.", "values": [
            {"value": 412, "note": "Without stops", "cite": "herald"},
            {"value": 565, "qualifier": "about", "cite": "gazette"}]},
        {"label": "Stops", "unit": "stops", "value": 12, "forecast": True, "cite": "herald"},
    ],
    "sections": [{"heading": "Background", "text": "It began in 2020.\n\n- One\n- Two\n", "cite": "herald"}],
    "questions": ["Who pays?"],
    "corrections": [{"date": "2025-08-02", "text": "The cost was wrong."}],
}  # fmt: skip
ACTOR: dict[str, Any] = {
    "name": "Karl Otto",
    "kind": "person",
    "aliases": ["Otto", "K. Otto"],
    "summary": "Leads the opposition.",
    "country": "NL",
    "from": "1960",
    "roles": [{"title": "Councillor", "organization": "veldhaven", "from": "2020", "cite": "herald"}],
    "relations": [{"kind": "rival-of", "actor": "ines-hartog", "note": "For years", "cite": "gazette"}],
    "identifiers": {"wikidata": "Q1", "ticker": "OTTO"},
    "links": {"His page": "https://otto.example/"},
}
SOURCE: dict[str, Any] = {
    "title": "The tram, explained",
    "publisher": "The Times",
    "authors": ["A. Writer", "B. Writer"],
    "published": "2025-07",
    "accessed": "2025-07-30",
    "url": "https://times.example/tram?a=1&b=2",
    "archived": "https://archive.example/https://times.example/tram",
    "language": "nl",
    "kind": "analysis",
    "republishes": "The Herald",
    "licence": "CC-BY-4.0",
    "note": "Cites nobody.",
}
TOPIC: dict[str, Any] = {"name": "Buses", "summary": "All about buses."}
SHEETS = {"briefings": BRIEFING, "actors": ACTOR, "sources": SOURCE, "topics": TOPIC}

FIXED = frozenset(
    {
        "published",
        "updated",
        "date",
        "status",
        "kind",
        "actor",
        "speaker",
        "organization",
        "cite",
        "topics",
        "actors",
        "country",
        "accessed",
        "language",
        "licence",
        "qualifier",
        "from",
    }
)
"""Keys whose texts are not free."""
PROSE = frozenset({"summary", "text", "note", "questions"})


def copied(data: Any) -> Any:
    """Data that can be changed without changing what it was copied from."""
    if isinstance(data, dict):
        return {key: copied(value) for key, value in data.items()}
    return [copied(value) for value in data] if isinstance(data, list) else data


def free(data: Any) -> list[tuple[str | int, ...]]:
    """The paths to the texts in a sheet that may be anything."""
    return [path for path in scalars(data) if not FIXED.intersection(path) and "identifiers" not in path]


def hostile(chance: Random, folder: str, times: int = 4) -> dict[str, Any]:
    """A sheet with hostile words in a few of its texts; most are still valid."""
    data: dict[str, Any] = copied(SHEETS[folder])
    if folder == "briefings":
        # Without some of its parts, so that texts meet other neighbours.
        for part in list(data):
            if part not in ("title", "published", "summary") and chance.random() < 0.3:
                del data[part]
    for path in chance.sample(free(data), min(times, len(free(data)))):
        last = next(step for step in reversed(path) if isinstance(step, str))
        if last in ("url", "archived") or "links" in path:
            put(data, path, "https://a.example/" + line(chance).replace(" ", ""))
        elif last in PROSE:
            put(data, path, printable(text(chance, longest=12)))
        else:
            put(data, path, line(chance))
    return data
