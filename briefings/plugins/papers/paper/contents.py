"""What is on the paper of a briefing, as data for the template."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from briefings.catalog import urls
from briefings.catalog.labels import amount_words, announcement, licence_name, verdict_words
from briefings.model.base import Prose
from briefings.model.briefing import Figure
from briefings.model.citations import Citation
from briefings.model.dates import Date
from briefings.pictures.illustrate import Illustrator, marks_of
from briefings.plugins.papers.paper.evidence import Evidence
from briefings.plugins.papers.paper.strip import for_paper
from briefings.plugins.papers.paper.text import Json, cut, link, short
from briefings.plugins.papers.scripts import LEFT_OUT, printable
from briefings.settings import Settings
from briefings.text.licences import LICENCES
from briefings.text.markdown import runs
from briefings.views.briefing import BriefingView
from briefings.views.facts import Fact
from briefings.views.tones import OTHERS
from briefings.words import Words

_MOST = {
    "event": 14, "figure": 8, "statement": 12, "involved": 12, "document": 8, "section": 3, "question": 6,
    "correction": 4, "agreement": 6,
}  # fmt: skip
"""How many entries of a kind a paper shows."""
_MOST_OF_OTHERS = 8
_MOST_NAMES = 40
"""Signatories of one agreement that are named."""
_FEW_NAMES = 6
"""Actors beside a document or another entry."""
_LONGEST = 900
"""A text of more characters than this is cut."""

_PLACED = frozenset((
    "summary", "point", "event", "era", "figure", "statement", "involved", "section", "document",
    "correction",
))  # fmt: skip
"""Kinds of entries that have a place of their own; all others are lists under their words."""

Runs = list[str | list[int]]
"""A text in pieces and, between them, the numbers of the sources that it cites."""

Show = Callable[[Fact], Iterator[Json]]


@dataclass(frozen=True, slots=True)
class Printed:
    """What a paper is made from."""

    view: BriefingView
    accessed: Mapping[str, Date]
    """By source id: the day on which it was last read, if it is known."""


class Contents:
    """Collects what is on one paper. `share` is the part of the longest lists and texts that it may have."""

    def __init__(self, printed: Printed, words: Words, settings: Settings, share: float) -> None:
        self._view = printed.view
        self._briefing = printed.view.data
        self._words = words
        self._settings = settings
        self._name = printed.view.known.name
        self._share = share
        self._longest = round(share * _LONGEST)
        self._timeline = printed.view.events
        self._evidence = Evidence(printed.view.known, printed.accessed, words)

    def data(self) -> Json:
        """Everything that the template prints."""
        changed = self._briefing.last_changed.earliest
        assert changed is not None
        day = changed.in_python
        document: Json = {
            "language": self._words.language.partition("-")[0],
            "title": cut(self._briefing.title),
            "site": cut(self._settings.site_name, 80),
            "kind": self._words("kinds.sheet.briefing.singular"),
            "page": self._words.template("paper.page"),
            "day": [day.year, day.month, day.day],
            "address": link(self._address()),
            "gist": [*self._gist()],
            "points": {"heading": self._words("kinds.entry.point.singular"), "items": [*self._points()]},
            "sections": [section for section in self._sections() if section["items"]],
        }
        # After everything that cites a source.
        document["standing"] = [*self._standing()]
        document["sources"] = {
            "heading": self._words("headings.sources"),
            "about": self._words("evidence.reprints"),
            "items": self._evidence.sources(self._citations()),
        }
        document["about"] = [*self._about(has_gaps=LEFT_OUT in json.dumps(document, ensure_ascii=False))]
        return document

    def _address(self, anchor: str = "") -> str:
        """The address of the page; empty if that of the site is not known."""
        if not self._settings.site_url:
            return ""
        page = urls.address(self._view.ref.path)
        return self._settings.site_url + page + (f"#{anchor}" if anchor else "")

    def _citations(self) -> Iterator[Citation]:
        """All citations of the page, those of shared events among them."""
        for own in self._view.entries.values():
            for fact in own:
                yield from fact.citations
                yield from (each for part in _parts(fact) for each in part.citations)
        for event in self._timeline:
            if event.sheet.id != self._view.ref.id:
                yield from event.citations

    # ── Above and below the sections ────────────────────────────────────────────────────────────────────────

    def _standing(self) -> Iterator[str]:
        briefing, words = self._briefing, self._words
        key = "standing.updated" if briefing.updated else "standing.published"
        yield words(key, date=words.date(briefing.last_changed))
        if horizon := self._view.horizon:
            if horizon.later == "none":
                # The newest event is not beside this sentence, as it is on the page.
                horizon = replace(horizon, latest=None)
            latest = None if horizon.latest is None else words.date(horizon.latest)
            yield words(horizon.key, checked=words.date(horizon.checked), latest=latest)
        if self._evidence:
            yield words("standing.sources", n=len(self._evidence))
        tally = self._evidence.tally(self._citations())
        if tally.passages:
            yield words("standing.verified", n=tally.passages, verified=tally.verified)
        yield from self._evidence.otherwise(tally)

    def _gist(self) -> Iterator[Json]:
        yield {"heading": self._words("headings.now"), "runs": self._runs(self._briefing.summary)}
        if self._briefing.matters:
            yield {"heading": self._words("headings.matters"), "runs": self._runs(self._briefing.matters)}

    def _points(self) -> Iterator[Json]:
        for entry in self._of_kind("point"):
            yield {"runs": self._runs(entry.title), "mark": self._mark(entry)}

    def _about(self, *, has_gaps: bool) -> Iterator[Json]:
        """Where the page is, and what may be done with the paper."""
        words, licence = self._words, self._settings.licence
        if self._address():
            date = words.date(self._briefing.last_changed)
            yield {"words": words("paper.source", date=date), "link": link(self._address())}
        if has_gaps:
            yield {"words": words("paper.left_out")}
        if licence is None:
            yield {"words": words("data.no_licence")}
        else:
            name = licence_name(licence, words)
            yield {"words": words("data.licence", licence=name), "link": link(LICENCES.get(licence))}
        yield {"words": words("paper.theirs")}

    # ── Sections ────────────────────────────────────────────────────────────────────────────────────────────

    def _sections(self) -> Iterator[Json]:
        words = self._words
        yield self._how()
        yield self._list("figure", words("kinds.entry.figure.plural"), "part-figures", self._figure)
        for kind, own in self._view.entries.items():
            if own and kind not in _PLACED:
                plural = f"kinds.entry.{kind}.plural"
                heading = words(plural if plural in words else f"kinds.entry.{kind}.singular")
                yield self._list(kind, heading, f"part-{kind}s", self._other)
        yield self._agreements()
        statements = self._of_kind("statement")
        said = [entry for entry in statements if entry.status in ("reported", "opinion")]
        claims = [entry for entry in statements if entry not in said]
        yield self._statements(words("headings.statements"), "part-statements", said)
        yield self._statements(words("headings.claims"), "part-claims", claims)
        yield self._list("involved", words("headings.who"), "part-who", self._involved)
        yield self._list("section", words("headings.background"), "part-background", self._background)
        yield self._questions()
        yield self._list("document", words("kinds.entry.document.plural"), "part-documents", self._document)
        yield self._list("correction", words("pages.corrections.title"), "part-corrections", self._correction)

    def _of_kind(self, kind: str) -> Sequence[Fact]:
        return self._view.entries[kind]

    def _most(self, kind: str) -> int:
        """How many entries of a kind this paper shows."""
        return max(round(self._share * _MOST.get(kind, _MOST_OF_OTHERS)), 2)

    def _list(self, kind: str, heading: str, anchor: str, show: Show) -> Json:
        """The first entries of a kind."""
        found = self._of_kind(kind)
        items = [item for entry in found[: self._most(kind)] for item in show(entry)]
        return self._section(heading, anchor, items, left_out=len(found) > self._most(kind), n=len(found))

    def _section(
        self, heading: str, anchor: str, items: list[Json], shape: str = "rows", *, left_out: bool, n: int
    ) -> Json:
        """A section. If entries are left out, it says how many the page has."""
        more = {"words": self._words("paper.more", n=n), "address": self._address(anchor)}
        return {"heading": heading, "shape": shape, "items": items, "more": more if left_out else None}

    def _how(self) -> Json:
        """The timeline: a picture, and the events with the eras that begin before them."""
        shown = self._chosen_events()
        eras = self._of_kind("era")
        listed = sorted([*shown, *eras], key=lambda entry: (_day(entry), entry.kind != "era"))
        items = [self._era(entry) if entry.kind == "era" else self._event(entry) for entry in listed]
        n = len(self._timeline)
        section = self._section(
            self._words("headings.how"), "part-timeline", items, left_out=len(shown) < n, n=n
        )
        return section | self._strip(eras)

    def _chosen_events(self) -> list[Fact]:
        """The events to print: if there are too many, the milestones and the latest ones."""
        most, timeline = self._most("event"), self._timeline
        if len(timeline) <= most:
            return [*timeline]
        first = [event for event in timeline if self._is_milestone(event)]
        others = [event for event in reversed(timeline) if not self._is_milestone(event)]
        chosen = {id(event) for event in [*first, *others][:most]}
        return [event for event in timeline if id(event) in chosen]

    def _is_milestone(self, event: Fact) -> bool:
        return event.anchor in self._view.milestones

    def _event(self, entry: Fact) -> Json:
        announced = announcement(entry, self._words, dated=False) or None
        return {
            "label": " · ".join(short(self._date(entry.date), announced)),
            "place": cut(_item(entry).place or "", 60),
            "head": [cut(entry.title)],
            "runs": self._runs(entry.text),
            "note": self._runs(_item(entry).note),
            "mark": self._mark(entry),
        }

    def _era(self, entry: Fact) -> Json:
        return {"label": self._words.span(_item(entry).from_, _item(entry).to), "era": cut(entry.title)}

    def _strip(self, eras: Sequence[Fact]) -> Json:
        """The picture of the timeline, with words for those who do not see it and for its signs."""
        words = self._words
        marks = marks_of(self._timeline, self._view.milestones, tone=OTHERS)
        content = Illustrator(words).timeline_content(
            marks,
            name=self._briefing.title,
            as_of=self._briefing.as_of,
            eras=[
                (era.title, _item(era).from_, _item(era).to)
                for era in eras
                if printable(era.title) == era.title
            ],
        )
        if content is None:
            return {}
        # Events that last have no sign on paper.
        signs = {key.name.removeprefix("key--"): key.meaning for key in content.keys}
        signs.pop("lasting", None)
        name = words("pictures.timeline.title", name=cut(self._briefing.title))
        days = " – ".join(self._date(entry.date) for entry in (marks[0], marks[-1]))
        return {
            "picture": for_paper(content),
            "alt": f"{name}: {words('counts.events', n=len(marks))}, {days}",
            "signs": signs,
        }

    def _figure(self, entry: Fact) -> Iterator[Json]:
        """One item for each of its values."""
        words, item = self._words, entry.item
        assert isinstance(item, Figure)
        for n, (value, how) in enumerate(zip(item.values, entry.computed, strict=True)):
            number = amount_words(value, item.unit, words)
            forecast = words("figures.forecast") if value.forecast else None
            publishers = self._evidence.publishers(value.cite)
            computed = "" if how is None else how.in_words(words)
            shown: Json = {
                "label": cut(number),
                "strong": True,
                "meta": short(value.note, self._date(value.as_of), forecast, publishers, computed),
                "mark": self._evidence.mark(value.cite, brief=True),
            }
            if n == 0:
                shown["head"] = [cut(entry.title)]
                shown["verdict"] = verdict_words(item, words)
                shown["note"] = self._runs(item.note)
            yield shown

    def _agreements(self) -> Json:
        """Who signed which agreement: a line of names for each status."""
        found = self._view.memberships
        items: list[Json] = []
        for column, agreement in enumerate(() if found is None else found.agreements):
            assert found is not None
            lines = []
            for status in found.statuses:
                names = [name for name, cells in found.rows if cells[column] == status != "unnamed"]
                if names:
                    said = self._words(f"memberships.{status}")
                    count = agreement.count if status == "signed" else self._words.number(len(names))
                    more = ["…"] if len(names) > _MOST_NAMES else []
                    listed = ", ".join(short(*names[:_MOST_NAMES], *more))
                    lines.append([self._words("facts.of", name=f"{said} ({count})", fact="").strip(), listed])
            items.append(
                {
                    "label": cut(agreement.title, 90),
                    "lines": lines,
                    "mark": self._evidence.mark(agreement.citations, brief=True),
                }
            )
        most, heading = self._most("agreement"), self._words("memberships.heading")
        return self._section(
            heading, "part-memberships", items[:most], left_out=len(items) > most, n=len(items)
        )

    def _statements(self, heading: str, anchor: str, entries: Sequence[Fact]) -> Json:
        """Statements by speaker, in the order in which the speakers first appear."""
        most = self._most("statement")
        shown = entries[:most]
        items: list[Json] = []
        for voice in dict.fromkeys(_item(entry).voice for entry in shown):
            own = [entry for entry in shown if _item(entry).voice == voice]
            items += [self._statement(entry, voice=n == 0) for n, entry in enumerate(own)]
        return self._section(heading, anchor, items, left_out=len(entries) > most, n=len(entries))

    def _statement(self, entry: Fact, *, voice: bool) -> Json:
        item: Json = {
            "label": self._voice(entry) if voice else "",
            "strong": True,
            "mark": self._mark(entry, proofs=True),
            "meta": short(_item(entry).about, self._date(entry.date)),
            "note": self._runs(_item(entry).note),
        }
        if not _item(entry).is_quotation:
            return item | {"runs": self._runs(entry.title)}
        quote = self._title(entry)
        language = "" if LEFT_OUT in quote else self._evidence.language(entry.citations)
        return item | {"quote": quote, "language": language}

    def _voice(self, entry: Fact) -> str:
        if entry.by is not None:
            return cut(self._name("actor", entry.by), 90)
        return cut(self._view.known.sources[_item(entry).voice].publisher, 90)

    def _involved(self, entry: Fact) -> Iterator[Json]:
        words, stance = self._words, _item(entry).stance
        yield {
            "label": cut(self._name("actor", _item(entry).actor), 90),
            "strong": True,
            "runs": self._runs(_item(entry).role),
            "meta": short(words("facts.of", name=words("labels.stance"), fact=stance) if stance else None),
            "mark": self._mark(entry, brief=True),
        }

    def _background(self, entry: Fact) -> Iterator[Json]:
        yield {
            "label": cut(entry.title),
            "part": True,
            "runs": self._runs(entry.text),
            "mark": self._mark(entry, brief=True),
        }

    def _questions(self) -> Json:
        questions, most = self._briefing.questions, self._most("question")
        items: list[Json] = [{"runs": self._runs(question)} for question in questions[:most]]
        return self._section(
            self._words("headings.questions"),
            "part-questions",
            items,
            "list",
            left_out=len(questions) > most,
            n=len(questions),
        )

    def _document(self, entry: Fact) -> Iterator[Json]:
        yield {
            "label": self._date(entry.date),
            "head": [cut(entry.title)],
            "meta": short(*entry.spoken, _item(entry).number, self._names(entry)),
            "link": link(_item(entry).address),
            "mark": self._mark(entry),
        }

    def _correction(self, entry: Fact) -> Iterator[Json]:
        yield {"label": self._date(entry.date), "runs": self._runs(entry.title)}

    def _other(self, entry: Fact) -> Iterator[Json]:
        """An entry of a kind that has no place of its own."""
        shown = {"quote": self._title(entry)} if _item(entry).is_quotation else {"head": [self._title(entry)]}
        yield shown | {
            "label": self._date(entry.date),
            "runs": self._runs(entry.text),
            "meta": short(*entry.spoken, self._names(entry)),
            "mark": self._mark(entry),
        }

    # ── Pieces ──────────────────────────────────────────────────────────────────────────────────────────────

    def _date(self, date: Date | None) -> str:
        return "" if date is None else self._words.date(date)

    def _title(self, entry: Fact) -> str:
        return cut(entry.label, self._longest)

    def _names(self, entry: Fact) -> str:
        """The actors of an entry, unless there are too many to name, and what they did."""
        if len(entry.actors) > _FEW_NAMES:
            return ""
        words, sides = self._words, []
        for key, actors in entry.sides:
            names = words.list(self._name("actor", actor) for actor in actors)
            sides.append(words("facts.of", name=words(key), fact=names) if key else names)
        return " · ".join(sides)

    def _mark(self, entry: Fact, *, brief: bool = False, proofs: bool = False) -> Json:
        """How well an entry is supported. Its prose has the numbers of the sources cited there."""
        cited: tuple[Citation, ...] = getattr(entry.item, "cite", ())
        if proofs or (entry.text is None and not isinstance(entry.title, Prose)):
            cited = entry.citations
        return self._evidence.mark(cited, status=entry.status, brief=brief, proofs=proofs, item=entry.item)

    def _runs(self, text: str | None) -> Runs:
        if text is None:
            return []
        if not isinstance(text, Prose):
            return [cut(text, self._longest)]
        found: Runs = []
        room = self._longest
        for piece in runs(text, self._name):
            if isinstance(piece, tuple):
                found.append(self._evidence.numbers(piece))
                continue
            if room <= 0:
                break
            before, after = (" " if edge.isspace() else "" for edge in (piece[:1], piece[-1:]))
            words = cut(piece, room)
            found.append(before + words + after if words else " ")
            room -= len(words)
        return found


def _item(fact: Fact) -> Any:
    """What the curator wrote, with the keys of its kind."""
    return fact.item


def _parts(fact: Fact) -> Sequence[Any]:
    """The parts of a fact that cite sources separately."""
    return getattr(fact.item, fact.item.PARTS) if fact.item.PARTS else ()


def _day(fact: Fact) -> float:
    """The number of the first day of a fact with a date."""
    assert fact.date is not None
    return fact.date.order[0]
