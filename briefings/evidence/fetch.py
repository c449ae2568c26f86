"""`verify --fetch`: saves the texts of sources that have an address and no text yet. Each source ends in a worded result.

The only part of the program that touches the network; nothing else of it imports this.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from briefings.evidence.client import Client, FetchError, Response
from briefings.evidence.seeds import Seeds, TextError, decode, save
from briefings.model.source import Source

Outcome = Literal["saved", "gone", "refused", "failed"]
"""saved: the text is in seeds/; gone: neither the page nor an archived copy is to be had; refused: the page may not be fetched, or is
no text; failed: perhaps another time."""

LEAST = 200
"""Characters. Less is no article, but what a page says to programs, or before its script has run."""


@dataclass(frozen=True, slots=True)
class FetchResult:
    """How it went with one source."""

    source: str
    outcome: Outcome
    message: str
    """In words, for the curator; starts with the address where there is one to blame."""
    from_archive: bool = False
    """True if the text is that of the archived copy."""


def fetch(
    sources: Mapping[str, Source], folder: Path, client: Client, *, progress: Callable[[FetchResult], None] | None = None
) -> list[FetchResult]:
    """Saves what can be had, in the order of ids. `progress` is told of each result as it comes."""
    held = Seeds(folder).held
    results: list[FetchResult] = []
    for source_id, source in sorted(sources.items()):
        if source_id in held or (source.url is None and source.archived is None):
            continue
        result = _fetch_one(source_id, source, folder, client)
        results.append(result)
        if progress is not None:
            progress(result)
    return results


def _fetch_one(source_id: str, source: Source, folder: Path, client: Client) -> FetchResult:
    gone: list[str] = []
    for url, archived in _addresses(source):
        try:
            text = article(client.get(url))
            save(folder, source_id, text)
        except FetchError as error:
            if error.why != "gone":
                return FetchResult(source_id, error.why, "; ".join([*gone, f"{url} {error}"]), archived)
            gone.append(f"{url} {error}")
        except TextError as error:
            return FetchResult(source_id, "refused", f"{url} is not saved: its text {error}", archived)
        else:
            return FetchResult(source_id, "saved", "; ".join([*gone, f"{len(text):,} characters from {url}"]), archived)
    return FetchResult(source_id, "gone", "; ".join(gone))


def _addresses(source: Source) -> Iterator[tuple[str, bool]]:
    if source.url is not None:
        yield source.url, False
    if source.archived is not None:
        yield source.archived, True


def article(page: Response) -> str:
    """The title and the words of the article on a page, without what is around them; raises `FetchError`."""
    if page.kind == "text/plain":
        text = _decoded(page)
    elif page.kind in {"text/html", "application/xhtml+xml"}:
        text = _extracted(_decoded(page), page.url)
    else:
        raise FetchError("refused", f"is no text but {page.kind}; save its words by hand")
    if len(text.strip()) < LEAST:
        raise FetchError("refused", "shows no article to programs; save its words by hand")
    return text


def _extracted(html: str, url: str) -> str:
    try:
        # Only those who fetch need it installed, and it takes its time to load.
        from trafilatura import bare_extraction
    except ImportError as error:
        raise _not_installed(error) from None
    try:
        document = bare_extraction(html, url=url, include_comments=False, include_tables=True, with_metadata=True)
    except Exception as error:  # a page can be broken in ways that no library foresees, and the other sources must still be fetched
        raise FetchError("failed", f"could not be taken apart ({type(error).__name__})") from None
    if document is None or isinstance(document, dict) or not document.text:
        return ""
    title = (document.title or "").strip()
    return document.text if title == "" or document.text.lstrip().startswith(title) else f"{title}\n{document.text}"


_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def _decoded(page: Response) -> str:
    """The body as text. What it says itself counts most, then what its header says, then what it looks like."""
    marked = next((name for mark, name in _MARKS if page.body.startswith(mark)), None)
    if marked is not None:
        return page.body.decode(marked, errors="replace")
    try:
        # Text in another encoding is hardly ever valid UTF-8 by chance, whatever headers say.
        return decode(page.body)
    except TextError:
        pass
    meta = _META.search(page.body[:4096])
    for name in (page.charset, meta[1].decode("ascii") if meta is not None else None):
        if name is not None and name.lower().replace("_", "-") not in {"utf-8", "utf8"}:
            try:
                return page.body.decode(_as_browsers_read(name))
            except (LookupError, UnicodeDecodeError):
                continue
    return _guessed(page.body)


def _guessed(body: bytes) -> str:
    try:
        # It comes with trafilatura, for those who fetch.
        from charset_normalizer import from_bytes
    except ImportError as error:
        raise _not_installed(error) from None
    best = from_bytes(body).best()
    return str(best) if best is not None else body.decode("windows-1252", errors="replace")


def _not_installed(error: ImportError) -> FetchError:
    return FetchError("failed", f"was not read, since a library is missing ({error}); `pip install briefings[fetch]`")


def _as_browsers_read(name: str) -> str:
    # https://encoding.spec.whatwg.org/#names-and-labels: these names are used for more than they stand for.
    return {"iso-8859-1": "windows-1252", "latin-1": "windows-1252", "us-ascii": "windows-1252", "gb2312": "gb18030", "gbk": "gb18030"}.get(
        name.lower(), name
    )


__all__ = ["LEAST", "FetchResult", "Outcome", "article", "fetch"]
