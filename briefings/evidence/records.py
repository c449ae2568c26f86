"""The records in the lock: what is known of cited passages and of the texts of their sources."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Literal, NamedTuple, get_args

from briefings.evidence.fragments import TextDirective
from briefings.grammar.zones import NOTHING_AROUND, Surroundings
from briefings.text.confusables import skeleton

Copy = Literal["original", "stored copy"]
"""What a passage was compared with: the page itself, or a copy in an archive or a search index."""
COPIES: tuple[Copy, ...] = get_args(Copy)

Inside = Literal["", "start", "end", "both"]
"""Which ends of a passage are inside a sentence of its source."""
INSIDE: tuple[Inside, ...] = get_args(Inside)

LONGEST_NAME = 100
"""The most characters in the name of the person who compared a passage."""
_NAME = re.compile(r"[^\W_](?:[^\W_]|[.,'’()@/+-]| (?! ))*(?<! )")


class FoundRecord(NamedTuple):
    """A passage that is in the saved text of its source."""

    offset: int
    """Where it begins in the saved text, in code points."""
    times: int = 1
    """How often it occurs."""
    verbatim: bool = False
    """True if the dots in the passage are in the text too, and so mark no omission."""
    negation: str = ""
    """The word in the rest of its sentence that may deny or limit it: "not" for "a wish" in "not a wish"."""
    directive: TextDirective | None = None
    """The text directive for links to it, if it differs from the one made from the passage alone."""
    inside: Inside = ""
    """Which of its ends are inside a sentence."""
    respelled: str = ""
    """A word as the text has it, if it is divided at the end of a line there, or stretched by a tatweel."""
    around: Surroundings = NOTHING_AROUND
    """The numbers, dates and names around it."""


@dataclass(frozen=True, slots=True)
class GoneRecord:
    """A passage that was in an earlier text of its source and no longer is."""

    found: date
    """When it was last found."""
    gone: date
    """When it was first missing."""


@dataclass(frozen=True, slots=True)
class ComparedRecord:
    """A passage that a person found on the page by reading; no program has confirmed it."""

    on: date
    copy: Copy
    by: str


@dataclass(frozen=True, slots=True)
class UncheckedRecord:
    """A cited passage that nobody has checked. It is recorded so that a reviewer notices when it changes."""


UNCHECKED = UncheckedRecord()

Record = FoundRecord | GoneRecord | ComparedRecord | UncheckedRecord
"""What is known of one passage."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A saved text that was searched for passages."""

    sha256: str
    length: int
    """In code points."""
    checked: date
    """When these results were first obtained; a later check with the same results leaves the date alone."""
    titled: str | None = None
    """What its first lines have of the title that the sheet had; None if nothing is known."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose article a source is, and where."""

    publisher: str
    url: str = ""

    def is_another(self, other: Origin) -> bool:
        """Whether both the publisher and the address differ: correcting one of them keeps the proofs."""
        return skeleton(self.publisher) != skeleton(other.publisher) and _place(self.url) != _place(other.url)


def _place(url: str) -> str:
    """An address without what changes when a site moves to HTTPS or drops `www.`."""
    return re.sub(r"^https?://(?:www\.)?", "", url.casefold()).partition("#")[0].rstrip("/")


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What is known of one source."""

    passages: Mapping[str, Record] = field(default_factory=dict)
    reading: Reading | None = None
    """None if no text of it was ever saved; then it has no found or gone passages."""
    origin: Origin | None = None
    """Whose article the proofs are of; None if nothing is proved."""


Sight = Literal["seen", "missing", "unreached"]
"""seen: the page was there; missing: its host answered that there is no such page; unreached: nobody could
look, because the host could not be reached or does not answer programs."""


@dataclass(frozen=True, slots=True)
class PageRecord:
    """What is known of the page of a source on the web, from the days on which a program looked."""

    seen: date | None = None
    """When it was last seen, give or take four weeks."""
    missing: date | None = None
    """When it was first missing; None if it has been seen since."""
    unreached: date | None = None
    """Since when nobody could look; None if somebody could since."""

    def after(self, sight: Sight, today: date) -> PageRecord:
        """The same after another look. A page that stays as it is changes nothing for four weeks."""
        if sight == "unreached":
            return replace(self, unreached=self.unreached or today)
        if sight == "missing":
            return PageRecord(self.seen, self.missing or today)
        is_known = self.seen is not None and self.missing is None and today - self.seen < _RECENT
        return PageRecord(self.seen if is_known else today)


_RECENT = timedelta(weeks=4)


@dataclass(frozen=True, slots=True)
class Lock:
    """The whole file."""

    sources: Mapping[str, SourceRecord] = field(default_factory=dict)
    pages: Mapping[str, PageRecord] = field(default_factory=dict)
    """By the id of a source."""
    digest: str = field(default="", compare=False)
    """The digest of the file that it was read from."""

    def days(self) -> Iterator[tuple[str, date]]:
        """The days on which somebody looked at a source, each with its id."""
        for source, entry in self.sources.items():
            if entry.reading is not None:
                yield source, entry.reading.checked
            yield from ((source, r.on) for r in entry.passages.values() if isinstance(r, ComparedRecord))
        for source, page in self.pages.items():
            days = (page.seen, page.missing, page.unreached)
            yield from ((source, day) for day in days if day is not None)


def wrong_name(name: str) -> str:
    """What is wrong with the name of the person who compared a passage; "" if nothing is."""
    if name == "" or len(name) > LONGEST_NAME:
        return f"1 to {LONGEST_NAME} characters"
    if _NAME.fullmatch(name) is None:
        return "letters, digits, single spaces and . , ' - ( ) @ /"
    return ""
