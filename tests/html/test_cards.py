"""Social cards: their size, that they are deterministic, and that each is drawn once."""

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
def test_every_card_has_the_declared_size(tmp_path: Path, title: str) -> None:
    card = Card(CARD.above, title, CARD.below)
    assert size(draw([card], tmp_path)[card]) == (1200, 630)


def test_the_same_words_give_the_same_bytes_alone_or_among_others(tmp_path: Path) -> None:
    others = [Card("", f"Title {n}", "") for n in range(3)]
    alone = draw([CARD], tmp_path / "one")
    assert draw([*others, CARD], tmp_path / "two")[CARD] == alone[CARD]


def test_cached_cards_are_reused_and_unused_ones_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = draw([CARD, Card("", "Old", "")], tmp_path)
    monkeypatch.setattr("briefings.html.typeset.typst.compile", None)
    assert draw([CARD], tmp_path) == {CARD: drawn[CARD]}
    assert [file.name for file in tmp_path.iterdir()] == [f"{CARD.digest}.png"]


@pytest.mark.parametrize("length", [0, 10, -1])
def test_an_incomplete_card_is_drawn_again(tmp_path: Path, length: int) -> None:
    drawn = draw([CARD], tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:length])
    assert draw([CARD], tmp_path) == drawn
    assert draw([CARD], tmp_path) == drawn


def test_the_cached_picture_of_another_card_is_not_used(tmp_path: Path) -> None:
    other = Card("", "Other", "")
    drawn = draw([CARD, other], tmp_path)
    (tmp_path / f"{CARD.digest}.png").write_bytes((tmp_path / f"{other.digest}.png").read_bytes())
    assert draw([CARD, other], tmp_path) == drawn


@pytest.mark.parametrize(
    ("title", "is_drawable"),
    [("Zürich, São Paulo – “Ω” Привет №5", True), ("李强 speaks", False), ("مرحبا", False), ("🙂", False)],
)
def test_titles_that_the_fonts_lack_letters_for_have_no_card(
    tmp_path: Path, title: str, is_drawable: bool
) -> None:
    card = Card("", title, "")
    assert card.is_drawable is is_drawable
    assert (card in draw([card], tmp_path)) is is_drawable
