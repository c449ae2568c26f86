"""The stages of a build up to Markdown: check the content, plan the pages, write them.

Nothing is written before everything is read and checked.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from briefings.catalog.catalog import Catalog
from briefings.catalog.coverage import Coverage, Covered, known_names
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
    text_problems,
    unproved_problems,
)
from briefings.checks.corrections import uncorrected
from briefings.checks.media import picture_problems
from briefings.checks.particulars import differing
from briefings.evidence import Lock, Proofs, prove
from briefings.evidence import lock as locks
from briefings.evidence import readings as readings_lock
from briefings.evidence.reading.names import KnownNames
from briefings.evidence.readings import ReadingsLock
from briefings.exports import Publication, Resource, chosen, data_page, of_site, with_files
from briefings.exports.resource import last_changed, newest_change
from briefings.model import FOLDERS, SheetModel
from briefings.pages import handwritten_page, pages
from briefings.pages.handwritten import HandwrittenPage, read_pages
from briefings.pages.schemas import schemas
from briefings.problems import codes
from briefings.problems.problem import (
    ContentError,
    Place,
    Problem,
    counted,
    did_you_mean,
    first_of_each_file,
    level,
    problem,
    with_severity,
)
from briefings.render.render import Renderer, with_front_matter
from briefings.search.documents import Searched, searched
from briefings.settings import Settings
from briefings.sheets import git
from briefings.sheets.dimensions import Size
from briefings.sheets.git import GitError, file_at, tracked_files
from briefings.sheets.load import Sheet, loading
from briefings.sheets.media import media_files, media_problems, media_sizes
from briefings.site import outputs
from briefings.site.broken import problems_in_broken
from briefings.site.destinations import Destinations
from briefings.site.lock_history import LockHistory
from briefings.store import reading
from briefings.store.files import write_if_changed
from briefings.store.folders import NewFolder, write_tree
from briefings.store.parsed import ParseCache
from briefings.store.processes import FEW, Progress, each, no_progress
from briefings.text import limits
from briefings.versions.addresses import IdsLock
from briefings.versions.compare import diff
from briefings.versions.history import History, history
from briefings.views.maker import Maker
from briefings.views.page import Page
from briefings.words import Words

IDS_LOCK = "content/ids.lock"

SHEETS = "sheets"
"""The cache of parsed sheets."""
COVERAGE = "coverage"
"""The cache of sheets whose facts do not differ from their passages."""

N = TypeVar("N")


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
        found += lock_problems
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
            problems += [
                *found,
                *reading_problems(readings, every=level(codes.READING_MISSING, settings.severity) != "off"),
                *editorial_problems(catalog, left_out),
                # A new site has no record yet, and its example is not to be recorded.
                *(
                    published_problems(
                        catalog, ids, every=lock_required, committed=lambda: committed_ids(settings)
                    )
                    if ids.exists or lock_required
                    else ()
                ),
                *future_dates(catalog, today),
                *text_problems(loaded.sheets, saved_texts),
                *link_problems(catalog, handwritten, destinations),
                *picture_problems(catalog, media_sizes(settings.content_dir, settings.root)),
                *host_problems(catalog, settings, destinations, words),
                *differences,
            ]
        if since is not None:
            locked = _lock_changes(settings, since, catalog)
            changes = diff(settings.root, loaded, since, settings.language).changes
            problems += [*uncorrected(changes, catalog), *locked.problems]
            notes += [f"{locks.SHOWN} since {since}: {locked.totals}"] if locked.totals else []
            notes += _new_readings(settings, since, signed)
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
    """The recorded addresses of the last commit; None if git does not know."""
    with suppress(GitError):
        return IdsLock.parse(file_at(settings.root, "HEAD", IDS_LOCK) or b"", IDS_LOCK)
    return None


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
    was, is_now = (None if data is None else data.decode("utf-8", errors="replace") for data in (before, now))
    return lock_changes(was, is_now, moved)


def _new_readings(settings: Settings, revision: str, lock: ReadingsLock) -> list[str]:
    """For the reviewer: how many readings were signed since a revision, and by whom."""
    data = file_at(settings.root, revision, readings_lock.SHOWN) or b""
    before = readings_lock.parse(data.decode("utf-8", "replace")).lines
    new = [line.record.reader for fact, line in lock.lines.items() if line != before.get(fact)]
    by = ", ".join(sorted({*new}))
    return [f"{readings_lock.SHOWN} since {revision}: {counted(len(new), 'reading')} by {by}"] if new else []


@dataclass(frozen=True, slots=True)
class Plan:
    """Every page to render, and what it is rendered from."""

    catalog: Catalog
    words: Words
    pages: tuple[Page, ...]
    resources: tuple[Resource, ...]
    """First those of the site as a whole, then those of its pages."""
    searched: tuple[Searched, ...]
    """What the documents of its pages for the search are made from."""
    publication: Publication
    """The same, for exports."""
    updated: Mapping[str, str]
    """By page of a sheet: the day of the newest change in it (ISO 8601)."""
    sizes: Mapping[str, Size | None]
    """The sizes of all pictures, which finishing adds to the pages that show them."""

    @property
    def day(self) -> date | None:
        """The day of the newest briefing, which sitemaps name so that the same sheets give the same bytes."""
        newest = next(iter(self.catalog.briefings.values()), None)
        changed = None if newest is None else newest.data.last_changed.earliest
        return None if changed is None else changed.in_python


def plan(
    settings: Settings, checked: CheckResult, *, with_history: bool = True, progress: Progress = no_progress
) -> Plan:
    """Plan the pages of checked content; raises ContentError if it has errors. Without the history, feeds
    know only the sheets' own dates."""
    if checked.catalog is None or checked.proofs is None or checked.words is None:
        raise ContentError(checked.errors)
    words = checked.words
    assert checked.coverage is not None, "a linked catalog has coverage"
    compare_facts(settings, checked.catalog, checked.coverage, progress)
    sizes = media_sizes(settings.content_dir, settings.root)
    planned: list[Page] = []
    past = history_of(settings, checked.catalog) if with_history else History()
    colored = tuple(settings.look.topics)
    maker = Maker(checked.catalog, checked.proofs, checked.coverage, words, past, colored=colored)
    of_sheets = pages(maker, settings)
    for page in chain(of_sheets, map(handwritten_page, checked.handwritten)):
        planned.append(page)
        progress("plan", len(planned), 0)
    publication = Publication(maker, settings, tuple(planned))
    resources = [*of_site(publication)]
    finished: list[Page] = []

    def finish(pages: Iterable[Page]) -> None:
        for page, files in with_files(publication, pages):
            finished.append(page)
            resources.extend(files)

    finish(planned)
    finish(
        [data_page(chosen(settings), resources, finished, words, settings, newest_change(checked.catalog))]
    )
    duplicates = list(_duplicates(finished))
    if duplicates:
        raise ContentError(duplicates)
    assert len({each.path for each in resources}) == len(resources), "two files have the same address"
    publication = replace(publication, pages=tuple(finished))
    # Pages without a sheet would depend on all briefings.
    updated = {
        page.path: last_changed(checked.catalog, page) for page in finished if page.view.subject is not None
    }
    return Plan(
        checked.catalog,
        words,
        publication.pages,
        tuple(resources),
        tuple(filter(None, (searched(maker, page) for page in finished))),
        publication,
        updated,
        sizes,
    )


FACTS = "facts"
"""The cache of what passages give of the facts of each sheet."""
_COVERED = TypeAdapter(tuple[Covered, ...])


def compare_facts(
    settings: Settings, catalog: Catalog, coverage: Coverage, progress: Progress = no_progress
) -> None:
    """Compare the facts of all sheets with their passages, as pages show it, on all cores.

    Only for sheets where something may have changed: in one process, this took four fifths of the time of
    planning 300 briefings, 26 seconds of processor.
    """
    cache = outputs.cache(settings, FACTS, tracked_files(settings.root, *outputs.names(settings)))
    sheets = [*catalog.sheets()]
    inputs = [*map(coverage.inputs, sheets)]
    known = [_facts_in(cache.get(key)) for key in inputs]
    unknown = [n for n, facts in enumerate(known) if facts is None]

    def compare(number: int, n: int) -> str:
        facts = coverage.of(sheets[n], names=True)
        return _COVERED.dump_json(facts, exclude_defaults=True).decode("utf-8")

    compared = each(unknown, compare, done=lambda count: progress("facts", count, len(unknown)))
    for n, text in zip(unknown, compared, strict=True):
        cache.put(inputs[n], text)
        known[n] = _facts_in(text)
    cache.save()
    for sheet, facts in zip(sheets, known, strict=True):
        coverage.keep(sheet, facts or ())


def _facts_in(text: Any) -> tuple[Covered, ...] | None:
    """What a line of that cache says; None if it has none, or is damaged."""
    try:
        return None if text is None else _COVERED.validate_json(text)
    except (ValueError, TypeError):
        return None


def _duplicates(pages: Iterable[Page]) -> Iterator[Problem]:
    """Pages that would overwrite each other on some system; a last test, after the checks of ids."""
    first: dict[str, Page] = {}
    for page in pages:
        other = first.setdefault(page.path.casefold(), page)
        if other is not page:
            message = f"`{page.path}` is also the page made from {other.sheet or 'all sheets together'}"
            place = Place(page.sheet or page.path)
            yield problem(codes.DUPLICATE_ID, message, place, "give one of the two another id")


@dataclass(frozen=True, slots=True)
class GenerateResult(Generic[N]):
    """The changes that `generate` made to the Markdown tree."""

    plan: Plan
    written: int
    """Files whose content changed."""
    removed: int
    """Files of pages that no longer exist."""
    notes: Mapping[str, N]
    """What `publish` returned for each item, by path."""


Item = Page | Resource | Path
"""A page, a file for programs, or a file in content/media/."""

Publish = Callable[[Item, "Made"], N]
"""Called with each item and what was made of it, in the process that made it."""


@dataclass(frozen=True, slots=True)
class Made:
    """What an item becomes in the Markdown tree or, for files for programs, in the site."""

    path: str
    data: bytes
    text: str
    """The Markdown of a page without its front matter; empty for other files."""


def generate(
    settings: Settings, checked: CheckResult, *, progress: Progress = no_progress
) -> GenerateResult[None]:
    """Write the Markdown tree of checked content; raises ContentError if it has errors."""
    return write_pages(settings, plan(settings, checked), lambda item, made: None, progress=progress)


def write_pages(
    settings: Settings,
    todo: Plan,
    publish: Publish[N],
    *,
    keep: Collection[str] = (),
    with_resources: bool = True,
    progress: Progress = no_progress,
) -> GenerateResult[N]:
    """Write the Markdown tree: all files are made before the new tree is exchanged with the old one.

    The items in `keep`, by path, are unchanged; their pages are reused. Without resources, the tree has only
    pages and media.
    """
    renderer = Renderer(todo.words, settings)
    media = media_files(settings.content_dir, settings.root)
    # First files of the site as a whole, which take the longest.
    planned: list[Page | Resource] = [*todo.resources, *todo.pages]
    items: list[Item] = [*(item for item in planned if item.path not in keep), *media]
    if len(items) > FEW:
        renderer.load_templates()

    def make(item: Item) -> tuple[str, bytes | None, N]:
        if isinstance(item, Path):
            data = reading.read(item, largest=limits.MEDIA, root=settings.root)
            made = Made(item.relative_to(settings.content_dir).as_posix(), data, "")
        elif isinstance(item, Resource):
            made = Made(item.path, item.content(todo.words, settings), "")
        else:
            text = renderer.body(item)
            made = Made(item.path, with_front_matter(item, text).encode("utf-8"), text)
        is_in_tree = with_resources or not isinstance(item, Resource)
        return made.path, made.data if is_in_tree else None, publish(item, made)

    def done(count: int) -> None:
        progress("pages", count, len(items))

    with NewFolder(settings.docs_dir, "markdown", inside=settings.root) as folder:
        unchanged = [page.path for page in todo.pages if page.path in keep]
        written = write_tree(folder, items, make, keep=unchanged, done=done)
    write_schemas(settings.schemas_dir, todo.catalog, inside=settings.root)
    return GenerateResult(todo, written.changed, written.removed, written.notes)


def write_schemas(folder: Path, catalog: Catalog | None, *, inside: Path | None = None) -> None:
    """Write a JSON Schema for each kind of sheet."""
    for kind, schema in schemas(catalog).items():
        write_if_changed(folder / f"{kind}.schema.json", schema.encode(), inside=inside)


VERSIONS = "history"
"""The cache of what changed between versions."""


def history_of(settings: Settings, catalog: Catalog) -> History:
    """The history of the sheets; empty if git has none."""
    committed = git.tracked_files(settings.root, *outputs.names(settings))
    cache = outputs.cache(settings, VERSIONS, committed)
    try:
        found = history(
            settings.root, settings.content_dir.relative_to(settings.root).as_posix(), catalog, cache
        )
    except git.GitError:
        return History()
    cache.save()
    return found
