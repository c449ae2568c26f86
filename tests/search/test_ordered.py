"""Reordering of Pagefind's index: any order gives the same bytes, and only the order changes."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefings.languages import FOLDER
from briefings.search.documents import Document, Section
from briefings.search.failure import FinishError
from briefings.search.ordered import _decode, _encode, sort_index
from briefings.search.pagefind import Indexing, encode, file_of
from briefings.words import Words

VALUES = st.recursive(
    st.integers(0, 2**64 - 1) | st.text(max_size=300),
    lambda inner: st.lists(inner, max_size=30),
    max_leaves=60,
)


@given(VALUES)
def test_written_values_can_be_read_again(value: Any) -> None:
    data = _encode(value)
    assert _decode(data, 0) == (value, len(data))


@pytest.mark.parametrize(
    ("value", "data"),
    [
        (23, "17"), (24, "1818"), (255, "18ff"), (256, "190100"), (65536, "1a00010000"), (2**32, "1b0000000100000000"),
        ("ü", "62c3bc"), ([1, [2, "a"]], "820182026161"), ([], "80"),
    ],
)  # fmt: skip
def test_values_are_written_as_cbor(value: Any, data: str) -> None:
    assert _encode(value).hex() == data


def test_arrays_without_a_length_are_read() -> None:
    assert _decode(bytes.fromhex("9f0102ff"), 0) == ([1, 2], 4)


def write(folder: Path, filters: list[tuple[str, list[Any]]]) -> None:
    (folder / "filter").mkdir(parents=True)
    named = []
    for facet, values in filters:
        file = folder / "filter" / f"en_{facet}.pf_filter"
        file.write_bytes(gzip.compress(b"pagefind_dcd" + _encode([facet, values])))
        named.append([facet, f"en_{facet}"])
    index = ["1.5.2", [["en_page", 3]], [], named, [["date", [1, 0]]], ["title"]]
    (folder / "pagefind.en_old.pf_meta").write_bytes(gzip.compress(b"pagefind_dcd" + _encode(index)))
    (folder / "pagefind-entry.json").write_text(
        json.dumps({"version": "1.5.2", "languages": {"en": {"hash": "en_old", "page_count": 2}}})
    )


def files(folder: Path) -> dict[str, bytes]:
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }


def test_any_order_gives_the_same_files(tmp_path: Path) -> None:
    year: list[Any] = [["2025", [0, 1]], ["2026", [1]]]
    kind: list[Any] = [["Actor", [0]], ["Briefing", [1]]]
    write(tmp_path / "a", [("year", year), ("kind", kind)])
    write(tmp_path / "b", [("kind", kind[::-1]), ("year", year[::-1])])
    for name in ("a", "b"):
        sort_index(tmp_path / name)
    assert files(tmp_path / "a") == files(tmp_path / "b")
    assert len(files(tmp_path / "a")) == 4


def test_unknown_formats_are_refused(tmp_path: Path) -> None:
    write(tmp_path / "a", [])
    (tmp_path / "a" / "pagefind.en_old.pf_meta").write_bytes(gzip.compress(b"something else"))
    with pytest.raises(
        FinishError,
        match=r"^pagefind\.en_old\.pf_meta has a format that no known version of Pagefind writes$",
    ):
        sort_index(tmp_path / "a")


def documents() -> dict[str, str]:
    """Pages of several kinds, years and actors, as `encode` writes them."""
    words = Words.load("en", [FOLDER])
    found = {}
    for n in range(60):
        section = Section(f"event-{n}", f"Event {n}", f"The words of event {n}.", "event", 2000 + n % 7)
        document = Document(
            f"briefings/b-{n}.md",
            f"Briefing {n}",
            "Briefing" if n % 2 else "Actor",
            names=(f"Alias {n}",) if n % 3 else (),
            also=(f"Other {n}",),
            sections=(section,),
            topics=(f"Topic {n % 5}", f"Topic, with a comma {n % 4}"),
            actors=tuple(f"Actor {m}" for m in range(n % 11)),
            years=(2000 + n % 7,),
            date=f"20{n:02}-01-01",
        )
        found[file_of(document.page)] = encode(document, words).decode()
    return found


def test_the_same_documents_give_the_same_index_in_any_order(tmp_path: Path) -> None:
    words = Words.load("en", [FOLDER])
    rng = Random(1)
    indexes = []
    for n in range(5):
        folder, place, site = (tmp_path / f"{name}-{n}" for name in ("documents", "place", "site"))
        place.mkdir()
        for path, text in rng.sample(sorted(documents().items()), 60):
            (folder / path).parent.mkdir(parents=True)
            (folder / path).write_text(text, encoding="utf-8")
        with Indexing(folder, (), words, place) as indexing:
            indexing.put(site)
        indexes.append(files(site))
    assert all(index == indexes[0] for index in indexes)
