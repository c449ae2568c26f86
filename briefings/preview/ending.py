"""How signals end the preview: the first lets it clean up for a limited time, the second ends it at once."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from types import FrameType

GRACE = 10.0
"""Seconds from the first signal until the program is killed."""


class Ending:
    """A signal handler. The first signal raises KeyboardInterrupt."""

    def __init__(self) -> None:
        self._asked = False

    def install(self) -> None:
        """Handle each signal that asks a server to end, including those that shells let background jobs
        ignore."""
        for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
            number = getattr(signal, name, None)
            # An ignored SIGHUP (nohup) means that the program should outlive the terminal.
            if number is not None and not (name == "SIGHUP" and signal.getsignal(number) == signal.SIG_IGN):
                signal.signal(number, self)

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Handle one signal."""
        if self._asked:
            _end()
        self._asked = True
        timer = threading.Timer(GRACE, _end)
        timer.daemon = True
        timer.start()
        raise KeyboardInterrupt


def _end() -> None:
    for child in multiprocessing.active_children():
        child.kill()
    os._exit(130)


__all__ = ["GRACE", "Ending"]
