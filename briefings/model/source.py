"""Source sheets: what a source is, who published it, and how far it can be trusted."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from briefings.model.base import Day, Flag, Line, Prose, SheetModel, When, part
from briefings.model.vocabularies import Language, Url

SourceKind = Literal["primary", "wire", "state-media", "news", "analysis", "weak"]
"""primary: the issuer itself; wire: an agency's text; weak: content farms, aggregators, machine-written
pages."""

Licence = Literal[
    "public-domain",
    "CC0-1.0",
    "CC-BY-3.0",
    "CC-BY-4.0",
    "CC-BY-SA-3.0",
    "CC-BY-SA-4.0",
    "OGL-UK-3.0",
    "all-rights-reserved",
]
"""SPDX names where there are any. All but all-rights-reserved allow the saved text to be published."""

PUBLISHABLE: frozenset[str] = frozenset(Licence.__args__) - {"all-rights-reserved"}  # type: ignore[attr-defined]  # Literal keeps its values there


@part
class Source(SheetModel):
    """One article, document or page that facts are taken from."""

    title: Line | None = Field(
        default=None, examples=["Chinese premier proposes global AI cooperation organisation"]
    )
    """The title as the source shows it."""
    describes: Line | None = Field(
        default=None, examples=["Li Qiang at the opening of the conference, after Xinhua"]
    )
    """What the source is about, where its title is not known. Shown in brackets, never as a title."""
    publisher: Line = Field(examples=["Reuters"])
    """Who published it. Sources of one publisher count once."""
    authors: tuple[Line, ...] = Field(default=(), examples=[["Jane Doe"]])
    """Names as given."""
    published: When | None = Field(default=None, examples=["2025-07-26"])
    """When it appeared."""
    accessed: Day | None = Field(default=None, examples=["2026-11-24"])
    """The day on which a curator last read it. Says nothing about whether a passage is verified."""
    unread: Flag = Field(default=False, examples=[True])
    """true: known from what others report of it; nobody here has read it. It does not count as
    confirmation."""
    url: Url | None = Field(default=None, examples=["https://www.wam.ae/en/article/bkvlyto"])
    """Its address."""
    archived: Url | None = Field(
        default=None, examples=["https://web.archive.org/web/2025/https://www.wam.ae/en/article/bkvlyto"]
    )
    """The address of a copy in an archive."""
    language: Language = Field(default="en", examples=["zh"])
    """BCP 47, like en or zh-Hans."""
    kind: SourceKind = Field(examples=["wire"])
    """primary, wire, state-media, news, analysis or weak."""
    republishes: Line | None = Field(default=None, examples=["Reuters"])
    """The source id, or the publisher's name, whose text this copies. A copy does not count as a second
    confirmation."""
    licence: Licence | None = Field(default=None, examples=["CC-BY-4.0"])
    """Under which its text may be used; decides whether a saved text may be committed."""
    note: Prose | None = Field(default=None, examples=["Cites no source for its first four paragraphs."])
    """What is wrong or doubtful in it."""

    @model_validator(mode="after")
    def _named(self) -> Self:
        if self.title is None and self.describes is None:
            raise PydanticCustomError(
                "missing_one", "a source needs a `title`, or `describes` where its title is not known"
            )
        return self

    @property
    def headline(self) -> str:
        """The title as the source shows it, or in brackets what it is about."""
        return self.title if self.title is not None else f"[{self.describes}]"

    @property
    def text_may_be_published(self) -> bool:
        """Whether the licence allows the saved text to stand in a public repository."""
        return self.licence in PUBLISHABLE
