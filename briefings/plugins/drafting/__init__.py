"""`briefings draft`, `accept`, `find` and `desk`: facts from the text of an article.

`article` reads the text, one module for each kind finds candidates by rules, and `sheet` writes them as
comments into a sheet; `decisions` turns the chosen ones into entries. `proposals` takes candidates from other
programs, as far as `judge` says that the text gives them. `desk` is all of this in the browser.
"""

from pathlib import Path

from briefings.plugin import Command, Plugin

PLUGIN = Plugin(
    commands={
        "draft": Command(
            "briefings.plugins.drafting.commands:draft", "Draft a source and a briefing from a saved article."
        ),
        "accept": Command(
            "briefings.plugins.drafting.commands:accept", "Turn candidates of a drafted sheet into entries."
        ),
        "find": Command(
            "briefings.plugins.drafting.commands:find",
            "Find a passage in the saved texts, as a sheet cites it.",
        ),
        "desk": Command(
            "briefings.plugins.drafting.commands:desk", "Take an article to a page in the browser."
        ),
    },
    words=Path(__file__).parent / "words",
    responder="briefings.plugins.drafting.desk.server:desk",
)
