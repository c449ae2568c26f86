"""The order of names in a language, by its alphabet: `Ł` with `L`, `Ñ` after `N` in Spanish, and 10 after 2.
Where an alphabet is not enough, as in Chinese, ICU knows the rules of CLDR. Everything that sorts names uses
`Collation`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeVar

from briefings.plugin import MissingError

if TYPE_CHECKING:
    import icu

T = TypeVar("T")

LATIN = "abcdefghijklmnopqrstuvwxyz"
ICU = "icu"
"""Instead of an alphabet."""


class Collation:
    """The order of names in one language."""

    def __init__(self, locale: str, alphabet: str = LATIN) -> None:
        """`locale` is a locale of CLDR, such as `sv` or `zh_Hans`, and `alphabet` its letters in order, or
        `icu`. Letters that are not in it are sorted like those without their accents."""
        self._order = _Rules(locale) if alphabet == ICU else _Alphabet(alphabet)
        self._keys: dict[str, Any] = {}

    def key(self, name: str) -> Any:
        """What to sort a name by, computed once for each."""
        if (known := self._keys.get(name)) is None:
            known = self._keys[name] = self._order.key(name)
        return known

    def sorted(self, items: Iterable[T], name: Callable[[T], str], then: Callable[[T], str]) -> list[T]:
        """The items by name, and those of one name by `then`."""
        return sorted(items, key=lambda item: (self.key(name(item)), then(item)))


_DECIMALS = re.compile(r"\d+|\D", re.DOTALL)
_LONGEST_NUMBER = 99
"""Digits by which numbers are compared."""

_BASE = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ł": "l",
        "ħ": "h",
        "ı": "i",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
    }
)
"""Letters that Unicode does not decompose, and quotation marks, which may be typographic or not."""

_RANKS = {"Z": 0, "P": 1, "S": 2}
"""Spaces, punctuation and other signs, by the first letter of their Unicode category, come before digits."""
_DIGITS, _LETTERS, _OTHERS = 3, 4, 5


class _Alphabet:
    """Sorts by base letters, then by accents, then small letters before capitals."""

    def __init__(self, alphabet: str) -> None:
        letters = unicodedata.normalize("NFC", "".join(alphabet.casefold().split()))
        self._places = {letter: place for place, letter in enumerate(letters)}

    def key(self, name: str) -> tuple[list[tuple[int, int]], str, str]:
        folded = name.casefold()
        parts = _DECIMALS.findall("".join(self._bases(folded)))
        return [*map(self._rank, parts)], unicodedata.normalize("NFD", folded), name.swapcase()

    def _bases(self, folded: str) -> Iterator[str]:
        for character in unicodedata.normalize("NFC", folded):
            if character in self._places:
                yield character
            else:
                parts = unicodedata.normalize("NFKD", character.translate(_BASE))
                yield from (part for part in parts if not unicodedata.combining(part))

    def _rank(self, part: str) -> tuple[int, int]:
        if part[0].isdecimal():
            return _DIGITS, int(part[:_LONGEST_NUMBER])
        if (place := self._places.get(part)) is not None:
            return _LETTERS, place
        return _RANKS.get(unicodedata.category(part)[0], _OTHERS), ord(part)


class _Rules:
    """Sorts by the rules of CLDR. Loads ICU when it is first used."""

    def __init__(self, locale: str) -> None:
        self._locale = locale

    def key(self, name: str) -> bytes:
        key: bytes = self._collator.getSortKey(name)
        return key

    @cached_property
    def _collator(self) -> icu.Collator:
        if find_spec("icu") is None:
            raise MissingError(
                f"sorting names in {self._locale} needs icu; install it with `pip install 'briefings[icu]'`"
            )
        import icu

        collator = icu.Collator.createInstance(icu.Locale(self._locale))
        collator.setAttribute(icu.UCollAttribute.NUMERIC_COLLATION, icu.UCollAttributeValue.ON)
        return collator
