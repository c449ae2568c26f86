"""How signals end the preview: the first asks it to stop, within a limit; the second ends it at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from types import FrameType

GRACE = 10.0
"""Seconds from the first signal until the program is killed."""


class Ending:
    """A handler of signals.

    It raises nothing, since an exception could interrupt anything, even the closing of files. Code that runs
    checks `asked`; code that waits registers a function that ends the wait.
    """

    def __init__(self) -> None:
        self.asked = False
        self._stop: Callable[[], None] = lambda: None

    def install(self) -> None:
        """Handle each signal that asks a server to end, even if a shell made its background job ignore it."""
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
            number = getattr(signal, name, None)
            # An ignored SIGHUP (nohup) means that the program should outlive the terminal.
            if number is not None and not (name == "SIGHUP" and signal.getsignal(number) == signal.SIG_IGN):
                signal.signal(number, self)

    def calls(self, stop: Callable[[], None]) -> None:
        """Have the first signal call `stop`, in a thread of its own; at once if it has come already."""
        self._stop = stop
        if self.asked:
            stop()

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Handle one signal."""
        if self.asked:
            _end()
        self.asked = True
        timer = threading.Timer(GRACE, _end)
        timer.daemon = True
        timer.start()
        # The thread that was interrupted may hold the lock that this needs.
        threading.Thread(target=self._stop, daemon=True).start()


def _end() -> None:
    for child in multiprocessing.active_children():
        child.kill()
    os._exit(130)
