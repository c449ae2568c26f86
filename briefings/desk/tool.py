"""How a site's workflows install this program: from the wheel that it was installed from here, from its
repository, or from a package index."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from briefings import __version__
from briefings.store import reading

REQUIREMENTS = "requirements-briefings.txt"
WHEELS = "wheels"
LARGEST = 50_000_000
"""Bytes of a wheel; ours has fewer than a million."""

_HEAD = (
    "# Briefings itself; requirements.txt has the packages that it needs. Renewed by `briefings upgrade`.\n"
)


@dataclass(frozen=True, slots=True)
class Tool:
    """How to install this program."""

    requirement: str
    """A line of a requirements file."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """The files that the line needs, by path in the site."""
    remark: str = ""
    """What the host has to know about it; may be empty."""
    is_release: bool = True
    """Whether this was installed as others can install it, and not from a folder."""

    @property
    def all_files(self) -> dict[str, bytes]:
        """The requirements file, and what it needs."""
        return {**self.files, REQUIREMENTS: f"{_HEAD}{self.requirement}\n".encode()}


def is_about_tool(path: str) -> bool:
    """Whether a file of a site says how to install this program, or is what it is installed from."""
    return path == REQUIREMENTS or re.fullmatch(rf"{WHEELS}/briefings-[^/]+\.whl", path) is not None


def may_have_written(path: str, data: bytes) -> bool:
    """Whether a file about the tool is as some version of this program writes it, and not a host's own."""
    return (
        path != REQUIREMENTS or re.fullmatch(re.escape(_HEAD).encode() + rb"[^\r\n]+\r?\n", data) is not None
    )


def tool() -> Tool:
    """How to install this program as it was installed here (PEP 610)."""
    try:
        found = distribution("briefings")
    except PackageNotFoundError:
        return _from_index(f"this Briefings is not installed, {_FOLDER}")
    if found.version != __version__:
        return _from_index(f"this Briefings is not the one that is installed, {_FOLDER}")
    return of(found)


def of(installed: Distribution) -> Tool:
    """How to install a program as it was installed here."""
    origin = _origin(installed)
    if origin is None:
        return Tool(f"briefings=={installed.version}")
    url, (vcs, archive) = str(origin.get("url", "")), (origin.get("vcs_info"), origin.get("archive_info"))
    if isinstance(vcs, dict) and {"vcs", "commit_id"} <= vcs.keys():
        return Tool(f"briefings @ {vcs['vcs']}+{url}@{vcs['commit_id']}")
    if not isinstance(archive, dict):
        return _from_index(f"this Briefings was installed from a folder, {_FOLDER}", installed.version)
    digest = _digest(archive)
    if urlsplit(url).scheme in ("http", "https"):
        return Tool(f"briefings @ {url}" + (f" --hash=sha256:{digest}" if digest else ""))
    wheel = Path(url2pathname(urlsplit(url).path))
    try:
        data = reading.read(wheel, largest=LARGEST)
    except reading.ReadError as error:
        return _from_index(
            f"{wheel}, from which Briefings was installed, {error}, {_FOLDER}", installed.version
        )
    actual = sha256(data).hexdigest()
    if digest not in ("", actual):
        why = f"{wheel} has changed since Briefings was installed from it"
        return _from_index(f"{why}, {_FOLDER}", installed.version)
    path = f"{WHEELS}/{wheel.name}"
    return Tool(f"./{path} --hash=sha256:{actual}", {path: data})


_FOLDER = (
    f"so {REQUIREMENTS} names its version, which has to be on a package index before the workflows can"
    " install it. If it is not, install Briefings from a wheel file, and run `briefings upgrade`"
)


def _from_index(remark: str, version: str = __version__) -> Tool:
    return Tool(f"briefings=={version}", remark=remark, is_release=False)


def _origin(installed: Distribution) -> dict[str, Any] | None:
    """Where it was installed from; None if from an index."""
    text = installed.read_text("direct_url.json")
    try:
        origin = json.loads(text) if text else None
    except ValueError:
        return None
    return origin if isinstance(origin, dict) else None


def _digest(archive: dict[str, Any]) -> str:
    """The SHA-256 of an archive, in either form of PEP 610; empty if there is none."""
    hashes = archive.get("hashes")
    given = hashes.get("sha256", "") if isinstance(hashes, dict) else ""
    old = re.fullmatch(r"sha256=([0-9a-f]{64})", str(archive.get("hash", "")))
    return str(given) or (old[1] if old else "")
