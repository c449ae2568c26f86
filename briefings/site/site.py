"""From checked content to a site: unchanged pages are reused, all others are built."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain, starmap
from pathlib import Path
from time import perf_counter

from briefings.exports import Resource, from_markdown
from briefings.html import mkdocs
from briefings.html.documents import Documents, document_at
from briefings.html.engine import EngineError, EngineResult, failing, refuse_warnings, source_day
from briefings.html.frame import Places, alone, classes_of_theme
from briefings.html.metadata import Metadata
from briefings.html.publish import origin_of, refuse_faults
from briefings.html.sharing import add_cards
from briefings.problems.reports import report
from briefings.render.render import Renderer
from briefings.search import pagefind
from briefings.search.documents import Searched
from briefings.search.pagefind import file_of
from briefings.settings import Settings
from briefings.sheets.media import media_files
from briefings.site import outputs
from briefings.site import stages as build
from briefings.site.data import last_files, recorded
from briefings.site.handover import handing_over
from briefings.site.press import Press, Printed
from briefings.site.stages import CheckResult, Files, GenerateResult, Item, Made, Plan
from briefings.store import builds
from briefings.store.builds import NO_PREVIOUS_SITE, FileRecord, Inputs, PageRecord, PreviousSite, Record
from briefings.store.folders import NewFolder
from briefings.store.processes import Progress, each, no_progress
from briefings.views.dependencies import ReadRecorder
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
    durable: bool = True,
    with_history: bool = True,
    progress: Progress = no_progress,
) -> Site:
    """Build the site in `target`; raises ContentError, EngineError and FolderError.

    `last` is the record of the last build. Without `search`, the search finds nothing, and the record is for
    other builds without it only. A site that is not `durable` may be lost in a power failure. Without the
    history, git is not asked for it.
    """
    todo = build.plan(settings, checked, with_history=with_history, progress=progress)
    options = _Options(target, search, strict, durable, progress)
    messages = report(checked.problems) + "".join(f"{note}\n" for note in checked.notes)
    if mkdocs.builds_alone(settings):
        return _publish(settings, todo, inputs, messages, last, options)
    return _hand_over(settings, todo, inputs, messages, options)


@dataclass(frozen=True, slots=True)
class _Options:
    target: Path
    search: bool
    strict: bool
    durable: bool
    progress: Progress


def _publish(
    settings: Settings, todo: Plan, inputs: Inputs, messages: str, last: Record | None, options: _Options
) -> Site:
    """Build page by page, and reuse those that are unchanged."""
    began = perf_counter()
    target, progress = options.target, options.progress
    with failing(), source_day(todo.day), ExitStack() as stack:
        site = stack.enter_context(NewFolder(target, "site", inside=settings.root, durable=options.durable))
        others = [each.path for each in todo.resources]
        others += [_media_path(settings, file) for file in media_files(settings.content_dir, settings.root)]
        renderer = Renderer(todo.words, settings)
        press = Press(settings, renderer, todo.pages, others, cards=options.search)
        frame = press.prepare(site.path)
        refuse_warnings(press.frame.warnings, "the engine", strict=options.strict)
        contexts, earlier = _reuse(settings, todo, inputs, frame, last, options)
        documents = None
        if options.search:
            documents = stack.enter_context(
                Documents(todo.searched, todo.words, settings, earlier=earlier, progress=progress)
            )

        def publish(item: Item, made: Made, reads: ReadRecorder) -> _Note:
            if isinstance(item, Path):
                return _Note(None, (), int(site.add(made.path, made.data)))
            page = item.path if isinstance(item, Page) else item.page
            if page and not press.frame.has(page):
                return _NOTHING
            printed, changed = None, 0
            files = [(made.path, made.data)]
            if isinstance(item, Files):
                files = [
                    (each.path, each.content(todo.words, settings, reads.catalog, reads.proofs))
                    for each in item.resources
                ]
            elif isinstance(item, Page):
                html, printed = press.page(item, made.text)
                changed = int(site.add(file_of(item.path), html))
                text = from_markdown(settings, item, todo.updated.get(item.path, ""), made.text)
                files = [] if text is None else [(item.path, text)]
            changed += sum(site.add(path, data) for path, data in files)
            return _Note(printed, tuple(recorded(path, data) for path, data in files), changed)

        generated = build.write_pages(
            settings,
            todo,
            publish,
            keep=earlier.pages.keys(),
            with_resources=False,
            durable=False,
            progress=progress,
        )
        site.keep(chain.from_iterable(starmap(_published, earlier.pages.items())))
        printed = {path: note.page for path, note in generated.notes.items() if note.page is not None}
        warnings = _warnings(press, earlier, printed)
        refuse_warnings(warnings, "the engine", strict=options.strict)
        if not (site.path / "index.html").is_file():
            raise EngineError("the site was not built: the Markdown has no index.md for its front page")
        origins = {file_of(page.path): origin_of(page, settings) for page in todo.pages}
        verdicts = {file_of(path): each.verdict for path, each in printed.items()}
        refuse_faults(verdicts, origins, settings)
        late = [f"{file}: {line}" for file, verdict in verdicts.items() for line in verdict.without_effect]
        refuse_warnings(late, "what follows the engine", strict=options.strict)
        metadata = Metadata(todo.words, settings, cards=options.search)
        add_cards(metadata.cards(todo.pages), site.path, settings.cards_dir, earlier)
        records = _records(todo, contexts, earlier, generated, documents)
        files = {file.path: file for each in records.values() for file in each.files}
        for path, data in last_files(todo, files):
            site.add(path, data)
        if documents is not None:
            documents.put(site.path)
        pages = sum(1 for _ in site.path.rglob("*.html"))
        site.put()
    written_folders = outputs.build_folders(settings, target, search=options.search)
    below = os.path.relpath(target, settings.root)
    written = {f"{below}{os.sep}{path}": file for path, file in files.items()}
    found = builds.outputs(settings.root, written_folders, last, written=written)
    record = Record(inputs, found, records, frame, messages)
    result = EngineResult(target, pages, (*warnings, *late), perf_counter() - began)
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
    """The file itself, or those of the page."""
    changed: int
    """How many of these files, and of the page's HTML, are new or have new content."""


_NOTHING = _Note(None, (), 0)


def _warnings(press: Press, earlier: PreviousSite, printed: Mapping[str, Printed]) -> list[str]:
    """MkDocs' warnings about all pages."""
    messages = [*press.frame.warnings, *(line for each in printed.values() for line in each.warnings)]
    places = {path: Places(known.anchors, known.links) for path, known in earlier.pages.items()}
    places |= {path: each.places for path, each in printed.items()}
    return [*dict.fromkeys(messages), *press.frame.dead_anchors(places)]


def _hand_over(settings: Settings, todo: Plan, inputs: Inputs, messages: str, options: _Options) -> Site:
    """Let MkDocs build all pages from the Markdown, and finish them."""
    classes = classes_of_theme(alone(settings), settings)
    with handing_over(settings, todo, classes, search=options.search, progress=options.progress) as handover:
        result = mkdocs.build(
            settings,
            site_dir=options.target,
            strict=options.strict,
            finish=handover.finish,
            durable=options.durable,
        )
    written_folders = outputs.build_folders(settings, options.target, search=options.search)
    record = Record(inputs, builds.outputs(settings.root, written_folders), {}, "", messages)
    planned = frozenset(page.path for page in todo.pages)
    return Site(result, record, planned, handover.written, handover.removed, todo.words, None)


def _media_path(settings: Settings, file: Path) -> str:
    return file.relative_to(settings.content_dir).as_posix()


def _published(path: str, known: PageRecord) -> Iterator[str]:
    """The files in the site of a page, or of a file that is made alone."""
    if path.endswith(".md"):
        yield file_of(path)
    yield from (file.path for file in known.files)


# ── Reuse ───────────────────────────────────────────────────────────────────────────────────────────────────


def _reuse(
    settings: Settings, todo: Plan, inputs: Inputs, frame: str, last: Record | None, options: _Options
) -> tuple[dict[str, str], PreviousSite]:
    """The digests of `_compare`, and what can be reused."""
    usable = None
    if last is not None and last.inputs.common == inputs.common and last.frame == frame:
        usable = last
    contexts, same = _compare(todo, {} if usable is None else usable.pages, options.progress)
    if usable is None:
        return contexts, NO_PREVIOUS_SITE
    written_folders = outputs.build_folders(settings, options.target, search=options.search)
    return contexts, _reusable(settings, usable, options.target, written_folders, same, contexts.keys())


_Compared = Page | Searched | Files | Resource


def _about(todo: Plan, item: _Compared) -> object:
    """All that decides about an item, besides what it reads of the catalog."""
    match item:
        case Page():
            return item, todo.updated.get(item.path)
        case Searched():
            return item
        case Files():
            return [_about(todo, each) for each in item.resources]
    return item.made_from if item.about is None else item.about


def _compare(
    todo: Plan, records: Mapping[str, PageRecord], progress: Progress
) -> tuple[dict[str, str], list[str]]:
    """The digest of each page with its view, of what its document for the search and its files are about, and
    of what each file that is made alone is about, by path; and the paths for which these and the reads are
    unchanged."""

    def compare(number: int, item: _Compared) -> tuple[str, bool]:
        context = todo.digests.of(_about(todo, item))
        before = records.get(item.path)
        if before is None or before.context != context:
            return context, False
        return context, before.seen == todo.digests.of_reads(before.reads)

    items: list[_Compared] = [*todo.pages, *todo.searched, *todo.files]
    items += [each for each in todo.resources if each.is_alone]
    results = each(items, compare, done=lambda count: progress("comparison", count, len(items)), few=500)
    contexts = {item.path: context for item, (context, _) in zip(items, results, strict=True)}
    return contexts, [item.path for item, (_, same) in zip(items, results, strict=True) if same]


def _records(
    todo: Plan,
    contexts: Mapping[str, str],
    earlier: PreviousSite,
    generated: GenerateResult[_Note],
    documents: Documents | None,
) -> dict[str, PageRecord]:
    """The record of each page, of its document and its files, and of each file that is made alone."""
    searched = () if documents is None else documents.fresh
    # Neither files in content/media/ nor pages that a host excludes are reused.
    made = {
        path: note
        for path, note in generated.notes.items()
        if path in contexts and (note.page is not None or note.files)
    }
    made |= dict.fromkeys((each.path for each in searched), _NOTHING)
    names = [todo.digests.names_of(generated.reads.get(path, "")) for path in made]
    seen = each(names, lambda n, reads: todo.digests.of_reads(reads), few=500)
    records = dict(earlier.pages)
    for (path, note), reads, digest in zip(made.items(), names, seen, strict=True):
        places = note.page.places if note.page is not None else Places("", "")
        records[path] = PageRecord(contexts[path], reads, digest, places.anchors, places.links, note.files)
    return records


def _reusable(
    settings: Settings,
    last: Record,
    target: Path,
    folders: Iterable[Path],
    same: Iterable[str],
    planned: Collection[str],
) -> PreviousSite:
    """What can be reused of these folders: the pages in `same` whose files are unchanged and whose links lead
    to planned pages."""
    unchanged = last.unchanged(settings.root, folders)
    files = builds.below(target, settings.root, unchanged)
    documents = builds.below(settings.search_dir, settings.root, unchanged)
    markdown = builds.below(settings.docs_dir, settings.root, unchanged)

    def is_unchanged(path: str) -> bool:
        if not files.issuperset(_published(path, last.pages[path])):
            return False
        if path.endswith(".md"):
            return path in markdown
        document = document_at(path)
        return document is None or document in documents

    def links_hold(path: str) -> bool:
        links = filter(None, last.pages[path].links.split("\n"))
        return all(link.partition("\t")[0] in planned for link in links)

    pages = {path: last.pages[path] for path in same if is_unchanged(path) and links_hold(path)}
    index = f"{pagefind.FOLDER}/"
    recorded = {file for file in builds.below(target, settings.root, last.outputs) if file.startswith(index)}
    whole = frozenset({pagefind.FOLDER} if recorded <= files else ())
    return PreviousSite(target, files, documents, pages, whole)
