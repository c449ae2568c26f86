"""What changed in the citations of a sheet or an entry, in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from briefings.catalog.announced import now_reporting
from briefings.model import Briefing, SheetModel
from briefings.model.base import KeyPath
from briefings.model.briefing import Figure
from briefings.model.citations import Citation
from briefings.model.items import prose_citations
from briefings.versions.keys import excerpts
from briefings.versions.sides import Change, Pair, Paths, Side, cut


def changes(pair: Pair) -> Iterator[Change]:
    before, now = pair.both
    if isinstance(now.data, Figure):
        return
    old, new = _cited(before), _cited(now)
    who, reporting = pair.who, _reporting(pair)
    for source in dict.fromkeys((*new, *old)):
        name = f"“{cut(pair.site.names('source', source), 70)}” (`{source}`)"
        paths = (_path_of(before, source), _path_of(now, source))
        if source in reporting:
            sentence = f"{who} was announced and is now reported by {name}"
            yield pair.change(
                "changed", "status", sentence, weight="medium", old="announced", new="reported", paths=paths
            )
        elif source not in old:
            sentence = f"{who} now cites {name}"
            yield pair.change("added", "source", sentence, key="cite", new=source, paths=paths)
        elif source not in new:
            sentence = f"{who} no longer cites {name}"
            yield pair.change("removed", "source", sentence, key="cite", old=source, paths=paths)
        else:
            yield from _passages(pair, (old[source], new[source]), name, source, paths)


def _reporting(pair: Pair) -> tuple[str, ...]:
    """The sources by which an announced entry is reported now."""
    before, now = pair.both
    if not isinstance(before.sheet.data, Briefing) or not isinstance(now.sheet.data, Briefing):
        return ()
    if isinstance(before.data, SheetModel) or not pair.site.sources:
        return ()
    days = {"before": before.sheet.data.last_changed, "after": now.sheet.data.last_changed}
    return now_reporting(before.data, now.data, pair.site.sources, **days)


def _passages(
    pair: Pair,
    passages: tuple[list[str], list[str]],
    name: str,
    source: str,
    paths: Paths,
) -> Iterator[Change]:
    gone = [each for each in passages[0] if each not in passages[1]]
    fresh = [each for each in passages[1] if each not in passages[0]]
    who = pair.who
    for was, is_now in zip(gone, fresh, strict=False):
        first, second = excerpts(was, is_now)
        sentence = f"the passage of {name} that {who} cites changed from “{first}” to “{second}”"
        yield pair.change(
            "changed", "source", sentence, key=f"cite/{source}", old=was, new=is_now, paths=paths
        )
    for passage in fresh[len(gone) :]:
        sentence = f"{who} now cites a passage of {name}: “{cut(passage)}”"
        yield pair.change("added", "source", sentence, key=f"cite/{source}", new=passage, paths=paths)
    for passage in gone[len(fresh) :]:
        sentence = f"{who} no longer cites a passage of {name}: “{cut(passage)}”"
        yield pair.change("removed", "source", sentence, key=f"cite/{source}", old=passage, paths=paths)


def _cited(side: Side) -> dict[str, list[str]]:
    """By source: the passages that are cited of it, without the quotation itself."""
    cited: dict[str, list[str]] = {}
    for citation in _all_citations(side):
        passages = cited.setdefault(citation.source, [])
        if citation.passage is not None and not citation.is_quote:
            passages.append(citation.passage)
    return cited


def _all_citations(side: Side) -> Iterable[Citation]:
    if not isinstance(side.data, SheetModel):
        return side.citations
    return [each for key in _PROSE for each in prose_citations(getattr(side.data, key, None) or "")]


_PROSE = ("summary", "matters", "note")
"""The keys of sheets with prose that can cite sources."""


def _path_of(side: Side, source: str) -> KeyPath | None:
    """The path below the entry to a citation; for one in prose, to the entry or to the key of the sheet."""
    if isinstance(side.data, SheetModel):
        texts = {key: prose_citations(getattr(side.data, key, None) or "") for key in _PROSE}
        return next(((key,) for key, cited in texts.items() if any(source == c.source for c in cited)), None)
    for citation in getattr(side.data, "cite", ()):
        if citation.source == source:
            return ("cite", *citation.path)
    return () if any(citation.source == source for citation in side.citations) else None
