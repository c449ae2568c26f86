"""Topic sheets: a subject that briefings share."""

from __future__ import annotations

from pydantic import Field

from briefings.model.base import Line, Prose, SheetModel, part


@part
class Topic(SheetModel):
    """A subject that briefings share."""

    name: Line = Field(examples=["AI governance"])
    """As shown on pages."""
    summary: Prose | None = Field(
        default=None, examples=["Who makes rules for artificial intelligence, and who agrees to them."]
    )
    """What belongs here, in a sentence or two."""

    @property
    def headline(self) -> str:
        return self.name
