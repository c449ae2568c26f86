"""Records of other programs → new sheets of a project: ids, references and whatever sheets may hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pydantic

from briefings.catalog.entries import entries, fold, prefix
from briefings.desk.addresses import comparable
from briefings.model import FOLDERS, MODELS, SheetModel
from briefings.model.base import KeyPath, Model
from briefings.model.keys import keys_of, models_in
from briefings.model.written import keys
from briefings.plugins.exchange.imports.records import Citing, Loss, Reading, Record, To
from briefings.problems import codes
from briefings.problems.problem import Place, Problem, or_list
from briefings.sheets.load import load, parse_sheet, read_text
from briefings.sheets.names import files
from briefings.sheets.shape import shape_problems
from briefings.sheets.starter import block
from briefings.sheets.yaml_text import read_yaml
from briefings.store.parsed import ParseCache
from briefings.text import limits
from briefings.text.characters import is_blank, without_hidden
from briefings.text.prose import LONGEST_ID, RESERVED, Kind, id_from

CITING = {"timeline": "", "statements": "", "figures": "values", "roles": "", "relations": ""}
"""The lists whose entries must cite a source, with the list inside of each that cites in their place."""


Known = tuple[Kind, str, Mapping[str, Any]]
"""A sheet of the project: its kind, its id, and its keys."""


def known_sheets(content: Path, root: Path, cache: ParseCache) -> Iterator[Known]:
    """All sheets of a project, including those with errors."""
    loaded = {(sheet.kind, sheet.id): sheet for sheet in load(content, root=root, cache=cache).sheets}
    for kind, folder in FOLDERS.items():
        for file in files(content / folder, root)[0]:
            sheet = loaded.get((kind, file.stem))
            if sheet is not None:
                yield kind, file.stem, keys(sheet.data)
                continue
            text = read_text(file.path, file.shown)
            data = None if isinstance(text, Problem) else read_yaml(text, file.shown)[0]
            yield kind, file.stem, data if isinstance(data, dict) else {}


@dataclass(frozen=True, slots=True)
class NewSheet:
    """A sheet to be written."""

    kind: Kind
    id: str
    text: str
    missing: tuple[str, ...]
    """Required keys that are still to be filled in."""

    @property
    def path(self) -> str:
        """Its file below content/."""
        return f"{FOLDERS[self.kind]}/{self.id}.yml"


@dataclass(frozen=True, slots=True)
class Match:
    """A record that is a sheet of the project."""

    origin: str
    path: str
    """Of the sheet, below content/."""
    by: str
    """What both have: `identifier`, `name`, `alias` …"""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import writes, and what it leaves out."""

    sheets: tuple[NewSheet, ...]
    known: tuple[Match, ...]
    """Records that the project has already."""
    losses: tuple[Loss, ...]


def new_sheets(
    reading: Reading,
    known: Iterable[Known],
    *,
    today: date,
    title: str,
    briefing: str = "",
    source: str = "",
    create: bool = False,
) -> Imported:
    """The sheets for the records of a file.

    `known` are the sheets of the project. `title` is that of a briefing without one, `briefing` its id. Facts
    without a citation cite `source`. With `create`, actors and sources that the file only names get sheets.
    """
    return _Import(reading, known, create=create).sheets(today, title, briefing, source)


class _Import:
    def __init__(self, reading: Reading, known: Iterable[Known], *, create: bool) -> None:
        self._records = reading.records
        self._losses = [*reading.losses]
        self._create = create
        self._sheets: dict[tuple[Kind, str], Mapping[str, Any]] = {}
        """The sheets of the project and those of the records before, by kind and id."""
        self._ids: dict[tuple[Kind, str], dict[str, None]] = defaultdict(dict)
        """By kind, and by anything that a reference may name: the ids of sheets."""
        self._created: list[tuple[str, Record]] = []
        for kind, sheet_id, data in known:
            self._sheets[kind, sheet_id] = data
            self._name(kind, sheet_id, data)
        self._before = {*self._sheets}
        self._taken = {*self._sheets}

    def sheets(self, today: date, title: str, briefing: str, source: str) -> Imported:
        """Give each record an id, resolve the references, and leave out what sheets may not hold."""
        fresh: list[tuple[str, Record]] = []
        matches: list[Match] = []
        for record in self._records:
            same = self._match(record, briefing)
            if record.kind == "briefing":
                record.data = {"title": title, "published": today.isoformat()} | record.data | {"draft": True}
            if same is None:
                id_ = self._free_id(record, (record.kind == "briefing" and briefing) or record.id)
                fresh.append((id_, record))
            else:
                id_, by = same
                matches.append(Match(record.origin, f"{FOLDERS[record.kind]}/{id_}.yml", by))
                self._lose_news(record, self._sheets[record.kind, id_])
            for key in record.keys:
                # In its file, a key names one record.
                self._ids[record.kind, key] = {id_: None}
            self._name(record.kind, id_, record.data)
            self._sheets.setdefault((record.kind, id_), record.data)
        made = [self._sheet(id_, record, source) for id_, record in fresh]
        # These refer to nothing.
        made += [self._sheet(id_, record, "") for id_, record in self._created]
        return Imported(tuple(made), tuple(matches), tuple(self._losses))

    def _name(self, kind: Kind, sheet_id: str, data: Mapping[str, Any]) -> None:
        for name in (sheet_id, *_names(kind, data)):
            self._ids[kind, name][sheet_id] = None

    def _match(self, record: Record, briefing: str) -> tuple[str, str] | None:
        """The sheet of the project that a record is, and by what; None if there is none, or not one alone."""
        kind, data = record.kind, record.data
        if kind in ("briefing", "topic"):
            is_known = not briefing and (kind, record.id) in self._before
            return (record.id, "id") if is_known else None
        for by, names in _known_as(kind, data):
            found = dict.fromkeys(id_ for name in names for id_ in self._ids.get((kind, name), ()))
            if kind == "actor" and by != "identifier":
                # A file that has two people with one name means two.
                found = dict.fromkeys(id_ for id_ in found if (kind, id_) in self._before or not record.keys)
            same = [id_ for id_ in found if _may_be(data, self._sheets[kind, id_])]
            if len(same) == 1:
                return same[0], by
            if found:
                candidates = ", ".join(f"{FOLDERS[kind]}/{id_}.yml" for id_ in found)
                reason = "several have it" if same else "something else tells them apart"
                why = f"the same {by}, but {reason}; it gets a sheet of its own"
                self._losses.append(Loss(record.origin, f"a match with {candidates}", why))
                return None
        return None

    def _lose_news(self, record: Record, known: Mapping[str, Any]) -> None:
        """Note what a record says that the sheet of the project does not."""
        news = [
            f"`{key}`"
            for key, value in record.data.items()
            if key in keys_of(MODELS[record.kind]) and key != "draft" and _says_more(value, known.get(key))
        ]
        if news:
            self._losses.append(Loss(record.origin, ", ".join(news), "existing sheets stay as they are"))

    def _free_id(self, record: Record, wished: str) -> str:
        named = record.data.get("name") or record.data.get("title") or ""
        stem = id_from(wished) or id_from(str(named)) or id_from(*record.keys[:1] or ("",)) or record.kind
        if len(stem) > 60 and not wished:
            stem = stem[:61].rpartition("-")[0] or stem[:60]
        free, n = stem, 1
        while free in RESERVED or (record.kind, free) in self._taken:
            n += 1
            free = f"{stem[: LONGEST_ID - 5]}-{n}"
        self._taken.add((record.kind, free))
        return free

    def _sheet(self, id_: str, record: Record, source: str) -> NewSheet:
        data = self._resolved(record)
        if source:
            for part in _uncited(data):
                part["cite"] = source
        self._prune(record, data)
        _shorten(MODELS[record.kind], data)
        declared = keys_of(MODELS[record.kind])
        missing = tuple(name for name, field in declared.items() if field.is_required() and name not in data)
        if record.kind == "source" and not {"title", "describes"} & data.keys():
            missing += ("title",)
        shared = keys_of(SheetModel)
        ordered = {
            name: data[name]
            for name in sorted(declared, key=lambda name: name in shared)
            if name in data and data[name] not in ([], {})
        }
        if not missing:
            _drop_needless_anchors(record.kind, id_, ordered)
        return NewSheet(record.kind, id_, block(ordered, missing), missing)

    # ── References ──

    def _resolved(self, record: Record) -> dict[str, Any]:
        def resolve(value: Any, path: KeyPath) -> Any:
            if isinstance(value, str):
                return self._clean(record, value, path)
            if isinstance(value, To):
                return self._find(value)
            if isinstance(value, dict):
                resolved = {key: resolve(each, (*path, key)) for key, each in value.items()}
                return {
                    key: each
                    for key, each in resolved.items()
                    if each is not None or lost(value[key], (*path, key))
                }
            if isinstance(value, list):
                items = [
                    each
                    for n, item in enumerate(value)
                    if (each := resolve(item, (*path, n))) is not None or lost(item, (*path, n))
                ]
                # The same actor may be named twice.
                is_plain = all(isinstance(each, str) for each in items)
                return [*dict.fromkeys(items)] if is_plain else items
            if isinstance(value, tuple):
                found = self._find(value[0])
                return None if found is None else {found: value[1]}
            if isinstance(value, Citing):
                cited = [self._find(each) or lost(each, path) for each in value.sources]
                return " ".join(filter(None, (value.text, *(f"[@{each}]" for each in cited if each))))
            return value

        def lost(value: Any, path: KeyPath) -> bool:
            target = value[0] if isinstance(value, tuple) else value
            if isinstance(target, To):
                what = f"`{_key(path)}`: {target.key}"
                several = self._candidates(target)
                why = f"no {target.kind} is called that"
                if several:
                    why = f"{or_list(several)} could be meant"
                elif target.kind == "actor" and (new := id_from(target.key)):
                    why += f'; `briefings new actor {new} --name "{target.key}"` starts a sheet for it'
                self._lose(record, path, what, why)
            return False

        resolved: dict[str, Any] = resolve(record.data, ())
        return resolved

    def _find(self, target: To) -> str | None:
        found = self._candidates(target)
        if not found and self._create and target.kind in ("actor", "source"):
            name = {"url": target.key} if "://" in target.key else {_NAMED[target.kind]: target.key}
            record = Record(target.kind, {**name}, f"“{target.key}”")
            found = [self._free_id(record, "")]
            self._created.append((found[0], record))
            self._name(target.kind, found[0], record.data)
        return found[0] if len(found) == 1 else None

    def _candidates(self, target: To) -> list[str]:
        names = (target.key, fold(target.key), comparable(target.key))
        return next(([*ids] for name in names if (ids := self._ids.get((target.kind, name)))), [])

    # ── What sheets may hold ──

    def _clean(self, record: Record, text: str, path: KeyPath) -> str | None:
        """A text without invisible characters; None if nothing is left, or if it is too long."""
        clean = without_hidden(text).strip()
        if is_blank(clean):
            return None
        if len(clean) > limits.TEXT:
            why = f"it has {len(clean):,} characters; a text has at most {limits.TEXT:,}"
            self._lose(record, path, f"`{_key(path)}`: {clean[:40]}…", why)
            return None
        return clean

    def _prune(self, record: Record, data: dict[str, Any]) -> None:
        """Delete what is not valid, with the reason in the words of `check`."""
        model = MODELS[record.kind]
        needed = {
            name: field.examples[0]
            for name, field in keys_of(model).items()
            if field.is_required() and field.examples
        }
        if record.kind == "source":
            needed["title"] = "…"
        while True:
            try:
                model.model_validate(needed | data)
            except pydantic.ValidationError as error:
                places: list[KeyPath] = []

                def locate(path: KeyPath, key: bool, places: list[KeyPath] = places) -> Place:
                    places.append(path)
                    text = str(_at(data, path))
                    return Place(str(len(places) - 1), text=text, width=len(text))

                wrong: list[tuple[KeyPath, str]] = []
                for problem in shape_problems(error, model, locate):
                    # All keys that there are help nobody here.
                    hint = "" if problem.code is codes.UNKNOWN_KEY else problem.hint
                    path = places[int(problem.place.path)]
                    wrong.append((path, f"{problem.message}; {hint}".rstrip("; ")))
                deleted: KeyPath | None = None
                # From the end, so that the entries of a list keep their numbers.
                for path, why in sorted(wrong, key=_order, reverse=True):
                    # What is wrong inside something that was deleted is gone with it.
                    if deleted is None or path[: len(deleted)] != deleted:
                        deleted = self._delete(record, data, path, why)
            else:
                return

    def _delete(self, record: Record, data: dict[str, Any], path: KeyPath, why: str) -> KeyPath:
        """Delete the value at a path, or the nearest one around it that exists; returns its path."""
        while path and _at(data, path) is None:
            path = path[:-1]
        if not path:
            raise ValueError(f"the sheet of {record.origin} is not valid: {why}")
        value = _at(data, path)
        if isinstance(path[-1], int) and isinstance(value, dict):
            name = next((value[key] for key in _NAMES if isinstance(value.get(key), str)), "")
            what = f"the entry “{name}” of `{_key(path)}`" if name else f"an entry of `{_key(path)}`"
        else:
            shown = f": {value}" if isinstance(value, str | int | Decimal) else ""
            what = f"`{_key(path)}`{shown}"
        self._lose(record, path, what, why)
        above = _at(data, path[:-1])
        del above[path[-1]]
        if isinstance(above, list):
            list_path = "/".join(map(str, path[:-1]))
            record.origins = {
                _shifted(key, list_path, int(path[-1])): origin
                for key, origin in record.origins.items()
                if key != f"{list_path}/{path[-1]}"
            }
        return path

    def _lose(self, record: Record, path: KeyPath, what: str, why: str) -> None:
        steps = [str(step) for step in path]
        around = ("/".join(steps[:n]) for n in range(len(steps), 0, -1))
        origin = next((record.origins[each] for each in around if each in record.origins), record.origin)
        self._losses.append(Loss(origin, what, why))


_NAMES = ("title", "label", "quote", "text", "kind")
"""Keys by which an entry can be recognized."""


def _order(wrong: tuple[KeyPath, str]) -> list[tuple[bool, str | int]]:
    """A sort key for paths, whose steps are keys and numbers."""
    return [(isinstance(step, str), step) for step in wrong[0]]


def _shifted(key: str, list_path: str, deleted: int) -> str:
    """The key of an entry after the deletion of an earlier one of its list."""
    stem, _, number = key.rpartition("/")
    return f"{stem}/{int(number) - 1}" if stem == list_path and int(number) > deleted else key


def _key(path: KeyPath) -> str:
    return next((step for step in reversed(path) if isinstance(step, str)), "the sheet")


def _at(data: Any, path: KeyPath) -> Any:
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


_NAMED = {"actor": "name", "source": "title"}
"""The key with the name of a sheet."""


def _known_as(kind: Kind, data: Mapping[str, Any]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What a sheet may be recognized by, and how references name that; the surest first."""
    if kind == "actor":
        identifiers = data.get("identifiers")
        given = identifiers if isinstance(identifiers, dict) else {}
        yield "identifier", tuple(f"{scheme}:{value}" for scheme, value in given.items())
        yield "name", (fold(str(data["name"])),) if data.get("name") else ()
        aliases = data.get("aliases")
        yield (
            "alias",
            tuple(fold(str(each)) for each in aliases or () if isinstance(aliases, list | tuple)),
        )
    elif kind == "source":
        if address := comparable(str(data.get("url") or "")):
            yield "address", (address,)
        elif data.get("title"):
            yield "title", (fold(str(data["title"])),)


def _names(kind: Kind, data: Mapping[str, Any]) -> Iterator[str]:
    for _, names in _known_as(kind, data):
        yield from names


def _may_be(data: Mapping[str, Any], known: Mapping[str, Any]) -> bool:
    """Whether nothing tells a record and a sheet apart: their kinds, or identifiers in the same catalog."""
    if data.get("kind") and known.get("kind") and data["kind"] != known["kind"] and "publisher" not in known:
        return False
    one, other = data.get("identifiers"), known.get("identifiers")
    if not isinstance(one, dict) or not isinstance(other, dict):
        return True
    return all(str(one[scheme]) == str(other[scheme]) for scheme in one.keys() & other.keys())


def _says_more(value: Any, known: Any) -> bool:
    """Whether a value has something that the one of a sheet lacks, so far as that can be told."""
    if isinstance(value, list | dict) and isinstance(known, list | tuple | dict):
        return len(value) > len(known)
    return bool(value) and not known


def _shorten(model: type[Model], data: dict[str, Any]) -> None:
    """Leave out what is the default, and write lists as briefly as a curator would."""
    for key, declared in keys_of(model).items():
        value = data.get(key)
        if isinstance(value, str | bool) and value == declared.default:
            del data[key]
        elif key == "cite" and isinstance(value, list) and len(value) == 1:
            data[key] = value[0]
        elif isinstance(value, list) and (inner := next(models_in(declared.annotation), None)) is not None:
            for each in value:
                _shorten(inner, each)


def _drop_needless_anchors(kind: Kind, id_: str, data: dict[str, Any]) -> None:
    """Keep the `anchor` only of entries that would have another address without it."""
    wanted: dict[KeyPath, str] = {}
    for key, items in data.items():
        for n, item in enumerate(items) if isinstance(items, list) else ():
            if isinstance(item, dict) and "anchor" in item:
                wanted[key, n] = item.pop("anchor")
    if not wanted:
        return
    sheet, _ = parse_sheet(block(data, ()), kind, id_, "")
    names = (
        {}
        if sheet is None
        else {entry.path: entry.name.removeprefix(f"{prefix(entry.item)}-") for entry in entries(sheet)}
    )
    for path, anchor in wanted.items():
        if names.get(path) != anchor:
            _at(data, path)["anchor"] = anchor


def _uncited(data: Mapping[str, Any]) -> Iterator[MutableMapping[str, Any]]:
    for name, inner in CITING.items():
        for entry in data.get(name, ()):
            yield from (part for part in (entry[inner] if inner else [entry]) if "cite" not in part)


# ── The report ──────────────────────────────────────────────────────────────────────────────────────────────


def report(losses: Iterable[Loss]) -> Iterator[str]:
    """What was left out, one line for each thing and reason."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for loss in losses:
        groups[loss.what, loss.why].append(loss.origin)
    for (what, why), origins in groups.items():
        where = origins[0] if len(origins) == 1 else f"{origins[0]} and {len(origins) - 1} more"
        yield f"{where}: {what}: {why}"
