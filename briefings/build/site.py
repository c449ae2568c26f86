"""From checked content to a site: unchanged pages are reused, all others are built."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefings.build import stages as build
from briefings.build.stages import CheckResult, GenerateResult, Plan
from briefings.html.engines import Engine, EngineResult
from briefings.html.finish import Finisher, file_of
from briefings.pages import Page
from briefings.problems.reports import report
from briefings.search import pagefind
from briefings.settings import Settings
from briefings.store import builds
from briefings.store.builds import NO_PREVIOUS_SITE, Inputs, PageRecord, PreviousSite, Record
from briefings.store.memory import pause_gc
from briefings.store.processes import Progress, each, no_progress
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class Site:
    """A finished site."""

    result: EngineResult
    record: Record
    pages: frozenset[str]
    """The paths of all its pages below the folder of Markdown."""
    written: int
    """Files of the Markdown tree whose content changed."""
    removed: int
    words: Words
    finisher: Finisher


def folders(settings: Settings, target: Path, *, search: bool = True) -> tuple[Path, ...]:
    """The folders that builds write: Markdown, site, schemas and, with `search`, the search documents."""
    return settings.docs_dir, target, settings.schemas_dir, *((settings.search_dir,) if search else ())


def inputs(settings: Settings, target: Path, options: Mapping[str, object]) -> Inputs:
    """Digests of everything that a build into `target` may read."""
    content = (settings.content_dir, settings.seeds_dir)
    return builds.inputs(
        settings.root, content, (settings.root / "build", *folders(settings, target)), options
    )


def make(
    settings: Settings,
    checked: CheckResult,
    engine: Engine,
    target: Path,
    inputs: Inputs,
    *,
    last: Record | None = None,
    search: bool = True,
    strict: bool = True,
    durable: bool = True,
    progress: Progress = no_progress,
) -> Site:
    """Build the site in `target`; raises ContentError, EngineError and FolderError.

    `last` is the record of the last build. Without `search`, the search finds nothing, and the record is for
    other builds without it only. A site that is not `durable` may be lost in a power failure.
    """
    plan = build.plan(settings, checked, progress=progress)
    messages = report(checked.problems) + "".join(f"{note}\n" for note in checked.notes)
    usable = None
    if last is not None and last.inputs.common == inputs.common and last.styles and engine.keeps(settings):
        usable = last
    contexts, same = _compare(plan, {} if usable is None else usable.pages, progress)
    written_folders = folders(settings, target, search=search)
    earlier = NO_PREVIOUS_SITE
    if usable is not None:
        earlier = _reusable(settings, usable, target, written_folders, same, contexts.keys())
    newest = next(iter(plan.catalog.briefings.values()), None)
    as_of = newest.data.last_changed.earliest if newest is not None else None
    words, pages = plan.words, frozenset(contexts)
    finisher = Finisher(
        plan.pages, plan.digests, words, settings, earlier=earlier, search=search, progress=progress
    )
    with finisher:
        # Not durable yet: it is flushed together with the site, before the record is written.
        generated = build.write_pages(
            settings, plan, keep=earlier.pages.keys(), durable=False, progress=progress
        )
        written, removed = generated.written, generated.removed
        traces = _traces(plan, contexts, generated, finisher)
        # Free the catalog before rendering HTML: thousands of sheets take more memory than anything later.
        del checked, plan, generated
        result = engine.build(
            settings,
            site_dir=target,
            strict=strict,
            as_of=as_of,
            finish=finisher,
            earlier=earlier,
            durable=durable,
            progress=progress,
        )
    records = dict(earlier.pages)
    for path, places in result.places.items():
        # The reads of pages that an engine or plugin added are not recorded, so they cannot be reused.
        if path in traces:
            records[path] = PageRecord(*traces[path], places.anchors, places.links, finisher.uses[path])
    outputs = builds.outputs(settings.root, written_folders, last)
    record = Record(inputs, outputs, records, finisher.styles, messages)
    return Site(result, record, pages, written, removed, words, finisher)


@pause_gc()
def _compare(
    plan: Plan, records: Mapping[str, PageRecord], progress: Progress
) -> tuple[dict[str, str], list[str]]:
    """The digest of each page's context, by path; and the pages whose context and reads are unchanged."""

    def compare(number: int, page: Page) -> tuple[str, bool]:
        context, before = plan.digests.of(page), records.get(page.path)
        if before is None or before.context != context:
            return context, False
        return context, before.seen == plan.digests.of_reads(before.reads)

    paths = [page.path for page in plan.pages]
    results = each(plan.pages, compare, done=lambda count: progress("comparison", count, len(paths)), few=500)
    contexts = {path: context for path, (context, _) in zip(paths, results, strict=True)}
    return contexts, [path for path, (_, same) in zip(paths, results, strict=True) if same]


@pause_gc()
def _traces(
    plan: Plan, contexts: Mapping[str, str], generated: GenerateResult, finisher: Finisher
) -> dict[str, tuple[str, tuple[str, ...], str]]:
    """For each page that was rendered: the digest of its context, the names of its reads, and a digest of
    these."""
    rendered = finisher.heads.reads
    names = [plan.digests.names_of(generated.reads[path], reads) for path, reads in rendered.items()]
    seen = each(names, lambda n, reads: plan.digests.of_reads(reads), few=500)
    pages = zip(rendered, names, seen, strict=True)
    return {path: (contexts[path], reads, digest) for path, reads, digest in pages}


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
    recorded_documents = builds.below(settings.search_dir, settings.root, last.outputs)

    def is_unchanged(path: str) -> bool:
        if path not in markdown or file_of(path) not in files:
            return False
        document = pagefind.file_of(path)
        return document in documents or document not in recorded_documents

    def links_hold(path: str) -> bool:
        links = filter(None, last.pages[path].links.split("\n"))
        return all(link.partition("\t")[0] in planned for link in links)

    pages = {path: last.pages[path] for path in same if is_unchanged(path) and links_hold(path)}
    index = f"{pagefind.FOLDER}/"
    recorded = {file for file in builds.below(target, settings.root, last.outputs) if file.startswith(index)}
    whole = frozenset({pagefind.FOLDER} if recorded <= files else ())
    return PreviousSite(target, files, documents, pages, last.styles, whole)
