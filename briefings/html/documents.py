"""The search of a site: a document for each page, and the index that Pagefind makes of them meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from briefings.search.documents import SEARCHED, Searched, document_of, names_in
from briefings.search.pagefind import FOLDER, Indexing, encode, file_of, functions
from briefings.settings import Settings
from briefings.store.builds import NO_PREVIOUS_SITE, PreviousSite
from briefings.store.folders import NewFolder
from briefings.store.processes import Progress, each, no_progress
from briefings.words import Words


def document_at(path: str) -> str | None:
    """The file of the document that builds know by a path; None for other paths."""
    return file_of(path.removesuffix(SEARCHED)) if path.endswith(SEARCHED) else None


class Documents:
    """Writes the search documents when it is entered and has them indexed meanwhile, unless all are as in the
    earlier site. `put` waits for the index."""

    def __init__(
        self,
        searched: Sequence[Searched],
        words: Words,
        settings: Settings,
        *,
        earlier: PreviousSite = NO_PREVIOUS_SITE,
        progress: Progress = no_progress,
    ) -> None:
        self._searched = searched
        self._words = words
        self._functions = functions(words, settings)
        self._earlier = earlier
        self._progress = progress
        self._folder = NewFolder(settings.search_dir, "search", inside=settings.root)
        self._index: Indexing | None = None
        self.fresh = tuple(each for each in searched if each.path not in earlier.pages)
        """What is not reused."""

    def __enter__(self) -> Documents:
        with ExitStack() as stack:
            stack.enter_context(self._folder)
            self._files, changed = self._write()
            self._changed = changed or self._files != self._earlier.documents
            if self._changed or FOLDER not in self._earlier.whole:
                names = names_in(self._searched, self._words)
                index = Indexing(self._folder.path, names, self._functions, self._words, self._folder.work)
                self._index = stack.enter_context(index)
            self._stack = stack.pop_all()
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

        def write(number: int, searched: Searched) -> bool:
            file, document = file_of(searched.page), document_of(searched, self._words)
            changed = self._folder.add(file, encode(document, self._words))
            return changed or file not in self._earlier.documents

        n = len(self.fresh)
        changed = each(self.fresh, write, done=lambda count: self._progress("search", count, n))
        written = frozenset(file_of(searched.page) for searched in self.fresh)
        reused = self._earlier.documents & {file_of(searched.page) for searched in self._searched} - written
        self._folder.keep(reused)
        return reused | written, any(changed)
