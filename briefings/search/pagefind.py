"""The search index: writes documents for Pagefind, runs it, and copies the files that the site's search
needs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path

from pagefind.service import get_executable

from briefings.catalog import urls
from briefings.model import LISTED
from briefings.search.documents import FACETS, Document, Searched, document_of, names_in
from briefings.search.failure import FinishError
from briefings.search.letters import simpler_words, spaced, without_apostrophes
from briefings.settings import Settings
from briefings.store.builds import NO_PREVIOUS_SITE, PreviousSite
from briefings.store.folders import NewFolder
from briefings.store.processes import Progress, each, no_progress
from briefings.text import escape
from briefings.words import Words

FOLDER = "pagefind"
"""The folder of the site with Pagefind's index, which is loaded when somebody searches."""

NEEDED = (
    "pagefind.js",
    "pagefind-entry.json",
    "wasm.*.pagefind",
    "*.pf_meta",
    "index/*",
    "fragment/*",
    "filter/*",
)
"""The files that the site's own search needs; the others belong to Pagefind's search boxes."""


def encode(document: Document, words: Words) -> bytes:
    """A document in the HTML that Pagefind reads."""
    start = f'<html lang="{escape.html(words.language)}"><body data-pagefind-body>'
    return "\n".join((start, *_parts(document), "</body></html>\n")).encode("utf-8")


def file_of(page: str) -> str:
    """The HTML file of a page below the site's root, and of its document below the folder of documents."""
    return urls.address(page) + "index.html"


Put = Callable[[Path], None]
"""Waits for the index, moves it into a site, and keeps the documents for the next build."""


@contextmanager
def indexing(
    searched: Sequence[Searched],
    words: Words,
    settings: Settings,
    *,
    earlier: PreviousSite = NO_PREVIOUS_SITE,
    progress: Progress = no_progress,
) -> Iterator[Put]:
    """Write the search documents, and have them indexed inside the block, unless all are as in the earlier
    site."""
    with ExitStack() as stack:
        folder = stack.enter_context(NewFolder(settings.search_dir, "search", inside=settings.root))
        files, changed = _write_documents(folder, searched, words, earlier, progress)
        process = None
        if changed or FOLDER not in earlier.whole:
            output = stack.enter_context(tempfile.TemporaryDirectory(prefix="pagefind-", dir=folder.work))
            process = stack.enter_context(_pagefind(folder.path, output, words))
            # No effect on a process that has ended.
            stack.callback(process.kill)

        def put(site: Path) -> None:
            if process is None:
                earlier.keep_folder(FOLDER, site)
            else:
                _require_success(process)
                _move_needed(Path(output), site / FOLDER)
                # For languages whose words Pagefind cannot stem, its program is that for all others.
                programs = (site / FOLDER).glob("wasm.*.pagefind")
                program = min(programs, key=lambda file: "unknown" in file.name)
                found = {
                    **_search_words(words),
                    "functions": functions(words, settings),
                    "program": program.name,
                }
                for name, content in (("words", found), ("names", names_in(searched, words))):
                    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
                    (site / FOLDER / f"{name}.json").write_text(text, encoding="utf-8")
            if changed or not folder.has_same_files(files):
                folder.put()

        yield put


def _write_documents(
    folder: NewFolder,
    searched: Sequence[Searched],
    words: Words,
    earlier: PreviousSite,
    progress: Progress,
) -> tuple[frozenset[str], bool]:
    """Write the documents; return their files, and whether any differs from the earlier site's."""
    fresh = [each for each in searched if each.path not in earlier.pages]

    def write(number: int, one: Searched) -> bool:
        file = file_of(one.page)
        changed = folder.add(file, encode(document_of(one, words), words))
        return changed or file not in earlier.documents

    changed = each(fresh, write, done=lambda count: progress("search", count, len(fresh)))
    written = frozenset(file_of(one.page) for one in fresh)
    reused = earlier.documents & {file_of(one.page) for one in searched} - written
    folder.keep(reused)
    return reused | written, any(changed) or reused | written != earlier.documents


def _pagefind(folder: Path, output: str, words: Words) -> subprocess.Popen[str]:
    """Start Pagefind on a folder of documents."""
    program = get_executable()
    if program is None:
        raise FinishError('the search index needs Pagefind: pip install "pagefind[bin]"')
    if not any(folder.rglob("*.html")):
        # Pagefind refuses to index a site without words.
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.html").write_text("<html><body><p>0</p></body></html>", encoding="utf-8")
    # All documents are indexed in one language, so that a search also finds names in other languages.
    language = words.language.partition("-")[0]
    try:
        return subprocess.Popen(
            [program, "--site", folder, "--output-path", output, "--force-language", language, "--silent"],
            cwd=output,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
    except OSError as error:
        raise FinishError(f"Pagefind cannot be started: {error.strerror or error}") from error


def _require_success(process: subprocess.Popen[str]) -> None:
    output, _ = process.communicate()
    if process.returncode != 0:
        lines = [line.strip() for line in output.splitlines() if line.strip()]
        reason = lines[-1] if lines else f"exit code {process.returncode}"
        raise FinishError(f"Pagefind failed: {reason}")


def _move_needed(index: Path, folder: Path) -> None:
    for pattern in NEEDED:
        for file in sorted(index.glob(pattern)):
            target = folder / file.relative_to(index)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(file, target)


def _parts(document: Document) -> Iterator[str]:
    yield f'<h1 data-pagefind-weight="{document.weight:.1f}">{_text(document.title)}</h1>'
    yield _hidden(document)
    if document.names:
        # Heavier than a title, since whoever searches for an alias wants this page.
        names = _text("".join(f"{name}{_SEPARATOR}" for name in document.names))
        yield f'<p data-pagefind-weight="10" data-pagefind-meta="names">{names}</p>'
    if document.lead:
        yield f'<p data-pagefind-weight="{document.weight / 4:.1f}">{_text(document.lead)}</p>'
    yield "".join(part if part.startswith("<") else spaced(part) for part in _TAGS.split(document.body))
    for section in document.sections:
        yield f'<h2 id="{escape.html(section.id)}">{_text(section.heading)}</h2>'
        if section.text:
            yield f"<p>{_text(section.text)}</p>"


def _hidden(document: Document) -> str:
    """What is searched or filtered by, but never part of an excerpt: the attributes of one element, as an
    element for each takes twice as many bytes."""
    # Pagefind omits pages without a value from sorted results; the year 0 sorts them last, or first.
    sorts = {"date": document.date or "0000"}
    metas = {
        "titled": document.titled,
        "about": document.about,
        "also": document.also,
        "simpler": [*_without_apostrophes(document), *simpler_words(_texts(document))],
    }
    purposes: dict[str, list[tuple[str, str]]] = {
        "filter": [
            (facet, escape.html(value)) for facet, values in document.facets.items() for value in values
        ],
        "sort": [*sorts.items()],
        "meta": [(name, _text(_SEPARATOR.join(words))) for name, words in metas.items() if words],
    }
    numbers = count()
    attributes: list[str] = []
    values: list[str] = []
    for purpose, pairs in purposes.items():
        numbered = [(f"v{next(numbers)}", name, value) for name, value in pairs]
        if numbered:
            listed = ",".join(f"{name}[{attribute}]" for attribute, name, _ in numbered)
            attributes.append(f'data-pagefind-{purpose}="{listed}"')
            values += [f'{attribute}="{value}"' for attribute, _, value in numbered]
    return f"<i {' '.join(attributes + values)}></i>"


_SEPARATOR = " · "
_TAGS = re.compile("(<[^<>]*>)")


def _text(text: str) -> str:
    return escape.html(spaced(text))


def _without_apostrophes(document: Document) -> Iterator[str]:
    """The title as readers type it."""
    if (title := without_apostrophes(document.title)) != document.title:
        yield title


def _texts(document: Document) -> Iterator[str]:
    """All text in which readers can search."""
    yield from (document.title, *document.names, document.lead)
    yield from (*document.titled, *document.about, *document.also)
    yield from (_TAGS.sub(" ", document.body), *document.actors)
    for section in document.sections:
        yield from (section.heading, section.text)


def functions(words: Words, settings: Settings) -> list[tuple[str, str, str]]:
    """What readers can do on the site: its name, its address, and other words for it. The choice of light or
    dark has no address."""
    pages = {
        "briefings": urls.index_of("briefing"),
        "actors": urls.index_of("actor"),
        "topics": urls.index_of("topic"),
        "timeline": urls.TIMELINE,
        "statements": urls.STATEMENTS,
        "sources": urls.index_of("source"),
        "support": urls.SUPPORT,
        "changes": urls.CHANGES,
        "corrections": urls.CORRECTIONS,
        "data": urls.DATA,
        "all": urls.ALL,
    }
    found = {name: (words(f"pages.{name}.title"), urls.address(page)) for name, page in pages.items()}
    for name in ("feeds", "calendars"):
        if name in settings.exports:
            found[name] = words(f"formats.{name}.label"), f"{urls.address(urls.DATA)}#{name}"
    if settings.contact:
        found["report"] = words("navigation.report"), settings.contact
    found["scheme"] = f"{words('scheme.dark')}|{words('scheme.light')}", ""
    return [(title, address, words(f"search.also.{name}")) for name, (title, address) in found.items()]


def _search_words(words: Words) -> dict[str, str | Mapping[str, str]]:
    """The fixed words of the search, including the plural forms of a count."""
    left_out = ("search.count", "search.also", "search.facets")
    own = (key for key in words if key.startswith("search.") and not key.startswith(left_out))
    texts: dict[str, str | Mapping[str, str]] = {
        key.removeprefix("search."): words.template(key) for key in own
    }
    texts |= {f"facet_{facet}": words(f"search.facets.{facet}") for facet in FACETS}
    texts |= {kind: words(f"kinds.entry.{kind}.singular") for kind in LISTED}
    return texts | {
        "source": words("kinds.sheet.source.singular"),
        "reported": words("statuses.reported.word"),
        "bce": words.template("dates.bce"),
        "count": words.forms("search.count"),
        "language": words.language,
    }
