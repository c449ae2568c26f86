"""Views stand alone: pages are made from them and the words of a language, without the catalog."""

from __future__ import annotations

import pickle
import pickletools
from functools import cache

import pytest

from briefings.model.base import KeyPath
from briefings.render.render import Renderer
from briefings.text.prose import Kind
from briefings.views.digest import Digester
from tests.views.test_every_key import SETTINGS, SHEETS, build, changed, every_page


def test_a_page_is_made_from_its_view_in_another_process() -> None:
    maker = build(SHEETS)
    assert maker is not None
    renderer = Renderer(maker.words, SETTINGS)
    for page in every_page(maker):
        data = pickle.dumps(page)
        named = {
            str(text)
            for opcode, text, _ in pickletools.genops(data)
            if opcode.name in ("SHORT_BINUNICODE", "BINUNICODE") and str(text).startswith("briefings.")
        }
        assert not {
            name for name in named if name.startswith(("briefings.sheets", "briefings.catalog.catalog"))
        }
        assert "briefings.catalog.entries" not in named
        assert renderer.render(pickle.loads(data)) == renderer.render(page)  # our own bytes


@pytest.mark.parametrize(
    ("kind", "id_", "path"),
    [
        ("briefing", "tram", ("title",)),
        ("briefing", "tram", ("summary",)),
        ("briefing", "tram", ("timeline", 0, "text")),
        ("briefing", "tram", ("timeline", 0, "title")),
        ("briefing", "strike", ("timeline", 0, "note")),
        ("briefing", "tram", ("sections", 0, "text")),
        ("actor", "ines", ("summary",)),
        ("topic", "town", ("name",)),
        ("source", "gazette", ("title",)),
    ],
)
def test_no_other_page_is_made_again(kind: Kind, id_: str, path: KeyPath) -> None:
    maker = build({**SHEETS, (kind, id_): changed(SHEETS[kind, id_], path, "Other words. [@gazette]")})
    assert maker is not None
    digester, renderer = Digester(), Renderer(maker.words, SETTINGS)
    again, different = set(), set()
    for page in every_page(maker):
        digest, text = before()[page.path]
        again |= {page.path} if digester.of(page) != digest else set()
        different |= {page.path} if renderer.render(page) != text else set()
    assert again == different != set()


@cache
def before() -> dict[str, tuple[str, object]]:
    maker = build(SHEETS)
    assert maker is not None
    renderer = Renderer(maker.words, SETTINGS)
    return {page.path: (Digester().of(page), renderer.render(page)) for page in every_page(maker)}
