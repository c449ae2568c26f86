"""Drafts candidates from an article. Each has a passage that `verify` would find in the saved text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Literal

from briefings.evidence.fetched import Article
from briefings.evidence.passages import is_short
from briefings.grammar.dates import Calendar, DatedSpan, DateMention
from briefings.grammar.lexicon import lexicon, plain
from briefings.grammar.quotes import quoted, without
from briefings.grammar.sentences import Span
from briefings.languages import REFERENCE
from briefings.plugins.drafting.article import LEAST_WORDS, MOST_FOUND, Story, excerpt, size
from briefings.plugins.drafting.events import Event, dates, events
from briefings.plugins.drafting.figures import Figure, numbers
from briefings.plugins.drafting.names import Actor, Name, Names
from briefings.plugins.drafting.offers import Offers
from briefings.plugins.drafting.quotations import Quotation, quotations
from briefings.plugins.drafting.values import Value
from briefings.text.characters import first_hidden
from briefings.text.prose import id_from

Key = Literal["timeline", "actors", "statements", "figures", "votes", "documents"]

MOST = 100
"""Candidates of a kind. An article has at most a few dozen; more would be no help."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact that the article may support."""

    key: Key
    """Where it belongs in a briefing."""
    noun: str
    """What it is, in a word."""
    place: int
    """Where its passage begins in the text."""
    values: tuple[tuple[str, Value], ...]
    """Keys and values, in order; an empty text is still to be filled in."""
    passage: str | None
    """The passage that it cites; None where its quotation is the passage."""
    new: str = ""
    """The name of a speaker that has no sheet."""
    near: tuple[str, ...] = ()
    """Ids of actors who may be the speaker, or their names if no id can be made of those."""

    @property
    def words(self) -> int:
        """Words of the passage."""
        return (self.passage or str(dict(self.values)["quote"])).count(" ") + 1


@dataclass(frozen=True, slots=True)
class NewName:
    """A name that has no sheet."""

    name: str
    id: str
    """Empty for a name that cannot be spelled in Latin letters."""
    kind: str


MOST_LATER = 7
"""Days from the dateline of an article to its publication."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """All candidates of an article."""

    candidates: tuple[Candidate, ...]
    names: tuple[NewName, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
    """How many numbers, dates and sentences are in no candidate: the words `draft.left.…` say of what."""
    seen: Mapping[str, int] = field(default_factory=dict)
    """How much there was to find, by what it is."""


def draft(read: Article, actors: Sequence[Actor]) -> Drafted:
    """The candidates in an article."""
    text = read.text
    article = Story(text, lexicon(read.language or REFERENCE), read.begins, read.title)
    quotes = list(islice(quoted(article), MOST_FOUND))
    spans = [quote.outer for quote in quotes]
    told = without(text, spans)
    names = Names(article, told, actors)
    desk = _Desk(article, names, actors)
    said = quotations(article, quotes, names, Offers(article, told, names))
    calendar = Calendar(article.lexicon, day_of(read.published))
    counted = [*islice(numbers(article, calendar), MOST_FOUND)]
    dated = list(islice(dates(article, calendar), MOST_FOUND))
    if (told_on := _dateline(read, calendar)) is not None:
        # What its author called "today" may not be the day on the page.
        other = set(islice(dates(article, Calendar(article.lexicon, told_on)), MOST_FOUND))
        dated = [each for each in dated if each in other]
    spoken = {span: told[span[0] : span[1]] for span, _ in dated}
    # "… , she said on Thursday" is the date of a statement, and no event.
    quoted_spans = [each.span for each in said]
    outside = [d for d in dated if not any(start <= d[1].start < end for start, end in spans)]
    of_saying = [d for d in outside if _is_saying(article, d[0], spoken[d[0]], quoted_spans)]
    happened = [d for d in outside if d not in of_saying]
    found = {
        "timeline": list(desk.events(events(article, happened))),
        "actors": list(desk.actors()),
        "statements": list(desk.statements(said, of_saying)),
        "figures": list(desk.figures(each for each in counted if each is not None)),
    }
    candidates = tuple(each for group in found.values() for each in group[:MOST])
    uncertain = [*_uncertain(article, calendar, dated)]
    left_out = article.left_out | Counter(
        {
            "uncertain": len(uncertain),
            "bare": counted.count(None),
            "more": sum(max(0, len(group) - MOST) for group in found.values()),
        }
    )
    seen = {"quotations": len(quotes), "dates": len(dated) + len(uncertain), "numbers": len(counted)}
    return Drafted(candidates, tuple(desk.new_names(said)), +left_out, seen)


def _dateline(read: Article, calendar: Calendar) -> date | None:
    """The day above the first sentence, if the article appeared some days later."""
    start = read.text.rfind("\n", 0, read.begins) + 1
    days = (day_of(found.edtf) for found in calendar.dates(read.text, start, read.begins))
    told, published = next(days, None), day_of(read.published)
    if told is None or published is None or not 0 < (published - told).days <= MOST_LATER:
        return None
    return told


def _uncertain(
    article: Story, calendar: Calendar, dated: Sequence[tuple[Span, DatedSpan]]
) -> Iterator[DateMention]:
    """The dates in an article of which nothing says the day, or the year."""
    taken = {found.start for _, found in dated}
    for first, last in article.sentences:
        for mention in calendar.mentions(article.text[first:last]):
            span = first + mention.start, first + mention.end
            if not mention.is_vague and not any(place in taken for place in range(*span)):
                yield mention


MOST_SAYING = 10
"""Words around a quotation that only say who said it, and when."""


def _is_saying(article: Story, sentence: Span, told: str, quotes: Sequence[Span]) -> bool:
    """Whether a sentence has a quotation and little else."""
    size = len(told.split()) if article.lexicon.spaced else len("".join(told.split())) // 2
    return size <= MOST_SAYING and any(sentence[0] < end and start < sentence[1] for start, end in quotes)


def day_of(edtf: str) -> date | None:
    """A day in EDTF, if it is one."""
    try:
        return date.fromisoformat(edtf)
    except ValueError:
        return None


class _Desk:
    """Turns what was found into candidates, and drops what cannot be proved."""

    def __init__(self, article: Story, names: Names, actors: Sequence[Actor]) -> None:
        self._article = article
        self._names = names
        self._ids = {actor.id for actor in actors}

    def statements(
        self, said: Iterable[Quotation], dated: Sequence[tuple[Span, DatedSpan]]
    ) -> Iterator[Candidate]:
        for each in said:
            quote = self._article.slice(each.span)
            match = self._article.match(quote)
            if match is None:
                continue
            speaker = self._id(each.speaker) if each.speaker is not None else ""
            passage = None
            # So few words say little without those around them.
            if is_short(quote) or size(quote) < LEAST_WORDS or match.times > 1 or match.negation:
                passage = self._around(each.span)
            new = each.speaker.full if each.speaker is not None and speaker not in self._ids else ""
            values: list[tuple[str, Value]] = [("speaker", speaker), ("quote", quote)]
            days = {day.edtf for sentence, day in dated if sentence[0] <= each.span[1] <= sentence[1]}
            if len(days) == 1:
                values.append(("date", next(iter(days))))
            near = (self._id(name) or name.full for name in each.near if name.actor or _is_plain(name.full))
            found = tuple(values), passage, new, tuple(dict.fromkeys(near))
            yield Candidate("statements", "quotation", each.span[0], *found)

    def figures(self, found: Iterable[Figure]) -> Iterator[Candidate]:
        found = [*found]
        times = Counter(each.label for each in found)
        for each in found:
            passage = self._proved(each.passage, each.span)
            if passage is None:
                continue
            values: list[tuple[str, Value]] = [
                # A label that several figures have tells none from another.
                ("label", each.label if times[each.label] == 1 else ""),
                ("unit", each.unit),
                *(
                    [("from", each.low), ("to", each.value)]
                    if each.low is not None
                    else [("value", each.value)]
                ),
            ]
            if each.qualifier:
                values.append(("qualifier", each.qualifier))
            yield Candidate("figures", "figure", each.span[0], tuple(values), passage)

    def events(self, found: Iterable[Event]) -> Iterator[Candidate]:
        for each in found:
            passage = self._proved(each.passage, each.span)
            if passage is None:
                continue
            values: list[tuple[str, Value]] = [
                ("date", each.date),
                ("title", each.title),
            ]
            if actors := self._names.known(*each.within):
                values.append(("actors", tuple(actors)))
            yield Candidate("timeline", "event", each.span[0], tuple(values), passage)

    def actors(self) -> Iterator[Candidate]:
        """Each known actor once, with the first sentence about it."""
        seen: set[str] = set()
        for sentence in self._article.sentences:
            for mention in self._names.mentioned(*sentence):
                actor = mention.name.actor
                if actor and actor not in seen:
                    span = mention.start, mention.end
                    passage = self._proved(excerpt(self._article.text, sentence, span), span)
                    if passage is not None:
                        seen.add(actor)
                        yield Candidate("actors", "actor", span[0], (("actor", actor),), passage)

    def new_names(self, said: Iterable[Quotation]) -> Iterator[NewName]:
        """Those without a sheet: speakers, names offered as such, persons who are named again by their last
        name, and organizations."""
        speakers: set[Name] = set()
        offered: dict[Name, None] = {}
        for each in said:
            speakers.update([each.speaker] if each.speaker is not None else [])
            offered |= dict.fromkeys(each.near)
        mentions = self._names.mentions
        # `The Saudi Gazette said` is no person.
        articled = {m.name for m in mentions if self._follows_article(m.start)}
        named = {m.name for m in mentions}
        again = {m.name for m in mentions if m.end - m.start < len(m.name.full)}
        if self._article.lexicon.capitalizes_nouns:
            again = set()  # a second noun in capitals is often no name: "Tonnen Kohlenstoff"
        for name in dict.fromkeys([*(m.name for m in mentions), *offered]):
            is_open = name.kind in ("", "place")  # `la salida de Ada Byron`
            may_be = name in again or name in offered or not is_open
            # `the ministry said`: a noun is offered, but makes no actor.
            is_noun = name.kind == "" and " " not in name.full and name not in named
            is_noun &= name.full.islower() or self._article.lexicon.capitalizes_nouns
            wanted = name.can_speak and (may_be or name in speakers) and not is_noun
            # A name goes into a command in a comment, so it has only what names have.
            if wanted and not name.actor and self._id(name) not in self._ids and _is_plain(name.full):
                is_person = name in again or (name in speakers and " " in name.full and name not in articled)
                kind = name.kind.replace("place", "") or ("person" if is_person else "")
                yield NewName(name.full, id_from(name.full), kind)

    def _follows_article(self, place: int) -> bool:
        before = re.search(r"([^\W\d_]+)\s+$", self._article.text[max(0, place - 12) : place])
        return before is not None and plain(before[1]) in self._article.lexicon.articles

    # ── Passages ────────────────────────────────────────────────────────────────────────────────────────

    def _id(self, name: Name) -> str:
        return name.actor or id_from(name.full)

    def _proved(self, span: Span, core: Span) -> str | None:
        """The words of a stretch; of the whole sentence if those are not there once and by themselves."""
        passage = self._article.slice(span)
        match = self._article.match(passage)
        if match is not None and match.times == 1 and not match.negation and not is_short(passage):
            return passage
        wider = self._article.slice(self._sentence(core))
        if self._article.match(wider) is not None:
            return wider
        return passage if match is not None else None

    def _around(self, span: Span) -> str | None:
        """The words around a short quotation; None if those do not prove it."""
        sentence = self._sentence(span)
        if not (sentence[0] <= span[0] and span[1] <= sentence[1]):
            return None
        passage = self._article.slice(excerpt(self._article.text, sentence, span))
        return passage if not is_short(passage) and self._article.match(passage) is not None else None

    def _sentence(self, span: Span) -> Span:
        return self._article.sentence_at(span[0]) or span


def _is_plain(name: str) -> bool:
    return all(c.isalpha() or c in " .'’-·&" for c in name) and first_hidden(name) is None
