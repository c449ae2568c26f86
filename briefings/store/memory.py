"""When Python's garbage collector runs: never while it could only scan objects that stay.

It saves a tenth of a cold build: 18.7 seconds of processor time in place of 21.8 at 300 briefings, in two
builds each.
"""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache


@contextmanager
def pause_gc() -> Iterator[None]:
    """Disable garbage collection, as a context manager or a decorator: it would scan all sheets and free
    nothing.

    After the first time in a process, the objects made so far are exempt: nearly all stay, in the preview
    too.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            _freeze_once()
            gc.enable()


# Only once, so that objects which are replaced later can be collected.
_freeze_once = cache(gc.freeze)

# When the process ends, the system frees all memory at once.
atexit.register(gc.freeze)
