"""From checked sheets to a site: pages that an earlier build made from the same data are reused, all others
are made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from briefings.build import stages as build
from briefings.build.stages import Checked, Generated, Plan
from briefings.html.engines import Engine, EngineResult
from briefings.html.finish import Finishing, file_of
from briefings.pages import Page
from briefings.problems.reports import report
from briefings.search import pagefind as found
from briefings.settings import Settings
from briefings.store import builds
from briefings.store.builds import NO_PREVIOUS_SITE, Inputs, PageRecord, PreviousSite, Record
from briefings.store.memory import pause_gc
from briefings.store.processes import Progress, each, no_progress
from briefings.words import Words


@dataclass(frozen=True, slots=True)
class Site:
    """A site that was built."""

    result: EngineResult
    record: Record
    pages: frozenset[str]
    """All its pages, by path below the folder of Markdown."""
    written: int
    """Files of the Markdown tree whose content changed."""
    removed: int
    words: Words
    finishing: Finishing


def folders(settings: Settings, target: Path, *, search: bool = True) -> tuple[Path, ...]:
    """What builds write: the Markdown, the site, the schemas and, with `search`, the search documents."""
    return settings.docs_dir, target, settings.schemas_dir, *((settings.search_dir,) if search else ())


def inputs(settings: Settings, target: Path, options: Mapping[str, object]) -> Inputs:
    """Digests of everything that a build into `target` may read."""
    content = (settings.content_dir, settings.seeds_dir)
    return builds.inputs(
        settings.root, content, (settings.root / "build", *folders(settings, target)), options
    )


def make(
    settings: Settings,
    checked: Checked,
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
    """Build the site in `target`; raises ContentError, EngineError and FolderError. `last` is the record of
    an earlier build.

    Without `search`, the search finds nothing; the record is then good for other such builds only. A site
    that is not `durable` may be lost in a power failure.
    """
    plan = build.plan(settings, checked, progress=progress)
    said = report(checked.problems) + "".join(f"{note}\n" for note in checked.notes)
    usable = (
        last is not None
        and last.inputs.common == inputs.common
        and last.styles != ""
        and engine.keeps(settings)
    )
    contexts, same = _compared(plan, last.pages if last is not None and usable else {}, progress)
    there = folders(settings, target, search=search)
    earlier = (
        _earlier(settings, last, target, there, same, contexts.keys())
        if last is not None and usable
        else NO_PREVIOUS_SITE
    )
    newest = next(iter(plan.catalog.briefings.values()), None)
    as_of = newest.data.last_changed.earliest if newest is not None else None
    words, pages = plan.words, frozenset(contexts)
    finishing = Finishing(
        plan.pages, plan.ground, words, settings, earlier=earlier, search=search, progress=progress
    )
    with finishing:
        # Not durable by itself: the record is written after the site, which is flushed together with the
        # Markdown.
        generated = build.write_pages(
            settings, plan, keep=earlier.pages.keys(), durable=False, progress=progress
        )
        written, removed = generated.written, generated.removed
        traces = _traces(plan, contexts, generated, finishing)
        # From here on the sheets are not needed, and of thousands they take more memory than anything that
        # follows.
        del checked, plan, generated
        result = engine.build(
            settings,
            site_dir=target,
            strict=strict,
            as_of=as_of,
            finish=finishing,
            earlier=earlier,
            durable=durable,
            progress=progress,
        )
    known = dict(earlier.pages)
    for path, places in result.places.items():
        # A page that nobody planned is none that could be made again.
        if path in traces:
            known[path] = PageRecord(*traces[path], places.anchors, places.links, finishing.uses[path])
    record = Record(inputs, builds.outputs(settings.root, there, last), known, finishing.styles, said)
    return Site(result, record, pages, written, removed, words, finishing)


@pause_gc()
def _compared(
    plan: Plan, known: Mapping[str, PageRecord], progress: Progress
) -> tuple[dict[str, str], list[str]]:
    """By page: a digest of the page as it is planned, with all that its template is given; and the pages made
    of the same before."""

    def look(number: int, page: Page) -> tuple[str, bool]:
        context, before = plan.ground.digest(page), known.get(page.path)
        return context, before is not None and before.context == context and before.seen == plan.ground.seen(
            before.reads
        )

    paths = [page.path for page in plan.pages]
    looked = each(plan.pages, look, done=lambda count: progress("comparison", count, len(paths)), few=500)
    contexts = {path: context for path, (context, _) in zip(paths, looked, strict=True)}
    return contexts, [path for path, (_, same) in zip(paths, looked, strict=True) if same]


@pause_gc()
def _traces(
    plan: Plan, contexts: Mapping[str, str], generated: Generated, finishing: Finishing
) -> dict[str, tuple[str, tuple[str, ...], str]]:
    """By page that was made: a digest of its context, what was read for it, and a digest of that."""
    made = finishing.heads.reads
    names = [plan.ground.named(generated.reads[path], reads) for path, reads in made.items()]
    seen = each(names, lambda n, reads: plan.ground.seen(reads), few=500)
    return {
        path: (contexts[path], read, digest) for path, read, digest in zip(made, names, seen, strict=True)
    }


def _earlier(
    settings: Settings,
    last: Record,
    target: Path,
    folders: Iterable[Path],
    same: Iterable[str],
    there: Collection[str],
) -> PreviousSite:
    """What can be reused of these folders: the pages in `same`, if all their links lead to pages that are
    there."""
    standing = last.unchanged(settings.root, folders)
    files = builds.below(target, settings.root, standing)
    documents = builds.below(settings.search_dir, settings.root, standing)
    markdown = builds.below(settings.docs_dir, settings.root, standing)
    recorded = builds.below(settings.search_dir, settings.root, last.outputs)

    def stands(path: str) -> bool:
        document = found.file_of(path)
        return (
            path in markdown
            and file_of(path) in files
            and (document in documents or document not in recorded)
        )

    def leads(path: str) -> bool:
        return all(
            line.partition("\t")[0] in there for line in filter(None, last.pages[path].links.split("\n"))
        )

    pages = {path: last.pages[path] for path in same if stands(path) and leads(path)}
    whole = (
        (found.FOLDER,)
        if _count(found.FOLDER, files)
        == _count(found.FOLDER, builds.below(target, settings.root, last.outputs))
        else ()
    )
    return PreviousSite(target, files, documents, pages, last.styles, frozenset(whole))


def _count(folder: str, files: frozenset[str]) -> int:
    return sum(file.startswith(f"{folder}/") for file in files)


__all__ = ["Site", "folders", "inputs", "make"]
