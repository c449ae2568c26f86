"""Social cards: their size and colors, that they are deterministic, and that each is drawn once."""

from __future__ import annotations

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
from briefings.plugins.papers import cards, typeset
from briefings.plugins.papers.cards import PICTURES, digest, is_drawable
from briefings.search.failure import FinishError
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
            card: (Path(site) / PICTURES.path(card)).read_bytes()
            for card in PICTURES.add(cards, Path(site), cache, NO_PREVIOUS_SITE)
        }


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def broken(*_: object) -> bytes:
    raise PdfiumError("out of ink")


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


def test_every_card_has_the_declared_size(tmp_path: Path) -> None:
    titles = (
        "AI", CARD.title, " ".join(["Cooperation"] * 60), "Wider " * 30, "x" * 300,
        '#set text(red) "quoted" $x$ \\ *b* <a>',
    )  # fmt: skip
    numbers = (
        ("", ""), ("more than 400,000 chips", "Chips"), ("Wider " * 12, "Wider " * 20), ("", "Wider " * 20),
    )  # fmt: skip
    drawn = [Card(CARD.above, title, CARD.below, *each) for title in titles for each in numbers]
    assert {size(png) for png in draw(drawn, tmp_path).values()} == {(1200, 630)}


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


def test_cards_drawn_in_many_processes_are_those_drawn_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "_BATCH", 25)
    many = [Card(f"Site {n}", f"Title {n}", f"Day {n}") for n in range(45)]
    drawn = draw(many, tmp_path / "many")
    for card in (many[0], many[24], many[25], many[44]):
        assert draw([card], tmp_path / card.title)[card] == drawn[card]


def test_cards_that_cannot_be_drawn_end_the_build_with_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(typeset, "_png", broken)
    many = [Card("", f"Title {n}", "") for n in range(40)]
    with pytest.raises(FinishError, match=r"^the pictures for shared links could not be drawn: out of ink$"):
        draw(many, tmp_path)
    monkeypatch.setattr(cards, "_TEMPLATE", '#panic("no paper")')
    with pytest.raises(FinishError, match=r"could not be drawn: .*no paper"):
        draw(many, tmp_path)


def test_cached_cards_are_reused_and_unused_ones_deleted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = draw([CARD, Card("", "Old", "")], tmp_path)
    (tmp_path / "another.png").touch()
    monkeypatch.setattr("briefings.plugins.papers.typeset.typst.compile", None)
    assert draw([CARD], tmp_path) == {CARD: drawn[CARD]}
    assert {file.name for file in tmp_path.iterdir()} == {f"{digest(CARD)}.png", "another.png"}


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
