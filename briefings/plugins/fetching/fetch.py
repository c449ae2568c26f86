"""`verify --fetch`: saves the texts of sources that have an address but no text yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from briefings import BriefingsError
from briefings.evidence.fetched import FetchResult, Outcome
from briefings.evidence.records import Sight
from briefings.evidence.seeds import Seeds, TextError, save
from briefings.model.source import Source
from briefings.plugins.fetching import sandbox
from briefings.plugins.fetching.client import Client
from briefings.plugins.fetching.responses import FetchError, UnreachableError

DOUBT = 3
"""Unreachable hosts in a row after which the network itself is checked."""


class OfflineError(BriefingsError):
    """No host can be reached, so nothing is known about any page. Texts saved earlier stay."""

    exit_code = 69


def fetch_texts(
    sources: Mapping[str, Source],
    folder: Path,
    *,
    progress: Callable[[FetchResult], None],
    client: Client | None = None,
) -> list[FetchResult]:
    """Saves the available texts, in the order of ids, and calls `progress` with each result.

    If a host cannot be reached, either the host or the local network may be down. So such results are held
    back until another host is reached. Raises `OfflineError`.
    """
    client = client or Client()
    saved = Seeds(folder).ids
    results: list[FetchResult] = []
    held_back: list[FetchResult] = []

    def release() -> None:
        for result in held_back:
            results.append(result)
            progress(result)
        held_back.clear()

    for source_id, source in sorted(sources.items()):
        if source_id in saved or not _addresses(source):
            continue
        reached = len(client.reached)
        held_back.append(_fetch_one(source_id, source, folder, client))
        unreached = {result.unreached for result in held_back if result.unreached}
        if len(client.reached) > reached or not unreached:
            release()
        elif len(unreached) == DOUBT:
            _require_network(held_back, sources, saved, client)
            release()
    if held_back:
        _require_network(held_back, sources, saved, client)
        release()
    return results


def _require_network(
    held_back: list[FetchResult], sources: Mapping[str, Source], saved: frozenset[str], client: Client
) -> None:
    """Raises `OfflineError` unless one of the hosts that were reached before can be reached."""
    known = [url for source_id in sorted(saved & sources.keys()) for url in _addresses(sources[source_id])]
    candidates = {urlsplit(url).netloc: url for url in [*known, *client.reached]}
    if any(client.can_reach(url) for url in [*reversed(candidates.values())][:DOUBT]):
        return
    hosts = ", ".join(dict.fromkeys(result.unreached for result in held_back if result.unreached))
    raise OfflineError(
        f"no source could be reached ({hosts}): this machine seems to be offline. Nothing was recorded; "
        "without --fetch, `briefings verify` needs no network"
    )


def _fetch_one(source_id: str, source: Source, folder: Path, client: Client) -> FetchResult:
    """The result for one source, whatever happens."""
    messages: list[str] = []
    outcome: Outcome = "gone"
    unreached = ""
    page: Sight | None = None
    for url in _addresses(source):
        unreached = ""
        sight: Sight = "unreached"
        try:
            response = client.get(url)
            sight = "seen"
            text = sandbox.page(response).text
            save(folder, source_id, text)
            outcome, message = "saved", f"{len(text):,} characters from {url}"
        except FetchError as error:
            outcome, message = error.failure, f"{url} {error}"
            unreached = error.host if isinstance(error, UnreachableError) else ""
            # A host that cannot be reached may be back tomorrow, so its page is not missing.
            if sight != "seen" and outcome == "gone" and not unreached:
                sight = "missing"
        except TextError as error:
            outcome, message = "refused", f"{url} is not saved: its text {error}"
        except OSError as error:
            outcome, message = "failed", f"{url} is not saved: {error.strerror or error}"
        except Exception as error:  # however a page fails, the other sources must still be fetched
            outcome, message = "failed", f"{url} could not be read ({type(error).__name__}: {error})"
        messages.append(message)
        page = sight if url == source.url else page
        if outcome != "gone":
            break
    # Addresses and messages contain untrusted text.
    line = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in "; ".join(messages))
    return FetchResult(source_id, outcome, line, unreached, page)


def _addresses(source: Source) -> list[str]:
    """Where to fetch a source: its page, then the archived copy."""
    return [url for url in (source.url, source.archived) if url is not None]
