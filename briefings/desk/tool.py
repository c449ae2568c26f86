"""How a site's workflows install this program: pinned by a digest or a commit, so that no package index
decides what runs there."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
import tomllib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from io import BytesIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from briefings import BriefingsError, __version__
from briefings.store import reading

REQUIREMENTS = "requirements-briefings.txt"
WHEELS = "wheels"
LARGEST = 50_000_000
"""Bytes of a wheel; ours has a million."""

_HEAD = (
    "# Briefings itself; requirements.txt has the packages that it needs. Renewed by `briefings upgrade`.\n"
)
_CHECKOUT = Path(__file__).resolve().parents[2]
"""The folder above the package: a clone of the repository, unless the package was copied by an installer."""
_SLOWEST = 120
"""Seconds that a wheel may take to build; it takes one."""


class ToolError(BriefingsError):
    """It is not certain that the workflows of a site would install this program. The message says what to
    do."""


@dataclass(frozen=True, slots=True)
class Tool:
    """How to install this program."""

    requirement: str
    """A line of a requirements file, pinned by a digest or a commit."""
    files: Mapping[str, bytes] = field(default_factory=dict)
    """The files that the line needs, by path in the site."""

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
    """How to install the program that is running. Raises ToolError."""
    if _is_checkout(_CHECKOUT):
        return from_checkout(_CHECKOUT)
    try:
        found = distribution("briefings")
    except PackageNotFoundError:
        raise ToolError(f"this Briefings is not installed; {_REINSTALL}") from None
    if found.version != __version__:
        raise ToolError(f"this Briefings is not the one that is installed; {_REINSTALL}")
    return of(found)


def of(installed: Distribution) -> Tool:
    """How to install a program as it was installed here (PEP 610). Raises ToolError."""
    origin = _origin(installed)
    url, vcs, archive = str(origin.get("url", "")), origin.get("vcs_info"), origin.get("archive_info")
    if isinstance(vcs, dict) and {"vcs", "commit_id"} <= vcs.keys():
        return Tool(f"briefings @ {vcs['vcs']}+{url}@{vcs['commit_id']}")
    hashes = archive.get("hashes") if isinstance(archive, dict) else None
    digest = str(hashes.get("sha256", "")) if isinstance(hashes, dict) else ""
    if digest and urlsplit(url).scheme in ("http", "https"):
        return Tool(f"briefings @ {url} --hash=sha256:{digest}")
    if digest and urlsplit(url).scheme == "file":
        file = Path(url2pathname(urlsplit(url).path))
        try:
            data = reading.read(file, largest=LARGEST)
        except reading.ReadError:
            data = b""
        if sha256(data).hexdigest() == digest:
            return _from_archive(file.name, data)
    return _from_archive(f"briefings-{installed.version}-py3-none-any.whl", _repacked(installed))


def from_checkout(folder: Path) -> Tool:
    """Build the wheel of a clone, without a network. Raises ToolError."""
    with TemporaryDirectory() as built:
        try:
            done = subprocess.run(
                # With -P, no module of the clone shadows one of the builder.
                [sys.executable, "-P", "-m", "hatchling", "build", "-t", "wheel", "-d", built],
                cwd=folder,
                capture_output=True,
                text=True,
                encoding="utf-8",
                errors="replace",
                timeout=_SLOWEST,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise ToolError(f"the wheel of {folder} cannot be built ({error}); {_REINSTALL}") from None
        wheels = [*Path(built).glob("briefings-*.whl")]
        if done.returncode == 0 and len(wheels) == 1:
            return _from_archive(wheels[0].name, wheels[0].read_bytes())
    if "No module named hatchling" in done.stderr:
        raise ToolError(
            f"building the wheel of {folder} needs hatchling; run `pip install hatchling`, and try again"
        )
    why = (done.stderr.strip().splitlines() or ["the builder wrote no wheel"])[-1]
    raise ToolError(f"the wheel of {folder} cannot be built ({why}); {_REINSTALL}")


_REINSTALL = "install Briefings from a wheel file, and try again"
_OF_THE_INSTALLER = frozenset({"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"})
"""Files beside the metadata that no wheel contains."""


def _from_archive(name: str, data: bytes) -> Tool:
    """Install a wheel or another archive, which the site then has a copy of."""
    path = f"{WHEELS}/{name}"
    return Tool(f"./{path} --hash=sha256:{sha256(data).hexdigest()}", {path: data})


def _repacked(installed: Distribution) -> bytes:
    """Pack the installed files into a wheel again, if none has changed. Raises ToolError."""
    own = ("briefings", f"briefings-{installed.version}.dist-info")
    contents: dict[str, bytes] = {}
    # `Distribution.files` leaves out what is gone, since Python 3.12.
    for path, digest, *_ in sorted(csv.reader((installed.read_text("RECORD") or "").splitlines())):
        file = PurePosixPath(path)
        if file.parts[0] not in own or file.suffix == ".pyc" or file.name in _OF_THE_INSTALLER:
            continue
        try:
            contents[path] = data = Path(str(installed.locate_file(path))).read_bytes()
        except OSError as error:
            raise ToolError(f"{file} of this Briefings cannot be read ({error}); {_REINSTALL}") from None
        if digest != _recorded(data):
            raise ToolError(f"{file} of this Briefings has changed since it was installed; {_REINSTALL}")
    if "briefings/__init__.py" not in contents:
        raise ToolError(f"no record says which files of this Briefings were installed; {_REINSTALL}")
    record = f"{own[1]}/RECORD"
    lines = [f"{path},{_recorded(data)},{len(data)}" for path, data in contents.items()]
    contents[record] = "".join(f"{line}\n" for line in [*lines, f"{record},,"]).encode()
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as wheel:
        for path, data in contents.items():
            # Its time is the same for all, so that the same files have the same digest.
            wheel.writestr(ZipInfo(path), data, ZIP_DEFLATED)
    return packed.getvalue()


def _recorded(data: bytes) -> str:
    """The digest of a file, as the RECORD of a wheel has it."""
    return f"sha256={urlsafe_b64encode(sha256(data).digest()).decode().rstrip('=')}"


def _is_checkout(folder: Path) -> bool:
    """Whether a folder is a clone of this program's repository."""
    try:
        settings = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    project = settings.get("project")
    return isinstance(project, dict) and project.get("name") == "briefings"


def _origin(installed: Distribution) -> dict[str, Any]:
    """Where it was installed from; empty if from an index."""
    text = installed.read_text("direct_url.json")
    try:
        origin = json.loads(text) if text else {}
    except ValueError:
        return {}
    return origin if isinstance(origin, dict) else {}
