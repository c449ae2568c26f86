"""What sheets cite, for tests of evidence that have no sheets."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from briefings.evidence import Cited, Citing


def cited(
    passages: Mapping[str, Collection[str]], *, language: str = "en", moved: Mapping[str, str] | None = None
) -> Cited:
    """Passages by source; `moved` gives, by source, the id that it had before."""
    earlier = moved or {}
    return {
        source: Citing(tuple(each), language, (earlier[source],) if source in earlier else ())
        for source, each in passages.items()
    }
