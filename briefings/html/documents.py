"""The search of a site: a document for each page, and the index that Pagefind makes of them meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Searched:
    """The document of a page for the search."""

    page: Page

    @property
    def path(self) -> str:
        """A path by which builds know it. No page and no file has it."""
        return f"{self.page.path}{_SEARCHED}"

    @staticmethod
    def file_at(path: str) -> str | None:
        """The file of the document with such a path; None for other paths."""
        return file_of(path.removesuffix(_SEARCHED)) if path.endswith(_SEARCHED) else None


_SEARCHED = "/search"


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
        """By the path of each document that is not reused: what making it read of the catalog."""

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
        every = [Searched(page) for page in self._pages]
        fresh = [each for each in every if each.path not in self._earlier.pages]

        def write(number: int, searched: Searched) -> tuple[str, bool, str]:
            recorder = self._digests.recorder()
            document = document_of(searched.page, recorder.catalog, self._words)
            if document is None:
                return "", False, recorder.reads
            file = file_of(searched.page.path)
            changed = self._folder.add(file, encode(document, self._words))
            return file, changed or file not in self._earlier.documents, recorder.reads

        done = each(fresh, write, done=lambda count: self._progress("search", count, len(fresh)))
        self.reads = {each.path: reads for each, (_, _, reads) in zip(fresh, done, strict=True)}
        reused = self._earlier.documents & {
            file_of(each.page.path) for each in every if each.path in self._earlier.pages
        }
        self._folder.keep(reused)
        return reused.union(file for file, _, _ in done if file), any(changed for _, changed, _ in done)
