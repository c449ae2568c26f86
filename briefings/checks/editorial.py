"""Editorial rules, for single sheets and for all sheets together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from briefings.catalog.agreements import agreement_of, signatories, total_of
from briefings.catalog.catalog import Catalog
from briefings.catalog.entries import (
    Entry,
    cited_by,
    entries,
    facts,
    names,
    of_kind,
    references_of,
    sources_cited,
    withdrawn_in,
)
from briefings.checks.days import updated_before_correction, updated_before_published
from briefings.model import Actor, Briefing, SheetModel, Source
from briefings.model.actor import Role
from briefings.model.base import KeyPath
from briefings.model.briefing import Correction, Document
from briefings.model.dates import Date, terms_overlap
from briefings.problems import codes
from briefings.problems.problem import Problem, did_you_mean, problem
from briefings.sheets.load import Sheet, once
from briefings.sheets.markup import in_prose
from briefings.store.parsed import ParseCache

LONGEST_QUOTATION = 15
"""In words. A longer quotation may infringe copyright."""


def editorial_problems(
    catalog: Catalog, drafts: Sequence[Sheet[SheetModel]] = (), cache: ParseCache | None = None
) -> list[Problem]:
    """Everything that the rules of this module find. What `drafts` use, which the catalog does not have,
    counts as used. `cache` knows the sheets in which the rules for single sheets found nothing."""
    cache = cache if cache is not None else ParseCache()
    alone: list[Problem] = []
    for sheet in catalog.sheets():
        key = f"{sheet.path} {sheet.digest}"
        if cache.get(key) is None:
            found = _problems_alone(sheet)
            alone += found
            if not found:
                cache.put(key, True)
    together = [found for rule in TOGETHER for found in rule(catalog)]
    return alone + together + [found for rule in UNUSED for found in rule(catalog, drafts)]


@once
def _problems_alone(sheet: Sheet[SheetModel]) -> tuple[Problem, ...]:
    return tuple(found for rule in ALONE for found in rule(sheet))


def end_before_start(sheet: Sheet[SheetModel]) -> Iterator[Problem]:
    """A life, role, relation or era does not end before it starts."""
    for name, path, start, end in _spans(sheet.data):
        if start is not None and end is not None and end.ends_before(start):
            message = f"the {name} ends ({end.text}) before it starts ({start.text})"
            yield problem(
                codes.END_BEFORE_START,
                message,
                sheet.place((*path, "to")),
                "check both dates; the two may be swapped",
            )


def _spans(data: SheetModel) -> Iterator[tuple[str, KeyPath, Date | None, Date | None]]:
    """Everything in a sheet that has a start and an end: name, path, start, end."""
    if isinstance(data, Actor):
        yield "life", (), data.from_, data.to
        for n, role in enumerate(data.roles):
            yield "role", ("roles", n), role.from_, role.to
        for n, relation in enumerate(data.relations):
            yield "relation", ("relations", n), relation.from_, relation.to
    elif isinstance(data, Briefing):
        for n, era in enumerate(data.eras):
            yield "era", ("eras", n), era.from_, era.to


def result_against_counts(sheet: Sheet[SheetModel]) -> Iterator[Problem]:
    """A vote with more noes than ayes did not pass. With more ayes it may have failed, as some need two
    thirds."""
    for entry in of_kind(sheet, "vote"):
        vote = entry.item
        are_known = vote.ayes is not None and vote.noes is not None
        if vote.result == "passed" and are_known and vote.ayes < vote.noes:
            yield problem(
                codes.RESULT_AGAINST_COUNTS,
                f"the vote is “passed”, with {vote.ayes} for and {vote.noes} against",
                sheet.place((*entry.path, "result")),
                "check the result and both numbers; `ayes` and `noes` may be swapped",
            )


def outside_life(catalog: Catalog) -> Iterator[Problem]:
    """An actor takes part in events, speaks and holds roles only within their life, where it is known."""
    for sheet in (*catalog.briefings.values(), *catalog.actors.values()):
        for actor, date, path in _at_some_time(sheet):
            yield from _outside(catalog.actors[actor], date, sheet, path)


def _at_some_time(sheet: Sheet[SheetModel]) -> Iterator[tuple[str, Date, KeyPath]]:
    """Each date on which a sheet has an actor take part, speak, or begin or end a role: the id of the actor,
    the date, and where the sheet says so."""
    for entry in of_kind(sheet, "event"):
        for n, actor in enumerate(entry.item.actors):
            yield actor, entry.item.date, (*entry.path, "actors", n)
    for entry in of_kind(sheet, "statement"):
        if entry.date is not None and entry.item.speaker is not None:
            yield entry.item.speaker, entry.date, (*entry.path, "date")
    if isinstance(sheet.data, Actor):
        for n, role in enumerate(sheet.data.roles):
            for key, date in (("from", role.from_), ("to", role.to)):
                if date is not None:
                    yield sheet.id, date, ("roles", n, key)


def _outside(actor: Sheet[Actor], date: Date, sheet: Sheet[SheetModel], path: KeyPath) -> Iterator[Problem]:
    name, kind, start, end = actor.data.name, actor.data.kind, actor.data.from_, actor.data.to
    if start is not None and end is not None and end.ends_before(start):
        return  # another rule reports this, and no date is within
    if (start is not None or end is not None) and date.outside(start, end):
        span = f"{start.text if start else '…'} to {end.text if end else 'today'}"
        message = f"{date.text} is outside the {'life' if kind == 'person' else 'time'} of {name} ({span})"
        yield problem(
            codes.OUTSIDE_LIFE,
            message,
            sheet.place(path),
            f"check the date here and `from` and `to` in {actor.path}",
        )


def overlapping_roles(catalog: Catalog) -> Iterator[Problem]:
    """An office that is `sole` has one holder at a time, and nobody holds the same office twice at once."""
    offices: dict[tuple[str | None, str], list[Entry[Role]]] = defaultdict(list)
    for sheet in catalog.actors.values():
        for entry in of_kind(sheet, "role"):
            offices[entry.item.organization, entry.title.casefold()].append(entry)
    for (organization, _), held in offices.items():
        for n, one in enumerate(held):
            for other in held[n + 1 :]:
                same_holder = one.sheet.id == other.sheet.id
                exclusive = organization is not None and (one.item.sole or other.item.sole)
                if (same_holder or exclusive) and terms_overlap(_term(one.item), _term(other.item)):
                    line = one.sheet.place(one.path).line
                    who = (
                        f"this actor (line {line})"
                        if same_holder
                        else f"{one.sheet.data.name} ({one.sheet.path}:{line})"
                    )
                    message = f"“{other.item.title}” is held by {who} at the same time"
                    hint = "check `from` and `to` of both" + ("" if same_holder else ", or remove `sole`")
                    yield problem(codes.OVERLAPPING_ROLES, message, other.sheet.place(other.path), hint)


def _in_briefings(catalog: Catalog, kind: str) -> Iterator[Entry[Any]]:
    """The entries of a kind that only briefings have."""
    return (entry for sheet in catalog.briefings.values() for entry in of_kind(sheet, kind))


def corrected_entries(catalog: Catalog) -> Iterator[Problem]:
    """A correction names an entry of its briefing, or one that was withdrawn or moved from it."""
    moved = {(each.sheet.id, each.name) for each in catalog.moved}
    entry: Entry[Correction]
    for entry in _in_briefings(catalog, Correction.KIND):
        sheet, named = entry.sheet, entry.item.entry
        names = [each.name for each in entries(sheet) if each.name]
        gone = entry.item.withdrawn
        if gone in names or (gone is not None and withdrawn_in(sheet)[gone] is not entry):
            message = f"`{gone}` is withdrawn here, but another entry of this briefing has that address"
            hint = "withdraw an entry once, and remove it; `entry` names one that was corrected"
            yield problem(codes.DUPLICATE_ANCHOR, message, sheet.place((*entry.path, "withdrawn")), hint)
        if named is None or (sheet.id, named) in moved:
            continue
        if named not in (*names, *withdrawn_in(sheet)):
            hint = did_you_mean(named, names) or "if the fact is gone, use `withdrawn`"
            message = f"there is no entry `{named}` in this briefing"
            yield problem(codes.DANGLING_REFERENCE, message, sheet.place((*entry.path, "entry")), hint)


def miscounted_signatories(catalog: Catalog) -> Iterator[Problem]:
    """The figure in `total` exists, and counts at least as many signatories as the document names, or exactly
    as many if the list is complete."""
    document: Entry[Document]
    for document in _in_briefings(catalog, Document.KIND):
        if document.item.total is None:
            continue
        place = document.sheet.place((*document.path, "total"))
        total = total_of(document)
        if total is None:
            known = [each.item.id for each in of_kind(document.sheet, "figure") if each.item.id is not None]
            hint = did_you_mean(document.item.total, known) or "give the figure an `id`, and write it here"
            message = f"there is no figure `{document.item.total}` in this briefing"
            yield problem(codes.DANGLING_REFERENCE, message, place, hint)
            continue
        agreement = agreement_of(catalog, document)
        n = len({*signatories(catalog, agreement)} if agreement else {*document.item.actors})
        figure, given = total
        is_less = document.item.complete and n < given.low
        is_more = n > given.high and given.qualifier not in ("about", "at least", "more than", "nearly")
        if is_less or is_more:
            message = f"{n} are named as signatories, and the figure “{figure.title}” counts {given.high}"
            hint = "check the names and the number; whoever did not sign is in `declined` or left out"
            yield problem(codes.MISCOUNTED_SIGNATORIES, message, place, hint)


_WHILE_IT_LASTS = Date.parse("9999-12-31")


def _term(role: Role) -> tuple[Date | None, Date | None]:
    """A role's time; without an end it lasts, so that a successor's start shows the forgotten end of a
    predecessor."""
    return role.from_, role.to if role.to is not None else _WHILE_IT_LASTS


def roles_in_bodies(catalog: Catalog) -> Iterator[Problem]:
    """A role names the body that it belongs to, which is not a person."""
    for sheet in catalog.actors.values():
        for n, role in enumerate(sheet.data.roles):
            if role.organization is None:
                hint = "add `organization: id`, the body that the office belongs to"
                yield problem(
                    codes.ROLE_ORGANIZATION,
                    f"“{role.title}” names no organization",
                    sheet.place(("roles", n)),
                    hint,
                )
                continue
            body = catalog.actors[role.organization].data
            if body.kind == "person" and role.organization != sheet.id:
                place = sheet.place(("roles", n, "organization"))
                hint = (
                    "name the body that the office belongs to; how two people stand to each other is a"
                    " relation"
                )
                yield problem(
                    codes.ROLE_ORGANIZATION,
                    f"“{role.title}” belongs to {body.name}, who is a person",
                    place,
                    hint,
                )


def self_reference(sheet: Sheet[SheetModel]) -> Iterator[Problem]:
    """A briefing is not related to itself, nor an actor to itself."""
    data = sheet.data
    if isinstance(data, Briefing):
        for n, other in enumerate(data.related):
            if other == sheet.id:
                yield problem(
                    codes.SELF_REFERENCE,
                    "the briefing is related to itself",
                    sheet.place(("related", n)),
                    "delete the entry",
                )
    if isinstance(data, Actor):
        for n, relation in enumerate(data.relations):
            if relation.actor == sheet.id:
                place = sheet.place(("relations", n, "actor"))
                yield problem(
                    codes.SELF_REFERENCE, f"{data.name} is related to itself", place, "name the other actor"
                )
        for n, role in enumerate(data.roles):
            if role.organization == sheet.id:
                place = sheet.place(("roles", n, "organization"))
                yield problem(
                    codes.SELF_REFERENCE,
                    f"{data.name} holds a role in itself",
                    place,
                    "name the body that the office belongs to",
                )


def repeated_part(sheet: Sheet[SheetModel]) -> Iterator[Problem]:
    """An actor has one part in a story."""
    parts = sheet.data.actors if isinstance(sheet.data, Briefing) else ()
    actors = [part.actor for part in parts]
    for n, actor in enumerate(actors):
        if actor in actors[:n]:
            place = sheet.place(("actors", n, "actor"))
            message = f"`{actor}` has two parts in this story"
            yield problem(codes.DUPLICATE_ANCHOR, message, place, "merge the two entries")


def shared_alias(catalog: Catalog) -> Iterator[Problem]:
    """An alias of an actor is not a name or alias of another one."""
    owners: dict[str, tuple[Sheet[Actor], int]] = {}
    for sheet in catalog.actors.values():
        for n, (name, key) in enumerate(names(sheet)):
            other, position = owners.setdefault(key, (sheet, n))
            if other is not sheet and (n or position):
                path: KeyPath = ("aliases", n - 1) if n else ("name",)
                message = f"“{name}” is also a name of {other.path}"
                hint = "make the two names differ, or merge the two sheets"
                yield problem(codes.SHARED_ALIAS, message, sheet.place(path), hint)


def repeated_relation(catalog: Catalog) -> Iterator[Problem]:
    """A relation is written once: not twice on a sheet, and, where it reads alike both ways, not on both."""
    seen: dict[tuple[str, str, str], list[tuple[Sheet[Actor], Date | None, Date | None]]] = defaultdict(list)
    for sheet in catalog.actors.values():
        for n, relation in enumerate(sheet.data.relations):
            one, other = (sheet.id, str(relation.actor))
            if relation.is_symmetric:
                one, other = sorted((one, other))
            called = (relation.headline, one, other)
            for earlier, start, end in seen[called]:
                undated = start is None and end is None and relation.from_ is None and relation.to is None
                if undated or terms_overlap((start, end), (relation.from_, relation.to)):
                    where = "on this sheet" if earlier.id == sheet.id else f"in {earlier.path}"
                    message = f"`{relation.headline}` {relation.actor} is already written {where}"
                    yield problem(
                        codes.REPEATED_RELATION,
                        message,
                        sheet.place(("relations", n)),
                        "keep one; the other profile shows it automatically",
                    )
                    break
            seen[called].append((sheet, relation.from_, relation.to))


def uncited(sheet: Sheet[SheetModel]) -> Iterator[Problem]:
    """Each point of the gist, event, statement, value, role and relation cites a source; so does a briefing's
    summary. A claim cites the source that makes it."""
    for fact in facts(sheet):
        claimed_by = getattr(fact.item, "source", None)
        if claimed_by is not None and fact.citations and claimed_by not in sources_cited(fact.item):
            yield problem(
                codes.UNCITED,
                f"this is said to be a claim of `{claimed_by}`, which it does not cite",
                sheet.place((*fact.path, "source")),
                f'cite the words: `cite: {{{claimed_by}: "passage"}}`',
            )
        if fact.must_cite and not fact.citations:
            hint = (
                "end it with `[@source-id]`"
                if fact.kind == "summary"
                else 'add `cite: source-id` or `cite: {source-id: "passage"}`'
            )
            yield problem(
                codes.UNCITED,
                f"this {fact.item.NOUN} cites no source",
                sheet.place(fact.path),
                hint,
            )


def missing_matters(sheet: Sheet[SheetModel]) -> Iterator[Problem]:
    """A briefing says why it matters."""
    if isinstance(sheet.data, Briefing) and sheet.data.matters is None:
        yield problem(
            codes.MISSING_MATTERS,
            "this briefing does not say why the story matters",
            sheet.place(("summary",)),
            "add `matters: One sentence for a reader who has never heard of it.`",
        )


def unused_source(catalog: Catalog, drafts: Sequence[Sheet[SheetModel]]) -> Iterator[Problem]:
    """A source supports a fact, or another source copies it."""
    copied = {
        sheet.data.republishes
        for sheet in (*catalog.sources.values(), *drafts)
        if isinstance(sheet.data, Source)
    }
    used = copied.union(*map(cited_by, catalog.sheets()), *map(cited_by, drafts))
    for sheet in catalog.sources.values():
        if sheet.id not in used:
            yield problem(
                codes.UNUSED_SOURCE,
                f"no fact cites `{sheet.id}`",
                sheet.place(),
                "cite it, or delete the sheet",
            )


def unmentioned_actor(catalog: Catalog, drafts: Sequence[Sheet[SheetModel]]) -> Iterator[Problem]:
    """An actor appears in a briefing, or in the role or relation of another actor."""
    in_drafts = {actor for sheet in drafts for actor in references_of(sheet).ids.get("actor", ())}
    for sheet in catalog.actors.values():
        mentioned = sheet.id in catalog.mentions or sheet.id in in_drafts
        if not (mentioned or catalog.relations_of[sheet.id] or catalog.of_actor("role", sheet.id)):
            yield problem(
                codes.UNMENTIONED_ACTOR,
                f"nobody mentions {sheet.data.name}",
                sheet.place(("name",)),
                f"name it with `[[{sheet.id}]]` or `actors: [{sheet.id}]`, or delete the sheet",
            )


def unused_topic(catalog: Catalog, drafts: Sequence[Sheet[SheetModel]]) -> Iterator[Problem]:
    """A topic has at least one briefing."""
    in_drafts = {topic for sheet in drafts if isinstance(sheet.data, Briefing) for topic in sheet.data.topics}
    for sheet in catalog.topics.values():
        if not catalog.briefings_on[sheet.id] and sheet.id not in in_drafts:
            yield problem(
                codes.UNUSED_TOPIC,
                f"no briefing has the topic `{sheet.id}`",
                sheet.place(),
                f"add it with `topics: [{sheet.id}]`, or delete the sheet",
            )


def long_quotation(sheet: Sheet[SheetModel]) -> Iterator[Problem]:
    """A quotation, and a passage, has at most fifteen words."""
    for fact in facts(sheet):
        for citation in fact.citations:
            # Between words of a passage there is one space.
            words = citation.passage.count(" ") + 1 if citation.passage is not None else 0
            if words > LONGEST_QUOTATION:
                what = "quotation" if citation.is_quote else "passage"
                message = f"the {what} has {words} words; a short one has at most {LONGEST_QUOTATION}"
                hint = "cite the words that prove the fact, and leave out others with `…`"
                yield problem(codes.LONG_QUOTATION, message, sheet.place(fact.passage_path(citation)), hint)


def unexplained_status(sheet: Sheet[SheetModel]) -> Iterator[Problem]:
    """An entry whose status is neither reported nor opinion says why in its `note`."""
    for entry in entries(sheet):
        if entry.status not in {"reported", "opinion"} and entry.item.note is None:
            yield problem(
                codes.UNEXPLAINED_STATUS,
                f"the status `{entry.status}` has no explanation",
                sheet.place((*entry.path, "status")),
                "add a `note` that says what speaks against it",
            )


def prose_is_plain(sheet: Sheet[SheetModel]) -> Iterator[Problem]:
    """Prose is Markdown without HTML, headings, tables, code and invisible characters, its links are safe,
    and it is not nested deep. Only what pages print as paragraphs has lists."""
    for path, text in references_of(sheet).prose.items():
        for found in in_prose(text, lists=_in_paragraphs(path)):
            place = sheet.place(path, find=found.words, nth=text.count(found.words, 0, found.start))
            yield problem(found.code, found.message, place, found.hint)


def _in_paragraphs(path: KeyPath) -> bool:
    """Whether pages print a text as paragraphs and lists, not on one line."""
    return path in (("summary",), ("matters",), ("note",)) or (path[0], path[-1]) == ("sections", "text")


ALONE: tuple[Callable[[Sheet[SheetModel]], Iterator[Problem]], ...] = (
    end_before_start, self_reference, updated_before_published, updated_before_correction, uncited,
    result_against_counts, missing_matters, long_quotation,
    unexplained_status, prose_is_plain, repeated_part,
)  # fmt: skip
"""Rules for single sheets."""

TOGETHER: tuple[Callable[[Catalog], Iterator[Problem]], ...] = (
    corrected_entries, miscounted_signatories, outside_life, overlapping_roles, repeated_relation,
    roles_in_bodies, shared_alias,
)  # fmt: skip
"""Rules over all published sheets."""

UNUSED: tuple[Callable[[Catalog, Sequence[Sheet[SheetModel]]], Iterator[Problem]], ...] = (
    unused_source,
    unmentioned_actor,
    unused_topic,
)
"""Rules that also look at drafts: what they use will be needed."""

RULES = (*ALONE, *TOGETHER, *UNUSED)
