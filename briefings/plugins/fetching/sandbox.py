"""Reads each untrusted page in a separate process with limited time, memory and output.

A page that crashes, stalls or exhausts its process affects only its own source.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from briefings import BriefingsError
from briefings.evidence.fetched import Article
from briefings.plugins.fetching import extract
from briefings.plugins.fetching.responses import FetchError, Response


@dataclass(frozen=True, slots=True)
class Bounds:
    """The limits of one process."""

    cpu: int = 20
    """Seconds of processor time."""
    wall: float = 60
    """Seconds in all, even on a busy machine."""
    memory: int = 1_500_000_000
    """Bytes of address space, including the interpreter and its libraries."""
    answer: int = 20_000_000
    """Bytes of output."""


BOUNDS = Bounds()


class PageError(BriefingsError):
    """A saved page has no article, or it cannot be read."""

    exit_code = 2


# Only these are passed on, as the environment of a workflow may contain secrets.
_ENVIRONMENT = (
    "PATH", "PYTHONPATH", "PYTHONHOME", "HOME", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP", "LANG", "LC_ALL",
)  # fmt: skip

_OUT_OF_TIME = getattr(signal, "SIGXCPU", 0)


def page(response: Response) -> Article:
    """The article on a page, with its metadata; raises `FetchError`."""
    about = {"url": response.url, "kind": response.kind, "charset": response.charset}
    match _read("page", about, response.body):
        case {
            "text": str(text),
            "title": str(title),
            "authors": [*authors],
            "published": str(published),
            "publisher": str(publisher),
            "url": str(url),
            "language": str(language),
            "notes": [*notes],
        } if all(isinstance(each, str) for each in (*authors, *notes)):
            said = published, publisher, url, language
            return Article(text, title, tuple(authors), *said, tuple(notes))
        case other:
            raise _unreadable(other)


def saved_article(data: bytes, file: Path) -> Article:
    """The article on a saved page or in a PDF, with its metadata; raises `PageError`."""
    try:
        return page(Response(url=file.absolute().as_uri(), kind="text/html", charset=None, body=data))
    except FetchError as error:
        raise PageError(f"{file} {error}") from error


def permission(robots: bytes, url: str, agent: str) -> tuple[bool, float]:
    """Whether a robots.txt allows an agent an address, and the delay in seconds that it asks for.

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
        # SIGXCPU at the soft limit, SIGKILL at the hard one.
        "RLIMIT_CPU": (bounds.cpu, bounds.cpu + 1),
        "RLIMIT_AS": (bounds.memory, bounds.memory),
        "RLIMIT_FSIZE": (bounds.answer, bounds.answer),
        "RLIMIT_CORE": (0, 0),
    }
    request = json.dumps({"task": task, "about": about, "limits": limits}).encode("ascii")
    environment = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    # Files, not pipes, as RLIMIT_FSIZE limits files.
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
        return f"could not be parsed (its process was ended by signal {-code})"
    # The process reports every other error itself.
    return "takes too much memory to read"


def _checked(data: bytes) -> Any:
    """The output of the process, which is as untrusted as the page."""
    try:
        match json.loads(data):
            case {"answer": answer}:
                return answer
            case {"failure": "gone" | "refused" | "failed" as failure, "message": str(message)}:
                raise FetchError(failure, message[:500])
            case other:
                raise _unreadable(other)
    except ValueError:
        raise _unreadable(data) from None


def _unreadable(answer: object) -> FetchError:
    return FetchError("failed", f"could not be parsed (its process returned {type(answer).__name__})")
