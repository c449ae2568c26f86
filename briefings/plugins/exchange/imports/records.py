"""What is read of a file of another program: records that become sheets, and what is lost on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from briefings.text.prose import Kind


class UnreadableError(Exception):
    """A file that is not of the format; worded for the curator."""


def why(error: Exception) -> str:
    """What a library says of a file that it cannot read, on one line."""
    if isinstance(error, RecursionError):
        return "its brackets are nested too deeply"
    return line(str(error))[:200] or type(error).__name__


@dataclass(frozen=True, slots=True)
class To:
    """A reference to another record by its key, or to a sheet of the project by id, name, alias or web
    address."""

    kind: Kind
    key: str


@dataclass(frozen=True, slots=True)
class Citing:
    """Prose, and the sources that it cites at its end."""

    text: str
    sources: tuple[To, ...]


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that no sheet has a place for."""

    origin: str
    """Where it is in the file: `row 12`, `event 3`."""
    what: str
    """A key or column, or what it holds."""
    why: str


@dataclass(slots=True)
class Record:
    """What becomes a sheet."""

    kind: Kind
    data: dict[str, Any]
    """The keys of the sheet. May hold `To` instead of ids."""
    origin: str
    keys: tuple[str, ...] = ()
    """How other records of the file refer to it."""
    id: str = ""
    """The id that the file suggests; without one, it is made from the name."""
    origins: dict[str, str] = field(default_factory=dict)
    """By list and index, as in `timeline/3`: where that entry comes from, if not from `origin`."""

    def add(self, key: str, entry: dict[str, Any], origin: str) -> None:
        """Add an entry to the list of a key."""
        entries = self.data.setdefault(key, [])
        self.origins[f"{key}/{len(entries)}"] = origin
        entries.append(entry)


@dataclass(slots=True)
class Reading:
    """The records of a file."""

    records: list[Record] = field(default_factory=list)
    losses: list[Loss] = field(default_factory=list)

    def lose(self, origin: str, what: str, why: str) -> None:
        """Note a loss."""
        self.losses.append(Loss(origin, what, why))

    def lose_others(self, origin: str, given: Mapping[str, Any], known: Iterable[str], why: str) -> None:
        """Note each key of a mapping that is not known and not empty."""
        for key in sorted(given.keys() - set(known)):
            if given[key] not in (None, "", [], {}):
                self.lose(origin, f"`{key}`", why)


def texts(value: Any) -> Iterator[str]:
    """The texts in a value that may be one or a list of them; without empty ones."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, str | int | float) and not isinstance(each, bool) and str(each).strip():
            yield str(each).strip()


def first(value: Any) -> str:
    """The first text in a value; empty if there is none."""
    return next(texts(value), "")


def line(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())
