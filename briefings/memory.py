"""Python's search for garbage that refers to itself, put off while only things are made that stay. Knows no other module."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def garbage_kept() -> Iterator[None]:
    """No search while this lasts; also a decorator. Each search would look through all sheets made so far, and find nothing."""
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            gc.enable()


# At the end nothing is tidied either: the system takes all memory back at once.
atexit.register(gc.freeze)
