"""The codes of problems: stable names, each with its rule, the reason for it, and an example. Knows no other module.

A code, once published, keeps its name: hosts name codes in their settings and in their commits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem."""

    id: str
    """What is printed in brackets, as in `error[unknown-key]`."""
    severity: Literal["error", "warning"]
    """Unless the host's settings raise or silence it; errors stay errors."""
    holds: str
    """What must hold, in one sentence."""
    why: str = ""
    """The reason, for `briefings explain`."""
    wrong: str = ""
    """A few lines of YAML that break the rule."""
    right: str = ""
    """The same lines, mended."""


# Shape: what a single file must be.
UNREADABLE = Code("unreadable", "error", "A sheet is UTF-8 text of at most 1 MB.")
YAML_SYNTAX = Code("yaml-syntax", "error", "A sheet is valid YAML.")
YAML_FEATURE = Code("yaml-feature", "error", "A sheet uses plain YAML: no tags (`!x`), no anchors (`&x`), no aliases (`*x`).")
DUPLICATE_KEY = Code("duplicate-key", "error", "A key stands once.")
NOT_A_SHEET = Code("not-a-sheet", "error", "A sheet is a mapping: lines of `key: value`.")
BAD_FILE_NAME = Code("bad-file-name", "error", "A sheet's file name is its id: small letters, digits and hyphens, ending in `.yml`.")
STRAY_FILE = Code("stray-file", "warning", "What lies in a folder of sheets is a sheet.")
DUPLICATE_ID = Code("duplicate-id", "error", "An id names one sheet of its kind.")
UNKNOWN_KEY = Code("unknown-key", "error", "Only keys that the kind of sheet knows are used.")
MISSING_KEY = Code("missing-key", "error", "The keys that a sheet cannot do without are there.")
BAD_VALUE = Code("bad-value", "error", "A value has the form that its key asks for.")
BAD_WORD = Code("bad-word", "error", "A value from a closed list is one of that list.")
BAD_DATE = Code("bad-date", "error", "A date is written in EDTF, like 2025-07-26, 2025-07 or 2025-07-26/2025-07-28.")
BAD_ID = Code("bad-id", "error", "An id has small letters, digits and single hyphens.")
BAD_CITATION = Code("bad-citation", "error", 'cite takes a source id, {source-id: "passage"}, or a list of either.')

# References: what sheets say of each other.
DANGLING_REFERENCE = Code("dangling-reference", "error", "What is referred to exists.")
WRONG_KIND = Code("wrong-kind", "error", "What is referred to is of the right kind.")
UNPUBLISHED_REFERENCE = Code("unpublished-reference", "error", "A published sheet refers to published sheets, not to drafts or withdrawn ones.")
DUPLICATE_EVENT = Code("duplicate-event", "error", "An event's id is unique over all briefings.")
DUPLICATE_ANCHOR = Code("duplicate-anchor", "error", "An id inside a briefing names one thing in it.")
DUPLICATE_NAME = Code("duplicate-name", "error", "No two actors share a name or an alias.")
DUPLICATE_MOVE = Code("duplicate-move", "error", "An old id leads to one sheet, and is no longer in use.")
CIRCULAR_COPY = Code("circular-copy", "error", "A source does not republish itself, directly or by way of others.")
REPEATED_EVENT = Code("repeated-event", "error", "A timeline shows an event once.")

# Editorial rules: what makes sheets right together.
END_BEFORE_START = Code("end-before-start", "error", "What ends has begun before.")
OUTSIDE_LIFE = Code("outside-life", "error", "An actor acts, speaks and holds offices while they live or exist.")
OVERLAPPING_ROLES = Code("overlapping-roles", "error", "An office held by one actor at a time has one holder at a time.")
SELF_REFERENCE = Code("self-reference", "error", "A sheet does not relate to itself.")
REPEATED_RELATION = Code("repeated-relation", "error", "A relation is written once, on one of the two sheets.")
UPDATED_BEFORE_PUBLISHED = Code("updated-before-published", "error", "A briefing is updated on or after the day it was published.")
UNCITED = Code("uncited", "warning", "Every fact cites a source.")
UNUSED_SOURCE = Code("unused-source", "warning", "A source supports some fact.")
UNMENTIONED_ACTOR = Code("unmentioned-actor", "warning", "An actor appears in some briefing, or in a relation or role.")
UNUSED_TOPIC = Code("unused-topic", "warning", "A topic has some briefing.")
VANISHED_ID = Code("vanished-id", "error", "An id, once published, stays: as a sheet, as `moved_from` of another, or withdrawn.")
UNRECORDED_ID = Code("unrecorded-id", "warning", "Published ids are recorded in content/ids.lock.")
LONG_QUOTATION = Code("long-quotation", "warning", "Quotations are short.")
RAW_HTML = Code("raw-html", "warning", "Prose is Markdown without HTML.")
UNSAFE_LINK = Code("unsafe-link", "error", "A link in prose leads to http, https or mailto, or to a place in this site.")
HEADING_IN_PROSE = Code("heading-in-prose", "warning", "Prose has no headings of its own: a section has a `heading`.")
UNEXPLAINED_STATUS = Code("unexplained-status", "warning", "A disputed, unsupported, contradicted or superseded statement says why in `note`.")

# Evidence: what the saved texts and the lock prove.
PASSAGE_NOT_FOUND = Code("passage-not-found", "error", "A passage stands in the saved text of its source, word for word.")
PASSAGE_UNRECORDED = Code("passage-unrecorded", "error", "A passage of a source whose text was saved is recorded in seeds/quotes.lock.")
PASSAGE_SHORT = Code("passage-short", "warning", "A passage has 12 characters or more.")
PASSAGE_REPEATED = Code("passage-repeated", "warning", "A passage stands once in its source.")
PASSAGE_CUT = Code("passage-cut", "warning", "A passage begins and ends with whole words.")
QUOTE_OUTSIDE_PASSAGE = Code("quote-outside-passage", "warning", "A quotation's words stand in a passage it cites.")
SOURCE_CHANGED = Code("source-changed", "warning", "A saved text is the one that the lock was made from.")
STALE_LOCK = Code("stale-lock", "warning", "seeds/quotes.lock holds only passages that are cited.")
BAD_LOCK = Code("bad-lock", "error", "seeds/quotes.lock is as `briefings verify` wrote it.")
TEXT_NOT_PUBLISHABLE = Code("text-not-publishable", "error", "A saved text is committed only if its source's licence allows publication.")
UNCORRECTED_CHANGE = Code("uncorrected-change", "warning", "A published figure or quotation that changes comes with a correction.")

# The site around the sheets.
BAD_SETTING = Code("bad-setting", "error", "mkdocs.yml and the words in theme/locales are complete and well formed.")
BAD_TEMPLATE = Code("bad-template", "error", "A page template uses what its page offers.")

CODES: dict[str, Code] = {code.id: code for code in list(globals().values()) if isinstance(code, Code)}
