"""Topic sheets: subjects that briefings have in common."""

from __future__ import annotations

from briefings.model.base import Line, Prose, SheetModel, declare, part


@part
class Topic(SheetModel):
    """A subject that several briefings have in common."""

    name: Line = declare("Public transport")
    """The name to show on pages."""
    summary: Prose | None = declare("Trams, buses and trains, and who pays for them.", default=None)
    """What the topic covers, in a sentence or two."""

    @property
    def headline(self) -> str:
        return self.name
