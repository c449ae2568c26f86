"""The stages in order: content → sheets → catalog → checks → pages → Markdown → engine. Gathers everything
before it writes anything."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from pathlib import Path

from briefings.build import outputs
from briefings.build.destinations import Destinations
from briefings.catalog.catalog import Catalog
from briefings.catalog.dependencies import Ground
from briefings.catalog.link import link
from briefings.catalog.standing import Tally, cited_by_unpublished, cited_passages
from briefings.checks import (
    IdsLock,
    LockChanges,
    editorial_problems,
    figure_problems,
    future_dates,
    link_problems,
    lock_changes,
    proof_problems,
    published_problems,
    text_problems,
    unproved_problems,
)
from briefings.checks.changes import base_sheets, changes
from briefings.evidence import Citations, Lock, Proofs, StaleRecord, prove
from briefings.evidence import lock as locks
from briefings.evidence import verify as verify_passages
from briefings.evidence.records import ComparedRecord, Copy, GoneRecord, wrong_name
from briefings.evidence.seeds import Seeds
from briefings.evidence.update import new_records, passages_to_compare
from briefings.exports import exports
from briefings.pages import Page, handwritten, pages
from briefings.pages.handwritten import Handwritten, read_pages
from briefings.pages.reference import schemas, writing_page
from briefings.pictures.illustrate import Tones
from briefings.problems import codes
from briefings.problems.problem import (
    ContentError,
    Place,
    Problem,
    did_you_mean,
    first_of_each_file,
    level,
    or_list,
    problem,
    with_severity,
)
from briefings.render.render import TONES, Renderer
from briefings.settings import Settings
from briefings.sheets import wording
from briefings.sheets.git import file_at, tracked_if_known
from briefings.sheets.load import load
from briefings.sheets.media import media_files, media_problems
from briefings.sheets.yaml_text import stamp
from briefings.store import reading
from briefings.store.files import write_if_changed
from briefings.store.folders import NewFolder, write_tree
from briefings.store.memory import pause_gc
from briefings.store.parsed import ParseCache
from briefings.store.processes import Progress, no_progress
from briefings.text import limits
from briefings.words import Words

IDS_LOCK = "content/ids.lock"


@dataclass(frozen=True, slots=True)
class Checked:
    """What the gates let through, and what they noted."""

    catalog: Catalog | None
    """None if there are errors."""
    proofs: Proofs | None
    linked: Catalog | None
    """The catalog as far as references go: there even if an editorial error or a missing proof stops the
    build."""
    problems: tuple[Problem, ...]
    """Sorted by place, with the severities that the host chose."""
    sheets: int
    handwritten: tuple[Handwritten, ...]
    words: Words | None = field(compare=False, repr=False)
    """The fixed words of the site's language; None where something is wrong with them."""
    notes: tuple[str, ...] = ()
    """Sentences for whoever ran the check: what was left out, and how many proofs changed."""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The problems that stop a build."""
        return tuple(p for p in self.problems if p.severity == "error")


def parse_cache(settings: Settings) -> ParseCache:
    """What earlier checks of a project left, for `check`; in one process the same serves again and again."""
    return _parse_cache(settings, tracked_if_known(settings.root, *outputs.names(settings)))


def _parse_cache(settings: Settings, committed: Collection[str] | None) -> ParseCache:
    # Anybody may have written a committed cache, and if git cannot answer, the cache may be committed.
    if committed is None or outputs.problems(settings, committed):
        return ParseCache()
    return ParseCache(settings.cache_dir / "sheets", f"{stamp()} {wording.stamp()}", inside=settings.root)


@pause_gc()
def check(
    settings: Settings,
    *,
    drafts: bool = False,
    since: str | None = None,
    today: date | None = None,
    cache: ParseCache | None = None,
    lock_required: bool = False,
) -> Checked:
    """Takes the content through the gates, as far as it gets: shape, references, then editorial rules and
    evidence.

    With `since`, a git revision, also compares with what was published and proved there. Without `today`, no
    date lies in the future. With `lock_required`, each passage must be in seeds/quotes.lock, also one that a
    text on this disk has.
    """
    committed = tracked_if_known(settings.root, "seeds", *outputs.names(settings))
    cache = cache if cache is not None else _parse_cache(settings, committed)
    loaded = load(settings.content_dir, root=settings.root, cache=cache)
    written, found = read_pages(settings.content_dir, settings.root, settings.trusted_pages)
    words, wrong = _words(settings)
    problems = [*loaded.problems, *found, *media_problems(settings.content_dir, settings.root), *wrong]
    catalog: Catalog | None = None
    proofs: Proofs | None = None
    left_out = (
        []
        if drafts
        else [sheet for sheet in loaded.sheets if sheet.data.draft and sheet.data.withdrawn is None]
    )
    notes = [_left_out(len(left_out))] if left_out else []
    if not any(p.severity == "error" for p in problems):
        ids = IdsLock.read(settings.root / IDS_LOCK, IDS_LOCK)
        catalog, found = link(loaded.sheets, drafts=drafts, published=ids.lines)
        problems += found
    if catalog is not None:
        lock, found = _lock(settings, cache)
        proofs = prove(
            cited_passages(catalog),
            settings.seeds_dir,
            lock,
            cache,
            unpublished=cited_by_unpublished(loaded.sheets, catalog),
            lock_required=lock_required,
        )
        problems += [
            *found,
            *editorial_problems(catalog, left_out),
            *published_problems(catalog, ids),
            *proof_problems(catalog, proofs),
        ]
        problems += [*figure_problems(catalog, settings.language), *future_dates(catalog, today)]
        problems += text_problems(
            loaded.sheets, frozenset(file for file in committed or () if file.startswith("seeds/"))
        )
        if words is not None:
            problems += link_problems(
                catalog, written, Destinations(settings, catalog, proofs, words, written)
            )
        if level(codes.PASSAGE_UNPROVED, settings.severity) != "off":
            problems += unproved_problems(catalog, proofs)
        if since is not None:
            problems += changes(base_sheets(settings.root, since), catalog)
            recorded = _lock_changes(settings, since, catalog)
            problems += recorded.problems
            notes += [f"{locks.SHOWN} since {since}: {recorded.totals}"] if recorded.totals else []
    problems += outputs.problems(settings, committed or ())
    judged = tuple(first_of_each_file(with_severity(problems, settings.severity)))
    stopped = any(p.severity == "error" for p in judged)
    return Checked(
        catalog=None if stopped else catalog,
        proofs=None if stopped else proofs,
        linked=catalog,
        problems=judged,
        sheets=len(loaded.sheets),
        handwritten=tuple(written),
        words=words,
        notes=tuple(notes),
    )


def _words(settings: Settings) -> tuple[Words | None, list[Problem]]:
    """The words of the site's language, or none and what is wrong with them; one problem stands where the
    language is chosen."""
    language, place = settings.language, settings.language_place
    file = f"theme/locales/{language}.yml"
    known = Words.languages(settings.words_dirs)
    if language not in known:
        base = language.partition("-")[0]
        hint = f"did you mean `{base}`?" if base in known else did_you_mean(language, known)
        own = f"known: {', '.join(known)}; for another language, copy en.yml to {file} and translate it"
        return None, [
            problem(codes.BAD_SETTING, f"the language `{language}` has no file of words", place, hint or own)
        ]
    try:
        return Words.load(language, settings.words_dirs), []
    except ContentError as error:
        wrong = [
            replace(each, place=replace(each.place, path=_shown(each.place.path, settings.root)))
            for each in error.problems
        ]
        count = "a problem" if len(wrong) == 1 else f"{len(wrong)} problems"
        message = (
            f"the words of the language `{language}` are not complete and well formed: {count} in"
            f" {wrong[0].place.path}"
        )
        return None, [
            problem(codes.BAD_SETTING, message, place, "each is listed with its place in that file"),
            *wrong,
        ]


def _shown(path: str, root: Path) -> str:
    """The path of a file as problems name it: relative to the project, where it lies there."""
    file = Path(path)
    return file.relative_to(root).as_posix() if file.is_relative_to(root) else path


def _left_out(drafts: int) -> str:
    return (
        f"{drafts:,} draft{' is' if drafts == 1 else 's are'} left out; --drafts shows"
        f" {'it' if drafts == 1 else 'them'}"
    )


def _lock_changes(settings: Settings, revision: str, catalog: Catalog) -> LockChanges:
    before = file_at(settings.root, revision, locks.SHOWN)
    file = settings.seeds_dir / locks.NAME
    now = file.read_bytes() if file.is_file() and file.stat().st_size <= locks.LARGEST else None
    moved = {old: sheet.id for sheet in catalog.sources.values() for old in sheet.data.moved_from}
    was, is_now = (None if data is None else data.decode("utf-8", errors="replace") for data in (before, now))
    return lock_changes(was, is_now, moved)


def _lock(settings: Settings, cache: ParseCache | None = None) -> tuple[Lock, list[Problem]]:
    """The lock, or an empty one and what is wrong with it."""
    try:
        return locks.read(settings.seeds_dir / locks.NAME, cache), []
    except ContentError as error:
        return Lock(), list(error.problems)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What somebody compared by hand."""

    sources: tuple[str, ...]
    """Ids of the sources whose passages were compared."""
    by: str
    copy: Copy
    on: date
    passages: tuple[str, ...] = ()
    """Only these; all of the sources where it is empty."""


class ComparisonError(ValueError):
    """A comparison cannot be recorded; says why in words."""


@dataclass(frozen=True, slots=True)
class Verified:
    """What `verify` found, and wrote to the lock."""

    proofs: Proofs
    before: Lock
    after: Lock
    problems: tuple[Problem, ...]
    at_risk: tuple[StaleRecord, ...]
    """Proofs of what no sheet cites any more, of texts that are not here. They stay in the lock."""
    pruned: tuple[StaleRecord, ...]
    compared: int
    """Passages that were newly recorded as compared."""

    @property
    def counts(self) -> str:
        """`277 passages: 49 verified, 220 compared by hand, 8 not checked`."""
        levels, states = Tally.of(self.proofs.levels()), self.proofs.counts()
        counted = {
            "verified": levels.verified,
            "verified with omissions": levels.omissions,
            "compared by hand": levels.compared,
            "not checked": levels.not_checked,
            "changed since they were verified": levels.changed,
            "not found": states["missing"],
            "not accepted": states["refused"],
        }
        parts = ", ".join(f"{number} {words}" for words, number in counted.items() if number)
        return f"{levels.passages} passage{'' if levels.passages == 1 else 's'}{': ' if parts else ''}{parts}"

    def notes(self) -> Iterator[str]:
        """What else a curator has to know of this run, line by line."""
        if self.compared:
            yield f"recorded as compared: {_passages(self.compared)}"
        gone: dict[str, list[str]] = {}
        for source, passage in new_records(self.before, self.after, GoneRecord):
            gone.setdefault(source, []).append(passage)
        for source, passages in gone.items():
            yield (
                f"seeds/{source}.txt is another text than before, and does not have"
                f" {_passages(len(passages))} that the earlier one had:"
            )
            yield from (f"    “{passage}”" for passage in passages)
        if self.before.outdated:
            yield (
                "an earlier version of the lock was less strict; of these passages it proves nothing, unless"
                " their texts are here:"
            )
            yield from (f"    {source}: “{passage}”" for source, passage in self.before.outdated)
        if self.at_risk:
            yield (
                f"these proofs stay in {locks.SHOWN}, though no sheet cites them: their texts are not here to"
                " make them again."
            )
            yield from (f"    {each.source}: “{each.passage}”" for each in self.at_risk)
            yield (
                "if a passage was edited, restore its words; if a source was renamed, give it `moved_from:"
                " [old-id]`."
            )
            yield "to remove these proofs, run `briefings verify --prune`"
        if self.pruned:
            yield f"removed from {locks.SHOWN}:"
            yield from (f"    {each.source}: “{each.passage}”" for each in self.pruned)


def _passages(number: int) -> str:
    return f"{number} passage{'' if number == 1 else 's'}"


def verify(
    settings: Settings,
    catalog: Catalog,
    *,
    today: date,
    comparison: Comparison | None = None,
    prune: bool = False,
) -> Verified:
    """Looks every cited passage up in the saved texts and records it in seeds/quotes.lock.

    Proofs that nothing cites any more, of texts that are not here, leave the lock only if they are to be
    pruned. Raises `ContentError` if the lock is damaged, and `ComparisonError`.
    """
    before, found = _lock(settings)
    if found:
        raise ContentError(found)
    cited = cited_passages(catalog)
    compared = _compared(comparison, cited, settings.seeds_dir, before) if comparison is not None else {}
    every = load(settings.content_dir, root=settings.root).sheets
    recording = verify_passages(
        cited,
        settings.seeds_dir,
        before,
        today=today,
        unpublished=cited_by_unpublished(every, catalog),
        comparisons=compared,
        prune=prune,
    )
    # What is stale still is at risk, and named as that.
    judged = replace(recording.proofs, stale=())
    problems = with_severity(proof_problems(catalog, judged), settings.severity)
    return Verified(
        recording.proofs,
        before,
        recording.lock,
        tuple(problems),
        recording.at_risk,
        recording.pruned,
        sum(map(len, compared.values())),
    )


def _compared(
    comparison: Comparison, cited: Citations, seeds: Path, lock: Lock
) -> dict[str, dict[str, ComparedRecord]]:
    """By source and passage: what is to be recorded of a comparison."""
    if wrong := wrong_name(comparison.by):
        raise ComparisonError(f"the name of who compared takes {wrong}")
    held = Seeds(seeds).ids
    record = ComparedRecord(comparison.on, comparison.copy, comparison.by)
    wanted = {" ".join(passage.split()) for passage in comparison.passages}
    compared: dict[str, dict[str, ComparedRecord]] = {}
    for source in comparison.sources:
        if source not in cited:
            hint = did_you_mean(source, cited)
            raise ComparisonError(f"there is no source `{source}`" + (f"; {hint}" if hint else ""))
        if source in held:
            raise ComparisonError(
                f"the text of `{source}` is in seeds/: `briefings verify` looks its passages up by itself"
            )
        passages = [p for p in passages_to_compare(cited, source, lock) if not wanted or p in wanted]
        if not passages and not wanted:
            raise ComparisonError(
                f"`{source}` has no passage to compare: none is cited, or all were found in its text"
            )
        compared[source] = dict.fromkeys(passages, record)
    if unknown := wanted.difference(*compared.values()):
        raise ComparisonError(
            f"“{min(unknown)}” is no passage that is cited of {or_list(comparison.sources)}, or it was found"
            " in the text"
        )
    return compared


def record_ids(settings: Settings, catalog: Catalog) -> int:
    """Adds the ids of published sheets to content/ids.lock; the number that were not in it."""
    lock = IdsLock.read(settings.root / IDS_LOCK, IDS_LOCK)
    if lock.damaged or lock.unread is not None:
        raise ContentError(list(published_problems(catalog, lock)))
    text = lock.with_ids_of(catalog)
    write_if_changed(settings.root / IDS_LOCK, text.encode("utf-8"), inside=settings.root)
    return sum(not line.startswith("#") for line in text.splitlines()) - len(lock.lines)


@dataclass(frozen=True, slots=True)
class Plan:
    """Every page to be made, and what they are made from."""

    catalog: Catalog
    proofs: Proofs
    words: Words
    pages: tuple[Page, ...]
    ground: Ground


@pause_gc()
def plan(settings: Settings, checked: Checked, *, progress: Progress = no_progress) -> Plan:
    """What is to be made of sheets that the gates let through; raises ContentError where they did not."""
    if checked.catalog is None or checked.proofs is None or checked.words is None:
        raise ContentError(checked.errors)
    words = checked.words
    ground = Ground(checked.catalog, checked.proofs, **{TONES: Tones.among(checked.catalog, words)})
    made: list[Page] = []
    of_sheets = pages(checked.catalog, checked.proofs, words, settings)
    for page in chain(of_sheets, (writing_page(words),), map(handwritten, checked.handwritten)):
        made.append(page)
        progress("plan", len(made), 0)
    twice = list(_on_one_path(made))
    if twice:
        raise ContentError(twice)
    return Plan(checked.catalog, checked.proofs, words, tuple(made), ground)


def _on_one_path(pages: Iterable[Page]) -> Iterator[Problem]:
    """Pages of which one would replace another, on any system. The gates see to it that there are none: this
    is the last of them."""
    first: dict[str, Page] = {}
    for page in pages:
        other = first.setdefault(page.path.casefold(), page)
        if other is not page:
            made_from = other.sheet or "all sheets together"
            message = f"`{page.path}` is also the page that is made from {made_from}"
            yield problem(
                codes.DUPLICATE_ID, message, Place(page.sheet or page.path), "give one of the two another id"
            )


@dataclass(frozen=True, slots=True)
class Generated:
    """What `generate` did to the Markdown tree."""

    plan: Plan
    written: int
    """Files whose content changed."""
    removed: int
    """Files that are no page any more."""
    reads: Mapping[str, str]
    """By page that was made: what was read of the catalog for it."""


def generate(settings: Settings, checked: Checked, *, progress: Progress = no_progress) -> Generated:
    """Writes the Markdown tree of sheets that the gates let through; raises ContentError where they did
    not."""
    return write_pages(settings, plan(settings, checked), progress=progress)


def write_pages(
    settings: Settings,
    todo: Plan,
    *,
    keep: Collection[str] = (),
    durable: bool = True,
    progress: Progress = no_progress,
) -> Generated:
    """Writes the Markdown tree: all pages are made before the new tree is exchanged with the old one.

    The pages in `keep` are known to be unchanged and are reused. A tree that is not `durable` may be lost in
    a power failure.
    """
    renderer = Renderer(todo.catalog, todo.proofs, todo.words, settings)
    media = settings.content_dir / "media"
    things: list[Page | Path | tuple[str, bytes]] = [
        *(page for page in todo.pages if page.path not in keep),
        *media_files(settings.content_dir, settings.root),
        *exports(todo.catalog, todo.proofs),
    ]

    def make(thing: Page | Path | tuple[str, bytes]) -> tuple[str, bytes, str]:
        if isinstance(thing, tuple):
            return *thing, ""
        if isinstance(thing, Path):
            return (
                f"media/{thing.relative_to(media).as_posix()}",
                reading.read(thing, largest=limits.MEDIA, root=settings.root),
                "",
            )
        trace = todo.ground.trace()
        return thing.path, renderer.render(thing, trace).encode("utf-8"), trace.reads

    with NewFolder(settings.docs_dir, "markdown", inside=settings.root, durable=durable) as folder:
        written = write_tree(
            folder, things, make, keep=keep, done=lambda n: progress("pages", n, len(things))
        )
    write_schemas(settings.schemas_dir, todo.catalog, inside=settings.root)
    return Generated(todo, written.changed, written.removed, written.notes)


def write_schemas(folder: Path, catalog: Catalog | None, *, inside: Path | None = None) -> None:
    """Writes a JSON Schema for each kind of sheet; each file is replaced atomically."""
    for kind, schema in schemas(catalog).items():
        write_if_changed(folder / f"{kind}.schema.json", schema.encode(), inside=inside)


__all__ = [
    "Checked", "Comparison", "ComparisonError", "Generated", "Plan", "Verified", "check", "cited_passages",
    "generate", "plan", "verify",
    "write_pages",
]  # fmt: skip
