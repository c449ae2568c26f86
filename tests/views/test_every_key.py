"""Views say everything: whichever key of a sheet changes, each page and file that changes with it has another
digest."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from inspect import isfunction
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from briefings.catalog.link import link
from briefings.exports import Publication, Resource, of_site, with_files
from briefings.model import FOLDERS, MODELS, SheetModel
from briefings.model.base import KeyPath, Model
from briefings.model.keys import keys_of, models_in
from briefings.pages.planned import pages
from briefings.search.documents import searched
from briefings.settings import Settings, packaged_theme
from briefings.sheets.load import Sheet, parse_sheet
from briefings.text.prose import Kind
from briefings.views.digest import Digester
from briefings.views.maker import Maker
from briefings.views.page import Page
from tests.trees import maker_of

Data = dict[str, Any]

GONE: Mapping[Kind, Data] = {
    "briefing": {"title": "Gone", "published": "2025-01-01", "summary": "Gone."},
    "actor": {"name": "Gone", "kind": "person"},
    "source": {"title": "Gone", "publisher": "Nobody", "kind": "news"},
    "topic": {"name": "Gone"},
}
READ: Mapping[str, Data] = yaml.safe_load(Path(__file__).with_name("every_key.yml").read_text("utf-8"))
SHEETS: Mapping[tuple[Kind, str], Data] = {
    **{(cast("Kind", name.partition("/")[0]), name.partition("/")[2]): data for name, data in READ.items()},
    **{
        (kind, f"gone-{kind}"): {
            **data,
            "draft": False,
            "withdrawn": "Why not.",
            "moved_from": [f"old-{kind}"],
        }
        for kind, data in GONE.items()
    },
}


def _keep_addresses() -> None:
    """Give each entry that can have one the key that keeps its address."""
    for (kind, _), data in SHEETS.items():
        for key, field in keys_of(MODELS[kind]).items():
            if any("anchor" in keys_of(model) for model in models_in(field.annotation)):
                for n, entry in enumerate(data.get(key, ())):
                    if "event" not in entry:
                        entry["anchor"] = f"{key.replace('_', '-')}-{n}"


_keep_addresses()

IDS = [id_ for _, id_ in SHEETS] + ["vote", "strike", "talks", "before", "bought", "sold"]
CHOICES = (
    "disputed", "rejected", "up to", "treaty", "group", "founder-of", "wire", "DE", "de", "CC0-1.0", "other.jpg",
)  # fmt: skip
SETTINGS = Settings(root=packaged_theme(), site_name="Trams", site_url="https://trams.example/")


@cache
def sheet(kind: Kind, id_: str, text: str) -> Sheet[SheetModel] | None:
    """A sheet; None if its shape is wrong."""
    return parse_sheet(text, kind, id_, f"content/{FOLDERS[kind]}/{id_}.yml")[0]


def build(sheets: Mapping[tuple[Kind, str], Data]) -> Maker | None:
    """What makes the views of these sheets; None if there is something wrong with them."""
    read = [sheet(kind, id_, json.dumps(data)) for (kind, id_), data in sheets.items()]
    catalog = link([each for each in read if each is not None])[0] if None not in read else None
    return maker_of(catalog) if catalog is not None else None


def every_page(maker: Maker) -> list[Page]:
    """All pages that are made from sheets."""
    return [*pages(maker, SETTINGS)]


def files_of(publication: Publication) -> list[Resource]:
    """All files for programs."""
    pages = with_files(publication, publication.pages)
    return [*of_site(publication), *(file for _, own in pages for file in own)]


def inputs_of(maker: Maker) -> dict[str, tuple[str, object]]:
    """What each page, search document and file is made from, with its digest."""
    publication = Publication(maker, SETTINGS, tuple(every_page(maker)))
    inputs: dict[str, object] = {page.path: page for page in publication.pages}
    inputs |= {each.path: each for page in publication.pages if (each := searched(maker, page)) is not None}
    inputs |= {file.path: file.made_from for file in files_of(publication)}
    digester = Digester()
    return {path: (digester.of(each), each) for path, each in inputs.items()}


def leaves(value: Any, path: KeyPath = ()) -> Iterator[KeyPath]:
    """The paths of all values that are no lists and no mappings."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in items:
            yield from leaves(each, (*path, key))
    else:
        yield path


def changed(data: Data, path: KeyPath, new: Any) -> Data:
    """The same sheet with another value in one place."""
    result = deepcopy(data)
    *above, last = path
    parent: Any = result
    for key in above:
        parent = parent[key]
    parent[last] = new
    return result


def others(value: Any) -> Iterator[Any]:
    """Other values that may be valid in the same place."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield value + 1
    else:
        if value in IDS:
            yield from (id_ for id_ in IDS if id_ != value)
        if re.match(r"\d{4}-", value):
            yield from ("2025-02-03", "2025-07-30", "1990-01-01", "2027-01-01")
        yield from (f"{value} again", f"{value}-again", *CHOICES, f"{value}7")


def variants(kind: Kind, id_: str, path: KeyPath) -> Iterator[Data]:
    """The sheet with each other value in one place."""
    data = SHEETS[kind, id_]
    value: Any = data
    for key in path:
        value = value[key]
    yield from (changed(data, path, other) for other in others(value))


def keys_in(path: KeyPath) -> KeyPath:
    """The keys of the model in a path: without indexes, and without what is below keys of the curator's own."""
    keys: list[str] = []
    for key in path:
        if isinstance(key, str):
            keys.append(key)
            if key in ("cite", "identifiers", "links", "value"):
                break
    return tuple(keys)


def every_key(model: type[Model]) -> Iterator[KeyPath]:
    """The keys of a model and of those in it."""
    for key, field in keys_of(model).items():
        inner = [path for each in dict.fromkeys(models_in(field.annotation)) for path in every_key(each)]
        yield from ((key, *path) for path in inner)
        if not inner:
            yield (key,)


@cache
def before() -> dict[str, tuple[str, object]]:
    maker = build(SHEETS)
    assert maker is not None
    return inputs_of(maker)


@pytest.mark.parametrize("kind", MODELS)
def test_what_changes_with_a_key_has_another_digest(kind: Kind) -> None:
    """What has the same digest is equal. That output follows from it alone, the tests below and of views show."""
    paths: dict[KeyPath, list[tuple[str, KeyPath]]] = {}
    for (other, id_), data in SHEETS.items():
        for path in leaves(data) if other == kind else ():
            paths.setdefault(keys_in(path), []).append((id_, path))
    without_effect: list[KeyPath] = []
    for keys, places in paths.items():
        made = (
            build({**SHEETS, (kind, id_): each}) for id_, path in places for each in variants(kind, id_, path)
        )
        maker = next(filter(None, made), None)
        if maker is None:
            without_effect.append(keys)
            continue
        for output, (digest, made_from) in inputs_of(maker).items():
            old = before().get(output)
            assert old is None or old[0] != digest or old[1] == made_from, (keys, output)
    assert set(map(keys_in, every_key(MODELS[kind]))) <= paths.keys() - {*without_effect}, without_effect


def test_nothing_else_reaches_the_function_that_makes_a_file() -> None:
    maker = build(SHEETS)
    assert maker is not None
    for file in files_of(Publication(maker, SETTINGS, tuple(every_page(maker)))):
        assert isfunction(file.make) and file.make.__closure__ is None, file.path


def test_sheets_and_the_catalog_are_no_data_of_files() -> None:
    maker = build(SHEETS)
    assert maker is not None
    for value in (maker.catalog, maker.proofs, maker.catalog.entries[0], maker.catalog.briefings["tram"]):
        with pytest.raises(TypeError, match="cannot digest"):
            Digester().of((value,))
