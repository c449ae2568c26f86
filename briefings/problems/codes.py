"""The codes of problems: stable names, each explained in a file of its own in `texts/`.

A published code keeps its name: hosts use codes in their settings and commit messages.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warning", "notice"]
"""An error stops a build; a warning does not; a notice points something out to whoever reviews a change."""

Level = Literal["error", "warning", "notice", "off"]
"""What a rule is set to: the severity of its problems, or off."""

TEXTS = Path(__file__).parent / "texts"
"""One Markdown file per code, named after it."""


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem. Its texts are read from its file when they are first needed."""

    id: str
    """What is printed in brackets, as in `error[unknown-key]`."""
    level: Level
    """The default; hosts may set another, but errors stay errors."""

    @property
    def meaning(self) -> str:
        """What is wrong, in one sentence."""
        return _prose(self.id, "What it means")

    @property
    def why(self) -> str:
        """The reason for the rule."""
        return _prose(self.id, "Why")

    @property
    def wrong(self) -> str:
        """A few lines, mostly YAML, that break the rule."""
        return _example(self.id, "Example")

    @property
    def right(self) -> str:
        """The same lines, corrected."""
        return _example(self.id, "Fix")


@cache
def _sections(code: str) -> dict[str, str]:
    """The sections of a code's file by their headings."""
    text = (TEXTS / f"{code}.md").read_text(encoding="utf-8")
    parts = re.split(r"^## (.+)\n", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def _prose(code: str, heading: str) -> str:
    """A section as one line of text."""
    return " ".join(_sections(code)[heading].split())


def _example(code: str, heading: str) -> str:
    """What is inside the code block of a section."""
    return _sections(code)[heading].strip().partition("\n")[2].removesuffix("```")


# Shape: what a single file must be.
UNREADABLE = Code("unreadable", "error")
TOO_LARGE = Code("too-large", "error")
MORE_PROBLEMS = Code("more-problems", "error")
HIDDEN_CHARACTER = Code("hidden-character", "error")
YAML_SYNTAX = Code("yaml-syntax", "error")
YAML_FEATURE = Code("yaml-feature", "error")
DUPLICATE_KEY = Code("duplicate-key", "error")
NOT_A_SHEET = Code("not-a-sheet", "error")
BAD_FILE_NAME = Code("bad-file-name", "error")
STRAY_FILE = Code("stray-file", "warning")
MISPLACED_SHEET = Code("misplaced-sheet", "error")
DUPLICATE_ID = Code("duplicate-id", "error")
BAD_MEDIA = Code("bad-media", "error")
LARGE_MEDIA = Code("large-media", "warning")
UNKNOWN_KEY = Code("unknown-key", "error")
MISSING_KEY = Code("missing-key", "error")
BAD_VALUE = Code("bad-value", "error")
TEXT_CUT = Code("text-cut", "error")
PLACEHOLDER = Code("placeholder", "error")
BAD_WORD = Code("bad-word", "error")
BAD_DATE = Code("bad-date", "error")
BAD_ID = Code("bad-id", "error")
BAD_CITATION = Code("bad-citation", "error")

# References: what sheets say of each other.
DANGLING_REFERENCE = Code("dangling-reference", "error")
WRONG_KIND = Code("wrong-kind", "error")
UNPUBLISHED_REFERENCE = Code("unpublished-reference", "error")
DUPLICATE_EVENT = Code("duplicate-event", "error")
DUPLICATE_ANCHOR = Code("duplicate-anchor", "error")
DUPLICATE_NAME = Code("duplicate-name", "error")
DUPLICATE_MOVE = Code("duplicate-move", "error")
CIRCULAR_COPY = Code("circular-copy", "error")
REPEATED_EVENT = Code("repeated-event", "error")

# Editorial rules: what makes sheets right together.
END_BEFORE_START = Code("end-before-start", "error")
OUTSIDE_LIFE = Code("outside-life", "error")
OVERLAPPING_ROLES = Code("overlapping-roles", "error")
ROLE_ORGANIZATION = Code("role-organization", "warning")
SELF_REFERENCE = Code("self-reference", "error")
REPEATED_RELATION = Code("repeated-relation", "error")
UPDATED_BEFORE_PUBLISHED = Code("updated-before-published", "error")
UPDATED_BEFORE_CORRECTION = Code("updated-before-correction", "warning")
FUTURE_DATE = Code("future-date", "warning")
UNCITED = Code("uncited", "warning")
UNUSED_SOURCE = Code("unused-source", "warning")
UNMENTIONED_ACTOR = Code("unmentioned-actor", "warning")
UNUSED_TOPIC = Code("unused-topic", "warning")
VANISHED_ID = Code("vanished-id", "error")
UNRECORDED_ID = Code("unrecorded-id", "warning")
LONG_QUOTATION = Code("long-quotation", "warning")
RAW_HTML = Code("raw-html", "warning")
FORBIDDEN_HTML = Code("forbidden-html", "error")
UNSAFE_LINK = Code("unsafe-link", "error")
DEAD_LINK = Code("dead-link", "error")
REMOTE_IMAGE = Code("remote-image", "error")
HEADING_IN_PROSE = Code("heading-in-prose", "warning")
UNEXPLAINED_STATUS = Code("unexplained-status", "warning")

# Evidence: what the saved texts and the lock prove.
PASSAGE_NOT_FOUND = Code("passage-not-found", "error")
OMISSION_CHANGES_MEANING = Code("omission-changes-meaning", "error")
OMISSION_TOO_WIDE = Code("omission-too-wide", "error")
OMISSION_FRAGMENT = Code("omission-fragment", "error")
PASSAGE_JOINED = Code("passage-joined", "error")
PASSAGE_UNRECORDED = Code("passage-unrecorded", "error")
PASSAGE_SHORT = Code("passage-short", "warning")
PASSAGE_REPEATED = Code("passage-repeated", "warning")
PASSAGE_CUT = Code("passage-cut", "error")
PASSAGE_BESIDE_NEGATION = Code("passage-beside-negation", "warning")
QUOTE_OUTSIDE_PASSAGE = Code("quote-outside-passage", "warning")
FIGURE_OUTSIDE_PASSAGE = Code("figure-outside-passage", "warning")
PASSAGE_UNPROVED = Code("passage-unproved", "off")
SOURCE_CHANGED = Code("source-changed", "warning")
TEXT_UNDER_OLD_ID = Code("text-under-old-id", "warning")
STALE_LOCK = Code("stale-lock", "warning")
BAD_LOCK = Code("bad-lock", "error")
PROOF_ADDED = Code("proof-added", "notice")
PROOF_CHANGED = Code("proof-changed", "warning")
TEXT_NOT_PUBLISHABLE = Code("text-not-publishable", "error")
UNCORRECTED_CHANGE = Code("uncorrected-change", "warning")

# The site around the sheets.
OUTPUT_FOLDER = Code("output-folder", "error")
BAD_SETTING = Code("bad-setting", "error")
BAD_TEMPLATE = Code("bad-template", "error")

CODES: dict[str, Code] = {code.id: code for code in list(globals().values()) if isinstance(code, Code)}
