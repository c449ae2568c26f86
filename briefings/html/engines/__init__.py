"""What turns the Markdown pages into a site: MkDocs, and Zensical. The only place that knows either.

An engine is loaded when it is asked for: importing MkDocs takes longer than checking a small site.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

from briefings.html.engines.base import Engine, EngineError, EngineResult, Finish

EngineName = Literal["mkdocs", "zensical"]
ENGINE_NAMES: tuple[EngineName, ...] = get_args(EngineName)
OWN_FOLDERS: Mapping[EngineName, tuple[str, ...]] = {"mkdocs": (), "zensical": (".cache",)}
"""Folders of a project that engines write and read again by themselves."""


def engine(name: EngineName) -> Engine:
    """The engine of that name."""
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
