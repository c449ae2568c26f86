"""Engines turn the Markdown pages into a site: MkDocs, and Zensical.

Each is imported only when it is used: importing MkDocs takes longer than checking a small site.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from briefings.html.engines.base import Engine, EngineError, EngineResult, Finish

EngineName = Literal["mkdocs", "zensical"]
ENGINE_NAMES: tuple[EngineName, ...] = get_args(EngineName)
OWN_FOLDERS: Mapping[EngineName, tuple[str, ...]] = {"mkdocs": (), "zensical": (".cache",)}
"""Folders of a project that engines keep caches in."""


def engine(name: EngineName) -> Engine:
    """Return the engine of that name."""
    if name == "zensical":
        from briefings.html.engines.zensical import Zensical

        return Zensical()
    from briefings.html.engines.mkdocs import MkDocs

    return MkDocs()


__all__ = [
    "ENGINE_NAMES",
    "OWN_FOLDERS",
    "Engine",
    "EngineError",
    "EngineName",
    "EngineResult",
    "Finish",
    "engine",
]
