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
UNREADABLE = Code(
    "unreadable",
    "error",
    "A sheet or page is UTF-8 text of at most 1 MB, and a saved text of at most 5 MB.",
    why="All programs that read sheets agree on UTF-8, so no letter changes on the way. What is larger than 1 MB was not written by hand.",
    wrong="""\
# content/actors/ségolène.yml, saved as Latin-1
name: S\xe9gol\xe8ne Royal
kind: person
""",
    right="""\
# content/actors/segolene-royal.yml, saved as UTF-8
name: Ségolène Royal
kind: person
""",
)
YAML_SYNTAX = Code(
    "yaml-syntax",
    "error",
    "A sheet is valid YAML.",
    why=(
        "What cannot be read with certainty is not guessed at. "
        "Most often a text needs quotation marks, because it has a colon or starts with a sign."
    ),
    wrong="""\
# content/topics/chips.yml
name: Chips: who may buy them
""",
    right="""\
# content/topics/chips.yml
name: "Chips: who may buy them"
""",
)
YAML_FEATURE = Code(
    "yaml-feature",
    "error",
    "A sheet uses plain YAML: no tags (`!x`), no anchors (`&x`), no aliases (`*x`).",
    why="A sheet says everything where it stands, so that a reader of the file sees what a reader of the page will see.",
    wrong="""\
# content/actors/zte.yml
name: ZTE
kind: company
summary: !!str 5G
""",
    right="""\
# content/actors/zte.yml
name: ZTE
kind: company
summary: 5G
""",
)
DUPLICATE_KEY = Code(
    "duplicate-key",
    "error",
    "A key stands once.",
    why="YAML readers keep one of the two and drop the other without a word; which one depends on the reader.",
    wrong="""\
# content/actors/zte.yml
name: ZTE
kind: company
country: CN
name: ZTE Corporation
""",
    right="""\
# content/actors/zte.yml
name: ZTE
kind: company
country: CN
aliases: [ZTE Corporation]
""",
)
NOT_A_SHEET = Code(
    "not-a-sheet",
    "error",
    "A sheet is a mapping: lines of `key: value`.",
    why="A sheet says what each of its values is.",
    wrong="""\
# content/topics/chips.yml
Chips
""",
    right="""\
# content/topics/chips.yml
name: Chips
""",
)
BAD_FILE_NAME = Code(
    "bad-file-name",
    "error",
    "A sheet's file name is its id: small letters, digits and single hyphens, ending in `.yml`.",
    why="The name becomes part of the page's address, and addresses are typed, linked and kept for ever.",
    wrong="""\
# content/topics/AI_Chips.yml
name: AI chips
""",
    right="""\
# content/topics/ai-chips.yml
name: AI chips
""",
)
STRAY_FILE = Code(
    "stray-file",
    "warning",
    "What lies in a folder of sheets is a sheet.",
    why="A file with another ending is left out, and whoever put it there should know.",
    wrong="""\
# content/topics/chips.txt
name: Chips
""",
    right="""\
# content/topics/chips.yml
name: Chips
""",
)
DUPLICATE_ID = Code(
    "duplicate-id",
    "error",
    "An id names one sheet of its kind.",
    why="Two sheets with one id would share one address. Sheets in subfolders count: the folder is no part of the id.",
    wrong="""\
# content/actors/china/zte.yml
name: ZTE
kind: company
# content/actors/zte.yml
name: ZTE Corporation
kind: company
""",
    right="""\
# content/actors/zte.yml
name: ZTE
kind: company
aliases: [ZTE Corporation]
""",
)
UNKNOWN_KEY = Code(
    "unknown-key",
    "error",
    "Only keys that the kind of sheet knows are used.",
    why="A misspelt key would be a missing fact that nobody notices.",
    wrong="""\
# content/actors/zte.yml
name: ZTE
kind: company
alias: [ZTE Corporation]
""",
    right="""\
# content/actors/zte.yml
name: ZTE
kind: company
aliases: [ZTE Corporation]
""",
)
MISSING_KEY = Code(
    "missing-key",
    "error",
    "The keys that a sheet cannot do without are there.",
    why="Pages show these; a page without them would be half a page.",
    wrong="""\
# content/actors/zte.yml
name: ZTE
""",
    right="""\
# content/actors/zte.yml
name: ZTE
kind: company
""",
)
BAD_VALUE = Code(
    "bad-value",
    "error",
    "A value has the form that its key asks for.",
    why="A number is a number and a list is a list, so that they can be counted, sorted and said in words.",
    wrong="""\
# content/briefings/waic.yml
figures:
  - label: Exhibitors
    unit: companies
    value: 800 companies
    cite: wam-2025
""",
    right="""\
# content/briefings/waic.yml
figures:
  - label: Exhibitors
    unit: companies
    value: 800
    cite: wam-2025
""",
)
BAD_WORD = Code(
    "bad-word",
    "error",
    "A value from a closed list is one of that list.",
    why="Pages group and translate by these words. A new word would be a group of its own.",
    wrong="""\
# content/actors/zte.yml
name: ZTE
kind: firm
""",
    right="""\
# content/actors/zte.yml
name: ZTE
kind: company
""",
)
BAD_DATE = Code(
    "bad-date",
    "error",
    "A date is written in EDTF, like 2025-07-26, 2025-07 or 2025-07-26/2025-07-28.",
    why=(
        "01/02/2025 is January to some and February to others. "
        "EDTF (ISO 8601-2) also says about (`2025-07~`), uncertain (`2025?`), open (`2026-07-16/..`) and one of two "
        "(`[2023-11-16,2023-11-17]`)."
    ),
    wrong="""\
# content/briefings/waic.yml
timeline:
  - date: 26.7.2025
    title: The conference opens
    cite: wam-2025
""",
    right="""\
# content/briefings/waic.yml
timeline:
  - date: 2025-07-26
    title: The conference opens
    cite: wam-2025
""",
)
BAD_ID = Code(
    "bad-id",
    "error",
    "An id has small letters, digits and single hyphens.",
    why="Ids become parts of addresses. A name is for readers; an id is what links it.",
    wrong="""\
# content/briefings/waic.yml
timeline:
  - date: 2025-07-26
    title: The conference opens
    actors: [Li Qiang]
    cite: wam-2025
""",
    right="""\
# content/briefings/waic.yml
timeline:
  - date: 2025-07-26
    title: The conference opens
    actors: [li-qiang]
    cite: wam-2025
""",
)
BAD_CITATION = Code(
    "bad-citation",
    "error",
    '`cite` takes a source id, `{source-id: "passage"}`, or a list of either.',
    why="A citation leads to a source sheet, and best to the very passage in it, which the build then looks up.",
    wrong="""\
# content/briefings/waic.yml
timeline:
  - date: 2025-07-26
    title: The conference opens
    cite: "WAM, 26 July 2025"
""",
    right="""\
# content/briefings/waic.yml
timeline:
  - date: 2025-07-26
    title: The conference opens
    cite: {wam-2025: "opened the conference in Shanghai"}
""",
)

# References: what sheets say of each other.
DANGLING_REFERENCE = Code(
    "dangling-reference",
    "error",
    "What is referred to exists.",
    why="Every link on the site leads somewhere. A name that nobody knows is often a misspelt one.",
    wrong="""\
# content/briefings/waic.yml
sections:
  - heading: Background
    text: The plan came from [[li-quiang]]. [@wam-2025]
""",
    right="""\
# content/briefings/waic.yml
sections:
  - heading: Background
    text: The plan came from [[li-qiang]]. [@wam-2025]
""",
)
WRONG_KIND = Code(
    "wrong-kind",
    "error",
    "What is referred to is of the right kind.",
    why="A topic cannot speak, and a person cannot be cited.",
    wrong="""\
# content/briefings/waic.yml
statements:
  - speaker: ai-governance
    text: It will serve only a few.
    cite: wam-2025
""",
    right="""\
# content/briefings/waic.yml
statements:
  - speaker: li-qiang
    text: It will serve only a few.
    cite: wam-2025
""",
)
UNPUBLISHED_REFERENCE = Code(
    "unpublished-reference",
    "error",
    "A published sheet refers to published sheets, not to drafts or withdrawn ones.",
    why="The page that the link leads to would not be there, or would say only that it was withdrawn.",
    wrong="""\
# content/actors/zte.yml
name: ZTE
kind: company
draft: true
# content/briefings/waic.yml
actors:
  - {actor: zte, role: Showed phones}
""",
    right="""\
# content/actors/zte.yml
name: ZTE
kind: company
# content/briefings/waic.yml
actors:
  - {actor: zte, role: Showed phones}
""",
)
DUPLICATE_EVENT = Code(
    "duplicate-event",
    "error",
    "An event's id is unique over all briefings.",
    why="Other briefings show an event by its id, so it must say which. An event that two briefings tell is written in one of them.",
    wrong="""\
# content/briefings/waic.yml
timeline:
  - id: waic-2025-opening
    date: 2025-07-26
    title: Premier Li opens the conference
    cite: wam-2025
""",
    right="""\
# content/briefings/waic.yml
timeline:
  - event: waic-2025-opening
""",
)
DUPLICATE_ANCHOR = Code(
    "duplicate-anchor",
    "error",
    "The ids of a briefing's statements differ from one another, and so do those of its figures.",
    why="A link to a statement or figure leads to one place on the page.",
    wrong="""\
# content/briefings/waic.yml
statements:
  - {id: warning, speaker: li-qiang, text: AI has risks., cite: wam-2025}
  - {id: warning, speaker: li-qiang, text: Rules differ., cite: wam-2025}
""",
    right="""\
# content/briefings/waic.yml
statements:
  - {id: risks, speaker: li-qiang, text: AI has risks., cite: wam-2025}
  - {id: rules, speaker: li-qiang, text: Rules differ., cite: wam-2025}
""",
)
DUPLICATE_NAME = Code(
    "duplicate-name",
    "error",
    "No two actors share a name or an alias.",
    why=(
        "Readers search by name. Two sheets with one name are mostly one actor written twice. "
        "Capitals, accents and hyphens make no difference."
    ),
    wrong="""\
# content/actors/prc.yml
name: People's Republic of China
kind: country
aliases: [China]
""",
    right="""\
# content/actors/china.yml
name: China
kind: country
aliases: [People's Republic of China]
""",
)
DUPLICATE_MOVE = Code(
    "duplicate-move",
    "error",
    "An old id leads to one sheet, and is no longer in use.",
    why="The old address sends its readers on, to one place.",
    wrong="""\
# content/topics/chips.yml
name: Chips
moved_from: [ai-governance]
""",
    right="""\
# content/topics/chips.yml
name: Chips
moved_from: [semiconductors]
""",
)
CIRCULAR_COPY = Code(
    "circular-copy",
    "error",
    "A source does not republish itself, directly or by way of others.",
    why="Copies are counted as one witness with their original; in a circle there is no original.",
    wrong="""\
# content/sources/copy-2025.yml
title: Premier proposes a new body
publisher: The Copy
kind: news
republishes: copy-2025
""",
    right="""\
# content/sources/copy-2025.yml
title: Premier proposes a new body
publisher: The Copy
kind: news
republishes: reuters-2025
""",
)
REPEATED_EVENT = Code(
    "repeated-event",
    "error",
    "A timeline shows an event once.",
    why="A reader would take it for two.",
    wrong="""\
# content/briefings/waic.yml
timeline:
  - event: waic-2025-opening
  - event: waic-2025-opening
""",
    right="""\
# content/briefings/waic.yml
timeline:
  - event: waic-2025-opening
""",
)

# Editorial rules: what makes sheets right together.
END_BEFORE_START = Code(
    "end-before-start",
    "error",
    "What ends has begun before.",
    why="One of the two dates is wrong, or they are swapped. Dates that are about right, or coarse, are given the benefit of the doubt.",
    wrong="""\
# content/actors/premier.yml
name: Li Keqiang
kind: person
from: 2023-10-27
to: 1955-07-01
""",
    right="""\
# content/actors/premier.yml
name: Li Keqiang
kind: person
from: 1955-07-01
to: 2023-10-27
""",
)
OUTSIDE_LIFE = Code(
    "outside-life",
    "error",
    "An actor acts, speaks and holds offices while they live or exist.",
    why="A date is wrong, here or on the actor's sheet; or the actor is another one of that name.",
    wrong="""\
# content/briefings/waic.yml
timeline:
  - date: 1925-07-26
    title: The conference opens
    actors: [li-qiang]
    cite: wam-2025
""",
    right="""\
# content/briefings/waic.yml
timeline:
  - date: 2025-07-26
    title: The conference opens
    actors: [li-qiang]
    cite: wam-2025
""",
)
OVERLAPPING_ROLES = Code(
    "overlapping-roles",
    "error",
    "An office held by one actor at a time (`sole: true`) has one holder at a time.",
    why="Mostly the predecessor's `to` was forgotten. The last day of one and the first of the other may be the same.",
    wrong="""\
# content/actors/li-keqiang.yml
name: Li Keqiang
kind: person
roles:
  - {title: Premier, organization: china, from: 2013-03-15, cite: wam-2025}
""",
    right="""\
# content/actors/li-keqiang.yml
name: Li Keqiang
kind: person
roles:
  - {title: Premier, organization: china, from: 2013-03-15, to: 2023-03-11, cite: wam-2025}
""",
)
SELF_REFERENCE = Code(
    "self-reference",
    "error",
    "A sheet does not relate to itself.",
    why="Another one was meant.",
    wrong="""\
# content/actors/zte.yml
name: ZTE
kind: company
relations:
  - {kind: rival-of, actor: zte, cite: wam-2025}
""",
    right="""\
# content/actors/zte.yml
name: ZTE
kind: company
relations:
  - {kind: rival-of, actor: huawei, cite: wam-2025}
""",
)
REPEATED_RELATION = Code(
    "repeated-relation",
    "error",
    "A relation is written once, on one of the two sheets.",
    why=(
        "The other profile shows it by itself. Written twice, the two could come to disagree. "
        "The same relation at another time is another relation."
    ),
    wrong="""\
# content/actors/zte.yml
name: ZTE
kind: company
relations:
  - {kind: rival-of, actor: huawei, cite: wam-2025}
  - {kind: rival-of, actor: huawei, cite: reuters-2025}
""",
    right="""\
# content/actors/zte.yml
name: ZTE
kind: company
relations:
  - {kind: rival-of, actor: huawei, cite: [wam-2025, reuters-2025]}
""",
)
UPDATED_BEFORE_PUBLISHED = Code(
    "updated-before-published",
    "error",
    "A briefing is updated, and corrected, on or after the day it was published.",
    why="One of the dates is wrong. Pages show them, and lists are sorted by them.",
    wrong="""\
# content/briefings/waic.yml
published: 2025-07-28
updated: 2025-07-20
""",
    right="""\
# content/briefings/waic.yml
published: 2025-07-20
updated: 2025-07-28
""",
)
UNCITED = Code(
    "uncited",
    "warning",
    "Every fact cites a source.",
    why="Nothing should be on a page that cannot be traced to where it is written.",
    wrong="""\
# content/briefings/waic.yml
timeline:
  - date: 2025-07-26
    title: The conference opens
""",
    right="""\
# content/briefings/waic.yml
timeline:
  - date: 2025-07-26
    title: The conference opens
    cite: wam-2025
""",
)
UNUSED_SOURCE = Code(
    "unused-source",
    "warning",
    "A source supports some fact.",
    why="Its page would say nothing. Perhaps a citation was forgotten.",
    wrong="""\
# content/sources/copy-2025.yml
title: Premier proposes a new body
publisher: The Copy
kind: news
""",
    right="""\
# content/sources/copy-2025.yml
title: Premier proposes a new body
publisher: The Copy
kind: news
# content/briefings/waic.yml
in_brief:
  - {text: A new body was proposed., cite: copy-2025}
""",
)
UNMENTIONED_ACTOR = Code(
    "unmentioned-actor",
    "warning",
    "An actor appears in some briefing, or in a relation or role.",
    why="Its profile would be empty. Perhaps a name in a text was not linked.",
    wrong="""\
# content/actors/zte.yml
name: ZTE
kind: company
""",
    right="""\
# content/actors/zte.yml
name: ZTE
kind: company
# content/briefings/waic.yml
sections:
  - {heading: Who came, text: "[[zte]] came. [@wam-2025]"}
""",
)
UNUSED_TOPIC = Code(
    "unused-topic",
    "warning",
    "A topic has some briefing.",
    why="Its page would be an empty list.",
    wrong="""\
# content/topics/chips.yml
name: Chips
""",
    right="""\
# content/topics/chips.yml
name: Chips
# content/briefings/waic.yml
topics: [chips]
""",
)
VANISHED_ID = Code(
    "vanished-id",
    "error",
    "An id, once published, stays: as a sheet, as `moved_from` of another, or withdrawn.",
    why="Others link to the address. It must never answer that there is nothing.",
    wrong="""\
# content/ids.lock
actors/premier-li
""",
    right="""\
# content/ids.lock
actors/premier-li
# content/actors/li-keqiang.yml
name: Li Keqiang
kind: person
moved_from: [premier-li]
""",
)
UNRECORDED_ID = Code(
    "unrecorded-id",
    "warning",
    "Published ids are recorded in content/ids.lock.",
    why="Only what is recorded can be missed when it vanishes. `briefings record` adds what is new.",
    wrong="""\
# content/ids.lock
actors/li-qiang
""",
    right="""\
# content/ids.lock
actors/china
actors/huawei
actors/li-qiang
briefings/waico
sources/reuters-2025
sources/wam-2025
topics/ai-governance
""",
)
LONG_QUOTATION = Code(
    "long-quotation",
    "warning",
    "A quotation, or passage, has at most 15 words.",
    why="Short quotations are everybody's right; long ones are somebody's text. The words that prove the fact are enough.",
    wrong="""\
# content/briefings/waic.yml
in_brief:
  - text: A body was proposed.
    cite: {wam-2025: "The Chinese government today proposed that all countries together found a new and open body for cooperation in AI"}
""",
    right="""\
# content/briefings/waic.yml
in_brief:
  - text: A body was proposed.
    cite: {wam-2025: "proposed … a new and open body for cooperation in AI"}
""",
)
RAW_HTML = Code(
    "raw-html",
    "warning",
    "Prose is Markdown without HTML.",
    why="HTML is shown as text: a sheet may come from a stranger, and pages must read well wherever they are shown.",
    wrong="""\
# content/topics/chips.yml
name: Chips
summary: Who may buy <b>chips</b>.
""",
    right="""\
# content/topics/chips.yml
name: Chips
summary: Who may buy **chips**.
""",
)
UNSAFE_LINK = Code(
    "unsafe-link",
    "error",
    "A link in prose leads to http, https or mailto, or to a place in this site.",
    why="Other links can run programs on a reader's machine, or lead nowhere.",
    wrong="""\
# content/topics/chips.yml
name: Chips
summary: Read [this](javascript:alert) first.
""",
    right="""\
# content/topics/chips.yml
name: Chips
summary: Read [this](https://example.org/) first.
""",
)
HEADING_IN_PROSE = Code(
    "heading-in-prose",
    "warning",
    "Prose has no headings of its own: a section has a `heading`.",
    why="The page's outline, which screen readers and the table of contents follow, is the template's.",
    wrong="""\
# content/briefings/waic.yml
sections:
  - heading: Background
    text: |
      # Before 2025

      It began earlier. [@wam-2025]
""",
    right="""\
# content/briefings/waic.yml
sections:
  - heading: Before 2025
    text: It began earlier. [@wam-2025]
""",
)
UNEXPLAINED_STATUS = Code(
    "unexplained-status",
    "warning",
    "What is disputed, unsupported, contradicted or superseded says why in `note`.",
    why="A reader who is told to doubt something is told why.",
    wrong="""\
# content/briefings/waic.yml
statements:
  - speaker: li-qiang
    text: Thirty countries have joined.
    status: contradicted
    cite: wam-2025
""",
    right="""\
# content/briefings/waic.yml
statements:
  - speaker: li-qiang
    text: Thirty countries have joined.
    status: contradicted
    note: Reuters counts none. [@reuters-2025]
    cite: wam-2025
""",
)

# Evidence: what the saved texts and the lock prove.
PASSAGE_NOT_FOUND = Code(
    "passage-not-found",
    "error",
    "A passage stands in the saved text of its source, word for word.",
    why=(
        "This is what the site promises. White space, quotation marks and dashes may differ; letters may not. "
        "`…` stands for words left out."
    ),
    wrong="""\
# seeds/wam-2025.txt
The premier opened the conference in Shanghai.
# content/briefings/waic.yml
in_brief:
  - text: The premier opened it.
    cite: {wam-2025: "opened a conference in Shanghai"}
""",
    right="""\
# seeds/wam-2025.txt
The premier opened the conference in Shanghai.
# content/briefings/waic.yml
in_brief:
  - text: The premier opened it.
    cite: {wam-2025: "opened the conference in Shanghai"}
""",
)
PASSAGE_UNRECORDED = Code(
    "passage-unrecorded",
    "error",
    "A passage of a source whose text was saved is recorded in seeds/quotes.lock.",
    why="Whoever has no saved text holds passages against the lock. A passage that was edited without `briefings verify` is not in it.",
    wrong="""\
# content/briefings/waic.yml, where seeds/quotes.lock has "opened the conference"
in_brief:
  - text: The premier opened it.
    cite: {wam-2025: "opened the summit"}
""",
    right="""\
# content/briefings/waic.yml, where seeds/quotes.lock has "opened the conference"
in_brief:
  - text: The premier opened it.
    cite: {wam-2025: "opened the conference"}
""",
)
PASSAGE_SHORT = Code(
    "passage-short",
    "warning",
    "A passage has 12 characters or more.",
    why="A few letters stand in any text, and prove nothing.",
    wrong="""\
# seeds/wam-2025.txt
The premier opened the conference in Shanghai.
# content/briefings/waic.yml
in_brief:
  - {text: It was in Shanghai., cite: {wam-2025: "Shanghai"}}
""",
    right="""\
# seeds/wam-2025.txt
The premier opened the conference in Shanghai.
# content/briefings/waic.yml
in_brief:
  - {text: It was in Shanghai., cite: {wam-2025: "the conference in Shanghai"}}
""",
)
PASSAGE_REPEATED = Code(
    "passage-repeated",
    "warning",
    "A passage stands once in its source.",
    why="A link to it leads to the first place, which may not be the one that was meant.",
    wrong="""\
# seeds/wam-2025.txt
The conference opened. The conference ended.
# content/briefings/waic.yml
in_brief:
  - {text: It opened., cite: {wam-2025: "The conference"}}
""",
    right="""\
# seeds/wam-2025.txt
The conference opened. The conference ended.
# content/briefings/waic.yml
in_brief:
  - {text: It opened., cite: {wam-2025: "The conference opened"}}
""",
)
PASSAGE_CUT = Code(
    "passage-cut",
    "warning",
    "A passage begins and ends with whole words.",
    why="“more than 3” stands in “more than 30”, and does not prove it.",
    wrong="""\
# seeds/wam-2025.txt
There were more than 300 guests.
# content/briefings/waic.yml
in_brief:
  - {text: Guests came., cite: {wam-2025: "were more than 30"}}
""",
    right="""\
# seeds/wam-2025.txt
There were more than 300 guests.
# content/briefings/waic.yml
in_brief:
  - {text: Guests came., cite: {wam-2025: "were more than 300"}}
""",
)
QUOTE_OUTSIDE_PASSAGE = Code(
    "quote-outside-passage",
    "warning",
    "A quotation's words stand in a passage it cites.",
    why="Else the passage proves something, and not the quotation.",
    wrong="""\
# content/briefings/waic.yml
statements:
  - speaker: li-qiang
    quote: a game for the few
    cite: {wam-2025: "become an exclusive game"}
""",
    right="""\
# content/briefings/waic.yml
statements:
  - speaker: li-qiang
    quote: exclusive game
    cite: {wam-2025: "become an exclusive game"}
""",
)
SOURCE_CHANGED = Code(
    "source-changed",
    "warning",
    "A saved text is the one that the lock was made from.",
    why="The source was edited, or saved anew: what changed should be read before it is recorded.",
    wrong="""\
# seeds/wam-2025.txt, edited since `briefings verify` ran
The premier closed the conference.
""",
    right="""\
# seeds/wam-2025.txt, as `briefings verify` read it
The premier opened the conference.
""",
)
STALE_LOCK = Code(
    "stale-lock",
    "warning",
    "seeds/quotes.lock holds only passages that are cited.",
    why="A lock that says more than the sheets makes its reader search. `briefings verify` takes out what is cited no more.",
    wrong="""\
# seeds/quotes.lock, while no sheet cites it
        "opened the summit": 12
""",
    right="""\
# seeds/quotes.lock, after `briefings verify`
""",
)
BAD_LOCK = Code(
    "bad-lock",
    "error",
    "seeds/quotes.lock is as `briefings verify` wrote it.",
    why="It is the proof for everybody who has no saved texts; what was edited by hand proves nothing.",
    wrong="""\
# seeds/quotes.lock
<<<<<<< HEAD
        "opened the conference": 12
""",
    right="""\
# seeds/quotes.lock, restored with `git checkout HEAD -- seeds/quotes.lock`
        "opened the conference": 12
""",
)
TEXT_NOT_PUBLISHABLE = Code(
    "text-not-publishable",
    "error",
    "A saved text is committed only if its source's licence allows publication.",
    why="A public repository would republish somebody's article. The lock proves the passages without it.",
    wrong="""\
# content/sources/wam-2025.yml, while git tracks seeds/wam-2025.txt
title: Premier opens the conference
publisher: WAM
kind: wire
licence: all-rights-reserved
""",
    right="""\
# content/sources/wam-2025.yml, while git tracks seeds/wam-2025.txt
title: Premier opens the conference
publisher: WAM
kind: wire
licence: CC-BY-4.0
""",
)
UNCORRECTED_CHANGE = Code(
    "uncorrected-change",
    "warning",
    "A published figure or quotation that changes comes with a correction.",
    why=(
        "Who read the old number should be able to find out that it was wrong. "
        "`briefings check --since REV` compares with an earlier revision."
    ),
    wrong="""\
# content/briefings/waico.yml, which said 30 before
figures:
  - {label: Countries, unit: countries, value: 40, cite: wam-2025}
""",
    right="""\
# content/briefings/waico.yml, which said 30 before
figures:
  - {label: Countries, unit: countries, value: 40, cite: wam-2025}
corrections:
  - {date: 2025-08-02, text: The number of countries was 40 and not 30. }
""",
)

# The site around the sheets.
BAD_SETTING = Code(
    "bad-setting",
    "error",
    "mkdocs.yml and the words in theme/locales are complete and well formed.",
    why="A misspelt setting would silently be the default one.",
    wrong="""\
# mkdocs.yml
site_name: Briefings
extra:
  briefings:
    langauge: de
""",
    right="""\
# mkdocs.yml
site_name: Briefings
extra:
  briefings:
    language: de
""",
)
BAD_TEMPLATE = Code(
    "bad-template",
    "error",
    "A page template uses what its page offers.",
    why="A name that is not there would be an empty spot on a thousand pages.",
    wrong="""\
# theme/pages/topic.md.j2
# {{ topic.titel }}
""",
    right="""\
# theme/pages/topic.md.j2
# {{ topic.data.name }}
""",
)

CODES: dict[str, Code] = {code.id: code for code in list(globals().values()) if isinstance(code, Code)}
