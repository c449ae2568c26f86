"""Has each stranger's page read by a process of its own, with limited time and memory and a limited answer.

A page that crashes, stalls or exhausts its reader costs one source, never the run, and cannot change another.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any

from briefings.evidence import extract
from briefings.evidence.responses import FetchError, Response


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one reader may use."""

    cpu: int = 20
    """Seconds of computing."""
    wall: float = 60
    """Seconds altogether, also on a busy machine."""
    memory: int = 1_500_000_000
    """Bytes of address space, the interpreter and its libraries included."""
    answer: int = 20_000_000
    """Bytes of the answer."""


BOUNDS = Bounds()

# A reader needs no secret, and a workflow's environment may hold some.
_ENVIRONMENT = (
    "PATH",
    "PYTHONPATH",
    "PYTHONHOME",
    "HOME",
    "SYSTEMROOT",
    "TMPDIR",
    "TEMP",
    "TMP",
    "LANG",
    "LC_ALL",
)


_OUT_OF_TIME = getattr(signal, "SIGXCPU", 0)


def article(page: Response) -> str:
    """The title and the words of the article on a page; raises `FetchError`."""
    about = {"url": page.url, "kind": page.kind, "charset": page.charset}
    match _read("article", about, page.body):
        case str(text):
            return text
        case other:
            raise _unreadable(other)


def permission(robots: bytes, url: str, agent: str) -> tuple[bool, float]:
    """Whether a robots.txt lets an agent fetch an address, and the seconds between requests that it asks for.

    Raises `FetchError`.
    """
    match _read("permission", {"url": url, "agent": agent}, robots):
        case [bool(allowed), int() | float() as delay]:
            return allowed, float(delay)
        case other:
            raise _unreadable(other)


def _read(task: str, about: Mapping[str, str | None], body: bytes) -> Any:
    bounds = BOUNDS
    limits = {
        # At the first it is asked to end, at the second it is ended.
        "RLIMIT_CPU": (bounds.cpu, bounds.cpu + 1),
        "RLIMIT_AS": (bounds.memory, bounds.memory),
        "RLIMIT_FSIZE": (bounds.answer, bounds.answer),
        "RLIMIT_CORE": (0, 0),
    }
    request = json.dumps({"task": task, "about": about, "limits": limits}).encode("ascii")
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    # Files, not pipes: the system itself limits how large a file may grow.
    with TemporaryFile() as question, TemporaryFile() as answer:
        question.write(request + b"\n" + body)
        question.seek(0)
        command = [sys.executable, "-P", extract.__file__]
        process = subprocess.Popen(
            command, stdin=question, stdout=answer, stderr=subprocess.DEVNULL, env=environment
        )
        try:
            code = process.wait(bounds.wall)
        except subprocess.TimeoutExpired:
            raise FetchError("failed", f"takes longer than {bounds.wall:g} seconds to read") from None
        finally:
            process.kill()
            process.wait()
        answer.seek(0)
        data = answer.read(bounds.answer + 1)
    if code != 0:
        raise FetchError("failed", _cause(code, len(data), bounds))
    return _checked(data)


def _cause(code: int, size: int, bounds: Bounds) -> str:
    if size >= bounds.answer:
        return f"has more than {bounds.answer:,} bytes of text"
    if code == -_OUT_OF_TIME:
        return f"takes more than {bounds.cpu} seconds to read"
    if code < 0:
        return f"could not be taken apart (its reader was ended by signal {-code})"
    # A reader puts every error in words while it has the memory to.
    return "takes too much memory to read"


def _checked(data: bytes) -> Any:
    """What a reader answered, which is a stranger's word."""
    try:
        match json.loads(data):
            case {"answer": answer}:
                return answer
            case {"why": "gone" | "refused" | "failed" as why, "message": str(message)}:
                raise FetchError(why, message[:500])
            case other:
                raise _unreadable(other)
    except ValueError:
        raise _unreadable(data) from None


def _unreadable(answer: object) -> FetchError:
    return FetchError(
        "failed", f"could not be taken apart (its reader answered with {type(answer).__name__})"
    )


__all__ = ["BOUNDS", "Bounds", "article", "permission"]
