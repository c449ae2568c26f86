"""What marks say of the particulars of facts: which of them the passages give, and what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import partial

from briefings.catalog.coverage import Cited, Covered
from briefings.evidence import Level
from briefings.evidence.coverage import Finding, Particular
from briefings.evidence.readings import ReadRecord
from briefings.grammar.amounts import amounts
from briefings.grammar.votes import SIDES
from briefings.model.base import KeyPath
from briefings.model.dates import Date
from briefings.render.dates import unbroken
from briefings.views.known import Known
from briefings.words import Words

SEPARATOR = "¦"
"""Between the parts of `data-given`, which `evidence.js` reads."""

MOST_NAMED = 2
"""If more particulars are missing, a mark says only how many."""


@dataclass(frozen=True, slots=True)
class Missing:
    """What the passages of a fact do not give."""

    short: str
    """In a few words, for the mark."""
    is_date: bool
    """Whether it is only the date, which often stands above the passage."""
    sentence: Callable[[], str]
    """After what is known of the passages, for the panel. Pages that only list a fact do not know them."""


class Particulars:
    """The particulars of the facts on one page."""

    def __init__(self, known: Known, words: Words) -> None:
        self._known = known
        self._words = words
        self.sentences: dict[str, int] = {}
        """What the panels say of what is missing, with numbers."""
        self.readings: dict[tuple[str, str], int] = {}
        """The answers of people who read facts, and what the panels say of each, with numbers."""

    def text(self, path: KeyPath) -> tuple[Covered, ...]:
        """A text of the sheet of the page, without its sentences that cite sources themselves; empty if it
        has no particulars."""
        return self._known.coverage.get(path, ())

    def sentence(self, text: str, n: int) -> tuple[Covered, ...]:
        """The stretch of a text that ends in its nth citations; empty if it has no particulars."""
        fact = self._known.sentences.get((text, n))
        return () if fact is None else (fact,)

    def reading(self, read: ReadRecord) -> tuple[int, str]:
        """The number of what the panel says of a reading; and, in a few words, what the source lacks."""
        words, answer = self._words, read.answer
        day = unbroken(words.date(Date.parse(read.day.isoformat())))
        said = answer, words(f"evidence.read.{answer}", name=read.reader, date=day)
        remark = "" if answer == "supports" else words(f"evidence.read.remarks.{answer}")
        return self.readings.setdefault(said, len(self.readings)), remark

    def missing(self, facts: Iterable[Covered], *, cited: bool) -> Missing | None:
        """What the passages of the facts of one mark do not give; None if they are covered. `cited` says
        whether the mark has sources."""
        lacking = [fact for fact in facts if not fact.is_covered]
        findings = [f for fact in lacking for f in fact.particulars if not f.is_covered]
        names = list(dict.fromkeys(self._name(finding) for finding in findings))
        if not names:
            return None
        passages = list(dict.fromkeys(each for fact in lacking for each in fact.cited))
        if cited and not passages:
            none = self._words("evidence.no_passage.word")
            return Missing(none, is_date=False, sentence=lambda: none)
        own = any(fact.own for fact in lacking)
        if len(names) > MOST_NAMED:
            listed = self._words("evidence.missing.count", n=len(names))
        else:
            listed = self._words.list(names)
        short = self._words(f"evidence.missing.{'short' if own else 'nowhere'}", items=listed)
        short = short[:1].upper() + short[1:]
        is_date = own and all(finding.particular.kind == "date" for finding in findings)
        if not own:
            return Missing(short, is_date, partial(self._words, "evidence.missing.whole"))
        if len(names) == 1:
            clause = self._clause(findings[0], len(passages))
        else:
            clause = self._words("evidence.missing.several", n=len(passages), items=listed)
        return Missing(short, is_date, partial(self._sentence, passages, clause))

    def data(self, facts: Iterable[Covered], numbers: Mapping[Cited, int], missing: Missing | None) -> str:
        """The particulars of the facts of one mark for the script: the number of the sentence on what is
        missing, if anything is, then each particular after a code of its state. If it is in a passage, the
        code is the number of that passage among those of the mark, and where in it the words are."""
        parts: dict[str, None] = {}
        for fact in facts:
            # Without a passage, there is nothing to find a name in.
            for finding in fact.findings if fact.cited else fact.particulars:
                words = self._text(finding).replace(SEPARATOR, "|")
                parts[f"{_code(finding, fact, numbers)} {words}"] = None
        if not parts:
            return ""
        sentence = (
            "" if missing is None else str(self.sentences.setdefault(missing.sentence(), len(self.sentences)))
        )
        return SEPARATOR.join((sentence, *parts))

    def _sentence(self, passages: Sequence[Cited], missing: str) -> str:
        """How the passages are proved, and what is missing."""
        levels = {_PROVED.get(self._known.passages[each].level, "unproved") for each in passages}
        level = "unproved" if "unproved" in levels else levels.pop() if len(levels) == 1 else "mixed"
        proof = self._words(f"evidence.missing.proofs.{level}", n=len(passages))
        return self._words("evidence.missing.sentence", proof=proof, missing=missing)

    def _name(self, finding: Finding) -> str:
        """A missing particular in a list."""
        kind = _kind(finding)
        return self._words(f"evidence.missing.{kind}.name") if kind else self._item(finding)

    def _clause(self, finding: Finding, n: int) -> str:
        """That a particular is in none of n passages."""
        if kind := _kind(finding):
            clause = "unnamed" if kind == "speaker" and finding.is_absent else "clause"
            return self._words(f"evidence.missing.{kind}.{clause}", n=n)
        return self._words("evidence.missing.item", n=n, item=self._item(finding))

    def _item(self, finding: Finding) -> str:
        """A particular inside a sentence. A number in words is quoted: “five days” not in the passage."""
        item = self._text(finding)
        if finding.particular.kind == "number" and any(character.isalpha() for character in item):
            return self._words("citations.quoted", words=item)
        return item

    def _text(self, finding: Finding) -> str:
        """A particular as the page shows it."""
        particular = finding.particular
        match particular.kind:
            case "date":
                date = _edtf(particular.words)
                return particular.words.strip(" .,;:") if date is None else self._words.date(date)
            case "number":
                is_apart = not finding.is_covered and not finding.is_absent
                return self._number(particular, whole=is_apart)
            case "quote":
                return self._words("citations.quoted", words=particular.words)
            case _:
                return particular.words

    def _number(self, particular: Particular, *, whole: bool) -> str:
        """A number with its unit. Its qualifier and, in prose, the words for what is counted, which have no
        certain end, are there only if the `whole` must be told from the same number of something else."""
        amount, written = particular.amount, particular.words
        if amount is None:
            return written
        if whole and particular.key in SIDES:
            return self._words(f"votes.{particular.key}", n=int(written))
        if particular.key in ("value", "from", "to"):
            number, _, unit = amount.text.partition(" ")
            try:
                n = Decimal(number)
            except InvalidOperation:
                return written
            value = self._words.number(n)
            value = self._words("figures.with_unit", value=value, unit=unit, n=n) if unit else value
            is_limited = whole and amount.qualifier
            return self._words(f"qualifiers.{amount.qualifier}", value=value) if is_limited else value
        if whole or amount.unit.kind not in ("count", ""):
            return written
        again = next(iter(amounts(written, self._words.language)), None)
        return written if again is None else written[: again.end]


_PROVED: Mapping[Level, str] = {"verified": "verified", "omissions": "verified", "compared": "compared"}


def _edtf(text: str) -> Date | None:
    try:
        return Date.parse(text)
    except ValueError:
        return None


def _kind(finding: Finding) -> str:
    """What a missing particular is called; empty if its own words say it better."""
    particular = finding.particular
    match particular.kind:
        case "date":
            # The date of an entry stands beside the mark. In prose, dates are written in words.
            is_of_entry = not particular.words.isdecimal() and _edtf(particular.words) is not None
            return finding.lacks or ("date" if is_of_entry else "")
        case "speaker" | "quote":
            return particular.kind
        case _:
            return ""


def _code(finding: Finding, fact: Covered, numbers: Mapping[Cited, int]) -> str:
    """The code of the state of a particular."""
    match finding.state:
        case "counted" | "derived":
            return finding.state[0]
        case "in-passage" if fact.own and finding.passage is not None:
            number = numbers.get(fact.cited[finding.passage])
            if number is not None:
                if finding.span is not None:
                    return f"{number}:{finding.span[0]}-{finding.span[1]}"
                # Numbers and dates in a passage have their place there.
                return "s" if finding.particular.kind in ("number", "date") else str(number)
        case "near" if fact.own:
            return "n"
        case "not-found" | "differs":
            # What the source has instead is for curators.
            return "-"
    return "o"
