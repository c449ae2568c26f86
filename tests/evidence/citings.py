"""Citations for tests of evidence that have no sheets."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from briefings.evidence import Citations, SourceCitations


def cited(
    passages: Mapping[str, Collection[str]], *, language: str = "en", moved: Mapping[str, str] | None = None
) -> Citations:
    """Passages by source; `moved` gives the earlier ids of sources."""
    earlier = moved or {}
    return {
        source: SourceCitations(tuple(each), language, (earlier[source],) if source in earlier else ())
        for source, each in passages.items()
    }


def confirming(ids: Collection[str], passage: str, sha256: str) -> bool:
    """A history of the lock in which every passage was found in another text."""
    return True
