"""The search index: writes what the search knows for Pagefind, lets it index, and keeps what the site's own search needs of it."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from html import escape
from pathlib import Path

from pagefind.service import get_executable

from briefings import urls
from briefings.finish.documents import FACETS, Document
from briefings.finish.failure import FinishError
from briefings.finish.ordered import put_in_order
from briefings.words import Words

FOLDER = "pagefind"
"""Of the site: what Pagefind wrote, loaded when somebody searches."""

NEEDED = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "wasm.*.pagefind", "*.pf_meta", "index/*", "fragment/*", "filter/*")
"""The rest is Pagefind's own search boxes, for which we have ours."""


def write_index(site: Path, documents: Iterable[Document], words: Words) -> int:
    """Index the documents; what the search loads then lies in the site's folder `pagefind`. Returns how many there are."""
    program = get_executable()
    if program is None:
        raise FinishError('Pagefind, which makes the search index, is not installed: pip install "pagefind[bin]"')
    with tempfile.TemporaryDirectory(prefix="briefings-search-") as name:
        work = Path(name)
        count = 0
        for document in documents:
            count += 1
            file = work / "site" / urls.address(document.page) / "index.html"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(_html(document, words), encoding="utf-8")
        if count == 0:
            # Pagefind takes a site without pages for a mistake.
            (work / "site").mkdir()
            (work / "site" / "index.html").write_text("<html><body></body></html>", encoding="utf-8")
        _run(program, work, words)
        put_in_order(work / FOLDER)
        _keep(work / FOLDER, site / FOLDER)
    (site / FOLDER / "words.json").write_text(json.dumps(_said(words), ensure_ascii=False, sort_keys=True), encoding="utf-8")
    return count


def _run(program: Path, work: Path, words: Words) -> None:
    # One language for all: a page never says which one an actor's name in Chinese is in, and the search must find it all the same.
    command = [str(program), "--site", "site", "--output-path", FOLDER, "--force-language", words.language.partition("-")[0], "--silent"]
    try:
        done = subprocess.run(command, cwd=work, capture_output=True, encoding="utf-8", errors="replace", check=False)
    except OSError as error:
        raise FinishError(f"Pagefind cannot be started: {error.strerror or error}") from error
    if done.returncode != 0:
        said = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        raise FinishError(f"Pagefind failed: {said[-1] if said else f'exit code {done.returncode}'}")


def _keep(made: Path, folder: Path) -> None:
    for pattern in NEEDED:
        for file in sorted(made.glob(pattern)):
            target = folder / file.relative_to(made)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(file, target)


def _html(document: Document, words: Words) -> str:
    return "\n".join((f'<html lang="{escape(words.language)}"><body data-pagefind-body>', *_parts(document), "</body></html>\n"))


def _parts(document: Document) -> Iterator[str]:
    yield f'<h1 data-pagefind-weight="{document.weight:.1f}">{escape(document.title)}</h1>'
    for facet, values in document.facets.items():
        for value in values:
            yield f'<i data-pagefind-filter="{facet}[title]" title="{escape(value)}"></i>'
    # Pagefind leaves pages without a value out of sorted results; the year 0 sorts them last, or first.
    yield f'<i data-pagefind-sort="date[title]" title="{document.date or "0000"}"></i>'
    if document.names:
        # Heavier than a title: whoever types an alias means this page.
        yield f'<p data-pagefind-weight="10" data-pagefind-meta="names">{escape(" · ".join(document.names))}</p>'
    if document.lead:
        yield f'<p data-pagefind-weight="{document.weight / 4:.1f}">{escape(document.lead)}</p>'
    yield document.body
    for section in document.sections:
        yield f'<h2 id="{escape(section.id)}">{escape(section.heading)}</h2>'
        yield f"<p>{escape(section.text)}</p>"


def _said(words: Words) -> dict[str, str]:
    """What the search says: its own words, and the plural forms of a count."""
    own = (key for key in words if key.startswith("search.") and not key.startswith("search.count"))
    said = {key.removeprefix("search."): words.template(key) for key in own}
    said |= {f"facet_{facet}": words(f"search.facets.{facet}") for facet in FACETS}
    said |= {kind: words(f"kinds.sheet.{kind}.singular") for kind in ("event", "statement", "figure")}
    return said | {"count_one": words("search.count", n=1), "count_other": words.template("search.count"), "language": words.language}
