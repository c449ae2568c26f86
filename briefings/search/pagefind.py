"""The search index: writes what the search knows for Pagefind, lets it index, and keeps what the site's own
search needs of it."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from pagefind.service import get_executable

from briefings.catalog import urls
from briefings.model import LISTED
from briefings.search.documents import FACETS, Document
from briefings.search.failure import FinishError
from briefings.search.ordered import put_in_order
from briefings.text import escape
from briefings.words import Words

FOLDER = "pagefind"
"""Of the site: what Pagefind wrote, loaded when somebody searches."""

NEEDED = (
    "pagefind.js",
    "pagefind-worker.js",
    "pagefind-entry.json",
    "wasm.*.pagefind",
    "*.pf_meta",
    "index/*",
    "fragment/*",
    "filter/*",
)
"""The rest is Pagefind's own search boxes, for which we have ours."""


def encoded(document: Document, words: Words) -> bytes:
    """A document as Pagefind reads it."""
    return _html(document, words).encode("utf-8")


def file_of(page: str) -> str:
    """The HTML file of a page below the site's root, and of its document below the folder of documents."""
    return urls.address(page) + "index.html"


class Indexing:
    """Pagefind, running on a folder of documents while other work goes on; `place` is for its output."""

    def __init__(self, folder: Path, words: Words, place: Path) -> None:
        self._folder = folder
        self._words = words
        self._place = place

    def __enter__(self) -> Indexing:
        program = get_executable()
        if program is None:
            raise FinishError(
                'Pagefind, which makes the search index, is not installed: pip install "pagefind[bin]"'
            )
        self._work = tempfile.TemporaryDirectory(prefix="pagefind-", dir=self._place)
        made = Path(self._work.name) / FOLDER
        if not any(self._folder.rglob("*.html")):
            # Pagefind takes a site without words for a mistake.
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / "index.html").write_text("<html><body><p>0</p></body></html>", encoding="utf-8")
        # One language for all: a page never says which one an actor's name in Chinese is in, and the search
        # must find it all the same.
        language = self._words.language.partition("-")[0]
        command = [
            str(program),
            "--site",
            str(self._folder),
            "--output-path",
            str(made),
            "--force-language",
            language,
            "--silent",
        ]
        try:
            self._process = subprocess.Popen(
                command,
                cwd=self._work.name,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
            )
        except OSError as error:
            self._work.cleanup()
            raise FinishError(f"Pagefind cannot be started: {error.strerror or error}") from error
        return self

    def put(self, site: Path) -> None:
        """Wait for the index; what the search loads then lies in the site's folder `pagefind`."""
        said, _ = self._process.communicate()
        if self._process.returncode != 0:
            lines = [line.strip() for line in said.splitlines() if line.strip()]
            raise FinishError(
                f"Pagefind failed: {lines[-1] if lines else f'exit code {self._process.returncode}'}"
            )
        made = Path(self._work.name) / FOLDER
        put_in_order(made)
        _keep(made, site / FOLDER)
        told = json.dumps(_said(self._words), ensure_ascii=False, sort_keys=True)
        (site / FOLDER / "words.json").write_text(told, encoding="utf-8")

    def __exit__(self, *error: object) -> None:
        # Without effect where it has ended.
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._work.cleanup()


def _keep(made: Path, folder: Path) -> None:
    for pattern in NEEDED:
        for file in sorted(made.glob(pattern)):
            target = folder / file.relative_to(made)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(file, target)


def _html(document: Document, words: Words) -> str:
    return "\n".join(
        (
            f'<html lang="{escape.html(words.language)}"><body data-pagefind-body>',
            *_parts(document),
            "</body></html>\n",
        )
    )


def _parts(document: Document) -> Iterator[str]:
    yield f'<h1 data-pagefind-weight="{document.weight:.1f}">{escape.html(document.title)}</h1>'
    for facet, values in document.facets.items():
        for value in values:
            yield f'<i data-pagefind-filter="{facet}[title]" title="{escape.html(value)}"></i>'
    # Pagefind leaves pages without a value out of sorted results; the year 0 sorts them last, or first.
    yield f'<i data-pagefind-sort="date[title]" title="{document.date or "0000"}"></i>'
    if document.names:
        # Heavier than a title: whoever types an alias means this page.
        yield (
            '<p data-pagefind-weight="10"'
            f' data-pagefind-meta="names">{escape.html(" · ".join(document.names))}</p>'
        )
    if document.lead:
        yield f'<p data-pagefind-weight="{document.weight / 4:.1f}">{escape.html(document.lead)}</p>'
    yield document.body
    for section in document.sections:
        yield f'<h2 id="{escape.html(section.id)}">{escape.html(section.heading)}</h2>'
        yield f"<p>{escape.html(section.text)}</p>"


def _said(words: Words) -> dict[str, str]:
    """What the search says: its own words, and the plural forms of a count."""
    own = (key for key in words if key.startswith("search.") and not key.startswith("search.count"))
    said = {key.removeprefix("search."): words.template(key) for key in own}
    said |= {f"facet_{facet}": words(f"search.facets.{facet}") for facet in FACETS}
    said |= {kind: words(f"kinds.entry.{kind}.singular") for kind in LISTED}
    return said | {
        "count_one": words("search.count", n=1),
        "count_other": words.template("search.count"),
        "language": words.language,
    }
