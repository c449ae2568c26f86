"""What a request for a page can come to: the page, or an error in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Why = Literal["gone", "refused", "failed"]
"""gone: the page or its host no longer exists; refused: its host's rules or ours forbid fetching it;
failed: it may work another time."""


class FetchError(Exception):
    """A page could not be fetched. The message completes a sentence that begins with the page's address."""

    def __init__(self, why: Why, message: str) -> None:
        super().__init__(message)
        self.why: Why = why


class UnreachableError(FetchError):
    """No connection to the host was made: its name has no address, or no address answered.

    Being offline looks just the same.
    """

    def __init__(self, why: Why, message: str, host: str) -> None:
        super().__init__(why, message)
        self.host = host


@dataclass(frozen=True, slots=True)
class Response:
    """A page as it arrived."""

    url: str
    """Its address, after redirects."""
    kind: str
    """Its media type in lower case, as `text/html`; empty if its host names none."""
    charset: str | None
    """The encoding that its header names, right or wrong."""
    body: bytes


__all__ = ["FetchError", "Response", "UnreachableError", "Why"]
