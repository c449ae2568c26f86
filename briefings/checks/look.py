"""The colors that the host chose can be read, and are those of topics."""

from __future__ import annotations

from collections.abc import Iterator

from briefings.catalog.catalog import Catalog
from briefings.problems import codes
from briefings.problems.problem import Problem, did_you_mean, problem
from briefings.settings import Settings
from briefings.text import colors


def look_problems(catalog: Catalog, settings: Settings) -> Iterator[Problem]:
    """`theme.topics` names topics, and text in the chosen colors has enough contrast with the page."""
    look = settings.look
    for topic in look.topics:
        if topic not in catalog.topics:
            message = f"theme.topics names no topic: `{topic}`"
            hint = did_you_mean(topic, catalog.topics)
            yield problem(codes.BAD_SETTING, message, look.places[topic], hint)
    for key, color in {"accent": look.accent, **look.topics}.items():
        ratio = colors.contrast(color, colors.PAPER) if color else colors.READABLE
        if ratio < colors.READABLE:
            name = "theme.accent" if key == "accent" else f"theme.topics.{key}"
            message = f"text in {name} has a contrast of {ratio:.1f}, and needs {colors.READABLE}"
            hint = f"nearest color that has it: `{colors.readable(color, colors.PAPER)}`"
            yield problem(codes.LOW_CONTRAST, message, look.places[key], hint)
