"""`briefings draft` and `briefings accept`: candidates for facts from the text of an article, found by rules.

`article` reads the text, one module for each kind finds candidates, `sheet` writes them as comments into a
sheet, and `accept` turns the chosen ones into entries.
"""

from briefings.plugin import Command, Plugin

PLUGIN = Plugin(
    commands={
        "draft": Command(
            "briefings.plugins.drafting.commands:draft", "Draft a source and a briefing from a saved article."
        ),
        "accept": Command(
            "briefings.plugins.drafting.commands:accept", "Turn candidates of a drafted sheet into entries."
        ),
    }
)
