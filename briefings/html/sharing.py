"""Pictures of shared links, which a plugin draws: one for each briefing, and one for all other pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from briefings import plugin
from briefings.store.builds import PreviousSite


@dataclass(frozen=True, slots=True)
class Card:
    """The words on a picture."""

    above: str
    title: str
    below: str
    number: str = ""
    """The number that matters most, with its unit."""
    fact: str = ""
    """What is counted; or, without a number, a finding."""
    table: tuple[tuple[str, ...], ...] = ()
    """Who signed what: the names of agreements, then rows of a name and what it did about each of them."""


class Pictures(Protocol):
    """Draws PNGs of this size."""

    width: int
    height: int

    def path(self, card: Card) -> str:
        """The file below the site's root; empty if the card cannot be drawn. A new picture has a new name,
        as other sites cache by address."""

    def add(self, cards: Iterable[Card], site: Path, cache: Path, earlier: PreviousSite) -> object:
        """Put the pictures of the cards that can be drawn into the site.

        Pictures in the earlier site or the cache are not drawn again.
        """


def pictures() -> Pictures | None:
    """What draws them; None if it is not installed."""
    try:
        return _provided()
    except plugin.MissingError:
        return None


def why_none() -> str:
    """Why shared links have no pictures; empty if they have some."""
    try:
        _provided()
    except plugin.MissingError as error:
        return f"shared links have no pictures: {error}"
    return ""


def _provided() -> Pictures:
    found: Pictures = plugin.provided("pictures", "drawing them")
    return found
