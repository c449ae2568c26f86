"""The first stage of a build: check the content. Nothing is written before everything is read and checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from briefings.catalog.catalog import Catalog
from briefings.catalog.coverage import Coverage, known_names
from briefings.catalog.link import link, prepare
from briefings.catalog.readings import Readings
from briefings.catalog.standing import cited_by_unpublished, cited_passages
from briefings.checks import (
    LockChanges,
    editorial_problems,
    future_dates,
    future_days,
    host_problems,
    link_problems,
    lock_changes,
    proof_problems,
    published_problems,
    reading_problems,
    removed_from_record,
    replaced_readings,
    text_problems,
    unproved_problems,
)
from briefings.checks.corrections import uncorrected
from briefings.checks.handwritten import HandwrittenPage, read_pages
from briefings.checks.media import picture_problems
from briefings.checks.particulars import differing
from briefings.evidence import Lock, Proofs, prove
from briefings.evidence import lock as locks
from briefings.evidence import readings as readings_lock
from briefings.evidence.readings import ReadingsLock
from briefings.grammar.names import KnownNames
from briefings.model import FOLDERS, SheetModel
from briefings.problems import codes
from briefings.problems.problem import (
    ContentError,
    Problem,
    counted,
    did_you_mean,
    first_of_each_file,
    level,
    problem,
    with_severity,
)
from briefings.settings import Settings
from briefings.sheets.git import GitError, base, file_at, newest_with, tracked_files, uncommitted
from briefings.sheets.load import Sheet, loading
from briefings.sheets.media import media_problems, media_sizes
from briefings.site import outputs
from briefings.site.broken import problems_in_broken
from briefings.site.destinations import Destinations
from briefings.site.lock_history import LockHistory
from briefings.store.parsed import ParseCache
from briefings.store.processes import Progress, no_progress
from briefings.versions.addresses import IdsLock
from briefings.versions.compare import diff
from briefings.words import Words

IDS_LOCK = "content/ids.lock"

SHEETS = "sheets"
"""The cache of parsed sheets."""
COVERAGE = "coverage"
"""The cache of sheets in which nothing was found, alone and beside their passages."""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Checked content, and the problems in it."""

    catalog: Catalog | None
    """None if there is an error."""
    proofs: Proofs | None
    linked: Catalog | None
    """The catalog if all references resolve, even if there are other errors."""
    problems: tuple[Problem, ...]
    """Sorted by place, with the severities that the host chose."""
    sheets: int
    handwritten: tuple[HandwrittenPage, ...]
    words: Words | None = field(compare=False, repr=False)
    """The fixed words of the site's language; None if there is a problem with them."""
    coverage: Coverage | None = field(compare=False, repr=False)
    """What the passages of the linked catalog give of its facts; None without that catalog."""
    notes: tuple[str, ...] = ()
    """Messages for whoever ran the check: how many drafts were left out, and how many proofs changed."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build."""
        return tuple(p for p in self.problems if p.severity == "error")

    def require_linked(self) -> Catalog:
        """The linked catalog. Raises ContentError if a reference does not resolve."""
        if self.linked is None:
            raise ContentError(self.problems)
        return self.linked


def parse_cache(settings: Settings) -> ParseCache:
    """The cache of a project for `check`, which a process can use for many checks."""
    return outputs.cache(settings, SHEETS, tracked_files(settings.root, *outputs.names(settings)))


def check(
    settings: Settings,
    *,
    drafts: bool = False,
    as_published: bool = False,
    since: str | None = None,
    today: date | None = None,
    cache: ParseCache | None = None,
    lock_required: bool = False,
    progress: Progress = no_progress,
) -> CheckResult:
    """Check the shape of the content, its references, editorial rules and evidence; the later ones also where
    an earlier one finds errors.

    Errors in drafts are notices and stop nothing, unless they are checked `as_published`: a draft that cannot
    be read or linked is left out.

    With `since`, a git revision, changes of published facts and proofs since then are checked, too. Without
    `today`, no date is in the future. With `lock_required`, every passage must be in seeds/quotes.lock, even
    if its text is here. `progress` ends the check by raising.
    """
    committed = tracked_files(settings.root, "seeds", *outputs.names(settings))
    cache = cache if cache is not None else outputs.cache(settings, SHEETS, committed)
    with loading(settings.content_dir, root=settings.root, cache=cache, follow=prepare) as sheets:
        handwritten, page_problems = read_pages(settings.content_dir, settings.root)
        words, word_problems = words_of(settings)
        ids = IdsLock.read(settings.root / IDS_LOCK, IDS_LOCK)
        lock, lock_problems = _lock(settings, cache)
        loaded = sheets()
    progress("check", 1, 3)
    problems = [*loaded.problems, *page_problems, *word_problems]
    problems += media_problems(settings.content_dir, settings.root)
    unpublished = [sheet for sheet in loaded.sheets if sheet.data.draft and sheet.data.withdrawn is None]
    left_out = [] if drafts else [*unpublished]
    catalog: Catalog | None = None
    proofs: Proofs | None = None
    coverage: Coverage | None = None
    notes: list[str] = []
    if words is not None and not _has_error(problems):
        catalog, found, broken = _link(loaded.sheets, unpublished if drafts else (), ids, words)
        left_out += broken
        problems += found
    unsound = {each.place.path for each in loaded.unread if drafts or not each.is_in_draft}
    unsound |= {sheet.path for sheet in left_out if drafts}
    if words is not None and (catalog is None or unsound):
        covered = outputs.cache(settings, COVERAGE, committed)
        more = problems_in_broken(settings, loaded, ids, today, drafts=drafts, cache=cache, covered=covered)
        problems += [
            each
            for each in dict.fromkeys(more).keys() - {*problems}
            if catalog is None or each.place.path in unsound
        ]
    progress("check", 2, 3)
    if catalog is not None and words is not None:
        known = known_names(loaded.sheets)
        proofs, found = _prove(
            settings, loaded.sheets, catalog, lock, cache, known, today, lock_required=lock_required
        )
        if lock_problems:
            # An unread lock has nothing to hold passages against.
            about_lock = (codes.PASSAGE_UNRECORDED, codes.STALE_LOCK)
            found = [*lock_problems, *(each for each in found if each.code not in about_lock)]
        hidden = {f"{FOLDERS[sheet.kind]}/{sheet.id}" for sheet in left_out}
        hidden |= {
            file.parts[1] + f"/{file.stem}" for file in (Path(each.place.path) for each in loaded.unread)
        }
        signed = readings_lock.read(settings.seeds_dir / readings_lock.NAME)
        readings = Readings(catalog, proofs, signed, frozenset(hidden))
        coverage = Coverage(catalog, proofs, known, settings.language, readings)
        destinations = Destinations(settings, catalog, proofs, coverage, words, handwritten)
        saved_texts = frozenset(file for file in committed or () if file.startswith("seeds/"))
        covered = outputs.cache(settings, COVERAGE, committed)
        every = level(codes.PARTICULAR_NOT_FOUND, settings.severity) != "off"
        with differing(catalog, coverage, covered, missing=every) as differences:
            cache.save()  # while other processes compare
            problems += [
                *found,
                *reading_problems(readings, every=level(codes.READING_MISSING, settings.severity) != "off"),
                *editorial_problems(catalog, left_out, covered),
                # A new site has no record yet, and its example is not to be recorded.
                *(
                    published_problems(
                        catalog, ids, every=lock_required, committed=lambda: committed_ids(settings)
                    )
                    if ids.exists or lock_required
                    else ()
                ),
                *removed_ids(settings, catalog, ids, since=since),
                *future_dates(catalog, today),
                *text_problems(loaded.sheets, saved_texts),
                *link_problems(catalog, handwritten, destinations, settings.linking),
                *picture_problems(catalog, media_sizes(settings.content_dir, settings.root)),
                *host_problems(catalog, settings, destinations, words),
                *differences,
            ]
        if since is not None:
            locked = _lock_changes(settings, since, catalog)
            changes = diff(settings.root, loaded, since, settings.language).changes
            earlier = replace(readings, lock=_readings_at(settings, since))
            problems += [
                *uncorrected(changes, catalog),
                *locked.problems,
                *replaced_readings(earlier, readings),
            ]
            notes += [f"{locks.SHOWN} since {since}: {locked.totals}"] if locked.totals else []
            notes += [
                f"{readings_lock.SHOWN} since {since}: {each}" for each in _about_readings(earlier, signed)
            ]
    cache.save()
    progress("check", 3, 3)
    problems += outputs.problems(settings, committed or ())
    unread = [each for each in loaded.unread if each.is_in_draft]
    if missing := len(left_out) + len(unread):
        notes.append(_left_out(missing, drafts=drafts))
    lines = {(each.place.path, each.place.line) for each in loaded.problems if each.code is codes.BAD_VALUE}
    # What has no value cites nothing, either.
    problems = [
        each
        for each in problems
        if each.code is not codes.UNCITED or (each.place.path, each.place.line) not in lines
    ]
    drafted = {sheet.path for sheet in unpublished} | {each.place.path for each in unread}
    problems = [
        replace(each, is_in_draft=not as_published and each.place.path in drafted) for each in problems
    ]
    final = tuple(first_of_each_file(with_severity(problems, settings.severity)))
    return CheckResult(
        catalog=None if _has_error(final) else catalog,
        proofs=None if _has_error(final) else proofs,
        linked=catalog,
        problems=final,
        sheets=len(loaded.sheets),
        handwritten=tuple(handwritten),
        words=words,
        coverage=coverage,
        notes=tuple(notes),
    )


def committed_ids(settings: Settings) -> IdsLock | None:
    """The recorded addresses of the last commit, or of the last that has a record; None if git does not
    know."""
    with suppress(GitError):
        return _ids_at(settings, newest_with(settings.root, IDS_LOCK) or "HEAD")
    return None


def _ids_at(settings: Settings, revision: str) -> IdsLock:
    return IdsLock.parse(file_at(settings.root, revision, IDS_LOCK) or b"", IDS_LOCK)


def removed_ids(
    settings: Settings, catalog: Catalog, ids: IdsLock, *, since: str | None = None
) -> list[Problem]:
    """The addresses that the last commit recorded, or the revision `since`, and that are gone now."""
    revisions = [base(settings.root, since)[:12]] if since is not None else []
    with suppress(GitError):
        if not ids.exists or uncommitted(settings.root, IDS_LOCK):
            newest = newest_with(settings.root, IDS_LOCK)
            revisions += [newest] if newest is not None else []
    every = ([*removed_from_record(catalog, ids, _ids_at(settings, each), each)] for each in revisions)
    return next(filter(None, every), [])


def _has_error(problems: Iterable[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _link(
    sheets: Sequence[Sheet[SheetModel]], drafts: Sequence[Sheet[SheetModel]], ids: IdsLock, words: Words
) -> tuple[Catalog | None, list[Problem], list[Sheet[SheetModel]]]:
    """The catalog of published sheets and of these drafts, the problems, and the drafts that were left out
    because of a problem in them."""
    problems: dict[Problem, None] = {}
    included = [*drafts]
    while True:
        catalog, found = link(
            sheets,
            drafts={sheet.path for sheet in included},
            published=ids.lines,
            moved=ids.moved,
            collation=words.collation,
        )
        problems |= dict.fromkeys(found)
        wrong = {each.place.path for each in found}
        linked = [sheet for sheet in included if sheet.path not in wrong]
        if len(linked) == len(included):
            return catalog, [*problems], [sheet for sheet in drafts if sheet not in included]
        included = linked


def _lock(settings: Settings, cache: ParseCache) -> tuple[Lock, list[Problem]]:
    """The lock, and what is wrong with it; an empty one if it is damaged."""
    try:
        return locks.read(settings.seeds_dir / locks.NAME, cache), []
    except ContentError as error:
        return Lock(), list(error.problems)


def _prove(
    settings: Settings,
    sheets: Sequence[Sheet[SheetModel]],
    catalog: Catalog,
    lock: Lock,
    cache: ParseCache,
    known: KnownNames,
    today: date | None,
    *,
    lock_required: bool,
) -> tuple[Proofs, list[Problem]]:
    """The proofs of all cited passages, and what is wrong with them or with the days in the lock."""
    proofs = prove(
        cited_passages(catalog),
        settings.seeds_dir,
        lock,
        cache,
        unpublished=cited_by_unpublished(sheets, catalog),
        lock_required=lock_required,
        known=known,
        confirms=LockHistory(settings.root).confirms,
    )
    problems = [*proof_problems(catalog, proofs), *future_days(lock, today)]
    if level(codes.PASSAGE_UNPROVED, settings.severity) != "off":
        problems += unproved_problems(catalog, proofs)
    return proofs, problems


def words_of(settings: Settings) -> tuple[Words | None, list[Problem]]:
    """The words of the site's language; or None, a problem where the language is chosen, and those of the
    file."""
    language, place = settings.language, settings.language_place
    known = Words.languages(settings.words_dirs)
    if language not in known:
        message = f"the language `{language}` has no file of words"
        base = language.partition("-")[0]
        hint = f"did you mean `{base}`?" if base in known else did_you_mean(language, known)
        if not hint:
            other = f"`briefings language {language}` says what to translate for another language"
            hint = f"known: {', '.join(known)}; {other}"
        return None, [problem(codes.BAD_SETTING, message, place, hint)]
    try:
        return Words.load(language, settings.words_dirs), []
    except ContentError as error:
        wrong = [
            replace(each, place=replace(each.place, path=_shown(each.place.path, settings.root)))
            for each in error.problems
        ]
        count = "a problem" if len(wrong) == 1 else f"{len(wrong)} problems"
        message = f"the file of words of the language `{language}` has {count}: {wrong[0].place.path}"
        hint = "each is listed with its place in that file"
        return None, [problem(codes.BAD_SETTING, message, place, hint), *wrong]


def _shown(path: str, root: Path) -> str:
    """The path of a file in problems: relative to the project, if it is in there."""
    file = Path(path)
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else path


def _left_out(number: int, *, drafts: bool) -> str:
    some, them = ("1 draft is", "it") if number == 1 else (f"{number:,} drafts are", "them")
    return f"{some} left out; {'the notices say why' if drafts else f'--drafts shows {them}'}"


def _lock_changes(settings: Settings, revision: str, catalog: Catalog) -> LockChanges:
    before = file_at(settings.root, revision, locks.SHOWN)
    file = settings.seeds_dir / locks.NAME
    now = file.read_bytes() if file.is_file() and file.stat().st_size <= locks.LARGEST else None
    moved = {old: sheet.id for sheet in catalog.sources.values() for old in sheet.data.moved_from}
    was, is_now = (None if data is None else data.decode("utf-8-sig", "replace") for data in (before, now))
    return lock_changes(was, is_now, moved)


def _readings_at(settings: Settings, revision: str) -> ReadingsLock:
    data = file_at(settings.root, revision, readings_lock.SHOWN) or b""
    return readings_lock.parse(data.decode("utf-8-sig", "replace"))


def _about_readings(before: Readings, lock: ReadingsLock) -> Iterator[str]:
    """For the reviewer: how many readings were signed since `before`, and by whom; and which are gone because
    something was edited."""
    then = before.lock.lines
    new = [line.record.reader for fact, line in lock.lines.items() if line != then.get(fact)]
    if new:
        yield f"{counted(len(new), 'reading')} by {', '.join(sorted({*new}))}"
    for fact, line in sorted(before.void.items()):
        if lock.lines.get(fact) != line:
            read = line.record
            yield f"`{fact}` was edited, and so is gone: “{read.answer}”, {read.reader}, {read.day}"
