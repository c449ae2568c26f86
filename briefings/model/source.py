"""Source sheets: what a source is, who published it, and how reliable it is."""

from __future__ import annotations

from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from briefings.languages import REFERENCE
from briefings.model.about import About
from briefings.model.base import Day, Flag, Line, Prose, SheetModel, When, part
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

    title: Line | None = Field(default=None, examples=["Council votes for a second tram line"])
    """The title exactly as the source shows it."""
    describes: Annotated[Line | None, About(called="description")] = Field(
        default=None, examples=["The mayor at the opening of the depot, after a news agency"]
    )
    """What the source is about, if its title is not known. Pages show it in brackets, never as a title."""
    publisher: Annotated[Line, About("source")] = Field(examples=["The Gazette"])
    """Who published it. All sources from one publisher count as one confirmation."""
    authors: Annotated[tuple[Line, ...], About("source")] = Field(default=(), examples=[["Jane Doe"]])
    """The names of the authors, as the source gives them."""
    published: Annotated[When | None, About(called="date of publication")] = Field(
        default=None, examples=["2025-07-26"]
    )
    """When it was published."""
    accessed: Annotated[Day | None, About("detail", called="date of the last reading")] = Field(
        default=None, examples=["2026-11-24"]
    )
    """The day when a curator last read it. It does not mean that passages were verified."""
    unread: Annotated[Flag, About("source")] = Field(default=False, examples=[True])
    """true: no curator has read it; it is known only from other reports. It does not count as confirmation,
    and a fact without a better source is shown as second-hand."""
    url: Annotated[Url | None, About("source", called="web address")] = Field(
        default=None, examples=["https://gazette.example/tram"]
    )
    """The web address of the source."""
    archived: Annotated[Url | None, About("source", called="archived copy")] = Field(
        default=None, examples=["https://web.archive.org/web/2025/https://gazette.example/tram"]
    )
    """The web address of an archived copy."""
    language: Language = Field(default=REFERENCE, examples=["zh"])
    """The language of the source as a BCP 47 code, such as en or zh-Hans."""
    kind: Annotated[SourceKind, About("source")] = Field(examples=["wire"])
    """primary (the issuer itself), wire (a news agency), state-media, news, analysis, or weak (content farms,
    aggregators and machine-written pages)."""
    republishes: Annotated[Line | None, About("source", called="original that it reprints")] = Field(
        default=None, examples=["The Gazette"]
    )
    """The source whose text this one reprints: its id, or its publisher's name. A reprint does not count as
    separate confirmation."""
    licence: Licence | None = Field(default=None, examples=["CC-BY-4.0"])
    """The licence of its text, which decides whether the saved text may be committed."""
    note: Prose | None = Field(default=None, examples=["Cites no source for its first four paragraphs."])
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
