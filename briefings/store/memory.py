"""Python's search for garbage that refers to itself, put off while only things are made that stay. Knows no
other module."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache


@contextmanager
def garbage_kept() -> Iterator[None]:
    """No search while this lasts; also a decorator. Each search would look through all sheets made so far,
    and find nothing.

    What was made the first time in a process is passed over from then on: nearly all of it stays, in the
    preview too.
    """
    searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if searching:
            _pass_over_what_is_there()
            gc.enable()


@cache
def _pass_over_what_is_there() -> None:
    # Once only, so that what is replaced later can be found and given back.
    gc.freeze()


# At the end nothing is tidied either: the system takes all memory back at once.
atexit.register(gc.freeze)
