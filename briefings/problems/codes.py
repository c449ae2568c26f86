"""The codes of problems: stable names, each with its rule, the reason for it, and an example. Knows no other
module.

A code, once published, keeps its name: hosts name codes in their settings and in their commits.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "notice"]
"""An error stops a build; a warning does not; a notice only points something out to whoever reviews a
change."""

Level = Literal["error", "warning", "notice", "off"]
"""What a rule is set to: the severity of its problems, or off."""


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of problem."""

    id: str
    """What is printed in brackets, as in `error[unknown-key]`."""
    level: Level
    """Unless the host sets another one; errors stay errors."""
    holds: str
    """What must hold, in one sentence."""
    why: str = ""
    """The reason, for `briefings explain`."""
    wrong: str = ""
    """A few lines of YAML that break the rule."""
    right: str = ""
    """The same lines, corrected."""


# Shape: what a single file must be.
UNREADABLE = Code(
    "unreadable",
    "error",
    "What lies in content/ are regular files and folders that can be read, and sheets and pages are UTF-8"
    " text.",
    why=(
        "All programs that read sheets agree on UTF-8, so no letter changes on the way. Links are not"
        " followed: they may lead out of the project, and Git on Windows and ZIP archives do not keep them."
    ),
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
TOO_LARGE = Code(
    "too-large",
    "error",
    "A sheet or page has at most 200 KB, a line 10,000 characters, a text 20,000, a list 2,000 entries, a"
    " picture or document 100 MB.",
    why=(
        "What is larger was hardly written by hand, nobody reads it, and it would make each check slow. In"
        " Markdown, lists and quotations are nested at most 10 deep, and at most 50 brackets of a kind are"
        " open at once in a paragraph."
    ),
    wrong="""\
# content/topics/chips.yml
name: Chips
summary: "> > > > > > > > > > > Who may buy them."
""",
    right="""\
# content/topics/chips.yml
name: Chips
summary: "> Who may buy them."
""",
)
MORE_PROBLEMS = Code(
    "more-problems",
    "error",
    "A file has at most 100 problems; more are counted, and not shown.",
    why="Most often one mistake causes them all. Correct the first ones, and check again.",
    wrong="""\
# content/topics/chips.yml
named: Chips
# … and 100 further keys that are not known
""",
    right="""\
# content/topics/chips.yml
name: Chips
""",
)
HIDDEN_CHARACTER = Code(
    "hidden-character",
    "error",
    "A text has no characters that cannot be seen and change what is read, neither as they are nor as"
    " escapes.",
    why=(
        "They show a reviewer other words than a reader, turn parts of a line around, or end what programs"
        " read. Joiners, soft hyphens and the direction marks of Arabic and Hebrew are allowed."
    ),
    wrong="""\
# content/actors/zte.yml
name: "ZTE\\u202E Corporation"
kind: company
""",
    right="""\
# content/actors/zte.yml
name: "ZTE Corporation"
kind: company
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
    why=(
        "A sheet says everything where it stands, so that a reader of the file sees what a reader of the page"
        " will see."
    ),
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
    why=(
        "YAML readers keep one of the two and drop the other without a word; which one depends on the reader."
    ),
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
    "Files and folders in content/ are named like ids: small letters, digits and single hyphens, and the"
    " ending in small letters.",
    why=(
        "The name of a sheet is its id. It becomes part of the page's address, and addresses are typed,"
        " linked and kept for ever. Some ids are reserved: `index` for the list of a kind, and names that"
        " Windows or JavaScript keep for themselves, like `con`."
    ),
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
MISPLACED_SHEET = Code(
    "misplaced-sheet",
    "error",
    "A sheet lies in the folder of its kind: content/briefings/, content/actors/, content/sources/ or"
    " content/topics/.",
    why=(
        "A sheet anywhere else is never read, and what it says would be missing from the site without a word."
    ),
    wrong="""\
# content/actor/zte.yml
name: ZTE
kind: company
""",
    right="""\
# content/actors/zte.yml
name: ZTE
kind: company
""",
)
DUPLICATE_ID = Code(
    "duplicate-id",
    "error",
    "An id names one sheet of its kind.",
    why=(
        "Two sheets with one id would share one address. Sheets in subfolders count: the folder is no part of"
        " the id."
    ),
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
BAD_MEDIA = Code(
    "bad-media",
    "error",
    "A picture or document in content/media/ is in the format that its ending names.",
    why=(
        "Browsers go by what a file is, and by what they are told, and attacks live in the difference: a"
        " script that is called `plan.pdf` may run on a page."
    ),
    wrong="""\
# content/media/plan.pdf
<script>alert(1)</script>
""",
    right="""\
# content/media/plan.pdf
%PDF-1.7
""",
)
LARGE_MEDIA = Code(
    "large-media",
    "warning",
    "A picture or document has at most 5 MB.",
    why="Readers on a phone wait for it, and pay for it.",
    wrong="""\
# content/media/
map.png, 12 MB
""",
    right="""\
# content/media/
map.webp, 0.4 MB
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
TEXT_CUT = Code(
    "text-cut",
    "error",
    "A text without quotation marks has no ` #` after it on its line.",
    why=(
        "In YAML a `#` after a space starts a comment: what follows it is not published. "
        "Comments after ids, words of a list, dates and numbers are fine."
    ),
    wrong="""\
# content/briefings/waic.yml
in_brief:
  - text: The #1 topic was cooperation.
    cite: wam-2025
""",
    right="""\
# content/briefings/waic.yml
in_brief:
  - text: "The #1 topic was cooperation."
    cite: wam-2025  # the state agency
""",
)
PLACEHOLDER = Code(
    "placeholder",
    "error",
    "A text is no placeholder, such as `…`, `TODO` or the words of a sheet that was only begun.",
    why="Nobody would notice it before readers do.",
    wrong="""\
# content/sources/copy-2025.yml
title: Premier proposes a new body
publisher: TODO
kind: news
""",
    right="""\
# content/sources/copy-2025.yml
title: Premier proposes a new body
publisher: The Copy
kind: news
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
        "01/02/2025 is January to some and February to others. EDTF (ISO 8601-2) also says about"
        " (`2025-07~`), uncertain (`2025?`), open (`2026-07-16/..`) and one of two"
        " (`[2023-11-16,2023-11-17]`)."
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
    why=(
        "A citation leads to a source sheet, and best to the very passage in it, which the build then"
        " looks up."
    ),
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
    why=(
        "Other briefings show an event by its id, so it must say which. An event that two briefings tell is"
        " written in one of them."
    ),
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
    why=(
        "One of the two dates is wrong, or they are swapped. Dates that are about right, or coarse, are given"
        " the benefit of the doubt."
    ),
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
    why=(
        "Mostly the predecessor's `to` was forgotten. The last day of one and the first of the other may be"
        " the same."
    ),
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
ROLE_ORGANIZATION = Code(
    "role-organization",
    "warning",
    "A role names the body that it belongs to, and that is no person.",
    why="An office is listed on the page of its body. How two people stand to each other is a relation.",
    wrong="""\
# content/actors/li-keqiang.yml
name: Li Keqiang
kind: person
roles:
  - {title: Premier, cite: wam-2025}
""",
    right="""\
# content/actors/li-keqiang.yml
name: Li Keqiang
kind: person
roles:
  - {title: Premier, organization: china, cite: wam-2025}
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
UPDATED_BEFORE_CORRECTION = Code(
    "updated-before-correction",
    "warning",
    "A briefing that was corrected says so in `updated`.",
    why="Lists are sorted by that day, so readers of the old version see that there is a new one.",
    wrong="""\
# content/briefings/waic.yml
published: 2025-07-28
corrections:
  - {date: 2025-08-02, text: The conference was in Shanghai.}
""",
    right="""\
# content/briefings/waic.yml
published: 2025-07-28
updated: 2025-08-02
corrections:
  - {date: 2025-08-02, text: The conference was in Shanghai.}
""",
)
FUTURE_DATE = Code(
    "future-date",
    "warning",
    "What was published, updated, corrected or read was so by today.",
    why="A year is often mistyped, most of all in January. A sheet that is not out yet is a draft.",
    wrong="""\
# content/sources/wam-2025.yml
title: Premier opens the conference
publisher: WAM
published: 2205-07-26
kind: wire
""",
    right="""\
# content/sources/wam-2025.yml
title: Premier opens the conference
publisher: WAM
published: 2025-07-26
kind: wire
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
    why=(
        "Short quotations are everybody's right; long ones are somebody's text. The words that prove the fact"
        " are enough."
    ),
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
    why=(
        "HTML is shown as text: a sheet may come from a stranger, and pages must read well wherever they are"
        " shown."
    ),
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
FORBIDDEN_HTML = Code(
    "forbidden-html",
    "error",
    "A page holds only HTML that does nothing by itself; its links lead to http, https, mailto or this site.",
    why=(
        "A page may come from a stranger, and what it runs or loads would act in the name of this site. "
        "`trusted_pages` in mkdocs.yml names hand-written pages that may hold any HTML."
    ),
    wrong="""\
# content/pages/about.md
---
title: About
---

# About

<iframe src="https://videos.example/watch"></iframe>
""",
    right="""\
# content/pages/about.md
---
title: About
---

# About

[The video](https://videos.example/watch)
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
DEAD_LINK = Code(
    "dead-link",
    "error",
    "A link or an image leads to a page, a place or a file of this site that is there.",
    why=(
        "A reader who follows it would find nothing. Engines refuse such a site, and cannot say which sheet"
        " and line it comes from."
    ),
    wrong="""\
# content/topics/chips.yml
name: Chips
summary: See [what China says](/actors/china/).
""",
    right="""\
# content/topics/chips.yml
name: Chips
summary: See [[china|what China says]].
""",
)
REMOTE_IMAGE = Code(
    "remote-image",
    "error",
    "An image is a file of this site.",
    why=(
        "Pages load nothing from other hosts, who could follow readers that way; the image would be an empty"
        " frame."
    ),
    wrong="""\
# content/pages/history.md
---
title: History
---

![A chip](https://example.org/chip.jpg)
""",
    right="""\
# content/pages/history.md
---
title: History
---

[A picture of a chip](https://example.org/chip.jpg)
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
        "This is what the site promises. White space, quotation marks and dashes may differ; letters may not."
        " `…` stands for a few words left out that do not matter."
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
OMISSION_CHANGES_MEANING = Code(
    "omission-changes-meaning",
    "error",
    "Words left out of a passage with `…` do not matter to what it says.",
    why=(
        "An ellipsis can turn a sentence into its opposite, or put one person's words into another's mouth."
        " So a passage is refused if what it leaves out has a negation, a quotation mark, a reporting verb, a"
        " condition, another clause or another name, and in languages of which the program knows no such"
        " words. Cite the parts as passages of their own."
    ),
    wrong="""\
# seeds/wam-2025.txt
The long plan for the city is not a wish of the council any more.
# content/briefings/waic.yml
in_brief:
  - text: The plan is a wish.
    cite: {wam-2025: "The long plan for the city is … a wish of the council"}
""",
    right="""\
# seeds/wam-2025.txt
The long plan for the city is not a wish of the council any more.
# content/briefings/waic.yml
in_brief:
  - text: The plan is more than a wish.
    cite: {wam-2025: "is not a wish of the council any more"}
""",
)
OMISSION_TOO_WIDE = Code(
    "omission-too-wide",
    "error",
    "The parts of a passage with `…` stand close together.",
    why=(
        "They lie in one sentence, or in two that follow each other in one paragraph, with at most 25 words"
        " left out, at no more than two places. Parts from all over an article can be joined to say anything."
    ),
    wrong="""\
# seeds/wam-2025.txt
The premier opened the conference. There were many guests. The conference ended on Monday.
# content/briefings/waic.yml
in_brief:
  - text: It opened on Monday.
    cite: {wam-2025: "The premier opened … ended on Monday"}
""",
    right="""\
# seeds/wam-2025.txt
The premier opened the conference. There were many guests. The conference ended on Monday.
# content/briefings/waic.yml
in_brief:
  - text: It ended on Monday.
    cite: {wam-2025: ["The premier opened the conference", "ended on Monday"]}
""",
)
OMISSION_FRAGMENT = Code(
    "omission-fragment",
    "error",
    "Each part of a passage with `…` has two words and 10 characters or more; in scripts without spaces, 4"
    " characters.",
    why="Single words can be picked from any text to say anything.",
    wrong="""\
# seeds/wam-2025.txt
The premier opened the long conference in Shanghai.
# content/briefings/waic.yml
in_brief:
  - {text: It opened., cite: {wam-2025: "The premier opened … conference"}}
""",
    right="""\
# seeds/wam-2025.txt
The premier opened the long conference in Shanghai.
# content/briefings/waic.yml
in_brief:
  - {text: It opened., cite: {wam-2025: "The premier opened … conference in Shanghai"}}
""",
)
PASSAGE_JOINED = Code(
    "passage-joined",
    "error",
    "A passage does not run on from a heading, a caption or a list into the text below it.",
    why="“Photo: Ines Hartog” above “stole the money, says the report” would make her a thief.",
    wrong="""\
# seeds/wam-2025.txt
Photo: The premier

opened the safe, says the report.
# content/briefings/waic.yml
in_brief:
  - {text: He opened it., cite: {wam-2025: "The premier opened the safe"}}
""",
    right="""\
# seeds/wam-2025.txt
Photo: The premier

opened the safe, says the report.
# content/briefings/waic.yml
in_brief:
  - {text: The safe was opened., cite: {wam-2025: "opened the safe, says the report"}}
""",
)
PASSAGE_UNRECORDED = Code(
    "passage-unrecorded",
    "error",
    "Every cited passage is recorded in seeds/quotes.lock.",
    why=(
        "So that a passage that was edited or invented shows as a change for review. `briefings verify`"
        " records it: as found in the saved text, as compared by somebody, or as not checked. A passage that"
        " the text on this disk has needs no record, except in continuous integration (where the variable CI"
        " is set)."
    ),
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
    "error",
    "A passage begins and ends with whole words and numbers.",
    why=(
        "“more than 3” stands in “more than 30”, and “lawful” in “unlawful”; neither is what the source says."
    ),
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
PASSAGE_BESIDE_NEGATION = Code(
    "passage-beside-negation",
    "warning",
    "A passage does not begin right after a negation, nor end right before one.",
    why="“a wish” stands in “not a wish”, and says the opposite. In some languages the negation comes last.",
    wrong="""\
# seeds/wam-2025.txt
The long plan is not a wish of the council.
# content/briefings/waic.yml
in_brief:
  - {text: The plan is a wish., cite: {wam-2025: "a wish of the council"}}
""",
    right="""\
# seeds/wam-2025.txt
The long plan is not a wish of the council.
# content/briefings/waic.yml
in_brief:
  - {text: The plan is more than a wish., cite: {wam-2025: "not a wish of the council"}}
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
FIGURE_OUTSIDE_PASSAGE = Code(
    "figure-outside-passage",
    "warning",
    "The number of a figure is in a passage that it cites.",
    why=(
        "Else the passage proves something, and not the number. Separators, words such as `thirty` and scales"
        " such as `billion` are read; a number that the curator counted has a `note` that says how."
    ),
    wrong="""\
# content/briefings/waic.yml
figures:
  - {label: Budget, unit: million yuan, value: 421, cite: {wam-2025: "a budget of 412 million yuan"}}
""",
    right="""\
# content/briefings/waic.yml
figures:
  - {label: Budget, unit: million yuan, value: 412, cite: {wam-2025: "a budget of 412 million yuan"}}
""",
)
PASSAGE_UNPROVED = Code(
    "passage-unproved",
    "off",
    "A fact that cites sources has a passage that the build verified in a saved text.",
    why=(
        "For hosts who promise proof of every fact: `extra: {briefings: {severity: {passage-unproved:"
        " error}}}` in mkdocs.yml demands it. Of several sources one is enough. A summary and a section cite"
        " whole sources and are left out."
    ),
    wrong="""\
# content/briefings/waic.yml, while seeds/wam-2025.txt was never saved
in_brief:
  - {text: The premier opened it., cite: {wam-2025: "opened the conference"}}
""",
    right="""\
# content/briefings/waic.yml, where seeds/quotes.lock has "opened the conference"
in_brief:
  - {text: The premier opened it., cite: {wam-2025: "opened the conference"}}
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
TEXT_UNDER_OLD_ID = Code(
    "text-under-old-id",
    "warning",
    "A saved text is named after its source's id.",
    why=(
        "The source was renamed, and its text was not. It is used as it is, as long as the source's"
        " `moved_from` has the old id; it is not renamed for you, because it may be the only copy."
    ),
    wrong="""\
# content/sources/wam-2025.yml, beside seeds/wam.txt
moved_from: [wam]
""",
    right="""\
# content/sources/wam-2025.yml, beside seeds/wam-2025.txt
moved_from: [wam]
""",
)
STALE_LOCK = Code(
    "stale-lock",
    "warning",
    "seeds/quotes.lock records the passages that are cited, no others, and as the saved texts have them.",
    why=(
        "Others see only the lock. `briefings verify` brings it up to date; a proof whose text is not on this"
        " disk it takes out only with `--prune`."
    ),
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
PROOF_ADDED = Code(
    "proof-added",
    "notice",
    "A passage that is newly recorded as proved is looked at by whoever reviews the change.",
    why=(
        "Where the texts are absent, as in a pull request, the lock is taken at its word. "
        "`briefings check --since REV` points out what was added to it."
    ),
    wrong="""\
# seeds/quotes.lock, in a pull request
        "opened the summit": 12
""",
    right="""\
# seeds/quotes.lock, in a pull request whose reviewer looked the passage up in the source
        "opened the summit": 12
""",
)
PROOF_CHANGED = Code(
    "proof-changed",
    "warning",
    "A proof in seeds/quotes.lock changes, or goes, only when its text or its sheet does.",
    why=(
        "A hash or offset that was edited proves nothing. `briefings check --since REV` points out what"
        " changed."
    ),
    wrong="""\
# seeds/quotes.lock, in a pull request that changes no sheet
      "sha256": "0000000000000000000000000000000000000000000000000000000000000000",
""",
    right="""\
# seeds/quotes.lock, as `briefings verify` wrote it
      "sha256": "5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef",
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
    "A published figure, quotation or event that changes comes with a correction; so does a statement's"
    " speaker or status.",
    why=(
        "Who read the old version should be able to find out that it was wrong. `briefings check --since REV`"
        " compares with an earlier revision. A date that only became more exact, a plan that was made anew"
        " and `superseded` are no mistakes; prose may be reworded."
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
OUTPUT_FOLDER = Code(
    "output-folder",
    "error",
    "Generated folders are real folders and hold generated files only, none of which git tracks.",
    why=(
        "A build replaces these folders as a whole. Other files in them would be lost, a link would make the"
        " generator write somewhere else, and committed files, which anybody may have written, would be"
        " published as if they had been built."
    ),
    wrong="""\
# mkdocs.yml, beside a folder docs/ with pages that people wrote
site_name: Briefings
docs_dir: docs
""",
    right="""\
# mkdocs.yml, beside a folder docs/ with pages that people wrote
site_name: Briefings
docs_dir: build/docs
""",
)
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
