"""FollowTheMoney: entities as JSON lines, as OpenSanctions and Aleph give them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, get_args

from briefings.catalog.entries import prefix
from briefings.model import FOLDERS, MODELS
from briefings.model.actor import ActorKind
from briefings.model.dates import EDTF_NOTE
from briefings.model.keys import keys_of
from briefings.model.vocabularies import canonical_language
from briefings.model.walk import items_of, key_of
from briefings.plugins.exchange.followthemoney import OWN, digest
from briefings.plugins.exchange.imports import dates
from briefings.plugins.exchange.imports.own import referring
from briefings.plugins.exchange.imports.records import (
    Loss,
    Reading,
    Record,
    To,
    UnreadableError,
    first,
    line,
    texts,
    why,
)
from briefings.plugins.exchange.imports.words import prose
from briefings.text.prose import Kind

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
            raise UnreadableError(f"line {number} is not JSON: {why(error)}") from error
        if not (isinstance(given, dict) and given.get("id") and isinstance(given.get("properties"), dict)):
            raise UnreadableError(f"line {number} is not an entity: it needs `id`, `schema` and `properties`")
        own = given.get(OWN)
        if (other := entities.get(str(given["id"]))) is not None:
            if not other.merge(str(given.get("schema")), given["properties"], own):
                reading.lose(f"line {number}", "the entity", f"{other.origin} has its id and differs")
            continue
        entities[str(given["id"])] = _Entity(
            f"line {number}",
            str(given.get("schema")),
            given["properties"],
            own if isinstance(own, dict) else {},
        )
    actors: dict[str, Record] = {}
    ours: dict[str, Record] = {}
    timeline = Record("briefing", {}, "the events of the file")
    for key, entity in [*entities.items()]:
        if entity.is_ours(reading):
            _add(ours, key, entity)
            del entities[key]
        elif entity.schema in _ACTORS:
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
    reading.records += [*ours.values(), *actors.values()]
    if timeline.data:
        reading.records.append(timeline)
    return reading


class _Entity:
    def __init__(
        self, origin: str, schema: str, properties: Mapping[str, Any], own: Mapping[str, Any]
    ) -> None:
        self.origin = origin
        self.schema = schema
        self.own = own
        """What only our own export has."""
        self._properties = properties
        self._used: set[str] = set()

    def merge(self, schema: str, properties: Mapping[str, Any], own: object) -> bool:
        """Add the properties of another entity with the same id, as programs write one in several lines;
        False if it cannot be the same."""
        if properties == self._properties and schema == self.schema:
            return True
        if schema != self.schema or own or self.own:
            return False
        names = [*self._properties, *properties]
        both = self._properties, properties
        self._properties = {name: [each for p in both for each in texts(p.get(name))] for name in names}
        return True

    @property
    def place(self) -> tuple[Kind | None, str, str]:
        """The kind and id of the sheet that a site exported, and the name of the entry in it."""
        if not self.own:
            return None, "", ""
        page, _, name = str(self.own.get("id") or first(self._properties.get("sourceUrl"))).partition("#")
        folder, id_ = ["", "", *page.strip("/").split("/")][-2:]
        kind = next((kind for kind, own in FOLDERS.items() if own == folder), None)
        return kind, id_ if kind else "", name

    def is_ours(self, reading: Reading) -> bool:
        """Whether a site exported it, and no other program changed it since."""
        if not isinstance(self.own.get("keys"), dict):
            return False
        if self.own.get("as") == digest(self._properties):
            return True
        reading.lose(
            self.origin, f"`{OWN}`", "another program changed the entity, so only its properties are read"
        )
        return False

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


def _add(records: dict[str, Record], key: str, entity: _Entity) -> None:
    """Add an entity of our own export to its sheet."""
    kind, id_, name = entity.place
    if kind is None:
        return
    record = records.setdefault(f"{kind}/{id_}", Record(kind, {}, entity.origin, (id_,), id=id_))
    model = MODELS[kind]
    if not name:
        record.keys = (id_, key)
        for name, value in referring(model, entity.own["keys"]).items():
            # Entries may have come before their sheet.
            record.data[name] = value + record.data[name] if name in record.data else value
        return
    item = next((each for each in items_of(model) if name.startswith(f"{prefix(each)}-")), None)
    if item is not None:
        entry, list_ = referring(item, entity.own["keys"]), key_of(model, item)
        if "anchor" in keys_of(item):
            entry["anchor"] = name.removeprefix(f"{prefix(item)}-")
        record.add(list_, entry, entity.origin)


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
    return Record("actor", data, entity.origin, *_named(key, entity))


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
    return Record("source", given, entity.origin, *_named(key, entity))


def _named(key: str, entity: _Entity) -> tuple[tuple[str, ...], str]:
    """How others refer to a sheet, and its id, if a site exported it."""
    _, id_, _ = entity.place
    return (key, *filter(None, [id_])), id_


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
