"""The stage between MkDocs and publication: adds search and social cards, and publishes each page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from briefings.html import sharing
from briefings.html.documents import Documents
from briefings.html.gate import UNKNOWN, Verdict
from briefings.html.metadata import Metadata
from briefings.html.publish import THEME_ONLY, Publisher, origin_of, refuse_faults, sheets_of
from briefings.html.styles import classes_of
from briefings.search.documents import Searched
from briefings.search.failure import FinishError
from briefings.search.pagefind import file_of
from briefings.settings import Settings
from briefings.store.processes import each
from briefings.views.page import Page
from briefings.words import Words


class Finisher:
    """Finishes a site that MkDocs builds. Entered before MkDocs starts, so that the search is indexed
    meanwhile."""

    def __init__(
        self,
        pages: Sequence[Page],
        searched: Sequence[Searched],
        words: Words,
        settings: Settings,
        *,
        classes: Iterable[str] = (),
        search: bool = True,
        data: Callable[[Page, str], str] = lambda page, card: "",
    ) -> None:
        """`classes` are those that pages may use besides the ones on them, so that one more on a page need
        not change the style sheet of all. Without `search` (in the preview), the site has no search index and
        no social cards. `data` gives the elements with the data of a page, for its head, from the page and
        the address of its picture for shared links."""
        metadata = Metadata(words, settings, cards=search)
        self._settings = settings
        self._classes = frozenset(classes)
        self._cards = metadata.cards(pages)
        self._heads = {
            file_of(page.path): metadata.head(page) + data(page, metadata.picture(page)) for page in pages
        }
        self._origins = {file_of(page.path): origin_of(page, settings) for page in pages}
        self._documents = Documents(searched, words, settings) if search else None

    def __enter__(self) -> Finisher:
        if self._documents is not None:
            self._documents.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        if self._documents is not None:
            self._documents.__exit__(*error)

    def __call__(self, site: Path) -> list[str]:
        """Finish a site that MkDocs has just written; return a line for each part without effect.

        Raises ContentError if a page contains something forbidden, and FinishError if the site cannot be read
        or written.
        """
        try:
            return self._finish(site)
        except (OSError, UnicodeDecodeError) as error:
            raise FinishError(f"the site could not be finished: {error}") from error

    def _finish(self, site: Path) -> list[str]:
        files = sorted(path.relative_to(site).as_posix() for path in site.rglob("*.html"))
        used = set(self._classes)
        linked: set[str] = set()
        for file in files:
            html = _read(site, file)
            # Pages of the theme have no other classes than its templates.
            if file not in self._origins or self._origins[file].handwritten:
                used |= classes_of(html)
            linked.update(sheets_of(file, html, self._settings))
        theme_only = _read(site, THEME_ONLY)
        merge = linked.issubset(sheets_of(THEME_ONLY, theme_only, self._settings))
        publisher = Publisher(site, theme_only, self._settings, used, merge=merge)

        def publish(number: int, file: str) -> Verdict:
            origin = self._origins.get(file, UNKNOWN)
            made = publisher.page(file, _read(site, file), self._heads.get(file, ""), origin)
            (site / file).write_text(made.html, encoding="utf-8")
            return made.verdict

        verdicts = dict(zip(files, each(files, publish), strict=True))
        refuse_faults(verdicts, self._origins, self._settings)
        publisher.delete_unused()
        sharing.add_cards(self._cards, site, self._settings.cards_dir)
        if self._documents is not None:
            self._documents.put(site)
        return [f"{file}: {line}" for file, verdict in verdicts.items() for line in verdict.without_effect]


def _read(site: Path, file: str) -> str:
    return (site / file).read_text(encoding="utf-8")
