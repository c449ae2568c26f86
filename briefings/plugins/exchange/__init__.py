"""Exchange with other programs: `briefings import`, and the formats FollowTheMoney and TimelineJS."""

from briefings.plugin import Command, FormatOption, Plugin

PLUGIN = Plugin(
    commands={
        "import": Command(
            "briefings.plugins.exchange.commands:import_file", "Import a file from another program."
        )
    },
    formats={
        "followthemoney": FormatOption(
            "briefings.plugins.exchange.followthemoney:FOLLOWTHEMONEY", aliases=("ftm",), before="citations"
        ),
        "timelinejs": FormatOption("briefings.plugins.exchange.timelinejs:TIMELINEJS", before="citations"),
    },
)
