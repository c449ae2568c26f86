"""Topic sheets: subjects that briefings have in common."""

from __future__ import annotations

from pydantic import Field

from briefings.model.base import Line, Prose, SheetModel, part


@part
class Topic(SheetModel):
    """A subject that several briefings have in common."""

    name: Line = Field(examples=["Public transport"])
    """The name to show on pages."""
    summary: Prose | None = Field(default=None, examples=["Trams, buses and trains, and who pays for them."])
    """What the topic covers, in a sentence or two."""

    @property
    def headline(self) -> str:
        return self.name
