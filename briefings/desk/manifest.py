"""`.briefings.json`: what `briefings init` wrote, so that `upgrade` can tell what the host has changed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from briefings import BriefingsError, __version__
from briefings.store import reading

MANIFEST = ".briefings.json"
FORMAT = 1
LARGEST = 1_000_000
"""Bytes; with a hundred files it has 10,000."""
_ABOUT = (
    "What `briefings init` wrote. Read and written by `briefings upgrade`; commit it, and do not edit it."
)


class ManifestError(BriefingsError):
    """A record that cannot be used."""

    exit_code = 2


_PIN = re.compile(rb"(?P<action>uses: [\w./-]+)@[0-9a-f]{40} # v(?P<version>[\d.]+)")
"""A pinned action of a workflow."""


def digest(data: bytes) -> str:
    """The SHA-256 of a file. A text has the same one with the line ends of Windows, which Git may give it,
    and with other versions of actions, which Dependabot renews."""
    return sha256(
        data if b"\0" in data else _PIN.sub(rb"\g<action>", data.replace(b"\r\n", b"\n"))
    ).hexdigest()


def with_newer_pins(data: bytes, other: bytes) -> bytes:
    """A workflow with the pins of another where these are of a newer version of the same action."""
    pins = {pin["action"]: pin for pin in _PIN.finditer(other)}

    def newer(pin: re.Match[bytes]) -> bytes:
        theirs = pins.get(pin["action"], pin)
        return max(pin, theirs, key=lambda each: order(each["version"].decode()))[0]

    return _PIN.sub(newer, data)


def order(version: str) -> tuple[int, ...]:
    """A version as something that can be compared."""
    return tuple(map(int, re.findall(r"\d+", version)))


@dataclass(frozen=True, slots=True)
class Manifest:
    """The files of a site as they were written, each by its path with its digest."""

    briefings: str
    """The version of the program that wrote it."""
    renewed: Mapping[str, str]
    """Files that upgrades may renew."""
    offered: Mapping[str, str]
    """Files ending in `.new` that an upgrade put beside files which the host had changed."""
    owned: Mapping[str, str]
    """The host's own files, as they were at first. Upgrades never touch them."""

    @classmethod
    def of(cls, renewed: Mapping[str, bytes], owned: Mapping[str, bytes]) -> Manifest:
        """The record of a new site."""
        ours, own = ({path: digest(data) for path, data in files.items()} for files in (renewed, owned))
        return cls(__version__, ours, {}, own)

    def encode(self) -> bytes:
        """The content of the file."""
        files = {key: dict(sorted(getattr(self, key).items())) for key in ("renewed", "offered", "owned")}
        data = {"about": _ABOUT, "format": FORMAT, "briefings": self.briefings, **files}
        return f"{json.dumps(data, indent=2, ensure_ascii=False)}\n".encode()

    @classmethod
    def read(cls, root: Path) -> Manifest:
        """The record of a site. Raises ManifestError."""
        try:
            data = json.loads(reading.read(root / MANIFEST, largest=LARGEST, root=root))
        except reading.MissingError:
            raise ManifestError(
                f"there is no {MANIFEST} in {root}: this site was not made with `briefings init`, so there is"
                " nothing to compare its files with"
            ) from None
        except reading.ReadError as error:
            raise ManifestError(f"{MANIFEST} {error}") from error
        except ValueError:
            raise ManifestError(f"{MANIFEST} is not JSON; restore it from Git") from None
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            form = data.get("format") if isinstance(data, dict) else None
            raise ManifestError(
                f"{MANIFEST} has the format {form!r}, and this Briefings knows {FORMAT}: install a newer one,"
                " or restore the file from Git"
            )
        try:
            record = TypeAdapter(cls).validate_python(data)
        except ValidationError:
            raise ManifestError(f"{MANIFEST} is damaged; restore it from Git") from None
        for path in (*record.renewed, *record.offered):
            if not _is_ours(path):
                raise ManifestError(
                    f"{MANIFEST} lists `{path}`, which no upgrade may touch; restore it from Git"
                )
        return record


_OWN = ("content", "seeds", "theme", "mkdocs.yml", ".git")
"""What no upgrade touches, whatever the record says, because anybody can propose a change of it."""


def _is_ours(path: str) -> bool:
    """Whether an upgrade may write at a path: inside the site, and not where the host writes."""
    parts = path.split("/")
    odd = "\\" in path or ":" in path or any(part in ("", ".", "..") for part in parts)
    return not odd and parts[0] not in _OWN
