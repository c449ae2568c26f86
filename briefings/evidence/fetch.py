"""`verify --fetch`: saves the texts of sources that have an address and no text yet; each gets a result.

The only part of the program that touches the network; nothing else of it imports this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from briefings.evidence import sandbox
from briefings.evidence.responses import FetchError, UnreachableError
from briefings.evidence.seeds import Seeds, TextError, save
from briefings.model.source import Source

if TYPE_CHECKING:
    # The libraries that it needs are installed only where texts are fetched.
    from briefings.evidence.client import Client

Outcome = Literal["saved", "gone", "refused", "failed"]
"""saved: the text is in seeds/; gone: neither the page nor an archived copy exists any more; refused: the
page may not be fetched, or is not text; failed: it may work another time."""

DOUBT = 3
"""Hosts in a row that take no connection, after which it is asked whether there is a network at all."""


class OfflineError(Exception):
    """No host can be reached, so that nothing can be said of any page. Texts saved before that stay."""


@dataclass(frozen=True, slots=True)
class FetchResult:
    """How it went with one source."""

    source: str
    outcome: Outcome
    message: str
    """One line for the curator; starts with the address where there is one to blame."""
    from_archive: bool = False
    """True if the text is that of the archived copy."""
    unreached: str = ""
    """The host that took no connection, if that was all that happened."""


def fetch(
    sources: Mapping[str, Source],
    folder: Path,
    client: Client,
    *,
    progress: Callable[[FetchResult], None] | None = None,
) -> list[FetchResult]:
    """Saves the texts that can be had, in the order of ids, and calls `progress` with each result.

    A host that takes no connection may be gone, or this machine offline, so its result is held back until
    another host was reached. Raises `OfflineError`.
    """
    held = Seeds(folder).ids
    results: list[FetchResult] = []
    doubtful: list[FetchResult] = []

    def settle() -> None:
        for result in doubtful:
            results.append(result)
            if progress is not None:
                progress(result)
        doubtful.clear()

    for source_id, source in sorted(sources.items()):
        if source_id in held or (source.url is None and source.archived is None):
            continue
        reached = len(client.reached)
        doubtful.append(_fetch_one(source_id, source, folder, client))
        unreached = list(dict.fromkeys(result.unreached for result in doubtful if result.unreached))
        if len(client.reached) > reached or not unreached:
            settle()
        elif len(unreached) == DOUBT:
            _demand_network(unreached, sources, held, client)
            settle()
    if doubtful:
        _demand_network([result.unreached for result in doubtful if result.unreached], sources, held, client)
        settle()
    return results


def _demand_network(
    unreached: list[str], sources: Mapping[str, Source], held: frozenset[str], client: Client
) -> None:
    """Raises `OfflineError` unless a host can be reached that answered before, or whose text is held."""
    answered = [
        url for source_id in sorted(held & sources.keys()) for url, _ in _addresses(sources[source_id])
    ]
    candidates = {urlsplit(url).netloc: url for url in [*answered, *client.reached]}
    if any(client.can_reach(url) for url in [*reversed(candidates.values())][:DOUBT]):
        return
    hosts = ", ".join(dict.fromkeys(unreached))
    raise OfflineError(
        f"no source could be reached ({hosts}): this machine seems to be offline. Nothing was recorded; "
        "without --fetch, `briefings verify` needs no network"
    )


def _fetch_one(source_id: str, source: Source, folder: Path, client: Client) -> FetchResult:
    """The result for one source, whatever happens."""
    earlier: list[str] = []
    unreached = ""
    for url, archived in _addresses(source):
        try:
            text = sandbox.article(client.get(url))
            save(folder, source_id, text)
        except FetchError as error:
            reason = f"{url} {error}"
            unreached = error.host if isinstance(error, UnreachableError) else ""
            if error.why != "gone":
                return _result(source_id, error.why, [*earlier, reason], archived, unreached)
            earlier.append(reason)
        except TextError as error:
            return _result(
                source_id, "refused", [*earlier, f"{url} is not saved: its text {error}"], archived
            )
        except OSError as error:
            return _result(
                source_id, "failed", [*earlier, f"{url} is not saved: {error.strerror or error}"], archived
            )
        except Exception as error:  # however a page fails, the other sources must still be fetched
            return _result(
                source_id,
                "failed",
                [*earlier, f"{url} could not be read ({type(error).__name__}: {error})"],
                archived,
            )
        else:
            return _result(source_id, "saved", [*earlier, f"{len(text):,} characters from {url}"], archived)
    return _result(source_id, "gone", earlier, unreached=unreached)


def _result(
    source: str, outcome: Outcome, parts: list[str], archived: bool = False, unreached: str = ""
) -> FetchResult:
    # Addresses and reasons hold words of strangers.
    line = "".join(character if character.isprintable() else "\ufffd" for character in "; ".join(parts))
    return FetchResult(source, outcome, line, archived, unreached)


def _addresses(source: Source) -> Iterator[tuple[str, bool]]:
    if source.url is not None:
        yield source.url, False
    if source.archived is not None:
        yield source.archived, True


__all__ = ["FetchResult", "OfflineError", "Outcome", "fetch"]
