"""FollowTheMoney: entities as JSON lines, as OpenSanctions and Aleph give them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, get_args

from briefings.model.actor import ActorKind
from briefings.model.dates import EDTF_NOTE
from briefings.model.vocabularies import canonical_language
from briefings.plugins.exchange.imports import dates
from briefings.plugins.exchange.imports.records import (
    Loss,
    Reading,
    Record,
    To,
    UnreadableError,
    line,
    texts,
)
from briefings.plugins.exchange.imports.words import prose

_ACTORS = {
    "Person": "person",
    "Organization": "organization",
    "Company": "company",
    "PublicBody": "public-body",
    "LegalEntity": "organization",
}
_SOURCES = frozenset({"Article", "Document", "HyperText", "PlainText", "Pages"})
_ROLES = {
    "Directorship": ("director", "organization"),
    "Employment": ("employee", "employer"),
    "Membership": ("member", "organization"),
    "Representation": ("agent", "client"),
}
"""Schemas whose two ends are a person and what the office belongs to."""
_RELATIONS = {
    "Ownership": ("owner", "asset", "owner-of"),
    "Succession": ("successor", "predecessor", "successor-of"),
}
"""Schemas that are relations of the first end to the second."""
_IDENTIFIERS = {"wikidataId": "wikidata", "leiCode": "lei", "isni": "isni", "orcid": "orcid"}

_NO_PLACE = "sheets have no key for it"


def read(text: str) -> Reading:
    """The actors, events and sources of a file; raises UnreadableError."""
    reading = Reading()
    entities: dict[str, _Entity] = {}
    for number, words in enumerate(text.split("\n"), 1):
        if not words.strip():
            continue
        try:
            given = json.loads(words, parse_float=Decimal)
        except (ValueError, RecursionError) as error:
            raise UnreadableError(f"line {number} is not JSON: {error}") from error
        if not (isinstance(given, dict) and given.get("id") and isinstance(given.get("properties"), dict)):
            raise UnreadableError(f"line {number} is not an entity: it needs `id`, `schema` and `properties`")
        entities[str(given["id"])] = _Entity(f"line {number}", str(given.get("schema")), given["properties"])
    actors: dict[str, Record] = {}
    timeline = Record("briefing", {}, "the events of the file")
    for key, entity in entities.items():
        if entity.schema in _ACTORS:
            actors[key] = _actor(reading, key, entity)
        elif entity.schema in _SOURCES:
            reading.records.append(_source(reading, key, entity))
        elif entity.schema == "Event" and (event := _event(reading, entity)):
            timeline.add("timeline", event, entity.origin)
    for entity in entities.values():
        if entity.schema in _ROLES or entity.schema in _RELATIONS or entity.schema == "Family":
            _link(reading, actors, entity)
        elif entity.schema not in {*_ACTORS, *_SOURCES, "Event"}:
            reading.lose(
                entity.origin, f"an entity of the schema `{entity.schema}`", "no kind of sheet is like it"
            )
    reading.records += actors.values()
    if timeline.data:
        reading.records.append(timeline)
    return reading


class _Entity:
    def __init__(self, origin: str, schema: str, properties: Mapping[str, Any]) -> None:
        self.origin = origin
        self.schema = schema
        self._properties = properties
        self._used: set[str] = set()

    def all(self, *names: str) -> list[str]:
        """All values of some properties, without duplicates."""
        self._used.update(names)
        return list(dict.fromkeys(line(each) for name in names for each in texts(self._properties.get(name))))

    def one(self, reading: Reading, *names: str) -> str:
        """The first value of some properties; others are lost."""
        values = self.all(*names)
        for other in values[1:]:
            reading.lose(self.origin, f"`{names[0]}`: {other}", "there is room for one value")
        return values[0] if values else ""

    def date(self, reading: Reading, *names: str) -> str:
        """The earliest date of some properties."""
        found: list[str] = []
        for value in self.all(*names):
            try:
                found.append(dates.from_text(value))
            except ValueError as error:
                reading.lose(self.origin, f"`{names[0]}`: {value}", str(error))
        # Of 1970 and 1970-01-02, the second says more.
        found = sorted(
            date for date in found if not any(other != date and other.startswith(date) for other in found)
        )
        for other in found[1:]:
            reading.lose(self.origin, f"`{names[0]}`: {other}", "there is room for one value")
        return found[0] if found else ""

    def lose_rest(self, reading: Reading) -> None:
        """Note every property that was not used."""
        reading.lose_others(self.origin, self._properties, self._used, _NO_PLACE)


def _actor(reading: Reading, key: str, entity: _Entity) -> Record:
    name, *others = entity.all("name", "alias", "weakAlias", "previousName") or [key]
    data: dict[str, Any] = {"name": name, "kind": _ACTORS[entity.schema]}
    if entity.schema == "Organization" and (kind := entity.one(reading, "classification")):
        # Our own export has a country, an alliance and so on in this way.
        if kind in get_args(ActorKind):
            data["kind"] = kind
        else:
            reading.lose(entity.origin, f"`classification`: {kind}", _NO_PLACE)
    if others:
        data["aliases"] = others
    last, given = entity.one(reading, "lastName"), entity.one(reading, "firstName")
    if last and given:
        data["sort"] = f"{last}, {given}"
    if summary := entity.one(reading, "summary", "description"):
        data["summary"] = prose(summary)
    if country := entity.one(reading, "country", "jurisdiction", "nationality", "mainCountry"):
        data["country"] = country.upper()
    for ours, theirs in (
        ("from", ("birthDate", "incorporationDate")),
        ("to", ("deathDate", "dissolutionDate")),
    ):
        if date := entity.date(reading, *theirs):
            data[ours] = date
    identifiers = {ours: entity.one(reading, theirs) for theirs, ours in _IDENTIFIERS.items()}
    if identifiers := {scheme: value for scheme, value in identifiers.items() if value}:
        data["identifiers"] = identifiers
    if website := entity.one(reading, "website"):
        data["links"] = {website.partition("://")[2].strip("/") or website: website}
    if positions := entity.all("position"):
        data["roles"] = [{"title": position} for position in positions]
    entity.lose_rest(reading)
    return Record("actor", data, entity.origin, (key,))


def _source(reading: Reading, key: str, entity: _Entity) -> Record:
    data = {
        "title": entity.one(reading, "title", "name"),
        "publisher": entity.one(reading, "publisher"),
        "authors": entity.all("author"),
        "published": entity.date(reading, "publishedAt", "date"),
        "accessed": entity.date(reading, "retrievedAt"),
        "url": entity.one(reading, "sourceUrl"),
        "language": canonical_language(entity.one(reading, "language")),
    }
    entity.lose_rest(reading)
    given = {name: value for name, value in data.items() if value}
    return Record("source", given, entity.origin, (key,))


def _event(reading: Reading, entity: _Entity) -> dict[str, Any]:
    title = entity.one(reading, "name", "title")
    date = _edtf(reading, entity) or dates.interval(
        entity.date(reading, "startDate", "date"), entity.date(reading, "endDate")
    )
    if not title or not date:
        reading.lose(entity.origin, f"the event “{title}”", f"it has no {'date' if title else 'name'}")
        return {}
    event: dict[str, Any] = {"date": date, "title": title}
    if text := entity.one(reading, "summary", "description"):
        event["text"] = prose(text)
    if actors := entity.all("involved", "organizer"):
        event["actors"] = [To("actor", actor) for actor in actors]
    if place := entity.one(reading, "location"):
        event["place"] = place
    entity.lose_rest(reading)
    return event


def _edtf(reading: Reading, entity: _Entity) -> str:
    """The date in a note of our own export, which has there what the format cannot express."""
    note = entity.one(reading, "notes")
    try:
        if note.startswith(EDTF_NOTE):
            date = dates.valid(note.removeprefix(EDTF_NOTE))
            # It says all that these say.
            entity.all("startDate", "endDate", "date")
            return date
    except ValueError:
        pass
    if note:
        reading.lose(entity.origin, "`notes`", _NO_PLACE)
    return ""


def _link(reading: Reading, actors: Mapping[str, Record], entity: _Entity) -> None:
    """Add a role or a relation to the sheet of its first end."""
    if entity.schema == "Family":
        one, other, kind = "person", "relative", "family"
    elif entity.schema in _RELATIONS:
        one, other, kind = _RELATIONS[entity.schema]
    else:
        (one, other), kind = _ROLES[entity.schema], "member-of"
    who, whom = entity.one(reading, one), entity.one(reading, other)
    label = entity.one(reading, "role", "relationship", "status")
    span = {"from": entity.date(reading, "startDate"), "to": entity.date(reading, "endDate")}
    entity.lose_rest(reading)
    if who not in actors or not whom:
        reading.losses.append(
            Loss(entity.origin, f"an entity of the schema `{entity.schema}`", "it lacks an end")
        )
        return
    dated = {name: date for name, date in span.items() if date}
    if entity.schema in _ROLES and actors[who].data["kind"] == "person":
        name, entry = "roles", {"title": label or entity.schema, "organization": To("actor", whom), **dated}
    else:
        name, entry = "relations", {"kind": kind, "actor": To("actor", whom), **dated}
        if label:
            entry["label" if kind == "family" else "note"] = label
    actors[who].add(name, entry, entity.origin)
