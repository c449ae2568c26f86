"""The sources of a paper, numbered in the order of citation, and how well they support its facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from briefings.catalog.standing import Tally, least_support_by, support_by
from briefings.model.citations import Citation
from briefings.model.dates import Date
from briefings.model.items import Item
from briefings.plugins.papers.paper.text import Json, cut, link, short
from briefings.views.known import Known
from briefings.words import Words


class Evidence:
    """Numbers the sources of one paper. Ask for the list of them last."""

    def __init__(self, known: Known, accessed: Mapping[str, Date], words: Words) -> None:
        self._known = known
        self._accessed = accessed
        self._words = words
        self._numbers: dict[str, int] = {}

    def __len__(self) -> int:
        """How many sources have been cited so far."""
        return len(self._numbers)

    def numbers(self, sources: Iterable[str]) -> list[int]:
        """The numbers of some sources, in ascending order."""
        return sorted({self._numbers.setdefault(source, len(self._numbers) + 1) for source in sources})

    def mark(
        self,
        citations: Iterable[Citation],
        *,
        status: str = "reported",
        brief: bool = False,
        proofs: bool = False,
        item: Item | None = None,
    ) -> Json:
        """How well a fact is supported, or an entry that these citations are not all of. `brief` leaves out
        how many publishers do; `proofs` adds how far the passages are proved."""
        cited = tuple(citations)
        mark: Json = {"numbers": self.numbers(dict.fromkeys(each.source for each in cited))}
        if status != "reported":
            mark |= {"status": status, "word": self._words(f"statuses.{status}.word")}
        if proofs:
            mark["proofs"] = self._known.wording(cited, self._words)
        credit = self._known.credit
        found = support_by(credit, cited) if item is None else least_support_by(credit, item)
        if (cited and not brief) or (found.sources and not found.publishers):
            mark["level"] = found.level
            mark["support"] = (
                self._words("evidence.publishers", n=len(found.publishers))
                if found.publishers
                else self._words(f"evidence.{found.level}")
            )
        return mark

    def tally(self, citations: Iterable[Citation]) -> Tally:
        """How many passages are proved, and how."""
        passages = {(each.source, each.passage) for each in citations if each.passage is not None}
        return Tally.of(Counter(self._known.passages[each].level for each in passages))

    def otherwise(self, tally: Tally) -> Iterator[str]:
        """How many passages are not verified word for word, in words."""
        for level in ("omissions", "compared", "not_checked", "changed"):
            if n := getattr(tally, level):
                yield self._words(f"standing.{level}", n=n)

    def publishers(self, citations: Iterable[Citation]) -> str:
        """The publishers of the cited sources."""
        return ", ".join(self._known.publishers(citations))

    def language(self, citations: Iterable[Citation]) -> str:
        """The language of the cited sources, if they share one that is not that of the site."""
        languages = {_base(self._known.sources[each.source].language) for each in citations}
        language = languages.pop() if len(languages) == 1 else ""
        return "" if language == _base(self._words.language) else language

    def sources(self, citations: Iterable[Citation]) -> list[Json]:
        """All sources in the order of their numbers. `citations` are those that their passages come from."""
        cited: dict[str, list[Citation]] = {source: [] for source in self._numbers}
        for each in citations:
            if each.source in cited:
                cited[each.source].append(each)
        return [self._source(source, own) for source, own in cited.items()]

    def _source(self, id_: str, cited: Iterable[Citation]) -> Json:
        words, source = self._words, self._known.sources[id_]
        notes = [words(f"kinds.source.{source.kind}.word")]
        if source.unread:
            notes.append(words("standing.unread"))
        if source.is_reprint:
            notes.append(words("standing.copy_of", name=source.original))
        if _base(source.language) != _base(words.language):
            notes.append(words("citations.in_language", language=words.language_name(source.language)))
        if id_ in self._accessed:
            notes.append(words("citations.accessed", date=words.date(self._accessed[id_])))
        tally = self.tally(cited)
        if tally.verified:
            notes.append(words("standing.verified", n=tally.passages, verified=tally.verified))
        notes += self.otherwise(tally)
        archived = (
            {"address": source.archived, "words": words("citations.archived")} if source.archived else None
        )
        published = "" if source.published is None else words.date(source.published)
        return {
            "number": self._numbers[id_],
            "title": cut(source.ref.title),
            "by": ", ".join(short(source.publisher, published)),
            "notes": " · ".join(short(*notes)),
            "links": [each for each in (link(source.url), archived) if each and each["address"]],
        }


def _base(language: str) -> str:
    return language.partition("-")[0]
