"""Social cards: their size and colors, that they are deterministic, and that each is drawn once."""

from __future__ import annotations

import importlib.metadata
import json
import struct
from dataclasses import asdict, replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import typst
from PIL import Image, ImageChops, ImageStat
from pypdfium2 import PdfiumError

from briefings.html.sharing import Card
from briefings.plugins.papers import cards, raster
from briefings.plugins.papers.cards import add_cards, digest, is_drawable, path_of
from briefings.plugins.papers.palette import shades
from briefings.search.failure import FinishError
from briefings.store.builds import NO_PREVIOUS_SITE

CARD = Card(
    "AI Governance Briefings",
    "China proposes a world AI cooperation organization",
    "Updated 20 July 2026 · AI governance",
)


BACKGROUND, INK, ACCENT, MUTED = (252, 251, 248), (29, 28, 26), (20, 80, 122), (86, 83, 77)


def draw(cards: list[Card], cache: Path) -> dict[Card, bytes]:
    """The pictures as a site gets them."""
    with TemporaryDirectory() as site:
        return {
            card: (Path(site) / path_of(card)).read_bytes()
            for card in add_cards(cards, Path(site), cache, NO_PREVIOUS_SITE)
        }


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def broken(*_: object) -> bytes:
    raise PdfiumError("out of ink")


def colors_in(picture: Image.Image, top: int, bottom: int) -> set[object]:
    """The colors between two rows, right of the bar."""
    found = picture.crop((24, top, 1200, bottom)).getcolors()
    assert found is not None
    return {color for _, color in found}


def in_full_color(card: Card) -> bytes:
    """The picture as Typst draws it, with all shades."""
    inputs = {"cards": json.dumps([asdict(card)]), "colors": json.dumps(cards._COLORS)}
    made = typst.compile(
        cards._TEMPLATE.encode(), format="png", ppi=144.0, ignore_system_fonts=True, sys_inputs=inputs
    )
    assert isinstance(made, bytes)
    return made


def test_a_table_shows_who_signed(tmp_path: Path) -> None:
    """Its dots are in the color of the site, its crosses in that of the text."""
    rows = (("Paris 2025", "Delhi 2026"), ("France", "signed", "signed"), ("Britain", "declined", "unnamed"))
    plain = replace(CARD, fact="Declined: Britain")
    cards = [plain, replace(plain, table=rows)]
    drawn = draw(cards, tmp_path)
    without, shown = (
        sum(opened(drawn[card]).crop((600, 400, 1200, 530)).convert("L").histogram()[:200]) for card in cards
    )
    assert shown > without + 1000


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
    numbers = [
        ("", ""),
        ("more than 400,000 chips", "Chips"),
        ("Wider " * 12, "Wider " * 20),
        ("", "Wider " * 20),
    ]
    drawn = [Card(CARD.above, title, CARD.below, *each) for each in numbers]
    assert {size(png) for png in draw(drawn, tmp_path).values()} == {(1200, 630)}


def test_each_part_has_its_color_and_steps_from_it_to_the_background(tmp_path: Path) -> None:
    picture = opened(draw([CARD], tmp_path)[CARD])
    assert colors_in(picture, 0, 60) == colors_in(picture, 600, 630) == {BACKGROUND}
    assert picture.crop((0, 0, 24, 630)).getcolors() == [(24 * 630, ACCENT)]
    above, title, below = (
        colors_in(picture, 70, 110),
        colors_in(picture, 140, 500),
        colors_in(picture, 520, 580),
    )
    assert above & {BACKGROUND, INK, ACCENT, MUTED} == {BACKGROUND, ACCENT}
    assert {BACKGROUND, INK} <= title and ACCENT not in title
    assert {BACKGROUND, MUTED} <= below and not {INK, ACCENT} & below
    assert min(map(len, (above, title, below))) >= 4


@pytest.mark.parametrize(
    "card",
    [
        CARD,
        Card(
            "Η Καθημερινή", "Η Ευρωπαϊκή Επιτροπή παρουσιάζει την πρότασή της", "Ενημερώθηκε 3 Ιουλίου 2026"
        ),
        Card("Вестник", "Совет утверждает квоты на вылов сельди, № 5", "Обновлено 3 июля 2026"),
        Card("Ein langer Titel", "Wörter über Quoten " * 10, "Stand: 3. Juli 2026"),
    ],
    ids=["Latin", "Greek", "Cyrillic", "long"],
)
def test_a_card_looks_as_in_full_color_in_a_quarter_of_the_bytes(tmp_path: Path, card: Card) -> None:
    png = draw([card], tmp_path)[card]
    full = in_full_color(card)
    assert max(ImageStat.Stat(ImageChops.difference(opened(png), opened(full))).mean) < 1
    assert len(png) < len(full) / 3.5


def test_shades_are_even_steps_from_the_background_to_each_color() -> None:
    assert shades("#ffffff", "#000000", "#ff0000") == (
        (255, 255, 255), (170, 170, 170), (85, 85, 85), (0, 0, 0), (255, 170, 170), (255, 85, 85), (255, 0, 0),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [("_COLORS", ("#ffffff", *cards._COLORS[1:])), ("_PALETTE", cards._PALETTE[:8]), ("_TEMPLATE", "")],
)
def test_a_card_drawn_in_another_way_has_another_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: object
) -> None:
    before = path_of(CARD)
    monkeypatch.setattr(cards, name, value)
    assert path_of(CARD) != before


@pytest.mark.parametrize("library", ["typst", "pypdfium2", "pillow"])
def test_a_card_drawn_by_another_version_has_another_name(
    monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    before = path_of(CARD)
    version = importlib.metadata.version
    cards._versions.cache_clear()
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "0" if name == library else version(name))
    other = path_of(CARD)
    cards._versions.cache_clear()
    assert other != before


def test_cards_drawn_in_many_processes_are_those_drawn_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "_BATCH", 25)
    many = [Card(f"Site {n}", f"Title {n}", f"Day {n}") for n in range(45)]
    drawn = draw(many, tmp_path / "many")
    for card in (many[0], many[24], many[25], many[44]):
        assert draw([card], tmp_path / card.title)[card] == drawn[card]


@pytest.mark.parametrize("count", [1, 40])
def test_cards_that_cannot_be_drawn_end_the_build_with_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    monkeypatch.setattr(raster, "_png", broken)
    many = [Card("", f"Title {n}", "") for n in range(count)]
    with pytest.raises(FinishError, match=r"^the pictures for shared links could not be drawn: out of ink$"):
        draw(many, tmp_path)
    monkeypatch.setattr(cards, "_TEMPLATE", '#panic("no paper")')
    with pytest.raises(FinishError, match=r"could not be drawn: .*no paper"):
        draw(many, tmp_path)


def test_the_same_words_give_the_same_bytes_alone_or_among_others(tmp_path: Path) -> None:
    others = [Card("", f"Title {n}", "") for n in range(3)]
    alone = draw([CARD], tmp_path / "one")
    assert draw([*others, CARD], tmp_path / "two")[CARD] == alone[CARD]


def test_cached_cards_are_reused_and_unused_ones_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = draw([CARD, Card("", "Old", "")], tmp_path)
    monkeypatch.setattr("briefings.plugins.papers.typeset.typst.compile", None)
    assert draw([CARD], tmp_path) == {CARD: drawn[CARD]}
    assert [file.name for file in tmp_path.iterdir()] == [f"{digest(CARD)}.png"]


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
    (tmp_path / f"{digest(CARD)}.png").write_bytes((tmp_path / f"{digest(other)}.png").read_bytes())
    assert draw([CARD, other], tmp_path) == drawn


@pytest.mark.parametrize(
    ("title", "drawable"),
    [("Zürich, São Paulo – “Ω” Привет №5", True), ("李强 speaks", False), ("مرحبا", False), ("🙂", False)],
)
def test_titles_that_the_fonts_lack_letters_for_have_no_card(
    tmp_path: Path, title: str, drawable: bool
) -> None:
    card = Card("", title, "")
    assert is_drawable(card) is drawable
    assert (card in draw([card], tmp_path)) is drawable
