"""The outcome of a request for a page: a response or an error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Failure = Literal["gone", "refused", "failed"]
"""gone: the page or its host no longer exists; refused: the host's rules or ours forbid fetching it;
failed: a later attempt may succeed."""


class FetchError(Exception):
    """A page could not be fetched. The message completes a sentence that begins with the page's address."""

    def __init__(self, failure: Failure, message: str) -> None:
        super().__init__(message)
        self.failure: Failure = failure


class UnreachableError(FetchError):
    """The host has no address, or none that accepts connections. Being offline looks the same."""

    def __init__(self, failure: Failure, message: str, host: str) -> None:
        super().__init__(failure, message)
        self.host = host


@dataclass(frozen=True, slots=True)
class Response:
    """A page as received."""

    url: str
    """Its address, after redirects."""
    kind: str
    """Its media type in lower case, such as `text/html`; empty if unknown."""
    charset: str | None
    """The encoding named in its header, right or wrong."""
    body: bytes
