"""What a plugin for fetching returns: the outcome for each source, and the article on a web page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from briefings.evidence.records import Sight
from briefings.model.source import Source

Outcome = Literal["saved", "gone", "refused", "failed"]
"""saved: the text is in seeds/; gone: neither the page nor an archived copy exists any more; refused: the
page may not be fetched or is not text; failed: a later attempt may succeed."""


@dataclass(frozen=True, slots=True)
class FetchResult:
    """The result for one source."""

    source: str
    outcome: Outcome
    message: str
    """One line for the curator, which starts with the address."""
    unreached: str = ""
    """The host, if it could not be reached."""
    page: Sight | None = None
    """What was seen of the page itself, whatever came of its text or of an archived copy; None for a source
    without an address."""


class FetchTexts(Protocol):
    """Saves the texts of sources that have an address and no text in `folder`; see `seeds.save`. Calls
    `progress` with each result. Raises BriefingsError if nothing can be fetched."""

    def __call__(
        self, sources: Mapping[str, Source], folder: Path, *, progress: Callable[[FetchResult], None]
    ) -> list[FetchResult]: ...


@dataclass(frozen=True, slots=True)
class Article:
    """An article, and what its page says about it; empty where it says nothing."""

    text: str
    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    """A day in EDTF."""
    publisher: str = ""
    url: str = ""
    language: str = ""
    notes: tuple[str, ...] = ()
    """What the curator should know of the reading, such as how many lines were left out."""
    begins: int = 0
    """Where its story begins in the text, after title, authors and date."""


class ReadArticle(Protocol):
    """Reads the article from the bytes of a saved page or a PDF. Raises BriefingsError if there is none."""

    def __call__(self, data: bytes, file: Path) -> Article: ...
