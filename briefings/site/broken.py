"""What else is wrong in sheets that cannot be read or linked. They are checked in the same run, with
stand-ins for what is missing or wrong."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from briefings.catalog.coverage import Coverage, known_names
from briefings.catalog.link import link
from briefings.catalog.standing import cited_passages
from briefings.checks import future_dates, proof_problems
from briefings.checks.editorial import ALONE, TOGETHER
from briefings.checks.particulars import differing
from briefings.evidence import Lock, prove
from briefings.evidence import lock as locks
from briefings.problems import codes
from briefings.problems.problem import ContentError, Place, Problem, level
from briefings.settings import Settings
from briefings.sheets.load import LoadResult, approximate
from briefings.store.parsed import ParseCache
from briefings.versions.addresses import IdsLock


def problems_in_broken(
    settings: Settings,
    loaded: LoadResult,
    ids: IdsLock,
    today: date | None,
    *,
    drafts: bool,
    cache: ParseCache,
    covered: ParseCache,
) -> Iterator[Problem]:
    """The problems of references, of editorial rules and of evidence that do not come from a stand-in.
    `covered` knows the sheets whose facts do not differ from their passages."""
    sheets = [*loaded.sheets]
    stand_ins: set[Place] = set()
    for each in loaded.unread:
        if (approximated := approximate(each.place.path, settings.root)) is not None:
            sheets.append(approximated[0])
            stand_ins |= approximated[1]
    catalog, found = link(sheets, drafts=drafts, published=ids.lines, moved=ids.moved, assume=True)
    assert catalog is not None
    known = known_names(sheets)
    try:
        lock = locks.read(settings.seeds_dir / locks.NAME)
    except ContentError:
        lock = Lock()
    proofs = prove(cited_passages(catalog), settings.seeds_dir, lock, cache, known=known)
    coverage = Coverage(catalog, proofs, known, settings.language)
    every = [*catalog.sheets()]
    missing = level(codes.PARTICULAR_NOT_FOUND, settings.severity) != "off"
    found += [each for sheet in every for rule in ALONE for each in rule(sheet)]
    found += [each for rule in TOGETHER for each in rule(catalog)]
    found += proof_problems(catalog, proofs)
    with differing(catalog, coverage, covered, missing=missing) as differences:
        found += differences
    found += future_dates(catalog, today)
    at = {(each.path, each.line, each.column) for each in stand_ins} | {("", 1, 1)}
    for each in found:
        # `verify` records what was found once everything is linked.
        if (
            each.code not in (codes.STALE_LOCK, codes.PASSAGE_UNRECORDED)
            and (each.place.path, each.place.line, each.place.column) not in at
        ):
            yield each
