"""How much of anything is read: every limit on content, each with its reason. What exceeds one is a problem
with a place.

They are far above what curators write, and low enough that no file makes a check slow, or a message
unreadable.
"""

from __future__ import annotations

SHEET = 200_000
"""Bytes of a sheet, a hand-written page or mkdocs.yml. A long briefing has 25,000; a page of 200,000 is a
short novel."""

LINE = 10_000
"""Characters of a line. An editor shows no longer one well, and neither does a message that quotes it."""

TEXT = 20_000
"""Characters of one value: about 3,000 words, where a section has 300. Longer prose is divided into
sections."""

KEY = 100
"""Characters of a key. The longest id has 80."""

ENTRIES = 2_000
"""Entries of a list or a mapping. The longest timelines have some hundred."""

NESTING = 40
"""Levels of lists and mappings inside each other in YAML. A sheet needs eight."""

NODES = 100_000
"""Values in a YAML file that may have aliases, each counted wherever it is repeated. Ten lines can repeat one
a billion times."""

BLOCKS = 10
"""Levels of lists and quotations inside each other in Markdown. Nobody sees the eleventh, and 800 exhaust the
converter's stack."""

BRACKETS = 50
"""Brackets of a kind that are open at once in a paragraph of Markdown. The converter looks for the end of
each anew: 10,000 take minutes."""

DEFINITIONS = 200
"""Definitions (`: words`) in Markdown without a blank line between them. Of 900, the converter's stack is
exhausted."""

DIGITS = 18
"""Digits of a number, and digits after its point. All programs that read our data can hold so many."""

PROBLEMS = 100
"""Problems of one file that are shown; the rest are counted. Whoever corrects a hundred runs the check again
anyway."""

WORDS = 500_000
"""Bytes of a file of fixed words (theme/locales). The longest has 40,000."""

IDS = 20_000_000
"""Bytes of content/ids.lock: about half a million ids."""

LARGE_MEDIA = 5_000_000
"""Bytes of a picture or document from which on it is a burden for readers; it gets a warning."""

MEDIA = 100_000_000
"""Bytes of a picture or document. GitHub refuses larger files."""
