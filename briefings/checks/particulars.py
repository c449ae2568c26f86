"""Facts beside their passages: a number, date, speaker or quotation that the source gives differently or not
at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from briefings.catalog.catalog import Catalog
from briefings.catalog.coverage import Coverage, Covered
from briefings.evidence.coverage import Finding
from briefings.problems import codes
from briefings.problems.problem import Place, Problem, problem
from briefings.sheets.load import Sheet
from briefings.store.parsed import ParseCache
from briefings.store.processes import coming


def particular_problems(sheet: Sheet[Any], coverage: Coverage, *, missing: bool) -> Iterator[Problem]:
    """What a fact says does not differ from what its passages and the sentences around them say. With
    `missing`, they also give each particular."""
    for fact in coverage.of(sheet) if missing else coverage.differing(sheet):
        for finding in fact.particulars:
            if finding.state == "differs" or (missing and not finding.is_covered):
                yield uncovered(sheet, fact, finding, coverage)


def uncovered(sheet: Sheet[Any], fact: Covered, finding: Finding, coverage: Coverage) -> Problem:
    """The problem that a particular is not covered."""
    word = _differs if finding.state == "differs" else _not_found
    return word(sheet, fact, finding, coverage)


def _differs(sheet: Sheet[Any], fact: Covered, finding: Finding, coverage: Coverage) -> Problem:
    given, key = finding.particular, finding.particular.key
    match given.kind:
        case "speaker":
            message = f"{given.words} is the speaker here, and the text names {finding.instead}"
            hint = "correct the speaker, or cite words of theirs"
        case "quote":
            message = f"“{given.words}” is not in the passage, which says “{finding.instead}”"
            hint = "quote what the passage says, or write `text` if these are your words"
        case "date" if finding.is_publication:
            message = f"{given.words}: the source was published on {finding.instead} and names no such date"
            hint = "correct the date, or cite a source or words that give it"
        case "date":
            message = f"{given.words}: the text has “{finding.instead}”"
            hint = "correct the date, or cite the words that give it"
        case _:
            message = f"{given.words}: the text has “{finding.instead}”"
            hint = "correct the number or its unit, or cite the words that give it"
    return problem(
        codes.PARTICULAR_DIFFERS,
        message,
        _place(sheet, fact, key),
        suggestion(sheet, fact, finding, coverage) or hint,
    )


def _not_found(sheet: Sheet[Any], fact: Covered, finding: Finding, coverage: Coverage) -> Problem:
    given = finding.particular
    what = f"the {finding.lacks} of “{given.words}”" if finding.lacks else f"“{given.words}”"
    if fact.is_derived and given.key == "value":
        where = "a figure that it is computed from is not covered"
        hint = "cite the words that give the figures, or leave it out"
        return problem(codes.PARTICULAR_NOT_FOUND, f"{what}: {where}", _place(sheet, fact, given.key), hint)
    other = suggestion(sheet, fact, finding, coverage)
    if not fact.cited:
        where = "no passage is cited that could give it"
    elif finding.instead:
        where = f"the text has “{finding.instead}”"
    elif fact.own:
        where = "the passage does not give it" if len(fact.cited) == 1 else "its passages do not give it"
    else:
        where = f"no passage of {'its sources' if other else 'this sheet'} gives it"
    return problem(
        codes.PARTICULAR_NOT_FOUND,
        f"{what}: {where}",
        _place(sheet, fact, given.key),
        other or "cite the words that give it, or leave it out",
    )


def _place(sheet: Sheet[Any], fact: Covered, key: str) -> Place:
    path = (
        fact.path
        if fact.path[-1:] == (key,) or fact.path[:1] in (("questions",), ("summary",))
        else (*fact.path, key)
    )
    return sheet.place(path)


def suggestion(sheet: Sheet[Any], fact: Covered, finding: Finding, coverage: Coverage) -> str:
    """Which other passage of the sheet would cover a particular; empty if none would. Who speaks elsewhere
    need not have said this, too."""
    if finding.particular.kind == "speaker":
        return ""
    other = coverage.suggested(sheet, fact.path, finding.particular)
    if other is None:
        return ""
    source, words = other
    return f'this passage of the sheet gives it: `{source}: "{words}"`'


@contextmanager
def differing(
    catalog: Catalog, coverage: Coverage, cache: ParseCache, *, missing: bool
) -> Iterator[Iterator[Problem]]:
    """What `particular_problems` finds in all sheets. `cache` knows those in which it found nothing.

    This takes longer than all other rules together (benchmarks/README.md), so other processes do it, and only
    for sheets where something may have changed. Until it is asked for, this one can do something else.
    """
    # While the lock, the saved texts and the sources stay as they are, so do the results for unchanged
    # sheets.
    evidence = coverage.all_evidence

    def words(sheet: Sheet[Any]) -> str:
        return f"{coverage.words(sheet)} {missing}"

    def may_have_changed(sheet: Sheet[Any]) -> bool:
        key = cache.get(f"{words(sheet)} {evidence}")
        return key is None or cache.get(key) is None

    sheets = [sheet for sheet in catalog.sheets() if sheet.kind != "source"]
    sheets = sheets if cache.is_empty else [*filter(may_have_changed, sheets)]

    def compare(number: int, sheet: Sheet[Any]) -> tuple[str, str, list[Problem]]:
        own = words(sheet)
        key = f"{own} {coverage.evidence(sheet)}"
        is_known = cache.get(key) is not None
        problems = [] if is_known else [*particular_problems(sheet, coverage, missing=missing)]
        return f"{own} {evidence}", key, problems

    def found() -> Iterator[Problem]:
        for quick, key, problems in compared:
            if not problems:
                cache.put(key, True)
                cache.put(quick, key)
            yield from problems
        cache.save()

    with coming(sheets, compare) as compared:
        yield found()
