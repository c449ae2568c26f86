"""Parses untrusted input: extracts the article from a page, evaluates a robots.txt.

`sandbox` runs this file as a separate program, so of the package it imports only `responses`, `visible` and
`pdf`. Standard input is a line of JSON and then the bytes to parse; standard output is one JSON object.
"""

from __future__ import annotations

import codecs
import email
import email.policy
import json
import re
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, cast

from briefings.plugins.fetching.responses import FetchError

try:
    import resource
except ImportError:  # on Windows, where `sandbox` limits only the time of the process
    resource = None  # type: ignore[assignment]

LEAST = 200
"""Characters of the shortest article. Pages that need JavaScript or block programs have fewer."""

INSTALL = "`pip install 'briefings[fetch]'`"


def page(body: bytes, *, url: str, kind: str, charset: str | None) -> dict[str, Any]:
    """The text of an article, and what its page or PDF says of it: `title`, `authors`, `published`,
    `publisher`, `url` and `language`. What it does not say is empty. `notes` are for the curator."""
    if kind == "application/pdf" or body.startswith(b"%PDF-"):
        return _SAID | _document(body)
    if kind == "text/plain":
        said: dict[str, Any] = {"text": decoded(body, charset)}
    elif kind in {"text/html", "application/xhtml+xml"}:
        if url.startswith("file:") and b"multipart/related" in body[:4096].lower():
            body, url, charset = _archived(body, url)
        said = _web_page(decoded(body, charset), url)
    else:
        raise FetchError("refused", f"is not text but {kind or 'of an unnamed type'}; save its text by hand")
    if len(said["text"].strip()) < LEAST:
        raise FetchError("refused", "shows no article to programs; save its text by hand")
    return _SAID | said


_SAID = {
    **dict.fromkeys(("title", "published", "publisher", "url", "language"), ""),
    "authors": [],
    "notes": [],
}


def _web_page(html: str, url: str) -> dict[str, Any]:
    document = _extracted(html, url)
    if document is None or not document.text:
        return {"text": ""}
    title = (document.title or "").strip()
    text = document.text if document.text.lstrip().startswith(title) else f"{title}\n{document.text}"
    language = _LANGUAGE.search(html[:4096])
    said = {
        "title": document.title,
        "published": document.date,
        "publisher": document.sitename,
        "url": document.url if str(document.url).startswith(("https://", "http://")) else "",
        "language": language[1] if language is not None else "",
    }
    authors = [name.strip() for name in (document.author or "").split(";")]
    return {
        "text": text,
        "authors": [name for name in authors if name],
        **{key: " ".join(str(value or "").split()) for key, value in said.items()},
    }


def _archived(body: bytes, url: str) -> tuple[bytes, str, str | None]:
    """The page in a web archive (MHTML), as browsers save it, its address, and its encoding if the archive
    names it. Chromium leaves that to the page."""
    message = email.message_from_bytes(body, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            address = message["Snapshot-Content-Location"] or part["Content-Location"] or url
            return cast(bytes, part.get_payload(decode=True)), str(address), part.get_content_charset()
    raise FetchError("refused", "is a web archive without a page; save its text by hand")


def _document(body: bytes) -> dict[str, Any]:
    """The text of a PDF, and its title."""
    try:
        from briefings.plugins.fetching import pdf

        document = pdf.read(body)
    except ImportError as error:
        raise _missing_library(error) from None
    except MemoryError:
        raise
    except Exception as error:  # PDFs, too
        raise FetchError("failed", f"could not be parsed ({type(error).__name__})") from None
    if len(document.text.strip()) < LEAST:
        raise FetchError("refused", "has hardly any words, as of a scan; type its text into a file")
    notes = [f"read {document.pages} page{'' if document.pages == 1 else 's'} of the PDF"]
    if document.pages > pdf.MOST_PAGES:
        notes = [f"read the first {pdf.MOST_PAGES} of {document.pages} pages of the PDF"]
    if document.running:
        notes.append(f"left out lines at the edges of pages, such as page numbers: {document.running}")
    return {"text": document.text, "title": document.title, "notes": notes}


_LANGUAGE = re.compile(r"""<html[^>]{0,500}?\blang\s*=\s*["']?([A-Za-z-]{2,20})""", re.IGNORECASE)


def _extracted(html: str, url: str) -> Any:
    """What trafilatura makes of a page, or None."""
    try:
        from trafilatura import bare_extraction, extract_metadata, load_html

        from briefings.plugins.fetching import visible
    except ImportError as error:
        raise _missing_library(error) from None
    try:
        tree = load_html(html)
        if tree is None:
            return None
        visible.remove_unseen(tree)
        visible.mark_scripts(tree)
        # Only dates that the page declares, none that are guessed from its words.
        dates = {"original_date": True, "extensive_search": False}
        document = extract_metadata(tree, url, dates, extensive=False)
        # After the metadata, which are recognized by attributes.
        visible.keep_words(tree)
        extracted: Any = bare_extraction(tree, url=url, include_comments=False, include_tables=True)
        document.text = extracted.text if extracted is not None else ""
        return document
    except MemoryError:
        raise
    except Exception as error:  # pages can be broken in unforeseeable ways
        raise FetchError("failed", f"could not be parsed ({type(error).__name__})") from None


_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

# The encodings of browsers, https://encoding.spec.whatwg.org/#names-and-labels. Python has others, which are
# not text encodings or fail in unusual ways.
_READABLE = {
    "utf-16", "utf-16-be", "utf-16-le", "gb18030", "big5hkscs", "euc_jp", "iso2022_jp", "shift_jis", "cp932",
    "euc_kr", "cp949", "cp866", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic", "cp874",
    *(f"cp{number}" for number in range(1250, 1259)),
    *(f"iso8859-{number}" for number in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
}  # fmt: skip
_MEANT = {
    "iso8859-1": "cp1252",
    "ascii": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
}
"""Encodings that browsers replace by a superset, as pages use their names loosely."""


def decoded(body: bytes, charset: str | None) -> str:
    """A page as text: decoded by its byte order mark, as UTF-8, by its header, by its meta tag, or by a
    guess."""
    mark = next((name for mark, name in _MARKS if body.startswith(mark)), None)
    if mark is not None:
        return body.decode(mark, errors="replace")
    # Text in another encoding is hardly ever valid UTF-8 by chance, so this precedes the header.
    with suppress(UnicodeDecodeError):
        return body.decode("utf-8")
    meta = _META.search(body[:4096])
    for name in (charset, meta[1].decode("ascii") if meta is not None else None):
        encoding = None if name is None else _encoding(name)
        if encoding is not None:
            with suppress(UnicodeDecodeError):
                return body.decode(encoding)
    return _guessed(body)


def _encoding(name: str) -> str | None:
    """Python's name of an encoding that browsers support; None for any other."""
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return None
    meant = _MEANT.get(known, known)
    return meant if meant in _READABLE or meant in _MEANT.values() else None


def _guessed(body: bytes) -> str:
    try:
        from charset_normalizer import from_bytes
    except ImportError as error:
        raise _missing_library(error) from None
    best = from_bytes(body).best()
    return str(best) if best is not None else body.decode("windows-1252", errors="replace")


def _missing_library(error: ImportError) -> FetchError:
    return FetchError("failed", f"was not read, as a library is missing ({error}); {INSTALL}")


def permission(body: bytes, *, url: str, agent: str) -> tuple[bool, float]:
    """Whether a robots.txt allows an agent an address, and the delay in seconds that it asks for."""
    from protego import Protego

    rules = Protego.parse(body.decode("utf-8", errors="replace").lstrip("\ufeff"))
    allowed, delay = rules.can_fetch(url, agent), rules.crawl_delay(agent)
    return allowed, 0.0 if delay is None else delay


def _answer(task: str, body: bytes, about: Mapping[str, Any]) -> dict[str, Any]:
    tasks: dict[str, Callable[..., Any]] = {"page": page, "permission": permission}
    try:
        return {"answer": tasks[task](body, **about)}
    except FetchError as error:
        return {"failure": error.failure, "message": str(error)}
    except MemoryError:
        return {"failure": "failed", "message": "takes too much memory to read"}
    except Exception as error:  # any other error is the page's fault, too
        return {"failure": "failed", "message": f"could not be read ({type(error).__name__})"}


def _limit(limits: Mapping[str, tuple[int, int]]) -> None:
    if resource is None:
        return
    for name, (soft, hard) in limits.items():
        # Not every system supports every limit; `sandbox` limits the total time anyway.
        with suppress(ValueError, OSError, AttributeError):
            resource.setrlimit(getattr(resource, name), (soft, hard))


def main() -> None:
    """Answer one request from standard input on standard output."""
    out = sys.stdout.buffer
    # Libraries may print, which must not become part of the answer.
    sys.stdout = sys.stderr
    request = json.loads(sys.stdin.buffer.readline())
    _limit(request["limits"])
    answer = _answer(request["task"], sys.stdin.buffer.read(), request["about"])
    out.write(json.dumps(answer).encode("ascii"))
    out.flush()


if __name__ == "__main__":
    main()
