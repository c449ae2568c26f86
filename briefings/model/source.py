"""Source sheets: what a source is, who published it, and how reliable it is."""

from __future__ import annotations

from typing import Literal, Self, get_args

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from briefings.languages import REFERENCE
from briefings.model.base import Day, Flag, Line, Prose, SheetModel, When, declare, part
from briefings.model.vocabularies import Language, Url
from briefings.text.licences import PUBLISHABLE, Licence

SourceKind = Literal["primary", "wire", "state-media", "news", "analysis", "weak"]
"""primary: published by the issuer itself; wire: a news agency's text; weak: content farms, aggregators and
machine-written pages."""
SOURCE_KINDS: tuple[SourceKind, ...] = get_args(SourceKind)
"""In the order in which pages list them."""


@part
class Source(SheetModel):
    """An article, document or web page that facts are taken from."""

    title: Line | None = declare("Council votes for a second tram line", default=None)
    """The title exactly as the source shows it."""
    describes: Line | None = declare(
        "The mayor at the opening of the depot, after a news agency", default=None, called="description"
    )
    """What the source is about, if its title is not known. Pages show it in brackets, never as a title."""
    publisher: Line = declare("The Gazette", what="source")
    """Who published it. All sources from one publisher count as one confirmation."""
    authors: tuple[Line, ...] = declare(["Jane Doe"], default=(), what="source")
    """The names of the authors, as the source gives them."""
    published: When | None = declare("2025-07-26", default=None, called="date of publication")
    """When it was published."""
    accessed: Day | None = declare(
        "2026-11-24", default=None, what="detail", called="date of the last reading"
    )
    """The day when a curator last read it. It does not mean that passages were verified."""
    unread: Flag = declare(True, default=False, what="source")
    """true: no curator has read it; it is known only from other reports. It does not count as confirmation,
    and a fact without a better source is shown as second-hand."""
    url: Url | None = declare(
        "https://gazette.example/tram", default=None, what="source", called="web address"
    )
    """The web address of the source."""
    archived: Url | None = declare(
        "https://web.archive.org/web/2025/https://gazette.example/tram",
        default=None,
        what="source",
        called="archived copy",
    )
    """The web address of an archived copy."""
    language: Language = declare("zh", default=REFERENCE)
    """The language of the source as a BCP 47 code, such as en or zh-Hans."""
    kind: SourceKind = declare("wire", what="source")
    """primary (the issuer itself), wire (a news agency), state-media, news, analysis, or weak (content farms,
    aggregators and machine-written pages)."""
    republishes: Line | None = declare(
        "The Gazette", default=None, what="source", called="original that it reprints"
    )
    """The source whose text this one reprints: its id, or its publisher's name. A reprint does not count as
    separate confirmation."""
    licence: Licence | None = declare("CC-BY-4.0", default=None)
    """The licence of its text, which decides whether the saved text may be committed."""
    note: Prose | None = declare("Cites no source for its first four paragraphs.", default=None)
    """What is wrong or doubtful about the source."""

    @model_validator(mode="after")
    def _named(self) -> Self:
        if self.title is None and self.describes is None:
            raise PydanticCustomError(
                "missing_one", "a source needs a `title`, or `describes` where its title is not known"
            )
        return self

    @property
    def headline(self) -> str:
        """The title, or a description in brackets."""
        return self.title if self.title is not None else f"[{self.describes}]"

    @property
    def text_may_be_published(self) -> bool:
        """Whether the licence permits the saved text in a public repository."""
        return self.licence in PUBLISHABLE
