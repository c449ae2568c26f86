"""The stages of a build after the check: plan the pages, and write them as Markdown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from briefings.catalog.catalog import Catalog
from briefings.catalog.coverage import Coverage, Covered
from briefings.exports import Publication, Resource, chosen, data_page, of_site, with_files
from briefings.pages.planned import handwritten_page, pages
from briefings.pages.schemas import schemas
from briefings.problems import codes
from briefings.problems.problem import (
    ContentError,
    Place,
    Problem,
    problem,
)
from briefings.render.render import Renderer, with_front_matter
from briefings.search.documents import Searched, searched
from briefings.settings import Settings
from briefings.sheets import git
from briefings.sheets.dimensions import Size
from briefings.sheets.git import tracked_files
from briefings.sheets.media import media_files, media_sizes
from briefings.site import outputs
from briefings.site.stages import CheckResult
from briefings.store import reading
from briefings.store.files import write_if_changed
from briefings.store.folders import NewFolder, write_tree
from briefings.store.processes import FEW, Progress, each, no_progress
from briefings.text import limits
from briefings.versions.history import History, history
from briefings.views.maker import Maker
from briefings.views.page import Page
from briefings.words import Words

N = TypeVar("N")


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
        [data_page(chosen(settings), resources, finished, words, settings, publication.changed())]
    )
    duplicates = list(_duplicates(finished))
    if duplicates:
        raise ContentError(duplicates)
    assert len({each.path for each in resources}) == len(resources), "two files have the same address"
    publication = replace(publication, pages=tuple(finished))
    # Pages without a sheet would depend on all briefings.
    updated = {
        page.path: publication.changed(page.view.subject)
        for page in finished
        if page.view.subject is not None
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
