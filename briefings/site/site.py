"""From checked content to a site: unchanged pages are reused, all others are built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, starmap
from pathlib import Path
from time import perf_counter

from briefings.exports import Resource, from_markdown
from briefings.html.engine import EngineError, EngineResult, failing, refuse_warnings, source_day
from briefings.html.frame import Places, alone, build_all, builds_alone, classes_of_theme
from briefings.html.metadata import Metadata
from briefings.html.publish import origin_of, refuse_faults
from briefings.problems.reports import report
from briefings.render.render import Renderer
from briefings.search.documents import SEARCHED, Searched
from briefings.search.pagefind import FOLDER, Put, file_of, indexing
from briefings.settings import Settings
from briefings.sheets.media import media_files
from briefings.site import outputs, planning
from briefings.site.data import last_files, recorded
from briefings.site.handover import handing_over
from briefings.site.planning import GenerateResult, Item, Made, Plan
from briefings.site.press import Press, Printed
from briefings.site.stages import CheckResult
from briefings.store import builds
from briefings.store.builds import NO_PREVIOUS_SITE, FileRecord, Inputs, PageRecord, PreviousSite, Record
from briefings.store.folders import NewFolder
from briefings.store.processes import Progress, each, no_progress
from briefings.views.digest import Digester
from briefings.views.page import Page
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class Site:
    """A finished site."""

    result: EngineResult
    record: Record
    pages: frozenset[str]
    """The paths of all its pages below the folder of Markdown."""
    written: int
    """The pages and files for programs that are new or have new content; where MkDocs builds all pages at
    once, the files of the Markdown tree."""
    removed: int
    """Those of the last site that are gone; in the latter case, the files of the Markdown tree."""
    words: Words
    press: Press | None
    """Publishes a single page of it; None if its pages cannot be built alone."""


def make(
    settings: Settings,
    checked: CheckResult,
    target: Path,
    inputs: Inputs,
    *,
    last: Record | None = None,
    search: bool = True,
    strict: bool = True,
    with_history: bool = True,
    progress: Progress = no_progress,
) -> Site:
    """Build the site in `target`; raises ContentError, EngineError and FolderError.

    `last` is the record of the last build. Without `search`, the search finds nothing, and the record is for
    other builds without it only. Without the history, git is not asked for it.
    """
    todo = planning.plan(settings, checked, with_history=with_history, progress=progress)
    options = _Options(target, search, strict, progress)
    messages = report(checked.problems) + "".join(f"{note}\n" for note in checked.notes)
    if builds_alone(settings):
        return _publish(settings, todo, inputs, messages, last, options)
    return _hand_over(settings, todo, inputs, messages, options)


@dataclass(frozen=True, slots=True)
class _Options:
    target: Path
    search: bool
    strict: bool
    progress: Progress


def _publish(
    settings: Settings, todo: Plan, inputs: Inputs, messages: str, last: Record | None, options: _Options
) -> Site:
    """Build page by page, and reuse those that are unchanged."""
    began = perf_counter()
    target, progress = options.target, options.progress
    with failing(), source_day(todo.day), ExitStack() as stack:
        site = stack.enter_context(NewFolder(target, "site", inside=settings.root))
        others = [each.path for each in todo.resources]
        media = media_files(settings.content_dir, settings.root)
        others += [file.relative_to(settings.content_dir).as_posix() for file in media]
        renderer = Renderer(todo.words, settings)
        press = Press(settings, renderer, todo.pages, others, cards=options.search)
        frame = press.prepare(site.path)
        refuse_warnings(press.frame.warnings, strict=options.strict)
        compared, earlier = _reuse(settings, todo, inputs, frame, last, options)
        put: Put | None = None
        if options.search:
            put = stack.enter_context(
                indexing(todo.searched, todo.words, settings, earlier=earlier, progress=progress)
            )

        def publish(item: Item, made: Made) -> _Note:
            if isinstance(item, Path):
                return _Note(None, (), int(site.add(made.path, made.data)))
            page = item.path if isinstance(item, Page) else item.page
            if page and not press.frame.has(page):
                return _NOTHING
            if isinstance(item, Resource):
                return _Note(None, (recorded(made.path, made.data),), int(site.add(made.path, made.data)))
            html, printed = press.page(item, made.text)
            changed = int(site.add(file_of(item.path), html))
            shows_media = "![" in made.text or "<img" in made.text.lower()
            text = from_markdown(settings, item, todo.updated.get(item.path, ""), made.text)
            if text is None:
                return _Note(printed, (), changed, shows_media)
            changed += int(site.add(item.path, text))
            return _Note(printed, (recorded(item.path, text),), changed, shows_media)

        generated = planning.write_pages(
            settings,
            todo,
            publish,
            keep=earlier.pages.keys(),
            with_resources=False,
            progress=progress,
        )
        site.keep(chain.from_iterable(starmap(_published, earlier.pages.items())))
        printed = {path: note.page for path, note in generated.notes.items() if note.page is not None}
        refuse_warnings(_warnings(press, earlier, printed), strict=options.strict)
        _require_front_page(site.path)
        origins = {file_of(page.path): origin_of(page) for page in todo.pages}
        refuse_faults({file_of(path): each.faults for path, each in printed.items()}, origins, settings)
        Metadata(todo.words, settings, cards=options.search).add_cards(todo.pages, site.path, earlier)
        records = _records(compared, earlier, generated, todo.searched if options.search else ())
        files = {file.path: file for each in records.values() for file in each.files}
        for path, data in last_files(todo, files):
            site.add(path, data)
        if put is not None:
            put(site.path)
        pages = sum(1 for _ in site.path.rglob("*.html"))
        site.put()
    written_folders = outputs.build_folders(settings, target, search=options.search)
    found = builds.outputs(settings.root, written_folders, last)
    record = Record(inputs, found, records, frame, messages)
    result = EngineResult(target, pages, perf_counter() - began)
    planned = frozenset(page.path for page in todo.pages)
    changed = sum(note.changed for note in generated.notes.values())
    before = set() if last is None else set(chain.from_iterable(starmap(_published, last.pages.items())))
    removed = len(before.difference(chain.from_iterable(starmap(_published, records.items()))))
    return Site(result, record, planned, changed, removed, todo.words, press)


@dataclass(frozen=True, slots=True)
class _Note:
    """What is known of a page or a file for programs that was built."""

    page: Printed | None
    files: tuple[FileRecord, ...]
    """The file itself, or the one that is made from the page's Markdown."""
    changed: int
    """How many of these files, and of the page's HTML, are new or have new content."""
    shows_media: bool = False
    """Whether the page shows pictures, so that their sizes are on it."""


_NOTHING = _Note(None, (), 0)


def _warnings(press: Press, earlier: PreviousSite, printed: Mapping[str, Printed]) -> list[str]:
    """MkDocs' warnings about all pages."""
    messages = [*press.frame.warnings, *(line for each in printed.values() for line in each.warnings)]
    places = {path: Places(known.anchors, known.links) for path, known in earlier.pages.items()}
    places |= {path: each.places for path, each in printed.items()}
    return [*dict.fromkeys(messages), *press.frame.dead_anchors(places)]


def _hand_over(settings: Settings, todo: Plan, inputs: Inputs, messages: str, options: _Options) -> Site:
    """Let MkDocs build all pages from the Markdown, and finish them."""
    began = perf_counter()
    target, search = options.target, options.search
    classes = classes_of_theme(alone(settings), settings)
    with (
        failing(),
        NewFolder(target, "site", inside=settings.root) as site,
        handing_over(settings, todo, classes, search=search, progress=options.progress) as handover,
    ):
        refuse_warnings(build_all(settings, site.path), strict=options.strict)
        _require_front_page(site.path)
        handover.finish(site.path)
        pages = sum(1 for _ in site.path.rglob("*.html"))
        site.put()
    result = EngineResult(target, pages, perf_counter() - began)
    written_folders = outputs.build_folders(settings, target, search=search)
    record = Record(inputs, builds.outputs(settings.root, written_folders), {}, "", messages)
    planned = frozenset(page.path for page in todo.pages)
    return Site(result, record, planned, handover.written, handover.removed, todo.words, None)


def _require_front_page(site: Path) -> None:
    if not (site / "index.html").is_file():
        raise EngineError("the site was not built: the Markdown has no index.md for its front page")


def _published(path: str, known: PageRecord) -> Iterator[str]:
    """The files in the site that belong to an item with this path."""
    if path.endswith(".md"):
        yield file_of(path)
    yield from (file.path for file in known.files)


# ── Reuse ───────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Compared:
    """What decides which pages and files are unchanged."""

    made_from: Mapping[str, str]
    """By path: the digest of what a page, its search document or a file is made from."""
    media: str
    """The digest of the sizes of all pictures."""

    def is_same(self, path: str, before: PageRecord) -> bool:
        """Whether what has this path is made from the same as recorded."""
        return self.made_from.get(path) == before.made_from and before.media in ("", self.media)


def _reuse(
    settings: Settings, todo: Plan, inputs: Inputs, frame: str, last: Record | None, options: _Options
) -> tuple[_Compared, PreviousSite]:
    """What everything is made from, and what can be reused: all that is made from the same, has unchanged
    files, and links to planned pages."""
    compared = _compare(todo, options.progress)
    if last is None or last.inputs.common != inputs.common or last.frame != frame:
        return compared, NO_PREVIOUS_SITE
    target, search = options.target, options.search
    unchanged = last.unchanged(settings.root, outputs.build_folders(settings, target, search=search))
    files, documents, markdown = (
        builds.below(folder, settings.root, unchanged)
        for folder in (target, settings.search_dir, settings.docs_dir)
    )

    def is_unchanged(path: str, before: PageRecord) -> bool:
        if not files.issuperset(_published(path, before)):
            return False
        if path.endswith(".md"):
            return path in markdown
        return not path.endswith(SEARCHED) or file_of(path.removesuffix(SEARCHED)) in documents

    def links_hold(before: PageRecord) -> bool:
        links = filter(None, before.links.split("\n"))
        return all(link.partition("\t")[0] in compared.made_from for link in links)

    pages = {
        path: before
        for path, before in last.pages.items()
        if compared.is_same(path, before) and is_unchanged(path, before) and links_hold(before)
    }
    index = f"{FOLDER}/"
    recorded = {file for file in builds.below(target, settings.root, last.outputs) if file.startswith(index)}
    whole = frozenset({FOLDER} if recorded <= files else ())
    return compared, PreviousSite(target, files, documents, pages, whole)


def _compare(todo: Plan, progress: Progress) -> _Compared:
    """The digests of what all pages, search documents and files are made from."""
    digester = Digester()
    things: dict[str, list[tuple[str, object]]] = {}
    for resource in todo.resources:
        things.setdefault(resource.page or resource.path, []).append((resource.path, resource.made_from))
    for page in todo.pages:
        things.setdefault(page.path, []).append((page.path, (page, todo.updated.get(page.path))))
    for searched in todo.searched:
        things[searched.page].append((searched.path, searched))
    # A page and its files are made from the same view, so one process digests them.
    groups = [*things.values()]

    def digests(number: int, group: list[tuple[str, object]]) -> list[str]:
        return [digester.of(made_from) for _, made_from in group]

    found = each(groups, digests, done=lambda count: progress("comparison", count, len(groups)), few=300)
    pairs = (
        (path, digest)
        for group, own in zip(groups, found, strict=True)
        for (path, _), digest in zip(group, own, strict=True)
    )
    return _Compared(dict(pairs), digester.of(todo.sizes))


def _records(
    compared: _Compared,
    earlier: PreviousSite,
    generated: GenerateResult[_Note],
    searched: Iterable[Searched],
) -> dict[str, PageRecord]:
    """The record of each page, of its search document, and of each file for programs."""
    # Neither files in content/media/ nor pages that a host excludes are reused.
    made = {
        path: note
        for path, note in generated.notes.items()
        if path in compared.made_from and (note.page is not None or note.files)
    }
    made |= dict.fromkeys((each.path for each in searched if each.path not in earlier.pages), _NOTHING)
    records = dict(earlier.pages)
    for path, note in made.items():
        places = note.page.places if note.page is not None else Places("", "")
        media = compared.media if note.shows_media else ""
        records[path] = PageRecord(compared.made_from[path], media, places.anchors, places.links, note.files)
    return records
