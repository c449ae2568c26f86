"""The search of a site: a document for each page, and the index that Pagefind makes of them meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from briefings.search.documents import document_of, names_in
from briefings.search.pagefind import FOLDER, Indexing, encode, file_of
from briefings.settings import Settings
from briefings.store.builds import NO_PREVIOUS_SITE, PreviousSite
from briefings.store.folders import NewFolder
from briefings.store.processes import Progress, each, no_progress
from briefings.views.dependencies import Digests
from briefings.views.page import Page
from briefings.words import Words


class Documents:
    """Writes the search documents when it is entered and has them indexed meanwhile, unless all are as in the
    earlier site. `put` waits for the index."""

    def __init__(
        self,
        pages: Sequence[Page],
        digests: Digests,
        words: Words,
        settings: Settings,
        *,
        earlier: PreviousSite = NO_PREVIOUS_SITE,
        progress: Progress = no_progress,
    ) -> None:
        self._pages = pages
        self._digests = digests
        self._words = words
        self._earlier = earlier
        self._progress = progress
        self._folder = NewFolder(settings.search_dir, "search", inside=settings.root, durable=False)
        self._index: Indexing | None = None
        self.reads: Mapping[str, str] = {}
        """By page that is not reused: what making its document read of the catalog."""

    def __enter__(self) -> Documents:
        with ExitStack() as stack:
            stack.enter_context(self._folder)
            self._files, changed = self._write()
            self._changed = changed or self._files != self._earlier.documents
            if self._changed or FOLDER not in self._earlier.whole:
                names = names_in(self._digests.catalog)
                self._index = stack.enter_context(
                    Indexing(self._folder.path, names, self._words, self._folder.work)
                )
            self._stack = stack.pop_all()
        # Free the catalog.
        del self._pages, self._digests
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def put(self, site: Path) -> None:
        """Move the index into a site, and keep the documents for the next build."""
        if self._index is not None:
            self._index.put(site)
        else:
            self._earlier.keep_folder(FOLDER, site)
        if self._changed or not self._folder.has_same_files(self._files):
            self._folder.put()

    def _write(self) -> tuple[frozenset[str], bool]:
        """Write the documents; return their files, and whether any differs from the earlier site's."""
        fresh = [page for page in self._pages if page.path not in self._earlier.pages]

        def write(number: int, page: Page) -> tuple[str, bool, str]:
            recorder = self._digests.recorder()
            document = document_of(page, recorder.catalog, self._words)
            if document is None:
                return "", False, recorder.reads
            file = file_of(page.path)
            changed = self._folder.add(file, encode(document, self._words))
            return file, changed or file not in self._earlier.documents, recorder.reads

        done = each(fresh, write, done=lambda count: self._progress("search", count, len(fresh)))
        self.reads = {page.path: reads for page, (_, _, reads) in zip(fresh, done, strict=True)}
        reused = self._earlier.documents & {file_of(path) for path in self._earlier.pages}
        self._folder.keep(reused)
        return reused.union(file for file, _, _ in done if file), any(changed for _, changed, _ in done)
