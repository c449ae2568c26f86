"""The order of names in a language, by the rules of CLDR: `Ł` with `L`, `Å` after `Z` in Swedish, Chinese by
pinyin, and 10 after 2. Everything that sorts names uses `Collation`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import icu

T = TypeVar("T")

SIGNS = "#"
"""The letter in indexes for names that begin with a digit or a sign."""


class Collation:
    """The order of names in one language. Loads ICU when it is first used."""

    def __init__(self, locale: str) -> None:
        """`locale` is a locale of CLDR, such as `sv` or `zh_Hans`."""
        self._locale = locale
        self._keys: dict[str, bytes] = {}

    def key(self, name: str) -> bytes:
        """What to sort a name by, computed once for each."""
        if (known := self._keys.get(name)) is None:
            known = self._keys[name] = self._collator.getSortKey(name)
        return known

    def sorted(self, items: Iterable[T], name: Callable[[T], str], then: Callable[[T], str]) -> list[T]:
        """The items by name, and those of one name by `then`."""
        return sorted(items, key=lambda item: (self.key(name(item)), then(item)))

    def letter(self, name: str) -> str:
        """The letter under which an index has a name: the initial of the pinyin for a Chinese name in a
        Chinese index, and the first character for a script that the language does not use."""
        label, is_foreign = self._letters.getBucket(self._letters.getBucketIndex(name))
        if not is_foreign:
            return str(label)
        first = name[:1].upper()
        return first if first.isalpha() else SIGNS

    @cached_property
    def _collator(self) -> icu.Collator:
        import icu

        collator = icu.Collator.createInstance(icu.Locale(self._locale))
        collator.setAttribute(icu.UCollAttribute.NUMERIC_COLLATION, icu.UCollAttributeValue.ON)
        return collator

    @cached_property
    def _letters(self) -> icu.ImmutableIndex:
        import icu

        # Names in Latin script are common in all languages.
        return icu.AlphabeticIndex(icu.Locale(self._locale)).addLabels(icu.Locale("en")).buildImmutableIndex()
