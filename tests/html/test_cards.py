"""Pictures for shared links: their size, that they are the same everywhere and always, and that one is drawn
once."""

from __future__ import annotations

import struct
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from briefings.html.cards import Card, add_cards
from briefings.store.builds import NO_PREVIOUS_SITE

CARD = Card(
    "AI Governance Briefings",
    "China proposes a world AI cooperation organization",
    "Updated 20 July 2026 · AI governance",
)


def draw(cards: list[Card], cache: Path) -> dict[Card, bytes]:
    """The pictures as a site gets them."""
    with TemporaryDirectory() as site:
        return {
            card: (Path(site) / card.path).read_bytes()
            for card in add_cards(cards, Path(site), cache, NO_PREVIOUS_SITE)
        }


def size(png: bytes) -> tuple[int, int]:
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize(
    "title",
    [
        "AI",
        CARD.title,
        " ".join(["Cooperation"] * 60),
        "Wider " * 30,
        "x" * 300,
        '#set text(red) "quoted" $x$ \\ *b* <a>',
    ],
)
def test_a_picture_has_the_size_that_is_announced_whatever_the_title(tmp_path: Path, title: str) -> None:
    card = Card(CARD.above, title, CARD.below)
    assert size(draw([card], tmp_path)[card]) == (1200, 630)


def test_the_same_words_give_the_same_bytes_alone_or_among_others(tmp_path: Path) -> None:
    others = [Card("", f"Title {n}", "") for n in range(3)]
    alone = draw([CARD], tmp_path / "one")
    assert draw([*others, CARD], tmp_path / "two")[CARD] == alone[CARD]


def test_what_the_cache_holds_is_not_drawn_again_and_what_nothing_needs_leaves_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = draw([CARD, Card("", "Old", "")], tmp_path)
    monkeypatch.setattr("briefings.html.cards.typst.compile", None)
    assert draw([CARD], tmp_path) == {CARD: drawn[CARD]}
    assert [file.name for file in tmp_path.iterdir()] == [f"{CARD.digest}.png"]


@pytest.mark.parametrize("length", [0, 10, -1])
def test_half_a_picture_is_drawn_again(tmp_path: Path, length: int) -> None:
    drawn = draw([CARD], tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:length])
    assert draw([CARD], tmp_path) == drawn
    assert draw([CARD], tmp_path) == drawn


def test_another_cards_picture_is_not_taken(tmp_path: Path) -> None:
    other = Card("", "Other", "")
    drawn = draw([CARD, other], tmp_path)
    (tmp_path / f"{CARD.digest}.png").write_bytes((tmp_path / f"{other.digest}.png").read_bytes())
    assert draw([CARD, other], tmp_path) == drawn


@pytest.mark.parametrize(
    ("title", "is_drawable"),
    [("Zürich, São Paulo – “Ω” Привет №5", True), ("李强 speaks", False), ("مرحبا", False), ("🙂", False)],
)
def test_letters_that_the_fonts_have_not_are_left_to_the_sites_picture(
    tmp_path: Path, title: str, is_drawable: bool
) -> None:
    card = Card("", title, "")
    assert card.is_drawable is is_drawable
    assert (card in draw([card], tmp_path)) is is_drawable
