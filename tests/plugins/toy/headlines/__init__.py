"""Headlines of all briefings: a file, a command and a rule."""

from pathlib import Path

from briefings.plugin import Command, FormatOption, Plugin

HERE = Path(__file__).parent

PLUGIN = Plugin(
    formats={"headlines": FormatOption("headlines.file:HEADLINES")},
    commands={"headlines": Command("headlines.command:headlines", "Print the headlines of all briefings.")},
    rules=("headlines.rules:long_headlines",),
    codes=HERE / "problems",
    words=HERE / "words",
)
