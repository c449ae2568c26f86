"""Entities of FollowTheMoney, one a line, as Aleph and OpenSanctions read them: `data/entities.ftm.json`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from urllib.parse import urlsplit

from babel.core import get_global

from briefings.catalog import urls
from briefings.catalog.labels import relation_words
from briefings.exports.resource import Format, Publication, Resource, compact
from briefings.model import FOLDERS, Actor, Briefing, SheetModel, Source
from briefings.model.actor import ActorKind, Relation, RelationKind, Role
from briefings.model.briefing import SharedEvent
from briefings.model.citations import Citation
from briefings.model.dates import EDTF_NOTE, Date, Part, Span, Unit
from briefings.model.days import DAY_SECONDS, CalendarDay
from briefings.model.items import prose_citations
from briefings.model.walk import item_fields
from briefings.model.written import keys
from briefings.settings import Settings
from briefings.text import escape
from briefings.views.facts import Fact, Ref
from briefings.words import Words

PATH = "data/entities.ftm.json"

OWN = "briefings"
"""The key with what the properties of an entity cannot say: its address, and its keys as written. Other
programs pass it on, and our import reads it."""

Properties = dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class _Sheet:
    """What the entities of a sheet and of its entries are made from."""

    ref: Ref
    data: SheetModel
    text: str
    """The summary of an actor or a briefing, or the note on a source."""
    entries: tuple[Fact, ...]


def of_site(publication: Publication) -> Iterator[Resource]:
    """The file of all entities."""
    yield Resource(
        path=PATH,
        format="followthemoney",
        media_type="application/x-ndjson",
        title=publication.words("formats.followthemoney.label"),
        made_from=tuple(_sheet(publication, ref) for ref in publication.every()),
        make=_file,
        updated=publication.changed(),
    )


FOLLOWTHEMONEY = Format("followthemoney", of_site=of_site)


def _sheet(publication: Publication, ref: Ref) -> _Sheet:
    data = publication.data(ref)
    text = publication.maker.gist(data.note if isinstance(data, Source) else getattr(data, "summary", None))
    own = publication.facts(ref).values()
    listed = (fact for fact in own if fact.item.LISTED or isinstance(fact.item, Role | Relation))
    return _Sheet(ref, data, text, tuple(listed))


def _file(sheets: Sequence[_Sheet], words: Words, settings: Settings) -> bytes:
    entities = _Entities(sheets, words, settings)
    lines = [compact(entity) for sheet in sheets for entity in entities.of(sheet)]
    text = "".join(f"{line}\n" for line in lines)
    # Some programs take these for the ends of lines.
    for sign in "\x85\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text.encode()


# ── Schemas ─────────────────────────────────────────────────────────────────────────────────────────────────

_SCHEMAS: Mapping[ActorKind, str] = {
    "person": "Person",
    "company": "Company",
    "public-body": "PublicBody",
}
"""Schemas of actors by kind. All others are an Organization: members can only belong to one, and countries,
alliances and conferences have members. `classification` then has their kind."""


@dataclass(frozen=True, slots=True)
class _Link:
    """A schema for relations: its properties for the actor whose sheet has the relation, and for the other
    one."""

    schema: str
    one: str
    other: str


_LINKS: Mapping[RelationKind, _Link] = {
    "member-of": _Link("Membership", "member", "organization"),
    "owner-of": _Link("Ownership", "owner", "asset"),
    "subsidiary-of": _Link("Ownership", "asset", "owner"),
    "family-of": _Link("Family", "person", "relative"),
    "employer-of": _Link("Employment", "employer", "employee"),
    "successor-of": _Link("Succession", "successor", "predecessor"),
}
_ANY_LINK = _Link("UnknownLink", "subject", "object")
"""For all other relations, and for actors of kinds that a schema does not allow."""

_RANGES: Mapping[str, frozenset[str]] = {
    "organization": frozenset({"Organization", "PublicBody", "Company"}),
    "employer": frozenset({"Organization", "PublicBody", "Company"}),
    "asset": frozenset({"Company"}),
    **dict.fromkeys(("person", "relative", "employee"), frozenset({"Person"})),
}
"""The schemas that a property allows, unless it allows all actors."""

_IDENTIFIERS = {"wikidata": "wikidataId", "lei": "leiCode"}

_LANGUAGES = frozenset({
    "afr", "amh", "ara", "aze", "bel", "ben", "bos", "bul", "cat", "ces", "cnr", "dan", "deu", "ell",
    "eng", "est", "fas", "fil", "fin", "fra", "gle", "heb", "hin", "hrv", "hun", "hye", "ind", "isl",
    "ita", "jpn", "kan", "kat", "kaz", "khm", "kir", "kor", "lao", "lav", "lit", "ltz", "mkd", "mlt",
    "mon", "msa", "mul", "mya", "nep", "nld", "nor", "pol", "por", "pus", "ron", "rus", "sin", "slk",
    "slv", "spa", "sqi", "srp", "swa", "swe", "tam", "tel", "tgk", "tgl", "tha", "tuk", "tur", "ukr",
    "urd", "uzb", "vie", "zho",
})  # fmt: skip
"""The languages that FollowTheMoney knows."""
_UNKNOWN_COUNTRIES = frozenset({"EA"})
"""Codes of ISO 3166 that it does not know."""

_LONGEST_NAME, _LONGEST_TEXT, _LONGEST_PLACE = 384, 1024, 250
"""In characters."""
_YEARS = range(1000, 3000)
"""Years that its dates can have."""


def _language(code: str) -> str:
    """A language as FollowTheMoney has it, with three letters; empty if it does not know it."""
    first = code.partition("-")[0]
    longer = (three for three, two in get_global("language_aliases").items() if two == first)
    return next((each for each in (first, *longer) if each in _LANGUAGES), "")


# ── Entities ────────────────────────────────────────────────────────────────────────────────────────────────


class _Entities:
    """Makes the entities of each sheet."""

    def __init__(self, sheets: Sequence[_Sheet], words: Words, settings: Settings) -> None:
        self._words = words
        self._site = settings.site_url
        self._known_as = settings.site_url or settings.site_name
        self._schemas = {
            sheet.ref.id: _schema(sheet.data) for sheet in sheets if isinstance(sheet.data, Actor)
        }
        """By actor."""

    def of(self, sheet: _Sheet) -> Iterator[dict[str, Any]]:
        """The entities of a sheet and of its entries."""
        address = f"{FOLDERS[sheet.ref.kind]}/{sheet.ref.id}"
        entities = [(entry, self._entry(self._id(entry.id), entry)) for entry in sheet.entries]
        if (entity := self._of_sheet(self._id(address), sheet)) is not None:
            others = {id(entry.item) for entry, made in entities if made is None}
            yield _with(entity, f"{address}/", _keys(sheet.data, others))
        for entry, made in entities:
            if made is not None:
                yield _with(made, entry.id, keys(entry.item, without={"anchor"}, exact=True))

    def _of_sheet(self, id_: str, sheet: _Sheet) -> dict[str, Any] | None:
        """The entity of a sheet itself; None if no schema is like it."""
        match sheet.data:
            case Actor() as data:
                return self._actor(id_, sheet, data)
            case Source() as data:
                return self._source(id_, sheet, data)
            case Briefing() as data:
                return self._briefing(id_, sheet, data)
        return None

    def _briefing(self, id_: str, sheet: _Sheet, data: Briefing) -> dict[str, Any]:
        language = _language(self._words.language)
        properties: Properties = {
            "title": [data.title[:_LONGEST_TEXT]],
            "summary": _given(sheet.text),
            "publishedAt": _start(data.published),
            "modifiedAt": _start(data.updated),
            "language": [language] if language else [],
            "fileName": [f"{sheet.ref.id}.html"],
            "proof": self._proof(prose_citations(data.summary)),
            "sourceUrl": self._address(sheet.ref.path),
        }
        return _entity(id_, "HyperText", properties)

    def _actor(self, id_: str, sheet: _Sheet, data: Actor) -> dict[str, Any]:
        schema = _schema(data)
        began, ended = _LIFE.get(schema, ("incorporationDate", "dissolutionDate"))
        properties: Properties = {
            "name": [data.name[:_LONGEST_NAME]],
            "alias": [alias[:_LONGEST_NAME] for alias in data.aliases],
            "description": [data.distinguish] if data.distinguish else [],
            "summary": _given(sheet.text),
            "country": _country(data.country),
            began: _start(data.from_),
            ended: _end(data.to),
            "proof": self._proof(prose_citations(data.summary or "")),
            "sourceUrl": self._address(sheet.ref.path),
        }
        if schema == "Organization" and data.kind != "organization":
            properties["classification"] = [data.kind]
        if schema == "Person":
            announced = [entry.item for entry in sheet.entries if entry.announced]
            properties["position"] = [
                role.title[:_LONGEST_TEXT]
                for role in data.roles
                if role.organization is None and role not in announced
            ]
        for scheme, name in _IDENTIFIERS.items():
            if scheme in data.identifiers:
                properties[name] = [data.identifiers[scheme]]
        for address in data.links.values():
            is_wikipedia = f".{urlsplit(address).hostname or ''}".endswith(".wikipedia.org")
            name = "wikipediaUrl" if is_wikipedia else "website"
            properties.setdefault(name, []).append(address)
        return _entity(id_, schema, properties)

    def _source(self, id_: str, sheet: _Sheet, data: Source) -> dict[str, Any]:
        properties: Properties = {
            "title": [data.title[:_LONGEST_TEXT]] if data.title else [],
            "description": [data.describes] if data.describes else [],
            "author": [author[:_LONGEST_TEXT] for author in data.authors],
            "publisher": [data.publisher[:_LONGEST_TEXT]],
            "publishedAt": _start(data.published),
            "retrievedAt": _start(data.accessed),
            "sourceUrl": [data.url] if data.url else [],
            "language": [_language(data.language)] if _language(data.language) else [],
            # Each document must have the name of a file, also one whose text may not be published.
            "fileName": [f"{sheet.ref.id}.txt" if data.text_may_be_published else sheet.ref.id],
            "keywords": [data.kind, *(["unread"] if data.unread else [])],
            "notes": _given(sheet.text),
        }
        return _entity(id_, "Article", properties)

    def _entry(self, id_: str, entry: Fact) -> dict[str, Any] | None:
        """The entity of an entry; None if no schema has a place for it."""
        item = entry.item
        shared: Properties = {
            "proof": self._proof(item.citations),
            "sourceUrl": self._address(entry.sheet.path, entry.anchor),
        }
        if isinstance(item, Role):
            return self._role(id_, item, entry, shared)
        if isinstance(item, Relation):
            return self._relation(id_, item, entry, shared)
        schema = "Event" if item.CHRONOLOGICAL else "Note"
        shared["keywords"] = [
            *([entry.kind] if entry.kind != schema.lower() else []),
            *([entry.status] if entry.status != "reported" else []),
            *(["announced"] if entry.announced else []),
        ]
        if item.CHRONOLOGICAL:
            return self._event(id_, entry, shared)
        return self._note(id_, entry, shared)

    def _role(self, id_: str, role: Role, entry: Fact, shared: Properties) -> dict[str, Any] | None:
        if role.organization is None:
            # A person has its title as `position`.
            return None
        link = _Link("Membership", "member", "organization")
        if not self._fits(link, entry.sheet.id, role.organization):
            link = _ANY_LINK
        ends = self._ends(link, entry.sheet.id, role.organization)
        term = {"startDate": _start(role.from_), "endDate": _end(role.to)}
        called = {"role": [role.title[:_LONGEST_TEXT]], "status": ["announced"] if entry.announced else []}
        return _entity(id_, link.schema, {**ends, **called, **term, **shared})

    def _relation(self, id_: str, relation: Relation, entry: Fact, shared: Properties) -> dict[str, Any]:
        link = _LINKS.get(relation.kind, _ANY_LINK)
        if not self._fits(link, entry.sheet.id, relation.actor):
            link = _ANY_LINK
        # The words for the kind say no more than the schema.
        called = relation.label if link is not _ANY_LINK else relation_words(relation, self._words)
        name = "relationship" if link.schema == "Family" else "role"
        properties: Properties = {
            **self._ends(link, entry.sheet.id, relation.actor),
            name: [called[:_LONGEST_TEXT]] if called else [],
            "startDate": _start(relation.from_),
            "endDate": _end(relation.to),
            "description": [relation.note] if relation.note else [],
        }
        if entry.announced:
            # A family has no status.
            properties["summary" if link.schema == "Family" else "status"] = ["announced"]
        return _entity(id_, link.schema, properties | shared)

    def _event(self, id_: str, entry: Fact, shared: Properties) -> dict[str, Any]:
        place, title = entry.item.place, entry.label
        properties: Properties = {
            "name": [title[:_LONGEST_NAME]],
            "description": [title] if len(title) > _LONGEST_NAME else [],
            "summary": [*_given(" · ".join(entry.spoken)), *_given(entry.gist)],
            "involved": self._actors(entry),
            "location": [place[:_LONGEST_PLACE]] if place else [],
            **_time(entry.date),
        }
        if not _is_exact(entry.date):
            properties["notes"] = _edtf(entry.date)
        return _entity(id_, "Event", properties | shared)

    def _note(self, id_: str, entry: Fact, shared: Properties) -> dict[str, Any]:
        text, numbers = entry.in_words(self._words), self._words.list(entry.spoken)
        properties: Properties = {
            "description": [f"{text}: {numbers}" if numbers else text],
            "summary": _given(entry.gist) if entry.item.prose != entry.item.headline else [],
            "entity": self._actors(entry),
            "notes": _edtf(entry.date),
        }
        return _entity(id_, "Note", properties | shared)

    def _fits(self, link: _Link, one: str, other: str) -> bool:
        """Whether a schema allows these two actors."""
        ends = ((link.one, self._schemas[one]), (link.other, self._schemas[other]))
        return all(name not in _RANGES or schema in _RANGES[name] for name, schema in ends)

    def _ends(self, link: _Link, one: str, other: str) -> Properties:
        return {link.one: [self._id(f"actors/{one}")], link.other: [self._id(f"actors/{other}")]}

    def _id(self, address: str) -> str:
        """The id of an entity, from the address of its page or entry: 16 hexadecimal digits."""
        whole = f"{self._known_as}\n{address}"
        return blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()

    def _proof(self, citations: Iterable[Citation]) -> list[str]:
        """The articles that are cited, each once."""
        return [self._id(f"sources/{source}") for source in dict.fromkeys(each.source for each in citations)]

    def _address(self, page: str, anchor: str = "") -> list[str]:
        """The address of an entry or a page; none if that of the site is not known."""
        if not self._site:
            return []
        return [f"{self._site}{urls.address(page)}{'#' if anchor else ''}{anchor}"]

    def _actors(self, entry: Fact) -> list[str]:
        return [self._id(f"actors/{actor}") for actor in dict.fromkeys(entry.item.involved)]


_LIFE = {"Person": ("birthDate", "deathDate")}
"""What the beginning and the end of an actor are called, where it is not founded and dissolved."""


def _given(text: str) -> list[str]:
    return [text] if text else []


def _schema(actor: Actor) -> str:
    return _SCHEMAS.get(actor.kind, "Organization")


def _entity(id_: str, schema: str, properties: Properties) -> dict[str, Any]:
    given = {
        name: [escape.clean(each) for each in dict.fromkeys(values)]
        for name, values in properties.items()
        if values
    }
    return {"id": id_, "schema": schema, "properties": given}


def _with(entity: dict[str, Any], id_: str, own: Mapping[str, Any]) -> dict[str, Any]:
    """An entity with its address, unless its `sourceUrl` ends in that, and its keys."""
    properties = entity["properties"]
    has_address = properties.get("sourceUrl", [""])[0].endswith(f"/{id_}")
    named = {} if has_address else {"id": id_}
    return {**entity, OWN: {**named, "keys": own, "as": digest(properties)}}


def _keys(data: SheetModel, others: Collection[int]) -> dict[str, Any]:
    """The keys of a sheet, with the events of others that it shows, and with the entries that no schema has a
    place for, given by their `id` in Python. Its other entries are entities themselves or only text."""
    lists = dict(item_fields(type(data)))
    kept = {
        key: [
            keys(item, exact=True)
            for item in getattr(data, name)
            if isinstance(item, SharedEvent) or id(item) in others
        ]
        for name, key in lists.items()
    }
    return keys(data, without=lists, exact=True) | {key: items for key, items in kept.items() if items}


def digest(properties: Mapping[str, Any]) -> str:
    """A digest of the properties of an entity, in whatever order."""
    given = sorted((name, sorted(map(str, values))) for name, values in properties.items())
    return blake2b(compact(given).encode(), digest_size=8).hexdigest()


def _country(code: str | None) -> list[str]:
    return [] if code is None or code in _UNKNOWN_COUNTRIES else [code.lower()]


# ── Dates ───────────────────────────────────────────────────────────────────────────────────────────────────


def _time(date: Date | None) -> Properties:
    """The dates of an event: its only day, its alternatives, or its first and last day."""
    if date is None:
        return {}
    (first, *_) = date.members
    if isinstance(first, Span) and date.is_interval:
        return {"startDate": _values(first.start), "endDate": _values(first.end)}
    return {"date": [value for part in date.parts for value in _values(part)]}


def _start(date: Date | None) -> list[str]:
    """A date at which something begins."""
    return [] if date is None or date.earliest is None else _values(date.parts[0])


def _end(date: Date | None) -> list[str]:
    """A date at which something ends."""
    return [] if date is None or date.latest is None else _values(date.parts[-1])


def _edtf(date: Date | None) -> list[str]:
    return [] if date is None else [f"{EDTF_NOTE}{date.text}"]


def _values(part: object) -> list[str]:
    """A single date as a part of an ISO date; a time in UTC. None if such a date cannot express it."""
    if not isinstance(part, Part) or part.unit < Unit.YEAR or part.first.year not in _YEARS:
        return []
    if part.clock is not None and part.clock.offset is not None:
        days, seconds = divmod(part.begins, DAY_SECONDS)
        minutes, second = divmod(seconds, 60)
        time = f"T{minutes // 60:02}:{minutes % 60:02}"
        return [
            f"{CalendarDay.fromordinal(days)}{time}{'' if part.clock.second is None else f':{second:02}'}"
        ]
    match part.unit:
        case Unit.YEAR | Unit.SEASON:
            return [f"{part.first.year}"]
        case Unit.MONTH:
            return [f"{part.first.year}-{part.first.month:02}"]
    return [part.first.isoformat()]


def _is_exact(date: Date | None) -> bool:
    """Whether `_time` expresses all of a date."""
    if date is None:
        return True
    ends = [end for member in date.members for end in _ends(member)]
    return (
        date.form in ("single", "interval")
        and not date.is_qualified
        and all(isinstance(end, Part) and _values(end) and _is_plain(end) for end in ends)
    )


def _ends(member: Part | Span) -> tuple[object, ...]:
    return (member,) if isinstance(member, Part) else (member.start, member.end)


def _is_plain(part: Part) -> bool:
    timed = part.unit is Unit.TIME and (part.clock is None or part.clock.offset is None)
    return part.some is None and part.unit is not Unit.SEASON and not timed
