"""Papers for printing and pictures for shared links, both set by Typst with the fonts in its package."""

from pathlib import Path

from briefings.plugin import FormatOption, Plugin

PLUGIN = Plugin(
    formats={
        "paper": FormatOption(
            "briefings.plugins.papers.paper:PAPER", on=False, aliases=("pdf",), before="text"
        )
    },
    rules=(
        "briefings.plugins.papers.printable:paper_problems",
        "briefings.plugins.papers.printable:picture_problems",
    ),
    codes=Path(__file__).parent / "texts",
    pictures="briefings.plugins.papers.cards:PICTURES",
    libraries=("typst", "pypdfium2", "PIL"),
    install="briefings[papers]",
)
