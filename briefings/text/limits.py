"""Every limit on content, each with its reason. A file that exceeds one is a problem with a place.

Limits are far above what curators write, and low enough that no file makes a check slow or a message
unreadable.
"""

from __future__ import annotations

SHEET = 200_000
"""Bytes of a sheet, a hand-written page or mkdocs.yml. A long briefing has 25,000."""

LINE = 10_000
"""Characters of a line. Longer ones are unreadable in an editor, and in a message that quotes them."""

TEXT = 20_000
"""Characters of one value: about 3,000 words, ten times as many as a section has."""

KEY = 100
"""Characters of a key. The longest id has 80."""

ENTRIES = 2_000
"""Entries of a list or a mapping. The longest timelines have a few hundred."""

NESTING = 40
"""Levels of nested lists and mappings in YAML. A sheet needs eight."""

NODES = 100_000
"""Values in a YAML file with aliases expanded. Ten lines of aliases can expand to a billion values."""

BLOCKS = 10
"""Levels of nested lists and quotations in Markdown. 800 exhaust the converter's stack."""

BRACKETS = 50
"""Brackets of a kind that are open at once in a paragraph of Markdown. The converter searches for the end of
each one anew: 10,000 take minutes."""

DEFINITIONS = 200
"""Definitions (`: words`) in Markdown without blank lines between. 900 exhaust the converter's stack."""

DIGITS = 18
"""Digits of a number, and digits after its point: what any program that reads our data can represent."""

PROBLEMS = 100
"""Problems of one file that are shown; the rest are counted."""

WORDS = 500_000
"""Bytes of a file of fixed words (`words.yml`). The longest has 40,000."""

IDS = 20_000_000
"""Bytes of content/ids.lock: about half a million ids."""

LARGE_MEDIA = 5_000_000
"""Bytes above which a picture or document loads slowly and gets a warning."""

MEDIA = 100_000_000
"""Bytes of a picture or document. GitHub refuses larger files."""
